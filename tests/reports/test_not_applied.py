"""A row that waits for an answer is not told as if it applied: by `explain`, on the page of the procedure, in the proof."""

from pathlib import Path

import pytest

from niemyet.model.tables import Review
from niemyet.reports.not_applied import not_applied, questions_about
from tests.support.house import House, build_house, decision, told_by, without_level
from tests.support.named_commands import named_in

CODE = "1.300001"


@pytest.fixture
def house(tmp_path: Path) -> House:
    """One decision whose heading names no level."""
    found = build_house(tmp_path / "nhà")
    vague = decision(2, "20/02/2022", rows=((CODE, "Cấp thẻ"),))
    found.drop("2.md", without_level(vague))
    assert told_by(found, "nightly")
    return found


def test_a_row_that_waits_is_not_told_as_if_it_applied(house: House) -> None:
    told = told_by(house, "explain", CODE)
    assert "chưa áp dụng: chờ câu trả lời" in told
    assert "văn bản ghi hiệu lực từ 20/02/2022" in told
    release = house.folder.releases.latest()
    assert release is not None
    asked = {one.review_id for one in release.rows("reviews", Review)}
    (step,) = named_in(told)
    assert step.line.split()[-1] in asked
    assert "stated as valid from 2022-02-20" in told_by(house, "explain", CODE, "--lang", "en")
    told_by(house, "site", "--out", str(house.root / "bang"))
    page = (house.root / "bang" / "p" / CODE / "index.html").read_text(encoding="utf-8")
    assert "Chưa áp dụng: chờ câu trả lời" in page
    for one in asked:
        if one.startswith("level_unknown"):
            told_by(house, "review", "resolve", one, "cấp xã")
    answered = told_by(house, "explain", CODE)
    assert "chưa áp dụng" not in answered
    assert "có hiệu lực từ 20/02/2022" in answered
    assert "văn bản ghi" not in answered


ROW = {
    **{
        "item_id": "i",
        "decision_id": "d",
        "flags": [],
        "code": CODE,
        "code_text": CODE,
        "levels": ["commune"],
    },
    **{"reception_levels": [], "effective_on": "2022-02-20"},
}
DECISION = {"flags": [], "kind": "public_list", "effective_on": None}


@pytest.mark.parametrize(
    ("item", "whole", "why"),
    [
        ({}, {}, None),
        ({"flags": ["abolish_words"]}, {}, "waits"),
        ({"flags": ["code_unclear"], "code": None}, {}, "waits"),
        ({}, {"flags": ["draft"]}, "waits"),
        ({}, {"flags": ["foreign_issuer"]}, "another issuer"),
        ({}, {"kind": "process"}, "none that publishes"),
        ({"effective_on": None}, {}, "is not known"),
    ],
)
def test_why_a_row_changes_nothing(
    item: dict[str, object], whole: dict[str, object], why: str | None
) -> None:
    said = not_applied(ROW | item, DECISION | whole)
    assert (said is None) if why is None else (said is not None and why in str(said))


def test_the_questions_of_a_row_are_its_own_and_those_of_its_whole_decision() -> None:
    base = {"state": "open", "decision_id": "d", "item_id": None, "items": None}
    reviews = [
        base | {"review_id": "whole"},
        base | {"review_id": "row", "item_id": "i"},
        base | {"review_id": "section", "item_id": "j", "items": ["j", "i"]},
        base | {"review_id": "other", "item_id": "j", "items": ["j"]},
        base | {"review_id": "answered", "state": "resolved"},
        base | {"review_id": "another", "decision_id": "e"},
    ]
    assert questions_about(ROW, reviews) == ["whole", "row", "section"]
