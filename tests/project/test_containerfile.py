"""The container file, read rule by rule: no program that builds it is at hand here, so its form and what it names are checked.

After the rules of hadolint that concern it (DL3006/DL3007 tags, DL3002 last user, DL3009 lists, DL3015 recommends, DL3020 ADD,
DL3025 JSON form, DL4006 pipes).
"""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE = ROOT / "deploy" / "Containerfile"
KNOWN = {
    *("ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "FROM", "LABEL", "RUN", "USER", "VOLUME", "WORKDIR"),
}


@dataclass(frozen=True)
class Instruction:
    word: str
    rest: str


def instructions(text: str) -> list[Instruction]:
    """Lines that are continued are one; comments between them do not count."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    whole = re.sub(r"\\\n\s*", " ", "\n".join(lines)).splitlines()
    return [Instruction(*re.split(r"\s+", line.strip(), maxsplit=1)) for line in whole]


def wrong(text: str) -> list[str]:
    """The rules that a container file breaks."""
    found = instructions(text)
    told = [f"unknown: {one.word}" for one in found if one.word not in KNOWN]
    args = dict(one.rest.split("=", 1) for one in found if one.word == "ARG")
    stages = [one.rest for one in found if one.word == "FROM"]
    names = {rest.split()[-1] for rest in stages if " AS " in rest}
    for rest in stages:
        base = re.sub(r"\$\{(\w+)\}", lambda match: args.get(match[1], ""), rest).split()[0]
        if base not in names and not re.search(r":(?!latest$)[\w.-]+(@sha256:\w+)?$", base):
            told.append(f"no fixed tag: {rest}")
    for one in found:
        if one.word == "RUN":
            told += _wrong_run(one.rest)
        if one.word in ("CMD", "ENTRYPOINT", "VOLUME") and not one.rest.startswith("["):
            told.append(f"not in JSON form: {one.word}")
        if one.word == "ENV" and re.search(r"(?i)(secret|password|token|_key)\w*=", one.rest):
            told.append(f"a secret in the image: {one.rest}")
        if one.word == "COPY" and (stage := re.match(r"--from=(\S+)", one.rest)) and stage[1] not in names:
            told.append(f"no such stage: {one.rest}")
    users = [one.rest for one in found if one.word == "USER"]
    if not users or users[-1] in ("root", "0"):
        told.append("runs as root")
    return told


def _wrong_run(command: str) -> list[str]:
    told = []
    if "apt-get install" in command:
        needed = ("apt-get update", "--no-install-recommends", "--yes", "rm -rf /var/lib/apt/lists/*")
        told += [f"apt-get install without {one}" for one in needed if one not in command]
    if re.search(r"\b(curl|wget|pip install|sudo)\b", command):
        told.append(f"fetches what the lock does not hold: {command}")
    if "|" in command.replace("||", ""):
        told.append(f"a pipe hides what failed: {command}")
    shlex.split(command)
    return told


def test_the_container_file_breaks_no_rule() -> None:
    assert wrong(FILE.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("USER niemyet", "USER root", "runs as root"),
        ("debian:12-slim", "debian:latest", "no fixed tag"),
        ("debian:12-slim", "debian", "no fixed tag"),
        (" --no-install-recommends", "", "without --no-install-recommends"),
        ("rm -rf /var/lib/apt/lists/*", "true", "without rm"),
        ('CMD ["nightly"]', "CMD nightly", "not in JSON form"),
        ("COPY . .", "ADD . .", "unknown: ADD"),
        ("RUN make setup", "RUN pip install niemyet", "does not hold"),
        ("--from=build", "--from=built", "no such stage"),
        ("ENV ", "ENV API_KEY=x ", "a secret"),
    ],
)
def test_a_rule_that_is_broken_is_told(old: str, new: str, told: str) -> None:
    text = FILE.read_text("utf-8")
    assert old in text
    assert any(told in one for one in wrong(text.replace(old, new)))


def test_it_is_built_from_the_lock_and_starts_the_program() -> None:
    found = instructions(FILE.read_text("utf-8"))
    assert Instruction("RUN", "make setup") in found
    recipe = (ROOT / "Makefile").read_text("utf-8").split("$(READY):")[1].split("\n\n")[0]
    assert "--require-hashes -r requirements.lock" in recipe
    [program] = [json.loads(one.rest) for one in found if one.word == "ENTRYPOINT"]
    [folder] = {one.rest for one in found if one.word == "WORKDIR"}
    assert program == [f"{folder}/.venv/bin/niemyet"]
    assert f"COPY --from=build {folder} {folder}" in FILE.read_text("utf-8"), "a .venv cannot be moved"


def left_out() -> set[str]:
    text = (FILE.parent / "Containerfile.containerignore").read_text("utf-8")
    return {line for line in text.splitlines() if line and not line.startswith("#")}


def test_data_history_and_secrets_stay_outside() -> None:
    secrets = {"deploy/*.env", "niemyet-users.json", "users", "niemyet.toml", "niemyet.d", "**/*.log"}
    assert {".git", ".venv", "data", "inbox", *secrets} <= left_out()


def test_what_git_does_not_know_is_in_no_image() -> None:
    """One pattern of .gitignore is one here: `/data/` is `data`, and what may lie anywhere has `**/` before it."""
    lines = (ROOT / ".gitignore").read_text("utf-8").split()
    names = {line.strip("/") if "/" in line.rstrip("/") else f"**/{line.rstrip('/')}" for line in lines}
    lacking = {name for name in names if not {name, name.removeprefix("**/")} & left_out()}
    assert lacking == set()
