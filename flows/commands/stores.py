"""What lasts, looked at and looked after: releases, what changed between two, the raw archive, the lake's files."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from niemyet.flows.spoken import Command, Group
from niemyet.flows.ui import Ui, common
from niemyet.model.errors import StorageError, UsageError
from niemyet.model.messages import day_words, msg

if TYPE_CHECKING:
    from niemyet.storage.folder import DataFolder
    from niemyet.storage.release import Release

SURE = click.option("--yes", is_flag=True, help="Do it; without this option it is only listed.")


def _held(ui: Ui) -> "DataFolder":
    """The data folder, which must be there: a mistyped --data is told, and no folder is made for it."""
    folder = ui.folder()
    if not folder.exists():
        raise StorageError(
            msg("nothing in {data}. Name the data folder with --data.", data=ui.data),
        )
    return folder


# ---- what changed ----------------------------------------------------------------------------------------


@click.command(cls=Command)
@click.argument("before", required=False)
@click.argument("after", required=False)
@click.option("--feed", type=click.Path(path_type=Path, dir_okay=False), default=None, metavar="FILE",
              help="Write what every release says otherwise than the one before it into a Parquet file, old and new value by "
                   "value; a file that is there is gone on with.")  # fmt: skip
@common
def diff(ui: Ui, before: str | None, after: str | None, feed: Path | None) -> None:
    """What differs between two releases, with the decision behind it; the two newest by default.

    Example: niemyet diff 2026-11-01T190000.000000Z 2026-11-08T190000.000000Z

    Example: niemyet diff --feed changes.parquet
    """
    if feed is not None:
        _keep_feed(ui, before, feed)
        return
    from niemyet.flows.change_feed import decisions_of, versions_of
    from niemyet.model.words import Level
    from niemyet.reports.words import CHANGES, LEVELS
    from niemyet.transforms.changes import Change, changes

    folder = ui.folder()
    old, new = _two(folder, before, after)
    items = decisions_of(old) | decisions_of(new)
    numbers = _numbers(old, ui.lang) | _numbers(new, ui.lang)
    rows = [
        {
            "change": one.change.value,
            "code": one.code,
            "level": one.level,
            "name": one.name,
            "on": one.on,
            "decision": numbers.get(one.decision_id or "", ""),
            "decision_id": one.decision_id,
            "item_id": one.item_id,
        }
        for one in changes(versions_of(old), versions_of(new), items)
    ]
    shown = {
        "change": ui.say(msg("Change")),
        "code": ui.say(msg("Code")),
        "level": ui.say(msg("Level")),
        "name": ui.say(msg("Name")),
        "on": ui.say(msg("From")),
        "decision": ui.say(msg("By decision")),
    }
    if ui.format == "table":
        rows = [
            row
            | {
                "change": ui.say(CHANGES[Change(str(row["change"]))]),
                "level": LEVELS[Level(str(row["level"]))][ui.lang != "vi"],
            }
            for row in rows
        ]
    ui.print_rows(rows, shown=shown)
    ui.tell(
        msg(
            "{release_id} → {release_id_2}: {count} changes.",
            release_id=old.release_id,
            release_id_2=new.release_id,
            count=len(rows),
        ),
    )
    if (work := _otherwise(old, new, "listing_updates", "update_id")) + (
        asked := _otherwise(old, new, "reviews", "review_id")
    ):
        ui.tell(
            msg(
                "Besides, {work} pieces of work and {questions} questions are otherwise.",
                work=work,
                questions=asked,
            )
        )


def _otherwise(old: "Release", new: "Release", table: str, key: str) -> int:
    """Rows of a table that are new, gone or in another state: a report or an answer changes these and no procedure."""
    before, after = (
        {
            row[key]: row["state"]
            for row in (release.table(table, [key, "state"]).to_pylist() if release.has(table) else ())
        }
        for release in (old, new)
    )
    return sum(before.get(one) != after.get(one) for one in before.keys() | after.keys())


def _keep_feed(ui: Ui, before: str | None, path: Path) -> None:
    from niemyet.flows.change_feed import keep_feed

    if before is not None:
        raise UsageError(msg("--feed takes every release: leave out {before}.", before=before))
    rows, new = keep_feed(_held(ui), path)
    ui.tell(msg("{path}: {rows} changes, {new} of them new.", path=path, rows=rows, new=new))


def _two(folder: "DataFolder", before: str | None, after: str | None) -> "tuple[Release, Release]":
    known = folder.releases.all()
    for name in (before, after):
        if name is not None and name not in known:
            raise UsageError(
                msg(
                    "no release {name}; the newest are: {newest}.",
                    name=name,
                    newest=", ".join(known[-5:]) or msg("none yet"),
                )
            )
    new = after or (known[-1] if known else None)
    earlier = [name for name in known if new is not None and name < new]
    old = before or (earlier[-1] if earlier else None)
    if old is None or new is None:
        raise StorageError(
            msg(
                "two releases are needed, there are {count}. Run `niemyet nightly` again on a later day.",
                count=len(known),
            ),
        )
    return folder.releases.open(old), folder.releases.open(new)


def _numbers(release: "Release", lang: str) -> dict[str, str]:
    rows = release.table("decisions", ["decision_id", "number_text", "signed_on"]).to_pylist()
    return {row["decision_id"]: f"{row['number_text']} ({day_words(row['signed_on'], lang)})" if row["signed_on"]
            else row["number_text"] or row["decision_id"] for row in rows}  # fmt: skip


# ---- releases ----------------------------------------------------------------------------------------------


@click.command(cls=Command)
@click.argument("what", type=click.Choice(["list", "prune"]), default="list")
@click.option(
    "--days",
    type=click.IntRange(min=0),
    default=90,
    show_default=True,
    help="Keep every release of so many days.",
)
@click.option(
    "--weeks",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Keep the last release of each of so many weeks.",
)
@click.option(
    "--months",
    type=click.IntRange(min=0),
    default=36,
    show_default=True,
    help="Keep the last release of each of so many months.",
)
@SURE
@common
def releases(ui: Ui, what: str, days: int, weeks: int, months: int, yes: bool) -> None:
    """The releases; prune: drop old ones by rule (only listed without --yes).

    Example: niemyet releases prune --days 30 --weeks 13 --months 36 --yes
    """
    from niemyet.flows.clock import SystemClock
    from niemyet.transforms.language.dates import local_day
    from niemyet.transforms.retention import Retention, kept

    folder = _held(ui)
    opened = [folder.releases.open(name) for name in folder.releases.all()]
    newest = folder.releases.latest()
    rows = [
        {
            "release": one.release_id,
            "as_of": one.as_of,
            "rows": sum(each["rows"] for each in one.manifest["resources"]),
            "bytes": sum(each["bytes"] for each in one.manifest["resources"]),
            "latest": "✓" if newest is not None and newest.release_id == one.release_id else "",
        }
        for one in opened
    ]
    shown = {
        "release": ui.say(msg("Release")),
        "as_of": ui.say(msg("For the day")),
        "rows": ui.say(msg("Rows")),
        "bytes": ui.say(msg("Bytes")),
        "latest": ui.say(msg("Newest")),
    }
    if what == "list":
        ui.print_rows(rows, shown=shown)
        return
    days_of = [(one.release_id, local_day(one.knowledge_time)) for one in opened]
    keep = kept(days_of, local_day(SystemClock().now()), Retention(days, months, weeks))
    keep |= {newest.release_id} if newest is not None else set()
    gone = [row for row in rows if row["release"] not in keep]
    ui.print_rows(gone, shown=shown)
    if yes:
        with folder.only_writer():
            folder.remove_releases(str(row["release"]) for row in gone)
    what_became = msg("removed") if yes else msg("would go (add --yes)")
    ui.tell(msg("{gone} releases {became}, {kept} stay.", gone=len(gone), became=what_became, kept=len(keep)))


# ---- the raw archive ---------------------------------------------------------------------------------------


@click.group(cls=Group)
def raw() -> None:
    """The raw archive: write and read WARC, find data that nothing uses.

    Example: niemyet raw export kho.warc.gz
    """


@raw.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--run", "runs", multiple=True, help="Only this run.")
@common
def export_(ui: Ui, file: Path, runs: tuple[str, ...]) -> None:
    """Write what was asked and received as WARC, the web archives' format.

    Example: niemyet raw export kho.warc.gz
    """
    from niemyet.storage.files import storing
    from niemyet.storage.warc import export_warc

    archive = _held(ui).raw
    unknown = sorted(set(runs) - set(archive.run_ids()))
    if unknown:
        raise UsageError(
            msg(
                "no run {unknown}; the newest are: {names}.",
                unknown=", ".join(unknown),
                names=", ".join(archive.run_ids()[-5:]),
            ),
        )
    beside = file.with_name(f".{file.name}.tmp")
    with storing(file):
        with beside.open("wb") as sink:
            count = export_warc(archive, sink, runs or None)
        beside.replace(file)
    ui.tell(msg("{file}: {count} exchanges.", file=file, count=count))


@raw.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@common
def import_(ui: Ui, file: Path) -> None:
    """Take the responses of a WARC file into the raw archive (not read yet; backfill the sources that need them).

    Example: niemyet raw import kho.warc.gz
    """
    from niemyet.storage.warc import import_warc

    folder = ui.folder()
    with folder.only_writer():
        count = import_warc(folder.raw, file, f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}Z-warc")
    ui.tell(msg("{count} answers were taken in.", count=count))


@raw.command("garbage")
@SURE
@common
def garbage_(ui: Ui, yes: bool) -> None:
    """Data in the raw archive that no run, receipt or archive names; --yes deletes them.

    Example: niemyet raw garbage
    """
    from niemyet.flows.raw_garbage import unused

    folder = _held(ui)
    with folder.only_writer():
        found = unused(folder)
        ui.print_rows([{"sha256": digest, "bytes": folder.raw.size(digest)} for digest in found])
        if yes:
            for digest in found:
                folder.raw.discard(digest)
    became = msg("deleted") if yes else msg("unused (add --yes to delete them)")
    ui.tell(msg("{count} objects {became}.", count=len(found), became=became))


# ---- the lake ----------------------------------------------------------------------------------------------


@click.command(cls=Command)
@click.option(
    "--at-least",
    type=click.IntRange(min=2),
    default=2,
    show_default=True,
    help="Merge from so many files on.",
)
@common
def compact(ui: Ui, at_least: int) -> None:
    """Merge the small files of each table in lake/; the contents stay the same.

    Example: niemyet compact
    """
    folder = _held(ui)
    with folder.only_writer():
        done = folder.lake.compact(at_least)
    ui.print_rows(
        [{"table": name, "files": count} for name, count in done.items()],
        shown={"table": ui.say(msg("Table")), "files": ui.say(msg("Files"))},
    )
    total = sum(done.values())
    ui.tell(msg("{total} files became {count}.", total=total, count=len(done)))
    sys.exit(0)
