"""A next step that a text names can be typed as it stands: there is such a command, with such options."""

import pytest

from tests.support.named_commands import Named, named_in, texts

#: One worker reads the code once for all that look at its texts.
pytestmark = pytest.mark.xdist_group("messages")


def test_every_command_that_a_text_names_is_one() -> None:
    named = [one for where, text in texts() for one in named_in(text, where)]
    assert len(named) > 100, "the texts name more commands than that"
    assert [(one, wrong) for one in named if (wrong := one.wrong())] == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Run `niemyet nightly --accept-release REASON`.", ""),
        ("Run `niemyet nightly --accept REASON`.", "No such option"),
        ("Run `niemyet nightly REASON`.", "too much"),
        ("Run `niemyet nigthly`.", "no command"),
        ("Run `nightly --accept-release`.", "requires an argument"),
        ("{count} questions: niemyet review lst", "no command"),
        ("Kept; niemyet updates counts them, --publish too.", ""),
        ("Take it back (niemyet ingest --withdrawn {label}) and hand it in.", "No such option"),
    ],
)
def test_a_wrong_one_is_seen(text: str, wrong: str) -> None:
    (one,) = named_in(text)
    found = one.wrong()
    assert wrong in (found or "")
    assert bool(found) == bool(wrong)


def test_a_sentence_about_the_program_names_no_command() -> None:
    assert list(named_in("another niemyet run is writing; the list that niemyet has made (`url`)")) == []
    assert list(named_in("`niemyet`s `niemyet desk`")) == [Named("", "desk", whole=True)]
