"""What may be chosen as an answer, kind by kind; that each is taken is tested beside the stories of all kinds."""

import pytest

from niemyet.model.tables import Review
from niemyet.model.words import ReviewKind, ReviewState
from niemyet.transforms.law.answer_choices import choices, takes_several

K = ReviewKind
CODES = ("1.000001", "1.000002")


def asked(kind: ReviewKind, *candidates: str) -> Review:
    return Review("x:1", kind, None, None, "?", candidates, None, ReviewState.OPEN, None, None, None)


@pytest.mark.parametrize(
    ("kind", "candidates", "offered"),
    [
        (K.SEVERAL_CODES, CODES, CODES),
        (K.REPLACED_UNKNOWN, CODES, (*CODES, "none")),
        (K.PARTIAL_REPEAL, CODES, (*CODES, "all", "none")),
        (K.PARTIAL_REPEAL, CODES[:1], (*CODES[:1], "none")),  # the only one is all of them
        (K.LEFT_OVER_CODE, CODES, ("none", "missing")),  # a row that was missed is written out
        (K.OCR_HEADING, ("II. THU TUC ???",), ()),  # what a scan shows is no act
        (K.VOID_LEVEL, ("province", "commune"), ("province", "commune", "none")),
        (K.NOT_A_DECISION, (), ("none",)),
        (K.NUMBER_UNKNOWN, (), ()),
    ],
)
def test_choices(kind: ReviewKind, candidates: tuple[str, ...], offered: tuple[str, ...]) -> None:
    assert choices(asked(kind, *candidates)) == offered


def test_several_answers_are_one_where_the_form_takes_them() -> None:
    assert [takes_several(kind) for kind in (K.VOID_LEVEL, K.PARTIAL_REPEAL, K.SEVERAL_CODES, K.REVERT)] == [
        True,
        True,
        True,
        False,
    ]
