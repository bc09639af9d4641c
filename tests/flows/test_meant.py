"""Units and codes as people write them, at the commands that take them: used and said, or the candidates told."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from niemyet.flows.cli import niemyet
from niemyet.flows.meant import code_of_release, unit_of_configuration, unit_of_release
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.ui import Ui
from niemyet.model.errors import UsageError
from tests.support.house import BASE_ROWS, House, build_house, decision


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    built = build_house(tmp_path_factory.mktemp("gọi") / "nhà")
    built.drop("1.md", decision(1, "10/01/2022", rows=(*BASE_ROWS, ("1.004884", "Đăng ký lại khai sinh"))))
    run_nightly(built.settings, built.folder, built.clock)
    return built


def call(house: House, *words: str) -> Result:
    return CliRunner().invoke(niemyet, ["--lang", "en", *words, *house.options], catch_exceptions=False)


def ui_of(house: House) -> Ui:
    return Ui(str(house.root / "data"), house.root / "niemyet.toml", "en", "table")


@pytest.mark.parametrize(
    "words",
    [
        ["updates", "--unit", "Xã B"],
        ["board", "xa b", "--as-of", "2022-02-01"],
        ["explain", "Đăng ký khai sinh", "--unit", "UBND xã B"],
        ["evidence", "dang ky khai sinh", "--unit", "Xã B", "--out", "{folder}/a.zip"],
        ["export", "Xã B", "--to", "docx", "--out", "{folder}/a.docx"],
        ["report", "--unit", "Xã B"],
    ],
    ids=" ".join,
)
def test_a_name_is_used_and_said(house: House, words: list[str], tmp_path: Path) -> None:
    done = call(house, *(word.format(folder=tmp_path) for word in words))
    assert done.exit_code == 0, done.output
    assert "xa-b (" in done.output


def test_what_a_counter_shows_is_recorded_under_the_units_id(house: House, tmp_path: Path) -> None:
    listing = tmp_path / "so.csv"
    listing.write_text("Mã TTHC,Tên thủ tục\n1.001193,Đăng ký khai sinh\n", encoding="utf-8")
    done = call(house, "observe", "Xã B", str(listing), "--channel", "counter", "--no-publish")
    assert done.exit_code == 0, done.output
    assert "Xã B: xa-b (" in done.output


def test_the_same_name_of_several_lists_them_and_chooses_none(house: House) -> None:
    with pytest.raises(UsageError, match="one of several procedures"):
        code_of_release(ui_of(house), "đăng ký")
    with pytest.raises(
        UsageError, match=r"no procedure is called 'Đăng ký khai sih'; nearest:\n  1\.001193 "
    ):
        code_of_release(ui_of(house), "Đăng ký khai sih")
    assert code_of_release(ui_of(house), "1.001193") == "1.001193"
    assert code_of_release(ui_of(house), "9.9") == "9.9"  # what is no name is told by who looks it up


def test_a_name_that_is_near_is_proposed(house: House) -> None:
    assert unit_of_release(ui_of(house), None) is None
    for meant in (unit_of_release, unit_of_configuration):
        with pytest.raises(UsageError, match="nearest: xa-b"):
            meant(ui_of(house), "Xã Bb")
