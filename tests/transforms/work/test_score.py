"""The score of QĐ 766/QĐ-TTg, procedure by procedure: 5 days are not 5 working days, and what nobody saw is not counted."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from niemyet.model.tables import Catalogued, CopyRow, Decision, DecisionItem, Drift, SheetText
from niemyet.model.words import Action, DecisionKind, DriftKind, SheetComponent, SheetWitness
from niemyet.reports.score_report import ScoreTables
from niemyet.transforms.work.score import NEEDED, Indicator, ScorePeriod, Sightings, Verdict, score_of
from tests.support.province import T, X, decision, item

#: The basis takes effect on 15/6/2022: by law until 10/6, by the score until 8/6 (DOMAIN §1.2).
BASIS = decision(
    99, "2022-05-20", "2022-05-25", effective="2022-06-15", issuer="bo-x", kind=DecisionKind.MINISTRY
)
YEAR = ScorePeriod(date(2022, 1, 1), date(2023, 1, 1), date(2022, 12, 31))


def seen(one: Decision, *days: str, source: str = "csdl") -> Decision:
    copies = [
        CopyRow(source, "x", "0" * 64, datetime.fromisoformat(f"{day}T05:00").replace(tzinfo=UTC))
        for day in days
    ]
    return replace(one, copies=tuple(copies))


def tables(
    *decisions: Decision, items: tuple[DecisionItem, ...] = (), **more: tuple[object, ...]
) -> ScoreTables:
    rows = {"procedures": (), "catalogue": (), "drift": (), "sheets": (), **more}
    return ScoreTables(decisions=decisions, decision_items=items, **rows)  # type: ignore[arg-type]


def of(told: tuple, indicator: Indicator) -> dict[str, object]:
    return {row.code: row for row in told[1] if row.indicator is indicator}


@pytest.mark.parametrize(
    ("signed", "in_law", "in_score"),
    [
        ("2022-06-08", Verdict.IN_TIME, Verdict.IN_TIME),
        ("2022-06-10", Verdict.IN_TIME, Verdict.LATE),
        ("2022-06-11", Verdict.LATE, Verdict.LATE),
    ],
)
def test_a_decision_may_be_in_time_in_law_and_late_in_the_score(
    signed: str, in_law: Verdict, in_score: Verdict
) -> None:
    own = replace(decision(512, signed, signed), basis_decisions=(BASIS.decision_id,))
    told = score_of(tables(BASIS, own, items=(item(own, Action.NEW, "1.000001", X),)), YEAR)
    row = of(told, Indicator.ANNOUNCED)["1.000001"]
    assert (row.in_law, row.in_score) == (in_law, in_score)
    assert (row.law_limit, row.score_limit) == (date(2022, 6, 10), date(2022, 6, 8))
    assert row.points == 6.0
    assert told[0][0].points == (6.0 if in_score is Verdict.IN_TIME else 0.0)


def test_a_procedure_counts_once_and_one_late_decision_makes_it_late() -> None:
    first = replace(decision(1, "2022-06-01", "2022-06-01"), basis_decisions=(BASIS.decision_id,))
    second = replace(decision(2, "2022-06-13", "2022-06-13"), basis_decisions=(BASIS.decision_id,))
    items = (
        item(first, Action.NEW, "1.000001", X),
        item(first, Action.NEW, "1.000002", X, row=2),
        item(second, Action.AMEND, "1.000001", X),
    )
    part = score_of(tables(BASIS, first, second, items=items), YEAR)[0][0]
    assert (part.in_time, part.counted, part.points) == (1, 2, 3.0)


def test_a_basis_that_was_not_received_leaves_it_unobserved_and_uncounted() -> None:
    own = replace(decision(1, "2022-06-01", "2022-06-01"), basis_decisions=("bo-y/7-QD-BY/2022-01-01",))
    told = score_of(tables(own, items=(item(own, Action.NEW, "1.000001", X),)), YEAR)
    assert of(told, Indicator.ANNOUNCED)["1.000001"].in_score is Verdict.UNOBSERVED
    part = told[0][0]
    assert (part.counted, part.unobserved, part.points, part.best) == (0, 1, None, None)


def test_what_a_ministry_published_and_nobody_announced_has_its_two_days_and_its_worth() -> None:
    done = replace(decision(1, "2022-06-01", "2022-06-01"), basis_decisions=("other",))
    items = (
        item(BASIS, Action.AMEND, "1.000001", X),
        item(BASIS, Action.AMEND, "1.000002", T, row=2),
        item(BASIS, Action.AMEND, "1.000003", row=3),
    )
    early = replace(YEAR, as_of=date(2022, 6, 9))
    told = score_of(tables(BASIS, done, items=items), early)
    row = of(told, Indicator.ANNOUNCED)["1.000001"]
    assert (row.in_law, row.in_score, row.points) == (Verdict.OPEN, Verdict.MISSED, 2.0)
    assert score_of(tables(BASIS, items=items), replace(YEAR, as_of=date(2022, 6, 8)))[0][0].best == 6.0
    cites = replace(done, basis_decisions=(BASIS.decision_id,))
    assert "1.000002" not in of(score_of(tables(BASIS, cites, items=items), early), Indicator.ANNOUNCED)


def test_first_sight_says_something_only_with_the_look_before_it() -> None:
    own = decision(1, "2022-03-01", "2022-03-01")  # due 2022-03-08
    later = decision(2, "2022-03-02", "2022-03-02")
    items = (item(own, Action.NEW, "1.000001", X), item(later, Action.NEW, "1.000002", X))

    def verdict(day: str, *looks: str) -> Verdict:
        told = score_of(
            tables(seen(own, day), items=items), YEAR, national=frozenset({"csdl"}),
            looks=frozenset(map(date.fromisoformat, looks)),
        )  # fmt: skip
        return of(told, Indicator.MADE_PUBLIC)["1.000001"].in_score

    assert verdict("2022-03-08") is Verdict.IN_TIME
    assert verdict("2022-03-20") is Verdict.UNOBSERVED, "it was there at the first look: since when?"
    assert verdict("2022-03-20", "2022-03-07") is Verdict.UNOBSERVED, "the look before was within the time"
    assert verdict("2022-03-20", "2022-03-09") is Verdict.LATE
    assert Sightings.of([seen(own, "2022-03-20")], {"csdl"}).settled([own]) == {}
    assert Sightings.of([seen(own, "2022-03-08", "2022-04-01")], {"csdl"}).settled([own]) == {
        own.decision_id: date(2022, 3, 8)
    }


def entry(code: str, **more: object) -> Catalogued:
    values = {
        "code": code, "name": "Tên", "state": "ACTIVE", "levels": (X,), "sectors": (), "decision_text": None,
        "decision_on": None, "published_on": date(2022, 4, 1), "updated_on": None, "is_placeholder": False, "fees": (),
        "content": "",        "source_id": "q", "key": "k", "sha256": "0" * 64,
    }  # fmt: skip
    return Catalogued(**{**values, **more})  # type: ignore[arg-type]


def test_the_catalogue_speaks_for_the_decision_that_it_names_and_a_placeholder_for_none() -> None:
    own = decision(1, "2022-03-01", "2022-03-01")
    items = (item(own, Action.NEW, "1.000001", X),)
    named = {"decision_text": "1/QĐ-UBND", "decision_on": date(2022, 3, 1)}

    def verdict(**said: object) -> Verdict:
        told = score_of(tables(own, items=items, catalogue=(entry("1.000001", **said),)), YEAR)
        return of(told, Indicator.MADE_PUBLIC)["1.000001"].in_score

    assert verdict(**named, published_on=date(2022, 3, 8)) is Verdict.IN_TIME
    assert verdict(**named, published_on=date(2022, 3, 9)) is Verdict.LATE
    assert verdict(**named, is_placeholder=True) is Verdict.UNOBSERVED
    assert verdict(decision_text="2/QĐ-UBND", decision_on=date(2022, 3, 1)) is Verdict.UNOBSERVED


def test_what_the_catalogue_was_seen_to_lack_is_open_until_its_day_and_missed_after() -> None:
    own = decision(1, "2022-03-01", "2022-03-01")
    gap = Drift("1.000001", DriftKind.NOT_ENTERED, None, "Tên", None, own.decision_id, None, None, None, None)
    given = tables(own, items=(item(own, Action.NEW, "1.000001", X),), drift=(gap,))
    for as_of, verdict in ((date(2022, 3, 8), Verdict.OPEN), (date(2022, 3, 9), Verdict.MISSED)):
        row = of(score_of(given, replace(YEAR, as_of=as_of)), Indicator.MADE_PUBLIC)["1.000001"]
        assert (row.in_score, row.points) == (verdict, 4.0)
    before = replace(YEAR, until=date(2022, 3, 8))
    assert not of(score_of(given, before), Indicator.MADE_PUBLIC), "due after the period"


def test_completeness_names_what_a_page_lacks_and_leaves_out_what_is_not_public() -> None:
    def sheet(code: str, component: SheetComponent, until: date | None = None) -> SheetText:
        return SheetText(
            code, component, SheetWitness.CATALOGUE, None, 1, "x", "", None, until, None, "k", "0" * 64
        )

    sheets = [sheet("1.000001", one) for one in NEEDED]
    sheets += [sheet("1.000002", one) for one in NEEDED[1:]]
    sheets += [sheet("1.000002", NEEDED[0], date(2022, 5, 1))]
    catalogue = (entry("1.000001"), entry("1.000002"), entry("1.000003", state="INACTIVE"))
    told = score_of(tables(catalogue=catalogue, sheets=tuple(sheets)), YEAR)
    rows = of(told, Indicator.COMPLETE)
    assert {code: row.lacking for code, row in rows.items()} == {
        "1.000001": (),
        "1.000002": (SheetComponent.WAYS,),
    }
    assert told[0][2].points == 1.0
