"""Acts that a page says plainly, in words of lists and of pauses: read, and nothing is asked."""

import pytest

from niemyet.model.words import Action, Level
from tests.transforms.law.test_acts import NEW, A, B, Story, acting, paper

ENDS = "bãi bỏ một số thủ tục hành chính"


@pytest.mark.parametrize(
    "points",
    [
        ("1. Thủ tục hành chính “{}” (mã số {}), cấp xã.", "2. Thủ tục hành chính “{}” (mã số {}), cấp xã."),
        ("a) Thủ tục hành chính “{}” (mã số {}), cấp xã;", "b) Thủ tục hành chính “{}” (mã số {}), cấp xã."),
        (
            "a) Thủ tục “{}” (mã số {}) thuộc thẩm quyền giải quyết của UBND cấp xã;",
            "b) “{}” (mã số {}) cấp xã.",
        ),
        ("- {} (mã TTHC: {}) cấp xã;", "- {} (mã TTHC: {}) cấp xã."),
    ],
)
def test_points_below_what_ends_them(points: tuple[str, str]) -> None:
    lines = [point.format(name, code) for point, (code, name) in zip(points, (A, B), strict=True)]
    ending = paper(
        120, "2022-03-01", "Bãi bỏ các thủ tục hành chính sau đây:\n\n" + "\n\n".join(lines), title=ENDS
    )
    read = ending.reading
    assert read is not None
    assert [(one.action, one.code, one.name, one.levels) for one in read.items] == [
        (Action.ABOLISH, code, name, (Level.COMMUNE,)) for code, name in (A, B)
    ]
    story = Story((NEW, ending))
    assert story.board("2022-04-01") == {}
    assert story.state().reviews == ()


def test_what_else_stands_behind_a_code_is_asked_about() -> None:
    points = f"1. Thủ tục hành chính “{A[1]}” (mã số {A[0]}), đối với hộ nghèo.\n\n2. “{B[1]}” (mã số {B[0]}), cấp xã."
    story = Story(
        (NEW, paper(120, "2022-03-01", f"Bãi bỏ các thủ tục hành chính sau đây:\n\n{points}", title=ENDS))
    )
    assert A[0] in story.board("2022-04-01")
    assert story.state().reviews != ()


PAUSED = acting(
    120,
    "2022-03-01",
    f"Tạm dừng tiếp nhận thủ tục hành chính mã số {A[0]} từ ngày 01/4/2022 đến hết ngày 30/4/2022.",
)


@pytest.mark.parametrize(
    "words", ["Kéo dài thời gian tạm dừng", "Gia hạn việc tạm ngưng", "Tiếp tục kéo dài thời hạn tạm dừng"]
)
def test_a_pause_that_goes_on(words: str) -> None:
    longer = acting(
        130,
        "2022-04-20",
        f"{words} tiếp nhận thủ tục hành chính “{A[1]}” (mã số {A[0]}) đến hết ngày 31/5/2022.",
    )
    story = Story((NEW, PAUSED, longer))
    assert story.state().reviews == ()
    off = [
        set(story.board(day)) == {B[0]}
        for day in ("2022-03-31", "2022-04-10", "2022-05-15", "2022-05-31", "2022-06-01")
    ]
    assert off == [False, True, True, True, False]


def test_a_pause_that_goes_on_for_a_length_of_time_is_asked_about() -> None:
    longer = acting(
        130,
        "2022-04-20",
        f"Kéo dài thời gian tạm dừng tiếp nhận thủ tục hành chính mã số {A[0]} thêm 02 tháng.",
    )
    story = Story((NEW, PAUSED, longer))
    assert set(story.board("2022-05-15")) == {A[0], B[0]}
    assert story.state().reviews != ()


def test_a_suspended_decision_that_stays_suspended() -> None:
    paused = acting(
        120, "2022-03-01",
        "Tạm ngưng hiệu lực Quyết định số 110/QĐ-UBND ngày 10/01/2022 từ ngày 01/4/2022 đến hết ngày 30/4/2022.",
    )  # fmt: skip
    longer = acting(
        130, "2022-04-20",
        "Kéo dài thời gian tạm ngưng hiệu lực Quyết định số 110/QĐ-UBND ngày 10/01/2022 đến hết ngày 31/5/2022.",
    )  # fmt: skip
    story = Story((NEW, paused, longer))
    assert story.board("2022-05-15") == {}
    assert set(story.board("2022-06-01")) == {A[0], B[0]}


def test_the_misprint_of_an_old_code_that_is_put_right() -> None:
    """ "Mã được thay thế … từ “X” thành “Y”": both codes are those of the correction."""
    read = paper(
        120, "2022-03-01",
        "Đính chính mã thủ tục hành chính được thay thế tại số thứ tự 1 mục I phần A Phụ lục kèm theo Quyết định số 110/QĐ-UBND "
        "ngày 10/01/2022: từ “1.000111” thành “1.000112”.",
        title="đính chính Quyết định số 110/QĐ-UBND",
    ).reading  # fmt: skip
    assert read is not None
    assert [one.replaces for one in read.items] == [("1.000112",)]
    assert read.questions == ()
