"""The units in deploy/ start real programs with options that these know."""

import configparser
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
SERVICES = sorted(DEPLOY.glob("*.service"))


def unit(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path, encoding="utf-8")
    return parser


def test_there_is_a_unit_for_each_component() -> None:
    assert {path.stem for path in SERVICES} == {
        *(
            "niemyet-nightly",
            "niemyet-prefect",
            "niemyet-desk",
            "niemyet-dask-scheduler",
            "niemyet-dask-worker@",
        ),
    }
    assert unit(DEPLOY / "niemyet-nightly.timer")["Timer"]["OnCalendar"].endswith("Asia/Ho_Chi_Minh")
    assert unit(DEPLOY / "niemyet-nightly.service")["Service"]["SuccessExitStatus"] == "3"


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_the_program_of_a_unit_is_there_and_knows_its_options(path: Path) -> None:
    program, *given = shlex.split(unit(path)["Service"]["ExecStart"])
    here = Path(sys.executable).with_name(Path(program).name)
    assert here.exists()
    told = subprocess.run(
        [str(here), *[word for word in given if not word.startswith("tcp:")], "--help"],
        capture_output=True, text=True, check=False, env=os.environ | {"COLUMNS": "200"},
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    for option in [word for word in given if word.startswith("--")]:
        assert option.removeprefix("--no-") in told.stdout.replace("--no-", "--"), option
