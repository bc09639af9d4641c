"""The list of the national service of 2026 as a workbook: a file that an office downloaded, or the service's own export.

Sheet "Danh sách TTHC": a merged title, then Mã số, Tên, Cơ quan ban hành, Cơ quan thực hiện, Lĩnh vực (docs/portals.md §2B);
older exports also Cấp thực hiện, Tình trạng, QĐ công bố. It has no ids, days or fees: a row is known by its code, a level by who
carries it out, and what a column does not say stays unsaid.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from niemyet.extractors.portals.crawling import fingerprint
from niemyet.model.errors import NotThePageError
from niemyet.model.messages import Message, msg
from niemyet.model.records import CatalogueEntry, Part, Receipt
from niemyet.model.words import Level, SheetComponent
from niemyet.transforms.language.text import clean, fold

if TYPE_CHECKING:
    from niemyet.extractors.listings import ListedRow

# Readers of documents are imported where a workbook is read: whoever only crawls has no use for them (0.2 s).

#: What older exports print of a procedure's state, and what the service of 2026 calls it.
_STATES = {
    "": "",
    "cong khai": "ACTIVE",
    "da cong khai": "ACTIVE",
    "con hieu luc": "ACTIVE",
    "dang ap dung": "ACTIVE",
    "khong cong khai": "INACTIVE",
    "het hieu luc": "INACTIVE",
    "da het hieu luc": "INACTIVE",
    "bai bo": "INACTIVE",
    "bi bai bo": "INACTIVE",
    "da bai bo": "INACTIVE",
}


def keyed_rows(data: bytes, name: str) -> list[tuple[str, "ListedRow"]]:
    """The rows of a workbook, each with its key: the code; of a code that is there more often, with its place among them.

    Raises DocumentError as `read_listed`.
    """
    from niemyet.extractors.listings import read_listed

    seen: Counter[str] = Counter()
    found: list[tuple[str, ListedRow]] = []
    for row in read_listed(data, name):
        code = row.code or ""
        seen[code] += 1
        found.append((code if seen[code] == 1 else f"{code}#{seen[code]}", row))
    return found


def row_print(row: "ListedRow") -> str:
    """Of the record, never of its place: a row that moves up is the same row."""
    return fingerprint(
        row.code_text,
        row.name,
        row.sector,
        row.level_text,
        row.agency_text,
        row.decision_text,
        row.state_text,
    )


def changed_rows(
    rows: Sequence[tuple[str, "ListedRow"]], known: Mapping[str, str]
) -> Iterator[tuple[str, "ListedRow", bool]]:
    """Key, row, and whether it was handed over as it stands; rows without a code are left out."""
    for key, row in rows:
        if row.code is not None:
            yield key, row, known.get(key) == row_print(row)


def without_code(rows: Sequence[tuple[str, "ListedRow"]]) -> list[int]:
    """The rows that no code can be read of."""
    return [row.row_no for _, row in rows if row.code is None]


def entry_of(receipt: Receipt, part: Part, row: "ListedRow", decision_text: str | None) -> CatalogueEntry:
    """What the workbook says of one procedure. Raises NotThePageError for a state that nobody has named yet."""
    state = _STATES.get(fold(clean(row.state_text or "")))
    if state is None:
        raise _not_understood(receipt.url, row)
    levels = _levels_of(row)
    return CatalogueEntry(
        source_id=receipt.source_id,
        key=receipt.key,
        received_at=receipt.received_at,
        sha256=part.sha256,
        code=row.code or "",
        name=clean(row.name),
        state=state,
        levels=tuple(level for level in Level if level in levels),
        sectors=(clean(row.sector),) if row.sector else (),
        applied=(),
        decision_text=decision_text,
        decision_on=None,
        published_on=None,
        is_placeholder=bool(row.decision_text) and decision_text is None,
        fees=(),
        content=hashlib.sha256(row_print(row).encode()).hexdigest(),
        sheet=((SheetComponent.AGENCY, clean(row.agency_text)),) if row.agency_text else (),
        updated_on=None,
    )


def _levels_of(row: "ListedRow") -> Collection[Level]:
    from niemyet.extractors.decisions.agencies import agency_levels
    from niemyet.extractors.decisions.heading_patterns import levels_named

    return levels_named(fold(row.level_text)) if row.level_text else agency_levels(row.agency_text or "")


def _not_understood(url: str, row: "ListedRow") -> NotThePageError:
    why: Message = msg(
        "row {row}: the state “{state}” is not known", row=row.row_no, state=row.state_text or ""
    )
    return NotThePageError(msg("{where}: {error}", where=url, error=why))
