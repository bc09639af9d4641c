"""Boards through time → transitions: what a unit has to do at each change of its board (DOMAIN §7.1).

Units that work at one level for the same time have the same transitions; they are worked out once for all of
them. Nothing is said here of what was done: that is `transforms.updates`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from niemyet.model.records import Policy
from niemyet.model.tables import Decision, DecisionItem, Procedure, Suspension
from niemyet.model.words import Action, Level, Proof, UpdateKind
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.law.questions import day_text, decision_text, levels_text
from niemyet.transforms.units.succession import UnitSpan
from niemyet.transforms.work.boards import BoardEntry, cut_to
from niemyet.transforms.work.calendar import add_working_days, first_working_day


@dataclass(slots=True)  # as events: never changed, not frozen because there are so many
class Transition:
    """One change of one code on a board. `procedure` None: the code leaves the board."""

    kind: UpdateKind
    code: str
    effective_on: date
    received_on: date
    due_on: date
    procedure: Procedure | None
    name: str
    sector: str | None
    item_id: str | None
    decision_id: str | None
    reason: str
    replaces_codes: tuple[str, ...] = ()
    identity: str = ""  # what names it in its update_id beside unit, kind and channel
    former: str = ""  # what named it in folders written before schema 1.3: its row instead of its decision
    within_swap: bool = False  # a removal that the swap of its successor does


@dataclass(slots=True)
class Track:
    """One code on the board of a profile: its versions there, and its transitions, by valid time."""

    entries: list[BoardEntry] = field(default_factory=list)
    transitions: list[Transition] = field(default_factory=list)
    successors: tuple[str, ...] = ()  # codes that replaced it when it last left the board
    spoke_on: dict[str, list[date]] | None = None  # decisions that speak of it, filled when first asked
    verdicts: dict[tuple[object, ...], Any] = field(
        default_factory=dict
    )  # what sheets of these words are worth


@dataclass(frozen=True, slots=True)
class Rest:
    """The codes of a board that nothing is asked of, as they were worked out before."""

    codes: frozenset[str] = frozenset()
    dues: Mapping[str, Mapping[str, date]] = field(default_factory=dict)  # see Profile
    hung: Collection[str] = ()  # see Profile


@dataclass(frozen=True, slots=True)
class Profile:
    """What all units of one level and one stretch of time have to do."""

    span: UnitSpan  # of any of its units
    tracks: dict[str, Track]  # of the codes that are asked for
    reheads: tuple[Transition, ...]
    closing: Transition | None
    codes: Collection[str] = ()  # all that are or were on the board
    unasked: frozenset[str] = frozenset()  # those of them that nothing is asked of
    #: Of the days on which a board opens or gets new heads: code → when what it does to the board on that day is due.
    dues: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    hung: Collection[str] = ()  # codes that hang when the board ends


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the rows behind versions are looked up; what is asked of a decision again and again is kept."""

    items: Mapping[str, DecisionItem]
    decisions: Mapping[str, Decision]
    lists: Set[str]  # those of them that are no decisions, but lists taken as evidence
    misprints: Mapping[str, tuple[str, ...]]  # right code → misprinted codes
    policy: Policy
    told_on: Mapping[str, date] = field(default_factory=dict)  # items that act only since a person's answer
    _received: dict[str, date] = field(default_factory=dict)
    _cited: dict[str, str] = field(default_factory=dict)
    _dues: dict[tuple[date, date], date] = field(default_factory=dict)

    def decision_of(self, item_id: str) -> Decision:
        """The decision that an item stands in."""
        return self.decisions[self.items[item_id].decision_id]

    def is_adopted(self, item_id: str) -> bool:
        """Whether the row stands in a list taken as evidence, not in a decision (RULINGS 45)."""
        return bool(self.lists) and self.items[item_id].decision_id in self.lists

    def received(self, item_id: str) -> date:
        """Local day on which an item could be known: its decision was received, or its question answered."""
        if item_id in self.told_on:
            return self.told_on[item_id]
        decision_id = self.items[item_id].decision_id
        if decision_id not in self._received:
            self._received[decision_id] = local_day(self.decisions[decision_id].received_at)
        return self._received[decision_id]

    def cited(self, item_id: str) -> str:
        """The decision of an item as documents cite it."""
        decision_id = self.items[item_id].decision_id
        if decision_id not in self._cited:
            self._cited[decision_id] = decision_text(self.decisions[decision_id])
        return self._cited[decision_id]

    def due(self, received_on: date, effective_on: date) -> date:
        """Prepared within the policy's days, switched on the first working day of effect (DOMAIN §1.4)."""
        found = self._dues.get((received_on, effective_on))
        if found is None:
            days = self.policy.days
            prepare_by = add_working_days(received_on, self.policy.post_within_working_days, days)
            found = self._dues[received_on, effective_on] = max(
                prepare_by, first_working_day(effective_on, days)
            )
        return found


def build_profile(
    span: UnitSpan, entries: Iterable[BoardEntry], evidence: Evidence, as_of: date, rest: Rest | None = None
) -> Profile:
    """Work out tracks, changes of head, and the end of the board for one stretch of time at one level.

    `as_of`: what takes effect after it supersedes nothing yet, however long it has been known.
    `rest`: the codes of the board of which there are no entries here, because nothing is asked of them; None: there are none.
    """
    rest = rest or Rest()
    tracks: dict[str, Track] = {}
    for entry in cut_to(entries, span):
        track = tracks.get(entry.procedure.code)
        if track is None:
            track = tracks[entry.procedure.code] = Track()
        track.entries.append(entry)
    for code, track in tracks.items():
        track.transitions = _told_apart(_still_work(list(_transitions(code, track, span, evidence)), as_of))
    _keep_what_hangs_itself(tracks)
    _pair_swaps(tracks)
    dues: dict[str, dict[str, date]] = {}
    if span.valid_from is not None:
        dues[str(span.valid_from)] = _dues(tracks, span.valid_from, rest, evidence)
        _open_together(tracks, span.valid_from, dues[str(span.valid_from)], evidence)
    dues |= {str(day): _dues(tracks, day, rest, evidence) for day in span.rehead_on}
    reheads = tuple(one for day in span.rehead_on for one in _reheads(day, tracks, dues[str(day)], evidence))
    hung = sorted({*rest.hung, *_hung_until(tracks, span.valid_until)})
    closing = _closing(span, hung, evidence.policy)
    codes = {*tracks, *rest.codes} if rest.codes else tracks.keys()
    return Profile(span, tracks, reheads, closing, codes, rest.codes, dues, hung)


def _keep_what_hangs_itself(tracks: Mapping[str, Track]) -> None:
    """A misprinted code that is a procedure of its own and hangs by another decision is not taken down with the misprint."""
    for track in tracks.values():
        for place, one in enumerate(track.transitions):
            if one.kind is not UpdateKind.FIX_SHEET or not one.replaces_codes:
                continue
            wrong = tuple(code for code in one.replaces_codes if not _hangs(tracks, code, one.received_on))
            if wrong != one.replaces_codes:
                track.transitions[place] = replace(one, replaces_codes=wrong)


def _hangs(tracks: Mapping[str, Track], code: str, day: date) -> bool:
    entries = tracks[code].entries if code in tracks else ()
    return any(
        one.valid_from <= day and (one.valid_until is None or day < one.valid_until) for one in entries
    )


def _told_apart(transitions: list[Transition]) -> list[Transition]:
    """Two changes of one code by one decision are told apart by their order in time."""
    if len({one.identity for one in transitions}) == len(transitions):
        return transitions
    times: dict[str, int] = {}
    found: list[Transition] = []
    for one in transitions:
        before = times.get(one.identity, 0)
        times[one.identity] = before + 1
        found.append(replace(one, identity=f"{one.identity}#{before + 1}") if before else one)
    return found


# ---- one code ---------------------------------------------------------------------------------------------


def _transitions(code: str, track: Track, span: UnitSpan, evidence: Evidence) -> Iterable[Transition]:
    before: BoardEntry | None = None
    times: dict[str, int] = {}
    for entry in track.entries:
        if before is not None and before.valid_until != entry.valid_from:
            yield from _leaving(code, before, track, span, evidence)
            before = None
        if before is not None and not _changes_sheet(before, entry):
            before = entry
            continue
        again = times.get(entry.procedure.opened_by, 0)
        times[entry.procedure.opened_by] = again + 1
        if before is None:
            yield _opening(entry, span, evidence, again)
        else:
            yield _changing(before, entry, evidence, again)
        if entry.procedure.corrected_by is not None:
            yield from _fixing(entry, entry.procedure.corrected_by, evidence)
        before = entry
    if before is not None:
        yield from _leaving(code, before, track, span, evidence)


def _changes_sheet(before: BoardEntry, after: BoardEntry) -> bool:
    """Another deciding row, or a version that comes back, is another sheet; a change of scope alone is none."""
    return before.procedure.opened_by != after.procedure.opened_by or _reverts(before, after)


def _reverts(before: BoardEntry, after: BoardEntry) -> bool:
    """Whether a version gives way because its own limited effect ends (RULINGS 13)."""
    ended = before.procedure
    return (
        ended.closed_by == ended.opened_by
        and ended.end_action is None
        and ended.valid_until == after.valid_from == after.procedure.valid_from
    )


def _opening(entry: BoardEntry, span: UnitSpan, evidence: Evidence, again: int) -> Transition:
    procedure = entry.procedure
    born = entry.valid_from == span.valid_from
    cited = evidence.cited(procedure.opened_by)
    words = _OPENING_WORDS[evidence.items[procedure.opened_by].action]
    adopted = procedure.proof is Proof.ADOPTED
    reason = (
        f"Đang có hiệu lực theo {cited}, chưa có quyết định nào nói khác"
        if adopted
        else f"{words} tại {cited}"
    )
    if procedure.reception_levels and procedure.level is not span.level:
        reason = f"Tiếp nhận thủ tục {levels_text([procedure.level])} theo {cited}"
    ended = _suspension(procedure, until=entry.valid_from)
    if ended is not None:
        order = evidence.decisions[ended.decision_id]
        reason = f"Hết thời gian tạm ngưng theo {decision_text(order)}; niêm yết lại nội dung tại {cited}"
        received_on = max(evidence.received(procedure.opened_by), local_day(order.received_at))
        return _sheet(UpdateKind.POST, entry, reason, evidence, received_on=received_on, again=again)
    if born:
        reason = f"Mở bảng khi đơn vị bắt đầu hoạt động từ ngày {day_text(entry.valid_from)}; theo {cited}"
    kind = UpdateKind.OPENING_LIST if born else UpdateKind.POST
    return _sheet(kind, entry, reason, evidence, again=again)


def _suspension(
    procedure: Procedure, *, since: date | None = None, until: date | None = None
) -> Suspension | None:
    """The suspension that begins or ends on a day (RULINGS 40)."""
    for one in procedure.suspensions or ():
        if since is not None and one.suspended_from == since:
            return one
        if until is not None and one.suspended_until == until:
            return one
    return None


_OPENING_WORDS = {
    Action.NEW: "Công bố mới",
    Action.REPLACE: "Công bố thay thế",
    Action.AMEND: "Sửa đổi, bổ sung",
    Action.LIST: "Công bố trong danh mục",
    Action.CORRECT: "Đính chính",
    Action.ABOLISH: "Bãi bỏ",
    Action.SUSPEND: "Tạm dừng",
    Action.RESTORE: "Tiếp nhận trở lại",
}


def _changing(before: BoardEntry, entry: BoardEntry, evidence: Evidence, again: int) -> Transition:
    cited = evidence.cited(entry.procedure.opened_by)
    if _reverts(before, entry):
        ended = evidence.cited(before.procedure.opened_by)
        reason = (
            f"{ended} hết hiệu lực từ ngày {day_text(entry.valid_from)}; áp dụng lại nội dung tại {cited}"
        )
        return _sheet(
            UpdateKind.REPLACE_SHEET,
            entry,
            reason,
            evidence,
            received_on=evidence.received(before.procedure.opened_by),
            again=again,
        )
    words = _OPENING_WORDS[evidence.items[entry.procedure.opened_by].action]
    return _sheet(UpdateKind.REPLACE_SHEET, entry, f"{words} tại {cited}", evidence, again=again)


def _fixing(entry: BoardEntry, corrected_by: str, evidence: Evidence) -> Iterable[Transition]:
    """A correction that came after the sheet was due to hang (RULINGS 8)."""
    received_on = evidence.received(corrected_by)
    over = entry.valid_until is not None and entry.valid_until <= received_on
    if over or received_on <= evidence.received(entry.procedure.opened_by):
        return
    yield as_correction(_sheet(UpdateKind.FIX_SHEET, entry, "", evidence), evidence)


def as_correction(sheet: Transition, evidence: Evidence) -> Transition:
    """A sheet as the work of the correction that put it right; itself where no correction concerns it."""
    procedure = sheet.procedure
    if procedure is None or procedure.corrected_by is None:
        return sheet
    by = procedure.corrected_by
    item = evidence.items[by]
    decision = evidence.decisions[item.decision_id]
    received_on = evidence.received(by)
    printed = evidence.items[procedure.opened_by].code
    wrong = (printed,) if printed is not None and printed != procedure.code else ()
    identity, former = _identities(procedure.code, item, evidence)
    return replace(
        sheet,
        kind=UpdateKind.FIX_SHEET,
        received_on=received_on,
        due_on=evidence.due(received_on, sheet.effective_on),
        item_id=by,
        decision_id=decision.decision_id,
        reason=f"Đính chính tại {decision_text(decision)}",
        replaces_codes=wrong,
        identity=identity,
        former=former,
    )


def _sheet(
    kind: UpdateKind,
    entry: BoardEntry,
    reason: str,
    evidence: Evidence,
    *,
    received_on: date | None = None,
    again: int = 0,
    extra: str = "",
) -> Transition:
    """A sheet to post or change; `again` counts how often the same row has decided this board before.

    By place: there is one for each version of each board.
    """
    procedure = entry.procedure
    item = evidence.items[procedure.opened_by]
    received = received_on or evidence.received(item.item_id)
    identity, former = _identities(procedure.code, item, evidence, extra or _again(again))
    due_on = evidence.due(received, entry.valid_from)
    return Transition(
        kind, procedure.code, entry.valid_from, received, due_on, procedure, procedure.name, procedure.sector,
        item.item_id, item.decision_id, reason, (), identity, former,
    )  # fmt: skip


def _again(times: int) -> str:
    return f"again:{times}" if times else ""


def _identities(code: str, item: DecisionItem, evidence: Evidence, extra: str = "") -> tuple[str, str]:
    """What stays the same however well the annex was read: the code, the decision that orders it, what tells it apart.

    The code is the one that its own row printed: it stays when a misprint is corrected. And the same by its row, which named it
    in folders written before schema 1.3.
    """
    printed = _printed(code, item, evidence)
    return f"{printed}|{item.decision_id}|{extra}", f"{printed}|{item.item_id}|{extra}"


def _printed(code: str, item: DecisionItem, evidence: Evidence) -> str:
    printed = item.code
    return printed if printed is not None and printed in evidence.misprints.get(code, ()) else code


def _leaving(
    code: str, before: BoardEntry, track: Track, span: UnitSpan, evidence: Evidence
) -> Iterable[Transition]:
    """The code leaves the board; where the whole board ends, that is one piece of work for all of it."""
    if before.valid_until is None or before.valid_until == span.valid_until:
        return
    procedure = before.procedure
    begun = _suspension(procedure, since=before.valid_until)
    if begun is not None:
        yield _suspended(code, before.valid_until, procedure, evidence.decisions[begun.decision_id], evidence)
        return
    by = procedure.closed_by or procedure.opened_by
    track.successors = procedure.successor_codes
    received = evidence.received(by)
    yield Transition(
        kind=UpdateKind.REMOVE,
        code=code,
        effective_on=before.valid_until,
        received_on=received,
        due_on=evidence.due(received, before.valid_until),
        procedure=None,
        name=procedure.name,
        sector=procedure.sector,
        item_id=by,
        decision_id=evidence.items[by].decision_id,
        reason=_leaving_reason(before, evidence.cited(by)),
        identity="|".join((code, evidence.items[by].decision_id, "")),
        former="|".join((code, by, "")),
    )


def _suspended(code: str, day: date, procedure: Procedure, order: Decision, evidence: Evidence) -> Transition:
    """The sheet comes down for a time, by order of the decision that suspends."""
    received = max(evidence.received(procedure.opened_by), local_day(order.received_at))
    return Transition(
        kind=UpdateKind.REMOVE,
        code=code,
        effective_on=day,
        received_on=received,
        due_on=evidence.due(received, day),
        procedure=None,
        name=procedure.name,
        sector=procedure.sector,
        item_id=procedure.opened_by,
        decision_id=order.decision_id,
        reason=f"Tạm ngưng theo {decision_text(order)} từ ngày {day_text(day)}",
        identity="|".join((code, order.decision_id, "suspended")),
    )


def _leaving_reason(before: BoardEntry, cited: str) -> str:
    procedure = before.procedure
    if procedure.end_action is Action.REPLACE and procedure.successor_codes:
        return f"Được thay thế bằng {', '.join(procedure.successor_codes)} tại {cited}"
    if procedure.closed_by == procedure.opened_by and before.valid_until is not None:
        return f"{cited} hết hiệu lực từ ngày {day_text(before.valid_until)}"
    if procedure.end_action is Action.ABOLISH:
        return f"Bãi bỏ tại {cited}"
    return f"Không còn thực hiện tại cấp này theo {cited}"


# ---- across codes --------------------------------------------------------------------------------------------


def _pair_swaps(tracks: Mapping[str, Track]) -> None:
    """A code that comes where its predecessors leave on the same day is one swap (RULINGS 18)."""
    leaving: dict[tuple[str, date], list[str]] = {}
    for code in sorted(tracks):
        for one in tracks[code].transitions:
            if one.kind is UpdateKind.REMOVE:
                ended = _ended_on(tracks[code], one.effective_on)
                for successor in ended.successor_codes if ended else ():
                    leaving.setdefault((successor, one.effective_on), []).append(code)
    paired: set[tuple[str, date]] = set()
    for (successor, day), olds in leaving.items():
        track = tracks.get(successor)
        if track is None:
            continue
        for place, one in enumerate(track.transitions):
            if one.effective_on == day and one.kind in {UpdateKind.POST, UpdateKind.REPLACE_SHEET}:
                reason = f"{one.reason}, thay cho {', '.join(olds)}"
                track.transitions[place] = replace(
                    one, kind=UpdateKind.SWAP, replaces_codes=tuple(olds), reason=reason
                )
                paired |= {(old, day) for old in olds}
    for code, day in paired:
        track = tracks[code]
        track.transitions = [
            replace(one, within_swap=True)
            if one.kind is UpdateKind.REMOVE and one.effective_on == day
            else one
            for one in track.transitions
        ]


def _ended_on(track: Track, day: date) -> Procedure | None:
    for entry in track.entries:
        if entry.valid_until == day:
            return entry.procedure
    return None


def _open_together(
    tracks: Mapping[str, Track], day: date, dues: Mapping[str, date], evidence: Evidence
) -> None:
    """An opening list is one list: due when the last of its rows is, of those known in time (RULINGS 19)."""
    due_on = _due_together(dues, day, evidence)
    for track in tracks.values():
        track.transitions = [
            replace(one, due_on=max(one.due_on, due_on)) if one.kind is UpdateKind.OPENING_LIST else one
            for one in track.transitions
        ]


def _dues(tracks: Mapping[str, Track], day: date, rest: Rest, evidence: Evidence) -> dict[str, date]:
    """By code when what changes on a board on one day is due, as far as it was known in time."""
    last = add_working_days(day, evidence.policy.post_within_working_days, evidence.policy.days)
    found = dict(rest.dues.get(str(day), {}))
    for code, track in tracks.items():
        for one in track.transitions:
            if one.effective_on == day and one.received_on <= last:
                found[code] = max(one.due_on, found.get(code, one.due_on))
    return found


def _due_together(dues: Mapping[str, date], day: date, evidence: Evidence) -> date:
    """When everything that changes on a board on one day is due."""
    return max([first_working_day(day, evidence.policy.days), *dues.values()])


def _still_work(transitions: list[Transition], as_of: date) -> list[Transition]:
    """Leave out what was already superseded when it was received: a late arrival is no work (DOMAIN §4.1).

    Where the opening itself is left out, the first sheet that is work is the one to post.
    """
    work: list[bool] = []
    superseded = date.max
    for one in reversed(transitions):
        work.append(superseded > one.received_on)
        if one.effective_on <= as_of:
            superseded = min(superseded, max(one.received_on, one.effective_on))
    if all(work):
        return transitions
    work.reverse()
    kept: list[Transition] = []
    opening: UpdateKind | None = None  # of a stay on the board that no work has begun yet
    for one, is_work in zip(transitions, work, strict=True):
        if one.kind in _OPENING_KINDS or one.procedure is None:
            opening = one.kind if one.procedure is not None else None
        if not is_work:
            continue
        kept.append(replace(one, kind=opening) if opening and one.kind in _CHANGING_KINDS else one)
        opening = None
    return kept


_OPENING_KINDS = frozenset({UpdateKind.POST, UpdateKind.OPENING_LIST})
_CHANGING_KINDS = frozenset({UpdateKind.REPLACE_SHEET, UpdateKind.FIX_SHEET})


def _reheads(
    day: date, tracks: Mapping[str, Track], dues: Mapping[str, date], evidence: Evidence
) -> Iterable[Transition]:
    """Sheets that stay, under a new name or parent of the unit (DOMAIN §4.2)."""
    due_on = _due_together(dues, day, evidence)
    for code in sorted(tracks):
        track = tracks[code]
        if any(one.effective_on == day for one in track.transitions):
            continue
        for entry in track.entries:
            if entry.valid_from < day and (entry.valid_until is None or day < entry.valid_until):
                reason = f"Đơn vị đổi tên hoặc đơn vị quản lý từ ngày {day_text(day)}; thay phần đầu của bản niêm yết"
                sheet = _sheet(UpdateKind.REHEAD, entry, reason, evidence, extra=f"rehead:{day}")
                yield replace(sheet, effective_on=day, due_on=due_on)


def _hung_until(tracks: Mapping[str, Track], day: date | None) -> Iterable[str]:
    """The codes that hang when the board ends on a day."""
    if day is None:
        return ()
    return (
        code
        for code, track in tracks.items()
        if any(entry.valid_from < day and entry.valid_until == day for entry in track.entries)
    )


def _closing(span: UnitSpan, hung: Sequence[str], policy: Policy) -> Transition | None:
    """The board comes down as a whole when the unit or its level ends."""
    day = span.valid_until
    if day is None or not hung:
        return None
    codes = tuple(hung)
    return Transition(
        kind=UpdateKind.CLOSE_BOARD,
        code="",
        effective_on=day,
        received_on=day - timedelta(days=1),
        due_on=first_working_day(day, policy.days),
        procedure=None,
        name="Toàn bộ danh mục niêm yết",
        sector=None,
        item_id=None,
        decision_id=None,
        reason=f"Đơn vị kết thúc hoạt động từ ngày {day_text(day)}; gỡ {len(codes)} thủ tục",
        replaces_codes=codes,
        identity=f"close:{day}",
    )


def known_levels(procedures: Iterable[Procedure], day: date) -> dict[str, tuple[Level, ...]]:
    """Levels at which each code is in force on a day; an empty tuple for codes that once were."""
    levels: dict[str, set[Level]] = {}
    for one in procedures:
        held = levels.setdefault(one.code, set())
        if one.valid_from <= day and (one.valid_until is None or day < one.valid_until):
            held.add(one.level)
    order = tuple(Level)
    return {code: tuple(level for level in order if level in held) for code, held in levels.items()}
