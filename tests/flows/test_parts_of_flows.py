# ruff: noqa: E501 - command lines
"""The parts of a run and of the desk, one by one, over one small house that two nights have gone over."""

import io
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import click
import pytest
import xlsxwriter
from click.testing import CliRunner

from niemyet.extractors.fetching.politeness import Politeness
from niemyet.extractors.settings import FetchSettings, SourceSettings
from niemyet.flows.adopting import Ledger, keep, propose, withdrawals
from niemyet.flows.aliases import former_ids
from niemyet.flows.answer_sheet import read_sheet
from niemyet.flows.cli import niemyet as commands
from niemyet.flows.clock import SKEW, SetClock
from niemyet.flows.counts import COUNTS, UNITS_LOOKED_AT
from niemyet.flows.desk import acting
from niemyet.flows.desk.acting import Upload, look_at_decision, look_at_listing, report, try_answers
from niemyet.flows.desk.pages import beside, overview, question, questions, unit_work
from niemyet.flows.desk.words import WORDS, words_in
from niemyet.flows.ending import finish
from niemyet.flows.explaining import file_stem, look_at, pictures
from niemyet.flows.manual_input import end_of, local_noon, record
from niemyet.flows.old_secrets import mask_of
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.probing import check, probe, would_fetch
from niemyet.flows.raw_garbage import unused
from niemyet.flows.reading import due_again, read_new
from niemyet.flows.rebuilding import rebuilt
from niemyet.flows.repairing import How, mend_all, plan
from niemyet.flows.reporting import Report, refuse_clock, report_rows, unpublished, work_notes
from niemyet.flows.run_context import RunContext, RunResult
from niemyet.flows.spoken import asked_language, paragraphs, spoken, usage_words
from niemyet.flows.ui import Ui
from niemyet.model.errors import (
    BusyError,
    DocumentError,
    NotThePageError,
    OverLimitError,
    StorageError,
    UsageError,
)
from niemyet.model.messages import msg
from niemyet.model.records import CrawlProof, Limits, Window
from niemyet.model.words import Channel, Outcome, UpdateState
from niemyet.reports.question_sheet import ANSWER, ID
from niemyet.storage.lake_rows import ConfirmationRow, ReadingRow, WorkNoteRow
from niemyet.storage.release import Release
from niemyet.storage.releases import Releases
from tests.support.house import BASE_ROWS, House, build_house, decision
from tests.support.loopback import JumpingClock, pages, serving
from tests.support.refusals import refused

FIRST = datetime(2022, 3, 1, 13, tzinfo=UTC)
ODD = (("1.300009", "Cấp bản sao"),)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = build_house(tmp_path_factory.mktemp("nhà") / "nhà")
    house.drop("1.md", decision(1, "10/02/2022"))
    run_nightly(house.settings, house.folder, SetClock(FIRST))
    house.drop("2.md", decision(2, "20/02/2022", section="BỊ BÃI BỎ", rows=(BASE_ROWS[0], *ODD)))
    run_nightly(house.settings, house.folder, SetClock(FIRST + timedelta(days=1)))
    return house


@pytest.fixture
def house(made: House, tmp_path: Path) -> House:
    shutil.copytree(made.root, tmp_path / "nhà", symlinks=True)
    return House(tmp_path / "nhà", SetClock(FIRST + timedelta(days=2)))


def ui_of(house: House, lang: str = "vi") -> Ui:
    return Ui(str(house.root / "data"), house.root / "niemyet.toml", lang, "table")


def run_of(house: House, command: str = "thử") -> RunContext:
    return RunContext(house.settings, house.folder, house.clock, command=command, asked={})


# ---- reading, garbage, proof -----------------------------------------------------------------------


def test_what_was_read_by_these_readers_is_not_read_again_and_all_is_when_asked(house: House) -> None:
    assert due_again(house.folder.lake) == 0
    run = run_of(house)
    read_new(run)
    assert run.result.counts == {"postings_read": 0} or not any(run.result.counts.values())
    again = run_of(house)
    read_new(again, again=True)
    assert again.result.counts["documents_read"] == 2
    since = run_of(house)
    read_new(since, again=True, since=date(2022, 3, 2))
    assert since.result.counts["documents_read"] == 1
    old = [replace(row, reader="trước") for row in house.folder.lake.read("readings", ReadingRow)]
    house.folder.lake.append("readings", "20220304T000000000000Z-thu", old)
    assert due_again(house.folder.lake) == 2


def test_bytes_that_nothing_names_are_garbage_and_evidence_is_none(house: House) -> None:
    assert unused(house.folder) == []
    digest = house.folder.raw.put(b"khong ai biet")
    assert unused(house.folder) == [digest]


def test_releases_are_made_again_byte_for_byte_and_what_was_changed_is_told(house: House) -> None:
    assert all(one.passed for one in rebuilt(house.folder, Limits()))
    rows = house.folder.lake.read("readings", ReadingRow)
    other = replace(rows[0], reading=(rows[0].reading or "").replace("Đăng ký khai sinh", "Đăng ký khác"))
    house.folder.lake.append("readings", "20220305T000000000000Z-thu", [other])
    wrong = [one for one in rebuilt(house.folder, Limits()) if not one.passed]
    assert len(wrong) == 1
    assert rows[0].sha256 in str(wrong[0].wrong[0])


def test_a_whole_folder_needs_no_repair_and_a_lost_pointer_is_led_back(house: House) -> None:
    now = FIRST + timedelta(days=3)
    assert plan(house.folder, None, now) == []
    (house.root / "data" / "latest").unlink()
    (mend,) = plan(house.folder, None, now)
    assert (mend.name, mend.how) == ("latest", How.POINTED)
    assert mend.consequence.text("vi") != mend.consequence.text("en")
    assert [one.how for one in mend_all(house.folder, None, now)] == [How.POINTED]
    assert house.folder.releases.latest() is not None
    assert plan(house.folder, None, now) == []


def test_a_report_of_a_clock_that_ran_ahead_is_done_on_the_local_day_of_its_mending(house: House) -> None:
    ahead = datetime(2031, 1, 1, tzinfo=UTC)
    late = run_of(House(house.root, SetClock(ahead)), "done")
    told = ConfirmationRow(late.run_id, str(work_of(house)[0]["update_id"]), date(2031, 1, 1), None, ahead)
    record(late, {"confirm": lambda: late.append("confirmations", [told])})
    now = datetime(2022, 3, 5, 18, tzinfo=UTC)  # the sixth already, here
    assert How.MOVED_TO_NOW in {one.how for one in mend_all(house.folder, None, now)}
    rows = house.folder.lake.read("confirmations", ConfirmationRow)
    assert {(row.said_at, row.done_on) for row in rows} == {(now, date(2022, 3, 6))}, rows


def test_releases_of_today_bear_no_former_ids(house: House) -> None:
    assert former_ids(house.folder, "r") == []


def test_former_ids_are_looked_for_up_to_the_first_release_that_bears_none(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    open_one = Releases.open

    def noting(releases: Releases, name: str) -> Release:
        opened.append(name)
        return open_one(releases, name)

    monkeypatch.setattr(Releases, "open", noting)
    assert former_ids(house.folder, "r") == []
    assert opened == [house.folder.releases.all()[0]]  # not the manifest of every night that was


# ---- manual input, reports -------------------------------------------------------------------------


def test_instants_of_a_local_day() -> None:
    assert local_noon(date(2022, 3, 1)) == datetime(2022, 3, 1, 5, tzinfo=UTC)
    assert end_of(date(2022, 3, 1)) == datetime(2022, 3, 1, 16, 59, 59, 999999, tzinfo=UTC)


def test_a_fact_is_handed_in_while_another_run_writes(house: House) -> None:
    run = run_of(house, "done")
    row = ConfirmationRow(run.run_id, "0" * 16, date(2022, 3, 1), "Lan", run.started_at)
    with house.folder.only_writer():
        assert record(run, {}, wait=0.0, fact=("confirmations", [row])) is None
    assert house.folder.handed_in("confirmations") == [row]


def work_of(house: House) -> list[dict[str, object]]:
    return [
        row for row in ui_of(house).release().table("listing_updates").to_pylist() if row["unit_id"] == "xa-b"
    ]


def test_a_report_is_held_against_the_work_list_before_it_is_kept(house: House) -> None:
    release = ui_of(house).release()
    hand = Report(house.folder, FIRST + timedelta(days=2))
    one = work_of(house)[0]
    name = str(one["update_id"])
    (row,) = report_rows(hand, release, [name, name], on=hand.today, by="Lan")
    assert (row.update_id, row.unit_id, row.code) == (name, "xa-b", one["code"])
    with refused(UsageError, "2022"):
        report_rows(hand, release, [name], on=hand.today + timedelta(days=1), by=None)
    with refused(UsageError):
        report_rows(hand, release, ["không có"], on=hand.today, by=None)
    with refused(UsageError):
        report_rows(hand, release, [name], on=hand.today, by=None, undo=True)
    with refused(StorageError):
        refuse_clock(release, release.knowledge_time - SKEW - timedelta(seconds=1))
    refuse_clock(release, release.knowledge_time - SKEW)
    assert unpublished(house.folder, release) == []
    house.folder.lake.append("confirmations", hand.run_id, [row])
    assert unpublished(house.folder, release) == [row]


def test_the_clerks_own_columns_are_those_handed_back_last(house: House) -> None:
    notes = [WorkNoteRow("r", "u", "Ghi chú", text, FIRST) for text in ("cũ", "mới")]
    house.folder.lake.append("work_notes", "20220304T000000000000Z-thu", notes)
    assert work_notes(house.folder.lake) == {"u": {"Ghi chú": "mới"}}


# ---- adopted lists ---------------------------------------------------------------------------------


def book(*rows: tuple[str, ...]) -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet()
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row)
    made.close()
    return out.getvalue()


LIST = book(
    ("STT", "Mã TTHC", "Tên thủ tục hành chính"),
    ("1", "1.300001", "Đăng ký khai tử"),
    ("2", "2.000815", "Chứng thực bản sao từ bản chính"),
)


def test_a_list_is_checked_foretold_kept_and_taken_back(house: House) -> None:
    path = house.root / "so.xlsx"
    path.write_bytes(LIST)
    run = run_of(house, "adopt")
    proposal = propose(run, path, unit_id="xa-b", source="Sổ", held_on=date(2022, 2, 28), levels=())
    ledger = Ledger(run)
    after = ledger.with_list(proposal.adoption)
    assert [(one.code, one.standing) for one in ledger.outcomes(proposal, after)] == [
        ("1.300001", "adopted"),
        ("2.000815", "decision"),
    ]
    assert ledger.effects(after).units
    with house.folder.only_writer():
        keep(run, proposal, "Lan")
    assert unused(house.folder) == [], "evidence is no garbage"
    (row,) = withdrawals(run, "so.xlsx", source=None, held_on=None, unit_id=None, by="Lan")
    assert row.withdrawn
    (by_hash,) = withdrawals(
        run, sha256(LIST).hexdigest()[:8], source=None, held_on=None, unit_id=None, by=None
    )
    assert by_hash.sha256 == row.sha256
    for named in ("", row.sha256[:2], "khác.xlsx"):
        with refused(UsageError):
            withdrawals(run, named, source=None, held_on=None, unit_id=None, by=None)


@pytest.mark.parametrize(("unit", "day"), [("xa-b", date(2030, 1, 1)), (None, date(2022, 2, 28))])
def test_a_list_of_a_day_to_come_or_of_no_level_is_refused(house: House, unit: str | None, day: date) -> None:
    path = house.root / "so.xlsx"
    path.write_bytes(LIST)
    with refused(UsageError):
        propose(run_of(house), path, unit_id=unit, source="Sổ", held_on=day, levels=())


def test_a_decision_is_no_list_beside_itself(house: House) -> None:
    with refused(UsageError, r"1\.md"):
        propose(
            run_of(house),
            house.root / "inbox" / "1.md",
            unit_id="xa-b",
            source="Sổ",
            held_on=date(2022, 2, 28),
            levels=(),
        )


# ---- sheets of answers -----------------------------------------------------------------------------


def sheet_at(path: Path, *rows: tuple[str, ...]) -> Path:
    path.write_bytes(book(*rows))
    return path


A, B = f"level_unknown:{'a' * 16}", f"level_unknown:{'b' * 16}"


def test_answers_are_found_by_their_headings_and_contradictions_told(tmp_path: Path) -> None:
    for lang in ("vi", "en"):
        head = (ANSWER.text(lang), "Khác", ID.text(lang))
        rows = [("cấp xã", "x", A), ("", "y", B), ("cấp xã", "z", A), ("tỉnh", "t", A)]
        told = read_sheet(sheet_at(tmp_path / f"{lang}.xlsx", ("tiêu đề", "", ""), head, *rows))
        assert told.answers == {A: "cấp xã"}
        assert [one.review_id for one in told.refused] == [A]
    with refused(UsageError, "khác.xlsx"):
        read_sheet(sheet_at(tmp_path / "khác.xlsx", ("a", "b"), ("1", "2")))
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.5")
    with refused(UsageError):
        read_sheet(tmp_path / "x.pdf")


def test_an_answer_whose_id_was_taken_out_is_told(tmp_path: Path) -> None:
    head = ("Khác", ANSWER.text("vi"), ID.text("vi"))
    told = read_sheet(
        sheet_at(tmp_path / "a.xlsx", head, ("x", "cấp xã", ""), ("y", "", A), ("z", "tỉnh", B))
    )
    assert (told.answers, told.unanswered) == ({B: "tỉnh"}, 1)
    assert ["cấp xã" in one.told.text("vi") for one in told.refused] == [True]


@pytest.mark.parametrize("charset", ["cp1252", "ascii"])
def test_a_sheet_that_lost_its_marks_is_told_how_to_save_it(tmp_path: Path, charset: str) -> None:
    path = tmp_path / "a.csv"
    text = f"Câu hỏi;{ANSWER.text('vi')};{ID.text('vi')}\nx;cấp xã;{A}\n"
    path.write_bytes(text.encode(charset, "replace"))
    with refused(UsageError, "CSV UTF-8"):
        read_sheet(path)


def test_no_answer_is_lost_where_empty_rows_part_the_sheet(tmp_path: Path) -> None:
    head = ("Khác", ANSWER.text("vi"), ID.text("vi"))
    parted = read_sheet(
        sheet_at(
            tmp_path / "a.xlsx", head, ("x", "cấp xã", A), ("", "", ""), ("", "", ""), ("y", "cấp tỉnh", B)
        )
    )
    assert parted.answers == {A: "cấp xã", B: "cấp tỉnh"}
    with refused(UsageError, "dòng tiêu đề"):
        read_sheet(
            sheet_at(
                tmp_path / "b.xlsx",
                head,
                ("x", "cấp xã", A),
                ("", "", ""),
                ("", "", ""),
                ("", "cấp tỉnh", B),
                ("", "cấp xã", B),
            )
        )


# ---- the end of a run ------------------------------------------------------------------------------


def ended(result: RunResult, lang: str = "en") -> tuple[int, str, str]:
    @click.command()
    def command() -> None:
        finish(Ui("data", Path("niemyet.toml"), lang, "table"), result)

    done = CliRunner().invoke(command)
    return done.exit_code, done.stdout, done.stderr


def test_a_run_leaves_with_its_status_and_says_what_a_person_must_know() -> None:
    assert ended(RunResult("r")) == (0, "Nothing new; the release stays.\n", "")
    dark = RunResult(
        "r",
        proofs={"cong": CrawlProof(Outcome.DARK, 1, 0, None, "trang là trang chủ")},
        counts={"receipts": 2, "lạ": 1, "gaps": 0},
    )
    code, _, said = ended(dark)
    assert code == 3
    assert "SOURCE cong: dark: trang là trang chủ" in said
    assert "postings new or changed 2" in said
    assert "lạ 1" in said
    assert "places not read" not in said
    asked = RunResult("r", new_reviews=("a", "b"), problems=[msg("it is missing")])
    code, _, said = ended(asked)
    assert code == 3
    assert "2 new questions" in said


# ---- explaining ------------------------------------------------------------------------------------


def test_a_document_is_looked_at_in_a_process_of_its_own_and_nothing_is_kept(house: House) -> None:
    before = sorted(house.folder.raw.digests())
    (look,) = look_at(house.root / "inbox" / "1.md", Limits())
    assert look.error is None
    assert look.explained is not None
    assert [item.code for item in look.explained.reading.items] == ["1.001193", "2.000815"]
    assert all(data.startswith(b"\x89PNG") for data in pictures(look, Limits()).values())
    assert sorted(house.folder.raw.digests()) == before
    assert file_stem("Quyết định 1.pdf") != file_stem("Quyet dinh 1.pdf")
    assert file_stem("../../x").startswith("x-")
    (house.root / "hong.pdf").write_bytes(b"%PDF-1.5")
    (broken,) = look_at(house.root / "hong.pdf", Limits())
    assert broken.explained is None
    assert broken.error
    assert pictures(broken, Limits()) == {}


# ---- probing ---------------------------------------------------------------------------------------


def test_a_folder_is_dark_when_it_is_not_there(tmp_path: Path) -> None:
    clock = JumpingClock()
    source = SourceSettings("hop-thu", "inbox", FetchSettings("a@b.vn"), path=str(tmp_path))
    (tmp_path / "a.pdf").write_bytes(b"x")
    assert check(source, clock, Politeness(clock)).rows == 1
    gone = check(replace(source, path=str(tmp_path / "không có")), clock, Politeness(clock))
    assert gone.outcome is Outcome.DARK
    assert would_fetch(source, {}, Window(), clock, Politeness(clock)) is None


LISTED = """<html><body><table><tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>
<tr><td><a href="/vb/1">1/QĐ-UBND</a></td><td>15/02/2022</td><td><a href="/vb/1">Công bố danh mục thủ tục hành chính</a></td></tr>
<tr><td><a href="/vb/2">2/QĐ-UBND</a></td><td>16/02/2022</td><td><a href="/vb/2">Công bố danh mục bãi bỏ</a></td></tr></table></body></html>"""


def test_an_unknown_address_is_proposed_or_told_what_it_is() -> None:
    fetch = FetchSettings(
        "mailto:a@b.vn", seconds_between_requests=0, allow_private=("127.0.0.1",), retries=0
    )
    shown = "<html><body><h1>{n}/QĐ-UBND</h1><table><tr><td>Số ký hiệu</td><td>{n}/QĐ-UBND</td></tr></table></body></html>"
    answers = {
        "/ds": LISTED,
        "/vb/1": shown.format(n=1),
        "/vb/2": shown.format(n=2),
        "/": "<html><body><p>Chào mừng</p></body></html>",
    }
    with serving(pages(answers)) as site:
        found = probe(f"{site.url}/ds", source_id="cong", fetch=fetch, clock=JumpingClock())
        assert (found.proposal.settings.kind, found.about) == (
            "html",
            2,
        ) or found.proposal.settings.kind == "html"
        with refused(NotThePageError):
            probe(f"{site.url}/", source_id="cong", fetch=fetch, clock=JumpingClock())


def test_a_page_without_end_is_given_up_by_a_look_as_by_a_night() -> None:
    """What reads pages is handed in, and every page goes that way; a page that takes all time is a reason, not a wait."""
    fetch = FetchSettings(
        "mailto:a@b.vn", seconds_between_requests=0, allow_private=("127.0.0.1",), retries=0
    )
    read: list[str] = []

    def apart(function: Callable[..., Any], /, *given: object) -> Any:
        read.append(function.__name__)
        if "recognise" in read[:-1]:
            raise OverLimitError(msg("reading took more than {most} seconds and was stopped", most=60))
        return function(*given)

    with serving(pages({"/ds": LISTED})) as site:
        with refused(NotThePageError, "60"):
            probe(f"{site.url}/ds", source_id="cong", fetch=fetch, clock=JumpingClock(), apart=apart)
        source = SourceSettings("cong", "html", fetch, url=f"{site.url}/ds")
        clock = JumpingClock()
        found = check(source, clock, Politeness(clock), apart)
    assert found.outcome is Outcome.DARK
    assert read == ["recognise", "parse_list", "parse_list"]


# ---- secrets ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "masked"), [
    ("https://lan:mật@cong.vn/a", "https://cong.vn/a"), ("https://cong.vn/a?api_key=abc&x=1", "https://cong.vn/a?api_key=***&x=1"),
    ("https://cong.vn/a?api_key=***", "https://cong.vn/a?api_key=***"), ("https://cong.vn/a@b", "https://cong.vn/a@b"),
    ('["set-cookie", "sid=abc; Path=/"]', '["set-cookie", "sid=***; Path=/"]'), ('["Authorization", "Basic abc"]', '["Authorization", "***"]'),
    ("không có gì", "không có gì"), ("https://cong.vn/?keyword=a", "https://cong.vn/?keyword=a"), ("", ""),
])  # fmt: skip
def test_secrets_are_told_by_their_place(text: str, masked: str) -> None:
    mask = mask_of(None)
    assert mask(text) == masked
    assert mask(mask(text)) == masked


# ---- speaking --------------------------------------------------------------------------------------


def test_the_language_of_a_command_line_is_known_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NIEMYET_LANG", raising=False)
    assert asked_language(["board", "--lang", "en"]) == "en"
    assert asked_language(["--lang=vi", "x", "--lang=en"]) == "en"
    assert asked_language([]) == "vi"
    monkeypatch.setenv("NIEMYET_LANG", "en")
    assert asked_language(["--help"]) == "en"
    assert paragraphs("a\n b\n\n  c\n") == ["a b", "c"]
    assert spoken("Example: niemyet board a", "vi").endswith(" niemyet board a")
    assert not spoken("Example: niemyet board a", "vi").startswith("Example")


@pytest.mark.parametrize("said", [
    "No such option: --bord", "No such option: --bord Did you mean --board?", "No such command 'x'.", "Missing argument 'UNIT'.", "Missing command.",
    "Invalid value for '--on': 'a' is not one of 'x', 'y'.", "Got unexpected extra argument (b)", "Option '--on' requires an argument.",
])  # fmt: skip
def test_what_click_says_is_said_in_vietnamese(said: str) -> None:
    told = usage_words(said, "vi")
    assert told != said
    assert told != usage_words(said, "en")
    assert "{" not in told


def test_what_is_rarer_stays_as_click_says_it() -> None:
    assert usage_words("Something else happened.", "vi") == "Something else happened."


# ---- the served flow -------------------------------------------------------------------------------


def test_a_served_command_is_the_one_that_was_left_there(monkeypatch: pytest.MonkeyPatch) -> None:
    from niemyet.flows import nightly_flow

    monkeypatch.setenv(nightly_flow.SERVED, json.dumps(["niemyet", "nightly"]))
    assert nightly_flow._served_command() == ["niemyet", "nightly"]
    monkeypatch.delenv(nightly_flow.SERVED)
    with pytest.raises(KeyError):
        nightly_flow._served_command()
    assert nightly_flow._run([sys.executable, "-c", "raise SystemExit(3)"], {}, lambda process: None)[0] == 3


def test_a_command_is_stopped_with_whoever_runs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from niemyet.flows import nightly_flow

    stopped: list[str] = []

    class Process:
        stderr = None

        def __init__(self, command: list[str], **_: object) -> None:
            self.waited = 0

        def __enter__(self) -> "Process":
            return self

        def __exit__(self, *_: object) -> None:
            stopped.append("left")

        def wait(self, seconds: float | None = None) -> int:
            if seconds is None:
                raise KeyboardInterrupt
            raise subprocess.TimeoutExpired("x", seconds)

        def terminate(self) -> None:
            stopped.append("asked")

        def kill(self) -> None:
            stopped.append("killed")

    monkeypatch.setattr(nightly_flow.subprocess, "Popen", Process)
    with pytest.raises(KeyboardInterrupt):
        nightly_flow._run(["x"], {}, lambda process: None)
    assert stopped == ["asked", "killed", "left"]


# ---- the desk --------------------------------------------------------------------------------------


def test_every_word_of_the_desk_is_said_in_both_languages() -> None:
    vietnamese, english = words_in("vi"), words_in("en")
    assert vietnamese.keys() == english.keys() == WORDS.keys()
    assert [name for name in WORDS if vietnamese[name] == english[name]] == []


def test_pages_show_units_work_and_questions(house: House) -> None:
    ui = ui_of(house)
    lines = overview(ui)
    assert {line.unit_id for line in lines} == {"huyen-a", "xa-b"}
    assert [line.days_late for line in lines] == sorted((line.days_late for line in lines), reverse=True)
    assert overview(ui, ()) == []
    assert unit_work(ui, "xa-b").groups
    with refused(UsageError):
        unit_work(ui, "xa-khong-co")
    asked = questions(ui)
    assert asked == questions(ui, everything=True)
    one = question(ui, asked[0].review_id)
    assert one.review_id == asked[0].review_id
    assert one.text
    assert one.takes
    with refused(UsageError):
        question(ui, "không có")
    assert beside(asked, asked[0].review_id)[0] is None
    assert beside(asked, "không có") == (None, asked[0].review_id)
    assert beside([], "x") == (None, None)


def test_files_that_are_looked_at_wait_their_turn_and_then_come_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ui = Ui(str(house.folder.root), house.root / "niemyet.toml", "vi", "table")
    monkeypatch.setattr(acting, "_TURN", 0.01)
    monkeypatch.setattr(acting, "_READ_AT_ONCE", threading.BoundedSemaphore(1))
    listing = Upload("ds.csv", "STT;Mã;Tên thủ tục\n1;1.001193;Đăng ký khai sinh\n".encode())
    with acting._in_turn():
        for look in (lambda: look_at_listing(ui, "xa-b", listing), lambda: look_at_decision(ui, listing)):
            with pytest.raises(BusyError):
                look()
    assert look_at_listing(ui, "xa-b", listing).rows


def test_forms_do_what_the_commands_do_and_keep_nothing_before_they_are_told_to(house: House) -> None:
    ui = ui_of(house)
    with refused(UsageError):
        report(ui, "xa-b", [], on=None, by="Lan")
    with refused(UsageError):
        report(ui, "huyen-a", [str(work_of(house)[0]["update_id"])], on=None, by="Lan")
    look = look_at_listing(
        ui, "xa-b", Upload("ds.xlsx", book(("STT", "Mã TTHC", "Tên thủ tục"), ("1", "1.999999", "Lạ")))
    )
    assert (look.ticks, look.extra) == (None, (("1.999999", "Lạ"),))
    assert ("2.000815", "Chứng thực bản sao từ bản chính") in look.missing
    with refused(DocumentError):
        look_at_listing(ui, "xa-b", Upload("ds.pdf", b"%PDF-1.5"))
    (seen,) = look_at_decision(ui, Upload("..\\..\\1.md", (house.root / "inbox" / "1.md").read_bytes()))
    assert len(seen.rows) >= 2
    assert seen.error is None
    (wrong,) = look_at_decision(ui, Upload("x.pdf", b"%PDF-1.5"))
    assert wrong.error
    asked = questions(ui)
    with refused(UsageError):
        try_answers(ui, {asked[0].review_id: "điều không ai hỏi"}, by="Lan")
    assert house.folder.lake.read("confirmations", ConfirmationRow) == []


def states(house: House) -> Iterator[str]:
    yield from (str(row["state"]) for row in work_of(house))


def test_what_nobody_looked_at_is_neither_late_nor_on_time(house: House) -> None:
    assert UpdateState.OVERDUE.value not in set(states(house))
    assert Channel.COUNTER.value not in {row["channel"] for row in work_of(house)}


def test_everything_that_a_run_counts_has_its_words() -> None:
    rooms = Path(__file__).resolve().parents[2] / "flows"
    counted = {
        name
        for source in sorted(rooms.rglob("*.py"))
        for name in re.findall(r'(?:result\.count\(\s*|\.counts\[)"([a-z_]+)"', source.read_text("utf-8"))
    }
    assert counted | {UNITS_LOOKED_AT} == set(COUNTS)


@pytest.mark.parametrize("command", [("nightly",), ("reprocess",), ("review", "reopen", "x")])
@pytest.mark.parametrize("reason", ["", "  "])
def test_a_release_is_accepted_for_a_reason_in_words(
    house: House, command: tuple[str, ...], reason: str
) -> None:
    before = house.folder.releases.all()
    result = CliRunner().invoke(commands, [*command, "--accept-release", reason, *house.options])
    assert isinstance(result.exception, UsageError)
    assert "expected why" in result.exception.message("en")
    assert house.folder.releases.all() == before
