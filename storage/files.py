"""Writing so that a reader sees the whole file or none, and one writer at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from model.errors import StorageError


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file in one visible step: temporary file in the same folder, fsync, rename, fsync of the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StorageError(
            f"cannot write {path}: {error.strerror}. Free space or correct the permissions, then run the same command again.",
            vi=f"không ghi được {path}: {error.strerror}. Hãy giải phóng dung lượng hoặc sửa quyền ghi rồi chạy lại lệnh.",
        ) from error
    sync_folder(path.parent)


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


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold the data folder for one writing process; the kernel lets go of it when the process dies.

    Raises:
        StorageError: another process is writing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StorageError(
                f"another niemyet run is writing to {folder}. Wait until it has ended and run the command again.",
                vi=f"một lượt niemyet khác đang ghi vào {folder}. Hãy đợi lượt đó xong rồi chạy lại lệnh.",
            ) from error
        yield
