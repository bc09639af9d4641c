"""What portals show in a way that is easily passed over: it is read, or the crawl says that it was not."""

from collections.abc import Mapping
from datetime import date

from niemyet.extractors.portals import portal_for
from niemyet.model.records import CrawlProof, Posting, Receipt, Window
from tests.support.loopback import Answer, MemoryArchive, client_of, pages, serving, source

EVERYTHING = Window(full=True)


def pdf(words: str) -> Answer:
    return Answer(f"%PDF-1.5 {words} %%EOF", headers={"Content-Type": "application/pdf"})


FILES = {path: pdf(path) for path in ("/tep/1.pdf", "/tep/1-pl.pdf", "/tep/2.pdf", "/tep/3.pdf")}


def crawled(
    answers: Mapping[str, Answer | str], path: str = "/van-ban", window: Window = EVERYTHING, **more: object
) -> tuple[CrawlProof, list[Posting]]:
    """How whole the list is found to be, and what was had, as it is read from what was stored."""
    details = {f"/vb/{number}": detail(number) for number in range(1, 20)}
    archive = MemoryArchive()
    with serving(pages({**details, **FILES, **answers})) as site:
        settings = source("html", site.url + path, **more)
        portal = portal_for(settings)
        with client_of(settings, archive) as client:
            events = list(portal.crawl(client, window, {}))
    proof = events[-1]
    assert isinstance(proof, CrawlProof)
    return proof, [portal.read(one, archive.read) for one in events if isinstance(one, Receipt)]


HEAD = "<tr><th>STT</th><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"


def row(number: int, day: str = "05/03/2026", link: str = "/vb/{}") -> str:
    return (
        f'<tr><td>{number}</td><td><a href="{link.format(number)}">{number}/QĐ-UBND</a></td><td>{day}</td>'
        f"<td>Công bố danh mục thủ tục thứ {number}</td></tr>"
    )


def listed(rows: str, more: str = "", head: str = HEAD) -> str:
    return f"<html><body><div class='noi-dung'><table>{head}{rows}</table>{more}</div></body></html>"


def onward(number: int) -> str:
    return f'<div class="pager"><a href="?trang={number}">Trang sau</a></div>'


def detail(number: int, more: str = "") -> str:
    return (
        f"<html><body><div class='ct'><table><tr><td>Số ký hiệu</td><td>{number}/QĐ-UBND</td></tr>{more}</table>"
        "</div></body></html>"
    )


def numbers(postings: list[Posting]) -> list[str | None]:
    return [one.number_text for one in postings]


# ---- the list ----------------------------------------------------------------------------------------------


def test_old_pages_end_a_walk_only_where_the_newest_stand_first() -> None:
    def answers(*years: int) -> dict[str, Answer | str]:
        made: dict[str, Answer | str] = {}
        for place, year in enumerate(years):
            days = [f"0{n}/01/{year}" for n in ((3, 2, 1) if years[0] > years[-1] else (1, 2, 3))]
            rows = "".join(row(place * 3 + n, day) for n, day in enumerate(days, start=1))
            address = "/van-ban" if place == 0 else f"/van-ban?trang={place + 1}"
            made[address] = listed(rows, onward(place + 2) if place + 1 < len(years) else "")
        return made

    window = Window(since=date(2026, 1, 1), until=date(2026, 2, 1))
    for years in ((2020, 2021, 2022, 2026), (2021, 2020, 2026, 2022)):
        proof, had = crawled(answers(*years), window=window)
        assert (proof.outcome, len(had), proof.pages) == ("complete", 3, 4)
    proof, had = crawled(answers(2026, 2022, 2021, 2020), window=window)
    assert (len(had), proof.pages) == (3, 3)
