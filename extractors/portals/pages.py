"""Portals of list pages and detail pages: one walk, one way to hand over, for every family of them.

A family says how its pages are read (`parse_list`, `parse_detail`: pure, from text and address);
the same two functions serve the crawl and the reading of stored pages.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urljoin

from niemyet.extractors.apart import Apart, Value, begin, here
from niemyet.extractors.fetching.decoding import decode
from niemyet.extractors.fetching.judging import breaks_off, is_a_file
from niemyet.extractors.portals.account import WalkAccount, breaks_off_at, place_on_site
from niemyet.extractors.portals.beside import signs_beside
from niemyet.extractors.portals.chosen_period import other_parts, other_periods
from niemyet.extractors.portals.crawling import (
    Announced,
    Fetched,
    Tally,
    fetch_files,
    fingerprint,
    is_known,
    is_passing,
    part_of,
    posted_files,
    receipt_print,
)
from niemyet.extractors.portals.labels import Value as Labelled
from niemyet.extractors.portals.labels import soup_of, text_of
from niemyet.extractors.portals.links import base_of
from niemyet.extractors.portals.moved import moved_away, signs_in_headers
from niemyet.extractors.portals.pager import Reached, signs_of_more
from niemyet.extractors.portals.renamed import renamed
from niemyet.extractors.portals.symbols import may_be_one, number_of, prints_in
from niemyet.extractors.settings import SourceSettings
from niemyet.model.errors import DocumentError, NotThePageError, SourceError, UsageError
from niemyet.model.messages import Message, Messages, Words, msg
from niemyet.model.records import (
    CrawlEvent,
    CrawlProof,
    Gap,
    LostPart,
    Part,
    Posting,
    ReadRaw,
    Receipt,
    Unchanged,
    Window,
)
from niemyet.transforms.language.dates import parse_date
from niemyet.transforms.language.text import clean, fold

if TYPE_CHECKING:
    from niemyet.extractors.fetching.client import Client, Response

GIVE_UP_AFTER = 5  # pages in a row that could not be had; chosen, not measured
_SIGNS = 3  # shown in a reason; more say nothing more; chosen, not measured
# Pages in a row wholly older than the window, after which older ones only are expected; chosen, not measured:
OLD_PAGES = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list page: what it says of a decision, and where the detail page is."""

    key: str
    url: str
    number: str | None
    signed_on: date | None
    title: str | None
    file_names: tuple[str, ...] = ()
    signed_text: str | None = None  # the day as the list prints it
    files: tuple[Announced, ...] = ()  # of a list that links the documents themselves: it has no page
    #: The other day that the printed one may be, where nothing on the page proves the order of day and month.
    or_on: date | None = None

    def is_within(self, window: Window) -> bool:
        """Whether its day, by either reading, is of a window."""
        return window.holds(self.signed_on) or (self.or_on is not None and window.holds(self.or_on))

    @property
    def fingerprint(self) -> str:
        """Of the record, never of the page: pages differ at every load (PORTALS §5 no. 26)."""
        # As it is read by itself: what other rows prove of the order of day and month is no change of this one.
        alone = parse_date(self.signed_text) if self.signed_text else self.signed_on
        day = alone.isoformat() if alone else None
        return fingerprint(self.number, day, self.title, *self.file_names)


@dataclass(frozen=True, slots=True)
class Ask:
    """A request for a list page: its address, and the form that is sent where it is a POST."""

    url: str
    form: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list page that has been recognised as one."""

    entries: tuple[Entry, ...]
    following: tuple[
        Ask, ...
    ] = ()  # the next page; or all that are left, where only the first page knows them
    number: int | None = None  # the page's own number, where its pager states one
    last_page: int | None = None  # the highest page that its pager names
    last_rank: int | None = None  # the running number of its last row, where rows carry one
    total: int | None = None  # how many there are in all, where the page says so
    stated_empty: bool = False  # the page says in words that there is nothing
    broken: tuple[Message, ...] = ()  # rows that could not be read, in words
    order: str | None = None  # which of "day" and "month" its dates prove to stand first
    stuck: Message | None = None  # why the next page cannot be asked for although there is one
    ranks: tuple[int, int] | None = (
        None  # the running numbers of its first and last row, where rows carry them
    )
    said: int | None = None  # of how many its own rows are said to be a part: "1 - 20 / 57"
    beside: tuple[
        tuple[str, str], ...
    ] = ()  # (key, words) of documents that are linked, but in none of its rows
    doubts: tuple[Message, ...] = ()  # why it may not be the whole list; `trust_end` takes them back


@dataclass(frozen=True, slots=True)
class Detail:
    """What a detail page says."""

    number: str | None
    title: str | None
    issuer: str | None
    signed_on: date | None
    effective_on: date | None
    published_on: date | None
    sectors: tuple[str, ...]
    files: tuple[Announced, ...]


class PagedPortal(ABC):
    """A source of list and detail pages."""

    kind: ClassVar[str]

    def __init__(self, settings: SourceSettings) -> None:
        if not settings.url:
            raise UsageError(
                msg(
                    "source “{id}”: url is missing, expected the address of the list's first page",
                    id=settings.id,
                ),
            )
        self.settings = settings
        self.url = settings.url
        self.apart: Apart = here

    def __reduce__(self) -> tuple[object, ...]:
        """Another process gets the portal without the way to further ones."""
        return type(self), (self.settings,)

    @abstractmethod
    def parse_list(self, text: str, url: str) -> ListPage:
        """A list page. Raises NotThePageError when it is something else."""

    @abstractmethod
    def parse_detail(self, text: str, url: str, entry: Entry) -> Detail:
        """The detail page of an entry. Raises NotThePageError when it is something else."""

    def list_page(self, text: str, url: str) -> ListPage:
        """As `parse_list`, in the process that reads pages; a page that costs too much is not the page either."""
        return self._apart(url, self.parse_list, text, url)

    def detail(self, text: str, url: str, entry: Entry) -> Detail:
        """As `parse_detail`, in the same process."""
        return self._apart(url, self.parse_detail, text, url, entry)

    def _apart(self, url: str, function: Callable[..., Value], *given: object) -> Value:
        return self._begin(url, function, *given)()

    def _begin(self, url: str, function: Callable[..., Value], *given: object) -> Callable[[], Value]:
        reading = begin(self.apart, function, *given)

        def value() -> Value:
            try:
                return reading()
            except DocumentError as error:
                raise not_the_page(url, error.told) from error

        return value

    def page_url(self, number: int) -> str | None:
        """The address of a page by its number, where the family knows it; to get past a page that fails."""
        del number
        return None

    # ---- crawl ----

    def crawl(self, client: "Client", window: Window, known: Mapping[str, str]) -> Iterator[CrawlEvent]:
        """See `Portal.crawl`. The list is walked first, so that it moves as little as possible meanwhile."""
        tally = Tally()
        listed: dict[str, tuple[Entry, Part]] = {}
        yield from self._walk(client, window, tally, listed)
        _settle_days(listed, tally.orders)
        wanted = [
            (entry, page)
            for entry, page in listed.values()
            if entry.is_within(window) or (window.unknown_too and entry.key not in known)
        ]
        was = self.keys_before([entry for entry, _ in listed.values()], known)
        ahead = _Ahead(
            self,
            client,
            [one for one, _ in wanted if not is_known(known, was.get(one.key, one.key), one.fingerprint)],
        )
        for entry, page in wanted:
            key = was.get(entry.key, entry.key)
            if is_known(known, key, entry.fingerprint):
                yield Unchanged(key)
                continue
            yield from self._hand_over(client, entry, page, tally, ahead)
        days = [
            (was.get(entry.key, entry.key), entry.signed_on)
            for entry, _ in listed.values()
            if entry.is_within(window)
        ]
        yield replace(tally.proof(), days=tuple(days))

    def keys_before(self, entries: Iterable[Entry], known: Mapping[str, str]) -> dict[str, str]:
        """Keys of today that are those of postings that were seen before at another address; see `renamed`."""
        return renamed({entry.key: entry.fingerprint for entry in entries}, known)

    def look(self, client: "Client", window: Window) -> tuple[tuple[Entry, ...], CrawlProof]:
        """The documents of a window as the list shows them, and how whole that is; no page of a document is asked for."""
        tally = Tally()
        listed: dict[str, tuple[Entry, Part]] = {}
        for _ in self._walk(client, window, tally, listed):
            pass  # gaps are in the proof
        _settle_days(listed, tally.orders)
        found = tuple(entry for entry, _ in listed.values() if entry.is_within(window))
        return found, tally.proof()

    def _walk(
        self, client: "Client", window: Window, tally: Tally, listed: dict[str, tuple[Entry, Part]]
    ) -> Iterator[Gap]:
        """Page by page to the end that the list itself shows; a page that fails is a hole, not the end."""
        ahead = [Ask(self.url)]
        number, failed, old, last_page = 1, 0, 0, 1
        asked: set[Ask] = set()
        last: tuple[Response, ListPage] | None = None
        moved: str | None = None
        account = WalkAccount(self.settings.trust_end)
        while ahead and number <= self.settings.max_pages:
            ask = ahead.pop(0)
            asked.add(ask)
            try:
                answer = _answer(client, ask)
                page = self._list_page(answer, number, by_form=ask.form is not None)
            except SourceError as error:
                failed += 1
                yield tally.gap(ask.url, error)
                number += 1
                if failed >= GIVE_UP_AFTER or (number > last_page and not ahead):
                    return
                beyond = self.page_url(number)
                ahead = ahead or ([Ask(beyond)] if beyond is not None else [])
                continue
            failed = 0
            if moved is None and last is not None and _has_moved(last[1].entries, page.entries):
                moved = ask.url
            before, last = last, (answer, page)
            tally.pages += 1
            account.note(ask, answer, page, tally, self.moved(answer.text, answer.final_url, tally.pages))
            part = Part("list", answer.final_url, answer.sha256)
            fresh = {entry.key: (entry, part) for entry in page.entries if entry.key not in listed}
            listed.update(fresh)
            tally.rows = len(listed)
            yield from (tally.gap(ask.url, reason) for reason in page.broken)
            if not fresh and (page.entries or (page.stated_empty and before is not None)):
                # Past its end a list may begin anew; one whose second page is its first ignores the page number.
                if number == 2 and page.entries:
                    tally.doubt(
                        msg("{url}: page 2 is page 1 again, the portal does not know the number", url=ask.url)
                    )
                elif before is not None:
                    place = Reached(
                        number - 1, len(before[1].entries), {one.url for one in asked}, tally.rows
                    )
                    self._check_barren(ask, before, place, account, tally)
                ahead = []
                number += 1
                break
            tally.nothing_stated = page.stated_empty and number == 1
            tally.orders |= {page.order} - {None}
            last_page = max(last_page, page.last_page or 1)
            ahead = ahead or [one for one in page.following if one not in asked]
            tally.declared = page.total if page.total is not None else page.last_rank if not ahead else None
            old = old + 1 if _all_before(page.entries, window) else 0
            if old >= OLD_PAGES and _is_newest_first(entry for entry, _ in listed.values()):
                tally.declared = None  # the rest was left on purpose
                _doubt_order(tally, moved)
                return
            if page.stuck is not None:
                tally.doubt(msg("{where}: {error}", where=ask.url, error=page.stuck))
            number += 1
        if not ahead and last is not None:
            self._check_end(
                *last,
                Reached(number - 1, len(last[1].entries), {one.url for one in asked}, tally.rows),
                tally,
            )
        if ahead and number > self.settings.max_pages:
            tally.doubt(msg("the list is longer than {most} pages (max_pages)", most=self.settings.max_pages))
        _doubt_order(tally, moved)
        account.settle(listed, tally)

    def _check_barren(
        self,
        ask: Ask,
        before: "tuple[Response, ListPage]",
        reached: Reached,
        account: "WalkAccount",
        tally: Tally,
    ) -> None:
        """A page that was led to and brings nothing new is the end only behind a page that was not full.

        Behind a full one it may as well be a page that failed: an old copy, the first page again, “no data”.
        """
        self._check_end(*before, reached, tally)
        if self.settings.trust_end or before[1].total is not None or reached.rows < account.first_rows:
            return
        tally.doubt(
            msg(
                "{url}: the page brings nothing new although the one before it was full ({rows} rows) and led to it: it may "
                "have failed. Look at it; if the list does end there, set trust_end = true",
                url=ask.url,
                rows=reached.rows,
            )
        )

    def _check_end(self, answer: "Response", page: ListPage, reached: Reached, tally: Tally) -> None:
        """A list ends where its last page shows nothing that leads on; what it shows instead is a doubt, with its words."""
        if self.settings.trust_end:
            return
        signs = (
            *self.signs(answer.text, answer.final_url, page, reached),
            *signs_in_headers(answer.headers, answer.final_url, reached),
        )
        if signs:
            tally.doubt(
                msg(
                    "{url}: {rows} rows were read but the page shows signs of more pages: {signs}; set list.next "
                    "(niemyet sources probe proposes it), or trust_end = true if the end was looked at",
                    url=answer.url,
                    rows=tally.rows,
                    signs=Messages((*signs[:_SIGNS], *(["…"] if len(signs) > _SIGNS else [])), "; "),
                )
            )

    def signs(self, text: str, url: str, page: ListPage, reached: Reached) -> tuple[Words, ...]:
        """What on a list page without a next one says that the list goes on; what has a proof of its own is believed."""
        if page.stuck is not None or page.stated_empty or page.total is not None:
            return ()
        rows = frozenset(entry.url for entry in page.entries)
        return self._apart(url, _signs, text, url, self.url, reached, rows)

    def moved(self, text: str, url: str, number: int = 1) -> Message | None:
        """Why the list that a first page shows may stand elsewhere by now; what its words say a person may have looked at."""
        if number > 1:
            return None
        return self._apart(url, _moved, text, url, not self.settings.trust_end)

    def _list_page(self, answer: "Response", number: int, *, by_form: bool) -> ListPage:
        """A list page that is the one asked for. The answer to a form may come from any address (PORTALS §2F)."""
        if number > 1 and not by_form and place_on_site(answer.final_url) != place_on_site(answer.url):
            raise not_the_page(
                answer.url, msg("redirected to another page ({address})", address=answer.final_url)
            )
        page = self.list_page(answer.text, answer.final_url)
        if page.number is not None and page.number != number:
            raise not_the_page(
                answer.url,
                msg(
                    "asked for page {number}, the portal gave page {shown}", number=number, shown=page.number
                ),
            )
        return page

    def _hand_over(
        self, client: "Client", entry: Entry, page: Part, tally: Tally, ahead: "_Ahead"
    ) -> Iterator[CrawlEvent]:
        parts = [replace(page, key=entry.key)]
        lost: tuple[LostPart, ...] = ()
        try:
            had, fetched, cut = self._had(client, entry, tally, ahead)
        except SourceError as error:
            passing = is_passing(error)
            yield tally.gap(entry.url, error, of_document=True)
        else:
            parts += [*had, *fetched.parts]
            lost, passing = fetched.lost, fetched.passing or cut is not None
            if cut is not None:
                yield tally.gap(entry.url, cut, of_document=True)
            missing = next((one for one in lost if not one.refused), None)
            if entry.files and missing is not None and not fetched.parts:
                why = msg("the list links a document that is not there: {reason}", reason=missing.reason)
                yield tally.gap(entry.url, why, of_document=True)
        yield Receipt(
            source_id=self.settings.id,
            kind=self.kind,
            key=entry.key,
            url=entry.url,
            received_at=client.clock.now(),
            fingerprint=receipt_print(entry.fingerprint, passing=passing),
            parts=tuple(parts),
            lost=lost,
        )

    def _had(
        self, client: "Client", entry: Entry, tally: Tally, ahead: "_Ahead"
    ) -> tuple[list[Part], Fetched, Message | None]:
        """(the document's page, its files, that it breaks off); no page where the list links the documents themselves.

        Raises SourceError.
        """
        if entry.files:
            return [], fetch_files(client, entry.files, tally), None
        answer, detail = ahead.page_of(entry)()
        if detail is None:
            # "/download?id=12": that it is no page is seen only in the answer.
            part = Part("attachment", entry.url, answer.sha256, entry.key, answer.filename)
            return [], Fetched((part,), (), passing=False), None
        _check_number(answer.url, entry, detail)
        ahead.check_again(answer.url, entry, detail)
        fetched = fetch_files(client, detail.files, tally)
        cut = breaks_off_at(answer.url) if breaks_off(answer.text) else None
        return [Part("detail", answer.final_url, answer.sha256, entry.key)], fetched, cut

    def ask(self, client: "Client", entry: Entry) -> "Came":
        """Ask for an entry's page and let it be read; what came of it, a fault too, is told when it is wanted."""
        try:
            answer = client.get(entry.url, expect="any")
            if is_a_file(answer.body):
                return lambda: (answer, None)
            self.check_place(answer, entry)
        except SourceError as error:
            return partial(_raise, error)
        url = answer.final_url
        reading = self._begin(url, self.parse_detail, answer.text, url, entry)
        return lambda: (answer, reading())

    def check_place(self, answer: "Response", entry: Entry) -> None:
        """A detail page that leads to the list or the home page is a document that is not there."""
        del entry
        place = place_on_site(answer.final_url)
        if place != place_on_site(answer.url) and place in (
            place_on_site(self.url),
            place_on_site(urljoin(self.url, "/")),
        ):
            raise not_the_page(
                answer.url,
                msg("redirected to the list or the home page ({address})", address=answer.final_url),
            )

    # ---- read ----

    def read(self, receipt: Receipt, read_raw: ReadRaw) -> Posting:
        """See `Portal.read`. The detail page's words; the list's where the detail page is silent or missing."""
        entry = self._entry(receipt, read_raw)
        part = part_of(receipt, "detail")
        detail = Detail(None, None, None, None, None, None, (), ())
        if part is not None:
            detail = self.detail(decode(read_raw(part.sha256)), part.url, entry)
        files = detail.files or entry.files or tuple(_in_place_of_a_page(receipt))
        listed = part_of(receipt, "list")
        page = part or listed
        assert page is not None, "the list part was found above"
        return Posting(
            source_id=receipt.source_id,
            key=receipt.key,
            url=receipt.url,
            received_at=receipt.received_at,
            sha256=page.sha256,
            number_text=detail.number or entry.number,
            title=detail.title or entry.title,
            issuer_name=detail.issuer,
            signed_on=_as_listed(detail.signed_on, entry),
            effective_on=detail.effective_on,
            published_on=detail.published_on,
            sectors=detail.sectors,
            files=posted_files(receipt, files),
            procedures=(),
            flags=() if part is not None or files else ("detail_not_had",),
        )

    def _entry(self, receipt: Receipt, read_raw: ReadRaw) -> Entry:
        part = part_of(receipt, "list")
        if part is not None:
            for entry in self._entries(part, read_raw):
                if entry.key == receipt.key:
                    return entry
        raise not_the_page(
            receipt.url,
            msg("no row with key {key} in the stored list page", key=receipt.key),
        )

    def _entries(self, part: Part, read_raw: ReadRaw) -> tuple[Entry, ...]:
        """The rows of a stored list page; its fifty postings are read one after the other, it is parsed once."""
        about = (self.kind, self.url, *sorted(self.settings.list.items()), part.sha256, part.url)
        if about not in _PARSED:
            if len(_PARSED) >= _PARSED_AT_MOST:
                _PARSED.clear()
            _PARSED[about] = self.list_page(decode(read_raw(part.sha256)), part.url).entries
        return _PARSED[about]


#: The answer to a document's page and what the page says; None where the answer was a file.
Came = Callable[[], tuple["Response", Detail | None]]


class _Ahead:
    """Asks for the page of the next document while that of the one before is being read.

    Only on a host that asks for no pause: any other leaves time enough to read in. One request at a time all the same.
    """

    def __init__(self, portal: PagedPortal, client: "Client", wanted: Sequence[Entry]) -> None:
        self._portal = portal
        self._client = client
        pages = [entry for entry in wanted if not entry.files]
        is_free = len(pages) > 1 and client.pause(portal.url) == 0
        self._following = {one.key: other for one, other in pairwise(pages)} if is_free else {}
        self._asked: dict[str, Came] = {}
        self._shown: dict[tuple[object, ...], Entry] = {}

    def check_again(self, url: str, entry: Entry, detail: Detail) -> None:
        """A portal that shows another document for one that is not there shows number and files of that one again.

        Raises NotThePageError where the list calls the two otherwise.
        """
        if detail.number is None or not detail.files:
            return
        what = (number_of(detail.number), *sorted(file.url for file in detail.files))
        other = self._shown.setdefault(what, entry)
        if other.key != entry.key and fold(other.title or "") != fold(entry.title or ""):
            raise not_the_page(
                url,
                msg(
                    "the page shows “{shown}” with the files of “{other}” again, the list says “{wanted}”",
                    shown=detail.number,
                    other=other.title or other.key,
                    wanted=entry.title or entry.key,
                ),
            )

    def page_of(self, entry: Entry) -> Came:
        """What comes of asking for an entry's page; the next one's is asked for meanwhile."""
        came = self._asked.pop(entry.key, None) or self._portal.ask(self._client, entry)
        following = self._following.get(entry.key)
        if following is not None:
            self._asked[following.key] = self._portal.ask(self._client, following)
        return came


def _raise(error: SourceError) -> tuple["Response", Detail | None]:
    raise error


#: Pure results of the last few list pages; nothing depends on whether something is in here.
_PARSED: dict[tuple[object, ...], tuple[Entry, ...]] = {}
_PARSED_AT_MOST = 16  # trees of pages kept at a time; chosen, not measured


def _signs(text: str, url: str, first: str, reached: Reached, rows: Collection[str]) -> tuple[Words, ...]:
    soup = soup_of(text)
    base = base_of(soup, url)
    return (
        *signs_beside(soup, text, base, reached, rows),
        *signs_of_more(soup, text, base, reached),
        *other_periods(soup),
        *other_parts(soup, base, first),
    )


def _moved(text: str, url: str, heed_words: bool) -> Message | None:
    return moved_away(text, url, heed_words=heed_words)


def _doubt_order(tally: Tally, moved: str | None) -> None:
    """A list that moved is whole only by its total; without one nobody knows what came to its top meanwhile."""
    if moved is not None and tally.declared is None:
        tally.doubt(
            msg(
                "{url}: begins with rows that end the page before: the list moved while it was read, or its first pages "
                "are older than the others",
                url=moved,
            )
        )


def _has_moved(before: Sequence[Entry], page: Sequence[Entry]) -> bool:
    """Whether a page begins with what ended the one before: something came above meanwhile (PORTALS §5 nos. 3, 10).

    Rows that are pinned on every page stand at the top of both and say nothing; a page that shows nothing new at all is
    the end of a list that begins anew.
    """
    shown, now = {entry.key for entry in before}, {entry.key for entry in page}
    is_new = not now <= shown and not shown <= now  # all of them and more: “Xem tất cả” led here
    return is_new and bool(before) and any(entry.key == before[-1].key for entry in page)


# ---- helpers of the families -------------------------------------------------------------------------


def not_the_page(url: str, why: Message) -> NotThePageError:
    """What arrived is not what was asked for."""
    return NotThePageError(msg("{where}: {error}", where=url, error=why))


def _in_place_of_a_page(receipt: Receipt) -> Iterator[Announced]:
    """The document that came where its page was asked for."""
    for part in receipt.parts:
        if part.role == "attachment" and part.url == receipt.url:
            yield Announced(part.url, part.filename)


def several(value: Labelled) -> tuple[str, ...]:
    """The single values of a field that may hold several: its links, or its text by semicolons."""
    links = [text_of(link) for link in value.where.find_all("a")]
    words = links or [clean(part) for part in value.text.split(";")]
    return tuple(word for word in words if word)


def _settle_days(listed: dict[str, tuple[Entry, Part]], orders: Collection[str | None]) -> None:
    """What one page leaves open another may prove: a portal prints all its days in one order."""
    if len(orders) != 1:
        return
    by_month = "month" in orders
    for key, (entry, part) in listed.items():
        if entry.or_on is not None:
            listed[key] = (
                replace(entry, signed_on=entry.or_on if by_month else entry.signed_on, or_on=None),
                part,
            )


#: A title that begins with the decision's own number; behind other words it may be of the decision that is amended.
_OWN_NUMBER = re.compile(r"(?:quyet dinh|qd)?[ :-]*(?:so)?[ :.]*0*(\d{1,5}) ?/ ?(?:\d{4} ?/ ?)?qd\b")


def _as_listed(day: date | None, entry: Entry) -> date | None:
    """The day of a document's page; where it is the list's with day and month turned, as the list's column proves it."""
    listed = entry.signed_on
    if day is None or listed is None or entry.or_on is not None:
        return day or listed
    is_turned = (day.year, day.month, day.day) == (listed.year, listed.day, listed.month)
    return listed if is_turned else day


def _check_number(url: str, entry: Entry, detail: Detail) -> None:
    wanted = entry.number
    if not wanted and detail.number and "/q" in fold(detail.number):
        title = entry.title or ""
        wanted = next(prints_in(title), None) if _OWN_NUMBER.match(fold(title)) else None
    if wanted and detail.number and not may_be_one(wanted, detail.number):
        raise not_the_page(
            url,
            msg(
                "the page is about “{shown}”, the list says “{wanted}”",
                shown=detail.number,
                wanted=entry.number or entry.title,
            ),
        )
    _check_year(url, entry, detail)


def _check_year(url: str, entry: Entry, detail: Detail) -> None:
    """Every year counts anew: the same number of another year is another document."""
    listed, shown = entry.signed_on, detail.signed_on
    if listed is None or shown is None or not entry.number or listed.year == shown.year:
        return
    raise not_the_page(
        url,
        msg(
            "the page is about {number} of {shown}, the list says {wanted}",
            number=entry.number,
            shown=shown,
            wanted=listed,
        ),
    )


def _answer(client: "Client", ask: Ask) -> "Response":
    if ask.form is None:
        return client.get(ask.url, expect="html")
    return client.post(ask.url, dict(ask.form), expect="html")


def _all_before(entries: tuple[Entry, ...], window: Window) -> bool:
    since = window.since
    if since is None or window.full or not entries:
        return False
    return all(
        entry.signed_on is not None and max(entry.signed_on, entry.or_on or entry.signed_on) < since
        for entry in entries
    )


def _is_newest_first(entries: Iterable[Entry]) -> bool:
    """Whether the days of what a walk has seen fall: only then is everything behind an old page older still.

    A list by number, by name or with the oldest first has the newest anywhere. Backdated and pinned rows step up now and then.
    """
    days = [entry.signed_on for entry in entries if entry.signed_on is not None]
    rises = sum(1 for one, other in pairwise(days) if other > one)
    falls = sum(1 for one, other in pairwise(days) if other < one)
    return falls > rises * _FALLS


_FALLS = 3  # steps down for each step up of a list with its newest on top; chosen, not measured
