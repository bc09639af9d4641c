"""Units, codes and decisions as people write them: one that fits is used and said, of several the candidates are told.

The functions named `the_…` resolve a name among what is given; those with a `ui` take it from the release and say what was
understood.
"""

import difflib
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from niemyet.flows.near_units import near_ids, told_units
from niemyet.model.errors import UnclearNameError, UsageError
from niemyet.model.messages import Message, Messages, Words, msg
from niemyet.transforms.language.codes import parse_code
from niemyet.transforms.language.text import fold
from niemyet.transforms.law.called_decisions import CalledDecision, decisions_called
from niemyet.transforms.units.naming import CalledUnit, codes_called, units_called, without_door, without_kind

if TYPE_CHECKING:
    from niemyet.flows.ui import Ui
    from niemyet.model.tables import Unit
    from niemyet.storage.release import Release

#: Candidates that a message lists; chosen, not measured.
_SHOWN = 12
_NONE_NEAR = msg("none; a part of the name finds a procedure, and so does its code, like 1.001193")
_NEAR = 3  # as git proposes; chosen, not measured
#: Columns of `units` by which a unit is called.
_CALLED = ["unit_id", "name", "valid_from", "valid_until", "gso_code"]


# ---- units ----


def the_unit(wanted: str, units: Sequence[CalledUnit]) -> CalledUnit:
    """The unit that is meant.

    Raises:
        UnclearNameError: none is called so, or several are.
    """
    meant = units_called(wanted, units)
    if not meant:
        near = _nearest_units(wanted, units)
        raise UnclearNameError(
            msg("unknown unit {unit!r}; nearest: {near}.", unit=wanted, near=_near_named(near, units)), near
        )
    if len(meant) > 1:
        raise UnclearNameError(
            msg(
                "{wanted!r} may be one of several units. Name one by its id:\n{them}",
                wanted=wanted,
                them=_lines([_told(one) for one in meant]),
            ),
            tuple(one.unit_id for one in meant),
        )
    return meant[0]


def units_of(release: "Release") -> list[CalledUnit]:
    """The units of a release by their names."""
    return [CalledUnit(**row) for row in release.table("units", _CALLED).to_pylist()]


def called(units: "Iterable[Unit]") -> list[CalledUnit]:
    """Units by their names."""
    return [CalledUnit(one.unit_id, one.name, one.valid_from, one.valid_until, one.gso_code) for one in units]


def unit_of_release(ui: "Ui", wanted: str | None) -> str | None:
    """The id of the unit that is meant, of those that the newest release knows; None where none was named.

    Raises:
        UnclearNameError: none is called so, or several are.
    """
    return None if wanted is None else _unit(ui, wanted, units_of(ui.release()))


def unit_of_configuration(ui: "Ui", wanted: str) -> str:
    """The id of the unit that is meant, of those that the configuration means.

    Raises:
        UnclearNameError: none is called so, or several are.
    """
    return _unit(ui, wanted, called(ui.settings().units))


def _unit(ui: "Ui", wanted: str, units: Sequence[CalledUnit]) -> str:
    meant = the_unit(wanted, units)
    if meant.unit_id != wanted:
        ui.tell(msg("{wanted}: {unit}", wanted=wanted, unit=_told(meant)))
    return meant.unit_id


def _near_named(near: Collection[str], units: Sequence[CalledUnit]) -> Words:
    """Ids with their names: a name is what people know."""
    if not near:
        return told_units(near)
    return Messages(tuple(_told(next(one for one in units if one.unit_id == unit)) for unit in near), ", ")


def _nearest_units(wanted: str, units: Sequence[CalledUnit]) -> tuple[str, ...]:
    """Those of that name whatever their kind and blanks (a district's town is a ward today); else those spelt alike."""
    alike = [one.unit_id for one in units if _letters(one.name) == _letters(wanted)]
    if alike:
        return tuple(dict.fromkeys(alike))[:_SHOWN]
    names = {without_door(one.name): one.unit_id for one in units}
    near = difflib.get_close_matches(without_door(wanted), names, n=_NEAR)
    return tuple(names[one] for one in near) or near_ids(wanted, {one.unit_id for one in units})


def _letters(name: str) -> str:
    """A name without its kind, marks and blanks."""
    return without_kind(without_door(name)).replace(" ", "")


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


# ---- procedures ----


def is_code(wanted: str) -> bool:
    """Whether it is a code, or nothing that could be a name: who looks it up says when there is none."""
    return parse_code(wanted) is not None or not any(sign.isalpha() for sign in wanted)


def the_procedure(wanted: str, names: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Code and name of the procedure that is meant by a name.

    Raises:
        UnclearNameError: none is called so, or several are.
    """
    meant = codes_called(wanted, names)
    if not meant:
        near = _nearest_codes(wanted, names)
        raise UnclearNameError(
            msg(
                "no procedure is called {name!r}; nearest:\n{near}",
                name=wanted,
                near=_lines([" ".join(one) for one in near] or [_NONE_NEAR]),
            ),
            tuple(code for code, _ in near),
        )
    if len(meant) > 1:
        raise UnclearNameError(
            msg(
                "{wanted!r} may be one of several procedures. Name one by its code:\n{them}",
                wanted=wanted,
                them=_lines([f"{code} {name}" for code, name in meant]),
            ),
            tuple(code for code, _ in meant),
        )
    return meant[0]


def procedures_of(release: "Release") -> list[tuple[str, str]]:
    """Codes of a release with each name that they bore."""
    rows = release.table("procedures", ["code", "name"]).to_pylist()
    return sorted({(row["code"], row["name"]) for row in rows})


def code_of_release(ui: "Ui", wanted: str) -> str:
    """The code that is meant: one as it is printed stays, a name is looked up among the release's procedures.

    Raises:
        UsageError: nothing was written.
        UnclearNameError: no procedure is called so, or several are.
    """
    if not wanted.strip():
        raise UsageError(
            msg("expected a code like 1.001193, or a part of the procedure's name; found nothing.")
        )
    if is_code(wanted):
        return wanted
    code, name = the_procedure(wanted, procedures_of(ui.release()))
    ui.tell(msg("{wanted}: {code} {name}", wanted=wanted, code=code, name=name))
    return code


def _nearest_codes(wanted: str, names: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    plain = {fold(name): (code, name) for code, name in names}
    return [plain[one] for one in difflib.get_close_matches(fold(wanted), plain, n=_NEAR, cutoff=0.4)]


# ---- a unit or a procedure ----


def subject_of_release(ui: "Ui", wanted: str) -> str:
    """The id of a unit, or the code, that is meant by a name; what is neither stays as it is written: an id of something else.

    Raises:
        UnclearNameError: several units or procedures are called so.
    """
    release = ui.release()
    if is_code(wanted):
        return wanted
    units, codes = units_called(wanted, units_of(release)), codes_called(wanted, procedures_of(release))
    told: list[Words] = [*map(_told, units), *(f"{code} {name}" for code, name in codes)]
    ids = (*(one.unit_id for one in units), *(code for code, _ in codes))
    if len(ids) > 1:
        raise UnclearNameError(
            msg(
                "{wanted!r} may be one of several units or procedures. Name one by its id or code:\n{them}",
                wanted=wanted,
                them=_lines(told),
            ),
            ids,
        )
    if not ids:
        return wanted
    if ids[0] != wanted:
        ui.tell(msg("{wanted}: {unit}", wanted=wanted, unit=told[0]))
    return ids[0]


def check_known(ui: "Ui", subject: str) -> None:
    """Refuse what the newest release knows neither as a unit nor as a procedure: nothing was found, for nothing is called so.

    Raises:
        UnclearNameError: no unit and no procedure is called so.
    """
    release = ui.release()
    units, names = units_of(release), procedures_of(release)
    listed = (row["code"] for row in release.table("decision_items", ["code"]).to_pylist())
    if subject in {*(one.unit_id for one in units), *(code for code, _ in names), *listed}:
        return
    near_codes = _nearest_codes(subject, names)
    # What is near a procedure's name is hardly meant for a unit.
    near = () if near_codes else _nearest_units(subject, units)
    near_units = [one for one in units if one.unit_id in near]
    told: list[Words] = [*(f"{code} {name}" for code, name in near_codes), *map(_told, near_units)]
    raise UnclearNameError(
        msg(
            "no unit and no procedure is called {name!r}; nearest:\n{near}",
            name=subject,
            near=_lines(told or [_NONE_NEAR]),
        ),
        (*(code for code, _ in near_codes), *dict.fromkeys(one.unit_id for one in near_units)),
    )


# ---- decisions ----


def the_decision(ui: "Ui", wanted: str, decisions: Iterable[CalledDecision]) -> CalledDecision:
    """The decision that is meant by its key, or by its number as people write it; said where it was written otherwise.

    Raises:
        UnclearNameError: none has that number, or several have.
    """
    known = list(decisions)
    meant = decisions_called(wanted, known)
    if not meant:
        near = difflib.get_close_matches(wanted, [one.number_text or "" for one in known], n=_NEAR)
        raise UnclearNameError(
            msg(
                "no decision is called {name!r}; nearest: {near}.",
                name=wanted,
                near=", ".join(near) or msg("none"),
            ),
            tuple(near),
        )
    if len(meant) > 1:
        raise UnclearNameError(
            msg(
                "{wanted!r} may be one of several decisions. Name one by its id or with its day:\n{them}",
                wanted=wanted,
                them=_lines([_cited(one) for one in meant]),
            ),
            tuple(one.decision_id or one.number_text or "" for one in meant),
        )
    if wanted not in (meant[0].decision_id, meant[0].number_text):
        ui.tell(msg("{wanted}: {unit}", wanted=wanted, unit=_cited(meant[0])))
    return meant[0]


def _cited(one: CalledDecision) -> Words:
    number, key = one.number_text or "—", one.decision_id or "—"
    if one.signed_on is None:
        return f"{number}: {key}"
    return msg("{number} ({day}): {key}", number=number, day=one.signed_on, key=key)


def _lines(them: Sequence[Words]) -> Messages:
    more: list[Words] = [msg("  … and {count} more", count=len(them) - _SHOWN)] if len(them) > _SHOWN else []
    return Messages((*(msg("  {line}", line=one) for one in them[:_SHOWN]), *more), "\n")
