"""The national service of 2026: its catalogue of procedures as JSON (PORTALS §2B). No decisions: a second witness of them.

Everything is a POST of JSON to `url` (…/api/v1); success is 201 with `{"code":"OK","data":…}`. The list goes by a cursor
(`lastId`), big limits time out, so a smaller one is asked for then. What the service says of a decision is a pointer: a
migration's placeholder ("QĐ/0001-…", 2019-08-01) never becomes a number. Milliseconds are local midnight.

Drawn from notes and client code of others (2026-09), called live by nobody here.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from niemyet.extractors.apart import Apart, here
from niemyet.extractors.fetching.decoding import decode
from niemyet.extractors.json_texts import json_of
from niemyet.extractors.portals.crawling import Tally, fingerprint, is_known, is_passing, receipt_print
from niemyet.extractors.portals.dvc2026_export import (
    changed_rows,
    entry_of,
    keyed_rows,
    row_print,
    without_code,
)
from niemyet.extractors.portals.labels import whole_number
from niemyet.extractors.portals.national_sheet import sheet_of
from niemyet.extractors.settings import SourceSettings
from niemyet.model.errors import DocumentError, NotThePageError, SourceError, UsageError
from niemyet.model.messages import Message, msg
from niemyet.model.records import (
    CatalogueEntry,
    CrawlEvent,
    Gap,
    Part,
    Posting,
    ReadRaw,
    Receipt,
    Unchanged,
    Window,
)
from niemyet.model.words import Level
from niemyet.transforms.language.codes import parse_code
from niemyet.transforms.language.dates import from_epoch_ms
from niemyet.transforms.language.text import clean, fold

if TYPE_CHECKING:
    from niemyet.extractors.fetching.client import Client
    from niemyet.extractors.listings import ListedRow

Value = TypeVar("Value")

LIST = "/submitting/formality/list-all-public-formality-by-citizen"
EXPORT = "/configuring/formality/export-formality-by-citizen"
EXPORT_NAME = "danh-sach-tthc.xlsx"
#: Role of a part that is the whole list as a workbook.
WORKBOOK = "workbook"
DETAIL = "/configuring/formality/get-formality-by-citizen"
#: Rows asked for at a time; people who call it fall back this way when it times out; chosen, not measured.
LIMITS = (200, 50, 25)
#: Procedures of the whole country are some 6,000 (PORTALS §2B); a list that goes on past this has no end; chosen, not measured.
_MOST_ROWS = 100_000
_LONGEST_ID = 200  # letters; a UUID has 36; chosen, not measured
#: A proposal that only says that a procedure was taken over from the old system.
_PLACEHOLDER = re.compile(r"^\s*Q[ĐD]\s*/\s*0*1\s*-", re.IGNORECASE)
_PLACEHOLDER_DAY = date(2019, 8, 1)
_NUMBER = re.compile(r"\d{1,5}\s*/\s*(?:\d{4}\s*/\s*)?Q[ĐD]", re.IGNORECASE)


class Dvc2026Portal:
    """The catalogue of one province (`agency_id` is the service's departmentCode), or of all."""

    kind: ClassVar[str] = "dvc-2026"

    def __init__(self, settings: SourceSettings) -> None:
        if not settings.url and not settings.path:
            raise UsageError(
                msg(
                    "source “{id}”: url is missing, expected the address of the service (…/api/v1)",
                    id=settings.id,
                )
            )
        self.settings = settings
        self.apart: Apart = here
        self.url = (settings.url or "").rstrip("/")

    def crawl(self, client: "Client", window: Window, known: Mapping[str, str]) -> Iterator[CrawlEvent]:
        """See `Portal.crawl`. The catalogue has no days of signing: every night walks the whole list, details where changed."""
        del window
        tally = Tally()
        if self.settings.path is not None or self.settings.list.get("form") == "xlsx":
            yield from self._export(client, tally, known)
            return
        listed: dict[str, _ListedRow] = {}
        yield from self._walk(client, tally, listed)
        for key, one in listed.items():
            if is_known(known, key, one.fingerprint):
                yield Unchanged(key)
                continue
            yield from self._detail(client, key, one, tally)
        yield tally.proof()

    def _export(self, client: "Client", tally: Tally, known: Mapping[str, str]) -> Iterator[CrawlEvent]:
        """The list as a workbook; the service's own is held against the total that its list states."""
        where = self.settings.path or self.url + EXPORT
        try:
            data, part = self._workbook(client, where)
            rows = self.apart(keyed_rows, data, EXPORT_NAME)
        except (SourceError, DocumentError) as error:
            yield tally.gap(where, error.told)
            yield tally.proof()
            return
        tally.pages, tally.rows = 1, len(rows)
        for row_no in without_code(rows):
            yield tally.gap(where, msg("row {row} has no code that can be read", row=row_no))
        for key, row, held in changed_rows(rows, known):
            if held:
                yield Unchanged(key)
                continue
            yield Receipt(
                source_id=self.settings.id,
                kind=self.kind,
                key=key,
                url=f"{where}#{key}",
                received_at=client.clock.now(),
                fingerprint=row_print(row),
                parts=(replace(part, key=key),),
            )
        if self.settings.path is None:
            self._check_total(client, tally)
        yield tally.proof()

    def _workbook(self, client: "Client", where: str) -> tuple[bytes, Part]:
        if self.settings.path is None:
            answer = client.post_for_file(where, self._wanted(), name=EXPORT_NAME)
            return answer.body, Part(WORKBOOK, answer.url, answer.sha256, filename=EXPORT_NAME)
        path = Path(self.settings.path)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise SourceError(
                msg(
                    "the file {place} cannot be read: {why}",
                    place=path.name,
                    why=error.strerror or str(error),
                )
            ) from error
        return data, Part(WORKBOOK, path.name, client.keep_file(path.name, data), filename=path.name)

    def _check_total(self, client: "Client", tally: Tally) -> None:
        """A workbook that was cut off at some number of rows does not say so: the list's own total does."""
        try:
            answer = client.post_json(self.url + LIST, {**self._wanted(), "limit": 1})
            tally.declared = self._apart(answer.url, _list_of, answer.body).total
        except SourceError as error:
            tally.doubt(error.told)
            return
        self._judge_total(tally, tally.rows)

    def _wanted(self) -> dict[str, object]:
        return {"lastId": None, "q": "", "categoryId": None, "departmentCode": self.settings.agency_id}

    def _walk(self, client: "Client", tally: Tally, listed: dict[str, "_ListedRow"]) -> Iterator[Gap]:
        """By the cursor to the end that the service itself states; a cursor that stands still is no end."""
        last: str | None = None
        limits = list(LIMITS)
        asked: set[str | None] = set()
        while last not in asked and tally.pages < self.settings.max_pages:
            asked.add(last)
            body = {**self._wanted(), "limit": limits[0], "lastId": last}
            try:
                answer = client.post_json(self.url + LIST, body)
                page = self._apart(answer.url, _list_of, answer.body)
                part = Part("list", answer.url, answer.sha256)
            except SourceError as error:
                if len(limits) > 1 and is_passing(error):
                    limits.pop(0)
                    asked.discard(last)
                    continue
                yield tally.gap(self.url + LIST, error)
                return
            tally.pages += 1
            tally.declared = page.total if page.total is not None else tally.declared
            tally.nothing_stated = tally.declared == 0
            for key, own in page.rows:
                listed.setdefault(key, _ListedRow(own, part))
            tally.rows = len(listed)
            last = page.last
            if not page.rows or last is None:
                break
            if len(listed) > _MOST_ROWS:
                tally.doubt(msg("the list goes on after {count} rows: it has no end", count=len(listed)))
                return
        if last in asked and last is not None:
            tally.doubt(msg("the cursor of the list stands still at {last}", last=last))
        self._judge_total(tally, len(listed))

    @staticmethod
    def _judge_total(tally: Tally, seen: int) -> None:
        if tally.declared is not None and tally.declared != seen:
            tally.doubt(
                msg(
                    "the portal says that its list has {declared} documents, {seen} different ones were seen",
                    declared=tally.declared,
                    seen=seen,
                )
            )
        elif tally.declared is None:
            tally.doubt(msg("the service states no total: nothing proves that its list is whole"))

    def _detail(self, client: "Client", key: str, one: "_ListedRow", tally: Tally) -> Iterator[CrawlEvent]:
        parts = [one.part]
        passing = False
        try:
            answer = client.post_json(self.url + DETAIL, {"id": key})
            shown = self._apart(answer.url, _id_of, answer.body)
            if shown != key:
                raise _not_here(
                    answer.url,
                    msg("asked for {wanted}, the answer is about {shown}", wanted=key, shown=str(shown)),
                )
            parts.append(Part("detail", answer.url, answer.sha256, key))
        except SourceError as error:
            passing = is_passing(error)
            yield tally.gap(f"{self.url}{DETAIL}#{key}", error, of_document=True)
        yield Receipt(
            source_id=self.settings.id,
            kind=self.kind,
            key=key,
            url=f"{self.url}{DETAIL}#{key}",
            received_at=client.clock.now(),
            fingerprint=receipt_print(one.fingerprint, passing=passing),
            parts=tuple(parts),
        )

    def _apart(self, url: str, read: Callable[..., Value], *given: object) -> Value:
        """What an answer says, read where pages are read; one that costs too much is not the answer either."""
        try:
            return self.apart(read, *given, url)
        except DocumentError as error:
            raise _not_here(url, error.told) from error

    # ---- read ----

    def read(self, receipt: Receipt, read_raw: ReadRaw) -> Posting:
        """A catalogue has no postings of decisions; `read_entry` reads it. Raises NotThePageError."""
        del read_raw
        raise _not_here(receipt.url, msg("an entry of the catalogue is no posting of a decision"))

    def read_entry(self, receipt: Receipt, read_raw: ReadRaw) -> CatalogueEntry:
        """What the service says of one procedure. Raises NotThePageError where its detail was not had."""
        workbook = next((one for one in receipt.parts if one.role == WORKBOOK), None)
        if workbook is not None:
            return self._entry_of_row(receipt, workbook, read_raw)
        part = next((one for one in receipt.parts if one.role == "detail"), None)
        if part is None:
            raise _not_here(receipt.url, msg("the detail of the procedure was not had"))
        return self._apart(part.url, _entry_of, receipt, part.sha256, read_raw(part.sha256))

    def _entry_of_row(self, receipt: Receipt, part: Part, read_raw: ReadRaw) -> CatalogueEntry:
        if part.sha256 not in _PARSED:
            try:
                rows = dict(self.apart(keyed_rows, read_raw(part.sha256), EXPORT_NAME))
            except DocumentError as error:
                raise _not_here(receipt.url, error.told) from error
            _PARSED.clear()
            _PARSED[part.sha256] = rows
        row = _PARSED[part.sha256].get(receipt.key)
        if row is None:
            raise _not_here(
                receipt.url, msg("no row with key {key} in the stored list page", key=receipt.key)
            )
        number, _ = _pointer({"proposalNumber": row.decision_text})
        return entry_of(receipt, part, row, number)


#: Rows of the last workbook that was read; its entries are read one after the other. Nothing depends on what is in here.
_PARSED: dict[str, dict[str, "ListedRow"]] = {}


@dataclass(frozen=True, slots=True)
class _ListedRow:
    fingerprint: str  # of the whole row: it carries no tokens or counters
    part: Part


@dataclass(frozen=True, slots=True)
class _CataloguePage:
    """One answer of the list: id and fingerprint of each row, how many there are in all, the cursor."""

    rows: tuple[tuple[str, str], ...]
    total: int | None
    last: str | None


def _list_of(body: bytes, url: str) -> _CataloguePage:
    """Raises NotThePageError."""
    data = _data(body, url)
    items = data.get("items")
    if not isinstance(items, list) and items is not None:
        raise _not_here(url, msg("expected an array of objects, found {kind}", kind=type(items).__name__))
    rows = tuple(
        (key, fingerprint(json.dumps(row, ensure_ascii=False, sort_keys=True)))
        for row in items or ()
        if isinstance(row, dict) and (key := _id(row.get("id"))) is not None
    )
    return _CataloguePage(rows, _int(data.get("total")), _id(data.get("lastId")))


def _id_of(body: bytes, url: str) -> str | None:
    """Which procedure an answer is about. Raises NotThePageError."""
    return _id(_data(body, url).get("id"))


def _id(value: object) -> str | None:
    """An id as it is asked for; None where it is none."""
    text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    return text if 0 < len(text) <= _LONGEST_ID else None


def _entry_of(receipt: Receipt, sha256: str, body: bytes, url: str) -> CatalogueEntry:
    """Raises NotThePageError. What has another type than it should have is not said."""
    said = _data(body, url)
    code_text = _text(said.get("code")) or _text(said.get("codeNotation"))
    code = parse_code(code_text)
    proposed = said.get("procedureProposal")
    proposal: Mapping[str, Any] = proposed if isinstance(proposed, dict) else {}
    number, signed_on = _pointer(proposal)
    return CatalogueEntry(
        source_id=receipt.source_id,
        key=receipt.key,
        received_at=receipt.received_at,
        sha256=sha256,
        code=code.base if code is not None else code_text,
        name=_text(said.get("name")),
        state=_text(said.get("state")),
        levels=_levels(said),
        sectors=tuple(
            name for one in _objects(said.get("categoriesDetails")) if (name := _text(one.get("name")))
        ),
        applied=tuple(sorted(one for each in _list(said.get("appliedDepartmentIds")) if (one := _id(each)))),
        decision_text=number,
        decision_on=signed_on,
        published_on=_day(proposal.get("publicationDate")),
        is_placeholder=bool(proposal) and number is None,
        fees=_fees(said),
        content=_content(said),
        sheet=sheet_of(said),
        updated_on=_day(said.get("updatedAt")),
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _objects(value: object) -> list[dict[str, Any]]:
    return [one for one in _list(value) if isinstance(one, dict)]


def _text(value: object) -> str:
    return clean(str(value)) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _data(body: bytes, url: str) -> dict[str, Any]:
    """The `data` of an envelope that says OK. Raises NotThePageError."""
    try:
        said = json_of(decode(body))
    except ValueError as broken:
        raise _not_here(url, msg("the answer is not JSON: {error}", error=broken)) from broken
    if not isinstance(said, dict) or said.get("code") != "OK" or not isinstance(said.get("data"), dict):
        shown = said.get("code") if isinstance(said, dict) else type(said).__name__
        raise _not_here(url, msg("the service answers “{shown}”, not OK with data", shown=str(shown)))
    data: dict[str, Any] = said["data"]
    return data


def _pointer(proposal: Mapping[str, Any]) -> tuple[str | None, date | None]:
    """Number and day of the decision that a procedure points at; nothing of a migration's placeholder.

    `decisionNumber` is null as a rule, the number stands in `proposalNumber`.
    """
    number = _text(proposal.get("decisionNumber")) or _text(proposal.get("proposalNumber"))
    day = _day(proposal.get("decisionDate"))
    if not number or _PLACEHOLDER.match(number) or day == _PLACEHOLDER_DAY or not _NUMBER.search(number):
        return None, None
    return number.replace("/QD", "/QĐ"), day


def _day(milliseconds: object) -> date | None:
    """Local midnight: 2026-08-04T17:00Z is 2026-08-05 here."""
    if not isinstance(milliseconds, int) or isinstance(milliseconds, bool):
        return None
    try:
        return from_epoch_ms(milliseconds)
    except OverflowError:  # no day of the calendar
        return None


def _levels(said: Mapping[str, Any]) -> tuple[Level, ...]:
    """By the flags; of a commune's procedures `departmentsExecuting` is empty and the group of units says it."""
    found = {
        level
        for name, level in (
            ("isMinistry", Level.MINISTRY),
            ("isProvince", Level.PROVINCE),
            ("isWard", Level.COMMUNE),
        )
        if said.get(name)
    }
    for group in _objects(said.get("unitGroupsExecuting")):
        words = fold(_text(group.get("name")))
        found |= {Level.COMMUNE} if "cap xa" in words else {Level.PROVINCE} if "cap tinh" in words else set()
    return tuple(level for level in Level if level in found)


def _fees(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Fees other than 0: a 0 is the form's default, not a fee of nothing."""
    found = set()
    for method in _objects(said.get("executionMethods")):
        for fee in _list(method.get("fees")):
            amount = fee.get("amount") if isinstance(fee, dict) else fee
            if (
                isinstance(amount, (int, float))
                and not isinstance(amount, bool)
                and isfinite(amount)
                and amount > 0
            ):
                found.add(f"{amount:g}")
    return tuple(sorted(found))


#: What the sheet at the counter shows (NĐ 63/2010 Đ.8.2); other fields are the service's own business.
_SHOWN = (
    "name",
    "executionCases",
    "executionMethods",
    "cases",
    "legalBasisesDetails",
    "resultsDetails",
    "subjectTypesDetails",
)


def _content(said: Mapping[str, Any]) -> str:
    """The hash of what a sheet shows, so that a change of it is seen."""
    shown = json.dumps({name: said.get(name) for name in _SHOWN}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()


def _int(value: object) -> int | None:
    return None if isinstance(value, bool) else whole_number(str(value))


def _not_here(url: str, why: Message) -> NotThePageError:
    return NotThePageError(msg("{where}: {error}", where=url, error=why))
