"""The server that the processes which read pages are forked from."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.reduction import send_handle
from typing import Any

import pytest
import soupsieve

from niemyet.extractors.portals.registry import MODULES
from niemyet.flows.page_server import PageServer


def tells(channel: "Connection[Any, Any]", *given: object) -> None:
    channel.send((os.getpid(), os.getppid(), given))
    channel.recv()


def fails(channel: "Connection[Any, Any]") -> None:
    raise RuntimeError("chuyện không lường")


def loads(channel: "Connection[Any, Any]") -> None:
    channel.send(sorted(sys.modules))


def compiles(channel: "Connection[Any, Any]", selectors: list[str]) -> None:
    """Sends how many patterns are compiled for selectors."""
    asked: list[str] = []
    compiled = re.compile

    def noted(pattern: str, flags: int = 0) -> "re.Pattern[str]":
        asked.append(pattern)
        return compiled(pattern, flags)

    re.compile = noted  # type: ignore[assignment]
    for selector in selectors:
        soupsieve.compile(selector)
    channel.send(asked)


@pytest.fixture
def server() -> Iterator[PageServer]:
    begun = PageServer()
    yield begun
    begun.end()


def test_a_fork_is_given_its_arguments_and_ends_when_it_is_told_to(server: PageServer) -> None:
    process, channel = server.fork(tells, "a", 1)
    number, _, given = channel.recv()
    assert number != os.getpid()
    assert given == ("a", 1)
    process.kill()
    process.join()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    process.kill()  # nobody is left: nothing happens


def test_forks_are_of_one_process_that_has_the_readers_of_pages_and_none_of_documents(
    server: PageServer,
) -> None:
    forked = [server.fork(tells) for _ in range(3)]
    assert len({channel.recv()[1] for _, channel in forked}) == 1
    for process, _ in forked:
        process.kill()
        process.join()
    process, channel = server.fork(loads)
    found = set(channel.recv())
    process.join()
    assert {*MODULES, "niemyet.extractors.listings"} <= found
    assert (
        found & {"numpy", "pyarrow", "pydantic", "pypdfium2", "niemyet.extractors.decisions.reading"} == set()
    )


def test_what_selectors_are_told_by_is_compiled_before_the_forks(server: PageServer) -> None:
    process, channel = server.fork(
        compiles, ["tr.van-ban-dong", "#main > a.tep", "ul li[class], td:first-child"]
    )
    asked = channel.recv()
    process.join()
    assert asked == []


def test_what_fails_in_a_fork_ends_it_and_not_the_server(server: PageServer) -> None:
    process, channel = server.fork(tells)
    parent = channel.recv()[1]
    process.kill()
    process.join()
    process, channel = server.fork(fails)
    with pytest.raises(EOFError):
        channel.recv()
    process.join()
    process, channel = server.fork(tells)
    assert channel.recv()[1] == parent
    process.kill()
    process.join()


def test_a_server_that_was_killed_is_begun_again(server: PageServer) -> None:
    orphan, channel = server.fork(tells)
    _, parent, _ = channel.recv()
    os.kill(parent, signal.SIGKILL)
    process, channel = server.fork(tells)
    _, next_parent, _ = channel.recv()
    assert next_parent != parent
    for one in (orphan, process):  # the new server knows only one of them, and goes on
        one.kill()
        one.join()
    process, channel = server.fork(tells)
    assert channel.recv()[1] == next_parent
    process.kill()
    process.join()


def test_an_answer_that_nobody_took_is_not_taken_for_the_next(
    server: PageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    process, channel = server.fork(tells)
    channel.recv()
    process.kill()
    process.join()
    with monkeypatch.context() as patch:

        def interrupted(*given: Any) -> None:
            send_handle(*given)
            raise KeyboardInterrupt

        patch.setattr("niemyet.flows.page_server.send_handle", interrupted)
        with pytest.raises(KeyboardInterrupt):
            server.fork(tells)
    process, channel = server.fork(tells, "b")
    number, _, given = channel.recv()
    assert given == ("b",)
    assert process._number == number
    process.kill()
    process.join()


def test_two_threads_get_a_process_each(server: PageServer) -> None:
    found: list[int] = []

    def ask() -> None:
        process, channel = server.fork(tells)
        found.append(channel.recv()[0])
        process.kill()
        process.join()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(set(found)) == 4


def test_server_and_forks_end_with_whoever_began_them() -> None:
    program = (
        "import os, signal\nfrom niemyet.flows.page_server import SERVER\n"
        "from tests.flows.test_page_server import tells\n"
        "process, channel = SERVER.fork(tells)\nprint(*channel.recv()[:2], flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    numbers = [int(one) for one in done.stdout.split()]
    assert len(numbers) == 2, "both held its output: that it was read to its end says that they are gone"
