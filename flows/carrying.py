"""A night that brings no decision and no answer folds nothing: what the law comes to is carried on from the release before.

It holds as long as nothing has come that the fold reads, the program and the configuration are the same, and no day passes
on which something begins or ends (`transforms.consolidate.unchanged_until`). Looks, reports and the day change the work each
night: of it those rows are carried on of which everything they are made from is the same (`transforms.work.made_from`), also
where decisions have come. Once a week all of it is made from nothing, and must come to the same (`flows/checking.py`).
"""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from niemyet.model.records import Withdrawn
from niemyet.model.tables import TABLES
from niemyet.storage.carried_work import CarriedWork
from niemyet.storage.codec import ShapeError, dump, parse
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake import Lake
from niemyet.storage.law_rows import ReleaseLaw
from niemyet.storage.release import Release, is_of_one_program
from niemyet.storage.releases import ABOUT_RUNS
from niemyet.transforms.consolidate import Facts, Law, State, unchanged_until
from niemyet.transforms.work.made_from import MadeFrom
from niemyet.transforms.work.updates import WorkedOut

#: Tables of the release that looks, reports and the day leave as they are.
CARRIED = frozenset(TABLES) - ABOUT_RUNS - {"listings", "listing_updates"}
#: Tables of the lake from which those are made. What the crawls have seen counts only for what is withdrawn.
READ = (
    "receipts", "postings", "readings", "members", "catalogue", "resolutions", "aliases", "taken_back", "adoptions",
    "adopted_rows", "fee_lists", "fee_rows",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoldNote:
    """What a release says of how its law was come by; stands in its manifest."""

    facts: str  # hash over what was read
    on: date  # day on which everything was folded
    until: date  # first day on which the same facts may come to something else
    misprints: tuple[tuple[str, str], ...]
    unshown_names: tuple[tuple[str, str], ...]  # see `transforms.law.history`
    told_on: Mapping[str, date]

    def as_json(self) -> dict[str, Any]:
        """As the manifest has it."""
        return {
            "facts": self.facts,
            "on": self.on.isoformat(),
            "until": self.until.isoformat(),
            "misprints": [list(pair) for pair in self.misprints],
            "unshown_names": [list(pair) for pair in self.unshown_names],
            "told_on": {item: day.isoformat() for item, day in sorted(self.told_on.items())},
        }

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> "FoldNote":
        """From the manifest."""
        return cls(
            facts=told["facts"],
            on=date.fromisoformat(told["on"]),
            until=date.fromisoformat(told["until"]),
            misprints=tuple((wrong, right) for wrong, right in told["misprints"]),
            unshown_names=tuple((name, code) for name, code in told["unshown_names"]),
            told_on={item: date.fromisoformat(day) for item, day in told["told_on"].items()},
        )


def note_of(release: Release | None) -> FoldNote | None:
    """What a release says of its fold; None where it says nothing, or nothing that can be understood."""
    if release is None or "folded" not in release.manifest:
        return None
    try:
        return FoldNote.of_json(release.manifest["folded"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return None  # then everything is folded, which is right whatever stood there


def facts_read(lake: Lake, configuration: str, withdrawn: Iterable[Withdrawn]) -> str:
    """A hash over everything that the fold reads: the same, and it comes to the same on the same day."""
    return hash_of_facts(lake.names_in(*READ), configuration, withdrawn)


def hash_of_facts(names: Iterable[str], configuration: str, withdrawn: Iterable[Withdrawn]) -> str:
    """The same, of the names of what is read."""
    lines = [configuration, *names]
    lines += sorted(f"{one.source_id} {one.key} {one.on}" for one in withdrawn)
    return sha256("\n".join(lines).encode()).hexdigest()


def folded(state: State, facts: Facts, read: str, day: date) -> FoldNote | None:
    """What a release may be carried on by; None where a listing is in doubt, which is asked beside the law's questions."""
    if facts.doubted:
        return None
    return FoldNote(
        read, day, unchanged_until(state, facts, day), state.misprints, state.unshown_names, state.told_on
    )


def carried_law(
    latest: Release | None, lake: Lake, read: str, program: Mapping[str, str], day: date, facts: Facts
) -> Law | None:
    """The law of the release before, as far as the work asks for it; None where it must be folded anew.

    `read`: `facts_read` of today; `program`: as a manifest names it; `facts`: what was seen and reported.

    Raises:
        StorageError: facts that it was folded from are damaged by now.
    """
    before = note_of(latest)
    if latest is None or before is None or facts.doubted:
        return None
    if before.facts != read or not is_of_one_program(latest.manifest, program):
        return None
    if not latest.as_of <= day < before.until:
        return None
    if not latest.is_whole(CARRIED):
        return None  # nothing is built on what is hurt; all of it is made anew
    lake.check(*READ)  # a night stops at damaged facts, also at those that it need not read
    return Law(ReleaseLaw(latest), before.misprints, before.told_on, touched=frozenset())


# ---- what was made from nothing ----------------------------------------------------------------------------------------

_WHOLE = "whole_on"


def note_whole(folder: DataFolder, day: date) -> None:
    """Note a day on which all of a release was made from nothing, or was held against that."""
    folder.hand_on(_WHOLE, day.isoformat().encode())


def whole_on(folder: DataFolder) -> date | None:
    """The last such day; None where nobody knows."""
    told = folder.handed_on(_WHOLE)
    if told is None:
        return None
    try:
        return date.fromisoformat(told.decode())
    except ValueError:
        return None  # then it is held against that once more, which is right whatever stood there


# ---- the work ------------------------------------------------------------------------------------------------------

_WORK, _UPDATES = "work.json.zlib", "listing_updates"


@dataclass(frozen=True, slots=True)
class WorkNote:
    """What the work of a release was made from; lies beside the releases, for the newest of them."""

    release: str
    files: str  # the hash of its work list, as its manifest says
    made_from: MadeFrom


def leave_work_note(folder: DataFolder, release: Release, made_from: MadeFrom) -> None:
    """Note what the next night may carry on."""
    note = WorkNote(release.release_id, _hash_of_work(release), made_from)
    folder.hand_on(_WORK, zlib.compress(dump(note).encode()))


def work_note(folder: DataFolder, latest: Release | None, day: date) -> WorkNote | None:
    """What the work of the newest release was made from; None where it is not known, and nothing of it can be carried on.

    Nothing is carried on from the release of another year: then months become one file of a year (storage/parts.py).
    """
    told = folder.handed_on(_WORK) if latest is not None else None
    if latest is None or told is None:
        return None
    try:
        note = parse(WorkNote, zlib.decompress(told))
    except (ShapeError, zlib.error):
        return None  # then all of it is worked out, which is right whatever stood there
    if note.release != latest.release_id or note.files != _hash_of_work(latest):
        return None
    if latest.as_of != note.made_from.on or latest.as_of.year != day.year:
        return None
    return note if latest.is_whole({_UPDATES}) else None


def with_carried(latest: Release, work: WorkedOut) -> CarriedWork:
    """The whole work list: the rows that were worked out, and those of the newest release that are carried on."""
    return CarriedWork(latest, work.rows, work.anew, keeps_superseded=work.keeps_superseded)


def _hash_of_work(release: Release) -> str:
    return next(str(each["hash"]) for each in release.manifest["resources"] if each["name"] == _UPDATES)
