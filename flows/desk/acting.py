"""What the desk's forms do: what the commands do, with the same checks. Each gives sentences for the next page."""

import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from niemyet.extractors.documents.sniff import Format, sniff
from niemyet.flows.answering import Desk, none_refused
from niemyet.flows.asked_about import AskedDocument
from niemyet.flows.clock import SystemClock
from niemyet.flows.config import ListingSource
from niemyet.flows.desk.pages import PicturePlace
from niemyet.flows.desk.words import WORDS, said_at_desk
from niemyet.flows.explaining import crop, look_at
from niemyet.flows.extraction import apart
from niemyet.flows.manual_input import HANDED_IN, record
from niemyet.flows.no_decision import NoDecision
from niemyet.flows.reporting import Report, is_quick, refuse_clock, report_rows, sheet_report
from niemyet.flows.row_pictures import row_picture
from niemyet.flows.run_context import RunContext
from niemyet.flows.ui import Ui
from niemyet.model.errors import BusyError, DocumentError, UsageError
from niemyet.model.messages import Words, msg
from niemyet.model.records import Limits, ListingRow
from niemyet.model.words import Channel
from niemyet.storage.lake_rows import ConfirmationRow
from niemyet.transforms.answer_effects import AnswerEffects
from niemyet.transforms.language.dates import local_day

Fact = tuple[str, Sequence[object]]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a browser sent it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ListingLook:
    """What an uploaded file of a unit says, before anything is kept."""

    ticks: int | None  # a work list that came back: so many reports; None: a listing
    rows: tuple[ListingRow, ...]
    missing: tuple[tuple[str, str], ...]  # code and name of what must hang and is not in it
    extra: tuple[tuple[str, str], ...]  # of what is in it and must not hang
    refused: tuple[str, ...]
    doubts: tuple[str, ...] = ()  # what a listing says that cannot be


@dataclass(frozen=True, slots=True)
class DocumentLook:
    """What is read of an uploaded decision, before anything is kept."""

    name: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, str], ...]  # where, read as, words
    asked: tuple[str, ...]
    error: str | None
    warning: str | None = None


def report(
    ui: Ui, unit_id: str, updates: Sequence[str], *, on: date | None, by: str, undo: bool = False
) -> list[Words]:
    """Report work of a unit as done, or take reports back.

    Raises:
        UsageError: nothing was ticked, work of another unit, or what `niemyet done` refuses.
    """
    if not updates:
        raise UsageError(msg("nothing is ticked."))
    release = ui.release()
    handed = Report(ui.folder(), datetime.now(UTC))
    refuse_clock(release, handed.started_at)
    rows = report_rows(handed, release, updates, on=on or handed.today, by=by, undo=undo)
    _refuse_foreign(rows, unit_id)
    told = msg("{count} pieces of work reported done.", count=len(rows))
    if undo:
        told = msg("{count} reports taken back.", count=len(rows))
    if not is_quick(release):
        handed.folder.hand_in("confirmations", handed.run_id, rows)
        return [told, msg("Recorded; the next run that publishes counts it.")]
    run = _run(ui, "done", {"updates": list(updates), "on": on, "by": by, "undo": undo})
    return [
        told,
        *_record(run, {"confirm": partial(run.append, "confirmations", rows)}, ("confirmations", rows)),
    ]


def try_answers(
    ui: Ui, told: Mapping[str, str], *, by: str, even_so: bool = False
) -> tuple[AnswerEffects, Sequence[Words]]:
    """What answers would change, by unit, and whose earlier answers they take the place of; nothing is kept.

    Raises:
        UsageError: one of them is no answer; it says what is.
    """
    run = _run(ui, "review", {"by": by})
    desk = Desk(run)
    answers = none_refused(desk.try_check(*one, even_so=even_so) for one in told.items())
    return desk.effects(answers, by), desk.said_before(answers)


def answer(ui: Ui, told: Mapping[str, str], *, by: str, even_so: bool = False) -> list[Words]:
    """Keep answers to questions.

    Raises:
        UsageError: one of them is no answer; none is kept then.
    """
    run = _run(ui, "review", {"words": dict(told), "by": by})
    desk = Desk(run)
    answers = none_refused(desk.try_check(*one, even_so=even_so) for one in told.items())
    rows = desk.rows(answers, by)
    kept = _record(run, {"resolve": partial(run.append, "resolutions", rows)}, ("resolutions", rows))
    return [msg("{count} answers kept.", count=len(answers)), *kept]


def reopen(ui: Ui, review_id: str, *, by: str) -> list[Words]:
    """Take an answer back.

    Raises:
        UsageError: the question has none.
    """
    run = _run(ui, "review", {"review": review_id, "by": by})
    desk = Desk(run)
    rows = desk.rows([desk.reopen(desk.question(review_id))], by)
    kept = _record(run, {"resolve": partial(run.append, "resolutions", rows)}, ("resolutions", rows))
    return [msg("The answer was taken back; the question is open again."), *kept]


def picture(ui: Ui, found: PicturePlace) -> bytes:
    """The place that a question is about, as PNG.

    Raises:
        DocumentError: the document cannot be shown.
    """
    limits = ui.settings().limits
    if found.box is None:
        return row_picture(ui.folder(), found.sha256, found.rows, limits)
    return crop(ui.folder().raw.get(found.sha256), found.page, found.box, limits)


#: How a file of a format is called, so that the program that shows it opens it.
_ENDINGS = {
    Format.DOC: ".doc", Format.DOCX: ".docx", Format.HTML: ".html", Format.ODS: ".ods", Format.ODT: ".odt",
    Format.PDF: ".pdf", Format.RTF: ".rtf", Format.XLS: ".xls", Format.XLSX: ".xlsx",
}  # fmt: skip


def document(ui: Ui, found: AskedDocument) -> tuple[str, bytes]:
    """A document as it came, and a name that ends as its format does: portals hand files out as `download.jsp`."""
    data = ui.folder().raw.get(found.sha256)
    with suppress(DocumentError):
        ending = _ENDINGS.get(sniff(data), "")
        if not found.name.lower().endswith(ending):
            return found.name + ending, data
    return found.name, data


def look_at_listing(ui: Ui, unit_id: str, upload: Upload, channel: Channel = Channel.COUNTER) -> ListingLook:
    """Read what a unit handed in and hold it against what must hang there; nothing is kept.

    Raises:
        DocumentError: it is no listing.
    """
    from niemyet.extractors.listings import read_listing
    from niemyet.extractors.work_sheets import read_work_sheet
    from niemyet.flows.commands.queries import holds
    from niemyet.flows.listing_doubts import listing_doubts

    ticked = _read_apart(ui, read_work_sheet, upload.data)
    if ticked is not None:
        run = _run(ui, "observe", {"unit": unit_id})
        said = sheet_report(run, ui.release(), ticked, run.today)
        _refuse_foreign(said.reports, unit_id)
        return ListingLook(
            len(said.reports),
            (),
            (),
            (),
            tuple(said_at_desk([f"{row}: {error.message(ui.lang)}" for row, error in said.refused], ui.lang)),
        )
    rows = _read_apart(ui, read_listing, upload.data, upload.name)
    shown = {row.code: row.name for row in rows if row.code}
    release = ui.release()
    names = {
        (row["procedure_id"], row["version"]): row["name"]
        for row in release.table("procedures", ["procedure_id", "version", "name"]).to_pylist()
    }
    must = {
        row["code"]: names.get((row["procedure_id"], row["version"]), "")
        for row in release.table("boards", filters=[("unit_id", "=", unit_id)]).to_pylist()
        if holds(row, release.as_of)
    }
    today = local_day(datetime.now(UTC))
    doubts = tuple(
        said_at_desk([ui.say(one) for one in listing_doubts(unit_id, channel, rows, today)], ui.lang)
    )
    return ListingLook(None, rows, _without(must, shown), _without(shown, must), (), doubts)


def _without(names: Mapping[str, str], others: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Codes with their names that others have not, in order."""
    return tuple((code, names[code]) for code in sorted(names.keys() - others.keys()))


def observe(
    ui: Ui, unit_id: str, upload: Upload, *, channel: Channel, by: str, accepted: str | None
) -> list[Words]:
    """Keep what a unit has posted, or the ticks of a work list that came back.

    Raises:
        DocumentError: no listing, or far fewer rows than before without a reason.
    """
    from niemyet.extractors.work_sheets import read_work_sheet
    from niemyet.flows.observing import observe as observe_listing
    from niemyet.flows.unit_days import refuse_before

    run = _run(ui, "observe", {"unit": unit_id, "what": upload.name, "by": by})
    run.settings.require_unit(unit_id)
    refuse_before(run.settings, unit_id, run.today)
    ticked = _read_apart(ui, read_work_sheet, upload.data)
    if ticked is not None:
        said = sheet_report(run, ui.release(), ticked, run.today)
        _refuse_foreign(said.reports, unit_id)
        steps: dict[str, Callable[[], object]] = {
            "confirm": partial(run.append, "confirmations", said.reports),
            "notes": partial(run.append, "work_notes", said.notes),
        }
        return [
            msg("{count} pieces of work reported done.", count=len(said.reports)),
            *(msg("row {row}: {error}", row=row, error=error) for row, error in said.refused),
            *_record(run, steps, None),
        ]
    counted: list[int] = []
    with _as_file(upload) as path:
        listing = ListingSource(unit_id, channel, None, path)
        steps = {
            "observe": lambda: counted.append(observe_listing(run, listing, run.today, accepted=accepted))
        }
        kept = _record(run, steps, None)
    return [msg("{unit}: {rows} rows of the listing were read.", unit=unit_id, rows=sum(counted)), *kept]


def look_at_decision(ui: Ui, upload: Upload) -> list[DocumentLook]:
    """Read a decision, or each file of an archive; nothing is kept.

    Raises:
        UsageError: it is a list that belongs to a unit, or a sheet of answers.
    """
    from niemyet.flows.foreseeing import asked_by, of_another_province
    from niemyet.flows.no_decision import what_it_is
    from niemyet.reports.reading_rows import explained_rows, facts

    vi = ui.lang == "vi"
    limits = ui.settings().limits if ui.config.is_file() else Limits()
    with _as_file(upload) as path:
        try:
            with _in_turn():
                _refuse(apart(what_it_is, path, limits, limits=limits), upload.name)
                looks = look_at(path, limits)
                _, asked = asked_by(ui, looks)
        except DocumentError as error:
            return [DocumentLook(upload.name, (), (), (), _at_desk(ui, error.message(ui.lang)))]
    found = []
    left = tuple(question for _, question in asked)  # of an archive they stand once, below its last document
    for look in looks:
        if look.explained is None:
            found.append(DocumentLook(look.name, (), (), (), _at_desk(ui, str(look.error))))
            continue
        said = tuple(facts(look.explained, ui.lang))
        rows = tuple(
            (str(row["where"]), str(row["read_as"]), str(row["text"]))
            for row in explained_rows(look.explained, vi=vi)
        )
        last = look is next(one for one in reversed(looks) if one.explained is not None)
        foreign = of_another_province(ui, look)
        warning = ui.say(foreign) if foreign else None
        found.append(DocumentLook(look.name, said, rows, left if last else (), None, warning))
    return found


def _at_desk(ui: Ui, text: str) -> str:
    return " ".join(said_at_desk([text], ui.lang))


def _refuse(what: NoDecision | None, name: str) -> None:
    match what:
        case NoDecision.TICKED | NoDecision.LISTING:
            raise UsageError(
                msg(
                    "{name}: this is a list of procedures, no decision. What a unit has posted is handed in on that unit's page, "
                    "below “{place}”.",
                    name=name,
                    place=WORDS["listing"],
                )
            )
        case NoDecision.ANSWERS:
            raise UsageError(
                msg(
                    "{name}: this is a sheet of questions, no decision. Answer the questions on their pages.",
                    name=name,
                )
            )


def ingest(ui: Ui, upload: Upload, *, by: str) -> list[Words]:
    """Keep a decision that was handed in, read it and publish."""
    from niemyet.flows.commands.taking_back import hand_in_again
    from niemyet.flows.crawling import take_in
    from niemyet.flows.reading import read_new

    run = _run(ui, "ingest", {"files": [upload.name], "by": by})
    with _as_file(upload) as path:
        steps = {
            "take in": partial(take_in, run, [path], source_id="ingest", received_at=run.started_at),
            "again": partial(hand_in_again, run, [path], by),
            "read": partial(read_new, run),
        }
        kept = _record(run, steps, None)
    return [msg("{name} was taken in.", name=upload.name), *kept]


# ---- what they share ------------------------------------------------------------------------------------------


def _run(ui: Ui, command: str, asked: dict[str, object]) -> RunContext:
    return RunContext(ui.settings(), ui.folder(), SystemClock(), command=command, asked=asked)


def _refuse_foreign(rows: Iterable[ConfirmationRow], unit_id: str) -> None:
    """Who may report for one unit may not for another: a list of work names its pieces itself."""
    if foreign := sorted({row.update_id for row in rows if row.unit_id != unit_id}):
        raise UsageError(msg("work of another unit: {ids}.", ids=", ".join(foreign)))


def _record(run: RunContext, steps: Mapping[str, Callable[[], object]], fact: Fact | None) -> list[Words]:
    """Write and publish; while another run goes on writing, a fact is handed in instead.

    Raises:
        BusyError: another run is writing, and what is to be kept is no simple fact.
    """
    result = record(run, steps, fact=fact)
    if result is None:
        return [HANDED_IN]
    problems: list[Words] = list(result.problems)
    if result.new_reviews:
        problems.append(msg("{count} new questions for a person.", count=len(result.new_reviews)))
    return problems


#: Files that are read at once: each takes a process of up to `limits.max_memory_mb`; chosen, not measured.
_READ_AT_ONCE = threading.BoundedSemaphore(2)
_TURN = 20.0  # seconds that another one waits for that; chosen, not measured
_LISTING_SECONDS = 60  # as a night gives the page of a listing (`page_process`); chosen, not measured


@contextmanager
def _in_turn() -> Iterator[None]:
    """Raises BusyError while others' files are read: forty at once would take the machine, and all threads of the desk."""
    if not _READ_AT_ONCE.acquire(timeout=_TURN):
        raise BusyError(msg("other files are being read just now; send this one again in a minute."))
    try:
        yield
    finally:
        _READ_AT_ONCE.release()


def _read_apart(ui: Ui, read: Callable[..., Value], *given: object) -> Value:
    """A listing or a work list, in a process of its own."""
    limits = ui.settings().limits
    with _in_turn():
        return apart(
            read, *given, limits=replace(limits, max_seconds=min(limits.max_seconds, _LISTING_SECONDS))
        )


_LONGEST_NAME = 255  # bytes of a file name, by definition (NAME_MAX of Linux, limits.h)


def file_name(sent: str) -> str:
    """The last part of a name that a browser sent, as a folder can hold it; the ending stays where it is short."""
    name = "".join(sign for sign in sent.replace("\\", "/").rpartition("/")[2] if sign.isprintable()).strip()
    if len(name.encode("utf-8", "replace")) > _LONGEST_NAME:
        stem, dot, ending = name.rpartition(".")
        tail = f"{dot}{ending}"[-10:] if stem else ""
        head = (stem or name).encode("utf-8", "replace")[
            : _LONGEST_NAME - len(tail.encode("utf-8", "replace"))
        ]
        name = head.decode("utf-8", "ignore") + tail
    return name if name.strip(".") else "tep"


@contextmanager
def _as_file(upload: Upload) -> Iterator[Path]:
    """The file under its own name, in a folder of its own that goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="niemyet-") as folder:
        path = Path(folder) / file_name(upload.name)
        path.write_bytes(upload.data)
        yield path
