"""Days of an act that no one can mean: before the decision that it ends was signed, or an end before the beginning."""

import pytest

from niemyet.model.words import RelationType, ReviewKind
from tests.extractors.decisions.test_acts_held_to_a_part import acting


@pytest.mark.parametrize(
    "words",
    [
        "Bãi bỏ {} kể từ ngày 01/01/2022.",
        "Thu hồi {} kể từ ngày 01/12/2021.",
        "Tạm ngưng {} từ ngày 01/01/2022.",
        "Ngưng hiệu lực {} từ ngày 01/5/2022 đến hết ngày 01/4/2022.",
    ],
)
def test_an_act_on_such_a_day_waits(words: str) -> None:
    reading = acting(words)
    assert [(one.effective_on, one.undated) for one in reading.relations] == [(None, True)]
    assert [one.kind for one in reading.questions] == [ReviewKind.ACT_DATE_UNCLEAR]


def test_a_day_from_which_the_decision_holds_is_none_of_them() -> None:
    (one,) = acting("Bãi bỏ {} kể từ ngày 02/01/2022.").relations
    assert (one.type, one.undated) == (RelationType.REPEALS_DOC, False)


def test_a_pause_of_a_procedure_that_ends_before_it_begins_is_asked_about() -> None:
    reading = acting(
        "Tạm dừng thủ tục Nuôi ong lấy mật (mã số 1.004884) từ ngày 01/5/2022 đến ngày 01/4/2022."
    )
    assert not reading.items
    assert ReviewKind.LEFT_OVER_TEXT in {one.kind for one in reading.questions}
