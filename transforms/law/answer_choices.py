"""What may be chosen as an answer before anybody types: the candidates, and what the form of a question takes beside them."""

from niemyet.model.tables import Review
from niemyet.model.words import Action
from niemyet.transforms.law.answers import ALL, NONE, Refused, read_answer
from niemyet.transforms.law.review_kinds import KINDS, Takes

#: Answers that a form takes whatever the candidates are.
_BESIDE: dict[Takes, tuple[str, ...]] = {
    Takes.ASIDE: (NONE,),
    Takes.CODES_ALL_NONE: (NONE,),
    Takes.CODES_NONE: (NONE,),
    Takes.DECISION: (NONE,),
    Takes.LAST_DAY: (NONE,),
    Takes.LEVELS_NONE: (NONE,),
    Takes.MEANT_CODE: (NONE,),
    Takes.ROWS: (NONE,),
}
#: Forms of which every choice may be taken, whatever the candidates are.
_WITH_CHOICES = frozenset({Takes.GROUND, Takes.OVERLOOKED})
#: Answers of a form that no candidate narrows down.
_ACTIONS = (Action.NEW, Action.AMEND, Action.REPLACE, Action.ABOLISH)
#: Forms whose candidates may be taken together.
_SEVERAL = frozenset(
    {
        Takes.CODES,
        Takes.CODES_ALL_NONE,
        Takes.CODES_NONE,
        Takes.GROUND,
        Takes.LEVELS,
        Takes.LEVELS_NONE,
        Takes.ROWS,
    }
)


def choices(review: Review) -> tuple[str, ...]:
    """Answers to choose from, as they are kept. A candidate that shows what stands there and is no answer is not among them."""
    entry, candidates = KINDS[review.kind], review.candidates
    found = list(candidates)
    if entry.takes is Takes.ACTION and not candidates:
        found += _ACTIONS
    if entry.takes in _WITH_CHOICES or not candidates:
        found += [choice.value for choice in entry.choices]
    if entry.takes is Takes.CODES_ALL_NONE and len(candidates) > 1:
        found.append(ALL)
    found += _BESIDE.get(entry.takes, ())
    return tuple(one for one in dict.fromkeys(found) if not isinstance(read_answer(review, one), Refused))


def takes_several(kind: str) -> bool:
    """Whether several of the candidates may be one answer, parted by commas."""
    return KINDS[kind].takes in _SEVERAL
