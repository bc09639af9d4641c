"""Sources of different hosts are asked side by side, and what comes of it is what comes of asking one after the other."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from niemyet.extractors.settings import SourceSettings
from niemyet.flows import side_by_side
from niemyet.flows.clock import SetClock
from niemyet.flows.config import Settings, load
from niemyet.flows.observing import observe_all
from niemyet.flows.page_process import PageProcess
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.run_context import RunContext, RunResult, silent
from niemyet.flows.side_by_side import _RunEnded, lanes_of, lanes_of_listings, looked_at
from niemyet.model.errors import StorageError
from niemyet.model.messages import msg
from niemyet.model.records import Archive, Clock
from niemyet.model.words import Outcome
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import ObservationRow
from niemyet.storage.object_store import FolderPlace
from tests.support.house import build_house, decision
from tests.support.loopback import POLITE, Answer, Asked, Site, serving

HOSTS = ("127.0.0.2", "127.0.0.3", "127.0.0.4")
_HEAD = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
_ROW = "<tr><td>{n}/QĐ-UBND</td><td>0{n}/03/2024</td><td><a href='/vb/{n}'>Công bố danh mục {n}</a></td></tr>"
_LIST = f"<table>{_HEAD}{''.join(_ROW.format(n=n) for n in (1, 2, 3))}</table>"
_DETAIL = "<table><tr><td>Số ký hiệu</td><td>{n}/QĐ-UBND</td></tr><tr><td>Trích yếu</td><td>Công bố {n}</td></tr></table>"
_CONFIG = """
[province]
id = "tinh-x"
name = "Tỉnh X"
[fetch]
contact = "mailto:thu@niemyet.example"
seconds_between_requests = 0.0
retries = 0
hosts_at_once = {at_once}
{sources}
[[unit]]
id = "xa-b"
kind = "commune"
name = "UBND xã B"
"""


class Town:
    """Sites on hosts of their own; `before` is called with the site's number and what is asked, ahead of each answer."""

    def __init__(self) -> None:
        self.before: Callable[[int, Asked], None] = lambda number, asked: None
        self.sites: list[Site] = []
        self.refuses: set[int] = set()
        self.pages: dict[str, str] = {}  # path → what stands there, on every site
        self._lock = threading.Lock()
        self._under_way = [0, 0, 0]
        self.most = [0, 0, 0]  # at once, of each site

    def answer(self, number: int, asked: Asked) -> Answer:
        with self._lock:
            self._under_way[number] += 1
            self.most[number] = max(self.most[number], self._under_way[number])
        try:
            self.before(number, asked)
            if number in self.refuses:
                return Answer("", 503)
            if asked.path in self.pages:
                return Answer(self.pages[asked.path], headers={"Content-Type": "text/html"})
            page = _LIST if asked.path.startswith("/vb?") or asked.path == "/vb" else _DETAIL
            return Answer(page.format(n=asked.path.rpartition("/")[2]), headers={"Content-Type": "text/html"})
        finally:
            with self._lock:
                self._under_way[number] -= 1

    def settings(self, root: Path, at_once: int = 4, order: Sequence[int] = (0, 1, 2)) -> Settings:
        sources = "".join(
            f'[[source]]\nid = "nguon-{place}"\nkind = "html"\nurl = "{self.sites[number].url}/vb"\n'
            for place, number in enumerate(order)
        )
        root.mkdir(parents=True, exist_ok=True)
        file = root / "niemyet.toml"
        file.write_text(_CONFIG.format(at_once=at_once, sources=sources), encoding="utf-8")
        return load(file)

    def asked(self) -> int:
        return sum(len(site.asked) for site in self.sites)


@pytest.fixture
def town() -> Iterator[Town]:
    made = Town()

    def handle(number: int) -> Callable[[Asked], Answer]:
        return lambda asked: made.answer(number, asked)

    with ExitStack() as stack:
        made.sites = [
            stack.enter_context(serving(handle(number), host=host)) for number, host in enumerate(HOSTS)
        ]
        yield made


def night(settings: Settings, folder: DataFolder) -> RunResult:
    return run_nightly(settings, folder, SetClock(datetime(2024, 4, 1, 13, tzinfo=UTC)))


def files(folder: DataFolder, *rooms: str) -> dict[str, bytes]:
    """Bytes of what a folder holds; but for the notes in which the log of requests has its hash."""
    return {
        str(path.relative_to(folder.root)): path.read_bytes()
        for room in rooms
        for path in sorted((folder.root / room).rglob("*"))
        if path.is_file() and path.parent.name != "commits" and path.name != "head.json"
    }


def log_of(folder: DataFolder) -> list[tuple[str, str]]:
    return [(one.source_id, one.url) for run in folder.raw.run_ids() for one in folder.raw.fetches(run)]


def test_the_night_is_that_of_the_slowest_and_its_bytes_those_of_one_after_the_other(
    town: Town, tmp_path: Path
) -> None:
    after_each_other = DataFolder(tmp_path / "each")
    whole = night(town.settings(tmp_path / "1", at_once=1), after_each_other)
    assert town.most == [1, 1, 1]
    last_first = threading.Barrier(3, timeout=120)  # none is answered before all three are asked
    turns = [threading.Event() for _ in HOSTS]
    turns[2].set()

    def before(number: int, asked: Asked) -> None:
        if asked.path == "/vb":
            last_first.wait()
            assert turns[number].wait(120), "the list of the last source is answered first"
            if number:
                turns[number - 1].set()

    town.before = before
    beside = DataFolder(tmp_path / "beside")
    settings = town.settings(tmp_path / "2")
    result = night(settings, beside)
    assert [proof.outcome for proof in result.proofs.values()] == [Outcome.COMPLETE] * 3
    assert list(result.proofs.items()) == list(whole.proofs.items())
    assert result.counts == whole.counts
    assert files(beside, "lake", "releases") == files(after_each_other, "lake", "releases")
    assert files(beside, "raw/objects") == files(after_each_other, "raw/objects")
    assert sorted(log_of(beside)) == sorted(log_of(after_each_other))
    assert log_of(beside) != log_of(after_each_other), (
        "the log of requests stands in the order of the answers"
    )


def test_two_sources_of_one_host_are_asked_one_after_the_other_beside_a_third(
    town: Town, tmp_path: Path
) -> None:
    met = threading.Barrier(2, timeout=120)
    begun: set[int] = set()

    def before(number: int, asked: Asked) -> None:
        if number not in begun:
            begun.add(number)
            met.wait()

    town.before = before
    result = night(town.settings(tmp_path / "1", order=(0, 1, 0)), DataFolder(tmp_path / "data"))
    assert result.complete
    assert town.most[:2] == [1, 1]


def test_no_more_hosts_are_asked_at_once_than_the_configuration_says(town: Town, tmp_path: Path) -> None:
    lock, under_way, most = threading.Lock(), [0], [0]

    def before(number: int, asked: Asked) -> None:
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        threading.Event().wait(0.02)
        with lock:
            under_way[0] -= 1

    town.before = before
    assert night(town.settings(tmp_path / "1", at_once=2), DataFolder(tmp_path / "data")).complete
    assert most == [2]


def test_a_source_that_fails_costs_itself_alone(town: Town, tmp_path: Path) -> None:
    town.refuses = {1}
    result = night(town.settings(tmp_path / "1"), DataFolder(tmp_path / "data"))
    outcomes = [proof.outcome for proof in result.proofs.values()]
    assert outcomes == [Outcome.COMPLETE, Outcome.DARK, Outcome.COMPLETE]
    assert result.release is not None


def test_the_readers_of_documents_are_loaded_where_a_source_brought_something(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warmed: list[str] = []
    monkeypatch.setattr(side_by_side, "warm_readers", lambda: warmed.append("news"))
    settings, folder = town.settings(tmp_path), DataFolder(tmp_path / "data")
    town.refuses = {2}
    night(settings, folder)
    assert warmed == ["news", "news"]
    town.refuses = {0, 1, 2}
    night(settings, folder)
    assert warmed == ["news", "news"], "nothing came"


def test_the_readers_of_pages_are_loaded_where_pages_are_asked_for(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warmed: list[int] = []
    monkeypatch.setattr(PageProcess, "warm", lambda self: warmed.append(1))
    inbox = build_house(tmp_path / "hộp thư")
    inbox.drop("1.md", decision(1, "10/01/2022"))
    night(inbox.settings, inbox.folder)
    assert warmed == [], "a folder has none"
    listing = f'listings = [{{ channel = "portal", url = "{town.sites[0].url}/vb/1" }}]'
    listed = build_house(tmp_path / "niêm yết", huyen_listing=listing)
    night(listed.settings, listed.folder)
    assert len(warmed) == 1
    night(town.settings(tmp_path), DataFolder(tmp_path / "data"))
    assert len(warmed) == 1 + len(HOSTS)


def test_answers_that_cannot_be_kept_end_the_run_and_nothing_is_recorded_of_them(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = FolderPlace.append_all

    def full(place: FolderPlace, key: str, lines: Sequence[bytes]) -> None:
        if any(b"nguon-1" in line for line in lines):
            raise StorageError(msg("{where}: no such object", where=key))
        written(place, key, lines)

    monkeypatch.setattr(FolderPlace, "append_all", full)
    folder = DataFolder(tmp_path / "data")
    with pytest.raises(StorageError):
        night(town.settings(tmp_path / "1"), folder)
    assert folder.releases.latest() is None
    assert b"nguon-1" not in b"".join(files(folder, "lake").values())
    assert not [one for one in threading.enumerate() if one.name.startswith("raw")]


def test_a_run_that_is_stopped_asks_and_keeps_nothing_more(town: Town, tmp_path: Path) -> None:
    go_on = threading.Event()

    def before(number: int, asked: Asked) -> None:
        if asked.path != "/vb":
            go_on.wait(120)

    def stop(step: str, done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    town.before = before
    folder = DataFolder(tmp_path / "data")
    settings = town.settings(tmp_path / "1")
    clock = SetClock(datetime(2024, 4, 1, 13, tzinfo=UTC))
    with pytest.raises(KeyboardInterrupt):
        run_nightly(settings, folder, clock, progress=stop)
    asked, kept = town.asked(), log_of(folder)
    go_on.set()
    for lane in [one for one in threading.enumerate() if one.name.startswith("lane-")]:
        lane.join(120)
        assert not lane.is_alive()
    assert town.asked() == asked
    assert log_of(folder) == kept
    after = run_nightly(settings, folder, SetClock(datetime(2024, 4, 1, 14, tzinfo=UTC)), progress=silent)
    assert after.complete


def at(name: str, url: str | None, *hosts: str) -> SourceSettings:
    return SourceSettings(id=name, kind="html", url=url, fetch=replace(POLITE), allowed_hosts=hosts)


@pytest.mark.parametrize(
    ("sources", "lanes"),
    [
        ([("https://a.vn/x",), ("https://b.vn/",)], [["0"], ["1"]]),
        ([("https://a.vn/x",), ("http://A.vn:8080/",)], [["0", "1"]]),
        ([("https://a.vn/",), ("https://b.vn/",), ("https://c.vn/", "a.vn:8443")], [["0", "2"], ["1"]]),
        ([("https://a.vn/", "kho.vn"), ("https://b.vn/",), ("https://c.vn/", "kho.vn")], [["0", "2"], ["1"]]),
        ([("https://a.vn/", "*.kho.vn"), ("https://b.vn/", "anh.kho.vn")], [["0", "1"]]),
        ([("https://a.vn/", "*.kho.vn"), ("https://b.vn/", "*.anh.kho.vn")], [["0", "1"]]),
        ([("https://a.vn/", "*.kho.vn"), ("https://kho.vn/",)], [["0"], ["1"]]),
        ([("https://a.vn/",), ("https://b.vn/",), ("https://c.vn/", "a.vn", "b.vn")], [["0", "1", "2"]]),
        ([("https://mot.vn/",), ("https://a.vn/",), ("https://cung-may.vn/",)], [["0", "2"], ["1"]]),
    ],
)
def test_what_may_meet_at_a_host_or_a_machine_is_asked_one_after_the_other(
    sources: list[tuple[str, ...]], lanes: list[list[str]]
) -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        return ("203.0.113.7",) if host in {"mot.vn", "cung-may.vn"} else ()

    settings = [at(str(number), *said) for number, said in enumerate(sources)]
    assert [[one.id for one in lane] for lane in lanes_of(settings, resolve)] == lanes


# ---- listings of units -------------------------------------------------------------------------------

_BOARD = (
    "<table><tr><th>STT</th><th>Mã TTHC</th><th>Tên thủ tục hành chính</th></tr>"
    "<tr><td>1</td><td>1.00{n}193</td><td>Đăng ký khai sinh {n}</td></tr></table>"
)


def _looked_at(town: Town, root: Path, at_once: int, listings: Sequence[tuple[int, str]]) -> DataFolder:
    """One look at listings, each of a unit of its own: the number of its site, and its path there."""
    root.mkdir(parents=True, exist_ok=True)
    units = "".join(
        f'[[unit]]\nid = "xa-{place}"\nkind = "commune"\nname = "UBND xã {place}"\n'
        f'listings = [{{ channel = "portal", url = "{town.sites[number].url}{path}" }}]\n'
        for place, (number, path) in enumerate(listings)
    )
    head = _CONFIG.format(at_once=at_once, sources="").partition("[[unit]]")[0]
    (root / "niemyet.toml").write_text(head + units, encoding="utf-8")
    folder = DataFolder(root / "data")
    clock = SetClock(datetime(2024, 4, 1, 13, tzinfo=UTC))
    run = RunContext(load(root / "niemyet.toml"), folder, clock, command="nightly", asked={})
    with folder.raw.gathering():
        observe_all(run)
    return folder


def test_listings_of_different_hosts_are_looked_at_together_and_recorded_in_their_order(
    town: Town, tmp_path: Path
) -> None:
    town.pages = {f"/niem-yet/{n}": _BOARD.format(n=n) for n in range(5)} | {"/niem-yet/9": "<p>Đang sửa</p>"}
    listings = [
        (0, "/niem-yet/0"),
        (1, "/niem-yet/9"),
        (2, "/niem-yet/2"),
        (0, "/niem-yet/3"),
        (1, "/niem-yet/4"),
    ]
    each = _looked_at(town, tmp_path / "each", 1, listings)
    together = threading.Barrier(3, timeout=120)  # none is answered before all three hosts are asked

    def before(number: int, asked: Asked) -> None:
        if asked.path in ("/niem-yet/0", "/niem-yet/9", "/niem-yet/2"):
            together.wait()

    town.before, town.most = before, [0, 0, 0]
    beside = _looked_at(town, tmp_path / "beside", 4, listings)
    assert town.most == [1, 1, 1]
    assert files(beside, "lake") == files(each, "lake")
    assert sorted(log_of(beside)) == sorted(log_of(each))
    assert [row.unit_id for row in beside.lake.read("observations", ObservationRow)] == [
        "xa-0",
        "xa-2",
        "xa-3",
        "xa-4",
    ]


def test_listings_that_share_a_machine_share_a_lane() -> None:
    town_of = {"a.vn": "10.0.0.1", "b.vn": "10.0.0.2", "c.vn": "10.0.0.1", "d.vn": "10.0.0.4"}
    asked: list[str] = []

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return (town_of[host],) if host in town_of else ()

    urls = [
        ["https://a.vn/1"],
        ["https://b.vn/1"],
        [],  # a file
        ["https://c.vn/1"],
        ["https://d.vn/1"],
        ["https://d.vn/2", "https://b.vn/2"],  # pages of one listing on two hosts
        ["https://unknown.vn/"],
    ]
    assert lanes_of_listings(urls, resolve) == [[0, 3], [1, 4, 5], [6]]
    assert len(asked) == len(set(asked))


def test_no_listing_is_asked_for_once_all_are_recorded(town: Town, tmp_path: Path) -> None:
    town.pages = {f"/niem-yet/{n}": _BOARD.format(n=n) for n in range(3)}
    folder = DataFolder(tmp_path / "data")
    run = RunContext(
        town.settings(tmp_path), folder, SetClock(datetime(2024, 4, 1, 13, tzinfo=UTC)), command="x", asked={}
    )
    clocks: list[Clock] = []

    def ask(number: int, archive: Archive, clock: Clock) -> int:
        clocks.append(clock)
        clock.now()
        return number

    urls = [[f"{site.url}/niem-yet/{number}"] for number, site in enumerate(town.sites)]
    with looked_at(run, urls, ask) as looked:
        assert [look() for look in looked] == [0, 1, 2]
    with pytest.raises(_RunEnded):
        clocks[0].now()
