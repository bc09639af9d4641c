"""Which lines of a page's header or footer say something of a list: one that bears a code or says what is done."""

import re

from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.text import fold

_ACTS = re.compile(
    r"\b(?:bai bo|huy bo|sua doi|thay the|ban hanh moi|moi ban hanh|het hieu luc|khong con|cham dut|dinh chi"
    r"|(?:tam )?(?:dung|ngung) (?:thuc hien|tiep nhan))\b"
)
_OF_PROCEDURES = re.compile(r"\b(?:thu tuc|tthc|danh muc|phu luc)\b")


def says_something_of_a_list(text: str) -> bool:
    """Whether a running line names a code, or speaks of procedures or annexes and of what is done to them."""
    folded = fold(text)
    if find_codes(text):
        return True
    return _ACTS.search(folded) is not None and _OF_PROCEDURES.search(folded) is not None
