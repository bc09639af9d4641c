"""A remark glued to a value is asked about where it changes its row, and passed over where it only qualifies the value."""

import pytest

from niemyet.extractors.decisions.glued_remarks import (
    Where,
    may_remark,
    remarks_on_its_row,
    replaces_by_a_remark,
    said_to_resolve,
)
from niemyet.extractors.decisions.plain_rows import plain_names
from niemyet.extractors.decisions.row_notes import ends_its_row, gives_up, is_unforeseen
from niemyet.model.records import Reading
from niemyet.model.tables import ReadItem
from niemyet.model.words import Level, ReviewKind
from tests.support.papers import At, Grid, paper, read_as

CODE, OTHER, THIRD = "1.000701", "1.000702", "1.000703"
NAME, OTHER_NAME, THIRD_NAME = "Cấp thẻ thợ khảm trai", "Xác nhận lò thủy tinh", "Đăng ký tổ thợ rèn"
COMMUNES = " thuộc thẩm quyền giải quyết của UBND cấp xã"
LABELS: list[str | At] = [
    *("STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Địa điểm thực hiện", "Phí, lệ phí"),
    "Căn cứ pháp lý",
]
PLAIN = {
    "number": "2",
    "code": OTHER,
    "name": OTHER_NAME,
    "time": "05 ngày làm việc",
    "place": "Bộ phận Một cửa",
    "fee": "30.000 đồng",
    "basis": "Nghị định số 12/2020/NĐ-CP",
}


def row(**cells: str) -> list[str | At]:
    return list({**PLAIN, **cells}.values())


def listed(
    *middle: list[str | At], labels: list[str | At] = LABELS, below: tuple[str, ...] = (), form: str = "html"
) -> Reading:
    """A list of new procedures of the communes: a plain row, what is given, and another plain row."""
    act = "thủ tục hành chính ban hành mới lĩnh vực Làng nghề" + COMMUNES
    rest: list[str | At] = [""] * (len(labels) - len(LABELS))
    first = [*row(number="1", code=CODE, name=NAME), *rest]
    last = [*row(number="3", code=THIRD, name=THIRD_NAME), *rest]
    return read_as(
        form,
        paper(
            f"Về việc công bố Danh mục {act}",
            [
                f"Điều 1. Công bố kèm theo Quyết định này Danh mục {act}.",
                "Điều 2. Có hiệu lực kể từ ngày ký.",
            ],
            [f"DANH MỤC {act.upper()}", Grid([labels, first, *middle, last]), *below],
        ),
    )


def item(reading: Reading, code: str = OTHER) -> ReadItem:
    [found] = [one for one in reading.items if one.code == code]
    return found


def asks(reading: Reading) -> list[ReviewKind]:
    return [one.kind for one in reading.questions]


@pytest.mark.parametrize(
    "form", ["{0} ({1})", "{0} - {2}", "{0}. {2}", "{0}\n{2}", "{0}; {1}", "{0}. Lưu ý: {1}"]
)
@pytest.mark.parametrize("column", ["name", "time", "place", "fee"])
@pytest.mark.parametrize(
    "remark",
    [
        "tạm dừng thực hiện đến hết ngày 31/12/2025",
        "không áp dụng tại cấp xã",
        "đã được bãi bỏ tại Quyết định số 12/QĐ-UBND",
        "ngừng tiếp nhận từ ngày 15/8/2022",
        "chờ hướng dẫn của Bộ Văn nghệ",
        "đã chuyển về Sở Văn nghệ",
        "chỉ thực hiện tại các xã biên giới",
        "gộp vào thủ tục số 1",
    ],
)
def test_a_remark_behind_a_value_is_asked_about_once(remark: str, column: str, form: str) -> None:
    text = form.format(PLAIN[column], remark, remark[:1].upper() + remark[1:])
    reading = listed(row(**{column: text}))
    assert "row_doubtful" in item(reading).flags
    assert asks(reading) == [ReviewKind.ROW_DOUBTFUL]
    assert not item(reading, CODE).flags
    assert not item(reading, THIRD).flags


@pytest.mark.parametrize(
    "form", ["{0} ({1})", "{0} - {2}", "{0}. {2}", "{0}\n{2}", "{0}; {1}", "{0}. Lưu ý: {1}"]
)
@pytest.mark.parametrize("column", ["time", "place", "fee"])
@pytest.mark.parametrize(
    "said",
    [
        "nộp hồ sơ trực tuyến được giảm 50% lệ phí",
        "thực hiện tại Bộ phận Một cửa",
        "trường hợp cần xác minh không quá 10 ngày",
        "không kể thời gian gửi bưu chính",
        "trừ ngày nghỉ, lễ, tết",
        "thực hiện trong giờ hành chính",
        "hồ sơ không hợp lệ thì thông báo trong 02 ngày",
        "chưa bao gồm phí bưu chính",
        "không áp dụng đối với hồ sơ trực tuyến",
        "kể từ ngày giấy phép hết hiệu lực",
    ],
)
def test_what_only_qualifies_a_value_asks_nothing(said: str, column: str, form: str) -> None:
    text = form.format(PLAIN[column], said, said[:1].upper() + said[1:])
    reading = listed(row(**{column: text}))
    assert not reading.questions
    assert not item(reading).flags


@pytest.mark.parametrize(
    "cells",
    [
        {"fee": "50.000 đồng (thực hiện từ ngày 01/7/2025 đến hết ngày 31/12/2026)"},
        {"fee": "Phí: chưa áp dụng"},
        {"fee": "Không\nThực hiện theo Nghị quyết số 5/2022/NQ-HĐND"},
        {"fee": "30.000 đồng, trừ các xã miền núi"},
        {"time": "10 ngày, trừ các xã biên giới"},
        {"basis": "Nghị định số 12/2020/NĐ-CP (hết hiệu lực từ ngày 01/8/2022)"},
        {"basis": "Nghị định số 12/2020/NĐ-CP. Áp dụng từ ngày 01/01/2021"},
        {"place": "Trung tâm Phục vụ hành chính công tỉnh (không tiếp nhận tại cấp huyện)"},
        {"place": "Bộ phận Một cửa. Không tiếp nhận qua bưu chính"},
        {"name": "Cấp lại thẻ thợ khảm (trường hợp thẻ đã hết hiệu lực)"},
        {"name": "Thông báo tạm dừng, chấm dứt hoạt động lò thủy tinh"},
        {"name": "Đăng ký, tạm dừng thực hiện dự án làng nghề"},
    ],
)
def test_what_a_column_says_of_itself_is_no_remark(cells: dict[str, str]) -> None:
    assert not listed(row(**cells)).questions


@pytest.mark.parametrize(
    "cells", [{"fee": "Áp dụng đến hết ngày 31/12/2025"}, {"basis": "Thực hiện từ ngày 01/7/2025"}]
)
def test_a_day_with_no_value_beside_it_is_the_rows(cells: dict[str, str]) -> None:
    assert "row_doubtful" in item(listed(row(**cells))).flags


def test_what_is_denied_to_a_level_that_does_not_hold_the_row_changes_nothing() -> None:
    text = "05 ngày. Không thực hiện tại cấp tỉnh"
    assert not remarks_on_its_row(text, Where.TIME, (Level.COMMUNE,))
    assert remarks_on_its_row(text, Where.TIME, (Level.PROVINCE,))
    assert remarks_on_its_row(text, Where.TIME)


@pytest.mark.parametrize("column", ["code", "number"])
def test_a_remark_in_a_line_of_its_own_below_a_number_or_code_is_asked_about(column: str) -> None:
    assert "row_doubtful" in item(listed(row(**{column: f"{PLAIN[column]}\nChưa áp dụng"}))).flags


@pytest.mark.parametrize("form", ["html", "docx"])
@pytest.mark.parametrize("place", [2, 3, 5])
def test_a_remark_in_a_row_without_a_number_is_that_of_the_row_above(place: int, form: str) -> None:
    below: list[str | At] = [
        "" if at != place else "(Tạm ngừng tiếp nhận hồ sơ)" for at in range(len(LABELS))
    ]
    assert "row_doubtful" in item(listed(row(), below, form=form)).flags


@pytest.mark.parametrize("column", ["name", "time", "place", "fee", "code"])
def test_a_remark_by_which_a_row_replaces_another_asks_which(column: str) -> None:
    text = f"{PLAIN[column]}. Thay thế thủ tục số 5 tại Quyết định số 12/QĐ-UBND"
    assert asks(listed(row(**{column: text}))) == [ReviewKind.REPLACED_UNKNOWN]


@pytest.mark.parametrize("column", ["time", "place", "fee", "basis"])
def test_an_old_code_behind_a_value_is_asked_about(column: str) -> None:
    assert "row_doubtful" in item(listed(row(**{column: f"{PLAIN[column]} (mã cũ 1.004321)"}))).flags


def test_who_resolves_a_row_by_words_behind_its_name_is_held_against_its_heading() -> None:
    assert said_to_resolve("Cấp thẻ thợ khảm trai. Do Sở Văn nghệ giải quyết") == "Sở Văn nghệ"
    assert "level_contradicted" in item(listed(row(name=f"{OTHER_NAME} - Do Sở Văn nghệ giải quyết"))).flags
    assert not item(listed(row(name=f"{OTHER_NAME} - Do UBND cấp xã giải quyết"))).flags


@pytest.mark.parametrize("mark", ["(*)", "(1)", "[1]"])
@pytest.mark.parametrize(
    ("said", "flag"),
    [
        ("Trừ các xã biên giới.", "row_doubtful"),
        ("Thay thế thủ tục số 5 tại Quyết định số 12/QĐ-UBND.", "row_doubtful"),
        ("Do Sở Văn nghệ giải quyết.", "level_contradicted"),
    ],
)
def test_a_footnote_that_changes_its_row_is_asked_about(mark: str, said: str, flag: str) -> None:
    reading = listed(row(name=f"{OTHER_NAME} {mark}"), below=(f"{mark} {said}",))
    assert flag in item(reading).flags
    assert not item(reading, THIRD).flags


def test_a_note_below_a_list_that_waits_for_an_event_is_asked_about() -> None:
    note = "Ghi chú: dừng thực hiện cho đến khi có hướng dẫn mới"
    assert asks(listed(row(), below=(note,))) == [ReviewKind.LEFT_OVER_NOTE]


@pytest.mark.parametrize(
    "note", ["Không áp dụng đối với hồ sơ trực tuyến", "Trừ ngày nghỉ, lễ, tết", "Chưa áp dụng chữ ký số"]
)
def test_a_note_of_a_case_or_a_way_asks_nothing(note: str) -> None:
    assert not gives_up(note)
    assert not is_unforeseen(note)


def test_a_fee_of_nothing_does_not_deny_the_line_below_it() -> None:
    assert not ends_its_row("Không Thực hiện tại Bộ phận Một cửa")
    assert ends_its_row("Không thực hiện")
    assert ends_its_row("Không Tạm dừng thực hiện")


def test_names_that_are_looked_at_together_hide_no_remark() -> None:
    names = [f"{NAME} {end}" for end in "abcdefghijkl"]
    glued = f"{OTHER_NAME} Tạm dừng thực hiện"
    assert may_remark("\n".join([*names, glued]))
    assert list(plain_names([*names, glued])) == names
    assert not may_remark("\n".join(names))


def test_a_code_says_what_a_remark_replaces() -> None:
    assert replaces_by_a_remark("1.000702. Thay thế thủ tục số 5")
    assert not replaces_by_a_remark("05 ngày (thay thế thủ tục 1.001234)")
