"""Days of acts in other words, and changes of a time or fee in a sentence: applied where they are exact, else asked."""

import pytest

from tests.transforms.law.test_acts import BOTH, CITED, NEW, A, B, Story, acting, listing


@pytest.mark.parametrize(
    "time",
    [
        "từ 00 giờ ngày 15 tháng 6 năm 2022",
        "kể từ 0h00 ngày 15/6/2022",
        "kể từ lúc 07 giờ 30 ngày 15/6/2022",
        "từ ngày 15/6/2022",
    ],
)
def test_the_hour_of_an_act_changes_nothing_of_its_day(time: str) -> None:
    story = Story((NEW, acting(130, "2022-05-01", f"Chấm dứt hiệu lực thi hành {CITED} {time}.")))
    after = story.answered("orphaned", "end")
    assert set(after.board("2022-06-14")) == {A[0], B[0]}
    assert after.board("2022-06-15") == {}


@pytest.mark.parametrize(
    "time",
    [
        "sau ngày 15/6/2022",
        "vào ngày 15/6/2022",
        "tính từ thời điểm 15/6/2022",
        "từ lúc 8 giờ sáng ngày 15/6/2022",
    ],
)
def test_a_day_that_stands_otherwise_is_asked_and_not_taken_for_none(time: str) -> None:
    story = Story((NEW, acting(130, "2022-05-01", f"Chấm dứt hiệu lực thi hành {CITED} {time}.")))
    assert len(story.asked("act_date_unclear")) == 1
    assert story.asked("orphaned") == []


@pytest.mark.parametrize("time", ["từ 01/6/2022 tới 31/7/2022", "từ ngày 01/6/2022 – 31/7/2022"])
def test_the_last_day_of_a_suspension_in_other_words(time: str) -> None:
    story = Story((NEW, acting(130, "2022-05-01", f"Ngưng hiệu lực {CITED} {time}.")))
    assert [set(story.board(on)) for on in ("2022-05-31", "2022-06-01", "2022-07-31", "2022-08-01")] == [
        {A[0], B[0]},
        set(),
        set(),
        {A[0], B[0]},
    ]


def test_a_second_day_that_is_no_last_day_is_asked() -> None:
    story = Story(
        (NEW, acting(130, "2022-05-01", f"Ngưng hiệu lực {CITED} từ 01/6/2022, kết thúc 31/7/2022."))
    )
    assert len(story.asked("act_date_unclear")) == 1
    assert set(story.board("2022-06-15")) == {A[0], B[0]}


def test_a_day_of_effect_in_quotes_is_put_right() -> None:
    later = listing(110, "2022-01-10", "BAN HÀNH MỚI", A, B, effect="kể từ ngày 01/7/2022")
    article = (
        f"Đính chính thời điểm có hiệu lực tại Điều 2 {CITED}: đã in “01/7/2022”, sửa lại là “01/8/2022”."
    )
    story = Story((later, acting(130, "2022-05-01", article)))
    assert story.board("2022-07-31") == {}
    assert set(story.board("2022-08-01")) == {A[0], B[0]}
    assert story.state().reviews == ()


@pytest.mark.parametrize(
    "article",
    [
        f"Mức thu lệ phí của thủ tục mã 1.000101 tại {CITED} điều chỉnh thành 20.000 đồng.",
        "Giảm thời gian giải quyết thủ tục đăng ký nuôi ong xuống còn 02 ngày làm việc.",
        "Miễn lệ phí đối với thủ tục “Đăng ký nuôi ong” kể từ ngày 01/6/2022.",
        f"Thủ tục số 1 tại Phụ lục ban hành kèm theo {CITED} giảm còn 05 ngày.",
    ],
)
def test_another_time_or_fee_of_a_procedure_is_never_passed_over(article: str) -> None:
    story = Story((NEW, acting(130, "2022-05-01", article)))
    assert story.board("2022-06-01") == BOTH
    assert story.asked("left_over_text")


@pytest.mark.parametrize(
    "article",
    [
        "Các cơ quan rà soát, cắt giảm thời gian giải quyết thủ tục hành chính theo quy định.",
        "Giao Văn phòng tham mưu điều chỉnh thời hạn giải quyết thủ tục “Đăng ký nuôi ong”.",
    ],
)
def test_a_task_alters_nothing_and_asks_nothing(article: str) -> None:
    assert Story((NEW, acting(130, "2022-05-01", article))).asked("left_over_text") == []
