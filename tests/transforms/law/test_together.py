"""Questions of one doubt asked as one, their answers for each row again; and lists of reception that follow each other."""

from dataclasses import replace

from niemyet.model.records import Meant, PartMeant, Resolution, RowMeant, fields
from niemyet.model.tables import Decision, DecisionItem, Review
from niemyet.model.words import Action, DecisionKind, Level, ReviewKind
from niemyet.transforms.law.citing import index_decisions
from niemyet.transforms.law.decision_acts import apply_acts
from niemyet.transforms.law.questions import ask
from niemyet.transforms.law.reception_lists import reception_lists
from niemyet.transforms.law.together import answers_by_row, by_row, label, put_together
from tests.support.province import QUANG_NAM, H, T, X, day, decision, item, noon

PAPER = decision(1, "2024-01-08", "2024-01-09")


def void(code: str) -> Review:
    row = item(PAPER, Action.NEW, code, H, row=int(code[-1]))
    return ask(ReviewKind.VOID_LEVEL, fields(code=code, name=f"Thủ tục {code}"), decision=PAPER, item=row)


CODES = [f"1.00000{number}" for number in range(1, 9)]


def test_questions_that_differ_in_the_row_alone_are_one_whatever_their_order() -> None:
    asked = [void(code) for code in CODES]
    (whole,) = put_together(asked)
    assert put_together(asked[::-1]) == (whole,)
    assert len(whole.items or ()) == len(whole.asked or ()) == 8
    assert whole.item_id is None
    assert "8" in whole.question
    assert " …" in whole.question, "six of them are named"
    fewer = put_together(asked[:3])
    assert fewer[0].review_id == whole.review_id, "the id is made of the doubt and never of its rows"
    assert put_together([]) == ()


def test_one_question_alone_stays_as_it_is_and_so_does_another_decisions() -> None:
    one = void(CODES[0])
    assert put_together([one]) == (one,)
    other = replace(
        void(CODES[1]), decision_id="quang-nam/2-QD-UBND/2024-02-02", review_id="void_level:" + "a" * 16
    )
    assert set(put_together([one, other])) == {one, other}


def said(answer: str) -> Resolution:
    parts = tuple(
        PartMeant(
            void(code).review_id, (RowMeant(f"id-{code}", code, "", "", None, None, None),), fields(code=code)
        )
        for code in CODES[:2]
    )
    meant = Meant(ReviewKind.VOID_LEVEL, PAPER.decision_id, parts=parts)
    return Resolution("void_level:" + "b" * 16, answer, "Lan", noon(day("2025-08-01")), meant)


def test_an_answer_to_all_is_an_answer_to_each_and_one_that_names_rows_is_for_those() -> None:
    assert [one.resolution for one in answers_by_row([said("commune")])] == ["commune", "commune"]
    assert [one.review_id for one in answers_by_row([said("commune")])] == [
        void(code).review_id for code in CODES[:2]
    ]
    named = list(answers_by_row([said(f"{CODES[1]}: province")]))
    assert [(one.review_id, one.resolution) for one in named] == [(void(CODES[1]).review_id, "province")]
    single = replace(said("commune"), meant=None)
    assert list(answers_by_row([single])) == [single]


def test_rows_are_named_by_the_code_that_is_asked_about() -> None:
    assert label(ReviewKind.VOID_LEVEL, "x", fields(code="1.000001")) == "1.000001"
    assert label(ReviewKind.VOID_LEVEL, "x", ()) == "x"
    assert by_row("1.1: a; 1.2: b", ["1.1", "1.2"]) == {"1.1": "a", "1.2": "b"}
    assert by_row("cấp xã", ["1.1"]) is None
    assert by_row("1.3: a", ["1.1"]) is None


# ---- lists of reception ----------------------------------------------------------------------------

FIRST = decision(11, "2024-01-08", "2024-01-09", kind=DecisionKind.SUBSET)
LATER = decision(12, "2024-05-06", "2024-05-07", kind=DecisionKind.SUBSET)


def received(of: Decision, code: str, *levels: Level, sector: str | None = "Hộ tịch") -> DecisionItem:
    return item(of, Action.LIST, code, row=int(code[-1]), reception_levels=levels or (X,), sector=sector)


def asked_of(*rows: DecisionItem) -> list[Review]:
    decisions = {one.decision_id: one for one in (FIRST, LATER)}
    index = index_decisions(decisions.values(), QUANG_NAM)
    acted = apply_acts([], decisions, index, QUANG_NAM, {}, [])
    return list(reception_lists(decisions, rows, index, acted))


def test_a_later_list_that_lacks_what_an_earlier_one_has_is_asked_about() -> None:
    (one,) = asked_of(received(FIRST, "1.000001"), received(FIRST, "1.000002"), received(LATER, "1.000001"))
    assert one.decision_id == LATER.decision_id
    assert {(field.name, field.value) for field in one.fields or ()} >= {
        ("count", "1"),
        ("codes", "1.000002"),
    }
    assert (
        asked_of(received(FIRST, "1.000001"), received(LATER, "1.000001"), received(LATER, "1.000002")) == []
    )


def test_lists_of_other_sectors_or_receivers_stand_beside_each_other() -> None:
    assert asked_of(received(FIRST, "1.000001"), received(LATER, "1.000002", sector="Đất đai")) == []
    assert asked_of(received(FIRST, "1.000001"), received(LATER, "1.000002", T)) == []
    assert len(asked_of(received(FIRST, "1.000001"), received(LATER, "1.000002", sector=None))) == 1
    assert asked_of() == []
