"""The desk on a real port, and a browser-like client for it."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

import httpx
import uvicorn

from niemyet.flows.desk.app import DeskState, desk_app


@contextmanager
def served(office: DeskState) -> Iterator[str]:
    """The desk's address, as long as the block lasts."""
    config = uvicorn.Config(
        desk_app(office, {"127.0.0.1"}), host="127.0.0.1", port=0, log_level="warning", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
        assert thread.is_alive() or server.started, "the server ended"
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


class Visitor:
    """Somebody with a browser: pages, and forms with the word of the page before."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=address, follow_redirects=True, timeout=60, trust_env=False)
        self.page = ""

    def get(self, path: str) -> httpx.Response:
        """Open a page."""
        return self._seen(self.http.get(path))

    def send(
        self, path: str, files: dict[str, tuple[str, bytes]] | None = None, **fields: object
    ) -> httpx.Response:
        """Send a form, with the word of the last page unless another is given."""
        data = {"word": self.word, **fields}
        return self._seen(self.http.post(path, data=data, files=files))

    @property
    def word(self) -> str:
        """The word in the last page's forms."""
        found = re.search(r'name="word" value="([^"]*)"', self.page)
        return found[1] if found else ""

    def all(self, pattern: str) -> list[str]:
        """What a pattern finds in the last page."""
        return [unescape(one) for one in re.findall(pattern, self.page)]

    def _seen(self, answer: httpx.Response) -> httpx.Response:
        self.page = answer.text
        return answer
