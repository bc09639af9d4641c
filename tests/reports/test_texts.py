"""Small makers of text: tables for a terminal, views for DuckDB, the chain behind a code, the figures of a period."""

import unicodedata
from datetime import date
from typing import Any

import duckdb
import pytest

from niemyet.model.tables import Board, Procedure
from niemyet.model.words import Action, Proof, Scope, UnitKind
from niemyet.reports.chain_text import answer_lines, chain_text, changes_of
from niemyet.reports.duckdb_views import duckdb_views
from niemyet.reports.reform_report import Figures, figure_rows
from niemyet.reports.text_table import text_table, width
from tests.support.province import X, decision, item, unit

# ---- tables for a terminal -------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "columns"), [("", 0), ("Đăng ký", 7), ("表", 2), ("e\u0302\u0301", 1)])
def test_width_is_what_the_terminal_shows(text: str, columns: int) -> None:
    assert width(text) == columns


def test_without_rows_there_is_no_table() -> None:
    assert text_table([], ["mã", "tên"]) == ""


def test_an_id_is_not_parted_while_sentences_can_be() -> None:
    row = [
        "level_unknown:5c1d9e0f2a34b6d7",
        "chưa rõ cấp giải quyết",
        "Không tiêu đề nào ghi cấp giải quyết " * 4,
    ]
    lines = text_table([row], ["mã", "loại", "câu hỏi"], room=80).splitlines()
    assert lines[2].startswith(row[0])
    assert max(map(width, lines)) == 80
    assert [len(each) for each in lines[1].split("  ")] == [30, 22, 24]


def test_of_ids_the_last_ones_are_parted_first() -> None:
    row = [
        "control_total_mismatch:012fd4a5de7aa38a",
        "quang-nam/3760-QD-UBND/2021-12-21",
        "Có thiếu dòng nào không?",
    ]
    lines = text_table([row], ["mã", "quyết định", "câu hỏi"], room=80).splitlines()
    assert lines[2].startswith(row[0])
    assert max(map(width, lines)) <= 80


def test_columns_stand_below_each_other_whatever_form_the_letters_have() -> None:
    name = "Đăng ký khai sinh"
    lines = text_table(
        [["1", unicodedata.normalize("NFD", name)], ["10", " hai\n dòng "]], ["stt", "tên"], room=80
    ).splitlines()
    assert lines == ["stt  tên", "───  ─────────────────", f"1    {name}", "10   hai dòng"]


def test_the_widest_column_is_wrapped_to_the_room_and_none_below_its_least() -> None:
    table = text_table([["1.000001", "một hai ba bốn năm sáu bảy tám chín mười"]], ["mã", "tên"], room=30)
    assert max(width(line) for line in table.splitlines()) <= 30
    assert "mười" in table
    assert text_table([["x" * 20, "y" * 20]], ["a", "b"], room=1).count("x") == 20, "nothing is lost"
    wide = text_table([["表" * 40]], ["a"], room=20)
    assert max(width(line) for line in wide.splitlines()) <= 20
    assert wide.count("表") == 40


# ---- views for DuckDB ------------------------------------------------------------------------------


def test_names_and_descriptions_with_quotes_stay_texts() -> None:
    script = duckdb_views("/kho/Xã 'Ấm'", {"boards": "what a unit's board shows", "procedures": "p", "listing_updates": "u",
                                           "decisions": "d"})  # fmt: skip
    statements = duckdb.extract_statements(script)
    assert len(statements) == 2 * (1 + 4 + 8) + 2, "each view and its comment, and the macros, parsed"
    assert "$" not in script
    assert "read_parquet('/kho/Xã ''Ấm''/boards.parquet')" in script
    assert "'what a unit''s board shows'" in script
    in_a_bucket = duckdb_views("s3://kho/data", {"boards": "b", "units": "u"}, ["boards"])
    assert "read_parquet('s3://kho/data/boards.parquet/*.parquet')" in in_a_bucket
    assert "read_parquet('s3://kho/data/units.parquet')" in in_a_bucket


# ---- the chain behind a code -------------------------------------------------------------------------

SINCE, UNTIL = date(2024, 1, 5), date(2025, 7, 1)


def version(**given: Any) -> dict[str, Any]:
    return {
        "code": "1.000001", "level": "commune", "version": 1, "name": "Đăng ký", "sector": "Hộ tịch", "time_local": "05 ngày",
        "fee": None, "online_level": None, "by_post": None, "reception_levels": [], "valid_from": SINCE, "valid_until": None,
        "opened_by": "a", "closed_by": None, "corrected_by": None, "successor_codes": [],
    } | given  # fmt: skip


NAMES = {"a": "Quyết định 1", "b": "Quyết định 2"}


def answers(*rows: dict[str, Any], day: date = UNTIL, code: str = "1.000001", lang: str = "vi") -> list[str]:
    return answer_lines(code, day, rows, NAMES, lang=lang)


def test_on_its_last_day_it_holds_and_on_the_next_it_does_not() -> None:
    row = version(valid_until=UNTIL, closed_by="b")
    assert answers(row, day=date(2025, 6, 30)) == [
        "Ngày 30/06/2025: còn hiệu lực ở cấp xã từ 05/01/2024, theo Quyết định 1; đến trước 01/07/2025"
    ]
    assert answers(row, day=UNTIL) == [
        "Ngày 01/07/2025: không còn hiệu lực ở cấp nào; cấp xã thôi thực hiện từ 01/07/2025, theo Quyết định 2"
    ]
    assert answers(row, day=date(2023, 1, 1), lang="en") == [
        "On 2023-01-01: version 1 at commune level takes effect on 2024-01-05, by Quyết định 1"
    ]


def test_what_never_was_is_told_so() -> None:
    assert "chưa từng có hiệu lực" in answers()[0]
    assert "never in force" in answers(lang="en")[0]


def test_who_only_receives_and_what_no_decision_proves_is_said() -> None:
    assert "only receives" in answers(version(level="province", reception_levels=["commune"]), lang="en")[0]
    assert "who holds it is not known yet" in answers(version(reception_levels=["commune"]), lang="en")[0]
    assert answers(version(proof=Proof.ADOPTED, ground="x"), lang="en")[0].endswith(
        "on the former ground of x; no decision proves it"
    )


def test_codes_before_and_after_are_each_told_once_though_they_go_in_a_circle() -> None:
    rows = [
        version(code="1.1", successor_codes=["1.2"]),
        version(code="1.2", successor_codes=["1.3", "1.1"]),
        version(code="1.3"),
    ]
    assert answers(*rows, code="1.2")[-2:] == ["Trước đó: 1.1 → 1.2", "Nay là: 1.2 → 1.3 → 1.1"]


def test_a_row_that_changed_nothing_shown_says_so_and_the_first_version_says_nothing() -> None:
    first, second = version(), version(version=2, opened_by="b", time_local="03 ngày", by_post=True)
    assert changes_of("a", [first, second]) == []
    assert changes_of("b", [second, first]) == [
        "thời hạn: “05 ngày” → “03 ngày”; qua bưu chính: không ghi → có"
    ]
    assert changes_of("b", [first, version(version=2, opened_by="b")], lang="en") == [
        "listed as before; its content changed"
    ]
    assert changes_of("b", [first, version(version=1, level="province", opened_by="b")]) == []


def test_an_entry_says_what_was_done_since_when_and_since_when_it_is_known() -> None:
    row = {
        "action": "replace", "code": "1.000002", "replaces": ["1.000001"], "name": "Đăng ký", "levels": ["commune"],
        "decision": "Quyết định 2", "effective_on": UNTIL, "effective_until": None, "known_on": date(2025, 7, 3),
        "changes": [], "evidence": "https://cong.example/" + "a" * 150, "flags": ["name_cut", "không ai biết"],
        "not_applied": None,
    }  # fmt: skip
    text = chain_text([row, row | {"effective_on": None, "effective_until": UNTIL}], "1.000001", room=60)
    assert text.startswith(" 1. Quyết định 2: thay bằng 1.000002 ở cấp xã\n")
    assert "có hiệu lực từ 01/07/2025, biết từ 03/07/2025" in text
    assert "chưa rõ ngày có hiệu lực đến trước 01/07/2025" in " ".join(text.split())
    assert "Lưu ý: tên bị cắt" in text
    assert row["evidence"] in text, "an address is for copying"
    assert "replaced for 1.000001 at commune" in chain_text([row], "1.000002", lang="en")
    held = chain_text([row | {"not_applied": "chưa áp dụng"}], "1.000001")
    assert "    chưa áp dụng\n" in held
    assert "văn bản ghi hiệu lực từ 01/07/2025" in held
    misprint = row | {"action": "correct"}
    assert "đính chính mã in sai này thành 1.000002" in chain_text([misprint], "1.000001")
    assert chain_text([], "1.000001") == ""


# ---- the figures of a period -------------------------------------------------------------------------

PAPER = decision(1, "2024-01-05", "2024-01-08")
ROW = item(PAPER, Action.NEW, "1.001193", X)


def procedure(**given: Any) -> Procedure:
    return Procedure(**({
        "procedure_id": "quang-nam/1.001193", "code": "1.001193", "province_id": "quang-nam", "level": X, "version": 1,
        "name": "Đăng ký khai sinh", "sector": None, "time_local": None, "fee": None, "online_level": None, "by_post": None,
        "reception_levels": (), "valid_from": SINCE, "valid_until": None, "state": "in_force", "opened_by": ROW.item_id,
        "closed_by": None, "corrected_by": None, "end_action": None, "successor_codes": (),
    } | given))  # fmt: skip


def figures(**given: Any) -> Figures:
    return Figures(**(dict.fromkeys(Figures.__dataclass_fields__, ()) | given))


def value(rows: list[dict[str, Any]], figure: str, level: str | None = None) -> Any:
    return next(row["value"] for row in rows if row["figure"] == figure and level in (None, row["level"]))


def test_without_anything_totals_are_nought_and_shares_are_not_available() -> None:
    rows = figure_rows(figures(), SINCE, UNTIL, lang="en")
    assert value(rows, "procedures held", "commune") == 0
    assert value(rows, "boards right") == "N/A"
    assert value(rows, "days exposed (median)") == "N/A"
    assert not [row for row in rows if row["level"] == "ministry"], "a ministry without figures has no line"
    assert all(row.keys() == rows[0].keys() for row in rows)


def test_both_ends_of_the_period_belong_to_it() -> None:
    tables = figures(procedures=(procedure(),), decisions=(PAPER,), decision_items=(ROW,))
    for first, last, new in ((SINCE, SINCE, 1), (date(2023, 1, 1), SINCE, 1), (date(2024, 1, 6), UNTIL, 0)):
        assert (
            value(list(figure_rows(tables, first, last, lang="en")), "in the period: new", "commune") == new
        )


def test_what_an_adopted_list_alone_proves_is_counted_apart() -> None:
    rows = figure_rows(figures(procedures=(procedure(proof=Proof.ADOPTED),)), UNTIL, UNTIL, lang="vi")
    assert value(rows, "TTHC thuộc thẩm quyền", "cấp xã") == 1
    assert value(rows, "trong đó theo danh mục, chưa có quyết định", "cấp xã") == 1


def test_a_unit_is_counted_while_it_is_there_and_alone_when_it_is_asked_for() -> None:
    board = Board("xa-a", "1.001193", "quang-nam/1.001193", 1, Scope.AUTHORITY, SINCE, None, ROW.item_id)
    other = Board("xa-b", "1.001193", "quang-nam/1.001193", 1, Scope.AUTHORITY, SINCE, None, ROW.item_id)
    units = (
        unit("xa-a", UnitKind.COMMUNE, "Xã A"),
        unit("xa-b", UnitKind.COMMUNE, "Xã B", until="2025-07-01"),
    )
    tables = figures(boards=(board, other), units=units, decision_items=(ROW,))

    def named(last: date, **how: Any) -> list[Any]:
        return [row["name"] for row in figure_rows(tables, SINCE, last, **how) if row["unit_id"]]

    assert named(date(2025, 6, 30)) == ["Xã A", "Xã B"]
    assert named(UNTIL) == ["Xã A"]
    assert named(date(2025, 6, 30), unit="xa-b") == ["Xã B"]
    assert not [
        row for row in figure_rows(tables, SINCE, UNTIL, unit="xa-a", lang="en") if row["level"] == "province"
    ]
