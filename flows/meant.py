"""Units and codes as people write them on a command line: one that fits is used and said, of several the candidates are told."""

import difflib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from niemyet.flows.near_units import near_units
from niemyet.flows.ui import Ui
from niemyet.model.errors import UsageError
from niemyet.model.messages import Message, Messages, Words, msg
from niemyet.transforms.language.codes import parse_code
from niemyet.transforms.language.text import fold
from niemyet.transforms.units.naming import CalledUnit, codes_called, units_called, without_door

if TYPE_CHECKING:
    from niemyet.model.tables import Unit

#: Candidates that a message lists; chosen, not measured.
_SHOWN = 12
_NEAR = 3  # as git proposes; chosen, not measured


def unit_of_release(ui: Ui, wanted: str | None) -> str | None:
    """The id of the unit that is meant, of those that the newest release knows; None where none was named.

    Raises:
        UsageError: none is called so, or several are.
    """
    if wanted is None:
        return None
    columns = ["unit_id", "name", "valid_from", "valid_until", "gso_code"]
    rows = ui.release().table("units", columns).to_pylist()
    return _unit(ui, wanted, [CalledUnit(**row) for row in rows])


def unit_of_configuration(ui: Ui, wanted: str) -> str:
    """The id of the unit that is meant, of those that the configuration means.

    Raises:
        UsageError: none is called so, or several are.
    """
    return _unit(ui, wanted, called(ui.settings().units))


def called(units: "Iterable[Unit]") -> list[CalledUnit]:
    """Units by their names."""
    return [CalledUnit(one.unit_id, one.name, one.valid_from, one.valid_until, one.gso_code) for one in units]


def _unit(ui: Ui, wanted: str, units: Sequence[CalledUnit]) -> str:
    meant = units_called(wanted, units)
    if not meant:
        raise UsageError(
            msg("unknown unit {unit!r}; nearest: {near}.", unit=wanted, near=_nearest_units(wanted, units))
        )
    if len(meant) > 1:
        raise UsageError(
            msg(
                "{wanted!r} may be one of several units. Name one by its id:\n{them}",
                wanted=wanted,
                them=_lines([_told(one) for one in meant]),
            )
        )
    if meant[0].unit_id != wanted:
        ui.tell(msg("{wanted}: {unit}", wanted=wanted, unit=_told(meant[0])))
    return meant[0].unit_id


def _nearest_units(wanted: str, units: Sequence[CalledUnit]) -> str:
    names = {without_door(one.name): one.unit_id for one in units}
    near = difflib.get_close_matches(without_door(wanted), names, n=_NEAR)
    return ", ".join(names[one] for one in near) or near_units(wanted, {one.unit_id for one in units})


def _told(one: CalledUnit) -> Message:
    """Id, name and days: of a unit that is gone, until when it was there."""
    if one.valid_from is None and one.valid_until is None:
        return msg("{id} ({name})", id=one.unit_id, name=one.name)
    if one.valid_until is None:
        return msg("{id} ({name}, since {since})", id=one.unit_id, name=one.name, since=one.valid_from)
    if one.valid_from is None:
        return msg("{id} ({name}, until {until})", id=one.unit_id, name=one.name, until=one.valid_until)
    return msg(
        "{id} ({name}, from {since} until {until})",
        id=one.unit_id,
        name=one.name,
        since=one.valid_from,
        until=one.valid_until,
    )


def code_of_release(ui: Ui, wanted: str) -> str:
    """The code that is meant: one as it is printed stays, a name is looked up among the release's procedures.

    Raises:
        UsageError: no procedure is called so, or several are.
    """
    if parse_code(wanted) is not None or not any(sign.isalpha() for sign in wanted):
        return wanted
    rows = ui.release().table("procedures", ["code", "name"]).to_pylist()
    names = sorted({(row["code"], row["name"]) for row in rows})
    meant = codes_called(wanted, names)
    if not meant:
        raise UsageError(
            msg(
                "no procedure is called {name!r}; nearest:\n{near}",
                name=wanted,
                near=_nearest_codes(wanted, names),
            )
        )
    if len(meant) > 1:
        raise UsageError(
            msg(
                "{wanted!r} may be one of several procedures. Name one by its code:\n{them}",
                wanted=wanted,
                them=_lines([f"{code} {name}" for code, name in meant]),
            )
        )
    ui.tell(msg("{wanted}: {code} {name}", wanted=wanted, code=meant[0][0], name=meant[0][1]))
    return meant[0][0]


def _nearest_codes(wanted: str, names: Sequence[tuple[str, str]]) -> Words:
    plain = {fold(name): (code, name) for code, name in names}
    near = difflib.get_close_matches(fold(wanted), plain, n=_NEAR, cutoff=0.4)
    return _lines([" ".join(plain[one]) for one in near]) if near else "  —"


def _lines(them: Sequence[Words]) -> Messages:
    more: list[Words] = [msg("  … and {count} more", count=len(them) - _SHOWN)] if len(them) > _SHOWN else []
    return Messages((*(msg("  {line}", line=one) for one in them[:_SHOWN]), *more), "\n")
