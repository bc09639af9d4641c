"""What a sheet says, by whom and since when; and what the catalogue does not name at a unit."""

from dataclasses import replace
from datetime import UTC, date, datetime

from niemyet.model.records import CatalogueEntry
from niemyet.model.tables import Board
from niemyet.model.words import DriftKind, Level, Scope, SheetComponent, SheetWitness
from niemyet.transforms.work.drift import Behind, national_drift
from niemyet.transforms.work.sheets import sheet_texts, text_hash

ENTRY = CatalogueEntry(
    code="1.001193", name="Đăng ký khai sinh", state="ACTIVE", levels=(Level.COMMUNE,), sectors=(), decision_text=None,
    decision_on=None, published_on=None, updated_on=date(2026, 9, 1), is_placeholder=True, fees=(), content="c",
    source_id="quoc-gia", key="u-1", sha256="a" * 64, received_at=datetime(2026, 9, 2, tzinfo=UTC), applied=(),
    sheet=((SheetComponent.DOSSIER, "Tờ khai"), (SheetComponent.FEE, "5.000 đồng")),
)  # fmt: skip
LATER = replace(
    ENTRY, updated_on=date(2026, 10, 5), received_at=datetime(2026, 10, 6, tzinfo=UTC), sha256="b" * 64,
    sheet=((SheetComponent.DOSSIER, "Tờ khai; giấy chứng sinh"), (SheetComponent.FEE, "5.000 đồng")),
)  # fmt: skip


def test_each_wording_is_a_version_and_each_component_has_its_own_day_and_hash() -> None:
    again = replace(LATER, received_at=datetime(2026, 11, 1, tzinfo=UTC), updated_on=date(2026, 10, 30))
    found = sheet_texts([again, LATER, ENTRY], [], {}, date(2026, 11, 2))
    said = [(one.version, one.component, one.since, one.valid_until) for one in found]
    assert said == [
        (1, SheetComponent.DOSSIER, date(2026, 9, 1), date(2026, 10, 5)),
        (1, SheetComponent.FEE, date(2026, 9, 1), date(2026, 10, 5)),
        (2, SheetComponent.DOSSIER, date(2026, 10, 5), None),
        (2, SheetComponent.FEE, date(2026, 9, 1), None),
    ], "the same words told again are no version, an unchanged component keeps its day"
    assert {one.witness for one in found} == {SheetWitness.CATALOGUE}
    assert [one.content for one in found] == [text_hash(one.text) for one in found]


HUNG = Board(
    unit_id="xa-b", procedure_id="t/1.001193", version=1, code="1.001193", scope=Scope.AUTHORITY,
    valid_from=date(2026, 1, 1), valid_until=None, item_id="d#1",
)  # fmt: skip


def missing(
    applied: tuple[str, ...], board: Board = HUNG, **departments: str
) -> list[tuple[str, str | None]]:
    told = national_drift(
        [replace(ENTRY, applied=applied)],
        [],
        Behind({}, {}),
        date(2026, 11, 1),
        (),
        [board],
        departments.items(),
    )
    return [(one.code, one.unit_id) for one in told if one.kind is DriftKind.UNIT_MISSING]


def test_a_unit_that_the_catalogue_does_not_name_is_a_gap_and_what_is_unknown_is_none() -> None:
    own = {"xa-b": "d-7"}
    assert missing(("d-1", "d-2"), **own) == [("1.001193", "xa-b")]
    assert missing(("d-1", "d-7"), **own) == []
    assert missing((), **own) == [], "a catalogue that names nobody says nothing"
    assert missing(("d-1",)) == [], "a unit whose id there nobody has configured is not looked for"
    assert missing(("d-1",), replace(HUNG, scope=Scope.RECEPTION_ONLY), **own) == []
    assert missing(("d-1",), replace(HUNG, valid_until=date(2026, 10, 1)), **own) == []
