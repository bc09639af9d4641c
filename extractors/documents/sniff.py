"""Which format some bytes are, by their content; a file's name says nothing that can be relied on."""

import io
import re
import zipfile
from enum import StrEnum

from model.errors import DocumentError


class Format(StrEnum):
    """Formats that decisions come in, by the word a person knows them by."""

    MARKDOWN = "Markdown"
    TEXT = "văn bản thuần"
    HTML = "HTML"
    DOCX = "DOCX"
    PDF = "PDF"
    DOC = "DOC"
    XLS = "XLS"
    XLSX = "XLSX"
    PPTX = "PPTX"
    ODF = "OpenDocument"
    RTF = "RTF"
    MHTML = "MHTML"
    ZIP = "ZIP"
    RAR = "RAR"
    SEVEN_ZIP = "7z"
    GZIP = "GZIP"
    IMAGE = "ảnh"
    UNKNOWN = "không nhận ra"


_MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"{\\rtf", Format.RTF),
    (b"Rar!\x1a\x07", Format.RAR),
    (b"7z\xbc\xaf\x27\x1c", Format.SEVEN_ZIP),
    (b"\x1f\x8b", Format.GZIP),
    (b"\x89PNG\r\n", Format.IMAGE),
    (b"\xff\xd8\xff", Format.IMAGE),
    (b"GIF8", Format.IMAGE),
    (b"BM", Format.IMAGE),
    (b"II*\x00", Format.IMAGE),
    (b"MM\x00*", Format.IMAGE),
)
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_MEMBERS = (
    ("word/document.xml", Format.DOCX),
    ("xl/workbook.xml", Format.XLSX),
    ("xl/workbook.bin", Format.XLSX),
    ("ppt/presentation.xml", Format.PPTX),
    ("content.xml", Format.ODF),
)
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|table|div|p|h[1-6]|meta|title|script)\b", re.IGNORECASE
)
_PIPE_RULE = re.compile(
    r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$", re.MULTILINE
)
_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x00")


def sniff(data: bytes) -> Format:
    """The format of the bytes. Raises DocumentError for a cut-off or encrypted container."""
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(_OLE2):
        return _ole2(data)
    if data.startswith(_ZIP):
        return _zip(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Format.IMAGE
    for magic, kind in _MAGIC:
        if data.startswith(magic) and not (magic == b"BM" and data[6:10] != b"\x00" * 4):
            return kind
    return _textual(data)


def _ole2(data: bytes) -> Format:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise DocumentError("tệp Office bị khóa bằng mật khẩu. Hãy xin bản không đặt mật khẩu.")
    if holds("WordDocument"):
        return Format.DOC
    return Format.XLS if holds("Workbook") or holds("Book") else Format.DOC


def _zip(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise DocumentError(
            f"tệp nén hoặc DOCX bị cắt cụt hay hỏng ({len(data)} byte): {error}. Hãy tải lại từ nguồn."
        ) from error
    if not names:
        raise DocumentError("tệp nén không có gì bên trong. Hãy tải lại từ nguồn.")
    return next((kind for member, kind in _ZIP_MEMBERS if member in names), Format.ZIP)


def _textual(data: bytes) -> Format:
    text = decode(data)
    if text is None:
        return Format.UNKNOWN
    start = text.lstrip()[:4096]
    if re.match(r"MIME-Version:|From: <Saved by", start, re.IGNORECASE):
        return Format.MHTML
    if start.startswith("<") and _HTML.search(start):
        return Format.HTML
    if ("|" in text and any("|" in found.group() for found in _PIPE_RULE.finditer(text))) or _HEADING.search(
        text
    ):
        return Format.MARKDOWN
    return Format.TEXT


def decode(data: bytes) -> str | None:
    """Bytes of a text as `str`: by its byte order mark, as UTF-8, as UTF-16, else as cp1252; None when it is no text.

    Text of the encodings before Unicode arrives here as cp1252 and is repaired by `repair_legacy` later.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\x00" in text:
        return _without_mark(data)
    controls = sum(sign < " " and sign not in _TEXT_CONTROLS for sign in text[:4096])
    return None if controls > len(text[:4096]) // 100 else text


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of its line breaks and spaces is zero."""
    for encoding, high in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros, others = data[high::2].count(0), data[1 - high :: 2].count(0)
        if len(data) % 2 == 0 and zeros > len(data) // 20 and others == 0:
            return data.decode(encoding, errors="replace")
    return None
