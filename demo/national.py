"""A stand-in for the national service of 2026, with its traps built in; nothing of it was ever called.

Speaks JSON posts with status 201 and a cursor; times out on big limits; points at placeholders; tells days as local
midnight in milliseconds, fees as 0 that nobody has entered, components at the top that are always empty.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import xlsxwriter

from niemyet.demo.serving import LoopbackServer, Reply, ServedRequest
from niemyet.transforms.language.dates import HO_CHI_MINH

BASE = "/api/v1"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LIST = f"{BASE}/submitting/formality/list-all-public-formality-by-citizen"
_EXPORT = f"{BASE}/configuring/formality/export-formality-by-citizen"
_DETAIL = f"{BASE}/configuring/formality/get-formality-by-citizen"
_SCORE = f"{BASE}/reporting/evaluation/transparency"
_DEPARTMENTS = f"{BASE}/configuring/citizen/department/list-with-location"
#: The id that the service gives a province's department.
DEPARTMENT = "019d2be3-6a88-732b-8b17-b68020c85500"
_SHELL = b'<!doctype html><html><head><title>DVC</title></head><body><div id="root"></div></body></html>'
_REJECTED = (
    b"<html><head><title>Request Rejected</title></head><body>The requested URL was rejected.</body></html>"
)


#: `maxScore` of each part, as the service states it.
_WEIGHTS = {"PUBLISH_ON_TIME": 6, "PUBLIC_UPDATE_ON_TIME": 4, "PUBLIC_CONTENT_FULL": 2, "DOSSIER_SYNC": 6}


@dataclass(frozen=True, slots=True)
class Formality:
    """One procedure of the catalogue."""

    code: str
    name: str
    is_ward: bool = True
    is_province: bool = False
    state: str = "ACTIVE"
    number: str | None = "QĐ/0001-BTP"  # a migration's placeholder unless said otherwise
    decided_on: date = date(2019, 8, 1)
    fee: int = 0
    applied: tuple[str, ...] = ()
    dossier: tuple[str, ...] = ("Tờ khai",)
    subjects: tuple[str, ...] = ("Công dân Việt Nam",)

    @property
    def id(self) -> str:
        """As a UUID of version 7 looks."""
        digits = "".join(sign for sign in self.code if sign.isdigit()).rjust(12, "0")
        return f"019d2bfd-8e22-77ef-819f-{digits}"


@dataclass(slots=True)
class National:
    """The service, as a context manager. `slow_from`: limits from which it does not answer in time."""

    formalities: Sequence[Formality]
    slow_from: int = 200
    rejects: bool = False  # the firewall in front answers instead
    stands_still: bool = False  # the cursor does not move
    exports_at_most: int = 10_000  # rows of its workbook; chosen, not measured
    agency: str = "H47"  # code of the one province that it knows a score of
    #: Part of the score → the codes counted in it, and whether the service takes each for in time.
    scored: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    _server: LoopbackServer = field(init=False)

    def __post_init__(self) -> None:
        self._server = LoopbackServer(self._respond)

    def __enter__(self) -> "National":
        self._server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.__exit__(None, None, None)

    @property
    def url(self) -> str:
        """The address for `url` of a source."""
        return self._server.url + BASE

    def _respond(self, asked: ServedRequest) -> Reply:
        if asked.path == "/robots.txt":
            return Reply(b"User-agent: *\nAllow: /\nDisallow: /assets/\n", "text/plain")
        if asked.method != "POST" or not asked.headers.get("content-type", "").startswith("application/json"):
            return Reply(_SHELL)
        if self.rejects:
            return Reply(_REJECTED)
        body = json.loads(asked.body or b"{}")
        self.asked.append({"path": asked.path, **body})
        if asked.path == _LIST:
            return self._listed(body)
        if asked.path == _EXPORT:
            return self._exported()
        if asked.path == _DETAIL:
            return self._detailed(body)
        if asked.path == _DEPARTMENTS:
            row = {"id": DEPARTMENT, "name": "UBND", "code": self.agency, "level": 1, "hasChild": True}
            return _envelope(
                {"rows": [row, {**row, "id": DEPARTMENT[:-1] + "1", "code": "H00"}], "lastId": None}
            )
        if asked.path == _SCORE and body.get("rootDepartmentId") == DEPARTMENT:
            return self._score(body)
        return _envelope({"message": "not found"}, code="NOT_FOUND")

    def _score(self, body: dict[str, Any]) -> Reply:
        """The score of all, or of one procedure; of what it does not count it says null, never 0."""
        asked = body.get("formalityId")
        wanted = next((one.code for one in self.formalities if one.id == asked), None)
        metrics: list[dict[str, Any]] = []
        for code, weight in _WEIGHTS.items():
            held = {
                one: good for one, good in self.scored.get(code, {}).items() if not asked or one == wanted
            }
            share = sum(held.values()) / len(held) if held else None
            metrics.append(
                {
                    "code": code, "name": code, "numerator": sum(held.values()), "denominator": len(held),
                    "ratio": None if share is None else round(100 * share, 2),
                    "score": None if share is None else round(weight * share, 2), "maxScore": weight,
                }
            )  # fmt: skip
        total = round(sum(float(one["score"]) for one in metrics if one["score"] is not None), 2)
        overview = {"departmentId": DEPARTMENT, "totalScore": total, "totalMaxScore": 18, "metrics": metrics}
        return _envelope(
            {"overview": overview, "monthlyChart": [], "evaluation": [], "pagination": {"total": 0}}
        )

    def _listed(self, body: dict[str, Any]) -> Reply:
        limit = int(body.get("limit") or 10)
        if limit >= self.slow_from:
            return Reply(b"", status=504)
        rows = sorted(self.formalities, key=lambda one: one.id)
        start = (
            0
            if not body.get("lastId")
            else next((n for n, one in enumerate(rows, 1) if one.id == body["lastId"]), len(rows))
        )
        part = rows[start : start + limit]
        more = start + limit < len(rows)
        last = part[-1].id if part and more else None
        if self.stands_still and part:
            last = rows[min(limit, len(rows)) - 1].id
        items = [
            {"id": one.id, "code": one.code, "name": one.name, "state": one.state, "no": len(one.dossier)}
            for one in part
        ]
        return _envelope({"items": items, "lastId": last, "total": len(rows)})

    def _exported(self) -> Reply:
        """The list as a workbook: a merged title above the headings, no ids; cut off without a word where it is long."""
        rows = sorted(self.formalities, key=lambda one: one.id)[: self.exports_at_most]
        return Reply(exported(rows), XLSX, status=201)

    def _detailed(self, body: dict[str, Any]) -> Reply:
        found = next((one for one in self.formalities if one.id == body.get("id")), None)
        if found is None:
            return _envelope({}, code="FORMALITY_NOT_FOUND")
        proposal = {
            "id": f"019d2c27-f477-{found.code}",
            "proposalNumber": found.number,
            "decisionNumber": None,
            "decisionDate": _milliseconds(found.decided_on),
            "publicationDate": _milliseconds(date(2026, 4, 17)),
        }
        return _envelope(
            {
                "id": found.id,
                "code": found.code,
                "name": found.name,
                "state": found.state,
                "isWard": found.is_ward,
                "isProvince": found.is_province,
                "departmentsExecuting": [],
                "unitGroupsExecuting": [
                    {"name": f"Uỷ ban nhân dân cấp {level}"}
                    for level, holds in (("xã", found.is_ward), ("tỉnh", found.is_province))
                    if holds
                ],
                "subjectTypesDetails": [{"name": one} for one in found.subjects],
                "appliedDepartmentIds": list(found.applied),
                "procedureProposal": proposal if found.number is not None else None,
                "profileComponents": [],
                "executionCases": [
                    {
                        "name": "Trường hợp chung",
                        "profileComponents": [{"name": one} for one in found.dossier],
                    }
                ],
                "executionMethods": [
                    {
                        "submissionMethod": "DIRECT",
                        "processingTime": "5",
                        "processingTimeUnit": "WORKING_DAY",
                        "fees": [{"amount": found.fee}],
                    }
                ],
                "categoriesDetails": [{"code": "G15-TP07", "name": "Hộ tịch"}],
                "updatedAt": _milliseconds(date(2026, 9, 1)),
            }
        )


def exported(formalities: Sequence[Formality]) -> bytes:
    """The workbook of a list: what the service says of who carries it out, in words."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 11, 1, tzinfo=UTC)})
        sheet = book.add_worksheet("Danh sách TTHC")
        sheet.merge_range(0, 0, 0, 4, "DANH SÁCH THỦ TỤC HÀNH CHÍNH")
        sheet.write_row(1, 0, ("Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"))
        for place, one in enumerate(formalities, start=2):
            held = (("xã", one.is_ward), ("tỉnh", one.is_province))
            agencies = "; ".join(f"Ủy ban nhân dân cấp {level}" for level, holds in held if holds)
            sheet.write_row(place, 0, (one.code, one.name, "Bộ Tư pháp", agencies, "Hộ tịch"))
    return out.getvalue()


def _milliseconds(day: date) -> int:
    """Local midnight, which is the evening before in UTC."""
    moment = datetime.combine(day, time(), HO_CHI_MINH)
    return int((moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1))


def _envelope(data: dict[str, Any], *, code: str = "OK") -> Reply:
    text = json.dumps(
        {"code": code, "data": data if code == "OK" else None, "message": ""}, ensure_ascii=False
    )
    return Reply(text.encode(), "application/json; charset=utf-8", status=201 if code == "OK" else 200)
