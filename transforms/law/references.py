"""Rows that name a procedure without its code: by name, or by the address of a row (RULINGS 9, 11).

A reference is applied only when exactly one procedure in the scope that the text names fits; it is resolved
anew at each knowledge time, so that the order of arrival does not matter. Likeness only ranks candidates for
a person to choose from; it never decides.
"""

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from niemyet.model.records import Province, Resolution
from niemyet.model.tables import DecisionItem
from niemyet.model.words import Action, DecisionKind, Level, RelationType, ReviewKind
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.language.text import key
from niemyet.transforms.law.alike import CANDIDATES_SHOWN, AlikeNames, most_alike
from niemyet.transforms.law.citing import DecisionIndex, scope_of
from niemyet.transforms.law.code_names import share_little
from niemyet.transforms.law.decision_acts import STRUCK
from niemyet.transforms.law.events import (
    BINDING_KINDS,
    DISTRICT_END,
    ON_GROUND,
    Event,
    EventKind,
    KnownItem,
    aimed_events,
    binds,
    effect_of,
    is_held_back,
    order_of,
    surrogate_code,
    waits,
)
from niemyet.transforms.law.row_addresses import address_in, beside_address, rows_at
from niemyet.transforms.law.timeline import Holding, state_before

Chains = dict[tuple[str, Level], list[Event]]


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A reference that a person has to settle: why, and which procedures it may mean, most alike first."""

    why: ReviewKind  # of the family "reference"
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference means: one procedure, at these levels."""

    code: str
    levels: tuple[Level, ...]
    ground: str | None = (
        None  # the former province whose decision is cited: its version is meant, on its ground (RULINGS 43)
    )


Outcome = Target | Unresolved


@dataclass(slots=True)
class Library:
    """What references are looked up in. `chains` grows while they are resolved, in the order of RULINGS 14."""

    chains: Chains
    index: DecisionIndex
    province: Province
    rows: dict[str, list[KnownItem]] = field(default_factory=dict)  # by decision
    #: By decision that refers, its rows whatever acts leave of their time: what it means is what it says.
    beside: Mapping[str, Sequence[KnownItem]] = field(default_factory=dict)
    codes_by_name: dict[str, set[str]] = field(default_factory=dict)
    names: AlikeNames = field(default_factory=AlikeNames)  # that procedures open with, as known today
    noted: set[tuple[str, str, bool]] = field(
        default_factory=set
    )  # names, codes, whether known today: each once


#: Rows that publish anew, or that are looked for by what they correct or suspend.
_SPEAKS_FOR_ITSELF = frozenset({Action.NEW, Action.REPLACE, Action.CORRECT, Action.SUSPEND, Action.RESTORE})


def ends_everywhere(item: DecisionItem) -> bool:
    """Whether a sentence ends a procedure by its code and names no level: it ends where it is in force, as one by name does."""
    if item.code is None or item.action is not Action.ABOLISH or item.levels:
        return False
    return "level_unknown" not in item.flags and (item.part or "").startswith("Điều")


def is_reference(known: KnownItem, province: Province) -> bool:
    """Whether an item can act only through a procedure that was published before."""
    item, decision = known.item, known.decision
    if (item.code is not None and not ends_everywhere(item)) or item.action in _SPEAKS_FOR_ITSELF:
        return False
    if is_held_back(item) or waits(decision):
        return False
    if decision.kind not in BINDING_KINDS:
        return False
    effective_on, effective_until = effect_of(item, decision)
    if effective_on is None or (effective_until is not None and effective_until <= effective_on):
        return False  # its days are asked for
    return binds(decision, effective_on, province)


def build_library(
    known: Sequence[KnownItem], chains: Chains, index: DecisionIndex, province: Province
) -> Library:
    """Index rows by decision and published names by key."""
    library = Library(chains, index, province)
    for one in known:
        library.rows.setdefault(one.decision.decision_id, []).append(one)
    adopted: list[tuple[str, Event]] = []
    decided: set[str] = set()
    opens = EventKind.OPEN  # asked of every event: looked up in its class it takes seven times as long
    for (code, _), events in chains.items():
        before: str | None = None
        for event in events:
            if event.adopted:
                adopted.append((code, event))
                continue
            decided.add(code)
            if event.kind is opens:
                name = event.item.name if event.known_until is None else None
                if (
                    name is None or name != before
                ):  # most versions of a procedure bear the name of the one before
                    _note_name(library, code, event)
                    before = name
    # What is only adopted is meant where no decision published that name, or speaks of that code (RULINGS 45).
    published = set(library.codes_by_name)
    for code, event in adopted:
        if code not in decided and key(event.item.name) not in published:
            _note_name(library, code, event)
    return library


def by_own_decision(
    references: Iterable[KnownItem], known: Iterable[KnownItem]
) -> dict[str, list[KnownItem]]:
    """The rows of the decisions that refer to something."""
    found: dict[str, list[KnownItem]] = {one.decision.decision_id: [] for one in references}
    for one in known:
        if one.decision.decision_id in found:
            found[one.decision.decision_id].append(one)
    return found


def _note_name(library: Library, code: str, event: Event) -> None:
    """Note the name that a procedure opens with; what is no longer known is offered to nobody."""
    name = event.item.name
    told = (name, code, event.known_until is None)
    if told in library.noted:
        return
    library.noted.add(told)
    library.codes_by_name.setdefault(key(name), set()).add(code)
    if event.known_until is None:
        library.names.add(name, code)


def resolve_references(
    references: Iterable[KnownItem], library: Library, answers: Mapping[str, Resolution]
) -> dict[str, Unresolved]:
    """Resolve each reference at every knowledge time, add its events to the chains, give what stays open.

    `answers`: what people answered, by item id. Returns by item id what is unresolved at the newest knowledge.
    """
    asked: list[KnownItem] = []
    for known in sorted(references, key=_order):
        outcomes = _outcomes(known, library, answers.get(known.item.item_id))
        for outcome, since, until in outcomes:
            if isinstance(outcome, Target):
                item = known.item
                if outcome.ground is not None:
                    item = replace(item, flags=(*item.flags, f"{ON_GROUND}{outcome.ground}"))
                dated = replace(known, item=item, known_from=since, known_until=until)
                levels = _not_published_anew(known, outcome, library)
                for event in aimed_events(dated, outcome.code, levels):
                    _add(library, event)
        if known.known_until is None and outcomes:
            asked.append(known)
    # Asked of what the documents alone say, so that an answered question stays on record; and once all are resolved, so that
    # what is offered does not hang on which of them came first.
    found = {known.item.item_id: _resolve(known, library, date.max) for known in asked}
    return {item_id: outcome for item_id, outcome in found.items() if isinstance(outcome, Unresolved)}


#: Rows that do not say what holds from now on.
_PUBLISHES_NOTHING = frozenset({Action.ABOLISH, Action.CORRECT, Action.SUSPEND, Action.RESTORE})


def _not_published_anew(known: KnownItem, target: Target, library: Library) -> tuple[Level, ...]:
    """The levels at which "Bãi bỏ STT n của Quyết định A" ends the procedure, not only its old entry (RULINGS 41).

    Where the same decision amends, replaces or publishes it anew, its own row says what holds from now on; that an act
    strikes this row out later makes no end of the procedure out of the end of an entry.
    """
    if known.item.action is not Action.ABOLISH:
        return target.levels
    if address_in(known.item) is None and not scope_of(known.item, known.decision):
        return target.levels
    anew = {
        level
        for row in library.beside.get(known.decision.decision_id, ())
        if row.item.action not in _PUBLISHES_NOTHING
        and (_code_of(row) == target.code or target.code in row.item.replaces)
        for level in row.item.levels
    }
    return tuple(level for level in target.levels if level not in anew)


def _order(known: KnownItem) -> tuple[object, ...]:
    effective_on, _ = effect_of(known.item, known.decision)
    return (*order_of(known.item, known.decision, effective_on or date.max), known.known_from)


def _add(library: Library, event: Event) -> None:
    insort(library.chains.setdefault((event.code, event.level), []), event, key=lambda one: one.order)
    if event.kind is EventKind.OPEN:
        _note_name(library, event.code, event)


def _outcomes(
    known: KnownItem, library: Library, answer: Resolution | None
) -> list[tuple[Outcome, date, date | None]]:
    """What the reference means from each knowledge day on, until the next on which that changes."""
    days = _knowledge_days(known, library)
    answered_on = local_day(answer.resolved_at) if answer else None
    if answered_on is not None:
        days = sorted({*days, max(answered_on, known.known_from)})
    outcomes: list[tuple[Outcome, date, date | None]] = []
    for day, until in zip(days, [*days[1:], known.known_until], strict=True):
        outcome = _resolve(known, library, day)
        if answer is not None and answered_on is not None and answered_on <= day:
            outcome = _answered(known, library, outcome, answer)
        if outcomes and outcomes[-1][0] == outcome:
            outcomes[-1] = (outcome, outcomes[-1][1], until)
        else:
            outcomes.append((outcome, day, until))
    return outcomes


def _answered(known: KnownItem, library: Library, outcome: Outcome, answer: Resolution) -> Outcome:
    """A person's choice among the candidates; any other answer settles the question and changes nothing."""
    if isinstance(outcome, Target) or answer.resolution in {"", "none"}:
        return outcome  # “none”: no procedure is meant, nothing changes
    if answer.meant is None and answer.resolution not in outcome.candidates:
        return outcome  # from before answers were checked
    if "#" in answer.resolution:
        return outcome  # an entry of a list is struck, no procedure ends
    levels = known.item.levels or tuple(
        level for level in Level if (answer.resolution, level) in library.chains
    )
    return Target(answer.resolution, levels)


def _knowledge_days(known: KnownItem, library: Library) -> list[date]:
    """Days on which something that bears on the reference became known."""
    cited = scope_of(known.item, known.decision)
    codes = set() if cited else set(library.codes_by_name.get(key(known.item.name), ()))
    if known.item.code is not None:
        codes.add(known.item.code)
    days = {known.known_from}
    for row in _rows_of(_cited_ids(known, library), library):
        days.add(row.known_from)
        if row.item.code is not None:
            codes.add(row.item.code)
        else:
            codes |= library.codes_by_name.get(key(row.item.name), set())
    # What stands behind a reference is never what it acts on (`timeline.state_before`).
    order = _order(known)[:-1]
    for code in codes:
        for level in Level:
            for event in library.chains.get((code, level), ()):
                if event.order >= order:
                    break
                days |= {event.known_from, event.known_until or event.known_from}
    until = known.known_until
    return sorted(day for day in days if known.known_from <= day and (until is None or day < until))


def _cited_ids(known: KnownItem, library: Library) -> tuple[str, ...]:
    cited = scope_of(known.item, known.decision)
    found = {one.decision_id for citation in cited for one in library.index.named(citation)}
    if not cited and address_in(known.item) is not None:
        found = {
            one.decision_id
            for relation in known.decision.relations
            if relation.type is RelationType.REPEALS_ROW
            for one in library.index.meant(relation.target_decision_id)
        }
    return tuple(sorted(found))


def _rows_of(decision_ids: Iterable[str], library: Library) -> list[KnownItem]:
    return [row for one in decision_ids for row in library.rows.get(one, ())]


def _resolve(known: KnownItem, library: Library, day: date) -> Outcome:
    item = known.item
    if item.code is not None:
        return _by_code(known, item.code, library, day)
    by_row = address_in(item) is not None
    if by_row or scope_of(item, known.decision):
        rows = [row for row in _rows_of(_cited_ids(known, library), library) if _is_known(row, day)]
        if not rows:
            return Unresolved(ReviewKind.REFERENCE_NOT_RECEIVED)
        return _by_row(known, rows, library, day) if by_row else _by_cited_name(known, rows, library, day)
    return _by_name(known, library, day)


def _is_known(row: KnownItem, day: date) -> bool:
    return row.known_from <= day and (row.known_until is None or day < row.known_until)


def _by_code(known: KnownItem, code: str, library: Library, day: date) -> Outcome:
    """Where a code is in force, of the levels of the decision that is cited with it; its name must be one that it has borne."""
    order = _order(known)[:-1]
    borne = {
        key(event.item.name)
        for level in Level
        for event in library.chains.get((code, level), ())
        if event.kind is EventKind.OPEN and event.known_on(day) and event.order < order
    }
    rows = [
        row
        for row in _rows_of(_cited_ids(known, library), library)
        if _is_known(row, day) and row.item.code == code and row.item.action not in _PUBLISHES_NOTHING
    ]
    levels = {level for row in rows for level in row.item.levels} or set(Level)
    within = tuple(level for level in Level if level in levels)
    held = tuple(level for level, _ in _held(known, code, within, library, day))
    if not held or not ("name_missing" in known.item.flags or key(known.item.name) in borne):
        return Unresolved(ReviewKind.LEVEL_NOT_HELD, tuple(level.value for level in within))
    return _on_its_ground(Target(code, held), known, rows, library)


def _by_row(known: KnownItem, rows: list[KnownItem], library: Library, day: date) -> Outcome:
    addressed = {row.item_id for row in rows_at(known.item, [row.item for row in rows])}
    at_address = [row for row in rows if row.item.item_id in addressed]
    found = [row for row in at_address if _is_of_sector(row.item.sector, known.item.sector)]
    if at_address and not found:
        codes = sorted({_code_of(row) for row in at_address})
        return Unresolved(ReviewKind.REFERENCE_ROW_UNCLEAR, tuple(codes)[:CANDIDATES_SHOWN])
    # A row that ends or pauses something is no procedure: that it falls away ends nothing.
    if len(found) != 1 or found[0].item.action in _PUBLISHES_NOTHING:
        one = found[0] if len(found) == 1 and found[0].item.action in STRUCK else None
        if one is not None:
            # The procedure of which it speaks, or the entry itself (`decision_acts.strikes_of`).
            return Unresolved(ReviewKind.REFERENCE_ROW_UNCLEAR, (_code_of(one), one.item.item_id))
        found = [row for row in found if row.item.action not in _PUBLISHES_NOTHING]
        return Unresolved(
            ReviewKind.REFERENCE_ROW_UNCLEAR,
            tuple(sorted({_code_of(row) for row in found}))[:CANDIDATES_SHOWN],
        )
    code, levels = _code_of(found[0]), found[0].item.levels
    others = _named_otherwise(known, found[0], rows, library, day)
    if others is None and _is_of_another(known, found[0], library, day):
        others = ()
    if others is not None:
        return Unresolved(ReviewKind.NAME_UNCLEAR, (code, *others)[:CANDIDATES_SHOWN])
    return _on_its_ground(_in_force(known, {code: levels}, library, day), known, found, library)


def _on_its_ground(
    outcome: Outcome, known: KnownItem, cited: Iterable[KnownItem], library: Library
) -> Outcome:
    """What ends of a former province's decision ends on its ground, unless the merged province published it since."""
    issuers = {row.decision.issuer_id for row in cited}
    own = known.decision.issuer_id
    if not isinstance(outcome, Target) or known.item.action is not Action.ABOLISH:
        return outcome
    if len(issuers) != 1 or issuers == {own}:
        return outcome
    since = (
        event
        for level in outcome.levels
        for event in library.chains.get((outcome.code, level), ())
        if event.issuer_id == own and event.kind is EventKind.OPEN and event.effective_on >= DISTRICT_END
    )
    return replace(outcome, ground=issuers.pop()) if next(since, None) is None else outcome


def _named_otherwise(
    known: KnownItem, row: KnownItem, rows: list[KnownItem], library: Library, day: date
) -> tuple[str, ...] | None:
    """What the code or the name beside an address is that of, where it is not its row's; None where nothing speaks against it.

    Codes of other rows of the cited decision, and such as stand there; none of them where nobody knows the name.
    """
    said = beside_address(known.item.name)
    if said.bears_another_code(row.item.code):
        return tuple(sorted(said.codes))
    if not said.all_names:
        return None
    held = _held(known, _code_of(row), row.item.levels, library, day)
    borne = {key(row.item.name), *(key(one.name) for _, one in held)}
    if said.all_names & borne:
        return None
    others = tuple(sorted({_code_of(other) for other in rows if key(other.item.name) in said.all_names}))
    return others if others or said.bears_another_name(borne) else None


def _is_of_another(known: KnownItem, row: KnownItem, library: Library, day: date) -> bool:
    """Whether the code of a row is in force by now for a procedure of another name: given again after the first had ended."""
    held = _held(known, _code_of(row), row.item.levels or tuple(Level), library, day)
    return bool(held) and all(share_little(row.item.name, one.name) for _, one in held)


def _by_cited_name(known: KnownItem, rows: list[KnownItem], library: Library, day: date) -> Outcome:
    """Among the rows of the cited decision: by the name they bear there, or on the day of the effect."""
    wanted = key(known.item.name)
    scope = [row for row in rows if row.item.action not in _PUBLISHES_NOTHING]
    found: dict[str, tuple[Level, ...]] = {}
    used_again = sorted(
        {
            _code_of(row)
            for row in scope
            if wanted == key(row.item.name) and _is_of_another(known, row, library, day)
        }
    )
    if used_again:
        return Unresolved(ReviewKind.NAME_UNCLEAR, tuple(used_again)[:CANDIDATES_SHOWN])
    of_sector = [row for row in scope if _is_of_sector(row.item.sector, known.item.sector)]
    for row in of_sector:
        code = _code_of(row)
        borne = {key(held.name) for _, held in _held(known, code, row.item.levels, library, day)}
        if wanted == key(row.item.name) or wanted in borne:
            found[code] = tuple(level for level in Level if level in {*found.get(code, ()), *row.item.levels})
    if not found:
        ranked = most_alike(known.item.name, {(_code_of(row), row.item.name) for row in scope})
        return Unresolved(ReviewKind.NAME_UNCLEAR, ranked)
    return _on_its_ground(_in_force(known, found, library, day), known, rows, library)


def _is_of_sector(sector: str | None, named: str | None) -> bool:
    """Whether a row may be of the sector that words name: one name may be a part of the other's."""
    if sector is None or named is None:
        return True
    one, other = key(sector), key(named)
    return one in other or other in one


def _by_name(known: KnownItem, library: Library, day: date) -> Outcome:
    """Among all procedures of the named levels and sector: by the name borne on the day of the effect."""
    item = known.item
    wanted = key(item.name)
    levels = item.levels or tuple(Level)
    found: dict[str, tuple[Level, ...]] = {}
    for code in sorted(library.codes_by_name.get(wanted, ())):
        held = [
            level
            for level, holding in _held(known, code, levels, library, day)
            if key(holding.name) == wanted and _same_sector(item, holding)
        ]
        if held:
            found[code] = tuple(held)
    if found:
        return _in_force(known, found, library, day)
    if item.action is Action.LIST and known.decision.kind is DecisionKind.NORMALISED and item.levels:
        # A standardised list names it and nothing known bears that name: it stands as published.
        return Target(surrogate_code(known.decision.issuer_id, item.name), item.levels)
    return Unresolved(ReviewKind.NAME_UNCLEAR, library.names.most_alike(item.name))


def _in_force(known: KnownItem, found: dict[str, tuple[Level, ...]], library: Library, day: date) -> Outcome:
    """The one procedure of those found that is in force at the levels named."""
    wanted = known.item.levels
    active: dict[str, tuple[Level, ...]] = {}
    for code, levels in sorted(found.items()):
        scope = tuple(level for level in levels if not wanted or level in wanted)
        held = tuple(level for level, _ in _held(known, code, scope, library, day))
        if held:
            active[code] = held
    if len(active) == 1:
        # At a level that is named but does not hold it the row acts too: added, or asked (RULINGS 3, 7).
        ((code, levels),) = active.items()
        return Target(code, wanted or levels)
    if not active:
        return Unresolved(ReviewKind.REFERENCE_NOT_IN_FORCE, tuple(sorted(found))[:CANDIDATES_SHOWN])
    return Unresolved(ReviewKind.NAME_UNCLEAR, tuple(sorted(active))[:CANDIDATES_SHOWN])


def _held(
    known: KnownItem, code: str, levels: Iterable[Level], library: Library, day: date
) -> list[tuple[Level, Holding]]:
    """The levels of these at which a procedure is in force for the reference to act on, and how."""
    held = []
    for level in levels:
        probe = aimed_events(known, code, (level,))[0]
        events: Iterable[Event] = library.chains.get((code, level), ())
        if level is Level.DISTRICT:
            # Nothing begins there once the level ends; what it held is last meant on that very day.
            if probe.effective_on > DISTRICT_END:
                continue
            events = [event for event in events if event.effective_on < DISTRICT_END]
        holding = state_before(events, probe, day)
        if holding is not None:
            held.append((level, holding))
    return held


def _same_sector(item: DecisionItem, holding: Holding) -> bool:
    if item.sector is None or holding.sector is None:
        return True
    return key(item.sector) == key(holding.sector)


def _code_of(row: KnownItem) -> str:
    return row.item.code or surrogate_code(row.decision.issuer_id, row.item.name)
