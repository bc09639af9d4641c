"""The work list on a terminal."""

from datetime import date

from niemyet.reports.work_text import work_text
from tests.reports.test_work_list import update


def test_an_opening_list_is_one_line_for_each_day_and_state() -> None:
    rows = [update(f"o{n}", kind="opening_list", code=f"1.80000{n}") for n in range(4)]
    rows += [
        update("late", kind="opening_list", state="overdue", days_overdue=2, due_on=date(2022, 12, 29)),
        update("soon"),
    ]
    told = work_text(rows, {"thu": "Xã Thử"})
    assert told.splitlines()[0] == "Xã Thử (thu): 6"
    assert told.count("Niêm yết ban đầu") == 2
    assert "Niêm yết ban đầu: 1 thủ tục\n      hạn 29/12/2022, quá hạn 2 ngày" in told
    assert "Niêm yết ban đầu: 4 thủ tục\n      hạn 09/01/2023, phải làm" in told
    assert "niemyet export thu --to xlsx" in told
    assert "[soon]" in told
    assert "1.800001" not in told


def test_an_opening_list_of_one_is_told_as_work_is() -> None:
    assert "[o1]" in work_text([update("o1", kind="opening_list")], {})
