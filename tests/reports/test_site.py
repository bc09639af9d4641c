"""The pages of the notice board: what they say, that hostile texts stay texts, that equal tables give equal bytes."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar
from lxml import etree, html

from niemyet.model.words import (
    Action,
    DecisionKind,
    FetchOutcome,
    Level,
    OnlineLevel,
    ProcedureState,
    Proof,
    RelationType,
    Scope,
    UnitKind,
)
from niemyet.reports import words
from niemyet.reports.site import labels
from niemyet.reports.site.addresses import decision_folder, sector_folder, segment
from niemyet.reports.site.build import site_pages
from niemyet.reports.site.facts import SiteTables
from tests.support.small_site import DAY, HOSTILE, LATER, NEW, OLD, hostile_site, small_site


def built(tables: SiteTables, address: str | None = None) -> dict[str, bytes]:
    pages = list(site_pages(tables, address=address))
    assert len({page.path for page in pages}) == len(pages), "two pages have one address"
    return dict(pages)


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    return built(small_site())


def text_of(data: bytes) -> str:
    return " ".join(html.fromstring(data.decode()).text_content().split())


def parsed(data: bytes) -> BeautifulSoup:
    return BeautifulSoup(data, "lxml")


def from_script(data: bytes) -> object:
    return json.loads(data.decode().splitlines()[0].split(" = ", 2)[2].rstrip(";"))


def test_the_board_of_today_is_grouped_by_sector_in_vietnamese_order(site: dict[str, bytes]) -> None:
    page = parsed(site["u/xa-b/index.html"])
    assert [each.get_text() for each in page.select("tr.sector th")] == [
        "An toàn thực phẩm (1)",
        "Đất đai (1)",
    ]
    rows = [each.get_text() for each in page.select("table.board tbody tr:not(.sector) th a")]
    assert rows == ["Ăn uống công cộng", "Đăng ký đất đai lần đầu"]
    said = text_of(site["u/xa-b/index.html"])
    assert "Phải niêm yết: 2 thủ tục" in said
    assert "Bảng như dưới đây từ ngày 02/02/2026, đến trước ngày 01/04/2026." in said
    assert "01/04/2026: niêm yết mới – Thủ tục sắp có" in said


def test_a_unit_that_is_no_more_says_what_it_became(site: dict[str, bytes]) -> None:
    said = text_of(site["u/xa-cu/index.html"])
    assert "kết thúc hoạt động từ ngày 01/07/2025. Nay là: Xã B" in said
    assert "Hiện không có thủ tục nào phải niêm yết." in said
    assert 'value="2025-06-30"' in site["u/xa-cu/index.html"].decode()


def test_the_intervals_beside_a_board_give_the_board_of_any_day(site: dict[str, bytes]) -> None:
    """As site.js reckons: half-open intervals of texts, each sheet by its key."""
    versions = from_script(site["assets/versions.js"])
    board = from_script(site["u/xa-b/board.js"])
    assert isinstance(versions, dict)
    assert isinstance(board, list)

    def on(day: str) -> set[str]:
        return {
            versions[key][1] for key, since, until in board if since <= day and (until is None or day < until)
        }

    assert on("2024-01-04") == set()
    assert on("2026-02-01") == {"Đăng ký đất đai", "Cấp giấy phép", "Ăn uống công cộng"}
    assert on("2026-02-02") == {"Đăng ký đất đai lần đầu", "Ăn uống công cộng"}
    assert "Thủ tục sắp có" in on("2026-04-01")


def test_every_link_leads_to_a_file_and_a_folder_can_be_opened_without_a_server(
    site: dict[str, bytes],
) -> None:
    site = built(small_site(), "https://bang.example") | {
        "data/procedures.parquet": b"put there by the command"
    }
    missing = []
    for path, data in site.items():
        if not path.endswith(".html"):
            continue
        for _, _, link, _ in html.fromstring(data.decode()).iterlinks():
            if link.startswith(("https:", "#")):
                continue
            to = normpath(join(dirname(path), unquote(link.split("#")[0].split("?")[0])))
            missing += [(path, link)] if to not in site else []
    assert missing == []


def test_a_procedure_tells_its_history_with_document_page_and_row(site: dict[str, bytes]) -> None:
    said = text_of(site["p/1.000001/index.html"])
    assert "05 ngày làm việc” → “03 ngày" in said
    assert "22/QĐ-UBND, 02/02/2026: sửa đổi, bổ sung ở cấp xã" in said
    assert "trang 2, bảng 1, phần A/I, dòng 1" in said
    proof = json.loads(site["p/1.000001/proof.json"])
    assert [(step["sha256"], step["page"], step["row_no"]) for step in proof["steps"]] == [
        ("b" * 64, 2, "1")
    ] * 2
    assert [version["valid_until"] for version in proof["versions"]] == ["2026-02-02", None]
    assert "bãi bỏ" in text_of(site["p/1.000002/index.html"])
    assert "sắp có hiệu lực" in text_of(site["p/2.000009/index.html"])


def test_a_decision_tells_what_it_says_and_where_it_was_seen(site: dict[str, bytes]) -> None:
    page = site[f"{decision_folder(str(OLD['decision_id']))}/index.html"]
    assert "Các dòng của phụ lục: 3" in text_of(page)
    assert parsed(page).select(".copies a")[0]["href"] == "https://cong.example/a?b=1&c=2"
    assert (
        json.loads(site[f"{decision_folder(str(NEW['decision_id']))}/proof.json"])["items"][0]["code"]
        == "1.000001"
    )


def test_addresses_are_made_of_identifiers_alone_and_stay_inside_the_site() -> None:
    assert decision_folder("quang-nam/512-QD-UBND/2022-03-04") == "d/quang-nam/512-QD-UBND/2022-03-04"
    for name in (
        "..",
        ".",
        "a/../b",
        "../../etc",
        "",
        "con đường",
        "X:tinh:ab12",
        "a" * 300,
        "x.html",
        "-",
        "\x00",
    ):
        for part in decision_folder(name).split("/"):
            assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", part), name
            assert ".." not in part
    assert segment("X:a:b") != segment("X:a-b")
    assert sector_folder("Hoà") != sector_folder("Hòa")
    assert decision_folder("a/b") != decision_folder("a-b")


class Tags(HTMLParser):
    """What a browser would take for elements and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]


def test_hostile_texts_stay_texts_on_every_page() -> None:
    plain, hostile = built(small_site()), built(hostile_site())
    good = Tags()
    for path, data in plain.items():
        if path.endswith(".html"):
            good.feed(data.decode())
    for path, data in hostile.items():
        said = data.decode()
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", said.replace("\\u0000", "")), path
        if path.endswith(".html"):
            found = Tags()
            found.feed(said)
            assert found.seen <= good.seen, path
            assert found.attributes <= good.attributes, path
            assert [link for link in found.links if link.startswith(("javascript:", "data:"))] == [], path
            assert "alert(1)</script>" not in said, path
            assert "49" not in said or "{{ 7*7 }}" in html.fromstring(said).text_content(), (
                "a name is no template"
            )
        if path.endswith(".js") and path not in ("assets/site.js", "assets/table.js"):
            assert "<" not in said, path
        if path.endswith(".xml"):
            etree.fromstring(data)
    assert "bí mật" not in "".join(data.decode() for data in hostile.values()), (
        "a path of ours is told to the public"
    )


def test_a_name_is_found_in_the_index_as_it_is_written_and_safe_for_a_script() -> None:
    entries = from_script(built(hostile_site())["assets/index.js"])
    assert isinstance(entries, list)
    assert any("<script>alert(1)</script>" in name for _, _, name, *_ in entries)
    assert "\u202e" not in json.dumps(entries, ensure_ascii=False)
    assert HOSTILE[2] not in json.dumps(entries, ensure_ascii=False)


def test_the_same_tables_in_another_order_give_the_same_bytes() -> None:
    tables = small_site()
    turned = replace(
        tables, decisions=tables.decisions[::-1], items=tables.items[::-1], procedures=tables.procedures[::-1],
        units=tables.units[::-1], boards={unit: rows[::-1] for unit, rows in reversed(tables.boards.items())},
    )  # fmt: skip
    # The rows of a decision's annex stand in the order of the table, which a release fixes.
    before, after = built(tables), built(turned)
    assert [path for path in before if before[path] != after[path] and not path.startswith("d/")] == []


def test_a_day_on_which_nothing_changes_changes_only_what_tells_the_day() -> None:
    before, after = built(small_site()), built(replace(small_site(), as_of=DAY + timedelta(days=3)))
    assert {path for path in before if before[path] != after[path]} == {
        "assets/release.js",
        "about/index.html",
    }


def test_feeds_speak_of_decisions_once_and_are_silent_on_other_days() -> None:
    site = built(small_site(), "https://bang.example")
    feed = etree.fromstring(site["u/xa-b/feed.xml"])
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.xpath("a:entry/a:title/text()", namespaces=names) == [
        "Quyết định số 33/QĐ-UBND, 01/03/2026: 1 thay đổi",
        "Quyết định số 22/QĐ-UBND, 02/02/2026: 2 thay đổi",
        "Quyết định số 11/QĐ-UBND, 05/01/2024: 3 thay đổi",
    ]
    first = feed.xpath("a:entry/a:link/@href", namespaces=names)[0]
    assert first == f"https://bang.example/{decision_folder(str(LATER['decision_id']))}/index.html"
    later = built(replace(small_site(), as_of=date(2026, 3, 20)), "https://bang.example")
    assert {path for path in site if path.endswith("feed.xml") and site[path] != later[path]} == set()
    assert len(set(feed.xpath("//a:id/text()", namespaces=names))) == 4


def test_codes_need_an_address_and_lead_to_the_page(site: dict[str, bytes]) -> None:
    assert not [path for path in site if "qr" in path]
    with_address = built(small_site(), "https://bang.example")
    assert b"<svg" in with_address["u/xa-b/ma-qr.svg"]
    assert "https://bang.example/u/xa-b/" in text_of(with_address["u/xa-b/ma-qr.html"])
    assert "p/1.000001/qr.svg" in with_address


def test_due_dates_are_a_calendar_of_open_work() -> None:
    work = [
        {"unit_id": "xa-b", "state": state, "kind": "post", "code": code, "name": "Tên, có dấu phẩy; và dài " * 5, "due_on": due}
        for state, code, due in (
            ("due", "1.000001", date(2026, 3, 12)), ("planned", "1.000003", date(2026, 3, 12)),
            ("done", "1.000009", date(2026, 3, 12)), ("overdue", "2.000009", date(2026, 3, 2)), ("unobserved", "2.1", None),
        )
    ]  # fmt: skip
    site = built(replace(small_site(), updates=work))
    events = Calendar.from_ical(site["u/xa-b/due.ics"]).walk("VEVENT")
    assert [(event["dtstart"].dt, str(event["summary"])) for event in events] == [
        (date(2026, 3, 2), "Hạn niêm yết: 1 việc – Xã B"),
        (date(2026, 3, 12), "Hạn niêm yết: 2 việc – Xã B"),
    ]
    assert max(len(line) for line in site["u/xa-b/due.ics"].split(b"\r\n")) <= 75
    assert "u/xa-a/due.ics" not in site


def test_every_word_of_the_field_has_a_label() -> None:
    """A word that is added later may not stop a province's pages."""
    closed = ((labels.KINDS, DecisionKind), (labels.RELATIONS, RelationType), (labels.STATES, ProcedureState),
              (labels.UNIT_KINDS, UnitKind), (labels.FETCHES, FetchOutcome), (words.ACTIONS, Action), (words.LEVELS, Level),
              (words.SCOPES, Scope), (words.ONLINE, OnlineLevel), (words.PROOFS, Proof))  # fmt: skip
    assert [(kind.__name__, set(kind) - set(known)) for known, kind in closed if set(kind) - set(known)] == []


def test_every_page_has_a_language_one_heading_a_skip_link_and_names_for_its_fields(
    site: dict[str, bytes],
) -> None:
    for path, data in site.items():
        if not path.endswith(".html"):
            continue
        page = parsed(data)
        assert page.html is not None
        assert page.html["lang"] == "vi", path
        assert len(page.select("h1")) == 1, path
        assert page.select("a.skip")[0]["href"] == "#noi-dung", path
        labelled = {label["for"] for label in page.select("label")}
        assert {field["id"] for field in page.select("input, select")} <= labelled, path
        assert all(cell.get("scope") for cell in page.select("th")), path
        ids = [each["id"] for each in page.select("[id]")]
        assert len(ids) == len(set(ids)), path
