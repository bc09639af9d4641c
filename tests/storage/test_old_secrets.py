"""Names, passwords and keys that earlier versions kept: found by name, masked everywhere, the chain still whole."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SetClock
from niemyet.flows.old_secrets import mask_of
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.repairing import mend_all, plan
from niemyet.storage import masking
from niemyet.storage.folder import DataFolder
from niemyet.storage.verify import verify
from tests.support.house import build_house

STORED = Path(__file__).parents[1] / "stored"
NOW = datetime(2022, 3, 9, 13, tzinfo=UTC)
SECRETS = ("canbo", "MatKhau-9x", "K3y-cu-2021", "phien-0f9e")
URL = "https://canbo:MatKhau-9x@cong.example/vb/{}?api_key=K3y-cu-2021"
PLAIN = "https://cong.example/vb/{}?api_key=***"


def planted(text: str) -> str:
    """What a version without masks would have kept where this one has names of files."""
    text = re.sub(r"(?<!vb/)\b([12])\.md\b(?!\?)", lambda found: URL.format(found[0]), text)
    return text.replace('"headers": []', '"headers": [["set-cookie", "SID=phien-0f9e; Path=/"]]')


VERSIONS = ("1.0", "1.1", "1.3")


@pytest.fixture(scope="module")
def planted_folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Version → a folder of it with secrets everywhere: to be copied."""
    made = {version: tmp_path_factory.mktemp("cũ") / version for version in VERSIONS}
    for version, root in made.items():
        plant(root, version)
        (root / "aside").mkdir()
        (root / "aside" / "x.json").write_text(json.dumps({"url": URL.format(3)}))
        torn = root / "raw" / "exchanges" / ".cut.jsonl.torn"
        torn.write_text('{"url": "' + URL.format(4), encoding="utf-8")
        assert held(root) >= {"canbo", "MatKhau-9x", "K3y-cu-2021"}
    return made


def plant(root: Path, version: str) -> None:
    shutil.copytree(STORED / version, root, symlinks=True)
    old = DataFolder(root)
    for name in list(masking.holding(old, planted)):
        masking.mask_files(old, [name], planted)


@pytest.fixture(params=VERSIONS)
def folder(request: pytest.FixtureRequest, planted_folders: dict[str, Path], tmp_path: Path) -> DataFolder:
    shutil.copytree(planted_folders[request.param], tmp_path / "data", symlinks=True)
    return DataFolder(tmp_path / "data")


def texts(root: Path) -> Iterator[str]:
    for path in sorted(root.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        if path.suffix == ".parquet":
            yield json.dumps(pq.read_table(path).to_pylist(), default=str, ensure_ascii=False)
        elif "objects" not in path.parts:
            yield path.read_text(errors="replace")


def held(root: Path) -> set[str]:
    every = "\n".join(texts(root))
    return {secret for secret in SECRETS if secret in every}


def wrong(folder: DataFolder) -> list[str]:
    return [str(check.name) for check in verify(DataFolder(folder.address)) if not check.passed]


def test_the_planted_folder_is_whole_and_the_plan_names_logs_lake_and_releases(folder: DataFolder) -> None:
    assert wrong(folder) == []
    names = ", ".join(mend.name for mend in plan(folder, None, NOW, mask_of(None)))
    assert "raw/exchanges/" in names
    assert "lake/receipts/" in names
    assert "aside/x.json" in names
    assert ".cut.jsonl.torn" in names
    assert re.search(r"releases/[^/]+/fetches\.parquet", names)
    assert plan(folder, None, NOW) == [], "what is not asked for is not touched"
    assert held(folder.root) >= {"canbo", "MatKhau-9x"}, "a plan changes nothing"


def test_repair_masks_all_of_it_and_the_chain_holds(folder: DataFolder) -> None:
    before = {name: len(folder.lake.read(name, row)) for name, row in masking_tables().items()}
    rows = {
        each["name"]: each["rows"]
        for each in folder.releases.open(folder.releases.all()[-1]).manifest["resources"]
    }
    mend_all(folder, None, NOW, mask_of(None))
    assert held(folder.root) == set()
    assert PLAIN.format("1.md") in "\n".join(texts(folder.root)).replace("%2A", "*")
    assert wrong(folder) == []
    again = DataFolder(folder.address)
    assert {name: len(again.lake.read(name, row)) for name, row in masking_tables().items()} == before
    release = again.releases.open(again.releases.all()[-1])
    assert {name: release.table(name).num_rows for name in rows} == rows
    assert plan(again, None, NOW, mask_of(None)) == []


def masking_tables() -> dict[str, type]:
    from niemyet.storage.lake_rows import LAKE_TABLES

    return dict(LAKE_TABLES)


def test_a_file_that_was_found_clean_is_not_looked_into_again(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean: set[bytes] = set()
    held_first = list(masking.holding(folder, mask_of(None), clean))
    looked: list[str] = []
    real = masking._masked
    monkeypatch.setattr(masking, "_masked", lambda name, *given: looked.append(name) or real(name, *given))
    assert list(masking.holding(folder, mask_of(None), clean)) == held_first
    assert set(looked) == {name for name in held_first if not name.startswith("raw/")}
    assert clean


@pytest.mark.parametrize("write", range(1, 8))
def test_killed_at_any_write_it_is_ended_by_the_next_repair(
    folder: DataFolder, write: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, count = type(folder.place), 0
    real = kind.write

    class KilledError(BaseException):
        pass

    def dying(self: object, key: str, data: bytes) -> None:
        nonlocal count
        count += 1
        if count == write:
            raise KilledError
        real(self, key, data)  # type: ignore[arg-type]

    release = folder.releases.all()[-1]
    names = [
        name
        for name in masking.holding(folder, mask_of(None))
        if name.startswith((f"releases/{release}", "lake"))
    ]
    with monkeypatch.context() as patch:
        patch.setattr(kind, "write", dying)
        with pytest.raises(KilledError):
            masking.mask_files(folder, names, mask_of(None))
    left = DataFolder(folder.address)
    facts = left.lake.names()
    mend_all(left, None, NOW, mask_of(None))
    assert held(folder.root) == set()
    assert wrong(folder) == []
    assert DataFolder(folder.address).lake.names() == facts, "no fact was taken for damaged"
    assert not [path for path in (folder.root / "masking").rglob("*") if path.is_file()]


def test_a_night_goes_on_with_the_masked_folder(tmp_path: Path) -> None:
    house = build_house(tmp_path / "nhà")
    plant(house.root / "data", "1.3")
    old = DataFolder(house.root / "data")
    mend_all(old, None, NOW, mask_of(None))
    house.drop("9.md", "không phải quyết định")
    result = run_nightly(house.settings, house.folder, SetClock(NOW))
    assert result.release is not None
    assert wrong(old) == []


def test_doctor_names_the_files_and_repair_lists_before_it_masks(folder: DataFolder) -> None:
    def said(*words: str) -> str:
        result = CliRunner().invoke(
            niemyet, [*words, "--data", folder.address, "--lang", "en", "--format", "json"]
        )
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return result.output

    told = said("doctor")
    assert re.search(r"lake/receipts/\S+: holds a name", told)
    assert "niemyet repair" in told
    assert not any(secret in told for secret in SECRETS)
    assert '"masked"' in said("repair")
    assert held(folder.root)
    said("repair", "--yes")
    assert held(folder.root) == set()
    assert "holds a name" not in said("doctor")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("http://u:p@a.example/x", "http://a.example/x"),
        ("https://token@[::1]:8/x", "https://[::1]:8/x"),
        ("https://a.example/@nguoi/bai", "https://a.example/@nguoi/bai"),
        ("viết tới a@b.example", "viết tới a@b.example"),
        ("/x?a=1&API-Key=abc&b=2", "/x?a=1&API-Key=***&b=2"),
        ("/x?api_key=${KEY}", "/x?api_key=${KEY}"),
        ("/x?api_key=***", "/x?api_key=***"),
        ("user=x&password=y z", "user=x&password=*** z"),
        ('["set-cookie", "A=b; Path=/"]', '["set-cookie", "A=***; Path=/"]'),
        ('["authorization", "Basic abc"]', '["authorization", "***"]'),
        ("monkey=1&keyword=số", "monkey=1&keyword=số"),
    ],
)  # fmt: skip
def test_what_is_told_by_its_place(text: str, shown: str) -> None:
    assert mask_of(None)(text) == shown
    assert mask_of(None)(shown) == shown
