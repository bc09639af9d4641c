"""Which configured units somebody may have meant by an id or a name that none has."""

from collections.abc import Collection

from niemyet.model.messages import Words, msg
from niemyet.transforms.language.text import slug
from niemyet.transforms.units.naming import without_kind

_CLOSE, _SHOWN = 3, 8  # as many as a line of a terminal holds; chosen, not measured


def near_units(wanted: str, known: Collection[str]) -> Words:
    """The ids that may be meant, for a message."""
    return told_units(near_ids(wanted, known))


def told_units(near: Collection[str]) -> Words:
    """Ids of units for a message; where none is near, how to see them all."""
    return ", ".join(near) or msg("none (niemyet units list shows them all)")


def near_ids(wanted: str, known: Collection[str]) -> tuple[str, ...]:
    """The ids that begin with the name, whatever kind stands before it; else those spelt alike; else all, where they are few.

    Ids of the table of units end in a code that nobody knows by heart (`tam-hai-20992`), so the name comes first.
    """
    import difflib

    ids, name = sorted(known), _bare(slug(wanted))
    named = [one for one in ids if f"{_bare(one)}-".startswith(f"{name}-")] if name else []
    few = ids if len(ids) <= _SHOWN else []  # of many the first ones are near nothing
    return tuple(named[:_SHOWN] or difflib.get_close_matches(wanted, ids, n=_CLOSE) or few)


def _bare(unit_id: str) -> str:
    return without_kind(unit_id.replace("-", " ")).replace(" ", "-")
