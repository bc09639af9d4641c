"""A decision of one page as PDF, in our own words: what has pages can be shown as a picture."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas


def page_of_rows(number: int, rows: Sequence[tuple[str, str]], *, section: str = "BAN HÀNH MỚI") -> bytes:
    """A decision of one page, with its list as a ruled table."""
    register()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Serif", 11)
    lines = (
        (60, "ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM"), (60, f"Số: {number}/QĐ-UBND"),
        (260, "Quảng Nam, ngày 05 tháng 01 năm 2022"), (240, "QUYẾT ĐỊNH"),
        (60, f"Về việc công bố Danh mục thủ tục hành chính {section.lower()} lĩnh vực Thư viện"),
        (60, f"Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính {section.lower()} lĩnh vực Thư viện."),
        (60, "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký."), (240, "PHỤ LỤC"),
        (60, f"A. THỦ TỤC HÀNH CHÍNH {section} CẤP XÃ"),
    )  # fmt: skip
    for place, (left, text) in enumerate(lines):
        canvas.drawString(left, 790 - 26 * place, text)
    edges = (60, 100, 190, 420, 530)
    top = 790 - 26 * len(lines)
    told = [("STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết")]
    told += [(str(n), code, name, "05 ngày") for n, (code, name) in enumerate(rows, start=1)]
    for place, cells in enumerate(told):
        for left, cell in zip(edges, cells, strict=False):
            canvas.drawString(left + 4, top - 24 * place - 16, cell)
    canvas.grid(edges, [top - 24 * line for line in range(len(told) + 1)])
    canvas.save()
    return out.getvalue()


def register() -> None:
    """A font with Vietnamese letters, where the machine has it."""
    for folder in ("liberation2", "liberation"):
        path = Path(f"/usr/share/fonts/truetype/{folder}/LiberationSerif-Regular.ttf")
        if path.is_file():
            pdfmetrics.registerFont(TTFont("Serif", str(path)))
            return
    pytest.skip("the Liberation fonts are not installed (apt-get install fonts-liberation2)")
