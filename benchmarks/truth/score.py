"""What was read against what had to be read: item by item, field by field, silent or flagged.

A difference is flagged when the item carries a flag, or a question of that item stands open, that concerns the field;
"document" when only the document as a whole says that something is amiss (a counter that does not fit, a table or a
row left unread). Anything else is silent: a clerk would believe it. That a file is a scan says nothing of an item.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from benchmarks.truth.cases import Case, Expected
from niemyet.model.records import Question, Reading
from niemyet.model.tables import ReadItem
from niemyet.model.words import ReviewKind
from niemyet.transforms.language.text import key, key_nospace

#: What a clerk acts on: none of it may be silently wrong. A name or sector misspelt is told apart from it.
GRAVE = frozenset({"action", "code", "levels", "replaces", "lost", "invented", "unasked"})
FIELDS = ("action", "code", "levels", "sector", "replaces", "name")

#: Flags and questions of an item, and the fields that they put in doubt. One that is not listed here is taken to put
#: the whole item in doubt; `unknown_words` tells of it, so that it is looked at.
_ALL = frozenset(FIELDS)
_CONCERNS: dict[str, frozenset[str]] = {
    "no_code": frozenset({"code"}),
    "code_repaired": frozenset({"code"}),
    "several_codes": frozenset({"code", "replaces"}),
    "code_unclear": frozenset({"code"}),
    "code_over_page": frozenset({"code"}),
    "replaced_unclear": frozenset({"replaces"}),
    "cue_typo": frozenset({"action"}),
    "level_unknown": frozenset({"levels"}),
    "level_from_note": frozenset({"levels"}),
    "action_unknown": frozenset({"action"}),
    "replaced_unknown": frozenset({"replaces", "action"}),
    "case_in_name": frozenset({"name"}),
    "name_missing": frozenset({"name"}),
    "basis_in_name": frozenset({"name"}),
    "level_from_agency": frozenset({"levels"}),
    "level_from_name": frozenset({"levels"}),
    "cases_differ": frozenset(),  # told beside the values (RULINGS 35)
    "online_level_conflict": frozenset(),
    "old_online_level": frozenset(),
    "no_row_number": frozenset(),
    "row_from_text": _ALL,
    "row_reference": _ALL,
    "row_of_list": frozenset(),
}
#: Recognised without being sure; only what the question names is in doubt, never the whole item.
_OCR = "ocr_doubt"
#: Of the document, when rows were lost, invented or put into a wrong section.
_OF_ROWS = frozenset(
    {
        "control_total_mismatch", "table_unread", "row_unread", "header_unresolved", "annex_missing", "kind_unclear",
        "page_unread", "table_damaged",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one item that is not as it had to be."""

    seed: int
    form: str
    field: str  # of FIELDS; lost, invented, unasked, or a fact of the head
    expected: str
    got: str
    how: str  # silent, flagged, document
    name: str
    axes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """One document in one format."""

    seed: int
    form: str
    expected: int
    found: int
    right: int  # found, with no difference at all
    differences: tuple[Difference, ...]
    head: tuple[Difference, ...]  # facts of the head that differ
    rest_compared: int  # other columns: time, place, fee, basis, agency, own effect
    rest_right: int
    rest_wrong: tuple[tuple[str, str, str], ...]
    asked_in_vain: int  # items that are right and carry a doubt of a field all the same
    unknown_words: tuple[str, ...]
    item_axes: tuple[
        tuple[tuple[tuple[str, str], ...], str], ...
    ]  # for each expected item: its axes, right/flagged/silent
    seconds: float = 0.0
    error: str | None = None


def score(case: Case, form: str, reading: Reading, seconds: float = 0.0) -> Score:
    """Compare a reading with its case."""
    pairs = _paired(case.expected, reading.items)
    of_rows = bool(_OF_ROWS & {*reading.flags, *(one.kind for one in reading.questions if one.item is None)})
    differences: list[Difference] = []
    item_axes = []
    right = found = vain = 0
    rest: list[tuple[str, bool, str, str]] = []
    for number, expected in enumerate(case.expected):
        index = pairs.get(number)
        mine = tuple(
            _lost(case, form, expected, of_rows=of_rows)
            if index is None
            else _compared(case, form, expected, reading, index, of_rows=of_rows)
        )
        differences += mine
        item_axes.append((_axes(case, expected), _outcome(mine)))
        if index is None:
            continue
        found += 1
        right += not mine
        vain += (
            not mine
            and not expected.asked
            and bool(
                _doubted(reading, index)
                - _needless(expected, mistyped="cue" in case.axes)
                - _told_whence(reading.items[index])
            )
        )
        rest += _rest(expected, reading.items[index])
    met = set(pairs.values())
    for index, item in enumerate(reading.items):
        if index not in met:
            doubted = _doubted(reading, index)
            how = "flagged" if doubted >= _ALL else "document" if of_rows else "silent"
            differences.append(
                Difference(
                    case.seed,
                    form,
                    "invented",
                    "",
                    f"{item.action} {item.code}",
                    how,
                    item.name,
                    tuple(case.axes.items()),
                )
            )
    differences += _missing_flags(case, form, reading)
    return Score(
        seed=case.seed,
        form=form,
        expected=len(case.expected),
        found=found,
        right=right,
        differences=tuple(differences),
        head=tuple(_head(case, form, reading)),
        rest_compared=len(rest),
        rest_right=sum(fine for _, fine, _, _ in rest),
        rest_wrong=tuple((name, wanted, got) for name, fine, wanted, got in rest if not fine),
        asked_in_vain=vain,
        unknown_words=tuple(sorted(_unknown(reading))),
        item_axes=tuple(item_axes),
        seconds=seconds,
    )


# ---- which item is which -----------------------------------------------------------------------------------


def _paired(expected: tuple[Expected, ...], items: tuple[ReadItem, ...]) -> dict[int, int]:
    """Expected → read, the likest first: by code, else by name, then by place and section."""
    likes = []
    for number, wanted in enumerate(expected):
        for index, item in enumerate(items):
            like = _like(wanted, item)
            if like >= 20:
                distance = abs(number / max(1, len(expected)) - index / max(1, len(items)))
                likes.append((-like, distance, number, index))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, number, index in sorted(likes):
        if number not in pairs and index not in taken:
            pairs[number] = index
            taken.add(index)
    return pairs


def _like(wanted: Expected, item: ReadItem) -> int:
    like = 0
    if wanted.code is not None and wanted.code == item.code:
        like += 60
    if key(wanted.name) == key(item.name):
        like += 40
    elif key_nospace(wanted.name) == key_nospace(item.name):
        like += 35
    elif _share(wanted.name, item.name) > 0.6:
        like += 25
    if not like:
        return 0
    return (
        like
        + 3 * (wanted.action is item.action)
        + 3 * (wanted.levels == item.levels)
        + (key(wanted.sector or "") == key(item.sector or ""))
    )


@lru_cache(maxsize=1 << 14)
def _share(one: str, other: str) -> float:
    mine, theirs = set(key(one).split()), set(key(other).split())
    return len(mine & theirs) / max(1, len(mine | theirs))


# ---- field by field ------------------------------------------------------------------------------------------


def _compared(
    case: Case, form: str, wanted: Expected, reading: Reading, index: int, *, of_rows: bool
) -> Iterator[Difference]:
    item, doubted = reading.items[index], _doubted(reading, index)
    axes = _axes(case, wanted)
    for name in FIELDS:
        if name in wanted.asked:
            if name not in doubted:
                how = "document" if of_rows else "silent"
                yield Difference(
                    case.seed,
                    form,
                    "unasked",
                    f"a question about {name}",
                    _told(item, name),
                    how,
                    wanted.name,
                    axes,
                )
            continue
        if _same(wanted, item, name):
            continue
        how = "flagged" if name in doubted else "document" if of_rows else "silent"
        yield Difference(
            case.seed, form, name, _told(wanted, name), _told(item, name), how, wanted.name, axes
        )


def _same(wanted: Expected, item: ReadItem, name: str) -> bool:
    mine, read = getattr(wanted, name), getattr(item, name)
    if name in {"sector", "name"}:
        return key(mine or "") == key(read or "")
    return bool(mine == read)


def _told(one: Expected | ReadItem, name: str) -> str:
    value = getattr(one, name)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _lost(case: Case, form: str, wanted: Expected, *, of_rows: bool) -> Iterator[Difference]:
    how = "document" if of_rows else "silent"
    told = f"{wanted.action} {wanted.code}"
    yield Difference(case.seed, form, "lost", told, "", how, wanted.name, _axes(case, wanted))


def _doubted(reading: Reading, index: int) -> frozenset[str]:
    """Fields of an item that a flag or a question puts in doubt."""
    item, asked = reading.items[index], [one for one in reading.questions if one.item == index]
    kinds = {*item.flags, *(one.kind for one in asked)} - {_OCR} - _OF_PICTURES
    doubted = frozenset().union(*(_CONCERNS.get(kind, _ALL) for kind in kinds))
    doubted = doubted.union(*(_of_picture(one) for one in asked if one.kind in _OF_PICTURES))
    if (
        _OCR in item.flags and item.sector is None
    ):  # a heading above was not surely read: asked about once for all
        doubted |= {"sector"}
    return doubted


_OF_PICTURES = frozenset(kind for kind in ReviewKind if kind.value.startswith("ocr_"))


def _of_picture(question: Question) -> frozenset[str]:
    """What a question or notice about a picture puts in doubt."""
    if question.kind is ReviewKind.OCR_CODE:
        return frozenset({"code", "replaces"})
    if question.kind is ReviewKind.OCR_NAME:
        return frozenset({"name"})
    if question.kind is ReviewKind.OCR_ROW:  # its other cells, each by its name
        text = dict(question.fields).get("text", "")
        return frozenset(axis for axis, cell in (("levels", "level:"), ("sector", "sector:")) if cell in text)
    return _ALL


def _needless(wanted: Expected, *, mistyped: bool) -> frozenset[str]:
    """Doubts that the row itself gives reason for."""
    own = dict(wanted.axes)
    fields = set()
    if wanted.code is None or own.get("code form", "") not in {"plain", "suffix", "short suffix"}:
        fields.add("code")
    if "name" in own:
        fields.add("name")
    if own.get("level", "").startswith("in a"):
        fields.add("levels")
    if mistyped:
        fields.add("action")
    return frozenset(fields)


_WHENCE = frozenset({"level_from_agency", "level_from_name"})


def _told_whence(item: ReadItem) -> frozenset[str]:
    """Fields of which a flag says where they come from, and nothing is asked (RULINGS 30)."""
    return frozenset() if _WHENCE.isdisjoint(item.flags) else frozenset({"levels"})


def _unknown(reading: Reading) -> set[str]:
    flags = {flag for item in reading.items for flag in item.flags}
    kinds = {one.kind for one in reading.questions if one.item is not None}
    return (flags | kinds) - _CONCERNS.keys() - {_OCR}


def _axes(case: Case, wanted: Expected) -> tuple[tuple[str, str], ...]:
    return (*case.axes.items(), *((f"row: {name}", value) for name, value in wanted.axes))


def _outcome(differences: Iterable[Difference]) -> str:
    hows = {one.how for one in differences}
    return next((how for how in ("silent", "document", "flagged") if how in hows), "right")


def _rest(wanted: Expected, item: ReadItem) -> list[tuple[str, bool, str, str]]:
    out = []
    for name, value in wanted.rest:
        read = getattr(item, name)
        if value is not None or read is not None:
            out.append((name, key_nospace(value or "") == key_nospace(read or ""), str(value), str(read)))
    if wanted.effective_on is not None or item.effective_on is not None:
        mine, read = wanted.effective_on, item.effective_on
        out.append(("effective_on", mine == read, str(mine), str(read)))
    return out


# ---- the document as a whole -----------------------------------------------------------------------------------


def _missing_flags(case: Case, form: str, reading: Reading) -> Iterator[Difference]:
    axes = tuple(case.axes.items())
    # On a picture a heading with its counter may itself be what is asked about.
    how = (
        "document"
        if any(one.kind in _OF_PICTURES and one.item is None for one in reading.questions)
        else "silent"
    )
    for flag in case.flags:
        if flag not in reading.flags:
            yield Difference(case.seed, form, "unasked", flag, ", ".join(reading.flags), how, "", axes)


def _head(case: Case, form: str, reading: Reading) -> Iterator[Difference]:
    alone = form == "xlsx" and case.xlsx == "annex"
    facts = ["number", "signed_on"] if alone else ["number", "signed_on", "effective_on", "kind"]
    for name in facts:
        mine, read = getattr(case, name), getattr(reading, name)
        if mine != read:
            flagged = any(
                word.startswith((name, "effect" if name == "effective_on" else name))
                for word in reading.flags
            )
            how = "flagged" if flagged else "silent"
            yield Difference(case.seed, form, name, str(mine), str(read), how, "", tuple(case.axes.items()))
