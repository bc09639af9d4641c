"""`niemyet sources check` and `sources probe`, against the simulated families and against what is no portal."""

import json
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmarks.simulator.configuration import configuration
from benchmarks.simulator.site import SimulatedPortal
from benchmarks.simulator.skins import SKINS, Plain, Skin
from benchmarks.simulator.store import Plan, write_store
from benchmarks.simulator.switches import Switch, Weather
from niemyet.extractors.portals.probing import as_toml, id_of, propose_selectors
from niemyet.extractors.settings import FetchSettings, SourceSettings
from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SetClock
from niemyet.model.errors import FetchError, NotThePageError, UsageError
from niemyet.model.words import FetchOutcome
from tests.support.loopback import pages, serving

CONTACT = ["--contact", "mailto:thu@niemyet.example"]
INBOX = """
[[source]]
id = "hop-thu"
kind = "inbox"
path = "inbox"
"""


@contextmanager
def portal(skin: Skin, *switches: Switch) -> Iterator[SimulatedPortal]:
    clock = SetClock(datetime(2026, 3, 2, 12, tzinfo=UTC))
    skies = Weather(frozenset(switches), {})
    with SimulatedPortal(skin, write_store(1, 3, Plan()), skies, clock) as site:
        yield site


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)  # no configuration there
    monkeypatch.setattr("niemyet.flows.clock.SystemClock.sleep", lambda self, seconds: None)


def run(*given: str) -> Result:
    return CliRunner().invoke(niemyet, ["sources", *given])


# ---- probe --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("skin", SKINS, ids=lambda skin: skin.kind)
def test_each_family_is_recognised_and_its_proposal_works(skin: Skin, tmp_path: Path) -> None:
    with portal(skin) as site:
        result = run("probe", site.url, *CONTACT)
        assert result.exit_code == 0, result.output
        assert f'kind = "{skin.kind}"' in result.stdout
        assert f'url = "{site.url}"' in result.stdout
        assert "Công bố danh mục" in result.stdout.replace("\n", " ") or "Công" in result.stdout
        assert "10 dòng ở trang đầu, còn trang sau" in result.stderr
        assert ".signed.pdf" in result.stderr
        # What is printed is a configuration that works.
        proposed = result.stdout.split("\n\n")[0]
        config = tmp_path / "niemyet.toml"
        config.write_text(
            '[province]\nid = "t"\nname = "T"\n[fetch]\ncontact = "mailto:a@b.example"\n' + proposed,
            encoding="utf-8",
        )
        checked = run("check", "--config", str(config), "--format", "json")
        assert checked.exit_code == 0, checked.output
        (row,) = json.loads(checked.stdout)
        assert (row["outcome"], row["rows"]) == ("complete", 10)


def test_an_unknown_layout_gets_selectors_that_read_it() -> None:
    items = "".join(
        f"<div class='bai'><a href='/b/{n}'>Quyết định số {n}/QĐ-UBND công bố thủ tục hành chính thứ {n}</a></div>"
        for n in range(1, 7)
    )
    words = "<p>Số ký hiệu: 1/QĐ-UBND</p><p>Ngày ban hành: 02/03/2026</p>"
    detail = f"<html><body>{words}<a href='/t/1.pdf'>1.pdf</a></body></html>"
    menu = "<ul><li><a href='/'>Trang chủ</a></li><li><a href='/a'>A</a></li><li><a href='/b'>B</a></li></ul>"
    listed = f"<html><body>{menu}{items}</body></html>"
    with serving(pages({"/ds": listed, "/b/1": detail})) as site:
        result = run("probe", site.url + "/ds", *CONTACT)
    assert result.exit_code == 0, result.output
    assert 'list = { row = "div.bai", link = "a[href]" }' in result.stdout
    assert "bộ chọn trên là đề xuất" in result.stderr
    assert "6 dòng ở trang đầu, không thấy trang sau" in result.stderr


def test_what_is_no_list_is_said() -> None:
    with serving(pages({"/": "<html><body><h1>Trang chủ</h1></body></html>"})) as site:
        result = run("probe", site.url + "/", *CONTACT)
    assert isinstance(result.exception, NotThePageError)
    assert "không thấy danh sách văn bản nào" in result.exception.message("vi")
    assert "no list of documents can be seen" in str(result.exception)


@pytest.mark.parametrize("wrong", ["van-ban", "ftp://vidu.example/"])
def test_an_address_that_is_none_is_wrong_usage(wrong: str) -> None:
    assert isinstance(run("probe", wrong, *CONTACT).exception, UsageError)


def test_without_configuration_a_contact_is_asked_for() -> None:
    result = run("probe", "http://127.0.0.1:9/")
    assert isinstance(result.exception, UsageError)
    assert "--contact" in str(result.exception)


def test_a_gate_is_not_taken_for_a_list() -> None:
    with portal(Plain(), Switch.COOKIE_GATE) as site:
        result = run("probe", site.url, *CONTACT)
    assert isinstance(result.exception, FetchError)
    assert result.exception.outcome is FetchOutcome.CHALLENGE


def test_ids_and_selectors() -> None:
    assert id_of("https://www.duynghia.danang.gov.vn/van-ban/") == "duynghia-danang-van-ban"
    assert propose_selectors("<ul><li><a href='/a'>A</a></li></ul>", "http://a.example/") is None


# ---- check --------------------------------------------------------------------------------------------------


def configured(tmp_path: Path, site: SimulatedPortal, kind: str = "html") -> list[str]:
    (tmp_path / "inbox").mkdir(exist_ok=True)
    config = tmp_path / "niemyet.toml"
    config.write_text(configuration(kind, site.url, pause=0.0, more=INBOX), encoding="utf-8")
    return ["--config", str(config), "--data", str(tmp_path / "data")]


@pytest.mark.parametrize("skin", SKINS, ids=lambda skin: skin.kind)
def test_a_readable_source(skin: Skin, tmp_path: Path) -> None:
    with portal(skin) as site:
        result = run("check", *configured(tmp_path, site, skin.kind), "--format", "json")
        asked = sum(site.log.requests.values())
    assert result.exit_code == 0, result.output
    rows = {row["id"]: row for row in json.loads(result.stdout)}
    assert rows["cong"]["outcome"] == rows["hop-thu"]["outcome"] == "complete"
    assert rows["cong"]["rows"] == 10
    assert asked == 6  # robots.txt, two pages of the list, three documents
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("switch", "said"),
    [
        (Switch.ROBOTS_503, "robots"),
        (Switch.COOKIE_GATE, ""),
        (Switch.FIREWALL, "403"),
        (Switch.BLOCKED_200, "User Error"),
        (Switch.DARK, ""),
    ],
)
def test_a_source_that_cannot_be_read_says_why(switch: Switch, said: str, tmp_path: Path) -> None:
    with portal(Plain(), switch) as site:
        result = run("check", *configured(tmp_path, site), "--source", "cong", "--format", "json")
    assert result.exit_code == 3
    (row,) = json.loads(result.stdout)
    assert row["outcome"] == "dark"
    assert said in row["reason"]


def test_a_list_whose_documents_cannot_be_read(tmp_path: Path) -> None:
    with portal(Plain(), Switch.SOFT_404) as site:
        # Every third document leads to the home page once; the next one is looked at instead.
        result = run("check", *configured(tmp_path, site), "--source", "cong")
    assert result.exit_code == 0


def test_a_missing_inbox(tmp_path: Path) -> None:
    with portal(Plain()) as site:
        given = configured(tmp_path, site)
        (tmp_path / "inbox").rmdir()
        result = run("check", *given, "--source", "hop-thu")
    assert result.exit_code == 3
    assert "không có thư mục" in result.stdout


# ---- backfill --dry-run ---------------------------------------------------------------------------------------


def test_a_dry_run_reads_the_lists_and_says_what_would_be_fetched(tmp_path: Path) -> None:
    with portal(Plain()) as site:
        given = [
            *configured(tmp_path, site),
            "--from",
            "2026-02-01",
            "--to",
            "2026-03-01",
            "--source",
            "cong",
        ]
        looked = CliRunner().invoke(niemyet, ["backfill", *given, "--dry-run", "--format", "json"])
        assert looked.exit_code == 0, looked.output
        rows = json.loads(looked.stdout)
        inside = [
            one for one in site.store.on(0) if "2026-02-01" <= one.signed_on.isoformat() <= "2026-03-01"
        ]
        assert {row["number"] for row in rows} == {one.number_text for one in inside}
        assert {row["state"] for row in rows} == {"new"}
        assert f"{len(inside)} sẽ được tải" in looked.stderr
        assert not [path for path in site.paths if "quyet-dinh" in path or "/tep/" in path]
        assert not list((tmp_path / "data").rglob("*.parquet"))
        # Once they are had, nothing would be.
        assert CliRunner().invoke(niemyet, ["backfill", *given]).exit_code in (0, 3)
        again = CliRunner().invoke(niemyet, ["backfill", *given, "--dry-run", "--format", "json"])
        assert {row["state"] for row in json.loads(again.stdout)} == {"known"}
        assert "0 sẽ được tải" in again.stderr


def test_a_dry_run_of_a_source_that_cannot_be_read(tmp_path: Path) -> None:
    with portal(Plain(), Switch.FIREWALL) as site:
        given = [*configured(tmp_path, site), "--from", "2026-02-01", "--to", "2026-03-01", "--dry-run"]
        result = CliRunner().invoke(niemyet, ["backfill", *given])
    assert result.exit_code == 3
    assert "403" in result.stderr


@pytest.mark.parametrize(
    "said",
    ['a"]\n[[source]]\nid = "khac"\n#', "\x7f\x00\u2028\\", "a\"'b", "\n\U0001f600", 'nhãn "số"', "thường"],
)
def test_what_a_page_says_ends_no_string_of_the_proposal(said: str) -> None:
    """Labels, classes and addresses of a page go into a configuration that is read without a look."""
    settings = SourceSettings(
        "cong", "html", FetchSettings("mailto:a@b.example"), url=f"http://a.example/{said}",
        list={"row": said}, detail={"number": said}, allowed_hosts=(said,),
    )  # fmt: skip
    (one,) = tomllib.loads(as_toml(settings))["source"]
    assert (one["url"], one["list"]["row"], one["detail"]["number"], one["allowed_hosts"]) == (
        settings.url, said, said, [said],
    )  # fmt: skip
