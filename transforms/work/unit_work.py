"""The work of one unit: each code of its plan, its heads, the end of its board, and what should not hang there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from niemyet.model.words import Channel, UpdateState
from niemyet.transforms.work.channel_verdicts import held_against
from niemyet.transforms.work.findings import (
    Finding,
    WorkContext,
    open_state,
    together,
    unobserved,
    without_evidence,
)
from niemyet.transforms.work.listing_judgement import CHANNEL_NAMES, Seen, seen_text
from niemyet.transforms.work.strangers import strangers_of
from niemyet.transforms.work.transitions import Profile, Track, Transition
from niemyet.transforms.work.work_rows import WorkDraft, as_draft


def unit_updates(
    unit_id: str, profile: Profile, seen: Sequence[Seen], context: WorkContext, *, ended: bool
) -> Iterator[WorkDraft]:
    """All rows of one unit."""
    for code, track in profile.tracks.items():
        yield from code_updates(unit_id, code, track, profile, [] if ended else seen, context, ended=ended)
    yield from heads(unit_id, profile, seen, context, ended=ended)
    yield from the_rest(unit_id, profile, seen, context, ended=ended)


def heads(
    unit_id: str, profile: Profile, seen: Sequence[Seen], context: WorkContext, *, ended: bool
) -> Iterator[WorkDraft]:
    """New heads of sheets that stay."""
    for one in profile.reheads:
        finding = _rehead(unit_id, one, profile, context, ended=ended)
        finding = finding if seen else unobserved(finding)
        yield as_draft(finding, None, context)


def the_rest(
    unit_id: str, profile: Profile, seen: Sequence[Seen], context: WorkContext, *, ended: bool
) -> Iterator[WorkDraft]:
    """The end of the board, and what should not hang there."""
    if profile.closing is not None:
        yield as_draft(_closing(unit_id, profile.closing, seen, context), None, context)
    if not ended:
        yield from strangers_of(unit_id, profile, seen, context)


def code_updates(
    unit_id: str,
    code: str,
    track: Track,
    profile: Profile,
    seen: Sequence[Seen],
    context: WorkContext,
    *,
    ended: bool,
) -> Iterable[WorkDraft]:
    """All rows of one code of a unit."""
    for one, superseded_on, is_current in standing_of(track, profile, context.as_of, ended=ended):
        if is_current:
            yield from current_updates(unit_id, code, one, profile, seen, context)
        elif not one.within_swap:
            yield as_draft(without_evidence(unit_id, one, context, superseded_on), None, context)


def standing_of(
    track: Track, profile: Profile, as_of: date, *, ended: bool
) -> Iterator[tuple[Transition, date | None, bool]]:
    """Each transition of a code: since when another change stands in its place, if one does, and whether it is in effect."""
    current = current_place(track, as_of)
    end = profile.closing.effective_on if ended and profile.closing is not None else None
    for place, one in enumerate(track.transitions):
        taken_over_on = track.transitions[place + 1].effective_on if place < current else end
        yield one, taken_over_on, place == current and end is None


def current_place(track: Track, as_of: date) -> int:
    """The place of the last transition in effect; -1 when all are yet to come."""
    current = -1
    for place, one in enumerate(track.transitions):
        if one.effective_on <= as_of:
            current = place
    return current


def current_updates(
    unit_id: str, code: str, one: Transition, profile: Profile, seen: Sequence[Seen], context: WorkContext
) -> Iterable[WorkDraft]:
    """The rows of the current transition: one where all channels say the same, else one for each."""
    if not seen:
        if not one.within_swap:
            yield as_draft(unobserved(without_evidence(unit_id, one, context)), None, context)
        return
    found: dict[tuple[object, ...], list[tuple[Channel, Finding]]] = {}
    for view in seen:
        for finding in held_against(unit_id, code, one, profile, view, context):
            same = (
                finding.kind,
                finding.state is UpdateState.DONE,
                finding.replaces_codes,
                finding.reported_as,
            )
            found.setdefault(same, []).append((view.channel, finding))
    for same_findings in found.values():
        findings = [finding for _, finding in same_findings]
        if len(same_findings) == len(seen) and (len(seen) > 1 or not findings[0].by_sight):
            yield as_draft(together(findings), findings[0].reported_as, context)
            continue
        for channel, finding in same_findings:
            yield as_draft(finding, channel, context)


def _rehead(unit_id: str, one: Transition, profile: Profile, context: WorkContext, *, ended: bool) -> Finding:
    """A new sheet that came later has the new head; no listing shows a head, so only a report closes it."""
    sheets = (other.effective_on for other in profile.tracks[one.code].transitions)
    taken_over_on = min((day for day in sheets if one.effective_on < day <= context.as_of), default=None)
    if taken_over_on is None and ended and profile.closing is not None:
        taken_over_on = profile.closing.effective_on
    return without_evidence(unit_id, one, context, taken_over_on)


def _closing(unit_id: str, one: Transition, seen: Sequence[Seen], context: WorkContext) -> Finding:
    finding = without_evidence(unit_id, one, context)
    still = [
        view
        for view in seen
        if view.day >= one.effective_on and (finding.done_on is None or view.day > finding.done_on)
    ]
    if not still:
        # With the unit its board ends; after its day nobody is left to report on it, and nothing shows it hanging.
        over = finding.state is UpdateState.OVERDUE
        return replace(finding, state=UpdateState.CANCELLED) if over else finding
    where = "; ".join(seen_text(view, None) for view in still)
    return replace(
        finding,
        state=open_state(one.due_on, context.as_of),
        done_on=None,
        done_by=None,
        reason=f"{one.reason}; danh mục vẫn còn {', '.join(CHANNEL_NAMES[view.channel] for view in still)}",
        evidence=where,
    )
