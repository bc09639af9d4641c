"""Bytes of an answer as text, and as they were before they were packed. A header's word is a hint, never a command."""

import re
import zlib
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from urllib.parse import unquote

from niemyet.extractors.fetching.stopping import StoppedError
from niemyet.model.words import FetchOutcome
from niemyet.transforms.language.decoding import charset_of, decoded

_IDENTITY = ("", "identity")
_PACKED = ("gzip", "x-gzip", "deflate")
_NOT_ASKED = ("br", "zstd", "compress", "x-compress", "dcb", "dcz")
_MAGIC = b"\x1f\x8b"


def decode(body: bytes, content_type: str = "") -> str:
    """Text of a body, by what its bytes prove; the header's charset and the page's own are hints. Never an error."""
    header = re.search(r"charset=[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    meta = re.search(rb"charset=[\"']?([\w.:-]+)", body[:4096], re.IGNORECASE)
    names = [header.group(1) if header else "", meta.group(1).decode("ascii", "replace") if meta else ""]
    return decoded(body, names)


def stated_filename(disposition: str) -> str | None:
    """The file name that a Content-Disposition states, without any path; None when it states none."""
    star = re.search(r"filename\*\s*=\s*([\w-]*)'[^']*'([^;]+)", disposition, re.IGNORECASE)
    # A name without quotes may hold a semicolon itself; the next parameter has a name and "=".
    plain = re.search(
        r'filename\s*=\s*(?:"([^"]*)"|(.+?)(?=;\s*[\w*-]+\s*=|;?\s*$))', disposition, re.IGNORECASE
    )
    if star:
        charset = charset_of(star.group(1)) or "utf-8"
        name = unquote(star.group(2).strip().strip('"'), encoding=charset, errors="replace")
    elif plain:
        name = (plain.group(1) or plain.group(2) or "").strip()
        # Header bytes beyond ASCII arrive as Latin-1; names with Vietnamese in them are UTF-8.
        with suppress(UnicodeError):
            name = name.encode("latin-1").decode("utf-8")
        name = _mail_words(name)
        if re.search(r"%[89a-f][0-9a-f]", name, re.IGNORECASE) and " " not in name:
            with suppress(UnicodeError):
                name = unquote(name, errors="strict")
    else:
        return None
    return name.replace("\\", "/").rsplit("/", 1)[-1] or None


def _mail_words(name: str) -> str:
    """Words as mail encodes them, which portals put into this header too: `=?UTF-8?B?…?=` (PORTALS §5 no. 20)."""
    if "=?" not in name:
        return name
    try:
        return str(make_header(decode_header(name)))
    except (HeaderParseError, LookupError, ValueError):
        return name


class Unpacker:
    """Undoes gzip and deflate within a limit, member by member, and knows whether the end was reached.

    A coding that does not exist ("none", "utf-8") packs nothing; a body that is labelled gzip and does not begin like
    gzip is not packed either. A coding that exists and was not asked for is refused.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        names = [name for one in encoding.split(",") if (name := one.strip().lower()) not in _IDENTITY]
        packed = [name for name in names if name in _PACKED]
        refused = [name for name in names if name in _NOT_ASKED]
        if refused or len(packed) > 1:
            reason = f"content encoding “{', '.join(refused or packed)}” was not asked for"
            raise StoppedError(FetchOutcome.NOT_THE_PAGE, reason)
        self._limit = limit
        self._is_labelled = bool(packed)
        self._start = b""
        self._member: zlib._Decompress | None = None
        self._is_plain = not packed

    def feed(self, chunk: bytes) -> bytes:
        """What a chunk of the answer gives; at most a little more than the limit."""
        if self._is_plain:
            return chunk
        if self._member is None:
            self._start += chunk
            if len(self._start) < len(_MAGIC):
                return b""
            chunk, self._start = self._start, b""
            if not _is_packed(chunk):
                self._is_plain = True
                return chunk
            self._member = zlib.decompressobj(zlib.MAX_WBITS | 32)
        return self._unpacked(chunk)

    def rest(self) -> bytes:
        """What was held back of a body too short to tell."""
        held, self._start = self._start, b""
        return held if self._member is None else b""

    @property
    def whole(self) -> bool:
        """Whether the packed body came to its end."""
        return self._is_plain or self._member is None or self._member.eof

    def _unpacked(self, chunk: bytes) -> bytes:
        found: list[bytes] = []
        room = self._limit + 1  # one byte over the limit is enough to know that it is over
        while chunk and room > 0 and (member := self._member_for(chunk)) is not None:
            data = self._start + chunk
            self._start = b""
            try:
                found.append(member.decompress(data, room))
            except zlib.error as broken:
                reason = f"compressed body is broken: {broken}"
                raise StoppedError(FetchOutcome.TRUNCATED, reason, again=True) from None
            room -= len(found[-1])
            chunk = member.unused_data if member.eof else b""
        return b"".join(found)

    def _member_for(self, chunk: bytes) -> "zlib._Decompress | None":
        """The member that a chunk goes on with or begins; None for what is left over after the last one."""
        assert self._member is not None, "made by feed"
        if not self._member.eof:
            return self._member
        begin = self._start + chunk
        if len(begin) < len(_MAGIC):
            self._start = begin
            return None
        if not begin.startswith(_MAGIC):
            self._start = b""
            return None
        self._member = zlib.decompressobj(zlib.MAX_WBITS | 32)
        return self._member


def _is_packed(start: bytes) -> bool:
    """Whether bytes begin as gzip or zlib (RFC 1952 §2.3.1, RFC 1950 §2.2)."""
    # Method and check of a zlib header (RFC 1950, 2.2).
    return start.startswith(_MAGIC) or (start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0)
