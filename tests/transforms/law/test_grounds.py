"""A province of two ancestors: each ancestor's decisions on its own former ground, the successor's everywhere (RULINGS 43)."""

from dataclasses import replace

import pytest

from niemyet.model.records import Province
from niemyet.model.tables import Decision, DecisionItem, Unit, UnitSuccession
from niemyet.model.words import Action, SuccessionKind, UnitKind
from niemyet.transforms.law.events import BY_ANSWER, DISTRICT_END
from niemyet.transforms.law.history import fold_history
from niemyet.transforms.units.succession import unit_spans
from niemyet.transforms.work.boards import board_on, build_boards
from tests.support.province import T, X, day, decision, item, unit

MERGED = "2025-07-01"
TOGETHER = Province("da-nang", "Thành phố Đà Nẵng", predecessors=("quang-nam",))
ALONE = Province("quang-nam", "Tỉnh Quảng Nam", successor_id="da-nang", successor_on=day(MERGED))


def of(province_id: str, made: Unit) -> Unit:
    return replace(made, province_id=province_id)


UNITS = (
    of("quang-nam", unit("xa-cu", UnitKind.COMMUNE, "Xã cũ", until=MERGED)),
    of("da-nang", unit("xa-moi", UnitKind.COMMUNE, "Xã mới", since=MERGED)),
    of("da-nang", unit("phuong", UnitKind.COMMUNE, "Phường của Đà Nẵng")),
    of("da-nang", unit("tam", UnitKind.PROVINCE_CENTER, "Trung tâm")),
)
SUCCESSIONS = (UnitSuccession("xa-cu", "xa-moi", SuccessionKind.MERGE, day(MERGED)),)

QNA = decision(11, "2024-02-01", "2024-02-02", issuer="quang-nam")
DNG = decision(21, "2024-03-01", "2024-03-02", issuer="da-nang")
NEW = decision(31, "2026-01-05", "2026-01-06", issuer="da-nang")
LAST = decision(41, "2027-01-05", "2027-01-06", issuer="da-nang")
DECISIONS = (QNA, DNG, NEW, LAST)
ITEMS = (
    item(QNA, Action.NEW, "1.000001", X, row=1),
    item(QNA, Action.NEW, "1.000002", X, row=2),
    item(QNA, Action.NEW, "1.000007", T, row=3),
    item(DNG, Action.NEW, "1.000001", X, row=1),
    item(DNG, Action.NEW, "1.000003", X, row=2),
    item(DNG, Action.NEW, "1.000008", T, row=3),
    item(NEW, Action.AMEND, "1.000001", X, row=1),
    item(NEW, Action.NEW, "1.000004", X, row=2),
    item(LAST, Action.ABOLISH, "1.000002", X, row=1),
)

#: By hand: unit → day → code and the number of the decision that decides it.
TABLE = {
    ("xa-cu", "2024-06-01"): {"1.000001": 11, "1.000002": 11},
    ("xa-moi", "2025-12-01"): {"1.000001": 11, "1.000002": 11},
    ("xa-moi", "2026-06-01"): {"1.000001": 31, "1.000002": 11, "1.000004": 31},
    ("xa-moi", "2027-06-01"): {"1.000001": 31, "1.000004": 31},
    ("phuong", "2024-06-01"): {"1.000001": 21, "1.000003": 21},
    ("phuong", "2025-12-01"): {"1.000001": 21, "1.000003": 21},
    ("phuong", "2026-06-01"): {"1.000001": 31, "1.000003": 21, "1.000004": 31},
    ("phuong", "2027-06-01"): {"1.000001": 31, "1.000003": 21, "1.000004": 31},
    ("tam", "2024-06-01"): {"1.000008": 21},
    ("tam", "2025-12-01"): {"1.000007": 11, "1.000008": 21},
}


def boards(
    province: Province,
    unit_id: str,
    on: str,
    decisions: tuple[Decision, ...] = DECISIONS,
    items: tuple[DecisionItem, ...] = ITEMS,
) -> dict[str, int]:
    procedures = fold_history(decisions, items, province, day(on), day("2028-01-01")).procedures
    rows = board_on(build_boards(procedures, unit_spans(UNITS, province, SUCCESSIONS)), unit_id, day(on))
    return {row.code: int(row.item_id.split("/")[1].split("-")[0]) for row in rows}


@pytest.mark.parametrize(("unit_id", "on"), sorted(TABLE))
def test_each_ground_has_its_own_board(unit_id: str, on: str) -> None:
    assert boards(TOGETHER, unit_id, on) == TABLE[unit_id, on]


@pytest.mark.parametrize("on", ["2024-06-01", "2025-12-01", "2026-06-01", "2027-06-01"])
def test_both_configurations_give_the_same_boards(on: str) -> None:
    unit_id = "xa-cu" if on < MERGED else "xa-moi"
    assert boards(ALONE, unit_id, on) == boards(TOGETHER, unit_id, on) == TABLE[unit_id, on]


def test_versions_are_told_apart_and_what_is_the_same_everywhere_is_one() -> None:
    found = fold_history(DECISIONS, ITEMS, TOGETHER, day("2027-06-01"), day("2028-01-01"))
    grounds = {(row.code, row.opened_by.split("/")[1][:2], row.ground) for row in found.procedures}
    assert ("1.000001", "11", "quang-nam") in grounds
    assert ("1.000001", "21", "da-nang") in grounds
    assert ("1.000004", "31", None) in grounds
    keys = [(row.procedure_id, row.level, row.version) for row in found.procedures]
    assert len(keys) == len(set(keys))
    backwards = fold_history(DECISIONS[::-1], ITEMS[::-1], TOGETHER, day("2027-06-01"), day("2028-01-01"))
    assert backwards.procedures == found.procedures


def test_a_single_province_knows_no_grounds() -> None:
    found = fold_history((QNA,), ITEMS[:2], ALONE, day("2024-06-01"), day("2028-01-01"))
    assert {row.ground for row in found.procedures} == {None}


def test_a_row_of_an_ancestors_decision_ends_on_its_ground_unless_the_province_published_it_since() -> None:
    cited = {
        "note": "được công bố tại Quyết định số 11/QĐ-UBND ngày 01/02/2024 của Chủ tịch UBND tỉnh Quảng Nam"
    }
    reference = {**cited, "flags": ("no_code", "row_reference")}
    ends = item(LAST, Action.ABOLISH, None, X, row=1, name="số thứ tự 1 Phụ lục", **reference)

    def boards_without(*published: DecisionItem) -> list[dict[str, int]]:
        folded = fold_history(
            (QNA, DNG, NEW, LAST),
            (ITEMS[0], ITEMS[3], *published, ends),
            TOGETHER,
            day("2028-01-01"),
            day("2028-01-01"),
        )
        boards = build_boards(folded.procedures, unit_spans(UNITS, TOGETHER, SUCCESSIONS))
        return [
            {
                row.code: int(row.item_id.split("/")[1].split("-")[0])
                for row in board_on(boards, unit_id, day("2027-06-01"))
            }
            for unit_id in ("xa-moi", "phuong")
        ]

    assert boards_without() == [{}, {"1.000001": 21}]
    assert boards_without(ITEMS[6]) == [{}, {}], (
        "what the province publishes anew is one procedure on all ground"
    )


JUNE = decision(51, "2025-06-20", "2025-06-21", effective="2025-07-15", issuer="da-nang")
JULY = decision(52, "2025-07-01", "2025-07-02", effective="2025-07-15", issuer="da-nang")


@pytest.mark.parametrize("province", [TOGETHER, ALONE])
def test_what_was_signed_before_the_merger_holds_on_its_own_ground_and_is_asked_once(
    province: Province,
) -> None:
    """RULINGS 16: a province decides for its own territory; what takes effect after its end is no decision of the new one."""
    rows = tuple(
        item(one, Action.NEW, code, X, row=row)
        for one in (JUNE, JULY)
        for row, code in enumerate(("1.000021", "1.000022"), 1)
    )

    def held(unit_id: str, of: Decision) -> set[str]:
        mine = tuple(row for row in rows if row.decision_id == of.decision_id)
        return set(boards(province, unit_id, "2025-08-01", (of,), mine))

    both = {"1.000021", "1.000022"}
    assert held("xa-moi", JUNE) == set()
    assert held("xa-moi", JULY) == both
    if province is TOGETHER:
        assert held("phuong", JUNE) == both
    told = replace(JUNE, flags=("everywhere",))
    assert held("xa-moi", told) == both
    for of, asked in ((JUNE, 1), (JULY, 0), (told, 0)):
        mine = tuple(row for row in rows if row.decision_id == of.decision_id)
        found = fold_history((of,), mine, province, day("2025-08-01"), day("2028-01-01"))
        assert sum(one.kind == "ground_before_merger" for one in found.reviews) == asked


def test_what_goes_on_from_a_district_by_an_answer_asks_for_no_ground() -> None:
    """The paper took effect long before the merger: only what the answer says begins with it."""
    old = decision(7, "2024-03-01", "2024-03-02", issuer="da-nang")
    held = item(old, Action.NEW, "1.000031", X)
    goes_on = replace(
        held, item_id=f"{old.decision_id}{BY_ANSWER}1.000031", action=Action.LIST, effective_on=DISTRICT_END
    )
    found = fold_history((old,), (goes_on,), TOGETHER, day("2025-08-01"), day("2028-01-01"))
    assert "ground_before_merger" not in {one.kind for one in found.reviews}
    assert {one.ground for one in found.procedures} == {"da-nang"}
