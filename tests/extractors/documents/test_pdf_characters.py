"""Characters of a page asked of pdfium all at once are those that it tells one by one."""

import ctypes

import numpy as np
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from niemyet.extractors.documents import pdf as reader
from niemyet.extractors.documents import pdfium as room
from niemyet.extractors.documents.pdfium import loaded, opened

#: Letters of the file → what its font says they are.
_MAP = {
    "A": "D83DDE00",
    "B": "0001",
    "C": "00660066",
    "D": "FB01",
    "E": "00AD",
    "F": "FFFE",
    "G": "0000",
    "H": "F0FE",
}


def _file(lines: list[str]) -> bytes:
    """A page of text in Helvetica whose letters A to H stand for others."""
    shown = " ".join(f"1 0 0 1 50 {700 - 14 * place} Tm ({line}) Tj" for place, line in enumerate(lines))
    content = f"BT /F1 12 Tf {shown} ET"
    pairs = "\n".join(f"<{ord(sign):02X}> <{code}>" for sign, code in _MAP.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange {len(_MAP)} beginbfchar\n{pairs}\nendbfchar\n"
        "1 beginbfrange <61> <7A> <0061> endbfrange endcmap end end"
    )
    bodies = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        f"<</Length {len(cmap)}>>stream\n{cmap}\nendstream",
    ]
    out, places = "%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 7\n0000000000 65535 f \n{table}trailer<</Size 7/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"
    return out.encode("ascii")


@pytest.mark.parametrize(
    "lines",
    [
        ["ma thu tuc", "hai"],
        ["", " "],
        ["xAy", "zz"],
        ["xBy"],
        ["xBAy"],  # one sign less and one more
        ["xCyDz", "E", "F", "G"],
        ["xABCDEFGH"],
        ["giay chung-", "nhan AB"],
        ["a" * 90] * 40,  # more than are asked at once
    ],
)
def test_what_is_told_at_once_is_what_is_told_one_by_one(lines: list[str]) -> None:
    with opened(_file(lines)) as document, loaded(document, 0) as page:
        codes, boxes = page.characters()
        text, count = page._text, len(codes)
        assert count == max(0, pdfium.FPDFText_CountChars(text))
        assert codes.tolist() == [pdfium.FPDFText_GetUnicode(text, place) for place in range(count)]
        box = pdfium.FS_RECTF()
        for place in range(count):
            pdfium.FPDFText_GetLooseCharBox(text, place, box)
            assert boxes[place].tolist() == [box.left, box.top, box.right, box.bottom]
        own = [
            ctypes.cast(pdfium.FPDFText_GetTextObject(text, place), ctypes.c_void_p).value
            for place in range(count)
        ]
        assert page.text_objects(count).tolist() == [one or 0 for one in own]


def test_a_page_of_plain_letters_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_unicode", lambda *_: pytest.fail("asked letter by letter"))
    with opened(_file(["thu tuc", "hai"])) as document, loaded(document, 0) as page:
        assert "".join(map(chr, page.characters()[0])) == "thu tuc\r\nhai"


_CODES = st.sampled_from(
    [0x41, 0x1EA5, 0x20, 0x02, 0xAD, 0xD800, 0xF0FE, 0xF8FF, 0xFB03, 0xFFFE, 0x1F600, 0x110000]
)


@given(st.lists(_CODES, max_size=6) | st.lists(st.sampled_from([0x41, 0x1EA5, 0x300, 0xFAFF]), max_size=6))
def test_signs_of_a_page_are_those_of_each_code(codes: list[int]) -> None:
    assert [*reader._signs_of(np.array(codes, dtype=np.uint32))] == [reader._sign(code) for code in codes]


_PLACES = st.tuples(
    st.sampled_from([0x41, 0x42]),
    st.sampled_from([0.0, 0.5, 1.3, 1.4, 1.5, 300.0, -5.0]),
    st.sampled_from([100.0, 100.5, 101.2, 900.0]),
)


@given(st.lists(_PLACES, min_size=1, max_size=8))
def test_letters_that_may_be_printed_twice_are_told_at_a_glance(
    drawn: list[tuple[int, float, float]],
) -> None:
    codes = np.array([code for code, *_ in drawn], dtype=np.uint32)
    boxes = np.array([(left, bottom - 12, left + 6, bottom) for _, left, bottom in drawn])
    kept = np.ones(len(drawn), dtype=bool)
    found = reader._once(codes, boxes, kept)
    with pytest.MonkeyPatch.context() as held:
        held.setattr(reader, "_may_be_twice", lambda *_: True)
        assert_array_equal(found, reader._once(codes, boxes, kept))


@given(st.lists(st.tuples(st.integers(-3, 90), st.floats(-20, 900, width=32)), min_size=1, max_size=9))
def test_letters_are_ordered_by_row_and_then_from_the_left(drawn: list[tuple[int, float]]) -> None:
    rows, left = (np.array(each, dtype=np.float64) for each in zip(*drawn, strict=True))
    left = np.round(left, 6)  # nearer than this letters are one place to a page
    assert_array_equal(reader._by_row(rows, left), np.lexsort((left, rows)))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=9))
def test_the_middle_of_sizes_is_the_median(sizes: list[float]) -> None:
    assert reader._middle(np.array(sizes)) == np.median(sizes)


def test_signs_are_told_of_the_text_object_that_each_belongs_to() -> None:
    things = room.Things()
    for place, handle in enumerate((700, 20, 501), start=1):
        things.texts[handle], things.sizes[handle] = place, 10.0 + place
        things.origins[handle] = (float(place), float(-place))
    whose = np.array([20, 20, 0, 700, 501, 999, 20])  # 0: pdfium made it up; 999: too deep in forms
    sizes, origins, painted = reader._of_texts(things, whose)
    assert painted.tolist() == [2, 2, -1, 1, 3, -1, 2]
    assert sizes.tolist() == [12, 12, 0, 11, 13, 0, 12]
    assert origins[[0, 3]].tolist() == [[2, -2], [1, -1]]
    assert np.isnan(origins[[2, 5]]).all()
    assert reader._of_texts(room.Things(), whose)[2].tolist() == [-1] * 7
