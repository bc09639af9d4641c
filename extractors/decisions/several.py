"""Two decisions in one file: a second letterhead with its own "QUYẾT ĐỊNH" and articles begins a second one."""

import re
from dataclasses import replace
from itertools import pairwise

from niemyet.extractors.decisions.layout import is_capitals, lines_of
from niemyet.model.records import Document, Paragraph, Table
from niemyet.transforms.language.text import fold

_FIRST_ARTICLE = re.compile(r"[ĐD]i[eềê]u\s+1\s*[.:]", re.IGNORECASE)
#: A motto may wrap anywhere, and the colon after "Số" is often missing.
_HEAD = re.compile(
    r"cong ?hoa ?xa ?hoi|^chu nghia viet nam$|^so ?:? ?[\d.…/ ]*/? ?qd\b|^so ?:? ?\d+.{0,12}/ ?q"
)
_ISSUER = re.compile(r"(?:uy ban nhan dan|ubnd|chu tich|bo|trung tam|van phong|so|thanh tra)\b")
_LONGEST_HEAD = 14  # blocks from a letterhead to its "QUYẾT ĐỊNH"; chosen, not measured
_BEFORE_MOTTO = 4  # blocks of an issuer's name before the motto; chosen, not measured


def decisions_in(document: Document) -> tuple[tuple[int, Document], ...]:
    """The decisions that a file holds, each with the place of its first block; one for nearly every file."""
    firsts = [place for place, block in enumerate(document.blocks) if _begins_articles(block)]
    if len(firsts) < 2:
        return ((0, document),)
    starts = [0]
    for before, article in pairwise(firsts):
        start = _start(document, before + 1, article)
        if start is not None:
            starts.append(start)
    ends = [*starts[1:], len(document.blocks)]
    return tuple((start, _part(document, start, end)) for start, end in zip(starts, ends, strict=True))


def _begins_articles(block: Paragraph | Table) -> bool:
    if isinstance(block, Paragraph):
        return _FIRST_ARTICLE.match(block.text) is not None
    return len(block.rows) == 1 and any(_FIRST_ARTICLE.match(line) for line in lines_of(block))


def _start(document: Document, after: int, article: int) -> int | None:
    """Where the letterhead of the decision begins whose first article stands at a place; None where it has none.

    The annex of the decision before may repeat its letterhead; only one that "QUYẾT ĐỊNH" follows begins a decision.
    """
    blocks = document.blocks
    titles = [at for at in range(after, article) if _says_decision(blocks[at])]
    if not titles:
        return None
    title = titles[0]
    heads = [at for at in range(max(after, title - _LONGEST_HEAD), title + 1) if _is_head(blocks[at])]
    if not heads:
        return None
    start = heads[0]
    for at in range(max(after, start - _BEFORE_MOTTO), start):
        lines = lines_of(blocks[at])
        if lines and all(is_capitals(line) and _ISSUER.match(fold(line)) for line in lines[:1]):
            return at
    return start


def _says_decision(block: Paragraph | Table) -> bool:
    return any(
        fold(line).replace(" ", "").rstrip(":") == "quyetdinh" and is_capitals(line)
        for line in lines_of(block)
    )


def _is_head(block: Paragraph | Table) -> bool:
    if isinstance(block, Table) and len(block.rows) > _BEFORE_MOTTO:
        return False
    return any(_HEAD.search(fold(line)) for line in lines_of(block))


def _part(document: Document, start: int, end: int) -> Document:
    pictures = tuple(
        replace(one, block=one.block - start)
        for one in document.pictures
        if start <= one.block < max(end, start + 1)
    )
    return replace(document, blocks=document.blocks[start:end], pictures=pictures)
