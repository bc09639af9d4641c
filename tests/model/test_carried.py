"""Which rows of the release before are today's."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from niemyet.model.carried import Anew, is_carried
from niemyet.model.tables import ListingUpdate
from niemyet.model.words import UpdateKind, UpdateState

BEFORE = date(2025, 7, 1)
ANEW = {
    "xa": Anew(
        frozenset({"1", "2", "3", "4"}),
        beside=frozenset({"2"}),
        current=frozenset({"2", "3", "4"}),
        grown={"4": 1},
    )
}
ROW = ListingUpdate(
    update_id="0" * 16, unit_id="xa", kind=UpdateKind.POST, channel=None, code="1", replaces_codes=(), name="Đăng ký khai sinh",
    sector=None, decision_id=None, item_id=None, reason="", effective_on=date(2025, 6, 1), due_on=None, state=UpdateState.DONE,
    days_overdue=0, exposed_days=0, done_on=None, done_by=None, evidence=None, proof=None, done_known_by=None, superseded_on=None,
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "carried"),
    [
        ({}, True),
        ({"code": "2"}, False),
        ({"code": "3"}, False),
        ({"code": "3", "superseded_on": date(2025, 6, 20)}, True),  # beside: no look changes it
        ({"code": "3", "effective_on": date(2025, 7, 2)}, True),  # yet to come on that day
        ({"code": "3", "effective_on": BEFORE}, False),
        ({"code": "2", "superseded_on": date(2025, 6, 20)}, False),
        ({"code": "4", "superseded_on": date(2025, 6, 20)}, True),  # what came behind it does not touch it
        ({"code": "4", "effective_on": date(2025, 7, 2)}, False),
        ({"code": "4"}, False),
        ({"code": "9"}, False),  # not of the plan: what hangs and was never on the board
        ({"code": None}, False),  # the end of a board
        ({"unit_id": "huyen"}, False),
        ({"kind": UpdateKind.REHEAD}, True),
        ({"kind": UpdateKind.REHEAD, "code": "3"}, False),
        ({"kind": UpdateKind.REHEAD, "code": "3", "superseded_on": date(2025, 6, 20)}, True),
        ({"kind": UpdateKind.REVIEW, "effective_on": None}, True),
    ],
)
def test_a_row_is_carried_on_where_what_it_is_made_from_is_the_same(
    said: dict[str, Any], carried: bool
) -> None:
    assert is_carried(replace(ROW, **said), BEFORE, ANEW) is carried
