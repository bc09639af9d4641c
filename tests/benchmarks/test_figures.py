"""The command that measures writes its figures between marks, and leaves what people wrote and what it could not measure."""

import inspect
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from benchmarks import everything
from benchmarks.everything import MEASUREMENTS, Measurement
from benchmarks.figures import Part, block, with_figures
from benchmarks.goals import GOALS, judged
from benchmarks.measure import Line

PAGE = """# Measurements

Opening words.

## Reading documents

By hand.
"""
ORDER = ("a", "b", "c")


def part(name: str, ours: str = "1 s", lack: str | None = None) -> Part:
    return Part(name, f"Part {name}", (Line("something | else", ours, "2 s", "0.5×"),), "today", lack)


def test_figures_get_a_section_before_the_others_and_stand_in_their_order() -> None:
    page = with_figures(PAGE, [part("b")], ORDER)
    page = with_figures(page, [part("c"), part("a")], ORDER)
    heads = [line for line in page.splitlines() if line.startswith(("#", "**Part", "| goal"))]
    assert heads == [
        "# Measurements", "## Side by side", "| goal | wanted | figure | | measured |",
        "**Part a** (today)", "**Part b** (today)", "**Part c** (today)",
        "## Reading documents",
    ]  # fmt: skip
    assert page.startswith("# Measurements\n\nOpening words.\n\n## Side by side\n\n")
    assert page.endswith("\n\n## Reading documents\n\nBy hand.\n")
    assert "| something \\| else | 1 s | 2 s | 0.5× |  |" in page


def test_measured_again_only_what_stands_between_the_marks_changes() -> None:
    page = with_figures(PAGE, [part("a"), part("b")], ORDER).replace("Opening", "Other")
    again = with_figures(page, [part("a", "3 s")], ORDER)
    assert again == page.replace(block(part("a")), block(part("a", "3 s")))
    assert with_figures(again, [part("a", "3 s")], ORDER) == again


def test_what_was_not_run_is_said_above_the_figures_of_before() -> None:
    missing = part("a", lack="no font")
    page = with_figures(PAGE, [missing], ORDER)
    assert "Not run: no font." in page
    assert "1 s" not in page
    held = with_figures(PAGE, [part("a")], ORDER)
    once = with_figures(held, [missing], ORDER)
    assert "Not run: no font. This is from before (today).\n\n**Part a** (today)\n\n| measured" in once
    assert "| 1 s |" in once
    assert with_figures(once, [missing], ORDER) == once
    assert with_figures(once, [part("a")], ORDER) == held
    assert with_figures(page, [part("a")], ORDER) == held


def test_the_overview_says_of_each_goal_what_its_table_says() -> None:
    lines = (
        Line("fold", "2 s", "1 s", "2.00× (1.90 to 2.10)", judged("fold", 2.0)),
        Line("work", "1 s", "2 s", "0.50× (0.40 to 0.60)", judged("work", 0.5)),
    )
    told = "2026-11-29; Python; quick settings; 1 s"
    order = ["country"]
    page = with_figures(PAGE, [Part("country", "The country", lines, told)], order)
    fold, work, memory = (_named(key) for key in ("fold", "work", "memory"))
    assert f"| {fold} | at most 1× | 2.00× (1.90 to 2.10) | **not met** | 2026-11-29, quick |" in page
    assert f"| {work} | at most 1× | 0.50× (0.40 to 0.60) | met | 2026-11-29, quick |" in page
    assert f"| {memory} | under 1000 MB |  | not measured yet |  |" in page
    none = with_figures(PAGE, [Part("country", "The country", (), told, "no SQL")], order)
    assert f"| {fold} | at most 1× |  | could not be run |  |" in none
    before = with_figures(page, [Part("country", "The country", (), told, "no SQL")], order)
    assert "| 2.00× (1.90 to 2.10) | **not met** | 2026-11-29, quick; not run again |" in before


def _named(key: str) -> str:
    return next(goal.name for goal in GOALS if goal.key == key)


def test_each_goal_is_of_a_part_and_named_once() -> None:
    assert {goal.part for goal in GOALS} <= {one.name for one in MEASUREMENTS}
    assert len({goal.key for goal in GOALS}) == len({goal.name for goal in GOALS}) == len(GOALS)


def test_the_page_of_the_project_can_be_written() -> None:
    page = everything.PAGE.read_text(encoding="utf-8")
    names = [one.name for one in MEASUREMENTS]
    written = with_figures(page, [part(name) for name in names], names)
    places = [written.index(f"<!-- figures: {name} -->") for name in names]
    assert places == sorted(places)


@pytest.mark.parametrize("one", MEASUREMENTS, ids=lambda one: one.name)
def test_each_part_can_be_measured_with_what_it_is_given(one: Measurement) -> None:
    measure = inspect.signature(import_module(f"benchmarks.{one.module}").measure)
    beside = {"scrapy_python": ""} if one.needs_scrapy else {}
    beside |= {"plot_to": "there"} if one.plot else {}
    for settings in (one.quick, one.full):
        measure.bind(**settings, **beside)


def test_a_part_that_fails_says_why_and_one_that_lacks_something_is_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything._tell("benchmarks.growth", {"counts": ("many",)}, str(tmp_path / "told"))
    told = json.loads((tmp_path / "told").read_text())
    assert told["lines"] == []
    assert told["lack"].startswith("it failed (")
    monkeypatch.setattr(everything, "in_a_process", lambda *_: pytest.fail("begun"))
    crawl = next(one for one in MEASUREMENTS if one.needs_scrapy)
    assert "--scrapy-python" in str(everything.measured(crawl, full=False).lack)


def test_all_writes_the_page_and_ends_with_1_where_something_could_not_be_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    monkeypatch.setattr(everything, "in_a_process", lambda *_: ([Line("x", "1 s", "2 s", "0.5×")], None))
    with pytest.raises(SystemExit) as ended:
        everything.main(["--only", "growth,startup", "--page", str(page)])
    assert ended.value.code == 0
    assert page.read_text().count("| x | 1 s | 2 s | 0.5× |") == 2
    with pytest.raises(SystemExit) as ended:
        everything.main(["--only", "grow", "--page", str(page)])
    assert ended.value.code == 2
    with pytest.raises(SystemExit) as ended:
        everything.main(["--only", "crawl", "--page", str(page), "--print"])
    assert ended.value.code == 1
    assert "Not run" not in page.read_text()


def test_stopped_in_the_middle_the_parts_before_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)

    def stopped(module: str, _: object) -> tuple[list[Line], None]:
        if module == "benchmarks.growth":
            raise KeyboardInterrupt
        return [Line("x", "1 s", "2 s", "0.5×")], None

    monkeypatch.setattr(everything, "in_a_process", stopped)
    with pytest.raises(SystemExit) as ended:
        everything.main(["--only", "startup,growth", "--page", str(page)])
    assert ended.value.code == 130
    assert page.read_text().count("| x | 1 s | 2 s | 0.5× |") == 1
    assert "figures: growth" not in page.read_text()


def test_pictures_are_made_with_the_full_settings_or_where_they_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    given: list[dict[str, Any]] = []
    monkeypatch.setattr(
        everything, "in_a_process", lambda _, settings: (given.append(settings), ([], None))[1]
    )
    for more in ([], ["--plot"], ["--full"], ["--full", "--print"]):
        page.write_text(PAGE)
        with pytest.raises(SystemExit):
            everything.main(["--only", "nights", "--page", str(page), *more])
    here = str(tmp_path / "nights.svg")
    assert [one.get("plot_to") for one in given] == [None, here, here, None]
