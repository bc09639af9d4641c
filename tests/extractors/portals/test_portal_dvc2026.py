"""The national service of 2026 against its stand-in: cursor, totals, placeholders, local midnights, a firewall."""

import json
from datetime import UTC, date, datetime
from itertools import count

import pytest

from niemyet.demo.national import Formality, National
from niemyet.extractors.portals import portal_for
from niemyet.extractors.portals.dvc2026 import Dvc2026Portal
from niemyet.model.records import CatalogueEntry, CrawlProof, Gap, Part, Receipt, Unchanged, Window
from niemyet.model.words import Level
from tests.support.loopback import Answer, Asked, MemoryArchive, client_of, serving, source


def many(count: int) -> list[Formality]:
    return [Formality(f"1.{n:06d}", f"Thủ tục thứ {n}") for n in range(1, count + 1)]


def crawl(service: National, known: dict[str, str] | None = None):
    archive = MemoryArchive()
    settings = source("dvc-2026", service.url, agency_id="H17")
    with client_of(settings, archive) as client:
        events = list(portal_for(settings).crawl(client, Window(full=True), known or {}))
    portal = Dvc2026Portal(settings)
    entries = {
        e.key: portal.read_entry(e, archive.read)
        for e in events
        if isinstance(e, Receipt) and len(e.parts) == 2
    }
    return events, {one.code: one for one in entries.values()}


def proof_of(events: list[object]) -> CrawlProof:
    assert isinstance(events[-1], CrawlProof)
    return events[-1]


def test_the_whole_catalogue_by_its_cursor_with_a_smaller_limit_where_it_times_out() -> None:
    with National(many(120)) as service:
        events, entries = crawl(service)
        lists = [one for one in service.asked if "limit" in one]
    assert (proof_of(events).outcome, len(entries)) == ("complete", 120)
    assert proof_of(events).declared_total == 120
    assert {one["limit"] for one in lists} == {200, 50}
    assert all(one["departmentCode"] == "H17" for one in lists)


def test_what_is_unchanged_asks_for_no_detail() -> None:
    with National(many(5)) as service:
        events, _ = crawl(service)
        known = {e.key: e.fingerprint for e in events if isinstance(e, Receipt)}
        service.asked.clear()
        again, _ = crawl(service, known)
        assert [one for one in service.asked if "id" in one] == []
    assert len([e for e in again if isinstance(e, Unchanged)]) == 5


def test_a_cursor_that_stands_still_is_no_end() -> None:
    with National(many(120), stands_still=True) as service:
        events, _ = crawl(service)
    assert proof_of(events).outcome == "incomplete"


def test_a_firewalls_page_is_no_catalogue() -> None:
    with National(many(3), rejects=True) as service:
        events, entries = crawl(service)
    assert proof_of(events).outcome == "dark"
    assert any(isinstance(e, Gap) for e in events)
    assert entries == {}


@pytest.mark.parametrize("number", ["QĐ/0001-BTP", "QD/0001-BCA", None])
def test_a_placeholder_is_no_decision(number: str | None) -> None:
    with National([Formality("1.000001", "Khai sinh", number=number)]) as service:
        _, entries = crawl(service)
    entry = entries["1.000001"]
    assert (entry.decision_text, entry.decision_on) == (None, None)
    assert entry.is_placeholder == (number is not None)


def test_a_pointer_to_a_decision_has_its_local_day_and_zero_is_no_fee() -> None:
    told = [
        Formality("1.000002", "Chứng thực", number="4946/QD-BCA", decided_on=date(2026, 8, 5)),
        Formality(
            "1.000003",
            "Kết hôn",
            number="12/QĐ-UBND",
            decided_on=date(2026, 1, 1),
            fee=50000,
            is_ward=False,
            is_province=True,
        ),
    ]
    with National(told) as service:
        _, entries = crawl(service)
    first, second = entries["1.000002"], entries["1.000003"]
    assert isinstance(first, CatalogueEntry)
    assert (first.decision_text, first.decision_on) == ("4946/QĐ-BCA", date(2026, 8, 5))
    assert (first.fees, second.fees) == ((), ("50000",))
    assert (first.levels, second.levels) == ((Level.COMMUNE,), (Level.PROVINCE,))


# ---- whatever the service answers ------------------------------------------------------------------------------


ONE = {"id": "a", "name": "Khai sinh"}
#: What the list answers, beside what a good one does; and the outcome of the crawl.
LISTS: list[tuple[str, object, str]] = [
    ("the total is negative", {"items": [ONE], "total": -5}, "incomplete"),
    ("the total is no number", {"items": [ONE], "total": float("nan")}, "incomplete"),
    ("the total is endless", {"items": [ONE], "total": int("9" * 400)}, "incomplete"),
    ("the total is true", {"items": [ONE], "total": True}, "incomplete"),
    ("a row twice", {"items": [ONE, ONE], "total": 2}, "incomplete"),
    ("rows that are none", {"items": [None, 1, "a", [], {}, {"id": None}, {"id": {}}], "total": 0}, "complete"),
    ("an id without end", {"items": [{"id": "a" * 100_000}], "total": 1}, "dark"),
    ("rows as an object", {"items": {"a": ONE}, "total": 1}, "dark"),
    ("rows as a word", {"items": "a", "total": 1}, "dark"),
    ("data is a list", [ONE], "dark"),
    ("the cursor is an object", {"items": [ONE], "total": 1, "lastId": {"a": 1}}, "complete"),
]  # fmt: skip


def listing(answer: object, detail: object = None, body: str | None = None):
    """A service that gives one answer to every list and one to every detail."""

    def handle(asked: Asked) -> Answer:
        data = answer if "list-all" in asked.path else detail
        return Answer(
            body or json.dumps({"code": "OK", "data": data}), 201, {"Content-Type": "application/json"}
        )

    return serving(handle)


def walked(site_url: str):
    archive = MemoryArchive()
    settings = source("dvc-2026", site_url)
    with client_of(settings, archive) as client:
        events = list(portal_for(settings).crawl(client, Window(full=True), {}))
    portal = Dvc2026Portal(settings)
    whole = [one for one in events if isinstance(one, Receipt) and len(one.parts) == 2]
    return events, [portal.read_entry(one, archive.read) for one in whole]


@pytest.mark.parametrize(("answer", "outcome"), [one[1:] for one in LISTS], ids=[one[0] for one in LISTS])
def test_whatever_its_list_says_is_a_proof_and_no_fault(answer: object, outcome: str) -> None:
    with listing(answer, {"id": "a"}) as site:
        events, _ = walked(site.url)
    assert proof_of(events).outcome == outcome


@pytest.mark.parametrize(
    "body", ["", "null", "[1]", "{", "NaN", '{"code": "OK", "data": null}', "[" * 100_000]
)
def test_what_is_no_answer_is_dark(body: str) -> None:
    with listing(None, body=body or " ") as site:
        events, _ = walked(site.url)
    assert proof_of(events).outcome == "dark"


def test_cursors_without_end_end_with_the_rows_that_a_country_can_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("niemyet.extractors.portals.dvc2026._MOST_ROWS", 20)
    numbers = count()

    def handle(asked: Asked) -> Answer:
        data: object = {"id": "x"}
        if "list-all" in asked.path:
            rows = [{"id": f"{next(numbers)}"} for _ in range(5)]
            data = {"items": rows, "lastId": rows[-1]["id"]}
        return Answer(json.dumps({"code": "OK", "data": data}), 201, {"Content-Type": "application/json"})

    with serving(handle) as site:
        events, entries = walked(site.url)
        asked = [one for one in site.asked if "list-all" in one.path]
    assert (len(asked), proof_of(events).outcome, entries) == (5, "incomplete", [])


SWAPPED: tuple[object, ...] = (
    None,
    True,
    -1,
    1.5,
    float("nan"),
    float("inf"),
    10**18,
    "x",
    [],
    [1],
    {},
    {"a": 1},
    [[]],
    [{"name": []}],
)


def test_a_procedure_whose_fields_have_other_types_is_read_as_far_as_it_says_something() -> None:
    names = (
        "code", "codeNotation", "name", "state", "categoriesDetails", "appliedDepartmentIds", "procedureProposal",
        "unitGroupsExecuting", "executionMethods", "executionCases", "cases", "legalBasisesDetails", "updatedAt",
        "resultsDetails", "subjectTypesDetails", "departmentsExecuting",
    )  # fmt: skip
    inner = ({"fees": value, "processingTime": value, "submissionMethod": value} for value in SWAPPED)
    methods = [*inner, *({"fees": [value, {"amount": value}]} for value in SWAPPED)]
    proposals = [
        {"decisionNumber": value, "proposalNumber": value, "decisionDate": value, "publicationDate": value}
        for value in SWAPPED
    ]
    asked = [{name: value} for name in names for value in SWAPPED]
    asked += [{"executionMethods": methods}, *({"procedureProposal": one} for one in proposals)]
    settings = source("dvc-2026", "http://127.0.0.1:1")
    bodies = [json.dumps({"code": "OK", "data": {"id": "a"} | one}).encode() for one in asked]
    portal = Dvc2026Portal(settings)
    part = Part("detail", "http://127.0.0.1:1", "0" * 64, "a")
    for body in bodies:
        entry = portal.read_entry(
            Receipt("s", "dvc-2026", "a", part.url, datetime(2026, 1, 1, tzinfo=UTC), "", (part,)),
            lambda _, body=body: body,
        )
        assert entry.key == "a"
        assert "inf" not in repr((entry.fees, entry.sheet)), body
