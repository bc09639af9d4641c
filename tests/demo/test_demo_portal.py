"""The embedded portal over HTTP: both protocols, the clock, noise, files, listings, and the demo's configuration."""

import io
import json
import re
import threading
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook

from niemyet.demo.config import demo_config
from niemyet.demo.portal import PAGE_SIZE, DemoPortal
from niemyet.demo.world import World, build_world
from niemyet.model.words import Channel

YEAR_END = date(2022, 12, 31)


@pytest.fixture(scope="module")
def world() -> World:
    return build_world()


@pytest.fixture
def portal(world: World) -> Iterator[DemoPortal]:
    with DemoPortal(world, YEAR_END) as running:
        yield running


def ask(portal: DemoPortal, service: str, **params: Any) -> Any:
    body = {"service": service, "provider": "dvcquocgia", "type": "ref", **params}
    answer = httpx.post(f"{portal.url}/jsp/rest.jsp", data={"params": json.dumps(body)}, trust_env=False)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/json")
    return answer.json()


def decisions(portal: DemoPortal, **params: Any) -> list[dict[str, str]]:
    params = {
        "recordPerPage": 50,
        "keyword": "",
        "agency_id": "-1",
        "field_id": "-1",
        "publishing_date": "",
    } | params
    rows: list[dict[str, str]] = []
    for page in range(1, 40):
        found = ask(portal, "decision_publishment_advanced_search_service_v2", pageIndex=page, **params)
        if not found:
            return rows
        rows += found
    raise AssertionError("the list has no end")


def get(portal: DemoPortal, path: str) -> httpx.Response:
    return httpx.get(portal.url + path, trust_env=False)


# ---- the national service ---------------------------------------------------------------------------


def test_the_national_list(portal: DemoPortal, world: World) -> None:
    rows = decisions(portal)
    assert len(rows) == len(world.readable("dvcqg", YEAR_END)) == int(rows[0]["AMOUNT"])
    assert all(isinstance(value, str) for row in rows for value in row.values())
    assert {row["AMOUNT"] for row in rows} == {str(len(rows))}
    assert [row["ROW_STT"] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert all(re.fullmatch(r"\d\d-\d\d-\d{4}", row["PUBLISHING_DATE"]) for row in rows)
    days = [row["PUBLISHING_DATE"].split("-")[::-1] for row in rows]
    assert days == sorted(days, reverse=True)
    ids = [int(row["ID"]) for row in rows]
    assert ids != sorted(ids, reverse=True)  # a backdated one stands deep in the list
    assert {row["AGENCY_ID"] for row in rows} == {"426200", "370912"}


def test_the_national_list_is_as_dirty_as_the_real_one(portal: DemoPortal) -> None:
    portal.today = date(2026, 11, 20)
    rows = decisions(portal)
    numbers = [row["CODE"] for row in rows]
    assert any(number.endswith(".") for number in numbers)
    assert any(number.startswith("0") for number in numbers)
    assert any(" ngày " in number for number in numbers)
    titles = [row["NAME"] for row in rows]
    assert any("\n" in title for title in titles)
    assert any("  " in title for title in titles)
    assert any(not unicodedata.is_normalized("NFC", title) for title in titles)
    assert {row["AGENCY_ID"] for row in rows} == {"426200", "426100", "370912"}
    assert any(
        "QĐ-B" in number or "QĐ-L" in number for number in numbers
    )  # a ministry's, filed under the province


def test_filters_of_the_national_list(portal: DemoPortal) -> None:
    assert {row["AGENCY_ID"] for row in decisions(portal, agency_id="426200")} == {"426200"}
    assert [row["PUBLISHING_DATE"] for row in decisions(portal, publishing_date="15/04/2022")] == [
        "15-04-2022"
    ]
    assert decisions(portal, agency_id="426100") == []


def _national_id(portal: DemoPortal, world: World, key: str) -> str:
    return str(next(c.posting_id for c in world.readable("dvcqg", portal.today) if c.decision.key == key))


def test_a_decision_of_the_national_service_to_its_bottom(portal: DemoPortal, world: World) -> None:
    number = _national_id(portal, world, "D02")
    fields = ask(portal, "get_fields_by_dp_id_services_v2", id=int(number))
    assert {row["NAME"] for row in fields} == set(world.decision("D02").sectors)
    new = ask(portal, "get_procedures_by_dp_id_service_v2", id=number, recordPerPage=5, pageIndex=1)
    gone = ask(
        portal, "get_rescinded_procedures_by_dp_id_service_v2", id=number, recordPerPage=5, pageIndex=1
    )
    amended = ask(
        portal, "get_modified_procedures_by_dp_id_service_v2", id=number, recordPerPage=5, pageIndex=1
    )
    assert ([row["AMOUNT"] for row in new], len(gone), amended) == (["1"], 1, [])
    assert set(new[0]) == {
        "ID",
        "PROCEDURE_NAME",
        "PUBLISHED_AGENCY",
        "PUBLISHED_AGENCY_ID",
        "AMOUNT",
        "ROW_STT",
    }
    [record] = ask(portal, "procedure_get_procedure_by_id_service_v2", id=new[0]["ID"])
    assert record["PROCEDURE_CODE"] == "3.000154"
    assert record["PROCEDURE_NAME"] == new[0]["PROCEDURE_NAME"]
    assert record["IMPLEMENTATION_LEVELS"] == "Cấp Huyện"


def test_every_national_procedure_row_leads_to_its_code(portal: DemoPortal, world: World) -> None:
    portal.today = date(2026, 11, 20)
    services = ("get_procedures", "get_modified_procedures", "get_rescinded_procedures")
    seen: set[str] = set()
    for copy in world.readable("dvcqg", portal.today):
        for service in services:
            name = f"{service}_by_dp_id_service_v2"
            rows = portal._service(name, {"id": str(copy.posting_id), "recordPerPage": 500, "pageIndex": 1})
            seen.update(row["ID"] for row in rows)
    assert len(seen) > 500
    lost = [
        each
        for each in sorted(seen)
        if not portal._service("procedure_get_procedure_by_id_service_v2", {"id": each})
    ]
    assert lost == []


def test_the_attachment_of_a_national_decision_is_only_in_the_script(
    portal: DemoPortal, world: World
) -> None:
    number = _national_id(portal, world, "D01")
    page = get(portal, f"/p/home/dvc-tthc-quyet-dinh-cong-bo-chi-tiet.html?ma_quyet_dinh={number}").text
    soup = BeautifulSoup(page, "lxml")
    attachments = soup.find(id="content-attachments")
    assert attachments is not None
    assert attachments.get_text() == ""
    match = re.search(r"var str = '(\[.*?\])';", page)
    assert match is not None
    [file] = json.loads(match[1])
    [base] = ask(portal, "get_url_downfile")
    got = httpx.get(f"{base['URL_DOWNLOAD']}?ma={file['code']}", trust_env=False)
    assert got.content == world.document("D01", "docx")
    assert file["tenTep"].endswith(".docx")


def test_what_nobody_knows(portal: DemoPortal) -> None:
    assert ask(portal, "no_such_service") == []
    assert ask(portal, "procedure_get_procedure_by_id_service_v2", id="1") == []
    assert get(portal, "/web/jsp/download_file.jsp?ma=0000000000000000").status_code == 404
    assert get(portal, "/van-ban/quyet-dinh-cong-bo-1-1.html").status_code == 404


# ---- the provincial portal --------------------------------------------------------------------------


def _all_pages(portal: DemoPortal) -> list[BeautifulSoup]:
    pages, link = [], "/van-ban/"
    for _ in range(60):
        pages.append(BeautifulSoup(get(portal, link).text, "lxml"))
        following = pages[-1].select_one("a[rel=next]")
        if following is None:
            return pages
        link = str(following["href"])
    raise AssertionError("the list has no end")


def test_the_provincial_list(portal: DemoPortal, world: World) -> None:
    pages = _all_pages(portal)
    counts = [len(page.select("tr.van-ban-dong")) for page in pages]
    assert counts[:-1] == [PAGE_SIZE] * (len(pages) - 1)
    assert sum(counts) == len(world.readable("so-tu-phap", YEAR_END))
    assert f"Tổng số: {sum(counts)} văn bản" in pages[0].get_text()
    links = {str(a["href"]) for page in pages for a in page.select("a.so-ky-hieu")}
    assert len(links) == sum(counts)


def test_past_the_end_the_first_page_comes_again(portal: DemoPortal) -> None:
    first = BeautifulSoup(get(portal, "/van-ban/").text, "lxml")
    beyond = BeautifulSoup(get(portal, "/van-ban/?trang=999").text, "lxml")
    assert first.select("a.so-ky-hieu") == beyond.select("a.so-ky-hieu")


def test_a_detail_page_and_its_files(portal: DemoPortal, world: World) -> None:
    copy = next(c for c in world.readable("so-tu-phap", YEAR_END) if c.decision.key == "D00")
    page = BeautifulSoup(get(portal, f"/van-ban/quyet-dinh-cong-bo-3600-{copy.posting_id}.html").text, "lxml")
    cells = {row.td.get_text(): row.find_all("td")[1] for row in page.select("table.chi-tiet tr") if row.td}
    assert cells["Số ký hiệu:"].get_text() == "3600/QĐ-UBND"
    assert cells["Ngày ban hành:"].get_text() == "15/12/2021"
    assert cells["Trích yếu:"].get_text() == world.decision("D00").title
    links = [str(a["href"]) for a in cells["Tệp đính kèm:"].find_all("a")]
    assert len(links) == 2
    word, html = (get(portal, link) for link in links)
    assert word.content == world.document("D00", "docx")
    assert html.content == world.document("D00", "html")
    assert "attachment" in word.headers["content-disposition"]


def test_what_is_readable_depends_on_the_day(portal: DemoPortal, world: World) -> None:
    portal.today = date(2022, 5, 9)
    before = {row["CODE"] for row in decisions(portal)}
    portal.today = date(2022, 5, 10)
    after = {row["CODE"] for row in decisions(portal)}
    assert any("698" in code for code in after - before)  # D03, late
    key = next(c for c in world.copies if c.decision.key == "D12").files[0].key
    assert get(portal, f"/tai-ve/{key}/x.docx").status_code == 404


def test_both_nights_of_the_demo_bring_new_decisions(portal: DemoPortal) -> None:
    for night in (date(2022, 12, 30), date(2022, 12, 31), date(2026, 11, 19), date(2026, 11, 20)):
        portal.today = date.fromordinal(night.toordinal() - 1)
        before = len(decisions(portal)) + len(portal.world.readable("so-tu-phap", portal.today))
        portal.today = night
        assert len(decisions(portal)) + len(portal.world.readable("so-tu-phap", night)) > before


def test_a_clock_can_be_handed_in(world: World) -> None:
    class Clock:
        def now(self) -> datetime:
            return datetime(2022, 4, 17, 17, 30, tzinfo=UTC)  # the 18th in Viet Nam

        def sleep(self, seconds: float) -> None:
            raise AssertionError("the portal never waits")

    with DemoPortal(world, Clock()) as portal:
        assert portal.today == date(2022, 4, 18)


def test_robots_allow_and_every_load_is_another(portal: DemoPortal) -> None:
    assert "Allow: /" in get(portal, "/robots.txt").text
    first, second = get(portal, "/van-ban/").text, get(portal, "/van-ban/").text
    assert first != second
    rows = [BeautifulSoup(text, "lxml").select("tr.van-ban-dong") for text in (first, second)]
    assert rows[0] == rows[1]


def test_requests_are_counted_by_path(portal: DemoPortal) -> None:
    get(portal, "/van-ban/?trang=2")
    get(portal, "/van-ban/")
    ask(portal, "get_url_downfile")
    assert portal.requests["/van-ban/"] == 2
    assert portal.requests["/jsp/rest.jsp get_url_downfile"] == 1
    portal.forget_requests()
    assert not portal.requests


def test_many_at_once(portal: DemoPortal) -> None:
    failures: list[object] = []

    def load() -> None:
        for page in range(1, 4):
            answer = get(portal, f"/van-ban/?trang={page}")
            if (
                answer.status_code != 200
                or len(BeautifulSoup(answer.text, "lxml").select("tr.van-ban-dong")) == 0
            ):
                failures.append(answer.status_code)

    threads = [threading.Thread(target=load) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_the_address_is_known_only_while_it_runs(world: World) -> None:
    portal = DemoPortal(world, YEAR_END)
    with pytest.raises(RuntimeError, match="not running"):
        _ = portal.url


# ---- the units' listings ----------------------------------------------------------------------------


def test_the_district_page(portal: DemoPortal, world: World) -> None:
    page = BeautifulSoup(get(portal, "/nui-thanh/thu-tuc-hanh-chinh/").text, "lxml")
    listing = world.listing("nui-thanh", Channel.PORTAL, YEAR_END)
    assert listing is not None
    rows = [[cell.get_text() for cell in row.find_all("td")] for row in page.select("tbody tr")]
    assert len(rows) == len(listing.rows)
    for cells, row in zip(rows, listing.rows, strict=True):
        assert cells[1] == ("" if row.glued else row.code)
        assert cells[2] == (f"{row.code} - {row.name}" if row.glued else row.name)
        assert cells[4] == row.decision_text


def test_the_commune_page_bears_the_communes_name_and_sections(portal: DemoPortal) -> None:
    page = BeautifulSoup(get(portal, "/tam-xuan-1/niem-yet-tthc/").text, "lxml")
    assert page.h2 is not None
    assert page.h2.get_text().endswith("UBND xã Tam Xuân I")
    assert any("Lĩnh vực Hộ tịch" in row.get_text() for row in page.select("tr"))


def test_the_counters_workbook(portal: DemoPortal, world: World) -> None:
    data = get(portal, "/kiem-ke/thi-tran-nui-thanh.xlsx").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    listing = world.listing("nui-thanh-tt", Channel.COUNTER, YEAR_END)
    assert listing is not None
    header = next(n for n, row in enumerate(rows) if row[1] == "Mã số TTHC")
    assert header == 3
    posted = {str(row[1]) for row in rows[header + 1 :]}
    assert f"{next(r for r in listing.rows if not r.glued).code}.000.00.00.H47" in posted
    assert len(rows) - header - 1 == len(listing.rows)


def test_new_communes_have_no_page_before_they_exist(portal: DemoPortal) -> None:
    portal.today = date(2025, 6, 30)
    assert get(portal, "/xa-nui-thanh/niem-yet-tthc/").status_code == 404
    assert get(portal, "/kiem-ke/ttpvhcc-xa-tam-xuan.xlsx").status_code == 404
    portal.today = date(2026, 11, 20)
    assert get(portal, "/xa-nui-thanh/niem-yet-tthc/").status_code == 200
    assert get(portal, "/nui-thanh/thu-tuc-hanh-chinh/").status_code == 200


# ---- the configuration ------------------------------------------------------------------------------


def test_the_configuration_names_all_units_and_the_listings_of_the_day() -> None:
    config = tomllib.loads(demo_config("http://127.0.0.1:1", day=YEAR_END))
    assert config["province"]["successor"] == {"id": "da-nang", "on": date(2025, 7, 1)}
    assert [source["kind"] for source in config["source"]] == ["dvcqg", "html"]
    with_listings = {unit["id"] for unit in config["unit"] if "listings" in unit}
    assert with_listings == {"nui-thanh", "tam-xuan-1", "nui-thanh-tt"}
    later = tomllib.loads(demo_config("http://127.0.0.1:1/", day=date(2026, 11, 20)))
    assert {unit["id"] for unit in later["unit"] if "listings" in unit} == {"xa-nui-thanh", "tam-xuan"}
    assert "http://127.0.0.1:1/kiem-ke/" in str(later)


def test_the_configuration_is_one_that_the_pipeline_accepts(tmp_path: Any) -> None:
    from niemyet.flows.config import load

    file = tmp_path / "niemyet.toml"
    file.write_text(demo_config("http://127.0.0.1:1", day=YEAR_END), encoding="utf-8")
    settings = load(file)
    assert len(settings.units) == 3 + 17 + 6
    assert len(settings.successions) == 19
    assert {listing.channel for listing in settings.listings} == {Channel.PORTAL, Channel.COUNTER}
