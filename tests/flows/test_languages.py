"""What commands print is in one language: Vietnamese, and English for who asks for it."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from niemyet.flows.pipeline import run_nightly
from tests.flows.test_cli import VIETNAMESE
from tests.support.house import House, build_house, decision

COMMANDS = [
    ["verify"],
    ["verify", "--rebuild"],
    ["releases"],
    ["releases", "prune", "--days", "1", "--months", "1"],
    ["doctor"],
    ["sources", "list"],
    ["updates"],
    ["board", "UNIT"],
    ["explain", "1.001193"],
    ["log"],
    ["diff"],
    ["report"],
    ["review", "list"],
    ["raw", "garbage"],
    ["repair"],
]
#: Words that stand in headings and remarks of English tables; names, codes and addresses are no words of ours.
ENGLISH = re.compile(
    r"\b(?:Check|Looked|Wrong|Release|Rows|Bytes|Component|Needed|Install|Source|Last|Address|Kind|Decision|"
    r"Question|Candidates|When|Who|About|Said|Change|From|Figure|Level|Value|failed|changes|updates|whole|"
    r"missing|leads|every|of the|valid|known since|counter|portal)\b"
)
#: Proper names, and what is an address or an id.
NAMES = re.compile(
    r"(?:[Tt]ỉnh|UBND|huyện|Huyện|Xã|xã|Trung tâm|Thành phố|thành phố|Phường)[\w \-]*|Quảng Nam|Đà Nẵng|\S*QĐ\S*|\S*/\S*"
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = build_house(tmp_path_factory.mktemp("ngôn ngữ") / "nha")
    for number, day in ((3600, "15/12/2021"), (3601, "20/12/2021")):
        rows = (("1.001193", "Procedure one"), ("2.000815", f"Procedure {number}"))
        made.drop(
            f"{number}.md", decision(number, day, rows=rows).replace("LĨNH VỰC HỘ TỊCH", "LĨNH VỰC THUE")
        )
        run_nightly(made.settings, made.folder, made.clock)
        made.at("2022-12-31T16:00:00")
    return made


def printed(house: House, words: list[str], lang: str) -> str:
    unit = house.settings.units[0].unit_id
    given = [unit if word == "UNIT" else word for word in words]
    wide = CliRunner(env={"COLUMNS": "300", "NIEMYET_LANG": lang})
    result = wide.invoke(niemyet, [*given, *options(house, words)])
    assert result.exit_code in {0, 1, 3}, result.output
    return NAMES.sub(" ", result.output)


def options(house: House, words: list[str]) -> list[str]:
    return [] if words == ["doctor"] else house.options


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_speaks_english_to_who_asks_for_it(
    house: House, words: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    said = printed(house, words, "en")
    assert [line for line in said.splitlines() if VIETNAMESE.search(line)] == []


@pytest.mark.parametrize("words", [one for one in COMMANDS if one != ["review", "list"]], ids=" ".join)
def test_a_command_speaks_vietnamese_by_default(
    house: House, words: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    said = printed(house, words, "vi")
    assert [line for line in said.splitlines() if ENGLISH.search(line)] == []


def test_what_is_kept_does_not_depend_on_the_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same papers, fetched and read under either language: the same reasons in the lake, the same bytes released."""
    papers = {
        "3600.md": decision(3600, "15/12/2021"),
        "cho.doc": "Đang cập nhật file đính kèm",
        "rong.docx": "\n",
        "hong.zip": b"PK\x03\x04" + b"x" * 40,
        "anh.ppt": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    }
    kept = {}
    for lang in ("vi", "en"):
        made = build_house(tmp_path / lang)
        for name, content in papers.items():
            made.drop(name, content)
        monkeypatch.setattr("niemyet.flows.clock.SystemClock.now", lambda _, made=made: made.clock.now())
        said = CliRunner(env={"NIEMYET_LANG": lang}).invoke(niemyet, ["nightly", *made.options])
        assert said.exit_code in {0, 3}, said.output
        release = made.folder.releases.latest()
        assert release is not None
        errors = sorted(
            (row.sha256, row.error, row.fault) for row in made.folder.lake.newest_readings().values()
        )
        kept[lang] = (errors, {each["name"]: each["hash"] for each in release.manifest["resources"]})
    assert kept["vi"] == kept["en"]
    errors = [error for _, error, _ in kept["vi"][0] if error]
    assert len(errors) == 4
    assert all(VIETNAMESE.search(error) for error in errors)
