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
    changed: int  # addresses that are new or show other bytes than before
    written: int  # files that had to be written for them: one for each new content
    removed: int
    bytes: int


def replace_site(folder: Path, pages: Iterable[tuple[str, bytes]]) -> Written:
    """Make the folder hold exactly these pages; where it does already, nothing is touched.

    Raises:
        UsageError: it holds something that is not a site of ours; nothing is touched.
    """
    folder = folder.absolute()
    if not folder.name:  # the root of the machine
        raise _not_ours(folder)
    old, aside = folder.with_name(f".{folder.name}.old"), folder.with_name(f".{folder.name}.new")
    if not folder.exists() and old.exists():
        old.rename(folder)  # a run was killed between two renames, where a file system knows no exchange
    _check_ours(folder)
    for leftover in (old, aside):
        if leftover.exists():
            shutil.rmtree(leftover)
    aside.mkdir(parents=True)
    builder = _SiteBuilder(folder, aside)
    written = builder.build(pages)
    if written.changed or written.removed:
        builder.link_kept()
        _swap(aside, folder, old)
    else:
        shutil.rmtree(aside)
    return written


def _check_ours(folder: Path) -> None:
    if folder.is_dir() and (not any(folder.iterdir()) or (folder / MARK).is_file()):
        return
    if folder.exists():
        raise _not_ours(folder)


def _not_ours(folder: Path) -> UsageError:
    return UsageError(
        msg(
            "--out {folder}: expected a new or empty folder, or one that `niemyet site` made; found other files "
            "in it. Name another one.",
            folder=folder,
        )
    )


class _SiteBuilder:
    def __init__(self, old: Path, new: Path) -> None:
        self._old, self._new = old, new
        self._before = _inodes(old) if old.exists() else {}
        self._kept: list[str] = []
        self._rooms = {new}
        self._first: dict[bytes, Path] = {}  # digest of a content → where it was put first
        self._same: dict[int, bytes] = {}  # a file of the old site, by inode → digest of its bytes

    def build(self, pages: Iterable[tuple[str, bytes]]) -> Written:
        """Write what is new into the folder aside."""
        files = size = changed = 0
        told: set[str] = set()
        for path, data in pages:
            files += 1
            size += len(data)
            changed += self._take(path, data)
            told.add(path)
        written = len(self._first)
        self._take(MARK, _MARKED)
        removed = len(self._before.keys() - told - {MARK})
        return Written(files, changed, written, removed, size)

    def link_kept(self) -> None:
        """Put what stays as it was beside it: the very same files."""
        for path in self._kept:
            self._link(self._old / path, path)

    def _take(self, path: str, data: bytes) -> bool:
        """Whether the address shows something else than before."""
        digest = sha256(data).digest()
        if self._is(path, digest):
            self._kept.append(path)
            return False
        first = self._first.get(digest)
        if first is not None:
            self._link(first, path)
            return True
        place = self._place(path)
        place.write_bytes(data)
        self._first[digest] = place
        return True

    def _is(self, path: str, digest: bytes) -> bool:
        """Whether the file has this content. A file of many names is read once."""
        inode = self._before.get(path)
        if inode is None:
            return False
        if inode not in self._same:
            self._same[inode] = sha256((self._old / path).read_bytes()).digest()
        return self._same[inode] == digest

    def _place(self, path: str) -> Path:
        place = self._new / path
        if place.parent not in self._rooms:
            place.parent.mkdir(parents=True, exist_ok=True)
            self._rooms.add(place.parent)
        return place

    def _link(self, source: Path, path: str) -> None:
        place = self._place(path)
        try:
            os.link(source, place)
        except OSError:  # no hard links here, or too many of one file
            shutil.copy2(source, place)


def _inodes(folder: Path) -> dict[str, int]:
    """Every file below a folder and which it is."""
    found: dict[str, int] = {}
    rooms = [""]
    while rooms:
        room = rooms.pop()
        with os.scandir(folder / room) as entries:
            for entry in entries:
                name = f"{room}/{entry.name}".lstrip("/")
                if entry.is_dir(follow_symlinks=False):
                    rooms.append(name)
                elif entry.is_file(follow_symlinks=False):
                    found[name] = entry.inode()
    return found


_AT_FDCWD, _EXCHANGE = -100, 2  # Linux's own numbers, by definition (renameat2)


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
