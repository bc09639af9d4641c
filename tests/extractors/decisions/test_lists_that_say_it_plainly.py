"""Lists whose page says plainly what is meant: numbers that run down, groups, lists of ways, what is replaced, counts."""

import pytest

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Reading
from niemyet.model.words import Action, ReviewKind
from niemyet.transforms.law.kinds import is_of_ways, is_subset

LABELS = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết"]
LOOM, DYE, SILK, LACE = "Đăng ký khung dệt", "Cấp phép nhuộm vải", "Xác nhận lụa tơ tằm", "Hỗ trợ thêu ren"
NEW = "<p>DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH LĨNH VỰC NGHỀ DỆT CẤP XÃ</p>"
BARE = "<p>DANH MỤC THỦ TỤC HÀNH CHÍNH LĨNH VỰC NGHỀ DỆT CẤP XÃ</p>"
GONE = "<p>DANH MỤC THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ LĨNH VỰC NGHỀ DỆT CẤP XÃ</p>"


def row(number: str, place: int, name: str, time: str = "05 ngày") -> list[str]:
    return [number, f"2.42000{place}", name, time]


def table(*rows: list[str], labels: list[str] = LABELS) -> str:
    body = (
        "".join(one if one.startswith("<td") else f"<td>{one}</td>" for one in each)
        for each in (labels, *rows)
    )
    return f"<table>{''.join(f'<tr>{each}</tr>' for each in body)}</table>"


def read(annex: str, acts: str = "mới ban hành", second: str = "") -> Reading:
    title = f"Danh mục thủ tục hành chính {acts} lĩnh vực Nghề dệt cấp xã"
    head = (
        "<p>ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM</p><p>Số: 64/QĐ-UBND</p><p>Quảng Nam, ngày 06 tháng 8 năm 2025</p>"
        f"<p>QUYẾT ĐỊNH</p><p>Về việc công bố {title}</p><p>CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM</p><p>QUYẾT ĐỊNH:</p>"
        f"<p>Điều 1. Công bố kèm theo Quyết định này {title}.</p>{second}"
        "<p>Điều 3. Quyết định này có hiệu lực kể từ ngày ký./.</p>"
    )
    return read_decision(read_document(f"<html><body>{head}{annex}</body></html>".encode(), None))


def acts(reading: Reading) -> list[tuple[str | None, Action]]:
    return [(item.code, item.action) for item in reading.items]


def kinds(reading: Reading) -> set[ReviewKind]:
    return {question.kind for question in reading.questions}


def annex(text: str) -> str:
    return f"<p>PHỤ LỤC{text}</p>"


# ---- numbers that run down -------------------------------------------------------------------------------------


def test_numbers_that_run_down_to_one_are_no_jump() -> None:
    down = [row("3", 1, LOOM), row("2", 2, DYE), row("1", 3, SILK)]
    assert not read(annex("") + NEW + table(*down)).questions
    sectors = [["I", "<td colspan=3>LĨNH VỰC NGHỀ DỆT</td>"], ["II", "<td colspan=3>LĨNH VỰC NGHỀ THÊU</td>"]]
    through = [
        sectors[0],
        row("4", 1, LOOM),
        row("3", 2, DYE),
        sectors[1],
        row("2", 3, SILK),
        row("1", 4, LACE),
    ]
    assert not read(annex("") + NEW + table(*through)).questions
    anew = [sectors[0], *down, sectors[1], row("2", 4, LACE), row("1", 5, "Cấp thẻ thợ dệt")]
    assert not read(annex("") + NEW + table(*anew)).questions


@pytest.mark.parametrize("numbers", [("5", "4", "3"), ("4", "3", "1"), ("2", "3", "1"), ("3", "2", "3")])
def test_numbers_that_run_down_and_leave_some_out_are_asked_about(numbers: tuple[str, ...]) -> None:
    rows = [
        row(number, place, name)
        for place, (number, name) in enumerate(zip(numbers, (LOOM, DYE, SILK), strict=True), 1)
    ]
    assert kinds(read(annex("") + NEW + table(*rows))) == {ReviewKind.ROW_NUMBERS_JUMP}


# ---- groups ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "group",
    [["1", "<td colspan=3>Nhóm thủ tục về khung dệt</td>"], ["1", "", "Các thủ tục về khung dệt", ""]],
)
def test_a_numbered_group_above_its_rows_is_no_procedure(group: list[str]) -> None:
    reading = read(annex("") + NEW + table(group, row("1.1", 1, LOOM), row("1.2", 2, DYE), row("2", 3, SILK)))
    assert [item.row_no for item in reading.items] == ["1.1", "1.2", "2"]
    assert not reading.questions


@pytest.mark.parametrize(
    "words", ["Nhóm thủ tục tạm dừng tiếp nhận", "Nhóm thủ tục bị bãi bỏ", "Nhóm thủ tục cấp tỉnh"]
)
def test_a_group_that_says_more_of_its_rows_is_asked_about(words: str) -> None:
    reading = read(
        annex("") + NEW + table(["1", f"<td colspan=3>{words}</td>"], row("1.1", 1, LOOM), row("1.2", 2, DYE))
    )
    assert all("action_unknown" in item.flags for item in reading.items)


def test_a_group_that_may_be_a_procedure_is_asked_about() -> None:
    for words in ("Nhóm thủ tục liên thông về khung dệt", "Quản lý khung dệt"):
        reading = read(annex("") + NEW + table(["1", "", words, ""], row("1.1", 1, LOOM), row("1.2", 2, DYE)))
        assert kinds(reading) == {ReviewKind.ROW_DOUBTFUL}


# ---- lists of ways ---------------------------------------------------------------------------------------------

BY_POST = "DANH MỤC THỦ TỤC HÀNH CHÍNH TIẾP NHẬN HỒ SƠ, TRẢ KẾT QUẢ QUA DỊCH VỤ BƯU CHÍNH CÔNG ÍCH"
ONLINE = "DANH MỤC THỦ TỤC HÀNH CHÍNH CUNG CẤP DỊCH VỤ CÔNG TRỰC TUYẾN"


@pytest.mark.parametrize("heading", [BY_POST, ONLINE])
def test_an_annex_of_ways_beside_the_list_changes_nothing(heading: str) -> None:
    ways = table(
        ["1", "2.420001", LOOM, "x"], ["2", "2.420009", LACE, "x"], labels=[*LABELS[:3], "Toàn trình"]
    )
    reading = read(
        f"{annex(' I')}{NEW}{table(row('1', 1, LOOM), row('2', 2, DYE))}{annex(' II')}<p>{heading}</p>{ways}"
        f"{annex(' III')}{GONE}{table(['1', '2.420003', SILK], labels=LABELS[:3])}",
        "mới ban hành, bị bãi bỏ",
    )
    assert acts(reading) == [("2.420001", Action.NEW), ("2.420002", Action.NEW), ("2.420003", Action.ABOLISH)]
    assert not reading.questions


def test_parts_of_the_list_by_ways_are_asked_about() -> None:
    within = (
        f"{annex('')}{NEW}<p>I. DANH MỤC THỦ TỤC HÀNH CHÍNH TIẾP NHẬN TRỰC TIẾP</p>{table(row('1', 1, LOOM))}"
        f"<p>II. {BY_POST}</p>{table(row('2', 2, DYE))}"
    )
    unsaid = (
        f"{annex(' I')}<p>DANH MỤC THỦ TỤC HÀNH CHÍNH TIẾP NHẬN TẠI BỘ PHẬN MỘT CỬA</p>{table(row('1', 1, LOOM))}"
        f"{annex(' II')}<p>{BY_POST}</p>{table(row('2', 2, DYE))}"
    )
    for text in (within, unsaid):
        assert ReviewKind.LEFT_OVER_HEADING in kinds(read(text))


def test_an_annex_of_ways_that_acts_on_a_row_is_asked_about() -> None:
    first = f"{annex(' I')}{NEW}{table(row('1', 1, LOOM))}{annex(' II')}<p>{ONLINE}</p>"
    noted = table(["1", "2.420009", LACE, "Bãi bỏ"], labels=[*LABELS[:3], "Ghi chú"])
    assert ReviewKind.TABLE_UNREAD in kinds(read(first + noted))


def test_what_says_more_than_a_way_is_no_list_of_ways() -> None:
    assert is_of_ways(BY_POST)
    assert is_of_ways(ONLINE)
    for words in (
        "không phụ thuộc địa giới hành chính",
        "tiếp nhận trực tuyến tại cấp xã",
        "tạm dừng tiếp nhận trực tuyến",
    ):
        assert not is_of_ways(f"Danh mục thủ tục hành chính {words}")
    assert is_subset("Danh mục thủ tục hành chính không phụ thuộc địa giới hành chính")


# ---- those that are replaced -----------------------------------------------------------------------------------


def replaced(words: str, *rows: list[str], labels: list[str] = LABELS[:3]) -> Reading:
    text = f"{annex('')}{BARE}<p>A. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH</p>{table(row('1', 1, LOOM))}<p>B. {words}</p>"
    return read(text + table(*rows, labels=labels), "mới ban hành, bị thay thế")


@pytest.mark.parametrize(
    "words", ["THỦ TỤC HÀNH CHÍNH BỊ THAY THẾ", "THỦ TỤC HÀNH CHÍNH BỊ THAY THẾ, BÃI BỎ"]
)
def test_those_that_are_replaced_end(words: str) -> None:
    reading = replaced(words, ["I", "<td colspan=2>LĨNH VỰC NGHỀ THÊU</td>"], ["1", "2.420002", DYE])
    assert acts(reading) == [("2.420001", Action.NEW), ("2.420002", Action.ABOLISH)]
    assert not reading.questions


def test_an_annex_of_those_that_are_replaced_agrees_with_its_title() -> None:
    heading = BARE.replace("HÀNH CHÍNH", "HÀNH CHÍNH BỊ THAY THẾ")
    reading = read(annex("") + heading + table(["1", "2.420002", DYE], labels=LABELS[:3]), "bị thay thế")
    assert acts(reading) == [("2.420002", Action.ABOLISH)]
    assert not reading.questions


def test_those_that_replace_a_list_of_others_need_not_say_which() -> None:
    text = (
        f"{annex('')}{BARE}<p>I. THỦ TỤC HÀNH CHÍNH THAY THẾ</p>{table(row('1', 1, LOOM))}"
        f"<p>II. THỦ TỤC HÀNH CHÍNH BỊ THAY THẾ</p>{table(['1', '2.420002', DYE], labels=LABELS[:3])}"
    )
    reading = read(text, "thay thế, bị thay thế")
    assert acts(reading) == [("2.420001", Action.REPLACE), ("2.420002", Action.ABOLISH)]
    assert not reading.questions
    alone = read(text.partition("<p>II.")[0], "thay thế")
    assert kinds(alone) == {ReviewKind.REPLACED_UNKNOWN}


def test_what_may_be_the_new_one_is_asked_about() -> None:
    for reading in (
        replaced("THỦ TỤC HÀNH CHÍNH ĐƯỢC THAY THẾ", ["1", "2.420002", DYE]),
        replaced("THỦ TỤC HÀNH CHÍNH BỊ THAY THẾ", row("1", 2, DYE), labels=LABELS),
        replaced("THỦ TỤC HÀNH CHÍNH BỊ THAY THẾ, THAY THẾ", ["1", "2.420002", DYE]),
    ):
        assert kinds(reading) == {ReviewKind.REPLACED_UNKNOWN}


# ---- counts ----------------------------------------------------------------------------------------------------

TWO = table(["1", "2.420003", SILK], ["2", "2.420004", LACE], labels=LABELS[:3])


@pytest.mark.parametrize(
    "words",
    [
        "Bãi bỏ 02 thủ tục.",
        "Bãi bỏ 02 thủ tục hành chính tại Quyết định số 12/QĐ-UBND ngày 03 tháng 02 năm 2023.",
    ],
)
def test_a_sentence_with_a_count_right_above_a_table_heads_it(words: str) -> None:
    reading = read(
        f"{annex('')}{NEW}{table(row('1', 1, LOOM))}<p>{words}</p>{TWO}", "mới ban hành, bị bãi bỏ"
    )
    assert acts(reading) == [
        ("2.420001", Action.NEW),
        ("2.420003", Action.ABOLISH),
        ("2.420004", Action.ABOLISH),
    ]
    assert not reading.questions


def test_each_table_is_headed_by_its_sentence() -> None:
    reading = read(
        f"{annex('')}{BARE}<p>Công bố mới 01 thủ tục hành chính.</p>{table(row('1', 1, LOOM))}"
        f"<p>Bãi bỏ 02 thủ tục hành chính.</p>{TWO}",
        "mới ban hành, bị bãi bỏ",
    )
    assert acts(reading) == [
        ("2.420001", Action.NEW),
        ("2.420003", Action.ABOLISH),
        ("2.420004", Action.ABOLISH),
    ]
    assert not reading.questions


def test_a_sentence_whose_count_is_another_is_asked_about() -> None:
    counted = f"{annex('')}{NEW}{table(row('1', 1, LOOM))}<p>Bãi bỏ 03 thủ tục.</p>{TWO}"
    assert kinds(read(counted, "mới ban hành, bị bãi bỏ")) == {ReviewKind.CONTROL_TOTAL_MISMATCH}
    citing = counted.replace("tục.", "tục tại Quyết định số 12/QĐ-UBND ngày 03 tháng 02 năm 2023.")
    reading = read(citing, "mới ban hành, bị bãi bỏ")
    assert all("action_unknown" in item.flags for item in reading.items[1:])


def test_a_sentence_of_an_article_that_counts_what_the_annex_lists_is_read() -> None:
    text = f"{annex(' I')}{NEW}{table(row('1', 1, LOOM))}{annex(' II')}{GONE}{TWO}"
    second = "<p>Điều 2. Bãi bỏ 0{} thủ tục hành chính.</p>"
    assert not read(text, "mới ban hành, bị bãi bỏ", second.format(2)).questions
    assert kinds(read(text, "mới ban hành, bị bãi bỏ", second.format(3))) == {ReviewKind.LEFT_OVER_TEXT}


# ---- lists that go on ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["(tiếp theo)", "DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH (tiếp theo)", "PHỤ LỤC (tiếp theo)", "3"],
)
def test_a_list_goes_on_over_its_heading_printed_again_and_again(words: str) -> None:
    """The rest of a row, and rows, in tables without a header that each go on with one that did so too."""

    def more(*rows: list[str]) -> str:
        return f"<p>{words}</p>{table(*rows[1:], labels=rows[0])}"

    rest = ["", "", "cỡ lớn", "làm việc"]
    first = table(row("1", 1, LOOM), row("2", 2, "Cấp phép nhuộm vải"))
    text = (
        annex("")
        + NEW
        + first
        + more(rest)
        + more(["", "", "và cỡ nhỏ", ""], row("3", 3, SILK))
        + more(row("4", 4, LACE))
    )
    reading = read(text)
    assert [(item.row_no, item.name) for item in reading.items] == [
        ("1", LOOM),
        ("2", "Cấp phép nhuộm vải cỡ lớn và cỡ nhỏ"),
        ("3", SILK),
        ("4", LACE),
    ]
    assert not reading.questions


def test_what_only_points_at_a_procedure_is_no_name_of_it() -> None:
    title = "<p>Điều 2. Bãi bỏ {} tại Quyết định số 12/QĐ-UBND ngày 03 tháng 02 năm 2023 của Chủ tịch UBND tỉnh.</p>"
    for words, name in (
        ("thủ tục hành chính mã 2.420009", "2.420009"),
        ("thủ tục hành chính cấp xã có mã 2.420009", "2.420009"),
        ("thủ tục Theo dõi khung dệt (mã 2.420009)", "Theo dõi khung dệt"),
    ):
        reading = read(annex("") + NEW + table(row("1", 1, LOOM)), second=title.format(words))
        assert [item.name for item in reading.items if item.action is Action.ABOLISH] == [name]
