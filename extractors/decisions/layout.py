"""Where the blocks of a decision lie (DOMAIN §2.1): letterhead, title, basis, articles, and the annex after them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from niemyet.extractors.decisions.columns import header_at
from niemyet.extractors.decisions.correction_columns import is_table_of_corrections
from niemyet.model.records import NO_MARKS, Document, Paragraph, Table
from niemyet.model.words import Mark
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.text import clean, fold

_ARTICLE = re.compile(r"[ĐD]i[eềê]u\s+(?P<number>\d{1,2})\s*[.:]\s*", re.IGNORECASE)
_POINT = re.compile(r"[a-zđ]\d?\)")
_BASIS = re.compile(r"(?:can cu|theo de nghi|xet de nghi|tren co so|thuc hien|xet to trinh)\b")
_AUTHORITY = re.compile(
    r"(?:quyen )?(?:chu tich|uy ban nhan dan|ubnd|giam doc|bo truong|tong (?:giam doc|cuc truong)|chanh van phong"
    r"|thu truong|thong doc|thu tuong)\b"
)
_ANNEX_START = re.compile(
    r"phu luc(?: so)?(?: [ivxl]{1,6}| \d{1,3}| [a-h])?[ .:]*$|\((?:ban hanh )?kem theo (?:quyet dinh|qd)\b"
)
#: "PHẦN I. DANH MỤC …", "A. DANH MỤC …" right below the last article, without a caption.
_MARK_OF_A_LIST = re.compile(r"(?:phan|muc) (?:thu |so )?[a-z0-9]{1,6}\b[ .:–-]*|[ivxla-h0-9]{1,4}[.:)] ?")
_OFFICIAL = re.compile(r"cong hoa xa hoi chu nghia|doc lap ?[-–—]? ?tu do|/ ?q[dđ]-")
_OF_ITS_DAY = re.compile(r"\bngay\b.*\bnam \d{4}")
_LONGEST_TITLE = 1500  # letters of a title with all its lines; chosen, not measured


@dataclass(slots=True)
class Article:
    """One "Điều", its own words first."""

    number: int
    paragraphs: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """How rows that stand in it are addressed (RULINGS 24)."""
        return f"Điều {self.number}"


@dataclass(slots=True)
class Layout:
    """A decision in its parts; what a file lacks is empty."""

    letterhead: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    authority: str | None = None
    basis: list[str] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    inner_tables: list[tuple[str, Table]] = field(default_factory=list)  # in an article: its label, the table
    leads: dict[int, tuple[str, ...]] = field(
        default_factory=dict
    )  # number of such a table → lines of its article since the table before it, or since its beginning
    marked: list[tuple[str, str]] = field(
        default_factory=list
    )  # (place, text) of what is struck or not seen in title and articles: read as nothing
    annex: list[Paragraph | Table] = field(default_factory=list)
    annex_places: list[int] = field(
        default_factory=list
    )  # where each block of the annex stands in the document

    def add_annex(self, place: int, block: Paragraph | Table) -> None:
        """Put a block to the annex."""
        self.annex.append(block)
        self.annex_places.append(place)


def lay_out(document: Document) -> Layout:
    """Part a document by the words that begin each part; a file without articles is all annex."""
    layout = Layout()
    state = "letterhead"
    unsaid = (
        _UNSAID if any(_is_said(block) for block in document.blocks) else NO_MARKS
    )  # a sheet may be hidden whole
    last = _last_article(document)
    for position, block in enumerate(document.blocks):
        if state == "annex":
            layout.add_annex(position, block)
            continue
        if isinstance(block, Table) and (_is_list(block) or _corrects(layout, block)):
            if not layout.articles:  # a list without a decision before it
                state = "annex"
                for place, earlier in enumerate(document.blocks[:position]):
                    if isinstance(earlier, Paragraph):
                        layout.add_annex(place, earlier)
                layout.add_annex(position, block)
            else:
                _add_inner(layout, block)
            continue
        if isinstance(block, Paragraph) and block.marks & unsaid:
            _set_aside(layout, state, block.text)
            continue
        for line in lines_of(block, unsaid):
            state = _step(layout, state, line, more=position < last)
        if state == "annex":
            layout.add_annex(position, block)
    return layout


def _add_inner(layout: Layout, table: Table) -> None:
    """Put a table to the article in which it stands, with the lines that lead to it."""
    article = layout.articles[-1]
    before = sum(
        len(layout.leads[one.number]) for label, one in layout.inner_tables if label == article.label
    )
    layout.inner_tables.append((article.label, table))
    layout.leads[table.number] = tuple(article.paragraphs[before:])


def _is_list(table: Table) -> bool:
    return any(header_at(table.rows, place) for place in range(len(table.rows)))


def _corrects(layout: Layout, table: Table) -> bool:
    """Whether a table in an article puts printed rows right: "Đã in | Sửa lại" in a decision that corrects."""
    if not layout.articles or not is_table_of_corrections(table):
        return False
    spoken = fold(" ".join((*layout.title, *layout.articles[-1].paragraphs)))
    return re.search(r"\bdinh chinh\b", spoken) is not None


#: Marks of what is not said: struck out, or not seen (RULINGS 37).
_UNSAID = frozenset({Mark.STRUCK, Mark.HIDDEN})


def _set_aside(layout: Layout, state: str, text: str) -> None:
    """Keep a paragraph that is struck or not seen: it says nothing, and is asked about where it stands in the text."""
    if state == "articles":
        layout.marked.append((layout.articles[-1].label, text))
    elif state in {"title", "basis"} and _ARTICLE.match(text):
        layout.marked.append(("các điều", text))


def _is_said(block: Paragraph | Table) -> bool:
    return isinstance(block, Paragraph) and bool(block.text) and not block.marks & _UNSAID


def lines_of(block: Paragraph | Table, unsaid: frozenset[Mark] = NO_MARKS) -> list[str]:
    """Cleaned lines of a paragraph, or of the cells of a table that only places text, but for those marked `unsaid`."""
    return list(each_line_of(block, unsaid))


def each_line_of(block: Paragraph | Table, unsaid: frozenset[Mark] = NO_MARKS) -> Iterator[str]:
    """The same lines one after the other, for who wants the first ones of a long list."""
    if isinstance(block, Paragraph):
        yield from _split(block.raw, block.text)
        return
    for row in block.rows:
        for cell in row.cells:
            if cell.text and not cell.merged and not cell.marks & unsaid:
                yield from _split(cell.raw, cell.text)


def _split(raw: str, text: str) -> list[str]:
    """By the line breaks of the raw form, where both hold the same signs; mended spaces stay mended."""
    if "\n" not in raw:
        return [text]
    lines = [line for part in raw.split("\n") if (line := clean(part))]
    if " ".join(lines) == text:
        return lines
    out, place = [], 0
    for line in lines:
        left = len(line.replace(" ", ""))
        end = place
        while left and end < len(text):
            left -= text[end] != " "
            end += 1
        out.append(text[place:end].strip())
        place = end
    same = text.replace(" ", "") == "".join(lines).replace(" ", "")
    return out if same else [text]


def _last_article(document: Document) -> int:
    """Where the last of the articles that count on from "Điều 1" begins; -1 without any."""
    at, number = -1, 0
    for position, block in enumerate(document.blocks):
        found = _ARTICLE.match(block.text) if isinstance(block, Paragraph) else None
        if found is not None and int(found["number"]) == number + 1:
            at, number = position, number + 1
    return at


def _step(layout: Layout, state: str, line: str, *, more: bool) -> str:
    """Put a line where it belongs; returns the state after it. `more`: articles are still to come."""
    folded = fold(line)
    article = _ARTICLE.match(line)
    if article and state != "annex":
        layout.articles.append(Article(int(article["number"]), [line[article.end() :].strip()]))
        return "articles"
    if state == "articles":
        if folded.startswith("noi nhan"):
            return "annex"
        if _ANNEX_START.match(folded) or (is_capitals(line) and _begins_list(folded, more=more)):
            return "annex"
        _add_line(layout.articles[-1].paragraphs, line)
        return state
    if state == "letterhead":
        return _before_title(layout, line, folded)
    if state == "title":
        return _in_title(layout, line, folded)
    if state == "basis" and folded.replace(" ", "").rstrip(":") != "quyetdinh":
        if layout.basis and not _BASIS.match(folded):
            layout.basis[-1] += f" {line}"
        else:
            layout.basis.append(line)
    return state


def _begins_list(folded: str, *, more: bool) -> bool:
    """Whether a line in capitals is the title of the list; one with a mark may also part a list within an article."""
    mark = None if more else _MARK_OF_A_LIST.match(folded)
    return folded.startswith("danh muc", mark.end() if mark else 0)


def _add_line(paragraphs: list[str], line: str) -> None:
    """Put a line to an article; one that begins small goes on with the line before, which was only wrapped."""
    if not paragraphs[-1]:
        paragraphs[-1] = line
    elif line[0].islower() and not _POINT.match(line):
        paragraphs[-1] += f" {line}"
    else:
        paragraphs.append(line)


def _before_title(layout: Layout, line: str, folded: str) -> str:
    if folded.replace(" ", "").rstrip(":") == "quyetdinh" and is_capitals(line):
        return "title"
    opened = re.match(
        r"QUYẾT ĐỊNH\s*:?\s+(?=V[ỀềEe]|C[ÔôOo]NG|Công|V/[vV]|PHÊ|Phê|ĐÍNH|Đính|BÃI|Bãi|BAN|Ban)", line
    )
    if opened:
        layout.title.append(line[opened.end() :])
        return "title"
    if folded.startswith("can cu ") and any(_OFFICIAL.search(fold(held)) for held in layout.letterhead):
        layout.basis.append(line)
        return "basis"
    if (
        layout.authority is None
        and _AUTHORITY.match(folded)
        and is_capitals(line)
        and any(_OF_ITS_DAY.search(fold(held)) for held in layout.letterhead)
    ):
        layout.authority = line.rstrip(" ,:")  # a copy that lost the line "QUYẾT ĐỊNH" and the title
        return "letterhead"
    layout.letterhead.append(line)
    return "letterhead"


def _in_title(layout: Layout, line: str, folded: str) -> str:
    # A căn cứ line begins as a sentence; a title goes on in capitals or in small letters ("thực hiện trực tuyến …").
    if _BASIS.match(folded) and line[0].isupper() and not is_capitals(line):
        layout.basis.append(line)
        return "basis"
    if _AUTHORITY.match(folded) and is_capitals(line) and layout.title:
        layout.authority = line.rstrip(" ,:")
        return "basis"
    if sum(map(len, layout.title)) < _LONGEST_TITLE and not re.fullmatch(r"[-–—_*=\s.]+", line):
        layout.title.append(line)
    return "title"


def is_capitals(text: str) -> bool:
    """Whether a line is set in capitals, as headings are; what stands in parentheses does not count."""
    outside = re.sub(r"\(.*?\)", "", text) if "(" in text else text
    letters = list(filter(str.isalpha, outside))
    return bool(letters) and sum(map(str.isupper, letters)) >= 0.9 * len(letters)


#: Labels of a table of contents; the last is that of its pages.
_OF_CONTENTS = re.compile(
    r"(?:stt|tt|so tt|so thu tu|noi dung|ten(?: goi)?|muc(?: luc)?|phan|danh muc|tieu de)?"
)
_OF_PAGES = re.compile(r"(?:so )?trang(?: so)?")


def is_table_of_contents(table: Table) -> bool:
    """Whether a table says on which pages the parts of its paper begin: it heads nothing and lists nothing."""
    if len(table.rows) < 2:
        return False
    *labels, last = [fold(cell.text).strip(" .:") for cell in table.rows[0].cells]
    if not labels or _OF_PAGES.fullmatch(last) is None or not all(map(_OF_CONTENTS.fullmatch, labels)):
        return False
    below = [row.cells for row in table.rows[1:]]
    pages = all(not cells[-1].text or cells[-1].text.strip(" .-–").isdigit() for cells in below)
    return pages and not any(find_codes(cell.text) for cells in below for cell in cells)


#: "Phần II. Nội dung cụ thể ......... 5"
_ENDS_IN_PAGE = re.compile(r".*[\s.…]\d{1,3}|trang(?: so)?")


def lines_of_contents(blocks: Sequence[Paragraph | Table]) -> frozenset[int]:
    """Where the line "MỤC LỤC" stands, and those below it that end in the number of a page: they head nothing."""
    found = set()
    open_ = False
    for at, block in enumerate(blocks):
        text = fold(block.text).strip() if isinstance(block, Paragraph) else ""
        open_ = text == "muc luc" or (open_ and _ENDS_IN_PAGE.fullmatch(text) is not None)
        if open_:
            found.add(at)
    return frozenset(found)
