"""Where each thing has its page. Addresses are for good: they are made of identifiers alone, never of names or order.

u/<unit>/            the unit's board          u/<unit>/<code>.html     one procedure at that unit
p/<code>/            a procedure               d/<decision>/            a decision
s/<sector>/          a sector                  changes/<year>-w<week>/  what changed in a week
"""

import re
from datetime import date
from functools import lru_cache
from hashlib import sha256

from niemyet.transforms.language.text import slug

#: What a path, an address and every file system take as it is.
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")


@lru_cache(maxsize=1 << 15)
def segment(name: str) -> str:
    """A name as one part of an address: as it is where that is safe, else a slug told apart by a hash."""
    if _SAFE.fullmatch(name) and ".." not in name and not name.endswith((".", ".html")):
        return name
    return "-".join(filter(None, (slug(name)[:60], sha256(name.encode("utf-8", "replace")).hexdigest()[:8])))


def unit_folder(unit_id: str) -> str:
    """u/nui-thanh."""
    return f"u/{segment(unit_id)}"


def procedure_folder(code: str) -> str:
    """p/1.001193."""
    return f"p/{segment(code)}"


def decision_folder(decision_id: str) -> str:
    """d/quang-nam/512-QD-UBND/2022-03-04."""
    return "/".join(["d", *(segment(part) for part in decision_id.split("/"))])


def sector_folder(sector: str) -> str:
    """s/dat-dai-1a2b3c: two sectors may differ in marks alone, and their addresses must not meet."""
    return f"s/{slug(sector)[:60] or 'linh-vuc'}-{sha256(sector.encode('utf-8', 'replace')).hexdigest()[:6]}"


def week_of(day: date) -> str:
    """2026-w47, by ISO 8601."""
    year, week, _ = day.isocalendar()
    return f"{year}-w{week:02d}"
