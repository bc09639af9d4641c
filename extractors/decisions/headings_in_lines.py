"""Which lines of an annex are headings: by their marks, their words, and how they are set (DOMAIN §2.3)."""

import re
from dataclasses import dataclass, replace

from niemyet.extractors.decisions.heading_patterns import (
    Heading,
    actions_named,
    article_count,
    has_cue,
    heading_of,
    is_plain_number,
    is_strange,
    rank_by_words,
    rank_of,
    split_mark,
    split_unread_mark,
)
from niemyet.extractors.decisions.layout import is_capitals
from niemyet.transforms.language.citations import find_citations
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.names import names_a_source
from niemyet.transforms.language.sector_words import is_made_of_names, tells_of_change
from niemyet.transforms.language.text import fold

_AFTER_TITLE = re.compile(
    r"(?:thuoc|trong|tren|cua|va|duoc|bi|ban hanh moi|moi ban hanh|do|thuc hien|ap dung|sua doi|giai quyet)\b"
)
_LONGEST_HEADING = 500  # letters; chosen, not measured
# A marked line without words of headings is one only while it is short; chosen, not measured:
_LONGEST_MARKED = 200
_FEWEST_LETTERS = 2  # of a word: "Y tế" has three, a page number none; chosen, not measured
SMALL_MARKED = re.compile(r"[a-zđ][.)]\s+")
#: Words that no heading ends with: the next line goes on.
_OPEN_END = frozenset(
    {
        *(
            "và",
            "của",
            "được",
            "bị",
            "sửa",
            "thuộc",
            "giải",
            "lĩnh",
            "vực",
            "hành",
            "thủ",
            "thay",
            "bãi",
            "hủy",
            "huỷ",
        ),
        *(
            "ban",
            "cấp",
            "dùng",
            "thẩm",
            "ủy",
            "uỷ",
            "các",
            "bổ",
            "trên",
            "địa",
            "tại",
            "trong",
            "quản",
            "chức",
            "do",
        ),
    }
)
#: Words of a sentence above a table that say of its rows something else than the headings before it.
_OTHERWISE = re.compile(
    r"\b(?:khong|chua|dung|ngung|tam|het|cham dut|thoi|huy|loai|rut|dua ra|giu nguyen|tiep tuc|chuyen|thay|khoi phuc|gia han)\b"
)


@dataclass(frozen=True, slots=True)
class LineRead:
    """A line with its mark taken off: `shown` is what its heading is read from, which a small letter is no part of."""

    mark: str | None
    rest: str
    shown: str
    heading: Heading | None


def read_line(text: str) -> LineRead:
    """A line as it would be a heading; none where its words do not begin as headings do, or hold a code."""
    mark, _, rest = split_mark(text)
    small = SMALL_MARKED.match(text) if mark is None else None
    rest = text[small.end() :] if small else rest
    shown = rest if small else text  # the address of rows does not name a small letter
    heads = has_cue(rest) and len(text) < _LONGEST_HEADING and not find_codes(text)
    heading = heading_of(shown) if heads else None
    if heading is not None and small and heading.rank == "title":
        heading = replace(heading, rank=rank_by_words(heading))  # "b) Danh mục …" is no title of the whole
    return LineRead(mark, rest, shown, heading)


def is_annex_mark(text: str) -> bool:
    """Whether a line begins an annex: "PHỤ LỤC II"."""
    mark, rank, rest = split_mark(text)
    return (
        rank == "annex"
        and mark is not None
        and (is_capitals(text) or len(text) < 20)  # a level alone, "Thủ tục cấp xã"; chosen, not measured
        and len(rest) < _LONGEST_HEADING
    )


def leads_with_words(text: str, folded: str) -> bool:
    """Whether a sentence leads to rows and says what is done to them: "Ngoài ra, bãi bỏ các thủ tục sau:"."""
    leads = text.rstrip().endswith(":") and len(text) < _LONGEST_HEADING and not find_codes(text)
    says = bool(actions_named(folded)) or _tells_otherwise(text, folded)
    return leads and says and re.search(r"\b(?:thu tuc|tthc)\b", folded) is not None


def says_otherwise(text: str, folded: str) -> bool:
    """Whether a sentence that leads to a table says something of its procedures that headings do not know (RULINGS 29)."""
    leads = text.rstrip().endswith(":") and len(text) < _LONGEST_HEADING and not find_codes(text)
    return leads and re.search(r"\b(?:thu tuc|tthc)\b", folded) is not None and _tells_otherwise(text, folded)


def _tells_otherwise(text: str, folded: str) -> bool:
    names = is_made_of_names(text) and not tells_of_change(
        text
    )  # "Thủ tục không phụ thuộc địa giới hành chính:"
    return _OTHERWISE.search(folded) is not None and not names


def stands_out(heading: Heading, text: str) -> bool:
    """Whether a paragraph with the words of a heading is one: it sets something, and is no part of a sentence."""
    says = (
        heading.sets_anything
        or heading.no_procedures
        or ((heading.strange or heading.unforeseen) and heading.mark is not None)
    )
    if text.endswith(";") or not (says or is_capitals(text)):
        return False
    # A line of a page; chosen, not measured.
    return is_capitals(text) or heading.mark is not None or heading.count is not None or len(text) < 150


def is_marked_end(text: str, mark: str | None, rest: str) -> bool:
    """Whether a marked line without known words begins a section of its own: it ends the one before (RULINGS 31).

    A letter or roman number before a short line that is no sentence and no row; among processes and full contents
    such marks order the text.
    """
    if mark is None or is_plain_number(mark):
        return False
    if not rank_of(mark).startswith(("R", "L")) or find_codes(text) or len(text) > _LONGEST_MARKED:
        return False
    if text.rstrip().endswith((";", ".", ",", "./.")) or not rest[:1].isupper():
        return False
    return re.match(r"(?:[A-HĐ]|[IVXL]{1,6})[ ]*[.):/–-]|(?:PHẦN|Phần|MỤC|Mục|NHÓM|Nhóm)\b", text) is not None


def is_strange_end(text: str, line: LineRead) -> bool:
    """Whether a line right above a table, under a small letter or a number, says of its rows what is not understood."""
    marked = SMALL_MARKED.match(text) is not None or (line.mark is not None and is_plain_number(line.mark))
    sentence = text.rstrip().endswith((";", ".", ","))
    if not marked or sentence or len(text) > _LONGEST_MARKED or find_codes(text):
        return False
    return is_strange(line.rest) or bool(actions_named(fold(line.rest)))


#: How a point begins that says what is done to the rows of the table below it.
_ACTS_FIRST = re.compile(
    r"(?:cong bo|ban hanh|bai bo|huy bo|sua doi|bo sung|thay the|chuan hoa|\d{1,3}(?: \([^()]*\))?)\b.*\b(?:thu tuc|tthc)\b"
)
_SPEAKS_OF_THEM = re.compile(r"\b(?:thu tuc|tthc)\b")


def acting_point(text: str) -> Heading | None:
    """The heading that a point above a table is by what it does: "1. Bãi bỏ 02 thủ tục … công bố tại Quyết định số …."."""
    said, rest = _point(text)
    folded = fold(rest)
    if (
        said is None
        or len(said.actions) != 1
        or not _ACTS_FIRST.match(folded)
        or says_otherwise(text, folded)
    ):
        return None
    return replace(said, count=said.count if said.count is not None else article_count(folded))


#: "Bãi bỏ 02 thủ tục.", "Công bố mới 03 thủ tục hành chính lĩnh vực …": an act and how many, in a line without a mark.
_COUNTS_FIRST = re.compile(
    r"(?:cong bo|ban hanh|bai bo|huy bo|sua doi|bo sung)\b[^;:.]{0,40}?\b\d{1,3}(?: \([^()]*\))? (?:thu tuc|tthc)\b"
)


def acting_count(text: str, rows: int) -> Heading | None:
    """The heading that an unmarked sentence right above a table of so many rows is, which says what is done and to how many.

    One that cites a decision may be about what that one lists, and not the table: only its count tells.
    """
    folded = fold(text)
    if not _COUNTS_FIRST.match(folded) or len(text) > _LONGEST_MARKED or find_codes(text):
        return None
    said = heading_of(text.rstrip(" .;:"))
    count = article_count(folded)
    if not count or len(said.actions) != 1:
        return None
    sure = not find_citations(text) or count == rows
    heading = replace(said, count=count, rank=rank_by_words(said))
    return (
        heading if sure and not says_otherwise(text, folded) else replace(heading, actions=(), strange=True)
    )


def opens_with_an_act(text: str) -> bool:
    """Whether the first words of an article above a table say only what is done to procedures."""
    folded = fold(text)
    return _ACTS_FIRST.match(folded) is not None and not (find_codes(text) or says_otherwise(text, folded))


def strange_point(text: str) -> Heading | None:
    """The same of a point right above a table of which is not understood what it does: "2. Cập nhật các thủ tục sau."."""
    said, rest = _point(text)
    return replace(said, actions=(), strange=True) if said is not None and is_strange(rest) else None


def _point(text: str) -> tuple[Heading | None, str]:
    """A marked line that speaks of procedures, as the heading that it may be, and its words; None for any other."""
    line = text.rstrip(" :.;")
    mark, _, rest = split_mark(line)
    small = SMALL_MARKED.match(line) if mark is None else None
    rest = rest[small.end() :] if small else rest
    marked = mark is not None or small is not None
    if (
        not marked
        or len(text) >= _LONGEST_HEADING
        or find_codes(text)
        or not _SPEAKS_OF_THEM.search(fold(rest))
    ):
        return None, rest
    said = heading_of(rest if small else line)
    return (replace(said, rank=rank_by_words(said)) if small else said), rest


#: Lines that may stand between two tables and head none: notes, units, page numbers, where a list belongs, the letterhead.
_NO_HEADING = re.compile(
    r"(?:ghi chu|luu y|chu thich|chu y|don vi(?: tinh)?|trang|so|(?:phu )?bieu|mau|bang|noi nhan|ngay|nguoi"
    r"|kt|tm|tl|q|xem)\b[ .:/]"
    r"|\(|\[|\*|tiep theo|.*\bkem theo\b|.*, ngay \d|ubnd |uy ban nhan dan (?:tinh|thanh pho|xa|phuong|huyen) |cong hoa xa hoi"
    r"|doc lap\b"
)
_POINT_MARK = re.compile(r"(?:[a-zđ][.)]|[-–+•*])\s+")


def unpointed(text: str) -> str:
    """A line without the small letter or dash before it, and without the colon behind it."""
    return _POINT_MARK.sub("", text, count=1).rstrip(" :")


def heads_by_place(text: str) -> bool:
    """Whether a line may head the list that it stands above: no note, sentence, code, or part of a letterhead."""
    folded = fold(text)
    if len(text) > _LONGEST_MARKED or find_codes(text) or _NO_HEADING.match(folded):
        return False
    shown = unpointed(text)
    if text.rstrip().endswith((";", ".", ",")):
        return False
    if names_a_source(shown) and any(map(str.isdigit, shown)):
        return False  # a law with its number is a piece of a cell that a page break left outside its table
    begins = shown[:1].isupper() or shown[:1].isdigit()
    return begins and sum(map(str.isalpha, shown)) >= _FEWEST_LETTERS


def goes_on_with_title(text: str, folded: str) -> bool:
    """Whether a line in capitals goes on with the title above it."""
    return is_capitals(text) and _AFTER_TITLE.match(folded) is not None


def begins_heading(text: str) -> bool:
    """Whether a text begins a heading of its own."""
    mark, _, rest = split_mark(text)
    if mark is not None or has_cue(SMALL_MARKED.sub("", rest, count=1)):
        return True
    return split_unread_mark(text) is not None


def may_be_heading(text: str) -> bool:
    """Whether a line that was not surely recognised could have been a heading."""
    letters = sum(sign.isalpha() for sign in text)
    # Fewer letters are a mark or an abbreviation; chosen, not measured.
    return letters >= 8 and len(text) < _LONGEST_HEADING and is_capitals(text)


def ends_open(text: str) -> bool:
    """Whether a heading cannot end here: an open parenthesis, a comma, a word that asks for another."""
    shown = text.rstrip().lower()
    if shown.endswith("bến bãi"):  # a sector; "bãi" asks for "bỏ" elsewhere
        return False
    last = shown.rpartition(" ")[2]
    return shown.endswith((",", "-", "–", ":")) or shown.count("(") > shown.count(")") or last in _OPEN_END
