"""What the desk says names its own forms, not options of the command line."""

import pytest

from niemyet.flows.desk.words import said_at_desk, words_in
from niemyet.model.messages import catalogue
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
    told = [
        one
        for one in catalogue("vi").items()
        if "Report the work on the day" in one[0] or "did not work on" in one[0]
    ]
    assert len(told) == 2
    assert not any("--" in text for one in told for text in one)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    "begins",
    [
        "{unit_id} ({channel}): {now} rows, {before} at the last look",
        "a tick stands there, but no work id under",
        "{update_id} was “{kind}: {code} {name}” for",
        "no work with id {update}; nearest",
        "no question with id {review_id}. The ids stand in `niemyet review list`. Nearest",
        "{where}: this is the annex of a decision: it says what must hang",
    ],
)
def test_a_clerk_at_the_desk_is_named_its_pages_not_commands(begins: str, lang: str) -> None:
    (told,) = [one for one in catalogue("vi").items() if one[0].startswith(begins)]
    (said,) = said_at_desk([told[0 if lang == "en" else 1]], lang)
    assert "niemyet" not in said
    assert "--" not in said
    assert "“" in said


def test_what_only_a_command_does_is_for_whoever_runs_the_desk() -> None:
    said = said_at_desk(["Hãy chạy `niemyet repair`."], "vi")
    assert said[0] == "Hãy chạy `niemyet repair`."
    assert "người vận hành" in said[1]
