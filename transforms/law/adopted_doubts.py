"""What lists that were taken as evidence leave open: asked once for each list, nothing is decided by it (RULINGS 45)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from niemyet.model.records import Fields, fields
from niemyet.model.tables import Decision, DecisionItem, Review
from niemyet.model.words import Level, ReviewKind
from niemyet.transforms.language.names import NameMatch, compare_names
from niemyet.transforms.language.text import key
from niemyet.transforms.law.adopted import LEVEL_INFERRED, WHOLE_OF, is_adopted
from niemyet.transforms.law.events import ON_GROUND, Event, flagged
from niemyet.transforms.law.questions import ask
from niemyet.transforms.law.timeline import Remark, Segment

_Segments = Mapping[tuple[str, Level], Sequence[Segment]]
_Findings = Mapping[tuple[str, Level], Sequence[tuple[Remark, Event]]]


@dataclass(frozen=True, slots=True)
class AdoptedDoubt:
    """A question about a list, the codes that an answer chooses among, and the rows that bear them."""

    review: Review
    codes: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(slots=True)
class _List:
    """One list with its rows by code, and what of it stands: (code, level, version)."""

    decision: Decision
    rows: dict[str, DecisionItem] = field(default_factory=dict)
    standing: list[tuple[str, Level, Segment]] = field(default_factory=list)

    @property
    def day(self) -> date:
        return self.decision.effective_on or date.min

    def covers(self, code: str, level: Level, of: "_List") -> bool:
        """Whether it would show that procedure of another list, were it in force: the same level, ground and sector."""
        grounds = {flagged(each.decision.flags, ON_GROUND) for each in (self, of)} - {None}
        if len(grounds) > 1:
            return False
        row = of.rows[code]
        whole = flagged(self.decision.flags, WHOLE_OF)
        if whole is not None:
            return whole in {level.value, *(each.value for each in row.reception_levels)}
        if not any(level in other.levels for other in self.rows.values()):
            return False
        sectors = {key(sector) for sector in self.decision.sectors}
        return not sectors or (row.sector is not None and key(row.sector) in sectors)


def is_inferred(segment: Segment) -> bool:
    """Whether a version stands at a level only because a unit of that level posts it."""
    event = segment.holding.event
    return event.adopted and LEVEL_INFERRED in event.item.flags


def adopted_doubts(
    decisions: Iterable[Decision], items: Iterable[DecisionItem], segments: _Segments, findings: _Findings
) -> Iterator[AdoptedDoubt]:
    """Questions and notices of all lists, in the order of their ids."""
    lists = {one.decision_id: _List(one) for one in decisions if is_adopted(one)}
    if not lists:
        return
    for item in items:
        if item.decision_id in lists and item.code is not None:
            lists[item.decision_id].rows[item.code] = item
    for (code, level), versions in segments.items():
        for segment in versions:
            holder = lists.get(segment.holding.event.item.decision_id)
            if holder is not None:
                holder.standing.append((code, level, segment))
    ended = _ended_before(findings)
    for name in sorted(lists):
        one = lists[name]
        others = [lists[other] for other in sorted(lists) if other != name]
        yield from _not_listed(one, others)
        yield from _names(one, others)
        yield from _levels(one, segments)
        yield from _said_ended(one, ended.get(name, set()))


def _about(one: _List, **more: object) -> Fields:
    return fields(source=one.decision.title, on=one.day, **more)


def _not_listed(one: _List, others: Sequence[_List]) -> Iterator[AdoptedDoubt]:
    """What stands by this list alone, though others of the same level and sector do not show it."""
    missing: dict[str, set[str]] = {}
    for code, level, segment in one.standing:
        for other in others:
            if code in other.rows or not other.covers(code, level, one):
                continue
            if segment.holds_on(max(one.day, other.day)):
                missing.setdefault(code, set()).add(f"{other.decision.title} ({other.day:%d/%m/%Y})")
    if not missing:
        return
    codes = tuple(sorted(missing))
    review = ask(
        ReviewKind.ADOPTED_NOT_LISTED,
        _about(one, count=len(codes), others=sorted({name for found in missing.values() for name in found})),
        decision=one.decision,
        candidates=codes,
    )
    yield AdoptedDoubt(review, codes, tuple(one.rows[code].item_id for code in codes))


def _names(one: _List, others: Sequence[_List]) -> Iterator[AdoptedDoubt]:
    """One code under two names: one of the lists has another procedure's name, or an old one."""
    for code in sorted({code for code, _, _ in one.standing}):
        row = one.rows[code]
        differing = sorted(
            {
                other.rows[code].name
                for other in others
                if code in other.rows
                and row.name
                and other.rows[code].name
                and compare_names(other.rows[code].name, row.name) is NameMatch.DIFFERS
            }
        )
        if differing and "answered" not in row.flags:
            said = _about(one, code=code, name=row.name, other="”, “".join(differing))
            review = ask(
                ReviewKind.ADOPTED_NAME,
                said,
                decision=one.decision,
                item=row,
                candidates=(row.name, *differing),
            )
            yield AdoptedDoubt(review)


def _levels(one: _List, segments: _Segments) -> Iterator[AdoptedDoubt]:
    """What the unit posts without saying whose it is, and a decision holds at another level, this one unnamed."""
    found: set[str] = set()
    for code, level, segment in one.standing:
        if not is_inferred(segment):
            continue
        for other in Level:
            if other is level:
                continue
            beside = segments.get((code, other), ())
            if any(not each.holding.event.adopted and _overlap(each, segment) for each in beside):
                found.add(code)
    if found:
        codes = tuple(sorted(found))
        review = ask(
            ReviewKind.ADOPTED_LEVEL,
            _about(one, count=len(codes), level=flagged(one.decision.flags, WHOLE_OF)),
            decision=one.decision,
            candidates=codes,
        )
        yield AdoptedDoubt(review, codes, tuple(one.rows[code].item_id for code in codes))


def _overlap(one: Segment, other: Segment) -> bool:
    begins = max(one.valid_from, other.valid_from)
    return all(each.valid_until is None or begins < each.valid_until for each in (one, other))


def _ended_before(findings: _Findings) -> dict[str, set[str]]:
    """By list, the codes that a decision had ended before its day."""
    found: dict[str, set[str]] = {}
    for (code, _), said in findings.items():
        for finding, event in said:
            if finding is Remark.ADOPTED_ENDED:
                found.setdefault(event.item.decision_id, set()).add(code)
    return found


def _said_ended(one: _List, codes: set[str]) -> Iterator[AdoptedDoubt]:
    if codes:
        review = ask(
            ReviewKind.ADOPTED_ENDED,
            _about(one, count=len(codes)),
            decision=one.decision,
            candidates=tuple(sorted(codes)),
        )
        yield AdoptedDoubt(review)
