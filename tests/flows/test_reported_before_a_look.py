"""A report of a day before the look that shows the work undone would change nothing: it is refused, not swallowed."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from niemyet.flows.reporting import Report, report_rows
from niemyet.model.errors import UsageError
from niemyet.storage.release import Release
from tests.flows.test_carrying import LISTING, night, posted
from tests.support.house import House, build_house, decision

COPY, CHILD = "2.000815", "1.001193"


@pytest.fixture
def house(tmp_path: Path) -> House:
    """The district's board lacks one of its two procedures; nobody looks at the commune's."""
    found = build_house(tmp_path / "nhà", huyen_listing=LISTING)
    posted(found, COPY)
    for number, (code, level) in enumerate(((CHILD, "CẤP XÃ"), (COPY, "CẤP HUYỆN"), (CHILD, "CẤP HUYỆN")), 1):
        found.drop(
            f"{number}.md", decision(number, "10/01/2022", level=level, rows=((code, f"Thủ tục {code}"),))
        )
    return found


def reported(house: House, release: Release, unit: str, on: date) -> int:
    """How many reports of the open work on CHILD are taken."""
    work = release.table(
        "listing_updates", filters=[("unit_id", "=", unit), ("code", "=", CHILD)]
    ).to_pylist()
    ids = [row["update_id"] for row in work if row["done_on"] is None]
    run = Report(house.folder, datetime(2022, 3, 20, 3, tzinfo=UTC))
    return len(report_rows(run, release, ids, on=on, by="Lan"))


def test_a_report_of_a_day_before_a_look_that_shows_it_undone_is_refused(house: House) -> None:
    release = night(house, "2022-03-10")
    with pytest.raises(UsageError, match="was seen undone on 2022-03-10, after 2022-03-09"):
        reported(house, release, "huyen-a", date(2022, 3, 9))


def test_a_report_of_the_day_of_the_look_or_of_work_nobody_has_looked_at_is_taken(house: House) -> None:
    release = night(house, "2022-03-10")
    assert reported(house, release, "huyen-a", date(2022, 3, 10)) == 1
    assert reported(house, release, "huyen-a", date(2022, 3, 15)) == 1
    assert reported(house, release, "xa-b", date(2022, 3, 1)) == 1
