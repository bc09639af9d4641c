"""Papers of a kind each: those that every format can show, and what only one format can do."""

from collections.abc import Iterator

from benchmarks.strangers.cases import Case
from benchmarks.strangers.lists import lists
from benchmarks.strangers.marked import marked
from benchmarks.strangers.writers import ALL, SHOWS, looks_of


def papers(seed: int) -> Iterator[tuple[Case, str, bytes]]:
    """Each with its format and bytes."""
    for case in lists(seed):
        for form, write in ALL.items():
            if looks_of(case) <= SHOWS[form]:
                yield case, form, write(case)
    yield from marked(seed)
