"""The handed cases, where they are: papers in, a commune's board on a day, what is asked. All in this process."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.extractors.documents.archives import open_archive
from niemyet.extractors.listings import read_listing
from niemyet.model.errors import DocumentError
from niemyet.model.records import Limits, Policy, Province, Received
from niemyet.model.words import UnitKind
from niemyet.reports.plain import csv_text, printable
from niemyet.transforms.consolidate import Facts, State, consolidate
from tests.support.province import day, unit
from tests.support.realdata import handed

pytestmark = pytest.mark.realdata

HAI_PHONG = Province("hai-phong", "Thành phố Hải Phòng")
QUANG_NAM = Province("quang-nam", "Tỉnh Quảng Nam")
KNOWN = datetime(2028, 1, 1, tzinfo=UTC)


def paper(data: bytes, name: str, received: str | None = None) -> Received:
    """A file as it was received: on a day, or on the day on which it was signed."""
    reading = read_decision(read_document(data, name))
    on = day(received) if received else reading.signed_on
    assert on is not None
    at = datetime(on.year, on.month, on.day, 3, tzinfo=UTC)
    return Received(sha256(data).hexdigest(), "hop-thu", name, at, reading)


def state_of(papers: Iterable[Received], province: Province, as_of: str) -> State:
    units = (unit("xa-m", UnitKind.COMMUNE, "Xã M", province=province.province_id),)
    facts = Facts(received=tuple(papers), units=units)
    return consolidate(facts, province=province, policy=Policy(), as_of=day(as_of), knowledge=KNOWN)


def board(state: State, on: str) -> set[str]:
    there = day(on)
    return {row.code for row in state.boards if row.valid_from <= there < (row.valid_until or date.max)}


def asked(state: State) -> set[str]:
    return {one.kind.value for one in state.reviews}


# ---- law ----------------------------------------------------------------------------------------------------


def story(case: str, received: str | None = None) -> State:
    files = sorted(handed("law").glob(f"{case}*.docx"))
    assert files
    return state_of((paper(one.read_bytes(), one.name, received) for one in files), HAI_PHONG, "2026-06-01")


@pytest.mark.parametrize(
    ("case", "on", "codes", "kinds"),
    [
        ("w1-s03", "2027-02-01", set(), set()),
        ("w1-s05", "2026-05-01", {"1.505001"}, {"orphaned"}),
        ("w1-s06", "2026-06-01", set(), {"suspended"}),
        ("w1-s06", "2027-01-01", {"1.506001", "1.506002"}, {"suspended"}),
        ("w1-s07", "2026-06-01", set(), {"suspended"}),
        ("w1-s18", "2026-06-01", {"1.518003", "1.518009"}, set()),
        ("w1-s25", "2027-02-28", {"1.525001"}, {"revert"}),
        ("w1-s25", "2027-03-01", set(), {"revert"}),
        ("w1-s26", "2026-11-30", set(), set()),
        ("w1-s26", "2026-12-01", {"1.526001"}, set()),
        ("w1-s37", "2026-06-01", {"1.537001"}, set()),
        ("w1-s40", "2026-06-01", {"1.540001"}, {"orphaned"}),
        ("w3-s04", "2026-06-01", {"3.704001"}, set()),
        ("w3-s13", "2027-02-28", set(), set()),
        ("w3-s13", "2027-03-01", {"3.713001"}, set()),
        ("w3-s22", "2026-06-01", {"3.722001", "3.722002"}, {"code_and_name"}),
        ("w3-s26", "2026-12-31", {"3.726001", "3.726002", "3.726003"}, {"orphaned"}),
    ],
)
def test_a_case_of_the_law(case: str, on: str, codes: set[str], kinds: set[str]) -> None:
    state = story(case)
    assert board(state, on) == codes
    assert asked(state) == kinds


@pytest.mark.parametrize("case", ["w1-s31a", "w1-s31b"])
def test_a_day_of_signing_after_the_receipt_is_not_believed(case: str) -> None:
    state = story(case, received="2026-06-01")
    assert (board(state, "2026-12-01"), asked(state)) == (set(), {"date_implausible"})


@pytest.mark.parametrize(
    ("case", "time"),
    [("w1-s37", "02 ngày làm việc"), ("w3-s04", "07 ngày làm việc"), ("w1-s40", "02 ngày làm việc")],
)
def test_the_time_limit_in_force(case: str, time: str) -> None:
    procedures = [one for one in story(case).procedures if one.valid_until is None]
    assert [one.time_local for one in procedures] == [time]


def test_an_answer_brings_back_what_an_annulled_amendment_changed() -> None:
    (question,) = [one for one in story("w1-s40").reviews if one.kind == "orphaned"]
    assert "before" in question.candidates


def test_a_correction_never_takes_a_code_for_a_name() -> None:
    state = story("w1-s18")
    assert all(one.name and not one.name[0].isdigit() for one in state.procedures)


# ---- bugs ---------------------------------------------------------------------------------------------------

BIRTH, EXTRACT, COPY = "1.001193", "2.000635", "2.000815"
ALL = frozenset({BIRTH, EXTRACT, COPY})
DOUBTFUL = frozenset({"row_doubtful"})
SHORT = frozenset({"control_total_mismatch", "row_numbers_jump"})
NOTHING: frozenset[str] = frozenset()
UNCLEAR = frozenset({"code_unclear"})

#: What is on the board, and what is asked, where it is not all three and nothing.
OTHERWISE: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "01-docx-tracked-changes/a.docx": (ALL - {EXTRACT}, SHORT),
    "01-docx-tracked-changes/b.docx": (ALL - {EXTRACT}, SHORT),
    "01-docx-tracked-changes/d-strike.docx": (ALL - {EXTRACT}, DOUBTFUL),
    "04-docx-hidden-text/a.docx": (ALL - {EXTRACT}, DOUBTFUL),
    "08-docx-hyperlink-field/a.docx": (ALL - {EXTRACT}, frozenset({"several_codes"})),
    "12-html-hidden-struck-br/a.html": (
        frozenset({EXTRACT}),
        frozenset({"row_doubtful", "code_unclear", "control_total_mismatch", "row_numbers_jump"}),
    ),
    "14-xlsx-code-as-number/a-format6.xlsx": (frozenset({"1.001190", "2.000640", COPY}), NOTHING),
    "14-xlsx-code-as-number/b-general.xlsx": (frozenset({"1.001190", "2.000640", COPY}), NOTHING),
    "14-xlsx-code-as-number/c-thousands.xlsx": (NOTHING, UNCLEAR),
    "14-xlsx-code-as-number/d-literal-dot.xlsx": (NOTHING, UNCLEAR),
    "15-xlsx-hidden/a-row.xlsx": (ALL - {EXTRACT}, DOUBTFUL),
    "15-xlsx-hidden/c-col.xlsx": (NOTHING, frozenset({"several_codes"})),
    "15-xlsx-hidden/d-filter.xlsx": (ALL - {EXTRACT}, DOUBTFUL),
    "15-xlsx-hidden/e-strike.xlsx": (ALL - {EXTRACT}, DOUBTFUL),
    "16-xlsx-formula/a.xlsx": (frozenset({COPY}), DOUBTFUL),
    "16-xlsx-formula/b-na.xlsx": (frozenset({BIRTH}), DOUBTFUL),
    "16-xlsx-formula/d-code-and-name.xlsx": (
        frozenset({COPY}),
        frozenset({"control_total_mismatch", "row_unread"}),
    ),
    "22-pdf-hyphen/c-code-break.pdf": (ALL - {BIRTH}, UNCLEAR),
    "28-pdf-hidden-text/a-white.pdf": (ALL - {EXTRACT}, DOUBTFUL),
    "28-pdf-hidden-text/b-mode3.pdf": (ALL - {BIRTH}, DOUBTFUL),
}
#: Not read, with the reason: locked, cut off.
REFUSED = frozenset({"26-pdf-encrypted/b-user.pdf", "26-pdf-encrypted/d-no-eof.pdf"})
DECISIONS = frozenset({".docx", ".html", ".pdf", ".xlsx"})
#: Other folders: listings, acts on decisions, the papers that they act on.
OTHERS = ("20-", "50-", "lib")


def decisions() -> list[Path]:
    return [
        path
        for path in sorted(handed("bugs").glob("*/*"))
        if path.suffix in DECISIONS and "listing" not in path.name and not path.parent.name.startswith(OTHERS)
    ]


def test_each_decision_is_read_right_or_asked_about() -> None:
    found, expected = {}, {}
    for path in decisions():
        name = f"{path.parent.name}/{path.name}"
        if name in REFUSED:
            with pytest.raises(DocumentError):
                read_document(path.read_bytes(), path.name)
            continue
        state = state_of([paper(path.read_bytes(), path.name, "2022-03-20")], QUANG_NAM, "2022-06-01")
        assert [one.number for one in state.decisions] == [512], name
        found[name] = board(state, "2022-06-01"), asked(state)
        expected[name] = OTHERWISE.get(name, (ALL, NOTHING))
    assert expected.keys() >= OTHERWISE.keys()
    assert found == expected


def test_names_keep_their_words_apart() -> None:
    data = handed("bugs/08-docx-hyperlink-field/b-smarttag-cr.docx").read_bytes()
    assert [item.name for item in read_decision(read_document(data, None)).items if item.code == EXTRACT] == [
        "Cấp bản sao trích lục hộ tịch"
    ]


@pytest.mark.parametrize("name", ["a.zip", "b-clean.zip", "c-one-junk.zip"])
def test_an_archive_holds_its_decision_and_junk_is_left_out(name: str) -> None:
    opened = open_archive(handed("bugs/48-zip-junk").joinpath(name).read_bytes(), name, Limits())
    assert not any(one.is_missed for one in opened.skipped)
    (member,) = opened.members
    state = state_of([paper(member.data, member.path)], QUANG_NAM, "2022-06-01")
    assert (board(state, "2022-06-01"), asked(state)) == (ALL, set())


@pytest.mark.parametrize("rescinding", ["2-", "6-"])
def test_what_ends_nothing_any_more_ends_nothing(rescinding: str) -> None:
    files = [handed("bugs/lib/base.docx"), *sorted(handed("bugs/50-rescind-and-postpone").glob("1-*"))]
    before = state_of((paper(one.read_bytes(), one.name) for one in files), QUANG_NAM, "2022-06-01")
    assert board(before, "2022-06-01") == ALL - {BIRTH}
    files += handed("bugs/50-rescind-and-postpone").glob(f"{rescinding}*")
    after = state_of((paper(one.read_bytes(), one.name) for one in files), QUANG_NAM, "2022-06-01")
    assert board(after, "2022-06-01") == ALL


def test_a_decision_in_force_that_is_rescinded_is_asked_about() -> None:
    files = [handed("bugs/lib/base.docx"), *handed("bugs/50-rescind-and-postpone").glob("7-*")]
    state = state_of((paper(one.read_bytes(), one.name) for one in files), QUANG_NAM, "2022-06-01")
    assert (board(state, "2022-06-01"), asked(state)) == (ALL, {"orphaned"})


#: Codes of listings that are read; those that are not are refused, for nobody knows what of them hangs.
ROUND = ["1.001190", "2.000640", COPY]
LISTINGS: dict[str, list[str | None] | None] = {
    "14-xlsx-code-as-number/e-listing.xlsx": [*ROUND],
    "15-xlsx-hidden/f-listing-row.xlsx": None,
    "15-xlsx-hidden/g-listing-sheet.xlsx": None,
    "16-xlsx-formula/c-listing.xlsx": None,
    "17-xlsx-x000d/b-listing.xlsx": [BIRTH, EXTRACT, COPY],
    **{f"20-listing-csv-xls/{name}": [BIRTH, EXTRACT, COPY] for name in ("a.csv", "b.csv", "c.csv", "d.csv")},
    "20-listing-csv-xls/e.csv": [None, None],
    "20-listing-csv-xls/g.xls": [BIRTH, EXTRACT, COPY],
    "20-listing-csv-xls/h.html": None,
    "20-listing-csv-xls/i.html": None,
    **{f"20-listing-csv-xls/{name}.html": [BIRTH, EXTRACT, COPY] for name in "jkl"},
    "20-listing-csv-xls/m.xls": None,
}


@pytest.mark.parametrize(("name", "codes"), LISTINGS.items())
def test_a_listing_is_read_or_refused(name: str, codes: list[str | None] | None) -> None:
    data = handed("bugs").joinpath(name).read_bytes()
    if codes is None:
        with pytest.raises(DocumentError):
            read_listing(data, name)
    else:
        assert [row.code for row in read_listing(data, name)] == codes


@pytest.mark.parametrize("name", ["b-listing-1900", "c-listing-1904", "d-listing-serial", "e-listing-fmt14"])
def test_a_day_of_a_workbook_is_that_day_or_none(name: str) -> None:
    rows = read_listing(handed("bugs/18-xlsx-date").joinpath(f"{name}.xlsx").read_bytes(), f"{name}.xlsx")
    unread = name == "d-listing-serial"
    assert {row.posted_on for row in rows} == {None if unread else day("2022-07-05")}
    assert {"date_unread" in row.flags for row in rows} == {unread}


def test_what_exports_hold() -> None:
    formula = read_decision(read_document(handed("bugs/31-export-formula/a.html").read_bytes(), "a.html"))
    names = [item.name for item in formula.items if item.code == BIRTH]
    assert [csv_text(name)[0] for name in names] == ["'"]
    signs = handed("bugs/30-export-illegal-chars/b-x0001.xlsx").read_bytes()
    shown = [item.name for item in read_decision(read_document(signs, "b.xlsx")).items]
    assert [printable(name) for name in shown] == shown
