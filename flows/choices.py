"""Options that take one of a few words: the word of the tables, or what boards and sheets call it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from niemyet.flows.spoken import language_of
from niemyet.model.messages import msg
from niemyet.transforms.language.text import is_said

#: A word of the tables → what people call it, the usual name first.
Called = Mapping[str, Sequence[str]]


class WordChoice(click.Choice):  # type: ignore[type-arg]
    """One of some words of the tables, also as people call it, with its marks or without any.

    `called` is asked only for a word that is none of the tables': help loads nothing of what knows names.
    """

    def __init__(self, words: Sequence[str], called: Callable[[], Called]) -> None:
        super().__init__(words)
        self._called = called

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The word of the tables, or what there is to choose from."""
        if value in self.choices:
            return value
        called = {word: names for word, names in self._called().items() if word in self.choices}
        meant = [word for word, names in called.items() if any(is_said(value, name) for name in names)]
        if len(meant) == 1:
            return meant[0]
        lang = language_of(ctx)
        told = msg("{value!r} is none of the words for it: {words}", value=value, words=_listed(called, lang))
        return self.fail(told.text(lang), param, ctx)


def _listed(called: Called, lang: str) -> str:
    return ", ".join(
        word if lang == "en" or not names else f"{names[0]} ({word})" for word, names in called.items()
    )


def states_called() -> Called:
    """States of work."""
    from niemyet.reports.work_text import STATES

    return STATES


def channels_called() -> Called:
    """Where a unit posts; the place alone says as much."""
    from niemyet.reports.work_text import CHANNELS

    return {word: (*names, names[0].partition(" ")[2]) for word, names in CHANNELS.items()}


def levels_called() -> Called:
    """Levels; “xã” says as much as “cấp xã”."""
    from niemyet.reports.words import LEVELS

    return {level.value: (*names, names[0].partition(" ")[2]) for level, names in LEVELS.items()}


def practice_called() -> Called:
    """What the practice portal is told, as its page calls it, and shorter."""
    from niemyet.demo.practice_words import CALLED

    return {word.value: names for word, names in CALLED.items()}
