"""Decisions in our own words, rendered the same into Markdown, text, HTML and DOCX, for tests of their reading.

Markdown and text lose spans, as real converters do: labels of a second header row move to the left end.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

import docx
from docx.oxml import OxmlElement

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Reading


@dataclass(frozen=True)
class At:
    """A cell that reaches over columns and rows."""

    text: str
    across: int = 1
    down: int = 1


@dataclass
class Grid:
    """A table; rows leave out the places that a cell above reaches into."""

    rows: list[list[str | At]]
    header_rows: int = 1
    repeat_header_after: int = 0  # a page ends after so many rows: header rows come again
    width: int = field(init=False)

    def __post_init__(self) -> None:
        self.width = sum(_at(cell).across for cell in self.rows[0])
        if self.repeat_header_after:
            head, body = self.rows[: self.header_rows], self.rows[self.header_rows :]
            cut = self.repeat_header_after
            self.rows = [*head, *body[:cut], *head, *body[cut:]]

    def placed(self) -> list[list[tuple[str, At, int]]]:
        """Rows of (kind, cell, column): "own" where a cell begins, "down" where one from above reaches."""
        below: dict[int, tuple[int, At]] = {}
        out = []
        for row in self.rows:
            cells = iter(row)
            line: list[tuple[str, At, int]] = []
            column = 0
            while column < self.width:
                if below.get(column, (0, None))[0]:
                    left, above = below[column]
                    below[column] = (left - 1, above)
                    line.append(("down", above, column))
                    column += above.across
                    continue
                cell = _at(next(cells))
                if cell.down > 1:
                    below[column] = (cell.down - 1, cell)
                line.append(("own", cell, column))
                column += cell.across
            out.append(line)
        return out


def _at(cell: str | At) -> At:
    return At(cell) if isinstance(cell, str) else cell


Paper = list[str | Grid]

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------"


def paper(
    title: str,
    articles: list[str],
    annex: Paper | None = None,
    *,
    number: str = "412/QĐ-UBND",
    day: str = "ngày 05 tháng 7 năm 2022",
    issuer: str = "ỦY BAN NHÂN DÂN\nTỈNH AN BÌNH",
    basis: str = "Căn cứ Quyết định số 77/QĐ-BVN ngày 01/6/2022 của Bộ Văn nghệ về việc công bố thủ tục hành chính;",
    belongs: str | None = None,
) -> Paper:
    """A whole decision; `annex` follows the signature under "PHỤ LỤC"."""
    place = issuer.rpartition("\n")[2].removeprefix("TỈNH ").title()
    head = Grid([[f"{issuer}\n-------", MOTTO], [f"Số: {number}", f"{place}, {day}"]], header_rows=0)
    blocks: Paper = [
        head,
        "QUYẾT ĐỊNH",
        title,
        f"CHỦ TỊCH {issuer.replace(chr(10), ' ')}",
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;",
        basis,
        "Theo đề nghị của Giám đốc Sở Văn nghệ tại Tờ trình số 9/TTr-SVN ngày 01/7/2022.",
        "QUYẾT ĐỊNH:",
        *articles,
        Grid(
            [["Nơi nhận:\n- Như trên;\n- Lưu: VT.", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLê Văn Thử"]],
            header_rows=0,
        ),
    ]
    if annex is not None:
        said = belongs if belongs is not None else f"Quyết định số {number} {day}"
        blocks += ["PHỤ LỤC", *annex[:1], f"(Kèm theo {said} của Chủ tịch UBND tỉnh An Bình)", *annex[1:]]
    return blocks


# ---- renderers ----------------------------------------------------------------------------------------


def to_markdown(blocks: Paper) -> bytes:
    """As a converter writes it: a wrong heading of another page first, spans lost, cells on one line."""
    out = [
        "*Source: somewhere/quyet-dinh-999-QD-UBND-2001*",
        "",
        "# Thực hiện chế độ của một văn bản khác",
        "",
    ]
    for block in blocks:
        if isinstance(block, str):
            out += [block, ""]
            continue
        lines = _packed(block)
        for number, line in enumerate(lines):
            cells = [text.replace("\n", " ").replace("|", "\\|") for text in line]
            out.append("| " + " | ".join(cells) + " |")
            if number == 0:
                out.append("|" + "---|" * len(cells))
        out.append("")
    return "\n".join(out).encode()


def _packed(grid: Grid) -> list[list[str]]:
    """Cells of each row pushed to the left, except below a merged value, which repeats (R-TBL-2)."""
    lines = []
    head = grid.rows[: grid.header_rows]
    for row, written in zip(grid.placed(), grid.rows, strict=True):
        in_header = written in head
        texts = [cell.text for kind, cell, _ in row if kind == "own" or not in_header]
        lines.append(texts + [""] * (grid.width - len(texts)))
    return lines


def to_text(blocks: Paper) -> bytes:
    """Lines of `a | b | c`, rows parted by blank lines, line breaks kept inside cells."""
    out = []
    for block in blocks:
        if isinstance(block, str):
            out.append(block)
            continue
        for row in _packed(block):
            while len(row) > 1 and not row[-1] and not any(row[1:]):
                row.pop()
            out.append(" | ".join(row))
    return "\n\n".join(out).encode()


def to_html(blocks: Paper) -> bytes:
    """Spans as spans; every third cell left unclosed, as pages have it."""
    body = []
    for block in blocks:
        if isinstance(block, str):
            body.append(f"<p>{escape(block)}</p>")
            continue
        rows = []
        for number, row in enumerate(block.placed()):
            cells = []
            for kind, cell, column in row:
                if kind == "own":
                    spans = f' colspan="{cell.across}"' * (cell.across > 1) + f' rowspan="{cell.down}"' * (
                        cell.down > 1
                    )
                    text = escape(cell.text).replace("\n", "<br/>")
                    cells.append(f"<td{spans}>{text}" + ("" if (number + column) % 3 == 0 else "</td>"))
            rows.append(f"<tr>{''.join(cells)}</tr>")
        body.append(f"<table>{''.join(rows)}</table>")
    page = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>x</title></head><body>{''.join(body)}</body></html>"
    return page.encode()


def to_docx(blocks: Paper) -> bytes:
    """With merged cells and rows marked as header."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        placed = block.placed()
        table = document.add_table(rows=len(placed), cols=block.width)
        for number, row in enumerate(placed):
            if block.header_rows and number < block.header_rows:
                mark = OxmlElement("w:tblHeader")
                table.rows[number]._tr.get_or_add_trPr().append(mark)
            for kind, cell, column in row:
                if kind != "own":
                    continue
                last = table.cell(number + cell.down - 1, column + cell.across - 1)
                place = table.cell(number, column)
                if cell.down > 1 or cell.across > 1:
                    place = place.merge(last)
                first, *rest = cell.text.split("\n")
                place.paragraphs[0].text = first
                for line in rest:
                    place.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


FORMATS: dict[str, Callable[[Paper], bytes]] = {
    "markdown": to_markdown,
    "text": to_text,
    "html": to_html,
    "docx": to_docx,
}


def read_as(form: str, blocks: Paper) -> Reading:
    """The paper as one format gives it."""
    return read_decision(read_document(FORMATS[form](blocks), f"paper.{form}"))
