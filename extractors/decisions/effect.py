"""When a decision takes effect, as a whole and row by row (DOMAIN §2.2, RULINGS 1, 22)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from niemyet.extractors.decisions.ends import NO_END, End, end_of, last_day_in, names_partly
from niemyet.extractors.decisions.heading_patterns import levels_named
from niemyet.extractors.decisions.sentences import Sentence, aligned_fold
from niemyet.model.records import Question, fields
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action, EffectSource, Level, ReviewKind
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.dates import parse_date
from niemyet.transforms.language.periods import find_period
from niemyet.transforms.language.row_numbers import ROW_NUMBERS, row_numbers
from niemyet.transforms.language.text import fold

#: "Quyết định này được áp dụng kể từ ngày …" says it without "hiệu lực" (RULINGS 38).
_IN_FORCE = re.compile(
    r"(?<!het )\bhieu luc\b"
    r"|(?:(?<=\bquyet dinh nay )|(?<=\bdanh muc nay ))(?:(?:duoc|se|bat dau|chinh thuc|co gia tri) )*"
    r"(?:ap dung|thi hanh|thuc hien|trien khai)"
    r"(?= (?:[a-z]+ ){0,4}?(?:ke )?tu (?:ngay|khi|00? ?(?:gio|h)|\d))"
)
_NOT_OURS = re.compile(r"\bgiu nguyen hieu luc|\bcon hieu luc|\bvan (?:con |co )?hieu luc|\bhet hieu luc")
_OWN = re.compile(
    r"\bquyet dinh nay\b|^(?:co )?hieu luc\b|^quyet dinh co hieu luc|\bthu tuc hanh chinh\b|\btthc\b|\bdanh muc\b"
)
_MIDNIGHT = r"(?:0{1,2} gio(?: 0{1,2} phut)?,? )?"
_FROM_DAY = re.compile(
    rf"\btu {_MIDNIGHT}(?:ngay )?{_MIDNIGHT}(?:ngay )?"
    r"(?P<day>\d{1,2} ?(?:/|-|\.|thang)[^;]{0,30})"
)
_FULL_DAY = r"(?P<day>\d{1,2} ?(?:/|-|\.|thang) ?\d{1,2} ?(?:/|-|\.|nam) ?\d{4})"
#: "Kể từ ngày 01/7/2024, Quyết định này có hiệu lực": what stands before the words of effect.
_DAY_FIRST = re.compile(
    rf"(?:dieu \d+[.:] ?)?(?:ke )?tu {_MIDNIGHT}(?:ngay )?{_FULL_DAY},? quyet dinh nay (?:bat dau |chinh thuc |se )*(?:co )?"
)
#: A day from which something is done that no clause calls the decision's own effect: "Thời gian áp dụng: từ 01/8/2022".
_SOME_BEGIN = re.compile(
    r"(?<!het )(?<!dung )(?<!ngung )\b(?:(?:ap dung|thi hanh|thuc hien|trien khai|hieu luc)\b[^;.]{0,60}?\btu (?:ngay )?"
    rf"|hieu luc(?: thi hanh)?(?: la| vao| tu)*[: ]+(?:ngay )?){_FULL_DAY}"
)
#: A second day for one object: "có hiệu lực kể từ ngày ký, thực hiện từ ngày 01/8/2022".
_AGAIN = re.compile(
    r"(?:,| va|,? (?:nhung|song)) (?:duoc |bat dau |chinh thuc )*(?:co hieu luc|thuc hien|ap dung|thi hanh|trien khai)"
    rf"(?: thuc hien| thi hanh)? (?:ke )?tu (?:ngay )?{_FULL_DAY}"
)
#: "Các thủ tục hành chính nêu tại Điều 1" are the whole list.
_WHOLE_LIST = re.compile(
    r"\b(?:thu tuc(?: hanh chinh)?|tthc|danh muc)\b[^;]*\b(?:tai|theo|o) dieu 1\b(?! (?:cua )?(?:luat|nghi|thong|quyet dinh so))"
)
#: Words of effect that a sentence about single rows may use for "hiệu lực" (RULINGS 38).
_ROW_FORCE = re.compile(
    r"(?<!het )\bhieu luc\b|(?<!dung )(?<!ngung )(?<!con )\b(?:thuc hien|ap dung|thi hanh|trien khai)\b"
)
_ROW_END = re.compile(r"\bhet hieu luc(?: thi hanh)?\b")
_FROM_SIGNING = re.compile(
    r"\btu (?:ngay|khi) (?:(?:chu tich|bo truong|giam doc)[a-z ]{0,40}? )?(?:duoc )?(?:k[yi]|ban hanh|cong bo|phe duyet)\b"
)
#: What a clause says that the day of signing is: "kể từ ngày ký (10/4/2022)", "từ ngày ký, tức ngày 10/4/2022".
_SIGNED_SAID = re.compile(
    rf"\btu ngay (?:k[yi]|ban hanh)(?: ban hanh)? ?[(,–-] ?(?:tuc )?(?:la )?(?:ngay )?(?=\d){_FULL_DAY}"
)
_AFTER_DAYS = re.compile(r"\bsau \d+ ngay\b")
_INDIRECT = re.compile(
    r"\b(?:ngay|thoi diem) (?:co )?hieu luc (?:thi hanh )?cua\b(?! quyet dinh nay)"
    r"|\bhieu luc (?:thi hanh )?(?:ke )?(?:tu ngay )?(?:duoc quy dinh )?theo (?:quy dinh (?:cua|tai) )?(?:cac )?"
    r"(?:quyet dinh|nghi dinh|luat|thong tu|nghi quyet|van ban|thoi diem|ngay|hieu luc)\b"
    r"|\bcung (?:ngay|thoi diem)\b[^;]*\b(?:luat|nghi dinh|nghi quyet|thong tu|quyet dinh)\b"
    r"|\b(?:ngay|thoi diem|khi) (?:cac )?(?:luat|nghi dinh|nghi quyet|thong tu|van ban)\b[^;]*\bhieu luc\b"
)
_UNTIL = re.compile(r"\bden (?P<whole>het )?(?:ngay )?(?P<day>\d{1,2} ?(?:/|-|\.|thang)[^;]{0,30})")
_EXCEPT = re.compile(r"\b(?:rieng|ngoai tru|tru)\b(?= )")
_ROWS = re.compile(rf"\b(?:stt|so thu tu|so)\s*:?\s*(?P<rows>{ROW_NUMBERS})")
_SECTION = re.compile(r"\bmuc (?P<section>[ivxl]{1,6}(?:\.\d{1,2})*|\d{1,2}|[a-h])\b")
_PART = re.compile(r"\bphan (?P<part>[a-h]|[ivxl]{1,6})\b")
_OF_SECTOR = re.compile(
    r"\blinh vuc (?P<sector>[^;,.]{2,80}?)(?= (?:co|duoc|thuc hien|ap dung|tai|thuoc|thi hanh"
    r"|hieu luc)\b|$)"
)
_OF_LEVEL = re.compile(r"\b(?:tthc|thu tuc(?: hanh chinh)?)(?: [a-z]+){0,3}? cap (?:tinh|huyen|xa|bo)\b")
_OF_ACTION = re.compile(
    r"\b(?:tthc|thu tuc(?: hanh chinh)?) (?:duoc |bi )?(?P<verb>moi ban hanh|ban hanh moi|sua doi|bai bo|thay the"
    r"|cong bo moi)\b"
)
_VERBS = {
    "moi ban hanh": Action.NEW,
    "ban hanh moi": Action.NEW,
    "cong bo moi": Action.NEW,
    "sua doi": Action.AMEND,
    "bai bo": Action.ABOLISH,
    "thay the": Action.REPLACE,
}
_QUOTED = re.compile(r"[“\"]([^”\"]{4,300})[”\"]")
_NAMED = re.compile(
    r"\b(?:tthc|thu tuc(?: hanh chinh)?):? (?P<name>(?!co\b|so\b|nay\b|tai\b|thuoc\b"
    r"|sau\b|cap (?:tinh|huyen|xa|bo)\b)[^;]{6,300}?)(?= (?:co hieu luc|duoc thuc hien|thuc hien (?:ke )?tu|ap dung|thi hanh)\b)"
)
_ANNEX = re.compile(r"\bphu luc (?:so )?(?P<annex>[ivxl]{1,6}|\d{1,2})\b")


@dataclass(frozen=True, slots=True)
class RowEffect:
    """An effect of its own for some rows: by code, or by their address in the annex."""

    codes: tuple[str, ...]
    rows: tuple[str, ...]
    section: str | None
    part: str | None
    annex: str | None
    effective_on: date | None  # None: only its end is said
    effective_until: date | None
    names: tuple[str, ...] = ()
    sector: str | None = None  # folded
    action: Action | None = None
    levels: tuple[Level, ...] = ()
    unread: bool = False  # a time is named that is no full day
    ends_on: date | None = None  # "hết hiệu lực từ ngày …": when an abolition acts, or when the row ends
    text: str = ""  # the clause that says it

    def covers(self, item: ReadItem) -> bool:
        """Whether the row is meant."""
        if self.codes:
            return item.code in self.codes
        if self.names:
            return _name_key(item.name) in {_name_key(name) for name in self.names}
        if self.sector is not None and fold(item.sector or "") != self.sector:
            return False
        if self.action is not None and item.action is not self.action:
            return False
        if self.levels and not set(item.levels) & set(self.levels):
            return False
        row_no = item.row_no
        path = [mark.lower() for mark in (item.part or "").split("/")]
        for wanted in (self.annex, self.part, self.section):
            if wanted is None:
                continue
            if wanted not in path:
                return False
            path = path[path.index(wanted) + 1 :]
        return not self.rows or (row_no or "").lstrip("0") in self.rows


def _name_key(name: str) -> str:
    return re.sub(r"^thu tuc (?!hanh chinh)", "", re.sub(r"[^a-z0-9]+", " ", fold(name)).strip())


@dataclass(slots=True)
class Effect:
    """The effect clause of a decision; `source` None only while nothing was read."""

    effective_on: date | None
    effective_until: date | None
    source: EffectSource
    rows: list[RowEffect] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


_SHORT_YEAR = re.compile(r"(?<=ngay )(?P<day>\d{1,2}/\d{1,2}/)(?P<year>\d{2})(?!\d|[/.-]\d)")
_YEARS_AROUND = 5  # of effect after the signing, beyond which none is believed (RULINGS 38)


def with_full_years(sentences: list[Sentence], signed_on: date | None) -> list[Sentence]:
    """Sentences with "01/8/26" as "01/8/2026", where that is a year in which a decision of that day may have effect."""
    return [_with_full_years(one, signed_on) if _SHORT_YEAR.search(one.folded) else one for one in sentences]


def _with_full_years(sentence: Sentence, signed_on: date | None) -> Sentence:
    text, folded = sentence.text, sentence.folded
    for found in reversed(list(_SHORT_YEAR.finditer(folded))):
        year, at = 2000 + int(found["year"]), found.start("year")
        if signed_on is not None and 0 <= year - signed_on.year <= _YEARS_AROUND:
            text, folded = (f"{one[:at]}20{one[at:]}" for one in (text, folded))
    return replace(sentence, text=text, folded=folded)


def read_effect(sentences: list[Sentence], signed_on: date | None) -> Effect:
    """Read the clause; without one the decision is in force from signing, flagged and asked about (RULINGS 1)."""
    effect: Effect | None = None
    unread: str | None = None
    rows: list[tuple[str, str]] = []
    ours: list[tuple[str, str]] = []
    for text, folded in _clauses(sentences):
        if is_of_rows(folded):
            rows.append((text, folded))
            continue
        ours.append((text, folded))
        if not _IN_FORCE.search(folded) or (_NOT_OURS.search(folded) and "quyet dinh nay" not in folded):
            continue
        exception = _EXCEPT.search(folded)
        if exception and exception.start() == 0:
            rows.append((text, folded))
            continue
        main = folded[: exception.start()] if exception else folded
        if exception and len(folded) == len(text):
            rows.append((text[exception.start() :], folded[exception.start() :]))
        if effect is None and _OWN.search(main):
            effect = _main(main, text, signed_on)
            unread = unread or (text if effect is None and _names_time(main) else None)
    if effect is None:
        unread = unread or next((text for text, folded in ours if _SOME_BEGIN.search(folded)), None)
        effect = _unstated(signed_on) if unread is None else _unread(unread)
    _end(effect, end_of(ours))
    for text, folded in rows:
        _add_rows(effect, text, folded, signed_on)
    return effect


#: Where a clause with an object of its own begins within a sentence: "…; các thủ tục tại mục II có hiệu lực từ …".
_OWN_OBJECT = re.compile(
    r"(?:;|,| va| con)\s+(?=(?:rieng |doi voi |con )*(?:cac |nhung )?(?:tthc|thu tuc|danh muc|noi dung)\b[^;]{0,200}?"
    r"\b(?:hieu luc|thuc hien|ap dung|thi hanh)\b[^;]{0,60}\d{4})|;\s+"
)


def _clauses(sentences: list[Sentence]) -> Iterator[tuple[str, str]]:
    """Sentences, parted where another object with its own day follows (RULINGS 38)."""
    for sentence in sentences:
        text, folded = sentence.text, sentence.folded
        if len(text) != len(folded):
            yield text, folded
            continue
        last = 0
        for cut in _OWN_OBJECT.finditer(folded):
            yield text[last : cut.start()], folded[last : cut.start()]
            last = cut.end()
        yield text[last:], folded[last:]


def row_effects(text: str, signed_on: date | None) -> list[RowEffect]:
    """Effects of single rows that a note states: "Thủ tục số 2 có hiệu lực từ ngày 01/7/2022"; none where it is unclear."""
    effect = Effect(None, None, EffectSource.INDIRECT)
    folded = aligned_fold(text)
    if not is_of_rows(folded):
        return []
    _add_rows(effect, text, folded, signed_on)
    return [] if effect.questions else effect.rows


def effect_clause(sentences: list[Sentence]) -> str | None:
    """The sentence that says when the whole takes effect; None without one."""
    for sentence in sentences:
        if (
            _IN_FORCE.search(sentence.folded)
            and _OWN.search(sentence.folded)
            and not is_of_rows(sentence.folded)
        ):
            return sentence.text
    return None


def is_of_rows(folded: str) -> bool:
    """A sentence of its own about some rows: "Các TTHC tại phần B có hiệu lực từ ngày …"."""
    found = _ROW_FORCE.search(folded) or _ROW_END.search(folded)
    if found is None or "quyet dinh nay" in folded[: found.start()]:
        return False
    if _ROW_END.search(folded) and re.search(r"\bquyet dinh so\b", folded):
        return False  # an act on another decision
    subject = _subject(folded)
    smaller = (_ROWS, _SECTION, _PART, _ANNEX, _OF_SECTOR, _OF_ACTION, _QUOTED, _OF_LEVEL)
    if _WHOLE_LIST.search(subject) and not any(one.search(subject) for one in smaller):
        return False
    patterns = (*smaller, _NAMED)
    named = any(one.search(subject) for one in patterns) or find_codes(subject) or _NAMED.search(folded)
    dated = _FROM_DAY.search(folded) or _UNTIL.search(folded) or names_partly(folded[found.start() :])
    return bool(named) and bool(dated)


#: "Thời hạn áp dụng thủ tục số 2: đến hết ngày …": before the words of effect stands a label, and behind them what it is of.
_LABEL_OF_TIME = re.compile(r"(?:(?:thoi (?:han|gian|diem)|ngay|viec|bat dau|hieu luc|cu the)[ :]*)*")
_TIME_BEGINS = re.compile(r"\b(?:tu|den|sau|truoc|trong|la|vao|ngay)\b")


def _subject(folded: str) -> str:
    """What a clause speaks of: its words before those of effect; where those are a label, the words behind it."""
    found = _ROW_FORCE.search(folded) or _ROW_END.search(folded)
    if found is None:
        return folded
    before = folded[: found.start()]
    if not _LABEL_OF_TIME.fullmatch(before) or not before:
        return before
    time = _TIME_BEGINS.search(folded, found.end())
    return folded[: time.start()] if time else before


#: "… hiệu lực của từng thủ tục theo cột ghi chú": the days stand with the rows.
_BY_ROW = re.compile(
    r"\b(?:hieu luc|ap dung|thuc hien|thi hanh)\b[^;.]*\b(?:theo|tai|o|ghi tai|neu tai)"
    r" (?:cot|phu luc|danh muc|ghi chu|phan ghi chu|bang)\b"
)
_EACH = re.compile(
    r"\b(?:tung|moi|cu the|rieng|cac) (?:cua |doi voi |cho )?(?:tung |moi |cac )?(?:thu tuc|tthc|dong|muc|noi dung)\b"
)


def days_stand_with_rows(sentences: list[Sentence]) -> str | None:
    """The clause that leaves the day of effect to each row; None where none does."""
    for text, folded in _clauses(sentences):
        if "hieu luc" in folded and _BY_ROW.search(folded) and _EACH.search(folded):
            return text
    return None


def _main(folded: str, text: str, signed_on: date | None) -> Effect | None:
    start = _IN_FORCE.search(folded)
    clause = folded[start.start() :] if start else folded
    begins = clause[: m.start()] if (m := _UNTIL.search(clause)) else clause
    signing = _FROM_SIGNING.search(begins)
    stated = _FROM_DAY.search(begins)
    if signing and stated and signing.start() < stated.start():
        begins = begins[: stated.start()]  # the day further on belongs to another object
    said = _SIGNED_SAID.search(clause)
    if said is not None and signed_on is not None and parse_date(said["day"]) != signed_on:
        return None  # two days of signing
    effect: Effect | None = None
    if _INDIRECT.search(clause) or _AFTER_DAYS.search(clause):
        question = Question(
            ReviewKind.EFFECT_INDIRECT,
            fields(text=text[:300]),
        )
        effect = Effect(None, None, EffectSource.INDIRECT, flags=["effect_indirect"], questions=[question])
    elif found := _FROM_DAY.search(begins):
        effect = Effect(parse_date(found["day"]), None, EffectSource.EXPLICIT)
    elif start is not None and (first := _DAY_FIRST.fullmatch(folded[: start.start()])):
        effect = Effect(parse_date(first["day"]), None, EffectSource.EXPLICIT)
    elif _FROM_SIGNING.search(clause):
        effect = Effect(signed_on, None, EffectSource.SIGNING_CLAUSE)
    if effect is not None and effect.source is EffectSource.EXPLICIT and effect.effective_on is None:
        return None  # a day is stated that none can read
    again = _AGAIN.search(clause)
    second = parse_date(again["day"]) if again else None
    if effect is not None and effect.effective_on is not None and second not in {None, effect.effective_on}:
        return None  # two days for one object
    return effect


#: Words of time after "hiệu lực": a clause that has them states a day, whether or not it can be read.
_TIME = re.compile(r"\d|\b(?:ngay|thang|nam|quy|tu|sau|khi|dau|cuoi|thoi diem)\b|[…_]")


def _names_time(folded: str) -> bool:
    """Whether a clause of effect names a time at all."""
    start = _IN_FORCE.search(folded)
    return start is not None and _TIME.search(folded, start.end()) is not None


def _unread(text: str) -> Effect:
    """A clause that is there and that none can read: nothing is in force until a person has (RULINGS 38)."""
    question = Question(ReviewKind.EFFECT_UNREAD, fields(text=text[:300]), _may_begin(text))
    return Effect(None, None, EffectSource.UNREAD, flags=["effect_unread"], questions=[question])


_SWAPPED = re.compile(r"(?<!\d)(?P<month>\d{1,2})[/.-](?P<day>\d{1,2})[/.-](?P<year>\d{4})(?!\d)")


def _may_begin(text: str) -> tuple[str, ...]:
    """Days that the words may mean: day and month exchanged, or the first day of a period."""
    folded = fold(text)
    plain = parse_date(text) if _SOME_BEGIN.search(folded) else None
    swapped = None if plain else _SWAPPED.search(folded)
    day = plain or (parse_date(f"{swapped['day']}/{swapped['month']}/{swapped['year']}") if swapped else None)
    if day is None and not re.search(r"\d ?(?:thang|/) ?\d{1,2} ?(?:nam|/)|\bngay\W*thang\b", folded):
        period = find_period(text)
        day = period.first if period else None
    return (day.isoformat(),) if day else ()


def _end(effect: Effect, end: End) -> None:
    """Put the end of the decision's own effect to it; one that none can date is asked for."""
    if end == NO_END:
        return
    effect.effective_until = end.until
    if end.unclear is None:
        effect.flags += [] if end.sure else ["effect_end_unclear"]
        return
    effect.flags.append("effect_end_unclear")
    days = tuple(day.isoformat() for day in end.candidates)
    effect.questions.append(Question(ReviewKind.EFFECT_END_UNCLEAR, fields(text=end.unclear[:300]), days))


def _unstated(signed_on: date | None) -> Effect:
    question = Question(ReviewKind.EFFECT_UNSTATED, candidates=(signed_on.isoformat(),) if signed_on else ())
    return Effect(
        signed_on, None, EffectSource.DEFAULT_SIGNED, flags=["effect_default_signed"], questions=[question]
    )


def _add_rows(effect: Effect, text: str, folded: str, signed_on: date | None) -> None:
    """ "riêng TTHC số 3 mục I phần B có hiệu lực từ ngày 01/01/2027"."""
    effective_on: date | None = None
    if day := _FROM_DAY.search(folded):
        effective_on = parse_date(day["day"])
    elif _FROM_SIGNING.search(folded):
        effective_on = signed_on
    until, _ = last_day_in(folded)
    ends_on = None
    if _ROW_END.search(folded) and not _ROW_FORCE.search(folded):
        ends_on, effective_on = effective_on, None
    meant = rows_meant(text, folded, _subject(folded))
    unsaid = effective_on is None and until is None and ends_on is None
    if meant is not None and unsaid and names_partly(folded):
        effect.rows.append(replace(meant, unread=True, text=text))
        return
    if meant is None or unsaid:
        effect.flags.append("row_effect_unclear")
        effect.questions.append(
            Question(
                ReviewKind.ROW_EFFECT_UNCLEAR,
                fields(text=text[:300], on=effective_on),
            )
        )
        return
    days = replace(meant, effective_on=effective_on, effective_until=until, ends_on=ends_on)
    effect.rows.append(replace(days, text=text))


def rows_meant(text: str, folded: str, selector: str) -> RowEffect | None:
    """The rows that a clause names: by code, address, name, sector, action or level; None where it names none.

    `selector`: the part of the folded clause that speaks of the rows.
    """
    codes = tuple(dict.fromkeys(code.base for code in find_codes(text)))
    rows = _ROWS.search(selector)
    section, part, annex = _SECTION.search(selector), _PART.search(selector), _ANNEX.search(selector)
    names = () if codes else _names_in(text, folded, selector)
    sector, verb, level = _OF_SECTOR.search(selector), _OF_ACTION.search(selector), _OF_LEVEL.search(selector)
    if not (codes or rows or section or part or annex or names or sector or verb or level):
        return None
    numbers = row_numbers(rows["rows"]) if rows and not codes else ()
    addressed = bool(rows or section or part or annex)
    return RowEffect(
        codes=codes,
        rows=numbers,
        section=section["section"] if section and not codes else None,
        part=part["part"] if part and not codes else None,
        annex=f"pl {annex['annex']}" if annex and not codes else None,
        effective_on=None,
        effective_until=None,
        names=() if addressed else names,
        sector=sector["sector"].strip() if sector and not codes else None,
        action=_VERBS[verb["verb"]] if verb and not codes else None,
        levels=levels_named(level.group()) if level and not codes and not names else (),
    )


def _names_in(text: str, folded: str, selector: str) -> tuple[str, ...]:
    """Names of procedures that a clause gives: in quotes, else after "thủ tục"."""
    before = text[: len(selector)] if len(text) == len(folded) and folded.startswith(selector) else text
    quoted = tuple(_QUOTED.findall(before))
    if quoted:
        return quoted
    found = _NAMED.search(folded)
    if found is None or len(text) != len(folded):
        return ()
    name = text[found.start("name") : found.end("name")]
    speaks = (_ROWS, _SECTION, _PART, _ANNEX, _OF_SECTOR, _OF_LEVEL)
    plain = any(one.search(found["name"]) for one in speaks) or _OF_ACTION.search(found.group())
    return () if plain else (name.strip(" ,"),)
