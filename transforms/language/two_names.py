"""Whether one text is the names of two procedures, and whether two names may be those of cases of one."""

import re
from functools import lru_cache

from niemyet.transforms.language.text import fold, key

_FIRST_AND_SECOND = re.compile(r"1[.)/] ?[^\W\d_].* 2[.)/] ?[^\W\d_]|[-–•+] [^\W\d_].* [-–•+] [A-ZĐ]")
_MAY_BE_FIRST = frozenset("1-–•+")
_LEADS_ON = frozenset({"va", "hoac", "viec", "ve", "hop", "voi", "tuc", "cho", "la", "theo", "cua", "xoa"})
_WORDS_OF_A_NAME = 3  # the least that a name of its own has; chosen, not measured


@lru_cache(maxsize=1 << 14)
def holds_two_names(name: str) -> bool:
    """Whether one cell holds the names of two procedures: its first words begin again, large, and go on otherwise.

    "Đăng ký kết hôn Đăng ký khai tử", "1. … 2. …"; not "Cấp phép; Cấp lại …", and no name that its source wrote twice.
    """
    if name[:1] in _MAY_BE_FIRST and _FIRST_AND_SECOND.match(name):
        return True
    words = name.split()
    if not words or words.count(words[0]) == 1 or not words[0][0].isupper():
        return False
    for at in range(_WORDS_OF_A_NAME, len(words) - _WORDS_OF_A_NAME + 1):
        begins = words[at : at + 2] == words[:2]
        if begins and words[at - 1][-1].isalnum() and fold(words[at - 1]) not in _LEADS_ON:
            return not may_be_one(" ".join(words[:at]), " ".join(words[at:]))
    return False


def may_be_one(one: str, other: str) -> bool:
    """Whether two names may be those of cases of one procedure."""
    words, others = key(one).split(), key(other).split()
    if "".join(words) in "".join(others) or "".join(others) in "".join(words):
        return True
    alike = next((n for n, (a, b) in enumerate(zip(words, others, strict=False)) if a != b), len(words))
    return alike * 2 > min(len(words), len(others))
