"""What the national service says of the score, against its stand-in: null is no 0, periods are its own."""

from datetime import date

import pytest

from niemyet.demo.national import DEPARTMENT, Formality, National
from niemyet.extractors.portals.national_score import ServicePeriod, department_id, score_said
from niemyet.model.errors import SourceError
from tests.support.loopback import MemoryArchive, client_of, source

FORMALITIES = (Formality("1.000001", "Một"), Formality("1.000002", "Hai"))
SCORED = {"PUBLISH_ON_TIME": {"1.000001": True, "1.000002": False}}


@pytest.mark.parametrize(
    ("first", "last", "asked"),
    [
        ("2026-01-01", "2026-12-31", {"timeType": "year", "year": 2026}),
        ("2026-01-01", "2026-11-20", {"timeType": "year", "year": 2026}),
        ("2026-01-01", "2026-03-31", {"timeType": "quarter", "year": 2026, "quarter": 1}),
        ("2026-10-01", "2026-11-20", {"timeType": "quarter", "year": 2026, "quarter": 4}),
        ("2026-08-01", "2026-08-31", {"timeType": "month", "year": 2026, "month": 8}),
        ("2024-02-01", "2024-02-29", {"timeType": "month", "year": 2024, "month": 2}),
    ],
)
def test_months_quarters_and_years_are_asked_for(first: str, last: str, asked: dict[str, object]) -> None:
    period = ServicePeriod.of(date.fromisoformat(first), date.fromisoformat(last))
    assert period is not None
    assert period.asked == asked


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-01-02", "2026-12-31"),
        ("2025-01-01", "2026-12-31"),
        ("2026-02-01", "2026-04-30"),
        ("2026-08-01", "2026-10-30"),
    ],
)
def test_other_stretches_are_none_of_its_periods(first: str, last: str) -> None:
    assert ServicePeriod.of(date.fromisoformat(first), date.fromisoformat(last)) is None


def test_the_score_of_all_and_of_one_with_null_where_nothing_is_counted() -> None:
    with National(FORMALITIES, scored=SCORED) as service:
        with client_of(source("dvc-2026", service.url, agency_id="H47"), MemoryArchive()) as client:
            assert department_id(client, service.url, "H47") == DEPARTMENT
            assert department_id(client, service.url, "H99") is None
            year = ServicePeriod(2026)
            whole = {one.code: one for one in score_said(client, service.url, DEPARTMENT, year)}
            one = score_said(client, service.url, DEPARTMENT, year, FORMALITIES[1].id)[0]
            with pytest.raises(SourceError, match="NOT_FOUND"):
                score_said(client, service.url, "nobody", year)
        assert service.asked[-2]["formalityId"] == FORMALITIES[1].id
    published = whole["PUBLISH_ON_TIME"]
    assert (published.numerator, published.denominator, published.ratio, published.score) == (1, 2, 50.0, 3.0)
    assert (whole["PUBLIC_CONTENT_FULL"].ratio, whole["PUBLIC_CONTENT_FULL"].score) == (None, None)
    assert (one.numerator, one.denominator) == (0, 1)


def test_a_firewall_in_front_is_no_score() -> None:
    with (
        National(FORMALITIES, rejects=True) as service,
        client_of(source("dvc-2026", service.url, agency_id="H47"), MemoryArchive()) as client,
        pytest.raises(SourceError),
    ):
        score_said(client, service.url, DEPARTMENT, ServicePeriod(2026))
