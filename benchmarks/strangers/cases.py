"""A made-up decision: its truth, and what is printed of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from benchmarks.strangers import words
from benchmarks.strangers.paper import Block, Line, PageBreak
from benchmarks.strangers.properties import draw, settled, visible_ranks

TWO_TIERS = date(2025, 7, 1)  # no district level from then on


@dataclass(frozen=True)
class Wanted:
    """One procedure under its levels, as a careful clerk reads it. `asks`: why nobody may read it without a question."""

    action: str
    levels: tuple[str, ...]
    sector: str
    name: str
    code: str | None
    time: str | None
    effective_on: date | None
    old_name: str | None = None
    asks: str | None = None
    star: bool = False
    struck: bool = False
    said: str | None = (
        None  # the words of the page by which it is doubtful: a question that quotes them covers it
    )
    effective_until: date | None = None  # the first day without effect
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """What stands under one set of headings."""

    action: str
    levels: tuple[str, ...]
    sector: str
    items: tuple[Wanted, ...]


@dataclass(frozen=True)
class Said:
    """Words of a decision where they are others than its axes give. `more`: articles behind that of the effect."""

    title: str | None = None
    first: str | None = None
    effect: str | None = None
    more: tuple[str, ...] = ()
    caption: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Case:
    """`second`: another decision printed behind it in the same file. `name`: of a case that is no draw of a seed alone."""

    seed: int
    axes: dict[str, str]
    province: str
    number: int
    signed_on: date
    effective_on: date | None
    effective_until: date | None
    groups: tuple[Group, ...]
    later: date  # the day that a section, a row, a note has for itself
    second: "Case | None" = None
    blocks: tuple[Block, ...] = field(default=(), repr=False)
    annex_from: int = 0  # index of the block with which the annex begins
    name: str = ""
    said: Said = Said()
    acts: tuple[tuple[str, int], ...] | None = (
        None  # what it does to other decisions, by number; None: not judged
    )
    must_ask: str | None = None  # words of the page of which something must be asked
    city: bool = False  # the province is a city

    @property
    def place(self) -> str:
        """The province with its kind."""
        return f"{'thành phố' if self.city else 'tỉnh'} {self.province}"

    @property
    def wanted(self) -> list[Wanted]:
        return [item for group in self.groups for item in group.items]


def make_case(seed: int, fixed: dict[str, str] | None = None, *, inner: bool = False) -> Case:
    """The decision of a seed; `fixed` axes are set as given."""
    rng = Random(f"stranger case {seed}")
    axes = settled(draw(seed) | (fixed or {}))
    if inner:
        axes["second decision"] = "none"
    signed = date(2022, 1, 5) + timedelta(days=rng.randrange(1700))
    later = signed + timedelta(days=rng.randint(40, 150))
    explicit = signed + timedelta(days=rng.randint(3, 30))
    effective: date | None = signed
    if axes["effect"] in {"explicit", "explicit long", "until", "applied from"}:
        effective = explicit
    if axes["effect"] == "indirect":
        effective = None
    until = date(signed.year + 2, 2, 28) + timedelta(days=1) if axes["effect"] == "until" else None
    groups = _groups(rng, axes, signed, effective, later)
    case = Case(
        seed,
        axes,
        rng.choice(words.PROVINCES),
        rng.randint(12, 3900),
        signed,
        effective,
        until,
        groups,
        later,
    )
    if axes["second decision"] == "behind":
        later_seeds = (
            make_case(seed + step * 1_000_000, {"annex": "table"}, inner=True) for step in range(1, 9)
        )
        second = next(one for one in later_seeds if one.number != case.number)
        case = replace(case, second=second)
    from benchmarks.strangers.printing import printed

    blocks, annex_from = printed(case, Random(f"stranger print {seed}"))
    if case.second is not None:
        blocks = [*blocks, PageBreak(), *case.second.blocks]
    return replace(case, blocks=tuple(blocks), annex_from=annex_from)


def _groups(
    rng: Random, axes: dict[str, str], signed: date, effective: date | None, later: date
) -> tuple[Group, ...]:
    keys = _keys(rng, axes, signed)
    sizes = [rng.randint(1, 3) for _ in keys]
    total = sum(sizes)
    names = words.names(rng, 2 * total, traps=axes["names with traps"] == "yes")
    codes = words.codes(rng, total, far=axes["first digit"] == "to 9")
    times = [rng.choice(words.TIMES) for _ in range(total)]
    no_time = axes["annex"] in {"paragraphs", "in articles"}
    groups, place = [], 0
    for (action, levels, sector), size in zip(keys, sizes, strict=True):
        items = []
        for _ in range(size):
            by_words = axes["annex"] == "table and paragraphs" and action == "abolish"
            timed = not (
                no_time or by_words or (axes["abolished columns"] == "own table" and action == "abolish")
            )
            items.append(
                Wanted(
                    action, levels, sector, names[place],
                    None if axes["code"] == "missing" and not by_words else codes[place],
                    times[place] if timed else None, effective,
                    names[total + place] if axes["names"] != "one" and timed else None,
                    "contradiction" if axes["contradiction"] != "none" else None,
                )
            )  # fmt: skip
            place += 1
        if axes["merged down"] == "time":
            items = [replace(item, time=items[0].time) for item in items]
        groups.append(Group(action, levels, sector, tuple(items)))
    return tuple(_particular(rng, axes, groups, later))


def _particular(rng: Random, axes: dict[str, str], groups: list[Group], later: date) -> list[Group]:
    """One row or section with something of its own: a day, a line through it, a second level."""

    def change(place: int, row: int, item: Sequence[Wanted]) -> None:
        items = groups[place].items
        groups[place] = replace(groups[place], items=(*items[:row], *item, *items[row + 1 :]))

    tabular = [n for n, g in enumerate(groups) if g.items[0].time is not None]
    if axes["effect"] == "section own":
        top = _top_of(axes, groups[-1])
        for place, group in enumerate(groups):
            if _top_of(axes, group) == top:
                items = tuple(replace(item, effective_on=later) for item in group.items)
                groups[place] = replace(group, items=items)
    if axes["effect"] == "row own":
        if groups[0].items[0].code is None:
            axes["effect"] = "signing"
        else:
            change(0, 0, [replace(groups[0].items[0], effective_on=later)])
    if tabular and axes["note"] != "none":
        place = tabular[-1]
        change(place, 0, [replace(groups[place].items[0], effective_on=later, star=True)])
    if tabular and axes["struck row"] == "one":
        place = rng.choice(tabular)
        change(place, 0, [replace(groups[place].items[0], struck=True, asks="struck")])
    if tabular and axes["row per level"] != "none":
        place = tabular[0]
        first = groups[place].items[0]
        own = "07 ngày làm việc" if first.time != "07 ngày làm việc" else "04 ngày"
        change(
            place, 0, [replace(first, levels=("province",)), replace(first, levels=("commune",), time=own)]
        )
    return groups


def _top_of(axes: dict[str, str], group: Group) -> str:
    first = visible_ranks(axes)[0]
    if first == "sector":
        return group.sector
    return group.action if first == "action" else "+".join(group.levels)


def _keys(rng: Random, axes: dict[str, str], signed: date) -> list[tuple[str, tuple[str, ...], str]]:
    held = ["province", "commune"] + (["district"] if signed < TWO_TIERS - timedelta(days=200) else [])
    levels: list[tuple[str, ...]] = [(one,) for one in rng.sample(held, 2)]
    if axes["shared level"] != "no":
        levels[-1] = ("province", "commune")
    if axes["level by"] in {"article", "title"}:
        levels = levels[:1]
    actions = rng.sample(["new", "amend", "abolish"], rng.choice((2, 2, 3)))
    if axes["action by"] == "title" or axes["contradiction"] != "none":
        actions = [rng.choice(("new", "amend", "abolish"))]
    if axes["contradiction"] != "none":
        actions = ["new"]
    if axes["annex"] == "table and paragraphs" and "abolish" not in actions:
        actions[-1] = "abolish"
    if axes["annex"] == "table and paragraphs" and len(actions) == 1:
        axes["annex"] = "table"
    order = {"new": 0, "amend": 1, "abolish": 2}
    actions.sort(key=order.__getitem__)
    sectors = rng.sample(words.SECTORS, 1 if axes["sectors"] == "none" else 2)
    keys = [(a, lv, s) for a in actions for lv in levels for s in sectors]
    if len(keys) > 5:
        keep = {rng.randrange(len(keys)) for _ in range(4)} | {0, len(keys) - 1}
        keys = [key for n, key in enumerate(keys) if n in keep]
    if axes["annex"] == "table and paragraphs":
        return keys  # what is abolished comes last and by itself

    def rank(key: tuple[str, tuple[str, ...], str], part: str) -> int:
        if part == "action":
            return actions.index(key[0])
        return levels.index(key[1]) if part == "level" else sectors.index(key[2])

    shown = visible_ranks(axes)
    order_of = [*shown, *(part for part in ("action", "level", "sector") if part not in shown)]
    return sorted(keys, key=lambda key: [rank(key, part) for part in order_of])


__all__ = ["Block", "Case", "Group", "Line", "Said", "Wanted", "make_case"]
