"""Labels as portals spell them, and the label/value pairs of a page (PORTALS §3).

A page is read by its labels, never by position: a row that is added must not shift the rest.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from niemyet.model.errors import NotThePageError
from niemyet.model.messages import msg
from niemyet.transforms.language.text import clean, fold

log = logging.getLogger("niemyet.portals")

#: Our word → the spellings seen (PORTALS §3), without case, marks, spaces and punctuation.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "number": (
        "Số ký hiệu",
        "Số kí hiệu",
        "Số quyết định",
        "Số hiệu",
        "Số ký hiệu văn bản",
        "Số văn bản",
        "Số hiệu văn bản",
        "Số đi",
    ),
    "signed_on": ("Ngày ban hành", "Ngày quyết định", "Ngày văn bản", "Ngày ký", "Ngày kí"),
    "effective_on": ("Ngày hiệu lực", "Ngày có hiệu lực", "Ngày bắt đầu hiệu lực", "Hiệu lực từ"),
    "expired_on": ("Ngày hết hiệu lực", "Hết hiệu lực từ"),
    "published_on": ("Ngày đăng", "Ngày đăng tải", "Ngày công bố", "Ngày cập nhật"),
    "title": ("Trích yếu", "Trích yếu nội dung", "V/v", "Nội dung trích yếu", "Tên văn bản"),
    "issuer": ("Cơ quan ban hành", "Đơn vị ban hành", "Cơ quan ban hành/Chức danh"),
    "signer": ("Người ký", "Người ký duyệt", "Lãnh đạo ký"),
    "kind": ("Loại văn bản", "Thể loại", "Hình thức văn bản"),
    "sectors": ("Lĩnh vực",),
    "files": (
        "File đính kèm",
        "Tệp đính kèm",
        "Tài liệu đính kèm",
        "Tải về",
        "Tải tập tin",
        "Tập tin đính kèm",
        "Văn bản đính kèm",
        "Toàn văn",
    ),
    "status": ("Tình trạng hiệu lực", "Hiệu lực", "Trạng thái"),
}

#: Letters; shorter labels differ from other words by one letter too easily; chosen, not measured.
_FUZZY_FROM = 8
_LONGEST_LABEL = 40  # letters and spaces; more is a sentence; chosen, not measured


@dataclass(frozen=True, slots=True)
class Value:
    """The value beside a label: its text, cleaned, and where it stands."""

    label: str
    text: str
    where: Tag  # the element that holds the value (or the label and the value)


def squeeze(label: str) -> str:
    """A label without case, marks, spaces and punctuation: `Số/KýHiệu:` → `sokyhieu`."""
    return re.sub(r"[^a-z0-9]", "", fold(label))


_KNOWN: Mapping[str, str] = {
    squeeze(spelling): field for field, spellings in SYNONYMS.items() for spelling in spellings
}


@lru_cache(maxsize=4096)
def field_of(label: str) -> str | None:
    """Which field a label means; None when it is none we know. One wrong letter is forgiven in long labels."""
    if len(label) > _LONGEST_LABEL:
        return None
    squeezed = squeeze(label)
    if squeezed in _KNOWN:
        return _KNOWN[squeezed]
    if len(squeezed) < _FUZZY_FROM:
        return None
    near = {
        field for known, field in _KNOWN.items() if len(known) >= _FUZZY_FROM and _one_apart(squeezed, known)
    }
    return near.pop() if len(near) == 1 else None


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter more, less or other makes them equal."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, rest_other = one[start:], other[start:]
    return rest[1:] == rest_other[1:] or rest[1:] == rest_other or rest == rest_other[1:]


# ---- pairs of a page ---------------------------------------------------------------------------------


def values_of(root: Tag) -> dict[str, Value]:
    """Field → value, the first of each on the page; labels that are not known are logged and left."""
    return by_field(pairs(root))


def by_field(found: Iterable[Value]) -> dict[str, Value]:
    """The same, of pairs that are already there."""
    values: dict[str, Value] = {}
    for value in found:
        field = field_of(value.label)
        if field is None:
            log.debug("label not known: %s", value.label)
        elif field not in values:
            values[field] = value
    return values


def value_of(root: Tag, label: str) -> Value | None:
    """The value beside a label that the configuration names."""
    wanted = squeeze(label)
    return labelled(pairs(root, wanted), label)


def labelled(found: Iterable[Value], label: str) -> Value | None:
    """The first value beside a label, of pairs that are already there."""
    wanted = squeeze(label)
    return next((value for value in found if squeeze(value.label) == wanted), None)


def pairs(root: Tag, wanted: str | None = None) -> list[Value]:
    """All label/value pairs: rows of 2 and 4 cells, definition lists, labels beside values, lines with a colon.

    Outside of tables and lists only words that are known as labels count as such, and `wanted` (squeezed).
    """
    found = [value for row in root.find_all("tr") for value in _of_row(row)]
    found += [value for term in root.find_all("dt") for value in _of_term(term)]
    found += list(_beside(root, wanted))
    found += list(_lines(root, wanted))
    return found


def _of_row(row: Tag) -> Iterator[Value]:
    """(label, value) cells, once or twice in a row. A row of headings is none: its values are labels too."""
    cells = list(row.find_all(["td", "th"], recursive=False))
    if len(cells) not in (2, 4):  # label and value, once or twice; chosen, not measured
        return
    texts = [text_of(cell) for cell in cells]
    # Two labels and two values; chosen, not measured.
    if len(cells) == 4 and all(field_of(text) for text in texts[:2]):
        return
    for label, value, cell in zip(texts[::2], texts[1::2], cells[1::2], strict=True):
        if label and len(label) <= _LONGEST_LABEL and not _is_label(value):
            yield Value(label, value, cell)


def _of_term(term: Tag) -> Iterator[Value]:
    definition = term.find_next_sibling(["dd", "dt"])
    if definition is not None and definition.name == "dd":
        yield Value(text_of(term), text_of(definition), definition)


def _beside(root: Tag, wanted: str | None) -> Iterator[Value]:
    """An element that holds nothing but a known label, and what follows it inside the same parent."""
    for element in root.find_all(
        ["span", "b", "strong", "div", "p", "label", "em", "h2", "h3", "h4", "h5", "h6"]
    ):
        if element.find(["div", "p", "table", "ul", "input", "select"]) is not None:
            continue
        label = text_of(element)
        if not _counts(label, wanted):
            continue
        value = _after(element)
        if value is not None and not _is_label(value.text):
            yield value


def _after(label: Tag) -> Value | None:
    """Text and elements after a label up to the next known label; its parent's only if they are in one line."""
    words: list[str] = []
    holder: Tag | None = None
    for sibling in label.next_siblings:
        if isinstance(sibling, NavigableString):
            words.append(str(sibling))
            continue
        if not isinstance(sibling, Tag):
            continue
        if sibling.name in ("input", "select", "textarea", "form"):
            return None
        if sibling.name == "br" and "".join(words).strip(" :\n\t\xa0"):
            break
        text = text_of(sibling)
        if _is_label(text):
            break
        words.append(sibling.get_text(" "))
        holder = holder or (sibling if text else None)
        if text and sibling.name in ("div", "p", "ul", "ol"):
            break
    text = clean("".join(words)).lstrip(": ").strip()
    if not text:
        return None
    return Value(text_of(label), text, holder or label.parent or label)


def _lines(root: Tag, wanted: str | None) -> Iterator[Value]:
    """`Số ký hiệu: 12/QĐ-UBND` as the whole text of a paragraph, an item or a block."""
    for element in root.find_all(["p", "li", "div"]):
        if element.find(["div", "p", "table", "ul", "ol", "form"]) is not None:
            continue
        for line in _broken(element):
            label, colon, text = line.partition(":")
            if colon and text.strip() and _counts(label, wanted):
                yield Value(clean(label), clean(text), element)


def _broken(element: Tag) -> list[str]:
    """The text of an element by its line breaks."""
    parts: list[str] = [""]
    for node in element.descendants:
        if isinstance(node, Tag):
            if node.name == "br":
                parts.append("")
        elif isinstance(node, NavigableString):
            parts[-1] += str(node)
    return [clean(part) for part in parts if part.strip()]


def _counts(label: str, wanted: str | None) -> bool:
    return _is_label(label) or (wanted is not None and squeeze(label) == wanted)


def _is_label(text: str) -> bool:
    return bool(text) and len(text) <= _LONGEST_LABEL and field_of(text) is not None


def text_of(element: Tag) -> str:
    """The text of an element, cleaned, without scripts."""
    return clean(element.get_text(" "))


def whole_number(text: str | None) -> int | None:
    """The number that a page writes in figures alone; None for anything else that Python takes for digits ("²") or that no
    list reaches: what a server says is not believed."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= _MOST_FIGURES else None


_MOST_FIGURES = 9  # the longest list seen has 95,775 documents

#: A list of 8,000 rows has some 60,000 tags. Walking five times as many took up to 16 s here, and a page of 10 MB of
#: nested tables over two minutes (2026-11).
_MOST_TAGS = 300_000
#: Browsers put what is nested deeper beside each other instead (512 in Blink's and WebKit's parsers).
_DEEPEST = 512
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
#: Elements that hold nothing, or that end where the next one begins: pages leave them open.
_ENDS_ITSELF = re.compile(
    r"area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|dt|dd|tr|td|th|thead|tbody|tfoot"
    r"|option|optgroup|colgroup|body|html|head|script|style",
    re.IGNORECASE,
)


def _check_size(text: str) -> None:
    depth = 0
    for tags, found in enumerate(_TAG.finditer(text), start=1):
        if not _ENDS_ITSELF.fullmatch(found.group(2)):
            depth = max(0, depth - 1) if found.group(1) else depth + 1
        if tags > _MOST_TAGS or depth > _DEEPEST:
            raise NotThePageError(
                msg(
                    "a page of more than {most} tags, or nested deeper than {deepest}: not read",
                    most=_MOST_TAGS,
                    deepest=_DEEPEST,
                )
            )


def soup_of(text: str) -> BeautifulSoup:
    """A page, scripts and styles left out, by the one parser that reads unclosed cells right.

    Raises NotThePageError for what no portal serves and a browser would not show: a tree too large or too deep to walk.
    """
    _check_size(text)
    soup = BeautifulSoup(text, "lxml")
    for noise in soup(["script", "style", "noscript", "template"]):
        noise.decompose()
    return soup
