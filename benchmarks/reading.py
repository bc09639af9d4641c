"""Items per second of the formats that no general reader reads."""

import io
import tempfile
from datetime import date
from pathlib import Path

import docx

from benchmarks.measure import Line, best_of, own_peak_mb
from niemyet.demo.portal import DemoPortal
from niemyet.demo.world import build_world
from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.extractors.fetching.client import Client
from niemyet.extractors.fetching.politeness import Politeness
from niemyet.extractors.portals import portal_for
from niemyet.extractors.settings import FetchSettings, SourceSettings
from niemyet.flows.clock import SystemClock
from niemyet.model.records import Receipt, Window
from niemyet.storage.raw import RawArchive

ROWS = 120
_HEAD = (
    "STT",
    "Mã TTHC",
    "Tên thủ tục hành chính",
    "Thời hạn giải quyết",
    "Địa điểm thực hiện",
    "Phí, lệ phí",
    "Căn cứ pháp lý",
)
_OPENING = (
    "ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM",
    "Số: 512/QĐ-UBND",
    "Quảng Nam, ngày 04 tháng 3 năm 2022",
    "QUYẾT ĐỊNH",
    "Về việc công bố Danh mục thủ tục hành chính được sửa đổi, bổ sung",
    "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính được sửa đổi, bổ sung.",
    "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.",
    "PHỤ LỤC",
    "A. THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG",
)


def measure() -> list[Line]:
    """The formats that have no peer; DOCX, HTML and PDF stand beside theirs in `documents.py`."""
    return [
        _national(),
        _alone("Markdown", _markdown().encode(), "a.md"),
        _alone("plain text", _text().encode(), "a.txt"),
        Line("peak memory of this process", f"{own_peak_mb():.0f} MB", "", ""),
    ]


def _rows(edition: int = 0, count: int = ROWS) -> list[tuple[str, ...]]:
    """Rows of one document. Another edition has other codes and names: what a reader remembers of them helps it in none."""
    rows: list[tuple[str, ...]] = []
    for number in range(1, count + 1):
        if number % 10 == 1:
            rows.append(
                (
                    f"{number // 10 + 1}",
                    f"THỦ TỤC HÀNH CHÍNH CẤP {'XÃ' if number % 20 == 1 else 'HUYỆN'}",
                    "",
                    "",
                    "",
                    "",
                    "",
                )
            )
        rows.append(
            (
                str(number),
                f"1.{edition:02d}{number:04d}",
                f"Thủ tục thử số {edition or ''}{number} về cấp giấy xác nhận cho hộ gia đình, cá nhân",
                "05 ngày làm việc",
                "Bộ phận Tiếp nhận và Trả kết quả cấp xã",
                "50.000 đồng",
                "Nghị định số 1/2020/NĐ-CP ngày 01/01/2020 của Chính phủ",
            )
        )
    return rows


def _docx(edition: int = 0, count: int = ROWS) -> bytes:
    document = docx.Document()
    for line in _OPENING:
        document.add_paragraph(line)
    rows = [_HEAD, *_rows(edition, count)]
    table = document.add_table(len(rows), len(_HEAD))
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _html(edition: int = 0, count: int = ROWS) -> bytes:
    opening = "".join(f"<p>{line}</p>" for line in _OPENING)
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
        for row in [_HEAD, *_rows(edition, count)]
    )
    return f"<html><head><meta charset='utf-8'></head><body>{opening}<table>{rows}</table></body></html>".encode()


def _markdown() -> str:
    table = [_HEAD, tuple("---" for _ in _HEAD), *_rows()]
    return "\n\n".join(_OPENING) + "\n\n" + "\n".join("| " + " | ".join(row) + " |" for row in table) + "\n"


def _text() -> str:
    return "\n\n".join([*_OPENING, *(" | ".join(row) for row in [_HEAD, *_rows()])]) + "\n"


def _python_docx(data: bytes) -> list[list[str]]:
    return [
        [cell.text for cell in row.cells]
        for table in docx.Document(io.BytesIO(data)).tables
        for row in table.rows
    ]


def _items(data: bytes, name: str) -> int:
    return len(read_decision(read_document(data, name)).items)


def _national() -> Line:
    """Postings of the national service read from its stored answers: list row, page, lists, codes."""
    with DemoPortal(build_world(), date(2022, 12, 31)) as portal, tempfile.TemporaryDirectory() as root:
        raw = RawArchive(Path(root))
        settings = SourceSettings(
            id="dvcqg", kind="dvcqg", url=f"{portal.url}/jsp/rest.jsp", fetch=FetchSettings("", 0.0)
        )
        clock = SystemClock()
        client = Client.of(settings, raw, clock, "bench", politeness=Politeness(clock))
        service = portal_for(settings)
        events = service.crawl(client, Window(since=date(2022, 10, 1)), {})
        receipts = [event for event in events if isinstance(event, Receipt)]
        found = sum(len(service.read(receipt, raw.get).procedures) for receipt in receipts)
        seconds = best_of(3, lambda: [service.read(receipt, raw.get) for receipt in receipts])
    return Line(
        f"national JSON: {len(receipts)} postings, {found} items", f"{found / seconds:,.0f} items/s", "", ""
    )


def _alone(kind: str, data: bytes, name: str) -> Line:
    found = _items(data, name)
    ours = best_of(5, lambda: _items(data, name))
    return Line(f"{kind}: {found} of {ROWS} items", f"{found / ours:,.0f} items/s", "", "")
