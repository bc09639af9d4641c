# ruff: noqa: E501 - pages are written as portals send them
"""Lists that link the documents themselves: read whole from the probe's proposal, or not called complete."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from niemyet.extractors.portals import portal_for
from niemyet.extractors.settings import SourceSettings
from niemyet.model.records import CrawlProof, Gap, Posting, Receipt, Unchanged, Window
from niemyet.model.words import Outcome
from tests.flows.test_first_read import configured, probed
from tests.support.loopback import Answer, MemoryArchive, client_of, pages, serving, source

PDF = {"Content-Type": "application/pdf"}


def file(n: int | str) -> Answer:
    return Answer(f"%PDF-1.5 tệp {n} %%EOF", headers=PDF)


def night(
    settings: SourceSettings, known: Mapping[str, str] = {}
) -> tuple[CrawlProof, list[Posting], list[object]]:
    archive = MemoryArchive()
    with client_of(settings, archive) as client:
        events = list(portal_for(settings).crawl(client, Window(full=True), known))
    portal = portal_for(settings)
    proof = events[-1]
    assert isinstance(proof, CrawlProof)
    return proof, [portal.read(one, archive.read) for one in events if isinstance(one, Receipt)], events


def page(rows: str, number: int, last: int) -> str:
    following = f'<a class="next" href="?trang={number + 1}">Trang sau</a>' if number < last else ""
    return f"<html><body><nav><a href='/gioi-thieu.pdf'>Giới thiệu quyết định</a></nav><main>{rows}{following}</main></body></html>"


def titled(n: int) -> str:
    return f"<li class='vb'><a href='/tep/{n}.pdf'>Quyết định {n}/QĐ-UBND về việc công bố danh mục thứ {n}</a></li>"


def beside(n: int) -> str:
    return (
        f"<tr><td>{n}/QĐ-UBND<td>0{n % 9 + 1}/03/2026<td>Công bố danh mục thủ tục hành chính lĩnh vực số {n}"
        f"<td><a href='/tep/{n}.pdf'>Tải về</a> <a href='/tep/{n}-phu-luc.docx'><img src='w.png'></a></tr>"
    )


def with_field(n: int) -> str:
    return (
        f"<div class='dong'><p>Quyết định {n}/QĐ-UBND công bố danh mục lĩnh vực {n}</p>"
        f"<a href='/linh-vuc/dat-dai'>Đất đai</a> <a href='/tep/{n}.pdf'>{n}.signed.pdf</a></div>"
    )


LAYOUTS = {
    "title in the link": ("<ul class='ds'>{}</ul>", titled, 1),
    "title beside, two files": ("<table class='ds'><tbody>{}</tbody></table>", beside, 2),
    "a field is linked too": ("<div class='ds'>{}</div>", with_field, 1),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.usefixtures("_no_pause")
def test_the_probe_proposes_what_reads_such_a_list_whole(layout: str, tmp_path: Path) -> None:
    holder, row, files = LAYOUTS[layout]
    answers: dict[str, object] = {
        "/ds": page(holder.format("".join(row(n) for n in range(1, 6))), 1, 2),
        "/ds?trang=2": page(holder.format("".join(row(n) for n in range(6, 10))), 2, 2),
        **{f"/tep/{n}.pdf": file(n) for n in range(1, 10)},
        **{f"/tep/{n}-phu-luc.docx": Answer(b"PK\x03\x04" + bytes([n])) for n in range(1, 10)},
        "/linh-vuc/dat-dai": "<html><h1>Đất đai</h1></html>",
    }
    with serving(pages(answers)) as site:
        proposal = probed(f"{site.url}/ds")
        assert proposal.exit_code == 0, proposal.output
        assert "files = " in proposal.stdout
        proof, postings, _ = night(configured(tmp_path, proposal))
    assert (proof.outcome, len(postings)) == (Outcome.COMPLETE, 9), proof.reason
    assert all(len([one for one in posting.files if one.sha256]) == files for posting in postings)
    assert all("danh mục" in (posting.title or "") for posting in postings)
    assert not [posting for posting in postings if posting.flags]
    assert not any("linh-vuc" in path or "gioi-thieu" in path for path in site.paths)


@pytest.fixture
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("niemyet.flows.clock.SystemClock.sleep", lambda self, seconds: None)


NUMBERED = "<table><tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th><th>Tệp</th></tr>{}</table>"


def numbered(n: int, link: str) -> str:
    return f"<tr><td>{n}/QĐ-UBND</td><td>0{n}/03/2026</td><td>Công bố danh mục {n}</td><td>{link}</td></tr>"


def test_rows_of_pages_and_rows_of_files_stand_in_one_table() -> None:
    rows = numbered(1, "<a href='/vb/1'>Xem</a>") + numbered(2, "<a href='/tep/2.pdf'>Tải về</a>")
    detail = "<table><tr><td>Số ký hiệu</td><td>1/QĐ-UBND</td></tr><tr><td>Tệp đính kèm</td><td><a href='/tep/1.pdf'>1</a></td></tr></table>"
    with serving(
        pages({"/ds": NUMBERED.format(rows), "/vb/1": detail, "/tep/1.pdf": file(1), "/tep/2.pdf": file(2)})
    ) as site:
        proof, postings, events = night(source("html", site.url + "/ds"))
        receipts = {one.key: one.fingerprint for one in events if isinstance(one, Receipt)}
        again, _, events = night(source("html", site.url + "/ds"), receipts)
    assert (proof.outcome, again.outcome) == (Outcome.COMPLETE, Outcome.COMPLETE)
    assert [(one.number_text, len(one.files)) for one in postings] == [("1/QĐ-UBND", 1), ("2/QĐ-UBND", 1)]
    assert postings[1].title == "Công bố danh mục 2"
    assert len([one for one in events if isinstance(one, Unchanged)]) == 2, (
        "the second night asks for nothing"
    )


def test_an_address_that_does_not_say_so_may_answer_with_the_document() -> None:
    with serving(
        pages(
            {
                "/ds": NUMBERED.format(numbered(3, "<a href='/tai-ve?id=3'>Tải về</a>")),
                "/tai-ve?id=3": file(3),
            }
        )
    ) as site:
        proof, postings, _ = night(source("html", site.url + "/ds"))
    assert proof.outcome is Outcome.COMPLETE
    assert [(one.number_text, len(one.files), one.flags) for one in postings] == [("3/QĐ-UBND", 1, ())]
    assert site.paths.count("/tai-ve?id=3") == 1


def test_a_handler_that_names_the_file_is_followed_and_one_that_does_not_is_no_end() -> None:
    named = "<span onclick=\"window.open('/tep/4.pdf')\">Tải về</span>"
    hidden = "<a href='javascript:void(0)' onclick='mo(5)'>Tải về</a>"
    with serving(
        pages({"/ds": NUMBERED.format(numbered(4, named) + numbered(5, hidden)), "/tep/4.pdf": file(4)})
    ) as site:
        proof, postings, events = night(source("html", site.url + "/ds"))
    assert [one.number_text for one in postings] == ["4/QĐ-UBND"]
    assert postings[0].files[0].sha256 is not None
    assert proof.outcome is Outcome.INCOMPLETE
    assert "5/QĐ-UBND" in next(one.reason for one in events if isinstance(one, Gap))


def test_a_file_that_is_not_there_keeps_the_list_from_being_whole() -> None:
    with serving(pages({"/ds": NUMBERED.format(numbered(6, "<a href='/tep/6.pdf'>Tải về</a>"))})) as site:
        proof, postings, _ = night(source("html", site.url + "/ds"))
    assert proof.outcome is Outcome.INCOMPLETE
    assert postings[0].files[0].sha256 is None


def test_rows_that_begin_with_a_common_file_stay_two() -> None:
    common = "<a href='/tep/chung.pdf'>Phụ lục</a>"
    rows = numbered(7, common + "<a href='/tep/7.pdf'>Tải</a>") + numbered(
        8, common + "<a href='/tep/8.pdf'>Tải</a>"
    )
    with serving(
        pages({"/ds": NUMBERED.format(rows), **{f"/tep/{n}.pdf": file(n) for n in ("chung", 7, 8)}})
    ) as site:
        proof, postings, _ = night(source("html", site.url + "/ds"))
    assert proof.outcome is Outcome.COMPLETE
    assert [one.number_text for one in postings] == ["7/QĐ-UBND", "8/QĐ-UBND"]
