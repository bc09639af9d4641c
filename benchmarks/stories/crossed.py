"""Stories by rule: what a decision does, crossed with what the next one does to it, whether that is undone, and with their order.

The truth is worked out here, day by day, from RULINGS 13, 39 and 40 alone: a decision has a first and a last day, acts move
or empty that stretch, and on a day the rows of those that hold are played into the board.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import product

from benchmarks.stories.story import Asked, Hangs, Procedure, Story, Told
from benchmarks.stories.writing import Row, Rows, Writer, cast, cited, hangs, of, section


class First(StrEnum):
    """What decision 20 does to the first procedure of three."""

    AMENDS = "amends"
    ABOLISHES = "abolishes"
    REPLACES = "replaces"
    ADDS = "adds"
    PAUSES = "pauses"


class Second(StrEnum):
    """What decision 30 does to decision 20."""

    NOTHING = "nothing"
    ANNULS = "annuls"
    WITHDRAWS = "withdraws"
    POSTPONES = "postpones"
    EXTENDS = "extends"
    CORRECTS_DAY = "corrects its day"
    SUSPENDS = "suspends"


SIGNED, SECOND, THIRD = date(2022, 5, 1), date(2022, 6, 1), date(2022, 6, 15)
ANNULLING = frozenset({Second.ANNULS, Second.WITHDRAWS})
LATER, MOVED, CORRECTED = date(2022, 7, 1), date(2022, 9, 1), date(2022, 7, 15)
LIMIT, EXTENDED = date(2023, 1, 1), date(2023, 7, 1)
REST = (date(2022, 8, 1), date(2022, 9, 1))
CAME_LATE = date(2022, 10, 1)
#: Days on which boards are looked at: on either side of every day above.
LOOKS = tuple(
    sorted(
        day + timedelta(days=shift)
        for day in (SIGNED, SECOND, THIRD, LATER, MOVED, CORRECTED, LIMIT, EXTENDED, *REST) for shift in (-1, 1)
    )
)  # fmt: skip


@dataclass(frozen=True)
class Plot:
    """One crossing. `later`: 20 is in force two months after its signing; `limited`: until the end of the year;
    `late`: it comes after the decisions that act on it; `undone`: decision 40 annuls 30, before 20 begins if that is later."""

    first: First
    second: Second
    later: bool
    limited: bool
    late: bool
    undone: bool = False

    @property
    def name(self) -> str:
        words = [f"{self.first.value}", "later" if self.later else "at once"]
        words += ["limited"] * self.limited + [f"30 {self.second.value}"] + ["comes late"] * self.late
        words += ["40 annuls 30"] * self.undone
        return ", ".join(words)

    @property
    def makes_sense(self) -> bool:
        if self.limited and self.first not in {First.AMENDS, First.ADDS, First.PAUSES}:
            return False
        if self.second is Second.EXTENDS and (not self.limited or self.first is First.PAUSES):
            return False
        if self.second is Second.CORRECTS_DAY and (not self.later or self.first is First.PAUSES):
            return False
        if self.second is Second.POSTPONES and self.first is First.PAUSES:
            return False
        if self.second is Second.SUSPENDS and self.first not in {First.AMENDS, First.ADDS}:
            return False
        if self.undone and (self.first is First.PAUSES or self.second is Second.CORRECTS_DAY):
            return False  # what a pause or a correction comes to when its end is undone, no ruling says
        return self.second is not Second.NOTHING or not (self.late or self.undone)


def plots() -> Iterator[Plot]:
    """All crossings that make sense."""
    yes = (False, True)
    yield from (
        plot for values in product(First, Second, yes, yes, yes, yes) if (plot := Plot(*values)).makes_sense
    )


def crossings(seed: int) -> Iterator[Story]:
    """A story of each, with what must hang on either side of every day that matters."""
    for plot in plots():
        yield _story(plot, seed)


# ---- the rule --------------------------------------------------------------------------------------------------

Stretch = tuple[date, date]


def stretch(plot: Plot, *, acts: int) -> Stretch:
    """First day of decision 20 and the first day after it; `acts`: so many of decisions 30 and 40 are known."""
    begins = LATER if plot.later else SIGNED
    ends = LIMIT if plot.limited else date.max
    in_time = begins > SECOND
    undone = plot.undone and acts > 1 and not (in_time and plot.second in ANNULLING)
    if not acts or undone:
        return begins, ends  # what never began does not begin by the annulment of its annulment: it is asked
    if plot.second in ANNULLING:
        if in_time:
            return begins, begins  # before it holds nothing of it ever begins (RULINGS 39)
        if plot.first is First.PAUSES:
            return begins, SECOND  # what it paused goes on again
    if plot.second is Second.POSTPONES and in_time:
        return MOVED, ends  # when it has begun nothing can be put off (RULINGS 40)
    if plot.second is Second.CORRECTS_DAY:
        return CORRECTED, ends
    if plot.second is Second.EXTENDS:
        return begins, EXTENDED
    return begins, ends


def board(plot: Plot, on: date, *, acts: int, things: tuple[Procedure, ...]) -> Rows:
    """What must hang at the commune on a day."""
    first, *rest, new = things
    rows = of(10, first, *rest)
    begins, ends = stretch(plot, acts=acts)
    if not begins <= on < ends:
        return rows
    suspended = acts == 1 or (acts > 1 and not plot.undone)
    rests = suspended and plot.second is Second.SUSPENDS and REST[0] <= on < REST[1]
    if plot.first in {First.ABOLISHES, First.REPLACES, First.PAUSES}:
        rows.pop(first.code)
    if plot.first is First.AMENDS:
        rows.pop(first.code)
        rows |= of(20, first)
    if plot.first in {First.REPLACES, First.ADDS} and not rests:
        rows |= of(20, new)
    return rows


def asked(plot: Plot) -> Asked:
    """Of what an annulled decision alone decides is asked (RULINGS 39), and what stands while an amendment rests
    (docs/acts.md: "amendments … asked, nothing applied"); what only ends by a limit may be asked about."""
    annulled = plot.second in ANNULLING
    if plot.undone:
        return Asked.MUST if annulled and plot.later else Asked.MAY
    if annulled and not plot.later and plot.first is not First.PAUSES:
        return Asked.MUST
    if plot.second is Second.SUSPENDS and plot.first is First.AMENDS:
        return Asked.MUST
    too_late = plot.second is Second.POSTPONES and not plot.later
    may = annulled or too_late or plot.limited or plot.second is Second.SUSPENDS
    return Asked.MAY if may else Asked.NOT


# ---- the papers ------------------------------------------------------------------------------------------------


def _story(plot: Plot, seed: int) -> Story:
    name = plot.name
    w = Writer(seed, name)
    things = cast(seed, 4)
    base = w.published(10, "2022-03-01", section("new", "x", *things[:3]))
    papers = [base, _first(w, plot, things)]
    if plot.second is not Second.NOTHING:
        papers.append(_second(w, plot))
    if plot.undone:
        papers.append(
            w.acts(40, f"{THIRD}", "bãi bỏ Quyết định số 30/QĐ-UBND", f"Bãi bỏ {cited(30, f'{SECOND}')}.")
        )
    boards = [_hangs(plot, on, things, 2, None) for on in LOOKS]
    if plot.undone and not plot.late:
        boards += [_hangs(plot, on, things, 1, THIRD) for on in LOOKS]
    if plot.second is not Second.NOTHING and not plot.late:
        boards += [_hangs(plot, on, things, 0, SECOND) for on in LOOKS]
    if plot.late:
        boards += [hangs(f"{on}", of(10, *things[:3]), known=f"{SECOND - timedelta(days=1)}") for on in LOOKS]
    axes = {"first": plot.first.value, "second": plot.second.value}
    axes |= {"effect": "later" if plot.later else "at once", "comes": "late" if plot.late else "in order"}
    axes |= {"limit": "yes" if plot.limited else "no"}
    return Story(
        name, "13, 39, 40", tuple(papers), tuple(boards), asked(plot), axes=tuple(sorted(axes.items()))
    )


def _hangs(plot: Plot, on: date, things: tuple[Procedure, ...], acts: int, before: date | None) -> Hangs:
    """What must hang when so many acts are known; `before`: the day on which the next one comes."""
    known = f"{before - timedelta(days=1)}" if before else None
    return hangs(f"{on}", board(plot, on, acts=acts, things=things), known=known)


def _first(w: Writer, plot: Plot, things: tuple[Procedure, ...]) -> Told:
    a, new = things[0], things[3]
    received = f"{CAME_LATE}" if plot.late else None
    effect = f"{LATER}" if plot.later else None
    until = f"{LIMIT - timedelta(days=1)}" if plot.limited else None
    if plot.first is First.PAUSES:
        since = "01/7/2022" if plot.later else "01/5/2022"
        ends = " đến hết ngày 31/12/2022" if plot.limited else ""
        text = f"Tạm dừng tiếp nhận thủ tục hành chính “{a.name}” (mã {a.code}) từ ngày {since}{ends}."
        return w.acts(20, f"{SIGNED}", "tạm dừng tiếp nhận thủ tục hành chính", text, received=received)
    rows = {
        First.AMENDS: section("amend", "x", Row(a, "02 ngày làm việc")),
        First.ABOLISHES: section("abolish", "x", a),
        First.REPLACES: section("replace", "x", Row(new, old=a)),
        First.ADDS: section("new", "x", new),
    }[plot.first]
    return w.published(20, f"{SIGNED}", rows, effect=effect, until=until, received=received)


def _second(w: Writer, plot: Plot) -> Told:
    target = cited(20, f"{SIGNED}")
    title, text = {
        Second.ANNULS: ("bãi bỏ Quyết định số 20/QĐ-UBND", f"Bãi bỏ {target}."),
        Second.WITHDRAWS: ("thu hồi Quyết định số 20/QĐ-UBND", f"Thu hồi {target}."),
        Second.POSTPONES: (
            "lùi thời điểm có hiệu lực của Quyết định số 20/QĐ-UBND",
            f"Lùi thời điểm có hiệu lực thi hành của {target} đến ngày 01/9/2022.",
        ),
        Second.EXTENDS: (
            "kéo dài thời hạn hiệu lực của Quyết định số 20/QĐ-UBND",
            f"Kéo dài thời hạn hiệu lực của {target} đến hết ngày 30/6/2023.",
        ),
        Second.CORRECTS_DAY: (
            "đính chính Quyết định số 20/QĐ-UBND ngày 01/5/2022",
            f"Đính chính ngày có hiệu lực tại Điều 2 {target}: từ “01/7/2022” thành “15/7/2022”.",
        ),
        Second.SUSPENDS: (
            "tạm ngưng hiệu lực Quyết định số 20/QĐ-UBND",
            f"Tạm ngưng hiệu lực thi hành {target} từ ngày 01/8/2022 đến hết ngày 31/8/2022.",
        ),
    }[plot.second]
    clause = "" if plot.second is Second.CORRECTS_DAY else None
    return w.acts(30, f"{SECOND}", title, text, clause=clause)
