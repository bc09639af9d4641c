"""The list that a unit posts: what its board must show on a day, as a DOCX page (A4, NĐ 30/2020 heading)."""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from niemyet.model.messages import msg
from niemyet.reports.plain import printable
from niemyet.transforms.language.codes import is_own_code

_HEADINGS = (
    msg("No."),
    msg("Procedure code"),
    msg("Administrative procedure"),
    msg("Published by"),
    msg("Degree of proof"),
)
_WIDTHS_CM = (1.3, 2.3, 7.7, 3.7, 2.0)  # 17 cm together: by definition, A4 less its side margins of 4 cm

Row = Mapping[str, Any]


def to_docx(rows: Sequence[Row], *, unit_name: str, as_of: date, lang: str = "vi") -> bytes:
    """The list as DOCX; same rows, same content.

    `rows`: dictionaries with code, name, sector, decision and degree of proof (as a person reads them). Grouped by
    sector.
    """
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(2.5), Cm(1.5), Cm(2), Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    for text, bold in (
        (unit_name.upper(), True),
        (msg("ADMINISTRATIVE PROCEDURES POSTED FOR THE PUBLIC").text(lang), True),
        (msg("(As of {day}: {count} procedures)", day=as_of, count=len(rows)).text(lang), False),
    ):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(printable(text)).bold = bold
    table = document.add_table(rows=1, cols=len(_HEADINGS), style="Table Grid")
    table.autofit = False
    for column, centimetres in zip(table.columns, _WIDTHS_CM, strict=True):
        column.width = Cm(centimetres)
    _fill(table.rows[0].cells, [heading.text(lang) for heading in _HEADINGS], bold=True)
    _repeat_as_header(table.rows[0])
    number = 0
    unknown = msg("not known").text(lang)
    for sector, mine in groupby(sorted(rows, key=_order), key=lambda row: row["sector"] or unknown):
        cells = table.add_row().cells
        _fill((cells[0].merge(cells[-1]),), (msg("Sector {sector}", sector=sector).text(lang),), bold=True)
        for row in mine:
            number += 1
            code = "" if is_own_code(row["code"]) else row["code"]
            _fill(
                table.add_row().cells,
                (str(number), code, row["name"], row["decision"], row["proof"]),
                bold=False,
            )
    stamp = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    document.core_properties.created = document.core_properties.modified = stamp
    document.core_properties.author, document.core_properties.title = (
        "niemyet",
        msg("Posted list, {unit}", unit=unit_name).text(lang),
    )
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _order(row: Row) -> tuple[str, str]:
    return row["sector"] or "", row["code"]


def _fill(cells: Any, texts: Sequence[str], *, bold: bool) -> None:
    from docx.shared import Cm

    for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        if len(texts) == len(_WIDTHS_CM):
            cell.width = Cm(_WIDTHS_CM[place])
        cell.text = ""
        run = cell.paragraphs[0].add_run(printable(text))
        run.bold = bold


def _repeat_as_header(row: Any) -> None:
    """Word repeats the row on each page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
