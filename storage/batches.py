"""What was received goes to disk in batches, beside the request that comes next, in the order in which it came.

A sync of the disk costs as much as a request of a near portal, and one for many costs little more than one for one. So a
thread takes what has come in by then and hands it on together. Whoever asks in this process is answered from what waits;
whoever records what follows from it calls `settle` first. What a kill may lose is bounded: `MOST` answers, or what came in
`_LINGER` seconds and during one sync. Neither their bytes nor their lines are there then, and they are asked for again.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from niemyet.model.records import Exchange

#: Answers that wait or are being written; half of them make a batch. 64 synced together cost a fifth of one by one (measured).
MOST = 64
#: Bytes that wait; chosen, not measured: what one machine can spare.
_MOST_BYTES = 16 << 20
#: Seconds in which others may join; a twentieth of the pause of a polite crawl. Chosen, not measured.
_LINGER = 0.1


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer, with the SHA-256 of its body."""

    exchange: Exchange
    digest: str


class Batches:
    """One batch after the other, each in a thread of its own making; safe to use from several threads."""

    def __init__(self, write: Callable[[Sequence[Kept]], None]) -> None:
        """`write` stores a batch so that it lasts; what it raises is raised to whoever adds or settles next."""
        self._write = write
        self._waiting: list[Kept] = []
        self._writing: list[Kept] = []
        self._added = self._written = 0  # how many in all
        self._hurried_until = 0  # up to which of them somebody waits
        self._changed = threading.Condition()
        self._since = 0.0  # when the oldest one that waits came
        self._is_ending = False
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._go, name="raw", daemon=True)
        self._thread.start()

    def add(self, kept: Kept) -> None:
        """Let an answer be written soon; waits while too many do."""
        with self._changed:
            self._changed.wait_for(lambda: self._failure is not None or self._has_room(kept))
            self._refuse_failure()
            is_first = not self._waiting
            if is_first:
                self._since = time.monotonic()
            self._waiting.append(kept)
            self._added += 1
            if is_first or self._is_due():
                self._changed.notify_all()

    def body(self, digest: str) -> bytes | None:
        """Bytes that are not on disk yet."""
        with self._changed:
            return next((one.exchange.body for one in self._held() if one.digest == digest), None)

    def settle(self) -> None:
        """Everything that was added lasts when this returns."""
        with self._changed:
            wanted = self._hurried_until = self._added
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._failure is not None or self._written >= wanted)
            self._refuse_failure()

    def end(self) -> None:
        """Settle, and let the thread go."""
        try:
            self.settle()
        finally:
            with self._changed:
                self._is_ending = True
                self._changed.notify_all()
            self._thread.join()

    def _held(self) -> list[Kept]:
        return self._writing + self._waiting

    def _has_room(self, kept: Kept) -> bool:
        held = self._held()
        weight = sum(len(one.exchange.body) for one in held) + len(kept.exchange.body)
        return not held or (len(held) < MOST and weight <= _MOST_BYTES)

    def _refuse_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _is_due(self) -> bool:
        return (
            self._is_ending
            or self._hurried_until > self._written
            or len(self._waiting) >= MOST // 2
            or sum(len(one.exchange.body) for one in self._waiting) >= _MOST_BYTES // 2
        )

    def _go(self) -> None:
        while batch := self._next():
            failure = self._failure_of(batch)
            with self._changed:
                self._failure = failure
                self._written += len(batch)
                self._writing = []
                self._changed.notify_all()
            if failure is not None:
                return

    def _failure_of(self, batch: list[Kept]) -> BaseException | None:
        try:
            self._write(batch)
        except BaseException as failure:  # noqa: BLE001 - raised to whoever adds or settles next
            return failure
        return None

    def _next(self) -> list[Kept]:
        """What is written together; nothing once no more is to come."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_ending)
            self._changed.wait_for(self._is_due, self._since + _LINGER - time.monotonic())
            self._writing, self._waiting = self._waiting, []
            return self._writing
