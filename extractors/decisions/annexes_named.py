"""What Điều 1 says of each annex by its number: "1. Danh mục … ban hành mới (Phụ lục I). 2. Danh mục … bị bãi bỏ (Phụ lục II)".

It speaks for an annex whose own title says no action (RULINGS 29: the title of the annex is the stronger one).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from niemyet.extractors.decisions.heading_patterns import Heading, heading_of, sector_named
from niemyet.extractors.decisions.sentences import aligned_fold

_ANNEX = re.compile(r"\bphu luc (?:so )?(?P<mark>[ivxl]{1,6}|\d{1,2})\b")
_TO_THIS = re.compile(r"\s*kèm theo (?:Quyết định|văn bản) này", re.IGNORECASE)
_SECTOR = re.compile(r"\blinh vuc\b")
#: What parts one annex from the next.
_PARTS = re.compile(
    r"[;.] |(?<=\w[)]), |(?<=phu luc [ivx\d]), |(?<=phu luc [iv\d][iv\d]), | va (?=danh muc\b)"
    r"|(?<=\)) va (?=(?:\d{1,3} |cac )(?:thu tuc|tthc)\b)"
)
#: Another decision's annex: "Phụ lục I kèm theo Quyết định số 100/QĐ-UBND".
_OF_ANOTHER = re.compile(r"\bquyet dinh (?:so )?\d")


def annexes_named(paragraphs: Iterable[str]) -> Mapping[str, Heading]:
    """By the number of an annex in capitals, what the words beside it say: one action, one level, one sector, or none of it."""
    said: dict[str, list[Heading]] = {}
    for paragraph in paragraphs:
        folded = aligned_fold(paragraph)
        cuts = [0, *(found.end() for found in _PARTS.finditer(folded)), len(folded)]
        for start, end in pairwise(cuts):
            marks = {found["mark"] for found in _ANNEX.finditer(folded, start, end)}
            if len(marks) != 1 or _OF_ANOTHER.search(folded, start, end):
                continue
            said.setdefault(marks.pop().upper(), []).append(_beside(paragraph[start:end]))
    return {mark: _together(headings) for mark, headings in said.items()}


def _beside(words: str) -> Heading:
    """What the words beside the number of an annex say, of which the last sector is the annex's own."""
    heading = heading_of(_TO_THIS.sub("", words))
    at = max(found.start() for found in _SECTOR.finditer(aligned_fold(words))) if heading.sector else 0
    return replace(
        heading, levels=heading.levels or heading.authority, sector=sector_named(words[at:].strip())
    )


def _together(headings: Sequence[Heading]) -> Heading:
    """What they all say: of two actions, levels or sectors none."""
    actions = {action for one in headings for action in one.actions}
    levels = {level for one in headings for level in one.levels}
    sectors = {one.sector for one in headings if one.sector}
    return Heading(
        text=headings[0].text,
        mark=None,
        rank="annex",
        actions=tuple(actions) if len(actions) == 1 else (),
        levels=tuple(levels) if len(levels) == 1 else (),
        sector=next(iter(sectors)) if len(sectors) == 1 else None,
    )
