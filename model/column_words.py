"""What tables and columns are, in the reader's language. The English words stand with the columns, and in every file."""

import functools
import json
from collections.abc import Mapping
from pathlib import Path


def described(words: str, lang: str) -> str:
    """The description of a table or column in a language; English where there is no other."""
    return _vietnamese().get(words, words) if lang == "vi" else words


def with_zone(words: str, kind: str, lang: str) -> str:
    """A description that says of an instant that it is UTC; days are local days (RULINGS 23)."""
    if not kind.startswith("timestamp"):
        return words
    return f"{words} ({'giờ UTC' if lang == 'vi' else 'UTC'})"


@functools.cache
def _vietnamese() -> Mapping[str, str]:
    told: dict[str, str] = json.loads(
        (Path(__file__).parent / "data" / "columns.vi.json").read_text(encoding="utf-8")
    )
    return told
