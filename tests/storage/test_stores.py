"""What lasts: rebuilt releases, what changed, retention, WARC there and back, garbage, compaction, refused releases."""

import os
import random
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SetClock
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.rebuilding import rebuilt
from niemyet.model.errors import DocumentError, ReleaseRefusedError, StorageError, UsageError
from niemyet.model.records import Exchange, Limits
from niemyet.model.tables import Run
from niemyet.model.words import FetchOutcome
from niemyet.storage.checks import Check
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import LAKE_TABLES, ReadingRow
from niemyet.storage.raw import RawArchive
from niemyet.storage.warc import export_warc, import_warc
from niemyet.transforms.retention import Retention, kept
from tests.support.house import House, build_house, decision

#: Another Python with niemyet installed from the same lock, to make releases again with.
OTHER = os.environ.get("NIEMYET_OTHER_PYTHON", "")
START = datetime(2022, 3, 1, 13, tzinfo=UTC)
NAMES = ("Đăng ký khai sinh", "Đăng ký kết hôn", "Đăng ký khai tử", "Chứng thực chữ ký", "Cải chính hộ tịch")


def night(house: House, at: datetime, **how: str) -> None:
    run_nightly(house.settings, house.folder, SetClock(at), **how)  # type: ignore[arg-type]


def call(house: House, *given: str) -> Result:
    return CliRunner().invoke(niemyet, [*given, *house.options])


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = build_house(tmp_path / "nhà")
    rows = tuple((f"1.{200000 + number:06d}", f"{NAMES[number % 5]} số {number}") for number in range(40))
    house.drop("1.md", decision(1, "10/01/2022", rows=rows))
    night(house, START)
    house.drop("2.md", decision(2, "20/02/2022", section="BỊ BÃI BỎ", rows=rows[:2]))
    house.drop("3.md", decision(3, "21/02/2022", rows=(("1.300000", "Cấp bản sao trích lục"),)))
    night(house, START + timedelta(days=1))
    return house


# ---- made again ------------------------------------------------------------------------------------


def random_history(root: Path, seed: int) -> House:
    """Some nights of a small province: decisions late and early, answers, confirmations, listings, a backfill's order."""
    rng = random.Random(f"history {seed}")
    house = build_house(root / f"nhà-{seed}")
    codes = [f"1.{100000 + number:06d}" for number in range(12)]
    for number in range(rng.randint(2, 5)):
        for each in range(rng.randint(0, 2)):
            which = 10 * number + each + 1
            rows = tuple((code, rng.choice(NAMES)) for code in rng.sample(codes, rng.randint(1, 5)))
            signed = date(2022, 1, 1) + timedelta(days=rng.randint(0, 400))
            section = rng.choice(("BAN HÀNH MỚI", "BỊ BÃI BỎ", "ĐƯỢC SỬA ĐỔI, BỔ SUNG"))
            house.drop(f"{which}.md", decision(which, f"{signed:%d/%m/%Y}", section=section, rows=rows))
        night(house, START + timedelta(days=number, seconds=rng.randint(0, 3600)))
        if rng.random() < 0.5:
            seen = house.root / "seen.csv"
            seen.write_text(
                "STT,Mã TTHC,Tên thủ tục hành chính\n1," + rng.choice(codes) + ",Đăng ký khai sinh\n",
                encoding="utf-8",
            )
            with pytest.MonkeyPatch.context() as patch:
                later = START + timedelta(days=number, hours=2)
                patch.setattr("niemyet.flows.clock.SystemClock.now", lambda _, later=later: later)
                assert call(house, "observe", "xa-b", str(seen), "--on", "2022-03-01").exit_code in (0, 3)
    return house


def wrong(checks: Iterator[Check]) -> list[tuple[str, tuple[str, ...]]]:
    return [(str(check.name), tuple(map(str, check.wrong))) for check in checks if not check.passed]


#: Longer histories with more kinds of events are held against a run from nothing in tests/scenarios/test_random_nights.py.
@pytest.mark.parametrize("seed", range(6))
def test_every_release_of_a_random_history_is_made_again_byte_for_byte(tmp_path: Path, seed: int) -> None:
    house = random_history(tmp_path, seed)
    checks = list(rebuilt(house.folder, Limits(workers=1)))
    assert len(checks) == 1 + len(house.folder.releases.all())
    assert wrong(iter(checks)) == []
    house.folder.lake.compact(at_least=2)
    assert wrong(rebuilt(house.folder, Limits(workers=1))) == [], "compacted, it is the same"


@pytest.mark.skipif(not OTHER, reason="NIEMYET_OTHER_PYTHON names no other Python with niemyet installed")
def test_another_python_makes_the_same_bytes(tmp_path: Path) -> None:
    for seed in range(20):
        house = random_history(tmp_path, seed)
        command = [str(OTHER), "-m", "niemyet", "verify", "--rebuild", "--format", "csv", *house.options]
        told = subprocess.run(command, capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stdout + told.stderr
        made = [line for line in told.stdout.splitlines() if "byte for byte" in line]
        assert len(made) == len(house.folder.releases.all())
        assert not [line for line in made if "not tried" in line]


def test_a_lake_that_was_tampered_with_is_found(house: House) -> None:
    paths = sorted((house.folder.root / "lake" / "receipts").glob("*.parquet"))
    paths[-1].unlink()
    assert any("byte for byte" in name for name, _ in wrong(rebuilt(house.folder, Limits(workers=1))))
    assert call(house, "verify", "--rebuild", "--lang", "en").exit_code == 1


def test_a_reading_that_is_not_its_documents_is_found(house: House) -> None:
    rows = house.folder.lake.read("readings", ReadingRow)
    odd = ReadingRow("2099", rows[0].sha256, rows[0].reader, rows[-1].reading, None)
    house.folder.lake.append("readings", "2099", [odd])
    assert [name for name, _ in wrong(rebuilt(house.folder, Limits(workers=1)))] == [
        "lake: every reading is what its document gives"
    ]


# ---- what changed ----------------------------------------------------------------------------------


def test_diff_names_what_changed_and_by_which_decision(house: House) -> None:
    told = call(house, "diff", "--format", "csv")
    assert told.exit_code == 0, told.output
    lines = told.stdout.splitlines()
    ended = [line for line in lines if line.startswith("ended,")]
    added = [line for line in lines if line.startswith("added,")]
    assert (len(ended), len(added), len(lines)) == (2, 1, 4)
    assert all("2/QĐ-UBND (20/02/2022)" in line for line in ended)
    assert "3/QĐ-UBND (21/02/2022)" in added[0]
    assert "1.300000" in added[0]


def test_diff_of_what_is_not_there_says_so(house: House) -> None:
    assert isinstance(call(house, "diff", "hôm-qua").exception, UsageError)
    newest = house.folder.releases.all()[-1]
    same = call(house, "diff", newest, newest, "--format", "csv")
    assert (same.exit_code, same.stdout.strip()) == (0, "change,code,level,name,on,decision")


# ---- a release that is not believed ---------------------------------------------------------------


def test_a_release_that_lost_far_too_much_is_refused_until_a_person_says_why(house: House) -> None:
    before = house.folder.releases.latest()
    readings = sorted((house.folder.root / "lake" / "readings").glob("*.parquet"))
    held = {path: path.read_bytes() for path in readings}
    # What a reader gone wrong would do: most of the items are no longer there.
    empty = [ReadingRow("2022", row.sha256, row.reader, None, "hỏng") for row in before_rows(held)]
    house.folder.lake.append("readings", "20220303T000000000000Z-x", empty)
    with pytest.raises(ReleaseRefusedError, match="decision_items: as many rows as before"):
        night(house, START + timedelta(days=3))
    after = house.folder.releases.latest()
    assert before is not None
    assert after is not None
    assert after.release_id == before.release_id, "latest is where it was"
    drafts = list((house.folder.root / "releases").glob(".draft-*"))
    assert [(draft / "refused.json").exists() for draft in drafts] == [True]
    night(house, START + timedelta(days=3), accepted_release="đọc sai, đã kiểm tra")
    accepted = house.folder.releases.latest()
    assert accepted is not None
    assert accepted.manifest["accepted"]["reason"] == "đọc sai, đã kiểm tra"
    assert not list((house.folder.root / "releases").glob(".draft-*"))


def before_rows(held: dict[Path, bytes]) -> list[ReadingRow]:
    import pyarrow.parquet as pq

    from niemyet.storage.parquet import reader_of
    from niemyet.storage.schemas import from_arrow

    first = held[sorted(held)[0]]
    return from_arrow(pq.ParquetFile(reader_of(first)).read(), ReadingRow)


# ---- retention -------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 1500), max_size=60), st.integers(0, 100), st.integers(0, 40))
def test_retention_keeps_the_newest_the_last_days_and_the_last_of_each_month(
    ages: list[int], days: int, months: int
) -> None:
    today = date(2026, 11, 24)
    known = [
        (f"{number:03d}", today - timedelta(days=age))
        for number, age in enumerate(sorted(ages, reverse=True))
    ]
    keep = kept(known, today, Retention(days, months))
    assert keep <= {name for name, _ in known}
    assert not known or known[-1][0] in keep
    assert {name for name, day in known if (today - day).days < days} <= keep
    seen = {(day.year, day.month) for _, day in known}
    assert len({(day.year, day.month) for name, day in known if name in keep}) >= min(len(seen), months)


def test_pruning_lists_first_and_never_removes_the_latest(house: House) -> None:
    before = house.folder.releases.all()
    listed = call(house, "releases", "prune", "--days", "0", "--months", "0", "--format", "csv")
    assert before[0] in listed.stdout
    assert before[-1] not in listed.stdout
    assert house.folder.releases.all() == before, "nothing went without --yes"
    assert call(house, "releases", "prune", "--days", "0", "--months", "0", "--yes").exit_code == 0
    assert house.folder.releases.all() == before[-1:]
    assert house.folder.releases.latest() is not None


# ---- WARC, garbage ---------------------------------------------------------------------------------


def exchange(number: int, **given: object) -> Exchange:
    fields: dict[str, object] = {
        "run_id": "20220301T130000000000Z-nightly",
        "source_id": "cong",
        "method": "GET",
        "url": f"https://cong.example/van-ban/{number}?trang=1",
        "request_body": None,
        "requested_at": START + timedelta(seconds=number, microseconds=123),
        "final_url": f"https://cong.example/van-ban/{number}?trang=1",
        "status": 200,
        "headers": (
            ("content-type", "text/html; charset=utf-8"),
            ("content-encoding", "gzip"),
            ("set-cookie", "a=1"),
        ),
        "body": f"<p>Quyết định {number}</p>".encode(),
        "elapsed_ms": 7,
        "outcome": FetchOutcome.OK,
    }
    return Exchange(**(fields | given))  # type: ignore[arg-type]


def test_warc_there_and_back(tmp_path: Path) -> None:
    raw, other = RawArchive(tmp_path / "raw"), RawArchive(tmp_path / "other")
    sent = [
        exchange(1),
        exchange(2, method="POST", request_body="params=%7B%7D", body=b"[]"),
        exchange(3, status=404, outcome=FetchOutcome.HTTP_ERROR, body=b""),
        exchange(4, method="FILE", url="thư mục/512.docx", final_url="thư mục/512.docx", status=None, headers=(),
                 body=bytes(range(256)), source_id="hop-thu"),
    ]  # fmt: skip
    for one in sent:
        raw.keep(one)
    raw.keep(
        exchange(5, status=None, headers=(), body=b"", outcome=FetchOutcome.TIMEOUT, error="timeout: hết giờ")
    )
    file = tmp_path / "kho.warc.gz"
    with file.open("wb") as sink:
        assert export_warc(raw, sink) == 5
    assert import_warc(other, file, "r") == 4, "what was never answered is no answer"
    back = list(other.exchanges("r"))
    assert [stored.sha256 for stored in back] == [stored.sha256 for stored in raw.exchanges(sent[0].run_id)][
        :4
    ]
    for one, stored in zip(sent[:3], back, strict=False):
        found = stored.exchange
        assert (found.method, found.url, found.request_body) == (one.method, one.url, one.request_body)
        assert (found.requested_at, found.status, found.outcome) == (
            one.requested_at,
            one.status,
            one.outcome,
        )
        assert (found.headers, found.source_id) == (one.headers, one.source_id)
        assert other.get(stored.sha256) == one.body


def test_others_read_the_warc(house: House, tmp_path: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator

    assert call(house, "raw", "export", str(tmp_path / "kho.warc.gz")).exit_code == 0
    with (tmp_path / "kho.warc.gz").open("rb") as stream:
        records = [
            (one.rec_type, one.rec_headers.get_header("WARC-Target-URI")) for one in ArchiveIterator(stream)
        ]
    assert ("resource", "file:///1.md") in records


def test_what_is_no_warc_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.warc"
    file.write_bytes(b"%PDF-1.7")
    with pytest.raises(DocumentError, match="WARC"):
        import_warc(RawArchive(tmp_path / "raw"), file, "r")


def web_record(
    kind: str = "response",
    date: str = "2022-01-01T00:00:00Z",
    http: str = "HTTP/1.1 200 OK\r\n\r\n",
    more: str = "",
) -> bytes:
    payload = http.encode() + b"xin ch\xc3\xa0o"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: {date}\r\n"
        f"WARC-Target-URI: http://a.example/\r\nContent-Length: {len(payload)}\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\n{more}\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


DAMAGED = {
    "a day that is none": web_record(date="hôm qua"),
    "no day": web_record(date=""),
    "the year 9999": web_record(date="9999-12-31T23:59:59Z"),
    "a status that is a word": web_record(http="HTTP/1.1 abc OK\r\n\r\n"),
    "a status that no table holds": web_record(http="HTTP/1.1 99999999999999999999 OK\r\n\r\n"),
    "a status of superscripts": web_record(http="HTTP/1.1 ²00 OK\r\n\r\n"),
    "an outcome that is none": web_record(more="X-Niemyet-Outcome: foo\r\n"),
    "seconds that are a word": web_record(more="X-Niemyet-Elapsed-Ms: foo\r\n"),
    "seconds that no table holds": web_record(more="X-Niemyet-Elapsed-Ms: 99999999999999999999\r\n"),
    "cut": web_record()[:80],
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_of_a_warc_with_a_damaged_record_nothing_is_taken_in(kind: str, tmp_path: Path) -> None:
    file, raw = tmp_path / "x.warc", RawArchive(tmp_path / "raw")
    file.write_bytes(web_record() + DAMAGED[kind])
    with pytest.raises(DocumentError, match="damaged"):
        import_warc(raw, file, "r")
    assert raw.run_ids() == ()
    file.write_bytes(web_record() + web_record(date="2022-01-01T00:00:00"))
    assert import_warc(raw, file, "r") == 2, "a time without a zone is UTC (WARC 1.1, 5.4)"


def test_an_answer_without_an_end_is_not_taken_into_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("niemyet.storage.warc._LARGEST", 4)
    (tmp_path / "x.warc").write_bytes(web_record())
    with pytest.raises(DocumentError, match="more than 4 bytes"):
        import_warc(RawArchive(tmp_path / "raw"), tmp_path / "x.warc", "r")


def test_garbage_is_listed_before_it_goes(house: House) -> None:
    stray = house.folder.raw.put(b"written just before a kill")
    listed = call(house, "raw", "garbage", "--format", "csv")
    assert [line.split(",")[0] for line in listed.stdout.splitlines()[1:]] == [stray]
    assert house.folder.raw.has(stray)
    assert call(house, "raw", "garbage", "--yes").exit_code == 0
    assert not DataFolder(house.folder.root).raw.has(stray)
    assert call(house, "verify").exit_code == 0


@pytest.mark.parametrize(
    "asked", [("raw", "export", "kho.warc.gz"), ("raw", "garbage"), ("releases",), ("compact",)], ids=" ".join
)
def test_a_mistyped_data_folder_is_told_and_not_made(tmp_path: Path, asked: tuple[str, ...]) -> None:
    missing = tmp_path / "du-lieu"
    told = CliRunner().invoke(niemyet, [*asked, "--data", str(missing)])
    assert isinstance(told.exception, StorageError)
    assert str(missing) in str(told.exception)
    assert not missing.exists()
    assert not Path("kho.warc.gz").exists()


# ---- the lake --------------------------------------------------------------------------------------


def test_compaction_changes_no_row_and_no_order(house: House) -> None:
    lake = house.folder.lake
    for number in range(20):
        night(house, START + timedelta(days=2, hours=number))
    before = {name: lake.read(name, row) for name, row in LAKE_TABLES.items()}
    files = len(list((house.folder.root / "lake").rglob("*.parquet")))
    assert call(house, "compact").exit_code == 0
    assert len(list((house.folder.root / "lake").rglob("*.parquet"))) < files
    assert {name: lake.read(name, row) for name, row in LAKE_TABLES.items()} == before
    night(house, START + timedelta(days=4))
    assert len(lake.read("runs", Run)) == len(before["runs"]) + 1
    assert call(house, "compact").exit_code == 0, "again, over what was already compacted"
    assert lake.read("receipts", LAKE_TABLES["receipts"]) == before["receipts"]


def test_half_done_compaction_is_read_once(house: House) -> None:
    lake = house.folder.lake
    folder = house.folder.root / "lake" / "receipts"
    before = lake.read("receipts", LAKE_TABLES["receipts"])
    held = {path: path.read_bytes() for path in folder.glob("*.parquet")}
    lake.compact(at_least=2)
    for path, data in held.items():
        path.write_bytes(data)  # as if it had been killed before the small files went
    assert lake.read("receipts", LAKE_TABLES["receipts"]) == before
