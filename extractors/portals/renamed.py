"""Documents whose addresses bear a word of one night alone, under a name that nobody knows: told by what was seen before.

A record that the list shows as before, at an address that differs from one that is gone in nothing but such a word, is the
same posting. Two nights prove it; one alone cannot, so the first is read as it is.
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl

#: What no person chose: eight signs or more with letters and figures, or ten figures; ids of documents are shorter. Chosen,
#: not measured.
_TOKEN = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w.~+/=-]{8,}|[0-9a-f]{16,}|\d{10,}|0\.\d{4,}")

_Rest = tuple[str, str, str]  # the key without one parameter, the name of that, the fingerprint


def renamed(listed: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Key of today → key that the same posting had before. Both: key → fingerprint of the record."""
    before: dict[_Rest, str] = {}
    for key in sorted(known):
        if key not in listed:
            before.update(dict.fromkeys(_rests(key, known[key]), key))
    found: dict[str, str] = {}
    for key, print_ in listed.items():
        if before and key not in known:
            was = next((before[rest] for rest in _rests(key, print_) if rest in before), None)
            if was is not None:
                found[key] = was
    # Two of today that were one before: the word is what tells them apart.
    taken = list(found.values())
    return {key: was for key, was in found.items() if taken.count(was) == 1}


def _rests(key: str, print_: str) -> Iterator[_Rest]:
    path, mark, query = key.partition("?")
    if not mark:
        return
    asked = parse_qsl(query, keep_blank_values=True)
    for place, (name, value) in enumerate(asked):
        if _TOKEN.fullmatch(value):
            yield f"{path}?{sorted(asked[:place] + asked[place + 1 :])}", name, print_
