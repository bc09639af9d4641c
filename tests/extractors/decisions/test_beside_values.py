"""Words beside a code, a name or a value, in whatever layout: what is left over beside the known form is asked about."""

from collections.abc import Callable

import pytest

from niemyet.extractors.decisions.beside_values import (
    agrees,
    is_no_time,
    is_remark,
    is_remark_below,
    remarks_beside,
    says_behind_name,
    says_below_name,
    says_beside_code,
    speaks_of_a_numbered_row,
    with_note_below,
)
from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Reading
from niemyet.model.words import Action, Level, ReviewKind

ACTS = {
    "new": "mới ban hành",
    "amend": "được sửa đổi, bổ sung",
    "abolish": "bị bãi bỏ",
    "replaced": "bị thay thế",
}
NAMES = ["Cấp phép lò nung gốm", "Hỗ trợ mua đất sét", "Đăng ký bàn xoay", "Xác nhận men gốm"]
CODES = ["2.410001", "2.410002", "2.410003", "2.410004"]
TIMES = ["05 ngày", "07 ngày làm việc", "10 ngày", "03 ngày"]
LABELS = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết"]


def _table(*rows: list[str]) -> str:
    cells = ("".join(one if one.startswith("<td") else f"<td>{one}</td>" for one in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def _rows(codes: list[str], names: list[str], times: list[str]) -> str:
    body = [[str(number), *one] for number, one in enumerate(zip(codes, names, times, strict=True), 1)]
    return _table(LABELS, *map(list, body))


def _fields(codes: list[str], names: list[str], times: list[str]) -> list[list[tuple[str, str]]]:
    return [
        [("Tên thủ tục", name), ("Mã số", code), ("Thời hạn giải quyết", time)]
        for code, name, time in zip(codes, names, times, strict=True)
    ]


def _cards(*values: list[str]) -> str:
    return "".join(f"<p>{label}: {said}</p>" for card in _fields(*values) for label, said in card)


def _run_on(*values: list[str]) -> str:
    return "".join(
        f"<p>{'; '.join(f'{label}: {said}' for label, said in card)}</p>" for card in _fields(*values)
    )


def _terms(*values: list[str]) -> str:
    held = (f"<dt>{label}</dt><dd>{said}</dd>" for card in _fields(*values) for label, said in card)
    return f"<dl>{''.join(held)}</dl>"


def _turned(codes: list[str], names: list[str], times: list[str]) -> str:
    numbers = [str(number) for number in range(1, len(codes) + 1)]
    columns = (numbers, codes, names, times)
    return _table(*([label, *held] for label, held in zip(LABELS, columns, strict=True)))


def _beside(codes: list[str], names: list[str], _: list[str]) -> str:
    short = [[str(number), *one] for number, one in enumerate(zip(codes, names, strict=True), 1)]
    return _table([*LABELS[:3], *LABELS[:3]], *([*short[at], *short[at + 2]] for at in range(2)))


def _grouped(codes: list[str], names: list[str], _: list[str]) -> str:
    body: list[list[str]] = []
    for place, (code, name) in enumerate(zip(codes, names, strict=True)):
        if place % 2 == 0:
            body.append([str(place // 2 + 1), f"<td colspan=2>Nhóm thủ tục số {place // 2 + 1}</td>"])
        body.append([f"{place // 2 + 1}.{place % 2 + 1}", code, name])
    return _table(LABELS[:3], *body)


Layout = Callable[[list[str], list[str], list[str]], str]
LAYOUTS: list[Layout] = [_rows, _cards, _run_on, _terms, _turned, _beside, _grouped]
TIMED: list[Layout] = [_rows, _cards, _run_on, _terms, _turned]


def read(annex: str, act: str = "new", whose: str = "của UBND cấp xã") -> Reading:
    acts = f"thủ tục hành chính {ACTS[act]} lĩnh vực Nghề gốm"
    head = (
        "<p>ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM</p><p>Số: 73/QĐ-UBND</p><p>Quảng Nam, ngày 06 tháng 8 năm 2024</p>"
        f"<p>QUYẾT ĐỊNH</p><p>Về việc công bố Danh mục {acts}</p><p>CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM</p>"
        f"<p>QUYẾT ĐỊNH:</p><p>Điều 1. Công bố kèm theo Quyết định này Danh mục {acts} thuộc thẩm quyền giải quyết {whose}.</p>"
        f"<p>Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.</p><p>PHỤ LỤC</p><p>DANH MỤC {acts.upper()}</p>"
    )
    return read_decision(read_document(f"<html><body>{head}{annex}</body></html>".encode(), None))


def asked(reading: Reading) -> set[int | None]:
    return {question.item for question in reading.questions}


def with_one(held: list[str], place: int, said: str) -> list[str]:
    return [*held[:place], said, *held[place + 1 :]]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_plain_list_asks_nothing(layout: Layout, act: str) -> None:
    reading = read(layout(CODES, NAMES, TIMES), act)
    assert [item.code for item in reading.items] == CODES
    if not (act == "replaced" and layout in TIMED):  # with a time it may be what replaces
        assert not reading.questions


@pytest.mark.parametrize("behind", [" - {0}", " [{0}]", ", {0}"])
@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("amend", "đã huỷ theo ý kiến Sở Tư pháp"),
        ("new", "đã loại"),
        ("abolish", "đưa ra khỏi phụ lục"),
        ("abolish", "Rút khỏi danh mục bãi bỏ"),
        ("new", "TTHC này không thuộc danh mục"),
    ],
)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_words_behind_a_name_are_asked_about_in_every_layout(
    layout: Layout, act: str, said: str, behind: str
) -> None:
    names = with_one(NAMES, 1, NAMES[1] + behind.format(said))
    reading = read(layout(CODES, names, TIMES), act)
    assert asked(reading) == {1}


@pytest.mark.parametrize("behind", [" {0}", " ({0})", " - {0}"])
@pytest.mark.parametrize(
    ("act", "said"),
    [("abolish", "Hoãn bãi bỏ"), ("new", "loại ra"), ("abolish", "Tạm giữ"), ("amend", "ngâm cứu")],
)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_code_is_a_code_and_nothing_else(layout: Layout, act: str, said: str, behind: str) -> None:
    codes = with_one(CODES, 2, CODES[2] + behind.format(said))
    assert asked(read(layout(codes, NAMES, TIMES), act)) == {2}


@pytest.mark.parametrize("said", ["còn hiệu lực", "Tạm giữ", "Nhầm", "ngâm cứu"])
@pytest.mark.parametrize("layout", TIMED)
def test_a_time_is_a_time(layout: Layout, said: str) -> None:
    assert asked(read(layout(CODES, NAMES, with_one(TIMES, 1, said)), "abolish")) == {1}


@pytest.mark.parametrize(
    "said", ["Trong ngày", "Không quy định", "Theo thỏa thuận", "Ngay sau khi nhận đủ hồ sơ"]
)
@pytest.mark.parametrize("layout", TIMED)
def test_a_time_may_be_said_in_words(layout: Layout, said: str) -> None:
    assert not read(layout(CODES, NAMES, with_one(TIMES, 1, said))).questions


@pytest.mark.parametrize(
    ("act", "said"),
    [("abolish", "Chỉ bãi bỏ thành phần hồ sơ"), ("abolish", "giữ nguyên"), ("new", "miễn công bố")],
)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_line_of_its_own_below_a_name_is_asked_about(layout: Layout, act: str, said: str) -> None:
    names = with_one(NAMES, 1, f"{NAMES[1]}<br>{said}")
    assert {1, None} & asked(
        read(layout(CODES, names, TIMES), act)
    )  # by itself, or with the list that it breaks


@pytest.mark.parametrize(
    ("act", "said"), [("abolish", "còn hiệu lực"), ("amend", "đã thay bằng thủ tục khác")]
)
def test_a_line_behind_a_card_is_put_to_it(act: str, said: str) -> None:
    first, *others = _fields(CODES, NAMES, TIMES)
    cards = [*first, ("", said), *(one for card in others for one in card)]
    text = "".join(f"<p>{label}: {value}</p>" if label else f"<p>{value}</p>" for label, value in cards)
    reading = read(text, act)
    assert [item.code for item in reading.items] == CODES
    assert asked(reading) == {0}
    assert reading.items[0].note == said


def test_a_row_of_a_group_without_number_and_code_is_no_procedure() -> None:
    annex = _grouped(CODES, NAMES, TIMES).replace(
        "<tr><td>2</td>", "<tr><td></td><td></td><td>đã thay bằng thủ tục khác</td></tr><tr><td>2</td>"
    )
    reading = read(annex, "amend")
    assert [item.code for item in reading.items] == CODES
    assert asked(reading) == {1}


def test_the_note_of_one_card_alone_is_its_note() -> None:
    annex = _terms(CODES, NAMES, TIMES).replace("</dl>", "<dt>Ghi chú</dt><dd>Không còn hiệu lực</dd></dl>")
    reading = read(annex, "amend")
    assert asked(reading) == {3}
    assert reading.items[3].note == "Không còn hiệu lực"


@pytest.mark.parametrize("said", ["Nhầm", "giữ nguyên", "Chưa bãi bỏ, chờ Bộ"])
def test_a_footnote_by_which_an_abolished_row_goes_on_is_asked_about(said: str) -> None:
    names = with_one(NAMES, 2, f"{NAMES[2]}<sup>(1)</sup>")
    annex = f"{_turned(CODES, names, TIMES)}<p><sup>(1)</sup> {said}.</p>"
    assert "row_doubtful" in read(annex, "abolish").items[2].flags


@pytest.mark.parametrize(
    ("layout", "line"),
    [
        (_grouped, "Số 1.1: chuyển về cơ quan khác."),
        (_cards, "Ghi chú: thủ tục số 1 tạm dừng."),
        (_terms, "Bỏ dòng 3."),
    ],
)
def test_a_line_below_a_list_that_names_a_row_by_its_number_is_asked_about(layout: Layout, line: str) -> None:
    reading = read(f"{layout(CODES, NAMES, TIMES)}<p>{line}</p>")
    assert [item.note for item in reading.items] == [None] * 4
    assert ReviewKind.LEFT_OVER_NOTE in {question.kind for question in reading.questions}


def test_a_note_that_ran_into_the_last_cell_is_a_line_below_the_list() -> None:
    times = with_one(TIMES, 3, "03 ngày<br>Bỏ dòng 2.")
    reading = read(_turned(CODES, NAMES, times))
    assert reading.items[3].time_local == "03 ngày"
    assert [question.kind for question in reading.questions] == [ReviewKind.LEFT_OVER_NOTE]


@pytest.mark.parametrize("note", ["Bãi bỏ từ 01/7/2026", "Thực hiện toàn trình"])
def test_a_note_makes_no_row_of_the_replaced_one_that_replaces(note: str) -> None:
    labels = [*LABELS[:3], "Ghi chú"]
    body = [[str(at + 1), CODES[at], NAMES[at], note if at == 1 else ""] for at in range(4)]
    reading = read(_table(labels, *body), "replaced")
    assert {item.action for item in reading.items} == {Action.ABOLISH}
    assert not reading.questions


def test_who_resolves_a_row_is_held_against_article_one() -> None:
    agencies = ["Sở Công Thương", "UBND cấp xã", "UBND tỉnh", "Sở Công Thương"]
    labels = [*LABELS[:3], "Cơ quan giải quyết"]
    body = [[str(at + 1), CODES[at], NAMES[at], agencies[at]] for at in range(4)]
    reading = read(_table(labels, *body), whose="của UBND cấp tỉnh")
    assert reading.items[1].levels == (Level.COMMUNE,)
    assert [(one.kind, one.item) for one in reading.questions] == [(ReviewKind.LEVEL_CONTRADICTED, 1)]


# ---- words by themselves -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "Không bãi bỏ",
        "đã huỷ theo ý kiến Sở",
        "vẫn thực hiện",
        "Chưa bãi bỏ, chờ Bộ",
        "Nhầm",
        "chưa có hiệu lực",
    ],
)
def test_words_that_speak_of_rows_alone_are_a_remark(said: str) -> None:
    assert is_remark(said)
    assert is_remark_below(said)
    assert not is_remark_below(f"(1) {said}")  # a note on what bears its mark


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Thu hồi giấy chứng nhận trên địa bàn Nhầm", "Nhầm"),
        ("Cấp thẻ thợ gốm Trùng", "Trùng"),
        ("Phê duyệt phương án lò nung đã thay bằng thủ tục khác", "đã thay bằng thủ tục khác"),
        ("Cấp thẻ thợ gốm được thay thế bởi thủ tục mới", "được thay thế bởi thủ tục mới"),
        ("Cấp thẻ thợ gốm thay thế bằng lái", None),
        ("Sửa sai sót trên thẻ thợ gốm", None),
    ],
)
def test_a_remark_that_the_line_of_the_name_ran_into_is_told(name: str, said: str | None) -> None:
    assert [says_behind_name(name, action) for action in (Action.NEW, Action.ABOLISH)] == [said, said]


@pytest.mark.parametrize(
    "said",
    [
        "Không",
        "Không có",
        "Chưa quy định",
        "tạm ngừng hoạt động lò nung",
        "05 ngày",
        "chấm dứt",
        "Bãi bỏ mẫu đơn số 3",
    ],
)
def test_words_with_an_object_are_none(said: str) -> None:
    assert not is_remark(said)


@pytest.mark.parametrize(
    "name",
    [
        "Cấp lại thẻ khi thay đổi, hủy",
        "Đăng ký lò nung, tạm ngừng, chấm dứt",
        "Cấp giấy thông hành biên giới Việt Nam - Trung Quốc",
        "Nộp thuế trực tiếp - đối với tái bảo hiểm nước ngoài",
        "Thẩm định Báo cáo kinh tế - kỹ thuật điều chỉnh",
        "Thông báo của công ty cổ phần chưa niêm yết",
    ],
)
def test_a_name_goes_on_behind_a_sign(name: str) -> None:
    assert says_behind_name(name, Action.ABOLISH) is None


def test_a_line_goes_on_with_a_name_that_ends_open() -> None:
    assert says_below_name("Cấp lại thẻ đã cấp nhưng\nchưa thực hiện") is None
    assert says_below_name("Cấp lại thẻ\nchưa thực hiện") == "chưa thực hiện"


@pytest.mark.parametrize(
    "cell", ["1.004567 (cấp xã)", "Mã TTHC: 1.004567", "1.004567.000.00.00.H47", "1.004567 (mới)"]
)
def test_labels_beside_a_code_say_nothing(cell: str) -> None:
    assert not says_beside_code(cell, "Cấp phép lò nung", Action.NEW)


def test_what_a_list_says_of_all_its_rows_is_asked_of_none() -> None:
    assert agrees("đã bãi bỏ", Action.ABOLISH)
    assert not agrees("đã bãi bỏ", Action.NEW)
    assert not agrees("Bỏ dòng này", Action.ABOLISH)
    assert not asked(read(_rows(with_one(CODES, 1, f"{CODES[1]} (bãi bỏ)"), NAMES, TIMES), "abolish"))


def test_pieces_of_a_value_are_looked_at_by_themselves() -> None:
    assert remarks_beside("2,5 ngày; vẫn thực hiện") == ("vẫn thực hiện",)
    assert not remarks_beside("UBND xã (không tiếp nhận tại cấp huyện)")
    assert is_no_time("còn hiệu lực")
    assert not is_no_time("Giữ nguyên")


def test_a_row_is_named_by_its_number() -> None:
    assert speaks_of_a_numbered_row("Số 1.1: chuyển về cơ quan khác.")
    assert with_note_below("05 ngày\nBỏ dòng 2.") == ("05 ngày", "Bỏ dòng 2.")
    assert with_note_below("05 ngày\ngộp vào thủ tục số 1") is None  # speaks of its own row
