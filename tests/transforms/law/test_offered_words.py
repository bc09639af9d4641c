"""What a question offers is said in the words of the one who answers, and each of them is an answer."""

import re

import pytest

from niemyet.model.words import ReviewKind
from niemyet.transforms.law.answers import accepted, choice_word, effect_of
from niemyet.transforms.law.review_kinds import KINDS

WITH_CHOICES = sorted(kind for kind, entry in KINDS.items() if entry.choices)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_vietnamese_holds_no_word_of_the_program(kind: str) -> None:
    takes, does = accepted(kind)[0], effect_of(KINDS[kind])[0]
    assert not re.findall(
        r"“[a-z_]+”|[a-z]+_[a-z]+|\b(?:none|all|keep|before|ended|stays|reverts)\b", f"{takes} {does}"
    )


@pytest.mark.parametrize("kind", WITH_CHOICES)
def test_every_word_that_is_offered_is_one_that_is_taken(kind: str) -> None:
    entry = KINDS[kind]
    offered = [choice_word(choice) for choice in entry.choices]
    assert all(choice_word(one) in {one.value, *one.said} for one in entry.choices)
    assert len(set(offered)) == len(offered), "two answers under one word"
    assert all(word in accepted(kind)[0] for word in offered)
    assert all(one.value in accepted(kind)[1] for one in entry.choices)


def test_an_orphan_is_offered_its_three_ends() -> None:
    assert "chấm dứt; giữ; trước đó" in accepted(ReviewKind.ORPHANED.value)[0]
    assert effect_of(KINDS[ReviewKind.ORPHANED.value])[0].startswith("“chấm dứt”: thủ tục chấm dứt")
