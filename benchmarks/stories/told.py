"""Stories told one by one."""

from benchmarks.stories import acts, corrections, places, rows
from benchmarks.stories.stage import Stories, stage

_TELLERS = (
    acts.annulled, acts.paused, acts.postponed, acts.limited, corrections.corrected, rows.replaced, rows.again,
    rows.cited_otherwise, rows.in_part, rows.named_rows, rows.sentences, places.leveled, places.merged,
)  # fmt: skip


def stories(seed: int) -> Stories:
    """All of them, with the procedures and the looks of a seed."""
    here = stage(seed)
    for tell in _TELLERS:
        yield from tell(here)
