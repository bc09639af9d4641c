"""Everything that reads a portal or a document: the only rooms that meet the outside or an unknown format."""

from hashlib import sha256

from niemyet.extractors.reader_versions import READERS

#: All versions of readers in one word; stands in a release's manifest.
READER_VERSION = sha256(
    repr(sorted((family, held[0]) for family, held in READERS.items())).encode()
).hexdigest()[:12]


def reader_of(family: str | None) -> str:
    """What reads documents of a family now, as it is kept with each reading: its version and the decisions layer's.

    What was kept under another word was read otherwise, and is read again.
    """
    if family is None:  # it ended before it could say what it was reading: any change may mend that
        return f"any {READER_VERSION}"
    known = family if family in READERS else "other"
    return f"{known} {READERS[known][0]}.{READERS['decisions'][0]}"


def portal_reader() -> str:
    """What reads postings now, as it is kept with each of them."""
    return f"portals {READERS['portals'][0]}"


def is_current(reader: str | None) -> bool:
    """Whether what was kept under that word was read as it would be read now."""
    if reader is None:
        return False
    family = reader.split(" ", 1)[0]
    if family == "any":
        return reader == reader_of(None)
    return family in READERS and reader in (reader_of(family), portal_reader())
