"""People file away what they have dropped into an inbox: that is no list that shrinks, and nothing is withdrawn by it."""

import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SetClock
from niemyet.flows.config import load
from niemyet.flows.pipeline import run_nightly
from niemyet.model.tables import Procedure, Review
from niemyet.model.words import Outcome
from tests.support.house import House, build_house, decision

CODES = [f"1.00{number}193" for number in range(1, 9)]


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Eight decisions lie in the inbox, and were received."""
    found = build_house(tmp_path / "nhà")
    for number, code in enumerate(CODES, 1):
        found.drop(f"{number}.md", decision(number, "10/01/2022", rows=((code, f"Thủ tục {number}"),)))
    assert ended(found, 1) is Outcome.COMPLETE
    return found


def ended(house: House, day: int, accepted: dict[str, str] | None = None) -> Outcome:
    """How a night of March 2022 found the inbox."""
    result = run_nightly(
        load(house.root / "niemyet.toml"),
        house.folder,
        SetClock(datetime(2022, 3, day, 15, tzinfo=UTC)),
        accepted_counts=accepted,
    )
    (proof,) = result.proofs.values()
    return proof.outcome


def file_away(house: House, *names: str) -> None:
    for name in names:
        (house.root / "inbox" / name).unlink()


def test_what_was_filed_away_is_neither_missing_nor_withdrawn(house: House) -> None:
    file_away(house, *(f"{number}.md" for number in range(1, 8)))
    assert [ended(house, day) for day in (2, 3, 12, 20, 28)] == [Outcome.COMPLETE] * 5
    release = house.folder.releases.latest()
    assert release is not None
    assert {one.code for one in release.rows("procedures", Procedure)} == set(CODES)
    assert not [one for one in release.rows("reviews", Review) if one.kind == "withdrawn"]


def test_an_inbox_that_is_suddenly_empty_is_not_believed_until_a_person_says_so_or_a_file_lies_there(
    house: House,
) -> None:
    file_away(house, *(f"{number}.md" for number in range(1, 9)))
    assert [ended(house, 2), ended(house, 3)] == [Outcome.INCOMPLETE] * 2
    house.drop("9.md", decision(9, "10/02/2022", rows=(("1.009999", "Thủ tục 9"),)))
    assert ended(house, 4) is Outcome.COMPLETE
    file_away(house, "9.md")
    assert ended(house, 5) is Outcome.COMPLETE  # one file says nothing by its absence


def test_a_person_says_that_all_of_it_was_filed_away(house: House) -> None:
    file_away(house, *(f"{number}.md" for number in range(1, 9)))
    source = next(iter(load(house.root / "niemyet.toml").sources)).id
    assert ended(house, 2, {source: "đã cất hết"}) is Outcome.COMPLETE
    assert ended(house, 3) is Outcome.COMPLETE


def test_a_decision_of_another_province_is_told_by_the_night_that_reads_it(house: House) -> None:
    house.drop("lạc.md", decision(77, "10/02/2022", issuer="QUẢNG NGÃI"))
    night = CliRunner().invoke(niemyet, ["nightly", *house.options])
    assert night.exit_code == 3
    assert "lạc.md: do" in night.output
    assert "không làm thay đổi bảng nào ở đây" in night.output
    named = shlex.split(night.output.partition("--withdraw ")[2].splitlines()[0])[0]
    assert Path(named).is_file()
    again = CliRunner().invoke(niemyet, ["nightly", *house.options])
    assert "lạc.md" not in again.output, "told once"
