"""Where a sheet for people is written: never over one in which somebody has written."""

from pathlib import Path

from niemyet.extractors.work_sheets import read_work_sheet
from niemyet.flows.extraction import apart
from niemyet.model.errors import DocumentError, UsageError
from niemyet.model.messages import msg
from niemyet.model.records import Limits


def require_folder(path: Path) -> None:
    """That the folder of a file that is to be written is there: one that is made by a slip is where nobody looks.

    Raises:
        UsageError: it is not.
    """
    if not path.parent.is_dir():
        raise UsageError(
            msg(
                "{path}: there is no folder {folder}. Check the path, or make the folder.",
                path=path,
                folder=path.parent,
            )
        )


def beside_others(path: Path, data: bytes) -> Path:
    """A name that no other content has: a list that a clerk has ticked is not written over."""
    free, number = path, 1
    while free.exists() and (not free.is_file() or free.read_bytes() != data):
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def has_ticks(path: Path) -> bool:
    """Whether a work list lies there in which somebody has ticked, dated or signed a row.

    Columns of the clerk's own are no sign: each export writes what was handed in of them.
    """
    if not path.is_file():
        return False
    try:
        rows = apart(read_work_sheet, path.read_bytes(), limits=Limits())
    except DocumentError:
        return False
    return any(row.ticked is not False or row.done_on or row.day_text or row.done_by for row in rows or ())
