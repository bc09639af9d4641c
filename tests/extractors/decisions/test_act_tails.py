"""Words behind the object of an act: those that say which procedure is meant, and those that may hold it to a part."""

import pytest

from niemyet.extractors.decisions.act_tails import limits

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
