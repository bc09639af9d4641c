"""How a row is handed in: its online level and the post, by their columns or by words of ways and places."""

import re
from datetime import date
from functools import lru_cache

from niemyet.extractors.decisions.columns import Column
from niemyet.extractors.decisions.row_drafts import Draft, is_marked
from niemyet.model.words import OnlineLevel
from niemyet.transforms.language.text import fold

#: From this day on services are full or partial; levels 2 to 4 are of the time before (CONTRACT §4).
LEVELS_END = date(2022, 7, 1)
_POST = re.compile(r"\b(?:buu chinh|bcci|buu dien)\b")
_NO_POST = re.compile(
    r"\b(?:khong|chua) (?:thuc hien |tiep nhan |nhan |ap dung |ho tro |cung cap )?"
    r"(?:qua |bang )?(?:dich vu )?(?:buu chinh|bcci|buu dien)\b"
)
_OF_WAYS = frozenset({Column.ONLINE, Column.ONLINE_FULL, Column.ONLINE_PARTIAL, Column.METHOD})


def ways_of_row(draft: Draft, signed_on: date | None) -> tuple[OnlineLevel | None, bool | None, list[str]]:
    """(online level, whether by post, flags): from their columns, else from what a column of ways says."""
    if _OF_WAYS.isdisjoint(draft.values):
        return None, _by_post(draft), []
    flags: list[str] = []
    full, partial = (is_marked(draft.text(column)) for column in (Column.ONLINE_FULL, Column.ONLINE_PARTIAL))
    online: OnlineLevel | None = None
    if full and partial:
        flags.append("online_level_conflict")
    elif full or partial:
        online = OnlineLevel.FULL if full else OnlineLevel.PARTIAL
    else:
        column, ways = draft.text(Column.ONLINE), draft.text(Column.METHOD)
        online = (online_level(column, bare=True) if column else None) or (
            online_level(ways, bare=False) if ways else None
        )
    if (
        online in {OnlineLevel.LEVEL_2, OnlineLevel.LEVEL_3, OnlineLevel.LEVEL_4}
        and signed_on
        and signed_on >= LEVELS_END
    ):
        flags.append("old_online_level")
    return online, _by_post(draft), flags


#: "Chưa cung cấp dịch vụ công toàn trình": what is denied is no level.
_NOT_ONLINE = re.compile(r"\b(?:khong|chua)\b[^,;.()]{0,40}?\b(?:toan trinh|mot phan)\b")


@lru_cache(maxsize=1 << 10)
def online_level(text: str, *, bare: bool) -> OnlineLevel | None:
    """Level of a text; a single digit counts only in a column that holds nothing else (`bare`)."""
    folded = _NOT_ONLINE.sub(" ", fold(text))
    full, partial = "toan trinh" in folded, "mot phan" in folded
    if full != partial:
        return OnlineLevel.FULL if full else OnlineLevel.PARTIAL
    levels = {"2": OnlineLevel.LEVEL_2, "3": OnlineLevel.LEVEL_3, "4": OnlineLevel.LEVEL_4}
    found = set(re.findall(r"\bmuc (?:do )?(?:dvc )?0?([234])\b", folded))
    if bare and (alone := re.fullmatch(r"0?([234])", folded.strip(" ."))):
        found.add(alone.group(1))
    return levels[found.pop()] if len(found) == 1 else None


def _by_post(draft: Draft) -> bool | None:
    cell = draft.text(Column.POST)
    if cell is not None:
        folded = fold(cell)
        if folded.startswith("khong"):
            return False
        return True if is_marked(cell) or folded.startswith("co") or _POST.search(folded) else None
    ways, place = draft.text(Column.METHOD), draft.text(Column.PLACE)
    return post_in(" ".join(filter(None, (ways, place)))) if ways or place else None


@lru_cache(maxsize=1 << 10)
def post_in(text: str) -> bool | None:
    """What words of ways and places say of the post."""
    stated = fold(text)
    if "buu" not in stated and "bcci" not in stated:
        return None  # neither form fits it
    if _NO_POST.search(stated):
        return False
    return True if _POST.search(stated) else None
