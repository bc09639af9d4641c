"""Decisions against the national catalogue and the counter: planted gaps are found, each with its paper, and none invented."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from niemyet.demo.national import Formality, National
from niemyet.flows.cli import niemyet
from niemyet.flows.desk.app import DeskState
from niemyet.flows.desk.users import Role, User
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.ui import Ui
from niemyet.model.tables import Catalogued, Drift
from niemyet.model.words import DriftKind, Level
from niemyet.transforms.work.drift import Behind, national_drift
from tests.support.desk import Visitor, served
from tests.support.house import House, build_house, decision

ROWS = (
    ("1.001193", "Đăng ký khai sinh"),
    ("2.000815", "Chứng thực bản sao từ bản chính"),
    ("1.000111", "Đăng ký kết hôn lưu động"),
    ("1.000222", "Đăng ký giám hộ"),
    ("1.000555", "Đăng ký khai tử"),
)
CATALOGUE = [
    Formality("1.001193", "Đăng ký  khai sinh"),
    Formality("2.000815", "Chứng thực bản sao từ sổ gốc"),
    Formality("1.000222", "Đăng ký giám hộ", is_ward=False, is_province=True),
    Formality("1.000555", "Đăng ký khai tử"),
    Formality("1.000999", "Thủ tục chưa ai công bố"),
    Formality("1.000998", "Thủ tục đã khóa", state="INACTIVE"),
]
PLANTED = {
    ("1.000111", DriftKind.NOT_ENTERED),
    ("2.000815", DriftKind.NAME_DIFFERS),
    ("1.000222", DriftKind.LEVEL_MISSING),
    ("1.000555", DriftKind.ABOLISHED_OPEN),
    ("1.000999", DriftKind.NO_DECISION),
}


@pytest.fixture
def house(tmp_path: Path) -> House:
    with National(CATALOGUE) as service:
        source = f'[[source]]\nid = "quoc-gia"\nkind = "dvc-2026"\nurl = "{service.url}"\nagency_id = "H47"\n'
        source += "seconds_between_requests = 0.0\n"
        made = build_house(tmp_path / "nhà", more=source)
        made.drop("512.md", decision(512, "04/03/2022", rows=ROWS))
        made.drop(
            "600.md",
            decision(600, "05/05/2022", section="BỊ BÃI BỎ", rows=(("1.000555", "Đăng ký khai tử"),)),
        )
        made.at("2022-12-01T13:00:00")
        result = run_nightly(made.settings, made.folder, made.clock)
        assert result.proofs["quoc-gia"].outcome == "complete"
    return made


def rows(house: House, name: str, kind: type) -> list:
    release = house.folder.releases.latest()
    assert release is not None
    return release.rows(name, kind)


def test_planted_gaps_are_found_each_with_its_paper_and_none_is_invented(house: House) -> None:
    found = rows(house, "drift", Drift)
    assert {(one.code, one.kind) for one in found} == PLANTED
    by_kind = {one.kind: one for one in found}
    entered = by_kind[DriftKind.NOT_ENTERED]
    assert entered.paper is not None
    assert "512/QĐ-UBND" in entered.paper
    assert entered.due_on == date(2022, 3, 11), "five working days from signing (NĐ 63/2010 Đ.24)"
    assert "600/QĐ-UBND" in (by_kind[DriftKind.ABOLISHED_OPEN].paper or "")
    assert by_kind[DriftKind.NO_DECISION].national_paper is None, "a placeholder is no decision"
    assert by_kind[DriftKind.LEVEL_MISSING].level is Level.COMMUNE


def test_the_catalogue_changes_no_board_and_a_night_without_news_asks_for_no_detail(house: House) -> None:
    assert {one.code for one in rows(house, "catalogue", Catalogued)} == {one.code for one in CATALOGUE}
    release = house.folder.releases.latest()
    assert release is not None
    assert "1.000999" not in release.table("boards", ["code"]).column(0).to_pylist()


def test_the_command_tells_the_province_and_a_unit(house: House) -> None:
    told = CliRunner().invoke(niemyet, ["drift", *house.options, "--format", "json"])
    assert told.exit_code == 0, told.output
    assert {(row["code"], row["kind"]) for row in json.loads(told.stdout)} == {
        (code, kind.value) for code, kind in PLANTED
    }
    unit = CliRunner().invoke(niemyet, ["drift", "xa-b", *house.options, "--format", "json"])
    assert unit.exit_code == 0, unit.output
    by_code = {row["code"]: row for row in json.loads(unit.stdout)}
    assert (
        by_code["1.001193"]["decisions"],
        by_code["1.001193"]["catalogue"],
        by_code["1.001193"]["counter"],
    ) == (True, True, None)
    assert (by_code["1.000111"]["decisions"], by_code["1.000111"]["catalogue"]) == (True, False)
    assert (by_code["1.000999"]["decisions"], by_code["1.000999"]["catalogue"]) == (False, True)
    table = CliRunner().invoke(niemyet, ["drift", *house.options])
    assert "đang có hiệu lực, chưa có trên danh mục quốc gia: 1" in table.stderr
    shown = " ".join(table.stdout.split())
    assert "cấp xã" in shown, "what the catalogue says otherwise, in words"
    assert "commune" not in shown


def test_without_a_catalogue_it_says_so(tmp_path: Path) -> None:
    made = build_house(tmp_path / "nhà")
    made.drop("512.md", decision(512, "04/03/2022"))
    run_nightly(made.settings, made.folder, made.clock)
    told = CliRunner().invoke(niemyet, ["drift", *made.options])
    assert told.exit_code == 0
    assert "dvc-2026" in told.stderr


def test_a_fee_that_differs_is_told_and_an_unknown_one_is_not(house: House) -> None:
    from niemyet.flows.facts import gather
    from niemyet.model.tables import Procedure

    entries = gather(house.folder.lake, house.settings).catalogue
    versions = [
        replace(one, fee="50.000 đồng/trường hợp")
        for one in rows(house, "procedures", Procedure)
        if one.code == "1.001193"
    ]

    def kinds(fees: tuple[str, ...]) -> set[DriftKind]:
        told = [replace(one, fees=fees) for one in entries if one.code == "1.001193"]
        return {one.kind for one in national_drift(told, versions, Behind({}, {}), date(2022, 12, 1))}

    assert kinds(()) == set(), "0 in the catalogue is unknown, not free"
    assert kinds(("50000",)) == set()
    assert kinds(("30000",)) == {DriftKind.FEE_DIFFERS}


def test_the_desk_and_the_public_pages_show_the_gaps(house: House, tmp_path: Path) -> None:
    ui = Ui(str(house.folder.root), house.root / "niemyet.toml", "vi", "table")
    with served(DeskState(ui, None, alone=User("Lan", Role.OFFICER), ticket="vào")) as address:
        lan = Visitor(address)
        lan.get("/login?ticket=vào")
        page = lan.get("/drift").text
        assert all(code in page for code, _ in PLANTED)
        assert "đang có hiệu lực, chưa có trên danh mục quốc gia" in page
        assert "khác tên: “Chứng thực bản sao từ sổ gốc”" in page, "what the catalogue says otherwise"
        assert "danh mục quốc gia thiếu một cấp: cấp xã" in page
        unit = lan.get("/u/xa-b/drift").text
        assert re.search(r'<th scope="row">1\.000111</th><td>[^<]*</td><td>✓</td><td>\?</td><td>–</td>', unit)
        assert lan.get("/u/xa-z/drift").status_code == 400
    out = tmp_path / "bang"
    told = CliRunner().invoke(niemyet, ["site", "--out", str(out), *house.options])
    assert told.exit_code == 0, told.output
    about = (out / "about" / "index.html").read_text(encoding="utf-8")
    assert all(f">{code}<" in about for code, _ in PLANTED)


def test_where_no_catalogue_was_read_the_desk_says_so_and_the_pages_nothing(tmp_path: Path) -> None:
    made = build_house(tmp_path / "nhà")
    made.drop("512.md", decision(512, "04/03/2022"))
    run_nightly(made.settings, made.folder, made.clock)
    ui = Ui(str(made.folder.root), made.root / "niemyet.toml", "vi", "table")
    with served(DeskState(ui, None, alone=User("Lan", Role.OFFICER), ticket="vào")) as address:
        lan = Visitor(address)
        lan.get("/login?ticket=vào")
        assert "Chưa đọc danh mục quốc gia; người vận hành" in lan.get("/drift").text
        assert "Chưa đọc danh mục quốc gia; người vận hành" in lan.get("/u/xa-b/drift").text
    out = tmp_path / "bang"
    CliRunner().invoke(niemyet, ["site", "--out", str(out), *made.options])
    assert "So với danh mục quốc gia" not in (out / "about" / "index.html").read_text(encoding="utf-8")


def test_a_sheet_that_hung_before_the_catalogue_was_worded_otherwise_is_told(tmp_path: Path) -> None:
    made = build_house(tmp_path / "nhà")
    made.drop("512.md", decision(512, "04/03/2022", rows=ROWS))
    listing = made.root / "bảng.csv"
    listing.write_text(
        "Mã TTHC,Tên thủ tục hành chính\n" + "".join(f"{code},{name}\n" for code, name in ROWS),
        encoding="utf-8",
    )
    birth, copies = Formality("1.001193", "Đăng ký khai sinh"), Formality("2.000815", "Chứng thực")
    for day, shown in (
        ("2022-12-01", birth),
        ("2022-12-10", replace(birth, dossier=("Tờ khai", "Giấy chứng sinh"))),
    ):
        with National([shown, copies]) as service:
            config = made.root / "niemyet.toml"
            source = f'[[source]]\nid = "quoc-gia"\nkind = "dvc-2026"\nurl = "{service.url}"\nseconds_between_requests = 0.0\n'
            plain = config.read_text(encoding="utf-8").split('[[source]]\nid = "quoc-gia"')[0]
            config.write_text(plain + source, encoding="utf-8")
            made.at(f"{day}T13:00:00")
            run_nightly(made.settings, made.folder, made.clock)
    given = ["observe", "xa-b", str(listing), "--channel", "counter", "--on", "2022-12-02"]
    assert CliRunner().invoke(niemyet, [*given, *made.options]).exit_code in (0, 3)
    told = CliRunner().invoke(niemyet, ["drift", "xa-b", *made.options, "--format", "json"])
    stale = {row["code"]: row["stale"] for row in json.loads(told.stdout)}
    assert "02/12/2022" in stale["1.001193"]
    assert "10/12/2022" in stale["1.001193"]
    assert "thành phần hồ sơ" in stale["1.001193"]
    assert stale["2.000815"] == "", "words that were never seen to change are not said to be new"
    ui = Ui(str(made.folder.root), made.root / "niemyet.toml", "vi", "table")
    with served(DeskState(ui, None, alone=User("Lan", Role.OFFICER), ticket="vào")) as address:
        lan = Visitor(address)
        lan.get("/login?ticket=vào")
        page = lan.get("/u/xa-b/drift").text
    assert f"<td>{stale['1.001193']}</td>" in page, "the desk says it, too"
    out = made.root / "to.docx"
    sheet = ["export", "xa-b", "--to", "docx", "--out", str(out), "--paper", "sheet", "--code", "1.001193"]
    assert CliRunner().invoke(niemyet, [*sheet, *made.options]).exit_code == 0
    said = docx.Document(str(out)).element.body.xpath("string(.)")
    assert "Giấy chứng sinh" in said
    assert "Thành phần hồ sơ (*)" in said
    assert "Theo Cơ sở dữ liệu quốc gia" in said


def test_a_unit_with_its_id_there_is_missed_where_the_catalogue_does_not_name_it(tmp_path: Path) -> None:
    catalogue = [
        Formality("1.001193", "Đăng ký khai sinh", applied=("d-1",)),
        Formality("2.000815", "Chứng thực bản sao từ bản chính", applied=("d-1", "d-7")),
        Formality("1.000222", "Đăng ký giám hộ"),
    ]
    with National(catalogue) as service:
        source = f'[[source]]\nid = "quoc-gia"\nkind = "dvc-2026"\nurl = "{service.url}"\nseconds_between_requests = 0.0\n'
        made = build_house(tmp_path / "nhà", more=source)
        config = made.root / "niemyet.toml"
        text = config.read_text(encoding="utf-8").replace('id = "xa-b"', 'id = "xa-b"\ndepartment_id = "d-7"')
        config.write_text(text, encoding="utf-8")
        made.drop("512.md", decision(512, "04/03/2022", rows=ROWS[:2] + ROWS[3:4]))
        made.at("2022-12-01T13:00:00")
        run_nightly(made.settings, made.folder, made.clock)
    found = [(one.code, one.kind, one.unit_id) for one in rows(made, "drift", Drift)]
    assert found == [("1.001193", DriftKind.UNIT_MISSING, "xa-b")]
    own = CliRunner().invoke(niemyet, ["drift", "xa-b", *made.options, "--format", "json"])
    other = CliRunner().invoke(niemyet, ["drift", "huyen-a", *made.options, "--format", "json"])
    assert "chưa ghi đơn vị này" in own.stdout
    assert "chưa ghi đơn vị này" not in other.stdout
