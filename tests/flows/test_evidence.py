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
from tests.support.house import House, build_house, decision, told_by


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


# ---- what made the state without naming the code ------------------------------------------------------------


def act(number: int, signed: str, title: str, clause: str) -> str:
    """A decision without an annex that acts on another one."""
    day, month, year = signed.split("/")
    return f"""| ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc |
|---|---|
| Số: {number}/QĐ-UBND | Quảng Nam, ngày {day} tháng {month} năm {year} |

QUYẾT ĐỊNH

{title}

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM

QUYẾT ĐỊNH:

Điều 1. {clause}

Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.
"""


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A code that was misprinted and corrected, and an abolition that was annulled; a person brought back what it ended."""
    house = build_house(tmp_path_factory.mktemp("dinh-chinh"))
    house.drop("1.md", decision(1, "10/01/2022"))
    house.drop(
        "2.md",
        act(
            2,
            "15/01/2022",
            "Về việc đính chính Quyết định số 1/QĐ-UBND ngày 10/01/2022 của Chủ tịch UBND tỉnh",
            "Đính chính Danh mục kèm theo Quyết định số 1/QĐ-UBND ngày 10/01/2022 của Chủ tịch UBND tỉnh: "
            "mã thủ tục “2.000815” được sửa thành “2.000843”.",
        ),
    )
    house.drop(
        "3.md", decision(3, "20/01/2022", section="BỊ BÃI BỎ", rows=(("1.001193", "Đăng ký khai sinh"),))
    )
    house.drop(
        "4.md",
        act(
            4,
            "25/01/2022",
            "Về việc hủy bỏ Quyết định số 3/QĐ-UBND ngày 20/01/2022 của Chủ tịch UBND tỉnh",
            "Hủy bỏ Quyết định số 3/QĐ-UBND ngày 20/01/2022 của Chủ tịch UBND tỉnh.",
        ),
    )
    run_nightly(house.settings, house.folder, SetClock(datetime(2022, 3, 1, 13, tzinfo=UTC)))
    return house


def steps(house: House, code: str) -> list[str]:
    lines = told_by(house, "explain", code).splitlines()
    return [line[4:] for line in lines if line[2:4] == ". "]


def documents_of(house: House, out: Path, code: str) -> set[str]:
    assert evidence(house, code, "--out", str(out)).exit_code == 0
    with zipfile.ZipFile(out) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("documents/")]
    return {number for number in "1234" for text in texts if f"| Số: {number}/QĐ-UBND" in text}


def test_a_corrected_misprint_is_proven_by_the_row_that_was_printed(turned: House, tmp_path: Path) -> None:
    assert steps(turned, "2.000843") == [
        "Quyết định số 1/QĐ-UBND ngày 10/01/2022: công bố mới ở cấp xã, in mã 2.000815",
        "Quyết định số 2/QĐ-UBND ngày 15/01/2022: đính chính cho 2.000815",
    ]
    assert documents_of(turned, tmp_path / "1.zip", "2.000843") == {"1", "2"}


def test_who_annuls_a_decision_of_the_chain_stands_in_it_with_what_is_asked(
    turned: House, tmp_path: Path
) -> None:
    told = told_by(turned, "explain", "1.001193")
    assert steps(turned, "1.001193")[-1] == (
        "Quyết định số 4/QĐ-UBND ngày 25/01/2022: bãi bỏ toàn bộ Quyết định số 3/QĐ-UBND ngày 20/01/2022"
    )
    assert "còn câu hỏi chưa trả lời: niemyet review show orphaned:" in told
    assert documents_of(turned, tmp_path / "1.zip", "1.001193") == {"1", "3", "4"}


def test_what_a_person_answered_about_it_stands_there_too(turned: House) -> None:
    asked = told_by(turned, "review", "list", "--kind", "orphaned", "--format", "json")
    review = json.loads(asked[asked.index("[") : asked.rindex("]") + 1])[0]["review_id"]
    told_by(turned, "review", "resolve", review, "trước đó", "--by", "Trần Thị Hoa")
    assert "đã hỏi; trả lời “trước đó”: Trần Thị Hoa, " in told_by(turned, "explain", "1.001193")


def test_the_public_page_of_a_corrected_code_shows_the_printed_row_too(turned: House, tmp_path: Path) -> None:
    told_by(turned, "site", "--out", str(tmp_path / "bang"), "--pictures", "0")
    page = (tmp_path / "bang/p/2.000843/index.html").read_text(encoding="utf-8")
    assert "công bố mới, in mã 2.000815" in page
    proof = json.loads((tmp_path / "bang/p/2.000843/proof.json").read_text(encoding="utf-8"))
    assert [step["number"] for step in proof["steps"]] == ["1/QĐ-UBND", "2/QĐ-UBND"]
