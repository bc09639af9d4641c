"""From a decision as another text names it to the decision that is meant, among those that were received."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from niemyet.model.records import Citation, Province
from niemyet.model.tables import Decision, DecisionItem
from niemyet.transforms.language.citations import (
    MINISTRIES,
    decision_id,
    find_citations,
    ministry_of,
    with_issuers,
)
from niemyet.transforms.law.events import is_foreign


@dataclass(frozen=True, slots=True)
class DecisionIndex:
    """Decisions of the province and its predecessor or successor, by number."""

    by_id: dict[str, Decision] = field(default_factory=dict)
    by_number: dict[int, tuple[Decision, ...]] = field(default_factory=dict)
    #: The right name of a decision that was received under another (`renamed`).
    right_names: dict[str, tuple[Decision, ...]] = field(default_factory=dict)

    def named(self, citation: Citation) -> tuple[Decision, ...]:
        """Those that a citation fits; more than one is for a person to settle, never for us."""
        if citation.number is None:
            return ()
        return tuple(
            decision for decision in self.by_number.get(citation.number, ()) if _fits(decision, citation)
        )

    def meant(self, target_id: str) -> tuple[Decision, ...]:
        """Those that a relation's target fits; a target without its day may fit several."""
        if target_id in self.by_id:
            return (self.by_id[target_id],)
        if target_id in self.right_names:
            return self.right_names[target_id]
        issuer, _, rest = target_id.partition("/")
        name, _, day = rest.rpartition("/")
        if day and day[:1].isdigit():
            return ()
        return tuple(
            decision for known_id, decision in self.by_id.items() if known_id.startswith(f"{issuer}/{name}/")
        )

    def near(self, target_id: str) -> tuple[Decision, ...]:
        """Those of the same number whose day is nearly the one that is named: a slip of day, month or year, or these turned."""
        name, _, day = target_id.rpartition("/")
        try:
            named = date.fromisoformat(day)
        except ValueError:
            return ()
        found = [
            decision
            for known_id, decision in self.by_id.items()
            if known_id.rpartition("/")[0].rpartition("/")[2] == name.rpartition("/")[2]
            and decision.signed_on is not None
            and (
                abs((decision.signed_on - named).days) <= _NEAR_DAYS
                or (decision.signed_on.day, decision.signed_on.month) == (named.day, named.month)
                or (decision.signed_on.day, decision.signed_on.year) == (named.day, named.year)
                or (decision.signed_on.month, decision.signed_on.day, decision.signed_on.year)
                == (named.day, named.month, named.year)
            )
        ]
        return tuple(
            sorted(found, key=lambda one: (abs(((one.signed_on or named) - named).days), one.decision_id))
        )


#: A slip in the day of a citation: a wrong digit of the day leaves it within the month; chosen, not measured.
_NEAR_DAYS = 30


def index_decisions(decisions: Iterable[Decision], province: Province) -> DecisionIndex:
    """Index what the province's own texts may cite; foreign issuers have series of their own."""
    index = DecisionIndex()
    for decision in sorted(decisions, key=lambda one: one.decision_id):
        if is_foreign(decision, province):
            continue
        index.by_id[decision.decision_id] = decision
        if _is_under_its_printed_name(decision):
            if decision.number is not None:
                index.by_number[decision.number] = (*index.by_number.get(decision.number, ()), decision)
            continue
        for number in sorted({decision.number, _printed_number(decision)} - {None}, key=lambda one: one or 0):
            assert number is not None, "no decision is cited without its number"
            index.by_number[number] = (*index.by_number.get(number, ()), decision)
        name = decision_id(decision.issuer_id, decision.number, decision.symbol, decision.signed_on)
        if not decision.decision_id.startswith(name):
            index.right_names[name] = (*index.right_names.get(name, ()), decision)
    return index


def _is_under_its_printed_name(decision: Decision) -> bool:
    """Whether number and day are those of its id, as of nearly all."""
    signed = decision.signed_on
    name = decision.decision_id
    return signed is not None and name.endswith(signed.isoformat()) and f"/{decision.number}-" in name


def _printed_number(decision: Decision) -> int | None:
    """The number under which it was received: its id has it; a correction may have given it another."""
    found = re.match(r"[^/]+/(\d+)-", decision.decision_id)
    return int(found[1]) if found else decision.number


def _fits(decision: Decision, citation: Citation) -> bool:
    if citation.issuer not in {None, decision.issuer_id}:
        return False
    printed = decision_id(decision.issuer_id, citation.number, decision.symbol, citation.signed_on)
    as_received = decision.decision_id.startswith(printed)
    if citation.signed_on is not None and decision.signed_on != citation.signed_on and not as_received:
        return False
    return citation.symbol is None or decision.symbol is None or citation.symbol == decision.symbol


_CENTRAL = frozenset(MINISTRIES.values())


def is_anothers(target_id: str, province: Province) -> bool:
    """Whether a relation aims at a decision of an issuer whose decisions change nothing here (RULINGS 16)."""
    return target_id.partition("/")[0] not in province.family


def is_provincial(citation: Citation) -> bool:
    """Whether it can be a decision that publishes procedures of a province: no ministry's, no legal document."""
    symbol = citation.symbol
    if citation.issuer in _CENTRAL:
        return False
    return symbol is None or ("/" not in symbol and ministry_of(symbol) is None)


def scope_of(item: DecisionItem, decision: Decision) -> tuple[Citation, ...]:
    """The earlier decisions of a province that a row itself names; never its own decision."""
    printed = find_citations(item.raw_text)
    cited = with_issuers(find_citations(item.note or ""), printed) or printed
    own = (decision.number, decision.signed_on)
    return tuple(
        dict.fromkeys(
            one
            for one in cited
            if is_provincial(one) and not (one.number == own[0] and one.signed_on in {own[1], None})
        )
    )
