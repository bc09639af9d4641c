"""The score as rows: N/A on an empty denominator, and the service's figure beside ours, never in its place."""

from dataclasses import dataclass, replace
from datetime import date

from niemyet.reports.score_report import (
    Compared,
    ServiceSays,
    compared,
    due_first,
    part_rows,
    procedure_rows,
)
from niemyet.transforms.work.score import Indicator, PartOfScore, ScoredProcedure, Verdict

ROW = ScoredProcedure(
    Indicator.ANNOUNCED, "1.000001", "Tên", "x/1", date(2022, 6, 15), date(2022, 6, 10), date(2022, 6, 10), date(2022, 6, 8),
    Verdict.IN_TIME, Verdict.LATE, points=0.5,
)  # fmt: skip


@dataclass
class Says:
    numerator: int | None
    denominator: int | None
    score: float | None = None


def test_a_part_shows_points_today_and_as_it_may_end() -> None:
    rows = list(
        part_rows(
            [PartOfScore(Indicator.ANNOUNCED, 3, 4, 2, 1, 9), PartOfScore(Indicator.COMPLETE, 0, 0, 0, 0, 0)],
            ServiceSays({"PUBLISH_ON_TIME": Says(2, 4, 3.0)}),
            lang="en",
        )
    )
    assert (rows[0]["share"], rows[0]["points"], rows[0]["worst"], rows[0]["best"]) == (
        "3/4",
        "4.50",
        "3.00",
        "4.00",
    )
    assert (rows[0]["service_share"], rows[0]["service_points"]) == ("2/4", "3.00")
    assert (rows[1]["points"], rows[1]["service_points"]) == ("N/A", None)


def test_law_and_score_stand_side_by_side_and_the_service_beside_them() -> None:
    says = ServiceSays(of_code={"1.000001": {"PUBLISH_ON_TIME": Says(1, 1)}})
    (row,) = procedure_rows([ROW], {"x/1": "1/QĐ-UBND"}, says, lang="en")
    assert (row["in_law"], row["in_score"], row["service_share"]) == ("in time", "late", "1/1")
    assert row["comparison"] == Compared.DIFFERS.value
    assert row["decision"] == "1/QĐ-UBND"


def test_a_figure_of_the_service_is_compared_only_where_both_count() -> None:
    assert compared(ROW, None) is Compared.NOT_ASKED
    assert compared(ROW, Says(0, 1)) is Compared.SAME
    assert compared(ROW, Says(0, 0)) is Compared.NOT_COUNTED
    assert compared(replace(ROW, in_score=Verdict.UNOBSERVED), Says(1, 1)) is Compared.NOT_COUNTED
    assert compared(replace(ROW, in_score=Verdict.UNOBSERVED), Says(0, None)) is Compared.SAME


def test_what_can_still_be_done_comes_first_by_its_day() -> None:
    soon = replace(ROW, code="2", in_score=Verdict.OPEN, score_limit=date(2022, 6, 1))
    later = replace(ROW, code="3", in_score=Verdict.OPEN, score_limit=date(2022, 7, 1))
    assert [one.code for one in due_first([ROW, later, soon], date(2022, 5, 1))] == ["2", "3", "1.000001"]
