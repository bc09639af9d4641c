"""The nightly run on a schedule, through Prefect (`niemyet serve`).

Prefect is imported inside the functions: it takes seconds, and the command line does not wait for it.
"""

import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from niemyet.flows.prefect_engine import SETTINGS
from niemyet.model.errors import NiemyetError, UsageError
from niemyet.model.messages import msg

TIMEZONE = "Asia/Ho_Chi_Minh"  # without one, Prefect reads a cron in UTC: 02:00 would be 09:00
DEPLOYMENT = "nightly"
_START_SECONDS = 300.0  # for a first start, which makes the database, on a slow machine; chosen, not measured
_STOP_SECONDS = 15.0  # for the server to end by itself; chosen, not measured


class PrefectServerError(NiemyetError):
    """The local Prefect server did not start."""


def serve_nightly(
    cron: str = "0 2 * * *", *, command: Sequence[str], tags: Sequence[str] = (), about: str | None = None
) -> None:
    """Run `command` (a list: program and arguments) at each time of `cron`, local time of Viet Nam, until stopped.

    Uses the Prefect API of PREFECT_API_URL; where none is set, a server of its own is started on the loopback
    address and stopped at the end. One run at a time; one that came due meanwhile follows and finds nothing new.
    Stopping does not pause the schedule, so that a restarted service goes on. The calling main module needs its
    `if __name__ == "__main__"`: Prefect imports it again in the process of each run.

    `tags`: of every run; `about`: what the deployment's page says of it.

    Raises UsageError for a cron that is none, PrefectServerError when the local server does not start.
    """
    if not command:
        raise UsageError(msg("serve: expected a command to run on a schedule, found an empty list."))
    schedule = cron.strip()
    check_cron(schedule)
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    if os.environ.get("PREFECT_API_URL", "").strip():
        _serve(schedule, list(command), tags, about)
        return
    # Anyone on this machine reaches the loopback address: the server answers only to what knows this word.
    auth = f"niemyet:{secrets.token_urlsafe()}"
    with local_server(_home() / "niemyet-server.log", auth=auth) as server:
        os.environ["PREFECT_API_URL"] = server.url
        os.environ["PREFECT_API_AUTH_STRING"] = auth
        _serve(schedule, list(command), tags, about)


def _serve(cron: str, command: list[str], tags: Sequence[str], about: str | None) -> None:
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from niemyet.flows.nightly_flow import SERVED, nightly

    os.environ[SERVED] = json.dumps(command)
    try:
        schedule = Cron(cron, timezone=TIMEZONE)
    except ValueError as problem:
        raise _bad_cron(cron) from problem
    nightly.serve(
        name=DEPLOYMENT,
        schedule=schedule,
        tags=list(tags),
        description=about,
        parameters={},  # none holds a command: whoever may call the API would choose it
        enforce_parameter_schema=True,
        pause_on_shutdown=False,
        limit=1,  # and no `global_limit`: a slot held by a killed process outlives a restart of the server, for ever
        entrypoint_type=EntrypointType.MODULE_PATH,
        print_starting_message=False,
    )


def check_cron(cron: str) -> None:
    """Five fields. Before Prefect is imported: it reads its settings once, and its server is not up yet.

    Raises:
        UsageError: it is no schedule.
    """
    # Fields of a cron line, by definition.
    if len(cron.split()) != 5 or not re.fullmatch(r"[\d\s*/,A-Za-z#?-]+", cron):
        raise _bad_cron(cron)


def _bad_cron(cron: str) -> UsageError:
    return UsageError(
        msg(
            "--cron: expected five fields, minute, hour, day, month, weekday, like “0 2 * * *”; found “{cron}”.",
            cron=cron,
        )
    )


def _home() -> Path:
    return Path(os.environ.get("PREFECT_HOME", "").strip() or Path.home() / ".prefect")


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A running Prefect server."""

    url: str
    process_group: int


@contextmanager
def local_server(
    log: Path, *, port: int | None = None, env: dict[str, str] | None = None, auth: str | None = None
) -> Iterator[LocalServer]:
    """A Prefect server on the loopback address as a process of its own, stopped at the end.

    `log` takes what the server says; `env` is added to the environment (PREFECT_HOME holds the SQLite database);
    `auth` is what callers must send (`PREFECT_API_AUTH_STRING`).
    """
    port = port or _free_port()
    url = f"http://127.0.0.1:{port}/api"
    environment = {**os.environ, "PREFECT_SERVER_ANALYTICS_ENABLED": "false", **(env or {})}
    # Its own settings must not send the server to another server, nor hide what it says.
    for name in ("PREFECT_API_URL", *SETTINGS.keys() - {"PREFECT_SERVER_ANALYTICS_ENABLED"}):
        environment.pop(name, None)
    environment["PREFECT_SERVER_UI_API_URL"] = url  # its pages would ask at port 4200, whatever the port is
    if auth is not None:
        environment["PREFECT_SERVER_API_AUTH_STRING"] = auth
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as said:
        process = subprocess.Popen(  # noqa: S603  our own interpreter and Prefect's own command
            [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a group of its own, so that all of it can be stopped
        )
    try:
        _await_health(process, url, log)
        yield LocalServer(url, process.pid)
    finally:
        _stop_group(process)


def _await_health(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"{url}/health", timeout=10, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            pass  # not up yet
        time.sleep(0.2)
    raise PrefectServerError(
        msg(
            "the Prefect server did not start at {url} (waited {seconds:.0f} seconds at most). See {log}.",
            url=url,
            seconds=_START_SECONDS,
            log=log,
        )
    )


def _stop_group(process: subprocess.Popen[bytes]) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
        except ProcessLookupError:
            break
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    process.poll()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
