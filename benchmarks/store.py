"""Raw archive, lake and releases: throughput, size, memory, and what analysts' filters read.

The whole country (benchmarks/country_world) is published as it is run: a data folder and a release for each territory.
The same rows as CSV and as Parquet in no order, for the queries beside.

    python -m benchmarks store [--territories 63] [--share 1]
"""

import argparse
import gc
import multiprocessing
import random
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from benchmarks.country import updates_of
from benchmarks.country_world import DAY, END, OLD_PROVINCES, territory
from benchmarks.measure import Line, best_of, machine, peak_mb
from niemyet.model.records import Exchange
from niemyet.model.tables import TABLES, Fetch
from niemyet.model.words import FetchOutcome
from niemyet.reports.text_table import text_table
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake import Lake
from niemyet.storage.raw import RawArchive
from niemyet.transforms.law.history import fold_history
from niemyet.transforms.units.succession import unit_spans
from niemyet.transforms.work.boards import build_boards

_PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Published:
    """One territory's release."""

    seconds: float
    bytes: int
    rows: int
    peak: float


def main(arguments: Sequence[str]) -> None:
    """Print three tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks store")
    parser.add_argument("--territories", type=int, default=OLD_PROVINCES)
    parser.add_argument("--share", type=float, default=1.0)
    options = parser.parse_args(arguments)
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        print(text_table([*_raw(root), *_lake(root)], ["raw and lake", "", "", ""], room=120))
        _country(root / "country", options.territories, options.share)


def measure() -> list[Line]:
    """Raw and lake as lines of the page of figures."""
    with tempfile.TemporaryDirectory() as folder:
        return [Line(*row) for row in (*_raw(Path(folder)), *_lake(Path(folder)))]


# ---- raw and lake ------------------------------------------------------------------------------------------


def _raw(root: Path) -> list[list[str]]:
    rng = random.Random(1)
    words = [f"chữ{number}" for number in range(5000)]
    pages = [" ".join(rng.choices(words, k=9000)).encode() for _ in range(400)]
    megabytes = sum(map(len, pages)) / 1e6
    raw = RawArchive(root / "raw")
    began = time.perf_counter()
    with raw.gathering():
        for number, page in enumerate(pages):
            raw.keep(_exchange(number, page))
    writing = time.perf_counter() - began
    digests = list(raw.digests())
    reading = best_of(3, lambda: [raw.get(digest) for digest in digests])
    plain = root / "plain"
    plain.mkdir()
    began = time.perf_counter()
    for number, page in enumerate(pages):
        (plain / str(number)).write_bytes(page)
    bare = time.perf_counter() - began
    stored = sum(path.stat().st_size for path in (root / "raw" / "objects").rglob("*.zst")) / 1e6
    return [
        ["raw: keep an answer (synced to disk, with its line in the log)", f"{megabytes / writing:.0f} MB/s",
         f"{len(pages) / writing:.0f} answers/s", f"{bare / writing:.2f}× of plain files that are not synced"],
        ["raw: read and check against its hash", f"{megabytes / reading:.0f} MB/s", "",
         f"{stored:.0f} MB stored of {megabytes:.0f}"],
    ]  # fmt: skip


def _exchange(number: int, body: bytes) -> Exchange:
    url = f"https://cong.example/{number}"
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=3 * number)
    return Exchange("cong", "GET", url, None, at, url, 200, (), 5, FetchOutcome.OK, run_id="r", body=body)


def _lake(root: Path) -> list[list[str]]:
    lake = Lake(root / "lake")
    at = datetime(2026, 1, 1, tzinfo=UTC)
    nights, each = 400, 250
    began = time.perf_counter()
    for night in range(nights):
        url = f"https://cong.example/{night}/"
        rows = [
            Fetch(
                f"{night:05d}", "cong", f"{url}{number}", "GET", at, 200, FetchOutcome.OK, None, 900, 5, None
            )
            for number in range(each)
        ]
        lake.append("fetches", f"{night:05d}", rows)
    writing = time.perf_counter() - began
    reading = best_of(
        3, lambda: Lake(root / "lake").read("fetches", Fetch)
    )  # one lake decodes what it reads once
    began = time.perf_counter()
    lake.compact()
    compacting = time.perf_counter() - began
    after = best_of(3, lambda: Lake(root / "lake").read("fetches", Fetch))
    count = nights * each
    return [
        [f"lake: {nights} appends of {each} rows", f"{count / writing:,.0f} rows/s",
         f"{1000 * writing / nights:.1f} ms each", ""],
        ["lake: read all of them as records", f"{count / reading:,.0f} rows/s", f"{reading:.2f} s", ""],
        ["lake: the same when compacted", f"{count / after:,.0f} rows/s", f"{after:.2f} s",
         f"{reading / after:.2f}× as fast; compacting {compacting:.2f} s"],
    ]  # fmt: skip


# ---- the country -------------------------------------------------------------------------------------------


def _country(root: Path, territories: int, share: float) -> None:
    spawning = multiprocessing.get_context("spawn")
    began = time.perf_counter()
    with ProcessPoolExecutor(_PROCESSES, mp_context=spawning) as pool:
        found = list(pool.map(_publish, range(territories), [share] * territories, [root] * territories))
    whole = time.perf_counter() - began
    rows = [
        ["rows of all releases", f"{sum(one.rows for one in found):,}"],
        ["bytes", f"{sum(one.bytes for one in found) / 1e6:,.0f} MB"],
        [
            "writing and checking the releases, two processes",
            f"{sum(one.seconds for one in found) / _PROCESSES:.1f} s",
        ],
        ["all, with the facts made up and folded", f"{whole:.1f} s"],
        ["peak memory of a process", f"{max(one.peak for one in found):,.0f} MB"],
    ]
    print(text_table(rows, [f"releases of {territories} territories", ""]))
    print(text_table(_queries(root), _QUERY_HEAD, room=150))


def _publish(number: int, share: float, root: Path) -> Published:
    facts = territory(number, share)
    folded = fold_history(facts.decisions, facts.items, facts.province, DAY, END)
    spans = unit_spans(facts.units, facts.province)
    tables: dict[str, Sequence[Any]] = {name: [] for name in TABLES} | {
        "decisions": facts.decisions,
        "decision_items": facts.items,
        "procedures": folded.procedures,
        "procedure_history": folded.history,
        "units": facts.units,
        "boards": build_boards(folded.procedures, spans),
        "listings": facts.listings,
        "listing_updates": updates_of(facts, folded, spans),
    }
    gc.collect()
    began = time.perf_counter()
    folder = DataFolder(root / f"{number:02d}")
    release = folder.releases.publish(
        tables,
        as_of=DAY,
        knowledge=datetime.combine(DAY, clock_time(13), UTC),
        about={"province": str(number)},
    )
    seconds = time.perf_counter() - began
    assert release is not None, "there is no release before it"
    resources = release.manifest["resources"]
    return Published(
        seconds, sum(each["bytes"] for each in resources), sum(each["rows"] for each in resources), peak_mb()
    )


_QUERY_HEAD = ["boards: a filter on", "release", "rows, bytes read", "no order", "of", "CSV", "of"]


def _queries(root: Path) -> list[list[str]]:
    glob = f"{root}/*/latest/boards.parquet"
    shuffled, text = root / "shuffled.parquet", root / "boards.csv"
    duckdb.execute(
        f"COPY (FROM read_parquet('{glob}') ORDER BY hash(unit_id || code || valid_from)) TO '{shuffled}'"
    )
    duckdb.execute(f"COPY (FROM read_parquet('{glob}')) TO '{text}' (HEADER)")
    unit, code = duckdb.execute(f"SELECT unit_id, code FROM '{shuffled}' LIMIT 1").fetchall()[0]
    filters = {
        "a unit": f"unit_id = '{unit}'",
        "a code": f"code = '{code}'",
        "a unit and a day": f"unit_id = '{unit}' AND valid_from <= DATE '{DAY}' AND coalesce(valid_until > DATE '{DAY}', true)",
    }
    lines = []
    for name, where in filters.items():
        ours, unsorted, csv = (_milliseconds(source, where) for source in (
            f"read_parquet('{glob}')", f"read_parquet('{shuffled}')", f"read_csv('{text}')"))  # fmt: skip
        files = sorted(root.glob("*/latest/boards.parquet"))
        rows, read = _touched(
            files, "unit_id" if "unit" in name else "code", unit if "unit" in name else code
        )
        size = sum(path.stat().st_size for path in files)
        lines.append(
            [name, f"{ours:.0f} ms", f"{rows:,}, {100 * read / size:.1f} % of {size / 1e6:.0f} MB",
             f"{unsorted:.0f} ms", f"{unsorted / ours:.1f}×", f"{csv:.0f} ms", f"{csv / ours:.1f}×"]
        )  # fmt: skip
    everything = f"{shuffled.stat().st_size / 1e6:.0f} MB", f"{text.stat().st_size / 1e6:.0f} MB"
    return [*lines, ["size", "", "", everything[0], "", everything[1], ""]]


def _milliseconds(source: str, where: str) -> float:
    query = (
        f"SELECT count(*), count(DISTINCT code), min(valid_from), max(item_id) FROM {source} WHERE {where}"
    )
    return 1000 * best_of(3, lambda: duckdb.execute(query).fetchall())


def _touched(files: Sequence[Path], column: str, value: str) -> tuple[int, int]:
    """Rows and bytes of the row groups whose statistics do not rule the value out."""
    rows = read = 0
    for path in files:
        about = pq.ParquetFile(path).metadata
        place = about.schema.names.index(column)
        for number in range(about.num_row_groups):
            group = about.row_group(number)
            known = group.column(place).statistics
            if known is None or known.min <= value <= known.max:
                rows += group.num_rows
                read += sum(group.column(each).total_compressed_size for each in range(group.num_columns))
    return rows, read
