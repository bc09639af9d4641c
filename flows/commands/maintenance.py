"""Looking after the house: the data folder, the dictionary, what is installed."""

import os
import shutil
import sys
import textwrap
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import click

from niemyet.flows.spoken import Command
from niemyet.flows.ui import Ui, common, terminal_width
from niemyet.model.errors import UsageError
from niemyet.model.extras import Extra, command_for, is_installed, purpose_of
from niemyet.model.messages import Words, msg

if TYPE_CHECKING:
    from niemyet.flows.config import Settings
    from niemyet.model.words import Outcome


@click.command(cls=Command)
@click.option(
    "--rebuild",
    is_flag=True,
    help="Make each release again from raw/ and lake/ and compare it byte for byte.",
)
@click.option(
    "--all/--quick",
    "whole",
    default=True,
    show_default=True,
    help="--quick: only the chain of notes, file sizes and latest.",
)
@common
def verify(ui: Ui, rebuild: bool, whole: bool) -> None:
    """Check the data folder: chain of notes, hashes, schemas, links between tables.

    Example: niemyet verify --rebuild --data ./data
    """
    from niemyet.storage.verify import verify as check_all

    folder = ui.folder()
    if not folder.exists():
        ui.release()  # says what to do in an empty place
    checks = check_all(folder, whole=whole)
    if rebuild:
        from niemyet.flows.rebuilding import rebuilt
        from niemyet.model.records import Limits

        checks += rebuilt(ui.folder(), Limits())
    rows = [
        {
            "ok": "✓" if check.passed else "✗",
            "check": ui.words(check.name),
            "checked": check.checked,
            "wrong": [ui.words(one) for one in check.wrong],
        }
        for check in checks
    ]
    shown = {
        "ok": "",
        "check": ui.say(msg("Check")),
        "checked": ui.say(msg("Looked at")),
        "wrong": ui.say(msg("Wrong")),
    }
    ui.print_rows(rows, shown=shown)
    failed = sum(not check.passed for check in checks)
    ui.tell(msg("{count} checks, {failed} failed.", count=len(checks), failed=failed))
    sys.exit(1 if failed else 0)


@click.command(cls=Command)
@click.argument("to", metavar="DIR")
@common
def backup(ui: Ui, to: str) -> None:
    """Copy the data folder to another disk (a bucket to another one), also while a run writes; again: only what is new.

    The copy is a data folder like any other: `niemyet verify --data DIR`, `niemyet repair --from DIR`.

    Example: niemyet backup /mnt/sao-luu/data
    """
    from niemyet.storage.backing_up import back_up, on_one_disk
    from niemyet.storage.folder import DataFolder

    here, there = ui.folder(), DataFolder(to)
    copied = back_up(here, there)
    if on_one_disk(here, there):
        ui.warn(
            msg(
                "{there} lies on the same disk as {here}: a disk that fails takes both. If another disk was meant, it is not "
                "mounted there: mount it, remove this copy and run the same command again.",
                there=there.address,
                here=here.address,
            )
        )
    told = msg("{files} files copied, {size:.1f} MB.", files=copied.files, size=copied.bytes / 1e6)
    ui.tell(told)
    click.echo(
        ui.say(msg("Backup of release {release}: {address}", release=copied.release or "-", address=to))
    )


@click.command(cls=Command)
@click.argument("table", required=False)
@click.option("--duckdb", is_flag=True, help="Print a script that creates views for DuckDB.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=None, metavar="FILE",
              help="With --duckdb: a database that has these views (needs niemyet[duckdb]).")  # fmt: skip
@common
def tables(ui: Ui, table: str | None, duckdb: bool, out: Path | None) -> None:
    """The data dictionary: the tables, or the columns of one.

    Example: niemyet tables boards

    Example: niemyet tables --duckdb --out niemyet.duckdb
    """
    from niemyet.flows.beside import require_folder
    from niemyet.model.column_words import described, with_zone
    from niemyet.model.tables import TABLES
    from niemyet.storage.schemas import columns, describe

    if out is not None and not duckdb:
        raise UsageError(msg("--out goes with --duckdb."))
    if out is not None:
        require_folder(out)
        _write_database(_views(ui), out)
        click.echo(str(out))
        return
    if duckdb:
        click.echo(_views(ui), nl=False)
        return

    if table is None:
        ui.print_rows(
            [
                {"table": name, "description": described(describe(row), ui.lang)}
                for name, row in TABLES.items()
            ],
            shown={"table": ui.say(msg("Table")), "description": ui.say(msg("Description"))},
        )
        return
    if table not in TABLES:
        raise UsageError(
            msg("no table {table!r}; there are: {TABLES}.", table=table, TABLES=", ".join(TABLES)),
        )
    ui.print_rows(
        [
            {
                "column": column.name,
                "type": column.type,
                "null": "" if not column.nullable else "null",
                "description": with_zone(described(column.description, ui.lang), column.type, ui.lang)
                + (f" ({', '.join(column.values)})" if column.values else ""),
            }
            for column in columns(TABLES[table])
        ],
        shown={
            "column": ui.say(msg("Column")),
            "type": ui.say(msg("Type")),
            "null": "null",
            "description": ui.say(msg("Description")),
        },
    )
    if ui.format == "table":
        ui.tell(
            msg(
                "Days are days in Vietnam (Asia/Ho_Chi_Minh), instants are UTC: seven hours behind the clock there."
            )
        )


def _write_database(script: str, out: Path) -> None:
    """A DuckDB file with the views of a script; one that is there gets them anew, and keeps what else is in it.

    Raises:
        UsageError: DuckDB is not installed, or the file is none of its own.
    """
    from niemyet.model.extras import Extra, lack_of

    lacking = lack_of(Extra.DUCKDB)
    if lacking is not None:
        raise UsageError(lacking)
    import duckdb

    try:
        with duckdb.connect(out) as database:
            database.execute(script)
    except duckdb.Error as error:
        raise UsageError(
            msg("{path}: cannot be read: {error}", path=out, error=str(error).splitlines()[0])
        ) from error


def _views(ui: Ui) -> str:
    from niemyet.model.tables import TABLES
    from niemyet.reports.duckdb_views import duckdb_views
    from niemyet.storage.schemas import describe

    release = ui.release()
    # A folder's `latest` is followed anew at each query; a bucket's pointer is not one that DuckDB can follow.
    is_bucket = "://" in ui.data
    base = release.address if is_bucket else str(Path(ui.data).absolute() / "latest")
    folders = [each["name"] for each in release.manifest["resources"] if is_bucket and "parts" in each]
    return duckdb_views(base, {name: describe(row) for name, row in TABLES.items()}, folders)


#: Program → (what it is for, the command that installs it on Debian). None of them is needed for the rest.
PROGRAMS: dict[str, tuple[Words, str]] = {
    "unar": ("RAR, 7z", "apt-get install unar"),
    "soffice": ("Word 95, RTF", "apt-get install libreoffice-writer-nogui"),
    "chromium": (msg("tests of the notice board"), "apt-get install chromium"),
}
PACKAGES = ("httpx", "beautifulsoup4", "lxml", "numpy", "pyarrow")


#: How a verdict is shown in a table.
_SIGNS = {"ok": "✓", "warn": "!", "fail": "✗"}


@click.command(cls=Command)
@click.option("--online", is_flag=True, help="Ask each source too, whether it can be read now.")
@click.option("--backup", envvar="NIEMYET_BACKUP", default=None, metavar="DIR",
              help="Where the backup of the data folder is (NIEMYET_BACKUP).")  # fmt: skip
@common
def doctor(ui: Ui, online: bool, backup: str | None) -> None:
    """What the next night needs, looked at part by part, with the next step; and what is installed.

    Exit status: 0 all is well, 3 a person should look, 1 the next night would fail.

    Example: niemyet doctor

    Example: niemyet doctor --online --backup /mnt/sao-luu/data
    """
    from niemyet.flows.clock import SystemClock
    from niemyet.flows.health import PARTS, Health, House, findings, status_of

    asked = _asked_online if online else None
    house = House(ui.config, ui.folder(), SystemClock().now(), os.environ, backup, asked)
    found = list(findings(house))
    rows = [
        {
            "name": one.part.value,
            "outcome": one.verdict.value,
            "state": ui.words(one.told),
            "next": ui.words(one.next),
            "needed_for": "",
            "install": "",
        }
        for one in found
    ]
    rows += _installed(ui)
    if ui.format != "table":
        ui.print_rows(rows)
    else:
        titles = {one.part.value: ui.words(PARTS[one.part]) for one in found}
        _print_looked_at([row | {"name": titles[row["name"]]} for row in rows if row["name"] in titles])
        _print_installed(ui, [row for row in rows if row["name"] not in titles])
    bad = [one for one in found if one.verdict is not Health.OK]
    failed = sum(one.verdict is Health.FAIL for one in bad)
    ui.tell(
        msg("{count} looked at, {bad} need a look, {failed} of them fail the next night.",
            count=len(found), bad=len(bad), failed=failed)
    )  # fmt: skip
    sys.exit(status_of(found))


def _print_looked_at(rows: list[dict[str, str]]) -> None:
    """A part a paragraph: what was seen is a sentence, too long for a column."""
    for row in rows:
        head = f"{_SIGNS[row['outcome']]} {row['name']}: "
        for line in (head + row["state"]).splitlines():
            click.echo(textwrap.fill(line, terminal_width(), subsequent_indent="    "))
        if row["next"]:
            click.echo(textwrap.fill(f"    → {row['next']}", terminal_width(), subsequent_indent="      "))


def _print_installed(ui: Ui, rows: list[dict[str, str]]) -> None:
    shown = {
        "name": ui.say(msg("Component")),
        "state": ui.say(msg("State")),
        "needed_for": ui.say(msg("Needed for")),
        "install": ui.say(msg("Install with")),
    }
    click.echo()
    ui.print_rows(rows, shown=shown)


def _asked_online(settings: "Settings") -> "dict[str, tuple[Outcome, Words | None]]":
    """How each source answers now, as `sources check` asks."""
    from niemyet.extractors.fetching.politeness import Politeness
    from niemyet.flows.clock import SystemClock
    from niemyet.flows.page_process import PageProcess
    from niemyet.flows.probing import check

    clock = SystemClock()
    politeness = Politeness(clock)
    with PageProcess(settings.limits) as pages:
        seen = {source.id: check(source, clock, politeness, pages) for source in settings.sources}
    return {name: (one.outcome, one.reason) for name, one in seen.items()}


def _installed(ui: Ui) -> list[dict[str, str]]:
    """Python, packages, parts, programs and data, each a row."""
    rows = [_row("python", sys.version.split()[0])]
    rows += [_row(name, metadata.version(name)) for name in PACKAGES]
    missing = ui.say(msg("missing (optional)"))
    rows += [
        _row(name, found or missing, ui.words(purpose), "" if found else command)
        for name, found, purpose, command in _optional()
    ]
    return [*rows, *_ages(ui)]


def _row(name: str, state: str, needed_for: str = "", install: str = "") -> dict[str, str]:
    return {
        "name": name,
        "outcome": "ok",
        "state": state,
        "next": "",
        "needed_for": needed_for,
        "install": install,
    }


def _ages(ui: Ui) -> list[dict[str, str]]:
    """How old the units table, its changes and the calendar are."""
    from niemyet.flows.clock import SystemClock
    from niemyet.transforms.data_age import data_ages
    from niemyet.transforms.language.dates import local_day

    today = local_day(SystemClock().now())
    return [
        _row(
            f"data/{one.name}",
            ui.say(
                msg("as of {as_of}, checked {checked_on}", as_of=one.as_of, checked_on=one.checked_on)
                if not one.is_old(today)
                else msg(
                    "as of {as_of}, checked {checked_on}: check again",
                    as_of=one.as_of,
                    checked_on=one.checked_on,
                )
            ),
            one.source,
            "niemyet units update FILE" if one.name != "calendar" and one.is_old(today) else "",
        )
        for one in data_ages()
    ]


def _optional() -> Iterator[tuple[str, str | None, Words, str]]:
    """(name, where it was found, what it is for, the command that installs it on Debian)."""
    for extra in Extra:
        found = _version(extra) if is_installed(extra) else None
        yield f"niemyet[{extra.value}]", found, purpose_of(extra), command_for(extra)
    if is_installed(Extra.SCANS):
        yield from _language_data()
    for name, (purpose, command) in PROGRAMS.items():
        yield name, shutil.which(name), purpose, command


_SHOWN = {
    Extra.SCANS: "tesserocr",
    Extra.S3: "obstore",
    Extra.CLUSTER: "distributed",
    Extra.PLOTS: "matplotlib",
}


def _version(extra: Extra) -> str:
    """The version of what a part is named for."""
    return metadata.version(_SHOWN.get(extra, extra.value))


def _language_data() -> Iterator[tuple[str, str | None, Words, str]]:
    from niemyet.extractors.documents.recognition import recognition_ready, second_reader

    second = "tessdata/Vietnamese" if second_reader() else None
    ready = None if recognition_ready() else "tessdata/vie"
    yield "tesseract-ocr-vie", ready, "OCR", "apt-get install tesseract-ocr-vie"
    yield (
        "tesseract-ocr-script-viet",
        second,
        msg("OCR: second reading"),
        "apt-get install tesseract-ocr-script-viet",
    )
