"""Every kind of question, answered through the command line: right and wrong, said before, taken back."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from niemyet.flows import answering, facts, publishing
from niemyet.flows.asked_about import BETWEEN
from niemyet.flows.cli import niemyet
from niemyet.model.errors import UsageError
from niemyet.model.tables import TABLES, Review
from niemyet.model.words import Action, DecisionKind, Level, ReviewKind
from niemyet.storage.lake import Lake
from niemyet.storage.lake_rows import ResolutionRow
from niemyet.transforms.consolidate import Facts
from niemyet.transforms.law.answer_choices import choices, takes_several
from niemyet.transforms.law.answers import _ACCEPTED, _READERS, Refused, read_answer
from niemyet.transforms.law.review_kinds import DOES_EN, DOES_VI, KINDS, Does, Takes, sentence
from tests.support.house import House, build_house
from tests.support.review_stories import STORIES, Story, story_of

ASKING = [kind for kind in ReviewKind if KINDS[kind].asks]


@dataclass(frozen=True)
class Said:
    exit_code: int
    output: str


class Counter:
    """A house whose documents are those of a story; answers go through the command line into its lake."""

    def __init__(self, root: Path, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
        self.house: House = build_house(root)
        self.story = story

        def gathered(lake: Lake, settings: object, seen: object = None) -> Facts:
            said = tuple(facts.resolution_of(row) for row in lake.read("resolutions", ResolutionRow))
            return Facts(
                postings=self.story.postings,
                received=self.story.received,
                adoptions=self.story.adoptions,
                doubted=self.story.doubted,
                fee_lists=self.story.fees,
                resolutions=said,
                units=self.house.settings.units,
            )

        monkeypatch.setattr(publishing, "gather", gathered)
        monkeypatch.setattr(answering, "gather", gathered)

    def run(self, *words: str) -> "Said":
        """As the console script does: our own errors are a message and a status."""
        result = CliRunner().invoke(niemyet, [*words, *self.house.options])
        error = result.exception
        if isinstance(error, UsageError):
            return Said(2, result.output + error.message("vi"))
        assert error is None or isinstance(error, SystemExit), repr(error)
        return Said(result.exit_code, result.output)

    def question(self, kind: ReviewKind) -> Review:
        release = self.house.folder.releases.latest()
        assert release is not None
        found = [one for one in release.rows("reviews", Review) if one.kind == kind]
        assert len(found) == 1, [(one.kind, one.question) for one in release.rows("reviews", Review)]
        return found[0]

    def kept(self) -> list[ResolutionRow]:
        return self.house.folder.lake.read("resolutions", ResolutionRow)

    def tables(self) -> dict[str, list[object]]:
        release = self.house.folder.releases.latest()
        assert release is not None
        return {name: release.table(name).to_pylist() for name in TABLES if name not in {"runs", "fetches"}}


@pytest.fixture
def counter(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counter:
    made = Counter(tmp_path / "nhà", story_of(request.param), monkeypatch)
    made.run("reprocess")
    return made


def test_every_kind_has_an_entry_and_every_question_a_story() -> None:
    assert set(KINDS) == set(ReviewKind)
    assert set(STORIES) == set(ASKING), "a new kind comes with a story in tests/support/review_stories.py"
    assert set(_READERS) == set(_ACCEPTED) == set(Takes)
    assert set(DOES_VI) == set(DOES_EN) == set(Does)
    for entry in KINDS.values():
        assert (entry.takes is Takes.NOTHING) == (entry.does is Does.NOTHING)
        for vi in (True, False):
            assert sentence(entry.kind, (), vi=vi).strip()


@pytest.mark.parametrize(("counter", "kind"), [(kind, kind) for kind in ASKING], indirect=["counter"])
def test_every_answer_that_is_offered_is_taken(counter: Counter, kind: ReviewKind) -> None:
    asked = counter.question(kind)
    offered = choices(asked)
    assert all(offered), "nothing is offered that is nothing"
    assert not [one for one in offered if isinstance(read_answer(asked, one), Refused)]
    if asked.candidates and KINDS[kind].takes not in {Takes.OVERLOOKED, Takes.HEADING}:
        assert set(asked.candidates) <= set(offered), "what is asked about can be chosen"
    if takes_several(kind) and len(asked.candidates) > 1:
        together = ", ".join(asked.candidates)
        assert not isinstance(read_answer(asked, together), Refused), together

    shown = counter.run("review", "show", asked.review_id)
    assert shown.exit_code == 0, shown.output
    lines = re.findall(r"^  • (.+)$", shown.output, re.MULTILINE)
    assert len(lines) == len(offered)
    assert not _words_of_tables(" ".join(line.split(": ")[0] for line in lines)), lines
    for line in [one for one in lines if BETWEEN in one][
        :2
    ]:  # who copies a line from the screen has answered
        copied = counter.run("review", "resolve", asked.review_id, line, "--dry-run")
        assert copied.exit_code == 0, copied.output


@pytest.mark.parametrize(("counter", "kind"), [(kind, kind) for kind in ASKING], indirect=["counter"])
def test_answered_right_and_wrong_and_taken_back(counter: Counter, kind: ReviewKind) -> None:
    story = counter.story
    asked = counter.question(kind)
    before = counter.tables()
    name = asked.review_id

    refused = counter.run("review", "resolve", name, story.wrong)
    assert refused.exit_code == 2, refused.output
    assert "Chưa ghi gì" in refused.output
    assert not _model_words(refused.output), refused.output
    assert counter.kept() == []
    if story.outside is not None:
        outside = counter.run("review", "resolve", name, story.outside)
        assert outside.exit_code == 2, outside.output
        assert "--even-so" in outside.output
        assert counter.kept() == []
        assert counter.run("review", "resolve", name, story.outside, "--even-so", "--dry-run").exit_code == 0

    foretold = counter.run("review", "resolve", name, story.right[0], "--dry-run")
    assert foretold.exit_code == 0, foretold.output
    assert counter.kept() == []
    assert counter.tables() == before, "--dry-run changes nothing"

    said = counter.run("review", "resolve", name, story.right[0], "--by", "Lan")
    assert said.exit_code in {0, 3}, said.output
    (row,) = counter.kept()
    assert (row.resolution, row.kind, row.resolved_by) == (story.kept, kind, "Lan")
    assert row.meant
    assert _told(said.output) == _told(foretold.output), "what it says before is what it says after"
    assert (" thủ tục (" in said.output or "bảng +" in said.output) == story.changes, said.output
    after = counter.tables()
    release = counter.house.folder.releases.latest()
    assert release is not None
    answered = {one.review_id: one for one in release.rows("reviews", Review)}[name]
    assert (answered.state, answered.resolution) == ("resolved", story.kept)
    assert _boards(after) - _boards(before) == _plus(said.output), "what it says is what it does"

    again = counter.run("review", "resolve", name, story.wrong)
    assert again.exit_code == 2
    assert len(counter.kept()) == 1, "the earlier answer stays"

    for other in story.right[1:]:
        told = counter.run("review", "resolve", name, other, "--dry-run")
        assert told.exit_code == 0, told.output
        assert "0 thủ tục" not in told.output
        assert "bảng +" not in told.output, f"{other} says the same as {story.right[0]}: {told.output}"

    back = counter.run("review", "reopen", name, "--by", "Lan")
    assert back.exit_code in {0, 3}, back.output
    assert counter.tables() == before, "taking it back restores everything"
    assert len(counter.kept()) == 2, "as a new fact"
    assert counter.run("review", "reopen", name).exit_code in {0, 2}


def _model_words(output: str) -> set[str]:
    """Words of the tables that are offered to a Vietnamese reader as they stand there."""
    offered = re.search(r"không phải câu trả lời: .*?; câu trả lời:", output, re.DOTALL)
    assert offered, output
    return _words_of_tables(offered[0])


def _words_of_tables(said: str) -> set[str]:
    choices = {choice.value for kind in KINDS.values() for choice in kind.choices}
    return {*choices, *Level, *Action, *DecisionKind} & set(re.split(r"[^a-z_]+", said))


def _told(output: str) -> list[str]:
    return [line for line in output.splitlines() if "bảng +" in line]


def _plus(output: str) -> int:
    return sum(int(found) for found in re.findall(r"bảng \+(\d+)", output)) - sum(
        int(found) for found in re.findall(r"bảng \+\d+ −(\d+)", output)
    )


def _boards(tables: dict[str, list[object]]) -> int:
    return len(tables["boards"])
