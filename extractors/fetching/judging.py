"""What is asked, what has arrived, and whether it is what was asked for (PORTALS §5 nos. 17, 27, 36, 37)."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from niemyet.extractors.fetching.addresses import place_of
from niemyet.extractors.fetching.decoding import stated_filename
from niemyet.model.words import FetchOutcome

Expect = Literal["html", "json", "file", "any", "robots"]
REDIRECTS = frozenset({301, 302, 303, 307, 308})


def request_key(method: str, url: str, request_body: str | None) -> str:
    """What makes two requests the same one, for taking up an interrupted job."""
    return f"{method} {url}\n{request_body or ''}"


@dataclass(frozen=True, slots=True)
class Request:
    """One hop of what is asked, and what the answer should be."""

    method: str
    url: str
    body: str | None
    expect: Expect
    name: str | None = None
    media: str | None = None  # of the body; a form's where it is not said

    @property
    def key(self) -> str:
        """See `request_key`."""
        return request_key(self.method, self.url, self.body)

    @property
    def host(self) -> str:
        """The host that is asked."""
        place = place_of(self.url)
        return place.host if place is not None else ""

    def led_to(self, url: str, status: int | None) -> "Request":
        """The next hop; 301 to 303 turn a POST into a GET, as browsers do."""
        if status in (301, 302, 303):
            return replace(self, method="GET", url=url, body=None)
        return replace(self, url=url)


class Got:
    """What has arrived so far."""

    def __init__(self) -> None:
        self.status: int | None = None
        self.headers: tuple[tuple[str, str], ...] = ()
        self.length = 0
        self._chunks: list[bytes] = []

    def add(self, chunk: bytes) -> None:
        """Note what has come in."""
        self._chunks.append(chunk)
        self.length += len(chunk)

    @property
    def body(self) -> bytes:
        """The body as far as it has come."""
        return b"".join(self._chunks)

    def header(self, name: str) -> str | None:
        """The first header of a name, in lower case."""
        return next((value for key, value in self.headers if key == name), None)


def judge(got: Got, request: Request) -> tuple[FetchOutcome, str | None]:
    """What a whole answer is, from its status and first bytes."""
    status = got.status or 0
    if is_challenge(got.body, got.headers):
        return FetchOutcome.CHALLENGE, "the site answers with a challenge for browsers"
    if status == 429:
        return FetchOutcome.RATE_LIMITED, "429 too many requests"
    if status in REDIRECTS and got.header("location"):
        return FetchOutcome.OK, None
    if not 200 <= status < 300:
        return FetchOutcome.HTTP_ERROR, f"status {status}"
    if status == 206:  # nobody asked for a part
        return FetchOutcome.TRUNCATED, "a part of the answer, which was not asked for"
    reason = _unlike(got, request)
    return (FetchOutcome.NOT_THE_PAGE, reason) if reason else (FetchOutcome.OK, None)


def _unlike(got: Got, request: Request) -> str | None:
    """Why the body is not of the expected sort; None when it may be."""
    expect = request.expect
    if expect == "robots":
        return "an HTML page instead of robots.txt" if _is_html(got) else None
    if not got.body.strip():
        return "empty body"
    if expect == "json" and got.body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"[", b"{"):
        return "not JSON"
    if expect == "html" and is_a_file(got.body):
        return "a file instead of a page"
    return _no_file(got, request) if expect == "file" else None


#: A decision has a heading, grounds and articles; what says less is about the file, not the file. Chosen, not measured.
_SHORT = 1_024  # bytes
_OFFICE_XML = (b"mso-application", b"schemas.microsoft.com/office", b"oasis:names:tc:opendocument")


def _no_file(got: Got, request: Request) -> str | None:
    """Why a body is no file but a page or message about it, whatever its type and status say (PORTALS §5 no. 17)."""
    body = got.body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if is_a_file(body):
        return None
    head = body[:_HEAD]
    if _is_html(got) or _is_markup(body):
        return None if _may_be_html(got, request) else "an HTML page instead of the file"
    if head.startswith(b"<?xml"):
        is_document = any(mark in head for mark in _OFFICE_XML) or _is_named(got, request, ".xml", ".xhtml")
        return None if is_document else "a message in XML instead of the file"
    if _is_json(body):
        return None if _is_named(got, request, ".json") else "a message in JSON instead of the file"
    is_short = len(body) < _SHORT and _is_text(body) and not _is_named(got, request, ".txt", ".csv")
    return "a message instead of the file" if is_short else None


def _is_markup(body: bytes) -> bool:
    """Whether it begins as a page does behind its comments and prolog."""
    head = re.sub(rb"^(?:\s*<(?:\?xml\b[^>]*|!--.*?--)>)+\s*", b"", body[:_HEAD], flags=re.DOTALL).lower()
    is_xml = body.startswith(b"<?xml")
    return head.startswith((b"<!doctype html", b"<html")) or (
        not is_xml and re.match(rb"<[a-z]", head) is not None
    )


def _is_json(body: bytes) -> bool:
    if not body.startswith((b"{", b"[")):
        return False
    try:
        json.loads(body)
    except ValueError:
        return False
    return True


def _is_text(body: bytes) -> bool:
    """Whether bytes are words alone: UTF-8, and no control but blanks and line ends."""
    try:
        return re.search(r"[\x00-\x08\x0e-\x1f]", body.decode("utf-8")) is None
    except UnicodeDecodeError:
        return False


def is_cut_off(got: Got) -> bool:
    """Whether a page that only the end of the connection ends stops before its own end: nobody else says that it is whole.

    An answer with a length or in chunks says itself where it ends; a page without both says it by `</body>` or `</html>`.
    """
    if (
        got.header("content-length") is not None
        or "chunked" in (got.header("transfer-encoding") or "").lower()
    ):
        return False
    return is_open_ended(got.body.decode("latin-1"))


def is_open_ended(page: str) -> bool:
    """Whether a page begins as a whole one and does not end as one."""
    low = page.lower()
    return "<html" in low[:_HEAD] and "</html" not in low and "</body" not in low


def breaks_off(page: str) -> bool:
    """Whether a page is open-ended and stops within a tag, a list or a table: a length that was counted wrongly cuts it so.

    A page that never says `</html>` closes its tables all the same.
    """
    if not is_open_ended(page):
        return False
    low = page.lower()
    if low.rfind("<") > low.rfind(">"):
        return True
    return any(
        len(re.findall(rf"<{name}\b", low)) > len(re.findall(rf"</{name}\b", low))
        for name in ("table", "ul", "ol")
    )


_HEAD = 4_096  # signs in which a page begins; comments and a doctype stand before it; chosen, not measured


def is_a_file(body: bytes) -> bool:
    """Whether an answer is a document by its first bytes: PDF, OOXML or an archive, DOC, RTF; line ends may stand before them."""
    return body[:_HEAD].lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(_MAGIC)


_MAGIC = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"Rar!\x1a", b"7z\xbc\xaf")


def _is_html(got: Got) -> bool:
    start = got.body.removeprefix(b"\xef\xbb\xbf").lstrip()[:300].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script")):
        return True
    stated = (got.header("content-type") or "").lower()
    return stated.startswith("text/html") and start.startswith(b"<")


def _may_be_html(got: Got, request: Request) -> bool:
    """A decision may be published as an HTML file; then its name says so, or the program that wrote it as .doc or .xls."""
    if _is_named(got, request, ".doc", ".xls") and b"schemas-microsoft-com:office" in got.body[:_HEAD]:
        return True
    return _is_named(got, request, ".html", ".htm", ".xhtml")


def _is_named(got: Got, request: Request, *endings: str) -> bool:
    stated = stated_filename(got.header("content-disposition") or "") or ""
    names = (stated, request.name or "", urlsplit(request.url).path)
    return any(one.lower().endswith(endings) for one in names)


def is_challenge(body: bytes, headers: Collection[tuple[str, str]] = ()) -> bool:
    """A cookie gate or a browser check instead of content (PORTALS §5 no. 37). Never answered."""
    if any(key == "cf-mitigated" and "challenge" in value.lower() for key, value in headers):
        return True
    if len(body) > 8192:  # bytes: pages of a firewall are short; chosen, not measured
        return False
    low = body.lower()
    if b"document.cookie" not in low:
        return False
    return re.search(rb"location\s*\.\s*(reload|replace|href)|location\s*=", low) is not None
