"""The notice board of a large province: seconds, files, bytes, and what a night with ten decisions writes again.

330 units, 300 procedures on a commune's board at any time, 16 years. The limit that it is held against is a plain write
of the same files into the same file system: nothing that leaves such a folder behind can be quicker. Seconds are of the
processor (user and system), so that a busy machine does not change them.
"""

import argparse
import random
import shutil
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.measure import Line, machine, peak_mb, show
from niemyet.reports.site.build import site_pages
from niemyet.reports.site.facts import Hanging, SiteTables
from niemyet.storage.site_folder import Written, replace_site

UNITS, HELD = 330, 300
START, DAY = date(2010, 11, 20), date(2026, 11, 20)
_LIFE = 900  # days that a version lives, about: a procedure is amended every two to three years
_ROWS = 12  # rows of a decision
_SECTORS = tuple(f"Lĩnh vực thứ {number}" for number in range(1, 36))


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m benchmarks site")
    options.add_argument("--units", type=int, default=UNITS)
    options.add_argument("--procedures", type=int, default=HELD)
    asked = options.parse_args(arguments)
    print(machine())
    print(show(measure(asked.units, asked.procedures)))


def measure(units: int = UNITS, held: int = HELD) -> list[Line]:
    """The lines of the table."""
    work = Path(tempfile.mkdtemp(prefix="niemyet-site-"))
    try:
        before = province(units, held, DAY)
        first, seconds = _timed(work / "site", before)
        plain = _plain(work / "site", work / "plain")
        again, quiet = _timed(work / "site", before)
        night, ten = _timed(work / "site", province(units, held, DAY, more=10))
        on_disk = _disk(work / "site")
        what = f"{units} units x {held} procedures x 16 years"
        return [
            Line(f"{what}: first build", f"{seconds:.1f} s", f"{plain:.1f} s plain write", f"{seconds / plain:.1f}x"),
            Line("… files, MB told, MB on disk", f"{first.files}, {first.bytes / 1e6:.0f}, {on_disk / 1e6:.0f}", "", ""),
            Line("… again, nothing new", f"{quiet:.1f} s", f"{again.written} files written", f"{quiet / plain:.1f}x"),
            Line("… a night with ten decisions", f"{ten:.1f} s",
                 f"{night.written} files written for {night.changed} addresses", f"{ten / plain:.1f}x"),
            Line("peak memory", f"{peak_mb():.0f} MB", "", ""),
        ]  # fmt: skip
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _timed(folder: Path, tables: SiteTables) -> tuple[Written, float]:
    begun = time.process_time()
    written = replace_site(folder, site_pages(tables, address="https://bang.example"))
    return written, time.process_time() - begun


def _plain(site: Path, to: Path) -> float:
    """Seconds to write the same files one by one; they are in memory before the clock starts."""
    files = [
        (path.relative_to(site), path.read_bytes()) for path in sorted(site.rglob("*")) if path.is_file()
    ]
    begun = time.process_time()
    for name, data in files:
        place = to / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    seconds = time.process_time() - begun
    shutil.rmtree(to)
    return seconds


def _disk(folder: Path) -> int:
    found = {
        (each.st_dev, each.st_ino): each.st_blocks * 512
        for each in (path.lstat() for path in folder.rglob("*"))
    }
    return sum(found.values())


def province(units: int, held: int, day: date, *, more: int = 0) -> SiteTables:
    """A made-up province; the same numbers give the same one. `more`: decisions of the last night, on top of it."""
    chance = random.Random(7)
    sheets = [_story(number, chance) for number in range(held)]
    dated = sorted((since, number) for number, story in enumerate(sheets) for since in story)
    dated += [(day, number) for number in range(more * _ROWS)]
    decisions: list[dict[str, Any]] = []
    items: list[dict[str, Any]] = []
    versions: list[dict[str, Any]] = []
    last: dict[int, dict[str, Any]] = {}
    for place, (since, number) in enumerate(dated):
        if place % _ROWS == 0:
            decisions.append(_decision(place // _ROWS + 1, since))
        items.append(_item(decisions[-1], number, since, len(items)))
        versions.append(_version(items[-1], since, last.get(number)))
        last[number] = versions[-1]
    board = [
        Hanging(row["code"], row["procedure_id"], row["version"], "authority", row["valid_from"], row["valid_until"],
                row["opened_by"])
        for row in versions
    ]  # fmt: skip
    names = [f"xa-{number}" for number in range(units)]
    # Every tenth commune opened later, as after a merger: its board differs from the others'.
    boards = {
        name: [row for row in board if number % 10 or row.valid_until is None or row.valid_until.year > 2025]
        for number, name in enumerate(names)
    }
    return SiteTables(
        manifest={"as_of": str(day), "knowledge_time": f"{day}T16:00:00+00:00", "schema_version": "1", "resources": []},
        province_name="Tỉnh mẫu", as_of=day, decisions=decisions, items=items, procedures=versions,
        units=[_unit(name) for name in names], successions=[], boards=boards,
    )  # fmt: skip


def _story(number: int, chance: random.Random) -> list[date]:
    """Days on which a procedure's versions begin."""
    day, found = START + timedelta(days=chance.randrange(300)), []
    while day < DAY:
        found.append(day)
        day += timedelta(days=chance.randrange(_LIFE // 2, _LIFE * 3 // 2))
    return found or [START + timedelta(days=number)]


def _decision(number: int, signed: date) -> dict[str, Any]:
    seen = datetime(signed.year, signed.month, signed.day, 3, tzinfo=UTC)
    return {
        "decision_id": f"mau/{number}-QD-UBND/{signed}", "number_text": f"{number}/QĐ-UBND", "signed_on": signed,
        "effective_on": signed, "effective_until": None, "title": f"Về việc công bố danh mục thủ tục hành chính đợt {number}",
        "kind": "public_list", "sectors": [], "basis_decisions": [], "relations": [], "received_at": seen,
        "copies": [{"source_id": "cong", "url": f"https://cong.example/{number}", "sha256": "a" * 64, "seen_at": seen}],
    }  # fmt: skip


def _item(of: dict[str, Any], number: int, since: date, place: int) -> dict[str, Any]:
    code = f"1.{number:06d}"
    name = (
        f"Cấp giấy xác nhận điều kiện thực hiện hoạt động thứ {number} cho hộ gia đình, cá nhân trên địa bàn"
    )
    return {
        "item_id": f"{of['decision_id']}#{code}#{place}", "decision_id": of["decision_id"], "action": "amend", "code": code,
        "code_text": code, "replaces": [], "name": name, "levels": ["commune"], "reception_levels": [],
        "sector": _SECTORS[number % len(_SECTORS)], "time_local": f"{place % 28 + 2:02d} ngày làm việc",
        "place": "Bộ phận Một cửa",
        "fee": "Không", "legal_basis": "Nghị định số 12/2024/NĐ-CP", "agency": "UBND cấp xã", "effective_on": since,
        "part": "A/I", "row_no": str(place % _ROWS + 1), "sha256": "b" * 64, "page": 2, "table_no": 1,
        "raw_text": f"{place} | {code} | {name}", "flags": [],
    }  # fmt: skip


def _version(item: dict[str, Any], since: date, before: dict[str, Any] | None) -> dict[str, Any]:
    if before is not None:
        before |= {"valid_until": since, "closed_by": item["item_id"], "state": "ended"}
    return {
        "procedure_id": f"mau/{item['code']}", "code": item["code"], "level": "commune",
        "version": before["version"] + 1 if before else 1, "name": item["name"], "sector": item["sector"],
        "time_local": item["time_local"], "fee": item["fee"], "online_level": None, "by_post": None, "reception_levels": [],
        "valid_from": since, "valid_until": None, "state": "in_force", "opened_by": item["item_id"], "closed_by": None,
        "corrected_by": None, "successor_codes": [],
    }  # fmt: skip


def _unit(name: str) -> dict[str, Any]:
    return {
        "unit_id": name, "kind": "commune", "level": "commune", "name": f"Trung tâm Phục vụ hành chính công {name}",
        "valid_from": None, "valid_until": None,
    }  # fmt: skip
