"""Several provinces on one machine: a folder of configurations, each with a data folder of its own.

Two ways to lay them out, also mixed: `FOLDER/NAME/niemyet.toml`, as `niemyet init` makes it, with its data beside it in
`FOLDER/NAME/data`; or `FOLDER/NAME.toml`, with its data in `DATA/NAME`. Provinces share nothing but the machine.
"""

import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from niemyet.flows.config import Settings, load
from niemyet.flows.kept_secret import told_safely
from niemyet.flows.nights import NIGHT, begun_night, last_night
from niemyet.model.errors import NiemyetError, UsageError
from niemyet.model.messages import Words, msg
from niemyet.model.system_words import refused_at
from niemyet.model.tables import Run
from niemyet.model.words import Outcome, ReviewState, UpdateState
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import CrawlRow

FILE = "niemyet.toml"
#: Where the folder is unless another is named.
FOLDER = Path("niemyet.d")
#: Exit statuses from good to bad (CONTRACT §1): a wrong configuration is mended by its owner, a failed night may be anything.
_FROM_GOOD_TO_BAD = (0, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class Configured:
    """A province of the folder: what it is called there, its configuration, its data."""

    name: str
    config: Path
    data: str


class NightSaid(StrEnum):
    """What the last night of a province left."""

    GOOD = "good"
    NEEDS_PERSON = "needs_person"
    FAILED = "failed"  # a later one began and did not end
    NEVER = "never"  # no night has ended yet
    RUNNING = "running"  # somebody writes just now
    WRONG = "wrong"  # its configuration or its data cannot be read


@dataclass(frozen=True, slots=True)
class ProvinceNow:
    """One line of the overview. `why`: what is wrong, where something is."""

    name: str
    province: str | None
    outcome: NightSaid
    last_night: datetime | None = None
    dark: tuple[str, ...] = ()
    questions: int | None = None
    late: int | None = None
    release: str | None = None
    hours: float | None = None  # since the last night
    why: Words | None = None


def configured_in(folder: Path, data: str) -> tuple[Configured, ...]:
    """The provinces of a folder, by name. `data`: where the data of plain files are.

    Raises:
        UsageError: there is no such folder, or no configuration in it.
    """
    if not folder.is_dir():
        raise UsageError(
            msg(
                "{folder}: there is no such folder. Expected one with a configuration for each province: NAME/niemyet.toml "
                "or NAME.toml.",
                folder=folder,
            )
        )
    beside = [*folder.glob(FILE), *folder.glob(f"*/{FILE}")]
    found = [
        Configured(one.parent.resolve().name, one, str(one.parent / "data"))
        for one in beside
        if one.is_file()
    ]
    found += [
        Configured(one.stem, one, f"{data.rstrip('/')}/{one.stem}")
        for one in folder.glob("*.toml")
        if one.is_file() and one.name != FILE
    ]
    if not found:
        raise UsageError(
            msg(
                "{folder}: no configuration in it. Expected NAME/niemyet.toml or NAME.toml for each province; begin one with: "
                'niemyet init "Đà Nẵng" --out {quoted}/da-nang/niemyet.toml',
                folder=folder,
                quoted=shlex.quote(str(folder)),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.name, str(one.config))))


# ---- a night of each ---------------------------------------------------------------------------------------


def nights(
    provinces: Sequence[Configured], words: Sequence[str], begun: Callable[[Configured], None]
) -> list[tuple[Configured, int]]:
    """A night of each, one after the other, each in a process of its own, with its exit status; none stops the next."""
    ended = []
    for one in provinces:
        begun(one)
        command = [
            sys.executable,
            "-m",
            "niemyet",
            NIGHT,
            "--config",
            str(one.config),
            "--data",
            one.data,
            *words,
        ]
        status = subprocess.run(command, check=False).returncode  # noqa: S603 - our own interpreter, no shell
        ended.append((one, status if status in _FROM_GOOD_TO_BAD else 1))
    return ended


def worst(statuses: Iterable[int]) -> int:
    """The exit status of several nights."""
    return max(statuses, key=_FROM_GOOD_TO_BAD.index, default=0)


# ---- how each stands ---------------------------------------------------------------------------------------


def province_now(one: Configured, now: datetime) -> ProvinceNow:
    """How a province stands; what cannot be read is said in its line and hides no other."""
    try:
        settings = load(one.config)
    except NiemyetError as error:
        return ProvinceNow(one.name, None, NightSaid.WRONG, why=told_safely(error, one.config))
    except OSError as error:
        return ProvinceNow(one.name, None, NightSaid.WRONG, why=_told(error))
    province = settings.province.name
    folder = DataFolder(one.data)
    try:
        if not folder.exists() and begun_night(folder, None) is None:
            why = msg("{data}: no data yet; the first night makes it", data=one.data)
            return ProvinceNow(one.name, province, NightSaid.NEVER, why=why)
        return _of_data(one, settings, folder, now)
    except (NiemyetError, OSError) as error:
        return ProvinceNow(one.name, province, NightSaid.WRONG, why=_told(error))


def _of_data(one: Configured, settings: Settings, folder: DataFolder, now: datetime) -> ProvinceNow:
    ended = folder.lake.read("runs", Run)
    last = last_night(ended)
    crawls = {row.source_id: row for row in folder.lake.read("crawls", CrawlRow)}
    dark = tuple(sorted(_not_whole(settings, crawls, last)))
    begun = max({row.run_id for row in crawls.values()} - {run.run_id for run in ended}, default="")
    release = folder.releases.latest()
    questions = late = None
    if release is not None:
        questions = release.table("reviews", ["state"]).column(0).to_pylist().count(ReviewState.OPEN.value)
        late = (
            release.table("listing_updates", ["state"]).column(0).to_pylist().count(UpdateState.OVERDUE.value)
        )
    return ProvinceNow(
        one.name,
        settings.province.name,
        _outcome(folder, last, begun, now),
        last_night=last.finished_at if last else None,
        dark=dark,
        questions=questions,
        late=late,
        release=release.release_id if release else None,
        hours=round((now - last.finished_at).total_seconds() / 3600, 1) if last else None,
        why=last.reason if last else None,
    )


def _not_whole(settings: Settings, crawls: Mapping[str, CrawlRow], last: Run | None) -> Iterator[str]:
    """Configured sources whose last reading was not whole, and units whose listing the last night could not read whole.

    Of a listing that was read whole no row is kept, so an older row says nothing of it.
    """
    sources = {source.id for source in settings.sources}
    units = {f"unit:{listing.unit_id}" for listing in settings.listings}
    for name, row in crawls.items():
        if row.outcome is Outcome.COMPLETE:
            continue
        if name in sources or (name in units and last is not None and row.run_id == last.run_id):
            yield name


def _outcome(folder: DataFolder, last: Run | None, begun: str, now: datetime) -> NightSaid:
    """`begun`: the newest run that read a source and did not end; runs are named by the instant at which they begin."""
    if folder.written_since(now) is not None:
        return NightSaid.RUNNING
    if begun > (last.run_id if last else "") or begun_night(folder, last) is not None:
        return NightSaid.FAILED
    if last is None:
        return NightSaid.NEVER
    return NightSaid.GOOD if last.complete else NightSaid.NEEDS_PERSON


def _told(error: NiemyetError | OSError) -> Words:
    if isinstance(error, NiemyetError):
        return error.told
    return refused_at(error.filename, error)
