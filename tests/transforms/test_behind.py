"""What stands behind a procedure without naming its code."""

from typing import Any

from niemyet.transforms.behind import acts_upon, items_of_versions


def decision(name: str, *does: tuple[str, str]) -> dict[str, Any]:
    return {
        "decision_id": name,
        "relations": [{"type": kind, "target_decision_id": target} for kind, target in does],
    }


def names(decisions: list[dict[str, Any]], *named: str) -> list[str]:
    return [one.decision_id for one in acts_upon(decisions, named)]


def test_an_annulment_that_is_annulled_leads_to_both() -> None:
    every = [decision("1"), decision("2", ("withdraws", "1")), decision("3", ("repeals_doc", "2"))]
    assert names(every, "1") == ["2", "3"]
    assert names(every, "1", "2") == ["3"], "what has a row of its own stands there already"


def test_an_act_on_a_part_has_rows_of_its_own_and_those_in_a_circle_end() -> None:
    assert names([decision("1"), decision("2", ("repeals_part", "1"), ("corrects", "1"))], "1") == []
    circle = [decision("1", ("suspends", "2")), decision("2", ("restores", "1"))]
    assert names(circle, "1") == ["2"]


def test_rows_that_open_end_or_correct_a_version_are_behind_it() -> None:
    versions = [
        {"opened_by": "a", "closed_by": "b", "corrected_by": None},
        {"opened_by": "a", "closed_by": None, "corrected_by": "c"},
    ]
    assert items_of_versions(versions) == {"a", "b", "c"}
