"""The units that a clause of ground names, where the table of units proves them (RULINGS 43, 49).

"chỉ áp dụng tại xã Tam Hải và xã Núi Thành", "trên địa bàn các xã thuộc huyện Núi Thành cũ": a name that fits one unit of the
day, or of before with all that it became, is proven; a clause that says anything else is a person's to answer.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from niemyet.model.tables import Unit, UnitSuccession
from niemyet.model.words import Level, UnitKind
from niemyet.transforms.language.text import fold

_KIND = r"(?:xa|phuong|thi tran|thi xa|huyen|quan|dac khu|thanh pho)"
#: What a clause may say before and after the units and still be about nothing but them.
_LEAD = re.compile(
    r"\b(?:tai|o|tren dia ban|trong pham vi|trong dia ban|doi voi|cho)(?: dia ban)?"
    r"(?: (?:ubnd|uy ban nhan dan|bo phan mot cua|trung tam phuc vu hanh chinh cong))*(?: cua)? (?=(?:cac )?(?:don vi )?"
    + _KIND
    + r"\b)"
)
#: Before the units: that they are left out, or that some rows only are held to them. Then it is not the list's own ground.
_OTHERWISE = re.compile(
    r"\b(?:khong|chua|tru|ngoai|rieng|thu tuc|tthc|stt|so thu tu|muc (?:\d|[ivx]+\b)|phan (?:\d|[ivxab]\b)|phu luc"
    r"|dong so|cac dong)\b"
)
_WHOLE_LIST = re.compile(r"\bdanh muc (?:cac )?(?:thu tuc hanh chinh|thu tuc|tthc)\b")
_TAIL = re.compile(r"\s*(?:\(?\s*(?:cu|truoc day|truoc sap xep)\s*\)?)?\s*[.;,]?\s*$")
_ALL_OF = re.compile(
    r"^(?:cac )?(?:xa|phuong|thi tran)(?:,? (?:va )?(?:xa|phuong|thi tran))* (?:thuoc|cua|tren dia ban) (?P<above>.+)$"
)
_PART = re.compile(rf"^(?P<unit>{_KIND} .+?)$")


@dataclass(frozen=True, slots=True)
class NamedGround:
    """Units on the ground that a clause names, all of them told (`proven`) or only those that its words may mean."""

    units: tuple[str, ...]
    proven: bool


def named_ground(
    text: str, units: Sequence[Unit], successions: Iterable[UnitSuccession], day: date
) -> NamedGround:
    """The units that a clause names, with those above them, those they became, and the centres that receive for all."""
    table = _Table(units, tuple(successions))
    folded = fold(text).replace("tp.", "thanh pho").strip(' “”"')
    lead = next(iter(_LEAD.finditer(folded)), None)
    if lead is None or _OTHERWISE.search(_WHOLE_LIST.sub(" ", folded[: lead.start()])):
        return NamedGround(table.in_words(folded), proven=False)
    said = folded[lead.end() :]
    said = said[: _TAIL.search(said).start()] if _TAIL.search(said) else said  # type: ignore[union-attr]
    whole = _ALL_OF.match(said)
    parts = (
        [whole["above"]]
        if whole
        else re.split(r"\s*,\s*(?:va )?|\s+va\s+|\s*;\s*", re.sub(r"^cac ", "", said))
    )
    found: set[str] = set()
    proven = bool(parts)
    kind = ""
    for part in parts:
        stated = re.match(rf"^({_KIND}) ", part)
        kind = stated[1] if stated else kind  # "xã A, B và C"
        name = part if stated else f"{kind} {part}"
        name = re.sub(r"\s*\(?(?:cu|truoc day)\)?$", "", name)
        meant = table.named(name, day)
        proven = proven and len(meant) == 1
        for unit_id in meant:
            below = table.below(unit_id) if whole or not table.is_commune(unit_id) else {unit_id}
            found |= below | {unit_id}
    grown, exact = table.with_successors(found)
    grown |= table.above(grown) | table.centres()
    if proven and exact and found:
        return NamedGround(tuple(sorted(grown)), proven=True)
    return NamedGround(table.in_words(folded), proven=False)


def _called(unit: Unit) -> str:
    """A unit's name as a clause writes it: of "UBND xã Tam Hải" the place."""
    name = fold(unit.name).replace("tp.", "thanh pho")
    return name.removeprefix("ubnd ").removeprefix("uy ban nhan dan ")


class _Table:
    """Units and what became of them, looked up by name and by what stands above."""

    def __init__(self, units: Sequence[Unit], successions: Sequence[UnitSuccession]) -> None:
        self._units = units
        self._successions = successions

    def named(self, name: str, day: date) -> set[str]:
        """Units of that name: those of the day; where there is none, those of before."""
        fitting = [one for one in self._units if _called(one) == name]
        today = {one.unit_id for one in fitting if one.is_there(day)}
        return today or {one.unit_id for one in fitting}

    def in_words(self, folded: str) -> tuple[str, ...]:
        """Every unit whose name stands in a text, with what it became and what receives for it: what may be meant."""
        named = {
            one.unit_id
            for one in self._units
            if re.search(rf"\b{re.escape(_called(one))}\b", folded)
            and one.kind is not UnitKind.PROVINCE_CENTER
        }
        grown, _ = self.with_successors(named)
        return tuple(sorted(grown | self.above(grown) | self.centres())) if grown else ()

    def is_commune(self, unit_id: str) -> bool:
        """Whether nothing lies below it."""
        return any(one.unit_id == unit_id and one.level is Level.COMMUNE for one in self._units)

    def below(self, unit_id: str) -> set[str]:
        """The communes of a district."""
        return {one.unit_id for one in self._units if one.parent_unit_id == unit_id}

    def above(self, units: set[str]) -> set[str]:
        """The districts of communes."""
        return {
            one.parent_unit_id
            for one in self._units
            if one.unit_id in units and one.parent_unit_id is not None and one.level is Level.COMMUNE
        }

    def centres(self) -> set[str]:
        """The centres of provinces: they receive for every ground."""
        return {one.unit_id for one in self._units if one.kind is UnitKind.PROVINCE_CENTER}

    def with_successors(self, units: set[str]) -> tuple[set[str], bool]:
        """What the units became; False where something was made of them and of others too."""
        grown, exact = set(units), True
        for one in sorted(self._successions, key=lambda row: (row.on_date, row.to_unit_id, row.from_unit_id)):
            if one.from_unit_id not in grown or one.to_unit_id in grown:
                continue
            made_of = {
                row.from_unit_id
                for row in self._successions
                if row.to_unit_id == one.to_unit_id and row.on_date == one.on_date
            }
            exact = exact and made_of <= grown
            grown.add(one.to_unit_id)
        return grown, exact
