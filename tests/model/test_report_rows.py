"""Reports that are asked for what is new in them."""

from dataclasses import replace
from datetime import UTC, date, datetime

from niemyet.model.records import Confirmation
from niemyet.model.report_rows import ReportsInMemory
from niemyet.model.words import Channel, UpdateKind


def test_a_report_is_told_by_all_that_it_says() -> None:
    at = datetime(2026, 3, 1, 2, tzinfo=UTC)
    one = Confirmation(
        "0" * 16, date(2026, 3, 1), "Lan", at, "xa-1", "1.000001", UpdateKind.POST, Channel.COUNTER, "d"
    )
    others = {
        "update_id": "1" * 16, "done_on": date(2026, 3, 2), "done_by": None, "said_at": at.replace(microsecond=1),
        "unit_id": None, "code": None, "kind": UpdateKind.REMOVE, "channel": None, "decision_id": None, "withdrawn": True,
    }  # fmt: skip
    assert others.keys() == set(Confirmation.__dataclass_fields__)
    told = [ReportsInMemory([replace(one, **{name: value})]).told(0) for name, value in others.items()]
    assert len({every for _, every in [*told, ReportsInMemory([one]).told(0)]}) == len(others) + 1
    two = replace(one, code="1.000002")
    assert ReportsInMemory([one, two]).told(1)[0] == ReportsInMemory([one]).told(1)[1], "as it was told then"
    assert ReportsInMemory([two, one]).told(1)[0] != ReportsInMemory([one]).told(1)[1]
