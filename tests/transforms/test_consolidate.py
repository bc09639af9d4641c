"""The seam: what was received, in any order and however often, gives one state per knowledge time and day."""

import random
from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest

from niemyet.model.records import Confirmation, Policy, Reading, Received, Resolution
from niemyet.model.tables import TABLES, Listing, ReadItem
from niemyet.model.words import (
    Action,
    Channel,
    DecisionKind,
    EffectSource,
    Level,
    ReviewState,
    UpdateKind,
    UpdateState,
)
from niemyet.transforms.consolidate import Facts, State, consolidate
from niemyet.transforms.work.boards import board_on
from tests.support.province import DECISIONS, ITEMS, QUANG_NAM, UNITS, day, noon

ISSUERS = {"quang-nam": "UBND tỉnh Quảng Nam", "da-nang": "UBND thành phố Đà Nẵng"}


def read_items(decision_id: str) -> tuple[ReadItem, ...]:
    columns = {column.name for column in fields(ReadItem)}
    return tuple(
        ReadItem(**{name: getattr(item, name) for name in columns})
        for item in ITEMS
        if item.decision_id == decision_id
    )


def documents() -> tuple[Received, ...]:
    """The scenario's decisions as documents that were read."""
    received = []
    for one in DECISIONS:
        reading = Reading(
            media="html",
            issuer_name=ISSUERS[one.issuer_id],
            number=one.number,
            symbol=one.symbol,
            number_text=one.number_text,
            signed_on=one.signed_on,
            effective_on=one.effective_on,
            effective_until=one.effective_until,
            effect_source=EffectSource.EXPLICIT,
            title=f"Về việc công bố danh mục thủ tục hành chính số {one.number}",
            kind=one.kind,
            sectors=(),
            basis=(),
            relations=(),
            declared_items=None,
            items=read_items(one.decision_id),
        )
        received.append(
            Received(
                sha256=f"{one.number:064d}"[:63] + one.issuer_id[0],
                source_id="hop-thu",
                url=f"inbox/{one.number}.html",
                received_at=one.received_at,
                reading=reading,
            )
        )
    return tuple(received)


def state(facts: Facts, as_of: str, known: datetime | None = None) -> State:
    return consolidate(
        facts,
        province=QUANG_NAM,
        policy=Policy(),
        as_of=day(as_of),
        knowledge=known or datetime(2030, 1, 1, tzinfo=UTC),
    )


@pytest.fixture(scope="module")
def facts() -> Facts:
    # A correction cites what it corrects: the scenario's sentence, as a reader gives it.
    cited = tuple(
        replace(
            one,
            reading=replace(
                one.reading,
                items=tuple(
                    replace(
                        row, raw_text="Đính chính Quyết định số 1234/QĐ-UBND ngày 10/6/2022: mã số 1.010881"
                    )
                    for row in one.reading.items
                ),
            ),
        )
        if one.reading is not None and one.reading.kind is DecisionKind.CORRECTION
        else one
        for one in documents()
    )
    return Facts(received=cited, units=UNITS)


def test_the_scenario_from_documents_to_boards_and_work(facts: Facts) -> None:
    found = state(facts, "2025-12-31")
    assert [row.code for row in board_on(found.boards, "Y1", day("2025-10-01"))] == [
        "1.001193",
        "1.002407",
        "1.012568",
        "2.000635",
        "2.000815",
    ]
    assert [row.code for row in board_on(found.boards, "H0", day("2022-06-30"))] == [
        "1.010881",
        "2.000720",
        "2.000815",
    ]
    effective = [
        one
        for one in found.listing_updates
        if one.kind is not UpdateKind.CLOSE_BOARD
        and one.effective_on is not None
        and one.effective_on <= date(2025, 12, 31)
    ]
    assert len(effective) == 54


def test_every_row_leads_to_an_item_and_every_key_is_there_once(facts: Facts) -> None:
    found = state(facts, "2025-12-31")
    items = {one.item_id for one in found.decision_items}
    decisions = {one.decision_id for one in found.decisions}
    assert {row.item_id for row in found.boards} <= items
    assert {row.opened_by for row in found.procedures} <= items
    assert {row.decision_id for row in found.listing_updates if row.decision_id} <= decisions
    for rows, name in ((found.listing_updates, "update_id"), (found.reviews, "review_id")):
        ids = [getattr(row, name) for row in rows]
        assert len(ids) == len(set(ids))
    assert {row.decision_id for row in found.reviews if row.decision_id} <= decisions


def test_columns_are_those_of_the_tables(facts: Facts) -> None:
    found = state(facts, "2025-12-31")
    beside = {"misprints", "told_on", "work"}  # what the work asks for and no table says
    for column in fields(State):
        if column.name not in beside:
            assert all(type(row) is TABLES[column.name] for row in getattr(found, column.name))


def test_order_and_repetition_of_what_arrives_change_nothing(facts: Facts) -> None:
    expected = state(facts, "2022-12-31")
    for seed in range(10):
        mixed = random.Random(seed).sample(facts.received, len(facts.received))
        again = replace(facts, received=(*mixed, *mixed[:4]), units=tuple(reversed(facts.units)))
        assert state(again, "2022-12-31") == expected


@pytest.mark.parametrize(
    ("instant", "code"),
    [
        (datetime(2022, 6, 19, 16, 59, tzinfo=UTC), "1.010811"),
        # Midnight in Việt Nam is 17:00 UTC: the local day of 20 June has begun.
        (datetime(2022, 6, 19, 17, 0, tzinfo=UTC), "1.010881"),
    ],
)
def test_knowledge_is_that_of_the_end_of_a_local_day(facts: Facts, instant: datetime, code: str) -> None:
    found = state(facts, "2022-06-19", instant)
    assert code in {row.code for row in found.procedures}
    assert all(one.received_at <= noon(day("2022-06-20")) for one in found.decisions)


def test_history_says_what_a_state_of_that_day_says(facts: Facts) -> None:
    now = state(facts, "2022-12-31")
    for known in ("2022-03-30", "2022-05-01", "2022-06-18", "2022-08-20"):
        then = state(facts, "2022-12-31", noon(day(known)))
        shown = {
            (row.code, row.level, row.version, row.valid_from, row.valid_until)
            for row in now.procedure_history
            if row.known_from <= day(known) and (row.known_until is None or day(known) < row.known_until)
        }
        assert shown == {
            (row.code, row.level, row.version, row.valid_from, row.valid_until) for row in then.procedures
        }


def test_what_the_fold_found_out_is_on_the_items_and_decisions(facts: Facts) -> None:
    found = state(facts, "2025-12-31")
    late = next(one for one in found.decision_items if "/698-" in one.item_id)
    assert "late_arrival" in late.flags
    asked = {one.kind: one for one in found.reviews}
    assert asked["name_unclear"].decision_id == "quang-nam/1588-QD-UBND/2022-07-15"
    needing = {one.decision_id for one in found.decisions if one.needs_review}
    assert asked["name_unclear"].decision_id in needing


def test_an_answer_settles_a_question_and_stays_on_record(facts: Facts) -> None:
    question = next(one for one in state(facts, "2022-12-31").reviews if one.kind == "name_unclear")
    answer = Resolution(question.review_id, "2.000635", "Phòng KSTTHC", noon(day("2022-09-01")))
    found = state(replace(facts, resolutions=(answer,)), "2022-12-31")
    (asked,) = [one for one in found.reviews if one.review_id == question.review_id]
    assert (asked.state, asked.resolution, asked.resolved_by) == (
        ReviewState.RESOLVED,
        "2.000635",
        "Phòng KSTTHC",
    )
    ended = [row for row in found.procedures if row.code == "2.000635"]
    assert [row.valid_until for row in ended] == [day("2022-07-15")]
    before = state(replace(facts, resolutions=(answer,)), "2022-12-31", noon(day("2022-08-31")))
    assert [row.valid_until for row in before.procedures if row.code == "2.000635"] == [None]


def test_what_was_seen_and_said_later_is_not_known_yet(facts: Facts) -> None:
    todo = next(
        one
        for one in state(facts, "2022-01-10").listing_updates
        if one.unit_id == "X1" and one.code == "1.000775" and one.kind is UpdateKind.POST
    )
    said = Confirmation(todo.update_id, day("2022-01-05"), "Lan", noon(day("2022-01-20")))
    seen = Listing(
        "X2", Channel.PORTAL, day("2022-01-20"), "1.000775", None, "Khen", None, None, None, "4" * 64, 1
    )
    told = replace(facts, confirmations=(said,), listings=(seen, seen))
    before = state(told, "2022-01-31", noon(day("2022-01-19")))
    after = state(told, "2022-01-31", noon(day("2022-01-20")))
    assert before.listings == ()
    assert after.listings == (seen,)
    states = [
        next(one.state for one in found.listing_updates if one.update_id == todo.update_id)
        for found in (before, after)
    ]
    assert states == [UpdateState.UNOBSERVED, UpdateState.DONE]


def test_nothing_received_is_an_empty_state() -> None:
    found = state(Facts(), "2022-12-31")
    assert found.procedures == found.boards == found.listing_updates == found.reviews == ()
    assert found.calendar[0].date == date(2022, 1, 1)


def test_a_row_whose_level_no_heading_states_changes_no_board() -> None:
    one = documents()[0]
    assert one.reading is not None
    bare = replace(one, reading=replace(one.reading, items=(replace(one.reading.items[0], levels=()),)))
    found = state(Facts(received=(bare,), units=UNITS), "2022-12-31")
    assert len(found.decision_items) == 1
    assert found.decision_items[0].action is Action.NEW
    assert found.boards == ()
    assert Level.DISTRICT not in {row.level for row in found.procedures}


def test_two_pages_of_the_same_bytes_stand_in_one_order_however_they_are_told(facts: Facts) -> None:
    def seen(url: str) -> Listing:
        when = day("2022-01-20")
        return Listing("X2", Channel.PORTAL, when, "1.000775", None, "Khen", None, None, url, "4" * 64, 1)

    one, other = seen("https://a.example/1"), seen("https://a.example/2")
    for told in ((one, other), (other, one), (other, one, other, one)):
        found = state(replace(facts, listings=told), "2022-01-31", noon(day("2022-01-20")))
        assert found.listings == (one, other)
