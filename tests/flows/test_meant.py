"""Units and codes as people write them, at the commands that take them: used and said, or the candidates told."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from niemyet.flows.cli import niemyet
from niemyet.flows.concerned import questions_about, work_about
from niemyet.flows.meant import code_of_release, the_unit, unit_of_configuration, unit_of_release
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.ui import Ui
from niemyet.model.errors import UnclearNameError, UsageError
from niemyet.transforms.units.naming import CalledUnit
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


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Two decisions of one number in two years, each with a row that asks about its own procedure."""
    built = build_house(tmp_path_factory.mktemp("hỏi") / "nhà")
    for number, day, name in ((7, "10/01/2021", "Cấp thẻ thợ rèn"), (7, "10/01/2022", "Cấp thẻ thợ mộc")):
        code = "1.000701" if "rèn" in name else "1.000702"
        rows = ((code, name), (code, f"{name} hạng hai"))
        built.drop(f"{day[-4:]}.md", decision(number, day, rows=rows))
    run_nightly(built.settings, built.folder, built.clock)
    return built


def questions(house: House, *words: str) -> set[str]:
    done = call(house, "review", "list", "--format", "json", *words)
    assert done.exit_code == 0, done.output
    return {row["review_id"] for row in json.loads(done.stdout)}


def test_questions_are_found_by_what_they_concern(asked: House) -> None:
    every = questions(asked)
    smith, joiner = questions(asked, "--about", "1.000701"), questions(asked, "--about", "cap the tho moc")
    assert smith
    assert joiner
    assert smith | joiner <= every
    assert not smith & joiner
    for unknown in ("không có gì", "9.999999"):
        with pytest.raises(UnclearNameError, match="no unit and no procedure"):
            questions(asked, "--about", unknown)
    with pytest.raises(UnclearNameError, match="units or procedures") as error:
        questions(asked, "--about", "cấp thẻ thợ")
    assert error.value.candidates == ("1.000701", "1.000702")


def test_questions_are_found_by_their_decision_and_two_of_one_number_are_listed(asked: House) -> None:
    first = questions(asked, "--decision", "7/qd-ubnd ngày 10/01/2021")
    assert first == questions(asked, "--about", "1.000701")
    with pytest.raises(UnclearNameError, match="one of several decisions") as error:
        questions(asked, "--decision", "7/QĐ-UBND")
    assert [one.rpartition("/")[2] for one in error.value.candidates] == ["2021-01-10", "2022-01-10"]
    for words in (["list"], ["resolve", "Cấp thẻ thợ rèn"]):
        with pytest.raises(UnclearNameError, match="no decision is called '99'"):
            call(asked, "review", *words, "--decision", "99")


def test_what_was_said_is_found_by_unit_and_procedure(house: House, tmp_path: Path) -> None:
    def said(*words: str) -> list[str]:
        done = call(house, "log", "--format", "json", *words)
        assert done.exit_code == 0, done.output
        return [row["about"] for row in json.loads(done.stdout)]

    listing = tmp_path / "so.csv"
    listing.write_text("Mã TTHC,Tên thủ tục\n1.001193,Đăng ký khai sinh\n", encoding="utf-8")
    assert call(house, "observe", "Xã B", str(listing), "--channel", "portal").exit_code in (0, 3)
    published = house.folder.releases.latest()
    assert published is not None
    [update] = [
        row["update_id"]
        for row in published.table("listing_updates").to_pylist()
        if (row["unit_id"], row["code"], row["state"]) == ("xa-b", "1.004884", "overdue")
    ][:1]
    assert call(house, "done", update).exit_code in (0, 3)
    release = house.folder.releases.latest()
    assert release is not None
    assert update in work_about(release, "xa-b") & work_about(release, "1.004884")
    assert questions_about(release, "không có") == set()
    assert {"xa-b portal", update} <= set(said("--about", "Xã B"))
    assert said("--about", "Đăng ký lại khai sinh") == [update]
    assert said("--about", update) == [update]


@pytest.mark.parametrize("wanted", ["thị xã Sa Pa", "sapa", "TX. Sa Pa", "huyện Sa Pa"])
def test_a_former_kind_or_a_missing_blank_leads_to_the_unit_of_that_name(wanted: str) -> None:
    units = [
        CalledUnit("mau-a-04375-2025", "Xã Mậu A", date(2025, 7, 1), None, "04375"),
        CalledUnit("sa-pa-03006-2025", "Phường Sa Pa", date(2025, 7, 1), None, "03006"),
        *(CalledUnit(f"so-{n}", f"Xã Số {n}", None, None, None) for n in range(9)),
    ]
    with pytest.raises(UnclearNameError) as refused:
        the_unit(wanted, units)
    assert refused.value.candidates == ("sa-pa-03006-2025",)
    assert "gần nhất: sa-pa-03006-2025 (Phường Sa Pa, từ 01/07/2025)." in refused.value.message("vi")
