"""Automatic numbers of Word lists: the STT column of an annex is often one, and is no text in the file."""

from dataclasses import dataclass
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_MAX_LEVELS = 9  # by definition (ECMA-376, 17.9.6: levels 0 to 8)
_MOST_FIGURES = 5  # Word counts to 32,767; a roman number of millions would fill the memory


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str  # decimal, upperRoman, upperLetter, …
    text: str  # "%1.%2."


class Numbering:
    """Counts lists as Word does: by list definition, deeper levels begin anew under a higher one."""

    def __init__(self, root: Any) -> None:
        """Read `word/numbering.xml`, or nothing when a document has none."""
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}  # numId → list definition
        self._restarts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        for node in root.iterfind(f"{_W}abstractNum"):
            self._levels[node.get(f"{_W}abstractNumId") or ""] = _levels(node)
        for node in root.iterfind(f"{_W}num"):
            number = node.get(f"{_W}numId") or ""
            self._lists[number] = _val(node, "abstractNumId") or ""
            self._restarts[number] = {
                _whole(override.get(f"{_W}ilvl")): _whole(_val(override, "startOverride"))
                for override in node.iterfind(f"{_W}lvlOverride")
                if _val(override, "startOverride") is not None
            }

    def next_label(self, number: str | None, level: str) -> str:
        """The label of the next paragraph of a list with a space after it; empty where no number shows."""
        definition = self._lists.get(number or "")
        depth = min(_whole(level), _MAX_LEVELS - 1)
        if definition is None or number is None or depth not in self._levels.get(definition, {}):
            return ""
        levels = self._levels[definition]
        counts = self._counts.setdefault(definition, {})
        for restarted, start in self._restarts.pop(number, {}).items():
            counts[restarted] = start - 1
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [known for known in counts if known > depth]:
            del counts[deeper]
        shape = levels[depth]
        if shape.form == "bullet":
            return "- "
        if shape.form == "none" or not shape.text:
            return ""
        label = shape.text
        for upper in range(depth + 1):
            if upper in levels:
                shown = _shown(counts.get(upper, levels[upper].start), levels[upper].form)
                label = label.replace(f"%{upper + 1}", shown)
        return f"{label} "


def _levels(node: Any) -> dict[int, _Level]:
    return {
        _whole(level.get(f"{_W}ilvl")): _Level(
            start=_whole(_val(level, "start") or "1"),
            form=_val(level, "numFmt") or "decimal",
            text=_val(level, "lvlText") or "",
        )
        for level in node.iterfind(f"{_W}lvl")
    }


def _val(node: Any, name: str) -> str | None:
    found = node.find(f"{_W}{name}")
    return None if found is None else found.get(f"{_W}val")


def _whole(text: str | None) -> int:
    known = text is not None and text.isascii() and text.isdigit() and len(text) <= _MOST_FIGURES
    return int(text) if known and text is not None else 0


def _shown(count: int, form: str) -> str:
    if form in {"upperRoman", "lowerRoman"}:
        roman = _roman(count)
        return roman if form == "upperRoman" else roman.lower()
    if form in {"upperLetter", "lowerLetter"} and count > 0:
        letter = chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form == "decimalZero":
        return f"{count:02d}"
    return str(count)


def _roman(count: int) -> str:
    out = ""
    for value, sign in _ROMAN:
        while count >= value:
            out, count = out + sign, count - value
    return out
