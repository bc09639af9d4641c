"""The figures of a period: of the reform report, of the score, as rows or as a document."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from niemyet.flows.commands.queries import reported_state, state_at
from niemyet.flows.completing import complete_unit
from niemyet.flows.meant import unit_of_release
from niemyet.flows.spoken import Command, language_of
from niemyet.flows.ui import DAY, ProgressLine, Ui, common
from niemyet.model.errors import UsageError
from niemyet.model.messages import day_words, msg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from niemyet.reports.office import Office
    from niemyet.reports.reform_report import Figures
    from niemyet.reports.score_report import ScoreTables, ServiceSays
    from niemyet.transforms.work.score import PartOfScore, ScoredProcedure


class DayOrForm(click.ParamType[date | str]):
    """The last day of a period, or the form of a document."""

    name = "YYYY-MM-DD|html|xlsx|docx"

    def convert(
        self, value: date | str, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | str:
        """A form by its name, else a day, or what was expected."""
        if value in FORMS:
            return value
        try:
            return DAY.convert(value, param, ctx)
        except click.BadParameter as error:
            told = msg("{why}, or a form: {forms}", why=error.message, forms=", ".join(FORMS))
            raise click.BadParameter(told.text(language_of(ctx)), ctx, param) from error


FORMS = ("html", "xlsx", "docx")


@click.command(cls=Command)
@click.option("--from", "since", type=DAY, default=None, help="First day of the period.")
@click.option("--to", "ends", type=DayOrForm(), multiple=True,
              help="Last day of the period, included; html, xlsx or docx: its tables and plots as a file.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=None, metavar="FILE",
              help="With --to html, xlsx or docx; by default report-<first>-<last>.<form>.")  # fmt: skip
@click.option("--unit", default=None, shell_complete=complete_unit, help="Only this unit.")
@click.option("--score", is_flag=True,
              help="What the score of Decision 766 (2022) counts: each procedure, its worth, its day.")  # fmt: skip
@click.option("--ask", is_flag=True,
              help="With --score: ask the national service (a source of the kind dvc-2026) what it says itself.")  # fmt: skip
@click.option("--at-most", type=click.IntRange(min=0), default=100, show_default=True,
              help="With --ask: so many procedures one by one, what can still be done first; each is a request.")  # fmt: skip
@common
def report(
    ui: Ui,
    since: date | None,
    ends: tuple[date | str, ...],
    out: Path | None,
    unit: str | None,
    score: bool,
    ask: bool,
    at_most: int,
) -> None:
    """Figures of the reform report: procedures in force, changes of the period, indicators.

    Example: niemyet report --from 2022-01-01 --to 2022-12-31 --unit nui-thanh

    Example: niemyet report --score --from 2026-10-01 --ask

    Example: niemyet report --from 2026-07-01 --to 2026-09-30 --to xlsx --out quy-3.xlsx
    """
    until, form = _end_and_form(ends)
    _fit_together(form, out, unit, score=score, ask=ask)
    first, last = period_of(ui, since, until)
    if form is not None:
        path = out or Path(f"report-{first.isoformat()}-{last.isoformat()}.{form}")
        path.write_bytes(_document(ui, first, last, form))
        click.echo(str(path))
        return
    if score:
        _print_score(ui, first, last, at_most if ask else None)
        return
    _print_figures(ui, first, last, unit)


def _end_and_form(ends: tuple[date | str, ...]) -> tuple[date | None, str | None]:
    """The day and the form that --to names, each once at most.

    Raises:
        UsageError: one of them twice.
    """
    days = [one for one in ends if isinstance(one, date)]
    forms = [one for one in ends if isinstance(one, str)]
    if len(days) > 1 or len(forms) > 1:
        raise UsageError(msg("--to: one last day and one form (html, xlsx, docx) at most."))
    return next(iter(days), None), next(iter(forms), None)


def _fit_together(form: str | None, out: Path | None, unit: str | None, *, score: bool, ask: bool) -> None:
    """Options that belong together.

    Raises:
        UsageError: one goes with something else.
    """
    if ask and not score:
        raise UsageError(msg("--ask goes with --score."))
    if score and form is not None:
        raise UsageError(msg("--to {form} has the score in it: leave out --score.", form=form))
    if unit is not None and (score or form is not None):
        raise UsageError(
            msg("--score and --to html, xlsx, docx are of the whole province: leave out --unit.")
        )
    if out is not None and form is None:
        raise UsageError(msg("--out goes with --to html, xlsx or docx."))


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
    from niemyet.reports.no_figure import figure_words
    from niemyet.reports.reform_report import figure_rows

    unit = unit_of_release(ui, unit)
    rows = figure_rows(
        figures_of(ui, last), first, last, unit=unit, national=national_sources(ui), lang=ui.lang
    )
    if ui.format == "table":  # programs read a point
        rows = [{**row, "value": figure_words(row["value"], ui.lang)} for row in rows]
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


# ---- as a document -----------------------------------------------------------------------------------------------------


def _document(ui: Ui, first: date, last: date, form: str) -> bytes:
    """The tables and plots of a period; without the part that draws, the tables alone, which is said."""
    from niemyet.model.extras import Extra, lack_of
    from niemyet.reports.period_pages import to_docx, to_html, to_xlsx
    from niemyet.reports.period_report import period_report
    from niemyet.reports.plots import draw

    as_of = ui.release().as_of
    parts, _ = score_between(ui, score_tables(ui), first, last)
    made = period_report(
        figures_of(ui, last), first, last, as_of=as_of, parts=parts, national=national_sources(ui),
        looks=national_looks(ui), lang=ui.lang,
    )  # fmt: skip
    if form == "xlsx":
        return to_xlsx(made)
    lacking = lack_of(Extra.PLOTS)
    if lacking is not None:
        ui.tell(lacking)
    drawn = draw if lacking is None else None
    return to_html(made, drawn) if form == "html" else to_docx(made, drawn, office=_office(ui))


def _office(ui: Ui) -> "Office":
    """Who reports, as the configuration says it; the province otherwise."""
    from niemyet.reports.office import Office

    settings = ui.settings()
    return Office(**{"issuer": settings.province.name, **settings.office})


# ---- the score ---------------------------------------------------------------------------------------------------------


#: What a table shows: what can be done or was late. What is in time, or was seen by nobody, is in the parts and in CSV and JSON.
_TO_LOOK_AT = ("open", "missed", "late")


def _print_score(ui: Ui, first: date, last: date, asked: int | None) -> None:
    """`asked`: of how many procedures at most the national service is asked one by one; None: it is not asked at all."""
    from niemyet.reports.score_report import due_first, part_rows, procedure_rows

    as_of = ui.release().as_of
    tables = score_tables(ui)
    parts, every = score_between(ui, tables, first, last)
    ordered = due_first(every, as_of)
    says = _service_says(ui, first, last, ordered, tables, asked) if asked is not None else _nothing_asked()
    papers = {
        one.decision_id: f"{one.number_text}, {day_words(one.signed_on, ui.lang)}" if one.signed_on else one.number_text or ""
        for one in tables.decisions
    }  # fmt: skip
    rows = list(procedure_rows(ordered, papers, says, lang=ui.lang))
    totals = list(part_rows(parts, says, lang=ui.lang))
    if ui.format != "table":
        ui.print_rows(rows)
    else:
        _print_tables(ui, totals, [row for row in rows if row["verdict"] in _TO_LOOK_AT])
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


def score_between(
    ui: Ui, tables: "ScoreTables", first: date, last: date
) -> "tuple[tuple[PartOfScore, ...], tuple[ScoredProcedure, ...]]":
    """The parts of the score and what they count, from a day to another, both included, as the newest release knows it."""
    from niemyet.transforms.work.score import ScorePeriod, score_of

    as_of = ui.release().as_of
    return score_of(
        tables, ScorePeriod(first, last + timedelta(days=1), as_of), national=national_sources(ui),
        looks=national_looks(ui), own=ui.settings().policy.days,
    )  # fmt: skip


def score_tables(ui: Ui) -> "ScoreTables":
    """The tables that the score is made from, as of the release: what the catalogue showed on another day is not known."""
    from niemyet.model.tables import TABLES
    from niemyet.reports.score_report import ScoreTables

    release = ui.release()
    return ScoreTables(**{name: release.rows(name, TABLES[name]) for name in ScoreTables.__slots__})


def _nothing_asked() -> "ServiceSays":
    from niemyet.reports.score_report import ServiceSays

    return ServiceSays()


def _service_says(
    ui: Ui,
    first: date,
    last: date,
    ordered: "Sequence[ScoredProcedure]",
    tables: "ScoreTables",
    at_most: int,
) -> "ServiceSays":
    """What the national service says of the period, of all, and of the first so many of 1.1 and 1.2 that it has an id for.

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
    counted = (row.code for row in ordered if row.indicator is not Indicator.COMPLETE)
    wanted = [code for code in dict.fromkeys(counted) if code in ids]
    said = ask_service(source, period, _shown(ui, wanted[:at_most], ids), SystemClock())
    if len(wanted) > at_most:
        rest = len(wanted) - at_most
        ui.tell(
            msg(
                "{rest} procedures were not asked about one by one (--at-most {at_most}).",
                rest=rest,
                at_most=at_most,
            )
        )
    for code, why in sorted(said.silent.items()):
        ui.tell(msg("{where}: {error}", where=code, error=why))
    return ServiceSays(said.whole, said.of_code)


def _shown(ui: Ui, codes: "Sequence[str]", ids: "Mapping[str, str]") -> "Iterator[tuple[str, str]]":
    """Codes with the service's id of each, one after the other as they are asked about, with a line that tells how far."""
    line = ProgressLine()
    for number, code in enumerate(codes, start=1):
        line(ui.say(msg("national service")), number, len(codes))
        yield code, ids[code]
    line.clear()
