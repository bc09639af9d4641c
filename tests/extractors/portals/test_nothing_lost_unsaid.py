"""What portals show in a way that is easily passed over: it is read, or the crawl says that it was not."""

from collections.abc import Mapping
from datetime import date

import pytest

from niemyet.extractors.portals import portal_for
from niemyet.model.records import CrawlProof, Posting, Receipt, Window
from tests.support.loopback import Answer, MemoryArchive, client_of, pages, serving, source

EVERYTHING = Window(full=True)
FIRST, SECOND = "<a href='/tep/1.pdf'>1.pdf</a>", "<a href='/tep/1-pl.pdf'>Phụ lục</a>"


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


def test_a_page_that_breaks_off_within_its_list_is_told_also_where_it_is_the_only_one() -> None:
    whole = listed(row(1) + row(2) + row(3))
    for end in ("/vb/3", "<tr><td>3"):
        proof, had = crawled({"/van-ban": whole[: whole.index(end)]})
        assert (proof.outcome, len(had)) == ("incomplete", 2)
    # Portals that never say where a page ends.
    assert crawled({"/van-ban": whole.replace("</body></html>", "")})[0].outcome == "complete"


def test_a_documents_page_that_breaks_off_is_told_and_asked_for_again() -> None:
    page = detail(1, f"<tr><td>Tệp đính kèm</td><td>{FIRST}{SECOND}</td></tr>")
    answers = {"/van-ban": listed(row(1)), "/vb/1": page[: page.index(SECOND)]}
    proof, had = crawled(answers)
    assert (proof.outcome, [file.name for file in had[0].files]) == ("incomplete", ["1.pdf"])
    assert "/vb/1" in (proof.reason or "")


@pytest.mark.parametrize(("path", "led", "outcome"), [
    ("/van-ban?lv=5", "/", "incomplete"),
    ("/van-ban?lv=5", "/van-ban", "incomplete"),
    ("/van-ban?lv=5&lang=vi", "/van-ban?lv=5", "complete"),
    ("/van-ban", "/vi/van-ban", "complete"),
])  # fmt: skip
def test_a_first_page_that_leads_to_another_list_is_doubted(path: str, led: str, outcome: str) -> None:
    answers = {path: Answer(b"", 302, {"Location": led}), led: listed(row(1) + row(2))}
    assert crawled(answers, path)[0].outcome == outcome
    assert crawled(answers, path, trust_end=True)[0].outcome == "complete"


def by_title(*titles: tuple[str, str]) -> str:
    items = "".join(f"<li><a href='{link}'>{title}</a></li>" for link, title in titles)
    return f"<html><body><ul class='ds'>{items}</ul></body></html>"


ITEMS = {"row": "ul.ds li", "link": "a"}


def test_another_decision_than_the_title_of_the_list_names_is_not_taken() -> None:
    title = "Quyết định số 2/QĐ-UBND công bố danh mục thủ tục hành chính"
    proof, had = crawled({"/van-ban": by_title(("/vb/2", title)), "/vb/2": detail(7)}, list=ITEMS)
    assert (proof.outcome, numbers(had)) == ("incomplete", [None])
    # The number of the decision that is amended is not its own.
    title = "Công bố danh mục thay thế Quyết định số 2/QĐ-UBND"
    page = detail(7, f"<tr><td>Trích yếu</td><td>{title}</td></tr>")
    proof, had = crawled({"/van-ban": by_title(("/vb/7", title)), "/vb/7": page}, list=ITEMS)
    assert (proof.outcome, numbers(had)) == ("complete", ["7/QĐ-UBND"])


def test_rows_that_lead_to_places_of_one_page_are_told() -> None:
    fields = ("Đất đai", "Hộ tịch", "Y tế")
    titles = [f"Công bố danh mục thủ tục hành chính lĩnh vực {field}" for field in fields]
    for words in (titles, [f"Quyết định số {n}/QĐ-UBND" for n in (1, 2, 3)]):
        answers = {
            "/van-ban": by_title(*((f"/vb#{n}", one) for n, one in enumerate(words))),
            "/vb": detail(1),
        }
        proof, _ = crawled(answers, list=ITEMS)
        assert proof.outcome == "incomplete"
        assert "/vb#1" in (proof.reason or "")
    # The same document, and a place of its page.
    twice = by_title(("/vb/1", titles[0]), ("/vb/1#binh-luan", "12 ý kiến về văn bản này"))
    assert crawled({"/van-ban": twice, "/vb/1": detail(1)}, list=ITEMS)[0].outcome == "complete"


WITH_FILES = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th><th>Tải về</th></tr>"


def with_file(number: int, reach: int = 1) -> str:
    cells = (f"{number}/QĐ-UBND", f"0{number}/03/2026", f"Công bố danh mục thủ tục thứ {number}")
    before = "".join(f"<td rowspan={reach}>{cell}</td>" for cell in cells)
    return f"<tr>{before}<td><a href='/tep/{number}.pdf'>Tải về</a></td></tr>"


def test_files_in_rows_beside_cells_that_reach_down_are_the_documents() -> None:
    rows = with_file(1, 2) + f"<tr><td>{SECOND}</td></tr>" + with_file(2)
    proof, had = crawled({"/van-ban": listed(rows, head=WITH_FILES)})
    assert proof.outcome == "complete"
    assert [[file.name for file in one.files] for one in had] == [["1.pdf", "1-pl.pdf"], ["2.pdf"]]


def test_a_second_table_of_files_is_told() -> None:
    second = f"<h3>Năm 2025</h3><table>{WITH_FILES}{with_file(3)}</table>"
    proof, had = crawled({"/van-ban": listed(with_file(1) + with_file(2), second, WITH_FILES)})
    assert (proof.outcome, len(had)) == ("incomplete", 2)


def test_a_heading_over_two_columns_shifts_none() -> None:
    head = "<tr><th>STT</th><th colspan=2>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
    rows = (
        "<tr><td>1</td><td><a href='/vb/1'>1/QĐ-UBND</a></td><td>mới</td><td>05/03/2026</td><td>Công bố</td></tr>"
        "<tr><td>2</td><td colspan=2><a href='/vb/2'>2/QĐ-UBND</a></td><td>06/03/2026</td><td>Bãi bỏ</td></tr>"
    )
    proof, had = crawled({"/van-ban": listed(rows, head=head)})
    assert proof.outcome == "complete"
    assert [(one.signed_on, one.title) for one in had] == [
        (date(2026, 3, 5), "Công bố"),
        (date(2026, 3, 6), "Bãi bỏ"),
    ]


def test_a_day_that_the_list_proves_is_not_turned_by_the_documents_page() -> None:
    days = ((1, "3/4/2026"), (2, "3/24/2026"))
    answers = {f"/vb/{n}": detail(n, f"<tr><td>Ngày ban hành</td><td>{day}</td></tr>") for n, day in days}
    _, had = crawled({"/van-ban": listed(row(1, "3/4/2026") + row(2, "3/24/2026")), **answers})
    assert [one.signed_on for one in had] == [date(2026, 3, 4), date(2026, 3, 24)]


# ---- the files of a document's page --------------------------------------------------------------------------


def files_of(page: str, more: Mapping[str, Answer] = {}) -> list[tuple[str | None, bool]]:
    """(name, whether it was had) of the files of the one document of a list."""
    proof, had = crawled({"/van-ban": listed(row(1)), "/vb/1": page, **more})
    assert proof.outcome == "complete"
    return [(file.name, file.sha256 is not None) for file in had[0].files]


def beside(*cells: str) -> str:
    return detail(1, "".join(cells))


def in_blocks(body: str) -> str:
    return f"<html><body><div class='ct'><div><b>Số ký hiệu:</b> 1/QĐ-UBND</div>{body}</div></body></html>"


BOTH = [("1.pdf", True), ("1-pl.pdf", True)]


@pytest.mark.parametrize("page", [
    beside(f"<tr><td rowspan=2>Tệp đính kèm</td><td>{FIRST}</td></tr><tr><td>{SECOND}</td></tr>"),
    beside(f"<tr><td>Tệp đính kèm</td><td>{FIRST}</td></tr><tr><td></td><td>{SECOND}</td></tr>"),
    beside(f"<tr><td>Toàn văn</td><td>{FIRST}</td></tr><tr><td>Tài liệu kèm theo</td><td>{SECOND}</td></tr>"),
    in_blocks(f"<div>Tệp đính kèm:</div><div>{FIRST}</div><div>{SECOND}</div>"),
    in_blocks(f"<p><b>Tệp đính kèm:</b></p><p>{FIRST}</p><p>{SECOND}</p>"),
    in_blocks(f"<dl><dt>Tệp đính kèm</dt><dd>{FIRST}</dd><dd>{SECOND}</dd></dl>"),
    beside(f"<tr><td>Tệp đính kèm</td><td>{FIRST}<a href='#' onclick=\"window.open('/tep/1-pl.pdf')\">Phụ lục</a></td></tr>"),
    beside(f"<tr><td>Tệp đính kèm</td><td>{FIRST}<button data-url='/tep/1-pl.pdf'>Phụ lục</button></td></tr>"),
])  # fmt: skip
def test_all_files_that_stand_below_or_beside_their_label(page: str) -> None:
    assert files_of(page) == BOTH


def test_files_of_another_label_are_not_the_documents() -> None:
    other = in_blocks(
        f"<p>Tệp đính kèm:</p><p>{FIRST}</p><p>Văn bản liên quan: <a href='/tep/2.pdf'>2.pdf</a></p>"
    )
    assert files_of(other) == [("1.pdf", True)]
    related = "<tr><td>Văn bản liên quan</td><td><a href='/tep/2.pdf'>2.pdf</a></td></tr>"
    assert files_of(beside(f"<tr><td>Tệp đính kèm</td><td>{FIRST}</td></tr>", related)) == [("1.pdf", True)]


def test_a_file_that_only_a_script_fetches_is_said_to_be_missing() -> None:
    script = "<a href=\"javascript:__doPostBack('ctl00$tai','')\">{}</a>"
    cell = "<tr><td>Tệp đính kèm</td><td>{}</td></tr>"
    assert files_of(beside(cell.format(FIRST + script.format("1-pl.pdf")))) == [
        ("1.pdf", True),
        ("1-pl.pdf", False),
    ]
    assert files_of(beside(cell.format(script.format("Bấm để tải về")))) == [("Bấm để tải về", False)]
    # The same file once more, or a script of the page that names it.
    assert files_of(beside(cell.format(FIRST + script.format("Bấm để tải về") + script.format("1.pdf")))) == [
        ("1.pdf", True)
    ]
    named = beside(cell.format(script.format("Bấm để tải về"))) + "<script>var tep = '/tep/1.pdf';</script>"
    assert files_of(named) == [("1.pdf", True)]


def test_a_link_that_says_that_it_fetches_a_file_counts_beside_one_that_shows_it() -> None:
    page = in_blocks(f"<div>{FIRST} <a href='/tai.aspx?id=12'>Tải phụ lục về</a></div>")
    assert files_of(page, {"/tai.aspx?id=12": pdf("12")}) == [("1.pdf", True), ("Tải phụ lục về", True)]
