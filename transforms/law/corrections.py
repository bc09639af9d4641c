"""Corrections: the corrected row stays the deciding one and bears the right values from its beginning (RULINGS 8).

What a row says is known as printed until the correction is received, and as corrected from then on. A
correction whose row cannot be told for certain changes nothing and is a question.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from niemyet.model.records import Citation
from niemyet.model.tables import Decision, DecisionItem
from niemyet.model.words import Action, RelationType
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.language.text import key
from niemyet.transforms.law.citing import DecisionIndex, scope_of
from niemyet.transforms.law.events import BINDING_KINDS, KnownItem, first_known, waits
from niemyet.transforms.law.row_addresses import rows_at


@dataclass(frozen=True, slots=True)
class Corrected:
    """Items as they were known over time, and the corrections that found no row or several."""

    items: tuple[KnownItem, ...]
    pending: tuple[tuple[DecisionItem, tuple[DecisionItem, ...]], ...]  # correction, rows that might be meant
    misprints: tuple[tuple[str, str], ...]  # misprinted code → right code


@dataclass(frozen=True, slots=True)
class Chosen:
    """The row that a person says a correction means, and since when that is known."""

    item_id: str
    since: date


def apply_corrections(
    items: Sequence[DecisionItem],
    decisions: dict[str, Decision],
    index: DecisionIndex,
    wordings: Mapping[str, Sequence[KnownItem]] | None = None,
    chosen: Mapping[str, Chosen] | None = None,
) -> Corrected:
    """Apply every correction that names its row for certain; in the order of signing, whatever arrived first.

    `items`: each as it is known last. `wordings`: how those were known over time that people's answers changed.
    `chosen`: by correction, the row that a person says it means.
    """
    wordings, chosen = wordings or {}, chosen or {}
    by_decision: dict[str, list[DecisionItem]] = {}
    for item in items:
        by_decision.setdefault(item.decision_id, []).append(item)
    corrections: dict[str, list[DecisionItem]] = {}
    pending = []
    chains = _Chains(by_decision, index)
    acting = [
        item
        for item in items
        if item.action is Action.CORRECT and _can_correct(item, decisions[item.decision_id], index)
    ]
    for item in sorted(acting, key=lambda one: _signed(one, decisions[one.decision_id])):
        targets = _targets(item, decisions[item.decision_id], chains)
        meant = [row for row in targets if len(targets) == 1 or _is_chosen(item, row, chosen)]
        if len(meant) == 1:
            corrections.setdefault(meant[0].item_id, []).append(item)
            chains.note(item, meant[0])
        if len(targets) != 1:
            pending.append((item, targets))
    chosen = {item.item_id: chosen[item.item_id] for item, _ in pending if item.item_id in chosen}
    known: list[KnownItem] = []
    misprints: set[tuple[str, str]] = set()
    for decision_id, rows in by_decision.items():
        decision = decisions[decision_id]
        received_on = local_day(decision.received_at)
        for item in rows:
            base = wordings.get(item.item_id) or (KnownItem(item, decision, received_on),)
            if item.item_id not in corrections:
                known.extend(base)
                continue
            versions = _versions(base, corrections[item.item_id], decisions, chosen)
            known.extend(versions)
            right = versions[-1].item.code
            misprints |= {
                (one.code, right)
                for one in (item, *(version.item for version in versions))
                if one.code is not None and right is not None and one.code != right
            }
    return Corrected(tuple(known), tuple(pending), tuple(sorted(misprints)))


def _can_correct(item: DecisionItem, decision: Decision, index: DecisionIndex) -> bool:
    """Only the province's own public decisions; what the reader could not tell it has asked already."""
    own = decision.decision_id in index.by_id and decision.kind in BINDING_KINDS
    return own and "correction_unclear" not in item.flags and not waits(decision)


@dataclass(slots=True)
class _Chains:
    """Rows by decision, and what earlier corrections made of them: a later one may cite either (RULINGS 42)."""

    by_decision: dict[str, list[DecisionItem]]
    index: DecisionIndex
    of_correction: dict[str, DecisionItem] = field(
        default_factory=dict
    )  # correcting item → the row it puts right
    wording: dict[str, list[tuple[str, DecisionItem]]] = field(
        default_factory=dict
    )  # row → as corrected, one after another, each with the decision that did it

    def note(self, correction: DecisionItem, row: DecisionItem) -> None:
        """A correction has found its row."""
        self.of_correction[correction.item_id] = row
        known = self.wording.setdefault(row.item_id, [("", row)])
        known.append((correction.decision_id, _patched(known[-1][1], correction)))

    def rows_of(self, decision_id: str, cited_by: str) -> list[tuple[DecisionItem, list[DecisionItem]]]:
        """Rows that a decision printed or put right, each with its wordings, the newest first.

        What another row of the citing decision makes of them is not yet there for it to cite.
        """
        found: dict[str, DecisionItem] = {}
        for row in self.by_decision.get(decision_id, ()):
            meant = self.of_correction.get(row.item_id) if row.action is Action.CORRECT else row
            if meant is not None:
                found[meant.item_id] = meant
        return [(row, self._wordings(row, cited_by)) for row in found.values()]

    def _wordings(self, row: DecisionItem, cited_by: str) -> list[DecisionItem]:
        known = self.wording.get(row.item_id, [("", row)])
        return [said for by, said in known[::-1] if by != cited_by]


def _targets(item: DecisionItem, decision: Decision, chains: _Chains) -> tuple[DecisionItem, ...]:
    """Rows of the corrected decision that the correction may mean: by code, by address, by name."""
    index = chains.index
    scope = scope_of(item, decision)
    cited = [one for citation in scope for one in index.named(citation)]
    if not cited and not _cites_outside_quotes(item, decision, scope):
        cited = [
            one
            for relation in decision.relations
            if relation.type is RelationType.CORRECTS
            for one in index.meant(relation.target_decision_id)
        ]
    known = [
        pair
        for one in sorted({one.decision_id for one in cited})
        for pair in chains.rows_of(one, decision.decision_id)
    ]
    rows = [row for row, _ in known]
    wrong = _printed(item)
    for fitting in (
        [
            (row, said)
            for row, said in known
            if any(one.code is not None and one.code in item.replaces for one in said)
        ]
        if _field(item) != "replaced"
        else [(row, said) for row, said in known if any(wrong in one.replaces for one in said)],
        [
            (row, said)
            for row, said in known
            if any(one.code is not None and one.code == item.code for one in said)
        ],
        [(row, said) for row, said in known if row in rows_at(item, rows)],
        [(row, said) for row, said in known if any(_is_named(one, item, wrong) for one in said)],
    ):
        if fitting:
            return _within_levels(item, [row for row, _ in fitting])
    if (
        len(known) == 1
        and _field(item) is not None
        and wrong is not None
        and _bears(known[0][1], item, wrong)
    ):
        return (known[0][0],)  # "mã “…” tại Điều 1 Quyết định đính chính": its only row bears the misprint
    return ()


_QUOTED = re.compile(r"“[^”]*”")


def _cites_outside_quotes(item: DecisionItem, decision: Decision, scope: Sequence[Citation]) -> bool:
    """Whether the row names a decision of its own, not only in a wording that it puts right.

    What it names and was not received is asked about; no row is looked for elsewhere (RULINGS 9).
    """
    if not scope:
        return False
    without = replace(item, note=_QUOTED.sub("", item.note or ""), raw_text=_QUOTED.sub("", item.raw_text))
    return bool(scope_of(without, decision))


_PRINTED = re.compile(r"^đã in: “([^”]*)”$")


def _printed(item: DecisionItem) -> str | None:
    """The misprint, as a correcting sentence quotes it."""
    found = _PRINTED.match(item.note or "")
    return found[1] if found else None


def _field(item: DecisionItem) -> str | None:
    """The one field that a correcting sentence changes; None for a row that states them all."""
    return next((flag.removeprefix(_FIELD) for flag in item.flags if flag.startswith(_FIELD)), None)


_FIELD = "corrects_"


def _is_named(row: DecisionItem, item: DecisionItem, wrong: str | None) -> bool:
    name = wrong if _field(item) == "name" else item.name
    return bool(name) and key(row.name) == key(name or "")


def _bears(said: list[DecisionItem], item: DecisionItem, wrong: str) -> bool:
    field_name = _field(item) or ""
    return any(key(str(getattr(one, field_name, "") or "")) == key(wrong) for one in said)


def _within_levels(item: DecisionItem, rows: list[DecisionItem]) -> tuple[DecisionItem, ...]:
    if len(rows) > 1 and item.levels:
        named = [row for row in rows if set(row.levels) & set(item.levels)]
        return tuple(named or rows)
    return tuple(rows)


def _is_chosen(correction: DecisionItem, row: DecisionItem, chosen: Mapping[str, Chosen]) -> bool:
    return correction.item_id in chosen and chosen[correction.item_id].item_id == row.item_id


def _versions(
    base: Sequence[KnownItem],
    corrections: list[DecisionItem],
    decisions: dict[str, Decision],
    chosen: Mapping[str, Chosen],
) -> list[KnownItem]:
    """A row over knowledge time: each of its wordings, cut where a correction of it becomes known."""
    ordered = sorted(corrections, key=lambda one: _signed(one, decisions[one.decision_id]))
    told = {}
    for one in ordered:
        received = first_known(one, decisions[one.decision_id]).known_from
        told[one.item_id] = max(received, chosen[one.item_id].since) if one.item_id in chosen else received
    versions = []
    for known in base:
        inside = (max(known.known_from, day) for day in told.values())
        days = sorted(
            {
                known.known_from,
                *(day for day in inside if known.known_until is None or day < known.known_until),
            }
        )
        for day, until in zip(days, [*days[1:], known.known_until], strict=True):
            applied = [one for one in ordered if told[one.item_id] <= day]
            patched = known.item
            for correction in applied:
                patched = _patched(patched, correction)
            corrected_by = applied[-1].item_id if applied else None
            versions.append(KnownItem(patched, known.decision, day, until, corrected_by))
    return versions


def _signed(item: DecisionItem, decision: Decision) -> tuple[str, int, str]:
    return (str(decision.signed_on or ""), decision.number or -1, item.item_id)


def _patched(item: DecisionItem, by: DecisionItem) -> DecisionItem:
    """The row with what the correction states; what it leaves out stays as printed.

    Levels stay too: a correcting sentence bears those of its document, not of its row.
    """
    only = _field(by)
    if only == "code":
        return replace(item, code=by.code or item.code)
    if only == "replaced":
        wrong = _printed(by)
        return replace(item, replaces=tuple(by.replaces[0] if one == wrong else one for one in item.replaces))
    if only is not None:
        column = "levels" if only == "level" else only
        return replace(item, **{column: getattr(by, column)})
    return replace(
        item,
        code=by.code or item.code,
        name=by.name or item.name,
        sector=by.sector or item.sector,
        time_legal=by.time_legal or item.time_legal,
        time_local=by.time_local or item.time_local,
        place=by.place or item.place,
        fee=by.fee or item.fee,
        legal_basis=by.legal_basis or item.legal_basis,
        agency=by.agency or item.agency,
        online_level=by.online_level or item.online_level,
        by_post=item.by_post if by.by_post is None else by.by_post,
    )
