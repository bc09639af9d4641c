"""Step "observe": what the units have posted, from their pages and files."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import groupby

from niemyet.extractors.fetching.client import Response
from niemyet.extractors.listing_pages import offered
from niemyet.extractors.listings import read_listing
from niemyet.flows.config import ListingSource
from niemyet.flows.crawling import read_file, record_proof
from niemyet.flows.run_context import RunContext
from niemyet.model.errors import DocumentError, NiemyetError, NoListingError, SourceError
from niemyet.model.records import CrawlProof, ListingRow, Window
from niemyet.model.words import Outcome
from niemyet.storage.codec import dump
from niemyet.storage.lake import ObservationRow, ObservedRow

log = logging.getLogger("niemyet")


@dataclass(frozen=True, slots=True)
class _Look:
    """One page or file of a listing, read."""

    listing: ListingSource
    url: str
    sha256: str
    rows: tuple[ListingRow, ...]

    @property
    def content(self) -> str:
        """Hash of the rows, so that noise on the page is no change."""
        return sha256(json.dumps([dump(row) for row in self.rows]).encode()).hexdigest()


def observe_all(run: RunContext) -> None:
    """Look at the listings of every unit that is alive; one that cannot be read is dark, never empty.

    A listing of several pages counts only when all of them were read: half a listing would make work
    of what hangs on the other half.
    """
    alive = [listing for listing in run.settings.listings if _is_alive(run, listing.unit_id)]
    ordered = sorted(alive, key=lambda each: (each.unit_id, each.channel))
    sittings: list[list[_Look]] = []
    for (unit_id, channel), pages in groupby(ordered, key=lambda each: (each.unit_id, each.channel)):
        run.progress("observe", len(sittings), None)
        try:
            sittings.append([look for page in pages for look in _looks(run, page)])
        except (SourceError, DocumentError) as error:
            _dark(run, unit_id, channel.value, error)
    _record(run, sittings, run.today)


def observe(run: RunContext, listing: ListingSource, on: date) -> int:
    """Record what a unit has posted; give the number of rows.

    Raises:
        SourceError: the page could not be had.
        DocumentError: it shows no listing.
    """
    looks = _looks(run, listing)
    _record(run, [looks], on)
    return sum(len(look.rows) for look in looks)


def _looks(run: RunContext, listing: ListingSource) -> list[_Look]:
    """The listing at one place: the file or page itself, or the files that an article offers (PORTALS §5 no. 43)."""
    source_id = f"unit:{listing.unit_id}"
    if listing.path is not None:
        data = read_file(listing.path)
        digest = run.keep_file(source_id, listing.path.name, data)
        return [_look(run, listing, str(listing.path), digest, data)]
    assert listing.url is not None, "the configuration gives an url or a path"
    with run.client(source_id, listing.url) as client:
        page = client.get(listing.url, expect="any")
        try:
            return [_look(run, listing, listing.url, page.sha256, page.body)]
        except NoListingError as error:
            what = offered(page.body, page.headers.get("content-type", ""), page.final_url)
            outside = [file.url for file in what.files if client.refuses(file.url)]
            if outside or not what.files:
                raise _leading_elsewhere(error, outside or what.elsewhere) from error
        answers = [client.get(file.url, expect="file", name=file.name) for file in what.files]
    return _looks_at_files(run, listing, answers)


def _looks_at_files(run: RunContext, listing: ListingSource, answers: Sequence[Response]) -> list[_Look]:
    """The attachments that hold a listing. One that cannot be read may be half of it, so then none counts."""
    found: list[_Look] = []
    without: list[DocumentError] = []
    for answer in answers:
        try:
            found.append(_look(run, listing, answer.url, answer.sha256, answer.body))
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
    return DocumentError(f"{error} Trang chỉ dẫn tới nơi khác ({where}); cần người mở và nhập danh sách.")


def _look(run: RunContext, listing: ListingSource, url: str, digest: str, data: bytes) -> _Look:
    read = read_listing(data, url.rsplit("/", 1)[-1])
    # A list that itself says which of its rows do not hang (taken down, not yet due) is taken at its word.
    rows = tuple(row for row in read if "stated_not_posted" not in row.flags)
    run.result.count("stated_not_posted", len(read) - len(rows))
    return _Look(listing, url, digest, rows)


def _record(run: RunContext, sittings: Sequence[Sequence[_Look]], on: date) -> None:
    """Sittings (all pages of a listing together), and contents that were never seen before."""
    lake = run.folder.lake
    contents = {row.content for row in lake.read("observed_rows", ObservedRow)}
    seen = {_key(row) for row in lake.read("observations", ObservationRow)}
    rows: list[ObservationRow] = []
    fresh: list[ObservedRow] = []
    for sitting in sittings:
        observed = [_observation(run, look, on) for look in sitting]
        if any(_key(row) not in seen for row in observed):
            rows += observed
        for look, row in zip(sitting, observed, strict=True):
            if row.content not in contents:
                fresh += [_observed(row.content, each) for each in look.rows]
                contents.add(row.content)
            run.result.count("observed_rows", len(look.rows))
    run.append("observed_rows", fresh)
    run.append("observations", rows)


def _observation(run: RunContext, look: _Look, on: date) -> ObservationRow:
    return ObservationRow(
        run_id=run.run_id,
        unit_id=look.listing.unit_id,
        channel=look.listing.channel,
        observed_on=on,
        recorded_at=run.started_at,
        url=look.url,
        sha256=look.sha256,
        content=look.content,
    )


def _key(row: ObservationRow) -> tuple[str, str, date, str, str]:
    return row.unit_id, row.channel, row.observed_on, row.url, row.content


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


def _dark(run: RunContext, unit_id: str, channel: str, error: NiemyetError) -> None:
    log.info("unit:%s (%s): %s", unit_id, channel, error)
    proof = CrawlProof(Outcome.DARK, 0, 0, None, error.message("vi"))
    record_proof(run, f"unit:{unit_id}", Window(full=True), proof)
