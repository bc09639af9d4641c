"""Corrections: the corrected row stays the deciding one and bears the right values from its beginning (RULINGS 8).

What a row says is known as printed until the correction is received, and as corrected from then on. A
correction whose row cannot be told for certain changes nothing and is a question.

A correction lasts as long as acts leave its own decision, and as the correction that it puts right: what is annulled before its
effect never put anything right; what ends later says otherwise from that day on.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce

from niemyet.model.records import Citation
from niemyet.model.tables import Decision, DecisionItem
from niemyet.model.words import Action, RelationType
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.language.text import key
from niemyet.transforms.law.citing import DecisionIndex, scope_of
from niemyet.transforms.law.events import (
    BINDING_KINDS,
    KnownItem,
    Rewording,
    first_known,
    is_held_back,
    waits,
)
from niemyet.transforms.law.row_addresses import rows_at


@dataclass(frozen=True, slots=True)
class Corrected:
    """Items as they were known over time, and the corrections that found no row or several."""

    items: tuple[KnownItem, ...]
    pending: tuple[tuple[DecisionItem, tuple[DecisionItem, ...]], ...]  # correction, rows that might be meant
    misprints: tuple[tuple[str, str], ...]  # misprinted code → right code
    rows: Mapping[str, "_CorrectedRow"] = field(
        default_factory=dict
    )  # by correction, the row that it puts right

    def taken_back(self, correction_id: str, on: date) -> tuple[DecisionItem, DecisionItem] | None:
        """The row as it is on a day, and without a correction; None where it is the same."""
        row = self.rows.get(correction_id)
        if row is None:
            return None
        now, without = row.on(on), row.on(on, without=correction_id)
        return None if now == without else (now, without)


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
    held: Mapping[str, Sequence[KnownItem]] | None = None,
) -> Corrected:
    """Apply every correction that names its row for certain; in the order of signing, whatever arrived first.

    `items`: each as it is known last. `wordings`: how those were known over time that people's answers changed.
    `chosen`: by correction, the row that a person says it means. `held`: by correction, the time that acts leave it.
    """
    wordings, chosen, held = wordings or {}, chosen or {}, held or {}
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
        cited = _cited(item, decisions[item.decision_id], index)
        targets = _targets(item, decisions[item.decision_id], chains, cited)
        is_certain = len(targets) == 1 and not _quotes_another(
            item, chains.wordings(targets[0], item.decision_id)
        )
        meant = [row for row in targets if is_certain or _is_chosen(item, row, chosen)]
        if len(meant) == 1:
            corrections.setdefault(meant[0].item_id, []).append(item)
            chains.note(item, meant[0], cited)
        if not is_certain:
            pending.append((item, targets))
    chosen = {item.item_id: chosen[item.item_id] for item, _ in pending if item.item_id in chosen}
    known: list[KnownItem] = []
    misprints: set[tuple[str, str]] = set()
    by_correction: dict[str, _CorrectedRow] = {}
    for decision_id, rows in by_decision.items():
        decision = decisions[decision_id]
        received_on = local_day(decision.received_at)
        for item in rows:
            base = wordings.get(item.item_id) or (KnownItem(item, decision, received_on),)
            if item.item_id not in corrections:
                known.extend(base)
                continue
            row = _CorrectedRow(
                base[-1].item,
                {
                    one.item_id: _HeldCorrection(
                        wordings.get(one.item_id) or (first_known(one, decisions[one.decision_id]),)
                        if one.item_id not in held
                        else held[one.item_id],
                        chosen[one.item_id].since if one.item_id in chosen else date.min,
                        chains.through.get(one.item_id),
                    )
                    for one in sorted(
                        corrections[item.item_id], key=lambda each: _signed(each, decisions[each.decision_id])
                    )
                },
            )
            by_correction |= dict.fromkeys(row.corrections, row)
            versions = row.over_time(base)
            known.extend(versions)
            right = versions[-1].item.code
            again = {one.item.code for one in versions[-1].reworded}
            misprints |= {
                (one.code, right)
                for one in (item, *(version.item for version in versions))
                if one.code is not None and right is not None and one.code != right and one.code not in again
            }
    return Corrected(tuple(known), tuple(pending), tuple(sorted(misprints)), by_correction)


def _can_correct(item: DecisionItem, decision: Decision, index: DecisionIndex) -> bool:
    """Only the province's own public decisions; what the reader could not tell it has asked already."""
    own = decision.decision_id in index.by_id and decision.kind in BINDING_KINDS
    return own and _is_clear(item) and not waits(decision)


def _is_clear(item: DecisionItem) -> bool:
    return "correction_unclear" not in item.flags and not is_held_back(item)


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
    through: dict[str, str] = field(
        default_factory=dict
    )  # correcting item → the one whose words it puts right

    def note(self, correction: DecisionItem, row: DecisionItem, cited: Sequence[str]) -> None:
        """A correction has found its row; `cited`: the decisions that it names."""
        if row.decision_id not in cited:
            earlier = [name for name in self.of_correction if self.of_correction[name].item_id == row.item_id]
            named = [name for name in earlier if name.partition("#")[0] in cited]
            if named:
                self.through[correction.item_id] = named[-1]
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
        return [(row, self.wordings(row, cited_by)) for row in found.values()]

    def wordings(self, row: DecisionItem, cited_by: str) -> list[DecisionItem]:
        """What a row has said, the newest first, but for what rows of the citing decision make of it."""
        known = self.wording.get(row.item_id, [("", row)])
        return [said for by, said in known[::-1] if by != cited_by]


def _cited(item: DecisionItem, decision: Decision, index: DecisionIndex) -> tuple[str, ...]:
    """The decisions of which a correction puts a row right."""
    scope = scope_of(item, decision)
    cited = [one for citation in scope for one in index.named(citation)]
    if not cited and not _cites_outside_quotes(item, decision, scope):
        cited = [
            one
            for relation in decision.relations
            if relation.type is RelationType.CORRECTS
            for one in index.meant(relation.target_decision_id)
        ]
    return tuple(sorted({one.decision_id for one in cited}))


def _targets(
    item: DecisionItem, decision: Decision, chains: _Chains, cited: Sequence[str]
) -> tuple[DecisionItem, ...]:
    """Rows of the corrected decision that the correction may mean: by code, by address, by name."""
    known = [pair for one in cited for pair in chains.rows_of(one, decision.decision_id)]
    rows = [row for row, _ in known]
    wrong = _printed(item)
    of_replaced = [(row, said) for row, said in known if any(wrong in one.replaces for one in said)]
    of_printed = [
        (row, said)
        for row, said in known
        if any(one.code is not None and one.code in item.replaces for one in said)
    ]
    of_code = [
        (row, said)
        for row, said in known
        if any(one.code is not None and one.code == item.code for one in said)
    ]
    at_address = rows_at(item, rows)
    misprinted = of_replaced if _field(item) == "replaced" else of_printed
    ways = [
        [row for row, _ in misprinted or of_code],  # the right code may be another row's by misprint as well
        [row for row in rows if row in at_address],
        [row for row, said in known if any(_is_named(one, item, wrong) for one in said)],
    ]
    told = [way for way in ways if way]
    if told:
        # "số thứ tự 2 (mã số …)" of which the code is that of row 3: either may be the slip.
        others = [row for way in told[1:] if not any(row in told[0] for row in way) for row in way]
        return tuple(dict.fromkeys((*_within_levels(item, told[0]), *others)))
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
    return next((flag.removeprefix(FIELD_FLAG) for flag in item.flags if flag.startswith(FIELD_FLAG)), None)


#: Flag of a row that corrects one field: which.
FIELD_FLAG = "corrects_"


def _is_named(row: DecisionItem, item: DecisionItem, wrong: str | None) -> bool:
    name = wrong if _field(item) == "name" else item.name
    return bool(name) and key(row.name) == key(name or "")


def _bears(said: list[DecisionItem], item: DecisionItem, wrong: str) -> bool:
    field_name = _field(item) or ""
    return any(key(str(getattr(one, field_name, "") or "")) == key(wrong) for one in said)


#: Fields of which a correcting sentence quotes what is printed; by a code the row is found itself.
_QUOTING = frozenset({"time_local", "fee", "place", "sector", "agency", "legal_basis", "name"})


def _quotes_another(item: DecisionItem, said: Sequence[DecisionItem]) -> bool:
    """Whether what a correction says is printed stands nowhere in its row, as printed or as it was put right since."""
    wrong, of = _printed(item), _field(item)
    if not wrong or of not in _QUOTING:
        return False
    values = [str(value) for one in said for value in (getattr(one, of, None), one.raw_text) if value]
    return bool(said) and not any(key(wrong) in key(value) for value in values)


def _within_levels(item: DecisionItem, rows: list[DecisionItem]) -> tuple[DecisionItem, ...]:
    if len(rows) > 1 and item.levels:
        named = [row for row in rows if set(row.levels) & set(item.levels)]
        return tuple(named or rows)
    return tuple(rows)


def _is_chosen(correction: DecisionItem, row: DecisionItem, chosen: Mapping[str, Chosen]) -> bool:
    return correction.item_id in chosen and chosen[correction.item_id].item_id == row.item_id


@dataclass(frozen=True, slots=True)
class _HeldCorrection:
    """A correction over knowledge time, with the time for which it holds."""

    held: Sequence[KnownItem]
    since: date  # since when it is known which row it means
    through: str | None  # the correction whose words it puts right: it falls with that

    def known_on(self, day: date) -> list[KnownItem]:
        """What is known of it at the end of a local day, by valid time."""
        if day < self.since:
            return []
        known = [one for one in self.held if one.known_from <= day]
        known = [one for one in known if one.known_until is None or day < one.known_until]
        return sorted(
            (one for one in known if _is_clear(one.item)), key=lambda one: one.item.effective_on or date.min
        )


@dataclass(frozen=True, slots=True)
class _CorrectedRow:
    """A row with its corrections, in the order of signing."""

    printed: DecisionItem
    corrections: Mapping[str, _HeldCorrection]

    def on(self, day: date, without: str | None = None) -> DecisionItem:
        """The row as it is known now and holds on a day."""
        return self._patched(self.printed, self._acting(date.max, day, without))

    def over_time(self, base: Sequence[KnownItem]) -> list[KnownItem]:
        """The row over knowledge time: each of its wordings, cut where what corrects it becomes known or is no more."""
        told = {
            day
            for one in self.corrections.values()
            for held in one.held
            for day in (max(held.known_from, one.since), held.known_until)
            if day is not None
        }
        versions = []
        for known in base:
            inside = (max(known.known_from, day) for day in told)
            days = {known.known_from, *inside}
            days = {day for day in days if known.known_until is None or day < known.known_until}
            ordered = sorted(days)
            for day, until in zip(ordered, [*ordered[1:], known.known_until], strict=True):
                versions.append(self._version(known, day, until))
        return versions

    def _version(self, known: KnownItem, day: date, until: date | None) -> KnownItem:
        wordings: list[Rewording] = []
        for on in (date.min, *self._turns(day)):
            acting = self._acting(day, on)
            by = acting[-1].item_id if acting else None
            made = Rewording(on, self._patched(known.item, acting), by)
            if not wordings or (wordings[-1].item, wordings[-1].corrected_by) != (made.item, by):
                wordings.append(made)
        first, *later = wordings
        return KnownItem(first.item, known.decision, day, until, first.corrected_by, reworded=tuple(later))

    def _turns(self, day: date) -> list[date]:
        """Days on which a correction ends, or begins again."""
        found: set[date] = set()
        for one in self.corrections.values():
            for place, known in enumerate(one.known_on(day)):
                begins, ends = _time_of(known, place)
                found |= {each for each in (begins, ends) if each not in {None, date.min}}
        return sorted(found)

    def _acting(self, day: date, on: date, without: str | None = None) -> list[DecisionItem]:
        """The corrections that are known on one day and hold on the other."""
        found = (self._holding(name, day, on, without) for name in self.corrections)
        return [one for one in found if one is not None]

    def _holding(self, name: str, day: date, on: date, without: str | None) -> DecisionItem | None:
        own = self.corrections[name]
        if name == without:
            return None
        before = own.through
        if (
            before is not None
            and before in self.corrections
            and self._holding(before, day, on, without) is None
        ):
            return None
        for place, known in enumerate(own.known_on(day)):
            begins, ends = _time_of(known, place)
            if begins <= on and (ends is None or on < ends):
                return known.item
        return None

    @staticmethod
    def _patched(row: DecisionItem, acting: Sequence[DecisionItem]) -> DecisionItem:
        return reduce(_patched, acting, row)


def _time_of(known: KnownItem, place: int) -> tuple[date, date | None]:
    """From when to when a correction holds: at first from the beginning of its row, whenever it was signed."""
    begins = known.item.effective_on or known.decision.effective_on or date.min
    ends = known.item.effective_until or known.decision.effective_until
    return begins if place else date.min, ends


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
