"""Headings that say two acts, or deny the one they name; counts wherever they stand; internal procedures within a list."""

import pytest

from niemyet.model.records import Reading
from niemyet.model.words import Action, ReviewKind
from tests.support.papers import At, Grid, paper, read_as

LABELS = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết"]
ROWS = [
    ["1", "1.000601", "Cấp thẻ thợ dệt chiếu", "05 ngày"],
    ["2", "1.000602", "Xác nhận lò nung gốm", "05 ngày"],
]
TITLE = "Về việc công bố Danh mục thủ tục hành chính {} lĩnh vực Làng nghề thuộc thẩm quyền của UBND cấp xã"
FIRST = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính {} lĩnh vực Làng nghề."
SIGNED = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."


def captioned(caption: str, acts: str = "ban hành mới", title: str | None = None, first: str = "") -> Reading:
    """A list of two rows below a caption of its own."""
    articles = [first or FIRST.format(acts), SIGNED]
    grid = Grid([LABELS, *ROWS])
    return read_as("html", paper(TITLE.format(acts) if title is None else title, articles, [caption, grid]))


def parted(heading: str, *rows: list[str]) -> Reading:
    """A list whose last rows stand below a heading in a merged row."""
    more: list[list[str | At]] = [*rows] or [["1", "1.000603", "Đăng ký nghề đan lát", "05 ngày"]]
    grid = Grid([LABELS, [At("I. THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI", 4)], *ROWS, [At(heading, 4)], *more])
    return read_as("html", paper(TITLE.format(""), [FIRST.format(""), SIGNED], ["DANH MỤC", grid]))


def kinds(reading: Reading) -> set[ReviewKind]:
    return {one.kind for one in reading.questions}


@pytest.mark.parametrize(
    "caption",
    [
        "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH (LOẠI BỎ)",
        "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI, BÃI BỎ",
        "THỦ TỤC HÀNH CHÍNH SỬA ĐỔI VÀ BÃI BỎ LĨNH VỰC LÀNG NGHỀ",
        "DANH MỤC THỦ TỤC HÀNH CHÍNH KHÔNG BAN HÀNH MỚI",
    ],
)
def test_a_caption_of_two_acts_is_not_settled_by_the_title(caption: str) -> None:
    reading = captioned(caption)
    assert {one.action for one in reading.items} == {Action.LIST}
    assert ReviewKind.ACTION_UNKNOWN in kinds(reading)


def test_sections_below_such_a_caption_say_which() -> None:
    grid = Grid([LABELS, [At("I. BAN HÀNH MỚI", 4)], ROWS[0], [At("II. BÃI BỎ", 4)], ["1", *ROWS[1][1:]]])
    acts = "ban hành mới và bãi bỏ"
    caption = "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI VÀ BÃI BỎ"
    blocks = paper(TITLE.format(acts), [FIRST.format(acts), SIGNED], [caption, grid])
    reading = read_as("html", blocks)
    assert [one.action for one in reading.items] == [Action.NEW, Action.ABOLISH]
    assert not kinds(reading)


@pytest.mark.parametrize(
    "heading",
    [
        "II. KHÔNG BAN HÀNH MỚI",
        "II. CHƯA BAN HÀNH MỚI",
        "II. THỦ TỤC BAN HÀNH MỚI NHƯNG KHÔNG ÁP DỤNG",
        "II. THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI KHÔNG CÔNG KHAI",
    ],
)
def test_an_act_that_is_denied(heading: str) -> None:
    reading = parted(heading)
    assert [one.action for one in reading.items] == [Action.NEW, Action.NEW, Action.LIST]
    assert ReviewKind.ACTION_UNKNOWN in kinds(reading)


def test_what_is_not_taken_in_online_is_new_all_the_same() -> None:
    reading = parted("II. THỦ TỤC BAN HÀNH MỚI KHÔNG TIẾP NHẬN TRỰC TUYẾN")
    assert reading.items[-1].action is Action.NEW


def test_internal_procedures_within_the_table_of_a_list() -> None:
    reading = parted(
        "II. THỦ TỤC HÀNH CHÍNH NỘI BỘ BAN HÀNH MỚI",
        ["1", "1.000603", "Cấp thẻ cho công chức", "05 ngày"],
        ["2", "", "Chuyển hồ sơ cho phòng", "01 ngày"],
    )
    assert [one.code for one in reading.items] == ["1.000601", "1.000602", "1.000603"]
    assert "row_doubtful" in reading.items[-1].flags
    assert ReviewKind.ROW_DOUBTFUL in kinds(reading)


@pytest.mark.parametrize(
    "caption",
    [
        "DANH MỤC {} THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI",
        "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI ({} TTHC)",
        "DANH MỤC THỦ TỤC HÀNH CHÍNH (gồm {} thủ tục)",
    ],
)
@pytest.mark.parametrize(("count", "fits"), [("02", True), ("05", False)])
def test_the_count_of_a_caption(caption: str, count: str, fits: bool) -> None:
    asked = ReviewKind.CONTROL_TOTAL_MISMATCH in kinds(captioned(caption.format(count)))
    assert asked is not fits


@pytest.mark.parametrize(("count", "fits"), [("hai", True), ("hai (02)", True), ("mười hai", False)])
def test_the_count_of_a_caption_in_words(count: str, fits: bool) -> None:
    reading = captioned(f"DANH MỤC {count.upper()} THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI")
    assert (ReviewKind.CONTROL_TOTAL_MISMATCH in kinds(reading)) is not fits


@pytest.mark.parametrize(
    "said",
    [
        "Danh mục {n} thủ tục ban hành mới lĩnh vực Làng nghề",
        "Danh mục thủ tục hành chính ban hành mới (gồm {n} thủ tục)",
        "Danh mục thủ tục hành chính ban hành mới lĩnh vực Làng nghề, gồm: {n} TTHC",
        "Danh mục {w} ({n}) thủ tục hành chính ban hành mới",
        "Danh mục {w} thủ tục hành chính ban hành mới",
    ],
)
@pytest.mark.parametrize(
    ("number", "words", "fits"), [("02", "hai", True), ("05", "năm", False), ("21", "hai mươi mốt", False)]
)
def test_the_count_of_the_first_article(said: str, number: str, words: str, fits: bool) -> None:
    first = f"Điều 1. Công bố kèm theo Quyết định này {said.format(n=number, w=words)}."
    reading = captioned("DANH MỤC", first=first)
    assert (ReviewKind.CONTROL_TOTAL_MISMATCH in kinds(reading)) is not fits
    assert {one.sector for one in reading.items} == {"Làng nghề"}


@pytest.mark.parametrize(("count", "fits"), [("02", True), ("05", False)])
def test_the_count_of_the_title_alone(count: str, fits: bool) -> None:
    title = f"Về việc công bố {count} thủ tục hành chính ban hành mới thuộc thẩm quyền của UBND cấp xã"
    reading = captioned("DANH MỤC", title=title)
    assert (ReviewKind.CONTROL_TOTAL_MISMATCH in kinds(reading)) is not fits
    assert reading.declared_items == int(count)


@pytest.mark.parametrize(("count", "fits"), [("02", True), ("03", True), ("04", False)])
def test_a_count_of_procedures_of_which_one_has_a_row_for_each_level(count: str, fits: bool) -> None:
    grid = Grid(
        [
            [*LABELS, "Cấp thực hiện"],
            [*ROWS[0], "Cấp tỉnh"],
            ["2", *ROWS[0][1:3], "03 ngày", "Cấp xã"],
            ["3", *ROWS[1][1:], "Cấp xã"],
        ]
    )
    title = "Về việc công bố Danh mục thủ tục hành chính ban hành mới lĩnh vực Làng nghề"
    below = f"Tổng cộng: {count} thủ tục"
    blocks = paper(title, [FIRST.format("ban hành mới"), SIGNED], ["DANH MỤC", grid, below])
    assert (ReviewKind.CONTROL_TOTAL_MISMATCH in kinds(read_as("html", blocks))) is not fits
