"""What is said of a day before the decision, or before the unit, is told: nothing could hang then, and nobody could look."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from niemyet.flows.cli import niemyet
from niemyet.flows.reporting import Report, report_rows
from niemyet.flows.unit_days import not_there
from niemyet.model.errors import UsageError
from tests.flows.test_handing_in import listing, told
from tests.support.house import House, build_house, decision

NEW_UNIT = """
[[unit]]
id = "xa-moi"
kind = "commune"
name = "UBND xã Mới"
valid_from = 2022-02-01
valid_until = 2023-01-01
"""
ROWS = (("1.200001", "Cấp giấy phép"),)


@pytest.fixture
def house(tmp_path: Path) -> House:
    found = build_house(tmp_path / "nhà")
    config = Path(found.options[found.options.index("--config") + 1])
    config.write_text(config.read_text(encoding="utf-8") + NEW_UNIT, encoding="utf-8")
    found.drop("1.md", decision(1, "10/01/2022", rows=ROWS))
    assert told(found, "nightly").exit_code in {0, 3}
    return found


def run(house: House, *words: str) -> Result:
    return CliRunner().invoke(niemyet, [*words, *house.options])


def test_work_is_not_done_before_its_decision_was_signed(house: House) -> None:
    release = house.folder.releases.latest()
    assert release is not None
    rows = release.table("listing_updates", filters=[("unit_id", "=", "xa-b")]).to_pylist()
    ids = [row["update_id"] for row in rows if row["code"] == "1.200001"]
    hand = Report(house.folder, datetime(2026, 11, 29, 3, tzinfo=UTC))
    with pytest.raises(UsageError, match="1/QĐ-UBND was signed on 2022-01-10, after 2022-01-09"):
        report_rows(hand, release, ids, on=date(2022, 1, 9), by="Lan")
    assert len(report_rows(hand, release, ids, on=date(2022, 1, 10), by="Lan")) == 1


def test_nobody_looked_at_a_unit_before_it_was_there(house: House) -> None:
    file = listing(house, "a.csv", ROWS)
    early = told(house, "observe", "xa-moi", file, "--on", "2022-01-31")
    assert early.exit_code == 2
    assert "xa-moi chưa có vào ngày 31/01/2022: có từ ngày 01/02/2022" in early.text
    assert told(house, "observe", "xa-moi", file, "--on", "2022-02-01").exit_code in {0, 3}
    # What hangs after its end is work: its board has to be closed.
    assert told(house, "observe", "xa-moi", file, "--on", "2023-02-01").exit_code in {0, 3}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2022-01-31", "xa-moi chưa có vào ngày 31/01/2022: có từ ngày 01/02/2022"),
        ("2023-01-01", "xa-moi không còn vào ngày 01/01/2023: ngày hoạt động cuối cùng là 31/12/2022"),
    ],
)
def test_a_board_of_a_day_without_the_unit_says_so(house: House, day: str, said: str) -> None:
    for words in (["board", "xa-moi"], ["board", "xa-moi", "--known", "2026-11-29"]):
        found = run(house, *words, "--as-of", day)
        assert found.exit_code == 0
        assert said in found.output
        assert "0 thủ tục" not in found.output
    assert "1 thủ tục" in run(house, "board", "xa-moi", "--as-of", "2022-06-01").output
    paper = run(
        house, "export", "xa-moi", "--to", "docx", "--as-of", day, "--out", str(house.root / "a.docx")
    )
    assert isinstance(paper.exception, UsageError)
    assert said in paper.exception.message("vi")


def test_of_a_unit_with_several_spans_the_next_one_is_named() -> None:
    spans = [(None, date(2022, 1, 1)), (date(2023, 1, 1), None)]
    assert not_there("a", spans, date(2021, 6, 1)) is None
    said = not_there("a", spans, date(2022, 6, 1))
    assert said is not None
    assert said.text("en") == "a was not there on 2022-06-01: it is from 2023-01-01 on."
    assert not_there("a", [], date(2022, 6, 1)) is None
