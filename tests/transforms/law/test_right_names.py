"""A decision under its right number and day, as another puts it right; where the name is taken, it is asked about."""

from dataclasses import replace
from datetime import date

from niemyet.model.tables import Decision, RelationRow
from niemyet.model.words import RelationType, ReviewKind
from niemyet.transforms.law.renamed import DATE_CORRECTED, NUMBER_CORRECTED, put_right
from tests.support.province import QUANG_NAM, decision

WRONG = decision(110, "2022-01-10", "2022-01-11")


def fixing(
    kind: RelationType, *, scope: str | None = None, on: date | None = None, number: int = 120
) -> Decision:
    relation = replace(RelationRow(kind, WRONG.decision_id, scope), effective_on=on)
    return decision(number, "2022-02-01", "2022-02-02", relations=(relation,))


def test_number_and_day_are_put_right_and_the_id_stays() -> None:
    (renumbered, _), asked = put_right((WRONG, fixing(RelationType.RENUMBERS, scope="101")), QUANG_NAM)
    assert (renumbered.number, renumbered.number_text, renumbered.decision_id) == (
        101,
        "101/QĐ-UBND",
        WRONG.decision_id,
    )
    assert (renumbered.flags, asked) == ((NUMBER_CORRECTED,), ())
    (redated, _), _ = put_right((WRONG, fixing(RelationType.REDATES, on=date(2022, 1, 7))), QUANG_NAM)
    assert (redated.signed_on, redated.flags) == (date(2022, 1, 7), (DATE_CORRECTED,))


def test_a_name_that_another_bears_is_asked_about_and_nothing_is_changed() -> None:
    other = decision(101, "2022-01-10", "2022-01-11")
    (left, *_), asked = put_right((WRONG, other, fixing(RelationType.RENUMBERS, scope="101")), QUANG_NAM)
    assert left == WRONG
    assert [one.kind for one in asked] == [ReviewKind.NAME_TAKEN]


def test_a_correction_that_was_itself_annulled_or_is_anothers_puts_nothing_right() -> None:
    fix = fixing(RelationType.RENUMBERS, scope="101")
    annulling = decision(
        130,
        "2022-03-01",
        "2022-03-02",
        relations=(RelationRow(RelationType.REPEALS_DOC, fix.decision_id, None),),
    )
    assert put_right((WRONG, fix, annulling), QUANG_NAM)[0][0] == WRONG
    assert put_right((WRONG, replace(fix, issuer_id="ca-mau")), QUANG_NAM)[0][0] == WRONG
    assert put_right((), QUANG_NAM) == ((), ())
