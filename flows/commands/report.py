"""The figures of a period: of the reform report, of the score, as rows or as a document."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from niemyet.flows.commands.queries import reported_state, require_unit, state_at
from niemyet.flows.spoken import Command
from niemyet.flows.ui import DAY, Ui, common
from niemyet.model.errors import UsageError
from niemyet.model.messages import day_words, msg

if TYPE_CHECKING:
    from niemyet.reports.reform_report import Figures
    from niemyet.reports.score_report import ScoreTables, ServiceSays
    from niemyet.transforms.work.score import ScoredProcedure


@click.command(cls=Command)
@click.option("--from", "since", type=DAY, default=None, help="First day of the period.")
@click.option("--to", "until", type=DAY, default=None, help="Last day of the period, included.")
@click.option("--unit", default=None, help="Only this unit.")
@click.option("--score", is_flag=True,
              help="What the score of Decision 766/QĐ-TTg counts: each procedure, its worth, its day.")  # fmt: skip
@click.option("--ask", is_flag=True,
              help="With --score: ask the national service (a source of the kind dvc-2026) what it says itself.")  # fmt: skip
@common
def report(ui: Ui, since: date | None, until: date | None, unit: str | None, score: bool, ask: bool) -> None:
    """Figures of the reform report: procedures in force, changes of the period, indicators.

    Example: niemyet report --from 2022-01-01 --to 2022-12-31 --unit nui-thanh

    Example: niemyet report --score --from 2026-10-01 --ask
    """
    first, last = period_of(ui, since, until)
    if score:
        if unit is not None:
            raise UsageError(msg("--score is of the whole province: leave out --unit."))
        _print_score(ui, first, last, ask=ask)
        return
    if ask:
        raise UsageError(msg("--ask goes with --score."))
    _print_figures(ui, first, last, unit)


def period_of(ui: Ui, since: date | None, until: date | None) -> tuple[date, date]:
    """First and last day: up to the release's day, from the beginning of that year, where nothing else is said.

    Raises:
        UsageError: it ends before it begins.
    """
    last = until or ui.release().as_of
    first = since or date(last.year, 1, 1)
    if first > last:
        raise UsageError(msg("--from {first} is after --to {last}.", first=first, last=last))
    return first, last


def _print_figures(ui: Ui, first: date, last: date, unit: str | None) -> None:
    from niemyet.reports.reform_report import figure_rows

    require_unit(ui, unit)
    rows = figure_rows(
        figures_of(ui, last), first, last, unit=unit, national=national_sources(ui), lang=ui.lang
    )
    shown = {
        "figure": ui.say(msg("Figure")),
        "level": ui.say(msg("Level")),
        "name": ui.say(msg("Unit")),
        "value": ui.say(msg("Value")),
        "note": ui.say(msg("How")),
    }
    ui.print_rows(rows, shown=shown)
    ui.tell(msg("Period {first} to {last}, both included.", first=first, last=last))


def national_sources(ui: Ui) -> frozenset[str]:
    """Sources that are the national database itself."""
    return frozenset(one.id for one in ui.settings().sources if one.kind == "dvcqg")


def national_looks(ui: Ui) -> frozenset[date]:
    """Local days on which the national database was looked at."""
    from niemyet.transforms.language.dates import local_day

    national = national_sources(ui)
    fetches = ui.release().table("fetches", ["source_id", "requested_at"]).to_pylist()
    return frozenset(local_day(row["requested_at"]) for row in fetches if row["source_id"] in national)


def figures_of(ui: Ui, day: date) -> "Figures":
    """The tables that the figures are made from, for a day: of the release where it speaks for it."""
    from niemyet.model.tables import TABLES
    from niemyet.reports.reform_report import Figures

    release = ui.release()
    state = state_at(ui, as_of=day, known=None) if day != release.as_of else reported_state(ui)
    if state is not None:
        return Figures(**{name: getattr(state, name) for name in Figures.__slots__})
    return Figures(**{name: release.rows(name, TABLES[name]) for name in Figures.__slots__})


# ---- the score ---------------------------------------------------------------------------------------------------------


def _print_score(ui: Ui, first: date, last: date, *, ask: bool) -> None:
    from niemyet.reports.score_report import due_first, part_rows, procedure_rows
    from niemyet.transforms.work.score import ScorePeriod, Verdict, score_of

    as_of = ui.release().as_of
    tables = score_tables(ui, as_of)
    period = ScorePeriod(first, last + timedelta(days=1), as_of)
    parts, every = score_of(
        tables, period, national=national_sources(ui), looks=national_looks(ui), own=ui.settings().policy.days
    )
    says = _service_says(ui, first, last, every, tables) if ask else _nothing_asked()
    papers = {
        one.decision_id: f"{one.number_text}, {day_words(one.signed_on, ui.lang)}" if one.signed_on else one.number_text or ""
        for one in tables.decisions
    }  # fmt: skip
    rows = list(procedure_rows(due_first(every, as_of), papers, says, lang=ui.lang))
    totals = list(part_rows(parts, says, lang=ui.lang))
    if ui.format != "table":
        ui.print_rows(rows)
    else:
        _print_tables(ui, totals, [row for row in rows if row["verdict"] != Verdict.IN_TIME.value])
    for row in totals:
        ui.tell(
            msg(
                "{part}: {share}, {points} of {weight} points; {worst} to {best} with what is still to be done; {unobserved} not "
                "observed.",
                part=row["part"],
                share=row["share"],
                points=row["points"],
                weight=row["weight"],
                worst=row["worst"],
                best=row["best"],
                unobserved=row["unobserved"],
            )
        )
    ui.tell(msg("Period {first} to {last}, both included.", first=first, last=last))


def _print_tables(ui: Ui, totals: list[dict[str, object]], rows: list[dict[str, object]]) -> None:
    ui.print_rows(
        totals,
        shown={
            "part": ui.say(msg("Part")), "share": ui.say(msg("In time")), "points": ui.say(msg("Points")),
            "worst": ui.say(msg("At worst")), "best": ui.say(msg("At best")),
            "unobserved": ui.say(msg("Not observed")), "service_share": ui.say(msg("Service: in time")),
            "service_points": ui.say(msg("Service: points")),
        },
    )  # fmt: skip
    click.echo()
    ui.print_rows(
        rows,
        shown={
            "part": ui.say(msg("Part")), "code": ui.say(msg("Code")), "name": ui.say(msg("Name")),
            "decision": ui.say(msg("Decision")), "law_limit": ui.say(msg("By law")),
            "score_limit": ui.say(msg("By score")), "in_law": ui.say(msg("In law")),
            "in_score": ui.say(msg("In score")), "points": ui.say(msg("Points")),
            "service_share": ui.say(msg("Service: in time")),
        },
    )  # fmt: skip


def score_tables(ui: Ui, day: date) -> "ScoreTables":
    """The tables that the score is made from."""
    from niemyet.model.tables import TABLES
    from niemyet.reports.score_report import ScoreTables

    release = ui.release()
    assert day == release.as_of, "what the catalogue showed on another day is not asked for"
    return ScoreTables(**{name: release.rows(name, TABLES[name]) for name in ScoreTables.__slots__})


def _nothing_asked() -> "ServiceSays":
    from niemyet.reports.score_report import ServiceSays

    return ServiceSays()


def _service_says(
    ui: Ui, first: date, last: date, every: "tuple[ScoredProcedure, ...]", tables: "ScoreTables"
) -> "ServiceSays":
    """What the national service says of the period, of all, and of each procedure of 1.1 and 1.2 that it has an id for.

    Raises:
        UsageError: no such service is configured, or it has no such period.
    """
    from niemyet.extractors.portals.national_score import ServicePeriod
    from niemyet.flows.clock import SystemClock
    from niemyet.flows.scoring import ask_service
    from niemyet.reports.score_report import ServiceSays
    from niemyet.transforms.work.score import Indicator

    source = next((one for one in ui.settings().sources if one.kind == "dvc-2026"), None)
    if source is None:
        raise UsageError(msg("--ask: no [[source]] of the kind dvc-2026 is configured."))
    period = ServicePeriod.of(first, last)
    if period is None:
        raise UsageError(
            msg(
                "the national service counts months, quarters and years; {first} to {last} is none.",
                first=first,
                last=last,
            )
        )
    ids = {entry.code: entry.key for entry in tables.catalogue}
    wanted = {row.code for row in every if row.indicator is not Indicator.COMPLETE and row.code in ids}
    said = ask_service(source, period, [(code, ids[code]) for code in sorted(wanted)], SystemClock())
    for code, why in sorted(said.silent.items()):
        ui.tell(msg("{where}: {error}", where=code, error=why))
    return ServiceSays(said.whole, said.of_code)
