"""Real decisions and real listings through the commands, as a person would hand them in."""

import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from niemyet.flows.pipeline import run_nightly
from niemyet.model.tables import Decision, DecisionItem, Listing, Review
from niemyet.model.words import Action, DecisionKind, EffectSource, Level, OnlineLevel, Outcome, RelationType
from niemyet.storage.release import Release
from tests.extractors.portals.test_portal_dvcqg import Replay
from tests.support.house import House, build_house
from tests.support.loopback import serving
from tests.support.realdata import real

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    files = [
        real(f"decisions/{name}")
        for name in (
            "1766-QD-UBND-2020-BinhThuan.md",
            "3218-QD-UBND-2024-QuangBinh.txt",
            "1351-QD-UBND-2022-QuangNgai.md",
        )
    ]
    house = build_house(tmp_path_factory.mktemp("real") / "house")
    result = CliRunner().invoke(niemyet, ["ingest", *map(str, files), *house.options])
    assert result.exit_code == 3, result.output  # the questions of 1766 need a person
    return house


@pytest.fixture(scope="module")
def release(house: House) -> Release:
    release = house.folder.releases.latest()
    assert release is not None
    return release


def the(release: Release, number: int) -> tuple[Decision, list[DecisionItem], list[Review]]:
    (decision,) = [row for row in release.rows("decisions", Decision) if row.number == number]
    items = [
        row for row in release.rows("decision_items", DecisionItem) if row.decision_id == decision.decision_id
    ]
    reviews = [row for row in release.rows("reviews", Review) if row.decision_id == decision.decision_id]
    return decision, items, reviews


def test_binh_thuan_1766(release: Release) -> None:
    decision, items, reviews = the(release, 1766)
    assert decision.decision_id == "binh-thuan/1766-QD-UBND/2020-08-03"
    assert (decision.symbol, decision.signed_on, decision.effective_on) == (
        "QĐ-UBND",
        date(2020, 8, 3),
        date(2020, 8, 3),
    )
    assert decision.effect_source is EffectSource.SIGNING_CLAUSE
    assert decision.title is not None
    assert "NGÀNH TƯ PHÁP" in decision.title.upper()
    assert "KHÁNH HÒA" not in decision.title.upper()
    assert "foreign_issuer" in decision.flags
    assert "control_total_mismatch" in decision.flags
    assert Counter(item.action for item in items) == {Action.AMEND: 50, Action.ABOLISH: 21}
    assert sum(item.code is None for item in items) == 2
    assert len({item.code for item in items if item.code}) == 69
    assert all(item.sector for item in items)
    unknown = [item for item in items if not item.levels]
    assert len(unknown) == 6
    asked = [review for review in reviews if review.kind == "level_unknown"]
    assert {row for review in asked for row in review.items or (review.item_id,)} == {
        item.item_id for item in unknown
    }
    assert len(asked) < len(unknown), "rows of one section are asked about once"
    by_code = {item.code: item for item in items}
    assert by_code["2.000992"].levels == (Level.DISTRICT,)
    assert by_code["2.001035"].levels == (Level.COMMUNE,)
    assert set(by_code["1.004583"].levels) == {Level.PROVINCE, Level.DISTRICT}
    assert by_code["2.001489"].levels == (Level.DISTRICT,)
    assert by_code["2.001004"].levels == (Level.PROVINCE,)
    assert by_code["2.001004"].action is Action.ABOLISH
    assert (by_code["1.002010"].online_level, by_code["1.002010"].by_post) == (OnlineLevel.LEVEL_3, True)
    assert (by_code["2.002039"].online_level, by_code["2.002039"].by_post) == (None, None)
    assert by_code["2.000815"].by_post is False
    assert by_code["2.001019"].fee is not None
    assert "50.000" in by_code["2.001019"].fee


def test_quang_binh_3218(release: Release) -> None:
    decision, items, _ = the(release, 3218)
    assert decision.decision_id == "quang-binh/3218-QD-UBND/2024-11-18"
    assert (decision.effective_on, decision.effect_source) == (
        date(2024, 11, 18),
        EffectSource.SIGNING_CLAUSE,
    )
    assert [(item.action, item.code, item.levels) for item in items] == [
        (Action.NEW, None, (Level.DISTRICT,))
    ] * 2
    assert [item.row_no for item in items] == ["1", "2"]


def test_quang_ngai_1351(release: Release) -> None:
    decision, items, _ = the(release, 1351)
    assert decision.decision_id == "quang-ngai/1351-QD-UBND/2022-10-04"
    assert items == []
    assert decision.kind is DecisionKind.MIXED
    assert [relation.type for relation in decision.relations] == [RelationType.REPLACES_PART] * 4
    assert [relation.target_decision_id.split("/")[1] for relation in decision.relations] == [
        "2196-QD-UBND",
        "1741-QD-UBND",
        "501-QD-UBND",
        "2552-QD-UBND",
    ]
    assert all("người có công" in (relation.scope or "") for relation in decision.relations)


@pytest.mark.parametrize(
    ("file", "rows"),
    [
        ("listings/xa_cat_ngan_2026-07.json", 60),
        ("procedures/danh-sach-tthc-BoXayDung.xlsx", 525),
        ("procedures/danh-sach-tthc-BoTuPhap.xlsx", 271),
        ("listings/xa_vinh_bao_2026-09_board.csv", 255),  # of 293: 36 are taken down, 2 not yet due
    ],
)
def test_real_listings_are_observed_whole(tmp_path: Path, file: str, rows: int) -> None:
    house = build_house(tmp_path / "house")
    result = CliRunner().invoke(
        niemyet, ["observe", "xa-b", str(real(file)), "--on", "2026-07-15", *house.options]
    )
    assert result.exit_code in {0, 3}, result.output
    release = house.folder.releases.latest()
    assert release is not None
    seen = release.rows("listings", Listing)
    assert len(seen) == rows
    assert all(row.code for row in seen)
    assert all(row.name and not row.name.startswith(("-", "–", " ")) for row in seen)


def test_real_answers_of_the_national_service_become_decisions(tmp_path: Path) -> None:
    """All 50 rows of the stored list through a night: crawl over HTTP, raw, read, identity, release."""
    with serving(Replay()) as site:
        entry = f'[[source]]\nid = "dvcqg"\nkind = "dvcqg"\nurl = "{site.url}/jsp/rest.jsp"\n'
        house = build_house(tmp_path / "house", more=f"{entry}seconds_between_requests = 0.0\n\n")
        house.at("2025-12-10T16:00:00")
        result = run_nightly(house.settings, house.folder, house.clock)
    assert result.proofs["dvcqg"].outcome is Outcome.INCOMPLETE, "the stored list is 50 of 23,039"
    release = result.release
    assert release is not None
    decisions = release.rows("decisions", Decision)
    assert len(decisions) == 48, "two ministry decisions stand there twice"
    assert sum(len({copy.url for copy in row.copies}) for row in decisions) == 50
    by_id = {row.decision_id: row for row in decisions}
    expected = {
        "thai-nguyen/2193-QD-UBND/2025-12-09": DecisionKind.PUBLIC_LIST,
        "lao-cai/2226-QD-UBND/2025-12-04": DecisionKind.PUBLIC_LIST,
        "dak-lak/2245-QD-UBND/2025-12-05": DecisionKind.PUBLIC_LIST,
        "thanh-hoa/2998-QD-VP/2025-12-09": DecisionKind.PUBLIC_LIST,
        "ha-noi/1635-QD-TTPVHCC/2025-12-02": DecisionKind.PUBLIC_LIST,
        "bo-khoa-hoc-va-cong-nghe/4063-QD-BKHCN/2025-12-08": DecisionKind.MINISTRY,
        "bo-y-te/3740-QD-BYT/2025-12-05": DecisionKind.MINISTRY,
    }
    assert {key: by_id[key].kind for key in expected if key in by_id} == expected
    same = [row for row in decisions if row.issuer_id == "dak-lak" and row.number == 2204]
    assert len(same) == 2
    assert all("same_number_different_content" in row.flags and row.needs_review for row in same)
    reviews = release.rows("reviews", Review)
    assert [review.kind for review in reviews if review.kind == "same_number"] == ["same_number"]
    items = release.rows("decision_items", DecisionItem)
    assert Counter(item.action for item in items) == {Action.AMEND: 83, Action.NEW: 2}
    assert all(row.title and unicodedata.is_normalized("NFC", row.title) for row in decisions)
