"""What one posting, or one document that stands alone, says about one decision, judged by itself.

The document's own words go before the portal's, the portal's before a file's name (DOMAIN §2.5 W11). What
disagrees is flagged, never averaged.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from niemyet.model.records import Citation, Posting, Reading, Received
from niemyet.transforms.language.citations import issuer_id, ministry_of, parse_any_number
from niemyet.transforms.language.collation import size_of
from niemyet.transforms.language.dates import parse_date
from niemyet.transforms.language.text import clean, fold, key_nospace

#: Which of several documents of one decision decides, after the signed one: what is nearest to the paper.
_MEDIA = ("pdf", "docx", "doc", "xlsx", "xls", "html", "markdown", "text", "scan", "image")


@dataclass(frozen=True, slots=True)
class Witness:
    """One posting with its documents, or one document, and the decision that it speaks of."""

    posting: Posting | None
    documents: tuple[Received, ...]  # the deciding one first
    issuer: str | None
    number: int | None
    symbol: str | None
    number_text: str | None
    signed_on: date | None
    flags: tuple[str, ...]

    @property
    def readings(self) -> tuple[tuple[Received, Reading], ...]:
        """Documents that could be read, the deciding one first."""
        return tuple((one, one.reading) for one in self.documents if one.reading is not None)

    @property
    def is_foreign(self) -> bool:
        """Whether it is somebody else's decision under an agency's name."""
        return "foreign_posting" in self.flags

    @property
    def shas(self) -> frozenset[str]:
        """Hashes of its documents."""
        return frozenset(one.sha256 for one in self.documents)

    @property
    def order(self) -> tuple[object, ...]:
        """Sort key by content and the source's own key, so that arrival order means nothing."""
        if self.posting is None:
            return (1, self.is_foreign, "", (), tuple(sorted(self.shas)))
        return (
            0,
            self.is_foreign,
            self.posting.source_id,
            natural(self.posting.key),
            tuple(sorted(self.shas)),
        )


def gather_witnesses(
    postings: Iterable[Posting], received: Iterable[Received]
) -> tuple[tuple[Witness, ...], tuple[Received, ...]]:
    """Put documents to their postings and judge each bundle; the rest are documents that nobody can place.

    Returns (witnesses in their order, documents without a posting that could not be read or name no decision).
    """
    newest = _newest(postings)
    attached: dict[tuple[str, str], dict[tuple[object, ...], Received]] = {}
    alone: dict[tuple[object, ...], list[Received]] = {}
    unplaced: list[Received] = []
    for one in sorted(received, key=lambda one: (*document_order(one), one.received_at)):
        home = (one.source_id, one.posting_key or "")
        if home in newest:
            attached.setdefault(home, {}).setdefault((one.sha256, one.url, _series_of(one)), one)
        elif one.reading is not None and _names_a_decision(one.reading):
            alone.setdefault((one.sha256, _series_of(one)), []).append(one)  # a file may hold two decisions
        else:
            unplaced.append(one)
    witnesses = [_of_documents(documents) for documents in alone.values()]
    for home, posting in newest.items():
        witnesses += _of_posting(posting, tuple(attached.get(home, {}).values()))
    return tuple(sorted(witnesses, key=lambda one: one.order)), tuple(unplaced)


def _names_a_decision(reading: Reading) -> bool:
    return bool(reading.number or reading.signed_on or _named(reading.issuer_name) or reading.items)


def _newest(postings: Iterable[Posting]) -> dict[tuple[str, str], Posting]:
    """The newest words of each posting, dated by its first receipt."""
    newest: dict[tuple[str, str], Posting] = {}
    first: dict[tuple[str, str], datetime] = {}
    for posting in sorted(postings, key=lambda one: (one.source_id, one.key, one.received_at, one.sha256)):
        home = (posting.source_id, posting.key)
        first.setdefault(home, posting.received_at)
        newest[home] = replace(posting, received_at=first[home])
    return newest


def document_order(document: Received) -> tuple[bool, bool, int, str, str, str]:
    """Read before unread, signed before draft, then by medium, then by hash; the deciding one first."""
    reading = document.reading
    media = reading.media if reading is not None else ""
    place = _MEDIA.index(media) if media in _MEDIA else len(_MEDIA)
    draft = reading is None or not reading.signed or "draft" in reading.flags
    return (reading is None, draft, place, document.sha256, document.source_id, document.url)


# ---- one bundle ------------------------------------------------------------------------------------------


def _of_posting(posting: Posting, documents: Sequence[Received]) -> list[Witness]:
    """A posting with the documents that are its decision; what else was attached stands on its own.

    A document under another number of the same series is the posting's decision all the same (the document
    wins). A decision of another issuer's series, or a second decision beside the one announced, is not.
    """
    said = parse_any_number(posting.number_text or "")
    series = _own_series(documents, said)
    own = [one for one in documents if _series_of(one) in {None, series}]
    others: dict[tuple[int, str | None], list[Received]] = {}
    for one in documents:
        other = _series_of(one)
        if other is not None and other != series:
            others.setdefault(other, []).append(one)
    beside = [_of_documents(others[each], ("posted_with_another",)) for each in sorted(others, key=str)]
    return [_judge(posting, own), *beside]


def _own_series(documents: Sequence[Received], said: Citation | None) -> tuple[int, str | None] | None:
    """Number and symbol, among those of the documents, that are the posting's own."""
    found = {series for one in documents if (series := _series_of(one)) is not None}
    if said is None or said.number is None:
        return found.pop() if len(found) == 1 else None
    if (said.number, said.symbol) in found:
        return (said.number, said.symbol)
    alike = {one for one in found if _office(one[1]) == _office(said.symbol)}
    return alike.pop() if len(alike) == 1 else None


def _office(symbol: str | None) -> str | None:
    return ministry_of(symbol) if symbol else None


def _series_of(document: Received) -> tuple[int, str | None] | None:
    reading = document.reading
    if reading is None or reading.number is None:
        return None
    return (reading.number, reading.symbol)


def _of_documents(documents: Sequence[Received], flags: tuple[str, ...] = ()) -> Witness:
    judged = _judge(None, documents)
    return replace(judged, flags=tuple(sorted({*judged.flags, *flags}))) if flags else judged


def _judge(posting: Posting | None, documents: Sequence[Received]) -> Witness:
    ordered = tuple(sorted(documents, key=document_order) if len(documents) > 1 else documents)
    readings = [one.reading for one in ordered if one.reading is not None]
    said = [citation for citation in _portal_words(posting) if citation is not None]
    flags = set(posting.flags if posting else ())
    flags.update(flag for reading in readings for flag in reading.flags)

    own = next((one for one in readings if one.number is not None), None)
    portal = next((one for one in said if one.number is not None), None)
    number = own.number if own else portal.number if portal else None
    symbols = [one.symbol for one in ([own] if own else readings)] + [one.symbol for one in said]
    symbol = next((one for one in symbols if one is not None), None)
    number_text = own.number_text if own else portal.number_text if portal else None
    days = [one.signed_on for one in readings if one.signed_on is not None]
    portal_days = [
        day for day in (posting.signed_on if posting else None, *(one.signed_on for one in said)) if day
    ]
    signed_on = next(iter([*days, *portal_days]), None)

    if any(one.number not in {None, number} for one in said):
        flags.add("title_number_mismatch")
    if any(day != signed_on for day in [*days, *portal_days]):
        flags.add("title_date_mismatch")
    names = [*(one.url for one in ordered), *(file.name or "" for file in (posting.files if posting else ()))]
    if number is not None and any(named not in {None, number} for named in map(number_in_file_name, names)):
        flags.add("file_number_mismatch")
    issuer = _issuer(posting, readings, symbol, flags)
    return Witness(posting, ordered, issuer, number, symbol, number_text, signed_on, tuple(sorted(flags)))


def _portal_words(posting: Posting | None) -> tuple[Citation | None, ...]:
    if posting is None:
        return ()
    return (parse_any_number(posting.number_text or ""), number_in_title(posting.title or ""))


def _issuer(
    posting: Posting | None, readings: Sequence[Reading], symbol: str | None, flags: set[str]
) -> str | None:
    """By the symbol when it is a ministry's, else by the document's heading, else by the portal's agency."""
    by_symbol = _office(symbol)
    by_document = next((found for one in readings if (found := _named(one.issuer_name)) is not None), None)
    by_portal = _named(posting.issuer_name) if posting else None
    issuer = by_symbol or by_document or by_portal
    if by_symbol is not None and by_portal not in {None, issuer}:
        flags.add("foreign_posting")
    elif by_portal not in {None, issuer} or by_document not in {None, issuer}:
        flags.add("issuer_mismatch")
    return issuer


def _named(name: str | None) -> str | None:
    return issuer_id(name) if name and any(sign.isalpha() for sign in fold(name)) else None


# ---- titles and file names ----------------------------------------------------------------------------------

_VERBS = (
    r"dinh chinh|phe duyet|uy quyen|bai bo|huy bo|sua doi|bo sung|cong bo|thay the|ban hanh(?! quyet dinh)"
)
#: "QĐ 1877 về việc …", "Công khai Quyết định số: 3584/QĐ-UBND ngày 08/9/2026 của UBND … về việc …"
_ANNOUNCED = re.compile(
    rf"^(?P<before>(?:(?!{_VERBS}).){{0,120}}?)\b(?:quyet dinh|qd)(?: so)?\s?:? ?0*(?P<number>\d{{1,5}})\b"
    rf"(?! ?/ ?\d)(?P<after>(?:(?!{_VERBS}|ve viec?\b|v/v).){{0,160}})"
)
_OPENING = re.compile(r"^(?:(?:quyet dinh|ve viec?|v/v|vv)[\s:.,-]+)+")


def number_in_title(title: str) -> Citation | None:
    """The number and day that a title gives to its own decision, before it comes to the matter."""
    found = _ANNOUNCED.match(fold(title))
    if found is None:
        return None
    return Citation(int(found["number"]), None, found["number"], parse_date(found["after"]))


def title_key(title: str | None) -> str:
    """What a title says, for comparing: without its number, its day and "Quyết định về việc"; "" for none."""
    shown = clean(title or "")
    folded = fold(shown)
    announced = _ANNOUNCED.match(folded)
    start = announced.end() if announced else 0
    opening = _OPENING.match(folded[start:])
    if opening:
        start += opening.end()
    # Folding keeps every letter in its place unless a sign falls apart; then the whole title is compared.
    return key_nospace(shown[start:] if len(folded) == len(shown) else shown)


_FILE_NUMBER = re.compile(
    r"(?<!\d)0*(\d{1,5})[\s._-]*(?:qd|quyet dinh)(?![a-z])|(?<![a-z])qd[\s._-]*0*(\d{1,5})(?!\d)"
)


def number_in_file_name(name: str) -> int | None:
    """The number that a file's name gives, where it says so: `qd-3548-ct.pdf`; a hint, never an identity."""
    found = _FILE_NUMBER.search(fold(name.rpartition("/")[2]))
    return int(found[1] or found[2]) if found else None


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key in which numbers inside a text count as numbers: `9` before `10`."""
    return tuple(
        (0, *size_of(part)) if part.isdecimal() and part.isascii() else (1, 0, part)
        for part in re.findall(r"[0-9]+|[^0-9]+", text)
    )
