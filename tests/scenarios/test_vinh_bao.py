"""A real commune's board against its city's decisions and against its own audit: every difference explained."""

from collections import Counter

import pytest

from niemyet.model.words import Action, UpdateKind, UpdateState
from tests.support import vinh_bao
from tests.support.vinh_bao import LATER, WHYS, compare, mislabelled, print_all, rows, state, work

pytestmark = pytest.mark.realdata


def test_every_code_is_compared_and_every_difference_has_its_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = compare()
    with capsys.disabled():
        print()
        print_all()
    assert len({one.code for one in found}) == len(found) == 293 + 34
    assert Counter(one.audited for one in found) == {
        "posted": 255,
        "taken down": 36,
        "held": 2,
        "not in it": 34,
    }
    assert {one.why for one in found} <= {"", *WHYS}
    assert Counter(one.why for one in found) == {
        "": 38,  # 11 posted, 23 taken down, 2 held, 2 abolished that it never had
        "no row": 191,
        "no row, down": 3,
        "reception not shown": 29,
        "level not shown": 30,
        "contradiction": 10,
        "contradiction, kept": 2,
        "not this commune's": 23,
        "missing in the audit": 1,
    }


def test_the_known_mislabels_are_found_by_their_sections() -> None:
    found = {row.code: row.action for row in mislabelled()}
    abolished_in_words = {f"1.1165{number}" for number in range(46, 56)}
    assert found == {
        "1.116351": Action.NEW,  # labelled as a cut of times, under BAN HÀNH MỚI
        **dict.fromkeys(abolished_in_words, None),  # labelled abolished, in a table with times
        "2.000823": None,  # labelled amended, in the table of the abolished
        "2.000890": None,
    }


def test_nothing_in_doubt_changes_the_board() -> None:
    doubted = {row.code for row in mislabelled() if row.action is None}
    assert not doubted & {one.code for one in state().procedures}
    assert doubted == {
        code
        for one in state().reviews
        if one.kind == "row_unread"
        for code in doubted
        if code in one.question
    }


def test_no_posted_sheet_comes_down_without_a_decision_that_ends_it() -> None:
    removed = {one.code for one in work() if one.kind is UpdateKind.REMOVE}
    assert removed == set()  # the 36 are down already
    posted = {row.code for row in vinh_bao.listing()}
    asked = {one.code for one in work() if one.kind is UpdateKind.REVIEW}
    assert len(posted) == 255
    assert len(posted - asked) == 11  # on the board, and posted rightly
    assert {
        one.code for one in work() if one.kind is UpdateKind.POST and one.state is UpdateState.OVERDUE
    } == {"1.001216"}


def test_what_is_held_for_next_year_is_planned_and_no_sooner() -> None:
    held = [one for one in work() if one.code in {"1.013860", "1.013864"}]
    assert [(one.kind, one.state, one.due_on) for one in held] == [
        (UpdateKind.POST, UpdateState.PLANNED, LATER)
    ] * 2


def test_what_a_decision_abolishes_is_named_where_it_still_hangs() -> None:
    """Nobody received what published these codes, so their end changes no board (RULINGS 7): a person is asked."""
    ended = {row.code: row.decision for row in rows() if row.action is Action.ABOLISH}
    asked = {
        one.code: one
        for one in state(with_taken_down=True).listing_updates
        if one.kind is UpdateKind.REVIEW and one.code in ended
    }
    hung = {row.code for row in vinh_bao.listing(with_taken_down=True)}
    assert set(asked) == set(ended) & hung
    assert len(asked) == 23
    for code, one in asked.items():
        assert one.item_id is not None
        assert one.decision_id is not None
        assert ended[code or ""] in one.reason
        assert "bãi bỏ" in one.reason
