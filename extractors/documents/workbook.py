"""Workbooks as sheets of cells: XLSX and ODS from their XML, XLS by calamine, sheets saved with tabs.

XLSX is read here rather than by a library because three things count that libraries drop: the font of a cell (it
tells TCVN3), its number format (it tells the zeros of a code), and that nothing is set aside for the empty cells
between two that are far apart.
"""

import csv
import io
import math
import posixpath
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from niemyet.extractors.documents.archives import CheckedZip, checked_zip
from niemyet.extractors.documents.container import open_streams
from niemyet.extractors.documents.pale_rows import apart_in_list
from niemyet.extractors.documents.runs import Runs, add_run, raised
from niemyet.extractors.documents.sheet_beside import (
    MARGINS,
    SheetBeside,
    external_addresses,
    link_of,
    margin_lines,
    read_beside,
)
from niemyet.extractors.documents.sheet_conditions import (
    Condition,
    DrawingRule,
    condition,
    drawn_in_xls,
    rule_of_ods,
    rule_of_xls,
    rule_of_xlsx,
)
from niemyet.extractors.documents.sniff import Format, decode, sniff
from niemyet.extractors.documents.visibility import (
    BLACK,
    NO_INK,
    WHITE,
    Colour,
    Ink,
    differs,
    hex_colour,
    is_grey,
)
from niemyet.model.errors import DocumentError, OverLimitError
from niemyet.model.messages import Message, msg
from niemyet.model.records import NO_MARKS, Limits
from niemyet.model.words import Mark

_MAX_ROW, _MAX_COLUMN = 1 << 20, 1 << 14  # the format's own bounds, by definition
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial number of Excel has no zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "d/m/y", 15: "d/m/y", 16: "d/m",
             17: "m/y", 18: "h:m", 19: "h:m:s", 20: "h:m", 21: "h:m:s", 22: "d/m/y h:m", 37: "#,##0", 38: "#,##0",
             39: "#,##0.00", 40: "#,##0.00", 45: "m:s", 46: "h:m:s", 47: "m:s", 49: "@"}  # fmt: skip
_PLAIN_NUMBER = re.compile(r"[#,?]*(0*)(?:\.([0#?]+))?(%?)")
_NO_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
#: Words behind a number: 00" ngày làm việc".
_UNIT = re.compile(r'[0#?]"(\s*[^\W\d_][^"]*)"\s*$')
_LINK_FORMULA = re.compile(r'\bHYPERLINK\(\s*"([^"]+)"')
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
#: Row and column of the first and of the last cell.
Area = tuple[int, int, int, int]


@dataclass(slots=True)
class SheetCell:
    """A cell that holds something: its text as it is shown, in runs of one font; `number` where it is one."""

    runs: Runs
    number: float | None = None
    ruled: bool = False  # it has a border
    marks: frozenset[Mark] = NO_MARKS
    faint: bool = False  # some of its parts are grey


@dataclass(slots=True)
class Sheet:
    """A sheet: rows and columns from 0; merged ranges as (row, column) of their first and last cell."""

    name: str
    hidden: bool = False
    rows: dict[int, dict[int, SheetCell]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hides: bool = False  # some row or column with text is hidden
    beside: SheetBeside = field(default_factory=SheetBeside)

    def put(self, row: int, column: int, cell: SheetCell | None) -> None:
        """Set a cell, when it holds anything or should."""
        if cell is None:
            return
        if Mark.UNCOMPUTED in cell.marks or any(text.strip() for _, text in cell.runs):
            self.rows.setdefault(row, {})[column] = cell

    def text_at(self, row: int, column: int) -> str:
        """The text of a cell as it is shown, nothing where there is none."""
        cell = self.rows.get(row, {}).get(column)
        return "" if cell is None else "".join(text for _, text in cell.runs).strip()

    def draw(self, areas: Sequence[Area], rule: DrawingRule, marks: frozenset[Mark]) -> None:
        """Mark the cells that a rule of the sheet draws otherwise; it is asked when the cells are there."""
        if areas and marks:
            places = [(row, column) for row, cells in self.rows.items() for column in cells]
            inside = (
                (row, column)
                for row, column in places
                if any(top <= row <= end and left <= column <= right for top, left, end, right in areas)
            )
            self.draw_at(inside, areas[0][:2], rule, marks)

    def draw_at(
        self,
        places: Iterable[tuple[int, int]],
        first: tuple[int, int],
        rule: DrawingRule,
        marks: frozenset[Mark],
    ) -> None:
        """The same for some cells; `first` is that for which the rule is written."""
        holds: Condition = condition(rule, first, self.text_at, _column)
        for row, column in places:
            if self.text_at(row, column) and holds(row, column):
                self.rows[row][column].marks |= marks

    def keep_pale_apart(self) -> None:
        """Leave the mark of grey cells only where those of other rows of the list are not grey."""
        rows = [self.rows[row] for row in sorted(self.rows)]
        pale = [frozenset(at for at, cell in row.items() if Mark.PALE in cell.marks) for row in rows]
        if not any(pale):
            return
        for row, apart in zip(rows, apart_in_list([len(row) for row in rows], pale), strict=True):
            for at, cell in row.items():
                if at not in apart or len(cell.marks) > 1:
                    cell.marks -= _PALE

    def hide_beyond(self, printed: Sequence[Area]) -> None:
        """Mark the rows that the sheet does not print, where some of it is printed.

        A list that was copied for another decision keeps its rows, and is printed to where this one's end.
        """
        shown = {row for row in self.rows for top, _, end, _ in printed if top <= row <= end}
        if shown:
            self.hide(self.rows.keys() - shown, ())

    def hide(self, rows: Iterable[int], columns: Sequence[tuple[int, int]]) -> None:
        """Mark what stands in rows and between columns that are not shown; all of a hidden sheet."""
        gone = set(rows)
        for row, cells in self.rows.items():
            for column, cell in cells.items():
                inside = row in gone or any(first <= column <= last for first, last in columns)
                self.hides = self.hides or inside
                if inside or self.hidden:
                    cell.marks |= {Mark.HIDDEN}


class _Count:
    """Cells that may still come."""

    def __init__(self, limits: Limits) -> None:
        self._most = self._left = limits.max_cells

    def take(self, count: int = 1) -> None:
        self._left -= count
        if self._left < 0:
            raise OverLimitError(
                msg("the sheets have more than {most} cells (max_cells); stopped.", most=self._most)
            )


def open_workbook(data: bytes, limits: Limits) -> tuple[str, list[Sheet]]:
    """(media, sheets in their order). Raises DocumentError, OverLimitError."""
    kind = sniff(data)
    readers = {
        Format.XLSX: ("xlsx", _xlsx),
        Format.XLS: ("xls", _xls),
        Format.ODS: ("ods", _ods),
        Format.TSV: ("tsv", _tsv),
    }
    media, reader = readers[kind]
    return media, list(reader(data, limits))


def _broken(kind: str, what: Message | BaseException) -> DocumentError:
    return DocumentError(
        msg("{kind} is cut off or damaged: {what}. Fetch it again from its source.", kind=kind, what=what)
    )


# ---- XLSX ------------------------------------------------------------------------------------------------


def _xlsx(data: bytes, limits: Limits) -> Iterator[Sheet]:
    package = checked_zip(data, limits)
    main = _main_part(package)
    book = _xml(package, main)
    if book is None:
        raise _broken("XLSX", msg("{part} is missing", part=main))
    relations = _relations(package, main)
    strings = _strings(package, relations)
    styles = _CellStyles(_xml(package, _target(relations, "/styles")))
    settings = book.find("{*}workbookPr")
    epoch = _EPOCH_1904 if settings is not None and settings.get("date1904") in {"1", "true"} else _EPOCH
    count = _Count(limits)
    printed = _printed(book)
    for place, node in enumerate(book.iterfind("{*}sheets/{*}sheet")):
        identity = next((value for name, value in node.attrib.items() if name.endswith("}id")), "")
        kind, part = relations.get(identity, ("", ""))
        if kind.endswith("/worksheet"):
            sheet = Sheet(node.get("name") or "", hidden=node.get("state") in {"hidden", "veryHidden"})
            if part not in package.names:
                raise _broken("XLSX", msg("the sheet {part} is missing", part=part))
            _Parts(package, strings, styles, epoch, count).read(part, sheet)
            sheet.hide_beyond(printed.get(place, ()))
            yield sheet


#: `'Phụ lục 1'!$A$1:$G$20,'Phụ lục 1'!$A$30:$G$40`: whole columns or rows leave no row out, or cannot be told to.
_PRINTED = re.compile(r"!(\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?)(?=,|$)")


def _printed(book: Any) -> dict[int, list[Area]]:
    """Place of a sheet → what of it is printed, where it says so (ECMA-376 part 1, 18.2.5)."""
    found = {}
    for node in book.iterfind("{*}definedNames/{*}definedName"):
        if node.get("name") == "_xlnm.Print_Area":
            areas = [_area(part) for part in _PRINTED.findall(node.text or "")]
            found[_int(node.get("localSheetId"))] = [area for area in areas if area is not None]
    return found


def _main_part(package: CheckedZip) -> str:
    usual = "xl/workbook.xml"
    if usual in package.names:
        return usual
    found = _relations(package, "")
    return next((part for kind, part in found.values() if kind.endswith("/officeDocument")), usual)


def _relations(package: CheckedZip, part: str) -> dict[str, tuple[str, str]]:
    """Id → (type, name of the part). What is outside the file is never opened, so it is left out."""
    folder, name = posixpath.split(part)
    root = _xml(package, posixpath.join(folder, "_rels", f"{name}.rels"))
    found = {}
    for node in root if root is not None else ():
        if isinstance(node.tag, str) and node.get("TargetMode") != "External":
            target = node.get("Target") or ""
            full = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
            found[node.get("Id") or ""] = (node.get("Type") or "", full)
    return found


def _target(relations: dict[str, tuple[str, str]], kind: str) -> str:
    return next((part for name, part in relations.values() if name.endswith(kind)), "")


_PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def _xml(package: CheckedZip, name: str) -> Any:
    if name not in package.names:
        return None
    try:
        root = etree.fromstring(package.read(name), etree.XMLParser(**_PARSER))
    except etree.XMLSyntaxError as error:
        raise _broken("XLSX", msg("{name} is not valid XML: {error}", name=name, error=error)) from error
    _refuse_doctype(root, name)
    return root


def _refuse_doctype(node: Any, name: str) -> None:
    if node.getroottree().docinfo.doctype:
        raise DocumentError(
            msg("{name} declares a DTD or entities, which Excel never writes; not read.", name=name)
        )


def _parsed(content: bytes, name: str, *tags: str) -> Iterator[Any]:
    """Elements with these local names, one after the other; each is freed when the next is asked for."""
    try:
        for _, node in etree.iterparse(io.BytesIO(content), tag=[f"{{*}}{tag}" for tag in tags], **_PARSER):
            _refuse_doctype(node, name)
            yield node
            node.clear()
            while node.getprevious() is not None and node.getparent() is not None:
                del node.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise _broken("XLSX", msg("{name} is not valid XML: {error}", name=name, error=error)) from error


_Said = tuple[Runs, frozenset[Mark], tuple[Ink, ...]]
_Strings = list[_Said]


def _strings(package: CheckedZip, relations: dict[str, tuple[str, str]]) -> _Strings:
    name = _target(relations, "/sharedStrings")
    if name not in package.names:
        return []
    return [_marked_string(node) for node in _parsed(package.read(name), name, "si")]


def _marked_string(node: Any) -> _Said:
    """A string, what marks it, and the inks of its parts where some have one of their own."""
    return _rich(node), _STRUCK if _has_struck(node) else NO_MARKS, _inks(node)


def _inks(node: Any) -> tuple[Ink, ...]:
    found = tuple(
        _ink(run.find("{*}rPr")) for run in node.iterfind("{*}r") if (run.findtext("{*}t") or "").strip()
    )
    return found if any(ink != NO_INK for ink in found) else ()


def _ink(font: Any) -> Ink:
    """Colour and size of a font or of the properties of a run."""
    if font is None:
        return NO_INK
    size = font.find("{*}sz")
    points = None if size is None else _float(size.get("val"))
    return Ink(_sheet_colour(font.find("{*}color")), points)


def _sheet_colour(node: Any) -> Colour | None:
    """A colour that is given as itself, or as the light or dark one of the theme; others are not known, and are seen."""
    if node is None:
        return None
    if node.get("rgb"):
        return hex_colour(node.get("rgb"))
    if node.get("theme") in _OF_THEME:
        light, tint = _OF_THEME[node.get("theme")], _float(node.get("tint")) or 0.0
        # Of what is left to black, or to white (ECMA-376 part 1, 18.8.19).
        part = round(255 * (light * (1 + tint) if tint < 0 else light + (1 - light) * tint))
        return (part, part, part) if 0 <= part <= 255 else None
    return _BY_INDEX.get(node.get("indexed") or "")


_OF_THEME = {
    "0": 1.0,
    "1": 0.0,
}  # the light and the dark colour of a theme, which nearly all have white and black
#: ECMA-376 part 1, 18.8.27, its white and its greys.
_BY_INDEX: dict[str, Colour] = {
    **dict.fromkeys(("1", "9"), WHITE),
    **{"22": (192, 192, 192), "23": (128, 128, 128), "55": (150, 150, 150)},
}


def _float(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def _ground(fill: Any) -> Colour | None:
    """What a cell is filled with; None where nobody knows its colour."""
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return None
    if pattern.get("patternType") in {None, "none"}:
        return WHITE
    return _sheet_colour(pattern.find("{*}fgColor")) if pattern.get("patternType") == "solid" else None


_STRUCK = frozenset({Mark.STRUCK})
_UNCOMPUTED = frozenset({Mark.UNCOMPUTED})


def _has_struck(node: Any) -> bool:
    """Whether a part of a shared or inline string is struck."""
    return any(
        _said(run.find("{*}rPr/{*}strike")) and (run.findtext("{*}t") or "").strip()
        for run in node.iterfind("{*}r")
    )


def _said(node: Any) -> bool:
    return node is not None and node.get("val") not in {"0", "false"}


def _rich(node: Any) -> Runs:
    """Text of a shared or inline string; a font where a part of it has one of its own. Phonetic readings are left out."""
    runs: Runs = []
    for child in node:
        if not isinstance(child.tag, str):
            continue
        local = etree.QName(child).localname
        if local == "t":
            runs.append((None, _unescaped(child.text or "")))
        elif local == "r":
            font = child.find("{*}rPr/{*}rFont")
            text = _unescaped("".join(part.text or "" for part in child.iterfind("{*}t")))
            place = child.find("{*}rPr/{*}vertAlign")
            above = place is not None and place.get("val") == "superscript"
            sign = raised(runs, text) if above else None
            runs.append((None if font is None or sign else font.get("val"), sign or text))
    return runs


def _unescaped(text: str) -> str:
    """Signs that XML cannot hold are written `_x000D_`."""
    if "_x" not in text:
        return text
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)).replace("\r", ""), text)


@dataclass(frozen=True, slots=True)
class _Look:
    """How a cell is shown; the number format General is empty."""

    font: str | None = None
    form: str = ""
    ruled: bool = False
    struck: bool = False
    ink: Ink = NO_INK
    ground: Colour | None = WHITE
    own: frozenset[Mark] = NO_MARKS  # what it does to a text without parts of another look

    def marks(self, inks: Iterable[Ink] = ()) -> frozenset[Mark]:
        """What the look of a cell does to its text; `inks`: those of its parts."""
        seen = all(ink.over(self.ink).is_seen(self.ground) for ink in (*inks, NO_INK))
        blank = self.form.replace('"', "").strip() in _NOTHING_SHOWN
        return (_STRUCK if self.struck else NO_MARKS) | (NO_MARKS if seen and not blank else _HIDDEN)

    def paleness(self) -> frozenset[Mark]:
        """Whether it draws its text grey on white: told from how other rows look (`pale_rows`)."""
        return _PALE if self.is_pale(NO_INK) else NO_MARKS

    def is_pale(self, part: Ink) -> bool:
        """Whether a part of the text, with an ink of its own or none, is grey on white."""
        colour = part.over(self.ink).colour
        return colour is not None and self.ground == WHITE and is_grey(colour) and differs(colour, WHITE)


#: Number formats that show nothing, whatever the cell holds.
_NOTHING_SHOWN = frozenset({";;;", ";;"})
_HIDDEN, _PALE = frozenset({Mark.HIDDEN}), frozenset({Mark.PALE})


_NO_LOOK = _Look()


class _CellStyles:
    """The look of each cell style."""

    def __init__(self, root: Any) -> None:
        self._cells: list[_Look] = []
        self._drawn: dict[str, frozenset[Mark]] = {}  # what the looks do that rules give, by their number
        if root is None:
            return
        rules = root.iterfind("{*}dxfs/{*}dxf")
        self._drawn = {str(at): _drawn(node) for at, node in enumerate(rules)}
        formats = {
            _int(node.get("numFmtId")): node.get("formatCode") or ""
            for node in root.iterfind("{*}numFmts/{*}numFmt")
        }
        names = [node.find("{*}name") for node in root.iterfind("{*}fonts/{*}font")]
        fonts = [None if name is None else name.get("val") for name in names]
        struck = [_said(node.find("{*}strike")) for node in root.iterfind("{*}fonts/{*}font")]
        inks = [_ink(node) for node in root.iterfind("{*}fonts/{*}font")]
        grounds = [_ground(node) for node in root.iterfind("{*}fills/{*}fill")]
        ruled = [
            any(side.get("style") not in {None, "none"} for side in node)
            for node in root.iterfind("{*}borders/{*}border")
        ]
        for node in root.iterfind("{*}cellXfs/{*}xf"):
            font, form, border, fill = (
                _int(node.get(name)) for name in ("fontId", "numFmtId", "borderId", "fillId")
            )
            look = _Look(
                fonts[font] if font < len(fonts) else None,
                formats.get(form, _BUILT_IN.get(form, "")),
                border < len(ruled) and ruled[border],
                font < len(struck) and struck[font],
                inks[font] if font < len(inks) else NO_INK,
                grounds[fill] if fill < len(grounds) else WHITE,
            )
            self._cells.append(replace(look, own=look.marks() | look.paleness()))

    def drawn(self, number: str | None) -> frozenset[Mark]:
        """What the look that a rule gives does to a text."""
        return self._drawn.get(number or "", NO_MARKS)

    def of(self, number: int) -> _Look:
        """The look of a style."""
        return self._cells[number] if number < len(self._cells) else _NO_LOOK


def _drawn(look: Any) -> frozenset[Mark]:
    """What the look that a rule gives (`dxf`) does to a text: a line through, a colour in which hardly anybody reads it."""
    fill = look.find("{*}fill")
    ground = WHITE if fill is None else _sheet_colour(fill.find("{*}patternFill/{*}bgColor"))
    struck = _said(look.find("{*}font/{*}strike"))
    shown = _Look(struck=struck, ink=_ink(look.find("{*}font")), ground=ground)
    return shown.marks() | shown.paleness()


@dataclass(slots=True)
class _Parts:
    package: CheckedZip
    strings: _Strings
    styles: _CellStyles
    epoch: datetime
    count: _Count

    def read(self, part: str, sheet: Sheet) -> None:
        """Cells and merged ranges of one sheet."""
        content = self.package.read(part)
        folder, name = posixpath.split(part)
        outside = external_addresses(_xml(self.package, posixpath.join(folder, "_rels", f"{name}.rels")))
        sheet.beside = read_beside(self._beside, _relations(self.package, part), _corner)
        columns: list[tuple[int, int]] = []
        rows: list[int] = []
        row = -1
        for node in _parsed(
            content, part, "row", "mergeCell", "col", "hyperlink", "conditionalFormatting", *MARGINS
        ):
            local = etree.QName(node).localname
            hidden = node.get("hidden") in {"1", "true"}
            if local == "row":
                row = min(_int(node.get("r")) - 1, _MAX_ROW) if node.get("r") else row + 1
                self._row(node, row, sheet)
                if hidden or _is_below(node.get("ht"), _LEAST_HEIGHT):
                    rows.append(row)
            elif local == "mergeCell":
                found = _area(node.get("ref") or "")
                if found is not None:
                    self.count.take()
                    sheet.merges.append(found)
            elif local == "hyperlink":
                at, address = _corner(node.get("ref") or ""), link_of(node, outside)
                if at is not None and address:
                    sheet.beside.links[at] = address
            elif local == "conditionalFormatting":
                self._conditions(node, sheet)
            elif local in MARGINS:
                sheet.beside.margins += margin_lines(node.text or "")
            elif hidden or _is_below(node.get("width"), _LEAST_WIDTH):
                columns.append((_int(node.get("min")) - 1, _int(node.get("max")) - 1))
        if rows or columns or sheet.hidden:
            sheet.hide(rows, columns)

    def _conditions(self, node: Any, sheet: Sheet) -> None:
        """Mark the cells that rules of the sheet draw otherwise; they stand behind the cells in the file."""
        areas = [area for one in (node.get("sqref") or "").split() if (area := _area(one)) is not None]
        for rule in node.iterfind("{*}cfRule"):
            sheet.draw(areas, rule_of_xlsx(rule), self.styles.drawn(rule.get("dxfId")))

    def _beside(self, name: str) -> Any:
        """A part that hangs at the sheet; one that is no XML is passed over: the cells can be read without it."""
        try:
            return _xml(self.package, name)
        except DocumentError:
            return None

    def _row(self, node: Any, row: int, sheet: Sheet) -> None:
        column = -1
        for cell in node.iterfind("{*}c"):
            self.count.take()
            found = _REFERENCE.fullmatch(cell.get("r") or "")
            column = _column(found[1]) if found else column + 1
            look = self.styles.of(_int(cell.get("s")))
            made = self._cell(cell, look)
            if made is not None:
                made.ruled = look.ruled
                made.marks |= look.own
            sheet.put(row, min(column, _MAX_COLUMN), made)
            if address := _LINK_FORMULA.search(cell.findtext("{*}f") or ""):
                sheet.beside.links[row, column] = address[1]

    def _cell(self, node: Any, look: _Look) -> SheetCell | None:
        font, form = look.font, look.form
        kind = node.get("t") or "n"
        if kind == "inlineStr":
            inner = node.find("{*}is")
            if inner is None:
                return None
            return _of_parts(_marked_string(inner), look)
        value = node.findtext("{*}v")
        formula = node.find("{*}f")
        if kind == "e" or (formula is not None and (value is None or (not value and kind != "str"))):
            # Libraries write formulas without values; Excel works them out when a person opens the file. An error may
            # have been pasted as a value.
            return SheetCell([(None, value or "")], marks=_UNCOMPUTED)
        if value is None:
            return None
        if kind == "s":
            number = _int(value.strip())
            if number >= len(self.strings):
                raise _broken(
                    "XLSX",
                    msg(
                        "a cell points to string {number} of {count}", number=number, count=len(self.strings)
                    ),
                )
            return _of_parts(self.strings[number], look)
        if kind == "n":
            return _numeric(value, form, self.epoch)
        if kind == "b":
            return SheetCell([(None, "TRUE" if value.strip() == "1" else "FALSE")])
        return SheetCell([(font, _unescaped(value))])  # str, e, d


def _of_parts(said: _Said, look: _Look) -> SheetCell:
    """A cell of a string whose parts may have inks of their own; what the look does to the rest is put to it later."""
    runs, marks, inks = said
    made = SheetCell(_with_font(runs, look.font), marks=marks)
    if inks:
        pale = [look.is_pale(ink) for ink in inks]
        made.faint = any(pale)
        made.marks |= look.marks(inks) | (_PALE if all(pale) else NO_MARKS)
    return made


#: A column of less letters shows nothing; a wider one lets its text run over the next. Chosen, not measured.
_LEAST_WIDTH = 0.3
_LEAST_HEIGHT = 2  # points, as of letters that nobody reads (`_TINY` in docx.py); chosen, not measured


def _is_below(size: str | None, least: float) -> bool:
    """Whether a height or width is said to be nothing or next to nothing, which hides as well."""
    said = _float(size)
    return said is not None and said < least


def _with_font(runs: Runs, font: str | None) -> Runs:
    joined: Runs = []
    for own, text in runs:
        add_run(joined, own or font, text)
    return joined


def _int(text: str | None) -> int:
    # What fits 32 bits; as in the format.
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _area(reference: str) -> tuple[int, int, int, int] | None:
    first, _, last = reference.replace("$", "").partition(":")
    begins, ends = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
    if begins is None or ends is None:
        return None
    return int(begins[2]) - 1, _column(begins[1]), int(ends[2]) - 1, _column(ends[1])


def _corner(reference: str) -> tuple[int, int] | None:
    area = _area(reference)
    return area[:2] if area else None


# ---- numbers as they are shown -------------------------------------------------------------------------------


def _numeric(value: str, form: str, epoch: datetime) -> SheetCell | None:
    try:
        number = float(value)
    except ValueError:
        return SheetCell([(None, value)])
    if not math.isfinite(number):
        return SheetCell([(None, value)])
    moment = _moment(number, form, epoch)
    return (
        SheetCell([(None, shown_number(number, form))], number)
        if moment is None
        else SheetCell([(None, moment)])
    )


def shown_number(number: float, form: str) -> str:
    """A number as its format shows it: decimals, leading zeros, a unit behind it; no separators, a point before the decimals."""
    first = form.split(";", maxsplit=1)[0]
    said = _UNIT.search(first)
    return f"{_bare_number(number, _NO_LETTERS.sub('', first).strip())}{said[1].rstrip() if said else ''}"


def _bare_number(number: float, section: str) -> str:
    found = _PLAIN_NUMBER.fullmatch(section)
    if found is None or not section:
        # Whole numbers that a double keeps, by definition.
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.15g}"
    zeros, decimals, percent = found[1], found[2] or "", found[3]
    text = f"{number * 100 if percent else number:.{len(decimals)}f}"
    optional = len(decimals) - len(decimals.rstrip("#?"))
    if optional:
        kept = len(text) - optional
        text = (text[:kept] + text[kept:].rstrip("0")).rstrip(".")
    whole, point, rest = text.lstrip("-").partition(".")
    sign = "-" if text.startswith("-") else ""
    return f"{sign}{whole.zfill(len(zeros))}{point}{rest}{percent}"


def _moment(number: float, form: str, epoch: datetime) -> str | None:
    """A serial number as a date or a time, where its format shows one; else None."""
    letters = (
        _NO_LETTERS.sub("", form.split(";", maxsplit=1)[0].lower())
        .replace("general", "")
        .replace("am/pm", "")
    )
    has_day, has_time = bool(re.search("[dy]", letters)), bool(re.search("[hs]", letters))
    if not has_day and not has_time and "m" not in letters:
        return None
    try:
        # The 29 February 1900 that never was (ECMA-376, 18.17.4.1).
        moment = epoch + timedelta(days=number + (1 if epoch is _EPOCH and 0 < number < 60 else 0))
    except OverflowError:
        return None
    rounded = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    if not has_day and has_time:
        return f"{rounded:%H:%M}"
    return _shown_moment(rounded)


def _shown_moment(moment: datetime) -> str:
    day = f"{moment.day:02d}/{moment.month:02d}/{moment.year:04d}"
    return day if moment.time() == time(0) else f"{day} {moment:%H:%M}"


# ---- XLS ---------------------------------------------------------------------------------------------------


class _Records:
    """What calamine does not tell of a BIFF stream: fonts, formats, errors; and how far the cells reach."""

    def __init__(self, stream: bytes, limits: Limits) -> None:
        self._stream = stream
        self._limits = limits
        self._fonts: list[str] = []
        self._struck: list[bool] = []
        self._formats: dict[int, str] = {}
        self._styles: list[tuple[int, int, bool, int, int]] = []
        self._colours: list[int] = []  # of the fonts, as numbers
        self._palette: dict[int, Colour] = {}
        self._starts: list[int] = []
        self.printed: dict[int, list[Area]] = {}  # by the number of the sheet
        self._wide_strings = True

    def _walk(self, at: int) -> Iterator[tuple[int, bytes]]:
        """Records of one substream, until its end."""
        depth = 0
        while at + 4 <= len(self._stream):
            kind, size = struct.unpack_from("<HH", self._stream, at)
            body = self._stream[at + 4 : at + 4 + size]
            if kind in {0x0809, 0x0009, 0x0209, 0x0409}:
                depth += 1
            elif kind == 0x000A:
                depth -= 1
                if depth <= 0:
                    return
            yield kind, body
            at += 4 + size

    def read_globals(self) -> None:
        """Fonts, formats, styles and where the sheets begin. Raises DocumentError for a locked file."""
        for kind, body in self._walk(0):
            if kind == 0x0809 and len(body) >= 2 and not self._starts:
                self._wide_strings = struct.unpack_from("<H", body)[0] >= 0x0600
            elif kind == 0x002F:
                raise DocumentError(msg("XLS is locked by a password. Ask for a copy without one."))
            elif kind == 0x0031 and len(body) > 15:  # bytes of the record ([MS-XLS] 2.4.122)
                self._fonts.append(self._name(body[14:]))
                self._struck.append(bool(body[2] & _STRUCK_OUT))
                self._colours.append(struct.unpack_from("<H", body, 4)[0])
            elif kind == 0x0092 and len(body) >= 2:
                self._palette = {
                    place: (body[at], body[at + 1], body[at + 2])
                    for place, at in enumerate(range(2, len(body) - 3, 4), start=_FIRST_OF_PALETTE)
                }
            elif kind == 0x041E and len(body) > 4:  # bytes before the text ([MS-XLS] 2.4.126)
                self._formats[struct.unpack_from("<H", body)[0]] = self._format(body[2:])
            elif kind == 0x00E0 and len(body) >= 4:  # font and format ([MS-XLS] 2.4.353)
                font, form = struct.unpack_from("<HH", body)
                # Bytes of the record ([MS-XLS] 2.4.353).
                lines = struct.unpack_from("<H", body, 10)[0] if self._wide_strings and len(body) >= 20 else 0
                whole = self._wide_strings and len(body) >= 20  # bytes of the record ([MS-XLS] 2.4.353)
                pattern, paint = (body[17] >> 2, body[18] & 0x7F) if whole else (0, 0)
                self._styles.append((font, form, lines != 0, pattern, paint))
            elif kind == 0x0018 and self._wide_strings:
                self._read_name(body)
            elif kind == 0x0085 and len(body) >= 6:  # bytes before the name ([MS-XLS] 2.4.28)
                self._starts.append(struct.unpack_from("<I", body)[0])

    def _read_name(self, body: bytes) -> None:
        """What a sheet prints, where a name is that one ([MS-XLS] 2.4.150)."""
        if len(body) < _NAME_BEGINS + 2 or not body[0] & _NAME_BUILT_IN or body[_NAME_BEGINS + 1] != _PRINTS:
            return
        size, sheet = struct.unpack_from("<H", body, 4)[0], struct.unpack_from("<H", body, 8)[0]
        formula = body[_NAME_BEGINS + 2 :][:size]
        areas: list[Area] = []
        at = 3 if formula[:1] in _TOGETHER else 0
        while at + 11 <= len(formula) and formula[at] in _AREAS:  # bytes of an area ([MS-XLS] 2.5.198.28)
            top, end, left, right = struct.unpack_from("<HHHH", formula, at + 3)
            areas.append((top, left & 0xFF, end, right & 0xFF))
            at += 11 + (formula[at + 11 : at + 12] == b"\x10")  # a sign between two areas, PtgUnion
        if areas:
            self.printed[sheet - 1] = areas

    def conditions(self, number: int) -> Iterator[tuple[list[Area], DrawingRule, frozenset[Mark]]]:
        """The rules of a sheet by which cells are drawn otherwise ([MS-XLS] 2.4.56, 2.4.42)."""
        areas: list[Area] = []
        for kind, body in self._walk(self._starts[number]) if number < len(self._starts) else ():
            if kind == 0x01B0 and len(body) >= 14:  # bytes before the areas ([MS-XLS] 2.4.56)
                places = range(14, min(len(body) - 7, 14 + 8 * struct.unpack_from("<H", body, 12)[0]), 8)
                found = [struct.unpack_from("<HHHH", body, at) for at in places]
                areas = [(top, left, end, right) for top, end, left, right in found]
            elif kind == 0x01B1 and areas and len(body) > 6:  # bytes before the look ([MS-XLS] 2.4.42)
                struck, colour = drawn_in_xls(body)
                ink = NO_INK if colour is None else Ink(self._colour(colour))
                look = _Look(struck=struck, ink=ink)
                size, other = struct.unpack_from("<HH", body, 2)
                formula = body[len(body) - size - other : len(body) - other]
                yield (
                    areas,
                    rule_of_xls(body[0], body[1], formula, areas[0][:2]),
                    look.marks() | look.paleness(),
                )

    def _name(self, body: bytes) -> str:
        if self._wide_strings and len(body) > 1:
            raw = body[2:]
            return (
                raw[: 2 * body[0]].decode("utf-16-le", "replace")
                if body[1] & 1
                else raw[: body[0]].decode("latin-1")
            )
        return body[1 : 1 + body[0]].decode("latin-1")

    def _format(self, body: bytes) -> str:
        if not self._wide_strings or len(body) < 3:  # bytes of a length and its flags ([MS-XLS] 2.5.293)
            return body[1 : 1 + body[0]].decode("latin-1")
        count, wide = struct.unpack_from("<HB", body)
        raw = body[3:]
        return raw[: 2 * count].decode("utf-16-le", "replace") if wide & 1 else raw[:count].decode("latin-1")

    def sheet(self, number: int) -> tuple[dict[tuple[int, int], _Look], dict[tuple[int, int], str]]:
        """((row, column) → (font, format), (row, column) → error) of one sheet. Raises OverLimitError."""
        looks: dict[tuple[int, int], _Look] = {}
        errors: dict[tuple[int, int], str] = {}
        rows: list[int] = []
        columns: list[int] = []
        count = _Count(self._limits)
        for kind, body in self._walk(self._starts[number]) if number < len(self._starts) else ():
            # Bytes of the record ([MS-XLS] 2.4.90).
            if kind == 0x0200 and len(body) >= 12 and self._wide_strings:
                self._refuse_huge(*struct.unpack_from("<IIHH", body))
            if kind not in _CELLS or len(body) < 6:  # row, column, format ([MS-XLS] 2.5.19)
                continue
            row, column, style = struct.unpack_from("<HHH", body)
            rows.append(row)
            if kind in {0x00BD, 0x00BE}:
                step = 6 if kind == 0x00BD else 2
                styles = [struct.unpack_from("<H", body, at)[0] for at in range(4, len(body) - 3, step)]
            else:
                styles = [style]
            count.take(len(styles))
            columns += [column, column + len(styles)]
            for offset, one in enumerate(styles):
                looks[row, column + offset] = self._look(one)
            if kind == 0x0205 and len(body) >= 8 and body[7]:  # bytes of the record ([MS-XLS] 2.4.24)
                errors[row, column] = _ERRORS.get(body[6], "#N/A")
        if rows:
            self._refuse_huge(min(rows), max(rows) + 1, min(columns), max(columns))
        return looks, errors

    def beside(self, number: int) -> tuple[dict[tuple[int, int], str], dict[tuple[int, int], str]]:
        """(row, column) → comment, and → address of a link, of one sheet ([MS-XLS] 2.4.179, 2.4.329, 2.4.140)."""
        written: dict[int, str] = {}  # by the number of the object that shows it
        pinned: list[tuple[int, int, int]] = []
        comments: dict[tuple[int, int], str] = {}
        links: dict[tuple[int, int], str] = {}
        shape, wanted, said = 0, 0, ""
        for kind, body in self._walk(self._starts[number]) if number < len(self._starts) else ():
            if kind == 0x005D and len(body) >= 8:  # bytes up to the number of the object ([MS-XLS] 2.4.181)
                shape = struct.unpack_from("<H", body, 6)[0]
            elif kind == 0x01B6 and len(body) >= 12:  # bytes up to the count of letters ([MS-XLS] 2.4.329)
                wanted, said = struct.unpack_from("<H", body, 10)[0], ""
            elif kind == 0x003C and len(said) < wanted and len(body) > 1:
                wide = body[0] & 1
                said += body[1:].decode("utf-16-le" if wide else "latin-1", "replace")
                written[shape] = said[:wanted]
            elif kind == 0x001C and len(body) >= 8:  # row, column, flags, object; before 1997 the text itself
                row, column, length, holder = struct.unpack_from("<HHHH", body)
                if self._wide_strings:
                    pinned.append((row, column, holder))
                elif row != 0xFFFF:
                    comments[row, column] = body[6 : 6 + length].decode("cp1258", "replace")
            # Four cells come before the address ([MS-XLS] 2.4.140).
            elif kind == 0x01B8 and len(body) > 8 and (found := _WIDE_ADDRESS.search(body)):
                row, _, column, _ = struct.unpack_from("<HHHH", body)
                links[row, column] = found[1].decode("utf-16-le", "replace")
        comments |= {(row, column): written[one] for row, column, one in pinned if one in written}
        return {at: text.strip() for at, text in comments.items() if text.strip()}, links

    def _refuse_huge(self, first_row: int, last_row: int, first_column: int, last_column: int) -> None:
        if last_row > 1 << 16 or last_column > 1 << 9:  # rows and columns of a sheet ([MS-XLS] 2.4.90)
            raise _broken(
                "XLS",
                msg(
                    "an area of cells ({rows} rows, {columns} columns) larger than Excel allows",
                    rows=last_row,
                    columns=last_column,
                ),
            )

    def _look(self, style: int) -> _Look:
        if style >= len(self._styles):
            return _NO_LOOK
        font, form, ruled, pattern, paint = self._styles[style]
        font -= font > 4  # there is no font of number 4
        name = self._fonts[font] if font < len(self._fonts) else None
        struck = font < len(self._struck) and self._struck[font]
        ink = Ink(self._colour(self._colours[font])) if font < len(self._colours) else NO_INK
        ground = WHITE if pattern == 0 else self._colour(paint) if pattern == 1 else None
        shown = self._formats.get(form, _BUILT_IN.get(form, "")).replace("General", "")
        look = _Look(name, shown, ruled, struck, ink, ground)
        return replace(look, own=look.marks())

    def _colour(self, number: int) -> Colour | None:
        """A colour by its number (Icv, [MS-XLS] 2.5.161); None for those of the system, which nobody knows here."""
        if number in self._palette:
            return self._palette[number]
        if number >= _FIRST_OF_PALETTE + 56:
            return None
        return WHITE if number in _WHITE_NUMBERS else BLACK

    def hidden(self, number: int) -> tuple[list[int], list[tuple[int, int]]]:
        """Rows, and first and last columns, that a sheet does not show."""
        rows: list[int] = []
        columns: list[tuple[int, int]] = []
        for kind, body in self._walk(self._starts[number]) if number < len(self._starts) else ():
            # Bytes of the record ([MS-XLS] 2.4.221).
            if kind == 0x0208 and len(body) >= 16 and body[12] & _ROW_HIDDEN:
                rows.append(struct.unpack_from("<H", body)[0])
            elif kind == 0x007D and len(body) >= 10 and body[8] & 1:  # bytes of the record ([MS-XLS] 2.4.53)
                columns.append(struct.unpack_from("<HH", body))
        return rows, columns


_NAME_BEGINS, _NAME_BUILT_IN, _PRINTS = 14, 0x20, 0x06  # [MS-XLS] 2.4.150
_TOGETHER, _AREAS = (
    (b"\x29", b"\x49", b"\x69"),
    (0x3B, 0x5B, 0x7B),
)  # PtgMemFunc, PtgArea3d ([MS-XLS] 2.5.198)
_FIRST_OF_PALETTE, _WHITE_NUMBERS = 8, frozenset({1, 9})
#: An address in a record of two bytes a letter.
_WIDE_ADDRESS = re.compile(rb"((?:h\x00t\x00t\x00p\x00)(?:[\x21-\x7e]\x00)+)")
_STRUCK_OUT, _ROW_HIDDEN = 0x08, 0x20  # bits of the records Font and Row ([MS-XLS] 2.4.122, 2.4.221)


_CELLS = frozenset(
    {0x0201, 0x00BE, 0x0203, 0x0204, 0x0205, 0x027E, 0x00BD, 0x00FD, 0x0006, 0x0206, 0x0406, 0x00D6}
)
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def _xls(data: bytes, limits: Limits) -> Iterator[Sheet]:
    streams = open_streams(data, ("Workbook", "Book"), "XLS")
    stream = streams.get("Workbook", streams.get("Book"))
    if stream is None:
        raise _broken("XLS", msg("no Workbook stream"))
    records = _Records(stream, limits)
    try:
        records.read_globals()
        described = [records.sheet(number) for number in range(len(records._starts))]
        unseen = [records.hidden(number) for number in range(len(records._starts))]
        beside = [records.beside(number) for number in range(len(records._starts))]
        drawn = [list(records.conditions(number)) for number in range(len(records._starts))]
    except struct.error as error:
        raise _broken("XLS", error) from error
    book = _calamine(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)))
    count = _Count(limits)
    known = described if len(described) == len(book.sheets_metadata) else []
    for number, about in enumerate(book.sheets_metadata):
        if "WorkSheet" not in str(about.typ):
            continue
        looks, errors = known[number] if known else ({}, {})
        sheet = Sheet(about.name, hidden="Visible" not in str(about.visible))
        source: CalamineSheet = _calamine(lambda number=number: book.get_sheet_by_index(number))
        count.take(0 if source.end is None else source.height * source.width)
        _fill(sheet, source, looks)
        for (row, column), said in sorted(errors.items()):
            sheet.put(row, column, SheetCell([(None, said)], marks=_UNCOMPUTED))
        for (first_row, first_column), (last_row, last_column) in source.merged_cell_ranges or ():
            sheet.merges.append((first_row, first_column, last_row, last_column))
        sheet.hide(*(unseen[number] if known else ((), ())))
        for areas, rule, marks in drawn[number] if known else ():
            sheet.draw(areas, rule, marks)
        sheet.hide_beyond(records.printed.get(number, ()) if known else ())
        sheet.beside.comments, sheet.beside.links = beside[number] if known else ({}, {})
        yield sheet


def _fill(sheet: Sheet, source: CalamineSheet, looks: dict[tuple[int, int], _Look]) -> None:
    values = _calamine(lambda: source.to_python(skip_empty_area=True))
    top, left = source.start or (0, 0)
    for row, line in enumerate(values, start=top):
        for column, value in enumerate(line, start=left):
            if value != "":
                look = looks.get((row, column), _NO_LOOK)
                cell = _value(value, look.font, look.form)
                cell.ruled = look.ruled
                cell.marks = look.own
                sheet.put(row, column, cell)


def _value(value: object, font: str | None, form: str) -> SheetCell:
    if isinstance(value, str):
        return SheetCell(_with_font([(None, value)], font))
    if isinstance(value, bool):
        return SheetCell([(None, "TRUE" if value else "FALSE")])
    if isinstance(value, int | float):
        return SheetCell([(None, shown_number(float(value), form))], float(value))
    if isinstance(value, datetime):
        return SheetCell([(None, _shown_moment(value))])
    if isinstance(value, date):
        return SheetCell([(None, f"{value.day:02d}/{value.month:02d}/{value.year:04d}")])
    if isinstance(value, time):
        return SheetCell([(None, f"{value:%H:%M}")])
    return SheetCell([(None, str(value))])


def _calamine(call: Any) -> Any:
    """A call of calamine whose failures become our own; a panic of its core is no Exception."""
    try:
        return call()
    except (CalamineError, OSError, ValueError) as error:
        raise _broken("XLS", error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _broken("XLS", error) from error


# ---- ODS -----------------------------------------------------------------------------------------------------


def _ods(data: bytes, limits: Limits) -> Iterator[Sheet]:
    package = checked_zip(data, limits)
    root = _xml(package, "content.xml")
    styles = _OdsStyles([part for part in (_xml(package, "styles.xml"), root) if part is not None])
    count = _Count(limits)
    for table in root.iterfind(".//{*}spreadsheet/{*}table"):
        sheet = Sheet(
            _attribute(table, "name") or "", hidden=_attribute(table, "style-name") in styles.hidden
        )
        unseen: list[int] = []
        styles.mapped = {}
        row = 0
        for node in table.iter("{*}table-row"):
            repeat = min(max(_int(_attribute(node, "number-rows-repeated")), 1), _MAX_ROW)
            cells = list(_ods_cells(node, row, sheet, styles, count))
            for again in range(repeat if cells else 0):
                for column, cell in cells:
                    count.take()
                    sheet.put(row + again, column, replace(cell))
            if cells and (_attribute(node, "visibility") in _UNSEEN or _is_folded(node)):
                unseen += range(row, row + repeat)
            row += repeat
        sheet.hide(unseen, list(_ods_hidden_columns(table)))
        _draw_ods(table, sheet, styles)
        sheet.hide_beyond(_ods_areas(_attribute(table, "print-ranges")))
        yield sheet


OdsMap = tuple[str, ...]
"""A condition, the style that it gives, and the cell for which it is written."""


class _OdsStyles:
    """Names of styles: of tables that are not shown, of cells with borders, of struck text; inks and grounds by name."""

    def __init__(self, roots: Sequence[Any]) -> None:
        self.hidden: set[str | None] = set()
        self._above: dict[str | None, str | None] = {}  # the style that a style begins from
        self._maps: dict[str | None, list[OdsMap]] = {}
        self.mapped: dict[OdsMap, list[tuple[int, int]]] = {}  # the cells of the sheet at hand that have them
        self.ruled: set[str | None] = set()
        self._lines: dict[str | None, bool] = {}  # whether one runs through the text
        self._inks: dict[str | None, Ink] = {}
        self._grounds: dict[str | None, Colour | None] = {}
        for node in (one for root in roots for one in root.iterfind(".//{*}style")):
            shown = _attribute(node, "display-name")  # by which rules name it
            for name in dict.fromkeys((_attribute(node, "name"), shown or _attribute(node, "name"))):
                self._read(name, node)

    def _read(self, name: str | None, node: Any) -> None:
        self._above[name] = _attribute(node, "parent-style-name")
        for inner in node.iterfind("{*}map"):
            names = ("condition", "apply-style-name", "base-cell-address")
            self._maps.setdefault(name, []).append(tuple(_attribute(inner, each) or "" for each in names))
        for inner in node.iterfind("{*}table-properties"):
            if _attribute(inner, "display") == "false":
                self.hidden.add(name)
        for inner in node.iterfind("{*}table-cell-properties"):
            if any("}border" in key and value != "none" for key, value in inner.attrib.items()):
                self.ruled.add(name)
            ground = _attribute(inner, "background-color")
            if ground not in {None, "transparent"}:
                self._grounds[name] = hex_colour(ground)
        for inner in node.iterfind("{*}text-properties"):
            line = _attribute(inner, "text-line-through-style") or _attribute(inner, "text-line-through-type")
            if line is not None:
                self._lines[name] = line != "none"
            size = (_attribute(inner, "font-size") or "").removesuffix("pt")
            self._inks[name] = Ink(hex_colour(_attribute(inner, "color")), _float(size))

    def _chain(self, name: str | None) -> list[str | None]:
        """A style and those that it begins from, the nearest first."""
        chain: list[str | None] = []
        while name is not None and name not in chain:
            chain.append(name)
            name = self._above.get(name)
        return chain

    def _ink(self, name: str | None) -> Ink:
        inks = [self._inks[one] for one in self._chain(name) if one in self._inks]
        colours, points = ([ink.colour for ink in inks], [ink.points for ink in inks])
        return Ink(
            next((one for one in colours if one is not None), None),
            next((one for one in points if one is not None), None),
        )

    def _is_struck(self, name: str | None) -> bool:
        return next((self._lines[one] for one in self._chain(name) if one in self._lines), False)

    def _ground(self, name: str | None) -> Colour | None:
        return next((self._grounds[one] for one in self._chain(name) if one in self._grounds), WHITE)

    def look(self, name: str | None) -> frozenset[Mark]:
        """What a style that a rule gives does to a text."""
        shown = _Look(struck=self._is_struck(name), ink=self._ink(name), ground=self._ground(name))
        return shown.marks() | shown.paleness()

    def maps(self, name: str | None) -> Iterator[OdsMap]:
        """The conditions under which cells of a style bear another one."""
        for one in self._chain(name):
            yield from self._maps.get(one, ())

    def marks(self, cell: Any) -> frozenset[Mark]:
        """What the styles of a cell and of the parts of its text do to it."""
        own = _attribute(cell, "style-name")
        names = {own, *(_attribute(inner, "style-name") for inner in cell.iter("{*}span"))}
        ground = self._ground(own)
        seen = all(self._ink(name).is_seen(ground) for name in names)
        struck = any(map(self._is_struck, names))
        return (_STRUCK if struck else NO_MARKS) | (NO_MARKS if seen else _HIDDEN)


def _is_folded(row: Any) -> bool:
    """Whether a row stands in a group that is folded together."""
    return any(
        etree.QName(one).localname == "table-row-group" and _attribute(one, "display") == "false"
        for one in row.iterancestors()
    )


_QUOTED_SHEET = re.compile(r"\$?'(?:[^']|'')*'")
_ODS_AREA = re.compile(
    r"(?:^|(?<= )|(?<=\.))\$?([A-Z]{1,3})\$?(\d{1,7})(?::[^ ]*?\.?\$?([A-Z]{1,3})\$?(\d{1,7}))?(?= |$)"
)


def _ods_areas(said: str | None) -> list[Area]:
    """Areas of a sheet: `$'Phụ lục'.$A$1:.$G$20 …`."""
    areas = []
    for found in _ODS_AREA.finditer(_QUOTED_SHEET.sub("", said or "")):
        column, row, last_column, last_row = found.groups()
        top, left = int(row) - 1, _column(column)
        end, right = (int(last_row) - 1, _column(last_column)) if last_row else (top, left)
        areas.append((top, left, end, right))
    return areas


def _draw_ods(table: Any, sheet: Sheet, styles: _OdsStyles) -> None:
    """Rules of a sheet by which cells are drawn otherwise: as LibreOffice writes them, else as ODF does."""
    written = list(table.iter("{*}conditional-format"))
    for node in written:
        areas = _ods_areas(_attribute(node, "target-range-address"))
        for inner in node.iterfind("{*}condition"):
            rule = rule_of_ods(_attribute(inner, "value") or "")
            sheet.draw(areas, rule, styles.look(_attribute(inner, "apply-style-name")))
    for (said, name, base), cells in ({} if written else styles.mapped).items():
        first, marks = _ods_areas(base), styles.look(name)
        if marks:
            sheet.draw_at(cells, first[0][:2] if first else cells[0], rule_of_ods(said), marks)


_UNSEEN = frozenset({"collapse", "filter"})


def _ods_hidden_columns(table: Any) -> Iterator[tuple[int, int]]:
    column = 0
    for node in table.iter("{*}table-column"):
        repeat = max(_int(_attribute(node, "number-columns-repeated")), 1)
        if _attribute(node, "visibility") in _UNSEEN:
            yield column, column + repeat - 1
        column += repeat


def _ods_cells(
    node: Any, row: int, sheet: Sheet, styles: _OdsStyles, count: _Count
) -> Iterator[tuple[int, SheetCell]]:
    """Cells of a row by column."""
    column = 0
    for cell in node:
        if not isinstance(cell.tag, str):
            continue
        local = etree.QName(cell).localname
        repeat = min(max(_int(_attribute(cell, "number-columns-repeated")), 1), _MAX_COLUMN)
        lines = ["".join(part.itertext()) for part in cell.iterfind("{*}p")] if local == "table-cell" else []
        comment = "\n".join("".join(part.itertext()) for part in cell.iterfind("{*}annotation/{*}p"))
        if comment.strip():
            sheet.beside.comments[row, column] = comment.strip()
        address = next((found for link in cell.iter("{*}a") if (found := _attribute(link, "href"))), None)
        if address:
            sheet.beside.links[row, column] = address
        waits = (
            _attribute(cell, "formula") is not None and not any(lines) and not _attribute(cell, "value-type")
        )
        if any(lines) or waits:
            number = _attribute(cell, "value") if _attribute(cell, "value-type") == "float" else None
            try:
                value = None if number is None else float(number)
            except ValueError:
                value = None
            bordered = _attribute(cell, "style-name") in styles.ruled
            marks = styles.marks(cell) | (_UNCOMPUTED if waits else NO_MARKS)
            for rule in styles.maps(_attribute(cell, "style-name")):
                styles.mapped.setdefault(rule, []).extend((row, column + more) for more in range(repeat))
            for offset in range(repeat):
                count.take()
                yield column + offset, SheetCell([(None, "\n".join(lines))], value, bordered, marks)
            across, down = (_int(_attribute(cell, f"number-{what}-spanned")) for what in ("columns", "rows"))
            if across > 1 or down > 1:
                sheet.merges.append((row, column, row + max(down, 1) - 1, column + max(across, 1) - 1))
        column += repeat


def _attribute(node: Any, local: str) -> str | None:
    return next((value for name, value in node.attrib.items() if name.endswith(f"}}{local}")), None)


# ---- sheets saved with tabs -------------------------------------------------------------------------------------


def _tsv(data: bytes, limits: Limits) -> Iterator[Sheet]:
    text = decode(data) or ""
    sheet = Sheet("")
    count = _Count(limits)
    csv.field_size_limit(1 << 20)
    try:
        for row, line in enumerate(csv.reader(io.StringIO(text), delimiter="\t")):
            count.take(len(line))
            for column, value in enumerate(line):
                sheet.put(row, column, SheetCell([(None, value)]))
    except csv.Error as error:
        raise _broken("TSV", error) from error
    yield sheet
