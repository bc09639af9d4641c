"""What the words of a change, or a note, say of the row itself: that it ends, bears another name, or is another level's."""

import pytest

from niemyet.model.records import Reading
from niemyet.model.words import Level, ReviewKind
from tests.extractors.decisions.test_cells_that_stay import AMENDED, BASE, OTHER, ROW, only, read

CHANGE, NOTE = "Nội dung sửa đổi, bổ sung", "Ghi chú"


def told(said: str, label: str = CHANGE, act: str = AMENDED) -> Reading:
    return read([*BASE, label], [*ROW, said], ["2", OTHER, "Vẽ bản đồ", ""], act=act)


@pytest.mark.parametrize(
    "said",
    ["Bãi bỏ", "Hủy bỏ", "Thay thế", "Bổ sung đối tượng; bãi bỏ", "Bãi bỏ, thay thế bằng thủ tục vẽ bản đồ"],
)
def test_a_change_that_is_another_act_than_that_of_its_list_is_asked_about(said: str) -> None:
    assert ["note_acts" in one.flags for one in told(said).items] == [True, False]


@pytest.mark.parametrize(
    "said", ["Sửa đổi", "Bổ sung", "Thành phần hồ sơ; thời hạn giải quyết", "Bãi bỏ tờ khai", "Tên thủ tục"]
)
def test_what_is_changed_in_a_procedure_is_no_act_on_its_row(said: str) -> None:
    assert told(said).questions == ()


@pytest.mark.parametrize("label", [CHANGE, NOTE])
@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Tên TTHC: Đo vẽ thửa đất", True),
        ("Sửa đổi tên thủ tục thành “Đo vẽ thửa đất”", True),
        ("Tên TTHC: Đo đạc thửa đất", False),
        ("Tên cơ quan thực hiện", False),
    ],
)
def test_another_name_in_the_words_of_a_change_is_asked_about(said: str, label: str, *, asked: bool) -> None:
    assert ["change_names" in one.flags for one in told(said, label).items] == [asked, False]


@pytest.mark.parametrize("label", [CHANGE, NOTE])
@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Cơ quan thực hiện: Sở Xây dựng", True),
        ("Cơ quan thực hiện: chuyển từ UBND cấp xã lên UBND tỉnh", True),
        ("Thẩm quyền giải quyết: từ UBND cấp xã sang Sở Xây dựng", True),
        ("Thẩm quyền giải quyết: từ Sở Xây dựng về UBND cấp xã", False),
        ("Cơ quan thực hiện: UBND cấp xã", False),
        ("Cơ quan phối hợp: Sở Xây dựng", False),
        ("Cơ quan thực hiện; thành phần hồ sơ", False),
    ],
)
def test_another_level_in_the_words_of_a_change_is_asked_about(said: str, label: str, *, asked: bool) -> None:
    reading = told(said, label)
    kinds = [(one.kind, one.item) for one in reading.questions]
    assert kinds == ([(ReviewKind.LEVEL_CONTRADICTED, 0)] if asked else [])
    assert only_level(reading) == (Level.COMMUNE,)


def only_level(reading: Reading) -> tuple[Level, ...]:
    (levels,) = {one.levels for one in reading.items}
    return levels


def test_an_abolished_row_may_say_so_in_the_words_of_its_change() -> None:
    reading = read([*BASE, CHANGE], [*ROW, "Bãi bỏ"], act="bị bãi bỏ")
    assert only(reading).flags == ()
