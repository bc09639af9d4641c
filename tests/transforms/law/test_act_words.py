"""Acts in the words of decisions: each sentence does what it says, or is asked about; none is passed over."""

import pytest

from niemyet.model.words import RelationType as R
from tests.transforms.law.test_acts import Story, listing, paper

CODES = [(f"1.00040{n}", f"Đăng ký cưa gỗ loại {n}") for n in range(1, 5)]
FIRST, SECOND, THIRD, FOURTH = (code for code, _ in CODES)
ALL = {FIRST, SECOND, THIRD, FOURTH}
PUBLISHED = listing(110, "2022-01-10", "BAN HÀNH MỚI", *CODES)
A = "Quyết định số 110/QĐ-UBND ngày 10/01/2022"


def told(article: str) -> Story:
    return Story(
        (PUBLISHED, paper(300, "2022-05-10", article, title="điều chỉnh danh mục thủ tục hành chính"))
    )


def relations(story: Story) -> list[tuple[R, str | None, str | None]]:
    state = story.state()
    found = [one for row in state.decisions if row.number == 300 for one in row.relations]
    return [
        (one.type, str(one.effective_on or "") or None, str(one.effective_until or "") or None)
        for one in found
    ]


def asked(story: Story) -> set[str]:
    """Kinds of open questions, but that no annex came."""
    return {one.kind for one in story.state().reviews} - {"annex_missing"}


@pytest.mark.parametrize(
    ("article", "act"),
    [
        (f"{A} của Chủ tịch UBND tỉnh bị hủy bỏ.", (R.REPEALS_DOC, None, None)),
        (f"{A} bị bãi bỏ kể từ ngày 01/7/2022.", (R.REPEALS_DOC, "2022-07-01", None)),
        (f"{A} không còn giá trị thi hành.", (R.REPEALS_DOC, None, None)),
        (f"Hủy bỏ giá trị pháp lý của {A}.", (R.REPEALS_DOC, None, None)),
        (f"{A} được thu hồi kể từ ngày ký Quyết định này.", (R.WITHDRAWS, None, None)),
        (f"{A} được thay thế bằng Quyết định này.", (R.REPLACES_DOC, None, None)),
        (f"{A} tạm ngưng hiệu lực thi hành từ ngày 01/9/2022 đến hết ngày 31/12/2022.", (R.SUSPENDS, "2022-09-01", "2023-01-01")),
        (f"Tạm dừng thực hiện {A} từ ngày 01/9/2022 đến hết quý IV/2022.", (R.SUSPENDS, "2022-09-01", "2023-01-01")),
        (f"Chấm dứt việc tạm dừng {A} từ ngày 01/10/2022.", (R.RESTORES, "2022-10-01", None)),
        (f"Bãi bỏ việc đình chỉ thi hành {A}.", (R.RESTORES, None, None)),
        (f"Tiếp tục thực hiện trở lại {A} từ ngày 01/10/2022.", (R.RESTORES, "2022-10-01", None)),
        (f"Hoãn thi hành {A} đến ngày 01/10/2022.", (R.POSTPONES, "2022-10-01", None)),
        (f"Thời điểm có hiệu lực của {A} được lùi đến ngày 01/10/2022.", (R.POSTPONES, "2022-10-01", None)),
        (f"Gia hạn thời gian thực hiện {A} đến hết năm 2023.", (R.EXTENDS, None, "2024-01-01")),
        (f"{A} được kéo dài hiệu lực đến hết ngày 31/12/2023.", (R.EXTENDS, None, "2024-01-01")),
        (f"Đính chính ngày có hiệu lực tại {A} từ “10/01/2022” thành “01/10/2022”.", (R.CORRECTS, "2022-10-01", None)),
    ],
)  # fmt: skip
def test_what_is_done_to_a_decision(article: str, act: tuple[R, str | None, str | None]) -> None:
    assert act in relations(told(article))


@pytest.mark.parametrize(
    ("article", "kind"),
    [
        (f"Thôi áp dụng {A} từ ngày 01/6/2022.", "left_over_text"),
        (f"Không tiếp tục thực hiện {A}.", "left_over_text"),
        (f"Chưa áp dụng {A} cho đến ngày 01/10/2022.", "left_over_text"),
        (f"{A} có hiệu lực kể từ ngày 01/10/2022 thay vì ngày 10/01/2022.", "left_over_text"),
        (f"Tiếp tục áp dụng {A} đến hết ngày 31/12/2023.", "left_over_text"),
        (f"Điều 2 {A} được sửa đổi như sau: “Quyết định này có hiệu lực từ ngày 01/10/2022”.", "left_over_text"),
        (f"Đính chính lỗi kỹ thuật tại {A}.", "left_over_text"),
        (f"{A} bị vô hiệu.", "left_over_text"),
        (f"{A} chỉ còn hiệu lực đối với các thủ tục cấp tỉnh.", "left_over_text"),
        (f"Không tiếp tục công khai các thủ tục tại Phụ lục II {A}.", "left_over_text"),
        (f"Tên thủ tục tại số thứ tự 2 Phụ lục {A} được đính chính thành “Cưa gỗ tròn”.", "left_over_text"),
        (f"Công bố lại Danh mục kèm theo {A}.", "left_over_text"),
        ("Các Quyết định liên quan trước đây hết hiệu lực thi hành.", "scope_unknown"),
        (f"Bãi bỏ {A} và các Quyết định sửa đổi, bổ sung Quyết định này.", "scope_unknown"),
        (f"Tạm dừng thực hiện {A} trong 03 tháng.", "act_date_unclear"),
        (f"Kéo dài hiệu lực {A} thêm 01 năm.", "act_date_unclear"),
        (f"Đính chính ngày có hiệu lực tại {A} thành “cuối năm 2022”.", "act_date_unclear"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_asked_and_not_applied(article: str, kind: str) -> None:
    story = told(article)
    assert kind in asked(story)
    assert set(story.board("2023-06-01")) == ALL


@pytest.mark.parametrize(
    "article",
    [
        f"Không bãi bỏ {A}.",
        f"{A} vẫn còn hiệu lực.",
        f"Quyết định này không thay thế {A}.",
        f"Công bố thủ tục hành chính “Bãi bỏ {A}”.",
        f"Công bố danh mục thủ tục hành chính bị bãi bỏ theo {A} của Bộ trưởng.",
        f"Sở Xây dựng có trách nhiệm trình bãi bỏ {A} trước ngày 01/10/2022.",
        f"Trường hợp cần bãi bỏ {A} thì Sở Xây dựng báo cáo.",
    ],
)
def test_what_does_nothing_asks_nothing(article: str) -> None:
    story = told(article)
    assert (relations(story), asked(story)) == ([], set())
    assert set(story.board("2023-06-01")) == ALL


@pytest.mark.parametrize(
    "article",
    [
        f"Căn cứ {A} bãi bỏ thủ tục {FIRST}, các đơn vị thực hiện.",
        f"Thực hiện Công văn số 5 về việc bãi bỏ {A}.",
    ],
)
def test_what_another_text_does_is_no_act(article: str) -> None:
    story = told(article)
    assert relations(story) == []
    assert set(story.board("2023-06-01")) == ALL


@pytest.mark.parametrize(
    ("article", "left_out"),
    [
        (f"Bãi bỏ {A}, trừ thủ tục có mã {SECOND}.", {SECOND}),
        (f"Bãi bỏ {A}, ngoại trừ các thủ tục tại số thứ tự 1, 2 Phụ lục.", {FIRST, SECOND}),
        (f"Bãi bỏ {A} nhưng giữ nguyên thủ tục có mã {SECOND}.", {SECOND}),
        (f"Bãi bỏ {A}; riêng thủ tục có mã {SECOND} tiếp tục thực hiện.", {SECOND}),
        (f"Thu hồi {A}, không bao gồm thủ tục tại STT từ 2 đến STT 4.", {SECOND, THIRD, FOURTH}),
    ],
)
def test_what_an_act_leaves_out_stays(article: str, left_out: set[str]) -> None:
    story = told(article).answered("orphaned", "end")
    assert set(story.board("2022-06-01")) == left_out


@pytest.mark.parametrize(
    ("article", "off"),
    [
        (f"Tạm dừng thực hiện {A} từ ngày 01/9/2022, trừ thủ tục {SECOND}.", ALL - {SECOND}),
        (
            f"Tạm ngưng tiếp nhận hồ sơ các thủ tục tại {A} từ ngày 01/9/2022, trừ thủ tục {SECOND}.",
            ALL - {SECOND},
        ),
        (f"Tạm dừng tiếp nhận thủ tục số thứ tự 1, 3 công bố tại {A} từ ngày 01/9/2022.", {FIRST, THIRD}),
        (f"Tạm dừng tiếp nhận hồ sơ thủ tục “{CODES[0][1]}” công bố tại {A} từ ngày 01/9/2022.", {FIRST}),
    ],
)
def test_a_suspension_means_the_rows_that_it_names(article: str, off: set[str]) -> None:
    assert set(told(article).board("2022-10-01")) == ALL - off


def test_a_row_that_is_not_there_leaves_the_act_unsaid() -> None:
    story = told(f"Tạm dừng tiếp nhận thủ tục số thứ tự 1, 9 công bố tại {A} từ ngày 01/9/2022.")
    assert set(story.board("2022-10-01")) == ALL
    assert "partial_repeal" in asked(story)


@pytest.mark.parametrize(
    "article",
    [
        f"Bãi bỏ thủ tục hành chính cấp xã {THIRD} nhưng vẫn giữ thủ tục {FIRST}.",
        f"Bãi bỏ thủ tục hành chính cấp xã {THIRD}, song tiếp tục thực hiện thủ tục {FIRST}.",
        f"Bãi bỏ thủ tục hành chính cấp xã {THIRD}; không bãi bỏ thủ tục hành chính cấp xã {FIRST}.",
        f"Bãi bỏ thủ tục hành chính cấp xã {THIRD} và duy trì thủ tục {FIRST}.",
    ],
)
def test_what_is_said_to_stay_is_not_ended(article: str) -> None:
    assert set(told(article).board("2022-06-01")) == ALL - {THIRD}


def test_a_range_of_rows_is_every_row_of_it() -> None:
    assert set(told(f"Bãi bỏ các thủ tục từ STT 2 đến STT 4 Phụ lục kèm theo {A}.").board("2022-06-01")) == {
        FIRST
    }


def test_the_day_of_an_act_may_stand_before_it() -> None:
    story = told(f"Kể từ ngày 01/7/2022, bãi bỏ thủ tục hành chính cấp xã mã {FIRST}.")
    assert [FIRST in story.board(on) for on in ("2022-06-30", "2022-07-01")] == [True, False]


@pytest.mark.parametrize(
    "article",
    [
        f"Bãi bỏ thủ tục hành chính cấp xã mã {FIRST} kể từ tháng 7/2022.",
        f"Bãi bỏ thủ tục hành chính cấp xã mã {FIRST} từ ngày Nghị định số 5/2022/NĐ-CP có hiệu lực.",
        f"Kể từ quý III năm 2022, bãi bỏ thủ tục hành chính cấp xã mã {FIRST}.",
        f"Bãi bỏ thủ tục hành chính cấp xã {FIRST} đối với xã Tam Hải.",
    ],
)
def test_an_end_at_some_time_or_place_waits_for_a_person(article: str) -> None:
    story = told(article)
    assert (set(story.board("2023-06-01")), asked(story)) == (ALL, {"row_doubtful"})


@pytest.mark.parametrize(
    "article",
    [
        f"Bãi bỏ nội dung “nộp trực tiếp” tại thủ tục hành chính cấp xã {FIRST}.",
        f"Bãi bỏ thành phần hồ sơ “Sổ hộ khẩu” của thủ tục {FIRST} cấp xã.",
        f"Bãi bỏ việc thu phí đối với thủ tục hành chính cấp xã {FIRST}.",
    ],
)
def test_a_part_of_a_procedure_is_not_the_procedure(article: str) -> None:
    story = told(article)
    assert set(story.board("2023-06-01")) == ALL
    assert asked(story)


@pytest.mark.parametrize(
    ("article", "kind"),
    [
        (f"Hết hiệu lực thi hành đối với {A} kể từ ngày 01/7/2022.", "left_over_text"),
        ("Bãi bỏ Quyết định số 110 ngày 10/01/2022.", "left_over_text"),
        (f"Xóa bỏ {A}.", "left_over_text"),
        (f"Bãi bỏ {A} từ quý III/2022.", "act_date_unclear"),
        (f"Bãi bỏ {A} sau 06 tháng kể từ ngày ký.", "act_date_unclear"),
    ],
)
def test_more_that_is_asked(article: str, kind: str) -> None:
    assert kind in asked(told(article))
