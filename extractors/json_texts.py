"""JSON as strangers write it: values that nothing else could keep are made into ones that can be kept."""

import json
import re
from typing import Any

#: Half of a pair of UTF-16, which JSON may spell alone (RFC 8259 §8.2) and no file, table or log can hold.
_HALF = re.compile("[\ud800-\udfff]")
_FIGURES = (
    18  # more is no number that a table could hold; it stays the text that it was; chosen, not measured
)


def json_of(text: str) -> Any:
    """The value of a JSON text; halves of letters are U+FFFD, numbers too long for any table are texts.

    Raises:
        ValueError: the text is no JSON, or nested deeper than Python reads.
    """
    try:
        value = json.loads(text, parse_int=_whole)
    except RecursionError as deep:
        raise ValueError("nested too deep") from deep
    return _kept(value) if "\\u" in text or _HALF.search(text) else value


def _whole(figures: str) -> int | str:
    return int(figures) if len(figures) <= _FIGURES else figures


def _kept(value: Any) -> Any:
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value)
    if isinstance(value, list):
        return [_kept(one) for one in value]
    if isinstance(value, dict):
        return {_HALF.sub("\ufffd", name): _kept(one) for name, one in value.items()}
    return value
