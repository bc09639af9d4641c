"""Each module of product code is tried by a test of its own room: tests/storage for storage, and so on."""

import ast
import functools
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("demo", "extractors", "flows", "model", "reports", "storage", "transforms")

#: modules that no test of their room imports yet: none, and so it stays.
LACKING: frozenset[str] = frozenset()


def _module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(("niemyet", *(parts[:-1] if parts[-1] == "__init__" else parts)))


def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split(".")[1:])
    return path.with_suffix(".py").is_file()


@functools.cache
def _re_exports(package: str) -> dict[str, str]:
    """Names that a package's `__init__` takes from one of its modules, with the module."""
    init = ROOT.joinpath(*package.split(".")[1:], "__init__.py")
    if not package.startswith("niemyet.") or not init.is_file():
        return {}
    found: dict[str, str] = {}
    for node in ast.walk(ast.parse(init.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: node.module for alias in node.names}
    return found


def imported_modules(source: str) -> set[str]:
    """Modules of the product that this text of a test imports, by themselves or by a name of theirs."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            for alias in node.names:
                found.add(f"{node.module}.{alias.name}")
                found.add(_re_exports(node.module).get(alias.name, node.module))
    return {name for name in found if name.startswith("niemyet.") and _is_module(name)}


def _product_modules(room: str) -> set[str]:
    return {_module_name(path) for path in (ROOT / room).rglob("*.py") if path.name != "__init__.py"}


def _lacking() -> set[str]:
    lacking: set[str] = set()
    for room in ROOMS:
        tried: set[str] = set()
        for test in (ROOT / "tests" / room).rglob("*.py"):
            tried |= imported_modules(test.read_text())
        lacking |= _product_modules(room) - tried
    return lacking


def test_each_module_is_imported_by_a_test_of_its_own_room() -> None:
    lacking = _lacking()
    assert sorted(lacking - LACKING) == [], "no test of their own room imports these"
    assert sorted(LACKING - lacking) == [], "these are tested now, or gone: take them off LACKING"


def test_a_module_counts_by_itself_by_a_name_of_its_or_by_what_its_package_hands_on() -> None:
    assert imported_modules("import niemyet.storage.raw") == {"niemyet.storage.raw"}
    assert imported_modules("from niemyet.storage.raw import RawStore") == {"niemyet.storage.raw"}
    assert imported_modules("from niemyet.storage import raw as kept") == {"niemyet.storage.raw"}
    assert imported_modules("from niemyet.storage import nothing_of_that_name\nimport json") == set()
    package = "niemyet.extractors.fetching"
    for name, module in _re_exports(package).items():
        assert imported_modules(f"from {package} import {name}") == {module}
