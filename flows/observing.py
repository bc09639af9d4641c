"""Step "observe": what the units have posted, from their pages and files."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import groupby

from extractors.listings import read_listing
from flows.config import ListingSource
from flows.crawling import read_file, record_proof
from flows.night import Night
from model.errors import DocumentError, NiemyetError, SourceError
from model.records import CrawlProof, ListingRow, Window
from model.words import Outcome
from storage.codec import dump
from storage.lake import ObservationRow, ObservedRow

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


def observe_all(night: Night) -> None:
    """Look at the listings of every unit that is alive; one that cannot be read is dark, never empty.

    A listing of several pages counts only when all of them were read: half a listing would make work
    of what hangs on the other half.
    """
    alive = [listing for listing in night.settings.listings if _is_alive(night, listing.unit_id)]
    ordered = sorted(alive, key=lambda each: (each.unit_id, each.channel))
    sittings: list[list[_Look]] = []
    for (unit_id, channel), pages in groupby(ordered, key=lambda each: (each.unit_id, each.channel)):
        night.progress("observe", len(sittings), None)
        try:
            sittings.append([_look(night, page) for page in pages])
        except (SourceError, DocumentError) as error:
            _dark(night, unit_id, channel.value, error)
    _record(night, sittings, night.today)


def observe(night: Night, listing: ListingSource, on: date) -> int:
    """Record what a unit has posted; give the number of rows.

    Raises:
        SourceError: the page could not be had.
        DocumentError: it shows no listing.
    """
    look = _look(night, listing)
    _record(night, [[look]], on)
    return len(look.rows)


def _look(night: Night, listing: ListingSource) -> _Look:
    source_id = f"unit:{listing.unit_id}"
    if listing.path is not None:
        data = read_file(listing.path)
        url, digest = str(listing.path), night.keep_file(source_id, listing.path.name, data)
    else:
        assert listing.url is not None, "the configuration gives an url or a path"
        with night.client(source_id, listing.url) as client:
            response = client.get(listing.url, expect="any")
        url, digest, data = listing.url, response.sha256, response.body
    read = read_listing(data, url.rsplit("/", 1)[-1])
    # A list that itself says which of its rows do not hang (taken down, not yet due) is taken at its word.
    rows = tuple(row for row in read if "stated_not_posted" not in row.flags)
    night.result.count("stated_not_posted", len(read) - len(rows))
    return _Look(listing, url, digest, rows)


def _record(night: Night, sittings: Sequence[Sequence[_Look]], on: date) -> None:
    """Sittings (all pages of a listing together), and contents that were never seen before."""
    lake = night.folder.lake
    contents = {row.content for row in lake.read("observed_rows", ObservedRow)}
    seen = {_key(row) for row in lake.read("observations", ObservationRow)}
    rows: list[ObservationRow] = []
    fresh: list[ObservedRow] = []
    for sitting in sittings:
        observed = [_observation(night, look, on) for look in sitting]
        if any(_key(row) not in seen for row in observed):
            rows += observed
        for look, row in zip(sitting, observed, strict=True):
            if row.content not in contents:
                fresh += [_observed(row.content, each) for each in look.rows]
                contents.add(row.content)
            night.result.count("observed_rows", len(look.rows))
    night.append("observed_rows", fresh)
    night.append("observations", rows)


def _observation(night: Night, look: _Look, on: date) -> ObservationRow:
    return ObservationRow(
        run_id=night.run_id,
        unit_id=look.listing.unit_id,
        channel=look.listing.channel,
        observed_on=on,
        recorded_at=night.started_at,
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


def _is_alive(night: Night, unit_id: str) -> bool:
    return any(
        unit.unit_id == unit_id and (unit.valid_until is None or night.today < unit.valid_until)
        for unit in night.settings.units
    )


def _dark(night: Night, unit_id: str, channel: str, error: NiemyetError) -> None:
    log.info("unit:%s (%s): %s", unit_id, channel, error)
    proof = CrawlProof(Outcome.DARK, 0, 0, None, error.told_in("vi"))
    record_proof(night, f"unit:{unit_id}", Window(full=True), proof)
