"""Boards × what was seen and reported → the work of every unit (DOMAIN §7.1; RULINGS 17-20).

Every change of a board is a transition. What a later one took over before it was done is cancelled; of each
code the current one is held against the evidence, channel by channel: the latest observation where it
contradicts, a clerk's report where nothing later contradicts it. Without evidence the transition itself is
the work. Nothing is removed or changed before its effective date.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

import numpy as np

from niemyet.model.records import Confirmation, Policy, Province
from niemyet.model.shared_rows import Places, SharedRows
from niemyet.model.tables import Decision, DecisionItem, Listing, ListingUpdate, Procedure
from niemyet.model.words import Action, Channel, Level, ProcedureState, UpdateKind, UpdateState
from niemyet.transforms.language.text import key
from niemyet.transforms.law.citing import index_decisions
from niemyet.transforms.law.questions import day_text, decision_text, levels_text
from niemyet.transforms.units.succession import Span
from niemyet.transforms.work.boards import GroundBoards
from niemyet.transforms.work.listing_judgement import (
    CHANNEL_NAMES,
    Knowledge,
    Seen,
    Wrong,
    judge,
    latest,
    names_on,
    see,
    seen_text,
)
from niemyet.transforms.work.reports import Reports
from niemyet.transforms.work.transitions import (
    Evidence,
    Profile,
    Track,
    Transition,
    as_correction,
    build_profile,
    known_levels,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be done, or was, about one code on one channel (None: wherever the unit posts)."""

    kind: UpdateKind
    transition: Transition
    state: UpdateState
    reason: str
    due_on: date | None
    since: date | None  # since when the board is wrong
    replaces_codes: tuple[str, ...] = ()
    done_on: date | None = None
    done_by: str | None = None
    evidence: str | None = None
    by_sight: bool = False  # decided by what a channel shows, so it speaks of that channel only
    reported_as: Channel | None = None  # the channel of the piece of work that a report names


@dataclass(frozen=True, slots=True)
class WorkContext:
    """What the work of all units is worked out from."""

    as_of: date
    knowledge: Knowledge
    reports: Reports
    seen: Mapping[str, Mapping[Channel, list[Listing]]]
    levels: Mapping[str, tuple[Level, ...]]  # by code, those that hold it today
    endings: Mapping[str, Procedure]  # codes that no level holds or will hold, and what ended them
    abolished: Mapping[
        str, DecisionItem
    ]  # codes that no decision published, as far as received, but one abolishes
    evidence: Evidence


def compute_updates(
    *,
    procedures: Sequence[Procedure],
    spans: Iterable[Span],
    decisions: Iterable[Decision],
    items: Iterable[DecisionItem],
    misprints: Sequence[tuple[str, str]],
    told_on: Mapping[str, date] | None = None,
    listings: Iterable[Listing],
    confirmations: Iterable[Confirmation],
    province: Province,
    policy: Policy,
    as_of: date,
) -> Sequence[ListingUpdate]:
    """The work list of every unit on a day, done and cancelled work included; sorted by unit, code and id.

    `told_on`: items that act only since a person's answer, and since when; until then nobody could know the work.
    """
    decisions_by_id = {one.decision_id: one for one in decisions}
    items_by_id = {one.item_id: one for one in items}
    wrong_codes: dict[str, tuple[str, ...]] = {}
    for wrong, right in misprints:
        wrong_codes[right] = (*wrong_codes.get(right, ()), wrong)
    evidence = Evidence(items_by_id, decisions_by_id, wrong_codes, policy, told_on or {})
    desk = WorkContext(
        as_of=as_of,
        knowledge=Knowledge(
            index=index_decisions(decisions_by_id.values(), province),
            named_in=_named_in(items_by_id.values(), decisions_by_id),
            decision_of={one.item_id: one.decision_id for one in items_by_id.values()},
            misprints=dict(misprints),
        ),
        reports=Reports.of(confirmations, as_of),
        seen=latest(listings, as_of),
        levels=known_levels(procedures, as_of),
        endings=_endings(procedures),
        abolished=_abolished_unseen(procedures, items_by_id.values(), decisions_by_id, as_of),
        evidence=evidence,
    )
    boards = GroundBoards(procedures)
    pile = _Pile()
    for units, span in _profiles(spans):
        profile = build_profile(span, boards.entries(span), evidence, as_of)
        common = _Common(profile, names_on(profile, as_of), desk, pile)
        for unit_id in units:
            common.add(unit_id)
    return pile.table()


def _named_in(items: Iterable[DecisionItem], decisions: Mapping[str, Decision]) -> dict[str, dict[str, date]]:
    named: dict[str, dict[str, date]] = {}
    for item in items:
        effective_on = item.effective_on or decisions[item.decision_id].effective_on
        if item.code is not None and item.action is not Action.ABOLISH and effective_on is not None:
            named.setdefault(item.code, {})[item.decision_id] = effective_on
    return named


def _profiles(spans: Iterable[Span]) -> list[tuple[list[str], Span]]:
    """Units that work at one level for the same time, together."""
    groups: dict[tuple[object, ...], tuple[list[str], Span]] = {}
    for span in spans:
        same = (span.level, span.valid_from, span.valid_until, span.rehead_on, span.ground, span.whole_from)
        groups.setdefault(same, ([], span))[0].append(span.unit_id)
    return list(groups.values())


# ---- rows that units share ---------------------------------------------------------------------------------

#: A row that has neither unit nor id yet, and what its id is made of beside the unit.
Draft = tuple[ListingUpdate, bytes]
#: Places of kept rows, and what their ids are made of.
Kept = tuple[Places, list[bytes]]


class _Pile:
    """Rows of the work list as they are found: what many units have in common stands once (model.spread)."""

    def __init__(self) -> None:
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
        self._begins = unit_id.encode()

    def put(self, place: int, tail: bytes, evidence: str | None = None) -> None:
        """A row of the unit, said by a kept one."""
        if evidence is not None:
            self._evidence[len(self._place)] = evidence
        self._unit.append(len(self._units) - 1)
        self._place.append(place)
        self._digests += sha256(self._begins + tail).digest()[:8]

    def put_all(self, places: Places, tails: Sequence[bytes]) -> None:
        """Many of them."""
        begins = self._begins
        self._place.frombytes(places.tobytes())
        self._unit.extend([len(self._units) - 1] * len(places))
        self._digests += b"".join([sha256(begins + tail).digest()[:8] for tail in tails])

    def table(self) -> SharedRows[ListingUpdate]:
        """All rows, sorted by unit, code and id."""
        place, unit = np.array(self._place, np.int32), np.array(self._unit, np.int32)
        names = sorted(set(self._units))
        rank_of = {name: rank for rank, name in enumerate(names)}
        if len(place) == 0:
            return SharedRows(ListingUpdate, [], [], unit, place)
        unit = np.array([rank_of[name] for name in self._units], np.int32)[unit]
        codes = [row.code or "" for row in self._shared]
        code_rank = {code: rank for rank, code in enumerate(sorted(set(codes)))}
        ranks = np.array([code_rank[code] for code in codes], np.int32)
        order = np.lexsort((np.frombuffer(self._digests, ">u8"), ranks[place], unit))
        evidence = np.array([row.evidence for row in self._shared], object)[place]
        for row, text in self._evidence.items():
            evidence[row] = text
        digits = bytes(self._digests).hex()
        ids = np.array([digits[start : start + 16] for start in range(0, len(digits), 16)], object)
        own = {"update_id": ids[order], "evidence": evidence[order]}
        return SharedRows(ListingUpdate, self._shared, names, unit[order], place[order], own)


class _Common:
    """What all units of a profile have in common, worked out once: most of a work list is that."""

    def __init__(
        self,
        profile: Profile,
        names: tuple[dict[str, list[str]], dict[str, list[str]]],
        desk: WorkContext,
        pile: _Pile,
    ) -> None:
        self._profile = profile
        self._names = names
        self._desk = desk
        self._pile = pile
        self._ended = profile.closing is not None and profile.closing.effective_on <= desk.as_of
        self._hanging = frozenset(code for code, track in profile.tracks.items() if _hangs(track, desk.as_of))
        self._unseen: Kept | None = None
        self._beside: Kept | None = None
        self._now: list[tuple[str, Transition]] = []
        self._shown: dict[tuple[str, Channel, date | None], tuple[int, bytes]] = {}

    def add(self, unit_id: str) -> None:
        """Put the work of one unit on the pile."""
        self._pile.begin(unit_id)
        channels = self._desk.seen.get(unit_id, {})
        alike = not self._desk.reports.concern(unit_id)  # who reported has work of its own
        if not channels and alike:
            self._pile.put_all(*self._without_a_look())
            return
        misprints = self._desk.knowledge.misprints
        seen = [see(channels[one], self._profile, self._names, misprints) for one in sorted(channels)]
        for view in seen:
            _pair_leftovers(view, self._profile, self._hanging)
        if len(seen) != 1 or not alike or self._ended:
            for draft in _unit_updates(unit_id, self._profile, seen, self._desk, ended=self._ended):
                self._pile.put(*self._pile.share(draft))
            return
        self._pile.put_all(*self._beside_the_current())
        for code, one in self._now:
            self._seen_once(unit_id, code, one, seen[0])
        for draft in _whole_board(unit_id, self._profile, seen, self._desk, ended=False):
            self._pile.put(*self._pile.share(draft))

    def _without_a_look(self) -> Kept:
        """All rows of a unit of which nothing was seen and nothing reported."""
        if self._unseen is None:
            drafts = _unit_updates("", self._profile, [], self._desk, ended=self._ended)
            self._unseen = self._kept(drafts)
        return self._unseen

    def _beside_the_current(self) -> Kept:
        """Rows that no look changes: of transitions that were taken over, and of those yet to come."""
        if self._beside is None:
            tracks = self._profile.tracks
            as_of = self._desk.as_of
            self._beside = self._kept(
                _draft(_without_evidence("", one, self._desk, over=over), None, self._desk)
                for track in tracks.values()
                for one, over in _aside(track, as_of)
            )
            current = {code: _current(track, as_of) for code, track in tracks.items()}
            self._now = [
                (code, tracks[code].transitions[place]) for code, place in current.items() if place >= 0
            ]
        return self._beside

    def _kept(self, drafts: Iterable[Draft]) -> Kept:
        kept = [self._pile.share(draft) for draft in drafts]
        return np.array([place for place, _ in kept], np.int32), [tail for _, tail in kept]

    def _seen_once(self, unit_id: str, code: str, one: Transition, view: Seen) -> None:
        """What is in effect of one code, held against the only channel seen: most of it hangs rightly."""
        if (
            one.within_swap
            or code in view.paired
            or code in view.unclear_codes
            or view.day < one.effective_on
        ):
            drafts = _current_updates(unit_id, code, one, self._profile, [view], self._desk)
        elif (wrong := _contradiction(code, one, self._profile, view, self._desk)) is not None:
            drafts = [_draft(wrong, view.channel, self._desk)]
        else:
            self._put_shown(code, one, view)
            return
        for draft in drafts:
            self._pile.put(*self._pile.share(draft))

    def _put_shown(self, code: str, one: Transition, view: Seen) -> None:
        row = next(iter(view.posted.get(code, ())), None)
        done_on = _done_on(one, view, row)
        same = (code, view.channel, done_on)
        if same not in self._shown:
            draft = _draft(_shown(code, one, view), view.channel, self._desk)
            self._shown[same] = self._pile.share(draft)
        self._pile.put(*self._shown[same], seen_text(view, row))


def _aside(track: Track, as_of: date) -> Iterator[tuple[Transition, bool]]:
    """Transitions beside the one in effect, and whether it has taken them over."""
    current = _current(track, as_of)
    for place, one in enumerate(track.transitions):
        if place != current and not one.within_swap:
            yield one, place < current


# ---- one unit ---------------------------------------------------------------------------------------------


def _unit_updates(
    unit_id: str, profile: Profile, seen: Sequence[Seen], desk: WorkContext, *, ended: bool
) -> Iterator[Draft]:
    for code, track in profile.tracks.items():
        yield from _code_updates(unit_id, code, track, profile, [] if ended else seen, desk, ended=ended)
    yield from _whole_board(unit_id, profile, seen, desk, ended=ended)


def _whole_board(
    unit_id: str, profile: Profile, seen: Sequence[Seen], desk: WorkContext, *, ended: bool
) -> Iterator[Draft]:
    """New heads, the end of the board, and what should not hang there."""
    for one in profile.reheads:
        finding = _rehead(unit_id, one, profile.tracks[one.code], desk, ended=ended)
        finding = finding if seen else _unobserved(finding)
        yield _draft(finding, None, desk)
    if profile.closing is not None:
        yield _draft(_closing(unit_id, profile.closing, seen, desk), None, desk)
    if not ended:
        yield from _strangers(unit_id, profile, seen, desk)


def _code_updates(
    unit_id: str,
    code: str,
    track: Track,
    profile: Profile,
    seen: Sequence[Seen],
    desk: WorkContext,
    *,
    ended: bool,
) -> Iterable[Draft]:
    current = _current(track, desk.as_of)
    for place, one in enumerate(track.transitions):
        if place == current and not ended:
            yield from _current_updates(unit_id, code, one, profile, seen, desk)
        elif not one.within_swap:
            over = place < current or ended
            yield _draft(_without_evidence(unit_id, one, desk, over=over), None, desk)


def _current(track: Track, as_of: date) -> int:
    """The place of the last transition in effect; -1 when all are yet to come."""
    current = -1
    for place, one in enumerate(track.transitions):
        if one.effective_on <= as_of:
            current = place
    return current


def _current_updates(
    unit_id: str, code: str, one: Transition, profile: Profile, seen: Sequence[Seen], desk: WorkContext
) -> Iterable[Draft]:
    """The rows of the current transition: one where all channels say the same, else one for each."""
    if not seen:
        if not one.within_swap:
            yield _draft(_unobserved(_without_evidence(unit_id, one, desk, over=False)), None, desk)
        return
    found: dict[tuple[object, ...], list[tuple[Channel, Finding]]] = {}
    for view in seen:
        for finding in _held_against(unit_id, code, one, profile, view, desk):
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
            yield _draft(_together(findings), findings[0].reported_as, desk)
            continue
        for channel, finding in same_findings:
            yield _draft(finding, channel, desk)


def _together(findings: Sequence[Finding]) -> Finding:
    """One piece of work for all channels: due when the first is, done when the last was."""
    first = findings[0]
    dues = [one.due_on for one in findings if one.due_on is not None]
    sinces = [one.since for one in findings if one.since is not None]
    done = [one.done_on for one in findings if one.done_on is not None]
    evidence = list(dict.fromkeys(one.evidence for one in findings if one.evidence))
    reasons = list(dict.fromkeys(one.reason for one in findings))
    return replace(
        first,
        due_on=min(dues) if dues else None,
        since=min(sinces) if sinces else None,
        state=UpdateState.OVERDUE
        if any(one.state is UpdateState.OVERDUE for one in findings)
        else first.state,
        done_on=max(done) if done else None,
        evidence="; ".join(evidence) or None,
        reason=reasons[0] if len(reasons) == 1 else "; ".join(reasons),
    )


# ---- without a look ------------------------------------------------------------------------------------------


def _without_evidence(unit_id: str, one: Transition, desk: WorkContext, *, over: bool) -> Finding:
    """A transition by the record alone: reported done, taken over, yet to come, or to be done."""
    said = _said(unit_id, one, (), desk)
    if said is not None:
        return said
    if over:
        state = UpdateState.CANCELLED
    elif one.effective_on > desk.as_of:
        state = UpdateState.PLANNED
    else:
        state = _open_state(one.due_on, desk.as_of)
    return Finding(
        kind=one.kind,
        transition=one,
        state=state,
        reason=one.reason,
        due_on=one.due_on,
        since=one.effective_on,
        replaces_codes=one.replaces_codes,
    )


def _unobserved(finding: Finding) -> Finding:
    """What is to be done where nobody ever looked: neither late nor on time (RULINGS 46)."""
    return replace(finding, state=UpdateState.UNOBSERVED) if finding.state in _TO_BE_DONE else finding


_TO_BE_DONE = frozenset({UpdateState.DUE, UpdateState.OVERDUE})


def _open_state(due_on: date | None, as_of: date) -> UpdateState:
    return UpdateState.OVERDUE if due_on is not None and due_on < as_of else UpdateState.DUE


def _said(unit_id: str, one: Transition, channels: Iterable[Channel], desk: WorkContext) -> Finding | None:
    """Done by the latest report on a transition, under any kind and channel that it was shown with."""
    if not desk.reports.concern(unit_id):
        return None
    kinds = {one.kind}
    if one.procedure is not None and one.kind is not UpdateKind.REHEAD:
        kinds |= _SHEET_KINDS
    found: list[tuple[Confirmation, UpdateKind, Channel | None]] = []
    for kind in sorted(kinds):
        for channel in (None, *channels):
            said = desk.reports.on(unit_id, kind, channel, one)
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


def _rehead(unit_id: str, one: Transition, track: Track, desk: WorkContext, *, ended: bool) -> Finding:
    """A new sheet that came later has the new head; no listing shows a head, so only a report closes it."""
    over = ended or any(one.effective_on < other.effective_on <= desk.as_of for other in track.transitions)
    return _without_evidence(unit_id, one, desk, over=over)


def _closing(unit_id: str, one: Transition, seen: Sequence[Seen], desk: WorkContext) -> Finding:
    finding = _without_evidence(unit_id, one, desk, over=False)
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
        state=_open_state(one.due_on, desk.as_of),
        done_on=None,
        done_by=None,
        reason=f"{one.reason}; danh mục vẫn còn {', '.join(CHANNEL_NAMES[view.channel] for view in still)}",
        evidence=where,
    )


# ---- held against one channel -----------------------------------------------------------------------------------


def _held_against(
    unit_id: str, code: str, one: Transition, profile: Profile, view: Seen, desk: WorkContext
) -> Iterable[Finding]:
    contradicted = _contradiction(code, one, profile, view, desk)
    said = _said(unit_id, one, (view.channel,), desk)
    if said is None and contradicted is not None:
        said = _said(unit_id, contradicted.transition, (view.channel,), desk)
    if contradicted is not None and (said is None or said.done_on is None or view.day > said.done_on):
        yield contradicted
        return
    if one.within_swap or code in view.paired:
        return
    if said is not None:
        yield said
    elif contradicted is None and view.day >= one.effective_on and code not in view.unclear_codes:
        yield _shown(code, one, view)
    else:
        yield _without_evidence(unit_id, one, desk, over=False)


def _shown(code: str, one: Transition, view: Seen) -> Finding:
    """Done, as the channel shows it."""
    row = next(iter(view.posted.get(code, ())), None)
    return Finding(
        kind=one.kind,
        transition=one,
        state=UpdateState.DONE,
        reason=one.reason,
        due_on=one.due_on,
        since=one.effective_on,
        replaces_codes=one.replaces_codes,
        done_on=_done_on(one, view, row),
        evidence=seen_text(view, row),
        by_sight=True,
    )


def _done_on(one: Transition, view: Seen, row: Listing | None) -> date:
    """When it was done: the sheet's own posting date says so, where it has one that can be; else the look."""
    if row is not None and row.posted_on is not None and one.effective_on <= row.posted_on <= view.day:
        return row.posted_on
    return view.day


def _contradiction(
    code: str, one: Transition, profile: Profile, view: Seen, desk: WorkContext
) -> Finding | None:
    """What the channel shows against the state that must be; None when it shows nothing against it."""
    rows = view.posted.get(code, [])
    if one.procedure is None:
        if not rows or code in view.paired:
            return None
        reason = f"{one.reason}; vẫn còn niêm yết {CHANNEL_NAMES[view.channel]}"
        return _open_finding(UpdateKind.REMOVE, one, reason, view, desk, row=rows[0])
    if not rows:
        return None if code in view.unclear_codes else _missing(code, one, profile, view, desk)
    wrong = judge(rows, profile.tracks[code], one.procedure, desk.knowledge, desk.as_of)
    return None if wrong is None else _wrong_sheet(code, one, wrong, profile, view, desk)


def _missing(code: str, one: Transition, profile: Profile, view: Seen, desk: WorkContext) -> Finding:
    """Not posted: to be posted; with the predecessors that still hang, to be swapped."""
    first = _opening_of(profile.tracks[code], one)
    olds = view.leftovers.get(code, ())
    removals = [_removal(profile.tracks[old], desk.as_of) for old in olds]
    late = [first, *(removal for removal in removals if removal is not None)]
    kind = UpdateKind.SWAP if olds else UpdateKind.POST
    if not olds and one.kind is UpdateKind.OPENING_LIST:
        kind = UpdateKind.OPENING_LIST
    where = CHANNEL_NAMES[view.channel]
    reason = f"{one.reason}; chưa niêm yết {where}"
    if olds:
        reason = f"{one.reason}; {where} còn niêm yết {', '.join(olds)}"
    finding = _open_finding(
        kind,
        one,
        reason,
        view,
        desk,
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
    code: str, one: Transition, wrong: Wrong, profile: Profile, view: Seen, desk: WorkContext
) -> Finding:
    reason = f"{one.reason}; niêm yết {CHANNEL_NAMES[view.channel]} {wrong.reason}"
    if not wrong.replaceable:
        return _open_finding(UpdateKind.REVIEW, one, reason, view, desk, row=wrong.row, to_do=False)
    if wrong.misprint is not None:
        # On the order of the correction, even where it arrived together with what it corrects.
        fix = as_correction(one, desk.evidence)
        reason = f"{fix.reason}; niêm yết {CHANNEL_NAMES[view.channel]} {wrong.reason}"
        finding = _open_finding(UpdateKind.FIX_SHEET, fix, reason, view, desk, row=wrong.row)
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
    finding = _open_finding(kind, one, reason, view, desk, row=wrong.row, due_on=due_on, since=since)
    return replace(finding, replaces_codes=one.replaces_codes) if fixes else finding


def _open_finding(
    kind: UpdateKind,
    one: Transition,
    reason: str,
    view: Seen,
    desk: WorkContext,
    *,
    row: Listing | None = None,
    due_on: date | None = None,
    since: date | None = None,
    to_do: bool = True,
) -> Finding:
    due = (due_on or one.due_on) if to_do else None
    return Finding(
        kind=kind,
        transition=one,
        state=_open_state(due, desk.as_of),
        reason=reason,
        due_on=due,
        since=(since or one.effective_on) if to_do else None,
        evidence=seen_text(view, row),
        by_sight=True,
    )


# ---- pairs --------------------------------------------------------------------------------------------------------


def _pair_leftovers(view: Seen, profile: Profile, hanging: AbstractSet[str]) -> None:
    """Codes that still hang though another has taken their place, which is missing: one swap for the pair."""
    for old in sorted(view.posted.keys() - hanging):
        if old not in profile.tracks:
            continue
        heir = _heir(old, profile, hanging)
        if heir is not None and heir not in view.posted and heir not in view.unclear_codes:
            view.leftovers[heir] = (*view.leftovers.get(heir, ()), old)
            view.paired.add(old)


def _hangs(track: Track, as_of: date) -> bool:
    return any(
        entry.valid_from <= as_of and (entry.valid_until is None or as_of < entry.valid_until)
        for entry in track.entries
    )


def _heir(code: str, profile: Profile, hanging: AbstractSet[str]) -> str | None:
    """What hangs in the place of a code today, through any chain of replacements."""
    waiting, asked = [code], {code}
    while waiting:
        track = profile.tracks.get(waiting.pop(0))
        for successor in track.successors if track else ():
            if successor in asked:
                continue
            asked.add(successor)
            if successor in hanging:
                return successor
            waiting.append(successor)
    return None


def _removal(track: Track, as_of: date) -> Transition | None:
    done = [one for one in track.transitions if one.procedure is None and one.effective_on <= as_of]
    return done[-1] if done else None


# ---- what should not hang there -----------------------------------------------------------------------------------


def _strangers(unit_id: str, profile: Profile, seen: Sequence[Seen], desk: WorkContext) -> Iterable[Draft]:
    """Posted, but never on this board: taken down only where a decision has ended it, else asked."""
    found: dict[str, list[tuple[Channel, Finding]]] = {}
    for view in seen:
        for strange in _strange(profile, view, desk):
            said = _said(unit_id, strange.transition, (view.channel,), desk)
            settled = said is not None and said.done_on is not None and said.done_on >= view.day
            finding = said if said is not None and settled else strange
            same = f"{finding.transition.identity}|{finding.state is UpdateState.DONE}"
            found.setdefault(same, []).append((view.channel, finding))
    for findings in found.values():
        if len(findings) == len(seen) > 1:
            yield _draft(_together([finding for _, finding in findings]), None, desk)
            continue
        for channel, finding in findings:
            yield _draft(finding, channel, desk)


def _strange(profile: Profile, view: Seen, desk: WorkContext) -> Iterable[Finding]:
    where = CHANNEL_NAMES[view.channel]
    for code in sorted(view.posted):
        if code in profile.tracks:
            continue
        row = view.posted[code][0]
        ended = desk.endings.get(code)
        if ended is not None:
            yield _ended_elsewhere(ended, row, view, desk)
            continue
        levels = desk.levels.get(code)
        abolition = desk.abolished.get(code)
        if levels is None and abolition is not None:
            decision = desk.evidence.decision_of(abolition.item_id)
            why = (
                f"Niêm yết {where} mã {code}: {decision_text(decision)} bãi bỏ thủ tục này, nhưng chưa nhận được "
                "quyết định nào công bố nó. Nếu đúng, hãy gỡ"
            )
            yield _question(code, row, why, view, desk, abolition)
            continue
        if levels is None:
            why = f"Niêm yết {where} mã {code} không có trong quyết định nào đã nhận"
        elif levels:
            why = f"Niêm yết {where} thủ tục thuộc {levels_text(levels)}, không thuộc đơn vị này"
        else:
            why = f"Niêm yết {where} thủ tục không còn cấp nào thực hiện"
        yield _question(code, row, why, view, desk)
    for rows in _by_name(view.unmatched):
        why = f"Niêm yết {where} thủ tục không có mã và không trùng tên với thủ tục nào của đơn vị"
        why += f" ({len(rows)} dòng cùng tên)" if len(rows) > 1 else ""
        yield _question(None, rows[0], why, view, desk)
    for rows in view.ambiguous.values():
        why = f"Niêm yết {where} {len(rows)} dòng không có mã, trùng tên với nhiều thủ tục của đơn vị"
        yield _question(None, rows[0], why, view, desk)


def _by_name(rows: Iterable[Listing]) -> list[list[Listing]]:
    """Rows that say the same name, together: one question for all of them."""
    groups: dict[str, list[Listing]] = {}
    for row in rows:
        groups.setdefault(key(row.name), []).append(row)
    return list(groups.values())


def _ended_elsewhere(ended: Procedure, row: Listing, view: Seen, desk: WorkContext) -> Finding:
    """Never this unit's, but a decision has ended it everywhere: nobody may still post it."""
    item_id = ended.closed_by or ended.opened_by
    decision = desk.evidence.decision_of(item_id)
    since = ended.valid_until or ended.valid_from
    received_on = desk.evidence.received(item_id)
    one = Transition(
        kind=UpdateKind.REMOVE,
        code=ended.code,
        effective_on=since,
        received_on=received_on,
        due_on=desk.evidence.due(received_on, since),
        procedure=None,
        name=ended.name,
        sector=ended.sector,
        item_id=item_id,
        decision_id=decision.decision_id,
        reason=f"Đã hết hiệu lực theo {decision_text(decision)}; vẫn còn niêm yết {CHANNEL_NAMES[view.channel]}",
        identity=f"{ended.code}|{decision.decision_id}|elsewhere",
        former=f"{ended.code}|{item_id}|elsewhere",
    )
    return _open_finding(UpdateKind.REMOVE, one, one.reason, view, desk, row=row)


def _question(
    code: str | None, row: Listing, why: str, view: Seen, desk: WorkContext, item: DecisionItem | None = None
) -> Finding:
    one = Transition(
        kind=UpdateKind.REVIEW,
        code=code or "",
        effective_on=view.day,
        received_on=view.day,
        due_on=view.day,
        procedure=None,
        name=row.name,
        sector=None,
        item_id=item.item_id if item else None,
        decision_id=item.decision_id if item else None,
        reason=why,
        identity=f"seen|{code or key(row.name)}",
    )
    return _open_finding(UpdateKind.REVIEW, one, why, view, desk, row=row, to_do=False)


def _abolished_unseen(
    procedures: Iterable[Procedure],
    items: Iterable[DecisionItem],
    decisions: Mapping[str, Decision],
    as_of: date,
) -> dict[str, DecisionItem]:
    """Abolitions in effect of codes that were never seen in force: they end nothing (RULINGS 7), but they speak of
    what hangs."""
    published = {one.code for one in procedures}
    found: dict[str, tuple[date, str, DecisionItem]] = {}
    for item in items:
        if item.action is not Action.ABOLISH or item.code is None or item.code in published:
            continue
        since = item.effective_on or decisions[item.decision_id].effective_on
        if since is not None and since <= as_of:
            said = (since, item.item_id, item)
            found[item.code] = max(found.get(item.code, said), said, key=lambda one: one[:2])
    return {code: item for code, (_, _, item) in found.items()}


def _endings(procedures: Iterable[Procedure]) -> dict[str, Procedure]:
    """Codes that decisions have ended at every level: by code the version that went last."""
    last: dict[str, Procedure] = {}
    living: set[str] = set()
    for one in procedures:
        if one.valid_until is None or one.state in _LIVING:
            living.add(one.code)
        elif one.code not in last or (last[one.code].valid_until or date.min) < one.valid_until:
            last[one.code] = one
    return {code: one for code, one in last.items() if code not in living and one.closed_by is not None}


_LIVING = frozenset({ProcedureState.IN_FORCE, ProcedureState.SCHEDULED})


# ---- rows --------------------------------------------------------------------------------------------------------------


def _tail(kind: UpdateKind, channel: Channel | None, one: Transition) -> bytes:
    """What is hashed behind the unit: the same from run to run; never a date, a row or a wording."""
    return f"|{kind}|{one.identity}|{channel or ''}".encode()


def _draft(finding: Finding, channel: Channel | None, desk: WorkContext) -> Draft:
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
        days_overdue=_days_overdue(finding, desk.as_of),
        exposed_days=_exposed_days(finding, desk.as_of),
        done_on=finding.done_on,
        done_by=finding.done_by,
        evidence=finding.evidence,
    )
    return row, _tail(finding.kind, channel, one)


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
