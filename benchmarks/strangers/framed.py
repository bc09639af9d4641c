"""A decision around a list that is made already: head, articles and signature as the axes of a seed have them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from benchmarks.strangers import words
from benchmarks.strangers.cases import TWO_TIERS, Case, Group, Said, Wanted
from benchmarks.strangers.paper import Block
from benchmarks.strangers.printing import printed
from benchmarks.strangers.properties import AXES, draw

#: What of a draw is kept: how head and articles look. What the decision says is the list's.
_HEAD = (
    "letterhead", "motto", "issuer", "symbol", "number", "date", "title prefix", "basis", "order", "article", "signature",
)  # fmt: skip


def rows_of(
    rng: Random, count: int, *, action: str, level: str = "commune", times: bool = True, sector: str = ""
) -> list[Wanted]:
    """So many procedures with names, codes and times of their own."""
    names = words.names(rng, count, traps=False)
    codes = words.codes(rng, count, far=False)
    drawn = [rng.choice(words.TIMES) if times else None for _ in range(count)]
    return [
        Wanted(action, (level,), sector, name, code, time, None)
        for name, code, time in zip(names, codes, drawn, strict=True)
    ]


def framed(
    name: str,
    seed: int,
    wanted: Iterable[Wanted],
    blocks: Sequence[Block],
    *,
    axes: dict[str, str] | None = None,
    said: Said | None = None,
    signed: date | None = None,
    acts: tuple[tuple[str, int], ...] | None = None,
    must_ask: str | None = None,
    number: int | None = None,
    place: tuple[str, bool] | None = None,
) -> Case:
    """The decision whose annex is `blocks` (none: it has no annex) and whose truth is `wanted`.

    What a row has no day of is in force from the decision's own; `said`: words in place of those that its rows give;
    `place`: a province, and whether it is a city.
    """
    rng = Random(f"stranger frame {seed} {name}")
    drawn = draw(rng.randrange(1_000_000))
    usual = {axis: values[0] for axis, values in AXES.items()}
    whole = usual | {axis: drawn[axis] for axis in _HEAD} | {"level by": "article"} | (axes or {})
    on = signed or date(2022, 1, 5) + timedelta(days=rng.randrange((TWO_TIERS - date(2022, 1, 5)).days - 300))
    items = tuple(replace(one, effective_on=one.effective_on or on) for one in wanted)
    drawn_number = rng.randint(12, 3900)
    province, city = place or (rng.choice(words.PROVINCES), False)
    case = Case(
        seed, whole, province, drawn_number if number is None else number, on, on, None, _groups(items), on,
        name=name, said=said or Said(), acts=acts, must_ask=must_ask, city=city,
    )  # fmt: skip
    put, annex_from = printed(case, Random(f"stranger print {seed} {name}"), blocks)
    return replace(case, blocks=tuple(put), annex_from=annex_from)


def _groups(items: Sequence[Wanted]) -> tuple[Group, ...]:
    keys = dict.fromkeys((item.action, item.levels, item.sector) for item in items)
    return tuple(
        Group(*key, tuple(item for item in items if (item.action, item.levels, item.sector) == key))
        for key in keys
    )
