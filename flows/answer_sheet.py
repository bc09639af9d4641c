"""The sheet of questions, come back: ids and answers, found by their headings whatever else the clerk did to it."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from niemyet.extractors.documents import read_document
from niemyet.flows.answering import RefusedAnswer
from niemyet.model.errors import DocumentError, UsageError
from niemyet.model.messages import msg
from niemyet.model.records import Table
from niemyet.reports.question_sheet import ANSWER, ID
from niemyet.transforms.language.decoding import decoded
from niemyet.transforms.language.text import clean, fold

#: As `transforms/law/questions.py` makes them.
_REVIEW_ID = re.compile(r"[a-z_]+:[0-9a-f]{16}")


@dataclass(slots=True)
class ToldSheet:
    """Answers by question, the questions without one, and answers that cannot be taken."""

    answers: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(
        default_factory=dict
    )  # question → row of the sheet, from 1, as a person counts them
    asked: set[str] = field(default_factory=set)
    refused: list[RefusedAnswer] = field(default_factory=list)

    @property
    def unanswered(self) -> int:
        """How many questions of the sheet nobody answered."""
        return len(self.asked - self.answers.keys())


def read_sheet(path: Path) -> ToldSheet:
    """The answers of a sheet (XLSX, ODS, CSV, …).

    Raises:
        UsageError: it cannot be read, or has no columns of ids and answers.
    """
    try:
        document = read_document(path.read_bytes(), path.name)
    except DocumentError as error:
        raise UsageError(error.told) from error
    grids = [
        [[clean(cell.text or "") for cell in row.cells] for row in block.rows]
        for block in document.blocks
        if isinstance(block, Table)
    ]
    told = ToldSheet()
    places: tuple[int, int] | None = None
    width = 0
    is_apart = False
    for grid in grids or _csv_grids(path):
        for texts in grid:
            own = _columns([fold(text) for text in texts])
            if own is not None:
                places, width = own, len(texts)
            elif places is not None and width == len(texts):  # an empty row parts a sheet into several tables
                _take(told, texts[places[0]], texts[places[1]])
            elif any(_REVIEW_ID.fullmatch(text) for text in texts):
                is_apart = True
        if places is not None and not grids:
            break  # this was the separator; the others would take the same text apart otherwise
    if is_apart:
        raise _apart(path) if places is not None else _headings_lost(path)
    if places is None:
        raise UsageError(
            msg(
                "{path}: no row with the headings “{ID}” and “{ANSWER}”. Use a sheet of `niemyet "
                "review export`.",
                path=path.name,
                ID=ID,
                ANSWER=ANSWER,
            ),
        )
    told.rows = _rows_of_ids(path)
    return told


def _apart(path: Path) -> UsageError:
    return UsageError(
        msg(
            "{path}: rows with question ids stand apart from their headings. Take out the empty rows and "
            "columns between them and hand the sheet in again.",
            path=path.name,
        )
    )


def _headings_lost(path: Path) -> UsageError:
    """Ids are plain letters and outlive any charset, headings with their marks do not."""
    return UsageError(
        msg(
            "{path}: there are question ids, and no headings “{ID}” and “{ANSWER}” above them. They were taken out, or "
            "the file was saved in a charset without Vietnamese letters (“Tr? l?i”). Save it as XLSX, or as "
            "“CSV UTF-8”, from the sheet that was filled in, and hand it in again.",
            path=path.name,
            ID=ID,
            ANSWER=ANSWER,
        )
    )


def _rows_of_ids(path: Path) -> dict[str, int]:
    """Where each id stands, empty rows counted too, which a document's tables leave out."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
        grids = [[[clean(str(value)) for value in row] for row in sheet] for sheet in sheets]
    except (CalamineError, OSError, ValueError):
        grids = list(_csv_grids(path))
    found: dict[str, int] = {}
    for grid in grids:
        for number, texts in enumerate(grid, start=1):
            for text in texts:
                if _REVIEW_ID.fullmatch(text):
                    found.setdefault(text, number)
    return found


def _csv_grids(path: Path) -> Iterator[list[list[str]]]:
    """A sheet saved as CSV, parted by whatever the spreadsheet's language parts by."""
    text = decoded(path.read_bytes()).lstrip("\ufeff")
    for separator in (",", ";", "\t"):
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        yield [[clean(cell) for cell in row] for row in rows]


def _columns(heads: list[str]) -> tuple[int, int] | None:
    """Where the ids and the answers stand, in the language in which the sheet went out."""
    for lang in ("vi", "en"):
        own = [fold(name.text(lang)) for name in (ID, ANSWER)]
        if all(name in heads for name in own):
            return heads.index(own[0]), heads.index(own[1])
    return None


def _take(told: ToldSheet, review_id: str, said: str) -> None:
    if review_id:
        told.asked.add(review_id)
    if not said:
        return
    if not review_id:
        told.refused.append(_nameless(said))
    elif told.answers.setdefault(review_id, said) != said:
        told.refused.append(
            RefusedAnswer(
                review_id,
                msg(
                    "{review_id}: the sheet gives two different answers, “{before}” and “{said}”.",
                    review_id=review_id,
                    before=told.answers[review_id],
                    said=said,
                ),
            )
        )


def _nameless(said: str) -> RefusedAnswer:
    return RefusedAnswer(
        "",
        msg(
            "“{said}”: the row of this answer has nothing in the column “{ID}”. Put the id back (it stands in "
            "`niemyet review list`), or take the answer out.",
            said=said,
            ID=ID,
        ),
    )
