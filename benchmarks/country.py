"""The whole country since 2010: folding, boards, work, beside hand-written SQL that does the same.

What is measured, for `share` 1 (`country_world.py` makes it up, `country_peer.py` is the SQL):

- fold: 23,039 decisions with 25 rows each, everything received until 2026-11-23, in 63 territories (a successor's
  decisions count in each of its territories) → versions, their bitemporal history, questions;
- boards: every unit that there ever was (10,600 then 3,321 communes, 700 districts, 97 centres) through all the
  years; on 2025-06-30 about 1.4 million rows of these hang;
- updates: on 2025-06-30 the work of every unit, done and superseded work of all years included, held against
  1.4 million observed rows of which some percent are planted wrong; exactly those must be found.

A territory is one data folder and stands alone, so territories are shared out to two processes. Making the facts
up is not measured; the seconds of a part are those of the process that took longer. `share` 2 is twice as many
decisions for the same units: longer histories, as time brings them. Memory is the peak of both processes, facts
and results of the territory in hand included; DuckDB's is that of its one process, all territories at once.

    python -m benchmarks country [--shares 0.25,0.5,1] [--territories 63] [--without-sql]
"""

import argparse
import gc
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.country_world import DAY, END, OLD_PROVINCES, START, Territory, territory
from benchmarks.measure import machine, peak_mb
from niemyet.model.records import Policy
from niemyet.model.tables import ListingUpdate
from niemyet.model.words import UpdateState
from niemyet.reports.text_table import text_table
from niemyet.transforms.law.history import Folded, fold_history
from niemyet.transforms.units.succession import UnitSpan, unit_spans
from niemyet.transforms.work.boards import build_boards, count_on
from niemyet.transforms.work.calendar import add_working_days, first_working_day
from niemyet.transforms.work.updates import compute_updates

PARTS = ("fold", "boards", "updates")
_PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Measured:
    """One territory: which process did it, what each part took, what came of it."""

    process: int
    peak: float
    seconds: dict[str, float]
    rows: dict[str, int]
    unlike_planted: int


def main(arguments: Sequence[str]) -> None:
    """Measure each share and print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks country")
    parser.add_argument("--shares", default="0.25,0.5,1", help="of the real country's decisions")
    parser.add_argument("--territories", type=int, default=OLD_PROVINCES)
    parser.add_argument("--without-sql", action="store_true")
    options = parser.parse_args(arguments)
    print(machine())
    table = []
    for share in options.shares.split(","):
        table += _measure(float(share), options.territories, with_sql=not options.without_sql)
    print(
        text_table(
            table, ["country", "part", "rows in", "rows out", "s", "µs/row", "SQL s", "of SQL"], room=140
        )
    )


def _measure(share: float, territories: int, *, with_sql: bool) -> list[list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        spawning = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(_PROCESSES, mp_context=spawning) as pool:
            found = list(
                pool.map(
                    _territory,
                    range(territories),
                    [share] * territories,
                    [folder if with_sql else ""] * territories,
                )
            )
        peer = _peer(Path(folder)) if with_sql else None
        agreed = _agree(Path(folder)) if with_sql else 0
    rows = {name: sum(one.rows[name] for one in found) for name in found[0].rows}
    seconds = {part: _longest(found, part) for part in PARTS}
    inputs = {
        "fold": f"{rows['decisions']:,} × {rows['items'] // rows['decisions']} = {rows['items']:,}",
        "boards": f"{rows['procedures']:,} × {rows['units']:,}",
        "updates": f"{rows['on the day']:,} + {rows['listings']:,}",
    }
    outputs = {
        "fold": f"{rows['procedures']:,} + {rows['history']:,}",
        "boards": f"{rows['boards']:,}",
        "updates": f"{rows['updates']:,}",
    }
    counted = {"fold": rows["items"], "boards": rows["boards"], "updates": rows["updates"]}
    lines = []
    for part in PARTS:
        sql = peer["seconds"][part] if peer else None
        lines.append(
            [
                f"{share:g}×",
                part,
                inputs[part],
                outputs[part],
                f"{seconds[part]:.2f}",
                f"{seconds[part] / counted[part] * 1e6:.1f}",
                f"{sql:.2f}" if sql else "",
                f"{seconds[part] / sql:.2f}" if sql else "",
            ]
        )
    peaks = {one.process: one.peak for one in found}
    peaks = {process: max(one.peak for one in found if one.process == process) for process in peaks}
    whole = sum(seconds.values())
    lines.append(
        [
            f"{share:g}×",
            f"all; peak {sum(peaks.values()):,.0f} MB",
            f"planted wrong: {rows['wrong']:,}",
            f"found otherwise: {sum(one.unlike_planted for one in found)}",
            f"{whole:.2f}",
            "",
            f"{sum(peer['seconds'].values()):.2f}" if peer else "",
            f"{whole / sum(peer['seconds'].values()):.2f}" if peer else "",
        ]
    )
    lines += [_night(share, found, provinces, whole) for provinces in (1, 10)]
    if peer:
        lines.append(
            [
                f"{share:g}×",
                f"SQL; peak {peer['peak']:,.0f} MB",
                f"versions {peer['rows']['versions']:,}, history {peer['rows']['history']:,}",
                f"boards {peer['rows']['boards']:,}, updates {peer['rows']['updates']:,}, found otherwise: {agreed}",
                *[""] * 4,
            ]
        )
    return lines


def _night(share: float, found: Sequence[Measured], provinces: int, whole: float) -> list[str]:
    """A night whose news concern so many territories: these alone are computed anew, each as a whole."""
    slowest = sorted((sum(one.seconds.values()) for one in found), reverse=True)[:provinces]
    seconds = sum(slowest) / min(_PROCESSES, provinces)
    where = "one territory" if provinces == 1 else f"{provinces} territories (the slowest)"
    return [f"{share:g}×", f"night: ten decisions in {where}", "", "", f"{seconds:.2f}", "",
            f"{100 * seconds / whole:.1f} % of all", ""]  # fmt: skip


def _longest(found: Iterable[Measured], part: str) -> float:
    taken: dict[int, float] = {}
    for one in found:
        taken[one.process] = taken.get(one.process, 0.0) + one.seconds[part]
    return max(taken.values())


def _territory(number: int, share: float, folder: str) -> Measured:
    """Make one territory up, then compute it part by part."""
    facts = territory(number, share)
    if folder:
        _write(facts, Path(folder))
    gc.collect()
    gc.freeze()  # as publishing does: what was read stays, no need to look through it again and again
    seconds = {}
    begun = time.perf_counter()
    folded = fold_history(facts.decisions, facts.items, facts.province, DAY, END)
    seconds["fold"] = time.perf_counter() - begun
    begun = time.perf_counter()
    spans = unit_spans(facts.units, facts.province)
    boards = build_boards(folded.procedures, spans)
    seconds["boards"] = time.perf_counter() - begun
    begun = time.perf_counter()
    updates = updates_of(facts, folded, spans)
    seconds["updates"] = time.perf_counter() - begun
    rows = {
        "decisions": len(facts.decisions),
        "items": len(facts.items),
        "units": len(facts.units),
        "listings": len(facts.listings),
        "procedures": len(folded.procedures),
        "history": len(folded.history),
        "boards": len(boards),
        "on the day": sum(count_on(boards, DAY).values()),
        "updates": len(updates),
        "wrong": len(facts.wrong),
    }
    wrong = _seen_wrong(updates)
    if folder:
        _write_rows(sorted(wrong), ("unit_id", "code"), Path(folder) / f"wrong-{number:02d}.parquet")
    gc.unfreeze()
    return Measured(os.getpid(), peak_mb(), seconds, rows, len(wrong ^ facts.wrong))


def updates_of(facts: Territory, folded: Folded, spans: Sequence[UnitSpan]) -> Sequence[ListingUpdate]:
    """The work of a territory on the day that is measured."""
    return compute_updates(
        procedures=folded.procedures,
        spans=spans,
        decisions=facts.decisions,
        items=facts.items,
        misprints=folded.misprints,
        listings=facts.listings,
        confirmations=(),
        province=facts.province,
        policy=Policy(),
        as_of=DAY,
    )


def _seen_wrong(updates: Iterable[ListingUpdate]) -> set[tuple[str, str]]:
    """Unit and code of what an observation shows wrong; a swap is two."""
    return {
        (one.unit_id, code)
        for one in updates
        if one.channel is not None and one.state is not UpdateState.DONE
        for code in (one.code, *one.replaces_codes)
        if code is not None
    }


# ---- the peer -------------------------------------------------------------------------------------------------------


_COLUMNS = {
    "decisions": "decision_id issuer_id number number_text signed_on effective_on effective_until received_at",
    "items": "item_id decision_id action code replaces name levels sector time_local fee part row_no",
    "units": "unit_id level valid_from valid_until",
    "listings": "unit_id code name decision_text row_no sha256",
}


def _write(facts: Territory, folder: Path) -> None:
    """The facts of a territory as the SQL reads them."""
    for name, columns in _COLUMNS.items():
        table: dict[str, list[Any]] = {
            column: [_plain(getattr(row, column)) for row in getattr(facts, name)]
            for column in columns.split()
        }
        table["territory"] = [facts.number] * len(getattr(facts, name))
        if name == "items":
            table["row_no"] = [int(row) for row in table["row_no"]]
        kinds = {
            "effective_until": pa.date32(),
            "fee": pa.string(),
            "valid_from": pa.date32(),
            "valid_until": pa.date32(),
        }
        arrays = {column: pa.array(values, kinds.get(column)) for column, values in table.items()}
        pq.write_table(pa.table(arrays), folder / f"{name}-{facts.number:02d}.parquet")


def _plain(value: Any) -> Any:
    return [str(each) for each in value] if isinstance(value, tuple) else value


def _write_rows(rows: Sequence[tuple[Any, ...]], names: Sequence[str], path: Path) -> None:
    pq.write_table(pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)}), path)


def _peer(folder: Path) -> dict[str, Any]:
    days = [START + timedelta(days=passed) for passed in range((END - START).days + 800)]
    workdays = [
        (day, add_working_days(day, Policy().post_within_working_days), first_working_day(day))
        for day in days
    ]
    _write_rows(workdays, ("day", "plus5", "first"), folder / "workdays.parquet")
    subprocess.run([sys.executable, "-m", "benchmarks.country_peer", str(folder)], check=True)
    found: dict[str, Any] = json.loads((folder / "peer.json").read_text())
    return found


def _agree(folder: Path) -> int:
    """How many pairs of unit and code only one of the two found wrong."""
    sql = pq.read_table(folder / "difference.parquet").to_pylist()
    ours = pq.read_table(sorted(folder.glob("wrong-*.parquet"))).to_pylist()
    return len({tuple(row.values()) for row in sql} ^ {tuple(row.values()) for row in ours})
