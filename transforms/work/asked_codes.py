"""Of which codes the law is needed to carry the work of a release on: those of which something may be another than before.

Found before any of the law is read, and rather too many than too few: where `made_from` asks for another one all the same, it
says so (`MoreIsAskedError`), and all of the law is read.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from niemyet.model.law_rows import LawRows, is_within
from niemyet.model.listed_rows import Stretches
from niemyet.model.report_rows import ReportRows
from niemyet.model.words import Channel
from niemyet.transforms.language.codes import is_own_code
from niemyet.transforms.language.text import key, of_one_key
from niemyet.transforms.units.succession import UnitSpan
from niemyet.transforms.work.made_from import MadeFrom, changing_since, reported_since, shown_since


def asked_codes(
    before: MadeFrom,
    law: LawRows,
    touched: Collection[str],
    misprints: Iterable[tuple[str, str]],
    spans: Sequence[UnitSpan],
    looks: Mapping[str, Mapping[Channel, Stretches]],
    reports: ReportRows,
    as_of: date,
) -> frozenset[str] | None:
    """The codes; None: all.

    Args:
        before: what the work of the release before was made from.
        law: that of today.
        touched: codes of which it is another than in the release before, or of which one of its days has passed since.
        misprints: of codes, with the right ones.
        spans: of the units of today.
        looks: up to today, by unit.
        reports: all that was reported up to today.
        as_of: today.
    """
    if before.others:
        return None
    if any(is_within(before.on, as_of, day) for span in spans for day in _days_of(span)):
        return None  # with a board all that hangs on it begins or ends, or gets another head
    if [span.unit_id for span in spans] != sorted(before.units) or law.is_by_ground():
        return None
    reported = _reported(before, law, reports, as_of)
    if reported is None:
        return None
    own = {code for plan in before.plans.values() for code in plan.tracks if is_own_code(code)}
    found = {*touched, *reported, *own, *law.suspended(), *(code for pair in misprints for code in pair)}
    names: set[str] = set()
    codes_of = {name: frozenset(plan.tracks) for name, plan in before.plans.items()}
    for unit_id, made in before.units.items():
        found.update(made.restless, made.told)
        channels = looks.get(unit_id, {})
        changed = shown_since(made, channels)
        if changed is None:
            return None
        found |= changed | changing_since(made, channels)
        for each in channels.values():
            for row in each.shown(but=codes_of[made.plan]):
                if row.code is not None:
                    found.add(row.code)
                if row.code is None or own:
                    names.add(key(row.name))  # it is of what bears its name
    if names:
        bearing = of_one_key({name for _, name in law.names()}, names)
        found.update(code for code, name in law.names() if name in bearing)
    return frozenset(_with_kin(found, law.successions()))


def _days_of(span: UnitSpan) -> Iterable[date | None]:
    return (span.valid_from, span.valid_until, span.whole_from, *span.rehead_on)


def _reported(before: MadeFrom, law: LawRows, reports: ReportRows, as_of: date) -> set[str] | None:
    """The codes on whose work reports bear that did not count before; None: nobody knows."""
    about = reported_since(before, reports, as_of)
    if about is None:
        return None
    codes = {one.code for one in about if one.code is not None}
    orders = {one.decision_id for one in about if one.decision_id is not None}
    return codes.union(law.ordered_by(orders)) if orders else codes


def _with_kin(codes: set[str], successions: Iterable[tuple[str, str]]) -> set[str]:
    """With what came in their place, and in whose place they came."""
    kin: dict[str, set[str]] = {}
    for old, new in successions:
        kin.setdefault(old, set()).add(new)
        kin.setdefault(new, set()).add(old)
    found, waiting = set(codes), list(codes)
    while waiting:
        for other in kin.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found
