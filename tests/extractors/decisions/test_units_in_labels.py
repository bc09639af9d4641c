"""Numbers whose unit stands in the label of their column alone: the board shows what they count."""

import pytest

from niemyet.extractors.decisions.columns import Column
from niemyet.extractors.decisions.units_in_labels import counted, has_bare_line
from niemyet.model.tables import ReadItem
from tests.support.papers import At, Grid, paper, read_as

TITLE = "Về việc công bố Danh mục thủ tục hành chính ban hành mới lĩnh vực Làng nghề thuộc thẩm quyền của UBND cấp xã"
FIRST = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính ban hành mới lĩnh vực Làng nghề."
SIGNED = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."
LABELS: list[str | At] = ["STT", "Mã TTHC", "Tên thủ tục hành chính"]


def row(labels: list[str | At], *values: str) -> ReadItem:
    grid = Grid([[*LABELS, *labels], ["1", "1.000601", "Cấp thẻ thợ dệt chiếu", *values]])
    reading = read_as("html", paper(TITLE, [FIRST, SIGNED], ["DANH MỤC", grid]))
    (item,) = reading.items
    assert not reading.questions
    return item


@pytest.mark.parametrize(
    ("label", "value", "time"),
    [
        ("Thời hạn giải quyết (ngày)", "10", "10"),
        ("Thời hạn giải quyết (ngày làm việc)", "3,5", "3,5"),
        ("Thời gian giải quyết (ĐVT: giờ)", "4", "4"),
        ("Thời hạn giải quyết (số ngày)", "05", "05"),
        ("Thời hạn giải quyết (tính theo ngày làm việc)", "05", "05"),
        # It says itself what it counts:
        ("Thời hạn giải quyết (ngày)", "02 giờ", "02 giờ"),
        ("Thời hạn giải quyết (ngày)", "Trong ngày", "Trong ngày"),
        # Two units are none, and brackets may hold other words:
        ("Thời hạn giải quyết (ngày)/(giờ)", "10", "10"),
        ("Thời hạn giải quyết (sau cắt giảm)", "10", "10"),
    ],
)
def test_a_time_stays_as_it_is_printed(label: str, value: str, time: str) -> None:
    assert row([label, "Phí, lệ phí"], value, "Không").time_local == time


@pytest.mark.parametrize(
    ("label", "value", "fee"),
    [
        ("Phí, lệ phí (đồng)", "50.000", "50.000 đồng"),
        ("Phí, lệ phí (nghìn đồng)", "50", "50 nghìn đồng"),
        ("Phí, lệ phí (1.000 đồng)", "50", "50 nghìn đồng"),
        ("Phí, lệ phí (đồng/hồ sơ)", "50.000", "50.000 đồng/hồ sơ"),
        ("Phí, lệ phí (đồng)", "Không", "Không"),
        ("Phí, lệ phí (đồng)", "0", "0"),
        ("Phí, lệ phí (nếu có)", "50.000", "50.000"),
    ],
)
def test_a_fee_says_what_it_counts(label: str, value: str, fee: str) -> None:
    assert row(["Thời hạn giải quyết", label], "10 ngày", value).fee == fee


def test_only_fees_count() -> None:
    assert counted(Column.NAME, "Tên (ngày)", "10") == "10"
    assert counted(Column.TIME, "Thời hạn (ngày)", "10") == "10"
    assert has_bare_line("05 ngày\n10") is True
    assert has_bare_line("05 ngày\nKhông") is False


def test_a_label_above_two_columns_changes_no_time() -> None:
    item = row([At("Thời hạn giải quyết (ngày làm việc)", 1), "Phí, lệ phí"], "10", "Không")
    assert item.time_local == "10"


@pytest.mark.parametrize(
    ("line", "fee", "asked"),
    [
        ("Đơn vị tính: nghìn đồng", "50", True),
        ("(ĐVT: 1.000 đồng)", "50", True),
        ("Đơn vị tính: đồng", "50.000", False),
        ("Đơn vị tính: nghìn đồng", "50 nghìn đồng", False),
        ("Đơn vị: Sở Công Thương", "50.000", False),
    ],
)
def test_a_unit_beside_the_list_is_asked_about(line: str, fee: str, asked: bool) -> None:
    grid = Grid([[*LABELS, "Phí, lệ phí"], ["1", "1.000601", "Cấp thẻ thợ dệt chiếu", fee]])
    reading = read_as("html", paper(TITLE, [FIRST, SIGNED], ["DANH MỤC", line, grid]))
    assert bool(reading.questions) is asked
