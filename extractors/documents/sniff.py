"""Which format some bytes are, by their content; a file's name says nothing that can be relied on."""

import io
import re
import struct
import zipfile
from collections.abc import Iterable
from enum import StrEnum

import olefile

from niemyet.extractors.zip_faults import zip_fault
from niemyet.model.errors import DocumentError, OverLimitError
from niemyet.model.messages import Spoken, msg
from niemyet.transforms.language.decoding import decoded


class Format(StrEnum):
    """Formats that decisions come in, by the word a person knows them by."""

    MARKDOWN = "Markdown"
    TEXT = "văn bản thuần"
    TSV = "TSV"
    HTML = "HTML"
    DOCX = "DOCX"
    PDF = "PDF"
    DOC = "DOC"
    XLS = "XLS"
    XLSX = "XLSX"
    PPT = "PPT"
    PPTX = "PPTX"
    ODT = "ODT"
    ODS = "ODS"
    ODF = "OpenDocument"
    RTF = "RTF"
    WORD_XML = "XML của Word"
    SHEET_XML = "XML của Excel 2003"
    XLSB = "XLSB"
    MHTML = "MHTML"
    MESSAGE = "thư Outlook"
    MAIL = "thư điện tử"
    FLAT_ODT = "FODT"
    FLAT_ODF = "OpenDocument phẳng"
    ZIP = "ZIP"
    RAR = "RAR"
    SEVEN_ZIP = "7z"
    GZIP = "GZIP"
    TAR = "TAR"
    IMAGE = "ảnh"
    UNKNOWN = "không nhận ra"

    @property
    def label(self) -> Spoken | str:
        """The word that a person knows it by, in their language."""
        return _IN_WORDS.get(self, self.value)


_IN_WORDS: dict[Format, Spoken] = {
    Format.TEXT: msg("plain text"),
    Format.WORD_XML: msg("Word's XML"),
    Format.SHEET_XML: msg("XML of Excel 2003"),
    Format.MESSAGE: msg("Outlook mail"),
    Format.MAIL: msg("mail"),
    Format.FLAT_ODF: msg("flat OpenDocument"),
    Format.IMAGE: msg("picture"),
    Format.UNKNOWN: msg("not recognised"),
}


#: Entries of one ZIP that are looked at; a document has dozens, the limits of an archive are below it too.
#: Chosen, not measured.
MAX_ZIP_ENTRIES = 10_000

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
#: What olefile lets out when a container is damaged; its own errors are OSErrors.
OLE_ERRORS = (
    OSError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    AttributeError,
    RecursionError,
    struct.error,
)
_OLE2_STREAMS = (
    ("EncryptedPackage", None),
    ("WordDocument", Format.DOC),
    ("Workbook", Format.XLS),
    ("Book", Format.XLS),
    ("PowerPoint Document", Format.PPT),
    ("__properties_version1.0", Format.MESSAGE),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04")
_ZIP_MEMBERS = (
    ("word/document.xml", Format.DOCX),
    ("xl/workbook.xml", Format.XLSX),
    ("xl/workbook.bin", Format.XLSB),
    ("ppt/presentation.xml", Format.PPTX),
)
_ODF = {
    b"application/vnd.oasis.opendocument.text": Format.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Format.ODS,
}
_WORD_XML = re.compile(r'<\?mso-application progid="Word|<(?:\w+:)?wordDocument\b|<pkg:package\b')
_SHEET_XML = re.compile(
    r'<\?mso-application progid="Excel|<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com'
)
_MARKS = b"\xef\xbb\xbf \t\r\n\x00"
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|table|div|p|h[1-6]|meta|title|script)\b", re.IGNORECASE
)
_PIPE_RULE = re.compile(
    r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$", re.MULTILINE
)
_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_TABS = 2  # in a line; a letter has one to put its halves apart; chosen, not measured
_TABBED_LINES = 3  # lines that make a table of them; chosen, not measured
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f]")


def sniff(data: bytes) -> Format:
    """The format of the bytes. Raises DocumentError for a cut-off or encrypted container."""
    if data.startswith(_OLE2):
        return _ole2(data)
    if data.startswith(_ZIP):
        return _zip(data)
    start = data[:1024].lstrip(_MARKS)
    if _is_pdf(data):
        return Format.PDF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Format.IMAGE
    for magic, kind in _MAGIC:
        if start.startswith(magic) and not (magic == b"BM" and data[6:10] != b"\x00" * 4):
            return kind
    if data[257:262] == b"ustar":
        return Format.TAR
    return _textual(data)


_SUFFIXES = {
    Format.MARKDOWN: ".md",
    Format.TEXT: ".txt",
    Format.MESSAGE: ".msg",
    Format.MAIL: ".eml",
    Format.FLAT_ODT: ".fodt",
    Format.FLAT_ODF: ".xml",
    Format.ODF: ".odf",
    Format.WORD_XML: ".xml",
    Format.SHEET_XML: ".xml",
    Format.GZIP: ".gz",
}


def suffix_of(data: bytes) -> str:
    """The ending under which a person's computer opens the bytes (“.docx”); “.bin” where it is anybody's guess."""
    try:
        kind = sniff(data)
    except DocumentError:
        return ".bin"
    if kind is Format.IMAGE:
        return next((end for magic, end in _IMAGES.items() if data.startswith(magic)), ".bin")
    return _SUFFIXES.get(kind) or (
        f".{kind.value.lower()}" if re.fullmatch(r"[A-Z0-9]{2,5}", kind.value) else ".bin"
    )


_IMAGES = {
    b"\x89PNG": ".png",
    b"\xff\xd8": ".jpg",
    b"II*": ".tif",
    b"MM\x00*": ".tif",
    b"GIF8": ".gif",
    b"BM": ".bmp",
}


def _is_pdf(data: bytes) -> bool:
    """Whether a PDF begins within the first 1024 bytes (ISO 32000-1, note 13 of annex H): a notice may stand before it."""
    at = data.find(b"%PDF-", 0, 1024 + 5)
    if at < 0 or not data[:at].strip(_MARKS):
        return at >= 0
    return re.match(rb"%PDF-[12]\.\d", data[at : at + 8]) is not None and b" obj" in data


def _ole2(data: bytes) -> Format:
    """By the streams of the root storage: what is embedded deeper says nothing about the whole."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            names = {entry[0] for entry in container.listdir()}
    except OLE_ERRORS:
        names = {
            name for name, _ in _OLE2_STREAMS if name.encode("utf-16-le") in data
        }  # its reader says what broke
    for name, kind in _OLE2_STREAMS:
        if name in names:
            if kind is None:
                raise DocumentError(
                    msg("the Office file is locked by a password. Ask for a copy without one.")
                )
            return kind
    return Format.UNKNOWN


def opened_zip(data: bytes) -> zipfile.ZipFile:
    """A ZIP opened for reading. Raises DocumentError when it is damaged, OverLimitError with too many entries."""
    if data.count(b"PK\x01\x02") > MAX_ZIP_ENTRIES:
        raise OverLimitError(
            msg("the archive holds more than {most} files; not opened.", most=MAX_ZIP_ENTRIES)
        )
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise DocumentError(
            msg(
                "the archive or DOCX is cut off or damaged ({size} bytes): {error}. Fetch it again "
                "from its source.",
                size=len(data),
                error=zip_fault(error),
            )
        ) from error


def _zip(data: bytes) -> Format:
    with opened_zip(data) as archive:
        names = set(archive.namelist())
    if not names:
        raise DocumentError(msg("the archive holds nothing. Fetch it again from its source."))
    for member, kind in _ZIP_MEMBERS:
        if member in names:
            return kind
    if "mimetype" in names and "content.xml" in names:
        # The OpenDocument standard wants `mimetype` first and stored, so that it can be seen from outside.
        said = data[38 : 38 + 80]
        return next((kind for mark, kind in _ODF.items() if said.startswith(mark)), Format.ODF)
    if "[Content_Types].xml" in names and any(name.startswith("word/document") for name in names):
        return Format.DOCX
    return Format.ZIP


def _textual(data: bytes) -> Format:
    if _is_plainly_a_page(data):
        return Format.HTML
    text = decode(data)
    if text is None:
        return Format.UNKNOWN
    start = text.lstrip()[:_START]
    if _HEADER.match(start) and (mail := _mail_or_page(start)) is not None:
        return mail
    if start.startswith("<") and (found := _tagged(start)) is not None:
        return found
    if ("|" in text and any("|" in found.group() for found in _PIPE_RULE.finditer(text))) or _HEADING.search(
        text
    ):
        return Format.MARKDOWN
    return Format.TSV if _is_tabbed(text) else Format.TEXT


_START = 4096  # signs in which a format says what it is; chosen, not measured
_LONGEST_SIGN = 4  # bytes of a sign in UTF-8, by definition


def _tagged(start: str) -> Format | None:
    """The format of a text that begins with a tag; None where its tags are of none that is known."""
    if (flat := _FLAT_ODF.search(start)) is not None:
        return Format.FLAT_ODT if flat[1] == "text" else Format.FLAT_ODF
    if _WORD_XML.search(start):
        return Format.WORD_XML
    if _SHEET_XML.search(start):
        return Format.SHEET_XML
    return Format.HTML if _HTML.search(start) else None


def _is_plainly_a_page(data: bytes) -> bool:
    """Whether the beginning of the bytes tells a web page, whatever the charset of the rest: nearly every page.

    Tags are the same bytes in every charset but those with zero bytes. Of a beginning with control signs, or without a
    tag of a page in its first quarter, the whole is asked.
    """
    start = data[: _START * _LONGEST_SIGN]
    if not start.lstrip(b" \t\r\n").startswith(b"<") or b"\x00" in data:
        return False
    told = start.decode("utf-8", "ignore").lstrip()[:_START]
    if (
        start.translate(None, _CONTROL_BYTES) != start
        or _HTML.search(told, 0, _START // _LONGEST_SIGN) is None
    ):
        return False
    return _tagged(told) is Format.HTML


_CONTROL_BYTES = bytes((*range(1, 9), *range(14, 32)))  # those of `_CONTROLS`
_HEADER = re.compile(r"(?:From [^\n]*\n)?[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]")
_OF_A_MAIL = re.compile(
    r"^(?:Received|To|Cc|Delivered-To|Return-Path|Message-ID|Reply-To|X-Mailer):", re.I | re.M
)
_FLAT_ODF = re.compile(r"<office:document\b[^>]*?office:mimetype\s*=\s*[\"'][\w.+/-]*?opendocument\.(\w+)")


def _mail_or_page(start: str) -> Format | None:
    """What begins with header lines: a mail or a saved web page; None for a text with a colon in its first line."""
    head = re.split(r"\r?\n\r?\n", start, maxsplit=1)[0]
    names = {name.lower() for name in re.findall(r"^([A-Za-z][A-Za-z0-9-]*):", head, re.MULTILINE)}
    related = re.search(r"multipart/(?:related|alternative)", head, re.IGNORECASE) is not None
    saved = "snapshot-content-location" in names or "from: <saved by" in head.lower()
    if saved or (
        "mime-version" in names and (related or "text/html" in head) and not _OF_A_MAIL.search(head)
    ):
        return Format.MHTML
    if {"mime-version", "content-type"} <= names or ("from" in names and {"date", "subject", "to"} & names):
        return Format.MAIL
    if "mime-version" in names:
        return Format.MHTML
    return None


def _is_tabbed(text: str) -> bool:
    """Whether a text is a sheet saved with tabs: "Excel" files of portals often are."""
    lines = [line for line in text.splitlines()[:400] if line.strip()]
    tabbed = [line for line in lines if line.count("\t") >= _TABS]
    return len(tabbed) >= _TABBED_LINES and len(tabbed) * 2 > len(lines)


def decode(data: bytes, declared: Iterable[str] = ()) -> str | None:
    """Bytes of a text as `str` (`transforms.language.decoding`); None when it is no text.

    Text of the encodings before Unicode arrives here as cp1252 and is repaired by `repair_legacy` later.
    """
    text = decoded(data, declared)
    if "\x00" in text:
        return None
    controls = len(_CONTROLS.findall(text[:4096]))
    return None if controls > len(text[:4096]) // 100 else text
