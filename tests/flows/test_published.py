"""`niemyet.open`: a release as data frames, with names joined, real dates and half-open days."""

import ast
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import niemyet
from niemyet.flows.clock import SetClock
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.published import Data, open_data
from niemyet.model.errors import StorageError, UsageError
from niemyet.model.tables import TABLES
from niemyet.model.words import UpdateState
from tests.support.house import House, build_house, decision

FIRST, SECOND = datetime(2022, 2, 1, 13, tzinfo=UTC), datetime(2022, 5, 10, 13, tzinfo=UTC)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = build_house(tmp_path_factory.mktemp("bang"))
    house.drop("1.md", decision(1, "10/01/2022"))
    run_nightly(house.settings, house.folder, SetClock(FIRST))
    house.drop(
        "2.md",
        decision(2, "01/03/2022", section="SỬA ĐỔI, BỔ SUNG", rows=(("1.001193", "Đăng ký khai sinh"),)),
    )
    house.drop(
        "3.md",
        decision(3, "10/03/2022", section="BÃI BỎ", rows=(("2.000815", "Chứng thực bản sao từ bản chính"),)),
    )
    run_nightly(house.settings, house.folder, SetClock(SECOND))
    return house


@pytest.fixture
def data(house: House) -> Data:
    return niemyet.open(house.folder.root)


def test_importing_costs_nothing_heavy() -> None:
    code = "import niemyet, sys; print([one for one in ('pandas', 'pyarrow', 'httpx', 'prefect') if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert niemyet.Data is Data
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = niemyet.nothing_such


def test_a_board_is_that_of_its_day_with_names_and_real_dates(data: Data) -> None:
    board = data.boards(on="2022-02-15", unit="xa-b")
    assert list(board["code"]) == ["1.001193", "2.000815"]
    row = board.iloc[0]
    assert (row["unit"], row["parent"], row["name"]) == ("UBND xã B", "UBND huyện A", "Đăng ký khai sinh")
    assert row["decision"] == "1/QĐ-UBND, 10/01/2022"
    assert str(board["valid_from"].dtype).startswith("datetime64")
    assert board["level"].dtype.ordered
    assert not board.duplicated(["unit_id", "code"]).any()
    assert list(data.boards(unit="xa-b")["code"]) == ["1.001193"]


def test_days_are_half_open(data: Data) -> None:
    assert "2.000815" in set(data.boards(on=date(2022, 3, 9))["code"])
    assert "2.000815" not in set(data.boards(on=date(2022, 3, 10))["code"])
    assert data.boards(on="2022-01-09").empty


def test_what_was_known_on_a_day_is_asked_for_by_its_day(data: Data) -> None:
    assert "2.000815" in set(data.boards(on="2022-03-20", known="2022-03-15")["code"])
    assert "2.000815" not in set(data.boards(on="2022-03-20", known="2022-05-30")["code"])
    assert len(data.procedures(on="2022-03-20", known="2022-01-05")) == 0


def test_work_says_who_owes_what_to_whom(data: Data) -> None:
    work = data.updates(unit="xa-b", state=["unobserved", "overdue", "due"])
    assert set(work["decision"]) >= {"2/QĐ-UBND, 01/03/2022", "3/QĐ-UBND, 10/03/2022"}
    assert list(work["state"].cat.categories) == [one.value for one in UpdateState]
    assert set(data.updates(level="district")["unit_id"]) <= {"huyen-a"}
    earlier = data.updates(as_of="2022-01-10")
    assert not set(earlier["code"]) & {None} or "close_board" not in set(earlier["kind"])


def test_changes_tell_opening_change_and_end_with_old_and_new(data: Data) -> None:
    turns = data.changes(since="2022-01-01")
    told = [(str(row.on.date()), row.code, row.change, row.decision) for row in turns.itertuples()]
    assert told == [
        ("2022-01-10", "1.001193", "opened", "1/QĐ-UBND, 10/01/2022"),
        ("2022-01-10", "2.000815", "opened", "1/QĐ-UBND, 10/01/2022"),
        ("2022-03-01", "1.001193", "changed", "2/QĐ-UBND, 01/03/2022"),
        ("2022-03-10", "2.000815", "ended", "3/QĐ-UBND, 10/03/2022"),
    ]
    assert list(data.changes(since="2022-03-02", until="2022-03-10")["change"]) == ["ended"]
    changed = turns[turns["change"] == "changed"].iloc[0]
    assert (changed["time_before"], changed["time_after"]) == ("05 ngày làm việc", "05 ngày làm việc")


def test_the_panel_counts_unobserved_work_apart(data: Data) -> None:
    panel = data.months(until="2022-12-31")
    assert (panel[["in_time", "late", "open", "unobserved"]].sum(axis=1) == panel["due"]).all()
    assert panel["unobserved"].sum() > 0
    assert panel["late"].sum() == 0, "nobody has looked: nothing is known to be late"


def test_an_object_holds_its_release_and_leads_to_others(house: House, data: Data) -> None:
    first, second = data.releases
    assert data.release == second
    assert len(data.at(first).decisions()) == 1
    assert len(data.decisions()) == 3
    assert len(data.decisions(since="2022-03-01", until="2022-03-01")) == 1
    assert list(data.items(since="2022-03-05")["decision"]) == ["3/QĐ-UBND, 10/03/2022"]
    assert len(open_data(str(house.folder.root), release=first).history("1.001193")) == 1
    assert len(data.history("1.001193")) > 1


@pytest.mark.parametrize(
    ("engine", "kind"), [("arrow", pa.Table), ("polars", pl.DataFrame), ("pandas", pd.DataFrame)]
)
def test_every_engine_gives_the_same_rows(house: House, engine: str, kind: type) -> None:
    board = open_data(house.folder.root, engine=engine).boards()
    assert isinstance(board, kind)
    assert len(board) == len(niemyet.open(house.folder.root).boards())


def test_duckdb_asks_the_frames(house: House) -> None:
    board = open_data(house.folder.root, engine="duckdb").boards()
    assert board.aggregate("count(*)").fetchall() == [(len(niemyet.open(house.folder.root).boards()),)]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_can_be_read(data: Data, name: str) -> None:
    assert isinstance(data.table(name), pd.DataFrame)


def test_units_of_a_day_bear_the_name_of_the_one_above(data: Data) -> None:
    assert dict(data.units().set_index("unit_id")["parent"].dropna()) == {"xa-b": "UBND huyện A"}


def test_a_day_may_be_written_as_people_do(data: Data) -> None:
    assert list(data.boards(on="15/02/2022")["code"]) == list(data.boards(on="2022-02-15")["code"]) != []


def test_wrong_words_say_what_is_right(house: House, data: Data, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="boards"):
        data.table("borads")
    with pytest.raises(UsageError, match="2022-12-31"):
        data.boards(on="31.12.22")
    with pytest.raises(UsageError, match=r"1\.999999"):
        data.history("1.999999")
    with pytest.raises(UsageError, match="polars"):
        open_data(house.folder.root, engine="spark")  # type: ignore[arg-type]
    with pytest.raises(StorageError, match="niemyet nightly"):
        niemyet.open(tmp_path / "nichts")


def test_the_examples_of_the_docstrings_run(data: Data) -> None:
    for name in ("boards", "updates", "changes", "months"):
        lines = re.findall(r">>> (.*)", getattr(Data, name).__doc__)
        assert lines, name
        names = {"data": data}
        for line in lines:
            ast.parse(line)
            exec(line, names)
