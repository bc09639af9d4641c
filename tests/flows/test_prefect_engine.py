"""The Prefect shell around a run, without a server: choices, dead addresses, exceptions."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from niemyet.flows.engine import Step, run_plain
from niemyet.flows.prefect_engine import choose_engine, run_with_prefect
from niemyet.model.errors import UsageError

DEAD = "http://127.0.0.1:9/api"  # the discard port: nothing listens there


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = dict(os.environ)
    monkeypatch.setenv("PREFECT_API_URL", DEAD)
    yield
    os.environ.clear()
    os.environ.update(before)


def noting(log: list[str], name: str, failures: int = 0) -> Callable[[], object]:
    left = [failures]

    def run() -> None:
        log.append(name)
        if left[0]:
            left[0] -= 1
            raise OSError(f"{name} failed")

    return run


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


def test_with_a_dead_api_every_step_runs_once_and_prefect_is_not_even_imported(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log: list[str] = []
    before = set(sys.modules)
    run_with_prefect("nightly", [Step("a", noting(log, "a")), Step("b", noting(log, "b"))])
    assert log == ["a", "b"]
    assert not {name for name in set(sys.modules) - before if name.split(".")[0] == "prefect"}
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert DEAD in said[0]


@pytest.mark.parametrize(
    "url", ["nonsense", "http://", "http://127.0.0.1:99999/api", "http://no-such-host.invalid/api"]
)
def test_an_address_that_is_none_costs_nothing_but_a_line(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", url)
    log: list[str] = []
    said: list[str] = []
    run_with_prefect("nightly", [Step("a", noting(log, "a"))], say=said.append)
    assert log == ["a"]
    assert len(said) == 1


def test_with_a_dead_api_a_steps_exception_is_unchanged() -> None:
    failure = ValueError("own")

    def fail() -> None:
        raise failure

    log: list[str] = []
    with pytest.raises(ValueError, match="own") as caught:
        run_with_prefect("nightly", [Step("a", fail), Step("b", noting(log, "b"))], say=lambda _: None)
    assert caught.value is failure
    assert log == []


def test_prefect_is_not_imported_with_the_module() -> None:
    code = (
        "import sys, niemyet.flows.prefect_engine, niemyet.flows.serving; sys.exit('prefect' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


_HELD = """
import os, socket, sys
silent = socket.create_server(("127.0.0.1", 0))  # takes connections, never answers
os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{silent.getsockname()[1]}/api"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
from prefect.events import emit_event
from niemyet.flows.prefect_engine import _let_go
for number in range(20):
    emit_event(event="test", resource={"prefect.resource.id": f"test.{number}"})
if sys.argv[1] == "let go":
    sys.exit(0 if _let_go(0.2) else 1)
"""


def test_a_server_that_is_silent_does_not_hold_the_exit() -> None:
    """Left alone, Prefect waits at exit for its events for as long as the server is silent, more than a minute."""
    done = subprocess.run(
        [sys.executable, "-c", _HELD, "let go"], check=False, timeout=40, capture_output=True
    )
    assert done.returncode == 0
