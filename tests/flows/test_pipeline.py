"""The whole road on small input: once, twice, with bad files, offline, with people's words."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from niemyet.flows.pipeline import run_nightly, run_reprocess
from niemyet.model.tables import Board, Decision, DecisionItem, ListingUpdate, Review
from niemyet.model.words import Action, Level, UpdateKind, UpdateState
from niemyet.storage.verify import verify
from tests.support.house import House, build_house, decision


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = build_house(tmp_path / "nhà")
    house.drop("3600.md", decision(3600, "15/12/2021"))
    return house


def night(house: House):
    return run_nightly(house.settings, house.folder, house.clock)


def test_a_decision_in_the_inbox_becomes_work(house: House) -> None:
    result = night(house)
    release = result.release
    assert release is not None
    (row,) = release.rows("decisions", Decision)
    assert row.decision_id == "quang-nam/3600-QD-UBND/2021-12-15"
    assert row.effective_on == date(2021, 12, 15)
    items = release.rows("decision_items", DecisionItem)
    assert [(item.code, item.action, item.levels) for item in items] == [
        ("1.001193", Action.NEW, (Level.COMMUNE,)),
        ("2.000815", Action.NEW, (Level.COMMUNE,)),
    ]
    boards = release.rows("boards", Board)
    assert {(board.unit_id, board.code) for board in boards} == {("xa-b", "1.001193"), ("xa-b", "2.000815")}
    work = release.rows("listing_updates", ListingUpdate)
    assert {(update.unit_id, update.code) for update in work} == {("xa-b", "1.001193"), ("xa-b", "2.000815")}
    assert all(update.item_id in {item.item_id for item in items} for update in work)
    assert [check.name for check in verify(house.folder) if not check.passed] == []


def test_a_night_with_nothing_new_reads_nothing_and_publishes_nothing(house: House) -> None:
    first = night(house)
    house.at("2022-12-30T16:30:00")
    second = night(house)
    assert second.release is None
    assert second.counts.get("documents_read", 0) == 0
    assert second.exit_status == 0
    assert house.folder.releases.all() == (first.release.release_id,)


def test_a_later_decision_changes_the_work(house: House) -> None:
    night(house)
    house.drop(
        "745.md", decision(745, "28/12/2022", section="BỊ BÃI BỎ", rows=(("1.001193", "Đăng ký khai sinh"),))
    )
    house.at("2022-12-31T16:00:00")
    release = night(house).release
    assert release is not None
    open_boards = [board for board in release.rows("boards", Board) if board.valid_until is None]
    assert [board.code for board in open_boards] == ["2.000815"]
    ended = [board for board in release.rows("boards", Board) if board.code == "1.001193"]
    assert [board.valid_until for board in ended] == [date(2022, 12, 28)]


def test_bad_files_cost_only_themselves(house: House) -> None:
    house.drop("rong.docx", b"")
    house.drop("cut.docx", b"PK\x03\x04 and then nothing")
    house.drop("loi.pdf", "<html><body><h1>404 Not Found</h1></body></html>")
    house.drop("scan.pdf", b"%PDF-1.4\n%%EOF\n")
    result = night(house)
    assert result.exit_status == 3
    assert result.release is not None
    assert len(result.release.rows("decisions", Decision)) == 1
    reviews = result.release.rows("reviews", Review)
    for name in ("rong.docx", "cut.docx", "loi.pdf", "scan.pdf"):
        assert any(name in review.question for review in reviews), name
    house.at("2022-12-30T16:45:00")
    again = night(house)
    assert (again.release, again.counts.get("documents_read", 0)) == (None, 0)
    assert again.exit_status == 0, "the questions are known; nothing new happened"


def test_reprocess_reads_the_archive_again_and_changes_nothing(house: House) -> None:
    first = night(house)
    (house.root / "inbox" / "3600.md").unlink()
    house.at("2022-12-30T16:45:00")
    again = run_reprocess(house.settings, house.folder, house.clock)
    assert again.release is None
    assert first.release is not None
    assert house.folder.releases.latest().release_id == first.release.release_id


def test_a_file_that_vanishes_from_the_inbox_withdraws_nothing(house: House) -> None:
    night(house)
    (house.root / "inbox" / "3600.md").unlink()
    house.at("2022-12-31T16:00:00")
    release = night(house).release or house.folder.releases.latest()
    assert len(release.rows("boards", Board)) == 2


def test_observed_listing_closes_work_and_finds_what_is_wrong(house: House) -> None:
    night(house)
    seen = house.root / "quay.csv"
    seen.write_text(
        "STT,Mã TTHC,Tên TTHC\n1,1.001193,Đăng ký khai sinh\n2,1.009999,Thủ tục lạ\n", encoding="utf-8"
    )
    result = CliRunner().invoke(niemyet, ["observe", "xa-b", str(seen), "--on", "2026-11-20", *house.options])
    assert result.exit_code in {0, 3}, result.output
    work = house.folder.releases.latest().rows("listing_updates", ListingUpdate)
    by_code = {update.code: update for update in work if update.state is not UpdateState.CANCELLED}
    assert by_code["1.001193"].state is UpdateState.DONE
    assert by_code["2.000815"].state in {UpdateState.DUE, UpdateState.OVERDUE}
    assert by_code["1.009999"].kind is UpdateKind.REVIEW, "never heard of: asked, not taken down"


def test_done_and_resolve_are_remembered(house: House) -> None:
    night(house)
    work = house.folder.releases.latest().rows("listing_updates", ListingUpdate)
    said = CliRunner().invoke(
        niemyet, ["done", f"[{work[0].update_id}]", "--by", "Nguyễn Thị A", *house.options]
    )
    assert said.exit_code in {0, 3}, said.output
    after = {
        row.update_id: row for row in house.folder.releases.latest().rows("listing_updates", ListingUpdate)
    }
    assert (after[work[0].update_id].state, after[work[0].update_id].done_by) == (
        UpdateState.DONE,
        "Nguyễn Thị A",
    )
    said = CliRunner().invoke(niemyet, ["diff", *house.options])
    assert "0 thay đổi" in said.output, "a report changes no procedure"
    assert "Ngoài ra, 1 việc và 0 câu hỏi khác trước" in said.output
    wrong = CliRunner().invoke(niemyet, ["done", "khong-co", *house.options])
    assert wrong.exit_code == 1
    assert "khong-co" in str(wrong.exception)


def test_the_work_of_many_units_is_counted_first_and_that_of_one_is_listed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.drop("9.md", decision(9, "01/03/2022", level="CẤP HUYỆN", rows=(("1.900001", "Việc của huyện"),)))
    night(house)

    def said(*words: str) -> str:
        return CliRunner().invoke(niemyet, ["updates", *words, *house.options]).output

    assert "Việc của huyện" in said(), "what a screen holds is listed"
    monkeypatch.setattr("niemyet.flows.commands.queries._MOST_WORK", 2)
    lines = said().splitlines()
    assert "Việc của huyện" not in "".join(lines)
    (district,) = [line for line in lines if line.startswith("huyen-a ")]
    assert district.split()[-1] == "1", "one piece that nobody has looked at"
    assert "Việc của huyện" in said("--unit", "huyen-a")


def test_ingest_twice_is_one_decision(house: House) -> None:
    night(house)
    file = house.root / "512.md"
    file.write_text(
        decision(
            512, "04/03/2022", section="ĐƯỢC SỬA ĐỔI, BỔ SUNG", rows=(("1.001193", "Đăng ký khai sinh"),)
        ),
        encoding="utf-8",
    )
    for _ in range(2):
        result = CliRunner().invoke(
            niemyet, ["ingest", str(file), "--received", "2022-03-08", *house.options]
        )
        assert result.exit_code in {0, 3}, result.output
    decisions = house.folder.releases.latest().rows("decisions", Decision)
    assert [row.number for row in decisions] == [512, 3600] or [row.number for row in decisions] == [
        3600,
        512,
    ]
    received = next(row.received_at for row in decisions if row.number == 512)
    assert received.date() == date(2022, 3, 8)
    assert len(house.folder.releases.all()) == 2


@pytest.mark.parametrize(
    ("args", "columns"),
    [
        (["updates", "--unit", "xa-b"], {"update_id", "kind", "due_on", "state"}),
        (["board", "xa-b"], {"unit_id", "code", "scope", "name", "item_id"}),
        (["board", "xa-b", "--known", "2022-12-30"], {"unit_id", "code", "name"}),
        (["explain", "1.001193"], {"number_text", "evidence"}),
        (["review", "list", "--all"], set()),
        (["report"], {"figure", "unit_id", "value"}),
        (["sources", "list"], {"id", "outcome"}),
        (["tables"], {"table"}),
        (["verify"], {"check"}),
    ],
)
def test_questions_are_answered_in_every_format(house: House, args: list[str], columns: set[str]) -> None:
    import json

    night(house)
    for form in ("table", "json", "csv"):
        result = CliRunner().invoke(niemyet, [*args, *house.options, "--format", form])
        assert result.exit_code == 0, result.output
        if form == "json":
            rows = json.loads(result.stdout)
            assert all(columns <= set(row) for row in rows)
            assert rows or not columns


def test_sheets_for_people_show_the_work_and_the_list(house: House) -> None:
    from niemyet.extractors.documents import read_document
    from niemyet.extractors.listings import read_listing
    from niemyet.model.errors import NoListingError
    from niemyet.model.records import Table

    night(house)
    for form in ("xlsx", "html", "docx"):
        out = house.root / f"sheet.{form}"
        result = CliRunner().invoke(
            niemyet, ["export", "xa-b", "--to", form, "--out", str(out), *house.options]
        )
        assert result.exit_code == 0, result.output
    with pytest.raises(NoListingError):  # work to do is never what hangs
        read_listing((house.root / "sheet.xlsx").read_bytes(), "sheet.xlsx")
    (work,) = pd.read_excel(
        house.root / "sheet.xlsx", engine="calamine", header=None, sheet_name=None
    ).values()
    assert {"1.001193", "2.000815"} <= set(work.astype(str).to_numpy().ravel())
    assert "Đăng ký khai sinh" in (house.root / "sheet.html").read_text(encoding="utf-8")
    blocks = read_document((house.root / "sheet.docx").read_bytes(), "sheet.docx").blocks
    cells = [
        [cell.text for cell in row.cells]
        for block in blocks
        if isinstance(block, Table)
        for row in block.rows
    ]
    (line,) = [row for row in cells if row[1:2] == ["1.001193"]]
    assert (line[2], line[-1]) == ("Đăng ký khai sinh", "3600/QĐ-UBND ngày 15/12/2021")
    with pytest.raises(NoListingError):  # nor is what must hang
        read_listing((house.root / "sheet.docx").read_bytes(), "sheet.docx")


def test_an_earlier_arrival_told_later_counts(house: House) -> None:
    file = house.root / "512.md"
    file.write_text(decision(512, "04/03/2022"), encoding="utf-8")
    for received in ("2022-03-10", "2022-03-08", "2022-03-09"):
        CliRunner().invoke(niemyet, ["ingest", str(file), "--received", received, *house.options])
    (row,) = house.folder.releases.latest().rows("decisions", Decision)
    assert row.received_at.date() == date(2022, 3, 8)
