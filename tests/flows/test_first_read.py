# ruff: noqa: E501 - pages are written as portals send them
"""The first read of a site: whole, or not called complete, with what was seen (PORTALS §5)."""

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmarks.simulator.cms import CMS, DRESSES, Cms, Dress, Dressed
from benchmarks.simulator.site import SimulatedPortal
from benchmarks.simulator.skins import SKINS, Skin
from benchmarks.simulator.store import Plan, write_store
from benchmarks.simulator.switches import Weather
from benchmarks.simulator.unseen import UNSEEN, Unseen
from niemyet.extractors.portals import portal_for
from niemyet.extractors.settings import SourceSettings
from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SetClock
from niemyet.flows.config import load
from niemyet.model.errors import NotThePageError
from niemyet.model.records import CrawlProof, Receipt, Window
from niemyet.model.words import Outcome
from tests.support.loopback import Answer, MemoryArchive, client_of, pages, serving, source


@contextmanager
def site(skin: Skin) -> Iterator[SimulatedPortal]:
    clock = SetClock(datetime(2026, 3, 2, 12, tzinfo=UTC))
    with SimulatedPortal(skin, write_store(3, 3, Plan()), Weather(frozenset(), {}), clock) as portal:
        yield portal


def read_whole(settings: SourceSettings) -> tuple[CrawlProof, list[Receipt]]:
    with client_of(settings, MemoryArchive()) as client:
        events = list(portal_for(settings).crawl(client, Window(full=True), {}))
    proof = events[-1]
    assert isinstance(proof, CrawlProof)
    return proof, [event for event in events if isinstance(event, Receipt)]


# ---- every dress of a pager ------------------------------------------------------------------------------------


@pytest.mark.parametrize("dress", DRESSES, ids=lambda dress: dress.name)
def test_a_list_is_read_whole_or_says_that_it_is_not(dress: Dress) -> None:
    with site(Dressed(dress)) as portal:
        proof, receipts = read_whole(source("html", portal.url, list={"row": "div.muc", "link": "a.ten"}))
        there = len(portal.store.on(0))
    if dress.opens:
        assert (proof.outcome, len(receipts), proof.pages) == (Outcome.COMPLETE, there, 4), proof.reason
    else:
        assert proof.outcome is Outcome.INCOMPLETE
        assert "dấu hiệu còn trang sau" in (proof.reason or "") or "script" in (proof.reason or "")
        assert len(receipts) < there


# ---- onboarded with what the probe proposes, and nothing else ------------------------------------------------------


@pytest.fixture
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("niemyet.flows.clock.SystemClock.sleep", lambda self, seconds: None)


def probed(url: str, *given: str) -> Result:
    contact = ["--contact", "mailto:thu@niemyet.example"]
    return CliRunner().invoke(niemyet, ["sources", "probe", url, *contact, *given])


def configured(folder: Path, proposal: Result) -> SourceSettings:
    """The source as it is when the proposal is pasted."""
    pasted = proposal.stdout.split("\n\n")[0]
    config = folder / "niemyet.toml"
    config.write_text(
        '[province]\nid = "t"\nname = "T"\n[fetch]\ncontact = "mailto:a@b.example"\n' + pasted,
        encoding="utf-8",
    )
    return load(config).sources[0]


def files_of(receipt: Receipt) -> int:
    return len([part for part in receipt.parts if part.role == "attachment"])


@pytest.mark.parametrize("skin", CMS, ids=lambda skin: skin.name)
@pytest.mark.usefixtures("_no_pause")
def test_a_content_system_is_read_whole_on_the_first_night_with_the_proposal_alone(
    skin: Cms, tmp_path: Path
) -> None:
    with site(skin) as portal:
        proposal = probed(portal.url)
        assert proposal.exit_code == 0, proposal.output
        assert (
            "10 dòng ở trang đầu, 4 trang: khoảng 40 văn bản" in proposal.stderr
            or skin.name == "wordpress-older"
        )
        assert "Đã đọc cả trang 2: 10 dòng, khác trang 1" in proposal.stderr
        assert "⚠" not in proposal.stderr
        proof, receipts = read_whole(configured(tmp_path, proposal))
        there = portal.store.on(0)
    assert (proof.outcome, len(receipts)) == (Outcome.COMPLETE, len(there)), proof.reason
    assert sum(files_of(one) for one in receipts) == sum(len(one.files) for one in there)
    assert not [one for one in receipts if one.lost]
    # What the page itself marks is proposed; bare numbers are followed by the built-in rule.
    assert ("next = " in proposal.stdout) == (skin.name != "nukeviet-news")
    assert "files = " in proposal.stdout


@pytest.mark.parametrize("dress", DRESSES, ids=lambda dress: dress.name)
@pytest.mark.usefixtures("_no_pause")
def test_with_the_proposal_for_any_pager_the_first_night_is_whole_or_says_that_it_is_not(
    dress: Dress, tmp_path: Path
) -> None:
    with site(Dressed(dress)) as portal:
        proposal = probed(portal.url)
        proof, receipts = read_whole(configured(tmp_path, proposal))
        there = len(portal.store.on(0))
    if dress.opens:
        assert (proof.outcome, len(receipts)) == (Outcome.COMPLETE, there), proof.reason
    else:
        assert proof.outcome is Outcome.INCOMPLETE
        assert "⚠" in proposal.stderr


@pytest.mark.parametrize("skin", [*SKINS, *UNSEEN[:1]], ids=lambda skin: getattr(skin, "name", skin.kind))
def test_all_files_of_a_row_join_its_one_posting_in_every_family(skin: Skin) -> None:
    """What docs/adding-a-portal.md says of each family: the files of a document are the files of one posting."""
    with site(skin) as portal:
        how = tomllib.loads(skin.how) if not isinstance(skin, Unseen) else {"list": {"row": "div.card"}}
        settings = source(skin.kind, portal.url, **how)
        archive = MemoryArchive()
        with client_of(settings, archive) as client:
            events = list(portal_for(settings).crawl(client, Window(full=True), {}))
        receipts = [one for one in events if isinstance(one, Receipt)]
        postings = [portal_for(settings).read(one, archive.bodies.__getitem__) for one in receipts]
        there = portal.store.on(0)
    assert sorted(len(one.files) for one in postings) == sorted(len(one.files) for one in there)
    assert {file.sha256 is not None for one in postings for file in one.files} == {True}


@pytest.mark.parametrize("skin", UNSEEN, ids=lambda skin: skin.name)
@pytest.mark.usefixtures("_no_pause")
def test_a_layout_that_nobody_drew_for_the_probe_is_read_whole_or_says_that_it_is_not(
    skin: Unseen, tmp_path: Path
) -> None:
    with site(skin) as portal:
        proposal = probed(portal.url)
        there = portal.store.on(0)
        if isinstance(proposal.exception, NotThePageError):
            assert not skin.opens
            return
        proof, receipts = read_whole(configured(tmp_path, proposal))
    if skin.opens:
        assert (proof.outcome, len(receipts)) == (Outcome.COMPLETE, len(there)), proof.reason
        assert sum(files_of(one) for one in receipts) == sum(len(one.files) for one in there)
        assert "⚠" not in proposal.stderr
    else:
        assert proof.outcome is Outcome.INCOMPLETE
        assert proof.reason
        assert "⚠" in proposal.stderr


# ---- the recipes of docs/adding-a-portal.md ---------------------------------------------------------------------


def recipe(number: int) -> dict[str, dict[str, str]]:
    """`list` and `detail` of the recipes, as the page prints them, in its order."""
    text = (
        (Path(__file__).parents[2] / "docs" / "adding-a-portal.md")
        .read_text(encoding="utf-8")
        .split("## Recipes")[1]
    )
    told = tomllib.loads(re.findall(r"```toml\n(.*?)```", text, re.DOTALL)[number])
    return told["source"][0] if "source" in told else told


@pytest.mark.parametrize(
    ("number", "name"), [(0, "wordpress"), (1, "joomla-list"), (2, "backdrop"), (3, "nukeviet-news")]
)
def test_a_recipe_reads_the_site_whole(number: int, name: str) -> None:
    told = recipe(number)
    skin = next(one for one in CMS if one.name == name)
    with site(skin) as portal:
        proof, receipts = read_whole(source("html", portal.url, list=told["list"], detail=told["detail"]))
        there = portal.store.on(0)
    assert (proof.outcome, len(receipts)) == (Outcome.COMPLETE, len(there)), proof.reason
    assert sum(files_of(one) for one in receipts) == sum(len(one.files) for one in there)


# ---- what else the probe says --------------------------------------------------------------------------------------


def posts(count: int, *, first: int = 1) -> str:
    return "".join(
        f"<div class='item item-{n}'><h3><a href='/bai/{n}'>Quyết định số {n}/QĐ-UBND công bố thủ tục hành chính {n}</a></h3></div>"
        for n in range(first, first + count)
    )


def article(n: int, file: str) -> str:
    title = f"Quyết định số {n}/QĐ-UBND công bố thủ tục hành chính {n}"
    return f"<html><body><div id='bai'><h1>{title}</h1><p><a href='{file}'>Tải về tệp {n}</a></p></div></body></html>"


@pytest.mark.usefixtures("_no_pause")
def test_hosts_of_files_stand_in_the_proposal_and_so_does_what_was_given() -> None:
    answers = {"/ds": f"<html><body><main>{posts(6)}</main></body></html>"}
    answers |= {f"/bai/{n}": article(n, f"https://tep.vidu.example/kho/{n}.pdf") for n in range(1, 7)}
    with serving(pages(answers)) as there:
        result = probed(there.url + "/ds", "--allow-host", "anh.vidu.example")
    assert 'allowed_hosts = ["anh.vidu.example", "tep.vidu.example"]' in result.stdout
    assert "⚠" not in result.stderr


@pytest.mark.usefixtures("_no_pause")
def test_a_pause_that_robots_asks_for_is_reckoned_with() -> None:
    answers = {"/ds": f"<html><body><main>{posts(9)}</main></body></html>"}
    answers |= {f"/bai/{n}": article(n, f"/kho/{n}.pdf") for n in range(1, 10)}
    robots = Answer("User-agent: *\nCrawl-delay: 60\n", headers={"Content-Type": "text/plain"})
    with serving(pages(answers), robots=robots) as there:
        result = probed(there.url + "/ds")
    # 1 list page, 9 pages of documents, 9 files.
    assert "Với 60 giây giữa hai lần gọi, lần đọc đầu mất khoảng 0 giờ 19 phút" in result.stderr


@pytest.mark.usefixtures("_no_pause")
def test_a_bare_host_offers_the_links_that_look_like_lists() -> None:
    menu = "<nav><a href='/vbqppl'>Văn bản quy phạm pháp luật</a><a href='/niem-yet'>Niêm yết công khai TTHC</a><a href='/lien-he'>Liên hệ</a></nav>"
    box = f"<div class='moi'>{posts(5)}<a href='/niem-yet'>Xem tất cả</a></div>"
    with serving(pages({"/": f"<html><body>{menu}{box}</body></html>"})) as there:
        result = probed(there.url + "/")
    assert isinstance(result.exception, NotThePageError)
    said = result.exception.message("vi")
    assert f"Niêm yết công khai TTHC: {there.url}/niem-yet" in said
    assert f"Văn bản quy phạm pháp luật: {there.url}/vbqppl" in said
    assert "lien-he" not in said


@pytest.mark.usefixtures("_no_pause")
def test_boxes_at_the_side_are_no_list() -> None:
    box = f"<aside><div class='widget'>{posts(5)}</div></aside>"
    with serving(
        pages({"/trang": f"<html><body>{box}<main><p>Giới thiệu</p></main></body></html>"})
    ) as there:
        result = probed(there.url + "/trang")
    assert isinstance(result.exception, NotThePageError)


@pytest.mark.usefixtures("_no_pause")
def test_what_is_left_beside_the_rows_is_counted() -> None:
    other = "".join(
        f"<p class='khac'><a href='/khac/{n}'>Văn bản số {n}/QĐ-UBND công bố thủ tục khác</a></p>"
        for n in range(4)
    )
    answers = {"/ds": f"<html><body><main>{posts(6)}{other}</main></body></html>"}
    answers |= {f"/bai/{n}": article(n, f"/kho/{n}.pdf") for n in range(1, 7)}
    with serving(pages(answers)) as there:
        result = probed(there.url + "/ds")
    assert "6 dòng ở trang đầu" in result.stderr
    assert "Còn 4 liên kết cạnh các dòng này cũng nói về văn bản" in result.stderr


@pytest.mark.usefixtures("_no_pause")
@pytest.mark.parametrize(
    ("page", "said"),
    [
        (
            "<html><head><title>Bảo trì</title></head><body>Hệ thống đang nâng cấp, mời quay lại sau.</body></html>",
            "bảo trì",
        ),
        (
            "<html><body>"
            + "".join(f"<p><a href='/cq/{n}'>Sở thứ {n}</a></p>" for n in range(8))
            + "</body></html>",
            "chọn theo cơ quan",
        ),
    ],
)
def test_pages_that_are_no_list_are_named_as_what_they_are(page: str, said: str) -> None:
    with serving(pages({"/ds": page})) as there:
        result = probed(there.url + "/ds")
    assert isinstance(result.exception, NotThePageError)
    assert said in result.exception.message("vi")


# ---- sources check ----------------------------------------------------------------------------------------------------


def checked(folder: Path, url: str, more: str = "") -> Result:
    config = folder / "niemyet.toml"
    config.write_text(
        '[province]\nid = "t"\nname = "T"\n[fetch]\ncontact = "mailto:a@b.example"\n[[source]]\nid = "s"\nkind = "html"\n'
        f'url = "{url}"\nlist = {{ row = "div.item", link = "a" }}\n{more}',
        encoding="utf-8",
    )
    return CliRunner().invoke(niemyet, ["sources", "check", "--config", str(config), "--format", "json"])


@pytest.mark.usefixtures("_no_pause")
@pytest.mark.parametrize(
    ("pager", "file", "second", "said"),
    [
        (
            "<select name='trang'><option>1</option><option>2</option></select>",
            "/kho/{n}.pdf",
            None,
            "có dấu hiệu còn nữa",
        ),
        ("", "https://tep.vidu.example/{n}.pdf", None, "tep.vidu.example, máy chủ chưa được phép"),
        ("", "https://drive.google.com/file/d/{n}", None, "drive.google.com, không tự tải"),
        ("", "", None, "không thấy tệp nào"),
        ("<a href='/ds?trang=2'>Trang sau</a>", "/kho/{n}.pdf", "same", "trang 2 giống hệt trang 1"),
    ],
)
def test_check_warns_of_what_a_first_night_would_miss(
    pager: str, file: str, second: str | None, said: str, tmp_path: Path
) -> None:
    listed = f"<html><body><main>{posts(6)}{pager}</main></body></html>"
    answers = {"/ds": listed} | ({"/ds?trang=2": listed} if second else {})
    answers |= {f"/bai/{n}": article(n, file.format(n=n)) for n in range(1, 7)}
    with serving(pages(answers)) as there:
        result = checked(tmp_path, there.url + "/ds")
    assert result.exit_code == 3
    assert said in result.stdout


@pytest.mark.usefixtures("_no_pause")
def test_check_has_nothing_to_say_of_a_source_that_is_whole(tmp_path: Path) -> None:
    answers = {"/ds": f"<html><body><main>{posts(6)}</main></body></html>"}
    answers |= {f"/bai/{n}": article(n, f"/kho/{n}.pdf") for n in range(1, 7)}
    with serving(pages(answers)) as there:
        result = checked(tmp_path, there.url + "/ds")
    assert result.exit_code == 0, result.output


@pytest.mark.usefixtures("_no_pause")
def test_trust_end_is_a_persons_word(tmp_path: Path) -> None:
    answers = {"/ds": f"<html><body><main>{posts(10)}</main></body></html>"}
    answers |= {f"/bai/{n}": article(n, f"/kho/{n}.pdf") for n in range(1, 11)}
    with serving(pages(answers)) as there:
        assert (
            checked(tmp_path, there.url + "/ds").exit_code == 3
        )  # a full page, and nothing that says it is all
        assert checked(tmp_path, there.url + "/ds", "trust_end = true\n").exit_code == 0
