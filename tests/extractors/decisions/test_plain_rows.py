"""Rows that are read at a glance give what the road of all rows gives, whatever stands among them."""

from dataclasses import fields, replace
from functools import cache
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from niemyet.extractors.decisions import plain_rows
from niemyet.extractors.decisions.columns import Column
from niemyet.extractors.decisions.plain_rows import PlainRow, PlainRows, is_plain_name
from niemyet.extractors.decisions.reading import Whole, read_decision, read_whole
from niemyet.extractors.decisions.row_days import days_of_row
from niemyet.extractors.decisions.row_drafts import Context, Draft
from niemyet.extractors.decisions.rows import make_item
from niemyet.model.records import Cell, Document, Paragraph, Row, Table
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action, Level, Mark

_OPENING = (
    "ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM",
    "Số: 77/QĐ-UBND",
    "Quảng Nam, ngày 02 tháng 3 năm 2023",
    "QUYẾT ĐỊNH",
    "Về việc công bố Danh mục thủ tục hành chính mới ban hành",
    "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính mới ban hành.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    "PHỤ LỤC",
    "A. THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH",
)
_LABELS = ("STT", "Mã số", "Tên thủ tục", "Thời hạn giải quyết", "Cơ quan thực hiện", "Ghi chú")
_COLUMNS = (*(Column.NUMBER, Column.CODE, Column.NAME), *(Column.TIME_LEGAL, Column.AGENCY, Column.NOTE))
_NAMES = (
    *("Cấp thẻ nuôi ong", "Đăng ký đàn ong, tổ ong ở vùng đệm", "Nuôi ong lấy mật - TTHC cấp huyện"),
    *(
        "Gia hạn thẻ trước thời hạn",
        "Cấp thẻ nuôi ong cấp thẻ nuôi ong lần đầu",
        "Cấp thẻ (UBND cấp xã giải quyết)",
    ),
    *(
        "Cấp thẻ nuôi ong Nghị định số 1/2020/NĐ-CP",
        "Cấp thẻ nuôi ong (mã 1.000009)",
        "nt",
        "như trên",
        "1.000008",
    ),
    *(
        "Cấp thẻ; cấp lại",
        "Cấp thẻ (*)",
        "Cấp thẻ 1, 2 3 4 5 6 7",
        "",
        "Tên cũ: Thẻ A → Thẻ B",
        "Cấp thẻ nuôi ong 05 ngày làm việc",
        "Cấp thẻ nuôi ong Xác nhận lò gốm",
        "Không",
    ),
)
_CODES = (
    "1.000001",
    "1.000002",
    "2.000003.000.00.00.H47",
    "3.0000 04",
    "1.000005, 1.000006",
    "T-QNA-123456-TT",
    "",
    "nt",
)
_NUMBERS = ("1", "2", "3", "4", "I", "B", "1.", "12a", "", "1.1")
_TIMES = (
    *("-", "Không", "0", "Chưa cắt giảm"),
    "05 ngày làm việc",
    "03 ngày",
    "",
    "nt",
    "10 ngày → 07 ngày",
    "50.000 đồng",
    "Như mục 1",
    "07 ngày 1.000007",
)
_AGENCIES = (
    "UBND cấp xã",
    "Sở Công Thương",
    "",
    "Như trên",
    "Ủy ban nhân dân cấp huyện",
    "Trạm ong",
    "1.000001",
)
_NOTES = ("", "", "", "bãi bỏ", "Có hiệu lực từ 01/7/2023", "TTHC cấp huyện", "thay thế mã 1.000002", "x")
_HEADINGS = (
    "B. THỦ TỤC HÀNH CHÍNH BỊ BÃI BỎ",
    "I. Lĩnh vực Nuôi ong",
    "II. THỦ TỤC CẤP HUYỆN",
    "THỦ TỤC CẤP XÃ",
    "nuôi ong",
)


@cache
def _cell(text: str) -> Cell:
    """One for all that say the same, as readers make them."""
    return Cell(text, text)


def _cells(texts: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple(map(_cell, texts))


_PLAIN = st.tuples(
    st.sampled_from(_NUMBERS[:4]),
    st.sampled_from(_CODES[:3]),
    st.sampled_from(_NAMES[:3]),
    st.sampled_from(_TIMES[:3]),
    st.sampled_from(_AGENCIES[:3]),
    st.just(""),
).map(_cells)
_ANY = st.tuples(*map(st.sampled_from, (_NUMBERS, _CODES, _NAMES, _TIMES, _AGENCIES, _NOTES))).map(_cells)
_SPANNING = st.sampled_from(_HEADINGS).map(
    lambda text: (Cell(text, text, colspan=6), *[Cell(text, text, merged=True)] * 5)
)


@st.composite
def _changed(draw: st.DrawFn) -> tuple[Cell, ...]:
    """A plain row of which one cell is merged, struck, noted, linked or not surely read."""
    cells, place = list(draw(_PLAIN)), draw(st.integers(0, 5))
    cell = cells[place]
    cells[place] = draw(
        st.sampled_from(
            (
                replace(cell, merged=True),
                replace(cell, marks=frozenset({Mark.STRUCK})),
                replace(cell, notes=("fn1",)),
                replace(cell, links=("http://a.vn/1.000002",)),
                replace(cell, confidence=0.4),
            )
        )
    )
    return tuple(cells)


_ROWS = st.lists(st.one_of(_PLAIN, _PLAIN, _PLAIN, _ANY, _changed(), _SPANNING), min_size=1, max_size=9)


def _document(rows: list[tuple[Cell, ...]], cut: int) -> Document:
    """A decision with an annex of two tables, the second without a header; pages change within the first."""
    first = (Row(_cells(_LABELS), 3), *(Row(cells, 3 + (at > 2)) for at, cells in enumerate(rows[:cut])))
    second = tuple(Row(cells, 4) for cells in rows[cut:])
    blocks: list[Paragraph | Table] = [Paragraph(line, line, 1) for line in _OPENING]
    blocks.append(Table(first, 1))
    if second:
        blocks.append(Table(second, 2))
    return Document("docx", tuple(blocks))


def _by_the_road_of_all(document: Document) -> Whole:
    with patch.object(PlainRows, "read", return_value=[]):
        return read_whole(document)


@given(_ROWS, st.integers(1, 9))
@settings(max_examples=120, deadline=None)
def test_both_roads_give_the_same(rows: list[tuple[Cell, ...]], cut: int) -> None:
    document = _document(rows, cut)
    whole = read_whole(document)
    assert whole == _by_the_road_of_all(document)
    assert whole.reading == read_decision(document), "what is not explained is the same"


def test_a_row_that_becomes_nothing_keeps_its_own_codes_in_the_account() -> None:
    """Its place among the items is that of the plain row below it."""
    good, nameless = _GOOD, ("2", "1.000001", "1.000008", "05 ngày", "", "")
    document = _document(list(map(_cells, (good, nameless, good))), 3)
    assert read_whole(document) == _by_the_road_of_all(document)


_SECTION = Context(Action.NEW, (Level.COMMUNE,), levels_stated=True, sector="Nuôi ong", part="A")


def _read(
    cells: tuple[Cell, ...], columns: tuple[Column, ...] = _COLUMNS, context: Context = _SECTION
) -> ReadItem | None:
    return next(iter(PlainRows(None).read([Row(cells, 1)], 0, 1, columns, context)), None)


_GOOD = ("1", "1.000001", "Cấp thẻ nuôi ong, tổ ong", "05 ngày", "", "")


def test_a_plain_row_is_read_at_a_glance() -> None:
    item = _read(_cells(_GOOD))
    assert item is not None
    assert (item.code, item.row_no, item.levels) == ("1.000001", "1", (Level.COMMUNE,))
    draft = PlainRow(item, Row(_cells(_GOOD), 1), _SECTION, _COLUMNS).draft()
    assert make_item(draft, None)[0] == item, "what follows it finds the same row"


@pytest.mark.parametrize(
    ("place", "text"),
    [
        *((0, text) for text in ("", "1.", "I", "12345")),
        *((1, text) for text in ("", "1.00001", "1.000001, 1.000002", "1.000001 2")),
        *((2, text) for text in _NAMES[3:]),
        *((3, text) for text in ("50.000 đồng", "nt", "10 ngày → 07 ngày", "1.000002")),
        *((4, text) for text in ("Như trên", "Sở Công Thương")),
        (5, "bãi bỏ"),
    ],
)
def test_a_row_of_which_anything_may_be_asked_is_not(place: int, text: str) -> None:
    assert _read(_cells((*_GOOD[:place], text, *_GOOD[place + 1 :]))) is None


@pytest.mark.parametrize(
    "context",
    [
        replace(_SECTION, action=None),
        replace(_SECTION, action=Action.REPLACE),
        replace(_SECTION, levels=(), levels_stated=False),
        replace(_SECTION, unknown=("sector",)),
        replace(_SECTION, typo=True),
        replace(_SECTION, weak="hết hiệu lực"),
    ],
)
def test_headings_that_leave_anything_open_make_no_row_plain(context: Context) -> None:
    assert _read(_cells(_GOOD), context=context) is None


@pytest.mark.parametrize(
    "columns",
    [
        (Column.CODE, Column.NUMBER, *_COLUMNS[2:]),
        (*_COLUMNS[:3], Column.OLD_CODE, *_COLUMNS[4:]),
        (*_COLUMNS[:3], Column.TIME_LEGAL, Column.TIME_LEGAL, Column.NOTE),
        (Column.NUMBER, Column.NAME, Column.NAME, *_COLUMNS[3:]),
    ],
)
def test_tables_of_pairs_or_of_one_column_twice_have_no_plain_rows(columns: tuple[Column, ...]) -> None:
    assert _read(_cells(_GOOD), columns) is None


@pytest.mark.parametrize("column", [one for one in Column if one not in plain_rows._PAIRS])
def test_an_empty_cell_says_nothing_whatever_its_column(column: Column) -> None:
    """So that a row with empty cells in columns of any kind is plain."""
    values = {Column.CODE: ["1.000001"], Column.NAME: ["Cấp thẻ nuôi ong"]}
    empty = {**values} if column in values else {**values, column: list[str]()}
    assert make_item(Draft(_SECTION, 1, 1, empty), None) == make_item(Draft(_SECTION, 1, 1, values), None)


def test_cells_beside_a_name_are_known_again_by_themselves_alone() -> None:
    """The very same cells say the same again; those that only read alike are looked at anew."""
    good = _cells(_GOOD)
    struck = (*good[:3], replace(good[3], marks=frozenset({Mark.STRUCK})), *good[4:])
    reader = PlainRows(None)
    for cells, number in ((good, 3), (struck, 0), (good, 3)):
        rows = [Row((_cell(str(place)), *cells[1:]), 1) for place in range(1, 4)]
        assert len(reader.read(rows, 0, 1, _COLUMNS, _SECTION)) == number
    of_basis = tuple(Column.BASIS if column is Column.TIME_LEGAL else column for column in _COLUMNS)
    assert reader.read(rows, 0, 1, of_basis, _SECTION)[0].legal_basis == "05 ngày"


def test_names_are_looked_for_in_the_column_that_the_last_header_says() -> None:
    cells = _cells(("1", "1.000001", "Cấp thẻ nuôi ong", "nt", "", "Đăng ký đàn ong"))
    rows, reader = [Row(cells, 1)], PlainRows(None)
    assert not reader.read(rows, 0, 1, (*_COLUMNS[:2], Column.UNKNOWN, Column.NAME, *_COLUMNS[4:]), _SECTION)
    assert not reader.read(rows, 0, 1, _COLUMNS, _SECTION)
    named_last = (*_COLUMNS[:2], Column.UNKNOWN, Column.UNKNOWN, Column.AGENCY, Column.NAME)
    cells = (*cells[:2], _cell(""), _cell(""), *cells[4:])
    rows = [Row(cells, 1)]
    assert not reader.read(rows, 0, 1, _COLUMNS, _SECTION)
    assert reader.read(rows, 0, 1, named_last, _SECTION)[0].name == "Đăng ký đàn ong"


def test_headings_say_the_same_wherever_they_stand() -> None:
    elsewhere = replace(_SECTION, part="B", heading="x")
    assert elsewhere.said == _SECTION.said
    other = Context(
        *(Action.AMEND, (), False, "Ong", "A", ("levels",), True, "hết hiệu lực", ""),
        days=days_of_row("có hiệu lực từ ngày 01/7/2023"),
        received=(Level.COMMUNE,),
    )
    for one in fields(Context):
        said = replace(_SECTION, **{one.name: getattr(other, one.name)}).said
        assert (said == _SECTION.said) == (one.name in {"part", "heading"}), one.name


@given(
    st.lists(
        st.lists(
            st.sampled_from([*"ab1,I-–. \n", "cũ", "Cấp thẻ ", "luật", "Nghị ", ", 1 2"]), max_size=6
        ).map("".join)
        | st.sampled_from(_NAMES),
        max_size=20,
    )
)
@settings(deadline=None)
def test_names_that_are_looked_at_together_are_those_looked_at_one_by_one(names: list[str]) -> None:
    texts = ["Cấp thẻ\nCấp thẻ", *[name for name in names if name]]
    assert list(plain_rows.plain_names(texts)) == list(filter(is_plain_name, texts))


@given(st.lists(st.sampled_from([*"ab1,I-–. lO(", "cũ", "Cấp", "thẻ", "2 3", "luật", "Nghị "]), max_size=12))
@settings(max_examples=200, deadline=None)
def test_a_plain_name_is_the_name_of_its_row(pieces: list[str]) -> None:
    name = "".join(pieces)
    if is_plain_name(name):
        item, questions = make_item(
            Draft(_SECTION, 1, 1, {Column.CODE: ["1.000001"], Column.NAME: [name]}), None
        )
        assert (item.name, item.code, item.flags, questions) == (name, "1.000001", (), [])


_WORDS = st.sampled_from(
    [
        *(
            "như",
            "Như trên",
            "NHƯ MỤC",
            "nt",
            "n t",
            "Nt.",
            "tương tự",
            "Tưởng",
            "idem",
            "Ídem",
            "ditto",
            "đitto",
            "Nghị định",
            "Thông tư",
        ),
        *(
            "50.000 đồng",
            "50000đ",
            "1.500.000 VND",
            "5 dong",
            "05 ngày",
            "3 (ba) ngày làm việc",
            "khong qua 5 ngay",
            "10 giờ",
            "không",
        ),
        *(
            "1.000001",
            "1,000001",
            "2. 000001",
            "200/2024/NĐ-CP",
            "12/QĐ – UBND",
            "02/06/2020",
            "cũ",
            "Cu\u0303",
            "trước",
            "ĐÃ",
            "\u00d0ã",
        ),
        *(
            "→",
            "->",
            ">",
            "-",
            "–",
            "(",
            ")",
            '"',
            "“",
            ",,",
            "//",
            "…",
            ".",
            " ",
            "  ",
            "\n",
            "\u00a0",
            "\u00ad",
            "n\u0303",
            "x",
            "cấp xã",
            *("chưa", "Không có", "0", "tên", "cắt giảm"),
        ),
    ]
)
_TEXTS = st.lists(st.lists(_WORDS, min_size=1, max_size=4).map(" ".join) | _WORDS, min_size=1, max_size=4)


_OF_VALUES = (*(Column.TIME, Column.TIME_LEGAL, Column.TIME_LOCAL), *(Column.FEE, Column.PLACE, Column.BASIS))


@given(st.sampled_from(_OF_VALUES), _TEXTS)
@settings(max_examples=400)
def test_texts_that_are_values_at_a_glance_are_values(column: Column, texts: list[str]) -> None:
    if plain_rows._are_values(column, texts):
        assert all(plain_rows._is_value(column, text, {}) for text in texts)


def test_values_of_a_list_are_told_together() -> None:
    times = [f"{day:02d} ngày làm việc kể từ ngày nhận đủ hồ sơ" for day in range(1, 40)]
    fees = [f"{amount}.000 đồng/hồ sơ" for amount in range(1, 40)]
    bases = [f"Nghị định số {number}/2024/NĐ-CP ngày 02/06/2024 của Chính phủ" for number in range(1, 40)]
    for column, texts in ((Column.TIME, times), (Column.FEE, fees), (Column.BASIS, bases)):
        assert plain_rows._are_values(column, texts)
        odd = [*texts[:20], "Như trên", *texts[20:]]
        sure = plain_rows._sure_values(column, odd)
        assert "Như trên" not in sure
        assert len(sure) >= len(texts) - 8, "only what is near it is left for a closer look"


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "Bộ phận Một cửa của Sở",
                    "Quầy Sở",
                    "Trung tâm Phục vụ hành chính công tỉnh",
                    "TTPVHCC tỉnh",
                    "TT HCC của thành phố",
                ),
                *(
                    "Trung tâm PVHCC",
                    "UBND cấp xã",
                    "Ủy ban nhân dân huyện",
                    "cấp xã",
                    "cấp",
                    "số 5",
                    "qua bưu chính",
                    "không qua BCCI",
                    "bưu điện",
                ),
                *(
                    "; ",
                    " - ",
                    ". ",
                    "\n",
                    "cơ quan giải quyết: Sở",
                    "hành chính công",
                    "tỉnh",
                    "Sở",
                    "bộ phận",
                ),
            ]
        ),
        min_size=1,
        max_size=4,
    ).map(" ".join)
)
def test_a_place_is_told_with_its_row_as_by_the_road_of_all(place: str) -> None:
    columns = (*_COLUMNS[:3], Column.PLACE, Column.AGENCY, Column.TIME)
    cells = _cells(("1", "1.000001", "Cấp thẻ nuôi ong", place, "UBND cấp xã", "05 ngày"))
    item = _read(cells, columns)
    if item is None:
        return
    values = {column: [cell.text] for column, cell in zip(columns, cells, strict=True)}
    assert make_item(Draft(_SECTION, 1, 1, values, [item.raw_text]), None) == (item, [])
