"""What the commands share: common options, languages, printing rows and progress."""

import csv
import functools
import json
import logging
import re
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from niemyet.flows import logs
from niemyet.flows.logs import LogEvent, LogFormat, LogOptions
from niemyet.flows.spoken import language_of
from niemyet.model.errors import StorageError, UsageError
from niemyet.model.messages import Message, Spoken, Words, day_words, msg, number_words
from niemyet.transforms.language.dates import HO_CHI_MINH, given_day

if TYPE_CHECKING:
    from niemyet.flows.config import Settings
    from niemyet.storage.folder import DataFolder
    from niemyet.storage.release import Release

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Ui:
    """Where the data is, what the configuration is, and how to speak."""

    data: str
    config: Path
    lang: str
    format: str
    log: LogOptions = field(default_factory=LogOptions)

    def say(self, message: Spoken) -> str:
        """The message in the language asked for."""
        return message.text(self.lang)

    def words(self, named: Words) -> str:
        """A name as it stands, or what the language asked for calls it."""
        return named if isinstance(named, str) else named.text(self.lang)

    def tell(self, message: Message) -> None:
        """Progress and remarks: to stderr, and into the log; `--quiet` leaves the log."""
        said = self.say(message)
        logs.note(LogEvent.TOLD, text=said)
        if not self.log.quiet:
            click.echo(said, err=True)

    def warn(self, message: Spoken) -> None:
        """What a person must know, also with `--quiet`: to stderr, and into the log."""
        said = self.say(message)
        logs.note(LogEvent.TOLD, logging.WARNING, text=said)
        click.echo(said, err=True)

    def settings(self) -> "Settings":
        """The configuration, validated."""
        from niemyet.flows.config import load

        settings = load(self.config)
        logs.keep_secret(settings)
        return settings

    def settings_if_any(self) -> "Settings | None":
        """The configuration; None where there is none that can be read: what looks after a folder needs none."""
        try:
            return self.settings()
        except UsageError:
            return None

    def folder(self) -> "DataFolder":
        """The data folder, for writing."""
        from niemyet.storage.folder import DataFolder

        return DataFolder(self.data)

    def release(self) -> "Release":
        """The newest release, for reading.

        Raises:
            StorageError: there is none yet.
        """
        releases = self.folder().releases
        release = releases.latest()
        if release is None and (held := releases.all()):
            raise StorageError(
                msg(
                    "{data}/latest is lost; {count} releases are there, the newest is {newest}. Let it lead there again: "
                    "niemyet repair --yes",
                    data=self.data,
                    count=len(held),
                    newest=held[-1],
                )
            )
        if release is None:
            raise StorageError(
                msg(
                    "no release in {data}. Run `niemyet nightly` (or `niemyet demo`) first, or name the "
                    "folder with --data.",
                    data=self.data,
                ),
            )
        return release

    def print_rows(
        self, rows: Rows, *, shown: Mapping[str, str] | None = None, columns: Sequence[str] = ()
    ) -> None:
        """Rows to stdout: every column as JSON or CSV; as a table the columns `shown`, under their headings.

        `columns`: what CSV has where there are no rows; the columns shown by default. Who reads it finds a header at least.
        """
        if self.format == "json":
            click.echo(json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=1, default=plain))
        elif self.format in ("csv", "csv-bom"):
            # A spreadsheet on Windows takes a file without the mark for the code page of the machine.
            click.echo("\ufeff" if self.format == "csv-bom" else "", nl=False)
            self._print_csv(rows, [*(rows[0] if rows else columns or shown or ())])
        elif rows:
            from niemyet.reports.text_table import text_table

            headings = shown or ({name: name for name in rows[0]} if rows else {})
            click.echo(
                text_table(
                    [[cell(row.get(name), lang=self.lang) for name in headings] for row in rows],
                    list(headings.values()),
                )
            )

    @staticmethod
    def _print_csv(rows: Rows, columns: Sequence[str]) -> None:
        from niemyet.reports.plain import csv_text

        if not columns:
            return
        writer = csv.DictWriter(sys.stdout, fieldnames=columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(
            {name: csv_text(cell(value, sep=";")) for name, value in row.items()} for row in rows
        )


#: Where a command's context keeps whether it was told to be quiet.
_QUIET = "niemyet.quiet"


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every command has; the command gets them as one `ui`."""

    @click.option("--data", envvar="NIEMYET_DATA", default="./data", show_default=True, metavar="DIR",
                  help="Data folder (NIEMYET_DATA).")  # fmt: skip
    @click.option("--config", envvar="NIEMYET_CONFIG", default="./niemyet.toml", show_default=True, metavar="FILE",
                  type=click.Path(path_type=Path), help="Configuration file (NIEMYET_CONFIG).")  # fmt: skip
    @click.option("--lang", type=click.Choice(["vi", "en"]), default=None, envvar="NIEMYET_LANG",
                  help="Language (NIEMYET_LANG).")  # fmt: skip
    @click.option("--format", "format_", type=click.Choice(["table", "json", "csv", "csv-bom"]),
                  default="table", show_default=True, help="How rows are printed; csv-bom is for Excel.")  # fmt: skip
    @click.option(
        "--verbose",
        "-v",
        count=True,
        help="Say on standard error what is done, as lines of the log; -vv: all of it.",
    )
    @click.option("--quiet", "-q", is_flag=True, help="Say on standard error only what a person must know.")
    @click.option("--log-file", envvar="NIEMYET_LOG_FILE", default=None, metavar="FILE", type=click.Path(path_type=Path),
                  help="Append a log to this file, for its owner only (NIEMYET_LOG_FILE).")  # fmt: skip
    @click.option("--log-format", type=click.Choice([one.value for one in LogFormat]), default="text", show_default=True,
                  envvar="NIEMYET_LOG_FORMAT", help="How a line of the log is written (NIEMYET_LOG_FORMAT).")  # fmt: skip
    @click.pass_context
    @functools.wraps(command)
    def wrapped(
        ctx: click.Context,
        /,
        data: str,
        config: Path,
        lang: str | None,
        format_: str,
        verbose: int,
        quiet: bool,
        log_file: Path | None,
        log_format: str,
        **given: Any,
    ) -> Any:
        chosen = lang or (ctx.obj or {}).get("lang", "vi")
        if quiet and verbose:
            raise UsageError(msg("--quiet and --verbose contradict each other; give one of them."))
        # Who is told of a night that failed must hear of it also where the log's place is what it failed for.
        is_needed = not given.get("failed")
        options = LogOptions(verbose, quiet, log_file, config, LogFormat(log_format), is_needed)
        ctx.meta[_QUIET] = quiet
        with logs.logged(ctx.command_path, options):
            _check_named(ctx, config)
            return command(Ui(data, config, chosen, format_, options), **given)

    return wrapped


def _check_named(ctx: click.Context, config: Path) -> None:
    """A configuration that was named must be there, also for a command that could do without any.

    Raises:
        UsageError: it is not.
    """
    if ctx.get_parameter_source("config") is ParameterSource.DEFAULT:
        return
    from niemyet.flows.config_text import require_file

    require_file(config)


class Day(click.ParamType[date]):
    """A day, 2022-12-31 or 31/12/2022."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Parse it, or say what was expected."""
        if isinstance(value, date):
            return value
        day = given_day(value.strip())
        if day is not None:
            return day
        told = (
            msg(
                "{value!r}: no calendar has this day; expected one like 2022-12-31 or 31/12/2022", value=value
            )
            if _FORM_OF_A_DAY.fullmatch(value.strip())
            else msg("{value!r}: expected a day like 2022-12-31 or 31/12/2022", value=value)
        )
        self.fail(told.text(language_of(ctx)), param, ctx)
        raise AssertionError("fail raises")


_FORM_OF_A_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4}")
DAY = Day()


def pasted_id(text: str) -> str:
    """An id of work or of a question as it was copied: lists show it in brackets, a narrow table over several lines."""
    return "".join(text.split()).strip("[]()“”\"'.,;")


def cell(value: Any, sep: str = ", ", lang: str = "vi") -> str:
    """A value as a person reads it; with ";" as a program does."""
    if value is None:
        return ""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat() if sep == ";" else day_words(value, lang)
    if isinstance(value, datetime) and value.tzinfo is not None and sep != ";":
        local = value.astimezone(HO_CHI_MINH)
        return f"{local:%d/%m/%Y %H:%M}" if lang == "vi" else f"{local:%Y-%m-%d %H:%M}"
    if isinstance(value, float) and sep != ";":
        return number_words(value, lang)
    if isinstance(value, (list, tuple)):
        return sep.join(cell(each, sep, lang) for each in value)
    return str(value)


def plain(value: Any) -> str:
    """Dates and instants in JSON."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"cannot print {type(value).__name__}")


def terminal_width() -> int:
    """Columns of the terminal; 120 where there is none."""
    return shutil.get_terminal_size((120, 24)).columns


class ProgressLine:
    """One line on stderr that tells how far a run is; nothing when stderr is no terminal, or with `--quiet`."""

    def __init__(self) -> None:
        context = click.get_current_context(silent=True)
        quiet = context is not None and bool(context.meta.get(_QUIET))
        self._on = sys.stderr.isatty() and not quiet

    def __call__(self, step: str, done: int, total: int | None) -> None:
        """Show a step."""
        if self._on:
            of = f"/{total}" if total else ""
            click.echo(f"\r\x1b[K{step}: {done}{of}", nl=False, err=True)

    def clear(self) -> None:
        """Take the line away."""
        if self._on:
            click.echo("\r\x1b[K", nl=False, err=True)
