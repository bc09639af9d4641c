"""Questions that most texts answer at a glance: the glance says what the whole question says."""

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niemyet.transforms.language import codes, names, text
from niemyet.transforms.language.citations import find_citations
from niemyet.transforms.language.codes import split_code_name
from niemyet.transforms.language.names import may_hold_basis, split_basis
from niemyet.transforms.language.syllables import VOWELS, split_tone
from niemyet.transforms.language.text import clean, fold, key, split_repeated

_PIECES = [
    "Cấp giấy phép", "xây dựng", "1.004269", "l. 0 0 4 2 6 9", "2,001234", "(Mã TTHC: 3.000722)", "Luật",
    "Nghị định số 1/2020/NĐ-CP", "theo", "Thông tư số 02/2026/TT-BYT", "; - Bộ luật Lao động năm 2019", "hoà giải",
    "hòa giải", "ở cơ sở", "đất đai", "ĐẤT",
    "tthc", "thủ tục", "hành chính", ",", ";", "–", "(", ")", "ﬁ", "Ðăng",
    "\u00ad", "\u200bký", "é", "ñ", "Ω", "𝐀", "ß", "1",
]  # fmt: skip
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=14).map(" ".join)


def test_whatever_cleaning_takes_out_or_puts_right_is_seen_at_a_glance() -> None:
    wrong = [sign for sign in map(chr, range(sys.maxunicode + 1)) if text._UNCLEAN.search(sign)]
    assert len(wrong) > 2000
    assert not [sign for sign in wrong if text._is_clean(f"a{sign}b")]


@given(st.text(max_size=40) | _TEXTS)
def test_a_text_folded_by_words_is_the_text_folded_as_a_whole(said: str) -> None:
    shown = clean(said).replace("đ", "d").replace("Đ", "D")
    plain = re.sub("[\u0300-\u036f]+", "", unicodedata.normalize("NFD", shown))
    whole = "".join(sign for sign in plain if sign.isascii() or unicodedata.category(sign) != "Mn").lower()
    assert fold(said) == whole


@given(st.text("thủtụcTHỦTỤCyYÿýquQUΣσß ,.-/12\u0301\u00a0\u200bđĐ", max_size=30) | _TEXTS)
def test_a_key_made_of_pieces_is_the_key_made_of_all_words(said: str) -> None:
    words = text._plain_words(said)
    if words[:2] == ["thủ", "tục"] and len(words) > 2 and words[2:4] != ["hành", "chính"]:
        words = words[2:]
    assert key(said) == " ".join(map(text._syllable_key, words))


@given(st.text("ayqugiếtỳ12", max_size=6))
def test_a_word_without_marks_is_its_own_key_but_for_a_y_at_its_end(word: str) -> None:
    signs = [split_tone(sign) for sign in word]
    letters = "".join(letter for letter, _ in signs)
    if letters.endswith("y") and not any(vowel in letters.removeprefix("qu")[:-1] for vowel in VOWELS):
        letters = letters[:-1] + "i"
    assert text._syllable_key(word) == letters + "".join(tone for _, tone in signs)


@given(_TEXTS)
def test_a_name_without_the_signs_of_a_code_holds_none(said: str) -> None:
    found = codes._CODE.search(clean(said)) or codes._BROKEN.search(clean(said))
    assert found is None or codes._MAY_BEGIN_CODE.search(clean(said))
    assert found is not None or split_code_name(said) == (None, clean(said))


@given(_TEXTS)
def test_a_name_without_the_word_of_a_source_holds_none(said: str) -> None:
    assert names.names_a_source(clean(said)) or not (
        names._CITED.search(clean(said)) or names._MAY_BE_CITED.search(clean(said))
    )
    if not names.names_a_source(clean(said)):
        assert (split_basis(said), may_hold_basis(said)) == ((clean(said), None), False)


@given(
    st.from_regex(r"0?[0-9]{1,5}/QĐ-UBND ngày [0-3]?[0-9]/[0-1]?[0-9]/[12][0-9]{3}", fullmatch=True)
    | st.dates().map("5/QĐ-UBND ngày {0:%d/%m/%Y}".format)
)
def test_a_decision_named_alone_is_read_as_among_other_words(said: str) -> None:
    assert find_citations(said) == find_citations(f"{said} ")


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("Cấp thẻ hòa giải viên Cấp thẻ hoà giải viên lần đầu", ("Cấp thẻ hòa giải viên", "Cấp thẻ hoà giải viên lần đầu")),
        ("Cấp thẻ cho người được cấp", ("Cấp thẻ cho người được cấp", None)),
        ("Thuỷ lợi nội đồng Thủy lợi nội đồng: trường hợp 1", ("Thuỷ lợi nội đồng", "Thủy lợi nội đồng: trường hợp 1")),
    ],
)  # fmt: skip
def test_words_that_come_again_are_known_by_their_key(said: str, parts: tuple[str, str | None]) -> None:
    assert split_repeated(said) == parts
