"""What hangs at a text of PDF and old Excel: words that only an appearance draws, links, comments."""

import io
import struct

import pytest
from reportlab.lib import colors
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph as Flowing
from reportlab.platypus import SimpleDocTemplate
from reportlab.platypus import Table as Ruled

from niemyet.extractors.documents import read_document
from niemyet.extractors.documents.workbook import _Records
from niemyet.model.records import Limits, Paragraph, Table
from niemyet.model.words import NoteKind

# ---- PDF --------------------------------------------------------------------------------------------------------------


def _stream(head: bytes, body: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(body), body)


def stamped(kind: bytes, drawn: bytes) -> bytes:
    """A page whose number is left open, and an annotation over the gap that has words in its appearance alone."""
    page = b"BT /F 12 Tf 50 700 Td (XA MUOI) Tj 0 -20 Td (So:            /QD-UBND) Tj ET"
    font = b"/Resources << /Font << /F 5 0 R >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R] %s >>" % font,
        _stream(b"", page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Annot /Subtype /%s /Rect [72 678 100 692] /F 4 /AP << /N 7 0 R >> >>" % kind,
        _stream(
            b"/Type /XObject /Subtype /Form /BBox [0 0 28 14] %s" % font,
            b"BT /F 12 Tf 2 2 Td (%s) Tj ET" % drawn,
        ),
    ]
    out = b"%PDF-1.7\n"
    starts = []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size, at = len(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, at)


@pytest.mark.parametrize(("kind", "note"), [
    (b"Stamp", NoteKind.ANNOTATION), (b"FreeText", NoteKind.ANNOTATION), (b"Widget /FT /Sig /T (s)", NoteKind.FORM_FIELD),
])  # fmt: skip
def test_a_number_that_a_stamp_draws_stands_in_its_line(kind: bytes, note: NoteKind) -> None:
    document = read_document(stamped(kind, b"731"), None)
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "XA MUOI",
        "So: 731 /QD-UBND",
    ]
    assert [(one.kind, one.text) for one in document.notes] == [(note, "731")]


def test_who_signed_when_stands_in_no_line_of_the_paper() -> None:
    document = read_document(stamped(b"Stamp", b"Ky boi: Xa Muoi, ngay ky 01/02/2024 08:30 +07:00"), None)
    assert all("boi" not in block.text for block in document.blocks if isinstance(block, Paragraph))


def test_a_code_in_a_link_belongs_to_the_cell_below_it() -> None:
    style = getSampleStyleSheet()["BodyText"]
    linked = Flowing('<a href="https://x.example/tthc?ma=2.700001">Hai muoi</a>', style)
    plain = Flowing('<a href="https://x.example/">Rang muoi</a>', style)
    out = io.BytesIO()
    lines = [("GRID", (0, 0), (-1, -1), 1, colors.black)]
    SimpleDocTemplate(out).build([Ruled([["STT", "Ten"], ["1", linked], ["2", plain]], style=lines)])
    (table,) = (block for block in read_document(out.getvalue(), None).blocks if isinstance(block, Table))
    assert [row.cells[1].links for row in table.rows] == [(), ("https://x.example/tthc?ma=2.700001",), ()]


# ---- old Excel --------------------------------------------------------------------------------------------------------


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def test_comments_and_links_of_old_excel_are_put_to_their_cells() -> None:
    words, address = "Thôi làm từ tháng sau", "https://x.example/2.700002"
    first, rest = words[:7].encode("utf-16-le"), words[7:].encode("utf-16-le")
    sheet = b"".join((
        record(0x0809, struct.pack("<HH", 0x0600, 0x10)),
        record(0x005D, struct.pack("<HHHH", 0x15, 18, 0x19, 3) + bytes(12)),
        record(0x01B6, bytes(10) + struct.pack("<H", len(words)) + bytes(6)),
        record(0x003C, b"\x01" + first), record(0x003C, b"\x01" + rest), record(0x003C, bytes(16)),
        record(0x001C, struct.pack("<HHHH", 4, 2, 0, 3) + bytes(4)),
        record(0x01B8, struct.pack("<HHHH", 5, 5, 1, 1) + bytes(16) + address.encode("utf-16-le") + bytes(2)),
        record(0x000A),
    ))  # fmt: skip
    head = record(0x0809, struct.pack("<HH", 0x0600, 0x05))
    bound = record(0x0085, struct.pack("<I", len(head) + 22) + bytes(10))
    records = _Records(head + bound + record(0x000A) + sheet, Limits())
    records.read_globals()
    assert records.beside(0) == ({(4, 2): words}, {(5, 1): address})
    assert records.beside(1) == ({}, {})
