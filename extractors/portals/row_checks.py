"""What the rows of a list say against themselves: two in one, one that leads nowhere, a running number that none bears."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bs4 import Tag

from niemyet.extractors.portals.fleeting import differ_by_token
from niemyet.extractors.portals.labels import text_of, whole_number
from niemyet.extractors.portals.symbols import may_be_one, prints_in
from niemyet.model.messages import Message, msg
from niemyet.transforms.language.text import fold

if TYPE_CHECKING:
    from niemyet.extractors.portals.pages import Entry

TOLD_APART = 15  # letters of a title that is cut off; fewer may be another's; chosen, not measured


def own_rows(table: Tag) -> Iterator[Tag]:
    """The rows of a table, without those of tables in it; no cell is entered, and no further than they are asked for."""
    waiting = [iter(table.children)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif isinstance(child, Tag) and child.name == "tr":
            yield child
        elif isinstance(child, Tag) and child.name not in ("table", "td", "th"):
            waiting.append(iter(child.children))  # tbody; but also a form or a div, as portals write them


def are_two(one: "Entry", other: "Entry") -> bool:
    """Whether rows that lead to one page, and to no file of their own, are of two documents.

    They bear two numbers; or places of one page under two titles, as pages have them whose script shows the document.
    """
    if one.files or other.files:
        return False
    if one.number and other.number:
        return not may_be_one(one.number, other.number) or _are_of_two_years(one, other)
    titles = (one.title or "", other.title or "")
    numbered = [found for title in titles if (found := next(prints_in(title), None)) is not None]
    if len(numbered) == 2:  # both of them
        return not may_be_one(numbered[0], numbered[1])
    places = {urlsplit(entry.url).fragment for entry in (one, other)}
    told_apart = min(len(title) for title in titles) >= TOLD_APART and len(set(map(fold, titles))) > 1
    # What looks like a session in their addresses is what tells the two apart.
    by_token = differ_by_token(one.url, other.url)
    return told_apart and (by_token or (len(places) > 1 and "" not in places))


def _are_of_two_years(one: "Entry", other: "Entry") -> bool:
    """Every year counts anew."""
    days = (one.signed_on, other.signed_on)
    return days[0] is not None and days[1] is not None and days[0].year != days[1].year


def without_links(rows: Sequence[str], entries: Iterable["Entry"]) -> Iterator[Message]:
    """Rows of documents that lead nowhere; not those whose number, or words, a row that leads to it bears too."""
    held = list(entries)
    had = [print_ for one in held for print_ in (one.number or "", *prints_in(one.title or "")) if print_]
    titles = [fold(one.title) for one in held if one.title]
    for row in rows:
        number = next(prints_in(row), None)
        if number is not None:
            is_had = any(may_be_one(number, other) for other in had)
        else:
            is_had = any(title in fold(row) for title in titles)
        if not is_had:
            yield msg("row “{row}” has no link, its document cannot be had", row=row[:80])


_RANK_LABELS = frozenset({"stt", "tt", "so tt", "so thu tu", "#"})


def ranks_of(rows: Sequence[Tag]) -> list[tuple[int, int]]:
    """(table, running number) of each row that bears one in a column of such numbers."""
    columns: dict[int, int | None] = {}
    ranks: list[tuple[int, int]] = []
    for row in rows:
        table = row.find_parent("table") if row.name == "tr" else None
        if table is None:
            continue
        if id(table) not in columns:
            columns[id(table)] = _rank_column(table)
        place = columns[id(table)]
        cells = row.find_all(["td", "th"], recursive=False)
        if place is None or place >= len(cells):
            continue
        rank = whole_number(text_of(cells[place]).rstrip("."))
        if rank is not None:
            ranks.append((id(table), rank))
    return ranks


def left_out_ranks(ranks: Sequence[tuple[int, int]]) -> Iterator[Message]:
    """A running number that no row bears between two that do: a row that came broken, or that nothing fits."""
    steps = [(one[1], other[1] - one[1]) for one, other in pairwise(ranks) if one[0] == other[0]]
    for way in (1, -1):
        # Half of them count on by one: it is a running number; chosen, not measured.
        if steps and sum(1 for _, step in steps if step == way) * 2 >= len(steps):
            for rank, step in steps:
                if step * way > 1:
                    yield msg(
                        "no row has the running number {rank}, those around it have one: it cannot be read",
                        rank=rank + way,
                    )


def _rank_column(table: Tag) -> int | None:
    for row in islice(own_rows(table), 3):
        for place, cell in enumerate(row.find_all(["th", "td"], recursive=False)):
            if fold(text_of(cell)).rstrip(".") in _RANK_LABELS:
                return place
    return None
