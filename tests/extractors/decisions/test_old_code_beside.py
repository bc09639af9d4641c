"""A code beside one that its label calls the old or the new one: lost before, so that both procedures stood on the board."""

import pytest

from niemyet.model.words import Action
from tests.extractors.decisions.test_cells_that_stay import AMENDED, CODE, NEW, OTHER, read


@pytest.mark.parametrize("act", [AMENDED, NEW])
@pytest.mark.parametrize("label", ["Mã cũ", "Mã TTHC trước đây", "Mã TTHC đã công bố"])
def test_the_code_of_now_takes_the_place_of_the_old_one(label: str, act: str) -> None:
    reading = read(
        ["STT", "Mã TTHC", "Tên TTHC", label],
        ["1", CODE, "Đo đạc thửa đất", OTHER],
        ["2", "1.008403", "Vẽ bản đồ", ""],
        ["3", "1.008404", "Cắm mốc giới", "1.008404"],
        ["4", "1.008405", "Tách thửa đất", "T-ABC-123456-TT"],
        act=act,
    )
    plain = Action.AMEND if act == AMENDED else Action.NEW
    assert [(one.action, one.code, one.replaces) for one in reading.items] == [
        (Action.REPLACE, CODE, (OTHER,)),
        (plain, "1.008403", ()),
        (plain, "1.008404", ()),
        (plain, "1.008405", ()),
    ]
    assert reading.questions == ()


def test_a_new_code_beside_a_bare_one_takes_its_place() -> None:
    reading = read(
        ["STT", "Mã TTHC", "Tên TTHC", "Mã TTHC mới"],
        ["1", CODE, "Đo đạc thửa đất", OTHER],
        ["2", "1.008403", "Vẽ bản đồ", ""],
        act=AMENDED,
    )
    assert [(one.code, one.replaces) for one in reading.items] == [(OTHER, (CODE,)), ("1.008403", ())]


def test_what_ends_has_the_code_of_now() -> None:
    reading = read(
        ["STT", "Mã TTHC", "Tên TTHC", "Mã cũ"], ["1", CODE, "Đo đạc thửa đất", OTHER], act="bị bãi bỏ"
    )
    assert [(one.action, one.code) for one in reading.items] == [(Action.ABOLISH, CODE)]
