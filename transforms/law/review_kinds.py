"""The closed list of questions and notices: what each is about, what answers it takes, what an answer does, what it says.

One entry a kind, and nothing else anywhere decides by kind: `answers` reads an answer by `takes`, `resolutions` acts by
`does`, `sentences` renders `vi` and `en`. A kind whose `does` is NOTHING asks nothing: it is a notice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from niemyet.model.records import Fields
from niemyet.model.words import ReviewKind
from niemyet.transforms.law.sentences import render

K = ReviewKind


class Subject(StrEnum):
    """What a question is about."""

    ROW = "row"  # one row, or all rows of a section that bear the doubt
    DECISION = "decision"
    DOCUMENT = "document"
    PROCEDURE = "procedure"
    UNIT = "unit"
    PROVINCE = "province"


class Takes(StrEnum):
    """Forms of an answer; `transforms/law/answers.py` reads each."""

    NOTHING = "nothing"
    ACTION = "action"
    LEVELS = "levels"
    LEVELS_NONE = "levels_none"  # levels, or that none holds it
    HEADING = "heading"  # an action, levels, or both
    CODE = "code"
    CODES = "codes"  # one or more
    CODES_NONE = "codes_none"
    CODES_ALL_NONE = "codes_all_none"
    NAME = "name"
    DAY = "day"
    DECISION_KIND = "decision_kind"
    CANDIDATE = "candidate"  # a word among the candidates
    ISSUER = "issuer"  # a province by its name or id
    NUMBER = "number"
    COPY = "copy"  # the beginning of a hash
    ROW = "row"
    ROWS = "rows"
    COLUMN = "column"
    CHOICE = "choice"
    GROUND = "ground"  # everywhere, nowhere, or units among the candidates
    DECISION = "decision"  # number and day, or that it is none
    ASIDE = "aside"
    MEANT_CODE = (
        "meant_code"  # the code that was meant, by row where several are asked about, or that none was
    )
    OVERLOOKED = "overlooked"  # nothing, that something is missing, or the rows that were overlooked
    LAST_DAY = "last_day"  # a day, or that there is none


class Does(StrEnum):
    """What an answer does; `transforms/law/resolutions.py` has one function for each."""

    NOTHING = "nothing"
    SETS_ACTION = "sets_action"
    SETS_LEVELS = "sets_levels"
    SETS_HEADING = "sets_heading"
    SETS_CODE = "sets_code"
    SETS_CODES = "sets_codes"
    SETS_NAME = "sets_name"
    ADDS_REPLACED = "adds_replaced"
    SETS_EFFECT = "sets_effect"
    SETS_END = "sets_end"
    SETS_GROUND = "sets_ground"
    EXCEPTS_ROWS = "excepts_rows"
    CONFIRMS_ISSUED = "confirms_issued"
    DATES_UNDATED = "dates_undated"
    DATES_ROWS = "dates_rows"
    SETS_COLUMN = "sets_column"
    SETS_KIND = "sets_kind"
    SETS_ISSUER = "sets_issuer"
    NAMES_DECISION = "names_decision"
    CHOOSES_COPY = "chooses_copy"
    CHOOSES_RIVAL = "chooses_rival"
    PARTS_POSTING = "parts_posting"
    PUTS_ASIDE = "puts_aside"
    AIMS_REFERENCE = "aims_reference"
    AIMS_CORRECTION = "aims_correction"
    AIMS_END = "aims_end"
    AIMS_REPLACEMENT = "aims_replacement"
    ENDS_ELSEWHERE = "ends_elsewhere"
    LEAVES_DISTRICT = "leaves_district"
    GOES_ON = "goes_on"
    STAYS_ENDED = "stays_ended"
    ONE_ROW_ACTS = "one_row_acts"
    IS_SAME = "is_same"
    ENDS_CODES = "ends_codes"
    SETTLES_EXPIRY = "settles_expiry"
    SETTLES_ORPHAN = "settles_orphan"
    SETTLES_SUSPENSION = "settles_suspension"
    SETTLES_CORRECTION = "settles_correction"
    DATES_ACT = "dates_act"
    CONFIRMS_DATE = "confirms_date"
    REPLACES_LISTS = "replaces_lists"
    AIMS_ACT = "aims_act"
    SETS_MERGED = "sets_merged"
    KEEPS_ROW = "keeps_row"
    COUNTS_LISTING = "counts_listing"
    AIMS_FEE = "aims_fee"
    ADDS_ROWS = "adds_rows"
    VOIDS_ADOPTED = "voids_adopted"
    IS_KNOWN = "is_known"


#: What an answer does, as a person reads it.
DOES_VI: dict[Does, str] = {
    Does.IS_KNOWN: "đã biết, không hỏi nữa; không có gì thay đổi",
    Does.NOTHING: "không cần trả lời",
    Does.SETS_ACTION: "dòng (hoặc mọi dòng của mục) có hành động đó",
    Does.SETS_LEVELS: "dòng (hoặc mọi dòng của mục) thuộc các cấp đó",
    Does.SETS_HEADING: "mọi dòng dưới tiêu đề có hành động và cấp đó",
    Does.SETS_CODE: "dòng mang mã đó",
    Does.SETS_CODES: "dòng mang mã đó; nhiều mã: dòng nói về từng thủ tục trong các mã đó",
    Does.SETS_NAME: "dòng mang tên đó",
    Does.ADDS_REPLACED: "dòng thay thế cả các mã đó",
    Does.SETS_EFFECT: "quyết định có hiệu lực từ ngày đó",
    Does.SETS_END: "quyết định có hiệu lực đến hết ngày đó; “không”: không hết hiệu lực",
    Does.SETS_GROUND: "“everywhere”: quyết định (hoặc dòng) được áp dụng ở mọi đơn vị; “none”: không áp dụng ở đơn vị nào; "
    "mã các đơn vị: chỉ áp dụng ở các đơn vị đó",
    Does.EXCEPTS_ROWS: "các dòng đó được trừ ra, các dòng khác được áp dụng",
    Does.CONFIRMS_ISSUED: "“issued”: quyết định đã ban hành và có tác dụng; “draft”: chỉ là dự thảo",
    Does.DATES_UNDATED: "các dòng chưa có ngày có hiệu lực từ ngày đó",
    Does.DATES_ROWS: "các dòng đó có ngày hiệu lực riêng",
    Does.SETS_COLUMN: "dòng đính chính mang nội dung đó",
    Does.SETS_KIND: "quyết định thuộc loại đó",
    Does.SETS_ISSUER: "quyết định là của cơ quan đó",
    Does.NAMES_DECISION: "văn bản là quyết định số đó, ngày đó",
    Does.CHOOSES_COPY: "các dòng lấy theo bản đó",
    Does.CHOOSES_RIVAL: "nội dung đó là quyết định, các nội dung khác để riêng; “all”: giữ cả",
    Does.PARTS_POSTING: "“other”: bài đăng không còn tính cho quyết định này",
    Does.PUTS_ASIDE: "tệp được để riêng, không hỏi gì thêm; hoặc là quyết định số đó",
    Does.AIMS_REFERENCE: "dòng nói về thủ tục đó",
    Does.AIMS_CORRECTION: "dòng đó được đính chính",
    Does.AIMS_END: "thủ tục mang mã đó chấm dứt ở cấp được hỏi; “không”: không có mã nào khác, không gì thay đổi",
    Does.AIMS_REPLACEMENT: "dòng thay thế mã đó; “không”: không có mã nào khác",
    Does.ENDS_ELSEWHERE: "“moved”: các cấp trước đó chấm dứt; “both”: giữ cả hai",
    Does.LEAVES_DISTRICT: "dòng thuộc các cấp đó thay cho cấp huyện; “không”: dòng không có tác dụng ở cấp nào khác",
    Does.GOES_ON: "thủ tục tiếp tục ở các cấp đó từ 01/7/2025; “không”: thủ tục đã chấm dứt cùng cấp huyện",
    Does.STAYS_ENDED: "“ended”: sửa đổi không làm thủ tục có hiệu lực trở lại",
    Does.ONE_ROW_ACTS: "chỉ dòng đó có tác dụng với thủ tục ở cấp này",
    Does.IS_SAME: "dòng không mã mang mã đó",
    Does.ENDS_CODES: "các thủ tục đó chấm dứt cùng quyết định",
    Does.COUNTS_LISTING: "“right”: danh mục đó là những gì đang niêm yết; “wrong”: bỏ qua, vẫn tính theo lần xem trước",
    Does.AIMS_FEE: "mức phí của dòng là của thủ tục mang mã đó; “không”: không của thủ tục nào, dòng không được tính",
    Does.KEEPS_ROW: "“valid”: dòng được áp dụng; “void”: dòng không được tính",
    Does.ADDS_ROWS: "“none”: đã xem, không sót gì; “missing”: quyết định được đánh dấu còn thiếu dòng; "
    "viết dòng bị sót ra: dòng đó được áp dụng",
    Does.VOIDS_ADOPTED: "các thủ tục đó không được coi là đang có hiệu lực theo danh mục này",
    Does.SETTLES_EXPIRY: "“ended”: không áp dụng trở lại; “stays”: không hết hiệu lực",
    Does.SETTLES_ORPHAN: "“end”: thủ tục chấm dứt; “before”: nội dung trước đó trở lại; “keep”: giữ nguyên",
    Does.SETTLES_SUSPENSION: "“off”: gỡ trong thời gian đó; “before”: áp dụng nội dung trước đó; “keep”: vẫn niêm yết",
    Does.SETTLES_CORRECTION: "“before”: nội dung trước khi đính chính trở lại từ ngày đó; “keep”: giữ nội dung đã đính chính",
    Does.DATES_ACT: "việc đó có hiệu lực từ ngày đó (kéo dài: đến hết ngày đó)",
    Does.CONFIRMS_DATE: "quyết định ký ngày đó và có tác dụng",
    Does.SETS_MERGED: "“everywhere”: áp dụng trên toàn địa bàn sau hợp nhất; “own”: chỉ trên địa bàn cũ của nơi ban hành",
    Does.AIMS_ACT: "việc đó tác động đến quyết định số đó, ngày đó; “không phải quyết định”: không phải quyết định nào đã nhận",
    Does.REPLACES_LISTS: "“replaces”: danh mục sau thay các danh mục trước, thủ tục không còn trong đó thôi tiếp nhận; “beside”: "
    "cả hai cùng áp dụng",
}
DOES_EN: dict[Does, str] = {
    Does.IS_KNOWN: "it is known and not asked again; nothing changes",
    Does.NOTHING: "needs no answer",
    Does.SETS_ACTION: "the row (or every row of the section) does that",
    Does.SETS_LEVELS: "the row (or every row of the section) concerns those levels",
    Does.SETS_HEADING: "every row below the heading has that action and those levels",
    Does.SETS_CODE: "the row bears that code",
    Does.SETS_CODES: "the row bears that code; several: it speaks of each of those procedures",
    Does.SETS_NAME: "the row bears that name",
    Does.ADDS_REPLACED: "the row replaces those codes too",
    Does.SETS_EFFECT: "the decision has effect from that day",
    Does.SETS_END: "the decision has effect to the end of that day; “none”: it does not end",
    Does.SETS_GROUND: "“everywhere”: the decision (or the rows) holds for every unit; “none”: for no unit here; ids of "
    "units: for those only",
    Does.EXCEPTS_ROWS: "those rows are left out, the others are applied",
    Does.CONFIRMS_ISSUED: "“issued”: the decision was issued and acts; “draft”: it is a draft only",
    Does.DATES_UNDATED: "rows without a day have effect from that day",
    Does.DATES_ROWS: "those rows have the effect of their own",
    Does.SETS_COLUMN: "the correcting row says that",
    Does.SETS_KIND: "the decision is of that kind",
    Does.SETS_ISSUER: "the decision is that issuer's",
    Does.NAMES_DECISION: "the document is the decision of that number and day",
    Does.CHOOSES_COPY: "the rows are those of that copy",
    Does.CHOOSES_RIVAL: "that content is the decision, the others are put aside; “all” keeps them",
    Does.PARTS_POSTING: "“other”: the posting no longer counts for this decision",
    Does.PUTS_ASIDE: "the file is put aside and nothing more is asked of it; or it is the decision of that number",
    Does.AIMS_REFERENCE: "the row speaks of that procedure",
    Does.AIMS_CORRECTION: "that row is corrected",
    Does.AIMS_END: "the procedure of that code ends at the level asked about; “none”: no other was meant, nothing changes",
    Does.AIMS_REPLACEMENT: "the row replaces that code; “none”: no other was meant",
    Does.ENDS_ELSEWHERE: "“moved”: the levels that held it before end; “both” keeps them",
    Does.LEAVES_DISTRICT: "the row concerns those levels instead of the district; “none”: it concerns no level instead",
    Does.GOES_ON: "the procedure goes on at those levels from 2025-07-01; “none”: it ended with the district",
    Does.STAYS_ENDED: "“ended”: the amendment does not bring it back",
    Does.ONE_ROW_ACTS: "only that row acts on the procedure at this level",
    Does.IS_SAME: "the row without a code bears that code",
    Does.ENDS_CODES: "those procedures end with the decision",
    Does.COUNTS_LISTING: "“right”: that is what hangs; “wrong”: it is left out, the look before still counts",
    Does.AIMS_FEE: "the fee of the row is that of the procedure with that code; “none”: of none, the row does not count",
    Does.KEEPS_ROW: "“valid”: the row counts; “void”: it does not",
    Does.ADDS_ROWS: "“none”: looked at, nothing was missed; “missing”: the decision is marked as lacking rows "
    "(rows_missing); a row written out: it is applied",
    Does.VOIDS_ADOPTED: "those procedures are not taken as in force by that list",
    Does.SETTLES_EXPIRY: "“ended”: nothing comes back; “stays”: nothing ends",
    Does.SETTLES_ORPHAN: "“end”: the procedure ends; “before”: what stood before returns; “keep”: it stays",
    Does.SETTLES_SUSPENSION: "“off”: off the boards for that time; “before”: what stood before applies; “keep”: it stays posted",
    Does.SETTLES_CORRECTION: "“before”: what stood before the correction returns from that day on; “keep”: it stays corrected",
    Does.DATES_ACT: "the act holds from that day (an extension: to the end of that day)",
    Does.CONFIRMS_DATE: "the decision was signed on that day, and acts",
    Does.SETS_MERGED: "“everywhere”: it holds on all ground after the merger; “own”: on the former ground of its issuer only",
    Does.AIMS_ACT: "the act is on the decision of that number and day; “none”: on none that was received",
    Does.REPLACES_LISTS: "“replaces”: the later list stands for the earlier ones, what it lacks is no longer received; “beside”: "
    "both hold",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One word that a question takes, with the forms in which people say it."""

    value: str
    said: tuple[str, ...] = ()
    #: How the sentence offers it, where not every question of the kind does; a template like that of the sentence.
    vi: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class KindOfReview:
    """One kind of question or notice."""

    kind: ReviewKind
    subject: Subject
    takes: Takes
    does: Does
    vi: str
    en: str
    choices: tuple[Choice, ...] = ()
    #: Fields that tell two questions of this kind on one subject apart; they enter its id.
    told_apart: tuple[str, ...] = ()
    #: The id speaks of these kinds alike, so that an answer holds whatever the reason is today.
    family: str | None = None
    #: The candidates are all that fits; any other value needs `--even-so`.
    closed: bool = False
    #: Fields of one row alone. Questions of a decision that agree in everything else are one doubt, asked once
    #: (`transforms/law/together.py`); where candidates are a row's own, only those without any.
    own: tuple[str, ...] = ()
    #: Asked together, a row or code in the answer is said of all of it once, not of each.
    pooled: bool = False

    @property
    def asks(self) -> bool:
        """Whether it is a question; else a notice."""
        return self.does is not Does.NOTHING


def _notice(kind: ReviewKind, subject: Subject, vi: str, en: str, *told_apart: str) -> KindOfReview:
    return KindOfReview(kind, subject, Takes.NOTHING, Does.NOTHING, vi, en, told_apart=told_apart)


_LOOKED = (
    Choice("none", ("không", "không có gì", "không có", "đã xem", "nothing", "seen")),
    Choice("missing", ("thiếu", "có thiếu", "còn thiếu", "đọc thiếu")),
)
_COUNTS = (
    Choice("valid", ("có", "được tính", "áp dụng", "còn giá trị", "yes")),
    Choice("void", ("không", "không tính", "bỏ", "đã bỏ", "no")),
)


#: What says where something stands that was read as nothing, and what it is.
_PLACES = ("place", "table", "text", "heading", "codes", "page", "count", "why")


def _left_over(kind: ReviewKind, vi: str, en: str, *told_apart: str) -> KindOfReview:
    """What stands in a document and was read as nothing: what it is, is a person's to say."""
    return KindOfReview(
        kind,
        Subject.DECISION,
        Takes.OVERLOOKED,
        Does.ADDS_ROWS,
        vi,
        en,
        choices=_LOOKED,
        told_apart=told_apart,
        own=(*told_apart, *_PLACES),
        pooled=True,
    )


_GROUND = (
    Choice("everywhere", ("mọi đơn vị", "toàn tỉnh", "tất cả", "all")),
    Choice("none", ("không", "không áp dụng", "không đơn vị nào")),
)
_MERGED = (
    Choice("everywhere", ("toàn địa bàn", "tất cả", "mọi nơi", "all")),
    Choice("own", ("địa bàn cũ", "chỉ địa bàn cũ", "riêng", "own ground")),
)
_LISTS = (
    Choice("replaces", ("thay thế", "thay", "có", "yes")),
    Choice("beside", ("cùng áp dụng", "cả hai", "không thay", "không", "both", "no")),
)
_ISSUED = (
    Choice("issued", ("đã ban hành", "ban hành", "chính thức", "đã ký", "final")),
    Choice("draft", ("dự thảo", "chưa ban hành", "bản dự thảo")),
)
_KNOWN = (Choice("none", ("không có", "cổng không đăng", "leave", "đã biết", "known", "để đó")),)
_LISTING = (
    Choice("right", ("đúng", "đúng là vậy", "có", "yes")),
    Choice("wrong", ("sai", "không đúng", "không", "nhầm", "no")),
)
_MOVED = (
    Choice("moved", ("chuyển", "đã chuyển", "chuyển cấp", "đã chuyển cấp")),
    Choice("both", ("cả hai", "giữ cả hai", "cả hai cấp")),
)
_BACK = (
    Choice("in_force", ("còn hiệu lực", "có hiệu lực", "có hiệu lực trở lại")),
    Choice("ended", ("đã hết hiệu lực", "hết hiệu lực", "chấm dứt", "đã chấm dứt")),
)
_EXPIRY = (
    Choice("reverts", ("áp dụng trở lại", "trở lại")),
    Choice("ended", ("hết hiệu lực", "chấm dứt")),
    Choice("stays", ("giữ nguyên", "vẫn có hiệu lực", "còn hiệu lực")),
)
_ORPHAN = (
    Choice(
        "end", ("ended", "chấm dứt", "hết hiệu lực", "all", "tất cả"),
        "thủ tục chấm dứt (“chấm dứt”)", "does it end (end)",
    ),
    Choice(
        "keep", ("giữ", "giữ nguyên", "còn hiệu lực", "none", "không"),
        "giữ như hiện nay (“giữ nguyên”)", "does all stay as it is (keep)",
    ),
    Choice(
        "before", ("trước đó", "nội dung trước đó", "trở lại", "returns"),
        "{before:word} (“trước đó”)", "{before:word} (before)",
    ),
)  # fmt: skip
_ANNULLED = (
    Choice("before", ("trước đó", "nội dung trước đó", "như đã in", "trở lại", "as printed")),
    Choice("keep", ("giữ", "giữ nguyên", "đã đính chính", "corrected")),
)
_SUSPENDED = (
    Choice(
        "off", ("gỡ", "tạm dừng", "suspended"),
        "“gỡ” khỏi niêm yết trong thời gian đó", "off the boards for that time (off)",
    ),
    Choice(
        "keep", ("giữ", "giữ nguyên", "vẫn niêm yết"),
        "giữ như hiện nay (“giữ nguyên”)", "as it is now (keep)",
    ),
    Choice(
        "before", ("trước đó", "nội dung trước đó"),
        "áp dụng nội dung “trước đó”", "as it stood before (before)",
    ),
)  # fmt: skip
_SAME = (
    Choice("same", ("cùng một quyết định", "đúng", "phải", "có", "yes")),
    Choice("other", ("quyết định khác", "khác", "không phải", "không", "no")),
)

_ENTRIES: tuple[KindOfReview, ...] = (
    # ---- a row of an annex, or all rows of a section
    KindOfReview(
        K.ACTION_UNKNOWN, Subject.ROW, Takes.ACTION, Does.SETS_ACTION,
        "Không tiêu đề nào ghi [[các thủ tục của {section:section} ({count} dòng)]][[thủ tục “{name}”]] là mới, sửa đổi hay "
        "bãi bỏ. Là gì?",
        "No heading says whether [[the procedures of {section:section} ({count} rows) are]][[the procedure “{name}” is]] "
        "new, amended or abolished. Which?",
    ),
    KindOfReview(
        K.ACTION_CONTRADICTED, Subject.ROW, Takes.ACTION, Does.SETS_ACTION,
        "Tiêu đề ghi [[các thủ tục của {section:section} ({count} dòng)]][[thủ tục “{name}”]] là “{heading}”, nhưng chỗ khác "
        "của văn bản ghi “{other}”. Là gì?",
        "The heading calls [[the procedures of {section:section} ({count} rows)]][[the procedure “{name}”]] “{heading}”, "
        "another place of the document says “{other}”. Which?",
    ),
    KindOfReview(
        K.LEVEL_UNKNOWN, Subject.ROW, Takes.LEVELS, Does.SETS_LEVELS,
        "Không tiêu đề nào ghi cấp giải quyết của [[các thủ tục của {section:section} ({count} dòng)]][[thủ tục “{name}”]]. "
        "Thuộc cấp nào?",
        "No heading states the level of [[the procedures of {section:section} ({count} rows)]][[the procedure “{name}”]]. "
        "Which level?",
    ),
    KindOfReview(
        K.LEVEL_CONTRADICTED, Subject.ROW, Takes.LEVELS, Does.SETS_LEVELS,
        "[[Các thủ tục của {section:section} ({count} dòng)]][[Thủ tục “{name}”]]: chỗ này ghi “{heading}”, chỗ khác của "
        "văn bản ghi “{other}”. Thuộc cấp nào?",
        "[[The procedures of {section:section} ({count} rows)]][[The procedure “{name}”]]: here the document says "
        "“{heading}”, elsewhere “{other}”. Which level?",
    ),
    KindOfReview(
        K.ABOLISH_WORDS, Subject.ROW, Takes.ACTION, Does.SETS_ACTION,
        "[[Các thủ tục của {section:section} ({count} dòng)]][[Thủ tục “{name}”]] đứng dưới chữ “{heading}”, trong khi tên "
        "gọi của quyết định không nói là bãi bỏ. Có phải là bãi bỏ?",
        "[[The procedures of {section:section} ({count} rows) stand]][[The procedure “{name}” stands]] below “{heading}”, "
        "while the title of the decision does not say that it abolishes. Are they abolished?",
    ),
    KindOfReview(
        K.ROW_DOUBTFUL, Subject.ROW, Takes.CHOICE, Does.KEEPS_ROW,
        "[[{count} dòng của {section:section}]][[Dòng của thủ tục “{name}”]] {why:doubt}[[: “{said}”]]. Có được tính "
        "không? Chưa có gì thay đổi.",
        "[[{count} rows of {section:section}]][[The row of the procedure “{name}”]] {why:doubt}[[: “{said}”]]. Does it count? "
        "Nothing has changed.",
        choices=_COUNTS,
    ),
    KindOfReview(
        K.SEVERAL_CODES, Subject.ROW, Takes.CODES, Does.SETS_CODES,
        "Một dòng có nhiều mã[[ và {why:doubt}; “không” nếu dòng không được tính]]: thủ tục “{name}” mang mã nào (một "
        "hay nhiều mã)?",
        "A row has several codes[[ and {why:doubt}; “void” where it does not count]]: which does the procedure “{name}” "
        "bear (one or more)?",
        choices=_COUNTS[1:], closed=True,
    ),
    KindOfReview(
        K.CODE_UNCLEAR, Subject.ROW, Takes.CODE, Does.SETS_CODE,
        "Không đọc được mã “{code_text}” của thủ tục “{name}”. Mã đúng là gì?",
        "The code “{code_text}” of the procedure “{name}” cannot be read. Which is it?",
    ),
    KindOfReview(
        K.REPLACED_UNKNOWN, Subject.ROW, Takes.CODES_NONE, Does.ADDS_REPLACED,
        "[[{count} thủ tục ({those})]][[Thủ tục “{name}”]] thay thế thủ tục nào? Dòng không ghi mã bị thay thế.",
        "Which procedures [[do {count} procedures ({those})]][[does “{name}”]] replace? No code is named.",
        own=("name",),
    ),
    KindOfReview(
        K.REPLACED_UNCLEAR, Subject.ROW, Takes.CODES_NONE, Does.ADDS_REPLACED,
        "Thủ tục “{name}” thay thế cả thủ tục có mã “{code_text}”? Mã này không đọc được.",
        "Does “{name}” also replace the procedure with the code “{code_text}”? It cannot be read.",
    ),
    KindOfReview(
        K.ROW_EFFECT_UNCLEAR, Subject.DECISION, Takes.ROWS, Does.DATES_ROWS,
        "Hiệu lực riêng[[ từ ngày {on:day}]] của một số thủ tục chưa rõ: “{text}”. Áp dụng cho dòng nào?",
        "The effect of their own[[ from {on:day}]] of some procedures is not clear: “{text}”. Which rows?",
        told_apart=("on", "until", "text"),
    ),
    KindOfReview(
        K.CORRECTION_UNCLEAR, Subject.ROW, Takes.COLUMN, Does.SETS_COLUMN,
        "Nội dung đính chính chưa rõ: “{text}”. Sửa thành gì?",
        "What is corrected is not clear: “{text}”. Into what?",
    ),
    # ---- recognised on a picture without being sure
    KindOfReview(
        K.OCR_CODE, Subject.ROW, Takes.CODE, Does.SETS_CODE,
        "Mã của thủ tục “{name}” đọc từ ảnh chưa chắc: “{text}”. Trên ảnh ghi gì?",
        "The code of the procedure “{name}” was not surely recognised: “{text}”. What does the picture say?",
        told_apart=("column",),
    ),
    KindOfReview(
        K.OCR_NAME, Subject.ROW, Takes.NAME, Does.SETS_NAME,
        "Tên thủ tục đọc từ ảnh chưa chắc: “{text}”. Trên ảnh ghi gì?",
        "The name of a procedure was not surely recognised: “{text}”. What does the picture say?",
    ),
    KindOfReview(
        K.OCR_SENTENCE, Subject.ROW, Takes.CODE, Does.SETS_CODE,
        "Câu về thủ tục “{name}” đọc từ ảnh chưa chắc: “{text}”. Mã thủ tục là gì?",
        "The sentence about “{name}” was not surely recognised: “{text}”. Which code does it name?",
    ),
    KindOfReview(
        K.OCR_HEADING, Subject.ROW, Takes.HEADING, Does.SETS_HEADING,
        "Tiêu đề mục đọc từ ảnh chưa chắc: “{text}”. Các dòng dưới tiêu đề là mới, sửa đổi hay bãi bỏ, cấp nào?",
        "A heading was not surely recognised: “{text}”. What do the rows below it do, at which level?",
        told_apart=("text",),
    ),
    KindOfReview(
        K.OCR_TITLE, Subject.ROW, Takes.HEADING, Does.SETS_HEADING,
        "Tên gọi của văn bản đọc từ ảnh chưa chắc: “{text}”. Các dòng là mới, sửa đổi hay bãi bỏ, cấp nào?",
        "The title was not surely recognised: “{text}”. What do the rows do, at which level?",
    ),
    KindOfReview(
        K.OCR_NUMBER, Subject.DOCUMENT, Takes.NUMBER, Does.NAMES_DECISION,
        "Số của quyết định đọc từ ảnh chưa chắc: “{text}”. Trên ảnh ghi gì?",
        "The number of the decision was not surely recognised: “{text}”. What does the picture say?",
        family="number",
    ),
    KindOfReview(
        K.OCR_SIGNED_ON, Subject.DOCUMENT, Takes.DAY, Does.NAMES_DECISION,
        "Ngày ký đọc từ ảnh chưa chắc: “{text}”. Trên ảnh ghi ngày nào?",
        "The day of signing was not surely recognised: “{text}”. Which day does the picture say?",
        family="signed_on",
    ),
    KindOfReview(
        K.OCR_EFFECT, Subject.DECISION, Takes.DAY, Does.SETS_EFFECT,
        "Ngày có hiệu lực đọc từ ảnh chưa chắc: “{text}”. Có hiệu lực từ ngày nào?",
        "The day of effect was not surely recognised: “{text}”. From which day has it effect?",
        family="effect",
    ),
    _notice(
        K.OCR_ROW, Subject.ROW,
        "Dòng của thủ tục “{name}” đọc từ ảnh chưa chắc: “{text}”.",
        "The row of the procedure “{name}” was not surely recognised: “{text}”.",
    ),
    _notice(
        K.OCR_JOINED, Subject.ROW,
        "Dòng không thấy số thứ tự và mã, đọc từ ảnh chưa chắc, được nối vào dòng trên: “{text}”.",
        "A row without number and code, not surely recognised, was put to the one above: “{text}”.",
        "text",
    ),
    # ---- the decision itself
    _notice(
        K.EFFECT_UNSTATED, Subject.DECISION,
        "Văn bản không ghi ngày có hiệu lực; tạm tính từ ngày ký.",
        "The document states no day of effect; the day of signing is taken for the time being.",
    ),
    KindOfReview(
        K.NO_EFFECT_CLAUSE, Subject.DECISION, Takes.DAY, Does.SETS_EFFECT,
        "{decision:decision} không ghi ngày có hiệu lực; tạm tính từ ngày ký[[ {on:day}]]. Xác nhận ngày có hiệu lực?",
        "{decision:decision} states no day of effect; the day of signing[[ {on:day}]] is taken for the time being. "
        "Which day is it?",
        family="effect",
    ),
    KindOfReview(
        K.EFFECT_INDIRECT, Subject.DECISION, Takes.DAY, Does.SETS_EFFECT,
        "Hiệu lực không ghi ngày cụ thể: “{text}”. Quyết định có hiệu lực từ ngày nào?",
        "The effect is stated without a day: “{text}”. From which day has the decision effect?",
        family="effect",
    ),
    KindOfReview(
        K.EFFECT_UNREAD, Subject.DECISION, Takes.DAY, Does.SETS_EFFECT,
        "Câu về hiệu lực có trong văn bản nhưng không đọc được thành ngày: “{text}”. Chưa có gì thay đổi. Quyết định có hiệu lực "
        "từ ngày nào?",
        "The clause of effect is there but no day can be read from it: “{text}”. Nothing has changed. From which day has the "
        "decision effect?",
        family="effect",
    ),
    KindOfReview(
        K.EFFECT_END_UNCLEAR, Subject.DECISION, Takes.LAST_DAY, Does.SETS_END,
        "Ngày hết hiệu lực không ghi đủ: “{text}”. Có hiệu lực đến hết ngày nào (hoặc “không”)? Hiện coi như "
        "chưa hết.",
        "The end of effect is not a full day: “{text}”. To the end of which day has it effect (or “none”)? For now it "
        "does not end.",
    ),
    KindOfReview(
        K.DRAFT, Subject.DECISION, Takes.CHOICE, Does.CONFIRMS_ISSUED,
        "{decision:decision} mang dấu dự thảo (“{text}”). Chưa có gì thay đổi. Quyết định đã ban hành chưa?",
        "{decision:decision} bears the mark of a draft (“{text}”). Nothing has changed. Has it been issued?",
        choices=_ISSUED,
    ),
    KindOfReview(
        K.GROUND_UNCLEAR, Subject.DECISION, Takes.GROUND, Does.SETS_GROUND,
        "“{text}”: chỉ áp dụng trên một phần địa bàn, không xác định được đơn vị nào. Chưa có gì thay đổi. Áp dụng ở đâu?",
        "“{text}”: holds on a part of the ground only, and its units could not be told. Nothing has changed. Where does it hold?",
        choices=_GROUND, told_apart=("text",),
    ),
    KindOfReview(
        K.GROUND_BEFORE_MERGER, Subject.DECISION, Takes.CHOICE, Does.SETS_MERGED,
        "{decision:decision} ký trước ngày hợp nhất ({merged:day}) và có hiệu lực từ {on:day}. Áp dụng trên “toàn địa bàn” mới "
        "hay chỉ trên “địa bàn cũ” của nơi ban hành? Hiện: chỉ trên địa bàn cũ.",
        "{decision:decision} was signed before the merger ({merged:day}) and has effect from {on:day}. Does it hold on all "
        "ground (everywhere) or on the former ground of its issuer (own)? For now: on the former ground only.",
        choices=_MERGED,
    ),
    KindOfReview(
        K.EXCEPTION_UNCLEAR, Subject.DECISION, Takes.ROWS, Does.EXCEPTS_ROWS,
        "“{text}”: văn bản trừ ra một số thủ tục nhưng không xác định được là dòng nào. Chưa có dòng nào được áp dụng. Trừ những "
        "dòng nào?",
        "“{text}”: some procedures are left out, but which rows could not be told. No row is applied. Which rows are left out?",
        told_apart=("text",),
    ),
    KindOfReview(
        K.EFFECT_UNKNOWN, Subject.DECISION, Takes.DAY, Does.DATES_UNDATED,
        "Không chứng minh được ngày có hiệu lực của {decision:decision} hoặc của một số dòng trong đó. "
        "Các dòng này chưa làm thay đổi gì. Có hiệu lực từ ngày nào?",
        "The day of effect of {decision:decision}, or of some of its rows, cannot be proven. These rows have changed "
        "nothing. From which day have they effect?",
    ),
    KindOfReview(
        K.KIND_UNCLEAR, Subject.DECISION, Takes.DECISION_KIND, Does.SETS_KIND,
        "Không xác định được loại của {decision:decision}, trong khi có thủ tục kèm theo. Có phải là quyết định công bố "
        "danh mục không? Chưa có gì thay đổi.",
        "The kind of {decision:decision} is not clear, while procedures come with it. Does it publish a list? "
        "Nothing has changed.",
    ),
    KindOfReview(
        K.ISSUER_UNKNOWN, Subject.DECISION, Takes.ISSUER, Does.SETS_ISSUER,
        "Không rõ cơ quan ban hành {decision:decision} ({where}). Cơ quan nào?",
        "The issuer of {decision:decision} is not known ({where}). Whose is it?",
        closed=True,
    ),
    KindOfReview(
        K.NUMBER_UNKNOWN, Subject.DOCUMENT, Takes.NUMBER, Does.NAMES_DECISION,
        "Không rõ số của quyết định ({where}). Số nào?",
        "The number of the decision is not known ({where}). Which is it?",
        family="number",
    ),
    KindOfReview(
        K.SIGNING_DATE_UNKNOWN, Subject.DOCUMENT, Takes.DAY, Does.NAMES_DECISION,
        "Ngày ký[[ của {decision:decision}]] là ngày nào[[ ({where})]]?[[ Văn bản ghi “{text}”, lịch không có ngày này.]]",
        "When was [[{decision:decision} ]]signed[[ ({where})]]?[[ The document says “{text}”, which no calendar has.]]",
        family="signed_on",
    ),
    KindOfReview(
        K.OWN_NUMBER_CONFLICT, Subject.DOCUMENT, Takes.NUMBER, Does.NAMES_DECISION,
        "Phần đầu văn bản ghi số {own}, phụ lục ghi kèm theo Quyết định số {other}. Số nào đúng?",
        "The head of the document says number {own}, the annex says number {other}. Which is right?",
        family="number", closed=True,
    ),
    KindOfReview(
        K.OWN_DATE_CONFLICT, Subject.DOCUMENT, Takes.DAY, Does.NAMES_DECISION,
        "Phần đầu văn bản ghi ngày ký {own:day}, phụ lục ghi ngày {other:day}. Ngày nào đúng?",
        "The head of the document is dated {own:day}, the annex says {other:day}. Which is right?",
        family="signed_on", closed=True,
    ),
    KindOfReview(
        K.SCOPE_UNKNOWN, Subject.DECISION, Takes.CODES_ALL_NONE, Does.ENDS_CODES,
        "“{text}”: văn bản không nói nội dung nào. Thủ tục nào bị ảnh hưởng?",
        "“{text}”: the document does not say which part. Which procedures are affected?",
        told_apart=("target",),
    ),
    KindOfReview(
        K.BODY_MISSING, Subject.DECISION, Takes.DECISION_KIND, Does.SETS_KIND,
        "Chỉ nhận được phụ lục của {decision:decision} ({count} dòng), chưa nhận được quyết định. Đây là loại quyết định gì? "
        "Chưa có gì thay đổi; khi nhận được quyết định, phụ lục được áp dụng.",
        "Only the annex of {decision:decision} was received ({count} rows), not the decision. Of which kind is it? Nothing "
        "has changed; the annex is applied when the decision comes.",
    ),
    # ---- what the account of a document has left over
    _left_over(
        K.LEFT_OVER_CODE,
        "[[Mã {codes} được in ở {place}]][[Mã được in ở {count} chỗ ({those})]] nhưng không thuộc dòng hay câu nào đã "
        "đọc[[: “{text}”]]. Có thủ tục nào bị đọc sót không?",
        "[[The code {codes} is printed at {place}]][[Codes are printed at {count} places ({those})]] without belonging to "
        "anything that was read[[: “{text}”]]. Was a procedure missed?",
        "place",
    ),
    _left_over(
        K.LEFT_OVER_TABLE,
        "[[Bảng {table}]][[ (trang {page})]][[{count} bảng ({those})]] không đọc được thành danh mục[[: “{text}”]]. Là gì?",
        "[[Table {table}]][[ (page {page})]][[{count} tables ({those})]] read as no list[[: “{text}”]]. What is it?",
        "table",
    ),
    _left_over(
        K.LEFT_OVER_COLUMN,
        "Cột [[“{text}”]][[{those} ({count} cột)]][[ của bảng {table}]][[ (trang {page})]] có nội dung nhưng không rõ là "
        "gì, chưa được đọc. Có gì cần đọc không?",
        "The column [[“{text}”]][[{those} ({count} columns)]][[ of table {table}]][[ (page {page})]] holds text but is not "
        "understood; it was not read. "
        "Does it matter?",
        "text",
    ),
    _left_over(
        K.LEFT_OVER_TEXT,
        "[[Chỗ này của văn bản ({place})]][[{count} chỗ của văn bản ({those})]] chưa đọc được thành gì[[: “{text}”]]. Có "
        "thủ tục nào bị đọc sót không?",
        "[[This part of the document ({place})]][[{count} parts of the document ({those})]] read as nothing[[: “{text}”]]. "
        "Was a procedure missed?",
        "place", "text",
    ),
    _left_over(
        K.LEFT_OVER_NOTE,
        "Chú thích [[“{text}” ({place})]][[{those} ({count})]] không rõ áp dụng cho dòng nào, chưa được tính. Có làm thay "
        "đổi dòng nào không?",
        "The note [[“{text}” ({place})]][[{those} ({count})]] was put to no row. Does it change one?",
        "text",
    ),
    _left_over(
        K.LEFT_OVER_PICTURE,
        "Văn bản có [[hình ảnh ({place})]][[{count} hình ảnh ({those})]] chưa được đọc thành chữ[[; trong hình có: "
        "“{text}”]]. Hình có danh mục thủ tục không?",
        "The document has [[a picture ({place})]][[{count} pictures ({those})]] that was not read[[; it shows “{text}”]]. "
        "Does it hold a list?",
        "place",
    ),
    _left_over(
        K.LEFT_OVER_LIST,
        "Danh mục không kẻ ô ([[{place}]][[{those}]]) không rõ cột nào là cột nào nên chưa được đọc thành bảng[[: “{text}”]]. "
        "Có thủ tục nào bị đọc sót không?",
        "A list without lines ([[{place}]][[{those}]]) was not read as a table, since nothing proves its columns[[: “{text}”]]. "
        "Was a procedure missed?",
        "place",
    ),
    _left_over(
        K.LEFT_OVER_HEADING,
        "Tiêu đề [[“{text}”]][[{those} ({count})]] không rõ nói gì về các dòng bên dưới. Có làm thay đổi chúng không?",
        "What the heading [[“{text}”]][[{those} ({count})]] says of the rows below it is not clear. Does it change them?",
        "text",
    ),
    _left_over(
        K.LEFT_OVER_DATE,
        "Ngày trong câu [[“{text}”]][[{those} ({count} câu)]] không rõ là hiệu lực của nội dung nào, chưa được tính. Có làm "
        "thay đổi dòng nào không?",
        "It is not clear what takes effect on the day in [[“{text}”]][[{those} ({count})]]; it was not taken. Does it "
        "change a row?",
        "text",
    ),
    _left_over(
        K.LEFT_OVER_COUNT,
        "Văn bản ghi [[“{text}”]][[{those} ({count})]] nhưng không có danh mục nào ứng với số đó. Có danh mục nào bị đọc "
        "sót không?",
        "The document says [[“{text}”]][[{those} ({count})]] but no list meets that count. Was one missed?",
        "text",
    ),
    # ---- documents and copies
    KindOfReview(
        K.NOT_A_DECISION, Subject.DOCUMENT, Takes.DECISION, Does.PUTS_ASIDE,
        "Tệp “{file}” không ghi số, ngày ký và cơ quan ban hành[[ ({count} dòng thủ tục)]]. Có phải là quyết định không?",
        "The file “{file}” states no number, no day and no issuer[[ ({count} rows)]]. Is it a decision?",
        family="document",
    ),
    KindOfReview(
        K.NOT_YET_READ, Subject.DOCUMENT, Takes.ASIDE, Does.PUTS_ASIDE,
        "Tệp “{file}”[[ của {decision:decision}]] chưa đọc được[[ ({reason})]]. Văn bản công bố những thủ tục nào?",
        "The file “{file}”[[ of {decision:decision}]] could not be read[[ ({reason})]]. What does it publish?",
        family="document",
    ),
    KindOfReview(
        K.SAME_NUMBER, Subject.DECISION, Takes.CANDIDATE, Does.CHOOSES_RIVAL,
        "{count} nội dung khác nhau cùng mang số, ký hiệu và ngày của {decision:decision}. "
        "Là một quyết định hay nhiều quyết định?",
        "{count} different contents bear the number, symbol and day of {decision:decision}. One decision, or several?",
        choices=(Choice("all", ("nhiều", "nhiều quyết định", "tất cả", "cả hai", "several", "both")),),
        closed=True,
    ),
    KindOfReview(
        K.TITLE_MISMATCH, Subject.DECISION, Takes.CHOICE, Does.PARTS_POSTING,
        "Một cổng khác đăng {decision:decision} với trích yếu “{other}”, không phải “{title}”. "
        "Có đúng là cùng một quyết định?",
        "Another portal posts {decision:decision} with the title “{other}”, not “{title}”. Is it the same decision?",
        choices=_SAME, told_apart=("url",),
    ),
    KindOfReview(
        K.COPIES_DIFFER, Subject.DECISION, Takes.COPY, Does.CHOOSES_COPY,
        "Các bản của {decision:decision} có danh mục khác nhau; tạm lấy bản [[{signed:signed} ]]{taken}. Bản nào đúng?",
        "The copies of {decision:decision} list different things; for now the [[{signed:signed} ]]one {taken} is taken. "
        "Which is right?",
        closed=True,
    ),
    # ---- what folding leaves open
    *(
        KindOfReview(
            kind, Subject.ROW, Takes.MEANT_CODE, Does.AIMS_REFERENCE,
            f"{{decision:decision}} {{action:verb}} [[thủ tục {{row}}]][[{{count}} thủ tục ({{those}})]] không kèm mã: {vi}. "
            "Chưa có gì thay đổi. Là thủ tục nào (“không” nếu không có)?",
            f"{{decision:decision}} {{action:verb}} [[the procedure {{row}}]][[{{count}} procedures ({{those}})]] without a "
            f"code: {en}. Nothing has changed. Which procedure is it (“none” if there is none)?",
            family="reference", closed=True, own=("row",),
        )
        for kind, vi, en in (
            (K.NAME_UNCLEAR, "không có đúng một thủ tục mang tên này trong phạm vi được nêu",
             "not exactly one procedure of that name is in the scope it names"),
            (K.REFERENCE_ROW_UNCLEAR, "địa chỉ dòng không chỉ đúng một dòng của phụ lục được viện dẫn",
             "the address does not point at exactly one row of the annex that it cites"),
            (K.REFERENCE_NOT_RECEIVED, "quyết định được viện dẫn[[ ({cited})]] chưa nhận được",
             "the decision that it cites[[ ({cited})]] has not been received"),
            (K.REFERENCE_NOT_IN_FORCE, "thủ tục mang tên này không có hiệu lực vào ngày đó",
             "the procedure of that name is not in force on that day"),
        )
    ),
    KindOfReview(
        K.LEVEL_NOT_HELD, Subject.ROW, Takes.LEVELS_NONE, Does.SETS_LEVELS,
        "{decision:decision} {action:verb} {row} mà không ghi cấp; không rõ cấp nào đang giữ thủ tục đó. Chưa có gì thay đổi. "
        "Thuộc cấp nào?",
        "{decision:decision} {action:verb} {row} without a level, and no level is known to hold it. Nothing has changed. Which "
        "level is it?",
    ),
    KindOfReview(
        K.CORRECTION_PENDING, Subject.ROW, Takes.ROW, Does.AIMS_CORRECTION,
        "{decision:decision} đính chính {row}, nhưng không xác định được đúng một dòng được đính chính. Chưa có gì thay "
        "đổi. Đính chính dòng nào?",
        "{decision:decision} corrects {row}, but not exactly one row fits. Nothing has changed. Which row is corrected?",
        closed=True,
    ),
    KindOfReview(
        K.NOT_IN_FORCE, Subject.PROCEDURE, Takes.MEANT_CODE, Does.AIMS_END,
        "{decision:decision} bãi bỏ [[{row}]][[{count} thủ tục ({codes})]] ở {level:levels}, nhưng thủ tục không có hiệu lực "
        "ở cấp này[[ vào ngày {on:day}]]. Việc bãi bỏ không có tác dụng. Có mã nào in sai không (mã đúng; “không” nếu không)?",
        "{decision:decision} abolishes [[{row}]][[{count} procedures ({codes})]] at {level:levels} level, where it is not in "
        "force[[ on {on:day}]]. The abolition has no effect. Is a code misprinted (the right code; “none” if not)?",
        told_apart=("code", "level"), closed=True,
    ),
    KindOfReview(
        K.REPLACED_NOT_IN_FORCE, Subject.PROCEDURE, Takes.MEANT_CODE, Does.AIMS_REPLACEMENT,
        "{decision:decision} thay thế [[thủ tục mã {code}]][[{count} thủ tục ({those})]] ({level:levels}), nhưng mã này không có "
        "hiệu lực vào ngày {on:day}. Mã in sai, hay chưa nhận được quyết định đã công bố?",
        "{decision:decision} replaces [[the procedure {code}]][[{count} procedures ({those})]] ({level:levels}), not in force on "
        "{on:day}. Is a code misprinted, or has the decision that published it not been received?",
        told_apart=("code", "level"), closed=True, own=("code", "row"),
    ),
    KindOfReview(
        K.LEVEL_ADDED, Subject.PROCEDURE, Takes.CHOICE, Does.ENDS_ELSEWHERE,
        "{decision:decision} công bố [[{row}]][[{count} thủ tục ({those})]] ở {level:levels}, trong khi đang có hiệu lực ở "
        "{levels:levels}. Thẩm "
        "quyền đã chuyển cấp hay cả hai cấp cùng thực hiện? Hiện cả hai cấp cùng được giữ.",
        "{decision:decision} publishes [[{row}]][[{count} procedures ({those})]] at {level:levels} level, while it is in "
        "force at {levels:levels} level. Has it "
        "moved, or do both hold it? For now both are kept.",
        choices=_MOVED, told_apart=("code", "level"), own=("code", "row"),
    ),
    KindOfReview(
        K.LEVEL_ENDED, Subject.PROCEDURE, Takes.LEVELS_NONE, Does.LEAVES_DISTRICT,
        "{decision:decision} nêu [[{row}]][[{count} thủ tục ({those})]] ở cấp huyện, có hiệu lực từ ngày {on:day}; cấp "
        "huyện đã kết thúc từ ngày "
        "{end:day}. Thuộc cấp nào, hay không còn cấp nào?",
        "{decision:decision} names [[{row}]][[{count} procedures ({those})]] at district level with effect from {on:day}; "
        "the district level ended on "
        "{end:day}. Which level, or none?",
        told_apart=("code",), closed=True, own=("code", "row"),
    ),
    KindOfReview(
        K.VOID_LEVEL, Subject.PROCEDURE, Takes.LEVELS_NONE, Does.GOES_ON,
        "[[Thủ tục {code} “{name}”]][[{count} thủ tục ({those}) của {decision:decision}]] thuộc cấp huyện đến hết ngày "
        "30/6/2025; "
        "chưa có quyết định nào chuyển cho cấp khác. Nay thuộc cấp nào, hay không còn cấp nào?",
        "[[The procedure {code} “{name}” was]][[{count} procedures ({those}) of {decision:decision} were]] the district's until "
        "2025-06-30; no decision has given them to another level. Which level holds them now, if any?",
        told_apart=("code",), closed=True, own=("code", "name"),
    ),
    KindOfReview(
        K.AMENDED_AFTER_END, Subject.PROCEDURE, Takes.CHOICE, Does.STAYS_ENDED,
        "{decision:decision} sửa đổi [[{row}]][[{count} thủ tục ({those})]] ở {level:levels} sau khi thủ tục đã bị bãi bỏ "
        "hoặc thay thế. Thủ tục được coi "
        "là có hiệu lực trở lại từ ngày {on:day}; đề nghị xác nhận.",
        "{decision:decision} amends [[{row}]][[{count} procedures ({those})]] at {level:levels} level after it was "
        "abolished or replaced. It is taken as in "
        "force again from {on:day}; please confirm.",
        choices=_BACK, told_apart=("code", "level"), own=("code", "row"),
    ),
    KindOfReview(
        K.SAME_DECISION, Subject.PROCEDURE, Takes.ROW, Does.ONE_ROW_ACTS,
        "{decision:decision} có nhiều dòng khác nhau cho cùng mã {code} ở {level:levels}. Dòng sau cùng đang được áp "
        "dụng; đề nghị xác nhận. Dòng nào đúng?",
        "{decision:decision} has different rows for one code {code} at {level:levels} level. The last one is applied. "
        "Which is right?",
        told_apart=("code", "level"), closed=True,
    ),
    KindOfReview(
        K.OVERTAKEN, Subject.PROCEDURE, Takes.ROW, Does.ONE_ROW_ACTS,
        "{decision:decision} công bố {code} ở {level:levels} từ ngày {on:day}; {other:decision} ký sau đó nhưng có hiệu lực "
        "trước ngày đó và ghi khác. Từ ngày {on:day} nội dung của quyết định ký trước đang được áp dụng. Dòng nào đúng?",
        "{decision:decision} publishes {code} at {level:levels} level from {on:day}; {other:decision} was signed after it, has "
        "effect from before that day and says otherwise. From {on:day} on what was signed first is applied. Which row is right?",
        told_apart=("code", "level"), closed=True,
    ),
    KindOfReview(
        K.SAME_NAME, Subject.PROCEDURE, Takes.CODE, Does.IS_SAME,
        "Thủ tục “{name}” ({level:levels}) được công bố không kèm mã và trùng tên với {others}. Có phải là một thủ tục? "
        "Hiện giữ cả hai.",
        "The procedure “{name}” ({level:levels}) was published without a code and bears the name of {others}. Are they "
        "one? For now both are kept.",
        told_apart=("code", "level"), closed=True,
    ),
    KindOfReview(
        K.ORPHANED, Subject.ROW, Takes.CHOICE, Does.SETTLES_ORPHAN,
        "{decision:decision} bãi bỏ, thay thế hoặc thu hồi {target:decision} từ ngày {on:day} nhưng không công bố lại [[thủ tục "
        "{code} “{name}” ({levels:levels})]][[{count} thủ tục ({those})]] mà chỉ quyết định đó {did:word}. Chọn: {choices}. "
        "Hiện chưa có gì thay đổi.",
        "{decision:decision} repeals, replaces or withdraws {target:decision} from {on:day} without listing again "
        "[[the procedure {code} “{name}” ({levels:levels})]][[{count} procedures ({those})]], which that decision alone "
        "{did:word}: {choices}? For now nothing has changed.",
        choices=_ORPHAN, told_apart=("target_id", "code"), closed=True, own=("code", "name", "levels"),
    ),
    KindOfReview(
        K.CORRECTION_ANNULLED, Subject.ROW, Takes.CHOICE, Does.SETTLES_CORRECTION,
        "{decision:decision} bãi bỏ, thay thế hoặc thu hồi {target:decision} từ ngày {on:day}; quyết định đó đã đính chính "
        "{row}: “{before}” thành “{now}”. Từ ngày đó nội dung “trước đó” trở lại hay “giữ nguyên” nội dung đã đính chính? "
        "Hiện: giữ nguyên.",
        "{decision:decision} repeals, replaces or withdraws {target:decision} from {on:day}, which corrected {row}: “{before}” "
        "into “{now}”. Does what stood before return from that day on (before), or does it stay corrected (keep)? For now it "
        "stays.",
        choices=_ANNULLED, told_apart=("target_id",), closed=True,
    ),
    KindOfReview(
        K.SUSPENDED, Subject.ROW, Takes.CHOICE, Does.SETTLES_SUSPENSION,
        "{decision:decision} đình chỉ hoặc tạm ngưng {target:decision} từ ngày {on:day}[[ đến trước ngày {until:day}]]. "
        "[[Thủ tục {code} “{name}”]][[{count} thủ tục ({those})]]: {choices}? Hiện: {now:word}.",
        "{decision:decision} suspends {target:decision} from {on:day}[[ until {until:day}]]. "
        "[[The procedure {code} “{name}”]][[{count} procedures ({those})]]: {choices}? For now: {now:word}.",
        choices=_SUSPENDED, told_apart=("target_id", "code"), closed=True, own=("code", "name"),
    ),
    KindOfReview(
        K.ACT_DATE_UNCLEAR, Subject.DECISION, Takes.DAY, Does.DATES_ACT,
        "“{text}”: không đọc được ngày áp dụng; chưa có gì thay đổi. Áp dụng từ ngày nào (kéo dài: đến hết ngày nào)?",
        "“{text}”: its day cannot be read; nothing has changed. From which day (an extension: to the end of which day)?",
        told_apart=("target",),
    ),
    KindOfReview(
        K.DATE_IMPLAUSIBLE, Subject.DECISION, Takes.DAY, Does.CONFIRMS_DATE,
        "{decision:decision}: ngày ghi trong văn bản khó tin ({why:word}[[, {received:day}]]). Quyết định chưa làm thay đổi "
        "gì. Ký ngày nào?",
        "{decision:decision}: its day is hard to believe ({why:word}[[, {received:day}]]). The decision has changed nothing. "
        "On which day was it signed?",
    ),
    KindOfReview(
        K.CODE_AND_NAME, Subject.ROW, Takes.CODE, Does.SETS_CODE,
        "Dòng ghi mã {code} (đang là “{held}”) nhưng tên là “{name}”[[, tên của {other}]]. Chưa có gì thay đổi. Mã nào đúng?",
        "A row bears the code {code} (in force as “{held}”) but the name “{name}”[[, which is that of {other}]]. Nothing has "
        "changed. Which code is right?",
        told_apart=("code",),
    ),
    KindOfReview(
        K.NOT_IN_LIST, Subject.DECISION, Takes.CODES_ALL_NONE, Does.ENDS_CODES,
        "{decision:decision} công bố danh mục chuẩn hóa nhưng không có {count} thủ tục đang có hiệu lực ở cùng lĩnh vực "
        "và cấp. Các thủ tục này còn hiệu lực không? Hiện vẫn giữ.",
        "{decision:decision} publishes a standardised list that leaves out {count} procedures in force in its sectors and "
        "levels. Are they in force? For now they are kept.",
        closed=True,
    ),
    KindOfReview(
        K.RECEPTION_LIST, Subject.DECISION, Takes.CHOICE, Does.REPLACES_LISTS,
        "{decision:decision} công bố danh mục tiếp nhận không ghi thay danh mục trước ({targets}) và không có {count} thủ tục "
        "của danh mục đó: {codes}. Có thay danh mục trước không? Hiện các thủ tục này vẫn được tiếp nhận.",
        "{decision:decision} publishes a list of what is received and does not say that it stands for the earlier one "
        "({targets}), whose {count} procedures it lacks: {codes}. Does it? For now they are received.",
        choices=_LISTS,
    ),
    KindOfReview(
        K.PARTIAL_REPEAL, Subject.DECISION, Takes.CODES_ALL_NONE, Does.ENDS_CODES,
        "{decision:decision} bãi bỏ hoặc thay thế một phần nội dung[[ ({scope})]] của {target:cited}. Những thủ tục nào? Chưa có "
        "gì thay đổi.",
        "{decision:decision} repeals or replaces a part[[ ({scope})]] of {target:cited}. Which procedures? Nothing has changed.",
        told_apart=("target", "scope"),
    ),
    KindOfReview(
        K.ROW_UNCLEAR, Subject.DECISION, Takes.CODES_ALL_NONE, Does.ENDS_CODES,
        "{decision:decision} bãi bỏ [[dòng “{scope}”]][[{count} dòng ({those})]] của {target:cited}, nhưng không đọc được thành "
        "một dòng riêng. Là thủ tục nào?",
        "{decision:decision} repeals [[the row “{scope}”]][[{count} rows ({those})]] of {target:cited}, which could not be read "
        "as a row of its own. Which procedure is it?",
        told_apart=("target", "scope"), own=("scope",), pooled=True,
    ),
    KindOfReview(
        K.REVERT, Subject.DECISION, Takes.CHOICE, Does.SETTLES_EXPIRY,
        "{decision:decision} chỉ có hiệu lực đến hết ngày {last:day} ({codes}). Từ ngày "
        "{until:day} {then:word}, trừ khi "
        "có quyết định mới; đề nghị theo dõi.",
        "{decision:decision} has effect only until the end of {last:day} ({codes}). From "
        "{until:day} {then:word}, unless "
        "there is a new decision.",
        choices=_EXPIRY, told_apart=("until", "codes"),
    ),
    # ---- lists that were taken as evidence of a day (RULINGS 45)
    KindOfReview(
        K.ADOPTED_NOT_LISTED, Subject.DECISION, Takes.CODES_ALL_NONE, Does.VOIDS_ADOPTED,
        "Danh mục “{source}” ngày {on:day} có {count} thủ tục mà danh mục khác cùng cấp, cùng lĩnh vực ({others}) không có, "
        "và chưa có quyết định nào nói tới. Thủ tục nào không có hiệu lực? Hiện vẫn giữ.",
        "The list “{source}” of {on} has {count} procedures that another list of that level and sector ({others}) does not "
        "have, and no decision speaks of them. Which are not in force? For now they are kept.",
        closed=True,
    ),
    KindOfReview(
        K.ADOPTED_LEVEL, Subject.DECISION, Takes.CODES_ALL_NONE, Does.VOIDS_ADOPTED,
        "Danh mục “{source}” ngày {on:day} niêm yết {count} thủ tục ở {level:levels} mà quyết định đã nhận đặt ở cấp khác, "
        "không ghi {level:levels} tiếp nhận. Thủ tục nào không niêm yết ở {level:levels}? Hiện vẫn giữ.",
        "The list “{source}” of {on} posts {count} procedures at the {level:levels} level that decisions hold at another, "
        "without saying that the {level:levels} level receives them. Which are not posted there? For now they are kept.",
        closed=True,
    ),
    KindOfReview(
        K.ADOPTED_NAME, Subject.ROW, Takes.NAME, Does.SETS_NAME,
        "Danh mục “{source}” ngày {on:day} ghi {code} là “{name}”, danh mục khác ghi “{other}”. Tên nào đúng?",
        "The list “{source}” of {on} calls {code} “{name}”, another list “{other}”. Which name is right?",
    ),
    # ---- what sources post and do not give
    KindOfReview(
        K.FILES_NOT_ALLOWED, Subject.PROVINCE, Takes.CHOICE, Does.IS_KNOWN,
        "{count} tệp của nguồn “{source}” nằm ở máy chủ {host}, chưa được phép tải (thí dụ {url}). Nếu đó là nơi cổng để tệp, "
        "hãy thêm {host} vào allowed_hosts của nguồn; đêm sau tất cả được tải lại.",
        "{count} files of the source “{source}” are on {host}, which is not allowed (as {url}). If the portal keeps its files "
        "there, add {host} to the source's allowed_hosts; the next night asks for all of them again.",
        choices=_KNOWN, told_apart=("source", "host"),
    ),
    KindOfReview(
        K.NO_DOCUMENT, Subject.DECISION, Takes.CHOICE, Does.IS_KNOWN,
        "Nguồn “{source}” đăng {decision:decision} về thủ tục hành chính nhưng không có tệp nào ({url}). Hãy nộp tệp (niemyet "
        "ingest), hoặc trả lời “không có” nếu cổng không đăng.",
        "The source “{source}” posts {decision:decision} about procedures without any file ({url}). Hand the file in (niemyet "
        "ingest), or answer “none” if the portal has none.",
        choices=_KNOWN,
    ),
    KindOfReview(
        K.DOCUMENT_LOST, Subject.DECISION, Takes.CHOICE, Does.IS_KNOWN,
        "Không tải được tệp nào của {decision:decision} về thủ tục hành chính do nguồn “{source}” đăng[[ ({reason})]] ({url}): "
        "quyết định chưa có tác dụng gì. Hãy nộp tệp (niemyet ingest), hoặc trả lời “không có” nếu không thể có tệp.",
        "No file of {decision:decision} about procedures, which the source “{source}” posts, could be fetched[[ ({reason})]] "
        "({url}): the decision has no effect yet. Hand the file in (niemyet ingest), or answer “none” if it cannot be had.",
        choices=_KNOWN,
    ),
    KindOfReview(
        K.SOURCE_WITHOUT_DOCUMENTS, Subject.PROVINCE, Takes.CHOICE, Does.IS_KNOWN,
        "Cả {count} quyết định về thủ tục hành chính mà nguồn “{source}” đăng đều không lấy được tệp nào. Hãy kiểm tra "
        "detail.files của nguồn (niemyet sources check).",
        "Of none of the {count} decisions about procedures that the source “{source}” posts a file was had. Check the source's "
        "detail.files (niemyet sources check).",
        choices=_KNOWN, told_apart=("source",),
    ),
    KindOfReview(
        K.PAGES_NOT_READ, Subject.PROVINCE, Takes.CHOICE, Does.IS_KNOWN,
        "{count} trang văn bản của nguồn “{source}” không đọc được, thí dụ “{title}” ({url}). Có thể trang chỉ dành cho thành "
        "viên; hãy nộp tệp nếu cần.",
        "{count} documents' pages of the source “{source}” cannot be read, as “{title}” ({url}). They may be for members only; "
        "hand the files in if they matter.",
        choices=_KNOWN, told_apart=("source",),
    ),
    KindOfReview(
        K.LISTING_SHRANK, Subject.UNIT, Takes.CHOICE, Does.COUNTS_LISTING,
        "Danh mục của {unit} ({channel:channel}) xem ngày {on:day} chỉ có {now} dòng, lần trước {before} dòng; vẫn tính theo "
        "lần trước. Danh mục {now} dòng có đúng là những gì đang niêm yết không?",
        "The listing of {unit} ({channel:channel}) of {on:day} has only {now} rows, {before} at the look before, which still "
        "counts. Are the {now} rows what hangs there?",
        choices=_LISTING, told_apart=("unit", "channel", "content"),
    ),
    KindOfReview(
        K.FEE_UNCLEAR, Subject.PROVINCE, Takes.CODES_NONE, Does.AIMS_FEE,
        "{paper}, dòng {row}: “{name}”, {fee}. Tên này hợp với {count} thủ tục, mức phí chưa áp dụng cho thủ tục nào. Đó là phí "
        "của thủ tục mang mã nào?",
        "{paper}, row {row}: “{name}”, {fee}. The name fits {count} procedures, and the fee is applied to none yet. Of which "
        "code is it the fee?",
        told_apart=("content", "row", "name", "fee"),
    ),
    # ---- notices
    _notice(
        K.ADOPTED_ENDED, Subject.DECISION,
        "Danh mục “{source}” ngày {on:day} có {count} thủ tục mà quyết định đã nhận chấm dứt từ trước ngày đó. Quyết định được "
        "tính; danh mục không làm thủ tục có hiệu lực trở lại.",
        "The list “{source}” of {on} has {count} procedures that decisions had ended before that day. The decisions count; "
        "the list brings nothing back.",
    ),
    _left_over(
        K.ANNEX_MISSING,
        "Quyết định công bố danh mục nhưng tệp này không có dòng thủ tục nào; phụ lục có ở tệp khác không?",
        "The decision publishes a list but this file has no rows; is the annex in another file?",
    ),
    _notice(
        K.ITEMS_FROM_PORTAL, Subject.DECISION,
        "Văn bản của {decision:decision} không có danh mục; danh mục lấy theo cổng.",
        "The document of {decision:decision} has no list; the portal's list is taken.",
    ),
    _notice(
        K.FILE_LOST, Subject.DECISION,
        "Không tải được tệp “{file}” của {decision:decision}[[ ({reason})]]. Xin bổ sung tệp này.",
        "The file “{file}” of {decision:decision} could not be fetched[[ ({reason})]]. Please hand it in.",
        "url",
    ),
    _left_over(
        K.SECTION_OUT_OF_ORDER,
        "Đề mục [[“{heading}”]][[{those} ({count})]] không thuộc đề mục đứng trên nó. Các mục có đúng thứ tự không?",
        "The heading [[“{heading}”]][[{those} ({count})]] does not belong to the one above it. Are they in order?",
        "heading",
    ),
    _left_over(
        K.ROW_NUMBERS_JUMP,
        "Số thứ tự không liền mạch: [[{text}]][[{those} ({count} chỗ)]]. Có dòng hay tiêu đề nào bị sót không?",
        "The row numbers jump: [[{text}]][[{those} ({count} places)]]. Was a row or heading missed?",
        "text",
    ),
    _left_over(
        K.HEADER_UNRESOLVED,
        "Không xếp được các cột con của tiêu đề bảng [[“{text}”]][[{those} ({count} bảng)]]. Bảng này chưa được đọc; là bảng gì?",
        "The columns of the table header [[“{text}”]][[{those} ({count} tables)]] could not be told apart. The table was "
        "not read; what is it?",
        "text",
    ),
    _left_over(
        K.TABLE_UNREAD,
        "Có bảng chứa mã thủ tục nhưng không nhận ra tiêu đề cột; bảng này chưa được đọc. Là bảng gì?",
        "A table holds codes of procedures but its columns were not recognised; it was not read. What is it?",
    ),
    _left_over(
        K.ROW_UNREAD,
        "Có dòng không đọc được thành thủ tục: [[“{text}”]][[{those} ({count} dòng)]]. Là gì?",
        "A row could not be read as a procedure: [[“{text}”]][[{those} ({count} rows)]]. What is it?",
        "text",
    ),
    _left_over(
        K.CONTROL_TOTAL_MISMATCH,
        "Số thủ tục ghi trong văn bản khác số dòng đọc được: {text}. Có thiếu dòng nào không?",
        "The counts that the document states differ from the rows: {text}. Is a row missing?",
    ),
    _notice(
        K.DELEGATION, Subject.DECISION,
        "{decision:decision} ủy quyền giải quyết thủ tục hành chính; có thể làm thay đổi nơi niêm yết. Chưa có gì thay "
        "đổi.",
        "{decision:decision} delegates procedures; this may change who posts them. Nothing has changed.",
    ),
    KindOfReview(
        K.CITED_NEARLY, Subject.DECISION, Takes.DECISION, Does.AIMS_ACT,
        "{decision:decision} bãi bỏ, thay thế, tạm dừng hoặc đính chính một quyết định chưa nhận được ({target:cited}). Đã nhận "
        "được quyết định gần giống: {near}. Là quyết định nào (số, ngày)? Chưa có gì thay đổi.",
        "{decision:decision} acts on a decision that was not received ({target:cited}). One of nearly that name was: {near}. "
        "Which decision is meant (number and day)? Nothing has changed.",
        told_apart=("target",),
    ),
    _notice(
        K.CITED_NOT_RECEIVED, Subject.DECISION,
        "{decision:decision} bãi bỏ hoặc thay thế một quyết định chưa nhận được ({target:cited}). Không có thủ tục nào bị chấm "
        "dứt vì việc này.",
        "{decision:decision} repeals or replaces a decision that was not received ({target:cited}). No procedure ends by it.",
        "target",
    ),
    _notice(
        K.NAME_TAKEN, Subject.DECISION,
        "{decision:decision} đính chính số hoặc ngày ký của {target:decision} thành số và ngày của một quyết định khác đã nhận "
        "({other:decision}). Chưa đính chính.",
        "{decision:decision} gives {target:decision} the number or day of another decision that was received "
        "({other:decision}). It was not put right.",
        "target_id",
    ),
    _notice(
        K.ACT_TOO_LATE, Subject.DECISION,
        "{decision:decision} lùi hiệu lực của {target:decision} khi quyết định đó đã có hiệu lực từ ngày {on:day}. Chưa có gì "
        "thay đổi.",
        "{decision:decision} postpones {target:decision}, which has had effect since {on:day}. Nothing has changed.",
        "target_id",
    ),
    _notice(
        K.MIXED_TERRITORIES, Subject.PROVINCE,
        "{count} thủ tục do cả {own} và {issuer} cùng công bố trước ngày sáp nhập. Mỗi quyết định chỉ có hiệu lực trên "
        "địa bàn cũ của mình; danh mục niêm yết tách theo địa bàn.",
        "{count} procedures were published by both {own} and {issuer} before the merger. Each decision holds on its own "
        "former ground only; the boards tell the grounds apart.",
        "issuer",
    ),
    _notice(
        K.NOTHING_SUSPENDED, Subject.ROW,
        "{decision:decision} {action:verb} thủ tục {row}, nhưng thủ tục không có hiệu lực trong thời gian đó. Chưa có gì "
        "thay đổi.",
        "{decision:decision} {action:verb} the procedure {row}, which is not in force in that time. Nothing has changed.",
    ),
    _notice(
        K.WITHDRAWN, Subject.DECISION,
        "Nguồn {source} không còn hiện {decision:decision} từ ngày {on:day} (hai lần đọc trọn danh sách liền nhau). Quyết "
        "định vẫn được giữ nguyên.",
        "The source {source} has not shown {decision:decision} since {on:day} (two whole readings of its list in a row). "
        "The decision is kept as it is.",
        "source",
    ),
    _notice(
        K.UNIT_WITHOUT_BOARD, Subject.UNIT,
        "Đơn vị {name} thuộc loại “{unit_kind}” chưa có quy tắc niêm yết; chưa lập danh mục cho đơn vị này.",
        "The unit {name} is of the kind “{unit_kind}”, which has no posting rule yet; it has no board.",
        "unit",
    ),
)  # fmt: skip

KINDS: dict[str, KindOfReview] = {one.kind: one for one in _ENTRIES}


def sentence_of(row: Mapping[str, Any], *, vi: bool = True) -> str | None:
    """What a row of `reviews` or `notices` says; None for one of an earlier version, which holds its sentence only."""
    if not row.get("fields") or row["kind"] not in KINDS:
        return None
    return sentence(row["kind"], tuple((one["name"], one["value"]) for one in row["fields"]), vi=vi)


def sentence(kind: str, fields: Fields, *, vi: bool = True) -> str:
    """What a question or notice says."""
    entry = KINDS[kind]
    known = dict(fields)
    template = entry.vi if vi else entry.en
    if offers_by_choice(entry):
        template = template.replace("{choices}", _offered(entry, known.get(OFFERED), vi=vi))
    said = render(template, known, vi=vi)
    return said[:1].upper() + said[1:]


#: The field that holds which choices a question offers, parted by commas.
OFFERED = "offered"


def offers_by_choice(entry: KindOfReview) -> bool:
    """Whether the sentence names the choices that this one question takes, and no others."""
    return "{choices}" in entry.vi


def _offered(entry: KindOfReview, offered: str | None, *, vi: bool) -> str:
    """The choices as the sentence offers them; of a question made before they were kept, those that stand in none (`OFFERED`)."""
    wanted = offered.split(",") if offered else [one.value for one in entry.choices]
    told = [(one.vi if vi else one.en) for one in entry.choices if one.value in wanted]
    last = " hay " if vi else " or "
    return last.join([*([", ".join(told[:-1])] if told[1:] else []), *told[-1:]])
