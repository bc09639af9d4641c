"""Prefect beside a run, without a server: choices, dead and silent addresses, exceptions, what the journal says."""

import logging
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest
from click.testing import CliRunner

from niemyet.flows import prefect_engine, watching
from niemyet.flows.cli import niemyet
from niemyet.flows.engine import Ending, Step, StepEnd, run_plain
from niemyet.flows.journal import (
    JOURNAL,
    Begun,
    Journal,
    JournalReader,
    Note,
    Over,
    Planned,
    PlannedStep,
    Progressed,
    Said,
    SourceSeen,
    StepBegun,
    StepEnded,
)
from niemyet.flows.prefect_engine import Follower, choose_engine
from niemyet.flows.watching import Watched, watched
from niemyet.model.errors import UsageError
from niemyet.model.messages import Message, msg
from niemyet.model.words import Outcome
from tests.support.house import House, build_house, decision

DEAD = "http://127.0.0.1:9/api"  # the discard port: nothing listens there
Kind = TypeVar("Kind", bound=Note)


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = dict(os.environ)
    monkeypatch.setenv("PREFECT_API_URL", DEAD)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = build_house(tmp_path / "nhà")
    house.drop("1.md", decision(1, "10/01/2022"))
    return house


def noting(log: list[str], name: str, failures: int = 0) -> Callable[[], object]:
    left = [failures]

    def run() -> None:
        log.append(name)
        if left[0]:
            left[0] -= 1
            raise OSError(f"{name} failed")

    return run


def what(house: House, *, lang: str = "vi") -> Watched:
    return Watched("nightly", date(2026, 11, 28), house.settings, lang)


def notes(path: Path) -> list[Note]:
    """All of a journal that nobody writes any more."""
    reader = JournalReader(path, lambda: False)
    found: list[Note] = []
    while (note := reader.next()) is not None:
        found.append(note)
    return found


def only(kind: type[Kind], found: list[Note]) -> list[Kind]:
    return [note for note in found if isinstance(note, kind)]


@pytest.mark.parametrize(
    ("asked", "url", "engine"),
    [
        (None, None, "plain"),
        (None, "", "plain"),
        (None, " ", "plain"),
        (None, DEAD, "prefect"),
        ("plain", DEAD, "plain"),
        ("prefect", None, "prefect"),
    ],
)
def test_prefect_is_used_where_it_is_configured_or_asked_for(
    asked: str | None, url: str | None, engine: str
) -> None:
    assert choose_engine(asked, {} if url is None else {"PREFECT_API_URL": url}) == engine


def test_an_unknown_engine_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="dask"):
        choose_engine("dask", {})


def test_plain_steps_run_in_order() -> None:
    log: list[str] = []
    run_plain("test", [Step(name, noting(log, name)) for name in ("a", "b", "c")])
    assert log == ["a", "b", "c"]


def test_a_failing_step_ends_a_plain_run_with_its_own_exception() -> None:
    log: list[str] = []
    with pytest.raises(OSError, match="b failed"):
        run_plain("test", [Step("b", noting(log, "b", failures=2)), Step("c", noting(log, "c"))])
    assert log == ["b"], "nothing is tried twice"


@pytest.mark.parametrize(
    "url", [DEAD, "nonsense", "http://", "http://127.0.0.1:99999/api", "http://no-such-host.invalid/api"]
)
def test_an_address_that_does_not_answer_costs_nothing_but_a_line(
    house: House, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", url)
    log: list[str] = []
    told: list[Message] = []
    with watched(what(house), engine="prefect", tell=told.append) as watch:
        watch.engine("nightly", [Step("a", noting(log, "a")), Step("b", noting(log, "b"))])
    assert log == ["a", "b"]
    (line,) = told
    assert url in line.text("vi")
    assert line.text("vi").startswith("Prefect không ghi nhận được")


def test_a_server_that_takes_calls_and_never_answers_costs_nothing_but_a_line(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("PREFECT_API_URL", f"http://127.0.0.1:{silent.getsockname()[1]}/api")
        log: list[str] = []
        told: list[Message] = []
        with watched(what(house), engine="prefect", tell=told.append) as watch:
            watch.engine("nightly", [Step("a", noting(log, "a"))])
    assert log == ["a"]
    assert len(told) == 1


def test_a_watcher_that_does_not_end_is_ended(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_LAST_WORDS", 0.0)
    told: list[Message] = []
    with watched(what(house), engine="prefect", tell=told.append):
        pass
    assert "không gửi hết" in told[0].text("vi")


def test_with_a_dead_api_a_steps_exception_is_unchanged(house: House) -> None:
    failure = ValueError("own")

    def fail() -> None:
        raise failure

    log: list[str] = []
    with (
        pytest.raises(ValueError, match="own") as caught,
        watched(what(house), engine="prefect", tell=lambda _: None) as watch,
    ):
        watch.engine("nightly", [Step("a", fail), Step("b", noting(log, "b"))])
    assert caught.value is failure
    assert log == []


def test_unwatched_nothing_is_noted_and_no_process_is_started(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    log: list[str] = []
    with watched(what(house), engine="plain", tell=lambda _: None) as watch:
        watch.engine("nightly", [Step("a", noting(log, "a"))])
    assert (log, watch.is_on) == (["a"], False)


def test_the_journal_tells_a_run_as_it_happens(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(JOURNAL, str(tmp_path / "journal"))
    done = CliRunner().invoke(niemyet, ["nightly", *house.options])
    assert done.exit_code == 0, done.output
    assert JOURNAL not in os.environ, "a process of the run would write into it too"
    found = notes(tmp_path / "journal")
    (begun,) = only(Begun, found)
    assert begun.title.startswith("nightly 20")
    assert begun.title.endswith(" Quảng Nam")
    assert begun.tags == ("province:quang-nam", "command:nightly")
    (planned,) = only(Planned, found)
    assert [step.title for step in planned.steps] == [
        "Lấy từ nguồn hop-thu",
        "Xem niêm yết của các đơn vị",
        "Đọc văn bản",
        "Hợp nhất và công bố",
        "Đối chiếu với kết quả tổng hợp lại từ đầu",
    ]
    assert planned.steps[0].tags == ("province:quang-nam", "command:nightly", "source:hop-thu")
    assert [note.index for note in only(StepBegun, found)] == [0, 1, 2, 3, 4]
    ended = only(StepEnded, found)
    assert [note.ending for note in ended] == [Ending.DONE] * 5
    assert ended[4].told == "Chưa đến hạn: mỗi tuần đối chiếu một lần."
    assert ended[0].told == "1 dòng trên 1 trang, 1 mới hoặc đổi"
    assert only(SourceSeen, found) == [SourceSeen("quang-nam", "hop-thu", Outcome.COMPLETE, "")]
    (over,) = only(Over, found)
    assert found[-1] is over
    assert (over.ending, over.told) == (Ending.DONE, "Đã công bố; không cần ai làm gì")
    assert "| 1/QĐ-UBND | 10/01/2022 |" in over.page
    assert over.rows[0]["Nguồn"] == "hop-thu"


def test_a_dark_source_is_told_as_dark_with_its_reason_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = build_house(
        tmp_path / "nhà",
        more='\n[[source]]\nid = "xa"\nkind = "inbox"\npath = "không-có"\n',
    )
    monkeypatch.setenv(JOURNAL, str(tmp_path / "journal"))
    done = CliRunner().invoke(niemyet, ["nightly", *house.options])
    assert done.exit_code == 3
    found = notes(tmp_path / "journal")
    dark = only(StepEnded, found)[1]
    assert dark.ending is Ending.SOURCE_DARK
    seen = only(SourceSeen, found)[1]
    assert (seen.source, seen.outcome) == ("xa", Outcome.DARK)
    assert seen.reason
    assert seen.reason in dark.told
    (over,) = only(Over, found)
    assert over.ending is Ending.SOURCE_DARK
    assert "không đọc được: xa" in over.told
    assert "niemyet sources check --source xa" in over.page
    assert over.rows[0]["Nguồn"] == "xa", "what needs a look stands first"


def test_a_run_that_fails_is_over_with_its_reason(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert CliRunner().invoke(niemyet, ["nightly", *house.options]).exit_code == 0
    hurt = next((house.root / "data" / "lake" / "receipts").glob("*.parquet"))
    hurt.write_bytes(hurt.read_bytes()[:50])
    monkeypatch.setenv(JOURNAL, str(tmp_path / "journal"))
    assert CliRunner().invoke(niemyet, ["nightly", *house.options]).exit_code == 1
    (over,) = only(Over, notes(tmp_path / "journal"))
    assert over.ending is Ending.FAILED
    assert hurt.name in over.told
    assert "niemyet repair" in over.told
    assert "Chưa công bố gì" in over.page


def test_a_step_that_fails_ends_with_its_reason(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(JOURNAL, str(tmp_path / "journal"))

    def fail() -> None:
        raise UsageError(msg("it is missing"))

    with (
        pytest.raises(UsageError),
        watched(what(house, lang="en"), engine=None, tell=lambda _: None) as watch,
    ):
        watch.engine(
            "nightly", [Step("a", lambda: None, came_of=lambda: StepEnd(Ending.DONE, "x")), Step("b", fail)]
        )
    found = notes(tmp_path / "journal")
    assert [(note.ending, note.told) for note in only(StepEnded, found)] == [
        (Ending.DONE, "x"),
        (Ending.FAILED, "it is missing"),
    ]
    assert only(Over, found)[0].told == "it is missing"


def test_what_the_configuration_keeps_secret_stands_in_no_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONG_KHOA", "mật-khẩu-9")
    monkeypatch.setenv(JOURNAL, str(tmp_path / "journal"))
    house = build_house(tmp_path / "nhà", more="\n# ${CONG_KHOA}\n")
    with watched(what(house), engine=None, tell=lambda _: None) as watch:
        logging.getLogger("niemyet").info("%s", "https://tên:mã@cổng.example/?a=mật-khẩu-9")
        end = StepEnd(Ending.DONE, "mật-khẩu-9")
        watch.engine("nightly", [Step("a", lambda: None, title="mật-khẩu-9", came_of=lambda: end)])
        watch.progress(lambda step, done, total: None)("a", 1, 2)
    text = (tmp_path / "journal").read_text(encoding="utf-8")
    assert "mật-khẩu-9" not in text
    assert "tên:mã" not in text
    found = notes(tmp_path / "journal")
    (said,) = only(Said, found)
    assert said.text == "https://cổng.example/?a=${CONG_KHOA}"
    assert only(Progressed, found) == [Progressed(1, 2)]


def test_warnings_stay_on_standard_error_while_a_run_is_watched(house: House, tmp_path: Path) -> None:
    code = (
        "import logging, sys; from datetime import date; from pathlib import Path;"
        "from niemyet.flows.config import load; from niemyet.flows.watching import Watched, watched\n"
        "what = Watched('nightly', date(2026, 11, 28), load(Path(sys.argv[1])), 'vi')\n"
        "with watched(what, engine='plain', tell=print): logging.getLogger('niemyet').warning('một lời')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(house.root / "niemyet.toml")],
        env=os.environ | {JOURNAL: str(tmp_path / "journal")},
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
    )
    assert done.stderr == "một lời\n"
    assert [note.text for note in only(Said, notes(tmp_path / "journal"))] == ["một lời"]


def test_a_journal_that_cannot_be_written_stops_no_run(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "không" / "có")
    journal.note(StepBegun(0))
    journal.note(StepBegun(1))


def test_a_reader_waits_for_the_rest_of_a_line_and_passes_over_what_is_none(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.write_bytes(b'Unknown {}\nStepBegun {"index": "x"}\nStepBegun {"in')
    looks = iter([True, False])

    def is_alive() -> bool:
        with path.open("ab") as file:
            file.write(b'dex": 7}\n')
        return next(looks)

    reader = JournalReader(path, is_alive)
    assert reader.next() == StepBegun(7)


def test_a_step_of_a_province_that_was_killed_ends_as_stopped_and_the_next_one_shows_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[tuple[str, object]] = []

    def task(name: str, **_: object) -> Any:
        return lambda last: lambda return_state: shown.append((name, last()))

    prefect = SimpleNamespace(task=task)
    monkeypatch.setitem(sys.modules, "prefect", prefect)  # type: ignore[arg-type]
    monkeypatch.setitem(sys.modules, "prefect.cache_policies", SimpleNamespace(NO_CACHE=None))  # type: ignore[arg-type]
    monkeypatch.setattr(prefect_engine, "_log_of_the_run", lambda: logging.getLogger("x"))
    monkeypatch.setattr(prefect_engine, "_rename_run", lambda begun: None)
    monkeypatch.setattr(prefect_engine, "_new_bar", lambda title: None)
    monkeypatch.setattr(prefect_engine, "state_of", lambda ending, told, states=None: ending)
    monkeypatch.setattr(prefect_engine, "stopped", lambda lang: Ending.STOPPED)
    for name in ("_move", "_show_end"):
        monkeypatch.setattr(Follower, name, lambda self, given: None)
    of_a = [Begun("A", (), "a"), Planned((PlannedStep("crawl A", "crawl A", ()),)), StepBegun(0)]
    of_b = [Begun("B", (), "b"), Planned((PlannedStep("crawl B", "crawl B", ()),)), StepBegun(0)]
    ends = [StepEnded(Ending.DONE, "fine", 1.0), Over(Ending.DONE, "ok", "", ())]
    notes = iter([*of_a, *of_b, *ends, None])
    over = Follower(SimpleNamespace(next=lambda: next(notes)), "en").follow(several=True)  # type: ignore[arg-type]
    assert shown == [("crawl A", Ending.STOPPED), ("crawl B", Ending.DONE)]
    assert over is not None


def test_where_nobody_can_be_made_to_watch_the_run_is_the_same(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(watching.tempfile, "TemporaryDirectory", no_room)
    told: list[Message] = []
    what = Watched("nightly", date(2022, 1, 10), house.settings, "en")
    with watched(what, engine="prefect", tell=told.append) as watch:
        assert not watch.is_on
    assert "No space left" in str(told[0])


def test_prefect_is_not_imported_with_the_module() -> None:
    code = "import sys, niemyet.flows.watching, niemyet.flows.serving; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


_HELD = """
import os, socket, sys
silent = socket.create_server(("127.0.0.1", 0))  # takes connections, never answers
os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{silent.getsockname()[1]}/api"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
from prefect.events import emit_event
from niemyet.flows.prefect_engine import let_go
for number in range(20):
    emit_event(event="test", resource={"prefect.resource.id": f"test.{number}"})
if sys.argv[1] == "let go":
    sys.exit(0 if let_go(0.2) else 1)
"""


def test_a_server_that_is_silent_does_not_hold_the_exit() -> None:
    """Left alone, Prefect waits at exit for its events for as long as the server is silent, more than a minute."""
    done = subprocess.run(
        [sys.executable, "-c", _HELD, "let go"], check=False, timeout=120, capture_output=True
    )
    assert done.returncode == 0
