"""Mails as the files that they carry: EML by the standard library, Outlook's MSG from its OLE container.

A mail that carries documents is only their envelope; one that carries none is itself the text that was sent.
"""

import email
import email.policy
import io
import re
from collections.abc import Iterator
from email.message import EmailMessage

import olefile

from niemyet.extractors.documents.sniff import OLE_ERRORS
from niemyet.model.errors import DocumentError
from niemyet.model.messages import Message, msg
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.text import fold

Entry = tuple[str, bytes | Message]
"""Name and bytes, or name and why there are none."""

#: Why the letter around attachments is not taken for a document.
ENVELOPE = msg("the letter around the attachments, no document")
INLINE_PICTURE = msg("a picture within the letter, no document")
_PARSED = (ValueError, LookupError, RecursionError, TypeError, AttributeError, IndexError, KeyError)

# Property tags of [MS-OXMSG] and [MS-OXPROPS], as names of streams: unicode, then the code page of the sender.
_BODY = ("__substg1.0_1000001F", "__substg1.0_1000001E")
_HTML = "__substg1.0_10130102"
_LONG_NAME = ("__substg1.0_3707001F", "__substg1.0_3707001E", "__substg1.0_3704001F", "__substg1.0_3704001E")
_CONTENT_ID = ("__substg1.0_3712001F", "__substg1.0_3712001E")
_DATA, _EMBEDDED = "__substg1.0_37010102", "__substg1.0_3701000D"
_MOST_DEPTH = 8  # letters in letters; chosen, not measured


def eml_entries(data: bytes) -> Iterator[Entry]:
    """Attachments of a mail in its order, mails within it as mails; its own text where it carries nothing else."""
    try:
        start = re.sub(rb"\A\s*(?:From [^\r\n]*\r?\n)?", b"", data.removeprefix(b"\xef\xbb\xbf"), count=1)
        message = email.message_from_bytes(start, policy=email.policy.default)
        entries = list(_carried(message))
        if any(isinstance(content, bytes) for _, content in entries):
            yield from entries
            return
        yield from (entry for entry in entries if entry[1] != ENVELOPE)
        body = message.get_body(("html", "plain"))
        payload = None if body is None else body.get_content()
    except _PARSED as error:
        raise DocumentError(
            msg("the mail is damaged: {error}. Save it again and try again.", error=error)
        ) from error
    if isinstance(payload, str) and payload.strip() and body is not None and not _is_decision(payload):
        yield "thư", _NOTHING
    elif isinstance(payload, str) and payload.strip() and body is not None:
        yield f"thư.{'html' if body.get_content_subtype() == 'html' else 'txt'}", _marked(payload)


_NOTHING = msg("the mail carries no document")


def _is_decision(text: str) -> bool:
    """Whether the text of a mail is itself a decision or its list, not a word about one."""
    return re.search(r"\bdieu 1\b", fold(text)) is not None or bool(find_codes(text))


def _carried(message: EmailMessage) -> Iterator[Entry]:
    for part in message.iter_attachments() if message.is_multipart() else ():
        name = part.get_filename()
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else None
            if isinstance(inner, EmailMessage):
                yield name or "thư.eml", inner.as_bytes()
        elif part.is_multipart():
            yield from _carried(part)
        else:
            yield _part(part, name)


#: What a mail program adds: the signature of the mail, its key, an invitation.
_OF_THE_MAIL = frozenset(
    {
        *("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"),
        *("application/pgp-keys", "text/calendar", "message/delivery-status"),
    }
)


def _part(part: EmailMessage, name: str | None) -> Entry:
    content = part.get_payload(decode=True)
    kind = part.get_content_maintype()
    if part.get_content_type() in _OF_THE_MAIL:
        return name or part.get_content_subtype(), ENVELOPE
    label = name or f"tệp đính kèm.{part.get_content_subtype()}"
    if not isinstance(content, bytes):
        return label, msg("the attachment cannot be decoded")
    if kind == "image" and part.get("Content-ID") and part.get_content_disposition() != "attachment":
        return label, INLINE_PICTURE
    if kind == "text" and name is None and part.get_content_disposition() != "attachment":
        return label, ENVELOPE
    return label, content


def _marked(text: str) -> bytes:
    """A text in UTF-8 with its mark, so that no other word about its encoding counts."""
    return b"\xef\xbb\xbf" + text.encode("utf-8", "replace")


# ---- Outlook ---------------------------------------------------------------------------------------------------


def msg_entries(data: bytes) -> Iterator[Entry]:
    """Attachments of an Outlook message, those of messages within it as well; its text where it carries nothing."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            entries = list(_attached(container, (), 0))
            if not any(isinstance(content, bytes) for _, content in entries):
                entries += _own_text(container)
    except OLE_ERRORS as error:
        raise DocumentError(
            msg("the Outlook mail is damaged: {error}. Save it again and try again.", error=error)
        ) from error
    yield from entries


def _attached(container: olefile.OleFileIO, within: tuple[str, ...], depth: int) -> Iterator[Entry]:
    if depth > _MOST_DEPTH:
        yield "thư lồng nhau", msg("mails nested deeper than {most} layers, not opened", most=_MOST_DEPTH)
        return
    length = len(within)
    stores = sorted(
        {
            entry[length]
            for entry in container.listdir(streams=True, storages=True)
            if entry[:length] == list(within) and len(entry) > length and entry[length].startswith("__attach")
        }
    )
    for store in stores:
        place = (*within, store)
        name = _string(container, place, _LONG_NAME)
        if container.exists("/".join((*place, _EMBEDDED))):
            for inner, content in _attached(container, (*place, _EMBEDDED), depth + 1):
                yield f"{name or 'thư'}/{inner}", content
        elif container.exists("/".join((*place, _DATA))):
            content = container.openstream("/".join((*place, _DATA))).read()
            picture = content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"))
            inline = picture and _string(container, place, _CONTENT_ID)
            yield name or "tệp đính kèm", INLINE_PICTURE if inline else content


def _string(container: olefile.OleFileIO, place: tuple[str, ...], names: tuple[str, ...]) -> str:
    for name in names:
        path = "/".join((*place, name))
        if container.exists(path):
            raw: bytes = container.openstream(path).read()
            return (raw.decode("utf-16-le" if name.endswith("F") else "cp1258", "replace")).rstrip("\x00")
    return ""


def _own_text(container: olefile.OleFileIO) -> list[Entry]:
    if container.exists(_HTML):
        page: bytes = container.openstream(_HTML).read()
        return [("thư.html", page if _is_decision(page.decode("utf-8", "replace")) else _NOTHING)]
    text = _string(container, (), _BODY)
    if text.strip() and not _is_decision(text):
        return [("thư", _NOTHING)]
    return [("thư.txt", _marked(text))] if text.strip() else []
