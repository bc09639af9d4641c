"""A portal on loopback for the tests of everything that fetches: real HTTP, a clock that only jumps."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from niemyet.extractors.fetching.client import Client
from niemyet.extractors.fetching.politeness import Politeness
from niemyet.extractors.settings import FetchSettings, SourceSettings
from niemyet.model.records import Exchange


class JumpingClock:
    """Time passes only while sleeping; `slept` remembers each pause in seconds."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)


class MemoryArchive:
    """Keeps exchanges in order, and bodies by hash."""

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []
        self.bodies: dict[str, bytes] = {}

    def keep(self, exchange: Exchange) -> str:
        self.exchanges.append(exchange)
        sha256 = hashlib.sha256(exchange.body).hexdigest()
        self.bodies[sha256] = exchange.body
        return sha256

    def read(self, sha256: str) -> bytes:
        return self.bodies[sha256]

    def outcomes(self) -> list[str]:
        return [str(exchange.outcome) for exchange in self.exchanges]


@dataclass
class Asked:
    """A request as the server saw it."""

    method: str
    path: str  # with the query
    form: dict[str, str]
    headers: dict[str, str]


@dataclass
class Answer:
    """What to answer. `cut`: announce the whole body, send that many bytes, hang up."""

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    hang_up: bool = False  # close without a word

    @property
    def data(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


NOT_FOUND = Answer("<html><body>not here</body></html>", 404, {"Content-Type": "text/html"})
Handle = Callable[[Asked], Answer]


class Site:
    """The server; `asked` remembers every request except those for robots.txt."""

    def __init__(self, handle: Handle, robots: Answer) -> None:
        self.handle = handle
        self.robots = robots
        self.asked: list[Asked] = []
        self.url = ""

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]


@contextmanager
def serving(handle: Handle, robots: Answer = NOT_FOUND, host: str = "127.0.0.1") -> Iterator[Site]:
    """A site on a free loopback port for as long as the block lasts. `host`: any of 127.0.0.0/8, each a host of its own."""
    site = Site(handle, robots)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # headers and body go out in two writes: 40 ms each without this

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def log_message(self, *_: object) -> None:
            return

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            form = {key: values[0] for key, values in parse_qs(body, keep_blank_values=True).items()}
            asked = Asked(self.command, self.path, form, {k.lower(): v for k, v in self.headers.items()})
            if urlsplit(self.path).path == "/robots.txt":
                answer = site.robots
            else:
                site.asked.append(asked)
                answer = site.handle(asked)
            self._send(answer)

        def _send(self, answer: Answer) -> None:
            if answer.hang_up:
                self.close_connection = True
                return
            data = answer.data
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data if answer.cut is None else data[: answer.cut])
            self.close_connection = self.close_connection or answer.cut is not None

    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    site.url = f"http://{host}:{server.server_address[1]}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def pages(answers: dict[str, Answer | str | bytes]) -> Handle:
    """A handler that answers by path and query; what is not named is a 404."""

    def handle(asked: Asked) -> Answer:
        answer = answers.get(asked.path, NOT_FOUND)
        if isinstance(answer, Answer):
            return answer
        return Answer(answer, headers={"Content-Type": "text/html; charset=utf-8"})

    return handle


POLITE = FetchSettings(contact="mailto:canbo@vidu.example", seconds_between_requests=3.0, retries=2)


def source(kind: str, url: str | None, **more: object) -> SourceSettings:
    """Settings of a source for a test."""
    fetch = more.pop("fetch", POLITE)
    return SourceSettings(id="nguon-thu", kind=kind, url=url, fetch=fetch, **more)  # type: ignore[arg-type]


def client_of(
    settings: SourceSettings,
    archive: MemoryArchive,
    clock: JumpingClock | None = None,
    politeness: Politeness | None = None,
    replay: dict[str, Exchange] | None = None,
) -> Client:
    """A client of a source for a test."""
    clock = clock or JumpingClock()
    return Client.of(
        settings, archive, clock, "chay-1", politeness=politeness or Politeness(clock), replay=replay
    )
