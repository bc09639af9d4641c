"""The desk: a web application for clerks and officers, and its users."""

import getpass
import ipaddress
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from niemyet.flows.completing import complete_unit
from niemyet.flows.desk.users import Role, User, Users, with_password
from niemyet.flows.meant import unit_of_configuration
from niemyet.flows.spoken import Command
from niemyet.flows.ui import Ui, common
from niemyet.model.errors import UsageError
from niemyet.model.messages import msg
from niemyet.model.system_words import system_reason

if TYPE_CHECKING:
    from niemyet.flows.desk.app import DeskState

users_option = click.option(
    "--users",
    "users",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("niemyet-users.json"),
    show_default=True,
    envvar="NIEMYET_USERS",
    metavar="FILE",
    help="File of users (NIEMYET_USERS).",
)


@click.command(cls=Command)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8765, show_default=True, help="Port to listen on."
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST",
    help="Name by which browsers call it, behind a reverse proxy.",
)
@click.option("--tls-before", is_flag=True, help="A reverse proxy speaks HTTPS to browsers.")
@click.option(
    "--by", "by", default=None, metavar="NAME", help="Who works here, where there is no file of users."
)
@users_option
@common
def desk(
    ui: Ui, host: str, port: int, names: tuple[str, ...], tls_before: bool, by: str | None, users: Path
) -> None:
    """Work in a browser: ticks, questions, listings, decisions handed in. Without users only on this machine.

    Example: niemyet desk --by "Nguyễn Thị A"
    """
    import uvicorn

    from niemyet.flows.desk.app import desk_app

    office = _office(ui, Users(users), by, host=host, behind=bool(names), tls=tls_before)
    office.behind_proxy = bool(names)
    app = desk_app(office, {host, "localhost", "127.0.0.1", *names})
    ticket = f"login?ticket={office.ticket}" if office.alone else ""
    door = _listening(host, port)
    ui.tell(msg("The desk is open: {address}  (Ctrl+C closes it)", address=f"http://{host}:{port}/{ticket}"))
    config = uvicorn.Config(app, log_level="warning", server_header=False, proxy_headers=False)
    uvicorn.Server(config).run(sockets=[door])


def _listening(host: str, port: int) -> socket.socket:
    """The desk's socket, before it says that it is open.

    Raises:
        UsageError: nothing can listen there.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise UsageError(
            msg(
                "cannot listen on {host}, port {port}: {why}. Name another with --port or --host.",
                host=host,
                port=port,
                why=system_reason(error),
            )
        ) from error


def _office(ui: Ui, users: Users, by: str | None, *, host: str, behind: bool, tls: bool) -> "DeskState":
    """What the pages share. Raises UsageError for a desk without users that others could reach."""
    from niemyet.flows.desk.app import DeskState

    ui.settings()  # a wrong configuration, a folder without a release: told now, not on the first page
    ui.release()
    if users.all():
        return DeskState(ui, users, over_tls=tls)
    if behind or not _is_loopback(host):
        raise UsageError(
            msg(
                "a desk that others can reach needs users; there are none in {path}. Add one: "
                "`niemyet desk-user NAME --role officer`.",
                path=users.path,
            )
        )
    return DeskState(ui, None, User(by or getpass.getuser(), Role.OFFICER))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@click.command(cls=Command)
@click.argument("name")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default=None, help="What the user may do."
)
@click.option(
    "--unit",
    "units",
    multiple=True,
    metavar="UNIT",
    shell_complete=complete_unit,
    help="Unit of a clerk; may be given several times.",
)
@click.option("--remove", is_flag=True, help="Remove the user.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@users_option
@common
def desk_user(
    ui: Ui,
    name: str,
    role: str | None,
    units: tuple[str, ...],
    remove: bool,
    password_stdin: bool,
    users: Path,
) -> None:
    """Add, change or remove a user of the desk; asks for the password.

    Example: niemyet desk-user "Nguyễn Thị A" --role clerk --unit xa-tam-hai
    """
    held = Users(users)
    if remove:
        held.remove(name)
        ui.tell(msg("{name} was removed.", name=name))
        return
    if role is None:
        raise UsageError(msg("expected --role reader, clerk or officer."))
    if (role == Role.CLERK.value) != bool(units):
        raise UsageError(msg("a clerk needs --unit, and only a clerk has units."))
    units = tuple(unit_of_configuration(ui, unit) for unit in units)
    asked = f"{ui.say(msg('Password'))}: "
    password = sys.stdin.readline().rstrip("\n") if password_stdin else getpass.getpass(asked)
    held.keep(with_password(User(name, Role(role), units), password))
    ui.tell(msg("{name} may use the desk as {role}.", name=name, role=role))
