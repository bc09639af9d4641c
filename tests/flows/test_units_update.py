"""`niemyet units`: what a newer file says of units, shown, kept beside the configuration, read with it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from niemyet.flows.cli import niemyet
from niemyet.flows.config import load
from niemyet.model.errors import UsageError
from tests.extractors.test_unit_packages import wheel

CONFIG = """
[province]
id = "bac-ninh"
name = "Thành phố Bắc Ninh"

[units]
all = "commune"

[[day]]
date = 2027-09-01
works = false
name = "Nghỉ hoán đổi"
source = "Thông báo thử"
"""
CHANGES = (
    "on,act,code,name,into,decree,source\n2027-01-01,rename,09208,Phường Tam Giang Thử,,Nghị quyết thử,\n"
)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "niemyet.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


def run(config: Path, *given: str) -> Result:
    return CliRunner().invoke(niemyet, ["units", *given, "--config", str(config)])


def known_code(config: Path) -> str:
    return next(unit.gso_code for unit in load(config).units if unit.gso_code and unit.name.startswith("Xã "))


def test_a_change_is_shown_then_kept_then_read(config: Path, tmp_path: Path) -> None:
    code = known_code(config)
    file = tmp_path / "moi.csv"
    file.write_text(CHANGES.replace("09208", code), encoding="utf-8")
    shown = run(config, "update", str(file))
    assert shown.exit_code == 0, shown.output
    assert "1 thay đổi trong tệp: 1 mới, 0 mâu thuẫn" in shown.stderr
    assert not (tmp_path / "unit_changes.csv").exists(), "nothing is written unless it is asked for"
    assert run(config, "update", str(file), "--keep").exit_code == 0
    names = [unit.name for unit in load(config).units if unit.gso_code == code]
    assert names[-1] == "Phường Tam Giang Thử"
    assert len(names) >= 2, "the earlier name stays"
    again = run(config, "update", str(file), "--keep")
    assert "0 mới" in again.stderr
    listed = run(config, "changes", "--format", "json")
    assert "Phường Tam Giang Thử" in {row["name"] for row in json.loads(listed.stdout)}


def test_what_contradicts_is_shown_and_not_kept(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "moi.csv"
    file.write_text(
        "on,act,code,name,into,decree,source\n2026-09-20,rename,24,Thành phố Kinh Bắc,,Nghị quyết khác,\n",
        encoding="utf-8",
    )
    result = run(config, "update", str(file), "--keep", "--format", "json")
    assert result.exit_code == 3
    assert "Nghị quyết 39/2026/QH16" in result.stdout
    assert not (tmp_path / "unit_changes.csv").exists()


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_list_of_todays_names_is_held_against_the_table(config: Path, tmp_path: Path, form: str) -> None:
    code = known_code(config)
    rows = [{"code": code, "name": "Phường Mới Thử"}, {"code": "09193", "name": "Phường Yên  Phong"}]
    file = tmp_path / f"ten.{form}"
    text = (
        json.dumps(rows)
        if form == "json"
        else "code,name\n" + "\n".join(f"{row['code']},{row['name']}" for row in rows)
    )
    file.write_text(text, encoding="utf-8")
    result = run(config, "update", str(file), "--on", "2027-01-01", "--format", "json")
    assert [row["code"] for row in json.loads(result.stdout)] == [code], "a spelling is no change"
    refused = run(config, "update", str(file), "--on", "2027-01-01", "--keep")
    assert isinstance(refused.exception, UsageError)
    kept = run(config, "update", str(file), "--on", "2027-01-01", "--decree", "Nghị quyết thử", "--keep")
    assert kept.exit_code == 0, kept.output
    assert "Phường Mới Thử" in {unit.name for unit in load(config).units}


def test_a_wheel_is_held_against_the_table_and_both_sides_are_kept(config: Path, tmp_path: Path) -> None:
    today = {
        unit.gso_code: unit.name for unit in load(config).units if unit.gso_code and unit.valid_until is None
    }
    first, second, *rest = sorted(code for code in today if len(code) == 5)
    rows = [("24", "Tỉnh Bắc Ninh", code, today[code]) for code in rest]
    rows += [
        ("24", "Tỉnh Bắc Ninh", first, "Phường Mới Thử"),
        ("24", "Tỉnh Bắc Ninh", "99999", "Xã Chưa Biết"),
    ]
    file = tmp_path / "goi-9.9-py3-none-any.whl"
    file.write_bytes(wheel(rows))
    shown = run(config, "update", str(file), "--on", "2027-01-01", "--format", "json")
    told = {row["code"]: (row["act"], row["state"]) for row in json.loads(shown.stdout)}
    assert told[first] == ("rename", "mới")
    assert told[second] == ("", "tệp không có")
    assert told["99999"][1].startswith("ở đây chưa biết")
    assert "24" not in told, (
        "the name of before 2026-09-20: the package is older than the change, and takes nothing back"
    )
    kept = run(config, "update", str(file), "--on", "2027-01-01", "--decree", "Nghị quyết thử", "--keep")
    assert kept.exit_code == 0, kept.output
    after = {unit.gso_code: unit.name for unit in load(config).units if unit.valid_until is None}
    assert after[first] == "Phường Mới Thử"
    assert after[second] == today[second], "what the file leaves out stays"
    (tmp_path / "rong.whl").write_bytes(wheel([]))
    assert isinstance(run(config, "update", str(tmp_path / "rong.whl")).exception, UsageError)


def test_a_file_that_is_neither_is_refused(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "la.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    assert isinstance(run(config, "update", str(file)).exception, UsageError)


def test_days_of_the_configuration_are_the_policys(config: Path) -> None:
    (day,) = load(config).policy.days
    assert (str(day.date), day.works, day.source) == ("2027-09-01", False, "Thông báo thử")


def test_the_doctor_says_how_old_the_data_are() -> None:
    result = CliRunner().invoke(niemyet, ["doctor", "--format", "json"])
    rows = {row["name"]: row for row in json.loads(result.stdout)}
    assert "tính đến 20/09/2026, đối chiếu 28/11/2026" in rows["data/unit_changes"]["state"]
    assert {"data/units", "data/calendar"} <= set(rows)
