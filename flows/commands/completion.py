"""`niemyet completion`: what makes a shell complete commands, options, units and codes."""

import click
from click.shell_completion import get_completion_class

from niemyet.flows.spoken import Command
from niemyet.flows.ui import Ui, common

#: Shells that click can speak to.
SHELLS = ("bash", "zsh", "fish")


@click.command(cls=Command)
@click.argument("shell", type=click.Choice(SHELLS))
@common
def completion(ui: Ui, shell: str) -> None:
    """Print what makes a shell complete commands, options, units and codes at Tab.

    Example: niemyet completion bash > ~/.local/share/bash-completion/completions/niemyet
    """
    from niemyet.flows.cli import niemyet

    speaks = get_completion_class(shell)
    assert speaks is not None, "the choice above names only shells that click knows"
    click.echo(speaks(niemyet, {}, "niemyet", "_NIEMYET_COMPLETE").source())
