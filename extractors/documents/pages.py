"""From the pages of a text PDF or a scan to one document: tables go on over page breaks."""

from collections.abc import Iterable
from dataclasses import dataclass

from extractors.documents.blocks import Block
from model.records import Box, Cell, Paragraph


@dataclass(frozen=True, slots=True)
class PageTable:
    """A ruled table of one page: the x of its columns' edges, and its rows, each as wide as the table.

    A place that a merged cell reaches over holds the repeat of it (`merged=True`).
    """

    box: Box
    xs: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number from 1, its size in points, what stands on it in reading order."""

    number: int
    width: float
    height: float
    blocks: tuple[Paragraph | PageTable, ...]


def join_pages(pages: Iterable[Page]) -> tuple[Block, ...]:
    """All pages as blocks: running heads and page numbers left out, tables that go on joined, rows with their page."""
    raise NotImplementedError
