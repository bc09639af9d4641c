"""Every reference of the code to the rules leads to a heading, or a number, that exists in docs/."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = {"CONTRACT": "contract", "DOMAIN": "field", "RULINGS": "rulings", "PORTALS": "portals"}
_SECTION = re.compile(r"\b(CONTRACT|DOMAIN|PORTALS) (§[^;)\n]*)")
_ONE = re.compile(r"§ ?(\d+)(?:\.(\d+))?([A-Z]\d?)?")
_RULING = re.compile(r"\bRULINGS? (\d+)(?:-(\d+))?((?:, \d+)*)(?: and (\d+))?")
_BEHAVIOUR = re.compile(r"PORTALS §5 nos?\. (\d+(?:, \d+)*)")


def sources() -> list[Path]:
    folders = (
        "model",
        "transforms",
        "extractors",
        "storage",
        "reports",
        "flows",
        "demo",
        "benchmarks",
        "tests",
    )
    return sorted(path for name in folders for path in (ROOT / name).rglob("*.py"))


def doc(name: str) -> str:
    return (ROOT / "docs" / f"{DOCS[name]}.md").read_text(encoding="utf-8")


def sections(name: str) -> set[str]:
    """Numbers of the headings, and of their numbered paragraphs: 5, 5.3, 2A."""
    found: set[str] = set()
    top = ""
    for line in doc(name).splitlines():
        if heading := re.match(r"#{2,3} (\d+(?:\.\d+)?)\.? ", line):
            top = heading[1]
            found.add(top)
        elif letter := re.match(r"### ([A-Z])\. ", line):
            found |= {f"{top.split('.')[0]}{letter[1]}{digit}" for digit in ("", *"12345")}
        elif point := re.match(r"(\d+)\. ", line):
            found.add(f"{top}.{point[1]}")
    return found


def test_every_section_that_code_names_exists() -> None:
    known = {name: sections(name) for name in ("CONTRACT", "DOMAIN", "PORTALS")}
    missing, seen = [], 0
    for path in sources():
        for said in _SECTION.finditer(path.read_text(encoding="utf-8")):
            for one in _ONE.finditer(said[2]):
                number = one[1] + (f".{one[2]}" if one[2] else "") + (one[3] or "")
                seen += 1
                if number not in known[said[1]]:
                    missing.append(f"{path.relative_to(ROOT)}: {said[1]} §{number}")
    assert seen > 100
    assert missing == []


def test_every_ruling_and_behaviour_that_code_names_exists() -> None:
    rulings = set(map(int, re.findall(r"(?m)^(\d+)\. ", doc("RULINGS"))))
    behaviours = set(map(int, re.findall(r"(?m)^(\d+)\. ", doc("PORTALS").split("## 5.")[1])))
    assert rulings == set(range(1, len(rulings) + 1)), "a number is left out or there twice"
    missing, seen = [], 0
    for path in sources():
        text = path.read_text(encoding="utf-8")
        for said in _RULING.finditer(text):
            numbers = [said[1], said[2], said[4], *re.findall(r"\d+", said[3])]
            seen += 1
            missing += [f"{path.name}: ruling {one}" for one in numbers if one and int(one) not in rulings]
        for said in _BEHAVIOUR.finditer(text):
            numbers = re.findall(r"\d+", said[1])
            missing += [f"{path.name}: behaviour {one}" for one in numbers if int(one) not in behaviours]
    assert seen > 100
    assert missing == []


@pytest.mark.parametrize("name", sorted(DOCS))
def test_the_rules_stand_in_the_project(name: str) -> None:
    assert doc(name).startswith("# ")


def test_every_test_that_a_page_names_exists() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    there = set(re.findall(r"^ *def (test_\w+)", written, re.MULTILINE))
    named = {
        (path.name, name)
        for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
        for name in re.findall(r"`(test_\w+)`", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 20
    assert not sorted(pair for pair in named if pair[1] not in there)
