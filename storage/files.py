"""Writing so that a reader sees the whole file or none, and one writer at a time."""

import fcntl
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from io import FileIO
from pathlib import Path
from typing import TypeVar

from niemyet.model.errors import BusyError, StorageError
from niemyet.model.messages import msg
from niemyet.model.system_words import system_reason

Synced = TypeVar("Synced", Path, int)


@contextmanager
def storing(path: Path) -> Iterator[None]:
    """Trouble with the disk while something is stored at `path`, in words.

    Raises:
        StorageError: no space, no permission, no such place.
    """
    try:
        yield
    except OSError as error:
        raise StorageError(
            msg(
                "cannot write {path}: {why}. Free space or correct the place and its permissions, "
                "then run the same command again.",
                path=path,
                why=system_reason(error),
            ),
        ) from error


def write_atomic(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write a file in one visible step: temporary file beside it, fsync, rename, fsync of the folder.

    `mode`: who may read it from the first moment on, less the umask.

    Raises:
        StorageError: it could not be written; nothing of it is left.
    """
    temporary = _temporary(path)
    with storing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(temporary, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write files, each in one visible step, synced together: that costs a fraction of one by one.

    None is seen before its bytes are on the disk. When this returns, all of them last.

    Raises:
        StorageError: one could not be written; of those that are not in place nothing is left.
    """
    begun = {path: _temporary(path) for path in files}
    try:
        _write_and_sync(files, begun)
        for path, temporary in begun.items():
            with storing(path):
                temporary.replace(path)
        _each_at_once(sync_folder, {path.parent: path.parent for path in files})
    except StorageError:
        for temporary in begun.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise


def _write_and_sync(files: Mapping[Path, bytes], begun: Mapping[Path, Path]) -> None:
    """All of them are written before the first is waited for: the disk then has them all to hand."""
    with ExitStack() as opened:
        synced = {}
        for path, data in files.items():
            with storing(path):
                synced[path] = opened.enter_context(_opened_in_its_folder(begun[path]))
                _write_all(synced[path], data)
        _each_at_once(os.fsync, {path: file.fileno() for path, file in synced.items()})


def _write_all(file: FileIO, data: bytes) -> None:
    """Every byte: a disk that is nearly full takes some of them and says how many; asked again, it says why it takes no more."""
    left = memoryview(data)
    while left:
        left = left[file.write(left) or 0 :]


#: Syncs that wait together: the journal of the file system then serves them with one turn of the disk. On a disk that others
#: used too, 64 files took 9 ms so and 140 ms one after the other (measured; eight or sixteen are the same).
_AT_ONCE = 8


def _each_at_once(sync: Callable[[Synced], None], wanted: Mapping[Path, Synced]) -> None:
    """Sync what stands for each path. Raises StorageError with the path of the first that could not be."""

    def synced(path: Path) -> None:
        with storing(path):
            sync(wanted[path])

    if len(wanted) == 1:
        synced(*wanted)
        return
    waiting = [_syncing().submit(synced, path) for path in sorted(wanted)]
    try:
        for one in waiting:
            one.result()
    finally:
        wait(waiting)  # all of them, also where one fails: what they sync is closed after this


@cache
def _syncing() -> ThreadPoolExecutor:
    """The threads that sync, kept: eight new ones for each batch of a crawl cost more than its syncs."""
    return ThreadPoolExecutor(_AT_ONCE, "sync")


os.register_at_fork(after_in_child=_syncing.cache_clear)  # a child has none of its parent's threads


def _opened_in_its_folder(path: Path) -> FileIO:
    """A file to write; its folder is made only where there is none, which is seldom."""
    with suppress(FileNotFoundError):
        return path.open("wb", buffering=0)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("wb", buffering=0)


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def link(there: Path, path: Path) -> bool:
    """Let a file be found under a second name; False where that cannot be (no such names here, too many of them)."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.hardlink_to(there)
    except OSError:
        return False
    sync_folder(path.parent)
    return True


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def point(link: Path, target: str) -> None:
    """Let a symbolic link point elsewhere in one step."""
    temporary = link.with_name(f".{link.name}.{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target)
    temporary.replace(link)
    sync_folder(link.parent)


def writer_since(folder: Path) -> datetime | None:
    """Since when a process has held a folder for writing; None where none does.

    Raises:
        OSError: the lock cannot be looked at.
    """
    lock = folder / ".lock"
    try:
        with lock.open("rb") as held:
            # Shared and let go at once: a run that begins in this very moment would have to be called again.
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return None
    except BlockingIOError:
        return datetime.fromtimestamp(lock.stat().st_mtime, UTC)  # it is opened anew by each writer
    return None


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold the data folder for one writing process; the kernel lets go of it when the process dies.

    Raises:
        StorageError: another process is writing.
    """
    with storing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BusyError(
                msg(
                    "another niemyet run is writing to {folder}. Wait until it has ended and run the "
                    "command again.",
                    folder=folder,
                ),
            ) from error
        yield
