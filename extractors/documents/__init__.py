"""One room per format: bytes → blocks in reading order. To add a format: one module, one line in `READERS`."""

import re
from collections.abc import Callable, Iterator

from niemyet.extractors.documents.doc import read_doc
from niemyet.extractors.documents.docx import read_docx
from niemyet.extractors.documents.html import page_title, read_html, read_mhtml
from niemyet.extractors.documents.markdown import read_markdown
from niemyet.extractors.documents.office import converted
from niemyet.extractors.documents.scanning import require_scans
from niemyet.extractors.documents.sniff import Format, sniff
from niemyet.extractors.documents.tabbed import with_tabbed_tables
from niemyet.extractors.documents.text import read_text
from niemyet.model.errors import DocumentError, NotYetThereError, UnsupportedFormatError
from niemyet.model.in_memory import kept_in_memory
from niemyet.model.messages import Messages, msg
from niemyet.model.records import Document, Limits, Paragraph, Table
from niemyet.transforms.language.text import fold

Reader = Callable[[bytes, Limits], Document]


def _read_pdf(data: bytes, limits: Limits) -> Document:
    """Imported where it is used: PDFium is a large library, and most commands read no document."""
    from niemyet.extractors.documents.pdf import read_pdf

    return read_pdf(data, limits)


def _read_sheets(data: bytes, limits: Limits) -> Document:
    """Imported where it is used, as above: calamine."""
    from niemyet.extractors.documents.spreadsheet import read_spreadsheet

    return read_spreadsheet(data, limits)


def _read_image(data: bytes, limits: Limits) -> Document:
    """Imported where it is used, as above: OpenCV and Tesseract, which not everyone has installed."""
    require_scans()
    from niemyet.extractors.documents.scan import read_image

    return read_image(data, limits)


def _read_mail(data: bytes, limits: Limits) -> Document:
    """The one document in a mail; a mail with several is opened like an archive and never comes here."""
    from niemyet.extractors.documents.archives import mailed

    member = mailed(data, limits)
    if member is None:
        raise DocumentError(
            msg(
                "the mail does not carry exactly one document that can be read. Save its attachments "
                "one by one."
            )
        )
    return _read(member.data, member.path, limits)


READERS: dict[Format, Reader] = {
    Format.MARKDOWN: lambda data, _: read_markdown(data),
    Format.TEXT: lambda data, _: read_text(data),
    Format.HTML: read_html,
    Format.MHTML: read_mhtml,
    Format.RTF: lambda data, limits: converted(data, "rtf", limits, media="rtf"),
    Format.ODT: lambda data, limits: converted(data, "odt", limits, media="odt"),
    Format.FLAT_ODT: lambda data, limits: converted(data, "fodt", limits, media="odt"),
    Format.WORD_XML: lambda data, limits: converted(data, "xml", limits, media="doc"),
    Format.DOCX: read_docx,
    Format.DOC: read_doc,
    Format.XLSX: _read_sheets,
    Format.XLS: _read_sheets,
    Format.ODS: _read_sheets,
    Format.TSV: _read_sheets,
    Format.PDF: _read_pdf,
    Format.MAIL: _read_mail,
    Format.MESSAGE: _read_mail,
    Format.IMAGE: _read_image,
}

#: What portals put in the place of a file that is not there (yet).
_PLACEHOLDERS = (
    "dang cap nhat",
    "file dinh kem khong ton tai",
    "khong tim thay tap tin",
    "khong tim thay file",
)
_ERROR_PAGE = re.compile(
    r"\b(?:(?:404|403|50[0234])(?![./\d])|not found|forbidden|access denied|bad gateway|request (?:blocked|rejected)"
    r"|captcha|attention required|just a moment|khong tim thay|khong ton tai|dang bao tri|thong bao loi|loi he thong)\b"
)
_LOGIN = re.compile(r"\b(?:dang nhap|login|sign in|error)\b")
_OF_THE_FIELD = ("quyet dinh", "thu tuc", "tthc")
_FILE_ENDINGS = (".pdf", ".docx", ".doc", ".xlsx", ".xls", ".zip", ".rar", ".7z")
_ENOUGH = 2_000  # letters by which the kind of a document is told; chosen, not measured
_BEGINNING = 600  # letters in which a letterhead ends; chosen, not measured
_SHORT_TEXT = 300  # characters; the shortest real decision is many times longer; chosen, not measured


def read_document(data: bytes, name: str | None, limits: Limits | None = None) -> Document:
    """Bytes as blocks in reading order. The format is told by content; `name` only serves the messages.

    Raises UnsupportedFormatError for a format that is kept but not read as one document (archives, slides),
    OverLimitError beyond `limits`, ProgramMissingError where a program is needed that is not installed,
    DocumentError when the bytes are empty, cut off, encrypted, a placeholder or an error page.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        empty = DocumentError(
            msg("the file is empty ({size} bytes). Fetch it again from its source.", size=len(data))
        )
        raise empty.at(name)
    try:
        with kept_in_memory():
            return _read(data, name, limits or Limits())
    except DocumentError as error:
        raise error.at(name) from error


def _read(data: bytes, name: str | None, limits: Limits) -> Document:
    kind = sniff(data)
    reader = READERS.get(kind)
    if reader is None:
        known = Messages(tuple(one.label for one in READERS))
        raise UnsupportedFormatError(
            msg(
                "format {kind}: kept as it came, not read yet. What is read: {known}.",
                kind=kind.label,
                known=known,
            )
        )
    document = with_tabbed_tables(reader(data, limits))
    beginning = _text_of(document, _BEGINNING)[:_BEGINNING]
    if len(beginning) >= _SHORT_TEXT and _is_of_the_field(fold(beginning)):
        return document  # nearly every one: its letterhead says so
    text = _text_of(document, _ENOUGH)
    folded = fold(text)
    if not folded:
        raise DocumentError(
            msg(
                "the {kind} file has no text in it. If it is a scan, wait for the reading of pictures.",
                kind=kind.label,
            )
        )
    if len(text) < _SHORT_TEXT and any(cue in folded for cue in _PLACEHOLDERS):
        raise NotYetThereError(
            msg(
                "this is no document but a placeholder, “{text}”. The next sweep asks for it again.",
                text=text[:80],
            )
        )
    if kind is Format.HTML:
        _refuse_error_page(data, document, folded, name)
    return document


def _refuse_error_page(data: bytes, document: Document, folded: str, name: str | None) -> None:
    """A page that came instead of a file: it says so, or nothing in it is of the field."""
    if _is_of_the_field(folded) or _is_of_the_field(folded := fold(_text_of(document, 10 * _ENOUGH))):
        return
    title = fold(page_title(data))
    if _ERROR_PAGE.search(title) or _LOGIN.search(title) or _ERROR_PAGE.search(folded[:_SHORT_TEXT]):
        raise NotYetThereError(
            msg(
                "an error page came instead of the document (“{text}”). The next sweep asks for it again.",
                text=folded[:80],
            )
        )
    expected_file = name is not None and name.lower().endswith(_FILE_ENDINGS)
    if expected_file and not any(cue in folded for cue in _OF_THE_FIELD):
        raise NotYetThereError(
            msg(
                "expected a document, found a web page (“{text}”). The next sweep asks for it again.",
                text=folded[:80],
            )
        )


def _is_of_the_field(folded: str) -> bool:
    return len(folded) >= _SHORT_TEXT and any(cue in folded for cue in _OF_THE_FIELD)


def _text_of(document: Document, enough: int) -> str:
    """The first part of the text, enough to judge what it is."""
    parts: list[str] = []
    length = 0
    for block in document.blocks:
        for text in _texts_in(block):
            if text:
                parts.append(text)
                length += len(text)
            if length > 2 * enough:
                break
        if length > enough:
            break
    return " ".join(parts)[: 2 * enough]


def _texts_in(block: Paragraph | Table) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
    else:
        yield from (cell.text for row in block.rows for cell in row.cells)
