"""The words of tables and columns: each in Vietnamese too, and which times are UTC."""

from niemyet.model.column_words import _vietnamese, described, with_zone
from niemyet.model.tables import TABLES
from niemyet.storage.schemas import columns, describe


def test_every_table_and_column_is_told_in_vietnamese() -> None:
    told = {describe(row) for row in TABLES.values()}
    told |= {column.description for row in TABLES.values() for column in columns(row)}
    assert told == set(_vietnamese()), "each is told, and nothing else is"


def test_words_that_are_not_known_stay_as_they_are() -> None:
    assert described("day of signing", "vi") == "ngày ký"
    assert described("day of signing", "en") == "day of signing"
    assert described("of another program", "vi") == "of another program"


def test_an_instant_is_said_to_be_utc_and_a_day_is_not() -> None:
    assert with_zone("lúc gửi", "timestamp[us, tz=UTC]", "vi") == "lúc gửi (giờ UTC)"
    assert with_zone("when it was sent", "timestamp[us, tz=UTC]", "en") == "when it was sent (UTC)"
    assert with_zone("day of signing", "date32[day]", "en") == "day of signing"
