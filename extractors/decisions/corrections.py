"""Sentences that put an earlier row right: "đã in là “…”, nay sửa lại là “…”" (DOMAIN W9, RULINGS 8)."""

import re
from dataclasses import replace

from niemyet.extractors.decisions.sentences import Sentence
from niemyet.model.records import Question, ReadItem, fields
from niemyet.model.words import Action, Level, ReviewKind
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.text import clean, fold

_SUBJECT = re.compile(r"\bdinh chinh (?:lai |noi dung |thong tin |ve )*(?P<subject>.{0,60})")
_QUOTES = re.compile(r"[“\"]([^”\"]+)[”\"]")
_RIGHT = re.compile(
    r"\b(?:thanh|sua (?:lai )?(?:la|thanh)|nay (?:la|sua|doc|dinh chinh)|dung la|doc (?:lai )?la"
    r"|dinh chinh (?:lai )?(?:la|thanh))\b"
)
_WRONG = re.compile(r"\b(?:da in|da ghi|in la|ghi la|ghi nham|da cong bo la|tu)\b")
_FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("code", re.compile(r"(?:cac )?ma\b")),
    ("time_local", re.compile(r"thoi (?:han|gian)")),
    ("name", re.compile(r"ten\b")),
    ("fee", re.compile(r"(?:muc )?(?:thu )?(?:phi|le phi)\b")),
    ("place", re.compile(r"dia diem")),
    ("legal_basis", re.compile(r"can cu")),
    ("sector", re.compile(r"linh vuc")),
)


def read_corrections(
    sentences: list[Sentence], levels: tuple[Level, ...]
) -> tuple[list[ReadItem], list[tuple[int, Question]]]:
    """Items of correcting sentences, and questions with the index of the item that they are about."""
    items: list[ReadItem] = []
    questions: list[tuple[int, Question]] = []
    for sentence in sentences:
        found = _SUBJECT.search(sentence.folded)
        if found is None or not (_RIGHT.search(sentence.folded) or _WRONG.search(sentence.folded)):
            continue
        item = _corrected(sentence, found["subject"], levels)
        if "correction_unclear" in item.flags:
            questions.append(
                (
                    len(items),
                    Question(
                        ReviewKind.CORRECTION_UNCLEAR,
                        fields(text=sentence.text[:300]),
                    ),
                )
            )
        items.append(item)
    return items, questions


def _corrected(sentence: Sentence, subject: str, levels: tuple[Level, ...]) -> ReadItem:
    text = sentence.text
    bare = ReadItem(
        action=Action.CORRECT,
        name="",
        code=None,
        code_text=None,
        code_repaired=False,
        replaces=(),
        levels=levels,
        reception_levels=(),
        sector=None,
        part=f"Điều {sentence.article}",
        row_no=None,
        raw_text=text,
    )
    wrong_at = _WRONG.search(sentence.folded)
    head = text[: wrong_at.start()] if wrong_at and len(text) == len(sentence.folded) else text
    name = next((clean(quoted) for quoted in _QUOTES.findall(head)), "")
    field = next((field for field, pattern in _FIELDS if pattern.match(subject)), None)
    if field == "code":
        codes = list(dict.fromkeys(code.base for code in find_codes(text)))
        if len(codes) == 2:
            return replace(bare, name=name, code=codes[1], code_text=codes[1], replaces=(codes[0],))
        return replace(bare, name=name, flags=("correction_unclear",))
    right = _right_value(text, sentence.folded)
    codes = list(dict.fromkeys(code.base for code in find_codes(head)))
    code = codes[0] if len(codes) == 1 else None
    item = replace(bare, name=name, code=code, code_text=code, flags=() if code else ("no_code",))
    if field is None or right is None:
        return replace(item, flags=(*item.flags, "correction_unclear"))
    if field == "name":
        return replace(item, name=right)
    if field == "time_local":
        return replace(item, time_local=right)
    if field == "fee":
        return replace(item, fee=right)
    if field == "place":
        return replace(item, place=right)
    return replace(item, sector=right) if field == "sector" else replace(item, legal_basis=right)


def _right_value(text: str, folded: str) -> str | None:
    """What stands in quotes after "nay sửa lại là", or the rest of the sentence."""
    marks = list(_RIGHT.finditer(folded))
    if not marks or len(text) != len(folded):
        return None
    rest = text[marks[-1].end() :]
    quoted = _QUOTES.search(rest)
    value = clean(quoted.group(1) if quoted else rest).strip(" .:;,")
    return value if value and fold(value) else None
