"""Sentences that are kept in Vietnamese, said in another language.

Releases and the lake hold their sentences in one language, whoever reads them (`reason` of a piece of work, of a crawl).
For another reader they are recognised by the patterns of the catalogue, and said with the same values. What is not
recognised stays as it is kept.
"""

import re
from datetime import date
from functools import cache, lru_cache

from niemyet.model.messages import catalogue

#: The language of what is kept.
KEPT_IN = "vi"
_PLACE = re.compile(r"\{(\w+)[^{}]*\}")
_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
#: Letters of a pattern beside its places; below that it would be found in anything; chosen, not measured.
_LEAST = 4
_DEEPEST = 4  # a reason within a reason: three are made, one is to spare; chosen, not measured
_LISTS = ("; ", ", ")
#: Places that hold figures: "trang {number}" is no pattern of "trang là trang chủ".
_COUNTED = frozenset({"number", "count", "pages", "rows", "days", "status", "total"})
_FIGURE = r"\S*?\d\S*?"


@lru_cache(maxsize=1 << 14)
def retold(text: str, lang: str, depth: int = _DEEPEST) -> str:
    """A kept sentence in a language, as far as it is one of the catalogue's."""
    if lang == KEPT_IN or not text:
        return text
    if _DAY.fullmatch(text):
        return _day_of(text) or text
    if depth == 0:
        return text
    found = _recognised(text)
    if found is not None:
        pattern, values = found
        return _PLACE.sub(lambda place: retold(values.get(place[1], ""), lang, depth - 1), pattern)
    where, colon, rest = text.partition(": ")
    if colon and (told := retold(rest, lang, depth - 1)) != rest:
        return where + colon + told
    for between in _LISTS:
        parts = text.split(between)
        each = [retold(part, lang, depth - 1) for part in parts]
        if len(parts) > 1 and all(one != part for one, part in zip(each, parts, strict=True)):
            return between.join(each)
    return text


def _day_of(text: str) -> str | None:
    """A day as English writes days; None for one that no calendar has, which a paper may well print."""
    day, month, year = (int(part) for part in text.split("/"))
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _recognised(text: str) -> tuple[str, dict[str, str]] | None:
    """The pattern that says most of the text, and what stands in its places."""
    for pattern, literals, msgid in _patterns():
        if not _in_order(text, literals):
            continue
        match = pattern.fullmatch(text)
        if match is not None:
            return msgid, match.groupdict()
    return None


def _in_order(text: str, literals: tuple[str, ...]) -> bool:
    at = 0
    for literal in literals:
        at = text.find(literal, at)
        if at < 0:
            return False
        at += len(literal)
    return True


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], tuple[str, ...], str], ...]:
    """The catalogue's patterns, those with most words of their own first."""
    found = []
    for msgid, kept in catalogue(KEPT_IN).items():
        literals = tuple(part for part in _PLACE.split(kept)[::2] if part)
        letters = sum(sign.isalpha() for part in literals for sign in part)
        if letters < _LEAST or "{{" in kept or "\n" in kept:
            continue
        found.append((letters, kept, literals, msgid))
    found.sort(key=lambda one: (-one[0], one[1]))
    return tuple((_compiled(kept), literals, msgid) for _, kept, literals, msgid in found)


@cache
def _compiled(kept: str) -> re.Pattern[str]:
    parts = _PLACE.split(kept)
    seen: set[str] = set()
    pattern = ""
    for place, part in enumerate(parts):
        if place % 2 == 0:
            pattern += re.escape(part)
        elif part in seen:
            pattern += f"(?P={part})"
        else:
            seen.add(part)
            pattern += f"(?P<{part}>{_FIGURE if part in _COUNTED else '.+?'})"
    return re.compile(pattern, re.DOTALL)
