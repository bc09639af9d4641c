"""One name, one meaning: what a reader meets under a name is the same thing in every room."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("flows", "extractors", "transforms", "storage", "model", "reports", "demo")


def classes(source: str) -> list[str]:
    """Names of all classes of a module, private and nested ones too."""
    return [node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]


def homes(sources: dict[str, str]) -> dict[str, list[str]]:
    """Class name → modules that define it, where there are several."""
    found: dict[str, list[str]] = defaultdict(list)
    for module, source in sources.items():
        for name in classes(source):
            found[name].append(module)
    return {name: modules for name, modules in sorted(found.items()) if len(modules) > 1}


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
