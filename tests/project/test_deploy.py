"""The units in deploy/ start real programs with options that these know."""

import configparser
import os
import re
import shlex
import shutil
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


def settings_of_the_units() -> dict[str, str]:
    lines = (DEPLOY / "niemyet.env").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))


def test_there_is_a_unit_for_each_component() -> None:
    assert {path.stem for path in SERVICES} == {
        *(
            "niemyet-nightly",
            "niemyet-prefect",
            "niemyet-desk",
            "niemyet-dask-scheduler",
            "niemyet-dask-worker@",
            "niemyet-failed@",
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


@pytest.mark.parametrize(
    "path", [one for one in SERVICES if "failed" not in one.stem], ids=lambda path: path.stem
)
def test_whatever_fails_is_told_and_runs_as_nobody_who_signs_in(path: Path) -> None:
    assert unit(path)["Unit"]["OnFailure"] == "niemyet-failed@%N.service"
    assert unit(path)["Service"]["User"] == "niemyet"


def test_what_tells_of_a_failure_is_told_of_by_nothing() -> None:
    assert "OnFailure" not in unit(DEPLOY / "niemyet-failed@.service")["Unit"]


def test_a_name_of_a_unit_stays_as_systemd_and_the_journal_write_it() -> None:
    """`%I` turns `niemyet-nightly` into `niemyet/nightly`: no unit of that name has a log."""
    assert [path.name for path in SERVICES if "%I" in path.read_text("utf-8")] == []


def test_what_the_units_write_lies_in_folders_of_their_user() -> None:
    """The file of users is replaced as a whole: its folder must be theirs, and nobody else reads the hashes."""
    environment = settings_of_the_units()
    theirs = {
        line.split()[1]: line.split()[2]
        for line in (DEPLOY / "niemyet.tmpfiles").read_text("utf-8").splitlines()
        if re.fullmatch(r"d \S+ \d+ niemyet niemyet", line)
    }
    for name in ("NIEMYET_DATA", "NIEMYET_USERS", "NIEMYET_LOG_FILE"):
        place = Path(environment[name])
        assert {str(place), str(place.parent)} & theirs.keys(), name
    assert theirs[str(Path(environment["NIEMYET_USERS"]).parent)] == "0700"
    assert all("NIEMYET_USERS" not in path.read_text("utf-8") for path in SERVICES), "two places, two files"


def test_a_night_that_the_machine_slept_through_is_made_up_for() -> None:
    for path in DEPLOY.glob("*.timer"):
        assert unit(path)["Timer"]["Persistent"] == "true"


def test_the_log_of_the_units_is_where_they_may_write_and_is_turned_over() -> None:
    environment = settings_of_the_units()
    folder = Path(environment["NIEMYET_LOG_FILE"]).parent
    assert f"{folder}/*.log {{" in (DEPLOY / "niemyet.logrotate").read_text("utf-8")
    assert f"d {folder} 0750 niemyet niemyet" in (DEPLOY / "niemyet.tmpfiles").read_text("utf-8")
    for path in SERVICES:
        if unit(path)["Service"].get("ProtectSystem") == "strict":
            assert Path("/var/log") / unit(path)["Service"]["LogsDirectory"] == folder, path.stem
            # systemd gives a folder its mode at each start; its own choice would be 0755.
            assert unit(path)["Service"]["LogsDirectoryMode"] == "0750", path.stem


def test_systemd_knows_every_key_of_the_units(tmp_path: Path) -> None:
    """In a root of its own, with an empty program where each unit's stands: the units are checked, not the machine."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    units, here = tmp_path / "etc/systemd/system", Path("/usr/lib/systemd/system")
    there = tmp_path / "usr/lib/systemd/system"
    for folder in (units, there):
        folder.mkdir(parents=True)
    for target in here.glob("*.target"):
        shutil.copy(target, there)
    for path in (*SERVICES, *DEPLOY.glob("*.timer")):
        shutil.copy(path, units)
    programs = {shlex.split(unit(path)["Service"]["ExecStart"])[0] for path in SERVICES}
    for program in (*programs, "/bin/sh"):
        place = tmp_path / program.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("#!/bin/sh\n")
        place.chmod(0o755)
    named = [path.name.replace("@.", "@1.") for path in units.iterdir()]
    checked = subprocess.run(
        ["systemd-analyze", "verify", f"--root={tmp_path}", "--man=no", *named],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (checked.returncode, checked.stderr) == (0, "")
    nightly = units / "niemyet-nightly.service"
    nightly.write_text(nightly.read_text("utf-8").replace("OnFailure=", "OnFailing="), "utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", f"--root={tmp_path}", "--man=no", nightly.name],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "OnFailing" in checked.stderr, "a key that there is not would have been told"


@pytest.mark.parametrize("kind", ["sysusers", "tmpfiles"])
def test_users_and_folders_are_as_systemd_reads_them(kind: str, tmp_path: Path) -> None:
    if shutil.which(f"systemd-{kind}") is None:
        pytest.skip(f"systemd-{kind} is not installed")
    etc = tmp_path / "etc"
    etc.mkdir()
    (etc / "passwd").write_text("root:x:0:0::/root:/bin/sh\nniemyet:x:990:990::/srv/niemyet:/bin/false\n")
    (etc / "group").write_text("root:x:0:\nniemyet:x:990:\n")
    options = ["--dry-run"] if kind == "sysusers" else ["--create", "--prefix=/none"]
    checked = subprocess.run(
        [f"systemd-{kind}", f"--root={tmp_path}", *options, str(DEPLOY / f"niemyet.{kind}")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stderr
    assert "Unknown" not in checked.stderr
    assert "Invalid" not in checked.stderr
