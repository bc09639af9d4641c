"""The end of an entry beside the new row of its procedure (RULINGS 41), and acts that strike this new row out."""

from niemyet.model.tables import RelationRow
from niemyet.model.words import Action, RelationType
from tests.support.histories import History
from tests.support.province import X, day, decision, item
from tests.transforms.test_properties import fold

A, NAME = "1.000001", "Đăng ký nuôi ong"
FIRST = decision(1, "2022-01-03", "2022-01-04")
ANEW = decision(2, "2022-03-01", "2022-03-02")
OLD = item(FIRST, Action.NEW, A, X, row=1, name=NAME)
ENDS = item(
    ANEW, Action.ABOLISH, None, X, row=1, name=NAME, part="Điều 1", raw_text=f"Bãi bỏ thủ tục “{NAME}” tại Quyết định số "
    "1/QĐ-UBND ngày 03/01/2022", effective_on=day("2022-03-03"),
)  # fmt: skip
NEW = item(ANEW, Action.NEW, A, X, row=2, name=NAME)


def test_the_entry_ends_and_the_procedure_stays_where_its_new_row_is_annulled() -> None:
    strike = RelationRow(RelationType.REPEALS_DOC, ANEW.decision_id, f"thủ tục mã {A}", day("2022-03-01"))
    third = decision(3, "2022-03-02", "2022-03-02", relations=(strike,))
    again = item(third, Action.NEW, A, X, row=1, name=NAME)
    folded = fold(History((FIRST, ANEW, third), (OLD, ENDS, NEW, again), {}))
    held = [one for one in folded.procedures if one.valid_until is None]
    assert [one.opened_by for one in held] == [again.item_id]
