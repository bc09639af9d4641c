"""Three witnesses of one procedure: decisions, the national catalogue, what the counter shows; and where they differ.

The catalogue proves nothing against a decision: a gap is work for the province's desk (NĐ 63/2010/NĐ-CP Đ.24: entered within
five working days of signing), each with the paper that explains it. "0" is a default there and no fee; a placeholder is no
decision; a code without a national number ("X:…") cannot be there.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from niemyet.model.records import CatalogueEntry, OwnDay
from niemyet.model.tables import Board, Decision, DecisionItem, Drift, Procedure, SheetText
from niemyet.model.words import DriftKind, Level, Scope
from niemyet.transforms.language.codes import is_own_code
from niemyet.transforms.language.text import key_nospace
from niemyet.transforms.law.questions import decision_text
from niemyet.transforms.work.indicators import database_due


@dataclass(frozen=True, slots=True)
class Behind:
    """Which decision stands behind a row."""

    decisions: Mapping[str, Decision]
    by_item: Mapping[str, str]

    @classmethod
    def of(cls, decisions: Iterable[Decision], items: Iterable[DecisionItem]) -> "Behind":
        """Those of a state."""
        return cls(
            {one.decision_id: one for one in decisions}, {one.item_id: one.decision_id for one in items}
        )

    def behind(self, item_id: str | None) -> Decision | None:
        """The decision of a row."""
        return self.decisions.get(self.by_item.get(item_id or "", ""))


def newest_entries(entries: Iterable[CatalogueEntry]) -> dict[str, list[CatalogueEntry]]:
    """Code → what the catalogue says of it now; one code may stand there under two ids."""
    newest: dict[tuple[str, str], CatalogueEntry] = {}
    for entry in sorted(entries, key=lambda one: (one.source_id, one.key, one.received_at, one.sha256)):
        newest[entry.source_id, entry.key] = entry
    found: dict[str, list[CatalogueEntry]] = defaultdict(list)
    for entry in newest.values():
        found[entry.code].append(entry)
    return dict(found)


def national_drift(
    entries: Iterable[CatalogueEntry],
    procedures: Sequence[Procedure],
    papers: Behind,
    as_of: date,
    own: tuple[OwnDay, ...] = (),
    boards: Iterable[Board] = (),
    departments: Iterable[tuple[str, str]] = (),
    fees: Mapping[str, SheetText] = MappingProxyType({}),
) -> tuple[Drift, ...]:
    """Every gap between the decisions and the catalogue on a day, by code; nothing where no catalogue was read.

    `departments`: unit → its id there; what hangs at such a unit by `boards` must name it. `fees`: code → the fee that a
    resolution sets on that day, which counts before what a decision states of it.
    """
    catalogue = newest_entries(entries)
    if not catalogue:
        return ()
    versions: dict[str, list[Procedure]] = defaultdict(list)
    for row in procedures:
        if not is_own_code(row.code):
            versions[row.code].append(row)
    found = [
        gap
        for code in sorted({*versions, *catalogue})
        for gap in _gaps(
            code, versions.get(code, []), catalogue.get(code, []), papers, as_of, own, fees.get(code)
        )
    ]
    found += _units_missing(dict(departments), boards, catalogue, procedures, papers, as_of)
    return tuple(
        sorted(found, key=lambda one: (one.code, one.kind.value, one.level or "", one.unit_id or ""))
    )


def _units_missing(
    departments: Mapping[str, str],
    boards: Iterable[Board],
    catalogue: Mapping[str, Sequence[CatalogueEntry]],
    procedures: Iterable[Procedure],
    papers: Behind,
    as_of: date,
) -> Iterator[Drift]:
    """Units that resolve a procedure and that the catalogue does not name; where it names nobody it says nothing."""
    if not departments:
        return
    names = {(row.procedure_id, row.version, row.opened_by): row.name for row in procedures}
    for row in boards:
        own = departments.get(row.unit_id)
        if own is None or row.scope is Scope.RECEPTION_ONLY:
            continue
        if row.valid_from > as_of or (row.valid_until is not None and row.valid_until <= as_of):
            continue
        shown = [entry for entry in catalogue.get(row.code, ()) if entry.is_open]
        if not shown or any(not entry.applied or own in entry.applied for entry in shown):
            continue
        name = names.get((row.procedure_id, row.version, row.item_id), shown[0].name)
        gap = _drift(DriftKind.UNIT_MISSING, row.code, name, shown, papers.behind(row.item_id))
        yield replace(gap, unit_id=row.unit_id)


def _gaps(
    code: str,
    versions: Sequence[Procedure],
    entries: Sequence[CatalogueEntry],
    papers: Behind,
    as_of: date,
    own: tuple[OwnDay, ...],
    fee: SheetText | None,
) -> Iterator[Drift]:
    now = [
        row
        for row in versions
        if row.valid_from <= as_of and (row.valid_until is None or as_of < row.valid_until)
    ]
    shown = [entry for entry in entries if entry.is_open]
    if now and not shown:
        row = min(now, key=lambda one: (one.valid_from, one.level))
        paper = papers.behind(row.opened_by)
        due = database_due(paper, own) if paper is not None else None
        yield _drift(DriftKind.NOT_ENTERED, code, row.name, entries, paper, due_on=due)
    elif shown and not now:
        yield _without_version(code, versions, shown, papers, as_of, own)
    elif shown and now:
        yield from _differences(code, now, shown, papers, fee)


def _without_version(
    code: str,
    versions: Sequence[Procedure],
    shown: Sequence[CatalogueEntry],
    papers: Behind,
    as_of: date,
    own: tuple[OwnDay, ...],
) -> Drift:
    """Open in the catalogue and not in force: ended by a decision, not yet in effect, or no decision is known."""
    ended = [row for row in versions if row.valid_until is not None and row.valid_until <= as_of]
    if not ended:
        coming = min(versions, key=lambda one: one.valid_from, default=None)
        paper = papers.behind(coming.opened_by) if coming is not None else None
        return _drift(DriftKind.NO_DECISION, code, coming.name if coming else shown[0].name, shown, paper)
    last = max(ended, key=lambda one: (one.valid_until or as_of, one.valid_from))
    paper = papers.behind(last.closed_by)
    due = database_due(paper, own) if paper is not None else None
    return _drift(DriftKind.ABOLISHED_OPEN, code, last.name, shown, paper, due_on=due)


def _differences(
    code: str,
    now: Sequence[Procedure],
    shown: Sequence[CatalogueEntry],
    papers: Behind,
    set_apart: SheetText | None,
) -> Iterator[Drift]:
    names = {key_nospace(entry.name) for entry in shown}
    levels = {level for entry in shown for level in entry.levels}
    fees = {fee for entry in shown for fee in entry.fees}
    told: set[DriftKind] = set()
    for row in sorted(now, key=lambda one: one.level):
        paper = papers.behind(row.opened_by)
        if levels and row.level not in levels and row.level is not Level.DISTRICT:
            yield _drift(DriftKind.LEVEL_MISSING, code, row.name, shown, paper, level=row.level)
        if key_nospace(row.name) not in names and DriftKind.NAME_DIFFERS not in told:
            told.add(DriftKind.NAME_DIFFERS)
            yield _drift(DriftKind.NAME_DIFFERS, code, row.name, shown, paper)
        stated = set_apart.text if set_apart is not None else row.fee
        if fees and _amounts(stated) and not fees & _amounts(stated) and DriftKind.FEE_DIFFERS not in told:
            told.add(DriftKind.FEE_DIFFERS)
            note = f"{'; '.join((stated or '').split(chr(10)))} ≠ {', '.join(sorted(fees))}"
            gap = _drift(DriftKind.FEE_DIFFERS, code, row.name, shown, paper, note=note)
            yield gap if set_apart is None else replace(gap, decision_id=None, paper=set_apart.paper)


def _amounts(fee: str | None) -> set[str]:
    """The amounts of a fee as numbers: `50.000 đồng` → 50000; percentages and counts of copies are none."""
    found = {re.sub(r"[.,]", "", one) for one in re.findall(r"\d{1,3}(?:[.,]\d{3})+|\d{4,}", fee or "")}
    return {one.lstrip("0") or "0" for one in found}  # of any length: no number, whatever a document prints


def _drift(
    kind: DriftKind,
    code: str,
    name: str,
    entries: Sequence[CatalogueEntry],
    paper: Decision | None,
    *,
    level: Level | None = None,
    due_on: date | None = None,
    note: str | None = None,
) -> Drift:
    entry = entries[0] if entries else None
    return Drift(
        code=code,
        kind=kind,
        level=level,
        name=name,
        national_name=entry.name if entry is not None else None,
        decision_id=paper.decision_id if paper is not None else None,
        paper=decision_text(paper) if paper is not None else None,
        national_paper=entry.decision_text if entry is not None else None,
        due_on=due_on,
        note=note,
    )
