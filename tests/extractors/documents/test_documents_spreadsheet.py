"""Sheets: a whole decision typed in cells, merges, numbers as they are shown, codes that lost their zeros."""

import datetime
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.color import Color

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.extractors.documents.pale_rows import with_pale_rows
from niemyet.extractors.documents.spreadsheet import read_spreadsheet
from niemyet.extractors.documents.workbook import shown_number
from niemyet.extractors.listings import read_listing
from niemyet.model.errors import DocumentError, OverLimitError
from niemyet.model.records import Document, Limits, Paragraph, Table
from niemyet.model.words import Mark, NoteKind, ReviewKind
from tests.extractors.documents.test_documents import grid, texts, zip_of
from tests.support.realdata import real
from tests.support.refusals import refused
from tests.support.wordmaker import ole2

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed (soffice)"
)


def book(*fill: Callable[..., None], **options: object) -> bytes:
    """A workbook; each function fills a sheet of it."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    for one in fill:
        one(made.add_worksheet(), made)
    made.close()
    return out.getvalue()


def rows_of(*rows: list[object], top: int = 0, **form: object) -> Callable[..., None]:
    def fill(sheet: object, made: object) -> None:
        look = made.add_format(form) if form else None  # type: ignore[attr-defined]
        for number, row in enumerate(rows, start=top):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value, look)  # type: ignore[attr-defined]

    return fill


def read(data: bytes, limits: Limits | None = None) -> Document:
    return read_spreadsheet(data, limits or Limits())


def shape(document: Document, number: int = 1) -> list[list[tuple[str, int, int, bool]]]:
    table = next(b for b in document.blocks if isinstance(b, Table) and b.number == number)
    return [[(c.text, c.colspan, c.rowspan, c.merged) for c in row.cells] for row in table.rows]


HEAD = ["STT", "Mã TTHC", "Tên TTHC", "Phí"]

# ---- what is a paragraph, a frame, a table ---------------------------------------------------------------------


def decision(sheet: object, made: object) -> None:
    """A whole decision, merged over the columns of its annex as people do it."""
    ruled = made.add_format({"border": 1})  # type: ignore[attr-defined]
    merge, write = sheet.merge_range, sheet.write  # type: ignore[attr-defined]
    merge(0, 0, 0, 2, "ỦY BAN NHÂN DÂN\nTỈNH AN BÌNH")
    merge(0, 3, 0, 4, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
    merge(1, 0, 1, 2, "Số: 412/QĐ-UBND")
    merge(1, 3, 1, 4, "An Bình, ngày 05 tháng 7 năm 2022")
    lines = [
        "QUYẾT ĐỊNH",
        "Về việc công bố Danh mục thủ tục hành chính mới ban hành lĩnh vực Gốm thuộc thẩm quyền cấp tỉnh",
    ]
    lines += [
        "Điều 1. Công bố kèm theo Quyết định này 02 thủ tục hành chính.\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký."
    ]
    for number, line in enumerate(lines, start=3):
        merge(number, 0, number, 4, line)
    write(7, 0, "Nơi nhận:")
    write(7, 4, "CHỦ TỊCH")
    merge(9, 0, 9, 4, "PHỤ LỤC")
    for column, label in enumerate(["STT", "Mã TTHC", "Tên thủ tục hành chính"]):
        merge(11, column, 12, column, label, ruled)
    merge(11, 3, 11, 4, "Thời hạn giải quyết", ruled)
    write(12, 3, "Theo quy định", ruled)
    write(12, 4, "Sau cắt giảm", ruled)
    merge(13, 0, 13, 4, "LĨNH VỰC GỐM", ruled)
    for number, code in enumerate(["1.000101", "1.000102"], start=1):
        for column, value in enumerate([number, code, f"Cấp giấy nặn số {number}", "10 ngày", "05 ngày"]):
            write(13 + number, column, value, ruled)
    write(16, 2, "ngoại thành", ruled)
    merge(18, 0, 18, 4, "Danh mục gồm 02 thủ tục./.")


def test_a_whole_decision_in_one_sheet() -> None:
    document = read(book(decision))
    assert (document.media, document.flags) == ("xlsx", ())
    assert grid(document, 1) == [
        ["ỦY BAN NHÂN DÂN TỈNH AN BÌNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"],
        ["Số: 412/QĐ-UBND", "An Bình, ngày 05 tháng 7 năm 2022"],
    ]
    assert texts(document)[2:4] == [
        "Điều 1. Công bố kèm theo Quyết định này 02 thủ tục hành chính.",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    ]
    assert grid(document, 2) == [["Nơi nhận:", "CHỦ TỊCH"]]
    assert shape(document, 3)[:3] == [
        [("STT", 1, 2, False), ("Mã TTHC", 1, 2, False), ("Tên thủ tục hành chính", 1, 2, False),
         ("Thời hạn giải quyết", 2, 1, False), ("Thời hạn giải quyết", 2, 1, True)],
        [("STT", 1, 2, True), ("Mã TTHC", 1, 2, True), ("Tên thủ tục hành chính", 1, 2, True),
         ("Theo quy định", 1, 1, False), ("Sau cắt giảm", 1, 1, False)],
        [("LĨNH VỰC GỐM", 5, 1, False), *[("LĨNH VỰC GỐM", 5, 1, True)] * 4],
    ]  # fmt: skip
    assert grid(document, 3)[-1] == ["", "", "ngoại thành", "", ""]
    assert texts(document)[-1] == "Danh mục gồm 02 thủ tục./."
    reading = read_decision(document)
    assert (reading.number_text, [item.code for item in reading.items]) == (
        "412/QĐ-UBND",
        ["1.000101", "1.000102"],
    )


def test_headings_between_two_tables_of_a_sheet() -> None:
    rows = [
        ["PHỤ LỤC I"],
        HEAD,
        ["1", "1.000001", "Nặn", "Không"],
        ["PHỤ LỤC II"],
        ["Bãi bỏ"],
        HEAD,
        ["1", "1.000002", "Vẽ", "Không"],
    ]
    document = read(book(rows_of(*rows)))
    assert texts(document) == ["PHỤ LỤC I", "PHỤ LỤC II", "Bãi bỏ"]
    assert grid(document, 1) == rows[1:3]
    assert grid(document, 2) == rows[5:]


def test_sections_and_sparse_rows_stay_in_their_table() -> None:
    rows: list[list[object]] = [HEAD, ["A. CẤP TỈNH"], ["I", "Gốm"], ["1", "1.000001", "Nặn", "Không"], ["2", None, "Vẽ"],
                                ["B. CẤP XÃ"], ["1", "1.000003", "Nung", "Không"], ["2", "1.000004"], ["Nơi nhận"]]  # fmt: skip
    document = read(book(rows_of(*rows)))
    assert [row[0] for row in grid(document)] == ["STT", "A. CẤP TỈNH", "I", "1", "2", "B. CẤP XÃ", "1", "2"]
    assert texts(document) == ["Nơi nhận"]


def test_a_table_of_two_columns() -> None:
    rows: list[list[object]] = [["DANH MỤC"], ["TT", "Tên thủ tục"], ["1", "Nặn"], ["2", "Vẽ"]]
    document = read(book(rows_of(*rows)))
    assert (texts(document), grid(document)) == (["DANH MỤC"], rows[1:])


def test_borders_tell_where_a_table_ends() -> None:
    def fill(sheet: object, made: object) -> None:
        rows_of(HEAD, ["1", "1.000001", "Nặn", "Không"], border=1)(sheet, made)
        sheet.write(2, 2, "Trường hợp đặc biệt", made.add_format({"border": 1}))  # type: ignore[attr-defined]
        sheet.write(3, 2, "Nơi nhận")  # type: ignore[attr-defined]

    document = read(book(fill))
    assert grid(document)[-1] == ["", "", "Trường hợp đặc biệt", ""]
    assert texts(document) == ["Nơi nhận"]


def test_empty_rows_and_columns_are_left_out() -> None:
    document = read(
        book(rows_of([None, "STT", None, "Mã", "Tên"], [], [None, 1, None, "1.000001", "Nặn"], top=5))
    )
    assert grid(document) == [["STT", "Mã", "Tên"], ["1", "1.000001", "Nặn"]]


def test_sheets_follow_each_other_and_hidden_ones_are_told() -> None:
    data = book(rows_of(HEAD, [1, "1.000001", "Nặn", "Không"]), rows_of(HEAD, [1, "1.000002", "Vẽ", "Không"]))
    assert (len(read(data).blocks), read(data).flags) == (2, ())

    def hidden(sheet: object, made: object) -> None:
        rows_of(HEAD, [1, "1.000003", "Nung", "Không"])(sheet, made)
        sheet.hide()  # type: ignore[attr-defined]

    def rows_hidden(sheet: object, made: object) -> None:
        rows_of(HEAD, [1, "1.000004", "Sơn", "Không"])(sheet, made)
        sheet.set_row(1, None, None, {"hidden": True})  # type: ignore[attr-defined]

    def columns_hidden(sheet: object, made: object) -> None:
        rows_of(HEAD, [1, "1.000004", "Sơn", "Không"])(sheet, made)
        sheet.set_column(1, 1, None, None, {"hidden": True})  # type: ignore[attr-defined]

    assert read(book(rows_of(HEAD), hidden)).flags == ("hidden_sheet",)
    assert grid(read(book(rows_of(HEAD), hidden)), 2)[1][1] == "1.000003"
    assert read(book(rows_hidden)).flags == ("hidden_cells",)
    assert read(book(columns_hidden)).flags == ("hidden_cells",)


@pytest.mark.parametrize(("height", "flags"), [(0, ("hidden_cells",)), (1.5, ("hidden_cells",)), (4.5, ())])
def test_a_row_that_is_held_too_low_to_read_is_hidden(height: float, flags: tuple[str, ...]) -> None:
    def low(sheet: object, made: object) -> None:
        rows_of(HEAD, [1, "1.000004", "Sơn", "Không"], [2, "1.000005", "Mài", "Không"])(sheet, made)
        sheet.set_row(2, height)  # type: ignore[attr-defined]

    assert read(book(low)).flags == flags


# ---- values -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (1.0, "", "1"), (12.0, "General", "12"), (3.5, "", "3.5"), (2.00072, "0.000000", "2.000720"), (7.0, "00", "07"),
        (1500000.0, "#,##0", "1500000"), (0.5, "0%", "50%"), (0.1 + 0.2, "", "0.3"), (1e20, "", "1e+20"),
        (2.5, '0.00" đồng"', "2.50 đồng"),
        (5.0, '00" ngày làm việc"', "05 ngày làm việc"), (3.0, '0"."', "3"),
        (2.5, "0.0#", "2.5"), (-3.0, "0", "-3"), (1.004269, "", "1.004269"),
        (12.0, "[Red]0;[Blue]-0", "12"),
    ],
)  # fmt: skip
def test_numbers_as_they_are_shown(number: float, form: str, shown: str) -> None:
    assert shown_number(number, form) == shown


def test_kinds_of_values() -> None:
    def fill(sheet: object, made: object) -> None:
        day = made.add_format({"num_format": "dd/mm/yyyy"})  # type: ignore[attr-defined]
        write = sheet.write  # type: ignore[attr-defined]
        write(0, 0, 1.0)
        write(1, 0, datetime.date(2022, 3, 4), day)
        write(2, 0, datetime.datetime(2022, 3, 4, 5, 6), made.add_format({"num_format": "d/m/yy hh:mm"}))  # type: ignore[attr-defined] # noqa: DTZ001
        write(3, 0, True)
        sheet.write_formula(4, 0, "=1/0", None, "#DIV/0!")  # type: ignore[attr-defined]
        sheet.write_formula(5, 0, '="a"&"b"', None, "ab")  # type: ignore[attr-defined]
        sheet.write_rich_string(6, 0, "Thủ ", made.add_format({"bold": True}), "tục")  # type: ignore[attr-defined]
        write(7, 0, "một\nhai")

    assert texts(read(book(fill))) == [
        "1",
        "04/03/2022",
        "04/03/2022 05:06",
        "TRUE",
        "#DIV/0!",
        "ab",
        "Thủ tục",
        "một",
        "hai",
    ]
    assert texts(read(book(fill, date_1904=True)))[1:3] == ["04/03/2022", "04/03/2022 05:06"]


@pytest.mark.parametrize(
    ("heading", "others"), [("Mã TTHC", []), ("Mã số", []), ("Ký hiệu", ["1.004269"]), ("Mã", ["2.001"])]
)
def test_codes_typed_as_numbers_get_their_zeros_back(heading: str, others: list[str]) -> None:
    rows: list[list[object]] = [
        ["STT", heading, "Tên"],
        [1, 2.00072, "Nặn"],
        *[[2, other, "Vẽ"] for other in others],
    ]
    document = read(book(rows_of(*rows)))
    assert document.flags == ("code_typed_as_number",)
    block = next(b for b in document.blocks if isinstance(b, Table))
    assert (block.rows[1].cells[1].raw, block.rows[1].cells[1].text) == ("2.00072", "2.000720")


def test_a_whole_number_among_codes_is_none() -> None:
    document = read(book(rows_of(["STT", "Mã TTHC", "Tên"], [1, 1.00426, "Nặn"], [2, 2, "Vẽ"])))
    assert grid(document)[1:] == [["1", "1.004260", "Nặn"], ["2", "2", "Vẽ"]]


def test_numbers_that_are_no_codes_stay() -> None:
    document = read(
        book(rows_of(["STT", "Mã TTHC", "Thời hạn", "Phí"], [1, 1.004269, 3.5, 2.5], [2, "1.004270", 7, 10]))
    )
    assert grid(document)[1:] == [["1", "1.004269", "3.5", "2.5"], ["2", "1.004270", "7", "10"]]
    assert document.flags == ()


LISTED = [
    ["STT", "Mã TTHC", "Tên thủ tục"],
    *([f"{at}", f"1.00060{at}", f"Cấp thẻ nghề {at}"] for at in (1, 2, 3)),
]


def in_greys(*rows: int, **form: object) -> bytes:
    """A list whose rows at some places are written in another form."""

    def fill(sheet: object, made: object) -> None:
        look = made.add_format(form)  # type: ignore[attr-defined]
        for number, row in enumerate(LISTED):
            for column, value in enumerate(row):
                sheet.write(number, column, value, look if number in rows else None)  # type: ignore[attr-defined]

    return book(fill)


@pytest.mark.parametrize(
    "form", [{"font_color": "#A6A6A6"}, {"font_color": "#808080"}, {"font_color": Color.theme(0, 2)}]
)
def test_a_row_in_grey_letters_is_marked_where_others_are_not(form: dict[str, object]) -> None:
    def marks(*rows: int) -> list[set[Mark]]:
        (table,) = (one for one in read(in_greys(*rows, **form)).blocks if isinstance(one, Table))
        table = with_pale_rows(table)
        return [{mark for cell in row.cells for mark in cell.marks} for row in table.rows]

    assert marks(2) == [set(), set(), {Mark.PALE}, set()]
    assert marks(1, 2, 3) == [set()] * 4  # how the sheet looks
    assert marks(0) == [set()] * 4  # its header
    with pytest.raises(DocumentError, match="paler"):
        read_listing(in_greys(2, **form), "a.xlsx")
    assert len(read_listing(in_greys(1, 2, 3, **form), "a.xlsx")) == 3


@pytest.mark.parametrize(
    "form", [{"font_color": "#404040"}, {"font_color": "#C00000"}, {"bg_color": "#BFBFBF"}]
)
def test_a_row_in_other_colours_is_not(form: dict[str, object]) -> None:
    assert len(read_listing(in_greys(2, **form), "a.xlsx")) == 3


def test_a_raised_figure_of_a_cell_is_the_sign_of_a_note() -> None:
    def fill(sheet: object, made: object) -> None:
        up = made.add_format({"font_script": 1})  # type: ignore[attr-defined]
        sheet.write_rich_string(0, 0, "Nặn tượng", up, "1")  # type: ignore[attr-defined]
        sheet.write_rich_string(1, 0, "Nhà 50 m", up, "2")  # type: ignore[attr-defined]

    assert texts(read(book(fill))) == ["Nặn tượng¹", "Nhà 50 m2"]


def test_a_number_format_keeps_the_zeros() -> None:
    def fill(sheet: object, made: object) -> None:
        rows_of(["STT", "Mã TTHC", "Tên"], [1, None, "Nặn"])(sheet, made)
        sheet.write(1, 1, 2.00072, made.add_format({"num_format": "0.000000"}))  # type: ignore[attr-defined]

    assert (grid(read(book(fill)))[1], read(book(fill)).flags) == (["1", "2.000720", "Nặn"], ())


def test_fonts_from_before_unicode() -> None:
    """T7 to T10: by the font of the cell or of a part of it, else by the words."""

    def fill(sheet: object, made: object) -> None:
        def look(name: str) -> object:
            return made.add_format({"font_name": name})  # type: ignore[attr-defined]

        write = sheet.write  # type: ignore[attr-defined]
        write(0, 0, "Thñ tôc ®\u00adîc söa", look(".VnTime"))
        write(1, 0, "ñy ban nh©n d©n", look(".VnTimeH"))
        write(2, 0, "Thuû tuïc haønh chính", look("VNI-Times"))
        sheet.write_rich_string(3, 0, look(".VnTime"), "QuyÕt ®Þnh", " hành chính")  # type: ignore[attr-defined]
        write(4, 0, "Thñ tôc hµnh chÝnh ®\u00adîc söa ®æi, bæ sung")
        write(5, 0, "Quyeát ñònh coâng boá thuû tuïc haønh chính")
        write(6, 0, "\u00fc", look("Wingdings"))

    assert texts(read(book(fill))) == [
        "Thủ tục được sửa", "ỦY BAN NHÂN DÂN", "Thủ tục hành chính", "Quyết định hành chính",
        "Thủ tục hành chính được sửa đổi, bổ sung", "Quyết định công bố thủ tục hành chính", "x",
    ]  # fmt: skip


# ---- other formats of sheets ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def converted_books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("xls")

    def second(sheet: object, made: object) -> None:
        rows_of(["STT", "Mã TTHC", "Tên"], [1, 2.00072, "Nặn"], [2], [3, "x"])(sheet, made)
        sheet.write(2, 1, 1.00042, made.add_format({"num_format": "0.000000"}))  # type: ignore[attr-defined]
        sheet.write(2, 2, "ñy ban nh©n d©n", made.add_format({"font_name": ".VnTimeH"}))  # type: ignore[attr-defined]
        sheet.write(3, 2, datetime.date(2022, 3, 4), made.add_format({"num_format": "dd/mm/yyyy"}))  # type: ignore[attr-defined]
        sheet.write(4, 2, "trắng", made.add_format({"font_color": "white"}))  # type: ignore[attr-defined]
        on_blue = {"font_color": "white", "bg_color": "#1F3864"}
        sheet.write(5, 2, "trên nền", made.add_format(on_blue))  # type: ignore[attr-defined]

    (folder / "a.xlsx").write_bytes(book(decision, second))
    for form in ("xls:MS Excel 97", "ods"):
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            str(folder),
            str(folder / "a.xlsx"),
        ]
        subprocess.run(command, capture_output=True, check=True, timeout=300)
    return folder


@needs_office
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_the_same_blocks_as_xlsx(converted_books: Path, ending: str) -> None:
    expected = read((converted_books / "a.xlsx").read_bytes())
    document = read((converted_books / f"a.{ending}").read_bytes())
    assert document.media == ending
    assert [grid(document, number) for number in (1, 2, 3)] == [
        grid(expected, number) for number in (1, 2, 3)
    ]
    assert shape(document, 3) == shape(expected, 3)
    assert texts(document) == texts(expected)
    assert document.flags == expected.flags == ("code_typed_as_number",)
    last = grid(document, 4)
    assert last[1] == ["1", "2.000720", "Nặn"]
    assert last[2][1] == "1.000420"
    assert last[3][2] == "04/03/2022"
    tables = [block for block in document.blocks if isinstance(block, Table)]
    seen = {cell.text: cell.marks for table in tables for row in table.rows for cell in row.cells}
    assert (seen["trắng"], seen["trên nền"]) == (frozenset({Mark.HIDDEN}), frozenset())
    if ending == "xls":
        assert last[2][2] == "ỦY BAN NHÂN DÂN"


def test_a_sheet_saved_with_tabs() -> None:
    text = 'DANH MỤC\nSTT\tMã TTHC\tTên\n1\t1.000001\t"Nặn\ttượng"\n2\t1.000002\tVẽ\n'
    document = read_document(text.encode("utf-16"), "a.xls")
    assert (document.media, texts(document)) == ("tsv", ["DANH MỤC"])
    assert grid(document) == [
        ["STT", "Mã TTHC", "Tên"],
        ["1", "1.000001", "Nặn tượng"],
        ["2", "1.000002", "Vẽ"],
    ]


def test_a_sheet_that_is_html_inside() -> None:
    page = "<html><body><table><tr><td>STT</td><td>Mã</td></tr><tr><td>1</td><td>1.000001</td></tr></table></body></html>"
    assert read_document(f"{page} thủ tục".encode(), "a.xls").media == "html"


# ---- what breaks, what is too much ------------------------------------------------------------------------------------------


def test_two_cells_at_the_ends_of_a_sheet_cost_two_cells() -> None:
    document = read(book(rows_of(["Quyết định"]), lambda sheet, made: sheet.write(1_048_575, 16_383, "z")))
    assert texts(document) == ["Quyết định", "z"]


def test_too_many_cells() -> None:
    with refused(OverLimitError, "max_cells"):
        read(book(rows_of(*[["a", "b", "c"]] * 40)), Limits(max_cells=100))


def test_merges_over_everything() -> None:
    def widened(old: bytes) -> bytes:
        merges = b'<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A1:B2"/></mergeCells>'
        return old.replace(b"</sheetData>", b"</sheetData>" + merges)

    data = changed(book(rows_of(["Quyết định"], [], ["dưới"])), "xl/worksheets/sheet1.xml", widened)
    assert texts(read(data)) == ["Quyết định"]


def changed(data: bytes, name: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """The same package with one part changed, or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = change(old.read(member)) if member == name else old.read(member)
            if content is not None:
                new.writestr(member, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("xl/worksheets/sheet1.xml", lambda old: old[: len(old) // 2]),
        ("xl/worksheets/sheet1.xml", lambda old: None),
        ("xl/worksheets/sheet1.xml", lambda old: old.replace(b"<v>0</v>", b"<v>99</v>")),
        ("xl/workbook.xml", lambda old: b"<x"),
        ("xl/sharedStrings.xml", lambda old: old[:-20]),
        ("xl/worksheets/sheet1.xml", lambda old: old.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)),
        ("xl/sharedStrings.xml", lambda old: old.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)),
    ],
)
def test_damaged_or_hostile_parts(part: str, change: Callable[[bytes], bytes | None]) -> None:
    with pytest.raises(DocumentError):
        read(changed(book(rows_of(HEAD, ["1", "1.000001", "Nặn", "Không"])), part, change))


def test_links_to_other_files_are_not_followed() -> None:
    def outside(old: bytes) -> bytes:
        link = b'<Relationship Id="rId1" Type="http://x/worksheet" Target="http://127.0.0.1:9/x" TargetMode="External"/>'
        return old.replace(b"<Relationship ", link + b"<Relationship ", 1)

    data = changed(book(rows_of(["Quyết định"])), "xl/_rels/workbook.xml.rels", outside)
    assert texts(read(data)) == ["Quyết định"]


def test_an_empty_package_and_a_locked_book() -> None:
    with pytest.raises(DocumentError):
        read(zip_of(xl__workbook_dot_xml="<a/>").replace(b"<a/>", b"<a/ "))
    assert read(zip_of(xl__workbook_dot_xml="<a/>")).blocks == ()
    stream = (
        b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\0" * 12 + b"\x2f\x00\x06\x00" + b"\0" * 6 + b"\x0a\0\0\0"
    )
    with refused(DocumentError, "mật khẩu"):
        read(ole2({"Workbook": stream}))
    with refused(DocumentError, "hỏng"):
        read(ole2({"Workbook": b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\xff" * 40}))


@pytest.mark.realdata
@pytest.mark.parametrize(("name", "rows"), [("BoTuPhap", 272), ("BoXayDung", 526)])
def test_real_lists(name: str, rows: int) -> None:
    document = read(real(f"procedures/danh-sach-tthc-{name}.xlsx").read_bytes())
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert (len(tables), len(tables[0].rows), document.flags) == (1, rows, ())
    assert [cell.text for cell in tables[0].rows[0].cells][:2] == ["Mã số", "Tên"]
    assert any(
        "DANH SÁCH THỦ TỤC HÀNH CHÍNH" in one.text for one in document.blocks if isinstance(one, Paragraph)
    )


def _named_sheets(*sheets: tuple[str, tuple[str, ...]]) -> list[str]:
    """The lines of a workbook whose sheets have these names and these lines above a list of one row."""
    return [block.text for block in _workbook(*sheets).blocks if isinstance(block, Paragraph)]


def _workbook(*sheets: tuple[str, tuple[str, ...]]) -> Document:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, above in sheets:
        sheet = book.add_worksheet(name)
        for row, line in enumerate(above):
            sheet.write_string(row, 0, line)
        for row, cells in enumerate((("STT", "Mã TTHC", "Tên TTHC"), ("1", "1.000301", "Cấp thẻ"))):
            sheet.write_row(len(above) + row, 0, cells)
    book.close()
    return read_document(out.getvalue(), None)


def test_the_name_of_a_sheet_is_a_line_where_nothing_above_its_list_says_it() -> None:
    assert _named_sheets(("2. Bãi bỏ", ("Danh mục",)), ("Cấp xã", ())) == ["Danh mục", "2. Bãi bỏ", "Cấp xã"]


def test_the_name_of_a_sheet_is_none_where_it_says_nothing_more() -> None:
    assert _named_sheets(("Cấp xã", ("DANH MỤC CẤP XÃ",)), ("Sheet2", ())) == ["DANH MỤC CẤP XÃ"]
    assert _named_sheets(("Bãi bỏ", ())) == []


def test_the_name_of_a_sheet_that_tells_of_a_change_heads_it() -> None:
    assert _named_sheets(("Thôi phục vụ", ("Danh mục",)), ("Thủ tục treo", ())) == [
        "Danh mục",
        "Thôi phục vụ",
        "Thủ tục treo",
    ]
    assert _named_sheets(("Hộ tịch", ("Danh mục",)), ("Sheet2", ())) == ["Danh mục"]


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("Cấp tỉnh", "THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ"),
        ("Bãi bỏ", "THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH"),
    ],
)
def test_the_name_of_a_sheet_against_the_line_above_its_list_is_asked_about(name: str, above: str) -> None:
    document = _workbook((name, (above,)), ("Sheet2", ()))
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [above]
    assert [(note.kind, note.text) for note in document.notes] == [(NoteKind.SHEET_NAME, name)]
    asked = [one.kind for one in read_decision(document).questions]
    assert ReviewKind.LEFT_OVER_NOTE in asked
