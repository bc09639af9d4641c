"""What must hold before a release is let out: found whatever was checked before, and only there left out where it is known."""

import random
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from niemyet.model.errors import ReleaseRefusedError
from niemyet.model.tables import TABLES, Decision, DecisionItem
from niemyet.storage import release as releases
from niemyet.storage.checks import _checked, keys, references, release_checks
from niemyet.storage.columns import numbers_of_ids
from niemyet.storage.folder import DataFolder
from niemyet.storage.release import Release
from tests.storage.test_storage import DECISION, ITEM

ITEMS = [replace(ITEM, item_id=f"{ITEM.decision_id}#1.{number:06d}") for number in range(40)]


def publish(
    folder: DataFolder,
    hour: int,
    version: str = "this one",
    taken_back: Collection[str] = (),
    **given: Sequence[Any],
) -> Release:
    made = folder.releases.publish(
        {name: given.get(name, []) for name in TABLES},
        as_of=date(2026, 11, 20),
        knowledge=datetime(2026, 11, 20, hour, tzinfo=UTC),
        about={"version": version},
        taken_back=taken_back,
    )
    assert made is not None
    return made


def refused(
    folder: DataFolder,
    hour: int,
    version: str = "this one",
    taken_back: Collection[str] = (),
    **given: Sequence[Any],
) -> str:
    with pytest.raises(ReleaseRefusedError) as caught:
        publish(folder, hour, version, taken_back, **given)
    return str(caught.value)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path)
    publish(folder, 1, decisions=[DECISION], decision_items=ITEMS)
    return folder


def test_a_row_that_stands_twice_is_found_beside_a_release_and_without_one(
    folder: DataFolder, tmp_path: Path
) -> None:
    twice: list[DecisionItem] = [*ITEMS, ITEMS[3]]
    for place in (folder, DataFolder(tmp_path / "fresh")):
        told = refused(place, 2, decisions=[DECISION], decision_items=twice)
        assert "decision_items" in told
        assert ITEMS[3].item_id in told


def test_a_lost_target_is_found_though_the_table_that_names_it_is_the_same(folder: DataFolder) -> None:
    other = replace(DECISION, decision_id="quang-nam/9-QD-UBND/2022-03-04")
    assert "decision_items.decision_id" in refused(folder, 2, decisions=[other], decision_items=ITEMS)


def test_what_is_no_longer_filled_is_found(folder: DataFolder) -> None:
    blank = [replace(one, code=None) for one in ITEMS]
    assert "decision_items.code" in refused(folder, 2, decisions=[DECISION], decision_items=blank)


def test_tables_that_are_the_same_files_are_not_read_again(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = folder.releases.latest()
    assert before is not None
    after = publish(folder, 2, decisions=[replace(DECISION, title="khác")], decision_items=ITEMS)
    newer = publish(folder, 3, "another", decisions=[replace(DECISION, title="nữa")], decision_items=ITEMS)
    read: list[str] = []
    unordered = releases.Release.unordered

    def noted(self: Release, name: str, *given: Any) -> pa.Table:
        read.append(name)
        return unordered(self, name, *given)

    monkeypatch.setattr(releases.Release, "unordered", noted)
    assert all(one.passed for one in release_checks(after, before))
    assert "procedures" not in read, "neither its key nor what leads to it"
    assert "decisions" in read, "they are others"
    read.clear()
    assert len(list(release_checks(newer, after))) > len(list(release_checks(after, before)))
    assert "procedures" in read, "another version may have checked otherwise"


OTHER = replace(DECISION, decision_id="quang-nam/9-QD-UBND/2020-03-04")
OTHERS = [
    replace(ITEM, decision_id=OTHER.decision_id, item_id=f"{OTHER.decision_id}#1.{one:06d}")
    for one in range(3)
]


@pytest.fixture
def parted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """A folder whose rows of decisions stand in two files, by the month of the decision."""
    monkeypatch.setattr("niemyet.storage.parts.WHOLE", 0)
    folder = DataFolder(tmp_path / "parted")
    made = publish(folder, 1, decisions=[DECISION, OTHER], decision_items=[*ITEMS, *OTHERS])
    assert len(made.files("decision_items")) == 2
    return folder


def test_of_a_table_of_several_files_only_new_ones_are_asked_where_they_lead(
    parted: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = parted.releases.latest()
    assert before is not None
    told = [replace(OTHERS[0], note="khác"), *OTHERS[1:]]
    after = publish(parted, 2, decisions=[DECISION, OTHER], decision_items=[*ITEMS, *told])
    asked: dict[str, object] = {}
    distinct = releases.Release.distinct

    def noted(self: Release, name: str, column: str, files: list[str] | None = None) -> pa.Array:
        if self is after:
            asked[f"{name}.{column}"] = files
        return distinct(self, name, column, files)

    monkeypatch.setattr(releases.Release, "distinct", noted)
    assert all(one.passed for one in release_checks(after, before))
    assert asked["decision_items.decision_id"] == ["decision_items.parquet/2020.parquet"]


def test_a_new_file_of_a_table_that_leads_nowhere_is_found(parted: DataFolder) -> None:
    lost = [replace(one, decision_id="quang-nam/8-QD-UBND/2022-03-05") for one in OTHERS]
    told = refused(parted, 2, decisions=[DECISION, OTHER], decision_items=[*ITEMS, *lost])
    assert "quang-nam/8-QD-UBND/2022-03-05" in told


def test_an_old_file_of_a_table_that_leads_nowhere_any_more_is_found(parted: DataFolder) -> None:
    new = replace(DECISION, decision_id="quang-nam/8-QD-UBND/2022-03-05")
    told = refused(parted, 2, decisions=[OTHER, new], decision_items=[*ITEMS, *OTHERS])
    assert DECISION.decision_id in told


def test_a_key_of_a_new_file_is_found_in_one_that_stays_and_in_itself(parted: DataFolder) -> None:
    for twice in (replace(OTHERS[0], item_id=ITEMS[3].item_id), OTHERS[1]):
        told = refused(parted, 2, decisions=[DECISION, OTHER], decision_items=[*ITEMS, twice, *OTHERS[1:]])
        assert twice.item_id in told


def test_of_files_that_stay_no_key_is_read_where_no_key_is_new(
    parted: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = parted.releases.latest()
    assert before is not None
    told = [replace(OTHERS[0], note="khác"), *OTHERS[1:]]
    after = publish(parted, 2, decisions=[DECISION, OTHER], decision_items=[*ITEMS, *told])
    read: list[str] = []
    unordered = releases.Release.unordered

    def noted(self: Release, name: str, columns: list[str], files: list[str] | None = None) -> pa.Table:
        read.extend(files if files is not None else [name])
        return unordered(self, name, columns, files)

    monkeypatch.setattr(releases.Release, "unordered", noted)
    assert all(one.passed for one in keys(after, checked=_checked(before, after)))
    assert [each for each in read if each.startswith("decision_items")] == [
        "decision_items.parquet/2020.parquet"
    ] * 2


def test_what_is_checked_alone_is_checked_whole(folder: DataFolder) -> None:
    latest = folder.releases.latest()
    assert latest is not None
    assert [one.checked for one in keys(latest)] == [1, 40, 0, 0, 0, 0]
    assert all(one.passed for one in references(latest))


def test_ids_are_told_apart_by_their_numbers() -> None:
    rng = random.Random(20)
    ids = [f"{rng.getrandbits(64):016x}" for _ in range(3_000)]
    whole = pa.chunked_array([ids[:7], [], ids[7:]], pa.string())
    for values in (whole, whole.slice(5, 2_000), whole.slice(7)):
        numbers = numbers_of_ids(values)
        assert numbers is not None
        assert len(set(numbers.tolist())) == len(values)
    twice = numbers_of_ids(pa.chunked_array([ids[:9], ids[8:12]], pa.string()))
    assert twice is not None
    assert (len(set(twice.tolist())), len(twice)) == (12, 13)


@pytest.mark.parametrize("other", ["", "0123456789abcde", "0123456789abcdefg", "Đ123456789abcdef", None])
def test_other_texts_have_no_numbers(other: str | None) -> None:
    assert numbers_of_ids(pa.chunked_array([["0123456789abcdef", other]], pa.string())) is None


def test_releases_are_checked_without_pandas(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from tests.storage.test_checks import DECISION, ITEMS, DataFolder, publish, replace
folder = DataFolder(Path(sys.argv[1]))
publish(folder, 1, decisions=[DECISION], decision_items=ITEMS)
publish(folder, 2, decisions=[replace(DECISION, title="khác")], decision_items=ITEMS)
print("pandas" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


_TAKEN = "a" * 64


def _many(name: str, taken: str) -> tuple[Decision, list[DecisionItem]]:
    """A decision with forty rows that came as one file."""
    one = replace(
        DECISION, decision_id=f"quang-nam/{name}", copies=(replace(DECISION.copies[0], sha256=taken),)
    )
    items = [
        replace(ITEM, decision_id=one.decision_id, item_id=f"{one.decision_id}#1.{number:06d}")
        for number in range(40)
    ]
    return one, items


def test_what_a_person_took_back_is_no_loss_and_what_goes_beside_it_is(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    gone, its_rows = _many("7-QD-UBND/2022-03-04", _TAKEN)
    other, lost = _many("8-QD-UBND/2022-03-04", "b" * 64)
    publish(folder, 1, decisions=[DECISION, gone, other], decision_items=[*ITEMS, *its_rows, *lost])
    left = {"decisions": [DECISION, other], "decision_items": [*ITEMS, *lost]}
    assert "decision_items" in refused(folder, 2, **left), "nobody took it back"
    assert "decision_items" in refused(
        folder, 2, taken_back={_TAKEN}, decisions=[DECISION], decision_items=ITEMS
    ), "of two that are gone a person took back one"
    publish(folder, 2, taken_back={_TAKEN}, **left)


def test_a_decision_that_came_by_another_way_too_is_lost_whatever_file_was_taken_back(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    gone, its_rows = _many("7-QD-UBND/2022-03-04", _TAKEN)
    twice = replace(gone, copies=(*gone.copies, replace(gone.copies[0], sha256="c" * 64)))
    publish(folder, 1, decisions=[DECISION, twice], decision_items=[*ITEMS, *its_rows])
    told = refused(folder, 2, taken_back={_TAKEN}, decisions=[DECISION], decision_items=ITEMS)
    assert "decision_items" in told


def test_how_much_is_filled_is_held_against_the_rows_that_were_not_taken_back(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    gone, its_rows = _many("7-QD-UBND/2022-03-04", _TAKEN)
    blank = [replace(one, sector=None) for one in ITEMS]
    publish(folder, 1, decisions=[DECISION, gone], decision_items=[*blank, *its_rows])
    publish(folder, 2, taken_back={_TAKEN}, decisions=[DECISION], decision_items=blank)
    bare = [replace(one, code=None) for one in blank]
    told = refused(folder, 3, taken_back={_TAKEN}, decisions=[DECISION], decision_items=bare)
    assert "decision_items.code" in told
