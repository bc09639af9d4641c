"""Levels that the name of a procedure or a value of its row gives as those who resolve it.

"Cấp thẻ (cấp tỉnh)", "… thuộc thẩm quyền của Sở Nội vụ", "05 ngày do Sở Công Thương giải quyết". Of 297 such names in the
nation's list five give another level than the list: four name districts, which are over.
"""

import re
from functools import lru_cache

from niemyet.extractors.decisions.heading_patterns import authority_levels, levels_named
from niemyet.model.words import Level
from niemyet.transforms.language.text import fold

_ONE = r"cap (?:trung uong|bo|tinh|huyen|xa)"
_WHO = r"(?:cac |chu tich |giam doc )*(?:so|ubnd|uy ban|phong|ban|chi cuc|cap)\b[^,;.()]{0,60}?"
#: At the end of a name: "(cấp tỉnh)", "– cấp tỉnh", "tại UBND cấp tỉnh".
_AT_THE_END = re.compile(
    rf"(?:\((?:(?:tai|o|thuc hien|tthc|thu tuc|do) )*(?:ubnd )?(?P<bracket>{_ONE})(?: (?:thuc hien|giai quyet))?\)"
    rf"| [-–] (?P<dash>{_ONE})|\btai (?:ubnd |uy ban nhan dan )?(?P<at>{_ONE}))\W*$"
)
_DONE_AT_THE_END = re.compile(rf"\bdo (?P<who>{_WHO}) (?:giai quyet|thuc hien)\W*$")
#: Anywhere in a value, which is no name: a fee that a council decides on is none of these.
_IN_A_VALUE = re.compile(
    rf"\bdo (?P<by>{_WHO}) (?:tiep nhan(?:,| va)? )?(?:giai quyet|thuc hien)\b"
    rf"|\((?:chuyen (?:cho |ve |len )?)?(?P<inner>{_WHO}) giai quyet\)"
    rf"|\b(?:co quan )?giai quyet ?: ?(?:tai )?(?P<named>{_WHO})(?=$|[,;.()\n]| -)"
    rf"|\btham quyen(?: giai quyet| thuc hien)*(?: cua| la)? ?:? ?(?P<power>{_WHO})(?=$|[,;.()])"
)
_MAY_NAME = re.compile(
    r"thẩm quyền|cấp (?:trung ương|bộ|tỉnh|huyện|xã)(?: thực hiện| giải quyết)?\W*$|\bdo .*(?:giải quyết|thực hiện)\W*$",
    re.MULTILINE,
)
#: One of these is in every text that the patterns fit: words are found many times faster.
_OF_LEVELS = ("thẩm quyền", "cấp tỉnh", "cấp xã", "cấp huyện", "cấp bộ", "cấp trung ương")


def may_name_a_level(lower: str) -> bool:
    """Whether any of some names in small letters may be one of which `levels_of_name` tells something."""
    if not ("do " in lower and ("giải quyết" in lower or "thực hiện" in lower)):
        for word in _OF_LEVELS:
            if word in lower:
                break
        else:
            return False
    return _MAY_NAME.search(lower) is not None


def may_hold_a_level(lower: str) -> bool:
    """Whether any of some values in small letters may be one of which `resolvers_in_value` tells something."""
    return "thẩm quyền" in lower or "giải quyết" in lower or ("do " in lower and "thực hiện" in lower)


@lru_cache(maxsize=1 << 12)
def levels_of_name(name: str) -> tuple[Level, ...]:
    """The levels that a name gives as those who resolve it; none where it gives none."""
    if not may_name_a_level(name.lower()):
        return ()
    folded = fold(name)
    found = _AT_THE_END.search(folded)
    if found is not None:
        return levels_named(found[found.lastgroup or 0])
    done = _DONE_AT_THE_END.search(folded)
    if done is not None:
        return _of_office(done["who"])
    return authority_levels(folded) if "tham quyen" in folded else ()


@lru_cache(maxsize=1 << 12)
def resolvers_in_value(value: str) -> tuple[Level, ...]:
    """The levels of those who resolve a row, as a time, fee or place says beside its value; none where it names several."""
    if not may_hold_a_level(value.lower()):
        return ()
    found = [_of_office(one[one.lastgroup or 0]) for one in _IN_A_VALUE.finditer(fold(value))]
    return found[0] if len(set(found)) == 1 else ()


def _of_office(who: str) -> tuple[Level, ...]:
    return authority_levels(f"do {who} giai quyet")
