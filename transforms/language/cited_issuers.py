"""Whose decision a text names: "Quyết định số 5/QĐ-UBND ngày … của UBND tỉnh Hải Dương" (RULINGS 9, 16).

Each issuer has series of its own: number and day alone do not say which decision is meant. Only a name that anybody
knows is taken; "của UBND tỉnh", a slip or a torn name says nothing.
"""

import re
from functools import lru_cache

from niemyet.transforms.language.citations import issuer_id
from niemyet.transforms.language.text import fold
from niemyet.transforms.units.country import provinces
from niemyet.transforms.units.issuers import is_known_issuer

_DAY = r"\d{1,2}\s?(?:[/.\-]\s?\d{1,2}\s?[/.\-]|thang \d{1,2} nam)\s?\d{4}"
_KINDS = r"(?:tinh|thanh pho|tp|t p|huyen|quan|thi xa|thi tran|xa|phuong|dac khu)"
_HEAD = (
    r"(?:(?:dong chi )?(?:pho )?chu tich )?(?:ubnd|uy ban nhan dan)\.? |(?:tinh|thanh pho|tp\.?) (?=\S)"
    r"|(?:bo truong |thu truong )?bo (?=\S)|thu tuong chinh phu"
)
#: After the number: its day, then who signed.
_AFTER = re.compile(
    rf"[\s,.;]*(?:(?:ky |ban hanh )?(?:ng\w{{1,4}}\s*:?\s*)?{_DAY})?(?:[\s,]*(?:\(\s?|\bcua |\bdo )|\s+)(?P<named>(?:{_HEAD}).*)"
)
#: Before the number: "UBND tỉnh A ban hành Quyết định số", "Quyết định của UBND tỉnh A số".
_BEFORE = re.compile(
    rf"(?P<of>\b(?:quyet dinh|qd) (?:sau (?:day )?)?(?:cua|do) )?(?:(?:pho )?chu tich )?(?:ubnd|uy ban nhan dan)\.? {_KINDS}\b"
)
#: What stands between an issuer and the number that it gave.
_BETWEEN = re.compile(
    r"[\s,]*(?:da )?(?P<verb>ban hanh|cong bo|phe duyet)?(?: (?:kem theo|tai|theo|trong|o|bang))*"
    r"(?: cac)?(?: (?:quyet dinh|qd))?(?: sau(?: day)?)?[\s:,-]*(?:so)?[\s:]*"
)
#: One list of numbers: nothing but days stands between them.
_JOINED = re.compile(
    rf"[\s,.;]*(?:(?:ky |ban hanh )?(?:ng\w{{1,4}}\s*:?\s*)?{_DAY})?[\s,;]*(?:va |cung )?(?:cac )?"
    r"(?:(?:quyet dinh|qd) )?(?:so)?[\s:]*"
)
_LIST = re.compile(
    r"\bcac (?:quyet dinh|qd)\b(?: sau(?: day)?)?(?: (?:cua|do) [^;:.\d]{2,90})?[\s:,-]*(?:so)?[\s:]*$"
)
_OPENS = re.compile(r"\b(?:quyet dinh|qd)(?: sau(?: day)?| duoi day)*,? (?:cua|do) (?P<named>.*)")
_WORDS_OF_A_NAME = 16  # the longest ministry with its signer; chosen, not measured


def issuers_said(gaps: list[str]) -> list[str | None]:
    """The issuer of each decision that a text names; `gaps` is the text before the first number, between them, after the last."""
    folded = [fold(gap) for gap in gaps]
    count = len(gaps) - 1
    after = [_after(folded[place + 1]) for place in range(count)]
    before = [_before(folded[place]) for place in range(count)]
    said = [later or earlier for later, earlier in zip(after, before, strict=True)]
    start = 0
    for place in range(count):
        if place and not _JOINED.fullmatch(folded[place]):
            start = place
        if place + 1 == count or not _JOINED.fullmatch(folded[place + 1]):
            _share(said, start, place + 1, folded[start], after[place], before[start])
    return said


def issuer_of_list(opening: str) -> str | None:
    """Whose decisions a line lists below itself: "Bãi bỏ các Quyết định sau đây của UBND tỉnh A:"."""
    found = _OPENS.search(fold(opening))
    return _known(_words(found["named"])) if found else None


def _share(
    said: list[str | None], start: int, end: int, opening: str, after: str | None, before: str | None
) -> None:
    """ "Các Quyết định số 1, số 2 và số 3 ngày … của UBND tỉnh A": the one name is that of all of them."""
    if end - start < 2 or not _LIST.search(opening):
        return
    for place in range(start, end):
        said[place] = said[place] or after or before


def _after(folded: str) -> str | None:
    found = _AFTER.match(folded[:220])
    return _known(_words(found["named"])) if found else None


def _before(folded: str) -> str | None:
    """A province only: what is of a unit or a ministry may be the object that the decision is about."""
    tail = folded[-200:]
    found = None
    for one in _BEFORE.finditer(tail):
        found = one
    if found is None:
        return None
    head = tail[found.start() : found.end()] if not found["of"] else tail[found.end("of") : found.end()]
    words = _words(tail[found.end() :])
    for size in range(min(5, len(words)), 0, -1):
        name = f"{head} {' '.join(words[:size])}"
        issuer = _issuer(name)
        if issuer not in provinces():
            continue
        rest = _BETWEEN.fullmatch(_without(tail[found.end() :], words[:size]))
        return issuer if rest is not None and (rest["verb"] or found["of"]) else None
    return None


def _without(text: str, words: tuple[str, ...]) -> str:
    for word in words:
        text = text[text.index(word) + len(word) :]
    return text


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z0-9]+", text)[:_WORDS_OF_A_NAME])


@lru_cache(maxsize=1 << 12)
def _known(words: tuple[str, ...]) -> str | None:
    """The issuer whose name the longest beginning of these words is."""
    for size in range(len(words), 0, -1):
        issuer = _issuer(" ".join(words[:size]))
        if issuer and is_known_issuer(issuer):
            return issuer
    return None


@lru_cache(maxsize=1 << 12)
def _issuer(name: str) -> str:
    try:
        return issuer_id(name)
    except ValueError:
        return ""
