"""One Prefect server for all tests of a worker: each start of one migrates a new database (7 s of the processor) and imports
Prefect (6 s)."""

from contextlib import ExitStack
from pathlib import Path

import httpx

from niemyet.flows.serving import LocalServer, local_server

#: What callers must send: user and word.
AUTH = ("niemyet", "mot-tu:thu")


class SharedServer:
    """Started when it is first asked for, and again, with its database, after a test has killed it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._server: LocalServer | None = None
        self._running = ExitStack()

    def running(self) -> LocalServer:
        """The server; it answers."""
        if self._server is None or not _answers(self._server):
            self.stop()
            self._server = self._running.enter_context(
                local_server(
                    self.home / "server.log", env={"PREFECT_HOME": str(self.home)}, auth=":".join(AUTH)
                )
            )
        return self._server

    def stop(self) -> None:
        """Stopped, if it is there."""
        self._running.close()
        self._server = None

    def settings(self) -> dict[str, str]:
        """What a process must know that asks it."""
        return {
            "PREFECT_HOME": str(self.home),
            "PREFECT_API_URL": self.running().url,
            "PREFECT_API_AUTH_STRING": ":".join(AUTH),
        }


def _answers(server: LocalServer) -> bool:
    try:
        return httpx.get(f"{server.url}/health", timeout=60, trust_env=False, auth=AUTH).is_success
    except httpx.HTTPError:
        return False
