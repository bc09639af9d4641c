"""A table that says what it said before is kept once; what every night adds stays small."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from niemyet.flows.clock import SetClock
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.publishing import rebuild
from niemyet.model.tables import TABLES, Fetch, Listing, ListingUpdate, Run
from niemyet.model.words import UpdateKind, UpdateState
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake import Lake
from niemyet.storage.lake_rows import LAKE_TABLES, ObservationRow, WorkNoteRow
from niemyet.storage.object_store import FolderPlace
from niemyet.storage.parquet import reader_of
from niemyet.storage.raw import RawArchive
from niemyet.storage.release import hash_of
from niemyet.storage.releases import _PLAIN, _repeating, known_until, table_bytes, table_files
from niemyet.storage.schemas import table_schema
from niemyet.storage.verify import verify
from tests.support.house import House, build_house, decision

START = datetime(2022, 3, 1, 13, tzinfo=UTC)
LISTING = (
    "<table><tr><th>STT</th><th>Mã TTHC</th><th>Tên thủ tục</th></tr>"
    "<tr><td>1</td><td>1.001193</td><td>Đăng ký khai sinh</td></tr></table>"
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Three nights, the last two without news; a listing that never changes."""
    root = tmp_path_factory.mktemp("nights") / "house"
    house = build_house(root, huyen_listing='listings = [{ channel = "counter", path = "huyen.html" }]')
    (root / "huyen.html").write_text(LISTING, encoding="utf-8")
    house.drop("1.md", decision(1, "10/01/2022"))
    for night in range(3):
        run_nightly(house.settings, house.folder, SetClock(START + timedelta(days=night)))
    return house


def test_tables_of_quiet_nights_are_one_file(house: House) -> None:
    releases = house.folder.root / "releases"
    *_, before, after = sorted(releases.iterdir())
    shared = {path.name for path in after.glob("*.parquet") if path.samefile(before / path.name)}
    assert shared >= {"decisions.parquet", "decision_items.parquet", "procedures.parquet", "boards.parquet"}
    assert all(check.passed for check in verify(house.folder))


def test_fetches_and_runs_are_those_of_the_lake_without_records_being_made(house: House) -> None:
    latest = house.folder.releases.latest()
    assert latest is not None
    made = rebuild(house.folder, latest)
    lake = house.folder.lake.at(latest.manifest["inputs"]["lake"])
    for name, row in (("fetches", Fetch), ("runs", Run)):
        assert table_bytes(name, made[name]) == table_bytes(name, lake.read(name, row))  # type: ignore[type-var]


def test_requests_that_came_are_laid_behind_those_of_the_release_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("niemyet.storage.parts.WHOLE", 0)
    house = build_house(
        tmp_path / "house", huyen_listing='listings = [{ channel = "counter", path = "huyen.html" }]'
    )
    (house.root / "huyen.html").write_text(LISTING, encoding="utf-8")
    for night in (0, 1, 40, 41):
        run_nightly(house.settings, house.folder, SetClock(START + timedelta(days=night)))
    latest = house.folder.releases.latest()
    assert latest is not None
    made = table_files("fetches", rebuild(house.folder, latest)["fetches"], latest.as_of)
    held = {file.path: (file.rows, file.hash) for file in latest.files("fetches")}
    assert held == {path: (rows, hash_of(data)) for path, (data, rows) in made.items()}
    assert sorted(rows for rows, _ in held.values()) == [2, 2]


def counts(house: House) -> list[dict[str, int]]:
    return [json.loads(row.counts) for row in house.folder.lake.read("runs", Run)]


def test_a_listing_is_read_once_by_one_reader(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [one.get("listings_read", 0) for one in counts(house)[:3]] == [1, 0, 0]
    (first,) = house.folder.lake.read("observations", ObservationRow)
    looks = house.folder.lake.looks(whole=True)
    assert [(look.content, look.observed_on.day) for look in looks] == [
        (first.content, day) for day in (1, 2, 3)
    ]
    latest = house.folder.releases.latest()
    assert latest is not None
    assert {row.observed_on.day for row in latest.rows("listings", Listing)} == {1, 3}
    monkeypatch.setattr("niemyet.flows.observing.listing_reader", lambda: "another")
    run_nightly(house.settings, house.folder, SetClock(START + timedelta(days=3)))
    assert counts(house)[3]["listings_read"] == 1
    run_nightly(house.settings, house.folder, SetClock(START + timedelta(days=4)))
    assert "listings_read" not in counts(house)[4]
    run_nightly(house.settings, house.folder, SetClock(START + timedelta(days=5)), full=True)
    assert counts(house)[5]["listings_read"] == 1


def test_a_damaged_file_is_never_taken_over(tmp_path: Path) -> None:
    place = FolderPlace(tmp_path)
    place.write("before/a", b"whole")
    (tmp_path / "before/a").write_bytes(b"holed")
    assert not place.write_like("after/a", b"whole", "before/a")
    assert not place.write_like("after/b", b"whole", "never/b")
    assert [place.read(name) for name in ("after/a", "after/b")] == [b"whole", b"whole"]


def test_pruning_one_of_two_names_leaves_the_other(tmp_path: Path) -> None:
    place = FolderPlace(tmp_path)
    place.write("before/a", b"whole")
    assert place.write_like("after/a", b"whole", "before/a")
    place.drop("before")
    assert place.read("after/a") == b"whole"


def test_a_place_without_second_names_keeps_two_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no such names here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    place = FolderPlace(tmp_path)
    place.write("before/a", b"whole")
    assert not place.write_like("after/a", b"whole", "before/a")
    assert place.read("after/a") == b"whole"


def notes(number: int) -> list[WorkNoteRow]:
    return [
        WorkNoteRow(f"{number:04d}", f"{each}", "Ghi chú", "chờ", START) for each in range(number % 3 + 1)
    ]


def test_compacted_appends_keep_their_names_rows_and_order(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for number in range(6):
        lake.append("work_notes", f"{number:04d}", notes(number))
    first = lake.commit()
    assert first is not None
    before = lake.appends("work_notes", WorkNoteRow)
    lake.compact(at_least=2)
    for number in range(6, 9):
        lake.append("work_notes", f"{number:04d}", notes(number))
    lake.compact(at_least=2)
    again = Lake(tmp_path)
    assert len(list((tmp_path / "work_notes").iterdir())) == 1
    assert again.appends("work_notes", WorkNoteRow)[:6] == before
    assert again.at(first).appends("work_notes", WorkNoteRow) == before


def test_an_append_never_takes_the_place_of_another(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append("work_notes", "0001", notes(0))
    lake.append("work_notes", "0002", notes(1))
    lake.compact(at_least=2)
    lake.append("work_notes", "0001", notes(1))
    Lake(tmp_path).append("work_notes", "0001", notes(2))
    names = [name for name, _ in Lake(tmp_path).appends("work_notes", WorkNoteRow)]
    assert names == [
        f"work_notes/{name}.parquet" for name in ("0001-0000", "0001-0001", "0001-0002", "0002-0000")
    ]
    assert len(Lake(tmp_path).read("work_notes", WorkNoteRow)) == 1 + 2 + 3 + 2


def test_files_of_the_lake_stay_few_over_many_nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("niemyet.flows.pipeline._SMALL_FILES", 3)
    house = build_house(tmp_path / "house")
    house.drop("1.md", decision(1, "10/01/2022"))
    for night in range(4):
        run_nightly(house.settings, house.folder, SetClock(START + timedelta(days=night)))
    folder = DataFolder(house.folder.root)
    assert all(len(list((folder.root / "lake" / table).glob("*"))) <= 3 for table in LAKE_TABLES)
    assert all(check.passed for check in verify(folder))


def test_releases_are_kept_as_long_as_the_configuration_says(tmp_path: Path) -> None:
    house = build_house(tmp_path / "house", more="[releases]\ndays = 2\nmonths = 1\n")
    house.drop("1.md", decision(1, "10/01/2022"))
    for night in range(4):
        run_nightly(house.settings, house.folder, SetClock(START + timedelta(days=night)))
    assert [known_until(name).day for name in house.folder.releases.all()] == [3, 4]
    assert all(check.passed for check in verify(house.folder))


def test_without_a_word_every_release_stays(house: House) -> None:
    assert house.settings.retention is None
    assert len(house.folder.releases.all()) == len(house.folder.lake.read("runs", Run))


def test_a_second_release_of_an_instant_is_of_that_instant() -> None:
    assert known_until("2022-03-01T130000.000001Z-02") == datetime(2022, 3, 1, 13, 0, 0, 1, tzinfo=UTC)


def test_a_night_parses_its_own_log_only(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    parse = RawArchive.fetches

    def noting(raw: RawArchive, run_id: str) -> list[Fetch]:
        asked.append(run_id)
        return parse(raw, run_id)

    monkeypatch.setattr(RawArchive, "fetches", noting)
    result = run_nightly(house.settings, house.folder, SetClock(START + timedelta(days=9)))
    assert asked == [result.run_id]


def test_a_run_joins_what_is_alike_in_size_and_leaves_what_is_much_larger(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    room = tmp_path / "work_notes"
    many = [
        WorkNoteRow("0000", f"{each}", sha256(f"{each}".encode()).hexdigest(), "chờ", START)
        for each in range(2_000)
    ]
    lake.append("work_notes", "0000", many)
    lake.append("work_notes", "0001", notes(1))
    lake.compact(at_least=2)
    (large,) = room.iterdir()
    for number in range(2, 14):
        lake.append("work_notes", f"{number:04d}", notes(number))
        lake.compact(at_least=4, whole=False)
        assert large.exists()
        assert len(list(room.iterdir())) <= 4
    again = Lake(tmp_path)
    expected = [*many, *(row for number in range(1, 14) for row in notes(number))]
    assert again.read("work_notes", WorkNoteRow) == expected
    again.compact(at_least=2)
    assert len(list(room.iterdir())) == 1
    assert Lake(tmp_path).read("work_notes", WorkNoteRow) == expected


def test_appends_that_a_killed_run_left_in_two_files_are_read_once(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for number in range(8):
        lake.append("work_notes", f"{number:04d}", notes(number))
    kept = {path.name: path.read_bytes() for path in (tmp_path / "work_notes").iterdir()}
    lake.compact(at_least=2)
    for name in list(kept)[:5]:
        (tmp_path / "work_notes" / name).write_bytes(kept[name])
    for whole in (False, False, True):
        again = Lake(tmp_path)
        again.append("work_notes", "0008", notes(8))
        again.compact(at_least=2, whole=whole)
        names = [name for name, _ in Lake(tmp_path).appends("work_notes", WorkNoteRow)]
        assert names[:8] == sorted(f"work_notes/{number:04d}-0000.parquet" for number in range(8))
        assert len(names) == len(set(names))


def test_values_are_counted_without_being_decoded(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for number in range(4):
        lake.append("work_notes", f"{number:04d}", notes(number))
    rows = [row.text for _, each in lake.appends("work_notes", WorkNoteRow) for row in each]
    assert lake.counted("work_notes", "text") == {"chờ": len(rows)}
    assert lake.counted("observed_rows", "content") == {}


def test_columns_without_a_dictionary_are_named_as_parquet_names_them() -> None:
    for name in TABLES:
        data, _ = table_bytes(name, table_schema(name).empty_table())
        schema = pq.ParquetFile(reader_of(data)).schema
        paths = [schema.column(place).path for place in range(len(schema))]
        repeating = _repeating(name, table_schema(name))
        plain = _PLAIN.get(name, set())
        assert plain <= set(paths)
        assert repeating is True if not plain else repeating == [path for path in paths if path not in plain]


def test_ids_of_work_take_no_more_than_they_are() -> None:
    ids = [sha256(f"{number}".encode()).hexdigest()[:16] for number in range(20_000)]
    work = ListingUpdate(
        "", "xa", UpdateKind.POST, None, "1.000001", (), "Khai sinh", None, None, None, "Công bố mới", None, None,
        UpdateState.DUE, 0, 0, None, None, None,
    )  # fmt: skip
    data, _ = table_bytes("listing_updates", [replace(work, update_id=one) for one in ids])
    assert len(data) < 20_000 * 10  # 8 bytes of a hash each, and what all columns need; 11 with a dictionary
    assert pq.ParquetFile(reader_of(data)).read().column("update_id").to_pylist() == ids
