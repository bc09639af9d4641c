"""The scripted province: its decisions, where and how they are posted, what its units have posted, and the truth.

Everything follows from fixed random states: two worlds give the same bytes. Documents are made when they are first
asked for and kept.
"""

import hashlib
import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from threading import Lock

from niemyet.demo import listings
from niemyet.demo.annex import blocks_of
from niemyet.demo.names import SECTORS, sector_named
from niemyet.demo.records import Held, Planted, PostedListing, ScriptedDecision, short_date
from niemyet.demo.render import to_docx, to_html, to_xlsx
from niemyet.demo.script import COMMUNE_TARGET, DISTRICT_TARGET, write_script
from niemyet.demo.truth import Holdings, fold, misprints_of
from niemyet.demo.units import LISTING_PLANS, ListingPlan
from niemyet.model.words import Action, Channel, DecisionKind, Level

__all__ = ["COMMUNE_TARGET", "DISTRICT_TARGET", "PublishedCopy", "ServedFile", "World", "build_world"]

AGENCY_IDS = {"quang-nam": "426200", "da-nang": "426100", "binh-dinh": "370912"}
_AGENCY_NAMES = {
    "quang-nam": "UBND tỉnh Quảng Nam",
    "da-nang": "UBND thành phố Đà Nẵng",
    "binh-dinh": "UBND tỉnh Bình Định",
}


@dataclass(frozen=True, slots=True)
class ServedFile:
    """A file of a posting: its name there, its key in the address, what it holds."""

    filename: str
    key: str  # hexadecimal, in the address
    decision_key: str
    format: str  # docx, html


@dataclass(frozen=True, slots=True)
class PublishedCopy:
    """One posting of a decision on one portal, in the portal's own (dirty) words."""

    posting_id: int
    outlet: str  # dvcqg, so-tu-phap
    decision: ScriptedDecision
    readable_from: date
    number_text: str
    title: str
    signed_text_day: date  # the day that the portal shows; not always the day of signing
    agency_id: str
    agency_name: str
    files: tuple[ServedFile, ...]


class World:
    """The province with everything that is true about it."""

    def __init__(self, decisions: Sequence[ScriptedDecision]) -> None:
        self.decisions = tuple(decisions)
        self.copies = _copies(self.decisions)
        self.misprints = misprints_of(self.decisions)
        self.procedure_ids = _procedure_ids(self.decisions, self.misprints)
        self._by_key = {each.key: each for each in self.decisions}
        self._files = {file.key: file for copy in self.copies for file in copy.files}
        self._documents: dict[tuple[str, str], bytes] = {}
        self._lock = Lock()

    def decision(self, key: str) -> ScriptedDecision:
        """The decision of that key (D00 … D12, 2022-001 …); KeyError when there is none."""
        return self._by_key[key]

    def file(self, key: str) -> ServedFile | None:
        """The file behind a download key."""
        return self._files.get(key)

    def document(self, decision_key: str, form: str) -> bytes:
        """The decision as a file; `form` is docx or html. Made once, then kept."""
        with self._lock:
            known = self._documents.get((decision_key, form))
        if known is not None:
            return known
        decision = self._by_key[decision_key]
        made = (to_docx if form == "docx" else to_html)(decision.title, blocks_of(decision))
        with self._lock:
            return self._documents.setdefault((decision_key, form), made)

    def readable(self, outlet: str, day: date) -> tuple[PublishedCopy, ...]:
        """What a portal shows on a day, newest signing date first."""
        return tuple(copy for copy in self.copies if copy.outlet == outlet and copy.readable_from <= day)

    def board(self, level: Level, day: date, known: date | None = None) -> dict[str, Held]:
        """What a level must post on a day, as known on `known` (everything, if None), by code."""
        return fold(self.decisions, day, known).at(level)

    def holdings(self, day: date, known: date | None = None) -> Holdings:
        """All levels at once, with former versions and what has ended."""
        return fold(self.decisions, day, known)

    def plan(self, unit_id: str, channel: Channel) -> ListingPlan:
        """Where and how a unit posts; KeyError when it has no listing on that channel."""
        for plan in LISTING_PLANS:
            if (plan.unit_id, plan.channel) == (unit_id, channel):
                return plan
        raise KeyError((unit_id, channel))

    def listing(self, unit_id: str, channel: Channel, day: date) -> PostedListing | None:
        """What the unit has posted on a day; None before its page was there."""
        return _posted(self.decisions, self.plan(unit_id, channel), day)

    def planted(self, unit_id: str, channel: Channel, day: date) -> tuple[Planted, ...]:
        """What is wrong with the unit's listing on a day, and the work that puts it right.

        Raises ValueError for days after the day that follows the listing's snapshot.
        """
        return listings.planted(self.plan(unit_id, channel), self.decisions, day)

    def inventory(self, plan: ListingPlan, day: date) -> bytes | None:
        """The workbook of a counter on a day."""
        listing = self.listing(plan.unit_id, plan.channel, day)
        return None if listing is None else _workbook(listing, "H17" if plan.first_day else "H47")


@lru_cache(maxsize=64)
def _posted(decisions: tuple[ScriptedDecision, ...], plan: ListingPlan, day: date) -> PostedListing | None:
    return listings.posted(plan, decisions, min(day, plan.snapshot))


def build_world() -> World:
    """The province, the same every time."""
    return World(write_script())


# ---- copies on the portals --------------------------------------------------------------------------


def _copies(decisions: Sequence[ScriptedDecision]) -> tuple[PublishedCopy, ...]:
    """Postings of all decisions; ids in the order in which the portals got them, rows by signing date."""
    drafts: list[PublishedCopy] = []
    for decision in decisions:
        for position, outlet in enumerate(decision.outlets):
            drafts.append(_copy(decision, outlet, position))
        if decision.key == "D04":
            drafts.append(_mirror(decision))
    drafts.sort(
        key=lambda copy: (copy.readable_from, copy.decision.signed_on, copy.decision.number, copy.outlet)
    )
    numbered = [
        replace(copy, posting_id=(91000 if copy.outlet == "dvcqg" else 3000) + 3 * n)
        for n, copy in enumerate(drafts, start=1)
    ]
    numbered.sort(key=lambda copy: (copy.signed_text_day, copy.posting_id), reverse=True)
    return tuple(numbered)


def _copy(decision: ScriptedDecision, outlet: str, position: int) -> PublishedCopy:
    rng = random.Random(f"copy/{decision.key}/{outlet}")
    days_after = 0 if position == 0 else rng.randint(0, 4)
    dirty = outlet == "dvcqg"
    readable_from = decision.readable_from + timedelta(days=days_after)
    last_nights = {date(2022, 12, 30), date(2022, 12, 31), date(2026, 11, 19), date(2026, 11, 20)}
    if decision.readable_from in last_nights:
        readable_from = decision.readable_from
    filed_under = decision.issuer_id
    return PublishedCopy(
        posting_id=0,
        outlet=outlet,
        decision=decision,
        readable_from=readable_from,
        number_text=_dirty_number(decision, rng) if dirty else decision.number_text,
        title=_dirty_title(decision, rng) if dirty else decision.title,
        signed_text_day=decision.signed_on,
        agency_id=AGENCY_IDS[filed_under],
        agency_name=_AGENCY_NAMES[filed_under],
        files=_files_of(decision, outlet, rng),
    )


def _mirror(decision: ScriptedDecision) -> PublishedCopy:
    """D04′: the same paper, put up a month later under a title with another date."""
    rng = random.Random("copy/D04'")
    return PublishedCopy(
        posting_id=0,
        outlet="so-tu-phap",
        decision=decision,
        readable_from=date(2022, 5, 20),
        number_text=decision.number_text,
        title="Quyết định số 1020/QĐ-UBND ngày 15/5/2022 công bố Danh mục thủ tục hành chính (sao gửi các xã)",
        signed_text_day=date(2022, 5, 15),
        agency_id=AGENCY_IDS["quang-nam"],
        agency_name=_AGENCY_NAMES["quang-nam"],
        files=_files_of(decision, "mirror", rng),
    )


def _dirty_number(decision: ScriptedDecision, rng: random.Random) -> str:
    """A trailing dot, a leading zero, the date inside, a space: as a national list shows them."""
    text = decision.number_text
    roll = rng.random()
    if roll < 0.05:
        return f"{text}."
    if roll < 0.15:
        return f"0{text}"
    if roll < 0.18:
        return f"{text} ngày {short_date(decision.signed_on)}"
    if roll < 0.21:
        return text.replace("/", " /")
    return text


def _dirty_title(decision: ScriptedDecision, rng: random.Random) -> str:
    """Newlines, doubled spaces, decomposed letters, other openings."""
    text = decision.title
    roll = rng.random()
    if roll < 0.3:
        text = text.replace("Về việc ", "V/v ", 1) if roll < 0.15 else text.removeprefix("Về việc ")
    roll = rng.random()
    if roll < 0.12:
        return unicodedata.normalize("NFD", text)
    if roll < 0.24:
        return text.replace(" lĩnh vực ", "\nlĩnh vực ", 1)
    if roll < 0.36:
        return text.replace(" thủ tục ", "  thủ tục ", 1)
    return text


def _files_of(decision: ScriptedDecision, outlet: str, rng: random.Random) -> tuple[ServedFile, ...]:
    formats = decision.formats if outlet != "dvcqg" else decision.formats[:1]
    names = (
        f"QD-{decision.number}-{decision.signed_on.year}",
        f"{decision.number}.QD.UBND.{decision.signed_on:%d.%m.%Y}.signed",
        f"DTVB{decision.number}",
    )
    return tuple(
        ServedFile(
            filename=f"{rng.choice(names)}.{form}",
            key=hashlib.sha256(f"{decision.key}/{outlet}/{form}".encode()).hexdigest()[:16],
            decision_key=decision.key,
            format=form,
        )
        for form in formats
    )


def _procedure_ids(decisions: Sequence[ScriptedDecision], misprints: dict[str, str]) -> dict[str, str]:
    """The national record's id of every code that was ever published, without misprints."""
    codes = {
        code
        for decision in decisions
        for line in decision.lines
        if line.action is not Action.CORRECT
        for code in (line.true_code, line.old_code)
        if code and code not in misprints
    }
    return {code: str(210000 + 7 * n) for n, code in enumerate(sorted(codes))}


def sector_ids() -> dict[str, str]:
    """The national list's id of every sector."""
    return {sector.name: str(300 + 11 * n) for n, sector in enumerate(SECTORS)}


def sector_full_name(name: str) -> str:
    """A sector as the national list shows it: with its ministry in brackets."""
    return f"{name}({sector_named(name).ministry})"


def tells_nothing(decision: ScriptedDecision) -> bool:
    """Whether the national list knows no procedures of it: papers that only speak in articles, and internal ones."""
    silent = (DecisionKind.INTERNAL, DecisionKind.PROCESS, DecisionKind.SUBSET, DecisionKind.CORRECTION)
    return decision.kind in silent or decision.annex == "none"


# ---- the counter's workbook -------------------------------------------------------------------------


def _workbook(listing: PostedListing, agency: str) -> bytes:
    title = (listing.heading, f"(Số liệu đến ngày {short_date(listing.stand)})")
    header = (
        "STT",
        "Mã số TTHC",
        "Tên thủ tục hành chính",
        "Lĩnh vực",
        "Quyết định công bố",
        "Ngày niêm yết",
    )
    rows: list[tuple[str | int, ...]] = []
    for serial, row in enumerate(listing.rows, start=1):
        code = f"{row.code}.000.00.00.{agency}"
        name = f"{code}- {row.name}" if row.glued else row.name
        day = f"{row.posted_on:%d/%m/%Y}"
        rows.append((serial, "" if row.glued else code, name, row.sector, row.decision_text, day))
    return to_xlsx(title, header, rows)
