"""What is said of the decision as a whole, beyond its day of effect: it holds it back, limits it, or ends it on an event."""

import pytest

from niemyet.extractors.decisions.said_of_decision import held_back
from niemyet.extractors.decisions.sentences import Sentence, aligned_fold
from niemyet.model.records import Question, fields
from niemyet.model.words import ReviewKind
from tests.extractors.decisions.test_told_by_the_smaller import NEW, SHORT, listed, read, table

ROW = "1|1.700001|Hỗ trợ thùng ong|05 ngày"
HELD = [
    "Quyết định này chỉ áp dụng khi có hướng dẫn của Bộ Nông nghiệp và Môi trường",
    "Tạm thời chưa thực hiện Quyết định này tại các phường",
    "Quyết định này hết hiệu lực khi Nghị quyết số 12/2026/NQ-HĐND hết hiệu lực",
    "Quyết định này không áp dụng cho đặc khu",
    "Áp dụng Quyết định này đối với các xã miền núi",
    "Quyết định được áp dụng từ kỳ họp sau",
    "Quyết định này có giá trị trong 02 năm",
    "Chưa công khai Danh mục này cho đến khi có văn bản mới",
    "Phụ lục này sẽ được thay thế bằng Phụ lục mới",
    "Các thủ tục đã công bố trước ngày Quyết định này có hiệu lực không còn giá trị",
]


@pytest.mark.parametrize("said", HELD)
def test_a_sentence_that_holds_the_decision_back_is_asked_about(said: str) -> None:
    assert listed(NEW, SHORT, ROW, effect=f"kể từ ngày ký. {said}").questions


@pytest.mark.parametrize(
    "said",
    [
        "Giao các sở, UBND cấp xã tổ chức thực hiện Quyết định này",
        "Các quy trình tại Danh mục này được cập nhật trên hệ thống",
        "Sở Nông nghiệp niêm yết, công khai Danh mục này",
    ],
)
def test_a_task_holds_nothing_back(said: str) -> None:
    assert not listed(NEW, SHORT, ROW, effect=f"kể từ ngày ký. {said}").questions


@pytest.mark.parametrize("said", ["tại các xã biên giới", "thực hiện thí điểm", "(tạm thời chưa áp dụng)"])
def test_a_title_or_heading_that_holds_the_list_back_is_asked_about(said: str) -> None:
    heading = "<p>PHỤ LỤC</p><p>DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ{}</p>" + table(SHORT, ROW)
    title, first = (
        f"Về việc công bố Danh mục thủ tục hành chính {NEW}",
        f"Công bố kèm theo Danh mục thủ tục {NEW}.",
    )
    assert not read(title, first, heading.format("")).questions
    assert read(f"{title} {said}", first, heading.format("")).questions
    assert read(title, first, heading.format(f" {said.upper()}")).questions


def test_what_is_asked_already_is_not_asked_again() -> None:
    sentence = Sentence(2, HELD[0], aligned_fold(HELD[0]), listed=False)
    (asked,) = held_back((), [sentence], ())
    assert asked == Question(ReviewKind.LEFT_OVER_TEXT, fields(place="Điều 2", text=HELD[0]))
    assert not list(held_back((), [sentence], [asked]))
