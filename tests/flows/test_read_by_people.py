"""What commands show a person: decisions and days as people write them, places that they find, nothing that is not so."""

import re
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from niemyet.flows.cli import niemyet
from niemyet.flows.reporting import changed_by
from niemyet.model.errors import StorageError, UsageError
from niemyet.model.tables import ListingUpdate, Review
from niemyet.storage.lake_rows import ConfirmationRow
from niemyet.storage.raw import RawArchive
from niemyet.transforms.language.dates import local_day
from tests.support.house import House, add_a_unit, build_house, decision, lose_a_unit, told_by, without_level


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = build_house(tmp_path / "nhà")
    made.drop("1.md", decision(1, "10/01/2022"))
    told_by(made, "nightly")
    return made


def _run(house: House, *words: str) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(niemyet, [*words, *house.options])


def _work(house: House) -> list[ListingUpdate]:
    release = house.folder.releases.latest()
    assert release is not None
    return release.rows("listing_updates", ListingUpdate)


def test_a_board_names_the_decision_of_each_row_as_people_cite_it(house: House) -> None:
    told = told_by(house, "board", "xa-b")
    assert "1/QĐ-UBND ngày 10/01/2022" in told
    assert "quang-nam/1-QD-UBND" not in told
    assert "1/QĐ-UBND of 2022-01-10" in told_by(house, "board", "xa-b", "--lang", "en")
    assert "quang-nam/1-QD-UBND" in told_by(house, "board", "xa-b", "--format", "csv"), "programs get the id"


def test_what_was_reported_and_taken_back_is_not_counted(house: House) -> None:
    first = _work(house)[0].update_id
    told_by(house, "done", first, "--by", "Lan", "--no-publish")
    assert "Đã tính cả 1 báo cáo" in told_by(house, "updates")
    told_by(house, "done", first, "--undo", "--by", "Lan", "--no-publish")
    assert "Đã tính cả" not in told_by(house, "updates")


def test_a_report_of_before_that_is_taken_back_is_counted() -> None:
    one = ConfirmationRow(
        run_id="r",
        update_id="u",
        done_on=date(2026, 1, 1),
        done_by=None,
        said_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    back = replace(one, withdrawn=True, said_at=datetime(2026, 1, 2, tzinfo=UTC))
    assert [changed_by(said) for said in ([one], [back], [one, back], [])] == [1, 1, 0, 0]


def test_what_a_refused_night_read_counts_on_no_day(tmp_path: Path) -> None:
    house = build_house(tmp_path / "nhà")
    add_a_unit(house)
    rows = tuple((f"1.4{number:05d}", f"Cấp thẻ {number}") for number in range(30))
    house.drop("1.md", decision(1, "10/01/2022", rows=rows))
    told_by(house, "nightly")
    today = local_day(datetime.now(UTC)).isoformat()
    before = told_by(house, "board", "xa-b", "--known", today), told_by(house, "updates", "--as-of", today)
    assert "30 thủ tục phải niêm yết" in before[0]
    lose_a_unit(house)
    house.drop("2.md", decision(2, "20/02/2022", rows=(("1.300001", "Cấp thẻ khác"),)))
    assert _run(house, "nightly").exit_code == 1
    add_a_unit(house)
    assert told_by(house, "board", "xa-b", "--known", today) == before[0]
    assert told_by(house, "updates", "--as-of", today) == before[1]


def test_a_refused_row_of_a_sheet_is_named_by_its_row(house: House) -> None:
    house.drop("2.md", without_level(decision(2, "20/02/2022", rows=(("1.300001", "Cấp thẻ"),))))
    told_by(house, "nightly")
    sheet = house.root / "câu hỏi.csv"
    release = house.folder.releases.latest()
    assert release is not None
    name = release.rows("reviews", Review)[0].review_id
    sheet.write_text(f"Câu hỏi,Trả lời,Mã câu hỏi\n,,\na,trên trời,{name}\n", encoding="utf-8")
    error = _run(house, "review", "import", str(sheet)).exception
    assert isinstance(error, UsageError)
    assert error.message("vi").startswith("dòng 3: ")


def test_a_folder_that_is_not_there_is_not_made(house: House) -> None:
    path = house.root / "nhầm" / "câu hỏi.xlsx"
    error = _run(house, "review", "export", str(path)).exception
    assert isinstance(error, UsageError)
    assert "nhầm" in error.message("vi")
    assert not path.parent.exists()


def test_a_schedule_that_is_none_is_refused_before_it_is_said_to_run(house: House) -> None:
    tried = _run(house, "serve", "--cron", "abc")
    assert isinstance(tried.exception, UsageError)
    assert "Chạy hằng đêm" not in tried.output


def test_a_list_of_nothing_is_said_and_no_blank_line(tmp_path: Path) -> None:
    house = build_house(tmp_path / "nhà")
    assert _run(house, "log").output.strip() == "Chưa ai ghi gì vào đây."
    told_by(house, "nightly")
    assert not told_by(house, "review", "list").startswith("\n")
    assert _run(house, "repair").output.strip() == "Không có gì phải sửa."


def test_what_is_no_name_is_not_looked_up(house: House) -> None:
    assert isinstance(_run(house, "explain", "").exception, UsageError)
    error = _run(house, "explain", "xyzw").exception
    assert isinstance(error, UsageError)
    assert "một phần tên" in error.message("vi")
    missing = house.root / "không có" / "a.duckdb"
    assert isinstance(_run(house, "tables", "--duckdb", "--out", str(missing)).exception, UsageError)


def test_instants_are_those_of_viet_nam(house: House) -> None:
    assert "Asia/Ho_Chi_Minh" in _run(house, "doctor").output
    assert "UTC" not in _run(house, "doctor").output
    shown = CliRunner(env={"COLUMNS": "200"}).invoke(niemyet, ["overview", str(house.root.parent)])
    assert re.search(r"\d\d/\d\d/\d{4} \d\d:\d\d", shown.output), shown.output


def test_a_folder_without_its_archive_is_said_to_be_that(house: House) -> None:
    """Copied without raw/: no file of it is damaged."""
    shutil.rmtree(house.root / "data" / "raw")
    for words in (("verify",), ("doctor",), ("nightly",)):
        ran = _run(house, *words)
        told = " ".join(
            (
                ran.output + (ran.exception.message("vi") if isinstance(ran.exception, StorageError) else "")
            ).split()
        )
        assert "không kèm raw/" in told or "sao không" in told, told
        assert "bị hỏng" not in told, told
        assert ran.exit_code != 0
    assert "không kèm raw/" in " ".join(_run(house, "repair").output.split()), "before anything is set aside"
    warned = _run(house, "repair", "--yes")
    assert "không kèm raw/" in " ".join(warned.stderr.split()), (
        "what is done is told to be done without the archive"
    )
    with pytest.raises(StorageError, match="copied without raw/"):
        RawArchive(house.root / "data" / "raw").get("0" * 64)
