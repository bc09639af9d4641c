"""One ZIP for an inspection: the chain, each document as it was received, and check sums that hold."""

import hashlib
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SetClock
from niemyet.flows.commands.evidence import zipped
from niemyet.flows.pipeline import run_nightly
from niemyet.model.errors import UsageError
from tests.support.house import House, build_house, decision


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = build_house(tmp_path_factory.mktemp("chung-cu"))
    house.drop("1.md", decision(1, "10/01/2022"))
    house.drop("2.md", decision(2, "11/02/2022", section="SỬA ĐỔI, BỔ SUNG"))
    run_nightly(house.settings, house.folder, SetClock(datetime(2022, 3, 1, 13, tzinfo=UTC)))
    return house


def evidence(house: House, *words: str) -> Result:
    return CliRunner().invoke(niemyet, ["evidence", *words, *house.options], catch_exceptions=False)


def test_it_holds_the_chain_the_documents_and_sums_that_hold(house: House, tmp_path: Path) -> None:
    out = tmp_path / "1.zip"
    told = evidence(house, "1.001193", "--unit", "xa-b", "--out", str(out))
    assert told.exit_code == 0, told.output
    with zipfile.ZipFile(out) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    sums = dict(line.split("  ", 1)[::-1] for line in files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    chain = json.loads(files["chain.json"])
    assert [row["decision_id"].split("/")[1] for row in chain] == ["1-QD-UBND", "2-QD-UBND"]
    documents = {name: data for name, data in files.items() if name.startswith("documents/")}
    assert {hashlib.sha256(data).hexdigest() for data in documents.values()} == {
        row["sha256"] for row in chain
    }
    assert all(name.endswith(".md") for name in documents)
    assert [row["unit_id"] for row in json.loads(files["boards.json"])] == ["xa-b", "xa-b"]
    assert json.loads(files["listings.json"]) == []
    assert "Quyết định số 2/QĐ-UBND ngày 11/02/2022" in files["README.txt"].decode()


def test_the_same_release_gives_the_same_bytes(house: House, tmp_path: Path) -> None:
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    for out in (first, second):
        assert evidence(house, "2.000815", "--out", str(out)).exit_code == 0
    assert first.read_bytes() == second.read_bytes()
    assert zipped({"a": b"1"}) == zipped({"a": b"1"}) != zipped({"a": b"2"})


def test_what_was_known_earlier_is_all_that_an_earlier_day_shows(house: House, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="2022-01-31"):
        evidence(house, "1.001193", "--known", "2022-01-31", "--out", str(tmp_path / "x.zip"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("1.999999",), ("1.001193", "--unit", "xa-c")])
def test_an_unknown_code_or_unit_writes_nothing(house: House, tmp_path: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match=words[-1]):
        evidence(house, *words, "--out", str(tmp_path / "x.zip"))
    assert list(tmp_path.iterdir()) == []


def test_a_unit_of_another_level_is_not_told_that_no_decision_names_the_code(house: House) -> None:
    with pytest.raises(UsageError) as refused:
        evidence(house, "1.001193", "--unit", "huyen-a")
    said = "có quyết định nêu mã 1.001193, nhưng không quyết định nào ở cấp của huyen-a"
    assert said in refused.value.message("vi")
