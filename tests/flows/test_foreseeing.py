"""A look at a decision asks what handing it in asks: beside all that was received, not only by itself."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from niemyet.flows.explaining import look_at
from niemyet.flows.foreseeing import foreseen
from niemyet.model.records import Limits
from niemyet.model.tables import Review
from niemyet.transforms.law.review_kinds import sentence
from tests.support.house import House, build_house, decision, told_by


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path / "nhà")


run = partial(told_by, columns=400)


def asked_in(told: str) -> list[str]:
    return sorted(line.split("] ", 1)[1] for line in told.splitlines() if line.startswith("? ["))


def open_questions(house: House) -> dict[str, str]:
    release = house.folder.releases.latest()
    assert release is not None
    return {
        one.review_id: sentence(one.kind, tuple((each.name, each.value) for each in one.fields or ()))
        for one in release.rows("reviews", Review)
        if one.state == "open"
    }


def written(house: House, name: str, text: str) -> str:
    path = house.root / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_look_asks_what_handing_in_asks(house: House) -> None:
    run(house, "ingest", written(house, "1.md", decision(1, "10/01/2022")))
    before = open_questions(house)
    ends_what_is_not = decision(2, "20/02/2022", section="BỊ BÃI BỎ", rows=(("1.900009", "Cấp thẻ"),))
    file = written(house, "2.md", ends_what_is_not)
    looked = run(house, "ingest", "--explain", file)
    assert "Khi nộp sẽ có" in looked
    assert open_questions(house) == before, "nothing is recorded"
    run(house, "ingest", file)
    after = open_questions(house)
    asked = sorted(said for name, said in after.items() if name not in before)
    assert asked, "the abolition has nothing to end"
    assert asked_in(looked) == asked
    assert asked_in(run(house, "ingest", "--explain", file)) == asked, "of a file that is there already, too"


def test_several_files_are_asked_about_as_if_handed_in_together(house: House) -> None:
    run(house, "ingest", written(house, "1.md", decision(1, "10/01/2022")))
    begins = written(house, "2.md", decision(2, "20/02/2022", rows=(("1.900009", "Cấp thẻ"),)))
    ends = written(
        house, "3.md", decision(3, "20/03/2022", section="BỊ BÃI BỎ", rows=(("1.900009", "Cấp thẻ"),))
    )
    assert asked_in(run(house, "ingest", "--explain", ends))
    assert asked_in(run(house, "ingest", "--explain", begins, ends)) == []


def test_without_a_data_folder_it_is_said_that_more_may_be_asked(house: House) -> None:
    silent = decision(1, "10/01/2022").replace(
        "có hiệu lực thi hành kể từ ngày ký", "được giao các cơ quan thực hiện"
    )
    told = run(house, "ingest", "--explain", written(house, "1.md", silent))
    assert "có thể hỏi thêm" in told
    assert asked_in(told)
    assert not (house.root / "data").exists()


def test_each_question_is_of_the_document_and_without_one_nothing_is_asked(house: House) -> None:
    run(house, "ingest", written(house, "1.md", decision(1, "10/01/2022")))
    now = datetime(2026, 11, 29, tzinfo=UTC)
    looks = look_at(Path(written(house, "a.md", "Kính gửi các đơn vị")), Limits())
    assert [one.kind for one in foreseen(house.folder, house.settings, looks, now)] == ["not_a_decision"]
    assert foreseen(house.folder, house.settings, [], now) == []
