"""The parts under a data folder, one by one: records as JSON, the chain of notes, turns, damages, bytes of a table."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from niemyet.model.errors import BusyError, StorageError
from niemyet.model.messages import Message
from niemyet.model.records import Part, Receipt, Window
from niemyet.model.tables import TABLES
from niemyet.storage.codec import dump, load
from niemyet.storage.commits import Commits, Seal, seal_of
from niemyet.storage.damage import DamagedPart, damages, lost_objects, refuse_damage
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake import packed_rows
from niemyet.storage.lake_rows import LAKE_TABLES
from niemyet.storage.object_store import FolderPlace
from niemyet.storage.releases import Releases, table_bytes
from niemyet.storage.turns import waiting_turn

AT = datetime(2026, 2, 28, 17, 30, tzinfo=UTC)

# ---- records as JSON -------------------------------------------------------------------------------

RECEIPT = Receipt(
    "cong", "html", "khoá", "https://cong.example/a", AT, "f" * 64, (Part("list", "https://cong.example/a", "0" * 64),)
)  # fmt: skip


def test_a_record_comes_back_as_it_went_and_gives_the_same_text() -> None:
    text = dump(RECEIPT)
    assert load(Receipt, text) == RECEIPT
    assert dump(load(Receipt, text)) == text
    assert "khoá" in text, "Vietnamese stays readable in the lake"
    assert load(Window, dump(Window(since=date(2024, 2, 29)))) == Window(since=date(2024, 2, 29))


@pytest.mark.parametrize("text", ["", "null", "[]", "{", '{"source_id": 1}', dump(Window())])
def test_a_text_of_another_shape_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(StorageError, match="Receipt") as refused:
        load(Receipt, text)
    assert "niemyet reprocess" in refused.value.message("vi")


# ---- the chain of notes ----------------------------------------------------------------------------


def noted(*names: str) -> dict[str, tuple[int, str]]:
    return {name: seal_of(name.encode()) for name in names}


def chain(root: Path) -> Commits:
    return Commits(FolderPlace(root))


def test_a_seal_is_size_and_hash() -> None:
    assert seal_of(b"") == (0, sha256(b"").hexdigest())
    assert seal_of("Mã".encode())[0] == 3


def test_before_the_first_note_there_is_nothing(tmp_path: Path) -> None:
    commits = chain(tmp_path)
    assert (commits.last(), commits.numbers(), dict(commits.seals()), commits.problems()) == (
        None,
        [],
        {},
        [],
    )


def test_a_note_is_what_was_there_when_it_was_made(tmp_path: Path) -> None:
    commits = chain(tmp_path)
    first = commits.add(noted("lake/a", "raw/exchanges/r"))
    second = commits.add(noted("lake/b"), gone=["lake/a"])
    for one in (commits, chain(tmp_path)):
        assert one.last() == second
        assert one.at(second) == {"b"}
        assert one.at(first) == frozenset(), "what was set aside later is held to be there no more"
        assert one.seals()["lake/b"] == Seal(1, *reversed(seal_of(b"lake/b")))


@pytest.mark.parametrize("note", ["00000001", "", "-1", "²", "latest"])
def test_a_note_that_is_not_there_is_told_missing(tmp_path: Path, note: str) -> None:
    commits = chain(tmp_path)
    commits.add(noted("lake/a"))
    with pytest.raises(StorageError, match="missing"):
        commits.at(note)


def test_a_file_noted_again_keeps_its_first_note_and_has_its_newest_seal(tmp_path: Path) -> None:
    commits = chain(tmp_path)
    commits.add({"raw/exchanges/r": (1, "0" * 64)})
    commits.add({"raw/exchanges/r": (2, "1" * 64)})
    assert commits.seals() == {"raw/exchanges/r": Seal(0, "1" * 64, 2)}


def test_folded_notes_say_what_the_notes_say(tmp_path: Path) -> None:
    commits = chain(tmp_path)
    for number in range(66):
        commits.add(noted(f"lake/{number:02d}"))
    assert json.loads((tmp_path / "manifest.json").read_text())["note"] == 63
    again = chain(tmp_path)
    assert again.seals() == commits.seals()
    assert again.problems() == []


def test_notes_of_the_first_form_are_read_and_sealed_by_the_next(tmp_path: Path) -> None:
    place = FolderPlace(tmp_path)
    place.write("commits/00000000.json", json.dumps(["readings/a.parquet"]).encode())
    commits = Commits(place)
    assert commits.seals() == {"lake/readings/a.parquet": Seal(0)}
    commits.add(noted("lake/b"))
    place.write("commits/00000000.json", json.dumps(["readings/other.parquet"]).encode())
    with pytest.raises(StorageError, match="00000001"):
        chain(tmp_path).seals()


@pytest.mark.parametrize(
    "harm", ["change", "cut", "lose", "lose last", "lose head", "garble head", "garble folded"]
)
def test_harm_to_the_chain_is_seen(tmp_path: Path, harm: str) -> None:
    commits = chain(tmp_path)
    for number in range(3):
        commits.add(noted(f"lake/{number}"))
    commits.fold()
    note = tmp_path / "commits" / "00000001.json"
    match harm:
        case "change":
            note.write_text(note.read_text().replace("lake/1", "lake/9"))
        case "cut":
            note.write_bytes(note.read_bytes()[:10])
        case "lose":
            note.unlink()
        case "lose last":
            (tmp_path / "commits" / "00000002.json").unlink()
        case "lose head":
            (tmp_path / "head.json").unlink()
        case "garble head":
            (tmp_path / "head.json").write_text("[]")
        case "garble folded":
            (tmp_path / "manifest.json").write_text('{"files": []}')
    assert len(chain(tmp_path).problems()) == 1


def test_a_folded_list_that_the_notes_do_not_give_is_a_problem(tmp_path: Path) -> None:
    commits = chain(tmp_path)
    commits.add(noted("lake/a", "lake/b"))
    commits.fold()
    folded = tmp_path / "manifest.json"
    folded.write_text(folded.read_text().replace("lake/b", "lake/c"))
    assert [str(one).count("manifest.json") for one in chain(tmp_path).problems()] == [1]


def test_beginning_anew_holds_what_is_handed_over_alone(tmp_path: Path) -> None:
    commits = chain(tmp_path)
    commits.add(noted("lake/a"))
    (tmp_path / "commits" / "00000000.json").unlink()
    commits.restart(noted("lake/b"))
    assert set(chain(tmp_path).seals()) == {"lake/b"}
    assert chain(tmp_path).problems() == []


# ---- turns -----------------------------------------------------------------------------------------


@dataclass
class _Taken(FolderPlace):
    """A place that is taken for the first tries."""

    tries: int

    @contextmanager
    def only_writer(self) -> Iterator[None]:
        self.tries -= 1
        if self.tries >= 0:
            raise BusyError(Message("bận"))
        yield


def test_a_turn_is_waited_for_and_given_up_when_the_time_is_over() -> None:
    done = []
    with waiting_turn(_Taken(1), wait=30):
        done.append("đến lượt")
    assert done == ["đến lượt"]
    with pytest.raises(BusyError, match="bận"), waiting_turn(_Taken(1_000_000), wait=0.0):
        pytest.fail("another is still writing")


def test_what_breaks_off_inside_a_turn_is_no_reason_to_try_again() -> None:
    with pytest.raises(BusyError, match="bên trong"), waiting_turn(_Taken(0), wait=30):
        raise BusyError(Message("bên trong"))


def test_a_turn_begins_when_the_writer_before_has_ended(tmp_path: Path) -> None:
    place = FolderPlace(tmp_path)
    began, end = threading.Event(), threading.Event()

    def write() -> None:
        with FolderPlace(tmp_path).only_writer():
            began.set()
            end.wait(120)

    writer = threading.Thread(target=write)
    writer.start()
    began.wait(120)
    with pytest.raises(BusyError), waiting_turn(place, wait=0.0):
        pytest.fail("two write at once")
    end.set()
    with waiting_turn(place, wait=30):
        writer.join(120)
    assert not writer.is_alive()


# ---- damages ---------------------------------------------------------------------------------------


def test_an_empty_folder_has_nothing_damaged(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    assert list(damages(folder, whole=True)) == []
    refuse_damage(folder)


def published(root: Path) -> DataFolder:
    folder = DataFolder(root)
    rows: dict[str, list[object]] = {name: [] for name in TABLES}
    folder.raw.put(b"bytes")
    release = folder.releases.publish(rows, as_of=date(2026, 3, 1), knowledge=AT, about={})
    assert release is not None
    return folder


def test_releases_without_a_lake_are_damage(tmp_path: Path) -> None:
    folder = published(tmp_path)
    assert [one.part for one in damages(folder, whole=False)] == [DamagedPart.CHAIN]
    with pytest.raises(StorageError, match="lake/commits"):
        refuse_damage(folder)


def test_latest_that_leads_nowhere_is_damage(tmp_path: Path) -> None:
    folder = published(tmp_path)
    folder.place.move("latest", "releases/nowhere", folder.place.pointer("latest"))
    found = {one.part: one for one in damages(folder, whole=False)}
    assert DamagedPart.LATEST in found
    assert "nowhere" in str(found[DamagedPart.LATEST].error)
    with pytest.raises(StorageError, match="1 more"):
        refuse_damage(folder)


def test_an_object_of_other_bytes_is_lost(tmp_path: Path) -> None:
    folder = published(tmp_path)
    assert list(lost_objects(folder)) == []
    digest = sha256(b"bytes").hexdigest()
    (tmp_path / "raw" / "objects" / digest[:2] / f"{digest}.zst").write_bytes(b"other")
    assert [(one.part, one.name) for one in lost_objects(folder)] == [
        (DamagedPart.OBJECT, f"raw/objects/{digest[:2]}/{digest}.zst")
    ]


# ---- releases --------------------------------------------------------------------------------------


def test_before_the_first_release_there_is_none(tmp_path: Path) -> None:
    releases = Releases(tmp_path)
    assert releases.latest() is None
    assert releases.all() == ()
    with pytest.raises(StorageError, match="niemyet nightly"):
        releases.open("2022-03-01T130000.000000Z")


def test_the_same_rows_are_the_same_bytes() -> None:
    assert table_bytes("units", []) == table_bytes("units", [])
    assert table_bytes("units", [])[1] == 0


def test_two_releases_of_one_instant_have_names_of_their_own_and_one_is_removed_whole(tmp_path: Path) -> None:
    releases = Releases(tmp_path)
    rows: dict[str, list[object]] = {name: [] for name in TABLES}
    for day in (1, 2):
        assert releases.publish(rows, as_of=date(2026, 3, day), knowledge=AT, about={}) is not None
    assert releases.publish(rows, as_of=date(2026, 3, 2), knowledge=AT, about={}) is None, (
        "it says nothing new"
    )
    first, second = releases.all()
    assert second == f"{first}-02"
    releases.remove(first)
    assert releases.all() == (second,)
    assert not (tmp_path / "releases" / first).exists()


# ---- every table is part of what releases are made again from ---------------------------------------


@pytest.mark.parametrize("table", sorted(LAKE_TABLES))
def test_each_table_is_noted_and_there_when_a_release_is_made_again(tmp_path: Path, table: str) -> None:
    folder = DataFolder(tmp_path)
    folder.place.write(f"lake/{table}/20260301T000000000000Z-nightly-0000.parquet", packed_rows(table, []))
    note = folder.seal(logs=False)
    assert note is not None
    assert [name.split("/")[0] for name in folder.lake.names()] == [table]
    (tmp_path / "lake" / table / "20260301T000000000000Z-nightly-0000.parquet").unlink()
    assert [each.part for each in damages(DataFolder(tmp_path), whole=True)] == [DamagedPart.FACTS]
