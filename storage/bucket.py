"""A place in a bucket of an S3-compatible store: whole objects, conditional puts, a lease instead of a lock.

Keys and region come from the environment, as for every S3 program: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
AWS_REGION, AWS_ENDPOINT_URL (and AWS_ALLOW_HTTP for one on plain http). The store must know conditional puts
(If-Match, If-None-Match), as S3, MinIO, Ceph, R2 and SeaweedFS do: `latest` moves with one.
"""

import json
import os
import re
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from niemyet.model.errors import BusyError, LostTurnError, StorageError, UsageError
from niemyet.model.extras import Extra, lack_of
from niemyet.model.messages import msg
from niemyet.storage.object_store import MissingObjectError, moved_by_another

if TYPE_CHECKING:
    from obstore.store import S3Store

#: A writer that has not renewed its lease for so long is taken for dead; it renews five times as often.
LEASE = timedelta(seconds=float(os.environ.get("NIEMYET_S3_LEASE", "300")))
_LOCK = ".lock"
#: What a store lets a bucket be called; the rest of its rules (length, no address of a machine) it tells itself.
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_AT_ONCE = 8  # puts under way together; chosen, not measured
_RETRY = {"max_retries": 8, "retry_timeout": timedelta(minutes=3)}


@dataclass(slots=True)
class _Turn:
    """Whether this process is the one that writes; one object for all rooms of a place."""

    holder: str | None = None
    since: datetime | None = None  # for who looks; no turn is reckoned by it
    e_tag: str | None = None  # of the lease as this process wrote it last
    safe_until: float = 0.0  # until then nobody else can have taken the lease over, by `_clock`


def _clock() -> float:
    """Seconds that go on while the machine sleeps, where the system counts them."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class BucketPlace:
    """Objects under a prefix of a bucket."""

    def __init__(
        self, address: str, store: "S3Store | None" = None, home: "BucketPlace | None" = None
    ) -> None:
        try:
            parts = urlsplit(address)
        except ValueError:  # "s3://[x"
            parts = None
        if (
            parts is None
            or parts.scheme != "s3"
            or not _BUCKET.fullmatch(parts.netloc)
            or parts.query
            or parts.fragment
        ):
            raise UsageError(msg("{address}: expected a folder or s3://bucket/prefix.", address=address))
        self._bucket = parts.netloc
        self._prefix = parts.path.strip("/")
        self._shared = store or _open(self._bucket)
        self._home = home or self  # the lease lies there
        self._turn: _Turn = home._turn if home is not None else _Turn()
        self._numbers: dict[
            str, int
        ] = {}  # log → number of its next line, of those this process has added to
        self._appending = threading.Lock()

    @property
    def address(self) -> str:
        """The s3:// address."""
        return f"s3://{self._bucket}/{self._prefix}".rstrip("/")

    def within(self, name: str) -> "BucketPlace":
        """A room inside."""
        return BucketPlace(f"{self.address}/{name}", self._shared, self._home)

    def read(self, key: str) -> bytes:
        """See ObjectStore."""
        import obstore

        with self._talking(key):
            return bytes(obstore.get(self._shared, self._path(key)).bytes())

    def write(self, key: str, data: bytes) -> None:
        """See ObjectStore."""
        self._put(key, data, "overwrite")

    def write_all(self, objects: Mapping[str, bytes]) -> None:
        """See ObjectStore. A put waits for the store, not for this machine: several at a time."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(self.write, objects, objects.values()))

    def write_like(self, key: str, data: bytes, other: str) -> bool:
        """See ObjectStore. A store has no second names."""
        del other
        self.write(key, data)
        return False

    def create(self, key: str, data: bytes) -> None:
        """See ObjectStore. Of two that write the same name one does; an answer that was lost is no other's object."""
        if not self._put(key, data, "create") and self.read(key) != data:
            raise moved_by_another(f"{self.address}/{key}")

    def append(self, key: str, line: bytes) -> None:
        """See ObjectStore. An object of its own for each line: a store cannot add to one."""
        self.append_all(key, [line])

    def append_all(self, key: str, lines: Sequence[bytes]) -> None:
        """See ObjectStore. One object for all that are added together; its name says how many they are."""
        if not lines:
            return
        with self._appending:
            number = self._numbers.get(key)
            if number is None:
                number = sum(map(_lines_in, self._line_names(key)))
            several = f"-{len(lines)}" if len(lines) > 1 else ""
            self._put(f"{key}/{number:08d}{several}.json", b"\n".join(lines), "create")
            self._numbers[key] = number + len(lines)

    def lines(self, key: str) -> list[bytes]:
        """See ObjectStore."""
        return [
            line
            for name in self._line_names(key)
            for line in (self.read(name).split(b"\n") if _lines_in(name) > 1 else [self.read(name)])
        ]

    def rewrite(self, key: str, lines: Sequence[bytes]) -> None:
        """See ObjectStore."""
        for name in self._line_names(key):
            self.delete(name)
        self._numbers.pop(key, None)
        self.append_all(key, lines)

    def log_sizes(self, prefix: str) -> dict[str, int]:
        """See ObjectStore. Lines."""
        start = f"{prefix}/" if prefix else ""
        sizes = Counter[str]()
        for name in self.names(prefix):
            sizes[name.removeprefix(start).split("/")[0]] += _lines_in(name)
        return dict(sizes)

    def sizes(self, prefix: str) -> dict[str, int]:
        """See ObjectStore. One listing says it of all."""
        return dict(sorted(self._listed(prefix)))

    def logs(self, prefix: str) -> list[str]:
        """See ObjectStore."""
        start = f"{prefix}/" if prefix else ""
        return sorted({name.removeprefix(start).split("/")[0] for name in self.names(prefix)})

    def has(self, key: str) -> bool:
        """See ObjectStore."""
        try:
            self._head(key)
        except MissingObjectError:
            return False
        return True

    def names(self, prefix: str = "") -> list[str]:
        """See ObjectStore."""
        return sorted(name for name, _ in self._listed(prefix))

    def holders(self, prefix: str, name: str) -> list[str]:
        """See ObjectStore. One listing says it of all."""
        parts = [key.removeprefix(f"{prefix}/").split("/") for key in self.names(prefix)]
        return [one[0] for one in parts if one[1:] == [name]]

    def _listed(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Objects under a prefix with their sizes."""
        import obstore

        room = self._path(prefix) if prefix else self._prefix
        with self._talking(prefix):
            chunks = list(obstore.list(self._shared, prefix=room or None))
        start = len(self._prefix) + 1 if self._prefix else 0
        for chunk in chunks:
            for meta in chunk:
                key = str(meta["path"])[start:]
                if not any(part.startswith(".") for part in key.split("/")):
                    yield key, int(meta["size"])

    def delete(self, key: str) -> None:
        """See ObjectStore."""
        import obstore

        self._home._check_turn()
        with suppress(MissingObjectError), self._talking(key):
            obstore.delete(self._shared, self._path(key))

    def size(self, key: str) -> int:
        """See ObjectStore."""
        return int(self._head(key)["size"])

    def pointer(self, key: str) -> str | None:
        """See ObjectStore. A small object that holds the target."""
        try:
            return self.read(key).decode().strip()
        except MissingObjectError:
            return None

    def move(self, key: str, target: str, was: str | None) -> None:
        """See ObjectStore. One conditional put: of two writers one moves it, the other is told."""
        mode: Any = "create"
        if was is not None:
            etag = self._head(key)["e_tag"]
            if self.pointer(key) != was:
                raise moved_by_another(f"{self.address}/{key}")
            mode = {"e_tag": etag}
        if not self._put(key, target.encode(), mode) and self.pointer(key) != target:
            raise moved_by_another(f"{self.address}/{key}")

    def draft(self, key: str) -> str:
        """See ObjectStore. In place: a folder without its manifest is none, and the manifest is written last."""
        return key

    def drafts(self, prefix: str) -> list[str]:
        """See ObjectStore. Folders without a manifest."""
        names = self.names(prefix)
        folders = {"/".join(name.split("/")[:2]) for name in names}
        return sorted(one for one in folders if f"{one}/datapackage.json" not in names)

    def settle(self, key: str) -> None:
        """See ObjectStore."""

    def make_private(self, name: str) -> None:
        """See ObjectStore. Who may read a bucket is said where the bucket is kept."""

    def drop(self, prefix: str) -> None:
        """See ObjectStore."""
        for name in self.names(prefix):
            self.delete(name)

    @contextmanager
    def only_writer(self) -> Iterator[None]:
        """See ObjectStore. A lease: whoever holds it renews it; one that was not renewed for `LEASE` may be taken over.

        A process that stood still for long looks at the lease before it writes anything more.

        Raises:
            BusyError: somebody else holds it.
            LostTurnError: from any write, when somebody else has taken it over meanwhile.
            StorageError: the store does not know conditional puts.
        """
        holder = uuid.uuid4().hex
        self._turn.since = datetime.now(UTC)
        self._take_lease(holder)
        self._refuse_unconditional(holder)
        stop = threading.Event()
        renewing = threading.Thread(target=self._renew_on, args=(stop,), daemon=True)
        renewing.start()
        try:
            yield
        finally:
            stop.set()
            renewing.join()
            self._turn.holder = None
            if self._holder() == holder:
                self.delete(_LOCK)

    def written_since(self, now: datetime) -> datetime | None:
        """See ObjectStore. By our own clock: who only looks writes nothing, and the store tells its own only to who does."""
        try:
            renewed = self._head(_LOCK)["last_modified"]
            since = json.loads(self.read(_LOCK)).get("since")
        except MissingObjectError:
            return None
        if now - renewed >= LEASE:
            return None
        return datetime.fromisoformat(since) if since else renewed

    # ---- the lease ----

    def _take_lease(self, holder: str) -> None:
        if self._claim(holder, "create"):
            return
        try:
            held = self._head(_LOCK)
        except MissingObjectError:  # let go of between the two requests
            held = None
        if held is not None and self._now() - held["last_modified"] < LEASE:
            raise BusyError(
                msg(
                    "another niemyet run is writing to {address} (its lease is younger than {LEASE}). "
                    "Wait until it has ended and run the command again.",
                    address=self.address,
                    LEASE=LEASE,
                ),
            )
        if not self._claim(holder, {"e_tag": held["e_tag"]} if held else "create"):
            self._take_lease(holder)  # somebody else was faster; look again

    def _claim(self, holder: str, mode: Any) -> bool:
        """Write the lease under a condition. An answer that was lost on the way is found in the lease itself."""
        asked = _clock()
        if not self._put_now(_LOCK, self._note(holder), mode) and self._holder() != holder:
            return False
        self._turn.e_tag = self._head(_LOCK)["e_tag"]
        self._turn.holder = holder
        # Half of it: the other half is for a request that is under way, and for two clocks that differ in speed.
        self._turn.safe_until = asked + LEASE.total_seconds() / 2
        return True

    def _refuse_unconditional(self, holder: str) -> None:
        """A store that puts whatever the condition says would let two write at once."""
        note = self._note(holder)
        if self._put_now(_LOCK, note, "create") or self._put_now(_LOCK, note, {"e_tag": '"0"'}):
            self._turn.holder = None
            self.delete(_LOCK)
            raise StorageError(
                msg(
                    "{address}: this store writes although the condition of a put does not hold (If-None-Match, "
                    "If-Match); two runs could write at once. Use a store that knows them, or a folder.",
                    address=self.address,
                ),
            )

    def _renew_on(self, stop: threading.Event) -> None:
        while not stop.wait(LEASE.total_seconds() / 5):
            with suppress(StorageError):  # away for a moment, or lost: the next write finds out
                self._renew()

    def _renew(self) -> None:
        """Renew the lease, if it is still ours. Raises LostTurnError."""
        holder = self._turn.holder
        if holder is None:
            return
        if not self._claim(holder, {"e_tag": self._turn.e_tag}):
            raise LostTurnError(
                msg(
                    "{address}: this run stood still for longer than its lease ({LEASE}), and another one writes "
                    "there now. Nothing more was written; what was kept before is taken in by the next run. "
                    "Run the same command again.",
                    address=self.address,
                    LEASE=LEASE,
                ),
            )

    def _check_turn(self) -> None:
        if self._turn.holder is not None and _clock() >= self._turn.safe_until:
            self._renew()

    def _holder(self) -> str | None:
        try:
            return str(json.loads(self.read(_LOCK))["holder"])
        except StorageError:
            return None

    def _note(self, holder: str) -> bytes:
        since = self._turn.since.isoformat() if self._turn.since else None
        return json.dumps({"holder": holder, "process": os.getpid(), "since": since}).encode()

    def _now(self) -> datetime:
        """The store's own clock; ours may be set wrong."""
        self._put(".clock", uuid.uuid4().bytes, "overwrite")
        found: datetime = self._head(".clock")["last_modified"]
        return found.astimezone(UTC)

    # ---- talking to the store ----

    def _line_names(self, key: str) -> list[str]:
        return [name for name in self.names(key) if name.startswith(f"{key}/")]

    def _path(self, key: str) -> str:
        return f"{self._prefix}/{key}" if self._prefix else key

    def _head(self, key: str) -> dict[str, Any]:
        import obstore

        with self._talking(key):
            return dict(obstore.head(self._shared, self._path(key)))

    def _put(self, key: str, data: bytes, mode: Any) -> bool:
        """Put an object, while it is our turn; False when the condition does not hold."""
        self._home._check_turn()
        return self._put_now(key, data, mode)

    def _put_now(self, key: str, data: bytes, mode: Any) -> bool:
        import obstore
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        with self._talking(key):
            try:
                # One put in one step: an upload in parts cannot be conditional, and is not whole until its end.
                obstore.put(self._shared, self._path(key), data, mode=mode, use_multipart=False)
            except (AlreadyExistsError, PreconditionError):
                return False
        return True

    @contextmanager
    def _talking(self, key: str) -> Iterator[None]:
        from obstore.exceptions import BaseError, NotFoundError

        try:
            yield
        except (NotFoundError, FileNotFoundError):
            raise MissingObjectError(
                msg("{address}/{key}: no such object", address=self.address, key=key)
            ) from None
        except (BaseError, OSError) as error:
            why = str(error).strip().splitlines()[0][:300] if str(error).strip() else type(error).__name__
            raise StorageError(
                msg(
                    "{address}/{key}: the store does not do its work: {why}. Check AWS_ENDPOINT_URL, the "
                    "keys and the bucket, then run the same command again.",
                    address=self.address,
                    key=key,
                    why=why,
                ),
            ) from error


def _lines_in(name: str) -> int:
    """How many lines an object of a log holds: `00000007.json` is one, `00000007-40.json` are forty."""
    _, several, count = name.rpartition("/")[2].removesuffix(".json").partition("-")
    return int(count) if several else 1


def _open(bucket: str) -> "S3Store":
    lack = lack_of(Extra.S3)
    if lack is not None:
        raise UsageError(lack)
    from obstore.store import S3Store

    if not os.environ.get("AWS_ACCESS_KEY_ID", "").strip():
        raise UsageError(
            msg(
                "an s3:// address needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the "
                "environment (AWS_ENDPOINT_URL and AWS_REGION where the store is not Amazon's); "
                "found none."
            ),
        )
    return S3Store(bucket, retry_config=_RETRY)  # type: ignore[arg-type]  # timedelta fields of a TypedDict
