"""Which elements of a page are drawn paler than its text, or say of themselves that they are over."""

import pytest
from lxml import html as lxml_html

from niemyet.extractors.documents.pale import Pale


@pytest.mark.parametrize(
    ("tag", "is_pale"),
    [
        ('<p style="color:#aaa">', True),
        ('<p style="opacity:.4">', True),
        ('<p title="Dòng này đã bỏ">', True),
        ('<p title="gạch bỏ">', True),
        ('<p style="color:#222">', False),
        ('<p style="color:#fff;background:#036">', False),  # light letters on a ground of their own
        ('<p title="Đăng ký khai sinh">', False),
    ],
)
def test_what_is_drawn_pale_or_says_that_it_is_over(tag: str, is_pale: bool) -> None:
    text = f"{tag}Đăng ký khai sinh</p>"
    (node,) = lxml_html.fromstring(f"<div>{text}</div>")
    assert Pale(text).holds(node) is is_pale
