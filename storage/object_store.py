"""Where objects are kept: a folder of this machine or a bucket of an S3-compatible store, under one protocol.

Keys are relative and use "/". An object is there whole or not at all, for every reader; one writer at a time.
"""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, Protocol

from niemyet.model.errors import StorageError
from niemyet.model.messages import msg
from niemyet.model.system_words import system_reason
from niemyet.storage.files import (
    link,
    only_writer,
    point,
    storing,
    sync_folder,
    write_atomic,
    write_together,
    writer_since,
)


class MissingObjectError(StorageError):
    """There is no object of that name."""


class ObjectStore(Protocol):
    """A place for objects. What goes wrong with disk or store is a StorageError that says what to do."""

    @property
    def address(self) -> str:
        """The path or s3:// address; `opening.object_store_at` opens it again."""
        ...

    def within(self, name: str) -> "ObjectStore":
        """A room inside."""
        ...

    def read(self, key: str) -> bytes:
        """An object's bytes. Raises MissingObjectError."""
        ...

    def write(self, key: str, data: bytes) -> None:
        """Write an object, whole, over what was there."""
        ...

    def write_all(self, objects: Mapping[str, bytes]) -> None:
        """Write objects, each whole; when this returns all of them last. Cheaper than one by one."""
        ...

    def write_like(self, key: str, data: bytes, other: str) -> bool:
        """Write an object that is most likely the same as another one; where it is, and the place can, kept once for both.

        Gives whether it is kept once. Both must be of those that are never changed in place.
        """
        ...

    def create(self, key: str, data: bytes) -> None:
        """Write an object that is not there yet. Raises StorageError when another has written one of that name."""
        ...

    def append(self, key: str, line: bytes) -> None:
        """Add one line (without its end) to a log; a line is there whole or not at all."""
        ...

    def append_all(self, key: str, lines: Sequence[bytes]) -> None:
        """Add lines to a log, in their order; what a kill leaves of them is whole lines, from the first on."""
        ...

    def lines(self, key: str) -> list[bytes]:
        """The whole lines of a log, in order; none where there is no log."""
        ...

    def rewrite(self, key: str, lines: Sequence[bytes]) -> None:
        """Let a log hold these lines; without any there is none. For mending alone: a log only grows."""
        ...

    def log_sizes(self, prefix: str) -> dict[str, int]:
        """Log right under a prefix → how much is in it: grows with each line; not comparable between stores."""
        ...

    def sizes(self, prefix: str) -> dict[str, int]:
        """Object under a prefix → its bytes; the names are those of `names`."""
        ...

    def logs(self, prefix: str) -> list[str]:
        """The names of the logs right under a prefix, sorted."""
        ...

    def has(self, key: str) -> bool:
        """Whether there is an object of that name."""
        ...

    def names(self, prefix: str = "") -> list[str]:
        """Keys of all objects under a prefix, at any depth, sorted; names that begin with a dot are not objects."""
        ...

    def holders(self, prefix: str, name: str) -> list[str]:
        """The rooms right under a prefix that hold an object of a name, sorted."""
        ...

    def delete(self, key: str) -> None:
        """Remove an object, where there is one."""
        ...

    def size(self, key: str) -> int:
        """An object's bytes. Raises MissingObjectError."""
        ...

    def pointer(self, key: str) -> str | None:
        """Where a pointer leads, or None."""
        ...

    def move(self, key: str, target: str, was: str | None) -> None:
        """Let a pointer lead elsewhere in one step. Raises StorageError when it no longer leads to `was`."""
        ...

    def draft(self, key: str) -> str:
        """Where the objects of a folder are written until it is whole; `settle` lets it be seen."""
        ...

    def drafts(self, prefix: str) -> list[str]:
        """Keys under a prefix that were begun and never settled."""
        ...

    def settle(self, key: str) -> None:
        """A draft is whole: its objects are now those of `key`."""
        ...

    def drop(self, prefix: str) -> None:
        """Remove everything under a prefix."""
        ...

    def make_private(self, name: str) -> None:
        """Make a room that nobody but its owner may look into; one that is there stays as open as it is."""
        ...

    def only_writer(self) -> AbstractContextManager[None]:
        """Be the only process that writes here. Raises StorageError at once when there is another."""
        ...

    def written_since(self, now: datetime) -> datetime | None:
        """Since when somebody has been the only writer; None where nobody is. Raises OSError where it cannot be seen."""
        ...


#: What says that there is no object of a name: also where a part of it is a file, as a table that became a folder of files was.
_NO_OBJECT = (FileNotFoundError, NotADirectoryError)


class FolderPlace:
    """A folder of this machine: rename makes things whole, fsync makes them last, the kernel keeps the lock."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def address(self) -> str:
        """The path."""
        return str(self.root)

    def within(self, name: str) -> "FolderPlace":
        """A room inside."""
        return FolderPlace(self.root / name)

    def read(self, key: str) -> bytes:
        """See ObjectStore."""
        try:
            return (self.root / key).read_bytes()
        except _NO_OBJECT:
            raise _missing(self.root / key) from None
        except OSError as error:
            raise StorageError(
                msg(
                    "cannot read {root}: {strerror}. Correct its permissions and run the command again.",
                    root=self.root / key,
                    strerror=system_reason(error),
                ),
            ) from error

    def write(self, key: str, data: bytes) -> None:
        """See ObjectStore."""
        write_atomic(self.root / key, data)

    def write_all(self, objects: Mapping[str, bytes]) -> None:
        """See ObjectStore."""
        write_together({self.root / key: data for key, data in objects.items()})

    def write_like(self, key: str, data: bytes, other: str) -> bool:
        """See ObjectStore. A second name of one file, where the file system knows such names and the file is whole."""
        if self._holds(other, data) and link(self.root / other, self.root / key):
            return True
        self.write(key, data)
        return False

    def _holds(self, key: str, data: bytes) -> bool:
        try:
            return self.size(key) == len(data) and self.read(key) == data
        except StorageError:
            return False

    def create(self, key: str, data: bytes) -> None:
        """See ObjectStore. The lock of the one writer makes looking and writing one step."""
        if self.has(key):
            raise moved_by_another(self.root / key)
        self.write(key, data)

    def append(self, key: str, line: bytes) -> None:
        """See ObjectStore."""
        _append(self.root / f"{key}.jsonl", line + b"\n")

    def append_all(self, key: str, lines: Sequence[bytes]) -> None:
        """See ObjectStore."""
        _append(self.root / f"{key}.jsonl", b"".join(line + b"\n" for line in lines))

    def lines(self, key: str) -> list[bytes]:
        """See ObjectStore. What follows the last newline was cut off by a killed process."""
        path = self.root / f"{key}.jsonl"
        if not path.exists():
            return []
        return self.read(f"{key}.jsonl").split(b"\n")[:-1]

    def rewrite(self, key: str, lines: Sequence[bytes]) -> None:
        """See ObjectStore."""
        if lines:
            self.write(f"{key}.jsonl", b"".join(line + b"\n" for line in lines))
        else:
            self.delete(f"{key}.jsonl")

    def log_sizes(self, prefix: str) -> dict[str, int]:
        """See ObjectStore. Bytes."""
        return {path.stem: path.stat().st_size for path in (self.root / prefix).glob("[!.]*.jsonl")}

    def sizes(self, prefix: str) -> dict[str, int]:
        """See ObjectStore."""
        return {key: entry.stat().st_size for key, entry in sorted(self._entries(prefix), key=itemgetter(0))}

    def logs(self, prefix: str) -> list[str]:
        """See ObjectStore."""
        return sorted(path.stem for path in (self.root / prefix).glob("[!.]*.jsonl"))

    def has(self, key: str) -> bool:
        """See ObjectStore."""
        return (self.root / key).exists()

    def names(self, prefix: str = "") -> list[str]:
        """See ObjectStore."""
        return sorted(key for key, _ in self._entries(prefix))

    def _entries(self, prefix: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
        """Objects under a prefix, as one look at each folder finds them."""
        waiting = [prefix.strip("/")]
        while waiting:
            room = waiting.pop()
            try:
                found = os.scandir(self.root / room)
            except (FileNotFoundError, NotADirectoryError):
                continue
            with found:
                for entry in found:
                    key = f"{room}/{entry.name}" if room else entry.name
                    if entry.name.startswith("."):
                        continue
                    if not entry.is_dir():
                        yield key, entry
                    elif not entry.is_symlink():
                        waiting.append(key)

    def holders(self, prefix: str, name: str) -> list[str]:
        """See ObjectStore."""
        with suppress(FileNotFoundError), os.scandir(self.root / prefix) as found:
            rooms = [entry.name for entry in found if entry.is_dir() and not entry.name.startswith(".")]
            return sorted(room for room in rooms if self.has(f"{prefix}/{room}/{name}"))
        return []

    def delete(self, key: str) -> None:
        """See ObjectStore."""
        with storing(self.root / key):
            (self.root / key).unlink(missing_ok=True)

    def size(self, key: str) -> int:
        """See ObjectStore."""
        try:
            return (self.root / key).stat().st_size
        except _NO_OBJECT:
            raise _missing(self.root / key) from None

    def pointer(self, key: str) -> str | None:
        """See ObjectStore. A symbolic link, so that other programs can follow it."""
        path = self.root / key
        return str(path.readlink()) if path.is_symlink() else None

    def move(self, key: str, target: str, was: str | None) -> None:
        """See ObjectStore. The lock of the one writer makes looking and moving one step."""
        if self.pointer(key) != was:
            raise moved_by_another(self.root / key)
        with storing(self.root / key):
            point(self.root / key, target)

    def draft(self, key: str) -> str:
        """See ObjectStore."""
        parent, _, name = key.rpartition("/")
        return f"{parent}/.draft-{name}" if parent else f".draft-{name}"

    def drafts(self, prefix: str) -> list[str]:
        """See ObjectStore."""
        found = (self.root / prefix).glob(".draft-*")
        return sorted(path.relative_to(self.root).as_posix() for path in found)

    def settle(self, key: str) -> None:
        """See ObjectStore."""
        with storing(self.root / key):
            (self.root / self.draft(key)).replace(self.root / key)
            sync_folder((self.root / key).parent)

    def drop(self, prefix: str) -> None:
        """See ObjectStore."""
        with storing(self.root / prefix):
            if (self.root / prefix).is_dir():
                shutil.rmtree(self.root / prefix)

    def written_since(self, now: datetime) -> datetime | None:
        """See ObjectStore. The kernel knows, whatever the hour."""
        del now
        return writer_since(self.root)

    def make_private(self, name: str) -> None:
        """See ObjectStore. Who shares it with a group makes it, or opens it, beforehand."""
        with storing(self.root / name), suppress(FileExistsError):
            (self.root / name).mkdir(mode=0o700, parents=True)

    @contextmanager
    def only_writer(self) -> Iterator[None]:
        """See ObjectStore. Files that a killed writer had begun are swept out first."""
        with only_writer(self.root):
            mark = self.root / ".writing"
            if mark.exists():
                self._sweep()
            with storing(mark):
                mark.touch()
            yield
            mark.unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Files that a killed writer had begun and nobody will finish."""
        for path in self.root.rglob(".*.tmp"):
            path.unlink(missing_ok=True)


def _append(path: Path, lines: bytes) -> None:
    with storing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as log:
            end = _whole_end(log, path)
            try:
                log.write(lines)
                log.flush()
                os.fsync(log.fileno())
            except OSError:
                _cut_back(path, end)
                raise


def _whole_end(log: BinaryIO, path: Path) -> int:
    """Where the log's last whole line ends; what a killed writer left behind it is set aside, beside the log."""
    size = log.seek(0, os.SEEK_END)
    if size == 0:
        return 0
    log.seek(size - 1)
    if log.read(1) == b"\n":
        return size
    data = path.read_bytes()
    end = data.rfind(b"\n") + 1
    with path.with_name(f".{path.name}.torn").open("ab") as aside:
        aside.write(data[end:] + b"\n")
    _cut_back(path, end)
    return end


def _cut_back(path: Path, end: int) -> None:
    """Half a line would swallow the next one."""
    with suppress(OSError):
        os.truncate(path, end)


def _missing(where: Path) -> MissingObjectError:
    return MissingObjectError(msg("{where}: no such object", where=where))


def moved_by_another(where: object) -> StorageError:
    """The pointer moved although this process thought to be the only writer."""
    return StorageError(
        msg(
            "{where} was moved by another process meanwhile; nothing was published. Run the command again.",
            where=where,
        ),
    )
