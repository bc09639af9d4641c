"""Looking after the house: the data folder, the dictionary, what is installed."""

import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import click

from niemyet.flows.spoken import Command
from niemyet.flows.ui import Ui, common
from niemyet.model.errors import UsageError
from niemyet.model.extras import Extra, command_for, is_installed, purpose_of
from niemyet.model.messages import Words, msg


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
    from niemyet.model.tables import TABLES
    from niemyet.storage.schemas import columns, describe

    if out is not None and not duckdb:
        raise UsageError(msg("--out goes with --duckdb."))
    if out is not None:
        _write_database(_views(ui), out)
        click.echo(str(out))
        return
    if duckdb:
        click.echo(_views(ui), nl=False)
        return

    if table is None:
        ui.print_rows(
            [{"table": name, "description": describe(row)} for name, row in TABLES.items()],
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
                "description": column.description
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
    base = release.address if "://" in ui.data else str(Path(ui.data).absolute() / "latest")
    return duckdb_views(base, {name: describe(row) for name, row in TABLES.items()})


#: Program → (what it is for, the command that installs it on Debian). None of them is needed for the rest.
PROGRAMS: dict[str, tuple[Words, str]] = {
    "unar": ("RAR, 7z", "apt-get install unar"),
    "soffice": ("Word 95, RTF", "apt-get install libreoffice-writer-nogui"),
    "chromium": (msg("tests of the notice board"), "apt-get install chromium"),
}
PACKAGES = ("httpx", "beautifulsoup4", "lxml", "numpy", "pyarrow")


@click.command(cls=Command)
@common
def doctor(ui: Ui) -> None:
    """What is installed, what is missing, and how to install it.

    Example: niemyet doctor
    """
    rows = [{"name": "python", "state": sys.version.split()[0], "needed_for": "", "install": ""}]
    rows += [
        {"name": name, "state": metadata.version(name), "needed_for": "", "install": ""} for name in PACKAGES
    ]
    missing = ui.say(msg("missing (optional)"))
    for name, found, purpose, command in _optional():
        rows.append(
            {
                "name": name,
                "state": found or missing,
                "needed_for": ui.words(purpose),
                "install": "" if found else command,
            }
        )
    shown = {
        "name": ui.say(msg("Component")),
        "state": ui.say(msg("State")),
        "needed_for": ui.say(msg("Needed for")),
        "install": ui.say(msg("Install with")),
    }
    rows += _ages(ui)
    ui.print_rows(rows, shown=shown)
    _tell_due_again(ui)
    _tell_old_secrets(ui)


def _ages(ui: Ui) -> list[dict[str, str]]:
    """How old the units table, its changes and the calendar are."""
    from niemyet.flows.clock import SystemClock
    from niemyet.transforms.data_age import data_ages
    from niemyet.transforms.language.dates import local_day

    today = local_day(SystemClock().now())
    return [
        {
            "name": f"data/{one.name}",
            "state": ui.say(
                msg("as of {as_of}, checked {checked_on}", as_of=one.as_of, checked_on=one.checked_on)
                if not one.is_old(today)
                else msg(
                    "as of {as_of}, checked {checked_on}: check again",
                    as_of=one.as_of,
                    checked_on=one.checked_on,
                )
            ),
            "needed_for": one.source,
            "install": "niemyet units update FILE" if one.name != "calendar" and one.is_old(today) else "",
        }
        for one in data_ages()
    ]


def _tell_due_again(ui: Ui) -> None:
    from niemyet.flows.commands.runs import tell_due_again

    folder = ui.folder()
    if folder.exists():
        tell_due_again(ui, folder)


def _tell_old_secrets(ui: Ui) -> None:
    """Files that hold what earlier versions should not have kept, by name."""
    from niemyet.flows.old_secrets import mask_of
    from niemyet.storage.masking import begun, holding

    folder = ui.folder()
    if not folder.exists():
        return
    names = list(holding(folder, mask_of(ui.settings_if_any())))
    for name in names:
        ui.tell(msg("{name}: holds a name, a password or a key of a portal", name=name))
    if names or begun(folder):
        ui.tell(
            msg(
                "{count} files hold names, passwords or keys that an earlier version kept. Change those, then run "
                "`niemyet repair` (it only lists; --yes masks them).",
                count=len(names),
            ),
        )


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
