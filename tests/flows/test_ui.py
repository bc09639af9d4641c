"""How rows reach a screen and a spreadsheet."""

from datetime import date
from pathlib import Path

import click
import pytest

from niemyet.flows.ui import DAY, Ui, cell, pasted_id

ROWS = [{"name": "Đăng ký", "days": [1, 2], "on": date(2026, 3, 4), "sum": "=1+1"}]


def printed(capsys: pytest.CaptureFixture[str], form: str) -> str:
    Ui("data", Path("niemyet.toml"), "vi", form).print_rows(ROWS)
    return capsys.readouterr().out


def test_csv_is_for_programs_and_neutralises_formulas(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "csv") == "name,days,on,sum\nĐăng ký,1;2,2026-03-04,'=1+1\n"


def test_a_spreadsheet_gets_the_mark_that_says_utf8_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "csv-bom") == "\ufeff" + printed(capsys, "csv")


def test_csv_of_no_rows_has_a_header(capsys: pytest.CaptureFixture[str]) -> None:
    ui = Ui("data", Path("niemyet.toml"), "vi", "csv")
    ui.print_rows([], shown={"name": "Tên"}, columns=["name", "days"])
    ui.print_rows([], shown={"name": "Tên"})
    assert capsys.readouterr().out == "name,days\nname\n"


def test_json_keeps_types_and_a_table_speaks(capsys: pytest.CaptureFixture[str]) -> None:
    assert '"on": "2026-03-04"' in printed(capsys, "json")
    assert "04/03/2026" in printed(capsys, "table")
    assert cell(None) == ""


@pytest.mark.parametrize(
    "copied",
    [
        "[39aa437201eccd8b]",
        " 39aa437201eccd8b ",
        "39aa43\n7201eccd8b",
        "“39aa437201eccd8b”.",
        "39aa 4372 01ec cd8b",
    ],
)
def test_an_id_is_taken_as_it_was_copied(copied: str) -> None:
    assert pasted_id(copied) == "39aa437201eccd8b"


def test_a_day_that_no_calendar_has_is_told_apart_from_what_is_no_day() -> None:
    with pytest.raises(click.BadParameter, match="lịch không có ngày này"):
        DAY.convert("31/02/2022", None, None)
    with pytest.raises(click.BadParameter, match="cần ngày dạng"):
        DAY.convert("hôm nay", None, None)
    assert DAY.convert(" 31/12/2022 ", None, None) == date(2022, 12, 31)
