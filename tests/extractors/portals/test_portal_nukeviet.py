# ruff: noqa: E501 - pages are written as portals send them
import re
from dataclasses import replace
from datetime import date
from typing import ClassVar
from urllib.parse import urlsplit

import pytest

from niemyet.extractors.portals import portal_for
from niemyet.extractors.portals.beside import signs_beside
from niemyet.extractors.portals.labels import soup_of
from niemyet.extractors.portals.moved import moved_away
from niemyet.extractors.portals.nukeviet_laws import NukevietLawsPortal
from niemyet.extractors.portals.pager import Reached
from niemyet.extractors.portals.pages import Entry
from niemyet.model.errors import NotThePageError
from niemyet.model.records import CrawlProof, Gap, Receipt, Unchanged, Window
from tests.support.loopback import NOT_FOUND, POLITE, Answer, Asked, MemoryArchive, client_of, serving, source
from tests.support.realdata import real

WHOLE = Window(full=True)


def crawl(handle, path="/laws/", window=WHOLE, known=(), **more):
    archive = MemoryArchive()
    with serving(handle) as site:
        settings = source("nukeviet-laws", site.url + path, **more)
        with client_of(settings, archive) as client:
            events = list(portal_for(settings).crawl(client, window, dict(known)))
    portal = portal_for(settings)
    postings = {e.key: portal.read(e, archive.read) for e in events if isinstance(e, Receipt)}
    return events, postings, site


# ---- a made-up module --------------------------------------------------------------------------------


class Module:
    """A small laws module under a renamed alias: `count` decisions, `size` a page, newest first."""

    def __init__(self, count: int, size: int = 3, *, branch_46: bool = False) -> None:
        self.keys = list(range(count, 0, -1))
        self.size = size
        self.branch_46 = branch_46
        self.instead: dict[str, Answer] = {}

    def __call__(self, asked: Asked) -> Answer:
        if asked.path in self.instead:
            return self.instead[asked.path]
        if "download=1" in asked.path:
            return Answer(
                b"%PDF-1.4 made up %%EOF", headers={"Content-Disposition": 'attachment; filename="t.pdf";'}
            )
        page = re.fullmatch(r"/van-ban/(?:page-(\d+)/)?", asked.path)
        if page:
            return self._list(int(page.group(1) or 1))
        detail = re.fullmatch(r"/van-ban/detail/qd-2026-(\d+)/", asked.path)
        if detail and int(detail.group(1)) in self.keys:
            return Answer(self._detail(int(detail.group(1))))
        return Answer("", 301, {"Location": "/van-ban/"})

    @property
    def pages(self) -> int:
        return -(-len(self.keys) // self.size)

    def _list(self, number: int) -> Answer:
        if number > self.pages:
            return Answer("", 301, {"Location": "/van-ban/"})
        start = (number - 1) * self.size
        rows = "".join(
            self._row(start + place, key) for place, key in enumerate(self.keys[start : start + self.size], 1)
        )
        links = "".join(
            f'<li class="active"><a href="javascript:void(0)">{n}</a></li>'
            if n == number
            else f'<li><a href="/van-ban/page-{n}/" rel="{"next" if n > number else "prev"}">{n}</a></li>'
            for n in range(1, self.pages + 1)
        )
        return Answer(
            f"""<html><head><title>Văn bản</title></head><body><div class="flex-table-laws">
            <div class="table-rows table-head"><div class="c-stt">STT</div><div class="c-code">Số kí hiệu</div></div>
            {rows}</div><div class="generate_page"><ul class="pagination">{links}</ul></div>
            <p>Đang truy cập {number * 7}</p></body></html>"""
        )

    def _row(self, rank: int, key: int) -> str:
        link = f"/van-ban/detail/qd-2026-{key}/"
        return f"""<div class="table-rows"><div class="c-stt">{rank}</div>
            <div class="c-code"><span class="label-name">Số kí hiệu:</span><h3><a href="{link}">{key:02d}/QĐ-UBND</a></h3></div>
            <div class="c-time"><span class="label-name">Ngày ban hành:</span>{key:02d}/03/2026</div>
            <div class="c-intro"><a href="{link}"><strong>công bố thủ tục số {key}...</strong></a></div>
            <div class="c-file"><ul class="laws-download"><li><a href="{link}?download=1&amp;id=0" title="{key}.pdf">Tải</a></li></ul></div></div>"""

    def _detail(self, key: int) -> str:
        if self.branch_46:
            return self._detail_46(key)
        return f"""<html><body><div><h1 class="lawh3">Quyết định số {key:02d}</h1><p>công bố thủ tục số {key} của tỉnh</p>
            <table><tr class="hoatim"><td>Số kí hiệu</td><td>{key:02d}/QĐ-UBND</td></tr>
            <tr class="hoatim"><td>Ngày ban hành</td><td>{key:02d}/03/2026</td></tr>
            <tr class="hoatim"><td>Lĩnh vực</td><td><a>Hộ tịch</a><br/><a>Chứng thực</a><br/></td></tr>
            <tr class="hoatim"><td>Cơ quan ban hành</td><td><a>UBND tỉnh</a></td></tr></table>
            <div class="laws-download-file"><a role="button" href="#v">xem</a>
            <a href="/van-ban/detail/qd-2026-{key}/?download=1&amp;id=0" title="Tải tập tin 1{key}.pdf">Tải tập tin 1: <strong>{key}.pdf</strong></a>
            <a href="https://luu-tru.example/tep/{key}">Tải tập tin : <strong>Nhấn vào link để tải file</strong></a></div>
            <div class="flex-table-laws"><div class="table-rows"><div class="c-code"><a href="/van-ban/detail/khac-99/">99/QĐ-UBND</a>
            </div></div></div></div></body></html>"""

    def _detail_46(self, key: int) -> str:
        return f"""<html><body><div class="law-detail"><h1 class="margin-bottom-lg">Quyết định số {key:02d}</h1>
            <div id="doc-basic"><p>công bố thủ tục số {key} của tỉnh</p><table class="table table-properties"><tbody>
            <tr><td class="col-header">Số kí hiệu</td><td>{key:02d}/QĐ-UBND</td>
            <td class="col-header">Ngày ban hành</td><td>{key:02d}/03/2026</td></tr>
            <tr><td class="col-header">Lĩnh vực</td><td colspan="3"><a>Hộ tịch</a>, <a>Chứng thực</a></td></tr>
            <tr><td class="col-header">Ngày bắt đầu hiệu lực</td><td>{key:02d}/04/2026</td>
            <td class="col-header">Cơ quan ban hành</td><td><a>UBND tỉnh</a></td></tr></tbody></table></div>
            <div id="doc-files"><div class="laws-download-file"><div class="iname">
            <a href="/van-ban/detail/qd-2026-{key}/?download=1&amp;id=0" title="Tải về{key}.pdf">Tải về: <strong>{key}.pdf</strong></a>
            </div><div class="iview"><a role="button" href="#quickview-1">x</a></div></div></div></div></body></html>"""


@pytest.mark.parametrize("branch_46", [False, True])
def test_every_page_every_document_every_file(branch_46):
    events, postings, _ = crawl(Module(8, branch_46=branch_46), "/van-ban/")
    assert events[-1] == CrawlProof("complete", 3, 8, 8)
    posting = postings["7"]
    assert posting.number_text == "07/QĐ-UBND"
    assert posting.title == "công bố thủ tục số 7 của tỉnh"  # whole, where the list cuts it off
    assert (posting.signed_on, posting.issuer_name) == (date(2026, 3, 7), "UBND tỉnh")
    assert posting.effective_on == (date(2026, 4, 7) if branch_46 else None)
    assert posting.sectors == ("Hộ tịch", "Chứng thực")
    assert (posting.files[0].name, posting.files[0].sha256 is not None) == ("7.pdf", True)
    assert posting.flags == ()


def test_a_link_to_a_drive_is_noted_and_not_chased():
    _, postings, _ = crawl(Module(1), "/van-ban/")
    _, drive = postings["1"].files
    assert (drive.url, drive.sha256) == ("https://luu-tru.example/tep/1", None)
    assert "nằm ngoài cổng" in drive.reason


def test_only_what_changed_is_fetched():
    module = Module(4)
    events, _, _ = crawl(module, "/van-ban/")
    known = {e.key: e.fingerprint for e in events if isinstance(e, Receipt)}
    module.keys.insert(0, 5)
    events, _, site = crawl(module, "/van-ban/", known=known)
    assert [e.key for e in events if isinstance(e, Receipt)] == ["5"]
    assert [e for e in events if isinstance(e, Unchanged)] == [Unchanged(str(key)) for key in (4, 3, 2, 1)]
    assert len(site.asked) == 4  # two list pages, one detail page, one file


def test_the_window_by_signing_date():
    events, postings, site = crawl(
        Module(30), "/van-ban/", Window(since=date(2026, 3, 25), until=date(2026, 3, 28))
    )
    assert sorted(postings) == ["25", "26", "27"]
    assert events[-1].outcome == "complete"
    assert [p for p in site.paths if "page-" in p] == [
        "/van-ban/page-2/",
        "/van-ban/page-3/",
        "/van-ban/page-4/",
    ]


def test_a_failed_page_is_a_hole_not_the_end():
    module = Module(9)
    module.instead["/van-ban/page-2/"] = Answer("no", 500)
    events, postings, _ = crawl(module, "/van-ban/", fetch=replace(POLITE, retries=0))
    assert sorted(postings) == ["1", "2", "3", "7", "8", "9"]
    assert (events[-1].outcome, events[-1].rows) == ("incomplete", 6)


def test_pages_that_ignore_their_number_are_noticed():
    module = Module(9)
    module.instead["/van-ban/page-2/"] = module._list(1)
    events, postings, _ = crawl(module, "/van-ban/")
    assert events[-1].outcome == "incomplete"
    assert len(postings) == 6  # pages 1 and 3


def test_rows_that_slip_between_pages_are_noticed():
    module = Module(9)
    first = module._list(1)
    module.keys.insert(0, 10)  # one more on top: the page's last row moves to the next page
    module.instead["/van-ban/"] = first
    events, _, _ = crawl(module, "/van-ban/")
    assert (events[-1].outcome, events[-1].rows, events[-1].declared_total) == ("incomplete", 9, 10)


def test_a_document_that_is_gone_keeps_its_row():
    module = Module(2)
    module.instead["/van-ban/detail/qd-2026-2/"] = Answer("", 301, {"Location": "/van-ban/"})
    events, postings, _ = crawl(module, "/van-ban/")
    assert [type(e) for e in events] == [Gap, Receipt, Receipt, CrawlProof]
    assert postings["2"].flags == ("detail_not_had",)
    assert postings["2"].number_text == "02/QĐ-UBND"
    assert postings["2"].files == ()


def test_a_missing_file_is_lost_with_its_reason():
    module = Module(1)
    link = "/van-ban/detail/qd-2026-1/"
    module.instead[f"{link}?download=1&id=0"] = Answer("", 302, {"Location": link})
    events, postings, _ = crawl(module, "/van-ban/")
    assert postings["1"].files[0].sha256 is None
    assert "khác với" in postings["1"].files[0].reason
    assert events[-1].outcome == "complete"


# ---- the real pages ----------------------------------------------------------------------------------


def stored(name: str) -> str:
    """A stored body, its links moved to wherever the test serves it."""
    return real(f"portals/nukeviet/{name}").read_bytes().decode().replace("http://127.0.0.1:8088", "")


class Stored:
    """The stored pages over HTTP: list pages 1, 2 and 7, four documents; the rest is what the software does."""

    lists: ClassVar = {
        "/laws/": "list-page1",
        "/laws/page-2/": "list-page2",
        "/laws/page-7/": "list-page7-last",
    }
    details: ClassVar = {
        "100": "detail-pdf",
        "5": "detail-pdf-and-docx",
        "7": "detail-drive-link",
        "6": "detail-missing-file",
        "8": "detail-no-file",
    }

    def __init__(self) -> None:
        # A skip raised in the server's thread skips nothing: the pages are asked for where the test runs.
        real("portals/nukeviet")

    def __call__(self, asked: Asked) -> Answer:
        parts = urlsplit(asked.path)
        if asked.path in self.lists:
            return Answer(stored(f"{self.lists[asked.path]}.body"))
        if parts.path.startswith("/laws/page-"):
            return Answer(stored("soft-error-200-request-blocked.html"))
        found = re.search(r"-(\d+)/$", parts.path)
        key = found.group(1) if found else ""
        if "download=1" in parts.query and key != "6":
            return Answer(real("portals/nukeviet/download-pdf.body").read_bytes())
        if "download=1" in parts.query:
            return Answer("", 302, {"Location": parts.path})
        if key in self.details:
            return Answer(stored(f"{self.details[key]}.body"))
        return Answer("", 301, {"Location": "/laws/"})


@pytest.fixture(scope="module")
def replayed():
    return crawl(Stored())


def expected_rows(name):
    """Key → (number, date, file names) of a stored list page, by plain patterns and not by our own reader."""
    rows = {}
    body = re.sub(r"\s+", " ", stored(f"{name}.body"))
    for row in re.split(r'<div class="table-rows">', body)[1:]:
        row = row.split('class="generate_page"')[0]
        link = re.search(r'c-code">.*?<a [^>]*?href="[^"]*?-(\d+)/"[^>]*>([^<]+)</a>', row)
        day = re.search(r"(\d\d)/(\d\d)/(\d{4}) ?</div>", row)
        files = re.findall(r'href="([^"]*(?:download=1|drive\.google)[^"]*)"', row)
        rows[link.group(1)] = (
            link.group(2).replace("Ð", "Đ"),
            date(int(day.group(3)), int(day.group(2)), int(day.group(1))),
            len(files),
        )
    return rows


@pytest.mark.realdata
def test_all_documents_of_the_stored_list_pages(replayed):
    events, postings, _ = replayed
    rows = {**expected_rows("list-page1"), **expected_rows("list-page2"), **expected_rows("list-page7-last")}
    assert len(rows) == 56
    assert {key: (p.number_text, p.signed_on) for key, p in postings.items()} == {
        key: (number, day) for key, (number, day, _) in rows.items()
    }
    assert all("danh mục thủ tục hành chính" in posting.title.lower() for posting in postings.values())
    assert {"2191/QĐ-UBND ngày 23/06/2024", "02257/QĐ-UBND", "2167/QĐ-UBND."} <= {
        p.number_text for p in postings.values()
    }
    assert postings["135"].number_text == postings["105"].number_text == "2290/QĐ-UBND"
    proof = events[-1]
    assert (proof.outcome, proof.pages) == ("incomplete", 3)  # pages 3 to 6 were not stored


@pytest.mark.realdata
def test_the_stored_documents_with_their_files(replayed):
    _, postings, _ = replayed
    both, drive, lost, none = (postings[key] for key in ("5", "7", "6", "8"))
    assert both.effective_on == date(2024, 1, 25)
    assert both.sectors == ("Đất đai",)
    assert both.issuer_name == "Ủy ban nhân dân tỉnh"
    assert [(f.name, f.sha256 is not None) for f in both.files] == [
        ("188-qd-ubnd.pdf", True),
        ("phu-luc-188-qd-ubnd.docx", True),
    ]
    assert drive.sectors == ("Hộ tịch", "Nuôi con nuôi")
    assert [(f.url.split("/")[2], f.sha256) for f in drive.files] == [("drive.google.com", None)]
    assert [(f.name, f.sha256) for f in lost.files] == [("226-qd-ubnd.signed.signed.signed.pdf", None)]
    assert none.files == ()


@pytest.mark.realdata
def test_files_of_every_listed_document_are_announced():
    portal = portal_for(source("nukeviet-laws", "http://cong.example/laws/"))
    for name in ("list-page1", "list-page2", "list-page7-last"):
        page = portal.parse_list(stored(f"{name}.body"), "http://cong.example/laws/")
        assert {e.key: len(e.file_names) for e in page.entries} == {
            key: count for key, (_, _, count) in expected_rows(name).items()
        }


@pytest.mark.realdata
def test_noise_between_two_loads_changes_nothing():
    portal = portal_for(source("nukeviet-laws", "http://cong.example/laws/"))
    entry = Entry("100", "http://cong.example/laws/detail/x-100/", None, None, None)
    one, two = (stored(f"{name}.body") for name in ("detail-pdf", "detail-pdf-second-load"))
    assert one != two
    assert portal.parse_detail(one, entry.url, entry) == portal.parse_detail(two, entry.url, entry)


NOT_CONTENT = (
    "soft-error-200-request-blocked.html",
    "no-permission-200.body",
    "flood-blocked.body",
    "home.body",
)


@pytest.mark.realdata
@pytest.mark.parametrize(
    "name",
    [
        *NOT_CONTENT,
        "news-niemyet-list.body",
        "news-niemyet-detail.body",
        "nv-info-die.body",
        "detail-pdf.body",
    ],
)
def test_other_pages_are_no_list(name):
    portal = portal_for(source("nukeviet-laws", "http://cong.example/laws/"))
    with pytest.raises(NotThePageError):
        portal.parse_list(stored(name), "http://cong.example/laws/")


@pytest.mark.realdata
@pytest.mark.parametrize(
    "name", [*NOT_CONTENT, "list-page1.body", "detail-missing-followed.body", "news-niemyet-detail.body"]
)
def test_other_pages_are_no_document(name):
    portal = portal_for(source("nukeviet-laws", "http://cong.example/laws/"))
    entry = Entry("100", "http://cong.example/laws/detail/x-100/", None, None, None)
    with pytest.raises(NotThePageError):
        portal.parse_detail(stored(name), entry.url, entry)


@pytest.mark.realdata
def test_no_result_is_said_in_words():
    portal = portal_for(source("nukeviet-laws", "http://cong.example/laws/"))
    assert portal.parse_list(stored("search-none.body"), "http://cong.example/laws/search/").stated_empty


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("past-the-end", "dark"),
        ("soft-404", "dark"),
        ("blocked", "dark"),
        ("flood", "dark"),
        ("no-permission", "dark"),
    ],
)
def test_refusals_as_the_first_page_are_a_dark_source(answer, outcome):
    answers = {
        "past-the-end": lambda: Answer("", 301, {"Location": "/"}),
        "soft-404": lambda: NOT_FOUND,
        "blocked": lambda: Answer(stored("soft-error-200-request-blocked.html")),
        "flood": lambda: Answer(stored("flood-blocked.body"), 429, {"Retry-After": "60"}),
        "no-permission": lambda: Answer(stored("no-permission-200.body")),
    }

    def handle(asked: Asked) -> Answer:
        return Answer(stored("home.body")) if asked.path == "/" else answers[answer]()

    events, postings, _ = crawl(handle)
    assert [type(e) for e in events] == [Gap, CrawlProof]
    assert events[-1].outcome == outcome
    assert postings == {}


@pytest.mark.realdata
def test_past_the_end_leads_to_page_one_and_is_not_read_twice():
    class Endless(Stored):
        """Every page claims a next one; past the end the software redirects to the list."""

        def __call__(self, asked: Asked) -> Answer:
            if asked.path == "/laws/page-2/":
                body = stored("list-page2.body").replace("/laws/page-3/", "/laws/page-99/")
                return Answer(body)
            if asked.path == "/laws/page-99/":
                return Answer("", 301, {"Location": "/laws/"})
            return super().__call__(asked)

    events, postings, _ = crawl(Endless(), fetch=replace(POLITE, retries=0))
    assert len(postings) == 56
    assert any(isinstance(e, Gap) and "page-99" in e.url for e in events)
    assert events[-1].outcome == "incomplete"


def test_the_family_is_registered():
    assert isinstance(portal_for(source("nukeviet-laws", "http://cong.example/laws/")), NukevietLawsPortal)


@pytest.mark.realdata
@pytest.mark.parametrize("name", ["list-page1", "list-page2", "list-page7-last", "subject", "search"])
def test_nothing_beside_the_rows_of_the_stored_lists_says_that_they_are_not_all(name):
    url = "https://xa.example/laws/"
    html = stored(f"{name}.body")
    found = portal_for(source("nukeviet-laws", url)).parse_list(html, url)
    rows = frozenset(entry.url for entry in found.entries)
    assert (found.doubts, moved_away(html, url, heed_words=True)) == ((), None)
    assert signs_beside(soup_of(html), html, url, Reached(2, len(rows), (url,), len(rows)), rows) == ()
