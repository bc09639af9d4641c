"""A question offers in words exactly what it takes."""

import re

import pytest

from niemyet.model.tables import Review
from niemyet.model.words import ReviewKind
from niemyet.transforms.law.answer_choices import choices
from niemyet.transforms.law.questions import ask
from niemyet.transforms.law.review_kinds import KINDS, KindOfReview, offers_by_choice
from tests.support.review_stories import D2

BY_CHOICE = [one for one in KINDS.values() if offers_by_choice(one)]
SUBSETS = [
    ("end", "keep"),
    ("before", "keep"),
    ("before", "end", "keep"),
    ("off", "keep"),
    ("before", "keep", "off"),
]


def said_in(review: Review) -> set[str]:
    """The choices whose words stand in quotes in the sentence."""
    quoted = set(re.findall(r"“([^”]+)”", review.question))
    entry = KINDS[review.kind]
    return {one.value for one in entry.choices if quoted & {one.value, *one.said}}


@pytest.mark.parametrize("entry", BY_CHOICE, ids=lambda one: one.kind)
@pytest.mark.parametrize("offered", SUBSETS)
def test_the_sentence_offers_the_choices_of_the_question(
    entry: KindOfReview, offered: tuple[str, ...]
) -> None:
    if not set(offered) <= {one.value for one in entry.choices}:
        return
    review = ask(
        ReviewKind(entry.kind), (("before", "content"), ("now", "off"), ("did", "amended")), decision=D2,
        candidates=offered,
    )  # fmt: skip
    assert said_in(review) == set(offered)
    assert set(choices(review)) == set(offered)
    assert entry.closed, "what is not offered needs --even-so"


@pytest.mark.parametrize("entry", [one for one in KINDS.values() if one.choices], ids=lambda one: one.kind)
def test_every_choice_in_words_is_taken(entry: KindOfReview) -> None:
    """What a sentence shows in brackets as the word to answer with is one of the choices."""
    shown = set(re.findall(r"\((end|keep|before|off|moved|both|ended|stays|valid|void)\)", entry.en))
    assert shown <= {one.value for one in entry.choices}
    assert all(one.vi and one.en for one in entry.choices) or not offers_by_choice(entry)
