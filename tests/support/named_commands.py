"""Command lines of niemyet that its own texts name, and whether its own parser takes them."""

import ast
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

import click

from niemyet.flows.cli import niemyet
from niemyet.model.messages import catalogue
from tests.support.messages import product_files

_TICKED = re.compile(r"`(niemyet )?([a-z][^`]*)`")
#: After the program's name up to where the sentence surely goes on.
_PLAIN = re.compile(r"\bniemyet ([a-zđ][^`\n]*?)(?= \(|[.,] |[.]?$|[;)”»<#]|\n| {2})", re.MULTILINE)
#: What follows the program's name where a sentence only speaks of it.
_SENTENCE = {"has", "itself", "run", "runs", "bắt", "chạy", "của", "khác", "lập", "đã"}
_COMMANDS = niemyet.list_commands(click.Context(niemyet))
#: A place for a word; one that hangs on a word is filled in with options, or with nothing.
_PLACE, _HANGING = re.compile(r"\{[^{}]*\}"), re.compile(r"(?<=[a-z])\{[^{}]*\}")


@dataclass(frozen=True)
class Named:
    """A command line that a text names, without the program's name."""

    where: str
    line: str
    whole: bool  # nothing but the command: it stands between ticks

    def wrong(self) -> str | None:
        """What the parser has against it; None where it takes it."""
        words = shlex.split(_PLACE.sub("x", _HANGING.sub("", self.line)))
        command: click.Command = niemyet
        ctx = click.Context(command, info_name="niemyet")
        while words and isinstance(command, click.Group):
            found = command.get_command(ctx, words[0])
            if found is None:
                return f"no command {words[0]}"
            command, words = found, words[1:]
            ctx = click.Context(command, parent=ctx)
        given = words if self.whole else _options(command, words)
        try:
            _, left, _ = command.make_parser(ctx).parse_args(list(given))
        except click.UsageError as error:
            return error.format_message()
        return f"too much: {left}" if left else None


def _options(command: click.Command, words: list[str]) -> list[str]:
    """The options among the words of a sentence that goes on, with a value where they take one."""
    takes = {
        name
        for one in command.params
        if isinstance(one, click.Option) and not (one.is_flag or one.count)
        for name in one.opts
    }
    return [
        part for word in words if word.startswith("--") for part in ([word, "x"] if word in takes else [word])
    ]


def texts() -> Iterator[tuple[str, str]]:
    """Everything that the product may say: its literals, a place for what is filled in, and their Vietnamese."""
    for file in product_files():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
        skipped = {id(part) for node in joined for part in node.values}
        skipped |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                yield f"{file.name}:{node.lineno}", "".join(_part(part) for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                if id(node) in skipped or "\\" in node.value:  # a pattern says nothing
                    continue
                yield f"{file.name}:{node.lineno}", node.value
    for text in catalogue("vi").values():
        yield "vi.po", text


def _part(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "{x}"


def named_in(text: str, where: str = "") -> Iterator[Named]:
    """The command lines that a text names."""
    for match in _TICKED.finditer(text):
        if match[1] or match[2].split()[0] in _COMMANDS:
            yield Named(where, match[2], whole=True)
    for match in _PLAIN.finditer(_TICKED.sub("", text)):
        if match[1].split()[0].rstrip(":.,") not in _SENTENCE:
            yield Named(where, match[1], whole=False)
