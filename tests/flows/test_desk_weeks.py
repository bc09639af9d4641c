"""How late the work was week by week: what nobody had looked at by then is not counted, as the page says."""

from datetime import date
from pathlib import Path

import pytest

from niemyet.flows.desk.pages import late_weeks
from niemyet.flows.ui import Ui
from niemyet.model.tables import ListingUpdate
from niemyet.model.words import DoneKnownBy, UpdateState
from tests.flows.test_carrying import LISTING, night
from tests.support.house import House, build_house, decision

COPY, CHILD = ("2.000815", "Chứng thực bản sao"), ("1.001193", "Đăng ký khai sinh")


@pytest.fixture
def house(tmp_path: Path) -> House:
    found = build_house(tmp_path / "nhà", huyen_listing=LISTING)
    found.drop("1.md", decision(1, "10/01/2022", level="CẤP HUYỆN", rows=(COPY, CHILD)))
    night(found, "2022-01-11")  # known then, so due then; nobody has looked at the board
    return found


def posted(house: House, *sheets: tuple[str, str]) -> None:
    head = "<tr><th>Mã TTHC</th><th>Tên thủ tục hành chính</th></tr>"
    rows = "".join(f"<tr><td>{code}</td><td>{name}</td></tr>" for code, name in sheets)
    page = f"<html><meta charset='utf-8'><body><table>{head}{rows}</table></body></html>"
    (house.root / "niem-yet.html").write_text(page, encoding="utf-8")


def late(house: House) -> dict[date, int]:
    ui = Ui(house.folder.address, house.root / "niemyet.toml", "vi", "table")
    return {week.day: week.late for week in late_weeks(ui)}


def test_what_a_first_look_finds_done_was_not_late_before_it(house: House) -> None:
    posted(house, COPY, CHILD)
    release = night(house, "2022-03-10")
    done = [row for row in release.rows("listing_updates", ListingUpdate) if row.state is UpdateState.DONE]
    assert done
    assert {row.done_known_by for row in done} == {DoneKnownBy.LOOK}
    assert all(row.due_on is not None and row.due_on < date(2022, 2, 1) for row in done)
    assert set(late(house).values()) == {0}


def test_what_an_earlier_look_found_missing_was_late_until_it_was_seen(house: House) -> None:
    posted(house, COPY)
    night(house, "2022-02-20")
    posted(house, COPY, CHILD)
    night(house, "2022-03-10")
    weeks = late(house)
    assert weeks[date(2022, 3, 6)] == 1
    assert weeks[date(2022, 3, 10)] == 0
