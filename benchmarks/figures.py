"""The page of figures: each part's table stands between two marks and is written anew by the command that measures.

What stands around the marks is written by hand and stays. A part that was not run this time keeps what it said, with its day
and machine; one that could not be run says so above what it said before. So every figure of the page says when, where and how
it was had. The overview is made of these tables: each goal beside the figure that a table gives for it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.goals import GOALS, Goal
from benchmarks.measure import Line

_HEAD = "| measured | niemyet | peer or limit | ratio | goal |\n|---|--:|--:|--:|---|"
_SECTION = "## Side by side"
_OPENING = f"""{_SECTION}

Written by `python -m benchmarks all`; each table says when, on what and in how long it was measured. The parts run one after the
other, each in a process of its own; within a part the peers are run in turn, and a ratio with a span is the middle one of the
turns with the least and the greatest. A load far above the number of cores means that others used the machine: then only what
is in seconds of the processor, and ratios, say something.
"""
OVERVIEW = "overview"
_OVERVIEW_HEAD = "| goal | wanted | figure | | measured |\n|---|---|--:|---|---|"
_CELLS = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Part:
    """One part as it was measured. `lack`: why it was not, this time."""

    name: str
    title: str
    lines: tuple[Line, ...]
    circumstances: str
    lack: str | None = None


def with_figures(page: str, parts: Sequence[Part], order: Sequence[str]) -> str:
    """The page with these parts in place, and the overview of what it then says; `order`: of all parts that there are."""
    for part in parts:
        page = _put(page, part.name, _block_over(page, part), order)
    return _put(page, OVERVIEW, _overview(page), [OVERVIEW, *order])


def block(part: Part) -> str:
    """A part between its marks."""
    told = _not_run(part) if part.lack is not None else f"{_HEAD}\n" + "\n".join(map(_row, part.lines))
    return f"{_begin(part.name)}\n\n**{part.title}** ({part.circumstances})\n\n{told}\n\n{_end(part.name)}"


def _not_run(part: Part) -> str:
    return f"Not run: {part.lack}."


def _block_over(page: str, part: Part) -> str:
    """What a part says now; where it could not be run, that, above what was measured on another day."""
    before = _held(page, part.name)
    table = before and re.search(r"\n\n(\*\*[^\n]*\n\n\| .*)\n\n<!--", before.group(), re.DOTALL)
    if part.lack is None or not table:
        return block(part)
    said = f"{_not_run(part)} This is from before ({part.circumstances})."
    return f"{_begin(part.name)}\n\n{said}\n\n{table.group(1)}\n\n{_end(part.name)}"


def _overview(page: str) -> str:
    rows = [_goal_row(page, goal) for goal in GOALS]
    told = "Each goal beside its figure in the tables below; the word is computed from the figure."
    return f"{_begin(OVERVIEW)}\n\n{told}\n\n{_OVERVIEW_HEAD}\n" + "\n".join(rows) + f"\n\n{_end(OVERVIEW)}"


def _goal_row(page: str, goal: Goal) -> str:
    held = _held(page, goal.part)
    text = held.group() if held else ""
    for line in text.splitlines():
        cells = [cell.strip() for cell in _CELLS.split(line)[1:-1]]
        if len(cells) == 5 and cells[4].startswith(goal.said):
            figure, word = cells[3] or cells[1], cells[4].removeprefix(goal.said)
            return f"| {goal.name} | {goal.wanted} | {figure} | {word} | {_when(text)} |"
    why = "could not be run" if "\n\nNot run: " in text else "not measured yet"
    return f"| {goal.name} | {goal.wanted} |  | {why} |  |"


def _when(text: str) -> str:
    """The day and the settings of a table."""
    found = re.search(r"\*\* \((\d{4}-\d\d-\d\d);.*?; (quick|full) settings", text)
    again = "; not run again" if "\n\nNot run: " in text else ""
    return f"{found.group(1)}, {found.group(2)}{again}" if found else ""


def _row(line: Line) -> str:
    cells = (line.what, line.ours, line.peer, line.ratio, line.goal)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _put(page: str, name: str, text: str, order: Sequence[str]) -> str:
    held = _held(page, name)
    if held is not None:
        return page[: held.start()] + text + page[held.end() :]
    page = page if _SECTION in page else _with_section(page)
    for before in reversed([OVERVIEW, *order[: order.index(name)]]):
        there = _held(page, before)
        if there is not None:
            return f"{page[: there.end()]}\n\n{text}{page[there.end() :]}"
    place = (
        page.index(_OPENING) + len(_OPENING) if _OPENING in page else page.index(_SECTION) + len(_SECTION) + 1
    )
    return f"{page[:place]}\n{text}\n{page[place:]}"


def _with_section(page: str) -> str:
    """The section stands before the first other one."""
    first = page.find("\n## ")
    place = first + 1 if first >= 0 else len(page)
    return f"{page[:place]}{_OPENING}\n{page[place:]}"


def _held(page: str, name: str) -> re.Match[str] | None:
    return re.search(f"{re.escape(_begin(name))}.*?{re.escape(_end(name))}", page, re.DOTALL)


def _begin(name: str) -> str:
    return f"<!-- figures: {name} -->"


def _end(name: str) -> str:
    return f"<!-- end of figures: {name} -->"
