"""Figures of a tree of this project, its own or an earlier one, so that two can stand side by side.

python -m tests.support.tree_figures [TREE]               files, lines, longest module and function, names with two homes, help
python -m tests.support.tree_figures [TREE] --nights 500  … and nights without news: decodes, processor time (runs TREE's code)
"""

import argparse
import ast
import importlib
import os
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOMS = (
    "flows",
    "extractors",
    "transforms",
    "storage",
    "model",
    "reports",
    "demo",
    "tests",
    "benchmarks",
    "scripts",
)
PRODUCT = ROOMS[:7]

#: The examples of CONTRIBUTING.md, each with the word that the tree before one package had for it.
CHANGES = (
    ("a portal", "WebCenterPortal"),
    ("a column", "legal_basis"),
    ("a document format", "Format.MHTML"),
    ("a command", "def diff"),
    ("a kind of question", "NOT_YET_READ|not_yet_read"),
    ("a rule of law", "RULINGS 14"),
)


def main(arguments: Sequence[str]) -> None:
    """Print the figures, one a line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tree", nargs="?", type=Path, default=Path(__file__).parents[2])
    parser.add_argument("--nights", type=int, default=0, help="decisions of the portal that is crawled")
    asked = parser.parse_args(arguments)
    tree = asked.tree.resolve()
    for name, figure in [
        *static_figures(tree),
        *help_lines(tree),
        *(nights(tree, asked.nights) if asked.nights else ()),
    ]:
        print(f"{name}: {figure}")


def static_figures(tree: Path) -> Iterator[tuple[str, str]]:
    """What the sources alone show."""
    texts = {
        path: path.read_text(encoding="utf-8")
        for room in ROOMS
        for path in sorted((tree / room).rglob("*.py"))
    }
    for room in ROOMS:
        own = [text for path, text in texts.items() if path.relative_to(tree).parts[0] == room]
        yield f"{room}: files, lines", f"{len(own)}, {sum(text.count(chr(10)) for text in own):,}"
    product = {path: text for path, text in texts.items() if path.relative_to(tree).parts[0] in PRODUCT}
    longest = max(product, key=lambda path: product[path].count("\n"))
    yield "longest module", f"{longest.relative_to(tree)}, {product[longest].count(chr(10)):,} lines"
    length, where = max(_functions(product, tree))
    yield "longest function", f"{where}, {length} lines"
    twice = {name: homes for name, homes in _homes(product).items() if homes > 1}
    yield "class names with several homes", str(len(twice))
    for change, word in CHANGES:
        named = re.compile(rf"(?<!\w)(?:{word})\b")
        files = [path for path in _code(tree) if named.search(path.read_text(encoding="utf-8"))]
        yield f"files that name {word} ({change})", str(len(files))


def _code(tree: Path) -> Iterator[Path]:
    for room in PRODUCT:
        yield from (path for path in (tree / room).rglob("*") if path.suffix in {".py", ".html"})


def _functions(texts: dict[Path, str], tree: Path) -> Iterator[tuple[int, str]]:
    for path, text in texts.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield (
                    (node.end_lineno or node.lineno) - node.lineno + 1,
                    f"{path.relative_to(tree)} {node.name}",
                )


def _homes(texts: dict[Path, str]) -> dict[str, int]:
    found: dict[str, set[Path]] = defaultdict(set)
    for path, text in texts.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef):
                found[node.name].add(path)
    return {name: len(paths) for name, paths in found.items()}


def help_lines(tree: Path) -> Iterator[tuple[str, str]]:
    """What `niemyet --help` prints."""
    package = "niemyet" if (tree / "niemyet").is_dir() else "flows"
    told = subprocess.run(
        [sys.executable, "-m", package, "--help"],
        cwd=tree, env={**os.environ, "PYTHONPATH": str(tree)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    yield "lines of niemyet --help", str(told.stdout.count("\n"))


def nights(tree: Path, decisions: int) -> Iterator[tuple[str, str]]:
    """The nights of `benchmarks quiet-night`: records decoded by kind, seconds of the processor."""
    sys.path.insert(0, str(tree))
    os.chdir(tree)
    from pydantic import TypeAdapter

    quiet: Any = importlib.import_module("benchmarks.quiet")  # of that tree
    decoded: Counter[str] = Counter()
    found: list[tuple[str, str]] = []
    plain, validate = quiet.run_nightly, TypeAdapter.validate_json

    def counted(self: TypeAdapter[Any], *args: Any, **words: Any) -> Any:
        decoded[getattr(self._type, "__name__", str(self._type))] += 1
        return validate(self, *args, **words)

    def timed(*args: Any, **words: Any) -> Any:
        decoded.clear()
        begun = time.process_time()
        result = plain(*args, **words)
        spent = time.process_time() - begun
        kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(decoded.items()))
        found.append(
            (
                f"night {len(found) + 1} of {decisions} decisions",
                f"{spent:.2f} s; decoded: {kinds or 'nothing'}",
            )
        )
        return result

    TypeAdapter.validate_json = counted  # type: ignore[method-assign]
    quiet.run_nightly = timed
    try:
        quiet.nights(decisions)
    finally:
        TypeAdapter.validate_json, quiet.run_nightly = validate, plain  # type: ignore[method-assign]
    yield from found


if __name__ == "__main__":
    main(sys.argv[1:])
