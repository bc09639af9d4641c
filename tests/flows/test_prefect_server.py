"""A real Prefect server: it imports, takes a run's report, fires on schedule, and may die at any moment.

One server, that of all tests of this worker, and one served schedule for the file; the server's death comes last.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from niemyet.flows.serving import DEPLOYMENT, TIMEZONE
from tests.support.house import build_house
from tests.support.prefect_server import AUTH, SharedServer

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("prefect")]

#: Runs steps that Prefect watches and writes which ran; what happens in the middle is asked for by the first argument.
_RUN = """
import os, signal, sys, time
from datetime import date
from pathlib import Path
import httpx
from niemyet.flows.config import load
from niemyet.flows.engine import Ending, Step, StepEnd
from niemyet.flows.watching import Watched, watched
from niemyet.flows.run_context import RunResult
from niemyet.model.records import CrawlProof
from niemyet.model.words import Outcome
from niemyet.reports.night_page import NightReport

what, log, server, config = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])

def note(name):
    with log.open("a") as lines:
        lines.write(name + "\\n")

def shown():
    named = {"flows": {"name": {"any_": ["niemyet-test-kill"]}}}
    auth = httpx.BasicAuth(*os.environ["PREFECT_API_AUTH_STRING"].split(":", 1))
    address = os.environ["PREFECT_API_URL"] + "/flow_runs/filter"
    answer = httpx.post(address, json=named, auth=auth, timeout=60, trust_env=False)
    return answer.is_success and answer.json()

def middle():
    note("middle")
    if what == "kill":
        until = time.monotonic() + 120
        while not shown() and time.monotonic() < until:
            time.sleep(0.2)
        os.killpg(server, signal.SIGKILL)
    if what == "halt":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "raise":
        raise ValueError("own")

steps = [Step("first", lambda: note("first")), Step("middle", middle)]
dark = StepEnd(Ending.SOURCE_DARK, "xa xôi")
steps += [Step("third", lambda: note("third"), came_of=lambda: dark), Step("last", lambda: note("last"))]
tell = lambda told: print(told.text("vi"), file=sys.stderr)
try:
    with watched(Watched("test-" + what, date(2026, 11, 28), load(config), "vi"), engine=None, tell=tell) as watch:
        watch.engine("test", steps)
        proofs = {"hop-thu": CrawlProof(Outcome.DARK, 0, 0, None, "trang đăng nhập")}
        report = NightReport("source_dark", "không đọc được: xa", release="r", seconds={"first": 0.1})
        watch.end(report, RunResult("r", proofs=proofs))
except ValueError as failure:
    sys.exit(5 if failure.args == ("own",) else 6)
sys.exit(3)
"""

#: The guard matters: Prefect's runner imports the main module again in the process of each run.
_SERVE = """
import sys
from niemyet.flows.serving import serve_nightly

if __name__ == "__main__":
    note = "import sys; open(sys.argv[1], 'a').write('ran\\\\n')"
    serve_nightly("* * * * *", command=[sys.executable, "-c", note, sys.argv[1]])
"""


@dataclass(frozen=True)
class Served:
    url: str
    group: int  # process group of the server
    ran: Path  # written by each scheduled run
    environment: dict[str, str]

    def post(self, path: str, body: object, *, auth: tuple[str, str] | None = AUTH) -> httpx.Response:
        """What the server answers; while its database is busy it says 503, and is asked again."""
        until = time.monotonic() + 120
        while True:
            answer = httpx.post(f"{self.url}/{path}", json=body, timeout=60, trust_env=False, auth=auth)
            if answer.status_code != 503 or time.monotonic() > until:
                return answer
            time.sleep(1)

    def ask(self, path: str, **body: object) -> Any:
        return self.post(path, body).raise_for_status().json()


@pytest.fixture(scope="module")
def served(prefect_server: SharedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("served")
    script = home / "serve_test.py"
    script.write_text(_SERVE, encoding="utf-8")
    ran = home / "ran.txt"
    environment = {**os.environ, "PREFECT_SERVER_ANALYTICS_ENABLED": "false", **prefect_server.settings()}
    server = prefect_server.running()
    with (home / "serve.log").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, str(script), str(ran)],
            env=environment,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        yield Served(server.url, server.process_group, ran, environment)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def run(what: str, served: Served, tmp_path: Path) -> tuple[int, list[str], list[str]]:
    """Exit status, steps that ran, lines on standard error."""
    log = tmp_path / "steps.txt"
    house = build_house(tmp_path / "nhà")
    done = subprocess.run(
        [sys.executable, "-c", _RUN, what, str(log), str(served.group), house.options[3]],
        env=served.environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.returncode, log.read_text(encoding="utf-8").split(), done.stderr.splitlines()


def test_the_server_imports(served: Served) -> None:
    """With these versions of FastAPI and SQLAlchemy: one that did not import them would not answer."""
    answer = httpx.get(f"{served.url}/health", timeout=60, trust_env=False, auth=AUTH)
    assert answer.status_code == 200


def ended(served: Served, flow: str) -> dict[str, Any]:
    """The one flow run of a flow, once it has ended: what is sent last arrives a moment later."""
    until = time.monotonic() + 180
    while time.monotonic() < until:
        found = served.ask("flow_runs/filter", flows={"name": {"any_": [flow]}})
        if found and found[0]["state_type"] in {"COMPLETED", "FAILED", "CRASHED"}:
            return dict(found[0])
        time.sleep(0.2)
    raise AssertionError(f"{flow} did not end: {found}")


def tasks_of(served: Served, run_id: str, count: int) -> dict[str, Any]:
    until = time.monotonic() + 120
    tasks: list[dict[str, Any]] = []
    while len(tasks) < count and time.monotonic() < until:  # task runs arrive as events, a moment later
        tasks = served.ask("task_runs/filter", flow_runs={"id": {"any_": [run_id]}})
        time.sleep(0.2)
    return {task["name"]: task["state"] for task in tasks}


def automation_of_the_docs() -> dict[str, Any]:
    """The automation as docs/operations.md prints it, doing nothing: a notification needs somebody's mail server."""
    page = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(page.split("```yaml\n")[1].split("```")[0])
    return found | {"actions": [{"type": "do-nothing"}]}


def events(served: Served, name: str) -> list[dict[str, Any]]:
    """Events of a name, once there is one: they arrive a moment later."""
    until = time.monotonic() + 180
    found: list[dict[str, Any]] = []
    while not found and time.monotonic() < until:
        time.sleep(0.3)
        found = served.ask("events/filter", filter={"event": {"name": [name]}})["events"]
    return found


def test_a_run_is_shown_with_its_name_steps_report_and_events(served: Served, tmp_path: Path) -> None:
    served.ask("automations/", **automation_of_the_docs())
    time.sleep(2)  # the server's triggers know of it a moment later
    assert run("fine", served, tmp_path) == (3, ["first", "middle", "third", "last"], [])
    shown = ended(served, "niemyet-test-fine")
    assert shown["name"] == "test-fine 2026-11-28 Quảng Nam"
    assert sorted(shown["tags"]) == ["command:test-fine", "province:quang-nam"]
    assert (shown["state_type"], shown["state_name"]) == ("COMPLETED", "SourceDark")
    assert shown["state"]["message"] == "không đọc được: xa"
    tasks = tasks_of(served, shown["id"], 4)
    assert sorted(tasks) == ["first", "last", "middle", "third"]
    assert (tasks["third"]["type"], tasks["third"]["name"]) == ("FAILED", "SourceDark")
    assert tasks["third"]["message"].startswith("third: xa xôi (")
    of_run = {"flow_run_id": {"any_": [shown["id"]]}}
    artifacts = {one["type"]: one for one in served.ask("artifacts/filter", artifacts=of_run)}
    assert "## Việc cần làm" in artifacts["markdown"]["data"]
    assert artifacts["markdown"]["key"] == "niemyet-quang-nam-test-fine"
    assert artifacts["progress"]["data"] == 100
    logs = [one["message"] for one in served.ask("logs/filter", logs=of_run)]
    assert "third: xa xôi" in logs
    (dark,) = events(served, "niemyet.source.dark")
    assert dark["resource"]["prefect.resource.id"] == "niemyet.source.quang-nam.hop-thu"
    assert dark["payload"] == {"reason": "trang đăng nhập"}
    assert f"prefect.flow-run.{shown['id']}" in {one["prefect.resource.id"] for one in dark["related"]}
    assert events(served, "prefect.flow-run.SourceDark"), "automations listen for the name of the state"
    (fired,) = events(served, "prefect.automation.triggered")
    assert fired["resource"]["prefect.resource.name"] == "Nguồn không đọc được"


def test_an_exception_of_a_step_stays_its_own_and_is_the_reason(served: Served, tmp_path: Path) -> None:
    assert run("raise", served, tmp_path) == (5, ["first", "middle"], [])
    shown = ended(served, "niemyet-test-raise")
    assert (shown["state_type"], shown["state"]["message"]) == ("FAILED", "ValueError: own")


def test_a_run_that_is_killed_is_shown_as_crashed(served: Served, tmp_path: Path) -> None:
    assert run("halt", served, tmp_path) == (-9, ["first", "middle"], [])
    shown = ended(served, "niemyet-test-halt")
    assert shown["state_type"] == "CRASHED"
    assert "không kịp báo lý do" in shown["state"]["message"]


def test_a_scheduled_run_happens(served: Served) -> None:
    until = time.monotonic() + 300
    while not served.ran.exists() and time.monotonic() < until:
        time.sleep(0.5)
    states = [
        run["state_type"]
        for run in served.ask("flow_runs/filter", flows={"name": {"any_": ["niemyet-nightly"]}})
    ]
    assert served.ran.exists(), f"no scheduled run in time; states of its runs: {states}"
    (deployment,) = served.ask("deployments/filter", deployments={"name": {"any_": [DEPLOYMENT]}})
    (schedule,) = deployment["schedules"]
    assert (schedule["schedule"]["timezone"], schedule["active"]) == (TIMEZONE, True), json.dumps(schedule)


def test_a_caller_of_the_api_chooses_no_command(served: Served, tmp_path: Path) -> None:
    touched = tmp_path / "touched"
    until = time.monotonic() + 300  # the schedule may be served only after Prefect has been imported
    found: list[dict[str, Any]] = []
    while not found and time.monotonic() < until:
        found = served.ask("deployments/filter", deployments={"name": {"any_": [DEPLOYMENT]}})
        time.sleep(0.5)
    (deployment,) = found
    create = f"deployments/{deployment['id']}/create_flow_run"
    hole = {"parameters": {"command": ["touch", str(touched)]}}
    assert served.post(create, hole, auth=None).status_code == 401
    for wrong in ({"accept_count": ["nguồn"]}, {"accept_release": "một\nhai"}, {"full": "touch"}):
        assert 400 <= served.post(create, {"parameters": wrong}).status_code < 500, wrong
    # The server lets an unknown parameter pass; the flow does not take it.
    run_id = served.post(create, hole).raise_for_status().json()["id"]
    until = time.monotonic() + 240
    state = ""
    while state not in {"FAILED", "CRASHED", "COMPLETED"} and time.monotonic() < until:
        time.sleep(0.5)
        state = served.ask("flow_runs/filter", flow_runs={"id": {"any_": [run_id]}})[0]["state_type"]
    assert state in {"FAILED", "CRASHED"}
    assert not touched.exists()


def test_a_server_that_dies_in_the_middle_costs_no_step_and_holds_no_exit(
    served: Served, tmp_path: Path
) -> None:
    status, steps, said = run("kill", served, tmp_path)
    assert (status, steps) == (3, ["first", "middle", "third", "last"])
    assert len(said) == 1
    assert said[0].startswith("Prefect ")
