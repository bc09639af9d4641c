"""What is asked of several rows at once, through the command line: shown, answered row by row, taken back, in a sheet."""

from pathlib import Path

import pytest

from niemyet.extractors.documents import read_document
from niemyet.model.records import Table
from niemyet.model.tables import Review
from niemyet.reports.question_sheet import ANSWER, ID
from tests.flows.test_review_kinds import Counter, Said
from tests.support.province import H, item
from tests.support.review_stories import D1, A, Action, B, C, Story, papers


@pytest.fixture
def counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counter:
    rows = tuple(item(D1, Action.NEW, code, H, row=n) for n, code in enumerate((A, B, C), 1))
    made = Counter(tmp_path / "nhà", Story(papers((D1,), rows), ("cấp xã",), "commune"), monkeypatch)
    made.run("reprocess")
    return made


def questions(counter: Counter, *, everything: bool = False) -> list[Review]:
    release = counter.house.folder.releases.latest()
    assert release is not None
    return [one for one in release.rows("reviews", Review) if everything or one.state == "open"]


def told(counter: Counter, *words: str) -> Said:
    return counter.run("review", *words)


def test_it_says_what_it_takes_and_is_answered_row_by_row(counter: Counter) -> None:
    (asked,) = questions(counter)
    shown = told(counter, "show", asked.review_id)
    assert f"“{A}: …; …”" in shown.output
    wrong = told(counter, "resolve", asked.review_id, f"{A}: có lẽ", "--by", "Lan")
    assert wrong.exit_code == 2, wrong.output
    assert not counter.kept()
    said = told(counter, "resolve", asked.review_id, f"{A}: xã; {B}: tỉnh", "--by", "Lan")
    assert said.exit_code in {0, 3}, said.output
    assert "2 thủ tục" in said.output
    (left,) = questions(counter)
    assert C in left.question
    back = told(counter, "reopen", next(one.review_id for one in asked.asked or ()), "--by", "Lan")
    assert back.exit_code in {0, 3}, back.output
    (again,) = questions(counter)
    assert (again.review_id, len(again.items or ())) == (asked.review_id, 2)


def test_an_answer_for_all_and_taken_back(counter: Counter) -> None:
    before = counter.tables()
    (asked,) = questions(counter)
    assert told(counter, "resolve", asked.review_id, "cấp xã").exit_code in {0, 3}
    assert not questions(counter)
    (done,) = questions(counter, everything=True)
    assert (done.review_id, done.resolution) == (asked.review_id, "commune")
    assert told(counter, "reopen", asked.review_id).exit_code in {0, 3}
    assert counter.tables() == before


def test_it_comes_back_in_a_sheet(counter: Counter, tmp_path: Path) -> None:
    (asked,) = questions(counter)
    out = tmp_path / "hỏi.xlsx"
    assert told(counter, "export", str(out)).exit_code == 0
    (table,) = (
        block for block in read_document(out.read_bytes(), out.name).blocks if isinstance(block, Table)
    )
    assert f"“{A}: …; …”" in str([cell.text for cell in table.rows[1].cells])
    back = tmp_path / "trả lời.csv"
    back.write_text(
        f'{ID.text("vi")};{ANSWER.text("vi")}\n{asked.review_id};"{C}: xã; {A}: tỉnh; {B}: tỉnh"\n',
        encoding="utf-8",
    )
    said = told(counter, "import", str(back), "--by", "Lan")
    assert said.exit_code in {0, 3}, said.output
    assert not questions(counter)
    assert asked.review_id in told(counter, "list", "--all", "--format", "json").output
