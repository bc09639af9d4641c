"""An act that contradicts itself, hangs on a condition, or says what nobody foresaw: asked, and nothing is ended."""

import pytest

from tests.transforms.law.test_acts import BOTH, CITED, NEW, A, B, Story, acting, paper

ADDRESS = f"mục I phần A Phụ lục kèm theo {CITED}"


def _asked(article: str, title: str = "bãi bỏ thủ tục hành chính") -> list[str]:
    story = Story((NEW, paper(120, "2022-03-01", article, title=title)))
    assert story.board("2022-05-01") == BOTH
    return sorted({one.kind for one in story.state().reviews})


@pytest.mark.parametrize(
    "article",
    [
        f"Bãi bỏ thủ tục hành chính “{B[1]}” tại số thứ tự 1 {ADDRESS}.",
        f"Bãi bỏ thủ tục hành chính tại số thứ tự 1 ({B[1]}) {ADDRESS}.",
        f"Bãi bỏ thủ tục {B[1]} tại số thứ tự 1 {ADDRESS}.",
        f"Bãi bỏ thủ tục Cấp thẻ thợ chạm bạc tại số thứ tự 1 {ADDRESS}.",
        f"Bãi bỏ thủ tục hành chính tại số thứ tự 1 (mã số {B[0]}) {ADDRESS}.",
        f"Bãi bỏ thủ tục hành chính có mã số {B[0]} tại số thứ tự 1 {ADDRESS}.",
    ],
)
def test_a_name_or_code_of_another_row_beside_an_address(article: str) -> None:
    assert _asked(article) == ["name_unclear"]


@pytest.mark.parametrize(
    "row",
    [
        f"thủ tục “{A[1]}” tại số thứ tự 1",
        f"thủ tục {A[1]} tại số thứ tự 1",
        f"thủ tục hành chính tại số thứ tự 1 (mã số {A[0]})",
        "thủ tục hành chính cấp xã tại số thứ tự 1",
    ],
)
def test_the_name_or_code_of_its_own_row_beside_an_address(row: str) -> None:
    story = Story((NEW, acting(120, "2022-03-01", f"Bãi bỏ {row} {ADDRESS}.")))
    assert set(story.board("2022-05-01")) == {B[0]}


def test_points_of_an_amendment_are_about_the_decision_that_it_opens_with() -> None:
    opening = f"Sửa đổi, bổ sung Danh mục thủ tục hành chính ban hành kèm theo {CITED} như sau:"
    title = "sửa đổi Danh mục thủ tục hành chính"

    def pointed(point: str) -> Story:
        return Story((NEW, paper(120, "2022-03-01", f"{opening}\n\n1. {point}", title=title)))

    assert set(pointed("Bãi bỏ số thứ tự 1 mục I phần A Phụ lục.").board("2022-05-01")) == {B[0]}
    contradicted = pointed(f"Bãi bỏ thủ tục tại số thứ tự 1 (mã số {B[0]}) mục I phần A Phụ lục.")
    assert contradicted.board("2022-05-01") == BOTH
    assert {one.kind for one in contradicted.state().reviews} == {"name_unclear"}


def test_a_name_of_another_procedure_behind_a_code() -> None:
    article = f"Bãi bỏ thủ tục hành chính mã số {A[0]} ({B[1]}) thuộc thẩm quyền của UBND cấp xã."
    assert _asked(article) == ["code_and_name"]


def test_codes_that_are_not_as_many_as_are_counted() -> None:
    article = f"Bãi bỏ 03 thủ tục hành chính cấp xã có mã số: {A[0]}, {B[0]}."
    assert _asked(article) == ["row_doubtful"]
    right = Story((NEW, acting(120, "2022-03-01", article.replace("03", "02"))))
    assert right.board("2022-05-01") == {}


@pytest.mark.parametrize(
    "condition",
    [
        "nếu Hội đồng nhân dân tỉnh thông qua Nghị quyết về phí",
        "khi Nghị quyết về phí có hiệu lực",
        "theo lộ trình của Bộ",
        "với điều kiện có phần mềm dùng chung",
    ],
)
def test_an_end_on_a_condition(condition: str) -> None:
    assert _asked(f"Bãi bỏ thủ tục hành chính cấp xã mã số {A[0]} {condition}.") == ["row_doubtful"]


@pytest.mark.parametrize(
    "tail",
    [
        "đối với hộ nghèo",
        "tại các xã biên giới",
        "khi đủ điều kiện",
        "một phần",
        "về mẫu đơn",
        "trước ngày 31/12/2026",
        "chậm nhất ngày 31/12/2026",
        "trên hệ thống một cửa điện tử",
        "với các trường hợp nộp qua bưu chính",
        "(nội dung trực tuyến)",
        "thay bằng thủ tục khác",
        "vào thời điểm thích hợp",
    ],
)
def test_words_behind_the_object_that_may_limit_an_end(tail: str) -> None:
    by_code = f"Bãi bỏ thủ tục hành chính cấp xã mã số {A[0]} {tail}."
    by_row = f"Bãi bỏ thủ tục hành chính số 1 {ADDRESS} {tail}."
    by_name = f"Bãi bỏ thủ tục “{A[1]}” cấp xã công bố tại {CITED} {tail}."
    assert all("row_doubtful" in _asked(article) for article in (by_code, by_row, by_name))


@pytest.mark.parametrize(
    "tail",
    [
        "thuộc thẩm quyền giải quyết của UBND cấp xã",
        "lĩnh vực Chăn nuôi",
        f"đã được công bố tại {CITED}",
        "theo quy định tại Nghị định số 7/2022/NĐ-CP",
        "do không còn phù hợp",
        "kể từ ngày ký Quyết định này",
        f"({A[1]})",
        "",
    ],
)
def test_words_behind_the_object_that_limit_nothing(tail: str) -> None:
    story = Story((NEW, acting(120, "2022-03-01", f"Bãi bỏ thủ tục hành chính cấp xã mã số {A[0]} {tail}.")))
    assert set(story.board("2022-05-01")) == {B[0]}


CHANGED = (
    f"Sửa đổi thời hạn giải quyết của thủ tục “{A[1]}” tại {CITED} từ “05 ngày làm việc” thành “03 ngày”"
)
CORRECTED = (
    f"Đính chính thời hạn giải quyết tại số thứ tự 1 {ADDRESS}: “05 ngày làm việc” sửa thành “03 ngày”"
)


@pytest.mark.parametrize(
    "tail", ["đối với hộ nghèo", "khi đủ điều kiện", "nếu Bộ chấp thuận", "trong năm 2023"]
)
@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("sửa đổi thủ tục hành chính", CHANGED),
        ("đính chính Danh mục thủ tục hành chính", CORRECTED),
        ("tạm dừng tiếp nhận thủ tục hành chính", f"Tạm dừng tiếp nhận thủ tục hành chính mã số {A[0]}"),
    ],
)
def test_words_that_may_limit_a_change_a_correction_or_a_pause(title: str, sentence: str, tail: str) -> None:
    if title.startswith("tạm dừng") and tail == "trong năm 2023":
        return  # how long it lasts is read
    assert _asked(f"{sentence} {tail}.", title)


def test_a_change_holds_from_the_day_behind_it() -> None:
    plain = Story((NEW, paper(120, "2022-03-01", f"{CHANGED}.", title="sửa đổi thủ tục hành chính")))
    assert plain.board("2022-03-01") == {**BOTH, A[0]: "03 ngày"}
    story = Story(
        (
            NEW,
            paper(120, "2022-03-01", f"{CHANGED}, kể từ ngày 01/7/2022.", title="sửa đổi thủ tục hành chính"),
        )
    )
    assert story.board("2022-06-30") == BOTH
    assert story.board("2022-07-01") == {**BOTH, A[0]: "03 ngày"}


def test_the_end_of_a_decree_is_not_that_of_the_decision_before_it() -> None:
    assert _asked(
        f"{CORRECTED} từ ngày Nghị định số 7/2022/NĐ-CP hết hiệu lực.",
        "đính chính Danh mục thủ tục hành chính",
    )


@pytest.mark.parametrize(
    ("title", "article"),
    [
        ("gộp thủ tục hành chính", f"Gộp thủ tục hành chính mã số {A[0]} vào thủ tục mã số {B[0]}."),
        ("tách thủ tục hành chính", f"Tách thủ tục hành chính mã số {A[0]} thành hai thủ tục."),
        ("phân cấp giải quyết thủ tục hành chính", f"Phân cấp cho cấp xã giải quyết thủ tục mã số {A[0]}."),
        ("chưa thực hiện thủ tục hành chính", f"Tạm thời chưa thực hiện thủ tục hành chính mã số {A[0]}."),
    ],
)
def test_what_nobody_foresaw_is_done_to_a_procedure(title: str, article: str) -> None:
    assert _asked(article, title) == ["left_over_text"]


@pytest.mark.parametrize(
    ("title", "article"),
    [
        ("rà soát thủ tục hành chính", f"Giao Sở Tư pháp rà soát thủ tục hành chính mã số {A[0]}."),
        ("kiến nghị đơn giản hóa", f"Kiến nghị Bộ Tư pháp bãi bỏ thủ tục hành chính mã số {A[0]}."),
    ],
)
def test_a_task_or_a_request_asks_nothing(title: str, article: str) -> None:
    assert _asked(article, title) == []


def test_a_correction_may_name_its_field_by_the_label_of_a_column() -> None:
    article = (
        f"Đính chính {CITED}: tại số thứ tự 1 mục I phần A, cột “Thời hạn giải quyết” đã in “05 ngày làm việc”, nay sửa "
        "lại là “07 ngày”."
    )
    story = Story((NEW, paper(120, "2022-03-01", article, title="đính chính Danh mục thủ tục hành chính")))
    assert story.board("2022-05-01") == {**BOTH, A[0]: "07 ngày"}


def test_decisions_that_a_sentence_lists_are_all_replaced() -> None:
    article = (
        "Quyết định này thay thế các Quyết định: Quyết định số 110/QĐ-UBND ngày 10/01/2022; Quyết định số 111/QĐ-UBND ngày "
        "11/01/2022 của Chủ tịch UBND tỉnh."
    )
    reading = acting(120, "2022-03-01", article).reading
    assert reading is not None
    assert [(one.type, one.target.number) for one in reading.relations] == [
        ("replaces_doc", 110),
        ("replaces_doc", 111),
    ]


def _corrected(article: str) -> Story:
    return Story((NEW, paper(120, "2022-03-01", article, title="đính chính Danh mục thủ tục hành chính")))


@pytest.mark.parametrize(
    "said",
    [
        f"tại số thứ tự 1 (mã số {B[0]}) {ADDRESS}: “05 ngày làm việc” sửa thành “03 ngày”",
        f"của thủ tục “{B[1]}” tại số thứ tự 1 {ADDRESS}: “05 ngày làm việc” sửa thành “03 ngày”",
        f"tại số thứ tự 1 {ADDRESS}: “15 ngày” sửa thành “03 ngày”",
    ],
)
def test_a_correction_that_speaks_of_two_rows_or_quotes_what_is_not_printed(said: str) -> None:
    story = _corrected(f"Đính chính thời hạn giải quyết {said}.")
    assert story.board("2022-05-01") == BOTH
    assert {one.kind for one in story.state().reviews} == {"correction_pending"}


@pytest.mark.parametrize("printed", ["05 ngày làm việc", "05 ngày"])
def test_a_correction_that_quotes_what_is_printed_or_a_part_of_it(printed: str) -> None:
    story = _corrected(
        f"Đính chính thời hạn giải quyết tại số thứ tự 1 (mã số {A[0]}) {ADDRESS}: “{printed}” sửa thành “03 ngày”."
    )
    assert story.board("2022-05-01") == {**BOTH, A[0]: "03 ngày"}


def _paused(said: str) -> Story:
    article = f"Tạm dừng thực hiện {said} từ ngày 01/4/2022 đến hết ngày 30/4/2022."
    return Story((NEW, paper(120, "2022-03-01", article, title="tạm dừng thực hiện thủ tục hành chính")))


@pytest.mark.parametrize(
    "said",
    [f"thủ tục “{B[1]}” (mã số {A[0]})", f"thủ tục {B[1]} (mã số {A[0]})", f"thủ tục: {B[1]} ({A[0]})"],
)
def test_a_pause_under_the_name_of_another_procedure(said: str) -> None:
    story = _paused(said)
    assert story.board("2022-04-10") == BOTH
    assert {one.kind for one in story.state().reviews} == {"code_and_name"}


@pytest.mark.parametrize(
    "said",
    [f"thủ tục {A[1]} (mã số {A[0]})", f"thủ tục hành chính mã số {A[0]}", f"thủ tục: {A[1]} ({A[0]})"],
)
def test_a_pause_under_its_own_name_or_none(said: str) -> None:
    story = _paused(said)
    assert set(story.board("2022-04-10")) == {B[0]}
    assert story.board("2022-05-01") == BOTH


def test_several_procedures_of_one_pause_have_its_time() -> None:
    story = _paused(f"các thủ tục: {A[1]} ({A[0]}); {B[1]} ({B[0]})")
    assert story.board("2022-03-31") == story.board("2022-05-01") == BOTH
    assert story.board("2022-04-10") == {}
    assert not story.state().reviews
