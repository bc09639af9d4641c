"""The process that the processes which read pages are forked from: it has their readers loaded, and no thread.

It loads what pages need, 0.4 s of another core. The server of the processes that read documents (`reader_server.py`) loads every
reader, 0.8 s: the first page would wait for it, and a night without news never needs it.
"""

import atexit
import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle
from typing import Any, NoReturn


class Forked:
    """A process of the server. It stays known by its number until somebody has waited for it."""

    def __init__(self, server: "PageServer", number: int) -> None:
        self._server = server
        self._number = number
        self._is_gone = False  # then its number may be another's

    def kill(self) -> None:
        """End it, whatever it does; waits for nothing."""
        if not self._is_gone:
            with suppress(ProcessLookupError):
                os.kill(self._number, signal.SIGKILL)

    def join(self) -> None:
        """Wait until it has ended."""
        if not self._is_gone:
            self._is_gone = True
            self._server.forget(self._number)


class PageServer:
    """The server of this process; it begins when it is first wanted, and ends with this process."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._control: Connection[Any, Any] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._begun_by = 0  # a fork of this process begins its own

    def warm(self) -> None:
        """Let it begin to load the readers; waits for nothing."""
        with self._turn:
            self._begun()

    def fork(self, function: Callable[..., None], *given: object) -> tuple[Forked, "Connection[Any, Any]"]:
        """A process that calls a function with its end of a channel and what is given, and the other end.

        Raises:
            OSError: there is none, and none could be begun in its place.
        """
        asked = pickle.dumps((function, given))
        with self._turn:
            with suppress(EOFError, OSError):  # it has ended, for want of memory perhaps: then another begins
                return self._forked(asked)
            try:
                return self._forked(asked)
            except EOFError as error:
                raise ConnectionResetError("the server of the reading processes ends at once") from error

    def forget(self, number: int) -> None:
        """Wait until a process of it has ended."""
        with self._turn, suppress(EOFError, OSError):
            control, self._control = self._control, None
            if control is not None:
                control.send(number)
                control.recv()
                self._control = control

    def _forked(self, asked: bytes) -> tuple[Forked, "Connection[Any, Any]"]:
        control, process = self._begun()
        self._control = None  # until it has answered: an answer that nobody took is not taken for the next
        ours, theirs = Pipe()
        with theirs:
            control.send(asked)
            send_handle(control, theirs.fileno(), process.pid)
            number: int = control.recv()
        self._control = control
        return Forked(self, number), ours

    def end(self) -> None:
        """Let it and its processes go, as the end of this process does, whoever waits for it."""
        if self._process is not None and self._begun_by == os.getpid():
            self._process.kill()
            self._process.wait()

    def _begun(self) -> tuple["Connection[Any, Any]", "subprocess.Popen[bytes]"]:
        """It as it runs, or begun now: a new interpreter that runs nothing of this one's main program."""
        if self._control is not None and self._process is not None and self._begun_by == os.getpid():
            return self._control, self._process
        ours, theirs = Pipe()
        with theirs:
            at = theirs.fileno()
            program = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; serve({at})"
            command = [sys.executable, "-c", program]
            process = subprocess.Popen(command, pass_fds=[at], stdin=subprocess.DEVNULL)  # noqa: S603 - ourselves, no shell
        self._control, self._process, self._begun_by = ours, process, os.getpid()
        return ours, process


#: The one of this process: many runs may read pages, one after the other or at once.
SERVER = PageServer()
atexit.register(SERVER.end)


def serve(at: int) -> None:
    """Fork until nobody asks any more. Runs in the server; `at`: the number of its end of the channel."""
    control: Connection[Any, Any] = Connection(at)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever has begun it decides when to end
    gc.disable()  # nothing of what is loaded is garbage, and nothing of it becomes any in a fork
    _load_readers()
    gc.freeze()
    gc.enable()
    with suppress(EOFError, ConnectionError):
        while True:
            asked = control.recv()
            if isinstance(asked, int):
                with suppress(ChildProcessError):  # of a server before this one
                    os.waitpid(asked, 0)
                control.send(asked)
                continue
            with Connection(recv_handle(control)) as channel:
                number = os.fork()
                if number == 0:
                    control.close()
                    _be(channel, *pickle.loads(asked))  # noqa: S301 - from whoever has begun the server
            control.send(number)


def _load_readers() -> None:
    import soupsieve

    from niemyet.extractors.portals.registry import MODULES

    for module in (*MODULES, "niemyet.extractors.listings", "niemyet.flows.page_process"):
        import_module(module)
    # What it tells selectors by is compiled with the first one, 0.14 s: here, while nobody waits, not in each process again.
    soupsieve.compile("a[href] > b")


def _be(
    channel: "Connection[Any, Any]", function: Callable[..., None], given: tuple[object, ...]
) -> NoReturn:
    """What the fork does, and nothing after it."""
    status = 1
    try:
        function(channel, *given)
        status = 0
    except BaseException:  # noqa: BLE001 - a fork must not go on as the server
        traceback.print_exc()
    finally:
        os._exit(status)
