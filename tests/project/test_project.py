"""What a well-kept project holds to: exact dependencies, nothing generated in git, no addresses of registries."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")

#: Paths that a tool makes from other files; none of them belongs in git.
GENERATED = re.compile(
    r"(^|/)(__pycache__|\.venv|\.mypy_cache|\.pytest_cache|\.ruff_cache|\.hypothesis|node_modules|htmlcov)/"
    r"|\.(pyc|pyo|so|whl|egg|parquet|duckdb|sqlite3?|db|log|tmp|bak|orig)$"
    r"|(^|/)[^/]+\.egg-info/"
    r"|^(build|dist|data|demo-data|inbox|raw|lake|releases|latest)(/|$)"
    r"|(^|/)(\.coverage|\.DS_Store|niemyet\.toml)$"
)

#: Hosts that packages come from, in two halves so that this file does not name them either.
REGISTRIES = tuple(
    "".join(halves)
    for halves in (
        *(("pypi", ".org"), ("python", "hosted.org"), ("pypi", ".python.org"), ("test.", "pypi")),
        *(
            ("npm", "js.org"),
            ("npm", "js.com"),
            ("yarn", "pkg.com"),
            ("crates", ".io"),
            ("proxy.", "golang.org"),
        ),
        *(("docker", ".io"), ("ghcr", ".io"), ("quay", ".io"), ("gcr", ".io"), ("anaconda", ".org")),
    )
)


def locked() -> dict[str, list[str]]:
    """Package → pinned versions; a package may have one for each Python version."""
    pins: dict[str, list[str]] = {}
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        match = PIN.match(line)
        if match:
            pins.setdefault(normal(match[1]), []).append(match[2])
    return pins


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def declared() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return [requirement for group in groups for requirement in group]


def tracked() -> list[str]:
    """Files that git tracks, or would track; skips where there is no git."""
    try:
        listing = subprocess.run(
            ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=True, text=True
        ).stdout
    except (OSError, subprocess.CalledProcessError) as problem:
        pytest.skip(f"git cannot list the files here: {problem}")
    return [path for path in listing.split("\0") if path]


def test_every_pin_has_hashes() -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text(encoding="utf-8").strip())
    assert len(entries) > 50
    for entry in entries:
        assert PIN.match(entry), f"no exact version: {entry[:80]}"
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), f"no hash: {entry[:80]}"


def test_the_lock_names_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash=)", text, re.MULTILINE), "an option of pip, such as an index"


@pytest.mark.parametrize("requirement", declared())
def test_every_dependency_is_pinned(requirement: str) -> None:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name
    assert normal(name[0]) in {"niemyet", *locked()}, "its own parts are pinned by what they bring"


def test_the_set_around_prefect_is_the_one_that_works() -> None:
    """With fastapi >= 0.155 Prefect's server does not import, with sqlalchemy 2.1 its schedules never fire."""
    pins = locked()
    assert pins["prefect"] == ["3.8.8"]
    assert all(numbers(version) < (0, 151) for version in pins["fastapi"])
    assert all(numbers(version) < (2, 1) for version in pins["sqlalchemy"])


def test_nothing_generated_is_in_git() -> None:
    """What earlier versions wrote is kept on purpose, see test_stored_versions.py."""
    generated = [
        path
        for path in tracked()
        if GENERATED.search(path) and not path.startswith(("tests/stored/", "tests/stored_answers/"))
    ]
    assert generated == []


def test_no_file_names_a_registry() -> None:
    found = []
    for path in tracked():
        file = ROOT / path
        if not file.is_file():
            continue
        text = file.read_bytes().decode("utf-8", "replace").lower()
        found += [f"{path}: {host}" for host in REGISTRIES if host in text]
    assert found == []


def test_text_files_are_utf8_with_unix_line_ends() -> None:
    binary = (".docx", ".xlsx", ".xls", ".pdf", ".png", ".parquet", ".zst")
    for path in tracked():
        file = ROOT / path
        if file.is_file() and not path.endswith(binary):
            data = file.read_bytes()
            assert b"\r\n" not in data, path
            data.decode("utf-8")


def test_the_hooks_need_no_network() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"^\s*- repo:\s*(\S+)", text, re.MULTILINE) == ["local"]
    assert "://" not in text
