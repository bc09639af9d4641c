"""What was read from one document, as one web page that needs nothing else: facts, questions, pages with marks."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from niemyet.model.messages import msg
from niemyet.model.records import Cell, Explained, Table
from niemyet.reports.reading_picture import COLOURS, meaning_of
from niemyet.reports.reading_rows import MEANINGS, facts, questions, read_as


@dataclass(frozen=True, slots=True)
class _ReadingLine:
    meaning: str
    what: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    number: int
    rows: tuple[_ReadingLine, ...]


@dataclass(frozen=True, slots=True)
class _Picture:
    number: int
    data: str


#: What the page says itself.
_WORDS = {
    "title": msg("What was read"),
    "heading": msg("What was read from"),
    "questions": msg("For a person to answer"),
    "kind": msg("Kind"),
    "page": msg("Page"),
    "row": msg("Row"),
    "question": msg("Question"),
    "candidates": msg("Candidates"),
    "none": msg("None."),
    "drawn": msg("coloured by what became of its parts"),
    "table": msg("Table"),
}


def reading_page(explained: Explained, pictures: Mapping[int, bytes], lang: str = "vi") -> str:
    """The page. `pictures`: page number → PNG; the tables of a document without pages are shown as text too."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
    )
    return environment.get_template("reading.html").render(
        name=explained.name,
        facts=facts(explained, lang),
        questions=questions(explained, vi=lang == "vi"),
        colours=COLOURS,
        legend=[
            *((name, words[lang != "vi"]) for name, words in MEANINGS.items()),
            ("doubt", msg("not sure, to be looked at").text(lang)),
        ],
        lang=lang,
        words={name: message.text(lang) for name, message in _WORDS.items()},
        pictures=[_Picture(number, b64encode(data).decode()) for number, data in sorted(pictures.items())],
        sheets=[] if pictures and _has_pages(explained) else list(_sheets(explained, lang)),
    )


def _has_pages(explained: Explained) -> bool:
    return any(
        any(row.page is not None for row in block.rows)
        if isinstance(block, Table)
        else block.page is not None
        for block in explained.document.blocks
    )


def _sheets(explained: Explained, lang: str) -> Iterator[_Sheet]:
    traced = {(one.table_no, one.row): one for one in explained.trace}
    for block in explained.document.blocks:
        if not isinstance(block, Table):
            continue
        yield _Sheet(
            block.number,
            tuple(
                _ReadingLine(
                    meaning_of(explained, found) if found else "ignored",
                    read_as(explained, found, vi=lang == "vi") if found else "",
                    tuple(cell for cell in row.cells if not cell.merged),
                )
                for number, row in enumerate(block.rows)
                for found in [traced.get((block.number, number))]
            ),
        )
