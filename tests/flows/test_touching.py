"""A night that brings decisions folds what they touch, and publishes what folding everything comes to."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from niemyet.flows import publishing, touching
from niemyet.flows.carrying import FoldNote
from niemyet.flows.clock import SetClock
from niemyet.flows.pipeline import run_nightly, run_reprocess
from niemyet.model.records import Meant
from niemyet.storage.codec import dump
from niemyet.storage.lake_rows import ResolutionRow
from niemyet.storage.release import Release
from tests.flows.test_carrying import night, was_folded
from tests.support.house import House, build_house, decision

FIRST = tuple((f"1.00{at:04d}", f"Thủ tục thứ {at} của xã") for at in range(100, 120))


@pytest.fixture
def house(tmp_path: Path) -> House:
    return with_two_decisions(tmp_path)


def with_two_decisions(tmp_path: Path) -> House:
    found = build_house(tmp_path / "nhà")
    found.drop("1.md", decision(1, "10/01/2022", rows=FIRST))
    found.drop("2.md", decision(2, "12/01/2022", level="CẤP HUYỆN"))
    night(found, "2022-03-01")
    return found


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What became of each night that did not carry the law: laid over, or why not."""
    found: list[str] = []

    def told(message: str, why: object) -> None:
        found.append(message % why)

    begin = touching.begun

    def begun(*given: Any) -> touching.Footing:
        begins = begin(*given)
        found.append("laid over")
        return begins

    monkeypatch.setattr(publishing.log, "debug", told)
    monkeypatch.setattr("niemyet.flows.publishing.begun", begun)
    return found


def test_only_what_a_decision_touches_is_folded(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def folds(*_: object, **__: object) -> None:
        raise AssertionError("it folded everything")

    house.drop("3.md", decision(3, "01/03/2022", section="BỊ BÃI BỎ", rows=FIRST[:1]))
    with monkeypatch.context() as only:
        only.setattr("niemyet.flows.publishing.consolidate", folds)
        at = datetime(2022, 3, 2, 13, tzinfo=UTC)
        run_nightly(house.settings, house.folder, SetClock(at))
    release = house.folder.releases.latest()
    assert release is not None
    assert not was_folded(release)
    assert ended(release) == [FIRST[0][0]]


def ended(release: Release) -> list[str]:
    rows = release.table("procedures", ["code", "state"]).to_pylist()
    return [row["code"] for row in rows if row["state"] == "ended"]


@pytest.mark.parametrize("whole", [0, 3, 20, 25_000])
def test_night_after_night_it_is_what_everything_comes_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: int
) -> None:
    """Each night is held against the same made from nothing, byte for byte (`night`), however its tables are parted."""
    monkeypatch.setattr("niemyet.storage.parts.WHOLE", whole)
    house = with_two_decisions(tmp_path)
    night(house, "2022-03-02")
    house.drop("3.md", decision(3, "01/03/2022", section="BỊ BÃI BỎ", rows=FIRST[:2]))
    house.drop("4.md", decision(4, "02/03/2022", rows=(("5.000001", "Cấp thẻ đọc"),)))
    assert not was_folded(night(house, "2022-03-03"))
    later = decision(
        5, "03/03/2022", section="ĐƯỢC SỬA ĐỔI, BỔ SUNG", rows=FIRST[2:4], effect="kể từ ngày 06/3/2022"
    )
    house.drop("5.md", later)
    assert not was_folded(night(house, "2022-03-04"))
    assert not was_folded(night(house, "2022-03-05"))
    assert not was_folded(night(house, "2022-03-07"))
    assert not was_folded(night(house, "2022-03-08"))


def test_the_note_says_since_when_and_until_when(house: House) -> None:
    house.drop(
        "3.md", decision(3, "01/03/2022", rows=(("5.000001", "Cấp thẻ đọc"),), effect="kể từ ngày 20/3/2022")
    )
    note = FoldNote.of_json(night(house, "2022-03-03").manifest["folded"])
    assert (note.on.isoformat(), note.until.isoformat()) == ("2022-03-01", "2022-03-20")


# ---- what ends it ------------------------------------------------------------------------------------------------------


def test_a_document_that_comes_again_is_folded(house: House, laid: list[str]) -> None:
    house.drop("1-lai.md", decision(1, "10/01/2022", rows=FIRST))
    assert was_folded(night(house, "2022-03-02"))
    assert laid == ["everything is folded: a document came again"]


def test_another_scan_of_a_decision_is_folded(house: House, laid: list[str]) -> None:
    house.drop("1-lai.md", decision(1, "10/01/2022", rows=FIRST) + "\n")
    assert was_folded(night(house, "2022-03-02"))
    assert laid[-1] == "everything is folded: a new decision bears the number of an earlier one"


def test_what_was_read_again_is_folded(house: House, laid: list[str]) -> None:
    run_reprocess(house.settings, house.folder, SetClock(datetime(2022, 3, 2, 13, tzinfo=UTC)))
    release = house.folder.releases.latest()
    assert release is not None
    assert laid in ([], ["everything is folded: an earlier document was read again"])


def test_an_answer_is_folded_and_all_after_it(house: House, laid: list[str]) -> None:
    answer = ResolutionRow("nhà", "x:0", "none", "Hà", datetime(2022, 3, 1, 14, tzinfo=UTC), None, None)
    house.folder.hand_in("resolutions", "nhà", [answer])
    assert was_folded(night(house, "2022-03-02"))
    house.drop("3.md", decision(3, "01/03/2022", section="BỊ BÃI BỎ", rows=FIRST[:1]))
    assert was_folded(night(house, "2022-03-03"))
    assert laid == [
        "everything is folded: more than documents came",
        "laid over",
        "everything is folded: nobody knows what an answer means",
    ]


def test_an_answer_about_another_decision_leaves_it_as_it_is(house: House, laid: list[str]) -> None:
    meant = dump(Meant("draft", "quang-nam/2-QD-UBND/2022-01-12", (), (), ()))
    answer = ResolutionRow("nhà", "x:0", "issued", "Hà", datetime(2022, 3, 1, 14, tzinfo=UTC), meant=meant)
    house.folder.hand_in("resolutions", "nhà", [answer])
    assert was_folded(night(house, "2022-03-02"))
    house.drop("3.md", decision(30, "01/03/2022", section="BỊ BÃI BỎ", rows=FIRST[:1]))
    assert not was_folded(night(house, "2022-03-03"))
    house.drop("4.md", decision(40, "02/03/2022", section="BỊ BÃI BỎ"))
    assert was_folded(night(house, "2022-03-04"))
    assert laid[1:] == [
        "laid over",
        "laid over",
        "everything is folded: an answer speaks of a decision that is touched",
    ]


def test_a_unit_that_begins_and_a_new_year_are_folded(house: House, laid: list[str]) -> None:
    file = house.root / "niemyet.toml"
    told = '\n[[unit]]\nid = "xa-moi"\nkind = "commune"\nname = "UBND xã Mới"\nvalid_from = 2022-03-04\n'
    file.write_text(file.read_text(encoding="utf-8") + told, encoding="utf-8")
    assert was_folded(night(house, "2022-03-02")), "another configuration"
    assert was_folded(night(house, "2022-03-04"))
    night(house, "2022-12-30")
    assert was_folded(night(house, "2023-01-01"))
    assert laid == [
        "everything is folded: other facts, another configuration, or something is no longer shown",
        "everything is folded: a unit begins or ends",
        "everything is folded: another year, or the end of the districts",
    ]
