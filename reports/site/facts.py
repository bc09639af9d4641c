"""The tables of one release, looked at from the side of the pages: who decided what, when it held, where it hangs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from niemyet.model.words import DecisionKind, Level, Proof
from niemyet.reports.site.labels import NO_SECTOR
from niemyet.transforms.behind import items_of_versions
from niemyet.transforms.language.collation import collation_key
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.language.text import clean

Row = Mapping[str, Any]


class Hanging(NamedTuple):
    """A row of `boards` of one unit. A tuple: a province has a million of them."""

    code: str
    procedure_id: str
    version: int
    scope: str
    valid_from: date
    valid_until: date | None
    item_id: str

    def on(self, day: date) -> bool:
        """Whether it hangs on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class SheetVersion:
    """What a sheet of a procedure says while one version of it hangs."""

    key: str  # stable: made of what it says, so that a page changes only when the sheet does
    code: str
    name: str
    sector: str
    time: str
    fee: str
    online: str | None
    decision_id: str
    item_id: str
    proof: Proof  # a decision, or less (RULINGS 45)


@dataclass(frozen=True, slots=True)
class RowPicture:
    """The picture of a row as its document prints it."""

    path: str  # below the site's folder
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as people look through it: columns with what they mean, rows of plain values."""

    name: str
    description: str
    columns: tuple[tuple[str, str], ...]
    rows: Sequence[Sequence[Any]]
    download: str  # below the site's folder


@dataclass(frozen=True)
class SiteTables:
    """What the pages are made from. Rows are dictionaries with the columns of CONTRACT §4."""

    manifest: Mapping[str, Any]
    province_name: str
    as_of: date
    decisions: Sequence[Row]
    items: Sequence[Row]
    procedures: Sequence[Row]
    units: Sequence[Row]
    successions: Sequence[Row]
    boards: Mapping[str, Sequence[Hanging]]  # by unit
    reviews: Sequence[Row] = ()
    fetches: Sequence[Row] = ()
    runs: Sequence[Row] = ()
    updates: Sequence[Row] = ()
    drift: Sequence[Row] | None = None  # gaps to the national catalogue; None where none was read
    fees: Sequence[Row] = ()  # that resolutions set: rows of `sheets`
    #: Files of the release that are offered for download: path → address below the site.
    downloads: Mapping[str, str] = field(default_factory=dict)
    shown: Sequence[ShownTable] = ()  # tables that are looked through in the page
    pictures: Mapping[str, RowPicture] = field(default_factory=dict)  # by item_id


@dataclass(frozen=True)
class SiteFacts:
    """Indexes over the tables; each is made when it is first asked for."""

    tables: SiteTables

    @property
    def day(self) -> date:
        """The day the release speaks for."""
        return self.tables.as_of

    @cached_property
    def decisions(self) -> dict[str, Row]:
        """By id."""
        return {row["decision_id"]: row for row in self.tables.decisions}

    @cached_property
    def items(self) -> dict[str, Row]:
        """By id."""
        return {row["item_id"]: row for row in self.tables.items}

    @cached_property
    def items_of_decision(self) -> dict[str, list[Row]]:
        """Rows of a decision's annex, in the order of the table."""
        return _grouped(self.tables.items, lambda row: (row["decision_id"],))

    @cached_property
    def items_of_code(self) -> dict[str, list[Row]]:
        """Rows that name a code, as the one they act on or replace, or that made a version of it; oldest effect first."""
        made: dict[str, set[str]] = {}
        for code, versions in self.versions_of_code.items():
            for item in items_of_versions(versions):
                made.setdefault(item, set()).add(code)
        found = _grouped(
            self.tables.items,
            lambda row: {row["code"], *row["replaces"], *made.get(row["item_id"], ())} - {None},
        )
        for rows in found.values():
            rows.sort(
                key=lambda row: (
                    row["effective_on"] or date.max,
                    self.signed(row["decision_id"]),
                    row["item_id"],
                )
            )
        return found

    @cached_property
    def fees_of_code(self) -> dict[str, list[Row]]:
        """What resolutions set, oldest first; what holds no more is left out."""
        held = [
            row for row in self.tables.fees if row["valid_until"] is None or row["valid_until"] > self.day
        ]
        return _grouped(held, lambda row: (row["code"],))

    @cached_property
    def versions_of_code(self) -> dict[str, list[Row]]:
        """All versions of a procedure, level by level."""
        found = _grouped(self.tables.procedures, lambda row: (row["code"],))
        order = {level: number for number, level in enumerate(Level)}
        for rows in found.values():
            rows.sort(key=lambda row: (order[Level(row["level"])], row["version"]))
        return found

    @cached_property
    def version_rows(self) -> dict[tuple[str, int, str], Row]:
        """Versions by procedure, number and opening item: what a row of `boards` names."""
        return {
            (row["procedure_id"], row["version"], row["opened_by"]): row for row in self.tables.procedures
        }

    @cached_property
    def reviews_of_decision(self) -> dict[str, list[Row]]:
        """Open questions of a decision."""
        return _grouped(self._open_reviews(), lambda row: {row["decision_id"]} - {None})

    @cached_property
    def reviews_of_item(self) -> dict[str, list[Row]]:
        """Open questions of a row."""
        return _grouped(self._open_reviews(), lambda row: {row["item_id"], *(row["items"] or ())} - {None})

    def _open_reviews(self) -> list[Row]:
        return [row for row in self.tables.reviews if row["state"] == "open"]

    @cached_property
    def units(self) -> dict[str, list[Row]]:
        """Rows of each unit, oldest first."""
        found = _grouped(self.tables.units, lambda row: (row["unit_id"],))
        for rows in found.values():
            rows.sort(key=lambda row: row["valid_from"] or date.min)
        return found

    def unit_on(self, unit_id: str, day: date) -> Row:
        """The unit as it is called on a day; the nearest row where it is not there."""
        rows = self.units[unit_id]
        there = [row for row in rows if (row["valid_from"] or date.min) <= day]
        return (there or rows[:1])[-1]

    def unit_ended(self, unit_id: str) -> date | None:
        """Day from which the unit is no more, if that day has come."""
        until: date | None = self.units[unit_id][-1]["valid_until"]
        return until if until is not None and until <= self.day else None

    @cached_property
    def _versions(self) -> dict[tuple[str, int, str], SheetVersion]:
        return {}

    def version(self, procedure_id: str, number: int, item_id: str) -> SheetVersion:
        """What hangs while a row of `boards` holds."""
        place = (procedure_id, number, item_id)
        if place not in self._versions:
            self._versions[place] = self._version(self.version_rows[place])
        return self._versions[place]

    def version_of(self, hanging: Hanging) -> SheetVersion:
        """The same, of a row."""
        return self.version(hanging.procedure_id, hanging.version, hanging.item_id)

    def _version(self, row: Row) -> SheetVersion:
        decision_id = self.items[row["opened_by"]]["decision_id"]
        said = (
            row["code"], clean(row["name"]), clean(row["sector"] or "") or NO_SECTOR, clean(row["time_local"] or ""),
            clean(row["fee"] or ""), row["online_level"], decision_id, row["opened_by"],
            Proof(row.get("proof") or Proof.DECISION),
        )  # fmt: skip
        key = sha256(repr(said).encode("utf-8", "replace")).hexdigest()[:10]
        return SheetVersion(key, *said)

    def decision_of_item(self, item_id: str | None) -> str | None:
        """The decision that an item stands in."""
        return self.items[item_id]["decision_id"] if item_id and item_id in self.items else None

    def signed(self, decision_id: str) -> date:
        """Day of signing, for sorting."""
        row = self.decisions.get(decision_id)
        signed: date | None = row["signed_on"] if row else None
        return signed or date.max

    def cited(self, decision_id: str | None) -> str:
        """“512/QĐ-UBND, 04/3/2022”; the id where the decision was not received."""
        row = self.decisions.get(decision_id or "")
        if row is None:
            return decision_id or ""
        if row["kind"] == DecisionKind.ADOPTED:
            return f"Danh mục “{clean(row['title'] or '')}”, {row['effective_on']:%d/%m/%Y}"
        number = clean(row["number_text"] or "") or decision_id or ""
        return f"{number}, {row['signed_on']:%d/%m/%Y}" if row["signed_on"] else number

    def received(self, decision_id: str) -> date:
        """Local day on which the first copy came."""
        return local_day(self.decisions[decision_id]["received_at"])

    @cached_property
    def sectors(self) -> list[str]:
        """Every sector that a version bears, in Vietnamese order."""
        found = {clean(row["sector"] or "") or NO_SECTOR for row in self.tables.procedures}
        return sorted(found, key=lambda name: (name == NO_SECTOR, collation_key(name)))

    @cached_property
    def sector_rank(self) -> dict[str, int]:
        """Place of a sector in that order."""
        return {name: number for number, name in enumerate(self.sectors)}

    def by_sector(self, versions: Iterable[SheetVersion]) -> list[tuple[str, list[SheetVersion]]]:
        """Versions under their sectors, both in Vietnamese order."""
        found: dict[str, list[SheetVersion]] = defaultdict(list)
        for version in versions:
            found[version.sector].append(version)
        return [
            (sector, sorted(found[sector], key=lambda one: (collation_key(one.name), one.code)))
            for sector in sorted(found, key=self.sector_rank.__getitem__)
        ]


def _grouped(rows: Iterable[Row], keys: Any) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for key in keys(row):
            found[key].append(row)
    return dict(found)
