# ruff: noqa: E501 - rows of cases
"""How far apart two short texts are."""

import pytest

from niemyet.transforms.language.distance import edits


@pytest.mark.parametrize(("one", "other", "far"), [
    ("", "", 0), ("", "abc", 3), ("đất", "đất", 0), ("đất", "dat", 2), ("Tam Hải", "Tam Hai", 1), ("abc", "acb", 2), ("ab", "xaby", 2),
])  # fmt: skip
def test_signs_put_in_left_out_or_exchanged(one: str, other: str, far: int) -> None:
    assert edits(one, other) == edits(other, one) == far
