"""Random histories of a data folder, night by night, each release held against the same computed from nothing.

A history is fixed by its seed. What is compared is what readers see: the tables of each release, as Arrow tables, and its
files byte for byte, against `rebuild` in a copy of the folder that has `raw/` and `lake/` alone, as they were when the night
ended. A night that publishes nothing is held to that: from nothing, the last release would be made again.

    python -m tests.scenarios.random_nights SEED FOLDER      runs one in a new folder, prints a hash for each release
"""

import json
import logging
import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.flows import adopting
from niemyet.flows.answering import Answer, Desk
from niemyet.flows.clock import SetClock
from niemyet.flows.config import Settings, load
from niemyet.flows.crawling import take_in
from niemyet.flows.engine import Step, run_plain
from niemyet.flows.extraction import Extracted, Task
from niemyet.flows.facts import Inputs, gather
from niemyet.flows.observing import withdrawals
from niemyet.flows.pipeline import execute, run_nightly, run_reprocess
from niemyet.flows.publishing import publish, rebuild
from niemyet.flows.reading import read_new
from niemyet.flows.reporting import Report, report_rows
from niemyet.flows.run_context import RunContext
from niemyet.model.errors import DocumentError, UsageError
from niemyet.model.records import Limits
from niemyet.model.tables import TABLES, Review, Unit
from niemyet.model.words import Level, ReviewState
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import TakenBackRow
from niemyet.storage.raw import RawArchive
from niemyet.storage.release import Release
from niemyet.storage.releases import ABOUT_RUNS, table_files
from niemyet.storage.schemas import table_schema, to_arrow
from niemyet.transforms.consolidate import consolidate, laid_over
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.law.review_kinds import KINDS
from tests.scenarios.random_papers import (
    ABOLISHED,
    AMENDED,
    NEW,
    REPLACED,
    Paper,
    Row,
    Section,
    listed,
    written,
)

_MERGER = date(2025, 7, 1)
#: Where the program says how many rows a file holds before its table becomes several: a history's tables are small.
_LARGE = "niemyet.storage.parts.WHOLE"
_LARGES = (0, 3, 20, 25_000)
#: What a night brings, and how often it is drawn; what needs a past that is not there yet does not happen.
_WEIGHTS = {
    "new": 6, "amend": 5, "replace": 4, "abolish": 5, "correct": 3, "suspend": 2, "restore": 2, "no code": 4,
    "annul": 2, "postpone": 2, "suspend decision": 1, "restore decision": 1, "future": 3, "time-limited": 2, "late": 4,
    "received earlier": 2, "same file": 2, "another scan": 2, "taken back": 2, "handed in again": 1,
    "abolished unknown": 2, "file filed": 1,
    "listing changed": 6, "listing right": 4, "listing gone": 2, "listing back": 6, "listing shrunk": 6,
    "listing withdrawn": 2, "second channel": 2,
    "done": 6, "done published": 2, "done taken back": 8, "answer": 6, "answer published": 2, "reopen": 10,
    "unit renamed": 1, "unit by another name": 1, "unit added": 2, "unit removed": 1, "unit ended": 1,
    "units merged": 2, "policy": 2,
    "adopted": 2, "adoption withdrawn": 1, "reprocess": 1, "full night": 1, "releases removed": 2, "retention": 1,
}  # fmt: skip
EVENTS = tuple(_WEIGHTS)
#: What brings decisions and nothing else: on such nights most often only what they touch is folded.
_PAPERS = (
    "new", "amend", "replace", "abolish", "correct", "suspend", "restore", "no code", "annul", "postpone", "future",
    "time-limited", "late", "abolished unknown",
)  # fmt: skip
#: What a night is counted as that has folded only what its decisions touch.
LAID_OVER = "folded what was touched"
#: … and one that has held its release against the same made from nothing.
CHECKED = "held against everything"
#: What leaves the law as it is: on such nights only days pass on which something begins or ends.
_QUIET = tuple(kind for kind in EVENTS if kind.startswith(("listing", "done")))
_NAMES = (
    "Đăng ký khai sinh", "Đăng ký kết hôn", "Chứng thực chữ ký", "Cấp giấy phép xây dựng", "Xác nhận tình trạng hôn nhân",
    "Cấp giấy chứng nhận quyền sử dụng đất", "Đăng ký hộ kinh doanh", "Trợ cấp xã hội hằng tháng",
)  # fmt: skip
_SECTORS = ("Hộ tịch", "Chứng thực", "Đất đai", "Đường bộ", "Bảo trợ xã hội")


@dataclass(frozen=True, slots=True)
class Difference:
    """A table that a night wrote otherwise than it is made from nothing."""

    seed: int
    night: int
    table: str
    rows: tuple[str, ...]  # the first that differ

    def __str__(self) -> str:
        return "\n  ".join((f"seed {self.seed}, night {self.night}, table {self.table}:", *self.rows))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a night, or another run that publishes, has left: its tables as readers find them, and its inputs."""

    night: int
    release: str
    folder: Path  # a copy of raw/ and lake/
    tables: dict[str, pa.Table]
    files: dict[str, dict[str, str]]  # of each table: path and hash
    manifest: dict[str, Any]
    said_nothing: tuple[Inputs, date, datetime] | None = (
        None  # of what day and instant, where it has published nothing
    )


@dataclass(slots=True)
class History:
    """What came of a history."""

    seed: int
    nights: int = 0
    releases: int = 0
    events: Counter[str] = field(default_factory=Counter)
    digests: list[str] = field(default_factory=list)  # of the files of each release, in turn
    snapshots: list[Snapshot] = field(default_factory=list)
    large: int = 0  # rows from which a table is several files

    def differences(self) -> Iterator[Difference]:
        """Every table of every night that is made otherwise from nothing."""
        with patch(_LARGE, self.large):
            for one in self.snapshots:
                for table, rows in _compared(one):
                    yield Difference(self.seed, one.night, table, rows)


def is_plain(seed: int) -> bool:
    """Whether nothing is heard of the province of a history but decisions, night after night: of every fourth."""
    return seed % 4 == 2


def run_history(seed: int, root: Path, *, nights: int | None = None) -> History:
    """Run a history in an empty folder; `nights`: only so many of them."""
    root.mkdir(parents=True)
    world = _World(seed, root)
    with _read_here(), patch(_LARGE, world.history.large), _counting(world.history.events):
        try:
            world.run(nights)
        except Exception as error:
            error.add_note(f"seed {seed}, night {world.history.nights}")
            raise
    return world.history


# ---- the comparison --------------------------------------------------------------------------------------------------


def _compared(one: Snapshot) -> Iterator[tuple[str, tuple[str, ...]]]:
    folder = DataFolder(one.folder)
    release = Release(one.release, folder.place.within(f"releases/{one.release}"), one.manifest)
    if one.said_nothing is None:
        made, names = rebuild(folder, release), list(TABLES)
    else:
        inputs, as_of, knowledge = one.said_nothing
        state = consolidate(
            gather(folder.lake, inputs),
            province=inputs.province,
            policy=inputs.policy,
            as_of=as_of,
            knowledge=knowledge,
        )
        names = [name for name in TABLES if name not in ABOUT_RUNS]
        made = {name: getattr(state, name) for name in names}
    for name in names:
        rows = _differing(one.tables[name], to_arrow(made[name], table_schema(name)))
        if rows:
            yield name, rows
        elif one.said_nothing is None and (
            others := _other_files(one.files[name], name, made[name], release.as_of)
        ):
            yield name, others


def _other_files(was: dict[str, str], name: str, rows: Sequence[Any], as_of: date) -> tuple[str, ...]:
    """Files of a table that are not, byte for byte, those of a run from nothing."""
    now = {path: sha256(data).hexdigest() for path, (data, _) in table_files(name, rows, as_of).items()}
    paths = sorted(path for path in was.keys() | now.keys() if was.get(path) != now.get(path))
    return tuple(
        f"{path}: {was.get(path, 'not there')}, from nothing {now.get(path, 'not there')}"
        for path in paths[:3]
    )


def _differing(was: pa.Table, now: pa.Table) -> tuple[str, ...]:
    """The first rows that only one of two tables has; rows in another order are none."""
    if was.schema.names != now.schema.names:
        return (f"columns {was.schema.names}", f"columns from nothing {now.schema.names}")
    if was.equals(now):
        return ()
    ours, theirs = (Counter(map(repr, table.to_pylist())) for table in (was, now))
    found = [(row, "published") for row in sorted((ours - theirs).elements())[:3]]
    found += [(row, "from nothing") for row in sorted((theirs - ours).elements())[:3]]
    if not found and was.num_rows and _types(was) != _types(now):
        return (f"types {_types(was)}", f"types from nothing {_types(now)}")
    return tuple(f"{whose}: {row}" for row, whose in found)


def _types(table: pa.Table) -> list[str]:
    """Parquet calls what a list holds otherwise than Arrow does."""
    return [str(one.type).replace("element:", "item:") for one in table.schema]


# ---- reading in this process -----------------------------------------------------------------------------------------


class _PagesHere:
    """What the process of a run that reads pages does, in this one."""

    def __init__(self, limits: Limits) -> None:
        del limits

    def __call__(self, function: Callable[..., Any], /, *given: object) -> Any:
        return function(*given)

    def begin(self, function: Callable[..., Any], /, *given: object) -> Callable[[], Any]:
        return partial(function, *given)

    def warm(self) -> None:
        """Nothing to load."""

    def __enter__(self) -> "_PagesHere":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""


def _extracted_here(raw: str, tasks: Iterable[Task], limits: Limits) -> Iterator[Extracted]:
    archive = RawArchive(raw)
    for task in tasks:
        document = read_document(archive.get(task.sha256), task.name, limits)
        yield Extracted(task, reading=read_decision(document))


def _apart_here(function: Callable[..., Any], *given: object, limits: Limits) -> Any:
    del limits
    return function(*given)


@contextmanager
def _read_here() -> Iterator[None]:
    """Processes for each night of one page would take most of the time; they have tests of their own."""
    with ExitStack() as stack:
        stack.enter_context(patch("niemyet.flows.reading.extract_all", _extracted_here))
        stack.enter_context(patch("niemyet.flows.run_context.PageProcess", _PagesHere))
        stack.enter_context(patch("niemyet.flows.adopting.apart", _apart_here))
        stack.enter_context(
            patch.object(logging.getLogger("niemyet"), "disabled", True)
        )  # listings vanish on purpose
        yield


@contextmanager
def _counting(events: Counter[str]) -> Iterator[None]:
    """Count the nights that fold only what new decisions touch."""

    def counted(*given: Any, **named: Any) -> Any:
        events[LAID_OVER] += 1
        return laid_over(*given, **named)

    with patch("niemyet.flows.publishing.laid_over", counted):
        yield


# ---- the province ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Unit:
    unit_id: str
    kind: str
    level: str
    name: str
    channels: list[str]
    since: date | None = None
    until: date | None = None


class _World:
    """A province, its clerks and its data folder; every choice comes from the seed."""

    def __init__(self, seed: int, root: Path) -> None:
        self.rng = random.Random(f"random nights {seed}")
        self.history = History(seed, large=self.rng.choice(_LARGES))
        self.root = root
        for name in ("inbox", "listings", "elsewhere", "snapshots"):
            (root / name).mkdir()
        self.merges = self.rng.random() < 0.5
        first = _MERGER - timedelta(days=self.rng.randint(10, 150)) if self.merges else date(2022, 3, 1)
        self.at = datetime(first.year, first.month, first.day, 1, tzinfo=UTC)
        self.papers: list[Paper] = []
        self.codes: dict[str, list[Row]] = {"commune": [], "district": [], "province": []}
        self.number = 100
        self.files = 0
        self.days, self.keep = 5, 0
        self.renames: list[tuple[str, str]] = []
        self.successions: list[tuple[str, str, date]] = []
        self.hung: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
        self.gone: set[tuple[str, str]] = set()
        self.adopted: list[str] = []
        self.full = self.is_quiet = False
        self.quiet = self.rng.choice((0.1, 0.4, 0.7))  # share of the nights that bring no law
        self.is_plain = is_plain(seed)
        self.units = [
            _Unit(
                "tinh", "province_center", "province", "Trung tâm Phục vụ hành chính công tỉnh", ["portal"]
            ),
            _Unit("huyen-a", "district", "district", "UBND huyện A", ["counter"]),
            *(
                _Unit(f"xa-{n}", "commune", "commune", f"UBND xã Số {n}", ["counter", "portal"][: 1 + n % 2])
                for n in range(1, self.rng.randint(3, 6))
            ),
        ]
        for unit in self.units:
            for channel in unit.channels:
                self._hang(unit, channel, [])

    @property
    def folder(self) -> DataFolder:
        """Opened anew by each run: nothing is known of it but what lies on disk."""
        return DataFolder(self.root / "data")

    @property
    def today(self) -> date:
        return local_day(self.at)

    @property
    def settings(self) -> Settings:
        return load(self.root / "niemyet.toml")

    def run(self, most: int | None) -> None:
        """Night after night."""
        count = self.rng.randint(3, 12)
        for number in range(1, count + 1 if most is None else min(count, most) + 1):
            self.history.nights = number
            self._day(first=number == 1)
            self._night()
            self._pass()

    def _day(self, *, first: bool) -> None:
        for kind in ["new", "new", "new"] if first else []:
            self._happen(kind)
        self.is_quiet = not first and self.rng.random() < self.quiet
        heard = _PAPERS if self.is_plain else EVENTS
        drawn = {kind: _WEIGHTS[kind] for kind in (_QUIET if self.is_quiet else heard)}
        kinds = self.rng.choices(list(drawn), list(drawn.values()), k=self.rng.choice((0, 1, 2, 3, 4, 6)))
        for kind in kinds:
            self._happen(kind)

    def _happen(self, kind: str) -> None:
        self._tick()
        self._write_config()
        act: Callable[[], bool | None] = getattr(self, "_" + kind.replace(" ", "_").replace("-", "_"))
        if act() is not False:
            self.history.events[kind] += 1

    def _pass(self) -> None:
        is_soon = self.is_quiet or self.is_plain
        gaps = (0, 1, 1, 2, 3) if is_soon else (0, 1, 1, 1, 2, 5, 14, 30, self.rng.randint(0, 60))
        gap = self.rng.choice(gaps)
        if gap == 0:
            self._tick()
            self.history.events["second night of a day"] += 1
            return
        day = self.today + timedelta(days=gap)
        self.at = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)

    def _tick(self) -> None:
        self.at += timedelta(minutes=3)

    # ---- runs ------------------------------------------------------------------------------------------------------

    def _night(self) -> None:
        self._write_config()
        if local_day(self.at + timedelta(hours=9)) == self.today:
            self.at = max(self.at, datetime(self.at.year, self.at.month, self.at.day, 14, tzinfo=UTC))
        self._tick()
        clock = SetClock(self.at)
        result = run_nightly(self.settings, self.folder, clock, full=self.full, accepted_release="made up")
        if result.carried_wrongly:  # which the night has put right before anybody compares
            raise AssertionError(f"carried on wrongly: {', '.join(result.carried_wrongly)}")
        self.history.events[CHECKED] += result.carried_wrongly is not None
        self.full = False
        self._keep_snapshot()

    def _run(self, command: str) -> RunContext:
        return RunContext(
            self.settings,
            self.folder,
            SetClock(self.at),
            command=command,
            asked={},
            accepted_release="made up",
        )

    def _record(self, run: RunContext, table: str, rows: Sequence[object]) -> None:
        self._execute(run, Step("record", partial(run.append, table, rows)))

    def _execute(self, run: RunContext, *steps: Step) -> None:
        """Steps, then a publication, or none until the night."""
        publishing = [Step("publish", partial(publish, run))] if self.rng.random() < 0.3 else []
        execute(run, [*steps, *publishing], run_plain)
        if publishing:
            self._keep_snapshot()

    def _keep_snapshot(self) -> None:
        """What a run has left behind, to be compared when all is over."""
        release = self.folder.releases.latest()
        if release is None:
            return
        last = self.history.snapshots[-1].release if self.history.snapshots else None
        place = self.root / "snapshots" / str(len(self.history.snapshots))
        for part in ("raw", "lake"):
            if (self.root / "data" / part).exists():  # an answer before the first night leaves no raw/
                shutil.copytree(self.root / "data" / part, place / part)
        nothing = None
        if release.release_id == last:
            nothing = (self._inputs(release), self.today, self.at)
        else:
            self.history.releases += 1
            self.history.digests.append(_digest(release.folder))
        tables = {name: release.table(name) for name in TABLES}
        self.history.snapshots.append(
            Snapshot(
                self.history.nights,
                release.release_id,
                place,
                tables,
                _files(release),
                release.manifest,
                nothing,
            )
        )

    def _inputs(self, release: Release) -> Inputs:
        """What of the configuration counts, with the units that only the release still knows."""
        renamed = {before for before, _ in self.renames}
        former = [unit for unit in release.rows("units", Unit) if unit.unit_id not in renamed]
        return Inputs.of(self.settings).with_former(former)

    def _write_config(self) -> None:
        units = "".join(_unit_text(unit) for unit in self.units)
        renames = "".join(f'\n[[rename]]\nfrom = "{a}"\nto = "{b}"\n' for a, b in self.renames)
        kept = f"\n[releases]\ndays = {self.keep}\nweeks = {self.keep % 4}\n" if self.keep else ""
        successions = "".join(
            f'\n[[succession]]\nfrom_unit_id = "{a}"\nto_unit_id = "{b}"\nkind = "merge"\non_date = {on}\n'
            for a, b, on in self.successions
        )
        successor = f'successor = {{ id = "da-nang", on = {_MERGER} }}' if self.merges else ""
        (self.root / "niemyet.toml").write_text(
            f'[province]\nid = "quang-nam"\nname = "Tỉnh Quảng Nam"\n{successor}\n'
            f"[policy]\npost_within_working_days = {self.days}\n{kept}"
            f'[[source]]\nid = "hop-thu"\nkind = "inbox"\npath = "inbox"\n{units}{renames}{successions}',
            encoding="utf-8",
        )

    # ---- decisions -------------------------------------------------------------------------------------------------

    def _sign(
        self, *sections: Section, acts: Sequence[str] = (), ago: int = 0, effect: str | None = None
    ) -> Paper:
        """A decision of today, or of days ago, into the inbox."""
        self.number += self.rng.randint(1, 3)
        signed = self.today - timedelta(days=ago)
        said = self.rng.choice(("kể từ ngày ký",) * 8 + ("",)) if effect is None else effect
        paper = Paper(
            self.number, signed, said, sections, tuple(acts), self.rng.choice(_SECTORS), self.merges and signed >= _MERGER
        )  # fmt: skip
        self.papers.append(paper)
        self._drop(written(paper))
        return paper

    def _drop(self, page: str) -> None:
        self.files += 1
        (self.root / "inbox" / f"{self.files}.html").write_text(page, encoding="utf-8")

    def _level(self) -> str:
        return self.rng.choice(("commune", "commune", "commune", "district", "province"))

    def _fresh(self, level: str, most: int = 6) -> tuple[Row, ...]:
        start = sum(map(len, self.codes.values()))
        rows = tuple(
            Row(
                f"{self.rng.randint(1, 3)}.{start + n + 1:06d}",
                f"{self.rng.choice(_NAMES)} loại {start + n + 1}",
                place="Bộ phận Một cửa UBND cấp xã" if self.rng.random() < 0.1 else "",
            )
            for n in range(self.rng.randint(1, most))
        )
        self.codes[level] += rows
        return rows

    def _some(self, level: str, most: int = 4) -> tuple[Row, ...]:
        known = self.codes[level]
        return tuple(self.rng.sample(known, min(len(known), self.rng.randint(1, most))))

    def _listing(self, deed: str, *, most: int = 4, level: str | None = None) -> tuple[Section, ...]:
        """Sections of one deed; sometimes with another deed beside it."""
        level = level or self._level()
        rows = self._fresh(level, most + 4) if deed == NEW else self._some(level, most)
        if deed == AMENDED:
            rows = tuple(
                replace(
                    row,
                    time=f"{self.rng.randint(1, 30):02d} ngày",
                    name=row.name if self.rng.random() < 0.8 else f"{row.name} (sửa đổi)",
                )
                for row in rows
            )
        if not rows:
            return ()
        more = self._listing(self.rng.choice((NEW, ABOLISHED))) if self.rng.random() < 0.2 else ()
        return (Section(deed, level, rows), *(one for one in more if one.deed != deed))

    def _new(self) -> None:
        self._sign(*self._listing(NEW))

    def _amend(self) -> bool:
        return self._sign_if(self._listing(AMENDED))

    def _abolish(self) -> bool:
        return self._sign_if(self._listing(ABOLISHED, most=2))

    def _sign_if(self, sections: tuple[Section, ...], **more: Any) -> bool:
        if sections:
            self._sign(*sections, **more)
        return bool(sections)

    def _replace(self) -> bool:
        level = self._level()
        old = self._some(level, 2)
        new = self._fresh(level, 2)
        rows = tuple(replace(one, old=gone) for one, gone in zip(new, old, strict=False))
        return self._sign_if((Section(REPLACED, level, rows),) if rows else ())

    def _no_code(self) -> bool:
        sections = self._listing(self.rng.choice((ABOLISHED, AMENDED, NEW)))
        return self._sign_if(
            tuple(replace(one, rows=tuple(replace(row, code="") for row in one.rows)) for one in sections)
        )

    def _abolished_unknown(self) -> None:
        level = self._level()
        rows = tuple(
            Row(f"4.{self.rng.randint(1, 900):06d}", f"{self.rng.choice(_NAMES)} chưa từng nhận")
            for _ in range(2)
        )
        self._sign(Section(ABOLISHED, level, rows))

    def _future(self) -> bool:
        day = self._soon_or_later()
        return self._sign_if(
            self._listing(self.rng.choice((NEW, AMENDED, ABOLISHED))), effect=f"kể từ ngày {day:%d/%m/%Y}"
        )

    def _soon_or_later(self) -> date:
        return self.today + timedelta(days=self.rng.randint(1, self.rng.choice((5, 60))))

    def _time_limited(self) -> bool:
        until = self._soon_or_later()
        said = f"kể từ ngày {self.today:%d/%m/%Y} đến hết ngày {until:%d/%m/%Y}"
        return self._sign_if(self._listing(self.rng.choice((NEW, AMENDED))), effect=said)

    def _late(self) -> bool:
        ago = self.rng.randint(5, 200)
        return self._sign_if(self._listing(self.rng.choice((NEW, AMENDED, ABOLISHED))), ago=ago)

    def _received_earlier(self) -> bool:
        """A paper that lay in a drawer, handed in with the day on which it came."""
        sections = self._listing(self.rng.choice((NEW, AMENDED, ABOLISHED)))
        if not sections:
            return False
        self._sign(*sections, ago=40)
        inbox = self.root / "inbox" / f"{self.files}.html"
        path = inbox.rename(self.root / "elsewhere" / inbox.name)
        run = self._run("ingest")
        came = self.at - timedelta(days=self.rng.randint(1, 39))
        taking = partial(take_in, run, [path], source_id="ingest", received_at=came)
        self._execute(run, Step("take in", taking), Step("read", partial(read_new, run)))
        return True

    def _cited(self) -> Paper | None:
        published = [paper for paper in self.papers if paper.rows]
        return self.rng.choice(published) if published else None

    def _act(self, text: str) -> bool:
        """An article about a decision ({cited}), a row of it ({code}) and another day ({day})."""
        paper = self._cited()
        if paper is None:
            return False
        row = self.rng.choice(paper.rows)
        if "{code}" in text and not row.code:
            return False
        day = self._soon_or_later() if self.rng.random() < 0.8 else self.today - timedelta(days=3)
        self._sign(
            acts=[
                text.format(
                    cited=paper.cited,
                    code=row.code,
                    name=row.name,
                    day=f"{day:%d/%m/%Y}",
                    other=f"{row.code[:-3]}{self.rng.randint(100, 999)}",
                )
            ]
        )
        return True

    def _correct(self) -> bool:
        return self._act(
            self.rng.choice(
                (
                    "Đính chính mã thủ tục “{code}” tại {cited} thành “{other}”.",
                    "Đính chính tên thủ tục “{name}” (mã {code}) tại {cited} thành “{name} đã đính chính”.",
                    "Đính chính thời hạn giải quyết của thủ tục mã {code} tại {cited} từ “05 ngày làm việc” thành “07 ngày”.",
                    "Đính chính ngày có hiệu lực tại {cited} thành “{day}”.",
                )
            )
        )

    def _suspend(self) -> bool:
        return self._act("Tạm dừng tiếp nhận thủ tục hành chính mã {code} từ ngày {day}.")

    def _restore(self) -> bool:
        return self._act("Khôi phục việc tiếp nhận thủ tục hành chính mã {code} từ ngày {day}.")

    def _annul(self) -> bool:
        return self._act(
            self.rng.choice(("Bãi bỏ {cited}.", "{cited} bị bãi bỏ kể từ ngày {day}.", "Thu hồi {cited}."))
        )

    def _postpone(self) -> bool:
        return self._act("Thời điểm có hiệu lực của {cited} được lùi đến ngày {day}.")

    def _suspend_decision(self) -> bool:
        return self._act("{cited} tạm ngưng hiệu lực thi hành từ ngày {day}.")

    def _restore_decision(self) -> bool:
        return self._act("Tiếp tục thực hiện trở lại {cited} từ ngày {day}.")

    def _in_inbox(self) -> Path | None:
        held = sorted((self.root / "inbox").iterdir())
        return self.rng.choice(held) if held else None

    def _same_file(self) -> bool:
        path = self._in_inbox()
        if path is not None:
            self._drop(path.read_text(encoding="utf-8"))
        return path is not None

    def _another_scan(self) -> bool:
        paper = self._cited()
        if paper is None:
            return False
        if self.rng.random() < 0.3:  # in which a digit was read otherwise
            one = paper.sections[0]
            rows = (replace(one.rows[0], time="3 ngày"), *one.rows[1:])
            paper = replace(paper, sections=(replace(one, rows=rows), *paper.sections[1:]))
        self._drop(written(paper, scan=self.files + 1))
        return True

    def _file_filed(self) -> bool:
        path = self._in_inbox()
        if path is not None:
            path.unlink()
        return path is not None

    def _take_back(self, *, again: bool) -> bool:
        last = {row.sha256: row for row in self.folder.lake.read("taken_back", TakenBackRow)}
        handed = self._in_inbox()
        back = sorted(sha for sha, row in last.items() if not row.again)
        if (again and not back) or handed is None:
            return False
        sha = self.rng.choice(back) if again else sha256(handed.read_bytes()).hexdigest()
        run = self._run("ingest")
        self._record(
            run, "taken_back", [TakenBackRow(run.run_id, sha, "tệp", "Lan", run.started_at, again=again)]
        )
        return True

    def _taken_back(self) -> bool:
        return self._take_back(again=False)

    def _handed_in_again(self) -> bool:
        return self._take_back(again=True)

    # ---- listings --------------------------------------------------------------------------------------------------

    def _hang(self, unit: _Unit, channel: str, rows: list[tuple[str, str, str]]) -> None:
        self.hung[unit.unit_id, channel] = rows
        page = listed(rows or [("1.000001", "Thủ tục đầu tiên", "")])
        self._board(unit.unit_id, channel).write_text(page, encoding="utf-8")

    def _board(self, unit_id: str, channel: str) -> Path:
        return self.root / "listings" / f"{unit_id}-{channel}.html"

    def _place(self) -> tuple[_Unit, str]:
        unit = self.rng.choice([unit for unit in self.units if unit.channels])
        return unit, self.rng.choice(unit.channels)

    def _known(self, level: str) -> list[tuple[str, str, str]]:
        papers = {row.code: paper for paper in self.papers for row in paper.rows}
        return [
            (row.code, row.name, f"{papers[row.code].number}/QĐ-UBND" if row.code in papers else "")
            for row in self.codes[level]
        ]

    def _listing_changed(self) -> None:
        unit, channel = self._place()
        rows = [row for row in self._known(unit.level) if self.rng.random() < 0.8]
        self.rng.shuffle(rows)
        self._hang(unit, channel, rows)

    def _listing_right(self) -> None:
        unit, channel = self._place()
        self._hang(unit, channel, self._known(unit.level))

    def _listing_gone(self) -> bool:
        unit, channel = self._place()
        self._board(unit.unit_id, channel).unlink(missing_ok=True)
        self.gone.add((unit.unit_id, channel))
        return True

    def _listing_back(self) -> bool:
        back = sorted(
            (unit.unit_id, each)
            for unit in self.units
            for each in unit.channels
            if (unit.unit_id, each) in self.gone
        )
        if not back:
            return False
        unit_id, channel = self.rng.choice(back)
        unit = next(one for one in self.units if one.unit_id == unit_id)
        self.gone.remove((unit_id, channel))
        self._hang(unit, channel, self.hung.get((unit_id, channel), []))
        return True

    def _listing_shrunk(self) -> bool:
        unit, channel = self._place()
        rows = self.hung.get((unit.unit_id, channel), [])
        if len(rows) < 3:
            return False
        self._hang(unit, channel, rows[: len(rows) // 3])
        return True

    def _listing_withdrawn(self) -> bool:
        unit, _ = self._place()
        run = self._run("observe")
        try:
            rows = withdrawals(run, unit.unit_id, None, None)
        except UsageError:
            return False
        self._record(run, "observations", rows)
        return True

    def _second_channel(self) -> bool:
        single = [unit for unit in self.units if len(unit.channels) == 1]
        if not single:
            return False
        unit = self.rng.choice(single)
        unit.channels.append("portal" if unit.channels == ["counter"] else "counter")
        self._hang(unit, unit.channels[-1], self._known(unit.level))
        return True

    # ---- clerks ----------------------------------------------------------------------------------------------------

    def _work(self, *states: str) -> tuple[Release, list[dict[str, Any]]] | None:
        release = self.folder.releases.latest()
        if release is None:
            return None
        columns = ["update_id", "state", "effective_on", "done_by"]
        rows = [
            row for row in release.table("listing_updates", columns).to_pylist() if row["state"] in states
        ]
        return (release, sorted(rows, key=lambda row: row["update_id"])) if rows else None

    def _report(self, *, undo: bool = False, publishing: bool = False) -> bool:
        states = ("done",) if undo else ("due", "overdue", "unobserved", "planned")
        found = self._work(*states)
        if found is None:
            return False
        release, rows = found
        chosen = self.rng.sample(rows, min(len(rows), self.rng.randint(1, 4)))
        report = Report(self.folder, self.at)
        on = self.today - timedelta(days=self.rng.choice((0, 0, 0, 1, 3)))
        said = []
        for row in chosen:
            try:
                said += report_rows(report, release, [row["update_id"]], on=on, by="Lan", undo=undo)
            except UsageError:
                continue  # before its effect, or nobody reported it
        if not said:
            return False
        if publishing:
            self._record(self._run("done"), "confirmations", said)
        else:
            self.folder.hand_in("confirmations", report.run_id, said)
        return True

    def _done(self) -> bool:
        return self._report()

    def _done_published(self) -> bool:
        return self._report(publishing=True)

    def _done_taken_back(self) -> bool:
        return self._report(undo=True)

    def _say(self, *, reopen: bool = False, publishing: bool = False) -> bool:
        if self.folder.releases.latest() is None:
            return False
        run = self._run("review")
        desk = Desk(run)
        state = ReviewState.RESOLVED if reopen else ReviewState.OPEN
        asked = sorted(
            (one for one in desk.state.reviews if one.state is state), key=lambda one: one.review_id
        )
        if not asked:
            return False
        said: list[Answer] = []
        for review in self.rng.sample(asked, min(len(asked), 2)):
            answer = desk.reopen(review) if reopen else self._answered(desk, review)
            said += [answer] if answer is not None else []
        if not said:
            return False
        rows = desk.rows(said, "Hà")
        if publishing:
            self._record(run, "resolutions", rows)
        else:
            self.folder.hand_in("resolutions", run.run_id, rows)
        return True

    def _answered(self, desk: Desk, review: Review) -> Answer | None:
        offered = [
            *review.candidates,
            *(one.value for one in KINDS[review.kind].choices),
            f"{self.today:%d/%m/%Y}",
            "xã",
        ]
        self.rng.shuffle(offered)
        for value in offered:
            checked = desk.check(review, value)
            if isinstance(checked, Answer):
                return checked
        return None

    def _answer(self) -> bool:
        return self._say()

    def _answer_published(self) -> bool:
        return self._say(publishing=True)

    def _reopen(self) -> bool:
        return self._say(reopen=True)

    # ---- configuration ---------------------------------------------------------------------------------------------

    def _commune(self) -> _Unit | None:
        kept = {one for a, b, _ in self.successions for one in (a, b)}
        found = [
            one
            for one in self.units
            if one.kind == "commune" and one.until is None and one.unit_id not in kept
        ]
        return self.rng.choice(found) if len(found) > 1 else None

    def _unit_renamed(self) -> bool:
        """Under another id: what was seen of it moves."""
        unit = self._commune()
        if unit is None or any(to == unit.unit_id for _, to in self.renames):
            return False
        before, unit.unit_id = unit.unit_id, f"{unit.unit_id}-moi"
        self.renames.append((before, unit.unit_id))
        for channel in unit.channels:
            self._hang(unit, channel, self.hung.get((before, channel), []))
        return True

    def _unit_by_another_name(self) -> bool:
        unit = self._commune()
        if unit is not None:
            unit.name += " Mới"
        return unit is not None

    def _unit_added(self) -> None:
        number = 10 + len(self.history.events) + self.files
        unit = _Unit(
            f"xa-{number}", "commune", "commune", f"UBND xã Số {number}", self.rng.choice(([], ["counter"]))
        )
        if all(one.unit_id != unit.unit_id for one in self.units):
            unit.since = self.rng.choice((None, self.today + timedelta(days=self.rng.randint(-10, 20))))
            self._begin(unit)

    def _begin(self, unit: _Unit) -> None:
        self.units.append(unit)
        for channel in unit.channels:
            self._hang(unit, channel, [])

    def _unit_removed(self) -> bool:
        unit = self._commune()
        if unit is None or any(to == unit.unit_id for _, to in self.renames):
            return False
        self.units.remove(unit)
        return True

    def _unit_ended(self) -> bool:
        unit = self._commune()
        if unit is not None:
            unit.until = self.today + timedelta(days=self.rng.randint(-20, 30))
        return unit is not None

    def _units_merged(self) -> bool:
        """Two communes become one that is new."""
        there = [
            unit
            for unit in self.units
            if unit.kind == "commune" and unit.until is None and unit.since is None
        ]
        if len(there) < 2:
            return False
        day = self.today + timedelta(days=self.rng.randint(-5, 20))
        new = _Unit(
            f"xa-hop-{self.files}", "commune", "commune", f"UBND xã Hợp {self.files}", ["counter"], since=day
        )
        if any(unit.unit_id == new.unit_id for unit in self.units):
            return False
        for unit in self.rng.sample(there, 2):
            unit.until = day
            self.successions.append((unit.unit_id, new.unit_id, day))
        self._begin(new)
        return True

    def _policy(self) -> None:
        self.days = self.rng.randint(1, 12)

    def _retention(self) -> None:
        self.keep = self.rng.choice((0, 1, 7))

    # ---- lists taken as evidence, and the folder itself --------------------------------------------------------------

    def _adopted(self) -> bool:
        unit = self.rng.choice(self.units)
        rows = [row for row in self._known(unit.level) if self.rng.random() < 0.5]
        rows += [
            (f"5.{self.rng.randint(1, 900):06d}", f"{self.rng.choice(_NAMES)} có từ trước", "")
            for _ in range(2)
        ]
        path = self.root / "elsewhere" / f"danh-muc-{len(self.adopted)}.html"
        path.write_text(listed(rows), encoding="utf-8")
        run = self._run("adopt")
        held_on = self.today - timedelta(days=self.rng.randint(0, 300))
        try:
            proposal = adopting.propose(
                run, path, unit_id=unit.unit_id if self.rng.random() < 0.5 else None, source="Sổ theo dõi", held_on=held_on,
                levels=[Level(unit.level)],
            )  # fmt: skip
        except (UsageError, DocumentError):
            return False
        self._execute(run, Step("adopt", partial(adopting.keep, run, proposal, "Hà")))
        self.adopted.append(path.name)
        return True

    def _adoption_withdrawn(self) -> bool:
        if not self.adopted:
            return False
        run = self._run("adopt")
        name = self.adopted.pop(self.rng.randrange(len(self.adopted)))
        rows = adopting.withdrawals(run, name, source=None, held_on=None, unit_id=None, by="Hà")
        self._record(run, "adoptions", rows)
        return True

    def _reprocess(self) -> bool:
        if self.folder.releases.latest() is None:
            return False
        run_reprocess(self.settings, self.folder, SetClock(self.at), accepted_release="made up")
        self._keep_snapshot()
        return True

    def _full_night(self) -> None:
        self.full = True

    def _releases_removed(self) -> bool:
        old = self.folder.releases.all()[:-1]
        if not old:
            return False
        gone = set(self.rng.sample(old, self.rng.randint(1, len(old))))
        folder = self.folder
        with folder.only_writer():
            folder.remove_releases(gone)
        return True


def _unit_text(unit: _Unit) -> str:
    lived = f"valid_from = {unit.since}\n" if unit.since else ""
    lived += f"valid_until = {unit.until}\n" if unit.until else ""
    shown = ", ".join(
        f'{{ channel = "{each}", path = "listings/{unit.unit_id}-{each}.html" }}' for each in unit.channels
    )
    return (
        f'\n[[unit]]\nid = "{unit.unit_id}"\nkind = "{unit.kind}"\nname = "{unit.name}"\n{lived}'
        f"listings = [{shown}]\n"
    )


def _files(release: Release) -> dict[str, dict[str, str]]:
    """The files of each table as they lie there, with their hashes."""
    found: dict[str, dict[str, str]] = {name: {} for name in TABLES}
    for path in (one for one in release.folder.rglob("*.parquet") if one.is_file()):
        place = path.relative_to(release.folder).as_posix()
        found[place.split(".parquet", 1)[0]][place] = sha256(path.read_bytes()).hexdigest()
    return found


def _digest(folder: Path) -> str:
    """One hash of all files of a release."""
    found = sha256()
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        found.update(
            path.relative_to(folder).as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest()
        )
    return found.hexdigest()


def _main(seed: int, root: Path) -> None:
    print(json.dumps(run_history(seed, root).digests))


if __name__ == "__main__":
    _main(int(sys.argv[1]), Path(sys.argv[2]))
