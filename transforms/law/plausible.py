"""Dates that are hard to believe are asked about, and their decision changes nothing until then (RULINGS 38)."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from operator import itemgetter

from niemyet.model.records import Province, fields
from niemyet.model.tables import Decision, DecisionItem, Review
from niemyet.model.words import EffectSource, ReviewKind
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.law.events import DISTRICT_END, is_foreign
from niemyet.transforms.law.plausible_days import unlikely_effect
from niemyet.transforms.law.questions import ask

#: Flag of a decision whose dates wait for a person.
FLAG = "date_implausible"
#: Numbers this near are signed within days of each other; a province signs some ten a day (DOMAIN §4.1: 2660 of
#: "13/6" between 2663 and 2664 of 13/7). Two neighbours at least, within a week of each other and in the order of their
#: numbers, all of them more than three weeks to one side. The first hundred numbers of a year are too thin to tell.
NEAR_NUMBERS, _NEAR_DAYS, _LEAST_NEIGHBOURS, _TOGETHER_DAYS, _FIRST_NUMBER = 5, 21, 2, 7, 100


def judge_dates(
    decisions: Sequence[Decision], items: Iterable[DecisionItem], province: Province
) -> tuple[tuple[Decision, ...], tuple[Review, ...]]:
    """The decisions, those of unlikely dates flagged, and a question for each of them."""
    own_days: dict[str, set[date]] = {}
    for item in items:
        if item.effective_on is not None:
            own_days.setdefault(item.decision_id, set()).add(item.effective_on)
    series = _series(decisions)
    flagged: list[Decision] = []
    asked: list[Review] = []
    for decision in decisions:
        why = None if is_foreign(decision, province) else _why(decision, own_days, series, province)
        if why is None:
            flagged.append(decision)
            continue
        flagged.append(replace(decision, flags=tuple(sorted({*decision.flags, FLAG}))))
        candidates = (decision.signed_on.isoformat(),) if decision.signed_on else ()
        # Whoever handed it in may have mistaken that day, not the paper its own.
        received = local_day(decision.received_at) if why == "signed_after_received" else None
        said = fields(why=why, received=received)
        asked.append(ask(ReviewKind.DATE_IMPLAUSIBLE, said, decision=decision, candidates=candidates))
    return tuple(flagged), tuple(asked)


def judged_with(new: Iterable[Decision], old: Iterable[Decision]) -> tuple[Decision, ...]:
    """Of earlier decisions those whose days new ones may make unlikely, or likely, and those by which these are judged."""
    numbers: defaultdict[tuple[str, str | None], set[int]] = defaultdict(set)
    for one in new:
        if one.number is not None:
            near = range(one.number - 2 * NEAR_NUMBERS, one.number + 2 * NEAR_NUMBERS + 1)
            numbers[one.issuer_id, one.symbol].update(near)
    return tuple(one for one in old if one.number in numbers.get((one.issuer_id, one.symbol), ()))


#: Number and day of each decision of one issuer and year, in the order of the numbers, which the days follow.
_Series = dict[tuple[str, str | None, int], list[tuple[int, date]]]


def _series(decisions: Iterable[Decision]) -> _Series:
    found: _Series = {}
    for one in decisions:
        if one.number is not None and one.signed_on is not None:
            same = found.setdefault((one.issuer_id, one.symbol, one.signed_on.year), [])
            same.append((one.number, one.signed_on))
    for series in found.values():
        series.sort(key=itemgetter(0))  # of two that bear one number the order stays
    return found


def _why(
    decision: Decision, own_days: dict[str, set[date]], series: _Series, province: Province
) -> str | None:
    signed = decision.signed_on
    if signed is None:
        return None
    if signed > local_day(decision.received_at):
        return "signed_after_received"
    indirect = decision.effect_source in {EffectSource.INDIRECT, EffectSource.UNREAD}
    stated = None if indirect else decision.effective_on
    if stated is not None and unlikely_effect(stated, signed) == "effect_before_signing":
        return "effect_before_signing"
    days = {stated or signed, *own_days.get(decision.decision_id, ())}
    if any(unlikely_effect(day, signed) == "effect_after_signing" for day in days):
        return "effect_after_signing"
    if signed >= (_ended_on(decision, province) or date.max):
        return "province_ended"
    return "far_from_neighbours" if _is_far(decision, signed, series) else None


def _ended_on(decision: Decision, province: Province) -> date | None:
    """The day on which the province that issued it ended; predecessors ended with the districts (DOMAIN §4.2)."""
    if decision.issuer_id in province.predecessors:
        return DISTRICT_END
    if decision.issuer_id == province.province_id and province.successor_id != province.province_id:
        return province.successor_on
    return None


def _is_far(decision: Decision, signed: date, series: _Series) -> bool:
    if decision.number is None or decision.number < _FIRST_NUMBER:
        return False
    year = series.get((decision.issuer_id, decision.symbol, signed.year), [])
    near = slice(
        bisect_left(year, (decision.number - NEAR_NUMBERS,)),
        bisect_left(year, (decision.number + NEAR_NUMBERS + 1,)),
    )
    beside = [day for number, day in year[near] if number != decision.number]
    if len(beside) < _LEAST_NEIGHBOURS or beside != sorted(beside):
        return False
    first, last = beside[0], beside[-1]
    together = (last - first).days <= _TOGETHER_DAYS
    return together and ((first - signed).days > _NEAR_DAYS or (signed - last).days > _NEAR_DAYS)
