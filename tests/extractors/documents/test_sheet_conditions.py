"""Lines that a spreadsheet program draws through cells by a rule: asked about where the rule holds or is not understood."""

import io

import pytest
import xlsxwriter
from lxml import etree

from niemyet.extractors.documents import read_document
from niemyet.extractors.documents.sheet_conditions import condition
from niemyet.extractors.listings import read_listing
from niemyet.model.errors import DocumentError
from niemyet.model.records import Table
from niemyet.model.words import Mark

ROWS = (
    ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Tình trạng"),
    ("1", "1.460001", "Cấp thẻ đan lưới", "Đang thực hiện"),
    ("2", "1.460002", "Cấp thẻ vá lưới", "Hết hiệu lực"),
)
OVER = '=$D2="hết hiệu lực"'


def book(area: str, rule: dict[str, object], *, look: dict[str, object] | None = None) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        for row, texts in enumerate(ROWS):
            sheet.write_row(row, 0, texts)
        form = made.add_format({"font_strikeout": True} if look is None else look)
        sheet.conditional_format(area, {**rule, "format": form})
    return out.getvalue()


def struck(data: bytes) -> list[bool]:
    (table,) = (block for block in read_document(data, None).blocks if isinstance(block, Table))
    return [any(Mark.STRUCK in cell.marks for cell in row.cells) for row in table.rows[1:]]


@pytest.mark.parametrize(
    ("area", "rule", "rows"),
    [
        ("A2:D3", {"type": "formula", "criteria": OVER}, [False, True]),
        ("A2:D3", {"type": "formula", "criteria": '=$D2<>"Đang thực hiện"'}, [False, True]),
        ("A2:D3", {"type": "formula", "criteria": '=$D$2="Đang thực hiện"'}, [True, True]),
        ("D2:D3", {"type": "text", "criteria": "containing", "value": "hết"}, [False, True]),
        ("D2:D3", {"type": "text", "criteria": "begins with", "value": "Hết"}, [False, True]),
        ("D2:D3", {"type": "cell", "criteria": "==", "value": '"Hết hiệu lực"'}, [False, True]),
        ("A2:D3", {"type": "blanks"}, [False, False]),
        ("A3:D3", {"type": "no_blanks"}, [False, True]),
        (
            "A2:D3",
            {"type": "formula", "criteria": "=LEN($D2)>12"},
            [True, True],
        ),  # not worked out: asked about
        ("A1:XFD1048576", {"type": "formula", "criteria": '=$D1="Hết hiệu lực"'}, [False, True]),
    ],
)
def test_rows_that_a_rule_strikes(area: str, rule: dict[str, object], rows: list[bool]) -> None:
    assert struck(book(area, rule)) == rows


def test_a_rule_that_colours_strikes_nothing() -> None:
    rule: dict[str, object] = {"type": "formula", "criteria": OVER}
    assert struck(book("A2:D3", rule, look={"bg_color": "#FFFF00"})) == [False, False]


def test_a_listing_with_such_a_row_is_refused_by_its_name() -> None:
    with pytest.raises(DocumentError, match=r"1\.460002"):
        read_listing(book("A2:C3", {"type": "formula", "criteria": OVER}), "a.xlsx")


def test_what_a_rule_means() -> None:
    texts = {(1, 3): "xong", (2, 3): ""}
    rule = etree.fromstring('<cfRule type="expression"><formula>$D2="XONG"</formula></cfRule>')
    holds = condition(rule, (1, 0), lambda row, column: texts.get((row, column), ""), lambda letters: 3)
    assert [holds(1, 0), holds(2, 0)] == [True, False]
