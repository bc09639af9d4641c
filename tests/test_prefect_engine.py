"""The Prefect shell around a run, without a server: choices, dead addresses, exceptions, retries."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from flows.prefect_engine import Step, choose_engine, run_plain, run_with_prefect
from model.errors import UsageError

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


def test_plain_steps_run_in_order_with_their_retries() -> None:
    log: list[str] = []
    run_plain(
        [
            Step("a", noting(log, "a")),
            Step("b", noting(log, "b", failures=2), retries=2),
            Step("c", noting(log, "c")),
        ]
    )
    assert log == ["a", "b", "b", "b", "c"]


def test_a_failing_step_ends_a_plain_run_with_its_own_exception() -> None:
    log: list[str] = []
    with pytest.raises(OSError, match="b failed"):
        run_plain([Step("b", noting(log, "b", failures=2), retries=1), Step("c", noting(log, "c"))])
    assert log == ["b", "b"]


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
    code = "import sys, flows.prefect_engine, flows.serving; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
