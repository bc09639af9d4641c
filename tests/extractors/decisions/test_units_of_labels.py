"""Units that a label has and its cells have not: without them a board would say "3" where the paper says three days."""

import pytest

from niemyet.extractors.decisions.columns import Column
from niemyet.extractors.decisions.units_of_labels import unit_of
from niemyet.model.records import Reading
from tests.support.papers import At, Grid, paper, read_as

TITLE = "Về việc công bố Danh mục thủ tục hành chính ban hành mới lĩnh vực Làng nghề thuộc thẩm quyền của UBND cấp xã"
FIRST = (
    "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính ban hành mới lĩnh vực Làng nghề thuộc thẩm quyền "
    "giải quyết của UBND cấp xã."
)
SIGNED = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."
LIST = "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI LĨNH VỰC LÀNG NGHỀ THUỘC THẨM QUYỀN CỦA UBND CẤP XÃ"
CODE, OTHER = "1.000601", "1.000602"


def listed(form: str, *grids: Grid) -> Reading:
    return read_as(form, paper(TITLE, [FIRST, SIGNED], [LIST, *grids]))


@pytest.mark.parametrize("form", ["docx", "html"])
def test_bare_numbers_bear_the_unit_of_their_label(form: str) -> None:
    labels: list[str | At] = [
        "STT",
        "Mã TTHC",
        "Tên thủ tục",
        "Thời hạn giải quyết (ngày làm việc)",
        "Lệ phí (nghìn đồng)",
    ]
    first: list[str | At] = ["1", CODE, "Cấp thẻ thợ dệt chiếu", "3", "15"]
    second: list[str | At] = ["2", OTHER, "Xác nhận lò nung gốm", "Trong ngày", "Không"]
    items = listed(form, Grid([labels, first, second])).items
    assert [item.time_local for item in items] == ["3 ngày làm việc", "Trong ngày"]
    assert [item.fee for item in items] == ["15 nghìn đồng", "Không"]


def test_a_label_over_several_columns_gives_its_unit_to_each() -> None:
    top: list[str | At] = [
        At("STT", 1, 2),
        At("Mã TTHC", 1, 2),
        At("Tên thủ tục", 1, 2),
        At("Thời hạn giải quyết (giờ)", 2),
    ]
    grid = Grid(
        [top, ["Theo quy định", "Sau cắt giảm"], ["1", CODE, "Cấp thẻ thợ dệt chiếu", "16", "8,5"]], 2
    )
    [item] = listed("docx", grid).items
    assert (item.time_legal, item.time_local) == ("16 giờ", "8,5 giờ")


def test_a_unit_ends_with_its_header_and_goes_on_with_it_in_the_next_table() -> None:
    days: list[str | At] = ["STT", "Mã TTHC", "Tên thủ tục", "Thời hạn giải quyết (ngày)", "Lệ phí"]
    hours: list[str | At] = ["STT", "Mã TTHC", "Tên thủ tục", "Thời hạn giải quyết (giờ)", "Lệ phí"]
    first = Grid(
        [
            days,
            ["1", CODE, "Cấp thẻ thợ dệt chiếu", "3", "Không"],
            hours,
            ["2", OTHER, "Xác nhận lò nung gốm", "4", "Không"],
        ]
    )
    more = Grid([["3", "1.000603", "Cấp sổ nghệ nhân", "6", "Không"]])
    assert [item.time_local for item in listed("docx", first, more).items] == ["3 ngày", "4 giờ", "6 giờ"]


@pytest.mark.parametrize(
    ("column", "label", "unit"),
    [
        (Column.TIME, "Thời hạn giải quyết (ĐVT: ngày làm việc)", "ngày làm việc"),
        (Column.TIME_LOCAL, "Số ngày giải quyết", "ngày"),
        (Column.FEE, "Phí, lệ phí (1.000 đồng)", "nghìn đồng"),
        (Column.FEE, "Phí, lệ phí (đồng/hồ sơ)", "đồng/hồ sơ"),
        (Column.FEE, "Phí, lệ phí (nếu có)", None),
        (Column.TIME, "Thời hạn giải quyết (kể từ ngày nhận đủ hồ sơ)", None),
        (Column.PLACE, "Địa điểm (ngày làm việc)", None),
    ],
)
def test_the_unit_of_a_label(column: Column, label: str, unit: str | None) -> None:
    assert unit_of(column, label) == unit
