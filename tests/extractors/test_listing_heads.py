"""What stands above a list on a page and says that it is over, in whatever element; and lists of entries without a table."""

import pytest

from niemyet.extractors.documents.html import tree_of
from niemyet.extractors.listing_heads import heads_of_ended
from niemyet.extractors.listing_pagers import read_whole_listing
from niemyet.extractors.listings import read_listing
from niemyet.model.errors import DocumentError
from tests.extractors.test_listing_words import LABELS, OVER, THREE
from tests.extractors.test_listings import codes, page, table
from tests.support.refusals import refused

FIRST, SECOND = table([LABELS, *THREE[:2]]), table([LABELS, *THREE[2:]])


def read(body: str) -> list[str | None]:
    return codes(read_whole_listing(page(body), "trang.html"))


@pytest.mark.parametrize(
    "head",
    [
        "<p>Danh mục TTHC bị bãi bỏ</p>",
        "<p><b>II.</b> <strong>TTHC hết hiệu lực</strong></p><p>(Kèm theo Quyết định số 9/QĐ-UBND)</p>",
        "<center>Các thủ tục đã <br>bãi bỏ</center>",
        "Thủ tục ngừng thực hiện",
        "<div><div><span>Đã bãi bỏ</span></div></div>",
        "<table><tr><td>DANH MỤC THỦ TỤC BỊ BÃI BỎ</td></tr></table>",
        "<button>Thủ tục đã bãi bỏ</button>",
        "<a name=b>Đã bãi bỏ</a>",
        "<h3>Thủ tục bãi bỏ</h3><h4>Lĩnh vực Hộ tịch</h4>",
        "<h3>Thủ tục bãi bỏ</h3><p>Lĩnh vực Hộ tịch</p>",
    ],
)
def test_a_list_below_words_of_an_end_is_asked_about(head: str) -> None:
    with refused(DocumentError, f"1.700003.*{OVER}"):
        read(f"<h2>Danh mục TTHC</h2>{FIRST}{head}{SECOND}")


@pytest.mark.parametrize(
    "form",
    [
        "<fieldset><legend>TTHC bãi bỏ</legend>{}</fieldset>",
        "<details><summary>Hết hiệu lực</summary>{}</details>",
        "<ul><li><a href='#a'>Đang thực hiện</a></li><li><a href='#b'>Hết hiệu lực</a></li></ul>"
        "<div id=a><p>…</p></div><div id=b>{}</div>",
        "<button aria-controls=b>Đã bãi bỏ</button><div id=b>{}</div>",
    ],
)
def test_what_opens_or_frames_a_list_heads_it(form: str) -> None:
    with refused(DocumentError, f"1.700003.*{OVER}"):
        read(FIRST + form.format(SECOND))


TABS = "<ul><li><a href='#a'>Hộ tịch</a></li><li><a href='#b'>{}</a></li></ul>"


@pytest.mark.parametrize("how", ["style='display:none'", "hidden", "class=pane"])
def test_what_a_tab_shows_on_a_click_is_shown(how: str) -> None:
    style = "<style>.pane{display:none}</style>"
    panes = f"{style}<div id=a>{FIRST}</div><div id=b {how}>{table([LABELS, ['1', *THREE[2][1:]]])}</div>"
    assert read(TABS.format("Đất đai") + panes) == ["1.700001", "1.700002", "1.700003"]
    with refused(DocumentError, f"1.700003.*{OVER}"):
        read(TABS.format("Hết hiệu lực") + panes)
    with refused(DocumentError, "1.700003"):
        read(panes)
    with refused(DocumentError, "1.700002"):
        read(TABS.format("Đất đai") + panes.replace("<td>1.700002", "<td hidden>1.700002"))


def test_what_is_said_of_one_list_holds_until_procedures_are_spoken_of_again() -> None:
    with refused(DocumentError, "1.700001.*1.700002.*1.700003"):
        read(f"<p>B. TTHC bãi bỏ</p><p>1. Hộ tịch</p>{FIRST}<p>2. Đất đai</p>{SECOND}")
    with refused(DocumentError, "1.700003") as refusal:
        read(f"<p>TTHC bãi bỏ</p>{SECOND}<p>TTHC đang thực hiện</p>{FIRST}")
    assert "1.700001" not in refusal.said


@pytest.mark.parametrize(
    "above",
    [
        "<ul><li><a href=/moi>TTHC mới</a></li><li><a href=/bo>TTHC bãi bỏ</a></li></ul>",
        "<select><option>Còn hiệu lực</option><option>Hết hiệu lực</option></select>",
        "<button>Còn hiệu lực</button><button>Hết hiệu lực</button>",
        "<ul><li><a href='#'>Còn hiệu lực</a></li><li><a href='javascript:x()'>Hết hiệu lực</a></li></ul>",
        "<aside><h3>TTHC bãi bỏ</h3></aside>",
        "<div><h2>Văn bản hết hiệu lực</h2></div><h3>Niêm yết</h3>",
        "<p>Công bố danh mục TTHC mới ban hành, sửa đổi, bãi bỏ</p>",
        "<p>Danh mục này thay thế Danh mục của Quyết định số 5/QĐ-UBND đã hết hiệu lực.</p>",
        "<p>(không bao gồm các TTHC đã bãi bỏ)</p>",
        "<table><tr><td>Ngày hết hiệu lực</td><td></td></tr><tr><td>Hết hiệu lực: 31/12/2030</td></tr></table>",
        "<dl><dt>Ngày hết hiệu lực:</dt><dd>-</dd><dt>Tình trạng</dt><dd>Còn hiệu lực</dd></dl>",
        "<h2>Tin</h2><p>Xã thông báo bãi bỏ thủ tục A</p><h2>Danh mục TTHC</h2>",
        "<div>Bãi bỏ thủ tục A</div><p>1</p><p>2</p><p>3</p><p>4</p><p>5</p><p>6</p>",
        "<ul><li><a href='#a'>Cấp xã</a></li><li><a href='#b'>Hết hiệu lực</a></li></ul><div id=b>Không có</div><div id=a>",
    ],
)
def test_words_of_an_end_that_head_no_list_are_none_of_it(above: str) -> None:
    assert len(read(above + table([LABELS, *THREE]))) == 3


def test_a_link_within_the_list_or_below_it_heads_nothing() -> None:
    assert len(read(table([LABELS, *THREE]) + "<p><a href=/bo>Xem TTHC bãi bỏ</a></p>")) == 3


def test_each_list_has_the_word_that_holds_for_it() -> None:
    """A deeper heading leaves what the one above it says; one of the same rank ends it."""
    root = tree_of(
        "<h3>TTHC bãi bỏ</h3><h4>Hộ tịch</h4><table id=a></table><h4>Thủ tục đất đai</h4><table id=b></table>"
        "<h4>Thuế</h4><table id=c></table><h3>Khác</h3><table id=d></table>"
    )
    lists = list(root.iter("table"))
    assert {one.get("id"): said for one, said in heads_of_ended(root, lists).items()} == {
        "a": "TTHC bãi bỏ",
        "c": "TTHC bãi bỏ",
    }


# ---- entries without a table ---------------------------------------------------------------------------------------

ENTRIES = [f"<li>{code} - {name}</li>" for _, code, name in THREE]
TWO, THIRD = f"<ul>{''.join(ENTRIES[:2])}</ul>", f"<ul>{ENTRIES[2]}</ul>"


@pytest.mark.parametrize(
    "body",
    [
        f"{TWO}<h3>TTHC bãi bỏ</h3>{THIRD}",
        f"{TWO}<p>Hết hiệu lực</p>{THIRD}",
        f"<ul><li>Đang thực hiện{TWO}</li><li>Đã bãi bỏ{THIRD}</li></ul>",
        f"<ul>{''.join(ENTRIES[:2])}{ENTRIES[2].replace('</li>', ' (đã bãi bỏ)</li>')}</ul>",
        f"<ul>{''.join(ENTRIES[:2])}{ENTRIES[2].replace('</li>', ' – hết hiệu lực</li>')}</ul>",
        f"<ul>{''.join(ENTRIES[:2])}{ENTRIES[2].replace('</li>', ' (chưa niêm yết)</li>')}</ul>",
    ],
)
def test_entries_that_are_said_to_be_over_are_asked_about(body: str) -> None:
    with refused(DocumentError, f"1.700003.*{OVER}"):
        read(body)


def test_two_procedures_in_one_entry_are_asked_about() -> None:
    with refused(DocumentError, "1.700003"):
        read(f"<ul>{ENTRIES[0]}{ENTRIES[1].replace('</li>', '<br>1.700003 - Đăng ký thử ba</li>')}</ul>")


@pytest.mark.parametrize(
    "below",
    [
        "<div>Hiển thị 1-2 trong 48</div>",
        "<div class=pagination><a href='?p=1'>1</a><a href='?p=2'>2</a></div>",
        "<p>Trang 1/9</p>",
    ],
)
def test_entries_that_go_on_elsewhere_are_asked_about(below: str) -> None:
    with refused(DocumentError, "trang khác|một phần"):
        read(TWO + below)


def test_numbers_of_entries_that_leave_some_out_are_asked_about() -> None:
    text = TWO.replace("1.700001", "1. 1.700001").replace("1.700002", "3. 1.700002")
    with refused(DocumentError, "từ 1 đến 3|1.*3"):
        read(text)


def test_entries_in_several_lists_are_read() -> None:
    body = (
        f"<h3>Hộ tịch</h3>{TWO}<h3>Kinh doanh</h3><ul><li>1.700003 - Hủy bỏ hiệu lực của thông báo</li></ul>"
    )
    assert read(body) == ["1.700001", "1.700002", "1.700003"]
    body = f"{TWO}<ul><li>1.700003 - Chấm dứt hoạt động của hộ kinh doanh</li></ul>"
    assert read(body) == ["1.700001", "1.700002", "1.700003"]


# ---- rows that were moved within their table -------------------------------------------------------------------------

HEAD = "<tr><th>STT</th><th>Mã TTHC</th><th>Tên thủ tục</th><th>Ghi chú</th></tr>"
ROWS = "".join(f"<tr><td>{n}</td><td>{code}</td><td>{name}</td><td></td></tr>" for n, code, name in THREE)


@pytest.mark.parametrize(
    "cells",
    [
        "<td colspan=2>Đăng ký thử bốn</td><td></td>",
        "<td colspan=2>Đăng ký thử bốn</td><td>Toàn trình</td>",
        "<td>Đăng ký thử bốn</td><td></td>",
        "<td>x</td><td></td><td>Đăng ký thử bốn</td>",
        "<td>1.70",
    ],
)
def test_a_numbered_row_with_words_in_the_place_of_its_code_is_no_heading(cells: str) -> None:
    with refused(DocumentError, "dòng 4 .*không có tên và mã"):
        read(f"<table>{HEAD}{ROWS}<tr><td>4</td>{cells}</tr></table>")


@pytest.mark.parametrize(
    "heading",
    [
        "<td>2</td><td colspan=3>Đất đai</td>",
        "<td>4</td><td colspan=3>Đất đai</td>",
        "<td>4</td><td>ĐẤT ĐAI</td><td></td><td></td>",
        "<td>4</td><td colspan=2>Lĩnh vực Đất đai</td><td></td>",
        "<td>II</td><td>Đất đai</td><td></td><td></td>",
        "<td>2</td><td>Đất đai</td><td></td><td></td>",
        "<td>4</td><td></td><td></td><td></td>",
    ],
)
def test_a_numbered_heading_and_an_empty_line_of_a_form_are_no_rows(heading: str) -> None:
    assert len(read(f"<table>{HEAD}{ROWS}<tr>{heading}</tr></table>")) == 3


@pytest.mark.parametrize(
    "elsewhere",
    [
        "<h3>Đất đai</h3><p>4. 1.700004 Đăng ký thử bốn</p>",
        "<p>a</p><p>b</p><p>c</p><p>d</p><ul><li>1.700004 - Đăng ký thử bốn</li></ul>",
        "<p>a</p><p>b</p><p>c</p><p>d</p><div><span>1.700004</span> Đăng ký thử bốn</div>",
    ],
)
def test_a_procedure_elsewhere_on_the_page_is_asked_about(elsewhere: str) -> None:
    with refused(DocumentError, "1.700004"):
        read(f"<div>{table([LABELS, *THREE])}</div>{elsewhere}")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "<p>a</p><p>b</p><p>c</p><p>Xem 1.700001 - Đăng ký thử một</p>",
        "<h3>Xem nhiều</h3><ul><li>1.700001 - Đăng ký thử một</li></ul>",
        "<p>a</p><p>b</p><p>c</p><footer><p>1.700004 - Đăng ký thử bốn</p></footer>",
        "<p>a</p><p>b</p><p>c</p><div style='display:none'>1.700004 - Đăng ký thử bốn</div>",
        "<h3>Tin</h3><p>Phí 1.500.000 đồng</p><p>7.500000đ</p>",
    ],
)
def test_what_else_a_page_says_of_its_procedures_is_none_of_the_list(elsewhere: str) -> None:
    assert len(read(f"<div>{table([LABELS, *THREE])}</div>{elsewhere}")) == 3


@pytest.mark.parametrize(
    "entry",
    [
        "{name} - {code}",
        "{name} (Mã TTHC: {code})",
        "<b>{name}</b><br>Mã thủ tục: {code}",
        "{name}. Mã số {code}.",
    ],
)
def test_the_code_may_stand_behind_the_name_of_an_entry(entry: str) -> None:
    items = "".join(f"<li>{entry.format(name=name, code=code)}</li>" for _, code, name in THREE)
    read = read_listing(f"<html><body><ul>{items}</ul></body></html>".encode(), "a.html")
    assert [(one.code, one.name) for one in read] == [(code, name) for _, code, name in THREE]


def test_what_goes_on_behind_the_code_of_an_entry_is_no_name() -> None:
    items = "".join(f"<li>{name} Mã: {code} Lĩnh vực: Nghề</li>" for _, code, name in THREE)
    with pytest.raises(DocumentError):
        read_listing(f"<html><body><ul>{items}</ul></body></html>".encode(), "a.html")
