"""A table with some rows replaced is, byte for byte, the table made of all its rows; what is no other file is not written."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from niemyet.model.tables import TABLES, Procedure
from niemyet.model.words import Level, ProcedureState
from niemyet.storage.release import Release
from niemyet.storage.releases import Releases, table_files
from niemyet.storage.replaced_rows import ReplacedRows

DAY = date(2022, 3, 1)


def version(number: int, until: date | None = None) -> Procedure:
    return Procedure(
        procedure_id=f"quang-nam/1.{number:06d}",
        code=f"1.{number:06d}",
        province_id="quang-nam",
        level=Level.COMMUNE,
        version=1,
        name=f"Thủ tục {number}",
        sector=None,
        time_local=None,
        fee=None,
        online_level=None,
        by_post=None,
        reception_levels=(Level.PROVINCE,) if number % 3 == 0 else (),
        valid_from=date(2021, 1, 1),
        valid_until=until,
        state=ProcedureState.IN_FORCE if until is None else ProcedureState.ENDED,
        opened_by="x",
        closed_by=None,
        corrected_by=None,
        end_action=None,
        successor_codes=(),
    )


ROWS = [
    *(version(n) for n in range(10)),
    *(version(n, date(2022, 1, 5)) for n in range(10, 14)),
    *(version(n, date(2021, 5, 5)) for n in range(14, 17)),
]


@pytest.fixture(params=[0, 8, 5_000])
def before(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Release:
    monkeypatch.setattr("niemyet.storage.parts.WHOLE", request.param)
    tables = dict.fromkeys(TABLES, ()) | {"procedures": ROWS}
    monkeypatch.setattr("niemyet.storage.releases.release_checks", lambda *_: ())
    made = Releases(tmp_path).publish(
        tables, as_of=DAY, knowledge=datetime(2022, 3, 1, tzinfo=UTC), about={"province": "quang-nam"}
    )
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("gone", "new"),
    [
        ([], []),
        ([3], [replace(version(3), name="Khác")]),
        ([3], [version(3, date(2022, 2, 2))]),
        ([11, 15], [version(11), version(15, date(2022, 2, 2))]),
        ([3, 11], [replace(version(3), name="Khác"), version(11, date(2022, 1, 5))]),
        ([11], [replace(version(11, date(2022, 1, 5)), name="Khác")]),
        ([10, 11, 12, 13], []),
        ([], [version(40), version(41, date(2020, 1, 1))]),
        (list(range(17)), [version(5)]),
    ],
)
@pytest.mark.parametrize("are_known", [False, True])
def test_it_is_the_table_of_all_rows(
    before: Release, gone: list[int], new: list[Procedure], *, are_known: bool
) -> None:
    codes = {f"1.{number:06d}" for number in gone}
    whole = sorted([*(one for one in ROWS if one.code not in codes), *new], key=lambda one: one.procedure_id)
    was = [one for one in ROWS if one.code in codes] if are_known else None
    made = table_files("procedures", ReplacedRows(before, "procedures", "code", codes, new, was), DAY)
    assert made == table_files("procedures", whole, DAY)


def test_of_rows_that_are_known_only_files_with_another_one_are_read(
    before: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    file_table = Release.file_table

    def noted(self: Release, path: str, *columns: Any) -> Any:
        read.append(path)
        return file_table(self, path, *columns)

    monkeypatch.setattr(Release, "file_table", noted)
    codes, was = {"1.000003", "1.000011"}, [version(3), version(11, date(2022, 1, 5))]
    new = [replace(version(3), name="Khác"), version(11, date(2022, 1, 5))]
    found = ReplacedRows(before, "procedures", "code", codes, new, was).parts(DAY)
    if len(found) > 1:
        assert set(read) == {"procedures.parquet/hanging.parquet"}
        assert {part.path for part in found if not part.is_carried} == set(read)


def test_rows_that_are_not_those_that_were_there_are_counted_and_all_files_are_looked_into(
    before: Release,
) -> None:
    new = [version(3, date(2022, 2, 2))]
    wrong = [version(3), version(4)]  # of which one stays
    made = table_files(
        "procedures", ReplacedRows(before, "procedures", "code", {"1.000003"}, new, wrong), DAY
    )
    whole = sorted([*(one for one in ROWS if one.code != "1.000003"), *new], key=lambda one: one.procedure_id)
    assert made == table_files("procedures", whole, DAY)


def test_a_file_without_another_row_is_carried(before: Release) -> None:
    found = ReplacedRows(before, "procedures", "code", {"1.000011"}, [version(11, date(2022, 1, 7))]).parts(
        DAY
    )
    carried = {part.path for part in found if part.is_carried}
    files = {file.path for file in before.files("procedures")}
    assert carried == (files - {"procedures.parquet/2022-q1.parquet"} if len(files) > 1 else set())


def test_a_file_in_which_the_same_stands_in_the_place_of_the_same_is_carried(before: Release) -> None:
    new = [replace(version(3), name="Khác"), version(11, date(2022, 1, 5))]
    found = ReplacedRows(before, "procedures", "code", {"1.000003", "1.000011"}, new).parts(DAY)
    files = {file.path for file in before.files("procedures")}
    carried = {part.path for part in found if part.is_carried}
    assert carried == (files - {"procedures.parquet/hanging.parquet"} if len(files) > 1 else set())
