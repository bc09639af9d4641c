"""What units of one plan have in common, worked out once: a unit leaves it for its own evidence only, code by code.

A unit nobody looked at has all its rows from the plan. Where something was seen, a code is decided once for each wording of
the sheets that show it (`_decided`); where something was reported, the rows that the reports may be of are worked out for
that unit alone, and the rest is the plan's. `unit_updates` says the same without sharing anything; a test holds one against
the other.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain, zip_longest
from operator import attrgetter, itemgetter
from typing import NamedTuple, Optional

import numpy as np
from numpy.typing import NDArray

from niemyet.model.carried import Anew
from niemyet.model.piled_rows import OwnValues
from niemyet.model.shared_rows import DAYS, Places, as_array
from niemyet.model.tables import Listing
from niemyet.model.words import Channel, DoneKnownBy
from niemyet.transforms.work.channel_verdicts import contradiction, done_by_sight, earlier_of, shown_since
from niemyet.transforms.work.findings import WorkContext, unobserved, without_evidence
from niemyet.transforms.work.leftovers import hangs, pair_leftovers
from niemyet.transforms.work.listing_judgement import NamesOn, Seen, look_text, see, seen_text, sheet_text
from niemyet.transforms.work.made_from import Carrying
from niemyet.transforms.work.reports import About
from niemyet.transforms.work.transitions import Profile, Transition
from niemyet.transforms.work.unit_work import (
    current_place,
    current_updates,
    heads,
    standing_of,
    the_rest,
)
from niemyet.transforms.work.work_rows import Pile, WorkDraft, as_draft

#: What was seen of a unit: each channel with its day. Codes are decided anew for each.
_Look = tuple[tuple[Channel, date], ...]
#: Codes of which rows are worked out; None: all.
_Codes = frozenset[str] | None
_WantedBeside = Optional["_BesideCurrent"]
_Sheet = tuple[str | None, str | None, str | None, str, date | None]


class _ShownDone(NamedTuple):
    """A channel that shows a row done: its place, whether by a sheet, and the day that the sheet says, where it says one."""

    at: int
    by_sheet: bool
    posted_on: date | None


#: A row that a unit is seen to have done: its place in the block, that of its code, and the sheet that each channel shows of it.
_DoneRow = tuple[int, int, Sequence[Listing | None]]
#: The day on which it was done, what says so, and the evidence.
_DoneOn = tuple[date, DoneKnownBy, str]


class _BesideCurrent(NamedTuple):
    """Codes of which rows of transitions superseded and yet to come are worked out, see `model.carried.Anew`."""

    codes: frozenset[str]
    grown: frozenset[tuple[str, int]]

    @classmethod
    def of(cls, anew: Anew) -> "_BesideCurrent":
        """What is worked out anew of a unit."""
        return cls(anew.beside, frozenset(anew.grown.items()))

    def wants(self, place: int, code: str, superseded_on: date | None, stay: Mapping[str, int]) -> bool:
        """Whether a row is worked out, by the place of its transition on its track. `stay`: `grown` by code."""
        if code in self.codes:
            return True
        return code in stay and (superseded_on is None or place >= stay[code])


class _Work(NamedTuple):
    """A transition that the record alone decides: since when another stands in its place, and whether it is in effect."""

    transition: Transition
    superseded_on: date | None
    is_current: bool
    place: int  # on its track


@dataclass(frozen=True)
class _Plan:
    """Rows that units share: the place of each in the pile, and what it is of."""

    places: Places
    work: Sequence[_Work]

    @cached_property
    def rows_of(self) -> Mapping[About, Sequence[int]]:
        """By code and decision the rows on which a report may bear."""
        rows_of: dict[About, list[int]] = {}
        for number, row in enumerate(self.work):
            one = row.transition
            # The id of a piece of work names the code that its own row printed, and a report says the code as it was then.
            printed = one.identity.split("|", 1)[0]
            for code in {one.code or None, printed or None}:
                rows_of.setdefault((code, one.decision_id), []).append(number)
        return rows_of


@dataclass(frozen=True, slots=True)
class _Decided:
    """A row that every unit has whose sheets bear the same words.

    `proofs`: what its evidence is made of, each the place of a channel and whether its sheet is named. None where no sheet is:
    then the row says its evidence itself. `done`: the channels that show it done, since a day that is the unit's own.
    """

    place: int
    proofs: tuple[tuple[int, bool], ...] | None
    done: tuple[_ShownDone, ...] = ()


class _Bare:
    """The rows of codes that no channel of a look shows: nearly the same for all its units, so they are put down together.

    A code is decided when a unit first lacks its sheet. One with a single row, nearly all, stands in columns by its place among
    what is in effect.
    """

    def __init__(self, count: int) -> None:
        """`count`: of codes in effect."""
        self._known = np.zeros(count, bool)
        self._several: dict[int, tuple[_Decided, ...]] = {}  # none or more than one row
        self._places = np.full(count, -1, np.int32)
        self._group = np.full(count, -1, np.int32)  # by what it is shown done
        self._groups: dict[tuple[_ShownDone, ...], int] = {(): -1}

    def unknown(self, lacking: NDArray[np.intp]) -> list[int]:
        """Those that were not decided yet."""
        return [int(at) for at in lacking[~self._known[lacking]]]

    def decide(self, at: int, rows: tuple[_Decided, ...]) -> None:
        """Keep what a code comes to."""
        self._known[at] = True
        if len(rows) == 1:
            self._places[at], self._group[at] = rows[0].place, self._number(rows[0])
        else:
            self._several[at] = rows

    def _number(self, row: _Decided) -> int:
        return self._groups.setdefault(row.done, len(self._groups) - 1)

    def of(
        self, lacking: NDArray[np.intp]
    ) -> tuple[Places, list[tuple[tuple[_ShownDone, ...], NDArray[np.intp], NDArray[np.intp]]]]:
        """Places of all their rows; and by what shows some of them done: these rows, and the places of their codes."""
        several = self._places[lacking] < 0
        single = lacking[~several]
        more = [(at, row) for at in lacking[several].tolist() for row in self._several[at]]
        places = [*self._places[single].tolist(), *(row.place for _, row in more)]
        codes = np.array([*single.tolist(), *(at for at, _ in more)], np.intp)
        group = np.array([*self._group[single].tolist(), *(self._number(row) for _, row in more)], np.int32)
        seen_done = []
        for done, number in self._groups.items():
            rows = np.flatnonzero(group == number)
            if done and len(rows):
                seen_done.append((done, rows, codes[rows]))
        return np.array(places, np.int32), seen_done


class CommonWork:
    """What all units of a profile have in common, worked out once: most of a work list is that."""

    def __init__(
        self,
        profile: Profile,
        context: WorkContext,
        pile: Pile,
        carrying: Carrying | None = None,
        units: Sequence[str] = (),
    ) -> None:
        """`carrying`: says what of a unit is worked out at all; None: everything. `units`: those that work by the profile."""
        self._profile = profile
        self._names = NamesOn(profile, context.as_of)
        self._context = context
        self._pile = pile
        self._ended = profile.closing is not None and profile.closing.effective_on <= context.as_of
        self._hanging = frozenset(
            code for code, track in profile.tracks.items() if hangs(track, context.as_of)
        )
        self._carrying = carrying
        self._name = carrying.begin(profile, units, ended=self._ended) if carrying is not None else ""
        self._unseen: dict[tuple[_WantedBeside, _Codes], _Plan] = {}  # of codes, where nothing was seen
        self._unseen_whole: dict[
            tuple[_WantedBeside, _Codes], Places
        ] = {}  # of the board as a whole, where nothing was seen
        self._beside: dict[_WantedBeside, _Plan] = {}  # what no look changes
        self._heads: dict[tuple[_WantedBeside, _Codes], Places] = {}  # new heads, where something was seen
        self._bare: dict[_Look, _Bare] = {}
        self._decided: dict[_Look, dict[tuple[str | _Sheet | None, ...], tuple[_Decided, ...]]] = {}
        self._by_code: dict[str, set[str]] = {}  # a code or a decision → codes on whose work it may bear
        self._by_decision: dict[str, set[str]] = {}

    def add(self, unit_id: str, *, by_this_plan_alone: bool = True) -> None:
        """Put the work of one unit on the pile; of one that may be carried on only what is worked out anew."""
        self._pile.begin(unit_id)
        seen = self._seen(unit_id)
        anew = self._anew(unit_id, seen, by_this_plan_alone=by_this_plan_alone)
        beside, current = (_BesideCurrent.of(anew), anew.current) if anew is not None else (None, None)
        if not seen or self._ended:
            self._put_plan(unit_id, self._without_a_look(beside, current))
        else:
            self._put_plan(unit_id, self._beside_the_current(beside))
            self._put_seen(unit_id, seen, self._apart(unit_id, current), current)
        self._put_whole(unit_id, seen, beside, current)

    def _anew(self, unit_id: str, seen: Sequence[Seen], *, by_this_plan_alone: bool) -> Anew | None:
        if self._carrying is None:
            return None
        if not by_this_plan_alone:
            self._carrying.whole(unit_id)
            return None
        return self._carrying.of_unit(
            unit_id, self._name, seen, self._borne_on, self._restless(unit_id, seen)
        )

    def _restless(self, unit_id: str, seen: Sequence[Seen]) -> Collection[str]:
        """Codes that have no row while a report stands against what hangs, and have one once it is seen again."""
        if not seen or not self._context.reports.concern(unit_id):
            return ()
        paired = (code for view in seen for code in view.paired)
        return self._apart(unit_id, self._within_swaps.union(paired))

    @cached_property
    def _within_swaps(self) -> frozenset[str]:
        """Codes whose removal in effect a swap does."""
        return frozenset(code for code, one in self._in_effect if one.within_swap)

    @cached_property
    def _in_effect(self) -> list[tuple[str, Transition]]:
        """Each code with its transition in effect."""
        tracks, as_of = self._profile.tracks, self._context.as_of
        places = ((code, current_place(track, as_of)) for code, track in tracks.items())
        return [(code, tracks[code].transitions[place]) for code, place in places if place >= 0]

    def _in_effect_of(self, codes: Iterable[str]) -> Iterator[tuple[str, Transition]]:
        """Those of some codes, in the same order."""
        return map(self._in_effect.__getitem__, sorted(self._places_of(codes)))

    @cached_property
    def _place_now(self) -> dict[str, int]:
        """Where a code stands in `_in_effect`."""
        return {code: at for at, (code, _) in enumerate(self._in_effect)}

    @cached_property
    def _since(self) -> NDArray[np.datetime64]:
        """The effective days of `_in_effect`."""
        return as_array([one.effective_on for _, one in self._in_effect], DAYS)

    def _seen(self, unit_id: str) -> list[Seen]:
        """What each channel of a unit shows, in the order of their names."""
        looks = self._context.looks.get(unit_id, {})
        misprints = self._context.knowledge.misprints
        seen = [see(one, looks[one], self._profile, self._names, misprints) for one in sorted(looks)]
        for view in seen:
            pair_leftovers(view, self._profile, self._hanging)
        return seen

    def _put_whole(self, unit_id: str, seen: Sequence[Seen], beside: _WantedBeside, current: _Codes) -> None:
        """New heads, the end of the board, and what should not hang there."""
        same = (beside, current)
        if self._context.reports.concern(unit_id):
            self._pile.put_drafts(self._new_heads(unit_id, seen, beside, current))
            self._pile.put_drafts(self._the_rest(unit_id, seen))
            return
        if not seen:
            if same not in self._unseen_whole:
                drafts = chain(self._new_heads("", seen, beside, current), self._the_rest("", seen))
                self._unseen_whole[same] = self._shared(drafts)
            self._pile.put(self._unseen_whole[same])
            return
        if same not in self._heads:
            self._heads[same] = self._shared(self._new_heads("", seen, beside, current))
        self._pile.put(self._heads[same])
        self._pile.put_drafts(self._the_rest(unit_id, seen))

    def _new_heads(
        self, unit_id: str, seen: Sequence[Seen], beside: _WantedBeside, current: _Codes
    ) -> Iterator[WorkDraft]:
        # Of a code that has new heads what was superseded is worked out with the rest: it is never `grown`.
        for draft in heads(unit_id, self._profile, seen, self._context, ended=self._ended):
            row = draft.row
            is_to_come = row.effective_on is not None and row.effective_on > self._context.as_of
            codes = beside.codes if beside is not None else None
            wanted = codes if row.superseded_on is not None or is_to_come else current
            if wanted is None or row.code in wanted:
                yield draft

    def _the_rest(self, unit_id: str, seen: Sequence[Seen]) -> Iterator[WorkDraft]:
        return the_rest(unit_id, self._profile, seen, self._context, ended=self._ended)

    # ---- what a report may be of ---------------------------------------------------------------------------------

    def _apart(self, unit_id: str, among: _Codes) -> Collection[str]:
        """Codes in effect on whose work a report of the unit may bear: of the same code, or ordered by the same decision.

        What is to be done about what a channel shows may be ordered by another decision than what is in effect.
        `among`: of these; None: of all.
        """
        if not self._context.reports.concern(unit_id):
            return ()
        about = self._context.reports.about(unit_id)
        here = self._place_now.keys() if among is None else among & self._place_now.keys()
        if about is None:
            return here
        codes, decisions = {code or "" for code, _ in about}, {decision or "" for _, decision in about}
        ordered_by = self._ordered_by
        return {code for code in here if code in codes or not decisions.isdisjoint(ordered_by[code])}

    @cached_property
    def _ordered_by(self) -> dict[str, frozenset[str]]:
        """By code the decisions that its transitions are of."""
        return {
            code: frozenset(one.decision_id or "" for one in track.transitions)
            for code, track in self._profile.tracks.items()
        }

    def _borne_on(self, about: Iterable[About]) -> set[str]:
        """Codes on whose work a report bears, by what it is about."""
        if not self._by_code:
            self._index()
        found: set[str] = set()
        for code, decision_id in about:
            found |= self._by_code.get(code or "", set()) | self._by_decision.get(decision_id or "", set())
        return found

    def _index(self) -> None:
        for code, track in self._profile.tracks.items():
            self._by_code.setdefault(code, set()).add(code)
            for one in track.transitions:
                self._by_decision.setdefault(one.decision_id or "", set()).add(code)

    # ---- plans ---------------------------------------------------------------------------------------------------

    def _without_a_look(self, beside: _WantedBeside, current: _Codes) -> _Plan:
        """The codes of a unit of which nothing was seen and nothing reported."""
        if (beside, current) not in self._unseen:
            rows = self._by_the_record(current)  # never fewer than `beside`
            self._unseen[beside, current] = self._plan(self._wanted(rows, beside, current=True))
        return self._unseen[beside, current]

    def _by_the_record(self, codes: _Codes) -> Iterator[_Work]:
        """The transitions of codes, but removals that a swap does. None: of all codes."""
        as_of = self._context.as_of
        for code, track in self._profile.tracks.items():
            if codes is not None and code not in codes:
                continue
            told = standing_of(track, self._profile, as_of, ended=self._ended)
            for place, (one, superseded_on, is_current) in enumerate(told):
                if not one.within_swap:
                    yield _Work(one, superseded_on, is_current, place)

    def _beside_the_current(self, beside: _WantedBeside) -> _Plan:
        """Rows that no look changes on a board that has not ended: of transitions taken over, and of those yet to come."""
        if beside not in self._beside:
            codes = None if beside is None else beside.codes.union(code for code, _ in beside.grown)
            rows = self._by_the_record(codes)
            self._beside[beside] = self._plan(self._wanted(rows, beside, current=False))
        return self._beside[beside]

    def _wanted(self, rows: Iterable[_Work], beside: _WantedBeside, *, current: bool) -> Iterator[_Work]:
        """Those that are worked out; `current`: those in effect among them."""
        stay = dict(beside.grown) if beside is not None else {}
        for row in rows:
            if row.is_current:
                if current:
                    yield row
            elif beside is None or beside.wants(row.place, row.transition.code, row.superseded_on, stay):
                yield row

    def _plan(self, work: Iterable[_Work]) -> _Plan:
        rows = list(work)
        return _Plan(self._shared(self._draft("", row) for row in rows), rows)

    def _draft(self, unit_id: str, work: _Work) -> WorkDraft:
        finding = without_evidence(unit_id, work.transition, self._context, work.superseded_on)
        return as_draft(unobserved(finding) if work.is_current else finding, None, self._context)

    def _shared(self, drafts: Iterable[WorkDraft]) -> Places:
        return np.array([self._pile.share(draft) for draft in drafts], np.int32)

    def _put_plan(self, unit_id: str, plan: _Plan) -> None:
        """The rows of a plan; those on which a report of the unit may bear as it says."""
        reports = self._context.reports
        if not reports.concern(unit_id):
            self._pile.put(plan.places)
            return
        about = reports.about(unit_id)
        if about is None:
            self._pile.put_drafts(self._draft(unit_id, work) for work in plan.work)
            return
        said = sorted({row for one in about for row in plan.rows_of.get(one, ())})
        if not said:
            self._pile.put(plan.places)
            return
        self._pile.put(np.delete(plan.places, said))
        self._pile.put_drafts(self._draft(unit_id, plan.work[row]) for row in said)

    # ---- what was seen -------------------------------------------------------------------------------------------

    def _put_seen(self, unit_id: str, seen: Sequence[Seen], apart: Collection[str], wanted: _Codes) -> None:
        """What is in effect of each code that is wanted, held against the channels seen: decided once for each wording."""
        look: _Look = tuple((view.channel, view.day) for view in seen)
        decided = self._decided.setdefault(look, {})
        alone = self._alone(seen, apart)
        texts = [_proofs(view) for view in seen]
        shown, by_itself = self._places_of(chain(*(view.posted for view in seen))), self._places_of(alone)
        self._put_not_shown(look, seen, shown | by_itself, wanted)
        places: list[int] = []
        proofs = OwnValues()
        done: dict[tuple[_ShownDone, ...], list[_DoneRow]] = {}
        for at in sorted((shown if wanted is None else shown & self._places_of(wanted)) - by_itself):
            code, one = self._in_effect[at]
            rows = self._as_shown(code, seen)
            same = (code, *[None if row is None else _sheet(row) for row in rows])
            rows_of_work = decided.get(same)
            if rows_of_work is None:
                rows_of_work = decided[same] = self._decide(code, one, seen, rows)
            for each in rows_of_work:
                if each.proofs is not None:
                    told = [texts[where](rows[where] if named else None) for where, named in each.proofs]
                    proofs.add(len(places), evidence="; ".join(told))
                if each.done:
                    done.setdefault(each.done, []).append((len(places), at, rows))
                places.append(each.place)
        self._pile.put(places, proofs, *(self._seen_done(by, rows, seen) for by, rows in done.items()))
        self._pile.put_drafts(
            draft
            for code, one in self._in_effect_of(alone if wanted is None else alone & wanted)
            for draft in current_updates(
                unit_id if code in apart else "", code, one, self._profile, seen, self._context
            )
        )

    def _put_not_shown(
        self, look: _Look, seen: Sequence[Seen], shown: Collection[int], wanted: _Codes
    ) -> None:
        """What is in effect and stands on no channel. `shown`: places of what does, or of which more counts."""
        bare = self._bare.get(look)
        if bare is None:
            bare = self._bare[look] = _Bare(len(self._in_effect))
        lacks = np.full(len(self._in_effect), wanted is None)
        if wanted is not None:
            lacks[list(self._places_of(wanted))] = True
        lacks[list(shown)] = False
        lacking = np.flatnonzero(lacks)
        if not len(lacking):
            return
        nothing: list[Listing | None] = [None] * len(seen)
        for at in bare.unknown(lacking):
            bare.decide(at, self._decide(*self._in_effect[at], seen, nothing))
        places, seen_done = bare.of(lacking)
        done = [
            self._gone_since([seen[one.at] for one in shown], rows, codes) for shown, rows, codes in seen_done
        ]
        self._pile.put(places, *done)

    def _gone_since(
        self, views: Sequence[Seen], rows: NDArray[np.intp], places: NDArray[np.intp]
    ) -> OwnValues:
        """Rows that are done because no sheet hangs: since when, as each channel shows it. `places`: of their codes."""
        codes = [self._in_effect[at][0] for at in places.tolist()]
        since = self._since[places]
        by_view = [view.sights.all_gone(codes, since) for view in views]
        told: dict[tuple[date, ...], str] = {}
        evidence = []
        for days in zip(*(each.tolist() for each in by_view), strict=True):
            if days not in told:
                told[days] = "; ".join(map(look_text, [view.channel for view in views], days))
            evidence.append(told[days])
        done_on: NDArray[np.datetime64] = np.maximum.reduce(by_view)
        exposed = (done_on - since).astype(np.int64)
        known_by = [DoneKnownBy.LOOK] * len(rows)
        return _seen_as(rows.tolist(), done_on.tolist(), known_by, exposed.tolist(), evidence)

    def _seen_done(
        self, done: Sequence[_ShownDone], rows: Sequence[_DoneRow], seen: Sequence[Seen]
    ) -> OwnValues:
        """Rows that the same channels show done: since when, as `done_by_sight` says of one channel and `together` of several."""
        by_channel = [self._done_on(one, rows, seen[one.at]) for one in done]
        told = by_channel[0] if len(by_channel) == 1 else map(_together, zip(*by_channel, strict=True))
        done_on, known_by, evidence = zip(*told, strict=True)
        since = [self._in_effect[at][1].effective_on for _, at, _ in rows]
        exposed = [(day - begun).days for day, begun in zip(done_on, since, strict=True)]
        return _seen_as([row for row, _, _ in rows], done_on, known_by, exposed, evidence)

    def _done_on(self, done: _ShownDone, rows: Sequence[_DoneRow], view: Seen) -> list[_DoneOn]:
        """Since when a channel has shown each of some rows done."""
        work = [self._in_effect[at] for _, at, _ in rows]
        sheets = [sheet for _, _, shown in rows if done.by_sheet and (sheet := shown[done.at]) is not None]
        places = view.sights.on_first(sheets, [one.effective_on for _, one in work]) if sheets else ()
        first = view.sights.first
        on_first, look = earlier_of(done.posted_on, first), look_text(view.channel, first)
        return [
            (*on_first, sheet_text(look, *place))
            if place is not None and one.procedure is not None
            else self._done_since(code, one, row, done, view)
            for (code, one), row, place in zip_longest(work, sheets, places)
        ]

    def _done_since(
        self, code: str, one: Transition, row: Listing | None, done: _ShownDone, view: Seen
    ) -> _DoneOn:
        sheets = [] if row is None else [row]
        day, text = shown_since(code, one, sheets, self._profile, view, self._context)
        return *earlier_of(done.posted_on, day), text

    def _places_of(self, codes: Iterable[str]) -> set[int]:
        """Where those of some codes that are in effect stand in `_in_effect`."""
        place_now = self._place_now
        return {place_now[code] for code in codes if code in place_now}

    def _as_shown(self, code: str, seen: Sequence[Seen]) -> Sequence[Listing | None]:
        """The sheet of a code that each channel shows."""
        if len(seen) == 1:
            return seen[0].posted[code]
        return [view.posted.get(code, _NOTHING)[0] for view in seen]

    def _alone(self, seen: Sequence[Seen], apart: Collection[str]) -> set[str]:
        """Codes of which more counts than the words of one sheet on each channel."""
        alone = set(apart)
        for view in seen:
            alone |= view.paired | view.unclear_codes | view.leftovers.keys()
            alone.update(code for code, rows in view.posted.items() if len(rows) > 1)
        return alone

    def _decide(
        self, code: str, one: Transition, seen: Sequence[Seen], rows: Sequence[Listing | None]
    ) -> tuple[_Decided, ...]:
        """The rows of a code as its sheets stand, for all units whose sheets bear the same words."""
        channels = [view.channel for view in seen]
        decided = []
        for draft in self._drafts(code, one, seen):
            if draft.shown:
                done = tuple(
                    _ShownDone(channels.index(each.channel), each.by_sheet, each.posted_on)
                    for each in draft.shown
                )
                decided.append(_Decided(self._pile.share(draft), None, done))
                continue
            proofs = _proofs_of(draft.row.evidence, seen, rows)
            named = any(is_named for _, is_named in proofs)
            decided.append(_Decided(self._pile.share(draft), proofs if named else None))
        return tuple(decided)

    def _drafts(self, code: str, one: Transition, seen: Sequence[Seen]) -> Iterable[WorkDraft]:
        """As `current_updates`; of one channel, where nobody reported, it is what the channel shows."""
        view = seen[0]
        if len(seen) > 1 or one.within_swap or view.day < one.effective_on:
            return current_updates("", code, one, self._profile, seen, self._context)
        wrong = contradiction(code, one, self._profile, view, self._context)
        done = wrong or done_by_sight(code, one, self._profile, view, self._context)
        return (as_draft(done, view.channel, self._context),)


#: What of a sheet decides: its words, and the day it was put up.
_sheet: Callable[[Listing], _Sheet] = attrgetter("code", "code_text", "decision_text", "name", "posted_on")
#: What a channel shows of a code that it does not show.
_NOTHING: list[Listing | None] = [None]


def _together(by_channel: Sequence[_DoneOn]) -> _DoneOn:
    """What is done on several channels: when the last was."""
    done_on, known_by, _ = max(by_channel, key=itemgetter(0))
    return done_on, known_by, "; ".join(text for *_, text in by_channel)


def _seen_as(
    rows: list[int],
    done_on: Sequence[date],
    known_by: Sequence[DoneKnownBy],
    exposed: Sequence[int],
    evidence: Sequence[str],
) -> OwnValues:
    """Rows that a unit was seen to have done: on which days, what says so, how long its board was wrong, and the evidence."""
    columns = {"done_on": done_on, "done_known_by": known_by, "exposed_days": exposed, "evidence": evidence}
    return OwnValues(rows, {name: list(values) for name, values in columns.items()})


def _proofs_of(
    evidence: str | None, seen: Sequence[Seen], rows: Sequence[Listing | None]
) -> tuple[tuple[int, bool], ...]:
    """What an evidence is made of: see `_Decided`."""
    told = {seen_text(view, None): (at, False) for at, view in enumerate(seen)}
    told |= {
        seen_text(view, row): (at, True)
        for at, (view, row) in enumerate(zip(seen, rows, strict=True))
        if row is not None
    }
    return tuple(told[part] for part in evidence.split("; ")) if evidence else ()


def _proofs(view: Seen) -> Callable[[Listing | None], str]:
    """As `seen_text` of a view, its beginning made once."""
    begins = seen_text(view, None)

    def told(row: Listing | None) -> str:
        return begins if row is None else sheet_text(begins, row.row_no, row.sha256)

    return told
