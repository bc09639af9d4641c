"""Streams of an OLE2 container (Word and Excel 97-2003), each checked to be whole and its own."""

import io
from collections.abc import Sequence

import olefile

from niemyet.extractors.documents.sniff import OLE_ERRORS
from niemyet.model.errors import DocumentError
from niemyet.model.messages import msg


def open_streams(data: bytes, names: tuple[str, ...], kind: str) -> dict[str, bytes]:
    """The streams of these names that are there.

    Raises DocumentError when the container is damaged: also when a stream runs in circles or two share a sector,
    which olefile would read without a word.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            found = {name: container.openstream(name).read() for name in names if container.exists(name)}
            taken: set[int] = set()
            for entry in container.root.kids if container.root is not None else ():
                if entry.name in found and not entry.is_minifat:
                    _follow(entry.isectStart, entry.size, container.fat, container.sector_size, taken)
    except OLE_ERRORS as error:
        raise DocumentError(
            msg(
                "{kind} is cut off or damaged: its OLE2 container ({error}). Fetch it again from its source.",
                kind=kind,
                error=error,
            )
        ) from error
    return found


def _follow(sector: int, size: int, table: Sequence[int], sector_size: int, taken: set[int]) -> None:
    for _ in range(-(-size // sector_size)):
        if sector in taken or sector >= len(table):
            raise ValueError("the sectors of a stream do not follow each other")
        taken.add(sector)
        sector = table[sector]
