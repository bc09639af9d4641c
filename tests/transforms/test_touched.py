"""The law with new decisions laid over it is what folding everything comes to; what reaches further is not laid over."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from niemyet.model.law_rows import LaidOver, LawInMemory, LawRows
from niemyet.model.records import Province
from niemyet.model.tables import Decision, DecisionItem, RelationRow
from niemyet.model.words import Action, DecisionKind, Level, RelationType, ReviewKind
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.law.history import Folded, fold_history, unshown_names
from niemyet.transforms.law.identity import Identified
from niemyet.transforms.law.questions import notice_of
from niemyet.transforms.law.review_kinds import KINDS
from niemyet.transforms.law.together import put_together
from niemyet.transforms.touched import LawBefore, ReachesFurtherError, Touched, laid_beside
from niemyet.transforms.two_levels import DISTRICT_END
from niemyet.transforms.work.sheets import sheet_texts
from tests.support.act_histories import act_histories
from tests.support.histories import FIRST, History, histories
from tests.support.province import QUANG_NAM, decision, item
from tests.transforms.test_properties import examples

X = Level.COMMUNE
Change = Callable[[LawBefore], LawBefore]


def law(
    decisions: Sequence[Decision], items: Sequence[DecisionItem], as_of: date, known: date
) -> tuple[LawBefore, Folded]:
    """What everything comes to, as the release of a day has it."""
    folded = fold_history(decisions, items, QUANG_NAM, as_of, known)
    flagged = [
        replace(one, flags=tuple(sorted({*one.flags, *folded.item_flags.get(one.item_id, ())})))
        for one in sorted(items, key=lambda one: one.item_id)
    ]
    reviews = put_together(one for one in folded.reviews if KINDS[one.kind].asks)
    notices = [notice_of(one) for one in folded.reviews if not KINDS[one.kind].asks]
    asked = {name for one in reviews for name in (one.decision_id, *one.candidates)}
    history = tuple(folded.history)
    noted = tuple(
        replace(one, needs_review=one.decision_id in asked)
        for one in sorted(decisions, key=lambda one: one.decision_id)
    )
    before = LawBefore(
        decisions=noted,
        law=LawInMemory(noted, flagged, folded.procedures),
        history=lambda codes: [one for one in history if one.code in codes],
        reviews=reviews,
        notices=tuple(notices),
        sheets=sheet_texts((), folded.procedures, {one.item_id: one for one in flagged}, as_of),
        misprints=folded.misprints,
        unshown_names=unshown_names(folded.names, folded.procedures),
        as_of=as_of,
        knowledge_day=known,
    )
    return before, folded


def turning(folded: Folded, since: date, until: date) -> set[str]:
    """Codes of which something begins or ends after a day and up to another."""
    found = set()
    for one in folded.history:
        pauses = [
            day for each in one.suspensions or () for day in (each.suspended_from, each.suspended_until)
        ]
        if any(
            day is not None and since < day <= until for day in (one.valid_from, one.valid_until, *pauses)
        ):
            found.add(one.code)
    return found


def laid_over(
    old: Sequence[Decision],
    new: Sequence[Decision],
    items: Sequence[DecisionItem],
    days: tuple[date, date],
    known: tuple[date, date],
    change: Change = lambda before: before,
    province: Province = QUANG_NAM,
) -> Touched:
    """New decisions over the law of old ones; it must be that of all of them."""
    names = {one.decision_id for one in old}
    before, folded = law(old, [one for one in items if one.decision_id in names], days[0], known[0])
    mine = [one for one in items if one.decision_id not in names]
    found = laid_beside(
        change(before),
        Identified(tuple(new), tuple(mine), ()),
        turning(folded, *days),
        province=province,
        as_of=days[1],
        knowledge_day=known[1],
    )
    whole, everything = law([*old, *new], items, days[1], known[1])
    kept = [one for one in folded.history if one.code not in found.codes]
    assert found.decisions == whole.decisions
    over = found.over(before.law)
    assert over.items == whole.law.items
    assert over.procedures == list(whole.law.procedures)
    _is_the_law(over, whole.law)
    assert sorted(map(repr, (*kept, *found.history))) == sorted(map(repr, everything.history))
    assert found.reviews == whole.reviews
    assert found.notices == whole.notices
    assert found.sheets == whole.sheets
    assert found.misprints == whole.misprints
    assert found.unshown_names == whole.unshown_names
    return found


def _is_the_law(over: LaidOver, law: LawRows) -> None:
    """What is asked of a law that lies over another is what is asked of all its rows."""
    codes = sorted({one.code for one in law.procedures} | {one.code for one in law.items if one.code})
    ids = [one.item_id for one in law.items]
    for step in (1, 2, 3, len(codes) or 1):
        some, named = frozenset(codes[::step]), frozenset(ids[1::step])
        assert list(over.procedures_of(some)) == list(law.procedures_of(some))
        assert list(over.items_of(some, named)) == list(law.items_of(some, named))
        orders = frozenset(one.decision_id for one in law.decisions[::step])
        assert set(over.ordered_by(orders)) == set(law.ordered_by(orders))
    assert set(over.names()) == set(law.names())
    assert set(over.successions()) == set(law.successions())
    assert set(over.versions()) == set(law.versions())
    assert set(over.suspended()) == set(law.suspended())
    days = [FIRST + timedelta(days=10 * number) for number in range(-9, 20)]
    for after, until in pairwise(days):
        assert over.with_a_day(after, until) >= law.with_a_day(after, until)
        first, least = law.next_day(after), over.next_day(after)
        assert first is None or (least is not None and least <= first), "rather too early than too late"
    assert over.is_by_ground() >= law.is_by_ground()


@st.composite
def nights(draw: st.DrawFn) -> tuple[History, date, tuple[date, date]]:
    """A history, the day up to which of it was known before, and the days of both releases."""
    history = draw(st.one_of(histories(most=9), act_histories(most=9)))
    known = draw(st.sampled_from(history.received_on()))
    first = FIRST + timedelta(days=draw(st.integers(0, 40)))
    last = first + timedelta(days=draw(st.integers(0, 10)))
    return history, known, (first, last) if not first < DISTRICT_END <= last else (last, last)


@examples(60)
@given(nights())
def test_what_is_laid_over_is_what_everything_comes_to(
    night: tuple[History, date, tuple[date, date]],
) -> None:
    history, known, days = night
    old = [one for one in history.decisions if local_day(one.received_at) <= known]
    new = [one for one in history.decisions if local_day(one.received_at) > known]
    try:
        laid_over(old, new, history.items, days, (known, max(history.received_on())))
    except ReachesFurtherError:
        assume(False)  # then everything is folded; most are laid over


# ---- a province small enough to see what is touched ------------------------------------------------------------------

FIRST_LIST = decision(1, "2022-01-10", "2022-01-10")
ROWS = (
    item(FIRST_LIST, Action.NEW, "1.001193", X, row=1),
    item(FIRST_LIST, Action.NEW, "2.000815", X, row=2),
    item(FIRST_LIST, Action.NEW, "1.002407", X, row=3),
)
NEWS = decision(30, "2022-03-01", "2022-03-01")
DAYS, KNOWN = (date(2022, 2, 28), date(2022, 3, 1)), (date(2022, 2, 28), date(2022, 3, 1))


def over(
    *rows: DecisionItem,
    new: Decision = NEWS,
    old: Sequence[Decision] = (),
    old_rows: Sequence[DecisionItem] = (),
    change: Change = lambda before: before,
    days: tuple[date, date] = DAYS,
) -> Touched:
    """New rows over a list of three procedures."""
    return laid_over([FIRST_LIST, *old], [new], [*ROWS, *old_rows, *rows], days, KNOWN, change)


def refused(why: str, *rows: DecisionItem, **more: object) -> None:
    """The same is not laid over."""
    with pytest.raises(ReachesFurtherError, match=why):
        over(*rows, **more)  # type: ignore[arg-type]


def test_only_what_a_decision_names_is_touched() -> None:
    found = over(item(NEWS, Action.ABOLISH, "2.000815", X))
    assert "2.000815" in found.codes
    assert not {"1.001193", "1.002407"} & found.codes


def test_codes_that_share_a_row_or_a_name_are_touched_together() -> None:
    found = over(item(NEWS, Action.REPLACE, "5.000001", X, replaces=("2.000815",)))
    assert {"2.000815", "5.000001"} <= found.codes
    found = over(item(NEWS, Action.NEW, "5.000001", X, name=ROWS[1].name))
    assert {"2.000815", "5.000001"} <= found.codes


def test_a_row_without_a_code_means_the_procedure_of_its_name() -> None:
    found = over(item(NEWS, Action.ABOLISH, None, X, name=ROWS[1].name))
    assert "2.000815" in found.codes
    assert [one.closed_by for one in found.procedures if one.code == "2.000815"] == [
        f"{NEWS.decision_id}#A/I/1"
    ]


def test_a_name_that_nobody_knew_is_offered_where_it_is_like() -> None:
    """The question about an earlier row gets another candidate, though the new decision does not speak of it."""
    earlier = decision(9, "2022-02-01", "2022-02-01")
    unclear = item(earlier, Action.ABOLISH, None, X, name="Cấp thẻ đọc sách thư viện huyện")
    found = over(
        item(NEWS, Action.NEW, "5.000001", X, name="Cấp thẻ đọc sách thư viện"),
        old=[earlier],
        old_rows=[unclear],
    )
    (asked,) = (one for one in found.reviews if one.item_id == unclear.item_id)
    assert (asked.kind, asked.candidates) == (ReviewKind.NAME_UNCLEAR, ("5.000001",))


def test_a_name_that_no_version_bears_is_offered_all_the_same() -> None:
    """The procedure opened with it, and was renamed on the same day."""
    first, second = decision(8, "2022-02-01", "2022-02-01"), decision(9, "2022-02-01", "2022-02-01")
    rows = [
        item(first, Action.NEW, "5.000001", X, name="Cấp thẻ đọc sách thư viện"),
        item(second, Action.AMEND, "5.000001", X, name="Cấp thẻ mượn sách"),
    ]
    unclear = item(NEWS, Action.ABOLISH, None, X, name="Cấp thẻ đọc sách thư viện huyện")
    found = over(unclear, old=[first, second], old_rows=rows)
    assert found.unshown_names == (("Cấp thẻ đọc sách thư viện", "5.000001"),)
    (asked,) = (one for one in found.reviews if one.item_id == unclear.item_id)
    assert asked.candidates == ("5.000001",)


def test_a_name_that_a_row_without_a_code_has_brought_is_offered() -> None:
    """It amends a row of another decision, under words that no other procedure bears; a new row asks for such like them."""
    amending = decision(9, "2022-02-01", "2022-02-01")
    address = "Thủ tục số thứ tự 2 mục I phần A Quyết định số 1/QĐ-UBND ngày 10/01/2022"
    row = item(amending, Action.AMEND, None, X, name=address, raw_text=address)
    unclear = item(NEWS, Action.ABOLISH, None, X, name="Thủ tục số thứ tự 2 Quyết định ngày 10/01/2022")
    found = over(unclear, old=[amending], old_rows=[row])
    (asked,) = (one for one in found.reviews if one.item_id == unclear.item_id)
    assert asked.candidates == ("2.000815",)


def test_what_is_offered_does_not_hang_on_which_of_two_rows_was_settled_first() -> None:
    """A row brings a name; another that stands before it, and means nothing that is known, is offered its procedure."""
    amending, unclear_in = decision(9, "2022-02-01", "2022-02-01"), decision(8, "2022-02-01", "2022-02-01")
    address = "Thủ tục số thứ tự 2 mục I phần A Quyết định số 1/QĐ-UBND ngày 10/01/2022"
    row = item(amending, Action.AMEND, None, X, name=address, raw_text=address)
    unclear = item(unclear_in, Action.ABOLISH, None, X, name="Thủ tục số thứ tự 2 Quyết định ngày 10/01/2022")
    _, folded = law(
        [FIRST_LIST, unclear_in, amending], [*ROWS, row, unclear], date(2022, 3, 1), date(2022, 3, 1)
    )
    (asked,) = (one for one in folded.reviews if one.item_id == unclear.item_id)
    assert asked.candidates == ("2.000815",)


def test_a_code_one_slip_away_is_offered_where_it_holds_now() -> None:
    """The earlier row abolished nothing on its day; the new decision says that a code like it held then."""
    earlier = decision(9, "2022-02-01", "2022-02-01")
    row = item(earlier, Action.ABOLISH, "5.000002", X, name="Cấp thẻ đọc")
    late = decision(3, "2022-01-05", "2022-03-01")
    found = over(
        item(late, Action.NEW, "5.000001", X, name="Sửa hộ khẩu"), new=late, old=[earlier], old_rows=[row]
    )
    (asked,) = (one for one in found.reviews if one.item_id == row.item_id)
    assert (asked.kind, asked.candidates) == (ReviewKind.NOT_IN_FORCE, ("5.000001",))


def test_what_one_slip_is_looked_for_in_all_procedures() -> None:
    found = over(item(NEWS, Action.ABOLISH, "1.001192", X, name="Đăng ký gì đó"))
    (asked,) = (one for one in found.reviews if one.decision_id == NEWS.decision_id)
    assert "1.001193" not in found.codes
    assert asked.candidates == ("1.001193",)


def test_rows_of_a_decision_that_is_annulled_are_touched() -> None:
    annuls = RelationRow(RelationType.REPEALS_DOC, FIRST_LIST.decision_id, None)
    found = over(item(NEWS, Action.NEW, "5.000001", X), new=replace(NEWS, relations=(annuls,)))
    assert {one.code for one in ROWS} <= found.codes


def test_a_correction_touches_the_decision_that_it_cites() -> None:
    row = item(
        NEWS, Action.CORRECT, "2.000816", X, replaces=("2.000815",), name=ROWS[1].name,
        raw_text="Đính chính Quyết định số 1/QĐ-UBND ngày 10/01/2022: mã số 2.000816",
    )  # fmt: skip
    found = over(row)
    assert found.misprints == (("2.000815", "2.000816"),)
    assert {one.code for one in ROWS} <= found.codes


def test_a_correction_that_is_annulled_touches_the_row_that_it_put_right() -> None:
    correcting = decision(9, "2022-02-01", "2022-02-01", kind=DecisionKind.CORRECTION)
    row = item(
        correcting, Action.CORRECT, "2.000816", X, replaces=("2.000815",), name=ROWS[1].name,
        raw_text="Đính chính Quyết định số 1/QĐ-UBND ngày 10/01/2022: mã số 2.000816",
    )  # fmt: skip
    later = RelationRow(RelationType.REPEALS_DOC, correcting.decision_id, None)
    plain = item(NEWS, Action.NEW, "5.000001", X)
    found = over(plain, new=replace(NEWS, relations=(later,)), old=[correcting], old_rows=[row])
    assert "correction_annulled" in {one.kind for one in found.reviews}
    never = replace(later, effective_on=correcting.signed_on)
    found = over(plain, new=replace(NEWS, relations=(never,)), old=[correcting], old_rows=[row])
    assert {one.code for one in found.procedures} >= {"2.000815"}
    assert found.misprints == (("2.000816", "2.000815"),)


def test_what_a_code_without_a_level_ends_is_touched_with_what_publishes_it() -> None:
    ending = decision(9, "2022-02-01", "2022-02-01")
    row = item(
        ending,
        Action.ABOLISH,
        "5.000001",
        part="Điều 1",
        row_no=None,
        name="5.000001",
        flags=("name_missing",),
    )
    early = decision(8, "2022-01-15", "2022-01-15")
    found = over(item(early, Action.NEW, "5.000001", X), new=early, old=[ending], old_rows=[row])
    assert [str(one.valid_until) for one in found.procedures] == ["2022-02-01"]
    assert found.reviews == ()
    late = over(item(NEWS, Action.NEW, "5.000001", X), old=[ending], old_rows=[row])
    assert [one.kind for one in late.reviews] == ["level_not_held"]


def test_a_day_that_passes_touches_what_begins_on_it() -> None:
    later = decision(9, "2022-02-01", "2022-02-01", effective="2022-03-01")
    found = over(
        item(NEWS, Action.NEW, "5.000001", X), old=[later], old_rows=[item(later, Action.NEW, "6.000001", X)]
    )
    assert "6.000001" in found.codes


# ---- what reaches further ----------------------------------------------------------------------------------------------

PLAIN = item(NEWS, Action.NEW, "5.000001", X)


@pytest.mark.parametrize("kind", [DecisionKind.NORMALISED, DecisionKind.SUBSET])
def test_a_list_that_speaks_of_what_it_leaves_out_is_not_laid_over(kind: DecisionKind) -> None:
    refused("leaves out", PLAIN, new=replace(NEWS, kind=kind))


@pytest.mark.parametrize(
    "kind",
    [
        one
        for one in DecisionKind
        if one not in {DecisionKind.NORMALISED, DecisionKind.SUBSET, DecisionKind.ADOPTED}
    ],
)
def test_a_decision_of_any_other_kind_is_laid_over(kind: DecisionKind) -> None:
    assert over(item(NEWS, Action.ABOLISH, "2.000815", X), new=replace(NEWS, kind=kind))


def test_what_waits_for_a_person_and_what_is_anothers_is_laid_over() -> None:
    assert over(item(NEWS, Action.ABOLISH, "2.000815", X), new=replace(NEWS, flags=("draft",)))
    ministry = decision(1, "2022-03-01", "2022-03-01", issuer="bo-tu-phap")
    assert over(item(ministry, Action.ABOLISH, "2.000815", X), new=ministry)


def test_what_lacks_number_or_day_or_is_not_certain_is_not_laid_over() -> None:
    refused("no number", PLAIN, new=replace(NEWS, number=None))
    refused("no number", PLAIN, new=replace(NEWS, signed_on=None))
    refused("not known for certain", PLAIN, new=replace(NEWS, flags=("same_number_different_content",)))


def test_the_number_of_an_earlier_decision_is_not_laid_over() -> None:
    nobodys = decision(30, "2022-02-01", "2022-02-01", issuer="khong-ro")
    refused("bears the number", PLAIN, old=[nobodys])
    other = decision(1, "2022-03-01", "2022-03-01", symbol="QĐ-CT")
    refused("bears the number", item(other, Action.NEW, "5.000001", X), new=other)


def test_a_decision_of_before_the_calendar_is_not_laid_over() -> None:
    old = decision(30, "2021-12-31", "2022-03-01")
    refused("older than the calendar", item(old, Action.NEW, "5.000001", X), new=old)


@pytest.mark.parametrize("named", ["2022-03-01", "2022-02-20", "2022-05-01", "2021-03-01", "2022-01-03"])
def test_a_new_decision_that_an_earlier_one_may_mean_is_not_laid_over(named: str) -> None:
    acts = (RelationRow(RelationType.REPEALS_DOC, f"quang-nam/30-QD-UBND/{named}", None),)
    refused("may mean", PLAIN, old=[decision(9, "2022-02-01", "2022-02-01", relations=acts)])


def test_a_new_decision_that_an_earlier_row_cites_is_not_laid_over() -> None:
    earlier = decision(9, "2022-02-01", "2022-02-01")
    row = item(
        earlier, Action.ABOLISH, None, X, name="Thủ tục 5.000001",
        raw_text="Bãi bỏ thủ tục tại Quyết định số 30/QĐ-UBND ngày 01/3/2022",
    )  # fmt: skip
    refused("cites a new decision", PLAIN, old=[earlier], old_rows=[row])


@pytest.mark.parametrize("kind", [RelationType.RENUMBERS, RelationType.REDATES])
def test_a_number_or_day_that_is_put_right_is_not_laid_over(kind: RelationType) -> None:
    said = RelationRow(kind, FIRST_LIST.decision_id, "2", date(2022, 1, 11))
    refused("is put right", PLAIN, new=replace(NEWS, relations=(said,)))
    refused("is put right", PLAIN, old=[decision(9, "2022-02-01", "2022-02-01", relations=(said,))])


def test_a_standardised_list_that_may_leave_out_something_else_is_not_laid_over() -> None:
    listed = decision(9, "2022-02-01", "2022-02-01", kind=DecisionKind.NORMALISED)
    rows = [item(listed, Action.LIST, "1.001193", X, sector="Hộ tịch")]
    late = decision(3, "2022-01-05", "2022-03-01")
    row = item(late, Action.NEW, "5.000001", X, sector="Hộ tịch")
    refused("leaves out", row, new=late, old=[listed], old_rows=rows)
    assert over(PLAIN, old=[listed], old_rows=rows), "it opens after the day of the list"


def test_a_large_part_is_not_laid_over() -> None:
    """Folding it twice costs more than folding everything once: many codes, or few codes with most of the rows."""
    earlier = decision(9, "2022-02-01", "2022-02-01")
    many = [item(earlier, Action.NEW, f"5.{number:06d}", X, row=number) for number in range(1, 400)]
    refused("large part", *(replace(one, decision_id=NEWS.decision_id) for one in many))
    days = [decision(number, "2022-02-01", "2022-02-01") for number in range(100, 500)]
    often = [item(one, Action.AMEND, "2.000815", X) for one in days]
    refused("large part", item(NEWS, Action.ABOLISH, "2.000815", X), old=days, old_rows=often)
    assert over(PLAIN, old=days, old_rows=often)


def test_what_an_answer_has_made_of_is_not_laid_over() -> None:
    def told(before: LawBefore) -> LawBefore:
        return replace(before, told=frozenset({FIRST_LIST.decision_id}))

    refused("that is touched", item(NEWS, Action.ABOLISH, "2.000815", X), change=told)
    assert over(PLAIN, change=told)
    near = decision(6, "2022-03-01", "2022-03-01")
    refused("near a new one", item(near, Action.NEW, "5.000001", X), new=near, change=told)


OTHER = decision(9, "2022-02-01", "2022-02-01")


def test_what_is_not_as_the_rows_alone_say_is_not_laid_over() -> None:
    """Whatever else has made the law before: it is seen where the part that is touched does not come to it."""

    def otherwise(before: LawBefore) -> LawBefore:
        law = before.law
        others = [replace(one, name="Khác") for one in law.procedures]
        return replace(before, law=LawInMemory(law.decisions, law.items, others))

    def flagged(before: LawBefore) -> LawBefore:
        law = before.law
        others = [replace(one, flags=("late_arrival",)) for one in law.items]
        return replace(before, law=LawInMemory(law.decisions, others, law.procedures))

    def unknown(before: LawBefore) -> LawBefore:
        return replace(before, history=lambda _: [])

    row = item(NEWS, Action.AMEND, "2.000815", X)
    refused("other versions", row, change=otherwise)
    refused("other flags", row, change=flagged)
    refused("another history", row, change=unknown)
