"""What a decision takes back from its own list: ends and beginnings without a day, exceptions, ground, drafts."""

from datetime import date

import pytest

from niemyet.model.records import Reading
from niemyet.model.words import EffectSource
from tests.transforms.law.test_acts import Story, listing, paper

A, B, C = (
    ("1.000201", "Đăng ký nuôi tằm"),
    ("1.000202", "Xác nhận ruộng dâu"),
    ("1.000203", "Cấp thẻ thợ dệt"),
)
LIST = "Công bố kèm theo Quyết định này Danh mục thủ tục hành chính ban hành mới"


def effect(words: str) -> Reading:
    reading = listing(110, "2022-01-10", "BAN HÀNH MỚI", A, B, C, effect=words).reading
    assert reading is not None
    return reading


def article(words: str, title: str = "công bố Danh mục thủ tục hành chính") -> Reading:
    received = paper(110, "2022-01-10", words, section="BAN HÀNH MỚI", rows=(A, B, C), title=title)
    assert received.reading is not None
    return received.reading


def asked(reading: Reading) -> set[str]:
    return {one.kind.value for one in reading.questions}


def flagged(reading: Reading, flag: str) -> set[str | None]:
    return {one.code for one in reading.items if flag in one.flags}


# ---- ends ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("kể từ ngày 01/02/2022 đến hết quý III/2024", date(2024, 10, 1)),
        ("kể từ ngày ký đến hết quý IV năm 2023", date(2024, 1, 1)),
        ("từ ngày ký đến hết tháng 6/2023", date(2023, 7, 1)),
        ("kể từ ngày ký và đến hết năm 2023", date(2024, 1, 1)),
        ("kể từ ngày ký đến hết ngày cuối cùng của tháng 02 năm 2024", date(2024, 3, 1)),
        ("kể từ ngày ký đến trước ngày 01/01/2024", date(2024, 1, 1)),
        ("kể từ ngày ký và hết hiệu lực kể từ ngày 01/01/2024", date(2024, 1, 1)),
        ("kể từ ngày ký. Quyết định này hết hiệu lực thi hành từ ngày 01/01/2024", date(2024, 1, 1)),
        ("kể từ ngày ký; thời gian áp dụng đến hết quý II/2023", date(2023, 7, 1)),
    ],
)
def test_an_end_that_is_exact_is_taken(words: str, until: date) -> None:
    reading = effect(words)
    assert (reading.effective_until, asked(reading)) == (until, set())


@pytest.mark.parametrize(
    "words",
    [
        "kể từ ngày ký và hết hiệu lực vào cuối năm 2023",
        "kể từ ngày ký và hết hiệu lực vào ngày 31/12/2023",
        "kể từ ngày ký, thời hạn thực hiện 12 tháng",
        "kể từ ngày ký và thực hiện trong thời gian 06 (sáu) tháng",
        "kể từ ngày ký. Thời gian thực hiện thí điểm là 02 năm",
        "kể từ ngày ký, đến hết năm học 2023-2024",
        "kể từ ngày ký và chỉ áp dụng cho năm học 2022-2023",
        "kể từ ngày ký, áp dụng trong năm 2022",
        "kể từ ngày ký đến tháng 6/2023",
        "kể từ ngày ký và chấm dứt hiệu lực sau 18 tháng",
    ],
)
def test_an_end_that_none_can_date_is_asked_for(words: str) -> None:
    reading = effect(words)
    assert (reading.effective_on, reading.effective_until) == (date(2022, 1, 10), None)
    assert asked(reading) == {"effect_end_unclear"}


@pytest.mark.parametrize(
    "words",
    [
        "kể từ ngày ký cho đến khi có văn bản thay thế",
        "kể từ ngày ký. Các quy định trước đây trái với Quyết định này hết hiệu lực",
        "kể từ ngày ký. Văn phòng công khai Quyết định này trong thời hạn 05 ngày làm việc",
    ],
)
def test_what_is_no_end_asks_nothing(words: str) -> None:
    reading = effect(words)
    assert (reading.effective_until, asked(reading)) == (None, set())


def test_the_answer_ends_the_decision_after_its_last_day() -> None:
    story = Story(
        (listing(110, "2022-01-10", "BAN HÀNH MỚI", A, effect="kể từ ngày ký, hết hiệu lực cuối năm 2023"),)
    )
    (question,) = story.asked("effect_end_unclear")
    assert question.candidates == ("2023-12-31",)
    answered = story.answered("effect_end_unclear", "2023-12-31")
    assert [A[0] in answered.board(on) for on in ("2023-12-31", "2024-01-01")] == [True, False]
    assert A[0] in story.answered("effect_end_unclear", "none").board("2024-01-01")


# ---- beginnings ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "candidates"),
    [
        ("kể từ ngày 31 tháng 4 năm 2022", ()),
        ("kể từ ngày 04/15/2022", ("2022-04-15",)),
        ("từ quý II/2022", ("2022-04-01",)),
        ("kể từ tháng 7 năm 2022", ("2022-07-01",)),
        ("kể từ ngày      tháng      năm 2022", ()),
        ("kể từ ngày đăng Công báo của tỉnh", ()),
        ("kể từ ngày thứ mười sau khi ký", ()),
    ],
)
def test_a_clause_that_none_can_read_is_no_missing_clause(words: str, candidates: tuple[str, ...]) -> None:
    reading = effect(words)
    assert (reading.effective_on, reading.effect_source) == (None, EffectSource.UNREAD)
    (question,) = reading.questions
    assert (question.kind, question.candidates) == ("effect_unread", candidates)


def test_nothing_is_in_force_until_the_clause_was_read() -> None:
    story = Story((listing(110, "2022-01-10", "BAN HÀNH MỚI", A, effect="kể từ ngày 31 tháng 4 năm 2022"),))
    assert story.board("2023-01-01") == {}
    answered = story.answered("effect_unread", "2022-05-01")
    assert [A[0] in answered.board(on) for on in ("2022-04-30", "2022-05-01")] == [False, True]


@pytest.mark.parametrize(
    "words",
    [
        f"{LIST}. Riêng thủ tục số thứ tự 2 có hiệu lực từ quý III/2022.",
        f"{LIST}; riêng thủ tục có mã số 1.000202 thực hiện trong 06 tháng.",
    ],
)
def test_a_row_with_a_time_of_its_own_that_is_no_day_waits(words: str) -> None:
    reading = article(words)
    assert flagged(reading, "row_doubtful") == {B[0]}
    assert asked(reading) == {"row_doubtful"}


def test_a_row_that_ends_with_a_quarter() -> None:
    reading = article(f"{LIST}. Riêng thủ tục số thứ tự 2 được thực hiện đến hết quý III/2024.")
    assert {one.code: one.effective_until for one in reading.items}[B[0]] == date(2024, 10, 1)


# ---- exceptions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "left_out"),
    [
        (f"{LIST}, trừ thủ tục tại số thứ tự 2 Phụ lục vẫn theo quy định cũ.", {B[0]}),
        (f"{LIST}, ngoại trừ thủ tục có số thứ tự 3 Phụ lục.", {C[0]}),
        (f"{LIST}, không bao gồm thủ tục mã số 1.000202.", {B[0]}),
        (f"{LIST}, trừ thủ tục “Xác nhận ruộng dâu”.", {B[0]}),
        (f"{LIST}, trừ các thủ tục tại số thứ tự 1, 2 Phụ lục.", {A[0], B[0]}),
        (f"{LIST}. Riêng thủ tục số thứ tự 2 tiếp tục thực hiện theo quy định cũ.", {B[0]}),
    ],
)
def test_rows_that_an_article_leaves_out_are_left_out(words: str, left_out: set[str]) -> None:
    received = paper(110, "2022-01-10", words, section="BAN HÀNH MỚI", rows=(A, B, C))
    assert received.reading is not None
    assert (flagged(received.reading, "excepted"), asked(received.reading)) == (left_out, set())
    assert set(Story((received,)).board("2022-06-01")) == {A[0], B[0], C[0]} - left_out


@pytest.mark.parametrize(
    "words",
    [
        f"{LIST}, trừ thủ tục số 7.",
        f"{LIST}, trừ các thủ tục thuộc lĩnh vực Đất đai.",
        f"{LIST}, trừ một số thủ tục có quy định riêng.",
        f"{LIST}, không bao gồm thủ tục mã số 1.000299.",
    ],
)
def test_rows_left_out_that_cannot_be_told_hold_the_list(words: str) -> None:
    received = paper(110, "2022-01-10", words, section="BAN HÀNH MỚI", rows=(A, B, C))
    story = Story((received,))
    assert story.board("2022-06-01") == {}
    answered = story.answered("exception_unclear", f"quang-nam/110-QD-UBND/2022-01-10#{B[0]}")
    assert len(answered.asked("exception_unclear")) == 0


def test_a_doubtful_exception_of_one_row_holds_that_row() -> None:
    reading = article(f"{LIST}. Thủ tục tại STT 1 chưa triển khai.")
    assert (flagged(reading, "exception_unclear"), asked(reading)) == ({A[0]}, {"exception_unclear"})


@pytest.mark.parametrize(
    "words",
    [
        f"{LIST}. Các thủ tục hành chính khác không thuộc Danh mục này tiếp tục thực hiện theo quy định hiện hành.",
        f"{LIST}, trừ trường hợp pháp luật có quy định khác.",
        f"{LIST}. Các nội dung khác giữ nguyên.",
        f"{LIST}. Hồ sơ đã nhận trước đó thì tiếp tục thực hiện theo quy định tại thời điểm tiếp nhận.",
        f"{LIST} về lưu trú, lưu trữ tại trụ sở.",
    ],
)
def test_what_leaves_out_no_row_asks_nothing(words: str) -> None:
    reading = article(words)
    assert (asked(reading), [one.flags for one in reading.items]) == (set(), [(), (), ()])


# ---- ground ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        f"{LIST} áp dụng trên địa bàn huyện Núi Thành.",
        f"{LIST} thực hiện thí điểm tại Ủy ban nhân dân các xã Tam Hải, Tam Tiến.",
        f"{LIST} áp dụng đối với UBND phường Tân Thạnh.",
        f"{LIST} áp dụng tại 05 xã vùng cao.",
        f"{LIST}. Danh mục chỉ thực hiện tại các xã đảo.",
        f"{LIST} thí điểm ở một số địa phương.",
        f"{LIST} (không áp dụng tại huyện Tây Giang).",
        f"{LIST} cho các phường thuộc thành phố Tam Kỳ.",
        f"{LIST}, thực hiện ở khu vực biên giới biển.",
        f"{LIST}. Riêng Khu kinh tế mở Chu Lai do Ban Quản lý giải quyết.",
    ],
)
def test_a_list_for_a_part_of_the_ground_is_on_no_board(words: str) -> None:
    received = paper(110, "2022-01-10", words, section="BAN HÀNH MỚI", rows=(A, B, C))
    story = Story((received,))
    assert story.board("2022-06-01") == {}
    assert len(story.answered("ground_unclear", "everywhere").board("2022-06-01")) == 3
    assert story.answered("ground_unclear", "none").board("2022-06-01") == {}


def test_the_ground_may_stand_in_the_title_or_beside_the_effect() -> None:
    title = "công bố Danh mục thủ tục hành chính áp dụng thí điểm tại thị xã Điện Bàn"
    assert "ground_unclear" in article(f"{LIST}.", title).flags
    assert "ground_unclear" in effect("kể từ ngày ký và chỉ áp dụng tại xã Tam Hải").flags


@pytest.mark.parametrize(
    "words",
    [
        f"{LIST} thuộc thẩm quyền giải quyết của UBND cấp xã trên địa bàn tỉnh Quảng Nam.",
        f"{LIST} cấp xã trên toàn địa bàn tỉnh.",
        f"{LIST} thực hiện tại Trung tâm Phục vụ hành chính công tỉnh và Bộ phận Một cửa UBND cấp xã.",
        f"{LIST} cấp xã. Giao Văn phòng niêm yết công khai tại trụ sở UBND xã Tam Hải.",
        f"{LIST} được tiếp nhận không phụ thuộc vào địa giới hành chính tại UBND cấp xã.",
    ],
)
def test_a_list_for_the_whole_province_holds_everywhere(words: str) -> None:
    assert "ground_unclear" not in article(words).flags


# ---- drafts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mark", ["DỰ THẢO", "Dự thảo lần 2", "(Bản lấy ý kiến)", "DỰ THẢO LẦN THỨ BA NGÀY 05/01/2022"]
)
def test_a_draft_changes_nothing_until_it_was_issued(mark: str) -> None:
    from tests.extractors.decisions.test_drafts import marked

    story = Story((marked(mark),))
    assert story.board("2022-06-01") == {}
    assert [one.candidates for one in story.asked("draft")] == [("issued", "draft")]
    assert len(story.answered("draft", "issued").board("2022-06-01")) == 3
    assert story.answered("draft", "draft").board("2022-06-01") == {}


# ---- a sentence above a table --------------------------------------------------------------------------------


def _two_tables(between: str) -> Reading:
    first = paper(110, "2022-01-10", f"{LIST}.", section="BAN HÀNH MỚI", rows=(A,), after=(between, (B, C)))
    assert first.reading is not None
    return first.reading


@pytest.mark.parametrize(
    "words",
    [
        "Các thủ tục sau đây không còn được tiếp nhận tại cấp xã:",
        "Những thủ tục hành chính dưới đây chuyển về cấp tỉnh giải quyết:",
        "Các thủ tục giữ nguyên, không công bố lại:",
        "Đối với các TTHC sau, tạm thời chưa thực hiện:",
    ],
)
def test_a_sentence_above_a_table_that_says_otherwise_holds_its_rows(words: str) -> None:
    reading = _two_tables(words)
    assert flagged(reading, "action_unknown") == {B[0], C[0]}
    assert "action_unknown" in asked(reading)


def test_a_sentence_that_only_opens_a_table_says_nothing() -> None:
    reading = _two_tables("Danh mục các thủ tục hành chính cụ thể như sau:")
    assert flagged(reading, "action_unknown") == set()
