"""Looking at a portal without a run: is a source still readable, and what may an unknown address be.

Nothing is recorded; the same politeness holds as in a run.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from niemyet.extractors.fetching.client import Client
from niemyet.extractors.fetching.politeness import Politeness
from niemyet.extractors.portals import portal_for
from niemyet.extractors.portals.pages import Detail, Entry, PagedPortal
from niemyet.extractors.portals.probing import Proposal, recognise
from niemyet.extractors.settings import FetchSettings, SourceSettings
from niemyet.model.errors import NotThePageError, SourceError
from niemyet.model.messages import Message, Messages, Words, msg
from niemyet.model.records import Clock, CrawlProof, Exchange, Receipt, Window
from niemyet.model.words import Outcome

_LOOKED_AT = 3  # entries whose pages are tried before a source is called unreadable


class _Forgets:
    """An archive that keeps nothing: a look is no run."""

    def keep(self, exchange: Exchange) -> str:
        """The hash alone."""
        return hashlib.sha256(exchange.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Checked:
    """How a source answers today. `rows`: on its first list page."""

    outcome: Outcome
    rows: int
    number: str | None  # of the first document whose page could be read
    reason: Words | None


def check(source: SourceSettings, clock: Clock, politeness: Politeness) -> Checked:
    """Robots.txt, the first list page and one document's page: is each what it should be?"""
    if source.kind == "inbox":
        return _check_folder(source)
    portal = portal_for(source)
    with _client(source, clock, politeness) as client:
        if isinstance(portal, PagedPortal):
            return _check_pages(portal, client)
        return _check_first(replace(source, max_pages=1, page_size=5), client)


def _client(source: SourceSettings, clock: Clock, politeness: Politeness) -> Client:
    return Client.of(source, _Forgets(), clock, "look", politeness=politeness)


def _check_folder(source: SourceSettings) -> Checked:
    folder = Path(source.path or "")
    if not folder.is_dir():
        return Checked(Outcome.DARK, 0, None, msg("there is no folder {folder}", folder=folder))
    return Checked(Outcome.COMPLETE, len([one for one in folder.iterdir() if one.is_file()]), None, None)


def _check_pages(portal: PagedPortal, client: Client) -> Checked:
    try:
        answer = client.get(portal.url)
        page = portal.parse_list(answer.text, answer.final_url)
    except SourceError as error:
        return Checked(Outcome.DARK, 0, None, error.told)
    reasons: list[Message] = []
    for entry in page.entries[:_LOOKED_AT]:
        try:
            detail = _detail(portal, client, entry)
        except SourceError as error:
            reasons.append(error.told)
            continue
        return Checked(Outcome.COMPLETE, len(page.entries), detail.number or entry.number, page.stuck)
    if page.stated_empty:
        return Checked(Outcome.COMPLETE, 0, None, msg("the portal says that its list is empty"))
    return Checked(Outcome.INCOMPLETE, len(page.entries), None, Messages(tuple(reasons), "; "))


def _detail(portal: PagedPortal, client: Client, entry: Entry) -> Detail:
    answer = client.get(entry.url)
    portal.check_place(answer, entry)
    return portal.parse_detail(answer.text, answer.final_url, entry)


def _check_first(source: SourceSettings, client: Client) -> Checked:
    """Of a service that is no pages: its first record."""
    rows = 0
    for event in portal_for(source).crawl(client, Window(full=True), {}):
        match event:
            case Receipt():
                return Checked(Outcome.COMPLETE, 1, event.key, None)
            case CrawlProof():
                rows = event.rows
                if event.rows == 0:
                    return Checked(event.outcome, 0, None, event.reason)
            case _:
                continue
    return Checked(Outcome.INCOMPLETE, rows, None, msg("no record could be read"))


# ---- what a backfill would fetch --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """One document that a list shows within a window. `state`: new, changed or known."""

    entry: Entry
    state: str


def would_fetch(
    source: SourceSettings, known: Mapping[str, str], window: Window, clock: Clock, politeness: Politeness
) -> tuple[tuple[Wanted, ...], CrawlProof] | None:
    """Read the list pages alone, and say what a backfill would do; None for a source that has no pages to list.

    `known`: key → fingerprint of what the data folder holds of the source.
    """
    if source.kind == "inbox":
        return None
    portal = portal_for(source)
    if not isinstance(portal, PagedPortal):
        return None
    with _client(source, clock, politeness) as client:
        entries, proof = portal.look(client, window)
    return tuple(Wanted(entry, _state(entry, known)) for entry in entries), proof


def _state(entry: Entry, known: Mapping[str, str]) -> str:
    if entry.key not in known:
        return "new"
    return "known" if known[entry.key] == entry.fingerprint else "changed"


# ---- an unknown address -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Probed:
    """A proposal, and one document's page as it would be read (with the reason where it cannot be)."""

    proposal: Proposal
    entry: Entry
    detail: Detail | None
    reason: Words | None


def probe(
    url: str, *, source_id: str, fetch: FetchSettings, clock: Clock, allowed_hosts: Sequence[str] = ()
) -> Probed:
    """Look at a list page and one document's page.

    Raises:
        NotThePageError: no list of documents can be seen on the page.
        FetchError: the page cannot be had: refused by robots.txt, no answer, a challenge …
    """
    settings = SourceSettings(
        id=source_id, kind="html", fetch=fetch, url=url, allowed_hosts=tuple(allowed_hosts)
    )
    with _client(settings, clock, Politeness(clock)) as client:
        answer = client.get(url)
        proposal = recognise(answer.text, settings)
        if proposal is None:
            raise NotThePageError(
                msg(
                    "{url}: no list of documents can be seen: no table with a number column, no list of "
                    "links that speak of decisions. Give the address of the list itself, or describe it: "
                    'kind = "html", list = {{ row = … }}.',
                    url=url,
                ),
            )
        portal = portal_for(proposal.settings)
        assert isinstance(portal, PagedPortal), "only families of pages are proposed"
        if not proposal.page.entries:
            raise NotThePageError(
                msg(
                    "{url}: a list of the family {kind} that says it is empty; give a list that shows "
                    "documents.",
                    url=url,
                    kind=proposal.settings.kind,
                ),
            )
        entry = proposal.page.entries[0]
        try:
            return Probed(proposal, entry, _detail(portal, client, entry), None)
        except SourceError as error:
            return Probed(proposal, entry, None, error.told)
