"""One catalogue: every message of the code has its Vietnamese, and they fill in the same places."""

import ast
import pickle
import string
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from niemyet.model.errors import NotYetThereError, UsageError
from niemyet.model.messages import Messages, catalogue, msg, number_words, read_po
from niemyet.model.words import ReadFault
from tests.support.messages import ROOT, calls, kinds_of_errors, name_of, told_by_commands, uses

#: One worker reads the code once for all of these.
pytestmark = pytest.mark.xdist_group("messages")

PO = ROOT / "model" / "data" / "vi.po"


def places(pattern: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None)


def test_an_error_speaks_both_languages() -> None:
    error = UsageError(msg("unknown unit {unit!r}; nearest: {near}.", unit="x", near="y"))
    assert str(error) == error.message("en") == "unknown unit 'x'; nearest: y."
    assert error.message("vi") == "không có đơn vị 'x'; gần nhất: y."


def test_a_place_before_an_error_speaks_with_it() -> None:
    error = NotYetThereError(msg("the file is empty ({size} bytes). Fetch it again from its source.", size=0))
    told = error.at("a.docx")
    assert (type(told), told.fault) == (NotYetThereError, ReadFault.NOT_YET_THERE)
    assert told.message("vi") == "a.docx: tệp rỗng (0 byte). Hãy tải lại từ nguồn."
    assert str(told) == "a.docx: the file is empty (0 bytes). Fetch it again from its source."
    assert error.at(None) is error


def test_several_messages_in_one_sentence_each_speak() -> None:
    several = Messages((msg("plain text"), "PDF"))
    told = msg(
        "format {kind}: kept as it came, not read yet. What is read: {known}.", kind="ZIP", known=several
    )
    assert told.text("vi").endswith("Hiện đọc được: văn bản thuần, PDF.")
    assert told.text("en").endswith("What is read: plain text, PDF.")


def test_nothing_is_raised_without_the_catalogue() -> None:
    """What is raised on purpose is told in the reader's language: a literal would speak one language only."""
    ours = {kind.__name__ for kind in kinds_of_errors()}
    assert {"UsageError", "OldWordError", "PrefectServerError"} <= ours
    wrong = []
    for where, call in calls():
        if name_of(call.func) not in ours:
            continue
        told = call.args[0] if call.args else None
        if told is None or isinstance(told, ast.Constant | ast.JoinedStr | ast.BinOp):
            wrong.append(where)
    assert wrong == []


def test_nobody_hands_over_two_sentences() -> None:
    """`say(vi, en)` was the older form; there is one catalogue now."""
    assert [
        where for where, call in calls() if name_of(call.func) in {"say", "tell"} and len(call.args) > 1
    ] == []


def test_an_error_comes_back_from_another_process() -> None:
    error = pickle.loads(
        pickle.dumps(UsageError(msg("no such file: {missing}. Check the path.", missing=Path("a"))))
    )
    assert error.message("vi") == "không có tệp: a. Hãy kiểm tra đường dẫn."


def test_a_language_may_write_a_value_its_own_way_and_a_value_may_be_a_message() -> None:
    inner = msg("no number read")
    assert msg("{a}, {b}", a=inner, b=date(2022, 1, 2)).text("vi") == "không đọc được số, 02/01/2022"


def test_every_message_has_its_vietnamese() -> None:
    known = catalogue("vi")
    assert [use.where for use in uses() if use.msgid is None] == [], "the text of a message is a literal"
    assert sorted({use.msgid for use in uses() if use.msgid and use.msgid not in known}) == []
    assert sorted(told_by_commands() - set(known)) == []


def test_code_english_and_vietnamese_fill_in_the_same_places() -> None:
    wrong = [
        use.where
        for use in uses()
        if use.msgid and not places(use.msgid) == places(catalogue("vi")[use.msgid]) == use.given
    ]
    assert wrong == []


def test_nothing_in_the_catalogue_is_unused_fuzzy_or_there_twice() -> None:
    text = PO.read_text(encoding="utf-8")
    assert sorted(set(read_po(text)) - {use.msgid for use in uses()} - told_by_commands()) == []
    assert "fuzzy" not in text
    assert "#~" not in text
    found = [msgid for block in text.split("\n\n") for msgid in read_po(block)]
    assert [msgid for msgid, times in Counter(found).items() if times > 1] == []
    assert len(found) == text.count("\nmsgid ") - 1, "an entry is empty or malformed (one is the head)"


def test_a_catalogue_is_read_as_gettext_writes_it() -> None:
    text = 'msgid ""\nmsgstr "head\\n"\n\n#: a.py:1\nmsgid "one \\"two\\""\nmsgstr ""\n"một "\n"hai\\n"\n\n'
    text += '#, fuzzy\nmsgid "x"\nmsgstr "y"\n\nmsgid "none"\nmsgstr ""\n'
    assert read_po(text) == {'one "two"': "một hai\n"}


def test_entries_that_two_branches_wrote_at_one_place_are_both_read() -> None:
    text = 'msgid ""\nmsgstr "head\\n"\n\nmsgid "one"\nmsgstr "một"\nmsgid ""\n"two "\n"more"\nmsgstr "hai"\n'
    assert read_po(text) == {"one": "một", "two more": "hai"}


def test_figures_are_written_as_the_language_writes_them() -> None:
    told = msg(
        "{free:.1f} GB free; {grown:.1f} MB a day were written in the last {days} days",
        free=1.5,
        grown=0.25,
        days=14,
    )
    assert told.text("vi") == "còn trống 1,5 GB; 14 ngày qua mỗi ngày ghi 0,2 MB"
    assert told.text("en").startswith("1.5 GB free")
    assert [number_words(1234567.5, lang, ",.1f") for lang in ("vi", "en")] == ["1.234.567,5", "1,234,567.5"]
    assert number_words(2810, "vi", ",") == "2.810"
