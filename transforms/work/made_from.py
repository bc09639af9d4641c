"""What the work of a unit is made from, code by code: where all of it is the same as before, its rows are carried on.

Rows of a code are made from its track on the board of the unit's plan (versions, transitions, which of them is in effect), from
the looks at the unit's channels, from how the decisions that sheets name are understood, and from what the unit reported. Hashes
of these stand beside a release. Rows that a later transition superseded, and those of transitions yet to come, are made from the
track and the reports alone; a current row also from what was seen. What of it a day or another look alone may change is noted
(`ChangesWith`): a report that a look of before its day contradicts, work that no look says anything of yet, and what cites a line
of the newest look. Work that is due counts its days, and the day of the look that it cites is another: it is carried on so.
"""

import marshal
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import chain, islice, pairwise
from operator import attrgetter
from typing import NamedTuple, TypeVar

from niemyet.model.carried import Anew, ChangesWith
from niemyet.model.listed_rows import Stretches
from niemyet.model.records import Confirmation
from niemyet.model.report_rows import HASH_LETTERS, ReportRows
from niemyet.model.tables import Decision, Procedure
from niemyet.model.words import Channel
from niemyet.transforms.language.codes import is_own_code
from niemyet.transforms.work.boards import BoardEntry
from niemyet.transforms.work.findings import WorkContext
from niemyet.transforms.work.leftovers import hangs
from niemyet.transforms.work.listing_judgement import Seen, look_text, named_decisions, spoke_on
from niemyet.transforms.work.reports import About, meant
from niemyet.transforms.work.transitions import Profile, Rest, Track, Transition
from niemyet.transforms.work.unit_work import current_place

Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class LooksMadeFrom:
    """The looks at one channel of a unit."""

    newest: date
    seen: str  # hash of all of them up to it
    lines: str  # see Stretches
    newest_rows: str  # in which order those of several pages stand, and when each was put up


class SupersededRows(NamedTuple):
    """What of a track is superseded: its rows are made from that and from reports alone, whatever comes behind it."""

    length: int  # of transitions
    said: str  # a hash of them, each with the day since which the next stands in its place


@dataclass(frozen=True, slots=True)
class PlanMadeFrom:
    """A board that units share."""

    tracks: Mapping[str, str]  # code → hash of its track
    settled: Mapping[
        str, SupersededRows
    ]  # code → of its track what is superseded; none where that cannot be told apart
    dues: Mapping[str, Mapping[str, date]]  # see Profile
    hung: Sequence[str]  # see Profile


@dataclass(frozen=True, slots=True)
class UnitMadeFrom:
    """What one unit adds to its plan."""

    plan: str
    looks: Mapping[str, LooksMadeFrom]  # by channel
    told: Mapping[str, str]  # code → what names, misprints and leftovers on its listings come to
    restless: Sequence[
        str
    ]  # codes of which reports and looks together may come to something else on another day
    changing: Mapping[str, Sequence[str]] = field(
        default_factory=dict
    )  # what alone may change rows (`ChangesWith`, its name) → their codes


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """What the work of all units was made from on a day."""

    on: date
    common: str  # what concerns all of it: program, configuration
    decisions: str  # hash of the decisions that a sheet may name
    texts: Mapping[str, str]  # words on sheets → hash of the decisions that they name
    reports: tuple[int, str]  # how many there were, and a hash of them
    plans: Mapping[str, PlanMadeFrom]
    units: Mapping[str, UnitMadeFrom]  # units that work by one plan alone
    others: Sequence[str]  # the others: always worked out whole


class MoreIsAskedError(Exception):
    """Rows are asked for of codes that were thought to be as before: then all of the work is worked out from all of the law."""


class Carrying:
    """Says what is worked out anew, unit by unit, and notes what today's work is made from."""

    def __init__(
        self,
        before: MadeFrom | None,
        common: str,
        context: WorkContext,
        decisions: Iterable[Decision],
        texts: Collection[str],
        confirmations: ReportRows,
        *,
        same_law: bool,
        asked: frozenset[str] | None = None,
    ) -> None:
        """Hold what all units have in common.

        Args:
            before: what the work of the release before was made from; None: all is worked out.
            common: see MadeFrom.
            context: of today's work.
            decisions: all of them.
            texts: how the sheets of all looks name decisions.
            confirmations: reports, also those that do not count yet, in the order in which they came.
            same_law: nothing of the law has changed since, and none of its days has passed: the tracks are what they were.
            asked: the codes of which the law is there; of others nothing has changed since. None: of all.
        """
        if before is None or before.common != common or before.on > context.as_of:
            before = None
        self._context = context
        self._common = common
        self._before = before
        self._decisions = (
            before.decisions
            if before is not None and same_law
            else _hash(*(repr(_named_by(one)) for one in decisions))
        )
        known = before.texts if before is not None and before.decisions == self._decisions else {}
        self._texts = {text: known.get(text) or self._named(text) for text in sorted(texts)}
        counted = before.reports[0] if before is not None else 0
        self._reports = (len(confirmations), confirmations.told(counted)[1])
        self._reported = self._newly_reported(confirmations)
        self._asked = asked
        self._plans: dict[str, PlanMadeFrom] = {}
        self._profiles: dict[str, Profile] = {}
        self._kin: dict[str, Mapping[str, Collection[str]]] = {}
        self._same_law = same_law
        self._tracks = _Tracks(context)
        self._changed: dict[tuple[str, str], frozenset[str]] = {}
        self._grown: dict[tuple[str, str, frozenset[str]], Mapping[str, int]] = {}
        self._units: dict[str, UnitMadeFrom] = {}
        self._others: set[str] = set()
        self.anew: dict[str, Anew] = {}  # units of which something is carried on

    def rest_of(self, units: Sequence[str]) -> Rest | None:
        """What the codes that are not asked of come to on the board of some units; None: there are none.

        Raises:
            MoreIsAskedError: it is not known.
        """
        if self._asked is None:
            return None
        before = self._plan_before(units)
        codes = frozenset(before.tracks.keys() - self._asked)
        return Rest(
            codes,
            {
                day: {code: due for code, due in told.items() if code in codes}
                for day, told in before.dues.items()
            },
            [code for code in before.hung if code in codes],
        )

    def _plan_before(self, units: Sequence[str]) -> PlanMadeFrom:
        """The board that some units had before, if it was one."""
        made = self._before.units if self._before is not None else {}
        plans = {made[unit_id].plan if unit_id in made else None for unit_id in units}
        name = plans.pop() if len(plans) == 1 else None
        if self._before is None or name is None:
            raise MoreIsAskedError
        return self._before.plans[name]

    def begin(self, profile: Profile, units: Sequence[str], *, ended: bool) -> str:
        """Note the tracks of a plan of some units; gives its name.

        Raises:
            MoreIsAskedError: the opening list of the board, or its new heads, are due on another day than before.
        """
        plan = str(len(self._plans))
        before = self._before.plans.get(plan) if self._before is not None and self._same_law else None
        if before is not None:
            tracks, settled = before.tracks, before.settled
        else:
            tracks = self._tracks.of(profile, ended=ended)
            settled = self._tracks.settled(profile, ended=ended)
        if self._asked is not None and before is None:
            was = self._plan_before(units)
            if _last_of(was.dues) != _last_of(profile.dues):
                raise MoreIsAskedError
            tracks, settled = (
                self._with_the_rest(was.tracks, tracks),
                self._with_the_rest(was.settled, settled),
            )
        self._plans[plan] = PlanMadeFrom(tracks, settled, profile.dues, list(profile.hung))
        self._profiles[plan] = profile
        return plan

    def _with_the_rest(self, before: Mapping[str, Said], asked: Mapping[str, Said]) -> dict[str, Said]:
        """What is said of the codes that are asked of, and of the others what was said before."""
        assert self._asked is not None, "of all codes there is no rest"
        kept = {code: said for code, said in before.items() if code not in self._asked}
        return dict(sorted((kept | dict(asked)).items()))

    def of_unit(
        self,
        unit_id: str,
        plan: str,
        seen: Sequence[Seen],
        borne_on: Callable[[Iterable[About]], Collection[str]],
        restless: Collection[str],
    ) -> Anew | None:
        """What of a unit is worked out anew; None: all.

        Args:
            unit_id: the unit, which works by this plan alone.
            plan: its name.
            seen: what its channels show.
            borne_on: the codes on whose rows reports about some work may bear.
            restless: codes of which reports and looks together may come to something else on another day.

        Raises:
            MoreIsAskedError: rows of a code of which the law is not there.
        """
        looks = {view.channel.value: self._looks(unit_id, view) for view in seen}
        told = _told(seen, self._plans[plan].tracks)
        made = self._units[unit_id] = UnitMadeFrom(plan, looks, told, sorted(restless))
        before = self._before.units.get(unit_id) if self._before is not None else None
        if before is None or self._reported is None:
            self._ask_for(None)
            return None
        codes = self._plans[plan].tracks
        looks_of = {view.channel: self._context.looks[unit_id][view.channel] for view in seen}
        changed = self._changed_of(before.plan, plan)
        borne = frozenset(borne_on(self._reported.get(unit_id, ())))
        grown = self._grown_of(before.plan, plan, borne)
        beside = changed.difference(grown) | borne
        shown = self._shown_otherwise(before, made, looks_of, seen)
        if shown is None:
            current = frozenset(codes)
        else:
            retold = (code for code, said in before.told.items() if made.told.get(code) != said)
            newly_told = (code for code, said in made.told.items() if before.told.get(code) != said)
            meant = self._meant_otherwise(unit_id, seen, codes)
            changing = changing_since(before, looks_of)
            current = changed.union(borne, changing, retold, newly_told, restless, meant, shown)
        self._ask_for(current)
        anew = self.anew[unit_id] = Anew(codes, beside, current, _cited(before, looks_of), grown)
        return anew

    def _ask_for(self, codes: frozenset[str] | None) -> None:
        """Rows of codes are asked for; None: of all."""
        if self._asked is not None and (codes is None or not codes <= self._asked):
            raise MoreIsAskedError

    def whole(self, unit_id: str) -> None:
        """A unit works by several plans: all of it is worked out, for its rows do not say of which plan they are.

        Raises:
            MoreIsAskedError: not all of the law is there.
        """
        self._ask_for(None)
        self._others.add(unit_id)

    @property
    def keeps_superseded(self) -> bool:
        """Whether every row of the release before that was superseded is carried on."""
        before = self._before
        if before is None or before.others or self._others or before.units.keys() != self.anew.keys():
            return False
        if any(one.beside for one in self.anew.values()):
            return False
        plans = {(before.units[unit_id].plan, made.plan) for unit_id, made in self._units.items()}
        return all(
            was in before.plans and before.plans[was].tracks.keys() <= self._plans[plan].tracks.keys()
            for was, plan in plans
        )

    def noted(self, changing: Mapping[ChangesWith, Mapping[str, Collection[str]]]) -> MadeFrom:
        """What today's work is made from.

        `changing`: what alone may change rows that were worked out → unit → their codes.
        """
        units = {
            unit_id: replace(made, changing=self._changing(unit_id, changing))
            for unit_id, made in sorted(self._units.items())
        }
        return MadeFrom(
            on=self._context.as_of,
            common=self._common,
            decisions=self._decisions,
            texts=self._texts,
            reports=self._reports,
            plans=self._plans,
            units=units,
            others=sorted(self._others),
        )

    def _changing(
        self, unit_id: str, worked_out: Mapping[ChangesWith, Mapping[str, Collection[str]]]
    ) -> dict[str, Sequence[str]]:
        """See UnitMadeFrom: of rows that were worked out, and of those that are carried on, of which it stays what it was."""
        before = self._before.units.get(unit_id) if self._before is not None else None
        anew = self.anew.get(unit_id)
        found: dict[str, Sequence[str]] = {}
        for what, by_unit in worked_out.items():
            codes = {*by_unit.get(unit_id, ())}
            if before is not None and anew is not None:
                was = before.changing.get(what.name, ())
                codes.update(code for code in was if code in anew.plan and code not in anew.current)
            found[what.name] = sorted(codes)
        return found

    # ---- what is the same ------------------------------------------------------------------------------------------

    def _changed_of(self, before: str, plan: str) -> frozenset[str]:
        """Codes of a plan whose track is another than in the plan that a unit had before."""
        if (before, plan) not in self._changed:
            assert self._before is not None, "something is compared only where there is something before"
            was = self._before.plans[before].tracks if before in self._before.plans else {}
            self._changed[before, plan] = frozenset(
                code for code, said in self._plans[plan].tracks.items() if was.get(code) != said
            )
        return self._changed[before, plan]

    def _grown_of(self, before: str, plan: str, but: frozenset[str]) -> Mapping[str, int]:
        """Those of which what was superseded is so still, word for word, with how many transitions that was; none of a code that
        was not on the board."""
        key = (before, plan, but)
        if key not in self._grown:
            assert self._before is not None, "something is compared only where there is something before"
            self._grown[key] = {
                code: length
                for code in sorted(self._changed_of(before, plan) - but)
                if (length := self._superseded_still(self._before.plans.get(before), plan, code)) is not None
            }
        return self._grown[key]

    def _superseded_still(self, before: PlanMadeFrom | None, plan: str, code: str) -> int | None:
        """How many transitions of a code were superseded before; None where they may not be what they were."""
        now, track = self._plans[plan].settled.get(code), self._profiles[plan].tracks.get(code)
        if before is None or now is None or track is None:
            return None
        if code not in before.tracks:
            return 0
        was = before.settled.get(code)
        return was.length if was is not None and self._tracks.begins_with(track, was, now) else None

    @cached_property
    def _texts_told_otherwise(self) -> frozenset[str]:
        """Words on sheets that do not name the decisions that they named before."""
        before = self._before.texts if self._before is not None else {}
        return frozenset(text for text, said in before.items() if self._texts.get(text) != said)

    def _meant_otherwise(self, unit_id: str, seen: Sequence[Seen], codes: Collection[str]) -> Collection[str]:
        """Codes of which a sheet, also one of long ago, does not name the decision that it named."""
        if not self._texts_told_otherwise:
            return ()
        looks = (self._context.looks[unit_id][view.channel] for view in seen)
        shown = {code for each in looks for code in each.codes_beside(self._texts_told_otherwise)}
        if not shown:
            return ()
        misprints = self._context.knowledge.misprints
        meant = {misprints.get(code or "", code) for code in shown}
        if not meant.issubset(codes):
            return codes  # such a sheet is of whatever bears its name
        return [code for code in codes if code in meant or is_own_code(code)]

    def _shown_otherwise(
        self,
        before: UnitMadeFrom,
        made: UnitMadeFrom,
        looks: Mapping[Channel, Stretches],
        seen: Sequence[Seen],
    ) -> Collection[str] | None:
        """Codes of which a sheet has come, gone or been written anew in looks since, and those of which the same is asked; None
        where that cannot be told: then of any code."""
        shown = shown_since(before, looks)
        if shown is None:
            return None
        for channel, each in looks.items():
            was = before.looks[channel]
            if each.made_of(was.newest) != was.seen:
                return None
            if each.days[-1] <= was.newest and made.looks[channel].newest_rows != was.newest_rows:
                return None
        return self._concerned(made.plan, shown, seen)

    def _concerned(self, plan: str, shown: Collection[str], seen: Sequence[Seen]) -> Collection[str]:
        """Codes of a plan whose rows sheets of some codes may bear on."""
        if not shown:
            return ()
        if plan not in self._kin:
            self._kin[plan] = _kin(self._profiles[plan])
        codes, kin = self._plans[plan].tracks, self._kin[plan]
        misprints = self._context.knowledge.misprints
        waiting = {*shown, *(misprints.get(code, code) for code in shown)}
        # A sheet is of a procedure without a code, or of one that is not on the board, by its name.
        waiting.update(code for code in codes if is_own_code(code))
        for view in seen:
            waiting.update(view.named, view.unclear_codes)
        found: set[str] = set()
        while waiting:
            code = waiting.pop()
            found.add(code)
            waiting.update(other for other in kin.get(code, ()) if other not in found)
        return found & codes.keys()

    def _looks(self, unit_id: str, view: Seen) -> LooksMadeFrom:
        looks = self._context.looks[unit_id][view.channel]
        files = looks.files()
        put_up = [f"{row_no} {day}" for row_no, day in looks.put_up()]
        newest_rows = _hash(*(files if len(files) > 1 else ()), *put_up)
        return LooksMadeFrom(view.day, looks.made_of(view.day), looks.lines(), newest_rows)

    def _named(self, text: str) -> str:
        index = self._context.knowledge.indexed()
        return _hash(
            *(repr([one.decision_id for one in index.named(cited)]) for cited in named_decisions(text))
        )

    def _newly_reported(self, reports: ReportRows) -> dict[str, set[About]] | None:
        """By unit what reports are about that did not count before, or count otherwise now; None where it cannot be told."""
        new = reported_since(self._before, reports, self._context.as_of) if self._before is not None else None
        if new is None:
            return None
        found: dict[str, set[About]] = {}
        for one in new:
            if meant(one) is None or one.unit_id is None:
                return None  # of before reports said what they mean: it may be of any unit
            # what takes a report back may name it by its id alone
            found.setdefault(one.unit_id, set()).add((one.code, one.decision_id))
        return found


def reported_since(before: MadeFrom, reports: ReportRows, as_of: date) -> Sequence[Confirmation] | None:
    """Reports on work of which one did not count before, or counts otherwise now; None where it cannot be told."""
    count, said = before.reports
    if count > len(reports) or reports.told(count)[0] != said:
        return None
    new = reports.newly(count, before.on, as_of)
    return reports.of_ids({one.update_id for one in new}) if new else ()


def shown_since(before: UnitMadeFrom, looks: Mapping[Channel, Stretches]) -> set[str] | None:
    """The codes of sheets that looks since show otherwise; None where that cannot be told: then of any."""
    if {channel.value for channel in looks} != before.looks.keys():
        return None
    found: set[str] = set()
    for channel, each in looks.items():
        newest = before.looks[channel].newest
        changed = each.codes_since(newest) if each.days[-1] > newest else ()
        if changed is None:
            return None
        for code in changed:
            if code is None:
                return None  # a sheet without a code is of whatever bears its name
            found.add(code)
    return found


def changing_since(before: UnitMadeFrom, looks: Mapping[Channel, Stretches]) -> set[str]:
    """The codes of rows that the day alone changes, or that a look since does whatever it shows."""
    changes = {ChangesWith.A_DAY}
    for channel, each in looks.items():
        was = before.looks[channel.value]
        if each.newest != was.newest:
            changes.add(ChangesWith.A_LOOK)
        if each.lines() != was.lines:
            changes |= {ChangesWith.A_LOOK, ChangesWith.OTHER_LINES}
    return {code for one in changes for code in before.changing.get(one.name, ())}


def _cited(before: UnitMadeFrom, looks: Mapping[Channel, Stretches]) -> tuple[tuple[str, str], ...]:
    """See Anew."""
    days = ((channel, before.looks.get(channel.value), each.newest) for channel, each in looks.items())
    return tuple(
        (look_text(channel, was.newest), look_text(channel, newest))
        for channel, was, newest in days
        if was is not None and was.newest != newest
    )


def _last_of(dues: Mapping[str, Mapping[str, date]]) -> dict[str, date | None]:
    """By day when all of it is due."""
    return {day: max(told.values(), default=None) for day, told in dues.items()}


def _kin(profile: Profile) -> dict[str, set[str]]:
    """Codes that stand in the place of one another: whether one is shown says whether the other was swapped."""
    found: dict[str, set[str]] = {}
    for code, track in profile.tracks.items():
        replaced = chain.from_iterable(one.replaces_codes for one in track.transitions)
        for other in (*track.successors, *replaced):
            found.setdefault(code, set()).add(other)
            found.setdefault(other, set()).add(code)
    return found


def _hash(*words: str) -> str:
    return sha256("\0".join(words).encode(errors="surrogatepass")).hexdigest()[:HASH_LETTERS]


def _named_by(one: Decision) -> tuple[object, ...]:
    """What of a decision says whether a text names it (`transforms.law.citing`)."""
    return one.decision_id, one.issuer_id, one.number, one.symbol, one.signed_on, one.flags


_all_of_version = attrgetter(*Procedure.__dataclass_fields__)
_of_transition = attrgetter("item_id", "decision_id", "reason", "replaces_codes", "identity", "within_swap")


class _Tracks:
    """Tracks as hashes of everything on them that rows are made from."""

    def __init__(self, context: WorkContext) -> None:
        self._context = context
        #: By the identity of a version, which stands on the boards of several plans.
        self._versions: dict[int, bytes] = {}

    def of(self, profile: Profile, *, ended: bool) -> dict[str, str]:
        """Those of a plan, by code."""
        evidence, know, as_of = self._context.evidence, self._context.knowledge, self._context.as_of
        reheads: dict[str, list[Transition]] = {}
        for one in profile.reheads:
            reheads.setdefault(one.code, []).append(one)
        end = None if profile.closing is None else profile.closing.effective_on.toordinal()
        found = {}
        for code, track in profile.tracks.items():
            spoke = [
                (decision_id, sorted((day.toordinal(), day <= as_of) for day in days))
                for decision_id, days in sorted(spoke_on(track, code, know).items())
            ]
            said = _in_bytes(
                (ended, end, current_place(track, as_of), hangs(track, as_of), track.successors, spoke),
                (evidence.misprints.get(code), know.misprints.get(code)),
                *map(self._entry, track.entries),
                *map(self._transition, track.transitions),
                *((*self._transition(one), one.effective_on <= as_of) for one in reheads.get(code, ())),
            )
            found[code] = sha256(said).hexdigest()[:HASH_LETTERS]
        return found

    def settled(self, profile: Profile, *, ended: bool) -> dict[str, SupersededRows]:
        """What of the tracks of a plan is superseded, by code; not of a board that ended, nor where new heads are due."""
        if ended:
            return {}
        reheaded = {one.code for one in profile.reheads}
        found = {}
        for code, track in profile.tracks.items():
            if code not in reheaded:
                count = max(0, current_place(track, self._context.as_of))
                found[code] = SupersededRows(count, self._superseded(track, count))
        return found

    def begins_with(self, track: Track, before: SupersededRows, now: SupersededRows) -> bool:
        """Whether what is superseded of a track begins with what was before."""
        return before.length <= now.length and self._superseded(track, before.length) == before.said

    def _superseded(self, track: Track, count: int) -> str:
        """The first transitions of a track in a hash, with everything that their rows are made from."""
        if not count:
            return ""
        said = [
            (*self._transition(one), one.name, one.sector, after.effective_on.toordinal())
            for one, after in islice(pairwise(track.transitions), count)
        ]
        return sha256(_in_bytes(*said)).hexdigest()[:HASH_LETTERS]

    def _entry(self, one: BoardEntry) -> tuple[object, ...]:
        until = None if one.valid_until is None else one.valid_until.toordinal()
        return str(one.scope), one.valid_from.toordinal(), until, self._version(one.procedure)

    def _version(self, one: Procedure | None) -> bytes:
        if one is None:
            return b""
        told = self._versions.get(id(one))
        if told is None:
            told = self._versions[id(one)] = sha256(_in_bytes(map(_plain, _all_of_version(one)))).digest()
        return told

    def _transition(self, one: Transition) -> tuple[object, ...]:
        """What its code and the versions on the track do not say."""
        days = (one.effective_on.toordinal(), one.received_on.toordinal(), one.due_on.toordinal())
        adopted = one.item_id is not None and self._context.evidence.is_adopted(one.item_id)
        return *days, str(one.kind), *_of_transition(one), adopted, self._version(one.procedure)


def _in_bytes(*rows: Iterable[object]) -> bytes:
    """What rows of plain values say: the same of the same values, and of others another.

    In the form of compiled Python, its oldest, which knows nothing of who holds what: a night says some thousands of versions so,
    and their `repr` takes three times as long.
    """
    return marshal.dumps([tuple(row) for row in rows], 0)


#: What is as plain as it can be.
_PLAIN = frozenset({str, int, bool, type(None)})


def _plain(one: object) -> object:
    if type(one) in _PLAIN:
        return one
    if isinstance(one, date):
        return one.toordinal()
    if isinstance(one, str):
        return str(one)  # a word of an enumeration
    if isinstance(one, tuple):
        return tuple(map(_plain, one))
    return repr(one)


def _told(seen: Sequence[Seen], tracks: Mapping[str, str]) -> dict[str, str]:
    """By code what is not written on a sheet of that code, but follows from names, misprints and what replaces what."""
    found: dict[str, list[str]] = {}
    for view in seen:
        for code, rows in view.named.items():
            found.setdefault(code, []).append(f"{view.channel} named {rows}")
        for code in sorted(view.unclear_codes):
            found.setdefault(code, []).append(f"{view.channel} unclear")
        for code in sorted(view.paired):
            found.setdefault(code, []).append(f"{view.channel} paired")
        for code, olds in view.leftovers.items():
            before = [(old, tracks.get(old)) for old in olds]
            found.setdefault(code, []).append(f"{view.channel} after {before}")
    return {code: _hash(*said) for code, said in sorted(found.items())}
