"""What every portal does the same way: count what was seen, prove it, fetch files, fingerprint records."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from niemyet.model.errors import FetchError, SourceError
from niemyet.model.messages import Message, msg
from niemyet.model.records import CrawlProof, Gap, LostPart, Part, PostedFile, Receipt
from niemyet.model.words import FetchOutcome, Outcome

if TYPE_CHECKING:
    from niemyet.extractors.fetching.client import Client

#: Faults that may be gone tomorrow; anything else is what the portal has to say about the thing.
_PASSING = frozenset(
    {
        FetchOutcome.TIMEOUT,
        FetchOutcome.UNREACHABLE,
        FetchOutcome.RATE_LIMITED,
        FetchOutcome.TRUNCATED,
        FetchOutcome.CHALLENGE,
    }
)


def is_passing(error: SourceError) -> bool:
    """Whether the same request may work another day: no answer, 429, 5xx, another page in its place.

    Only a missing page or file that the portal itself calls missing (404, 410) is not asked for again: a home page with
    200 says nothing about the document (PORTALS §5 nos. 27, 42).
    """
    if not isinstance(error, FetchError):
        return True
    return error.outcome in _PASSING or (error.status or 0) >= 500


def fingerprint(*fields: str | None) -> str:
    """SHA-256 over length-prefixed fields, so that ("ab", "c") and ("a", "bc") differ."""
    digest = hashlib.sha256()
    for value in fields:
        data = b"-" if value is None else f"{len(value.encode())}:{value}".encode()
        digest.update(data + b";")
    return digest.hexdigest()


#: Reasons are kept in the lake in one language, whoever reads them.
_KEPT_IN = "vi"


@dataclass(slots=True)
class Tally:
    """One crawl's account of itself; ends in its proof."""

    pages: int = 0
    rows: int = 0
    declared: int | None = None
    orders: set[str | None] = field(default_factory=set)  # of day and month, as pages prove them
    nothing_stated: bool = False  # the portal itself said that its list is empty
    reasons: list[Message] = field(default_factory=list)

    def gap(self, url: str, error: SourceError | Message, *, of_document: bool = False) -> Gap:
        """Note a hole, and give its record."""
        reason = error if isinstance(error, Message) else error.told
        self.doubt(reason)
        return Gap(url, reason.text(_KEPT_IN), of_document)

    def doubt(self, reason: Message) -> None:
        """Note why the list cannot be taken as whole."""
        if reason not in self.reasons:
            self.reasons.append(reason)

    def proof(self) -> CrawlProof:
        """Complete only when nothing speaks against it; nothing seen and nothing stated is dark (CONTRACT §5.3)."""
        if self.rows == 0 and not self.nothing_stated:
            reason = (
                self.reasons[0]
                if self.reasons
                else msg("the list has no row and does not say that it is empty")
            )
            return CrawlProof(Outcome.DARK, self.pages, 0, self.declared, reason.text(_KEPT_IN))
        if self.reasons:
            reason = self.reasons[0]
            if len(self.reasons) > 1:
                reason = msg(
                    "{reason} (and {count} other places)", reason=reason, count=len(self.reasons) - 1
                )
            return CrawlProof(
                Outcome.INCOMPLETE,
                self.pages,
                self.rows,
                self.declared,
                reason.text(_KEPT_IN),
                len(self.reasons),
            )
        return CrawlProof(Outcome.COMPLETE, self.pages, self.rows, self.declared)


# ---- files -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Announced:
    """A file that a page announces. `lost`: why it cannot even be asked for."""

    url: str
    name: str | None
    key: str | None = None
    lost: Message | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of the announced files. `passing`: some may be had another day."""

    parts: tuple[Part, ...]
    lost: tuple[LostPart, ...]
    passing: bool


def fetch_files(client: "Client", announced: Iterable[Announced], tally: Tally) -> Fetched:
    """Fetch each file once. A file elsewhere (Drive …) is noted and not chased."""
    parts: list[Part] = []
    lost: list[LostPart] = []
    passing = False
    for file in announced:
        reason = file.lost or _elsewhere(client, file.url)
        if reason is not None:
            refused = file.lost is None and not is_store(file.url)
            lost.append(LostPart(file.url, file.name, reason.text(_KEPT_IN), refused))
            continue
        try:
            answer = client.get(file.url, expect="file", name=file.name)
        except FetchError as error:
            lost.append(LostPart(file.url, file.name, error.message(_KEPT_IN)))
            if is_passing(error):
                passing = True
                tally.doubt(error.told)
            continue
        parts.append(Part("attachment", file.url, answer.sha256, file.key, file.name or answer.filename))
    return Fetched(tuple(parts), tuple(lost), passing)


#: Where decisions are kept outside the portal; such links are recorded and not chased (PORTALS §5 no. 21).
FILE_STORES = frozenset({"drive.google.com", "docs.google.com", "1drv.ms", "onedrive.live.com"})


def is_store(url: str) -> bool:
    """Whether an address is of a store of files that is nobody's portal."""
    host = urlsplit(url).hostname or ""
    return host in FILE_STORES or host.endswith(".sharepoint.com")


def _elsewhere(client: "Client", url: str) -> Message | None:
    refusal = client.refuses(url)
    if refusal is None:
        return None
    return msg("a file outside the portal, not fetched: {url} ({why})", url=url, why=refusal)


def posted_files(receipt: Receipt, announced: Sequence[Announced]) -> tuple[PostedFile, ...]:
    """The announced files in the page's order, each with its hash or with the reason why there is none."""
    stored = {part.url: part for part in receipt.parts if part.role == "attachment"}
    lost = {part.url: part.reason for part in receipt.lost}
    refused = {part.url for part in receipt.lost if part.refused}
    files = []
    for file in announced:
        part = stored.get(file.url)
        if part is not None:
            files.append(PostedFile(file.name or part.filename, file.url, part.sha256))
        else:
            reason = lost.get(file.url) or (file.lost or msg("the file was not fetched")).text(_KEPT_IN)
            files.append(PostedFile(file.name, file.url, None, reason, file.url in refused))
    return tuple(files)


def receipt_print(listed: str, *, passing: bool) -> str:
    """The fingerprint a receipt is remembered by.

    A receipt that lacks what may be had another day is remembered under another one,
    so that the next crawl asks again; the same lack again is the same fingerprint.
    """
    return fingerprint("incomplete", listed) if passing else listed


def is_known(known: Mapping[str, str], key: str, listed: str) -> bool:
    """Whether this posting was handed over whole, as the list still shows it."""
    return known.get(key) == listed


def part_of(receipt: Receipt, role: str) -> Part | None:
    """The first part of a role."""
    return next((part for part in receipt.parts if part.role == role), None)
