"""A real commune: 137 annex rows of its city, what it has posted, and its own audit, code by code.

The rows are re-typed by the commune's project with a label for what each does. Labels are words; the section of an
annex is what decides (DOMAIN §9 no. 1). So each label is held against the text around its code: where that shows the
section, the section counts; where it shows a table that the label cannot belong to, the row is asked about and
changes nothing; only where it shows nothing does the label stand. What follows for a code, and why, is decided by the
text of its rows alone; the commune's audit is only held beside it.

Most of what hangs no decision of the 22 names. So the commune's own inventory is taken as evidence of its day
(`niemyet adopt`, RULINGS 45), and every sheet has its degree of proof: a decision, the inventory, or only that it hangs.

    python -m tests.vinh_bao        prints every difference with the audit, code by code
"""

import csv
import re
import sys
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from itertools import groupby

from niemyet.extractors.adopted_lists import read_adopted
from niemyet.extractors.decisions.heading_patterns import levels_named
from niemyet.extractors.listings import FLAG_NOT_POSTED, read_listing
from niemyet.model.records import Adoption, Policy, Province, Question, Reading, Received, fields
from niemyet.model.tables import Listing, ListingUpdate, ReadItem, Unit
from niemyet.model.words import (
    Action,
    Channel,
    DecisionKind,
    EffectSource,
    Level,
    Proof,
    ReviewKind,
    UnitKind,
    UpdateKind,
    UpdateState,
)
from niemyet.reports.text_table import text_table
from niemyet.transforms.consolidate import Facts, State, consolidate
from niemyet.transforms.language.names import split_basis
from niemyet.transforms.language.text import fold, mend_spaces
from niemyet.transforms.work.boards import board_on
from tests.support.realdata import ROOT, real

HAI_PHONG = Province("hai-phong", "Thành phố Hải Phòng")
UNIT = "xa-vinh-bao"
CHANGES = "haiphong/changes_2026-09.csv"
EVIDENCE = "haiphong/decision_rows_sample.csv"
BOARD = "listings/xa_vinh_bao_2026-09_board.csv"
TODAY = date(2026, 9, 30)
LATER = date(2027, 3, 1)

LABELS = {
    "new": Action.NEW,
    "published": Action.LIST,
    "modified": Action.AMEND,
    "reduced": Action.AMEND,  # the time was cut
    "replaced": Action.AMEND,  # the sheet was: no old code stands in the row
    "repealed": Action.ABOLISH,
}
LEVELS = {
    "": (),
    "shared": (),  # by whom is not said
    "province": (Level.PROVINCE,),
    "commune": (Level.COMMUNE,),
    "shared_including_commune": (Level.PROVINCE, Level.COMMUNE),
}
LABEL_ONLY = "label only, the text shows no section"
_ABOLISHED = re.compile(r"quy dinh (?:noi dung |viec )?bai bo")
_SECTION = re.compile(r"thu tuc hanh chinh (?P<what>ban hanh moi|duoc sua doi, bo sung) \(\d+ tthc\)")
_TIMES = re.compile(
    r"\b\d{1,3}(?:,\d)? ?(?:ngay|gio)\b|\bkhong qua \d|\btrong (?:thoi )?han \d|\bthoi han (?:giai|ra)|\bthoi gian giai"
    r"|\btoi da \d"
)
_TIMED_HEADER = re.compile(r"\bsau (?:khi )?cat giam\b|\bphi, ?le phi\b")
_BASIS = re.compile(r"(?:nghi dinh|thong tu|luat|quyet dinh)\b.{0,40}?\d")
_RECEIVED = re.compile(r"trung tam phuc vu (?:hanh chinh cong|hcc).{0,30}\bcap xa\b")


@dataclass(frozen=True)
class Row:
    """One row of the re-typed annexes, with what the text around its code shows."""

    decision: str
    signed_on: date
    code: str
    name: str
    basis: str | None
    sector: str
    label: str
    levels: tuple[Level, ...]
    reception: tuple[Level, ...]
    effective_on: date | None
    action: Action | None  # None: label and text contradict each other
    proof: str
    context: str


@cache
def rows() -> tuple[Row, ...]:
    """The 137 rows in the order of the file."""
    received = {
        (row["decisionNo"], row["code"])
        for row in _table(EVIDENCE)
        if row["communeReceptionEvidence"] == "True"
    }
    return _by_neighbours([_row(each, received) for each in _table(CHANGES)])


def _by_neighbours(read: list[Row]) -> tuple[Row, ...]:
    """A row whose text is cut, numbered between two rows of one table, stands in that table."""
    found = list(read)
    for place in range(1, len(read) - 1):
        before, row, after = read[place - 1 : place + 2]
        if row.proof != LABEL_ONLY or before.action is not None or after.action is not None:
            continue
        numbers = [_number(each) for each in (before, row, after)]
        if len({each.decision for each in (before, row, after)}) == 1 and None not in numbers:
            first = numbers[0] or 0
            if numbers == [first, first + 1, first + 2]:
                found[place] = replace(row, action=None, proof=f"{before.proof} (rows before and after it)")
    return tuple(found)


def _number(row: Row) -> int | None:
    """The row's STT, printed before its code."""
    printed = re.search(r"(\d{1,3})\s*\.?\s*$", row.context.partition(row.code)[0])
    return int(printed[1]) if printed else None


def _table(name: str) -> list[dict[str, str]]:
    with real(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _row(each: dict[str, str], received: set[tuple[str, str]]) -> Row:
    before, _, after = mend_spaces(each["context"]).partition(each["code"])
    name, basis = split_basis(mend_spaces(each["name"]))
    action, proof = judge(LABELS[each["change"]], fold(before), fold(after))
    shown = levels_named(fold(before))
    levels = LEVELS[each["level"]]
    at_commune = (each["decision_no"], each["code"]) in received or _RECEIVED.search(fold(after)) is not None
    return Row(
        decision=each["decision_no"],
        signed_on=date.fromisoformat(each["decision_date"]),
        code=each["code"],
        name=name,
        basis=basis,
        sector=each["sector"],
        label=each["change"],
        levels=tuple(sorted({*levels, *shown})) if levels else levels,
        reception=(Level.COMMUNE,) if at_commune and Level.COMMUNE not in levels else (),
        effective_on=date.fromisoformat(each["effective_date"]) if each["effective_date"] else None,
        action=action,
        proof=proof,
        context=each["context"],
    )


def judge(label: Action, before: str, after: str) -> tuple[Action | None, str]:
    """What a row does by the folded text around its code, else by its label; None where these contradict.

    A table of abolished procedures has no times and no fees; one of procedures in force has.
    """
    section = _SECTION.search(before)
    if section:
        return (Action.NEW if section["what"] == "ban hanh moi" else Action.AMEND), "section heading"
    if _ABOLISHED.search(before):
        return Action.ABOLISH, "heading of the column of what abolishes"
    has_times = _TIMES.search(after) is not None or _TIMED_HEADER.search(before) is not None
    if has_times:
        if label is Action.ABOLISH:
            return None, "labelled abolished, but its table gives times or fees"
        return label, "label; its table gives times or fees"
    basis = _BASIS.search(after)
    ends = len(after) < 90 or basis is not None  # nothing but a name, and a basis, in the row
    if ends and label is not Action.ABOLISH and (basis is not None or len(after) < 75):
        return None, "labelled in force, but its row has a legal basis where times would stand"
    return label, LABEL_ONLY


# ---- decisions as they would have been read ------------------------------------------------------------------


def received() -> tuple[Received, ...]:
    """The 22 decisions, each a reading of its rows."""
    ordered = sorted(rows(), key=lambda row: (row.signed_on, row.decision))
    groups = groupby(ordered, key=lambda row: (row.signed_on, row.decision))
    return tuple(_received(number, signed_on, list(group)) for (signed_on, number), group in groups)


def _received(number: str, signed_on: date, group: list[Row]) -> Received:
    normalised = all(row.label == "published" for row in group)
    effective_on = next((row.effective_on for row in group if row.effective_on is not None), None)
    items = tuple(_item(row, place) for place, row in enumerate(group, start=1) if row.action is not None)
    reading = Reading(
        media="pdf",
        issuer_name="UBND thành phố Hải Phòng",
        number=int(number.split("/", maxsplit=1)[0]),
        symbol="QĐ-UBND",
        number_text=number,
        signed_on=signed_on,
        effective_on=effective_on or signed_on,
        effective_until=None,
        effect_source=EffectSource.EXPLICIT if effective_on else EffectSource.SIGNING_CLAUSE,
        title="Về việc công bố danh mục thủ tục hành chính",
        kind=DecisionKind.NORMALISED if normalised else DecisionKind.PUBLIC_LIST,
        sectors=tuple(sorted({row.sector for row in group})),
        basis=(),
        relations=(),
        declared_items=None,
        items=items,
        questions=tuple(
            Question(
                ReviewKind.ROW_UNREAD,
                fields(text=f"{number}, mã {row.code}: nhãn “{row.label}” trái với bảng: {row.context}"),
            )
            for row in group
            if row.action is None
        ),
    )
    day = datetime(signed_on.year, signed_on.month, signed_on.day, 5, tzinfo=UTC)
    return Received(f"{int(number.split('/', maxsplit=1)[0]):064d}", "hop-thu", number, day, reading)


def _item(row: Row, place: int) -> ReadItem:
    assert row.action is not None
    return ReadItem(
        action=row.action,
        name=row.name,
        code=row.code,
        code_text=row.code,
        code_repaired=False,
        replaces=(),
        levels=row.levels,
        reception_levels=row.reception,
        sector=row.sector,
        part="A",
        row_no=str(place),
        raw_text=row.context,
        legal_basis=row.basis,
    )


# ---- what hangs, and the audit of it ------------------------------------------------------------------------


@cache
def audit() -> dict[str, dict[str, str]]:
    """The commune's own audit by code."""
    return {row["code"]: row for row in _table(BOARD)}


def listing(*, with_taken_down: bool = False) -> tuple[Listing, ...]:
    """What the commune has posted: rows of its own file that it says hang; or all of them."""
    data = real(BOARD).read_bytes()
    return tuple(
        Listing(
            unit_id=UNIT,
            channel=Channel.COUNTER,
            observed_on=TODAY,
            code=row.code,
            code_text=row.code_text,
            name=row.name,
            decision_text=row.decision_text,
            posted_on=row.posted_on,
            url=BOARD,
            sha256="0" * 64,
            row_no=row.row_no,
        )
        for row in read_listing(data, BOARD)
        if with_taken_down or FLAG_NOT_POSTED not in row.flags
    )


@cache
def inventory() -> Adoption:
    """The commune's own inventory, as it would be adopted."""
    data = real(BOARD).read_bytes()
    sheet = read_adopted(data, BOARD, TODAY)
    said_at = datetime(TODAY.year, TODAY.month, TODAY.day, 4, tzinfo=UTC)
    digest = sha256(data).hexdigest()
    return Adoption("Sổ niêm yết xã Vĩnh Bảo", TODAY, digest, BOARD, said_at, sheet.rows, UNIT)


@cache
def state(as_of: date = TODAY, *, with_taken_down: bool = False, adopted: bool = False) -> State:
    """All of it, consolidated for a day; `with_taken_down`: as if everything that was ever posted still hung.

    `adopted`: with the commune's inventory taken as evidence of the day.
    """
    return consolidate(
        Facts(
            adoptions=(inventory(),) if adopted else (),
            received=received(),
            listings=listing(with_taken_down=with_taken_down),
            units=(
                Unit(
                    UNIT,
                    UnitKind.COMMUNE,
                    Level.COMMUNE,
                    "Xã Vĩnh Bảo",
                    None,
                    None,
                    None,
                    "hai-phong",
                    None,
                    None,
                ),
            ),
        ),
        province=HAI_PHONG,
        policy=Policy(),
        as_of=as_of,
        knowledge=datetime(as_of.year, as_of.month, as_of.day, 5, tzinfo=UTC),
    )


# ---- side by side -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Compared:
    """One code: what follows from the text of its rows and why, its degree of proof, and the audit beside it."""

    code: str
    ours: str
    why: str
    proof: str  # of the sheet or the board row; empty: it neither hangs nor must
    audited: str  # posted, taken down, held, not in it
    decisions: str

    @property
    def agrees(self) -> bool:
        """Whether the audit says the same."""
        return (self.audited, self.ours) in _THE_SAME


_THE_SAME = {
    ("posted", "on the board"),
    ("taken down", "abolished"),
    ("held", f"on the board from {LATER}"),
    ("not in it", "abolished"),
}
#: Why a code stands as it does, by the text of the rows that name it.
WHYS = {
    "no row": "no row of the 22 decisions names it",
    "held here": "a heading or the level printed puts it at the commune",
    "received here": "the place column names the commune's centre as receiving",
    "its table": "it stands in the table of what is abolished",
    "label alone": "labelled abolished; the text is cut before any heading or column",
    "times in its table": "labelled abolished, in a table that gives times or fees: asked",
    "no times in its row": "labelled amended, its row has a basis where times would stand: asked",
    "no level": "neither heading nor place shows whose it is: asked",
    "place shown, not here": "held elsewhere, and the place column names no commune",
    "place cut": "held elsewhere, and the text is cut before the place column",
}
_PLACE = re.compile(r"trung tam (?:phuc vu|hanh chinh)|\bttpvhcc|bo phan (?:mot cua|tiep nhan)|\btt ?pvhcc")


def compare() -> tuple[Compared, ...]:
    """Every code of the audit and of the rows, sorted."""
    by_code: dict[str, list[Row]] = {}
    for row in rows():
        by_code.setdefault(row.code, []).append(row)
    board = {one.code for one in board_on(state().boards, UNIT, TODAY)}
    later = {one.code for one in board_on(state(LATER).boards, UNIT, LATER)}
    held = {
        one.code
        for one in state().procedures
        if one.valid_from <= TODAY and (one.valid_until is None or one.valid_until > TODAY)
    }
    proofs = degrees()
    found = []
    for code in sorted({*by_code, *audit()}):
        named = by_code.get(code, [])
        ours = _ours(code, named, board, later, held)
        found.append(
            Compared(
                code=code,
                ours=ours,
                why=why(ours, named),
                proof=proofs.get(code, ""),
                audited=_audited(code),
                decisions=", ".join(row.decision[:4] for row in named),
            )
        )
    return tuple(found)


def degrees() -> dict[str, str]:
    """Code → by what the commune's board has it, with the inventory adopted; what only hangs is observed."""
    found = {str(row.code): str(Proof.OBSERVED) for row in listing() if row.code is not None}
    found |= {one.code: str(one.proof) for one in board_on(state(adopted=True).boards, UNIT, TODAY)}
    return found


def _audited(code: str) -> str:
    row = audit().get(code)
    if row is None:
        return "not in it"
    if row["publishable"] == "True":
        return "posted"
    return "held" if row["status"].startswith("future") else "taken down"


def _ours(code: str, named: list[Row], board: set[str], later: set[str], held: set[str]) -> str:
    if not named:
        return "unknown"
    if any(row.action is None for row in named):
        return "asked: contradiction"
    if code in board:
        return "on the board"
    if code in later:
        return f"on the board from {LATER}"
    if all(row.action is Action.ABOLISH for row in named):
        return "abolished"
    if not any(row.levels for row in named):
        return "asked: level"
    return "in force, not shown here" if code in held else "yet to come, not shown here"


def why(ours: str, named: list[Row]) -> str:
    """The reason, by the text of the rows that name the code; nothing of the audit is asked."""
    if not named:
        return "no row"
    doubted = next((row for row in named if row.action is None), None)
    if doubted is not None:
        return "times in its table" if "gives times" in doubted.proof else "no times in its row"
    if ours.startswith("on the board"):
        held = any(Level.COMMUNE in row.levels for row in named)
        return "held here" if held else "received here"
    if ours == "abolished":
        shown = any(row.proof.startswith("heading of the column") for row in named)
        return "its table" if shown else "label alone"
    if ours == "asked: level":
        return "no level"
    shown = any(_PLACE.search(fold(row.context.partition(row.code)[2])) for row in named)
    return "place shown, not here" if shown else "place cut"


def mislabelled() -> tuple[Row, ...]:
    """Rows whose label is not what their section says, or contradicts their table."""
    return tuple(row for row in rows() if row.action is None or row.action is not LABELS[row.label])


def work() -> tuple[ListingUpdate, ...]:
    """What the commune has to do on the day, done work left out."""
    return tuple(
        one for one in state().listing_updates if one.state not in {UpdateState.DONE, UpdateState.CANCELLED}
    )


def print_all() -> None:
    """The whole comparison, for a person."""
    found = compare()
    print(
        f"{len(rows())} rows of {len(received())} decisions; {len(listing())} posted; {len(audit())} audited"
    )
    counts = Counter((one.ours, one.why, one.proof or "—", one.audited) for one in found)
    print(
        text_table(
            [[*each[:1], WHYS[each[1]], *each[2:], str(number)] for each, number in sorted(counts.items())],
            ["from the rows", "why, by their text", "proof", "audit", "codes"],
            room=170,
        )
    )
    posted = Counter(one.proof for one in found if one.audited == "posted")
    print(f"\nThe {len(listing())} sheets by degree of proof: {dict(sorted(posted.items()))}")
    print("\nEvery code that a row names, and what follows:")
    print(
        text_table(
            [
                [one.code, one.decisions, one.ours, WHYS[one.why], one.proof, one.audited]
                for one in found
                if one.decisions
            ],
            ["code", "decisions", "from the rows", "why", "proof", "audit"],
            room=190,
        )
    )
    alone = [one.code for one in found if not one.decisions]
    print(f"\nNamed by no row ({len(alone)}): {', '.join(alone)}")
    print("\nLabels that their section or table contradicts:")
    print(
        text_table(
            [[row.code, row.decision, row.label, row.action or "asked", row.proof] for row in mislabelled()],
            ["code", "decision", "label", "read as", "by"],
            room=150,
        )
    )
    print(f"\nWork list of {UNIT} on {TODAY}: {dict(Counter(str(one.kind) for one in work()))}")
    print(f"Proof of what each row does: {dict(Counter(row.proof for row in rows()))}\n")
    todo = [one for one in work() if one.kind is not UpdateKind.REVIEW]
    print(
        text_table(
            [[one.kind, one.code or "", str(one.due_on), one.state, one.reason] for one in todo],
            ["kind", "code", "due", "state", "reason"],
            room=190,
        )
    )


if __name__ == "__main__":
    if not (ROOT / CHANGES).exists():
        sys.exit(f"real material is not here: {ROOT / CHANGES} (set NIEMYET_REALDATA to its folder)")
    print_all()
