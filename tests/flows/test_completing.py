"""What a shell proposes at Tab: commands, options, units and codes; quick once asked, and never a fault."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from niemyet.flows.commands.completion import SHELLS
from niemyet.flows.completing import complete_code, complete_unit
from niemyet.flows.pipeline import run_nightly
from tests.support.house import House, build_house, decision


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    built = build_house(tmp_path_factory.mktemp("tab") / "nhà")
    built.drop("1.md", decision(1, "10/01/2022"))
    run_nightly(built.settings, built.folder, built.clock)
    return built


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def proposed(words: list[str], incomplete: str) -> list[str]:
    speaks = ShellComplete(niemyet, {}, "niemyet", "_NIEMYET_COMPLETE")
    return [one.value for one in speaks.get_completions(words, incomplete)]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_gets_its_script(shell: str) -> None:
    script = CliRunner().invoke(niemyet, ["completion", shell]).output
    assert f"_NIEMYET_COMPLETE={shell}_complete" in script


def test_commands_and_options_are_proposed() -> None:
    assert proposed([], "re") == ["review", "report", "reprocess", "releases", "repair"]
    assert "--state" in proposed(["updates"], "--")
    assert proposed(["updates"], "--sta") == ["--state"]
    assert proposed(["updates", "--state"], "ov") == ["overdue"]
    assert "list" in proposed(["units"], "")
    assert "--lang" in proposed([], "--")


def test_units_and_codes_of_the_newest_release_are_proposed(house: House) -> None:
    assert proposed(["board", *house.options], "xa") == ["xa-b"]
    assert proposed(["updates", *house.options, "--unit"], "") == ["huyen-a", "xa-b"]
    assert proposed(["explain", *house.options], "1.00") == ["1.001193"]
    assert proposed(["explain", *house.options], "Khai si") == ["1.001193"]
    assert proposed(["explain", *house.options, "--unit"], "xã b") == ["xa-b"]
    assert proposed(["board", *house.options], "zzz") == []


def test_words_are_kept_until_another_release_is_the_newest(house: House, cache: Path) -> None:
    proposed(["board", *house.options], "xa")
    (kept,) = (cache / "niemyet").iterdir()
    words = json.loads(kept.read_text(encoding="utf-8"))
    kept.write_text(json.dumps({**words, "units": [["xa-kept", "Xã"]]}), encoding="utf-8")
    assert proposed(["board", *house.options], "xa") == ["xa-kept"]
    kept.write_text(json.dumps({**words, "release": "khac", "units": [["xa-kept", "Xã"]]}), encoding="utf-8")
    assert proposed(["board", *house.options], "xa") == ["xa-b"]
    kept.write_text("{", encoding="utf-8")
    assert proposed(["board", *house.options], "xa") == ["xa-b"]


def test_where_nothing_can_be_read_nothing_or_the_configurations_units_are_proposed(
    house: House, tmp_path: Path, cache: Path
) -> None:
    config = str(house.root / "niemyet.toml")
    empty = ["--data", str(tmp_path / "none")]
    assert proposed(["board", *empty, "--config", config], "") == ["huyen-a", "xa-b"]
    assert proposed(["board", *empty, "--config", str(tmp_path / "none.toml")], "") == []
    assert proposed(["board", "--data", "s3://bucket/a", "--config", config], "") == []
    assert proposed(["explain", *empty], "") == []
    cache.write_text("no folder", encoding="utf-8")
    assert proposed(["board", *house.options], "xa") == ["xa-b"]


def test_a_second_tab_loads_nothing_heavy(house: House) -> None:
    """No wall time is asserted: what takes the time is what is loaded."""
    proposed(["board", *house.options], "xa")
    words = " ".join(["niemyet", "board", *house.options, "xa"])
    heavy = ("pyarrow", "pydantic", "polars", "pandas", "prefect")
    program = (
        "import sys; from niemyet.flows.cli import niemyet\n"
        "try: niemyet(prog_name='niemyet')\n"
        f"finally: print([one for one in {heavy} if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"COMP_WORDS": words, "COMP_CWORD": "6", "_NIEMYET_COMPLETE": "bash_complete", "PATH": "",
             "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"]},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == "plain,xa-b\n[]\n", done.stderr


def test_the_commands_that_take_units_and_codes_propose_them() -> None:
    for name, places in {
        "updates": ["unit"], "board": ["unit"], "explain": ["code", "unit"], "evidence": ["code", "unit"],
        "export": ["unit", "code"], "report": ["unit"], "adopt": ["unit"], "observe": ["unit"], "drift": ["unit"],
        "desk-user": ["units"],
    }.items():  # fmt: skip
        command = niemyet.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        found = {one.name: one._custom_shell_complete for one in command.params}
        for place in places:
            assert found[place] in (complete_unit, complete_code), (name, place)
