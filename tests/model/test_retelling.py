"""A sentence that is kept in Vietnamese is said in English when the catalogue knows it, and stays as it is when not."""

import pytest

from niemyet.model.messages import catalogue
from niemyet.model.retelling import retold


def known(msgid: str) -> str:
    assert msgid in catalogue("vi"), "the test needs a sentence that is in the catalogue"
    return catalogue("vi")[msgid]


def test_in_the_language_that_it_is_kept_in_nothing_is_touched() -> None:
    assert retold("câu bất kỳ", "vi") == "câu bất kỳ"
    assert retold("", "en") == ""


def test_what_nobody_wrote_stays_as_it_is() -> None:
    text = "Một câu mà danh mục không có, 12 tờ"
    assert retold(text, "en") == text


@pytest.mark.parametrize(("kept", "said"), [
    ("01/07/2025", "2025-07-01"), ("5/7/2025", "2025-07-05"), ("29/2/2024", "2024-02-29"),
    ("31/02/2024", "31/02/2024"), ("40/13/2024", "40/13/2024"), ("01/07/25", "01/07/25"),
])  # fmt: skip
def test_a_day_is_written_as_english_writes_days_and_what_is_no_day_stays(kept: str, said: str) -> None:
    assert retold(kept, "en") == said


SENTENCES = ("it is missing", "other bytes than were written")


@pytest.mark.parametrize("english", SENTENCES)
def test_a_known_sentence_is_said(english: str) -> None:
    assert retold(known(english), "en") == english


def test_values_come_along_and_are_said_themselves_where_they_are_known() -> None:
    english = next(
        one
        for one in catalogue("vi")
        if one.startswith("{where}: damaged or missing ({why}). It held what a run")
    )
    kept = known(english).format(where="kho/nhật ký", why=known("it is missing"))
    assert retold(kept, "en") == english.format(where="kho/nhật ký", why="it is missing")


def test_a_list_is_said_when_every_part_of_it_is_known() -> None:
    first, second = (known(one) for one in SENTENCES)
    assert retold(f"{first}; {second}", "en") == "; ".join(SENTENCES)
    half = f"câu lạ; {second}"
    assert retold(half, "en") == half


def test_a_place_before_a_known_sentence_stays() -> None:
    assert retold(f"cổng: {known('it is missing')}", "en") == "cổng: it is missing"
