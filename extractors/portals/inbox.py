"""A folder where decisions are dropped: every file is a posting, none needs a network."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from niemyet.extractors.apart import Apart, here
from niemyet.extractors.portals.crawling import Tally, part_of
from niemyet.extractors.settings import SourceSettings
from niemyet.model.errors import NotThePageError, SourceError
from niemyet.model.messages import msg
from niemyet.model.records import CrawlEvent, Part, PostedFile, Posting, ReadRaw, Receipt, Unchanged, Window
from niemyet.model.system_words import system_reason

if TYPE_CHECKING:
    from niemyet.extractors.fetching.client import Client

KIND = "inbox"
#: Copies and downloads under way, and the lock files of office programs.
_UNDER_WAY = (".part", ".partial", ".tmp", ".crdownload", ".filepart")


class InboxPortal:
    """One folder."""

    def __init__(self, settings: SourceSettings) -> None:
        self.settings = settings
        self.apart: Apart = here

    def crawl(self, client: "Client", window: Window, known: Mapping[str, str]) -> Iterator[CrawlEvent]:
        """See `Portal.crawl`. Signing dates are not known before reading, so the window lets all files in."""
        del window
        tally = Tally()
        root = Path(self.settings.path) if self.settings.path else None
        if root is None or not root.is_dir():
            yield tally.gap(
                str(root or ""),
                msg("there is no inbox folder: {root}", root=root or msg("the key path is missing")),
            )
            yield tally.proof()
            return
        tally.pages, tally.nothing_stated = 1, True
        for path in _files(root):
            place = path.relative_to(root).as_posix()
            tally.rows += 1
            try:
                data = _bytes(path, place, client.settings.max_response_mb)
            except SourceError as error:
                yield tally.gap(place, error)
                continue
            sha256 = hashlib.sha256(data).hexdigest()
            key = f"{place}#{sha256[:12]}"
            if known.get(key) == sha256:
                yield Unchanged(key)
                continue
            kept = client.keep_file(place, data)
            part = Part("file", place, kept, key, path.name)
            yield Receipt(
                self.settings.id, KIND, key, place, client.clock.now(), fingerprint=sha256, parts=(part,)
            )
        yield tally.proof()

    def read(self, receipt: Receipt, read_raw: ReadRaw) -> Posting:
        """See `Portal.read`. A file's name says nothing that could be relied on: only the file itself does."""
        del read_raw
        part = part_of(receipt, "file")
        if part is None:
            raise NotThePageError(msg("{url}: no file among the stored parts", url=receipt.url))
        return Posting(
            source_id=receipt.source_id,
            key=receipt.key,
            url=receipt.url,
            received_at=receipt.received_at,
            sha256=part.sha256,
            number_text=None,
            title=None,
            issuer_name=None,
            signed_on=None,
            effective_on=None,
            published_on=None,
            sectors=(),
            files=(PostedFile(part.filename, part.url, part.sha256),),
            procedures=(),
        )


def _files(root: Path) -> list[Path]:
    """The files of the folder and its subfolders in a fixed order; a link that leads out of it is left alone."""
    inside = root.resolve()
    return [
        path
        for path in sorted(root.rglob("*"), key=lambda path: path.relative_to(root).as_posix())
        if path.is_file() and _counts(path.relative_to(root)) and path.resolve().is_relative_to(inside)
    ]


def _counts(place: Path) -> bool:
    if any(part.startswith((".", "~$")) for part in place.parts):
        return False
    return not place.name.lower().endswith(_UNDER_WAY)


def _bytes(path: Path, place: str, max_mb: int) -> bytes:
    """The file. Raises SourceError where it cannot be read, or is larger than a download may be."""
    try:
        size = path.stat().st_size
        if size <= max_mb * 1024 * 1024:
            return path.read_bytes()
    except OSError as error:
        why = system_reason(error)
    else:
        why = msg("{size} bytes, more than the {most} MB allowed (max_response_mb)", size=size, most=max_mb)
    raise SourceError(msg("the file {place} cannot be read: {why}", place=place, why=why))
