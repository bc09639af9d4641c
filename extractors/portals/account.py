"""What the pages of a walk say beside their rows, held against what was seen."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from niemyet.extractors.fetching.judging import breaks_off, is_open_ended
from niemyet.extractors.portals.crawling import Tally
from niemyet.extractors.portals.moved import is_an_old_copy
from niemyet.model.messages import Message, msg

if TYPE_CHECKING:
    from niemyet.extractors.fetching.client import Response
    from niemyet.extractors.portals.pages import Ask, ListPage


@dataclass(slots=True)
class WalkAccount:
    """What the pages of a walk say beside their rows, to be held against what was seen."""

    end_was_looked_at: bool  # `trust_end`: a person has said that the list is this one
    first_rows: int = 0  # of the first page: a page with as many is a full one
    is_closed: bool = False  # the first page ends as a whole page does
    said: list[int] = field(default_factory=list)  # of how many documents each page says to be a part
    beside: dict[str, str] = field(default_factory=dict)  # key → words
    ranks: tuple[int, int] | None = None  # of the page before
    first_keys: set[str] = field(default_factory=set)
    begins_with: int = 1  # running numbers that count up: the first of them
    ends_with: int = 1  # … that count down: the last of them

    def note(
        self, ask: "Ask", answer: "Response", page: "ListPage", tally: Tally, moved: Message | None
    ) -> None:
        """Take in the next page. `moved`: why the list may stand elsewhere by now."""
        if moved is not None:
            tally.doubt(moved)
        is_first = tally.pages == 1
        if breaks_off(answer.text):
            tally.doubt(breaks_off_at(ask.url))
        old = is_an_old_copy(answer.headers, ask.url)
        if old is not None:
            tally.doubt(old)
        if is_first:
            self.first_rows, self.is_closed = len(page.entries), not is_open_ended(answer.text)
            if not self.end_was_looked_at and _leads_elsewhere(ask.url, answer.final_url):
                tally.doubt(
                    msg(
                        "{url}: led to {address}, which may be another list; give the source the address of the list itself",
                        url=ask.url,
                        address=answer.final_url,
                    )
                )
            self.first_keys = {entry.key for entry in page.entries}
        elif self._has_grown(page):
            tally.doubt(
                msg(
                    "{url}: shows {rows} rows, the first page {first}: pages of another size leave rows out between them",
                    url=ask.url,
                    rows=len(page.entries),
                    first=self.first_rows,
                )
            )
        elif self.is_closed and is_open_ended(answer.text):
            tally.doubt(msg("{url}: the page breaks off before its end, others do not", url=ask.url))
        if self.ranks is not None and page.ranks is not None and _skips(self.ranks, page.ranks):
            tally.doubt(
                msg(
                    "{url}: the running numbers go on with {next} behind {last}: rows between the pages are missing",
                    url=ask.url,
                    next=page.ranks[0],
                    last=self.ranks[1],
                )
            )
        self._count(page, is_first=is_first)
        self.ranks = page.ranks
        if not self.end_was_looked_at:
            for reason in page.doubts:
                tally.doubt(reason)
        if page.said is not None:
            self.said.append(page.said)
        self.beside.update(page.beside)

    def _has_grown(self, page: "ListPage") -> bool:
        """Whether a further page is a page of another size, where neither totals nor running numbers tell what is left out."""
        if (
            self.end_was_looked_at
            or page.total is not None
            or page.said is not None
            or page.ranks is not None
        ):
            return False
        keys = {entry.key for entry in page.entries}
        shows_all = self.first_keys <= keys  # “Xem tất cả” led here
        return len(keys - self.first_keys) > self.first_rows and not shows_all

    def _count(self, page: "ListPage", *, is_first: bool) -> None:
        """Running numbers without a gap count the list: from 1, or down to 1."""
        if page.ranks is None or abs(page.ranks[1] - page.ranks[0]) + 1 != len(page.entries):
            return
        first, last = page.ranks
        if is_first:
            self.begins_with, self.ends_with = (first, 1) if first < last else (1, last)
        elif first > last:
            self.ends_with = min(self.ends_with, last)

    def settle(self, listed: Collection[str], tally: Tally) -> None:
        """Doubts for what the pages say and the walk did not see."""
        if len(set(self.said)) > 1:
            tally.doubt(
                msg(
                    "the list said {first} documents and then {then} while it was read: what moved meanwhile may be missing",
                    first=self.said[0],
                    then=next(one for one in self.said if one != self.said[0]),
                )
            )
        declared = tally.declared
        if declared is None and self.said and self.said[-1] > len(listed) and not self.end_was_looked_at:
            declared = self.said[-1]
        if declared is not None and declared != len(listed):
            tally.doubt(
                msg(
                    "the portal says that its list has {declared} documents, {seen} different ones were seen",
                    declared=declared,
                    seen=len(listed),
                )
            )
        missing = max(self.begins_with, self.ends_with)
        if missing > 1 and not self.end_was_looked_at:
            tally.doubt(
                msg(
                    "the running numbers of the list begin or end with {rank} and not with 1: the rows before that were not seen",
                    rank=missing,
                )
            )
        beside = [words for key, words in self.beside.items() if key not in listed]
        if beside and not self.end_was_looked_at:
            tally.doubt(
                msg(
                    "{count} documents are linked on the list's pages beside the rows that were read, as “{title}”: make "
                    "list.row fit them too, or set trust_end = true if they are of no concern",
                    count=len(beside),
                    title=beside[0][:80],
                )
            )


#: Parameters that do not choose which documents a list shows, or that name its first page.
_MANNER = re.compile(r"lang|sort|order|view|mode|size|limit|page|trang|auth|sid|session|utm_", re.IGNORECASE)


def _leads_elsewhere(asked: str, came: str) -> bool:
    """Whether a first page came from the home page, or without what its address chose of the list."""
    (path, _), (other, _) = place_on_site(asked), place_on_site(came)
    left = set(parse_qsl(urlsplit(asked).query)) - set(parse_qsl(urlsplit(came).query))
    return path != other == "/" or (path == other and any(not _MANNER.search(name) for name, _ in left))


def _skips(before: tuple[int, int], page: tuple[int, int]) -> bool:
    """Whether running numbers that go on from page to page leave some out; those that begin anew on each page do not."""
    way = 1 if before[1] > before[0] else -1
    return (page[0] - before[1]) * way > 1 and (page[1] - page[0]) * way > 0 and page[0] != before[0]


def breaks_off_at(url: str) -> Message:
    """Why a page that stops within a list is not whole."""
    return msg(
        "{url}: the page breaks off within a table or list, what stands behind that is missing", url=url
    )


def place_on_site(url: str) -> tuple[str, str]:
    """Path and query: the same page on http and https, and on a renamed host."""
    parts = urlsplit(url)
    return parts.path.rstrip("/") or "/", parts.query
