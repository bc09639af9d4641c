"""A real commune's board against its city's decisions and against its own audit: every difference explained."""

from collections import Counter

import pytest

from niemyet.model.words import Action, Proof, UpdateKind, UpdateState
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
    assert Counter(one.why for one in found) == {
        "no row": 194,
        "held here": 10,
        "received here": 15,  # 12 that hang, 1 the audit does not know, 2 from March 2027
        "its table": 5,
        "label alone": 20,
        "times in its table": 10,
        "no times in its row": 2,
        "no level": 19,
        "place cut": 52,
    }
    assert {one.why for one in found} <= set(WHYS)
    assert Counter(one.agrees for one in found) == {True: 22 + 23 + 2 + 2, False: 278}


def test_reasons_rest_on_the_text_of_the_rows_and_on_nothing_of_the_audit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_audit = {one.code: (one.ours, one.why) for one in compare() if one.decisions}
    monkeypatch.setattr(vinh_bao, "audit", dict)
    assert {one.code: (one.ours, one.why) for one in compare()} == with_audit
    assert len(with_audit) == 133


def test_every_sheet_has_its_degree_of_proof_row_by_row() -> None:
    """Without the inventory 22 of 255 sheets are provable; with it the commune begins with a board it can trust."""
    found = {one.code: one for one in compare()}
    posted = {code: one.proof for code, one in found.items() if one.audited == "posted"}
    assert Counter(posted.values()) == {"decision": 22, "adopted": 233}
    assert {one.why for one in found.values() if one.proof == "decision"} == {"held here", "received here"}
    assert Counter(one.why for one in found.values() if one.proof == "adopted") == {
        "no row": 191,
        "place cut": 29,
        "no level": 13,
    }
    assert {
        code for code, one in found.items() if one.audited in {"taken down", "held"} and one.proof
    } == set()
    without, by_list = state(), state(adopted=True)
    decided = [one for one in by_list.procedures if one.proof is Proof.DECISION]
    assert decided == list(without.procedures), "an inventory changes nothing of what decisions hold"
    (asked,) = [one for one in by_list.reviews if one.kind.startswith("adopted")]
    assert (asked.kind, len(asked.candidates)) == ("adopted_level", 29)
    assert set(asked.candidates) == {
        code for code, one in found.items() if one.proof and one.why == "place cut"
    }
    seen = {one.code: (one.kind, one.state, one.proof) for one in by_list.listing_updates}
    assert sum(each == (UpdateKind.POST, UpdateState.DONE, Proof.ADOPTED) for each in seen.values()) == 233
    assert not [one for one in by_list.listing_updates if one.proof is Proof.OBSERVED]
    assert sum(one.proof is Proof.OBSERVED for one in without.listing_updates) == 233


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
        for row in one.asked or ()
        for code in doubted
        if any(code in told.value for told in row.fields)
    }


def test_no_posted_sheet_comes_down_without_a_decision_that_ends_it() -> None:
    removed = {one.code for one in work() if one.kind is UpdateKind.REMOVE}
    assert removed == set()  # the 36 are down already
    posted = {row.code for row in vinh_bao.listing()}
    asked = {one.code for one in work() if one.kind is UpdateKind.REVIEW}
    assert len(posted) == 255
    assert len(posted - asked) == 22  # on the board, and posted rightly
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
