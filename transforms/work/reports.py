"""What clerks reported done: found by the id of the work, by the id it had before, or by what was meant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

from niemyet.model.records import Confirmation
from niemyet.model.words import Channel, UpdateKind
from niemyet.transforms.work.transitions import Transition

#: Unit, code, deciding decision, kind and channel: what a report meant.
Meant = tuple[str, str | None, str | None, UpdateKind, Channel | None]


def update_id(unit_id: str, kind: UpdateKind, channel: Channel | None, identity: str) -> str:
    """The same from run to run: unit, kind, code, deciding decision, channel; never a date, a row or a wording."""
    return sha256(f"{unit_id}|{kind}|{identity}|{channel or ''}".encode()).hexdigest()[:16]


def _standing(confirmations: Iterable[Confirmation]) -> list[Confirmation]:
    """Reports that nobody took back since."""
    said = list(confirmations)
    taken_back: dict[str, datetime] = {}
    for one in said:
        if one.withdrawn:
            taken_back[one.update_id] = max(one.said_at, taken_back.get(one.update_id, one.said_at))
    return [
        one for one in said if not one.withdrawn and not one.said_at <= taken_back.get(one.update_id, _NEVER)
    ]


_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reports:
    """The latest report on each piece of work, up to a day."""

    _by_id: Mapping[str, Confirmation]
    _by_meaning: Mapping[Meant, Confirmation]
    _units: frozenset[str] | None  # units that reported; None: some reports do not say of which unit they are

    @classmethod
    def of(cls, confirmations: Iterable[Confirmation], as_of: date) -> "Reports":
        """Reports on work done up to the day."""
        by_id: dict[str, Confirmation] = {}
        by_meaning: dict[Meant, Confirmation] = {}
        units: set[str | None] = set()
        for one in sorted(
            _standing(confirmations), key=lambda said: (said.done_on, said.said_at, said.done_by or "")
        ):
            if one.done_on > as_of:
                continue
            by_id[one.update_id] = one
            units.add(one.unit_id)
            if one.unit_id is not None and one.kind is not None:
                by_meaning[one.unit_id, one.code, one.decision_id, one.kind, one.channel] = one
        named = None if None in units else frozenset(unit for unit in units if unit is not None)
        return cls(by_id, by_meaning, named)

    def concern(self, unit_id: str) -> bool:
        """Whether some report may be of the unit."""
        return self._units is None or unit_id in self._units

    def on(
        self, unit_id: str, kind: UpdateKind, channel: Channel | None, one: Transition
    ) -> Confirmation | None:
        """The report on a piece of work; None where nobody reported it."""
        for identity in dict.fromkeys((one.identity, one.former)):
            said = self._by_id.get(update_id(unit_id, kind, channel, identity)) if identity else None
            if said is not None:
                return said
        return self._by_meaning.get((unit_id, one.code or None, one.decision_id, kind, channel))
