"""What only one format can do: tracked changes and text boxes of DOCX, hidden rows of XLSX, comments of Markdown."""

import io
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

from lxml import etree

from benchmarks.strangers.cases import Case, Wanted
from benchmarks.strangers.lists import Draft, asking, usual
from benchmarks.strangers.writers import to_docx, to_markdown, to_xlsx

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_V = "urn:schemas-microsoft-com:vml"
_DOCUMENT, _SHEET, _BOOK = "word/document.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"
#: The annex is the second sheet: its caption takes three rows, its header one, and the second procedure stands in the sixth.
Marker = Callable[[Draft], tuple[Case, bytes]]
_WORD: dict[str, Marker] = {}
_SHEETS: dict[str, Marker] = {}
_TYPED: dict[str, Marker] = {}


def marked(seed: int) -> Iterator[tuple[Case, str, bytes]]:
    """All of them."""
    for form, makers in (("docx", _WORD), ("xlsx", _SHEETS), ("markdown", _TYPED)):
        for name, make in makers.items():
            case, data = make(Draft(name, seed))
            yield case, form, data


def edited(data: bytes, part: str, change: Callable[[Any], None]) -> bytes:
    """The package with one of its parts changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as read,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for info in read.infolist():
            held = read.read(info)
            if info.filename == part:
                tree = etree.fromstring(held)
                change(tree)
                held = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            written.writestr(info.filename, held)
    return out.getvalue()


# ---- DOCX ------------------------------------------------------------------------------------------------------


def _w(tag: str) -> str:
    return f"{{{_W}}}{tag}"


def _row(tree: Any, number: int) -> Any:
    """A row of the list, which is the last table; the header is 0."""
    return tree.findall(f".//{_w('tbl')}")[-1].findall(f".//{_w('tr')}")[number]


def _word(name: str, change: Callable[[Any], None], meant: Callable[[list[Wanted]], list[Wanted]]) -> None:
    def make(d: Draft) -> tuple[Case, bytes]:
        rows = d.rows(3)
        case = d.case(meant(rows), usual(rows))
        return case, edited(to_docx(case), _DOCUMENT, change)

    _WORD[name] = make


def _as_deleted(run: Any) -> None:
    """A run as a tracked deletion."""
    around = etree.Element(_w("del"), {_w("id"): "7", _w("author"): "a", _w("date"): "2023-01-01T00:00:00Z"})
    run.getparent().replace(run, around)
    around.append(run)
    for text in run.findall(_w("t")):
        text.tag = _w("delText")


def _delete_row(tree: Any) -> None:
    row = _row(tree, 2)
    properties = row.find(_w("trPr"))
    if properties is None:
        properties = etree.Element(_w("trPr"))
        row.insert(0, properties)
    etree.SubElement(properties, _w("del"), {_w("id"): "8", _w("author"): "a"})
    for run in list(row.iter(_w("r"))):
        _as_deleted(run)


def _change_code(tree: Any) -> None:
    cell = _row(tree, 2).findall(_w("tc"))[1]
    run = next(cell.iter(_w("r")))
    new = etree.SubElement(run.getparent(), _w("ins"), {_w("id"): "9", _w("author"): "a"})
    etree.SubElement(etree.SubElement(new, _w("r")), _w("t")).text = "1.990199"
    _as_deleted(run)


def _in_control(element: Any) -> None:
    """An element within a content control."""
    control = etree.Element(_w("sdt"))
    etree.SubElement(control, _w("sdtPr"))
    content = etree.SubElement(control, _w("sdtContent"))
    element.getparent().replace(element, control)
    content.append(element)


def _name_in_control(tree: Any) -> None:
    _in_control(next(_row(tree, 2).findall(_w("tc"))[2].iter(_w("r"))))


def _row_in_control(tree: Any) -> None:
    _in_control(_row(tree, 2))


def _box(words: str) -> Callable[[Any], None]:
    """A text box above the list that says something."""

    def change(tree: Any) -> None:
        xml = (
            f'<w:p xmlns:w="{_W}" xmlns:v="{_V}"><w:r><w:pict><v:shape style="width:300;height:60"><v:textbox><w:txbxContent>'
            f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
        )
        tree.findall(f".//{_w('tbl')}")[-1].addprevious(etree.fromstring(xml))

    return change


def _low(tree: Any) -> None:
    row = _row(tree, 2)
    properties = row.find(_w("trPr"))
    if properties is None:
        properties = etree.Element(_w("trPr"))
        row.insert(0, properties)
    etree.SubElement(properties, _w("trHeight"), {_w("val"): "1", _w("hRule"): "exact"})


def _copied(tree: Any) -> None:
    row = _row(tree, 2)
    row.addnext(deepcopy(row))


_BOXED = "Thủ tục số 2 chưa thực hiện"
_word("word: a row deleted in tracked changes", _delete_row, lambda rows: [rows[0], rows[2]])
_word(
    "word: a code changed in tracked changes", _change_code,
    lambda rows: [rows[0], replace(rows[1], code="1.990199"), rows[2]],
)  # fmt: skip
_word("word: a name in a content control", _name_in_control, lambda rows: rows)
_word("word: a row in a content control", _row_in_control, lambda rows: rows)
_word("word: a note in a text box", _box(_BOXED), lambda rows: asking(rows, _BOXED, 1))
_word("word: a row too low to be read", _low, lambda rows: asking(rows, "low", 1))
_word("word: a row that stands twice", _copied, lambda rows: [rows[0], rows[1], rows[1], rows[2]])


# ---- XLSX ------------------------------------------------------------------------------------------------------


def _sheet(
    name: str,
    change: Callable[[Any], None],
    meant: Callable[[list[Wanted]], list[Wanted]],
    part: str = _SHEET,
) -> None:
    def make(d: Draft) -> tuple[Case, bytes]:
        rows = d.rows(3)
        case = d.case(meant(rows), usual(rows))
        return case, edited(to_xlsx(case), part, change)

    _SHEETS[name] = make


def _s(tag: str) -> str:
    return f"{{http://schemas.openxmlformats.org/spreadsheetml/2006/main}}{tag}"


def _sheet_row(tree: Any, number: int) -> Any:
    """A row of the list: the header is 0."""
    rows = tree.findall(f".//{_s('row')}")
    return rows[len(rows) - 4 + number]


def _hidden(**attributes: str) -> Callable[[Any], None]:
    return lambda tree: _sheet_row(tree, 2).attrib.update(attributes)


def _filtered(tree: Any) -> None:
    """A filter hides the second procedure."""
    row = _sheet_row(tree, 2)
    row.set("hidden", "1")
    data = tree.find(_s("sheetData"))
    first = int(row.get("r")) - 2
    data.addnext(etree.Element(_s("autoFilter"), {"ref": f"A{first}:E{first + 3}"}))


def _printed(tree: Any) -> None:
    """The area that is printed ends before the last row of the list."""
    names = tree.find(_s("definedNames"))
    if names is None:
        names = etree.Element(_s("definedNames"))
        tree.find(_s("sheets")).addnext(names)
    area = etree.SubElement(names, _s("definedName"), {"name": "_xlnm.Print_Area", "localSheetId": "1"})
    area.text = "'Phụ lục'!$A$1:$E$6"


def _as_number(tree: Any) -> None:
    """The code of the second procedure is a number."""
    cell = _sheet_row(tree, 2).findall(_s("c"))[1]
    number = "1.310102"
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    etree.SubElement(cell, _s("v")).text = number


def _uncomputed(tree: Any) -> None:
    """The name of the second procedure is a formula that nothing has worked out."""
    cell = _sheet_row(tree, 2).findall(_s("c"))[2]
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    etree.SubElement(cell, _s("f")).text = 'CONCATENATE("Cấp ","phép")'


def _column_hidden(tree: Any) -> None:
    """The column of codes is hidden: its codes are read all the same, or asked about."""
    columns = etree.Element(_s("cols"))
    etree.SubElement(columns, _s("col"), {"min": "2", "max": "2", "width": "9", "hidden": "1"})
    for old in tree.findall(_s("cols")):
        tree.remove(old)
    tree.find(_s("sheetData")).addprevious(columns)


def _sheet_hidden(tree: Any) -> None:
    tree.findall(f".//{_s('sheet')}")[1].set("state", "hidden")


_sheet("sheet: a row hidden", _hidden(hidden="1"), lambda rows: asking(rows, "hidden", 1))
_sheet(
    "sheet: a row folded away", _hidden(hidden="1", outlineLevel="1"), lambda rows: asking(rows, "hidden", 1)
)
_sheet("sheet: a row of no height", _hidden(ht="0", customHeight="1"), lambda rows: asking(rows, "hidden", 1))
_sheet("sheet: a row filtered out", _filtered, lambda rows: asking(rows, "hidden", 1))
_sheet("sheet: the last row is not printed", _printed, lambda rows: asking(rows, "printed", 2), _BOOK)
_sheet(
    "sheet: a code as a number",
    _as_number,
    lambda rows: [rows[0], replace(rows[1], code="1.310102"), rows[2]],
)
_sheet("sheet: a name not worked out", _uncomputed, lambda rows: asking(rows, "formula", 1))
_sheet("sheet: the column of codes hidden", _column_hidden, lambda rows: asking(rows, "hidden"))
_sheet("sheet: the sheet of the annex hidden", _sheet_hidden, lambda rows: asking(rows, "hidden"), _BOOK)


# ---- Markdown --------------------------------------------------------------------------------------------------


def _markdown(
    name: str, change: Callable[[str, list[Wanted]], str], meant: Callable[[list[Wanted]], list[Wanted]]
) -> None:
    def make(d: Draft) -> tuple[Case, bytes]:
        rows = d.rows(3)
        case = d.case(meant(rows), usual(rows), signed=date(2022, 6, 13))
        return case, change(to_markdown(case).decode(), rows).encode()

    _TYPED[name] = make


def _line_of(text: str, one: Wanted) -> str:
    return next(line for line in text.splitlines() if one.name in line)


def _noted(text: str, rows: list[Wanted]) -> str:
    marked = text.replace(rows[1].name, f"{rows[1].name}[^1]")
    return f"{marked}\n\n[^1]: Thủ tục này chỉ thực hiện đến hết ngày 31/12/2023."


_markdown(
    "markdown: a row in a comment",
    lambda text, rows: text.replace(line := _line_of(text, rows[2]), f"<!-- {line} -->"),
    lambda rows: rows[:2],
)
_markdown(
    "markdown: a row between tildes across its cells",
    lambda text, rows: text.replace(line := _line_of(text, rows[1]), f"| ~~{line.strip('| ')}~~ |"),
    lambda rows: asking(rows, "~~", 1),
)
_markdown(
    "markdown: a note by its mark", _noted,
    lambda rows: [rows[0], replace(rows[1], effective_until=date(2024, 1, 1)), rows[2]],
)  # fmt: skip
