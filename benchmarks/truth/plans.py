"""What a made-up decision shall be like: every axis drawn once, before a word is written."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from benchmarks.truth import words
from niemyet.model.words import Action, DecisionKind, Level

N, A, R, B, LIST = Action.NEW, Action.AMEND, Action.REPLACE, Action.ABOLISH, Action.LIST
M, P, D, X = Level.MINISTRY, Level.PROVINCE, Level.DISTRICT, Level.COMMUNE
Levels = tuple[Level, ...]
T = TypeVar("T")

DISTRICTS_END = date(2025, 7, 1)
_ACTIONS: tuple[tuple[tuple[Action, ...], int], ...] = (
    ((N,), 10), ((A,), 12), ((B,), 7), ((R,), 5), ((N, A), 14), ((A, B), 12), ((N, B), 6), ((N, A, B), 14),
    ((N, A, R, B), 7), ((R, B), 5), ((A, R), 3),
)  # fmt: skip
_LEVELS: tuple[tuple[tuple[Levels, ...], int], ...] = (
    (((P,),), 22), (((X,),), 14), (((P,), (X,)), 22), (((P,), (P, X)), 8), (((P,), (M, P, X), (X,)), 6),
    (((P, X),), 5), (((M, P, X), (X,)), 4), (((D,),), 5), (((P,), (D,), (X,)), 9), (((D, X), (X,)), 3),
)  # fmt: skip
#: The nesting of sections; what is not in it stands in the title, or nowhere.
_NESTINGS: tuple[tuple[tuple[str, ...], int], ...] = (
    (("action", "level", "sector"), 24), (("level", "sector", "action"), 14), (("action", "sector"), 14),
    (("action", "level"), 10), (("level", "action"), 8), (("sector", "level", "action"), 4), (("level", "sector"), 5),
    (("action",), 8), (("level",), 6), (("sector",), 6), (("level", "action", "sector"), 6), ((), 6),
    (("action+level", "sector"), 7), (("action+level",), 4), (("sector", "action+level"), 3),
)  # fmt: skip
_NUMBERINGS: tuple[tuple[tuple[str, ...], int], ...] = (
    (("A", "I", "1"), 24), (("I", "1", "1.1"), 14), (("I", "I.1", "I.1.1"), 12), (("A", "A1", "A1.1"), 14),
    (("PHẦN I", "A", "I"), 10), (("", "", ""), 18), (("A", "I", ""), 8),
)  # fmt: skip
_CODES: tuple[tuple[str, int], ...] = (
    ("plain", 40), ("suffix", 16), ("short suffix", 5), ("in name, first", 6), ("in name, last", 5), ("in name, dash", 4),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """The axes of one decision."""

    province: tuple[str, str]
    department: str
    ministry: tuple[str, str]
    agency: str  # H64 and on: ids that no province bears
    number: int
    signed_on: date
    kind: DecisionKind
    actions: tuple[Action, ...]
    levels: tuple[Levels, ...]
    sectors: tuple[str, ...]
    nesting: tuple[str, ...]  # "action+level": both in one heading
    outer: int  # so many dimensions are headings between tables, the rest are rows of a table
    annexes: bool  # the first dimension has an annex of its own: Phụ lục I, II
    numbering: tuple[str, ...]
    mark_sign: str  # between mark and words
    heading_shape: str
    heading_case: str
    sector_heading: str
    abbreviated: bool  # TTHC for thủ tục hành chính
    short_levels: bool  # "CẤP TỈNH" and no more
    counter_cell: bool  # the counter in the last cell of its row
    counters: str
    header: str  # one level, two levels, with number row
    header_repeat: str  # none, marked, explicit
    level_said: (
        str  # where no section says it: authority, plain (in the title), column, nowhere (to be asked)
    )
    sector_said: bool
    action_typo: bool
    code_form: str
    size: str
    landscape: bool
    unicode: str
    legacy: bool
    kerning: str
    number_printed: bool
    wrapped_labels: bool  # line breaks inside the labels of a header
    title_lines: int
    annex_name: str
    annex_order: str  # what follows "Phụ lục": the title, or the decision that it belongs to
    effect: str
    annex_title: str
    stt: str
    last_rows: str
    xlsx: str
    by_article: bool  # an abolition by name in an article
    process_annex: bool

    @property
    def sections(self) -> tuple[str, ...]:
        """Dimensions that headings of sections name, from the outside in."""
        return tuple(dimension for name in self.nesting for dimension in name.split("+"))

    @property
    def level_column(self) -> bool:
        """Whether a column says of each row who holds it."""
        return self.level_said == "column" and "level" not in self.sections

    @property
    def city(self) -> bool:
        """Whether the province is a city."""
        return self.province[0] == "THÀNH PHỐ"


def pick(rng: Random, weighted: tuple[tuple[T, int], ...]) -> T:
    """One of the values by its weight."""
    return rng.choices([value for value, _ in weighted], [weight for _, weight in weighted])[0]


def draw_plan(rng: Random) -> Plan:
    """Draw every axis; values that exclude each other are never drawn together."""
    signed_on = date(2019, 3, 1) + timedelta(days=rng.randrange(2_790))
    kind = pick(
        rng,
        (
            (DecisionKind.PUBLIC_LIST, 86), (DecisionKind.NORMALISED, 4), (DecisionKind.SUBSET, 4),
            (DecisionKind.MIXED, 6),
        ),
    )  # fmt: skip
    nesting = pick(rng, _NESTINGS)
    actions, levels = pick(rng, _ACTIONS), pick(rng, _LEVELS)
    sections = "+".join(nesting)
    while "action" not in sections and len(actions) > 1:
        actions = pick(rng, _ACTIONS)
    while (signed_on >= DISTRICTS_END and any(D in group for group in levels)) or (
        "level" not in sections and (len(levels) > 1 or len(levels[0]) > 1)
    ):
        levels = pick(rng, _LEVELS)
    several = rng.choices((1, 2, 3), (5, 4, 2))[0] if "sector" in sections else 1
    sectors = tuple(rng.sample(sorted(words.SECTORS), several))
    if kind in {DecisionKind.NORMALISED, DecisionKind.SUBSET}:
        actions, nesting = (
            (LIST,),
            tuple(name.removeprefix("action+") for name in nesting if name != "action"),
        )
    outer = rng.choices((0, 1, len(nesting)), (5, 4, 2))[0] if nesting else 0
    annexes = (
        bool(nesting)
        and nesting[0] != "sector"
        and _several(nesting[0].split("+")[0], actions, levels)
        and rng.random() < 0.25
    )
    if annexes:
        outer = max(1, outer)
    many = (
        nesting[:1] == ("action+level",) and len(actions) * len(levels) > 8
    )  # more than letters are used for
    legacy = signed_on.year < 2022 and rng.random() < 0.3
    return Plan(
        province=rng.choice(words.PROVINCES),
        department=rng.choice(words.DEPARTMENTS),
        ministry=rng.choice(words.MINISTRIES),
        agency=f"H{rng.randint(64, 99)}",
        number=rng.randint(11, 4_800),
        signed_on=signed_on,
        kind=kind,
        actions=actions,
        levels=levels,
        sectors=sectors,
        nesting=nesting,
        outer=min(outer, len(nesting)),
        annexes=annexes,
        numbering=("I", "1", "1.1") if many else pick(rng, _NUMBERINGS),
        mark_sign=pick(rng, ((". ", 70), (" - ", 8), ("/ ", 7), (") ", 6), (": ", 4), (" ", 5))),
        heading_shape=pick(rng, (("mark cell", 50), ("whole row", 35), ("name cell", 15))),
        heading_case=pick(rng, (("capitals", 70), ("sentence", 30))),
        sector_heading=pick(rng, (("LĨNH VỰC", 60), ("Lĩnh vực:", 20), ("bare", 20))),
        abbreviated=rng.random() < 0.15,
        short_levels=rng.random() < 0.1,
        counter_cell=rng.random() < 0.1,
        counters=pick(rng, (("absent", 40), ("all", 34), ("some", 14), ("wrong", 12))),
        header=pick(rng, (("one level", 40), ("two levels", 40), ("with number row", 20))),
        header_repeat=pick(rng, (("none", 30), ("marked", 45), ("explicit", 25))),
        level_said=pick(rng, (("authority", 45), ("plain", 30), ("column", 14), ("nowhere", 11))),
        sector_said=rng.random() < 0.85,
        action_typo=rng.random() < 0.12,
        code_form=pick(rng, _CODES),
        size=pick(rng, (("small", 35), ("middle", 50), ("large", 15))),
        landscape=rng.random() < 0.6,
        unicode=pick(rng, (("NFC", 85), ("NFD", 15))),
        legacy=legacy,
        kerning=pick(rng, (("none", 80), ("narrow", 13), ("wide", 7))),
        number_printed=rng.random() < 0.88,
        wrapped_labels=rng.random() < 0.3,
        title_lines=pick(rng, ((1, 60), (2, 30), (3, 10))),
        annex_name=pick(
            rng, (("PHỤ LỤC I", 55), ("Phụ lục I", 20), ("PHỤ LỤC 1", 10), ("PHỤ LỤC SỐ 01", 15))
        ),
        annex_order=pick(rng, (("title first", 70), ("decision first", 30))),
        effect=pick(rng, (("signing", 40), ("day", 30), ("rows", 12), ("none", 10), ("until", 8))),
        annex_title=pick(rng, (("full", 75), ("short", 25))),
        stt=pick(rng, (("1", 50), ("1.", 25), ("01", 15), ("1)", 5), ("runs on", 5))),
        last_rows=pick(rng, (("none", 70), ("total", 14), ("note", 9), ("footnote", 7))),
        xlsx=pick(rng, (("whole", 50), ("annex", 50))),
        by_article=B in actions and rng.random() < 0.12,
        process_annex=kind is DecisionKind.MIXED,
    )


def _several(dimension: str, actions: tuple[Action, ...], levels: tuple[Levels, ...]) -> bool:
    return len(actions if dimension == "action" else levels) > 1
