"""A table of the configuration says what its record says: the same keys, the same defaults."""

from dataclasses import MISSING, fields

import pytest

from niemyet.extractors.settings import FetchSettings
from niemyet.flows.config import FetchTable, LimitsTable, OfficeTable
from niemyet.model.records import Limits
from niemyet.reports.office import Office


@pytest.mark.parametrize(("table", "record"), [(FetchTable, FetchSettings), (LimitsTable, Limits)])
def test_a_table_has_the_keys_and_the_defaults_of_its_record(
    table: type[FetchTable | LimitsTable], record: type[FetchSettings | Limits]
) -> None:
    written = {name: field.default for name, field in table.model_fields.items()}
    assert list(written) == [one.name for one in fields(record)]
    assert {
        one.name: one.default for one in fields(record) if one.default is not MISSING
    }.items() <= written.items()


def test_what_stands_on_paper_has_the_keys_of_its_record() -> None:
    assert set(OfficeTable.model_fields) == {one.name for one in fields(Office)}
