"""Documents: what a format is, by content; its blocks; and files that are broken, hostile or no documents at all."""

import base64
import io
import zipfile

import pytest

from niemyet.extractors.documents import read_document
from niemyet.extractors.documents.sniff import Format, sniff
from niemyet.model.errors import DocumentError, UnsupportedFormatError
from niemyet.model.records import Document, Paragraph, Table
from tests.support.papers import At, Grid, to_docx, to_html
from tests.support.refusals import refused
from tests.support.wordmaker import ole2

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def docx_of(body: str, *, styles: str = "", numbering: str = "", prolog: str = "") -> bytes:
    """A DOCX of these pieces of XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?>{prolog}<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>',
        )
        if styles:
            package.writestr("word/styles.xml", f'<w:styles xmlns:w="{W}">{styles}</w:styles>')
        if numbering:
            package.writestr("word/numbering.xml", f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>')
    return out.getvalue()


def p(text: str, properties: str = "") -> str:
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def tc(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grid(document: Document, number: int = 1) -> list[list[str]]:
    table = next(b for b in document.blocks if isinstance(b, Table) and b.number == number)
    return [[cell.text for cell in row.cells] for row in table.rows]


# ---- what a format is -------------------------------------------------------------------------------------


def zip_of(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in members.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n...", Format.PDF),
        (b"\n\n%PDF-1.4", Format.PDF),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le"), Format.DOC),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"), Format.XLS),
        (zip_of(xl__workbook_dot_xml="<a/>"), Format.XLSX),
        (zip_of(word__document_dot_xml="<a/>"), Format.DOCX),
        (zip_of(readme_dot_txt="x"), Format.ZIP),
        (zip_of(qd_dot_pdf="%PDF-1.7"), Format.ZIP),
        (zip_of(**{"[Content_Types]_dot_xml": "<a/>", "word__document2_dot_xml": "<a/>"}), Format.DOCX),
        (
            zip_of(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_dot_xml="<a/>"),
            Format.ODS,
        ),
        (zip_of(mimetype="application/vnd.oasis.opendocument.text", content_dot_xml="<a/>"), Format.ODT),
        (ole2({"Workbook": b"x", "Kem": "WordDocument".encode("utf-16-le")}), Format.XLS),
        (ole2({"PowerPoint Document": b"x"}), Format.PPT),
        (ole2({"Khac": b"x"}), Format.UNKNOWN),
        (b"\xef\xbb\xbf\r\n{\\rtf1", Format.RTF),
        (b'<?xml version="1.0"?><w:wordDocument xmlns:w="x">', Format.WORD_XML),
        (b"<html><body>%PDF-1.4", Format.HTML),
        (b"a\tb\tc\nd\te\tf\ng\th\ti\n", Format.TSV),
        (b"{\\rtf1\\ansi", Format.RTF),
        (b"Rar!\x1a\x07\x01\x00", Format.RAR),
        (b"7z\xbc\xaf\x27\x1c\x00", Format.SEVEN_ZIP),
        (b"\x89PNG\r\n\x1a\n", Format.IMAGE),
        (b"\xff\xd8\xff\xe0", Format.IMAGE),
        (b"RIFF\x00\x00\x00\x00WEBP", Format.IMAGE),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>x", Format.HTML),
        (b"  <table><tr><td>x", Format.HTML),
        (b"a | b\n--- | ---\nc | d\n", Format.MARKDOWN),
        ("# Quyết định\n\nchữ".encode(), Format.MARKDOWN),
        ("------- | CỘNG HÒA\na | b | c".encode(), Format.TEXT),
        ("Số: 1/QĐ-UBND".encode("utf-16"), Format.TEXT),
        (b"BM nhung la chu", Format.TEXT),
        (bytes(range(256)) * 20, Format.UNKNOWN),
    ],
)
def test_formats_by_content(data: bytes, kind: Format) -> None:
    assert sniff(data) is kind


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a", None])
def test_the_name_says_nothing(name: str | None) -> None:
    data = to_docx(["Quyết định công bố"])
    assert read_document(data, name).media == "docx"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"Rar!\x1a\x07\x01\x00", "RAR"),
        (zip_of(ppt__presentation_dot_xml="<a/>"), "PPTX"),
        (zip_of(xl__workbook_dot_bin="x"), "XLSB"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "Excel 2003"),
        (bytes(range(256)) * 20, "không nhận ra"),
    ],
)
def test_formats_that_are_kept_and_not_read_as_one_document(data: bytes, word: str) -> None:
    with refused(UnsupportedFormatError, word) as caught:
        read_document(data, "qd.bin")
    assert caught.said.startswith("qd.bin: ")
    assert "chưa đọc được" in caught.said


# ---- what is no document ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "rỗng"),
        (b" \r\n\t", "rỗng"),
        (b"\x00" * 4096, "rỗng"),
        ("Đang cập nhật file đính kèm".encode(), "giữ chỗ"),
        ("<html><body><p>Đang cập nhật file đính kèm</p></body></html>".encode(), "giữ chỗ"),
        (
            b"<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>",
            "trang báo lỗi",
        ),
        (
            "<html><head><title>Request blocked</title></head><body>Vui lòng thử lại</body></html>".encode(),
            "trang báo lỗi",
        ),
        (b"<html><body><img src='x'></body></html>", "không có chữ"),
        (to_docx(["Quyết định"])[:900], "cắt cụt"),
        (b"PK\x05\x06" + b"\0" * 18, "không có gì"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    ],
)
def test_what_is_no_document(data: bytes, said: str) -> None:
    with refused(DocumentError, said) as caught:
        read_document(data, "qd.docx")
    assert not isinstance(caught.error, UnsupportedFormatError)
    assert caught.said.startswith("qd.docx: ")


def test_a_page_where_a_file_was_expected() -> None:
    page = "<html><body><p>Chào mừng đến với cổng thông tin của chúng tôi</p></body></html>".encode()
    with refused(DocumentError, "trang web"):
        read_document(page, "512-qd-ubnd.pdf")
    assert read_document(page, "trang.html").media == "html"


def test_a_page_with_a_menu_before_the_decision_is_no_error_page() -> None:
    menu = "<p>Đăng nhập</p><p>Không tìm thấy? Liên hệ</p>" + "<p>Tin tức và sự kiện của địa phương</p>" * 200
    page = f"<html><head><title>Đăng nhập</title></head><body>{menu}<p>Quyết định số 404/QĐ-UBND</p></body></html>"
    assert texts(read_document(page.encode(), "404.doc"))[-1] == "Quyết định số 404/QĐ-UBND"


def test_a_word_file_that_is_html_inside() -> None:
    data = to_html(["Quyết định công bố thủ tục hành chính", "Điều 1."])
    assert texts(read_document(data, "qd.doc")) == ["Quyết định công bố thủ tục hành chính", "Điều 1."]


# ---- hostile files ------------------------------------------------------------------------------------------


def test_an_entity_is_never_expanded() -> None:
    prolog = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    with refused(DocumentError, "DTD"):
        read_document(docx_of("<w:p><w:r><w:t>&secret;</w:t></w:r></w:p>", prolog=prolog), None)


def test_a_billion_laughs() -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    prolog = f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]>'
    with pytest.raises(DocumentError):
        read_document(docx_of("<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", prolog=prolog), None)


def test_a_zip_bomb_is_not_opened() -> None:
    with refused(DocumentError, "bung ra"):
        read_document(docx_of(" " * 30_000_000), None)


def test_a_zip_that_lies_about_its_size() -> None:
    data = bytearray(docx_of(p("x" * 5000)))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(DocumentError):
        read_document(bytes(data), None)


def test_tables_nested_without_end() -> None:
    body = p("x")
    for _ in range(40):
        body = f"<w:tbl><w:tr>{tc(body + p(''))}</w:tr></w:tbl>"
    with refused(DocumentError, "lồng nhau"):
        read_document(docx_of(body), None)


def test_spans_without_end() -> None:
    page = '<html><body><p>Quyết định</p><table><tr><td colspan="999999" rowspan="99999">x</td></tr></table></body></html>'
    table = next(b for b in read_document(page.encode(), None).blocks if isinstance(b, Table))
    assert len(table.rows[0].cells) == 200


def test_broken_xml_is_said() -> None:
    with refused(DocumentError, "XML"):
        read_document(docx_of("<w:p><w:r>"), None)


# ---- DOCX -----------------------------------------------------------------------------------------------------


def test_docx_merges_across_and_down() -> None:
    table = Grid(
        [["a", At("b", across=2), "c"], [At("d", down=2), "e", "f", "g"], ["h", "i", "j"]], header_rows=1
    )
    document = read_document(to_docx([table]), None)
    assert grid(document) == [["a", "b", "b", "c"], ["d", "e", "f", "g"], ["d", "h", "i", "j"]]
    block = document.blocks[0]
    assert isinstance(block, Table)
    assert block.header_rows == 1
    assert [cell.merged for cell in block.rows[0].cells] == [False, False, True, False]
    assert [cell.merged for cell in block.rows[2].cells] == [True, False, False, False]
    assert block.rows[0].cells[1].colspan == 2


def test_docx_line_breaks_stay_in_raw() -> None:
    body = f"<w:tbl><w:tr>{tc(p('một') + '<w:p><w:r><w:t>hai</w:t><w:br/><w:t>ba</w:t></w:r></w:p>')}</w:tr></w:tbl>"
    block = read_document(docx_of(body), None).blocks[0]
    assert isinstance(block, Table)
    assert (block.rows[0].cells[0].raw, block.rows[0].cells[0].text) == ("một\nhai\nba", "một hai ba")


def test_docx_automatic_numbers() -> None:
    def listed(text: str, level: int, number: int = 1) -> str:
        numbering = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        return f"<w:p>{numbering}<w:r><w:t>{text}</w:t></w:r></w:p>"

    def shape(level: int, form: str, text: str) -> str:
        return f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'

    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{shape(0, "upperRoman", "%1.")}{shape(1, "decimal", "%1.%2")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    body = "".join(
        [listed("a", 0), listed("b", 1), listed("c", 1), listed("d", 0), listed("e", 1), listed("f", 0, 2)]
    )
    assert texts(read_document(docx_of(body, numbering=numbering), None)) == [
        "I. a",
        "I.1 b",
        "I.2 c",
        "II. d",
        "II.1 e",
        "I. f",
    ]


def test_docx_automatic_row_numbers() -> None:
    number = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    rows = "".join(f"<w:tr>{tc(number)}{tc(p(text))}</w:tr>" for text in ("a", "b"))
    assert grid(read_document(docx_of(f"<w:tbl>{rows}</w:tbl>", numbering=numbering), None)) == [
        ["1", "a"],
        ["2", "b"],
    ]


def test_docx_fonts_run_by_run() -> None:
    """TCVN3 in a run of its own, its capitals by the font's name, beside Unicode (T7-T9)."""

    def run(text: str, font: str) -> str:
        return f'<w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'

    body = (
        f"<w:p>{run('Thñ tôc ', '.VnTime')}{run('hành chính ', 'Times New Roman')}{run('®­îc söa', '.VnTime')}</w:p>"
        f"<w:p>{run('ñy ban nh©n d©n', '.VnTimeH')}</w:p>"
    )
    assert texts(read_document(docx_of(body), None)) == ["Thủ tục hành chính được sửa", "ỦY BAN NHÂN DÂN"]


def test_docx_font_of_a_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    body = p("QuyÕt ®Þnh", '<w:pPr><w:pStyle w:val="B"/></w:pPr>')
    document = read_document(docx_of(body, styles=styles), None)
    block = document.blocks[0]
    assert isinstance(block, Paragraph)
    assert (block.raw, block.text) == ("QuyÕt ®Þnh", "Quyết định")


def test_docx_leaves_out_what_is_not_shown() -> None:
    body = (
        "<w:p><w:r><w:t>thấy</w:t></w:r><w:del><w:r><w:delText>xóa</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t> thêm</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"
        "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>trong khung</w:t></w:r></w:p></w:txbxContent>"
        "</mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>trong khung</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>ô</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert texts(read_document(docx_of(body), None)) == ["thấy thêm", "trong khung", "ô"]


def test_docx_tick_is_an_x() -> None:
    tick = '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>'
    assert grid(read_document(docx_of(f"<w:tbl><w:tr>{tc(tick)}</w:tr></w:tbl>"), None)) == [["x"]]


def test_a_raised_figure_of_a_docx_is_the_sign_of_a_note() -> None:
    up = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r>'

    def line(before: str, figure: str) -> str:
        return f'<w:p><w:r><w:t xml:space="preserve">{before}</w:t></w:r>{up.format(figure)}</w:p>'

    body = line("1.001022", "1") + line("Nhà năm", "12") + line("Nhà trên 50 m", "2") + line("Đơn", "mẫu")
    assert texts(read_document(docx_of(body), None)) == ["1.001022¹", "Nhà năm¹²", "Nhà trên 50 m2", "Đơnmẫu"]


def test_a_content_control_that_asks_for_its_value_has_none() -> None:
    def asks(more: str) -> str:
        said = "<w:r><w:t>{}</w:t></w:r>"
        control = f"<w:sdtPr>{more}</w:sdtPr><w:sdtContent>{said.format('nhập')}</w:sdtContent>"
        return f"<w:p>{said.format('Thời hạn:')}<w:sdt>{control}</w:sdt></w:p>"

    body = asks("<w:showingPlcHdr/>") + asks('<w:showingPlcHdr w:val="0"/>') + asks("")
    assert texts(read_document(docx_of(body), None)) == ["Thời hạn:", "Thời hạn:nhập", "Thời hạn:nhập"]


def test_docx_frame_tables_and_tables_in_cells() -> None:
    small = f"<w:tbl><w:tr>{tc(p('m'))}{tc(p('n'))}</w:tr></w:tbl>"
    data = f"<w:tbl><w:tr>{tc(p('a'))}{tc(p('b'))}{tc(small + p(''))}</w:tr></w:tbl>"
    frame = f"<w:tbl><w:tr>{tc(p('đầu') + data + p('cuối'))}</w:tr></w:tbl>"
    document = read_document(docx_of(frame), None)
    assert texts(document) == ["đầu", "cuối"]
    assert grid(document) == [["a", "b", "m n"]]


# ---- HTML -----------------------------------------------------------------------------------------------------


def test_html_unclosed_cells_and_spans() -> None:
    page = (
        "<html><body><table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d</tr>"
        "<tr><td>e<br>e2<td>f<td>g</table></body></html>"
    )
    document = read_document(page.encode(), None)
    assert grid(document) == [["a", "b", "b"], ["a", "c", "d"], ["e e2", "f", "g"]]
    block = document.blocks[0]
    assert isinstance(block, Table)
    assert block.rows[2].cells[0].raw == "e\ne2"


def test_html_leaves_out_scripts_and_reads_frames() -> None:
    page = (
        "<html><body><script>var a='<p>x</p>'</script><nav>menu</nav><style>p{}</style><!-- ghi chú -->"
        "<table><tr><td><p>Quyết định</p><table><tr><td>1</td><td>2</td><td>3</td></tr></table></td></tr></table>"
        "<div>một <b>hai</b> ba<br>bốn</div></body></html>"
    )
    document = read_document(page.encode(), None)
    assert texts(document) == ["Quyết định", "một hai ba", "bốn"]
    assert grid(document) == [["1", "2", "3"]]


def test_html_pages_put_into_pages_and_forms() -> None:
    page = "<html><body><form><p>một</p></form></body></html> hai<html><body><p>ba</p></body></html>"
    assert texts(read_document(page.encode(), None)) == ["một", "hai", "ba"]


def test_html_cells_that_a_form_stands_around_and_text_beside_cells() -> None:
    page = "<html><body><table>lạc<tr><form><td>a</td><td>b</td></form></tr><td>c</td><td>d</td></table>sau</body></html>"
    document = read_document(page.encode(), None)
    assert texts(document) == ["lạc", "sau"]
    assert [cell for row in grid(document) for cell in row if cell] == ["a", "b", "c", "d"]


def test_web_archives() -> None:
    page = "<html><head><meta charset=windows-1252></head><body><p>Quyết định</p></body></html>".encode()
    data = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(page)
        + b"\r\n--x--\r\n"
    )
    assert texts(read_document(data, "qd.doc")) == ["Quyết định"]
    with refused(DocumentError, "không có trang HTML"):
        read_document(data[:90], "qd.doc")


def test_html_charset_and_legacy_font() -> None:
    page = '<html><head><meta charset="windows-1252"></head><body><p><font face=".VnTime">QuyÕt ®Þnh</font></p></body></html>'
    assert texts(read_document(page.encode("cp1252"), None)) == ["Quyết định"]


def test_html_cut_off_is_flagged() -> None:
    assert "maybe_truncated" in read_document("<html><body><p>Quyết định số 1".encode(), None).flags
    assert read_document("<html><body><p>Quyết định</p></body></html>".encode(), None).flags == ()


# ---- text and Markdown ------------------------------------------------------------------------------------------


def test_markdown_tables_headings_and_signs() -> None:
    text = (
        "# **Quyết định**\n\nMột \\* hai\n\n| a | b |\n|---|:--:|\n| c<br>d | e \\| f |\n| g |\n\nsau\n\n"
        "x | y\n--- | ---\nz | &amp;\n"
    )
    document = read_document(text.encode(), None)
    assert texts(document) == ["Quyết định", "Một * hai", "sau"]
    assert grid(document, 1) == [["a", "b"], ["c d", "e | f"], ["g", ""]]
    assert grid(document, 2) == [["x", "y"], ["z", "&"]]
    block = next(b for b in document.blocks if isinstance(b, Table))
    assert (block.header_rows, block.rows[1].cells[0].raw) == (1, "c\nd")


def test_text_cells_that_go_on_over_lines() -> None:
    text = (
        "ỦY BAN\nTỈNH | CỘNG HÒA\nĐộc lập\n\nSTT | Mã | Tên | Nơi | Phí\n\n"
        "1 | 1.00\n0001 | Nặn | Nơi nhận:\n- Trực tiếp.\n- Qua mạng | Không\n\n"
        "LĨNH VỰC SỨ\n\n2 | 1.000002 | Vẽ | Nhà | Không\ncó thu\n3 | 1.000003 | Nung | Lò | Không\n"
    )
    document = read_document(text.encode(), None)
    assert grid(document, 1) == [["ỦY BAN TỈNH", "CỘNG HÒA Độc lập"]]
    assert grid(document, 2) == [
        ["STT", "Mã", "Tên", "Nơi", "Phí"],
        ["1", "1.00 0001", "Nặn", "Nơi nhận: - Trực tiếp. - Qua mạng", "Không"],
    ]
    assert grid(document, 3) == [
        ["2", "1.000002", "Vẽ", "Nhà", "Không có thu"],
        ["3", "1.000003", "Nung", "Lò", "Không"],
    ]
    assert texts(document) == ["LĨNH VỰC SỨ"]


def test_text_in_older_encodings() -> None:
    assert texts(read_document("Số: 1/QĐ-UBND\nĐiều 1.".encode("utf-16"), None)) == [
        "Số: 1/QĐ-UBND",
        "Điều 1.",
    ]
    assert texts(read_document("Số 1\nĐiều".encode("utf-16-le"), None)) == ["Số 1", "Điều"]
    assert texts(read_document("Thñ tôc hµnh chÝnh".encode("cp1252"), None)) == ["Thủ tục hành chính"]
