# ruff: noqa: E501 - command lines
"""Each command by itself: what it refuses, what it tells, what it leaves as it was; over one small house."""

import csv
import io
import json
import shutil
import socket
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SetClock
from niemyet.flows.commands.adopt import adopt
from niemyet.flows.commands.demo import _fresh
from niemyet.flows.commands.desk import _is_loopback, _listening, desk
from niemyet.flows.commands.drift import drift, gap_rows, gaps_of, unit_drift
from niemyet.flows.commands.ingest import done, ingest, observe
from niemyet.flows.commands.maintenance import doctor, tables, verify
from niemyet.flows.commands.queries import (
    board,
    chain_of,
    explain,
    holds,
    require_unit,
    unit_names,
    updates,
)
from niemyet.flows.commands.repair import repair
from niemyet.flows.commands.report import report
from niemyet.flows.commands.review import review
from niemyet.flows.commands.runs import _accepted, backfill, nightly
from niemyet.flows.commands.said import log, said_rows
from niemyet.flows.commands.show import _fit_together, export, sheet_bytes
from niemyet.flows.commands.site import site, site_tables
from niemyet.flows.commands.sources import source_rows, sources
from niemyet.flows.commands.stores import compact, diff, raw, releases
from niemyet.flows.commands.taking_back import _meant
from niemyet.flows.commands.units import _names, units
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.ui import Ui
from niemyet.model.errors import NiemyetError, StorageError, UsageError
from tests.support.house import BASE_ROWS, House, build_house, decision
from tests.support.refusals import refused

FIRST = datetime(2022, 3, 1, 13, tzinfo=UTC)
GAP: dict[str, Any] = {
    "code": "1.001193", "kind": "not_entered", "level": None, "name": "Đăng ký khai sinh", "national_name": None, "decision_id": None, "paper": None,
    "national_paper": None, "due_on": date(2022, 3, 1), "note": None,
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = build_house(tmp_path_factory.mktemp("nhà") / "nhà")
    house.drop("1.md", decision(1, "10/02/2022"))
    run_nightly(house.settings, house.folder, SetClock(FIRST))
    house.drop("2.md", decision(2, "20/02/2022", section="BỊ BÃI BỎ", rows=BASE_ROWS[:1]))
    run_nightly(house.settings, house.folder, SetClock(FIRST + timedelta(days=1)))
    return house


@pytest.fixture
def house(made: House, tmp_path: Path) -> House:
    shutil.copytree(made.root, tmp_path / "nhà", symlinks=True)
    return House(tmp_path / "nhà", SetClock(FIRST + timedelta(days=2)))


def ui_of(house: House, form: str = "table") -> Ui:
    return Ui(str(house.root / "data"), house.root / "niemyet.toml", "vi", form)


def call(house: House, command: click.Command, *words: str) -> Result:
    assert command.name is not None
    return CliRunner().invoke(niemyet, [command.name, *words, *house.options])


def rows(house: House, command: click.Command, *words: str) -> list[dict[str, Any]]:
    result = call(house, command, *words, "--format", "json")
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def told(result: Result) -> str:
    """What a wrong use or a refusal says in Vietnamese."""
    if isinstance(result.exception, NiemyetError):
        return result.exception.message("vi")
    assert result.exit_code != 0
    return result.stderr


# ---- questions that a release answers --------------------------------------------------------------


def test_a_board_is_that_of_the_day_and_half_open(house: House) -> None:
    assert [row["code"] for row in rows(house, board, "xa-b", "--as-of", "2022-02-19")] == [
        "1.001193",
        "2.000815",
    ]
    assert [row["code"] for row in rows(house, board, "xa-b", "--as-of", "2022-02-20")] == ["2.000815"]
    assert rows(house, board, "xa-b", "--as-of", "2022-02-20", "--known", "2022-03-01") != rows(
        house, board, "xa-b", "--as-of", "2022-02-20"
    )
    assert "xa-b" in told(call(house, board, "xa-c"))
    assert holds({"valid_from": date(2022, 1, 1), "valid_until": date(2022, 2, 1)}, date(2022, 1, 31))
    assert not holds({"valid_from": date(2022, 1, 1), "valid_until": date(2022, 2, 1)}, date(2022, 2, 1))


def test_units_and_codes_that_nobody_knows_are_told(house: House) -> None:
    ui = ui_of(house)
    require_unit(ui, None)
    with refused(UsageError, "xa-b"):
        require_unit(ui, "xa-bb")
    assert unit_names(ui) == {"huyen-a": "UBND huyện A", "xa-b": "UBND xã B"}
    assert [
        row["decision_id"].split("/")[1]
        for row in chain_of(ui, "1.001193", None, as_of=None, known=None).rows
    ] == ["1-QD-UBND", "2-QD-UBND"]
    assert "9.999999" in told(call(house, explain, "9.999999"))
    assert "09/03/2022" in told(call(house, report, "--from", "2022-03-10", "--to", "2022-03-09"))


def test_open_work_is_of_the_states_that_are_asked_for(house: House) -> None:
    everything = rows(house, updates, "--unit", "xa-b")
    assert {row["state"] for row in everything} <= {"planned", "due", "overdue", "unobserved"}
    assert rows(house, updates, "--unit", "huyen-a", "--state", "done") == []


# ---- sheets and pages ------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "paper", "since", "code", "fits"), [
    ("docx", "changes", date(2022, 1, 1), None, True), ("docx", "sheet", None, "1.001193", True), ("xlsx", "list", None, None, True),
    ("docx", "changes", None, None, False), ("docx", "list", date(2022, 1, 1), None, False), ("docx", "sheet", None, None, False),
    ("xlsx", "sheet", None, "1.001193", False), ("xlsx", "slip", None, None, False), ("html", "notice", None, None, False), ("docx", "list", None, "1.001193", False),
])  # fmt: skip
def test_options_that_belong_together_are_asked_for_together(
    form: str, paper: str, since: date | None, code: str | None, fits: bool
) -> None:
    if fits:
        _fit_together(form, paper, since=since, code=code)
        return
    with refused(UsageError, "--paper"):
        _fit_together(form, paper, since=since, code=code)


def test_the_same_work_is_the_same_sheet_and_an_unknown_unit_has_none(house: House) -> None:
    ui = ui_of(house)
    for form in ("xlsx", "html", "docx"):
        assert sheet_bytes(ui, "xa-b", form) == sheet_bytes(ui, "xa-b", form)
    assert told(call(house, export, "xa-khong-co", "--to", "xlsx"))
    assert told(call(house, export, "xa-b", "--to", "docx", "--paper", "sheet", "--code", "1.001193"))


def test_the_pages_are_written_whole_and_never_over_somebody_elses_files(house: House) -> None:
    found = site_tables(ui_of(house).release(), None)
    assert found.province_name
    assert set(found.boards) == {"xa-b"}
    out = house.root / "bang"
    assert call(house, site, "--out", str(out)).exit_code == 0
    assert (out / "index.html").is_file()
    mine = house.root / "của tôi"
    mine.mkdir()
    (mine / "a.txt").write_text("x")
    assert "của tôi" in told(call(house, site, "--out", str(mine)))
    assert [one.name for one in mine.iterdir()] == ["a.txt"]


# ---- handing in, taking back -----------------------------------------------------------------------


def test_a_file_is_meant_by_its_hash_its_name_or_itself(tmp_path: Path) -> None:
    known = {"a" * 64: "1.md", "ab" * 32: "thư/2.md", "c" * 64: "2.md"}
    assert _meant("a" * 6, known, ()) == "a" * 64
    assert _meant("1.md", known, ()) == "a" * 64
    for named in ("2.md", "ffffff", "khác.md", "a", ""):
        with refused(UsageError):
            _meant(named, known, ())
    assert _meant("2.md", known, {"ab" * 32}) == "c" * 64, "the one that counts"
    (tmp_path / "1.md").write_text("không phải nó")
    with refused(UsageError):
        _meant(str(tmp_path / "1.md"), known, ())


def test_what_is_not_there_is_not_taken_in(house: House) -> None:
    before = said_rows(ui_of(house))
    assert told(call(house, ingest, "khong-co.pdf"))
    assert told(call(house, ingest))
    file = house.root / "3.md"
    file.write_text(decision(3, "25/02/2022"), encoding="utf-8")
    unknown = told(call(house, ingest, str(file), "--source", "hop-thuu"))
    assert ("hop-thuu" in unknown, "ingest" in unknown, "niemyet.toml" in unknown) == (True, True, True)
    assert told(call(house, observe, "xa-khong-co", "x.xlsx"))
    assert told(call(house, done, "0123456789abcdef"))
    assert told(
        call(house, adopt, "khong-co.xlsx", "--unit", "xa-b", "--day", "2022-02-01", "--source", "Sổ")
    )
    assert said_rows(ui_of(house)) == before


def test_what_was_said_is_told_from_a_day_on(house: House) -> None:
    every = rows(house, log)
    assert [row["at"] for row in every] == sorted(row["at"] for row in every)
    assert len(rows(house, log, "--since", "2022-03-02")) == len(every) - 1
    assert "không có đơn vị hay thủ tục nào" in told(call(house, log, "--about", "không có"))
    assert rows(house, log, "--about", "xa-b") == [], "nothing was said of a unit that there is"
    looked_at = str(every[0]["about"]).split()[0]
    assert rows(house, log, "--about", looked_at)
    assert "không có đơn vị hay thủ tục nào" in told(call(house, log, "--about", looked_at[:-1])), (
        "no part of an id"
    )


# ---- runs and sources ------------------------------------------------------------------------------


def test_a_source_is_accepted_with_a_reason_or_not_at_all() -> None:
    assert _accepted(("a=vì thế=thật", "b= x "), {"a", "b"}) == {"a": "vì thế=thật", "b": "x"}
    assert _accepted((), set()) == {}
    for one in ("a", "a=", "a= ", "c=x", "=x"):
        with refused(UsageError, "--accept-count"):
            _accepted((one,), {"a", "b"})


def test_wrong_ranges_and_sources_run_nothing(house: House) -> None:
    before = house.folder.releases.all()
    assert told(call(house, backfill, "--from", "2022-03-02", "--to", "2022-03-01"))
    assert told(call(house, backfill, "--from", "2022-03-01", "--to", "2022-03-02", "--source", "không có"))
    assert told(call(house, nightly, "--accept-count", "không có=x"))
    assert house.folder.releases.all() == before


def test_sources_are_told_as_they_were_read_last(house: House) -> None:
    (one,) = source_rows(ui_of(house))
    assert (one["id"], one["kind"], one["outcome"], one["rows"]) == ("hop-thu", "inbox", "complete", 2)
    assert one["last"] == one["last_complete"] == date(2022, 3, 2)
    assert {each["id"] for each in rows(house, sources, "list")} == {"hop-thu"}


# ---- what lasts ------------------------------------------------------------------------------------


def test_two_releases_are_held_against_each_other(house: House) -> None:
    (changed,) = rows(house, diff)
    assert (changed["change"], changed["code"], changed["level"]) == ("ended", "1.001193", "commune")
    assert (changed["on"], changed["decision"]) == ("2022-02-20", "2/QĐ-UBND (20/02/2022)")
    first, second = house.folder.releases.all()
    assert rows(house, diff, first, second) == [changed]
    assert "không có" in told(call(house, diff, "2020-01-01T000000.000000Z"))
    assert len(rows(house, releases)) == 2


def test_what_would_go_is_listed_first(house: House) -> None:
    before = house.folder.releases.all()
    assert call(house, releases, "prune", "--days", "0", "--months", "0").exit_code == 0
    assert house.folder.releases.all() == before
    digest = house.folder.raw.put(b"rac")
    assert [row["sha256"] for row in rows(house, raw, "garbage")] == [digest]
    assert digest in set(house.folder.raw.digests())
    assert call(house, compact).exit_code == 0
    assert call(house, verify).exit_code == 0


def test_a_whole_folder_needs_no_mending_and_a_mistyped_one_is_told(house: House) -> None:
    assert rows(house, repair) == []
    assert call(house, repair).exit_code == 0
    gone = House(house.root / "không có", house.clock)
    assert "không có" in told(call(gone, repair))
    assert not (house.root / "không có").exists()


def test_tables_are_told_by_name_and_a_machine_by_what_it_has(house: House) -> None:
    assert {row["column"] for row in rows(house, tables, "boards")} >= {"unit_id", "code", "valid_from"}
    assert "boards" in told(call(house, tables, "board"))
    has = {row["name"]: row for row in rows(house, doctor)}
    assert has["python"]["state"].startswith("3.")
    assert not has["pyarrow"]["install"]
    wanted = {name for name, row in has.items() if row["install"] and not name.startswith("data/")}
    assert wanted <= {"unar", "soffice", "chromium", "tesseract-ocr-vie", "tesseract-ocr-script-viet"}


def test_questions_are_listed_shown_and_wrong_answers_refused(house: House) -> None:
    assert rows(house, review, "list") == []
    house.drop("3.md", decision(3, "25/02/2022", section="BỊ BÃI BỎ", rows=(("1.300009", "Cấp bản sao"),)))
    run_nightly(house.settings, house.folder, house.clock)
    listed = rows(house, review, "list")
    assert [(row["kind"], row["state"]) for row in listed] == [("not_in_force", "open")]
    name = listed[0]["review_id"]
    assert call(house, review, "show", name).exit_code == 0
    assert told(call(house, review, "show", "không có"))
    assert told(call(house, review, "resolve", name, "điều không ai hỏi"))
    assert told(call(house, review, "reopen", name))
    assert [row["review_id"] for row in rows(house, review, "list")] == [row["review_id"] for row in listed]


# ---- drift -----------------------------------------------------------------------------------------


def test_gaps_are_told_in_words_and_late_after_their_day(house: House) -> None:
    ui = ui_of(house)
    (late,) = gap_rows(ui, [GAP], date(2022, 3, 2))
    assert late["late"]
    assert late["told"] != "not_entered"
    assert not gap_rows(ui, [GAP], date(2022, 3, 1))[0]["late"]
    assert not gap_rows(ui, [GAP | {"due_on": None}], date(2022, 3, 9))[0]["late"]
    side = unit_drift(ui, "xa-b", [GAP])
    assert side.posted is None, "nobody has looked"
    assert {row["code"]: row["decisions"] for row in side.rows} == {"2.000815": True}
    assert not gaps_of(ui)
    assert call(house, drift).exit_code in {0, 1, 3}


# ---- units, demo, desk -----------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "names"), [
    ("code,name\n20965,Xã  Núi Thành\n", {"20965": "Xã Núi Thành"}), ('[{"code": 7, "name": "Xã A"}]', {"7": "Xã A"}),
    ('{"a": {"code": "7", "name": "Xã A"}, "b": 3}', {"7": "Xã A"}), ("code,name\n,Xã A\n8,\n9,Xã B\n", {"9": "Xã B"}),
])  # fmt: skip
def test_a_list_of_units_is_read_by_its_columns(text: str, names: dict[str, str]) -> None:
    assert _names(Path("ds"), text) == names


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "[", "{}", "[1, 2]"])
def test_what_is_no_list_of_units_is_told(text: str) -> None:
    with refused(UsageError, "ds"):
        _names(Path("ds"), text)


def test_changes_of_units_are_known_and_what_is_known_is_not_new(house: House) -> None:
    known = call(house, units, "changes", "--format", "csv")
    table = call(house, units, "changes").output
    assert ("đổi tên" in table, "rename" in table) == (True, False)
    assert list(csv.DictReader(io.StringIO(known.stdout)))
    (house.root / "ds.csv").write_text("a,b\n1,2\n")
    assert told(call(house, units, "update", str(house.root / "ds.csv")))
    assert not (house.root / "unit_changes.csv").exists()


def test_the_demo_takes_a_new_folder_alone(tmp_path: Path) -> None:
    assert _fresh(tmp_path / "mới" / "nữa").is_dir()
    (tmp_path / "a").write_text("x")
    with refused(UsageError, "--out"):
        _fresh(tmp_path)
    own = _fresh(None)
    assert not any(own.iterdir())
    own.rmdir()


@pytest.mark.parametrize(("host", "loopback"), [
    ("localhost", True), ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("0.0.0.0", False), ("10.0.0.1", False), ("desk.example", False),
])  # fmt: skip
def test_a_desk_on_this_machine_alone(host: str, loopback: bool) -> None:
    assert _is_loopback(host) is loopback


def test_a_desk_that_others_can_reach_needs_users_and_a_port_that_is_free(house: House) -> None:
    assert "desk-user" in told(call(house, desk, "--host", "0.0.0.0", "--port", "8899"))
    with socket.create_server(("127.0.0.1", 0)) as taken, refused(UsageError, "--port"):
        _listening("127.0.0.1", taken.getsockname()[1])


def test_without_a_release_every_question_says_what_to_do(tmp_path: Path) -> None:
    empty = build_house(tmp_path / "trống")
    for command, words in ((board, ["xa-b"]), (updates, []), (site, ["--out", str(tmp_path / "b")])):
        result = call(empty, command, *words)
        assert isinstance(result.exception, StorageError)
        assert "niemyet nightly" in told(result)
