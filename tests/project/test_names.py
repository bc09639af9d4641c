"""One name, one meaning; and a class that says what another says is that class, or docs/architecture.md tells why not."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

#: One worker reads the code once for all of these.
pytestmark = pytest.mark.xdist_group("names")

ROOT = Path(__file__).parents[2]
#: Classes that share six fields or more, three quarters of the smaller one (docs/architecture.md, "Classes that say the same").
REPEATS = frozenset(
    {
        # what may be written in a file, with bounds, and what it comes to
        ("FetchSettings", "FetchTable"),
        ("Limits", "LimitsTable"),
        ("Office", "OfficeTable"),
        ("NotifyTable", "Receiver"),
        ("UnitTable", "Wanted"),
        ("Unit", "UnitTable"),
        ("Unit", "Wanted"),
        # a file of the lake, whose columns stay as they are on disk
        ("Confirmation", "ConfirmationRow"),
        ("Adoption", "AdoptionRow"),
        ("AdoptedListRow", "AdoptedRow"),
        ("FeeList", "FeeListRow"),
        ("FeeListedRow", "FeeRow"),
        ("FeeListedRow", "ReadItem"),
        ("AdoptedListRow", "ObservedRow"),
        ("AdoptedListRow", "ReadItem"),
        ("ListingRow", "ObservedRow"),
        ("Listing", "ObservedRow"),
        ("Resolution", "ResolutionRow"),
        # a table of the release, and what a step says before it can be one
        ("Listing", "ListingRow"),
        ("Confirmation", "ListingUpdate"),
        ("Holding", "Procedure"),
        ("Holding", "ReadItem"),
        ("Procedure", "Version"),
        ("Notice", "Review"),
        ("Board", "Hanging"),
        ("Changed", "FeedRow"),
        ("Figures", "State"),
        ("ScoreTables", "State"),
        # who says it: the portal, a list, the document
        ("Detail", "Posting"),
        ("Decision", "Detail"),
        ("Header", "Reading"),
        ("Decision", "Header"),
        ("PostedProcedure", "ReadItem"),
        ("AdoptedRow", "ReadItem"),
        ("ListingRow", "ReadItem"),
        # a text in a cell and one on its own
        ("Cell", "Paragraph"),
        # the demo's script before and after it is spelt out
        ("Scene", "ScriptedDecision"),
    }
)
ROOMS = ("flows", "extractors", "transforms", "storage", "model", "reports", "demo")


@cache
def classes(source: str) -> tuple[ast.ClassDef, ...]:
    """All classes of a module, private and nested ones too."""
    return tuple(node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef))


def homes(sources: dict[str, str]) -> dict[str, list[str]]:
    """Class name → modules that define it, where there are several."""
    found: dict[str, list[str]] = defaultdict(list)
    for module, source in sources.items():
        for one in classes(source):
            found[one.name].append(module)
    return {name: modules for name, modules in sorted(found.items()) if len(modules) > 1}


def fields_of(source: str) -> dict[str, frozenset[str]]:
    """Class → its own annotated fields, without those it inherits."""
    return {
        node.name: frozenset(
            line.target.id
            for line in node.body
            if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
        )
        for node in classes(source)
    }


def repeats(sources: Iterable[str]) -> set[tuple[str, str]]:
    """Pairs of classes of which one has nearly all that the other has."""
    found = {name: own for source in sources for name, own in fields_of(source).items()}
    pairs = combinations(sorted(found), 2)
    return {
        (one, other)
        for one, other in pairs
        if (shared := len(found[one] & found[other])) >= 6
        and shared >= 0.75 * min(len(found[one]), len(found[other]))
    }


def modules() -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_a_class_name_has_one_home() -> None:
    assert homes(dict(modules())) == {}


@pytest.mark.parametrize("name", ["Sheet", "_Sheet"])
def test_two_homes_are_found(name: str) -> None:
    two = {"a.py": f"class {name}:\n    pass\n", "b.py": f"def make():\n    class {name}:\n        pass\n"}
    assert homes(two) == {name: ["a.py", "b.py"]}
    assert homes({"a.py": f"class {name}:\n    pass\n", "b.py": "class Other:\n    pass\n"}) == {}


def test_no_class_repeats_another_but_those_that_are_known() -> None:
    assert repeats(source for _, source in modules()) == REPEATS


def test_a_class_that_repeats_another_is_found_and_one_that_holds_it_is_not() -> None:
    fields = "".join(f"    f{number}: int\n" for number in range(6))
    assert repeats([f"class A:\n{fields}", f"class B:\n{fields}    more: str\n"]) == {("A", "B")}
    assert repeats([f"class A:\n{fields}", "class B(A):\n    more: str\n"]) == set()
