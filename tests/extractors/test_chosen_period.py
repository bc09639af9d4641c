"""A list of one month or year: what stands beside it in a select or as tabs is what it leaves out."""

import pytest
from bs4 import BeautifulSoup

from niemyet.extractors.portals.chosen_period import other_periods

MONTHS = "<select>{}</select>"
CHOSEN = "<option value='1' selected>Tháng 3/2026</option><option value='2'>Tháng 2/2026</option>"


def told(html: str) -> list[str]:
    return [
        str(one.text("vi")) if not isinstance(one, str) else one
        for one in other_periods(BeautifulSoup(html, "lxml"))
    ]


@pytest.mark.parametrize(
    "html",
    [
        MONTHS.format(CHOSEN),
        MONTHS.format("<option>Năm 2025</option><option selected>Năm 2026</option>"),
        "<ul><li class='active'>2026</li><li><a href='?nam=2025'>2025</a></li></ul>",
        "<ul><li><a class='nav-link active' href='?nam=2026'>Năm 2026</a></li><li><a href='?nam=2025'>Năm 2025</a></li></ul>",
        "<div><a aria-current='page' href='?q=3'>Quý 3/2026</a> <a href='?q=2'>Quý 2/2026</a></div>",
    ],
)
def test_one_of_several_periods_is_a_part(html: str) -> None:
    assert len(told(html)) == 1
    assert "chưa có" in told(html)[0]


@pytest.mark.parametrize(
    "html",
    [
        MONTHS.format("<option selected>Tất cả</option><option>Tháng 2/2026</option>"),
        MONTHS.format("<option>Tháng 1</option><option>Tháng 2</option>"),
        MONTHS.format("<option selected>10</option><option>20</option>"),
        MONTHS.format("<option selected>Hộ tịch</option><option>Đất đai</option>"),
        f"<aside>{MONTHS.format(CHOSEN)}</aside>",
        f"<div class='widget calendar'>{MONTHS.format(CHOSEN)}</div>",
        "<ul><li class='active'><a href='#n2026'>2026</a></li><li><a href='#n2025'>2025</a></li></ul>",
        "<ul><li><a href='?nam=2026'>2026</a></li><li><a href='?nam=2025'>2025</a></li></ul>",
        "<ul class='pager'><li class='active'>1</li><li><a href='?p=2'>2</a></li></ul>",
    ],
)
def test_what_is_no_choice_of_periods_or_shows_all_says_nothing(html: str) -> None:
    assert told(html) == []
