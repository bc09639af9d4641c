"""Two times or fees in one row of which nothing says what each is: of two columns of one label, of two lines of one cell."""

import pytest

from niemyet.model.records import Reading
from niemyet.model.words import ReviewKind
from tests.support.papers import At, Grid, paper, read_as

TITLE = "Về việc công bố Danh mục thủ tục hành chính ban hành mới lĩnh vực Làng nghề thuộc thẩm quyền của UBND cấp xã"
FIRST = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính ban hành mới lĩnh vực Làng nghề."
SIGNED = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."
LABELS: list[str | At] = ["STT", "Mã TTHC", "Tên thủ tục hành chính"]


def listed(labels: list[str | At], *values: str) -> Reading:
    grid = Grid([[*LABELS, *labels], ["1", "1.000601", "Cấp thẻ thợ dệt chiếu", *values]])
    return read_as("html", paper(TITLE, [FIRST, SIGNED], ["DANH MỤC", grid]))


def waits(reading: Reading) -> bool:
    (row,) = reading.items
    asked = ReviewKind.ROW_DOUBTFUL in {one.kind for one in reading.questions}
    assert asked is ("two_values" in row.flags)
    return asked


@pytest.mark.parametrize(
    ("labels", "values"),
    [
        (["Thời hạn giải quyết", "Thời hạn giải quyết"], ("10 ngày", "05 ngày")),
        ([At("Thời hạn giải quyết", 2)], ("10 ngày làm việc", "05 ngày làm việc")),
        (["Thời hạn giải quyết", "Phí, lệ phí"], ("10 ngày\n05 ngày", "Không")),
        (["Thời hạn giải quyết", "Phí, lệ phí"], ("10 ngày", "10.000 đồng\n20.000 đồng")),
        (["Thời hạn giải quyết", "Phí, lệ phí"], ("Không quá 10 ngày; 05 ngày", "Không")),
        (["Thời hạn giải quyết", "Phí, lệ phí"], ("10 ngày\n05 ngày\nNgay trong ngày", "Không")),
    ],
)
def test_a_row_of_two_values_waits(labels: list[str | At], values: tuple[str, ...]) -> None:
    assert waits(listed(labels, *values))


@pytest.mark.parametrize(
    "time",
    [
        "10 ngày",
        "01 ngày 04 giờ",
        "Cấp mới: 10 ngày\nCấp lại: 05 ngày",
        "10 ngày; trường hợp phức tạp 15 ngày",
        "10 (mười) ngày làm việc",
        "05 ngày làm việc kể từ ngày nhận đủ hồ sơ",
    ],
)
def test_a_value_that_says_what_it_is_of_counts(time: str) -> None:
    assert not waits(listed(["Thời hạn giải quyết", "Phí, lệ phí"], time, "Không"))


@pytest.mark.parametrize(
    ("time", "now"),
    [
        ("Giảm từ 05 ngày xuống còn 03 ngày", "03 ngày"),
        ("Rút ngắn thời hạn từ 1,5 ngày làm việc xuống 01 ngày làm việc", "01 ngày làm việc"),
        ("Cắt giảm từ 15 ngày còn 10 ngày.", "10 ngày"),
        ("05 ngày làm việc (rút ngắn còn 03 ngày làm việc)", "03 ngày làm việc"),
        ("03 ngày (quy định 05 ngày)", "03 ngày"),
        ("03 ngày làm việc (theo quy định: 05 ngày làm việc)", "03 ngày làm việc"),
        ("02 ngày (thay cho 05 ngày)", "02 ngày"),
        ("02 ngày (giảm từ 05 ngày)", "02 ngày"),
        ("15 ngày, được cắt giảm còn 07 ngày", "07 ngày"),
    ],
)
def test_a_time_that_was_cut_in_one_cell_is_the_one_after_it(time: str, now: str) -> None:
    reading = listed(["Thời hạn giải quyết"], time)
    (row,) = reading.items
    assert (row.time_local, reading.questions) == (now, ())
    assert "(trước)" in (row.note or "")


@pytest.mark.parametrize("time", ["Từ 05 ngày đến 10 ngày", "Trong ngày; nộp sau 15 giờ thì còn 01 ngày"])
def test_a_span_or_a_condition_is_no_cut(time: str) -> None:
    assert listed(["Thời hạn giải quyết"], time).items[0].time_local == time


def test_the_name_before_in_quotes_is_no_part_of_the_name() -> None:
    grid = Grid([[*LABELS], ["1", "1.000601", "Cấp thẻ thợ dệt chiếu (trước đây là “Cấp thẻ thợ cói”)"]])
    (row,) = read_as("html", paper(TITLE, [FIRST, SIGNED], ["DANH MỤC", grid])).items
    assert (row.name, "Cấp thẻ thợ cói" in (row.note or "")) == ("Cấp thẻ thợ dệt chiếu", True)
    assert "row_doubtful" not in row.flags
