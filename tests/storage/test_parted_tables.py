"""A large table is a folder of files under the name that its file would have; a night writes those that changed."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from niemyet.model.errors import StorageError
from niemyet.model.shared_rows import SharedRows
from niemyet.model.tables import TABLES, Decision, Fetch, Listing, ListingUpdate, Unit
from niemyet.model.words import Channel, FetchOutcome, Level, Proof, UnitKind, UpdateKind, UpdateState
from niemyet.storage import parts
from niemyet.storage.object_store import ObjectStore
from niemyet.storage.parts import parts_of
from niemyet.storage.release import Release, files_of
from niemyet.storage.releases import Releases, table_bytes, table_files
from niemyet.storage.schemas import table_schema, to_arrow
from niemyet.transforms.law.history import fold_history
from tests.model.test_piled_rows import Pile
from tests.storage.test_bucket_in_memory import place
from tests.support.province import DECISIONS, ITEMS, QUANG_NAM

DAY = date(2026, 3, 2)
WORK = ListingUpdate(
    "", "", UpdateKind.POST, None, "1.000001", (), "Tên", None, None, None, "Lý do", DAY, DAY,
    UpdateState.DONE, 0, 0, DAY, None, None,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "WHOLE", 20)


def work(count: int = 400, seed: int = 0) -> SharedRows[ListingUpdate]:
    """Rows of three units in every state; in the place of some another change stands, since some month."""
    rng = random.Random(seed)
    shared = [
        replace(
            WORK,
            code=rng.choice([None, f"1.{number:06d}"]),
            kind=rng.choice(list(UpdateKind)),
            state=rng.choice(list(UpdateState)),
            effective_on=rng.choice([None, date(rng.randint(2020, 2026), 3, 1)]),
            proof=rng.choice([None, Proof.DECISION]),
        )
        for number in range(50)
    ]
    over = {UpdateState.CANCELLED, UpdateState.DONE}
    shared = [
        replace(
            row,
            superseded_on=rng.choice(
                [date(2026, 1, 5), date(2026, 2, 5), date(2024, 2, 5), date(2024, 11, 5)]
            ),
        )
        if row.state is UpdateState.CANCELLED or (row.state in over and rng.random() < 0.5)
        else row
        for row in shared
    ]
    unit = np.sort(np.array([rng.randrange(3) for _ in range(count)], np.int32))
    place = np.array([rng.randrange(50) for _ in range(count)], np.int32)
    ids = np.array([f"{rng.getrandbits(64):016x}" for _ in range(count)], "S16")
    codes = np.array([shared[at].code or "" for at in place])
    order = np.lexsort((ids, codes, unit))
    own = {"update_id": ids[order]}
    return SharedRows(ListingUpdate, shared, ["xa-a", "xa-b", "xa-c"], unit[order], place[order], own)


def publish(
    folder: Path | ObjectStore, rows: Sequence[Any], day: date = DAY, version: str = "this one"
) -> Release:
    units = [
        Unit(one, UnitKind.COMMUNE, Level.COMMUNE, one, None, None, None, "da-nang", None, None)
        for one in ("xa-a", "xa-b", "xa-c")
    ]
    tables: dict[str, Sequence[Any]] = {name: [] for name in TABLES}
    at = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
    made = Releases(folder).publish(
        tables | {"units": units, "listing_updates": rows},
        as_of=day,
        knowledge=at,
        about={"province": "da-nang", "version": version},
    )
    assert made is not None
    return made


@pytest.mark.parametrize("seed", range(5))
def test_rows_that_share_are_parted_as_rows_that_do_not(seed: int) -> None:
    rows = work(seed=seed)
    found = {part.path: part.table() for part in parts_of("listing_updates", rows, DAY)}
    whole = to_arrow(list(rows), table_schema("listing_updates"))
    plain = {part.path: part.table() for part in parts_of("listing_updates", whole, DAY)}
    assert found.keys() == plain.keys()
    assert all(table.equals(plain[path]) for path, table in found.items())
    assert sum(table.num_rows for table in found.values()) == len(rows)
    states = {path: set(table.column("state").cast(pa.string()).to_pylist()) for path, table in found.items()}
    assert states.pop("listing_updates.parquet/open.parquet") == {"due", "overdue"}
    assert states.pop("listing_updates.parquet/current.parquet") <= {"done", "planned", "unobserved"}
    assert states["listing_updates.parquet/2024.parquet"] == {"cancelled", "done"}
    assert set().union(*states.values()) == {"cancelled", "done"}


@pytest.mark.parametrize("seed", range(10))
def test_rows_in_blocks_are_parted_as_rows_that_are_not(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "WHOLE", 0)
    pile = Pile(seed)
    rows = sorted(pile.rows, key=lambda row: (row.unit_id, row.code or "", row.update_id))
    plain = table_files("listing_updates", rows, DAY)
    assert table_files("listing_updates", pile.piled(), DAY) == plain
    assert table_files("listing_updates", pile.piled().in_order, DAY) == plain
    done = {path.partition("gone-")[2].removesuffix(".parquet") for path in plain if "gone-" in path}
    gone = [row for row in rows if row.kind is UpdateKind.REMOVE and row.state is UpdateState.DONE]
    assert done == {
        "undated" if day is None else f"{day:%Y-%m}" if day.year > 2024 else f"{day.year}"
        for day in {row.done_on for row in gone}
    }


def test_a_unit_that_cleans_its_board_at_last_changes_the_file_of_this_month() -> None:
    gone = replace(WORK, kind=UpdateKind.REMOVE, unit_id="xa-a")
    orders = [date(2025, month, 1) for month in range(1, 13)]
    others = [
        replace(gone, update_id=f"b{at:015x}", unit_id="xa-b", effective_on=day, done_on=day)
        for at, day in enumerate(orders)
    ]
    late = [
        replace(gone, update_id=f"a{at:015x}", effective_on=day, done_on=DAY) for at, day in enumerate(orders)
    ]
    overdue = [replace(row, state=UpdateState.OVERDUE, done_on=None) for row in late]
    before = table_files("listing_updates", [*overdue, *others], DAY)
    after = table_files("listing_updates", [*late, *others], DAY)
    assert [path.split("/")[1] for path in after if after[path] != before.get(path)] == [
        "gone-2026-03.parquet"
    ]


def test_a_file_says_the_same_whatever_stands_in_the_others() -> None:
    rows = list(work())
    fewer = [row for row in rows if row.superseded_on != date(2026, 2, 5)]
    every, some = table_files("listing_updates", rows, DAY), table_files("listing_updates", fewer, DAY)
    settled = [path for path in some if "/202" in path]
    assert {path.split("/")[1] for path in settled} == {"2024.parquet", "2026-01.parquet"}
    assert all(every[path] == some[path] for path in settled)


def test_a_small_table_is_one_file() -> None:
    assert set(table_files("listing_updates", list(work(20)), DAY)) == {"listing_updates.parquet"}
    assert set(table_files("units", [], DAY)) == {"units.parquet"}


def test_every_reader_reads_the_folder_under_the_name_of_the_file(tmp_path: Path) -> None:
    rows = list(work())
    publish(tmp_path, rows)
    path = str(tmp_path / "latest" / "listing_updates.parquet")
    assert Path(path).is_dir()
    overdue = sum(row.state is UpdateState.OVERDUE for row in rows)
    assert duckdb.sql(f"SELECT count(*) FROM '{path}' WHERE state = 'overdue'").fetchall() == [(overdue,)]
    assert (
        pl.scan_parquet(path).filter(pl.col("state").cast(pl.String) == "overdue").collect().height == overdue
    )
    assert (pd.read_parquet(path)["state"] == "overdue").sum() == overdue
    assert pq.read_table(path).num_rows == len(rows)


def test_a_release_gives_the_rows_in_the_order_of_the_table(tmp_path: Path) -> None:
    rows = list(work())
    release = publish(tmp_path, rows)
    assert release.rows("listing_updates", ListingUpdate) == rows
    assert release.rows_of("listing_updates") == len(rows)
    assert release.schema("listing_updates") == table_schema("listing_updates")
    one = rows[7]
    assert release.find("listing_updates", "update_id", [one.update_id], ["update_id", "code"]) == [
        {"update_id": one.update_id, "code": one.code}
    ]
    of_unit = release.find("listing_updates", "unit_id", ["xa-b"], ["unit_id", "code", "update_id", "state"])
    assert [row["update_id"] for row in of_unit] == [row.update_id for row in rows if row.unit_id == "xa-b"]
    assert one.update_id in release.alike("listing_updates", "update_id", one.update_id[:12] + "0000")
    only = release.table("listing_updates", filters=[("unit_id", "=", "xa-b")])
    assert only.column("update_id").to_pylist() == [row.update_id for row in rows if row.unit_id == "xa-b"]
    states = release.table("listing_updates", ["state"]).column(0)
    assert pc.sum(pc.equal(states.cast(pa.string()), "overdue")).as_py() == sum(
        row.state is UpdateState.OVERDUE for row in rows
    )


def test_a_day_that_only_makes_open_work_later_writes_open_work_alone(tmp_path: Path) -> None:
    rows = list(work())
    first = publish(tmp_path, rows)
    later = [
        replace(row, days_overdue=row.days_overdue + 1) if row.state is UpdateState.OVERDUE else row
        for row in rows
    ]
    second = publish(tmp_path, later, DAY + timedelta(days=1))
    for each in second.manifest["resources"]:
        for file in files_of(each):
            ours, before = second.folder / file.path, first.folder / file.path
            assert ours.samefile(before) is (file.path != "listing_updates.parquet/open.parquet"), file.path


def test_what_is_made_of_the_same_is_not_made_again_and_what_is_not_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    own = parts._shared_part

    def counted(path: str, rows: SharedRows[Any], schema: pa.Schema) -> parts.FilePart:
        part = own(path, rows, schema)

        def table() -> pa.Table:
            made.append(path.split("/")[1])
            return part.table()

        return replace(part, table=table)

    monkeypatch.setattr(parts, "_shared_part", counted)
    rows = work()
    first = publish(tmp_path, rows)
    every = set(made)
    assert {"open.parquet", "2024.parquet"} < every
    made.clear()
    overdue = [at for at, row in enumerate(rows.shared) if row.state is UpdateState.OVERDUE]
    rows.shared[overdue[0]] = replace(rows.shared[overdue[0]], days_overdue=9)  # type: ignore[index]
    second = publish(tmp_path, rows, DAY + timedelta(days=1))
    assert made == ["open.parquet"]
    assert second.rows("listing_updates", ListingUpdate) == list(rows)
    settled = first.folder / "listing_updates.parquet" / "2024.parquet"
    hurt = settled.read_bytes()[:-1] + b"?"
    settled.unlink()
    settled.write_bytes(hurt)
    (second.folder / "listing_updates.parquet" / "2024.parquet").write_bytes(hurt)
    made.clear()
    rows.shared[overdue[0]] = replace(rows.shared[overdue[0]], days_overdue=10)  # type: ignore[index]
    third = publish(tmp_path, rows, DAY + timedelta(days=2))
    assert sorted(made) == ["2024.parquet", "open.parquet"], "a hurt file is not passed on"
    assert third.rows("listing_updates", ListingUpdate) == list(rows)
    made.clear()
    publish(tmp_path, rows, DAY + timedelta(days=3), version="another program")
    assert set(made) == every, "another program may write other bytes"


def test_a_hurt_file_is_named(tmp_path: Path) -> None:
    release = publish(tmp_path, list(work()))
    hurt = release.folder / "listing_updates.parquet" / "open.parquet"
    data = hurt.read_bytes()
    hurt.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(StorageError, match=r"listing_updates\.parquet/open\.parquet"):
        Releases(tmp_path).open(release.release_id).table("listing_updates")
    hurt.unlink()
    with pytest.raises(StorageError, match=r"listing_updates\.parquet/open\.parquet"):
        Releases(tmp_path).open(release.release_id).find("listing_updates", "update_id", ["x"], ["code"])


def test_a_bucket_holds_the_same_files(tmp_path: Path) -> None:
    rows = list(work())
    room = place("s3://kho/data")
    there, here = publish(room, rows), publish(tmp_path, rows)
    assert there.manifest["resources"] == here.manifest["resources"]
    assert "releases/2026-03-02T150000.000000Z/listing_updates.parquet/open.parquet" in room.names("releases")
    assert there.rows("listing_updates", ListingUpdate) == rows
    assert there.is_whole({"listing_updates", "units"})
    again = publish(room, rows, DAY + timedelta(days=1))
    assert again.rows("listing_updates", ListingUpdate) == rows
    Releases(room).remove(there.release_id)
    assert Releases(room).all() == (again.release_id,)
    assert not [name for name in room.names("releases") if there.release_id in name]


def test_looks_and_requests_go_by_time(monkeypatch: pytest.MonkeyPatch) -> None:
    days = [date(2024, 12, 31) + timedelta(days=7 * number) for number in range(9)]
    looks = [
        Listing("xa-a", Channel.COUNTER, day, None, None, f"Tên {number}", None, None, None, "0" * 64, number)
        for day in days
        for number in range(4)
    ]
    by_month = [f"listings.parquet/{month}.parquet" for month in ("2024-12", "2025-01", "2025-02")]
    assert list(table_files("listings", looks, date(2025, 3, 1))) == by_month
    assert list(table_files("listings", looks, date(2025, 12, 31))) == by_month, (
        "the last year has its months"
    )
    assert list(table_files("listings", looks, date(2026, 1, 1))) == [
        "listings.parquet/2024.parquet", *by_month[1:],
    ], "months of a year that is two years back are one file"  # fmt: skip
    assert list(table_files("listings", looks, date(2027, 1, 1))) == [
        "listings.parquet/2024.parquet", "listings.parquet/2025.parquet",
    ]  # fmt: skip
    asked = [
        Fetch(
            "r",
            "s",
            "u",
            "GET",
            datetime(day.year, day.month, day.day, tzinfo=UTC),
            200,
            FetchOutcome.OK,
            None,
            1,
            1,
            None,
        )
        for day in days
        for _ in range(4)
    ]
    assert list(table_files("fetches", asked, date(2025, 3, 1))) == [
        f"fetches.parquet/{month}.parquet" for month in ("2024-12", "2025-01", "2025-02")
    ]
    assert table_bytes("fetches", asked)[1] == len(asked)


def test_ten_years_are_some_thirty_files_of_a_table_and_a_year_is_written_once() -> None:
    look = Listing("xa-a", Channel.COUNTER, DAY, None, None, "Tên", None, None, None, "0" * 64, 1)
    months = [date(year, month, 1) for year in range(2017, 2027) for month in range(1, 13)]
    looks = [replace(look, observed_on=month) for month in months]
    december = table_files("listings", looks, date(2026, 12, 31))
    assert [path.split("/")[1] for path in december][:9] == [
        *(f"{year}.parquet" for year in range(2017, 2025)),
        "2025-01.parquet",
    ]
    assert len(december) == 8 + 24
    january = table_files("listings", [*looks, replace(look, observed_on=date(2027, 1, 1))], date(2027, 1, 1))
    assert len(january) == 9 + 13
    assert [path for path in january if december.get(path) != january[path]] == [
        "listings.parquet/2025.parquet", "listings.parquet/2027-01.parquet",
    ]  # fmt: skip


# ---- what the law comes to -------------------------------------------------------------------------------------------


def law(day: date) -> dict[str, Sequence[Any]]:
    """Tables of the law of DOMAIN §8, as a fold gives them for a day."""
    folded = fold_history(DECISIONS, ITEMS, QUANG_NAM, day, date(2026, 1, 1))
    items = tuple(sorted(ITEMS, key=lambda one: one.item_id))
    return {
        "decisions": sorted(DECISIONS, key=lambda one: one.decision_id),
        "decision_items": items,
        "procedures": folded.procedures,
        "procedure_history": folded.history,
    }


def publish_law(folder: Path, tables: dict[str, Sequence[Any]], day: date) -> Release:
    made = Releases(folder).publish(
        {each: [] for each in TABLES} | tables,
        as_of=day,
        knowledge=datetime(2026, 1, 1, tzinfo=UTC),
        about={},
        accepted="a test",
    )
    assert made is not None
    return made


LAW = ("decision_items", "procedures", "procedure_history")


@pytest.mark.parametrize("name", LAW)
def test_tables_of_the_law_are_read_in_their_order_whatever_is_asked_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(parts, "WHOLE", 0)
    tables = law(date(2022, 9, 10))
    made = publish_law(tmp_path, tables, date(2022, 9, 10))
    rows = list(tables[name])
    assert len(made.files(name)) > 3
    assert made.rows(name, TABLES[name]) == rows
    asked = ["name", "level"] if name != "decision_items" else ["name", "code"]
    told = made.table(name, asked)
    assert told.column_names == asked
    assert told.column("name").to_pylist() == [row.name for row in rows]
    code = next(row.code for row in rows if row.code is not None)
    key = parts.order_of(name)
    found = made.find(name, "code", [code], [*key, "name"])
    assert [[row[column] for column in key] for row in found] == [
        [getattr(row, column) for column in key] for row in rows if row.code == code
    ]


def test_decisions_are_read_in_their_order_and_are_several_files_sooner(tmp_path: Path) -> None:
    rows = law(date(2022, 9, 10))["decisions"]
    assert len(rows) > parts.WHOLE // 3, "each is as wide as three rows of work"
    made = publish_law(tmp_path, {"decisions": rows}, date(2022, 9, 10))
    assert len(made.files("decisions")) > 3
    assert made.rows("decisions", Decision) == rows
    assert made.table("decisions", ["title"]).column(0).to_pylist() == [row.title for row in rows]
    named = [row.decision_id for row in rows if row.signed_on and row.signed_on.month in (3, 8)]
    found = made.find("decisions", "decision_id", named, ["decision_id"])
    assert [row["decision_id"] for row in found] == named
    unknown = replace(rows[0], decision_id="quang-nam/1-QD-UBND/khong-ro-ngay")
    assert "decisions.parquet/undated.parquet" in table_files("decisions", [*rows, unknown], DAY)


def test_a_night_writes_the_quarters_of_the_law_that_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "WHOLE", 0)
    day = date(2022, 9, 10)
    now = law(day)
    fewer = [one for one in DECISIONS if one is not DECISIONS[8]]  # of 12 August: it replaces one procedure
    items = tuple(one for one in now["decision_items"] if one.decision_id != DECISIONS[8].decision_id)
    before = fold_history(fewer, items, QUANG_NAM, day, date(2026, 1, 1))
    changed = {
        "decision_items": items,
        "procedures": before.procedures,
        "procedure_history": before.history,
    }
    other = {
        path.partition("/")[2]
        for name, rows in changed.items()
        for path, (data, _) in table_files(name, now[name], day).items()
        if table_files(name, rows, day).get(path, (b"", 0))[0] != data
    }
    assert sorted(other) == ["2022-q3.parquet", "2025.parquet"], "what it opened ends with the districts"
    quarters = ("2021-q4", "2022-q1", "2022-q2", "2022-q3", "2022-q4", "2025")
    for name in ("decisions", "decision_items"):
        assert list(table_files(name, now[name], day)) == [
            f"{name}.parquet/{label}.parquet" for label in quarters
        ]


def test_what_was_taken_down_goes_by_the_month_in_which_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "WHOLE", 0)
    gone = replace(WORK, kind=UpdateKind.REMOVE, state=UpdateState.DONE)
    rows = [
        replace(gone, update_id="1", done_on=date(2026, 2, 3)),
        replace(gone, update_id="2", done_on=date(2025, 2, 3)),
        replace(gone, update_id="7", done_on=date(2024, 2, 3)),
        replace(gone, update_id="3", done_on=None),
        replace(gone, update_id="4", state=UpdateState.OVERDUE),
        replace(gone, update_id="5", superseded_on=date(2026, 3, 1)),
        replace(WORK, update_id="6"),
    ]
    found = {
        path.partition("/")[2].removesuffix(".parquet"): count
        for path, (_, count) in table_files("listing_updates", rows, DAY).items()
    }
    assert found == dict.fromkeys(
        ("2026-03", "current", "gone-2024", "gone-2025-02", "gone-2026-02", "gone-undated", "open"), 1
    )
    assert [label for label in found if parts.is_settled(label)] == ["2026-03"]
