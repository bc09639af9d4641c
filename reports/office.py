"""An office document by Nghị định 30/2020/NĐ-CP, Phụ lục I: letterhead, title, body, signature, page numbers.

What stands where, in which size and weight, follows the appendix's table of parts ("sơ đồ bố trí các thành phần thể
thức"); its number is named beside each part. What is not known is left as a dotted blank, never invented.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from niemyet.reports.plain import printable

#: Phụ lục I, mục I.2: 20-25 mm above and below, 30-35 left, 15-20 right; with the text across, the same sides.
MARGINS_MM = {"top": 20, "bottom": 20, "left": 30, "right": 15}
FONT = "Times New Roman"
BLANK = "…………………………"
_HEAVY = "─"


@dataclass(frozen=True, slots=True)
class Office:
    """Who issues, as the configuration says it; an empty text is a blank to be filled in by hand."""

    issuer: str
    superior: str = ""
    place: str = ""  # địa danh
    symbol: str = ""  # ký hiệu after the number: TB-TTPVHCC
    authority: str = ""  # TM. …, KT. …
    title: str = ""  # the signer's office
    signer: str = ""
    recipients: tuple[str, ...] = ()
    complaints: str = ""  # where phản ánh, kiến nghị go to


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table: heading, width in millimetres, whether its texts stand in the middle."""

    heading: str
    width: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class TableLine:
    """A row: its cells, or a heading over the whole width."""

    cells: tuple[str, ...] = ()
    heading: str = ""


def day_text(day: date | None) -> str:
    """04/03/2022: the one style of days in tables and sentences; the letterhead has its own by the decree."""
    return f"{day:%d/%m/%Y}" if day else ""


class Paper:
    """A document that is written from the top down."""

    def __init__(self, *, title: str, day: date, across: bool = False) -> None:
        import docx
        from docx.shared import Pt

        self._doc = docx.Document()
        self._day = day
        self.width = 0.0  # of the text, in millimetres
        page = self._doc.sections[0]
        self._lay_out(page, across=across)
        page.different_first_page_header_footer = True
        style = self._doc.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(13)
        style.paragraph_format.space_after = Pt(0)
        _speak_vietnamese(self._doc)
        _number_pages(page)
        core = self._doc.core_properties
        core.created = core.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)
        core.author, core.title, core.language = "niemyet", printable(title), "vi-VN"

    # ---- parts ----

    def letterhead(self, office: Office) -> None:
        """Parts 1 to 4: motto, bodies, number and symbol, place and day."""
        names, below = self._beside((self.width * 0.42, self.width * 0.58), rows=2)
        left, right = names
        _put(left, (office.superior or BLANK).upper(), size=12)
        _put(left, office.issuer.upper(), size=12, bold=True)
        _put(left, _HEAVY * 8, size=6)
        _put(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
        _put(right, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
        _put(right, _HEAVY * 22, size=6)
        # Number and place stand on one line, however many lines a body's name takes (Phụ lục I, mục V, sơ đồ).
        left, right = below
        _put(left, f"Số:         /{office.symbol or '…………'}", size=13, above=4)
        where = office.place or "………………"
        told = f"{where}, ngày {self._day:%d} tháng {_month(self._day)} năm {self._day.year}"
        _put(right, told, size=13, italic=True, above=4)

    def title(self, kind: str, about: str, below: str = "") -> None:
        """Part 5a: name of the kind and what it is about."""
        self.words(kind.upper(), size=14, bold=True, centred=True, above=14)
        self.words(about, size=14, bold=True, centred=True)
        self.words(_HEAVY * 10, size=6, centred=True)
        if below:
            self.words(below, size=13, italic=True, centred=True, below=6)

    def annex(self, about: str, belongs: str) -> None:
        """Head of an annex, on pages of its own, across (mục IV; mục I.1: what is a table may be laid across)."""
        from docx.enum.section import WD_SECTION

        self._lay_out(self._doc.add_section(WD_SECTION.NEW_PAGE), across=True)
        self.words("Phụ lục", size=14, bold=True, centred=True)
        self.words(about.upper(), size=13, bold=True, centred=True)
        self.words(f"({belongs})", size=13, italic=True, centred=True, below=6)

    def words(
        self, text: str, *, size: float = 13, bold: bool = False, italic: bool = False, centred: bool = False,
        above: float = 0, below: float = 0,
    ) -> None:  # fmt: skip
        """A line of its own."""
        made = self._doc.add_paragraph()
        _say(made, text, size=size, bold=bold, italic=italic, centred=centred, above=above, below=below)

    def body(self, text: str, *, straight: bool = True) -> None:
        """Part 6: a paragraph; first line 1 cm in, 6 pt between, both sides straight (but where a blank would tear it)."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm, Pt

        made = self._doc.add_paragraph()
        _say(made, text, size=14)
        if straight:
            made.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        made.paragraph_format.first_line_indent = Mm(10)
        made.paragraph_format.space_before = Pt(6)

    def table(self, columns: Sequence[TableColumn], lines: Sequence[TableLine], *, size: float = 12) -> None:
        """A table whose heading row stands on every page and whose rows are never split."""
        widths = [column.width for column in columns]
        scale = self.width / sum(widths)
        made = self._doc.add_table(rows=1, cols=len(columns), style="Table Grid")
        _fix_widths(made, [width * scale for width in widths])
        for cell, column in zip(made.rows[0].cells, columns, strict=True):
            _put(cell, column.heading, size=size, bold=True, centred=True)
        _mark_row(made.rows[0], "tblHeader")
        for line in lines:
            row = made.add_row()
            _mark_row(row, "cantSplit")
            if line.heading:
                _put(row.cells[0].merge(row.cells[-1]), line.heading, size=size, bold=True, centred=False)
                _keep_with_next(row)
                continue
            for cell, column, text in zip(row.cells, columns, line.cells, strict=True):
                _put(cell, text, size=size, centred=column.centred)

    def box(self, text: str) -> None:
        """A frame with a text: where reflections and petitions go to (DOMAIN §1.4)."""
        made = self._doc.add_table(rows=1, cols=1, style="Table Grid")
        _fix_widths(made, [self.width])
        _mark_row(made.rows[0], "cantSplit")
        _put(made.rows[0].cells[0], text, size=13, centred=False, above=3, below=3)

    def code(self, link: str) -> None:
        """An address in letters and as a QR code, in the middle."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        from niemyet.reports.site.quick_codes import code_png

        made = self._doc.add_paragraph()
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        made.paragraph_format.keep_with_next = True
        made.add_run().add_picture(io.BytesIO(code_png(link)), width=Mm(30))
        self.words(link, size=11, centred=True, below=6)

    def picture(self, png: bytes) -> None:
        """A picture as wide as the text, on the page of what stands below it."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        made = self._doc.add_paragraph()
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        made.add_run().add_picture(io.BytesIO(png), width=Mm(self.width))

    def signature(self, office: Office) -> None:
        """Parts 7 to 9: authority, office and name of the signer, and who receives the document."""
        self.words("", size=6)
        ((left, right),) = self._beside((self.width * 0.5, self.width * 0.5))
        _put(left, "Nơi nhận:", size=12, bold=True, italic=True, centred=False)
        for one in office.recipients or (BLANK,):
            _put(left, f"- {one};", size=11, centred=False)
        _put(left, "- Lưu: VT.", size=11, centred=False)
        if office.authority:
            _put(right, office.authority.upper(), size=13, bold=True)
        _put(right, office.title.upper() if office.title else BLANK, size=13, bold=True)
        _put(right, "", size=40)
        _put(right, office.signer or BLANK, size=14, bold=True, above=10)

    def data(self) -> bytes:
        """The document; the same words give the same bytes."""
        stream = io.BytesIO()
        self._doc.save(stream)
        return _dated(stream.getvalue(), self._day)

    def _lay_out(self, section: Any, *, across: bool) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.shared import Mm

        wide, high = (297, 210) if across else (210, 297)
        section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(wide), Mm(high)
        section.top_margin, section.bottom_margin = Mm(MARGINS_MM["top"]), Mm(MARGINS_MM["bottom"])
        section.left_margin, section.right_margin = Mm(MARGINS_MM["left"]), Mm(MARGINS_MM["right"])
        section.header_distance = Mm(10)
        section.different_first_page_header_footer = False
        self.width = float(wide - MARGINS_MM["left"] - MARGINS_MM["right"])

    def _beside(self, widths: tuple[float, float], rows: int = 1) -> list[Any]:
        """Cells beside each other without rules, row by row."""
        made = self._doc.add_table(rows=rows, cols=2)
        _fix_widths(made, list(widths))
        for row in made.rows:
            _mark_row(row, "cantSplit")
        return [row.cells for row in made.rows]


def _month(day: date) -> str:
    """Days under 10 and the months January and February with a zero before them (Phụ lục I, mục II.4.b)."""
    return f"{day.month:02d}" if day.month <= 2 else str(day.month)


def _put(cell: Any, text: str, *, size: float, bold: bool = False, italic: bool = False, centred: bool = True,
         above: float = 0, below: float = 0) -> None:  # fmt: skip
    """A paragraph into a cell; the empty one that every cell has is taken first."""
    first = cell.paragraphs[0]
    made = first if len(cell.paragraphs) == 1 and not first.runs else cell.add_paragraph()
    _say(made, text, size=size, bold=bold, italic=italic, centred=centred, above=above, below=below)


def _say(made: Any, text: str, *, size: float, bold: bool = False, italic: bool = False, centred: bool = False,
         above: float = 0, below: float = 0) -> None:  # fmt: skip
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    run = made.add_run(printable(text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    if centred:
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.paragraph_format.space_before, made.paragraph_format.space_after = Pt(above), Pt(below)


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


_CELL_SIDE = 60  # twentieths of a point beside a cell's text, 1 mm: nine columns stand on a page


def _fix_widths(table: Any, widths: Sequence[float]) -> None:
    from docx.shared import Mm

    table.autofit = False
    sides = _element("tblCellMar")
    for side in ("left", "right"):
        sides.append(_element(side, w=str(_CELL_SIDE), type="dxa"))
    table._tbl.tblPr.append(sides)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _mark_row(row: Any, name: str) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(_element("cantSplit"))
    if name != "cantSplit":
        properties.append(_element(name))


def _keep_with_next(row: Any) -> None:
    """A heading is never the last line of a page."""
    for paragraph in row.cells[0].paragraphs:
        paragraph.paragraph_format.keep_with_next = True


def _speak_vietnamese(document: Any) -> None:
    """Language vi-VN and one font for every kind of letter, so that no program draws ế or đ from another one."""
    from docx.oxml.ns import qn

    for language in document.styles.element.iter(qn("w:lang")):
        for key in ("val", "eastAsia", "bidi"):
            language.set(qn(f"w:{key}"), "vi-VN")
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for key in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{key}"), FONT)


def _number_pages(section: Any) -> None:
    """Numbers in the middle above the text, 13 pt, not on the first page (Phụ lục I, mục I.7)."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        if kind:
            run._r.append(_element("fldChar", fldCharType=kind))
        else:
            instruction = _element("instrText")
            instruction.text = text
            run._r.append(instruction)


_OLDEST = 1980  # a ZIP knows no day before it; by definition of its format


def _dated(data: bytes, day: date) -> bytes:
    """The same ZIP with the document's day on every member instead of the moment of writing."""
    stamp = (max(day.year, _OLDEST), day.month, day.day, 0, 0, 0)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            new.writestr(
                zipfile.ZipInfo(member.filename, stamp), old.read(member), compress_type=zipfile.ZIP_DEFLATED
            )
    return out.getvalue()
