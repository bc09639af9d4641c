"""Boards × what was seen and reported → the work of every unit (DOMAIN §7.1; RULINGS 17-20).

Every change of a board is a transition. What a later one took over before it was done is cancelled; of each
code the current one is held against the evidence, channel by channel: the latest observation where it
contradicts, a clerk's report where nothing later contradicts it. Without evidence the transition itself is
the work. Nothing is removed or changed before its effective date.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from niemyet.model.carried import Anew
from niemyet.model.law_rows import some_of
from niemyet.model.listed_rows import ListedRows, Stretches
from niemyet.model.piled_rows import PiledRows
from niemyet.model.records import Confirmation, Policy, Province
from niemyet.model.report_rows import ReportRows, ReportsInMemory
from niemyet.model.tables import Decision, DecisionItem, Listing, ListingUpdate, Procedure
from niemyet.model.words import Action, Channel, ProcedureState
from niemyet.transforms.law.adopted import is_adopted
from niemyet.transforms.law.citing import index_decisions
from niemyet.transforms.units.succession import UnitSpan
from niemyet.transforms.work.boards import GroundBoards
from niemyet.transforms.work.common_work import CommonWork
from niemyet.transforms.work.findings import WorkContext
from niemyet.transforms.work.listing_judgement import Knowledge
from niemyet.transforms.work.made_from import Carrying, MadeFrom
from niemyet.transforms.work.reports import Reports
from niemyet.transforms.work.sights import stretches_of
from niemyet.transforms.work.transitions import Evidence, build_profile, known_levels
from niemyet.transforms.work.work_rows import Pile

#: By unit the looks at each of its channels.
Looks = Mapping[str, Mapping[Channel, Stretches]]


@dataclass(frozen=True, slots=True)
class Start:
    """What may be carried on: what the work of the release before was made from, if that is known.

    `same_law`: the law is that of the release before, and none of its days has passed since.
    `common`: what concerns all of it beside what `compute_work` is given: the program's version, the configuration.
    `asked`: the codes of which `compute_work` is given the law; of all others nothing has changed since. None: of all.
    """

    common: str
    before: MadeFrom | None
    same_law: bool = False
    asked: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """Rows of the work list that were worked out, and what all of its rows are made from.

    `anew`: by unit what the rows are of; of a unit that is not among them they are all that it has.
    `made_from`: where there was a start.
    `keeps_superseded`: all rows of the release before that were superseded are carried on, and no other is.
    """

    rows: PiledRows[ListingUpdate]
    anew: Mapping[str, Anew]
    made_from: MadeFrom | None = None
    keeps_superseded: bool = False


def compute_work(
    *,
    procedures: Sequence[Procedure],
    spans: Iterable[UnitSpan],
    decisions: Sequence[Decision],
    items: Iterable[DecisionItem],
    misprints: Sequence[tuple[str, str]],
    told_on: Mapping[str, date] | None = None,
    listings: Sequence[Listing],
    confirmations: Sequence[Confirmation],
    renames: Iterable[tuple[str, str]] = (),
    province: Province,
    policy: Policy,
    as_of: date,
    boards: GroundBoards | None = None,
    start: Start | None = None,
    looks: Looks | None = None,
) -> WorkedOut:
    """The work list of every unit on a day, done and cancelled work included; sorted by unit, code and id.

    `renames`: units' ids, before and today; work keeps the ids that it had under the first.
    `boards`: of the same procedures, where they have been worked out already.
    `told_on`: items that act only since a person's answer, and since when; until then nobody could know the work.
    `start`: then only those rows of which something is another than in the release before.
    `looks`: `looks_of` the listings, where they have been gathered already.

    Raises:
        MoreIsAskedError: the law is needed of codes of which it is not given.
    """
    asked = start.asked if start is not None else None
    reports = confirmations if isinstance(confirmations, ReportRows) else ReportsInMemory(confirmations)
    items_by_id = {one.item_id: one for one in items}
    orders = _orders(procedures, items_by_id.values())
    decisions_by_id = {one.decision_id: one for one in some_of(decisions, orders)}
    wrong_codes: dict[str, tuple[str, ...]] = {}
    for wrong, right in misprints:
        wrong_codes[right] = (*wrong_codes.get(right, ()), wrong)
    first_ids = {today: before for before, today in reversed(list(renames))}
    lists = {one.decision_id for one in decisions_by_id.values() if is_adopted(one)}
    evidence = Evidence(items_by_id, decisions_by_id, lists, wrong_codes, policy, told_on or {})
    context = WorkContext(
        as_of=as_of,
        knowledge=Knowledge(
            indexed=cache(lambda: index_decisions(decisions, province)),
            named_in=_named_in(items_by_id.values(), decisions_by_id),
            decision_of={one.item_id: one.decision_id for one in items_by_id.values()},
            misprints=dict(misprints),
        ),
        reports=Reports.of(
            reports if asked is None else reports.bearing_on(asked, orders),
            as_of,
            first_ids,
        ),
        looks=looks_of(listings, as_of) if looks is None else looks,
        levels=known_levels(procedures, as_of),
        endings=_endings(procedures),
        abolished=_abolished_unseen(procedures, items_by_id.values(), decisions_by_id, as_of),
        evidence=evidence,
    )
    boards = boards or GroundBoards(procedures)
    pile = Pile(first_ids)
    carrying = None
    if start is not None:
        carrying = Carrying(
            start.before, start.common, context, decisions, _texts(listings), reports,
            same_law=start.same_law, asked=asked,
        )  # fmt: skip
    plans = _profiles(spans, boards)
    works_by = Counter(unit_id for units, _ in plans for unit_id in units)
    for units, span in plans:
        rest = carrying.rest_of(units) if carrying is not None else None
        profile = build_profile(span, boards.entries(span), evidence, as_of, rest)
        common = CommonWork(profile, context, pile, carrying, units)
        for unit_id in units:
            common.add(unit_id, by_this_plan_alone=works_by[unit_id] == 1)
    if carrying is None:
        return WorkedOut(pile.table(), {})
    made_from = carrying.noted(pile.changing_with())
    return WorkedOut(pile.table(), carrying.anew, made_from, carrying.keeps_superseded)


def _orders(procedures: Iterable[Procedure], items: Iterable[DecisionItem]) -> set[str]:
    """The decisions by which versions stand, end, or are suspended."""
    suspended = (one.decision_id for version in procedures for one in version.suspensions or ())
    return {one.decision_id for one in items}.union(suspended)


def _texts(listings: Sequence[Listing]) -> Collection[str]:
    if isinstance(listings, ListedRows):
        return listings.decision_texts()
    return {row.decision_text for row in listings if row.decision_text is not None}


def looks_of(listings: Sequence[Listing], as_of: date) -> Looks:
    """By unit the looks up to a day at each of its channels."""
    told = listings.stretches(as_of) if isinstance(listings, ListedRows) else stretches_of(listings, as_of)
    found: dict[str, dict[Channel, Stretches]] = {}
    for (unit_id, channel), looks in told.items():
        found.setdefault(unit_id, {})[channel] = looks
    return found


#: What a sheet on the board is never of.
_NAMES_NO_SHEET = frozenset({Action.ABOLISH, Action.SUSPEND, Action.RESTORE})


def _named_in(items: Iterable[DecisionItem], decisions: Mapping[str, Decision]) -> dict[str, dict[str, date]]:
    named: dict[str, dict[str, date]] = {}
    for item in items:
        effective_on = item.effective_on or decisions[item.decision_id].effective_on
        if item.code is not None and item.action not in _NAMES_NO_SHEET and effective_on is not None:
            named.setdefault(item.code, {})[item.decision_id] = effective_on
    return named


def _profiles(spans: Iterable[UnitSpan], boards: GroundBoards) -> list[tuple[list[str], UnitSpan]]:
    """Units that work at one level for the same time, together."""
    groups: dict[tuple[object, ...], tuple[list[str], UnitSpan]] = {}
    for span in spans:
        ground = (span.ground, span.whole_from, boards.of(span))
        same = (span.level, span.valid_from, span.valid_until, span.rehead_on, *ground)
        groups.setdefault(same, ([], span))[0].append(span.unit_id)
    return list(groups.values())


def _abolished_unseen(
    procedures: Iterable[Procedure],
    items: Iterable[DecisionItem],
    decisions: Mapping[str, Decision],
    as_of: date,
) -> dict[str, DecisionItem]:
    """Abolitions in effect of codes that were never seen in force: they end nothing (RULINGS 7), but they speak of
    what hangs."""
    published = {one.code for one in procedures}
    found: dict[str, tuple[date, str, DecisionItem]] = {}
    for item in items:
        if item.action is not Action.ABOLISH or item.code is None or item.code in published:
            continue
        since = item.effective_on or decisions[item.decision_id].effective_on
        if since is not None and since <= as_of:
            said = (since, item.item_id, item)
            found[item.code] = max(found.get(item.code, said), said, key=lambda one: one[:2])
    return {code: item for code, (_, _, item) in found.items()}


def _endings(procedures: Iterable[Procedure]) -> dict[str, Procedure]:
    """Codes that decisions have ended at every level: by code the version that went last."""
    last: dict[str, Procedure] = {}
    living: set[str] = set()
    for one in procedures:
        if one.valid_until is None or one.state in _LIVING:
            living.add(one.code)
        elif one.code not in last or (last[one.code].valid_until or date.min) < one.valid_until:
            last[one.code] = one
    return {code: one for code, one in last.items() if code not in living and one.closed_by is not None}


_LIVING = frozenset({ProcedureState.IN_FORCE, ProcedureState.SCHEDULED})
