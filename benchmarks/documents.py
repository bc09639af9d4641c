"""Documents beside a general reader of the same tables, in turn on one core: seconds of the processor, ratio, who read right.

The same annex of 120 rows and 12 section rows, drawn as a text PDF of about a dozen pages and written as DOCX and HTML;
both also with 500 rows. The peers give cells; niemyet's time is given for the same (`read_document`) and with the
understanding of it added. Each turn reads another edition (its own codes and names), so that no reader has seen it before.
A scan is measured in seconds a page. Peak memory is that of a process of its own for each reader.
"""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pdfplumber
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from benchmarks.goals import judged
from benchmarks.measure import Line, best_of, in_turn
from benchmarks.reading import _HEAD, _OPENING, ROWS, _docx, _html, _python_docx, _rows
from benchmarks.truth.renderers import font_files
from benchmarks.truth.scans import scanned
from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.extractors.documents.recognition import recognition_ready
from niemyet.extractors.listing_pagers import read_whole_listing
from niemyet.model.records import Table as ReadTable

_WIDTHS = (40, 72, 200, 90, 130, 80, 150)
_TIMES = 5
_EDITIONS = 2 * (_TIMES + 1)  # one a turn and one to warm up, of cells and of the whole
_LONG = 500  # rows of a long list
_SCANNED_PAGES = 4


def measure() -> list[Line]:
    """DOCX beside python-docx, HTML and listings beside pandas.read_html, text PDF beside pdfplumber, a scan by itself."""
    lines: list[Line] = []
    for count in (ROWS, _LONG):
        lines += _word([_docx(edition, count) for edition in range(_EDITIONS)], count)
        lines += _page([_html(edition, count) for edition in range(_EDITIONS)], count)
    lines += _listings(_LONG)
    if font_files() is None:
        return [*lines, Line("text PDF", "not measured: no font with Vietnamese letters", "", "")]
    drawn = [_pdf(edition) for edition in range(_EDITIONS)]
    lines += _portable(drawn)
    if recognition_ready() is not None:
        return [*lines, Line("scan", "not measured: no data of the recognition", "", "")]
    return [*lines, _scan(drawn[0])]


def _word(editions: Sequence[bytes], count: int) -> list[Line]:
    lines = _lines("DOCX", "python-docx", editions, "a.docx", _python_docx, count)
    return [*lines, *([_memory("DOCX", editions[0], "a.docx")] if count == _LONG else [])]


def _page(editions: Sequence[bytes], count: int) -> list[Line]:
    lines = _lines("HTML", "pandas.read_html", editions, "a.html", _pandas, count)
    return [*lines, *([_memory("HTML", editions[0], "a.html")] if count == _LONG else [])]


def _listings(count: int) -> list[Line]:
    """A page on which a unit shows what hangs: names that no page had before, and those that another unit has shown."""
    pages = [_listing(edition, count) for edition in range(_TIMES + 1)]
    assert len(read_whole_listing(pages[0], "a.html")) == count
    read = in_turn(
        _TIMES,
        _each(pages[1:] + pages[:1], lambda data: read_whole_listing(data, "a.html")),
        _each(pages, _pandas),
    )
    again = in_turn(
        _TIMES, _each(pages, lambda data: read_whole_listing(data, "a.html")), _each(pages, _pandas)
    )
    return [
        Line(
            f"a listing that a page shows, {count} rows, {names}: cells, then understood",
            f"{one.ours * 1e3:.1f} ms, {count / one.ours:,.0f} rows/s",
            f"pandas.read_html, cells only: {one.peer * 1e3:.1f} ms, {count / one.peer:,.0f} rows/s",
            one.shown(),
        )
        for names, one in (("its names are new", read), ("another unit shows them too", again))
    ]


def _listing(edition: int, count: int) -> bytes:
    rows = [row for row in _rows(edition, count) if row[2]]
    cells = "".join(
        f"<tr><td>{at}</td><td>{row[1]}</td><td>{row[2]}</td></tr>" for at, row in enumerate(rows, 1)
    )
    head = "<tr><th>STT</th><th>Mã TTHC</th><th>Tên thủ tục hành chính</th></tr>"
    return f"<html><meta charset='utf-8'><body><table>{head}{cells}</table></body></html>".encode()


def _pandas(data: bytes) -> object:
    return pd.read_html(io.StringIO(data.decode()))


def _lines(
    what: str,
    peer: str,
    editions: Sequence[bytes],
    name: str,
    cells_of_peer: Callable[[bytes], object],
    count: int = ROWS,
) -> list[Line]:
    """The cells beside a peer's cells, then cells and understanding beside the same."""
    found = len(read_decision(read_document(editions[0], name)).items)
    assert found == count, f"{name}: {found} of {count} items"
    some, others = editions[: _TIMES + 1], editions[_TIMES + 1 :]
    cells = in_turn(_TIMES, _each(some, lambda data: read_document(data, name)), _each(some, cells_of_peer))
    whole = in_turn(
        _TIMES,
        _each(others, lambda data: read_decision(read_document(data, name))),
        _each(others, cells_of_peer),
    )
    return [
        Line(
            f"{what}, {count} rows: cells",
            f"{cells.ours * 1e3:.1f} ms",
            f"{peer}: {cells.peer * 1e3:.1f} ms",
            cells.shown(),
        ),
        Line(
            f"{what}, {count} rows: cells, then understood",
            f"{whole.ours * 1e3:.1f} ms, {count / whole.ours:,.0f} items/s",
            f"{peer}, cells only: {whole.peer * 1e3:.1f} ms, {count / whole.peer:,.0f} rows/s",
            whole.shown(),
            judged(_GOALS[what, count], whole.ratio) if (what, count) in _GOALS else "",
        ),
    ]


_PEAK_OF_PEER = {"DOCX": "python-docx", "HTML": "pandas.read_html", "text PDF": "pdfplumber"}
_GOALS = {("HTML", ROWS): "html", ("HTML", _LONG): "html, long", ("DOCX", ROWS): "docx"}


def _memory(what: str, data: bytes, name: str) -> Line:
    """Peak of a process that reads one file."""
    return Line(
        f"{what}: peak memory",
        f"{_peak('ours', data, name):.0f} MB",
        f"{_PEAK_OF_PEER[what]}: {_peak('peer', data, name):.0f} MB",
        "",
    )


def _each(editions: Sequence[bytes], read: Callable[[bytes], object]) -> Callable[[], object]:
    """Reads the next edition each time it is called; the first one is that of the turn that only warms up."""
    following = iter(editions)
    return lambda: read(next(following))


def _portable(editions: Sequence[bytes]) -> list[Line]:
    data = editions[0]
    pages = read_document(data, "a.pdf").pages or 1
    right, theirs = _right(_table_rows(data)), _right(_pdfplumber(data))
    cells, whole = _lines(f"text PDF, {pages} pages", "pdfplumber", editions, "a.pdf", _pdfplumber)
    return [
        cells,
        replace(whole, goal=judged("pdf", float(whole.ratio.split("×")[0]))),
        Line(
            "text PDF: rows whose code and name are whole",
            f"{right} of {ROWS}",
            f"pdfplumber: {theirs} of {ROWS}",
            "",
        ),
        _memory("text PDF", data, "a.pdf"),
    ]


def _scan(drawn: bytes) -> Line:
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    data = scanned(_first_pages(drawn, _SCANNED_PAGES), 7)
    seconds = best_of(1, lambda: read_decision(read_document(data, "a.pdf")))
    return Line(
        f"scan, {_SCANNED_PAGES} pages, 200 dpi, noise and stamps",
        f"{seconds / _SCANNED_PAGES:.2f} s a page",
        f"peak {_peak('ours', data, 'a.pdf'):.0f} MB",
        "",
    )


def _pdfplumber(data: bytes) -> list[list[str]]:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [
            [cell or "" for cell in row]
            for page in document.pages
            for table in page.extract_tables()
            for row in table
        ]


def _table_rows(data: bytes) -> list[list[str]]:
    blocks = read_document(data, "a.pdf").blocks
    return [
        [cell.text for cell in row.cells]
        for block in blocks
        if isinstance(block, ReadTable)
        for row in block.rows
    ]


def _right(rows: list[list[str]]) -> int:
    """Rows of the annex that are there with code and name, line breaks aside."""
    read = {("".join(row[1].split()), " ".join(row[2].split())) for row in rows if len(row) > 2}
    return sum((row[1], row[2]) in read for row in _rows() if row[2])


def _pdf(edition: int = 0) -> bytes:
    rows = [_HEAD, *_rows(edition)]
    regular, bold = font_files() or (Path(), Path())
    pdfmetrics.registerFont(TTFont("Bench", str(regular)))
    pdfmetrics.registerFont(TTFont("BenchBold", str(bold)))
    plain = ParagraphStyle("plain", fontName="Bench", fontSize=10, leading=12)
    strong = ParagraphStyle("strong", fontName="BenchBold", fontSize=10, leading=12)
    flow: list[Flowable] = [Paragraph(line, plain) for line in _OPENING]
    texts = [
        [Paragraph(cell, strong if place == 0 else plain) for cell in row] for place, row in enumerate(rows)
    ]
    spans = [("SPAN", (1, place), (-1, place)) for place, row in enumerate(rows) if not row[2]]
    table = Table(texts, colWidths=_WIDTHS, repeatRows=1)
    table.setStyle(
        TableStyle(
            [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP"), *spans]
        )
    )
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=landscape(A4), leftMargin=36, rightMargin=36, invariant=1).build(
        [*flow, table]
    )
    return out.getvalue()


def _first_pages(data: bytes, count: int) -> bytes:
    import pypdfium2

    whole, part = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    part.import_pages(whole, pages=list(range(count)))
    out = io.BytesIO()
    part.save(out)
    part.close()
    whole.close()
    return out.getvalue()


#: Readers, each as a program of its own: what another one imports is none of its memory.
_PROGRAMS = {
    "ours": """
from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
read_decision(read_document(data, path.name))
""",
    ".docx": """
import docx
[cell.text for table in docx.Document(io.BytesIO(data)).tables for row in table.rows for cell in row.cells]
""",
    ".html": """
import pandas
pandas.read_html(io.StringIO(data.decode()))
""",
    ".pdf": """
import pdfplumber
with pdfplumber.open(io.BytesIO(data)) as document:
    [page.extract_tables() for page in document.pages]
""",
}
#: Not getrusage: its figure is inherited from the process that started this one.
_TELL_PEAK = """
print(next(int(line.split()[1]) / 1024 for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def _peak(who: str, data: bytes, name: str) -> float:
    """Peak memory of a process that reads the document once, in MB."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        program = _PROGRAMS["ours" if who == "ours" else path.suffix]
        opening = "import io, pathlib, sys\npath = pathlib.Path(sys.argv[1])\ndata = path.read_bytes()"
        command = [sys.executable, "-c", f"{opening}{program}{_TELL_PEAK}", str(path)]
        said = subprocess.run(command, capture_output=True, check=True, text=True)
    return float(said.stdout.split()[-1])
