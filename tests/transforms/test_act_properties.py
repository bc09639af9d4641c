"""What holds of every history in which decisions act on decisions: no order of arrival, no further copy and no rhythm of
runs changes what comes of it, and an answer that is taken back leaves the bytes of before.

`NIEMYET_EXAMPLES=600 pytest tests/transforms/test_act_properties.py` runs longer and with fresh histories.
"""

import random

from hypothesis import given
from hypothesis import strategies as st

from tests.support.act_histories import act_histories
from tests.support.histories import History
from tests.transforms import test_answer_properties as answers
from tests.transforms import test_properties as papers
from tests.transforms.test_properties import examples


@examples(25)
@given(act_histories(), st.randoms(use_true_random=False))
def test_order_of_arrival_means_nothing(history: History, rng: random.Random) -> None:
    papers.check_order_of_arrival(history, rng)


@examples(25)
@given(act_histories(), st.randoms(use_true_random=False))
def test_another_copy_of_a_decision_changes_nothing(history: History, rng: random.Random) -> None:
    papers.check_another_copy(history, rng)


@examples(15)
@given(act_histories(most=5))
def test_incremental_equals_full(history: History) -> None:
    papers.check_incremental(history)


@examples(25)
@given(act_histories(), st.randoms(use_true_random=False))
def test_taking_every_answer_back_restores_the_bytes_of_the_release(
    history: History, rng: random.Random
) -> None:
    answers.cases(answers.check_taken_back, history, rng)


@examples(20)
@given(act_histories(), st.randoms(use_true_random=False))
def test_no_order_of_facts_changes_an_answer(history: History, rng: random.Random) -> None:
    answers.cases(answers.check_order_of_facts, history, rng)


@examples(20)
@given(act_histories(), st.randoms(use_true_random=False))
def test_what_an_answer_says_it_changes_is_exactly_what_changes(history: History, rng: random.Random) -> None:
    answers.cases(answers.check_said_effects, history, rng)
