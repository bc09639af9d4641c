"""The front door: help without weight, wrong use with status 2 and no traceback."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from niemyet.flows.cli import COMMANDS, niemyet
from niemyet.flows.ui import Ui
from niemyet.model.errors import UsageError
from scripts.commands_page import commands
from tests.support.messages import told_by_commands

VIETNAMESE = re.compile(
    "[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE
)
PROGRAM = [sys.executable, "-c", "from niemyet.flows.cli import main; main()"]


def run(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *args], cwd=cwd, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = CliRunner().invoke(niemyet, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert f"niemyet {name}" in result.output
    assert "Ví dụ" in result.output


@pytest.mark.parametrize("path", [path for path, _ in commands()])
def test_help_is_in_one_language(path: str) -> None:
    """Examples are commands, with the names of people and files in them; they are left out."""
    words = path.split()[1:]
    english = CliRunner().invoke(niemyet, ["--lang", "en", *words, "--help"])
    vietnamese = CliRunner().invoke(niemyet, [*words, "--help"])
    assert (english.exit_code, vietnamese.exit_code) == (0, 0)
    told = re.sub(r"Example: .*?\n\s*\n", "", english.output, flags=re.DOTALL)
    assert not VIETNAMESE.search(told), told
    assert "Usage:" in told
    for word in ("Usage:", "Options:", "Commands:", "Show this", "[default", "[required]", "Example"):
        assert word not in vietnamese.output
    said = " ".join(vietnamese.output.split())
    assert [msgid for msgid in told_by_commands() if f" {msgid}" in said] == []


def test_the_language_may_stand_after_the_command_and_after_help() -> None:
    for args in (
        ["--lang", "en", "board", "-h"],
        ["board", "--lang", "en", "-h"],
        ["board", "-h", "--lang=en"],
    ):
        assert CliRunner().invoke(niemyet, args).output.startswith("Usage:")
    assert CliRunner(env={"NIEMYET_LANG": "en"}).invoke(niemyet, ["board", "-h"]).output.startswith("Usage:")


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from click.testing import CliRunner; from niemyet.flows.cli import niemyet;"
        "assert CliRunner().invoke(niemyet, ['--help']).exit_code == 0;"
        "heavy = {'pandas', 'pyarrow', 'prefect', 'pydantic', 'httpx', 'bs4', 'lxml', 'holidays'};"
        "sys.exit(','.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["nightly"], "không tìm thấy cấu hình"),
        (["--lang", "en", "nightly"], "configuration niemyet.toml not found"),
        (["nightly", "--config", "."], "là thư mục; cần tệp cấu hình"),
        (["nigthly"], "nightly"),
        (["backfill", "--from", "2022-13-01", "--to", "2022-12-31"], "2022-13-01"),
        (["ingest", "khong-co.docx"], "không có tệp"),
        (["tables", "board"], "boards"),
    ],
)
def test_wrong_use_is_status_2_with_a_clear_message(tmp_path: Path, args: list[str], told: str) -> None:
    result = run(*args, cwd=tmp_path)
    assert result.returncode == 2, result.stderr
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


WRONG_USE = [
    ["board"],
    ["board", "a", "b"],
    ["--bord"],
    ["board", "a", "--as-offf", "2022-01-01"],
    ["board", "a", "--as-of", "hôm qua"],
    ["board", "a", "--as-of"],
    ["updates", "--state", "somehow"],
    ["releases", "prune", "--days", "ten"],
    ["releases", "prune", "--days", "-1"],
    ["export", "a"],
    ["sources", "lst"],
    ["review"],
    ["verify", "--all=1"],
    ["review", "import", "khong-co.xlsx"],
    ["review", "import", "."],
]


@pytest.mark.parametrize("args", WRONG_USE, ids=" ".join)
def test_wrong_use_is_told_in_one_language(args: list[str]) -> None:
    vietnamese, english = (CliRunner().invoke(niemyet, [*lang, *args]) for lang in ([], ["--lang", "en"]))
    assert (vietnamese.exit_code, english.exit_code) == (2, 2)
    for word in (
        "Usage:",
        "Try ",
        "Error:",
        "Invalid",
        "Missing",
        "No such",
        "unexpected",
        "requires",
        "does not",
    ):
        assert word not in vietnamese.stderr
    assert VIETNAMESE.search(vietnamese.stderr)
    assert not VIETNAMESE.search(english.stderr.replace("hôm qua", ""))


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "sources"])
def test_a_configuration_that_is_named_must_be_there(name: str, tmp_path: Path) -> None:
    """Also for a command that could do without one: a misspelt path is not another configuration."""
    command = niemyet.get_command(click.Context(niemyet), name)
    assert command is not None
    if isinstance(command, click.Group):
        return
    words = [given_for(one) for one in command.params if one.required]
    given = [word for some in words for word in some]
    missing = str(tmp_path / "khong-co.toml")
    result = CliRunner().invoke(niemyet, [name, *given, "--config", missing])
    if "--config" not in {opt for one in command.params for opt in one.opts}:
        assert result.exit_code == 2
        return
    assert isinstance(result.exception, UsageError), (result.output, result.exception)
    assert missing in result.exception.message("vi")


def given_for(param: click.Parameter) -> list[str]:
    """Something that a required parameter takes."""
    of_kind = {"YYYY-MM-DD": "2022-01-01", "choice": getattr(param.type, "choices", [""])[0]}
    value = of_kind.get(param.type.name, "1.001193")
    return [str(value)] if isinstance(param, click.Argument) else [param.opts[0], str(value)]


def test_a_folder_instead_of_files_says_what_to_do(tmp_path: Path) -> None:
    result = run("ingest", str(tmp_path), cwd=tmp_path)
    assert result.returncode == 2
    for word in ("là thư mục", f"{tmp_path}/*", 'kind = "inbox"'):
        assert word in result.stderr


@pytest.mark.parametrize("args", [["updates"], ["board", "x"], ["verify"], ["review", "list"]])
def test_no_release_yet_is_status_1_and_says_what_to_run(tmp_path: Path, args: list[str]) -> None:
    result = run(*args, cwd=tmp_path)
    assert result.returncode == 1
    assert "niemyet nightly" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", [["nightly"], ["ingest", "a.md"]])
def test_a_place_that_cannot_be_written_is_status_1_with_its_name(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "niemyet.toml").write_text(
        '[province]\nid = "quang-nam"\nname = "Quảng Nam"\n', encoding="utf-8"
    )
    (tmp_path / "a.md").write_text("một văn bản", encoding="utf-8")
    result = run(*command, "--data", str(tmp_path / "a.md" / "data"), cwd=tmp_path)
    assert result.returncode == 1
    assert str(tmp_path / "a.md") in result.stderr
    assert "Traceback" not in result.stderr


def test_who_stops_a_command_hears_how_things_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(self: Ui) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Ui, "release", stopped)
    result = CliRunner().invoke(niemyet, ["board", "xa-b"])
    assert result.exit_code == 1
    assert "Đã dừng (Ctrl+C)" in result.output
    assert "Abort" not in result.output
