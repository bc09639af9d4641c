"""Names as a PDF of a real province gave them, against the national names of the same codes."""

import csv
from collections import Counter

import pytest

from niemyet.transforms.language.names import NameMatch, compare_names, split_basis
from niemyet.transforms.language.text import broken_syllables, clean, mend_spaces
from tests.support.realdata import real

pytestmark = pytest.mark.realdata


def _rows(name: str) -> list[dict[str, str]]:
    with real(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def national() -> dict[str, str]:
    return {row["ma_thu_tuc"]: row["ten_thu_tuc"] for row in _rows("procedures/national_2026-07.csv")}


def test_kerned_names_become_the_true_names(national: dict[str, str]) -> None:
    rows = [row for row in _rows("haiphong/changes_2026-09.csv") if row["code"] in national]
    found: Counter[str] = Counter()
    others = []
    for row in rows:
        name, _ = split_basis(mend_spaces(row["name"]))
        match = compare_names(name, national[row["code"]])
        found[match] += 1
        if match is NameMatch.DIFFERS:
            others.append(row["code"])
    print(f"{len(rows)} names: {dict(sorted(found.items()))}")
    # Six are other names: four say something else than the national name, two (one code) were cut and then ran on.
    assert found == {
        NameMatch.SAME: 40,
        NameMatch.PREFIX: 6,
        NameMatch.EXTENDED: 5,
        NameMatch.DIFFERS: 6,
    }
    assert sorted(set(others)) == ["1.003785", "1.003829", "2.000555", "2.000894", "3.000242"]


def test_no_broken_syllable_is_left_and_no_basis_in_the_name(national: dict[str, str]) -> None:
    for row in _rows("haiphong/changes_2026-09.csv"):
        name, basis = split_basis(mend_spaces(row["name"]))
        assert broken_syllables(name) == 0, name
        assert "/NĐ-CP" not in name
        assert basis is None or basis[0].isupper()


def test_names_in_order_come_back_as_they_are(national: dict[str, str]) -> None:
    assert [name for name in national.values() if mend_spaces(name) != clean(name)] == []
    assert [name for name in national.values() if split_basis(name) != (clean(name), None)] == []
    print(f"{len(national)} names unchanged")
