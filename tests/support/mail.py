"""A mail server that keeps what it gets, and a webhook that does; both on the loopback address."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Post:
    """What came. `refuse`: answer that it cannot be taken."""

    letters: list[EmailMessage] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    refuse: bool = False
    port: int = 0


@contextmanager
def mail_server() -> Iterator[Post]:
    """An SMTP server for as long as the block lasts."""
    post = Post()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 here")
            while line := self.rfile.readline():
                word = line[:4].upper().strip()
                if word == b"DATA":
                    self._say("354 go on")
                    self._take()
                elif word == b"QUIT":
                    self._say("221 bye")
                    return
                elif word == b"MAIL" and post.refuse:
                    self._say("451 not now")
                else:
                    self._say("250 ok")

        def _take(self) -> None:
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            letter = message_from_bytes(b"".join(lines), policy=policy.default)
            assert isinstance(letter, EmailMessage)
            post.letters.append(letter)
            self._say("250 kept")

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        post.port = server.server_address[1]
        yield from _running(server, post)


@contextmanager
def webhook_server() -> Iterator[Post]:
    """A webhook for as long as the block lasts."""
    post = Post()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if not post.refuse:
                post.bodies.append(json.loads(body))
                post.keys.append(self.headers["Idempotency-Key"])
            self.send_response(503 if post.refuse else 200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        post.port = server.server_address[1]
        yield from _running(server, post)


@contextmanager
def endless_server(greeting: bytes) -> Iterator[int]:
    """A server that begins an answer and never ends it, a piece at a time; gives its port."""
    over = threading.Event()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                while not over.wait(0.05):
                    self.request.sendall(greeting)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        for _ in _running(server, Post()):
            try:
                yield server.server_address[1]
            finally:
                over.set()


def _running(server: socketserver.BaseServer, post: Post) -> Iterator[Post]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield post
    finally:
        server.shutdown()
        thread.join(10)
