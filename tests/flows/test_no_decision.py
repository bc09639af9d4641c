"""Lists and sheets that are handed in as decisions: told by which command they are taken; nothing is recorded."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from xlsxwriter import Workbook

from niemyet.flows.cli import niemyet
from niemyet.flows.no_decision import NoDecision, what_it_is
from niemyet.model.errors import UsageError
from niemyet.model.records import Limits
from tests.support.house import BASE_ROWS, House, build_house, decision, told_by, without_level
from tests.support.papers import Grid, to_docx

NATIONAL = [["Mã TTHC", "Tên TTHC", "Lĩnh vực", "Cấp thực hiện", "Quyết định công bố"]] + [
    [code, name, "Hộ tịch", "Cấp Xã", "512/QĐ-BTP ngày 04/03/2022"] for code, name in BASE_ROWS
]


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _xlsx(rows: list[list[str]]) -> bytes:
    kept = io.BytesIO()
    with Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return kept.getvalue()


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = build_house(tmp_path / "nhà")
    made.drop("1.md", without_level(decision(1, "10/01/2022")))
    told_by(made, "nightly")
    return made


def _ingest(house: House, *words: str) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(niemyet, ["ingest", *words, *house.options])


def _refusal(house: House, path: Path) -> str:
    before = house.folder.lake.names_in("receipts")
    error = _ingest(house, str(path)).exception
    assert isinstance(error, UsageError)
    assert house.folder.lake.names_in("receipts") == before
    return error.message("vi")


@pytest.mark.parametrize("kind", ["csv", "xlsx", "docx"])
def test_a_list_of_procedures_is_refused_with_the_commands_that_take_it(house: House, kind: str) -> None:
    path = house.root / f"danh mục.{kind}"
    grid = Grid(NATIONAL, header_rows=1)
    made = {"csv": lambda: _csv(NATIONAL), "xlsx": lambda: _xlsx(NATIONAL), "docx": lambda: to_docx([grid])}
    path.write_bytes(made[kind]())
    told = _refusal(house, path)
    assert "không phải quyết định" in told
    assert "niemyet adopt" in told
    assert "niemyet observe" in told
    assert "Chưa ghi gì" in told
    shown = CliRunner().invoke(niemyet, ["ingest", "--explain", str(path), *house.options])
    assert "niemyet adopt" in shown.output


def test_sheets_of_our_own_are_told_by_the_command_that_takes_them_back(house: House) -> None:
    work, questions = house.root / "việc.xlsx", house.root / "câu hỏi.xlsx"
    told_by(house, "review", "resolve", "--kind", "level_unknown", "cấp xã", "--by", "Lan")
    told_by(house, "export", "xa-b", "--to", "xlsx", "--out", str(work))
    house.drop("2.md", without_level(decision(2, "20/02/2022", rows=(("1.300001", "Cấp thẻ"),))))
    told_by(house, "nightly")
    told_by(house, "review", "export", str(questions))
    assert "niemyet observe" in _refusal(house, work)
    assert "niemyet review import" in _refusal(house, questions)


def test_decisions_and_annexes_are_none(tmp_path: Path) -> None:
    rows = [["STT", "Mã TTHC", "Tên thủ tục hành chính"], ["1", "1.001193", "Đăng ký khai sinh"]]
    annex = ["PHỤ LỤC", "(Kèm theo Quyết định số 512/QĐ-UBND ngày 04/3/2022)", Grid(rows, header_rows=1)]
    for name, data in {
        "quyết định.md": decision(1, "10/01/2022").encode(),
        "phụ lục.docx": to_docx(annex),
        "trống.csv": b"",
        "hỏng.docx": b"PK\x03\x04 cut off",
        "ghi chép.txt": "Không có gì ở đây.".encode(),
    }.items():
        path = tmp_path / name
        path.write_bytes(data)
        assert what_it_is(path, Limits()) is None, name
    path.write_bytes(_csv(NATIONAL))
    assert what_it_is(path, Limits()) is NoDecision.LISTING


def test_a_night_tells_of_a_list_in_an_inbox(house: House) -> None:
    house.drop("danh mục.csv", _csv(NATIONAL))
    told = " ".join(told_by(house, "nightly").split())
    assert "không phải quyết định" in told
    assert "niemyet ingest --withdraw" in told
