"""The demo's three nights: 261/114, exactly what was planted, and the same bytes under both engines."""

import doctest
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

import niemyet
from niemyet.demo.catalogue import demo_catalogue
from niemyet.demo.config import demo_config
from niemyet.demo.national import National
from niemyet.demo.portal import DemoPortal
from niemyet.demo.world import World, build_world
from niemyet.flows import published
from niemyet.flows.cli import niemyet as commands
from niemyet.flows.clock import SetClock
from niemyet.flows.commands.demo import (
    COMMUNE_COUNT,
    COUNTED_ON,
    DISTRICT,
    DISTRICT_COUNT,
    NIGHTS,
)
from niemyet.flows.config import load
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.run_context import RunResult
from niemyet.flows.ui import Ui
from niemyet.flows.watching import Watched, watched
from niemyet.model.errors import StorageError, UsageError
from niemyet.model.tables import Drift, ListingUpdate, Unit
from niemyet.model.words import Channel, DriftKind, UpdateState
from niemyet.storage.folder import DataFolder
from niemyet.storage.release import Release
from niemyet.storage.verify import verify
from niemyet.transforms.language.dates import HO_CHI_MINH

#: One worker runs the nights that all of these ask about.
pytestmark = pytest.mark.xdist_group("demo")
LISTINGS = [
    (NIGHTS[1], "nui-thanh", Channel.PORTAL),
    (NIGHTS[1], "tam-xuan-1", Channel.PORTAL),
    (NIGHTS[1], "nui-thanh-tt", Channel.COUNTER),
    (NIGHTS[2], "xa-nui-thanh", Channel.PORTAL),
    (NIGHTS[2], "tam-xuan", Channel.COUNTER),
]


@contextmanager
def at_night(portal: DemoPortal, root: Path, night: date, national: str | None = None) -> Iterator[SetClock]:
    portal.today = night
    text = demo_config(portal.url, day=night, national=national)
    (root / "niemyet.toml").write_text(text, encoding="utf-8")
    yield SetClock(datetime.combine(night, time(23), HO_CHI_MINH))


@dataclass
class Nights:
    """The three nights, run once for all tests of this file; the portal stays open."""

    portal: DemoPortal
    national: National
    folder: DataFolder
    planted_gaps: frozenset[tuple[str, DriftKind]]
    releases: dict[date, Release] = field(default_factory=dict)
    results: dict[date, RunResult] = field(default_factory=dict)
    requests: int = 0  # of all three

    @property
    def world(self) -> World:
        return self.portal.world

    def run(self) -> None:
        for night in NIGHTS:
            with at_night(self.portal, self.folder.root.parent, night, self.service_on(night)) as clock:
                settings = load(self.folder.root.parent / "niemyet.toml")
                self.results[night] = run_nightly(settings, self.folder, clock)
            release = self.folder.releases.latest()
            assert release is not None
            self.releases[night] = release
        self.requests = self.portal.requests.total()

    def service_on(self, night: date) -> str | None:
        return self.national.url if night == NIGHTS[-1] else None


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    world = build_world()
    catalogue, planted_gaps = demo_catalogue(world, NIGHTS[-1])
    with DemoPortal(world, NIGHTS[0]) as portal, National(catalogue) as national:
        made = Nights(portal, national, DataFolder(tmp_path_factory.mktemp("nights") / "data"), planted_gaps)
        made.run()
        yield made


def test_every_source_is_read_whole(nights: Nights) -> None:
    for night, result in nights.results.items():
        assert {name: proof.outcome.value for name, proof in result.proofs.items()} == {
            "dvcqg": "complete",
            "so-tu-phap": "complete",
            **({"quoc-gia": "complete"} if night == NIGHTS[-1] else {}),
        }, night


def test_261_at_the_district_and_114_at_each_commune(nights: Nights) -> None:
    release = nights.releases[NIGHTS[1]]
    counts: dict[str, set[str]] = {}
    for row in release.table("boards").to_pylist():
        if row["valid_from"] <= COUNTED_ON and (
            row["valid_until"] is None or row["valid_until"] > COUNTED_ON
        ):
            counts.setdefault(row["unit_id"], set()).add(row["code"])
    communes = {unit.unit_id for unit in release.rows("units", Unit) if unit.parent_unit_id == DISTRICT}
    assert len(counts[DISTRICT]) == DISTRICT_COUNT
    assert len(communes) == 17
    assert {unit: len(counts[unit]) for unit in communes} == dict.fromkeys(communes, COMMUNE_COUNT)


@pytest.mark.parametrize(("night", "unit", "channel"), LISTINGS, ids=lambda value: str(value))
def test_the_work_list_is_exactly_what_was_planted(
    nights: Nights, night: date, unit: str, channel: Channel
) -> None:
    planted = {(each.kind, each.code) for each in nights.world.planted(unit, channel, night)}
    work = nights.releases[night].rows("listing_updates", ListingUpdate)
    found = {
        (row.kind, row.code)
        for row in work
        if row.unit_id == unit and row.state in {UpdateState.DUE, UpdateState.OVERDUE}
    }
    assert found == planted
    assert len(planted) >= 5


def test_the_data_folder_is_sound(nights: Nights) -> None:
    assert [(check.name, check.wrong[:3]) for check in verify(nights.folder) if not check.passed] == []


def test_the_catalogue_differs_exactly_where_it_was_made_to(nights: Nights) -> None:
    gaps = nights.releases[NIGHTS[-1]].rows("drift", Drift)
    assert {(one.code, one.kind) for one in gaps} == nights.planted_gaps
    assert len(gaps) == len(nights.planted_gaps)
    assert all(one.paper for one in gaps if one.kind is not DriftKind.NO_DECISION)


def test_a_further_night_without_news_fetches_lists_only(nights: Nights, tmp_path: Path) -> None:
    night, folder = NIGHTS[-1], DataFolder(tmp_path / "data")
    shutil.copytree(nights.folder.root, folder.root, symlinks=True)
    before = nights.portal.requests.total()
    with at_night(nights.portal, tmp_path, night, nights.service_on(night)) as clock:
        clock.sleep(60)
        again = run_nightly(load(tmp_path / "niemyet.toml"), folder, clock)
    assert (again.release, again.exit_status) == (None, 0)
    assert again.counts.get("documents_read", 0) == 0
    assert again.counts.get("receipts", 0) == 0
    assert 0 < nights.portal.requests.total() - before < nights.requests * 0.05


def blocks(kind: str, page: str = "analysts.md") -> list[str]:
    """The fenced blocks of a kind in a page of the docs."""
    text = (Path(__file__).parents[2] / "docs" / page).read_text(encoding="utf-8")
    return [block.split("```")[0].strip() for block in text.split(f"```{kind}\n")[1:]]


@pytest.mark.parametrize("query", blocks("sql"))
def test_the_analysts_queries_run_and_answer(
    nights: Nights, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.chdir(nights.folder.root.parent)
    assert duckdb.sql(query).fetchall()


@pytest.mark.parametrize("code", blocks("python"))
def test_the_analysts_code_runs(
    nights: Nights, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    monkeypatch.chdir(nights.folder.root.parent)
    monkeypatch.setenv("MPLBACKEND", "Agg")
    exec(code, {})
    assert re.search("abolish|Xã Tam Hải +329|Xã Tam Hải +74", capsys.readouterr().out)


@pytest.mark.parametrize("query", blocks("duckdb"))
def test_the_queries_on_views_run_and_answer(nights: Nights, tmp_path: Path, query: str) -> None:
    made = CliRunner().invoke(
        commands,
        ["tables", "--duckdb", "--out", str(tmp_path / "n.duckdb"), "--data", str(nights.folder.root)],
    )
    assert made.exit_code == 0, made.output
    with duckdb.connect(tmp_path / "n.duckdb", read_only=True) as database:
        assert database.sql(query).fetchall()
        views = database.sql("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        for (view,) in views:
            database.sql(f"SELECT count(*) FROM {view}").fetchall()


def test_the_examples_of_the_python_api_run(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each method of the API has one, and what it says is so."""
    monkeypatch.chdir(nights.folder.root.parent)
    names = {"niemyet": niemyet, "data": niemyet.open("data")}
    tried = doctest.testmod(published, extraglobs=names, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert tried.failed == 0
    methods = [
        name for name, one in vars(published.Data).items() if callable(one) and not name.startswith("_")
    ]
    without = [name for name in methods if ">>>" not in (getattr(published.Data, name).__doc__ or "")]
    assert without == []


NOTEBOOKS = sorted((Path(__file__).parents[2] / "docs" / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_runs_and_draws(nights: Nights, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    """Every cell in its order, in a folder as `niemyet demo --data-only` leaves it; nothing of a run is kept in the file."""
    monkeypatch.chdir(nights.folder.root.parent)
    monkeypatch.setenv("MPLBACKEND", "Agg")
    from matplotlib import pyplot

    pyplot.close("all")
    names: dict[str, object] = {}
    drawn: list[int] = []
    for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
        assert not cell.get("outputs"), "notebooks are kept without what a run leaves in them"
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
        figures = [pyplot.figure(number) for number in pyplot.get_fignums()]
        drawn += [sum(len(one.patches) for one in figure.axes) for figure in figures]
        pyplot.close("all")  # as a notebook does after each cell
    assert len(drawn) >= 2
    assert all(drawn)


def test_a_sample_of_the_demo_answers_without_the_bytes_it_was_made_from(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sample)
    size = sum(file.stat().st_size for file in sample.rglob("*") if file.is_file() and not file.is_symlink())
    assert size < 10_000_000, "small enough to be handed on"
    data = niemyet.open("data")
    assert len(data.releases) == len(NIGHTS)
    assert not data.boards(on="2022-12-31", known="2022-12-30").empty, "the facts are there too"
    told = CliRunner().invoke(commands, ["board", "nui-thanh", "--as-of", "2022-12-31", "--format", "csv"])
    assert told.exit_code == 0, told.output
    assert len(told.stdout.splitlines()) == DISTRICT_COUNT + 1


@pytest.fixture(scope="module")
def sample(nights: Nights, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As `niemyet demo --data-only` leaves it; its nights are those that were run for all tests of this file."""

    def run(ui: Ui, root: Path) -> None:
        shutil.copytree(nights.folder.root.parent, root, symlinks=True, dirs_exist_ok=True)

    found = tmp_path_factory.mktemp("mẫu") / "mới"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("niemyet.flows.commands.demo._run", run)
        told = CliRunner().invoke(commands, ["demo", "--data-only", str(found)])
    assert told.exit_code == 0, told.output
    assert str(found) in told.stderr
    return found


def test_a_sample_is_data_and_configuration_and_overwrites_nothing(sample: Path) -> None:
    assert {one.name for one in sample.iterdir()} == {"data", "niemyet.toml"}
    assert {one.name for one in (sample / "data").iterdir()} == {"lake", "releases", "latest", "sample.txt"}
    again = CliRunner().invoke(commands, ["demo", "--data-only", str(sample)])
    assert isinstance(again.exception, UsageError)
    both = CliRunner().invoke(commands, ["demo", "--data-only", "a", "--out", "b"])
    assert isinstance(both.exception, UsageError)


def test_a_sample_is_whole_without_its_archive_and_a_lost_archive_is_not(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sample)
    told = CliRunner().invoke(commands, ["verify"])
    assert (told.exit_code, "✗" in told.output, "bản mẫu" in told.output) == (0, False, True), told.output
    assert CliRunner().invoke(commands, ["doctor"]).exit_code == 3
    assert isinstance(CliRunner().invoke(commands, ["nightly"]).exception, StorageError)
    lost = shutil.copytree(sample, tmp_path / "mất", symlinks=True)
    (lost / "data" / "sample.txt").unlink()
    monkeypatch.chdir(lost)
    assert [CliRunner().invoke(commands, [word]).exit_code for word in ("verify", "doctor")] == [1, 1]


#: What begins a tutorial elsewhere than in the sample, or needs a service that is not there.
ELSEWHERE = re.compile(r"^(cd |niemyet demo )|--ask")


@pytest.mark.parametrize(
    "line",
    [
        line.split("#")[0].strip()
        for page in ("tutorial.md", "score.md")
        for block in blocks("sh", page)
        for line in block.splitlines()
        if not ELSEWHERE.search(line)
    ],
)
def test_a_command_of_the_docs_runs_in_the_sample(
    sample: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.chdir(sample)
    words = shlex.split(line.split(" > ", maxsplit=1)[0])
    assert words[0] == "niemyet"
    told = CliRunner().invoke(commands, words[1:])
    assert told.exit_code == 0, f"{told.output}{told.exception}"
    assert told.stdout.strip() or told.stderr.strip()


@pytest.mark.parametrize("code", blocks("python", "tutorial.md"))
def test_the_code_of_the_tutorial_runs_in_the_sample(
    sample: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.chdir(sample)
    exec(code, {})


def test_both_engines_give_the_same_bytes(
    nights: Nights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first of the nights once more, watched by Prefect."""
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")  # what a server shows is tested with one
    said: list[str] = []
    nights.portal.forget_requests()
    with at_night(nights.portal, tmp_path, NIGHTS[0]) as clock:
        settings = load(tmp_path / "niemyet.toml")
        what = Watched("nightly", NIGHTS[0], settings, "vi")
        with watched(what, engine="prefect", tell=lambda told: said.append(str(told))) as watch:
            result = run_nightly(settings, DataFolder(tmp_path / "prefect-data"), clock, engine=watch.engine)
    assert result.release is not None
    assert hashes(result.release) == hashes(nights.releases[NIGHTS[0]])
    assert len(said) == 1


def hashes(release: Release) -> dict[str, str]:
    """Of all tables, those about runs among them."""
    return {each["name"]: each["hash"] for each in release.manifest["resources"]}
