"""Levels that only receive a row, by the place where it is handed in (R-SEC-4)."""

import re
from functools import lru_cache

from niemyet.extractors.decisions.heading_patterns import levels_named
from niemyet.model.words import Level
from niemyet.transforms.language.text import fold

_RESOLVES = re.compile(
    r"^(?:co quan|don vi|nguoi)(?: co tham quyen)? (?:giai quyet|thuc hien|quyet dinh|tham dinh|phoi hop)"
)
_CENTRE = r"(?:tt ?pvhcc|tt ?hcc|trung tam (?:phuc vu )?(?:hanh chinh cong|hcc)|trung tam pvhcc)"
_OF_CENTRE = re.compile(rf"\b{_CENTRE}(?: cua)? (?:cap )?(?:tinh|thanh pho|tp)\b")
#: Those of all communes, not one by its name: "Trung tâm PVHCC xã, phường", "bất kỳ Trung tâm PVHCC các xã".
_OF_COMMUNE_CENTRES = re.compile(
    rf"\b{_CENTRE}(?: cua)?(?: ubnd)?(?: (?:cac|moi|tung|bat ky))?(?: cap)? (?:xa|phuong|dac khu)"
    r"(?= ?(?:[,/]|va\b|hoac\b) ?(?:xa|phuong|dac khu)\b| (?:nao|bat ky|tren dia ban|noi)\b| ?(?:$|[.)]))"
)
_OF_COUNTER = re.compile(r"\b(?:bo phan (?:mot cua|tiep nhan)[^;]{0,40}?|quay )(?:cua )?so\b")


@lru_cache(maxsize=1 << 10)
def reception_levels(place: str, levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """Levels that only receive, from the place column (R-SEC-4): all it names where it is not known who holds it."""
    if not place:
        return ()
    found: set[Level] = set()
    for segment in _PLACES.split(_NO_PLACE.sub(" ", fold(place))):
        if _RESOLVES.match(segment.strip()):
            continue
        found.update(levels_named(segment))
        if _receives_for_province(segment):
            found.add(Level.PROVINCE)
        if "hcc" in segment or "hanh chinh cong" in segment:
            found.update([Level.COMMUNE] if _OF_COMMUNE_CENTRES.search(segment) else [])
    return tuple([level for level in Level if level in found and level not in levels]) if found else ()


def receivers(place: str | None, levels: tuple[Level, ...], headed: tuple[Level, ...]) -> tuple[Level, ...]:
    """Who only receives a row, by its place and the heading above it."""
    found = reception_levels(place, levels) if place else ()
    more = [level for level in headed if level not in levels and level not in found]
    return tuple(level for level in Level if level in {*found, *more}) if more else found


def _receives_for_province(segment: str) -> bool:
    """Whether the province's centre or the counter of a Sở is named. The words are looked for first: most places have none."""
    if ("hcc" in segment or "hanh chinh cong" in segment) and _OF_CENTRE.search(segment):
        return True
    return (
        "so" in segment
        and ("bo phan" in segment or "quay" in segment)
        and _OF_COUNTER.search(segment) is not None
    )


#: Where a row is not received, was received once, or is only confirmed.
_NO_PLACE = re.compile(
    r"\(?\b(?:khong|chua) (?:tiep nhan|nhan|nop|thuc hien)\b[^;.)]*\)?|\(truoc[^)]*\)"
    r"|\b(?:ubnd|uy ban nhan dan) (?:cap )?\w+ (?:xac nhan|xac minh)\b"
)
_PLACES = re.compile(r"[;\n]|(?<=\s)[-–+]\s|\.\s")  # what parts places in one cell
