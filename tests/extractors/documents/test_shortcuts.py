"""What most documents answer at a glance: the glance says what the whole question says."""

import io
import re
import zipfile
from importlib import import_module
from itertools import combinations_with_replacement, pairwise
from statistics import median

import docx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from niemyet.extractors.documents import css, lines
from niemyet.extractors.documents.blocks import cell
from niemyet.extractors.documents.docx import _is_legacy, _styles_in_use, read_docx
from niemyet.extractors.documents.html import _SPACE, read_html
from niemyet.model.records import Document, Table
from niemyet.model.words import Mark

_SNIFF = import_module("niemyet.extractors.documents.sniff")  # its room has a function of that name


def _texts(document: Document) -> list[list[str]]:
    return [
        [one.text for one in row.cells]
        for block in document.blocks
        if isinstance(block, Table)
        for row in block.rows
    ]


_BEGINNINGS = [
    b"<html>", b"<!DOCTYPE html>", b"<?xml version='1.0'?>", b"<table><tr><td>", b"<w:wordDocument>", b"<pkg:package>", b"<b>",
    b'<?mso-application progid="Excel.Sheet"?>', b"<Workbook xmlns='urn:schemas-microsoft-com:x'>",
    b"MIME-Version: 1.0\r\n\r\n", b"<office:document office:mimetype='application/vnd.oasis.opendocument.text'>",
    b"\xef\xbb\xbf", b"\xff\xfe<\x00p\x00", b"\x00", b"\x01", b" \n", b"\x0b\xc2\xa0", b"%PDF", b"| a |",
    "Quyết định".encode(), "Quyết".encode("cp1258", "ignore"), b"a" * 5000, "ế".encode() * 2000, b"\x81" * 4000,
]  # fmt: skip


@given(st.lists(st.sampled_from(_BEGINNINGS), max_size=5).map(b"".join))
def test_a_page_is_told_by_its_beginning_as_by_its_whole(data: bytes) -> None:
    with pytest.MonkeyPatch.context() as held:
        held.setattr(_SNIFF, "_is_plainly_a_page", lambda _: False)
        whole = _SNIFF._textual(data)
    assert _SNIFF._textual(data) is whole


def test_a_usual_page_is_told_by_its_beginning() -> None:
    for page in ("<html><p>Quyết định", " \n<!DOCTYPE HTML><table>", "<div class='x'>" + "ế" * 9000):
        assert _SNIFF._is_plainly_a_page(page.encode()), page[:20]


@given(st.text(alphabet=" \t\r\n\u00a0ab", max_size=12))
def test_white_space_of_a_page_is_one_space(text: str) -> None:
    assert _SPACE.sub(" ", text) == re.sub(r"[ \t\r\n]+", " ", text)


def test_cells_that_say_the_same_are_one_and_those_of_another_width_are_not() -> None:
    page = "<table><tr><td>a\n b</td><td>a b</td></tr><tr><td colspan=2>a b</td></tr></table>"
    rows = next(block.rows for block in read_html(page.encode()).blocks if isinstance(block, Table))
    assert rows[0].cells[0] is rows[0].cells[1]
    assert rows[0].cells[0] == cell("a b")
    assert (rows[1].cells[0].colspan, rows[1].cells[1].merged) == (2, True)


@pytest.mark.parametrize(
    ("part", "legacy"),
    [
        (b'<w:rFonts w:ascii=".VnTimeH"/>', True),
        (b'<w:rFonts w:ascii="VNI-Times"/>', True),
        (b'<w:sym w:font="Wingdings" w:char="F0FE"/>', True),
        ("\uf0fe".encode(), True),
        (b"&#61694;", True),
        ("Tên thủ tục \ufeff".encode(), False),
        (b'<w:rFonts w:ascii="Times New Roman"/>', False),
    ],
)
def test_fonts_and_signs_that_are_no_unicode_are_seen(part: bytes, legacy: bool) -> None:
    assert _is_legacy(part) is legacy


def test_a_style_by_default_and_those_it_builds_on_are_in_use() -> None:
    styles = (
        b'<w:styles><w:docDefaults/><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        b'<w:basedOn w:val="Base"/></w:style>'
        b'<w:style w:styleId="Base"><w:strike/></w:style><w:style w:styleId="Other"><w:vanish/></w:style></w:styles>'
    )
    used = _styles_in_use(styles, b"<w:p/>")
    assert b"strike" in used
    assert b"vanish" not in used


def test_the_number_of_a_line_in_a_merged_cell_is_counted_though_it_is_not_shown() -> None:
    made = docx.Document()
    table = made.add_table(3, 2)
    for row, name in zip(table.rows, ("a", "b", "c"), strict=True):
        row.cells[0].paragraphs[0].style = made.styles["List Number"]
        row.cells[1].text = name
    table.cell(0, 0).merge(table.cell(1, 0))
    out = io.BytesIO()
    made.save(out)
    numbers = [row[0] for row in _texts(read_docx(_with_a_number_in_the_second_row(out.getvalue())))]
    assert numbers[0] == numbers[1] != numbers[2]
    assert numbers[2].startswith("3")


def _with_a_number_in_the_second_row(data: bytes) -> bytes:
    """The file with a numbered paragraph in the cell that only continues the one above."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(out, "w") as written:
        for name in read.namelist():
            content = read.read(name)
            if name == "word/document.xml":
                first = re.search(rb"<w:p>(?:(?!</w:p>).)*ListNumber.*?</w:p>", content, re.DOTALL)
                assert first is not None
                whole = first.group()
                merged = re.compile(
                    rb"(<w:vMerge/>\s*</w:tcPr>\s*)<w:p\s*/>|(<w:vMerge/>\s*</w:tcPr>\s*)<w:p>.*?</w:p>",
                    re.DOTALL,
                )
                content = merged.sub(
                    lambda found, whole=whole: (found[1] or found[2]) + whole, content, count=1
                )
            written.writestr(name, content)
    return out.getvalue()


def _signs(drawn: list[tuple[str, float, bool, float]], *, base: float = 100.0) -> lines.Characters:
    """Signs side by side, each with its gap to the one before in sizes, whether the file has a space there, and its size."""
    left, right, at = [], [], 0.0
    for _, gap, _, size in drawn:
        at += gap * size
        left.append(at)
        at += size / 2
        right.append(at)
    sizes = [size for *_, size in drawn]
    return lines.Characters(
        [sign for sign, *_ in drawn],
        np.array([left, right, [base] * len(drawn), sizes]),
        np.array([spaced for _, _, spaced, _ in drawn], dtype=bool),
    )


_GAPS = st.one_of(
    st.floats(-0.3, 1),
    st.sampled_from([0.0, 0.01, 0.049, 0.051, 0.07, 0.12, 0.16, 0.1625, 0.25, 0.3, 0.6, 1.2]),
)
_USUAL = st.tuples(
    st.sampled_from(["a", "ấ", "ffi"]), st.sampled_from([0.0, 0.004]), st.just(False), st.just(10.0)
)
_SPACED = st.tuples(st.just("b"), st.floats(0.05, 0.4), st.just(True), st.just(10.0))
_ANY = st.tuples(st.sampled_from(["a", "ấ", "1", "."]), _GAPS, st.booleans(), st.floats(8, 14))


@given(
    st.lists(st.one_of(_USUAL, _USUAL, _SPACED), min_size=1, max_size=30)
    | st.lists(_ANY, min_size=1, max_size=30)
)
def test_a_line_of_signs_that_follow_each_other_is_the_line_put_together_sign_by_sign(
    drawn: list[tuple[str, float, bool, float]],
) -> None:
    signs = _signs(drawn)
    order = list(range(len(drawn)))
    plain = lines._plain_line(signs, 0, len(drawn))
    told = plain.first_word, plain.left, plain.right, plain.text
    assert told == (
        plain.words[0],
        plain.words[0].left,
        plain.words[-1].right,
        " ".join(w.text for w in plain.words),
    )
    assert (plain.first_word, plain.left, plain.right, plain.text) == told
    assert plain.words == [lines._word(signs, part) for part in lines._parted(signs, order)]
    assert (plain.top, plain.bottom) == (min(signs.top), max(signs.bottom))
    assert plain.size == max(signs.size)


_WIDE = st.tuples(st.just("c"), st.sampled_from([0.7, 2.9, 3.5, -0.5]), st.booleans(), st.just(10.0))


@given(st.lists(st.one_of(_USUAL, _USUAL, _SPACED, _SPACED, _WIDE), min_size=1, max_size=30))
def test_what_is_told_of_a_whole_page_is_what_is_told_of_each_line(
    drawn: list[tuple[str, float, bool, float]],
) -> None:
    signs = _signs([("a" if sign == "ffi" else sign, *place) for sign, *place in drawn])
    for run in lines._runs(signs, range(len(drawn))):
        for first, last in combinations_with_replacement(run, 2):
            if signs.is_plain(first, last):
                assert lines._usual_cuts(signs, first, last + 1) is not None
                words = [lines._word(signs, part) for part in lines._parted(signs, range(first, last + 1))]
                assert signs.between(first, last) == " ".join(word.text for word in words)


def test_spaces_as_wide_as_usual_are_told_by_one_look() -> None:
    letters = [("a", 0.0, False, 10.0)] * 4
    word = [("b", 0.25, True, 10.0), *letters]
    signs = _signs([*letters, *word, *word])
    assert lines._usual_cuts(signs, 0, 14) == [4, 9]
    assert lines._usual_cuts(_signs([*letters, ("b", 0.1, True, 10.0), *word]), 0, 10) is None
    assert lines._usual_cuts(_signs([*letters, ("b", 0.1, False, 10.0), *word]), 0, 10) is None


@given(st.lists(_ANY, min_size=1, max_size=12))
def test_what_stands_between_spaces_is_cut_out_of_the_text(
    drawn: list[tuple[str, float, bool, float]],
) -> None:
    first, *rest = drawn
    signs = _signs([(*first[:2], False, first[3]), *rest])
    whole = signs.tokens
    letter_by_letter = _signs([(*first[:2], False, first[3]), *rest])
    letter_by_letter.text = None
    assert letter_by_letter.tokens == whole


@given(st.lists(_ANY, min_size=1, max_size=12), st.sets(st.integers(0, 11), min_size=1))
def test_stretches_of_signs_that_follow_each_other_hold_each_sign_once(
    drawn: list[tuple[str, float, bool, float]], some: set[int]
) -> None:
    signs = _signs(drawn)
    for members in (list(range(len(drawn))), sorted(place for place in some if place < len(drawn))):
        runs = lines._runs(signs, members)
        assert [index for run in runs for index in run] == members
        assert all(signs.follows[index] for run in runs for index in run[1:])
        joins = [one[-1] + 1 == other[0] and signs.follows[other[0]] for one, other in pairwise(runs)]
        assert not any(joins)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=9))
def test_the_middle_of_gaps_is_the_median(gaps: list[float]) -> None:
    assert lines._median(gaps) == median(gaps)


@pytest.mark.parametrize(
    "style",
    [
        "COLOR: #FFFFFF",
        "font-size: 1px",
        "FONT: 0.5pt Arial",
        "color:rgba(0,0,0,0)",
    ],
)
def test_letters_that_fade_are_told_by_two_words(style: str) -> None:
    page = f"<table><tr><td>STT</td><td><span style='{style}'>Cấp thẻ</span></td></tr></table>"
    assert css.FAINT.search(style)
    assert any(word in style.lower() for word in css.MAY_FADE)
    (table,) = read_html(page.encode()).blocks
    assert isinstance(table, Table)
    assert Mark.HIDDEN in table.rows[0].cells[1].marks


# ---- words that a narrow cell cuts ----------------------------------------------------------------------------


def _cell_lines(*texts: str, blanks: str) -> list[lines.Line]:
    """Lines of a cell as wide as they are; `blanks`: for each whether the file writes a blank before it."""
    made, at = [], 0
    for place, (text, blank) in enumerate(zip(texts, blanks, strict=True)):
        words = [lines.Word(((None, word),), 0.0, 40.0) for word in text.split()]
        last = at + len(text.replace(" ", "")) - 1
        made.append(lines.Line(words, place, place + 1, place, 10, at, last, blank == " "))
        at = last + 1
    return made


def _told(cell: list[lines.Line], *, writes_blanks: bool = False) -> str:
    texts = [line.text for line in cell]
    begins = lines.breaks_of(cell, texts, 50.0, writes_blanks=writes_blanks)
    return "".join("|" + text if anew else text for text, anew in zip(texts, begins, strict=True))[1:]


@pytest.mark.parametrize(
    ("texts", "blanks", "told"),
    [
        (("HÀNH CHÍN", "H CẤP"), " -", "HÀNH CHÍNH CẤP"),
        (("gian th", "ực hiện"), " -", "gian thực hiện"),
        (("trực t", "uyến"), " -", "trực tuyến"),
        (("Tên TT", "HC"), " -", "Tên TTHC"),
        (("cấp Hu", "ye\u0323\u0302n"), " -", "cấp Huye\u0323\u0302n"),
        (("HÀNH CHÍN", "H CẤP"), "  ", "HÀNH CHÍN|H CẤP"),  # a blank stands between them
        (
            ("trực tu", "yến"),
            " -",
            "trực tu|yến",
        ),  # both are words: not without what the file writes elsewhere
        (("Số", "T T"), " -", "Số|T T"),
        (("nhóm B", "ao gồm"), " -", "nhóm B|ao gồm"),
        (("điểm a", "n toàn"), " -", "điểm a|n toàn"),
        (("cấp thẻ", "thư viện"), " -", "cấp thẻ|thư viện"),
    ],
)
def test_a_syllable_that_the_end_of_a_full_line_cuts_is_whole_again(
    texts: tuple[str, ...], blanks: str, told: str
) -> None:
    assert _told(_cell_lines(*texts, blanks=blanks)) == told


def test_where_a_file_writes_its_blanks_a_line_without_one_was_cut_within_a_word() -> None:
    ordinary = [_cell_lines("cấp thẻ", "thư viện", blanks="- ")] * 9
    assert lines.writes_blanks(ordinary)
    assert not lines.writes_blanks([_cell_lines("cấp thẻ", "thư viện", blanks="--")] * 9)
    assert not lines.writes_blanks(ordinary[:3])
    for texts, told in (
        (("trực tu", "yến"), "trực tuyến"),
        (("cá nhân/3", ".00806", "0"), "cá nhân/3.008060"),
        (("12/2019/QH1", "4; Nghị"), "12/2019/QH14; Nghị"),
        (("12/2019/QH14", "Nghị định"), "12/2019/QH14|Nghị định"),
    ):
        assert _told(_cell_lines(*texts, blanks="-" * len(texts)), writes_blanks=True) == told
