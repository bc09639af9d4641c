"""Rows of the work list, and what many units have in common kept once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from niemyet.model.carried import ChangesWith
from niemyet.model.piled_rows import Block, OwnValues, PiledRows
from niemyet.model.shared_rows import DAYS, Places
from niemyet.model.tables import ListingUpdate
from niemyet.model.words import Channel, Proof, UpdateKind, UpdateState
from niemyet.transforms.work.findings import Finding, Shown, WorkContext
from niemyet.transforms.work.transitions import Transition

#: Columns in which rows differ that share the rest, and the numpy type of each; None: few different values.
_OWN = {"evidence": None, "done_on": DAYS, "exposed_days": "i4", "done_known_by": None}


class WorkDraft(NamedTuple):
    """A row that has neither unit nor id yet."""

    row: ListingUpdate
    tail: bytes  # what its id is made of beside the unit
    shown: tuple[Shown, ...] = ()  # the channels that show it done, each since a day of its own
    changes_with: ChangesWith = ChangesWith.NOTHING  # see Finding


class Pile:
    """Rows of the work list as they are found: what many units have in common stands once."""

    def __init__(self, first_ids: Mapping[str, str] | None = None) -> None:
        """`first_ids`: unit → the id from before it was renamed, which its work keeps in its own."""
        self._first_ids = first_ids or {}
        self._shared: list[ListingUpdate] = []
        self._tails: list[bytes] = []
        self._units: list[str] = []
        self._blocks: list[Block] = []
        self._changes_with: list[ChangesWith] = []  # of what is kept

    def share(self, draft: WorkDraft) -> int:
        """Keep what several units will say; gives its place."""
        self._shared.append(draft.row)
        self._tails.append(draft.tail)
        self._changes_with.append(draft.changes_with)
        return len(self._shared) - 1

    def begin(self, unit_id: str) -> None:
        """The rows that follow are of this unit."""
        self._units.append(unit_id)

    def put(self, places: Places | Sequence[int], *own: OwnValues) -> None:
        """Rows of the unit, said by kept ones; the same array of places is one plan. `own`: what some of them say otherwise."""
        if len(places):
            said = tuple(one for one in own if one.rows)
            self._blocks.append(Block(len(self._units) - 1, np.asarray(places, np.int32), said))

    def put_drafts(self, drafts: Iterable[WorkDraft]) -> None:
        """Rows that the unit shares with no other."""
        self.put([self.share(draft) for draft in drafts])

    def table(self) -> PiledRows[ListingUpdate]:
        """All rows, in the order of the table: by unit, code and id."""
        begins = [self._first_ids.get(unit_id, unit_id).encode() for unit_id in self._units]
        return PiledRows(ListingUpdate, self._shared, self._tails, self._units, begins, self._blocks, _OWN)

    def changing_with(self) -> dict[ChangesWith, dict[str, set[str]]]:
        """What alone may change rows → unit → the codes of these rows."""
        changes_with = np.array(self._changes_with, np.int8)
        return {
            one: self._codes_of(changes_with == one) for one in ChangesWith if one is not ChangesWith.NOTHING
        }

    def _codes_of(self, wanted: NDArray[np.bool_]) -> dict[str, set[str]]:
        """By unit the codes of its rows of which what is kept is wanted."""
        known: dict[int, list[str]] = {}
        found: dict[str, set[str]] = {}
        for block in self._blocks:
            codes = known.get(id(block.places))
            if codes is None:
                places = block.places[wanted[block.places]].tolist()
                codes = known[id(block.places)] = [code for at in places if (code := self._shared[at].code)]
            found.setdefault(self._units[block.unit], set()).update(codes)
        return found


def _tail(kind: UpdateKind, channel: Channel | None, one: Transition) -> bytes:
    """What is hashed behind the unit: the same from run to run; never a date, a row or a wording."""
    return f"|{kind}|{one.identity}|{channel or ''}".encode()


def as_draft(finding: Finding, channel: Channel | None, context: WorkContext) -> WorkDraft:
    """A finding as a row that has neither unit nor id yet, and what its id is made of beside the unit.

    By place: a province has some thousands of them.
    """
    one = finding.transition
    row = ListingUpdate(
        "", "", finding.kind, channel, one.code or None, finding.replaces_codes,
        one.name, one.sector, one.decision_id, one.item_id, finding.reason,
        None if finding.due_on is None else one.effective_on, finding.due_on, finding.state,
        _days_overdue(finding, context.as_of), _exposed_days(finding, context.as_of),
        finding.done_on, finding.done_by, finding.evidence,
        _proof(one, context), finding.done_known_by, finding.superseded_on,
    )  # fmt: skip
    return WorkDraft(row, _tail(finding.kind, channel, one), finding.shown, finding.changes_with)


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
