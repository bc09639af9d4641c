# ruff: noqa: E501 - papers are written as programs write them
"""The small readers under the formats, one by one: text, Markdown, mail, numbers of lists, runs, what is seen."""

import io
import zipfile
from email.message import EmailMessage

import pytest
import xlsxwriter
from lxml import etree, html

from niemyet.extractors.documents.archives import checked_zip
from niemyet.extractors.documents.container import open_streams
from niemyet.extractors.documents.css import PAGE, Looks, styled
from niemyet.extractors.documents.docx_beside import Beside
from niemyet.extractors.documents.families import family_of
from niemyet.extractors.documents.html import page_title, read_html, read_mhtml
from niemyet.extractors.documents.mail import ENVELOPE, INLINE_PICTURE, eml_entries, msg_entries
from niemyet.extractors.documents.markdown import read_markdown
from niemyet.extractors.documents.numbering import Numbering
from niemyet.extractors.documents.ocr_misreadings import mended
from niemyet.extractors.documents.runs import Runs, add_run, shown_runs, symbol
from niemyet.extractors.documents.text import read_text
from niemyet.extractors.documents.visibility import BLACK, NO_INK, WHITE, Ink, differs, hex_colour
from niemyet.model.errors import DocumentError, OverLimitError
from niemyet.model.records import Document, Limits, Paragraph, Table
from niemyet.model.words import Mark, NoteKind
from tests.support.papers import Grid, paper, to_docx, to_html
from tests.support.refusals import refused


def shape(document: Document) -> list[object]:
    """Paragraphs as texts, tables as rows of texts."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[cell.text for cell in row.cells] for row in block.rows]
        for block in document.blocks
    ]


# ---- text ------------------------------------------------------------------------------------------


def test_lines_with_bars_are_rows_whose_cells_may_go_on_below() -> None:
    text = "Danh mục\n\nSTT | Mã | Tên | Thời hạn\n\n1 | 1.000001 | Đăng ký\nkhai sinh | 05 ngày\n\n2 | 1.000002 | Khác | 03 ngày\n\nHết"
    assert shape(read_text(text.encode())) == [
        "Danh mục",
        [["STT", "Mã", "Tên", "Thời hạn"], ["1", "1.000001", "Đăng ký khai sinh", "05 ngày"], ["2", "1.000002", "Khác", "03 ngày"]],
        "Hết",
    ]  # fmt: skip


def test_a_letterhead_is_one_row_and_a_title_in_capitals_parts_tables() -> None:
    assert shape(read_text("ỦY BAN NHÂN DÂN\nTỈNH X | CỘNG HÒA\nĐộc lập".encode()))[0] == [
        ["ỦY BAN NHÂN DÂN TỈNH X", "CỘNG HÒA Độc lập"]
    ]
    parted = read_text("1 | a | b\nDANH MỤC BÃI BỎ\n2 | c | d".encode())
    assert shape(parted) == [[["1", "a", "b"]], "DANH MỤC BÃI BỎ", [["2", "c", "d"]]]


@pytest.mark.parametrize("data", [b"", b"\n\n \n", b"\f\f"])
def test_a_text_of_nothing_has_no_blocks(data: bytes) -> None:
    assert read_text(data).blocks == ()
    assert read_markdown(data).blocks == ()


def test_ends_of_lines_and_of_pages_are_those_of_any_system() -> None:
    assert shape(read_text(b"a\r\nb\rc\fd")) == ["a", "b", "c", "d"]


# ---- Markdown --------------------------------------------------------------------------------------


def test_signs_of_markdown_are_no_text_and_escaped_ones_are() -> None:
    text = "## **Điều 1.** Công bố __kèm__ theo\n---\n2\\. a\\|b &amp; x_y_z\n"
    assert shape(read_markdown(text.encode())) == ["Điều 1. Công bố kèm theo", "2. a|b & x_y_z"]


def test_tables_with_a_rule_have_a_header_and_the_next_header_begins_the_next() -> None:
    text = "| STT | Tên |\n|---|:-:|\n| 1 | a<br>b |\n| Mã | Khác |\n|--|--|\n| 2 | a\\|b |\n"
    document = read_markdown(text.encode())
    assert shape(document) == [[["STT", "Tên"], ["1", "a b"]], [["Mã", "Khác"], ["2", "a|b"]]]
    assert [block.header_rows for block in document.blocks if isinstance(block, Table)] == [1, 1]
    assert [block.number for block in document.blocks if isinstance(block, Table)] == [1, 2]


# ---- mail ------------------------------------------------------------------------------------------


def mail(body: str, *, kind: str = "plain", **files: bytes) -> EmailMessage:
    made = EmailMessage()
    made.set_content(body, subtype=kind)
    for name, data in files.items():
        made.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    return made


def test_a_mail_that_carries_documents_is_their_envelope() -> None:
    entries = dict(eml_entries(mail("Kính gửi", danh_mục=b"%PDF", hai=b"x").as_bytes()))
    assert {name: data for name, data in entries.items() if data != ENVELOPE} == {
        "danh_mục": b"%PDF",
        "hai": b"x",
    }


def test_what_a_mail_program_adds_is_no_document() -> None:
    made = mail("Kính gửi", tệp=b"%PDF")
    made.add_attachment(b"0", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    assert [name for name, content in eml_entries(made.as_bytes()) if isinstance(content, bytes)] == ["tệp"]


def test_a_mail_within_a_mail_is_a_mail() -> None:
    outer = EmailMessage()
    outer.set_content("xem kèm")
    outer.add_attachment(mail("trong", tệp=b"x"))
    ((name, content), *_) = [entry for entry in eml_entries(outer.as_bytes()) if isinstance(entry[1], bytes)]
    assert name == "thư.eml"
    assert isinstance(content, bytes)
    assert ("tệp", b"x") in list(eml_entries(content))


def test_the_text_counts_only_where_it_is_itself_a_decision() -> None:
    ((name, content),) = eml_entries(mail("Điều 1. Công bố").as_bytes())
    assert (name, content) == ("thư.txt", "\ufeffĐiều 1. Công bố\n".encode())
    ((name, _),) = eml_entries(mail("<p>1.000001</p>", kind="html").as_bytes())
    assert name == "thư.html"
    ((_, nothing),) = eml_entries(mail("Đã nhận, cảm ơn").as_bytes())
    assert not isinstance(nothing, bytes)
    assert list(eml_entries(b"")) == []


def test_a_picture_within_the_letter_is_no_document() -> None:
    made = EmailMessage()
    made.set_content("<img src=cid:a>", subtype="html")
    made.add_related(b"\x89PNG", "image", "png", cid="<a>")
    assert ("tệp đính kèm.png", INLINE_PICTURE) in list(eml_entries(made.as_bytes()))


def test_what_is_no_outlook_mail_is_damaged() -> None:
    with refused(DocumentError):
        list(msg_entries(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600))
    with refused(DocumentError):
        open_streams(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ("WordDocument",), "DOC")
    with refused(DocumentError):
        open_streams(b"", ("WordDocument",), "DOC")


# ---- numbers of lists ------------------------------------------------------------------------------

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def numbering(*levels: str, more: str = "") -> Numbering:
    shown = "".join(f'<w:lvl w:ilvl="{depth}">{level}</w:lvl>' for depth, level in enumerate(levels))
    return Numbering(etree.fromstring(
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{shown}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{more}</w:num></w:numbering>'
    ))  # fmt: skip


def level(form: str, text: str, start: str = "1") -> str:
    return f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'


def test_lists_count_by_definition_and_deeper_levels_begin_anew() -> None:
    counted = numbering(level("upperRoman", "%1."), level("decimal", "%1.%2"))
    labels = [
        counted.next_label(number, depth)
        for number, depth in (("1", "0"), ("1", "1"), ("1", "1"), ("2", "0"), ("1", "1"))
    ]
    assert labels == ["I. ", "I.1 ", "I.2 ", "II. ", "II.1 "]


def test_a_list_may_restart_once() -> None:
    counted = numbering(
        level("decimal", "%1)"), more='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    )
    assert [counted.next_label(one, "0") for one in ("1", "2", "2", "1")] == ["1) ", "5) ", "6) ", "7) "]


@pytest.mark.parametrize(("form", "start", "label"), [
    ("lowerRoman", "49", "xlix "), ("upperLetter", "26", "Z "), ("lowerLetter", "28", "bb "), ("decimalZero", "7", "07 "),
    ("bullet", "1", "- "), ("none", "1", ""), ("upperRoman", "9" * 9, "  "), ("decimal", "9" * 5000, "0 "), ("decimal", "²", "0 "),
])  # fmt: skip
def test_forms_of_numbers_and_starts_that_no_word_has(form: str, start: str, label: str) -> None:
    assert numbering(level(form, "%1", start)).next_label("1", "0").strip() == label.strip()


def test_without_a_definition_there_is_no_number() -> None:
    assert Numbering(None).next_label("1", "0") == ""
    assert numbering(level("decimal", "%1")).next_label("9", "0") == ""
    assert numbering(level("decimal", "%1")).next_label(None, "0") == ""
    assert numbering(level("decimal", "%1")).next_label("1", "3") == ""


# ---- runs ------------------------------------------------------------------------------------------


def test_runs_of_one_font_are_joined_so_that_a_letter_meets_its_mark() -> None:
    runs: Runs = []
    for font, text in (("Arial", "Đe"), ("Arial", "\u0323"), ("Times", ""), ("Times", "n")):
        add_run(runs, font, text)
    assert runs == [("Arial", "Đe\u0323"), ("Times", "n")]
    assert shown_runs("1. ", runs) == ("1. Đe\u0323n", "1. Đẹn")


def test_ticks_of_symbol_fonts_are_an_x_and_their_decoration_nothing() -> None:
    runs: Runs = []
    add_run(runs, "Wingdings", "\u00fc \u006c")
    add_run(runs, None, "\uf0fea\uf041")
    assert runs == [("Wingdings", "x "), (None, "xa")]
    assert symbol(0x52, "Wingdings 2") == "x"
    assert symbol(0x52, "Wingdings") == ""
    assert symbol(0xF0A3, "Symbol") == "≤"
    assert symbol(0x61, "Webdings") == "x"


def test_letters_from_before_unicode_are_repaired_by_their_own_font() -> None:
    assert shown_runs("", [(".VnTime", "C«ng bè"), ("Arial", " 2022")])[1] == "Công bố 2022"


# ---- what is seen ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("ink", "ground", "seen"), [
    (NO_INK, WHITE, True), (Ink(WHITE), WHITE, False), (Ink(WHITE), None, True), (Ink(WHITE), BLACK, True),
    (Ink((248, 248, 248)), WHITE, False), (Ink((239, 255, 255)), WHITE, True), (Ink((240, 255, 255)), WHITE, False),
    (Ink(BLACK, 2.0), WHITE, False), (Ink(BLACK, 2.1), WHITE, True), (Ink(None, 0.0), None, False),
])  # fmt: skip
def test_what_a_person_does_not_see(ink: Ink, ground: tuple[int, int, int] | None, seen: bool) -> None:
    assert ink.is_seen(ground) is seen


def test_ink_says_what_it_says_over_what_it_inherits() -> None:
    assert Ink(None, 8.0).over(Ink(WHITE, 11.0)) == Ink(WHITE, 8.0)
    assert differs(BLACK, WHITE)
    assert not differs((10, 10, 10), (25, 25, 25))


@pytest.mark.parametrize(("text", "colour"), [
    ("FFFFFF", WHITE), ("#000000", BLACK), ("FF000000", BLACK), ("auto", None), ("", None), (None, None), ("#fff", None),
])  # fmt: skip
def test_colours_in_hexadecimal(text: str | None, colour: tuple[int, int, int] | None) -> None:
    assert hex_colour(text) == colour


# ---- styles of a page ------------------------------------------------------------------------------


@pytest.mark.parametrize(("style", "mark"), [
    ("text-decoration: underline line-through", Mark.STRUCK), ("display:none", Mark.HIDDEN), ("visibility: hidden", Mark.HIDDEN),
    ("opacity:0", Mark.HIDDEN), ("position:absolute;left:-9999px", Mark.HIDDEN), ("overflow:hidden;height:0", Mark.HIDDEN),
    ("color: transparent", Mark.HIDDEN), ("color: rgba(0,0,0,0)", Mark.HIDDEN),
    ("opacity:0.5", None), ("left:-5px", None), ("overflow:hidden", None), ("background: none", None), ("", None),
])  # fmt: skip
def test_what_a_style_takes_away(style: str, mark: Mark | None) -> None:
    assert styled(style).marks == (frozenset() if mark is None else {mark})


def test_colours_sizes_and_grounds_of_a_style() -> None:
    look = styled("color:#FFF; font-size: 8px; background-color: rgb(0, 0, 0)")
    assert (look.ink, look.ground, look.grounded) == (Ink(WHITE, 6.0), BLACK, True)
    assert not styled("background: transparent").grounded
    assert styled("background: url(a.png)").ground is None
    assert styled("color: một-màu-lạ").ink.is_seen(WHITE), "what is not known is taken as seen"
    assert styled("color: #fff").over(PAGE).ground == WHITE


def looks(sheet: str, body: str) -> list[frozenset[Mark]]:
    page = f"<html><style>{sheet}</style><body>{body}</body></html>"
    found = Looks(page)
    return [found.of(node).marks for node in html.fromstring(page).iter("p")]


def test_rules_of_a_page_hold_by_tag_id_class_and_what_stands_around() -> None:
    sheet = "/* p {display:none} */ .an {display:none} #a {display:none} div.x p {display:none} p:hover {display:none} @media print { p {display:none} }"
    body = "<p class='b an'>1</p><p id=a>2</p><div class=x><b><p>3</p></b></div><p>4</p><div><p>5</p></div>"
    assert [bool(marks) for marks in looks(sheet, body)] == [True, True, True, False, False]
    assert looks("", "<p hidden>1</p>") == [{Mark.HIDDEN}]


# ---- HTML ------------------------------------------------------------------------------------------


def test_a_page_is_its_text_in_order_without_scripts_and_menus() -> None:
    page = "<title> Trang  một </title><nav>Menu</nav><p>Điều&nbsp;1</p><script>x</script><table><tr><th>Mã<th>Tên<tr><td rowspan=2>1<td>a<tr><td>b</table>"
    document = read_html(page.encode())
    assert shape(document) == ["Điều 1", [["Mã", "Tên"], ["1", "a"], ["1", "b"]]]
    assert page_title(page.encode()).split() == ["Trang", "một"]
    assert page_title(b"<p>x</p>") == ""
    assert read_html(b"").blocks == ()


def test_struck_and_hidden_text_is_marked_and_links_are_kept() -> None:
    document = read_html(
        b"<table><tr><td><s>a</s><td><a href='https://x.example/1'>b</a></table><p style='display:none'>c</p>"
    )
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert table.rows[0].cells[0].marks == {Mark.STRUCK}
    assert table.rows[0].cells[1].links == ("https://x.example/1",)
    assert [block.marks for block in document.blocks if isinstance(block, Paragraph)] == [{Mark.HIDDEN}]


def test_more_cells_than_allowed_are_refused() -> None:
    with refused(OverLimitError):
        read_html(b"<table>" + b"<tr><td>a<td>b" * 60 + b"</table>", Limits(max_cells=100))


def test_a_web_archive_is_its_first_page() -> None:
    made = EmailMessage()
    made.set_content("<p>Điều 1</p>", subtype="html", charset="utf-8")
    assert shape(read_mhtml(made.as_bytes(), Limits())) == ["Điều 1"]
    with refused(DocumentError):
        read_mhtml(b"MIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nx", Limits())


# ---- beside the text of a DOCX ---------------------------------------------------------------------

ANNEX = paper("Công bố", ["Điều 1. Công bố."], [Grid([["STT", "Mã", "Tên"], ["1", "1.000001", "Đăng ký"]])])


def beside(**parts: str) -> Beside:
    out = io.BytesIO(to_docx(ANNEX))
    with zipfile.ZipFile(out, "a") as archive:
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return Beside(checked_zip(out.getvalue(), Limits()), "word/document.xml", Limits())


def test_notes_are_had_without_their_separators() -> None:
    found = beside(footnotes=f'<w:footnotes {W}><w:footnote w:id="0" w:type="separator"><w:t>—</w:t></w:footnote>'
                             f'<w:footnote w:id="2"><w:t>Bãi bỏ</w:t></w:footnote><w:footnote w:id="3"/></w:footnotes>')  # fmt: skip
    notes = found.notes(lambda node: "".join(node.itertext()))
    assert [(note.kind, note.number, note.text) for note in notes] == [(NoteKind.FOOTNOTE, "fn2", "Bãi bỏ")]


def test_a_header_that_names_a_code_is_told_once_and_one_that_says_draft_is_noted() -> None:
    margin = f"<w:hdr {W}><w:p><w:r><w:t>Mã 1.000001</w:t></w:r></w:p><w:p><w:r><w:t>DỰ THẢO</w:t></w:r></w:p></w:hdr>"
    found = beside(header7=margin, header8=margin, header9="<không phải xml")
    assert [note.text for note in found.margins()] == ["Mã 1.000001"]
    found.mark_draft(etree.fromstring(f"<w:body {W}/>"))
    assert found.settled([])[2] == ("draft_mark",)


def test_a_part_that_declares_entities_is_not_read() -> None:
    hostile = f'<!DOCTYPE x [<!ENTITY a "b">]><w:footnotes {W}/>'
    with refused(DocumentError):
        beside(footnotes=hostile).notes(lambda node: "")


def test_a_chunk_that_leads_nowhere_is_told() -> None:
    found = beside()
    assert list(found.chunk(etree.fromstring(f"<w:altChunk {W}/>"))) == []
    assert found.settled([])[2] == ("chunk_not_read",)
    assert found.link(etree.fromstring(f"<w:hyperlink {W}/>")) == []


# ---- families, misreadings -------------------------------------------------------------------------


def workbook() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet().write(0, 0, "a")
    book.close()
    return out.getvalue()


def test_each_format_is_read_by_its_family_and_a_recognised_pdf_is_a_scan() -> None:
    assert family_of(to_docx(ANNEX)) == "docx"
    assert family_of(to_html(ANNEX)) == "html"
    assert family_of(workbook()) == "sheet"
    assert family_of(b"%PDF-1.5\n") == "pdf"
    assert family_of(b"%PDF-1.5\n", Document("scan", ())) == "scan"
    assert family_of(b"%PDF-1.5\n", Document("pdf", ())) == "pdf"
    assert family_of(b"\x00\x01\x02\x03") == "other"


@pytest.mark.parametrize(("read", "meant"), [
    ("thấm định hồ sơ", "thẩm định hồ sơ"), ("THẤM ĐỊNH", "THẨM ĐỊNH"), ("Thủ tuc hành chính", "Thủ tục hành chính"),
    ("thông báo", "thông báo"), ("đối với", "đối với"), ("Nguyễn Thấm", "Nguyễn Thấm"), ("", ""),
    ("~ Nộp hồ sơ", "- Nộp hồ sơ"), ("AI. Lĩnh vực", "A1. Lĩnh vực"), ("'Cấp xã", "Cấp xã"), ("“Cấp xã”", "“Cấp xã”"),
    ('"a" và "b"', '"a" và "b"'),
])  # fmt: skip
def test_only_what_has_one_possible_reading_is_put_right(read: str, meant: str) -> None:
    assert mended(read) == meant
    assert mended(mended(read)) == meant


def test_the_lines_of_a_whole_paper_above_a_bar_are_no_left_half_of_a_letterhead() -> None:
    lines = [f"Điều {at}. Giao việc." for at in range(1, 9)]
    blocks = read_text("\n".join([*lines, "~~Tên thủ tục~~ | Nặn tượng", "Mã số | 2.410001"]).encode()).blocks
    assert [one.text for one in blocks if isinstance(one, Paragraph)] == lines
    assert [len(one.rows) for one in blocks if isinstance(one, Table)] == [2]
    head = read_text("ỦY BAN NHÂN DÂN\nTỈNH QUẢNG NAM | CỘNG HÒA XÃ HỘI\nĐiều 1. Giao việc.".encode()).blocks
    assert not isinstance(head[0], Paragraph)


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ("Ghi chú: thủ tục số 1 tạm dừng.", False),
        ("Bỏ dòng 1.", False),
        ("Số 1.1: chuyển về cơ quan khác.", False),
        ("cho tổ chức", True),
        ("Thủ tục này làm tại xã", True),
    ],
)
def test_a_line_that_speaks_of_a_row_is_no_more_of_the_cell_above(line: str, more: bool) -> None:
    *_, last = read_text(f"STT | Mã TTHC | Tên thủ tục\n1 | 2.410001 | Nặn tượng\n{line}".encode()).blocks
    assert isinstance(last, Table) is more
