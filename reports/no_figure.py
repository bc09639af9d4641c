"""A figure of which nothing is counted, in the reader's language: "N/A" is how the score writes it (QĐ 766/QĐ-TTg)."""

from typing import TypeVar

NOT_AVAILABLE = "N/A"
_Figure = TypeVar("_Figure")


def figure_text(figure: _Figure, lang: str) -> _Figure | str:
    """A figure as it is read: in Vietnamese words where there is none."""
    return "không có số liệu" if lang == "vi" and figure == NOT_AVAILABLE else figure
