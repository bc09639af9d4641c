"""How rows reach a screen and a spreadsheet."""

from datetime import date
from pathlib import Path

import pytest

from niemyet.flows.ui import Ui, cell

ROWS = [{"name": "Đăng ký", "days": [1, 2], "on": date(2026, 3, 4), "sum": "=1+1"}]


def printed(capsys: pytest.CaptureFixture[str], form: str) -> str:
    Ui("data", Path("niemyet.toml"), "vi", form).print_rows(ROWS)
    return capsys.readouterr().out


def test_csv_is_for_programs_and_neutralises_formulas(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "csv") == "name,days,on,sum\nĐăng ký,1;2,2026-03-04,'=1+1\n"


def test_a_spreadsheet_gets_the_mark_that_says_utf8_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "csv-bom") == "\ufeff" + printed(capsys, "csv")


def test_json_keeps_types_and_a_table_speaks(capsys: pytest.CaptureFixture[str]) -> None:
    assert '"on": "2026-03-04"' in printed(capsys, "json")
    assert "04/03/2026" in printed(capsys, "table")
    assert cell(None) == ""
