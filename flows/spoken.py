"""Help in one language: commands and options are written in English, the formatter speaks them through the catalogue.

Click's own words (“Usage:”, “Options”, “default”) are in the catalogue too. The examples are commands, and stay as they are.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from typing import IO, Any

import click
from click.exceptions import NoArgsIsHelpError

from niemyet.model.messages import msg, translated

_LANG = "niemyet.lang"
#: What click says itself in a help text. `msg` makes the catalogue's test see them.
OF_CLICK = tuple(
    message.msgid
    for message in (
        msg("Usage:"),
        msg("Options"),
        msg("Commands"),
        msg("Show this message and exit."),
        msg("Show the version and exit."),
        msg("default"),
        msg("required"),
        msg("Example:"),
    )
)
_EXTRA = re.compile(r"(.*?)  \[(.*)\]", re.DOTALL)


def asked_language(args: Sequence[str]) -> str:
    """The language that a command line asks for, wherever in it: `--help` speaks before the options are read."""
    asked = [
        word.removeprefix("--lang=") if word.startswith("--lang=") else after
        for word, after in zip_longest(args, args[1:], fillvalue="")
        if word == "--lang" or word.startswith("--lang=")
    ]
    return asked[-1] if asked else os.environ.get("NIEMYET_LANG", "vi")


def language_of(ctx: click.Context | None) -> str:
    """The language of the command line that a context belongs to."""
    return ctx.meta.get(_LANG, "vi") if ctx is not None else "vi"


def paragraphs(text: str) -> list[str]:
    """The units in which help is translated: paragraphs, each on one line."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip())]


def spoken(paragraph: str, lang: str) -> str:
    """A paragraph of help in a language; of an example only the word before the command."""
    example = translated("Example:", "en")
    if paragraph.startswith(example):
        return translated(example, lang) + paragraph.removeprefix(example)
    return translated(paragraph, lang)


class Formatter(click.HelpFormatter):
    """Click's formatter, in a language."""

    def __init__(self, lang: str, **given: Any) -> None:
        super().__init__(**given)
        self.lang = lang

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The first line."""
        super().write_usage(prog, args, prefix or translated("Usage:", self.lang) + " ")

    def write_heading(self, heading: str) -> None:
        """“Options”, “Commands”."""
        super().write_heading(translated(heading, self.lang))

    def write_text(self, text: str) -> None:
        """What a command is for."""
        super().write_text("\n\n".join(spoken(one, self.lang) for one in paragraphs(text)))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Options and commands with their help."""
        super().write_dl([(name, self._row(told)) for name, told in rows], col_max, col_spacing)

    def _row(self, told: str) -> str:
        match = _EXTRA.fullmatch(told)
        if match is None:
            return spoken(told, self.lang)
        extra = [self._extra(one) for one in match[2].split("; ")]
        return f"{spoken(match[1], self.lang)}  [{'; '.join(extra)}]"

    def _extra(self, told: str) -> str:
        word, colon, value = told.partition(": ")
        return translated(word, self.lang) + colon + value


#: What click says of a wrong command line, as patterns with places; beside it what each says in the catalogue.
_USAGE = (
    (
        r"No such option:? '?(?P<name>[^\s'.]+)'?\.?(?: \(?Did you mean (?:one of: )?(?P<near>.+)\?\)?)?",
        "option",
    ),
    (r"No such command '(?P<name>[^']*)'\.(?: \(?Did you mean (?:one of: )?(?P<near>.+)\?\)?)?", "command"),
    (r"Missing argument '(?P<name>.*)'\.(?:\s.*)?", "argument"),
    (r"Missing option '(?P<name>.*)'\.(?:\s.*)?", "needed"),
    (r"Missing command\.", "no_command"),
    (r"Option '(?P<name>.*)' requires (?:an argument|\d+ arguments)\.", "value"),
    (r"Option '(?P<name>.*)' does not take a value\.", "no_value"),
    (r"Got unexpected extra arguments? \((?P<name>.*)\)", "extra"),
    (r"Invalid value for '?(?P<name>.*?)'?: (?P<why>.*)", "invalid"),
    (r"Invalid value: (?P<why>.*)", "invalid_alone"),
    (r"'(?P<found>.*)' is not one of (?P<words>.*)\.", "choice"),
    (r"'(?P<found>.*)' is not a valid (?P<kind>integer|int|float|number)(?: range)?\.", "number"),
    (r"(?P<found>\S+) is not in the range (?P<range>.*)\.", "range"),
    (r"(?:File|Path|Directory) '(?P<found>.*)' does not exist\.", "missing"),
    (r"(?:File|Path) '(?P<found>.*)' is a directory\.", "folder"),
    (r"(?:Path|Directory) '(?P<found>.*)' is a file\.", "file"),
)
_USAGE_WORDS = {
    "option": msg("there is no option {name}.{near}", name="", near=""),
    "command": msg("there is no command {name!r}.{near}", name="", near=""),
    "argument": msg("{name} is missing.", name=""),
    "needed": msg("the option {name} is missing.", name=""),
    "no_command": msg("a command is missing."),
    "value": msg("the option {name} needs a value.", name=""),
    "no_value": msg("the option {name} takes no value.", name=""),
    "extra": msg("more was given than is taken: {name}", name=""),
    "invalid": msg("wrong value for {name}: {why}", name="", why=""),
    "invalid_alone": msg("wrong value: {why}", why=""),
    "choice": msg("{found!r} is none of {words}.", found="", words=""),
    "number": msg("{found!r} is no number.", found=""),
    "range": msg("{found} is not in the range {range}.", found="", range=""),
    "missing": msg("{found!r} does not exist.", found=""),
    "folder": msg("{found!r} is a folder, expected a file.", found=""),
    "file": msg("{found!r} is a file, expected a folder.", found=""),
    "near": msg(" Did you mean {near}?", near=""),
}


def usage_words(said: str, lang: str) -> str:
    """What click says of a wrong command line, in a language; as click says it where it is rarer."""
    for pattern, name in _USAGE:
        match = re.fullmatch(pattern, said.strip(), re.DOTALL)
        if match is None:
            continue
        given = {place: value or "" for place, value in match.groupdict().items()}
        near = given.get("near")
        given["near"] = translated(_USAGE_WORDS["near"].msgid, lang).format(near=near) if near else ""
        if "why" in given:
            given["why"] = usage_words(given["why"], lang)
        return translated(_USAGE_WORDS[name].msgid, lang).format(**given)
    return said


class WrongUsageError(click.UsageError):
    """A wrong command line, told in a language."""

    def __init__(self, error: click.UsageError, lang: str) -> None:
        super().__init__(usage_words(error.format_message(), lang), error.ctx)
        self.lang = lang

    def show(self, file: IO[Any] | None = None) -> None:
        """The use of the command, where help is, what is wrong."""
        if self.ctx is not None:
            click.echo(self.ctx.get_usage() + "\n", file=file, err=file is None)
            help_at = f"{self.ctx.command_path} --help"
            click.echo(
                msg("Help: {command}", command=help_at).text(self.lang) + "\n", file=file, err=file is None
            )
        told = msg("Wrong use: {what}", what=self.format_message()).text(self.lang)
        click.echo(told, file=file, err=file is None)


@contextmanager
def _told(lang: str) -> Iterator[None]:
    """A wrong command line within the block is told in a language."""
    try:
        yield
    except (WrongUsageError, NoArgsIsHelpError):  # help speaks by itself
        raise
    except click.UsageError as error:
        raise WrongUsageError(error, lang) from error


class SpokenContext(click.Context):
    """A command's context; its language is the command line's."""

    def make_formatter(self) -> Formatter:
        """A formatter that speaks it."""
        return Formatter(language_of(self), width=self.terminal_width, max_width=self.max_content_width)


class Command(click.Command):
    """A command whose help is in one language."""

    context_class = SpokenContext


class Group(click.Group):
    """A group of such commands."""

    context_class = SpokenContext
    command_class = Command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note the language before anything speaks."""
        ctx.meta.setdefault(_LANG, asked_language(args))
        with _told(language_of(ctx)):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what is wrong with its line is told in its language."""
        with _told(language_of(ctx)):
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first paragraph of each command's help, whole: a cut one has no translation."""
        named = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, paragraphs(one.help or "")[0]) for name, one in named if one is not None]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
