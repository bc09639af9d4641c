"""Whoever answers a question is told what stands on record, what it changes in few lines, and where to go on."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from niemyet.flows.pipeline import run_nightly
from niemyet.model.errors import UsageError
from tests.support.house import House, build_house, decision, told_by, without_level
from tests.support.named_commands import named_in

COMMUNES = 30
NAMES = {3: "Bến Đò", 4: "Cù Lao"}


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Thirty communes more, and a decision whose heading names no level."""
    found = build_house(tmp_path / "nhà")
    config = Path(found.options[found.options.index("--config") + 1])
    more = [
        f'[[unit]]\nid = "xa-{n}"\nkind = "commune"\nname = "UBND xã {NAMES.get(n, f"Số {n}")}"\nparent_unit_id = "huyen-a"\n'
        for n in range(COMMUNES)
    ]
    config.write_text("\n".join([config.read_text(encoding="utf-8"), *more]), encoding="utf-8")
    vague = decision(2, "20/02/2022", rows=(("1.300001", "Cấp thẻ"),))
    found.drop("2.md", without_level(vague))
    assert told_by(found, "nightly")
    return found


def test_few_lines_say_what_was_recorded_what_it_changes_and_what_is_next(house: House) -> None:
    foretold = told_by(house, "review", "resolve", "--kind", "level_unknown", "cấp xã", "--dry-run")
    assert "Đã ghi" not in foretold
    told = told_by(house, "review", "resolve", "--kind", "level_unknown", "cấp xã", "--by", "Lan")
    assert len(told.splitlines()) < 20, told
    assert "Đã ghi cho level_unknown:" in told
    assert ": cấp xã." in told
    assert f"{COMMUNES + 1 - 8} đơn vị khác: bảng +{COMMUNES + 1 - 8} −0" in told
    steps = [one.line for one in named_in(told)]
    assert "updates" in steps
    name = told.split("Đã ghi cho ")[1].split(": ")[0]
    assert "Đã rút câu trả lời của " + name in told_by(
        house, "review", "reopen", name, "--accept-release", "thử"
    )


def test_what_nobody_answers_is_not_taken_back(house: House) -> None:
    told = told_by(house, "review", "resolve", "--kind", "level_unknown", "cấp xã", "--by", "Lan")
    name = told.split("Đã ghi cho ")[1].split(": ")[0]
    told_by(house, "review", "reopen", name, "--accept-release", "thử")
    again = CliRunner().invoke(niemyet, ["review", "reopen", name, *house.options])
    assert isinstance(again.exception, UsageError), again.output
    assert "không có câu trả lời nào để rút" in again.exception.message("vi")
    told_by(house, "review", "resolve", name, "cấp xã", "--by", "Lan")
    assert "Đã rút" in told_by(house, "review", "reopen", name, "--accept-release", "thử")


def test_an_answer_for_some_rows_is_found_by_the_id_that_the_log_has(tmp_path: Path) -> None:
    """The question that two rows were asked as is gone once one of them has its answer."""
    house = build_house(tmp_path / "nhà").at("2025-08-01T13:00:00")
    house.drop(
        "1.md",
        decision(1, "10/01/2022", level="CẤP HUYỆN", rows=(("1.600001", "Cấp sổ"), ("1.600002", "Đổi sổ"))),
    )
    run_nightly(house.settings, house.folder, house.clock)
    listed = told_by(house, "review", "list", "--kind", "void_level", "--format", "csv")
    (asked,) = [line.split(",")[0] for line in listed.splitlines() if line.startswith("void_level:")]
    told_by(house, "review", "resolve", asked, "1.600001: xã", "--by", "Lan", "--accept-release", "thử")
    assert asked in told_by(house, "log")
    again = CliRunner().invoke(niemyet, ["review", "reopen", asked, *house.options])
    assert isinstance(again.exception, UsageError), again.output
    said = again.exception.message("vi")
    every = told_by(house, "review", "list", "--kind", "void_level", "--all", "--format", "csv")
    today = {line.split(",")[0]: line for line in every.splitlines() if line.startswith("void_level:")}
    (answered,) = [one for one, line in today.items() if "1.600001" in line]
    assert len(today) == 2
    assert all(one in said for one in today), said
    assert "Đã rút" in told_by(house, "review", "reopen", answered, "--accept-release", "thử")


def test_questions_are_chosen_as_their_ids_begin(house: House) -> None:
    vague = decision(3, "21/02/2022").replace(
        "có hiệu lực thi hành kể từ ngày ký", "được giao các cơ quan thực hiện"
    )
    house.drop("3.md", vague)
    told_by(house, "nightly")
    (name,) = [
        line.split()[0]
        for line in told_by(house, "review", "list").splitlines()
        if line.startswith("effect:")
    ]
    assert name in told_by(house, "review", "list", "--kind", "effect")
    assert "level_unknown:" not in told_by(house, "review", "list", "--kind", "effect")
    assert f"Đã ghi cho {name}" in told_by(house, "review", "resolve", "--kind", "effect", "21/02/2022")


def test_units_are_named_in_an_answer_as_people_call_them(house: House) -> None:
    part = decision(4, "22/02/2022", rows=(("1.300009", "Cấp phép đảo"),))
    house.drop(
        "4.md",
        part.replace("Điều 2.", "Chỉ áp dụng tại xã Bến Đò và một số thôn của xã Cù Lao.\n\nĐiều 2.", 1),
    )
    told_by(house, "nightly")
    shown = told_by(house, "review", "list", "--kind", "ground_unclear", columns=300)
    assert "UBND xã Bến Đò (xa-3), UBND xã Cù Lao (xa-4)" in shown
    told = told_by(house, "review", "resolve", "--kind", "ground_unclear", "UBND xã Bến Đò, xa cu lao")
    assert ": UBND xã Bến Đò (xa-3), UBND xã Cù Lao (xa-4)." in told


def test_the_log_says_answers_and_places_in_words(house: House) -> None:
    told_by(house, "review", "resolve", "--kind", "level_unknown", "cấp xã", "--by", "Lan")
    listing = house.root / "so.csv"
    listing.write_text("STT;Mã TTHC;Tên thủ tục\n1;1.300001;Cấp thẻ\n", encoding="utf-8")
    told_by(house, "observe", "xa-b", str(listing))
    told = told_by(house, "log")
    assert "cấp xã" in told
    assert "xa-b tại quầy" in told
    assert "commune" not in told
    assert "counter" not in told
    assert "commune" in told_by(house, "log", "--format", "csv"), "programs have the words of the model"
