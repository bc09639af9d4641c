# ruff: noqa: E501 - pages are written as portals send them
"""What is missing of a source, over nights: one cause, one question; asked for again when it may be had; known when it may not."""

import hashlib
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from niemyet.flows.crawling import LASTING_DAYS, LOOK_AGAIN_DAYS, nightly_window
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.received import newest_receipts
from niemyet.flows.run_context import RunContext, RunResult
from niemyet.model.tables import Notice, Review
from tests.support.house import House, build_house, decision
from tests.support.loopback import Answer, Asked, Site, serving

FIRST = date(2026, 3, 2)
Row = TypeVar("Row")


class Portal:
    """A list with a page and a file for each document; files may lie on another host."""

    def __init__(self, count: int, *, files: str = "/tep/{n}.md") -> None:
        self.rows = {n: FIRST - timedelta(days=n) for n in range(1, count + 1)}
        self.files = files
        self.closed: set[int] = set()
        self.versions: dict[int, int] = {}
        self.broken: set[int] = set()  # a page of the site stands where the file should

    def __call__(self, asked: Asked) -> Answer:
        name = asked.path.rsplit("/", 1)[-1].partition(".")[0]
        n = int(name) if name.isdigit() else 0
        if asked.path == "/vb/":
            rows = "".join(
                f"<tr><td><a href='/vb/{n}.html'>{n}/QĐ-UBND</a></td><td>{day:%d/%m/%Y}</td><td>Công bố thủ tục hành chính {n}</td></tr>"
                for n, day in self.rows.items()
            )
            head = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
            return page(f"<table class='vb'>{head}{rows}</table>")
        if asked.path.startswith("/tep/") and n in self.broken:
            return page("<h1>Lỗi</h1><p>Không tìm thấy trang yêu cầu.</p>")
        if asked.path.startswith("/tep/"):
            text = decision(n, f"{self.rows.get(n, FIRST):%d/%m/%Y}") + "\n" * self.versions.get(n, 0)
            return Answer(text.encode(), headers={"Content-Type": "application/octet-stream"})
        if n in self.closed:
            return page("<h1>Đăng nhập</h1><form><input type='password'> Đăng nhập để xem</form>")
        link = f"<a href='{self.files.format(n=n)}'>{n}.md</a>" if self.files else "đang cập nhật"
        return page(
            f"<table><tr><td>Số ký hiệu</td><td>{n}/QĐ-UBND</td></tr><tr><td>Ngày ban hành</td><td>{self.rows[n]:%d/%m/%Y}</td></tr>"
            f"<tr><td>Trích yếu</td><td>Công bố thủ tục hành chính {n}</td></tr><tr><td>Tệp đính kèm</td><td>{link}</td></tr></table>"
        )


def page(body: str) -> Answer:
    return Answer(f"<html><body>{body}</body></html>", headers={"Content-Type": "text/html; charset=utf-8"})


class Nights:
    """A house with the portal as its source, night by night."""

    def __init__(self, root: Path, site: Site) -> None:
        self.house: House = build_house(root / "nhà")
        self.site = site
        self.configure()

    def configure(self, more: str = "") -> None:
        source = f'[[source]]\nid = "cong"\nkind = "html"\nurl = "{self.site.url}/vb/"\nseconds_between_requests = 0.0\n{more}\n'
        file = self.house.root / "niemyet.toml"
        text = file.read_text(encoding="utf-8").partition("# cổng\n")[0]
        file.write_text(f"{text}# cổng\n{source}", encoding="utf-8")

    def night(self, number: int) -> RunResult:
        self.site.asked.clear()
        day = FIRST + timedelta(days=number)
        self.house.at(f"{day}T13:00:00")
        return run_nightly(self.house.settings, self.house.folder, self.house.clock)

    def rows(self, name: str, kind: type[Row]) -> list[Row]:
        release = self.house.folder.releases.latest()
        assert release is not None
        return release.rows(name, kind)

    def asked(self, kind: str) -> list[Review]:
        return [one for one in self.rows("reviews", Review) if one.kind == kind and one.state == "open"]


def test_files_on_a_host_that_is_not_allowed_are_one_question_until_it_is(tmp_path: Path) -> None:
    store = Portal(1)
    with serving(store) as elsewhere, serving(Portal(7, files=f"{elsewhere.url}/tep/{{n}}.md")) as site:
        nights = Nights(tmp_path, site)
        nights.night(0)
        host = elsewhere.url.removeprefix("http://")
        (one,) = nights.asked("files_not_allowed")
        assert f"7 tệp của nguồn “cong” nằm ở máy chủ {host}, chưa được phép tải" in one.question
        assert [one for one in nights.rows("notices", Notice) if one.kind == "file_lost"] == []
        nights.configure(f'allowed_hosts = ["{host}"]')
        result = nights.night(1)
        assert len([path for path in elsewhere.paths if path.startswith("/tep/")]) == 7, "all, the same night"
        assert result.proofs["cong"].outcome == "complete"
        assert nights.asked("files_not_allowed") == []


def test_what_is_still_lost_after_the_configuration_changed_says_why(tmp_path: Path) -> None:
    gone = lambda asked: Answer("không có", 404)  # noqa: E731
    with serving(gone) as elsewhere, serving(Portal(3, files=f"{elsewhere.url}/tep/{{n}}.md")) as site:
        nights = Nights(tmp_path, site)
        nights.night(0)
        nights.configure(f'allowed_hosts = ["{elsewhere.url.removeprefix("http://")}"]')
        nights.night(1)
        assert nights.asked("files_not_allowed") == []
        lost = [one.text for one in nights.rows("notices", Notice) if one.kind == "file_lost"]
        assert len(lost) == 3
        assert all("404" in one for one in lost)


def test_a_decision_about_procedures_posted_without_a_file_is_asked_about(tmp_path: Path) -> None:
    portal = Portal(2)
    with serving(portal) as site:
        nights = Nights(tmp_path, site)
        nights.night(0)
        assert nights.asked("no_document") == []
        portal.files = ""
        portal.rows = {3: FIRST, **portal.rows}
        nights.night(1)
        (one,) = nights.asked("no_document")
        assert "3/QĐ-UBND" in one.question


def test_a_decision_whose_only_file_is_a_page_of_errors_is_asked_about_until_it_comes(tmp_path: Path) -> None:
    portal = Portal(3)
    portal.broken = {2}
    with serving(portal) as site:
        nights = Nights(tmp_path, site)
        nights.night(0)
        (one,) = nights.asked("document_lost")
        assert ("2/QĐ-UBND" in one.question, "niemyet ingest" in one.question) == (True, True)
        nights.night(1)
        assert [again.review_id for again in nights.asked("document_lost")] == [one.review_id]
        portal.broken = set()
        nights.night(8)  # the weekly sweep asks again for what could not be had
        assert nights.asked("document_lost") == []


def test_where_no_document_ever_came_there_is_one_line_for_the_source(tmp_path: Path) -> None:
    with serving(Portal(6, files="")) as site:
        nights = Nights(tmp_path, site)
        nights.night(0)
        (one,) = nights.asked("source_without_documents")
        assert "Cả 6 quyết định" in one.question
        assert nights.asked("no_document") == []


def test_one_members_only_page_does_not_keep_a_source_incomplete_for_ever(tmp_path: Path) -> None:
    portal = Portal(5)
    portal.closed = {4}
    with serving(portal) as site:
        nights = Nights(tmp_path, site)
        outcomes = [nights.night(number).proofs["cong"] for number in range(LASTING_DAYS + 1)]
        assert [one.outcome for one in outcomes] == ["incomplete"] * LASTING_DAYS + ["complete"]
        assert "đã lâu không đọc được" in (outcomes[-1].reason or "")
        (one,) = nights.asked("pages_not_read")
        assert "1 trang văn bản của nguồn “cong”" in one.question
        # A second one is news, and the portal is not called whole for it.
        portal.closed.add(2)
        portal.rows = {6: FIRST, **portal.rows}
        portal.closed.add(6)
        assert nights.night(LASTING_DAYS + 1).proofs["cong"].outcome == "incomplete"
        # What opens again is read that night.
        portal.closed.clear()
        assert nights.night(LASTING_DAYS + 2).proofs["cong"].outcome == "complete"
        assert nights.asked("pages_not_read") == []


def test_every_document_is_asked_for_again_whatever_night_the_sweep_falls_on(tmp_path: Path) -> None:
    portal = Portal(14)
    with serving(portal) as site:
        nights = Nights(tmp_path, site)
        nights.night(0)
        again: dict[str, int] = {}
        for number in range(1, LOOK_AGAIN_DAYS + 3):
            nights.night(number)
            for path in site.paths:
                if path.startswith("/tep/"):
                    again.setdefault(path, number)
        assert sorted(again) == sorted(f"/tep/{n}.md" for n in portal.rows)
        assert len(set(again.values())) > 2, "not all on one night"
        assert max(again.values()) <= LOOK_AGAIN_DAYS + 1


def test_a_replaced_file_is_seen_within_the_time(tmp_path: Path) -> None:
    portal = Portal(9)
    with serving(portal) as site:
        nights = Nights(tmp_path, site)
        nights.night(0)
        portal.versions = dict.fromkeys(portal.rows, 1)
        for number in range(1, LOOK_AGAIN_DAYS + 2):
            nights.night(number)
        receipts = newest_receipts(nights.house.folder.lake, "cong")
        had = {part.sha256 for one in receipts.values() for part in one.parts if part.role == "attachment"}
    new = {
        hashlib.sha256((decision(n, f"{day:%d/%m/%Y}") + "\n").encode()).hexdigest()
        for n, day in portal.rows.items()
    }
    assert had == new


@pytest.mark.parametrize("back", [200, 900])
def test_a_backdated_decision_on_a_page_that_was_fetched_is_read_that_night(
    tmp_path: Path, back: int
) -> None:
    portal = Portal(5)
    with serving(portal) as site:
        nights = Nights(tmp_path, site)
        nights.night(0)
        portal.rows = {8: FIRST - timedelta(days=back), **portal.rows}
        nights.night(1)
        assert "/tep/8.md" in site.paths
        nights.night(2)
        assert "/tep/8.md" not in site.paths, "once"
        run = RunContext(
            nights.house.settings, nights.house.folder, nights.house.clock, command="nightly", asked={}
        )
        assert nightly_window(run, "cong").since is not None, "it was no sweep"
