"""What the stand-in of the national service shows on the demo's last night: what is in force, and a planted gap of each kind."""

from dataclasses import replace
from datetime import date

from niemyet.demo.national import Formality
from niemyet.demo.world import World
from niemyet.model.words import DriftKind, Level

#: Entered by somebody, published by nobody.
NOBODYS = Formality("1.099999", "Xác nhận một việc chưa quyết định nào công bố", dossier=(), subjects=())


def demo_catalogue(world: World, day: date) -> tuple[tuple[Formality, ...], frozenset[tuple[str, DriftKind]]]:
    """The catalogue of a day, and what is wrong in it: code and kind of gap."""
    holdings = world.holdings(day, known=day)
    wards, provinces = holdings.at(Level.COMMUNE), holdings.at(Level.PROVINCE)
    entered = {
        code: Formality(
            code,
            held.name,
            is_ward=code in wards and not wards[code].reception_only,
            is_province=code in provinces,
        )
        for code, held in sorted({**wards, **provinces}.items())
    }
    only_wards = [code for code in sorted(wards) if code not in provinces]
    missing, renamed, misplaced = only_wards[0], only_wards[1], only_wards[2]
    del entered[missing]
    entered[renamed] = replace(entered[renamed], name=f"{entered[renamed].name} (tên cũ)")
    entered[misplaced] = replace(entered[misplaced], is_ward=False, is_province=True)
    ended = next(
        one.held
        for one in holdings.ended
        if one.held.code not in wards and one.held.code not in provinces and one.successor is None
    )
    entered[ended.code] = Formality(ended.code, ended.name)
    entered[NOBODYS.code] = NOBODYS
    planted = {
        (missing, DriftKind.NOT_ENTERED),
        (renamed, DriftKind.NAME_DIFFERS),
        (misplaced, DriftKind.LEVEL_MISSING),
        (ended.code, DriftKind.ABOLISHED_OPEN),
        (NOBODYS.code, DriftKind.NO_DECISION),
    }
    return tuple(entered.values()), frozenset(planted)
