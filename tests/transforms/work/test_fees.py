"""Fees of resolutions: dated facts with their paper; names that fit none or several are asked about; nothing opens or ends."""

from dataclasses import replace
from datetime import UTC, date, datetime

from niemyet.model.records import FeeList, FeeRow, Resolution
from niemyet.model.tables import Procedure
from niemyet.model.words import SheetComponent, SheetWitness
from niemyet.transforms.work.fees import fees_of, standing_fee_lists
from niemyet.transforms.work.sheets import sheet_texts
from tests.transforms.work.test_parts_of_work import procedures

AT = datetime(2026, 12, 20, tzinfo=UTC)


def listed(
    *rows: FeeRow, on: str = "2027-01-01", paper: str = "Nghị quyết số 1/2026/NQ-HĐND", **more: object
) -> FeeList:
    one = FeeList(paper, date.fromisoformat(on), None, paper[-20:-9], "phi.docx", AT, rows)
    return replace(one, **more)


def row(
    code: str | None, fee: str, name: str | None = None, conditions: str | None = None, row_no: int = 3
) -> FeeRow:
    return FeeRow(row_no, 2, code, name, fee, conditions)


def named(code: str, name: str, until: date | None = None) -> Procedure:
    return replace(procedures()[0], procedure_id=f"t/{code}", code=code, name=name, valid_until=until)


KNOWN = [
    named("1.000901", "Cấp phép treo cờ"),
    named("1.000902", "Đổi phép treo cờ"),
    named("1.000903", "Đổi phép treo cờ"),
]


def test_a_fee_holds_until_the_next_list_names_the_same_code() -> None:
    first = listed(
        row("1.000901", "60.000 đồng", conditions="Trực tiếp"),
        row("1.000901", "30.000 đồng", conditions="Trực tuyến"),
    )
    later = listed(row("1.000901", "Miễn"), on="2027-07-01", paper="Nghị quyết số 9/2027/NQ-HĐND")
    fees = fees_of([later, first], KNOWN, ())
    assert [(one.text, one.since, one.valid_until) for one in fees.facts] == [
        ("Trực tiếp: 60.000 đồng\nTrực tuyến: 30.000 đồng", date(2027, 1, 1), date(2027, 7, 1)),
        ("Miễn", date(2027, 7, 1), None),
    ]
    assert fees.on(date(2026, 12, 31)) == {}
    assert fees.on(date(2027, 7, 1))["1.000901"].paper == "Nghị quyết số 9/2027/NQ-HĐND"
    assert fees_of([first, later], KNOWN, ()) == fees, "in whatever order they came"


def test_taken_back_it_says_nothing_and_its_own_end_stays() -> None:
    one = listed(row("1.000901", "Miễn"), effective_until=date(2027, 3, 1))
    assert fees_of([one], KNOWN, ()).facts[0].valid_until == date(2027, 3, 1)
    back = replace(one, withdrawn=True, said_at=datetime(2026, 12, 21, tzinfo=UTC))
    assert standing_fee_lists([back, one]) == ()
    assert fees_of([one, back], KNOWN, ()).facts == ()


def test_a_name_that_fits_one_procedure_is_that_one_and_any_other_is_asked_about() -> None:
    one = listed(
        row(None, "1.000 đồng", "Cấp phép  treo cờ"),
        row(None, "2.000 đồng", "Đổi phép treo cờ", row_no=4),
        row(None, "3.000 đồng", "Hạ cờ", row_no=5),
        row("1.000902", "4.000 đồng", "Cấp phép treo cờ", row_no=6),
    )
    fees = fees_of([one], KNOWN, ())
    assert [(fact.code, fact.text) for fact in fees.facts] == [("1.000901", "1.000 đồng")]
    assert sorted(review.candidates for review in fees.reviews) == [
        (),
        ("1.000902", "1.000901"),
        ("1.000902", "1.000903"),
    ]
    ended = [*KNOWN[:2], replace(KNOWN[2], valid_until=date(2026, 1, 1))]
    assert len(fees_of([one], ended, ()).reviews) == 2, "what ended before the day bears the name no more"


def test_an_answer_aims_the_row_and_none_leaves_it_out() -> None:
    one = listed(row(None, "2.000 đồng", "Đổi phép treo cờ"))
    (asked,) = fees_of([one], KNOWN, ()).reviews

    def answered(said: str) -> list[str]:
        told = Resolution(asked.review_id, said, "An", AT)
        return [fact.code for fact in fees_of([one], KNOWN, [told]).facts]

    assert answered("1.000902, 1.000903") == ["1.000902", "1.000903"]
    assert answered("none") == []


def test_the_sheet_shows_it_with_paper_page_and_row_of_procedures_that_are_known_only() -> None:
    fees = fees_of([listed(row("1.000901", "Miễn"), row("1.009999", "1 đồng"))], KNOWN, ())
    assert {fact.code for fact in fees.facts} == {"1.000901", "1.009999"}, (
        "it has its fee once it is published"
    )
    (text,) = sheet_texts([], KNOWN, {}, date(2027, 2, 1), fees.facts)
    assert (text.component, text.witness, text.text) == (SheetComponent.FEE, SheetWitness.RESOLUTION, "Miễn")
    assert (text.paper, text.page, text.row_no) == ("Nghị quyết số 1/2026/NQ-HĐND", 2, 3)
