"""The judge itself (made-up decisions, their truth, the score), and a slice of what it judges."""

import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from benchmarks.accuracy import DIRECT, OFFICE, scored
from benchmarks.truth.cases import Case, Expected, make_case
from benchmarks.truth.paper import At, Grid, Line, placed, row, texts_of
from benchmarks.truth.renderers import convert, font_files, to_docx, to_html, to_reportlab_pdf
from benchmarks.truth.scans import scanned
from benchmarks.truth.score import Score, score
from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.records import Paragraph, Question, Reading
from niemyet.model.words import Action, DecisionKind, Level, ReviewKind
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.text import fold

MANY = range(150)
SLICE = tuple(range(12))
OFFICE_SLICE = (0, 3, 4, 7)
SCANNED = (4,)  # recognition takes six seconds each; sixty: `python -m benchmarks accuracy`
TESSDATA = Path("/usr/share/tesseract-ocr/5/tessdata/vie.traineddata")

needs_font = pytest.mark.skipif(
    font_files() is None, reason="no font with Vietnamese letters: install fonts-liberation2"
)
needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="no LibreOffice: install libreoffice-writer"
)
needs_recognition = pytest.mark.skipif(
    not (TESSDATA.exists() or os.environ.get("TESSDATA_PREFIX")),
    reason="no Vietnamese model: install tesseract-ocr-vie",
)


# ---- the generator ---------------------------------------------------------------------------------------------


def test_a_seed_gives_one_case_and_one_page() -> None:
    for seed in range(20):
        case = make_case(seed)
        assert case == make_case(seed)
        assert to_html(case) == to_html(make_case(seed))
    assert to_html(make_case(1)) != to_html(make_case(2))


@needs_font
def test_a_seed_gives_one_pdf_and_one_scan() -> None:
    case = make_case(3)
    pdf = to_reportlab_pdf(case)
    assert pdf == to_reportlab_pdf(case)
    assert scanned(pdf, 3) == scanned(pdf, 3)


def test_every_table_fits_together() -> None:
    for seed in MANY:
        for block in make_case(seed).paper:
            if isinstance(block, Grid):
                rows = placed(block)
                assert all(sum(one.cell.across for one in places) == len(block.widths) for places in rows)


@pytest.mark.parametrize(
    "rows",
    [
        (row("a", "b", "c"),),
        (row("a"),),
        (row(At("a", down=2), "b"),),
        (row(At("a", across=3)),),
    ],
)
def test_a_table_that_does_not_fit_is_refused(rows: tuple[tuple[At, ...], ...]) -> None:
    with pytest.raises(ValueError, match="row"):
        placed(Grid(rows, (1, 1)))


def test_the_truth_stands_on_the_paper() -> None:
    """What must be read is printed: every code, or a broken form of it, and every word of every name."""
    for seed in MANY:
        case = make_case(seed)
        whole = " ".join(texts_of(case.paper))
        digits = "".join(
            sign
            for sign in whole.replace("O", "0").replace("l", "1").replace(",", ".")
            if sign in "0123456789."
        )
        words = fold(whole)
        for item in case.expected:
            if item.code is not None and "code" not in item.asked:
                assert item.code in digits, (seed, item.code)
            for code in item.replaces:
                assert code in {one.base for one in find_codes(whole)}, (seed, code)
            assert all(word in words for word in fold(item.name).split()), (seed, item.name)
            assert item.levels or "levels" in item.asked, (seed, item.name)
            assert bool(item.replaces) is (item.action is Action.REPLACE) or "replaces" in item.asked, (
                seed,
                item.name,
            )


def test_what_is_asked_about_is_never_compared() -> None:
    asked = [item for seed in MANY for item in make_case(seed).expected if item.asked]
    assert {name for item in asked for name in item.asked} == {"code", "levels", "replaces"}
    assert all(
        not item.levels
        for item in asked
        if "levels" in item.asked and "shared" not in dict(item.axes).values()
    )


def test_every_axis_is_met() -> None:
    cases = [make_case(seed) for seed in range(500)]
    met = {(name, value) for case in cases for name, value in case.axes.items()}
    met |= {pair for case in cases for item in case.expected for pair in item.axes}
    wanted = {
        "columns": {"C1", "C2", "C2 one time", "C3", "C4", "C5", "C6", "C7", "C8 columns", "C8 grouped", "C8 inline"},
        "header": {"one level", "two levels", "with number row"},
        "header repeat": {"none", "marked", "explicit"},
        "headings": {"rows", "lines", "lines and rows"},
        "heading shape": {"mark cell", "whole row", "name cell"},
        "numbering": {"A I 1", "I 1 1.1", "I I.1 I.1.1", "A A1 A1.1", "PHẦN I A I", "none"},
        "counters": {"absent", "all", "some", "wrong"},
        "annexes": {"one", "several"},
        "page": {"upright", "landscape"},
        "unicode": {"NFC", "NFD"},
        "font": {"Unicode", ".VnTime"},
        "kerning": {"none", "narrow", "wide"},
        "effect": {"signing", "day", "rows", "none", "until"},
        "kind": {"public_list", "normalised", "subset", "mixed"},
        "level": {"province", "district", "commune", "shared", "in a column", "in a note"},
        "shared": {"parentheses", "plain", "without list"},
        "cue": {"mistyped"},
        "code form": {
            "plain", "suffix", "short suffix", "broken", "spaced", "comma", "letters", "five digits", "seven digits", "none",
            "no column", "in name, first", "in name, last", "in name, dash", "name only", "old and new",
            "old and new, broken", "in the new name", "number glued with “.”", "number glued with “ ”",
        },
        "name": {
            "sounds like action", "sounds like level", "sounds like law", "heading and case", "borne by two codes",
            "basis running into it",
        },
        "rows": {"two, name merged", "two, name carried on"},
        "merged": {"down"},
        "row": {"sentence of an article"},
    }  # fmt: skip
    for name, values in wanted.items():
        assert values <= {value for axis, value in met if axis == name}, name
    assert len({case.axes["nesting"] for case in cases}) >= 12


def test_legacy_fonts_are_typed_as_they_were() -> None:
    """The text of a .VnTime file is TCVN3, and is read as it was meant."""
    case = next(case for seed in range(200) if (case := make_case(seed)).legacy)
    document = read_document(to_docx(case), None)
    title = next(
        block for block in case.paper if isinstance(block, Line) and block.text.startswith("Về việc")
    )
    typed = next(
        block for block in document.blocks if isinstance(block, Paragraph) and block.text == title.text
    )
    assert "c«ng bè" in typed.raw


# ---- the score -------------------------------------------------------------------------------------------------


def _read(case: Case) -> Reading:
    return read_decision(read_document(to_html(case), None))


def _fine_case() -> tuple[Case, Reading]:
    for seed in range(200):
        case = make_case(seed)
        reading = _read(case)
        result = score(case, "html", reading)
        fine = result.right == result.expected and not any(item.asked for item in case.expected)
        if fine and not case.flags and result.expected >= 3 and "control_total_mismatch" not in reading.flags:
            return case, reading
    raise AssertionError("no case is read wholly right")


def test_a_silent_difference_is_silent_and_a_flagged_one_flagged() -> None:
    case, reading = _fine_case()
    plain = replace(reading.items[0], flags=(), code="9.999999")
    silent = score(case, "html", replace(reading, items=(plain, *reading.items[1:]), questions=()))
    assert [(one.field, one.how) for one in silent.differences] == [("code", "silent")]
    flagged = replace(plain, flags=("code_repaired",))
    told = score(case, "html", replace(reading, items=(flagged, *reading.items[1:]), questions=()))
    assert [(one.field, one.how) for one in told.differences] == [("code", "flagged")]
    of_levels = Question(ReviewKind.LEVEL_UNKNOWN, item=0)
    beside = score(case, "html", replace(reading, items=(plain, *reading.items[1:]), questions=(of_levels,)))
    assert [one.how for one in beside.differences] == ["silent"]  # a doubt of another field does not help


def test_a_lost_item_is_silent_unless_a_control_total_says_so() -> None:
    case, reading = _fine_case()
    fewer = replace(reading, items=reading.items[1:], questions=())
    assert [(one.field, one.how) for one in score(case, "html", fewer).differences] == [("lost", "silent")]
    counted = replace(fewer, flags=(*fewer.flags, "control_total_mismatch"))
    assert [(one.field, one.how) for one in score(case, "html", counted).differences] == [
        ("lost", "document")
    ]
    scan = replace(fewer, flags=(*fewer.flags, "scanned"))
    assert [one.how for one in score(case, "html", scan).differences] == ["silent"]


def test_an_invented_item_counts() -> None:
    case, reading = _fine_case()
    more = replace(reading.items[0], code="9.999999", name="Không có thủ tục nào như thế này cả")
    result = score(case, "html", replace(reading, items=(*reading.items, more)))
    assert [(one.field, one.how) for one in result.differences] == [("invented", "silent")]


def test_what_must_be_asked_and_is_not_counts() -> None:
    case, reading = _fine_case()
    expected = (replace(case.expected[0], asked=frozenset({"levels"})), *case.expected[1:])
    result = score(replace(case, expected=expected), "html", replace(reading, questions=()))
    assert [(one.field, one.how) for one in result.differences] == [("unasked", "silent")]
    wanted = score(replace(case, flags=("control_total_mismatch",)), "html", reading)
    assert [(one.field, one.expected) for one in wanted.differences] == [
        ("unasked", "control_total_mismatch")
    ]


def test_one_code_at_two_levels_is_two_items() -> None:
    def expected(level: Level) -> Expected:
        return Expected(Action.NEW, "1.000001", (level,), "Gốm", (), "Nặn bình")

    case, reading = _fine_case()
    both = replace(case, expected=(expected(Level.PROVINCE), expected(Level.COMMUNE)), flags=())
    item = replace(
        reading.items[0],
        action=Action.NEW,
        code="1.000001",
        sector="Gốm",
        replaces=(),
        name="Nặn bình",
        flags=(),
    )
    items = (replace(item, levels=(Level.COMMUNE,)), replace(item, levels=(Level.PROVINCE,)))
    result = score(both, "html", replace(reading, items=items, questions=()))
    assert (result.found, result.right, result.differences) == (2, 2, ())


def test_facts_of_the_head_are_told() -> None:
    case, reading = _fine_case()
    wrong = replace(case, number=1, signed_on=date(2000, 1, 1), kind=DecisionKind.INTERNAL)
    assert [one.field for one in score(wrong, "html", reading).head] == ["number", "signed_on", "kind"]


# ---- a slice of what is judged ------------------------------------------------------------------------------------


def _told(result: Score) -> list[str]:
    """Differences that a clerk would not see coming."""
    return [
        f"{one.form} {one.seed} {one.field}: {one.expected!r} → {one.got!r} ({one.name[:60]})"
        for one in result.differences
        if one.how == "silent"
    ]


@pytest.mark.parametrize("form", ["html", "docx", "xlsx", pytest.param("pdf-reportlab", marks=needs_font)])
def test_a_slice_is_read_with_nothing_silently_wrong(form: str) -> None:
    results = [scored(case, form, DIRECT[form](case)) for case in map(make_case, SLICE)]
    assert [one.error for one in results if one.error] == []
    assert [line for one in results for line in _told(one)] == []
    assert [(one.form, one.seed, one.right) for one in results] == [
        (form, one.seed, one.expected) for one in results
    ]
    assert [one for result in results for one in result.head] == []


@needs_office
@pytest.mark.parametrize("form", ["doc", "pdf-office"])
def test_files_of_libreoffice_are_read_with_nothing_silently_wrong(form: str, tmp_path: Path) -> None:
    make, ending = OFFICE[form]
    files = []
    for seed in OFFICE_SLICE:
        files.append(tmp_path / f"{seed}.docx")
        files[-1].write_bytes(make(make_case(seed)))
    convert(files, ending, tmp_path / "out", tmp_path / "profile", seconds=80)
    results = [
        scored(make_case(seed), form, (tmp_path / "out" / f"{seed}.{ending}").read_bytes())
        for seed in OFFICE_SLICE
    ]
    assert [one.error for one in results if one.error] == []
    assert [line for one in results for line in _told(one)] == []
    assert [(one.seed, one.right) for one in results] == [(one.seed, one.expected) for one in results]


@pytest.mark.long
@needs_font
@needs_recognition
def test_scans_are_read_with_nothing_silently_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_THREAD_LIMIT", "1")
    cases = [replace(make_case(seed), kerning="none", nfd=False) for seed in SCANNED]
    results = [scored(case, "scan", scanned(to_reportlab_pdf(case), case.seed)) for case in cases]
    assert [one.error for one in results if one.error] == []
    grave = [
        line
        for one in results
        for line in _told(one)
        if line.split()[2] in {"action:", "code:", "levels:", "invented:"}
    ]
    assert grave == []
    assert sum(one.found for one in results) >= 0.97 * sum(one.expected for one in results)
