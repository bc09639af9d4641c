"""Pages are read in a process that can be killed: what one does costs that one, and the next is read."""

import io
import os
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter

from niemyet.extractors.portals import registry
from niemyet.extractors.portals.html import HtmlPortal
from niemyet.extractors.portals.pages import Detail, Entry
from niemyet.extractors.work_sheets import read_work_sheet
from niemyet.flows import page_process
from niemyet.flows.clock import SetClock
from niemyet.flows.config import load
from niemyet.flows.page_process import PageProcess
from niemyet.flows.pipeline import run_nightly
from niemyet.model.errors import DocumentError, NotThePageError, OverLimitError
from niemyet.model.messages import msg
from niemyet.model.records import Limits, Receipt
from niemyet.model.words import Outcome
from niemyet.storage.codec import load as load_record
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import PostingRow, ReceiptRow
from tests.support.loopback import Answer, Asked, serving
from tests.support.page_calls import (
    dies,
    dies_once,
    doubled,
    gives_what_cannot_travel,
    greedy,
    never,
    refuses,
    serves_late,
    slips,
    waits,
    where,
)

#: For what ends by itself, on however slow a machine; and for what never does.
LIMITS = Limits(max_seconds=60, max_memory_mb=1024)
SHORT = Limits(max_seconds=10, max_memory_mb=1024)


@pytest.fixture
def pages() -> Iterator[PageProcess]:
    with PageProcess(LIMITS) as process:
        yield process


def test_what_was_begun_is_read_meanwhile_and_its_value_kept_for_whoever_comes_for_it(
    pages: PageProcess,
) -> None:
    pages(doubled, 0)
    first = pages.begin(waits, 0.1, 1)
    fault = pages.begin(refuses)
    lost = pages.begin(dies)
    assert pages(doubled, 21) == 42
    last = pages.begin(where)
    assert first() == first() == 1
    with pytest.raises(NotThePageError):
        fault()
    with pytest.raises(DocumentError):
        lost()
    assert last() == pages(where)
    left = pages.begin(where)
    pages.__exit__(None, None, None)
    with pytest.raises(DocumentError, match="ended"):
        left()


def test_one_process_reads_page_after_page(pages: PageProcess) -> None:
    assert pages(doubled, 21) == 42
    first = pages(where)
    assert first != os.getpid()
    assert pages(where) == first


def test_what_a_reader_says_on_purpose_arrives_as_it_was_said(pages: PageProcess) -> None:
    with pytest.raises(NotThePageError) as raised:
        pages(refuses)
    assert raised.value.message("vi") == msg("no record could be read").text("vi")


@pytest.mark.parametrize("read", [greedy, dies, gives_what_cannot_travel])
def test_a_page_that_cannot_be_read_costs_that_page(pages: PageProcess, read: object) -> None:
    assert pages(doubled, 1) == 2
    with pytest.raises(DocumentError):
        pages(read)  # type: ignore[arg-type]
    assert pages(doubled, 3) == 6, "the next page is read"


def test_the_time_of_a_page_is_that_of_a_document_and_never_more_than_a_minute() -> None:
    with PageProcess(SHORT) as pages:
        with pytest.raises(OverLimitError, match=f"{SHORT.max_seconds} seconds"):
            pages(never)
        assert pages(where) != os.getpid(), "the next page is read"
    assert PageProcess(Limits(max_seconds=5000))._seconds == page_process._MOST_SECONDS


def test_starting_the_process_takes_nothing_of_the_time_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine it took more than a page may, and the first page was told as one without end."""
    monkeypatch.setattr(page_process, "_serve", serves_late)
    with PageProcess(SHORT) as pages:
        assert pages(doubled, 21) == 42


def test_a_sheet_whose_last_cell_is_far_away_ends_its_process_only(pages: PageProcess) -> None:
    """Its reader asks for 512 GB and aborts the process that it is in: at the desk that was the desk."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(1_048_575, 16_383, "x")
    with pytest.raises(DocumentError):
        pages(read_work_sheet, out.getvalue())
    assert pages(doubled, 2) == 4


def test_what_nobody_foresaw_is_a_fault_of_the_page_with_its_trace_in_the_log(
    pages: PageProcess, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(DocumentError, match="KeyError"):
        pages(slips, "so-hieu")
    assert "in slips" in caplog.text


def test_a_worn_process_gets_a_second_chance_as_a_new_one(pages: PageProcess, tmp_path: Path) -> None:
    marker = tmp_path / "đã thử"
    pages(where)
    assert pages(dies_once, marker) == "đọc được"
    with pytest.raises(DocumentError):  # a new process that dies is not tried again
        PageProcess(LIMITS)(dies_once, tmp_path / "lần đầu")


def test_the_process_ends_with_the_run() -> None:
    with PageProcess(LIMITS) as pages:
        number = pages(where)
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_a_run_that_ends_waits_for_no_page_that_another_thread_waits_for() -> None:
    with PageProcess(LIMITS) as pages:
        pages(doubled, 1)
        value = pages.begin(never)
        came: list[BaseException] = []

        def wait() -> None:
            try:
                value()
            except DocumentError as error:
                came.append(error)

        waiting = threading.Thread(target=wait)
        waiting.start()
        while not pages._turn.locked():
            time.sleep(0.01)
    waiting.join(120)
    [error] = came
    assert "ended" in str(error), "neither waited out nor begun again"
    with pytest.raises(DocumentError, match="ended"):
        pages(doubled, 1)


# ---- a night -------------------------------------------------------------------------------------------


OF_THE_NIGHT: list[int] = []  # what a test adds here its own process alone knows


class TrapPortal(HtmlPortal):
    """Reads as any table, but for one page in which a reader of our own would never end."""

    kind = "html"

    def parse_detail(self, text: str, url: str, entry: Entry) -> Detail:
        if "bẫy" in text:
            never()
        assert os.getpid() not in OF_THE_NIGHT, "no page is read in the process of the night"
        return super().parse_detail(text, url, entry)


ROW = "<tr><td>{n}/QĐ-UBND</td><td>0{n}/03/2024</td><td><a href='/vb/{n}'>Công bố danh mục {n}</a></td></tr>"
HEAD = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
LIST = f"<table>{HEAD}{''.join(ROW.format(n=n) for n in (1, 2, 3))}</table>"
DETAIL = """<table><tr><td>Số ký hiệu</td><td>{n}/QĐ-UBND</td></tr>
<tr><td>Trích yếu</td><td>Công bố danh mục {n} {more}</td></tr></table>"""


def test_a_page_that_never_ends_costs_its_document_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "family_of", lambda _: TrapPortal)
    monkeypatch.setattr(sys.modules[__name__], "OF_THE_NIGHT", [os.getpid()])

    def answer(asked: Asked) -> Answer:
        if asked.path == "/vb":
            return Answer(LIST.encode())
        number = asked.path.rpartition("/")[2]
        return Answer(DETAIL.format(n=number, more="bẫy" if number == "2" else "").encode())

    with serving(answer) as site:
        (tmp_path / "niemyet.toml").write_text(
            f"""
[province]
id = "tinh-x"
name = "Tỉnh X"
[fetch]
contact = "mailto:thu@niemyet.example"
seconds_between_requests = 0.0
[limits]
max_seconds = 20
[[source]]
id = "cong"
kind = "html"
url = "{site.url}/vb"
[[unit]]
id = "xa-b"
kind = "commune"
name = "UBND xã B"
"""
        )
        folder = DataFolder(tmp_path / "data")
        result = run_nightly(
            load(tmp_path / "niemyet.toml"), folder, SetClock(datetime(2024, 4, 1, 13, tzinfo=UTC))
        )
    proof = result.proofs["cong"]
    assert proof.outcome is Outcome.INCOMPLETE
    assert proof.reason
    assert "/vb/2" in proof.reason
    assert result.release is not None
    receipts = [load_record(Receipt, row.receipt) for row in folder.lake.read("receipts", ReceiptRow)]
    had = {
        receipt.key: {part.role for part in receipt.parts}
        for receipt in receipts
        if receipt.source_id == "cong"
    }
    assert [("detail" in roles) for _, roles in sorted(had.items())] == [True, False, True]
    assert len(folder.lake.read("postings", PostingRow)) == 3
