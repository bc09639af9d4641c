"""Stories told one by one."""

from benchmarks.stories import acts, corrections, deep, known_as, places, rows
from benchmarks.stories.stage import Stories, stage

_TELLERS = (
    acts.annulled, acts.paused, acts.postponed, acts.limited, corrections.corrected, rows.replaced, rows.again,
    rows.cited_otherwise, rows.in_part, rows.named_rows, rows.sentences, places.leveled, places.merged,
    deep.undone, deep.acts_corrected, deep.days, deep.stretches,
    known_as.codes, known_as.twice, known_as.parts, known_as.more_levels, known_as.merged_more,
)  # fmt: skip


def stories(seed: int) -> Stories:
    """All of them, with the procedures and the looks of a seed."""
    here = stage(seed)
    for tell in _TELLERS:
        yield from tell(here)
