"""What one channel shows of one code, held against what must hang there: one finding for each."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from niemyet.model.listed_rows import Words
from niemyet.model.tables import Listing
from niemyet.model.words import DoneKnownBy, UpdateKind, UpdateState
from niemyet.transforms.work.findings import (
    Finding,
    Shown,
    WorkContext,
    open_state,
    reported,
    without_evidence,
)
from niemyet.transforms.work.listing_judgement import (
    CHANNEL_NAMES,
    Seen,
    WrongSheet,
    judge,
    look_text,
    seen_text,
    sight_text,
)
from niemyet.transforms.work.transitions import Profile, Track, Transition, as_correction


def held_against(
    unit_id: str, code: str, one: Transition, profile: Profile, view: Seen, context: WorkContext
) -> Iterable[Finding]:
    """What a channel shows against what it must show, unless a later report settles it."""
    contradicted = contradiction(code, one, profile, view, context)
    said = reported(unit_id, one, (view.channel,), context)
    if said is None and contradicted is not None:
        said = reported(unit_id, contradicted.transition, (view.channel,), context)
    if contradicted is not None and (said is None or said.done_on is None or view.day > said.done_on):
        yield contradicted
        return
    if one.within_swap or code in view.paired:
        return
    if said is not None:
        yield said if contradicted is None else replace(said, against_sight=True)
    elif contradicted is None and view.day >= one.effective_on and code not in view.unclear_codes:
        yield done_by_sight(code, one, profile, view, context)
    else:
        yield replace(without_evidence(unit_id, one, context), awaits_look=True)


def done_by_sight(code: str, one: Transition, profile: Profile, view: Seen, context: WorkContext) -> Finding:
    """Done, as the channel shows it."""
    rows = view.posted.get(code, [])
    posted_on = posting_day(one, view, rows[0] if rows else None)
    day, evidence = shown_since(code, one, rows, profile, view, context)
    done_on, known_by = earlier_of(posted_on, day)
    return Finding(
        kind=one.kind,
        transition=one,
        state=UpdateState.DONE,
        reason=one.reason,
        due_on=one.due_on,
        since=one.effective_on,
        replaces_codes=one.replaces_codes,
        done_on=done_on,
        done_known_by=known_by,
        evidence=evidence,
        by_sight=True,
        shown=(Shown(view.channel, bool(rows), posted_on),),
    )


def earlier_of(posted_on: date | None, seen_on: date) -> tuple[date, DoneKnownBy]:
    """When it was done: the sheet's own day says so; one after the first look that shows it was put there later."""
    if posted_on is not None and posted_on <= seen_on:
        return posted_on, DoneKnownBy.SHEET
    return seen_on, DoneKnownBy.LOOK


def shown_since(
    code: str,
    one: Transition,
    rows: Sequence[Listing],
    profile: Profile,
    view: Seen,
    context: WorkContext,
) -> tuple[date, str]:
    """The first look at work in effect from which on every look shows it done; of several sheets, all of them. And its words."""
    procedure = one.procedure
    if not rows or procedure is None:
        day = view.sights.gone(code, one.effective_on)
        return day, look_text(view.channel, day)
    track = profile.tracks[code]

    def is_right(words: Words) -> bool:
        same = ("right", procedure.opened_by, procedure.version, words)
        if same not in track.verdicts:
            wrong = judge([_with_words(rows[0], words)], track, procedure, context.knowledge, context.as_of)
            track.verdicts[same] = wrong is None
        return bool(track.verdicts[same])

    sight = view.sights.of(code, rows[0], one.effective_on, is_right)
    for row in rows[1:]:
        other = view.sights.of(code, row, one.effective_on, is_right)
        sight = other if other.day > sight.day else sight
    return sight.day, sight_text(view.channel, sight)


def _with_words(row: Listing, words: Words) -> Listing:
    code, code_text, decision_text, name = words
    return replace(row, code=code, code_text=code_text, decision_text=decision_text, name=name)


def posting_day(one: Transition, view: Seen, row: Listing | None) -> date | None:
    """The day that the sheet itself says it was put up, where it has one that can be."""
    if row is None or row.posted_on is None or not one.effective_on <= row.posted_on <= view.day:
        return None
    return row.posted_on


def contradiction(
    code: str, one: Transition, profile: Profile, view: Seen, context: WorkContext
) -> Finding | None:
    """What the channel shows against the state that must be; None when it shows nothing against it."""
    rows = view.posted.get(code, [])
    if one.procedure is None:
        if not rows or code in view.paired:
            return None
        reason = f"{one.reason}; vẫn còn niêm yết {CHANNEL_NAMES[view.channel]}"
        return open_finding(UpdateKind.REMOVE, one, reason, view, context, row=rows[0])
    if not rows:
        return None if code in view.unclear_codes else _missing(code, one, profile, view, context)
    wrong = judge(rows, profile.tracks[code], one.procedure, context.knowledge, context.as_of)
    return None if wrong is None else _wrong_sheet(code, one, wrong, profile, view, context)


def _missing(code: str, one: Transition, profile: Profile, view: Seen, context: WorkContext) -> Finding:
    """Not posted: to be posted; with the predecessors that still hang, to be swapped."""
    first = _opening_of(profile.tracks[code], one)
    olds = view.leftovers.get(code, ())
    removals = [_removal(profile.tracks[old], context.as_of) for old in olds]
    late = [first, *(removal for removal in removals if removal is not None)]
    kind = UpdateKind.SWAP if olds else UpdateKind.POST
    if not olds and one.kind is UpdateKind.OPENING_LIST:
        kind = UpdateKind.OPENING_LIST
    where = CHANNEL_NAMES[view.channel]
    reason = f"{one.reason}; chưa niêm yết {where}"
    if olds:
        reason = f"{one.reason}; {where} còn niêm yết {', '.join(olds)}"
    finding = open_finding(
        kind,
        one,
        reason,
        view,
        context,
        due_on=min(other.due_on for other in late),
        since=min(other.effective_on for other in late),
    )
    return replace(finding, replaces_codes=olds)


def _opening_of(track: Track, one: Transition) -> Transition:
    """The transition with which the code last came onto the board."""
    opening = one
    for other in track.transitions:
        if other.effective_on > one.effective_on:
            break
        if other.procedure is None:
            opening = one
        elif opening is one or opening.procedure is None:
            opening = other
        if other is one:
            break
    return opening


def _wrong_sheet(
    code: str, one: Transition, wrong: WrongSheet, profile: Profile, view: Seen, context: WorkContext
) -> Finding:
    reason = f"{one.reason}; niêm yết {CHANNEL_NAMES[view.channel]} {wrong.reason}"
    if not wrong.replaceable:
        return open_finding(UpdateKind.REVIEW, one, reason, view, context, row=wrong.row, to_do=False)
    if wrong.misprint is not None:
        # On the order of the correction, even where it arrived together with what it corrects.
        fix = as_correction(one, context.evidence)
        reason = f"{fix.reason}; niêm yết {CHANNEL_NAMES[view.channel]} {wrong.reason}"
        finding = open_finding(UpdateKind.FIX_SHEET, fix, reason, view, context, row=wrong.row)
        return replace(finding, replaces_codes=(wrong.misprint,))
    fixes = one.kind is UpdateKind.FIX_SHEET
    kind = UpdateKind.FIX_SHEET if fixes else UpdateKind.REPLACE_SHEET
    missed = [one]
    if wrong.shown is not None:
        missed = [
            other
            for other in profile.tracks[code].transitions
            if wrong.shown.valid_from < other.effective_on <= one.effective_on and other.procedure is not None
        ] or [one]
    due_on = min(other.due_on for other in missed)
    since = min(other.effective_on for other in missed)
    finding = open_finding(kind, one, reason, view, context, row=wrong.row, due_on=due_on, since=since)
    return replace(finding, replaces_codes=one.replaces_codes) if fixes else finding


def open_finding(
    kind: UpdateKind,
    one: Transition,
    reason: str,
    view: Seen,
    context: WorkContext,
    *,
    row: Listing | None = None,
    due_on: date | None = None,
    since: date | None = None,
    to_do: bool = True,
) -> Finding:
    """Work that a channel shows is to be done; without `to_do` a question that has no day."""
    due = (due_on or one.due_on) if to_do else None
    return Finding(
        kind=kind,
        transition=one,
        state=open_state(due, context.as_of),
        reason=reason,
        due_on=due,
        since=(since or one.effective_on) if to_do else None,
        evidence=seen_text(view, row),
        by_sight=True,
    )


def _removal(track: Track, as_of: date) -> Transition | None:
    done = [one for one in track.transitions if one.procedure is None and one.effective_on <= as_of]
    return done[-1] if done else None
