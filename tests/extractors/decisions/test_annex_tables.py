"""Tables of annexes as strangers print them: headers of several levels, headings in parts, cells that stand elsewhere."""

import pytest

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Reading
from niemyet.model.words import Action, Level
from tests.support.papers import At, Grid, Paper, paper, to_docx

TITLE = "Về việc công bố Danh mục thủ tục hành chính lĩnh vực Nghề mộc"
LIST = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính lĩnh vực Nghề mộc."
SIGNING = "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký."


def read(annex: Paper, articles: tuple[str, ...] = (LIST, SIGNING), title: str = TITLE) -> Reading:
    return read_decision(read_document(to_docx(paper(title, list(articles), annex)), "a.docx"))


# ---- headers of several levels -----------------------------------------------------------------------------


@pytest.mark.parametrize("numbers", [[], [["(1)", "(2)", "(3)", "(4)"]]])
def test_a_second_header_row_of_one_label_below_cells_that_reach_down_is_no_row(
    numbers: list[list[str]],
) -> None:
    grid = Grid(
        [
            [
                At("STT", down=2),
                At("Mã TTHC", down=2),
                "Tên thủ tục hành chính",
                At("Căn cứ pháp lý", down=2),
            ],
            ["Tên mới"],
            *numbers,
            ["1", "2.400001", "Đóng bàn ghế học sinh", "Luật Mộc"],
        ]
    )
    reading = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ CẤP XÃ", grid])
    assert [(item.code, item.name) for item in reading.items] == [("2.400001", "Đóng bàn ghế học sinh")]
    assert not reading.questions


def test_labels_without_number_and_code_are_never_a_procedure() -> None:
    grid = Grid(
        [
            ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết"],
            ["1", "2.400001", "Đóng bàn ghế học sinh", "05 ngày"],
            ["", "", "Tên TTHC", ""],
            ["2", "2.400002", "Chạm khắc tủ thờ", "07 ngày"],
        ]
    )
    reading = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ", grid])
    assert [item.code for item in reading.items] == ["2.400001", "2.400002"]
    assert all("Tên TTHC" not in item.name for item in reading.items)
    assert [question.kind for question in reading.questions] == ["row_unread"]


# ---- headings in parts ----------------------------------------------------------------------------------------

HEAD: list[str | At] = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết"]


@pytest.mark.parametrize(
    ("first", "second"), [("Phần I.", "Phần II."), ("MỤC 1", "MỤC 2"), ("Phần thứ nhất", "Phần thứ hai")]
)
def test_a_named_mark_beside_its_words_begins_a_section(first: str, second: str) -> None:
    grid = Grid(
        [
            HEAD,
            [first, At("THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP TỈNH", across=3)],
            ["1", "2.400001", "Đóng bàn ghế học sinh", "05 ngày"],
            [second, At("THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ CẤP XÃ", across=3)],
            ["1", "2.400002", "Chạm khắc tủ thờ", "07 ngày"],
        ]
    )
    reading = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH", grid])
    assert [(item.code, item.action, item.levels) for item in reading.items] == [
        ("2.400001", Action.NEW, (Level.PROVINCE,)),
        ("2.400002", Action.ABOLISH, (Level.COMMUNE,)),
    ]
    assert not reading.questions


@pytest.mark.parametrize("column", ["Lĩnh vực", "Tên TTHC cũ"])
def test_a_marked_heading_in_the_first_column_of_words_begins_a_section(column: str) -> None:
    grid = Grid(
        [
            ["STT", column, "Tên TTHC mới", "Mã TTHC"],
            ["", "A. THỦ TỤC HÀNH CHÍNH ĐƯỢC BỔ SUNG CẤP XÃ", "", ""],
            ["1", "Nghề mộc", "Đóng bàn ghế học sinh", "2.400001"],
        ]
    )
    reading = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH", grid])
    assert [(item.name, item.action, item.levels) for item in reading.items] == [
        ("Đóng bàn ghế học sinh", Action.NEW, (Level.COMMUNE,))
    ]


OF_PROVINCE = "I. Thủ tục hành chính thuộc thẩm quyền giải quyết của UBND cấp tỉnh"
OF_BOTH = "II. Thủ tục hành chính thuộc thẩm quyền giải quyết của UBND cấp tỉnh, UBND cấp xã"


def _by_holders(*headings: str) -> Reading:
    rows: list[list[str | At]] = []
    for number, heading in enumerate(headings, 1):
        rows += [[At(heading, across=4)], ["1", f"2.40000{number}", f"Đóng bàn ghế kiểu {number}", "05 ngày"]]
    return read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", Grid([HEAD, *rows])])


def test_a_heading_of_two_holders_beside_one_of_a_single_holder_names_both() -> None:
    reading = _by_holders(OF_PROVINCE, OF_BOTH)
    assert [item.levels for item in reading.items] == [(Level.PROVINCE,), (Level.PROVINCE, Level.COMMUNE)]
    assert not reading.questions


def test_a_heading_of_two_holders_alone_says_not_which() -> None:
    reading = _by_holders(OF_BOTH)
    assert [item.levels for item in reading.items] == [()]
    assert [question.kind for question in reading.questions] == ["level_unknown"]


def test_the_levels_of_an_article_with_a_title_of_its_own_are_read() -> None:
    articles = (
        "Điều 1. Nội dung công bố",
        "Công bố kèm theo Quyết định này Danh mục thủ tục hành chính thuộc thẩm quyền giải quyết của UBND cấp xã.",
        SIGNING,
    )
    grid = Grid([HEAD, ["1", "2.400001", "Đóng bàn ghế học sinh", "05 ngày"]])
    reading = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", grid], articles)
    assert [item.levels for item in reading.items] == [(Level.COMMUNE,)]


def test_a_short_label_of_levels_is_known() -> None:
    grid = Grid([["TT", "Mã số", "Tên TTHC", "Cấp TH"], ["1", "2.400001", "Đóng bàn ghế học sinh", "Cấp xã"]])
    reading = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", grid])
    assert [item.levels for item in reading.items] == [(Level.COMMUNE,)]


def test_a_heading_under_a_small_letter_between_tables_begins_a_section() -> None:
    first = Grid([HEAD, ["1", "2.400001", "Đóng bàn ghế học sinh", "05 ngày"]])
    second = Grid([HEAD, ["1", "2.400002", "Chạm khắc tủ thờ", "07 ngày"]])
    marks = ["a) THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", first, "b) Thủ tục hành chính bị bãi bỏ", second]
    reading = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH CẤP XÃ", *marks])
    assert [(item.code, item.action) for item in reading.items] == [
        ("2.400001", Action.NEW),
        ("2.400002", Action.ABOLISH),
    ]
    assert not reading.questions


@pytest.mark.parametrize("column", ["Loại", "Tên thủ tục hành chính"])
def test_a_heading_in_the_first_column_alone_ends_the_section_before(column: str) -> None:
    grid = Grid(
        [
            [column, "Mã TTHC", "Tên TTHC" if column == "Loại" else "Thời hạn giải quyết"],
            [At("THỦ TỤC HÀNH CHÍNH CẤP XÃ", across=3)],
            ["Mới ban hành", "2.400001", "Đóng bàn ghế học sinh"],
            ["THỦ TỤC HÀNH CHÍNH CẤP TỈNH", "", ""],
            ["Mới ban hành", "2.400002", "Chạm khắc tủ thờ"],
        ]
    )
    reading = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", grid])
    assert [(item.code, item.levels) for item in reading.items] == [
        ("2.400001", (Level.COMMUNE,)),
        ("2.400002", (Level.PROVINCE,)),
    ]


def test_a_counter_in_the_words_beside_a_named_mark_is_no_cell_of_its_own() -> None:
    grid = Grid(
        [
            HEAD,
            ["Mục 1", At("THỦ TỤC HÀNH CHÍNH CẤP XÃ - 01 thủ tục", across=3)],
            ["1", "2.400001", "Đóng bàn ghế học sinh", "05 ngày"],
        ]
    )
    reading = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", grid])
    assert [(item.code, item.levels) for item in reading.items] == [("2.400001", (Level.COMMUNE,))]


NOTED: list[str | At] = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Ghi chú"]


@pytest.mark.parametrize(
    ("note", "action"),
    [
        ("Có nội dung sửa đổi, bổ sung", Action.AMEND),
        ("Công bố bổ sung", Action.NEW),
        ("Hết hiệu lực thi hành", Action.ABOLISH),
        ("Đưa ra khỏi danh mục", Action.ABOLISH),
    ],
)
def test_a_note_that_says_only_what_is_done_is_the_action_of_its_row(note: str, action: Action) -> None:
    grid = Grid([NOTED, ["1", "2.400001", "Đóng bàn ghế học sinh", note]])
    reading = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH CẤP XÃ", grid])
    assert [item.action for item in reading.items] == [action]
    weak = [question.kind for question in reading.questions]
    assert weak == (
        ["abolish_words"] if action is Action.ABOLISH else []
    )  # RULINGS 29: the title does not abolish


# ---- addressees -----------------------------------------------------------------------------------------------

RECEIPT = ["Nơi nhận:", "- Như Điều 3;", "- Cục Kiểm soát TTHC;", "- Phòng Kiểm soát thủ tục hành chính;"]
ABOLISHED = "- Bãi bỏ thủ tục hành chính đóng thuyền thúng."


def test_addressees_are_no_rows_and_what_acts_among_them_is_asked_about() -> None:
    annex: Paper = ["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ"]
    annex.append(Grid([HEAD, ["1", "2.400001", "Đóng bàn ghế học sinh", "05 ngày"]]))
    assert not read([*RECEIPT, *annex]).questions
    asked = read([*RECEIPT, ABOLISHED, *annex]).questions
    assert [question.kind for question in asked] == ["left_over_text"]
    assert "thuyền thúng" in dict(asked[0].fields)["text"]
    below = read(
        [*annex, "I. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", "- Đóng thuyền thúng của thủ tục hành chính cũ"]
    ).questions
    assert "left_over_text" in {question.kind for question in below}


# ---- names that reach down, labels turned round ------------------------------------------------------------------


def test_levels_below_a_merged_name_without_any_code_are_rows_of_their_own() -> None:
    grid = Grid(
        [
            ["STT", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Cấp thực hiện"],
            ["", At("Đóng bàn ghế học sinh", down=2), "15 ngày", "Cấp tỉnh"],
            ["", "07 ngày", "Cấp xã"],
        ]
    )
    reading = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", grid])
    assert [(item.levels, item.time_local) for item in reading.items] == [
        ((Level.PROVINCE,), "15 ngày"),
        ((Level.COMMUNE,), "07 ngày"),
    ]


def test_old_and_new_names_under_labels_turned_round_are_told_apart() -> None:
    grid = Grid(
        [
            ["Số TT", "Mã số", "Thủ tục tên cũ", "Thủ tục tên mới"],
            ["1", "2.400001", "Đóng bàn", "Đóng bàn ghế học sinh"],
        ]
    )
    reading = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ", grid])
    assert [(item.code, item.name) for item in reading.items] == [("2.400001", "Đóng bàn ghế học sinh")]
    assert not reading.questions


def test_a_heading_of_levels_in_the_column_of_sectors_is_one() -> None:
    grid = Grid(
        [
            ["STT", "Lĩnh vực", "Mã TTHC", "Tên thủ tục hành chính"],
            ["", "Thủ tục hành chính thuộc thẩm quyền giải quyết của UBND cấp xã", "", ""],
            ["1", "Nghề mộc", "2.400001", "Đóng bàn ghế học sinh"],
        ]
    )
    reading = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", grid])
    assert [(item.code, item.levels) for item in reading.items] == [("2.400001", (Level.COMMUNE,))]


def test_a_heading_under_a_small_letter_never_goes_on_with_the_one_above() -> None:
    grid = Grid(
        [
            HEAD,
            [At("1. LĨNH VỰC NGHỀ MỘC", across=4)],
            [At("a) THỦ TỤC HÀNH CHÍNH CHẤM DỨT THỰC HIỆN", across=4)],
            ["1", "2.400001", "Đóng bàn ghế học sinh", "05 ngày"],
        ]
    )
    (item,) = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH CẤP XÃ", grid]).items
    assert (item.action, item.sector) == (Action.ABOLISH, "Nghề mộc")


def test_a_sector_under_a_small_letter_in_one_cell_is_a_heading() -> None:
    grid = Grid(
        [HEAD, ["", "b) Lĩnh vực Nghề rèn (01 TTHC)", "", ""], ["1", "2.400001", "Rèn dao thuê", "05 ngày"]]
    )
    reading = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ", grid])
    assert [(item.code, item.sector) for item in reading.items] == [("2.400001", "Nghề rèn")]
    assert not reading.questions


def test_rows_without_numbers_whose_code_stands_before_the_name_are_not_glued() -> None:
    grid = Grid(
        [
            ["STT", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Phí, lệ phí"],
            ["1", At("Lĩnh vực Nghề mộc", across=3)],
            ["", "2.400001 - Đóng bàn ghế học sinh", "05 ngày", "Không"],
            ["", "2.400002 - Chạm khắc tủ thờ", "", ""],
        ]
    )
    reading = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ", grid])
    assert [(item.code, item.name) for item in reading.items] == [
        ("2.400001", "Đóng bàn ghế học sinh"),
        ("2.400002", "Chạm khắc tủ thờ"),
    ]


# ---- what is not understood, and rows that only number columns --------------------------------------------------


@pytest.mark.parametrize(
    "heading", ["b) Những việc thôi không làm nữa", "2. Nhóm loại ra khỏi bộ thủ tục cũ"]
)
def test_words_above_a_table_that_are_not_understood_hold_back_its_rows(heading: str) -> None:
    first = Grid([HEAD, ["1", "2.400001", "Đóng bàn ghế học sinh", "05 ngày"]])
    second = Grid([HEAD, ["1", "2.400002", "Chạm khắc tủ thờ", "07 ngày"]])
    reading = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ", first, heading, second])
    assert [(item.code, item.action) for item in reading.items if item.action is Action.NEW] == [
        ("2.400001", Action.NEW)
    ]
    assert reading.questions


def test_a_part_whose_words_are_not_understood_is_no_sector() -> None:
    grid = Grid(
        [
            HEAD,
            ["1", "2.400001", "Đóng bàn ghế học sinh", "05 ngày"],
            ["Phần II", At("Những thủ tục loại ra", across=3)],
            ["1", "2.400002", "Chạm khắc tủ thờ", "07 ngày"],
        ]
    )
    reading = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ", grid])
    assert [(item.code, item.flags) for item in reading.items] == [
        ("2.400001", ()),
        ("2.400002", ("action_unknown",)),
    ]


def test_a_row_of_column_numbers_may_tell_how_one_is_worked_out() -> None:
    grid = Grid(
        [
            ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn theo quy định", "Thời hạn sau cắt giảm"],
            ["(1)", "(2)", "(3)", "(4)", "(5) = (4) - 2"],
            ["1", "2.400001", "Đóng bàn ghế học sinh", "05 ngày", "03 ngày"],
        ]
    )
    reading = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ", grid])
    assert [(item.code, item.time_local) for item in reading.items] == [("2.400001", "03 ngày")]
    assert not reading.questions


def test_a_list_under_a_small_letter_stays_below_the_level_above_it() -> None:
    grid = Grid(
        [
            HEAD,
            ["", "I. THỦ TỤC HÀNH CHÍNH CẤP XÃ", "", ""],
            ["", "a) DANH MỤC TTHC BAN HÀNH MỚI", "", ""],
            ["1", "2.400001", "Đóng bàn ghế học sinh", "05 ngày"],
            ["", "b) DANH MỤC TTHC BÃI BỎ", "", ""],
            ["1", "2.400002", "Chạm khắc tủ thờ", "07 ngày"],
        ]
    )
    reading = read(["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI, BÃI BỎ", grid])
    assert [(item.action, item.levels) for item in reading.items] == [
        (Action.NEW, (Level.COMMUNE,)),
        (Action.ABOLISH, (Level.COMMUNE,)),
    ]
