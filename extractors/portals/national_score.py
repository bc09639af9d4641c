"""What the national service itself says of công khai, minh bạch (QĐ 766/QĐ-TTg), as JSON (docs/portals.md, dvc-2026).

POST …/reporting/evaluation/transparency for a month, quarter or year, of a department, of all procedures or of one; the
department's id is found by its code in …/configuring/citizen/department/list-with-location. What is null there is null here:
a share of nothing is no 0. Drawn from notes and stored answers of others (2026-09), called live by nobody here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from niemyet.extractors.fetching.decoding import decode
from niemyet.extractors.json_texts import json_of
from niemyet.model.errors import NotThePageError
from niemyet.model.messages import Message, msg

if TYPE_CHECKING:
    from niemyet.extractors.fetching.client import Client

SCORE = "/reporting/evaluation/transparency"
DEPARTMENTS = "/configuring/citizen/department/list-with-location"
#: Its words for the three parts that are judged here, in their order.
PARTS = ("PUBLISH_ON_TIME", "PUBLIC_UPDATE_ON_TIME", "PUBLIC_CONTENT_FULL")
_ROWS = 200  # by definition: the size of page at which the service's own page asks


@dataclass(frozen=True, slots=True)
class Metric:
    """A part of the score as the service says it; `ratio` in percent. Null where it says nothing."""

    code: str
    numerator: int | None
    denominator: int | None
    ratio: float | None
    score: float | None
    max_score: float | None
    doubt: str | None  # its own word about the quality of the figure


@dataclass(frozen=True, slots=True)
class ServicePeriod:
    """A month, a quarter or a year, which is all that the service counts."""

    year: int
    quarter: int | None = None
    month: int | None = None

    @classmethod
    def of(cls, first: date, last: date) -> "ServicePeriod | None":
        """The period from a day to another, both included; None where the service has none such.

        A year or a quarter may still run: it ends with the last day that is asked for.
        """
        if first.day != 1 or first.year != last.year:
            return None
        ends_month = (last + timedelta(days=1)).month != last.month
        if ends_month and first.month == last.month:
            return cls(first.year, month=first.month)
        begins_quarter, quarter = first.month % 3 == 1, (first.month - 1) // 3 + 1
        if begins_quarter and ends_month and last.month == first.month + 2:
            return cls(first.year, quarter=quarter)
        if first.month == 1:
            return cls(first.year)
        within = begins_quarter and (last.month - 1) // 3 + 1 == quarter
        return cls(first.year, quarter=quarter) if within else None

    @property
    def asked(self) -> dict[str, object]:
        """As the service is asked for it."""
        if self.month is not None:
            return {"timeType": "month", "year": self.year, "month": self.month}
        if self.quarter is not None:
            return {"timeType": "quarter", "year": self.year, "quarter": self.quarter}
        return {"timeType": "year", "year": self.year}


def department_id(client: "Client", url: str, code: str) -> str | None:
    """The service's id of a province's department, by its code (H17); None where its list has none, or more than one."""
    body: dict[str, object] = {
        "type": None,
        "agencyLevel": "level_1",
        "levels": [],
        "limit": _ROWS,
        "lastId": None,
        "order": "name",
        "direction": "ASC",
    }
    data = _asked(client, url + DEPARTMENTS, body)
    found = {
        str(row["id"]) for row in data.get("rows") or [] if isinstance(row, dict) and row.get("code") == code
    }
    return found.pop() if len(found) == 1 else None


def score_said(
    client: "Client", url: str, department: str, period: ServicePeriod, formality: str | None = None
) -> tuple[Metric, ...]:
    """The parts that the service states of a department, of all procedures or of one (by the service's id of it).

    Raises:
        SourceError: it does not answer, or not with a score.
    """
    body: dict[str, object] = {
        **period.asked,
        "rootDepartmentId": department,
        "currentPage": 1,
        "pageSize": _ROWS,
    }
    if formality is not None:
        body["formalityId"] = formality
    data = _asked(client, url + SCORE, body)
    overview = data.get("overview")
    metrics = overview.get("metrics") if isinstance(overview, dict) else None
    if not isinstance(metrics, list):
        raise _not_here(url + SCORE, msg("no metrics in the answer"))
    if isinstance(overview, dict) and overview.get("departmentId") not in {None, department}:
        raise _not_here(url + SCORE, msg("the answer is about another department"))
    return tuple(_metric(one) for one in metrics if isinstance(one, dict) and one.get("code"))


def _metric(said: Mapping[str, Any]) -> Metric:
    return Metric(
        code=str(said["code"]),
        numerator=_whole(said.get("numerator")),
        denominator=_whole(said.get("denominator")),
        ratio=_number(said.get("ratio")),
        score=_number(said.get("score")),
        max_score=_number(said.get("maxScore")),
        doubt=str(said["dataQualityMessage"]) if said.get("dataQualityMessage") else None,
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _asked(client: "Client", url: str, body: Mapping[str, object]) -> dict[str, Any]:
    answer = client.post_json(url, body)
    try:
        said = json_of(decode(answer.body))
    except ValueError as broken:
        raise _not_here(url, msg("the answer is not JSON: {error}", error=broken)) from broken
    data = said.get("data") if isinstance(said, dict) and said.get("code") == "OK" else None
    if not isinstance(data, dict):
        shown = said.get("code") if isinstance(said, dict) else type(said).__name__
        raise _not_here(url, msg("the service answers “{shown}”, not OK with data", shown=str(shown)))
    return data


def _not_here(url: str, why: Message) -> NotThePageError:
    return NotThePageError(msg("{where}: {error}", where=url, error=why))
