"""The change feed over the releases of a folder: read from them, and kept in a file that outlives them."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from niemyet.model.errors import UsageError
from niemyet.model.messages import msg
from niemyet.storage.files import storing, write_atomic
from niemyet.storage.schemas import from_arrow, schema_of, to_arrow
from niemyet.transforms.change_feed import Edition, FeedRow, feed_rows
from niemyet.transforms.changes import CONTENT, Version

if TYPE_CHECKING:
    import pyarrow as pa

    from niemyet.storage.folder import DataFolder
    from niemyet.storage.release import Release

#: In the file's metadata: the release up to which it has been followed, also where that one changed nothing.
_ENDS_WITH = b"last_release"


def feed_of(folder: "DataFolder", releases: Sequence[str], *, after: str | None = None) -> list[FeedRow]:
    """Rows of some releases, oldest first; only of those that come after one, where it is named.

    Raises:
        UsageError: that one is none of them.
    """
    if after is not None and after not in releases:
        raise UsageError(
            msg(
                "no release {name}; the newest are: {newest}.",
                name=after,
                newest=", ".join(releases[-5:]) or msg("none yet"),
            )
        )
    opened = (edition_of(folder.releases.open(name)) for name in releases if name > (after or ""))
    begin = edition_of(folder.releases.open(after)) if after is not None else None
    return list(feed_rows(opened, after=begin))


def feed_table(rows: Sequence[FeedRow]) -> "pa.Table":
    """The rows with the feed's schema."""
    return to_arrow(rows, schema_of(FeedRow))


def keep_feed(folder: "DataFolder", path: Path) -> tuple[int, int]:
    """Write the feed into a Parquet file, or go on where the file ends; gives its rows, and how many of them are new.

    What it holds of releases that were pruned since stays in it.

    Raises:
        UsageError: the file is no feed, or the release with which it ends is gone.
        StorageError: it cannot be read or written.
    """
    before, last = _kept(path)
    releases = folder.releases.all()
    new = feed_of(folder, releases, after=last)
    if releases and releases[-1] != last:
        table = feed_table([*before, *new])
        table = table.replace_schema_metadata({_ENDS_WITH: releases[-1].encode()})
        sink = io.BytesIO()
        pq.write_table(table, sink, compression="zstd")
        write_atomic(path, sink.getvalue())
    return len(before) + len(new), len(new)


def _kept(path: Path) -> tuple[list[FeedRow], str | None]:
    """The rows of a file that is there, and the release with which it ends."""
    if not path.exists():
        return [], None
    with storing(path):
        data = path.read_bytes()
    try:
        table = pq.read_table(io.BytesIO(data))
        last = (table.schema.metadata or {})[_ENDS_WITH].decode()
    except (KeyError, ValueError) as error:  # Arrow's own errors are ValueErrors
        raise UsageError(msg("{path} is no change feed. Name another file.", path=path)) from error
    return from_arrow(table, FeedRow), last


# ---- what a release says -----------------------------------------------------------------------------------------------


def edition_of(release: "Release") -> Edition:
    """A release as the feed compares it."""
    return Edition(release.release_id, release.as_of, versions_of(release), decisions_of(release))


def versions_of(release: "Release") -> dict[tuple[str, str], Version]:
    """By code and level, the version that holds, or the last one that held, on the day the release speaks for."""
    found: dict[tuple[str, str], Version] = {}
    rows = release.table("procedures").to_pylist()
    for row in sorted(rows, key=lambda one: (one["code"], one["level"], one["version"])):
        if row["state"] not in ("in_force", "ended"):
            continue
        found[row["code"], row["level"]] = Version(
            code=row["code"],
            level=row["level"],
            name=row["name"],
            in_force=row["state"] == "in_force",
            valid_from=row["valid_from"],
            valid_until=row["valid_until"],
            opened_by=row["opened_by"],
            closed_by=row["closed_by"],
            content=tuple(row[name] for name in CONTENT),
        )
    return found


def decisions_of(release: "Release") -> dict[str, str]:
    """Item → decision."""
    rows = release.table("decision_items", ["item_id", "decision_id"]).to_pylist()
    return {row["item_id"]: row["decision_id"] for row in rows}
