"""The messages that the code has, found in its source, so that the catalogue can be held against them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click

from niemyet.flows.spoken import paragraphs
from niemyet.model.errors import NiemyetError
from scripts.commands_page import commands

ROOT = Path(__file__).parents[2]
ROOMS = ("model", "transforms", "extractors", "storage", "reports", "flows", "demo")


@dataclass(frozen=True)
class Use:
    """One `msg(…)` in the code."""

    where: str
    msgid: str | None  # None: the text is no literal
    given: frozenset[str]


def uses() -> Iterator[Use]:
    """Every call of `msg`."""
    for where, call in calls():
        if isinstance(call.func, ast.Name) and call.func.id == "msg":
            text = call.args[0] if len(call.args) == 1 else None
            literal = text.value if isinstance(text, ast.Constant) and isinstance(text.value, str) else None
            yield Use(where, literal, frozenset(one.arg or "**" for one in call.keywords))


@cache
def calls() -> tuple[tuple[str, ast.Call], ...]:
    """Every call in the product, with its file and line; looked for once, for all who ask."""
    return tuple(
        (f"{file.relative_to(ROOT)}:{node.lineno}", node)
        for file in product_files()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    )


def product_files() -> Iterator[Path]:
    """Every module that is shipped."""
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def name_of(function: ast.expr) -> str:
    """What is called, without what it is an attribute of."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def kinds_of_errors(root: type[NiemyetError] = NiemyetError) -> set[type[NiemyetError]]:
    """The project's errors, with those that rooms define beside their work."""
    import niemyet.extractors.documents.wordfile
    import niemyet.flows.serving  # noqa: F401

    return {root}.union(*(kinds_of_errors(kind) for kind in root.__subclasses__()))


def told_by_commands() -> set[str]:
    """What the help of commands and options says: paragraphs without examples, and each option's line."""
    found: set[str] = set()
    for _, command in commands():
        found |= {one for one in paragraphs(command.help or "") if not one.startswith("Example:")}
        found |= {one.help for one in command.params if isinstance(one, click.Option) and one.help}
    return found
