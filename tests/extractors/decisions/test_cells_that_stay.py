"""Cells that say that a value stays as it was, effects that are no day, and two names under one number and code."""

import pytest

from niemyet.extractors.decisions.dittos import says_it_stays
from niemyet.model.records import Reading
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action, Level, ReviewKind
from tests.support.papers import At, Grid, paper, read_as

AMENDED, NEW = "được sửa đổi, bổ sung", "mới ban hành"
CODE, OTHER = "1.008401", "1.008402"
STAYS = ["Giữ nguyên", "Không thay đổi", "Không đổi", "Như cũ", "Vẫn giữ nguyên.", "Không cắt giảm"]


def read(labels: list[str | At], *rows: list[str | At], act: str = NEW, form: str = "docx") -> Reading:
    title = (
        f"Về việc công bố Danh mục thủ tục hành chính {act} lĩnh vực Đo đạc thuộc thẩm quyền của UBND cấp xã"
    )
    articles = [
        f"Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính {act} lĩnh vực Đo đạc cấp xã.",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    ]
    return read_as(form, paper(title, articles, ["DANH MỤC", Grid([labels, *rows])]))


def only(reading: Reading) -> ReadItem:
    (item,) = reading.items
    return item


BASE: list[str | At] = ["STT", "Mã TTHC", "Tên thủ tục hành chính"]
ROW: list[str | At] = ["1", CODE, "Đo đạc thửa đất"]


NONE = ["Không", "Không có", "0"]


@pytest.mark.parametrize("said", [*STAYS, *NONE, "Chưa cắt giảm", "Như quy định", "Theo quy định."])
def test_a_time_that_was_not_cut_is_the_legal_one(said: str) -> None:
    labels = [*BASE, "Thời hạn giải quyết theo quy định", "Thời hạn giải quyết sau cắt giảm"]
    reading = read(labels, [*ROW, "10 ngày", said])
    assert (only(reading).time_legal, only(reading).time_local) == ("10 ngày", "10 ngày")
    assert said in (only(reading).note or "")
    assert reading.questions == ()


@pytest.mark.parametrize("said", NONE)
def test_a_cut_of_a_time_that_is_not_printed_is_asked_about(said: str) -> None:
    labels = [*BASE, "Thời hạn giải quyết theo quy định", "Thời hạn giải quyết sau cắt giảm"]
    reading = read(labels, [*ROW, "Không quy định", said])
    assert (only(reading).time_local, only(reading).flags) == (said, ("row_doubtful", "stays"))


@pytest.mark.parametrize("said", STAYS[:4])
@pytest.mark.parametrize("label", ["Thời hạn giải quyết", "Phí, lệ phí", "Địa điểm thực hiện"])
def test_a_value_that_stays_and_is_not_printed_is_asked_about(label: str, said: str) -> None:
    reading = read([*BASE, label], [*ROW, said], act=AMENDED)
    assert only(reading).flags == ("row_doubtful", "stays")


@pytest.mark.parametrize("dash", ["-", "–", "..."])
def test_a_dash_is_no_time_and_no_name(dash: str) -> None:
    assert only(read([*BASE, "Thời hạn giải quyết"], [*ROW, dash])).time_local is None
    reading = read(BASE, ["1", CODE, dash], ["2", OTHER, "Vẽ bản đồ"])
    assert [one.name for one in reading.items] == ["", "Vẽ bản đồ"]
    assert [one.flags != () for one in reading.items] == [True, False]


@pytest.mark.parametrize("said", STAYS[:4])
def test_a_name_that_stays_is_no_name(said: str) -> None:
    reading = read(
        ["STT", "Mã TTHC", "Tên TTHC cũ", "Tên TTHC mới"], ["1", CODE, "Đo đạc", said], act=AMENDED
    )
    assert (only(reading).name, only(reading).flags) == ("Đo đạc", ()), "it is the one beside it"
    reading = read(BASE, ["1", CODE, said], ["2", OTHER, "Vẽ bản đồ"], act=AMENDED)
    assert ["stays" in one.flags for one in reading.items] == [True, False]


@pytest.mark.parametrize("said", NONE)
def test_a_new_name_that_is_none_is_not_the_name(said: str) -> None:
    labels: list[str | At] = ["STT", "Mã TTHC", "Tên TTHC cũ", "Tên TTHC mới"]
    item = only(read(labels, ["1", CODE, "Đo đạc", said], act=AMENDED))
    assert (item.name, "row_doubtful" in item.flags) == ("Đo đạc", True)


@pytest.mark.parametrize(
    "now",
    ["Tên TTHC sau khi sửa đổi, bổ sung", "Tên TTHC sửa đổi", "Tên gọi mới", "Nội dung sửa đổi tên TTHC"],
)
def test_a_name_beside_the_one_that_it_bears_now_is_what_it_was(now: str) -> None:
    reading = read(
        ["STT", "Mã TTHC", "Tên TTHC", now],
        ["1", CODE, "Đo đạc", "Đo đạc thửa đất"],
        ["2", OTHER, "Vẽ bản đồ", ""],
        act=AMENDED,
    )
    assert [one.name for one in reading.items] == ["Đo đạc thửa đất", "Vẽ bản đồ"], (
        "an empty one changes nothing"
    )
    assert [one.flags for one in reading.items] == [(), ()]
    assert reading.items[0].note == "Tên TTHC: Đo đạc"


def test_names_of_which_none_is_said_to_be_the_one_of_now_are_asked_about() -> None:
    labels: list[str | At] = ["STT", "Mã TTHC", "Tên TTHC của Trung ương", "Tên TTHC của tỉnh"]
    reading = read(labels, ["1", CODE, "Đo đạc", "Đo đạc thửa đất"], act=AMENDED)
    assert "row_doubtful" in only(reading).flags


PAIR: list[str | At] = [
    *("STT", "Mã TTHC bị thay thế", "Tên TTHC bị thay thế", "Mã TTHC thay thế", "Tên TTHC thay thế")
]


@pytest.mark.parametrize("said", ["", "-", "Không", "Giữ nguyên"])
def test_what_replaces_another_and_has_no_name_is_asked_about(said: str) -> None:
    item = only(read(PAIR, ["1", CODE, "Đo đạc thửa đất", OTHER, said], act="được thay thế"))
    assert (item.code, item.replaces, item.name) == (OTHER, (CODE,), "Đo đạc thửa đất")
    assert "row_doubtful" in item.flags


@pytest.mark.parametrize("said", ["", "-", "Không"])
def test_a_list_of_abolished_ones_ends_the_old_one_of_a_pair(said: str) -> None:
    rows: list[list[str | At]] = [
        ["1", CODE, "Đo đạc thửa đất", said, said],
        ["2", OTHER, "Vẽ bản đồ", "1.008403", "Vẽ bản đồ số"],
        ["3", "1.008404; 1.008405", "Cắm mốc", "1.008406", "Cắm mốc giới"],
    ]
    reading = read(PAIR, *rows, act="bị bãi bỏ")
    assert [(one.action, one.code) for one in reading.items] == [
        *((Action.ABOLISH, CODE), (Action.ABOLISH, OTHER), (Action.ABOLISH, None))
    ]
    assert reading.questions[0].kind is ReviewKind.SEVERAL_CODES
    assert "Thay thế bằng: 1.008403" in (reading.items[1].note or "")


@pytest.mark.parametrize("dash", ["-", "–", "..."])
@pytest.mark.parametrize("label", ["Phí, lệ phí", "Địa điểm thực hiện", "Căn cứ pháp lý"])
def test_a_dash_is_no_value(label: str, dash: str) -> None:
    item = only(read([*BASE, label], [*ROW, dash]))
    assert (item.fee, item.place, item.legal_basis, item.flags) == (None, None, None, ())


@pytest.mark.parametrize("said", STAYS[:4])
def test_a_row_of_which_nothing_changes_amends_nothing(said: str) -> None:
    labels = [*BASE, "Nội dung sửa đổi, bổ sung"]
    reading = read(labels, [*ROW, said], ["2", OTHER, "Vẽ bản đồ", "Phí"], act=AMENDED)
    assert [one.action for one in reading.items] == [Action.LIST, Action.AMEND]


@pytest.mark.parametrize(
    "value",
    ["Không", "Không thu phí", "Không quá 05 ngày", "Như quy định tại Nghị định 12", "Giữ xe: 2.000 đồng"],
)
def test_other_values_are_values(value: str) -> None:
    assert not says_it_stays(value)


@pytest.mark.parametrize("label", ["Hiệu lực", "Ngày có hiệu lực"])
@pytest.mark.parametrize(
    "effect",
    [
        "Khi Nghị định có hiệu lực",
        "Theo Nghị định số 19/2022/NĐ-CP",
        "Sau khi có hướng dẫn của Sở",
        "Chưa xác định",
        "Theo lộ trình",
        "Từ ngày ký; riêng xã miền núi khi có thông báo",
        "Kể từ ngày Luật Đo đạc có hiệu lực",
    ],
)
def test_an_effect_in_words_that_is_not_the_decision_s_is_asked_about(label: str, effect: str) -> None:
    reading = read([*BASE, label], [*ROW, effect])
    assert "row_doubtful" in only(reading).flags


@pytest.mark.parametrize(
    "effect",
    [
        *(
            "Từ ngày ký",
            "Kể từ ngày ký ban hành",
            "Ngày ký",
            "Kể từ ngày Quyết định này được ký",
            "Có hiệu lực",
            "-",
        ),
        *("Từ ngày Quyết định này có hiệu lực", "05/7/2022", "Còn hiệu lực", "Theo Quyết định này", "x"),
    ],
)
def test_an_effect_that_is_the_decision_s_is_not(effect: str) -> None:
    assert only(read([*BASE, "Hiệu lực"], [*ROW, effect])).flags == ()


def merged(second: str, time: str = "07 ngày") -> Reading:
    down: list[str | At] = [At("1", down=2), At(CODE, down=2), "Đo đạc thửa đất", "05 ngày"]
    return read([*BASE, "Thời hạn giải quyết"], down, [second, time])


@pytest.mark.parametrize("second", ["Đo đạc lại bản đồ", "Cấp bản sao trích lục", "Xác nhận hiện trạng"])
@pytest.mark.parametrize("time", ["05 ngày", "07 ngày"])
def test_two_names_below_a_merged_number_and_code_are_asked_about(second: str, time: str) -> None:
    item = only(merged(second, time))
    assert item.name == "Đo đạc thửa đất"
    assert "two_names" in item.flags
    assert second in (item.note or "")


@pytest.mark.parametrize(
    "second", ["Trường hợp có tranh chấp", "Đối với thửa đất lớn", "Cấp lại", "- Đo lại"]
)
def test_a_case_below_a_merged_number_and_code_stands_in_the_note(second: str) -> None:
    reading = merged(second)
    assert only(reading).name == "Đo đạc thửa đất"
    assert second.strip("- ") in (only(reading).note or "")
    assert reading.questions == ()


def test_a_name_that_goes_on_below_a_merged_number_is_one() -> None:
    assert only(merged("có tranh chấp", "05 ngày")).name == "Đo đạc thửa đất có tranh chấp"


@pytest.mark.parametrize("form", ["html", "docx"])
@pytest.mark.parametrize(
    "names",
    [
        "Đăng ký khai thác\nĐăng ký bảo vệ mốc",
        "Đăng ký khai thác đá; Thủ tục cấp thẻ đo đạc",
        "Thẩm định bản đồ\nXác nhận mốc giới",
    ],
)
def test_two_names_in_one_cell_are_asked_about(names: str, form: str) -> None:
    reading = read(BASE, ["1", CODE, names], ["2", OTHER, "Vẽ bản đồ"], form=form)
    assert ["two_names" in one.flags for one in reading.items] == [True, False]


def test_a_row_whose_published_decision_says_that_it_ends_is_asked_about() -> None:
    labels: list[str | At] = [*BASE, "Quyết định công bố của Bộ"]
    reading = read(
        labels, [*ROW, "12/QĐ-BVN ngày 01/6/2022"], ["2", OTHER, "Vẽ bản đồ", "Bị bãi bỏ tại 12/QĐ-BVN"]
    )
    assert ["note_acts" in one.flags for one in reading.items] == [False, True]


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ("Thời hạn giải quyết: 03 ngày làm việc", True),
        ("Thay đổi thời hạn từ 05 ngày xuống 03 ngày", True),
        ("Giảm lệ phí từ 20.000 đồng còn 10.000 đồng", True),
        ("Thay đổi thời hạn từ 10 ngày xuống còn 05 ngày", False),
        ("Thời hạn giải quyết: 5 ngày làm việc; thành phần hồ sơ", False),
        ("Giảm lệ phí từ 20.000 đồng còn 8.000 đồng", False),
        ("Bổ sung trường hợp hồ sơ nộp trước 03 ngày", False),
        ("Căn cứ pháp lý", False),
    ],
)
def test_a_change_that_gives_another_value_than_its_column_is_asked_about(change: str, differs: bool) -> None:
    labels: list[str | At] = [*BASE, "Thời hạn giải quyết", "Phí, lệ phí", "Nội dung sửa đổi, bổ sung"]
    item = only(read(labels, [*ROW, "05 ngày làm việc", "8.000 đồng", change], act=AMENDED))
    assert ("change_differs" in item.flags) is differs


def test_marks_under_places_say_who_receives() -> None:
    top: list[str | At] = [*(At(str(label), down=2) for label in BASE), At("Địa điểm thực hiện", across=2)]
    grid = Grid(
        [
            top,
            ["Trung tâm PVHCC tỉnh", "Trung tâm PVHCC cấp xã"],
            [*ROW, "x", "x"],
            ["2", OTHER, "Vẽ bản đồ", "x", ""],
        ],
        header_rows=2,
    )
    said = "lĩnh vực Đo đạc thuộc thẩm quyền giải quyết của Sở Văn nghệ"
    articles = [
        f"Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính mới ban hành {said}.",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    ]
    title = f"Về việc công bố Danh mục thủ tục hành chính mới ban hành {said}"
    reading = read_as("html", paper(title, articles, ["DANH MỤC", grid]))
    assert [one.reception_levels for one in reading.items] == [(Level.COMMUNE,), ()]
    assert [one.levels for one in reading.items] == [(Level.PROVINCE,)] * 2


def test_a_dash_before_a_name_is_no_part_of_it() -> None:
    assert only(read(BASE, ["1", CODE, "- Đo đạc thửa đất"])).name == "Đo đạc thửa đất"


def test_a_sentence_below_a_list_may_count_it() -> None:
    def flags(count: str) -> tuple[str, ...]:
        title = "Về việc công bố Danh mục thủ tục hành chính mới ban hành cấp xã"
        articles = [
            f"Điều 1. Công bố kèm theo Quyết định này {title[22:]}.",
            "Điều 2. Quyết định này có hiệu lực từ ngày ký.",
        ]
        below = f"Danh mục này có {count} thủ tục hành chính."
        return read_as("html", paper(title, articles, ["DANH MỤC", Grid([BASE, ROW]), below])).flags

    assert "control_total_mismatch" in flags("03")
    assert "control_total_mismatch" not in flags("01")


def test_what_takes_the_place_of_an_abolished_row_is_kept() -> None:
    labels: list[str | At] = ["STT", "Mã TTHC bị bãi bỏ", "Tên TTHC bị bãi bỏ", "Mã TTHC thay thế"]
    item = only(read(labels, [*ROW, OTHER], act="bị bãi bỏ"))
    assert (item.action, item.code, item.name) == (Action.ABOLISH, CODE, "Đo đạc thửa đất")
    assert OTHER in (item.note or "")
