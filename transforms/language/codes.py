"""Codes of procedures as they are printed (DOMAIN §3.1). The base code `d.dddddd` is what identifies one."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from niemyet.transforms.language.odd_signs import written_plainly
from niemyet.transforms.language.text import clean

#: DOMAIN §3.1, as tested there: base, case, agency (with or without its long middle).
_CODE = re.compile(
    r"(?<![0-9.,])([1-9])\.([0-9]{6})(?:\.([0-9]{2})(?![0-9]|\.[0-9]))?(?:\.([0-9]{3}\.[0-9]{2}\.[0-9]{2}))?(?:\.([HG][0-9]{2}))?(?![0-9])"
    r"(?!\s?(?:đồng\b|đ\b|VNĐ\b|vnđ\b|%))"  # an amount whose dots were typed wrong
)
#: No code has fewer digits, and nothing but its dot and signs that cleaning takes out stands between them.
_SEVEN_DIGITS = re.compile(r"(?:\d\D{0,2}){6}\d")
#: What typing, cell wraps and scans make of a code; only ever tried on a cell that holds codes.
_DIGIT = r"[0-9OoIl|]"
_BROKEN = re.compile(
    rf"(?<![\w.,])(?:[0-9]{{1,3}}\s?[.)]\s?)?([1-9lI|])\s?[.,]\s?({_DIGIT}(?:\s?{_DIGIT}){{5}})(?!\s?{_DIGIT})"
    rf"(?:\s?\.\s?([0-9]{{2}})(?!\s?[.0-9]))?(?:\s?\.\s?([0-9]{{3}}\s?\.\s?[0-9]{{2}}\s?\.\s?[0-9]{{2}}))?(?:\s?\.\s?([HGhg]\s?[0-9]{{2}}))?"
    r"(?!\s?(?:đồng|đ\b|[.,]\s?[0-9]))"
)
#: Nothing that either pattern finds is without this; few texts have it, and it is found ten times faster.
_MAY_BEGIN_CODE = re.compile(rf"[1-9lI|]\s?[.,]\s?{_DIGIT}")
_ONE = (
    r"[1-9]\.[0-9]{6}(?:\.[0-9]{2}(?![0-9]|\.[0-9]))?(?:\.[0-9]{3}\.[0-9]{2}\.[0-9]{2})?(?:\.[HG][0-9]{2})?"
)
_CODES = re.compile(rf"(?:{_ONE}[;,]?)+")
#: Digits beside a code that may be another one, cut or mistyped.
_MAY_BE_CODE = re.compile(r"[1-9lI|]\s?[.,]\s?[0-9OoIl]{3}|(?<![0-9./-])[0-9]{6,}(?![0-9/-])")
_LOOSE_DIGITS = re.compile(r" [0-9]{1,3}(?![0-9./-])")  # after a code, in a cell of codes: "3.118834 6"
_TO_DIGITS = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "|": "1", " ": ""})
_DASHED = re.compile(r"[1-9]-(?=[0-9]{6}(?![0-9]))")  # "1-004269": no other number of the field has this form
_LONGEST = 22  # signs of one code: 1.004269.000.00.00.H47
_LEADING = r"\s*(?:[0-9]{1,4}\s*[.)]\s+)?"
_AFTER_CODE = " -–—:.;,|/"
_TRAILING = re.compile(r"\s*[(\[]\s*(?:[Mm]ã\s*(?:số|TTHC|thủ tục)?[^()0-9]{0,12}:?\s*)?$")


@dataclass(frozen=True, slots=True)
class Code:
    """One code found in a text."""

    base: str  # 1.004269
    text: str  # as printed, cleaned
    case: str | None  # 01: a case of the procedure, not a procedure of its own
    agency: str | None  # H47
    repaired: bool  # the printed form was broken


#: Before the code of a procedure whose decisions print none: a key of our own, never shown.
_OF_OUR_OWN = "X:"


def own_code(key: str) -> str:
    """The key of a procedure without a printed code."""
    return _OF_OUR_OWN + key


def is_own_code(code: str | None) -> bool:
    """Whether a code is only a key of ours: no decision prints it, nobody is shown it."""
    return code is not None and code.startswith(_OF_OUR_OWN)


def find_codes(text: str) -> tuple[Code, ...]:
    """Every well-formed code of a text, in its order. Fees and amounts are none: `10.000 đồng`, `1.500.000 đồng`."""
    if "." not in text:
        return ()  # cleaning makes no dot where none was
    return _found_cached(text) if len(text) < _SHORT else _found(text)


_SHORT = 400  # a cell is asked for its codes again and again, a whole page is not; chosen, not measured


def _found(text: str) -> tuple[Code, ...]:
    if _SEVEN_DIGITS.search(text) is None:  # most texts: told without cleaning them
        return ()
    return tuple(_strict(found) for found in _CODE.finditer(written_plainly(clean(text))))


_found_cached = lru_cache(maxsize=1 << 13)(_found)


def parse_code(cell: str) -> Code | None:
    """The one code of a code cell; a broken one is repaired and says so.

    Repairs: a number glued in front (`1.1.004269`), a wrap or spaces anywhere (`1.00488 9`, `1. 004269`,
    `1.00469 4.000.0 0.00.H4 7`), a comma for the dot, letters for digits (`l.004269`, `1.0O4269`). None when the cell
    holds no code, codes of several procedures, or beside a code digits that may be another: use `codes_of` there.
    """
    codes, rest = codes_of(cell)
    return codes[0] if rest is None and len({code.base for code in codes}) == 1 else None


def codes_of(cell: str) -> tuple[tuple[Code, ...], str | None]:
    """All codes of a cell of codes, and what beside them looks like one more that cannot be read (None: nothing)."""
    shown = clean(cell)
    if not shown.isascii() and (plain := written_plainly(shown)) != shown:
        codes, unread = codes_of(plain)
        return tuple(replace(one, repaired=True) for one in codes), unread
    if (whole := _unwrapped(shown)) is not None:
        return (whole,), None
    found = [(_strict(one), one.span()) for one in _CODE.finditer(shown)]
    if not found:
        found = [(_repaired(one), one.span()) for one in _BROKEN.finditer(shown)]
    if not found:
        pieces = [_unwrapped(piece) for piece in re.split(r"[;,]\s", shown) if piece.strip()]
        if all(pieces):
            return tuple(piece for piece in pieces if piece is not None), None
    rest, last, loose = "", 0, False
    for code, (start, end) in found:
        rest += shown[last:start] + " ; "
        last = end
        # A wrapped code of too many digits, and no code with something beside it.
        loose = loose or (code.text.endswith(code.base) and _LOOSE_DIGITS.match(shown, end) is not None)
    rest += shown[last:]
    codes = tuple(code for code, _ in found)
    return codes, rest.strip(" ;,") if loose or _MAY_BE_CODE.search(rest) else None


def _unwrapped(shown: str) -> Code | None:
    """The code of a text that is one code with spaces anywhere in it; None for any other text."""
    squashed = shown.replace(" ", "").strip(".;,")
    found = _CODE.fullmatch(squashed)
    if found is None and len(squashed) <= _LONGEST:
        mended = squashed.replace(",", ".").translate(_TO_DIGITS).replace("h", "H")
        found = _CODE.fullmatch(_DASHED.sub(lambda dashed: f"{dashed[0][0]}.", mended, count=1))
    if found is None:
        return None
    code = _strict(found)
    return Code(code.base, shown, code.case, code.agency, repaired=code.base not in shown)


def completes_code(before: str, after: str) -> bool:
    """Whether a text is the rest of a cell of codes that a page break cut: `1.009` and `325`, `1.009325.000.` and `00.00.H47`."""
    first, rest = clean(before).replace(" ", ""), clean(after).replace(" ", "")
    if (
        not first
        or not rest
        or _CODES.fullmatch(rest.strip(".;,"))
        or not re.fullmatch(r"[0-9.HGhg]{1,20}", rest)
    ):
        return False
    return _CODES.fullmatch(first + rest) is not None


def is_misprint(text: str) -> bool:
    """Whether a text begins as a code does and is none: a digit short or too many ("1.00477"). Codes of other forms are none."""
    return _MAY_BEGIN_CODE.match(clean(text)) is not None and not codes_of(text)[0]


def is_whole_code(text: str) -> bool:
    """Whether a text is codes and nothing else, none of them cut."""
    return _CODES.fullmatch(clean(text).replace(" ", "").strip(".;,")) is not None


def split_code_name(text: str) -> tuple[Code | None, str]:
    """Part a code from the name that it is glued to: `1.012753.000.00.00.H41- Đăng ký…` → code, `Đăng ký…`.

    Takes a code at the beginning (a row number may stand before it) or in parentheses at the end
    (`… (Mã TTHC: 3.000722)`); without one the whole text is the name.
    """
    shown = clean(text)
    if _MAY_BEGIN_CODE.search(shown) is None:
        return None, shown
    for pattern, read in ((_CODE, _strict), (_BROKEN, _repaired)):
        found = pattern.search(shown)
        if found and re.fullmatch(_LEADING, shown[: found.start()]):
            return read(found), shown[found.end() :].lstrip(_AFTER_CODE)
    last = next(reversed(list(_CODE.finditer(shown))), None)
    if last and re.fullmatch(r"\s*[)\]]\s*\.?", shown[last.end() :]):
        opened = _TRAILING.search(shown[: last.start()])
        if opened:
            return _strict(last), shown[: opened.start()].rstrip(_AFTER_CODE)
    return None, shown


def _strict(found: re.Match[str]) -> Code:
    head, tail, case, _, agency = found.groups()
    return Code(f"{head}.{tail}", found.group(), case, agency, repaired=False)


def _repaired(found: re.Match[str]) -> Code:
    head, tail, case, _, agency = found.groups()
    base = f"{head.translate(_TO_DIGITS)}.{tail.translate(_TO_DIGITS)}"
    return Code(base, found.group(), case, agency.replace(" ", "").upper() if agency else None, repaired=True)
