"""`niemyet.open`: a release as data frames, with names joined, real dates and half-open days."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import obstore
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from obstore.store import MemoryStore

import niemyet
from niemyet.flows.change_feed import feed_of, feed_table, keep_feed
from niemyet.flows.clock import SetClock
from niemyet.flows.joined_tables import JoinedTables
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.published import Data, Engine, open_data
from niemyet.model.errors import StorageError, UnclearNameError, UsageError
from niemyet.model.tables import TABLES, Unit
from niemyet.model.words import Level, UnitKind, UpdateState
from niemyet.storage.bucket import BucketPlace
from tests.support.house import House, build_house, decision
from tests.support.refusals import refused

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
def data(house: House) -> Data[pd.DataFrame]:
    return niemyet.open(house.folder.root)


def test_importing_costs_nothing_heavy() -> None:
    code = "import niemyet, sys; print([one for one in ('pandas', 'pyarrow', 'httpx', 'prefect') if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert niemyet.Data is Data
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = niemyet.nothing_such


def test_a_board_is_that_of_its_day_with_names_and_real_dates(data: Data[pd.DataFrame]) -> None:
    board = data.boards(on="2022-02-15", unit="xa-b")
    assert list(board["code"]) == ["1.001193", "2.000815"]
    row = board.iloc[0]
    assert (row["unit"], row["parent"], row["name"]) == ("UBND xã B", "UBND huyện A", "Đăng ký khai sinh")
    assert row["decision"] == "1/QĐ-UBND, 10/01/2022"
    assert str(board["valid_from"].dtype).startswith("datetime64")
    assert board["level"].dtype.ordered
    assert not board.duplicated(["unit_id", "code"]).any()
    assert list(data.boards(unit="xa-b")["code"]) == ["1.001193"]


@pytest.mark.parametrize(
    ("ask", "known"),
    [
        (lambda data: data.boards(level="xã"), "commune"),
        (lambda data: data.boards(level=["commune", "COMMUNE"]), "commune"),
        (lambda data: data.updates(state="late"), "overdue"),
        (lambda data: data.updates(level="huyện"), "district"),
        (lambda data: data.procedures(level="huyện"), "district"),
    ],
)
def test_a_word_that_is_none_is_told_with_those_that_are(
    data: Data[pd.DataFrame], ask: Callable[[Data[pd.DataFrame]], object], known: str
) -> None:
    with refused(UsageError, known):
        ask(data)


def test_days_are_half_open(data: Data[pd.DataFrame]) -> None:
    assert "2.000815" in set(data.boards(on=date(2022, 3, 9))["code"])
    assert "2.000815" not in set(data.boards(on=date(2022, 3, 10))["code"])
    assert data.boards(on="2022-01-09").empty


def test_what_was_known_on_a_day_is_asked_for_by_its_day(data: Data[pd.DataFrame]) -> None:
    assert "2.000815" in set(data.boards(on="2022-03-20", known="2022-03-15")["code"])
    assert "2.000815" not in set(data.boards(on="2022-03-20", known="2022-05-30")["code"])
    assert len(data.procedures(on="2022-03-20", known="2022-01-05")) == 0


def test_work_says_who_owes_what_to_whom(data: Data[pd.DataFrame]) -> None:
    work = data.updates(unit="xa-b", state=["unobserved", "overdue", "due"])
    assert set(work["decision"]) >= {"2/QĐ-UBND, 01/03/2022", "3/QĐ-UBND, 10/03/2022"}
    assert list(work["state"].cat.categories) == [one.value for one in UpdateState]
    assert set(data.updates(level="district")["unit_id"]) <= {"huyen-a"}
    earlier = data.updates(as_of="2022-01-10")
    assert not set(earlier["code"]) & {None} or "close_board" not in set(earlier["kind"])


def test_changes_tell_opening_change_and_end_with_old_and_new(data: Data[pd.DataFrame]) -> None:
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


def test_the_panel_counts_unobserved_work_apart(data: Data[pd.DataFrame]) -> None:
    panel = data.months(until="2022-12-31")
    assert (panel[["in_time", "late", "open", "unobserved"]].sum(axis=1) == panel["due"]).all()
    assert panel["unobserved"].sum() > 0
    assert panel["late"].sum() == 0, "nobody has looked: nothing is known to be late"


def test_an_object_holds_its_release_and_leads_to_others(house: House, data: Data[pd.DataFrame]) -> None:
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
def test_every_engine_gives_the_same_rows(house: House, engine: Engine, kind: type) -> None:
    board = open_data(house.folder.root, engine=engine).boards()
    assert isinstance(board, kind)
    assert len(board) == len(niemyet.open(house.folder.root).boards())


def test_duckdb_asks_the_frames(house: House) -> None:
    board = open_data(house.folder.root, engine="duckdb").boards()
    assert board.aggregate("count(*)").fetchall() == [(len(niemyet.open(house.folder.root).boards()),)]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_can_be_read(data: Data[pd.DataFrame], name: str) -> None:
    assert isinstance(data.table(name), pd.DataFrame)


def test_units_of_a_day_bear_the_name_of_the_one_above(data: Data[pd.DataFrame]) -> None:
    assert dict(data.units().set_index("unit_id")["parent"].dropna()) == {"xa-b": "UBND huyện A"}


def test_a_day_may_be_written_as_people_do(data: Data[pd.DataFrame]) -> None:
    assert list(data.boards(on="15/02/2022")["code"]) == list(data.boards(on="2022-02-15")["code"]) != []


def test_wrong_words_say_what_is_right(house: House, data: Data[pd.DataFrame], tmp_path: Path) -> None:
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


def test_a_sector_has_one_name_in_vietnamese_order_and_keeps_what_is_printed(tmp_path: Path) -> None:
    house = build_house(tmp_path / "bang")
    texts = (("1.md", 1, "10/01/2022", "LĨNH VỰC THỦY LỢI"), ("2.md", 2, "11/01/2022", "LĨNH VỰC ĐẤT ĐAI"),
             ("3.md", 3, "12/01/2022", "Lĩnh vực Thuỷ lợi"), ("4.md", 4, "13/01/2022", "Lĩnh vực Dân số"))  # fmt: skip
    for name, number, signed, sector in texts:
        rows = ((f"1.00000{number}", f"Thủ tục số {number}"),)
        house.drop(name, decision(number, signed, rows=rows).replace("LĨNH VỰC HỘ TỊCH", sector))
    run_nightly(house.settings, house.folder, SetClock(FIRST))
    counted = niemyet.open(house.folder.root).procedures().groupby("sector").size()
    assert counted.to_dict() == {"Dân số": 1, "Đất đai": 1, "Thuỷ lợi": 2}
    assert list(counted.index) == ["Dân số", "Đất đai", "Thuỷ lợi"], "d before đ before t"
    printed = set(niemyet.open(house.folder.root).procedures()["sector_printed"])
    assert len(printed) == 4, printed


def test_two_units_of_one_name_are_told_apart_by_whose_they_are() -> None:
    from niemyet.storage.schemas import table_schema, to_arrow

    rows = [
        Unit("huyen-a", UnitKind.DISTRICT, Level.DISTRICT, "Huyện A", None, None, None, "x", None, None),
        Unit("huyen-b", UnitKind.DISTRICT, Level.DISTRICT, "Huyện B", None, None, None, "x", None, None),
        *(
            Unit(
                f"xa-{n}", UnitKind.COMMUNE, Level.COMMUNE, "Xã Bình An", None, None, above, "x", since, until
            )
            for n, above, since, until in (
                (1, "huyen-a", None, date(2025, 7, 1)),
                (1, "huyen-b", date(2025, 7, 1), None),
                (2, "huyen-a", None, None),
            )
        ),
    ]
    tables = JoinedTables(lambda name: to_arrow(rows, table_schema(name)))
    asked = pd.DataFrame({"unit_id": ["xa-1", "xa-2", "xa-9"]})
    assert list(tables.with_units(asked)["unit"]) == ["Xã Bình An (Huyện B)", "Xã Bình An (Huyện A)", "xa-9"]
    earlier = tables.with_units(asked, date(2024, 1, 1))
    assert list(earlier["parent"])[:2] == ["Huyện A", "Huyện A"], "as it was on that day"
    assert list(earlier["unit"])[:2] == ["Xã Bình An (Huyện A) [xa-1]", "Xã Bình An (Huyện A) [xa-2]"]
    assert len(tables.named_units(date(2026, 1, 1))) == 4, "a unit that goes on is one row"


def test_the_panel_has_every_unit_month_and_state(data: Data[pd.DataFrame]) -> None:
    panel = data.panel(since="2022-01-15", until="2022-05-31")
    units, states = panel["unit_id"].nunique(), len(UpdateState)
    assert len(panel) == units * 5 * states
    due = data.months(since="2022-01-15", until="2022-05-31")["due"].sum()
    assert panel.loc[panel["state"] != "cancelled", "updates"].sum() == due > 0
    assert list(panel["state"].cat.categories) == [one.value for one in UpdateState]
    assert data.panel(until="1990-01-01").empty


def test_the_feed_says_old_and_new_between_releases(house: House, data: Data[pd.DataFrame]) -> None:
    first = data.releases[0]
    feed = data.feed()
    begun = feed[feed["to_release"] == first]
    assert set(begun["change"]) == {"added"}
    assert begun["from_release"].isna().all()
    since = data.feed(since=first)
    ended = since[since["change"] == "ended"].iloc[0]
    assert (ended["code"], ended["decision_id"]) == ("2.000815", "quang-nam/3-QD-UBND/2022-03-10")
    opened = since[(since["code"] == "1.001193") & (since["field"] == "valid_from")].iloc[0]
    assert (opened["old"], opened["new"]) == ("2022-01-10", "2022-03-01")
    assert len(data.at(first).feed()) == len(begun), "a release knows nothing of later ones"
    with pytest.raises(UsageError, match="2021"):
        data.feed(since="2021")


def test_the_file_of_the_feed_goes_on_where_it_ended(house: House, tmp_path: Path) -> None:
    path = tmp_path / "changes.parquet"
    first = house.folder.releases.all()[0]
    rows = feed_of(house.folder, [first])
    assert keep_feed(house.folder, path)[1] > len(rows)
    whole = path.read_bytes()
    assert keep_feed(house.folder, path)[1] == 0
    assert path.read_bytes() == whole
    pq.write_table(feed_table(rows).replace_schema_metadata({b"last_release": first.encode()}), path)
    keep_feed(house.folder, path)
    assert path.read_bytes() == whole, "the same, whether written in one go or in two"
    pq.write_table(feed_table(rows).replace_schema_metadata({b"last_release": b"2019"}), path)
    with pytest.raises(UsageError, match="2019"):
        keep_feed(house.folder, path)
    path.write_bytes(b"khac")
    with pytest.raises(UsageError, match=r"changes\.parquet"):
        keep_feed(house.folder, path)


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_an_engine_that_is_not_installed_names_its_extra(
    house: House, monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    monkeypatch.setattr("niemyet.model.extras.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=rf"pip install 'niemyet\[{engine}\]'"):
        niemyet.open(house.folder.root, engine=engine)
    assert niemyet.open(house.folder.root, engine="arrow").boards().num_rows


def test_a_bucket_is_opened_by_its_address(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryStore()
    obstore.put(store, "khác", b"")  # it numbers objects from 0, which none of a bucket has
    bucket = BucketPlace("s3://kho/x", store)  # type: ignore[arg-type]
    last = house.folder.releases.all()[-1]
    for path in (house.folder.root / "releases" / last).iterdir():
        bucket.write(f"releases/{last}/{path.name}", path.read_bytes())
    bucket.move("latest", f"releases/{last}", None)
    monkeypatch.setattr("niemyet.storage.folder.object_store_at", lambda address: BucketPlace(address, store))
    assert niemyet.open("s3://kho/x").release == last
    assert len(niemyet.open("s3://kho/x").boards()) > 0


def test_units_and_procedures_are_named_as_people_write_them(data: Data[pd.DataFrame]) -> None:
    by_id = data.boards(on="2022-04-01", unit="xa-b")
    assert not by_id.empty
    for unit in ("Xã B", "UBND xã B", ["xa b"], ("xa-b", "Xã B")):
        assert data.boards(on="2022-04-01", unit=unit).equals(by_id), unit
        assert set(data.updates(unit=unit)["unit_id"]) <= {"xa-b"}
    assert data.boards(unit=[]).empty
    assert data.history("đăng ký khai sinh").equals(data.history("1.001193"))


def test_a_name_that_fits_none_or_several_lists_the_candidates(data: Data[pd.DataFrame]) -> None:
    with pytest.raises(UnclearNameError, match="nearest: xa-b") as error:
        data.updates(unit="Xã Bb")
    assert error.value.candidates == ("xa-b",)
    with pytest.raises(UnclearNameError, match=r"nearest:\n  1\.001193 ") as error:
        data.history("Đăng ký khai sih")
    assert error.value.candidates == ("1.001193",)
    with pytest.raises(UsageError, match=r"names the code 9\.9"):
        data.history("9.9")
