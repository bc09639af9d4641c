"""What a bucket promises, with a store of memory behind it: no server is needed to see it."""

import json
from datetime import timedelta

import obstore
import pytest
from obstore.store import MemoryStore

from niemyet.model.errors import BusyError, LostTurnError, StorageError, UsageError
from niemyet.storage import bucket
from niemyet.storage.bucket import BucketPlace
from niemyet.storage.object_store import MissingObjectError


def memory() -> MemoryStore:
    """It numbers what is put from 0, which is the number that no object of a bucket has: that one is used up."""
    store = MemoryStore()
    obstore.put(store, "other/first", b"")
    return store


def place(address: str = "s3://kho/tỉnh-x") -> BucketPlace:
    return BucketPlace(address, memory())  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ["http://kho/x", "s3://", "kho/x", "", "s3://[x"])
def test_what_is_no_address_of_a_bucket_is_wrong_usage(address: str) -> None:
    with pytest.raises(UsageError, match="s3://bucket/prefix"):
        BucketPlace(address, MemoryStore())  # type: ignore[arg-type]


def test_a_room_is_below_its_prefix_and_sees_nothing_beside_it() -> None:
    home = place("s3://kho//tỉnh/")
    assert home.address == "s3://kho/tỉnh"
    home.write("lake/a", b"1")
    home.write("lakeside/b", b"2")
    room = home.within("lake")
    assert room.address == "s3://kho/tỉnh/lake"
    assert room.names() == ["a"]
    assert room.sizes("") == {"a": 1}
    assert home.names("lake") == ["lake/a"]
    assert place("s3://kho").address == "s3://kho"


def test_what_begins_with_a_dot_is_no_object_at_any_depth() -> None:
    home = place()
    for key in (".clock", "a/.hidden/b", "a/b"):
        home.write(key, b"x")
    assert home.names() == ["a/b"]


def test_a_missing_object_is_told_by_its_address_and_deleting_it_is_no_error() -> None:
    home = place()
    home.delete("không có")
    assert not home.has("không có")
    assert home.pointer("không có") is None
    for ask in (home.read, home.size):
        with pytest.raises(MissingObjectError, match="s3://kho/tỉnh-x/không có"):
            ask("không có")


def test_the_same_object_may_be_created_twice_another_one_may_not() -> None:
    """An answer that was lost on the way makes the writer ask again: that is its own object, not another's."""
    home = place()
    home.create("a", b"1")
    home.create("a", b"1")
    with pytest.raises(StorageError, match="another process"):
        home.create("a", b"2")
    assert home.read("a") == b"1"


def test_lines_keep_their_order_and_a_second_writer_goes_on_behind_them() -> None:
    store = memory()
    first, second = (BucketPlace("s3://kho/x", store) for _ in range(2))  # type: ignore[arg-type]
    for number in range(11):
        first.append("raw/log", f"{number}".encode())
    second.append("raw/log", "mười một".encode())
    assert first.lines("raw/log") == [f"{number}".encode() for number in range(11)] + ["mười một".encode()]
    assert first.logs("raw") == ["log"]
    assert first.log_sizes("raw") == {"log": 12}
    second.rewrite("raw/log", [b"a"])
    second.append("raw/log", b"b")
    assert second.lines("raw/log") == [b"a", b"b"]
    second.rewrite("raw/log", [])
    assert second.logs("raw") == []


def test_lines_that_are_added_together_are_one_object_and_count_one_by_one() -> None:
    store = memory()
    first, second = (BucketPlace("s3://kho/x", store) for _ in range(2))  # type: ignore[arg-type]
    first.append("raw/log", b"0")
    first.append_all("raw/log", [b"1", b"2", b"3"])
    first.append_all("raw/log", [])
    second.append_all("raw/log", [b"4", b"5"])
    second.append("raw/log", b"6")
    assert first.lines("raw/log") == [b"%d" % number for number in range(7)]
    assert first.log_sizes("raw") == {"log": 7}
    assert len(first.names("raw/log")) == 4
    second.rewrite("raw/log", [b"a", b"b"])
    assert second.lines("raw/log") == [b"a", b"b"]
    assert second.log_sizes("raw") == {"log": 2}


def test_objects_written_together_are_all_there() -> None:
    home = place()
    home.write_all({f"objects/{number}": b"%d" % number for number in range(40)})
    assert [home.read(f"objects/{number}") for number in range(40)] == [
        b"%d" % number for number in range(40)
    ]


def test_the_pointer_moves_from_where_it_was_alone() -> None:
    home = place()
    home.move("latest", "releases/1", None)
    with pytest.raises(StorageError):
        home.move("latest", "releases/3", "releases/2")
    assert home.pointer("latest") == "releases/1"
    home.move("latest", "releases/1", None)  # it leads there already: an answer was lost
    with pytest.raises(StorageError):
        home.move("latest", "releases/2", None)


def test_a_folder_without_its_manifest_is_a_draft() -> None:
    home = place()
    home.write("releases/1/boards.parquet", b"x")
    home.write("releases/2/boards.parquet", b"x")
    home.write("releases/2/datapackage.json", b"{}")
    assert home.drafts("releases") == ["releases/1"]
    home.drop("releases/1")
    assert home.names() == ["releases/2/boards.parquet", "releases/2/datapackage.json"]


def test_one_writes_and_the_lease_is_gone_afterwards() -> None:
    store = memory()
    first, second = (BucketPlace("s3://kho/x", store) for _ in range(2))  # type: ignore[arg-type]
    with first.only_writer():
        with pytest.raises(BusyError, match="s3://kho/x"), second.only_writer():
            pytest.fail("two write at once")
        first.within("lake").write("a", b"1")
    with second.only_writer():
        second.write("b", b"2")
    assert not second.has(".lock")


def test_whose_lease_was_taken_over_writes_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket, "LEASE", timedelta(seconds=1000))
    home = place()
    with home.only_writer():
        home.write(".lock", json.dumps({"holder": "người khác", "process": 1}).encode())
        home._turn.safe_until = 0.0  # it stood still: half of the lease is over
        with pytest.raises(LostTurnError):
            home.write("a", b"1")
    assert home.names() == []
    assert json.loads(home.read(".lock"))["holder"] == "người khác"


def test_without_keys_it_says_which_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", " ")
    with pytest.raises(UsageError, match="AWS_ACCESS_KEY_ID"):
        BucketPlace("s3://kho/x")
