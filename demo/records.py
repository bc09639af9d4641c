"""What the script of the demo province is made of: decisions with their annex lines, and what holds at a level.

These are the author's records, the truth that the pipeline must find again from the documents alone.
"""

from dataclasses import dataclass
from datetime import date

from niemyet.model.words import Action, Channel, DecisionKind, EffectSource, Level, UpdateKind


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One row of an annex, or one sentence of an article, as the author means it."""

    action: Action
    levels: tuple[Level, ...]
    sector: str
    code: str | None  # as the document prints it; None where it prints none
    name: str
    old_code: str | None = None  # replace: the code that goes
    old_name: str | None = None
    means: str | None = None  # the code that is really meant, where it is not the printed one
    time_legal: str = "05 ngày làm việc"
    time_local: str = "04 ngày làm việc"
    fee: str = "Không"
    place: str = ""
    basis: str = ""
    agency: str = ""
    online_full: bool = False
    reception: tuple[Level, ...] = ()  # levels that only receive it, as the place column says

    @property
    def true_code(self) -> str | None:
        """The procedure that the line is about; None where no procedure can be meant."""
        return self.means or self.code


@dataclass(frozen=True, slots=True)
class PaperLayout:
    """How the annex of a decision looks."""

    nesting: str = "action"  # action: action → level → sector; level: level → sector → action
    columns: str = "C2"  # C1, C2, C3, C4 (DOMAIN §2.3)
    replaced: str = "pairs"  # pairs: one header row; grouped: two header rows; inline: codes inside the names
    amended: str = ""  # C5, where amended rows have columns of their own
    merged: bool = False  # place and basis are merged over the rows of a section
    suffix: bool = False  # codes carry .000.00.00.H47


@dataclass(frozen=True, slots=True)
class ScriptedDecision:
    """A decision of the script with everything that is true about it."""

    key: str  # D00 … D12 of the scenario, otherwise the year and a serial
    issuer_id: str
    issuer_name: str
    number: int
    symbol: str
    signed_on: date
    effective_on: date
    effective_until: date | None  # first day without effect
    effect_source: EffectSource
    readable_from: date  # first day on which a portal shows it
    kind: DecisionKind
    title: str
    sectors: tuple[str, ...]
    lines: tuple[PaperRow, ...]
    layout: PaperLayout
    articles: tuple[str, ...]  # Điều 1 and what follows before the effect clause
    effect_clause: str  # empty where the document has none
    basis: tuple[str, ...]
    formats: tuple[str, ...]  # docx, html
    outlets: tuple[str, ...]  # dvcqg, so-tu-phap
    annex: str = "annex"  # annex, none, internal, process, both (annex and process)
    note: str = ""  # why it is in the script

    @property
    def number_text(self) -> str:
        """Number and symbol: 512/QĐ-UBND."""
        return f"{self.number}/{self.symbol}"

    @property
    def cited(self) -> str:
        """The decision as another text names it: 512/QĐ-UBND ngày 04/3/2022."""
        return f"{self.number_text} ngày {short_date(self.signed_on)}"

    @property
    def changes_boards(self) -> bool:
        """Whether its lines change what a counter must post."""
        silent = (DecisionKind.INTERNAL, DecisionKind.PROCESS, DecisionKind.MINISTRY, DecisionKind.SUBSET)
        return self.kind not in silent and self.issuer_id in {"quang-nam", "da-nang"}


@dataclass(frozen=True, slots=True)
class Held:
    """A procedure that a level must post, in the version in force."""

    code: str
    level: Level
    name: str
    sector: str
    decision: ScriptedDecision  # the deciding one
    opened: Action  # what its deciding line does
    reception_only: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """A version that a level no longer holds."""

    held: Held
    ended_on: date
    action: Action
    successor: str | None  # the code that replaces it
    by: ScriptedDecision


@dataclass(frozen=True, slots=True)
class Planted:
    """One thing that is wrong with a listing, and the work that puts it right.

    kind and code are the work list's: for `swap` the code is the one to put up and `replaces` the one that hangs.
    `post` missing, `remove` ended but hanging, `replace_sheet` a former version hangs or the sheet names a decision
    that never spoke of the procedure, `fix_sheet` a corrected misprint hangs (`replaces` is the misprint), `review`
    the sheet names a decision that nobody has seen. `natural` marks what a new decision has changed since the unit
    last looked after its board, not what the author planted.
    """

    kind: UpdateKind
    code: str | None
    replaces: tuple[str, ...] = ()
    natural: bool = False


@dataclass(frozen=True, slots=True)
class PostedRow:
    """One row of a unit's listing as it hangs."""

    code: str
    name: str
    sector: str
    decision_text: str
    posted_on: date
    glued: bool = False  # the code stands in front of the name, its own cell is empty


@dataclass(frozen=True, slots=True)
class PostedListing:
    """A unit's listing on one channel as it hangs on one day."""

    unit_id: str
    channel: Channel
    heading: str
    rows: tuple[PostedRow, ...]
    stand: date  # the day up to which the unit looked after it


def short_date(day: date) -> str:
    """As the field writes it: 04/3/2022 (day with two digits, month with two only below 3)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def long_date(day: date) -> str:
    """Ngày 04 tháng 3 năm 2022, without the place."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
