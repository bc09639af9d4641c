"""`niemyet export` without --out writes over nothing: a ticked list stays, and each paper has a name of its own."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from niemyet.flows.beside import beside_others, has_ticks
from niemyet.flows.cli import niemyet
from niemyet.flows.pipeline import run_nightly
from tests.support.house import House, build_house, decision


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    built = build_house(tmp_path_factory.mktemp("x") / "nhà")
    built.drop("1.md", decision(1, "10/01/2022"))
    run_nightly(built.settings, built.folder, built.clock)
    return built


def exported(house: House, *words: str) -> str:
    told = CliRunner().invoke(niemyet, ["export", "xa-b", *words, *house.options])
    assert told.exit_code == 0, told.output
    return told.stdout.strip()


def test_a_list_that_somebody_has_changed_stays(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first = exported(house, "--to", "xlsx")
    assert exported(house, "--to", "xlsx") == first  # the same again
    Path(first).write_bytes(b"ticked")
    second = exported(house, "--to", "xlsx")
    assert second == first.replace(".xlsx", "-2.xlsx")
    assert exported(house, "--to", "xlsx") == second
    assert Path(first).read_bytes() == b"ticked"


def test_ticks_are_looked_for_in_work_lists_only(tmp_path: Path) -> None:
    other = tmp_path / "a.xlsx"
    assert (has_ticks(other), beside_others(other, b"1")) == (False, other)
    other.write_bytes(b"no workbook")
    assert (has_ticks(other), beside_others(other, b"no workbook")) == (False, other)
    assert beside_others(other, b"1") == tmp_path / "a-2.xlsx"


def test_papers_of_a_day_have_names_of_their_own(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = [exported(house, "--to", "docx"), exported(house, "--to", "docx", "--paper", "notice")]
    assert [name.removeprefix("xa-b-2022-12-30") for name in names] == [".docx", "-notice.docx"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


def test_a_file_that_was_named_is_written(house: House, tmp_path: Path) -> None:
    named = tmp_path / "viec.xlsx"
    named.write_bytes(b"old")
    assert exported(house, "--to", "xlsx", "--out", str(named)) == str(named)
    assert named.read_bytes() != b"old"
