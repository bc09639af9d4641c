"""`niemyet export --to docx` from the command line: names from the configuration, any day, the slip of what comes down."""

import io
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.oxml.ns import qn

from niemyet.flows.cli import niemyet
from niemyet.flows.pipeline import run_nightly
from niemyet.model.errors import UsageError
from tests.support.house import House, build_house, decision


@pytest.fixture
def house(tmp_path: Path) -> House:
    built = build_house(tmp_path / "nhà")
    config = built.root / "niemyet.toml"
    own = '\noffice = { title = "Chủ tịch", signer = "Trần Thử", place = "Xã B" }\n'
    own += '\n[office]\nplace = "Tỉnh"\nsymbol = "TB-UBND"\n'
    config.write_text(config.read_text("utf-8").rstrip("\n") + own, "utf-8")
    built.drop("1.md", decision(1, "10/01/2022"))
    built.drop(
        "2.md",
        decision(2, "11/02/2022", section="BÃI BỎ", rows=(("2.000815", "Chứng thực bản sao từ bản chính"),)),
    )
    run_nightly(built.settings, built.folder, built.clock)
    return built


def paper(house: House, unit: str, *words: str) -> list[str]:
    out = house.root / "paper.docx"
    result = CliRunner().invoke(
        niemyet, ["export", unit, "--to", "docx", "--out", str(out), *words, *house.options]
    )
    if result.exception:
        raise result.exception
    body = docx.Document(io.BytesIO(out.read_bytes())).element.body
    return ["".join(part.text or "" for part in one.iter(qn("w:t"))) for one in body.iter(qn("w:p"))]


def test_names_come_from_the_unit_s_own_table_then_from_that_of_all_units(house: House) -> None:
    said = paper(house, "xa-b")
    assert {"UBND XÃ B", "CHỦ TỊCH", "Trần Thử", "Số:         /TB-UBND"} <= set(said)
    assert any(each.startswith("Xã B, ngày") for each in said)
    other = paper(house, "huyen-a")
    assert "UBND HUYỆN A" in other
    assert any(each.startswith("Tỉnh, ngày") for each in other)
    assert "Trần Thử" not in other


def test_the_list_of_a_past_day_is_that_day_s(house: House) -> None:
    assert "2.000815" not in paper(house, "xa-b")
    before = paper(house, "xa-b", "--as-of", "2022-02-01")
    assert "2.000815" in before
    assert "(Tính đến ngày 01/02/2022: 2 thủ tục)" in before


def test_the_notice_carries_the_list_as_its_annex(house: House) -> None:
    said = paper(house, "xa-b", "--paper", "notice")
    assert said.index("THÔNG BÁO") < said.index("Trần Thử") < said.index("Phụ lục") < said.index("1.001193")


def test_the_slip_has_what_comes_down_and_nothing_else(house: House) -> None:
    listing = house.root / "so.csv"
    listing.write_text(
        "STT;Mã TTHC;Tên thủ tục\n1;1.001193;Đăng ký khai sinh\n2;2.000815;Chứng thực bản sao\n", "utf-8"
    )
    told = CliRunner().invoke(
        niemyet, ["observe", "xa-b", str(listing), "--on", "2022-03-01", *house.options]
    )
    assert told.exit_code in (0, 3), told.output
    said = paper(house, "xa-b", "--paper", "slip")
    assert "2.000815" in said
    assert "11/02/2022" in said
    assert "1.001193" not in said


def test_what_another_takes_the_place_of_is_named_with_its_day_and_decision(house: House) -> None:
    plain = decision(3, "05/04/2022", section="THAY THẾ", rows=())
    table = """| STT | Mã TTHC bị thay thế | Tên TTHC bị thay thế | Mã TTHC thay thế | Tên TTHC thay thế |
|---|---|---|---|---|
| I | THỦ TỤC HÀNH CHÍNH CẤP XÃ | | | |
| 1 | 1.001193 | Đăng ký khai sinh | 1.600001 | Đăng ký khai sinh kiểu mới |
"""
    house.drop("3.md", plain[: plain.index("| STT |")] + table)
    run_nightly(house.settings, house.folder, house.clock)
    listing = house.root / "so.csv"
    listing.write_text("STT;Mã TTHC;Tên thủ tục\n1;1.001193;Đăng ký khai sinh\n", "utf-8")
    CliRunner().invoke(niemyet, ["observe", "xa-b", str(listing), "--on", "2022-03-01", *house.options])
    said = paper(house, "xa-b", "--paper", "slip")
    at = said.index("1.001193")
    assert said[at + 1] == "Đăng ký khai sinh (nay thay bằng 1.600001 Đăng ký khai sinh kiểu mới)"
    said = paper(house, "xa-b", "--paper", "changes", "--since", "2022-03-01")
    at = said.index("1.001193")
    assert said[at + 2 : at + 5] == ["gỡ bỏ", "05/04/2022", "3/QĐ-UBND ngày 05/04/2022"]


def test_a_work_list_of_another_day_is_asked_for_elsewhere(house: House) -> None:
    words = ["export", "xa-b", "--to", "xlsx", "--as-of", "2022-02-01", *house.options]
    result = CliRunner().invoke(niemyet, words)
    assert isinstance(result.exception, UsageError)
    assert "niemyet updates --as-of" in result.exception.message("vi")


def test_changes_since_a_printed_list_are_what_it_no_longer_says(house: House) -> None:
    said = paper(house, "xa-b", "--paper", "changes", "--since", "2022-02-01")
    assert "Gỡ bỏ (1)" in said
    assert said[said.index("2.000815") + 1] == "Chứng thực bản sao từ bản chính"
    assert "1.001193" not in said
    assert "Niêm yết mới (1)" in paper(house, "xa-b", "--paper", "changes", "--since", "2022-01-01")
    assert "Không có thay đổi." in paper(house, "xa-b", "--paper", "changes", "--since", "2022-12-01")


def test_the_sheet_of_one_procedure(house: House) -> None:
    said = paper(house, "xa-b", "--paper", "sheet", "--code", "1.001193")
    assert {"Đăng ký khai sinh", "05 ngày làm việc"} <= set(said)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--paper", "sheet"), "--code"),
        (("--paper", "changes"), "--since"),
        (("--since", "2022-01-01"), "--since"),
        (("--code", "1.001193"), "--code"),
        (("--paper", "sheet", "--code", "2.000815"), "2.000815"),
        (("--paper", "changes", "--since", "2030-01-01"), "2030-01-01 is after 2022-12-30"),
    ],
)
def test_options_that_do_not_go_together_are_refused(house: House, words: tuple[str, ...], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        paper(house, "xa-b", *words)
