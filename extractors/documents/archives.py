"""Archives: ZIP, RAR, 7z, GZIP, TAR and mails as the documents that they hold, nested ones opened too.

Nothing is ever written under a member's name: names are labels. What comes out is counted byte by byte while it
comes out; no size that an archive declares is believed. RAR and 7z go through Debian's `lsar` and `unar`, which
hand the bytes over a pipe and may write no file at all.
"""

import gzip
import io
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import tarfile
import tempfile
import threading
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from niemyet.extractors.documents.mail import ENVELOPE, INLINE_PICTURE, eml_entries, msg_entries
from niemyet.extractors.documents.sniff import MAX_ZIP_ENTRIES, Format, opened_zip, sniff
from niemyet.extractors.zip_faults import zip_fault
from niemyet.model.errors import DocumentError, OverLimitError, ProgramMissingError
from niemyet.model.messages import Message, Messages, Spoken, msg
from niemyet.model.records import Limits

ARCHIVES = frozenset(
    {Format.ZIP, Format.RAR, Format.SEVEN_ZIP, Format.GZIP, Format.TAR, Format.MAIL, Format.MESSAGE}
)

_MAILS = frozenset({Format.MAIL, Format.MESSAGE})
_CHUNK = 1 << 16  # bytes read at a time; chosen, not measured
_MB = 1 << 20  # bytes, by definition
_MAX_NAME = 200  # characters of a label that are shown; chosen, not measured
_MAX_LISTING = 16 * _MB  # bytes of what lsar prints
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
_TAR_ERRORS = (tarfile.TarError, EOFError, OSError, ValueError, OverflowError)
# Seconds before whoever called us is ended itself, and could end nothing any more; chosen, not measured:
_EARLIER = 15
_INSTALL_UNAR = "apt-get install unar"

#: What systems and programs leave beside the documents; a lock file of Word holds a name, never a text.
_LEFT_BEHIND = re.compile(
    r"(?:^|/)(?:__MACOSX/.*|\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini|~\$[^/]*|\.~lock\.[^/]*#)$",
    re.IGNORECASE,
)
_PROGRAM = re.compile(
    r"\.(?:exe|dll|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|jar|lnk|sh|apk|elf|so)$", re.IGNORECASE
)
_PROGRAM_BYTES = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: the label to show (parts joined by "/", nested archives as folders) and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of an archive that was not taken out, and why."""

    path: str
    reason: Message

    @property
    def is_missed(self) -> bool:
        """Whether somebody needs to be told: not of what systems leave beside the documents."""
        return self.reason != LEFT_BEHIND


#: Reason of what systems leave beside the documents: nobody needs to be asked about it.
LEFT_BEHIND = msg("a file that a system made beside the documents")


@dataclass(frozen=True, slots=True)
class OpenedArchive:
    """What an archive holds, both by path."""

    members: tuple[Member, ...]
    skipped: tuple[Skipped, ...]


def is_archive(data: bytes) -> bool:
    """Whether the bytes are an archive that `open_archive` opens; a damaged one is none.

    A mail that carries one document is that document in an envelope (`mailed`), so it is none either.
    """
    try:
        kind = sniff(data)
        return kind in ARCHIVES and (kind not in _MAILS or mailed(data, Limits()) is None)
    except DocumentError:
        return False


def mailed(data: bytes, limits: Limits) -> Member | None:
    """The one document that a mail carries; None where it carries several, or none at all."""
    opener = _Opener(limits)
    try:
        opener.open(data, sniff(data), None, "", 1)
    except DocumentError:
        return None
    lost = [one for one in opener.skipped if one.is_missed]
    return opener.members[0] if len(opener.members) == 1 and not lost else None


def open_archive(data: bytes, name: str | None, limits: Limits) -> OpenedArchive:
    """All documents in an archive, nested archives opened down to `limits.max_depth` layers.

    Raises OverLimitError as soon as more bytes or files come out than `limits` allow (`max_unpacked_mb`,
    `max_files`, nested ones included), ProgramMissingError for RAR and 7z where `unar` is not installed,
    DocumentError when the archive is damaged, encrypted, or holds nothing to read.
    """
    opener = _Opener(limits)
    try:
        opener.open(data, sniff(data), name, "", 1)
    except DocumentError as error:
        raise error.at(name) from error
    members = tuple(sorted(opener.members, key=lambda member: member.path))
    skipped = tuple(sorted(opener.skipped, key=lambda one: one.path))
    if not members:
        kind = OverLimitError if opener.too_deep else DocumentError
        raise kind(
            msg(
                "the archive holds nothing that can be read ({why}). Ask its source for the file again.",
                why=_why_not(skipped),
            )
        ).at(name)
    return OpenedArchive(members, skipped)


def _why_not(skipped: tuple[Skipped, ...]) -> Spoken:
    if not skipped:
        return msg("no file inside")
    told = (msg("{where}: {error}", where=one.path, error=one.reason) for one in skipped[:3])
    return Messages(tuple(told), "; ")


# ---- counting --------------------------------------------------------------------------------------------


class _Budget:
    """Bytes and files that may still come out."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._bytes = limits.max_unpacked_mb * _MB
        self._files = limits.max_files

    @property
    def left(self) -> int:
        return self._bytes

    def spend(self, count: int) -> None:
        """Count bytes that came out. Raises OverLimitError."""
        self._bytes -= count
        if self._bytes < 0:
            raise OverLimitError(
                msg(
                    "more than {most} MB come out of it, over the limit max_unpacked_mb; stopped. Ask for "
                    "the files one by one, or raise the limit if this source is trusted.",
                    most=self._limits.max_unpacked_mb,
                )
            )

    def file(self) -> None:
        """Count one entry. Raises OverLimitError."""
        self._files -= 1
        if self._files < 0:
            raise OverLimitError(
                msg(
                    "more than {most} files inside, over the limit max_files; stopped. Ask for the files "
                    "one by one, or raise the limit if this source is trusted.",
                    most=self._limits.max_files,
                )
            )

    def drain(self, stream: Any, at_most: int | None = None) -> bytes:
        """All of a stream, counted piece by piece; never more than `at_most` bytes."""
        pieces: list[bytes] = []
        length = 0
        while piece := stream.read(_CHUNK):
            self.spend(len(piece))
            pieces.append(piece)
            length += len(piece)
            if at_most is not None and length > at_most:
                raise OverLimitError(msg("more than {most} MB come out of it; stopped.", most=at_most // _MB))
        return b"".join(pieces)


class _Opener:
    """Opens one archive and all in it on one budget."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._budget = _Budget(limits)
        self.members: list[Member] = []
        self.skipped: list[Skipped] = []
        self.too_deep = False
        self._labels: dict[str, int] = {}

    def open(self, data: bytes, kind: Format, name: str | None, folder: str, depth: int) -> None:
        """Take everything out of one archive; `folder` is the label of a nested one."""
        readers: dict[Format, Callable[[], Iterator[tuple[str, bytes | Message]]]] = {
            Format.ZIP: lambda: self._zip(data),
            Format.RAR: lambda: self._unar(data, "rar"),
            Format.SEVEN_ZIP: lambda: self._unar(data, "7z"),
            Format.GZIP: lambda: self._gzip(data, name),
            Format.TAR: lambda: self._tar(data),
            Format.MAIL: lambda: self._carried(eml_entries(data)),
            Format.MESSAGE: lambda: self._carried(msg_entries(data)),
        }
        if kind not in readers:
            raise DocumentError(
                msg(
                    "expected an archive ({known}), found {kind}.",
                    known=Messages(tuple(one.label for one in sorted(ARCHIVES))),
                    kind=kind.label,
                )
            )
        for raw, content in readers[kind]():
            path = self._label(folder + shown_path(raw))
            if isinstance(content, Message):
                self.skipped.append(Skipped(path, content))
            else:
                self._take(path, content, depth)

    def _take(self, path: str, content: bytes, depth: int) -> None:
        if not content.strip(b"\x00"):
            self.skipped.append(Skipped(path, msg("an empty file ({size} bytes)", size=len(content))))
            return
        if content.startswith(_PROGRAM_BYTES):
            self.skipped.append(Skipped(path, _PROGRAM_INSIDE))
            return
        if not is_archive(content):
            self.members.append(Member(path, content))
            return
        if depth >= self._limits.max_depth:
            self.too_deep = True
            self.skipped.append(
                Skipped(
                    path,
                    msg(
                        "an archive nested deeper than {most} layers (max_depth), not opened",
                        most=self._limits.max_depth,
                    ),
                )
            )
            return
        try:
            self.open(content, sniff(content), path, f"{path}/", depth + 1)
        except (OverLimitError, ProgramMissingError):
            raise
        except DocumentError as error:
            self.skipped.append(Skipped(path, error.told))

    def _label(self, path: str) -> str:
        """The path, with a number after it when an archive holds the same one again."""
        count = self._labels[path] = self._labels.get(path, 0) + 1
        return path if count == 1 else f"{path} ({count})"

    # ---- ZIP

    def _zip(self, data: bytes) -> Iterator[tuple[str, bytes | Message]]:
        with opened_zip(data) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if any(entry.compress_type not in _OWN_METHODS and not entry.flag_bits & 1 for entry in entries):
                # Deflate64, LZMA, BZIP2, PPMd: not in the standard library, or without a bound on what comes out.
                yield from self._unar(data, "zip")
                return
            for entry in entries:
                self._budget.file()
                name = _zip_name(entry)
                reason = _left_out(name, link=(entry.external_attr >> 16) & 0o170000 == 0o120000)
                if entry.flag_bits & 1:
                    reason = reason or _LOCKED
                yield name, reason or self._unzipped(archive, entry)

    def _unzipped(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | Message:
        try:
            with archive.open(entry) as stream:
                return self._budget.drain(stream)
        except _ZIP_ERRORS as error:
            return msg(
                "damaged, cannot be unpacked ({error}). Fetch it again from its source",
                error=zip_fault(error),
            )

    # ---- mails

    def _carried(
        self, entries: Iterator[tuple[str, bytes | Message]]
    ) -> Iterator[tuple[str, bytes | Message]]:
        for name, content in entries:
            self._budget.file()
            if isinstance(content, bytes):
                self._budget.spend(len(content))
            beside = LEFT_BEHIND if content in (ENVELOPE, INLINE_PICTURE) else None
            yield name, (_left_out(name, link=False) or beside or content)

    # ---- GZIP and TAR

    def _gzip(self, data: bytes, name: str | None) -> Iterator[tuple[str, bytes | Message]]:
        self._budget.file()
        label = re.sub(r"\.t?gz$", "", PurePosixPath(name or "").name, flags=re.IGNORECASE) or "tệp"
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
                content = self._budget.drain(stream)
        except (OSError, EOFError, zlib.error) as error:
            raise DocumentError(
                msg("GZIP is cut off or damaged: {error}. Fetch it again from its source.", error=error)
            ) from error
        yield label, content

    def _tar(self, data: bytes) -> Iterator[tuple[str, bytes | Message]]:
        try:
            with tarfile.open(fileobj=io.BytesIO(data), mode="r:", errorlevel=0) as archive:
                for entry in archive:
                    if entry.isdir():
                        continue
                    self._budget.file()
                    reason = _left_out(entry.name, link=entry.issym() or entry.islnk())
                    if not entry.isreg() or entry.issparse():
                        reason = reason or msg("no ordinary file (a device, a sparse file)")
                    stream = None if reason else archive.extractfile(entry)
                    yield entry.name, reason or (b"" if stream is None else self._budget.drain(stream))
        except _TAR_ERRORS as error:
            raise DocumentError(
                msg("TAR is cut off or damaged: {error}. Fetch it again from its source.", error=error)
            ) from error

    # ---- RAR, 7z, and ZIP in rare methods

    def _unar(self, data: bytes, ending: str) -> Iterator[tuple[str, bytes | Message]]:
        with tempfile.TemporaryDirectory(prefix="niemyet-") as folder:
            path = Path(folder) / f"archive.{ending}"
            path.write_bytes(data)
            program = _Unar(path, self._limits)
            wanted: list[_Entry] = []
            for entry in program.entries():
                self._budget.file()
                reason = _left_out(entry.name, link=entry.link) or (_LOCKED if entry.locked else None)
                if reason is None and entry.size > self._budget.left:
                    self._budget.spend(entry.size)
                if reason is None:
                    wanted.append(entry)
                else:
                    yield entry.name, reason
            yield from zip(
                (entry.name for entry in wanted), program.contents(wanted, self._budget), strict=True
            )


_OWN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_LOCKED = msg("locked by a password. Ask for a copy without one")
_PROGRAM_INSIDE = msg("a program, no document")


def _left_out(name: str, *, link: bool) -> Message | None:
    """Why a member is not taken out, by its name and kind alone; None when it is."""
    if link:
        return msg("a link, no file")
    if _LEFT_BEHIND.search(name.replace("\\", "/")):
        return LEFT_BEHIND
    return _PROGRAM_INSIDE if _PROGRAM.search(name.rstrip(" .")) else None


def shown_path(raw: str) -> str:
    """A member's name as a harmless label: no way up, no root, no drive, no control characters, NFC."""
    name = _CONTROLS.sub("", unicodedata.normalize("NFC", raw)).replace("\\", "/")
    name = re.sub(r"^[A-Za-z]:(?=/|$)", "", name)
    parts = [part.strip() for part in name.split("/")]
    label = "/".join(part for part in parts if part not in {"", ".", ".."})
    return label[-_MAX_NAME:].lstrip("/") or "tệp không tên"


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """The name as it was written: without the UTF-8 flag it is UTF-8 all the same, or the Windows code page."""
    given = _unicode_extra(entry.extra)
    if given is not None:
        return given
    if entry.flag_bits & 0x800 or entry.orig_filename.isascii():
        return entry.orig_filename
    written = entry.orig_filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "cp1258"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.orig_filename


def _unicode_extra(extra: bytes) -> str | None:
    """The name in an Info-ZIP Unicode Path field (0x7075), where there is one."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = (
            int.from_bytes(extra[at : at + 2], "little"),
            int.from_bytes(extra[at + 2 : at + 4], "little"),
        )
        if kind == 0x7075 and size > 5:  # version and check before the name (APPNOTE 4.6.9)
            return extra[at + 9 : at + 4 + size].decode("utf-8", errors="replace")
        at += 4 + size
    return None


# ---- the programs lsar and unar ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Entry:
    index: int
    name: str
    size: int
    link: bool
    locked: bool
    checksum: int | None  # CRC-32


class _Unar:
    """One archive file through `lsar` (what is in it) and `unar` (its bytes, over a pipe)."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path = path
        self._limits = limits

    def entries(self) -> list[_Entry]:
        """Files and links of the archive, no folders. Raises DocumentError, ProgramMissingError."""
        found = [_entry(one) for one in self._listed() if not one.get("XADIsDirectory")]
        if not found:
            raise DocumentError(
                msg("the archive is empty, cut off or damaged. Fetch it again from its source.")
            )
        return found

    def _listed(self, *options: str) -> list[dict[str, Any]]:
        listing = _Budget(Limits(max_unpacked_mb=_MAX_LISTING // _MB))
        said, status = self._run("lsar", ["-j", "-nr", *options, str(self._path)], listing, with_errors=True)
        text = said.decode("utf-8", errors="replace")
        if "requires a password" in text:
            raise DocumentError(msg("the archive is locked by a password. Ask for a copy without one."))
        try:
            listed = json.JSONDecoder().raw_decode(text[text.index("{") :])[0]["lsarContents"]
        except (ValueError, KeyError, RecursionError) as error:
            raise DocumentError(
                msg(
                    "the archive is cut off or damaged (lsar: status {status}). Fetch it again from its "
                    "source.",
                    status=status,
                )
            ) from error
        return list(listed)

    def contents(self, entries: Sequence[_Entry], budget: _Budget) -> Iterator[bytes | Message]:
        """Bytes of each entry, or why they could not be had. One call for all; one by one when that fails."""
        wanted = [entry for entry in entries if entry.size]
        proven = self._proven(wanted)
        joined, status = self._bytes(wanted, budget) if wanted else (b"", 0)
        at, split = 0, status == 0 and len(joined) == sum(entry.size for entry in wanted)
        for entry in entries:
            if split:
                content, at = joined[at : at + entry.size], at + entry.size
            else:
                content, status = self._bytes([entry], budget) if entry.size else (b"", 0)
            # Over a pipe unar ends with status 0 even where a checksum failed.
            whole = len(content) == entry.size and entry.checksum in {None, zlib.crc32(content)}
            if status == 0 and whole and (proven is None or entry.index in proven or not entry.size):
                yield content
            else:
                yield msg(
                    "damaged, cannot be unpacked (unar: status {status}). Fetch it again from its source",
                    status=status,
                )

    def _proven(self, wanted: Sequence[_Entry]) -> frozenset[int] | None:
        """Indexes that `lsar` itself found whole, where the archive has other checksums than CRC-32; else None."""
        if all(entry.checksum is not None for entry in wanted):
            return None
        tested = self._listed("-t")
        good = {"ok", "no_checksum", "unknown"}  # a checksum that lsar does not know (BLAKE2) is none to it
        return frozenset(_entry(one).index for one in tested if one.get("lsarTestResult") in good)

    def _bytes(self, entries: Sequence[_Entry], budget: _Budget) -> tuple[bytes, int]:
        indexes = [str(entry.index) for entry in entries]
        options = ["-q", "-nr", "-k", "skip", "-o", "-", "-i", str(self._path), *indexes]
        return self._run("unar", options, budget)

    def _run(
        self, program: str, options: list[str], budget: _Budget, *, with_errors: bool = False
    ) -> tuple[bytes, int]:
        """What a program prints, and its status; it may write no file, and is killed over a limit."""
        found = shutil.which(program)
        if found is None:
            raise ProgramMissingError(
                msg(
                    "{program} is needed to open RAR and 7z; install it with {command}, then read again.",
                    program=program,
                    command=_INSTALL_UNAR,
                )
            )
        process = subprocess.Popen(  # noqa: S603 - a fixed program, options of our own, no shell
            [found, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if with_errors else subprocess.DEVNULL,
            env={"PATH": os.defpath, "HOME": str(self._path.parent), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        self._bind(process.pid)
        late = threading.Event()

        def stop() -> None:
            late.set()
            _kill(process)

        timer = threading.Timer(max(self._limits.max_seconds - _EARLIER, 1), stop)
        timer.start()
        try:
            output: BinaryIO = process.stdout  # type: ignore[assignment]
            content = budget.drain(output)
            status = process.wait()
        finally:
            timer.cancel()
            _kill(process)
            process.wait()
            if process.stdout is not None:
                process.stdout.close()
        if late.is_set():
            raise OverLimitError(
                msg(
                    "{program} ran for more than {most} seconds (max_seconds); stopped.",
                    program=program,
                    most=self._limits.max_seconds,
                )
            )
        return content, status

    def _bind(self, process: int) -> None:
        memory = self._limits.max_memory_mb * _MB
        try:
            resource.prlimit(process, resource.RLIMIT_FSIZE, (0, 0))
            resource.prlimit(process, resource.RLIMIT_AS, (memory, memory))
            resource.prlimit(process, resource.RLIMIT_CORE, (0, 0))
            resource.prlimit(
                process, resource.RLIMIT_CPU, (self._limits.max_seconds, self._limits.max_seconds)
            )
        except ProcessLookupError:
            return  # it has ended already


def _entry(one: dict[str, Any]) -> _Entry:
    return _Entry(
        index=int(one.get("XADIndex") or 0),
        name=str(one.get("XADFileName") or ""),
        size=int(one.get("XADFileSize") or 0),
        link=bool(one.get("XADIsLink") or one.get("XADIsHardLink") or one.get("XADLinkDestination")),
        locked=bool(one.get("XADIsEncrypted")),
        checksum=next((int(value) for key, value in sorted(one.items()) if key.endswith("CRC32")), None),
    )


def _kill(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


# ---- zipped documents: DOCX, XLSX ----------------------------------------------------------------------------


class CheckedZip:
    """The parts of a zipped document, all that comes out of it counted on one budget."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self._budget = _Budget(limits)
        self.names = frozenset(archive.namelist())

    def packed_size(self, name: str) -> int:
        """Bytes that a part takes in the file."""
        return self._archive.getinfo(name).compress_size

    def read(self, name: str, at_most: int | None = None) -> bytes:
        """One part, whole. Raises OverLimitError over the budget, DocumentError when it is damaged or locked."""
        entry = self._archive.getinfo(name)
        if entry.flag_bits & 1:
            raise DocumentError(msg("{name} is locked by a password. Ask for a copy without one.", name=name))
        if entry.compress_type not in _OWN_METHODS:
            raise DocumentError(
                msg(
                    "{name} is packed in a strange way (method {method}) that Office never writes; not "
                    "opened.",
                    name=name,
                    method=entry.compress_type,
                )
            )
        try:
            with self._archive.open(entry) as stream:
                return self._budget.drain(stream, at_most)
        except OverLimitError as error:
            raise OverLimitError(msg("{name} {error}", name=name, error=error)) from error
        except _ZIP_ERRORS as error:
            raise DocumentError(
                msg(
                    "{name} cannot be unpacked: {error}. Fetch it again from its source.",
                    name=name,
                    error=zip_fault(error),
                )
            ) from error


def checked_zip(data: bytes, limits: Limits) -> CheckedZip:
    """A zipped document, opened; sizes are counted as its parts are read, never believed.

    Raises DocumentError when the container is damaged, OverLimitError when it has too many entries.
    """
    archive = opened_zip(data)
    if len(archive.infolist()) > MAX_ZIP_ENTRIES:
        raise OverLimitError(msg("more than {most} parts inside; not opened.", most=MAX_ZIP_ENTRIES))
    return CheckedZip(archive, limits)
