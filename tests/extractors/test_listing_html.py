"""Pages of listings, read from lxml's tree: what Beautiful Soup, asked cell by cell, says of the same page."""

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from niemyet.extractors.listing_html import ListingPage, is_page, items_of, page_of
from niemyet.extractors.listing_labels import Grid, ListingCell
from niemyet.extractors.listing_pagers import read_whole_listing
from niemyet.extractors.listings import read_listing
from niemyet.model.errors import DocumentError
from niemyet.model.records import NO_MARKS
from niemyet.model.words import Mark
from niemyet.transforms.language.text import clean, repair_legacy
from tests.support.refusals import refused

# ---- the model: the same questions, asked of another tree ----------------------------------------------------------


def told(node: Tag) -> str:
    return clean(repair_legacy(node.get_text(" ")))


def span(tag: Tag, name: str) -> int:
    value = str(tag.get(name) or "1").strip()
    return min(int(value), 1000) if value.isdecimal() and int(value) else 1


def marks(tag: Tag) -> frozenset[Mark]:
    found: set[Mark] = set()
    for one in (tag, *tag.parents, *tag.find_all(True)):
        style = str(one.get("style") or "")
        if one.name in {"s", "del", "strike"} or "line-through" in style:
            found.add(Mark.STRUCK)
        if one.has_attr("hidden") or re.search(r"display\s*:\s*none", style):
            found.add(Mark.HIDDEN)
    return frozenset(found)


def grid(table: Tag) -> Grid:
    rows: Grid = []
    reached: dict[tuple[int, int], ListingCell] = {}
    own = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    for at, row in enumerate(own):
        cells: list[ListingCell] = []

        def take_reached(at: int = at, cells: list[ListingCell] = cells) -> None:
            while (at, len(cells)) in reached:
                cells.append(reached.pop((at, len(cells))))

        for tag in row.find_all(["td", "th"], recursive=False):
            take_reached()
            text = "" if tag.find("table") else told(tag)
            for across in range(span(tag, "colspan")):
                for down in range(1, span(tag, "rowspan")):
                    reached[at + down, len(cells)] = ListingCell(text, merged=True)
                cells.append(ListingCell(text, merged=across > 0, marks=marks(tag) if text else NO_MARKS))
        furthest = max((column for down, column in reached if down == at), default=-1)
        while len(cells) <= furthest:
            cells.append(reached.pop((at, len(cells)), ListingCell("")))
        rows.append(cells)
    return rows


def title(table: Tag) -> str:
    above = table.find("caption") or table.find_previous(
        ["h1", "h2", "h3", "h4", "h5", "h6", "caption", "table"]
    )
    return told(above) if isinstance(above, Tag) and above.name != "table" else ""


# ---- pages ---------------------------------------------------------------------------------------------------------

_WORDS = ("Đăng ký khai sinh", "Cấp thẻ", "1.000102", "2", "", "QÐ cũ", " cách  xa\n", "thuû tuïc")
_ATTRIBUTES = (
    "",
    *([""] * 6),
    ' style="text-decoration:line-through"',
    ' style="display : none"',
    " hidden",
    ' class="x"',
    ' style="line-height:1"',
)


@st.composite
def inline(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(_WORDS))
    form = draw(
        st.sampled_from(
            (
                "{}",
                "{}",
                "{}",
                "<s>{}</s>",
                "<b>{}</b>x",
                "a<!-- b -->{}",
                "{}<br>c",
                "<del>{}</del> d",
                "<ruby>{}<rt>e</rt></ruby>",
                "{}<script>f</script>g",
                "<noscript>h</noscript>{}",
                "<p>{}</p><p>i</p>",
                "&nbsp;{}",
                "<span hidden>{}</span>",
            )
        )
    )
    return form.format(text)


@st.composite
def cells(draw: st.DrawFn, depth: int) -> str:
    tag = draw(st.sampled_from(("td", "td", "th")))
    reach = draw(
        st.sampled_from(
            (
                "",
                "",
                "",
                ' rowspan="2"',
                ' colspan="3"',
                " rowspan=2 colspan=2",
                ' colspan="0"',
                ' rowspan="x"',
            )
        )
    )
    inner = draw(inline())
    if depth and draw(st.integers(0, 7)) == 0:
        inner += draw(tables(depth - 1))
    return f"<{tag}{draw(st.sampled_from(_ATTRIBUTES))}{reach}>{inner}</{tag}>"


@st.composite
def tables(draw: st.DrawFn, depth: int = 1) -> str:
    rows = draw(st.lists(st.lists(cells(depth), max_size=4), max_size=4))
    body = "".join(f"<tr{draw(st.sampled_from(_ATTRIBUTES))}>{''.join(row)}</tr>" for row in rows)
    caption = draw(st.sampled_from(("", "", "<caption>Đã bãi bỏ</caption>")))
    if draw(st.booleans()):
        body = f"<thead></thead><tbody>{body}</tbody>"
    return f"<table{draw(st.sampled_from(_ATTRIBUTES))}>{caption}{body}</table>"


@st.composite
def pages(draw: st.DrawFn) -> str:
    beside = st.sampled_from(
        ("", "<h2>Danh mục</h2>", "<p>ghi chú</p>", "chữ rời", "<template><h3>ẩn</h3></template>", "<hr>")
    )
    parts = draw(st.lists(st.tuples(beside, tables(), beside), min_size=1, max_size=3))
    return f"<html><body>{''.join(''.join(part) for part in parts)}</body></html>"


def soup_of(text: str) -> BeautifulSoup:
    soup = BeautifulSoup(text, "lxml")
    for tag in soup(["script", "style", "noscript", "template"]):
        tag.decompose()
    return soup


@settings(max_examples=150)
@given(pages())
def test_tables_titles_and_words_are_those_of_another_tree(text: str) -> None:
    page, soup = ListingPage(text, "x"), soup_of(text)
    assert page.grids == [(title(table), grid(table)) for table in soup.find_all("table")]
    assert page.words == told(soup)


@settings(max_examples=60)
@given(pages())
def test_what_stands_around_a_table_is_that_of_another_tree(text: str) -> None:
    page, soup = ListingPage(text, "x"), soup_of(text)
    for table, other in zip(page.tables, soup.find_all("table"), strict=True):
        own = {id(tag) for tag in (*other.find_all(True), *other.parents)}
        for above in (True, False):
            found = other.find_all_previous(True) if above else other.find_all_next(True)
            wanted = [(tag.name, told(tag)) for tag in found if id(tag) not in own]
            around = page.around(table, above=above)
            assert [(node.tag, clean(repair_legacy(page.said(node)))) for node in around] == wanted


# ---- single things -------------------------------------------------------------------------------------------------

_HEAD = "<tr><th>STT</th><th>Mã TTHC</th><th>Tên thủ tục hành chính</th></tr>"
_ROW = "<tr><td>{0}</td><td>1.00010{0}</td><td>Thủ tục thứ {0}</td></tr>"


def lines(text: str) -> list[str]:
    page = ListingPage(f"<html><body>{text}</body></html>", "x")
    return [line for table in page.lists for line in page.lines_beside(table)]


def test_lines_beside_are_the_three_nearest_of_each_side_and_no_list() -> None:
    list_ = f"<table>{_HEAD}{_ROW.format(1)}</table>"
    other = "<table><tr><td>Dân số</td></tr></table>"
    assert lines(f"<p>a</p><p>b</p>c<p>d</p>{list_}<p>e</p>f{other}<!-- g --><p>h</p><p>i</p>") == [
        "d",
        "c",
        "b",
        "e",
        "f",
        "h",
    ]
    assert lines(f"<p>a</p><div>  <div>{list_}</div></div><p>b</p>") == ["a", "b"], (
        "a frame says nothing else"
    )


def entries(text: str) -> Iterator[list[str]]:
    page = ListingPage(text, "x")
    yield from ([page.said(item) for item in items] for items in items_of(page))


def test_entries_are_those_of_their_own_list() -> None:
    text = "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><ol><li>d</li></ol>"
    assert list(entries(text)) == [["c"], ["b"], ["d"]]


@pytest.mark.parametrize(
    ("style", "mark"),
    [
        ("<style>.x{text-decoration:line-through}</style>", Mark.STRUCK),
        ("<style>.x{display:none}</style>", Mark.HIDDEN),
        ("<style>.x{color:#fff}</style>", Mark.HIDDEN),
    ],
)
def test_rules_of_the_page_strike_and_hide(style: str, mark: Mark) -> None:
    page = ListingPage(
        f"<html>{style}<body><table>{_HEAD}<tr><td>1<td class=x>1.000101<td>Khai sinh</table></body></html>",
        "x",
    )
    (_, rows) = page.grids[0]
    assert [cell.marks for cell in rows[1]] == [NO_MARKS, frozenset({mark}), NO_MARKS]


def test_what_comes_behind_the_end_of_a_page_is_read() -> None:
    """Portals put whole pages into pages; a reader that stops at the first end leaves out half of a list."""
    text = f"<html><body><table>{_HEAD}{_ROW.format(1)}</table></body></html><table>{_HEAD}{_ROW.format(2)}</table>"
    assert [row.code for row in read_listing(text.encode(), "x")] == ["1.000101", "1.000102"]


def test_a_page_nested_too_deep_is_refused() -> None:
    deep = 3000
    text = (
        f"<html><body>{'<div>' * deep}<table>{_HEAD}{_ROW.format(1)}</table>{'</div>' * deep}</body></html>"
    )
    with pytest.raises(DocumentError, match="too deep"):
        ListingPage(text, "x")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("<html></html>", True),
        ("  <table></table>", True),
        ("<?xml version='1.0'?><html></html>", True),
        ("<?xml version='1.0'?><rss></rss>", False),
        ("STT;Mã;Tên", False),
        ("{}", False),
    ],
)
def test_what_a_page_is(text: str, wanted: bool) -> None:
    assert is_page(text) is wanted
    assert (page_of(text.encode(), "x") is not None) is wanted


def test_a_merged_cell_reaches_its_own_rows_and_no_later_one() -> None:
    """Also where a row between has no cells of its own."""
    reaching = '<tr><td rowspan="2">1</td><td rowspan="2">1.000101</td><td rowspan="2">Khai sinh</td></tr>'
    page = ListingPage(f"<table>{_HEAD}{reaching}<tr></tr><tr><td>2</td></tr></table>", "x")
    (_, rows) = page.grids[0]
    assert [[(cell.text, cell.merged) for cell in row] for row in rows[2:]] == [
        [("1", True), ("1.000101", True), ("Khai sinh", True)],
        [("2", False)],
    ]


@pytest.mark.parametrize("reach", ["rowspan=2", "rowspan=9"])
def test_a_merged_cell_ends_with_its_group_of_rows(reach: str) -> None:
    """A header that is made for two rows and has one, as scripts write it, moves no row below it."""
    head = _HEAD.replace("<th>", f"<th {reach}>")
    text = f"<table><thead>{head}</thead><tbody>{_ROW.format(1)}{_ROW.format(2)}</tbody></table>"
    rows = read_listing(text.encode(), "x")
    assert [(row.code, row.name) for row in rows] == [
        ("1.000101", "Thủ tục thứ 1"),
        ("1.000102", "Thủ tục thứ 2"),
    ]


@pytest.mark.parametrize("around", ["form", "form action=x"])
def test_cells_within_a_form_are_cells_of_their_row(around: str) -> None:
    inner = _ROW.format(2).replace("<tr>", f"<tr><{around}>").replace("</tr>", "</form></tr>")
    rows = read_listing(f"<table>{_HEAD}{_ROW.format(1)}{inner}</table>".encode(), "x")
    assert [row.code for row in rows] == ["1.000101", "1.000102"]


def test_cells_merged_over_thousands_of_places_are_refused_at_once() -> None:
    cells = "<td colspan=1000 rowspan=1000>x</td>" * 20
    text = f"<table>{_HEAD}{_ROW.format(1)}{f'<tr>{cells}</tr>' * 100}</table>"
    with refused(DocumentError, "hơn 1000000 ô"):
        read_listing(text.encode(), "x")


def test_a_part_of_a_page_that_ends_within_its_last_table_is_cut_off() -> None:
    menu = "<table><tr><td>Trang chủ</td></tr></table>"
    begun = f"<div>{menu}<table>{_HEAD}{_ROW.format(1)}<tr><td>2"
    with refused(DocumentError, "<table>"):
        read_listing(begun.encode(), "x")
    whole = f"<html><body>{begun}<td>1.000102<td>Thủ tục thứ 2</div></body></html>"
    assert len(read_listing(whole.encode(), "x")) == 2, "an open table is shown to its end"


_PAGED = f"<div><table>{_HEAD}{_ROW.format(1)}</table><p>Trang 1/16</p></div>"


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe" + _PAGED.encode("utf-16-le"),
        b"\xfe\xff" + _PAGED.encode("utf-16-be"),
        b"\xef\xbb\xbf" + _PAGED.encode(),
        b"\r\n\xef\xbb\xbf" + _PAGED.encode(),
    ],
)
def test_a_page_is_one_whatever_marks_its_bytes_begin_with(data: bytes) -> None:
    assert len(read_listing(data, "x")) == 1
    with refused(DocumentError, "Trang 1/16"):
        read_whole_listing(data, "x")
