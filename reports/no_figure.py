"""Figures as people read them: "N/A" for nothing counted is of the score (QĐ 766/QĐ-TTg), decimals are of the language."""

import re
from typing import TypeVar

from niemyet.model.messages import number_words

NOT_AVAILABLE = "N/A"
_Figure = TypeVar("_Figure")
#: A figure with decimals as tables keep it, a share or points; a code has six digits behind its point.
_DECIMALS = re.compile(r"(\d+\.(\d{1,2}))( %)?")


def figure_text(figure: _Figure, lang: str) -> _Figure | str:
    """A figure as it is read: in Vietnamese words where there is none."""
    return "không có số liệu" if lang == "vi" and figure == NOT_AVAILABLE else figure


def figure_words(figure: _Figure, lang: str) -> _Figure | str:
    """The same for people alone, with the decimal sign of the language: 66,67 %."""
    match = _DECIMALS.fullmatch(figure) if isinstance(figure, str) else None
    if match is None:
        return figure_text(figure, lang)
    return number_words(float(match[1]), lang, f".{len(match[2])}f") + (match[3] or "")
