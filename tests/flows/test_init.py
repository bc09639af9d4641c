"""A configuration to begin with, for a province by its name: it loads, a first night runs on it, nothing is overwritten."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SystemClock
from niemyet.flows.commands.init import init
from niemyet.flows.config import load
from niemyet.model.errors import UsageError
from niemyet.model.words import Level
from niemyet.transforms.retention import Retention
from tests.support.house import decision


def run(folder: Path, *words: str) -> Result:
    options = ["--config", str(folder / "niemyet.toml"), "--data", str(folder / "data")]
    return CliRunner().invoke(niemyet, [*words, *options], catch_exceptions=False)


def begun(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(init, [*words, "--out", str(folder / "niemyet.toml")], catch_exceptions=False)


def test_a_first_night_and_a_first_decision_work_as_printed(tmp_path: Path) -> None:
    told = begun(tmp_path, "đà nẵng", "--contact", "mailto:a@tinh.example")
    assert told.exit_code == 0, told.output
    assert "95 đơn vị" in told.output
    settings = load(tmp_path / "niemyet.toml")
    assert (settings.province.province_id, settings.province.predecessors) == ("da-nang", ("quang-nam",))
    assert settings.fetch.contact == "mailto:a@tinh.example"
    assert settings.retention == Retention(days=30, weeks=13, months=36)
    assert {unit.level for unit in settings.units} == {Level.PROVINCE, Level.COMMUNE}
    (tmp_path / "inbox" / "1.md").write_text(
        decision(1, "10/11/2025", issuer="ĐÀ NẴNG").replace("TỈNH ĐÀ", "THÀNH PHỐ ĐÀ"), encoding="utf-8"
    )
    night = run(tmp_path, "nightly")
    assert night.exit_code in (0, 3), night.output
    board = run(tmp_path, "board", "tam-hai-20992", "--as-of", "2025-12-01")
    assert "1.001193" in board.output


@pytest.mark.parametrize(("name", "code", "known"), [("Hải Phòng", "H24", 2), ("An Giang", "H01", 0)])
def test_what_is_known_of_portals_is_a_remark_and_what_is_not_is_said(
    tmp_path: Path, name: str, code: str, known: int
) -> None:
    told = begun(tmp_path, name)
    assert (f"có {known} địa chỉ" if known else "chưa biết cổng nào") in told.output
    text = (tmp_path / "niemyet.toml").read_text(encoding="utf-8")
    assert load(tmp_path / "niemyet.toml").sources[0].kind == "inbox"
    assert len(load(tmp_path / "niemyet.toml").sources) == 1, "nothing is asked that nobody has looked at"
    assert text.count(f'agency_id = "{code}"') == 2
    assert text.count("#   niemyet sources probe ") == known + 1  # and how it is done
    assert ("Chưa có địa chỉ nào của tỉnh này" in text) == (known == 0)


def test_a_former_province_is_the_one_it_became_part_of(tmp_path: Path) -> None:
    begun(tmp_path, "Tỉnh Quảng Nam")
    assert load(tmp_path / "niemyet.toml").province.name == "Thành phố Đà Nẵng"


def test_a_name_that_is_none_names_the_nearest_and_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Tỉnh Quảng Trị"):
        begun(tmp_path, "Quảng Tri X")
    with pytest.raises(UsageError, match="Tỉnh An Giang, Thành phố Bắc Ninh"):
        begun(tmp_path, "zzz")
    assert list(tmp_path.iterdir()) == []


def test_a_name_of_several_lists_them_with_what_they_are_today(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Tỉnh Quảng Bình \(today Tỉnh Quảng Trị\); Tỉnh Quảng Nam"):
        begun(tmp_path, "Quảng")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "niemyet.toml").write_text("# của tôi", encoding="utf-8")
    with pytest.raises(UsageError, match="--out"):
        begun(tmp_path, "Huế")
    assert (tmp_path / "niemyet.toml").read_text(encoding="utf-8") == "# của tôi"


def test_a_portal_that_cannot_be_read_is_a_remark_and_the_file_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SystemClock, "sleep", lambda clock, seconds: None)  # the pauses between its tries
    with pytest.raises(UsageError, match="--contact"):
        begun(tmp_path, "Huế", "--portal", "http://127.0.0.1:9/van-ban/")
    told = begun(
        tmp_path, "Huế", "--portal", "http://127.0.0.1:9/van-ban/", "--contact", "mailto:a@b.example"
    )
    assert told.exit_code == 0, told.output
    assert "# http://127.0.0.1:9/van-ban/: " in (tmp_path / "niemyet.toml").read_text(encoding="utf-8")
    assert [source.id for source in load(tmp_path / "niemyet.toml").sources] == ["hop-thu"]


def test_the_units_that_are_meant_are_listed(tmp_path: Path) -> None:
    begun(tmp_path, "Huế")
    listed = run(tmp_path, "units", "list", "--on", "2026-01-01", "--format", "csv")
    assert "Trung tâm Phục vụ hành chính công thành phố Huế" in listed.output
    assert "41 đơn vị." in listed.output


def test_the_next_step_works_from_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = begun(tmp_path / "tỉnh x", "Đà Nẵng").output
    assert f"cd '{tmp_path / 'tỉnh x'}' && niemyet nightly" in told
    here = CliRunner().invoke(init, ["Đà Nẵng"], catch_exceptions=False)
    assert "Tiếp theo: niemyet nightly" in here.output


def test_a_first_night_of_nothing_says_so(tmp_path: Path) -> None:
    begun(tmp_path, "Đà Nẵng", "--contact", "mailto:a@tinh.example")
    night = run(tmp_path, "nightly")
    assert "Chưa biết quyết định nào" in night.output
    (tmp_path / "data" / "latest").unlink()
    assert "đã mất" in CliRunner().invoke(
        niemyet, ["updates", "--data", str(tmp_path / "data")]
    ).exception.message("vi")  # type: ignore[union-attr]
