# ruff: noqa: E501 - pages are written as portals send them
from dataclasses import replace
from datetime import date

import pytest
from bs4 import BeautifulSoup

from niemyet.extractors.portals import portal_for
from niemyet.extractors.portals.html import key_of
from niemyet.extractors.portals.labels import field_of, pairs, values_of
from niemyet.extractors.portals.pages import Entry
from niemyet.model.errors import NotThePageError, UsageError
from niemyet.model.records import CrawlProof, Gap, Receipt, Unchanged, Window
from tests.support.loopback import POLITE, Answer, MemoryArchive, client_of, pages, serving, source
from tests.support.realdata import real

WHOLE = Window(full=True)


def crawl(answers, path, window=WHOLE, known=(), **more):
    archive = MemoryArchive()
    with serving(answers if callable(answers) else pages(answers)) as site:
        settings = source("html", site.url + path, **more)
        with client_of(settings, archive) as client:
            events = list(portal_for(settings).crawl(client, window, dict(known)))
    portal = portal_for(settings)
    postings = {e.key: portal.read(e, archive.read) for e in events if isinstance(e, Receipt)}
    return events, postings, site


# ---- a portal that lists in a table, with details in four-cell rows -----------------------------------


def table_list(number: int, rows: str, *, last: int = 2) -> str:
    following = f'<a href="?trang={number + 1}">Trang sau</a>' if number < last else ""
    return f"""<html><head><title>Sở Thử nghiệm</title></head><body>
      <ul><li><a href="/">Trang chủ</a></li><li><a href="/van-ban">Văn bản</a></li></ul>
      <table class=ds><thead><tr><th>STT</th><th>Số/ký hiệu </th><th>Ngày ban hành</th><th>Trích yếu</th></tr></thead>
      {rows}<tr class="pager"><td colspan="4"><a href="?trang=1">1</a> <a href="?trang=2">2</a></td></tr></table>
      {following}<p>Lượt truy cập: {number * 31}</p></body></html>"""


def table_row(rank: int, number: str, day: str, title: str, link: str) -> str:
    return f"<tr><td>{rank}<td><a href='{link}'>{number}</a><td>{day}<td><a href='{link}'>{title}</a></tr>"


def four_cells(number: str, day: str, title: str, files: str) -> str:
    return f"""<html><body><h2>Thông tin văn bản</h2><table>
      <tr><td>Số kí hiệu:</td><td>{number}</td><td>Ngày ban hành:</td><td>{day}</td></tr>
      <tr><td>Ngày có hiệu lực</td><td>01/04/2026</td><td>Cơ quan ban hành (*)</td><td>UBND tỉnh Thử Nghiệm</td></tr>
      <tr><td>Lĩnh vực</td><td>Hộ tịch; Nuôi con nuôi</td><td>Màu bìa</td><td>xanh</td></tr>
      <tr><td>Trích yếu</td><td colspan="3">{title}</td></tr>
      <tr><td>File dính kèm</td><td colspan="3">{files}</td></tr></table>
      <h3>Văn bản liên quan</h3><table><tr><th>Số ký hiệu</th><th>Ngày ban hành</th></tr>
      <tr><td><a href="/vb/9">9/QĐ-UBND</a></td><td>01/01/2001</td></tr></table>
      <div id="footer"><a href="/huong-dan.pdf">Hướng dẫn</a></div></body></html>"""


TABLE = {
    "/van-ban": table_list(
        1,
        table_row(1, "12/QĐ-UBND", "10/03/2026", "Công bố danh mục mười hai...", "/vb/12")
        + table_row(2, "11/QĐ-UBND", "09/03/2026", "Công bố danh mục mười một...", "/vb/11?p_auth=x1"),
    ),
    "/van-ban?trang=2": table_list(
        2, table_row(3, "2/QĐ-UBND", "05/01/2026", "Công bố danh mục hai...", "/vb/2")
    ),
    "/vb/12": four_cells(
        "12/QĐ-UBND", "10-03-2026", "Công bố danh mục mười hai của Sở", "<a href='/tep/12.pdf'>12.pdf</a>"
    ),
    "/vb/11?p_auth=x1": four_cells(
        "11/QĐ-UBND", "ngày 09 tháng 3 năm 2026", "Công bố danh mục mười một", "không có"
    ),
    "/vb/2": four_cells(
        "02/QĐ-UBND", "05/01/2026", "Công bố danh mục hai", "<a href='/tep/mat.docx'>Tải về</a>"
    ),
    "/tep/12.pdf": Answer(b"%PDF-1.5 made up %%EOF"),
}


def test_a_table_portal_needs_no_selector_at_all():
    events, postings, _ = crawl(TABLE, "/van-ban")
    assert events[-1] == CrawlProof("complete", 2, 3, None)
    assert sorted(postings) == ["/vb/11", "/vb/12", "/vb/2"]
    posting = postings["/vb/12"]
    assert posting.number_text == "12/QĐ-UBND"
    assert posting.title == "Công bố danh mục mười hai của Sở"  # whole, the list cuts it off
    assert (posting.signed_on, posting.effective_on) == (date(2026, 3, 10), date(2026, 4, 1))
    assert posting.issuer_name == "UBND tỉnh Thử Nghiệm"
    assert posting.sectors == ("Hộ tịch", "Nuôi con nuôi")
    assert [(f.name, f.sha256 is not None) for f in posting.files] == [("12.pdf", True)]
    assert postings["/vb/11"].signed_on == date(2026, 3, 9)
    assert postings["/vb/11"].files == ()
    (lost,) = postings["/vb/2"].files
    assert (lost.name, lost.sha256) == ("mat.docx", None)
    assert "404" in lost.reason


def test_counters_and_tokens_are_no_change():
    events, _, _ = crawl(TABLE, "/van-ban")
    known = {e.key: e.fingerprint for e in events if isinstance(e, Receipt)}
    noisy = {
        **TABLE,
        "/van-ban": TABLE["/van-ban"]
        .replace("truy cập: 31", "truy cập: 32")
        .replace("p_auth=x1", "p_auth=y2"),
    }
    events, _, site = crawl(noisy, "/van-ban", known=known)
    assert {type(e) for e in events} == {Unchanged, CrawlProof}
    assert site.paths == ["/van-ban", "/van-ban?trang=2"]


def test_the_window_holds_by_the_listed_date():
    _, postings, _ = crawl(TABLE, "/van-ban", Window(since=date(2026, 3, 1), until=date(2026, 3, 10)))
    assert list(postings) == ["/vb/11"]


MARCH = Window(since=date(2022, 3, 1), until=date(2022, 4, 1))


def american(*days: str, month: str = "") -> dict[str, str]:
    rows = "".join(
        table_row(n, f"{n}/QĐ-UBND", f"{day}{month}", f"Công bố danh mục số {n}", f"/vb/{n}")
        for n, day in enumerate(days, start=1)
    )
    details = {
        f"/vb/{n}": four_cells(f"{n}/QĐ-UBND", day, f"Công bố danh mục số {n}", "")
        for n, day in enumerate(days, start=1)
    }
    return {"/van-ban": table_list(1, rows, last=1).replace("?trang=2", "?trang=1"), **details}


@pytest.mark.parametrize(
    ("days", "month", "read"),
    [
        (("3/4/2022", "4/3/2022"), " 12:00:00 AM", {"/vb/1": date(2022, 3, 4)}),  # a page in American English
        (("3/4/2022", "3/25/2022"), "", {"/vb/1": date(2022, 3, 4), "/vb/2": date(2022, 3, 25)}),
        # Nothing proves the order: both that may be of March are looked at.
        (("3/4/2022", "4/3/2022"), "", {"/vb/1": None, "/vb/2": None}),
        # Other rows prove that the day comes first.
        (("3/4/2022", "25/4/2022", "4/3/2022"), "", {"/vb/3": None}),
        # The column contradicts itself: what may be read both ways is looked at.
        (("3/4/2022", "25/4/2022", "4/25/2022"), "", {"/vb/1": None}),
    ],
)
def test_days_of_a_list_are_read_as_its_column_proves_them(days, month, read):
    _, postings, _ = crawl(american(*days, month=month), "/van-ban", MARCH)
    assert sorted(postings) == sorted(read)


def test_what_other_rows_prove_is_no_change_of_a_row():
    portal = portal_for(source("html", "https://tinh.example/van-ban"))
    first, second = (
        portal.parse_list(american(*days)["/van-ban"], "https://tinh.example/van-ban").entries[0]
        for days in (("3/4/2022", "4/3/2022"), ("3/4/2022", "3/25/2022"))
    )
    assert first.signed_on != second.signed_on
    assert first.fingerprint == second.fingerprint


# ---- a portal that lists in blocks, with lines of labels ----------------------------------------------


def block(number: str, day: str, title: str, link: str) -> str:
    return f"""<div class="muc"><h3><a href="{link}">{title}</a></h3>
      <p class="so">Số ký hiệu: {number}</p><span class="ngay">Ngày ký: {day}</span></div>"""


def lines(number: str, day: str, more: str = "") -> str:
    return f"""<html><body><div id="noi-dung"><h1>Chi tiết</h1><p>Số hiệu văn bản: <b>{number}</b></p>
      <div><span class="nhan">Ngày ký</span><span>{day}</span></div>
      <dl><dt>Đơn vị ban hành</dt><dd>Chủ tịch UBND tỉnh</dd></dl>
      <p><strong>Ký hiệu hồ sơ</strong>: H-{number}</p>{more}</div>
      <div id="chan-trang"><a href="/gioi-thieu.pdf">Giới thiệu</a></div></body></html>"""


BLOCKS = {
    "/tin/": f"""<html><body><div class="ds">{block("7/QĐ-UBND", "07/02/2026", "Quyết định số bảy", "/tin/bay-7.html")}
      {block("6/QĐ-UBND", "06/02/2026", "Quyết định số sáu", "/tin/sau-6.html")}</div>
      <ul class="trang"><li class="active">1</li><li><a class="toi" href="/tin/trang-2">2</a></li></ul></body></html>""",
    "/tin/trang-2": f"""<html><body><div class="ds">{block("5/QĐ-UBND", "05/02/2026", "Quyết định số năm", "/tin/nam-5.html")}</div>
      <ul class="trang"><li><a href="/tin/">1</a></li><li class="active">2</li></ul></body></html>""",
    "/tin/bay-7.html": lines("7/QĐ-UBND", "07/02/2026", '<p><a href="/f/7.docx">bản chữ</a></p>'),
    "/tin/sau-6.html": lines(
        "6/QĐ-UBND", "06/02/2026", '<iframe src="/pdfjs/viewer.html?file=%2Ff%2F6%20ky.pdf&v=3"></iframe>'
    ),
    "/tin/nam-5.html": lines("5/QĐ-UBND", "05/02/2026"),
    "/f/7.docx": Answer(b"PK\x03\x04 made up"),
    "/f/6%20ky.pdf": Answer(b"%PDF-1.5 made up %%EOF"),
}
HOW = {
    "list": {
        "row": "div.muc",
        "link": "h3 a",
        "next": "ul.trang a.toi",
        "number": "p.so",
        "signed_on": "Ngày ký",
    },
    "detail": {"number": "Số hiệu văn bản", "signed_on": "Ngày ký"},
}


def test_a_portal_of_blocks_by_selectors_and_labels():
    events, postings, _ = crawl(BLOCKS, "/tin/", **HOW)
    assert events[-1] == CrawlProof("complete", 2, 3, None)
    seven, six, five = (postings[f"/tin/{slug}.html"] for slug in ("bay-7", "sau-6", "nam-5"))
    assert (seven.number_text, seven.signed_on) == ("7/QĐ-UBND", date(2026, 2, 7))
    assert seven.issuer_name == "Chủ tịch UBND tỉnh"
    assert seven.title == "Quyết định số bảy"  # only the list has one
    assert [f.name for f in seven.files] == ["7.docx"]
    assert [(f.name, f.sha256 is not None) for f in six.files] == [("6 ky.pdf", True)]
    assert five.files == ()  # the footer's file is not this decision's


def test_a_label_of_the_portals_own():
    _, postings, _ = crawl(BLOCKS, "/tin/", **{**HOW, "detail": {"number": "Ký hiệu hồ sơ:"}})
    assert postings["/tin/bay-7.html"].number_text == "H-7/QĐ-UBND"


def test_a_file_per_label_and_not_those_of_related_decisions():
    page = """<html><body><div><div class=a><table><tr><td>Số ký hiệu</td><td>5/QĐ-UBND</td></tr></table>
      <h2>File đính kèm</h2><div><p><a href="/t?id=1">Tải tập tin 1: <b>mot.pdf</b></a></p>
      <p><a href="/t?id=2">Tải tập tin 2: <b>hai.docx</b></a></p></div></div>
      <div class=lq>Liên quan <p>File đính kèm: <a href="/t?id=9">chin.pdf</a></p></div></div></body></html>"""
    detail = portal_for(source("html", "https://tinh.example/")).parse_detail(
        page, "https://tinh.example/vb/5", Entry("5", "https://tinh.example/vb/5", None, None, None)
    )
    assert [(f.name, f.url[-4:]) for f in detail.files] == [("mot.pdf", "id=1"), ("hai.docx", "id=2")]


@pytest.mark.realdata
def test_the_stored_nukeviet_documents_without_any_configuration():
    portal = portal_for(source("html", "http://cong.example/laws/"))
    expected = {
        "detail-pdf-and-docx": (
            "188/QĐ-UBND",
            date(2024, 1, 25),
            ["188-qd-ubnd.pdf", "phu-luc-188-qd-ubnd.docx"],
        ),
        "detail-drive-link": ("264/QĐ-UBND", date(2024, 1, 25), ["Nhấn vào link để tải file"]),
        "detail-no-file": ("304/QĐ-UBND", date(2024, 1, 27), []),
    }
    for name, (number, day, files) in expected.items():
        page = real(f"portals/nukeviet/{name}.body").read_text()
        detail = portal.parse_detail(
            page, "http://cong.example/laws/detail/x-5/", Entry("5", "", None, None, None)
        )
        assert (detail.number, detail.signed_on) == (number, day)
        assert [file.name for file in detail.files] == files


@pytest.mark.realdata
@pytest.mark.parametrize(
    "name", ["no-permission-200", "flood-blocked", "home", "news-niemyet-detail", "nv-info-die"]
)
def test_refusals_are_no_document(name):
    portal = portal_for(source("html", "http://cong.example/laws/"))
    page = real(f"portals/nukeviet/{name}.body").read_text()
    with pytest.raises(NotThePageError):
        portal.parse_detail(page, "http://cong.example/x", Entry("5", "", "188/QĐ-UBND", None, "Quyết định"))


# ---- what is no content ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<html><head><title>Lỗi</title></head><body>Hệ thống đang bảo trì</body></html>", "bảo trì"),
        (
            "<html><body><table><tr><th>Số ký hiệu</th><th>Ngày ban hành</th></tr></table></body></html>",
            "list.row",
        ),
        ("<html><body><div id=root></div></body></html>", "list.row"),
        (
            "<html><body><ul>"
            + "".join(
                f"<li><a href='/cq/{n}'>{name}</a> ({n})</li>"
                for n, name in enumerate(
                    ["Sở Tư pháp", "Sở Y tế", "UBND xã Một", "UBND xã Hai", "Ban Dân tộc"]
                )
            )
            + "</ul></body></html>",
            "chọn theo cơ quan",
        ),
    ],
)
def test_a_page_without_rows_is_dark(page, said):
    events, postings, _ = crawl({"/van-ban": page}, "/van-ban")
    assert [type(e) for e in events] == [Gap, CrawlProof]
    assert events[-1].outcome == "dark"
    assert said in events[-1].reason
    assert postings == {}


def test_an_empty_list_must_say_so():
    page = "<html><body><table><tr><th>Số ký hiệu</th><th>Trích yếu</th></tr></table>Không có dữ liệu</body></html>"
    events, _, _ = crawl({"/van-ban": page}, "/van-ban")
    assert events == [CrawlProof("complete", 1, 0, None)]


def test_a_detail_page_that_is_the_home_page_is_refused_and_the_row_kept():
    home = "<html><title>Trang chủ</title><body>Chào mừng</body></html>"
    events, postings, _ = crawl({**TABLE, "/vb/12": home}, "/van-ban")
    assert postings["/vb/12"].flags == ("detail_not_had",)
    assert postings["/vb/12"].number_text == "12/QĐ-UBND"
    assert [e.url.rsplit("/", 1)[1] for e in events if isinstance(e, Gap)] == ["12"]
    assert events[-1].outcome == "incomplete"


def test_a_detail_that_redirects_to_the_list_is_refused():
    answers = {**TABLE, "/vb/12": Answer("", 302, {"Location": "/van-ban"})}
    _, postings, _ = crawl(answers, "/van-ban")
    assert postings["/vb/12"].flags == ("detail_not_had",)


def test_a_detail_page_of_another_decision_is_refused():
    _, postings, _ = crawl({**TABLE, "/vb/12": TABLE["/vb/2"]}, "/van-ban")
    assert postings["/vb/12"].flags == ("detail_not_had",)


def test_a_list_that_ignores_page_numbers_is_incomplete():
    answers = {**TABLE, "/van-ban?trang=2": TABLE["/van-ban"]}
    events, postings, site = crawl(answers, "/van-ban")
    assert len(postings) == 2
    assert events[-1].outcome == "incomplete"
    assert "giống hệt" in events[-1].reason
    assert [p for p in site.paths if "van-ban" in p] == ["/van-ban", "/van-ban?trang=2"]


def test_a_list_that_begins_anew_behind_its_end_has_ended():
    answers = {
        **TABLE,
        "/van-ban?trang=2": TABLE["/van-ban?trang=2"].replace(
            "</body>", "<a rel=next href='?trang=3'>x</a></body>"
        ),
        "/van-ban?trang=3": TABLE["/van-ban"],
    }
    events, postings, _ = crawl(answers, "/van-ban")
    assert len(postings) == 3
    assert events[-1].outcome == "complete"


def test_a_pager_that_needs_scripts_is_said():
    page = TABLE["/van-ban"].replace('href="?trang=2"', 'href="javascript:goPage(2)"')
    events, _, _ = crawl({**TABLE, "/van-ban": page}, "/van-ban")
    assert events[-1].outcome == "incomplete"
    assert "script" in events[-1].reason


def test_a_pager_inside_the_table_is_no_row_for_a_selector_either():
    _, postings, _ = crawl(TABLE, "/van-ban", list={"row": "table.ds tr"})
    assert sorted(postings) == ["/vb/11", "/vb/12", "/vb/2"]


def test_a_list_longer_than_allowed_is_incomplete():
    events, _, _ = crawl(TABLE, "/van-ban", max_pages=1)
    assert events[-1].outcome == "incomplete"
    assert "max_pages" in events[-1].reason


def test_an_unreachable_portal_is_dark():
    events, _, _ = crawl(lambda asked: Answer("", hang_up=True), "/van-ban", fetch=replace(POLITE, retries=0))
    assert events[-1].outcome == "dark"


def test_a_stored_page_that_lost_the_row_is_an_error():
    archive = MemoryArchive()
    with serving(pages(TABLE)) as site:
        settings = source("html", f"{site.url}/van-ban")
        with client_of(settings, archive) as client:
            receipt = next(iter(portal_for(settings).crawl(client, WHOLE, {})))
    with pytest.raises(NotThePageError, match="no row with key"):
        portal_for(settings).read(replace(receipt, key="/vb/77"), archive.read)


# ---- configuration -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"list": {"rows": "tr"}}, "list.rows"),
        ({"detail": {"numbr": "Số"}}, "detail.numbr"),
        ({"list": {"row": "Số ký hiệu"}}, "list.row"),
        ({"list": {"link": "a[href"}}, "list.link"),
    ],
)
def test_a_wrong_key_is_named(more, named):
    with pytest.raises(UsageError, match=named):
        portal_for(source("html", "https://tinh.example/", **more))


def test_an_unknown_kind_names_the_kinds():
    with pytest.raises(UsageError, match="cms14, dvc-2026, dvcqg, html, inbox, liferay, nukeviet-laws"):
        portal_for(source("htlm", "https://tinh.example/"))


@pytest.mark.parametrize("kind", ["dvcqg", "html", "nukeviet-laws"])
def test_a_missing_address_is_named(kind):
    with pytest.raises(UsageError, match="url is missing"):
        portal_for(source(kind, None))


# ---- labels ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Số ký hiệu", "number"),
        ("SỐ KÍ HIỆU :", "number"),
        ("Số/KýHiệu", "number"),
        ("Số ký hiệu văn bản", "number"),
        ("Ngày Ban Hành*", "signed_on"),
        ("Ngày quyết định", "signed_on"),
        ("Ngày bắt đầu hiệu lực", "effective_on"),
        ("Ngày hết hiệu lực", "expired_on"),
        ("Trích  Yếu", "title"),
        ("V/v", "title"),
        ("Cơ quan ban hành", "issuer"),
        ("Cơ quan ban hàn", "issuer"),  # a letter lost
        ("Ngày ban hàmh", "signed_on"),
        ("File dính kèm", "files"),
        ("Tệp đính kèm", "files"),
        ("Tình trạng hiệu lực", "status"),
        ("Hiệu lực", "status"),
        ("Nơi nhận", None),
        ("Ngày", None),
        ("Số", None),
        ("Ngày kỷ niệm", None),
        ("Số ký hiệu của văn bản này được ghi ở góc trên bên trái", None),
    ],
)
def test_labels_as_portals_spell_them(label, field):
    assert field_of(label) == field


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "lxml")


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>Số ký hiệu</td><td>5/QĐ-UBND</td></tr></table>",
        "<table><tr><th>Số ký hiệu</th><td>5/QĐ-UBND</td></tr></table>",
        "<table><tr><td>Nơi nhận<td>như trên<td>Số ký hiệu:<td>5/QĐ-UBND</table>",
        "<dl><dt>Số ký hiệu</dt><dd>5/QĐ-UBND</dd></dl>",
        "<p>Số ký hiệu: 5/QĐ-UBND</p>",
        "<div>Loại: x<br>Số ký hiệu: 5/QĐ-UBND<br>Ngày ký: không rõ</div>",
        "<div><span>Số ký hiệu:</span> 5/QĐ-UBND</div>",
        "<div><b>Số ký hiệu</b>: 5/QĐ-UBND <b>Người ký</b>: A</div>",
        "<div><div class=l>Số ký hiệu</div><div class=v>5/QĐ-UBND</div><div>khác</div></div>",
        "<li><label>Số ký hiệu</label><span>5/QĐ-UBND</span></li>",
    ],
)
def test_pairs_in_every_dress(html):
    assert values_of(soup(html))["number"].text == "5/QĐ-UBND"


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><th>Số ký hiệu</th><th>Ngày ban hành</th></tr></table>",
        "<table><tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th><th>Tải về</th></tr></table>",
        "<form><label>Số ký hiệu</label><input name=q></form>",
        "<div><span>Số ký hiệu</span><span>Ngày ban hành</span></div>",
        "<p>Số ký hiệu</p>",
    ],
)
def test_headings_and_forms_are_no_values(html):
    assert "number" not in values_of(soup(html))


def test_the_first_value_of_a_page_counts():
    page = soup("<p>Số hiệu: 9/KH-UBND</p><table><tr><td>Số ký hiệu</td><td>5/QĐ</td></tr></table>")
    assert values_of(page)["number"].text == "5/QĐ"  # a table before a line of text
    assert len(pairs(page)) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example/vb/1?p_auth=x&id=3", "https://b.example/vb/1/?id=3&p_auth=y"),
        ("https://a.example/vb;jsessionid=AB12/1", "https://a.example/vb/1"),
        ("https://a.example/v%C4%83n-b%E1%BA%A3n", "https://a.example/văn-bản"),
        ("https://a.example/x?dDocName=P1&_afrLoop=123", "https://a.example/x?dDocName=P1"),
    ],
)
def test_one_document_one_key(one, other):
    assert key_of(one) == key_of(other)


def test_two_documents_two_keys():
    assert key_of("https://a.example/?docid=1") != key_of("https://a.example/?docid=2")
