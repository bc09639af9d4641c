"""One sector under one name: "Đất đai", "ĐẤT ĐAI" and "Lĩnh vực Đất đai" are one (lĩnh vực; DOMAIN §6, T5, T6, T16).

Sectors have no codes in decisions, only words. What is printed is kept wherever it stands; these two say which printed
words are one sector, and how it is called where one name is wanted.
"""

import re
from collections import defaultdict
from collections.abc import Mapping

from niemyet.transforms.language.collation import collation_key
from niemyet.transforms.language.text import clean, key

#: What a heading puts before the name and after it: "I. LĨNH VỰC HỘ TỊCH (12 TTHC)".
_BEFORE = re.compile(
    r"^(?:(?:[IVXLC]+|[A-Z]?\d+(?:\.\d+)*)[.)]\s*)?(?:(?:thuộc\s+)?lĩnh\s+vực)\s*:?\s+", re.IGNORECASE
)
_AFTER = re.compile(r"\s*\(\s*\d+\s*(?:TTHC|thủ tục)?[^)]*\)\s*$", re.IGNORECASE)


def sector_name(printed: str) -> str:
    """The name alone, as it is printed."""
    return _AFTER.sub("", _BEFORE.sub("", clean(printed))).strip(" .:;,")


def sector_key(printed: str) -> str:
    """What two spellings of one sector have in common. Never shown."""
    return key(sector_name(printed))


def one_spelling(printed: Mapping[str, int]) -> dict[str, str]:
    """Printed words → the one name of their sector. `printed`: how often each is.

    The name is the spelling that most rows have, among those that are not all in capitals where there is one; of
    equals the first in Vietnamese order. Two sectors whose words differ are never one, however alike they are.
    """
    spellings: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for words, count in printed.items():
        spellings[sector_key(words)][sector_name(words)] += count
    names = {
        told: min(found, key=lambda name: (name.isupper(), -found[name], collation_key(name)))
        for told, found in spellings.items()
    }
    return {words: names[sector_key(words)] for words in printed}
