"""The report of a period: its tables by hand, and the same bytes from the same report in each form."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import docx
import pytest
from python_calamine import CalamineWorkbook

from niemyet.model.tables import Board, ListingUpdate, Procedure, Unit
from niemyet.model.words import Action, Channel, Proof, Scope, UnitKind, UpdateKind, UpdateState
from niemyet.reports.office import Office
from niemyet.reports.period_pages import to_docx, to_html, to_xlsx
from niemyet.reports.period_report import BarPlot, PeriodReport, Series, period_report
from niemyet.reports.plots import draw
from niemyet.reports.reform_report import Figures
from niemyet.transforms.work.score import Indicator, PartOfScore
from tests.support.province import X, decision, item, unit

FIRST, LAST, TODAY = date(2022, 1, 1), date(2022, 3, 31), date(2022, 4, 2)
ONE, TWO = decision(1, "2022-01-10", "2022-01-10"), decision(2, "2022-03-01", "2022-03-01")
ITEMS = (
    item(ONE, Action.NEW, "1.000001", X),
    item(ONE, Action.NEW, "1.000002", X, row=2),
    item(TWO, Action.ABOLISH, "1.000002", X),
)


def procedure(code: str, opened: str, sector: str | None, until: date | None = None) -> Procedure:
    values = dict.fromkeys(Procedure.__dataclass_fields__)
    values |= {
        "procedure_id": code, "code": code, "level": X, "version": 1, "name": "Tên", "sector": sector, "reception_levels": (),
        "valid_from": date(2022, 1, 10), "valid_until": until, "opened_by": opened, "successor_codes": (),
        "closed_by": ITEMS[2].item_id if until else None, "end_action": Action.ABOLISH if until else None,
        "proof": Proof.DECISION,
    }  # fmt: skip
    return Procedure(**values)  # type: ignore[arg-type]


def work(
    number: int, state: UpdateState, due: date, done: date | None = None, unit_id: str = "xa"
) -> ListingUpdate:
    values = dict.fromkeys(ListingUpdate.__dataclass_fields__)
    values |= {
        "update_id": str(number), "unit_id": unit_id, "kind": UpdateKind.POST, "channel": Channel.COUNTER, "replaces_codes": (),
        "name": "Tên", "reason": "", "state": state, "due_on": due, "done_on": done, "days_overdue": 0, "exposed_days": 0,
    }  # fmt: skip
    return ListingUpdate(**values)  # type: ignore[arg-type]


UNITS: tuple[Unit, ...] = (
    unit("xa", UnitKind.COMMUNE, "Xã Ấm"),
    unit("xa-2", UnitKind.COMMUNE, "Xã An"),
    unit("cu", UnitKind.COMMUNE, "Xã Cũ", until="2022-02-01"),
)
FIGURES = Figures(
    decisions=(ONE, TWO),
    decision_items=ITEMS,
    procedures=(
        procedure("1.000001", ITEMS[0].item_id, "ĐẤT ĐAI"),
        procedure("1.000002", ITEMS[1].item_id, "Chăn nuôi", date(2022, 3, 1)),
    ),
    boards=(
        Board("xa", "1.000001", "1.000001", 1, Scope.AUTHORITY, date(2022, 1, 10), None, ITEMS[0].item_id),
    ),
    listings=(),
    listing_updates=(
        work(1, UpdateState.DONE, date(2022, 1, 20), date(2022, 1, 20)),
        work(2, UpdateState.DONE, date(2022, 1, 20), date(2022, 1, 21)),
        work(3, UpdateState.OVERDUE, date(2022, 3, 31)),
        work(4, UpdateState.CANCELLED, date(2022, 1, 20)),
        work(5, UpdateState.DUE, date(2022, 4, 1)),
        work(6, UpdateState.UNOBSERVED, date(2022, 1, 20), unit_id="xa-2"),
    ),
    reviews=(),
    units=UNITS,
)
PARTS = (PartOfScore(Indicator.ANNOUNCED, 1, 2, 0, 0, 5),)


def made(lang: str = "en") -> PeriodReport:
    return period_report(FIGURES, FIRST, LAST, as_of=TODAY, parts=PARTS, lang=lang)


def rows(title: str) -> list[tuple[object, ...]]:
    return list(next(one for one in made().tables if one.title == title).rows)


def test_what_was_announced_stands_by_level_month_and_sector() -> None:
    assert ("commune", 2, 2, 0, 0, 1, 1) in rows("Procedures announced, by level")
    assert rows("Changes by month") == [
        ("01/2022", 2, 0, 0, 0),
        ("02/2022", 0, 0, 0, 0),
        ("03/2022", 0, 0, 0, 1),
    ]
    assert rows("Changes by sector") == [("Chăn nuôi", 1, 0, 0, 1), ("ĐẤT ĐAI", 1, 0, 0, 0)], "c before đ"


def test_each_unit_of_the_last_day_says_what_became_of_its_work() -> None:
    assert rows("Posting at the units") == [
        ("Xã An", 0, 1, 0, 0, 0, 1, "N/A"),
        ("Xã Ấm", 1, 3, 1, 2, 0, 0, "N/A"),
    ], (
        "unobserved is neither; what was cancelled or falls due later is not counted; a unit that is gone is left out"
    )


def test_the_score_is_said_once() -> None:
    assert rows("Score of Decision 766/QĐ-TTg")[0][1:4] == ("1/2", "3.00", 6)
    assert not [row for row in rows("Indicators") if str(row[0]).startswith("1.")]
    without = period_report(FIGURES, FIRST, LAST, as_of=TODAY, lang="en")
    assert "Score of Decision 766/QĐ-TTg" not in [one.title for one in without.tables]


def test_the_page_holds_every_number_its_pictures_and_nothing_from_elsewhere() -> None:
    page = to_html(made("vi"), draw).decode()
    assert page.count("<svg") == sum(one.plot is not None for one in made().tables) == 3
    assert "http" not in page.replace("http://www.w3.org", "").replace("http://purl.org", "").replace(
        "http://creativecommons.org", ""
    )
    assert "ĐẤT ĐAI" in page
    assert "không có gì trong kỳ này" in page, "no question is open"
    assert "<svg" not in to_html(made()).decode(), "without what draws, the tables alone"


def test_a_name_in_the_page_is_a_text() -> None:
    evil = replace(FIGURES, units=(unit("xa", UnitKind.COMMUNE, "Xã <b>&</b>"),))
    page = to_html(period_report(evil, FIRST, LAST, as_of=TODAY), draw).decode()
    assert "<b>" not in page


def test_the_workbook_has_a_sheet_a_table_numbers_as_numbers_and_charts() -> None:
    data = to_xlsx(made())
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert len(book.sheet_names) == len(made().tables)
    month = book.get_sheet_by_name("2 Changes by month").to_python()
    assert month[5][:2] == ["01/2022", 2.0]
    assert len([one for one in zipfile.ZipFile(io.BytesIO(data)).namelist() if "charts/chart" in one]) == 3


def test_the_paper_has_letterhead_tables_pictures_and_signature() -> None:
    paper = docx.Document(io.BytesIO(to_docx(made("vi"), draw, office=Office("UBND tỉnh X"))))
    assert len(paper.inline_shapes) == 3
    told = "\n".join(one.text for one in paper.paragraphs)
    assert "Kiểm soát thủ tục hành chính: báo cáo trong kỳ" in told
    assert any("ĐẤT ĐAI" in cell.text for table in paper.tables for row in table.rows for cell in row.cells)


@pytest.mark.parametrize("form", ["html", "xlsx", "docx"])
def test_the_same_report_gives_the_same_bytes(form: str) -> None:
    make = {"html": to_html, "xlsx": to_xlsx, "docx": lambda one, pen: to_docx(one, pen, office=Office("X"))}[
        form
    ]
    assert make(made(), draw) == make(made(), draw)


def test_a_plot_of_nothing_is_no_plot() -> None:
    assert not BarPlot("x", ("a",), (Series("s", (0,), "#000000"),), "")
    assert BarPlot("x", ("a",), (Series("s", (1,), "#000000"),), "")
    assert draw(BarPlot("x", ("a",), (Series("s", (1,), "#000000"),), ""), "png")[:4] == b"\x89PNG"
