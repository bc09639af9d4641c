"""Sentences that put an earlier row right: "đã in là “…”, nay sửa lại là “…”" (DOMAIN W9, RULINGS 8)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from niemyet.extractors.decisions.act_tails import begins_later, limits_value
from niemyet.extractors.decisions.heading_patterns import levels_named
from niemyet.extractors.decisions.layout import Article
from niemyet.extractors.decisions.sentences import Sentence, aligned_fold
from niemyet.model.records import Citation, Question, Relation, fields
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action, Level, RelationType, ReviewKind
from niemyet.transforms.language.citations import find_citations
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.dates import find_dates
from niemyet.transforms.language.text import clean, fold

_SUBJECT = re.compile(r"\bdinh chinh\b")
_QUOTES = re.compile(r"“([^”]+)”|\"([^\"]+)\"")
_RIGHT = re.compile(
    r"\b(?:thanh|sua (?:lai )?(?:la|thanh)|nay (?:la|sua(?: lai)?(?: la| thanh)?|doc(?: la)?|dinh chinh(?: lai)?(?: la| thanh)?)"
    r"|dung la|(?:so|ngay)(?: ky)? dung(?= ?:)|doc (?:lai )?la|dinh chinh (?:lai )?(?:la|thanh))\b(?! pho| vien| phan| lap| lap)"
)
_WRONG = re.compile(r"\b(?:da in|da ghi|in la|ghi la|ghi nham|da cong bo la|tu)\b")
#: The words of each field, folded. A code that only says which procedure is meant ("có mã 1.000001") names no field.
_FIELDS: tuple[tuple[str, str], ...] = (
    ("effect", r"(?:ngay|thoi (?:diem|gian|han))(?: bat dau)?(?: co)? (?:hieu luc|thi hanh|ap dung)"),
    (
        "decision",
        r"so(?: va)?(?: ngay)?(?: ky hieu)? (?:cua )?quyet dinh(?! so)|(?:so|ngay)(?: va ngay)?(?: ky hieu)? cua quyet dinh"
        r"|(?:so|ngay)(?:,? (?:thang,? nam )?)(?:ky|ban hanh)"
        r"|so(?:,| va)? (?:ky )?hieu|ngay,? thang(?:,? nam)?(?: ky| ban hanh)?(?: cua| tai)? quyet dinh"
        r"|so,? (?:va )?ngay(?:,? thang(?:,? nam)?)?(?: ky| ban hanh)?(?: cua| tai)? quyet dinh",
    ),
    ("replaced", r"ma(?: so)?(?: cua)?(?: thu tuc(?: hanh chinh)?| tthc)? (?:bi|duoc|cu)\b(?: thay the)?"),
    ("code", r"(?:cac )?ma\b(?: so| thu tuc hanh chinh| thu tuc| tthc)*"),
    ("time_local", r"thoi (?:han|gian)(?: giai quyet)?"),
    ("name", r"ten\b(?: goi| thu tuc| hanh chinh)*"),
    ("fee", r"(?:muc )?(?:thu )?(?:le phi|phi)\b"),
    ("place", r"dia diem(?: thuc hien)?"),
    ("legal_basis", r"can cu(?: phap ly)?"),
    ("sector", r"linh vuc"),
    ("level", r"cap (?:giai quyet|thuc hien)|tham quyen(?: giai quyet)?"),
    ("agency", r"co quan (?:thuc hien|giai quyet)"),
)
_FIELD = re.compile("|".join(rf"\b(?P<{name}>{words})" for name, words in _FIELDS))
_IDENTIFIES = re.compile(r"[\s:(]*(?:la )?[“\"]?[1-9]\.\d{6}")
_NAMED = re.compile(r"(?:thu tuc(?: hanh chinh)?|tthc|ten)[\s:]*(?:co ten )?$")


@dataclass(frozen=True, slots=True)
class _Change:
    """One field, and what it is to say."""

    field: str | None
    wrong: str | None
    right: str | None


def read_corrections(
    sentences: list[Sentence], levels: tuple[Level, ...]
) -> tuple[list[ReadItem], list[tuple[int, Question]]]:
    """Items of correcting sentences, and questions with the index of the item that they are about."""
    items: list[ReadItem] = []
    questions: list[tuple[int, Question]] = []
    opened: int | None = None  # the article that says "Đính chính … như sau:", whose points correct
    for sentence in sentences:
        says = _SUBJECT.search(sentence.folded) is not None
        if says and sentence.text.rstrip().endswith(":"):
            opened = sentence.article
        point = sentence.article == opened and _RIGHT.search(sentence.folded) is not None
        if not (says or point) or len(sentence.text) != len(sentence.folded):
            continue
        if not (_RIGHT.search(sentence.folded) or _WRONG.search(sentence.folded)):
            continue
        for change in _changes(_with_bare_columns(sentence)):
            if change.field == "effect" or _of_decision(sentence, change):
                continue  # a relation says it: the day or number belongs to the decision that is corrected
            item = _corrected(sentence, change, levels)
            doubtful = limits_value(sentence.text, change.right) or begins_later(sentence.text)
            if doubtful and "correction_unclear" not in item.flags:
                item = replace(item, flags=(*item.flags, "correction_unclear"))
            if "correction_unclear" in item.flags:
                questions.append((len(items), unclear_correction(sentence.text)))
            items.append(item)
    return items, questions


#: "cột “Phí, lệ phí”": the label of a column, which names the field, and no value.
_COLUMN = re.compile(r"\bcột\s*[“\"](?P<label>[^“”\"]{2,60})[”\"]", re.IGNORECASE)


def _with_bare_columns(sentence: Sentence) -> Sentence:
    """The sentence with labels of columns out of their quotes; its length stays."""
    text = _COLUMN.sub(lambda found: re.sub('[“”"]', " ", found.group()), sentence.text)
    return sentence if text == sentence.text else replace(sentence, text=text, folded=aligned_fold(text))


# ---- corrections in lines ----------------------------------------------------------------------------------

_POINT = r"^[\s\-–+•*]*(?:[a-zđ]\)|\d{1,2}[.)])?\s*"
_OF_WRONG = (
    r"(?:(?:nội dung|chỗ|phần|cụm từ) )?(?:(?:đã|trước đây|trước đó|cũ)(?: được)? )?"
    r"(?:in|ghi|viết|công bố|ban hành|đăng|nêu|cũ)(?: là| nhầm)?"
)
_OF_RIGHT = (
    r"(?:(?:nội dung|nay|được|xin) )*(?:sửa(?: đổi)?(?: lại)?(?: thành| là)?|đính chính(?: lại)?(?: thành| là)?"
    r"|đọc(?: lại)? là|đúng là|nay là)"
)
_WRONG_LINE = re.compile(rf"{_POINT}{_OF_WRONG}\s*:\s*(?P<said>.+)$", re.IGNORECASE)
_RIGHT_LINE = re.compile(rf"{_POINT}{_OF_RIGHT}\s*:\s*(?P<said>.+)$", re.IGNORECASE)
_LEADS = re.compile(r",?\s*(?:cụ thể(?: như sau)?|như sau|sau đây)?\s*:?\s*$", re.IGNORECASE)


def in_one_sentence(articles: Sequence[Article]) -> list[Article]:
    """The articles, a correction in its usual three lines made one sentence: where, what is printed, what is right.

    "Đính chính mã số … tại số thứ tự 2 …:", "Đã in: 1.001193", "Nay sửa là: 1.001139".
    """
    return [Article(article.number, _joined(article.paragraphs)) for article in articles]


def _joined(paragraphs: Sequence[str]) -> list[str]:
    opening = paragraphs[0] if paragraphs else ""
    if not _SUBJECT.search(fold(opening)):
        return list(paragraphs)
    out: list[str] = []
    waiting: list[str] = []  # lines that say where, since the last correction
    place, joined = 0, False
    while place < len(paragraphs):
        wrong = _WRONG_LINE.match(paragraphs[place])
        right = _RIGHT_LINE.match(paragraphs[place + 1]) if wrong and place + 1 < len(paragraphs) else None
        if wrong is None or right is None:
            waiting.append(paragraphs[place])
            place += 1
            continue
        where = ([] if waiting[:1] == [opening] else [opening]) + waiting
        said = ", ".join(_LEADS.sub("", re.sub(_POINT, "", line)) for line in where)
        out.append(f"{said}: đã in là “{_bare(wrong)}”, nay sửa là “{_bare(right)}”.")
        waiting, place, joined = [], place + 2, True
    return [*out, *waiting] if joined else list(paragraphs)


def _bare(line: re.Match[str]) -> str:
    return line["said"].strip(' .;,“”"')


# ---- number and day of the decision itself -------------------------------------------------------------------


def corrected_decisions(
    sentences: Sequence[Sentence], relations: Sequence[Relation] = ()
) -> tuple[Relation, ...]:
    """The number, the day of signing or of effect of a decision, put right: "“110/QĐ-UBND” sửa thành “101/QĐ-UBND”".

    Proven where the sentence names the decision and quotes of it what is wrong and what is right; else it is asked.
    `relations`: those read already; what they say is not said again.
    """
    dated = {one.target.number for one in relations if one.type is RelationType.CORRECTS and one.effective_on}
    return tuple(
        relation
        for sentence in sentences
        if _SUBJECT.search(sentence.folded) and len(sentence.text) == len(sentence.folded)
        for change in _changes(sentence)
        for relation in (*_of_decision(sentence, change), *_of_effect(sentence, change))
        if relation.type is not RelationType.CORRECTS or relation.target.number not in dated
    )


def _of_effect(sentence: Sentence, change: _Change) -> tuple[Relation, ...]:
    """A day of effect in quotes: "đã in “01/7/2022”, sửa lại là “01/8/2022”"."""
    cited = _the_decision(sentence)
    if change.field != "effect" or change.right is None or cited is None:
        return ()
    number, day = _name_in(change.right)
    if number is not None or day is None or (change.wrong and _name_in(change.wrong)[1] is None):
        return ()
    return (Relation(RelationType.CORRECTS, cited, "thời điểm có hiệu lực", day),)


def _the_decision(sentence: Sentence) -> Citation | None:
    """The one decision that a sentence names outside its quotations."""
    named = [one for one in find_citations(_QUOTES.sub(" ; ", sentence.text)) if one.number is not None]
    return named[0] if len({(one.number, one.signed_on) for one in named}) == 1 else None


def _of_decision(sentence: Sentence, change: _Change) -> tuple[Relation, ...]:
    if change.wrong is None or change.right is None:
        return ()
    if change.field != "decision" and not _are_numbers(change):
        return ()
    cited = _the_decision(sentence)
    if cited is None:
        return ()
    wrong, right = _name_in(change.wrong), _name_in(change.right)
    (old_number, old_day), (number, day) = wrong, right
    if (old_number is None) != (number is None) or (old_day is None) != (day is None):
        return ()
    # Either may be cited: what is printed, or what it is to be.
    if old_number is not None and cited.number not in {old_number, number}:
        return ()
    if old_day is not None and cited.signed_on not in {old_day, day}:
        return ()
    target = replace(cited, number=old_number or cited.number, signed_on=old_day or cited.signed_on)
    said = []
    if number is not None and number != old_number:
        said.append(Relation(RelationType.RENUMBERS, target, scope=str(number)))
    if day is not None and day != old_day:
        said.append(Relation(RelationType.REDATES, target, effective_on=day))
    return tuple(said)


def _are_numbers(change: _Change) -> bool:
    """Whether a change that names no field turns one number of a decision, with its symbol, into another."""
    both = (change.wrong or "", change.right or "")
    return change.field is None and all(_WITH_SYMBOL.fullmatch(one) for one in both)


_WITH_SYMBOL = re.compile(r"(?:quyết định )?(?:số:? ?)?\d{1,6} ?/ ?QĐ[-–]\w+(?:[-–]\w+)*", re.IGNORECASE)
_NUMBER_ALONE = re.compile(
    r"(?:quyết định )?(?:số:? ?)?(\d{1,6})(?: ?/ ?QĐ[-–]\w+(?:[-–]\w+)*)?(?=$|[ ,;]+(?:ngày|ký)\b)",
    re.IGNORECASE,
)


def _name_in(said: str) -> tuple[int | None, date | None]:
    """Number and day that a quotation states; nothing else may stand in it."""
    number = _NUMBER_ALONE.match(said)
    rest = said[number.end() :] if number else said
    days = find_dates(rest)
    if len(days) > 1 or (rest.strip(" ,;") and not (days and _DAY_ALONE.fullmatch(rest.strip(" ,;.")))):
        return None, None
    return (int(number[1]) if number else None), (days[0] if days else None)


_DAY_ALONE = re.compile(
    r"(?:ký |ban hành )?(?:ngày )?(?:\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}|\d{1,2} tháng \d{1,2} năm \d{4})",
    re.IGNORECASE,
)


def unclear_correction(text: str) -> Question:
    """Asked where a correction does not say for certain which field it changes, and to what."""
    return Question(ReviewKind.CORRECTION_UNCLEAR, fields(text=text[:300]))


def _changes(sentence: Sentence) -> list[_Change]:
    """Each "thành …" of a sentence with the field named next before its quotation (RULINGS 42)."""
    text, folded = sentence.text, sentence.folded
    quotes = [(found.start(), found.end(), clean(found.group()[1:-1])) for found in _QUOTES.finditer(text)]
    marks = [one for one in _RIGHT.finditer(folded) if not any(a < one.start() < b for a, b, _ in quotes)]
    marks = [
        one
        for place, one in enumerate(marks)
        if place + 1 == len(marks) or _closes(text, one, marks[place + 1], quotes)
    ]
    if not marks:
        return [_Change(None, None, None)]
    found = []
    begin = 0
    for place, mark in enumerate(marks):
        last = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        value, end = _value(text, mark.end(), last, quotes)
        found.append(_change(text, folded, (begin, mark.start()), value, quotes))
        begin = end
    return found


def _closes(text: str, mark: re.Match[str], after: re.Match[str], quotes: list[tuple[int, int, str]]) -> bool:
    """Whether a value stands between two marks: "nay sửa lại thành" is one mark in two words."""
    between = text[mark.end() : after.start()].strip(" :,")
    # More than a comma and an "và"; chosen, not measured.
    return bool(between) and (any(mark.end() <= a < after.start() for a, _, _ in quotes) or len(between) > 3)


def _value(text: str, start: int, last: int, quotes: list[tuple[int, int, str]]) -> tuple[str | None, int]:
    """What stands in quotes after the mark, or the words up to the next point or semicolon; and where it ends."""
    for a, b, said in quotes:
        if start <= a < last and not text[start:a].strip(" :là"):
            return said.strip(" .:;,") or None, b
    bare = _BARE_CODE.match(text, start)
    if bare is not None:
        return bare[1], bare.end()
    end = m.start() if (m := re.compile(r";|\.(?=\s|$)").search(text, start, last)) else last
    value = clean(text[start:end]).strip(" .:;,")
    return (value if value and fold(value) else None), end


_BARE_CODE = re.compile(r"[\s:]*(?:là )?([1-9]\.\d{6})\b")


def _change(
    text: str, folded: str, place: tuple[int, int], right: str | None, quotes: list[tuple[int, int, str]]
) -> _Change:
    begin, end = place
    before = [(a, b, said) for a, b, said in quotes if begin <= a < end]
    names = [one for one in before if _NAMED.search(folded[begin : one[0]])]
    marked = next((one for one in _WRONG.finditer(folded, begin, end) if one.group() != "tu"), None)
    wrong = next((one for one in before if marked and one[0] >= marked.end()), None)
    if wrong is None:
        others = [one for one in before if one not in names]
        wrong = others[-1] if others else None
    of_name = wrong is None and bool(names)
    reach = wrong[0] if wrong else end
    fields = [
        (found.lastgroup, found.start())
        for found in _FIELD.finditer(folded, begin, reach)
        if not any(a < found.start() < b for a, b, _ in quotes)
        and not (found.lastgroup == "code" and _IDENTIFIES.match(text, found.end()) and not _is_code(right))
    ]
    field = fields[-1][0] if fields else None
    if _is_code(right) and any(name in {"code", "replaced"} for name, _ in fields):
        field = next(name for name, _ in reversed(fields) if name in {"code", "replaced"})
    elif field in {"code", "replaced"} and not _is_code(right):
        field = next((name for name, _ in reversed(fields) if name not in {"code", "replaced"}), None)
    if of_name and field == "name":
        wrong = names[-1]
    return _Change(field, wrong[2] if wrong else None, right)


def _is_code(text: str | None) -> bool:
    # A code with its label; chosen, not measured.
    return text is not None and len(find_codes(text)) == 1 and len(text) < 40


#: Flags that say which one field a correction changes; without one it changes all that it states (a row of a table).
FIELD_FLAG = "corrects_"


#: Fields that a sentence may amend: "Sửa đổi thời hạn giải quyết của thủ tục “…” tại Quyết định A thành 02 ngày".
_AMENDABLE = frozenset({"time_local", "fee", "place", "name", "sector", "legal_basis", "agency"})


def amended_fields(sentence: Sentence, levels: tuple[Level, ...]) -> ReadItem | None:
    """The amendment that a sentence states field by field; None where it states none."""
    if len(sentence.text) != len(sentence.folded) or not _RIGHT.search(sentence.folded):
        return None
    changes = [one for one in _changes(sentence) if one.field in _AMENDABLE and one.right]
    codes = list(dict.fromkeys(code.base for code in find_codes(sentence.text)))
    values = {value for one in changes for value in (one.wrong, one.right)}
    names = [one for one in _names_in(sentence.text, sentence.folded) if one not in values]
    if not changes or len(codes) > 1 or not (codes or names):
        return None
    if limits_value(sentence.text, changes[-1].right):
        return None  # "… thành “03 ngày” đối với hộ nghèo": asked about as a sentence that was not read
    columns = {str(one.field): one.right for one in changes if one.field != "name"}
    renamed = next((one.right for one in changes if one.field == "name"), None)
    by_name = bool(names) and renamed is None  # the row that bears the name says at which levels
    code = codes[0] if codes and not by_name else None
    item = replace(
        _row_of(Action.AMEND, sentence, levels),
        name=renamed or (names[0] if names else ""),
        code=code,
        code_text=codes[0] if codes else None,
        flags=() if code else ("no_code",),
    )
    return replace(item, **columns)  # type: ignore[arg-type]


def _row_of(action: Action, sentence: Sentence, levels: tuple[Level, ...]) -> ReadItem:
    """The row that a sentence of an article is, before its words say which procedure and what of it."""
    return ReadItem(
        action=action,
        name="",
        code=None,
        code_text=None,
        code_repaired=False,
        replaces=(),
        levels=levels,
        reception_levels=(),
        sector=None,
        part=f"Điều {sentence.article}",
        row_no=None,
        raw_text=sentence.text,
    )


def _corrected(sentence: Sentence, change: _Change, levels: tuple[Level, ...]) -> ReadItem:
    text = sentence.text
    bare = replace(
        _row_of(Action.CORRECT, sentence, levels),
        note=f"đã in: “{change.wrong}”" if change.wrong else None,
    )
    values = {change.wrong, change.right}
    name = next((one for one in _names_in(text, sentence.folded) if one not in values), "")
    field, right = change.field, change.right
    said = [code.base for code in find_codes(text)]
    if field in {"code", "replaced"}:
        new = find_codes(right or "")
        old = (
            find_codes(change.wrong or "")
            or [code for code in find_codes(text) if code.base != new[0].base][:1]
        )
        if len(new) != 1 or len(old) != 1:
            return replace(bare, name=name, flags=("no_code", "correction_unclear"))
        if field == "replaced":
            only: tuple[str, ...] = ("no_code", f"{FIELD_FLAG}replaced")
            return replace(
                bare, name=name, replaces=(new[0].base,), note=f"đã in: “{old[0].base}”", flags=only
            )
        new_code, old_code = new[0].base, old[0].base
        only = (f"{FIELD_FLAG}code",)
        return replace(bare, name=name, code=new_code, code_text=new_code, replaces=(old_code,), flags=only)
    codes = list(dict.fromkeys(said))
    code = codes[0] if len(codes) == 1 else None
    item = replace(bare, name=name, code=code, code_text=code, flags=() if code else ("no_code",))
    if field is None or right is None or field == "decision":
        return replace(item, flags=(*item.flags, "correction_unclear"))
    flags = (*item.flags, f"{FIELD_FLAG}{field}")
    if field == "level":
        named = levels_named(fold(right))
        if not named:
            return replace(item, flags=(*item.flags, "correction_unclear"))
        return replace(item, levels=named, flags=flags)
    if field == "name":
        return replace(item, name=right, flags=flags)
    return replace(item, flags=flags, **{field: right})  # type: ignore[arg-type]


def _names_in(text: str, folded: str) -> list[str]:
    """Names in quotes that only say which procedure is meant."""
    return [
        clean(found.group()[1:-1])
        for found in _QUOTES.finditer(text)
        if _NAMED.search(folded[: found.start()]) and not find_codes(found.group())
    ]
