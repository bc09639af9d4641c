"""Papers that are named but not here, and how late the work was week by week."""

from datetime import date, timedelta

from niemyet.reports.outlook import LateWeek, late_by_week, missing_decisions

SUNDAY = date(2026, 11, 22)


def work(due: date | None, done: date | None = None, state: str = "due") -> dict[str, object]:
    return {"due_on": due, "done_on": done, "state": state}


def named(decision_id: str, number: str | None, *targets: str) -> dict[str, object]:
    return {
        "decision_id": decision_id,
        "number_text": number,
        "relations": [{"target_decision_id": target} for target in targets],
    }


def test_a_decision_that_two_others_act_on_comes_first_and_one_that_is_here_not_at_all() -> None:
    rows = [
        named("quang-nam/2-QD-UBND/2022-02-01", "2/QĐ-UBND", "quang-nam/9-QD-UBND/2021-05-04"),
        named(
            "quang-nam/3-QD-UBND/2022-03-01", None, "quang-nam/9-QD-UBND/2021-05-04", "a/khong-so/khong-ngay"
        ),
        named("quang-nam/4-QD-UBND/2022-04-01", "4/QĐ-UBND", "quang-nam/2-QD-UBND/2022-02-01", ""),
        {"decision_id": "x", "number_text": "x", "relations": None},
    ]
    first, second = missing_decisions(rows)
    assert (first.number, first.signed_on) == ("9/QĐ-UBND", date(2021, 5, 4))
    assert first.named_by == ("2/QĐ-UBND", "quang-nam/3-QD-UBND/2022-03-01")
    assert (second.number, second.signed_on) == ("a/khong-so/khong-ngay", None)


def test_work_is_late_from_the_day_after_it_was_due_until_it_is_done() -> None:
    due_on_the_day, done_on_the_day = work(SUNDAY), work(SUNDAY - timedelta(days=3), SUNDAY, "done")
    late_then, never_done = (
        work(SUNDAY - timedelta(days=1), SUNDAY + timedelta(days=1), "done"),
        work(date(2026, 1, 1)),
    )
    uncounted = [
        work(None),
        work(date(2026, 1, 1), state="cancelled"),
        work(date(2026, 1, 1), state="unobserved"),
    ]
    rows = [due_on_the_day, done_on_the_day, late_then, never_done, *uncounted]
    assert late_by_week(rows, SUNDAY, 2) == [LateWeek(SUNDAY - timedelta(weeks=1), 1), LateWeek(SUNDAY, 2)]


def test_the_week_that_is_not_over_counts_up_to_today() -> None:
    tuesday = SUNDAY + timedelta(days=2)
    weeks = late_by_week([work(SUNDAY)], tuesday, 3)
    assert [(one.day, one.late) for one in weeks] == [
        (SUNDAY - timedelta(weeks=1), 0),
        (SUNDAY, 0),
        (tuesday, 1),
    ]
