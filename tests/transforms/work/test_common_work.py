"""What units share is what each would have alone, whatever was seen and reported; and how little of it is worked out twice."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from niemyet.model.records import Confirmation, Policy
from niemyet.model.tables import Decision, DecisionItem, Listing, ListingUpdate, Procedure, Unit
from niemyet.model.words import Channel, Level, UnitKind, UpdateState
from niemyet.storage.schemas import table_schema, to_arrow
from niemyet.transforms.law.history import Folded, fold_history
from niemyet.transforms.units.succession import unit_spans
from niemyet.transforms.work import updates
from niemyet.transforms.work.common_work import CommonWork
from niemyet.transforms.work.unit_work import unit_updates
from tests.support.histories import FIRST, LAST, History, histories
from tests.support.province import DECISIONS, ITEMS, QUANG_NAM, unit

END = date(2030, 1, 1)
UNITS = (
    unit("nui-thanh", UnitKind.DISTRICT, "Núi Thành", until="2025-07-01"),
    unit("tam-hai", UnitKind.COMMUNE, "Tam Hải"),
    unit("tam-quang", UnitKind.COMMUNE, "Tam Quang"),
    unit("tam-anh", UnitKind.COMMUNE, "Tam Anh", until="2025-07-01"),
    unit("tam-xuan", UnitKind.COMMUNE, "Tam Xuân", since="2025-07-01"),
    unit("trung-tam", UnitKind.PROVINCE_CENTER, "Trung tâm"),
)
DAYS = [FIRST + timedelta(days=passed) for passed in range((LAST - FIRST).days)]


class Alone(CommonWork):
    """Each unit by itself: the work as it is said, without sharing anything."""

    def add(self, unit_id: str, *, by_this_plan_alone: bool = True) -> None:
        del by_this_plan_alone
        self._pile.begin(unit_id)
        seen = self._seen(unit_id)
        self._pile.put_drafts(unit_updates(unit_id, self._profile, seen, self._context, ended=self._ended))


class Work:
    """The work of one history under changing evidence."""

    def __init__(self, decisions: Sequence[Decision], items: Sequence[DecisionItem], as_of: date) -> None:
        self.decisions, self.items, self.as_of = decisions, items, as_of
        self.folded: Folded = fold_history(decisions, items, QUANG_NAM, as_of, END)

    def rows(
        self,
        listings: Sequence[Listing] = (),
        said: Sequence[Confirmation] = (),
        units: Sequence[Unit] = UNITS,
    ) -> Sequence[ListingUpdate]:
        return updates.compute_work(
            procedures=self.folded.procedures,
            spans=unit_spans(units, QUANG_NAM),
            decisions=self.decisions,
            items=self.items,
            misprints=self.folded.misprints,
            listings=listings,
            confirmations=said,
            province=QUANG_NAM,
            policy=Policy(),
            as_of=self.as_of,
        ).rows


def _seen(rng: random.Random, unit_id: str, procedures: Sequence[Procedure]) -> list[Listing]:
    """What a unit shows on some channels: right, old, misnamed, doubled, without a code, or somebody else's."""
    return [
        _row(rng, unit_id, channel, on, number, one, rng.choice(procedures))
        for channel in Channel
        if rng.random() < 0.6
        for on in sorted(rng.sample(DAYS, rng.choice([1, 1, 2, 4])))
        for number, one in enumerate(procedures, start=1)
        if rng.random() < 0.7
    ]


def _row(
    rng: random.Random,
    unit_id: str,
    channel: Channel,
    on: date,
    number: int,
    one: Procedure,
    other: Procedure,
) -> Listing:
    code = rng.choice([one.code] * 7 + [None, other.code, "9.000001"])
    cited = rng.choice([one, one, other])
    issuer, decision, day = cited.opened_by.split("#")[0].split("/")
    del issuer
    return Listing(
        unit_id=unit_id,
        channel=channel,
        observed_on=on,
        code=code,
        code_text=code,
        name=rng.choice([one.name] * 6 + [other.name, f"{one.name} khác"]),
        decision_text=rng.choice([None, f"{decision.split('-')[0]}/QĐ-UBND ngày {date.fromisoformat(day):%d/%m/%Y}"]),
        posted_on=rng.choice([None, None, rng.choice(DAYS)]),
        url=None,
        sha256=f"{rng.getrandbits(256):064x}",
        row_no=number,
    )  # fmt: skip


def _reported(rng: random.Random, row: ListingUpdate, *, nameless: bool = False) -> Confirmation:
    said_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=rng.randrange(50))
    said = Confirmation(row.update_id, rng.choice(DAYS), "Lan", said_at)
    if nameless:
        return said
    return replace(
        said, unit_id=row.unit_id, code=row.code, kind=row.kind, channel=row.channel, decision_id=row.decision_id
    )  # fmt: skip


def _known_less(work: Work, history: History, rng: random.Random) -> Work:
    """The work as it was when some decisions, corrections among them, had not come yet."""
    known = [one for one in history.decisions if rng.random() < 0.7]
    ids = {one.decision_id for one in known}
    return Work(known, [one for one in history.items if one.decision_id in ids], work.as_of)


def _both(work: Work, listings: Sequence[Listing], said: Sequence[Confirmation]) -> None:
    shared = work.rows(listings, said)
    common, updates.CommonWork = updates.CommonWork, Alone  # type: ignore[misc]
    try:
        alone = work.rows(listings, said)
    finally:
        updates.CommonWork = common  # type: ignore[misc]
    assert list(shared) == list(alone)
    schema = table_schema("listing_updates")
    assert to_arrow(shared, schema).equals(to_arrow(alone, schema)), "the words of each column too"


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(histories(), st.randoms(use_true_random=False))
def test_whatever_was_seen_and_reported_units_share_what_each_would_have_alone(
    history: History, rng: random.Random
) -> None:
    work = Work(history.decisions, history.items, rng.choice(DAYS))
    if not work.folded.procedures:
        return
    listings = [
        row for one in UNITS if rng.random() < 0.8 for row in _seen(rng, one.unit_id, work.folded.procedures)
    ]
    before = work.rows(listings)
    said = [_reported(rng, row) for row in before if rng.random() < 0.1]
    said += [
        _reported(rng, row) for row in _known_less(work, history, rng).rows(listings) if rng.random() < 0.1
    ]
    _both(work, listings, said)
    _both(work, (), said)
    if said and rng.random() < 0.3:
        _both(work, listings, [*said, _reported(rng, before[0], nameless=True)])


def test_a_report_parts_a_unit_from_the_others_for_what_it_may_be_of_alone() -> None:
    work = Work(DECISIONS, ITEMS, date(2024, 6, 3))
    units = [unit(f"xa-{number:02d}", UnitKind.COMMUNE, f"Xã {number}") for number in range(40)]
    plain = work.rows(units=units)
    first = {one.unit_id: one for one in reversed(plain) if one.state is not UpdateState.CANCELLED}
    rng = random.Random(7)
    said = [_reported(rng, row) for row in first.values()]
    shared = work.rows(said=said, units=units).shared  # type: ignore[attr-defined]
    of_a_decision = sum(one.decision_id == said[0].decision_id for one in plain if one.unit_id == "xa-00")
    assert len(shared) <= len(plain) // 40 + 40 * of_a_decision * 2, (
        "every unit reported; the rest is the plan's"
    )
    seen = [row for one in units for row in _shown(one.unit_id, work.folded.procedures)]
    looked = work.rows(seen, units=units)
    assert len(looked.shared) < 2 * len(plain) // 40, "one row for each wording, not for each unit"  # type: ignore[attr-defined]
    assert len({one.evidence for one in looked if one.state is UpdateState.DONE}) > 40, "each proves its own"


def _shown(unit_id: str, procedures: Sequence[Procedure]) -> list[Listing]:
    hanging = [one for one in procedures if one.valid_until is None and one.level is Level.COMMUNE]
    return [
        Listing(unit_id, channel, date(2024, 6, 1), one.code, one.code, one.name, None, None, None, unit_id * 12, number)
        for channel in Channel
        for number, one in enumerate(hanging, start=1)
    ]  # fmt: skip
