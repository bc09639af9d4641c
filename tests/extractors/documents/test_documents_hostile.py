"""Files made to do harm, or merely broken: each ends in a clear reason or in the right document, never in between.

Wall times are not asserted; memory is bounded by running the reading in a process with a limit.
"""

import gzip
import io
import struct
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import xlsxwriter

from niemyet.extractors.documents import read_document
from niemyet.extractors.documents.archives import open_archive
from niemyet.model.errors import DocumentError, NiemyetError, OverLimitError
from niemyet.model.records import Limits, Table
from tests.extractors.documents.test_archives import needs_unar, rar_of, seven_zip_of, tar_of, zip_of
from tests.extractors.documents.test_documents import docx_of, p
from tests.extractors.documents.test_documents_doc import needs_office
from tests.support.papers import At, Grid, paper, to_docx, to_html
from tests.support.refusals import refused
from tests.support.wordmaker import Word, cell, ole2, par, row_end

PAPER = paper(
    "Về việc công bố danh mục thủ tục hành chính",
    ["Điều 1. Công bố.", "Điều 2. Có hiệu lực kể từ ngày ký."],
    ["DANH MỤC", Grid([["STT", "Mã", At("Tên", across=2)], ["1", "1.000001", "Nặn", "x"]])],
)


def sheet() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for row in range(6):
        page.write_row(row, 0, ["1", "1.000001", "Cấp giấy nặn tượng", "Không"])
    book.close()
    return out.getvalue()


def old_word() -> bytes:
    rows = [one for n in range(6) for one in (cell(str(n)), cell("Nặn"), row_end([0, 1000, 2000]))]
    return Word([par("QUYẾT ĐỊNH"), *rows, par("Điều 1.")]).build()


SAMPLES = {
    "docx": to_docx(PAPER),
    "xlsx": sheet(),
    "doc": old_word(),
    "html": to_html(PAPER),
    "zip": zip_of(("a", b"x" * 9000)),
}


# ---- cut off, empty, locked -----------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"\0" * 70_000, b"\xef\xbb\xbf", b"\r\n" * 500])
def test_zero_bytes(data: bytes) -> None:
    with refused(DocumentError, "rỗng"):
        read_document(data, "qd.docx")


@pytest.mark.parametrize("form", ["docx", "xlsx", "doc", "zip"])
@pytest.mark.parametrize("share", [0.001, 0.1, 0.33, 0.5, 0.75, 0.9, 0.99, 0.999])
def test_cut_off_containers(form: str, share: float) -> None:
    data = SAMPLES[form][: int(len(SAMPLES[form]) * share)]
    if form == "doc" and share > 0.9:  # the last sector holds the table of sectors
        data = data[:-512]
    with refused(DocumentError) as caught:
        read_document(data, f"qd.{form}")
    assert caught.said.startswith(f"qd.{form}: ")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_cut_off_html_is_flagged(share: float) -> None:
    data = SAMPLES["html"][: int(len(SAMPLES["html"]) * share)]
    assert read_document(data, None).flags == ("maybe_truncated",)


def test_locked_office_files() -> None:
    for streams in (
        {"EncryptedPackage": b"x", "EncryptionInfo": b"y"},
        {"WordDocument": b"x", "EncryptedPackage": b"y"},
    ):
        with refused(DocumentError, "mật khẩu"):
            read_document(ole2(streams), "qd.docx")


# ---- bombs --------------------------------------------------------------------------------------------------------


def test_ten_gigabytes_of_zeros_in_archives_in_archives() -> None:
    zeros = gzip.compress(b"\0" * 10_000_000, 9)
    layer = zip_of(*((f"{n}.gz", zeros) for n in range(32)))
    data = zip_of(*((f"{n}.zip", layer) for n in range(32)))
    assert len(data) < 400_000
    with refused(OverLimitError, "max_unpacked_mb"):
        open_archive(data, "bom.zip", Limits(max_unpacked_mb=50))


def test_archives_ten_layers_deep() -> None:
    data = SAMPLES["docx"]
    for number in range(10):
        data = zip_of((f"{number}.zip", data))
    with refused(OverLimitError, "lồng quá 3 lớp"):
        open_archive(data, "sau.zip", Limits())


def _repeated_part(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SAMPLES["xlsx" if name.startswith("xl/") else "docx"])) as old, \
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:  # fmt: skip
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return out.getvalue()


@pytest.mark.parametrize("name", ["word/document.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_a_part_that_unpacks_without_end(name: str) -> None:
    with refused(OverLimitError, "bung ra"):
        read_document(_repeated_part(name, b"<a>" + b" " * 60_000_000), "qd", Limits(max_unpacked_mb=20))


# ---- names, entities, references ------------------------------------------------------------------------------------


def test_names_that_lead_out_of_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = ("../../../tmp/x.html", "/etc/cron.d/x", "..\\..\\x.html", "a/../../x.html", "C:/Windows/x.html")
    made = [
        zip_of,
        tar_of,
        pytest.param(rar_of, marks=needs_unar),
        pytest.param(seven_zip_of, marks=needs_unar),
    ]
    for make in made[:2]:
        opened = open_archive(make(*((name, SAMPLES["html"]) for name in names)), None, Limits())  # type: ignore[operator]
        assert len(opened.members) == len(names)
        assert not any(
            ".." in member.path.split("/") or member.path.startswith("/") for member in opened.members
        )
    assert list(tmp_path.iterdir()) == []


ENTITIES = {
    "external": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "remote": '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:{port}/e">]>',
    "parameter": '<!DOCTYPE x [<!ENTITY % d SYSTEM "http://127.0.0.1:{port}/d"> %d; <!ENTITY e "x">]>',
    "outside": '<!DOCTYPE x SYSTEM "http://127.0.0.1:{port}/dtd" [<!ENTITY e "x">]>',
    "laughs": "<!DOCTYPE x [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    + "<!ENTITY e '&a11;'>]>",
    "quadratic": f"<!DOCTYPE x [<!ENTITY e '{'a' * 50_000}'>]>",
}


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """(port, paths that were asked for) of a server on this machine."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_HEAD = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1], asked
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("kind", ENTITIES)
@pytest.mark.parametrize("part", ["document", "styles", "sheet", "strings"])
def test_entities_are_refused(kind: str, part: str, listener: tuple[int, list[str]]) -> None:
    port, asked = listener
    prolog = ENTITIES[kind].replace("{port}", str(port))
    if part == "document":
        data = docx_of("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>", prolog=prolog)
    elif part == "styles":
        data = _with_part(docx_of(p("x")), "word/styles.xml", f"{prolog}<x>&e; .VnTime</x>".encode())
    elif part == "sheet":
        data = _with_part(SAMPLES["xlsx"], "xl/worksheets/sheet1.xml", f"{prolog}<x>&e;</x>".encode())
    else:
        data = _with_part(
            SAMPLES["xlsx"], "xl/sharedStrings.xml", f"{prolog}<sst><si><t>&e;</t></si></sst>".encode()
        )
    with pytest.raises(DocumentError):
        read_document(data, "qd.docx")
    assert asked == []


def _with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return out.getvalue()


def test_references_of_a_docx_are_never_fetched(listener: tuple[int, list[str]]) -> None:
    port, asked = listener
    url = f"http://127.0.0.1:{port}"
    kinds = (
        "attachedTemplate",
        "image",
        "hyperlink",
        "oleObject",
        "subDocument",
        "frame",
        "aFChunk",
        "styles",
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{url}/{kind}" TargetMode="External"/>'
        for n, kind in enumerate(kinds)
    )
    body = p("Quyết định") + '<w:p><w:r><w:t>x</w:t></w:r></w:p><w:altChunk w:id="r6"/><w:subDoc w:id="r4"/>'
    relations = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
    data = _with_part(docx_of(body), "word/_rels/document.xml.rels", relations.encode())
    data = _with_part(data, "_rels/.rels", relations.encode())
    assert read_document(data, None).media == "docx"
    page = f'<html><head><link rel=stylesheet href="{url}/c"></head><body><img src="{url}/i"><p>Quyết định</p></body></html>'
    assert read_document(page.encode(), None).media == "html"
    assert asked == []


@needs_office
def test_references_of_an_rtf_are_never_fetched(listener: tuple[int, list[str]]) -> None:
    port, asked = listener
    url = f"http://127.0.0.1:{port}"
    field = r'{\field{\*\fldinst INCLUDEPICTURE "URL/i.png" \\d}{\fldrslt }}'.replace("URL", url)
    template = r"{\*\template URL/t.dot}".replace("URL", url)
    rtf = r"{\rtf1\ansi" + template + r" Quy\u7871?t \u273?\u7883?nh " + field + r"\par}"
    assert read_document(rtf.encode(), None).media == "rtf"
    assert asked == []


# ---- depth and length -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li", "font", "span"])
def test_a_hundred_thousand_nested_tags(tag: str) -> None:
    page = (
        "<html><body><p>Quyết định công bố</p>" + f"<{tag}>" * 100_000 + "sâu" + "<p>cuối</p></body></html>"
    )
    with refused(OverLimitError, "lồng nhau"):
        read_document(page.encode(), None)


def test_a_hundred_thousand_unclosed_paragraphs() -> None:
    page = "<html><body>" + "<p>" * 100_000 + "Quyết định</body></html>"
    assert len(read_document(page.encode(), None).blocks) == 1


def test_runs_nested_without_end() -> None:
    body = "<w:p>" + "<w:ins>" * 100_000 + "</w:ins>" * 100_000 + "</w:p>"
    with pytest.raises(DocumentError):
        read_document(docx_of(body), None)


def test_spans_that_cover_more_than_allowed() -> None:
    cells = '<tr><td colspan="200" rowspan="200">x</td></tr>' * 3_000
    with refused(OverLimitError, "max_cells"):
        read_document(f"<html><body><p>Quyết định</p><table>{cells}</table></body></html>".encode(), None)


def test_doc_tables_in_tables_without_end() -> None:
    rows = [one for depth in range(1, 40) for one in (cell("a", depth=depth),)]
    with refused(DocumentError, "lồng nhau"):
        read_document(Word([par("x"), *rows]).build(), None)


def test_doc_properties_that_repeat_without_end() -> None:
    """Ten thousand pages of properties that all name the same place."""
    streams = Word([par("Quyết định")]).streams()
    text, table = bytearray(streams["WordDocument"]), streams["1Table"]
    count = 10_000
    plc = struct.pack(f"<{count + 1}I", *range(count + 1)) + struct.pack(f"<{count}I", *[5] * count)
    struct.pack_into("<II", text, 0xFA, len(table), len(plc))
    with refused(DocumentError, "nhiều trang thuộc tính"):
        read_document(ole2({"WordDocument": bytes(text), "1Table": table + plc}), None)


def test_doc_containers_whose_sectors_go_round() -> None:
    data = bytearray(old_word())
    first = 512 * (1 + struct.unpack_from("<I", data, 76)[0])  # the first sector of the table of sectors
    data[first:] = b"\0" * (len(data) - first)
    with pytest.raises(DocumentError):
        read_document(bytes(data), None)


MEASURED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 31, 1 << 31))
from niemyet.extractors.documents import read_document
from niemyet.model.records import Table
document = read_document(open(sys.argv[1], "rb").read(), None)
print(sum(len(block.rows) for block in document.blocks if isinstance(block, Table)))
"""


@pytest.mark.parametrize("form", ["docx", "html", "xlsx"])
def test_a_table_of_fifty_thousand_rows(form: str, tmp_path: Path) -> None:
    """In two gigabytes of address space, the interpreter and its libraries included."""
    path = tmp_path / "long"
    path.write_bytes(_long(form, 50_000))
    found = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=False,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert (found.returncode, found.stdout.strip()) == (0, "50000"), found.stderr[-500:]


def _long(form: str, rows: int) -> bytes:
    texts = (["1", f"1.{n:06d}", f"Cấp giấy số {n}", "10 ngày"] for n in range(rows))
    if form == "docx":
        body = "".join(
            "<w:tr>"
            + "".join(f"<w:tc><w:p><w:r><w:t>{one}</w:t></w:r></w:p></w:tc>" for one in row)
            + "</w:tr>"
            for row in texts
        )
        return docx_of(f"<w:tbl>{body}</w:tbl>")
    if form == "html":
        body = "".join("<tr>" + "".join(f"<td>{one}</td>" for one in row) + "</tr>" for row in texts)
        return f"<html><body><table>{body}</table></body></html>".encode()
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate(texts):
        page.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def test_every_error_tells_the_reason_in_vietnamese() -> None:
    for data in (b"PK\x03\x04", SAMPLES["docx"][:500], ole2({"WordDocument": b"x"}), docx_of("<w:p>")):
        with refused(NiemyetError) as caught:
            read_document(data, "qd.docx")
        # Without LibreOffice a DOC of one stream is said to need it.
        assert any(word in caught.said for word in ("hỏng", "cắt cụt", "không", "cần")), caught.said


def test_samples_are_good_before_they_are_broken() -> None:
    for form in ("docx", "xlsx", "doc", "html"):
        document = read_document(SAMPLES[form], None)
        assert any(isinstance(block, Table) for block in document.blocks)
        assert document.flags == ()
