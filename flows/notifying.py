"""Telling people of a night: one message an event by mail or webhook, recorded once it has gone, never twice.

A message that could not be sent is tried again by the next run; its Message-ID (a webhook's Idempotency-Key) is made of what
it tells, so that one whose record was lost is known to be the same.
"""

import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256
from urllib.parse import unquote, urlsplit

import httpx

from niemyet.flows.config import Receiver
from niemyet.model.errors import NotifyError
from niemyet.model.messages import Words, msg
from niemyet.reports.bulletin import News, Night, events_of, keys_of, source_told, welcome
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import NotificationRow

#: Seconds for one message: a mail server that does not answer must not hold a night; chosen, not measured.
_PATIENCE = 30
#: … and for all of it: one that answers a letter at a time, or without an end; chosen, not measured.
_LONGEST = 120
#: Letters of a subject; chosen, not measured.
_SUBJECT = 200


def notify(
    receivers: Sequence[Receiver], folder: DataFolder, night: Night, *, run_id: str, now: datetime
) -> tuple[int, list[NotifyError]]:
    """Send what each receiver has not been told; gives how many messages went and what could not be sent.

    The caller is the folder's only writer.
    """
    sent = 0
    failed: list[NotifyError] = []
    for receiver in receivers:
        told = [
            row for row in folder.lake.read("notifications", NotificationRow) if row.receiver == receiver.id
        ]
        for event in due_events(receiver, night, told):
            try:
                send(receiver, event, now)
            except NotifyError as error:
                failed.append(error)
                break  # the server is away: the next run begins here
            sent += 1
            keys = event.keys or tuple(keys_of(night))
            rows = [NotificationRow(run_id, receiver.id, key, now) for key in (*keys, _STARTED)]
            folder.lake.append("notifications", run_id, rows)
    return sent, failed


#: Kept with the first message: this receiver is no longer new.
_STARTED = "started"


def due_events(receiver: Receiver, night: Night, told: Iterable[NotificationRow]) -> list[News]:
    """What a receiver is to be told; a new one only where things stand."""
    rows = sorted(told, key=lambda row: row.told_at)
    if not rows:
        return [welcome(night, receiver.units)]
    outcomes: Mapping[str, str] = dict(filter(None, (source_told(row.key) for row in rows)))
    found = events_of(night, {row.key for row in rows}, outcomes, receiver.units)
    return [event for event in found if event.about in receiver.about]


def send(receiver: Receiver, event: News, now: datetime) -> None:
    """One message.

    Raises:
        NotifyError: it did not go.
    """
    try:
        _in_time(lambda: _post(receiver, event) if receiver.webhook else _mail(receiver, event, now))
    except (OSError, ValueError, smtplib.SMTPException, httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotifyError(
            msg(
                "[[notify]] {receiver}: the message “{title}” was not sent: {why}. The next run tries again.",
                receiver=receiver.id,
                title=event.title,
                why=_why(error),
            )
        ) from None  # the cause names the address, and with it what the address keeps secret


def _in_time(call: Callable[[], None]) -> None:
    """Make a call and wait for its end, for so long: the night goes on. What goes all the same is known by its id.

    Raises:
        TimeoutError: it has not ended.
        Exception: what the call raised.
    """
    raised: list[Exception] = []

    def run() -> None:
        try:
            call()
        except Exception as error:  # noqa: BLE001 - handed to the one who waits
            raised.append(error)

    waited = threading.Thread(target=run, daemon=True)
    waited.start()
    waited.join(_LONGEST)
    if waited.is_alive():
        raise TimeoutError
    if raised:
        raise raised[0]


def _why(error: Exception) -> Words:
    """What went wrong, in words where there are some, without the address."""
    if _is_unknown(error):
        return msg("the name of the host is not known")
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return msg("no answer in time")
    if isinstance(error, ConnectionRefusedError | httpx.ConnectError):
        return msg("nobody answers there")
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return msg("the name or password is not taken ({code})", code=f"SMTP {error.smtp_code}")
    if isinstance(error, httpx.HTTPStatusError):
        return f"HTTP {error.response.status_code}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"SMTP {error.smtp_code}"
    return type(error).__name__


def _is_unknown(error: BaseException) -> bool:
    """Whether a host's name leads to no address; httpx keeps the resolver's own error some causes further down."""
    reason: BaseException | None = error
    while reason is not None and not isinstance(reason, socket.gaierror):
        reason = reason.__cause__ or reason.__context__
    return reason is not None


def _id(receiver: Receiver, event: News) -> str:
    told = "\n".join([receiver.id, event.title, *event.keys])
    return sha256(told.encode()).hexdigest()[:32]


def _post(receiver: Receiver, event: News) -> None:
    assert receiver.webhook is not None
    body = {"about": event.about.value, "title": event.title, "text": "\n".join([event.title, *event.lines])}
    headers = {"Idempotency-Key": _id(receiver, event)}
    with (
        httpx.Client(timeout=_PATIENCE, trust_env=False) as client,
        client.stream("POST", receiver.webhook, json=body, headers=headers) as answer,
    ):
        answer.raise_for_status()  # its body is not read: it may have no end


def _mail(receiver: Receiver, event: News, now: datetime) -> None:
    letter = EmailMessage()
    letter["Subject"] = " ".join(event.title.split())[:_SUBJECT]  # one line, whatever a name holds
    letter["From"], letter["To"] = receiver.sender, ", ".join(receiver.to)
    letter["Date"], letter["Message-ID"] = format_datetime(now), f"<{_id(receiver, event)}@niemyet>"
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice in answer
    letter.set_content("\n".join([*event.lines, ""]))
    where = urlsplit(receiver.smtp or "")
    host, tls = where.hostname or "", ssl.create_default_context()
    if where.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, where.port or 465, timeout=_PATIENCE, context=tls)
    else:
        server = smtplib.SMTP(host, where.port or 25, timeout=_PATIENCE)
    with server:
        if where.scheme == "smtp+starttls":
            server.starttls(context=tls)
        if where.username:
            server.login(unquote(where.username), unquote(where.password or ""))
        server.send_message(letter)
