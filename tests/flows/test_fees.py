"""`ingest --fees`: kept with its paper, shown by explain, drift and the site, taken back; it opens and ends nothing."""

import json
import shlex
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from niemyet.demo.national import Formality, National
from niemyet.flows.cli import niemyet
from niemyet.flows.commands.fees import SHOWN
from niemyet.flows.fee_lists import fees_with, propose_fees
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.run_context import RunContext
from niemyet.flows.set_fees import fees_on, set_fees
from niemyet.model.errors import UsageError
from niemyet.model.tables import Board, Procedure, SheetText
from tests.extractors.test_fee_lists import EFFECT, resolution
from tests.support.house import House, build_house, decision
from tests.support.named_commands import named_in
from tests.support.papers import Grid, to_docx

TABLE = Grid(
    [
        ["Mã TTHC", "Tên thủ tục", "Mức thu (đồng/bản)"],
        ["2.000815", "Chứng thực bản sao từ bản chính", "4.500"],
        ["", "Đăng ký lưu động", "1.000"],
    ],
    header_rows=1,
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    catalogue = [
        Formality("2.000815", "Chứng thực bản sao từ bản chính", fee=2000),
        Formality("1.001193", "Đăng ký khai sinh"),
    ]
    with National(catalogue) as service:
        source = f'[[source]]\nid = "quoc-gia"\nkind = "dvc-2026"\nurl = "{service.url}"\nagency_id = "H47"\n'
        made = build_house(
            tmp_path_factory.mktemp("phí") / "nhà", more=source + "seconds_between_requests = 0.0\n"
        )
        made.drop("512.md", decision(512, "04/03/2022"))
        made.at("2022-12-01T13:00:00")
        run_nightly(made.settings, made.folder, made.clock)
    return made


def said(house: House, *words: str) -> Result:
    return CliRunner().invoke(niemyet, [*words, *house.options])


def refusal(house: House, *words: str) -> str:
    error = said(house, "ingest", "--fees", *words).exception
    assert isinstance(error, UsageError)
    return str(error)


def rows(house: House, name: str, kind: type) -> list:
    release = house.folder.releases.latest()
    assert release is not None
    return release.rows(name, kind)


def test_a_list_of_fees_from_hand_in_to_taking_back(house: House, tmp_path: Path) -> None:
    path = tmp_path / "nghi-quyet.docx"
    path.write_bytes(
        to_docx(resolution("Điều 2. Nghị quyết này có hiệu lực từ ngày 01/6/2022.", table=TABLE))
    )
    before = rows(house, "procedures", Procedure), rows(house, "boards", Board)
    run = RunContext(house.settings, house.folder, house.clock, command="ingest", asked={})
    proposed = propose_fees(run, path, paper=None, since=None)
    assert [one.code for one in fees_with(run, proposed.told).facts] == ["2.000815"]
    tried = said(house, "ingest", "--fees", "--explain", str(path))
    assert tried.exit_code == 0, tried.output
    assert "1 dòng phải hỏi" in tried.output
    kept = said(house, "ingest", "--fees", str(path), "--by", "Người thử")
    assert kept.exit_code == 3, kept.output
    assert (rows(house, "procedures", Procedure), rows(house, "boards", Board)) == before
    (text,) = [one for one in rows(house, "sheets", SheetText) if one.witness == "resolution"]
    assert (text.code, text.text, text.row_no) == ("2.000815", "4.500 đồng/bản", 2)
    release = house.folder.releases.latest()
    assert release is not None
    assert fees_on(set_fees(release), date(2022, 5, 31)) == {}
    assert fees_on(set_fees(release), date(2022, 6, 1))["2.000815"]["paper"] == text.paper
    assert "Nghị quyết số 17/2026/NQ-HĐND" in said(house, "explain", "2.000815").output
    gaps = json.loads(said(house, "drift", "--format", "json").stdout)
    (fee,) = [one for one in gaps if one["kind"] == "fee_differs"]
    assert (fee["code"], fee["note"]) == ("2.000815", "4.500 đồng/bản ≠ 2000")
    assert fee["paper"] == text.paper
    seen = tmp_path / "bảng.csv"
    seen.write_text(
        "Mã TTHC,Tên thủ tục hành chính\n2.000815,Chứng thực bản sao từ bản chính\n", encoding="utf-8"
    )
    assert said(house, "observe", "xa-b", str(seen), "--on", "2022-05-20").exit_code in (0, 3)
    at_unit = {
        row["code"]: row["stale"]
        for row in json.loads(said(house, "drift", "xa-b", "--format", "json").stdout)
    }
    assert "phí" in at_unit["2.000815"], "the paper hung before the fee was set anew"
    assert at_unit["1.001193"] == ""
    assert said(house, "site", "--out", str(tmp_path / "bảng")).exit_code in (0, 3)
    pages = [one.read_text("utf-8") for one in (tmp_path / "bảng").rglob("*.html")]
    assert any("Từ 01/06/2022: 4.500 đồng/bản (Nghị quyết số 17/2026/NQ-HĐND" in one for one in pages)
    asked = json.loads(said(house, "review", "list", "--format", "json").stdout)
    assert [one["kind"] for one in asked if "Đăng ký lưu động" in one["question"]] == ["fee_unclear"]
    back = said(house, "ingest", "--fees", "--withdraw", str(path))
    assert back.exit_code in (0, 3), back.output
    assert [one for one in rows(house, "sheets", SheetText) if one.witness == "resolution"] == []
    assert "rút danh sách phí" in said(house, "log", "--format", "json").stdout


def test_what_the_file_does_not_state_is_asked_for_and_a_contradiction_refused(
    house: House, tmp_path: Path
) -> None:
    bare, whole = tmp_path / "bảng.docx", tmp_path / "nq.docx"
    bare.write_bytes(to_docx([TABLE]))
    whole.write_bytes(to_docx(resolution(EFFECT, table=TABLE)))
    assert "--paper" in refusal(house, str(bare))
    assert "2027-01-01" in refusal(house, str(whole), "--from", "2027-02-01")
    without = said(house, "ingest", str(bare), "--from", "2027-02-01")
    assert isinstance(without.exception, UsageError)


def test_a_resolution_that_is_handed_in_as_a_decision_is_told_what_it_is(
    house: House, tmp_path: Path
) -> None:
    path = tmp_path / "nghị quyết 18.docx"
    path.write_bytes(
        to_docx(resolution("Điều 2. Nghị quyết này có hiệu lực từ ngày 01/9/2022.", table=TABLE))
    )
    told = said(house, "ingest", str(path), "--no-publish")
    assert "--fees" in told.output
    (step,) = [one for one in named_in(" ".join(told.output.split())) if "--withdraw" in one.line]
    assert said(house, *shlex.split(step.line), "--no-publish").exit_code == 0, "a name with blanks is quoted"


def test_two_lists_of_one_day_that_disagree_do_not_both_count(house: House, tmp_path: Path) -> None:
    for name, fee in (("phí một.docx", "4.500"), ("hai.docx", "9.000")):
        table = Grid([["Mã TTHC", "Mức thu (đồng)"], ["2.000815", fee]], header_rows=1)
        (tmp_path / name).write_bytes(to_docx([table]))
    options = ("--paper", "Nghị quyết số 3/2022/NQ-HĐND", "--from", "2022-08-01", "--no-publish")
    assert said(house, "ingest", "--fees", str(tmp_path / "phí một.docx"), *options).exit_code == 0
    (step,) = named_in(refusal(house, str(tmp_path / "hai.docx"), *options))
    assert shlex.split(step.line)[-1] == "phí một.docx"
    assert said(house, *shlex.split(step.line), "--no-publish").exit_code == 0


def test_rows_that_are_left_out_are_told_but_not_without_end(house: House, tmp_path: Path) -> None:
    doubtful = [["1.000901; 1.000902", f"{place}.000"] for place in range(1, SHOWN + 6)]
    table = Grid([["Mã TTHC", "Mức thu (đồng)"], ["2.000815", "4.500"], *doubtful], header_rows=1)
    (tmp_path / "dài.docx").write_bytes(to_docx([table]))
    told = said(
        house,
        "ingest",
        "--fees",
        "--explain",
        str(tmp_path / "dài.docx"),
        "--paper",
        "NQ 1",
        "--from",
        "2022-08-01",
    )
    assert told.output.count("để lại, dòng") == SHOWN
    assert "và 5 dòng nữa" in told.output
