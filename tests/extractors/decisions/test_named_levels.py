"""Who resolves a row, as its name or a value says beside itself: against the heading it is asked about; alone it tells."""

import csv

import pytest

from niemyet.extractors.decisions.before_and_after import now_and_was
from niemyet.extractors.decisions.named_levels import levels_of_name, resolvers_in_value
from niemyet.model.records import Reading
from niemyet.model.words import Level, ReviewKind
from tests.support.papers import Grid, paper, read_as
from tests.support.realdata import real

LABELS = [
    *("STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Địa điểm thực hiện", "Phí, lệ phí")
]
WHOLE = ("Xác nhận lò nung gốm", "05 ngày làm việc", "UBND cấp xã", "Không")
OF_COMMUNES = " thuộc thẩm quyền của UBND cấp xã"


def listed(*values: str, of: str = OF_COMMUNES, day: str = "ngày 05 tháng 7 năm 2022") -> Reading:
    """Two rows; the second says what is given, else what the first says."""
    second = [*values, *WHOLE[len(values) :]]
    grid = Grid([LABELS, ["1", "1.000601", *WHOLE], ["2", "1.000602", *second]])
    title = f"Về việc công bố Danh mục thủ tục hành chính ban hành mới lĩnh vực Làng nghề{of}"
    first = f"Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính ban hành mới{of}."
    articles = [first, "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."]
    return read_as(
        "html", paper(title, articles, [f"DANH MỤC THỦ TỤC HÀNH CHÍNH{of.upper()}", grid], day=day)
    )


def contradicted(reading: Reading) -> list[bool]:
    return ["level_contradicted" in one.flags for one in reading.items]


@pytest.mark.parametrize(
    "tail",
    [
        " (cấp tỉnh)",
        " (thực hiện tại cấp tỉnh)",
        " - cấp tỉnh",
        " tại UBND cấp tỉnh",
        " thuộc thẩm quyền của Sở Công Thương",
        " (thuộc thẩm quyền giải quyết của Sở Công Thương)",
        " do Sở Công Thương thực hiện",
        " (cấp huyện)",
    ],
)
def test_a_name_that_gives_another_level_is_asked_about(tail: str) -> None:
    reading = listed(WHOLE[0] + tail)
    assert contradicted(reading) == [False, True]
    assert ReviewKind.LEVEL_CONTRADICTED in {one.kind for one in reading.questions}


@pytest.mark.parametrize(
    "tail", [" (cấp xã)", " tại UBND cấp xã", " cấp tỉnh", " thuộc thẩm quyền của UBND cấp xã", " (mẫu số 2)"]
)
def test_a_name_that_gives_its_own_level_or_none(tail: str) -> None:
    assert contradicted(listed(WHOLE[0] + tail)) == [False, False]


def test_a_name_of_the_time_of_districts_contradicts_nothing() -> None:
    reading = listed(WHOLE[0] + " (cấp huyện)", day="ngày 05 tháng 8 năm 2025")
    assert contradicted(reading) == [False, False]


def test_a_name_tells_where_nothing_else_does() -> None:
    names = [(one.levels, one.flags) for one in listed(WHOLE[0] + " (cấp tỉnh)", of="").items]
    assert names[1] == ((Level.PROVINCE,), ("level_from_name",))
    assert "level_unknown" in names[0][1]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (1, "05 ngày do Sở Công Thương giải quyết"),
        (1, "05 ngày làm việc (Sở Công Thương giải quyết)"),
        (1, "05 ngày, thuộc thẩm quyền Sở Nội vụ"),
        (2, "UBND cấp xã do Sở Công Thương giải quyết"),
        (2, "UBND cấp xã (chuyển Sở Công Thương giải quyết)"),
        (2, "Bộ phận Một cửa cấp xã; thẩm quyền: Sở Công Thương"),
        (3, "Không, do Sở Công Thương giải quyết"),
        (3, "50.000 đồng thuộc thẩm quyền Sở Nội vụ"),
    ],
)
def test_a_value_that_gives_another_level_is_asked_about(place: int, text: str) -> None:
    values = [*WHOLE[:place], text]
    assert contradicted(listed(*values)) == [False, True]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (1, "Sở Công Thương: 03 ngày; UBND cấp xã: 02 ngày"),
        (1, "05 ngày do UBND cấp xã giải quyết"),
        (1, "05 ngày kể từ ngày Sở Công Thương có ý kiến"),
        (2, "UBND cấp xã, Sở Công Thương"),
        (2, "Cơ quan có thẩm quyền giải quyết"),
        (3, "Theo mức do HĐND tỉnh quyết định"),
        (3, "Mức thu do UBND tỉnh quy định"),
    ],
)
def test_a_value_that_gives_none(place: int, text: str) -> None:
    assert contradicted(listed(*[*WHOLE[:place], text])) == [False, False]


def test_no_value_of_several_levels_is_against_any() -> None:
    assert resolvers_in_value("do Sở Nội vụ giải quyết 03 ngày, do UBND cấp xã giải quyết 02 ngày") == ()


@pytest.mark.parametrize(
    ("name", "now"),
    [
        ("Xác nhận lò gạch được đổi tên thành Xác nhận lò sành", "Xác nhận lò sành"),
        ("Xác nhận lò gạch (đổi tên thành “Xác nhận lò sành”)", "Xác nhận lò sành"),
        ("Xác nhận lò gạch, nay là Xác nhận lò sành", "Xác nhận lò sành"),
    ],
)
def test_a_name_and_the_one_that_it_bears_now(name: str, now: str) -> None:
    assert now_and_was(name) == (now, "Xác nhận lò gạch")
    assert listed(name).items[1].name == now


@pytest.mark.parametrize(
    "name",
    [
        "Xác nhận của Sở Công nghiệp, nay là Sở Công Thương",
        "Đổi tên cơ sở nuôi ong",
        "Thay đổi tên hộ kinh doanh",
        "Cấp lại thẻ do đổi tên xã thành phường",
    ],
)
def test_a_name_of_one_thing(name: str) -> None:
    assert now_and_was(name) is None


@pytest.mark.realdata
def test_names_of_the_nation_give_the_level_of_their_row() -> None:
    file = real("procedures/national_2026-07.csv")
    levels = {"Cấp bộ": Level.MINISTRY, "Cấp tỉnh": Level.PROVINCE, "Cấp xã": Level.COMMUNE}
    against, told = [], 0
    with file.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            held = {levels[one.strip()] for one in row["cap_thuc_hien"].split(",") if one.strip() in levels}
            named = set(levels_of_name(row["ten_thu_tuc"])) - {Level.DISTRICT}
            told += bool(held and named)
            if held and named and not held & named:
                against.append(row["ten_thu_tuc"])
    assert told > 200
    assert len(against) == 1, "one for which the list itself is wrong: of the capital, and of provinces"
