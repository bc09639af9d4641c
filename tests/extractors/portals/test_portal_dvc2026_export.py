"""The workbook of the national catalogue: keys, fingerprints, what a row says and what it leaves unsaid."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from niemyet.demo.national import Formality, exported
from niemyet.extractors.portals.dvc2026_export import (
    changed_rows,
    entry_of,
    keyed_rows,
    row_print,
    without_code,
)
from niemyet.model.errors import NotThePageError
from niemyet.model.records import Part, Receipt
from niemyet.model.words import Level, SheetComponent

TWICE = exported(
    [
        Formality("1.001193", "Một"),
        Formality("1.001193", "Hai"),
        Formality("2.000815", "Ba", is_ward=False, is_province=True),
    ]
)
PART = Part("workbook", "a.xlsx", "a" * 64)
RECEIPT = Receipt(
    "s", "dvc-2026", "1.001193", "a.xlsx#1.001193", datetime(2026, 11, 1, tzinfo=UTC), "f", (PART,)
)


def test_a_code_that_stands_twice_is_two_rows_and_a_row_that_moves_is_the_same() -> None:
    rows = keyed_rows(TWICE, "a.xlsx")
    assert [key for key, _ in rows] == ["1.001193", "1.001193#2", "2.000815"]
    known = {key: row_print(row) for key, row in rows}
    moved = [(key, replace(row, row_no=row.row_no + 7)) for key, row in rows]
    assert [held for _, _, held in changed_rows(moved, known)] == [True, True, True]
    renamed = [(key, replace(row, name="Khác")) for key, row in rows]
    assert not any(held for _, _, held in changed_rows(renamed, known))
    assert without_code([(key, replace(row, code=None)) for key, row in rows]) == [1, 2, 3]


def test_a_row_says_level_and_agency_and_no_fee_day_or_decision() -> None:
    rows = dict(keyed_rows(TWICE, "a.xlsx"))
    entry = entry_of(RECEIPT, PART, rows["2.000815"], None)
    assert (entry.code, entry.levels, entry.sectors) == ("2.000815", (Level.PROVINCE,), ("Hộ tịch",))
    assert (entry.fees, entry.updated_on, entry.decision_text, entry.is_placeholder) == (
        (),
        None,
        None,
        False,
    )
    assert entry.sheet == ((SheetComponent.AGENCY, "Ủy ban nhân dân cấp tỉnh"),)
    with pytest.raises(NotThePageError, match="Chờ duyệt"):
        entry_of(RECEIPT, PART, replace(rows["2.000815"], state_text="Chờ duyệt"), None)
