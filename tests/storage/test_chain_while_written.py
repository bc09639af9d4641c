"""Who reads the chain of notes without a turn may meet somebody who adds to it; only what is lost is told as lost."""

from pathlib import Path

import pytest

from niemyet.model.errors import StorageError
from niemyet.storage.commits import Commits, seal_of
from niemyet.storage.object_store import FolderPlace

A, B, C = ({f"lake/{name}.parquet": seal_of(name.encode())} for name in "abc")


@pytest.mark.parametrize("before", [0, 1, 2])
def test_notes_that_are_added_while_the_chain_is_read_are_not_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: int
) -> None:
    writer, reader = Commits(FolderPlace(tmp_path)), Commits(FolderPlace(tmp_path))
    for files in (A, B)[:before]:
        writer.add(files)
    looked = reader.numbers

    def then_written() -> list[int]:
        found = looked()
        writer.add(C)
        writer.add(C)
        return found

    monkeypatch.setattr(reader, "numbers", then_written)
    assert len(reader.seals()) == before
    monkeypatch.undo()
    reader.forget()
    assert set(C) <= set(reader.seals())


def test_a_note_that_a_look_at_the_folder_has_missed_is_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is written to while it is listed may show the later of two new files alone."""
    writer, reader = Commits(FolderPlace(tmp_path)), Commits(FolderPlace(tmp_path))
    for files in (A, B, C):
        writer.add(files)
    monkeypatch.setattr(reader, "numbers", lambda: [0, 2])
    assert len(reader.seals()) == 3


def test_what_is_lost_is_told(tmp_path: Path) -> None:
    writer = Commits(FolderPlace(tmp_path))
    for files in (A, B, C):
        writer.add(files)
    (tmp_path / "commits" / "00000002.json").rename(tmp_path / "aside")
    with pytest.raises(StorageError, match="the last note is missing"):
        Commits(FolderPlace(tmp_path)).seals()
    (tmp_path / "aside").rename(tmp_path / "commits" / "00000002.json")
    (tmp_path / "commits" / "00000001.json").unlink()
    with pytest.raises(StorageError, match="a later one is there"):
        Commits(FolderPlace(tmp_path)).seals()
    (tmp_path / "head.json").unlink()
    (tmp_path / "commits" / "00000002.json").unlink()
    assert len(Commits(FolderPlace(tmp_path)).seals()) == 1
