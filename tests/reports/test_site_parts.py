"""The parts of the notice board, one by one: changes, feeds, filters, pages and boards of a made-up province."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar
from lxml import etree

from niemyet.model.words import Action, Proof
from niemyet.reports.site.addresses import decision_folder
from niemyet.reports.site.boards import Boards, versions_script
from niemyet.reports.site.changes import Turn, board_changes, by_week, law_changes
from niemyet.reports.site.facts import ShownTable, SiteFacts, SiteTables
from niemyet.reports.site.feeds import FeedEntry, atom, board_entries, due_calendar, law_entries
from niemyet.reports.site.pages import (
    about_page,
    change_pages,
    decision_pages,
    did_text,
    levels_text,
    procedure_pages,
    proof_place,
    province_page,
    search_pages,
    sector_pages,
    unit_line,
)
from niemyet.reports.site.quick_codes import code_svg
from niemyet.reports.site.rendering import (
    asset,
    code_text,
    day_text,
    environment,
    json_bytes,
    proven,
    script,
    told,
)
from niemyet.reports.site.tables import shown_table, table_pages
from tests.support.small_site import DAY, NEW, OLD, hang, hostile_site, item, small_site, version

TURN_DAY = date(2026, 2, 2)
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def facts_of(**given: Any) -> SiteFacts:
    return SiteFacts(replace(small_site(), **given))


def on_board(facts: SiteFacts, unit: str = "xa-b") -> list[tuple[date, Turn, str, str | None]]:
    found = board_changes(facts, facts.tables.boards[unit])
    return [(one.on, one.turn, one.version.code, one.decision_id) for one in found]


# ---- what changes ----------------------------------------------------------------------------------


def test_down_and_up_under_one_code_on_one_day_is_one_change_and_each_names_what_did_it() -> None:
    assert [one for one in on_board(facts_of()) if one[0] == TURN_DAY] == [
        (TURN_DAY, Turn.OTHER, "1.000001", NEW["decision_id"]),
        (TURN_DAY, Turn.DOWN, "1.000002", NEW["decision_id"]),
    ]


def test_a_board_that_ends_with_its_unit_is_no_decisions_doing() -> None:
    assert on_board(facts_of(), "xa-cu")[-1] == (date(2025, 7, 1), Turn.DOWN, "1.000001", None)


def paused() -> SiteFacts:
    site = small_site()
    stop, again = date(2026, 3, 1), date(2026, 3, 5)
    mine = version(
        item(OLD, "1.000003", "Ăn uống công cộng"), 1, date(2024, 1, 5),
        suspensions=[{"decision_id": NEW["decision_id"], "suspended_from": stop, "suspended_until": again}],
    )  # fmt: skip
    procedures = [mine if row["code"] == "1.000003" else row for row in site.procedures]
    board = [hang(mine)._replace(valid_until=stop), hang(mine)._replace(valid_from=again)]
    return SiteFacts(replace(site, procedures=procedures, boards={"xa-b": board}))


def test_what_is_suspended_is_taken_down_by_the_decision_that_suspends_it() -> None:
    changes = on_board(paused())
    assert (date(2026, 3, 1), Turn.DOWN, "1.000003", NEW["decision_id"]) in changes
    assert changes[-1][:3] == (date(2026, 3, 5), Turn.UP, "1.000003")


def test_another_scope_of_the_same_sheet_is_no_change() -> None:
    site = small_site()
    row = site.boards["xa-b"][3]
    middle = date(2025, 1, 1)
    facts = SiteFacts(replace(site, boards={"xa-b": [
        row._replace(valid_until=middle), row._replace(valid_from=middle, scope="shared"),
    ]}))  # fmt: skip
    assert [one[1] for one in on_board(facts)] == [Turn.UP]
    assert board_changes(facts, []) == []


def test_a_version_that_goes_on_in_the_next_does_not_end() -> None:
    changes = law_changes(facts_of())
    assert [(one.code, one.ends, one.action) for one in changes if one.on == TURN_DAY] == [
        ("1.000001", False, Action.AMEND), ("1.000002", True, Action.ABOLISH),
    ]  # fmt: skip
    assert changes == sorted(changes, key=lambda one: one.on)


def test_an_end_without_a_word_of_a_decision_is_known_when_it_comes() -> None:
    site = small_site()
    rows = [row | {"closed_by": None} if row["code"] == "1.000002" else row for row in site.procedures]
    (ended,) = [one for one in law_changes(SiteFacts(replace(site, procedures=rows))) if one.ends]
    assert (ended.action, ended.decision_id, ended.known_on) == (None, None, TURN_DAY)
    assert told(ended) == "hết hiệu lực"


def test_weeks_are_those_of_the_calendar_of_iso() -> None:
    (one, *_) = law_changes(facts_of())
    weeks = by_week([replace(one, on=date(2027, 1, 3)), replace(one, on=date(2027, 1, 4))])
    assert list(weeks) == ["2026-w53", "2027-w01"]


# ---- feeds -----------------------------------------------------------------------------------------


def test_a_message_is_a_decision_and_what_it_changed_and_the_first_day_is_one_message() -> None:
    facts = facts_of()
    changes = board_changes(facts, facts.tables.boards["xa-b"])
    entries = {one.subject: one for one in board_entries(facts, changes, date(2024, 1, 5))}
    assert set(entries) == {"opening 2024-01-05", NEW["decision_id"], "tinh-x/33-QD-UBND/2026-03-01"}
    assert entries[NEW["decision_id"]].lines == (
        "02/02/2026: thay bản niêm yết: 1.000001 Đăng ký đất đai lần đầu",
        "02/02/2026: gỡ xuống: 1.000002 Cấp giấy phép",
    )
    assert entries["opening 2024-01-05"].title == "Mở bảng: 3 thủ tục"
    assert entries["opening 2024-01-05"].path is None


def test_what_no_decision_took_down_is_a_message_of_its_day() -> None:
    facts = facts_of()
    entries = board_entries(facts, board_changes(facts, facts.tables.boards["xa-cu"]), None)
    assert [(one.subject, one.title, one.path) for one in entries][-1] == (
        "ended 2025-07-01", "Không còn niêm yết tại đơn vị: 1 thủ tục", None,
    )  # fmt: skip


def test_a_decision_of_hundreds_of_changes_is_cut_and_says_how_many_more() -> None:
    facts = facts_of()
    (first, *_) = law_changes(facts)
    (entry,) = law_entries(facts, [replace(first, on=date(2024, 1, 5), code=f"1.{n:06d}") for n in range(63)])
    assert len(entry.lines) == 61
    assert entry.lines[-1] == "… và 3 thay đổi khác"
    assert "63 thay đổi" in entry.title
    assert law_entries(facts, [replace(first, decision_id=None)]) == []


def test_a_feed_holds_the_newest_and_nothing_of_the_day_on_which_it_is_made() -> None:
    entries = [
        FeedEntry(f"{n}", "a & <b>", f"d/{n}", date(2024, 1, 1 + n % 28), ("x\u202ey",)) for n in range(60)
    ]
    made = atom("Bảng", "về", entries, root="../", address=None)
    assert made == atom("Bảng", "về", entries[::-1], root="../", address=None)
    feed = etree.fromstring(made)
    assert len(feed.xpath("a:entry", namespaces=ATOM)) == 50
    assert feed.xpath("a:updated/text()", namespaces=ATOM) == ["2024-01-28T00:00:00+07:00"]
    assert feed.xpath("a:entry/a:link/@href", namespaces=ATOM)[0].startswith("../d/")
    assert b"1970-01-01" in atom("Bảng", "về", [], root="", address="https://x.example")


def test_open_work_is_a_calendar_of_its_days_and_none_where_nothing_is_due() -> None:
    row = {"kind": "post", "code": None, "name": "Tên\nhai", "due_on": date(2026, 2, 28)}
    assert due_calendar("xa-a", "Xã A", [row | {"due_on": None}]) is None
    made = due_calendar("xa-a", "Xã A", [row, row | {"code": "1.1"}, row | {"due_on": date(2026, 3, 1)}])
    assert made is not None
    events = Calendar.from_ical(made).walk("VEVENT")
    assert [(one["dtstart"].dt, one["dtend"].dt) for one in events] == [
        (date(2026, 2, 28), date(2026, 3, 1)), (date(2026, 3, 1), date(2026, 3, 2)),
    ]  # fmt: skip
    assert str(events[0]["summary"]) == "Hạn niêm yết: 2 việc – Xã A"


# ---- filters ---------------------------------------------------------------------------------------


def test_a_value_in_a_script_ends_no_script() -> None:
    made = script("index", ["</script>", "a\u2028b\u2029", "Đất"]).decode()
    assert "</" not in made
    assert "\u2028" not in made
    assert json.loads(made.split(" = ", 2)[2].rstrip(";\n")) == ["</script>", "a\u2028b\u2029", "Đất"]


def test_a_file_for_programs_keeps_texts_and_turns_no_direction() -> None:
    made = json_bytes({"b": "Đảo \u202echữ", "a": 1})
    assert b"\\u202e" in made
    assert "\u202e".encode() not in made
    assert json.loads(made) == {"a": 1, "b": "Đảo \u202echữ"}
    assert made.index(b'"a"') < made.index(b'"b"')


def test_small_words() -> None:
    assert day_text(None) == ""
    assert day_text(date(2026, 3, 4)) == "04/03/2026"
    assert code_text("1.000001") == "1.000001"
    assert proven(Proof.DECISION) == ""
    assert proven(Proof.ADOPTED) == "căn cứ: danh mục"
    assert asset("site.css")
    with pytest.raises(FileNotFoundError):
        asset("không có")


def test_templates_escape_clean_and_know_no_undefined_name() -> None:
    templates = environment(facts_of())
    render = lambda text, **given: templates.from_string(text).render(**given)  # noqa: E731
    assert render("{{ a }}", a="<b>\u202ex\x07") == "&lt;b&gt;x"
    assert render("{{ 1234567|number }}") == "1.234.567"
    assert render("{{ r|span }}", r={"valid_from": DAY, "valid_until": None}) == "từ 10/03/2026"
    with pytest.raises(Exception, match="undefined"):
        render("{{ nobody }}")


# ---- pages -----------------------------------------------------------------------------------------


def test_where_a_row_stands_in_words() -> None:
    row = item(OLD, "1.1", "x")
    assert proof_place(row) == "trang 2, bảng 1, phần A/I, dòng 1"
    assert (
        proof_place(row | {"page": None, "table_no": None, "part": None, "row_no": None})
        == "trong bài văn bản"
    )
    assert levels_text(["province", "commune"]) == "cấp tỉnh, cấp xã"
    assert did_text(row | {"action": "replace", "replaces": ["1.1", "1.2"]}) == "thay thế cho 1.1, 1.2"
    assert did_text(row) == "công bố mới"


def test_each_kind_of_page_has_addresses_of_its_own() -> None:
    facts = facts_of()
    templates = environment(facts)
    changes = law_changes(facts)
    units = [unit_line(facts, one, 3, 1) for one in ("xa-a", "xa-cu")]
    pages = [
        province_page(facts, templates, units, changes), about_page(facts, templates),
        *procedure_pages(facts, templates, None), *decision_pages(facts, templates), *sector_pages(facts, templates),
        *change_pages(templates, changes), *search_pages(facts, templates, units),
    ]  # fmt: skip
    paths = [page.path for page in pages]
    assert len(set(paths)) == len(paths)
    assert {
        "index.html",
        "about/index.html",
        "p/1.000001/proof.json",
        "changes/index.html",
        "search/index.html",
    } <= set(paths)
    assert all(page.data for page in pages)


def test_a_unit_that_is_no_more_stands_apart_on_the_first_page() -> None:
    facts = facts_of()
    line = unit_line(facts, "xa-cu", 0, 0)
    assert (line.folder, line.until) == ("u/xa-cu", date(2025, 7, 1))
    assert unit_line(facts, "xa-a", 2, 1).until is None


def test_only_an_address_of_the_web_becomes_a_link() -> None:
    facts = SiteFacts(hostile_site())
    pages = {page.path: page.data.decode() for page in decision_pages(facts, environment(facts))}
    everything = "".join(pages.values())
    assert 'href="javascript' not in everything
    assert "/srv/inbox" not in everything, "of a path the file's name is told, no more"
    assert "x.docx" in everything


def test_without_a_change_the_list_of_weeks_is_there_and_empty() -> None:
    (page,) = change_pages(environment(facts_of()), [])
    assert page.path == "changes/index.html"


def test_the_address_of_a_page_is_a_code_that_is_the_same_each_time() -> None:
    made = code_svg("https://bang.example/u/xã-ấm/")
    assert made == code_svg("https://bang.example/u/xã-ấm/")
    assert made.startswith(b"<svg")
    assert made != code_svg("https://bang.example/u/xã-ấm")


# ---- boards ----------------------------------------------------------------------------------------


def boards_of(tables: SiteTables) -> Boards:
    facts = SiteFacts(tables)
    return Boards(facts, environment(facts), has_codes=False)


def test_units_with_the_same_board_share_its_bytes() -> None:
    boards = boards_of(small_site())
    assert boards.of("xa-a") is boards.of("xa-b")
    assert boards.of("xa-a").count == 2
    assert boards.of("xa-a").span == "Bảng như dưới đây từ ngày 02/02/2026, đến trước ngày 01/04/2026."
    assert [one.version.code for one in boards.of("xa-a").soon] == ["2.000009"]


def test_a_unit_without_a_board_has_an_empty_one() -> None:
    tables = small_site()
    board = boards_of(replace(tables, boards={})).of("xa-a")
    assert (board.count, board.groups, board.changes, board.first) == (0, [], [], DAY)
    assert board.span == "Bảng như dưới đây, chưa có thay đổi nào được công bố thêm."


@pytest.mark.parametrize(("day", "standing"), [
    (date(2024, 1, 4), "Phải niêm yết tại đơn vị này từ 05/01/2024."),
    (date(2026, 2, 1), "Phải niêm yết tại đơn vị này, bản này từ 05/01/2024 đến trước 02/02/2026."),
    (TURN_DAY, "Không còn niêm yết tại đơn vị này từ 02/02/2026."),
])  # fmt: skip
def test_a_procedures_page_at_a_unit_says_how_it_stands_on_the_day(day: date, standing: str) -> None:
    singles = dict(boards_of(replace(small_site(), as_of=day)).of("xa-a").singles)
    assert standing in singles["1.000002.html"].decode()


def test_what_comes_down_names_the_decision_that_orders_it() -> None:
    boards = boards_of(replace(small_site(), as_of=date(2026, 2, 1)))
    (page,) = [
        one.data.decode() for one in boards.pages("xa-a", has_due=False) if one.path.endswith("/index.html")
    ]
    (line,) = [one for one in page.splitlines() if "gỡ xuống" in one]
    order = f"{decision_folder(NEW['decision_id'])}/index.html"
    assert order in line
    single = dict(boards.of("xa-a").singles)["1.000002.html"].decode()
    assert f'gỡ theo <a href="../../{order}"' in single
    assert "gỡ theo" not in dict(boards.of("xa-a").singles)["1.000001.html"].decode(), (
        "another sheet takes its place"
    )


def test_messages_of_units_that_began_on_other_days_differ_though_they_share_the_board() -> None:
    tables = small_site()
    units = [
        row | {"valid_from": date(2024, 1, 5)} if row["unit_id"] == "xa-a" else row for row in tables.units
    ]
    boards = boards_of(replace(tables, units=units))
    opened = [{one.subject.split()[0] for one in boards.entries(unit)} for unit in ("xa-a", "xa-b")]
    assert ["opening" in one for one in opened] == [True, False]


def test_every_sheet_stands_once_in_the_script_of_the_date_picker() -> None:
    made = versions_script(facts_of()).decode()
    shown = json.loads(made.split(" = ", 2)[2].rstrip(";\n"))
    assert len(shown) == 5
    assert list(shown) == sorted(shown)


def test_a_copy_seen_late_in_the_evening_was_seen_on_the_local_day() -> None:
    late = OLD | {"received_at": datetime(2024, 1, 5, 17, 0, tzinfo=UTC)}
    assert facts_of(decisions=[late, NEW]).received(OLD["decision_id"]) == date(2024, 1, 6)


# ---- tables that are looked through ---------------------------------------------------------------------------------


def a_table(
    rows: list[dict[str, object]], names: tuple[str, ...] = ("code", "copies", "levels", "day")
) -> ShownTable:
    fields = [{"name": name, "description": name} for name in names]
    return shown_table(
        {"name": "t", "description": "d", "schema": {"fields": fields}}, rows, "data/t.parquet"
    )


def test_a_shown_table_holds_plain_values_and_leaves_records_to_the_file() -> None:
    row = {"code": "1.1\u202e", "copies": [{"url": "/srv/hop thu/x.docx"}], "levels": ["commune", "province"]}
    told = a_table([{**row, "day": date(2026, 2, 3)}, {**row, "copies": [], "day": None}])
    assert [name for name, _ in told.columns] == ["code", "levels", "day"]
    assert told.rows == [("1.1", "commune, province", "2026-02-03"), ("1.1", "commune, province", None)]


def test_a_table_too_large_for_a_page_is_shown_in_its_first_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = [a_table([{"code": "<1>", "copies": [], "levels": [], "day": None}] * 40)]
    templates = environment(SiteFacts(small_site()))
    whole = dict(table_pages(templates, tables))
    assert set(whole) == {"data/t/index.html", "data/t/rows.js"}
    assert b"<1>" not in b"".join(whole.values())
    monkeypatch.setattr("niemyet.reports.site.tables._MOST_BYTES", 10)
    cut = dict(table_pages(templates, tables))
    assert set(cut) == {"data/t/index.html"}
    page = cut["data/t/index.html"].decode()
    assert "Bảng quá lớn" in page
    assert page.count("&lt;1&gt;") == 30
