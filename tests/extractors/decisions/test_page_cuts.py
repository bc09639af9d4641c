"""Rows that a page break cuts: a header, a heading, a row without number and code in columns of their own."""

import pytest

from niemyet.extractors.decisions.columns import column_of
from niemyet.extractors.decisions.headings_in_lines import heads_by_place
from niemyet.extractors.decisions.page_cuts import rejoined
from niemyet.extractors.decisions.reading import read_decision
from niemyet.model.records import Cell, Document, Paragraph, Reading, Row, Table
from niemyet.model.words import Action, Level

HEAD = (
    "ỦY BAN NHÂN DÂN", "TỈNH AN BÌNH", "Số: 12/QĐ-UBND", "QUYẾT ĐỊNH", "Về việc công bố danh mục thủ tục hành chính",
    "Điều 1. Công bố kèm theo Quyết định này danh mục thủ tục hành chính.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.", "PHỤ LỤC", "DANH MỤC THỦ TỤC HÀNH CHÍNH",
)  # fmt: skip
HEADER = ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Thời hạn giải quyết")
NEW = "A. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH"


def _row(page: int, *texts: str) -> Row:
    if len(texts) == 1:  # over the whole table
        first = Cell(texts[0], texts[0], colspan=4)
        return Row((first, *(Cell(texts[0], texts[0], colspan=4, merged=True),) * 3), page)
    return Row(tuple(Cell(text, text) for text in texts), page)


def _reading(*rows: Row) -> Reading:
    return read_decision(Document("pdf", (*(Paragraph(text, text, page=1) for text in HEAD), Table(rows, 1))))


def test_a_header_that_a_page_cuts_is_one() -> None:
    reading = _reading(
        _row(2, "STT", "Mã", "Tên thủ tục", "Thời hạn giải"),
        _row(3, "", "TTHC", "hành chính", "quyết"),
        _row(3, "(1)", "(2)", "(3)", "(4)"),
        _row(3, NEW),
        _row(3, "1", "1.004501", "Cấp thẻ thợ gốm", "05 ngày"),
    )
    (item,) = reading.items
    assert (item.code, item.name, item.time_local) == ("1.004501", "Cấp thẻ thợ gốm", "05 ngày")


def test_a_header_of_which_no_cut_label_is_one_by_itself_is_one_with_its_rest() -> None:
    reading = _reading(
        _row(2, "STT", "Mã TTHC", "Tên thủ", "Thời hạn"),
        _row(3, "", "", "tục hành chính", "giải quyết"),
        _row(3, "1", "1.004501", "Cấp thẻ thợ gốm", "05 ngày"),
    )
    (item,) = reading.items
    assert (item.code, item.name, item.time_local) == ("1.004501", "Cấp thẻ thợ gốm", "05 ngày")


def test_labels_that_only_old_and_new_tell_apart_stay_apart() -> None:
    rows = (
        _row(2, "STT", "Mã TTHC", "Tên thủ tục", "Tên thủ tục"),
        _row(3, "", "", "hành chính tên cũ", "hành chính tên mới"),
        _row(3, NEW),
        _row(3, "1", "1.004501", "Cấp thẻ thợ gốm", "Cấp thẻ thợ gốm sứ"),
    )
    found, halves = rejoined((*rows[:2], rows[3]))
    assert [cell.text for cell in found[0].cells][2:] == [
        "Tên thủ tục hành chính tên cũ", "Tên thủ tục hành chính tên mới",
    ]  # fmt: skip
    assert halves == {1}


@pytest.mark.parametrize(
    ("below", "after"),
    [
        (_row(2, "", "", "hành chính", "quyết"), _row(2, "1", "1.004501", "Cấp thẻ", "05 ngày")),  # one page
        (_row(3, "", "", "hành chính 1.004501", "05 ngày"), _row(3, "1", "1.004502", "Cấp thẻ", "05 ngày")),
        (_row(3, "", "", "Cấp thẻ", "Năm ngày"), _row(3, "1", "1.004502", "Cấp thẻ", "05 ngày")),
        (
            _row(3, "", "", "hành chính", "quyết"),
            _row(3, "7", "1.004502", "Cấp thẻ", "05 ngày"),
        ),  # a list goes on
    ],
)
def test_what_may_be_a_row_is_no_rest_of_a_header(below: Row, after: Row) -> None:
    assert (
        rejoined((_row(2, "STT", "Mã TTHC", "Tên thủ tục", "Thời hạn giải"), below, after))[1] == frozenset()
    )


def test_a_heading_that_a_page_cuts_before_its_second_word_is_one() -> None:
    reading = _reading(
        _row(2, *HEADER), _row(2, NEW), _row(2, "THỦ TỤC HÀNH CHÍNH CẤP XÃ"),
        _row(2, "1", "1.004501", "Cấp thẻ thợ gốm", "05 ngày"),
        _row(2, "THỦ"), _row(3, "TỤC HÀNH CHÍNH CẤP TỈNH"),
        _row(3, "1", "1.004502", "Cấp thẻ thợ rèn", "05 ngày"),
    )  # fmt: skip
    assert [item.levels for item in reading.items] == [(Level.COMMUNE,), (Level.PROVINCE,)]


@pytest.mark.parametrize(
    ("above", "below"), [("THỦ TỤC HÀNH CHÍNH CẤP XÃ", "LĨNH VỰC NẶN GỐM"), ("Ghi chú", "TỤC HÀNH CHÍNH")]
)
def test_two_headings_on_two_pages_stay_two(above: str, below: str) -> None:
    assert rejoined((_row(2, above), _row(3, below)))[1] == frozenset()


def _unnumbered(page: int, *texts: str) -> Row:
    return Row(tuple(Cell(text, text) for text in texts), page)


@pytest.mark.parametrize(
    ("cut", "rest", "names"),
    [
        ("Đăng ký", "lò gốm (Mã TTHC: 1.004502)", ["Cấp thẻ thợ gốm", "Đăng ký lò gốm"]),
        ("Đăng ký lò (Mã TTHC: 1.004502)", "gốm (Mã TTHC: 1.004503)", None),  # each has a code: two rows
    ],
)
def test_a_row_without_a_number_that_begins_small_goes_on_over_a_page(
    cut: str, rest: str, names: list[str] | None
) -> None:
    header = _unnumbered(2, "Loại", "", "Tên thủ tục hành chính", "Thời hạn giải quyết")
    reading = _reading(
        header,
        _unnumbered(2, "Mới ban hành", "", "Cấp thẻ thợ gốm (Mã TTHC: 1.004501)", "05 ngày"),
        _unnumbered(2, "Mới ban hành", "", cut, "2,5 ngày"),
        _unnumbered(3, "", "", rest, "làm việc"),
    )
    found = [item.name for item in reading.items]
    assert found == names if names else len(found) != 2 or reading.questions
    assert all(item.action is Action.NEW for item in reading.items[:1])


def test_a_heading_over_all_columns_says_its_words_once() -> None:
    """ "Sản phẩm" heads a column of a process; a sector that has the word, over the first row of a second table, does not."""
    first = Table((_row(2, *HEADER), _row(2, NEW), _row(2, "1", "1.004501", "Cấp thẻ thợ gốm", "05 ngày")), 1)
    second = Table(
        (_row(2, "I. LĨNH VỰC SẢN PHẨM TỪ GỐM"), _row(2, "1", "1.004502", "Cấp thẻ lò", "05 ngày")), 2
    )
    lines = (Paragraph(text, text, page=1) for text in HEAD)
    between = Paragraph("B. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", "B. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ", page=2)
    reading = read_decision(Document("html", (*lines, first, between, second)))
    assert [item.code for item in reading.items] == ["1.004501", "1.004502"]


def test_a_law_with_its_number_between_two_tables_heads_nothing() -> None:
    """It is a piece of a cell that a page break left outside; "Luật sư" is a field."""
    assert not heads_by_place("- Nghị quyết số 95/2019/NQ-HĐND")
    assert not heads_by_place("Thông tư số 23/2016/TT-BVN")
    assert heads_by_place("Luật sư")


def test_a_code_on_the_next_page_goes_to_the_label_above_it() -> None:
    reading = read_decision(
        Document(
            "pdf",
            (
                *(Paragraph(text, text, page=1) for text in HEAD),
                Table(
                    (
                        _row(2, "STT", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Căn cứ pháp lý"),
                        _row(2, NEW),
                        _row(2, "1", "Cấp thẻ thợ gốm Mã TTHC:", "05 ngày", "Nghị định số 45/2021"),
                        _row(3, "", "1.004501", "", "/NĐ-CP"),
                    ),
                    1,
                ),
            ),
        )
    )
    assert [(one.code, one.name) for one in reading.items] == [("1.004501", "Cấp thẻ thợ gốm")]
    assert not any("1.004501" in str(one.fields) for one in reading.questions)


def test_a_second_list_within_a_section_of_a_level_leaves_that_level() -> None:
    reading = _reading(
        _row(2, *HEADER),
        _row(2, "A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH"),
        _row(2, "DANH MỤC TTHC MỚI BAN HÀNH"),
        _row(2, "1", "1.004501", "Cấp thẻ thợ gốm", "05 ngày"),
        _row(2, "DANH MỤC TTHC BÃI BỎ"),
        _row(2, "1", "1.004502", "Đổi thẻ thợ gốm", "05 ngày"),
        _row(2, "B. THỦ TỤC HÀNH CHÍNH CẤP XÃ"),
        _row(2, "DANH MỤC TTHC MỚI BAN HÀNH"),
        _row(2, "1", "1.004503", "Cấp thẻ thợ mộc", "05 ngày"),
    )
    assert [(item.code, item.action, item.levels) for item in reading.items] == [
        ("1.004501", Action.NEW, (Level.PROVINCE,)),
        ("1.004502", Action.ABOLISH, (Level.PROVINCE,)),
        ("1.004503", Action.NEW, (Level.COMMUNE,)),
    ]


def test_a_label_that_a_narrow_column_breaks_is_not_the_one_beside_it() -> None:
    assert column_of("Thời gian thực hiện trực tu yến") is column_of("Thời gian thực hiện trực tuyến")
    assert column_of("Căn cứ ph áp lý") is column_of("Căn cứ pháp lý")


REST = "từ nơi khác đến làm việc có thời hạn tại các lò nung gốm, lò gạch và xưởng vẽ trên địa bàn"


def test_a_header_that_no_line_parts_from_the_rest_of_a_row_is_no_row() -> None:
    reading = _reading(
        _row(2, *HEADER),
        _row(2, NEW),
        _row(2, "1", "1.004501", "Cấp thẻ thợ gốm cho người", "05 ngày"),
        _row(3, "STT", "Mã TTHC", f"Tên thủ tục hành chính {REST}", "Thời hạn giải quyết"),
        _row(3, "2", "1.004502", "Đổi thẻ thợ gốm", "05 ngày"),
    )
    assert [(item.code, item.name) for item in reading.items] == [
        ("1.004501", f"Cấp thẻ thợ gốm cho người {REST}"),
        ("1.004502", "Đổi thẻ thợ gốm"),
    ]
