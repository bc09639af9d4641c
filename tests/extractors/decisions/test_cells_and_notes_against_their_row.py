"""Cells, notes and brackets that say another thing than the list that their row stands in: taken or asked, never passed over."""

from datetime import date

import pytest

from niemyet.extractors.decisions.reception_places import reception_levels
from niemyet.extractors.decisions.row_notes import gives_up, is_unforeseen
from niemyet.extractors.decisions.row_ways import online_level
from niemyet.model.records import Reading
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action, Level, OnlineLevel, ReviewKind
from tests.support.papers import At, Grid, paper, read_as

CODE, OTHER = "1.000601", "1.000602"
NAME, OTHER_NAME = "Cấp thẻ thợ dệt chiếu", "Xác nhận lò nung gốm"
TITLE = "Về việc công bố Danh mục thủ tục hành chính {} lĩnh vực Làng nghề"
FIRST = "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính {} lĩnh vực Làng nghề{}."
SIGNED = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký."
OF_COMMUNES = " thuộc thẩm quyền giải quyết của UBND cấp xã"
LABELS: list[str | At] = [
    "STT",
    "Mã TTHC",
    "Tên thủ tục hành chính",
    "Thời hạn giải quyết",
    "Địa điểm thực hiện",
    "Phí, lệ phí",
    "Ghi chú",
]
COUNTER = "Bộ phận Một cửa"


def row(number: str, code: str, name: str, **cells: str) -> list[str | At]:
    values = {"time": "05 ngày", "place": COUNTER, "fee": "Không", "note": "", **cells}
    return [number, code, name, values["time"], values["place"], values["fee"], values["note"]]


def listed(
    *rows: list[str | At],
    act: str = "ban hành mới",
    whose: str = OF_COMMUNES,
    labels: list[str | At] = LABELS,
    second: str = SIGNED,
    day: str = "ngày 05 tháng 7 năm 2022",
) -> Reading:
    annex = f"DANH MỤC THỦ TỤC HÀNH CHÍNH {act.upper()} LĨNH VỰC LÀNG NGHỀ{whose.upper()}"
    blocks = paper(
        TITLE.format(act) + whose, [FIRST.format(act, whose), second], [annex, Grid([labels, *rows])], day=day
    )
    return read_as("docx", blocks)


def item(reading: Reading, code: str) -> ReadItem:
    [found] = [one for one in reading.items if one.code == code]
    return found


def kinds(reading: Reading) -> set[ReviewKind]:
    return {one.kind for one in reading.questions}


def test_the_plain_list_asks_nothing() -> None:
    reading = listed(row("1", CODE, NAME), row("2", OTHER, OTHER_NAME))
    assert not reading.questions
    assert not any(one.flags for one in reading.items)


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"time": "Trung tâm Phục vụ hành chính công cấp xã", "place": "05 ngày"}, "cells_swapped"),
        ({"time": "03/05/2022", "place": "Bộ phận Một cửa"}, "cells_swapped"),
        ({"time": "04:00", "place": "Bộ phận Một cửa"}, "cells_swapped"),
        ({"place": "Không", "fee": "Bộ phận Một cửa UBND cấp xã"}, "cells_swapped"),
        ({"place": "20.000 đồng/trường hợp", "fee": "Không"}, "cells_swapped"),
        ({"place": "Không thực hiện tại cấp xã"}, "place_denied"),
        ({"place": "Chưa tiếp nhận"}, "place_denied"),
    ],
)
def test_a_cell_that_belongs_into_another_column_or_denies_itself_is_asked_about(
    cells: dict[str, str], why: str
) -> None:
    reading = listed(row("1", CODE, NAME), row("2", OTHER, OTHER_NAME, **cells))
    assert {"row_doubtful", why} <= set(item(reading, OTHER).flags)
    assert not item(reading, CODE).flags


@pytest.mark.parametrize(
    "cells",
    [
        {"time": "Theo quy định của UBND tỉnh"},
        {"time": "Trong ngày, tại Bộ phận Một cửa"},
        {"fee": "Sở Tài chính quy định"},
        {"place": "Không qua bưu chính; Bộ phận Một cửa"},
    ],
)
def test_a_cell_that_only_sounds_like_it_is_a_value(cells: dict[str, str]) -> None:
    assert not item(listed(row("1", CODE, NAME, **cells)), CODE).flags


@pytest.mark.parametrize(
    "note",
    [
        "Gộp vào thủ tục STT 1",
        "Được ghép vào thủ tục cấp thẻ",
        "Chưa đủ điều kiện tiếp nhận",
        "Hệ thống chưa sẵn sàng",
    ],
)
def test_a_note_that_merges_its_row_or_says_it_cannot_begin_is_asked_about(note: str) -> None:
    assert "note_acts" in item(listed(row("1", CODE, NAME, note=note)), CODE).flags


@pytest.mark.parametrize("note", ["Chưa đủ điều kiện trực tuyến toàn trình", "Chưa phát sinh hồ sơ"])
def test_a_note_of_something_else_is_none(note: str) -> None:
    assert not item(listed(row("1", CODE, NAME, note=note)), CODE).flags


def test_a_note_that_gives_a_row_to_another_level_is_held_against_its_heading() -> None:
    given = listed(row("1", CODE, NAME, note="Phân cấp cho Sở Văn nghệ theo Quyết định số 5/2022/QĐ-UBND"))
    assert "level_contradicted" in item(given, CODE).flags
    same = listed(row("1", CODE, NAME, note="Phân cấp cho UBND cấp xã theo Quyết định số 5/2022/QĐ-UBND"))
    assert not item(same, CODE).flags


def test_a_note_that_names_the_number_it_replaces_asks_for_it() -> None:
    reading = listed(row("1", CODE, NAME, note="Thay thế mục 3 Phụ lục Quyết định số 55/QĐ-UBND"))
    assert ReviewKind.REPLACED_UNKNOWN in kinds(reading)


@pytest.mark.parametrize(
    "note",
    [
        "Bãi bỏ tại cấp tỉnh; cấp xã vẫn thực hiện",
        "Chỉ bãi bỏ khi cơ sở dữ liệu vận hành",
        "Sẽ bị bãi bỏ sau khi có hướng dẫn",
    ],
)
def test_an_abolished_row_whose_note_lets_it_go_on_is_asked_about(note: str) -> None:
    reading = listed(row("1", CODE, NAME, note=note), row("2", OTHER, OTHER_NAME), act="bị bãi bỏ")
    assert {"row_doubtful", "note_keeps"} <= set(item(reading, CODE).flags)
    assert not item(reading, OTHER).flags


def test_an_abolished_row_that_goes_on_to_a_day_ends_on_it() -> None:
    reading = listed(row("1", CODE, NAME, note="Tiếp tục thực hiện đến hết ngày 31/8/2022"), act="bị bãi bỏ")
    assert item(reading, CODE).effective_on == date(2022, 9, 1)
    assert not item(reading, CODE).flags


def test_a_bracket_behind_a_name_that_ends_it_is_asked_about() -> None:
    reading = listed(
        row("1", CODE, f"{NAME} (đã bãi bỏ)"), row("2", OTHER, f"{OTHER_NAME} (sửa đổi, bổ sung)")
    )
    assert "name_acts" in item(reading, CODE).flags
    assert not item(reading, OTHER).flags


def test_the_number_of_a_row_may_stand_in_its_name_alone() -> None:
    reading = listed(row("", CODE, f"1. {NAME}"), row("", OTHER, f"2. {OTHER_NAME}"))
    assert [(one.row_no, one.name) for one in reading.items] == [("1", NAME), ("2", OTHER_NAME)]


def test_the_day_of_the_law_is_none_of_the_rows() -> None:
    labels = [*LABELS[:6], "Ngày có hiệu lực của VBQPPL"]
    reading = listed(row("1", CODE, NAME, note="01/01/2016"), labels=labels)
    assert item(reading, CODE).effective_on is None
    assert not reading.questions


def test_a_cut_without_what_it_leaves_is_asked_about() -> None:
    labels: list[str | At] = [
        "STT",
        "Mã TTHC",
        "Tên thủ tục",
        "Thời hạn theo quy định",
        "Thời hạn cắt giảm lần 1",
        "Thời hạn cắt giảm lần 2",
        "Ghi chú",
    ]
    reading = listed(["1", CODE, NAME, "10 ngày", "07 ngày", "05 ngày", ""], labels=labels)
    assert ReviewKind.LEFT_OVER_COLUMN in kinds(reading)


AMENDED: list[str | At] = ["STT", "Mã TTHC", "Tên thủ tục", "Nội dung sửa đổi, bổ sung"]


def test_values_that_only_the_words_of_a_change_give_are_taken() -> None:
    said = "Sửa đổi thời hạn giải quyết: 02 ngày làm việc; lệ phí: 20.000 đồng"
    reading = listed(["1", CODE, NAME, said], labels=AMENDED, act="được sửa đổi, bổ sung")
    assert (item(reading, CODE).time_local, item(reading, CODE).fee) == ("02 ngày làm việc", "20.000 đồng")
    assert not reading.questions


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("Giảm thời hạn giải quyết từ 05 ngày làm việc xuống còn 03 ngày làm việc", "03 ngày làm việc"),
        ("Giảm thời hạn giải quyết còn 05 ngày", "05 ngày"),
        ("- Thời hạn giải quyết: sửa từ 15 ngày thành 07 ngày làm việc;", "07 ngày làm việc"),
        ("Thời hạn giải quyết từ 10 ngày lên 15 ngày", "15 ngày"),
    ],
)
def test_the_second_of_two_values_of_a_change_is_the_new_one(said: str, value: str) -> None:
    reading = listed(["1", CODE, NAME, said], labels=AMENDED, act="được sửa đổi, bổ sung")
    assert item(reading, CODE).time_local == value
    assert not reading.questions


@pytest.mark.parametrize(
    "said",
    [
        "Giảm thời hạn giải quyết 03 ngày làm việc",
        "Giảm 03 ngày làm việc",
        "Thời hạn giải quyết là 05 ngày kể từ ngày nhận đủ hồ sơ",
        "Thời hạn thẩm định giảm từ 05 ngày xuống còn 03 ngày",
    ],
)
def test_a_change_of_a_value_that_is_not_plain_is_asked_about(said: str) -> None:
    reading = listed(["1", CODE, NAME, said], labels=AMENDED, act="được sửa đổi, bổ sung")
    assert {"row_doubtful", "change_says"} <= set(item(reading, CODE).flags)
    plain = listed(["1", CODE, NAME, "Thành phần hồ sơ"], labels=AMENDED, act="được sửa đổi, bổ sung")
    assert not item(plain, CODE).flags


def test_who_resolves_is_no_receiver() -> None:
    place = "- Tiếp nhận và trả kết quả: Trung tâm Phục vụ hành chính công tỉnh;\n- Cơ quan giải quyết: UBND cấp xã"
    assert reception_levels(place, (Level.PROVINCE,)) == ()


@pytest.mark.parametrize("form", ["docx", "html"])
@pytest.mark.parametrize(
    ("heading", "levels"),
    [
        ("A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH (UBND cấp xã phối hợp xác minh)", (Level.PROVINCE,)),
        ("A. THỦ TỤC HÀNH CHÍNH CẤP XÃ (trừ thủ tục số 2 do Sở Văn nghệ giải quyết)", (Level.COMMUNE,)),
    ],
)
def test_who_helps_or_is_left_out_holds_no_row_of_a_heading(
    form: str, heading: str, levels: tuple[Level, ...]
) -> None:
    grid = Grid([LABELS, [At(heading, 7)], row("1", CODE, NAME), row("2", OTHER, OTHER_NAME)])
    annex = ["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI LĨNH VỰC LÀNG NGHỀ", grid]
    said = FIRST.format("ban hành mới", "")
    reading = read_as(form, paper(TITLE.format("ban hành mới"), [said, SIGNED], annex))
    assert item(reading, CODE).levels == levels
    if "trừ" in heading:  # the second row is another's, and whose it is nobody may guess
        assert ReviewKind.EXCEPTION_UNCLEAR in kinds(reading)


@pytest.mark.parametrize("act", ["dự kiến ban hành mới", "đề xuất bãi bỏ"])
def test_what_is_planned_is_not_done(act: str) -> None:
    reading = listed(row("1", CODE, NAME), act=act)
    assert item(reading, CODE).action is Action.LIST
    assert ReviewKind.ACTION_UNKNOWN in kinds(reading)


def test_a_length_of_time_in_a_clause_of_its_own_is_an_end_to_ask_for() -> None:
    second = "Điều 2. Quyết định này có hiệu lực kể từ ngày ký; được thực hiện trong thời hạn 02 năm."
    assert ReviewKind.EFFECT_END_UNCLEAR in kinds(listed(row("1", CODE, NAME), second=second))


@pytest.mark.parametrize(
    ("tally", "asked"),
    [("Tổng cộng: 05 thủ tục", True), ("Tổng cộng: 02 thủ tục", False), ("Cộng: 2", False)],
)
def test_a_tally_below_a_list_is_held_against_its_rows(tally: str, asked: bool) -> None:
    reading = listed(row("1", CODE, NAME), row("2", OTHER, OTHER_NAME), [At(tally, 7)])
    assert (ReviewKind.CONTROL_TOTAL_MISMATCH in kinds(reading)) is asked


@pytest.mark.parametrize(
    "office", ["Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Văn hóa - Xã hội", "Phòng Kinh tế (UBND phường)"]
)
def test_the_offices_of_districts_are_those_of_communes_since_districts_ended(office: str) -> None:
    labels = [*LABELS[:6], "Cơ quan giải quyết"]
    now = listed(row("1", CODE, NAME, note=office), labels=labels, whose="", day="ngày 05 tháng 7 năm 2026")
    assert item(now, CODE).levels == (Level.COMMUNE,)
    then = listed(row("1", CODE, NAME, note="Phòng Kinh tế"), labels=labels, whose="")
    assert item(then, CODE).levels == (Level.DISTRICT,)


def test_a_table_that_stands_on_its_side_is_read() -> None:
    grid = Grid(
        [
            ["STT", "1", "2"],
            ["Mã TTHC", CODE, OTHER],
            ["Tên thủ tục hành chính", NAME, OTHER_NAME],
            ["Thời hạn", "05 ngày", "03 ngày"],
        ]
    )
    annex = ["DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI LĨNH VỰC LÀNG NGHỀ", grid]
    said = FIRST.format("ban hành mới", OF_COMMUNES)
    reading = read_as("docx", paper(TITLE.format("ban hành mới"), [said, SIGNED], annex))
    assert [(one.row_no, one.code, one.time_local) for one in reading.items] == [
        ("1", CODE, "05 ngày"),
        ("2", OTHER, "03 ngày"),
    ]
    assert not reading.questions


@pytest.mark.parametrize(
    "note",
    [
        "Đã được thay thế bằng thủ tục khác",
        "Không còn ở cấp xã",
        "Trả về cấp tỉnh",
        "Chờ hướng dẫn của Bộ Văn nghệ",
        "Thủ tục nội bộ",
        "Bãi bỏ theo Quyết định số 2400/QĐ-UBND ngày 10/7/2022",
        "Không công khai tại cấp xã",
        "Đã chuyển Sở Văn nghệ",
        "Không thuộc thẩm quyền UBND cấp xã",
        "Ko thực hiện",
        "Khép lại từ quý sau",
        "Tên đúng: Cấp thẻ thợ dệt lụa",
        "Mã TTHC sai",
        "Xem lại",
        "Từ ngày 01/9/2022 thực hiện tại Trung tâm Phục vụ hành chính công tỉnh",
    ],
)
def test_a_note_that_ends_moves_or_doubts_its_row_in_whatever_words_is_asked_about(note: str) -> None:
    assert "row_doubtful" in item(listed(row("1", CODE, NAME, note=note)), CODE).flags


@pytest.mark.parametrize(
    "note",
    [
        "Không thu phí trực tuyến",
        "Sửa đổi căn cứ pháp lý",
        "Bổ sung cách thức thực hiện",
        "Đã cung cấp dịch vụ công trực tuyến toàn trình",
        "Thực hiện theo Quyết định số 77/QĐ-BVN ngày 01/6/2022",
        "Đã được chuẩn hóa",
        "Không quy định",
        "Chưa phát sinh",
        "Công an tỉnh phối hợp xác minh",
        "Cắt giảm 50% thời gian giải quyết",
        "Thủ tục cấp huyện chuyển về cấp xã",
        "Trước đây là thủ tục cấp huyện",
    ],
)
def test_a_note_about_a_part_or_a_way_of_the_procedure_asks_nothing(note: str) -> None:
    assert not item(listed(row("1", CODE, NAME, note=note)), CODE).flags


def test_a_note_that_gives_a_row_to_those_who_hold_it_says_nothing_new() -> None:
    assert gives_up("Chuyển về cấp xã", (Level.PROVINCE,))
    assert not gives_up("Chuyển về cấp xã", (Level.COMMUNE,))
    assert not is_unforeseen("Đã phân cấp cho cấp xã", (Level.COMMUNE,))


def test_who_takes_in_and_resolves_a_row_is_held_against_its_heading() -> None:
    reading = listed(row("1", CODE, NAME, note="Do Sở Văn nghệ tiếp nhận và giải quyết"))
    assert "level_contradicted" in item(reading, CODE).flags


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Mã lĩnh vực", "G15-TP01"),
        ("Phí bưu chính", "30.000 đồng"),
        ("Thời hạn lưu hồ sơ", "70 năm"),
        ("Thời gian tiếp nhận", "Sáng từ 7 giờ 30"),
        ("Thời hạn có hiệu lực của giấy phép", "05 năm"),
        ("Cấp thực hiện cũ", "Cấp huyện"),
    ],
)
def test_a_column_of_something_like_it_takes_nothing_from_the_column_itself(label: str, value: str) -> None:
    reading = listed(row("1", CODE, NAME, note=value), labels=[*LABELS[:6], label])
    one = item(reading, CODE)
    assert (one.code, one.time_local, one.fee, one.levels) == (CODE, "05 ngày", "Không", (Level.COMMUNE,))
    assert not reading.questions


@pytest.mark.parametrize(
    "cells",
    [
        {"time": "Bãi bỏ"},
        {"time": "Thủ tục này bị bãi bỏ"},
        {"time": "Hết hiệu lực từ 01/9/2022"},
        {"fee": "Tạm dừng thực hiện"},
        {"place": "Đã bãi bỏ"},
    ],
)
def test_a_value_that_ends_its_row_is_asked_about(cells: dict[str, str]) -> None:
    assert "row_doubtful" in item(listed(row("1", CODE, NAME, **cells)), CODE).flags


@pytest.mark.parametrize("form", ["docx", "html"])
@pytest.mark.parametrize(
    ("number", "code", "name"),
    [
        ("1", CODE, "Không còn thủ tục này"),
        ("1", CODE, f"{NAME}\nLưu ý: chưa thực hiện"),
        ("1 (bỏ)", CODE, NAME),
        ("1", f"{CODE} (bãi bỏ)", NAME),
    ],
)
def test_a_number_code_or_name_that_is_taken_back_is_asked_about(
    form: str, number: str, code: str, name: str
) -> None:
    grid = Grid([LABELS, row(number, code, name), row("2", OTHER, OTHER_NAME)])
    annex = [f"DANH MỤC THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI LĨNH VỰC LÀNG NGHỀ{OF_COMMUNES.upper()}", grid]
    said = FIRST.format("ban hành mới", OF_COMMUNES)
    reading = read_as(form, paper(TITLE.format("ban hành mới") + OF_COMMUNES, [said, SIGNED], annex))
    assert "row_doubtful" in item(reading, CODE).flags
    assert not item(reading, OTHER).flags


@pytest.mark.parametrize(
    "name", ["Tạm ngừng hoạt động lò gốm", "Hủy bỏ thẻ thợ dệt chiếu", "Chấm dứt hoạt động làng nghề"]
)
def test_a_procedure_about_an_end_has_not_ended(name: str) -> None:
    assert not item(listed(row("1", CODE, name)), CODE).flags


def test_a_fee_that_is_not_taken_ends_nothing() -> None:
    for fee in ("Không", "Tạm dừng thu", "Chưa quy định"):
        assert not item(listed(row("1", CODE, NAME, fee=fee)), CODE).flags


@pytest.mark.parametrize(
    "place",
    [
        "Trung tâm PVHCC tỉnh (không tiếp nhận tại cấp xã)",
        "Không tiếp nhận tại UBND cấp xã; tiếp nhận tại Trung tâm PVHCC tỉnh",
        "UBND cấp xã xác nhận, nộp tại Trung tâm PVHCC tỉnh",
        "Trung tâm PVHCC tỉnh (trước ngày 01/7/2025: UBND cấp huyện)",
    ],
)
def test_where_nothing_is_taken_in_receives_nothing(place: str) -> None:
    assert reception_levels(place, (Level.PROVINCE,)) == ()


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("Không thực hiện toàn trình", None),
        ("Chưa cung cấp dịch vụ công trực tuyến toàn trình", None),
        ("Trực tuyến một phần (chưa toàn trình)", OnlineLevel.PARTIAL),
        ("Trực tiếp, trực tuyến toàn trình", OnlineLevel.FULL),
    ],
)
def test_a_way_that_is_denied_is_none(said: str, level: OnlineLevel | None) -> None:
    assert online_level(said, bare=False) is level


@pytest.mark.parametrize(
    ("said", "post"), [("Trực tiếp; không nhận qua bưu chính", False), ("Trực tiếp, bưu chính", True)]
)
def test_the_post_may_be_denied_in_several_words(said: str, post: bool) -> None:
    labels = [*LABELS[:6], "Cách thức thực hiện"]
    assert item(listed(row("1", CODE, NAME, note=said), labels=labels), CODE).by_post is post


@pytest.mark.parametrize(
    ("fee", "basis", "doubted"),
    [
        ("Nghị định số 23/2015/NĐ-CP", "", True),
        ("Luật Di sản văn hóa", "", True),
        ("Thông tư số 85/2019/TT-BTC", "Luật Phí và lệ phí", False),
        ("Thu theo Thông tư số 85/2019/TT-BTC", "", False),
        ("Nghị quyết số 12/2022/NQ-HĐND", "", False),
    ],
)
def test_a_law_where_the_fee_should_be_is_asked_about_where_its_own_column_is_empty(
    fee: str, basis: str, doubted: bool
) -> None:
    """The cells of the row moved to the left: one that reaches over several rows is printed once."""
    labels: list[str | At] = [
        "STT",
        "Mã TTHC",
        "Tên thủ tục",
        "Thời hạn giải quyết",
        "Phí, lệ phí",
        "Căn cứ pháp lý",
    ]
    first: list[str | At] = ["1", CODE, NAME, "05 ngày", "Không", "Luật Di sản văn hóa"]
    reading = listed(first, ["2", OTHER, OTHER_NAME, "05 ngày", fee, basis], labels=labels)
    assert ("cells_swapped" in item(reading, OTHER).flags) is doubted
    assert not item(reading, CODE).flags
