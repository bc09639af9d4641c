"""A story through readers and law, in this process, and how it came out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256

from benchmarks.stories.story import Asked, Hangs, Story, World
from benchmarks.strangers.writers import to_html
from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Policy, Province, Received
from niemyet.model.tables import Unit, UnitSuccession
from niemyet.model.words import Level, UnitKind
from niemyet.transforms.consolidate import Facts, State, consolidate
from niemyet.transforms.law.review_kinds import KINDS
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
    """`outcome`: right, doubted (right, yet asked about), asked, or silent."""

    story: Story
    outcome: str
    differs: tuple[Differs, ...]
    asked: tuple[str, ...]
    state: State


def play(story: Story) -> Played:
    """Read the papers, fold them, hold the boards against what must hang."""
    received = [_received(place, story) for place in range(len(story.papers))]
    states: dict[date, State] = {}
    for known in sorted({one.known or _ALL for one in story.boards} | {_ALL}):
        states[known] = _folded(received, story.world, known)
    differs = tuple(
        found for one in story.boards if (found := _differs(one, states[one.known or _ALL])) is not None
    )
    last = states[_ALL]
    asked = tuple(sorted(one.kind for one in last.reviews if KINDS[one.kind].asks))
    return Played(story, _outcome(story.asked, bool(differs), bool(asked)), differs, asked, last)


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
    came = told.received
    at = datetime(came.year, came.month, came.day, 3, place, tzinfo=UTC)
    return Received(sha256(data).hexdigest(), "hop-thu", f"{told.number}.html", at, reading)


def _folded(received: Sequence[Received], world: World, known: date) -> State:
    units, successions = _units(world)
    return consolidate(
        Facts(received=tuple(received), units=units, successions=successions),
        province=PROVINCES[world],
        policy=Policy(),
        as_of=known,
        knowledge=datetime(known.year, known.month, known.day, 5, tzinfo=UTC),
    )


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
    got = {row.code: int(row.item_id.split("/")[1].split("-")[0]) for row in held}
    want = dict(wanted.rows)
    same = got.keys() == want.keys() and all(number in {None, got[code]} for code, number in want.items())
    shown = {(one.code, one.opened_by): one.name for one in state.procedures}
    names = {row.code: shown.get((row.code, row.item_id), "") for row in held}
    wrong = tuple(names.get(one.code, "") for one in wanted.names if names.get(one.code) != one.name)
    if same and not wrong:
        return None
    return Differs(wanted, tuple(sorted(got.items())), wrong)
