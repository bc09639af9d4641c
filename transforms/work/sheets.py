"""What the sheet of a procedure says, component by component (NĐ 63/2010/NĐ-CP, Đ.8.2), by whom and since when.

Three witnesses: decisions state some components of each version, the national catalogue more of them, resolutions of a
people's council the fees. Each text has its own hash and day, so that a paper on a wall can be told to be older than what
it shows.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from niemyet.model.records import CatalogueEntry
from niemyet.model.tables import DecisionItem, Procedure, SheetText
from niemyet.model.words import SheetComponent, SheetWitness
from niemyet.transforms.language.dates import local_day


def sheet_texts(
    entries: Iterable[CatalogueEntry],
    procedures: Sequence[Procedure],
    items: Mapping[str, DecisionItem],
    as_of: date,
    fees: Iterable[SheetText] = (),
) -> tuple[SheetText, ...]:
    """Every text of the catalogue that was seen, what decisions state of the versions that hold on a day or will, and the
    fees of resolutions for procedures that are known."""
    known = {row.code for row in procedures}
    set_apart = (one for one in fees if one.code in known)
    return in_order([*_of_catalogue(entries), *_of_decisions(procedures, items, as_of), *set_apart])


def in_order(texts: Iterable[SheetText]) -> tuple[SheetText, ...]:
    """Texts in the order of their table."""
    order = {component: place for place, component in enumerate(SheetComponent)}
    return tuple(
        sorted(
            texts,
            key=lambda one: (
                one.code,
                one.witness.value,
                one.level or "",
                one.key or "",
                one.version,
                order[one.component],
            ),
        )
    )


def text_hash(text: str) -> str:
    """By which a text of a component is told from another."""
    return hashlib.sha256(text.encode()).hexdigest()


def _of_catalogue(entries: Iterable[CatalogueEntry]) -> Iterator[SheetText]:
    seen: dict[tuple[str, str], list[CatalogueEntry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda one: (one.source_id, one.key, one.received_at, one.sha256)):
        held = seen[entry.source_id, entry.key]
        if not held or held[-1].sheet != entry.sheet:
            held.append(entry)
    for found in seen.values():
        days = [_changed(entry, first=place == 0) for place, entry in enumerate(found)]
        since: dict[SheetComponent, tuple[str, date | None]] = {}
        for version, entry in enumerate(found, start=1):
            changed = days[version - 1]
            until = days[version] if version < len(found) else None
            for component, text in entry.sheet:
                if since.get(component, ("", changed))[0] != text:
                    since[component] = (text, changed)
                yield SheetText(
                    code=entry.code,
                    component=component,
                    witness=SheetWitness.CATALOGUE,
                    level=None,
                    version=version,
                    text=text,
                    content=text_hash(text),
                    since=since[component][1],
                    valid_until=until,
                    item_id=None,
                    key=entry.key,
                    sha256=entry.sha256,
                )


def _changed(entry: CatalogueEntry, *, first: bool) -> date | None:
    """The day from which an entry is worded so: what it says, where that can be; else the day on which the change was seen.

    Of the first wording that was ever seen nobody knows since when it stands, unless it says so.
    """
    seen = local_day(entry.received_at)
    if entry.updated_on is not None and entry.updated_on <= seen:
        return entry.updated_on
    return None if first else seen


def _of_decisions(
    procedures: Sequence[Procedure], items: Mapping[str, DecisionItem], as_of: date
) -> Iterator[SheetText]:
    for row in procedures:
        item = items.get(row.opened_by or "")
        if item is None or (row.valid_until is not None and row.valid_until <= as_of):
            continue
        told = {
            SheetComponent.TIME: row.time_local,
            SheetComponent.AGENCY: item.agency,
            SheetComponent.FEE: row.fee,
            SheetComponent.LEGAL_BASIS: item.legal_basis,
        }
        for component, text in told.items():
            if text:
                yield SheetText(
                    code=row.code,
                    component=component,
                    witness=SheetWitness.DECISION,
                    level=row.level,
                    version=row.version,
                    text=text,
                    content=text_hash(text),
                    since=row.valid_from,
                    valid_until=row.valid_until,
                    item_id=item.item_id,
                    key=None,
                    sha256=item.sha256,
                )
