"""Documents are read apart from the run: archives opened, limits held, whatever happens to one costs that one."""

import gc
import io
import sys
import zipfile
from pathlib import Path

import pytest

from niemyet.extractors import reader_of
from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.flows import extraction
from niemyet.flows.extraction import Task, Unpacked, extract_all
from niemyet.flows.pipeline import run_nightly
from niemyet.model.records import Limits
from niemyet.model.tables import Decision, DecisionItem, Review
from niemyet.model.words import ReadFault
from niemyet.storage.lake_rows import MemberRow, ReadingRow
from niemyet.storage.raw import RawArchive
from niemyet.storage.verify import verify
from niemyet.transforms.units.issuers import _names_by_kind
from tests.support.house import House, build_house, decision
from tests.support.papers import Grid, to_html


def zipped(**members: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path / "nhà")


def night(house: House):
    return run_nightly(house.settings, house.folder, house.clock)


def test_decisions_of_an_archive_are_read_like_any_other(house: House) -> None:
    house.drop(
        "gui-kem.zip",
        zipped(
            **{
                "QĐ 3600.md": decision(3600, "15/12/2021"),
                "thư mục/3700.zip": zipped(
                    **{"3700.md": decision(3700, "20/12/2021", rows=(("1.000001", "Tên"),))}
                ),
            }
        ),
    )
    release = night(house).release
    assert release is not None
    numbers = {row.number: row for row in release.rows("decisions", Decision)}
    assert set(numbers) == {3600, 3700}
    copies = [copy for row in numbers.values() for copy in row.copies]
    assert all("gui-kem.zip#" in copy.url and house.folder.raw.has(copy.sha256) for copy in copies)
    items = release.rows("decision_items", DecisionItem)
    assert len(items) == 3
    assert [check.name for check in verify(house.folder) if not check.passed] == []
    again = night(house.at("2022-12-31T16:00:00"))
    assert again.counts.get("documents_read", 0) == 0


def test_what_an_archive_does_not_give_is_asked_about(house: House) -> None:
    house.drop(
        "gui-kem.zip",
        zipped(**{"3600.md": decision(3600, "15/12/2021"), "trống.doc": b"", "Thumbs.db": b"x"}),
    )
    release = night(house).release
    assert release is not None
    asked = [row for row in release.rows("reviews", Review) if row.kind == "not_yet_read"]
    assert len(asked) == 1
    assert "trống.doc" in asked[0].question
    assert "Thumbs.db" not in asked[0].question


def test_a_run_killed_after_unpacking_goes_on_with_what_was_unpacked(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.drop("gui-kem.zip", zipped(**{"3600.md": decision(3600, "15/12/2021")}))
    rounds: list[list[Task]] = []

    def first_round_only(raw, tasks, limits):
        rounds.append(list(tasks))
        if len(rounds) == 2:
            raise KeyboardInterrupt
        return extraction.extract_all(raw, tasks, limits)

    monkeypatch.setattr("niemyet.flows.reading.extract_all", first_round_only)
    with pytest.raises(KeyboardInterrupt):
        night(house)
    monkeypatch.undo()
    assert len(house.folder.lake.read("members", MemberRow)) == 1
    assert night(house.at("2022-12-31T16:00:00")).release is not None
    read = house.folder.lake.read("readings", ReadingRow)
    assert sum(row.reading is not None for row in read) == 1


def test_a_document_that_waits_for_a_program_is_tried_by_every_run(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.drop("quet.pdf", b"%PDF-1.4 thing")

    def waits(raw, tasks, limits):
        return (
            extraction.Extracted(task, error="cần tesseract", fault=ReadFault.WAITS_FOR_PROGRAM)
            for task in list(tasks)
        )

    monkeypatch.setattr("niemyet.flows.reading.extract_all", waits)
    assert night(house).counts["documents_read"] == 1
    again = night(house.at("2022-12-30T16:30:00"))
    assert again.counts["documents_read"] == 1
    assert again.release is None
    monkeypatch.undo()
    night(house.at("2023-01-01T16:00:00"))
    rows = house.folder.lake.read("readings", ReadingRow)
    assert [row.fault for row in rows] == [ReadFault.WAITS_FOR_PROGRAM, None]
    assert rows[-1].reader == reader_of("pdf")


# ---- limits -------------------------------------------------------------------------------------------------


@pytest.fixture
def raw(tmp_path: Path) -> RawArchive:
    return RawArchive(tmp_path / "raw")


def heavy(rows: int) -> bytes:
    grid = Grid([["STT", "Tên thủ tục hành chính"], *[["1", f"Tên số {n}"] for n in range(rows)]])
    return to_html(["Danh mục thủ tục hành chính", grid])


def read(raw: RawArchive, limits: Limits, *documents: bytes) -> list[str | None]:
    tasks = [Task(raw.put(data), f"{number}.html") for number, data in enumerate(documents)]
    results = list(extract_all(raw.address, tasks, limits))
    assert [result.task for result in results] == tasks
    return [result.error for result in results]


def test_a_document_over_its_time_is_stopped_and_the_next_is_read(raw: RawArchive) -> None:
    errors = read(raw, Limits(max_seconds=3, workers=1), heavy(60_000), heavy(3))
    assert "limits.max_seconds" in (errors[0] or "")
    assert errors[1] is None


def test_a_document_over_its_memory_is_stopped_and_the_next_is_read(raw: RawArchive) -> None:
    errors = read(raw, Limits(max_memory_mb=420, workers=1), heavy(150_000), heavy(3))
    assert "limits.max_memory_mb" in (errors[0] or "")
    assert errors[1] is None


def test_letters_without_end_cost_their_document_only(raw: RawArchive) -> None:
    """Text that makes an expression slow is given up by its own limit, long before that of scans."""
    endless = ("Điều 1. Công bố danh mục.\nĐiều 2. " + "((" * 400_000).encode()
    first, second = read(raw, Limits(max_text_seconds=1, workers=1), endless, heavy(3))
    assert "limits.max_text_seconds" in (first or "")
    assert second is None


def test_a_fault_of_a_reader_costs_its_document(raw: RawArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault is told in words that a person can act on; the run goes on."""
    errors = read(raw, Limits(), b"\x00", b"%PDF-1.7\nbroken", heavy(3))
    assert errors[0] is not None
    assert errors[1] is not None
    assert errors[2] is None


def test_results_do_not_depend_on_the_number_of_workers(raw: RawArchive) -> None:
    tasks = [Task(raw.put(heavy(n)), f"{n}.html") for n in range(1, 9)]
    one, many = (list(extract_all(raw.address, tasks, Limits(workers=count))) for count in (1, 4))
    assert one == many


def test_members_are_kept_in_raw_and_named(raw: RawArchive) -> None:
    (result,) = extract_all(raw.address, [Task(raw.put(zipped(**{"a.html": heavy(2)})), "a.zip")], Limits())
    (member,) = result.members
    assert member == Unpacked("a.html", member.sha256)
    assert raw.get(member.sha256 or "") == heavy(2)


def _loaded() -> list[str]:
    return sorted(sys.modules)


def test_a_reading_process_begins_with_all_readers_loaded() -> None:
    loaded = set(extraction.apart(_loaded, limits=Limits()))
    assert {
        "pypdfium2",
        "niemyet.extractors.documents.pdf",
        "niemyet.extractors.decisions.reading",
        "pebble",
    } <= loaded


def _worked_out() -> tuple[int, bool]:
    return _names_by_kind.cache_info().currsize, gc.get_freeze_count() > 0


def test_what_readers_work_out_once_a_reading_process_has_when_it_begins() -> None:
    """The names of all units, patterns: it took each process most of its time. Nor does it look for garbage in them."""
    assert extraction.apart(_worked_out, limits=Limits()) == (1, True)


def _sections_of_the_first_paper() -> list[str]:
    from niemyet.flows.reader_server import PAPER

    reading = read_decision(read_document(PAPER.encode(), None))
    return [item.action.value for item in reading.items]


def test_the_paper_that_the_server_reads_first_has_rows_to_read() -> None:
    assert extraction.apart(_sections_of_the_first_paper, limits=Limits()) == ["new", "abolish"]
