"""Which configured units somebody may have meant by an id or a name that none has."""

from collections.abc import Collection

from niemyet.transforms.language.text import slug
from niemyet.transforms.units.naming import without_kind

_CLOSE, _SHOWN = 3, 8  # as many as a line of a terminal holds; chosen, not measured


def near_units(wanted: str, known: Collection[str]) -> str:
    """The ids that may be meant, for a message."""
    return ", ".join(near_ids(wanted, known)) or "—"


def near_ids(wanted: str, known: Collection[str]) -> tuple[str, ...]:
    """The ids that begin with the name, whatever kind stands before it; else those spelt alike; else the first ones.

    Ids of the table of units end in a code that nobody knows by heart (`tam-hai-20992`), so the name comes first.
    """
    import difflib

    ids, name = sorted(known), _bare(slug(wanted))
    named = [one for one in ids if f"{_bare(one)}-".startswith(f"{name}-")] if name else []
    return tuple(named[:_SHOWN] or difflib.get_close_matches(wanted, ids, n=_CLOSE) or ids[:_SHOWN])


def _bare(unit_id: str) -> str:
    return without_kind(unit_id.replace("-", " ")).replace(" ", "-")
