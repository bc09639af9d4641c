"""Rows of a page that are drawn paler than the others, or say when one points at them that they are over.

A clerk who greys a row, and a page that greys what no longer holds, say the same as one that strikes it; what it means nobody
says, so it is asked about.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from niemyet.extractors.decisions.pinned import may_doubt_a_row
from niemyet.extractors.decisions.row_notes import doubts_itself, is_taken_out
from niemyet.extractors.documents.css_selectors import Selector, Siblings, names_of, selectors_of
from niemyet.extractors.documents.visibility import hex_colour, is_grey
from niemyet.extractors.listing_switched import OF_TOOLS
from niemyet.extractors.listing_words import says_ended, says_not_posted

Node = Any  # an element of lxml, which has no types of its own

#: Classes by which a page draws an element paler than the rest or as a warning, of frameworks and in plain words.
_CLASS_OF_PALE = re.compile(
    r"(?:.*[-_])?(?:muted|faded?|dimmed|gr[ae]y(?:ed)?(?:-?out)?|pale|lam-?mo|bi-?mo|outdated|deprecated|old)(?:[-_](?:row|item|tthc))?"
    r"|(?:chu-?)?mo(?:-?(?:di|nhat))?|(?:mau-?)?xam|nhat|ghost"
    r"|opacity-(?:[1-6]?\d|7[05])|text-(?:secondary|black-50|white-50|body-tertiary|gr[ae]y-\d+|danger)"
    r"|(?:(?:table|bg|row)-)?(?:secondary|danger)|bg-gr[ae]y-\d+"
)
_OPACITY = re.compile(r"(?<![\w-])opacity\s*:\s*(0?\.\d+)", re.IGNORECASE)
_COLOUR = re.compile(r"(?<![\w-])color\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND = re.compile(r"(?<![\w-])background(?:-color)?\s*:", re.IGNORECASE)
_GREY = re.compile(r"(?:light|dark|dim)?(?:slate)?gr[ae]y|silver|gainsboro")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})")
_FULL = 0.8  # opacity of what is drawn as the rest; chosen, not measured
#: Where none of these is in a page, nothing of it is drawn paler; attributes that say it in words are looked for as quickly.
_MAY_PALE = re.compile(
    r"opacity\s*[:-]|color\s*[=:]\s*[\"']?\s*(?:#|rgb|(?:light|dark|dim|slate)*gr[ae]y|silver|gainsboro)|muted|fade|dimmed"
    r"|gr[ae]y|pale|\bmo\b|mo[-_]?(?:di|nhat)|[-_]mo\b|xam\b|nhat\b|ghost|outdated|deprecated|\bold\b|secondary|danger|black-50|white-50|tertiary"
)
_MAY_SAY = re.compile(
    r"(?:title|aria-label|data-content)\s*=\s*[\"']?[^\"'<>]*"
    r"(?:bỏ|hết|ngừng|ngưng|dừng|gỡ|tháo|hủy|huỷ|đình chỉ|chấm dứt|không|chưa|thay|rút|thôi|xóa|xoá|loại|nhầm|sai|thừa"
    r"|vẫn|giữ|còn|khôi phục|hoãn|tạm|chờ|lùi|xem lại|khỏi)"
)
_SAYING = (
    *("title", "aria-label", "data-title", "data-original-title", "data-bs-title", "data-bs-original-title"),
    *("data-content", "data-bs-content"),
)
#: Elements of a cell at which one points.
_POINTED = ("td", "th", "span", "i", "a", "div", "p", "b", "img", "abbr")
_STYLES = re.compile(r"<style[^>]*>(.*?)</style>", re.IGNORECASE | re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


class Pale:
    """Which elements of a page are drawn paler than its text, or say of themselves that they are over."""

    def __init__(self, text: str) -> None:
        lowered = text.lower()
        self._may_pale = _MAY_PALE.search(lowered) is not None
        self._may_say = _MAY_SAY.search(lowered) is not None
        #: By a name or the tag that what they mean must have.
        self._rules: dict[str, list[Selector]] = {}
        for selectors, said in _RULE.findall(" ".join(_STYLES.findall(text))) if self._may_pale else ():
            for selector in selectors_of(selectors) if _pales(said) else ():
                key = min(selector.last.names, default=selector.last.tag)
                self._rules.setdefault(key, []).append(selector)
        self._siblings = Siblings()
        #: Whether nothing of the page is, or says so.
        self.is_none = not (self._may_pale or self._may_say)
        #: Whether a plain cell may be by its name alone.
        self._of_plain = not self._rules.keys().isdisjoint({"td", "th", "*", ""})

    def holds(self, node: Node) -> bool:
        """Whether all that an element says is pale, or something in it says that it is over."""
        if not (node.attrib or len(node) or self._of_plain):
            return False
        if self._may_say and any(_says_over(one) for one in node.iter(*_POINTED)):
            return True
        return self._may_pale and any(map(self.is_pale, _wrapped(node)))

    def pinned(self, node: Node, *, within: bool) -> list[str]:
        """Words that show when one points at an element, or at what is within it, and that may say of a row that it goes on.

        Those by which it is over draw it pale (`holds`, `holds_row`).
        """
        if not self._may_say or not (node.attrib or (within and len(node))):
            return []
        nodes = node.iter(*_POINTED) if within else (node,)
        said = (one.get(name) for one in nodes for name in _SAYING if one.attrib)
        return [text for text in dict.fromkeys(filter(None, said)) if _may_go_on(text)]

    def is_pale(self, node: Node) -> bool:
        """Whether an element itself is drawn paler."""
        attributes = node.attrib
        if attributes:
            if "class" in attributes and any(map(_is_class_of_pale, attributes["class"].lower().split())):
                return True
            if "style" in attributes and _pales(attributes["style"]):
                return True
            if node.tag == "font" and _is_grey(attributes.get("color", "")):
                return True
        return bool(self._rules) and self._is_ruled(node)

    def _is_ruled(self, node: Node) -> bool:
        keys = (node.tag, "", *names_of(node)) if node.attrib else (node.tag, "")
        return any(one.fits(node, self._siblings) for key in keys for one in self._rules.get(key, ()))

    def holds_line(self, node: Node) -> bool:
        """Whether an element among the words of a line is drawn paler, or says that it is over."""
        return (self._may_pale and self.is_pale(node)) or (self._may_say and _says_over(node))

    def holds_row(self, row: Node) -> bool:
        """Whether a row itself is drawn paler, or says that it is over."""
        return self.is_pale(row) or (self._may_say and _says_over(row))


def _says_over(node: Node) -> bool:
    """Whether an element says by what shows when one points at it that it is over: `title="Đã bãi bỏ"`."""
    said = (node.get(name) for name in _SAYING)
    return any(map(_tells_of_an_end, filter(None, said)))


def _tells_of_an_end(text: str) -> bool:
    """Whether words that show when one points at a row take it away: "Đã bãi bỏ", "gạch bỏ", "Dòng này đã bỏ"."""
    bare = text.strip(" ()[]")
    return says_ended(bare) or says_not_posted(bare) or is_taken_out(bare) or doubts_itself(bare)


@lru_cache(maxsize=1 << 8)
def _may_go_on(text: str) -> bool:
    return may_doubt_a_row(text) and not _tells_of_an_end(text)


def _wrapped(node: Node) -> Iterator[Node]:
    """An element, and those within that hold all of its words."""
    yield node
    while len(node) == 1 and not (node.text or "").strip() and not (node[0].tail or "").strip():
        node = node[0]
        if not isinstance(node.tag, str):
            return
        yield node


@lru_cache(maxsize=1 << 10)
def _pales(style: str) -> bool:
    opacity = _OPACITY.search(style)
    colour = (
        None if _GROUND.search(style) else _COLOUR.search(style)
    )  # light letters on a ground of their own
    return (opacity is not None and float(opacity[1]) < _FULL) or (colour is not None and _is_grey(colour[1]))


@lru_cache(maxsize=1 << 8)
def _is_grey(text: str) -> bool:
    """Whether a colour has no hue and is lighter than text is."""
    shown = text.strip().lower()
    if _GREY.fullmatch(shown):
        return True
    word = shown.split()[0] if shown else ""
    if re.fullmatch(r"#[0-9a-f]{3}", word):
        word = "#" + "".join(sign * 2 for sign in word[1:])
    found = _RGB.match(shown)
    colour = (int(found[1]), int(found[2]), int(found[3])) if found else hex_colour(word)
    return colour is not None and is_grey(colour)


@lru_cache(maxsize=1 << 10)
def _is_class_of_pale(name: str) -> bool:
    return _CLASS_OF_PALE.fullmatch(name.replace("_", "-")) is not None and OF_TOOLS.search(name) is None
