"""A folder of pages that is replaced whole: built beside its place, then exchanged with what stands there.

A reader meets the old site or the new one. Files whose bytes have not changed are the same files afterwards (hard links),
so that a copy by rsync, a web server's cache and a backup see what really changed; files of one content are kept once.
"""

import ctypes
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from niemyet.model.errors import UsageError
from niemyet.model.messages import msg

#: Marks a folder as one that may be replaced.
MARK = ".niemyet-site"
_MARKED = b"This folder is made by `niemyet site`; the next run replaces it.\n"


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did to the folder."""

    files: int
    written: int  # new, or with other bytes than before
    kept: int
    removed: int
    bytes: int


def replace_site(folder: Path, pages: Iterable[tuple[str, bytes]]) -> Written:
    """Make the folder hold exactly these pages.

    Raises:
        UsageError: it holds something that is not a site of ours; nothing is touched.
    """
    folder = folder.absolute()
    old, aside = folder.with_name(f".{folder.name}.old"), folder.with_name(f".{folder.name}.new")
    if not folder.exists() and old.exists():
        old.rename(folder)  # a run was killed between two renames, where a file system knows no exchange
    _check_ours(folder)
    for leftover in (old, aside):
        if leftover.exists():
            shutil.rmtree(leftover)
    folder.parent.mkdir(parents=True, exist_ok=True)
    written = _Builder(folder, aside).build(pages)
    _swap(aside, folder, old)
    return written


def _check_ours(folder: Path) -> None:
    if folder.is_dir() and (not any(folder.iterdir()) or (folder / MARK).is_file()):
        return
    if folder.exists():
        raise UsageError(
            msg(
                "--out {folder}: expected a new or empty folder, or one that `niemyet site` made; found other files "
                "in it. Name another one.",
                folder=folder,
            )
        )


class _Builder:
    def __init__(self, old: Path, new: Path) -> None:
        self._old, self._new = old, new
        self._made: set[Path] = set()
        self._first: dict[bytes, Path] = {}  # digest of a content → where it was put first
        self._same: dict[tuple[int, int], bytes] = {}  # file of the old site → digest of its bytes

    def build(self, pages: Iterable[tuple[str, bytes]]) -> Written:
        files = written = size = 0
        self._put(MARK, _MARKED)
        for path, data in pages:
            files += 1
            size += len(data)
            written += not self._put(path, data)
        before = sum(len(names) for _, _, names in os.walk(self._old)) - 1 if self._old.exists() else 0
        kept = files - written
        return Written(files, written, kept, max(0, before - kept), size)

    def _put(self, path: str, data: bytes) -> bool:
        """Put a file there; whether it is the one that was there before."""
        place, before = self._new / path, self._old / path
        if place.parent not in self._made:
            place.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(place.parent)
        digest = sha256(data).digest()
        if self._is(before, digest):
            _link(before, place)
            self._first.setdefault(digest, place)
            return True
        first = self._first.get(digest)
        if first is not None:
            _link(first, place)
            return False
        place.write_bytes(data)
        self._first[digest] = place
        return False

    def _is(self, path: Path, digest: bytes) -> bool:
        """Whether the file has this content. A file of many names is read once."""
        try:
            found = path.stat()
        except FileNotFoundError:
            return False
        key = (found.st_dev, found.st_ino)
        if key not in self._same:
            self._same[key] = sha256(path.read_bytes()).digest()
        return self._same[key] == digest


def _link(source: Path, place: Path) -> None:
    try:
        os.link(source, place)
    except OSError:  # no hard links here, or too many of one file
        shutil.copy2(source, place)


_AT_FDCWD, _EXCHANGE = -100, 2


def _swap(aside: Path, folder: Path, old: Path) -> None:
    """Put `aside` where `folder` is, in one step where the system can."""
    if not folder.exists():
        aside.rename(folder)
        return
    if not _exchange(aside, folder):
        folder.rename(old)
        aside.rename(folder)
        aside = old
    shutil.rmtree(aside)


def _exchange(one: Path, other: Path) -> bool:
    """Two names change places at once (renameat2, Linux); False where that cannot be done."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    done: int = call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE)
    return done == 0
