"""The report of a period: the tables that Phòng Kiểm soát TTHC writes each quarter, the score, and what each is made from.

Tables and plots are one thing here, `PeriodReport`; `period_pages` makes HTML, XLSX and DOCX of it. Counted is only what was
observed (RULINGS 46); an empty denominator is N/A. Forms: DOMAIN §7.3 (QĐ 766/QĐ-TTg; TT 02/2017/TT-VPCP, TT 01/2020/TT-VPCP).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol, TypeVar

from niemyet.model.messages import Message, msg
from niemyet.model.tables import Unit
from niemyet.model.words import Action, Level, ReviewState
from niemyet.reports.kind_words import kind_word
from niemyet.reports.no_figure import figure_words
from niemyet.reports.reform_report import Figures, indicator_rows
from niemyet.reports.score_report import ServiceSays, part_rows
from niemyet.reports.words import ACTIONS, LEVELS
from niemyet.transforms.language.collation import collation_key
from niemyet.transforms.language.sectors import one_spelling
from niemyet.transforms.law.events import BINDING_KINDS
from niemyet.transforms.work.boards import count_on
from niemyet.transforms.work.indicators import board_accuracy, changes_between, held_on
from niemyet.transforms.work.lateness import Lateness, lateness, looks_of
from niemyet.transforms.work.score import PartOfScore

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one name, one for each label of the plot. `colour`: told apart also by who sees few colours (Okabe, Ito)."""

    name: str
    values: tuple[float, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class BarPlot:
    """Stacked bars: one for each label."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    axis: str
    lying: bool = False  # bars that lie have room for long names

    def __bool__(self) -> bool:
        """Whether there is anything to be seen: bars without any length say less than the table."""
        return any(any(one.values) for one in self.series)


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table with its heading, what is counted in it, and its plot."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    plot: BarPlot | None = None


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """All of it, in the language asked for."""

    title: str
    period: str
    as_of: date
    lang: str
    tables: tuple[ReportTable, ...]


_KINDS = (
    (Action.NEW, "#0072B2"),
    (Action.AMEND, "#56B4E9"),
    (Action.REPLACE, "#E69F00"),
    (Action.ABOLISH, "#D55E00"),
)
_STANDINGS = (
    (Lateness.IN_TIME, msg("in time"), "#009E73"),
    (Lateness.LATE, msg("late"), "#D55E00"),
    (Lateness.OPEN, msg("not yet due"), "#56B4E9"),
    (Lateness.UNOBSERVED, msg("not observed"), "#BBBBBB"),
)
#: Rows of a plot beyond which names no longer stand clear of each other on a page; chosen, not measured.
_SHOWN = 20


def period_report(
    tables: Figures,
    first: date,
    last: date,
    *,
    as_of: date,
    parts: Sequence[PartOfScore] = (),
    national: AbstractSet[str] = frozenset(),
    looks: AbstractSet[date] = frozenset(),
    lang: str = "vi",
) -> PeriodReport:
    """The report from a day to another, both included. `parts`: of the score, where it was reckoned for this period."""
    made = _Maker(tables, first, last, lang)
    found = [made.by_level(), made.by_month(), made.by_sector(), made.at_units()]
    if parts:
        found.append(made.score(parts))
    found += [made.indicators(national, looks, scored=bool(parts)), made.questions()]
    return PeriodReport(
        title=made.say(msg("Control of administrative procedures: report of the period")),
        period=made.say(msg("From {first} to {last}, as known on {day}", first=first, last=last, day=as_of)),
        as_of=as_of,
        lang=lang,
        tables=tuple(found),
    )


@dataclass(frozen=True, slots=True)
class _CountedChange:
    """A procedure that changed with effect in the period, once for each kind of change and day."""

    on: date
    action: Action
    level: Level
    code: str
    sector: str | None


class _Maker:
    """What each table is made from."""

    def __init__(self, tables: Figures, first: date, last: date, lang: str) -> None:
        self._tables, self._first, self._last, self._lang = tables, first, last, lang
        self._until = last + timedelta(days=1)
        self._looks = looks_of(tables.listings)
        # A province has a million pieces of work: told apart by unit once, not once a unit.
        self._updates = _by_unit(tables.listing_updates)
        self._boards, self._listings = _by_unit(tables.boards), _by_unit(tables.listings)

    def say(self, message: Message) -> str:
        """In the language of the report."""
        return message.text(self._lang)

    def _word(self, pair: tuple[str, str]) -> str:
        return pair[self._lang != "vi"]

    # ---- what was announced ----

    def by_level(self) -> ReportTable:
        """Decisions of the period and what they changed, by level."""
        held = held_on(self._tables.procedures, self._last)
        decisions = self._decisions_of_levels()
        rows: list[tuple[Cell, ...]] = []
        changed = changes_between(
            self._tables.procedures, self._tables.decision_items, self._first, self._until
        )
        for one in changed:
            numbers = (one.new, one.amended, one.replaced, one.abolished)
            if one.level is Level.MINISTRY and not any(numbers):
                continue
            rows.append((self._word(LEVELS[one.level]), len(decisions[one.level]), *numbers, held[one.level]))
        columns = (
            self.say(msg("Level")), self.say(msg("Decisions signed")), *(self._word(ACTIONS[one]) for one, _ in _KINDS),
            self.say(msg("Held on the last day")),
        )  # fmt: skip
        note = msg("Procedures by the day of effect, each once a kind; decisions by the day of signing.")
        return ReportTable(
            self.say(msg("Procedures announced, by level")), self.say(note), columns, tuple(rows)
        )

    def _decisions_of_levels(self) -> Mapping[Level, set[str]]:
        signed = {
            one.decision_id
            for one in self._tables.decisions
            if one.kind in BINDING_KINDS
            and one.signed_on is not None
            and self._first <= one.signed_on <= self._last
        }
        found: dict[Level, set[str]] = defaultdict(set)
        for item in self._tables.decision_items:
            if item.decision_id in signed:
                for level in item.levels:
                    found[level].add(item.decision_id)
        return found

    def _changes(self) -> Iterator[_CountedChange]:
        """As `changes_between` counts them: a replacement is one replaced procedure, not a new and an ended one."""
        actions = {item.item_id: item.action for item in self._tables.decision_items}
        for one in self._tables.procedures:
            opened = actions.get(one.opened_by)
            if self._first <= one.valid_from <= self._last and opened in {Action.NEW, Action.AMEND}:
                yield _CountedChange(one.valid_from, opened, one.level, one.code, one.sector)
            over, ended = one.valid_until, one.end_action
            if (
                over is not None
                and self._first <= over <= self._last
                and ended in {Action.REPLACE, Action.ABOLISH}
            ):
                yield _CountedChange(over, ended, one.level, one.code, one.sector)

    def by_month(self) -> ReportTable:
        """Changes of every month of the period, also of those without any."""
        months = list(_months(self._first, self._last))
        counted = Counter(
            (one.on.replace(day=1), one.action)
            for one in {replace(each, sector=None, on=each.on.replace(day=1)) for each in self._changes()}
        )
        labels = tuple(f"{month:%m/%Y}" for month in months)
        series = tuple(
            Series(self._word(ACTIONS[action]), tuple(counted[month, action] for month in months), colour)
            for action, colour in _KINDS
        )
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (label, *(int(one.values[n]) for one in series)) for n, label in enumerate(labels)
        )
        title = self.say(msg("Changes by month"))
        return ReportTable(
            title,
            self.say(msg("By the month in which a change takes effect; a procedure once a level, kind and month.")),
            (self.say(msg("Month")), *(one.name for one in series)),
            rows,
            BarPlot(title, labels, series, self.say(msg("procedures"))) or None,
        )  # fmt: skip

    def by_sector(self) -> ReportTable:
        """Changes by sector, one row a sector however it is printed, in Vietnamese order."""
        changes = {replace(one, on=self._first) for one in self._changes()}
        names = one_spelling(Counter(one.sector for one in changes if one.sector is not None))
        unknown = self.say(msg("sector not stated"))
        counted = Counter(
            (sector, action)
            for sector, action, _, _ in {
                (names.get(one.sector or "", unknown), one.action, one.code, one.level) for one in changes
            }
        )
        sectors = sorted(
            {sector for sector, _ in counted}, key=lambda name: (name == unknown, collation_key(name))
        )
        numbers = {sector: tuple(counted[sector, action] for action, _ in _KINDS) for sector in sectors}
        rows: tuple[tuple[Cell, ...], ...] = tuple((sector, *numbers[sector]) for sector in sectors)
        most = sorted(sectors, key=lambda name: (-sum(numbers[name]), collation_key(name)))[:_SHOWN]
        series = tuple(
            Series(self._word(ACTIONS[action]), tuple(numbers[name][n] for name in most), colour)
            for n, (action, colour) in enumerate(_KINDS)
        )
        title = self.say(msg("Changes by sector"))
        plot = BarPlot(title, tuple(most), series, self.say(msg("procedures")), lying=True)
        return ReportTable(
            title,
            self.say(msg("A procedure once a level and kind. The plot shows the sectors with the most changes.")),
            (self.say(msg("Sector")), *(one.name for one in series)),
            rows,
            plot or None,
        )  # fmt: skip

    # ---- what hangs ----

    def at_units(self) -> ReportTable:
        """Every unit that is there on the last day: what it must have posted, what fell due, and what became of it."""
        posted = count_on(self._tables.boards, self._last)
        units = sorted(
            _there(self._tables.units, self._last),
            key=lambda one: (list(Level).index(one.level), collation_key(one.name)),
        )
        rows: list[tuple[Cell, ...]] = []
        standings: list[tuple[int, ...]] = []
        for unit in units:
            found = self._standings(unit.unit_id)
            standings.append(found)
            rows.append(
                (unit.name, posted.get(unit.unit_id, 0), sum(found), *found, self._accuracy(unit.unit_id))
            )
        series = tuple(
            Series(self.say(name), tuple(found[n] for found in standings[:_SHOWN]), colour)
            for n, (_, name, colour) in enumerate(_STANDINGS)
        )
        columns = (
            self.say(msg("Unit")), self.say(msg("To be posted")), self.say(msg("Due in the period")),
            *(self.say(name) for _, name, _ in _STANDINGS), self.say(msg("Board right")),
        )  # fmt: skip
        title = self.say(msg("Posting at the units"))
        plot = BarPlot(
            title,
            tuple(unit.name for unit in units[:_SHOWN]),
            series,
            self.say(msg("pieces of work")),
            lying=True,
        )
        note = msg(
            "Work of a board that nobody looked at in time to say is “not observed”: neither late nor in time."
        )
        return ReportTable(title, self.say(note), columns, tuple(rows), plot or None)

    def _standings(self, unit_id: str) -> tuple[int, ...]:
        """In time, late, not yet due, not observed: work of a unit that falls due in the period."""
        counted = Counter(
            lateness(one, self._looks)
            for one in self._updates.get(unit_id, ())
            if one.due_on is not None and self._first <= one.due_on <= self._last
        )
        return tuple(counted[standing] for standing, _, _ in _STANDINGS)

    def _accuracy(self, unit_id: str) -> str:
        found = board_accuracy(
            self._boards.get(unit_id, ()),
            self._updates.get(unit_id, ()),
            self._listings.get(unit_id, ()),
            self._last,
        )
        return figure_words(found.text, self._lang)

    # ---- figures ----

    def score(self, parts: Sequence[PartOfScore]) -> ReportTable:
        """The parts of the score as they stand and may end."""
        rows = tuple(
            (
                row["part"],
                row["share"],
                row["points"],
                row["weight"],
                row["worst"],
                row["best"],
                row["unobserved"],
            )
            for row in part_rows(parts, ServiceSays(), lang=self._lang)
        )
        columns = tuple(
            self.say(one)
            for one in (
                msg("Part"),
                msg("In time"),
                msg("Points"),
                msg("Of"),
                msg("At worst"),
                msg("At best"),
                msg("Not observed"),
            )
        )
        note = msg("Only what was observed is counted. Procedure by procedure: niemyet report --score.")
        return ReportTable(self.say(msg("Score of Decision 766/QĐ-TTg")), self.say(note), columns, rows)

    def indicators(
        self, national: AbstractSet[str], looks: AbstractSet[date], *, scored: bool
    ) -> ReportTable:
        """The indicators of the period, each with what it was counted from; not again what the table of the score says."""
        found = indicator_rows(
            self._tables, self._first, self._last, national=national, looks=looks, lang=self._lang
        )
        rows = tuple(
            (str(row["figure"]), figure_words(row["value"], self._lang), row["note"])
            for row in found
            if not (scored and str(row["figure"]).startswith("1."))
        )
        columns = (self.say(msg("Figure")), self.say(msg("Value")), self.say(msg("How")))
        return ReportTable(self.say(msg("Indicators")), "", columns, rows)

    def questions(self) -> ReportTable:
        """Questions that can be answered and wait for a person, by kind."""
        counted = Counter(one.kind for one in self._tables.reviews if one.state is ReviewState.OPEN)
        rows = sorted(
            ((kind_word(kind, self._lang), count) for kind, count in counted.items()),
            key=lambda row: (-row[1], collation_key(row[0])),
        )
        columns = (self.say(msg("Question")), self.say(msg("Open")))
        note = msg("What they concern is on no board until they are answered.")
        return ReportTable(
            self.say(msg("Questions that can be answered")), self.say(note), columns, tuple(rows)
        )


class _OfUnit(Protocol):
    @property
    def unit_id(self) -> str: ...


Row = TypeVar("Row", bound=_OfUnit)


def _by_unit(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.unit_id].append(row)
    return found


def _there(units: Sequence[Unit], day: date) -> Iterator[Unit]:
    """One row a unit, of those that are there on a day."""
    seen: set[str] = set()
    for one in units:
        if one.is_there(day) and one.unit_id not in seen:
            seen.add(one.unit_id)
            yield one


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)
