"""The law in memory, asked for by code; `storage/law_rows.py` says the same of a release."""

from datetime import date

from niemyet.model.law_rows import LawInMemory, items_behind
from niemyet.model.words import Action, Level
from niemyet.transforms.law.history import fold_history
from tests.support.province import QUANG_NAM, decision, item

_OPENED = decision(11, "2024-03-01", "2024-03-02")
_ENDED = decision(22, "2025-02-01", "2025-02-03")
_ROWS = [
    item(_OPENED, Action.NEW, "1.000001", Level.COMMUNE),
    item(_OPENED, Action.NEW, "1.000002", Level.COMMUNE, row=2),
    item(_ENDED, Action.REPLACE, "1.000003", Level.COMMUNE, replaces=("1.000001",)),
]


def test_what_is_asked_for_by_code() -> None:
    day = date(2026, 1, 1)
    versions = fold_history([_OPENED, _ENDED], _ROWS, QUANG_NAM, day, day).procedures
    law = LawInMemory([_OPENED, _ENDED], _ROWS, versions)
    assert [one.code for one in law.procedures_of({"1.000001", "1.000003"})] == ["1.000001", "1.000003"]
    (old,) = law.procedures_of({"1.000001"})
    assert items_behind(old) == (_ROWS[0].item_id, _ROWS[2].item_id)
    assert law.items_of({"1.000001"}, {_ROWS[2].item_id}) == [_ROWS[0], _ROWS[2]]
    assert set(law.ordered_by({_ENDED.decision_id})) == {"1.000001", "1.000003"}
    assert list(law.successions()) == [("1.000001", "1.000003")]
    assert ("1.000002", _ROWS[1].name) in set(law.names())
    assert not law.suspended()
    assert not law.is_by_ground()
