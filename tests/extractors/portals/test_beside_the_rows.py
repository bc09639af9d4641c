# ruff: noqa: E501 - pages are written as portals send them
"""What beside the rows of a list says that they are not all, or stand elsewhere by now: it is told, and its opposite is not."""

import pytest

from niemyet.extractors.portals import portal_for
from niemyet.extractors.portals.account import place_on_site
from niemyet.extractors.portals.beside import frames_of, signs_beside
from niemyet.extractors.portals.filters import filters_set
from niemyet.extractors.portals.fleeting import differ_by_token, is_fleeting
from niemyet.extractors.portals.hidden import shown_rows
from niemyet.extractors.portals.html import key_of
from niemyet.extractors.portals.labels import soup_of
from niemyet.extractors.portals.moved import moved_away
from niemyet.extractors.portals.pager import Reached
from niemyet.extractors.portals.renamed import renamed
from niemyet.extractors.portals.row_checks import left_out_ranks
from niemyet.extractors.portals.symbols import bears, may_be_one, prints_in
from niemyet.model.records import Receipt, Unchanged, Window
from tests.extractors.portals.test_seemingly_whole import HEAD, page, read, row, rows
from tests.support.loopback import Answer, MemoryArchive, client_of, pages, serving, source

HTML = {"Content-Type": "text/html; charset=utf-8"}
NEWS = "".join(f"<p><a href='/tin/{n}'>Hội nghị tổng kết công tác năm thứ {n} của xã</a></p>" for n in (1, 2))


def outcome(html: str | Answer, **more: object) -> str:
    return str(read({"/van-ban": html}, **more)[0].outcome)  # type: ignore[dict-item]


def told(more: str, **settings: object) -> str:
    """How whole a page of three rows is, with something beside them."""
    return outcome(page(rows(1, 2, 3), more), **settings)


# ---- the list is elsewhere ----------------------------------------------------------------------------------


@pytest.mark.parametrize("link", [
    "<a href='/danh-sach'>Xem tất cả</a>", "<p><a href='/danh-sach'>Xem thêm »</a></p>", "<a href='/danh-sach'>Xem danh sách văn bản</a>",
    "<a href='/danh-sach'>Tất cả</a>", "<a href='/kho'>Văn bản từ năm 2024 trở về trước</a>", "<a href='/kho'>Lưu trữ</a>",
])  # fmt: skip
def test_a_box_of_the_newest_is_not_the_list(link: str) -> None:
    proof, had = read({"/van-ban": page(rows(1, 2, 3), link)})
    assert (proof.outcome, len(had)) == ("incomplete", 3)
    assert "/danh-sach" in (proof.reason or "") or "/kho" in (proof.reason or "")
    assert told(link, trust_end=True) == "complete"


def test_the_link_may_stand_in_the_heading_of_the_box() -> None:
    head = "<h3><a href='/chuyen-muc'>Văn bản</a> <a href='/danh-sach'>Xem tất cả</a></h3><table"
    assert outcome(page(rows(1, 2, 3)).replace("<table", head)) == "incomplete"
    assert outcome(page(row(1)).replace("<table", head)) == "incomplete"


@pytest.mark.parametrize("more", [
    f"<div class='tin'>{NEWS}<a href='/tin'>Xem tất cả</a></div>", "<aside><a href='/danh-sach'>Xem tất cả</a></aside>",
    "<footer><a href='/so-do'>Xem tất cả</a></footer>", "<a href='/van-ban'>Xem tất cả</a>", "<a href='#dau'>Xem tất cả</a>",
])  # fmt: skip
def test_see_all_of_something_else_is_no_sign(more: str) -> None:
    assert told(more) == "complete"


def test_what_a_row_says_of_its_own_document_is_no_sign() -> None:
    def item(number: int) -> str:
        return f"<li class='vb'><a href='/vb/{number}'>Quyết định {number}/QĐ-UBND công bố</a> <a href='/chi-tiet/{number}'>Xem thêm</a></li>"

    html = f"<html><body><ul>{item(1)}{item(2)}{item(3)}</ul></body></html>"
    assert outcome(html, list={"row": "li.vb", "link": "a"}) == "complete"


@pytest.mark.parametrize("frame", [
    "<iframe src='/ds-van-ban.aspx' width='100%'></iframe>", "<iframe src='https://vb.tinh.example/vanban/ds'></iframe>",
    "<object data='/ds.html'></object>", "<iframe data-src='/ds.html'></iframe>",
])  # fmt: skip
def test_a_frame_that_may_hold_the_list_is_told(frame: str) -> None:
    assert told(frame) == "incomplete"
    assert told(frame, trust_end=True) == "complete"


@pytest.mark.parametrize("frame", [
    "<iframe src='https://www.youtube.com/embed/a'></iframe>", "<iframe src='/dem.html' width='0' height='0'></iframe>",
    "<iframe src='https://www.google.com/maps/embed?pb=1'></iframe>", "<iframe src='/a.html' style='display:none'></iframe>",
    "<footer><iframe src='/lien-ket.html'></iframe></footer>", "<iframe class='company-map' data-src='https://www.google.com/maps/embed?pb=1' src='/assets/index.html'></iframe>",
    "<iframe title='Bản đồ' src='/ban-do.html'></iframe>", "<iframe src='about:blank'></iframe>", "<iframe src='/gioi-thieu.mp4'></iframe>",
])  # fmt: skip
def test_films_maps_and_meters_are_no_lists(frame: str) -> None:
    assert told(frame) == "complete"


# ---- told to scripts alone -------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [
    "<script>var totalRecords = 57;</script>", '<script type="application/json">{"items":[],"total":57}</script>',
    "<script>var tongSoVanBan = '57';</script>", '<script>$.page({"recordsTotal":57})</script>', "<div data-total='57'></div>",
    "<input type='hidden' id='ctl00_main_hdTotalRecords' value='57'>", "<el-pagination :total='57' :page-size='3'></el-pagination>",
    "<script>window.__DATA__=[{so:'1/QĐ-UBND'},{so:'7\\/Q\\u0110-UBND'}]</script>",
    "<noscript><div class='pager'><a href='?trang=2'>Trang sau</a></div></noscript>",
])  # fmt: skip
def test_what_only_scripts_are_told_is_told(more: str) -> None:
    assert told(more) == "incomplete"
    assert told(more, trust_end=True) == "complete"


def test_the_rows_that_a_table_says_to_have() -> None:
    def counting(number: int) -> str:
        return outcome(page(rows(1, 2, 3)).replace("<table", f"<table aria-rowcount='{number}'"))

    assert (counting(57), counting(4), counting(3)) == ("incomplete", "complete", "complete")


@pytest.mark.parametrize("more", [
    "<script>var totalRecords = 3;</script>", "<script>var totalVisits = 123456, total = 99, page = 'a';</script>",
    "<script>var total = 57;</script>", "<script>window.__DATA__=[{so:'1/QĐ-UBND'},{so:'2/QĐ-UBND'}]</script>",
    "<div data-total='3'></div>", "<noscript>Hãy bật JavaScript</noscript>", "<script>var so = '7/TB-UBND';</script>",
])  # fmt: skip
def test_what_scripts_say_of_other_things_is_no_sign(more: str) -> None:
    assert told(more) == "complete"


@pytest.mark.parametrize(("headers", "found"), [
    ({"Link": '</van-ban?trang=2>; rel="next"'}, "incomplete"), ({"X-WP-TotalPages": "6"}, "incomplete"), ({"X-Total-Count": "57"}, "incomplete"),
    ({"Age": "864000"}, "incomplete"), ({"Age": "3600"}, "complete"), ({"X-Total-Count": "3"}, "complete"),
    ({"Link": '</a.css>; rel=preload; as=style, </van-ban>; rel="canonical"'}, "complete"),
])  # fmt: skip
def test_what_only_the_headers_of_the_answer_say(headers: dict[str, str], found: str) -> None:
    assert outcome(Answer(page(rows(1, 2, 3)), headers=HTML | headers)) == found


# ---- what the page says of itself ----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [
    "Hiển thị 3 văn bản mới nhất", "Chỉ hiển thị tối đa 3 kết quả đầu tiên", "Vui lòng đăng nhập để xem toàn bộ văn bản",
    "Vui lòng <a href='/vao'>đăng nhập</a> để xem toàn bộ văn bản", "Có lỗi xảy ra khi tải dữ liệu", "Không thể kết nối cơ sở dữ liệu",
    "Đang tải dữ liệu…", "Danh sách đang được cập nhật", "Timeout expired. The timeout period elapsed",
])  # fmt: skip
def test_a_page_that_says_it_does_not_show_all(words: str) -> None:
    assert told(f"<p>{words}</p>") == "incomplete"
    assert outcome(page(rows(1, 2, 3) + f"<tr><td colspan=4>{words}</td></tr>")) == "incomplete"
    assert told(f"<p>{words}</p>", trust_end=True) == "complete"


@pytest.mark.parametrize("more", [
    "<p>Đăng nhập</p>", "<p>Hiển thị 3 văn bản</p>", "<aside><p>Có lỗi xảy ra khi tải dữ liệu</p></aside>", "<p>Văn bản mới nhất</p>",
])  # fmt: skip
def test_words_that_are_no_such_thing(more: str) -> None:
    assert told(more) == "complete"
    title = "Công bố thủ tục khắc phục khi có lỗi xảy ra khi tải dữ liệu"
    assert (
        outcome(page(row(1).replace("Công bố thủ tục thứ 1", f"<a href='/vb/1'>{title}</a>"))) == "complete"
    )


@pytest.mark.parametrize("head", [
    "<h2>Văn bản mới nhất</h2>", "<h3>Quyết định mới ban hành</h3>", "<div class='tieu-de'>Văn bản mới</div>", "<h2>3 văn bản gần đây nhất</h2>",
    "<h2>Văn bản (57)</h2>", "<h2>Văn bản <span class='badge'>57</span></h2>", "<p>57 văn bản</p>", "<p>Số bản ghi: 57</p>", "<div>Kết quả: 57</div>",
    "<p>Tổng số văn bản: 1&nbsp;057</p>", "<p>Tổng số: 1 057 văn bản</p>", "<p>Văn bản trước năm 2025 xem <a href='/cu'>tại đây</a></p>",
    "<div>Đang tải...</div>", "<div data-url='/nam/2025'></div>", "<h3><a href='javascript:void(0)' onclick='loadYear(2025)'>Năm 2025</a></h3>",
    "<select onchange='di(this)'><option>2026</option><option>2025</option></select>",
])  # fmt: skip
def test_headings_figures_and_parts_that_say_there_is_more(head: str) -> None:
    html = page(rows(1, 2, 3)).replace("<table", f"{head}<table", 1)
    assert outcome(html) == "incomplete"
    assert outcome(html, trust_end=True) == "complete"


@pytest.mark.parametrize("head", [
    "<h2>Văn bản</h2>", "<h2>Văn bản (3)</h2>", "<p>3 văn bản</p>", "<h2>Văn bản năm 2026</h2>", "<h2>Tin mới</h2><h2>Văn bản</h2>",
    "<ul><li><a href='/a'>Quyết định</a> <span>57 văn bản</span></li></ul>", "<p>57 văn bản</p><p>12 văn bản</p>",
    "<div style='display:none'>Đang tải dữ liệu...</div>", "<div class='hidden'><p>Có lỗi xảy ra khi tải dữ liệu</p></div>",
    "<div data-src='/anh.jpg'></div>", "<h3><a href='javascript:void(0)' onclick='toggle(2025)'>Năm 2025</a></h3>",
    "<select><option>2026</option><option>2025</option></select>",
])  # fmt: skip
def test_headings_figures_and_parts_that_say_nothing(head: str) -> None:
    assert outcome(page(rows(1, 2, 3)).replace("<table", f"{head}<table", 1)) == "complete"


@pytest.mark.parametrize(("ranks", "found"), [
    ((4, 5, 6), "incomplete"), ((10, 9, 8), "incomplete"), ((1, 2, 3), "complete"), ((3, 2, 1), "complete"), ((0, 1, 2), "complete"),
])  # fmt: skip
def test_running_numbers_that_do_not_begin_or_end_with_one(ranks: tuple[int, ...], found: str) -> None:
    html = page("".join(row(number, rank) for number, rank in enumerate(ranks, start=1)))
    assert outcome(html) == found
    assert outcome(html, trust_end=True) == "complete"


def test_numbers_that_count_down_over_pages_end_on_the_last() -> None:
    first = page(
        row(1, 5) + row(2, 4) + row(3, 3), "<div class='pager'><a href='?trang=2'>Trang sau</a></div>"
    )
    second = page(row(4, 2) + row(5, 1))
    assert read({"/van-ban": first, "/van-ban?trang=2": second})[0].outcome == "complete"


def test_a_second_table_of_documents_whatever_their_addresses_look_like() -> None:
    assert told(f"<table>{HEAD}{row(9, link='/khac/9')}</table>") == "incomplete"


# ---- filters that nobody asked for -------------------------------------------------------------------------------

FILTERS = (
    "<p>Đang lọc theo: Lĩnh vực Đất đai <a href='?'>x</a></p>",
    "<p>Kết quả tìm kiếm cho “hộ tịch”</p>",
    "<form><input type='text' name='tukhoa' value='hộ tịch'><button>Tìm kiếm</button></form>",
    "<form><label>Hiệu lực</label><select name='hl'><option value=''>Tất cả</option><option value='1' selected>Còn hiệu lực</option></select></form>",
    "<form><label>Cấp ban hành</label><select name='cap'><option value='1' selected>Cấp tỉnh</option><option value='2'>Cấp xã</option></select></form>",
    "<form><input type='radio' name='hl' value='0'>Tất cả<input type='radio' name='hl' value='1' checked>Còn hiệu lực</form>",
    "<form><label><input type='checkbox' name='lv' value='0' checked>Hộ tịch</label><label><input type='checkbox' name='lv' value='1'>Đất đai</label></form>",
)


@pytest.mark.parametrize("form", FILTERS)
def test_a_filter_that_is_set_from_the_start(form: str) -> None:
    assert list(filters_set(soup_of(form), ())) or "select" in form
    assert told(form) == "incomplete"
    assert told(form, trust_end=True) == "complete"


def test_a_filter_that_the_address_asked_for() -> None:
    for form, asked in zip(FILTERS[2:], ("tukhoa", "hl", "cap", "hl", "lv"), strict=True):
        path = f"/van-ban?{asked}=1"
        assert read({path: page(rows(1, 2, 3), form)}, path)[0].outcome == "complete"


@pytest.mark.parametrize("form", [
    "<form><input type='text' name='tukhoa' value='Nhập từ khóa...'><button>Tìm</button></form>", "<input type='text' name='tukhoa' value=''>",
    "<header><input type='search' name='q' value='hộ tịch'></header>", "<input type='radio' name='bc' value='1' checked>Tốt<input type='radio' name='bc' value='2'>Kém",
    "<input type='radio' name='hl' checked>Tất cả<input type='radio' name='hl'>Còn hiệu lực", "<input type='checkbox' name='nho' checked>Ghi nhớ",
])  # fmt: skip
def test_fields_that_filter_nothing(form: str) -> None:
    assert told(form) == "complete"


# ---- the list has moved ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [
    "<meta http-equiv='refresh' content='5;url=https://moi.example/'>", "<meta http-equiv=refresh content=\"0; URL='/van-ban-moi'\">",
    "<script>setTimeout(function(){window.location.href='https://moi.example/'},5000)</script>",
    "<script>top.location = 'https://moi.example/';</script>",
])  # fmt: skip
def test_a_page_that_sends_its_readers_on_is_doubted_whatever_was_said_of_its_end(more: str) -> None:
    assert told(more) == "incomplete"
    assert told(more, trust_end=True) == "incomplete"


@pytest.mark.parametrize("words", [
    "Cổng cũ", "Trang thông tin điện tử này đã chuyển sang địa chỉ https://moi.example.gov.vn", "Website đã ngừng cập nhật từ ngày 01/7/2025",
    "Cổng thông tin điện tử xã đã được chuyển đến tên miền mới", "Vui lòng truy cập trang mới tại https://moi.example",
    "Danh sách này không còn được cập nhật", "Ngừng cập nhật kể từ ngày 01/7/2025",
    "<b>Lưu ý:</b> Cổng này đã chuyển sang <a href='https://moi.example'>moi.example</a>",
])  # fmt: skip
def test_a_page_that_says_it_is_the_old_one(words: str) -> None:
    proof, had = read({"/van-ban": page(rows(1, 2, 3), f"<div>{words}</div>")})
    assert (proof.outcome, len(had)) == ("incomplete", 3)
    assert told(f"<div>{words}</div>", trust_end=True) == "complete"


@pytest.mark.parametrize("more", [
    "<meta http-equiv='refresh' content='300'>", "<meta http-equiv='refresh' content='300;url=/van-ban'>",
    "<script>function di(){window.location.href='/khac'}</script>", "<a href='http://cu.example'>Cổng cũ</a>", "<p><a href='http://cu.example'>Trang cũ</a></p>",
    "<p>Văn bản mới, văn bản cũ hơn</p>", "<p>Thủ tục đã chuyển sang cấp xã</p>", "<p>Truy cập: 12.345</p>", "<p>Hôm nay: 5 lượt truy cập</p>",
    "<p>Cổng thông tin điện tử xã Tam Xuân</p>", "<div>Địa chỉ cũ: số 5 đường Hùng Vương</div>", "<p>Nội dung trang thông tin điện tử không được sử dụng lại</p>",
    "<p>Nộp hồ sơ: truy cập Cổng dịch vụ công tại https://dichvucong.gov.vn</p>", "<p>Địa chỉ mới nhất của văn bản</p>",
])  # fmt: skip
def test_a_page_that_has_not_moved(more: str) -> None:
    assert told(more) == "complete"


def test_a_row_that_is_about_a_portal_that_moved() -> None:
    moved = row(1).replace(
        "Công bố thủ tục thứ 1", "Thông báo cổng thông tin điện tử đã chuyển sang địa chỉ mới"
    )
    assert outcome(page(moved)) == "complete"


# ---- rows that are not shown ----------------------------------------------------------------------------------------------

HIDDEN = (
    "style='display:none'",
    "style='visibility: hidden'",
    "hidden",
    "aria-hidden='true'",
    "class='d-none'",
    "class='an'",
)


def with_hidden(way: str, *, more: str = "") -> str:
    rule = "<style>.an { display: none }</style>"
    return rule + page(row(1) + row(2) + row(3).replace("<tr>", f"<tr {way}>"), more)


@pytest.mark.parametrize("way", HIDDEN)
def test_a_row_that_is_not_shown_is_not_read_and_is_told(way: str) -> None:
    proof, had = read({"/van-ban": with_hidden(way)})
    assert (proof.outcome, had) == ("incomplete", ["/vb/1", "/vb/2"])
    assert "3/QĐ-UBND" in (proof.reason or "")
    proof, had = read({"/van-ban": with_hidden(way)}, trust_end=True)
    assert (proof.outcome, had) == ("complete", ["/vb/1", "/vb/2"])


def test_a_hidden_copy_of_a_row_and_a_mould_for_rows_are_nothing() -> None:
    assert outcome(page(row(1) + row(2) + row(2).replace("<tr>", "<tr hidden>"))) == "complete"
    mould = "<tr hidden><td>{{stt}}</td><td><a href='/vb/{{id}}'>{{so}}</a></td><td></td><td></td></tr>"
    assert outcome(page(row(1) + row(2) + mould)) == "complete"


@pytest.mark.parametrize("way", [
    "class='d-none d-md-table-row'", "style='display:table-row'", "class='an hien'", "class='hidden-xs'",
])  # fmt: skip
def test_a_row_that_wide_screens_show_is_a_row(way: str) -> None:
    rule = "<style>.an { display: none } .an.hien { display: table-row } @media (max-width: 600px) { tr { display: none } }</style>"
    assert outcome(rule + page(row(1) + row(2) + row(3).replace("<tr>", f"<tr {way}>"))) == "complete"


def test_rows_that_a_click_on_the_page_shows_are_read() -> None:
    _, had = read({"/van-ban": with_hidden(HIDDEN[0], more="<button>Xem thêm</button>")})
    assert had == ["/vb/1", "/vb/2", "/vb/3"]
    fold = f"<a href='#cu' data-toggle='collapse'>Năm 2025</a><div id='cu' class='collapse'><table class='ds'>{HEAD}{row(3)}</table></div>"
    assert read({"/van-ban": page(rows(1, 2), fold)}, list={"row": "table.ds tr"})[1] == [
        "/vb/1",
        "/vb/2",
        "/vb/3",
    ]


def test_a_list_that_is_hidden_whole_is_read_and_asked_about() -> None:
    html = page(rows(1, 2, 3)).replace("<table", "<table style='display:none'")
    proof, had = read({"/van-ban": html})
    assert (proof.outcome, len(had)) == ("incomplete", 3)
    assert outcome(html, trust_end=True) == "complete"


def test_links_for_robots_and_keys_for_sorting_are_not_what_a_row_says() -> None:
    trap = "<td><a style='display:none' href='/vb/9'>9/QĐ-UBND</a><a"
    key = "<td><span style='display:none'>20991231</span>02/03/2026"
    html = page(row(1).replace("<td><a", trap).replace("<td>02/03/2026", key))
    assert read({"/van-ban": html})[1] == ["/vb/1"]


# ---- another office's number -------------------------------------------------------------------------------------------------


def shown(number: str) -> str:
    return f"<html><body><table><tr><td>Số ký hiệu</td><td>{number}</td></tr></table></body></html>"


def test_the_same_number_of_another_office_is_another_document() -> None:
    assert outcome(page(row(1) + row(1, link="/vb/1").replace("UBND", "SNN"))) == "incomplete"
    assert read({"/van-ban": page(row(1)), "/vb/1": shown("1/QĐ-SNN")})[0].outcome == "incomplete"
    assert outcome(page(row(1) + row(1, link="").replace("UBND", "SNN"))) == "incomplete"


def test_a_number_that_ends_as_another_is_not_that_one() -> None:
    assert outcome(page(row(12) + row(2, link=""))) == "incomplete"
    other = "<html><body><p>Quyết định 12/QĐ-UBND về việc khác</p></body></html>"
    assert read({"/van-ban": page(row(2)), "/vb/2": other})[0].outcome == "incomplete"
    own = "<html><body><p>Quyết định số 02/QĐ-UBND về việc khác</p></body></html>"
    assert read({"/van-ban": page(row(2)), "/vb/2": own})[0].outcome == "complete"


def test_the_same_number_of_another_year_is_another_document() -> None:
    def dated(day: str) -> str:
        return shown("1/QĐ-UBND").replace(
            "</table>", f"<tr><td>Ngày ban hành</td><td>{day}</td></tr></table>"
        )

    for day, found in (("10/11/2025", "incomplete"), ("02/03/2026", "complete"), ("05/03/2026", "complete")):
        assert read({"/van-ban": page(row(1)), "/vb/1": dated(day)})[0].outcome == found
    assert outcome(page(row(1) + row(1, link="/vb/1").replace("2026", "2025"))) == "incomplete"


def test_pages_of_another_size_leave_rows_out() -> None:
    def walk(second: str) -> str:
        first = page(rows(1, 2), "<div class='pager'><a href='?trang=2'>Trang sau</a></div>")
        return str(read({"/van-ban": first, "/van-ban?trang=2": second})[0].outcome)

    assert walk(page(rows(5, 6, 7, 8))) == "incomplete"
    assert walk(page(rows(3, 4))) == "complete"
    assert walk(page(rows(1, 2, 3, 4, 5))) == "complete", "all of them"


@pytest.mark.parametrize("printed", [
    "01/QĐ-UBND", "1/QĐ-UBND.", "1/QĐ-UBND ngày 04/12/2026", "1/2026/QĐ-UBND", "Số: 1 / QĐ – UBND", "1/QD-UBND", "1/QĐ-UBDN", "1/QĐ-UB", "1", "1/QĐ",
])  # fmt: skip
def test_prints_of_one_number(printed: str) -> None:
    assert may_be_one("1/QĐ-UBND", printed)
    assert read({"/van-ban": page(row(1)), "/vb/1": shown(printed)})[0].outcome == "complete"


@pytest.mark.parametrize("printed", ["1/QĐ-SNN", "11/QĐ-UBND", "1/NQ-HĐND", "1/QĐ-UBND-VP", "1/TB-UBND"])
def test_prints_of_two_numbers(printed: str) -> None:
    assert not may_be_one("1/QĐ-UBND", printed)


def test_numbers_in_words() -> None:
    assert list(prints_in("12/QĐ-UBND ngày 05/03/2026 sửa 7/2025/QĐ-UBND")) == [
        "12/QĐ-UBND",
        "7/2025/QĐ-UBND",
    ]
    assert bears("Quyết định số 12", "12")
    assert bears("Văn bản không số, của xã", "Không số")
    assert not bears("Quyết định số 112/QĐ-UBND", "12")


def test_a_row_of_a_document_that_has_no_number_yet_is_told() -> None:
    pending = "<tr><td>4</td><td></td><td>05/03/2026</td><td>Công bố thủ tục mới</td></tr>"
    assert outcome(page(rows(1, 2, 3) + pending)) == "incomplete"


# ---- addresses of one night ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", [
    "/vb/1;jsessionid=9F3A", "/vb/1?t=1764600000123", "/vb/1?_=1764600000", "/vb/1?ts=20261201143000", "/vb/1?rnd=0.8371234", "/vb/1?token=9f3ab2c4d5",
    "/vb/1?PHPSESSID=a1", "/vb/1?ASP.NET_SessionId=a1b2", "/(S(lit3py55t21z5v55))/vb/1", "/vb/1?s=9f3ab2c4d59f3ab2", "/vb/1;sid=9f3a?sessionid=1",
])  # fmt: skip
def test_what_differs_from_night_to_night_makes_no_new_document(one: str) -> None:
    assert key_of(f"https://xa.example{one}") == "/vb/1"


@pytest.mark.parametrize(("name", "value"), [
    ("t", "12"), ("v", "2"), ("s", "12/QĐ-UBND"), ("s", "quyet-dinh"), ("sid", "12"), ("token", "12"), ("time", "2026"), ("r", "3"), ("s", "05-03-2026"),
])  # fmt: skip
def test_what_may_tell_documents_apart_stays(name: str, value: str) -> None:
    assert not is_fleeting(name, value)


def test_documents_that_only_such_a_word_tells_apart_are_told() -> None:
    links = ("/xem?token=a1b2c3d4e5", "/xem?token=f6a7b8c9d0")
    assert differ_by_token(*links)
    answers = dict.fromkeys(links, shown("1/QĐ-UBND"))
    items = "".join(
        f"<li class='vb'><a href='{link}'>Công bố thủ tục hành chính {n}</a></li>"
        for n, link in enumerate(links)
    )
    html = f"<html><body><ul>{items}</ul></body></html>"
    assert read({**answers, "/van-ban": html}, list={"row": "li.vb", "link": "a"})[0].outcome == "incomplete"


def test_a_page_that_is_all_frame_says_where_its_list_is() -> None:
    for frame in (
        "<iframe src='/ds-van-ban.aspx'></iframe>",
        "<frameset><frame src='/ds-van-ban.aspx'></frameset>",
    ):
        proof, _ = read({"/van-ban": f"<html><h1>Văn bản</h1>{frame}</html>"})
        assert proof.outcome == "dark"
        assert "/ds-van-ban.aspx" in (proof.reason or "")


# ---- the same, asked of each alone ---------------------------------------------------------------------------------------------------

URL = "https://xa.example/van-ban"


def test_signs_are_shown_with_where_they_lead() -> None:
    html = page(rows(1, 2), "<a href='/tat-ca'>Xem tất cả</a><iframe src='/khung'></iframe>")
    soup = soup_of(html)
    links = frozenset({"https://xa.example/vb/1", "https://xa.example/vb/2"})
    assert "“Xem tất cả” → https://xa.example/tat-ca" in signs_beside(
        soup, html, URL, Reached(1, 2, ()), links
    )
    assert list(frames_of(soup, URL)) == ["https://xa.example/khung"]


def test_what_sends_on_goes_before_what_is_said() -> None:
    html = "<meta http-equiv=refresh content='0;url=https://moi.example/'><p>Cổng cũ</p>"
    for heed_words in (True, False):
        assert "moi.example" in str(moved_away(html, URL, heed_words=heed_words))
    assert moved_away("<p>Cổng cũ</p>", URL, heed_words=False) is None


def test_rows_are_parted_by_what_is_shown() -> None:
    html = "<ul><li>một</li><li hidden>hai</li></ul>"
    soup = soup_of(html)
    shown_ones, hidden = shown_rows(soup, html, URL, soup.find_all("li"))
    assert ([one.text for one in shown_ones], [one.text for one in hidden]) == (["một"], ["hai"])


def test_a_place_on_a_site_and_a_rank_that_none_bears() -> None:
    assert place_on_site("https://xa.example/van-ban/?a=1") == place_on_site("http://moi.example/van-ban?a=1")
    assert len(list(left_out_ranks([(0, 1), (0, 2), (0, 4), (0, 5)]))) == 1


def test_a_word_of_one_night_under_any_name_is_told_by_the_night_before() -> None:
    before = {"/vb?id=1&x=9f3ab2c4d5": "a", "/vb?id=2&x=9f3ab2c4d5": "b", "/vb?id=3": "c"}
    today = {
        "/vb?id=1&x=77cdef0123": "a",
        "/vb?id=2&x=77cdef0123": "changed",
        "/vb?id=3": "c",
        "/vb?id=4&x=77cdef0123": "d",
    }
    assert renamed(today, before) == {"/vb?id=1&x=77cdef0123": "/vb?id=1&x=9f3ab2c4d5"}
    assert renamed({"/vb?id=2": "a"}, {"/vb?id=1": "a"}) == {}, "a number that tells documents apart"
    two = {"/vb?x=77cdef0123": "a", "/vb?x=66cdef0123": "a"}
    assert renamed(two, {"/vb?x=9f3ab2c4d5": "a"}) == {}


def test_a_second_night_with_other_words_in_its_addresses_hands_nothing_over() -> None:
    def night(word: str, known: dict[str, str]) -> list[object]:
        answers: dict[str, Answer | str | bytes] = {
            "/van-ban": page("".join(row(n, link=f"/vb?id={n}&x={word}") for n in (1, 2)))
        }
        answers |= {f"/vb?id={n}&x={word}": shown(f"{n}/QĐ-UBND") for n in (1, 2)}
        with serving(pages(answers)) as site:
            settings = source("html", site.url + "/van-ban")
            with client_of(settings, MemoryArchive()) as client:
                return list(portal_for(settings).crawl(client, Window(full=True), known))

    first = [one for one in night("9f3ab2c4d5", {}) if isinstance(one, Receipt)]
    known = {one.key: one.fingerprint for one in first}
    second = night("77cdef0123", known)
    assert [one.key for one in second if isinstance(one, Unchanged)] == [one.key for one in first]
    assert not any(isinstance(one, Receipt) for one in second)


def test_a_hidden_row_of_a_family_of_its_own() -> None:
    def item(number: int, way: str = "") -> str:
        code = f'<a href="/laws/detail/quyet-dinh-{number}/">{number}/QĐ-UBND</a>'
        return f'<div class="table-rows" {way}><div class="c-code">{code}</div><div class="c-intro">Công bố</div></div>'

    html = f'<div class="flex-table-laws">{item(1)}{item(2, "style=display:none")}</div>'
    found = portal_for(source("nukeviet-laws", URL)).parse_list(html, URL)  # type: ignore[attr-defined]
    assert ([one.number for one in found.entries], len(found.doubts)) == (["1/QĐ-UBND"], 1)


def test_files_beside_the_link_of_a_row_that_was_read_are_its_own() -> None:
    """As many portals have it: the number leads to a page, the files stand in a column of the same row."""
    with_files = "".join(
        row(n).replace(
            "</tr>", f"<td><a href='/tai-ve/{n}/{n}.QD.UBND.signed.pdf'>{n}.QĐ.UBND.signed.pdf</a></td></tr>"
        )
        for n in (1, 2, 3)
    )
    shown = page(with_files).replace("</tr>", "<th>Tệp đính kèm</th></tr>", 1)
    assert outcome(shown) == "complete"
    assert outcome(shown, list={"row": "table.ds tr", "link": "td:nth-of-type(2) a"}) == "complete"
