"""An act that names a procedure and its sector: a procedure of that name in another sector is not meant for sure."""

import pytest

from niemyet.model.words import ReviewKind
from tests.transforms.law.test_acts import CITED, A, B, Story, acting, paper

#: As `test_acts.NEW`, its list under a sector.
NEW = paper(
    110,
    "2022-01-10",
    "Công bố kèm theo Quyết định này Danh mục thủ tục hành chính ban hành mới lĩnh vực Chăn nuôi.",
    section="BAN HÀNH MỚI LĨNH VỰC CHĂN NUÔI",
    rows=(A, B),
)


@pytest.mark.parametrize("where", [f" công bố tại {CITED}", ""])
@pytest.mark.parametrize(
    ("sector", "ends"),
    [
        ("thuộc lĩnh vực Chăn nuôi", True),
        ("lĩnh vực Chăn nuôi, thú y", True),
        ("thuộc lĩnh vực Hộ tịch", False),
        ("", True),
    ],
)
def test_a_procedure_of_another_sector_is_asked_about(sector: str, where: str, *, ends: bool) -> None:
    article = f"Bãi bỏ thủ tục hành chính “{A[1]}” {sector} cấp xã{where}.".replace("  ", " ")
    story = Story((NEW, acting(120, "2022-03-01", article)))
    assert set(story.board("2022-02-01")) == {A[0], B[0]}
    assert set(story.board("2022-05-01")) == ({B[0]} if ends else {A[0], B[0]})
    assert bool(story.asked(ReviewKind.NAME_UNCLEAR)) is not ends


@pytest.mark.parametrize(
    ("sector", "ends"),
    [("lĩnh vực Chăn nuôi", True), ("thuộc lĩnh vực Hộ tịch", False), ("mục I lĩnh vực Hộ tịch", False)],
)
def test_the_row_at_an_address_in_another_sector_is_asked_about(sector: str, *, ends: bool) -> None:
    article = f"Bãi bỏ thủ tục tại số thứ tự 1 {sector} phần A Phụ lục kèm theo {CITED}."
    story = Story((NEW, acting(120, "2022-03-01", article)))
    assert set(story.board("2022-05-01")) == ({B[0]} if ends else {A[0], B[0]})
    assert bool(story.asked(ReviewKind.REFERENCE_ROW_UNCLEAR)) is not ends
