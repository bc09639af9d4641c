"""What clerks reported done: found by the id of the work, by the id it had before, or by what was meant."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256

from niemyet.model.records import Confirmation
from niemyet.model.words import Channel, UpdateKind
from niemyet.transforms.work.transitions import Transition

#: Unit, code, deciding decision, kind and channel: what a report meant.
Meant = tuple[str, str | None, str | None, UpdateKind, Channel | None]

#: Kind and channel of a piece of work.
As = tuple[UpdateKind, Channel | None]

#: The code and the deciding decision of a piece of work; the end of a board has neither.
About = tuple[str | None, str | None]


def update_id(unit_id: str, kind: UpdateKind, channel: Channel | None, identity: str) -> str:
    """The same from run to run: unit, kind, code, deciding decision, channel; never a date, a row or a wording."""
    return sha256(f"{unit_id}|{kind}|{identity}|{channel or ''}".encode()).hexdigest()[:16]


def meant(one: Confirmation) -> Meant | None:
    """What a report is about, whatever the id of the work is today; None in folders written before schema 1.3."""
    if one.unit_id is None or one.kind is None:
        return None
    return one.unit_id, one.code, one.decision_id, one.kind, one.channel


def _standing(confirmations: Iterable[Confirmation]) -> list[Confirmation]:
    """Reports that nobody took back since, by their id or by what they mean."""
    said = list(confirmations)
    taken_back: dict[object, datetime] = {}
    for one in said:
        if one.withdrawn:
            for name in (one.update_id, meant(one)):
                if name is not None:
                    taken_back[name] = max(one.said_at, taken_back.get(name, one.said_at))
    if not taken_back:
        return said
    return [
        one
        for one in said
        if not one.withdrawn
        and all(one.said_at > taken_back.get(name, _NEVER) for name in (one.update_id, meant(one)))
    ]


_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reports:
    """The latest report on each piece of work, up to a day."""

    _by_id: Mapping[str, Confirmation]
    _by_meaning: Mapping[Meant, Confirmation]
    _units: frozenset[str] | None  # units that reported; None: some reports do not say of which unit they are
    _first_ids: Mapping[str, str] = field(
        default_factory=dict
    )  # unit → the id that its work keeps in its own
    _about: Mapping[str, Collection[About]] = field(default_factory=dict)  # unit → what its reports are about
    #: Unit, and code or decision → as what work on it was reported.
    _as: Mapping[tuple[str, str], Collection[As]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, confirmations: Iterable[Confirmation], as_of: date, first_ids: Mapping[str, str] | None = None
    ) -> "Reports":
        """Reports on work done up to the day. `first_ids`: unit → its id from before it was renamed."""
        told = [one for one in _standing(confirmations) if one.done_on <= as_of]
        told.sort(key=lambda said: (said.done_on, said.said_at, said.done_by or ""))
        by_id = {one.update_id: one for one in told}
        by_meaning = {about: one for one in told if (about := meant(one)) is not None}
        named_ids = {one.update_id for one in told if one.unit_id is not None and one.kind is not None}
        units: dict[str, set[About]] = {}
        told_as: dict[tuple[str, str], set[As]] = {}
        for unit_id, code, decision_id, kind, channel in by_meaning:
            units.setdefault(unit_id, set()).add((code, decision_id))
            for name in (code or "", decision_id or ""):
                told_as.setdefault((unit_id, name), set()).add((kind, channel))
        named = frozenset(units) if by_id.keys() <= named_ids else None
        return cls(by_id, by_meaning, named, first_ids or {}, units, told_as)

    def concern(self, unit_id: str) -> bool:
        """Whether some report may be of the unit."""
        return self._units is None or unit_id in self._units

    def about(self, unit_id: str) -> Collection[About] | None:
        """The codes and decisions of the work that a unit reported; None: some reports may be about any."""
        return None if self._units is None else self._about.get(unit_id, ())

    def on(
        self, unit_id: str, kind: UpdateKind, channel: Channel | None, one: Transition
    ) -> Confirmation | None:
        """The report on a piece of work; None where nobody reported it."""
        named = self._first_ids.get(unit_id, unit_id)
        for identity in dict.fromkeys((one.identity, one.former)):
            said = self._by_id.get(update_id(named, kind, channel, identity)) if identity else None
            if said is not None:
                return said
        return self._by_meaning.get((unit_id, one.code or None, one.decision_id, kind, channel))

    def told_as(self, unit_id: str, one: Transition) -> Collection[As] | None:
        """As what the unit reported work on the code or by order of the decision, which every id names; None: nobody knows."""
        if self._units is None:
            return None
        nothing: frozenset[As] = frozenset()
        of_code = self._as.get((unit_id, one.code or ""), nothing)
        return {*of_code, *self._as.get((unit_id, one.decision_id or ""), nothing)}
