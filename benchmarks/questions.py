"""What a clerk has to answer for real decisions: `python -m benchmarks questions [FOLDER…] [--each]`.

Every file below the folders that reads as a decision is handed in, once alone in an empty data folder of its own
province, and once with all others of that province in one folder, through the command line as a clerk does it. What is
counted are the questions that stay open, by kind, and their number a decision: the median and the mean (CONTRACT: a
median of 1, at most 1.5 on average).

Without folders: the real and handed material beside the project (NIEMYET_REALDATA, as the tests find it).
"""

import argparse
import contextlib
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median

from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from niemyet.flows.explaining import look_at
from niemyet.model.errors import NiemyetError
from niemyet.model.records import Limits, Reading
from niemyet.model.words import DecisionKind
from niemyet.reports.text_table import text_table
from niemyet.storage.folder import DataFolder
from niemyet.transforms.language.citations import issuer_id
from tests.support.realdata import ROOT

#: What is no paper: programs, configurations, what is said of the cases.
_NO_PAPER = frozenset({".py", ".toml", ".json", ".jsonl", ".csv", ".headers", ".body"})
_TARGET_MEDIAN, _TARGET_MEAN = 1, 1.5


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that reads as a decision, the province whose it is, and when it can have arrived."""

    path: Path
    province: str
    name: str
    received: str


@dataclass(slots=True)
class Counted:
    """Open questions by decision."""

    papers: int = 0
    each: dict[str, Counter[str]] = field(default_factory=dict)

    def summary(self) -> str:
        """How many questions a decision leaves open."""
        counts = [sum(kinds.values()) for kinds in self.each.values()] or [0]
        return f"{len(self.each)} decisions, {sum(counts)} open: median {median(counts):g}, mean {mean(counts):.2f}"

    def by_kind(self) -> Counter[str]:
        """All of them by kind."""
        return sum(self.each.values(), Counter())


def main(words: Sequence[str]) -> None:
    """Read, hand in, count, print; ends with 1 where the target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks questions")
    parser.add_argument("folders", nargs="*", type=Path, help="folders (or files) of decisions")
    parser.add_argument("--each", action="store_true", help="a line for each decision that leaves one open")
    asked = parser.parse_args(words)
    folders = asked.folders or [ROOT / "decisions", ROOT.parent / "cases"]
    papers, others = sorted_out(folders)
    print(
        f"{len(papers)} files read as decisions, {others} as none (listings, broken on purpose, parts of a page)"
    )
    alone, together = Counted(), Counted()
    with tempfile.TemporaryDirectory(prefix="niemyet-questions-") as room:
        for number, paper in enumerate(papers):
            hand_in([paper], Path(room) / f"{number}", alone, label=_label(paper, folders))
        for province in sorted({paper.province for paper in papers}):
            own = [paper for paper in papers if paper.province == province]
            hand_in(own, Path(room) / province, together)
    kinds = alone.by_kind() | together.by_kind()
    rows = [(kind, str(alone.by_kind()[kind]), str(together.by_kind()[kind])) for kind in sorted(kinds)]
    print(text_table(rows, ("kind", "one by one", "all together")))
    if asked.each:
        for label, kinds in sorted(alone.each.items(), key=lambda one: -sum(one[1].values())):
            print(f"{sum(kinds.values()):3} {label}: {dict(kinds)}")
    for what, counted in (("one by one", alone), ("all together", together)):
        print(f"{what}: {counted.summary()}")


def sorted_out(folders: Sequence[Path]) -> tuple[list[Paper], int]:
    """The files that read as decisions of a province, and how many do not."""
    papers: list[Paper] = []
    others = 0
    for path in _files(folders):
        paper = _paper(path)
        if paper is None:
            others += 1
        else:
            papers.append(paper)
    return papers, others


def _files(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        found = sorted(folder.rglob("*")) if folder.is_dir() else [folder]
        yield from (
            path
            for path in found
            if path.is_file() and path.suffix.lower() not in _NO_PAPER and path.name not in _ABOUT
        )


_ABOUT = frozenset({"README.md", "expected.md"})


def _paper(path: Path) -> Paper | None:
    try:
        looks = look_at(path, Limits())
    except NiemyetError:
        return None
    readings = [look.explained.reading for look in looks if look.explained is not None]
    reading = next((one for one in readings if _is_decision(one)), None)
    if reading is None:
        return None
    name = next((one.issuer_name for one in readings if one.issuer_name), None) or "Tỉnh Quảng Nam"
    days = [one.signed_on for one in readings if one.signed_on]
    return Paper(path, issuer_id(name), name, max(days).isoformat() if days else "2022-12-31")


def _is_decision(reading: Reading) -> bool:
    return bool(reading.items) or (reading.number is not None and reading.kind is not DecisionKind.OTHER)


def hand_in(papers: Sequence[Paper], room: Path, counted: Counted, *, label: str | None = None) -> None:
    """Hand files in, in the order of their days, and count what stays open, by decision."""
    room.mkdir(parents=True)
    config = room / "niemyet.toml"
    config.write_text(
        f'[province]\nid = "{papers[0].province}"\nname = "{_name(papers[0])}"\n', encoding="utf-8"
    )
    options = ["--data", str(room / "data"), "--config", str(config)]
    ordered = sorted(papers, key=lambda one: (one.received, one.path.name))
    for place, paper in enumerate(ordered):
        last = [] if place + 1 == len(ordered) else ["--no-publish"]
        told = CliRunner().invoke(
            niemyet, ["ingest", str(paper.path), "--received", paper.received, *last, *options]
        )
        assert told.exit_code in {0, 3} or isinstance(told.exception, NiemyetError), told.output
    release = DataFolder(room / "data").releases.latest()
    if release is None:
        return
    asked = [row for row in release.table("reviews").to_pylist() if row["state"] == "open"]
    if label is not None:
        counted.each[label] = Counter(row["kind"] for row in asked)
        return
    for row in release.table("decisions").to_pylist():
        counted.each[row["decision_id"]] = Counter()
    for row in asked:
        counted.each.setdefault(row["decision_id"] or row["review_id"], Counter())[row["kind"]] += 1


def _name(paper: Paper) -> str:
    words = paper.name.replace('"', "")
    with contextlib.suppress(ValueError):
        lower = words.lower()
        place = next(lower.index(kind) for kind in ("tỉnh", "thành phố") if kind in lower)
        return words[place:].title()
    return words


def _label(paper: Paper, folders: Sequence[Path]) -> str:
    inside = [folder.parent for folder in folders if paper.path.is_relative_to(folder)]
    return str(paper.path.relative_to(inside[0]) if inside else paper.path.name)
