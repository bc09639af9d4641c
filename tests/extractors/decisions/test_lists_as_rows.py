"""Lists that are no table of a row a procedure: cards, turned tables, lists side by side. Read where the page proves them."""

from collections.abc import Callable

import pytest

from niemyet.extractors.decisions.cards import with_cards_as_tables
from niemyet.extractors.decisions.fields_of_rows import key_of
from niemyet.extractors.decisions.lists_as_rows import with_lists_as_rows
from niemyet.extractors.decisions.lists_side_by_side import one_below_the_other
from niemyet.extractors.decisions.reading import read_whole
from niemyet.extractors.decisions.turned_tables import turned
from niemyet.extractors.documents import read_document
from niemyet.model.records import Reading, Table
from niemyet.model.words import Action, ReviewKind

HEAD = """<p>ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM</p><p>Số: 73/QĐ-UBND</p><p>Quảng Nam, ngày 06 tháng 8 năm 2025</p>
<p>QUYẾT ĐỊNH</p><p>Về việc công bố Danh mục thủ tục hành chính mới ban hành, bị bãi bỏ lĩnh vực Nghề gốm cấp xã</p>
<p>CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM</p><p>QUYẾT ĐỊNH:</p>
<p>Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính mới ban hành, bị bãi bỏ lĩnh vực Nghề gốm cấp xã.</p>
<p>Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.</p><p>PHỤ LỤC</p>"""
LISTED = "<p>DANH MỤC THỦ TỤC HÀNH CHÍNH LĨNH VỰC NGHỀ GỐM CẤP XÃ</p>"
NEW = "<p>DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH LĨNH VỰC NGHỀ GỐM CẤP XÃ</p>"
KILN, CLAY, WHEEL, GLAZE = "Cấp phép lò nung", "Hỗ trợ mua đất sét", "Đăng ký bàn xoay", "Xác nhận men gốm"
SET = ["STT", "Mã TTHC", "Tên thủ tục hành chính"]


def table(*rows: list[str]) -> str:
    cells = ("".join(one if one.startswith("<td") else f"<td>{one}</td>" for one in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def lines(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def card(name: str, code: str, *more: str) -> list[str]:
    return [f"Tên thủ tục: {name}", f"Mã số: {code}", *more]


def read(annex: str, heading: str = NEW) -> Reading:
    return read_whole(
        read_document(f"<html><body>{HEAD}{heading}{annex}</body></html>".encode(), None)
    ).reading


def rows(reading: Reading) -> list[tuple[str | None, str | None, str, str | None]]:
    return [(item.row_no, item.code, item.name, item.time_local) for item in reading.items]


@pytest.mark.parametrize(
    "first", [["STT", "1", "2"], ["", "Thủ tục 1", "Thủ tục 2"], ["Nội dung", "TTHC số 1", "TTHC số 2"]]
)
def test_a_column_a_procedure_is_read_as_a_row_a_procedure(first: list[str]) -> None:
    body = [["Mã TTHC", "2.410001", "2.410002"], ["Tên thủ tục hành chính", KILN, CLAY]]
    time = ["Thời hạn giải quyết", "05 ngày", "07 ngày"]
    place = ["Địa điểm thực hiện", "<td colspan=2>UBND cấp xã</td>"]
    reading = read(table(first, *body, time, place))
    assert rows(reading) == [("1", "2.410001", KILN, "05 ngày"), ("2", "2.410002", CLAY, "07 ngày")]
    assert {item.place for item in reading.items} == {"UBND cấp xã"}
    assert not reading.questions


def test_a_row_of_acts_in_a_turned_table_is_that_of_each_procedure() -> None:
    act = ["Loại", "Mới ban hành", "Bãi bỏ"]
    reading = read(
        table(["STT", "1", "2"], act, ["Mã TTHC", "2.410001", "2.410002"], ["Tên thủ tục", KILN, CLAY]),
        LISTED,
    )
    assert [item.action for item in reading.items] == [Action.NEW, Action.ABOLISH]


@pytest.mark.parametrize(
    "body",
    [
        [["Nội dung", "Trước", "Sau"], ["Tên thủ tục", KILN, CLAY], ["Mã số", "2.410001", "2.410001"]],
        [
            ["Nội dung", "Hiện hành", "Sửa đổi"],
            ["Tên thủ tục", KILN, CLAY],
            ["Mã số", "2.410001", "2.410002"],
        ],
        [
            ["STT", "1", "2"],
            ["", "Mới", "Bãi bỏ"],
            ["Mã số", "2.410001", "2.410002"],
            ["Tên thủ tục", KILN, CLAY],
        ],
        [["STT", "1", "2"], ["Mã số", "2.410001", "2.410002"], ["Tên thủ tục", KILN, ""]],
    ],
)
def test_a_turned_table_that_is_not_proven_is_asked_about(body: list[list[str]]) -> None:
    reading = read(table(*body))
    assert not reading.items
    assert ReviewKind.TABLE_UNREAD in {question.kind for question in reading.questions}


def test_what_is_not_understood_in_a_turned_table_is_a_column_that_is_asked_about() -> None:
    reading = read(
        table(
            ["Mã TTHC", "2.410001", "2.410002"], ["Tên thủ tục", KILN, CLAY], ["Tình hình", "Tạm dừng", "Còn"]
        )
    )
    assert [question.kind for question in reading.questions] == [ReviewKind.LEFT_OVER_COLUMN]


def test_fields_below_each_other_in_two_columns_are_a_row_a_procedure() -> None:
    one = [["Tên thủ tục", KILN], ["Mã số", "2.410001"], ["Thời hạn giải quyết", "05 ngày"]]
    other = [["Tên thủ tục", CLAY], ["Mã số", "2.410002"], ["Thời hạn giải quyết", "07 ngày"]]
    expected = [(None, "2.410001", KILN, "05 ngày"), (None, "2.410002", CLAY, "07 ngày")]
    assert rows(read(table(*one, *other))) == expected
    assert rows(read(table(*one) + table(*other))) == expected
    counted = [[str(number), *row] for number, row in enumerate([*one, *other], 1)]
    assert rows(read(table(*counted))) == expected


@pytest.mark.parametrize(
    "body",
    [
        [["1", "2.410001", KILN, "3", "2.410003", WHEEL], ["2", "2.410002", CLAY, "4", "2.410004", GLAZE]],
        [["1", "2.410001", KILN, "2", "2.410002", CLAY], ["3", "2.410003", WHEEL, "4", "2.410004", GLAZE]],
    ],
)
def test_lists_side_by_side_are_one_list_where_their_numbers_run(body: list[list[str]]) -> None:
    reading = read(table(SET * 2, *body))
    named = zip((KILN, CLAY, WHEEL, GLAZE), range(1, 5), strict=True)
    assert rows(reading) == [(str(no), f"2.41000{no}", name, None) for name, no in named]
    assert not reading.questions


def test_headings_of_halves_and_of_the_whole_head_what_stands_below_them() -> None:
    halves = ["<td colspan=3>A. THỦ TỤC MỚI BAN HÀNH</td>", "<td colspan=3>B. THỦ TỤC BỊ BÃI BỎ</td>"]
    reading = read(table(SET * 2, halves, ["1", "2.410001", KILN, "1", "2.410002", CLAY]), LISTED)
    assert [(item.code, item.action) for item in reading.items] == [
        ("2.410001", Action.NEW),
        ("2.410002", Action.ABOLISH),
    ]
    whole = [[f"<td colspan=6>{text}</td>"] for text in ("A. THỦ TỤC MỚI BAN HÀNH", "B. THỦ TỤC BỊ BÃI BỎ")]
    body = [["1", "2.410001", KILN, "2", "2.410002", CLAY], ["1", "2.410003", WHEEL, "", "", ""]]
    reading = read(table(SET * 2, whole[0], body[0], whole[1], body[1]), LISTED)
    assert [(item.code, item.action) for item in reading.items] == [
        ("2.410001", Action.NEW),
        ("2.410002", Action.NEW),
        ("2.410003", Action.ABOLISH),
    ]


def test_pairs_with_the_same_labels_are_no_lists_side_by_side() -> None:
    reading = read(table(SET * 2, ["1", "2.410001", KILN, "1", "2.410002", CLAY]))
    assert {question.kind for question in reading.questions} == {ReviewKind.SEVERAL_CODES}


def test_pairs_below_their_labels_are_no_lists_side_by_side() -> None:
    over = ["<td colspan=3>TTHC bị thay thế</td>", "<td colspan=3>TTHC thay thế</td>"]
    reading = read(table(over, SET * 2, ["1", "2.410001", KILN, "2", "2.410002", CLAY]))
    assert [(item.row_no, item.code, item.name, item.replaces) for item in reading.items] == [
        ("1", "2.410002", CLAY, ("2.410001",))
    ]


TIMES = ("Thời hạn giải quyết: 05 ngày", "Thời hạn giải quyết: 07 ngày")


@pytest.mark.parametrize(
    "annex",
    [
        lines(*card(KILN, "2.410001", TIMES[0]), *card(CLAY, "2.410002", TIMES[1])),
        lines("Mã số: 2.410001", f"Tên: {KILN}", TIMES[0], "Mã số: 2.410002", f"Tên: {CLAY}", TIMES[1]),
        lines("<br>".join(card(KILN, "2.410001", TIMES[0])), "<br>".join(card(CLAY, "2.410002", TIMES[1]))),
        lines("; ".join(card(KILN, "2.410001", TIMES[0])), "; ".join(card(CLAY, "2.410002", TIMES[1]))),
        f"<dl><dt>Tên thủ tục</dt><dd>{KILN}</dd><dt>Mã số</dt><dd>2.410001</dd><dt>Thời hạn giải quyết</dt><dd>05 ngày</dd>"
        f"<dt>Tên thủ tục</dt><dd>{CLAY}</dd><dt>Mã số</dt><dd>2.410002</dd><dt>Thời hạn giải quyết</dt><dd>07 ngày</dd></dl>",
        lines(*card("Cấp phép lò", "2.410001", TIMES[0]), *card(CLAY, "2.410002", TIMES[1])).replace(
            "lò<", "lò</p><p>nung<", 1
        ),
    ],
)
def test_cards_are_a_row_a_procedure(annex: str) -> None:
    reading = read(annex)
    assert rows(reading) == [(None, "2.410001", KILN, "05 ngày"), (None, "2.410002", CLAY, "07 ngày")]
    assert not reading.questions


@pytest.mark.parametrize(
    "annex",
    [
        lines(f"1. Tên thủ tục: {KILN}", "- Mã số: 2.410001", f"2. Tên thủ tục: {CLAY}", "- Mã số: 2.410002"),
        lines(f"1. {KILN}", "Mã số: 2.410001", "Phí: Không", f"2. {CLAY}", "Mã số: 2.410002", "Phí: Không"),
        lines("Thủ tục 1", *card(KILN, "2.410001"), "Thủ tục 2", *card(CLAY, "2.410002")),
        lines(f"Thủ tục số 1: {KILN}", "Mã số: 2.410001", f"Thủ tục số 2: {CLAY}", "Mã số: 2.410002"),
    ],
)
def test_cards_that_are_counted_have_their_numbers(annex: str) -> None:
    reading = read(annex)
    assert rows(reading) == [("1", "2.410001", KILN, None), ("2", "2.410002", CLAY, None)]
    assert not reading.questions


def test_numbers_of_the_fields_are_none_of_the_procedures() -> None:
    one = [f"1. Tên thủ tục: {KILN}", "2. Mã số: 2.410001"]
    other = [f"1. Tên thủ tục: {CLAY}", "2. Mã số: 2.410002"]
    assert rows(read(lines(*one, *other))) == [(None, "2.410001", KILN, None), (None, "2.410002", CLAY, None)]


def test_headings_and_sectors_between_cards_head_those_below() -> None:
    reading = read(
        lines(
            "A. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH",
            "Lĩnh vực: Nghề gốm",
            *card(KILN, "2.410001"),
            *card(CLAY, "2.410002"),
        )
        + lines("Lĩnh vực: Nghề rèn", *card(WHEEL, "2.410003")),
        LISTED,
    )
    assert [(item.sector, item.action) for item in reading.items] == [
        ("Nghề gốm", Action.NEW),
        ("Nghề gốm", Action.NEW),
        ("Nghề rèn", Action.NEW),
    ]
    acts = lines(
        "A. THỦ TỤC MỚI BAN HÀNH", *card(KILN, "2.410001"), "B. THỦ TỤC BỊ BÃI BỎ", *card(CLAY, "2.410002")
    )
    assert [item.action for item in read(acts, LISTED).items] == [Action.NEW, Action.ABOLISH]


@pytest.mark.parametrize(
    "annex",
    [
        lines(
            *card(KILN, "2.410001", "Lưu ý: chỉ tại các xã đảo", TIMES[0]), *card(CLAY, "2.410002", TIMES[1])
        ),
        lines(*card(KILN, "2.410001, 2.410005"), *card(CLAY, "2.410002")),
        lines(*card(KILN, "2.410001"), f"Tên thủ tục: {CLAY}", TIMES[1]),
        lines(*card(KILN, "2.410001"), *card(CLAY, "2.410001")),
        lines(*card(KILN, "2.410001"), "Lĩnh vực: Nghề rèn", *card(CLAY, "2.410002")),
        lines(*card(KILN, "2.410001", TIMES[0], "chỉ tại các xã đảo"), *card(CLAY, "2.410002", TIMES[1])),
        lines(
            f"Tên thủ tục: {KILN}", "chỉ áp dụng tại các xã đảo", "Mã số: 2.410001", *card(CLAY, "2.410002")
        ),
    ],
)
def test_cards_that_are_not_proven_are_asked_about(annex: str) -> None:
    reading = read(annex)
    assert not reading.items
    assert ReviewKind.LEFT_OVER_CODE in {question.kind for question in reading.questions}


def test_what_a_card_says_against_its_procedure_is_asked_about() -> None:
    noted = read(
        lines(*card(KILN, "2.410001", "Ghi chú: tạm dừng tiếp nhận"), *card(CLAY, "2.410002", "Ghi chú: -"))
    )
    assert [question.kind for question in noted.questions] == [ReviewKind.ROW_DOUBTFUL]
    struck = read(lines(*card(KILN, "2.410001"), f"<s>Tên thủ tục: {CLAY}</s>", "<s>Mã số: 2.410002</s>"))
    assert ["row_doubtful" in item.flags for item in struck.items] == [False, True]


def test_cards_that_say_more_of_rows_of_a_list_are_no_rows() -> None:
    listed = table(SET, ["1", "2.410001", KILN])
    reading = read(listed + lines("PHẦN II. NỘI DUNG CỤ THỂ", *card(KILN, "2.410001", TIMES[0])))
    assert rows(reading) == [("1", "2.410001", KILN, None)]


def test_a_turned_table_that_says_more_of_a_row_of_a_list_is_no_row() -> None:
    listed = table(SET, ["1", "2.410001", KILN])
    reading = read(
        listed + table(["STT", "1"], ["Mã số", "2.410001"], ["Tên thủ tục", KILN], ["Phí", "Không"])
    )
    assert rows(reading) == [("1", "2.410001", KILN, None)]
    assert ReviewKind.TABLE_UNREAD in {question.kind for question in reading.questions}


def test_a_document_without_such_lists_stays_the_same() -> None:
    document = read_document(
        f"<html><body>{HEAD}{NEW}{table(SET, ['1', '2.410001', KILN])}</body></html>".encode(), None
    )
    assert with_lists_as_rows(document) is document
    assert with_cards_as_tables(document) is document
    listed = next(block for block in document.blocks if isinstance(block, Table))
    assert turned(listed) is listed
    assert one_below_the_other(listed) is listed
    assert key_of("Mã số") == key_of("Mã TTHC") != key_of("Tên thủ tục")


STRUCK, GREY, HIDDEN = (
    "<s>{}</s>",
    '<span style="color:#ccc">{}</span>',
    '<span style="display:none">{}</span>',
)
SAID = '<span title="gạch bỏ">{}</span>'


def _cards(look: str) -> str:
    return lines(
        *(
            look.format(one) if at == 1 else one
            for at, name in enumerate((KILN, CLAY, WHEEL))
            for one in card(name, f"2.41000{at + 1}")
        )
    )


def _alternating(look: str) -> str:
    texts = []
    for at, name in enumerate((KILN, CLAY, WHEEL)):
        texts += ["Tên thủ tục", look.format(name) if at == 1 else name, "Mã số", f"2.41000{at + 1}"]
    return lines(*texts)


def _definitions(look: str) -> str:
    texts = []
    for at, name in enumerate((KILN, CLAY, WHEEL)):
        shown = look.format(name) if at == 1 else name
        texts.append(f"<dt>Tên thủ tục</dt><dd>{shown}</dd><dt>Mã số</dt><dd>2.41000{at + 1}</dd>")
    return f"<dl>{''.join(texts)}</dl>"


def _numbered(look: str) -> str:
    texts = []
    for at, name in enumerate((KILN, CLAY, WHEEL)):
        heading = f"{at + 1}. {name}"
        texts += [
            look.format(heading) if at == 1 else heading,
            f"Mã số: 2.41000{at + 1}",
            "Thời hạn: 05 ngày",
        ]
    return lines(*texts)


def _turned(look: str) -> str:
    codes, names = ["2.410001", look.format("2.410002"), "2.410003"], [KILN, look.format(CLAY), WHEEL]
    return table(["STT", "1", "2", "3"], ["Mã TTHC", *codes], ["Tên thủ tục hành chính", *names])


def _in_two_columns(look: str) -> str:
    fields = []
    for at, name in enumerate((KILN, CLAY, WHEEL)):
        shown = look.format(name) if at == 1 else name
        fields += [["Tên thủ tục", shown], ["Mã số", f"2.41000{at + 1}"]]
    return table(*fields)


def _in_one_half(look: str) -> str:
    return table(
        SET * 2,
        ["1", "2.410001", KILN, "2", "2.410002", look.format(CLAY)],
        ["3", "2.410003", WHEEL, "", "", ""],
    )


@pytest.mark.parametrize(
    "look", [STRUCK, GREY, HIDDEN, SAID, "{} gạch bỏ", "{} (đã bãi bỏ)", "{} không công bố nữa"]
)
@pytest.mark.parametrize(
    "drawn", [_cards, _alternating, _definitions, _numbered, _turned, _in_two_columns, _in_one_half]
)
def test_a_procedure_that_is_taken_out_is_asked_about_in_every_form(
    drawn: Callable[[str], str], look: str
) -> None:
    reading = read(drawn(look))
    asked = {reading.items[one.item].code for one in reading.questions if one.item is not None}
    assert asked == {"2.410002"} or (
        reading.questions and "2.410002" not in {one.code for one in reading.items}
    )


@pytest.mark.parametrize("look", [GREY, "{}"])
@pytest.mark.parametrize("drawn", [_cards, _turned, _in_two_columns, _in_one_half])
def test_what_all_of_a_list_looks_like_is_the_look_of_the_page(
    drawn: Callable[[str], str], look: str
) -> None:
    reading = read(
        f"<div>{look.format('Danh mục')}</div>{drawn('{}')}".replace(
            "Tên thủ tục:", look.format("Tên thủ tục:")
        )
    )
    assert [one.code for one in reading.items] == ["2.410001", "2.410002", "2.410003"]
    assert not [one for one in reading.questions if one.item is not None]


def test_a_number_that_is_struck_takes_its_procedure_out_in_every_form() -> None:
    struck = [["<s>3</s>", "Tên thủ tục", CLAY], ["<s>4</s>", "Mã số", "2.410002"]]
    beside = table(["1", "Tên thủ tục", KILN], ["2", "Mã số", "2.410001"], *struck)
    halves = table(
        [*SET, *(f"<s>{one}</s>" for one in SET)],
        ["1", "2.410001", KILN, "3", "2.410003", WHEEL],
        ["2", "2.410002", CLAY, "4", "2.410004", GLAZE],
    )
    for annex in (beside, halves):
        assert read(annex).questions
