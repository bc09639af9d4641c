"""The province of `nights.py`: what is dropped into the inbox, what the units have hung, what their clerks report.

What real use has is a habit with a share; `PLAIN` has none of them, and drops and hangs what this benchmark always did.
"""

import argparse
import json
import os
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

import pyarrow.compute as pc

from benchmarks.nights_processes import child_doing
from niemyet.flows.reporting import Report, report_rows
from niemyet.model.words import Channel, UpdateKind
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import ConfirmationRow
from niemyet.transforms.retention import Retention

FIRST = date(2022, 1, 3)
#: Days after which a file leaves the inbox: the clerk files it. What was received stays received.
_IN_INBOX = 20
#: Share of listings that change in a night, whatever was decided.
_CHANGES = 0.01
#: A board of a commune holds some 300 procedures (DOMAIN §0): what is in force stays between these two.
_LEAST_IN_FORCE, _MOST_IN_FORCE = 200, 400
#: Procedures that were published before the first night and never received here.
_PAST = 200
#: Work that was reported at once is open no longer; who reports more than so much a day has not looked.
_MOST_REPORTS = 400


@dataclass(frozen=True, slots=True)
class Habits:
    """What a province does, as shares; chosen, not measured anywhere."""

    channels: int = 2
    reposts: float = 0.6  # of the units hang what is right within days of a decision
    reports: float = 0.5  # of the work is reported within days
    late: float = 0.2  # of units and of work: three to nine weeks later; the rest never
    no_code: float = 0.1  # of amendments and abolitions print no codes
    unknown: float = 0.05  # of the decisions abolish what was never received
    past: float = 0.1  # of the rows that amend or abolish speak of what was published before the first night


PLAIN = Habits(channels=1, reposts=0, reports=0, late=0, no_code=0, unknown=0, past=0)


def add_habits(parser: argparse.ArgumentParser) -> None:
    """An option for each habit, and one for none."""
    parser.add_argument("--plain", action="store_true", help="none of the habits, unless named beside it")
    for one in fields(Habits):
        kind = int if one.name == "channels" else float
        parser.add_argument(f"--{one.name.replace('_', '-')}", type=kind, help=f"{one.default} by default")


def habits_of(options: argparse.Namespace) -> Habits:
    """Those that were asked for."""
    named = {one.name: value for one in fields(Habits) if (value := getattr(options, one.name)) is not None}
    return replace(PLAIN if options.plain else Habits(), **named)


_CONFIG = """
[province]
id = "quang-nam"
name = "Tỉnh Quảng Nam"
successor = { id = "da-nang", on = 2035-07-01 }

[[source]]
id = "hop-thu"
kind = "inbox"
path = "inbox"
"""
_UNIT = """
[[unit]]
id = "xa-{number}"
kind = "commune"
name = "UBND xã Thử {number}"
listings = [{listings}]
"""
_SECTORS = (
    "Hộ tịch",
    "Chứng thực",
    "Đất đai",
    "Đường bộ",
    "Báo chí",
    "Nuôi con nuôi",
    "Lâm nghiệp",
    "Thủy sản",
)
_PAST_SECTOR = "Hộ tịch"  # of what was published before the first night
_DEEDS = ("BAN HÀNH MỚI", "ĐƯỢC SỬA ĐỔI, BỔ SUNG", "BỊ BÃI BỎ")
_NEW, _AMENDED, _ABOLISHED = _DEEDS
_CHANNELS = ("counter", "portal")
#: What a report means, and what is asked of a piece of work before it is reported.
_MEANT = [
    "update_id",
    "unit_id",
    "code",
    "kind",
    "channel",
    "decision_id",
    "effective_on",
    "done_on",
    "state",
]
_OPEN = ("planned", "due", "overdue", "unobserved")

_Procedure = tuple[str, str]  # code, name


class Province:
    """Its days, one after the other; every choice comes from the seed."""

    def __init__(
        self,
        root: Path,
        units: int,
        most: int,
        seed: int,
        kept: Retention | None = None,
        habits: Habits = Habits(),
    ) -> None:
        self._root, self._units, self._most, self._seed, self._habits = root, units, most, seed, habits
        self._rng = random.Random(f"nights {seed}")
        self._clerks = random.Random(f"clerks {seed}")  # so that a plain province is what it always was
        self._codes: list[_Procedure] = []
        self._in_force: dict[str, str] = {}
        self._past = [
            (f"3.{n:06d}", f"Thủ tục cũ số {n} về {_PAST_SECTOR.lower()}") for n in range(1, _PAST + 1)
        ]
        # Of the lists of one sector, so that it is the share that was asked for of all.
        self._past_share = min(1, habits.past * len(_SECTORS))
        self._dropped: list[tuple[int, Path]] = []
        self._to_hang: dict[tuple[int, str], int] = {}  # board: the day of its next round
        self._unseen: set[tuple[int, str]] | None = (
            None  # boards that have hung anew, where nobody looks each night
        )
        self.decisions = 0
        (root / "inbox").mkdir(parents=True)
        (root / "listings").mkdir()
        told = "".join(
            _UNIT.format(
                number=number,
                listings=", ".join(
                    f'{{ channel = "{each}", path = "listings/{_board(number, each)}" }}'
                    for each in self._channels
                ),
            )
            for number in range(units)
        )
        (root / "niemyet.toml").write_text(_CONFIG + told + _releases(kept), encoding="utf-8")

    @property
    def in_force(self) -> int:
        """How many procedures a board holds now."""
        return len(self._in_force)

    @property
    def _is_plain(self) -> bool:
        """Whether nobody hangs what was decided: then any rows of the newest stand in a listing."""
        return not self._habits.reposts and not self._habits.late

    @property
    def _channels(self) -> tuple[str, ...]:
        return _CHANNELS[: self._habits.channels]

    def days(self, numbers: Sequence[int]) -> None:
        """What days bring of which only the last one's evening is looked at: a board that hung anew twice is shown once."""
        self._unseen = set()
        for number in numbers:
            self.day(number)
        unseen, self._unseen = sorted(self._unseen), None
        for unit, channel in unseen:
            self._post(unit, channel)

    def day(self, number: int, decisions: int | None = None) -> None:
        """What a day brings; `decisions`: so many, instead of what the seed says."""
        day = FIRST + timedelta(days=number)
        for _ in range(self._rng.randint(0, self._most) if decisions is None else decisions):
            self.decisions += 1
            path = self._root / "inbox" / f"{self.decisions}.html"
            path.write_text(self._decision(self.decisions, day), encoding="utf-8")
            self._dropped.append((number, path))
            self._plan_to_hang(number)
        for place in [each for each in self._dropped if each[0] < number - _IN_INBOX]:
            place[1].unlink()
            self._dropped.remove(place)
        for unit in range(self._units):
            if number == 1 or self._rng.random() < _CHANGES:
                for channel in self._channels:
                    self._post(unit, channel)
        for unit, channel in sorted(board for board, on in self._to_hang.items() if on <= number):
            del self._to_hang[unit, channel]
            self._post(unit, channel)

    def evening(self, number: int) -> tuple[int, int]:
        """What the clerks report the next morning; gives the pieces of work of the newest release, and how many are open."""
        return _told_by_a_process(partial(self._report, FIRST + timedelta(days=number + 1)))

    def evenings(self, number: int) -> tuple[int, int]:
        """What the clerks have reported until the morning after a night, of all that its release lists, handed in at once.

        Each piece on its own day, no more on one than in a night; gives the pieces of work, and the reports.
        """
        return _told_by_a_process(partial(self._report_of_years, FIRST + timedelta(days=number + 1)))

    # ---- what is hung and reported -----------------------------------------------------------------------------------

    def _plan_to_hang(self, number: int) -> None:
        """The day on which each board will show what was decided today: with its next round, where one is planned already."""
        if self._is_plain:
            return
        for unit in range(self._units):
            for channel in self._channels:
                habit = (unit + self._clerks.random()) / self._units  # a unit stays as quick as it is
                lag = _lag(habit, self._habits.reposts, self._habits.late)
                if lag is not None:
                    self._to_hang.setdefault((unit, channel), number + lag)

    def _post(self, unit: int, channel: str) -> None:
        if self._unseen is not None:
            self._unseen.add((unit, channel))
            return
        if self._is_plain:
            shown = [one for one in self._codes[-400:] if self._rng.random() < 0.9]
        else:  # what is right, but for a slip in a hundred
            shown = [one for one in self._in_force.items() if self._clerks.random() < 0.99]
        hung = shown or [("1.000001", "Thủ tục đầu tiên")]
        rows = "".join(
            f"<tr><td>{place}</td><td>{code}</td><td>{name}</td></tr>"
            for place, (code, name) in enumerate(hung, 1)
        )
        head = "<tr><th>STT</th><th>Mã TTHC</th><th>Tên thủ tục hành chính</th></tr>"
        page = f"<html><meta charset='utf-8'><body><table>{head}{rows}</table></body></html>"
        (self._root / "listings" / _board(unit, channel)).write_text(page, encoding="utf-8")

    def _report(self, today: date) -> tuple[int, int]:
        folder = DataFolder(self._root / "data")
        release = folder.releases.latest()
        if release is None:
            return 0, 0
        work = release.table("listing_updates", ["update_id", "effective_on", "state"])
        states = work.column("state").cast("string")
        still_open = work.filter(pc.is_in(states, value_set=pc.cast(list(_OPEN), "string")))
        if self._habits.reports or self._habits.late:
            due = [row["update_id"] for row in still_open.to_pylist() if self._reports(row, today)]
            report = Report(folder, datetime(today.year, today.month, today.day, 2, tzinfo=UTC))
            rows = report_rows(report, release, due[:_MOST_REPORTS], on=today, by="Lan") if due else []
            if rows:
                folder.hand_in("confirmations", report.run_id, rows)
        return work.num_rows, still_open.num_rows

    def _report_of_years(self, today: date) -> tuple[int, int]:
        folder = DataFolder(self._root / "data")
        release = folder.releases.latest()
        assert release is not None
        at = datetime(today.year, today.month, today.day, 2, tzinfo=UTC)
        run_id = Report(folder, at).run_id
        rows: list[ConfirmationRow] = []
        told: Counter[date] = Counter()
        work = release.table("listing_updates", _MEANT)
        for batch in work.to_batches(max_chunksize=50_000):
            for row in batch.to_pylist():
                on = self._day_of_report(row["update_id"], row["effective_on"])
                if on is None or on >= today or row["state"] == "cancelled":
                    continue
                if told[on] == _MOST_REPORTS or (row["done_on"] is not None and row["done_on"] <= on):
                    continue  # seen to be done by then
                told[on] += 1
                rows.append(
                    ConfirmationRow(
                        run_id, row["update_id"], on, "Lan", datetime(on.year, on.month, on.day, 9, tzinfo=UTC),
                        row["unit_id"], row["code"], UpdateKind(row["kind"]),
                        Channel(row["channel"]) if row["channel"] else None, row["decision_id"],
                    )
                )  # fmt: skip
        if rows:
            folder.hand_in("confirmations", run_id, rows)
        return work.num_rows, len(rows)

    def _reports(self, row: dict[str, object], today: date) -> bool:
        on = self._day_of_report(row["update_id"], row["effective_on"])
        return on is not None and today >= on

    def _day_of_report(self, update_id: object, effective: object) -> date | None:
        """When a clerk reports a piece of work: each piece has its own lag, told by its id."""
        if not isinstance(effective, date):
            return None
        chance = int(sha256(str(update_id).encode()).hexdigest()[:8], 16) / 2**32
        lag = _lag(chance, self._habits.reports, self._habits.late)
        return effective + timedelta(days=lag) if lag is not None else None

    # ---- what is decided -----------------------------------------------------------------------------------------------

    def _decision(self, number: int, day: date) -> str:
        deed = self._rng.choice(_DEEDS) if self._codes else _NEW
        sector = self._rng.choice(_SECTORS)
        count = self._rng.randint(2, 12)
        deed = self._kept_in_bounds(deed)
        if deed == _NEW:
            start = len(self._codes)
            rows = [
                (
                    f"1.{start + each + 1:06d}",
                    f"Thủ tục số {start + each + 1} về {sector.lower()} cho hộ gia đình, cá nhân",
                )
                for each in range(count)
            ]
            self._codes += rows
        else:
            sector, rows = self._named(deed, sector, count)
        self._take_note(deed, rows)
        without = deed != _NEW and self._clerks.random() < self._habits.no_code
        lines = "".join(
            f"<tr><td>{place}</td><td>{'' if without else code}</td><td>{name}</td><td>05 ngày làm việc</td></tr>"
            for place, (code, name) in enumerate(rows, 1)
        )
        return _PAPER.format(
            number=number,
            day=day,
            deed=deed,
            said=deed.lower(),
            sector=sector,
            caps=sector.upper(),
            lines=lines,
        )

    def _kept_in_bounds(self, deed: str) -> str:
        if len(self._in_force) < _LEAST_IN_FORCE:
            return _NEW
        return _ABOLISHED if deed == _NEW and len(self._in_force) > _MOST_IN_FORCE else deed

    def _named(self, deed: str, sector: str, count: int) -> tuple[str, list[_Procedure]]:
        """Procedures that a decision amends or abolishes, and their sector: in force, from before the first night, or never heard
        of. A list has those of its own sector: a row without a code that stood under another would be asked about in vain."""
        if deed == _ABOLISHED and self._clerks.random() < self._habits.unknown:
            return sector, [
                (f"4.{self._clerks.randint(1, 999_999):06d}", f"Thủ tục chưa từng nhận số {n}")
                for n in range(count)
            ]
        held = _by_sector(self._in_force)
        sector = sector if sector in held else self._clerks.choice(sorted(held))
        rows = self._clerks.sample(held[sector], min(count, len(held[sector])))
        old = self._clerks.sample(self._past, len(rows))
        return sector, [
            before if sector == _PAST_SECTOR and self._clerks.random() < self._past_share else row
            for row, before in zip(rows, old, strict=True)
        ]

    def _take_note(self, deed: str, rows: list[_Procedure]) -> None:
        for code, name in rows:
            if deed == _ABOLISHED:
                self._in_force.pop(code, None)
            else:
                self._in_force[code] = name


def _releases(kept: Retention | None) -> str:
    """What the configuration says of releases; without a word all of them stay."""
    if kept is None:
        return ""
    return f"\n[releases]\ndays = {kept.days}\nweeks = {kept.weeks}\nmonths = {kept.months}\n"


def _by_sector(in_force: Mapping[str, str]) -> dict[str, list[_Procedure]]:
    """Procedures by the sector that their names say."""
    found: dict[str, list[_Procedure]] = {}
    for code, name in sorted(in_force.items()):
        sector = next(one for one in _SECTORS if f" về {one.lower()}" in name)
        found.setdefault(sector, []).append((code, name))
    return found


def _told_by_a_process(act: Callable[[], tuple[int, int]]) -> tuple[int, int]:
    """What is found in a process of its own: the nights are forked from this one, which so has no threads."""
    told, telling = os.pipe()
    child = child_doing(lambda: os.write(telling, json.dumps(act()).encode()))
    os.close(telling)
    with os.fdopen(told) as answer:
        text = answer.read()
    if os.waitpid(child, 0)[1]:
        raise RuntimeError("the clerks could not report")
    one, other = json.loads(text)
    return one, other


def _board(unit: int, channel: str) -> str:
    return f"{unit}.html" if channel == "counter" else f"{unit}-{channel}.html"


def _lag(chance: float, soon: float, late: float) -> int | None:
    """Days after which something is done: one to seven, three to nine weeks, or never."""
    if chance < soon:
        return 1 + int(7 * chance / soon)
    if chance < soon + late:
        return 21 + int(42 * (chance - soon) / late)
    return None


_PAPER = """<html><head><meta charset="utf-8"></head><body>
<table><tr><td>ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM</td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc</td></tr>
<tr><td>Số: {number}/QĐ-UBND</td><td>Quảng Nam, ngày {day:%d} tháng {day:%m} năm {day:%Y}</td></tr></table>
<p>QUYẾT ĐỊNH</p>
<p>Về việc công bố Danh mục thủ tục hành chính {said} lĩnh vực {sector}</p>
<p>CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM</p>
<p>QUYẾT ĐỊNH:</p>
<p>Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính {said} lĩnh vực {sector}.</p>
<p>Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.</p>
<p>PHỤ LỤC</p>
<p>(Kèm theo Quyết định số {number}/QĐ-UBND ngày {day:%d/%m/%Y} của Chủ tịch UBND tỉnh)</p>
<p>A. THỦ TỤC HÀNH CHÍNH {deed}</p>
<table><tr><td>STT</td><td>Mã TTHC</td><td>Tên thủ tục hành chính</td><td>Thời hạn giải quyết</td></tr>
<tr><td>I</td><td colspan="3">THỦ TỤC HÀNH CHÍNH CẤP XÃ</td></tr>
<tr><td>I.1</td><td colspan="3">LĨNH VỰC {caps}</td></tr>
{lines}</table></body></html>
"""
