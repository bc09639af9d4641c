"""Stories of decisions: told and by rule, each through readers and law; what is silent is known by name."""

from dataclasses import replace
from datetime import date

import pytest

from benchmarks.stories.chained import Act, Chain, Does, Verb, answered, begins, chained, chains
from benchmarks.stories.crossed import First, Plot, Second, board, crossings, plots, stretch
from benchmarks.stories.known import KNOWN
from benchmarks.stories.play import play
from benchmarks.stories.run import main
from benchmarks.stories.story import Asked
from benchmarks.stories.told import stories
from benchmarks.stories.writing import cast, of

TOLD = {story.name: story for story in stories(0)}
CROSSED = {story.name: story for story in crossings(0)}
CHAINED = {story.name: story for story in chained(0)}


@pytest.mark.parametrize("name", TOLD)
def test_no_told_story_is_silent_but_those_that_are_known(name):
    outcome = play(TOLD[name]).outcome
    if name in KNOWN:
        assert outcome == "silent", f"{name} is mended: take it off benchmarks/stories/known.py"
    else:
        assert outcome != "silent"


@pytest.mark.parametrize("name", list(CROSSED)[::7])
def test_each_crossing_by_rule_is_right(name):
    assert play(CROSSED[name]).outcome == "right"


@pytest.mark.parametrize("name", list(CHAINED)[::31])
def test_each_chain_by_rule_is_right_before_and_after_the_answers(name):
    assert play(CHAINED[name]).outcome == "right"


def test_what_is_known_is_told():
    assert set(KNOWN) <= set(TOLD) | set(CROSSED) | set(CHAINED)


def test_a_story_has_one_name():
    assert len(TOLD) == sum(1 for _ in stories(0)) > 120
    assert len(CROSSED) == len(list(plots())) > 120
    assert len(CHAINED) == len(list(chains())) > 1000


def test_a_seed_is_the_same_story_every_time_and_another_seed_another_one():
    assert list(stories(3)) == list(stories(3))
    assert next(stories(3)).papers != next(stories(4)).papers


def test_the_rule_ends_what_is_annulled_before_it_begins():
    plot = Plot(First.ABOLISHES, Second.ANNULS, later=True, limited=False, late=False)
    things = cast(0, 4)
    assert stretch(plot, acts=1) == (date(2022, 7, 1), date(2022, 7, 1))
    assert board(plot, date(2022, 8, 1), acts=1, things=things) == of(10, *things[:3])
    assert board(plot, date(2022, 8, 1), acts=0, things=things) == of(10, *things[1:3])


def test_the_rule_moves_an_act_no_longer_than_what_moves_it_lasts():
    acts = Act(30, Verb.ANNULS, 20, later=True), Act(40, Verb.POSTPONES, 30, later=False)
    undone = Chain(Does.AMENDS, True, (*acts, Act(50, Verb.ANNULS, 40, later=False)))
    assert begins(undone, 30, frozenset({20, 30, 40})) == date(2022, 12, 1)
    assert begins(undone, 30, frozenset({20, 30, 40, 50})) == date(2022, 8, 1)
    assert begins(undone, 20, frozenset({20, 30, 40, 50})) is None


def test_the_rule_gives_back_what_an_undone_annulment_ended():
    chain = Chain(
        Does.ADDS, False, (Act(30, Verb.ANNULS, 20, later=False), Act(40, Verb.ANNULS, 30, later=False))
    )
    things = cast(0, 4)
    with_it = of(10, *things[:3]) | of(20, things[3])
    assert answered(chain, date(2022, 5, 30), things) == with_it
    assert answered(chain, date(2022, 6, 10), things) == of(10, *things[:3])
    assert answered(chain, date(2022, 6, 20), things) == with_it


def test_an_answer_that_no_question_takes_is_silent():
    story = next(one for one in TOLD.values() if one.says)
    unheard = replace(story.says[0], kind="ocr_row")
    assert play(replace(story, says=(unheard,))).unheard == (unheard,)
    assert play(replace(story, says=(unheard,))).outcome == "silent"


def test_a_wrong_board_that_nobody_is_asked_about_is_silent():
    """The measure itself: a truth that is turned round is told to be missed."""
    story = next(one for one in TOLD.values() if one.asked is Asked.NOT and len(one.boards) == 1)
    wrong = story.boards[0].__class__(story.boards[0].unit, story.boards[0].on, (("1.999999", None),))
    turned = story.__class__(story.name, story.rule, story.papers, (wrong,), story.asked, story.world)
    assert play(turned).outcome == "silent"


def test_one_is_shown_and_an_unknown_name_is_told_with_what_is_known(capsys):
    main(["--show", "level: the district ends"])
    out = capsys.readouterr().out
    assert "/tmp/stories/level-the-district-ends.1.10.html" in out
    assert "must hang at h on 2025-07-01: nothing" in out
    with pytest.raises(SystemExit, match=r"no story 'level: none'.*level: the district ends"):
        main(["--show", "level: none"])
