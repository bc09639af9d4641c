"""The procedures of a made-up decision, section by section; what is printed of them comes later."""

from dataclasses import dataclass, field
from itertools import pairwise, product
from random import Random

from benchmarks.truth import words
from benchmarks.truth.columns import Item
from benchmarks.truth.headings import level_words
from benchmarks.truth.plans import DISTRICTS_END, D, Levels, P, Plan, R, X, pick
from niemyet.model.words import Action

_SIZES = {"small": (1, 3), "middle": (1, 4), "large": (3, 8)}
_MOST = {"small": 8, "middle": 20, "large": 60}


@dataclass(slots=True)
class Leaf:
    """One innermost section with its procedures."""

    action: Action
    levels: Levels
    sector: str
    items: list[Item] = field(default_factory=list)

    def value(self, dimension: str) -> object:
        """What a dimension is here."""
        values = {"action": self.action, "level": self.levels, "sector": self.sector}
        if dimension == "action+level":
            return (self.action, self.levels)
        return values[dimension]


def draw_leaves(rng: Random, plan: Plan) -> list[Leaf]:
    """Sections in the order of the nesting, each with its procedures."""
    leaves = _paths(rng, plan)
    used: set[str] = set()
    few, many = _SIZES[plan.size]
    for leaf in leaves:
        for _ in range(rng.randint(few, many)):
            leaf.items.append(_item(rng, plan, leaf, used))
    _repeat_names_and_codes(rng, leaves)
    return leaves


def _paths(rng: Random, plan: Plan) -> list[Leaf]:
    values: dict[str, tuple[object, ...]] = {
        "action": plan.actions,
        "level": plan.levels,
        "sector": plan.sectors,
    }
    dimensions = [*plan.sections, *(name for name in values if name not in plan.sections)]
    paths = [
        dict(zip(dimensions, found, strict=True)) for found in product(*(values[name] for name in dimensions))
    ]
    kept = [path for path in paths if rng.random() < 0.75]
    for name in dimensions:  # every value somewhere
        for value in values[name]:
            if all(path[name] != value for path in kept):
                kept.append(next(path for path in paths if path[name] == value))
    few = _SIZES[plan.size][0]
    ordered = [path for path in paths if path in kept][: max(3, _MOST[plan.size] // few)]
    return [Leaf(path["action"], path["level"], path["sector"]) for path in ordered]  # type: ignore[arg-type]


def _agency(leaf: Leaf, plan: Plan) -> str:
    """Who carries it out: never of another level than its section (RULINGS 30)."""
    if leaf.levels and not {P, R} & set(leaf.levels):
        return (
            "UBND cấp xã"
            if leaf.levels == (X,)
            else "UBND cấp huyện"
            if leaf.levels == (D,)
            else "UBND cấp huyện, xã"
        )
    return plan.department


def _item(rng: Random, plan: Plan, leaf: Leaf, used: set[str]) -> Item:
    year = plan.signed_on.year
    trap = pick(rng, (("plain", 68), ("action", 16), ("level", 10), ("law", 6)))
    name = _unused(rng, leaf.sector, trap, year, used)
    legal, local = rng.choice(words.TIMES)
    item = Item(
        action=leaf.action,
        levels=leaf.levels,
        sector=leaf.sector,
        name=name,
        code=_code(rng, used),
        printed={
            "name": name,
            "time_legal": legal,
            "time_local": local,
            "time": rng.choice((legal, local)),
            "place": words.place_of(rng, plan.city),
            "fee": rng.choice(words.FEES),
            "basis": words.basis_of(rng, year, pick(rng, ((1, 40), (2, 30), (3, 18), (5, 7), (14, 3)))),
            "agency": _agency(leaf, plan),
            "method": rng.choice(words.METHODS),
            "online_full": "",
            "online_partial": "",
            "change": rng.choice(words.CHANGES),
            "sector": leaf.sector,
            "published": f"Quyết định số {rng.randint(10, 3000)}/QĐ-UBND ngày "
            f"{rng.randint(1, 28):02d}/{rng.randint(1, 12)}/{year - 1}",
        },
    )
    item.printed[rng.choice(("online_full", "online_partial"))] = rng.choice(("x", "X", "x"))
    if trap != "plain":
        item.axes["name"] = f"sounds like {trap}"
    if rng.random() < 0.05 and trap == "plain":
        item.printed["name"] = f"{name} {name} {words.case_of(rng)}"
        item.axes["name"] = "heading and case"
    if plan.level_column:
        held = [(P,), (X,), (P, X)] + [(D,)] * (plan.signed_on < DISTRICTS_END)
        item.levels = rng.choice(held)
        item.printed["level"] = _levels_in_cell(rng, item.levels, city=plan.city)
    if leaf.action is R:
        _replaced(rng, leaf, item, used)
    return item


def _levels_in_cell(rng: Random, levels: Levels, *, city: bool) -> str:
    words_of = level_words(levels, city=city)
    if rng.random() < 0.5:
        return ", ".join(word.removeprefix("cấp ").capitalize() for word in words_of.split(", "))
    return words_of[0].upper() + words_of[1:]


def _unused(rng: Random, sector: str, trap: str, year: int, used: set[str]) -> str:
    while True:
        name = words.name_of(rng, sector, trap=trap, year=year)
        if name.lower() not in used:
            used.add(name.lower())
            return name


def _code(rng: Random, used: set[str]) -> str:
    while True:
        first = rng.choices((1, 2, 3), (6, 3, 1))[0]
        code = f"{first}.{rng.choice((0, 0, 0, 1))}{rng.randint(0, 19_999):05d}"
        if code not in used:
            used.add(code)
            return code


def _replaced(rng: Random, leaf: Leaf, item: Item, used: set[str]) -> None:
    old = [
        (_code(rng, used), _unused(rng, leaf.sector, "plain", 2020, used))
        for _ in range(rng.choices((1, 2, 3), (6, 2, 1))[0])
    ]
    item.replaces = tuple(code for code, _ in old)
    item.printed["old_code"] = rng.choice(("\n", ";\n", "; ")).join(item.replaces)
    item.printed["old_name"] = "; ".join(name for _, name in old)
    item.printed["old"] = ";\n".join(f"{code} {name}" for code, name in old)
    item.printed["new_name"] = item.printed["name"]
    listed = rng.choice((", ", " và ", "; ")).join(item.replaces)
    item.printed["replaces"] = rng.choice(("Thay thế TTHC có mã số {}", "Thay thế thủ tục mã {}")).format(
        listed
    )


def _repeat_names_and_codes(rng: Random, leaves: list[Leaf]) -> None:
    """One name under two codes; one code at two levels."""
    for leaf in leaves:
        if len(leaf.items) > 1 and rng.random() < 0.04:
            first, second = leaf.items[:2]
            second.name = first.name
            second.printed["name"] = first.printed["name"]
            second.printed["new_name"] = first.printed["name"]
            second.axes["name"] = first.axes["name"] = "borne by two codes"
    for above, below in pairwise(leaves):
        same = above.action is below.action and above.sector == below.sector and above.levels != below.levels
        if same and above.action is not R and rng.random() < 0.3:
            first, second = above.items[0], below.items[0]
            second.name, second.code = first.name, first.code
            second.printed["name"] = first.printed["name"]
            second.axes["code"] = first.axes["code"] = "at two levels"
