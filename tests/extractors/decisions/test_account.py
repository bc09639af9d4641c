"""The account: what is printed is used, of no account by a rule, or left over and asked about once (issue 14)."""

import io

import docx
import pytest

from niemyet.extractors.decisions.reading import read_whole
from niemyet.extractors.documents import read_document
from niemyet.model.records import Reading
from niemyet.model.words import Action, Level, ReviewKind, Standing
from tests.support.papers import FORMATS, At, Grid, Paper, paper, read_as

ARTICLE = (
    "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính lĩnh vực Nuôi ong thuộc thẩm quyền giải quyết của "
    "UBND cấp xã."
)
SIGNING = "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký."
NEW = "Về việc công bố Danh mục thủ tục hành chính mới ban hành lĩnh vực Nuôi ong thuộc thẩm quyền giải quyết của UBND cấp xã"
BOTH = NEW.replace("mới ban hành", "mới ban hành và bị bãi bỏ")
HEAD: list[str | At] = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Phí, lệ phí"]
ONE: list[str | At] = ["1", "1.000101", "Cấp giấy nuôi ong", "03 ngày làm việc", "Không"]
TWO: list[str | At] = ["2", "1.000102", "Cấp lại giấy nuôi ong", "02 ngày làm việc", "5.000 đồng"]
AGAIN: list[str | At] = ["1", *TWO[1:]]
TITLE = "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH"


def read(title: str, articles: list[str], annex: Paper) -> Reading:
    return read_as("docx", paper(title, articles, annex))


def kinds(reading: Reading) -> list[ReviewKind]:
    return [one.kind for one in reading.questions]


def test_a_plain_list_leaves_nothing_over() -> None:
    blocks = paper(NEW, [ARTICLE, SIGNING], [TITLE, Grid([HEAD, ONE, TWO])])
    whole = read_whole(read_document(FORMATS["docx"](blocks), "a.docx"))
    assert whole.reading.questions == ()
    assert {one.standing for one in whole.account} == {Standing.USED, Standing.NO_ACCOUNT}
    assert [one.text for one in whole.account if one.kind == "code"] == ["1.000101", "1.000102"]


def test_a_code_of_an_article_that_nothing_uses_is_asked_about() -> None:
    told = "Điều 2. Ủy ban nhân dân cấp xã rà soát lại thủ tục Thu hồi tổ ong (1.000103)."
    reading = read(NEW, [ARTICLE, told, SIGNING.replace("2", "3", 1)], [TITLE, Grid([HEAD, ONE])])
    (question,) = [one for one in reading.questions if one.kind is ReviewKind.LEFT_OVER_CODE]
    assert (question.candidates, dict(question.fields)["place"]) == (("1.000103",), "Điều 2")


def test_lines_below_a_heading_without_a_table_are_rows_or_one_question() -> None:
    lists: Paper = [
        "DANH MỤC THỦ TỤC HÀNH CHÍNH",
        "A. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH",
        Grid([HEAD, ONE]),
        "B. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ",
    ]
    coded = read(
        BOTH, [ARTICLE, SIGNING], [*lists, "1. Thu hồi tổ ong - mã số 1.000103", "- Chia đàn (1.000104)"]
    )
    assert [(one.code, one.name) for one in coded.items if one.action is Action.ABOLISH] == [
        ("1.000103", "Thu hồi tổ ong"),
        ("1.000104", "Chia đàn"),
    ]
    bare = read(BOTH, [ARTICLE, SIGNING], [*lists, "Thu hồi tổ ong của hộ gia đình", "Chia đàn ong"])
    assert kinds(bare) == [ReviewKind.LEFT_OVER_TEXT]


def test_a_column_that_is_not_understood_is_named_once() -> None:
    rows = [[*HEAD, "Mức độ ưu tiên"], [*ONE, "cao"], [*TWO, "thấp"]]
    reading = read(NEW, [ARTICLE, SIGNING], [TITLE, Grid(rows)])
    assert kinds(reading) == [ReviewKind.LEFT_OVER_COLUMN]
    assert "Mức độ ưu tiên" in dict(reading.questions[0].fields)["text"]


def test_a_table_of_unknown_columns_is_asked_about() -> None:
    grid = Grid([["Thứ tự", "Nội dung", "Bao lâu"], ["1", "Cấp giấy", "3 ngày"], ["2", "Cấp lại", "2 ngày"]])
    reading = read(NEW, [ARTICLE, SIGNING], [TITLE, grid])
    assert ReviewKind.LEFT_OVER_TABLE in kinds(reading)


@pytest.mark.parametrize("words", ["hết hiệu lực thi hành", "không còn thực hiện", "đưa ra khỏi danh mục"])
@pytest.mark.parametrize(("title", "asked"), [(BOTH, []), (NEW, [ReviewKind.ABOLISH_WORDS])])
def test_weak_words_abolish_and_are_asked_about_where_the_title_is_silent(
    words: str, title: str, asked: list[ReviewKind]
) -> None:
    annex: Paper = [
        "DANH MỤC THỦ TỤC HÀNH CHÍNH",
        "A. Danh mục thủ tục hành chính mới ban hành",
        Grid([HEAD, ONE]),
        f"B. Danh mục thủ tục hành chính {words}",
        Grid([HEAD, AGAIN]),
    ]
    reading = read(title, [ARTICLE, SIGNING], annex)
    assert [one.action for one in reading.items] == [Action.NEW, Action.ABOLISH]
    assert kinds(reading) == asked


def test_a_marked_heading_that_is_not_understood_ends_the_section_before_it() -> None:
    annex: Paper = [
        "DANH MỤC THỦ TỤC HÀNH CHÍNH",
        "A. Danh mục thủ tục hành chính mới ban hành",
        Grid([HEAD, ONE]),
        "B. Những nội dung đã cũ",
        Grid([HEAD, AGAIN]),
    ]
    reading = read(BOTH, [ARTICLE, SIGNING], annex)
    assert "action_unknown" in reading.items[1].flags
    assert ReviewKind.LEFT_OVER_HEADING in kinds(reading)


def test_title_and_annex_that_contradict_hold_the_rows_back() -> None:
    reading = read(
        NEW.replace("mới ban hành", "được sửa đổi"), [ARTICLE, SIGNING], [TITLE, Grid([HEAD, ONE])]
    )
    assert "action_contradicted" in reading.items[0].flags
    assert kinds(reading) == [ReviewKind.ACTION_CONTRADICTED]


def test_a_note_of_a_row_that_says_otherwise_than_its_heading_is_asked_about() -> None:
    rows = [[*HEAD, "Ghi chú"], [*ONE, "Bãi bỏ"], [*TWO, ""]]
    reading = read(NEW, [ARTICLE, SIGNING], [TITLE, Grid(rows)])
    assert kinds(reading) == [ReviewKind.ACTION_CONTRADICTED]


def test_star_notes_date_their_rows_and_leave_the_name_clean() -> None:
    starred = ["2", "1.000102", "Cấp lại giấy nuôi ong (*)", "02 ngày", "Không"]
    note = "Ghi chú: (*) Thủ tục này thực hiện từ 01/9/2022 đến hết ngày 31/12/2023."
    reading = read(NEW, [ARTICLE, SIGNING], [TITLE, Grid([HEAD, ONE, list(starred)]), note])
    first, second = reading.items
    assert (first.effective_on, str(second.effective_on), str(second.effective_until)) == (
        None,
        "2022-09-01",
        "2024-01-01",
    )
    assert second.name == "Cấp lại giấy nuôi ong"
    assert kinds(reading) == []


def test_a_note_at_a_raised_figure_belongs_to_its_row() -> None:
    raised = [["1", "1.000101¹", *ONE[2:]], ["2", "1.000102", "Cấp lại giấy nuôi ong¹²", "02 ngày", "Không"]]
    notes = ["¹ Thực hiện từ ngày 01/9/2022.", "¹² Thực hiện đến hết ngày 31/12/2023 (tổ trên 50 m²)."]
    first, second = read(NEW, [ARTICLE, SIGNING], [TITLE, Grid([HEAD, *raised]), *notes]).items
    assert (first.code, str(first.effective_on), first.effective_until) == ("1.000101", "2022-09-01", None)
    assert (second.name, str(second.effective_until)) == ("Cấp lại giấy nuôi ong", "2024-01-01")


def test_a_note_that_belongs_to_no_row_is_left_over() -> None:
    note = "Ghi chú: Các thủ tục trên thực hiện từ ngày 01/9/2022."
    assert kinds(read(NEW, [ARTICLE, SIGNING], [TITLE, Grid([HEAD, ONE, TWO]), note])) == [
        ReviewKind.LEFT_OVER_NOTE
    ]


ONLY_SOME = "Các thủ tục trên chỉ áp dụng tại các xã biên giới."


@pytest.mark.parametrize(
    "said", [ONLY_SOME, f"Ghi chú: {ONLY_SOME}", "Danh mục này chỉ thực hiện tại xã Ong Vàng."]
)
def test_a_line_below_a_list_that_holds_it_to_a_place_is_asked_about(said: str) -> None:
    assert kinds(read(NEW, [ARTICLE, SIGNING], [TITLE, Grid([HEAD, ONE, TWO]), said])) == [
        ReviewKind.GROUND_UNCLEAR
    ]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Thủ tục số 2 chỉ thực hiện tại các xã biên giới.", [ReviewKind.LEFT_OVER_NOTE]),
        ("Hồ sơ chỉ tiếp nhận tại Bộ phận Một cửa cấp xã.", []),
    ],
)
def test_a_line_that_holds_one_row_to_a_place_is_left_over(said: str, asked: list[ReviewKind]) -> None:
    assert kinds(read(NEW, [ARTICLE, SIGNING], [TITLE, Grid([HEAD, ONE, TWO]), said])) == asked


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Thủ tục số 2 được bãi bỏ kể từ ngày 01/10/2022.", True),
        ("Thay thế Quyết định số 100/QĐ-UBND ngày 01/02/2022.", True),
        (ONLY_SOME, True),
        ("Danh mục thủ tục hành chính mới ban hành", False),
        ("Sở Nông nghiệp", False),
    ],
)
def test_what_a_frame_above_a_list_says_is_asked_about(said: str, asked: bool) -> None:
    frame = Grid([[said]], header_rows=0)
    found = kinds(read(NEW, [ARTICLE, SIGNING], [TITLE, frame, Grid([HEAD, ONE, TWO])]))
    assert found == [ReviewKind.LEFT_OVER_TABLE] * asked


def test_a_full_row_without_number_and_code_is_a_row_of_its_own() -> None:
    rows = [HEAD, ONE, ["", "", "Chia đàn ong mật", "01 ngày làm việc", "Không"], TWO]
    reading = read(NEW, [ARTICLE, SIGNING], [TITLE, Grid([*rows])])
    assert [one.name for one in reading.items] == [
        "Cấp giấy nuôi ong",
        "Chia đàn ong mật",
        "Cấp lại giấy nuôi ong",
    ]
    assert ReviewKind.ROW_DOUBTFUL in kinds(reading)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Cấp giấy nuôi ong – Mã số: 1.000101", "Cấp giấy nuôi ong"),
        ("Cấp giấy nuôi ong\n(Mã số TTHC 1.000101.000.00.00.H47)", "Cấp giấy nuôi ong"),
        ("Cấp giấy nuôi ong (1.000101.H47) (thực hiện tại xã)", "Cấp giấy nuôi ong (thực hiện tại xã)"),
        ("Mã TTHC: 1.000101\nCấp giấy nuôi ong", "Cấp giấy nuôi ong"),
        ("Cấp giấy nuôi ong, mã TTHC: 1.000101, cấp lần đầu", "Cấp giấy nuôi ong, cấp lần đầu"),
    ],
)
def test_the_one_code_of_a_name_is_the_code_wherever_it_stands(printed: str, name: str) -> None:
    grid = Grid([["STT", "Tên thủ tục hành chính", "Thời hạn giải quyết"], ["1", printed, "3 ngày"]])
    (item,) = read(NEW, [ARTICLE, SIGNING], [TITLE, grid]).items
    assert (item.code, item.name) == ("1.000101", name)


def test_several_codes_of_a_name_are_asked_about() -> None:
    grid = Grid(
        [["STT", "Tên thủ tục hành chính", "Thời hạn"], ["1", "Lấy mật (1.000101; 1.000102)", "3 ngày"]]
    )
    reading = read(NEW, [ARTICLE, SIGNING], [TITLE, grid])
    assert reading.items[0].code is None
    assert kinds(reading) == [ReviewKind.SEVERAL_CODES]


def test_several_codes_of_a_row_that_is_doubtful_otherwise_are_asked_about_with_why() -> None:
    cells = ["1", "1.000101; 1.000102", "Cho phép mở lớp dạy đàn bầu; Công nhận vườn quế cổ thụ", "3 ngày"]
    grid = Grid([["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn"], cells])
    reading = read(NEW, [ARTICLE, SIGNING], [TITLE, grid])
    assert "row_doubtful" in reading.items[0].flags
    (asked,) = reading.questions
    assert asked.kind is ReviewKind.SEVERAL_CODES
    assert asked.candidates == ("1.000101", "1.000102", "void"), "the answer says whether the row counts, too"


def test_times_are_told_apart_by_their_labels() -> None:
    labels = ["Thời hạn theo quy định", "Số ngày cắt giảm", "Thời hạn sau cắt giảm"]
    grid = Grid(
        [
            ["STT", "Mã TTHC", "Tên TTHC", *labels],
            ["1", "1.000101", "Cấp giấy", "10 ngày", "3 ngày", "7 ngày"],
        ]
    )
    (item,) = read(NEW, [ARTICLE, SIGNING], [TITLE, grid]).items
    assert (item.time_legal, item.time_local) == ("10 ngày", "7 ngày")


def test_times_of_two_labels_that_cannot_be_told_apart_are_one_question() -> None:
    labels = ["Thời hạn giải quyết", "Thời gian thực hiện"]
    grid = Grid([["STT", "Mã TTHC", "Tên TTHC", *labels], ["1", "1.000101", "Cấp giấy", "10 ngày", "7 ngày"]])
    reading = read(NEW, [ARTICLE, SIGNING], [TITLE, grid])
    assert reading.items[0].time_local is None
    assert kinds(reading) == [ReviewKind.LEFT_OVER_COLUMN]


def test_direct_and_online_values_stand_apart() -> None:
    head: list[str | At] = [
        *HEAD[:3],
        "Thời hạn nộp trực tiếp",
        "Thời hạn nộp trực tuyến",
        "Phí nộp trực tiếp",
        "Phí nộp trực tuyến",
    ]
    grid = Grid([head, ["1", "1.000101", "Cấp giấy", "5 ngày", "3 ngày", "8.000 đồng", "4.000 đồng"]])
    (item,) = read(NEW, [ARTICLE, SIGNING], [TITLE, grid]).items
    assert (item.time_local, item.fee) == ("5 ngày", "8.000 đồng")
    assert item.note == "Thời hạn nộp trực tuyến: 3 ngày; Phí nộp trực tuyến: 4.000 đồng"


@pytest.mark.parametrize(
    "labels", [("Tên TTHC cũ", "Tên TTHC mới"), ("Tên TTHC trước khi sửa đổi", "Tên TTHC sau khi sửa đổi")]
)
def test_of_an_old_and_a_new_name_the_new_one_is_the_name(labels: tuple[str, str]) -> None:
    grid = Grid(
        [["STT", "Mã TTHC", *labels, "Thời hạn"], ["1", "1.000101", "Nuôi ong", "Nuôi ong nội", "3 ngày"]]
    )
    title = NEW.replace("mới ban hành", "được sửa đổi, bổ sung")
    (item,) = read(
        title, [ARTICLE, SIGNING], [TITLE.replace("MỚI BAN HÀNH", "ĐƯỢC SỬA ĐỔI, BỔ SUNG"), grid]
    ).items
    assert (item.action, item.name, item.note) == (Action.AMEND, "Nuôi ong nội", f"{labels[0]}: Nuôi ong")


def test_marks_and_agencies_name_levels() -> None:
    title, article = NEW.partition(" thuộc")[0], ARTICLE.partition(" thuộc thẩm quyền")[0] + "."
    marks = Grid(
        [
            ["STT", "Mã TTHC", "Tên TTHC", "Tỉnh", "Xã"],
            ["1", "1.000101", "Cấp giấy", "x", ""],
            ["2", "1.000102", "Cấp lại", "X", "x"],
        ]
    )
    read_marks = read(title, [article, SIGNING], [TITLE, marks])
    assert [one.levels for one in read_marks.items] == [(Level.PROVINCE,), (Level.PROVINCE, Level.COMMUNE)]
    rows: list[list[str | At]] = [
        ["STT", "Mã TTHC", "Tên TTHC", "Cơ quan thực hiện", "Thời hạn giải quyết"],
        [At("1", down=2), At("1.000101", down=2), At("Cấp giấy", down=2), "Sở Văn nghệ", "5 ngày"],
        ["UBND cấp xã", "3 ngày"],
    ]
    apart = read(title, [article, SIGNING], [TITLE, Grid(rows)])
    assert [(one.code, one.levels, one.time_local) for one in apart.items] == [
        ("1.000101", (Level.PROVINCE,), "5 ngày"),
        ("1.000101", (Level.COMMUNE,), "3 ngày"),
    ]


@pytest.mark.parametrize(
    ("clause", "whole", "second"),
    [
        ("kể từ ngày ký; các thủ tục tại mục II có hiệu lực từ ngày 01/9/2022.", "2022-07-05", "2022-09-01"),
        ("kể từ ngày ký. Thủ tục có mã 1.000102 thực hiện từ ngày 01/9/2022.", "2022-07-05", "2022-09-01"),
        (
            "từ ngày 15/7/2022. Thủ tục “Cấp lại giấy nuôi ong” được thực hiện kể từ ngày 01/9/2022.",
            "2022-07-15",
            "2022-09-01",
        ),
        ("kể từ ngày ký, các thủ tục bị bãi bỏ hết hiệu lực từ ngày 01/9/2022.", "2022-07-05", "2022-09-01"),
        ("theo Quyết định số 37/QĐ-BVN ngày 05/8/2022 của Bộ Văn nghệ.", "None", "None"),
    ],
)
def test_a_day_belongs_to_the_object_that_is_named_with_it(clause: str, whole: str, second: str) -> None:
    grid = Grid(
        [
            HEAD,
            [At("I. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH", across=5)],
            ONE,
            [At("II. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", across=5)],
            AGAIN,
        ]
    )
    reading = read(
        BOTH, [ARTICLE, f"Điều 2. Quyết định này có hiệu lực {clause}"], ["DANH MỤC THỦ TỤC HÀNH CHÍNH", grid]
    )
    assert (str(reading.effective_on), str(reading.items[1].effective_on)) == (whole, second)
    assert reading.items[0].effective_on is None


def test_two_decisions_in_one_file_are_two_readings() -> None:
    first = paper(NEW, [ARTICLE, SIGNING], [TITLE, Grid([HEAD, ONE])])
    second = paper(NEW, [ARTICLE, SIGNING], [TITLE, Grid([HEAD, AGAIN])], number="413/QĐ-UBND")
    reading = read_as("docx", [*first, *second])
    assert [(one.number, [item.code for item in one.items]) for one in (reading, *reading.others)] == [
        (412, ["1.000101"]),
        (413, ["1.000102"]),
    ]


def test_a_struck_row_is_asked_about() -> None:
    document = docx.Document(
        io.BytesIO(FORMATS["docx"](paper(NEW, [ARTICLE, SIGNING], [TITLE, Grid([HEAD, ONE, TWO])])))
    )
    for cell in document.tables[-1].rows[1].cells:
        for run in cell.paragraphs[0].runs:
            run.font.strike = True
    out = io.BytesIO()
    document.save(out)
    reading = read_whole(read_document(out.getvalue(), "a.docx")).reading
    assert [("row_doubtful" in one.flags) for one in reading.items] == [True, False]
    assert kinds(reading) == [ReviewKind.ROW_DOUBTFUL]


def test_a_row_with_a_struck_code_beside_another_is_asked_about_once() -> None:
    row: list[str | At] = ["1", "1.000101\n1.000104", *ONE[2:]]
    document = docx.Document(
        io.BytesIO(FORMATS["docx"](paper(NEW, [ARTICLE, SIGNING], [TITLE, Grid([HEAD, row, TWO])])))
    )
    document.tables[-1].rows[1].cells[1].paragraphs[0].runs[0].font.strike = True
    out = io.BytesIO()
    document.save(out)
    reading = read_whole(read_document(out.getvalue(), "a.docx")).reading
    (question,) = reading.questions
    assert (question.kind, question.candidates) == (
        ReviewKind.SEVERAL_CODES,
        ("1.000101", "1.000104", "void"),
    )
    assert dict(question.fields)["why"] == "struck"


PROCESS = "Về việc phê duyệt quy trình nội bộ giải quyết thủ tục hành chính lĩnh vực Nuôi ong của UBND cấp xã"
STEPS_HEAD: list[str | At] = [
    "STT",
    "Mã TTHC",
    "Tên thủ tục hành chính",
    "Các bước thực hiện",
    "Người thực hiện",
]
STEPS: list[str | At] = ["1", "1.000101", "Cấp giấy nuôi ong", "Bước 1: tiếp nhận hồ sơ", "Công chức một cửa"]


@pytest.mark.parametrize(
    ("table", "asked"),
    [
        (Grid([STEPS_HEAD, STEPS]), []),  # the form of a process: which procedures it is for changes none
        (Grid([HEAD, ONE, TWO]), [ReviewKind.LEFT_OVER_CODE]),  # a list, in a decision that says it has none
    ],
)
def test_the_codes_of_a_process_are_of_no_account_and_those_of_a_list_are(
    table: Grid, asked: list[ReviewKind]
) -> None:
    article = "Điều 1. Phê duyệt kèm theo Quyết định này quy trình nội bộ giải quyết thủ tục hành chính lĩnh vực Nuôi ong."
    reading = read(PROCESS, [article, SIGNING], ["QUY TRÌNH NỘI BỘ", table])
    assert reading.items == ()
    assert [one for one in kinds(reading) if one is ReviewKind.LEFT_OVER_CODE] == asked


@pytest.mark.parametrize(
    ("line", "asks"), [("Phụ lục thủ tục bị bãi bỏ", 1), ("Danh mục thủ tục mới ban hành", 0)]
)
def test_a_running_head_that_speaks_of_another_list_is_asked_about(line: str, asks: int) -> None:
    made = docx.Document(
        io.BytesIO(FORMATS["docx"](paper(NEW, [ARTICLE, SIGNING], [TITLE, Grid([HEAD, ONE, TWO])])))
    )
    made.sections[0].header.paragraphs[0].text = line
    out = io.BytesIO()
    made.save(out)
    reading = read_whole(read_document(out.getvalue(), "a.docx")).reading
    assert kinds(reading).count(ReviewKind.LEFT_OVER_NOTE) == asks
