"""What is taken from a procedure ends no procedure: its fee, its time, its papers; what takes its place must be there."""

import pytest

from tests.transforms.law.test_acts import BOTH, CITED, NEW, A, B, Story, paper

ROW = f"số thứ tự 1 mục I phần A Phụ lục kèm theo {CITED}"
NAMED = f"thủ tục “{A[1]}” (mã số {A[0]}) cấp xã tại {CITED}"
OTHER = ("1.000103", "Cấp thẻ thợ dệt")


def acting(article: str) -> Story:
    return Story((NEW, paper(120, "2022-03-01", article, title="bãi bỏ thủ tục hành chính")))


def asked(story: Story) -> set[str]:
    return {str(one.kind) for one in story.state().reviews}


@pytest.mark.parametrize(
    "part",
    [
        "lệ phí của thủ tục",
        "thời hạn giải quyết tại",
        "địa điểm thực hiện tại",
        "căn cứ pháp lý của",
        "ghi chú tại",
        "đối tượng thực hiện của",
        "kết quả giải quyết tại",
        "cột địa điểm thực hiện tại",
    ],
)
def test_a_part_of_the_row_that_is_addressed(part: str) -> None:
    story = acting(f"Bãi bỏ {part} {ROW}.")
    assert story.board("2022-05-01") == BOTH
    assert asked(story)


@pytest.mark.parametrize(
    "part",
    ["phí thẩm định của", "hình thức nộp trực tiếp của", "việc nộp bản sao trong", "yêu cầu công chứng của"],
)
def test_a_part_of_the_procedure_that_is_named(part: str) -> None:
    story = acting(f"Bãi bỏ {part} {NAMED}.")
    assert story.board("2022-05-01") == BOTH
    assert asked(story)


@pytest.mark.parametrize(
    "whole",
    [
        f"Bãi bỏ {ROW}.",
        f"Bãi bỏ thủ tục hành chính tại {ROW}.",
        f"Bãi bỏ 01 thủ tục hành chính tại {ROW}.",
        f"Bãi bỏ nội dung công bố thủ tục tại {ROW}.",
        f"Bãi bỏ {NAMED}.",
        f"Bãi bỏ toàn bộ nội dung thủ tục “{A[1]}” (mã số {A[0]}) cấp xã tại {CITED}.",
    ],
)
def test_the_procedure_itself(whole: str) -> None:
    story = acting(whole)
    assert set(story.board("2022-05-01")) == {B[0]}
    assert not asked(story)


def test_a_process_of_a_procedure_hangs_on_no_board() -> None:
    story = acting(f"Bãi bỏ quy trình nội bộ giải quyết {NAMED}.")
    assert story.board("2022-05-01") == BOTH


@pytest.mark.parametrize(
    "article",
    [
        f"Thay thế nội dung thủ tục {ROW}.",
        f"Sửa đổi, thay thế thủ tục {ROW}.",
        f"Sửa đổi, bổ sung, thay thế {ROW}.",
    ],
)
def test_what_is_replaced_within_a_row_ends_no_row(article: str) -> None:
    listed = paper(
        120,
        "2022-03-01",
        f"Công bố kèm theo Quyết định này Danh mục thủ tục hành chính ban hành mới.\n\nĐiều 1a. {article}",
        section="BAN HÀNH MỚI",
        rows=(OTHER,),
    )
    story = Story((NEW, listed))
    assert {A[0], B[0]} <= set(story.board("2022-05-01"))
    assert asked(story)


def test_a_row_that_is_replaced_by_nothing_waits() -> None:
    """Old ones do not go before what takes their place is known."""
    story = acting(f"Thay thế thủ tục {ROW}.")
    assert story.board("2022-05-01") == BOTH
    assert asked(story) == {"row_doubtful"}


def test_a_row_that_the_list_of_the_decision_replaces() -> None:
    listed = paper(
        120,
        "2022-03-01",
        "Công bố kèm theo Quyết định này Danh mục thủ tục hành chính ban hành mới.\n\n"
        f"Điều 1a. Thay thế thủ tục {ROW}.",
        section="BAN HÀNH MỚI",
        rows=(OTHER,),
    )
    assert set(Story((NEW, listed)).board("2022-05-01")) == {B[0], OTHER[0]}


@pytest.mark.parametrize(
    "paused",
    [
        f"Tạm dừng một phần thủ tục mã số {A[0]} từ ngày 15/3/2022.",
        f"Tạm dừng việc áp dụng thời hạn giải quyết của thủ tục mã số {A[0]} từ ngày 15/3/2022.",
        f"Tạm dừng tiếp nhận hồ sơ trực tuyến của thủ tục mã số {A[0]} từ ngày 15/3/2022.",
        f"Tạm dừng thu lệ phí thủ tục mã số {A[0]} từ ngày 15/3/2022.",
        f"Bãi bỏ một phần thủ tục hành chính cấp xã mã số {A[0]}.",
        f"Bãi bỏ một phần nội dung thủ tục {ROW}.",
    ],
)
def test_a_part_that_pauses_or_ends(paused: str) -> None:
    story = acting(paused)
    assert story.board("2022-05-01") == BOTH
    assert asked(story)


@pytest.mark.parametrize(
    "paused",
    [
        f"Tạm dừng tiếp nhận thủ tục mã số {A[0]} từ ngày 15/3/2022.",
        f"Tạm dừng việc tiếp nhận hồ sơ thủ tục hành chính “{A[1]}” (mã số {A[0]}) từ ngày 15/3/2022.",
        f"Tạm ngưng thực hiện 01 TTHC mã số {A[0]} từ ngày 15/3/2022.",
    ],
)
def test_the_procedure_itself_pauses(paused: str) -> None:
    assert set(acting(paused).board("2022-05-01")) == {B[0]}


def test_an_office_that_carries_it_out_for_another_is_asked_about() -> None:
    assert asked(acting(f"Giao Sở Tư pháp thực hiện thủ tục mã số {A[0]} thay UBND cấp xã."))


def test_the_content_of_a_decision_is_asked_about_once() -> None:
    assert asked(acting(f"Bãi bỏ nội dung đã công bố tại {CITED}.")) == {"scope_unknown"}
