"""The first read of a site: whole, or not called complete, with what was seen (PORTALS §5)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from benchmarks.simulator.cms import DRESSES, Cms, Dress, Dressed
from benchmarks.simulator.site import SimulatedPortal
from benchmarks.simulator.store import Plan, write_store
from benchmarks.simulator.switches import Weather
from niemyet.extractors.portals import portal_for
from niemyet.extractors.settings import SourceSettings
from niemyet.flows.clock import SetClock
from niemyet.model.records import CrawlProof, Receipt, Window
from niemyet.model.words import Outcome
from tests.support.loopback import MemoryArchive, client_of, source


@contextmanager
def site(skin: Cms) -> Iterator[SimulatedPortal]:
    clock = SetClock(datetime(2026, 3, 2, 12, tzinfo=UTC))
    with SimulatedPortal(skin, write_store(3, 3, Plan()), Weather(frozenset(), {}), clock) as portal:
        yield portal


def read_whole(settings: SourceSettings) -> tuple[CrawlProof, list[Receipt]]:
    with client_of(settings, MemoryArchive()) as client:
        events = list(portal_for(settings).crawl(client, Window(full=True), {}))
    proof = events[-1]
    assert isinstance(proof, CrawlProof)
    return proof, [event for event in events if isinstance(event, Receipt)]


# ---- every dress of a pager ------------------------------------------------------------------------------------


@pytest.mark.parametrize("dress", DRESSES, ids=lambda dress: dress.name)
def test_a_list_is_read_whole_or_says_that_it_is_not(dress: Dress) -> None:
    with site(Dressed(dress)) as portal:
        proof, receipts = read_whole(source("html", portal.url, list={"row": "div.muc", "link": "a.ten"}))
        there = len(portal.store.on(0))
    if dress.opens:
        assert (proof.outcome, len(receipts), proof.pages) == (Outcome.COMPLETE, there, 4), proof.reason
    else:
        assert proof.outcome is Outcome.INCOMPLETE
        assert "dấu hiệu còn trang sau" in (proof.reason or "") or "script" in (proof.reason or "")
        assert len(receipts) < there
