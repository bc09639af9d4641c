"""Which rows of a table are headings, and which only go on with the heading above them (DOMAIN §2.3, R-SEC-2)."""

import re
from functools import lru_cache

from niemyet.extractors.decisions.annex_records import HeadingText, RowPlace
from niemyet.extractors.decisions.columns import PAIRED_NAMES, Column, Columns
from niemyet.extractors.decisions.heading_patterns import (
    MARK_ALONE,
    actions_named,
    begins_a_list,
    declared_count,
    has_cue,
    is_named_mark,
    is_plain_number,
    levels_named,
    rank_of,
    split_mark,
    split_torn_mark,
    split_unread_mark,
)
from niemyet.extractors.decisions.headings_in_lines import SMALL_MARKED, begins_heading, ends_open
from niemyet.extractors.decisions.layout import is_capitals
from niemyet.model.records import Cell, Row
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.sector_words import tells_of_change
from niemyet.transforms.language.text import fold

NO_ITEM = re.compile(
    r"(?:tong(?: cong| so)?\b|cong ?:? ?\d|ghi chu\s*:|luu y\b|noi nhan\b|\(?kem theo\b|kt\. ?chu tich|\(\*+\))"
)
_LETTERS_OF_WORDS = 3  # what has as many in the column of numbers is no number; chosen, not measured
_LONGEST_MARK = 6  # signs: "A1.2.3"; chosen, not measured
_WORDS_OF_CHANGE = 3  # names are longer; chosen, not measured
_SMALL_MARK = re.compile(r"[a-zđ][.)]")
#: Columns in which the words of a heading may stand where its row is not merged.
_HEADED = frozenset(
    {
        *(Column.NUMBER, Column.CODE, Column.LOCAL_CODE, Column.OLD_CODE),
        *(Column.FORMER, Column.UNKNOWN, *PAIRED_NAMES),
    }
)
#: Cells of a row that hold something of their own, with their places.
Distinct = list[tuple[int, Cell]]


def goes_on_in_row(said: HeadingText, row: Row, distinct: Distinct) -> tuple[str, str | None] | None:
    """Words and mark of the heading above with a row that only goes on with it: a page cut its mark or its words."""
    place, text = distinct[0][0], distinct[0][1].text
    rest = " ".join(cell.text for at, cell in distinct if at != place)
    over_page = row.page != said.at.page
    is_data = len(distinct) > 2 or bool(find_codes(rest))
    joined = _joined_mark(said.mark, text) if said.mark is not None and over_page and not is_data else None
    if joined is not None and (not rest or (ends_open(said.text) and not begins_heading(rest))):
        return f"{said.text} {rest}".strip(), joined
    if rest or find_codes(text) or begins_heading(text) or NO_ITEM.match(fold(text)):
        return None
    spanning = row.cells[place].colspan >= max(2, len(row.cells) - 2)
    if not (spanning or is_capitals(text)) or _torn(row.cells[place]) is not None:
        return None
    if not (over_page or ends_open(said.text) or text.startswith("(") or text[0].islower()):
        return None
    return f"{said.text} {text}", said.mark


def heading_in_row(row: Row, distinct: Distinct, columns: Columns | None, at: RowPlace) -> HeadingText | None:
    """The heading that a row is, or None for any other row."""
    texts = [cell.text for _, cell in distinct]
    if reaches_down(row, texts) and not _is_surely_heading(texts, row.cells[distinct[0][0]]):
        return None
    texts = _with_counter(texts)
    if len(texts) == 1:
        return _one_text(row, distinct[0][0], texts[0], columns, at)
    if len(texts) > 2 and texts[0].isdigit() and any(map(find_codes, texts)):
        return None  # nearly every row of a list; the questions below say the same
    if is_named_mark(texts[0]) and not any(map(find_codes, texts)):
        # "Phần I. | THỦ TỤC …": the words of a heading beside its mark, whatever they are (RULINGS 31).
        spans = row.cells[distinct[1][0]].colspan >= max(2, len(row.cells) - 2)
        words = " ".join(texts[1:])
        if spans or (len(texts) == 2 and (has_cue(words) or is_capitals(words))):
            return HeadingText(f"{texts[0].rstrip(' .:')}. {words}", None, at, bare_is_sector=True)
    squashed = texts[0].replace(" ", "")
    mark = MARK_ALONE.fullmatch(squashed)
    if len(texts) > 2:
        return _in_several_cells(texts, mark["mark"] if mark else None, at)
    if mark is None and _SMALL_MARK.fullmatch(squashed) and not find_codes(texts[1]):
        # "a) | LĨNH VỰC …" across the row: a section of the lowest rank, which the address of rows does not name.
        spans = row.cells[distinct[1][0]].colspan >= max(2, len(row.cells) - 2)
        return HeadingText(texts[1], None, at, bare_is_sector=True) if spans else None
    if mark is None and _has_unread_mark(distinct[0][1], squashed, texts[1]):
        return HeadingText(texts[1], squashed, at, bare_is_sector=True)
    if mark is None or find_codes(texts[1]):
        return None
    said = HeadingText(texts[1], mark["mark"], at, bare_is_sector=True)
    if has_cue(texts[1]):
        return said
    if is_plain_number(mark["mark"]) or not rank_of(mark["mark"]).startswith(("R", "L")):
        return None
    return said


#: "Nhóm thủ tục …", "Các thủ tục về …": what names several procedures, and is none.
_NAMES_SEVERAL = re.compile(
    r"(?:nhom|cac)(?: cac)? (?:thu tuc|tthc|nganh|nghe|linh vuc)\b(?!.*\blien thong\b)"
)


def group_of(row: Row, below: Row) -> str | None:
    """What a row says that only names the group of the rows below: "1 | Nhóm thủ tục …" above "1.1 | 1.001193 | …".

    It says that it names several, and nothing else; the row below goes on its number and has a code of its own.
    """
    texts = [cell.text for cell in row.cells if cell.text and not cell.merged]
    child = next((cell.text for cell in below.cells if cell.text and not cell.merged), "")
    if len(texts) != 2 or not texts[0].rstrip(".").isdigit() or any(cell.marks for cell in row.cells):
        return None
    names = (
        _NAMES_SEVERAL.match(fold(texts[1])) is not None
        and not any(map(find_codes, texts))
        and re.fullmatch(rf"{texts[0].rstrip('.')}[.]\d{{1,2}}[.]?", child) is not None
        and any(find_codes(cell.text) for cell in below.cells)
    )
    return texts[1] if names else None


def says_of_rows(text: str) -> bool:
    """Whether the name of a group says more of its rows than what they are about."""
    folded = fold(text)
    return bool(actions_named(folded) or levels_named(folded)) or tells_of_change(text)


def _in_several_cells(texts: list[str], mark: str | None, at: RowPlace) -> HeadingText | None:
    """A heading whose words stand in several cells: nothing but capitals that begin as headings do."""
    words = " ".join(texts[1:] if mark else texts)
    if any(map(find_codes, texts)) or not (is_capitals(words) and has_cue(split_mark(words)[2])):
        return None
    return HeadingText(words, mark, at, bare_is_sector=True)


def _has_unread_mark(cell: Cell, first: str, words: str) -> bool:
    """Whether a row of a scan is a heading beside a mark that was recognised as none: "1H" for "III"."""
    if cell.confidence is None or not 0 < len(first) <= _LONGEST_MARK or find_codes(words):
        return False
    return has_cue(words) and (is_capitals(words) or begins_a_list(words)) and not first.isdigit()


def _with_counter(texts: list[str]) -> list[str]:
    """Texts of a row, a counter in a cell of its own put to the heading that it counts."""
    last = texts[-1]
    if len(texts) == 1 or not _counts(last):
        return texts
    unread = not any(map(str.isalnum, texts[0]))  # "|" for "I"
    marked = MARK_ALONE.fullmatch(texts[0].replace(" ", "")) or is_named_mark(texts[0]) or unread
    if len(texts) == 2 and marked:
        return texts
    count = last if "(" in last else f"({last}{'' if 'T' in last else ' TTHC'})"
    return [*texts[:-2], f"{texts[-2]} {count}"]


@lru_cache(maxsize=1 << 12)
def _counts(text: str) -> bool:
    return bool(declared_count(f"({fold(text)})")) or re.fullmatch(r"\(?\d{1,3}\)?", text) is not None


def reaches_down(row: Row, texts: list[str]) -> bool:
    """Whether a cell of a row above reaches into this one: then it goes on with that row."""
    return any(cell.merged and cell.text and cell.text not in texts for cell in row.cells)


def _one_text(row: Row, place: int, text: str, columns: Columns | None, at: RowPlace) -> HeadingText | None:
    """The heading that the only text of a row is."""
    mark, _, rest = split_mark(text)
    if find_codes(text) or NO_ITEM.match(fold(text)):
        return None
    if mark is None and (small := SMALL_MARKED.match(text)) and has_cue(text[small.end() :]):
        return HeadingText(text, None, at, bare_is_sector=True)
    torn = split_unread_mark(text) if row.cells[place].confidence is not None else None
    if torn is not None:
        return HeadingText(torn[1], torn[0], at, bare_is_sector=True)
    spanning = row.cells[place].colspan >= max(2, len(row.cells) - 1)
    torn = _torn(row.cells[place]) if spanning else None
    if torn is not None:
        return HeadingText(torn[1], torn[0], at, bare_is_sector=True)
    said = HeadingText(text, None, at, bare_is_sector=True)
    column = columns[place] if columns is not None and place < len(columns) else None
    if not spanning and column is not None and column not in _HEADED:
        # The rest of a cell: a line "cấp xã" in the column of places is no heading (R-SEC-2), "B. THỦ TỤC …" is.
        marked = mark is not None and column is Column.SECTOR
        first = _is_first_of_words(place, columns) and begins_a_list(rest)
        return said if has_cue(rest) and (marked or first or is_capitals(rest)) else None
    if column in PAIRED_NAMES and not spanning and text[0].islower():
        return None  # the rest of a name
    if has_cue(rest) or (column in PAIRED_NAMES and _is_a_word_of_change(text)):
        return said
    at_number = column is Column.NUMBER and not text.strip(".)").isdigit()
    # A word, not a mark; chosen, not measured.
    if not (spanning or at_number or (is_capitals(text) and len(fold(rest)) > 3)):
        return None
    if mark and is_plain_number(mark) and not is_capitals(text) and not spanning:
        return None
    return said


def _torn(cell: Cell) -> tuple[str, str] | None:
    """What a scan gave of a heading's mark that was read as none, and its words."""
    return split_torn_mark(cell.text) if cell.confidence is not None else None


def _is_a_word_of_change(text: str) -> bool:
    """Whether a text alone in the column of names is "Dừng", "Gỡ bỏ": no name, nor the rest of one."""
    return text[0].isupper() and len(text.split()) <= _WORDS_OF_CHANGE and tells_of_change(text)


def _is_first_of_words(place: int, columns: Columns | None) -> bool:
    """Whether a place is the first of its row, the column of numbers left aside."""
    first = columns[0] if columns else None
    return place == 0 or (place == 1 and first is Column.NUMBER)


def is_torn_heading(row: Row, distinct: Distinct, number: str) -> bool:
    """Whether a row of a scan is a heading that was recognised in pieces: words where its `number` should be."""
    if not 0 < len(distinct) <= 2 or all(cell.confidence is None for _, cell in distinct):
        return False
    texts = [cell.text for _, cell in distinct]
    if reaches_down(row, texts) or any(map(find_codes, texts)) or NO_ITEM.match(fold(texts[0])):
        return False
    # Letters that stand alone ("' Ù Ù Ù") are a smear.
    written = any(sum(map(str.isalpha, word)) > 1 for word in number.split())
    return written and sum(map(str.isalpha, number)) >= _LETTERS_OF_WORDS


_FIRST_COLUMNS = 3  # number, code, name: only a heading is merged across them; chosen, not measured


def _is_surely_heading(texts: list[str], first: Cell) -> bool:
    """Whether texts can be nothing but a heading: words that begin as one does, beside a mark or across the first columns."""
    if len(texts) == 1:
        words = split_mark(texts[0])[2]
        return first.colspan >= _FIRST_COLUMNS and has_cue(words) and not find_codes(words)
    mark = MARK_ALONE.fullmatch(texts[0].replace(" ", "")) if len(texts) == 2 else None
    if mark is None or not has_cue(texts[1]) or find_codes(texts[1]):
        return False
    return is_capitals(texts[1]) or not is_plain_number(mark["mark"])


def _joined_mark(mark: str, rest: str) -> str | None:
    """The mark that a page break cut: "A" and "1. 2" → "A1.2"."""
    squashed = rest.replace(" ", "")
    found = (
        MARK_ALONE.fullmatch(f"{mark}{squashed}") if re.fullmatch(r"[\d.IVX]{1,6}[.)]?", squashed) else None
    )
    return found["mark"] if found else None
