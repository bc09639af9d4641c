"""What holds of every answer to every question of random histories: it does what it says, it can be taken back, and no
order, wording, reader or copy changes it.

`NIEMYET_EXAMPLES=5000 pytest tests/transforms/test_answer_properties.py` runs longer and with fresh histories.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from niemyet.model.records import Question, Received, Resolution
from niemyet.model.records import fields as said_fields
from niemyet.model.tables import TABLES, ReadItem, Review
from niemyet.model.words import DecisionKind, EffectSource, ReviewKind, ReviewState
from niemyet.storage.releases import table_bytes
from niemyet.transforms.answer_effects import effects_between
from niemyet.transforms.consolidate import Facts, State
from niemyet.transforms.law import questions
from niemyet.transforms.law.answers import NamedRow, read_answer
from niemyet.transforms.law.review_kinds import KINDS, Does
from niemyet.transforms.law.standing_answers import meant_by
from niemyet.transforms.law.together import label
from tests.support.histories import CODES, LAST, History, histories
from tests.transforms.test_properties import UNITS, documents, examples, state

SAID_AT = datetime(LAST.year, LAST.month, LAST.day, 3, tzinfo=UTC)
#: What an answer does where it is about rows alone.
OF_ROWS = frozenset(
    {Does.SETS_ACTION, Does.SETS_LEVELS, Does.SETS_HEADING, Does.SETS_CODE, Does.SETS_CODES, Does.SETS_NAME, Does.KEEPS_ROW,
     Does.SETS_COLUMN, Does.ADDS_REPLACED, Does.IS_SAME, Does.AIMS_END, Does.AIMS_REPLACEMENT, Does.GOES_ON}
)  # fmt: skip
#: In the words of clerks; what a question does not take is left out.
WORDS = ("cấp xã", "tỉnh, xã", "bãi bỏ", "sửa đổi, bổ sung", "không", "tất cả", "01/7/2025", "25/6/2025", "công bố danh mục",
         "chuyển", "cả hai", "hết hiệu lực", "giữ nguyên", "trước đó", "valid", "1.000001 Đăng ký: mới, cấp xã",
         *CODES)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """What was received, and answers to some of the questions that it raises."""

    papers: tuple[Received, ...]
    said: tuple[Resolution, ...]

    def facts(self, *more: Resolution) -> Facts:
        return Facts(received=self.papers, units=UNITS, resolutions=(*self.said, *more))


def doubted(paper: Received, rng: random.Random) -> Received:
    """A paper in which something is left open: the level or action of rows, the kind, the day of effect."""
    reading = paper.reading
    assert reading is not None
    doubt = rng.choice(("none", "none", "level", "action", "kind", "effect", "left over"))
    if doubt == "kind":
        return replace(paper, reading=replace(reading, kind=DecisionKind.OTHER))
    if doubt == "effect":
        return replace(paper, reading=replace(reading, effect_source=EffectSource.DEFAULT_SIGNED))
    if doubt == "left over":
        asked = Question(ReviewKind.LEFT_OVER_CODE, said_fields(codes=CODES[0], place="bảng 2"), (CODES[0],))
        return replace(paper, reading=replace(reading, questions=(asked,)))
    if doubt == "none" or not reading.items:
        return paper
    places = sorted(rng.sample(range(len(reading.items)), rng.randint(1, len(reading.items))))
    kind = ReviewKind.LEVEL_UNKNOWN if doubt == "level" else ReviewKind.ACTION_UNKNOWN
    items = [_open(one, kind) if place in places else one for place, one in enumerate(reading.items)]
    asked_all = tuple(Question(kind, said_fields(name=items[place].name), item=place) for place in places)
    return replace(paper, reading=replace(reading, items=tuple(items), questions=asked_all))


def _open(item: ReadItem, kind: ReviewKind) -> ReadItem:
    if kind is ReviewKind.LEVEL_UNKNOWN:
        return replace(item, levels=(), flags=(*item.flags, "level_unknown"))
    return replace(item, action="list", flags=(*item.flags, "action_unknown"))  # type: ignore[arg-type]


def answered(found: State, rng: random.Random, most: int = 3) -> tuple[Resolution, ...]:
    """Answers to some open questions, each in words that its question takes."""
    items = {one.item_id: one for one in found.decision_items}
    rows = [NamedRow(one.item_id, one.code, one.name, one.part, one.row_no) for one in found.decision_items]
    asked = [one for one in found.reviews if one.state is ReviewState.OPEN]
    said = []
    for number, review in enumerate(rng.sample(asked, min(most, len(asked)))):
        words = [*review.candidates, *(one.value for one in KINDS[review.kind].choices), *WORDS]
        words += [f"{name}: {word}" for name in _names(review)[:2] for word in words]
        taken = [value for word in words if isinstance(value := read_answer(review, word, rows), str)]
        if taken:
            at = SAID_AT + timedelta(seconds=number)
            value = rng.choice(taken)
            meant = meant_by(review, items, answer=value)
            said.append(Resolution(review.review_id, value, "Lan", at, meant))
    return tuple(said)


def _names(review: Review) -> list[str]:
    """How the rows of a question about several are named in an answer."""
    asked = review.asked or ()
    return [
        label(review.kind, one.item_id, tuple((each.name, each.value) for each in one.fields))
        for one in asked
    ]


def case_of(history: History, rng: random.Random) -> Case:
    papers = tuple(doubted(one, rng) for one in documents(history))
    case = Case(papers, answered(state(Facts(received=papers, units=UNITS)), rng))
    note(repr(history))
    note("\n".join(f"{one.review_id} -> {one.resolution} {one.meant}" for one in case.said))
    return case


def release_of(found: State) -> dict[str, bytes]:
    """The bytes of every computed table, as a release has them."""
    return {
        column.name: _bytes(column.name, getattr(found, column.name))
        for column in fields(State)
        if column.name in TABLES
    }


@lru_cache(maxsize=256)
def _bytes(name: str, rows: tuple[Any, ...]) -> bytes:
    """Of the same rows once: most tables of a release are those of the one before the answer."""
    return table_bytes(name, rows)[0]


def cases(check: Callable[[Case, random.Random], None], history: History, rng: random.Random) -> None:
    case = case_of(history, rng)
    if case.said:
        check(case, rng)


# ---- what an answer says it changes ---------------------------------------------------------------------------


@examples(40)
@given(histories(), st.randoms(use_true_random=False))
def test_what_an_answer_says_it_changes_is_exactly_what_changes(history: History, rng: random.Random) -> None:
    cases(check_said_effects, history, rng)


def check_said_effects(case: Case, _: random.Random) -> None:
    *before, last = case.said
    old = state(replace(case.facts(), resolutions=tuple(before)))
    new = state(case.facts())
    said = effects_between(old, new)
    assert set(said.procedures) == {
        one.code
        for mine, other in ((old, new), (new, old))
        for one in mine.procedures
        if one not in other.procedures
    }
    for unit in UNITS:
        told = next((one for one in said.units if one.unit_id == unit.unit_id), None)
        boards = [Counter(one for one in each.boards if one.unit_id == unit.unit_id) for each in (old, new)]
        added, gone = (boards[1] - boards[0]).total(), (boards[0] - boards[1]).total()
        assert (told.board_added, told.board_removed) == (added, gone) if told else not (added or gone)
    if said.is_nothing:
        assert release_of(old)["boards"] == release_of(new)["boards"]
        assert release_of(old)["listing_updates"] == release_of(new)["listing_updates"]
    assert last.review_id


@examples(40)
@given(histories(), st.randoms(use_true_random=False))
def test_an_answer_about_rows_changes_those_rows_and_no_other(history: History, rng: random.Random) -> None:
    def check(case: Case, _: random.Random) -> None:
        *before, last = case.said
        assert last.meant is not None
        old = state(replace(case.facts(), resolutions=tuple(before)))
        new = state(case.facts())
        rows = ({one.item_id: replace(one, flags=()) for one in each.decision_items} for each in (old, new))
        was, now = rows
        changed = {name for name in was if now.get(name) != was[name]}
        about = {row.item_id for row in last.meant.rows}
        if KINDS[last.meant.kind].does in OF_ROWS:
            assert changed <= about, "only what was asked about"
        assert {was[name].decision_id for name in changed} <= {last.meant.decision_id}
        named = (
            {name.partition(": ")[0] for name in last.resolution.split("; ")} if last.meant.parts else set()
        )
        codes = {was[name].code for name in about if name in was}
        if named & codes:  # row by row: what is not named stays as it was
            made = {one.code for one in new.procedures if one not in old.procedures}
            assert made <= named | {None}

    cases(check, history, rng)


@examples(40)
@given(histories(), st.randoms(use_true_random=False))
def test_taking_every_answer_back_restores_the_bytes_of_the_release(
    history: History, rng: random.Random
) -> None:
    cases(check_taken_back, history, rng)


def check_taken_back(case: Case, rng: random.Random) -> None:
    without = release_of(state(replace(case.facts(), resolutions=())))
    later = SAID_AT + timedelta(hours=1)
    back = [replace(one, reopened=True, resolved_at=later) for one in case.said]
    rng.shuffle(back)
    assert release_of(state(case.facts(*back))) == without
    one, *others = case.said
    kept = release_of(state(replace(case.facts(), resolutions=tuple(others))))
    gone = replace(one, reopened=True, resolved_at=later)
    assert release_of(state(case.facts(gone))) == kept, "one alone, the others stay"


# ---- what does not change an answer -----------------------------------------------------------------------------


@examples(30)
@given(histories(), st.randoms(use_true_random=False))
def test_no_order_of_facts_changes_an_answer(history: History, rng: random.Random) -> None:
    cases(check_order_of_facts, history, rng)


def check_order_of_facts(case: Case, rng: random.Random) -> None:
    once = release_of(state(case.facts()))
    papers = tuple(rng.sample(case.papers, len(case.papers)))
    said = tuple(rng.sample((*case.said, *case.said), 2 * len(case.said)))
    shuffled = Facts(received=papers, units=tuple(reversed(UNITS)), resolutions=said)
    assert release_of(state(shuffled)) == once


def in_force(found: State) -> dict[str, object]:
    """What answers decide, without the words in which it was asked."""
    return {
        "procedures": found.procedures,
        "boards": tuple(found.boards),
        "work": tuple(replace(one, reason="", evidence=None) for one in found.listing_updates),
        "reviews": [(one.kind, one.state, one.resolution) for one in found.reviews],
    }


@examples(30)
@given(histories(), st.randoms(use_true_random=False))
def test_no_wording_changes_an_answer(history: History, rng: random.Random) -> None:
    def check(case: Case, _: random.Random) -> None:
        once = state(case.facts())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(questions, "sentence", lambda kind, said: f"Hỏi khác: {kind}")
            reworded = state(case.facts())
        assert in_force(reworded) == in_force(once)
        assert [one.review_id for one in reworded.reviews] == [one.review_id for one in once.reviews]

    cases(check, history, rng)


def read_better(papers: Iterable[Received]) -> tuple[Received, ...]:
    """What a better reader makes of the same bytes: sections told more finely, pages and tables known."""
    found = []
    for paper in papers:
        assert paper.reading is not None
        items = tuple(
            replace(one, part=f"{one.part}.1" if one.part else one.part, page=3, table_no=2)
            for one in paper.reading.items
        )
        found.append(replace(paper, reading=replace(paper.reading, items=items)))
    return tuple(found)


def other_copies(papers: Sequence[Received]) -> tuple[Received, ...]:
    """The same content in other bytes, which is taken instead."""
    return tuple(replace(one, sha256=sha256(one.sha256.encode()).hexdigest()) for one in papers)


@examples(30)
@given(histories(), st.randoms(use_true_random=False), st.sampled_from((read_better, other_copies)))
def test_no_reader_and_no_copy_changes_an_answer(
    history: History, rng: random.Random, otherwise: Callable[[Sequence[Received]], tuple[Received, ...]]
) -> None:
    def check(case: Case, _: random.Random) -> None:
        once, papers = state(case.facts()), otherwise(case.papers)
        # A sentence that points at a row by its place points at another one when places are told otherwise.
        bare = [
            item for paper in papers if paper.reading for item in paper.reading.items if item.code is None
        ]
        if otherwise is read_better and bare:
            return
        again = state(replace(case.facts(), received=papers))
        settled = {one.review_id for one in once.reviews if one.state is ReviewState.RESOLVED}
        assert len([one for one in again.reviews if one.state is ReviewState.RESOLVED]) == len(settled)
        assert in_force(again) == in_force(once)

    cases(check, history, rng)
