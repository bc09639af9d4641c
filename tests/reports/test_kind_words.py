"""Kinds, flags, candidates and answers are shown in words, in both languages; whoever reads files gets the model's words."""

import re
from pathlib import Path

import pytest

from niemyet.model.tables import Review
from niemyet.model.words import ReviewKind, ReviewState
from niemyet.reports.kind_words import FLAGS, KINDS, flag_words, kind_word, kinds_of, said_as
from niemyet.transforms.law.answers import accepted, effect_of, read_answer
from niemyet.transforms.law.review_kinds import KINDS as QUESTIONS

ROOT = Path(__file__).parents[2]
_FLAG = re.compile(
    r"flags(?:\.append|\.add)\(\s*\"([a-z_]+)\"|flags=\(\"([a-z_]+)\"|FLAG_[A-Z_]+ = \"([a-z_]+)\"|flags \+= \[\"([a-z_]+)\""
)


def test_every_kind_has_a_word_of_its_own_in_both_languages() -> None:
    assert set(KINDS) == set(ReviewKind)
    for lang in ("vi", "en"):
        words = [one.text(lang) for one in KINDS.values()]
        assert len(set(words)) == len(words)
        assert not [word for word in words if "_" in word]
    assert not [
        kind for kind, one in KINDS.items() if one.text("vi").isascii() and one.text("vi") == one.text("en")
    ]


def test_every_flag_that_is_set_has_a_word() -> None:
    found = {
        next(filter(None, names))
        for room in ("extractors", "transforms")
        for path in (ROOT / room).rglob("*.py")
        for names in _FLAG.findall(path.read_text(encoding="utf-8"))
    }
    beside = {
        word
        for room in ("extractors/decisions", "extractors/documents", "transforms")
        for path in (ROOT / room).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"flags|FLAG|_ACTS", line)
        for word in re.findall(r"\"([a-z]+(?:_[a-z]+)+)\"", line)
    }
    assert len(found) > 50, "the pattern finds few"
    assert (found | beside) - set(FLAGS) - set(ReviewKind) - {"item_id", "one_row_acts"} == set()
    assert flag_words(("struck", "struck", "of:999"), "vi") == ("bị gạch ngang", "of:999")


@pytest.mark.parametrize("kind", list(ReviewKind))
def test_a_kind_is_known_by_each_of_its_words(kind: ReviewKind) -> None:
    words = (kind, kind_word(kind, "vi"), kind_word(kind, "en").upper())
    assert {kinds_of(word) for word in words} == {frozenset({kind})}
    assert kinds_of("không có loại này") == frozenset()


def test_a_kind_is_named_as_the_ids_of_its_questions_begin() -> None:
    assert kinds_of("signed_on") == {
        ReviewKind.SIGNING_DATE_UNKNOWN,
        ReviewKind.OCR_SIGNED_ON,
        ReviewKind.OWN_DATE_CONFLICT,
    }
    assert ReviewKind.NO_EFFECT_CLAUSE in kinds_of("effect")


@pytest.mark.parametrize(
    ("kind", "value", "vi", "en"),
    [
        (ReviewKind.VOID_LEVEL, "province, commune", "cấp tỉnh, cấp xã", "province, commune"),
        (ReviewKind.VOID_LEVEL, "1.000001: commune; 1.000002: province", "1.000001: cấp xã; 1.000002: cấp tỉnh", None),
        (ReviewKind.LEVEL_ADDED, "moved", "chuyển", "moved"),
        (ReviewKind.ORPHANED, "end", "chấm dứt", "end"),
        (ReviewKind.NO_EFFECT_CLAUSE, "2026-09-01", "01/09/2026", "2026-09-01"),
        (ReviewKind.KIND_UNCLEAR, "public_list", "công bố danh mục", "list of procedures"),
        (ReviewKind.NAME_UNCLEAR, "1.001193", "1.001193", "1.001193"),
    ],
)  # fmt: skip
def test_candidates_and_answers_are_read_in_words(
    kind: ReviewKind, value: str, vi: str, en: str | None
) -> None:
    assert said_as(kind, value, "vi") == vi
    assert said_as(kind, value, "en") == (value if en is None else en)


def test_every_choice_has_a_vietnamese_word() -> None:
    plain = {
        (kind, choice.value)
        for kind, entry in QUESTIONS.items()
        for choice in entry.choices
        if said_as(kind, choice.value, "vi") == choice.value
    }
    assert plain == set()


@pytest.mark.parametrize(("value", "said"), [
    ("2022-02-28", "28/02/2022"), ("2022-02-31", "2022-02-31"), ("commune", "cấp xã"), ("province, commune", "cấp tỉnh, cấp xã"),
    ("province, lạ", "province, lạ"), ("abolish", "bãi bỏ"), ("", ""),
])  # fmt: skip
def test_days_that_no_calendar_has_and_words_that_nobody_knows_are_said_as_they_are(
    value: str, said: str
) -> None:
    assert said_as("a kind of an earlier version", value, "vi") == said


def test_a_province_that_may_have_issued_is_called_by_its_name() -> None:
    assert said_as(ReviewKind.ISSUER_UNKNOWN, "da-nang", "vi") == "Thành phố Đà Nẵng (da-nang)"
    assert said_as(ReviewKind.ISSUER_UNKNOWN, "so-y-te", "vi") == "so-y-te"


#: Words of the model that Vietnamese sentences have said by mistake.
_MODELS = re.compile(r"“(?:none|all|keep|everywhere|missing|same|other|void)”|\b[a-z]+_[a-z_]+\b")


@pytest.mark.parametrize("kind", [kind for kind in ReviewKind if QUESTIONS[kind].asks])
def test_a_question_says_its_answers_in_vietnamese(kind: ReviewKind) -> None:
    entry = QUESTIONS[kind]
    offered = (one.vi for one in entry.choices)
    said = re.sub(r"\{[^}]*\}", "", " ".join((entry.vi, *offered, accepted(kind)[0], effect_of(entry)[0])))
    assert _MODELS.findall(said.replace("allowed_hosts", "")) == []
    values = [one.value for one in entry.choices if one.value not in one.said]
    assert [one for one in values if re.search(rf"\b{one}\b", said)] == []


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ReviewKind.ORPHANED, ("chấm dứt", "giữ nguyên", "trước đó")),
        (ReviewKind.SUSPENDED, ("gỡ", "giữ nguyên", "trước đó")),
        (ReviewKind.GROUND_BEFORE_MERGER, ("toàn địa bàn", "địa bàn cũ")),
    ],
)
def test_the_answers_that_a_question_names_are_taken(kind: ReviewKind, words: tuple[str, ...]) -> None:
    entry = QUESTIONS[kind]
    said = " ".join((entry.vi, *(one.vi for one in entry.choices)))
    assert all(f"“{word}”" in said for word in words)
    asked = Review("a:1", kind, "d", None, "", (), None, ReviewState.OPEN, None, None, None)
    assert [read_answer(asked, word) for word in words] == [one.value for one in entry.choices]


def test_an_answer_of_a_kind_without_choices_is_said_too() -> None:
    assert [said_as(ReviewKind.EFFECT_END_UNCLEAR, one, "vi") for one in ("none", "all")] == [
        "không",
        "tất cả",
    ]
    assert said_as(ReviewKind.EFFECT_END_UNCLEAR, "none", "en") == "none"


def test_units_that_a_question_offers_are_called_by_their_names() -> None:
    names = {"xa-b": "UBND xã B", "xa-c": "UBND xã C"}
    assert (
        said_as(ReviewKind.GROUND_UNCLEAR, "xa-b, xa-c", "vi", lambda: names)
        == "UBND xã B (xa-b), UBND xã C (xa-c)"
    )
    assert said_as(ReviewKind.GROUND_UNCLEAR, "xa-d", "vi", lambda: names) == "xa-d"
    assert said_as(ReviewKind.GROUND_UNCLEAR, "everywhere", "vi", lambda: names) == "mọi đơn vị"
