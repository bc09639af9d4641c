"""What is told of a night: by decision, by source, by question; each key once."""

from datetime import date
from typing import Any

from niemyet.model.words import NewsKind, Outcome
from niemyet.reports.bulletin import (
    MOST_LINES,
    News,
    Night,
    events_of,
    keys_of,
    source_key,
    source_told,
    welcome,
)


def work(name: str, unit: str = "xa-b", decision: str = "q/2/2022-02-11", **more: Any) -> dict[str, Any]:
    return {
        "update_id": name, "unit_id": unit, "kind": "swap", "code": "1.000001", "replaces_codes": ["1.000009"],
        "name": "Đăng ký khai sinh", "decision_id": decision, "effective_on": date(2022, 3, 1),
        "due_on": date(2022, 3, 8), "state": "due",
    } | more  # fmt: skip


def night(*rows: dict[str, Any], **more: Any) -> Night:
    told: dict[str, Any] = {
        "units": {"xa-b": "UBND xã B"}, "decisions": {"q/2/2022-02-11": "2/QĐ-UBND"}, "outcomes": {}, "questions": {},
    } | more  # fmt: skip
    return Night(work=rows, **told)


def test_work_is_told_by_decision_with_old_and_new_and_the_due_day() -> None:
    rows = (work("b", unit="xa-c"), work("a"), work("x", state="done"), work("y", decision="other"))
    first, second = events_of(night(*rows), known=(), outcomes_told={}, units=())
    assert first.keys == ("y",)
    assert second == News(
        NewsKind.WORK,
        ("a", "b"),
        "2 việc mới tại 2 đơn vị theo Quyết định số 2/QĐ-UBND",
        (
            "UBND xã B:",
            "  Gỡ cũ, niêm yết mới: 1.000001 Đăng ký khai sinh (thay cho 1.000009), hiệu lực 01/03/2022, hạn 08/03/2022",
            "xa-c:",
            "  Gỡ cũ, niêm yết mới: 1.000001 Đăng ký khai sinh (thay cho 1.000009), hiệu lực 01/03/2022, hạn 08/03/2022",
        ),
    )


def test_what_is_known_and_what_is_of_other_units_is_not_told() -> None:
    rows = (work("a"), work("b", unit="xa-c"))
    assert events_of(night(*rows), known={"a", "b"}, outcomes_told={}, units=()) == []
    (only,) = events_of(night(*rows), known=(), outcomes_told={}, units={"xa-c"})
    assert only.keys == ("b",)


def test_a_source_is_told_when_its_outcome_is_another_than_the_one_told_last() -> None:
    dark = night(outcomes={"a": (Outcome.DARK, "hết giờ"), "b": (Outcome.COMPLETE, "")})
    (one,) = events_of(dark, known=(), outcomes_told={}, units=())
    assert (one.keys, one.lines) == ((source_key("a", Outcome.DARK),), ("hết giờ",))
    assert source_told(one.keys[0]) == ("a", "dark")
    assert source_told("0123456789abcdef") is None
    assert events_of(dark, known=(), outcomes_told={"a": "dark"}, units=()) == []
    back = night(outcomes={"a": (Outcome.COMPLETE, "")})
    assert len(events_of(back, known=(), outcomes_told={"a": "dark"}, units=())) == 1


def test_a_long_message_says_how_much_is_left_out_and_still_counts_it_as_told() -> None:
    many = night(*(work(f"{number:03}") for number in range(MOST_LINES * 2)))
    (one,) = events_of(many, known=(), outcomes_told={}, units=())
    assert len(one.keys) == MOST_LINES * 2
    assert one.lines[-1] == f"… và {MOST_LINES + 1} dòng nữa."


def test_a_new_receiver_is_greeted_and_what_is_there_is_known_to_it() -> None:
    there = night(
        work("a"), work("b", state="overdue"), work("c", state="done"), questions={"q1": "Mấy giờ?"}
    )
    assert keys_of(there) == ["a", "b", "q1"]
    assert (
        welcome(there, ()).lines[0].startswith("Hiện có 2 việc chưa xong, trong đó 1 việc quá hạn; 1 câu hỏi")
    )
    assert events_of(there, known=keys_of(there), outcomes_told={}, units=()) == []
