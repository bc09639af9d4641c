"""Which family of readers reads a document: what its reading depends on, beside the decisions layer."""

from niemyet.extractors.documents.sniff import Format, sniff
from niemyet.model.records import Document

_FAMILIES = {
    Format.MARKDOWN: "text",
    Format.TEXT: "text",
    Format.HTML: "html",
    Format.MHTML: "html",
    Format.DOCX: "docx",
    Format.WORD_XML: "doc",
    Format.DOC: "doc",
    Format.RTF: "doc",
    Format.ODT: "doc",
    Format.FLAT_ODT: "doc",
    Format.XLS: "sheet",
    Format.XLSX: "sheet",
    Format.ODS: "sheet",
    Format.TSV: "sheet",
    Format.PDF: "pdf",
    Format.IMAGE: "scan",
}
_RECOGNISED = {"scan", "image"}


def family_of(data: bytes, document: Document | None = None) -> str:
    """The family of some bytes; a PDF that was read by recognition is a scan."""
    if document is not None and document.media in _RECOGNISED:
        return "scan"
    return _FAMILIES.get(sniff(data), "other")
