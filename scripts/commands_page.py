"""Writes docs/commands.md from the program's own commands: `python -m scripts.commands_page`.

`tests/project/test_docs.py` fails when the page says something else than the program.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from niemyet.flows.cli import niemyet
from niemyet.flows.spoken import paragraphs

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
_HEAD = """# Commands

Every command and option, as `niemyet --lang en COMMAND --help` tells them; Vietnamese is the default. Made from the program:
`python -m scripts.commands_page`.

Exit status: 0 done, 1 failed and nothing published, 2 wrong usage or configuration, 3 published but a person is needed.
"""


def commands(path: str = "niemyet", command: click.Command = niemyet) -> Iterator[tuple[str, click.Command]]:
    """Every command and group, by what a person types."""
    yield path, command
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for name in command.list_commands(ctx):
            found = command.get_command(ctx, name)
            if found is not None:
                yield from commands(f"{path} {name}", found)


def common_options() -> list[click.Option]:
    """The options that every command has, in the order of its help."""
    every = [{one.name for one in told.params} for _, told in commands() if not isinstance(told, click.Group)]
    shared = set.intersection(*every)
    last = [told for _, told in commands()][-1]
    return [one for one in last.params if isinstance(one, click.Option) and one.name in shared]


def page() -> str:
    """The whole page."""
    shared = common_options()
    parts = [_HEAD, "## Options of every command\n", _table(shared)]
    names = {one.name for one in shared}
    for path, command in commands():
        usage = " ".join([path, *command.collect_usage_pieces(click.Context(command))])
        parts.append(f"## {path}\n")
        parts += [_paragraph(one) for one in paragraphs(command.help or "")]
        parts.append(f"`{usage}`\n")
        own = [
            one
            for one in command.params
            if isinstance(one, click.Option) and (one.name not in names or path == "niemyet")
        ]
        if own:
            parts.append(_table(own))
    return "\n".join(parts)


def _paragraph(told: str) -> str:
    return re.sub(r"^Example: (.*)$", r"Example: `\1`", told) + "\n"


def _table(options: list[click.Option]) -> str:
    rows = [f"| {_spelt(one)} | {one.help or ''}{_default(one)} |" for one in options]
    return "\n".join(["| option | |", "|---|---|", *rows]) + "\n"


def _spelt(option: click.Option) -> str:
    names = ", ".join([*option.opts, *option.secondary_opts])
    value = "" if option.is_flag or option.count else f" {option.make_metavar(click.Context(niemyet))}"
    return f"`{names}{value}`".replace("|", "\\|")


def _default(option: click.Option) -> str:
    if option.required:
        return " Required."
    return f" Default: `{option.default}`." if option.show_default and not option.is_flag else ""


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
