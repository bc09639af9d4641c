"""What a night costs after many nights: processor seconds, bytes, files and memory of each, and the slope of them.

A made-up province: 0 to 10 new decisions a night, units whose listings hardly ever change, a clock that is set. Each night is a
process of its own, as the command is; what it and its children used is what the kernel says of them.

    python -m benchmarks nights [--nights 400] [--units 40] [--minutes 60] [--days 30] [--plot docs/nights.svg]

`--minutes`: as many of the nights as fit. `--days`: what `[releases] days` says; of months the last release stays.
"""

import argparse
import contextlib
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.measure import Line, machine
from niemyet.flows.clock import SetClock
from niemyet.flows.config import load
from niemyet.flows.pipeline import run_nightly
from niemyet.reports.text_table import text_table
from niemyet.storage.folder import DataFolder

FIRST = date(2022, 1, 3)
#: Days after which a file leaves the inbox: the clerk files it. What was received stays received.
_IN_INBOX = 20
#: Share of listings that change in a night.
_CHANGES = 0.01
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
listings = [{{ channel = "counter", path = "listings/{number}.html" }}]
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
_DEEDS = ("BAN HÀNH MỚI", "ĐƯỢC SỬA ĐỔI, BỔ SUNG", "BỊ BÃI BỎ")


@dataclass(frozen=True, slots=True)
class Night:
    """What one night has cost."""

    number: int
    decisions: int  # that there are by then
    seconds: float  # of the processor, its children included
    peak: float  # MB
    written: int  # bytes that the data folder has more on disk; what several releases share counts once
    files: int  # that the data folder has more


def main(arguments: Sequence[str]) -> None:
    """Run the nights and print every tenth part of them, the slope and what the folder holds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks nights")
    parser.add_argument("--nights", type=int, default=400)
    parser.add_argument("--units", type=int, default=40)
    parser.add_argument("--most", type=int, default=10, help="new decisions of a night, at most")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, help="begin no night after so many")
    parser.add_argument("--days", type=int, help="keep releases for so many days")
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--keep", type=Path, help="a new folder in which the province stays")
    options = parser.parse_args(arguments)
    print(machine())
    with contextlib.nullcontext(options.keep) if options.keep else tempfile.TemporaryDirectory() as root:
        province = _Province(Path(root), options.units, options.most, options.seed, days=options.days)
        found = nights(Path(root), options.nights, province, options.minutes)
        print(
            text_table(
                _rows(found), ["night", "decisions", "processor", "memory", "bytes more", "files more"]
            )
        )
        print(_summary(found))
        for name in ("releases", "lake", "raw"):
            size, files = _held(Path(root) / "data" / name)
            print(f"{name}: {size / 1e6:.1f} MB in {files} files")
    if options.plot:
        options.plot.write_text(plot(found), encoding="utf-8")


def measure(count: int, units: int = 40) -> list[Line]:
    """Some nights as lines of the page of figures: the first and the last of them, their slope, what the folder holds."""
    with tempfile.TemporaryDirectory() as root:
        found = nights(Path(root), count, _Province(Path(root), units, most=10, seed=0))
        size, files = _held(Path(root) / "data" / "releases")
    rows = _rows(found)
    told = [
        Line(
            f"nights {night}, {decisions} decisions, {units} units",
            f"{seconds} of the processor, {memory}",
            more,
            "",
        )
        for night, decisions, seconds, memory, more, _ in (rows[0], rows[-1])
    ]
    slow = Line("slope", f"{1000 * slope(found):.2f} ms a night for each night before it", "flat: 0", "")
    return [*told, slow, Line("releases", f"{size / 1e6:.1f} MB in {files} files", "", "")]


def nights(root: Path, count: int, province: "_Province", minutes: float | None = None) -> list[Night]:
    """Every night in turn, each measured; after some minutes none is begun."""
    found: list[Night] = []
    held = (0, 0)
    begun = time.monotonic()
    for number in range(1, count + 1):
        if minutes is not None and time.monotonic() - begun > 60 * minutes:
            break
        province.day(number)
        seconds, peak = _in_a_process(root, FIRST + timedelta(days=number))
        now = _held(root / "data")
        found.append(Night(number, province.decisions, seconds, peak, now[0] - held[0], now[1] - held[1]))
        held = now
        print(f"night {number}: {seconds:.2f} s", file=sys.stderr, flush=True)
    return found


def slope(found: Sequence[Night], quiet: bool = False) -> float:
    """Processor seconds that a night costs more for each night before it (least squares), after the first ten."""
    chosen = [one for one in found[10:] if not quiet or not _brings(found, one)]
    if len(chosen) < 2:
        return 0.0
    middle = sum(one.number for one in chosen) / len(chosen)
    cost = sum(one.seconds for one in chosen) / len(chosen)
    spread = sum((one.number - middle) ** 2 for one in chosen)
    return sum((one.number - middle) * (one.seconds - cost) for one in chosen) / spread


def _brings(found: Sequence[Night], one: Night) -> int:
    before = found[one.number - 2].decisions if one.number > 1 else 0
    return one.decisions - before


def _rows(found: Sequence[Night]) -> list[list[str]]:
    step = max(1, len(found) // 10)
    rows = []
    for end in range(step, len(found) + 1, step):
        part = found[end - step : end]
        mean = sum(one.seconds for one in part) / step
        rows.append(
            [
                f"{part[0].number} to {part[-1].number}",
                f"{part[-1].decisions:,}",
                f"{mean:.2f} s",
                f"{max(one.peak for one in part):.0f} MB",
                f"{sum(one.written for one in part) / step / 1e3:,.0f} kB",
                f"{sum(one.files for one in part) / step:.1f}",
            ]
        )
    return rows


def _summary(found: Sequence[Night]) -> str:
    quiet = [one for one in found if not _brings(found, one)]
    lines = [f"slope: {1000 * slope(found):.2f} ms of the processor a night for each night before it"]
    if quiet:
        last = quiet[-1]
        lines.append(
            f"the last night without news, {last.number}: {last.seconds:.2f} s, "
            f"{last.written / 1e3:,.0f} kB in {last.files} files"
        )
    return "\n".join(lines)


def _in_a_process(root: Path, day: date) -> tuple[float, float]:
    """Seconds of the processor and peak MB of one night in a process of its own."""
    child = os.fork()
    if child == 0:
        try:
            at = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)  # ten in the evening there
            run_nightly(load(root / "niemyet.toml"), DataFolder(root / "data"), SetClock(at))
        except BaseException as error:  # noqa: BLE001  # a child must not go on as its parent
            print(error)
            os._exit(1)
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    if status:
        raise RuntimeError(f"the night of {day} has failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _held(folder: Path) -> tuple[int, int]:
    """Bytes on disk under a folder, what is linked several times once, and files by their names."""
    seen: dict[int, int] = {}
    files = 0
    for place, _, names in os.walk(folder):
        for name in names:
            about = Path(place, name).lstat()
            seen[about.st_ino] = about.st_size
            files += 1
    return sum(seen.values()), files


class _Province:
    """What is dropped into the inbox and what the units have posted."""

    def __init__(self, root: Path, units: int, most: int, seed: int, days: int | None = None) -> None:
        self._root, self._units, self._most = root, units, most
        self._rng = random.Random(f"nights {seed}")
        self._codes: list[tuple[str, str]] = []
        self._dropped: list[tuple[int, Path]] = []
        self.decisions = 0
        (root / "inbox").mkdir(parents=True)
        (root / "listings").mkdir()
        told = "".join(_UNIT.format(number=number) for number in range(units))
        kept = f"\n[releases]\ndays = {days}\n" if days is not None else ""
        (root / "niemyet.toml").write_text(_CONFIG + told + kept, encoding="utf-8")

    def day(self, number: int) -> None:
        """What a day brings."""
        day = FIRST + timedelta(days=number)
        for _ in range(self._rng.randint(0, self._most)):
            self.decisions += 1
            path = self._root / "inbox" / f"{self.decisions}.html"
            path.write_text(self._decision(self.decisions, day), encoding="utf-8")
            self._dropped.append((number, path))
        for place in [each for each in self._dropped if each[0] < number - _IN_INBOX]:
            place[1].unlink()
            self._dropped.remove(place)
        for unit in range(self._units):
            if number == 1 or self._rng.random() < _CHANGES:
                self._post(unit)

    def _post(self, unit: int) -> None:
        hung = [one for one in self._codes[-400:] if self._rng.random() < 0.9] or [
            ("1.000001", "Thủ tục đầu tiên")
        ]
        rows = "".join(
            f"<tr><td>{place}</td><td>{code}</td><td>{name}</td></tr>"
            for place, (code, name) in enumerate(hung, 1)
        )
        head = "<tr><th>STT</th><th>Mã TTHC</th><th>Tên thủ tục hành chính</th></tr>"
        page = f"<html><meta charset='utf-8'><body><table>{head}{rows}</table></body></html>"
        (self._root / "listings" / f"{unit}.html").write_text(page, encoding="utf-8")

    def _decision(self, number: int, day: date) -> str:
        deed = self._rng.choice(_DEEDS) if self._codes else _DEEDS[0]
        sector = self._rng.choice(_SECTORS)
        count = self._rng.randint(2, 12)
        if deed == _DEEDS[0]:
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
            rows = self._rng.sample(self._codes, min(count, len(self._codes)))
        lines = "".join(
            f"<tr><td>{place}</td><td>{code}</td><td>{name}</td><td>05 ngày làm việc</td></tr>"
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


def plot(found: Sequence[Night]) -> str:
    """Seconds and bytes of each night as one picture, drawn without any library."""
    wide, high, left, top = 860, 220, 60, 24
    panels = []
    for place, (title, values) in enumerate(
        (
            ("processor seconds of each night", [one.seconds for one in found]),
            ("kB that the data folder grew", [one.written / 1e3 for one in found]),
        )
    ):
        most = max([*values, 0.001])
        base = top + place * (high + 60)
        dots = "".join(
            f'<circle cx="{left + wide * at / len(values):.1f}" cy="{base + high * (1 - value / most):.1f}" r="1.8"/>'
            for at, value in enumerate(values)
        )
        panels.append(
            f'<g fill="#246"><text x="{left}" y="{base - 8}">{title}</text>{dots}'
            f'<text x="{left - 6}" y="{base + 8}" text-anchor="end">{most:,.1f}</text>'
            f'<text x="{left - 6}" y="{base + high}" text-anchor="end">0</text>'
            f'<path d="M{left} {base}V{base + high}H{left + wide}" fill="none" stroke="#888"/>'
            f'<text x="{left + wide}" y="{base + high + 16}" text-anchor="end">night {len(found)}</text></g>'
        )
    size = f'width="{left + wide + 20}" height="{top + 2 * (high + 60)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">{"".join(panels)}</svg>\n'
