"""A page whose tags say nothing of looks is not searched for them; the others are read as before."""

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from niemyet.extractors.documents import html
from niemyet.extractors.documents.html import read_html

_PIECES = (
    *("<p>", "</p>", "<p hidden>", "<S>", "</S>", "<del>", "</del>", "<strike>", "<span style='display:none'>", "</span>"),
    *("<style>p{display:none}</style>", "<style>td{color:#fff}</style>", "<font color=white>", "</font>"),
    *("<font face='.VnTime'>",),
    *("<table>", "<tr>", "<td>", "<td bgcolor=black>", "<td class=a>", "</td>", "</tr>", "</table>", "<b title='color: white'>"),
    *("hidden", "color: white", "cÊp giÊy", "left", "font", ".vn", "<span>", "ong mật", "<meta style='color:white'>"),
)  # fmt: skip


@settings(max_examples=100)
@given(st.lists(st.sampled_from(_PIECES), max_size=12))
def test_a_page_that_says_nothing_of_looks_is_read_as_if_it_were_searched(pieces: list[str]) -> None:
    page = f"<meta charset=utf-8><p>ong mật</p>{''.join(pieces)}".encode()
    with patch.object(html, "_SPEAKS_OF_LOOKS", lambda _: True):
        searched = read_html(page)
    assert read_html(page) == searched


@pytest.mark.parametrize(
    ("page", "searches"), [("<p>hidden, style</p>", 0), ("<p hidden>a</p>", 1), ("<s>a</s>", 1)]
)
def test_only_a_page_that_may_say_something_of_looks_is_searched(page: str, searches: int) -> None:
    with patch.object(html, "_looks", return_value=(None, False)) as looks:
        read_html(page.encode())
    assert looks.call_count == searches
