"""An answer to each kind of question holds when the question is reworded, a reader tells sections otherwise, or another
copy of the same document is there and is taken."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from niemyet.model.records import Policy, Question, Received, Resolution, fields
from niemyet.model.tables import Review
from niemyet.model.words import Action, ReviewKind, ReviewState
from niemyet.transforms.consolidate import Facts, State, consolidate
from niemyet.transforms.law import questions
from niemyet.transforms.law.answers import NamedRow, read_answer
from niemyet.transforms.law.review_kinds import KINDS, Subject
from niemyet.transforms.law.standing_answers import meant_by
from tests.support.province import QUANG_NAM, X, day, item, unit
from tests.support.review_stories import D2, story, story_of
from tests.transforms.test_answer_properties import read_better, release_of

ASKING = [kind for kind in ReviewKind if KINDS[kind].asks]
#: About bytes, not about what they say: other bytes are another question.
OF_BYTES = frozenset({ReviewKind.COPIES_DIFFER, ReviewKind.SAME_NUMBER, ReviewKind.TITLE_MISMATCH})
UNITS = (
    unit("H9", "district", "Huyện", until="2025-07-01"),  # type: ignore[arg-type]
    unit("xa-b", "commune", "Xã"),  # type: ignore[arg-type]
)


def state(kind: ReviewKind, received: Sequence[Received], *said: Resolution) -> State:
    return consolidate(
        Facts(
            postings=story_of(kind).postings,
            received=tuple(received),
            adoptions=story_of(kind).adoptions,
            fee_lists=story_of(kind).fees,
            doubted=story_of(kind).doubted,
            resolutions=said,
            units=UNITS,
        ),
        province=QUANG_NAM,
        policy=Policy(),
        as_of=datetime(2026, 11, 28, tzinfo=UTC).date(),
        knowledge=datetime(2026, 11, 28, 5, tzinfo=UTC),
    )


def of_kind(found: State, kind: ReviewKind) -> list[Review]:
    return [one for one in found.reviews if one.kind == kind]


def answer(kind: ReviewKind, found: State) -> Resolution:
    (review,) = of_kind(found, kind)
    rows = [
        NamedRow(one.item_id, one.code, one.name, one.part, one.row_no)
        for one in found.decision_items
        if one.decision_id == review.decision_id or one.item_id in review.candidates
    ]
    value = read_answer(review, story_of(kind).right[0], rows, even_so=True)
    assert isinstance(value, str), value
    items = {one.item_id: one for one in found.decision_items}
    at = datetime(2026, 11, 27, 5, tzinfo=UTC)
    return Resolution(review.review_id, value, "Lan", at, meant_by(review, items, answer=value))


def what_it_did(found: State) -> object:
    return (
        [(one.code, one.level, one.valid_from, one.valid_until, one.name, one.time_local) for one in found.procedures],
        [(one.unit_id, one.code, one.valid_from, one.valid_until) for one in found.boards],
    )  # fmt: skip


def other_copy_wins(papers: Sequence[Received]) -> tuple[Received, ...]:
    """Another copy of each, in other bytes, received before."""
    return (
        *papers,
        *(
            replace(
                one,
                sha256=sha256(one.sha256.encode()).hexdigest(),
                source_id="a-truoc",
                received_at=one.received_at - timedelta(hours=1),
            )
            for one in papers
        ),
    )


@pytest.mark.parametrize("kind", ASKING)
def test_reworded(kind: ReviewKind, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = story_of(kind).received
    said = answer(kind, state(kind, papers))
    once = state(kind, papers, said)
    monkeypatch.setattr(questions, "sentence", lambda kind, said: "Hỏi khác hẳn")
    again = state(kind, papers, said)
    assert [one.state for one in of_kind(again, kind)] == [one.state for one in of_kind(once, kind)]
    assert what_it_did(again) == what_it_did(once)


Otherwise = Callable[[Sequence[Received]], tuple[Received, ...]]


def has_meaning(kind: ReviewKind, otherwise: Otherwise) -> bool:
    """Not of postings and of bytes that nobody could read: no reader reads them otherwise. Of a question about bytes
    other bytes are another question."""
    papers = story_of(kind).received
    if not papers or any(one.reading is None for one in papers):
        return False
    about_bytes = KINDS[kind].subject is Subject.DOCUMENT or kind in OF_BYTES
    return not (otherwise is other_copy_wins and about_bytes)


OTHERWISE: list[tuple[ReviewKind, Otherwise]] = [
    (kind, one) for kind in ASKING for one in (read_better, other_copy_wins) if has_meaning(kind, one)
]


@pytest.mark.parametrize(("kind", "otherwise"), OTHERWISE)
def test_read_otherwise_or_from_another_copy(kind: ReviewKind, otherwise: Otherwise) -> None:
    papers = story_of(kind).received
    said = answer(kind, state(kind, papers))
    once = state(kind, papers, said)
    assert {one.state for one in of_kind(once, kind)} <= {ReviewState.RESOLVED}
    again = state(kind, otherwise(papers), said)
    assert {one.state for one in of_kind(again, kind)} <= {ReviewState.RESOLVED}, "the answer holds"
    assert what_it_did(again) == what_it_did(once)


@pytest.mark.parametrize("kind", ASKING)
def test_in_another_order_told_twice_and_taken_back(kind: ReviewKind) -> None:
    """The bytes are the same whatever came first; taken back, they are those of before the answer."""
    papers = story_of(kind).received
    before = state(kind, papers)
    said = answer(kind, before)
    once = release_of(state(kind, papers, said))
    assert release_of(state(kind, (*reversed(papers), *papers), said, said)) == once
    assert once != release_of(before), "the question is answered"
    back = replace(said, reopened=True, resolved_at=said.resolved_at + timedelta(hours=1))
    assert release_of(state(kind, papers, said, back)) == release_of(before)
    assert release_of(state(kind, papers, back, said)) == release_of(before), "whichever was recorded first"


def test_rows_that_an_answer_names_are_found_where_their_ids_have_moved() -> None:
    """Rows without a code bear ids of their names; a better reader reads the name of one otherwise."""
    kind = ReviewKind.ROW_EFFECT_UNCLEAR
    rows = tuple(item(D2, Action.ABOLISH, None, X, row=n, name=name) for n, name in
                 ((1, "Thủ tục 1.00O001"), (2, "Thủ tục 1.000002")))  # fmt: skip
    asks = Question(kind, fields(text="một số thủ tục", on=day("2022-06-01")))
    papers = story(*rows, asks=asks)
    found = state(kind, papers)
    (review,) = of_kind(found, kind)
    mine = [one for one in found.decision_items if one.decision_id == D2.decision_id]
    value = read_answer(
        review, "A/I/1", [NamedRow(one.item_id, one.code, one.name, one.part, one.row_no) for one in mine]
    )
    assert isinstance(value, str), value
    at = datetime(2022, 11, 27, 5, tzinfo=UTC)
    items = {one.item_id: one for one in mine}
    said = Resolution(review.review_id, value, "Lan", at, meant_by(review, items, answer=value))

    last = papers[-1]
    assert last.reading is not None
    better = tuple(
        replace(one, name="Thủ tục 1.000001") if one.row_no == "1" else one for one in last.reading.items
    )
    again = state(kind, (*papers[:-1], replace(last, reading=replace(last.reading, items=better))), said)
    days = {one.row_no: one.effective_on for one in again.decision_items if one.decision_id == D2.decision_id}
    assert value not in {one.item_id for one in again.decision_items}, "its id has moved"
    assert days == {"1": day("2022-06-01"), "2": day("2022-03-01")}
