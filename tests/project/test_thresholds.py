"""A number that decides says where it comes from: a source, a figure it is held against, or that somebody chose it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("flows", "extractors", "transforms", "storage", "model", "reports", "demo")

#: What names the source of a number: a rule of docs/, a law, a standard, a peer's default, what was measured or seen.
SOURCE = re.compile(
    r"RULINGS|CONTRACT|DOMAIN|PORTALS|docs/|NĐ |RFC|ISO|NIST|ECMA|MS-|Unicode|browsers|benchmarks|measured|seen\b|as in\b"
    r"|by definition|chosen, not measured|\d"
)


@dataclass(frozen=True, slots=True)
class Constant:
    """A number of a module with a name in capitals, and what is said of it."""

    name: str
    line: int
    said: str

    @property
    def has_source(self) -> bool:
        return SOURCE.search(self.said) is not None


def is_number(node: ast.expr) -> bool:
    """A number, a tuple of them, a length of time, a Decimal; computed from numbers alone."""
    match node:
        case ast.Constant(value=value):
            return isinstance(value, int | float) and not isinstance(value, bool)
        case ast.UnaryOp(operand=inner):
            return is_number(inner)
        case ast.BinOp(left=left, right=right):
            return is_number(left) and is_number(right)
        case ast.Tuple(elts=inner):
            return bool(inner) and all(is_number(each) for each in inner)
        case ast.Call(func=ast.Name(id="timedelta"), args=args, keywords=words):
            return all(is_number(each) for each in [*args, *(word.value for word in words)])
        case ast.Call(func=ast.Name(id="Decimal")):
            return True
        case _:
            return False


def constants(source: str) -> Iterator[Constant]:
    """Numbers of a module under a name in capitals, with the comments beside and directly above."""
    lines = source.splitlines()
    for node in ast.parse(source).body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                if re.fullmatch(r"_?[A-Z][A-Z0-9_]*", name) and is_number(value):
                    yield Constant(
                        name, node.lineno, _said(lines, node.lineno, node.end_lineno or node.lineno)
                    )
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=value) if is_number(value):
                capitals = [one.id for one in names if isinstance(one, ast.Name) and one.id.isupper()]
                yield from (
                    Constant(one, node.lineno, _said(lines, node.lineno, node.end_lineno or node.lineno))
                    for one in capitals
                )
            case _:
                continue


def _said(lines: list[str], first: int, last: int) -> str:
    above: list[str] = []
    while first - 2 - len(above) >= 0 and lines[first - 2 - len(above)].startswith("#"):
        above.insert(0, lines[first - 2 - len(above)])
    beside = [line.partition("#")[2] for line in lines[first - 1 : last]]
    return " ".join([*above, *beside]).strip()


#: Nothing, one and a pair say themselves.
_SAYS_ITSELF = (0, 1, 2)


def compared(source: str) -> Iterator[Constant]:
    """Numbers written into a comparison, with the comments beside and above its statement; forms of files as
    hexadecimal or octal numbers and the statuses of HTTP are names themselves."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Compare) or "status" in ast.unparse(node):
            continue
        for operand in [node.left, *node.comparators]:
            if not is_number(operand) or getattr(operand, "value", None) in _SAYS_ITSELF:
                continue
            written = ast.get_source_segment(source, operand) or ""
            if not written.startswith(("0x", "0o", "-1")):
                yield Constant(ast.unparse(node), node.lineno, _around(lines, node.lineno, node.end_lineno))


def _around(lines: list[str], first: int, last: int | None) -> str:
    """Comments of the lines of a comparison and of the three before it, at which its statement may begin."""
    return " ".join(line.partition("#")[2] for line in lines[max(0, first - 4) : last or first]).strip()


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "demo"])  # the demo's world is made up
def test_a_number_in_a_comparison_says_where_it_comes_from(room: str) -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{one.line} {one.name}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for one in compared(path.read_text(encoding="utf-8"))
        if not one.has_source
    ]
    assert silent == [], "say on what it was measured, which rule it is, or “chosen, not measured”"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("if len(rows) < 7:\n    pass\n", [False]),
        ("if len(rows) < 7:  # chosen, not measured\n    pass\n", [True]),
        ("# As in RFC 9309.\nif len(rows) < 7:\n    pass\n", [True]),
        ("a = len(rows) > 0 or share == 1 or two < 2 or kind == 0x31 or status >= 500 or last == -1\n", []),
        ("a = share < 0.5\n", [False]),
    ],
)
def test_what_counts_as_a_number_in_a_comparison(text: str, found: list[bool]) -> None:
    assert [one.has_source for one in compared(text)] == found


@pytest.mark.parametrize("room", ROOMS)
def test_a_number_with_a_name_says_where_it_comes_from(room: str) -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{one.line} {one.name}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for one in constants(path.read_text(encoding="utf-8"))
        if not one.has_source
    ]
    assert silent == [], "say on what it was measured, which rule it is, or “chosen, not measured”"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("_MOST = 7\n", [False]),
        ("_MOST = 7  # rows\n", [False]),
        ("_MOST = 7  # rows; chosen, not measured\n", [True]),
        ("#: As in RFC 9309.\n_MOST: int = 500 * 1024\n", [True]),
        ("#: Of another.\n\n_MOST = 7\n", [False]),
        ("_PAUSE = timedelta(days=7)\n_PAIR = (1, 2.5)\n_SHARE = Decimal('0.5')\n_LESS = -1\n", [False] * 4),
        ("_LOW, _HIGH = 1, 9\n_ROOM, _SIZE = 3, 4  # as in a peer\n", [False, False, True, True]),
        ("_NAME = 'seven'\n_ON = True\nmost = 7\n_ALL = (1, 'a')\n", []),
    ],
)
def test_what_counts_as_a_number_and_as_a_source(text: str, found: list[bool]) -> None:
    assert [one.has_source for one in constants(text)] == found
