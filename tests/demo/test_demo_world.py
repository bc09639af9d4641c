"""The scripted province: the counts of 2022, the worked scenario, planted truth, and the same bytes every time."""

import hashlib
import io
import json
import zipfile
from collections import Counter
from datetime import date, timedelta

import docx
import pytest
from bs4 import BeautifulSoup

from niemyet.demo.records import PostedListing
from niemyet.demo.units import LISTING_PLANS, ListingPlan, demo_successions, demo_units
from niemyet.demo.world import World, build_world
from niemyet.model.words import Action, Channel, DecisionKind, Level, UpdateKind
from tests.support.realdata import real

T, H, X = Level.PROVINCE, Level.DISTRICT, Level.COMMUNE
WRONG_SHEET = (UpdateKind.REPLACE_SHEET, UpdateKind.REVIEW)
END_OF_2022 = date(2022, 12, 31)


@pytest.fixture(scope="module")
def world() -> World:
    return build_world()


def counted(world: World, level: Level, day: date, known: date) -> dict[str, str]:
    """Codes at a level and who decided them: an account of its own, of nothing but the lines."""
    right = {
        line.old_code: line.code
        for decision in world.decisions
        if decision.readable_from <= known
        for line in decision.lines
        if line.action is Action.CORRECT and line.old_code
    }
    held: dict[str, str] = {}
    lines = sorted(
        (decision.effective_on, decision.signed_on, decision.number, position, decision, line)
        for decision in world.decisions
        if decision.readable_from <= known and decision.effective_on <= day
        if decision.effective_until is None or day < decision.effective_until
        if decision.issuer_id != "binh-dinh"
        and decision.kind in (DecisionKind.PUBLIC_LIST, DecisionKind.MIXED)
        for position, line in enumerate(decision.lines)
    )
    for *_, decision, line in lines:
        code = line.means or line.code
        if code is None:
            continue
        code = right.get(code) or code
        if level in line.levels:
            if line.old_code:
                held.pop(line.old_code, None)
            if line.action is Action.ABOLISH:
                held.pop(code, None)
            else:
                held[code] = decision.number_text
    return held


@pytest.mark.parametrize("known", [END_OF_2022, date(2026, 12, 31)])
def test_on_the_last_day_of_2022_the_district_holds_261_and_a_commune_114(world: World, known: date) -> None:
    assert len(counted(world, H, END_OF_2022, known)) == 261
    assert len(counted(world, X, END_OF_2022, known)) == 114


@pytest.mark.parametrize("day", [date(2022, 3, 31), date(2022, 12, 30), END_OF_2022, date(2024, 6, 1)])
@pytest.mark.parametrize("level", [T, H, X])
def test_the_script_keeps_the_same_account_as_a_plain_count(world: World, day: date, level: Level) -> None:
    board = world.board(level, day, day)
    assert {code: held.decision.number_text for code, held in board.items()} == counted(
        world, level, day, day
    )


@pytest.mark.parametrize("level", [T, X])
def test_after_the_districts_too(world: World, level: Level) -> None:
    day = date(2026, 11, 20)
    board = world.board(level, day, day)
    own = {code: held.decision.number_text for code, held in board.items() if not held.reception_only}
    assert own == counted(world, level, day, day)
    received = {code for code, held in board.items() if held.reception_only}
    assert received <= set(counted(world, T, day, day))
    assert (level is X) == bool(received)
    assert not world.board(H, day, day)


def test_one_night_earlier_the_counts_are_not_yet_reached(world: World) -> None:
    day = date(2022, 12, 30)
    assert len(world.board(H, day, day)) < 261
    assert len(world.board(X, day, day)) < 114


@pytest.mark.realdata
def test_the_boards_of_the_scenario(world: World) -> None:
    codes = {"1.001612", "2.000720", "2.000815", "1.001193", "2.000635", "1.000775", "1.002407"}
    codes |= {"3.000154", "2.002409", "1.010811", "1.010881", "1.012568"}
    expected = json.loads(real("scenario/expected_boards.json").read_text())
    levels = {"T": T, "H": H, "X": X}
    for name, unit in expected.items():
        for day, board in unit["board"].items():
            if board is None:
                continue
            found = [
                code for code in world.board(levels[unit["level"]], date.fromisoformat(day)) if code in codes
            ]
            assert found == sorted(board), (name, day)


@pytest.mark.realdata
def test_the_decisions_of_the_scenario(world: World) -> None:
    issuers = {"QNA": "quang-nam", "DNG": "da-nang"}
    for row in json.loads(real("scenario/decisions.json").read_text()):
        decision = world.decision(row["k"])
        assert decision.number_text == row["no"]
        assert decision.issuer_id == issuers[row["iss"]]
        assert decision.signed_on == date.fromisoformat(row["signed"])
        assert decision.effective_on == date.fromisoformat(row["eff"])
        assert decision.readable_from == date.fromisoformat(row["recv"])
        if "to" in row:
            assert decision.effective_until == date.fromisoformat(row["to"]) + timedelta(days=1)


def test_about_300_decisions_whose_numbers_grow_with_the_days(world: World) -> None:
    assert 280 <= len(world.decisions) <= 320
    series: dict[tuple[str, str, int], list[int]] = {}
    for decision in world.decisions:
        key = (decision.issuer_name, decision.symbol, decision.signed_on.year)
        series.setdefault(key, []).append(decision.number)
    for key, numbers in series.items():
        assert numbers == sorted(set(numbers)), key
    assert min(each.signed_on for each in world.decisions) == date(2021, 12, 15)
    assert max(each.signed_on for each in world.decisions) == date(2026, 11, 18)


def test_every_action_kind_and_layout_occurs(world: World) -> None:
    kinds = {decision.kind for decision in world.decisions}
    assert kinds >= {
        DecisionKind.PUBLIC_LIST,
        DecisionKind.NORMALISED,
        DecisionKind.SUBSET,
        DecisionKind.CORRECTION,
        DecisionKind.INTERNAL,
        DecisionKind.PROCESS,
        DecisionKind.MINISTRY,
        DecisionKind.MIXED,
    }
    in_articles = {Action.SUSPEND, Action.RESTORE}  # no row of an annex does that
    assert {line.action for decision in world.decisions for line in decision.lines} == set(
        Action
    ) - in_articles
    layouts = [decision.layout for decision in world.decisions]
    assert {layout.nesting for layout in layouts} == {"action", "level"}
    assert {layout.columns for layout in layouts} >= {"C1", "C2", "C3", "C4"}
    assert {layout.replaced for layout in layouts} == {"pairs", "grouped", "inline"}
    assert {decision.formats for decision in world.decisions} == {("docx",), ("html",), ("docx", "html")}


def test_a_decision_with_an_annex_has_lines_in_it(world: World) -> None:
    assert [
        each.key for each in world.decisions if each.annex in ("annex", "both", "subset") and not each.lines
    ] == []


def test_some_procedures_are_amended_many_times(world: World) -> None:
    amended = Counter(
        line.code
        for decision in world.decisions
        if decision.changes_boards
        for line in decision.lines
        if line.action is Action.AMEND
    )
    assert amended["1.001193"] == 3
    assert max(amended.values()) >= 4


def test_every_decision_is_posted_and_many_twice(world: World) -> None:
    copies = Counter(copy.decision.key for copy in world.copies)
    assert set(copies) == {decision.key for decision in world.decisions}
    assert sum(count > 1 for count in copies.values()) > 100
    keys = [file.key for copy in world.copies for file in copy.files]
    assert len(keys) == len(set(keys))
    for copy in world.copies:
        assert copy.readable_from >= copy.decision.readable_from


def test_the_mirror_of_d04_has_another_date_and_the_same_bytes(world: World) -> None:
    first, mirror = sorted(
        (c for c in world.copies if c.decision.key == "D04"), key=lambda c: c.readable_from
    )
    assert (first.readable_from, mirror.readable_from) == (date(2022, 4, 18), date(2022, 5, 20))
    assert "15/5/2022" in mirror.title
    assert mirror.signed_text_day == date(2022, 5, 15)
    documents = [world.document(copy.files[0].decision_key, copy.files[0].format) for copy in (first, mirror)]
    assert documents[0] == documents[1]


def test_the_same_bytes_every_time() -> None:
    def fingerprint(world: World) -> str:
        total = hashlib.sha256()
        for decision in world.decisions:
            for form in decision.formats:
                total.update(world.document(decision.key, form))
        for plan in LISTING_PLANS:
            if plan.kind == "xlsx":
                total.update(world.inventory(plan, plan.snapshot) or b"")
            total.update(repr(world.listing(plan.unit_id, plan.channel, plan.snapshot)).encode())
        total.update(repr(world.copies).encode())
        return total.hexdigest()

    assert fingerprint(build_world()) == fingerprint(build_world())


def test_word_files_hold_no_clock(world: World) -> None:
    with zipfile.ZipFile(io.BytesIO(world.document("D00", "docx"))) as package:
        assert {info.date_time for info in package.infolist()} == {(2021, 12, 1, 0, 0, 0)}


@pytest.mark.parametrize("key", ["D00", "D05", "D08", "D11"])
def test_word_and_html_say_the_same(world: World, key: str) -> None:
    """python-docx and bs4 read the same cells out of both forms of a decision."""
    word = docx.Document(io.BytesIO(world.document(key, "docx")))
    page = BeautifulSoup(world.document(key, "html"), "lxml")
    from_word = {line for p in word.paragraphs for line in p.text.split("\n") if line.strip()}
    from_page = {line for p in page.find_all("p") for line in p.get_text("\n").split("\n") if line.strip()}
    assert from_word == from_page
    for table, other in zip(word.tables, page.find_all("table"), strict=True):
        cells = {" ".join(cell.text.split()) for row in table.rows for cell in row.cells}
        assert cells == {" ".join(cell.get_text(" ").split()) for cell in other.find_all(["td", "th"])}


def test_merged_cells_of_a_word_file_repeat_their_value(world: World) -> None:
    decision = next(
        each
        for each in world.decisions
        if each.layout.merged
        and "docx" in each.formats
        and each.layout.nesting == "action"
        and len(each.lines) > 6
    )
    data = world.document(decision.key, "docx")
    assert b"w:vMerge" in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    texts = {
        cell.text
        for table in docx.Document(io.BytesIO(data)).tables
        for row in table.rows
        for cell in row.cells
    }
    assert {line.name for line in decision.lines} <= texts


# ---- listings ---------------------------------------------------------------------------------------


def _seen(listing: PostedListing) -> dict[str, tuple[str, str]]:
    return {row.code: (row.name, row.decision_text) for row in listing.rows}


def _must(world: World, plan: ListingPlan, day: date) -> dict[str, tuple[str, str]]:
    board = world.board(plan.level, day, day)
    return {code: (held.name, held.decision.cited) for code, held in board.items()}


@pytest.mark.parametrize("plan", LISTING_PLANS, ids=lambda plan: plan.unit_id)
@pytest.mark.parametrize("days", [0, 1])
def test_what_differs_from_the_board_is_exactly_what_is_planted(
    world: World, plan: ListingPlan, days: int
) -> None:
    day = plan.snapshot + timedelta(days=days)
    listing = world.listing(plan.unit_id, plan.channel, day)
    assert listing is not None
    posted, must = _seen(listing), _must(world, plan, day)
    assert len(posted) == len(listing.rows)
    planted = list(world.planted(plan.unit_id, plan.channel, day))
    missing = {p.code for p in planted if p.kind in (UpdateKind.POST, UpdateKind.SWAP, UpdateKind.FIX_SHEET)}
    extra = {p.code for p in planted if p.kind is UpdateKind.REMOVE}
    extra |= {code for p in planted for code in p.replaces}
    changed = {p.code for p in planted if p.kind in WRONG_SHEET}
    assert must.keys() - posted.keys() == missing
    assert posted.keys() - must.keys() == extra
    assert {code for code in must.keys() & posted.keys() if must[code] != posted[code]} == changed


@pytest.mark.parametrize("plan", LISTING_PLANS, ids=lambda plan: plan.unit_id)
def test_five_to_twelve_things_of_several_kinds_are_planted(world: World, plan: ListingPlan) -> None:
    planted = world.planted(plan.unit_id, plan.channel, plan.snapshot)
    assert not any(each.natural for each in planted)
    assert 5 <= len(planted) <= 12
    assert {each.kind for each in planted} >= {
        UpdateKind.POST,
        UpdateKind.REMOVE,
        UpdateKind.SWAP,
        UpdateKind.REPLACE_SHEET,
    }
    listing = world.listing(plan.unit_id, plan.channel, plan.snapshot)
    assert listing is not None
    assert sum(row.glued for row in listing.rows) == 2


@pytest.mark.parametrize("plan", LISTING_PLANS, ids=lambda plan: plan.unit_id)
def test_the_kinds_are_what_the_author_says(world: World, plan: ListingPlan) -> None:
    """A former version names a decision that once decided it; a stranger never did; an unknown one is nowhere."""
    history = world.holdings(plan.snapshot, plan.snapshot).versions
    known = {decision.cited for decision in world.decisions}
    listing = world.listing(plan.unit_id, plan.channel, plan.snapshot)
    assert listing is not None
    posted = _seen(listing)
    former = strangers = 0
    for each in world.planted(plan.unit_id, plan.channel, plan.snapshot):
        if each.kind not in WRONG_SHEET:
            continue
        assert each.code is not None
        cited = [held.decision.cited for held in history[(each.code, plan.level)]]
        text = posted[each.code][1]
        assert text != cited[-1]
        assert (text not in known) is (each.kind is UpdateKind.REVIEW)
        former += text in cited[:-1]
        strangers += text in known and text not in cited
    assert former >= 1
    assert strangers >= 1


def test_a_corrected_misprint_hangs_in_the_district(world: World) -> None:
    plan = world.plan("nui-thanh", Channel.PORTAL)
    [fix] = [
        each
        for each in world.planted(plan.unit_id, plan.channel, plan.snapshot)
        if each.kind is UpdateKind.FIX_SHEET
    ]
    assert world.misprints[fix.replaces[0]] == fix.code
    assert world.misprints["1.010811"] == "1.010881"


def test_the_night_brings_changes(world: World) -> None:
    for plan in LISTING_PLANS:
        first = world.planted(plan.unit_id, plan.channel, plan.snapshot)
        second = world.planted(plan.unit_id, plan.channel, plan.snapshot + timedelta(days=1))
        assert set(first) < set(second)
        assert all(each.natural for each in set(second) - set(first))


def test_before_the_snapshot_a_listing_is_right_and_the_old_page_stays_for_ever(world: World) -> None:
    plan = world.plan("nui-thanh", Channel.PORTAL)
    early = world.listing("nui-thanh", Channel.PORTAL, date(2022, 8, 1))
    assert early is not None
    assert _seen(early) == _must(world, plan, date(2022, 8, 1))
    old = world.listing("nui-thanh", Channel.PORTAL, date(2026, 11, 20))
    assert old == world.listing("nui-thanh", Channel.PORTAL, date(2022, 12, 30))
    assert world.listing("tam-xuan", Channel.COUNTER, date(2025, 6, 30)) is None
    with pytest.raises(ValueError, match="expected a day up to 2022-12-31"):
        world.planted("nui-thanh", Channel.PORTAL, date(2023, 5, 1))


def test_the_units_of_nui_thanh() -> None:
    units = demo_units()
    of_2022 = [unit for unit in units if unit.parent_unit_id == "nui-thanh"]
    assert len(of_2022) == 17
    after = {unit.unit_id: unit.gso_code for unit in units if unit.parent_unit_id == "tt-pvhcc-da-nang"}
    assert after == {
        "xa-nui-thanh": "20965",
        "tam-my": "21004",
        "tam-anh": "20984",
        "duc-phu": "20977",
        "tam-xuan": "20971",
        "tam-hai": "20992",
    }
    assert {row.from_unit_id for row in demo_successions()} >= {unit.unit_id for unit in of_2022}
