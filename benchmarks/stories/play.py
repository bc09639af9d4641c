"""A story through readers and law, in this process, and how it came out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256

from benchmarks.stories.story import Asked, Hangs, Says, Story, World
from benchmarks.strangers.writers import to_html
from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Policy, Province, Received, Resolution, TakenBack
from niemyet.model.tables import Review, Unit, UnitSuccession
from niemyet.model.words import Level, ReviewState, UnitKind
from niemyet.transforms.consolidate import Facts, State, consolidate
from niemyet.transforms.law.answers import Refused, read_answer
from niemyet.transforms.law.review_kinds import KINDS
from niemyet.transforms.law.standing_answers import meant_by
from niemyet.transforms.units.resolution import Wanted, roster

PROVINCES = {
    World.PROVINCE: Province("quang-nam", "Tỉnh Quảng Nam"),
    World.MERGED: Province("da-nang", "Thành phố Đà Nẵng", predecessors=("quang-nam",)),
}
#: Communes of the merged province: on the former Quảng Nam's ground before and after the merger, and on Đà Nẵng's own.
OLD, NEW, CITY = "tam-hai-20992", "nui-thanh-20965-2025", "hoa-vang-20320-2025"
_ALL = date(2030, 1, 1)  # a day on which everything has come


@dataclass(frozen=True)
class Differs:
    """A board that is not as it must be."""

    wanted: Hangs
    got: tuple[tuple[str, int | None], ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Played:
    """`outcome`: right, doubted (right, yet asked about), asked, or silent.

    `missed`: what answers do not reach, `unheard`: those that no question took; a story of either is silent.
    """

    story: Story
    outcome: str
    differs: tuple[Differs, ...]
    asked: tuple[str, ...]
    state: State
    missed: tuple[Differs, ...] = ()
    unheard: tuple[Says, ...] = ()


def play(story: Story) -> Played:
    """Read the papers, fold them, hold the boards against what must hang, before and after the answers."""
    told = _Told(tuple(_received(place, story) for place in range(len(story.papers))), story)
    differs, last = told.held(story.boards)
    asked = tuple(sorted(one.kind for one in last.reviews if _is_open(one)))
    outcome = _outcome(story.asked, bool(differs), bool(asked))
    if not story.says:
        return Played(story, outcome, differs, asked, last)
    unheard = tuple(one for one in story.says if not told.say(one))
    missed, last = told.held(story.after)
    if missed or unheard:
        return Played(story, "silent", differs, asked, last, missed, unheard)
    return Played(story, outcome, differs, asked, last)


def _is_open(review: Review) -> bool:
    return KINDS[review.kind].asks and review.state is ReviewState.OPEN


@dataclass
class _Told:
    """A story on the way: what was received, and what was said so far."""

    received: tuple[Received, ...]
    story: Story
    said: list[Resolution] = field(default_factory=list)

    def held(self, boards: Sequence[Hangs]) -> tuple[tuple[Differs, ...], State]:
        """The boards that are not as they must be, and all that is known in the end."""
        states = {day: self.known(day) for day in sorted({one.known or _ALL for one in boards} | {_ALL})}
        found = (_differs(one, states[one.known or _ALL]) for one in boards)
        return tuple(one for one in found if one is not None), states[_ALL]

    def say(self, says: Says) -> bool:
        """Answer what is asked on that day; whether anything was, and took the answer."""
        state = self.known(says.on)
        items = {one.item_id: one for one in state.decision_items}
        wanted = ReviewState.RESOLVED if says.again else ReviewState.OPEN
        asked = [one for one in state.reviews if one.kind == says.kind and one.state is wanted]
        meant = [one for one in asked if all(word in one.question for word in says.about)]
        for review in meant:
            value = read_answer(review, self._spoken(says.answer))
            if isinstance(value, Refused):
                return False
            about = meant_by(review, items, answer=value)
            self.said.append(Resolution(review.review_id, value, "Lan", _at(says.on, 4), about))
            if says.back is not None:
                back = Resolution(review.review_id, value, "Lan", _at(says.back, 4), about, reopened=True)
                self.said.append(back)
        return bool(meant)

    def _spoken(self, answer: str) -> str:
        """`file 2`: the second paper."""
        return self.received[int(answer.split()[1]) - 1].sha256[:12] if answer.startswith("file ") else answer

    def known(self, day: date) -> State:
        """What is in force as known in the evening of a day."""
        units, successions = _units(self.story.world)
        taken = (
            TakenBack(self.received[one.place].sha256, _at(one.on, 4), again=one.again)
            for one in self.story.handed
        )
        return consolidate(
            Facts(
                received=self.received,
                units=units,
                successions=successions,
                resolutions=tuple(self.said),
                taken_back=tuple(taken),
            ),
            province=PROVINCES[self.story.world],
            policy=Policy(),
            as_of=day,
            knowledge=_at(day, 5),
        )


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def _outcome(wanted: Asked, differs: bool, asked: bool) -> str:
    if differs:
        return "asked" if asked else "silent"
    if wanted is Asked.MUST:
        return "right" if asked else "silent"
    return "doubted" if asked and wanted is Asked.NOT else "right"


def _received(place: int, story: Story) -> Received:
    told = story.papers[place]
    data = to_html(told.paper)
    reading = read_decision(read_document(data, f"{told.number}.html"))
    at = _at(told.received, 3, place)
    return Received(sha256(data).hexdigest(), "hop-thu", f"{told.number}.html", at, reading)


@cache
def _units(world: World) -> tuple[tuple[Unit, ...], tuple[UnitSuccession, ...]]:
    if world is World.MERGED:
        found = roster(PROVINCES[world], [Wanted(one) for one in (OLD, NEW, CITY)], agency_id="H17")
        return found.units, found.successions
    until = date(2025, 7, 1)
    return (
        _unit("t", UnitKind.PROVINCE_CENTER, Level.PROVINCE, "Trung tâm Phục vụ hành chính công tỉnh"),
        _unit("h", UnitKind.DISTRICT, Level.DISTRICT, "Huyện Hát", until),
        _unit("x", UnitKind.COMMUNE, Level.COMMUNE, "Xã Mơ"),
    ), ()


def _unit(unit_id: str, kind: UnitKind, level: Level, name: str, until: date | None = None) -> Unit:
    return Unit(unit_id, kind, level, name, None, None, None, "quang-nam", None, until)


def _differs(wanted: Hangs, state: State) -> Differs | None:
    held = [
        row for row in state.boards
        if row.unit_id == wanted.unit and row.valid_from <= wanted.on < (row.valid_until or date.max)
    ]  # fmt: skip
    named = {one.code: one.name for one in state.procedures if one.code.startswith("X:")}
    got = {named.get(row.code, row.code): int(row.item_id.split("/")[1].split("-")[0]) for row in held}
    want = dict(wanted.rows)
    same = got.keys() == want.keys() and all(number in {None, got[code]} for code, number in want.items())
    shown = {
        (one.code, one.opened_by): one.name
        for one in state.procedures
        if one.valid_from <= wanted.on < (one.valid_until or date.max)
    }
    names = {named.get(row.code, row.code): shown.get((row.code, row.item_id), "") for row in held}
    wrong = tuple(names.get(one.code, "") for one in wanted.names if names.get(one.code) != one.name)
    if same and not wrong:
        return None
    return Differs(wanted, tuple(sorted(got.items())), wrong)
