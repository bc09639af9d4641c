"""Stories by rule: chains of acts, each on the decision before it or on the first one, in whatever order they come.

Decision 20 does something to the first procedure of three; 30 acts on 20, 40 on 30 or on 20, 50 on 40. The truth is worked out
here from RULINGS 12, 23, 39 and 40: an annulment that holds before its target does empties it, a postponement lasts as long as
its own decision, an annulment whose own decision is annulled in time does nothing, and what has begun is asked about.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import product
from random import Random

from benchmarks.stories.story import Asked, Hangs, Procedure, Says, Story, Told
from benchmarks.stories.writing import Row, Rows, Writer, cast, cited, hangs, of, section


class Does(StrEnum):
    """What decision 20 does."""

    AMENDS = "amends"
    ABOLISHES = "abolishes"
    REPLACES = "replaces"
    ADDS = "adds"


class Verb(StrEnum):
    """What an act does to its target."""

    ANNULS = "annuls"
    POSTPONES = "postpones"


SIGNED = {20: date(2022, 5, 2), 30: date(2022, 6, 1), 40: date(2022, 6, 15), 50: date(2022, 7, 1)}
#: First days of effect of those that do not hold at once: 20 begins behind all of them.
LATER = {20: date(2022, 11, 1), 30: date(2022, 8, 1), 40: date(2022, 7, 15), 50: date(2022, 7, 10)}
#: To which day a postponement moves its target.
MOVED = {20: date(2023, 2, 1), 30: date(2022, 12, 1), 40: date(2022, 9, 15)}
_DAYS = sorted({*SIGNED.values(), *LATER.values(), *MOVED.values()})
#: Days on which boards are looked at: between each two days that matter.
LOOKS = tuple(one + timedelta(days=2) for one in _DAYS)
ANSWERED = date(2024, 1, 1)


@dataclass(frozen=True)
class Act:
    """What a decision does to another. `later`: not from its signing but from a day of its own."""

    number: int
    verb: Verb
    target: int
    later: bool

    @property
    def holds_from(self) -> date:
        return (LATER if self.later else SIGNED)[self.number]


@dataclass(frozen=True)
class Chain:
    """`later`: of decision 20; `shuffled`: the papers come in another order than they were signed."""

    does: Does
    later: bool
    acts: tuple[Act, ...]
    shuffled: bool = False

    @property
    def name(self) -> str:
        words = [f"{self.does.value} {'later' if self.later else 'at once'}"]
        words += [
            f"{one.number} {one.verb.value} {one.target}{' later' if one.later else ''}" for one in self.acts
        ]
        return "chain: " + ", ".join(words + ["shuffled"] * self.shuffled)

    @property
    def makes_sense(self) -> bool:
        """What holds at once is not postponed: it has begun when the act is signed."""
        starts = {20: self.later} | {one.number: one.later for one in self.acts}
        return all(one.verb is Verb.ANNULS or starts[one.target] for one in self.acts)


def chains() -> Iterator[Chain]:
    """All that make sense: three and four deep, and two acts on one decision."""
    yes = (False, True)
    for does, later, verb, at, second, target, then in product(Does, yes, Verb, yes, Verb, (20, 30), yes):
        acts = (Act(30, verb, 20, at), Act(40, second, target, then))
        deeper = [(*acts, Act(50, third, 40, last)) for third, last in product(Verb, yes)]
        for shuffled, links in product(yes, (acts, *deeper)):
            chain = Chain(does, later, links, shuffled)
            if chain.makes_sense:
                yield chain


def chained(seed: int) -> Iterator[Story]:
    """A story of each."""
    for chain in chains():
        yield _story(chain, seed)


# ---- the rule --------------------------------------------------------------------------------------------------


def begins(chain: Chain, number: int, known: frozenset[int], *, back: bool = False) -> date | None:
    """On which day a decision begins to hold; None: never. `back`: what an undone annulment emptied was answered to return."""
    acts = {one.number: one for one in chain.acts}
    day = acts[number].holds_from if number in acts else (LATER if chain.later else SIGNED)[number]
    for act in chain.acts:
        if act.target != number or not {number, act.number} <= known:
            continue
        on = begins(chain, act.number, known, back=back)
        if on is None:
            continue
        undone = ends(chain, act.number, known, back=back)
        if on >= day or (undone is not None and undone <= on):
            continue  # nothing that has begun is put off or emptied, and what was undone in time did nothing
        if act.verb is Verb.POSTPONES:
            day = MOVED[number] if undone is None else min(MOVED[number], max(day, undone))
        elif undone is not None and back:
            day = max(day, undone)
        else:
            return None
    return day


def ends(chain: Chain, number: int, known: frozenset[int], *, back: bool = False) -> date | None:
    """On which day a decision is annulled, whether it has begun or not."""
    for act in chain.acts:
        if act.verb is Verb.ANNULS and act.target == number and act.number in known:
            on = begins(chain, act.number, known, back=back)
            undone = ends(chain, act.number, known, back=back)
            if on is not None and (undone is None or undone > on):
                return on
    return None


def asked(chain: Chain) -> Asked:
    """Of what is annulled when it has begun, and of an annulment that was undone after it had emptied its target."""
    every = frozenset({20, 30, 40, 50})
    day, end = begins(chain, 20, every), ends(chain, 20, every)
    if day is not None and end is not None and end > day:
        return Asked.MUST
    return Asked.MUST if day != begins(chain, 20, every, back=True) else Asked.MAY


def board(chain: Chain, on: date, known: frozenset[int], things: tuple[Procedure, ...]) -> Rows:
    """What must hang at the commune on a day, as long as nothing is answered."""
    day = begins(chain, 20, known) if 20 in known else None
    return _played(chain, day is not None and day <= on, things)


def answered(chain: Chain, on: date, things: tuple[Procedure, ...]) -> Rows:
    """The same when all that is asked was answered: what stood before returns with each annulment, as long as that lasts."""
    every = frozenset({20, 30, 40, 50})
    day, end = begins(chain, 20, every, back=True), ends(chain, 20, every, back=True)
    holds = day is not None and day <= on
    if holds and day is not None and end is not None and day < end <= on:
        by = next(one.number for one in chain.acts if one.verb is Verb.ANNULS and one.target == 20)
        undone = ends(chain, by, every, back=True)
        holds = undone is not None and undone <= on
    return _played(chain, holds, things)


def _played(chain: Chain, holds: bool, things: tuple[Procedure, ...]) -> Rows:
    first, *rest, new = things
    if not holds:
        return of(10, first, *rest)
    kept = [] if chain.does is not Does.ADDS else [first]
    rows = of(10, *kept, *rest)
    if chain.does is Does.AMENDS:
        return rows | of(20, first)
    return rows | (of(20, new) if chain.does in {Does.REPLACES, Does.ADDS} else {})


# ---- the papers ------------------------------------------------------------------------------------------------


def _story(chain: Chain, seed: int) -> Story:
    w = Writer(seed, chain.name)
    things = cast(seed, 4)
    came = _received(chain, seed)
    papers = [
        w.published(10, "2022-03-01", section("new", "x", *things[:3])),
        _first(w, chain, things, came[20]),
    ]
    papers += [_act(w, one, came[one.number]) for one in chain.acts]
    boards = [
        _hangs(chain, on, things, came, known) for known in (*sorted(came.values()), None) for on in LOOKS
    ]
    must = asked(chain)
    says = (Says("orphaned", "before", ANSWERED),) if must is Asked.MUST else ()
    after = tuple(hangs(f"{on}", answered(chain, on, things)) for on in LOOKS) if says else ()
    return Story(chain.name, "12, 23, 39, 40", tuple(papers), tuple(boards), must, says=says, after=after)


def _received(chain: Chain, seed: int) -> dict[int, date]:
    """When each came: on its day, or all of them a year later in an order of their own."""
    numbers = [20, *(one.number for one in chain.acts)]
    if not chain.shuffled:
        return {number: SIGNED[number] for number in numbers}
    Random(f"{seed} {chain.name}").shuffle(numbers)
    return {number: date(2023, 6, 1) + timedelta(days=10 * place) for place, number in enumerate(numbers)}


def _hangs(
    chain: Chain, on: date, things: tuple[Procedure, ...], came: dict[int, date], known: date | None
) -> Hangs:
    here = frozenset(number for number, day in came.items() if known is None or day <= known)
    return hangs(f"{on}", board(chain, on, here, things), known=f"{known}" if known else None)


def _first(w: Writer, chain: Chain, things: tuple[Procedure, ...], came: date) -> Told:
    a, new = things[0], things[3]
    rows = {
        Does.AMENDS: section("amend", "x", Row(a, "02 ngày làm việc")),
        Does.ABOLISHES: section("abolish", "x", a),
        Does.REPLACES: section("replace", "x", Row(new, old=a)),
        Does.ADDS: section("new", "x", new),
    }[chain.does]
    effect = f"{LATER[20]}" if chain.later else None
    return w.published(20, f"{SIGNED[20]}", rows, effect=effect, received=f"{came}")


def _act(w: Writer, act: Act, came: date) -> Told:
    number, target = act.target, cited(act.target, f"{SIGNED[act.target]}")
    effect = f"{act.holds_from}" if act.later else None
    if act.verb is Verb.ANNULS:
        title, text = f"bãi bỏ Quyết định số {number}/QĐ-UBND", f"Bãi bỏ {target}."
    else:
        title = f"lùi thời điểm có hiệu lực của Quyết định số {number}/QĐ-UBND"
        text = f"Lùi thời điểm có hiệu lực thi hành của {target} đến ngày {MOVED[number]:%d/%m/%Y}."
    return w.acts(act.number, f"{SIGNED[act.number]}", title, text, effect=effect, received=f"{came}")
