"""What the readers of each family make of the project's own papers."""

import io
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import xlsxwriter

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Document
from niemyet.storage.codec import dump, load
from tests.support.papers import At, Grid, Paper, paper, to_docx, to_html, to_markdown, to_text

FILES = Path(__file__).parent / "files"


def papers() -> Iterator[Paper]:
    """Two decisions that show what most annexes show: sections, merged cells, levels, an abolition."""
    head: list[str | At] = [
        "STT",
        "Mã TTHC",
        "Tên thủ tục hành chính",
        "Thời hạn giải quyết",
        "Địa điểm thực hiện",
    ]
    yield paper(
        "Về việc công bố Danh mục thủ tục hành chính mới ban hành trong lĩnh vực Văn nghệ",
        ["Điều 1. Công bố kèm theo Quyết định này 02 thủ tục hành chính mới ban hành lĩnh vực Văn nghệ.",
         "Điều 2. Quyết định này có hiệu lực kể từ ngày 15/7/2022."],
        ["DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH",
         Grid([head, [At("A. THỦ TỤC HÀNH CHÍNH CẤP HUYỆN", 5)],
               ["1", "1.612345", "Cấp giấy phép biểu diễn", "05 ngày làm việc", At("Bộ phận Một cửa", 1, 2)],
               ["2", "1.612346", "Gia hạn giấy phép biểu diễn", "03 ngày làm việc"]])],
    )  # fmt: skip
    yield paper(
        "Về việc công bố Danh mục thủ tục hành chính bị bãi bỏ trong lĩnh vực Văn nghệ",
        ["Điều 1. Công bố Danh mục thủ tục hành chính bị bãi bỏ.", "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."],
        ["DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ",
         Grid([["STT", "Mã TTHC", "Tên thủ tục hành chính", "Căn cứ bãi bỏ"],
               ["1", "2.000777", "Đăng ký hoạt động của câu lạc bộ", "Nghị định số 5/2022/NĐ-CP"]])],
        number="413/QĐ-UBND",
    )  # fmt: skip


def corpus() -> dict[str, list[bytes]]:
    """Family → its files."""
    told = list(papers())
    files = {path.name: path.read_bytes() for path in sorted(FILES.glob("*.pdf"))}
    return {
        "text": [make(one) for one in told for make in (to_markdown, to_text)],
        "html": [to_html(one) for one in told],
        "docx": [to_docx(one) for one in told],
        "sheet": [_sheet(one) for one in told],
        "pdf": list(files.values()),
    }


def digests() -> dict[str, str]:
    """Family → digest of what is read from its files; of the decisions layer over documents that stand as they are."""
    found = {
        family: _digest([dump(read_document(data, None)) for data in files])
        for family, files in corpus().items()
    }
    kept = [load(Document, line) for line in (FILES / "documents.jsonl").read_text("utf-8").splitlines()]
    return found | {"decisions": _digest([dump(read_decision(document)) for document in kept])}


def _digest(texts: list[str]) -> str:
    return sha256("\n".join(texts).encode()).hexdigest()[:16]


def _sheet(blocks: Paper) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        row = 0
        for block in blocks:
            rows = [[block]] if isinstance(block, str) else block.rows
            for cells in rows:
                for column, cell in enumerate(cells):
                    sheet.write_string(row, column, cell.text if isinstance(cell, At) else cell)
                row += 1
    return out.getvalue()
