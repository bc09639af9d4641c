"""What Điều 1 says of each annex by its number: "1. Danh mục … ban hành mới (Phụ lục I). 2. Danh mục … bị bãi bỏ (Phụ lục II)".

It speaks for an annex whose own title says no action (RULINGS 29: the title of the annex is the stronger one).
"""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from niemyet.extractors.decisions.heading_patterns import heading_of
from niemyet.extractors.decisions.sentences import aligned_fold
from niemyet.model.words import Action

_ANNEX = re.compile(r"\bphu luc (?:so )?(?P<mark>[ivxl]{1,6}|\d{1,2})\b")
#: What parts one annex from the next.
_PARTS = re.compile(r"[;.] |(?<=\w[)]), | va (?=danh muc\b)")
#: Another decision's annex: "Phụ lục I kèm theo Quyết định số 100/QĐ-UBND".
_OF_ANOTHER = re.compile(r"\bquyet dinh (?:so )?\d")


def annexes_named(paragraphs: Iterable[str]) -> Mapping[str, Action]:
    """By the number of an annex in capitals, the one action that the words beside it say; none where they say several."""
    said: dict[str, set[Action]] = {}
    for paragraph in paragraphs:
        folded = aligned_fold(paragraph)
        cuts = [0, *(found.end() for found in _PARTS.finditer(folded)), len(folded)]
        for start, end in pairwise(cuts):
            marks = {found["mark"] for found in _ANNEX.finditer(folded, start, end)}
            if len(marks) != 1 or _OF_ANOTHER.search(folded, start, end):
                continue
            said.setdefault(marks.pop().upper(), set()).update(heading_of(paragraph[start:end]).actions)
    return {mark: next(iter(actions)) for mark, actions in said.items() if len(actions) == 1}
