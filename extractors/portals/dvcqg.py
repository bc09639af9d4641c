"""The national decisions service: JSON over form POST (PORTALS §2A).

List → detail page (attachments stand only in its script) → fields → new, amended and rescinded
procedures → one call per procedure for its code → files, whose host the service names at run time.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urljoin

from niemyet.extractors.apart import Apart, here
from niemyet.extractors.fetching.decoding import decode
from niemyet.extractors.json_texts import json_of
from niemyet.extractors.portals.crawling import (
    Announced,
    Tally,
    fetch_files,
    fingerprint,
    is_known,
    is_passing,
    part_of,
    posted_files,
    receipt_print,
)
from niemyet.extractors.portals.labels import soup_of, values_of
from niemyet.extractors.settings import SourceSettings
from niemyet.model.errors import DocumentError, NotThePageError, SourceError, UsageError
from niemyet.model.messages import Message, msg
from niemyet.model.records import (
    CrawlEvent,
    Gap,
    LostPart,
    Part,
    PostedProcedure,
    Posting,
    ReadRaw,
    Receipt,
    Unchanged,
    Window,
)
from niemyet.model.words import Action, Level
from niemyet.transforms.language.dates import parse_date
from niemyet.transforms.language.text import clean, fold

if TYPE_CHECKING:
    from niemyet.extractors.fetching.client import Client, Response

KIND = "dvcqg"
LIST = "decision_publishment_advanced_search_service_v2"
FIELDS = "get_fields_by_dp_id_services_v2"
CODE = "procedure_get_procedure_by_id_service_v2"
DOWNLOAD = "get_url_downfile"
DETAIL = "/p/home/dvc-tthc-quyet-dinh-cong-bo-chi-tiet.html"

#: Role of the stored part → service and what it says about its procedures.
PROCEDURES: Mapping[str, tuple[str, Action]] = {
    "new": ("get_procedures_by_dp_id_service_v2", Action.NEW),
    "amended": ("get_modified_procedures_by_dp_id_service_v2", Action.AMEND),
    "rescinded": ("get_rescinded_procedures_by_dp_id_service_v2", Action.ABOLISH),
}
_MOST_ROWS = 10_000  # of an answer; 50 are asked for; chosen, not measured
GIVE_UP_AFTER = 5  # pages in a row that could not be had; chosen, not measured

Record = Mapping[str, str]

_LEVELS = (
    (re.compile(r"\bcap (?:bo|trung uong)\b"), Level.MINISTRY),
    (re.compile(r"\bcap tinh\b"), Level.PROVINCE),
    (re.compile(r"\bcap (?:quan|huyen|quan ?[/,-] ?huyen)\b"), Level.DISTRICT),
    (re.compile(r"\bcap (?:xa|xa ?[/,-] ?phuong)\b"), Level.COMMUNE),
)
_SCRIPTED = re.compile(r"\bvar\s+str\s*=\s*(['\"])(.*?)\1\s*;", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _ListedRecord:
    """One row of the list and the answer that holds it."""

    record: Record
    page: Part

    @property
    def key(self) -> str:
        return self.record["ID"]

    @property
    def signed_on(self) -> date | None:
        return parse_date(self.record.get("PUBLISHING_DATE", ""))

    @property
    def fingerprint(self) -> str:
        row = self.record
        return fingerprint(*(row.get(name) for name in ("CODE", "PUBLISHING_DATE", "NAME", "AGENCY_NAME")))


class DvcqgPortal:
    """One source on the national decisions service."""

    def __init__(self, settings: SourceSettings) -> None:
        if not settings.url:
            raise UsageError(
                msg("source “{id}”: url is missing, expected the address of rest.jsp", id=settings.id),
            )
        self.settings = settings
        self.url = settings.url
        self.apart: Apart = here

    # ---- crawl ----

    def crawl(self, client: "Client", window: Window, known: Mapping[str, str]) -> Iterator[CrawlEvent]:
        """See `Portal.crawl`. The list is walked first, so that it moves as little as possible meanwhile."""
        return _Crawl(self, client, window, known).events()

    def detail_url(self, key: str) -> str:
        """The page of a decision for people."""
        return urljoin(self.url, DETAIL) + "?" + urlencode({"ma_quyet_dinh": key})

    def rows(self, body: bytes, url: str) -> list[Record]:
        """As `rows_of`, in the process that reads pages; an answer that costs too much is not the answer either."""
        try:
            return self.apart(rows_of, body, url)
        except DocumentError as error:
            raise _not_here(url, error.told) from error

    # ---- read ----

    def read(self, receipt: Receipt, read_raw: ReadRaw) -> Posting:
        """See `Portal.read`. Number, date, title and agency as the list prints them."""
        listed = part_of(receipt, "list")
        if listed is None:
            raise _not_here(receipt.url, msg("no list answer among the stored parts"))
        row = _find(self.rows(read_raw(listed.sha256), listed.url), receipt.key, listed.url)
        flags: list[str] = []
        return Posting(
            source_id=receipt.source_id,
            key=receipt.key,
            url=receipt.url,
            received_at=receipt.received_at,
            sha256=listed.sha256,
            number_text=clean(row.get("CODE", "")) or None,
            title=clean(row.get("NAME", "")) or None,
            issuer_name=clean(row.get("AGENCY_NAME", "")) or None,
            signed_on=parse_date(row.get("PUBLISHING_DATE", "")),
            effective_on=None,
            published_on=None,
            sectors=self._sectors(receipt, read_raw, flags),
            files=posted_files(receipt, self._announced(receipt, read_raw, flags)),
            procedures=tuple(self._procedures(receipt, read_raw, flags)),
            flags=tuple(sorted(set(flags))),
        )

    def _sectors(self, receipt: Receipt, read_raw: ReadRaw, flags: list[str]) -> tuple[str, ...]:
        part = part_of(receipt, "fields")
        if part is None:
            flags.append("sectors_not_had")
            return ()
        return tuple(clean(row.get("NAME", "")) for row in self.rows(read_raw(part.sha256), part.url))

    def _announced(self, receipt: Receipt, read_raw: ReadRaw, flags: list[str]) -> tuple[Announced, ...]:
        part = part_of(receipt, "detail")
        if part is None:
            flags.append("detail_not_had")
            return ()
        files = self.apart(attachments_of, decode(read_raw(part.sha256)))
        if files is None:
            flags.append("attachments_not_had")
            return ()
        urls = {
            **{part.key: part.url for part in receipt.parts if part.role == "attachment" and part.key},
            **{lost.url.rpartition("ma=")[2]: lost.url for lost in receipt.lost},
        }
        return tuple(
            Announced(urls.get(quote(code), f"{receipt.url}#ma={quote(code)}"), name, code)
            for name, code in files
        )

    def _procedures(self, receipt: Receipt, read_raw: ReadRaw, flags: list[str]) -> Iterator[PostedProcedure]:
        codes = {part.key: part for part in receipt.parts if part.role == "procedure"}
        for role, (_, action) in PROCEDURES.items():
            parts = [part for part in receipt.parts if part.role == role]
            if not parts:
                flags.append("procedures_not_had")
            seen: set[str] = set()
            declared = 0
            for part in parts:
                for row in self.rows(read_raw(part.sha256), part.url):
                    declared = max(declared, _int(row.get("AMOUNT")) or 0)
                    if row.get("ID", "") in seen:
                        continue
                    seen.add(row.get("ID", ""))
                    code = codes.get(row.get("ID", ""))
                    about = self.rows(read_raw(code.sha256), code.url) if code is not None else []
                    yield _procedure(row, action, part, about[0] if about else {})
            if len(seen) < declared:
                flags.append("procedures_not_had")


class _Crawl:
    """One walk over the service."""

    def __init__(
        self, portal: DvcqgPortal, client: "Client", window: Window, known: Mapping[str, str]
    ) -> None:
        self.portal = portal
        self.client = client
        self.window = window
        self.known = known
        self.tally = Tally()
        self._base: str | SourceError | None = None
        self._codes: dict[str, Part] = {}

    def events(self) -> Iterator[CrawlEvent]:
        listed: dict[str, _ListedRecord] = {}
        yield from self._walk(listed)
        for entry in listed.values():
            late = self.window.unknown_too and entry.key not in self.known
            if not self.window.holds(entry.signed_on) and not late:
                continue
            if is_known(self.known, entry.key, entry.fingerprint):
                yield Unchanged(entry.key)
                continue
            yield from self._decision(entry)
        days = [(one.key, one.signed_on) for one in listed.values() if self.window.holds(one.signed_on)]
        yield replace(self.tally.proof(), days=tuple(days))

    # ---- the list ----

    def _walk(self, listed: dict[str, _ListedRecord]) -> Iterator[Gap]:
        """Pages until the declared number of rows; a page that fails is a hole, not the end."""
        size, page, pages, failed = self.portal.settings.page_size, 1, 1, 0
        while page <= pages:
            try:
                rows, part = self._list_page(page, size)
            except SourceError as error:
                failed += 1
                yield self.tally.gap(f"{self.portal.url}#page={page}", error)
                if page == 1 or failed >= GIVE_UP_AFTER:
                    return
                page += 1
                continue
            failed = 0
            self.tally.pages += 1
            if not rows:
                break
            fresh = [row for row in rows if row["ID"] not in listed]
            listed.update((row["ID"], _ListedRecord(row, part)) for row in fresh)
            self.tally.rows = len(listed)
            self.tally.declared = _declared(rows)
            if not fresh:
                self.tally.doubt(msg("page {page} of the list repeats the ones before", page=page))
                return
            if self._is_past(rows):
                return
            pages = ceil(self.tally.declared / size) if self.tally.declared else page + (len(rows) == size)
            if pages > self.portal.settings.max_pages:
                self.tally.doubt(
                    msg(
                        "the list is longer than {most} pages (max_pages)",
                        most=self.portal.settings.max_pages,
                    )
                )
                pages = self.portal.settings.max_pages
            page += 1
        if self.tally.declared is not None and len(listed) != self.tally.declared:
            self.tally.doubt(
                msg(
                    "the portal says that there are {declared} decisions, {seen} were seen",
                    declared=self.tally.declared,
                    seen=len(listed),
                )
            )

    def _list_page(self, page: int, size: int) -> tuple[list[Record], Part]:
        rows, part = self._ask(
            "list",
            LIST,
            recordPerPage=size,
            pageIndex=page,
            keyword="",
            agency_id=self.portal.settings.agency_id or "-1",
            field_id="-1",
            publishing_date="",
        )
        for row in rows:
            if not row.get("ID") or "CODE" not in row:
                raise _not_here(
                    part.url,
                    msg("a row of the list has no ID or no CODE: {columns}", columns=", ".join(sorted(row))),
                )
        return rows, part

    def _is_past(self, rows: list[Record]) -> bool:
        """Sorted by date, so a page wholly older than the window is followed by older ones only."""
        since = self.window.since
        if since is None or self.window.full:
            return False
        days = [parse_date(row.get("PUBLISHING_DATE", "")) for row in rows]
        return all(day is not None and day < since for day in days)

    # ---- one decision ----

    def _decision(self, entry: _ListedRecord) -> Iterator[CrawlEvent]:
        """All that the service says of one decision; what fails is a hole, the decision stays."""
        got = _Gathered([replace(entry.page, key=entry.key)])
        yield from self._page(entry, got)
        yield from self._fields(entry.key, got)
        for role in PROCEDURES:
            yield from self._procedures(entry.key, role, got)
        yield Receipt(
            source_id=self.portal.settings.id,
            kind=KIND,
            key=entry.key,
            url=self.portal.detail_url(entry.key),
            received_at=self.client.clock.now(),
            fingerprint=receipt_print(entry.fingerprint, passing=got.passing),
            parts=tuple(got.parts),
            lost=got.lost,
        )

    def _page(self, entry: _ListedRecord, got: "_Gathered") -> Iterator[Gap]:
        url = self.portal.detail_url(entry.key)
        try:
            page = self.client.get(url, expect="html")
            _check_detail(page, self.portal.apart(_number_on, page.text), entry.record)
            got.parts.append(Part("detail", url, page.sha256, entry.key))
            files = self.portal.apart(attachments_of, page.text)
            if files is None:
                raise _not_here(url, msg("the script with the attachments is not on the page"))
        except SourceError as error:
            got.passing = got.passing or is_passing(error)
            yield self.tally.gap(url, error)
            return
        except DocumentError as error:  # the page cost too much
            yield self.tally.gap(url, error.told)
            return
        fetched = fetch_files(self.client, [self._announced(url, *file) for file in files], self.tally)
        got.parts += fetched.parts
        got.lost = fetched.lost
        got.passing = got.passing or fetched.passing

    def _announced(self, page: str, name: str, code: str) -> Announced:
        """The address of a file; without the host's name the page that announces it stands in."""
        base = self._download_base()
        if isinstance(base, SourceError):
            reason = msg("the portal's address for files could not be had ({error})", error=base)
            return Announced(f"{page}#ma={quote(code)}", name, code, reason)
        return Announced(f"{base}?ma={quote(code)}", name, code)

    def _download_base(self) -> str | SourceError:
        """Asked once a crawl: the service names the host of the files at run time."""
        if self._base is None:
            try:
                rows, part = self._ask("download", DOWNLOAD)
                base = rows[0].get("URL_DOWNLOAD") if rows else None
                self._base = base or _not_here(part.url, msg("no URL_DOWNLOAD in the answer"))
            except SourceError as error:
                self._base = error
        return self._base

    def _fields(self, key: str, got: "_Gathered") -> Iterator[Gap]:
        try:
            _, part = self._ask("fields", FIELDS, id=_number_or_text(key))
        except SourceError as error:
            yield self._hole(got, "fields", key, error)
            return
        got.parts.append(replace(part, key=key))

    def _procedures(self, key: str, role: str, got: "_Gathered") -> Iterator[Gap]:
        """One of the three lists of a decision, page by page to the number its rows declare, and the codes."""
        seen: dict[str, None] = {}
        size = self.portal.settings.page_size
        for page in range(1, self.portal.settings.max_pages + 1):
            try:
                rows, part = self._ask(
                    role, PROCEDURES[role][0], id=_number_or_text(key), recordPerPage=size, pageIndex=page
                )
            except SourceError as error:
                yield self._hole(got, role, key, error)
                break
            fresh = dict.fromkeys(one for row in rows if (one := row.get("ID")) and one not in seen)
            if fresh or page == 1:
                got.parts.append(replace(part, key=key))
            seen |= fresh
            declared = _declared(rows)
            if not fresh or len(seen) >= (declared or 0):
                if declared is not None and len(seen) < declared:
                    yield self.tally.gap(
                        part.url,
                        msg(
                            "the portal says {declared} procedures, {seen} were seen",
                            declared=declared,
                            seen=len(seen),
                        ),
                    )
                break
        for procedure in seen:
            yield from self._code(procedure, got)

    def _code(self, procedure: str, got: "_Gathered") -> Iterator[Gap]:
        """The lists do not print codes; each procedure is asked for once a crawl."""
        if procedure not in self._codes:
            try:
                _, part = self._ask("procedure", CODE, id=_number_or_text(procedure))
            except SourceError as error:
                yield self._hole(got, "procedure", procedure, error)
                return
            self._codes[procedure] = replace(part, key=procedure)
        got.parts.append(self._codes[procedure])

    def _hole(self, got: "_Gathered", role: str, key: str, error: SourceError) -> Gap:
        got.passing = got.passing or is_passing(error)
        return self.tally.gap(f"{self.portal.url}#{role}={key}", error)

    def _ask(self, role: str, service: str, **asked: str | int) -> tuple[list[Record], Part]:
        """One call of the service; the answer's rows, and the part that keeps it."""
        params = json.dumps(
            {"service": service, "provider": "dvcquocgia", "type": "ref", **asked}, ensure_ascii=False
        )
        answer = self.client.post(self.portal.url, {"params": params}, expect="json")
        which = asked.get("id", asked.get("pageIndex", ""))
        part = Part(role, f"{self.portal.url}#{service}={which}", answer.sha256)
        return self.portal.rows(answer.body, part.url), part


@dataclass(slots=True)
class _Gathered:
    """What was had of one decision so far. `passing`: something is missing that may be had another day."""

    parts: list[Part]
    lost: tuple[LostPart, ...] = ()
    passing: bool = False


# ---- reading of stored answers -----------------------------------------------------------------------


def rows_of(body: bytes, url: str) -> list[Record]:
    """The rows of an answer: a bare array of objects whose values are strings. Raises NotThePageError."""
    try:
        rows: Any = json_of(decode(body))
    except ValueError as broken:
        raise _not_here(url, msg("the answer is not JSON: {error}", error=broken)) from broken
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _not_here(url, msg("expected an array of objects, found {kind}", kind=type(rows).__name__))
    if len(rows) > _MOST_ROWS:
        raise _not_here(url, msg("the list goes on after {count} rows: it has no end", count=len(rows)))
    return [{str(name): "" if value is None else str(value) for name, value in row.items()} for row in rows]


def attachments_of(page: str) -> list[tuple[str, str]] | None:
    """(file name, code) of each attachment, from the page's script; None when the script is not there."""
    for script in _SCRIPTED.finditer(page):
        for text in (script.group(2), script.group(2).replace("\\'", "'").replace("\\\\", "\\")):
            try:
                files = json_of(text or "[]")
            except ValueError:
                continue
            if isinstance(files, list) and all(isinstance(file, dict) for file in files):
                return [
                    (clean(str(file.get("tenTep", ""))), str(file["code"]))
                    for file in files
                    if file.get("code")
                ]
    return None


def _number_on(page: str) -> str | None:
    number = values_of(soup_of(page)).get("number")
    return number.text if number is not None else None


def _check_detail(page: "Response", number: str | None, row: Record) -> None:
    """The page must be about the decision that was asked for. Raises NotThePageError."""
    if number is None:
        raise _not_here(page.url, msg("no “Số quyết định” on the page"))
    if fold(number) != fold(row["CODE"]) and _int(number) != _int(row["CODE"]):
        raise _not_here(
            page.url,
            msg(
                "the page is about “{shown}”, the list says “{wanted}”",
                shown=number,
                wanted=clean(row["CODE"]),
            ),
        )


def _procedure(row: Record, action: Action, part: Part, told: Record) -> PostedProcedure:
    levels = fold(told.get("IMPLEMENTATION_LEVELS", ""))
    return PostedProcedure(
        action=action,
        name=clean(row.get("PROCEDURE_NAME", "")),
        code_text=clean(told.get("PROCEDURE_CODE", "")) or None,
        levels=tuple(level for pattern, level in _LEVELS if pattern.search(levels)),
        row_no=row.get("ROW_STT", ""),
        sha256=part.sha256,
        raw_text=json.dumps(row, ensure_ascii=False),
    )


def _find(rows: list[Record], key: str, url: str) -> Record:
    for row in rows:
        if row.get("ID") == key:
            return row
    raise _not_here(url, msg("no row with key {key} in the stored list page", key=key))


def _declared(rows: list[Record]) -> int | None:
    """The total stands inside each row; an empty answer has none."""
    return next((total for row in rows if (total := _int(row.get("AMOUNT"))) is not None), None)


def _int(text: str | None) -> int | None:
    found = re.search(r"(?<!\d)\d{1,9}(?!\d)", text or "")
    return int(found.group()) if found else None


def _number_or_text(key: str) -> int | str:
    # Digits of a whole number of 64 bits, by definition.
    return int(key) if key.isascii() and key.isdigit() and len(key) < 19 else key


def _not_here(url: str, why: Message) -> NotThePageError:
    return NotThePageError(msg("{where}: {error}", where=url, error=why))
