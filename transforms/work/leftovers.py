"""Codes that still hang though another has taken their place: one swap for the pair."""

from collections.abc import Set as AbstractSet
from datetime import date

from niemyet.transforms.work.listing_judgement import Seen
from niemyet.transforms.work.transitions import Profile, Track


def pair_leftovers(view: Seen, profile: Profile, hanging: AbstractSet[str]) -> None:
    """Codes that still hang though another has taken their place, which is missing: one swap for the pair."""
    for old in sorted(view.posted.keys() - hanging):
        if old not in profile.tracks:
            continue
        heir = _heir(old, profile, hanging)
        if heir is not None and heir not in view.posted and heir not in view.unclear_codes:
            view.leftovers[heir] = (*view.leftovers.get(heir, ()), old)
            view.paired.add(old)


def hangs(track: Track, as_of: date) -> bool:
    """Whether a code must hang on a day."""
    return any(
        entry.valid_from <= as_of and (entry.valid_until is None or as_of < entry.valid_until)
        for entry in track.entries
    )


def _heir(code: str, profile: Profile, hanging: AbstractSet[str]) -> str | None:
    """What hangs in the place of a code today, through any chain of replacements."""
    waiting, asked = [code], {code}
    while waiting:
        track = profile.tracks.get(waiting.pop(0))
        for successor in track.successors if track else ():
            if successor in asked:
                continue
            asked.add(successor)
            if successor in hanging:
                return successor
            waiting.append(successor)
    return None
