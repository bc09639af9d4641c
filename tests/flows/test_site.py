"""`niemyet site` from the command line, on releases as they are."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from niemyet.flows.pipeline import run_nightly
from niemyet.model.errors import NiemyetError, UsageError
from tests.support.house import House, build_house, decision


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
