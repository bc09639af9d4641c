"""The clerk's sheet, as a workbook and as a page."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook

from niemyet.extractors.listings import read_listing
from niemyet.extractors.work_sheets import read_work_sheet
from niemyet.flows.answer_sheet import read_sheet
from niemyet.model.errors import NoListingError
from niemyet.model.tables import ListingUpdate
from niemyet.model.words import UpdateKind, UpdateState
from niemyet.reports.posting_list import to_docx
from niemyet.reports.question_sheet import question_sheet
from niemyet.reports.work_list import COLUMNS, GROUPS, WorkSheet, to_html, to_xlsx, work_sheet
from niemyet.reports.work_text import CHANNELS, KINDS, STATES
from tests.support.refusals import refused

AS_OF = date(2022, 12, 31)


def update(update_id: str = "u1", **changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(ListingUpdate.__dataclass_fields__)
    row.update(
        update_id=update_id,
        unit_id="thu",
        kind="post",
        code="1.700001",
        replaces_codes=[],
        name="Đăng ký thử",
    )
    row.update(reason="Công bố mới", state="due", days_overdue=0, exposed_days=0, due_on=date(2023, 1, 9))
    return row | changes


DECISION = {"number_text": "512/QĐ-UBND", "signed_on": date(2022, 3, 4)}


def cells(rows: list[dict[str, Any]], **options: Any) -> list[list[Any]]:
    sheet = work_sheet(rows, unit_name="UBND xã Thử", as_of=AS_OF, **options)
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(sheet)))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_lines_stand_under_their_urgency_and_then_by_due_date() -> None:
    rows = [
        update("nobody", state="unobserved"),
        update("later", due_on=date(2023, 2, 1)),
        update("unknown", due_on=None),
        update("soon"),
        update("late", state="overdue", days_overdue=3, due_on=date(2022, 12, 28)),
        update("coming", state="planned"),
        update("ask", kind="review"),
        update("first", kind="opening_list", state="overdue", days_overdue=1),
        update("gone", state="cancelled"),
        update("did", state="done", done_on=AS_OF),
    ]
    groups = work_sheet(rows, unit_name="Thử", as_of=AS_OF).groups
    assert [(group.key, [line.update_id for line in group.lines]) for group in groups] == [
        ("overdue", ["late"]),
        ("due", ["soon", "later", "unknown"]),
        ("unobserved", ["nobody"]),
        ("opening_list", ["first"]),
        ("review", ["ask"]),
        ("planned", ["coming"]),
    ]
    everything = work_sheet(rows, unit_name="Thử", as_of=AS_OF, closed=True).groups
    assert [group.key for group in everything] == list(GROUPS)


def test_every_word_of_the_model_can_be_printed() -> None:
    rows = [
        update(f"{kind}-{state}-{channel}", kind=kind, state=state, channel=channel)
        for kind in UpdateKind
        for state in UpdateState
        for channel in (None, *CHANNELS)
    ]
    sheet = work_sheet(rows, unit_name="Thử", as_of=AS_OF, closed=True)
    assert sum(len(group.lines) for group in sheet.groups) == len(rows)
    assert (set(KINDS), set(STATES)) == (set(UpdateKind), set(UpdateState))


def test_an_unknown_state_is_an_error() -> None:
    with pytest.raises(KeyError, match="lost"):
        work_sheet([update(state="lost")], unit_name="Thử", as_of=AS_OF)


def test_the_workbook_says_what_the_row_says() -> None:
    row = update(
        kind="swap",
        channel="portal",
        replaces_codes=["2.700002", "X:thu:1234"],
        sector="Hộ tịch",
        decision_id="thu/512-QD-UBND/2022-03-04",
        effective_on=date(2023, 1, 1),
        proof="decision",
    )
    content = cells([row], decisions={"thu/512-QD-UBND/2022-03-04": DECISION})
    assert content[0][0] == "UBND XÃ THỬ"
    assert content[4] == [title.text("vi") for title, _ in COLUMNS]
    assert content[5][0] == "Phải làm (1)"
    assert content[6] == [
        *(
            1,
            "Gỡ cũ, niêm yết mới trên cổng",
            "1.700001\ngỡ:\n2.700002",
            "Đăng ký thử",
            "Hộ tịch",
            "Công bố mới",
        ),
        *(
            "512/QĐ-UBND,\n04/03/2022",
            "quyết định",
            date(2023, 1, 1),
            date(2023, 1, 9),
            "phải làm",
            "",
            "",
            "",
        ),
        "u1",
    ]


def test_a_decision_that_is_not_handed_in_keeps_its_identifier_and_a_made_up_code_is_not_printed() -> None:
    (line,) = (
        work_sheet([update(code="X:thu:99", decision_id="thu/1/2022")], unit_name="T", as_of=AS_OF)
        .groups[0]
        .lines
    )
    assert (line.code, line.decision) == ("", "thu/1/2022")


def test_the_workbook_is_set_for_printing_across_a4_with_its_heading_on_every_page() -> None:
    package = zipfile.ZipFile(io.BytesIO(to_xlsx(work_sheet([update()], unit_name="Thử", as_of=AS_OF))))
    page = package.read("xl/worksheets/sheet1.xml").decode()
    assert 'paperSize="9"' in page
    assert 'orientation="landscape"' in page
    assert "Print_Titles" in package.read("xl/workbook.xml").decode()


def test_what_comes_down_with_a_swap_stays_in_sight_where_codes_are_links() -> None:
    swap = update(replaces_codes=["1.700009"])
    sheet = work_sheet([swap], unit_name="Thử", as_of=AS_OF, address="https://bang.example")
    package = zipfile.ZipFile(io.BytesIO(to_xlsx(sheet)))
    assert "xl/worksheets/_rels/sheet1.xml.rels" not in package.namelist()
    (line,) = [row for row in cells([swap], address="https://bang.example") if row[0] == 1]
    assert line[2] == "1.700001\ngỡ:\n1.700009"


def test_rows_are_as_high_as_their_text() -> None:
    long = update("long", name="Đăng ký thử một việc rất dài " * 10)
    package = zipfile.ZipFile(io.BytesIO(to_xlsx(work_sheet([update(), long], unit_name="Thử", as_of=AS_OF))))
    page = package.read("xl/worksheets/sheet1.xml").decode()
    (tall,) = (float(height) for height in re.findall(r'<row r="7"[^>]* ht="([\d.]+)"', page))
    assert tall > 6 * 12


def test_what_a_document_says_is_never_a_formula_a_link_or_markup() -> None:
    hostile = update(name="=HYPERLINK(A1)", reason="<script>alert(1)</script>", sector="http://thu.invalid/")
    sheet = work_sheet([hostile], unit_name='<b onload="x">Thử', as_of=AS_OF)
    page = zipfile.ZipFile(io.BytesIO(to_xlsx(sheet))).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "hyperlink" not in page
    html = to_html(sheet)
    assert "<script" not in html
    assert "<b " not in html
    assert "&lt;script&gt;" in html


def test_the_page_needs_nothing_outside_itself_and_shows_every_line() -> None:
    html = to_html(
        work_sheet([update("a"), update("b", state="overdue", days_overdue=12)], unit_name="Thử", as_of=AS_OF)
    )
    assert not re.search(r"<link|<script|src=|@import|url\(|https?:", html)
    soup = BeautifulSoup(html, "lxml")
    assert [row["id"] for row in soup.select("tbody tr[id]")] == ["b", "a"]
    assert soup.select_one("td.late").get_text() == "quá hạn 12 ngày"  # type: ignore[union-attr]
    assert "1 quá hạn · 1 phải làm" in soup.select_one(".summary").get_text()  # type: ignore[union-attr]
    assert {len(row.find_all("td")) for row in soup.select("tbody tr[id]")} == {len(soup.select("thead th"))}


def test_no_work_is_said_in_words() -> None:
    sheet = work_sheet([], unit_name="Thử", as_of=AS_OF)
    assert "Không có việc phải làm." in to_html(sheet)
    assert any("Không có việc phải làm." in str(cell) for row in cells([]) for cell in row)


def test_the_same_rows_in_another_order_give_the_same_bytes() -> None:
    rows = [update(str(number), code=f"1.70000{number}") for number in range(5)]
    one, other = (work_sheet(each, unit_name="Thử", as_of=AS_OF) for each in (rows, rows[::-1]))
    assert to_xlsx(one) == to_xlsx(other)
    assert to_html(one) == to_html(other)


_VIETNAMESE = re.compile(r"[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹăđơư]", re.IGNORECASE)


def english_rows() -> list[dict[str, Any]]:
    made = "Bãi bỏ tại Quyết định số 512/QĐ-UBND ngày 04/3/2022; vẫn còn niêm yết trên cổng thông tin"
    return [
        update(f"{number:016x}", kind=kind, state=state, channel="portal", name="Name", reason=made,
               effective_on=date(2022, 3, 4), decision_id="d", days_overdue=2, replaces_codes=["1.700009"])
        for number, (kind, state) in enumerate((kind, state) for kind in UpdateKind for state in UpdateState)
    ]  # fmt: skip


def english_sheet() -> WorkSheet:
    return work_sheet(
        english_rows(), unit_name="Unit", as_of=AS_OF, decisions={"d": DECISION}, closed=True, lang="en"
    )


def test_the_whole_sheet_is_in_english_for_who_asks() -> None:
    page = to_html(english_sheet())
    shown = BeautifulSoup(page, "lxml").get_text(" ").replace("QĐ", "")
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(english_sheet())))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    text = (
        shown + " ".join(str(value).replace("QĐ", "") for row in rows for value in row) + book.sheet_names[0]
    )
    assert sorted(set(_VIETNAMESE.findall(text))) == []
    assert "abolished in decision 512/-UBND of 2022-03-04; still posted on the information portal" in shown
    assert "04/03/2022" not in shown
    assert 'lang="en"' in page


def test_a_sheet_that_went_out_in_english_is_known_again() -> None:
    data = to_xlsx(english_sheet())
    rows = read_work_sheet(data)
    assert rows is not None
    assert {row.update_id for row in rows} == {row["update_id"] for row in english_rows()}
    assert {row.own for row in rows} == {()}, "no heading of ours is taken for the clerk's own"
    with refused(NoListingError, "danh sách việc phải làm"):
        read_listing(to_html(english_sheet()).encode(), "work.html")


def test_the_list_to_post_is_in_english_for_who_asks() -> None:
    rows = [
        {
            "code": "1.700001",
            "name": "Name",
            "sector": None,
            "decision": "512/UBND of 2022-03-04",
            "proof": "decision",
        }
    ]
    document = docx.Document(io.BytesIO(to_docx(rows, unit_name="Unit", as_of=AS_OF, lang="en")))
    text = [one.text for one in document.paragraphs] + [
        cell.text for row in document.tables[0].rows for cell in row.cells
    ]
    assert sorted(set(_VIETNAMESE.findall(" ".join(text)))) == []
    assert "(As of 2022-12-31: 1 procedures)" in text


def test_questions_that_went_out_in_english_come_back(tmp_path: Path) -> None:
    row = {
        "review_id": "kind:1",
        "kind": "kind",
        "question": "Which?",
        "candidates": ["a"],
        "accepted": "a word",
    }
    path = tmp_path / "questions.xlsx"
    path.write_bytes(question_sheet([row], "en"))
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert sorted(set(_VIETNAMESE.findall(" ".join(map(str, sheet[0]))))) == []
    assert sheet[0][-2:] == ["Your answer", "Question id"]
    assert read_sheet(path).answers == {}


def test_the_opening_list_is_one_line_and_an_annex_that_still_carries_its_ids() -> None:
    rows = [update("soon"), *(update(f"o{n}", kind="opening_list", code=f"1.80000{n}") for n in range(3))]
    sheet = work_sheet(rows, unit_name="Thử", as_of=AS_OF)
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(sheet)))
    front, annex = (book.get_sheet_by_index(number).to_python(skip_empty_area=False) for number in (0, 1))
    assert [row[-1] for row in front if row[0] == 1] == ["soon"]
    told = [row[0] for row in front if str(row[0]).startswith("Niêm yết ban đầu")]
    assert told == ["Niêm yết ban đầu: 3 thủ tục, hạn 09/01/2023; liệt kê ở phụ lục"]
    assert [row[-1] for row in annex if isinstance(row[0], int | float)] == ["o0", "o1", "o2"]
    soup = BeautifulSoup(to_html(sheet), "lxml")
    assert [row["id"] for row in soup.select("tbody tr[id]")] == ["soon", "o0", "o1", "o2"]
    assert [row["id"] for row in soup.select("tbody.annex tr[id]")] == ["o0", "o1", "o2"]


def test_codes_and_decisions_lead_to_the_notice_board_where_it_has_an_address() -> None:
    rows = [update("a", decision_id="thu/512-QD-UBND/2022-03-04"), update("b", code="X:thu:1")]
    decisions = {"thu/512-QD-UBND/2022-03-04": DECISION | {"kind": "public_list"}}
    told = {"unit_name": "Thử", "as_of": AS_OF, "decisions": decisions}
    sheet = work_sheet(rows, **told, address="https://bang.example")  # type: ignore[arg-type]
    package = zipfile.ZipFile(io.BytesIO(to_xlsx(sheet)))
    links = package.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
    assert re.findall(r'Target="([^"]+)"', links) == [
        "https://bang.example/p/1.700001/",
        "https://bang.example/d/thu/512-QD-UBND/2022-03-04/",
    ]
    (line,) = [row for row in cells(rows, decisions=decisions, address="https://bang.example") if row[0] == 1]
    assert (line[2], line[6]) == ("1.700001", "512/QĐ-UBND, 04/03/2022"), (
        "linked cells are one line, as LibreOffice shows them"
    )
    assert 'href="https://bang.example/p/1.700001/"' in to_html(sheet)
    assert (
        "hyperlink"
        not in zipfile.ZipFile(io.BytesIO(to_xlsx(work_sheet(rows, **told))))
        .read(  # type: ignore[arg-type]
            "xl/worksheets/sheet1.xml"
        )
        .decode()
    )
