"""What a decision does to earlier ones, and the sentences of articles that act on procedures (DOMAIN §2.2, W2-W9).

Only a verb that acts counts: at the beginning of a sentence or clause, with an object of the field after it.
"được sửa đổi, bổ sung", "bị bãi bỏ" inside a name or a title act on nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from niemyet.extractors.decisions.act_tails import (
    behind_value,
    end_of_citations,
    limits,
    limits_pause,
    name_behind,
)
from niemyet.extractors.decisions.acts import (
    NO_SPAN,
    ON_TIME,
    TYPES,
    VERB,
    Span,
    Verb,
    has_object,
    is_whole,
    span_of,
    without_exception,
)
from niemyet.extractors.decisions.corrections import amended_fields
from niemyet.extractors.decisions.heading_patterns import article_count, levels_named
from niemyet.extractors.decisions.limits import names_unit
from niemyet.extractors.decisions.sentences import Sentence, aligned_fold, left_over
from niemyet.model.records import Citation, Question, Relation, fields
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action, Level, RelationType, ReviewKind
from niemyet.transforms.language.citations import find_citations, issuer_id, with_issuers
from niemyet.transforms.language.cited_issuers import issuer_of_list
from niemyet.transforms.language.codes import Code, find_codes, split_code_name
from niemyet.transforms.language.exceptions import part_exception
from niemyet.transforms.language.row_numbers import ROWS, row_numbers
from niemyet.transforms.language.text import clean, fold
from niemyet.transforms.units.country import provinces, share_ground

_BEFORE_VERB = re.compile(
    r"(?:^|\(|\bva |\bhoac |[,;:] ?(?:dong thoi )?|\bdong thoi |\bnay |\bky |\bhanh |^ve viec |\d{4} )$"
)
_CITED = re.compile(
    r"\b(?:toan bo )?(?:cac )?(?:quyet dinh|qd)\b(?! nay)(?:[^;.\d]|\.(?! )){0,90}?\d{1,6} ?/ ?(?:\d{4} ?/ ?)?[qo]d"
)
_CITED_BARE = re.compile(r"\bso \d{1,6} ?/ ?(?:\d{4} ?/ ?)?[qo]d")
_PUBLISHED_TAIL = re.compile(
    r"[,\s]*(?:(?:da )?(?:duoc|do)(?: (?:quyen )?(?:chu tich )?(?:ubnd|uy ban nhan dan)[^,;“”]{0,40}?)?|da)?"
    r"(?: ?(?:cong bo|ban hanh|phe duyet))?(?: (?:kem theo|tai|theo|trong|o|cua))*$"
)
_NEXT_OBJECT = re.compile(
    r"(?:[;,]| va) (?P<object>(?:cac |noi dung )?(?:thu tuc|tthc|danh muc|noi dung)\b"
    r"|(?:cac |mot |toan bo )?(?:(?:phan|muc) (?:\d|[ivxl]{1,5}\b|[a-h]\b)|phu luc|(?:stt|so thu tu) \d|khoan \d|diem [a-z]\b"
    r"|dieu \d|mot phan)[^;“”]{0,120}?\b(?:quyet dinh|qd) (?:so )?\d"
    # "…, thay thế Quyết định A và phần lĩnh vực Hộ tịch tại Quyết định B": of B only a part.
    r"|(?:cac )?(?:(?:phan )?linh vuc|phan (?:danh muc|noi dung|thu tuc|tthc))\b[^;,“”]{0,80}? (?:tai|cua|thuoc|trong|theo) "
    r"(?:quyet dinh|qd) (?:so )?\d)"
)
_VAGUE = re.compile(
    r"\(?(?:cac |mot so |mot phan |toan bo cac )?noi dung(?: da)?$|\(?mot phan\)?(?: hieu luc| noi dung)?(?: thi hanh)?(?: cua)?$"
)
#: A decision as the subject of what happens to it: "Quyết định A … hết hiệu lực", "… bị bãi bỏ", "… được lùi đến ngày …".
_LAPSES = re.compile(
    r"\b(?:(?P<repeal>(?:het|cham dut|khong con|khong co|mat) (?:hieu luc|gia tri)(?: phap ly)?)"
    r"|(?P<repealed>(?:bi|duoc) (?:bai bo|huy bo))"
    r"|(?P<replace>(?:bi |duoc )?thay the (?:bang|boi) (?:danh muc |phu luc )?(?:kem theo )?quyet dinh nay)"
    r"|(?P<withdraw>(?:bi|duoc) thu hoi)"
    r"|(?P<suspend>(?:bi |duoc )?(?:tam (?:ngung|dung|dinh chi)|dinh chi|ngung(?= (?:hieu luc|thi hanh)))"
    r"(?: viec| hieu luc| thi hanh| thuc hien| ap dung)*)"
    r"|(?P<restore>(?:duoc )?khoi phuc(?: lai| hieu luc)*|(?:duoc )?tiep tuc (?:thuc hien|ap dung) tro lai)"
    r"|(?P<postpone>(?:duoc )?lui(?: lai)?)"
    r"|(?P<extend>(?:duoc )?(?:keo dai|gia han)))\b"
)
_OF_WORDS = {"repealed": "repeal"}
#: Between a decision and what happens to it: its day and signer. A title between them ends otherwise: "… danh mục bị bãi bỏ".
_OF_ITS_TITLE = re.compile(r"\b(?:ve viec|cong bo|v/v|thu tuc|tthc|danh muc)\b")
_WITH_ITS_OWN = re.compile(
    r"\bva (?:cac|nhung|toan bo) (?:quyet dinh|van ban) (?:da )?"
    r"(?:sua doi|bo sung|lien quan|dieu chinh|thay the|dinh chinh|truoc|khac)"
)
_LAPSING = re.compile(
    r"(?:^|[;.] |, | va |\bdong thoi )(?=\(?(?:mot phan|cac|toan bo|noi dung|danh muc|thu tuc|tthc|quyet dinh|qd|phan|phu luc|muc"
    r"|so thu tu|stt|\d{1,3})\b)(?!quyet dinh nay)"
)
_UNNUMBERED = re.compile(r"^ ?(?:cac |nhung )quyet dinh\b(?! nay| sau| duoi)")
_QUOTED = re.compile(r"[“\"]([^”\"]{4,}?)[”\"]")
_NAMED = re.compile(r"^(?:thu tuc hanh chinh|tthc|thu tuc)\b[\s:]*")
_NOT_A_NAME = re.compile(
    r"^(?:trong|thuoc|tai|duoc|bi|linh vuc|so|muc|do|co|sau|da|cua|va|cap (?:tinh|huyen|xa|bo)|ban hanh|sua doi|moi"
    r"|nay)\b|^(?:\d|$)"
)
_MANY = re.compile(r"^(?:toan bo |cac |nhung |danh muc |mot so |\d{1,3}\b|noi dung )")


@dataclass(frozen=True, slots=True)
class ActClause:
    """One verb with its object and the decisions it aims at."""

    verb: Verb
    scope: str  # its object, in the words of the document; empty is the whole
    targets: tuple[Citation, ...]
    sentence: Sentence
    whole: str  # the clause from the verb on
    span: Span = NO_SPAN
    exception: str | None = None
    start: int = 0  # where it begins in its sentence
    limited: bool = False  # to a part, by words behind the decision


@dataclass(slots=True)
class Acts:
    """Everything the articles do."""

    relations: list[Relation] = field(default_factory=list)
    items: list[ReadItem] = field(default_factory=list)
    item_questions: list[tuple[int, Question]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    acting: dict[int, list[int]] = field(default_factory=dict)  # sentence → where its acts on others begin
    replaced: list[int] = field(default_factory=list)  # items that end because something takes their place
    issuer: str | None = None  # of the document itself, by its letterhead


#: Words before a list of rows that are published or amended, not ended.
_PUBLISHES = re.compile(
    r"\bcong bo\b(?!.*\b(?:bai bo|huy bo|het hieu luc)\b).*\b(?:ban hanh moi|moi ban hanh|sua doi|bo sung|chuan hoa)\b"
)


#: A cell with the number of a decision and nothing else, in a table below "Các quyết định sau đây hết hiệu lực:".
_BARE_NUMBER = re.compile(r"(?:so )?\d{1,6} ?/ ?(?:\d{4} ?/ ?)?[qo]d ?[-–] ?[a-z]+(?: ngay [\d/ .-]+)?[.;]?")
#: What else such a table holds: labels, numbers, days, titles.
_OF_A_TABLE = re.compile(
    r"[\d ./-]+|(?:stt|tt|(?:so|ngay|ten|trich yeu|co quan)\b[^.;:]{0,40})|(?:ve viec|v/v|cong bo) [^.;:]+"
)


def _published_rows(sentences: list[Sentence]) -> frozenset[int]:
    """Places of rows that an article lists and publishes: a name may begin with "Bãi bỏ", the first words act."""
    found: set[int] = set()
    article: int | None = None
    for place, sentence in enumerate(sentences):
        if _PUBLISHES.search(sentence.folded) and sentence.text.rstrip().endswith(":"):
            article = sentence.article
        elif (
            sentence.article == article
            and find_codes(sentence.text)
            and not re.search(r"\bquyet dinh (?:nay|so)\b", sentence.folded)
        ):
            found.add(place)
    return frozenset(found)


def read_acts(
    title: str | None,
    sentences: list[Sentence],
    own: tuple[int | None, date | None],
    levels: tuple[Level, ...],
    issuer_name: str | None = None,
) -> Acts:
    """Relations and acting sentences. `own` number and day are never a target; `levels` are those of the scope."""
    acts = Acts(issuer=_issuer_of(issuer_name))
    of_title: list[ActClause] = []
    if title:
        heading = Sentence(0, title, fold(title) if len(fold(title)) == len(title) else title.lower(), False)
        of_title = [_with_issuers(act) for act in _acts_of(heading)]
        for act in of_title:
            if act.verb is Verb.CORRECT:
                _relate(acts, act, own)
    carried: ActClause | None = None
    published = _published_rows(sentences)
    for place, sentence in enumerate(sentences):
        found = [] if place in published else [_with_issuers(act) for act in _acts_of(sentence)]
        found, carried = _below_opening(carried, sentence, found)
        for act in found:
            _add_act(acts, act, place, own, levels)
        if found and sentence.text.rstrip().endswith(":"):
            carried = found[-1]
    told = {one.target.number for one in acts.relations}
    for act in of_title:
        # An article says it better; a title that no article repeats is what there is.
        if act.verb in TIMELY_OF_TITLE and not any(one.number in told for one in act.targets):
            _relate(acts, act, own)
    acts.relations = list(dict.fromkeys(acts.relations))
    return acts


def _below_opening(
    opening: ActClause | None, sentence: Sentence, found: list[ActClause]
) -> tuple[list[ActClause], ActClause | None]:
    """The acts of a sentence below "Bãi bỏ các Quyết định sau:", and that opening, where it goes on."""
    if opening is None or opening.sentence.article != sentence.article:
        return found, None  # what an article opens ends with it, be its list a table
    if found:
        is_of_target = (
            opening.verb is Verb.AMEND
        )  # "Sửa đổi Quyết định A như sau: 1. Bãi bỏ số thứ tự 5 mục I."
        return [
            replace(one, targets=opening.targets) if is_of_target and not one.targets else one
            for one in found
        ], opening
    goes_on = (
        sentence.listed
        or sentence.folded.startswith(("quyet dinh", "thu tuc"))
        or _BARE_NUMBER.fullmatch(sentence.folded)
    )
    if goes_on and not sentence.folded.startswith("quyet dinh nay"):
        return [_carried(opening, sentence)], opening
    return [], opening if _OF_A_TABLE.fullmatch(sentence.folded) else None


def _add_act(
    acts: Acts, act: ActClause, place: int, own: tuple[int | None, date | None], levels: tuple[Level, ...]
) -> None:
    """An act of an article: its relations, the rows that it ends, and what it leaves open."""
    if any(not _is_own(one, own) for one in act.targets):
        acts.acting.setdefault(place, []).append(act.start)
    listed = _with_list_behind(act) if act.verb is Verb.REPEAL else None
    _relate(acts, act if listed is None else replace(act, scope=listed.scope), own)
    if listed is not None:
        _abolish_listed(acts, act, listed, levels)
    elif act.verb is Verb.REPEAL:
        _abolish(acts, act, levels)
    elif act.verb is Verb.REPLACE and ROWS.search(fold(act.scope)):
        _replace_rows(acts, act, levels)
    if (
        act.verb is Verb.AMEND
        and act.targets
        and not any(one.raw_text == act.sentence.text for one in acts.items)
    ):
        _amend(acts, act, levels)
    if not _pause(acts, act, levels):
        _ask_unnamed(acts, act)


_PAUSING = {Verb.SUSPEND: Action.SUSPEND, Verb.RESTORE: Action.RESTORE}


def _pause(acts: Acts, act: ActClause, levels: tuple[Level, ...]) -> bool:
    """ "Tạm dừng tiếp nhận TTHC mã X từ ngày … đến hết ngày …": an item for each code; whether there are any (RULINGS 40)."""
    codes = tuple(dict.fromkeys(code.base for code in find_codes(act.scope)))
    action = _PAUSING.get(act.verb)
    if action is None or act.targets or not codes or act.exception is not None or not act.span.clear:
        return False
    if limits_pause(act.scope) or _PAUSED_OBJECT.match(fold(act.scope)) is None:
        return False
    quoted = [clean(name).strip(" .,;") for name in _QUOTED.findall(act.scope)]
    named = _LEADS_TO_NAME.sub("", act.scope)
    names = quoted if len(quoted) == len(codes) else _names_beside(named, find_codes(named))
    for place, code in enumerate(codes):
        name = names[place] if len(names) == len(codes) else None
        made = _item(act, name or code, code, levels_named(fold(_QUOTED.sub(" ", act.scope))) or levels)
        acts.items.append(
            replace(
                made,
                action=action,
                effective_until=act.span.effective_until,
                flags=() if name else ("name_missing",),
            )
        )
    return True


#: What of a pause stands before the name of its procedure: "thực hiện thủ tục Đăng ký kết hôn (mã số …)".
_LEADS_TO_NAME = re.compile(
    r"^\W*(?:(?:việc|tiếp nhận|giải quyết|thực hiện|áp dụng|tiếp tục|trở lại|lại|hồ sơ|và|đối với|các|\d{1,3})\s+)+",
    re.IGNORECASE,
)
#: How the object of a pause begins where it is the procedure, and no part or way of it ("thu phí của thủ tục …").
_PAUSED_OBJECT = re.compile(
    r"\W*(?:(?:toan bo|tat ca|cac|nhung|viec|tiep nhan|giai quyet|thuc hien|ap dung|trien khai|cong bo|cong khai|niem yet"
    r"|hieu luc|thi hanh|ho so|moi|va|tra ket qua|cua|doi voi|lai|tro lai|\(?\d{1,3}\)?)[ ,:]+)*"
    r"(?:thu tuc|tthc|ma\b|dich vu cong|[“\"(]|\d)"
)


def _amend(acts: Acts, act: ActClause, levels: tuple[Level, ...]) -> None:
    """A sentence that changes a field of a procedure is an amendment of it."""
    item = amended_fields(act.sentence, levels)
    span = span_of(Verb.REPEAL, behind_value(act.sentence.text))  # the day from which it holds, as of an end
    if item is None or not span.clear:
        return
    item = replace(item, effective_on=span.effective_on)
    if item.code is not None and not levels:
        item = replace(item, flags=("level_unknown",))
        acts.item_questions.append((len(acts.items), level_question(item.name or item.code or "")))
    acts.items.append(item)


#: What a title says of an earlier decision counts where no article says more of it.
TIMELY_OF_TITLE = frozenset(
    {Verb.REPLACE, Verb.REPEAL, Verb.WITHDRAW, Verb.SUSPEND, Verb.RESTORE, Verb.POSTPONE, Verb.EXTEND}
)


_LONGEST_BEFORE = (
    40  # letters in which what may stand before a verb has room ("; đồng thời "); chosen, not measured
)
_LONGEST_CITED = 300  # letters of a citation up to its "/QĐ": `_CITED` takes 250 by definition
_LONGEST_OBJECT = 400  # letters in which the first words of its object have room; chosen, not measured


def _acts_of(sentence: Sentence) -> list[ActClause]:
    text, folded = sentence.text, sentence.folded
    if len(text) != len(folded) or _IS_BASIS.match(folded):
        return []
    found, taken = _lapses_of(sentence)
    starts = []
    previous: re.Match[str] | None = None
    for one in VERB.finditer(folded):
        verb = Verb(one.lastgroup or "")
        is_joined = previous is not None and _is_joint(folded[previous.end() : one.start()])
        previous = one
        before = _BEFORE_VERB.search(folded, max(0, one.start() - _LONGEST_BEFORE), one.start())
        acting = (before or is_joined) and has_object(verb, folded[one.end() : one.end() + _LONGEST_OBJECT])
        inside = any(start <= one.start() < end for start, end in taken)
        if acting and not inside and not _inside_quotes(text, one.start()):
            starts.append(one)
    ends = [one.start() for one in starts[1:]] + [len(text)] * bool(starts)
    acts = []
    for one, limit in zip(starts, ends, strict=True):
        verb = Verb(one.lastgroup or "")
        end = _before_negation(verb, folded, one.end(), limit)
        lead = text[one.start() : one.end()]
        made = [
            _act(verb, sentence, one.start(), place, lead) for place in _objects(text, folded, one.end(), end)
        ]
        acts += _with_what_stays([_since_before(act, folded) for act in made], text[end:limit])
    found = [_since_before(act, folded) for act in found]
    return sorted([*found, *_with_shared_targets(acts)], key=lambda act: act.start)


#: A sentence that says on what it rests: what it cites was done before.
_IS_BASIS = re.compile(r"(?:can cu|theo de nghi|xet de nghi|xet to trinh|tren co so)\b")
#: "…; không bãi bỏ …", "… nhưng vẫn giữ …": what follows is not ended, whatever verb stands before it.
_STAY = r"(?:giu(?: nguyen| lai)?|duy tri|de nguyen|tiep tuc (?:duoc )?(?:thuc hien|ap dung|giai quyet|co hieu luc)|con hieu luc)"
_NEGATED = re.compile(
    r"\b(?:khong|chua)(?: duoc| bi| phai)? (?:bai bo|huy bo|thay the|thu hoi|cham dut)\b"
    rf"|(?<=[;,.] )(?:van )?{_STAY}\b|(?<= va )(?:van )?{_STAY}\b"
    rf"|\b(?:nhung|song|con|ma|rieng)\b[^;.]{{0,12}}?\b(?:van|{_STAY}|khong|chua)\b"
    r"|\bvan (?:giu|duy tri|tiep tuc|con|thuc hien|ap dung)\b"
)
#: A clause of its own whose subject stays as it is.
_CLAUSE_STAYS = re.compile(
    r";[^;]*\b(?:giu nguyen|khong thay doi|van (?:con|co|giu|tiep tuc|duoc)|tiep tuc (?:co |duoc )?(?:hieu luc|thuc hien|ap dung)"
    r"|con hieu luc)\b"
)
_ENDING_VERBS = frozenset({Verb.REPEAL, Verb.REPLACE, Verb.WITHDRAW})


def _before_negation(verb: Verb, folded: str, start: int, end: int) -> int:
    """Where the object of a verb that ends something stops, for what follows is said to stay."""
    if verb not in _ENDING_VERBS:
        return end
    found = _NEGATED.search(folded, start, end)
    last = found.start() if found else end
    staying = _CLAUSE_STAYS.search(folded, start, end)  # "; các nội dung khác của Quyết định B giữ nguyên"
    return min(last, staying.start()) if staying else last


#: "Từ ngày … đến hết ngày …, tạm dừng …": the time of an act may stand before it.
_TIME_BEFORE = re.compile(
    r"(?:^|[;.] )(?:ke )?tu (?!ngay quyet dinh nay|ngay ky|ngay ban hanh)[^;]{3,80}?, ?$"
)


def _since_before(act: ActClause, folded: str) -> ActClause:
    """An act without a time of its own takes the one that opens its sentence."""
    dated = act.verb in ON_TIME or act.verb in _ENDING_VERBS
    before = _TIME_BEFORE.search(folded[: act.start]) if dated and act.span == NO_SPAN else None
    return replace(act, span=span_of(act.verb, before.group())) if before else act


def _with_what_stays(acts: list[ActClause], rest: str) -> list[ActClause]:
    """ "Bãi bỏ Quyết định A nhưng giữ nguyên thủ tục X": what is said to stay is an exception of the act before it."""
    stays = clean(rest).strip(" ,.;()")
    last = acts[-1]
    if not stays or not last.targets or last.exception is not None or not part_exception(stays)[1]:
        return acts
    return [*acts[:-1], replace(last, exception=stays)]


def _is_joint(between: str) -> bool:
    """A verb right after another that acts: "hủy bỏ, thay thế Quyết định", "thu hồi và hủy bỏ Quyết định"."""
    return between.strip() in {",", "va", "hoac", "/"}


def _act(verb: Verb, sentence: Sentence, begin: int, place: tuple[int, int], lead: str) -> ActClause:
    start, stop = place
    clause, clause_folded = sentence.text[start:stop], sentence.folded[start:stop]
    cited = _first_cited(clause, clause_folded)
    scope = _trimmed(clause[: cited.start()]) if cited else clause.strip(" :.;,/")
    exception = None
    if verb in _LEAVES_OUT:
        after, exception = (
            without_exception(clause[cited.start() :], clause_folded[cited.start() :])
            if cited
            else ("", None)
        )
        scope, excepted = without_exception(scope, aligned_fold(scope))
        exception = exception or excepted
    else:
        after = clause[cited.start() :] if cited else ""
    named = _QUOTED_ALL.sub(lambda found: " " * len(found.group()), after)
    own_signing = _FROM_ITS_SIGNING.search(aligned_fold(named))
    named, whose = (
        (named[: own_signing.start()], named[own_signing.start() :]) if own_signing else (named, "")
    )
    span = span_of(verb, clause_folded) if verb is not Verb.CORRECT else NO_SPAN
    part = (
        _limited_behind(named) if verb not in {Verb.CORRECT, Verb.AMEND} and is_whole(fold(scope)) else None
    )
    scope = part or scope
    targets = _decisions_in(named) if cited else ()
    return ActClause(
        verb=verb,
        scope=scope,
        targets=targets,
        sentence=sentence,
        whole=f"{lead} {clause.strip(' ;,')}",
        span=_signing_of(whose, targets) if whose else span,
        exception=exception,
        start=begin,
        limited=part is not None,
    )


#: Acts that end what their decision holds, but for what the document leaves out.
_LEAVES_OUT = frozenset({*_ENDING_VERBS, Verb.SUSPEND})
#: "Quyết định A (đã được sửa đổi, bổ sung tại Quyết định B)": B is told of A, and nothing is said of what becomes of it.
_TOLD_OF_IT = re.compile(
    r"\b(?:da )?(?:duoc|bi) (?:sua doi|bo sung|dinh chinh|dieu chinh|thay the|gia han|keo dai)[^;()]{0,60}?"
    r"\b(?:tai|boi|theo|bang) (?:cac )?(?:quyet dinh|qd)\b(?! nay)[^;()]*"
)


def _decisions_in(text: str) -> tuple[Citation, ...]:
    """The decisions that a clause acts on: those that it names, without those that once amended them."""
    folded = aligned_fold(text)
    if len(folded) != len(text):
        return find_citations(text)
    told = _TOLD_OF_IT.search(folded)
    return find_citations(text[: told.start()] + text[told.end() :]) if told else find_citations(text)


#: "Hủy bỏ Quyết định A kể từ ngày ban hành Quyết định A": from the day of signing of the decision that is named.
_FROM_ITS_SIGNING = re.compile(
    r"\b(?:ke )?tu (?:ngay|khi|thoi diem) (?:ky|ban hanh|ky ban hanh|cong bo)(?: ban hanh)? (?:quyet dinh|qd) (?:so )?\d"
)


def _signing_of(whose: str, targets: Sequence[Citation]) -> Span:
    """From the day of signing that the words name; one that cannot be told is asked for."""
    numbers = {one.number for one in find_citations(whose)}
    days = {
        one.signed_on for one in (*targets, *find_citations(whose)) if one.number in numbers and one.signed_on
    }
    return Span(days.pop()) if len(days) == 1 else Span(clear=False)


#: Behind the decision, to what of it an act is held: "… đối với thủ tục số 4", "… tại các xã miền núi", "… (phần cấp xã)".
_LIMITED = re.compile(
    r"\bdoi voi (?P<part>(?:cac |nhung |mot so |\d+ |noi dung |phan |ubnd )*(?:linh vuc|thu tuc|tthc|noi dung|danh muc|muc|phan"
    r"|phu luc|nhom|cap|so thu tu|stt|xa|phuong|dac khu)\b[^;.]{0,150}?)(?=$|[;.,]| ke tu| tu ngay| den (?:het )?ngay)"
    r"|\b(?:tai|o|tren dia ban) (?P<place>(?:cac |nhung |mot so |\d+ )+(?:xa|phuong|dac khu|dia ban|khu vuc|don vi)\b"
    r"[^;.,]{0,80})"
    r"|\((?P<inner>(?:chi |rieng )?(?:mot )?phan\b[^()]{3,80})\)"
    r"|, ?(?P<kept>(?:chi )?giu lai\b[^;.]{3,120})"
)
#: The title of the decision that is named: what stands in it limits nothing.
_TITLE_BEGINS = re.compile(r"\b(?:ve viec|ve|cong bo|phe duyet)\b")


def _limited_behind(after: str) -> str | None:
    """The part of a decision to which words behind it hold an act on it; None where none do."""
    folded = aligned_fold(after)
    found = _LIMITED.search(folded)
    if found is None or len(folded) != len(after) or _TITLE_BEGINS.search(folded, 0, found.start()):
        return None
    group = found.lastgroup or "part"
    part = clean(after[found.start(group) : found.end(group)]).strip(" ,")
    return f"một phần, {part}" if group == "kept" else part


_QUOTED_ALL = re.compile(r"“[^”]*”")


def _with_shared_targets(acts: list[ActClause]) -> list[ActClause]:
    """Several objects before one citation: "bãi bỏ … số 10 mục I; bãi bỏ … số 31 mục II, Phụ lục kèm theo A"."""
    out: list[ActClause] = []
    for act in reversed(acts):
        after = out[-1] if out else None
        lacks = not act.targets and (ROWS.search(fold(act.scope)) or is_whole(fold(act.scope)))
        if lacks and after is not None and after.targets:
            out.append(replace(act, scope=re.sub(r" và$", "", act.scope), targets=after.targets))
        else:
            out.append(act)
    return out[::-1]


#: "… từ ngày Nghị định số 5 hết hiệu lực": it is the decree that ends, not the decision that is cited before it.
_OF_ANOTHER_PAPER = re.compile(
    r"\b(?:tu|khi)(?: ngay| thoi diem| khi)? (?:nghi dinh|thong tu|nghi quyet|luat)\b[^;,]*$"
)


def _lapses_of(sentence: Sentence) -> tuple[list[ActClause], list[tuple[int, int]]]:
    """ "Quyết định A hết hiệu lực kể từ ngày …": its acts, and the places that they take up."""
    text, folded = sentence.text, sentence.folded
    acts: list[ActClause] = []
    taken: list[tuple[int, int]] = []
    none_until = (
        0  # up to here no decision is cited: what was searched for one verb is not searched for the next
    )
    for lapses in _LAPSES.finditer(folded):
        if _inside_quotes(text, lapses.start()) or any(start <= lapses.start() < end for start, end in taken):
            continue
        begin = taken[-1][1] if taken else 0
        named = lapses.lastgroup or "repeal"
        verb = Verb(_OF_WORDS.get(named, named))
        if (
            named == "repeal"
            and begin == 0
            and text.rstrip().endswith(":")
            and not find_citations(text[: lapses.start()])
        ):
            return [ActClause(Verb.REPEAL, "", (), sentence, text, span_of(Verb.REPEAL, folded))], [
                (0, len(text))
            ]
        cited = _first_cited(text, folded, max(begin, none_until), lapses.start())
        if cited is None:
            none_until = lapses.start() - _LONGEST_CITED
            unnumbered = _SOME_DECISIONS.search(folded, begin, lapses.start())
            if unnumbered is not None and verb in _ENDING_VERBS:
                acts.append(
                    ActClause(verb, text[unnumbered.start() : lapses.start()].strip(), (), sentence, text)
                )
            continue
        if named != "repeal" and _OF_ITS_TITLE.search(folded, cited.end(), lapses.start()):
            continue
        if _OF_ANOTHER_PAPER.search(folded, cited.end(), lapses.start()):
            continue
        starts = [
            found.end() for found in _LAPSING.finditer(folded, begin) if found.end() <= cited.start() + 1
        ]
        start = min(
            (one for one in starts if "quyet dinh nay" not in folded[one : cited.start()]), default=begin
        )
        end = m.start() if (m := _NEXT_CLAUSE.search(folded, lapses.end())) else len(text)
        rest, tail = text[lapses.end() : end], folded[lapses.end() : end]
        scope = _trimmed(text[start : cited.start()])
        if re.match(r" ?\(?mot phan\b", tail):
            scope = scope or "một phần"
        elif (found := _OF_A_PART.match(tail)) is not None and "quyet dinh" not in found["part"]:
            scope = scope or rest[found.start("part") : found.end("part")].strip()
        _, exception = without_exception(rest, tail)
        never = lapses.group().startswith("khong co") and _FROM_A_SIGNING.search(tail)
        acts.append(
            ActClause(
                verb=verb,
                scope=scope,
                targets=find_citations(text[cited.start() : lapses.start()]),
                sentence=sentence,
                whole=text[start:end].strip(" ;,"),
                span=Span(clear=False) if never else span_of(verb, tail),
                exception=exception,
                start=start,
            )
        )
        taken.append((start, end))
    return acts, taken


#: "… không có giá trị kể từ ngày ký": that of the decision that never had any, or of the one that says so.
_FROM_A_SIGNING = re.compile(r"\btu (?:ngay|khi) (?:ky|ban hanh)(?: ban hanh)?\b(?! quyet dinh nay)")
#: "Quyết định số … hết hiệu lực đối với các thủ tục lĩnh vực Hộ tịch": of a part, never of the whole.
_OF_A_PART = re.compile(
    r"(?: thi hanh)? (?:doi voi|trong|o) (?P<part>(?:cac |nhung |\d+ |noi dung |phan )*(?:linh vuc|thu tuc|tthc|noi dung"
    r"|danh muc|muc|phan|phu luc|nhom|cap)\b[^;.]{0,150}?)(?=$|[;.,]| ke tu| tu ngay)"
)
_SOME_DECISIONS = re.compile(r"\b(?:cac|nhung) quyet dinh\b(?! nay| sau| duoi)")
_NEXT_CLAUSE = re.compile(r";| va (?=(?:thay the|bai bo|cong bo|quyet dinh)\b)")


def _ask_unnamed(acts: Acts, act: ActClause) -> None:
    """An act that names no decision and no row that could be told: asked, nothing is done (RULINGS 39, 40)."""
    folded = fold(act.scope)
    listed = act.sentence.text.rstrip().endswith(":")
    named = bool(find_codes(act.scope) or _QUOTED.search(act.scope))
    unnumbered = act.verb in {Verb.REPEAL, Verb.REPLACE, Verb.WITHDRAW} and _UNNUMBERED.match(folded)
    suspended = act.verb is Verb.SUSPEND and named
    told = fold(act.whole)
    others = act.verb in _ENDING_VERBS and (
        _WITH_ITS_OWN.search(told) or (act.targets and _TOLD_OF_IT.search(told))
    )
    if suspended and not act.targets and not listed:
        acts.questions.append(left_over(act.sentence))
    elif others or (not act.targets and not listed and unnumbered):
        acts.questions.append(
            Question(
                ReviewKind.SCOPE_UNKNOWN,
                fields(text=act.whole[:300], target=""),
                tuple(code.base for code in find_codes(act.scope)),
            )
        )


def _objects(text: str, folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """A verb may have several objects, each with its decision: "thủ tục “…” tại Quyết định A và thủ tục “…” tại B"."""
    spans = []
    while cited := _first_cited(text, folded, start, end, patterns=(_CITED,)):
        after = _NEXT_OBJECT.search(folded, cited.end(), end)
        while after and _inside_quotes(text, after.start("object")):
            after = _NEXT_OBJECT.search(folded, after.end(), end)
        if after is None:
            break
        spans.append((start, after.start()))
        start = after.start("object")
    return [*spans, (start, end)]


def _first_cited(
    text: str,
    folded: str,
    start: int = 0,
    end: int | None = None,
    patterns: tuple[re.Pattern[str], ...] = (_CITED, _CITED_BARE),
) -> re.Match[str] | None:
    """The first decision that a clause cites; what stands in quotes is a name."""
    last = len(folded) if end is None else end
    for pattern in patterns:
        place = start
        while found := pattern.search(folded, place, last):
            if not _inside_quotes(text, found.start()):
                return found
            place = found.start() + 1
    return None


def _inside_quotes(text: str, place: int) -> bool:
    return text.count("“", 0, place) > text.count("”", 0, place)


def _trimmed(scope: str) -> str:
    """The object without "được Chủ tịch UBND tỉnh công bố tại"."""
    folded = fold(scope)
    lead = len(scope) - len(scope.lstrip())
    found = _PUBLISHED_TAIL.search(folded)
    end = found.start() + lead if found and found.group() else len(scope)
    return clean(scope[:end]).strip(" ,;:")


def _with_issuers(act: ActClause) -> ActClause:
    """The act with whose decisions its sentence says that they are: "… UBND tỉnh A công bố tại Quyết định số 5 …"."""
    if not act.targets:
        return act
    return replace(act, targets=with_issuers(act.targets, find_citations(act.sentence.text)))


def _carried(act: ActClause, sentence: Sentence) -> ActClause:
    """A point of a list below "Bãi bỏ các Quyết định sau:" does what its opening says, to the decisions of whom it says."""
    found = _with_issuers(_of_a_point(act, sentence))
    issuer = issuer_of_list(act.sentence.text) if found.targets else None
    if issuer is None:
        return found
    return replace(found, targets=tuple(replace(one, issuer=one.issuer or issuer) for one in found.targets))


def _of_a_point(act: ActClause, sentence: Sentence) -> ActClause:
    text, folded = sentence.text, sentence.folded
    cited = _first_cited(text, folded)
    span = span_of(act.verb, folded) if act.verb is not Verb.CORRECT else NO_SPAN
    span = span if span != NO_SPAN else act.span
    if cited is None and _BARE_NUMBER.fullmatch(folded):
        return ActClause(act.verb, "", find_citations(text), sentence, text, span)
    if cited is None:
        return ActClause(act.verb, text.strip(" ;,./"), act.targets, sentence, text, span)
    scope = _trimmed(text[: cited.start()]) or _part_of_opening(act.scope)
    after, exception = text[cited.start() :], act.exception
    if act.verb in _LEAVES_OUT:
        after, excepted = without_exception(after, folded[cited.start() :])
        exception = excepted or exception
    return ActClause(act.verb, scope, _decisions_in(after), sentence, text, span, exception)


_OPENS_LIST = re.compile(
    r",? ?(?:(?:da )?(?:duoc )?(?:cong bo|ban hanh|phe duyet|quy dinh) )?(?:kem theo |tai |trong |o |cua |theo )?"
    r"(?:\d{1,3} |cac |nhung |mot so |toan bo )*(?:quyet dinh|van ban)"
    r"(?: (?:cu the )?(?:sau day|sau|duoi day|nhu sau|gom|cu the))*$"
)


def _part_of_opening(scope: str) -> str:
    """ "Bãi bỏ các nội dung về … đã công bố tại các Quyết định:" says of each decision below it only what it ends."""
    found = _OPENS_LIST.search(aligned_fold(scope))
    part = clean(scope[: found.start()] if found else "").strip(" ,;:")
    return "" if is_whole(fold(part)) else part


def _relate(acts: Acts, act: ActClause, own: tuple[int | None, date | None]) -> None:
    targets = _on_possible_days(
        acts, act, [one for one in act.targets if one.number is not None and not _is_own(one, own)]
    )
    folded = fold(act.scope)
    whole, part = TYPES[act.verb]
    since, until = act.span.effective_on, act.span.effective_until
    for target in targets:
        if act.verb is Verb.CORRECT and _EFFECT_CHANGED.search(folded):
            day = _moved_by(act)
            if day is None:
                _ask_day(acts, act, target)
            else:
                acts.relations.append(Relation(RelationType.CORRECTS, target, act.scope, *day))
        elif act.verb is Verb.RESTORE and _ENDED_THERE.search(folded):
            acts.questions.append(left_over(act.sentence))  # a suspension that was none ends nothing
        elif act.verb in ON_TIME:
            scope = None if is_whole(folded) else act.scope
            _relate_time(acts, act, Relation(whole, target, _and(scope, act.exception), since, until))
        elif act.verb is Verb.REPEAL and ROWS.search(folded):
            acts.relations.append(Relation(RelationType.REPEALS_ROW, target, act.scope, since))
        elif is_whole(folded):
            if whole in _ENDING and not act.span.clear:
                _ask_day(acts, act, target)
                continue
            acts.relations.append(Relation(whole, target, act.exception, since))
        elif _VAGUE.match(folded):
            acts.relations.append(Relation(part, target, None, since))
            if part is not whole and "review_scope" not in acts.flags:
                acts.flags.append("review_scope")
                acts.questions.append(
                    Question(
                        ReviewKind.SCOPE_UNKNOWN,
                        fields(text=act.whole[:300], target=target.number_text),
                    )
                )
        else:
            day = _moved_by(act)
            if act.verb is Verb.AMEND and day is not None:
                acts.relations.append(Relation(RelationType.POSTPONES, target, act.scope, *day))
            kept = None if act.verb in {Verb.AMEND, Verb.CORRECT} else since
            acts.relations.append(Relation(part, target, _and(act.scope, act.exception), kept))


#: "Khôi phục thủ tục … đã bãi bỏ tại Quyết định A": A ended it, and its end is taken back, not a suspension.
_ENDED_THERE = re.compile(r"\b(?:bai bo|huy bo|thay the|het hieu luc|cham dut)\b")
_ENDING = frozenset({RelationType.REPEALS_DOC, RelationType.REPLACES_DOC, RelationType.WITHDRAWS})
_EFFECT_CHANGED = re.compile(
    r"\b(?:ngay|thoi (?:diem|gian|han))(?: bat dau)?(?: co)? (?:hieu luc|thi hanh|ap dung)\b"
)


def _and(scope: str | None, exception: str | None) -> str | None:
    return " ".join(part for part in (scope, exception) if part) or None


def _moved_by(act: ActClause) -> tuple[date, date | None] | None:
    """The days of effect that an amended article or a correction gives its target; None where it gives none."""
    folded = aligned_fold(act.whole)
    quoted = " ".join(aligned_fold(one) for one in _QUOTED_ALL.findall(act.whole))
    if act.verb is Verb.AMEND and "hieu luc" in quoted and act.scope and "dieu" in fold(act.scope):
        span = span_of(Verb.EXTEND, quoted)
    elif act.verb is Verb.CORRECT and _EFFECT_CHANGED.search(fold(act.scope)):
        span = span_of(Verb.CORRECT, folded)
    else:
        return None
    return (span.effective_on, span.effective_until) if span.effective_on is not None else None


#: "Điều chỉnh thời hạn có hiệu lực của … đến hết ngày …": its last day, not its first.
_ENDS_OTHERWISE = re.compile(r"\bthoi (?:han|gian)\b.*\b(?:den|toi|thanh) het ngay\b")


def _relate_time(acts: Acts, act: ActClause, relation: Relation) -> None:
    """An act on the time of its target; without a day that can be read it is asked about, and does nothing."""
    if act.limited and act.verb is not Verb.SUSPEND:
        return  # which rows begin later or go on is for a person to say: it is asked about as an act that was not read
    if act.verb is Verb.POSTPONE and _ENDS_OTHERWISE.search(fold(act.whole)):
        acts.questions.append(left_over(act.sentence))  # an earlier end is no later beginning
        return
    lacks = act.verb is Verb.EXTEND and relation.effective_until is None
    if not act.span.clear or lacks:
        _ask_day(acts, act, relation.target)
        return
    acts.relations.append(relation)


def _on_possible_days(acts: Acts, act: ActClause, targets: Sequence[Citation]) -> list[Citation]:
    """The targets on which it can act when it says; of the others it is asked when."""
    possible = []
    for target in targets:
        if _is_impossible(act, target):
            _ask_day(acts, act, target)
        else:
            possible.append(target)
    return possible


def _is_impossible(act: ActClause, target: Citation) -> bool:
    """Whether an act on a whole decision begins before that was signed, or ends before it begins: no such day is meant."""
    since, until = act.span.effective_on, act.span.effective_until
    if since is None or act.verb not in ON_TIME | {Verb.REPEAL, Verb.REPLACE, Verb.WITHDRAW}:
        return False
    return (target.signed_on is not None and since < target.signed_on) or (
        until is not None and until <= since
    )


def _ask_day(acts: Acts, act: ActClause, target: Citation) -> None:
    """The act is kept, without a day it does nothing."""
    whole, _ = TYPES[act.verb]
    acts.relations.append(Relation(whole, target, act.exception, undated=True))
    acts.questions.append(
        Question(ReviewKind.ACT_DATE_UNCLEAR, fields(text=act.whole[:300], target=target.number_text))
    )


def _is_elsewhere(target: Citation, own: str | None) -> bool:
    """Whether a decision is of somebody whose decisions nobody here inherits: another province, a unit (RULINGS 16)."""
    if target.issuer in {None, own} or own not in provinces():
        return False
    return not share_ground(own, target.issuer or "")


#: "Sửa đổi, thay thế STT 1 …": what is changed and replaced at once is what stands in the row, not the row.
_CHANGED_AT_ONCE = re.compile(r"\b(?:sua doi|bo sung|dieu chinh|dinh chinh|cap nhat)(?:,| va| hoac|/)? ?$")
_CONTENT = re.compile(r"(?:cac |mot so |mot phan |toan bo )*noi dung\b(?! (?:da )?cong bo)")


def _replace_rows(acts: Acts, act: ActClause, levels: tuple[Level, ...]) -> None:
    """Rows that others take the place of end; what only changes within them is asked about."""
    changed = _CHANGED_AT_ONCE.search(act.sentence.folded[: act.start])
    if changed or _CONTENT.match(fold(act.scope)):
        acts.questions.append(left_over(act.sentence))
        return
    begin = len(acts.items)
    _abolish(acts, act, levels)
    acts.replaced += range(begin, len(acts.items))


def with_replaced_in_doubt(acts: Acts, *, lists: bool) -> None:
    """A row that is replaced waits for a person where the decision has no list with what takes its place."""
    for place in acts.replaced if not lists else ():
        item = acts.items[place]
        if "row_doubtful" in item.flags:
            continue
        acts.items[place] = replace(item, flags=(*item.flags, "row_doubtful"))
        words = fields(name=item.name or item.code, why="replaced_by_nothing")
        acts.item_questions.append((place, Question(ReviewKind.ROW_DOUBTFUL, words, ("valid", "void"))))


def _is_own(target: Citation, own: tuple[int | None, date | None]) -> bool:
    return target.number == own[0] and target.signed_on in {own[1], None}


def _abolish(acts: Acts, act: ActClause, levels: tuple[Level, ...]) -> None:
    """Items of "Bãi bỏ thủ tục “…”", "Bãi bỏ TTHC số thứ tự 2 mục II phần A …", "Bãi bỏ thủ tục … (mã số 1.00…)"."""
    if act.exception is not None:
        return  # what is left out is not told apart from what goes: asked as a part
    folded = fold(act.scope)
    if _OF_PROCESSES.match(folded):
        return  # they hang on no board, whatever procedures they are of
    if (_OF_A_PROCEDURE.match(folded) and not act.targets) or _is_of_a_part(act.scope):
        acts.questions.append(left_over(act.sentence))
        return
    named = levels_named(fold(_QUOTED.sub(" ", act.scope))) or levels
    if ROWS.search(folded):
        if act.targets:
            _abolish_rows(acts, act, named)
        return
    if _abolish_named(acts, act, named):
        return
    opening = _NAMED.match(folded)
    if opening and not act.sentence.text.rstrip().endswith(":") and not _MANY.match(folded):
        name = act.scope[opening.end() :] if len(folded) == len(act.scope) else ""
        if name and not _NOT_A_NAME.match(fold(name)) and act.targets:
            _add(acts, act, name.strip(' “”".,;:'), None, named)


#: Behind the decision that is cited, the list of what of it ends: "… tại Quyết định số …, gồm: A (mã …), B (mã …)".
_LIST_BEHIND = re.compile(
    r"[^:;]{0,160}?(?:\b(?:gom|bao gom|cu the|nhu sau|sau day|la)\b[^:;]{0,30})?: ?(?P<list>.+)"
)
_PLURAL = re.compile(r"(?:cac|nhung|toan bo|\d{1,3})\b[^;:]{0,20}\b(?:thu tuc|tthc)\b")


def _with_list_behind(act: ActClause) -> ActClause | None:
    """The act on the procedures that are listed behind the decision in which they stand, each with its code; None without."""
    if not act.targets or act.exception or find_codes(act.scope) or _PLURAL.match(fold(act.scope)) is None:
        return None
    begin = end_of_citations(act.whole)
    found = _LIST_BEHIND.fullmatch(aligned_fold(act.whole), begin) if begin else None
    if found is None:
        return None
    listed = act.whole[found.start("list") :].strip(" .;")
    codes = find_codes(listed)
    if (
        not codes
        or not listed.endswith((codes[-1].text, f"{codes[-1].text})"))
        or find_codes(act.whole[:begin])
    ):
        return None
    return replace(act, scope=f"{act.scope}: {listed}", whole=act.whole[:begin])


def _abolish_listed(acts: Acts, act: ActClause, listed: ActClause, levels: tuple[Level, ...]) -> None:
    """Items of such a list, each with all of its clause."""
    begin = len(acts.items)
    _abolish(acts, listed, levels)
    acts.items[begin:] = [replace(one, raw_text=act.whole) for one in acts.items[begin:]]


def _abolish_named(acts: Acts, act: ActClause, named: tuple[Level, ...]) -> bool:
    """Items of the names in quotes and the codes of a clause; whether there are any."""
    quoted = [clean(name).strip(" .,;") for name in _QUOTED.findall(act.scope)]
    codes = find_codes(act.scope)
    count = article_count(fold(_QUOTED.sub(" ", act.scope)))
    if quoted and count is not None and count != len(quoted):  # one of them stands there in other words
        acts.questions.append(left_over(act.sentence))
    doubt = _MISCOUNTED if codes and not quoted and count not in {None, len(codes)} else None
    if quoted and len(codes) <= 1:
        for name in quoted:
            _add(acts, act, name, codes[0].base if codes else None, named)
        return True
    if len(codes) == 1:
        code, name = split_code_name(act.scope)
        bare = name[m.end() :] if (m := _NAMED.match(fold(name))) else name
        bare = re.sub(r"[\s(]*(?:có )?(?:mã|Mã)[^()]*$", "", bare).strip(" ,.;:–-()") or name
        if ":" in act.scope[: max(act.scope.find(codes[0].text), 0)]:  # "01 thủ tục lĩnh vực Hộ tịch: …"
            bare = next(iter(_names_before(act.scope, codes)), bare)
        behind = _NAME_BEHIND.match(act.scope[act.scope.find(codes[0].text) + len(codes[0].text) :])
        beside = _names_behind(act.scope, codes)
        said = behind["name"] if behind else (*beside, bare)[0]
        missing = _ONLY_POINTS.fullmatch(fold(said)) is not None
        _add(
            acts,
            act,
            codes[0].base if missing else said,
            codes[0].base,
            named,
            name_missing=missing,
            doubt=doubt,
        )
        return True
    if codes:
        names = quoted if len(quoted) == len(codes) else _names_beside(act.scope, codes)
        for place, code in enumerate(codes):
            name = names[place] if names else code.base
            _add(acts, act, name, code.base, named, name_missing=not names, doubt=doubt)
        return True
    return False


#: Words that say which procedure is meant without its name: "TTHC mã 2.000001", "thủ tục hành chính cấp xã".
_ONLY_POINTS = re.compile(
    r"(?:(?:cac|thu tuc|hanh chinh|tthc|co|ma|so|cap (?:tinh|huyen|xa)|[1-9]\.\d{6})[ .,:()]*)+"
    r"(?:(?:thuoc tham quyen|tai (?:muc|phan|phu luc|danh muc|so thu tu|stt|quyet dinh)) .*)?"
)
#: A name in brackets behind its code: "mã số 1.001193 (Đăng ký khai sinh)", of at least three words; chosen, not measured.
_NAME_BEHIND = re.compile(
    r"[\s,;]*\(\s*(?:(?:tên|thủ tục)[^:()]{0,20}:\s*)?(?P<name>[A-ZĐÀ-Ỹ][^()\d]{2,}(?:\s[^()\s]+){2,})\)"
)
#: What stands between a name and the code before it, and between a name and its own.
_BEFORE_NAME = re.compile(
    r"^[\s)\],;.–-]*(?:và\s+)?(?:\d{1,2}[.)]\s*)?(?:thủ tục(?: hành chính)?\s+)?", re.IGNORECASE
)
_BEFORE_CODE = re.compile(
    r"[\s(\[,:;–-]*(?:có\s+)?(?:(?:mã|số)(?:\s+(?:số|thủ tục|TTHC|là))*)?[\s:(\[]*$", re.IGNORECASE
)
_WORDS_OF_A_NAME = 3  # at the least, before each code: "Đăng ký khai sinh (1.001193)"; chosen, not measured


def _names_before(scope: str, codes: Sequence[Code]) -> list[str]:
    """The name before each code: "… sau: Đăng ký khai sinh (1.001193) và Đăng ký kết hôn (1.000894)"; none where one has none."""
    names, start = [], 0
    for code in codes:
        at = scope.find(code.text, start)
        if at < 0:
            return []
        said = _BEFORE_CODE.sub("", scope[start:at])  # "(mã số: " ends no opening
        said = said.rpartition(":")[2] if not start else said
        name = _BEFORE_NAME.sub("", said).strip(' “”"')
        if len(name.split()) < _WORDS_OF_A_NAME or (not start and not name[:1].isupper()):
            return []
        names.append(name)
        start = at + len(code.text)
    return names


def _names_behind(scope: str, codes: Sequence[Code]) -> list[str]:
    """The name behind each code: "gồm: 1.001022 - Đăng ký nhận con; 1.000656 - Đăng ký khai tử"; none where one has none."""
    starts = [scope.find(code.text) for code in codes]
    if starts != sorted(starts) or len(set(starts)) < len(starts):
        return []
    begins = [start + len(code.text) for start, code in zip(starts, codes, strict=True)]
    names = [
        name_behind(scope[begin:end]) for begin, end in zip(begins, [*starts[1:], len(scope)], strict=True)
    ]
    return [name for name in names if name] if all(names) else []


def _names_beside(scope: str, codes: Sequence[Code]) -> list[str]:
    """The name of each code, on the same side of all of them; none where nothing proves which side."""
    before, behind = _names_before(scope, codes), _names_behind(scope, codes)
    return [] if before and behind else before or behind


#: A part of a procedure is not the procedure: "bãi bỏ nội dung “…” tại thủ tục …", "bãi bỏ thành phần hồ sơ …".
_OF_A_PROCEDURE = re.compile(
    r"(?:cac |mot so )?(?:(?:noi dung|cum tu|quy dinh) [“\"]|thanh phan|yeu cau|dieu kien|viec |buoc |mau |bieu mau|to khai"
    r"|giay to|ho so)"
)


#: How an object begins that is a procedure or its row; a name begins with a capital, and so does no part of a procedure.
_WHOLE_OBJECT = re.compile(
    r"(?:(?:toan bo|tat ca|cac|nhung|mot so|phan|viec|danh muc|noi dung|cong bo|cong khai|niem yet|da|bo|cua|doi voi|tai|so|va"
    r"|\(?(?:\d{1,3}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)\)?)[ ,:]+)*"
    r"(?:thu tuc|tthc|so thu tu|stt|so ?:? ?\d|\d|ma\b|dong|hang|muc|phan|phu luc|danh muc|diem|khoan|nhom|cap|linh vuc|cac\b"
    r"|quyet dinh|qd\b|hieu luc|[“\"(])"
)


#: A part of a procedure, not the part of a list: "một phần thủ tục …", but "một phần Quyết định …" is asked about as such.
_PARTLY = re.compile(r"mot phan (?:noi dung )?(?:cua )?(?:cac )?(?:thu tuc|tthc|so thu tu|stt)\b")
_OF_PROCESSES = re.compile(
    r"(?:toan bo |cac |mot so |\d+ |noi dung )*quy trinh (?:noi bo|dien tu|lien thong|giai quyet)\b"
)


def _is_of_a_part(scope: str) -> bool:
    """Whether an act aims at a part of a procedure, whatever it is: "lệ phí của thủ tục …", "thời hạn tại số thứ tự 1 …"."""
    shown = scope.lstrip()
    folded = fold(shown)
    if not (find_codes(shown) or _QUOTED.search(shown) or ROWS.search(folded)):
        return False  # it names no procedure, and is asked about as a part of its decision
    return shown[:1].islower() and (_WHOLE_OBJECT.match(folded) is None or _PARTLY.match(folded) is not None)


def _issuer_of(name: str | None) -> str | None:
    return issuer_id(name) if name and re.search(r"[a-z]", fold(name)) else None


#: "… cấp xã tại các phường", "… ở các xã đảo": some of the units of a level only.
_AT_SOME_PLACES = re.compile(
    r"\b(?:tai|o|tren dia ban) (?:(?:cac|nhung|mot so|\d+|ubnd) )+(?:xa|phuong|dac khu|dia ban|khu vuc)\b"
    r"(?!,? (?:xa|phuong|dac khu))"
    r"(?! (?:tren|thuoc|trong) (?:dia ban )?(?:toan )?(?:tinh|thanh pho))"
)


def _doubt_of(acts: Acts, act: ActClause) -> str | None:
    """Why a row that an article ends waits for a person: its day cannot be read, it ends at some place only, or elsewhere."""
    if not act.span.clear:
        return "effect_clause_unread"
    if act.targets and all(_is_elsewhere(one, acts.issuer) for one in act.targets):
        return "another_issuer"
    unquoted = _QUOTED.sub(" ", act.whole)
    if names_unit(unquoted) or _AT_SOME_PLACES.search(fold(unquoted)):
        return "local"
    return "act_limited" if limits(act.scope, act.whole) else None


def _abolish_rows(acts: Acts, act: ActClause, levels: tuple[Level, ...]) -> None:
    """One item for each row that is named: "số thứ tự 3, 4 mục II", "STT từ 3 đến 5 phần A"."""
    groups = _groups_of_rows(act.scope)
    if len(groups) > 1 and act.scope in act.whole:
        for one in groups:
            _abolish_rows(acts, replace(act, scope=one, whole=act.whole.replace(act.scope, one, 1)), levels)
        return
    in_scope = list(ROWS.finditer(aligned_fold(act.scope)))
    in_clause = list(ROWS.finditer(aligned_fold(act.whole)))
    one_list = len(in_scope) == len(in_clause) == 1 and not _may_be_of_several(act.scope, in_scope[0])
    rows = row_numbers(in_scope[0]["rows"]) if one_list else ()
    counted = article_count(fold(act.scope))
    counts_others = bool(rows) and counted is not None and counted != len(rows)
    miscounted = counts_others or (len(in_scope) == 1 and _has_more(aligned_fold(act.scope), in_scope[0]))
    if miscounted:
        acts.questions.append(left_over(act.sentence))
    beside = not miscounted and _names_a_part_beside(aligned_fold(act.scope), in_scope)
    if beside:
        acts.questions.append(left_over(act.sentence))
    doubt = _MISCOUNTED if miscounted else "act_limited" if beside else None
    if len(rows) < 2:
        _add(acts, act, act.scope, None, levels, doubt=doubt)
        return
    for row in rows:
        # The address of one row, in the words of the clause: a list of rows is no address.
        name, clause = (
            f"{text[: found.start('rows')]}{row}{text[found.end('rows') :]}"
            for text, found in ((act.scope, in_scope[0]), (act.whole, in_clause[0]))
        )
        _add(acts, replace(act, whole=clause), name, None, levels, of_list=True, doubt=doubt)


#: Why rows of an article are doubtful of which it counts others than it names: "02 thủ tục số thứ tự từ 2 đến 4".
_MISCOUNTED = "rows_miscounted"


#: "Khoản 1 Điều 1 và thủ tục số 1 mục II", "số thứ tự 1 mục I và mục II": beside the row something is named that is none.
_PART_BEFORE = re.compile(
    r"\b(?:diem|khoan|dieu|phu luc|muc|phan) [\divxlabc]{1,5}\b[^,;]* (?:va|cung)(?: voi)?"
    r" (?:(?:cac|noi dung|thu tuc|tthc|hanh chinh|tai|co|dong) )*$"
)
_PART_BEHIND = re.compile(
    r" (?:va|cung)(?: voi)? (?:(?:cac|noi dung|tai) )*(?:diem|khoan|dieu|phu luc|muc|phan) [\divxlabc]{1,5}\b"
)


def _names_a_part_beside(folded: str, rows: Sequence[re.Match[str]]) -> bool:
    """Whether a clause that ends rows names a part of the decision beside them, of which it may end all that stands in it."""
    if not rows:
        return False
    return (
        _PART_BEFORE.search(folded[: rows[0].start()]) is not None
        or _PART_BEHIND.search(folded[rows[-1].end() :]) is not None
    )


_LABEL_AGAIN = re.compile(r"(?:[,;]| va| cung) ?(?:[a-z]+ )*?(?:stt|so thu tu|so|dong)\b")


def _may_be_of_several(scope: str, rows: re.Match[str]) -> bool:
    """ "STT 1 và STT 4 mục II": the section may be that of the last one only."""
    again = _LABEL_AGAIN.search(rows["rows"])
    return again is not None and _SECTION_NAMED.search(aligned_fold(scope)) is not None


#: Numbers of something else than a row: "02 thủ tục", "mục 3", "Phụ lục số 1", "Nghị định số 5/2020".
_OF_SOMETHING_ELSE = re.compile(
    r"“[^”]*”"
    r"|\b(?:muc|phan|phu luc|diem|khoan|dieu|chuong|trang|bang|bieu|danh muc|quy|thang|nam|ngay)(?: so| thu)? ?:?\(?\d[\d.]*"
    r"|\b\d{1,3}\)? (?:thu tuc|tthc|dong|muc|danh muc|noi dung|linh vuc)\b|\d+[/.]\d[\d/.]*|\d+ ?/\S*"
)


def _has_more(folded: str, rows: re.Match[str]) -> bool:
    """Whether numbers are left beside a list of rows that nothing has read: of those may be rows too."""
    rest = f"{folded[: rows.start()]} {folded[rows.end() :]}"
    return re.search(r"\b\d{1,3}\b", _OF_SOMETHING_ELSE.sub(" ", rest)) is not None


_BETWEEN_GROUPS = re.compile(r"(?:[,;]| va| cung)+ ?(?:cac |noi dung |thu tuc |tthc |hanh chinh |tai |co )*$")
_OF_AN_ANNEX = re.compile(
    r",? ?(?:(?:tai|cua|thuoc|trong) )?phu luc(?: so)? ?(?:[ivxl]{1,6}|\d{1,2})?\b[^,;]*$"
)
_SECTION_NAMED = re.compile(r"\b(?:muc|phan|diem) (?:\d|[ivxl]{1,5}\b|[a-h]\b)")


def _groups_of_rows(scope: str) -> list[str]:
    """ "STT 1, 2 mục I phần A và STT 4 mục II phần B Phụ lục I": two addresses; the annex at the end is that of both.

    Only where each names its section: "STT 1 và STT 2 mục I" may be of one.
    """
    folded = aligned_fold(scope)
    rows = list(ROWS.finditer(folded))
    starts = [0, *(found.start() for found in rows[1:])]
    parts, ends = [], [*starts[1:], len(scope)]
    for start, end in zip(starts, ends, strict=True):
        cut = _BETWEEN_GROUPS.search(folded, start, end) if end < len(scope) else None
        if end < len(scope) and cut is None:
            return [scope]
        parts.append(scope[start : cut.start() if cut else end].strip())
    if len(parts) < 2 or not all(_SECTION_NAMED.search(aligned_fold(one)) for one in parts):
        return [scope]
    annex = _OF_AN_ANNEX.search(aligned_fold(parts[-1]))
    shared = parts[-1][annex.start() :] if annex else ""
    alone = [one for one in parts[:-1] if "phu luc" not in aligned_fold(one)]
    return [f"{one}{shared}" if one in alone else one for one in parts]


def _add(
    acts: Acts,
    act: ActClause,
    name: str,
    code: str | None,
    levels: tuple[Level, ...],
    *,
    name_missing: bool = False,
    of_list: bool = False,
    doubt: str | None = None,
) -> None:
    flags = [] if code else ["no_code"]
    if ROWS.search(fold(act.scope)):
        flags.append("row_reference")
    if of_list:
        flags.append("row_of_list")
    if name_missing:
        flags.append("name_missing")
    if not levels and not code:
        flags.append("level_unknown")  # as a code does, a reference ends where it is in force
    why = doubt or _doubt_of(acts, act)
    if why is not None:
        flags.append("row_doubtful")
        words = fields(name=name or code, why=why)
        acts.item_questions.append(
            (len(acts.items), Question(ReviewKind.ROW_DOUBTFUL, words, ("valid", "void")))
        )
    acts.items.append(replace(_item(act, name, code, levels), flags=tuple(flags)))


def _item(act: ActClause, name: str, code: str | None, levels: tuple[Level, ...]) -> ReadItem:
    """A row of an article: what it ends, or what its act makes of it."""
    cited = "; ".join(
        f"Quyết định số {one.number_text}" + (f" ngày {one.signed_on:%d/%m/%Y}" if one.signed_on else "")
        for one in act.targets
    )
    return ReadItem(
        action=Action.ABOLISH,
        name=name,
        code=code,
        code_text=code,
        code_repaired=False,
        replaces=(),
        levels=levels,
        reception_levels=(),
        sector=_sector_named(act.whole) if code is None else None,
        part=f"Điều {act.sentence.article}",
        row_no=None,
        raw_text=act.whole,  # the clause alone: other decisions that the sentence cites are not its scope
        note=f"được công bố tại {cited}" if cited else None,
        effective_on=act.span.effective_on,
    )


#: "… thuộc lĩnh vực Hộ tịch tại Quyết định số …".
_OF_SECTOR = re.compile(
    r"\b(?i:lĩnh vực):? (?P<sector>[A-ZĐÀ-Ỹ][^,;.()“”:]{2,60}?)"
    r"(?= (?:tại|được|ban hành|công bố|đã|theo|của|do|kể từ|từ|quy định|kèm|thuộc|cấp|số thứ tự|STT|mục|phần)\b|[,;.()“:]|$)"
)


def _sector_named(clause: str) -> str | None:
    """The one sector that a clause names, which says which procedure of a name is meant."""
    found = {clean(one["sector"]) for one in _OF_SECTOR.finditer(clause)}
    return found.pop() if len(found) == 1 else None


def level_question(name: str) -> Question:
    """Asked for every item whose level no heading states; it changes no board until answered."""
    return Question(
        ReviewKind.LEVEL_UNKNOWN,
        fields(name=name),
        tuple(level.value for level in Level),
    )
