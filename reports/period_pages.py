"""The report of a period as HTML, XLSX or DOCX. The same report gives the same bytes; nothing is fetched from elsewhere.

Pictures are drawn where `niemyet[plots]` is installed; a workbook has charts of its own, which need nothing.
"""

import io
from collections.abc import Callable
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from niemyet.model.messages import msg
from niemyet.reports.office import Office, Paper, TableColumn, TableLine
from niemyet.reports.period_report import BarPlot, PeriodReport, ReportTable
from niemyet.reports.plain import printable

#: Draws a plot; None where no part for it is installed.
Draw = Callable[[BarPlot, Literal["svg", "png"]], bytes] | None

NOTHING = msg("nothing in this period")
_NAME_LENGTH = 31  # by definition: Excel's own limit of a sheet's name
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


# ---- HTML --------------------------------------------------------------------------------------------------------------


def to_html(report: PeriodReport, draw: Draw = None) -> bytes:
    """One page with its pictures in it, to be read on a screen or printed."""
    from markupsafe import Markup

    tables = []
    for table in report.tables:
        svg = draw(table.plot, "svg").decode() if draw is not None and table.plot is not None else ""
        tables.append((table, Markup(svg[svg.find("<svg") :]) if svg else None))  # noqa: S704 - drawn here, texts escaped
    page: str = _template().render(report=report, tables=tables, nothing=NOTHING.text(report.lang))
    return page.encode()


@lru_cache(maxsize=1)
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = Path(__file__).with_name("templates")
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )  # fmt: skip
    return environment.get_template("period_report.html")


# ---- XLSX --------------------------------------------------------------------------------------------------------------


def to_xlsx(report: PeriodReport, draw: Draw = None) -> bytes:
    """A workbook with a sheet a table, numbers as numbers, and charts that follow them."""
    import xlsxwriter

    del draw  # the charts are the workbook's own
    sink = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(sink, {"in_memory": True, **plain})
    moment = datetime.combine(report.as_of, time(), UTC).replace(tzinfo=None)
    book.set_properties({"title": report.title, "created": moment})
    looks: dict[str, dict[str, object]] = {
        "title": {"bold": True, "font_size": 14},
        "note": {"italic": True},
        "head": {"bold": True, "border": 1, "bg_color": "#E7ECF2", "text_wrap": True, "valign": "vcenter"},
        "cell": {"border": 1, "text_wrap": True, "valign": "top"},
    }
    font: dict[str, object] = {"font_name": "Times New Roman", "font_size": 12}
    formats = {name: book.add_format(font | look) for name, look in looks.items()}
    for number, table in enumerate(report.tables, start=1):
        _write_sheet(
            book, f"{number} {table.title.translate(_NOT_IN_NAMES)}"[:_NAME_LENGTH], table, report, formats
        )
    book.close()
    return sink.getvalue()


_HEAD_ROW = 4  # by definition: below title, period, note and an empty line


def _write_sheet(
    book: Any, name: str, table: ReportTable, report: PeriodReport, formats: dict[str, Any]
) -> None:
    page = book.add_worksheet(name)
    page.set_paper(9)  # A4
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEAD_ROW)
    page.freeze_panes(_HEAD_ROW + 1, 1)
    page.write_string(0, 0, table.title, formats["title"])
    page.write_string(1, 0, report.period, formats["note"])
    page.write_string(2, 0, table.note, formats["note"])
    for at, column in enumerate(table.columns):
        widest = max([len(column), *(len(str(row[at] or "")) for row in table.rows)])
        page.set_column(at, at, min(60, max(12, widest + 2)))
        page.write_string(_HEAD_ROW, at, column, formats["head"])
    for down, row in enumerate(table.rows, start=_HEAD_ROW + 1):
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(down, at, printable(cell), formats["cell"])
            elif cell is None:
                page.write_blank(down, at, None, formats["cell"])
            else:
                page.write_number(down, at, cell, formats["cell"])
    if table.plot is not None:
        page.insert_chart(_HEAD_ROW, len(table.columns) + 1, _chart(book, name, table, table.plot))


def _chart(book: Any, name: str, table: ReportTable, plot: BarPlot) -> Any:
    """Bars over the table's own cells: a number that is mended moves its bar."""
    chart = book.add_chart({"type": "bar" if plot.lying else "column", "subtype": "stacked"})
    last = _HEAD_ROW + len(table.rows)
    for one in plot.series:
        at = table.columns.index(one.name)
        chart.add_series(
            {
                "name": [name, _HEAD_ROW, at],
                "categories": [name, _HEAD_ROW + 1, 0, last, 0],
                "values": [name, _HEAD_ROW + 1, at, last, at],
                "fill": {"color": one.colour},
                "gap": 40,
            }
        )
    chart.set_title({"name": plot.title, "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    if plot.lying:
        chart.set_y_axis({"reverse": True})
        chart.set_size({"width": 900, "height": max(300, 120 + 22 * len(table.rows))})
    return chart


# ---- DOCX --------------------------------------------------------------------------------------------------------------


def to_docx(report: PeriodReport, draw: Draw = None, *, office: Office) -> bytes:
    """A report on the office's paper (NĐ 30/2020/NĐ-CP): every table with its picture."""
    paper = Paper(title=report.title, day=report.as_of)
    paper.letterhead(office)
    paper.title(msg("Report").text(report.lang), report.title, below=report.period)
    for number, table in enumerate(report.tables, start=1):
        paper.words(f"{number}. {table.title}", bold=True, above=12)
        if table.note:
            paper.words(table.note, size=11, italic=True, below=4)
        if draw is not None and table.plot is not None:
            paper.picture(draw(table.plot, "png"))
        lines = [TableLine(tuple("" if cell is None else str(cell) for cell in row)) for row in table.rows]
        if lines:
            paper.table(_widths(table), lines, size=10)
        else:
            paper.words(NOTHING.text(report.lang), size=12)
    paper.signature(office)
    return paper.data()


_NARROW = 9  # signs of a share or a percentage: 100.00 %; chosen, not measured


def _widths(table: ReportTable) -> list[TableColumn]:
    """The first column and those with long texts are wide, numbers stand in the middle."""
    found = []
    for at, column in enumerate(table.columns):
        cells = [row[at] for row in table.rows]
        longest = max((len(str(cell)) for cell in cells), default=0)
        number = all(
            cell is None or isinstance(cell, int | float) or len(str(cell)) <= _NARROW for cell in cells
        )
        found.append(TableColumn(column, 18 if number else min(70, 25 + longest), centred=number))
    return found
