"""Cells of pages that show something without words, and columns of marks: what is ticked hangs, what is crossed is asked."""

import pytest

from niemyet.extractors.listing_pagers import read_whole_listing
from niemyet.extractors.listings import FLAG_NOT_POSTED
from niemyet.model.errors import DocumentError
from niemyet.model.records import ListingRow
from tests.extractors.test_listing_words import LABELS, THREE
from tests.extractors.test_listings import page
from tests.support.refusals import refused


def read(label: str, *shown: str, labels: list[str] = LABELS) -> tuple[ListingRow, ...]:
    head = "".join(f"<th>{one}</th>" for one in (*labels, label))
    rows = (
        "".join(f"<td>{cell}</td>" for cell in (*row, last)) for row, last in zip(THREE, shown, strict=True)
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return read_whole_listing(page(f"<table><tr>{head}</tr>{body}</table>"), "trang.html")


BOX, TICKED = "<input type=checkbox disabled>", "<input type=checkbox disabled checked>"
ICON, CROSSED = '<i class="fa fa-check"></i>', '<i class="fa fa-times"></i>'


@pytest.mark.parametrize(
    "label",
    ["Công khai", "Niêm yết", "Đã niêm yết", "Trạng thái", "Tình trạng", "Còn hiệu lực", "Đang áp dụng"],
)
@pytest.mark.parametrize(
    ("yes", "no"), [(TICKED, BOX), (ICON, CROSSED), ("✓", "✗"), ("☑", "☐"), ("✔", ""), ("✓", "x"), ("☒", "☐")]
)
def test_a_row_that_is_crossed_beside_others_that_are_ticked_is_asked_about(
    label: str, yes: str, no: str
) -> None:
    with refused(DocumentError, "1.700002"):
        read(label, yes, no, yes)
    assert len(read(label, yes, yes, yes)) == 3


@pytest.mark.parametrize(
    "form", ["<img src=0.gif alt='{}'>", "<i class=icon title='{}'></i>", "<svg aria-label='{}'></svg>"]
)
def test_what_a_picture_says_of_itself_is_what_its_cell_says(form: str) -> None:
    yes, no = form.format("Đã niêm yết"), form.format("Chưa niêm yết")
    assert [FLAG_NOT_POSTED in row.flags for row in read("Niêm yết", yes, no, yes)] == [False, True, False]
    with refused(DocumentError, "1.700002"):
        read(
            "Tình trạng",
            form.format("Còn hiệu lực"),
            form.format("Hết hiệu lực"),
            form.format("Còn hiệu lực"),
        )


def test_of_a_choice_the_entry_that_is_shown_counts() -> None:
    first, second = "<option>Còn hiệu lực</option>", "<option{}>Hết hiệu lực</option>"
    shown = f"<select>{first}{second.format('')}</select>"
    assert len(read("Tình trạng", shown, shown, shown)) == 3
    with refused(DocumentError, "1.700002"):
        read("Tình trạng", shown, f"<select>{first}{second.format(' selected')}</select>", shown)


def test_fields_and_pictures_are_read_where_a_cell_has_no_words() -> None:
    head = "<tr><th>STT</th><th>Mã TTHC</th><th>Tên thủ tục</th></tr>"
    field = "<tr><td>1</td><td><input value='1.700001'></td><td><input value='Đăng ký thử một'></td></tr>"
    picture = "<tr><td>2</td><td><img alt='1.700002'></td><td><img alt='Đăng ký thử hai'></td></tr>"
    rows = read_whole_listing(page(f"<table>{head}{field}{picture}</table>"), "trang.html")
    assert [(row.code, row.name) for row in rows] == [
        ("1.700001", "Đăng ký thử một"),
        ("1.700002", "Đăng ký thử hai"),
    ]


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Thao tác", ("<button>Gỡ bỏ</button>",) * 3),
        ("Thao tác", ("<a>Gỡ bỏ</a>", "<a>Niêm yết</a>", "<a>Gỡ bỏ</a>")),
        ("", ("<a href=x><img alt='Tải về'></a>", "", "<a href=x><i title='Xóa'></i></a>")),
        ("Chọn", (BOX, TICKED, BOX)),
        ("Toàn trình", ("x", "", "x")),
        ("Biểu mẫu", ("<img alt='Mẫu 1'>", "", "<img alt='Mẫu 3'>")),
    ],
)
def test_what_may_be_done_with_a_row_and_other_marks_say_nothing_of_it(
    label: str, shown: tuple[str, ...]
) -> None:
    assert [row.flags for row in read(label, *shown)] == [(), (), ()]
