"""PDF that is damaged, locked, too large or up to something: it ends in a reason, and the run goes on."""

import io
import threading
import zlib
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.flows.extraction import Extracted, Task, extract_all
from niemyet.model.errors import DocumentError, OverLimitError
from niemyet.model.records import Limits
from niemyet.storage.raw import RawArchive
from tests.support.refusals import refused

WORDS = "Cong bo danh muc thu tuc hanh chinh thuoc tham quyen giai quyet cua uy ban nhan dan tinh"


def drawn(pages: int = 1, **given: object) -> bytes:
    """A PDF of plain pages."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, **given)
    for number in range(1, pages + 1):
        for line in range(30):
            canvas.drawString(60, 780 - 20 * line, f"{WORDS} {number}.{line}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def bare(content: bytes, *, catalog: bytes = b"", page: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    """A PDF of one page, written by hand: what a library would refuse to write."""
    packed = zlib.compress(content)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> "
        + page
        + b" >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
        *more,
    ]
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.7\n")
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + each + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


TEXT = (
    b"BT /F1 11 Tf 60 780 Td 14 TL "
    + b"".join(b"(%s %d) Tj T* " % (WORDS.encode(), n) for n in range(30))
    + b"ET"
)


def apart(tmp_path: Path, *documents: bytes, limits: Limits | None = None) -> list[Extracted]:
    raw = RawArchive(tmp_path / "raw")
    tasks = [Task(raw.put(data), f"{number}.pdf") for number, data in enumerate(documents)]
    return list(extract_all(raw.address, tasks, limits or Limits()))


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_a_truncated_file_is_refused_or_read_never_a_crash(share: float) -> None:
    whole = drawn(3)
    document = None
    with suppress(DocumentError):
        document = read_document(whole[: int(len(whole) * share)], "cut.pdf")
    assert document is None or document.pages is not None


def test_a_locked_file_says_so_and_one_without_a_password_is_read() -> None:
    locked = drawn(encrypt=StandardEncryption("bi-mat", ownerPassword="chu", strength=128))
    with refused(DocumentError, "mật khẩu"):
        read_document(locked, "khoa.pdf")
    open_to_all = drawn(encrypt=StandardEncryption("", ownerPassword="chu", canPrint=0, strength=128))
    assert read_document(open_to_all, "mo.pdf").pages == 1


def test_three_hundred_pages_are_read_and_more_than_the_limit_refused() -> None:
    data = drawn(300)
    assert read_document(data, "dai.pdf").pages == 300
    with refused(OverLimitError, "300 trang"):
        read_document(data, "dai.pdf", Limits(max_pages=299))


def test_scanned_pages_over_the_limit_are_refused_before_they_are_recognised() -> None:
    picture = b"q 595 0 0 842 0 0 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \x00\xff\x00\xff EI Q"
    with refused(OverLimitError, "trang"):
        read_document(bare(picture), "quet.pdf", Limits(max_scanned_pages=0))


def test_a_page_of_a_million_lines_costs_that_document_only(tmp_path: Path) -> None:
    lines = b"".join(
        b"%d %d m %d %d l S " % (n % 500, n % 800, (n * 7) % 590, (n * 3) % 840) for n in range(1_000_000)
    )
    first, second = apart(
        tmp_path, bare(lines), bare(TEXT), limits=Limits(max_seconds=120, max_memory_mb=3_000)
    )
    assert first.error is not None
    assert second.reading is not None


def test_a_stream_that_unpacks_to_gigabytes_costs_that_document_only(tmp_path: Path) -> None:
    bomb = bare(b" " * 300_000_000)
    first, second = apart(tmp_path, bomb, bare(TEXT), limits=Limits(max_seconds=60, max_memory_mb=700))
    assert first.error is not None or first.reading is not None
    assert second.reading is not None


def test_a_page_tree_in_a_circle_ends() -> None:
    data = bare(TEXT).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")
    with pytest.raises(DocumentError):
        read_document(data, "vong.pdf")


def test_scripts_links_and_attached_files_do_nothing() -> None:
    asked: list[str] = []

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/x".encode()
        action = (
            b"<< /S /JavaScript /JS (app.launchURL('"
            + address
            + b"'\\); this.submitForm('"
            + address
            + b"'\\);) >>"
        )
        data = bare(
            TEXT,
            catalog=b"/OpenAction 6 0 R /AA << /WC 6 0 R >> /Names << /EmbeddedFiles << /Names [(a.exe) 7 0 R] >> >>",
            page=b"/AA << /O 6 0 R >> /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI ("
            + address
            + b") >> >>]",
            more=(action, b"<< /Type /Filespec /F (" + address + b") /FS /URL >>"),
        )
        document = read_document(data, "script.pdf")
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []
    assert document.pages == 1
    assert read_decision(document).items == ()
