"""Crossings and papers: their truth is printed, a seed is one document, and what is silent is known by name.

HTML is held whole, for it is read in milliseconds; of the slower formats a part. `python -m benchmarks strangers --set crossed`
judges all.
"""

import re

import pytest

from benchmarks.strangers.cases import Case
from benchmarks.strangers.crossed import crossings
from benchmarks.strangers.known import KNOWN
from benchmarks.strangers.layouts import Layout
from benchmarks.strangers.marked import marked
from benchmarks.strangers.papers import papers
from benchmarks.strangers.run import judged, main
from benchmarks.strangers.writers import ALL, SHOWS, parts_of, words_of

#: Of the crossings in these formats so many are held, from the first on, each so-manieth.
EACH = {"html": 2, "docx": 23, "xlsx": 23, "markdown": 23}
CROSSED = {case.name: (case, forms) for case, forms in crossings(0)}
HELD = [
    (name, form)
    for form, step in EACH.items()
    for name in [name for name, (_, forms) in CROSSED.items() if form in forms][::step]
]
PAPERS = {(case.name, form): (case, data) for case, form, data in papers(0, ("html", "markdown"))}
PAPERS |= {(case.name, form): (case, data) for case, form, data in marked(0)}


def _holds(name: str, form: str, case: Case, data: bytes) -> None:
    found = judged(case, form, data)
    assert found.error is None
    if (name, form) in KNOWN:
        assert found.silent, f"{name} in {form} is mended: take it off benchmarks/strangers/known.py"
    else:
        assert found.silent == []


@pytest.mark.parametrize("layout", Layout)
def test_no_crossing_is_silent_but_those_that_are_known(layout):
    wrong = []
    for name, form in HELD:
        if not name.startswith(f"{layout.value}/"):
            continue
        case, _ = CROSSED[name]
        try:
            _holds(name, form, case, ALL[form](case))
        except AssertionError as problem:
            wrong.append(f"{name} ({form}): {problem}")
    assert wrong == []


@pytest.mark.parametrize(("name", "form"), PAPERS)
def test_no_paper_is_silent_but_those_that_are_known(name, form):
    _holds(name, form, *PAPERS[name, form])


def test_what_is_known_is_held_and_has_a_reason():
    assert set(KNOWN) <= {*HELD, *PAPERS}
    assert all(KNOWN.values())


def test_crossings_have_one_name_each_and_all_layouts_meet_all_looks():
    assert len(CROSSED) == sum(1 for _ in crossings(0)) > 400
    held = {(case.axes["layout"], case.axes.get("doubt")) for case, _ in CROSSED.values()}
    assert held >= {
        (layout.value, look) for layout in Layout for look in ("struck", "pale", "hidden", "asks")
    }


@pytest.mark.parametrize("name", list(CROSSED)[::7])
def test_all_that_is_wanted_is_printed(name):
    case, _ = CROSSED[name]
    shown = "\n".join(part.text for block in case.blocks for one in words_of(block) for part in parts_of(one))
    for item in case.wanted:
        assert item.name in shown
        assert item.code in shown


def test_a_seed_is_the_same_document_every_time_and_another_seed_another_one():
    first, again, other = (next(crossings(seed))[0] for seed in (5, 5, 6))
    assert ALL["html"](first) == ALL["html"](again) != ALL["html"](other)


def test_a_format_shows_the_looks_that_it_is_said_to_show():
    case, _ = CROSSED["cards/struck/name"]
    plain, _ = CROSSED["cards/plain"]
    for form in SHOWS:
        mark = {"html": b"<s>", "text": b"~~", "markdown": b"~~"}.get(form)
        assert mark is None or (mark in ALL[form](case) and mark not in ALL[form](plain))


def test_one_is_shown_and_what_is_unknown_is_told_with_what_is_known(capsys):
    main(["--set", "crossed", "--show", "rows/plain", "html"])
    assert "/tmp/strangers/rows-plain.html" in capsys.readouterr().out
    for arguments, told in (
        (["--set", "crossed", "--show", "rows/plane", "html"], "no document 'rows/plane'.*rows/plain"),
        (["--set", "papers", "--only", "no such"], "no document 'no such' in the set papers"),
        (["--formats", "rtf"], "unknown formats ['rtf']; known for this set: docx"),
        (["--show", "rows/plain", "html"], "expected a seed and one of docx"),
    ):
        with pytest.raises(SystemExit, match=re.escape(told).replace(re.escape(".*"), ".*")):
            main(arguments)
