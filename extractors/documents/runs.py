"""Pieces of a paragraph in different fonts, joined the same way for DOCX and DOC."""

import re

from niemyet.extractors.documents.blocks import shown
from niemyet.transforms.language.text import clean, repair_legacy

Runs = list[tuple[str | None, str]]
"""(font, text), neighbours of one font joined."""

#: Signs that tick a box, by the symbol font that shows them; they stand for an x. The last is for fonts not named.
_TICKS = {
    "wingdings 2": frozenset({0x4F, 0x50, 0x51, 0x52, 0x53, 0x54}),
    "webdings": frozenset({0x61, 0x72}),
    "wingdings": frozenset({0x78, 0xFB, 0xFC, 0xFD, 0xFE}),
    "": frozenset({0x53, 0x54, 0x61, 0xFB, 0xFC, 0xFD, 0xFE}),
}
_SYMBOL = {0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB9: "≠", 0xBB: "≈"}
_PRIVATE = re.compile("[\uf020-\uf0ff]")


def add_run(runs: Runs, font: str | None, text: str) -> None:
    """Put text to the run before it when the font is the same: a letter and its mark may stand in two runs."""
    if font is not None and font.lower().startswith(("wingdings", "webdings")):
        text = "".join(sign if sign.isspace() else symbol(ord(sign), font) for sign in text)
    elif _PRIVATE.search(text):
        text = _PRIVATE.sub(lambda found: symbol(ord(found.group()), font), text)
    if runs and runs[-1][0] == font:
        runs[-1] = (font, runs[-1][1] + text)
    elif text:
        runs.append((font, text))


#: "Mã số: ", "Tên thủ tục: ; Mã số: …", ": 05 ngày": a label without its value, or a value without its label.
_LACKING = re.compile(r"(?:^|[;\n])\s*(?::|[^;:\n]*:\s*(?=[;\n]|$))")


def lacks_hidden_words(raw: str) -> bool:
    """Whether what is shown of a paragraph says nothing without its hidden words: these are kept, and asked about."""
    return _LACKING.search(raw) is not None


_FIGURE = re.compile(r"\s*\d{1,2}\s*")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
#: "m2", "km2": a power, no mark of a note.
POWER_OF = re.compile(r"(?:^|[\W\d])[kcd]?m$")


def raised(runs: Runs, text: str) -> str | None:
    """A figure that is set above its line, as the sign for it: it marks a note. None for any other text, and for a power."""
    if _FIGURE.fullmatch(text) is None or POWER_OF.search(runs[-1][1] if runs else ""):
        return None
    return text.translate(RAISED)


def symbol(code: int, font: str | None = None) -> str:
    """What a sign of a symbol font stands for: a tick is an x, a few are signs of arithmetic, others decoration."""
    name = (font or "").lower()
    if name.startswith("symbol"):
        return _SYMBOL.get(code & 0xFF, "")
    ticks = next(known for start, known in _TICKS.items() if name.startswith(start))
    return "x" if code & 0xFF in ticks else ""


def shown_runs(label: str, runs: Runs) -> tuple[str, str]:
    """A paragraph as (raw, shown): each run repaired by its own font, the automatic number before them."""
    raw = label + "".join(text for _, text in runs)
    if any(font and font.lower().startswith((".vn", "vni")) for font, _ in runs):
        return raw, clean(label + "".join(repair_legacy(text, font) for font, text in runs))
    return raw, shown(raw)
