"""The raw archive as WARC, the web archives' format (ISO 28500), for others to read; and WARC files taken in.

Bodies are kept here as they were after their transport coding was undone; so the exported headers say
`X-Archive-Orig-…` for what no longer holds (length, content and transfer coding), as other archives write them.
"""

import io
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from niemyet.model.errors import DocumentError
from niemyet.model.messages import msg
from niemyet.model.records import Exchange
from niemyet.model.words import FetchOutcome
from niemyet.storage.raw import RawArchive, StoredExchange

_UNDONE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_ORIGINAL = "x-archive-orig-"


def export_warc(raw: RawArchive, sink: BinaryIO, run_ids: tuple[str, ...] | None = None) -> int:
    """Write what runs asked and got as gzipped WARC; all runs where none are named. Gives the number of exchanges."""
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(sink, gzip=True)
    count = 0
    for run_id in run_ids if run_ids is not None else raw.run_ids():
        for number, stored in enumerate(raw.exchanges(run_id)):
            _write(writer, stored, raw.get(stored.sha256), number)
            count += 1
    return count


def _write(writer: "object", stored: StoredExchange, body: bytes, number: int) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    assert isinstance(writer, WARCWriter)
    one = stored.exchange
    about = {
        "WARC-Date": one.requested_at.astimezone(UTC)
        .isoformat(timespec="microseconds")
        .replace("+00:00", "Z"),
        # The same exchange has the same name in every export.
        "WARC-Record-ID": _name(one, number, "answer"),
        "WARC-Warcinfo-ID": _name(one, 0, "run"),
        "X-Niemyet-Run": one.run_id,
        "X-Niemyet-Source": one.source_id,
        "X-Niemyet-Outcome": one.outcome.value,
        "X-Niemyet-Elapsed-Ms": str(one.elapsed_ms),
    }
    if one.error:
        about["X-Niemyet-Error"] = quote(one.error, safe=" ,.:;()-“”")
    if one.status is None:  # a file that was handed in, or a request that was never answered
        kind = "resource" if one.method == "FILE" else "metadata"
        address = f"file:///{quote(one.url)}" if one.method == "FILE" else one.url
        about["X-Niemyet-Method"] = one.method
        record = writer.create_warc_record(
            address,
            kind,
            payload=io.BytesIO(body),
            warc_headers_dict=about,
            length=len(body),
            warc_content_type="application/octet-stream",
        )
        writer.write_record(record)
        return
    headers = [(f"{_ORIGINAL}{key}" if key in _UNDONE else key, value) for key, value in one.headers]
    headers.append(("content-length", str(len(body))))
    answer = writer.create_warc_record(
        one.url,
        "response",
        payload=io.BytesIO(body),
        length=len(body),
        warc_headers_dict=about,
        http_headers=StatusAndHeaders(f"{one.status} ", headers, protocol="HTTP/1.1"),
    )
    asked = (one.request_body or "").encode()
    request = writer.create_warc_record(
        one.url,
        "request",
        payload=io.BytesIO(asked),
        length=len(asked),
        warc_headers_dict={
            "WARC-Date": about["WARC-Date"],
            "WARC-Record-ID": _name(one, number, "request"),
            "WARC-Concurrent-To": about["WARC-Record-ID"],
        },
        http_headers=StatusAndHeaders(f"{one.method} {one.url} HTTP/1.1", [], is_http_request=True),
    )
    writer.write_record(answer)
    writer.write_record(request)


def _name(one: Exchange, number: int, part: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'niemyet {one.run_id} {number} {part}')}>"


def import_warc(raw: RawArchive, path: Path, run_id: str) -> int:
    """Take the answers of a WARC file into the archive, under a run of their own. Gives how many there were.

    The file is read twice: nothing is kept of one that is not whole, and one answer at a time is in memory.

    Raises:
        DocumentError: the file is no WARC, or one of its records is none.
    """
    asked: dict[str, tuple[str, str | None]] = {}
    for _ in _read(path, run_id, asked):
        pass
    count = 0
    for exchange in _read(path, run_id, asked):
        raw.keep(exchange)
        count += 1
    if not count:
        raise DocumentError(
            msg("{path}: expected a WARC file with answers, found none. Check the file.", path=path),
        )
    return count


#: Bytes of an answer; as limits.max_unpacked_mb of what is unpacked. Of what was asked: a form; chosen, not measured.
_LARGEST, _LARGEST_FORM = 500 << 20, 50 << 20
_FIRST_YEAR, _LAST_YEAR = 1990, 2200  # the first web server, by its history; the last is chosen, not measured
_LONGEST_MS = 10**9  # of an answer: eleven days, and a number that a table holds; chosen, not measured


def _read(path: Path, run_id: str, asked: dict[str, tuple[str, str | None]]) -> Iterator[Exchange]:
    """The answers of a file. `asked`: what was asked, by the name of its answer; it may stand behind that."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    whole = 0
    with path.open("rb") as stream:
        try:
            for record in ArchiveIterator(stream):
                about = record.rec_headers
                if record.rec_type == "request":
                    body = _body(record, _LARGEST_FORM).decode("utf-8", "replace")
                    method = record.http_headers.protocol if record.http_headers else "GET"
                    asked[about.get_header("WARC-Concurrent-To") or ""] = (method, body or None)
                elif record.rec_type in ("response", "resource"):
                    exchange = _exchange(record, run_id)
                    method, form = asked.get(
                        about.get_header("WARC-Record-ID") or "", (exchange.method, None)
                    )
                    yield _asked_with(exchange, method, form)
                whole += 1
        except ArchiveLoadFailed as error:
            raise DocumentError(
                msg("{path}: expected a WARC file, found something else ({error}).", path=path, error=error),
            ) from error
        except (ValueError, ArithmeticError, LookupError, AttributeError, EOFError) as error:
            # What warcio and the standard library let out where a record is cut or says what is none.
            raise DocumentError(
                msg(
                    "{path}: the WARC file is damaged after {count} records ({error}); nothing was taken in.",
                    path=path,
                    count=whole,
                    error=error,
                ),
            ) from error


def _body(record: "object", most: int) -> bytes:
    """What a record holds, its transfer and content coding undone; ValueError for one without an end."""
    from warcio.recordloader import ArcWarcRecord

    assert isinstance(record, ArcWarcRecord)
    stream = record.content_stream()
    pieces, size = [], 0
    while piece := stream.read(1 << 16):
        size += len(piece)
        if size > most:
            raise ValueError(f"more than {most} bytes")
        pieces.append(piece)
    return b"".join(pieces)


def _asked_with(exchange: Exchange, method: str, body: str | None) -> Exchange:
    from dataclasses import replace

    return replace(exchange, method=method, request_body=body)


def _exchange(record: "object", run_id: str) -> Exchange:
    from warcio.recordloader import ArcWarcRecord

    assert isinstance(record, ArcWarcRecord)
    about = record.rec_headers
    url = about.get_header("WARC-Target-URI") or ""
    is_file = record.rec_type == "resource"
    body = _body(record, _LARGEST)
    status = _number(record.http_headers.get_statuscode(), 999) if record.http_headers else None
    headers = (
        [(key.lower(), value) for key, value in record.http_headers.headers] if record.http_headers else []
    )
    stated = any(key.startswith(_ORIGINAL) for key, _ in headers)
    kept = tuple(
        (key.removeprefix(_ORIGINAL), value)
        for key, value in headers
        if not (key == "content-length" and (stated or about.get_header("X-Niemyet-Run")))
    )
    outcome = about.get_header("X-Niemyet-Outcome")
    ok = is_file or (status is not None and 200 <= status < 400)
    when = datetime.fromisoformat((about.get_header("WARC-Date") or "").replace("Z", "+00:00"))
    when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    if not _FIRST_YEAR <= when.year < _LAST_YEAR:
        raise ValueError(f"answered in {when.year}")
    return Exchange(
        run_id=run_id,
        source_id=about.get_header("X-Niemyet-Source") or "warc",
        method="FILE" if is_file else "GET",
        url=url,
        request_body=None,
        requested_at=when,
        final_url=url,
        status=status,
        headers=kept,
        body=body,
        elapsed_ms=_number(about.get_header("X-Niemyet-Elapsed-Ms") or "0", _LONGEST_MS),
        outcome=FetchOutcome(outcome) if outcome else FetchOutcome.OK if ok else FetchOutcome.HTTP_ERROR,
    )


def _number(text: str, most: int) -> int:
    """A number that tables hold; ValueError for anything else, as a folder that kept it could publish nothing any more."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(most)) else most + 1
    if number > most:
        raise ValueError(f"{text[:30]!r} is no number up to {most}")
    return number
