"""The whole country since 2010: folding, boards, work, beside hand-written SQL that does the same.

What is measured, for `share` 1 (`country_world.py` makes it up, `country_peer.py` is the SQL):

- fold: 23,039 decisions with 25 rows each, everything received until 2026-11-23, in 63 territories (a successor's
  decisions count in each of its territories) → versions, their bitemporal history, questions; among the rows some of every
  kind that real use has: without a code, abolishing what was never received, amending what was published before the past
  that is known begins;
- boards: every unit that there ever was (10,600 then 3,321 communes, 700 districts, 97 centres) through all the
  years; on 2025-06-30 about 1.4 million rows of these hang;
- updates: on 2025-06-30 the work of every unit, done and superseded work of all years included, held against
  1.4 million observed rows of which some percent are planted wrong; exactly those must be found;
- the same in real use, beside nothing: a second channel seen at every third unit, and a report of work done at every unit;
- a night that brings ten decisions more: what they touch is folded (`transforms/touched.py`), all boards are worked out, of the
  work what they touch (`transforms/work/made_from.py`); with what is carried on it has as many rows as all of the work, or the
  run ends with status 1.

A territory is one data folder and stands alone, so territories are shared out to two processes; DuckDB has two threads.
Both are run in turn, as often as `--turns` says. The seconds are the processor's, of both processes or threads together:
what else the machine does meets neither. The SQL gives every row of work that niemyet gives, each with the same id, and as
many versions, rows of history and of boards, or the run ends with status 1 (`rows otherwise`). Making the facts up is not
measured. `share` 2 is twice as many decisions for the same units: longer histories, as time brings them. Memory is the peak
of both processes, facts and results of the territory in hand included; DuckDB's is that of its one process, all territories
at once.

    python -m benchmarks country [--shares 0.25,0.5,1] [--territories 63] [--turns 2] [--without-sql]
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
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter, itemgetter
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.country_world import DAY, END, OLD_PROVINCES, START, Territory, territory
from benchmarks.goals import judged
from benchmarks.measure import Line, machine, peak_mb, spread
from niemyet.model.carried import is_carried
from niemyet.model.in_memory import kept_in_memory
from niemyet.model.law_rows import LawInMemory
from niemyet.model.records import Confirmation, Policy
from niemyet.model.tables import Listing, ListingUpdate, ProcedureHistory
from niemyet.model.words import Channel, UpdateKind, UpdateState
from niemyet.reports.text_table import text_table
from niemyet.storage.lake_rows import ObservationRow
from niemyet.storage.listed_rows import RowsOfLooks, ShownRows
from niemyet.storage.schemas import table_schema
from niemyet.transforms.consolidate import Facts, laid_over
from niemyet.transforms.language.dates import end_of
from niemyet.transforms.law.history import Folded, fold_history, unshown_names
from niemyet.transforms.law.identity import Identified
from niemyet.transforms.law.questions import notice_of
from niemyet.transforms.law.review_kinds import KINDS
from niemyet.transforms.law.together import put_together
from niemyet.transforms.touched import LawBefore, ReachesFurtherError, laid_beside
from niemyet.transforms.units.succession import UnitSpan, unit_spans
from niemyet.transforms.work.boards import GroundBoards, build_boards, count_on
from niemyet.transforms.work.calendar import add_working_days, first_working_day
from niemyet.transforms.work.made_from import MadeFrom
from niemyet.transforms.work.updates import Start, WorkedOut, compute_work

PARTS = ("fold", "boards", "updates")
REAL_USE = "real use"
NIGHT = "night"
#: Decisions that a night brings.
_NEWS = 10
_PROCESSES = 2
_COLUMNS_SHOWN = ("country", "part", "rows in", "rows out", "s", "µs/row", "SQL s", "of SQL")


@dataclass(frozen=True, slots=True)
class Measured:
    """One territory: which process did it, what each part took, what came of it."""

    process: int
    peak: float
    seconds: dict[str, float]
    rows: dict[str, int]
    unlike_planted: int


@dataclass(frozen=True, slots=True)
class Turn:
    """Both sides once: each territory, what the SQL took and found, and how many rows only one of them has."""

    found: list[Measured]
    peer: dict[str, Any] | None
    otherwise: int

    def seconds(self, part: str) -> float:
        """Of the processor, all territories."""
        return sum(one.seconds[part] for one in self.found)

    def ratio(self, parts: Sequence[str]) -> float:
        """What parts took, of what the SQL took for them."""
        assert self.peer is not None
        theirs: float = sum(self.peer["seconds"][part] for part in parts)
        return sum(map(self.seconds, parts)) / theirs


def main(arguments: Sequence[str]) -> None:
    """Measure each share and print one table; ends with 1 where the two do not give the same rows."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks country")
    parser.add_argument("--shares", default="0.25,0.5,1", help="of the real country's decisions")
    parser.add_argument("--territories", type=int, default=OLD_PROVINCES)
    parser.add_argument(
        "--turns", type=int, default=2, help="how often each side is run, one after the other"
    )
    parser.add_argument("--without-sql", action="store_true")
    options = parser.parse_args(arguments)
    print(
        f"{machine()}; seconds of the processor, the least of {options.turns} turns; ratios: middle (least to greatest)"
    )
    table, otherwise = [], 0
    for share in options.shares.split(","):
        turns = [
            _turn(float(share), options.territories, with_sql=not options.without_sql)
            for _ in range(options.turns)
        ]
        table += _lines(float(share), turns)
        otherwise += sum(turn.otherwise for turn in turns)
    print(text_table(table, _COLUMNS_SHOWN, room=150))
    sys.exit(1 if otherwise else 0)


def measure(share: float, territories: int, turns: int) -> list[Line]:
    """The same as lines of the page of figures.

    Raises RuntimeError where a row is had by only one of the two: then their seconds are no peer's.
    """
    done = [_turn(share, territories, with_sql=True) for _ in range(turns)]
    otherwise = sum(turn.otherwise for turn in done)
    if otherwise:
        raise RuntimeError(f"{otherwise} rows that only one of the two gives: their seconds are no peer's")
    found = done[0].found
    rows = {name: sum(one.rows[name] for one in found) for name in found[0].rows}
    counted = f"{rows['items']:,} rows of {rows['decisions']:,} decisions, {rows['updates']:,} of work"
    lines = [
        Line(
            f"rows that only one of the two gives ({territories} territories, {share:g} of the decisions)",
            "0",
            "0",
            counted,
        )
    ]
    for parts, what in (*(((part,), _NAMES[part]) for part in PARTS), (PARTS, "all")):
        seconds = min(sum(map(turn.seconds, parts)) for turn in done)
        sql, ratios = _beside(done, parts)
        told = judged("country" if what == "all" else what, median(turn.ratio(parts) for turn in done))
        lines.append(Line(f"country: {what}", f"{seconds:.2f} s", f"DuckDB SQL: {sql} s", ratios, told))
    used = min(turn.seconds(REAL_USE) for turn in done)
    more = spread(turn.seconds(REAL_USE) / turn.seconds("updates") for turn in done)
    peaks = [_peak(turn.found) for turn in done]
    theirs = max(turn.peer["peak"] for turn in done if turn.peer)
    return [
        *lines,
        Line("country: work with a second channel and reports", f"{used:.2f} s", "the work without", more),
        Line(
            "country: peak memory, both processes",
            f"{max(peaks):,.0f} MB",
            f"DuckDB SQL: {theirs:,.0f} MB",
            "",
            judged("memory", max(peaks)),
        ),
        *(
            _ten_decisions(done, count, where)
            for count, where in ((1, "one territory"), (10, "ten territories"))
        ),
    ]


_NAMES = {"fold": "fold", "boards": "boards", "updates": "work"}


def _ten_decisions(turns: Sequence[Turn], count: int, where: str) -> Line:
    """What a night computes that brings ten decisions to so many territories, the dearest, of a run of all 63."""
    shares = []
    for turn in turns:
        costs = sorted((one.seconds[NIGHT] for one in turn.found), reverse=True)
        dearest = sum(costs[:count]) / min(count, len(costs)) * count
        whole = sum(map(turn.seconds, PARTS)) / len(turn.found)
        shares.append(100 * dearest / (whole * OLD_PROVINCES))
    return Line(
        f"ten decisions in {where}, of a run of all {OLD_PROVINCES}",
        spread(shares, " %"),
        "",
        "",
        judged(where, median(shares)),
    )


def _peak(found: Sequence[Measured]) -> float:
    """Of both processes together."""
    return sum(
        max(one.peak for one in found if one.process == each) for each in {one.process for one in found}
    )


def _turn(share: float, territories: int, *, with_sql: bool) -> Turn:
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
        unlike = sum(one.unlike_planted for one in found)
        if not with_sql:
            return Turn(found, None, unlike)
        peer = _peer(Path(folder))
        rows = sum(
            abs(sum(one.rows[ours] for one in found) - peer["rows"][theirs])
            for ours, theirs in (("procedures", "versions"), ("history", "history"), ("boards", "boards"))
        )
        return Turn(found, peer, unlike + rows + _agree(Path(folder)) + _same_work(Path(folder)))


def _lines(share: float, turns: Sequence[Turn]) -> list[list[str]]:
    found, peer = turns[0].found, turns[0].peer
    rows = {name: sum(one.rows[name] for one in found) for name in found[0].rows}
    inputs = {
        "fold": f"{rows['decisions']:,} × {rows['items'] // rows['decisions']} = {rows['items']:,}",
        "boards": f"{rows['procedures']:,} × {rows['units']:,}",
        "updates": f"{rows['on the day']:,} + {rows['listings']:,}",
        REAL_USE: f"{rows['listings in real use']:,}, {rows['reports']:,} reports",
    }
    outputs = {
        "fold": f"{rows['procedures']:,} + {rows['history']:,}, {rows['questions']:,} questions",
        "boards": f"{rows['boards']:,}",
        "updates": f"{rows['updates']:,}",
        REAL_USE: f"{rows['updates in real use']:,}",
    }
    counted = {"fold": rows["items"], "boards": rows["boards"], "updates": rows["updates"]}
    counted[REAL_USE] = rows["updates in real use"]
    lines = []
    for part in (*PARTS, REAL_USE):
        seconds = min(turn.seconds(part) for turn in turns)
        line = [
            f"{share:g}×",
            part,
            inputs[part],
            outputs[part],
            f"{seconds:.2f}",
            f"{seconds / counted[part] * 1e6:.1f}",
        ]
        lines.append([*line, *_beside(turns, (part,) if part in PARTS else ())])
    whole = min(sum(map(turn.seconds, PARTS)) for turn in turns)
    lines.append(
        [
            f"{share:g}×",
            f"all; peak {_peak(found):,.0f} MB",
            f"planted wrong: {rows['wrong']:,}",
            f"rows otherwise: {sum(turn.otherwise for turn in turns)}",
            f"{whole:.2f}",
            "",
            *_beside(turns, PARTS),
        ]
    )
    lines += [_night(share, found, provinces, whole) for provinces in (1, 10)]
    if peer:
        told = [f"versions {peer['rows']['versions']:,}, history {peer['rows']['history']:,}",
                f"boards {peer['rows']['boards']:,}, updates {peer['rows']['updates']:,}"]  # fmt: skip
        lines.append([f"{share:g}×", f"SQL; peak {peer['peak']:,.0f} MB", *told, *[""] * 4])
    return lines


def _beside(turns: Sequence[Turn], parts: Sequence[str]) -> tuple[str, str]:
    """The least seconds of the SQL, and the ratios turn by turn."""
    if not parts or turns[0].peer is None:
        return "", ""
    seconds = min(sum(turn.peer["seconds"][part] for part in parts) for turn in turns if turn.peer)
    ratios = sorted(turn.ratio(parts) for turn in turns)
    return f"{seconds:.2f}", f"{median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"


def _night(share: float, found: Sequence[Measured], provinces: int, whole: float) -> list[str]:
    """A night that brings ten decisions to so many territories."""
    slowest = sorted((one.seconds[NIGHT] for one in found), reverse=True)[:provinces]
    where = "one territory" if provinces == 1 else f"{provinces} territories (the slowest)"
    return [f"{share:g}×", f"night: ten decisions in {where}", "", "", f"{sum(slowest):.2f}", "",
            f"{100 * sum(slowest) / whole:.1f} % of all", ""]  # fmt: skip


def _territory(number: int, share: float, folder: str) -> Measured:
    """Make one territory up, then compute it part by part."""
    facts = territory(number, share)
    if folder:
        _write(facts, Path(folder))
    _workdays()  # made before the clock starts, as the peer's table of them is
    gc.collect()
    with kept_in_memory():
        seconds = {}
        begun = time.process_time()
        folded = fold_history(facts.decisions, facts.items, facts.province, DAY, END)
        seconds["fold"] = time.process_time() - begun
        begun = time.process_time()
        spans = unit_spans(facts.units, facts.province)
        by_ground = GroundBoards(folded.procedures)
        boards = build_boards(by_ground, spans)
        seconds["boards"] = time.process_time() - begun
        begun = time.process_time()
        updates = updates_of(facts, folded, spans, boards=by_ground)
        seconds["updates"] = time.process_time() - begun
        peak = peak_mb()
        said = reports(facts, updates)
        seen = second_channel(facts)
        begun = time.process_time()
        used = updates_of(replace(facts, listings=[*facts.listings, *seen]), folded, spans, said, by_ground)
        seconds[REAL_USE] = time.process_time() - begun
        seconds[NIGHT], count = _night_with_news(facts)
    rows = {
        "decisions": len(facts.decisions),
        "items": len(facts.items),
        "units": len(facts.units),
        "listings": len(facts.listings),
        "procedures": len(folded.procedures),
        "history": len(folded.history),
        "questions": len(folded.asked),
        "boards": len(boards),
        "on the day": sum(count_on(boards, DAY).values()),
        "updates": len(updates),
        "wrong": len(facts.wrong),
        "listings in real use": len(facts.listings) + len(seen),
        "reports": len(said),
        "updates in real use": len(used),
    }
    wrong = _seen_wrong(updates)
    if folder:
        _write_rows(sorted(wrong), ("unit_id", "code"), Path(folder) / f"wrong-{number:02d}.parquet")
        _write_rows(_sums(number, updates), _SUMMED, Path(folder) / f"work-{number:02d}.parquet")
    otherwise = len(wrong ^ facts.wrong) + abs(count - len(updates))
    return Measured(os.getpid(), peak, seconds, rows, otherwise)


def _night_with_news(facts: Territory) -> tuple[float, int]:
    """Seconds of a night in which the last ten decisions come, and how many rows of work there are after it.

    What they touch is folded and laid over what was there before, all boards are worked out, and of the work what is touched
    (`transforms.consolidate.laid_over`); where that is refused, everything is folded.
    """
    late = {one.decision_id for one in sorted(facts.decisions, key=attrgetter("received_at"))[-_NEWS:]}
    known = replace(
        facts,
        decisions=[one for one in facts.decisions if one.decision_id not in late],
        items=[one for one in facts.items if one.decision_id not in late],
    )
    looks = looks_of(facts.listings)
    spans = unit_spans(facts.units, facts.province)
    folded = fold_history(known.decisions, known.items, facts.province, DAY, END)
    before = _work(known, folded, spans, looks)
    law = _as_released(known, folded)
    new = Identified(
        tuple(one for one in facts.decisions if one.decision_id in late),
        tuple(one for one in facts.items if one.decision_id in late),
        (),
    )
    begun = time.process_time()
    work = _laid(law, new, facts, looks, before.made_from) or _folded(facts, spans, looks, before.made_from)
    count = len(work.rows.in_order)
    seconds = time.process_time() - begun
    return seconds, count + sum(is_carried(row, DAY, work.anew) for row in before.rows)


def _folded(
    facts: Territory, spans: Sequence[UnitSpan], looks: RowsOfLooks, before: MadeFrom | None
) -> WorkedOut:
    """Everything is folded and hung; of the work what is touched."""
    folded = fold_history(facts.decisions, facts.items, facts.province, DAY, END)
    by_ground = GroundBoards(folded.procedures)
    build_boards(by_ground, spans)
    return _work(facts, folded, spans, looks, before, by_ground)


def _laid(
    law: LawBefore, new: Identified, facts: Territory, looks: RowsOfLooks, before: MadeFrom | None
) -> WorkedOut | None:
    """What is touched, alone, as a night lays it over; None where that is refused."""
    try:
        found = laid_beside(law, new, (), province=facts.province, as_of=DAY, knowledge_day=END)
    except ReachesFurtherError as why:
        print(f"everything is folded: {why}", file=sys.stderr)
        return None
    state = laid_over(
        found,
        law.law,
        {},
        Facts(units=tuple(facts.units), listings=looks),
        province=facts.province,
        policy=Policy(),
        as_of=DAY,
        knowledge=end_of(END),
        start=Start("the country", before),
    )
    return state.work


def _as_released(facts: Territory, folded: Folded) -> LawBefore:
    """What was folded as a release has it."""
    flags = folded.item_flags
    items = [
        replace(one, flags=tuple(sorted({*one.flags, *flags.get(one.item_id, ())}))) for one in facts.items
    ]
    reviews = put_together(one for one in folded.reviews if KINDS[one.kind].asks)
    asked = {name for one in reviews for name in (one.decision_id, *one.candidates)}
    history: dict[str, list[tuple[int, ProcedureHistory]]] = {}  # with their places in the table
    for place, version in enumerate(folded.history):
        history.setdefault(version.code, []).append((place, version))

    def of(codes: Collection[str]) -> list[ProcedureHistory]:
        found = [one for code in codes for one in history.get(code, ())]
        return [row for _, row in sorted(found, key=itemgetter(0))]

    decisions = tuple(
        replace(one, needs_review=one.decision_id in asked)
        for one in sorted(facts.decisions, key=attrgetter("decision_id"))
    )
    return LawBefore(
        decisions=decisions,
        law=LawInMemory(decisions, sorted(items, key=attrgetter("item_id")), folded.procedures),
        history=of,
        reviews=reviews,
        notices=tuple(notice_of(one) for one in folded.reviews if not KINDS[one.kind].asks),
        sheets=(),
        misprints=folded.misprints,
        unshown_names=unshown_names(folded.names, folded.procedures),
        as_of=DAY,
        knowledge_day=END,
    )


def _work(
    facts: Territory,
    folded: Folded,
    spans: Sequence[UnitSpan],
    looks: RowsOfLooks,
    before: MadeFrom | None = None,
    boards: GroundBoards | None = None,
) -> WorkedOut:
    return compute_work(
        procedures=folded.procedures,
        spans=spans,
        decisions=facts.decisions,
        items=facts.items,
        misprints=folded.misprints,
        listings=looks,
        confirmations=(),
        province=facts.province,
        policy=Policy(),
        as_of=DAY,
        boards=boards,
        start=Start("the country", before),
    )


def looks_of(listings: Sequence[Listing]) -> RowsOfLooks:
    """Listings of one look each, as a lake holds them: in columns."""
    schema = table_schema("listings")
    shown = {name: schema.field(name) for name in schema.names if name in _SHOWN}
    columns = [pa.array([getattr(row, name) for row in listings], one.type) for name, one in shown.items()]
    content = pa.array([f"{row.unit_id} {row.channel}" for row in listings])
    table = pa.Table.from_arrays([*columns, content], names=[*shown, "content"])
    firsts = {(row.unit_id, row.channel): row for row in reversed(listings)}
    at = datetime(2025, 6, 30, tzinfo=UTC)
    looks = [
        ObservationRow("", *place, row.observed_on, at, row.url or "", row.sha256, " ".join(place))
        for place, row in sorted(firsts.items())
    ]
    return RowsOfLooks(looks, ShownRows(table))


_SHOWN = ("code", "code_text", "name", "decision_text", "posted_on", "row_no", "effective_on")


def second_channel(facts: Territory) -> list[Listing]:
    """What every third unit shows on its portal as well: the same, but for what it left out."""
    units = {one.unit_id for one in facts.units[::3]}
    return [
        replace(row, channel=Channel.PORTAL, row_no=row.row_no + 1)
        for place, row in enumerate(facts.listings)
        if row.unit_id in units and place % 100
    ]


def reports(facts: Territory, updates: Sequence[ListingUpdate]) -> list[Confirmation]:
    """A report at every unit, of the first piece of work that is open there."""
    said: dict[str, Confirmation] = {}
    at = datetime(2025, 6, 30, 5, tzinfo=UTC)
    for one in updates:
        if one.unit_id not in said and one.state in _OPEN:
            said[one.unit_id] = Confirmation(
                one.update_id, DAY, "Lan", at, one.unit_id, one.code, one.kind, one.channel, one.decision_id
            )
    return list(said.values())


_OPEN = frozenset({UpdateState.DUE, UpdateState.OVERDUE})


def updates_of(
    facts: Territory,
    folded: Folded,
    spans: Sequence[UnitSpan],
    said: Sequence[Confirmation] = (),
    boards: GroundBoards | None = None,
) -> Sequence[ListingUpdate]:
    """The work of a territory on the day that is measured, each row with its id and in its order, as the SQL gives it."""
    return compute_work(
        procedures=folded.procedures,
        spans=spans,
        decisions=facts.decisions,
        items=facts.items,
        misprints=folded.misprints,
        listings=facts.listings,
        confirmations=said,
        province=facts.province,
        policy=Policy(),
        as_of=DAY,
        boards=boards,
    ).rows.in_order


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


def _workdays() -> list[tuple[date, date, date]]:
    """Each day with the end of what a unit has time for, and the first working day from it on."""
    days = (START + timedelta(days=passed) for passed in range((END - START).days + 800))
    within = Policy().post_within_working_days
    return [(day, add_working_days(day, within), first_working_day(day)) for day in days]


def _peer(folder: Path) -> dict[str, Any]:
    _write_rows(_workdays(), ("day", "plus5", "first"), folder / "workdays.parquet")
    subprocess.run([sys.executable, "-m", "benchmarks.country_peer", str(folder)], check=True)
    found: dict[str, Any] = json.loads((folder / "peer.json").read_text())
    return found


_SUMMED = ("territory", "kind", "state", "rows", "ids", "days")


def _sums(number: int, updates: Sequence[ListingUpdate]) -> list[tuple[object, ...]]:
    """Rows of work by kind and state: how many, the sum of their ids, and of ids times days until due, of 2^61 - 1."""
    found: dict[tuple[str, str], list[int]] = {}
    for one in updates:
        sums = found.setdefault((one.kind.value, one.state.value), [0, 0, 0])
        name = int(one.update_id[:8], 16)
        assert one.due_on is not None or one.kind is UpdateKind.REVIEW
        sums[0] += 1
        sums[1] += name
        sums[2] += name * ((one.due_on or START) - START).days
    return [(number, *same, *sums) for same, sums in sorted(found.items())]


def _same_work(folder: Path) -> int:
    """How many groups of rows of work, by territory, kind and state, the two do not have alike."""
    sql = pq.read_table(folder / "sums.parquet").to_pylist()
    ours = pq.read_table(sorted(folder.glob("work-*.parquet"))).to_pylist()
    return len(
        {tuple(row[name] for name in _SUMMED) for row in sql}
        ^ {tuple(row[name] for name in _SUMMED) for row in ours}
    )


def _agree(folder: Path) -> int:
    """How many pairs of unit and code only one of the two found wrong."""
    sql = pq.read_table(folder / "difference.parquet").to_pylist()
    ours = pq.read_table(sorted(folder.glob("wrong-*.parquet"))).to_pylist()
    return len({tuple(row.values()) for row in sql} ^ {tuple(row.values()) for row in ours})
