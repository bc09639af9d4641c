"""The pause per host and the robots.txt answers, over all clients and workers of one run (CONTRACT §5.5)."""

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from niemyet.extractors.fetching.robots import Rules
from niemyet.model.records import Clock

BREAKER = 5  # failed requests in a row after which a host is left alone for this run (PORTALS §5 no. 38)


class TooLongError(Exception):
    """A host's turn comes later than the one who asked can wait."""


class _Host:
    """What one host was asked and has told; guarded by its own lock."""

    def __init__(self, at_once: int, now: datetime) -> None:
        self.turns = threading.BoundedSemaphore(max(1, at_once))
        self.lock = threading.Lock()
        self.free_at = now
        self.longest = 0.0
        self.failures = 0


class Politeness:
    """The pause per host and the robots.txt answers, over all clients and workers of one run."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}
        self._rules: dict[str, Rules] = {}
        self._asking: dict[str, threading.Lock] = {}

    @contextmanager
    def turn(self, host: str, pause: float, at_once: int, patience: float = math.inf) -> Iterator[None]:
        """Wait for this host's turn: `pause` seconds after the last answer, at most `at_once` together.

        Raises TooLongError when the turn comes later than in `patience` seconds; nothing is slept then.
        """
        state = self._host(host, at_once)
        with state.turns:
            wait = self._reserve(state, pause, patience)
            if wait > 0:
                self._clock.sleep(wait)
            try:
                yield
            finally:
                self._hold(state, pause)

    def hold(self, host: str, seconds: float) -> None:
        """Nobody calls the host for so long (Retry-After)."""
        self._hold(self._host(host, 1), seconds)

    def leave(self, host: str) -> None:
        """Nobody calls the host again in this run."""
        state = self._host(host, 1)
        with state.lock:
            state.failures = max(state.failures, BREAKER)

    def is_left(self, host: str) -> bool:
        """Whether the host is left alone for this run: it asked for that, or failed too often in a row."""
        return self._host(host, 1).failures >= BREAKER

    def count(self, host: str, *, failed: bool) -> None:
        """Note how a request ended."""
        state = self._host(host, 1)
        with state.lock:
            state.failures = state.failures + 1 if failed else 0

    @contextmanager
    def rules_of(self, origin: str) -> Iterator[dict[str, Rules]]:
        """The known robots.txt answers, while nobody else may be asking for this origin's."""
        with self._lock:
            asking = self._asking.setdefault(origin, threading.Lock())
        with asking:
            yield self._rules

    def _host(self, host: str, at_once: int) -> _Host:
        with self._lock:
            if host not in self._hosts:
                self._hosts[host] = _Host(at_once, self._clock.now())
            return self._hosts[host]

    def _reserve(self, state: _Host, pause: float, patience: float) -> float:
        with state.lock:
            now = self._clock.now()
            # A clock that was set back must not turn a pause of seconds into one of hours.
            wait = min((state.free_at - now).total_seconds(), state.longest)
            if wait > patience:
                raise TooLongError
            start = now + timedelta(seconds=max(0.0, wait))
            state.free_at = start + timedelta(seconds=pause)
            state.longest = pause + max(0.0, wait)
            return max(0.0, wait)

    def _hold(self, state: _Host, seconds: float) -> None:
        with state.lock:
            until = self._clock.now() + timedelta(seconds=seconds)
            state.free_at = max(state.free_at, until)
            state.longest = max(state.longest, seconds)
