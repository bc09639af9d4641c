"""What the desk says names its own forms, not options of the command line."""

import pytest

from niemyet.flows.desk.words import said_at_desk, words_in
from niemyet.model.tables import Review
from niemyet.model.words import ReviewKind, ReviewState
from niemyet.transforms.law.answers import Refused, read_answer

ASKED = Review(
    review_id="issuer_unknown:1", kind=ReviewKind.ISSUER_UNKNOWN, decision_id="d", item_id=None, question="",
    candidates=("quang-nam",), picture=None, state=ReviewState.OPEN, resolution=None, resolved_by=None, resolved_at=None,
)  # fmt: skip


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_box_of_the_form_is_named_in_the_place_of_the_option(lang: str) -> None:
    refused = read_answer(ASKED, "hue")
    assert isinstance(refused, Refused)
    printed = refused.vi if lang == "vi" else refused.en
    assert "--even-so" in printed
    (said,) = said_at_desk([printed], lang)
    assert "--" not in said
    assert words_in(lang)["even_so"] in said


def test_the_days_of_reports_are_told_without_an_option() -> None:
    from niemyet.model.messages import catalogue

    told = [
        one
        for one in catalogue("vi").items()
        if "Report the work on the day" in one[0] or "did not work on" in one[0]
    ]
    assert len(told) == 2
    assert not any("--" in text for one in told for text in one)
