# ruff: noqa: E501 - pages are written as portals send them
"""Lists that look as if they had been read to their end and were not: each must say so, and one that is whole must not."""

from collections.abc import Mapping
from typing import Any

import pytest

from niemyet.extractors.portals import portal_for
from niemyet.extractors.portals.chosen_period import other_parts, other_periods
from niemyet.extractors.portals.html import key_of, shape_of
from niemyet.extractors.portals.labels import soup_of
from niemyet.extractors.portals.pager import Reached, signs_of_more, stated_total
from niemyet.model.records import CrawlProof, Receipt, Window
from tests.support.loopback import MemoryArchive, client_of, pages, serving, source

HEAD = "<tr><th>STT</th><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"


def row(number: int, rank: int | str = "", link: str | None = None) -> str:
    symbol = f"{number}/QĐ-UBND"
    shown = f'<a href="{link or f"/vb/{number}"}">{symbol}</a>' if link != "" else symbol
    return f"<tr><td>{rank}</td><td>{shown}</td><td>0{number % 9 + 1}/03/2026</td><td>Công bố thủ tục thứ {number}</td></tr>"


def page(rows: str, more: str = "", *, end: str = "</body></html>") -> str:
    return f'<html><body><div class="noi-dung"><table class="ds">{HEAD}{rows}</table>{more}</div>{end}'


def rows(*numbers: int) -> str:
    return "".join(map(row, numbers))


def onward(number: int) -> str:
    return f'<div class="pager"><a href="?trang={number}">Trang sau</a></div>'


def read(answers: Mapping[str, str], path: str = "/van-ban", **more: Any) -> tuple[CrawlProof, list[str]]:
    """How whole the list is found to be, and the documents that were had."""
    details = {
        f"/vb/{number}": f"<html><body><table><tr><td>Số ký hiệu</td><td>{number}/QĐ-UBND</td></tr></table></body></html>"
        for number in range(1, 40)
    }
    archive = MemoryArchive()
    with serving(pages({**details, **answers})) as site:
        settings = source("html", site.url + path, **more)
        with client_of(settings, archive) as client:
            events = list(portal_for(settings).crawl(client, Window(full=True), {}))
    proof = events[-1]
    assert isinstance(proof, CrawlProof)
    return proof, [event.key for event in events if isinstance(event, Receipt)]


FULL = {"/van-ban": page(rows(1, 2, 3), onward(2)), "/van-ban?trang=2": page(rows(4, 5, 6), onward(3))}


@pytest.mark.parametrize("third", [
    FULL["/van-ban?trang=2"], FULL["/van-ban"], "<html><body><p>Không có dữ liệu</p></body></html>",
])  # fmt: skip
def test_a_page_with_nothing_new_behind_a_full_one_is_no_end(third: str) -> None:
    proof, had = read({**FULL, "/van-ban?trang=3": third})
    assert (proof.outcome, len(had)) == ("incomplete", 6)
    assert "trang=3" in (proof.reason or "")
    assert read({**FULL, "/van-ban?trang=3": third}, trust_end=True)[0].outcome == "complete"


@pytest.mark.parametrize("third", [FULL["/van-ban"], "<html><body><p>Không có dữ liệu</p></body></html>"])
def test_behind_a_page_that_is_not_full_it_is_the_end(third: str) -> None:
    short = page(rows(4, 5), onward(3))
    assert read({**FULL, "/van-ban?trang=2": short, "/van-ban?trang=3": third})[0].outcome == "complete"


def test_pages_that_the_page_before_names_are_not_ended_by_an_empty_one() -> None:
    numbers = (
        '<ul class="pagination">'
        + "".join(f'<li><a href="?trang={n}">{n}</a></li>' for n in (1, 2, 3, 4))
        + "</ul>"
    )
    answers = {"/van-ban": page(rows(1, 2, 3), numbers), "/van-ban?trang=2": page(rows(4, 5), numbers)}
    proof, _ = read({**answers, "/van-ban?trang=3": "<html><body>Không có dữ liệu</body></html>"})
    assert proof.outcome == "incomplete"
    assert "trang=4" in (proof.reason or "")


def test_a_page_that_breaks_off_where_others_do_not_is_told() -> None:
    proof, had = read({**FULL, "/van-ban?trang=2": page(rows(4), end="")})
    assert (proof.outcome, len(had)) == ("incomplete", 4)
    assert read({"/van-ban": page(rows(1, 2), end="")})[0].outcome == "complete", (
        "a portal that never closes its pages"
    )


def test_a_row_that_bears_a_number_and_leads_nowhere_is_told() -> None:
    proof, had = read({"/van-ban": page(row(1) + row(2, link="") + row(3))})
    assert (proof.outcome, had) == ("incomplete", ["/vb/1", "/vb/3"])
    assert "2/QĐ-UBND" in (proof.reason or "")


def test_two_rows_that_lead_to_one_page_are_told() -> None:
    proof, _ = read({"/van-ban": page(row(1) + row(2, link="/vb/1") + row(3))})
    assert proof.outcome == "incomplete"
    assert "1/QĐ-UBND" in (proof.reason or "")
    assert "2/QĐ-UBND" in (proof.reason or "")


def test_a_running_number_that_no_row_bears_is_told() -> None:
    broken = "<tr><td>3</td><td colspan=3>Object reference not set</td></tr>"
    proof, _ = read({"/van-ban": page(row(1, 1) + row(2, 2) + broken + row(4, 4))})
    assert proof.outcome == "incomplete"
    assert " 3" in (proof.reason or "")
    assert read({"/van-ban": page(row(1, 1) + row(2, 2) + row(4, 3))})[0].outcome == "complete"
    assert read({"/van-ban": page(row(1, 7) + row(2, 19) + row(4, 30))})[0].outcome == "complete", (
        "no running number"
    )


def test_documents_beside_the_rows_are_told() -> None:
    box = '<div class="noi-bat"><a href="/vb/9">Quyết định 9/QĐ-UBND công bố thủ tục</a></div>'
    proof, _ = read({"/van-ban": page(rows(1, 2, 3), box)})
    assert proof.outcome == "incomplete"
    assert "9/QĐ-UBND" in (proof.reason or "")
    assert read({"/van-ban": page(rows(1, 2, 3), box)}, trust_end=True)[0].outcome == "complete"
    aside = f"<aside>{box}</aside>"
    assert read({"/van-ban": page(rows(1, 2, 3), aside)})[0].outcome == "complete", (
        "a box of the page's frame"
    )
    again = '<div class="noi-bat"><a href="/vb/2">Quyết định 2/QĐ-UBND công bố thủ tục</a></div>'
    assert read({"/van-ban": page(rows(1, 2, 3), again)})[0].outcome == "complete", "it is one of the rows"


def test_a_list_that_says_another_total_on_its_next_page_has_moved() -> None:
    first = page(rows(1, 2, 3), "<p>1 - 3 / 6</p>" + onward(2))
    moved = page(rows(5, 6), "<p>4 - 5 / 5</p>")
    assert read({"/van-ban": first, "/van-ban?trang=2": moved})[0].outcome == "incomplete"
    short = page(rows(5, 6), "<p>5 - 6 / 6</p>")
    proof, _ = read({"/van-ban": first, "/van-ban?trang=2": short})
    assert (proof.outcome, "6" in (proof.reason or "")) == ("incomplete", True)
    whole = page(rows(4, 5, 6), "<p>4 - 6 / 6</p>")
    assert read({"/van-ban": first, "/van-ban?trang=2": whole})[0].outcome == "complete"


def test_all_of_them_at_another_address_is_no_list_that_moved() -> None:
    first = page(rows(1, 2, 3), '<a href="?tat-ca=1">Xem tất cả »</a>')
    proof, had = read({"/van-ban": first, "/van-ban?tat-ca=1": page(rows(1, 2, 3, 4, 5))})
    assert (proof.outcome, len(had)) == ("complete", 5)


SEARCH = '<form action="/van-ban"><input name="tu-khoa"><button>Tìm kiếm</button></form>'


def test_a_form_that_nothing_was_searched_with_is_no_empty_list() -> None:
    empty = page("<tr><td colspan=4>Không có dữ liệu</td></tr>", SEARCH)
    proof, _ = read({"/van-ban": empty})
    assert proof.outcome == "incomplete"
    assert read({"/van-ban": empty}, trust_end=True)[0].outcome == "complete"
    assert read({"/van-ban?tu-khoa=a": empty}, "/van-ban?tu-khoa=a")[0].outcome == "complete", "it was asked"


def test_another_layout_is_no_empty_list_whatever_a_box_says() -> None:
    cards = "".join(
        f'<div class="the"><a href="/vb/{n}">Quyết định {n}/QĐ-UBND công bố thủ tục</a></div>'
        for n in (1, 2, 3)
    )
    box = "<div>Không có văn bản mới trong tuần</div>"
    for body in (cards + box, f'<div class="widget">{box}</div>'):
        proof, _ = read({"/van-ban": f"<html><body>{body}</body></html>"}, list={"row": "table.ds tr"})
        assert proof.outcome == "dark"


# ---- what on a page says that it is not all --------------------------------------------------------------------


def signs(html: str) -> tuple[object, ...]:
    return signs_of_more(soup_of(html), html, "https://xa.example/van-ban", Reached(1, 9, ()))


@pytest.mark.parametrize("html", [
    "<p>Tổng số văn bản: 57</p>", "<div>Tổng số: <b>57</b></div>", "<p>Số lượng văn bản: 1.057</p>",
    "<div id='them'>Xem thêm</div>", "<script>var totalPages = 3;</script>", "<script>$('#t').DataTable({serverSide: true})</script>",
    "<script>$('#p').twbsPagination({})</script>",
    "<script>new IntersectionObserver(() => fetch('/api/vb?page=' + p)).observe(x)</script>",
])  # fmt: skip
def test_each_sign_without_a_pager(html: str) -> None:
    assert signs(html)


@pytest.mark.parametrize("html", [
    "<p>Tổng số văn bản: 9</p>", "<div>Tổng số: 9</div>", "<div>Lượt truy cập <p>Tổng số: 123456</p></div>",
    "<ul><li><span>Xem thêm</span></li><li><span>Xem thêm</span></li></ul>", "<script>var totalPages = 1;</script>",
    "<script>new IntersectionObserver(show).observe(image)</script>", "<p>Tổng số văn bản: 5/2026</p>",
])  # fmt: skip
def test_what_is_no_such_sign(html: str) -> None:
    assert signs(html) == ()


def parts(
    html: str, base: str = "https://xa.example/van-ban", first: str | None = None
) -> tuple[object, ...]:
    return other_parts(soup_of(html), base, first or base)


TABS = '<ul><li class="active"><a href="?lv=1">Hộ tịch</a></li><li><a href="?lv=2">Đất đai</a></li></ul>'
FIELDS = '<label>Lĩnh vực</label><select name="f"><option value="3">Hộ tịch</option><option value="4">Đất đai</option></select>'


def test_a_list_of_one_field_of_several_is_told() -> None:
    assert parts(TABS)
    assert parts(TABS, "https://xa.example/van-ban?page=3", "https://xa.example/van-ban")
    assert parts(FIELDS)
    assert parts(
        FIELDS.replace("</select>", '<option value="">Tất cả</option></select>').replace(
            'value="4"', 'value="4" selected'
        )
    )


def test_a_field_that_the_address_chose_and_choices_of_all_are_not() -> None:
    assert parts(TABS, "https://xa.example/van-ban?lv=1") == ()
    assert parts(TABS.replace("Hộ tịch", "Tất cả")) == ()
    assert parts(TABS.replace("lv=", "sort=")) == ()
    assert parts(TABS.replace("?lv=", "/muc-")) == (), "other lists of the portal"
    assert (
        parts(
            FIELDS.replace('<option value="3">Hộ', '<option value="">-- Chọn --</option><option value="3">Hộ')
        )
        == ()
    )
    assert parts(FIELDS.replace("Lĩnh vực", "Hiển thị")) == ()


def test_the_total_that_a_page_gives_beside_its_own_rows() -> None:
    assert stated_total(soup_of("<p>Hiển thị 21 - 25 trong tổng số 1.025</p>"), 5) == 1025
    assert stated_total(soup_of("<p>Hiển thị 21 - 25 trong tổng số 1.025</p>"), 4) is None


def test_a_number_by_which_documents_are_told_apart_is_no_session() -> None:
    assert key_of("https://xa.example/vb?sid=12") != key_of("https://xa.example/vb?sid=13")
    assert key_of("https://xa.example/vb?id=1&sid=9f3ab2") == key_of("https://xa.example/vb?id=1&sid=77cdef")


def test_addresses_that_are_made_alike() -> None:
    assert shape_of("https://xa.example/vb/12") == shape_of("https://xa.example/vb/7")
    assert shape_of("https://xa.example/vb.aspx?id=12") == shape_of("https://xa.example/vb.aspx?id=7")
    assert shape_of("https://xa.example/vb/12") != shape_of("https://xa.example/tin/12")


def test_a_file_behind_a_viewer_is_the_file() -> None:
    detail = '<html><body><table><tr><td>Số ký hiệu</td><td>1/QĐ-UBND</td></tr><tr><td>Tệp đính kèm</td><td><a href="/xem/viewer.html?file=%2Ftep%2F1.pdf">Xem</a></td></tr></table></body></html>'
    settings = source("html", "https://xa.example/van-ban")
    portal = portal_for(settings)
    entry = portal.parse_list(page(row(1)), "https://xa.example/van-ban").entries[0]  # type: ignore[attr-defined]
    found = portal.parse_detail(detail, "https://xa.example/vb/1", entry).files  # type: ignore[attr-defined]
    assert [file.url for file in found] == ["https://xa.example/tep/1.pdf"]


def test_running_numbers_that_count_down_or_leave_some_out_between_pages() -> None:
    down = row(1, 9) + row(2, 8) + row(3, 6) + row(4, 5)
    assert read({"/van-ban": page(down)})[0].outcome == "incomplete"
    first = page(row(1, 1) + row(2, 2) + row(3, 3), onward(2))
    skipped = read({"/van-ban": first, "/van-ban?trang=2": page(row(5, 5) + row(6, 6))})[0]
    assert skipped.outcome == "incomplete"
    for second in (row(4, 4) + row(5, 5), row(4, 1) + row(5, 2)):
        assert read({"/van-ban": first, "/van-ban?trang=2": page(second)})[0].outcome == "complete"


def test_another_document_in_place_of_one_that_is_gone_is_told_where_the_list_has_no_numbers() -> None:
    def shown(number: int) -> str:
        return f"<table><tr><td>Số ký hiệu</td><td>{number}/QĐ-UBND</td></tr><tr><td>Tệp đính kèm</td><td><a href='/tep/{number}.pdf'>tệp</a></td></tr></table>"

    items = "".join(
        f'<li class="vb"><a href="/vb/{n}">Công bố thủ tục hành chính thứ {n}</a></li>' for n in (1, 2, 3)
    )
    answers = {
        "/van-ban": f"<html><body><ul>{items}</ul></body></html>",
        "/vb/1": shown(1),
        "/vb/2": shown(1),
        "/vb/3": shown(3),
    }
    proof, _ = read(answers, list={"row": "li.vb", "link": "a"})
    assert proof.outcome == "incomplete"
    assert "thứ 2" in (proof.reason or "")
    assert read({**answers, "/vb/2": shown(2)}, list={"row": "li.vb", "link": "a"})[0].outcome == "complete"


@pytest.mark.parametrize("html", [
    "<h3>Tháng 11/2026</h3><div><a href='?t=10-2026'>Tháng 10/2026</a></div>",
    "<h2>Văn bản ban hành tháng 11/2026</h2><a href='?t=10-2026'>« Tháng trước</a>",
    "<label>Từ ngày</label><input name='a' value='01/09/2026'>", "<input name='from_date' value='2026-09-01'>",
    "<p>Năm: <b>2026</b> | <a href='?nam=2025'>2025</a></p>",
    "<div><a class='active' href='?nam=2026'>Năm 2026 (9)</a><a href='?nam=2025'>Năm 2025 (4)</a></div>",
])  # fmt: skip
def test_a_list_of_one_period_is_told(html: str) -> None:
    assert other_periods(soup_of(html))


@pytest.mark.parametrize("html", [
    "<h3>Văn bản</h3><div><a href='?t=10-2026'>Tháng 10/2026</a></div>", "<h3>Tháng 11/2026</h3><a href='/lich'>Lịch công tác</a>",
    "<label>Từ ngày</label><input name='a' value=''>", "<label>Hôm nay</label><input name='a' value='01/09/2026'>",
    "<h3>Tháng 11/2026</h3><aside><a href='?t=10-2026'>Tháng 10/2026</a></aside>",
])  # fmt: skip
def test_what_names_a_period_and_chooses_none(html: str) -> None:
    assert other_periods(soup_of(html)) == ()


def test_tabs_that_a_script_fetches_and_a_choice_of_pages_without_a_name() -> None:
    tabs = "<ul><li class='active'><a href='#' data-url='/a?l=1'>Công bố</a></li><li><a href='#' data-url='/a?l=2'>Bãi bỏ</a></li></ul>"
    assert parts(tabs)
    assert parts(tabs.replace("data-url", "data-target")) == ()
    assert signs("<div>Trang <select><option>1</option><option>2</option></select></div>")
    assert signs("<div>Số bản: <select><option>1</option><option>2</option></select></div>") == ()
