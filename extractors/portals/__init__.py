"""One room per portal family: list → detail → files.

A portal crawls (network, through one polite client, raw first) and reads (pure, from stored bytes).
A new family is one module here and one line in `registry.py`.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from niemyet.extractors.apart import Apart, here
from niemyet.extractors.settings import SourceSettings
from niemyet.model.errors import UsageError
from niemyet.model.messages import msg
from niemyet.model.records import CrawlEvent, Posting, ReadRaw, Receipt, Window

if TYPE_CHECKING:
    from niemyet.extractors.fetching.client import Client


class Portal(Protocol):
    """One source, seen through the protocol of its family."""

    #: Where its pages are read; in this process until somebody says otherwise.
    apart: Apart

    def crawl(self, client: "Client", window: Window, known: Mapping[str, str]) -> Iterator[CrawlEvent]:
        """Walk the list and fetch what is new or changed.

        `known`: key → fingerprint of what this source has handed over before. Faults of the portal
        are yielded as `Gap`, never raised; the last event is always a `CrawlProof`.
        """
        ...

    def read(self, receipt: Receipt, read_raw: ReadRaw) -> Posting:
        """What the stored parts of a receipt say; no network.

        Raises NotThePageError when the stored page does not hold what the receipt promises.
        """
        ...


def portal_for(settings: SourceSettings, apart: Apart = here) -> Portal:
    """The portal of a source, chosen by its `kind`; `apart`: where its pages are read.

    Raises UsageError for a kind nobody registered.
    """
    from niemyet.extractors.portals.registry import KINDS, family_of

    if settings.kind not in KINDS:
        kinds = ", ".join(sorted(KINDS))
        raise UsageError(
            msg(
                "source “{id}”: kind is “{kind}”, expected one of: {kinds}",
                id=settings.id,
                kind=settings.kind,
                kinds=kinds,
            ),
        )
    portal = family_of(settings.kind)(settings)
    portal.apart = apart
    return portal
