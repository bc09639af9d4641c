"""Selectors of style sheets: which elements of a page a rule means (W3C, Selectors Level 3).

Every combinator between an element and those around it is taken as "somewhere below"; what stands beside an element is not
looked at, and what is not known of a selector is taken as met. So a rule that hides is rather taken to mean too much, which
is asked about, than too little. Rules that hold only while somebody points at a thing mean none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

Node = Any  # an element of lxml, which has no types of its own
#: By element its place among all its siblings and among those of its name, and how many of each there are.
Places = dict[Node, tuple[int, int, int, int]]

_LISTED = re.compile(r"(?:\[[^\]]*\]|\((?:[^()]|\([^()]*\))*\)|[^,\[(])+")
_PSEUDO = r":{1,2}[\w-]+(?:\((?:[^()]|\([^()]*\))*\))?"
_PART = re.compile(
    rf"(?P<joint>\s*[>+~]\s*|\s+)?(?P<compound>(?:[a-z][\w-]*|\*)?(?:[.#][\w-]+|\[[^\]]*\]|{_PSEUDO})*)",
    re.IGNORECASE,
)
_PIECE = re.compile(
    rf"(?P<named>[.#][\w-]+)|\[(?P<attribute>[^\]]*)\]|(?P<pseudo>{_PSEUDO})|(?P<tag>[a-z][\w-]*|\*)",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"\s*(?P<name>[\w:-]+)\s*(?:(?P<how>[~|^$*]?=)\s*[\"']?(?P<value>.*?)[\"']?\s*(?:\s[is]\s*)?)?$",
    re.IGNORECASE,
)
#: While somebody points, or of what the page itself adds: never of what stands there.
_NOT_ALWAYS = re.compile(r":(?:hover|focus|active|target|visited|before|after|:)", re.IGNORECASE)
_NTH = re.compile(
    r"\s*(?:(?P<word>odd|even)|(?P<step>[+-]?\d*)n\s*(?P<first>[+-]\s*\d+)?|(?P<place>[+-]?\d+))\s*"
)
#: Browsers put them around rows that have none.
_IMPLIED = "tbody"


@dataclass(frozen=True, slots=True)
class _Nth:
    """`:nth-child(2n+1)` and its kin: `step`, `first`, whether of its name alone, whether counted from the end."""

    step: int
    first: int
    of_type: bool = False
    from_end: bool = False

    def fits(self, place: tuple[int, int, int, int]) -> bool:
        """Whether a place is one of those."""
        at, of_name, last, last_of_name = place
        number, end = (of_name, last_of_name) if self.of_type else (at, last)
        number = end - number + 1 if self.from_end else number
        off = number - self.first
        return off == 0 if self.step == 0 else off % self.step == 0 and off // self.step >= 0


@dataclass(frozen=True, slots=True)
class Compound:
    """One part of a selector: the tag (or none), ids and classes, attributes, places, and what it must not be."""

    tag: str
    names: frozenset[str]
    attributes: tuple[tuple[str, str, str], ...] = ()
    places: tuple[_Nth, ...] = ()
    denied: tuple["Compound", ...] = ()

    @property
    def says_nothing(self) -> bool:
        """Whether any element is meant."""
        return self == _ANY

    def fits(self, node: Node, siblings: "Siblings") -> bool:
        """Whether an element is meant."""
        if self.tag and self.tag != node.tag:
            return False
        if self.names and not self.names <= names_of(node):
            return False
        if not all(_has(node, *one) for one in self.attributes):
            return False
        if self.places and not all(one.fits(siblings.place_of(node)) for one in self.places):
            return False
        return not any(one.fits(node, siblings) for one in self.denied)


_ANY = Compound("", frozenset())


class Siblings:
    """Where elements stand among those beside them, each parent looked at once."""

    def __init__(self) -> None:
        self._places: dict[Node, Places] = {}

    def place_of(self, node: Node) -> tuple[int, int, int, int]:
        """Its place, its place among those of its name, and how many there are of both; from one on."""
        parent = node.getparent()
        if parent is None:
            return 1, 1, 1, 1
        if parent not in self._places:
            self._places[parent] = _places_in(parent)
        return self._places[parent][node]


def _places_in(parent: Node) -> Places:
    children = [one for one in parent if isinstance(one.tag, str)]
    counted: dict[str, int] = {}
    at: list[int] = []
    for one in children:
        counted[one.tag] = counted.get(one.tag, 0) + 1
        at.append(counted[one.tag])
    return {
        one: (place, of_name, len(children), counted[one.tag])
        for place, (one, of_name) in enumerate(zip(children, at, strict=True), 1)
    }


def names_of(node: Node) -> frozenset[str]:
    """Ids and classes of an element: `#list`, `.odd`."""
    own = {f".{name}" for name in node.attrib.get("class", "").split()}
    return frozenset(own | {f"#{node.attrib['id']}"} if "id" in node.attrib else own)


def _has(node: Node, name: str, how: str, value: str) -> bool:
    held = node.get(name)
    if held is None or not how:
        return held is not None
    if how == "=":
        return bool(held == value)
    if how == "~=":
        return value in held.split()
    if how == "|=":
        return bool(held == value or held.startswith(f"{value}-"))
    if not value:
        return False
    return bool({"^=": held.startswith, "$=": held.endswith, "*=": held.__contains__}[how](value))


@dataclass(frozen=True, slots=True)
class Selector:
    """The last part of a selector, those that stand further up, and how particular it is: ids, classes, tags."""

    last: Compound
    above: tuple[Compound, ...] = ()
    weight: tuple[int, int, int] = field(default=(0, 0, 0), compare=False)

    def fits(self, node: Node, siblings: Siblings) -> bool:
        """Whether an element is meant: it fits, and elements around it fit in their order."""
        if not self.last.fits(node, siblings):
            return False
        waiting = list(self.above)
        around = node.getparent()
        while waiting and around is not None:
            if isinstance(around.tag, str) and waiting[-1].fits(around, siblings):
                waiting.pop()
            around = around.getparent()
        return not waiting


def selectors_of(text: str) -> Iterator[Selector]:
    """The selectors of a list of them, without those that hold only at times."""
    for listed in _LISTED.findall(text):
        if _NOT_ALWAYS.search(listed) or listed.lstrip().startswith("@"):
            continue
        parts = _parts_of(listed.strip())
        if not parts or parts[-1].says_nothing:
            continue
        ids = sum(name.startswith("#") for part in parts for name in part.names)
        classes = sum(len(part.names) + len(part.attributes) + len(part.places) for part in parts) - ids
        yield Selector(parts[-1], tuple(parts[:-1]), (ids, classes, sum(bool(part.tag) for part in parts)))


def _parts_of(selector: str) -> list[Compound]:
    """The parts of a selector; of what stands beside the next part nothing is asked."""
    parts: list[Compound] = []
    for found in _PART.finditer(selector):
        if not found["compound"]:
            continue
        if found["joint"] and found["joint"].strip() in {"+", "~"} and parts:
            parts.pop()
        made = _compound(found["compound"])
        parts.append(made)
    above = [part for part in parts[:-1] if part != Compound(_IMPLIED, frozenset())]
    return [*above, *parts[-1:]]


@lru_cache(maxsize=1 << 10)
def _compound(text: str) -> Compound:
    tag, names = "", set[str]()
    attributes: list[tuple[str, str, str]] = []
    places: list[_Nth] = []
    denied: list[Compound] = []
    for piece in _PIECE.finditer(text):
        if piece["named"]:
            names.add(piece["named"])
        elif piece["attribute"] is not None:
            said = _ATTRIBUTE.match(piece["attribute"])
            if said is not None:
                attributes.append((said["name"].lower(), said["how"] or "", said["value"] or ""))
        elif piece["tag"]:
            tag = "" if piece["tag"] == "*" else piece["tag"].lower()
        else:
            _take_pseudo(piece["pseudo"].lower(), piece["pseudo"], places, denied)
    return Compound(tag, frozenset(names), tuple(attributes), tuple(places), tuple(denied))


def _take_pseudo(name: str, printed: str, places: list[_Nth], denied: list[Compound]) -> None:
    """Take what a pseudo-class asks of the place of an element, or denies; any other asks for nothing that is known."""
    of_type, from_end = "of-type" in name, "last" in name
    if name.startswith(":not("):
        denied += [_compound(one.strip()) for one in _LISTED.findall(printed[5:-1]) if one.strip()]
    elif name.startswith((":first-", ":last-")):
        places.append(_Nth(0, 1, of_type, from_end))
    elif name.startswith(":only-"):
        places.extend((_Nth(0, 1, of_type, from_end=False), _Nth(0, 1, of_type, from_end=True)))
    elif name.startswith(":nth-") and (found := _NTH.fullmatch(name[name.find("(") + 1 : -1])):
        places.append(_Nth(*_step_of(found), of_type, from_end))


def _step_of(found: re.Match[str]) -> tuple[int, int]:
    if found["word"]:
        return 2, 1 if found["word"] == "odd" else 0
    if found["place"]:
        return 0, int(found["place"])
    step = found["step"] + "1" if found["step"] in {"", "+", "-"} else found["step"]
    return int(step), int((found["first"] or "0").replace(" ", ""))
