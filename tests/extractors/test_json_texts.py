"""JSON of strangers becomes values that a table and a log can hold."""

import json

import pytest

from niemyet.extractors.json_texts import json_of


def test_plain_json_is_what_it_says() -> None:
    assert json_of('{"a": [1, -2, 1.5, null, true, "số \\u0111"]}') == {"a": [1, -2, 1.5, None, True, "số đ"]}


def test_half_a_letter_is_shown_as_unknown_and_a_pair_as_its_letter() -> None:
    assert json_of('{"a\\ud800": ["x\\udfffy", "\\ud83d\\ude00"]}') == {"a\ufffd": ["x\ufffdy", "\U0001f600"]}
    json.dumps(json_of('"\\ud800"'), ensure_ascii=False).encode()


@pytest.mark.parametrize("figures", ["9" * 19, "9" * 5000])
def test_a_number_that_no_table_holds_stays_text(figures: str) -> None:
    assert json_of(f"[{figures}]") == [figures]


@pytest.mark.parametrize("text", ["", "{", "[" * 200_000 + "]" * 200_000, "nan'"])
def test_what_is_no_json_says_so(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        json_of(text)
