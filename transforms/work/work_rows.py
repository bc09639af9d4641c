"""Rows of the work list, and what many units have in common kept once: the only room of the work with arrays."""

from array import array
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256

import numpy as np

from niemyet.model.shared_rows import Places, SharedRows
from niemyet.model.tables import ListingUpdate
from niemyet.model.words import Channel, Proof, UpdateKind, UpdateState
from niemyet.transforms.work.findings import Finding, WorkContext
from niemyet.transforms.work.transitions import Transition

#: A row that has neither unit nor id yet, and what its id is made of beside the unit.
Draft = tuple[ListingUpdate, bytes]


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

    def share(self, draft: Draft) -> tuple[int, bytes]:
        """Keep what several units will say; gives its place, and what the id is made of."""
        self._shared.append(draft[0])
        return len(self._shared) - 1, draft[1]

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
        self, places: Places, tails: Sequence[bytes], evidence: Mapping[int, str] | None = None
    ) -> None:
        """Many of them. `evidence`: of those of them that differ from the kept row in it."""
        begins = self._begins
        if evidence:
            before = len(self._place)
            self._evidence |= {before + row: text for row, text in evidence.items()}
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
        evidence = np.array([row.evidence for row in shared], object)[place]
        for row, text in self._evidence.items():
            evidence[row] = text
        ids = np.frombuffer(bytes(self._digests).hex().encode(), "S16")
        own = {"update_id": ids[order], "evidence": evidence[order]}
        return SharedRows(ListingUpdate, shared, names, unit[order], place[order], own)


def _tail(kind: UpdateKind, channel: Channel | None, one: Transition) -> bytes:
    """What is hashed behind the unit: the same from run to run; never a date, a row or a wording."""
    return f"|{kind}|{one.identity}|{channel or ''}".encode()


def as_draft(finding: Finding, channel: Channel | None, context: WorkContext) -> Draft:
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
    )
    return row, _tail(finding.kind, channel, one)


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
