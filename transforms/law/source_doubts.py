"""What is missing of what sources post: one cause, one question, however many files it concerns.

Files on a host that the configuration does not allow are one question for the host; a decision about procedures that was
posted without any document, or of which every file was lost, is one, and where a source never gave a document at all, one for
the source; pages of documents that cannot be read (members only, moved) are a known gap with one question for the source.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from niemyet.model.records import PostedFile, Posting, fields
from niemyet.model.tables import Decision, Review
from niemyet.model.words import ReviewKind
from niemyet.transforms.language.text import fold
from niemyet.transforms.law.questions import ask

#: A source of so many postings without a document is asked about as a whole; chosen, not measured.
_WHOLE = 3
_PROCEDURES = re.compile(r"\bthu tuc hanh chinh\b|\btthc\b")


def source_doubts(postings: Iterable[Posting], decisions: Iterable[Decision]) -> Iterator[Review]:
    """Questions about what was posted and not had."""
    newest = _newest(postings)
    yield from _not_allowed(newest.values())
    yield from _without_document(newest, tuple(decisions))
    yield from _not_read(newest.values())


def _newest(postings: Iterable[Posting]) -> Mapping[tuple[str, str], Posting]:
    found: dict[tuple[str, str], Posting] = {}
    for posting in sorted(postings, key=lambda one: (one.source_id, one.key, one.received_at, one.sha256)):
        found[posting.source_id, posting.key] = posting
    return found


def _not_allowed(postings: Iterable[Posting]) -> Iterator[Review]:
    counted: dict[tuple[str, str], set[str]] = defaultdict(set)
    for posting in postings:
        for file in posting.files:
            if file.refused and file.sha256 is None:
                counted[posting.source_id, _host(file.url)].add(file.url)
    for (source, host), urls in sorted(counted.items()):
        yield ask(
            ReviewKind.FILES_NOT_ALLOWED,
            fields(source=source, host=host, count=len(urls), url=min(urls)),
            candidates=("none",),
        )


def _host(url: str) -> str:
    parts = urlsplit(url)
    return parts.netloc.rpartition("@")[2].lower()


def _without_document(
    newest: Mapping[tuple[str, str], Posting], decisions: tuple[Decision, ...]
) -> Iterator[Review]:
    by_page = {(one.source_id, one.url): one for one in newest.values()}
    lacking: dict[str, list[Decision]] = defaultdict(list)
    lost: dict[str, PostedFile] = {}  # decision → the first of its files
    for decision in decisions:
        posted = [
            page for copy in decision.copies if (page := by_page.get((copy.source_id, copy.url))) is not None
        ]
        if posted and _lacks_document(decision, posted):
            lacking[posted[0].source_id].append(decision)
            if files := sorted((file for one in posted for file in one.files), key=lambda one: one.url):
                lost[decision.decision_id] = files[0]
    had = {one.source_id for one in newest.values() if any(file.sha256 is not None for file in one.files)}
    for source, found in sorted(lacking.items()):
        if source not in had and len(found) >= _WHOLE:
            yield ask(
                ReviewKind.SOURCE_WITHOUT_DOCUMENTS,
                fields(source=source, count=len(found)),
                candidates=("none",),
            )
            continue
        for decision in sorted(found, key=lambda one: one.decision_id):
            url = min(copy.url for copy in decision.copies)
            file = lost.get(decision.decision_id)
            yield ask(
                ReviewKind.NO_DOCUMENT if file is None else ReviewKind.DOCUMENT_LOST,
                fields(url=url, source=source, reason=(file.reason or None) if file is not None else None),
                decision=decision,
                candidates=("none",),
            )


def _lacks_document(decision: Decision, posted: list[Posting]) -> bool:
    """Whether a decision about procedures was posted, and nothing of it had but its title.

    A page that could not be read, and files of a host that is not allowed, are asked about on their own.
    """
    about = any(
        _PROCEDURES.search(fold(title)) for title in (decision.title, *(one.title for one in posted)) if title
    )
    asked_elsewhere = any(
        one.procedures or "detail_not_had" in one.flags or any(file.refused for file in one.files)
        for one in posted
    )
    return about and "no_document" in decision.flags and not asked_elsewhere


def _not_read(postings: Iterable[Posting]) -> Iterator[Review]:
    unread: dict[str, list[Posting]] = defaultdict(list)
    for posting in postings:
        if "detail_not_had" in posting.flags:
            unread[posting.source_id].append(posting)
    for source, found in sorted(unread.items()):
        first = min(found, key=lambda one: one.key)
        yield ask(
            ReviewKind.PAGES_NOT_READ,
            fields(source=source, count=len(found), title=first.title, url=first.url),
            candidates=("none",),
        )
