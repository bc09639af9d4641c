"""A file that is handed in as a decision and is none: a list of procedures, or a sheet of niemyet's own that came back.

Told by what stands in it, never by its name, and only where the decision's reader finds neither an issuer nor articles in it:
read as a decision each row of a national list is a question.
"""

import shlex
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from niemyet.extractors.documents.sniff import Format, sniff
from niemyet.flows.extraction import each_apart
from niemyet.flows.text_time import read_in_time
from niemyet.model.errors import DocumentError, NiemyetError, UsageError
from niemyet.model.messages import Message, Messages, msg
from niemyet.model.records import Limits

#: Formats that lists come in. To look twice at a PDF or a picture would cost as much again.
_LISTS = frozenset(
    {Format.XLSX, Format.XLS, Format.ODS, Format.SHEET_XML, Format.TEXT, Format.TSV, Format.HTML, Format.DOCX}
)


class NoDecision(StrEnum):
    """What such a file is."""

    TICKED = "ticked"  # niemyet's own work list
    ANSWERS = "answers"  # niemyet's own sheet of questions
    LISTING = "listing"


def refuse_lists(files: Sequence[Path], limits: Limits) -> None:
    """Before anything is recorded of them.

    Raises:
        UsageError: some are no decisions; it says of each by which command it is handed in.
    """
    if said := tuple(no_decisions(files, limits)):
        raise UsageError(msg("{refused}\nNothing was recorded.", refused=Messages(said, "\n")))


def no_decisions(files: Sequence[Path], limits: Limits) -> Iterator[Message]:
    """What is to be done with each of some files that is no decision."""
    looked = each_apart(what_it_is, [(path, limits) for path in files], limits=limits)
    for path, found in zip(files, looked, strict=True):
        if isinstance(found, NoDecision):
            yield _advice(path, found)


def what_it_is(path: Path, limits: Limits) -> NoDecision | None:
    """What a file is, by its content; None for what may be a decision, and for what cannot be read: its reader says why."""
    from niemyet.extractors.work_sheets import read_work_sheet

    try:
        data = path.read_bytes()
        if sniff(data) not in _LISTS:
            return None
        if read_work_sheet(data) is not None:
            return NoDecision.TICKED
        if is_of_questions(path):
            return NoDecision.ANSWERS
        if _has_articles(data, limits):
            return None
        return NoDecision.LISTING if _is_listing(data, path.name) and not _is_decision(data, limits) else None
    except (NiemyetError, OSError):
        return None


def is_of_questions(path: Path) -> bool:
    """Whether a file is the sheet of `niemyet review export`."""
    from niemyet.flows.answer_sheet import read_sheet

    try:
        read_sheet(path)
    except UsageError:
        return False
    return True


def _is_listing(data: bytes, name: str) -> bool:
    """Whether it is a list, and not the annex of a decision (RULINGS 36)."""
    from niemyet.extractors.listings import FLAG_OF_ANNEX, read_listed

    try:
        rows = read_listed(data, name)
    except DocumentError:
        return False
    return not any(FLAG_OF_ANNEX in row.flags for row in rows)


#: Formats of which decisions are, each an archive or a tree to walk: what has articles is not looked at as a list too.
_OF_DECISIONS = frozenset({Format.HTML, Format.DOCX})


def _has_articles(data: bytes, limits: Limits) -> bool:
    from niemyet.extractors.decisions.reading import has_articles

    return sniff(data) in _OF_DECISIONS and read_in_time(data, None, limits, has_articles)[1]


def _is_decision(data: bytes, limits: Limits) -> bool:
    from niemyet.extractors.decisions.reading import read_whole

    _, whole = read_in_time(data, None, limits, read_whole)
    return whole.reading.issuer_name is not None or whole.reading.has_articles


def _advice(path: Path, what: NoDecision) -> Message:
    file = shlex.quote(str(path))
    match what:
        case NoDecision.TICKED:
            return msg(
                "{name}: this is a work list of niemyet's own, no decision. Its ticks are taken by "
                "`niemyet observe UNIT {file}`.",
                name=path.name,
                file=file,
            )
        case NoDecision.ANSWERS:
            return msg(
                "{name}: this is a sheet of questions, no decision. Its answers are taken by "
                "`niemyet review import {file}`.",
                name=path.name,
                file=file,
            )
        case NoDecision.LISTING:
            return msg(
                "{name}: this is a list of procedures without an issuer and without articles, no decision. What a unit has "
                "posted: `niemyet observe UNIT {file}`. What was in force on a day, as a national list or an inventory has it: "
                "`niemyet adopt {file} --day YYYY-MM-DD --source TEXT`. If it is the annex of a decision, hand in the file that "
                "has the decision too, or write “(Kèm theo Quyết định số …)” above the list.",
                name=path.name,
                file=file,
            )
