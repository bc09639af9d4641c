"""The rows of a table of a page are the same, read from the written-out tree or from one node after the other."""

from itertools import product
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from niemyet.extractors.documents import html
from niemyet.extractors.documents.blocks import cell, cells_of
from niemyet.extractors.documents.html import read_html
from niemyet.extractors.documents.html_rows import written_rows
from niemyet.model.records import Document, Table
from niemyet.transforms.language.text import clean, repair_legacy, stand_as_they_are

_PIECES = (
    *("<tr>", "</tr>", "<tr class=x>", "<tr/>", "<td>", "</td>", "<th>", "</th>", "<td/>", "<td></td>", "<tr><td>"),
    *("<td colspan=2>", '<td rowspan="\n2">', "<td colspan>", "<td colspan='x&quot; rowspan=&quot;3'>"),
    *("<td title='&lt;td> colspan=\"4\"'>", "<td class=a/>", '<td data-colspan="7" rowspan=2>', "<thead>", "</thead>"),
    *("<tbody id=b>", "</tbody>", "<tfoot>", "<col>", "<caption>", "</caption>", "<!-- <td> -->", "<table>", "</table>"),
    *("<p>", "</p>", "<br>", "<b>", "</b>", "<a href='/x'>", "</a>", "&amp;", "&lt;td&gt;", "&amp;lt;", "&#9;", "&#13;"),
    *(" ", "  ", "\n", "\t", "\u00a0", "\u3000", "\x0b", "a", "b c", "<", ">", "&", "Nuôi ong", "Ð", "1/2020/NĐ -CP", "\u0301"),
)  # fmt: skip


def _slowly(page: bytes) -> Document:
    with patch.object(html, "_rows_at_once", lambda _: None):
        return read_html(page)


def _differently(pieces: list[str]) -> None:
    page = f"<p>x</p><table>{''.join(pieces)}</table>".encode()
    assert read_html(page) == _slowly(page)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(_PIECES), max_size=14))
def test_rows_of_any_pieces_are_the_same_by_both_roads(pieces: list[str]) -> None:
    _differently(pieces)


@settings(max_examples=100)
@given(st.lists(st.lists(st.sampled_from(_PIECES[4:]), max_size=5), min_size=1, max_size=4))
def test_rows_of_cells_of_any_pieces_are_the_same_by_both_roads(rows: list[list[str]]) -> None:
    _differently([f"<tr><td>{'</td><td>'.join(row)}</td></tr>\n" for row in rows])


@pytest.mark.parametrize(
    ("opening", "row"),
    list(
        product(
            ["<table>", "<table class=x>\n", "<table><tbody>", "<table><col><thead><tr><th>h</thead><tbody>"],
            [
                "<tr><td>1</td><td>ong mật</td></tr>",
                "<tr>\n <td> 1\n</td>\n\n<th>ong\u00a0</th>\n</tr>\n",
                "<tr><td></td><td class=x>a &amp; b &lt; c</td></tr>",
                "<tr><td colspan=3>a</td></tr><tr><td rowspan=2>b<td>c<td>d</tr>",
                "<tr><td>a</td></tr><tr><td><p>b</p>c</td></tr><tr><td>d</td></tr>",
            ],
        )
    ),
)
def test_usual_tables_are_read_at_once_and_as_one_by_one(opening: str, row: str) -> None:
    page = f"{opening}{row}{row}<tr><td>z</td></tr></table>".encode()
    read: list[Any] = []
    with patch.object(
        html, "written_rows", lambda parent: read.append(found := written_rows(parent)) or found
    ):
        document = read_html(page)
    assert read[-1] is not None  # the short road was taken
    assert document == _slowly(page)


@pytest.mark.parametrize(
    "page",
    [
        "<tr><td>a</td></tr><!-- c --><tr><td>b</td></tr>",
        "<tr><td>a<table><tr><td>x</td></tr></table></td></tr><tr></tr><tr><td>b</td></tr>",
        "<tr><td>a</td></tr><tr class=x></tr><tr><td>b</td></tr>",
        "<tr><td>a&#13;b</td></tr>",
        "<caption>c</caption><tr><td>a</td></tr>",
    ],
)
def test_what_is_more_than_rows_is_left_to_the_nodes(page: str) -> None:
    root = html.tree_of(f"<table>{page}</table>")
    assert written_rows(root.find(".//table")) is None


_TEXTS = st.lists(
    st.one_of(
        st.sampled_from(["cấp giấy", "ong, mật", "1.004567", "cÊp giÊy", "ï»¿", "Gia§", "Ð", "1/QĐ", "- UBND",
            "/NĐ -CP", "a\u0301", "\u0301a", ""]),
        st.text(alphabet="aăâđÐ®µ¸\u00ad\u0301\u0323 \u00a01.,-\u2011ệẾ", max_size=6),
    ),
    max_size=5,
)  # fmt: skip


@settings(max_examples=200)
@given(_TEXTS)
def test_texts_that_stand_as_they_are_together_stand_each(texts: list[str]) -> None:
    if stand_as_they_are(texts):
        assert [clean(repair_legacy(text)) for text in texts] == texts
    assert cells_of(set(texts)) == {text: cell(text) for text in texts}


def test_a_symbol_to_be_put_right_is_seen_among_others() -> None:
    assert stand_as_they_are(["Nghị định số 37/2026/NĐ-CP", "12/QĐ-UBND", "a/b"])
    for wrong in ("37/2026/NĐ -CP", "12/QĐ – UBND", "12/QĐ–UBND", "02/2026/TTBYT"):
        assert not stand_as_they_are(["37/2026/NĐ-CP", wrong, "a/b"]), wrong
        assert cells_of(["37/2026/NĐ-CP", wrong]) == {raw: cell(raw) for raw in ("37/2026/NĐ-CP", wrong)}
    for parted in (["12/QĐ", "– UBND"], ["12/", "QĐ – UBND"], ["12/QĐ", "-UBND"], ["/TT", "BYT"]):
        assert cells_of(parted) == {raw: cell(raw) for raw in parted}


def test_usual_texts_stand_as_they_are() -> None:
    assert stand_as_they_are(["Cấp giấy phép nuôi ong", "1.004567", "05 ngày", "50.000 đồng"])
    assert not stand_as_they_are(["Cấp giấy phép", "cÊp giÊy phÐp"])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Đan lưới<sup>1</sup>", "Đan lưới¹"),
        ('Đan lưới<sup><a href="#n1">2</a></sup>', "Đan lưới²"),
        ("Lò trên 50 m<sup>2</sup>", "Lò trên 50 m2"),  # a power
        ("Đan lưới <sup>(*)</sup>", "Đan lưới (*)"),
    ],
)
def test_a_figure_above_its_line_marks_a_note(cell: str, text: str) -> None:
    page = f"<table><tr><th>STT</th><th>Tên</th></tr><tr><td>1</td><td>{cell}</td></tr></table>"
    (table,) = (block for block in read_html(page.encode()).blocks if isinstance(block, Table))
    assert table.rows[1].cells[1].text == text
