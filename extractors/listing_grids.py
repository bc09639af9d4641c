"""Files of listings → grids of cells, each with what stands above it: workbooks, documents, CSV, JSON, pages.

The format is told by the content, never by the file's name. What is cut off, damaged or too large is refused, never read in part.
"""

import csv
import io
import re
import zipfile
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from niemyet.extractors.documents import read_document
from niemyet.extractors.documents.pale_rows import with_pale_rows
from niemyet.extractors.documents.runs import shown_runs
from niemyet.extractors.documents.sniff import Format, sniff
from niemyet.extractors.documents.workbook import Sheet, SheetCell, open_workbook
from niemyet.extractors.json_texts import json_of
from niemyet.extractors.listing_labels import (
    WITHIN,
    Grid,
    ListingCell,
    TitledGrid,
    columns_of,
)
from niemyet.extractors.zip_faults import zip_fault
from niemyet.model.errors import DocumentError, NoListingError, UnsupportedFormatError
from niemyet.model.messages import Spoken, Words, msg
from niemyet.model.records import Document, Limits, Table
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.decoding import decoded
from niemyet.transforms.language.text import clean, fold, repair_legacy, vietnamese_share

_MAX_CELLS = 5_000_000  # of one sheet, those that are empty too; chosen, not measured
_MAX_UNPACKED = 200 * 1024 * 1024  # bytes of all parts of a workbook; chosen, not measured
_DOCUMENTS = frozenset({Format.PDF, Format.DOCX, Format.DOC, Format.IMAGE})
_WORKBOOKS = frozenset({Format.XLSX, Format.XLS, Format.ODS})


#: What only niemyet writes above or below a list to post (`reports/office_papers.py`, `reports/posting_list.py`), folded.
OWN_LIST = re.compile(
    r"\(tinh den ngay \d\d/\d\d/\d{4}: \d+ thu tuc\)|danh muc phai niem yet,? do niemyet lap|"
    r"^phieu go niem yet$|\(as of \d{4}-\d\d-\d\d: \d+ procedures\)"
)


def refuse_own_list(texts: Iterable[str], where: Words) -> None:
    """What must hang is not what was seen to hang: taken for a look it would settle all work unseen."""
    if any(OWN_LIST.search(fold(text)) for text in texts):
        raise NoListingError(
            msg(
                "{where}: this file is a list to post that niemyet has made: it says what must hang, not what was seen to "
                "hang. Report work with `niemyet done` or the work list (XLSX), or hand in what the unit itself keeps.",
                where=where,
            )
        )


#: The word that stands by itself above what is decided, and the first article: no list has them.
_DECIDES, _ARTICLE = re.compile(r"quyet dinh\b(?! so\b)"), re.compile(r"dieu 1\b")


def refuse_decision(lines: Iterable[str], where: Words) -> None:
    """What is decided is not what was seen to hang: its annex, taken for a look, would settle work that nobody has done."""
    begins = [(line.lstrip()[:10].isupper(), fold(line.lstrip()[:20])) for line in lines]
    if any(loud and _DECIDES.match(text) for loud, text in begins) and any(
        _ARTICLE.match(text) for _, text in begins
    ):
        raise NoListingError(
            msg(
                "{where}: this is a decision, with its articles: it says what must hang, not what was seen to hang. Hand it in "
                "with `niemyet ingest FILE`; for a look hand in what the unit itself keeps, or only the list that hangs.",
                where=where,
            )
        )


#: "(Kèm theo Quyết định số 412/QĐ-UBND ngày … của Chủ tịch UBND tỉnh …)", below the caption of an annex.
_OF_A_DECISION = re.compile(r"\(\s*(?:ban hanh )?kem theo quyet dinh\b")
#: Whose own list it is: what a commune hangs it may put down in a decision of its own.
_OF_THE_UNIT = re.compile(
    r"\bcua (?:chu tich )?(?:ubnd|uy ban nhan dan)(?: cap)? (?:xa|phuong|dac khu|thi tran|huyen|quan|thi xa)\b|\bniem yet\b"
)


def is_annex(lines: Iterable[str]) -> bool:
    """Whether it is the annex of a decision that says neither whose list it is nor that it hangs."""
    folded = [fold(line) for line in lines if "(" in line or "yết" in line.lower()]
    of_a_decision = any(_OF_A_DECISION.search(line) for line in folded)
    return of_a_decision and not any(_OF_THE_UNIT.search(line) for line in folded)


def cell_text(raw: str) -> str:
    """What a cell says, as it is shown."""
    return _text_of_short(raw) if len(raw) < _SHORT else clean(repair_legacy(raw))


_SHORT = 400  # units hang the same names, and no two pages are the same; chosen, not measured


@lru_cache(maxsize=1 << 14)
def _text_of_short(raw: str) -> str:
    return clean(repair_legacy(raw))


def describe(grids: list[Grid]) -> Spoken:
    """The first filled cells, for the message to the person who chose the file."""
    cells = [cell.text for grid in grids for row in grid for cell in row if cell.text and not cell.merged]
    if not cells:
        return msg("no cell with text in it")
    return msg("{count} cells, the first “{text}”", count=len(cells), text=" | ".join(cells[:4])[:160])


# ---- PDF, DOCX, DOC -----------------------------------------------------------------------------------


def is_document(data: bytes) -> bool:
    """Whether the bytes are a document that the readers of decisions read, scans among them."""
    try:
        return sniff(data) in _DOCUMENTS
    except DocumentError:
        return False  # a broken container: the reader of workbooks says what is wrong with it


def document_grids(data: bytes, where: Words) -> tuple[list[TitledGrid], list[str]]:
    """The tables of a document, each with the line above it, and all lines beside them.

    A scan or a poster is refused: what was recognised in a picture proves no listing.
    """
    return grids_beside_lines(_read_document(data, where), where)


def grids_beside_lines(document: Document, where: Words) -> tuple[list[TitledGrid], list[str]]:
    """As `document_grids`, of a document that was read."""
    beside = [block.text for block in document.blocks if not isinstance(block, Table)]
    refuse_decision((line for text in beside for line in text.splitlines()), where)
    if document.media in ("scan", "image"):
        raise DocumentError(
            msg(
                "{where}: the listing is a scan or a photograph; text recognised in a picture is not "
                "sure enough to compare. Get a DOCX or XLSX, or enter it by hand.",
                where=where,
            )
        )
    refuse_own_list(beside, where)
    loose = [
        block.text for block in document.blocks if not isinstance(block, Table) and find_codes(block.text)
    ]
    if loose:
        raise DocumentError(
            msg(
                "{where}: a procedure code stands outside the table (“{text}”), so the listing may not "
                "have been seen whole. Get the XLSX.",
                where=where,
                text=loose[0][:80],
            )
        )
    lists: list[TitledGrid] = []
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            lists.append((lines[-1] if lines else "", _grid_of(block)))
        elif block.text.strip():
            lines.append(block.text)
    return lists, lines


def _grid_of(table: Table) -> Grid:
    return [
        [ListingCell(cell_text(cell.text), cell.merged, marks=cell.marks) for cell in row.cells]
        for row in with_pale_rows(table).rows
    ]


def _read_document(data: bytes, where: Words) -> Document:
    try:
        return read_document(data, None)
    except DocumentError as error:
        raise error.at(where) from error


def workbook_grids(data: bytes, where: Words) -> tuple[list[TitledGrid], list[TitledGrid]]:
    """Every sheet of a workbook, those that are shown and those that are not.

    Nothing in it is run: formulas give their stored values.
    """
    if data.startswith(b"PK"):
        _check_package(data, where)
    try:
        known = sniff(data) in _WORKBOOKS
    except DocumentError as problem:
        raise type(problem)(
            msg("{where}: the workbook cannot be opened: {problem}", where=where, problem=problem)
        ) from problem
    if not known:
        raise DocumentError(
            msg(
                "{where}: the workbook cannot be opened. Expected a whole XLSX, XLS or ODS file "
                "without a password. Get the file again, or save it anew and try again.",
                where=where,
            )
        )
    try:
        _, sheets = open_workbook(data, Limits())
    except DocumentError as problem:
        raise type(problem)(
            msg("{where}: the workbook cannot be opened: {problem}", where=where, problem=problem)
        ) from problem
    for sheet in sheets:
        sheet.keep_pale_apart()
    shown, hidden = (
        [(sheet.name, _sheet_grid(sheet, where)) for sheet in sheets if sheet.hidden is state]
        for state in (False, True)
    )
    return shown, hidden


def _check_package(data: bytes, where: Words) -> None:
    """Refuse what is cut off, is no workbook, or would unpack to more than a listing can be."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            names = {entry.filename for entry in entries}
            if sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
                raise DocumentError(
                    msg(
                        "{where}: more than {most} MB come out of the archive: no listing.",
                        where=where,
                        most=_MAX_UNPACKED // 1024**2,
                    )
                )
            if "word/document.xml" in names:
                raise UnsupportedFormatError(
                    msg(
                        "{where}: it is a Word file; a listing has to be XLSX, XLS, CSV, HTML or JSON. Save "
                        "the table as XLSX.",
                        where=where,
                    )
                )
            if not any(entry.startswith("xl/") for entry in names) and "content.xml" not in names:
                raise UnsupportedFormatError(
                    msg(
                        "{where}: it is an archive but no workbook. Expected XLSX, XLS, CSV, HTML or JSON.",
                        where=where,
                    )
                )
            for entry in sorted(names):
                if entry.startswith("xl/worksheets/") and entry.endswith(".xml"):
                    _check_extent(package.read(entry), where)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as problem:
        raise DocumentError(
            msg(
                "{where}: the XLSX file is cut off or damaged ({problem}). Get it again.",
                where=where,
                problem=zip_fault(problem),
            )
        ) from problem


def _check_extent(sheet: bytes, where: Words) -> None:
    """The reader lays a sheet out as a full rectangle: one cell in the last corner would take all memory."""
    rows = cols = 1
    for match in re.finditer(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"', sheet):
        col = 0
        for letter in match[1]:
            col = col * 26 + letter - 64
        rows, cols = max(rows, int(match[2])), max(cols, col)
    if rows * cols > _MAX_CELLS:
        raise DocumentError(
            msg(
                "{where}: a sheet stretches over {rows} rows × {columns} columns: no listing.",
                where=where,
                rows=rows,
                columns=cols,
            )
        )


def _sheet_grid(sheet: Sheet, where: Words) -> Grid:
    """The rows and columns of a sheet that hold anything; a merged cell repeats over its places."""
    columns = sorted({column for cells in sheet.rows.values() for column in cells})
    lines = sorted(sheet.rows)
    if len(lines) * len(columns) > _MAX_CELLS:
        raise DocumentError(
            msg(
                "{where}: a sheet has {rows} rows × {columns} columns: no listing.",
                where=where,
                rows=len(lines),
                columns=len(columns),
            )
        )
    grid = [[_sheet_cell(sheet.rows[line].get(column)) for column in columns] for line in lines]
    for (line, column), comment in sheet.beside.comments.items():
        if line in sheet.rows and column in columns:
            row, place = bisect_left(lines, line), bisect_left(columns, column)
            grid[row][place] = replace(grid[row][place], comment=comment)
    for top, left, bottom, right in sorted(sheet.merges):
        first = sheet.rows.get(top, {}).get(left)
        if first is None:
            continue
        repeat = replace(_sheet_cell(first), merged=True)
        for row in range(bisect_left(lines, top), bisect_right(lines, bottom)):
            for place in range(bisect_left(columns, left), bisect_right(columns, right)):
                if (lines[row], columns[place]) != (top, left):
                    grid[row][place] = repeat
    return grid


def _sheet_cell(cell: SheetCell | None) -> ListingCell:
    if cell is None:
        return ListingCell("")
    text = shown_runs("", cell.runs)[1]
    number = cell.number is not None and not cell.number.is_integer()
    return ListingCell(text, number=number, marks=cell.marks)


# ---- text: CSV, JSON, pages ----------------------------------------------------------------------------


def text_of(data: bytes, where: Words) -> str:
    """UTF-8 with or without BOM, or UTF-16 with one; anything else has lost its Vietnamese letters."""
    if data.startswith(
        (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"Rar!", b"7z\xbc\xaf")
    ):
        raise UnsupportedFormatError(
            msg(
                "{where}: it is a PDF, a picture or an archive; a listing has to be XLSX, XLS, CSV, "
                "HTML or JSON.",
                where=where,
            )
        )
    declared = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", data[:4096], re.IGNORECASE)
    text = decoded(data, [declared[1].decode("ascii")] if declared else ())
    _refuse_lost_signs(data, text, where)
    if "\x00" in text:
        raise UnsupportedFormatError(
            msg("{where}: it is a binary file; expected XLSX, XLS, CSV, HTML or JSON.", where=where)
        )
    return text


def _refuse_lost_signs(data: bytes, text: str, where: Words) -> None:
    """A UTF-8 text that ends within a sign was cut; one in no charset known has lost its Vietnamese letters."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        if problem.reason == "unexpected end of data":
            raise DocumentError(
                msg("{where}: the file is cut off within a letter. Get it again.", where=where)
            ) from problem
        words = re.sub(r"<[^>]*>", " ", text)
        if len(_LOST.findall(words)) > 1 or vietnamese_share(repair_legacy(words)) < _VIETNAMESE:
            raise DocumentError(
                msg(
                    "{where}: the text is not UTF-8 (byte {at}), its Vietnamese letters would be lost. "
                    "Choose “CSV UTF-8” in Excel, or save as XLSX.",
                    where=where,
                    at=problem.start,
                )
            ) from problem


_LOST = re.compile(
    r"[^\W\d_]\?|\?[^\W\d_]"
)  # a letter that the charset could not hold was written as a question mark
# Share of syllables among the words with marks, as `repair_legacy` wants it; as in text.repair_legacy:
_VIETNAMESE = 0.7


def csv_grid(text: str, where: Words) -> Grid:
    """The separator is the one with which the most labels of a listing stand in one row."""
    best: Grid = []
    best_score = -1
    for separator in (";", ",", "\t", "|"):
        try:
            lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
        except csv.Error:
            continue
        grid = [[ListingCell(cell_text(value)) for value in line] for line in lines]
        score = max((len(columns_of(cells) or {}) for cells in grid[:WITHIN]), default=0)
        if score > best_score:
            best, best_score = grid, score
    if best_score < 0:
        raise DocumentError(
            msg(
                "{where}: the CSV is cut off or its quotation marks are wrong: a cell opens one and "
                "never closes it. Get the file again.",
                where=where,
            )
        )
    if best_score == 0 and text.count('"') % 2:
        raise DocumentError(
            msg(
                "{where}: the CSV has an odd number of quotation marks ({count}) and may be cut off. "
                "Get the file again.",
                where=where,
                count=text.count(chr(34)),
            )
        )
    _refuse_cut_line(text, best, where)
    _refuse_spilt_line(best, where)
    return best


def _refuse_spilt_line(grid: Grid, where: Words) -> None:
    """A row with more cells than its header: a separator stands within a text, which is cut there and the rest moved."""
    width = 0
    for number, cells in enumerate(grid, start=1):
        filled = max((place for place, cell in enumerate(cells, start=1) if cell.text), default=0)
        if columns_of(cells):
            width = len(cells)
        elif 0 < width < filled:
            raise DocumentError(
                msg(
                    "{where}: line {number} has {count} cells, the header {usual}: a text holds the separator and "
                    "stands in no quotation marks (“{text}”). Save the list as XLSX and hand that in.",
                    where=where,
                    number=number,
                    count=filled,
                    usual=width,
                    text=" | ".join(cell.text for cell in cells if cell.text)[:80],
                )
            )


def _refuse_cut_line(text: str, grid: Grid, where: Words) -> None:
    """A last line that ends without a line break and with fewer cells than every other line was cut."""
    widths = [len(cells) for cells in grid]
    # Two columns may align by chance; chosen, not measured.
    if len(widths) < 3 or text.endswith(("\n", "\r")):
        return
    if widths[-1] < widths[-2] and len(set(widths[:-1])) == 1:
        raise DocumentError(
            msg(
                "{where}: the last row has only {count} cells, the others {usual}: the file is cut "
                "off. Get it again.",
                where=where,
                count=widths[-1],
                usual=widths[-2],
            )
        )


# ---- JSON ---------------------------------------------------------------------------------------------


def json_value(text: str) -> Any:
    """One JSON value, or one object a line (JSONL)."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(
        line.lstrip().startswith("{") and line.rstrip().endswith("}") for line in lines
    ):
        return [json_of(line) for line in lines]
    return json_of(text)


def lists_of_objects(value: Any, depth: int) -> Iterator[list[dict[str, Any]]]:
    """Every list of objects down to a few levels, in the order it is written."""
    if isinstance(value, list):
        objects = [entry for entry in value if isinstance(entry, dict)]
        if objects and len(objects) == len(value):
            yield objects
    elif isinstance(value, dict) and depth:
        for inner in value.values():
            yield from lists_of_objects(inner, depth - 1)


def json_grid(objects: list[dict[str, Any]]) -> Grid:
    """The keys as header, in the order they first appear. Every object of the list is a row of it."""
    keys = list(dict.fromkeys(key for entry in objects for key in entry))
    header = [ListingCell(cell_text(key)) for key in keys]
    return [header, *([_json_cell(entry.get(key)) for key in keys] for entry in objects)]


def _json_cell(value: object) -> ListingCell:
    if value is None or isinstance(value, (list, dict)):
        return ListingCell("")
    if isinstance(value, bool):
        return ListingCell("true" if value else "false")
    if isinstance(value, float) and not value.is_integer():
        return ListingCell(repr(value), number=True)
    return ListingCell(cell_text(str(int(value) if isinstance(value, float) else value)))
