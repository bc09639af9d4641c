"""What stands above a list on a page and says that all of it is over: "B. Danh mục TTHC bị bãi bỏ".

Pages mark few of their headings as such: a line, the label of a tab, the summary of a fold, a row of a layout table heads a
list as well. What a heading says holds for deeper ones below it; a line's word holds until another speaks of procedures.
"""

from collections.abc import Collection
from typing import Any

from lxml import etree

from niemyet.extractors.listing_grids import cell_text
from niemyet.extractors.listing_words import begins_anew, heads_what_ended, says_what_holds

Node = Any  # an element of lxml, which has no types of its own

_RANKS = {f"h{rank}": rank for rank in range(1, 7)}
#: What stands within a line of text.
_INLINE = frozenset(
    {"a", "abbr", "b", "big", "del", "em", "font", "i", "mark", "s", "small", "span", "strike", "strong"}
    | {"sub", "sup", "u"}
)
#: Frames of the page and things to choose from: they head nothing.
_NO_HEADS = frozenset({"head", "nav", "aside", "footer", "select", "label", "textarea", "datalist"})
_OPENS = ("href", "data-target", "data-bs-target", "aria-controls")
#: Lines between a list and what may head it: its decision, its field, its unit; chosen, not measured.
_NEAR = 5


def heads_of_ended(root: Node, lists: Collection[Node]) -> dict[Node, str]:
    """By list the line above it that says that all of it is over; only of those that have one."""
    walk = _Walk(root, frozenset(lists))
    walk.go(root)
    return walk.found


class _Walk:
    """A page from its beginning: which word on what is over holds at the moment."""

    def __init__(self, root: Node, lists: frozenset[Node]) -> None:
        self.found: dict[Node, str] = {}
        self._lists = lists
        self._openers = openers(root)
        self._labels = {part: _words(opener) for opener, part in self._openers.items()}
        self._ranks: list[tuple[int, str]] = []  # open headings: their rank, and what holds below them
        self._over = ""  # what holds at the moment
        self._age = 0  # lines since that was said
        self._line: list[str] = []

    def go(self, root: Node) -> None:
        """Walk through all of the page but its lists."""
        steps = etree.iterwalk(root, events=("start", "end", "comment"))
        for event, node in steps:
            if event == "start":
                if self._enter(node):
                    self._line.append(node.text or "")
                else:
                    steps.skip_subtree()
                continue
            if event == "end" and node.tag not in _INLINE:
                self._end_line()
            self._line.append(node.tail or "")

    def _enter(self, node: Node) -> bool:
        """Take note of an element; whether its own words are lines."""
        if node.tag not in _INLINE:
            self._end_line()
        if node in self._labels:
            self._over, self._age = self._base, 0
            self._say(self._labels[node])
        if node in self._lists:
            if self._over:
                self.found[node] = self._over
                self._age = 0
            return bool(node.tag != "table")
        if node.tag in _RANKS:
            self._head(_RANKS[node.tag], _words(node))
            return False
        return not (node.tag in _NO_HEADS or self._leads(node) or self._is_entry(node))

    def _leads(self, node: Node) -> bool:
        """Whether an element is a link or button that heads nothing where it stands."""
        if node in self._openers:
            return True
        address = node.get("href") or ("#" if node.tag == "button" else "")
        if not address or node.tag not in {"a", "button"}:
            return False
        # What a script does here may be a choice among the rows: "Còn hiệu lực | Hết hiệu lực".
        return not address.startswith(("#", "javascript:")) or not begins_anew(_words(node))

    def _is_entry(self, node: Node) -> bool:
        return (
            node.tag == "li"
            and node.getparent() in self._lists
            and next(node.iterdescendants("li"), None) is None
        )

    def _head(self, rank: int, words: str) -> None:
        while self._ranks and self._ranks[-1][0] >= rank:
            self._ranks.pop()
        self._over, self._age = self._base, 0
        self._say(words)
        self._ranks.append((rank, self._over))

    @property
    def _base(self) -> str:
        """What the headings say."""
        return self._ranks[-1][1] if self._ranks else ""

    def _end_line(self) -> None:
        words = cell_text(" ".join(self._line))
        self._line = []
        if words:
            self._say(words)

    def _say(self, words: str) -> None:
        if heads_what_ended(words):
            self._over, self._age = words, 0
        elif begins_anew(words) or says_what_holds(words):
            self._over = ""
        elif self._over != self._base:
            self._age += 1
            if self._age > _NEAR:
                self._over = self._base


def _words(node: Node) -> str:
    return cell_text(" ".join(node.itertext()))


def openers(root: Node) -> dict[Node, Node]:
    """Links, buttons, rows and the like that open a part of the page, each with the part: tabs, folds."""
    places = {node.get("id"): node for node in root.iter(etree.Element) if node.get("id")}
    return {
        node: places[place]
        for node in root.iter("a", "button", "tr", "td", "th", "div", "span")
        for name in _OPENS
        if (place := (node.get(name) or "").removeprefix("#")) in places
    }
