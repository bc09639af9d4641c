"""Rows of the work list, and what many units have in common kept once: the only room of the work with arrays."""

from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from niemyet.model.shared_rows import Distinct, Places, SharedRows
from niemyet.model.tables import ListingUpdate
from niemyet.model.words import Channel, DoneKnownBy, Proof, UpdateKind, UpdateState
from niemyet.transforms.work.findings import Finding, Shown, WorkContext
from niemyet.transforms.work.transitions import Transition


class WorkDraft(NamedTuple):
    """A row that has neither unit nor id yet."""

    row: ListingUpdate
    tail: bytes  # what its id is made of beside the unit
    shown: tuple[Shown, ...] = ()  # the channels that show it done, each since a day of its own


@dataclass(slots=True)
class SeenDone:
    """Rows that units were seen to have done, each on a day of its own: their places, and what differs from the kept row."""

    rows: list[int] = field(default_factory=list)
    done_on: list[date] = field(default_factory=list)
    known_by: list[DoneKnownBy] = field(default_factory=list)
    exposed_days: list[int] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)

    def add(self, row: int, done_on: date, known_by: DoneKnownBy, since: date, evidence: str) -> None:
        """One row; `since`: from when the board was wrong."""
        self.rows.append(row)
        self.done_on.append(done_on)
        self.known_by.append(known_by)
        self.exposed_days.append((done_on - since).days)
        self.evidence.append(evidence)

    def extend(self, other: "SeenDone", before: int = 0) -> None:
        """Others, behind so many rows."""
        self.rows.extend(before + row for row in other.rows)
        self.done_on.extend(other.done_on)
        self.known_by.extend(other.known_by)
        self.exposed_days.extend(other.exposed_days)
        self.evidence.extend(other.evidence)


class Pile:
    """Rows of the work list as they are found: what many units have in common stands once (model.spread)."""

    def __init__(self, first_ids: Mapping[str, str] | None = None) -> None:
        """`first_ids`: unit → the id from before it was renamed, which its work keeps in its own."""
        self._first_ids = first_ids or {}
        self._shared: list[ListingUpdate] = []
        self._units: list[str] = []
        self._unit = array("i")
        self._place = array("i")
        self._digests = bytearray()  # 8 bytes a row: the update_id
        self._evidence: dict[int, str] = {}  # of rows that differ in nothing else
        self._done = SeenDone()

    def share(self, draft: WorkDraft) -> tuple[int, bytes]:
        """Keep what several units will say; gives its place, and what the id is made of."""
        self._shared.append(draft.row)
        return len(self._shared) - 1, draft.tail

    def begin(self, unit_id: str) -> None:
        """The rows that follow are of this unit."""
        self._units.append(unit_id)
        self._begins = self._first_ids.get(unit_id, unit_id).encode()

    def put(self, place: int, tail: bytes) -> None:
        """A row of the unit, said by a kept one."""
        self._unit.append(len(self._units) - 1)
        self._place.append(place)
        self._digests += sha256(self._begins + tail).digest()[:8]

    def put_all(
        self,
        places: Places,
        tails: Sequence[bytes],
        evidence: Mapping[int, str] | None = None,
        done: SeenDone | None = None,
    ) -> None:
        """Many of them. `evidence`, `done`: of those of them that differ from the kept row in it."""
        begins = self._begins
        before = len(self._place)
        if evidence:
            self._evidence |= {before + row: text for row, text in evidence.items()}
        if done:
            self._done.extend(done, before)
        self._place.frombytes(places.tobytes())
        self._unit.extend([len(self._units) - 1] * len(places))
        digests = b"".join([sha256(begins + tail).digest() for tail in tails])
        self._digests += np.frombuffer(digests, np.uint64)[::4].tobytes()  # the first 8 of 32 bytes

    def table(self) -> SharedRows[ListingUpdate]:
        """All rows, sorted by unit, code and id."""
        place, unit = np.array(self._place, np.int32), np.array(self._unit, np.int32)
        names = sorted(set(self._units))
        rank_of = {name: rank for rank, name in enumerate(names)}
        if len(place) == 0:
            return SharedRows(ListingUpdate, [], [], unit, place)
        unit = np.array([rank_of[name] for name in self._units], np.int32)[unit]
        # What is kept and said by nobody would stand in the words of the file: same rows, same bytes.
        said = np.bincount(place, minlength=len(self._shared)) > 0
        shared = [self._shared[row] for row in np.flatnonzero(said)]
        place = (np.cumsum(said, dtype=np.int32) - 1)[place]
        codes = [row.code or "" for row in shared]
        code_rank = {code: rank for rank, code in enumerate(sorted(set(codes)))}
        ranks = np.array([code_rank[code] for code in codes], np.int32)
        order = np.lexsort((np.frombuffer(self._digests, ">u8"), ranks[place], unit))
        ids = np.frombuffer(bytes(self._digests).hex().encode(), "S16")
        own: dict[str, NDArray[Any] | Distinct] = {"update_id": ids[order]}
        for name, column in self._own_columns(shared, place).items():
            own[name] = column.of(order) if isinstance(column, Distinct) else column[order]
        return SharedRows(ListingUpdate, shared, names, unit[order], place[order], own)

    def _own_columns(
        self, shared: Sequence[ListingUpdate], place: Places
    ) -> dict[str, NDArray[Any] | Distinct]:
        """Columns in which a row may differ from the kept one, in the order of the pile."""
        done_on = np.array([row.done_on for row in shared], "M8[D]")[place]
        exposed = np.array([row.exposed_days for row in shared], np.int32)[place]
        seen = self._done
        rows = np.array(seen.rows, np.intp)
        done_on[rows] = np.array(seen.done_on, "M8[D]")
        exposed[rows] = seen.exposed_days
        named = np.fromiter(self._evidence, np.intp, len(self._evidence))
        return {
            "evidence": _differing(
                [row.evidence for row in shared],
                place,
                (named, self._evidence.values()),
                (rows, seen.evidence),
            ),
            "done_on": done_on,
            "exposed_days": exposed,
            "done_known_by": _differing([row.done_known_by for row in shared], place, (rows, seen.known_by)),
        }


def _differing(
    shared: Sequence[Any], place: Places, *own: tuple[NDArray[np.intp], Collection[Any]]
) -> Distinct:
    """A column as the kept rows say it, but for the rows that say it otherwise."""
    values = dict.fromkeys(shared)
    for _, told in own:
        values |= dict.fromkeys(told)
    numbers = {value: number for number, value in enumerate(values)}
    number = np.array([numbers[value] for value in shared], np.int32)[place]
    for rows, told in own:
        number[rows] = [numbers[value] for value in told]
    return Distinct(list(numbers), number)


def _tail(kind: UpdateKind, channel: Channel | None, one: Transition) -> bytes:
    """What is hashed behind the unit: the same from run to run; never a date, a row or a wording."""
    return f"|{kind}|{one.identity}|{channel or ''}".encode()


def as_draft(finding: Finding, channel: Channel | None, context: WorkContext) -> WorkDraft:
    """A finding as a row that has neither unit nor id yet, and what its id is made of beside the unit."""
    one = finding.transition
    asked = finding.due_on is None
    row = ListingUpdate(
        update_id="",
        unit_id="",
        kind=finding.kind,
        channel=channel,
        code=one.code or None,
        replaces_codes=finding.replaces_codes,
        name=one.name,
        sector=one.sector,
        decision_id=one.decision_id,
        item_id=one.item_id,
        reason=finding.reason,
        effective_on=None if asked else one.effective_on,
        due_on=finding.due_on,
        state=finding.state,
        days_overdue=_days_overdue(finding, context.as_of),
        exposed_days=_exposed_days(finding, context.as_of),
        done_on=finding.done_on,
        done_by=finding.done_by,
        evidence=finding.evidence,
        proof=_proof(one, context),
        done_known_by=finding.done_known_by,
    )
    return WorkDraft(row, _tail(finding.kind, channel, one), finding.shown)


def _proof(one: Transition, context: WorkContext) -> Proof | None:
    """What orders it; nothing but a look at what hangs where no row does."""
    if one.item_id is None:
        return Proof.OBSERVED if one.kind is UpdateKind.REVIEW else None
    return Proof.ADOPTED if context.evidence.is_adopted(one.item_id) else Proof.DECISION


def _days_overdue(finding: Finding, as_of: date) -> int:
    """Calendar days past the due date while it is overdue; what is done sums nothing up any more."""
    if finding.due_on is None or finding.state is not UpdateState.OVERDUE:
        return 0
    return max(0, (as_of - finding.due_on).days)


def _exposed_days(finding: Finding, as_of: date) -> int:
    """Calendar days from effect to completion or today; what was taken over is counted by what took it over."""
    if finding.since is None or finding.state in _NO_DELAY:
        return 0
    return max(0, ((finding.done_on or as_of) - finding.since).days)


_NO_DELAY = frozenset({UpdateState.PLANNED, UpdateState.CANCELLED, UpdateState.UNOBSERVED})
