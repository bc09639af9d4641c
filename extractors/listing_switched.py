"""What the markup of a row says of it without a word: `data-status="0"`, `aria-hidden="true"`, `class="row inactive"`.

A page that nobody saved whole has lost the sheet by which such a row is grey or not shown. What all rows bear tells nothing.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from niemyet.extractors.listing_words import is_switched_off, says_ended, says_not_posted
from niemyet.transforms.language.text import fold

#: Attributes that say that a row holds or is shown; off is what they say with `_OFF`.
_OF_HOLDING = re.compile(
    r"(?:data-)?(?:is-?)?(?:status|state|active|enabled|visible|show|shown|published|public|posted|trang-?thai|tinh-?trang"
    r"|hieu-?luc|hien-?thi|cong-?khai|niem-?yet|kich-?hoat)"
)
#: Attributes that say that it is over; on is what they say with anything but `_OFF`.
_OF_ENDS = re.compile(
    r"aria-(?:hidden|disabled)|inert|disabled|data-(?:is-?)?(?:deleted|removed|hidden|disabled|archived|expired|inactive|locked"
    r"|bai-?bo|da-?xoa|da-?go|an)"
)
_OFF = frozenset({"0", "false", "no", "n", "off", "khong", "none", "null"})
_CLASS_OF_ENDS = re.compile(
    r"(?:.*[-_])?(?:inactive|disabled?|deleted|removed|archived|unpublished|expired|suspended|revoked|obsolete|withdrawn"
    r"|het-?hieu-?luc|het-?han|bai-?bo|da-?(?:go|xoa|an|thao)|ngung|tam-?(?:dung|ngung)"
    r"|cancell?ed|huy-?bo|da-?huy|off|bi-?an|an-?di|row-hidden|hidden(?=[-_]row|[-_]item))(?:[-_](?:row|item|tthc))?|an"
)
#: Of a tool that sorts, drags or selects rows, which it may not here.
OF_TOOLS = re.compile(
    r"(?:sort|drag|drop|select|check|hover|focus|expand|edit|click|btn|button|tooltip|link|ripple|page)"
)


def switched_off(rows: Sequence[Mapping[str, str] | None]) -> frozenset[int]:
    """Places of rows whose attributes say that they are off, where not all rows say so; headers are None."""
    found = frozenset(place for place, attributes in enumerate(rows) if attributes and _is_off(attributes))
    return found if len(found) < len(rows) - rows.count(None) else frozenset()


def _is_off(attributes: Mapping[str, str]) -> bool:
    return any(_says_off(str(name).lower(), value) for name, value in attributes.items())


def _says_off(name: str, value: str) -> bool:
    if name == "class":
        return any(map(_is_class_of_ends, value.lower().split()))
    if name == "title" or (name.startswith("data-") and " " in value):
        return says_ended(value) or says_not_posted(value)
    if _OF_HOLDING.fullmatch(name):
        return fold(value).strip() in _OFF or is_switched_off(value) or says_ended(value)
    return _OF_ENDS.fullmatch(name) is not None and fold(value).strip() not in _OFF


@lru_cache(maxsize=1 << 10)
def _is_class_of_ends(name: str) -> bool:
    return _CLASS_OF_ENDS.fullmatch(name.replace("_", "-")) is not None and OF_TOOLS.search(name) is None
