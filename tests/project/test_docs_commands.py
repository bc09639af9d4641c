"""Every command line on the pages of the docs runs as printed: here, in a test that is named, or not, with the reason.

A page's lines run one after the other in a small house that has the files they name; what stands on another disk in the page
stands beside the house here.
"""

import re
import shlex
import shutil
import subprocess
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SetClock
from niemyet.flows.config import ConfigFile, SourceTable
from niemyet.flows.pipeline import run_nightly
from niemyet.model.errors import NiemyetError
from tests.extractors.documents.test_documents_pdf import pdf
from tests.extractors.test_fee_lists import EFFECT, resolution
from tests.extractors.test_unit_packages import ROWS, wheel
from tests.flows.test_adopt import sheet
from tests.flows.test_fees import TABLE
from tests.support.house import House, build_house, decision
from tests.support.papers import Grid, paper, to_docx

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 11, 20, 13, tzinfo=UTC)
PAGES = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])

#: Pages whose blocks run elsewhere, in data that their sentences speak of.
ELSEWHERE = {
    "README.md": "tests/flows/test_practising.py",
    "analysts.md": "tests/demo/test_demo_nights.py",
    "score.md": "tests/demo/test_demo_nights.py",
    "ten-minutes.md": "tests/flows/test_practising.py",
    "tutorial.md": "tests/demo/test_demo_nights.py",
}
#: What no test runs, and why.
NOT_RUN = {
    r"^make |^git |^python -m scripts\.|pre-commit|/pytest ": "works on the checkout itself; CI is what runs them",
    r"^(systemctl|systemd-\w+|chown|runuser|set -a)\b|^cp deploy/": "needs root; tests/project/test_deploy.py",
    r"^podman ": "there is no such program here; tests/project/test_containerfile.py reads the file",
    r"^export AWS|s3://bucket": "needs a store; tests/storage/test_bucket.py runs nights on one",
    r"^niemyet (serve|desk)\b(?!-)": "waits until it is stopped; tests/flows/test_serving.py, tests/flows/test_desk.py",
    r"^niemyet nightly --each": "nights of two whole provinces; tests/flows/test_several.py",
    r"^niemyet demo": "has tests of its own; tests/demo/test_demo_nights.py, tests/flows/test_practising.py",
    r"^niemyet adopt --withdraw": "takes back what stands in no example before it; tests/flows/test_adopt.py",
    r"^niemyet review import": "takes a sheet that somebody has filled in; tests/flows/test_answer_sheet.py",
    r"^niemyet init\b.*(--portal|--practice)": "asks a portal; tests/flows/test_init.py, tests/flows/test_practising.py",
    r"^niemyet sources probe": "asks a portal; tests/flows/test_sources.py",
    r"^niemyet report .*--ask": "asks the national service; tests/flows/test_report.py",
    r"^niemyet (done|review (reopen|resolve|show)) ": "the id is one of many; tests/flows/test_each_command.py takes real ones",
    r"^niemyet diff 2026": "the names of two releases are those of the reader's own; tests/demo/test_demo_nights.py has its own",
    r"^niemyet desk-user": "asks for a password; tests/flows/test_desk.py",
    r"^niemyet notify --dry-run": "needs somebody to tell; tests/flows/test_notifying.py",
    r"^niemyet notify --failed": "needs somebody to tell; tests/flows/test_notifying.py",
    r"^niemyet drift ": "needs the national catalogue; tests/flows/test_drift.py",
}
#: Places of the pages → where they are here.
PLACES = {
    r"(?<!\S)/mnt/": "../mnt/",
    r"(?<!\S)~/": "../home/",
    r"(?<!\S)/etc/niemyet": "../etc/niemyet",
    r"(?<!\S)/srv/niemyet": "../srv/niemyet",
    r"(?<!\S)/sao-luu/": "../mnt/sao-luu/",
    r"(?<!\S)/srv/www/": "../www/",
}
MORE = """
[[source]]
id = "so-tu-phap"
kind = "inbox"
path = "inbox"

[[source]]
id = "dvcqg"
kind = "inbox"
path = "inbox"

[[unit]]
id = "nui-thanh"
kind = "commune"
name = "UBND xã Núi Thành"

[[unit]]
id = "tam-hai"
kind = "commune"
name = "UBND xã Tam Hải"

[[unit]]
id = "xa-vinh-bao"
kind = "commune"
name = "UBND xã Vĩnh Bảo"
"""
LISTING = sheet(("1.001193", "Đăng ký khai sinh"), ("1.300001", "Đăng ký khai tử"))
ANNEX = Grid([["STT", "Mã TTHC", "Tên thủ tục hành chính"], ["1", "1.700001", "Cấp giấy thử"]])
PAPER = to_docx(
    paper(
        "Về việc công bố Danh mục thủ tục hành chính mới ban hành cấp xã",
        ["Điều 1. Công bố Danh mục thủ tục hành chính mới ban hành thuộc thẩm quyền giải quyết của cấp xã."],
        ["A. DANH MỤC THỦ TỤC HÀNH CHÍNH MỚI BAN HÀNH CẤP XÃ", ANNEX],
        number="512/QĐ-UBND",
    )
)
FEES = to_docx(resolution(EFFECT, table=TABLE))
CHANGES = "on,act,code,name,into,decree,source\n"
FILES: dict[str, bytes] = {
    "512-QD-UBND.docx": PAPER,
    "512-QD-UBND.pdf": pdf(lambda page: page.drawString(72, 700, "412/QD-UBND")),
    "412-QD-UBND.pdf": pdf(lambda page: page.drawString(72, 700, "412/QD-UBND")),
    "hop-thu-cu/1.docx": PAPER,
    "nghi-quyet-17.docx": FEES,
    "nghi-quyet-phi.docx": FEES,
    "phi.xlsx": sheet(
        ("2.000815", "Chứng thực bản sao", "4.500"),
        head=("STT", "Mã TTHC", "Tên thủ tục", "Mức thu (đồng/bản)"),
    ),
    "so-niem-yet.xlsx": LISTING,
    "so-theo-doi.xlsx": LISTING,
    "danh-muc-quoc-gia.csv": "Mã TTHC,Tên thủ tục,Cấp thực hiện\n1.001193,Đăng ký khai sinh,Cấp xã\n".encode(),
    "viec.xlsx": LISTING,
    "thay-doi.csv": CHANGES.encode(),
    "thay-doi-2027.csv": CHANGES.encode(),
    "ten-moi.json": b'[{"code": "20992", "name": "X\xc3\xa3 Tam H\xe1\xba\xa3i"}]',
    "vietnamadminunits-9.9-py3-none-any.whl": wheel(ROWS),
    "vietnamadminunits-1.0.4-py3-none-any.whl": wheel(ROWS),
}


def blocks(page: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def lines(page: Path) -> list[str]:
    """The commands of a page as printed: of blocks line by line, of commands.md each example."""
    text = page.read_text("utf-8")
    found = [line for block in blocks(page, "sh") for line in block.splitlines() if line.strip()]
    found += re.findall(r"^Example: `(.*)`$", text, re.MULTILINE)
    whole = [re.sub(r"\s+#\s.*$", "", line) for line in found]
    return [part.strip() for line in whole for part in line.split("&&") if part.strip()]


def why_not(line: str) -> list[str]:
    plain = line.replace(".venv/bin/niemyet", "niemyet")
    return [reason for pattern, reason in NOT_RUN.items() if re.search(pattern, plain)]


def runs_here(page: Path) -> list[str]:
    """A line that a page prints again and again (`niemyet nightly`) runs once on it."""
    return list(dict.fromkeys(line.removeprefix(".venv/bin/") for line in lines(page) if not why_not(line)))


RUN_HERE = {page.name: runs_here(page) for page in PAGES if page.name not in ELSEWHERE}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = build_house(tmp_path_factory.mktemp("trang") / "nhà", more=MORE)
    house.drop("1.md", decision(1, "10/01/2022"))
    run_nightly(house.settings, house.folder, SetClock(AT))
    for name, data in FILES.items():
        (house.root / name).parent.mkdir(exist_ok=True)
        (house.root / name).write_bytes(data)
    return house.root


@pytest.fixture
def house(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    shutil.copytree(built, tmp_path / "nhà", symlinks=True)
    (tmp_path / "mnt").mkdir()
    (tmp_path / "etc/niemyet").mkdir(parents=True)
    shutil.copy(built / "niemyet.toml", tmp_path / "etc/niemyet/quang-nam.toml")
    monkeypatch.chdir(tmp_path / "nhà")
    return House(tmp_path / "nhà", SetClock(AT))


@pytest.mark.parametrize("page", [name for name, found in RUN_HERE.items() if found])
def test_the_commands_of_a_page_run_as_printed(house: House, page: str) -> None:
    failed = []
    for line in RUN_HERE[page]:
        words = shlex.split(_here(line.partition(" > ")[0]))  # where it goes is the shell's matter
        if words[0] != "niemyet":
            assert words[0] in ("mv", "cp", "chmod", "mkdir"), f"neither run nor told why not: {line}"
            subprocess.run(words, check=True, cwd=house.root)
            continue
        if words[1] == "init" and "--out" not in words:  # the house has its niemyet.toml
            words += ["--out", str(house.root / "inbox" / "moi.toml")]
        said = _said(words[1:])
        if said is not None:
            failed.append(f"{line}\n{said}")
    assert failed == []


def _here(line: str) -> str:
    for there, here in PLACES.items():
        line = re.sub(there, here, line)
    return re.sub(
        r"'?[^\s']*\*[^\s']*'?",
        lambda match: " ".join(map(str, sorted(Path().glob(match[0])))),
        line,
    )


def _said(words: list[str]) -> str | None:
    """What a command said that did not end well; None where it did. 3: it asks for a person, who is not there."""
    result = CliRunner().invoke(niemyet, words)
    if isinstance(result.exception, NiemyetError):
        return result.exception.message("en")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        return repr(result.exception)
    fine = (
        (0, 1, 3) if words[0] == "doctor" else (0, 3)
    )  # it may find something: the first one asks for a backup
    return None if result.exit_code in fine else result.output


def test_no_reason_is_vain_and_each_names_a_test_that_is_there() -> None:
    every = [line for page in PAGES for line in lines(page)]
    assert [
        pattern for pattern in NOT_RUN if not any(NOT_RUN[pattern] in why_not(line) for line in every)
    ] == []
    for reason in [*NOT_RUN.values(), *ELSEWHERE.values()]:
        for file in re.findall(r"tests/[\w/]+\.py", reason):
            assert (ROOT / file).is_file(), file
    for name, file in ELSEWHERE.items():
        page = name.removesuffix(".md").replace(
            "-", "[-_]"
        )  # by its own name, or by the module that has its commands
        assert re.search(page, (ROOT / file).read_text("utf-8")), f"{file} does not name {name}"


def test_the_queries_of_the_readme_answer(house: House) -> None:
    import duckdb

    [query] = blocks(ROOT / "README.md", "sql")
    duckdb.sql(query).fetchall()
    [code] = blocks(ROOT / "README.md", "python")
    exec(code, {})


@pytest.mark.parametrize(
    ("page", "block"),
    [(page.name, block) for page in PAGES for block in blocks(page, "toml")],
    ids=lambda value: value if value.endswith(".md") else "",
)
def test_each_piece_of_configuration_is_one(page: str, block: str) -> None:
    """As a whole file, as tables beside a province, or as keys of a source."""
    given: dict[str, Any] = tomllib.loads(block)
    if given.keys() & ConfigFile.model_fields.keys():
        ConfigFile.model_validate({"province": {"id": "a", "name": "A"}} | given)
    else:
        SourceTable.model_validate({"id": "a", "kind": "html", "url": "https://a.example/"} | given)


def test_no_block_escapes_by_its_name() -> None:
    """Commands stand in `sh`; queries and code on a page that is run. Others (`nginx`, `yaml`, `json`) are no commands."""
    for page in PAGES:
        told = set(re.findall(r"^```(\w+)", page.read_text("utf-8"), re.MULTILINE))
        assert not told & {"bash", "shell", "console", "zsh", "py"}, page.name
        if told & {"sql", "python", "duckdb"}:
            assert page.name in {*ELSEWHERE, "CONTRIBUTING.md"}, page.name
