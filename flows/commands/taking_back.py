"""Taking back a file that was handed in: a new fact, its bytes and what was read of it stay; handed in again, it counts again."""

import re
from collections.abc import Container, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from niemyet.flows.manual_input import new_run, record_and_publish
from niemyet.flows.ui import Ui
from niemyet.model.errors import UsageError
from niemyet.model.messages import Message, msg
from niemyet.transforms.language.dates import local_day

if TYPE_CHECKING:
    from niemyet.flows.run_context import RunContext
    from niemyet.storage.lake_rows import TakenBackRow


def take_back(ui: Ui, named: Sequence[str], by: str | None, *, no_publish: bool) -> None:
    """Take back files by the beginning of their hash, their name, or the file itself.

    Raises:
        UsageError: no file that was handed in fits, or several do.
    """
    from niemyet.flows.received import taken_back
    from niemyet.storage.lake_rows import TakenBackRow

    run = new_run(ui, "ingest", {"withdraw": list(named), "by": by})
    known, gone = _handed_in(run), taken_back(run.folder.lake)
    found = [_meant(one, known, gone) for one in named]
    for sha in found:
        if sha in gone:
            ui.tell(_said_already(gone[sha]))
    rows = [
        TakenBackRow(run.run_id, sha, known[sha], by, run.started_at, again=False)
        for sha in found
        if sha not in gone
    ]
    for row in rows:
        ui.tell(msg("Taking back {row} ({sha256}).", row=row.name, sha256=row.sha256[:12]))
    record_and_publish(ui, run, {"take back": partial(run.append, "taken_back", rows)}, no_publish=no_publish)


def _said_already(row: "TakenBackRow") -> Message:
    return msg(
        "{name} ({sha256}): taken back already on {day} by {by}.",
        name=row.name,
        sha256=row.sha256[:12],
        day=local_day(row.said_at),
        by=row.said_by or msg("somebody unnamed"),
    )


def hand_in_again(run: "RunContext", files: Sequence[Path], by: str | None) -> None:
    """A file that was taken back and is handed in again counts again, and so does what an archive holds."""
    from niemyet.flows.received import taken_back
    from niemyet.storage.lake_rows import TakenBackRow

    gone = taken_back(run.folder.lake)
    shas = {sha256(path.read_bytes()).hexdigest(): path.name for path in files}
    shas |= _inside(run, shas)
    run.append(
        "taken_back",
        [
            TakenBackRow(run.run_id, sha, name, by, run.started_at, again=True)
            for sha, name in sorted(shas.items())
            if sha in gone
        ],
    )


def _handed_in(run: "RunContext") -> dict[str, str]:
    """Document → name of every file that was handed in or that an archive of them holds, also of those that were taken back."""
    from niemyet.flows.received import documents_of
    from niemyet.model.records import Receipt
    from niemyet.storage.codec import load
    from niemyet.storage.lake_rows import ReceiptRow

    found: dict[str, str] = {}
    for row in run.folder.lake.read("receipts", ReceiptRow):
        receipt = load(Receipt, row.receipt)
        if receipt.kind == "inbox":
            found |= {part.sha256: part.filename or part.url for part in documents_of(receipt)}
    return _inside(run, found) | found


def _inside(run: "RunContext", archives: Mapping[str, str]) -> dict[str, str]:
    """Document → name of what some files hold, where they are archives: `goi.zip#512-QD-UBND.docx`."""
    from niemyet.storage.lake_rows import MemberRow

    return {
        row.sha256: f"{archives[row.archive]}#{row.path}"
        for row in run.folder.lake.read("members", MemberRow)
        if row.sha256 is not None and row.archive in archives
    }


def _meant(named: str, known: Mapping[str, str], gone: Container[str]) -> str:
    """The document that a hash, a name or a file means; of several of one name the one that counts.

    Raises:
        UsageError: none fits, or several do.
    """
    path = Path(named)
    if path.is_file():
        wanted = sha256(path.read_bytes()).hexdigest()
        fitting = [sha for sha in known if sha == wanted]
    elif re.fullmatch(r"[0-9a-f]{6,64}", named):
        fitting = [sha for sha in known if sha.startswith(named)]
    else:
        fitting = [sha for sha, name in known.items() if path.name in _names(name)]
    fitting = [sha for sha in fitting if sha not in gone] or fitting
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise UsageError(msg("{named}: no file that was handed in is this one.", named=named))
    several = ", ".join(f"{sha[:12]} {known[sha]}" for sha in sorted(fitting))
    raise UsageError(msg("{named}: several files fit: {several}.", named=named, several=several))


def _names(name: str) -> set[str]:
    """What a person may call a file: its name, with or without the archive that it came in."""
    return {Path(name).name, Path(name.rpartition("#")[2]).name}
