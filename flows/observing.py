"""Step "observe": what the units have posted, from their pages and files."""

import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import groupby

from niemyet.extractors.fetching.client import Client, Response
from niemyet.extractors.listing_pagers import read_whole_listing
from niemyet.extractors.listing_pages import offered
from niemyet.extractors.listing_reader import listing_reader
from niemyet.extractors.listings import read_listing
from niemyet.flows.boundary import contained
from niemyet.flows.config import ListingSource
from niemyet.flows.counts import UNITS_LOOKED_AT
from niemyet.flows.crawling import read_file, record_proof
from niemyet.flows.listing_doubts import channel_words, listing_doubts
from niemyet.flows.run_context import RunContext
from niemyet.flows.side_by_side import looked_at
from niemyet.model.errors import (
    DocumentError,
    NoListingError,
    UsageError,
)
from niemyet.model.messages import Message, Messages, msg
from niemyet.model.records import Archive, Clock, CrawlProof, ListingRow, Meant, Window
from niemyet.model.words import Channel, Outcome, ReviewKind
from niemyet.storage.codec import dump, load
from niemyet.storage.lake_rows import ObservationRow, ObservedRow, ResolutionRow, SeenAgainRow
from niemyet.storage.looks import (
    Sitting,
    lines_of,
    pages_by_sitting,
    sitting_content,
    standing_looks,
    under_todays_ids,
)

log = logging.getLogger("niemyet")


@dataclass(frozen=True, slots=True)
class _LookAtPage:
    """One page or file of a listing, read."""

    listing: ListingSource
    url: str
    sha256: str
    content: str  # hash of the rows, so that noise on the page is no change
    count: int  # rows
    left_out: int  # rows of which it says itself that they do not hang
    rows: tuple[ListingRow, ...] = ()  # none where the same bytes were read before: they are in the lake


def observe_all(run: RunContext) -> None:
    """Look at the listings of every unit that is alive; one that cannot be read is dark, never empty.

    Those of different hosts are looked at side by side, and recorded as if they had been one after the other.

    A listing of several pages counts only when all of them were read: half a listing would make work
    of what hangs on the other half.
    """
    before = _EarlierLooks(run, run.today)
    alive = [listing for listing in run.settings.listings if _is_alive(run, listing.unit_id)]
    ordered = sorted(alive, key=lambda each: (each.unit_id, each.channel))
    run.result.count(UNITS_LOOKED_AT, len({listing.unit_id for listing in alive}))
    listings = [list(pages) for _, pages in groupby(ordered, key=lambda each: (each.unit_id, each.channel))]
    counts: list[Counter[str]] = [Counter() for _ in listings]

    def look_at(place: int, archive: Archive, clock: Clock) -> list[_LookAtPage]:
        asking = _LookAsked(run, archive, clock, before, counts[place])
        alone = len(listings[place]) == 1  # several may be the pages of one list: together they are all of it
        return [look for page in listings[place] for look in _looks(asking, page, alone=alone)]

    sittings: list[list[_LookAtPage]] = []
    urls = [[page.url for page in pages if page.url is not None] for pages in listings]
    if any(urls):
        run.pages.warm()
    with looked_at(run, urls, look_at) as looked:
        for pages, looks_of, counted in zip(listings, looked, counts, strict=True):
            unit_id, channel = pages[0].unit_id, pages[0].channel
            run.progress("observe", len(sittings), None)
            with contained(f"unit:{unit_id} ({channel.value})") as fault:
                with _added_to(run, counted):
                    looks = looks_of()
                fall = (
                    None
                    if f"unit:{unit_id}" in run.accepted_counts
                    else _fall(before, unit_id, channel, looks)
                )
                if fall is None:
                    sittings.append(looks)
                else:
                    _record(run, before, [looks], run.today, doubted=fall)
                    _incomplete(run, unit_id, _doubt(unit_id, channel, looks, fall).text("vi"))
            if fault.reason is not None:
                _dark(run, unit_id, fault.reason)
    news = _but_seen_again(run, before, sittings)
    _record(run, before, news, run.today)


def observe(run: RunContext, listing: ListingSource, on: date, *, accepted: str | None = None) -> int:
    """Record what a unit has posted; give the number of rows. `accepted`: why it may be far smaller than before.

    Raises:
        SourceError: the page could not be had.
        DocumentError: it shows no listing.
    """
    before = _EarlierLooks(run, on)
    counts: Counter[str] = Counter()
    with _added_to(run, counts):
        looks = _looks(_LookAsked(run, run.folder.raw, run.clock, before, counts), listing)
    fall = _fall(before, listing.unit_id, listing.channel, looks) if accepted is None else None
    if fall is not None:  # what was seen before counts until a person says that this is right (CONTRACT §5.3)
        run.result.problems.append(_doubt(listing.unit_id, listing.channel, looks, fall))
    _record(run, before, [looks], on, doubted=fall)
    return sum(look.count for look in looks)


#: A listing of fewer rows than this share of the last one is not believed without a person, as with sources.
#: Chosen, not measured.
_LEAST_SHARE = 0.7
_FEW = 10  # rows; a shorter list may lose a third by one decision; chosen, not measured


def _fall(
    earlier: "_EarlierLooks", unit_id: str, channel: Channel, looks: Sequence[_LookAtPage]
) -> int | None:
    """Rows of the look before, where this one shows far less; None where it is believed.

    Half a list must not become work on the other half: 304 rows that are 12 today are a wrong page or file.
    """
    before, now = earlier.rows(unit_id, channel), sum(look.count for look in looks)
    return None if before < _FEW or now >= _LEAST_SHARE * before else before


def _doubt(unit_id: str, channel: Channel, looks: Sequence[_LookAtPage], before: int) -> Message:
    return msg(
        "{unit_id} ({channel}): {now} rows, {before} at the last look; what was seen then still counts, and a question "
        "asks whether the list is right (niemyet review list --kind listing_shrank). If it is, answer it, or say why: "
        "`niemyet observe {unit_id} … --accept-count REASON`, or `nightly --accept-count unit:{unit_id}=REASON`.",
        unit_id=unit_id,
        channel=channel_words(channel),
        now=sum(look.count for look in looks),
        before=before,
    )


def _believed(run: RunContext) -> set[str]:
    """What doubted sittings showed of which a person says that it is right."""
    last: dict[str, ResolutionRow] = {}
    for row in run.folder.lake.read("resolutions", ResolutionRow):
        if row.kind == ReviewKind.LISTING_SHRANK:
            last[row.review_id] = row
    return {
        dict(load(Meant, row.meant).about).get("content", "")
        for row in last.values()
        if row.meant and row.resolution == "right" and not row.reopened
    }


class _EarlierLooks:
    """What was seen before a run, looked up once for all units; of the day of which it notes looks, every one."""

    def __init__(self, run: RunContext, on: date) -> None:
        self._run = run
        self._rows = run.folder.lake.counted("observed_rows", "content")
        self._looks: dict[tuple[str, Channel], list[ObservationRow]] = {}
        self._read: dict[tuple[str, str], ObservationRow] = {}  # bytes and their name → a look that read them
        reader = None if run.asked.get("full") else listing_reader()  # a full run reads all of them again
        for look in run.folder.lake.looks(dict(run.settings.renames), days={on}):
            self._looks.setdefault((look.unit_id, look.channel), []).append(look)
            if look.reader is not None and look.reader == reader and look.content in self._rows:
                self._read[look.sha256, _name(look.url)] = look
        self.contents = set(self._rows)  # whose rows are kept; `_record` adds to both
        self.keys = {_key(look) for looks in self._looks.values() for look in looks}

    @cached_property
    def _believed(self) -> set[str]:
        return _believed(self._run)

    def same(self, listing: ListingSource, url: str, digest: str) -> _LookAtPage | None:
        """What the same bytes said when this version of the reader read them; None where it has not."""
        look = self._read.get((digest, _name(url)))
        if look is None:
            return None
        return _LookAtPage(listing, url, digest, look.content, self._rows[look.content], look.left_out or 0)

    def rows(self, unit_id: str, channel: Channel) -> int:
        """Rows of the last sitting that counts."""
        return sum(self._rows[content] for content in {look.content for look in self.last(unit_id, channel)})

    def last(self, unit_id: str, channel: Channel) -> list[ObservationRow]:
        """The last sitting that counts, all its pages."""
        mine = self._looks.get((unit_id, channel), [])
        sittings: dict[tuple[date, str], list[ObservationRow]] = {}
        for look in mine:
            if look.before is not None:
                sittings.setdefault((look.observed_on, look.run_id), []).append(look)
        believed = self._believed if sittings else set()
        said = {when: sitting for when, sitting in sittings.items() if sitting_content(sitting) in believed}
        for look in standing_looks(mine):
            said.setdefault((look.observed_on, look.run_id), []).append(look)
        return said[max(said)] if said else []


def withdrawals(
    run: RunContext, unit_id: str, channel: Channel | None, on: date | None
) -> list[ObservationRow]:
    """Facts that take back the looks at a unit on a day, the last one where none is named.

    Raises UsageError where there is nothing to take back.
    """
    looks = [
        look
        for look in standing_looks(run.folder.lake.looks(dict(run.settings.renames), whole=True))
        if look.unit_id == unit_id and channel in {None, look.channel}
    ]
    day = on or max((look.observed_on for look in looks), default=None)
    found = [look for look in looks if look.observed_on == day]
    if not found:
        recorded = sorted({look.observed_on for look in looks})[-5:]
        days = Messages(tuple(msg("{day}", day=one) for one in recorded)) if recorded else msg("none yet")
        raise UsageError(
            msg("no look at {unit} on {day}; recorded: {days}.", unit=unit_id, day=on, days=days)
            if on
            else msg("no look at {unit} was recorded.", unit=unit_id)
        )
    return [replace(look, run_id=run.run_id, recorded_at=run.started_at, withdrawn=True) for look in found]


@dataclass(frozen=True, slots=True)
class _LookAsked:
    """What looks at a listing, perhaps beside others: it counts for itself, the run adds that when it is the listing's turn."""

    run: RunContext
    archive: Archive
    clock: Clock
    before: _EarlierLooks
    counts: Counter[str]

    def client(self, listing: ListingSource) -> Client:
        """A client that may go to the listing's address; to none, it only keeps."""
        source_id = f"unit:{listing.unit_id}"
        return self.run.client(source_id, listing.url, listing.credentials, (self.archive, self.clock))


@contextmanager
def _added_to(run: RunContext, counts: Counter[str]) -> Iterator[None]:
    """What was counted is the run's after the block, also where it ends early."""
    try:
        yield
    finally:
        for name, count in counts.items():
            run.result.count(name, count)


def _looks(asking: _LookAsked, listing: ListingSource, *, alone: bool = True) -> list[_LookAtPage]:
    """The listing at one place: the file or page itself, or the files that an article offers (PORTALS §5 no. 43)."""
    if listing.path is not None:
        data = read_file(listing.path)
        with asking.client(listing) as client:
            digest = client.keep_file(listing.path.name, data)
        return [_look(asking, listing, str(listing.path), digest, data, alone=alone)]
    assert listing.url is not None, "the configuration gives an url or a path"
    with asking.client(listing) as client:
        page = client.get(listing.url, expect="any")
        try:
            return [_look(asking, listing, listing.url, page.sha256, page.body, alone=alone)]
        except NoListingError as error:
            what = asking.run.pages(offered, page.body, page.headers.get("content-type", ""), page.final_url)
            outside = [file.url for file in what.files if client.refuses(file.url)]
            if outside or not what.files:
                raise _leading_elsewhere(error, outside or what.elsewhere) from error
        answers = [client.get(file.url, expect="file", name=file.name) for file in what.files]
    return _looks_at_files(asking, listing, answers)


def _looks_at_files(
    asking: _LookAsked, listing: ListingSource, answers: Sequence[Response]
) -> list[_LookAtPage]:
    """The attachments that hold a listing. One that cannot be read may be half of it, so then none counts."""
    found: list[_LookAtPage] = []
    without: list[DocumentError] = []
    for answer in answers:
        try:
            found.append(_look(asking, listing, answer.url, answer.sha256, answer.body))
        except NoListingError as error:
            without.append(error)
    if not found:
        raise without[0]
    return found


def _leading_elsewhere(error: DocumentError, links: Sequence[str]) -> DocumentError:
    """A folder on another host, the national portal: recorded, not chased (PORTALS §5 no. 21)."""
    if not links:
        return error
    where = ", ".join(links[:3])
    return DocumentError(
        msg(
            "{error} The page only leads elsewhere ({where}); a person has to open it and enter the listing.",
            error=error,
            where=where,
        )
    )


def _look(
    asking: _LookAsked, listing: ListingSource, url: str, digest: str, data: bytes, *, alone: bool = False
) -> _LookAtPage:
    """A page or file, read; what hung unchanged since it was read is not read again."""
    look = asking.before.same(listing, url, digest)
    if look is None:
        read = asking.run.pages(read_whole_listing if alone else read_listing, data, _name(url))
        # A list that itself says which of its rows do not hang (taken down, not yet due) is taken at its word.
        rows = tuple(row for row in read if "stated_not_posted" not in row.flags)
        content = sha256(json.dumps([dump(row) for row in rows]).encode()).hexdigest()
        look = _LookAtPage(listing, url, digest, content, len(rows), len(read) - len(rows), rows)
        asking.counts["listings_read"] += 1
    asking.counts["stated_not_posted"] += look.left_out
    return look


def _name(url: str) -> str:
    """What the reader is told of a file's name."""
    return url.rsplit("/", 1)[-1]


def _but_seen_again(
    run: RunContext, before: _EarlierLooks, sittings: Sequence[Sequence[_LookAtPage]]
) -> list[Sequence[_LookAtPage]]:
    """Note together, in one row, the sittings that showed what the last one before them did; gives the others."""
    seen = under_todays_ids(run.folder.lake.read("observations", ObservationRow), dict(run.settings.renames))
    sources = {(one.unit_id, one.channel, _shown(rows)): one for one, rows in pages_by_sitting(seen).items()}
    news: list[Sequence[_LookAtPage]] = []
    again: list[Sitting] = []
    for sitting in sittings:
        unit_id, channel = sitting[0].listing.unit_id, sitting[0].listing.channel
        last = before.last(unit_id, channel)
        shown = _shown([_observation(run, look, run.today) for look in sitting])
        source = sources.get((unit_id, channel, shown))
        if source is None or not last or _shown(last) != shown:
            news.append(sitting)
            continue
        run.result.count("observed_rows", sum(look.count for look in sitting))
        if not any(look.observed_on == run.today for look in last):
            again.append(source)
    if again:
        run.append("seen_again", [SeenAgainRow(run.run_id, run.today, run.started_at, lines_of(again))])
    return news


def _shown(rows: Iterable[ObservationRow]) -> frozenset[tuple[str, str, str, str | None]]:
    """What a sitting showed: pages, bytes, content, and by which reader."""
    return frozenset((row.url, row.sha256, row.content, row.reader) for row in rows)


def _record(
    run: RunContext,
    before: _EarlierLooks,
    sittings: Sequence[Sequence[_LookAtPage]],
    on: date,
    *,
    doubted: int | None = None,
) -> None:
    """Sittings (all pages of a listing together), and contents that were never seen before.

    `doubted`: rows of the look before, where these are not believed.
    """
    rows: list[ObservationRow] = []
    fresh: list[ObservedRow] = []
    for sitting in sittings:
        observed = [replace(_observation(run, look, on), before=doubted) for look in sitting]
        if any(_key(row) not in before.keys for row in observed):
            rows += observed
            before.keys.update(_key(row) for row in observed)
        for look, row in zip(sitting, observed, strict=True):
            if row.content not in before.contents:
                fresh += [_observed(row.content, each) for each in look.rows]
                before.contents.add(row.content)
            run.result.count("observed_rows", look.count)
            run.result.problems += listing_doubts(row.unit_id, row.channel, look.rows, on)
    run.append("observed_rows", fresh)
    run.append("observations", rows)


def _observation(run: RunContext, look: _LookAtPage, on: date) -> ObservationRow:
    return ObservationRow(
        run_id=run.run_id,
        unit_id=look.listing.unit_id,
        channel=look.listing.channel,
        observed_on=on,
        recorded_at=run.started_at,
        url=look.url,
        sha256=look.sha256,
        content=look.content,
        reader=listing_reader(),
        left_out=look.left_out,
    )


def _key(row: ObservationRow) -> tuple[object, ...]:
    return row.unit_id, row.channel, row.observed_on, row.url, row.content, row.before is None


def _observed(content: str, row: ListingRow) -> ObservedRow:
    return ObservedRow(
        content,
        row.row_no,
        row.code,
        row.code_text,
        row.name,
        row.decision_text,
        row.posted_on,
        row.effective_on,
    )


def _is_alive(run: RunContext, unit_id: str) -> bool:
    return any(
        unit.unit_id == unit_id and (unit.valid_until is None or run.today < unit.valid_until)
        for unit in run.settings.units
    )


def _incomplete(run: RunContext, unit_id: str, reason: str) -> None:
    proof = CrawlProof(Outcome.INCOMPLETE, 0, 0, None, reason)
    record_proof(run, f"unit:{unit_id}", Window(full=True), proof)


def _dark(run: RunContext, unit_id: str, reason: str) -> None:
    proof = CrawlProof(Outcome.DARK, 0, 0, None, reason)
    record_proof(run, f"unit:{unit_id}", Window(full=True), proof)
