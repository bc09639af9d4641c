"""Words behind the object of an act: those that say which procedure is meant, and those that may hold it to a part."""

import pytest

from niemyet.extractors.decisions.act_tails import (
    begins_later,
    behind_value,
    limits,
    limits_pause,
    limits_value,
    name_behind,
)

CITED = "Quyết định số 110/QĐ-UBND ngày 10 tháng 01 năm 2022"


@pytest.mark.parametrize(
    "whole",
    [
        f"Bãi bỏ thủ tục số 1 Phụ lục kèm theo {CITED}",
        f"Bãi bỏ thủ tục số 1 Phụ lục kèm theo {CITED} của Chủ tịch Ủy ban nhân dân tỉnh Hải Vân về việc công bố đối với hộ",
        f"Bãi bỏ thủ tục số 1 Phụ lục kèm theo {CITED} của Chủ tịch UBND tỉnh Hải Vân, kể từ ngày 01/7/2022",
        f"Bãi bỏ thủ tục số 1 Phụ lục kèm theo {CITED} do không còn cơ sở pháp lý",
    ],
)
def test_whose_and_about_what_a_decision_is_limits_nothing(whole: str) -> None:
    assert not limits("thủ tục số 1 Phụ lục", whole)


@pytest.mark.parametrize("tail", ["đối với hộ nghèo", "khi có phần mềm", "(dự kiến)", "của tỉnh khác"])
def test_anything_else_may(tail: str) -> None:
    assert limits("thủ tục số 1 Phụ lục", f"Bãi bỏ thủ tục số 1 Phụ lục kèm theo {CITED} {tail}")
    assert limits(f"thủ tục mã số 1.700001 {tail}", "")
    assert limits(f"thủ tục “Đăng ký lò gốm” {tail}", "")


def test_a_name_behind_its_code_limits_nothing() -> None:
    assert not limits("gồm: 1.700001 - Đăng ký lò gốm; 1.700002 - Cấp thẻ thợ gốm", "")
    assert limits("gồm: 1.700001 - Đăng ký lò gốm; 1.700002 - Cấp thẻ thợ gốm tại các xã miền núi", "")
    assert name_behind(" (Đăng ký lò gốm), ") == "Đăng ký lò gốm"
    assert name_behind(": Đăng ký lò gốm; (2) ") == "Đăng ký lò gốm"
    assert name_behind(" - Đăng ký lò gốm trừ hộ nghèo") is None
    assert name_behind(" đối với hộ nghèo") is None


def test_how_long_a_pause_lasts_limits_nothing() -> None:
    assert not limits_pause("tiếp nhận thủ tục mã số 1.700001 đến hết ngày 31/12/2026")
    assert not limits_pause("tiếp nhận thủ tục mã số 1.700001 cho đến khi có thông báo mới")
    assert limits_pause("tiếp nhận thủ tục mã số 1.700001 tại các xã biên giới")


def test_what_stands_behind_a_new_value() -> None:
    changed = "Sửa đổi thời hạn của thủ tục mã 1.700001 từ “05 ngày” thành “03 ngày”"
    assert not limits_value(f"{changed} tại {CITED}.", "03 ngày")
    assert not limits_value(f"{changed} cho phù hợp với quy định.", "03 ngày")
    assert limits_value(f"{changed} đối với hộ nghèo.", "03 ngày")
    assert behind_value(f"{changed}, kể từ ngày 01/9/2026.") == ", ke tu ngay 01/9/2026."
    assert begins_later(f"{changed} từ ngày 01/9/2026.")
    assert not begins_later(f"{changed} tại {CITED}.")
