"""How words look, through each form of a list and each format: what is struck, pale, hidden or deleted there is asked about.

A list is written once, as lines and tables of parts with a look each, and drawn in each format.
"""

import io
from collections.abc import Callable, Iterator
from enum import StrEnum
from html import escape

import docx
import pytest
import xlsxwriter
from docx.shared import RGBColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph as PdfParagraph
from reportlab.platypus import SimpleDocTemplate, TableStyle
from reportlab.platypus import Table as PdfTable

from niemyet.extractors.decisions.pinned import may_doubt_a_row, put_comments
from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Note, Reading
from niemyet.model.words import NoteKind
from tests.support.paged import register

MATTER = "Danh mục thủ tục hành chính mới ban hành lĩnh vực Nghề gốm thuộc thẩm quyền của UBND cấp xã"
HEAD = (
    "ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM", "Số: 73/QĐ-UBND", "Quảng Nam, ngày 06 tháng 8 năm 2025", "QUYẾT ĐỊNH",
    f"Về việc công bố {MATTER}", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM", "QUYẾT ĐỊNH:",
    f"Điều 1. Công bố kèm theo Quyết định này {MATTER}.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.", "PHỤ LỤC",
    "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH LĨNH VỰC NGHỀ GỐM CẤP XÃ",
)  # fmt: skip
NAMES = ("Cấp phép lò nung", "Hỗ trợ mua đất sét", "Đăng ký bàn xoay")
CODES = ("2.410001", "2.410002", "2.410003")
TIMES = ("05 ngày", "07 ngày", "10 ngày")


class Look(StrEnum):
    """How the words of the second procedure are drawn."""

    PLAIN = "plain"
    PALE = "pale"
    HIDDEN = "hidden"
    STRUCK = "struck"
    DELETED = "deleted"


class Drawn(StrEnum):
    """What of it is drawn so; its label, or where it has none of its own its number."""

    NAME = "name"
    CODE = "code"
    LABEL = "label"
    WHOLE = "whole"
    ALL = "all three, each whole"


Part = tuple[str, Look]
Line = list[Part]
Block = Line | list[list[Line]]
#: (label, value) of each field of a procedure, each a part.
Fields = list[tuple[Part, Part]]


def procedures(look: Look, drawn: Drawn) -> list[Fields]:
    """The three procedures by their fields."""

    def of(place: int, *kinds: Drawn) -> Look:
        told = drawn in kinds or drawn is Drawn.WHOLE
        return look if drawn is Drawn.ALL or (place == 1 and told) else Look.PLAIN

    return [
        [
            (("Tên thủ tục", of(at, Drawn.LABEL)), (NAMES[at], of(at, Drawn.NAME))),
            (("Mã số", of(at)), (CODES[at], of(at, Drawn.CODE))),
            (("Thời hạn giải quyết", of(at)), (TIMES[at], of(at))),
        ]
        for at in range(3)
    ]


def _cards(listed: list[Fields]) -> Iterator[Block]:
    for fields in listed:
        yield from ([label, (": ", Look.PLAIN), value] for label, value in fields)


def _lines(listed: list[Fields]) -> Iterator[Block]:
    for fields in listed:
        line: Line = []
        for label, value in fields:
            line += [*([("; ", Look.PLAIN)] if line else []), label, (": ", Look.PLAIN), value]
        yield line


def _below(listed: list[Fields]) -> Iterator[Block]:
    for fields in listed:
        yield from ([part] for pair in fields for part in pair)


def _pairs(listed: list[Fields]) -> Iterator[Block]:
    yield [[[label], [value]] for fields in listed for label, value in fields]


def _turned(listed: list[Fields]) -> Iterator[Block]:
    numbers = [[(str(at), fields[0][0][1])] for at, fields in enumerate(listed, 1)]
    rows = [[[("STT", Look.PLAIN)], *numbers]]
    rows += [
        [[(listed[0][at][0][0], Look.PLAIN)], *([fields[at][1]] for fields in listed)] for at in range(3)
    ]
    yield rows


def _beside(listed: list[Fields]) -> Iterator[Block]:
    head: list[Line] = [[(text, Look.PLAIN)] for text in ("STT", "Mã TTHC", "Tên thủ tục hành chính")]
    own: list[list[Line]] = [
        [[(str(at), fields[0][0][1])], [fields[1][1]], [fields[0][1]]] for at, fields in enumerate(listed, 1)
    ]
    yield [head * 2, [*own[0], *own[2 - 1]], [*own[2], *([[("", Look.PLAIN)]] * 3)]]


def _rows(listed: list[Fields]) -> Iterator[Block]:
    head: list[Line] = [[(text, Look.PLAIN)] for text in ("STT", "Mã TTHC", "Tên thủ tục hành chính")]
    yield [
        head,
        *(
            [[(str(at), fields[0][0][1])], [fields[1][1]], [fields[0][1]]]
            for at, fields in enumerate(listed, 1)
        ),
    ]


FORMS = (_cards, _lines, _below, _pairs, _turned, _beside, _rows)


def to_docx(blocks: list[Block]) -> bytes:
    made = docx.Document()

    def write(place: object, parts: Line) -> None:
        for text, look in parts:
            run = place.add_run(text)  # type: ignore[attr-defined]
            run.font.strike = look is Look.STRUCK or None
            run.font.double_strike = look is Look.DELETED or None
            run.font.hidden = look is Look.HIDDEN or None
            if look is Look.PALE:
                run.font.color.rgb = RGBColor.from_string("A6A6A6")

    for block in blocks:
        if isinstance(block[0], tuple):
            write(made.add_paragraph(), block)  # type: ignore[arg-type]
            continue
        table = made.add_table(rows=len(block), cols=len(block[0]))
        for row, cells in zip(table.rows, block, strict=True):
            for cell, parts in zip(row.cells, cells, strict=True):
                write(cell.paragraphs[0], parts)  # type: ignore[arg-type]
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def to_xlsx(blocks: list[Block], said: str = "") -> bytes:
    """`said`: a comment at the cell of the second name."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Sheet1")
    forms = {
        Look.PLAIN: book.add_format({"font_size": 11}),
        Look.PALE: book.add_format({"font_color": "#A6A6A6"}),
        Look.HIDDEN: book.add_format({"font_color": "#FFFFFF"}),
        Look.STRUCK: book.add_format({"font_strikeout": True}),
    }

    def write(row: int, column: int, parts: Line) -> None:
        if said and any(NAMES[1] in text for text, _ in parts):
            sheet.write_comment(row, column, said)
        pieces = [piece for text, look in parts for piece in (forms[look], text)]
        if len(parts) == 1:
            sheet.write_string(row, column, parts[0][0], pieces[0])
        else:
            sheet.write_rich_string(row, column, *pieces)

    row = 0
    for block in blocks:
        for cells in [[block]] if isinstance(block[0], tuple) else block:
            for column, parts in enumerate(cells):
                if parts[0][0]:
                    write(row, column, parts)  # type: ignore[arg-type]
            row += 1
    book.close()
    return out.getvalue()


def to_pdf(blocks: list[Block]) -> bytes:
    register()
    style = ParagraphStyle("a", fontName="Serif", fontSize=11, leading=14)
    tags = {Look.PALE: "<font color='#A6A6A6'>{}</font>", Look.STRUCK: "<strike>{}</strike>"}

    def written(parts: Line) -> PdfParagraph:
        return PdfParagraph("".join(tags.get(look, "{}").format(escape(text)) for text, look in parts), style)

    flow: list[object] = []
    for block in blocks:
        if isinstance(block[0], tuple):
            flow.append(written(block))  # type: ignore[arg-type]
        else:
            rows = [[written(parts) for parts in cells] for cells in block]  # type: ignore[arg-type]
            flow.append(PdfTable(rows, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "#000000")])))
    out = io.BytesIO()
    SimpleDocTemplate(out).build(flow)
    return out.getvalue()


def _typed(parts: Line) -> str:
    tags = {Look.STRUCK: "~~{}~~", Look.DELETED: "<del>{}</del>"}
    return "".join(tags.get(look, "{}").format(text) if text else "" for text, look in parts)


def to_text(blocks: list[Block]) -> bytes:
    lines: list[str] = []
    for block in blocks:
        lines += [
            " | ".join(map(_typed, cells))  # type: ignore[arg-type]
            for cells in ([[block]] if isinstance(block[0], tuple) else block)
        ]
    return "\n".join(lines).encode()


def to_markdown(blocks: list[Block]) -> bytes:
    out: list[str] = []
    for block in blocks:
        if isinstance(block[0], tuple):
            out.append(_typed(block))  # type: ignore[arg-type]
            continue
        rows = [f"| {' | '.join(map(_typed, cells))} |" for cells in block]  # type: ignore[arg-type]
        out.append("\n".join([rows[0], f"|{'---|' * len(block[0])}", *rows[1:]]))
    return "\n\n".join(out).encode()


WRITERS: dict[str, Callable[[list[Block]], bytes]] = {
    "docx": to_docx,
    "xlsx": to_xlsx,
    "pdf": to_pdf,
    "text": to_text,
    "markdown": to_markdown,
}
SHOWS = {
    "docx": (Look.PALE, Look.HIDDEN, Look.STRUCK, Look.DELETED),
    "xlsx": (Look.PALE, Look.HIDDEN, Look.STRUCK),
    "pdf": (Look.PALE, Look.STRUCK),
    "text": (Look.STRUCK, Look.DELETED),
    "markdown": (Look.STRUCK, Look.DELETED),
}


def reading(
    form: str, laid_out: Callable[[list[Fields]], Iterator[Block]], look: Look, drawn: Drawn
) -> Reading:
    head: list[Block] = [[(text, Look.PLAIN)] for text in HEAD]
    data = WRITERS[form]([*head, *laid_out(procedures(look, drawn))])
    return read_decision(read_document(data, None))


@pytest.mark.parametrize("laid_out", FORMS)
@pytest.mark.parametrize(("form", "look"), [(form, look) for form, looks in SHOWS.items() for look in looks])
def test_a_procedure_that_looks_otherwise_is_asked_about_once(
    form: str, look: Look, laid_out: Callable[[list[Fields]], Iterator[Block]]
) -> None:
    for drawn in (Drawn.NAME, Drawn.CODE, Drawn.LABEL, Drawn.WHOLE):
        found = reading(form, laid_out, look, drawn)
        assert found.number == 73, drawn
        asked = [found.items[one.item].code for one in found.questions if one.item is not None]
        assert asked == ["2.410002"] or (found.questions and None in {one.item for one in found.questions}), (
            drawn
        )


@pytest.mark.parametrize("laid_out", FORMS)
@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf"])
def test_what_all_are_drawn_like_is_how_the_paper_looks(
    form: str, laid_out: Callable[[list[Fields]], Iterator[Block]]
) -> None:
    for look, drawn in ((Look.PLAIN, Drawn.WHOLE), (Look.PALE, Drawn.ALL)):
        found = reading(form, laid_out, look, drawn)
        assert [(one.code, one.name) for one in found.items] == list(zip(CODES, NAMES, strict=True))
        assert not found.questions


def test_words_that_doubt_a_row_are_told_by_what_its_list_does() -> None:
    assert may_doubt_a_row("(vẫn thực hiện)")
    assert not may_doubt_a_row("Thực hiện toàn trình")
    assert put_comments([], {0: ["cm1"]}, [Note(NoteKind.COMMENT, "cm1", "gạch bỏ")]) == (set(), [])


def pointed(blocks: list[Block], said: str) -> bytes:
    """A page on which words show when one points at the second name."""

    def written(parts: Line) -> str:
        text = "".join(escape(text) for text, _ in parts)
        return text.replace(NAMES[1], f"<span title='{said}'>{NAMES[1]}</span>")

    out = ""
    for block in blocks:
        if isinstance(block[0], tuple):
            out += f"<p>{written(block)}</p>"  # type: ignore[arg-type]
            continue
        rows = ("".join(f"<td>{written(parts)}</td>" for parts in cells) for cells in block)  # type: ignore[arg-type]
        out += f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    return f"<html><body>{out}</body></html>".encode()


@pytest.mark.parametrize("laid_out", FORMS)
@pytest.mark.parametrize("form", ["xlsx", "html"])
@pytest.mark.parametrize(
    ("said", "of_abolished", "asked"),
    [
        ("không tính dòng này", False, True),
        ("đã thay bằng thủ tục khác", False, True),
        ("vẫn thực hiện", True, True),
        ("Không bãi bỏ", True, True),
        ("TTHC không thu phí", False, False),
        ("Thực hiện toàn trình", True, False),
    ],
)
def test_a_comment_that_takes_a_row_out_or_lets_it_go_on_is_asked_about_once(
    said: str, of_abolished: bool, asked: bool, form: str, laid_out: Callable[[list[Fields]], Iterator[Block]]
) -> None:
    head: list[Block] = [
        [(text.replace("mới ban hành", "bị bãi bỏ") if of_abolished else text, Look.PLAIN)] for text in HEAD
    ]
    head[-1] = [
        (f"DANH MỤC THỦ TỤC HÀNH CHÍNH {'BỊ BÃI BỎ' if of_abolished else 'MỚI BAN HÀNH'} CẤP XÃ", Look.PLAIN)
    ]
    blocks = [*head, *laid_out(procedures(Look.PLAIN, Drawn.WHOLE))]
    data = pointed(blocks, said) if form == "html" else to_xlsx(blocks, said)
    found = read_decision(read_document(data, None))
    assert [one.code for one in found.items] == list(CODES)
    assert [found.items[one.item].code for one in found.questions if one.item is not None] == [
        CODES[1]
    ] * asked
    assert len(found.questions) == asked


@pytest.mark.parametrize("laid_out", [_cards, _lines])
def test_hidden_words_of_a_card_are_kept_where_it_says_nothing_without_them(
    laid_out: Callable[[list[Fields]], Iterator[Block]],
) -> None:
    for drawn in (Drawn.NAME, Drawn.WHOLE):
        found = reading("docx", laid_out, Look.HIDDEN, drawn)
        assert [one.code for one in found.items] == list(CODES)
        assert [found.items[one.item].code for one in found.questions if one.item is not None] == [CODES[1]]
