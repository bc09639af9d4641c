"""A thousand questions answered from one sheet; rows that are wrong, and answers that somebody gave meanwhile, are named."""

from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from niemyet.model.words import Action, EffectSource
from niemyet.reports.question_sheet import ANSWER, ID
from tests.flows.test_review_kinds import Counter
from tests.support.house import build_house, told_by, without_level
from tests.support.house import decision as paper
from tests.support.province import X, decision, item
from tests.support.review_stories import Story, papers

MANY = 1_000


def story(count: int) -> Story:
    """So many decisions that do not say from when they have effect."""
    silent = [
        replace(
            decision(number, f"2022-0{number % 8 + 1}-03", "2022-12-01"),
            effect_source=EffectSource.DEFAULT_SIGNED,
        )
        for number in range(1, count + 1)
    ]
    rows = [item(one, Action.NEW, f"1.{one.number:06d}", X, row=1, time_local="5") for one in silent]
    return Story(papers(tuple(silent), tuple(rows)), (), "")


def counter(root: Path, count: int, monkeypatch: pytest.MonkeyPatch) -> Counter:
    made = Counter(root / "nhà", story(count), monkeypatch)
    assert made.run("reprocess").exit_code in {0, 3}
    return made


def fill(path: Path, answers: dict[int, str]) -> list[str]:
    """Write answers into the rows of a sheet, as a spreadsheet program would; gives the ids."""
    (sheet,) = [CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]
    heads = [str(cell) for cell in sheet[0]]
    answer, name = heads.index(ANSWER.text("vi")), heads.index(ID.text("vi"))
    for row, said in answers.items():
        sheet[row + 1][answer] = said
    with xlsxwriter.Workbook(path) as book:
        out = book.add_worksheet()
        for row, cells in enumerate(sheet):
            out.write_row(row, 0, [str(cell) for cell in cells])
    return [str(row[name]) for row in sheet[1:]]


def test_a_thousand_questions_from_one_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = counter(tmp_path, MANY, monkeypatch)
    sheet = tmp_path / "hoi.xlsx"
    assert desk.run("review", "export", str(sheet)).exit_code == 0
    ids = fill(sheet, {row: f"1{row % 5}/9/2022" for row in range(MANY)})
    assert len(set(ids)) == MANY
    said = desk.run("review", "import", str(sheet), "--by", "Lan")
    assert said.exit_code in {0, 3}, said.output
    assert f"{MANY} được trả lời" in said.output
    assert len(desk.kept()) == MANY
    assert {row["state"] for row in desk.tables()["reviews"]} == {"resolved"}  # type: ignore[index]


def test_a_sheet_is_not_called_what_it_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = tmp_path / "cau-hoi.csv"
    told = counter(tmp_path, 1, monkeypatch).run("review", "export", str(sheet))
    assert told.exit_code == 2
    assert "XLSX" in told.output
    assert "cau-hoi.xlsx" in told.output
    assert not sheet.exists()


def test_a_sheet_that_is_filled_in_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = counter(tmp_path, 2, monkeypatch)
    sheet = tmp_path / "hoi.xlsx"
    desk.run("review", "export", str(sheet))
    fill(sheet, {0: "10/9/2022"})
    filled = sheet.read_bytes()
    again = desk.run("review", "export", str(sheet))
    assert (again.exit_code, "hoi-2.xlsx: 2 câu hỏi" in again.output, "để nguyên" in again.output) == (
        0,
        True,
        True,
    )
    assert sheet.read_bytes() == filled
    assert (tmp_path / "hoi-2.xlsx").is_file()


def test_wrong_rows_and_conflicts_are_named_and_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = counter(tmp_path, 6, monkeypatch)
    sheet = tmp_path / "hoi.xlsx"
    desk.run("review", "export", str(sheet))
    ids = fill(sheet, {0: "10/9/2022", 1: "bao giờ cũng được", 2: "12/9/2022"})
    assert desk.run("review", "resolve", ids[2], "13/9/2022", "--by", "Bình").exit_code in {0, 3}
    refused = desk.run("review", "import", str(sheet))
    assert refused.exit_code == 2
    for named in (ids[1], ids[2], "Bình", "2022-09-13", "Chưa ghi gì"):
        assert named in refused.output, named
    assert ids[0] not in refused.output
    assert len(desk.kept()) == 1
    fill(sheet, {1: "", 2: "13/9/2022"})
    again = desk.run("review", "import", str(sheet), "--dry-run")
    assert again.exit_code == 0, "the same answer is no conflict"
    assert desk.run("review", "import", str(sheet)).exit_code in {0, 3}


def test_half_a_sheet_says_what_it_leaves_open_and_two_answers_are_never_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = counter(tmp_path, 4, monkeypatch)
    sheet = tmp_path / "hoi.xlsx"
    desk.run("review", "export", str(sheet))
    ids = fill(sheet, {0: "10/9/2022"})
    assert "3 câu hỏi trong bảng chưa có câu trả lời" in desk.run("review", "import", str(sheet)).output
    twice = tmp_path / "hai.csv"
    heads = f"{ID.text('vi')},{ANSWER.text('vi')}"
    twice.write_text(f"{heads}\n{ids[1]},11/9/2022\n{ids[1]},12/9/2022\n", encoding="utf-8")
    refused = desk.run("review", "import", str(twice), "--even-so")
    assert (refused.exit_code, "hai câu trả lời khác nhau" in refused.output) == (2, True)
    gone = tmp_path / "mất.csv"
    gone.write_text(f"{heads}\neffect_unstated:{'0' * 16},11/9/2022\n", encoding="utf-8")
    refused = desk.run("review", "import", str(gone))
    assert (refused.exit_code, "hãy bỏ dòng đó" in refused.output) == (2, True)


def test_a_question_in_the_sheet_has_the_row_as_printed_and_the_decision_as_people_name_it(
    tmp_path: Path,
) -> None:
    house = build_house(tmp_path / "nhà")
    house.drop("2.md", without_level(paper(2, "20/02/2022", rows=(("1.300001", "Cấp thẻ"),))))
    told_by(house, "nightly")
    path = tmp_path / "hỏi.xlsx"
    told_by(house, "review", "export", str(path))
    heads, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    (asked,) = [row for row in rows if str(row[heads.index(ID.text("vi"))]).startswith("level_unknown")]
    assert asked[heads.index("Quyết định")] == "Quyết định số 2/QĐ-UBND ngày 20/02/2022"
    printed = str(asked[heads.index("Văn bản ghi")])
    assert printed.startswith("1 | 1.300001 | Cấp thẻ | 05 ngày làm việc (")
    assert "dòng 1" in printed
