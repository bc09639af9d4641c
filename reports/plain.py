"""Texts on their way into files that other programs open: nothing in them that a file cannot hold, nothing that runs."""

import re

#: What XML 1.0 (§2.2) does not allow, so neither DOCX nor XLSX: control signs, halves of surrogate pairs, noncharacters.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
#: With these a spreadsheet program takes the text of a CSV for a formula (OWASP, "CSV Injection"), wide letters included.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def printable(text: str) -> str:
    """The text without signs that no document may hold."""
    return _NOT_IN_XML.sub("", text)


def csv_text(text: str) -> str:
    """The text as a cell of a CSV that no program runs: an apostrophe before what would be a formula."""
    return f"'{text}" if text.startswith(_RUNS) and not _NUMBER.fullmatch(text) else text
