"""Looking at a portal without a run: is a source still readable, and what may an unknown address be.

Nothing is recorded; the same politeness holds as in a run, and commands hand in a process that can be killed (`apart`): an
unknown page is the last one that should be read without bounds.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from niemyet.extractors.apart import Apart, here
from niemyet.extractors.fetching.client import Client
from niemyet.extractors.fetching.judging import is_a_file
from niemyet.extractors.fetching.politeness import Politeness
from niemyet.extractors.portals import portal_for
from niemyet.extractors.portals.beside import frames_of
from niemyet.extractors.portals.crawling import Announced
from niemyet.extractors.portals.html import HtmlPortal
from niemyet.extractors.portals.labels import soup_of
from niemyet.extractors.portals.links import base_of
from niemyet.extractors.portals.pager import Reached
from niemyet.extractors.portals.pages import Detail, Entry, ListPage, PagedPortal
from niemyet.extractors.portals.probing import (
    PageAsItCame,
    SeenPage,
    SourceProposal,
    hosts_of,
    named_pages,
    recognise,
    with_detail,
    with_hosts,
    with_next,
)
from niemyet.extractors.portals.rows import FEWEST, promising_links, what_it_is
from niemyet.extractors.settings import FetchSettings, SourceSettings
from niemyet.model.errors import NotThePageError, SourceError
from niemyet.model.messages import Message, Messages, Words, msg
from niemyet.model.records import Clock, CrawlProof, Exchange, Receipt, Window
from niemyet.model.words import Outcome

_LOOKED_AT = 3  # documents whose pages are read: one may be the odd one out; chosen, not measured
_TRIED_AT_MOST = 6  # … of so many entries, where some cannot be read; chosen, not measured


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
    warnings: tuple[Message, ...] = ()


def check(source: SourceSettings, clock: Clock, politeness: Politeness, apart: Apart = here) -> Checked:
    """Robots.txt, the first list page and one document's page: is each what it should be?"""
    if source.kind == "inbox":
        return _check_folder(source)
    portal = portal_for(source, apart)
    with client_for_a_look(source, clock, politeness) as client:
        if isinstance(portal, PagedPortal):
            return _check_pages(portal, client)
        return _check_first(replace(source, max_pages=1, page_size=5), client, apart)


def client_for_a_look(source: SourceSettings, clock: Clock, politeness: Politeness) -> Client:
    """The client of a source that keeps nothing of what it brings."""
    return Client.of(source, _Forgets(), clock, "look", politeness=politeness)


def _check_folder(source: SourceSettings) -> Checked:
    folder = Path(source.path or "")
    if not folder.is_dir():
        return Checked(Outcome.DARK, 0, None, msg("there is no folder {folder}", folder=folder))
    return Checked(Outcome.COMPLETE, len([one for one in folder.iterdir() if one.is_file()]), None, None)


def _check_pages(portal: PagedPortal, client: Client) -> Checked:
    try:
        looked = _look(portal, client)
    except SourceError as error:
        return Checked(Outcome.DARK, 0, None, error.told)
    rows = len(looked.page.entries)
    if looked.page.stated_empty:
        return Checked(Outcome.COMPLETE, 0, None, msg("the portal says that its list is empty"))
    if not looked.seen:
        return Checked(Outcome.INCOMPLETE, rows, None, Messages(looked.failures, "; "))
    warnings = tuple(_warnings(portal, looked))
    number = next((one.number or one.seen.entry.number for one in looked.seen), None)
    outcome = Outcome.INCOMPLETE if warnings else Outcome.COMPLETE
    return Checked(outcome, rows, number, Messages(warnings, "; ") if warnings else None, warnings)


# ---- a look at a portal ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Read:
    """A document's page that could be read."""

    seen: SeenPage
    detail: Detail

    @property
    def number(self) -> str | None:
        """The number that the page shows."""
        return self.detail.number


@dataclass(frozen=True, slots=True)
class Looked:
    """The first two list pages of a portal and some of its documents."""

    first: PageAsItCame
    page: ListPage
    second: PageAsItCame | None
    following: ListPage | None
    seen: tuple[Read, ...]
    failures: tuple[Message, ...]
    pause: float

    @property
    def is_repeated(self) -> bool:
        """Whether page 2 is page 1 again."""
        if self.following is None or not self.following.entries:
            return False
        return {one.key for one in self.following.entries} <= {one.key for one in self.page.entries}


def _look(portal: PagedPortal, client: Client) -> Looked:
    """Page 1, page 2, three documents. Raises SourceError when page 1 cannot be had or is no list."""
    answer = client.get(portal.url)
    page = portal.list_page(answer.text, answer.final_url)
    failures: list[Message] = []
    second, following = None, None
    if page.following:
        try:
            second, following = _second(portal, client, page)
        except SourceError as error:
            failures.append(error.told)
    seen: list[Read] = []
    for entry in _sample(page, following):
        if len(seen) == _LOOKED_AT:
            break
        try:
            seen.append(_read(portal, client, entry))
        except SourceError as error:
            failures.append(error.told)
    first = PageAsItCame(answer.text, answer.final_url)
    return Looked(first, page, second, following, tuple(seen), tuple(failures), client.pause(portal.url))


def _second(portal: PagedPortal, client: Client, page: ListPage) -> tuple[PageAsItCame, ListPage]:
    ask = page.following[0]
    answer = client.get(ask.url) if ask.form is None else client.post(ask.url, dict(ask.form))
    return PageAsItCame(answer.text, answer.final_url), portal.list_page(answer.text, answer.final_url)


def _sample(page: ListPage, following: ListPage | None) -> tuple[Entry, ...]:
    """Entries of the beginning, the middle and the next page, and some more in case that these cannot be read."""
    own = page.entries
    chosen = [
        *own[:1],
        *own[len(own) // 2 : len(own) // 2 + 1],
        *(following.entries[:1] if following else own[-1:]),
        *own[1:],
    ]
    return tuple({entry.key: entry for entry in chosen}.values())[:_TRIED_AT_MOST]


def _read(portal: PagedPortal, client: Client, entry: Entry) -> Read:
    if entry.files:
        return _as_file(entry, entry.files)
    answer = client.get(entry.url, expect="any")
    if is_a_file(answer.body):
        return _as_file(entry, (Announced(entry.url, answer.filename),))
    portal.check_place(answer, entry)
    detail = portal.detail(answer.text, answer.final_url, entry)
    return Read(SeenPage(PageAsItCame(answer.text, answer.final_url), entry, detail.files), detail)


def _all_files(looked: Looked) -> list[Announced]:
    """Files of the documents that were read, and those that the list pages link themselves."""
    pages = [page for page in (looked.page, looked.following) if page is not None]
    listed = [file for page in pages for entry in page.entries for file in entry.files]
    return listed + [file for one in looked.seen if not one.seen.entry.files for file in one.detail.files]


def _as_file(entry: Entry, files: tuple[Announced, ...]) -> Read:
    """Of a list that links the documents themselves: there is no page to read."""
    page = PageAsItCame("", entry.url)
    detail = Detail(entry.number, entry.title, None, entry.signed_on, None, None, (), files)
    return Read(SeenPage(page, entry, ()), detail)


def _warnings(portal: PagedPortal, looked: Looked) -> Iterator[Message]:
    """What a person should look at before the source is relied on."""
    if looked.page.stuck is not None:
        yield msg("the next page cannot be opened: {reason}", reason=looked.page.stuck)
    elif not looked.page.following and not portal.settings.trust_end:
        signs = portal.signs(
            looked.first.text, looked.first.url, looked.page, Reached(1, len(looked.page.entries), ())
        )
        if signs:
            yield msg(
                "no next page is found, but the page shows signs of more: {signs}. Set list.next.",
                signs=Messages(signs[:3], "; "),
            )
    moved = portal.moved(looked.first.text, looked.first.url)
    if moved is not None:
        yield moved
    yield from looked.page.broken
    yield from () if portal.settings.trust_end else looked.page.doubts
    if looked.is_repeated:
        yield msg("page 2 shows the rows of page 1: the portal does not understand the page number.")
    if looked.page.following and looked.following is None:
        yield msg("page 2 could not be read: {reason}", reason=Messages(looked.failures[:1]))
    files = _all_files(looked)
    if not files:
        yield msg(
            "no file on any of the {count} documents looked at: set detail.files.", count=len(looked.seen)
        )
    if isinstance(portal, HtmlPortal) and not any(_has_number(one) for one in looked.seen):
        yield msg(
            "no number in the list, the titles or the documents' pages: set list.number or detail.number."
        )
    hosts = hosts_of(portal.url, files, portal.settings.allowed_hosts)
    if hosts.foreign:
        yield msg(
            "files are on {hosts}, which is not allowed: add it to allowed_hosts.",
            hosts=", ".join(hosts.foreign),
        )
    if hosts.private:
        yield msg(
            "files are on {hosts}, which only the office's own network reaches.",
            hosts=", ".join(hosts.private),
        )
    if hosts.stores:
        yield msg("files are kept on {hosts} and are not fetched from there.", hosts=", ".join(hosts.stores))


def _has_number(one: Read) -> bool:
    words = (one.detail.number, one.seen.entry.number, one.detail.title, one.seen.entry.title)
    return any(word is not None and re.search(r"\d", word) for word in words)


def _check_first(source: SourceSettings, client: Client, apart: Apart) -> Checked:
    """Of a service that is no pages: its first record."""
    rows = 0
    for event in portal_for(source, apart).crawl(client, Window(full=True), {}):
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
class WantedDocument:
    """One document that a list shows within a window. `state`: new, changed or known."""

    entry: Entry
    state: str


def would_fetch(
    source: SourceSettings,
    known: Mapping[str, str],
    window: Window,
    clock: Clock,
    politeness: Politeness,
    apart: Apart = here,
) -> tuple[tuple[WantedDocument, ...], CrawlProof] | None:
    """Read the list pages alone, and say what a backfill would do; None for a source that has no pages to list.

    `known`: key → fingerprint of what the data folder holds of the source.
    """
    if source.kind == "inbox":
        return None
    portal = portal_for(source, apart)
    if not isinstance(portal, PagedPortal):
        return None
    with client_for_a_look(source, clock, politeness) as client:
        entries, proof = portal.look(client, window)
    was = portal.keys_before(entries, known)
    return tuple(WantedDocument(entry, _state(entry, known, was)) for entry in entries), proof


def _state(entry: Entry, known: Mapping[str, str], was: Mapping[str, str]) -> str:
    key = was.get(entry.key, entry.key)
    if key not in known:
        return "new"
    return "known" if known[key] == entry.fingerprint else "changed"


# ---- an unknown address -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Probed:
    """A proposal, the pages that it rests on, and what a person should look at."""

    proposal: SourceProposal
    looked: Looked
    pages: int | None  # how many the list has, as far as it says so
    total: int | None  # how many documents, likewise
    warnings: tuple[Message, ...]

    @property
    def about(self) -> int:
        """About how many documents the list holds: one figure to compare with the portal."""
        rows = len(self.proposal.page.entries)
        last = (
            len(self.looked.following.entries)
            if self.looked.following is not None and self.pages == 2
            else None
        )
        return self.total or (rows + last if last is not None else rows * (self.pages or 1))

    @property
    def backfill_seconds(self) -> float:
        """How long a first read takes: each list page, each document's page and a file of each, one after the other."""
        return ((self.pages or 1) + 2 * self.about) * self.looked.pause


def probe(
    url: str,
    *,
    source_id: str,
    fetch: FetchSettings,
    clock: Clock,
    allowed_hosts: Sequence[str] = (),
    apart: Apart = here,
) -> Probed:
    """Look at two list pages and three documents' pages, and propose a configuration that reads them.

    Raises:
        NotThePageError: no list of documents can be seen on the page; it names links that may lead to one.
        FetchError: the page cannot be had: refused by robots.txt, no answer, a challenge …
    """
    settings = SourceSettings(
        id=source_id, kind="html", fetch=fetch, url=url, allowed_hosts=tuple(allowed_hosts)
    )
    with client_for_a_look(settings, clock, Politeness(clock)) as client:
        answer = client.get(url)
        proposal = apart(recognise, answer.text, replace(settings, url=answer.final_url))
        if proposal is None:
            raise apart(_no_list, answer.text, answer.final_url)
        proposal = replace(proposal, settings=replace(proposal.settings, url=url))
        if not proposal.page.entries:
            raise NotThePageError(
                msg(
                    "{url}: a list of the family {kind} that says it is empty; give a list that shows "
                    "documents.",
                    url=url,
                    kind=proposal.settings.kind,
                ),
            )
        looked = _look(_paged(proposal.settings, apart), client)
    seen = [one.seen for one in looked.seen]
    proposal = apart(with_next, proposal, looked.first, looked.second)
    proposal = apart(with_detail, proposal, seen)
    hosts = hosts_of(url, _all_files(looked), proposal.settings.allowed_hosts)
    proposal = with_hosts(proposal, hosts)
    pages, total = apart(named_pages, looked.first)
    warnings = [*_few_rows(proposal), *_warnings(_paged(proposal.settings, apart), looked)]
    return Probed(proposal, looked, pages, total, tuple(warnings))


def _few_rows(proposal: SourceProposal) -> Iterator[Message]:
    """What two rows have in common may be theirs alone."""
    rows = len(proposal.page.entries)
    if proposal.guessed and rows < FEWEST:
        yield msg(
            "the selectors were worked out from {rows} rows only: compare them with the page, and probe again when the list has "
            "grown.",
            rows=rows,
        )


def _paged(settings: SourceSettings, apart: Apart) -> PagedPortal:
    portal = portal_for(settings, apart)
    assert isinstance(portal, PagedPortal), "only families of pages are proposed"
    return portal


def _no_list(text: str, url: str) -> NotThePageError:
    """What the page is instead of a list, and where lists may be."""
    soup = soup_of(text)
    named = what_it_is(soup)
    if named is not None:
        return NotThePageError(msg("{url}: no list of documents: {what}", url=url, what=named))
    frames = list(frames_of(soup, base_of(soup, url)))
    if frames:
        shown = "\n".join(f"  {address}" for address in frames)
        return NotThePageError(
            msg(
                "{url}: no list of documents can be seen on this page itself, but frames show other pages. Probe the right one:"
                "\n{frames}",
                url=url,
                frames=shown,
            )
        )
    links = promising_links(soup, url)
    if links:
        shown = "\n".join(f"  {said}: {address}" for said, address in links)
        return NotThePageError(
            msg(
                "{url}: no list of documents can be seen on this page itself. These links may lead to one; "
                "probe the right one:\n{links}",
                url=url,
                links=shown,
            )
        )
    return NotThePageError(
        msg(
            "{url}: no list of documents can be seen: no table with a number column, no list of "
            "links that speak of decisions. Give the address of the list itself, or describe it: "
            'kind = "html", list = {{ row = … }}.',
            url=url,
        ),
    )
