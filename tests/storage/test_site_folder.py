"""A folder of pages is replaced whole; what has not changed is the same file afterwards."""

from pathlib import Path

import pytest

from niemyet.model.errors import UsageError
from niemyet.storage import site_folder
from niemyet.storage.site_folder import MARK, Written, replace_site

FIRST = {
    "index.html": b"one",
    "u/a/index.html": b"board",
    "u/b/index.html": b"board",
    "old.html": b"gone soon",
}


def written(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MARK
    }


def test_the_folder_holds_exactly_what_was_handed_over(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "site"
    assert replace_site(out, FIRST.items()) == Written(files=4, changed=4, written=3, removed=0, bytes=22)
    assert written(out) == FIRST
    second = {name: data for name, data in FIRST.items() if name != "old.html"} | {"index.html": b"two"}
    assert replace_site(out, second.items()) == Written(files=3, changed=1, written=1, removed=1, bytes=13)
    assert written(out) == second
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_files_with_equal_bytes_are_not_touched(tmp_path: Path) -> None:
    out = tmp_path / "site"
    replace_site(out, FIRST.items())
    before = {name: (out / name).stat() for name in FIRST}
    replace_site(out, (FIRST | {"index.html": b"two"}).items())
    after = {name: (out / name).stat() for name in FIRST}
    touched = {name for name in FIRST if before[name].st_ino != after[name].st_ino}
    assert touched == {"index.html"}
    assert all(before[name].st_mtime_ns == after[name].st_mtime_ns for name in FIRST if name not in touched)
    assert after["u/a/index.html"].st_ino == after["u/b/index.html"].st_ino, "one content is kept once"


def test_where_nothing_is_new_nothing_is_touched(tmp_path: Path) -> None:
    out = tmp_path / "site"
    replace_site(out, FIRST.items())
    before = out.stat()
    assert replace_site(out, FIRST.items()) == Written(files=4, changed=0, written=0, removed=0, bytes=22)
    assert (out.stat().st_ino, out.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    (out / "u" / "a" / "index.html").unlink()
    (out / "u" / "a" / "index.html").write_bytes(b"scribbled on")
    assert replace_site(out, FIRST.items()).changed == 1, "what was changed by hand is mended"
    assert written(out) == FIRST


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--out /"):
        replace_site(Path("/"), [])
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear")
    with pytest.raises(UsageError, match="expected a new or empty folder"):
        replace_site(tmp_path / "home", FIRST.items())
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError):
        replace_site(tmp_path / "file", FIRST.items())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "home"]
    (tmp_path / "empty").mkdir()
    replace_site(tmp_path / "empty", FIRST.items())


def broken_off() -> object:
    yield "index.html", b"new"
    raise RuntimeError("killed")


def test_a_build_that_breaks_off_leaves_the_old_site(tmp_path: Path) -> None:
    out = tmp_path / "site"
    replace_site(out, FIRST.items())
    with pytest.raises(RuntimeError):
        replace_site(out, broken_off())  # type: ignore[arg-type]
    assert written(out) == FIRST
    replace_site(out, {"index.html": b"after"}.items())
    assert written(out) == {"index.html": b"after"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_where_names_cannot_be_exchanged_two_renames_do_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_folder, "_exchange", lambda one, other: False)
    out = tmp_path / "site"
    replace_site(out, FIRST.items())
    replace_site(out, {"index.html": b"two"}.items())
    assert written(out) == {"index.html": b"two"}
    out.rename(tmp_path / ".site.old")  # killed in between
    replace_site(out, FIRST.items())
    assert written(out) == FIRST
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
