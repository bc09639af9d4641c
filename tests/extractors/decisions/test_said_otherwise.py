"""Papers that strangers wrote: notes, second objects, counts, headings and lines by which a list says more than its rows.

Each was read silently wrong. What is asked here changes no board; what is read is the value in print.
"""

from datetime import date

import pytest

from niemyet.extractors.decisions.agencies import agency_levels
from niemyet.extractors.decisions.annexes_named import annexes_named
from niemyet.extractors.decisions.row_days import RowDays, days_of_row
from niemyet.model.records import Reading
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action, Level, RelationType, ReviewKind
from tests.support.papers import At, Grid, paper, read_as

LABELS = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Ghi chú"]
CODE, OTHER = "1.000601", "1.000602"
NAME, OTHER_NAME = "Cấp thẻ thợ dệt chiếu", "Xác nhận lò nung gốm"
TITLE = "Về việc công bố Danh mục thủ tục hành chính {} lĩnh vực Làng nghề thuộc thẩm quyền của UBND cấp xã"
FIRST = (
    "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính {} lĩnh vực Làng nghề thuộc thẩm quyền giải quyết "
    "của UBND cấp xã."
)
SIGNED = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."
LIST = "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI LĨNH VỰC LÀNG NGHỀ THUỘC THẨM QUYỀN CỦA UBND CẤP XÃ"
EARLIER = "Quyết định số 55/QĐ-UBND ngày 10/3/2022 của Chủ tịch UBND tỉnh"


def row(number: str, code: str, name: str, note: str = "") -> list[str | At]:
    return [number, code, name, "05 ngày làm việc", note]


def listed(*below: str | Grid, note: str = "", second: str = SIGNED, form: str = "docx") -> Reading:
    """A list of two new procedures; the second row has a note, and `below` follows the table."""
    grid = Grid([LABELS, row("1", CODE, NAME), row("2", OTHER, OTHER_NAME, note)])
    blocks = paper(TITLE.format("ban hành mới"), [FIRST.format("ban hành mới"), second], [LIST, grid, *below])
    return read_as(form, blocks)


def lines(*texts: str) -> Reading:
    """A list that is lines of text."""
    return read_as(
        "text", paper(TITLE.format("ban hành mới"), [FIRST.format("ban hành mới"), SIGNED], [LIST, *texts])
    )


def item(reading: Reading, code: str) -> ReadItem:
    [found] = [one for one in reading.items if one.code == code]
    return found


def kinds(reading: Reading) -> set[ReviewKind]:
    return {one.kind for one in reading.questions}


@pytest.mark.parametrize(
    "note",
    [
        "Tạm dừng thực hiện",
        "Trùng với STT 1, đề nghị bỏ",
        "Chưa áp dụng",
        "Thẩm quyền chuyển cho UBND cấp huyện",
        "Thực hiện khi Nghị quyết của HĐND tỉnh về lệ phí có hiệu lực",
        "Áp dụng sau khi có hướng dẫn của Bộ",
    ],
)
def test_a_note_that_holds_its_row_back_is_asked_about(note: str) -> None:
    reading = listed(note=note)
    assert "row_doubtful" in item(reading, OTHER).flags
    assert "row_doubtful" not in item(reading, CODE).flags
    assert ReviewKind.ROW_DOUBTFUL in kinds(reading)


@pytest.mark.parametrize(
    "note",
    [
        "Chưa thực hiện trực tuyến",
        "Nộp tại Trung tâm Phục vụ hành chính công",
        "Áp dụng đến khi có quy định mới",
    ],
)
def test_a_note_that_holds_nothing_back_is_a_note(note: str) -> None:
    reading = listed(note=note)
    assert item(reading, OTHER).note == note
    assert "row_doubtful" not in item(reading, OTHER).flags


def test_the_short_word_of_effect_is_one() -> None:
    assert days_of_row("HL: 01/01/2024") == RowDays(date(2024, 1, 1))
    assert days_of_row("HL từ 01/01/2024 đến 30/6/2024") == RowDays(date(2024, 1, 1), date(2024, 7, 1))


def test_a_note_below_the_list_that_names_a_row_without_a_day_is_asked_about() -> None:
    reading = listed(
        "Ghi chú: Thủ tục hành chính số 2 chưa áp dụng cho đến khi có hướng dẫn của Bộ Văn nghệ."
    )
    assert "row_doubtful" in item(reading, OTHER).flags
    assert "row_doubtful" not in item(reading, CODE).flags


def test_a_note_below_the_list_that_abolishes_is_no_row() -> None:
    reading = listed("* Đồng thời bãi bỏ thủ tục Cấp sổ nghệ nhân (mã số 1.000603).")
    assert {one.code for one in reading.items} == {CODE, OTHER}
    assert ReviewKind.LEFT_OVER_CODE in kinds(reading)


def test_rows_of_an_article_that_counts_others_are_asked_about() -> None:
    act = f"Bãi bỏ 02 thủ tục hành chính số thứ tự từ 02 đến 04 tại Phụ lục kèm theo {EARLIER}."
    reading = listed(second=f"{SIGNED} {act}")
    ended = [one for one in reading.items if one.action is Action.ABOLISH]
    assert len(ended) == 3
    assert all("row_doubtful" in one.flags for one in ended)
    right = listed(second=f"{SIGNED} {act.replace('02 thủ tục', '03 thủ tục')}")
    assert not any("row_doubtful" in one.flags for one in right.items)


def test_of_a_second_decision_only_the_part_that_is_named_is_replaced() -> None:
    first = "thay thế Quyết định số 51/QĐ-UBND ngày 02/3/2022"
    reading = listed(second=f"{SIGNED[:-1]}; {first} và phần lĩnh vực Làng nghề tại {EARLIER}.")
    told = {one.target.number: (one.type, one.scope) for one in reading.relations}
    assert told[51] == (RelationType.REPLACES_DOC, None)
    assert told[55] == (RelationType.REPLACES_PART, "phần lĩnh vực Làng nghề")
    whole = listed(second=f"{SIGNED[:-1]}; {first} và {EARLIER}.")
    assert {one.type for one in whole.relations} == {RelationType.REPLACES_DOC}


def test_title_and_first_article_that_exclude_each_other_are_asked_about() -> None:
    heading = "DANH MỤC THỦ TỤC HÀNH CHÍNH LĨNH VỰC LÀNG NGHỀ THUỘC THẨM QUYỀN CỦA UBND CẤP XÃ"
    grid = Grid([LABELS, row("1", CODE, NAME)])
    reading = read_as(
        "html",
        paper(TITLE.format("bị bãi bỏ"), [FIRST.format("ban hành mới"), SIGNED], [heading, grid]),
    )
    assert ReviewKind.ACTION_UNKNOWN in kinds(reading)
    assert "action_unknown" in item(reading, CODE).flags


@pytest.mark.parametrize("form", ["html", "docx"])
def test_a_heading_tells_who_holds_from_who_receives(form: str) -> None:
    blocks = paper(
        "Về việc công bố Danh mục thủ tục hành chính ban hành mới lĩnh vực Làng nghề",
        ["Điều 1. Công bố Danh mục thủ tục hành chính ban hành mới lĩnh vực Làng nghề.", SIGNED],
        [
            "DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI",
            Grid(
                [
                    ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Phí"],
                    [At("A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH (TIẾP NHẬN TẠI UBND CẤP XÃ)", 5)],
                    ["1", CODE, NAME, "05 ngày", "Không"],
                    ["2", OTHER, OTHER_NAME, "05 ngày", "Không"],
                ]
            ),
        ],
    )
    for one in read_as(form, blocks).items:
        assert (one.levels, one.reception_levels) == ((Level.PROVINCE,), (Level.COMMUNE,))


def test_a_second_list_of_how_procedures_are_received_publishes_none() -> None:
    reading = listed(
        "PHỤ LỤC II",
        "DANH MỤC THỦ TỤC HÀNH CHÍNH TIẾP NHẬN HỒ SƠ VÀ TRẢ KẾT QUẢ QUA DỊCH VỤ BƯU CHÍNH CÔNG ÍCH",
        Grid([LABELS, row("1", "1.000604", "Cấp lại sổ thợ rèn")]),
    )
    assert {one.code: one.action for one in reading.items} == {CODE: Action.NEW, OTHER: Action.NEW}
    assert not reading.questions


def test_lines_below_a_row_give_it_their_values() -> None:
    reading = lines(
        f"1. Thủ tục: {NAME}",
        f"Mã số: {CODE}",
        "Thời hạn giải quyết: 05 ngày làm việc",
        "Lệ phí: Không",
        f"2. Thủ tục: {OTHER_NAME}",
        f"Mã số: {OTHER}",
        "Thời hạn giải quyết: Trong ngày",
    )
    told = {one.code: (one.name, one.time_local, one.fee) for one in reading.items}
    assert told == {
        CODE: (NAME, "05 ngày làm việc", "Không"),
        OTHER: (OTHER_NAME, "Trong ngày", None),
    }


def test_cells_that_ran_into_one_line_are_asked_about() -> None:
    reading = lines(f"1 {CODE} {NAME} 05 ngày làm việc UBND cấp xã Không")
    assert "row_doubtful" in item(reading, CODE).flags


def test_a_procedure_that_was_ended_comes_back_by_an_answer_only() -> None:
    act = f"Điều 1. Khôi phục việc thực hiện thủ tục “{NAME}” (mã số {CODE}) đã bãi bỏ tại {EARLIER}."
    reading = read_as("html", paper("Về việc khôi phục thủ tục hành chính lĩnh vực Làng nghề", [act, SIGNED]))
    assert reading.relations == ()
    assert ReviewKind.LEFT_OVER_TEXT in kinds(reading)


@pytest.mark.parametrize(("number", "printed"), [("2", "2. "), ("10", "10) "), ("02", "02. ")])
def test_the_number_of_a_row_is_no_part_of_its_name(number: str, printed: str) -> None:
    grid = Grid([LABELS, row(number, CODE, f"{printed}{NAME}")])
    blocks = paper(TITLE.format("ban hành mới"), [FIRST.format("ban hành mới"), SIGNED], [LIST, grid])
    assert item(read_as("html", blocks), CODE).name == NAME


def test_an_office_that_only_helps_holds_nothing() -> None:
    assert agency_levels("UBND cấp xã (phối hợp với Sở Văn nghệ)") == (Level.COMMUNE,)
    assert agency_levels("Sở Văn nghệ; cơ quan phối hợp: UBND cấp xã") == (Level.PROVINCE,)
    assert agency_levels("Phối hợp giữa UBND cấp huyện và UBND cấp xã") == (Level.DISTRICT, Level.COMMUNE)


def test_a_row_that_stays_as_it_is_amends_nothing() -> None:
    grid = Grid([LABELS, row("1", CODE, NAME), row("2", OTHER, OTHER_NAME, "Giữ nguyên")])
    heading = LIST.replace("BAN HÀNH MỚI", "ĐƯỢC SỬA ĐỔI, BỔ SUNG")
    said = "được sửa đổi, bổ sung"
    reading = read_as("docx", paper(TITLE.format(said), [FIRST.format(said), SIGNED], [heading, grid]))
    assert [one.action for one in reading.items] == [Action.AMEND, Action.LIST]


@pytest.mark.parametrize(
    "note",
    ["Hợp nhất từ các thủ tục: Cấp thẻ thợ mộc, Cấp thẻ thợ nề", "Được gộp từ 02 thủ tục hành chính"],
)
def test_a_row_made_of_others_is_asked_which_they_are(note: str) -> None:
    assert "replaced_unknown" in item(listed(note=note), OTHER).flags


def test_the_first_article_says_what_each_annex_does() -> None:
    points = [
        "Điều 1. Công bố kèm theo Quyết định này:",
        "1. Danh mục thủ tục hành chính ban hành mới lĩnh vực Làng nghề thuộc thẩm quyền của UBND cấp xã (Phụ lục I).",
        "2. Danh mục thủ tục hành chính bị bãi bỏ lĩnh vực Làng nghề thuộc thẩm quyền của UBND cấp xã (Phụ lục II).",
        SIGNED,
    ]
    annex = [
        "PHỤ LỤC I",
        "LĨNH VỰC LÀNG NGHỀ",
        Grid([LABELS, row("1", CODE, NAME)]),
        "PHỤ LỤC II",
        "LĨNH VỰC LÀNG NGHỀ",
        Grid([LABELS, row("1", OTHER, OTHER_NAME)]),
    ]
    reading = read_as("docx", [*paper(TITLE.format("ban hành mới, bị bãi bỏ"), points), *annex])
    assert [(one.code, one.action) for one in reading.items] == [(CODE, Action.NEW), (OTHER, Action.ABOLISH)]
    assert not reading.questions


def test_the_annex_of_another_decision_is_none_of_ours() -> None:
    points = [
        "Bãi bỏ các thủ tục tại Phụ lục I kèm theo Quyết định số 9/QĐ-UBND; công bố Danh mục ban hành mới (Phụ lục II)."
    ]
    assert {mark: one.actions for mark, one in annexes_named(points).items() if one.actions} == {
        "II": (Action.NEW,)
    }
    assert (
        annexes_named(["Danh mục thủ tục ban hành mới, được sửa đổi tại Phụ lục I và bãi bỏ tại Phụ lục II."])
        == {}
    )
