"""A sector printed above the name, in one cell: "Lĩnh vực Hộ tịch" and below it "Đăng ký khai sinh"."""

import re

from niemyet.extractors.decisions.heading_patterns import (
    actions_named,
    is_shared,
    levels_named,
    sector_named,
    sentence_case,
)
from niemyet.extractors.decisions.layout import is_capitals
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.sector_words import is_made_of_names, tells_of_change
from niemyet.transforms.language.text import clean, fold, key

_SAYS_SECTOR = re.compile(r"(?:thuộc )?lĩnh vực\b", re.IGNORECASE)
_IN_ONE_LINE = re.compile(r"(?P<sector>(?:Thuộc )?Lĩnh vực [^:]{2,80}): ?(?P<name>\S.*)", re.IGNORECASE)


def sector_above(raw: str, text: str, known: str | None) -> tuple[str, str] | None:
    """(sector, name) of a cell that prints both; None for any other. `known`: the sector of the heading above.

    A line is a sector where it says so, where it is the sector that the heading above names, or where it stands in capitals,
    has only words of which names of sectors are made, and the name below it does not stand in capitals.
    """
    first, _, rest = raw.strip().partition("\n")
    first, rest = clean(first), clean(rest)
    if not rest:
        found = _IN_ONE_LINE.fullmatch(text)
        if found is None:
            return None
        first, rest = found["sector"], found["name"]
    elif f"{first} {rest}" != text or not rest[0].isupper():
        return None
    if find_codes(first) or tells_of_change(first):
        return None
    if _SAYS_SECTOR.match(first):
        sector = sector_named(first)
        return (sector, rest) if sector else None
    if known and key(first) == key(known):
        return known, rest
    capitals = is_capitals(first) and not is_capitals(rest) and is_made_of_names(first)
    shown = sentence_case(first) if capitals else None
    return (shown, rest) if shown else None


def sector_of_group(text: str) -> str | None:
    """The sector that the cell of a column "Nhóm" or "Loại" names, where it says neither act nor level; None elsewhere."""
    folded = fold(text)
    if (
        not text
        or actions_named(folded)
        or levels_named(folded)
        or is_shared(folded)
        or tells_of_change(text)
    ):
        return None
    named = sector_named(text)
    return named if named or not is_made_of_names(text) else sentence_case(text)
