"""Versions × units → what each unit must have posted, and since when (DOMAIN §1.3, §4.3; RULINGS 17).

Posting binds the unit that resolves and the unit that receives (NĐ 63/2010 Đ.17.1b). What hangs at a level is
worked out once per level; a unit's board is that, cut to the unit's own time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np

from niemyet.model.shared_rows import Places, SharedRows
from niemyet.model.tables import Board, Procedure
from niemyet.model.words import Level, Proof, Scope
from niemyet.transforms.units.succession import UnitSpan

_END = date.max  # stands for an open end while intervals are worked on


@dataclass(
    slots=True
)  # not frozen: there is one for each version, and a frozen one takes ten times as long to make
class BoardEntry:
    """A version on the board of every unit of a level, for a stretch of time."""

    procedure: Procedure
    scope: Scope
    valid_from: date
    valid_until: date | None


def build_boards(
    procedures: "Iterable[Procedure] | GroundBoards", spans: Iterable[UnitSpan]
) -> Sequence[Board]:
    """Rows of `boards`, sorted by unit, code and day.

    Units that work at one level for the same time have the same board: it is cut once and spread over them.
    """
    by_ground = procedures if isinstance(procedures, GroundBoards) else GroundBoards(procedures)
    shared: list[Board] = []
    cut: dict[tuple[Level, date | None, date | None, _Ground], Places] = {}
    of_unit: dict[str, list[Places]] = {}
    for span in spans:
        same = (span.level, span.valid_from, span.valid_until, by_ground.of(span))
        if same not in cut:
            begun = len(shared)
            shared.extend(_row(span, entry) for entry in cut_to(by_ground.entries(span), span))
            cut[same] = np.arange(begun, len(shared), dtype=np.int32)
        of_unit.setdefault(span.unit_id, []).append(cut[same])
    units = sorted(of_unit)
    places = [_in_order(of_unit[unit_id], shared) for unit_id in units]
    counts = [len(each) for each in places]
    return SharedRows(
        Board,
        shared,
        units,
        unit=np.repeat(np.arange(len(units), dtype=np.int32), counts),
        place=np.concatenate(places) if places else np.empty(0, dtype=np.int32),
    )


def _in_order(pieces: Sequence[Places], shared: Sequence[Board]) -> Places:
    """The rows of one unit by code and day; each of its stretches has them so."""
    if len(pieces) == 1:
        return pieces[0]
    rows = sorted(np.concatenate(pieces), key=lambda place: (shared[place].code, shared[place].valid_from))
    return np.array(rows, dtype=np.int32)


def _row(span: UnitSpan, entry: BoardEntry) -> Board:
    """By place: there is one for each version and stretch of time."""
    one = entry.procedure
    return Board(
        span.unit_id, one.code, one.procedure_id, one.version, entry.scope, entry.valid_from, entry.valid_until,
        one.opened_by, one.proof,
    )  # fmt: skip


_Ground = tuple[str | None, date | None, tuple[bool, ...]]


class GroundBoards:
    """What every unit of a level must post, by the former ground on which it stands (RULINGS 43)."""

    def __init__(self, procedures: Iterable[Procedure]) -> None:
        self._procedures = tuple(procedures)
        self._grounds = sorted({one.ground for one in self._procedures if one.ground is not None})
        self._sets = sorted(
            {
                units
                for one in self._procedures
                for units in (one.only_units, one.not_units)
                if units is not None
            }
        )
        self._made: dict[_Ground, dict[Level, tuple[BoardEntry, ...]]] = {}
        self._of_cell: dict[tuple[bool, ...], GroundBoards] = {}

    def of(self, span: UnitSpan) -> _Ground:
        """What tells the boards of units apart; nothing does where nothing is decided by ground."""
        cell = tuple(span.unit_id in units for units in self._sets)
        return (span.ground, span.whole_from, cell) if self._grounds else (None, None, cell)

    def entries(self, span: UnitSpan) -> tuple[BoardEntry, ...]:
        """The entries of the span's level on its ground."""
        if self._sets:
            return self._at(span).entries(span)
        ground = self.of(span)
        if ground not in self._made:
            self._made[ground] = self._on(*ground[:2])
        return self._made[ground].get(span.level, ())

    def _at(self, span: UnitSpan) -> "GroundBoards":
        """The boards of the versions that hold for the unit, where some hold for some units only (RULINGS 49)."""
        cell = self.of(span)[2]
        if cell not in self._of_cell:
            unit_id = span.unit_id
            here = (one for one in self._procedures if holds_for(one, unit_id))
            self._of_cell[cell] = GroundBoards(replace(one, only_units=None, not_units=None) for one in here)
        return self._of_cell[cell]

    def _on(self, ground: str | None, whole_from: date | None) -> dict[Level, tuple[BoardEntry, ...]]:
        if not self._grounds:
            return level_boards(self._procedures)
        if ground is not None and whole_from is None:
            return level_boards(one for one in self._procedures if one.ground in {None, ground})
        # On several: its own ground's first, then of each other what it adds; a code stands once at any time.
        found: dict[Level, list[BoardEntry]] = {}
        for each in sorted(
            {ground or self._grounds[0], *self._grounds}, key=lambda one: (one != ground, one)
        ):
            begins = date.min if each == ground or whole_from is None else whole_from
            for level, entries in self._on(each, None).items():
                taken = found.setdefault(level, [])
                taken += [piece for entry in entries for piece in _beside(entry, taken, begins)]
        for entries_of_level in found.values():
            entries_of_level.sort(key=lambda entry: (entry.procedure.code, entry.valid_from))
        return {level: tuple(entries) for level, entries in found.items()}


def holds_for(procedure: Procedure, unit_id: str) -> bool:
    """Whether a version holds on the ground of a unit, as far as decisions say for which units."""
    if procedure.only_units is not None and unit_id not in procedure.only_units:
        return False
    return procedure.not_units is None or unit_id not in procedure.not_units


def _beside(entry: BoardEntry, taken: Sequence[BoardEntry], begins: date) -> list[BoardEntry]:
    """What of an entry, from a day on, is not covered by others of its code."""
    since = max(begins, entry.valid_from)
    if entry.valid_until is not None and entry.valid_until <= since:
        return []
    free = [(since, entry.valid_until)]
    for other in taken:
        if other.procedure.code == entry.procedure.code:
            free = [piece for stretch in free for piece in _minus(stretch, other)]
    return [BoardEntry(entry.procedure, entry.scope, since, until) for since, until in free]


def level_boards(procedures: Iterable[Procedure]) -> dict[Level, tuple[BoardEntry, ...]]:
    """What every unit of a level must post, sorted by code and day; one entry per code at any instant."""
    by_code: dict[str, list[Procedure]] = {}
    for procedure in procedures:
        by_code.setdefault(procedure.code, []).append(procedure)
    found: dict[Level, list[BoardEntry]] = {}
    for code in sorted(by_code):
        entries = _entries(by_code[code])
        entries.sort(key=_since)
        for entry, level in entries:
            found.setdefault(level, []).append(entry)
    return {level: tuple(entries) for level, entries in found.items()}


def _since(one: tuple[BoardEntry, Level]) -> date:
    return one[0].valid_from


def _entries(versions: Sequence[Procedure]) -> list[tuple[BoardEntry, Level]]:
    """Entries of one code: at the levels that hold it, and at those that only receive it meanwhile."""
    only = versions[0].level  # of nearly all codes: then nothing is shared and nothing received
    if all(one.level is only and not one.reception_levels and not one.suspensions for one in versions):
        return [(BoardEntry(one, Scope.AUTHORITY, one.valid_from, one.valid_until), only) for one in versions]
    held: dict[Level, list[Procedure]] = {}
    for version in versions:
        held.setdefault(version.level, []).append(version)
    entries = []
    for level, own in held.items():
        others = [
            version
            for other, found in held.items()
            if other is not level
            for version in found
            if not is_received_only(version)
        ]
        proven = [version for version in others if version.proof is not Proof.ADOPTED]
        for version in own:
            if is_received_only(version):
                entries += [(entry, level) for entry in _received(version, [])]
                continue
            # What is only adopted changes nothing of what a decision holds (RULINGS 45).
            beside = proven if version.proof is not Proof.ADOPTED else others
            entries += [(entry, level) for entry in _by_scope(version, beside)]
    for version in versions:
        for level in version.reception_levels if not is_received_only(version) else ():
            if level is not version.level:
                entries += [(entry, level) for entry in _received(version, held.get(level, []))]
    if any(version.suspensions for version in versions):
        entries = [(shown, level) for entry, level in entries for shown in _while_not_suspended(entry)]
    return _without_overlap(entries)


def is_received_only(version: Procedure) -> bool:
    """Whether nobody has said who holds it: its level is one of those that receive it."""
    return version.level in version.reception_levels


def _while_not_suspended(entry: BoardEntry) -> list[BoardEntry]:
    """What is suspended hangs nowhere meanwhile, though it is in force (RULINGS 40)."""
    shown = [(entry.valid_from, entry.valid_until)]
    for one in entry.procedure.suspensions or ():
        off = BoardEntry(entry.procedure, entry.scope, one.suspended_from, one.suspended_until)
        shown = [piece for stretch in shown for piece in _minus(stretch, off)]
    return [BoardEntry(entry.procedure, entry.scope, since, until) for since, until in shown]


def _by_scope(version: Procedure, others: Sequence[Procedure]) -> list[BoardEntry]:
    """Shared while another level holds it too, authority otherwise (RULINGS 17)."""
    alone, together = _split(version, others)
    return [
        *(BoardEntry(version, Scope.AUTHORITY, since, until) for since, until in alone),
        *(BoardEntry(version, Scope.SHARED, since, until) for since, until in together),
    ]


def _received(version: Procedure, own: Sequence[Procedure]) -> list[BoardEntry]:
    """Reception only while the level does not hold it itself."""
    alone, _ = _split(version, own)
    return [BoardEntry(version, Scope.RECEPTION_ONLY, since, until) for since, until in alone]


Stretch = tuple[date, date | None]


def _split(version: Procedure, others: Sequence[Procedure]) -> tuple[list[Stretch], list[Stretch]]:
    """The version's time without any of the others in force, and with one of them."""
    if not others:
        return [(version.valid_from, version.valid_until)], []
    end = version.valid_until or _END
    cuts = {version.valid_from, end}
    for other in others:
        cuts |= {
            day for day in (other.valid_from, other.valid_until or _END) if version.valid_from < day < end
        }
    days = sorted(cuts)
    without: list[Stretch] = []
    within: list[Stretch] = []
    for since, until in pairwise(days):
        covered = any(_holds(other, since) for other in others)
        _extend(within if covered else without, since, None if until == _END else until)
    return without, within


def _holds(procedure: Procedure, day: date) -> bool:
    return procedure.valid_from <= day and (procedure.valid_until is None or day < procedure.valid_until)


def _extend(stretches: list[Stretch], since: date, until: date | None) -> None:
    if stretches and stretches[-1][1] == since:
        stretches[-1] = (stretches[-1][0], until)
    else:
        stretches.append((since, until))


def _without_overlap(entries: list[tuple[BoardEntry, Level]]) -> list[tuple[BoardEntry, Level]]:
    """Two levels may both name a third as receiving: it posts the procedure once, the higher level's row."""
    if sum(entry.scope is Scope.RECEPTION_ONLY for entry, _ in entries) < 2:
        return entries
    kept: list[tuple[BoardEntry, Level]] = []
    order = list(Level)
    for entry, level in sorted(entries, key=lambda one: order.index(one[0].procedure.level)):
        taken = [other for other, at in kept if at is level]
        if entry.scope is not Scope.RECEPTION_ONLY:
            kept.append((entry, level))
            continue
        free = [(entry.valid_from, entry.valid_until)]
        for other in taken:
            free = [piece for stretch in free for piece in _minus(stretch, other)]
        kept += [(BoardEntry(entry.procedure, entry.scope, since, until), level) for since, until in free]
    return kept


def _minus(stretch: Stretch, taken: BoardEntry) -> list[Stretch]:
    since, until = stretch
    end, taken_end = until or _END, taken.valid_until or _END
    if taken_end <= since or taken.valid_from >= end:
        return [stretch]
    pieces: list[Stretch] = []
    if since < taken.valid_from:
        pieces.append((since, taken.valid_from))
    if taken_end < end:
        pieces.append((taken_end, until))
    return pieces


def cut_to(entries: Iterable[BoardEntry], span: UnitSpan) -> Sequence[BoardEntry]:
    """Entries within a unit's own time; what lies within it stays as it is."""
    if span.valid_from is None and span.valid_until is None:
        return tuple(entries)
    start, end = span.valid_from or date.min, span.valid_until or _END
    found = []
    for entry in entries:
        begun, ended = entry.valid_from, entry.valid_until or _END
        if start <= begun < ended <= end:
            found.append(entry)
        elif (since := max(start, begun)) < (until := min(end, ended)):
            found.append(BoardEntry(entry.procedure, entry.scope, since, None if until == _END else until))
    return found


def board_on(boards: Iterable[Board], unit_id: str, day: date) -> tuple[Board, ...]:
    """What a unit must have posted on a day, sorted by code."""
    rows = boards.of_unit(unit_id) if isinstance(boards, SharedRows) else boards
    return tuple(
        sorted((row for row in rows if row.unit_id == unit_id and _hangs(row, day)), key=lambda row: row.code)
    )


def count_on(boards: Iterable[Board], day: date) -> Mapping[str, int]:
    """How many procedures each unit must have posted on a day; units with none are left out."""
    if isinstance(boards, SharedRows):
        hangs = np.array([_hangs(row, day) for row in boards.shared], dtype=bool)
        found = np.bincount(boards.unit[hangs[boards.place]], minlength=len(boards.units))
        return {unit_id: int(count) for unit_id, count in zip(boards.units, found, strict=True) if count}
    counts: dict[str, int] = {}
    for row in boards:
        if _hangs(row, day):
            counts[row.unit_id] = counts.get(row.unit_id, 0) + 1
    return dict(sorted(counts.items()))


def _hangs(row: Board, day: date) -> bool:
    return row.valid_from <= day and (row.valid_until is None or day < row.valid_until)
