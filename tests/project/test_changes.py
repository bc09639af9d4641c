"""What CONTRIBUTING says that a change touches is what the examples in its table touch."""

import re
from pathlib import Path

import pytest

from niemyet.extractors.portals.probing import FAMILIES
from niemyet.extractors.portals.registry import KINDS, family_of
from tests.support.messages import ROOMS, ROOT

_ROW = re.compile(r"^\| (?P<change>[^|]+) \| `(?P<example>[^`]+)` \| (?P<places>.+) \|$", re.MULTILINE)
_FILE = re.compile(r"`([\w/]+\.(?:py|html))`")
#: Named as the place of a line, not of the example.
_REGISTRIES = {"a command": {"flows/cli.py"}}

#: `html` is what selectors are proposed for: the looks at unknown pages name it. What `dvc-2026` hands over are entries of a
#: catalogue, no postings: the step that reads them names it.
_NAMED_BY = {"html": {"flows/probing.py"}, "dvc-2026": {"flows/reading.py"}}


def table() -> list[tuple[str, str, frozenset[str]]]:
    """Change, example, and the files that are said to name it."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return [
        (one["change"], one["example"], frozenset(_FILE.findall(one["places"])))
        for one in _ROW.finditer(text)
    ]


def naming(example: str) -> frozenset[str]:
    """Files of the code in which the example stands as a word."""
    word = re.compile(rf"(?<!\w){re.escape(example)}\b")
    return frozenset(
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.suffix in {".py", ".html"} and word.search(path.read_text(encoding="utf-8"))
    )


def test_the_six_kinds_of_change_are_told() -> None:
    assert [change for change, _, _ in table()] == [
        "a portal", "a column of a decision's rows", "a document format", "a command", "a kind of question", "a rule of law",
    ]  # fmt: skip


@pytest.mark.parametrize(("change", "example", "places"), table())
def test_an_example_is_named_where_the_table_says(change: str, example: str, places: frozenset[str]) -> None:
    assert naming(example) == places - _REGISTRIES.get(change, set())


def test_every_portal_is_registered_once_and_named_by_itself_and_what_builds_on_it_alone() -> None:
    """One module and one line: nothing else lists the families."""
    folder = ROOT / "extractors" / "portals"
    for name in KINDS:
        family = family_of(name)
        assert isinstance(family, type)
        own = Path(*family.__module__.split(".")[1:]).with_suffix(".py").as_posix()
        others = naming(family.__name__) - {own, "extractors/portals/registry.py"}
        built = {f"extractors/portals/{path.name}" for path in folder.glob("*.py")}
        assert others <= built | _NAMED_BY.get(name, set()), f"{name} is named outside of the portals"
    assert set(FAMILIES) == {family for family in map(family_of, KINDS) if hasattr(family, "parse_list")}
    assert FAMILIES[-1].kind == "html", "it reads any table, and would be taken for the others"
