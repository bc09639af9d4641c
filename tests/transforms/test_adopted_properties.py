"""What holds of every history with lists taken as evidence: decisions say the same, order of arrival means nothing."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, note
from hypothesis import strategies as st

from niemyet.model.records import AdoptedRow, Adoption, Policy
from niemyet.model.tables import Procedure
from niemyet.model.words import Level, Proof
from niemyet.transforms.consolidate import Facts, State, consolidate
from tests.support.histories import CODES, FIRST, LAST, NAMES, History, histories
from tests.support.province import QUANG_NAM, H, T, X, noon
from tests.transforms.test_properties import UNITS, documents, examples

OTHERS = ("2.900001", "2.900002", "2.900003")  # no decision of any history speaks of them
_DAYS = st.integers(-3, (LAST - FIRST).days + 3).map(lambda days: FIRST + timedelta(days=days))
_SOURCES = st.sampled_from(("Sổ niêm yết", "Chuẩn hóa", "Quốc gia"))


@st.composite
def lists(draw: st.DrawFn) -> tuple[Adoption, ...]:
    """A few lists: of one unit or of none, with levels or without, some taken back."""
    found: list[Adoption] = []
    for number in range(draw(st.integers(1, 4))):
        unit_id = draw(st.sampled_from((None, "X9", "T9")))
        codes = draw(st.lists(st.sampled_from((*CODES, *OTHERS)), min_size=1, max_size=5, unique=True))
        rows = tuple(
            AdoptedRow(
                place,
                code,
                code,
                NAMES.get(code, f"Thủ tục {code}"),
                levels=draw(st.sampled_from(((), (X,), (T,), (T, X), (H,)))) if unit_id else (draw(st.sampled_from((T, X))),),
            )
            for place, code in enumerate(codes, start=1)
        )  # fmt: skip
        made = Adoption(
            source=draw(_SOURCES),
            held_on=draw(_DAYS),
            sha256=f"{number:064x}",
            name="so.xlsx",
            said_at=noon(LAST + timedelta(days=draw(st.integers(0, 5)))),
            rows=rows,
            unit_id=unit_id,
        )
        found.append(made)
        if draw(st.integers(0, 4)) == 0:
            found.append(replace(made, withdrawn=True, said_at=made.said_at + timedelta(days=1)))
    return tuple(found)


def folded(history: History, adoptions: Iterable[Adoption]) -> State:
    return consolidate(
        Facts(received=documents(history), adoptions=tuple(adoptions), units=UNITS),
        province=QUANG_NAM,
        policy=Policy(),
        as_of=LAST,
        knowledge=noon(date(2030, 1, 1)),
    )


def _decided(procedures: Iterable[Procedure]) -> list[Procedure]:
    """Versions that decisions hold, without the numbers that versions of lists shift and what they inherit of lists."""
    return sorted(
        (replace(one, version=0) for one in procedures if one.proof is Proof.DECISION),
        key=lambda one: (one.procedure_id, one.level, one.valid_from, one.opened_by),
    )


def _intervals(procedures: Iterable[Procedure]) -> list[tuple[object, ...]]:
    """Which row holds what where and when, and who ends it."""
    return [
        (
            one.code,
            one.level,
            one.valid_from,
            one.valid_until,
            one.opened_by,
            one.closed_by,
            one.successor_codes,
        )
        for one in _decided(procedures)
    ]


@examples(60)
@given(histories(), lists())
def test_what_decisions_hold_is_the_same_with_lists_and_without(
    history: History, adoptions: tuple[Adoption, ...]
) -> None:
    note(repr(history))
    note(repr(adoptions))
    alone, beside = folded(history, ()), folded(history, adoptions)
    named = {code for item in alone.decision_items for code in (item.code, *item.replaces)}
    # A row that gives a name alone may mean what only a list knows: the first decision that speaks of it.
    bare = {item.item_id for item in alone.decision_items if item.code is None}
    by_decisions = _intervals(alone.procedures)
    said = [
        one
        for one in _intervals(beside.procedures)
        if (one[0] in named or str(one[0]).startswith("X:")) and (one[4] not in bare or one in by_decisions)
    ]
    assert said == by_decisions
    more = [one for one in _intervals(beside.procedures) if one not in said]
    assert {one[4] for one in more} <= bare
    assert {one.decision_id for one in alone.decisions} <= {one.decision_id for one in beside.decisions}


@examples(60)
@given(histories(), lists(), st.randoms(use_true_random=False))
def test_the_order_in_which_lists_are_said_means_nothing(
    history: History, adoptions: tuple[Adoption, ...], rng: random.Random
) -> None:
    note(repr(history))
    note(repr(adoptions))
    expected = folded(history, adoptions)
    other = [*adoptions, *adoptions[:1]]
    rng.shuffle(other)
    assert folded(history, other) == expected


@examples(60)
@given(histories(), lists())
def test_a_list_holds_from_its_day_where_no_decision_speaks(
    history: History, adoptions: tuple[Adoption, ...]
) -> None:
    note(repr(history))
    note(repr(adoptions))
    found = folded(history, adoptions)
    back = {(one.source, one.held_on, one.sha256, one.unit_id) for one in adoptions if one.withdrawn}
    stands = [one for one in adoptions if (one.source, one.held_on, one.sha256, one.unit_id) not in back]
    expected: dict[tuple[str, Level], date] = {}
    for one in stands:
        own = {"X9": X, "T9": T}.get(one.unit_id or "")
        for row in one.rows:
            gone = {H} if one.held_on >= date(2025, 7, 1) else set()
            for level in (set(row.levels) or ({own} if own else set())) - gone:
                if row.code in OTHERS and level is not None:
                    where = (str(row.code), level)
                    expected[where] = min(expected.get(where, one.held_on), one.held_on)
    held = {(one.code, one.level): one for one in found.procedures if one.code in OTHERS}
    assert {where: one.valid_from for where, one in held.items()} == expected
    assert {one.valid_until for one in held.values()} <= {None, date(2025, 7, 1)}
    for one in found.procedures:
        if one.proof is Proof.ADOPTED:
            assert any(
                one.valid_from >= each.held_on and one.code in {row.code for row in each.rows}
                for each in stands
            )
