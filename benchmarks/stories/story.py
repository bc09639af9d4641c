"""What a story is: papers that come one after the other, and what must hang when all is known."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from benchmarks.strangers.cases import Case


class Asked(StrEnum):
    """Whether somebody must be asked. `MAY`: the boards are right as they are, and a question is right as well."""

    NOT = "not"
    MAY = "may"
    MUST = "must"


class World(StrEnum):
    """Whose decisions count, and which units there are."""

    PROVINCE = "Quảng Nam: its centre, a district until 2025-07-01, a commune"
    MERGED = "Đà Nẵng since 2025-07-01, communes on either former ground"


@dataclass(frozen=True)
class Procedure:
    """A procedure of a story."""

    code: str
    name: str


@dataclass(frozen=True)
class Told:
    """A decision as a paper, and the day on which it came (signing, if nothing is said)."""

    paper: Case
    received: date

    @property
    def number(self) -> int:
        return self.paper.number


@dataclass(frozen=True)
class Hangs:
    """What must hang at a unit on a day, as known on a day (None: all), and the decision of each code (None: any).

    `names`: those that must be shown; of the others nothing is said.
    """

    unit: str
    on: date
    rows: tuple[tuple[str, int | None], ...]
    known: date | None = None
    names: tuple[Procedure, ...] = ()


@dataclass(frozen=True)
class Says:
    """What a person says to every open question of a kind on a day.

    `about`: words that its sentence holds, if only some are meant. `back`: the answer is taken back on this day.
    `again`: what was answered before is answered otherwise.
    """

    kind: str
    answer: str
    on: date
    about: tuple[str, ...] = ()
    back: date | None = None
    again: bool = False


@dataclass(frozen=True)
class Handed:
    """A paper (by its place among those of the story) that is taken back on a day, or handed in again."""

    place: int
    on: date
    again: bool = False


@dataclass(frozen=True)
class Story:
    """`rule`: where it is written what must hang; `after`: when all that `says` holds has been said."""

    name: str
    rule: str
    papers: tuple[Told, ...]
    boards: tuple[Hangs, ...]
    asked: Asked = Asked.NOT
    world: World = World.PROVINCE
    axes: tuple[tuple[str, str], ...] = ()
    says: tuple[Says, ...] = ()
    after: tuple[Hangs, ...] = ()
    handed: tuple[Handed, ...] = ()
