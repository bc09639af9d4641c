"""Options that take one of a few words take what boards and sheets call it, and say the choices for a word that is none."""

import click
import pytest
from click.testing import CliRunner

from niemyet.demo.practice_words import CALLED, Practice
from niemyet.flows.choices import (
    WordChoice,
    channels_called,
    levels_called,
    practice_called,
    states_called,
)
from niemyet.flows.cli import niemyet
from niemyet.model.words import Channel, Level, UpdateState

STATES = WordChoice([state.value for state in UpdateState], states_called)
LEVELS = WordChoice([level.value for level in Level], levels_called)
CHANNELS = WordChoice([channel.value for channel in Channel], channels_called)
PRACTICE = WordChoice([word.value for word in Practice], practice_called)


@pytest.mark.parametrize(
    ("choice", "said", "meant"),
    [
        (STATES, "overdue", "overdue"),
        (STATES, "quá hạn", "overdue"),
        (STATES, "Qua han", "overdue"),
        (STATES, "chưa kiểm tra", "unobserved"),
        (LEVELS, "xã", "commune"),
        (LEVELS, "cấp tỉnh", "province"),
        (CHANNELS, "tại quầy", "counter"),
        (CHANNELS, "cổng", "portal"),
        (PRACTICE, "Đăng lại văn bản đã gỡ", "put-back"),
        (PRACTICE, "ngày mới", "next-day"),
    ],
)
def test_a_word_is_taken_as_tables_and_as_boards_have_it(choice: WordChoice, said: str, meant: str) -> None:
    assert choice.convert(said, None, None) == meant


def test_every_word_has_a_name_and_no_two_the_same() -> None:
    for choice, called in (
        (STATES, states_called()),
        (LEVELS, levels_called()),
        (CHANNELS, channels_called()),
    ):
        assert set(choice.choices) == set(called)
    assert set(CALLED) == set(Practice)
    for called in (states_called(), levels_called(), channels_called(), practice_called()):
        firsts = [name for names in called.values() for name in set(names)]
        assert len(firsts) == len(set(firsts))


def test_a_word_that_is_none_is_told_with_the_choices() -> None:
    with pytest.raises(click.BadParameter) as told:
        STATES.convert("quá", None, None)
    assert "quá hạn (overdue)" in told.value.message
    for words in (["updates", "--state", "trễ"], ["observe", "x", "y", "--channel", "kệ"]):
        said = CliRunner().invoke(niemyet, words)
        assert (said.exit_code, "các từ là" in said.stderr) == (2, True), said.stderr
    english = CliRunner().invoke(niemyet, ["--lang", "en", "updates", "--state", "trễ"])
    assert "planned, due, overdue" in english.stderr


def test_a_kind_that_is_none_is_told_with_the_nearest_and_else_with_all() -> None:
    near = CliRunner().invoke(niemyet, ["review", "list", "--kind", "ngày khó tinn"])
    assert "ngày khó tin (date_implausible)" in near.stderr
    assert near.stderr.count("(") <= 6
    every = CliRunner().invoke(niemyet, ["review", "list", "--kind", "xyzw"])
    assert "chưa rõ cấp giải quyết (level_unknown)" in every.stderr
