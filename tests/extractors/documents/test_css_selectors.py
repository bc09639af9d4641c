"""Which elements a rule of a style sheet means: by attributes, by places, by what they are not."""

import pytest
from lxml import html

from niemyet.extractors.documents.css import Looks
from niemyet.extractors.documents.css_selectors import Siblings, selectors_of

ROWS = "<table class='list'><tr id=a><td>1<tr class='x off' data-s=0><td>2<tr data-s='gone-1'><td>3<tr class=y><td>4</table>"


def meant(selector: str) -> list[int]:
    """Numbers of the rows that a selector means."""
    siblings, found = Siblings(), list(selectors_of(selector))
    rows = list(html.fromstring(ROWS).iter("tr"))
    return [at for at, row in enumerate(rows, 1) if any(one.fits(row, siblings) for one in found)]


@pytest.mark.parametrize(
    ("selector", "rows"),
    [
        ("tr.x", [2]),
        ("#a", [1]),
        ("tr[data-s]", [2, 3]),
        ("tr[data-s='0']", [2]),
        ('[data-s="0"]', [2]),
        ("tr[data-s=0]", [2]),
        ("tr[data-s^=gone]", [3]),
        ("tr[data-s$='-1']", [3]),
        ("tr[data-s|=gone]", [3]),
        ("tr[class~=off]", [2]),
        ("tr[class*='of']", [2]),
        ("tr:nth-child(3)", [3]),
        ("tr:nth-child(odd)", [1, 3]),
        ("tr:nth-child(2n)", [2, 4]),
        ("tr:nth-child(n+3)", [3, 4]),
        ("tr:nth-child(-n+2)", [1, 2]),
        ("tr:nth-last-child(2)", [3]),
        ("tr:nth-of-type(2)", [2]),
        ("tr:first-child", [1]),
        ("tr:last-of-type", [4]),
        ("tr:only-child", []),
        ("tr:not(.x)", [1, 3, 4]),
        ("tr:not([data-s])", [1, 4]),
        ("tr:not(.x, .y)", [1, 3]),
        ("table.list > tbody > tr.y", [4]),
        (".other tr", []),
        # what stands beside it is not looked at: rather too much than too little
        ("tr.q + tr.y", [4]),
        ("tr:has(td)", [1, 2, 3, 4]),
        # of what is there only while somebody points, or is added by the page, nothing is meant
        ("tr:hover", []),
        ("tr::before", []),
        ("*", []),
        ("tr.x, tr.y", [2, 4]),
        ("tr[data-s='a,b'], tr.y", [4]),
    ],
)
def test_what_a_selector_means(selector: str, rows: list[int]) -> None:
    assert meant(selector) == rows


def marked(attributes: str, sheet: str = "", tag: str = "tr") -> set[str]:
    page = f"<html><style>{sheet}</style><table><{tag} {attributes}></table>"
    looks, root = Looks(page), html.fromstring(page)
    return {str(mark) for node in root.iter(tag) for mark in looks.of(node).marks}


@pytest.mark.parametrize("name", ["d-none", "hidden", "hide", "ng-hide", "invisible", "row is-hidden"])
def test_classes_of_frameworks_hide_a_row(name: str) -> None:
    assert marked(f"class='{name}'") == {"hidden"}


@pytest.mark.parametrize("name", ["line-through", "gach-ngang", "deleted", "het-hieu-luc"])
def test_classes_by_which_a_row_is_over(name: str) -> None:
    assert marked(f"class='{name}'") == {"struck"}


@pytest.mark.parametrize(
    "name", ["d-none d-md-table-row", "hidden lg:table-row", "hidden-xs", "hide-icon", "odd"]
)
def test_other_classes_say_nothing(name: str) -> None:
    assert marked(f"class='{name}'") == set()
