"""A backup: made while a night writes, restored elsewhere, verified, and the next night is the same."""

import shutil
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SetClock
from niemyet.flows.pipeline import run_nightly
from niemyet.model.errors import StorageError, UsageError
from niemyet.storage import backing_up, parts
from niemyet.storage.backing_up import back_up
from niemyet.storage.folder import DataFolder
from niemyet.storage.object_store import FolderPlace
from niemyet.storage.releases import MANIFEST
from niemyet.storage.verify import verify
from tests.support.house import House, build_house, decision
from tests.support.refusals import refused

FIRST = datetime(2022, 3, 1, 13, tzinfo=UTC)


def night(house: House, number: int, folder: DataFolder | None = None) -> None:
    """A decision comes, and a night."""
    rows = ((f"1.50000{number}", "Cấp giấy phép thử nghiệm"),)
    house.drop(f"{number}.md", decision(number, f"1{number}/01/2022", rows=rows))
    run_nightly(house.settings, folder or house.folder, SetClock(FIRST + timedelta(days=number)))


def wrong(folder: DataFolder) -> list[object]:
    return [check.wrong for check in verify(folder) if not check.passed]


def files(folder: DataFolder) -> dict[str, bytes]:
    """All but what only shortens the next night: a copy does without it."""
    return {
        path.relative_to(folder.root).as_posix(): path.read_bytes()
        for path in sorted(folder.root.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.name != ".lock" and path.parent.name != "carried"
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = build_house(tmp_path_factory.mktemp("built") / "nhà")
    for number in (1, 2):
        night(house, number)
    return house.root


@pytest.fixture
def house(built: Path, tmp_path: Path) -> House:
    shutil.copytree(built, tmp_path / "nhà", symlinks=True)
    return House(tmp_path / "nhà", SetClock(FIRST))


@pytest.fixture
def there(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "sao-luu")


def test_a_copy_is_the_folder_byte_for_byte_and_the_next_one_brings_what_is_new(
    house: House, there: DataFolder
) -> None:
    first = back_up(house.folder, there)
    assert files(there) == files(house.folder)
    assert wrong(there) == []
    assert first.release == house.folder.releases.all()[-1]
    again = back_up(house.folder, there)
    assert again.files <= 2, "the head of the notes alone"
    night(house, 3)
    more = back_up(house.folder, there)
    assert files(there) == files(house.folder)
    assert 0 < more.files < first.files
    names = [there.root / "releases" / one / "units.parquet" for one in there.releases.all()[-2:]]
    assert names[0].samefile(names[1]), "a table that says the same is kept once"


def test_made_while_a_night_writes_it_is_restored_elsewhere_and_the_next_night_is_the_same(
    house: House, there: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy after each write of the night: each is whole, whatever it met."""
    back_up(house.folder, there)
    met: list[object] = []
    copying = threading.Lock()

    def copied() -> None:
        """The night stands still while it is copied; its own writes begin the next copy."""
        if copying.acquire(blocking=False):
            try:
                back_up(DataFolder(house.root / "data"), there)
                fresh = DataFolder(there.root)
                met.append([check.wrong for check in verify(fresh, whole=False) if not check.passed])
            finally:
                copying.release()

    def after(name: str) -> None:
        original = getattr(FolderPlace, name)

        def wrapped(self: FolderPlace, *given: object) -> object:
            done = original(self, *given)
            if self.root.is_relative_to(house.root / "data"):
                copied()
            return done

        monkeypatch.setattr(FolderPlace, name, wrapped)

    for name in ("write", "append", "settle", "move", "create"):
        after(name)
    night(house, 3)
    monkeypatch.undo()
    assert len(met) > 10, "the night was met while it wrote"
    assert [one for one in met if one] == []
    back_up(house.folder, there)
    assert wrong(DataFolder(there.root)) == []
    shutil.move(house.root / "data", tmp_path / "lost")
    shutil.copytree(there.root, house.root / "data", symlinks=True)
    night(house, 4)
    other = DataFolder(tmp_path / "lost")
    run_nightly(house.settings, other, SetClock(FIRST + timedelta(days=4)))
    restored, never_lost = house.folder.releases.latest(), other.releases.latest()
    assert restored is not None
    assert never_lost is not None
    assert restored.release_id == never_lost.release_id
    for table in ("boards", "decisions", "decision_items", "listing_updates", "reviews"):
        assert restored.table(table).equals(never_lost.table(table)), table
    assert wrong(house.folder) == []


def test_a_copy_that_was_cut_off_anywhere_is_ended_by_the_next_one(
    house: House, there: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class CutOffError(Exception):
        pass

    whole = files(house.folder)
    write = type(there.place).write
    for writes in (1, 4, 4, 4):
        left = [writes]

        def cut(self: object, key: str, data: bytes, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise CutOffError
            write(self, key, data)  # type: ignore[arg-type]

        with monkeypatch.context() as patch:
            patch.setattr(type(there.place), "write", cut)
            with pytest.raises(CutOffError):
                back_up(house.folder, there)
    back_up(house.folder, there)
    assert files(there) == whole


@pytest.mark.parametrize("step", ["release", "latest", "runs_and_notes", "remove_what_is_gone"])
def test_a_copy_that_is_cut_off_leaves_a_whole_one(
    house: House, there: DataFolder, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    back_up(house.folder, there)
    night(house, 3)
    monkeypatch.setattr(backing_up._Copying, step, lambda self, *given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        back_up(house.folder, there)
    assert wrong(DataFolder(there.root)) == []


def test_what_became_one_file_and_what_is_no_longer_kept_goes_from_the_copy_too(
    house: House, there: DataFolder
) -> None:
    back_up(house.folder, there)
    house.folder.lake.compact(2)
    house.folder.remove_releases(house.folder.releases.all()[:1])
    back_up(house.folder, there)
    assert files(there) == files(house.folder)
    assert wrong(there) == []


def test_a_damaged_folder_is_not_copied_over_a_whole_one(house: House, there: DataFolder) -> None:
    back_up(house.folder, there)
    whole = files(there)
    next((house.folder.root / "lake/receipts").glob("*.parquet")).unlink()
    with refused(StorageError):
        back_up(house.folder, there)
    assert files(there) == whole


def test_a_masked_log_is_copied_anew_though_its_size_is_the_same(house: House, there: DataFolder) -> None:
    back_up(house.folder, there)
    name = next(iter(house.folder.raw.run_ids()))
    lines = [line.replace(b"hop-thu", b"HOP-THU") for line in house.folder.raw.lines(name)]
    house.folder.raw.rewrite(name, lines)
    seal = house.folder.raw.seal_of(name, house.folder.raw.log_sizes()[name])
    house.folder.lake.commits.add({f"raw/exchanges/{name}": seal}, why="masked")
    back_up(house.folder, there)
    assert there.raw.lines(name) == lines


def test_a_place_that_is_no_copy_of_this_folder_is_refused_and_left_as_it_was(
    house: House, tmp_path: Path
) -> None:
    other = build_house(tmp_path / "khác")
    night(other, 5)
    before = files(other.folder)
    for place in (
        other.folder,
        house.folder,
        DataFolder(house.root / "data" / "sao-luu"),
        DataFolder(house.root),
    ):
        with refused(UsageError, "sao lưu"):
            back_up(house.folder, place)
    assert files(other.folder) == before
    with refused(StorageError, "chưa công bố"):
        back_up(DataFolder(tmp_path / "trống"), DataFolder(tmp_path / "x"))


def test_a_folder_that_never_stands_still_is_said_so(
    house: House, there: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter(range(1000))
    monkeypatch.setattr(
        backing_up._Copying, "_names", lambda self: ({"lake/head.json": next(moments)}, (), None)
    )
    with refused(StorageError, "thay đổi"):
        back_up(house.folder, there)


def test_the_command_says_what_it_holds(house: House, there: DataFolder) -> None:
    result = CliRunner().invoke(niemyet, ["backup", there.address, *house.options])
    assert result.exit_code == 0, result.output
    assert there.releases.all()[-1] in result.stdout
    assert (there.root / "releases" / there.releases.all()[-1] / MANIFEST).exists()


def test_a_night_that_joins_the_files_of_runs_meanwhile_is_no_harm(
    house: House, there: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined = []
    release = backing_up._Copying.release

    def after_joining(self: backing_up._Copying, release_id: str) -> bool:
        if not joined:
            joined.append(house.folder.lake.compact(2))
        return release(self, release_id)

    monkeypatch.setattr(backing_up._Copying, "release", after_joining)
    back_up(house.folder, there)
    assert joined
    assert wrong(there) == []
    back_up(house.folder, there)
    assert files(there) == files(house.folder)


def test_a_release_that_retention_removes_meanwhile_is_left_out(
    house: House, there: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, last = house.folder.releases.all()
    moment = backing_up._Copying._moment

    def then_pruned(self: backing_up._Copying) -> object:
        found = moment(self)
        house.folder.releases.remove(first)
        return found

    monkeypatch.setattr(backing_up._Copying, "_moment", then_pruned)
    assert back_up(house.folder, there).release == last
    assert there.releases.all() == (last,)
    assert [str(one) for one in wrong(there)] == [
        str(one).replace(str(house.folder.root), str(there.root)) for one in wrong(house.folder)
    ]


def test_a_copy_from_before_the_notes_began_anew_is_named_as_that(house: House, there: DataFolder) -> None:
    back_up(house.folder, there)
    note = house.folder.root / "lake/commits/00000000.json"
    note.write_bytes(b"{}")
    done = CliRunner().invoke(niemyet, ["repair", "--yes", *house.options])
    assert done.exit_code == 0, done.output
    with refused(UsageError, "từ trước khi"):
        back_up(house.folder, there)


def test_a_place_that_holds_something_else_is_refused(house: House, there: DataFolder) -> None:
    (there.root / "khac").mkdir(parents=True)
    (there.root / "khac" / "a.txt").write_text("x")
    with refused(UsageError, "sao lưu"):
        back_up(house.folder, there)


def test_a_table_that_has_become_several_files_or_one_again_is_copied(
    house: House, there: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(house.folder, there)
    whole = parts.WHOLE
    monkeypatch.setattr(parts, "WHOLE", 0)
    night(house, 3)
    back_up(house.folder, there)
    assert files(there) == files(house.folder)
    monkeypatch.setattr(parts, "WHOLE", whole)
    night(house, 4)
    back_up(house.folder, there)
    assert files(there) == files(house.folder)
    table = [there.root / "releases" / one / "boards.parquet" for one in there.releases.all()[-3:]]
    assert [one.is_dir() for one in table] == [False, True, False]
    assert wrong(there) == []


def test_a_copy_on_the_same_disk_is_told_and_made(
    house: House, there: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "nằm cùng ổ đĩa"
    same = CliRunner().invoke(niemyet, ["backup", there.address, *house.options])
    assert (same.exit_code, told in same.stderr) == (0, True), same.output
    monkeypatch.setattr(backing_up, "on_one_disk", lambda here, there: False)
    other = CliRunner().invoke(niemyet, ["backup", there.address, *house.options])
    assert (other.exit_code, told in other.stderr) == (0, False), other.output
