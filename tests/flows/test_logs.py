"""The log: one line an event, whatever is in it; in a file of one's own; never a secret, never a reason to fail."""

import json
import logging
import re
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from niemyet.flows import serving
from niemyet.flows.cli import main, niemyet
from niemyet.flows.kept_secret import mask_for
from niemyet.flows.logs import LogEvent, LogFormat, LogNote, LogOptions, keep_secret, logged, note
from niemyet.model.errors import UsageError
from tests.support.house import House, build_house, decision
from tests.support.refusals import refused

log = logging.getLogger("niemyet.test")


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = build_house(tmp_path / "nhà")
    house.drop("1.md", decision(1, "10/01/2022"))
    return house


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "niemyet.log"


def ran(house: House, *words: str, **environment: str) -> Result:
    return CliRunner().invoke(niemyet, [*words, *house.options], env=environment)


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def written(file: Path, *, format: LogFormat = LogFormat.JSON, verbose: int = 0) -> LogOptions:
    return LogOptions(file=file, format=format, verbose=verbose)


def test_a_night_is_told_event_by_event_with_its_instants_and_counts(house: House, file: Path) -> None:
    result = ran(house, "nightly", "--log-file", str(file), "--log-format", "json")
    assert result.exit_code == 0, result.output
    told = lines(file)
    events = [one["event"] for one in told if one["event"] != "told"]
    assert events == [
        *("command_begun", "run_begun", "step_begun", "source_read", "step_ended"),
        *("step_begun", "step_ended") * 4,
        *("run_ended", "command_ended"),
    ]  # fmt: skip
    assert all(datetime.fromisoformat(one["at"]).utcoffset() is not None for one in told)
    assert [one["at"] for one in told] == sorted(one["at"] for one in told)
    assert all(one["at"].endswith("Z") for one in told)
    [seen] = [one for one in told if one["event"] == "source_read"]
    assert (seen["source"], seen["outcome"], seen["level"]) == ("hop-thu", "complete", "info")
    crawled = next(one for one in told if one["event"] == "step_ended")
    assert (crawled["step"], crawled["receipts"]) == ("crawl hop-thu", 1)
    last = told[-1]
    assert (last["command"], last["status"]) == ("niemyet nightly", 0)
    assert len({one["run"] for one in told if "run" in one}) == 1
    assert any(one["event"] == "told" and "Đã làm" in one["text"] for one in told)


@pytest.mark.parametrize("command", ["backfill", "ingest"])
def test_other_runs_are_told_the_same_way(house: House, file: Path, command: str) -> None:
    words = {
        "backfill": ["backfill", "--from", "2021-12-01", "--to", "2022-12-31", "--source", "hop-thu"],
        "ingest": ["ingest", str(house.root / "inbox" / "1.md")],
    }[command]
    ran(house, *words, NIEMYET_LOG_FILE=str(file), NIEMYET_LOG_FORMAT="json")
    events = {one["event"] for one in lines(file)}
    assert events >= {"command_begun", "run_begun", "step_begun", "step_ended", "run_ended", "command_ended"}


def test_what_failed_is_told_with_its_reason(house: House, file: Path) -> None:
    (house.root / "niemyet.toml").write_text("[province", "utf-8")
    assert ran(house, "nightly", "--log-file", str(file)).exit_code != 0
    last = file.read_text("utf-8").splitlines()[-1]
    assert " ERROR command_failed " in last
    assert "status=2" in last
    assert "expected ] at the end" in last


def test_a_dark_source_is_a_warning_and_its_sentence_is_told_although_quiet(house: House, file: Path) -> None:
    for one in (house.root / "inbox").iterdir():
        one.unlink()
    (house.root / "inbox").rmdir()
    result = ran(house, "nightly", "--quiet", "--log-file", str(file), "--log-format", "json")
    assert result.exit_code == 3
    assert {one["level"] for one in lines(file) if one["event"] == "source_read"} == {"warning"}
    assert "hop-thu" in result.stderr
    assert "source_read" not in result.stderr, "whoever reads sentences reads each once"


def test_quiet_says_nothing_of_a_good_night_and_verbose_its_steps(house: House) -> None:
    assert ran(house, "nightly", "--quiet").stderr == ""
    verbose = ran(house, "nightly", "-v").stderr
    assert re.search(r"(?m)^\S+Z INFO step_begun pid=\d+ run=\S+ step=publish$", verbose)
    assert "INFO told" not in verbose
    both = ran(house, "nightly", "-v", "-q")
    assert isinstance(both.exception, UsageError)


def test_a_file_is_for_its_owner_only_appended_to_and_begun_anew_when_it_was_moved(file: Path) -> None:
    with logged("a", written(file)):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        moved = file.rename(file.with_suffix(".1"))
        note(LogEvent.STEP_BEGUN, step="x")
    assert [one["event"] for one in lines(moved)] == ["command_begun"]
    with logged("b", written(file)):
        pass
    assert [one.get("command") for one in lines(file)] == [None, "a", "b", "b"]


@pytest.mark.parametrize("place", ["no-folder/niemyet.log", "folder", "pipe"])
def test_a_file_that_cannot_be_written_is_told_before_anything_is_done(house: House, place: str) -> None:
    import os

    (house.root / "folder").mkdir()
    os.mkfifo(house.root / "pipe")
    options = ["nightly", "--log-file", str(house.root / place), *house.options]
    with refused(UsageError, "không ghi được"):
        niemyet.main(options, standalone_mode=False)
    assert not (house.root / "data").exists()


def test_a_file_that_fails_later_is_told_once_and_costs_nothing(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(place: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with logged("a", written(file)):
        monkeypatch.setattr("niemyet.flows.logs.os.write", full)
        note(LogEvent.STEP_BEGUN, step="x")
        note(LogEvent.STEP_ENDED, step="x")
    assert capsys.readouterr().err == f"{file}: No space left on device\n"


@pytest.mark.parametrize("format", list(LogFormat))
def test_whatever_is_said_is_one_line_and_moves_no_cursor(
    file: Path, format: LogFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Half a letter is no text that a report of tests can hand on: those who capture logs do not see it.
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    evil = 'a\nb\r\x1b[2J\x9b\u2028\u202e "c"\ud800'
    with logged("x", written(file, format=format)):
        log.warning("%s", evil)
        note(LogEvent.STEP_ENDED, step=evil)
    text = file.read_bytes().decode()
    assert text.count("\n") == len(text.splitlines()) == 4
    assert not re.search("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u202e]", text)


def test_a_trace_is_in_the_line_of_what_it_belongs_to(file: Path) -> None:
    def broken() -> None:
        raise ZeroDivisionError("by nothing")

    with pytest.raises(ZeroDivisionError), logged("x", written(file)):
        broken()
    last = lines(file)[-1]
    assert (last["event"], last["reason"]) == ("command_failed", "ZeroDivisionError: by nothing")
    assert "in broken" in last["trace"]


@pytest.mark.parametrize("format", list(LogFormat))
def test_no_line_holds_a_secret(
    house: House, file: Path, format: LogFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = """
[[source]]
id = "cong"
kind = "html"
url = "https://ten:${PORTAL_WORD}@cong.example/list?api_key=${PORTAL_ID}"

[[notify]]
id = "phong"
smtp = "smtps://niemyet:thu-bi-mat-1@thu.example"
from = "a@tinh.example"
to = ["b@tinh.example"]

[[notify]]
id = "kenh"
webhook = "https://tin.example/hook/moc-cau-77"
"""
    config = house.root / "niemyet.toml"
    config.write_text(config.read_text("utf-8") + more, "utf-8")
    monkeypatch.setenv("PORTAL_WORD", "cong%20bi%2Fmat")
    monkeypatch.setenv("PORTAL_ID", "khoa-8871")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "kho/chia+khoa")
    with logged("x", written(file, format=format)):
        keep_secret(house.settings)
        for secret in (
            "cong bi/mat",
            "cong%20bi%2Fmat",
            "khoa-8871",
            "kho/chia+khoa",
            "thu-bi-mat-1",
        ):
            log.warning("asked https://a.example/?x=%s", secret)
            note(LogEvent.STEP_FAILED, step="x", reason=f"no answer: {secret}")
        log.warning("posted to https://tin.example/hook/moc-cau-77")
    text = file.read_text("utf-8")
    for secret in ("bi/mat", "bi%2Fmat", "khoa-8871", "chia+khoa", "bi-mat-1", "moc-cau-77"):
        assert secret not in text, secret
    assert text.count("step_failed") == 5


def test_a_wrong_configuration_whose_error_shows_a_value_shows_none_here(house: House, file: Path) -> None:
    config = house.root / "niemyet.toml"
    config.write_text(
        config.read_text("utf-8").replace('path = "inbox"', 'path = "inbox"\nurl = "${WORD}"\nx = 1'), "utf-8"
    )
    ran(house, "nightly", "--log-file", str(file), WORD="mot-tu-kin")
    assert "command_failed" in file.read_text("utf-8")
    assert "mot-tu-kin" not in mask_for(None, {"WORD": "mot-tu-kin"}, file=config)("found 'mot-tu-kin'")


@pytest.mark.parametrize("way", ["--config", "--config=", "NIEMYET_CONFIG"])
def test_an_error_that_shows_a_refused_value_shows_no_secret(
    house: House, way: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = house.root / "niemyet.toml"
    source = '[[source]]\nid = "x"\nkind = "html"\nurl = "ftp://ten:${CUA_CONG}@a.example/"\n\n[[unit]]'
    config.write_text(config.read_text("utf-8").replace("[[unit]]", source, 1), "utf-8")
    monkeypatch.setenv("CUA_CONG", "mot-tu-kin")
    monkeypatch.chdir(house.root.parent)
    monkeypatch.setenv("NIEMYET_CONFIG", str(config) if way == "NIEMYET_CONFIG" else "khac.toml")
    words = {"--config": ["--config", str(config)], "--config=": [f"--config={config}"]}.get(way, [])
    with pytest.raises(SystemExit):
        main(["nightly", *words])
    said = capsys.readouterr().err
    assert "ftp://" in said
    assert "mot-tu-kin" not in said


@pytest.mark.parametrize(
    "words",
    [["doctor"], ["overview", "{folder}"], ["serve", "--each", "{folder}"]],
    ids=lambda words: words[0],
)
def test_whoever_tells_of_a_wrong_configuration_tells_no_secret(
    house: House, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    config = house.root / "niemyet.toml"
    source = '[[source]]\nid = "x"\nkind = "html"\nurl = "ftp://ten:${CUA_CONG}@a.example/"\n\n[[unit]]'
    config.write_text(config.read_text("utf-8").replace("[[unit]]", source, 1), "utf-8")
    monkeypatch.setenv("CUA_CONG", "mot-tu-kin")
    monkeypatch.setenv("NIEMYET_CONFIG", str(config))
    monkeypatch.setattr(serving, "serve_nightly", lambda *_, **__: None)
    given = [word.format(folder=house.root) for word in words]
    done = CliRunner().invoke(niemyet, [*given, "--data", str(house.root / "data")])
    assert "ftp://" in done.output
    assert "mot-tu-kin" not in done.output


def test_a_library_that_logs_nonsense_fails_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # those of the test run raise
    with logged("x", written(file)):
        logging.getLogger("thu-vien").warning("%d rows", "many")
    assert [one["text"] for one in lines(file) if one["event"] == "noted"] == ["%d rows ('many',)"]


def test_who_is_told_of_a_failed_night_is_told_where_the_log_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = []
    with logged("notify", LogOptions(file=tmp_path / "khong-co" / "x.log", is_needed=False)):
        ran.append(True)
    assert ran
    assert "cannot be written" in capsys.readouterr().err


def test_what_is_no_secret_is_left() -> None:
    mask = mask_for(None, {"PWD": "/srv/niemyet", "HOME": "/root", "API_TOKEN": "x"})
    assert mask("/srv/niemyet/data: x y") == "/srv/niemyet/data: x y"


def test_a_command_within_a_command_logs_once(file: Path) -> None:
    with logged("outer", written(file)), logged("inner", written(file)):
        note(LogEvent.STEP_BEGUN, step="x")
    assert [one["event"] for one in lines(file)] == ["command_begun", "step_begun", "command_ended"]


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Nothing of a log outlives its command."""
    root, own = logging.getLogger(), logging.getLogger("niemyet")
    before = (list(root.handlers), own.level)
    yield
    assert (list(root.handlers), own.level) == before


def test_a_note_reads_as_text_where_another_handler_shows_it() -> None:
    assert (
        str(LogNote(LogEvent.STEP_ENDED, {"step": "crawl a", "seconds": 1.5}))
        == 'step_ended step="crawl a" seconds=1.5'
    )


def test_what_serves_hands_its_log_on_to_each_night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = LogOptions(verbose=1, file=Path("a.log"), format=LogFormat.JSON).words()
    assert words == ["--verbose", "--log-format", "json", "--log-file", str(tmp_path / "a.log")]
