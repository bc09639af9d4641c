"""What is to be done about one code of one unit, by the record alone: planned, due, reported done, taken over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from niemyet.model.carried import ChangesWith
from niemyet.model.listed_rows import Stretches
from niemyet.model.records import Confirmation
from niemyet.model.tables import DecisionItem, Procedure
from niemyet.model.words import TO_BE_DONE, Channel, DoneKnownBy, Level, UpdateKind, UpdateState
from niemyet.transforms.law.questions import day_text
from niemyet.transforms.work.listing_judgement import Knowledge
from niemyet.transforms.work.reports import Reports
from niemyet.transforms.work.transitions import Evidence, Transition


@dataclass(frozen=True, slots=True)
class Shown:
    """A channel that shows a piece of work done: by a sheet, or by there being none."""

    channel: Channel
    by_sheet: bool
    posted_on: date | None  # the day on the sheet, where it can be that of the work


@dataclass(slots=True)  # as transitions: never changed, not frozen because there are so many
class Finding:
    """What is to be done, or was, about one code on one channel (None: wherever the unit posts)."""

    kind: UpdateKind
    transition: Transition
    state: UpdateState
    reason: str
    due_on: date | None
    since: date | None  # since when the board is wrong
    replaces_codes: tuple[str, ...] = ()
    superseded_on: date | None = None
    done_on: date | None = None
    done_by: str | None = None
    done_known_by: DoneKnownBy | None = None
    evidence: str | None = None
    by_sight: bool = False  # decided by what a channel shows, so it speaks of that channel only
    reported_as: Channel | None = None  # the channel of the piece of work that a report names
    shown: tuple[Shown, ...] = ()  # the channels that show it done
    against_sight: bool = False  # reported done on or after the day of the look that shows otherwise
    awaits_look: bool = (
        False  # no look says whether it is done: the newest is from before its day, or shows nothing clearly
    )

    @property
    def changes_with(self) -> ChangesWith:
        """What alone may change its row, where all that it is made from is the same."""
        if self.against_sight:
            return ChangesWith.A_DAY
        if self.state not in TO_BE_DONE:
            return ChangesWith.NOTHING
        if self.awaits_look:
            return ChangesWith.A_LOOK
        return ChangesWith.OTHER_LINES if self.evidence is not None else ChangesWith.NOTHING


@dataclass(frozen=True, slots=True)
class WorkContext:
    """What the work of all units is worked out from."""

    as_of: date
    knowledge: Knowledge
    reports: Reports
    looks: Mapping[str, Mapping[Channel, Stretches]]  # by unit
    levels: Mapping[str, tuple[Level, ...]]  # by code, those that hold it today
    endings: Mapping[str, Procedure]  # codes that no level holds or will hold, and what ended them
    abolished: Mapping[
        str, DecisionItem
    ]  # codes that no decision published, as far as received, but one abolishes
    evidence: Evidence


def without_evidence(
    unit_id: str, one: Transition, context: WorkContext, superseded_on: date | None = None
) -> Finding:
    """A transition by the record alone: reported done, taken over, yet to come, or to be done.

    `superseded_on`: the effective day of the change that has taken it over. By place: most rows of work are such.
    """
    said = reported(unit_id, one, (), context)
    if said is not None:
        return said if superseded_on is None else replace(said, superseded_on=superseded_on)
    if superseded_on is not None:
        state = UpdateState.CANCELLED
    elif one.effective_on > context.as_of:
        state = UpdateState.PLANNED
    else:
        state = open_state(one.due_on, context.as_of)
    return Finding(
        one.kind, one, state, one.reason, one.due_on, one.effective_on, one.replaces_codes, superseded_on
    )


def unobserved(finding: Finding) -> Finding:
    """What is to be done where nobody ever looked: neither late nor on time (RULINGS 46)."""
    return replace(finding, state=UpdateState.UNOBSERVED) if finding.state in TO_BE_DONE else finding


def open_state(due_on: date | None, as_of: date) -> UpdateState:
    """Due, or overdue once its day has passed."""
    return UpdateState.OVERDUE if due_on is not None and due_on < as_of else UpdateState.DUE


def reported(
    unit_id: str, one: Transition, channels: Iterable[Channel], context: WorkContext
) -> Finding | None:
    """Done by the latest report on a transition, under any kind and channel that it was shown with."""
    if not context.reports.concern(unit_id):
        return None
    told_as = context.reports.told_as(unit_id, one)
    if told_as is not None and not told_as:
        return None
    kinds = {one.kind}
    if one.procedure is not None and one.kind is not UpdateKind.REHEAD:
        kinds |= _SHEET_KINDS
    found: list[tuple[Confirmation, UpdateKind, Channel | None]] = []
    for kind in sorted(kinds):
        for channel in (None, *channels):
            if told_as is not None and (kind, channel) not in told_as:
                continue  # its id would be worked out in vain: a unit asks for some 30 a code
            said = context.reports.on(unit_id, kind, channel, one)
            if said is not None:
                found.append((said, kind, channel))
    if not found:
        return None
    said, kind, channel = max(found, key=lambda each: (each[0].done_on, each[0].said_at, each[0].update_id))
    by = f" của {said.done_by}" if said.done_by else ""
    return Finding(
        kind=kind,
        transition=one,
        state=UpdateState.DONE,
        reason=one.reason,
        due_on=None if one.kind is UpdateKind.REVIEW else one.due_on,
        since=one.effective_on,
        replaces_codes=one.replaces_codes,
        done_on=said.done_on,
        done_by=said.done_by,
        done_known_by=DoneKnownBy.REPORT,
        evidence=f"báo cáo{by} ngày {day_text(said.done_on)}",
        reported_as=channel,
    )


_SHEET_KINDS = frozenset(
    {
        UpdateKind.POST,
        UpdateKind.REPLACE_SHEET,
        UpdateKind.SWAP,
        UpdateKind.FIX_SHEET,
        UpdateKind.OPENING_LIST,
        UpdateKind.REVIEW,
    }
)


def together(findings: Sequence[Finding]) -> Finding:
    """One piece of work for all channels: due when the first is, done when the last was."""
    first = findings[0]
    dues = [one.due_on for one in findings if one.due_on is not None]
    sinces = [one.since for one in findings if one.since is not None]
    done = [one for one in findings if one.done_on is not None]
    last = max(done, key=lambda one: one.done_on or date.min, default=None)
    evidence = list(dict.fromkeys(one.evidence for one in findings if one.evidence))
    reasons = list(dict.fromkeys(one.reason for one in findings))
    return replace(
        first,
        due_on=min(dues) if dues else None,
        since=min(sinces) if sinces else None,
        state=UpdateState.OVERDUE
        if any(one.state is UpdateState.OVERDUE for one in findings)
        else first.state,
        done_on=last.done_on if last is not None else None,
        done_known_by=last.done_known_by if last is not None else None,
        evidence="; ".join(evidence) or None,
        shown=tuple(shown for one in findings for shown in one.shown),
        against_sight=any(one.against_sight for one in findings),
        awaits_look=any(one.awaits_look for one in findings),
        reason=reasons[0] if len(reasons) == 1 else "; ".join(reasons),
    )
