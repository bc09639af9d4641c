"""What a source is and how politely it is read, after the configuration has been validated.

Plain frozen records: the configuration's loader fills them, the client and the portals read them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from niemyet.extractors.fetching.credentials import NO_CREDENTIALS, Credentials


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How hosts are treated. Times in seconds; the pause is per host, over all workers of a run."""

    contact: str
    seconds_between_requests: float = 3.0
    max_concurrency_per_host: int = 1
    #: Sources of so many hosts are asked side by side, each with its own pause. A province has two to five sources; more
    #: than four save little of a night and take an office's line. Chosen, not measured.
    hosts_at_once: int = 4
    max_response_mb: int = 50
    obey_robots: bool = True
    connect_timeout: float = 10
    read_timeout: float = 60
    total_timeout: float = 120
    retries: int = 3
    source_deadline: float = 6 * 3600  # for all requests of one source in one run; what is left is a gap
    max_source_mb: int = (
        20_000  # of all answers of one source in one run: one portal must not fill the disk of all
    )
    ca_bundle: str | None = None  # a file of certificates, for hosts with an incomplete chain
    allow_private: tuple[str, ...] = ()  # host names that may lead to a private or loopback address


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """One `[[source]]` of the configuration."""

    id: str
    kind: str
    fetch: FetchSettings
    url: str | None = None
    path: str | None = None  # of an inbox, resolved against the configuration file
    agency_id: str | None = None  # dvcqg: "-1" or None asks for all agencies
    list: Mapping[str, str] = field(default_factory=dict)  # html: row, link, next
    detail: Mapping[str, str] = field(default_factory=dict)  # html: selectors or labels
    allowed_hosts: tuple[str, ...] = ()  # beside the url's own: "files.example.vn", "*.example.vn"
    #: A person has looked: the list ends where no next page is found, whatever else on the page looks like a pager.
    trust_end: bool = False
    page_size: int = 50  # dvcqg: rows asked for at a time
    credentials: Credentials = NO_CREDENTIALS  # of `url`, which itself holds none
    max_pages: int = 2000  # a list longer than this is reported as incomplete
