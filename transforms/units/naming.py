"""Which unit or procedure a person means by a name: with its kind or without, with marks or without, however it is spelt.

Nothing is chosen between two that fit: the caller gets all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from niemyet.transforms.language.text import fold, key
from niemyet.transforms.units.country import KINDS_IN_NAMES

#: What stands before a unit's name on its door, folded, longest first: the one-stop centre (NĐ 118/2025/NĐ-CP), the committee.
_DOORS = (
    "trung tam phuc vu hanh chinh cong ",
    "ttpvhcc ",
    "tt pvhcc ",
    "bo phan tiep nhan va tra ket qua ",
    "bo phan mot cua ",
    "uy ban nhan dan ",
    "ubnd ",
)
#: How people shorten the kind of a unit, folded.
_SHORT = {"tp.": "thanh pho", "tp": "thanh pho", "tx.": "thi xa", "tx": "thi xa", "tt.": "thi tran", "tt": "thi tran",
          "p.": "phuong", "x.": "xa", "h.": "huyen", "q.": "quan", "t.": "tinh"}  # fmt: skip
_KINDS = tuple(f"{fold(kind)} " for kind in KINDS_IN_NAMES)
#: “Trung tâm … cấp xã Tam Hải”: the word is of the door where a kind follows; Cấp Tiến is a commune.
_LEVELS = tuple(f"cap {kind}" for kind in _KINDS)


@dataclass(frozen=True, slots=True)
class CalledUnit:
    """A unit and a name that it bore, from when until when (null: open)."""

    unit_id: str
    name: str
    valid_from: date | None
    valid_until: date | None
    gso_code: str | None = None


def units_called(wanted: str, units: Iterable[CalledUnit]) -> tuple[CalledUnit, ...]:
    """All that a person may mean, each unit once, by its newest row that bears the name; sorted by id.

    In this order, the first that fits anything: the id; the name with its kind; the name without; the statistical code.
    Among those, the ones whose marks are the same, where marks were written and there are any.
    """
    rows = sorted(units, key=lambda one: (one.unit_id, one.valid_from or date.min))
    said = without_door(wanted)
    if not said:
        return ()
    for fits in (
        [one for one in rows if one.unit_id == wanted.strip()],
        [one for one in rows if without_door(one.name) == said],
        [
            one
            for one in rows
            if without_kind(without_door(one.name)).replace("-", " ") == said.replace("-", " ")
        ],
        [one for one in rows if one.gso_code == wanted.strip()],
    ):
        if fits:
            return tuple({one.unit_id: one for one in _same_marks(wanted, fits)}.values())
    return ()


def codes_called(wanted: str, names: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Codes with a name (code, name) that a person may mean by a procedure's name, each code once; sorted.

    The whole name, however it is spelt; else those in which the words stand one after the other.
    """
    said = key(wanted)
    if not said:
        return ()
    by_key: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for code, name in names:
        by_key[key(name)].add((code, name))
    plain = _plain(wanted)
    for fits in (
        by_key.get(said, set()),
        {one for rows in by_key.values() for one in rows if _plain(one[1]) == plain},
        {one for held, rows in by_key.items() if f" {said} " in f" {held} " for one in rows},
        {one for rows in by_key.values() for one in rows if f" {plain} " in f" {_plain(one[1])} "},
    ):
        if fits:
            return tuple(dict(sorted(fits)).items())
    return ()


def _same_marks(wanted: str, fits: Sequence[CalledUnit]) -> Sequence[CalledUnit]:
    if fold(wanted) == wanted.casefold():
        return fits
    mine = key(wanted)
    return [one for one in fits if f" {key(one.name)}".endswith(f" {mine}")] or fits


def _plain(text: str) -> str:
    return " ".join(fold(text).removeprefix("thu tuc ").split())


def without_door(name: str) -> str:
    """A unit's name folded, without what stands on the door, the kind written out: `TX. Điện Bàn` → `thi xa dien ban`."""
    plain = " ".join(fold(name).replace(".", ". ").split()).replace(" - ", " ")
    for door in _DOORS:
        plain = plain.removeprefix(door)
    if f"{plain} ".startswith(_LEVELS):
        plain = plain.removeprefix("cap ")
    first, _, rest = plain.partition(" ")
    return f"{_SHORT.get(first, first)} {rest}".strip()


def without_kind(name: str) -> str:
    """A folded name without the kind that stands before it: `xa tam hai` → `tam hai`."""
    kind = next((one for one in _KINDS if name.startswith(one)), "")
    return name.removeprefix(kind)
