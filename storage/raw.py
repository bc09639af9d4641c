"""The raw archive: every response and file ever received, before anything reads it.

    raw/objects/ab/abcdef….zst     the bytes, compressed, named by the SHA-256 of what was received
    raw/exchanges/<run_id>.jsonl   one line per request: what was asked, when, what came back, which bytes

Nothing here is ever rewritten; a line cut off by a killed process is not there for a reader. While answers are gathered
(`gathering`), they are written in batches: objects first, synced, then the lines that name them.
"""

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

from niemyet.model.errors import StorageError
from niemyet.model.messages import msg
from niemyet.model.records import Exchange, RequestRecord
from niemyet.model.tables import Fetch
from niemyet.storage.batches import Batches, Kept
from niemyet.storage.codec import ShapeError, dump, parse
from niemyet.storage.object_store import MissingObjectError, ObjectStore
from niemyet.storage.opening import object_store_at

_ZSTD_LEVEL = 3  # 313 MB/s at a tenth of the size; higher levels gain little on pages


@dataclass(frozen=True, slots=True)
class StoredExchange:
    """A line of an exchange log, its body still in the archive."""

    exchange: Exchange  # with an empty body
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedExchange(RequestRecord):
    """The same as it stands in the log, with the bytes that it names."""

    sha256: str
    bytes: int


def no_archive(address: str) -> StorageError:
    """That a folder has releases and facts and nothing of what they were read from: no file of it is hurt."""
    return StorageError(
        msg(
            "there is nothing in {address}: this folder was copied without raw/ (as `niemyet demo --data-only DIR` does), or "
            "raw/ was moved or lies on a disk that is not mounted. What stands in releases/ and lake/ can be asked; what needs "
            "the documents (evidence, reprocess, verify --rebuild) wants raw/ put back beside them.",
            address=address,
        )
    )


class RawArchive:
    """The archive of one data folder; give it a run to write for."""

    def __init__(self, place: ObjectStore | Path | str) -> None:
        self._place = object_store_at(place) if isinstance(place, Path | str) else place
        self._stored: set[str] = set()
        self._batches: Batches | None = None
        self._gatherers = 0
        self._opening = threading.Lock()

    @property
    def address(self) -> str:
        """Where it is; another process opens it with that, and finds what was kept."""
        self.settle()
        return self._place.address

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Within, what is kept may be written a little later, many at once; on leaving, all of it lasts.

        Raises:
            StorageError: something could not be written; from `keep`, `settle`, or on leaving.
        """
        with self._opening:
            self._gatherers += 1
        try:
            yield
        finally:
            self._leave()

    def _leave(self) -> None:
        with self._opening:
            self._gatherers -= 1
            ended = self._batches if self._gatherers == 0 else None
            if ended is not None:
                self._batches = None
        if ended is not None:
            ended.end()
        else:
            self.settle()

    def settle(self) -> None:
        """Everything that was kept is on disk when this returns. Raises StorageError when something could not be written."""
        if (batches := self._batches) is not None:
            batches.settle()

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing at all."""
        return not self.log_sizes() and next(iter(self.digests()), None) is None

    def put(self, data: bytes) -> str:
        """Store bytes once; give their SHA-256."""
        digest = sha256(data).hexdigest()
        if self._waiting(digest) is not None:
            self.settle()
        elif not self._is_stored(digest):
            self._place.write(_key(digest), _packed(data))
        self._stored.add(digest)
        return digest

    def _is_stored(self, digest: str) -> bool:
        return digest in self._stored or self._place.has(_key(digest))

    def _waiting(self, digest: str) -> bytes | None:
        return batches.body(digest) if (batches := self._batches) is not None else None

    def get(self, digest: str) -> bytes:
        """The bytes of a SHA-256.

        Raises:
            StorageError: there are none, or they are not what their name says.
        """
        waiting = self._waiting(digest)
        if waiting is not None:
            return waiting
        path = f"{self._place.address}/{_key(digest)}"  # `address` would wait for the disk
        try:
            stored = self._place.read(_key(digest))
        except MissingObjectError:
            if self.is_empty:
                raise no_archive(self._place.address) from None
            raise StorageError(
                msg(
                    "raw archive: no bytes for {digest} at {path}. Restore the file from a backup, or "
                    "fetch the source again.",
                    digest=digest,
                    path=path,
                ),
            ) from None
        try:
            data = _unpacked(stored)
        except _DamagedError as error:
            raise StorageError(
                msg(
                    "raw archive: {path} is damaged ({error}). Restore it from a backup: `niemyet repair "
                    "--from BACKUP`.",
                    path=path,
                    error=error,
                ),
            ) from error
        if sha256(data).hexdigest() != digest:
            raise StorageError(
                msg(
                    "raw archive: {path} is damaged (not the bytes its name says). Restore it from a "
                    "backup: `niemyet repair --from BACKUP`.",
                    path=path,
                ),
            )
        return data

    def has(self, digest: str) -> bool:
        """Whether the bytes are there."""
        return self._waiting(digest) is not None or self._place.has(_key(digest))

    def size(self, digest: str) -> int:
        """Bytes that are taken up by an object, compressed."""
        return self._place.size(_key(digest))

    def discard(self, digest: str) -> None:
        """Delete bytes that nothing names any more; see flows/raw_garbage.py."""
        self._place.delete(_key(digest))
        self._stored.discard(digest)

    def keep(self, exchange: Exchange) -> str:
        """Store body and provenance of one request, or let them be stored soon (`gathering`); give the body's SHA-256."""
        kept = Kept(exchange, sha256(exchange.body).hexdigest())
        with self._opening:
            if self._gatherers and self._batches is None:
                self._batches = Batches(self._store)
            batches = self._batches
        if batches is not None:
            batches.add(kept)
        else:
            self._store([kept])
        return kept.digest

    def _store(self, batch: Sequence[Kept]) -> None:
        """Bytes first, then the lines that name them: no line is there for bytes that are not."""
        bodies = {one.digest: one.exchange.body for one in batch if not self._is_stored(one.digest)}
        if bodies:
            self._place.write_all({_key(digest): _packed(body) for digest, body in bodies.items()})
        self._stored.update(one.digest for one in batch)
        lines: defaultdict[str, list[bytes]] = defaultdict(list)
        for one in batch:
            lines[one.exchange.run_id].append(_line(one.exchange, one.digest).encode())
        for run_id, said in lines.items():
            self._place.append_all(f"exchanges/{run_id}", said)

    def run_ids(self) -> tuple[str, ...]:
        """Runs that asked anything."""
        self.settle()
        return tuple(self._place.logs("exchanges"))

    def exchanges(self, run_id: str) -> Iterator[StoredExchange]:
        """What a run asked and got, in order."""
        self.settle()
        for number, line in enumerate(self._place.lines(f"exchanges/{run_id}"), start=1):
            try:
                yield _stored(run_id, line)
            except ShapeError as error:
                raise _garbled(f"{self.address}/exchanges/{run_id}", number, error) from error

    def log_sizes(self) -> dict[str, int]:
        """Run → how much its log holds, in the store's own measure."""
        self.settle()
        return self._place.log_sizes("exchanges")

    def seal_of(self, run_id: str, size: int, until: int | None = None) -> tuple[int, str]:
        """Size (in the store's own measure) and hash of a run's log; `until`: of its lines up to that size."""
        lines = self._place.lines(f"exchanges/{run_id}")
        by_lines = size == len(lines)  # a bucket counts lines; no line of a folder's log is empty
        digest, taken = sha256(), 0
        for line in lines:
            weight = 1 if by_lines else len(line) + 1
            if until is not None and taken + weight > until:
                break
            digest.update(line + b"\n")
            taken += weight
        return taken, digest.hexdigest()

    def set_bad_lines_aside(self, run_id: str) -> None:
        """Keep the lines of a log that can be read; the others go into a log of their own, under a name with a dot."""
        good, bad = [], []
        for line in self._place.lines(f"exchanges/{run_id}"):
            try:
                _stored(run_id, line)
                good.append(line)
            except ShapeError:
                bad.append(line)
        if bad:
            for line in bad:
                self._place.append(f"exchanges/.{run_id}.bad", line)
            self._place.rewrite(f"exchanges/{run_id}", good)

    def lines(self, run_id: str) -> list[bytes]:
        """The lines of a run's log as they stand there."""
        return self._place.lines(f"exchanges/{run_id}")

    def rewrite(self, run_id: str, lines: Sequence[bytes]) -> None:
        """Let a run's log hold these lines. For masking alone: a log only grows."""
        self._place.rewrite(f"exchanges/{run_id}", lines)

    def rename_log(self, run_id: str, name: str) -> None:
        """Let a run's log stand under another run's name."""
        lines = self._place.lines(f"exchanges/{run_id}")
        if lines:
            self._place.rewrite(f"exchanges/{name}", lines)
            self._place.rewrite(f"exchanges/{run_id}", [])

    def fetches(self, run_id: str) -> list[Fetch]:
        """The same as rows of `fetches`."""
        return [_fetch(stored) for stored in self.exchanges(run_id)]

    def digests(self) -> Iterator[str]:
        """Every SHA-256 in the archive, sorted."""
        yield from (name.rsplit("/", 1)[-1].removesuffix(".zst") for name in self._place.names("objects"))


def _stated_size(stored: bytes) -> int:
    """How many bytes an object unpacks to, by its own head and by the frame's; believed when both say the same.

    A flipped bit in either must not ask for memory that nobody has (RFC 8878 §3.1.1.1: frame content size).
    """
    # Our length, then a frame's magic number, descriptor and size (RFC 8878, 3.1.1).
    if len(stored) < 8 + 6 or stored[8:12] != b"\x28\xb5\x2f\xfd":
        raise ValueError("cut off, or no zstd frame")
    head = stored[12]
    single = head >> 5 & 1
    width = (1 if single else 0, 2, 4, 8)[head >> 6]
    start = 13 + (0 if single else 1) + (0, 1, 2, 4)[head & 3]
    framed = int.from_bytes(stored[start : start + width], "little") + (256 if width == 2 else 0)
    stated = int.from_bytes(stored[:8], "big")
    if not width or framed != stated:
        raise ValueError(f"{stated} bytes stated, {framed} in the frame")
    return stated


class _DamagedError(ValueError):
    """An object does not unpack; says why."""


def _unpacked(stored: bytes) -> bytes:
    import pyarrow as pa  # as in `_packed`

    try:
        data: bytes = pa.Codec("zstd").decompress(stored[8:], _stated_size(stored), asbytes=True)
    except (OSError, ValueError, pa.ArrowException, MemoryError) as error:
        raise _DamagedError(str(error)) from error
    return data


def _garbled(where: str, number: int, error: Exception) -> StorageError:
    return StorageError(
        msg(
            "{where}: line {number} of this log of requests is garbled ({error}). Put the log "
            "back from a backup, or run `niemyet repair` (it only lists; --yes sets the line "
            "aside).",
            where=where,
            number=number,
            error=error,
        ),
    )


def _packed(data: bytes) -> bytes:
    import pyarrow as pa  # 0.16 s: a crawl has sent its first request by then

    packed: bytes = pa.Codec("zstd", compression_level=_ZSTD_LEVEL).compress(data, asbytes=True)
    return len(data).to_bytes(8, "big") + packed


def _key(digest: str) -> str:
    return f"objects/{digest[:2]}/{digest}.zst"


_ANSWERED = tuple(one.name for one in fields(RequestRecord))


def _line(exchange: Exchange, digest: str) -> str:
    said: dict[str, Any] = {name: getattr(exchange, name) for name in _ANSWERED}
    return dump(LoggedExchange(sha256=digest, bytes=len(exchange.body), **said))


def _stored(run_id: str, line: bytes) -> StoredExchange:
    logged = parse(LoggedExchange, line)
    said: dict[str, Any] = {name: getattr(logged, name) for name in _ANSWERED}
    return StoredExchange(Exchange(run_id=run_id, body=b"", **said), logged.sha256, logged.bytes)


def _fetch(stored: StoredExchange) -> Fetch:
    exchange = stored.exchange
    return Fetch(
        run_id=exchange.run_id,
        source_id=exchange.source_id,
        url=exchange.url,
        method=exchange.method,
        requested_at=exchange.requested_at,
        status=exchange.status,
        outcome=exchange.outcome,
        sha256=stored.sha256 if exchange.status is not None else None,
        bytes=stored.size,
        elapsed_ms=exchange.elapsed_ms,
        error=exchange.error,
    )
