"""Pages and listings are read one after the other in a process that stays warm and can be killed.

A page costs what its reading costs, some 0.2 ms for the way there and back; a document has a process pool of its own
(`extraction.py`), under the same limits. The process begins with the first page, forked from one that has its readers
loaded (`page_server.py`), and ends with the run.
"""

import logging
import signal
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self, TypeVar

from niemyet.flows.extraction import bound_time, confine, environment_of_the_store, over_memory
from niemyet.flows.page_server import SERVER, Forked
from niemyet.model.errors import DocumentError, NiemyetError, OverLimitError
from niemyet.model.messages import Message, msg
from niemyet.model.records import Limits

Value = TypeVar("Value")

_NOTHING = object()

log = logging.getLogger("niemyet")

#: Starting the process is no reading: on a busy machine it may take longer than a page may. Chosen, not measured.
_START_SECONDS = 120

#: A page is no document: a list of 2,000 rows takes 4 s; what takes longer than this is not meant to be read.
_MOST_SECONDS = 60


class _EndedError(DocumentError):
    """The process has ended without an answer, or lacks memory: perhaps for what it read before."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of a call in the process."""

    value: Any = None
    problem: NiemyetError | None = None
    trace: str | None = None  # of what nobody foresaw
    is_short_of_memory: bool = False


class _PageCall:
    """One call: what was asked, and once that is known, what came of it."""

    def __init__(self, function: Callable[..., Any], given: tuple[object, ...], *, is_worn: bool) -> None:
        self.function = function
        self.given = given
        self.is_worn = is_worn  # the process has read other pages before
        self.came: object = _NOTHING
        self.problem: NiemyetError | None = None

    def value(self) -> Any:
        """What came of it. Raises what it raised."""
        if self.problem is not None:
            raise self.problem
        return self.came


class PageProcess:
    """The process of one run. It may be handed to any number of portals; it reads one page at a time."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._seconds = min(limits.max_seconds, _MOST_SECONDS)
        self._turn = threading.Lock()
        self._process: Forked | None = None
        self._channel: Connection[Any, Any] | None = None
        self._answered = 0  # by the process that runs now
        self._is_ready = False
        self._under_way: _PageCall | None = None
        self._is_over = False

    def __call__(self, function: Callable[..., Value], /, *given: object) -> Value:
        """See `Apart`. A process that has read other pages before gets a second chance as a new one."""
        return self.begin(function, *given)()

    def begin(self, function: Callable[..., Value], /, *given: object) -> Callable[[], Value]:
        """See `Ahead`. One is under way at a time: the next one waits until it has been read."""
        with self._turn:
            self._take()
            reading = _PageCall(function, given, is_worn=self._answered > 0)
            self._send(reading)
            self._under_way = reading

        def value() -> Value:
            with self._turn:
                if self._under_way is reading:
                    self._take()
            found: Value = reading.value()
            return found

        return value

    def warm(self) -> None:
        """Let the readers be loaded while the first requests are under way; waits for nothing."""
        SERVER.warm()

    def __enter__(self) -> Self:
        self._is_over = False
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_over = True
        if (process := self._process) is not None:
            process.kill()  # another thread may hold the turn and wait for it
        with self._turn:
            if self._under_way is not None:
                self._under_way.problem = self._ended()
                self._under_way = None
            self._end()

    def _take(self) -> None:
        """Wait for what is under way; what came of it is kept with it."""
        reading, self._under_way = self._under_way, None
        if reading is None:
            return
        try:
            try:
                reading.came = self._received()
            except _EndedError:
                if not reading.is_worn:
                    raise
                self._send(reading)
                reading.came = self._received()
        except NiemyetError as error:
            reading.problem = error

    def _send(self, reading: _PageCall) -> None:
        """A process that is not there any more is found out when its answer is waited for."""
        try:
            self._begin().send((reading.function, reading.given))
        except OSError:
            self._end()

    def _received(self) -> object:
        """The answer of the process. Raises what it raised, or why there is none."""
        channel = self._channel
        if channel is None:
            raise self._ended()
        try:
            if not self._is_ready and channel.poll(_START_SECONDS):
                self._is_ready = bool(channel.recv())
            if not channel.poll(self._seconds):
                self._end()
                raise OverLimitError(
                    msg("reading took more than {most} seconds and was stopped", most=self._seconds)
                )
            answer: _Answer = channel.recv()
        except (EOFError, OSError) as error:
            self._end()
            raise self._ended() from error
        self._answered += 1
        if answer.is_short_of_memory:
            self._end()
            raise _EndedError(self._lack())
        if answer.trace is not None:
            log.error("unforeseen while a page was read\n%s", answer.trace)
        if answer.problem is not None:
            raise answer.problem
        return answer.value

    def _begin(self) -> "Connection[Any, Any]":
        if self._channel is not None:
            return self._channel
        if self._is_over:
            raise self._ended()
        process, ours = SERVER.fork(_serve, self._limits, environment_of_the_store())
        self._process, self._channel, self._answered, self._is_ready = process, ours, 0, False
        return ours

    def _end(self) -> None:
        if self._channel is not None:
            self._channel.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process, self._channel, self._answered = None, None, 0

    def _ended(self) -> _EndedError:
        return _EndedError(msg("the reading process ended; perhaps {why}", why=self._lack()))

    def _lack(self) -> Message:
        return over_memory(self._limits)


def _serve(channel: "Connection[Any, Any]", limits: Limits, keys: dict[str, str]) -> None:
    """Answer until nobody asks any more. Runs in the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run decides when to end
    confine(limits.max_memory_mb, keys)
    with suppress(EOFError, BrokenPipeError):
        channel.send(True)  # ready: from here on a page has its time
        while True:
            function, given = channel.recv()
            bound_time(limits)
            _hand_back(channel, _answer(function, given))


def _answer(function: Callable[..., object], given: tuple[object, ...]) -> _Answer:
    """What came of a call. What nobody foresaw costs the page, as it costs a document."""
    try:
        return _Answer(function(*given))
    except MemoryError:
        return _Answer(is_short_of_memory=True)
    except NiemyetError as error:
        return _Answer(problem=error)
    except Exception as error:  # noqa: BLE001 - the boundary; the run logs the trace
        return _unforeseen(error)


def _hand_back(channel: "Connection[Any, Any]", answer: _Answer) -> None:
    try:
        channel.send(answer)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - what cannot travel is told like any other fault
        channel.send(_unforeseen(error))


def _unforeseen(error: Exception) -> _Answer:
    told = msg(
        "unforeseen fault while reading ({kind}: {said})", kind=type(error).__name__, said=str(error)[:200]
    )
    return _Answer(problem=DocumentError(told), trace="".join(traceback.format_exception(error)))
