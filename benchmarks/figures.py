"""The page of figures: each part's table stands between two marks and is written anew by the command that measures.

What stands around the marks is written by hand and stays. A part that was not run this time keeps what it said, with its day
and machine; one that could not be run says why. So every figure of the page says when, where and how it was had.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.measure import Line

_HEAD = "| measured | niemyet | peer or limit | ratio |\n|---|--:|--:|--:|"
_SECTION = "## Side by side"
_OPENING = f"""{_SECTION}

Written by `python -m benchmarks all`; each table says when, on what and in how long it was measured. The parts run one after the
other, each in a process of its own; within a part the peers are run in turn, and a ratio with a span is the middle one of the
turns with the least and the greatest. A load far above the number of cores means that others used the machine: then only what
is in seconds of the processor, and ratios, say something.
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One part as it was measured. `lack`: why it was not, this time."""

    name: str
    title: str
    lines: tuple[Line, ...]
    circumstances: str
    lack: str | None = None


def with_figures(page: str, parts: Sequence[Part], order: Sequence[str]) -> str:
    """The page with these parts in place; `order`: of all parts that there are."""
    for part in parts:
        if part.lack is not None and _held(page, part.name) is not None:
            continue  # what was measured on another day stays, with its day
        page = _put(page, part, order)
    return page


def block(part: Part) -> str:
    """A part between its marks."""
    told = (
        f"Not run: {part.lack}." if part.lack is not None else f"{_HEAD}\n" + "\n".join(map(_row, part.lines))
    )
    return f"{_begin(part.name)}\n\n**{part.title}** ({part.circumstances})\n\n{told}\n\n{_end(part.name)}"


def _row(line: Line) -> str:
    return (
        "| "
        + " | ".join(cell.replace("|", "\\|") for cell in (line.what, line.ours, line.peer, line.ratio))
        + " |"
    )


def _put(page: str, part: Part, order: Sequence[str]) -> str:
    held = _held(page, part.name)
    if held is not None:
        return page[: held.start()] + block(part) + page[held.end() :]
    page = page if _SECTION in page else _with_section(page)
    for before in reversed(order[: order.index(part.name)]):
        there = _held(page, before)
        if there is not None:
            return f"{page[: there.end()]}\n\n{block(part)}{page[there.end() :]}"
    place = (
        page.index(_OPENING) + len(_OPENING) if _OPENING in page else page.index(_SECTION) + len(_SECTION) + 1
    )
    return f"{page[:place]}\n{block(part)}\n{page[place:]}"


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
