"""Help in one language: commands and options are written in English, the formatter speaks them through the catalogue.

Click's own words (“Usage:”, “Options”, “default”) are in the catalogue too. The examples are commands, and stay as they are.
"""

import os
import re
from collections.abc import Iterable, Sequence
from typing import Any

import click

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
        for word, after in zip(args, [*args[1:], ""], strict=True)
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


class Context(click.Context):
    """A command's context; its language is the command line's."""

    def make_formatter(self) -> Formatter:
        """A formatter that speaks it."""
        return Formatter(language_of(self), width=self.terminal_width, max_width=self.max_content_width)


class Command(click.Command):
    """A command whose help is in one language."""

    context_class = Context


class Group(click.Group):
    """A group of such commands."""

    context_class = Context
    command_class = Command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note the language before anything speaks."""
        ctx.meta.setdefault(_LANG, asked_language(args))
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first paragraph of each command's help, whole: a cut one has no translation."""
        named = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, paragraphs(one.help or "")[0]) for name, one in named if one is not None]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
