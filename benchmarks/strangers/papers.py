"""Papers of a kind each: those that every format can show, and what only one format can do."""

from collections.abc import Collection, Iterator

from benchmarks.strangers.cases import Case
from benchmarks.strangers.lists import lists
from benchmarks.strangers.marked import marked
from benchmarks.strangers.writers import ALL, SHOWS, looks_of


def papers(seed: int, forms: Collection[str] = tuple(ALL)) -> Iterator[tuple[Case, str, bytes]]:
    """Each in these formats, with its bytes."""
    for case in lists(seed):
        yield from (
            (case, form, ALL[form](case)) for form in ALL if form in forms and looks_of(case) <= SHOWS[form]
        )
    yield from (file for file in marked(seed) if file[1] in forms)
