"""What all units of one plan have in common, worked out once: a unit leaves it for its own evidence only."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import numpy as np

from niemyet.model.words import Channel
from niemyet.transforms.work.channel_verdicts import contradiction, done_by_sight, done_on
from niemyet.transforms.work.findings import WorkContext, together, without_evidence
from niemyet.transforms.work.leftovers import hangs, pair_leftovers
from niemyet.transforms.work.listing_judgement import Seen, see, seen_text
from niemyet.transforms.work.transitions import Profile, Track, Transition
from niemyet.transforms.work.unit_work import current_place, current_updates, unit_updates, whole_board
from niemyet.transforms.work.work_rows import Draft, Kept, Pile, as_draft


class CommonWork:
    """What all units of a profile have in common, worked out once: most of a work list is that."""

    def __init__(
        self,
        profile: Profile,
        names: tuple[dict[str, list[str]], dict[str, list[str]]],
        context: WorkContext,
        pile: Pile,
    ) -> None:
        self._profile = profile
        self._names = names
        self._context = context
        self._pile = pile
        self._ended = profile.closing is not None and profile.closing.effective_on <= context.as_of
        self._hanging = frozenset(
            code for code, track in profile.tracks.items() if hangs(track, context.as_of)
        )
        self._unseen: Kept | None = None
        self._beside: Kept | None = None
        self._now: list[tuple[str, Transition]] = []
        self._shown: dict[tuple[str, tuple[Channel, ...], tuple[date, ...]], tuple[int, bytes]] = {}

    def add(self, unit_id: str) -> None:
        """Put the work of one unit on the pile."""
        self._pile.begin(unit_id)
        channels = self._context.seen.get(unit_id, {})
        alike = not self._context.reports.concern(unit_id)  # who reported has work of its own
        if not channels and alike:
            self._pile.put_all(*self._without_a_look())
            return
        misprints = self._context.knowledge.misprints
        seen = [see(channels[one], self._profile, self._names, misprints) for one in sorted(channels)]
        for view in seen:
            pair_leftovers(view, self._profile, self._hanging)
        if not seen or not alike or self._ended:
            for draft in unit_updates(unit_id, self._profile, seen, self._context, ended=self._ended):
                self._pile.put(*self._pile.share(draft))
            return
        self._pile.put_all(*self._beside_the_current())
        for code, one in self._now:
            self._seen_now(unit_id, code, one, seen)
        for draft in whole_board(unit_id, self._profile, seen, self._context, ended=False):
            self._pile.put(*self._pile.share(draft))

    def _without_a_look(self) -> Kept:
        """All rows of a unit of which nothing was seen and nothing reported."""
        if self._unseen is None:
            drafts = unit_updates("", self._profile, [], self._context, ended=self._ended)
            self._unseen = self._kept(drafts)
        return self._unseen

    def _beside_the_current(self) -> Kept:
        """Rows that no look changes: of transitions that were taken over, and of those yet to come."""
        if self._beside is None:
            tracks = self._profile.tracks
            as_of = self._context.as_of
            self._beside = self._kept(
                as_draft(without_evidence("", one, self._context, over=over), None, self._context)
                for track in tracks.values()
                for one, over in _aside(track, as_of)
            )
            current = {code: current_place(track, as_of) for code, track in tracks.items()}
            self._now = [
                (code, tracks[code].transitions[place]) for code, place in current.items() if place >= 0
            ]
        return self._beside

    def _kept(self, drafts: Iterable[Draft]) -> Kept:
        kept = [self._pile.share(draft) for draft in drafts]
        return np.array([place for place, _ in kept], np.int32), [tail for _, tail in kept]

    def _seen_now(self, unit_id: str, code: str, one: Transition, seen: Sequence[Seen]) -> None:
        """What is in effect of one code, held against the channels seen: most of it hangs rightly on all of them."""
        if one.within_swap or any(
            code in view.paired or code in view.unclear_codes or view.day < one.effective_on for view in seen
        ):
            self._put_drafts(current_updates(unit_id, code, one, self._profile, seen, self._context))
            return
        wrong = [contradiction(code, one, self._profile, view, self._context) for view in seen]
        if not any(wrong):
            self._put_shown(code, one, seen)
        elif len(seen) == 1 and wrong[0] is not None:
            self._put_drafts([as_draft(wrong[0], seen[0].channel, self._context)])
        else:
            self._put_drafts(current_updates(unit_id, code, one, self._profile, seen, self._context))

    def _put_drafts(self, drafts: Iterable[Draft]) -> None:
        for draft in drafts:
            self._pile.put(*self._pile.share(draft))

    def _put_shown(self, code: str, one: Transition, seen: Sequence[Seen]) -> None:
        rows = [next(iter(view.posted.get(code, ())), None) for view in seen]
        days = tuple(done_on(one, view, row) for view, row in zip(seen, rows, strict=True))
        same = (code, tuple(view.channel for view in seen), days)
        if same not in self._shown:
            shown = [done_by_sight(code, one, view) for view in seen]
            finding = shown[0] if len(seen) == 1 else together(shown)
            channel = seen[0].channel if len(seen) == 1 else None
            self._shown[same] = self._pile.share(as_draft(finding, channel, self._context))
        texts = dict.fromkeys(seen_text(view, row) for view, row in zip(seen, rows, strict=True))
        self._pile.put(*self._shown[same], "; ".join(texts))


def _aside(track: Track, as_of: date) -> Iterator[tuple[Transition, bool]]:
    """Transitions beside the one in effect, and whether it has taken them over."""
    current = current_place(track, as_of)
    for place, one in enumerate(track.transitions):
        if place != current and not one.within_swap:
            yield one, place < current
