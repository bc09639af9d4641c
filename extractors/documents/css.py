"""What the styles of a page do to its letters: strike them, hide them, draw them as nobody sees them (RULINGS 37).

Only what takes text away is read, from `style`, old attributes, and the rules of `<style>` (`css_selectors.py`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from niemyet.extractors.documents.css_selectors import Selector, Siblings, names_of, selectors_of
from niemyet.extractors.documents.visibility import BLACK, NO_INK, WHITE, Colour, Ink, hex_colour
from niemyet.model.records import NO_MARKS
from niemyet.model.words import Mark

#: Classes whose rules stand in the sheets of frameworks, which no saved page has with it: of rows, cells and entries alone. Else
#: they hide what only some see, as folds and menus.
_OF_ROWS = frozenset({"tr", "td", "th", "li", "tbody", "table"})
_HIDING = frozenset(
    {
        *("d-none", "hidden", "hide", "ng-hide", "is-hidden", "u-hidden", "invisible", "display-none"),
        *("sr-only", "visually-hidden"),  # said to readers of screens alone
        "collapse",  # of Bootstrap and Tailwind alike; a fold that a click opens is told by what opens it
    }
)
_STRIKING_CLASSES = frozenset(
    {
        *("text-decoration-line-through", "line-through", "strike", "strikethrough", "strike-through"),
        *("gach-ngang", "gachngang"),
        # of a row that is over, which its page strikes through, greys or hides
        *("deleted", "removed", "expired", "het-hieu-luc", "hethieuluc", "da-het-hieu-luc"),
        *("bai-bo", "baibo", "da-bai-bo", "dabaibo", "da-go", "dago"),
    }
)
CLASSES_THAT_MARK: Sequence[str] = sorted(_HIDING | _STRIKING_CLASSES)
#: "d-none d-md-table-cell", "hidden lg:table-row": hidden on small screens only; "collapse show" is an open fold.
_SHOWN_ON_SOME = re.compile(
    r"(?:show|in)$|(?:d|table|visible)-(?:xs|sm|md|lg|xl|xxl)(?!-none)\b|(?:sm|md|lg|xl|2xl):(?!hidden)"
)
#: Where none of these is in a page, nothing of it is struck or hidden.
MARKED = re.compile(
    r"<(?:s|del|strike)\b|line-through|display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|\bhidden\b|mso-hide"
    r"|opacity\s*:\s*0?\.?0|opacity=0|-(?:9\d\d|\d{4,})(?:\.\d+)?(?:px|pt)|-\d{3,}(?:\.\d+)?(?:r?em|vw|vh|%)"
    r"|scale\w*\(\s*0|clip(?:-path)?\s*:|overflow\s*:\s*hidden"
    rf"|class\s*=\s*[\"']?[^\"'<>]*(?<![\w-])(?:{'|'.join(CLASSES_THAT_MARK).replace('-', '[-_]')})(?![\w-])",
    re.IGNORECASE,
)
#: What `MARKED` needs at the least: looking for words is much faster.
MAY_MARK = (
    *("<s>", "<s ", "<del", "<strike", "line-through", "display", "visibility", "hidden", "mso-hide"),
    *("opacity", "left", "top", "right", "indent", "transform", "clip"),
    *CLASSES_THAT_MARK,
    *(name.replace("-", "_") for name in CLASSES_THAT_MARK if "-" in name),
)
#: Of these a page has one that says any of it, in a tag or an attribute: few words are looked for first.
SAYS_HOW = ("style", "<s", "<del", "hidden", "class")
#: Letters that are light, clear or tiny.
FAINT = re.compile(
    r"(?<![\w-])color\s*[:=]\s*[\"']?\s*(?:#(?:[e-f][0-9a-f]){3}\b|#[e-f]{3}\b|white|snow|ivory|ghostwhite|floralwhite"
    r"|transparent|rgba?\(\s*2[2-5]\d|hsla?\([^)]*9\d%\s*[,)]|rgba\([^)]*,\s*0?(?:\.0\d*)?\s*\))"
    r"|font(?:-size)?\s*:[^;\"'{}]{0,40}?(?<![\d.])(?:(?:0?\.\d+|[0-2](?:\.\d+)?)(?:px|pt)|(?:0?\.[01]\d*|0)r?em"
    r"|1?\d%|0\s*[;\"'}])",
    re.IGNORECASE,
)
#: What `FAINT` needs at the least.
MAY_FADE = ("color", "font")
#: Elements that strike what they hold.
STRIKING = frozenset({"s", "del", "strike"})
_STRUCK, _HIDDEN = frozenset({Mark.STRUCK}), frozenset({Mark.HIDDEN})
_STRUCK_STYLE = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_FAR = r"-(?:(?:9\d\d|\d{4,})(?:\.\d+)?(?:px|pt)|\d{3,}(?:\.\d+)?(?:r?em|vw|vh|%))"
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    r"|(?<![\w-])opacity\s*:\s*(?:0?\.0\d*|0)\s*(?:;|!|$)|opacity=0\b|opacity\(\s*0%?\s*\)"
    rf"|(?<![\w-])(?:left|right|top|bottom|text-indent|margin-left|margin-top)\s*:\s*{_FAR}"
    rf"|transform\s*:[^;]*(?:scale\w*\(\s*0\s*[,)]|translate\w*\(\s*{_FAR})"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?|clip-path\s*:\s*inset\(\s*(?:50|100)%",
    re.IGNORECASE,
)
_NO_ROOM = re.compile(r"(?<![\w-])(?:max-)?(?:height|width)\s*:\s*[01](?:px|pt)?\s*(?:;|!|$)", re.IGNORECASE)
_CUT_OFF = re.compile(r"overflow(?:-[xy])?\s*:\s*hidden", re.IGNORECASE)
_CLEAR = re.compile(r"(?<![\w-])color\s*:\s*(?:transparent|rgba\([^)]*,\s*0?(?:\.0\d*)?\s*\))", re.IGNORECASE)
_COLOUR = re.compile(r"(?<![\w-])color\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND = re.compile(r"(?<![\w-])background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_PICTURE = re.compile(r"(?<![\w-])background(?:-image)?\s*:[^;]*(?:url\(|gradient\()", re.IGNORECASE)
_SIZE = re.compile(
    r"(?<![\w-])font(?:-size)?\s*:[^;]*?(?<![\w.#-])(\d*\.?\d+)\s*(px|pt|r?em|%)?(?![\w%])", re.IGNORECASE
)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})", re.IGNORECASE)
_POINTS = {"px": 0.75, "pt": 1.0, "em": 12.0, "rem": 12.0, "%": 0.12, "": 0.75}
_NAMES: dict[str, Colour] = {
    "white": WHITE, "black": BLACK, "snow": (255, 250, 250), "ivory": (255, 255, 240), "ghostwhite": (248, 248, 255),
    "floralwhite": (255, 250, 240), "whitesmoke": (245, 245, 245),
}  # fmt: skip
#: A colour that nobody has to know by name, as far from white as from black; by definition.
_SOME: Colour = (127, 127, 127)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_OF_OTHER_MEDIA = re.compile(
    r"@media(?![^{]*\b(?:screen|all)\b)[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Look:
    """What one element does to the letters in it. `grounded`: it says what they stand on, in `ground` or unknown."""

    marks: frozenset[Mark] = NO_MARKS
    ink: Ink = NO_INK
    ground: Colour | None = None
    grounded: bool = False

    def over(self, other: "Look") -> "Look":
        """This, with what it does not say from the other."""
        ground = self if self.grounded else other
        return Look(
            self.marks | other.marks, self.ink.over(other.ink), ground.ground, self.grounded or other.grounded
        )


@dataclass(frozen=True, slots=True)
class _Ruled:
    """A rule: which elements it means, how particular it is, what it says of them."""

    selector: Selector
    weight: tuple[int, int, int, int]
    look: "Look"


_PLAIN = Look()
PAGE = Look(ground=WHITE, grounded=True)


class Looks:
    """What an element of a page does to the text in it: by its name, its own style, the rules of the page."""

    def __init__(self, text: str) -> None:
        self._rules: dict[str, list[_Ruled]] = {}
        self._styles: dict[str, Look] = {}
        self._siblings = Siblings()
        sheets = " ".join(re.findall(r"<style[^>]*>(.*?)</style>", text, re.IGNORECASE | re.DOTALL))
        sheets = _OF_OTHER_MEDIA.sub(" ", re.sub(r"/\*.*?\*/|<!--|-->", " ", sheets, flags=re.DOTALL))
        for place, (selectors, rule) in enumerate(_RULE.findall(sheets)):
            look = styled(rule)
            if look == _PLAIN:
                continue
            for selector in selectors_of(selectors):
                key = min(selector.last.names, default=selector.last.tag)
                made = _Ruled(selector, (*selector.weight, place), look)
                self._rules.setdefault(key, []).append(made)

    def of(self, node: Any) -> Look:
        """What an element does to what it holds."""
        look = Look(marks=_STRUCK) if node.tag in STRIKING else _PLAIN
        if self._rules:
            look = self._ruled(node, look)
        attributes = node.attrib
        if not attributes:
            return look
        if "class" in attributes and node.tag in _OF_ROWS:
            look = _classed(attributes["class"]).over(look)
        if "hidden" in attributes:
            look = Look(marks=_HIDDEN).over(look)
        if "bgcolor" in attributes:
            look = Look(ground=_colour(attributes["bgcolor"]), grounded=True).over(look)
        if node.tag == "font" and "color" in attributes:
            look = Look(ink=Ink(_colour(attributes["color"]))).over(look)
        if "style" in attributes:
            style = attributes["style"]
            if style not in self._styles:
                self._styles[style] = styled(style)
            look = self._styles[style].over(look)
        return look

    def _ruled(self, node: Any, look: Look) -> Look:
        keys = (node.tag, "", *names_of(node)) if node.attrib else (node.tag, "")
        rules = (rule for key in keys for rule in self._rules.get(key, ()))
        met = [rule for rule in rules if rule.selector.fits(node, self._siblings)]
        for rule in sorted(met, key=lambda one: one.weight):
            look = rule.look.over(look)
        return look


@lru_cache(maxsize=1 << 10)
def _classed(said: str) -> Look:
    """What the classes of a row, cell or entry say of it by their names."""
    names = said.lower().replace("_", "-").split()
    marks = _STRUCK if not _STRIKING_CLASSES.isdisjoint(names) else NO_MARKS
    if not _HIDING.isdisjoint(names) and not any(map(_SHOWN_ON_SOME.match, names)):
        marks |= _HIDDEN
    return Look(marks=marks) if marks else _PLAIN


def hides_by_class(said: str) -> bool:
    """Whether the classes of an element hide it on every screen, as the sheets of frameworks have them."""
    return Mark.HIDDEN in _classed(said).marks


def styled(style: str) -> Look:
    """What a style says."""
    marks = _STRUCK if _STRUCK_STYLE.search(style) else NO_MARKS
    boxed = _CUT_OFF.search(style) is not None and _NO_ROOM.search(style) is not None
    if _HIDDEN_STYLE.search(style) or _CLEAR.search(style) or boxed:
        marks |= _HIDDEN
    colour, ground, size = _COLOUR.search(style), _GROUND.search(style), _SIZE.search(style)
    if not (marks or colour or ground or size):
        return _PLAIN
    points = float(size[1]) * _POINTS[(size[2] or "").lower()] if size else None
    known = None if ground is None or _PICTURE.search(style) else _colour(ground[1])
    clear = ground is not None and re.match(
        r"\s*(?:none|transparent|inherit|initial|unset)\b", ground[1], re.IGNORECASE
    )
    return Look(
        marks, Ink(_colour(colour[1]) if colour else None, points), known, ground is not None and not clear
    )


def _colour(text: str) -> Colour | None:
    """A colour in the words of CSS; one that is not known is some colour, and is seen on white."""
    shown = text.strip().lower()
    if shown in {"inherit", "initial", "unset", "windowtext", "auto", "currentcolor"}:
        return None
    if found := _RGB.match(shown):
        return int(found[1]), int(found[2]), int(found[3])
    word = shown.split()[0] if shown else ""
    if re.fullmatch(r"#[0-9a-f]{3}", word):
        word = "#" + "".join(sign * 2 for sign in word[1:])
    return hex_colour(word) or _NAMES.get(word, _SOME)
