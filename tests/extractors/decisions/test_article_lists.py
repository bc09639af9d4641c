"""Lists that articles publish in their own text: rows where code, name, action and level are proven, asked once where not."""

import pytest

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Reading
from niemyet.model.words import Action, Level, ReviewKind
from tests.support.papers import At, Grid, Paper, paper, read_as, to_docx

TITLE = "Về việc công bố thủ tục hành chính mới ban hành, bị bãi bỏ lĩnh vực Nghề mộc"
SIGNING = "Điều 4. Quyết định này có hiệu lực thi hành kể từ ngày ký."


def read(*articles: str, title: str = TITLE) -> Reading:
    return read_decision(read_document(to_docx(paper(title, [*articles, SIGNING])), "a.docx"))


OF_COMMUNES = (
    "Điều 1. Công bố 02 thủ tục hành chính mới ban hành thuộc thẩm quyền giải quyết của UBND cấp xã, gồm:"
)
OF_PROVINCE = "Điều 2. Công bố thủ tục hành chính bị bãi bỏ cấp tỉnh như sau:"


def test_points_of_articles_are_rows_under_what_their_opening_says() -> None:
    reading = read(
        OF_COMMUNES,
        "1. Đóng bàn ghế học sinh; thay đổi mẫu bàn đã đăng ký (Mã TTHC: 2.400001);",
        "2. 2.400002 - Bãi bỏ quyết định hỗ trợ thợ mộc",
        OF_PROVINCE,
        "1. Thay thế dụng cụ đục đẽo/2.400003.",
    )
    assert [
        (item.code, item.name, item.action, item.levels, item.part, item.row_no) for item in reading.items
    ] == [
        (
            "2.400001",
            "Đóng bàn ghế học sinh; thay đổi mẫu bàn đã đăng ký",
            Action.NEW,
            (Level.COMMUNE,),
            "Điều 1",
            "1",
        ),
        ("2.400002", "Bãi bỏ quyết định hỗ trợ thợ mộc", Action.NEW, (Level.COMMUNE,), "Điều 1", "2"),
        ("2.400003", "Thay thế dụng cụ đục đẽo", Action.ABOLISH, (Level.PROVINCE,), "Điều 2", "1"),
    ]
    assert not reading.questions


def test_a_list_within_one_paragraph_is_parted_by_its_numbers() -> None:
    reading = read(
        "Điều 1. Công bố 03 thủ tục hành chính mới ban hành cấp xã: 1. Đóng bàn ghế học sinh (mã 2.400001); "
        "2. Đóng thuyền; bán thuyền (mã 2.400002); 3. Chạm khắc 4. bộ tủ thờ (mã 2.400003)."
    )
    assert [(item.code, item.name) for item in reading.items] == [
        ("2.400001", "Đóng bàn ghế học sinh"),
        ("2.400002", "Đóng thuyền; bán thuyền"),
        ("2.400003", "Chạm khắc 4. bộ tủ thờ"),
    ]
    assert reading.declared_items == 3
    assert not reading.questions


def test_headings_within_a_list_part_it() -> None:
    reading = read(
        "Điều 1. Công bố các thủ tục hành chính lĩnh vực Nghề mộc như sau:",
        "a) Thủ tục hành chính mới ban hành cấp tỉnh:",
        "- Đóng bàn ghế học sinh (2.400001)",
        "b) Thủ tục hành chính bị bãi bỏ cấp xã:",
        "- Chạm khắc tủ thờ (2.400002)",
    )
    assert [(item.code, item.action, item.levels) for item in reading.items] == [
        ("2.400001", Action.NEW, (Level.PROVINCE,)),
        ("2.400002", Action.ABOLISH, (Level.COMMUNE,)),
    ]


def test_levels_beside_the_code_are_the_row_s_own() -> None:
    reading = read(
        "Điều 1. Công bố thủ tục hành chính mới ban hành, gồm:",
        "1. Đóng bàn ghế học sinh (cấp xã, mã số 2.400001)",
        "2. Chạm khắc tủ thờ (mã TTHC: 2.400002)",
    )
    assert [(item.name, item.levels) for item in reading.items] == [
        ("Đóng bàn ghế học sinh", (Level.COMMUNE,)),
        ("Chạm khắc tủ thờ", ()),
    ]
    assert [question.kind for question in reading.questions] == ["level_unknown"]


@pytest.mark.parametrize(
    "point",
    [
        "2. Bãi bỏ thủ tục hành chính chạm khắc tủ thờ (mã 2.400002)",  # an act, or a name
        "2. Không bãi bỏ thủ tục chạm khắc tủ thờ (mã 2.400002)",
        "2. Giữ nguyên thủ tục chạm khắc tủ thờ (mã 2.400002)",
        "2. Tiếp tục thực hiện thủ tục chạm khắc tủ thờ (mã 2.400002)",
        "2. Chạm khắc tủ thờ (mã 2.400002) và sơn mài (mã 2.400003)",  # two codes
        "2. Chạm khắc (mã 2.400002) tủ thờ, thời hạn 05 ngày",  # where does its name end?
        "2. Chạm khắc tủ thờ",  # no code
    ],
)
def test_a_point_that_cannot_be_told_is_asked_about_once_and_applied_by_nobody(point: str) -> None:
    reading = read(OF_COMMUNES.replace("02 ", ""), "1. Đóng bàn ghế học sinh (mã 2.400001)", point)
    assert [item.code for item in reading.items] == ["2.400001"]
    assert [question.kind for question in reading.questions] in (["left_over_code"], ["left_over_text"])


@pytest.mark.parametrize("name", ["Đóng bàn ghế học sinh", "Hủy bỏ quyết định hỗ trợ; thu hồi bàn ghế"])
def test_points_below_an_article_that_ends_procedures_are_ended(name: str) -> None:
    reading = read(
        "Điều 1. Bãi bỏ các thủ tục hành chính cấp xã sau:",
        f"1. {name} (mã 2.400001)",
        title="Về việc bãi bỏ thủ tục hành chính lĩnh vực Nghề mộc",
    )
    assert [(item.code, item.name, item.action, item.levels) for item in reading.items] == [
        ("2.400001", name, Action.ABOLISH, (Level.COMMUNE,))
    ]
    assert not reading.questions


def test_appendices_named_in_an_article_are_no_list() -> None:
    reading = read(
        "Điều 1. Công bố kèm theo Quyết định này thủ tục hành chính mới ban hành cấp xã, gồm:",
        "1. Danh mục thủ tục hành chính mới ban hành (Phụ lục I);",
        "2. Danh mục thủ tục hành chính bị bãi bỏ (Phụ lục II).",
    )
    assert not reading.items
    assert "left_over_text" not in {question.kind for question in reading.questions}


def test_an_opening_with_its_points_in_one_paragraph_leaves_nothing_over() -> None:
    reading = read(
        "Điều 1. Bãi bỏ các thủ tục hành chính cấp xã sau: 1. Thay thế dụng cụ đục đẽo (mã 2.400001); "
        "2. Đẽo cày giữa đường (mã 2.400002)."
    )
    assert [(item.code, item.action) for item in reading.items] == [
        ("2.400001", Action.ABOLISH),
        ("2.400002", Action.ABOLISH),
    ]
    assert not reading.questions


def test_a_code_in_the_line_below_a_point_is_its_code() -> None:
    points = ("1. Đóng bàn ghế học sinh;", "Mã TTHC: 2.400001", "2. Chạm khắc tủ thờ", "(Mã số: 2.400002)")
    reading = read(OF_COMMUNES, *points)
    assert [(item.code, item.name) for item in reading.items] == [
        ("2.400001", "Đóng bàn ghế học sinh"),
        ("2.400002", "Chạm khắc tủ thờ"),
    ]
    assert not reading.questions


def test_a_code_in_the_line_below_a_line_of_an_annex_is_its_code() -> None:
    annex: Paper = ["PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ"]
    lines = [
        "1. Đóng bàn ghế học sinh",
        "Mã TTHC: 2.400001",
        "2. Chạm khắc tủ thờ",
        "Xem mã 2.400002 ở phụ lục khác",
    ]
    article = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính mới ban hành cấp xã."
    made = paper(TITLE.replace(", bị bãi bỏ", ""), [article, SIGNING], [*annex, *lines])
    reading = read_decision(read_document(to_docx(made), "a.docx"))
    assert [(item.code, item.name) for item in reading.items] == [("2.400001", "Đóng bàn ghế học sinh")]
    assert {question.kind for question in reading.questions} == {"left_over_code", "left_over_text"}


def test_what_is_said_to_stay_as_it_is_is_no_act() -> None:
    stays = "Các nội dung khác tại Quyết định số 471/QĐ-UBND ngày 15/4/2021 của Chủ tịch UBND tỉnh không thay đổi."
    reading = read(
        OF_COMMUNES.replace("02 ", ""), "1. Đóng bàn ghế học sinh (mã 2.400001)", f"Điều 3. {stays}"
    )
    assert not reading.questions


def test_what_is_said_to_stay_among_points_that_end_is_not_ended() -> None:
    points = (
        "1. Đóng bàn ghế học sinh (mã 2.400001)",
        "2. Không bãi bỏ thủ tục chạm khắc tủ thờ (mã 2.400002)",
    )
    reading = read("Điều 1. Bãi bỏ các thủ tục hành chính cấp xã sau:", *points)
    assert [item.code for item in reading.items] == ["2.400001"]
    assert [question.kind for question in reading.questions] == ["left_over_code"]


def test_numbered_headings_without_a_colon_part_a_list() -> None:
    reading = read(
        "Điều 1. Công bố thủ tục hành chính cấp xã lĩnh vực Nghề mộc như sau:",
        "1. Thủ tục hành chính mới ban hành",
        "1.1. Đóng bàn ghế học sinh (mã 2.400001)",
        "2. Thủ tục hành chính bị bãi bỏ",
        "2.1. Tiếp tục hưởng hỗ trợ thợ mộc (mã 2.400002)",
    )
    assert [(item.code, item.action, item.part) for item in reading.items] == [
        ("2.400001", Action.NEW, "Điều 1/1"),
        ("2.400002", Action.ABOLISH, "Điều 1/2"),
    ]
    assert not reading.questions


@pytest.mark.parametrize(
    "name",
    [
        "Vận chuyển gỗ xẻ bằng xe thô sơ",
        "Chữa cháy xưởng mộc",
        "Không gian trưng bày đồ gỗ",
        "Sửa đổi, bổ sung nội dung giấy phép xẻ gỗ",
        "Trụ gỗ quảng cáo",
    ],
)
def test_names_that_only_sound_like_acts_are_names(name: str) -> None:
    (item,) = read(OF_COMMUNES.replace("02 ", ""), f"1. {name} (mã 2.400001)").items
    assert item.name == name


def test_codes_part_a_list_in_one_sentence_and_names_keep_their_semicolons() -> None:
    said = (
        "Điều 1. Bãi bỏ 02 thủ tục hành chính lĩnh vực Thú y, gồm: Cấp chứng chỉ; cấp đổi chứng chỉ hành nghề thú y"
        " (mã số 1.007101); Gia hạn chứng chỉ hành nghề thú y (1.007102)."
    )
    reading = read_as("docx", paper("Về việc bãi bỏ thủ tục hành chính lĩnh vực Thú y cấp tỉnh", [said]))
    assert [(one.code, one.name, one.action) for one in reading.items] == [
        ("1.007101", "Cấp chứng chỉ; cấp đổi chứng chỉ hành nghề thú y", Action.ABOLISH),
        ("1.007102", "Gia hạn chứng chỉ hành nghề thú y", Action.ABOLISH),
    ]


def test_a_point_with_a_semicolon_is_asked_about_where_the_count_does_not_bear_it_out() -> None:
    said = (
        "Điều 1. Bãi bỏ 03 thủ tục hành chính lĩnh vực Thú y, gồm: Cấp chứng chỉ; cấp đổi chứng chỉ hành nghề thú y"
        " (mã số 1.007101); Gia hạn chứng chỉ hành nghề thú y (1.007102)."
    )
    reading = read_as("docx", paper("Về việc bãi bỏ thủ tục hành chính lĩnh vực Thú y cấp tỉnh", [said]))
    assert [one.code for one in reading.items] == ["1.007102"]
    assert any("1.007101" in question.candidates for question in reading.questions)


def test_a_sentence_that_leads_to_rows_says_what_is_done_to_them() -> None:
    grid = Grid([["STT", "Mã TTHC", "Tên TTHC"], ["1", "1.007103", "Cấp giấy kiểm dịch"]])
    annex = [
        "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH LĨNH VỰC THÚ Y CẤP TỈNH",
        grid,
        "Ngoài ra, bãi bỏ các thủ tục sau:",
        "1. Cấp phép lò mổ (1.007104)",
    ]
    first = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính lĩnh vực Thú y cấp tỉnh."
    title = "Về việc công bố Danh mục thủ tục hành chính lĩnh vực Thú y cấp tỉnh"
    reading = read_as("docx", paper(title, [first], annex))
    assert [(one.code, one.action) for one in reading.items] == [
        ("1.007103", Action.NEW),
        ("1.007104", Action.ABOLISH),
    ]


def test_a_star_behind_a_name_without_its_note_is_asked_about() -> None:
    grid = Grid([["STT", "Mã TTHC", "Tên TTHC"], ["1", "1.007103", "Cấp giấy kiểm dịch (*)"]])
    annex = ["DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH LĨNH VỰC THÚ Y CẤP TỈNH", grid]
    first = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính lĩnh vực Thú y cấp tỉnh."
    title = "Về việc công bố Danh mục thủ tục hành chính lĩnh vực Thú y cấp tỉnh"
    reading = read_as("docx", paper(title, [first], annex))
    assert [q.kind for q in reading.questions if "note" in q.kind] == [ReviewKind.LEFT_OVER_NOTE]


@pytest.mark.parametrize(
    "listed",
    [
        "gồm: 2.400002 - Đóng bàn ghế học sinh; 2.400003 - Hỗ trợ thợ mộc",
        "sau: (1) 2.400002: Đóng bàn ghế học sinh; (2) 2.400003: Hỗ trợ thợ mộc",
        "có mã 2.400002 (Đóng bàn ghế học sinh), 2.400003 (Hỗ trợ thợ mộc)",
    ],
)
def test_names_behind_their_codes_in_a_sentence_are_theirs(listed: str) -> None:
    reading = read(
        f"Điều 1. Bãi bỏ 02 thủ tục hành chính cấp xã {listed}.", title="Về việc bãi bỏ thủ tục hành chính"
    )
    assert [(one.code, one.name, one.action) for one in reading.items] == [
        ("2.400002", "Đóng bàn ghế học sinh", Action.ABOLISH),
        ("2.400003", "Hỗ trợ thợ mộc", Action.ABOLISH),
    ]
    assert reading.questions == ()


def test_a_limit_behind_the_last_name_is_asked_about() -> None:
    listed = "gồm: 2.400002 - Đóng bàn ghế học sinh; 2.400003 - Hỗ trợ thợ mộc tại các xã miền núi"
    reading = read(
        f"Điều 1. Bãi bỏ 02 thủ tục hành chính cấp xã {listed}.", title="Về việc bãi bỏ thủ tục hành chính"
    )
    assert all("row_doubtful" in one.flags for one in reading.items)


def _with_tables(*articles: str | Grid, title: str = TITLE) -> list[tuple[Action, str | None, str | None]]:
    """(action, code, part) of the rows of tables that stand in articles."""
    blocks = paper(title, ["Điều 1."])
    at = blocks.index("Điều 1.")
    blocks[at : at + 1] = [*articles, SIGNING]
    return [(item.action, item.code, item.part) for item in read_as("docx", blocks).items]


HEAD: list[str | At] = ["STT", "Mã TTHC", "Tên thủ tục hành chính"]
FIRST_ROW = Grid([HEAD, ["1", "2.400001", "Đóng bàn ghế"]])
SECOND_ROW = Grid([HEAD, ["2", "2.400002", "Chạm khắc tủ thờ"]])
OF_BOTH = "Điều 1. Công bố thủ tục hành chính mới ban hành, bị bãi bỏ lĩnh vực Nghề mộc cấp xã."


@pytest.mark.parametrize(
    "title", [TITLE, "Về việc công bố thủ tục hành chính mới ban hành lĩnh vực Nghề mộc"]
)
def test_the_opening_of_an_article_says_what_is_done_to_the_rows_of_its_table(title: str) -> None:
    read = _with_tables(
        "Điều 1. Công bố thủ tục hành chính mới ban hành cấp xã như sau:",
        FIRST_ROW,
        "Điều 2. Bãi bỏ các thủ tục hành chính cấp xã sau đây:",
        SECOND_ROW,
        title=title,
    )
    assert read == [(Action.NEW, "2.400001", "Điều 1"), (Action.ABOLISH, "2.400002", "Điều 2")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Mới ban hành", "Bãi bỏ"),
        ("1. Mới ban hành:", "2. Bãi bỏ:"),
        ("a) Thủ tục mới ban hành", "b) Thủ tục bị bãi bỏ"),
        ("I. DANH MỤC MỚI BAN HÀNH", "II. DANH MỤC BỊ BÃI BỎ"),
        ("Các thủ tục mới ban hành như sau:", "Bãi bỏ các thủ tục sau:"),
    ],
)
def test_a_line_between_tables_of_an_article_heads_the_next_one(first: str, second: str) -> None:
    read = _with_tables(OF_BOTH, first, FIRST_ROW, second, SECOND_ROW)
    assert [action for action, _, _ in read] == [Action.NEW, Action.ABOLISH]


SOURCE = "công bố tại Quyết định số 12/QĐ-UBND ngày 01/02/2021 của Chủ tịch UBND tỉnh An Bình"
LEADS = "Điều 1. Công bố, bãi bỏ thủ tục hành chính lĩnh vực Nghề mộc cấp xã, như sau:"


@pytest.mark.parametrize("opening", [OF_BOTH, LEADS])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"1. Bãi bỏ 01 thủ tục hành chính được {SOURCE}.", "2. Công bố mới 01 thủ tục hành chính."),
        (f"1. Bãi bỏ 01 thủ tục hành chính được {SOURCE}:", "2. Công bố 01 thủ tục hành chính mới ban hành:"),
        ("a) Bãi bỏ 01 thủ tục hành chính (theo bảng sau)", "b) 01 thủ tục hành chính mới ban hành:"),
        ("1. Bãi bỏ các thủ tục hành chính, gồm:", "2. Mới ban hành."),
    ],
)
def test_a_point_above_a_table_says_what_is_done_to_its_rows(first: str, second: str, opening: str) -> None:
    blocks = paper(OF_BOTH.removeprefix("Điều 1. "), ["Điều 1."])
    at = blocks.index("Điều 1.")
    blocks[at : at + 1] = [opening, first, FIRST_ROW, second, SECOND_ROW, SIGNING]
    reading = read_as("docx", blocks)
    assert [one.action for one in reading.items] == [Action.ABOLISH, Action.NEW]
    assert reading.questions == ()


def test_a_point_of_which_is_not_understood_what_it_does_ends_the_one_before() -> None:
    read = _with_tables(
        LEADS, "1. Bãi bỏ 01 thủ tục.", FIRST_ROW, "2. Cập nhật các thủ tục hành chính sau.", SECOND_ROW
    )
    assert [action for action, _, _ in read] == [Action.ABOLISH, Action.LIST]


def test_a_point_with_words_between_it_and_its_table_heads_it() -> None:
    read = _with_tables(
        *(LEADS, "1. Bãi bỏ 01 thủ tục.", FIRST_ROW),
        *("2. Công bố mới 01 thủ tục.", "(Chi tiết theo bảng dưới đây)", SECOND_ROW),
    )
    assert [action for action, _, _ in read] == [Action.ABOLISH, Action.NEW]


def test_points_of_an_annex_that_end_as_sentences_head_their_tables() -> None:
    lines = [
        f"1. Bãi bỏ 01 thủ tục hành chính {SOURCE}.",
        FIRST_ROW,
        "2. Công bố mới 01 thủ tục hành chính.",
        SECOND_ROW,
    ]
    reading = read_as(
        "docx", paper(OF_BOTH.removeprefix("Điều 1. "), [OF_BOTH, SIGNING], ["DANH MỤC", *lines])
    )
    assert [one.action for one in reading.items] == [Action.ABOLISH, Action.NEW]


def test_articles_with_tables_each_count_their_own() -> None:
    blocks = paper(OF_BOTH.removeprefix("Điều 1. "), ["Điều 1."])
    at = blocks.index("Điều 1.")
    blocks[at : at + 1] = [
        *("Điều 1. Bãi bỏ 01 thủ tục hành chính cấp xã sau đây:", FIRST_ROW),
        *(
            "Điều 2. Công bố 01 thủ tục hành chính cấp xã mới ban hành:",
            SECOND_ROW,
            SIGNING.replace("2", "3", 1),
        ),
    ]
    assert read_as("docx", blocks).questions == ()


def test_what_an_article_says_of_its_table_does_not_hold_in_the_next_article() -> None:
    read = _with_tables(
        "Điều 1. Bãi bỏ các thủ tục hành chính sau đây:",
        FIRST_ROW,
        "Điều 2. Tiếp tục tạm dừng các thủ tục hành chính sau đây:",
        SECOND_ROW,
    )
    assert [action for action, _, _ in read] == [Action.ABOLISH, Action.LIST]


def _in_annex(*lines: str) -> list[tuple[str | None, bool]]:
    """(code, whether its name may go on) of lines that are rows, in an annex."""
    reading = read_as("docx", paper(TITLE, [OF_BOTH, SIGNING], ["DANH MỤC THỦ TỤC MỚI BAN HÀNH", *lines]))
    return [(item.code, "name_goes_on" in item.flags) for item in reading.items]


def test_a_name_that_goes_on_behind_a_tab_is_asked_about() -> None:
    assert _in_annex(
        "1\t2.400001\tĐóng bàn ghế\tNgay trong ngày", "2\t2.400002\tChạm khắc tủ\tTrung tâm nghề"
    ) == [("2.400001", True), ("2.400002", True)]
    assert _in_annex("1.\t2.400001\tĐóng bàn ghế", "2.\t2.400002 - Chạm khắc tủ") == [
        ("2.400001", False),
        ("2.400002", False),
    ]


@pytest.mark.parametrize(
    "name", ["Đóng bàn ghế\nTrường hợp lớn\n05 ngày làm việc", "Đóng bàn ghế Ngay trong ngày"]
)
def test_a_time_within_the_name_of_a_row_is_asked_about(name: str) -> None:
    grid = Grid([HEAD, ["1", "2.400001", name], ["2", "2.400002", "Đóng thuyền đi trên 30 ngày"]])
    reading = read_as("docx", paper(TITLE, [OF_BOTH, SIGNING], ["DANH MỤC THỦ TỤC MỚI BAN HÀNH", grid]))
    assert ["name_goes_on" in item.flags for item in reading.items] == [True, False]
