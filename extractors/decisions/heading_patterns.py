"""Words that act in headings: action, level, sector, counter (DOMAIN §2.3). All matching is on folded text (T3, T19).

Only headings are asked these questions, never the name of a procedure: names contain "sửa đổi, bổ sung", "cấp lại"
and "bãi bỏ" (DOMAIN §9, traps 1 and 11).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from niemyet.model.words import Action, Level
from niemyet.transforms.language.sector_words import is_made_of_names, tells_of_change
from niemyet.transforms.language.syllables import is_syllable
from niemyet.transforms.language.text import fold, key

# ---- actions -------------------------------------------------------------------------------------------

#: Without their tones "dừng" is the end of "nội dung", "sử dụng", and "thôi" that of "đồng thời", "kịp thời".
_STOP = r"(?:(?<!noi )(?<!su )(?<!ap )(?<!xay )(?<!tuyen )(?<!nguoi )dung|ngung|(?<!kip )(?<!dong )(?<!nhat )thoi)"
#: Words that end a procedure without saying "bãi bỏ" (RULINGS 29): flagged, and asked about where the title is silent.
_WEAK = (
    r"\b(?:(?:da |bi )*het hieu luc(?! mot phan)(?: thi hanh)?|khong con (?:duoc )?(?:thuc hien|hieu luc|ap dung"
    r"|giai quyet|phu hop)"
    r"|(?:dua|loai|rut)(?: bo)? (?:ra )?khoi (?:danh muc|bo thu tuc|co so)|loai bo"
    rf"|(?<!tam ){_STOP}(?: viec)? (?:thuc hien|tiep nhan|giai quyet|ap dung)"
    r"|cham dut(?: viec)?(?: hieu luc| thuc hien| ap dung)?|huy (?:cong khai|cong bo|viec cong bo|viec cong khai)"
    r"|khong (?:tiep tuc )?thuc hien(?= (?:kem|ke|tu|theo)\b|$)|het thoi han thuc hien)\b"
)
_WEAK_WORDS = re.compile(_WEAK)
#: Words with which a tally of the whole begins, and what it counts.
TALLY_OPENS = r"(?:tong|cong|(?:danh muc|phu luc|bang) (?:nay|tren))\b"
TALLIED = r"(?:tthc|thu tuc(?: hanh chinh)?)"
_OPENS_TALLY = re.compile(rf"[-–+* ]*{TALLY_OPENS}")
#: "Cộng", with its mark or with none: "CÔNG CHỨNG (05 thủ tục)" and "Công thương" are fields.
_OTHER_CONG = re.compile(r"[-–+*\s]*c[ôốồổỗó]ng\b", re.IGNORECASE)
#: A tally below a list: "Tổng số danh mục TTHC công bố: 18", "TTHC cắt giảm thời hạn giải quyết: 03 TTHC".
_TALLY = re.compile(
    r"[-–+* ]*(?:tong (?:so|cong)\b.*\d|cong\b[^\d]{0,40}:? ?\d|trong do\b.*\d"
    rf"|(?:danh muc|phu luc|bang) (?:nay|tren) (?:co|gom)\b[^\d]{{0,20}}\d{{1,4}} {TALLIED}[ .;]*$)"
)
_TALLY_BY_ITS_END = re.compile(
    rf"[-–+* ]*[^:]{{3,160}}: ?\d{{1,4}} ?(?:{TALLIED}|danh muc)?(?: ?\([^)]*\))?[ .;]*$"
)
#: What is new or changed and yet waits, or stands still: no act of a list.
_WAITS = re.compile(
    r"\b(?:tam (?:dung|ngung|hoan|thoi|chua)|dinh chi|hoan (?:viec )?(?:ap dung|thuc hien|thi hanh)"
    r"|chua (?:co hieu luc|ap dung|thuc hien|tiep nhan|trien khai|cong bo|thi hanh)"
    r"|khong (?:ap dung|trien khai|cong khai|niem yet|cong bo|co hieu luc|con hieu luc"
    r"|(?:thuc hien|tiep nhan|giai quyet)(?! (?:truc|qua|bang|tai|theo))))\b"
)
#: What is planned is not done: "DANH MỤC TTHC DỰ KIẾN BAN HÀNH MỚI".
_PLANNED = re.compile(
    r"\b(?:du kien|de xuat|xem xet)(?: (?:duoc|bi|se|viec))* (?:ban hanh|cong bo|sua doi|bo sung|bai bo|huy bo|thay the)\b"
    r"|\b(?:du kien|de xuat)[) .]*$"
)
#: Acts that are none of a list's (RULINGS 40), and words that speak of rows without saying what is done to them.
_STRANGE = re.compile(
    r"\b(?:tam (?:dung|ngung|hoan)|dinh chi|khoi phuc|gia han|keo dai|lui (?:thoi|ngay)|thu hoi|hieu luc|khong con|con lai"
    r"|cap nhat|thay doi|dieu chinh|chuyen (?:giao|cap|ve)|phan cap|phan quyen|uy quyen|thi diem|xoa|cat giam"
    r"|don gian hoa|da cu|tiep tuc|duy tri|giu lai|ra soat|dang (?:thuc hien|ap dung|trinh|xem xet)|da (?:duoc )?cong bo"
    r"|het (?:thoi )?han|qua han|tham khao|de xuat|du kien|minh hoa"
    r"|loi thoi|truoc day|bi loai|(?<!hoat dong )(?<!giao duc )(?<!linh vuc )(?<!dich vu )(?<!tai chinh )khac"
    r"|(?:loai|rut|bo) (?:ra|bo|khoi|tru|di)|thoi (?:khong|viec|thuc hien|tiep nhan|ap dung)"
    r"|khong (?:lam|nhan|tiep nhan|giai quyet|thuc hien|ap dung|su dung|cong khai|niem yet))\b"
)


_ACTIONS: tuple[tuple[re.Pattern[str], Action], ...] = (
    (
        re.compile(
            r"\b(?:ban (?:hanh|hang|hnah) ?moi|moi (?:duoc )?(?:ban hanh|cong bo)|cong bo moi|bo sung moi)\b"
            r"|\b(?:tthc|thu tuc(?: hanh chinh)?) moi\b(?! nhat)"
            # "Bổ sung" of its own adds; beside "sửa đổi" it amends (RULINGS 29).
            r"|(?<!doi, )(?<!doi )(?<!doi,)(?<!va )(?<!doi/)(?<!doi-)\b(?:duoc |cong bo "
            r"|danh muc )?bo sung\b(?!,? (?:va )?sua doi)(?! (?:moi|ho so|nhiem vu))"
        ),
        Action.NEW,
    ),
    (re.compile(r"\b(?:duoc )?(?:sua|xua) ?doi\b"), Action.AMEND),
    (re.compile(r"\bthay ?the\b"), Action.REPLACE),
    (re.compile(r"\b(?:bai|huy) ?bo\b"), Action.ABOLISH),
    (re.compile(_WEAK), Action.ABOLISH),
    (re.compile(r"\bdinh ?chinh\b"), Action.CORRECT),
    (re.compile(r"\b(?:chuan hoa|cong bo lai|giu nguyen)\b"), Action.LIST),
)


@lru_cache(maxsize=4096)
def actions_named(folded: str) -> tuple[Action, ...]:
    """Actions that a heading names, in the order of `Action`; more than one means that sections below decide."""
    found = dict.fromkeys(action for pattern, action in _ACTIONS if pattern.search(folded))
    if Action.REPLACE in found and _ENDED_EITHER_WAY.search(folded):
        del found[Action.REPLACE]
    return tuple(found)


#: "Bị thay thế, bãi bỏ", "bị bãi bỏ hoặc bị thay thế": of both nothing is left.
_ENDED_EITHER_WAY = re.compile(
    r"\bbi (?:thay the(?:,| va| hoac|/)+ ?(?:bi )?(?:bai|huy) bo|(?:bai|huy) bo(?:,| va| hoac|/)+ ?(?:bi )?thay the)\b"
)


def is_weakly_abolished(folded: str) -> bool:
    """Whether only words like "hết hiệu lực", "không còn thực hiện" say that procedures end (RULINGS 29)."""
    return _WEAK_WORDS.search(folded) is not None and not re.search(r"\b(?:bai|huy) ?bo\b", folded)


#: The same words as they should be written; anything else that `_ACTIONS` finds is mistyped, and said to be (T19).
_SPELT: dict[Action, re.Pattern[str]] = {
    Action.NEW: re.compile(
        r"ban hành mới|mới (?:được )?(?:ban hành|công bố)|công bố mới|bổ sung|(?:tthc|thủ tục(?: hành chính)?) mới"
    ),
    Action.AMEND: re.compile(r"sửa đổi"),
    Action.REPLACE: re.compile(r"thay thế"),
    Action.ABOLISH: re.compile(
        r"bãi bỏ|h[ủu][ỷy] (?:bỏ|công|việc)|hết hiệu lực|không còn|kh[ỏo]i|loại bỏ|dừng|ngừng|ngưng|thôi|chấm dứt"
        r"|không|hết thời hạn"
    ),
    Action.CORRECT: re.compile(r"đính chính"),
    Action.LIST: re.compile(r"chuẩn h[oó][áa]|công bố lại|giữ nguyên"),
}


def _is_mistyped(text: str, actions: tuple[Action, ...]) -> bool:
    return not all(_SPELT[action].search(text.lower()) for action in actions)


# ---- levels --------------------------------------------------------------------------------------------

_LEVEL_WORDS = {
    "trung uong": Level.MINISTRY,
    "bo": Level.MINISTRY,
    "tinh": Level.PROVINCE,
    "thanh pho": Level.PROVINCE,
    "huyen": Level.DISTRICT,
    "quan": Level.DISTRICT,
    "thi xa": Level.DISTRICT,
    "xa": Level.COMMUNE,
    "phuong": Level.COMMUNE,
    "thi tran": Level.COMMUNE,
    "dac khu": Level.COMMUNE,
}
_LEVEL_WORD = r"(?:trung uong|bo|tinh|thanh pho|huyen|quan|thi xa|thi tran|xa(?! hoi)|phuong|dac khu)"
#: "cấp tỉnh, huyện, xã", "cấp bộ, cấp tỉnh và cấp xã"; "trợ cấp xã hội" and "cung cấp" are none.
_LEVELS = re.compile(
    rf"(?<!tro )(?<!cung )\bcap ({_LEVEL_WORD}(?:(?: ?[,;/&+-] ?| va | hoac )(?:cap )?{_LEVEL_WORD})*)\b"
)
# "Quyết định số … của Chủ tịch UBND tỉnh" names who signed, not who holds a procedure.
_COMMITTEES = re.compile(
    rf"(?<!chu tich )\b(?:ubnd|uy ban nhan dan) (?:cac )?({_LEVEL_WORD}(?:(?: ?[,;/] ?| va ){_LEVEL_WORD})*)\b"
)
_PROVINCE_BODIES = re.compile(
    r"\b(?:(?:cac )?(?<!co )so|ban quan ly|ban dan toc|(?:cong an|thanh tra|chu tich ubnd) tinh)\b"
)
_AUTHORITY = re.compile(
    r"\btham quyen(?: (?:tiep nhan|giai quyet|quan ly)(?:,| va)?)*(?: cua)?\b(.*?)"
    r"(?=\b(?:tren dia ban|trong linh vuc|kem theo|quyet dinh)\b|$)"
)
#: "do Sở Xây dựng giải quyết", "do Trung ương thực hiện".
_DONE_BY = re.compile(r"\bdo\b(.{2,60}?)\b(?:giai quyet|thuc hien|quyet dinh)\b")
_CENTRAL_BODIES = re.compile(r"^ ?(?:cua )?(?:cac )?(?:trung uong|bo(?! phan)|co quan trung uong)\b")
_SHARED = re.compile(r"\b(?:dung chung|ap dung chung|thuc hien chung)\b")


#: An office of the vertical branch, no commune's or district's own (docs/field.md §3.1, `isVertical`): whose board is asked.
POLICE_BELOW = re.compile(r"\bcong an (?:cap )?(?:xa|phuong|thi tran|dac khu|huyen|quan|thi xa)\b")
#: "cấp huyện (nay là cấp xã)": what it was is over.
_ONCE = re.compile(
    rf"\bcap {_LEVEL_WORD} ?\(? ?,? ?(?:nay|hien nay) (?:la|thuoc|do|chuyen (?:ve|cho)) (?=(?:ubnd )?cap )"
)
#: "từ cấp tỉnh đến cấp xã": the levels between are meant as well.
_FROM_TO = re.compile(
    rf"\btu cap (?P<one>{_LEVEL_WORD}) (?:den|toi|xuong|len)(?: cap)? (?P<other>{_LEVEL_WORD})\b"
)
_ORDER = tuple(Level)


@lru_cache(maxsize=4096)
def levels_named(folded: str) -> tuple[Level, ...]:
    """Levels that a folded text names by "cấp …" or "UBND …", from the top down."""
    if "cap " not in folded and "ubnd " not in folded and "uy ban nhan dan " not in folded:
        return ()  # neither form fits it
    if "cong an" in folded:
        folded = POLICE_BELOW.sub(" ", folded)
    if "nay la" in folded or "hien nay" in folded:
        folded = _ONCE.sub("", folded)
    found: set[Level] = set()
    for match in (*_LEVELS.finditer(folded), *_COMMITTEES.finditer(folded)):
        words = re.findall(_LEVEL_WORD, match.group(1))
        # "huyện, thị xã, thành phố": the city of a list of districts is one of them.
        among_districts = bool({"huyen", "quan", "thi xa"} & set(words))
        for word in words:
            below = word == "thanh pho" and among_districts
            found.add(Level.DISTRICT if below else _LEVEL_WORDS[word])
    for ends in _FROM_TO.finditer(folded) if found else ():
        first, last = sorted(_ORDER.index(_LEVEL_WORDS[ends[end]]) for end in ("one", "other"))
        found.update(_ORDER[first : last + 1])
    return tuple([level for level in Level if level in found]) if found else ()


def authority_levels(folded: str) -> tuple[Level, ...]:
    """Levels in "thuộc thẩm quyền giải quyết của …", where a Sở is the province; empty when nothing says so.

    "thuộc phạm vi chức năng quản lý của Sở …" names no level: such lists hold procedures of every level.
    """
    found: set[Level] = set()
    for match in (*_AUTHORITY.finditer(folded), *_DONE_BY.finditer(folded)):
        found.update(levels_named(match.group(1)))
        if _PROVINCE_BODIES.search(match.group(1)):
            found.add(Level.PROVINCE)
        if _CENTRAL_BODIES.search(match.group(1)):
            found.add(Level.MINISTRY)
    return tuple(level for level in Level if level in found)


def is_shared(folded: str) -> bool:
    """Whether a heading says that several levels hold what stands below it."""
    return _SHARED.search(folded) is not None


# ---- counters ------------------------------------------------------------------------------------------

_COUNTER = re.compile(
    r"[(\[:–-] ?(?:gom|tong so|tong cong|co)?:? ?(?P<count>\d{1,4}) ?(?:tthc|thu tuc(?: hanh chinh)?)\b[^()\]]{0,40}[)\]]?"
)
_ARTICLE_COUNTER = re.compile(r"(?<![\d/.,])(?P<count>\d{1,4})\)?(?: ?\([^()]{1,40}\))? ?(?:tthc|thu tuc)\b")


def _worded() -> dict[str, int]:
    """Numbers below a hundred in words without marks: "muoi hai", "hai muoi mot", "ba muoi lam"."""
    ones = ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin")
    said = {word: count for count, word in enumerate(ones, 1)} | {"muoi": 10}
    for tens in range(1, 10):
        ten = "muoi" if tens == 1 else f"{ones[tens - 1]} muoi"
        said[ten] = tens * 10
        said |= {f"{ten} {word}": tens * 10 + count for count, word in enumerate(ones, 1)}
        said |= {f"{ten} {word}": tens * 10 + count for word, count in (("tu", 4), ("lam", 5), ("nham", 5))}
    return said


_IN_WORDS = _worded()
_NUMBER_WORDS = "|".join(sorted(_IN_WORDS, key=len, reverse=True))
_WORDED_COUNTER = re.compile(
    rf"\b(?:nay|gom|cong bo|danh muc|bo sung|bai bo) (?P<count>{_NUMBER_WORDS}) (?:tthc|thu tuc hanh chinh)\b"
)
#: "DANH MỤC 05 THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI": the caption of a list that begins with its count.
_CAPTION_COUNTER = re.compile(
    rf"danh muc (?:(?P<count>\d{{1,4}})(?: ?\([^()]{{1,40}}\))?|(?P<words>{_NUMBER_WORDS})(?: ?\(\d{{1,4}}\))?)"
    r" (?:tthc|thu tuc)\b"
)
_COUNT_ALONE = re.compile(
    r"\(?(?:danh muc )?(?:nay )?(?:bao gom|gom|co|tong so|tong cong|so luong)(?: co)?:? ?(?P<count>\d{1,4})"
    r" (?:tthc|thu tuc(?: hanh chinh)?)\)?[.;]?"
)
#: The same without a word of what is counted: "Số lượng: 05", "LĨNH VỰC HỘ TỊCH (Số lượng: 05)".
_QUANTITY = re.compile(r"(?:^|[(\[–-] ?)(?:tong )?so luong ?: ?0*(?P<count>\d{1,4}) ?(?:[)\]]|[.;]?$)")


def declared_count(folded: str) -> int | None:
    """The "(14 TTHC)" of a heading: a control total."""
    found = _COUNTER.search(folded) or _QUANTITY.search(folded)
    if found is not None:
        return int(found["count"])
    caption = _CAPTION_COUNTER.match(folded)
    if caption is None:
        return None
    return int(caption["count"]) if caption["count"] else _IN_WORDS[caption["words"]]


def article_count(folded: str) -> int | None:
    """The count of an article: "04 thủ tục hành chính"; the sum where it names several, the whole where it says both."""
    folded = _without_processes(_without_its_parts(folded))
    whole = _before_its_parts(re.split(r"\b(?:trong do|bao gom|gom co|cu the)\b", folded)[0])
    counts = [int(match["count"]) for match in _ARTICLE_COUNTER.finditer(whole)]
    counts = counts or [int(match["count"]) for match in _ARTICLE_COUNTER.finditer(folded)]
    counts = counts or [_IN_WORDS[match["count"]] for match in _WORDED_COUNTER.finditer(whole)]
    return sum(counts) if counts else None


def _before_its_parts(folded: str) -> str:
    """ "05 thủ tục, gồm: 02 thủ tục …, 03 thủ tục …": counts behind that word that add up to those before it are their parts."""
    before, _, behind = folded.partition("gom")
    whole, parts = (
        [int(one["count"]) for one in _ARTICLE_COUNTER.finditer(part)] for part in (before, behind)
    )
    return before if whole and sum(whole) == sum(parts) else folded


_IN_PARENTHESES = re.compile(r"\([^()]*\)")


def _without_its_parts(folded: str) -> str:
    """ "04 thủ tục … (01 TTHC cấp tỉnh, 03 TTHC cấp xã)": counts in parentheses that add up to the one before are its parts."""
    for found in _IN_PARENTHESES.finditer(folded):
        # What stands in other parentheses counts parts as well, and has none of its own.
        outside = _IN_PARENTHESES.sub(lambda one: " " * len(one.group()), folded[: found.start()])
        before = [int(match["count"]) for match in _ARTICLE_COUNTER.finditer(outside)]
        parts = [int(match["count"]) for match in _ARTICLE_COUNTER.finditer(found.group())]
        if before and parts and sum(parts) == before[-1]:
            return _without_its_parts(folded[: found.start()] + folded[found.end() :])
    return folded


#: "phê duyệt quy trình nội bộ giải quyết 02 thủ tục hành chính": the processes of those that are counted beside them.
_OF_PROCESSES = re.compile(r"\bquy trinh (?:noi bo|dien tu)\b[^.;:()]*")


def _without_processes(folded: str) -> str:
    """The text without its clauses on processes, where others count as well."""
    others = _OF_PROCESSES.sub(" ", folded)
    return others if _ARTICLE_COUNTER.search(others) else folded


def count_alone(text: str) -> int | None:
    """The count of a line that says nothing else of the list above it: "(Danh mục gồm 03 thủ tục hành chính)"."""
    folded = fold(text).strip()
    found = _COUNT_ALONE.fullmatch(folded) or _QUANTITY.fullmatch(folded)
    return int(found["count"]) if found else None


# ---- sectors -------------------------------------------------------------------------------------------

_SECTOR = re.compile(r"\b(?P<many>cac )?linh vuc ?:? ?")
#: What ends the name of a sector. Short words are told by their tones too: "thuộc" is no "thước", "do" no "đo".
_SECTOR_END = re.compile(
    r" ?(?:[(\[“”\"]|: |:$| [–-] ?\d|[./;]*$|,? ?\b(?:"
    r"(?P<toned>thuoc (?=(?:tham|pham|chuc|so(?! huu)|bo|ubnd|uy|trach|nganh|dia|quyen|quan|linh)\b)"
    r"|(?:duoc|bi) (?=(?:ban|moi|sua|bo|thay|bai|huy|chuan|cong|phe|giai|tiep|quy|thuc|dinh)\b)"
    r"|do (?=(?:ubnd|uy|so|bo|co|cuc|thanh|ban|chu|cap)\b)"
    r"|da (?=(?:duoc |bi )?(?:cong bo|ban hanh|phe duyet)\b)"
    r"|(?:bao )?gom ?(?=[:\d]))"
    r"|cap (?:tinh|thanh pho|huyen|xa(?! hoi)|bo|trung uong)|dung chung|ap dung|tren dia ban|trong pham vi"
    r"|ban hanh moi|moi ban hanh|sua doi|bai bo|huy bo|chuan hoa|cong bo|thay the|(?:va )?phe duyet|thuc hien tai"
    r"|(?:theo )?quy dinh tai|(?:theo|tai|ban hanh kem theo) "
    r"(?=(?:quy dinh|quyet dinh|nghi dinh|thong tu|luat|nghi quyet|van ban|phu luc)\b)"
    r"|kem theo quyet dinh|(?:duoc )?chuyen (?:tham quyen|giao|ve)|trong he thong)\b)"
)
_TONED = frozenset({"thuộc", "được", "bị", "do", "gồm", "bao gồm", "đã"})
_VOWELS = re.compile(r"[AĂÂEÊIOÔƠUƯYÀ-Ỹ]")


def sector_named(text: str) -> str | None:
    """The sector of a text that says "lĩnh vực …"; None when it says "các lĩnh vực", or nothing.

    Capitals of a heading become sentence case: "LĨNH VỰC CHỨNG THỰC (17 TTHC)" → "Chứng thực".
    """
    folded = fold(text)
    moved = folded.find(" sang linh vuc ")
    found = _SECTOR.search(folded, moved if moved >= 0 else 0)  # "từ lĩnh vực A sang lĩnh vực B" is of B
    if found is None or found["many"] or len(folded) != len(text):
        return None
    return sentence_case(text[found.end() : _sector_end(text, folded, found.end())])


def _sector_end(text: str, folded: str, start: int) -> int | None:
    """Where the name of a sector that begins at `start` ends; None: with the text."""
    for end in _SECTOR_END.finditer(folded, start):
        word = text[end.start("toned") : end.end("toned")].strip().lower() if end["toned"] else None
        if word is None or word in _TONED:
            return end.start()
    return None


def names_several_sectors(text: str) -> bool:
    """Whether a text says "lĩnh vực …" of more than one: "02 thủ tục lĩnh vực A; 03 thủ tục lĩnh vực B"."""
    folded = fold(text)
    if len(folded) != len(text) or folded.count("linh vuc") < 2 or " sang linh vuc " in folded:
        return False
    starts = [found.start() for found in _SECTOR.finditer(folded)]
    said = (re.split("[;,]", text[at:end])[0].strip() for at, end in pairwise([*starts, len(text)]))
    return len({key(name) for one in said if (name := sector_named(one))}) > 1


def sectors_listed(text: str) -> tuple[str, ...]:
    """Sectors of "các lĩnh vực a; b; c", or the one of "lĩnh vực a"."""
    folded = fold(text)
    found = _SECTOR.search(folded)
    if found is None or len(folded) != len(text):
        return ()
    if not found["many"]:
        one = sector_named(text)
        return (one,) if one else ()
    listed = text[found.end() : _sector_end(text, folded, found.end())]
    parts = listed.split(";" if ";" in listed else ",")
    return tuple(dict.fromkeys(name for part in parts if (name := sentence_case(part))))


def sentence_case(text: str) -> str | None:
    """A name as people write it: capitals made small but the first, and but for abbreviations; None when empty."""
    shown = text.strip(" .,;:–-/")
    if not shown:
        return None
    letters = [sign for sign in shown if sign.isalpha()]
    if not all(sign.isupper() for sign in letters):
        return shown[0].upper() + shown[1:]
    words = [
        word if len(word.strip(",;()")) > 1 and not _VOWELS.search(word) else word.lower()
        for word in shown.split(" ")
    ]
    joined = _NATION.sub("Việt Nam", " ".join(words))
    return joined[0].upper() + joined[1:]


#: The one name of a place that fields bear: "Đầu tư tại Việt Nam", "Quốc tịch Việt Nam".
_NATION = re.compile(r"\bviệt nam\b")


# ---- headings ------------------------------------------------------------------------------------------

_MARK = r"(?:[IVXL]{1,6}|[A-HĐ]|\d{1,3})(?:[.-]?(?:\d{1,3}|[IVX]{1,5}|[a-z](?![a-z])))*"
_MARKED = re.compile(rf"(?P<mark>{_MARK})(?:[ ]*[.):/–-]+[ ]*|[ ]+)(?=\S)")
MARK_ALONE = re.compile(rf"(?P<mark>{_MARK})[ ]*[.):/–-]*")
_NAMED_PART = re.compile(
    r"(?P<word>PHẦN|Phần|MỤC|Mục|CHƯƠNG|Chương|NHÓM|Nhóm)(?: (?:THỨ|Thứ|thứ|SỐ|số))?"
    r" (?P<mark>[IVXL]{1,6}|[A-HĐ]|\d{1,2}|(?<=(?i:thứ) )(?i:nhất|hai|ba|tư|năm|sáu|bảy|tám))(?:\b|$)[ .:–-]*"
)
_ANNEX = re.compile(
    r"(?:PHỤ LỤC|Phụ lục|PHỤ BIỂU|Phụ biểu)(?: (?:SỐ|số))? ?(?P<mark>[IVXL]{1,6}|[A-HĐ]|\d{1,3})?(?:\b|$)[ .:–-]*"
)
_ACTED = (
    r"(?:duoc |bi )?(?:ban hanh moi|moi ban hanh|sua doi,? bo sung|sua doi|bo sung|thay the|bai bo|huy bo|chuan hoa"
    r"|het hieu luc"
    r"|khong con|dua ra|loai|dung thuc hien|ngung thuc hien|cham dut|tam (?:dung|ngung)|dinh chi)"
)
#: How headings of an annex begin, their mark taken off.
_CUE = re.compile(
    r"(?:(?:danh muc|bang tong hop|cac|nhom|tong so|noi dung) )*(?:danh muc|linh vuc|tthc\b|thu tuc hanh chinh\b)"
    rf"|(?:cac )?thu tuc (?:{_ACTED}\b|cap (?:tinh|huyen|xa)\b)"
    rf"|cap {_LEVEL_WORD}\b|(?:thu tuc )?(?:ap )?dung chung\b|{_ACTED}(?: ?\(|$)"
    r"|thuoc tham quyen|(?:cac )?quy trinh\b|noi dung (?:cu the|chi tiet|(?:cac )?quy trinh)|luu do\b|so do\b"
    r"|nhung (?:tthc|thu tuc)\b"
    r"|(?:bi |da |duoc )*(?:het hieu luc|khong con|dua ra khoi|loai (?:bo|khoi)|cham dut|(?:tam )?(?:dung"
    r"|ngung) (?:thuc hien|tiep nhan|giai quyet)|dinh chi)\b"
)
#: A heading that speaks of procedures is no name of a sector.
_OF_PROCEDURES = re.compile(
    r"(?:(?:cac|danh muc|nhom|nhung|mot so) )*(?:danh muc|tthc|thu tuc(?: hanh chinh)?)\b"
)
#: An act that is denied, or done to a part of a procedure: it is none of a list's.
_HALVED = re.compile(
    r"\b(?:khong|chua)(?: phai| bi| duoc)? (?:bai bo|huy bo|sua doi|thay the|ban hanh moi|moi ban hanh|bo sung)\b"
    r"|\b(?:bai|huy) bo (?:mot phan|noi dung)\b"
)
#: "Thủ tục không thuộc thẩm quyền cấp xã": whose they are not, says nobody whose they are. "Lĩnh vực Hàng không thuộc …" does.
_DENIED = re.compile(r"(?<!\bhang )\b(?:khong|chua)(?: con)? (?:thuoc|phai cua|cua)\b")
#: "Những thủ tục được gộp vào …", "TTHC sẽ chuyển về …": something is done to them that is none of the actions known. Told
#: by the letters of the document: without marks "bị" is the one of "thiết bị", "đã" that of "đa dạng".
_OTHERWISE = re.compile(
    r"\b(?:được|(?<!thiết )(?<!trang )(?<!chuẩn )(?<!dự )bị|đã|đang|sẽ|chưa|chờ|cần)(?: được| bị)? "
    r"(?!(?:được|bị|thực hiện|tiếp nhận|giải quyết|cung cấp|công bố|quy định"
    r"|ban hành|nộp|trả|ủy|uỷ|phê duyệt|kèm|giao|tích hợp)\b)\w",
    re.IGNORECASE,
)
#: What stands below such a heading lists no procedures: processes, full contents, forms, internal procedures.
_NO_PROCEDURES = re.compile(
    r"(?:danh muc )?(?:quy trinh|luu do|so do|noi dung (?:cu the|chi tiet)|mau don|bieu mau)\b"
    r"|(?!.*\bdanh muc\b)(?!.*\bva (?:phe duyet )?quy trinh).*\bquy trinh (?:noi bo|dien tu|lien thong|giai quyet"
    r"|thuc hien|thu tuc)\b"
    r"|.*\b(?:tthc|thu tuc hanh chinh) noi bo\b|.*\bduoc phe duyet quy trinh\b"
)
#: As many signs as a mark has at most, with the dot behind them: "Á.", "1H)".
_UNREAD_MARK = re.compile(r"(?P<mark>[^\s.):]{1,4})[.):][ ]*(?P<rest>\S.*)", re.DOTALL)
#: Signs that strokes of a mark and its slash or full stop are recognised as: "UƯ" of "I/", "HJ/" of "III/".
_TORN_MARK = re.compile(
    r"(?P<mark>[IÍÌÏĨỊilLT|J!1HNUƯÚÙỦỤMVYĐ8]{1,4})(?P<stop>[./):]?)[ ]+(?P<rest>[^\W\d_].*)", re.DOTALL
)
#: Letters of single strokes; abbreviations ("TN", "HĐ") are made without them.
_SINGLE_STROKES = frozenset("IÍÌÏĨỊil|J!1UƯÚÙỦỤL")
#: Letters of a word in capitals that may begin a heading and is made of strokes: "TIN", "HÌNH"; a mark of two may be
#: a syllable too ("HI/").
_SHORTEST_WORD = 3  # chosen, not measured
#: Where a heading says which decision it belongs to.
BELONGS_TO = re.compile(r"\((?:ban hanh )?kem theo\b")


@dataclass(frozen=True, slots=True)
class Heading:
    """A section row or heading paragraph, and what it sets."""

    text: str
    mark: str | None  # A, I, I.1; None when it has none
    rank: str  # headings of the same rank end each other
    actions: tuple[Action, ...] = ()
    levels: tuple[Level, ...] = ()
    received: tuple[Level, ...] = ()  # named as those who only receive
    authority: tuple[Level, ...] = ()  # named as those who resolve, not as those who hold each row
    shared: bool = False
    sector: str | None = None
    count: int | None = None
    is_annex: bool = False
    no_procedures: bool = False  # internal processes or full contents stand below it
    typo: bool = False  # the word of its action is mistyped
    says_sector: bool = False  # by the words "lĩnh vực"
    weak: bool = False  # only words like "hết hiệu lực" say that it abolishes
    strange: bool = False  # it says something of its rows that is not understood
    unforeseen: bool = False  # it has words of which no name of a field, office or group is made

    @property
    def sets_anything(self) -> bool:
        """Whether the text says action, level, sector or a counter."""
        said = self.actions or self.levels or self.authority or self.shared or self.sector
        return bool(said) or self.count is not None


def split_mark(text: str) -> tuple[str | None, str, str]:
    """(mark, rank of the mark, rest of the text): `A1. LĨNH VỰC …` → ("A1", "LN", "LĨNH VỰC …")."""
    annex = _ANNEX.match(text)
    if annex:
        return f"PL{' ' + annex['mark'] if annex['mark'] else ''}", "annex", text[annex.end() :]
    named = _NAMED_PART.match(text)
    if named:
        return named["mark"], f"word:{fold(named['word'])}", text[named.end() :]
    marked = _MARKED.match(text)
    if marked:
        return marked["mark"], rank_of(marked["mark"]), text[marked.end() :]
    return None, "", text


def is_named_mark(text: str) -> bool:
    """Whether a text is a mark with its word and nothing else: "Phần I.", "MỤC 2", "Phần thứ nhất"."""
    found = _NAMED_PART.match(text)
    return found is not None and found.end() == len(text)


def rank_of(mark: str) -> str:
    """Shape of a mark: roman R, letter L, number N, in their order: `I.1` → RN."""
    parts = re.findall(r"[IVXL]+|[A-ZĐ]|\d+|[a-z]", mark)
    return "".join(
        "R" if re.fullmatch(r"[IVXL]+", part) else "N" if part.isdigit() else "L" for part in parts
    )


def is_plain_number(mark: str) -> bool:
    """Whether a mark could as well be the STT of a row."""
    return bool(re.fullmatch(r"\d{1,4}", mark))


def is_tally(text: str) -> bool:
    """Whether a text only counts what stands above it; a heading in capitals or with a mark of its own does not."""
    folded, is_sum = fold(text), _OTHER_CONG.match(text) is None
    if not (is_sum and _TALLY.match(folded)) and _TALLY_BY_ITS_END.match(folded) is None:
        return False
    if is_sum and _OPENS_TALLY.match(folded):
        return True
    letters = [sign for sign in text if sign.isalpha()]
    return (
        split_mark(text)[0] is None
        and sum(sign.isupper() for sign in letters) < 0.9 * len(letters)
        and not (folded.startswith(("linh vuc", "cap ", "danh muc")))
    )


def has_cue(rest: str) -> bool:
    """Whether a text, its mark taken off, begins as headings of an annex do."""
    return _CUE.match(fold(rest)) is not None


def is_strange(text: str) -> bool:
    """Whether a text says something of procedures that is none of the actions known."""
    folded = fold(text)
    return not actions_named(folded) and _STRANGE.search(_without_levels(folded)) is not None


def split_unread_mark(text: str) -> tuple[str, str] | None:
    """What was recognised of a mark that is none, and the words of its heading: "U. THỦ TỤC …" for II; None elsewhere."""
    found = _UNREAD_MARK.match(text)
    if (
        found is None
        or split_mark(text)[0] is not None
        or found["rest"][0].islower()
        or not has_cue(found["rest"])
    ):
        return None
    return found["mark"], found["rest"]


def split_torn_mark(text: str) -> tuple[str, str] | None:
    """The same for a row that is a heading, whatever its words: "HJ/ Nuôi ong" for III/; a syllable is no mark."""
    found = _TORN_MARK.match(text)
    if found is None or split_mark(text)[0] is not None or not found["rest"][0].isupper():
        return None
    mark, has_stop = found["mark"], bool(found["stop"])
    if is_syllable(mark) and len(mark) > 1 and (len(mark) >= _SHORTEST_WORD or not has_stop):
        return None
    return (mark, found["rest"]) if has_stop or not _SINGLE_STROKES.isdisjoint(mark) else None


def begins_a_list(rest: str) -> bool:
    """Whether a text speaks of procedures or a sector from its first word: "Thủ tục hành chính cấp tỉnh"."""
    folded = fold(rest)
    return _OF_PROCEDURES.match(folded) is not None or _SECTOR.match(folded) is not None


#: Where a heading says that what is listed below is only received: "… CẤP TỈNH (TIẾP NHẬN TẠI UBND CẤP XÃ)" (RULINGS 30).
_RECEIVED = re.compile(r"\b(?:tiep nhan|nop ho so|nhan ho so)\b[^;.()]{0,60}?\b(?:tai|o)\b[^;.()]*")


def parted_from_receivers(folded: str) -> tuple[str, tuple[Level, ...]]:
    """A heading without its words of reception, and the levels that they name, where the rest names who holds the rows."""
    found = _RECEIVED.search(folded)
    if found is None:
        return folded, ()
    rest = f"{folded[: found.start()]} {folded[found.end() :]}"
    receivers = levels_named(found.group())
    return (rest, receivers) if receivers and (levels_named(rest) or authority_levels(rest)) else (folded, ())


#: Who only helps, and what is left out, holds none of the rows below: "… (UBND cấp xã phối hợp)", "… (trừ thủ tục số 2 …)".
_NOT_HOLDING = re.compile(
    r"\([^()]*\bphoi hop\b[^()]*\)|\b(?:co su )?phoi hop (?:cua|voi|cung)\b[^;.()]*|\((?:ngoai )?tru (?!so\b)[^()]*\)"
)


def _of_holders(folded: str) -> str:
    """A heading without those who hold none of its rows, where the rest names who does."""
    rest = _NOT_HOLDING.sub(" ", folded)
    return rest if rest != folded and (levels_named(rest) or authority_levels(rest)) else folded


@lru_cache(maxsize=4096)
def heading_of(text: str, mark: str | None = None, *, bare_is_sector: bool = False) -> Heading:
    """Read a text that is known to be a heading. `mark` when it stands in a cell of its own.

    With `bare_is_sector` a heading that names neither action nor level nor "lĩnh vực" is itself a sector.
    """
    if mark is None:
        mark, rank, rest = split_mark(text)
    else:
        rank, rest = rank_of(mark), text
    belongs = BELONGS_TO.search(fold(rest))
    if belongs and len(fold(rest)) == len(rest):
        rest = rest[: belongs.start()].rstrip()
    folded = fold(rest)
    sector = sector_named(rest)
    without_sector, received = parted_from_receivers(_without_sector(rest, folded))
    halved = _HALVED.search(without_sector) is not None
    actions = () if halved else actions_named(without_sector)
    denied = _DENIED.search(without_sector) is not None
    holders = _of_holders(without_sector)
    levels = () if denied else levels_named(holders)
    shared = is_shared(without_sector)
    count = declared_count(folded)
    authority = () if denied else authority_levels(holders)
    says_sector = sector is not None
    if bare_is_sector and not (
        actions or levels or authority or shared or sector or _OF_PROCEDURES.match(folded)
    ):
        strange = _STRANGE.search(folded) is not None
        sector = None if strange else sentence_case(re.sub(r"[(\[].*$", "", rest))
    waits = bool(actions) and Action.ABOLISH not in actions and _WAITS.search(without_sector) is not None
    waits = waits or (bool(actions) and _PLANNED.search(without_sector) is not None)
    actions = () if waits else actions
    shown_rank = rank or _unmarked_rank(folded, actions, levels or authority, shared)
    return Heading(
        text=text,
        mark=mark,
        rank=shown_rank,
        actions=actions,
        levels=levels,
        received=received,
        authority=authority,
        shared=shared,
        sector=sector,
        count=count,
        is_annex=rank == "annex",
        no_procedures=_NO_PROCEDURES.match(folded) is not None,
        typo=bool(actions) and _is_mistyped(rest, actions),
        says_sector=_SECTOR.match(folded) is not None,
        weak=is_weakly_abolished(without_sector),
        strange=not actions
        and (
            halved
            or waits
            or denied
            or _STRANGE.search(_without_levels(without_sector)) is not None
            or (_OF_PROCEDURES.match(folded) is not None and _OTHERWISE.search(rest) is not None)
        ),
        unforeseen=not actions
        and _is_unforeseen(rest, of_whole=shown_rank in {"annex", "title"}, says_sector=says_sector),
    )


#: What tells whose a list is and where, to its end: names of offices and places are words of their own.
_WHOSE = re.compile(
    r"\b(?:thuoc|trong) (?:pham vi|tham quyen|chuc nang)\b.*$|\btren dia ban\b.*$|\bcua ubnd\b.*$"
)


def _is_unforeseen(rest: str, *, of_whole: bool, says_sector: bool) -> bool:
    """Whether a heading without an action has words that may say what is done to its rows, whatever they are.

    The caption of a whole list has words of every kind; there words of change count, and so in the name of a field.
    """
    folded = fold(rest)
    if _NO_PROCEDURES.match(folded) or not any(map(str.isalpha, rest)):
        return False
    if tells_of_change(rest):
        return True
    if of_whole or says_sector or len(folded) != len(rest):
        return False
    whose = _WHOSE.search(folded)
    said = rest[: whose.start()] if whose else rest
    return not is_made_of_names(re.sub(r"\([^)]*\)?", " ", said))


def _without_levels(folded: str) -> str:
    """A heading without the words that name who holds its procedures: "thuộc phạm vi quản lý của Sở khác"."""
    return re.sub(r"\b(?:thuoc|trong) (?:pham vi|tham quyen|chuc nang)\b.*$", "", folded)


def _without_sector(text: str, folded: str) -> str:
    """The folded text without the name of its sector, in which words of actions mean nothing."""
    found = _SECTOR.search(folded)
    if found is None or len(folded) != len(text):
        return folded
    end = _sector_end(text, folded, found.end())
    return f"{folded[: found.start()]} {folded[end:] if end is not None else ''}"


def _unmarked_rank(folded: str, actions: tuple[Action, ...], levels: tuple[Level, ...], shared: bool) -> str:
    if folded.startswith("danh muc") or _NO_PROCEDURES.match(folded):
        return "title"
    return _rank_of_words(bool(actions), bool(levels or shared))


def _rank_of_words(acts: bool, speaks_of_levels: bool) -> str:
    return "action" if acts else "level" if speaks_of_levels else "sector"


def rank_by_words(heading: Heading) -> str:
    """The rank of an unnumbered heading by what it says, its "Danh mục" left out of account."""
    return _rank_of_words(bool(heading.actions), bool(heading.levels or heading.authority or heading.shared))
