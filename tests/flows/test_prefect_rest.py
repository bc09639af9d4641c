"""A run shown through Prefect's REST API alone: what is sent, when the library is needed, what a server that fails costs.

A real server answers the same requests in test_prefect_server.py.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from niemyet.demo.serving import LoopbackServer, Reply, ServedRequest
from niemyet.flows import prefect_rest
from niemyet.flows.engine import Ending
from niemyet.flows.journal import (
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
from niemyet.flows.prefect_rest import is_enough, show
from niemyet.model.words import Outcome

AT = datetime(2026, 11, 28, 19, tzinfo=UTC)
WHOLE: tuple[Note, ...] = (
    Begun("nightly 2026-11-28 Quảng Nam", ("province:quang-nam", "command:nightly"), "niemyet-quang-nam-nightly"),
    Planned((PlannedStep("crawl a", "đọc a", ("source:a",)), PlannedStep("publish", "công bố", ()))),
    StepBegun(0), Said(20, "một dòng", AT), Progressed(1, 2), StepEnded(Ending.SOURCE_DARK, "tối", 1.0),
    SourceSeen("quang-nam", "a", Outcome.DARK, "HTTP 503"),
    StepBegun(1), StepEnded(Ending.DONE, "", 0.5),
    Over(Ending.SOURCE_DARK, "không đọc được: a", "## Việc cần làm", ({"Nguồn": "a"},)),
)  # fmt: skip


class Server:
    """Answers as Prefect does, and keeps what it was asked; from a request on it may fail."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, object]] = []
        self.fails: set[str] = set()
        self.hangs_up: set[str] = set()
        self.is_busy: Counter[str] = Counter()  # how often yet

    def __call__(self, request: ServedRequest) -> Reply:
        path = request.path.removeprefix("/api")
        self.asked.append((f"{request.method} {path}", json.loads(request.body)))
        if path in self.fails:
            return Reply(b"", status=500)
        if self.is_busy[path] > 0:
            self.is_busy[path] -= 1
            return Reply(b"", status=503, headers={"Retry-After": "0"})
        if path in self.hangs_up:
            return Reply(b"{}", "application/json", 201, cut=0)
        body = json.dumps({"id": f"id-{len(self.asked)}"}).encode()
        return Reply(body, "application/json", 201)

    @property
    def states(self) -> list[tuple[str, dict[str, str]]]:
        """What was said to have ended, in order: what it is, and how."""
        said = [(name.split()[1], body) for name, body in self.asked if name.endswith("set_state")]
        return [(name, body["state"]) for name, body in said if isinstance(body, dict)]

    def of(self, asked: str) -> list[object]:
        return [body for name, body in self.asked if name == asked]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    answers = Server()
    with LoopbackServer(answers) as site:
        monkeypatch.setenv("PREFECT_API_URL", f"{site.url}/api/")
        monkeypatch.delenv("PREFECT_API_AUTH_STRING", raising=False)
        yield answers


def shown(tmp_path: Path, notes: tuple[Note, ...]) -> str | None:
    journal = Journal(tmp_path / "journal")
    for note in notes:
        journal.note(note)
    return show(JournalReader(tmp_path / "journal", lambda: False), "nightly", "vi")


def test_a_run_is_shown_with_name_steps_log_report_and_state(server: Server, tmp_path: Path) -> None:
    assert shown(tmp_path, WHOLE) is None
    assert server.of("POST /flows/") == [{"name": "niemyet-nightly"}]
    (run,) = server.of("POST /flow_runs/")
    assert run == {
        "flow_id": "id-1", "state": {"type": "RUNNING", "name": "Running"},
        "name": "nightly 2026-11-28 Quảng Nam", "tags": ["command:nightly", "province:quang-nam"],
    }  # fmt: skip
    steps = server.of("POST /task_runs/")
    assert [(one["name"], one["tags"]) for one in steps if isinstance(one, dict)] == [
        ("crawl a", ["source:a"]),
        ("publish", []),
    ]
    ended = server.states
    assert [state["name"] for _, state in ended] == ["SourceDark", "Completed", "SourceDark"]
    assert ended[0][1] == {"type": "FAILED", "name": "SourceDark", "message": "đọc a: tối (1,0 giây)"}
    assert ended[-1] == (
        "/flow_runs/id-2/set_state",
        {"type": "COMPLETED", "name": "SourceDark", "message": "không đọc được: a"},
    )
    papers = {one["type"]: one for one in server.of("POST /artifacts/") if isinstance(one, dict)}
    assert papers["markdown"]["data"] == "## Việc cần làm"
    assert json.loads(papers["table"]["data"]) == [{"Nguồn": "a"}]
    assert papers["table"]["key"] == "niemyet-quang-nam-nightly-sources"
    lines = [line for body in server.of("POST /logs/") if isinstance(body, list) for line in body]
    assert [line["message"] for line in lines] == ["một dòng", "đọc a: tối", "công bố: ", "không đọc được: a"]
    assert (lines[0]["timestamp"], "task_run_id" in lines[0]) == (AT.isoformat(), True)
    ((event,),) = (body for body in server.of("POST /events") if isinstance(body, list))
    assert event["event"] == "niemyet.source.dark"
    assert event["related"][0]["prefect.resource.id"] == "prefect.flow-run.id-2"


def test_a_run_that_was_killed_has_crashed_and_so_has_its_step(server: Server, tmp_path: Path) -> None:
    assert shown(tmp_path, WHOLE[:4]) is None
    assert [(name.split("/")[1], state["type"]) for name, state in server.states] == [
        ("task_runs", "CRASHED"),
        ("flow_runs", "CRASHED"),
    ]


def test_what_is_lost_on_the_way_is_no_matter_but_the_end_is(server: Server, tmp_path: Path) -> None:
    server.fails = {"/artifacts/", "/logs/", "/events", "/task_runs/"}
    assert shown(tmp_path, WHOLE) is None
    assert server.of("POST /flow_runs/id-2/set_state")
    server.asked.clear()
    server.fails = {"/flow_runs/id-2/set_state"}
    (tmp_path / "zwei").mkdir()
    told = shown(tmp_path / "zwei", WHOLE)
    assert told is not None
    assert "500" in told


def test_a_busy_server_is_asked_again_a_few_times(server: Server, tmp_path: Path) -> None:
    server.is_busy = Counter({"/flows/": 3, "/flow_runs/id-5/set_state": 1})
    assert shown(tmp_path, WHOLE) is None
    assert len(server.of("POST /flows/")) == 4
    assert len(server.of("POST /flow_runs/id-5/set_state")) == 2
    server.is_busy = Counter({"/flows/": 99})
    (tmp_path / "zwei").mkdir()
    told = shown(tmp_path / "zwei", WHOLE)
    assert told is not None
    assert "503" in told


def test_after_a_silence_only_what_must_be_sent_is_tried(server: Server, tmp_path: Path) -> None:
    """A server that hangs would hold each of a hundred requests for as long as one may take."""
    server.hangs_up = {"/artifacts/"}
    assert shown(tmp_path, WHOLE) is None
    names = [name for name, _ in server.asked]
    twice = ["POST /artifacts/"] * 2
    assert names == ["POST /flows/", "POST /flow_runs/", *twice, "POST /flow_runs/id-2/set_state"]


def test_what_is_no_such_api_is_said_in_a_line(server: Server, tmp_path: Path) -> None:
    server.fails = {"/flows/"}
    told = shown(tmp_path, WHOLE)
    assert told is not None
    assert "\n" not in told


def test_lines_are_sent_while_the_journal_is_silent(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prefect_rest, "_LOG_SECONDS", 0.0)
    journal = Journal(tmp_path / "journal")
    for note in WHOLE[:4]:
        journal.note(note)
    until, sent = time.monotonic() + 120, []

    def is_alive() -> bool:
        """Until the line has come through, though the run says no more."""
        sent[:] = server.of("POST /logs/")
        return not sent and time.monotonic() < until

    show(JournalReader(tmp_path / "journal", is_alive), "nightly", "vi")
    assert sent, "a line that waits for the next one is no log of a night in progress"


@pytest.mark.parametrize(
    ("environment", "profile", "enough"),
    [
        ({}, None, False),
        ({"PREFECT_API_URL": "http://a/api"}, None, True),
        ({"PREFECT_API_URL": "http://a/api", "PREFECT_API_AUTH_STRING": "a:b", "PREFECT_HOME": "x"}, None, True),
        ({"PREFECT_API_URL": "http://a/api", "PREFECT_API_KEY": "k"}, None, False),
        ({"PREFECT_API_URL": "http://a/api", "PREFECT_API_SSL_CERT_FILE": "/a.pem"}, None, False),
        ({"PREFECT_API_URL": "http://a/api", "PREFECT_CLIENT_CUSTOM_HEADERS": "{}"}, None, False),
        ({"PREFECT_API_URL": "http://a/api", "PREFECT_PROFILE": "cloud"}, None, False),
        ({"PREFECT_API_URL": "http://a/api"}, '[profiles.local]\n# PREFECT_API_URL = "x"\n', True),
        ({"PREFECT_API_URL": "http://a/api"}, '[profiles.cloud]\nPREFECT_API_KEY = "x"\n', False),
    ],
)  # fmt: skip
def test_who_needs_more_than_an_address_and_a_word_gets_the_library(
    environment: dict[str, str], profile: str | None, enough: bool, tmp_path: Path
) -> None:
    if profile is not None:
        (tmp_path / "profiles.toml").write_text(profile, encoding="utf-8")
    assert is_enough({**environment, "PREFECT_HOME": str(tmp_path)}) is enough
