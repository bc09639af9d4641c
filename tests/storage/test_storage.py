"""Storage: nothing half visible, same content same bytes, damage is said."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from niemyet.model.errors import StorageError
from niemyet.model.records import Exchange
from niemyet.model.tables import TABLES, CopyRow, Decision, DecisionItem, Listing, RelationRow
from niemyet.model.words import Action, Channel, DecisionKind, EffectSource, FetchOutcome, Level, RelationType
from niemyet.storage.files import only_writer
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import LAKE_TABLES, ObservationRow, ObservedRow, ReadingRow
from niemyet.storage.raw import RawArchive
from niemyet.storage.schemas import columns, from_arrow, schema_of, table_schema, to_arrow

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)

DECISION = Decision(
    decision_id="quang-nam/512-QD-UBND/2022-03-04",
    issuer_id="quang-nam",
    number=512,
    symbol="QĐ-UBND",
    number_text="512/QĐ-UBND",
    signed_on=date(2022, 3, 4),
    effective_on=date(2022, 3, 4),
    effective_until=None,
    effect_source=EffectSource.SIGNING_CLAUSE,
    title="Công bố danh mục thử",
    kind=DecisionKind.PUBLIC_LIST,
    sectors=("Hộ tịch",),
    basis_decisions=(),
    relations=(RelationRow(RelationType.REPLACES_PART, "quang-nam/1-QD-UBND/2021-01-01", "lĩnh vực thử"),),
    published_on=None,
    received_at=NOON,
    copies=(CopyRow("hop-thu", "a.docx", "0" * 64, NOON),),
    declared_items=1,
    extracted_items=1,
    flags=("x",),
    needs_review=False,
)
ITEM = DecisionItem(
    item_id="quang-nam/512-QD-UBND/2022-03-04#A/1",
    decision_id=DECISION.decision_id,
    action=Action.AMEND,
    code="1.001193",
    code_text="1.001193",
    code_repaired=False,
    replaces=(),
    name="Đăng ký khai sinh",
    levels=(Level.COMMUNE, Level.DISTRICT),
    reception_levels=(),
    sector="Hộ tịch",
    time_legal=None,
    time_local=None,
    place=None,
    fee=None,
    legal_basis=None,
    agency=None,
    online_level=None,
    by_post=None,
    note=None,
    effective_on=None,
    effective_until=None,
    part="A",
    row_no="1",
    sha256="0" * 64,
    page=None,
    table_no=1,
    raw_text="1 | 1.001193 | Đăng ký khai sinh",
    flags=(),
)


def tables(**given: list[object]) -> dict[str, list[object]]:
    return {name: given.get(name, []) for name in TABLES}


def publish(folder: DataFolder, at: datetime = NOON, **given: list[object]):
    return folder.releases.publish(tables(**given), as_of=date(2026, 11, 20), knowledge=at, about={})


@pytest.mark.parametrize("row", [*TABLES.values(), *LAKE_TABLES.values()], ids=lambda row: row.__name__)
def test_every_column_is_described_and_an_empty_table_keeps_its_types(row: type) -> None:
    assert all(column.description for column in columns(row))
    assert to_arrow([], schema_of(row)).schema == schema_of(row)


def test_types_are_those_of_the_contract() -> None:
    schema = table_schema("decisions")
    assert schema.field("signed_on").type == pa.date32()
    assert schema.field("received_at").type == pa.timestamp("us", tz="UTC")
    assert schema.field("number").type == pa.int32()
    assert pa.types.is_dictionary(schema.field("kind").type)
    assert pa.types.is_struct(schema.field("copies").type.value_type)


@pytest.mark.parametrize("row", [DECISION, ITEM])
def test_rows_come_back_as_they_went(row: object) -> None:
    assert from_arrow(to_arrow([row, row], schema_of(type(row))), type(row)) == [row, row]


def test_a_wrong_value_names_its_column() -> None:
    with pytest.raises(StorageError, match="column number"):
        to_arrow([replace(DECISION, number="512")], schema_of(Decision))  # type: ignore[arg-type]


def test_release_is_whole_and_latest_points_to_it(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    release = publish(folder, decisions=[DECISION], decision_items=[ITEM])
    assert release is not None
    latest = folder.releases.latest()
    assert latest is not None
    assert latest.release_id == release.release_id
    assert latest.rows("decision_items", DecisionItem) == [ITEM]
    assert {each["name"] for each in latest.manifest["resources"]} == set(TABLES)
    assert latest.manifest["as_of"] == "2026-11-20"
    assert (tmp_path / "latest" / "decisions.parquet").exists()
    described = pq.read_schema(tmp_path / "latest" / "decisions.parquet").field("title").metadata
    assert described[b"description"]


def test_same_content_publishes_nothing_and_other_content_does(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    first = publish(folder, decisions=[DECISION])
    assert publish(folder, at=datetime(2026, 11, 20, 6, 0, tzinfo=UTC), decisions=[DECISION]) is None
    second = publish(folder, decisions=[replace(DECISION, title="khác")])
    assert first is not None
    assert second is not None
    assert folder.releases.all() == (first.release_id, second.release_id)
    assert first.release_id != second.release_id


def test_a_draft_left_by_a_killed_run_is_no_release(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    publish(folder, decisions=[DECISION])
    draft = tmp_path / "releases" / ".draft-2027"
    draft.mkdir()
    (draft / "datapackage.json").write_text("{}")
    assert len(folder.releases.all()) == 1


def test_raw_bytes_are_kept_once_and_proven(tmp_path: Path) -> None:
    raw = RawArchive(tmp_path)
    digest = raw.put(b"abc" * 1000)
    assert raw.put(b"abc" * 1000) == digest
    assert raw.get(digest) == b"abc" * 1000
    assert list(raw.digests()) == [digest]
    next((tmp_path / "objects").glob("*/*")).write_bytes(b"\0\0\0\0\0\0\0\x03xxx")
    with pytest.raises(StorageError, match="damaged"):
        raw.get(digest)
    with pytest.raises(StorageError, match="no bytes"):
        raw.get("f" * 64)


def test_empty_bytes_are_bytes(tmp_path: Path) -> None:
    raw = RawArchive(tmp_path)
    assert raw.get(raw.put(b"")) == b""


def exchange(url: str) -> Exchange:
    return Exchange(
        "s",
        "GET",
        url,
        None,
        NOON,
        url,
        200,
        (("Content-Type", "text/html"),),
        3,
        FetchOutcome.OK,
        run_id="r1",
        body=b"body",
    )


def test_a_cut_off_line_of_the_exchange_log_is_not_there(tmp_path: Path) -> None:
    raw = RawArchive(tmp_path)
    raw.keep(exchange("https://a.example/1"))
    raw.keep(exchange("https://a.example/2"))
    log = tmp_path / "exchanges" / "r1.jsonl"
    log.write_bytes(log.read_bytes()[:-5])
    (kept,) = raw.exchanges("r1")
    assert kept.exchange.url == "https://a.example/1"
    assert raw.get(kept.sha256) == b"body"
    assert [fetch.bytes for fetch in raw.fetches("r1")] == [4]


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with (
        only_writer(tmp_path),
        pytest.raises(StorageError, match="another niemyet run"),
        only_writer(tmp_path),
    ):
        pass


def look(day: int, content: str) -> ObservationRow:
    at = datetime(2026, 11, day, 3, 0, tzinfo=UTC)
    return ObservationRow(
        f"r{day:02d}", "u", Channel.PORTAL, date(2026, 11, day), at, "https://u.example", "0" * 64, content
    )


def test_listings_keep_first_and_last_look_of_equal_content(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.lake.append(
        "observed_rows", "r01", [ObservedRow("A", 1, "1.001193", "1.001193", "Khai sinh", None, None)]
    )
    folder.lake.append("observed_rows", "r05", [ObservedRow("B", 1, None, None, "Khác", None, None)])
    for day, content in [(1, "A"), (2, "A"), (3, "A"), (5, "B"), (5, "B")]:
        folder.lake.append("observations", f"r{day:02d}", [look(day, content)])
    seen: list[Listing] = folder.lake.listings()
    assert [(row.observed_on.day, row.code) for row in seen] == [(1, "1.001193"), (3, "1.001193"), (5, None)]


def test_pages_of_one_sitting_count_together_and_a_later_sitting_of_the_day_replaces_them(
    tmp_path: Path,
) -> None:
    folder = DataFolder(tmp_path)
    for content in "ABC":
        row = ObservedRow(content, 1, None, None, f"Thủ tục {content}", None, None)
        folder.lake.append("observed_rows", "r00", [row])
    first = [replace(look(1, content), url=f"https://u.example/{content}") for content in "AB"]
    folder.lake.append("observations", "r01", first)
    assert [row.name for row in folder.lake.listings()] == ["Thủ tục A", "Thủ tục B"]
    later = replace(look(1, "C"), run_id="r01b", recorded_at=datetime(2026, 11, 1, 9, 0, tzinfo=UTC))
    folder.lake.append("observations", "r01b", [later])
    assert [row.name for row in folder.lake.listings()] == ["Thủ tục C"]


@pytest.mark.parametrize(
    ("reader", "error", "expected"),
    [
        ("2", "đây không phải văn bản mà là dòng giữ chỗ “x”. Lần quét sau sẽ tự hỏi lại.", "not_yet_there"),
        ("waiting", "cần chương trình unar", "waits_for_program"),
        ("html 3.4", "tệp rỗng (0 byte). Hãy tải lại từ nguồn.", None),
    ],
)
def test_what_an_earlier_version_said_by_its_words_is_still_known(
    tmp_path: Path, reader: str, error: str, expected: str | None
) -> None:
    folder = DataFolder(tmp_path)
    row = ReadingRow("20221231T160000-1", "0" * 64, reader, None, error)
    old = to_arrow([row], schema_of(ReadingRow)).drop_columns(["fault"])
    (told,) = from_arrow(old, ReadingRow)
    assert (told.fault, told.known_fault) == (None, expected)
    folder.lake.append("readings", row.run_id, [replace(row, fault=told.known_fault)])
    assert folder.lake.newest_readings()["0" * 64].known_fault == expected
