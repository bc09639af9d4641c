"""The portal to practise on, from the command line: serve it, tell it something, begin a folder that reads it."""

import errno
import re
import signal
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from http.client import HTTPException
from pathlib import Path

from niemyet.demo.practice import (
    DOOR,
    FIRST_DAY,
    PortalStanding,
    PracticePortal,
    practice_config,
    sample_files,
)
from niemyet.demo.practice_words import PORT
from niemyet.demo.world import build_world
from niemyet.extractors.fetching.addresses import is_address
from niemyet.flows.ui import Ui
from niemyet.model.errors import UsageError
from niemyet.model.messages import Message, msg
from niemyet.model.system_words import system_reason

#: The portal answers from memory on this machine. Chosen, not measured.
_SECONDS = 10
#: Bytes of an answer that are read: the portal's own has some hundred, another service's may have no end. Chosen, not measured.
_LONGEST = 1 << 20


def serve_practice(ui: Ui, port: int, day: date | None) -> None:
    """Serve until Ctrl+C or SIGTERM.

    Raises:
        UsageError: nothing can listen on the port.
    """
    portal = PracticePortal(build_world(), day or FIRST_DAY, port)
    with ExitStack() as open_until_the_end:
        told_to_end = open_until_the_end.enter_context(_signals(signal.SIGINT, signal.SIGTERM))
        try:
            open_until_the_end.enter_context(portal)
        except OSError as error:
            raise UsageError(_not_opened(port, error)) from error
        other = port != PORT
        ui.tell(msg("The practice portal is open: {url}  (Ctrl+C closes it)", url=portal.url))
        ui.tell(_told(portal.standing()))
        ui.tell(
            msg(
                "In another terminal, in a new folder: niemyet init --practice{named}, then niemyet nightly.\n"
                "To change it: {page} in a browser, or niemyet demo --tell next-day{port}",
                named=f" --portal {portal.url}" if other else "",
                page=portal.url + DOOR,
                port=f" --port {port}" if other else "",
            )
        )
        signal.sigwait(told_to_end)
    ui.tell(msg("The practice portal is closed."))


@contextmanager
def _signals(*wanted: signal.Signals) -> Iterator[frozenset[signal.Signals]]:
    """Signals that are kept back and waited for: one that comes as a wait begins is never seen otherwise: it hung."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, wanted)
    try:
        yield frozenset(wanted)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _not_opened(port: int, error: OSError) -> Message:
    """Why nothing can listen on a port: each reason has another way out."""
    why = system_reason(error)
    if error.errno == errno.EADDRINUSE:
        return msg("port {port} is taken: {why}. Name another: --port N.", port=port, why=why)
    if error.errno == errno.EACCES:
        return msg(
            "port {port} is not for everybody: {why}. Name one from 1024 on: --port N.", port=port, why=why
        )
    return msg("nothing can listen on port {port}: {why}.", port=port, why=why)


def tell_practice(ui: Ui, word: str, port: int) -> None:
    """Tell the portal that is served on a port of this machine something, and say how it stands then.

    Raises:
        UsageError: none is served there: nobody answers, or another program does.
    """
    url = f"http://127.0.0.1:{port}{DOOR}/{word}"
    direct = urllib.request.build_opener(
        urllib.request.ProxyHandler({})
    )  # this machine, whatever proxy is set
    try:
        with direct.open(urllib.request.Request(url, method="POST"), timeout=_SECONDS) as answer:
            stands = PortalStanding.of_json(answer.read(_LONGEST))
    except (OSError, HTTPException, ValueError) as error:
        raise UsageError(
            msg(
                "no practice portal answers on port {port}. Open one in another terminal: niemyet demo --serve",
                port=port,
            )
        ) from error
    ui.tell(_told(stands))


def begin_practice(target: Path, base_url: str | None) -> tuple[str, ...]:
    """Write a configuration that reads the portal, and beside it files as they come by hand; gives the names of these.

    Files that are there already are left as they are.

    Raises:
        UsageError: the address is none.
    """
    base = base_url or f"http://127.0.0.1:{PORT}"
    if not is_address(base) or re.fullmatch(r"https?://[^/?#\"\\]+/?", base) is None:
        raise UsageError(
            msg(
                "--portal {url}: expected an address like http://127.0.0.1:8808, as the portal printed it.",
                url=base,
            )
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    (target.parent / "inbox").mkdir(exist_ok=True)
    files = sample_files()
    for name, content in files.items():
        if not (target.parent / name).exists():
            (target.parent / name).write_bytes(content)
    target.write_text(practice_config(base), encoding="utf-8")
    return tuple(files)


def _told(stands: PortalStanding) -> Message:
    return msg(
        "Day of the portal: {day}; {postings} postings can be read; {dark}; withdrawn: {withdrawn}. "
        "Days with news still to come: {more}.",
        day=stands.day,
        postings=stands.postings,
        dark=msg("the department's site is dark") if stands.dark else msg("the department's site answers"),
        withdrawn=", ".join(stands.withdrawn) or "—",
        more=stands.more_days,
    )
