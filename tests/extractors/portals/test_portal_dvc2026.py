"""The national service of 2026 against its stand-in: cursor, totals, placeholders, local midnights, a firewall."""

from datetime import date

import pytest

from niemyet.demo.national import Formality, National
from niemyet.extractors.portals import portal_for
from niemyet.extractors.portals.dvc2026 import Dvc2026Portal
from niemyet.model.records import CatalogueEntry, CrawlProof, Gap, Receipt, Unchanged, Window
from niemyet.model.words import Level
from tests.support.loopback import MemoryArchive, client_of, source


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
