"""The front door: one group, each command loaded only when it is called, so that `--help` is quick."""

import importlib
import os
import sys
from itertools import pairwise
from typing import Any

import click
from click.shell_completion import CompletionItem

from niemyet.flows.garbage import look_less_often
from niemyet.flows.spoken import Group, asked_language, language_of
from niemyet.model.messages import Message, msg

#: Command → (module, one line of help).
COMMANDS: dict[str, tuple[str, Message]] = {
    "demo": ("demo", msg("run everything against the embedded portal")),
    "init": ("init", msg("a configuration to begin with, for a province by its name")),
    "nightly": ("runs", msg("fetch, read, consolidate, publish")),
    "backfill": ("runs", msg("the same for a past range of signing dates")),
    "ingest": ("ingest", msg("take decisions that came as files")),
    "adopt": ("adopt", msg("take a list as evidence of what was in force on a day")),
    "observe": ("ingest", msg("record what a unit has posted")),
    "updates": ("queries", msg("the work list")),
    "done": ("ingest", msg("report work done")),
    "board": ("queries", msg("what a unit must have posted")),
    "drift": ("drift", msg("decisions, national catalogue and counter, where they differ")),
    "explain": ("queries", msg("the decisions behind a procedure's state")),
    "evidence": ("evidence", msg("all that proves a procedure's state, in one file")),
    "review": ("review", msg("what the pipeline would not decide alone")),
    "log": ("said", msg("who said what when")),
    "export": ("show", msg("the clerk's work list and the list to post")),
    "site": ("site", msg("the public notice board as static pages")),
    "desk": ("desk", msg("work in a browser: ticks, questions, files")),
    "desk-user": ("desk", msg("who may use the desk")),
    "report": ("report", msg("figures of the yearly report")),
    "sources": ("sources", msg("the configured sources and their state")),
    "units": ("units", msg("units and what has changed of them")),
    "reprocess": ("runs", msg("extract again from the raw archive")),
    "notify": ("notify", msg("tell people what is new, by mail or webhook")),
    "serve": ("runs", msg("the nightly run on a schedule")),
    "diff": ("stores", msg("what changed between two releases")),
    "releases": ("stores", msg("the releases; retention")),
    "raw": ("stores", msg("the raw archive: WARC, garbage")),
    "compact": ("stores", msg("write the lake's small files as one")),
    "backup": ("maintenance", msg("copy the data folder, also while a run writes")),
    "verify": ("maintenance", msg("check the data folder")),
    "repair": ("repair", msg("mend a damaged data folder")),
    "tables": ("maintenance", msg("the data dictionary")),
    "overview": ("overview", msg("several provinces on one machine, a line each")),
    "completion": ("completion", msg("make a shell complete commands, options, units, codes")),
    "doctor": ("maintenance", msg("what the next night needs; what is installed")),
}


class Commands(Group):
    """A group whose commands live in `flows.commands.<module>` and are imported on call."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of a working day, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module now."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"niemyet.flows.commands.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Propose commands from the table above, without importing them; options as click knows them."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        lang = language_of(ctx)
        return [
            CompletionItem(name, help=told.text(lang))
            for name, (_, told) in COMMANDS.items()
            if name.startswith(incomplete)
        ]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table above, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, told.msgid) for name, (_, told) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Propose the nearest command for a misspelt one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            told = (
                msg("no command {name!r}; nearest: {near}", name=args[0], near=near[0])
                if near
                else msg("no command {name!r}", name=args[0])
            )
            ctx.fail(told.text(language_of(ctx)))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; who stops it hears how things stand, in the language asked for."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            told = msg("Stopped (Ctrl+C). Nothing is damaged; the same command again goes on from there.")
            click.echo(told.text(language_of(ctx)), err=True)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="niemyet", prog_name="niemyet")
@click.option("--lang", type=click.Choice(["vi", "en"]), envvar="NIEMYET_LANG", default="vi", is_eager=True,
              help="Language of messages, help and exports.")  # fmt: skip
@click.pass_context
def niemyet(ctx: click.Context, lang: str) -> None:
    """From a province's announcements of procedures to the work of every counter.

    Example: niemyet demo
    """
    ctx.obj = {"lang": lang}


def _speak_utf8() -> None:
    """Begin anew where the surroundings say that names of files are not UTF-8 (`LC_ALL=C` with `PYTHONUTF8=0`).

    Arrow takes names as UTF-8 only: a whole folder with Vietnamese letters in its path would be called damaged.
    """
    if sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode:
        sys.stdout.flush()
        environment = {**os.environ, "PYTHONUTF8": "1"}
        os.execve(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]], environment)  # noqa: S606 - ourselves, no shell


def _without_secrets(text: str, args: list[str]) -> str:
    """An error without what the configuration takes from the environment: it may show a value that was refused."""
    from pathlib import Path

    from niemyet.flows.kept_secret import mask_for

    named = [after for word, after in pairwise(args) if word == "--config"]
    named += [word.removeprefix("--config=") for word in args if word.startswith("--config=")]
    file = named[-1] if named else os.environ.get("NIEMYET_CONFIG", "niemyet.toml")
    return mask_for(None, file=Path(file))(text)


def _refused_by_system(error: OSError) -> Message:
    from niemyet.model.system_words import system_reason

    if not error.filename:
        return msg("the system refuses: {why}.", why=system_reason(error))
    return msg(
        "{place}: {why}. Correct the path or its permissions and run the same command again.",
        place=error.filename,
        why=system_reason(error),
    )


def main(args: list[str] | None = None) -> Any:
    """Entry point: our own exceptions become a message and an exit status, never a traceback."""
    from niemyet.model.errors import NiemyetError, UsageError

    look_less_often()
    if args is None:
        _speak_utf8()
    try:
        return niemyet.main(args=args, standalone_mode=True)
    except NiemyetError as error:
        given = sys.argv if args is None else args
        click.echo(_without_secrets(error.message(asked_language(given)), given), err=True)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except OSError as error:  # a place that cannot be read or written, wherever it was met
        given = sys.argv if args is None else args
        click.echo(_refused_by_system(error).text(asked_language(given)), err=True)
        sys.exit(1)
