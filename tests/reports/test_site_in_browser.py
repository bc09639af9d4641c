"""The notice board as people meet it: in a browser, from a folder, with and without scripts, on a telephone, on paper."""

import functools
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from niemyet.reports.site.build import site_pages
from niemyet.storage.site_folder import replace_site
from tests.support.browser import DESKTOP, TELEPHONE, address_of, chromium, opened
from tests.support.small_site import hostile_site, small_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.xdist_group("browser")

#: One page of every kind.
KINDS = (
    "index.html", "u/xa-b/index.html", "u/xa-cu/index.html", "u/xa-b/1.000001.html", "u/xa-b/ma-qr.html",
    "p/1.000001/index.html", "d/tinh-x/22-QD-UBND/2026-02-02/index.html", "decisions/index.html",
    "decisions/2026/index.html", "s/index.html", "changes/index.html", "changes/2026-w06/index.html",
    "search/index.html?q=dat", "about/index.html", "data/procedures/index.html?_by=sector",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small") / "site"
    replace_site(folder, site_pages(small_site(), address="https://bang.example"))
    return folder


def names(page: "Page") -> list[str]:
    return [each.strip() for each in page.locator("[data-results] li a").all_inner_texts()]


#: What is typed, and what stands first.
ASKED = (
    ("đất đai", "Đăng ký đất đai lần đầu"),
    ("dat dai", "Đăng ký đất đai lần đầu"),
    ("DAT ĐAI lan", "Đăng ký đất đai lần đầu"),
    ("dang ki", "Đăng ký đất đai lần đầu"),
    ("an uong", "Ăn uống công cộng"),
    ("1.00000", "Ăn uống công cộng"),
    ("2.000009", "Thủ tục sắp có"),
    ("22/qd", "Quyết định 22/QĐ-UBND, 02/02/2026"),
    ("xa am", "Xã Ấm"),
    ("thú tục", "Thủ tục sắp có"),  # a wrong mark is forgiven where nothing bears it
)


def test_search_with_and_without_marks(browser: "Browser", site: Path) -> None:
    with opened(browser) as one:
        for asked, first in ASKED:
            one.page.goto(address_of(site / "index.html"))
            one.page.fill("#q", asked)
            one.page.press("#q", "Enter")
            one.page.wait_for_selector("[data-results] li")
            assert names(one.page)[0] == first, asked
        one.page.locator("[data-results] li a").first.click()
        assert one.page.inner_text("h1") == "Thủ tục sắp có"


def test_marks_that_are_written_are_meant_and_only_the_last_word_may_be_cut(
    browser: "Browser", site: Path
) -> None:
    with opened(browser) as one:
        one.page.goto(address_of(site / "search" / "index.html"))
        for asked, found in (
            ("cap giay", ["Cấp giấy phép"]),
            ("ca giay", []),
            ("cap gi", ["Cấp giấy phép"]),
            ("xa cu", ["Xã Cũ"]),
            ("xa", ["Xã Ấm", "Xã B", "Xã Cũ"]),
            ("xã ấm", ["Xã Ấm"]),
        ):
            one.page.fill("#q", asked)
            assert names(one.page) == found, asked


def test_search_narrows_by_kind_level_and_sector(browser: "Browser", site: Path) -> None:
    with opened(browser) as one:
        one.page.goto(address_of(site / "search" / "index.html"))
        one.page.select_option("#sector", "Hộ tịch")
        assert names(one.page) == ["Thủ tục sắp có"]
        one.page.select_option("#sector", "")
        one.page.select_option("#level", "district")
        assert "Không tìm thấy" in one.page.inner_text("[data-found]")
        one.page.select_option("#level", "commune")
        one.page.select_option("#kind", "u")
        assert names(one.page) == ["Xã Ấm", "Xã B", "Xã Cũ"]


def test_the_board_of_any_day(browser: "Browser", site: Path) -> None:
    with opened(browser) as one:
        one.page.goto(address_of(site / "u" / "xa-b" / "index.html"))
        assert "Phải niêm yết: 2 thủ tục" in one.page.inner_text("#phai")
        one.page.fill("#ngay", "2026-02-01")
        one.page.click("text=Xem")
        one.page.wait_for_function(
            "document.querySelectorAll('table.board tbody tr:not(.sector)').length === 3"
        )
        assert "Ngày 01/02/2026: 3 thủ tục" in one.page.inner_text("#phai")
        assert [each.strip() for each in one.page.locator("tr.sector th").all_inner_texts()] == [
            "An toàn thực phẩm (1)", "Đất đai (2)",
        ]  # fmt: skip
        assert one.page.url.endswith("?on=2026-02-01")
        one.page.reload()
        one.page.wait_for_function(
            "document.querySelectorAll('table.board tbody tr:not(.sector)').length === 3"
        )
        one.page.locator("table.board tbody a[href$='1.000002.html']").click()
        assert "Không còn niêm yết" in one.page.inner_text("main")
        assert "Xã B" in one.page.inner_text(".crumb")
        one.page.go_back()
        one.page.click("text=Trở về hiện nay")
        assert one.page.locator("table.board tbody tr:not(.sector)").count() == 2


#: What WCAG 2.2 asks for at levels A and AA; style sheets are not fetched again (a folder's files may not be).
_WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "preload": False}


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
def test_no_page_scrolls_sideways_and_axe_finds_nothing_serious(
    browser: "Browser", site: Path, size: tuple[int, int]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe, wrong = Axe(), []
    with opened(browser, size=size) as one:
        for kind in KINDS:
            path, _, query = kind.partition("?")
            one.page.goto(address_of(site / path, f"?{query}" if query else ""))
            if one.page.evaluate("document.documentElement.scrollWidth") > size[0]:
                wrong.append(f"{kind} scrolls sideways")
            found = axe.run(one.page, options=_WCAG).response["violations"]
            wrong += [
                f"{kind}: {each['id']}: {each['nodes'][0]['html']}"
                for each in found
                if each["impact"] in ("serious", "critical")
            ]
    assert wrong == []


def test_every_page_is_readable_without_scripts(browser: "Browser", site: Path) -> None:
    with opened(browser, scripts=False) as one:
        for kind in KINDS:
            one.page.goto(address_of(site / kind.partition("?")[0]))
            assert len(one.page.inner_text("main").split()) > 3, kind
            assert one.page.locator("form[data-search]:visible, form[data-day-form]:visible").count() == 0, (
                kind
            )
        one.page.goto(address_of(site / "search" / "index.html"))
        one.page.click("main a[href='../s/index.html']")
        assert "Đất đai" in one.page.inner_text("main")


def test_a_keyboard_is_enough(browser: "Browser", site: Path) -> None:
    with opened(browser) as one:
        one.page.goto(address_of(site / "index.html"))
        one.page.keyboard.press("Tab")
        assert one.page.evaluate("document.activeElement.className") == "skip"
        one.page.keyboard.press("Enter")
        one.page.keyboard.press("Tab")
        assert one.page.evaluate("document.activeElement.id") == "q", "the skip link leads past the menu"
        one.page.keyboard.type("khong co gi nhu the")
        one.page.keyboard.press("Enter")
        one.page.wait_for_function(
            "document.querySelector('[data-found]')?.textContent.includes('Không tìm thấy')"
        )


def test_a_board_is_printed_on_a4_without_the_menu(browser: "Browser", site: Path) -> None:
    with opened(browser) as one:
        one.page.goto(address_of(site / "u" / "xa-b" / "index.html"))
        paper = one.page.pdf(prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(paper)
    assert [round(side / 72 * 25.4) for side in document[0].get_size()] == [210, 297]
    text = document[0].get_textpage().get_text_bounded()
    assert "Ăn uống công cộng" in text
    assert "Về dữ liệu" not in text
    assert "Bảng của ngày khác" not in text


#: What is written below a column, and the codes that are left.
LOOKED = (
    ("name", "dat dai", ["1.000001", "1.000001"]),
    ("name", "đất lần", ["1.000001"]),
    ("name", "=an uong cong cong", ["1.000003"]),
    ("sector", "!dat dai", ["1.000003", "2.000009"]),
    ("version", ">=2", ["1.000001"]),
    ("valid_from", ">2026-02-02", ["2.000009"]),
    ("valid_from", "<=2024-01-05", ["1.000001", "1.000002", "1.000003"]),
    ("valid_until", "=", ["1.000001", "1.000003", "2.000009"]),
    ("valid_until", "!", ["1.000001", "1.000002"]),
    ("code", "không có", []),
)


def test_a_table_is_filtered_ordered_counted_and_taken_along(browser: "Browser", site: Path) -> None:
    def codes() -> list[str]:
        return [
            each.strip()
            for each in one.page.locator("[data-table] tbody tr td:first-child").all_inner_texts()
        ]

    with opened(browser) as one:
        one.page.goto(address_of(site / "data" / "procedures" / "index.html"))
        assert "5 trong 5 dòng" in one.page.inner_text("[data-table-found]")
        for column, asked, left in LOOKED:
            field = one.page.get_by_label(f"Lọc cột {column}", exact=True)
            field.fill(asked)
            one.page.wait_for_function(
                "(count) => document.querySelector('[data-table-found]').textContent.startsWith(count + ' trong')",
                arg=len(left),
            )
            assert codes() == left, (column, asked)
            field.fill("")
            one.page.wait_for_function(
                "document.querySelector('[data-table-found]').textContent.startsWith('5 ')"
            )
        one.page.click("th >> text=name")
        assert codes()[0] == "1.000003", "Ă before C before Đ"
        one.page.click("th >> text=name")
        assert codes()[-1] == "1.000003"
        one.page.click("th >> text=valid_until")
        assert codes()[-1] == "2.000009", "what is empty stands last"
        one.page.select_option("[name=by]", "sector")
        assert "Đất đai\t" in one.page.inner_text("[data-table-counts]")
        one.page.get_by_label("Lọc cột name", exact=True).fill("dang ky")
        one.page.wait_for_function("location.search.includes('name=dang')")
        one.page.reload()
        assert codes() == ["1.000001", "1.000001"], "the address says what was asked"
        with one.page.expect_download() as download:
            one.page.click("text=Tải kết quả")
        told = Path(download.value.path()).read_bytes().decode("utf-8")
        assert download.value.suggested_filename == "procedures.csv"
        assert told.startswith('\ufeff"code","name",')
        assert told.count("\r\n") == 3
        one.page.click("text=Bỏ lọc")
        assert len(codes()) == 5


def test_a_day_that_is_none_or_of_which_nothing_is_known_has_no_board(browser: "Browser", site: Path) -> None:
    page = site / "u" / "xa-b" / "index.html"
    with opened(browser) as one:
        one.page.goto(address_of(page, "?on=2026-02-31"))
        one.page.wait_for_function("document.querySelector('#bang').textContent.includes('31/02/2026')")
        assert "Lịch không có ngày 31/02/2026" in one.page.inner_text("#bang")
        assert "Phải niêm yết: 2 thủ tục" in one.page.inner_text("#bang"), "the board of today stays"
        one.page.goto(address_of(page, "?on=1999-12-31"))
        one.page.wait_for_function("document.querySelector('#bang').textContent.includes('31/12/1999')")
        told = one.page.inner_text("#bang")
        assert "Ngày 31/12/1999: chưa biết" in told
        assert "những gì đã nhận chỉ cho biết bảng từ ngày" in told
        assert "0 thủ tục" not in told
        one.page.goto(address_of(page, "?on=01/2/2026"))
        one.page.wait_for_function("document.querySelector('#phai').textContent.includes('Ngày 01/02/2026')")
        one.page.goto(address_of(page, "?on=hôm qua"))
        one.page.wait_for_function(
            "document.querySelector('#bang').textContent.includes('không phải là một ngày')"
        )
        assert "“hôm qua” không phải là một ngày" in one.page.inner_text("#bang")
        assert "Phải niêm yết: 2 thủ tục" in one.page.inner_text("#bang")


def test_a_long_name_stands_beside_its_number_on_a_telephone(browser: "Browser", site: Path) -> None:
    with opened(browser, size=TELEPHONE) as one:
        one.page.goto(address_of(site / "u" / "xa-b" / "index.html"))
        lefts = one.page.evaluate(
            """() => {
                const name = document.querySelector("table.board th[scope=row] a");
                name.textContent = "Cấp lại giấy chứng nhận ".repeat(12);
                return [...name.getClientRects()].map((line) => Math.round(line.left));
            }"""
        )
        assert len(lefts) > 3, "it takes several lines"
        assert len(set(lefts)) == 1, lefts


def test_hostile_names_run_nothing(browser: "Browser", tmp_path: Path) -> None:
    folder = tmp_path / "site"
    replace_site(folder, site_pages(hostile_site(), address="https://bang.example"))
    with opened(browser, size=TELEPHONE) as one:
        for path in sorted(folder.rglob("*.html")):
            one.page.goto(address_of(path))
        one.page.goto(address_of(folder / "u" / "xa-b" / "index.html", "?on=2026-02-01"))
        one.page.wait_for_function("document.querySelector('#phai').textContent.includes('01/02/2026')")
        assert one.page.locator("main script").count() == 0
        one.page.goto(address_of(folder / "search" / "index.html", "?q=script"))
        one.page.wait_for_selector("[data-results] li")
        assert one.page.locator("[data-results] script").count() == 0


def test_a_web_server_finds_the_permanent_addresses(browser: "Browser", site: Path) -> None:
    handler = functools.partial(_Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}"
        with opened(browser) as one:
            one.page.goto(f"{base}/u/xa-b/?on=2026-02-01")
            one.page.wait_for_function("document.querySelector('#phai').textContent.includes('3 thủ tục')")
            one.page.goto(f"{base}/d/tinh-x/22-QD-UBND/2026-02-02")
            assert "22/QĐ-UBND" in one.page.inner_text("h1")
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
            return
        super().do_GET()
