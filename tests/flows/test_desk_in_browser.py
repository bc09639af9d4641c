"""The desk as people meet it: in a browser, by mouse, by keyboard alone, on a telephone, with and without scripts."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from niemyet.flows.clock import SetClock
from niemyet.flows.desk.app import DeskState
from niemyet.flows.desk.users import Role, User
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.ui import Ui
from niemyet.storage.lake_rows import ConfirmationRow, ResolutionRow
from tests.support.browser import DESKTOP, TELEPHONE, chromium, opened
from tests.support.desk import served
from tests.support.house import House, build_house, decision

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.xdist_group("browser")

#: What WCAG 2.2 asks for at levels A and AA.
_WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "preload": False}
ROWS = tuple(
    (f"1.4000{number:02d}", f"Thủ tục có tên khá dài để xuống dòng, số {number}") for number in range(12)
)


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = build_house(tmp_path_factory.mktemp("bàn") / "nhà")
    house.drop("1.md", decision(1, "10/01/2022", rows=ROWS))
    for number in (2, 3):
        house.drop(
            f"{number}.md",
            decision(number, "11/01/2022", rows=((f"1.50000{number}", "Không ghi ngày"),), effect=""),
        )
    run_nightly(house.settings, house.folder, SetClock(datetime(2022, 3, 1, 13, tzinfo=UTC)))
    return house


@pytest.fixture(scope="module")
def office(house: House) -> DeskState:
    ui = Ui(str(house.folder.root), house.root / "niemyet.toml", "vi", "table")
    return DeskState(ui, None, User("Hoa", Role.OFFICER))


@pytest.fixture(scope="module")
def address(office: DeskState) -> Iterator[str]:
    with served(office) as found:
        yield found


def enter(page: "Page", office: DeskState, address: str) -> None:
    page.goto(f"{address}/login?ticket={office.ticket}")
    assert page.inner_text("h1") == "Toàn cảnh"


def faults(page: "Page") -> list[str]:
    """What keeps people out of a page: what axe calls serious, and a page wider than its window."""
    from axe_playwright_python.sync_playwright import Axe

    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    found = Axe().run(page, options=_WCAG).response["violations"]
    return [f"{page.url} scrolls sideways"] * wide + [
        f"{page.url}: {each['id']}: {each['nodes'][0]['html']}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
def test_no_page_scrolls_sideways_and_axe_finds_nothing_serious(
    browser: "Browser", office: DeskState, address: str, size: tuple[int, int]
) -> None:
    wrong = []
    with opened(browser, size=size) as one:
        enter(one.page, office, address)
        one.page.goto(f"{address}/review")
        question = one.page.locator("ol.questions a").first.get_attribute("href")
        for path in ("/", "/u/xa-b", "/review", "/review?kind=effect_unstated", question, "/drift", "/u/xa-b/drift",
                     "/ingest", "/log"):  # fmt: skip
            one.page.goto(f"{address}{path}")
            wrong += faults(one.page)
    assert wrong == []


def test_previews_refusals_and_the_door_are_readable_on_a_telephone(
    browser: "Browser", office: DeskState, address: str, tmp_path: Path
) -> None:
    listing, paper = tmp_path / "bảng.csv", tmp_path / "9.md"
    listing.write_text("Mã TTHC,Tên thủ tục hành chính\n1.400001,Thủ tục\n1.999999,Lạ\n", "utf-8")
    paper.write_text(decision(9, "12/01/2022"), "utf-8")
    with opened(browser, size=TELEPHONE) as one:
        one.page.goto(f"{address}/login")
        wrong = faults(one.page)
        enter(one.page, office, address)
        one.page.goto(f"{address}/u/xa-b")
        one.page.set_input_files("input[type=file]", listing)
        one.page.click("text=Xem trước nội dung")
        assert "1.999999" in one.page.inner_text("main")
        wrong += faults(one.page)
        one.page.goto(f"{address}/ingest")
        one.page.set_input_files("input[type=file]", paper)
        one.page.click("text=Xem trước nội dung")
        assert "1.001193" in one.page.inner_text("main")
        widths = one.page.eval_on_selector_all("dd", "all => all.map((one) => one.clientWidth)")
        assert min(widths) > TELEPHONE[0] / 3, "no column of single letters"
        wrong += faults(one.page)
        one.page.goto(f"{address}/u/khong-co")
        assert one.page.locator("[role=alert]").count() == 1
        wrong += faults(one.page)
        one.wrong.clear()  # the browser tells of the statuses 403 and 400 itself
    assert wrong == []


def test_whoever_waits_for_a_scan_sees_that_something_goes_on(
    browser: "Browser", office: DeskState, address: str, tmp_path: Path
) -> None:
    paper = tmp_path / "10.md"
    paper.write_text(decision(10, "12/01/2022"), "utf-8")
    with opened(browser) as one:
        enter(one.page, office, address)
        one.page.goto(f"{address}/ingest")
        assert "mỗi trang chừng mười giây" in one.page.inner_text("main")
        assert one.page.inner_text("#working") == ""
        one.page.evaluate("document.addEventListener('submit', (event) => event.preventDefault())")
        one.page.set_input_files("input[type=file]", paper)
        one.page.click("text=Xem trước nội dung")
        one.page.locator("#working", has_text="Đang xử lý: ").wait_for()
        one.page.evaluate("window.dispatchEvent(new Event('pageshow'))")  # gone back, or stopped
        assert one.page.inner_text("#working") == ""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_tick_becomes_done(
    browser: "Browser", house: House, office: DeskState, address: str, scripts: bool
) -> None:
    before = len(house.folder.lake.read("confirmations", ConfirmationRow))
    with opened(browser, scripts=scripts) as one:
        enter(one.page, office, address)
        one.page.click("text=Xã B")
        one.page.locator("input[name=update]").first.check()
        one.page.locator("button[value=done]").first.click()
        assert "Đã ghi 1 việc báo xong." in one.page.inner_text(".told")
    assert len(house.folder.lake.read("confirmations", ConfirmationRow)) == before + 1


def test_open_work_is_one_form_and_only_reports_are_taken_back(
    browser: "Browser", house: House, office: DeskState, address: str
) -> None:
    before = len(house.folder.lake.read("confirmations", ConfirmationRow))
    with opened(browser) as one:
        enter(one.page, office, address)
        one.page.click("text=Xã B")
        form = one.page.locator("form:has(button[value=done])")
        assert form.count() == 1
        ticks = form.locator("input[name=update]")
        ticks.first.check()
        ticks.last.check()
        one.page.click("button[value=done]")
        assert "Đã ghi 2 việc báo xong." in one.page.inner_text(".told")
        one.page.click("summary:has-text('Đã xong')")
        reported = {row.update_id for row in house.folder.lake.read("confirmations", ConfirmationRow)}
        assert one.page.locator("details[open] input[name=update]").count() == len(reported)
    assert len(house.folder.lake.read("confirmations", ConfirmationRow)) == before + 2


def tab_to(page: "Page", wanted: str) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"no way to {wanted} by keyboard")


def test_work_is_found_ticked_and_reported_with_the_keyboard_alone(
    browser: "Browser", house: House, office: DeskState, address: str
) -> None:
    before = len(house.folder.lake.read("confirmations", ConfirmationRow))
    with opened(browser) as one:
        enter(one.page, office, address)
        one.page.goto(f"{address}/u/xa-b")
        tab_to(one.page, "[data-filter]")
        one.page.keyboard.type("THU TUC 1.40001")
        one.page.keyboard.press("Enter")
        shown = one.page.locator("form tbody tr:visible input[name=update]")
        assert shown.count() < one.page.locator("form tbody tr input[name=update]").count()
        tab_to(one.page, "input[name=update]")
        one.page.keyboard.press("Space")
        tab_to(one.page, "button[value=done]")
        one.page.keyboard.press("Enter")
        assert "Đã ghi 1 việc báo xong." in one.page.inner_text(".told")
    assert len(house.folder.lake.read("confirmations", ConfirmationRow)) == before + 1


def test_two_people_at_once_lose_nothing(
    browser: "Browser", house: House, office: DeskState, address: str
) -> None:
    before = len(house.folder.lake.read("confirmations", ConfirmationRow))
    with opened(browser) as one, opened(browser) as other:
        for each in (one, other):
            enter(each.page, office, address)
            each.page.goto(f"{address}/u/xa-b")
        mine, theirs = (
            each.page.locator("form:has(button[value=done]) input[name=update]") for each in (one, other)
        )
        assert mine.count() >= 2
        mine.first.check()
        theirs.last.check()
        for each in (one, other):  # the second sends a page from before the first one's report
            each.page.click("button[value=done]")
            assert "Đã ghi 1 việc báo xong." in each.page.inner_text(".told")
    assert len(house.folder.lake.read("confirmations", ConfirmationRow)) == before + 2


def test_a_question_is_answered_with_the_keyboard_alone(
    browser: "Browser", house: House, office: DeskState, address: str
) -> None:
    before = len(house.folder.lake.read("resolutions", ResolutionRow))
    with opened(browser) as one:
        enter(one.page, office, address)
        one.page.goto(f"{address}/review")
        first = one.page.locator("ol.questions a").first
        first.focus()
        with one.page.expect_navigation():  # until the page's script, which hears the keys, has run
            one.page.keyboard.press("Enter")
        one.page.keyboard.press("1")
        with one.page.expect_navigation():
            one.page.keyboard.press("p")
        assert "Câu trả lời này thay đổi" in one.page.inner_text("main")
        assert one.page.locator("input[name=candidate]").first.is_checked()
        with one.page.expect_navigation():
            one.page.keyboard.press("Enter")
        assert "Đã ghi 1 câu trả lời." in one.page.inner_text(".told")
    assert len(house.folder.lake.read("resolutions", ResolutionRow)) == before + 1


def test_a_wrong_file_is_refused_in_words(
    browser: "Browser", office: DeskState, address: str, tmp_path: Path
) -> None:
    wrong = tmp_path / "ảnh.png"
    wrong.write_bytes(b"\x89PNG\r\n\x1a\n")
    with opened(browser) as one:
        enter(one.page, office, address)
        one.page.goto(f"{address}/u/xa-b")
        one.page.set_input_files("input[type=file]", wrong)
        one.page.click("text=Xem trước nội dung")
        assert one.page.locator(".wrong").count() == 1
        one.wrong.clear()  # the browser tells of the status 400 itself


def test_the_first_key_leads_to_the_content(browser: "Browser", office: DeskState, address: str) -> None:
    with opened(browser) as one:
        enter(one.page, office, address)
        one.page.keyboard.press("Tab")
        assert one.page.evaluate("document.activeElement.textContent") == "Tới phần nội dung"
        one.page.keyboard.press("Enter")
        one.page.wait_for_url("**/#content")
