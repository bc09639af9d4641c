"""What is published under a code that is in force under another name: asked about where the names share next to no word."""

import pytest

from niemyet.model.words import ReviewKind
from tests.transforms.law.test_acts import BOTH, CITED, NEW, A, B, Story, acting, paper


def published(name: str) -> Story:
    return Story((NEW, paper(120, "2022-03-01", "Công bố", section="BAN HÀNH MỚI", rows=((A[0], name),))))


def test_a_strange_name_waits_for_a_person() -> None:
    story = published("Cho phép hoạt động sàn nhảy thương mại")
    assert story.board("2022-05-01") == BOTH
    assert {one.kind for one in story.state().reviews} == {ReviewKind.CODE_AND_NAME}


@pytest.mark.parametrize("name", [A[1], f"{A[1]} trực tuyến"])
def test_its_own_name_or_a_longer_one_does_not(name: str) -> None:
    story = published(name)
    assert ReviewKind.CODE_AND_NAME not in {one.kind for one in story.state().reviews}
    assert A[0] in story.board("2022-05-01")


@pytest.mark.parametrize(
    "ended",
    [f"thủ tục “{A[1]}” cấp xã công bố tại {CITED}", f"số thứ tự 1 mục I phần A Phụ lục kèm theo {CITED}"],
)
def test_a_code_that_was_given_again_does_not_end_by_what_it_was_before(ended: str) -> None:
    again = (A[0], "Cho phép hoạt động sàn nhảy thương mại")
    story = Story(
        (
            NEW,
            acting(120, "2022-03-01", f"Bãi bỏ thủ tục hành chính cấp xã mã số {A[0]}."),
            paper(130, "2022-04-01", "Công bố", section="BAN HÀNH MỚI", rows=(again,)),
            paper(140, "2022-05-01", f"Bãi bỏ {ended}.", title="bãi bỏ thủ tục hành chính"),
        )
    )
    assert set(story.board("2022-06-01")) == {A[0], B[0]}
    assert ReviewKind.NAME_UNCLEAR in {one.kind for one in story.state().reviews}
