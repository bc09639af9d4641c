"""How a night ended, in one word and one sentence, and what each of its steps came to."""

from datetime import UTC, date, datetime

import pytest

from niemyet.flows import prefect_watcher
from niemyet.flows.clock import SetClock
from niemyet.flows.counts import UNITS_LOOKED_AT
from niemyet.flows.engine import Ending
from niemyet.flows.night_report import ending_of, report_of, sentence_of
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.run_context import RunContext, RunResult
from niemyet.flows.steps import crawling_step, observing_step
from niemyet.model.messages import Message, msg
from niemyet.model.records import CrawlProof
from niemyet.model.words import Outcome
from tests.support.house import House, build_house, decision


def proof(outcome: Outcome, reason: str | None = None) -> CrawlProof:
    return CrawlProof(outcome, 2, 30, None, reason)


@pytest.mark.parametrize(
    ("outcomes", "reviews", "problems", "ending"),
    [
        (["complete"], (), [], Ending.DONE),
        (["complete"], ("a",), [], Ending.NEEDS_PERSON),
        (["complete"], (), [msg("it is missing")], Ending.NEEDS_PERSON),
        (["incomplete", "complete"], ("a",), [], Ending.SOURCE_INCOMPLETE),
        (["incomplete", "dark"], (), [], Ending.SOURCE_DARK),
    ],
)
def test_a_night_is_done_exactly_where_its_exit_status_is_zero(
    outcomes: list[str], reviews: tuple[str, ...], problems: list[Message], ending: Ending
) -> None:
    proofs = {str(number): proof(Outcome(one)) for number, one in enumerate(outcomes)}
    result = RunResult("r", proofs=proofs, new_reviews=reviews, problems=problems)
    assert ending_of(result) is ending
    assert (ending is Ending.DONE) == (result.exit_status == 0)


def test_the_sentence_names_what_is_missing_and_how_many_questions_are_new() -> None:
    proofs = {name: proof(Outcome.DARK) for name in "abcd"} | {"e": proof(Outcome.INCOMPLETE)}
    result = RunResult("r", proofs=proofs, new_reviews=("x", "y"))
    assert sentence_of(result).text("vi") == (  # type: ignore[union-attr]
        "Không có gì mới; không đọc được: a, b, c …; chưa đọc đủ: e; 2 câu hỏi mới"
    )


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = build_house(tmp_path_factory.mktemp("báo cáo") / "nhà")
    house.drop("1.md", decision(1, "10/01/2022"))
    return house


def test_the_report_has_the_decisions_of_this_night_only(house: House) -> None:
    first = run_nightly(house.settings, house.folder, SetClock(datetime(2022, 3, 1, 13, tzinfo=UTC)))
    assert [one.number for one in report_of(house.settings, house.folder, first).decisions] == ["1/QĐ-UBND"]
    house.drop("2.md", decision(2, "11/01/2022", rows=(("1.500002", "Không ghi ngày"),), effect=""))
    second = run_nightly(house.settings, house.folder, SetClock(datetime(2022, 3, 2, 13, tzinfo=UTC)))
    report = report_of(house.settings, house.folder, second)
    assert [(one.number, one.signed_on, one.rows) for one in report.decisions] == [
        ("2/QĐ-UBND", date(2022, 1, 11), 1)
    ]
    assert sum(one.new for one in report.questions) == len(second.new_reviews) == 1
    assert [(one.source, one.news) for one in report.sources] == [("hop-thu", 1)]
    assert report.release is not None


def test_a_step_tells_the_reason_of_a_dark_source_in_the_readers_language(house: House) -> None:
    run = RunContext(house.settings, house.folder, house.clock, command="nightly", asked={})
    run.result.proofs["xa"] = proof(Outcome.DARK, "phiên bản này chưa đọc được")
    run.result.count(UNITS_LOOKED_AT, 150)
    run.result.proofs["unit:huyen-a"] = proof(Outcome.INCOMPLETE)
    crawled = crawling_step(run, "xa", lambda: None)
    assert crawled.tags == ("source:xa",)
    assert crawled.came_of is not None
    end = crawled.came_of()
    assert end.ending is Ending.SOURCE_DARK
    assert end.told.text("vi") == "phiên bản này chưa đọc được; 30 dòng trên 2 trang, 0 mới hoặc đổi"  # type: ignore[union-attr]
    observed = observing_step(run, lambda: None).came_of
    assert observed is not None
    assert observed().ending is Ending.SOURCE_INCOMPLETE
    assert observed().told.text("vi") == "đọc đủ niêm yết của 149/150 đơn vị; chưa đọc đủ: huyen-a"  # type: ignore[union-attr]


def test_the_watcher_says_in_a_line_that_its_server_does_not_answer(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    place = house.root / "nơi" / "journal"
    place.parent.mkdir()
    monkeypatch.setattr("sys.argv", ["watcher", str(place), "nightly", "vi", "1"])
    monkeypatch.setattr("os.getppid", lambda: 1)
    assert prefect_watcher.main() == 1
    assert capsys.readouterr().out.startswith("http://127.0.0.1:9/api: ConnectError")
    assert place.parent.exists(), "the run is alive: the folder is its own"
    monkeypatch.setattr("os.getppid", lambda: 2)
    assert prefect_watcher.main() == 1
    assert not place.parent.exists()
