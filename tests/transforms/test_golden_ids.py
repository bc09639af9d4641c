"""Ids that people and answers hold on to: the same in every version, whatever is reworded or read better.

`tests/golden/ids.json` holds those of the small stories. An id that changes here loses what was answered and reported in
every data folder: it needs an alias (`flows/aliases.py`), never another golden file.
"""

import json
from pathlib import Path

from niemyet.model.words import ReviewKind
from tests.support.review_stories import STORIES, story_of
from tests.transforms.test_answers_last import of_kind, state

GOLDEN = Path(__file__).parents[1] / "golden" / "ids.json"


def ids() -> dict[str, dict[str, list[str]]]:
    """Of each story the ids of its question, its rows and its work."""
    found = {}
    for kind in sorted(STORIES):
        made = state(ReviewKind(kind), story_of(ReviewKind(kind)).received)
        found[str(kind)] = {
            "questions": [one.review_id for one in of_kind(made, ReviewKind(kind))],
            "rows": [one.item_id for one in made.decision_items],
            "work": sorted(one.update_id for one in made.listing_updates),
        }
    return found


def test_no_id_has_moved() -> None:
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    now = ids()
    gone = {
        (kind, what): sorted(set(held) - set(now[kind][what]))
        for kind, each in golden.items()
        for what, held in each.items()
        if not set(held) <= set(now[kind][what])
    }
    assert gone == {}
    assert set(now) == set(golden), f"new kinds: PYTHONPATH=. python -m {__name__} writes them down"


if __name__ == "__main__":
    made = {kind: {what: held[:3] for what, held in each.items()} for kind, each in ids().items()}
    GOLDEN.write_text(json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
