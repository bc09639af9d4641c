"""Columns that say more than one thing: marks of actions, levels in lines, codes of elsewhere, times of steps."""

import pytest

from niemyet.extractors.decisions.agencies import agency_levels
from niemyet.extractors.decisions.columns import Column, column_of, told_apart
from niemyet.extractors.decisions.heading_patterns import heading_of
from niemyet.model.records import Reading
from niemyet.model.words import Action, Level, ReviewKind
from tests.support.papers import At, Grid, paper, read_as

TITLE = "Về việc công bố Danh mục thủ tục hành chính lĩnh vực Lò gốm"
FIRST = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính lĩnh vực Lò gốm."
SECOND = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."
NEW = "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP XÃ"


def listed(*rows: list[str | At], caption: str = NEW, header_rows: int = 1) -> Reading:
    grid = Grid([list(row) for row in rows], header_rows=header_rows)
    return read_as("docx", paper(TITLE, [FIRST, SECOND], [caption, grid]))


def test_a_mark_under_the_label_of_an_action_says_what_is_done_to_the_row() -> None:
    read = listed(
        ["STT", "Mã TTHC", "Tên TTHC", "Ban hành mới", "Sửa đổi, bổ sung", "Bãi bỏ"],
        ["1", "1.000501", "Cấp thẻ thợ gốm", "x", "", ""],
        ["2", "1.000502", "Đổi thẻ thợ gốm", "", "x", ""],
        ["3", "1.000503", "Xác nhận lò gốm", "", "", "x"],
        ["4", "1.000504", "Thu hồi thẻ thợ gốm", "x", "", "x"],
        caption="DANH MỤC THỦ TỤC HÀNH CHÍNH CẤP XÃ",
    )
    assert [one.action for one in read.items[:3]] == [Action.NEW, Action.AMEND, Action.ABOLISH]
    assert [(one.kind, one.item) for one in read.questions] == [(ReviewKind.ACTION_CONTRADICTED, 3)]


def test_the_same_marks_below_one_label_for_all() -> None:
    read = listed(
        [At("Mã TTHC", down=2), At("Tên TTHC", down=2), At("Nội dung công bố", across=2)],
        ["Mới ban hành", "Bị bãi bỏ"],
        ["1.000501", "Cấp thẻ thợ gốm", "x", ""],
        ["1.000502", "Đổi thẻ thợ gốm", "", "x"],
        caption="DANH MỤC THỦ TỤC HÀNH CHÍNH CẤP XÃ",
        header_rows=2,
    )
    assert [one.action for one in read.items] == [Action.NEW, Action.ABOLISH]


def test_levels_in_lines_of_one_cell_are_all_its_levels() -> None:
    read = listed(
        ["Mã TTHC", "Tên TTHC", "Cấp giải quyết"],
        ["1.000501", "Cấp thẻ thợ gốm", "Tỉnh\nXã"],
        ["1.000502", "Đổi thẻ thợ gốm", "- Cấp xã"],
        caption="DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI",
    )
    assert [one.levels for one in read.items] == [(Level.PROVINCE, Level.COMMUNE), (Level.COMMUNE,)]


@pytest.mark.parametrize("words", ["liên thông với", "thay cho mã", "xem thêm thủ tục"])
def test_a_code_that_a_name_gives_to_another_procedure_is_asked_about(words: str) -> None:
    read = listed(["STT", "Tên thủ tục hành chính"], ["1", f"Cấp thẻ thợ gốm ({words} 1.000599)"])
    assert read.items[0].code is None
    assert [one.kind for one in read.questions] == [ReviewKind.CODE_UNCLEAR]


@pytest.mark.parametrize(
    "name", ["Cấp, thay thế thẻ thợ gốm", "Việc liên quan đến lò gốm", "Xác nhận sau khi nung gốm"]
)
def test_a_name_may_hold_such_words_before_its_own_code(name: str) -> None:
    read = listed(["STT", "Tên thủ tục hành chính"], ["1", f"{name}/1.000501"])
    assert [(one.name, one.code) for one in read.items] == [(name, "1.000501")]
    assert not read.questions


def test_a_code_that_a_line_broke_inside_a_name_is_asked_about() -> None:
    read = listed(["STT", "Tên thủ tục hành chính"], ["1", "Cấp thẻ thợ gốm/1 .00050 1"])
    assert [one.code for one in read.items] == [None]
    assert [(one.kind, one.candidates) for one in read.questions] == [
        (ReviewKind.CODE_UNCLEAR, ("1.000501",))
    ]


def test_a_code_of_the_time_before_those_of_the_nation_is_no_broken_one() -> None:
    read = listed(["STT", "Mã TTHC", "Tên TTHC"], ["1", "T-ANB-276123-TT", "Cấp thẻ thợ gốm"])
    assert [(one.code, one.code_text) for one in read.items] == [(None, "T-ANB-276123-TT")]
    assert not read.questions


def test_a_code_of_the_province_stands_in_the_note() -> None:
    read = listed(
        ["STT", "Mã số TTHC", "Mã hồ sơ địa phương", "Tên TTHC"],
        ["1", "1.000501", "ANB-77", "Cấp thẻ thợ gốm"],
    )
    assert [(one.code, one.note) for one in read.items] == [("1.000501", "Mã hồ sơ địa phương: ANB-77")]
    assert not read.questions


def test_what_each_office_takes_of_the_time_is_no_time_of_the_procedure() -> None:
    read = listed(
        [At("Mã TTHC", down=2), At("Tên TTHC", down=2), At("Thời hạn giải quyết", across=3)],
        ["Sở Lò gốm", "UBND tỉnh", "Tổng cộng"],
        ["1.000501", "Cấp thẻ thợ gốm", "05 ngày", "03 ngày", "08 ngày"],
        header_rows=2,
    )
    assert read.items[0].time_local == "08 ngày"
    assert not read.questions


def test_what_is_left_of_a_time_is_the_time() -> None:
    labels = ("Thời hạn theo luật", "Thời hạn giảm", "Thời hạn còn")
    assert [column_of(one) for one in labels] == [Column.TIME_LEGAL, Column.TIME_CUT, Column.TIME_LOCAL]


def test_beside_the_place_that_receives_the_other_resolves() -> None:
    titles = ("Tên TTHC", "Nơi tiếp nhận", "Nơi giải quyết")
    columns, unclear = told_apart(tuple(map(column_of, titles)), titles)
    assert (columns, unclear) == ((Column.NAME, Column.PLACE, Column.AGENCY), ())


# ---- rows ------------------------------------------------------------------------------------------------------------


def test_a_row_whose_name_is_marked_as_a_case_is_one_of_the_procedure_above() -> None:
    read = listed(
        ["STT", "Mã TTHC", "Tên TTHC", "Thời hạn giải quyết"],
        ["1", "1.000501", "Cấp thẻ thợ gốm", ""],
        ["", "", "a) Thợ chính", "20 ngày"],
        ["", "", "b) Thợ phụ", "15 ngày"],
        ["2", "1.000502", "Đổi thẻ thợ gốm", "05 ngày"],
    )
    assert [one.name for one in read.items] == ["Cấp thẻ thợ gốm", "Đổi thẻ thợ gốm"]
    assert "a) Thợ chính – Thời hạn giải quyết: 20 ngày" in (read.items[0].note or "")
    assert read.items[0].time_local is None


def test_a_line_that_begins_with_a_code_is_a_row() -> None:
    lines = [
        "DANH MỤC THỦ TỤC HÀNH CHÍNH BÃI BỎ CẤP XÃ",
        "1.000501 - Cấp thẻ thợ gốm",
        "1.000502: Đổi thẻ thợ gốm",
    ]
    read = read_as("docx", paper(TITLE, [FIRST, SECOND], list(lines)))
    assert [(one.code, one.name) for one in read.items] == [
        ("1.000501", "Cấp thẻ thợ gốm"),
        ("1.000502", "Đổi thẻ thợ gốm"),
    ]


def test_a_heading_that_says_that_nothing_stands_below_it_is_no_question() -> None:
    grid = Grid([["STT", "Mã TTHC", "Tên TTHC"], ["1", "1.000501", "Cấp thẻ thợ gốm"]])
    headings = ["I. THỦ TỤC MỚI BAN HÀNH CẤP XÃ: Không", "II. THỦ TỤC BỊ BÃI BỎ CẤP XÃ"]
    read = read_as("docx", paper(TITLE, [FIRST, SECOND], ["DANH MỤC", *headings, grid]))
    assert [one.action for one in read.items] == [Action.ABOLISH]
    assert not read.questions


def test_a_list_that_is_printed_and_not_read_is_not_missing() -> None:
    read = read_as("docx", paper(TITLE, [FIRST, SECOND], ["Xem mã 1.000501 và 1.000502 tại Cổng."]))
    assert [one.kind for one in read.questions] == [ReviewKind.LEFT_OVER_CODE]
    assert "annex_missing" in read.flags


# ---- notes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("note", "kinds"),
    [
        ("Thực hiện tại cấp tỉnh", [ReviewKind.LEVEL_CONTRADICTED]),
        ("UBND cấp xã tiếp nhận, Sở Lò gốm giải quyết", [ReviewKind.LEVEL_CONTRADICTED]),
        ("Do UBND cấp xã giải quyết", []),
        ("Tiếp nhận tại Trung tâm hành chính công cấp tỉnh", []),
        ("Thay thế TTHC số 3 tại Quyết định số 9/QĐ-UBND", [ReviewKind.REPLACED_UNKNOWN]),
        ("Mã TTHC mới: 1.000599", [ReviewKind.LEFT_OVER_CODE]),
    ],
)
def test_a_note_against_its_heading_or_of_another_procedure_is_asked_about(
    note: str, kinds: list[ReviewKind]
) -> None:
    read = listed(["STT", "Mã TTHC", "Tên TTHC", "Ghi chú"], ["1", "1.000501", "Cấp thẻ thợ gốm", note])
    assert [one.kind for one in read.questions] == kinds


def test_a_later_annex_with_another_day_is_asked_about() -> None:
    grid = Grid([["STT", "Mã TTHC", "Tên TTHC"], ["1", "1.000501", "Cấp thẻ thợ gốm"]])
    said = "(Kèm theo Quyết định số 412/QĐ-UBND ngày {} của Chủ tịch UBND tỉnh An Bình)"
    more = ["PHỤ LỤC II", said.format("15 tháng 7 năm 2022")]
    read = read_as("docx", paper(TITLE, [FIRST, SECOND], [NEW, grid, *more]))
    assert [one.kind for one in read.questions] == [ReviewKind.OWN_DATE_CONFLICT]


# ---- headings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["HẾT HẠN ÁP DỤNG", "KHÔNG THUỘC THẨM QUYỀN CẤP XÃ", "THAM KHẢO", "DỰ KIẾN CÔNG BỐ"],
)
def test_a_heading_that_says_something_else_of_its_rows_is_asked_about(words: str) -> None:
    said = heading_of(f"II. THỦ TỤC HÀNH CHÍNH {words}")
    assert (said.strange, said.actions, said.levels, said.authority) == (True, (), (), ())


def test_a_heading_says_who_resolves() -> None:
    said = (
        "do Trung ương giải quyết",
        "do Sở Lò gốm thực hiện",
        "thuộc thẩm quyền của Bộ Lò gốm",
        "do UBND cấp xã giải quyết",
    )
    found = [heading_of(f"B. Thủ tục hành chính {one}") for one in said]
    assert [one.authority for one in found] == [
        (Level.MINISTRY,),
        (Level.PROVINCE,),
        (Level.MINISTRY,),
        (Level.COMMUNE,),
    ]


def test_parts_of_a_procedure_that_no_board_shows_are_no_question_but_their_codes_are() -> None:
    labels = ["STT", "Mã TTHC", "Tên TTHC", "Thời hạn", "Kết quả giải quyết", "Đối tượng thực hiện"]
    plain = listed(labels, ["1", "1.000501", "Cấp thẻ thợ gốm", "05 ngày", "Thẻ thợ gốm", "Cá nhân"])
    assert (plain.questions, plain.items[0].note) == ((), None)
    acting = listed(
        labels,
        ["1", "1.000501", "Cấp thẻ thợ gốm", "05 ngày", "Thẻ thay thế thẻ theo thủ tục 1.000599", "Cá nhân"],
    )
    assert [one.kind for one in acting.questions] == [ReviewKind.LEFT_OVER_CODE]


def test_steps_with_a_result_are_no_list() -> None:
    steps = Grid(
        [["Bước", "Nội dung công việc", "Kết quả", "Thời gian"], ["1", "Tiếp nhận", "Phiếu hẹn", "1 giờ"]]
    )
    rows = Grid([["STT", "Mã TTHC", "Tên TTHC"], ["1", "1.000501", "Cấp thẻ thợ gốm"]])
    read = read_as("docx", paper(TITLE, [FIRST, SECOND], [NEW, rows, "Phần II. Quy trình nội bộ", steps]))
    assert [one.code for one in read.items] == ["1.000501"]


def test_a_chairman_in_the_column_of_who_resolves_is_his_level() -> None:
    assert agency_levels("Chủ tịch UBND xã, phường, đặc khu") == (Level.COMMUNE,)
    assert agency_levels("Chủ tịch UBND tỉnh") == (Level.PROVINCE,)


def test_a_column_of_reasons_may_act_on_its_rows_and_is_asked_about() -> None:
    assert column_of("Lý do bãi bỏ") is Column.NOTE
    read = listed(
        ["STT", "Mã TTHC", "Tên TTHC", "Lý do"], ["1", "1.000501", "Cấp thẻ thợ gốm", "Nghị định 9 bãi bỏ"]
    )
    assert [one.kind for one in read.questions] == [ReviewKind.LEFT_OVER_COLUMN]


@pytest.mark.parametrize(("first", "second"), [("✓", "x"), ("●", "○"), ("+", "x"), ("☑", "☒")])
def test_of_two_marks_in_one_row_one_may_say_no(first: str, second: str) -> None:
    read = listed(
        ["STT", "Mã TTHC", "Tên TTHC", "Cấp tỉnh", "Cấp xã"],
        ["1", "1.000501", "Cấp thẻ thợ gốm", first, second],
        ["2", "1.000502", "Đổi thẻ thợ gốm", first, ""],
        caption="DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI",
    )
    assert [one.levels for one in read.items] == [(), (Level.PROVINCE,)]
    assert [(one.kind, one.item) for one in read.questions] == [(ReviewKind.LEVEL_UNKNOWN, 0)]


@pytest.mark.parametrize(("yes", "no"), [("☑", "☐"), ("☒", "☐"), ("■", "□"), ("✓", "")])
def test_an_empty_box_is_no_mark(yes: str, no: str) -> None:
    read = listed(
        ["STT", "Mã TTHC", "Tên TTHC", "Cấp tỉnh", "Cấp xã"],
        ["1", "1.000501", "Cấp thẻ thợ gốm", yes, no],
        ["2", "1.000502", "Đổi thẻ thợ gốm", no, yes],
        ["3", "1.000503", "Xác nhận lò gốm", "✔" if yes == "✓" else yes, yes],
        caption="DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI",
    )
    both = (Level.PROVINCE, Level.COMMUNE)
    assert [one.levels for one in read.items] == [(Level.PROVINCE,), (Level.COMMUNE,), both]
    assert not read.questions


def test_a_label_of_numbers_in_two_languages_is_known() -> None:
    assert [column_of(label) for label in ("STT (No.)", "Số TT", "No.")] == [Column.NUMBER] * 3
