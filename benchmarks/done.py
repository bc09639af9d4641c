"""What a report of work done costs: `python -m benchmarks done [ROWS]`, 3,000,000 rows of work where nothing is said.

A release of so many rows is written as a publication writes it (ids are hashes, rows stand by unit), with as many
reports in the lake as people make in a year. Then the command is run as a clerk runs it, each time in a process of its
own: a report, one taken back, one with a slip in its id. Processor, wall time and memory of each; the limit is 1 s.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.measure import Line, machine
from niemyet.model.tables import TABLES, ListingUpdate, Unit
from niemyet.model.words import Level, Proof, UnitKind, UpdateKind, UpdateState
from niemyet.reports.text_table import text_table
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import ConfirmationRow
from niemyet.storage.parts import WHOLE
from niemyet.storage.releases import MANIFEST, _json
from niemyet.storage.schemas import table_schema, to_arrow
from niemyet.transforms.language.dates import local_day

ROWS = 3_000_000
PER_UNIT = 300
REPORTS = 100_000
LIMIT = 1.0
CONFIG = '[province]\nid = "quang-nam"\nname = "Tỉnh Quảng Nam"\n'


def main(words: Sequence[str]) -> None:
    """Write, report, print; ends with 1 where a report takes longer than the limit."""
    rows = int(words[0]) if words else ROWS
    costs, spent = _costs(rows)
    print(f"{machine()}; {rows:,} rows of work, {REPORTS:,} reports, written in {spent:.0f} s")
    lines = [(what, f"{wall:.2f} s", f"{cpu:.2f} s", f"{mb:.0f} MB") for what, wall, cpu, mb in costs]
    print(text_table(lines, ("what", "wall", "processor", "memory")))
    sys.exit(0 if all(cpu < LIMIT for _, _, cpu, _ in costs[:3]) else 1)


def measure(rows: int) -> list[Line]:
    """The same as lines of the page of figures."""
    return [
        Line(
            f"{what}, {rows:,} rows of work",
            f"{cpu:.2f} s of the processor, {mb:.0f} MB",
            f"limit {LIMIT:.0f} s",
            f"{cpu / LIMIT:.2f} of the limit",
        )
        for what, _, cpu, mb in _costs(rows)[0]
    ]


def _costs(rows: int) -> tuple[list[tuple[str, float, float, float]], float]:
    """(what, wall and processor seconds and MB of each command; seconds that it took to write what they meet)."""
    with tempfile.TemporaryDirectory(prefix="niemyet-done-") as room:
        home = Path(room)
        (home / "niemyet.toml").write_text(CONFIG, encoding="utf-8")
        begun = time.perf_counter()
        # Apart: a child's memory would count what its parent holds before it becomes another program.
        writing = multiprocessing.get_context("spawn").Process(target=written, args=(home / "data", rows))
        writing.start()
        writing.join()
        assert writing.exitcode == 0
        spent = time.perf_counter() - begun
        middle, last = update_id(rows // 2), update_id(rows - 1)
        slip = middle[:5] + ("0" if middle[5] != "0" else "1") + middle[6:]
        told = [
            ("done", [middle, "--by", "Lan"]),
            ("done, the last row", [last, "--by", "Lan"]),
            ("done --undo", [middle, "--undo", "--by", "Lan"]),
            ("a slip in the id (exit 2)", [slip]),
        ]
        return [(what, *cost(home, arguments)) for what, arguments in told], spent


def update_id(number: int) -> str:
    """As ids are made: 16 signs of a hash."""
    return sha256(str(number).encode()).hexdigest()[:16]


def written(home: Path, rows: int) -> None:
    """A release with one large table of work, and a lake with reports."""
    folder = DataFolder(home)
    knowledge = datetime.now(UTC) - timedelta(hours=1)
    none: dict[str, list[object]] = {name: [] for name in TABLES}
    units: list[object] = [
        Unit(
            f"xa-{number:05d}",
            UnitKind.COMMUNE,
            Level.COMMUNE,
            f"Xã {number}",
            None,
            None,
            None,
            "quang-nam",
            None,
            None,
        )
        for number in range(rows // PER_UNIT + 1)
    ]
    release = folder.releases.publish(
        none | {"units": units},
        as_of=local_day(knowledge),
        knowledge=knowledge,
        about={"province": "quang-nam"},
    )
    assert release is not None
    path = release.folder / "listing_updates.parquet"
    pq.write_table(
        work(rows),
        path,
        compression="zstd",
        row_group_size=WHOLE,
        write_statistics=True,
        write_page_index=True,
    )
    told = next(each for each in release.manifest["resources"] if each["name"] == "listing_updates")
    told |= {
        "rows": rows,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path.read_bytes()).hexdigest()}",
    }
    (release.folder / MANIFEST).write_bytes(_json(release.manifest))
    said = [
        ConfirmationRow("eine", update_id(number), date(2026, 1, 1), "Lan", knowledge)
        for number in range(0, rows, max(1, rows // REPORTS))
    ]
    folder.lake.append("confirmations", "eine", said)


def work(rows: int) -> pa.Table:
    """Rows of work as one table: a template, with its own id, unit and code in each row."""
    schema = table_schema("listing_updates")
    own = {
        "update_id": pa.array([update_id(number) for number in range(rows)], pa.string()),
        "unit_id": pa.array([f"xa-{number // PER_UNIT:05d}" for number in range(rows)], pa.string()),
        "code": pa.array([f"1.{number % PER_UNIT:06d}" for number in range(rows)], pa.string()),
    }
    one = to_arrow([_TEMPLATE], schema)
    columns = [own[name] if name in own else _repeated(one.column(name), rows) for name in schema.names]
    return pa.Table.from_arrays(columns, schema=schema)


_TEMPLATE = ListingUpdate(
    update_id="",
    unit_id="",
    kind=UpdateKind.POST,
    channel=None,
    code=None,
    replaces_codes=(),
    name="Đăng ký khai sinh",
    sector="Hộ tịch",
    decision_id="quang-nam/7-QD-UBND/2022-01-10",
    item_id="quang-nam/7-QD-UBND/2022-01-10#1.000001",
    reason="Công bố mới tại Quyết định số 7/QĐ-UBND ngày 10/01/2022",
    effective_on=date(2022, 1, 10),
    due_on=date(2022, 1, 17),
    state=UpdateState.OVERDUE,
    days_overdue=100,
    exposed_days=100,
    done_on=None,
    done_by=None,
    evidence=None,
    proof=Proof.DECISION,
)


def _repeated(column: pa.ChunkedArray, rows: int) -> pa.ChunkedArray:
    return column.take(pa.array([0] * rows, pa.int32()))


def cost(home: Path, arguments: Sequence[str]) -> tuple[float, float, float]:
    """Wall and processor seconds and memory of `niemyet done` in a process of its own; the quickest of three."""
    found = []
    for _ in range(3):
        begun = time.perf_counter()
        command = [sys.executable, "-m", "niemyet", "done", *arguments]
        options = ["--data", str(home / "data"), "--config", str(home / "niemyet.toml")]
        process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert process.stdout is not None
        said = process.stdout.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        assert os.waitstatus_to_exitcode(status) in {0, 2}, said
        found.append((time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024))
    return min(found, key=lambda one: one[1])
