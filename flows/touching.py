"""A night that brings decisions folds what they touch: the rest of the law is that of the release before.

What came since is what the lake holds beyond its state at that release. It must be receipts with their postings and documents
alone, of things that were never received before; what they touch is found and folded by `transforms.touched`. Wherever that
cannot be told for certain everything is folded.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from niemyet.flows.carrying import CARRIED, READ, FoldNote, hash_of_facts, note_of
from niemyet.flows.received import documents_of
from niemyet.model.errors import StorageError
from niemyet.model.law_rows import LawRows, is_within, pauses_of
from niemyet.model.records import Province, Resolution
from niemyet.model.tables import (
    Board,
    Notice,
    Procedure,
    Review,
    SheetText,
)
from niemyet.storage.lake import Lake
from niemyet.storage.law_rows import ReleaseHistory, ReleaseLaw
from niemyet.storage.parts import HasParts
from niemyet.storage.release import Release, is_of_one_program
from niemyet.storage.replaced_rows import ReplacedRows
from niemyet.transforms.consolidate import Facts, State, days_of_law
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.law.events import DISTRICT_END
from niemyet.transforms.touched import LawBefore, ReachesFurtherError, Touched, touched
from niemyet.transforms.units.succession import UnitSpan
from niemyet.transforms.work.boards import build_boards

#: Tables of the lake that may have grown: what is received, and what was read of it.
_GROWS = frozenset({"receipts", "postings", "readings", "members"})
#: Tables of the lake whose rows bear on the whole law: where there are any, everything is folded.
_REACHES_FAR = ("catalogue", "taken_back", "adoptions", "fee_lists")
#: Tables of the release that no decision changes within a year, but for those that are laid over.
STAYS = frozenset({"units", "unit_successions", "calendar", "catalogue", "drift"})


@dataclass(frozen=True, slots=True)
class Footing:
    """The release before, where what is new may be laid over it, and the lake with what came since alone."""

    latest: Release
    note: FoldNote
    since: Lake
    law: LawRows  # of the release before
    history: ReleaseHistory


def begun(
    latest: Release | None,
    lake: Lake,
    configuration: str,
    program: Mapping[str, str],
    day: date,
    seen: Facts,
) -> Footing:
    """What a night begins with that folds only what is new touches.

    Raises:
        ReachesFurtherError: everything must be folded.
        StorageError: facts that the release before was folded from are damaged by now.
    """
    note = note_of(latest)
    if latest is None or note is None or seen.doubted:
        raise ReachesFurtherError("the release before says nothing of its fold")
    if not is_of_one_program(latest.manifest, program):
        raise ReachesFurtherError("another program")
    if not latest.as_of <= day or latest.as_of.year != day.year or latest.as_of < DISTRICT_END <= day:
        raise ReachesFurtherError("another year, or the end of the districts")
    if any(latest.as_of < one <= day for one in _days_of_units(seen)):
        raise ReachesFurtherError("a unit begins or ends")
    try:
        then = lake.commits.at(latest.manifest["inputs"]["lake"])
    except StorageError:
        raise ReachesFurtherError("the chain was mended since") from None
    names = lake.names_in(*READ)
    if hash_of_facts([one for one in names if one in then], configuration, seen.withdrawn) != note.facts:
        raise ReachesFurtherError("other facts, another configuration, or something is no longer shown")
    added = [one for one in names if one not in then]
    if {one.partition("/")[0] for one in added} - _GROWS:
        raise ReachesFurtherError("more than documents came")
    if lake.names_in(*_REACHES_FAR):
        raise ReachesFurtherError("there are files taken back, lists taken as evidence, fees or a catalogue")
    if not latest.is_whole(CARRIED):
        raise ReachesFurtherError("nothing is built on what is hurt")
    since = lake.only(added)
    _check_received(lake, since, then, local_day(latest.knowledge_time), day)
    lake.check(*READ)  # a night stops at damaged facts, also at those that it need not read
    return Footing(latest, note, since, ReleaseLaw(latest), ReleaseHistory(latest))


def _days_of_units(seen: Facts) -> Iterator[date]:
    for unit in seen.units:
        yield from (one for one in (unit.valid_from, unit.valid_until) if one is not None)
    yield from (one.on_date for one in seen.successions)


def _check_received(lake: Lake, since: Lake, then: Collection[str], known: date, day: date) -> None:
    """What came is of things that were never received before, and all that came before was known to the release."""
    before = lake.only(then)
    old = before.columns("receipts", "source_id", "key", "received_at", "receipt")
    if any(local_day(at) > known for at in old["received_at"]):
        raise ReachesFurtherError("something was received on a later day than the release before")
    keys = set(zip(old["source_id"], old["key"], strict=True))
    documents: set[str] = set()
    for held in since.receipts():
        if (held.row.source_id, held.row.key) in keys or local_day(held.row.received_at) > day:
            raise ReachesFurtherError("a posting came again")
        documents |= {part.sha256 for part in documents_of(held.receipt)}
    documents |= {one for one in since.columns("members", "sha256")["sha256"] if one is not None}
    read_before = {*before.columns("readings", "sha256")["sha256"]}
    for name in ("archive", "sha256"):
        read_before |= {*before.columns("members", name)[name]}
    if documents & read_before or any(one in told for told in old["receipt"] for one in documents):
        raise ReachesFurtherError("a document came again")
    if not {*since.columns("readings", "sha256")["sha256"]} <= documents:
        raise ReachesFurtherError("an earlier document was read again")
    if not {*since.columns("members", "archive")["archive"]} <= documents:
        raise ReachesFurtherError("an earlier archive was opened again")


def laid(
    begin: Footing,
    facts: Facts,
    said: Iterable[Resolution],
    province: Province,
    day: date,
    knowledge_day: date,
) -> Touched:
    """The law with what is new.

    `facts`: those that came since; `said`: all that people ever answered.

    Raises:
        ReachesFurtherError: everything must be folded.
    """
    latest = begin.latest
    history = begin.history
    reviews = tuple(latest.rows("reviews", Review))
    before = LawBefore(
        decisions=tuple(begin.law.decisions),
        law=begin.law,
        history=history.of,
        reviews=reviews,
        notices=tuple(latest.rows("notices", Notice)),
        sheets=tuple(latest.rows("sheets", SheetText)),
        misprints=begin.note.misprints,
        unshown_names=begin.note.unshown_names,
        as_of=latest.as_of,
        knowledge_day=local_day(latest.knowledge_time),
        told=frozenset(_told(said, reviews)),
    )
    paused = begin.law.procedures_of(begin.law.suspended())
    turning = history.turning(latest.as_of, day) | _turning(paused, latest.as_of, day)
    return touched(
        before, facts.postings, facts.received, turning,
        province=province, as_of=day, knowledge_day=knowledge_day,
    )  # fmt: skip


def _told(said: Iterable[Resolution], reviews: Iterable[Review]) -> Iterator[str]:
    """The decisions of which answers speak: those of their questions, and those whose rows they mean."""
    asked = {
        name: one
        for one in reviews
        for name in (one.review_id, *(each.review_id for each in one.asked or ()))
    }
    for one in said:
        meant, review = one.meant, asked.get(one.review_id)
        if meant is None and review is None:
            raise ReachesFurtherError("nobody knows what an answer means")
        rows = (
            (*meant.rows, *meant.answered, *(row for part in meant.parts for row in part.rows))
            if meant
            else ()
        )
        named = (review.decision_id if review else None, meant.decision_id if meant else None)
        yield from (each for each in named if each is not None)
        yield from (row.item_id.partition("#")[0] for row in rows)


def _turning(procedures: Iterable[Procedure], before: date, day: date) -> set[str]:
    return {
        one.code
        for one in procedures
        for ends in pauses_of([one])
        for each in ends
        if is_within(before, day, each)
    }


def note_of_laid(begin: Footing, found: Touched, state: State, read: str, day: date) -> FoldNote:
    """What such a release says of its fold: that of everything lies as long back as before."""
    others = (begin.history.next_day(day), begin.law.next_day(day))
    days = [one for one in (*days_of_law(state), *others) if one is not None and one > day]
    until = min([date(day.year + 1, 1, 1), *days])
    return FoldNote(read, begin.note.on, until, found.misprints, found.unshown_names, begin.note.told_on)


def tables_of(
    begin: Footing, found: Touched, boards: Sequence[Board], spans: Sequence[UnitSpan]
) -> dict[str, HasParts]:
    """Tables of which only files are written in which a row is another. `boards`: of the touched codes, on `spans`."""
    of_code: list[tuple[str, Sequence[object], Sequence[object] | None]] = [
        ("procedures", found.procedures, found.procedures_before),
        ("procedure_history", found.history, found.history_before),
        ("boards", boards, _boards_before(found, spans)),
    ]
    tables: dict[str, HasParts] = {
        name: ReplacedRows(begin.latest, name, "code", found.codes, rows, was) for name, rows, was in of_code
    }
    ids = frozenset(one.item_id for one in found.items)
    tables["decision_items"] = ReplacedRows(begin.latest, "decision_items", "item_id", ids, found.items)
    return tables


def _boards_before(found: Touched, spans: Sequence[UnitSpan]) -> Sequence[Board] | None:
    """The boards of the touched codes as they were; None where a version holds on a part of the ground: then units that shared
    their rows may share them no longer."""
    if any(
        one.ground or one.only_units or one.not_units for one in (*found.procedures_before, *found.procedures)
    ):
        return None
    return build_boards(found.procedures_before, spans)
