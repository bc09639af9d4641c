"""Pieces of a paragraph in different fonts, joined the same way for DOCX and DOC."""

from extractors.documents.blocks import shown
from transforms.text import clean, repair_legacy

Runs = list[tuple[str | None, str]]
"""(font, text), neighbours of one font joined."""

#: Ticks of the symbol fonts stand for an x (Wingdings, Webdings).
_TICKS = frozenset({0xF0FC, 0xF0FE, 0xF0FB, 0xF0FD, 0xF053, 0xF054, 0xF061})


def add_run(runs: Runs, font: str | None, text: str) -> None:
    """Put text to the run before it when the font is the same: a letter and its mark may stand in two runs."""
    if runs and runs[-1][0] == font:
        runs[-1] = (font, runs[-1][1] + text)
    elif text:
        runs.append((font, text))


def shown_runs(label: str, runs: Runs) -> tuple[str, str]:
    """A paragraph as (raw, shown): each run repaired by its own font, the automatic number before them."""
    raw = label + "".join(text for _, text in runs)
    if any(font and font.lower().startswith((".vn", "vni")) for font, _ in runs):
        return raw, clean(label + "".join(repair_legacy(text, font) for font, text in runs))
    return raw, shown(raw)


def symbol(code: int) -> str:
    """What a sign of a symbol font stands for: a tick is an x, anything else is decoration."""
    return "x" if (code if code >= 0xF000 else code + 0xF000) in _TICKS else ""
