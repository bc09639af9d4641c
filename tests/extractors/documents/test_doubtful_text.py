"""Struck, hidden, uncomputed and overlapping text is marked in every format (RULINGS 37); notes are carried."""

import email.message
import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2
import pytest
import xlsxwriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from niemyet.extractors.documents import read_document
from niemyet.extractors.documents.archives import is_archive, open_archive
from niemyet.extractors.documents.sniff import Format, sniff
from niemyet.extractors.listings import read_listing
from niemyet.model.errors import DocumentError
from niemyet.model.records import Cell, Document, Limits, Table
from niemyet.model.words import Mark, NoteKind
from tests.support.refusals import refused

ROWS = (
    ("STT", "Mã TTHC", "Tên thủ tục hành chính"),
    ("1", "1.700001", "Cấp giấy phép nuôi ong"),
    ("2", "1.700002", "Cấp giấy phép trồng nấm"),
    ("3", "1.700003", "Cấp giấy phép thả diều"),
)


def cells(document: Document) -> Iterator[Cell]:
    for block in document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                yield from row.cells


def marked(document: Document, mark: Mark) -> list[str]:
    return [cell.text for cell in cells(document) if mark in cell.marks]


def word(change: str = "") -> bytes:
    document = docx.Document()
    document.add_paragraph("Danh mục thủ tục")
    table = document.add_table(len(ROWS), 3)
    for cells_, row in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(cells_.cells, row, strict=True):
            run = cell.paragraphs[0].add_run(text)
            if change == "struck" and row[0] == "2":
                run.font.strike = True
            if change == "not struck":
                run.font.strike = False
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def repacked(data: bytes, **parts: str | tuple[str, str]) -> bytes:
    """A DOCX with parts added, or with a replacement made in one of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8", "surrogateescape")
            change = parts.get(name)
            if isinstance(change, tuple):
                assert change[0] in content
                content = content.replace(*change, 1)
            new.writestr(name, content.encode("utf-8", "surrogateescape"))
        for name, change in parts.items():
            if isinstance(change, str):
                new.writestr(name, change)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def sheet(change: str) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    page = book.add_worksheet()
    struck = book.add_format({"font_strikeout": True})
    for number, row in enumerate(ROWS):
        for column, text in enumerate(row):
            page.write_string(number, column, text, struck if change == "struck" and number == 2 else None)
    if change == "hidden row":
        page.set_row(2, None, None, {"hidden": True})
    elif change == "no height":
        page.set_row(2, 0)
    elif change == "hidden column":
        page.set_column(1, 1, None, None, {"hidden": True})
    elif change == "formula":
        page.write_formula(2, 1, '="1."&"700002"', None, "")
    elif change == "pasted error":
        page.write_formula(2, 1, "=NA()", None, "#N/A")
    book.close()
    data = stream.getvalue()
    return repacked(data, **{SHEET: ("<f>NA()</f>", "")}) if change == "pasted error" else data


def html(row: str = "<tr>", name: str = ROWS[2][2], head: str = "") -> bytes:
    def line(texts: tuple[str, ...], tag: str = "<tr>") -> str:
        return tag + "".join(f"<td>{text}</td>" for text in texts) + "</tr>"

    rows = [line(ROWS[0]), line(ROWS[1]), line(("2", "1.700002", name), row), line(ROWS[3])]
    page = (
        f"<html><head><meta charset='utf-8'>{head}</head><body><table>{''.join(rows)}</table></body></html>"
    )
    return page.encode()


ROW_TWO = ["2", "1.700002", "Cấp giấy phép trồng nấm"]


def test_a_struck_row_of_a_docx_is_marked_and_no_other() -> None:
    assert marked(read_document(word("struck"), "a.docx"), Mark.STRUCK) == ROW_TWO
    assert marked(read_document(word("not struck"), "a.docx"), Mark.STRUCK) == []


def test_a_style_strikes_too_and_a_run_may_say_otherwise() -> None:
    styles = "</w:styles>"
    struck = '<w:style w:type="character" w:styleId="Gone"><w:rPr><w:strike/></w:rPr></w:style>'
    data = repacked(
        word(),
        **{
            "word/styles.xml": (styles, struck + styles),
            "word/document.xml": (
                "<w:r><w:t>1.700003",
                '<w:r><w:rPr><w:rStyle w:val="Gone"/></w:rPr><w:t>1.700003',
            ),
        },
    )
    assert marked(read_document(data, "a.docx"), Mark.STRUCK) == ["1.700003"]


def test_a_row_that_a_tracked_change_deletes_is_gone() -> None:
    data = word()
    document = docx.Document(io.BytesIO(data))
    properties = document.tables[0].rows[2]._tr.get_or_add_trPr()
    properties.append(docx.oxml.OxmlElement("w:del"))
    stream = io.BytesIO()
    document.save(stream)
    texts = [cell.text for cell in cells(read_document(stream.getvalue(), "a.docx"))]
    assert "1.700001" in texts
    assert "1.700002" not in texts


def test_footnotes_are_carried_with_the_cell_that_refers_to_them() -> None:
    note = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="4"><w:p><w:r><w:t>Thực hiện từ ngày 01/9/2026.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    reference = '1.700003</w:t></w:r><w:r><w:footnoteReference w:id="4"/></w:r>'
    data = repacked(
        word(),
        **{
            "word/footnotes.xml": note,
            "word/document.xml": ("1.700003</w:t></w:r>", reference),
        },
    )
    document = read_document(data, "a.docx")
    assert [(one.kind, one.number, one.text) for one in document.notes] == [
        (NoteKind.FOOTNOTE, "fn4", "Thực hiện từ ngày 01/9/2026.")
    ]
    assert [cell.text for cell in cells(document) if cell.notes == ("fn4",)] == ["1.700003"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice makes the DOC; it is not installed")
def test_a_struck_row_of_a_doc_is_marked(tmp_path: Path) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(word("struck"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        "doc:MS Word 97",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    document = read_document((tmp_path / "a.doc").read_bytes(), "a.doc")
    assert document.media == "doc"
    assert marked(document, Mark.STRUCK) == ROW_TWO


@pytest.mark.parametrize(
    ("change", "mark", "found"),
    [
        ("hidden row", Mark.HIDDEN, ROW_TWO),
        ("no height", Mark.HIDDEN, ROW_TWO),
        ("hidden column", Mark.HIDDEN, ["Mã TTHC", "1.700001", "1.700002", "1.700003"]),
        ("struck", Mark.STRUCK, ROW_TWO),
        ("formula", Mark.UNCOMPUTED, [""]),
        ("pasted error", Mark.UNCOMPUTED, ["#N/A"]),
    ],
)
def test_cells_of_a_sheet_say_why_they_are_doubtful(change: str, mark: Mark, found: list[str]) -> None:
    assert marked(read_document(sheet(change), "a.xlsx"), mark) == found


@pytest.mark.parametrize(
    ("page", "mark", "found"),
    [
        (html("<tr style='display: none'>"), Mark.HIDDEN, ROW_TWO),
        (html("<tr hidden>"), Mark.HIDDEN, ROW_TWO),
        (html(name="<s>Cấp giấy phép trồng nấm</s>"), Mark.STRUCK, ROW_TWO[2:]),
        (html(name="<del>Cấp giấy phép</del> trồng nấm"), Mark.STRUCK, ROW_TWO[2:]),
        (
            html("<tr class='cu'>", head="<style>tr.cu {text-decoration: line-through}</style>"),
            Mark.STRUCK,
            ROW_TWO,
        ),
        (html(name="<b>Cấp giấy phép</b> trồng nấm"), Mark.STRUCK, []),
    ],
)
def test_cells_of_a_page_say_why_they_are_doubtful(page: bytes, mark: Mark, found: list[str]) -> None:
    assert marked(read_document(page, "a.html"), mark) == found


@pytest.mark.parametrize("change", ["hidden row", "struck", "formula"])
def test_a_listing_with_a_doubtful_row_is_asked_about(change: str) -> None:
    with refused(DocumentError, "không chắc những gì đang niêm yết"):
        read_listing(sheet(change), "a.xlsx")


def test_a_listing_without_one_is_read() -> None:
    assert [row.code for row in read_listing(sheet(""), "a.xlsx")] == ["1.700001", "1.700002", "1.700003"]


# ---- PDF ---------------------------------------------------------------------------------------------------------

LEFT, TOP, ROW, WIDTHS = 60, 700, 30, (40, 80, 300)


def drawn(extra: str = "") -> bytes:
    """The table in Latin letters, which every font has."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    rows = [
        ("STT", "Ma", "Ten"),
        ("1", "1.700001", "Nuoi ong"),
        ("2", "1.700002", "Trong nam"),
        ("3", "1.700003", "Tha dieu"),
    ]
    canvas.setFont("Helvetica", 10)
    canvas.drawString(LEFT, TOP + 60, "Danh muc")
    edges = [LEFT, LEFT + 40, LEFT + 120, LEFT + 420]
    for number in range(len(rows) + 1):
        canvas.line(edges[0], TOP - ROW * number, edges[-1], TOP - ROW * number)
    for edge in edges:
        canvas.line(edge, TOP, edge, TOP - ROW * len(rows))
    for number, row in enumerate(rows):
        for edge, text in zip(edges, row, strict=False):
            canvas.drawString(edge + 4, TOP - ROW * number - 18, text)
    middle = TOP - ROW * 2 - 18 + 3.2
    if extra == "struck":
        canvas.line(edges[0], middle, edges[-1], middle)
    elif extra == "underlined":
        canvas.line(edges[1] + 4, middle - 5, edges[1] + 50, middle - 5)
    elif extra == "overlapped":
        canvas.drawString(edges[2] + 6, TOP - ROW * 2 - 18, "Ky boi: Van phong")
    elif extra == "field":
        canvas.acroForm.textfield(name="so", value="77", x=LEFT + 60, y=TOP + 56, width=40, height=14)
    canvas.save()
    return stream.getvalue()


def test_a_line_through_a_row_marks_it_and_parts_no_row() -> None:
    document = read_document(drawn("struck"), "a.pdf")
    assert marked(document, Mark.STRUCK) == ["2", "1.700002", "Trong nam"]
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert len(table.rows) == 4


@pytest.mark.parametrize("extra", ["", "underlined"])
def test_borders_and_underlines_strike_nothing(extra: str) -> None:
    assert marked(read_document(drawn(extra), "a.pdf"), Mark.STRUCK) == []


def test_letters_of_two_texts_over_each_other_are_marked() -> None:
    document = read_document(drawn("overlapped"), "a.pdf")
    assert len(marked(document, Mark.OVERLAPPED)) == 1
    assert marked(read_document(drawn(), "a.pdf"), Mark.OVERLAPPED) == []


def test_the_value_of_a_form_field_is_a_note() -> None:
    document = read_document(drawn("field"), "a.pdf")
    assert [(one.kind, one.text) for one in document.notes] == [(NoteKind.FORM_FIELD, "77")]


def test_a_notice_before_the_header_is_no_obstacle() -> None:
    data = b"<br />\n<b>Notice</b>: Undefined index in /var/www/x.php on line 3<br />\n" + drawn()
    assert sniff(data) is Format.PDF
    assert "1.700003" in [cell.text for cell in cells(read_document(data, "a.pdf"))]


# ---- mails -------------------------------------------------------------------------------------------------------


def mail(*, attached: bool) -> email.message.EmailMessage:
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Gửi quyết định"
    message.set_content("Kính gửi các đơn vị Quyết định số 77/QĐ-UBND.")
    if attached:
        message.add_attachment(word(), maintype="application", subtype="octet-stream", filename="QĐ 77.docx")
    return message


def test_a_mail_with_one_document_is_that_document() -> None:
    data = mail(attached=True).as_bytes()
    assert not is_archive(data)
    assert read_document(data, "a.eml") == read_document(word(), "QĐ 77.docx")


def test_a_mail_in_a_mail_is_opened() -> None:
    outer = mail(attached=False)
    outer.add_attachment(mail(attached=True))
    assert read_document(outer.as_bytes(), "a.eml") == read_document(word(), "QĐ 77.docx")


def test_a_mail_with_several_documents_is_opened_like_an_archive() -> None:
    outer = mail(attached=True)
    outer.add_attachment(sheet(""), maintype="application", subtype="octet-stream", filename="phụ lục.xlsx")
    data = outer.as_bytes()
    assert is_archive(data)
    assert [one.path for one in open_archive(data, "a.eml", Limits()).members] == [
        "QĐ 77.docx",
        "phụ lục.xlsx",
    ]


def test_a_word_about_a_decision_is_none() -> None:
    with refused(DocumentError, "không mang theo văn bản nào"):
        open_archive(mail(attached=False).as_bytes(), "a.eml", Limits())


def test_files_that_a_pdf_carries_follow_its_pages() -> None:
    document = pypdfium2.PdfDocument(drawn())
    document.new_attachment("phu-luc.docx").set_data(word())
    stream = io.BytesIO()
    document.save(stream)
    read = read_document(stream.getvalue(), "a.pdf")
    assert "attachments" in read.flags
    assert "Cấp giấy phép thả diều" in [cell.text for cell in cells(read)]


def test_a_letterhead_whose_motto_wraps_keeps_its_columns() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont("Helvetica", 11)
    rows = [
        ("UY BAN NHAN DAN", "CONG HOA XA HOI CHU NGHIA VIET"),
        ("TINH NAM XA", "NAM"),
        ("So: 77/QD-UBND", "Doc lap - Tu do - Hanh phuc"),
    ]
    for line, (left, right) in enumerate(rows):
        canvas.drawString(60, 780 - 16 * line, left)
        canvas.drawString(152 if right == "NAM" else 250, 780 - 16 * line, right)
    canvas.drawString(60, 700, "Van ban nay co hieu luc ke tu ngay ky va duoc gui den cac don vi lien quan.")
    canvas.save()
    texts = [
        block.text
        for block in read_document(stream.getvalue(), "a.pdf").blocks
        if not isinstance(block, Table)
    ]
    assert "TINH NAM XA" in texts
    assert "NAM" in texts
