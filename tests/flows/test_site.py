"""`niemyet site` from the command line, on releases as they are."""

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from niemyet.flows import row_pictures
from niemyet.flows.cli import niemyet
from niemyet.flows.extraction import each_apart
from niemyet.flows.pipeline import run_nightly
from niemyet.model.errors import NiemyetError, UsageError
from niemyet.model.records import Limits
from niemyet.storage.folder import DataFolder
from tests.support.house import House, build_house, decision
from tests.support.paged import page_of_rows


@pytest.fixture
def house(tmp_path: Path) -> House:
    built = build_house(tmp_path / "nhà")
    built.drop("1.md", decision(1, "10/01/2022"))
    built.drop(
        "2.md",
        decision(
            2, "11/02/2022", section="SỬA ĐỔI, BỔ SUNG", rows=(("1.001193", "Đăng ký khai sinh lưu động"),)
        ),
    )
    built.drop(
        "3.md",
        decision(3, "12/03/2022", section="BÃI BỎ", rows=(("2.000815", "Chứng thực bản sao từ bản chính"),)),
    )
    run_nightly(built.settings, built.folder, built.clock)
    return built


def site(house: House, out: Path, *words: str) -> str:
    result = CliRunner().invoke(niemyet, ["site", "--out", str(out), *words, *house.options])
    if isinstance(result.exception, NiemyetError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def test_the_pages_of_a_release_stand_in_the_folder_and_a_second_run_touches_nothing(
    house: House, tmp_path: Path
) -> None:
    out = tmp_path / "bảng"
    assert str(out / "index.html") in site(house, out)
    for path in ("index.html", "u/xa-b/index.html", "p/1.001193/index.html", "u/xa-b/2.000815.html", "data/boards.parquet",
                 "data/datapackage.json"):  # fmt: skip
        assert (out / path).is_file(), path
    board = (out / "u" / "xa-b" / "index.html").read_text("utf-8")
    assert "Đăng ký khai sinh lưu động" in board
    assert "Không còn niêm yết tại đơn vị này từ 12/03/2022" in (
        out / "u" / "xa-b" / "2.000815.html"
    ).read_text("utf-8")
    before = out.stat().st_mtime_ns
    assert "0 có nội dung mới" in site(house, out)
    assert out.stat().st_mtime_ns == before


def test_a_list_that_was_adopted_is_cited_by_its_name_and_told_apart_from_a_decision(
    house: House, tmp_path: Path
) -> None:
    inventory = house.root / "so.csv"
    inventory.write_text(
        "STT;Mã TTHC;Tên thủ tục hành chính\n1;1.300001;Đăng ký khai tử\n2;1.300002;Đăng ký kết hôn\n",
        "utf-8",
    )
    words = ["adopt", str(inventory), "--day", "2022-03-01", "--source", "Sổ kiểm kê", "--level", "commune"]
    told = CliRunner().invoke(niemyet, [*words, *house.options])
    assert told.exit_code in (0, 3), told.output
    out = tmp_path / "site"
    site(house, out)
    page = (out / "p" / "1.300001" / "index.html").read_text("utf-8")
    assert "Danh mục “Sổ kiểm kê”, 01/03/2022" in page
    assert "căn cứ: danh mục" in (out / "u" / "xa-b" / "index.html").read_text("utf-8")


def test_what_is_not_for_the_public_is_in_no_file(house: House, tmp_path: Path) -> None:
    out = tmp_path / "site"
    site(house, out)
    assert {path.name for path in (out / "data").iterdir()} & {
        "listings.parquet",
        "listing_updates.parquet",
        "fetches.parquet",
    } == set()
    told = b"".join(path.read_bytes() for path in out.rglob("*") if path.suffix in (".html", ".json", ".js"))
    assert str(house.root).encode() not in told, "where files were received is nobody's business"
    manifest = json.loads((out / "data" / "datapackage.json").read_bytes())
    assert not {"inputs", "folded", "code"} & manifest.keys(), "nor what a folder is made from"


def test_the_address_comes_from_the_configuration_or_the_command(house: House, tmp_path: Path) -> None:
    config = house.root / "niemyet.toml"
    site(house, tmp_path / "none")
    assert not (tmp_path / "none" / "u" / "xa-b" / "ma-qr.html").exists()
    config.write_text(config.read_text("utf-8") + '\n[site]\naddress = "https://bang.example/"\n', "utf-8")
    site(house, tmp_path / "configured")
    assert "https://bang.example/u/xa-b/" in (
        tmp_path / "configured" / "u" / "xa-b" / "ma-qr.html"
    ).read_text("utf-8")
    site(house, tmp_path / "named", "--address", "https://khac.example")
    assert "https://khac.example/u/xa-b/" in (tmp_path / "named" / "u" / "xa-b" / "ma-qr.html").read_text(
        "utf-8"
    )
    with pytest.raises(UsageError, match="begins with https"):
        site(house, tmp_path / "wrong", "--address", "javascript:alert(1)")


def test_a_folder_with_something_else_in_it_is_refused(house: House, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="expected a new or empty folder"):
        site(house, house.root)


# ---- the picture of the row that proves a step ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def paged(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A decision that came as PDF, and one without pages."""
    built = build_house(tmp_path_factory.mktemp("trang") / "nhà")
    built.drop(
        "1.pdf", page_of_rows(7, (("1.700101", "Cấp thẻ bạn đọc"), ("1.700102", "Gia hạn thẻ bạn đọc")))
    )
    built.drop("2.md", decision(8, "11/02/2022"))
    run_nightly(built.settings, built.folder, built.clock)
    return built


def shown_rows(out: Path, code: str) -> list[str]:
    page = (out / "p" / code / "index.html").read_text("utf-8")
    return re.findall(r'<img src="\.\./\.\./(pictures/[0-9a-f]{24}\.png)"', page)


def test_a_step_shows_the_row_that_proves_it(paged: House, tmp_path: Path) -> None:
    out = tmp_path / "bảng"
    site(paged, out)
    first, second = shown_rows(out, "1.700101"), shown_rows(out, "1.700102")
    assert len(first) == len(second) == 1
    assert first != second
    with Image.open(out / first[0]) as row:
        assert row.width > 4 * row.height, "the row alone, not its page"
        assert row.convert("L").getextrema()[0] < 80, "with its words"
    proof = json.loads((out / "p" / "1.700101" / "proof.json").read_bytes())
    assert [one["picture"] for one in proof["steps"]] == first
    assert shown_rows(out, "1.001193") == [], "Markdown has no pages: the place is told in words"
    assert re.search(
        r"bảng \d+, phần \S+, dòng 1 ", (out / "p" / "1.001193" / "index.html").read_text("utf-8")
    )


def test_a_second_run_reads_no_document_again_and_a_spoilt_picture_is_cut_anew(
    paged: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "bảng"
    site(paged, out)
    mine = shown_rows(out, "1.700101")[0]
    before = (out / mine).read_bytes()
    asked: list[int] = []

    def watched(function: object, calls: Sequence[tuple[object, ...]], *, limits: Limits) -> Iterator[object]:
        asked.append(len(calls))
        return each_apart(function, calls, limits=limits)  # type: ignore[arg-type]

    monkeypatch.setattr(row_pictures, "each_apart", watched)
    assert "0 có nội dung mới" in site(paged, out)
    (out / mine).unlink()
    (out / mine).write_bytes(b"something else")
    site(paged, out)
    assert asked == [0, 1]
    assert (out / mine).read_bytes() == before
    site(paged, out, "--pictures", "0")
    assert not (out / "pictures").exists()
    assert shown_rows(out, "1.700101") == []


def test_a_document_that_is_not_at_hand_costs_its_picture_not_the_board(paged: House, tmp_path: Path) -> None:
    away = tmp_path / "nhà"
    shutil.copytree(paged.root, away, symlinks=True)
    shutil.rmtree(away / "data" / "raw" / "objects")
    out = tmp_path / "bảng"
    site(House(away, paged.clock), out)
    assert shown_rows(out, "1.700101") == []


def item(number: int, decision_id: str, digest: str, page: int | None = 1) -> dict[str, object]:
    return {
        "item_id": f"{decision_id}#{number}", "decision_id": decision_id, "sha256": digest, "page": page, "table_no": 1,
        "part": None, "row_no": str(number), "code": f"1.00000{number}", "raw_text": f"{number} | dòng",
    }  # fmt: skip


def test_pictures_are_bounded_and_the_newest_decisions_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[list[tuple[str, int]]] = []

    def none_found(
        function: object, calls: Sequence[tuple[object, ...]], *, limits: Limits
    ) -> Iterator[object]:
        wanted.append([(str(call[1]), len(call[2])) for call in calls])  # type: ignore[arg-type]
        return iter([[None] * len(call[2]) for call in calls])  # type: ignore[arg-type]

    monkeypatch.setattr(row_pictures, "each_apart", none_found)
    monkeypatch.setattr(row_pictures, "_MOST_SCANNED", 1)
    rows = [
        item(1, "x/3", "c"), item(2, "x/3", "c"), item(1, "x/2", "b", None), item(1, "x/1", "s1"), item(1, "x/0", "s2"),
    ]  # fmt: skip
    folder = DataFolder(tmp_path / "data")
    made = row_pictures.site_pictures(
        folder, rows, tmp_path / "out", Limits(), scanned={"x/1", "x/0"}, most=3
    )
    assert made.of_item == {}
    assert wanted == [[("c", 2), ("s1", 1)]], "no page, no picture; of two scans one"
    row_pictures.site_pictures(folder, rows, tmp_path / "out", Limits(), most=1)
    assert wanted[1] == [("c", 1)]
