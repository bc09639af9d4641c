"""Lines that a spreadsheet program draws through cells by a rule: asked about where the rule holds or is not understood."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from lxml import etree

from niemyet.extractors.documents import read_document
from niemyet.extractors.documents.sheet_conditions import (
    DrawingRule,
    condition,
    drawn_in_xls,
    rule_of_ods,
    rule_of_xls,
    rule_of_xlsx,
)
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


def book(
    area: str = "",
    rule: dict[str, object] | None = None,
    *,
    look: dict[str, object] | None = None,
    printed: str = "",
) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Phụ lục 1")
        if printed:
            sheet.print_area(printed)
        for row, texts in enumerate(ROWS):
            sheet.write_row(row, 0, texts)
        form = made.add_format({"font_strikeout": True} if look is None else look)
        if rule is not None:
            sheet.conditional_format(area, {**rule, "format": form})
    return out.getvalue()


def marked(data: bytes, mark: Mark) -> list[bool]:
    (table,) = (block for block in read_document(data, None).blocks if isinstance(block, Table))
    return [any(mark in cell.marks for cell in row.cells) for row in table.rows[1:]]


def struck(data: bytes) -> list[bool]:
    return marked(data, Mark.STRUCK)


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
    holds = condition(
        rule_of_xlsx(rule), (1, 0), lambda row, column: texts.get((row, column), ""), lambda letters: 3
    )
    assert [holds(1, 0), holds(2, 0)] == [True, False]


# ---- the same in the other formats; rows that are not printed -------------------------------------------------

BOOKS: dict[str, tuple[bytes, Mark, list[bool]]] = {
    "formula": (book("A2:D3", {"type": "formula", "criteria": OVER}), Mark.STRUCK, [False, True]),
    "cell": (
        book("D2:D3", {"type": "cell", "criteria": "==", "value": '"Hết hiệu lực"'}),
        Mark.STRUCK,
        [False, True],
    ),
    "unknown": (book("A2:D3", {"type": "formula", "criteria": "=LEN($D2)>12"}), Mark.STRUCK, [True, True]),
    "grey": (
        book("A2:D3", {"type": "formula", "criteria": OVER}, look={"font_color": "#D0D0D0"}),
        Mark.PALE,
        [False, True],
    ),
    "white": (
        book("A2:D3", {"type": "formula", "criteria": OVER}, look={"font_color": "#FFFFFF"}),
        Mark.HIDDEN,
        [False, True],
    ),
    "printed": (book(printed="A1:D2"), Mark.HIDDEN, [False, True]),
}


@pytest.mark.parametrize("name", BOOKS)
def test_what_a_workbook_draws_pale_or_does_not_print_is_marked(name: str) -> None:
    data, mark, rows = BOOKS[name]
    assert marked(data, mark) == rows


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("conditions")
    for name, (data, _, _) in BOOKS.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    for form in ("xls:MS Excel 97", "ods"):
        files = [str(folder / f"{name}.xlsx") for name in BOOKS]
        home = f"-env:UserInstallation=file://{folder}/office"
        command = ["soffice", home, "--headless", "--convert-to", form, "--outdir", str(folder), *files]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (soffice)")
@pytest.mark.parametrize("ending", ["xls", "ods"])
@pytest.mark.parametrize("name", BOOKS)
def test_an_xls_and_an_ods_draw_and_print_the_same(converted: Path, name: str, ending: str) -> None:
    _, mark, rows = BOOKS[name]
    assert marked((converted / f"{name}.{ending}").read_bytes(), mark) == rows


def test_rules_of_an_ods() -> None:
    assert rule_of_ods('formula-is([.$D2]="Hết")') == DrawingRule("expression", '$D2="Hết"')
    assert rule_of_ods('cell-content()="Hết"') == rule_of_ods('="Hết"')
    assert rule_of_ods('contains-text("hết")').text == "hết"
    assert rule_of_ods("duplicate") == DrawingRule("")


def test_rules_of_an_xls() -> None:
    over = b"\x17\x01\x00x"
    assert rule_of_xls(1, 3, over, (1, 0)) == DrawingRule("cellIs", '"x"', "", "equal")
    beside = b"\x4c\x00\x00\x03\x80" + over + b"\x0b"  # the same row, column D whatever the cell
    assert rule_of_xls(2, 0, beside, (1, 0)) == DrawingRule("expression", '$D2="x"')
    assert rule_of_xls(2, 0, beside[:-1], (1, 0)) == DrawingRule("")
    assert drawn_in_xls(b"\x01\x03") == (False, None)


def test_an_ods_strikes_by_a_style_that_its_style_begins_from() -> None:
    office = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    spaces = " ".join(
        [
            office,
            *(
                f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
                for one in ("style", "table", "text")
            ),
        ]
    )
    styles = (
        f"<office:document-styles {spaces}><office:styles>"
        '<style:style style:name="Over"><style:text-properties style:text-line-through-style="solid"/></style:style>'
        "</office:styles></office:document-styles>"
    )
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell table:style-name="{"ce1" if row[0] == "2" else "ce2"}"><text:p>{text}</text:p></table:table-cell>'
            for text in row
        )
        + "</table:table-row>"
        for row in ROWS
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>"
        '<style:style style:name="ce1" style:parent-style-name="Over"/><style:style style:name="ce2"/>'
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="A">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("styles.xml", styles)
        package.writestr("content.xml", content)
    assert struck(out.getvalue()) == [False, True]
