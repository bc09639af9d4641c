"""The province's five years, written by a fixed random state: about 300 decisions, among them the worked scenario.

First the calendar (who signs when, and which number that gives), then the contents, decision by decision, over what
is in force on that day. The last decisions of 2022 are measured so that on 2022-12-31 the district level holds
exactly `DISTRICT_TARGET` and the commune level exactly `COMMUNE_TARGET` procedures.
"""

import itertools
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from niemyet.demo.names import LEVEL_WORDS, SECTORS, Sector, names_of, sector_named
from niemyet.demo.records import PaperLayout, PaperRow, ScriptedDecision, short_date
from niemyet.demo.scenario import NAMES, SCENES, Scene
from niemyet.demo.truth import DISTRICTS_END, fold
from niemyet.model.words import Action, DecisionKind, EffectSource, Level

#: Procedures at the end of the script, the gates of docs/field.md.
DISTRICT_TARGET = 261
#: Procedures at the end of the script, the gates of docs/field.md.
COMMUNE_TARGET = 114
BALANCE_DAY = date(2022, 12, 31)

T, H, X = Level.PROVINCE, Level.DISTRICT, Level.COMMUNE
_SCENARIO_CODES = frozenset(NAMES)
_ISSUERS = {
    "quang-nam": "UBND tỉnh Quảng Nam",
    "da-nang": "UBND thành phố Đà Nẵng",
    "binh-dinh": "UBND tỉnh Bình Định",
}
_HOLIDAYS = {(1, 1), (1, 3), (4, 30), (5, 1), (9, 1), (9, 2)}
#: (day, target) per level; the simulation keeps near the straight lines between.
_COURSE: dict[Level, tuple[tuple[date, int], ...]] = {
    T: ((date(2022, 1, 1), 166), (date(2025, 6, 30), 196), (date(2025, 7, 2), 300), (date(2026, 12, 1), 318)),
    H: ((date(2022, 1, 1), 239), (date(2022, 12, 20), 257), (date(2025, 6, 30), 276), (date(2025, 7, 1), 0)),
    X: (
        (date(2022, 1, 1), 109),
        (date(2022, 12, 20), 112),
        (date(2025, 6, 30), 122),
        (date(2026, 12, 1), 300),
    ),
}
#: Numbers of a year's series run through these points: (issuer, year) → (day, number).
_SERIES: dict[tuple[str, int], tuple[tuple[date, int], tuple[date, int]]] = {
    ("quang-nam", 2021): ((date(2021, 12, 15), 3600), (date(2021, 12, 31), 4030)),
    ("quang-nam", 2022): ((date(2022, 1, 1), 0), (date(2022, 12, 31), 3560)),
    ("quang-nam", 2023): ((date(2023, 1, 1), 0), (date(2023, 12, 31), 3010)),
    ("quang-nam", 2024): ((date(2024, 1, 1), 0), (date(2024, 12, 31), 3120)),
    ("quang-nam", 2025): ((date(2025, 1, 1), 0), (date(2025, 6, 30), 1480)),
    ("da-nang", 2025): ((date(2025, 7, 1), 2), (date(2025, 12, 31), 2310)),
    ("da-nang", 2026): ((date(2026, 1, 1), 0), (date(2026, 12, 31), 3650)),
}


@dataclass(slots=True)
class _Slot:
    """A place in the calendar: who signs when, and what for."""

    issuer_id: str
    signed_on: date
    purpose: str
    number: int = 0
    readable_from: date | None = None
    scene: Scene | None = None
    sector: str | None = None


@dataclass(slots=True)
class _Procedure:
    """A procedure as it stands in the simulation."""

    code: str
    name: str
    sector: str
    levels: tuple[Level, ...]


# ---- the calendar -----------------------------------------------------------------------------------


def _working_days(first: date, last: date) -> list[date]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS]


def _slots() -> list[_Slot]:
    rng = random.Random("calendar")
    slots = [_Slot(scene.issuer_id, scene.signed_on, "scene", scene.number, scene=scene) for scene in SCENES]
    base_days = sorted(rng.choices(_working_days(date(2021, 12, 16), date(2021, 12, 30)), k=len(SECTORS)))
    order = list(SECTORS)
    rng.shuffle(order)
    slots += [_Slot("quang-nam", day, "base", sector=s.name) for day, s in zip(base_days, order, strict=True)]
    spans = (
        ("quang-nam", date(2022, 1, 10), date(2022, 12, 16), 62),
        ("quang-nam", date(2023, 1, 9), date(2023, 12, 20), 42),
        ("quang-nam", date(2024, 1, 8), date(2024, 12, 20), 38),
        ("quang-nam", date(2025, 1, 8), date(2025, 6, 6), 14),
        ("da-nang", date(2025, 7, 24), date(2025, 12, 19), 14),
        ("da-nang", date(2026, 1, 12), date(2026, 10, 30), 34),
    )
    for issuer, first, last, count in spans:
        slots += [
            _Slot(issuer, day, "ordinary") for day in sorted(rng.choices(_working_days(first, last), k=count))
        ]
    slots += [_Slot("da-nang", date(2025, 7, 1), "move", sector=s.name) for s in SECTORS]
    slots += _special_slots()
    slots.sort(key=lambda slot: (slot.signed_on, slot.scene is None, slot.issuer_id))
    _move_d11_into_the_middle(slots)
    _give_numbers(slots)
    return slots


def _special_slots() -> list[_Slot]:
    days: tuple[tuple[str, date, str, date | None], ...] = (
        ("quang-nam", date(2022, 2, 22), "normalised", None),
        ("quang-nam", date(2022, 4, 27), "ministry", None),
        ("quang-nam", date(2022, 5, 17), "subset", None),
        ("quang-nam", date(2022, 9, 21), "process", None),
        ("quang-nam", date(2022, 10, 5), "misprint", None),
        ("quang-nam", date(2022, 10, 19), "mixed", None),
        ("quang-nam", date(2022, 10, 24), "code_correction", None),
        ("quang-nam", date(2022, 12, 8), "supersede", None),
        ("quang-nam", date(2022, 12, 27), "eve", date(2022, 12, 30)),
        ("quang-nam", date(2022, 12, 28), "planned", date(2022, 12, 31)),
        ("quang-nam", date(2022, 12, 29), "balance", date(2022, 12, 31)),
        ("quang-nam", date(2023, 4, 12), "correction", None),
        ("quang-nam", date(2023, 6, 14), "internal", None),
        ("quang-nam", date(2023, 10, 11), "supersede", None),
        ("quang-nam", date(2024, 3, 6), "normalised", None),
        ("quang-nam", date(2024, 5, 15), "process", None),
        ("quang-nam", date(2024, 8, 7), "subset", None),
        ("quang-nam", date(2024, 10, 16), "ministry", None),
        ("da-nang", date(2025, 10, 22), "process", None),
        ("da-nang", date(2025, 11, 26), "mixed", None),
        ("da-nang", date(2026, 3, 18), "internal", None),
        ("da-nang", date(2026, 5, 20), "subset", None),
        ("da-nang", date(2026, 8, 12), "ministry", None),
        ("da-nang", date(2026, 11, 17), "eve", date(2026, 11, 19)),
        ("da-nang", date(2026, 11, 18), "eve", date(2026, 11, 20)),
        ("da-nang", date(2026, 11, 18), "planned", date(2026, 11, 20)),
        ("binh-dinh", date(2022, 6, 8), "foreign", None),
        ("binh-dinh", date(2024, 4, 10), "foreign", None),
    )
    return [_Slot(issuer, day, purpose, readable_from=readable) for issuer, day, purpose, readable in days]


def _move_d11_into_the_middle(slots: list[_Slot]) -> None:
    """D11 bears number 58 on a day on which many are signed: some come before it."""
    place = next(n for n, slot in enumerate(slots) if slot.scene and slot.scene.key == "D11")
    slots.insert(place + 14, slots.pop(place))


def _give_numbers(slots: Sequence[_Slot]) -> None:
    """Each series grows with the days, through the numbers that the scenario fixes."""
    foreign = 1200
    for series, (start, end) in _SERIES.items():
        mine = [s for s in slots if (s.issuer_id, s.signed_on.year) == series and s.purpose != "ministry"]
        low = start
        run: list[_Slot] = []
        for slot in mine:
            if slot.number:
                _spread(run, low, (slot.signed_on, slot.number))
                low, run = (slot.signed_on, slot.number), []
            else:
                run.append(slot)
        _spread(run, low, end)
    for slot in slots:
        if slot.purpose == "ministry":
            slot.number = 700 + slot.signed_on.toordinal() % 1900
        elif slot.issuer_id == "binh-dinh":
            foreign += 613
            slot.number = foreign


def _spread(run: Sequence[_Slot], low: tuple[date, int], high: tuple[date, int]) -> None:
    if not run:
        return
    days = [low[0], *(slot.signed_on for slot in run), high[0]]
    weights = [(later - earlier).days + 0.25 for earlier, later in itertools.pairwise(days)]
    room, last = high[1] - low[1], low[1]
    for position, slot in enumerate(run):
        ideal = low[1] + int(room * sum(weights[: position + 1]) / sum(weights))
        latest = high[1] - (len(run) - position)
        last = slot.number = max(last + 1, min(ideal, latest))
    if run[-1].number >= high[1]:
        raise ValueError(f"no room for {len(run)} numbers between {low} and {high}")


# ---- the contents -----------------------------------------------------------------------------------


@dataclass(slots=True)
class Writer:
    """Writes the decisions one after another; what is in force is in `stock`."""

    rng: random.Random = field(default_factory=lambda: random.Random("niemyet/demo"))
    decisions: list[ScriptedDecision] = field(default_factory=list)
    stock: dict[str, _Procedure] = field(default_factory=dict)
    waiting: list[tuple[date, PaperRow]] = field(default_factory=list)
    locked: dict[str, date] = field(default_factory=dict)
    used_codes: set[str] = field(default_factory=lambda: set(_SCENARIO_CODES))
    used_names: set[str] = field(default_factory=lambda: {name.lower() for name, _ in NAMES.values()})
    pools: dict[str, Iterator[str]] = field(
        default_factory=lambda: {s.name: iter(names_of(s)) for s in SECTORS}
    )
    exchanged: dict[str, str] = field(default_factory=dict)  # misprinted code → right code
    serials: dict[int, int] = field(default_factory=dict)

    def write(self) -> tuple[ScriptedDecision, ...]:
        """All decisions, in order of signing."""
        for slot in _slots():
            self._let_effects_come(slot.signed_on)
            self.decisions += self._decision(slot)
        return tuple(self.decisions)

    def _let_effects_come(self, day: date) -> None:
        for effective_on, line in [each for each in self.waiting if each[0] <= day]:
            self._take(line)
            self.waiting.remove((effective_on, line))
        self.locked = {code: until for code, until in self.locked.items() if until > day}
        if day >= DISTRICTS_END:
            for code, procedure in list(self.stock.items()):
                if H in procedure.levels and day > DISTRICTS_END:
                    self._drop(code, (H,))

    def _take(self, line: PaperRow) -> None:
        code = line.true_code
        if code is None or line.action in (Action.LIST, Action.CORRECT):
            return
        if line.action is Action.ABOLISH:
            self._drop(code, line.levels)
            return
        if line.old_code:
            self._drop(line.old_code, line.levels)
        before = self.stock.get(code)
        levels = tuple(
            level for level in Level if level in line.levels or (before and level in before.levels)
        )
        self.stock[code] = _Procedure(code, line.name, line.sector, levels)

    def _drop(self, code: str, levels: tuple[Level, ...]) -> None:
        procedure = self.stock.get(code)
        if procedure is None:
            return
        procedure.levels = tuple(level for level in procedure.levels if level not in levels)
        if not procedure.levels:
            del self.stock[code]

    # -- decisions

    def _decision(self, slot: _Slot) -> list[ScriptedDecision]:
        if slot.scene is not None:
            return [self._finish(self._of_scene(slot.scene))]
        maker = getattr(self, f"_make_{slot.purpose}")
        made: ScriptedDecision | None = maker(slot)
        return [] if made is None else [self._finish(made)]

    def of_story(self, scene: Scene) -> ScriptedDecision:
        """A decision of a story beside the province's own: nothing of it is remembered."""
        decision = self._of_scene(scene)
        return replace(decision, lines=tuple(self._with_details(decision, line) for line in decision.lines))

    def _finish(self, decision: ScriptedDecision) -> ScriptedDecision:
        """Complete the lines, remember their effect."""
        lines = tuple(self._with_details(decision, line) for line in decision.lines)
        decision = replace(decision, lines=lines)
        if decision.changes_boards:
            for line in lines:
                if decision.effective_on <= decision.signed_on:
                    self._take(line)
                else:
                    self.waiting.append((decision.effective_on, line))
                for code in (line.true_code, line.old_code):
                    if code:
                        self.locked[code] = decision.effective_on + timedelta(days=1)
        return decision

    def _of_scene(self, scene: Scene) -> ScriptedDecision:
        levels = [level for level in Level if any(level in line.levels for line in scene.lines)]
        sectors = tuple(dict.fromkeys(line.sector for line in scene.lines))
        title = scene.title or _title(scene.issuer_id, [line.action for line in scene.lines], sectors, levels)
        return ScriptedDecision(
            key=scene.key,
            issuer_id=scene.issuer_id,
            issuer_name=_ISSUERS[scene.issuer_id],
            number=scene.number,
            symbol="QĐ-UBND",
            signed_on=scene.signed_on,
            effective_on=scene.effective_on,
            effective_until=scene.effective_until,
            effect_source=scene.effect,
            readable_from=scene.readable_from,
            kind=scene.kind,
            title=title,
            sectors=sectors,
            lines=scene.lines,
            layout=scene.layout,
            articles=scene.articles or _articles(scene.issuer_id, scene.lines, sectors, levels),
            effect_clause=_effect_clause(scene.effect, scene.effective_on, scene.effective_until),
            basis=self._basis(scene.signed_on, sectors),
            formats=scene.formats,
            outlets=scene.outlets,
            annex=scene.annex,
            note="scenario",
        )

    def _of_lines(
        self,
        slot: _Slot,
        lines: Sequence[PaperRow],
        *,
        effect: tuple[EffectSource, date] | None = None,
        kind: DecisionKind = DecisionKind.PUBLIC_LIST,
        layout: PaperLayout | None = None,
        title: str | None = None,
        articles: tuple[str, ...] = (),
        annex: str = "annex",
        tail: str = "",
    ) -> ScriptedDecision:
        sectors = tuple(dict.fromkeys(line.sector for line in lines))
        levels = [level for level in Level if any(level in line.levels for line in lines)]
        source, effective_on = effect or (EffectSource.SIGNING_CLAUSE, slot.signed_on)
        ordered = sorted(lines, key=lambda line: list(Action).index(line.action))
        serial = self.serials[slot.signed_on.year] = self.serials.get(slot.signed_on.year, 0) + 1
        formats, outlets = self._formats_and_outlets()
        return ScriptedDecision(
            key=f"{slot.signed_on.year}-{serial:03d}",
            issuer_id=slot.issuer_id,
            issuer_name=_ISSUERS[slot.issuer_id],
            number=slot.number,
            symbol="QĐ-UBND",
            signed_on=slot.signed_on,
            effective_on=effective_on,
            effective_until=None,
            effect_source=source,
            readable_from=slot.readable_from or self._readable_from(slot),
            kind=kind,
            title=title or _title(slot.issuer_id, [line.action for line in ordered], sectors, levels),
            sectors=sectors,
            lines=tuple(ordered),
            layout=layout or self._layout(slot.signed_on, ordered),
            articles=articles or _articles(slot.issuer_id, ordered, sectors, levels),
            effect_clause=_effect_clause(source, effective_on, None, tail),
            basis=self._basis(slot.signed_on, sectors),
            formats=formats,
            outlets=outlets,
            annex=annex,
            note=slot.purpose,
        )

    def _formats_and_outlets(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        formats = self.rng.choices((("docx",), ("html",), ("docx", "html")), (45, 35, 20))[0]
        outlets = self.rng.choices((("dvcqg", "so-tu-phap"), ("dvcqg",), ("so-tu-phap",)), (55, 25, 20))[0]
        return formats, outlets

    def _readable_from(self, slot: _Slot) -> date:
        """1 to 10 days after signing; a few much later, but none over the year's end of the two acts."""
        late = self.rng.random() < 0.05
        readable = slot.signed_on + timedelta(
            days=self.rng.randint(25, 45) if late else self.rng.randint(1, 10)
        )
        for cut in (date(2022, 12, 28), date(2026, 11, 16)):
            if slot.signed_on <= cut:
                return min(readable, cut)
        return readable

    def _layout(self, day: date, lines: Sequence[PaperRow]) -> PaperLayout:
        columns = self.rng.choices(("C1", "C2", "C3", "C4"), (15, 45, 20 if day.year >= 2023 else 0, 20))[0]
        only_amended = all(line.action in (Action.AMEND, Action.ABOLISH) for line in lines)
        return PaperLayout(
            nesting=self.rng.choices(("action", "level"), (60, 40))[0],
            columns=columns,
            replaced=self.rng.choice(("pairs", "grouped", "inline")),
            amended="C5" if only_amended and day < DISTRICTS_END and self.rng.random() < 0.25 else "",
            merged=columns in ("C2", "C3") and self.rng.random() < 0.4,
            suffix=self.rng.random() < 0.15,
        )

    def _basis(self, day: date, sectors: Iterable[str]) -> tuple[str, ...]:
        """Ministries' decisions that the decision rests on: numbers that are not its own."""
        lines = []
        for name in list(sectors)[:3]:
            sector = sector_named(name)
            local = random.Random(f"basis/{day}/{name}")
            cited = day - timedelta(days=local.randint(12, 60))
            lines.append(
                f"Căn cứ Quyết định số {local.randint(120, 2900)}/{sector.symbol} ngày {short_date(cited)} của "
                f"{sector.ministry} về việc công bố thủ tục hành chính lĩnh vực {name.lower()} thuộc phạm vi quản lý "
                f"của Bộ, ngành;"
            )
        return tuple(lines)

    def _with_details(self, decision: ScriptedDecision, line: PaperRow) -> PaperRow:
        """Time, fee, place and basis of a row; the same procedure has the same in the same decision."""
        local = random.Random(f"row/{decision.key}/{line.true_code or line.name}")
        legal, cut = local.choice(_TIMES)
        default_time = line.time_local == PaperRow.__dataclass_fields__["time_local"].default
        sector = sector_named(line.sector)
        reception = line.reception
        if (
            decision.signed_on >= DISTRICTS_END
            and decision.key != "D12"
            and not decision.key.startswith("D")
            and line.levels == (T,)
            and line.action not in (Action.ABOLISH, Action.LIST)
        ):
            reception = (X,) if local.random() < 0.35 else ()
        return replace(
            line,
            time_legal=legal if default_time else line.time_legal,
            time_local=cut if default_time else line.time_local,
            fee=line.fee if line.fee != "Không" else local.choice(_FEES),
            place=_place(decision.issuer_id, decision.signed_on, line.levels, reception),
            basis=f"Thông tư số {local.randint(1, 30):02d}/{decision.signed_on.year}/TT-{sector.symbol.split('-')[1]}",
            agency=_agency(line.levels, sector),
            online_full=local.random() < 0.4,
            reception=reception,
        )

    # -- what a slot is for

    def _make_base(self, slot: _Slot) -> ScriptedDecision:
        sector = sector_named(slot.sector or "")
        lines: list[PaperRow] = []
        for count, levels in zip(sector.base, ((T,), (H,), (X,), (H, X)), strict=True):
            lines += [line for _ in range(count) if (line := self._new_line(sector, levels))]
        return self._of_lines(slot, lines)

    def _make_ordinary(self, slot: _Slot) -> ScriptedDecision | None:
        sectors = self.rng.sample(SECTORS, k=self.rng.choices((1, 2), (85, 15))[0])
        lines = [line for sector in sectors for line in self._ordinary_lines(slot, sector)]
        if not lines:
            return None
        return self._of_lines(slot, lines, effect=self._some_effect(slot))

    def _some_effect(self, slot: _Slot) -> tuple[EffectSource, date]:
        roll = self.rng.random()
        if roll < 0.72:
            return EffectSource.SIGNING_CLAUSE, slot.signed_on
        if roll < 0.75:
            return EffectSource.DEFAULT_SIGNED, slot.signed_on
        later = slot.signed_on + timedelta(days=self.rng.randint(5, 40))
        if roll < 0.9:
            first = date(later.year + later.month // 12, later.month % 12 + 1, 1)
            return EffectSource.EXPLICIT, first
        return EffectSource.EXPLICIT, later

    def _ordinary_lines(self, slot: _Slot, sector: Sector) -> list[PaperRow]:
        lines: list[PaperRow] = []
        taken: set[str] = set()
        wanted = self.rng.choice(("amend", "amend", "change", "change", "replace", "all"))
        for level in self._levels_of(slot, sector):
            if wanted in ("change", "all"):
                lines += self._toward_course(slot, sector, level, taken)
            if wanted in ("amend", "all"):
                lines += self._amended(sector, level, taken, self.rng.randint(1, 5))
            if wanted == "replace":
                lines += self._replaced(sector, level, taken, self.rng.randint(1, 2))
        return lines

    def _levels_of(self, slot: _Slot, sector: Sector) -> list[Level]:
        open_levels = [T, X] if slot.signed_on >= DISTRICTS_END else [T, H, X]
        base = dict(zip((T, H, X), sector.base, strict=False))
        held = [level for level in open_levels if base[level] or self._candidates(sector, level, set())]
        return sorted(
            self.rng.sample(held, k=min(len(held), self.rng.choice((1, 2, 2, 3)))), key=list(Level).index
        )

    def _toward_course(self, slot: _Slot, sector: Sector, level: Level, taken: set[str]) -> list[PaperRow]:
        """New ones where the level holds less than its course, abolitions where it holds more."""
        lack = _on_course(level, slot.signed_on) - self._count(level)
        news = self.rng.randint(1, min(4, 1 + lack)) if lack > 0 else self.rng.randint(0, 1)
        gone = self.rng.randint(1, min(4, 1 - lack)) if lack < 0 else self.rng.randint(0, 1)
        levels = (H, X) if level is H and self.rng.random() < 0.04 else (level,)
        return self._new(sector, levels, taken, news) + self._abolished(sector, level, taken, gone)

    def _count(self, level: Level) -> int:
        pending = sum(1 for _, line in self.waiting if level in line.levels and line.action is Action.NEW)
        going = sum(1 for _, line in self.waiting if level in line.levels and line.action is Action.ABOLISH)
        return sum(level in procedure.levels for procedure in self.stock.values()) + pending - going

    def _make_move(self, slot: _Slot) -> ScriptedDecision | None:
        """The successor lists what the districts held at its new level and ends it at the old one."""
        sector = sector_named(slot.sector or "")
        held = self._candidates(sector, H, set())
        if not held:
            return None
        moved: list[PaperRow] = []
        ended: list[PaperRow] = []
        for procedure in held:
            if self.rng.random() < 0.03:
                continue  # nobody takes it up: the level is void, and the pipeline must ask
            kept = tuple(level for level in procedure.levels if level is not H)
            level = kept[0] if kept else self.rng.choices((X, T), (62, 38))[0]
            moved.append(PaperRow(Action.AMEND, (level,), sector.name, procedure.code, procedure.name))
            ended.append(PaperRow(Action.ABOLISH, (H,), sector.name, procedure.code, procedure.name))
        if not moved:
            return None
        layout = replace(self._layout(slot.signed_on, moved), nesting="action", amended="")
        return self._of_lines(slot, moved + ended, layout=layout)

    def _make_eve(self, slot: _Slot) -> ScriptedDecision:
        """A last decision before a demo night: one of each kind, and the counts stay."""
        lines: list[PaperRow] = []
        taken: set[str] = set()
        levels = (X,) if slot.signed_on >= DISTRICTS_END else (H, X)
        for level in levels:
            sector = self._biggest(level)
            lines += self._new(sector, (level,), taken, 1)
            lines += self._amended(sector, level, taken, 2)
            lines += self._replaced(sector, level, taken, 1)
            lines += self._abolished(sector, level, taken, 1)
        return self._of_lines(slot, lines, layout=PaperLayout(nesting="action", columns="C2"))

    def _make_planned(self, slot: _Slot) -> ScriptedDecision:
        """Readable before the night, in force only later: work that must not be done yet."""
        level = X if slot.signed_on >= DISTRICTS_END else H
        sector = self._biggest(level, skip=1)
        taken: set[str] = set()
        lines = self._amended(sector, level, taken, 1) + self._abolished(sector, level, taken, 1)
        first = date(slot.signed_on.year + slot.signed_on.month // 12, slot.signed_on.month % 12 + 1, 15)
        return self._of_lines(slot, lines, effect=(EffectSource.EXPLICIT, first))

    def _make_balance(self, slot: _Slot) -> ScriptedDecision:
        """What is missing to the official totals of 2022, as new procedures; too many is an error of the script."""
        taken: set[str] = set()
        holdings = fold(self.decisions, BALANCE_DAY)
        lines: list[PaperRow] = []
        for level, target, skip in ((H, DISTRICT_TARGET, 2), (X, COMMUNE_TARGET, 2)):
            lack = target - len(holdings.at(level))
            if not 1 <= lack <= 8:
                raise ValueError(
                    f"the course of 2022 leaves {lack} to the target at {level}; expected 1 to 8"
                )
            lines += self._new(self._biggest(level, skip=skip), (level,), taken, lack)
        return self._of_lines(slot, lines, layout=PaperLayout(nesting="level", columns="C2"))

    def _make_supersede(self, slot: _Slot) -> ScriptedDecision | None:
        """Lists again all that an earlier decision amended, and replaces that decision as a whole."""
        for earlier in reversed(self.decisions):
            codes = [line.code for line in earlier.lines]
            fit = (
                earlier.note == "ordinary"
                and earlier.effective_on < slot.signed_on
                and all(line.action is Action.AMEND for line in earlier.lines)
                and all(code in self.stock and code not in self.locked for code in codes)
            )
            if not fit:
                continue
            lines = [
                PaperRow(Action.AMEND, p.levels, p.sector, p.code, p.name)
                for p in (self.stock[str(code)] for code in codes)
            ]
            whom = "UBND thành phố Đà Nẵng" if slot.issuer_id == "da-nang" else "UBND tỉnh Quảng Nam"
            return self._of_lines(
                slot, lines, tail=f" và thay thế Quyết định số {earlier.cited} của Chủ tịch {whom}"
            )
        return None

    def _make_normalised(self, slot: _Slot) -> ScriptedDecision:
        """The whole list of one sector at province level, published again as it is in force."""
        sector = max(
            SECTORS,
            key=lambda s: (len(self._all_of(s, T)) if slot.signed_on.year != 2022 else s.base[0], s.name),
        )
        lines = [PaperRow(Action.LIST, (T,), sector.name, p.code, p.name) for p in self._all_of(sector, T)]
        where = _where(slot.issuer_id)
        what = (
            f"thủ tục hành chính chuẩn hóa lĩnh vực {sector.name} thuộc thẩm quyền giải quyết của "
            f"{sector.department} {where}"
        )
        title = f"Về việc công bố Danh mục {what}"
        article = f"Điều 1. Công bố kèm theo Quyết định này Danh mục {len(lines):02d} {what}."
        return self._of_lines(
            slot,
            lines,
            kind=DecisionKind.NORMALISED,
            title=title,
            articles=(article,),
            layout=PaperLayout(columns="C2"),
        )

    def _make_subset(self, slot: _Slot) -> ScriptedDecision:
        """A list of what can be done online: attributes, no publication."""
        held = sorted(p.code for p in self.stock.values() if T in p.levels and p.code not in _SCENARIO_CODES)
        chosen = sorted(self.rng.sample(held, k=18))
        lines = [
            PaperRow(Action.LIST, (T,), p.sector, p.code, p.name)
            for p in (self.stock[code] for code in chosen)
        ]
        where = _where(slot.issuer_id)
        what = "thủ tục hành chính thực hiện dịch vụ công trực tuyến toàn trình"
        return self._of_lines(
            slot,
            lines,
            kind=DecisionKind.SUBSET,
            title=f"Về việc công bố Danh mục {what} {where}",
            articles=(f"Điều 1. Công bố kèm theo Quyết định này Danh mục {len(lines)} {what} {where}.",),
            layout=PaperLayout(columns="online"),
            annex="subset",
        )

    def _make_process(self, slot: _Slot) -> ScriptedDecision:
        sector = self.rng.choice(SECTORS)
        lines = [
            PaperRow(Action.LIST, p.levels, p.sector, p.code, p.name) for p in self._all_of(sector, T)[:6]
        ]
        where = _where(slot.issuer_id)
        what = f"quy trình nội bộ, quy trình điện tử giải quyết thủ tục hành chính lĩnh vực {sector.name}"
        return self._of_lines(
            slot,
            lines,
            kind=DecisionKind.PROCESS,
            title=f"Về việc phê duyệt {what} {where}",
            articles=(f"Điều 1. Phê duyệt kèm theo Quyết định này {what} {where}.",),
            annex="process",
        )

    def _make_internal(self, slot: _Slot) -> ScriptedDecision:
        where = _where(slot.issuer_id)
        what = "thủ tục hành chính nội bộ trong hệ thống hành chính nhà nước"
        return self._of_lines(
            slot,
            [],
            kind=DecisionKind.INTERNAL,
            title=f"Về việc công bố Danh mục {what} {where}",
            articles=(f"Điều 1. Công bố kèm theo Quyết định này Danh mục {what} {where}.",),
            annex="internal",
        )

    def _make_mixed(self, slot: _Slot) -> ScriptedDecision:
        """A public list that also approves internal processes: the words "nội bộ" do not make it internal."""
        taken: set[str] = set()
        level = X if slot.signed_on >= DISTRICTS_END else H
        sector = self._biggest(level, skip=4)
        lines = self._new(sector, (level,), taken, 1) + self._amended(sector, level, taken, 2)
        where = _where(slot.issuer_id)
        what = (
            f"Danh mục thủ tục hành chính mới ban hành, được sửa đổi, bổ sung và phê duyệt quy trình nội bộ giải quyết "
            f"thủ tục hành chính lĩnh vực {sector.name} thuộc thẩm quyền giải quyết của UBND {LEVEL_WORDS[level]} {where}"
        )
        return self._of_lines(
            slot,
            lines,
            kind=DecisionKind.MIXED,
            title=f"Về việc công bố {what}",
            articles=(f"Điều 1. Công bố kèm theo Quyết định này {what}.",),
            annex="both",
        )

    def _make_correction(self, slot: _Slot) -> ScriptedDecision | None:
        """A time misprinted in a province-level row is put right."""
        for earlier in reversed(self.decisions):
            rows = [line for line in earlier.lines if line.action is Action.AMEND and line.levels == (T,)]
            if (
                earlier.note == "ordinary"
                and rows
                and rows[0].code in self.stock
                and not earlier.layout.amended
            ):
                row = rows[0]
                article = (
                    f"Điều 1. Đính chính thời hạn giải quyết của thủ tục hành chính “{row.name}” (mã số {row.code}) tại "
                    f"Phụ lục kèm theo Quyết định số {earlier.cited} của Chủ tịch UBND tỉnh Quảng Nam: đã in là "
                    f"“{row.time_local}”, nay sửa lại là “02 ngày làm việc”."
                )
                title = f"Về việc đính chính Quyết định số {earlier.cited} của Chủ tịch UBND tỉnh Quảng Nam"
                line = replace(row, action=Action.CORRECT, time_local="02 ngày làm việc")
                return self._of_lines(
                    slot, [line], kind=DecisionKind.CORRECTION, title=title, articles=(article,), annex="none"
                )
        return None

    def _make_misprint(self, slot: _Slot) -> ScriptedDecision:
        """A new procedure whose code is printed with two digits exchanged."""
        line = self._new(self._biggest(H, skip=5), (H,), set(), 1)[0]
        wrong = self._exchanged(str(line.code))
        made = self._of_lines(slot, [replace(line, code=wrong)], layout=PaperLayout(columns="C2"))
        # the national record bears the right code from the beginning: only the paper has the misprint
        return replace(made, outlets=("so-tu-phap",))

    def _exchanged(self, code: str) -> str:
        for place in range(len(code) - 2, 2, -1):
            wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            if wrong not in self.used_codes:
                self.used_codes.add(wrong)
                self.exchanged[wrong] = code
                return wrong
        raise ValueError(f"{code}: no two digits can be exchanged")

    def _make_code_correction(self, slot: _Slot) -> ScriptedDecision:
        """The misprinted code is put right; it never was a procedure."""
        earlier = next(each for each in reversed(self.decisions) if each.note == "misprint")
        row = earlier.lines[0]
        wrong = str(row.code)
        right = self.exchanged[wrong]
        self.stock[right] = replace(self.stock.pop(wrong), code=right)
        whole = f"Quyết định số {earlier.cited} của Chủ tịch UBND tỉnh Quảng Nam"
        article = (
            f"Điều 1. Đính chính mã số thủ tục hành chính tại số thứ tự 1 mục I phần A Phụ lục kèm theo {whole}: mã số "
            f"đã in là “{wrong}”, nay sửa lại là “{right}”."
        )
        made = self._of_lines(
            slot,
            [replace(row, action=Action.CORRECT, code=right, old_code=wrong)],
            kind=DecisionKind.CORRECTION,
            title=f"Về việc đính chính {whole}",
            articles=(article,),
            annex="none",
        )
        return replace(made, outlets=("so-tu-phap",))

    def _make_ministry(self, slot: _Slot) -> ScriptedDecision:
        """A ministry's own decision that the province has filed under its name."""
        sector = self._biggest(T, skip=2)
        lines = [PaperRow(Action.AMEND, (T,), p.sector, p.code, p.name) for p in self._all_of(sector, T)[:3]]
        what = (
            f"thủ tục hành chính được sửa đổi, bổ sung lĩnh vực {sector.name} thuộc phạm vi chức năng quản lý của "
            f"{sector.ministry}"
        )
        made = self._of_lines(
            slot,
            lines,
            kind=DecisionKind.MINISTRY,
            title=f"Về việc công bố {what}",
            articles=(f"Điều 1. Công bố kèm theo Quyết định này {what}.",),
        )
        return replace(made, symbol=sector.symbol, issuer_name=sector.ministry, basis=(), outlets=("dvcqg",))

    def _make_foreign(self, slot: _Slot) -> ScriptedDecision:
        """Another province's decision in the national list: kept, and of no effect here."""
        sector = self._biggest(H, skip=3)
        lines = [
            PaperRow(Action.ABOLISH, (H,), p.sector, p.code, p.name) for p in self._all_of(sector, H)[:2]
        ]
        return replace(
            self._of_lines(slot, lines, layout=PaperLayout(columns="C2")),
            outlets=("dvcqg",),
            formats=("docx",),
        )

    # -- lines

    def _all_of(self, sector: Sector, level: Level) -> list[_Procedure]:
        held = (p for p in self.stock.values() if p.sector == sector.name and level in p.levels)
        return sorted((p for p in held if p.code not in _SCENARIO_CODES), key=lambda p: p.code)

    def _candidates(self, sector: Sector, level: Level, taken: set[str]) -> list[_Procedure]:
        return [p for p in self._all_of(sector, level) if p.code not in taken and p.code not in self.locked]

    def _biggest(self, level: Level, skip: int = 0) -> Sector:
        """The sector with the most free procedures at a level, after `skip` bigger ones."""
        ranked = sorted(SECTORS, key=lambda s: (-len(self._candidates(s, level, set())), s.name))
        return ranked[skip]

    def _pick(self, sector: Sector, level: Level, taken: set[str], count: int) -> list[_Procedure]:
        free = self._candidates(sector, level, taken)
        chosen = self.rng.sample(free, k=min(count, len(free)))
        taken.update(p.code for p in chosen)
        return sorted(chosen, key=lambda p: p.code)

    def _new(self, sector: Sector, levels: tuple[Level, ...], taken: set[str], count: int) -> list[PaperRow]:
        lines = [line for _ in range(count) if (line := self._new_line(sector, levels))]
        taken.update(str(line.code) for line in lines)
        return lines

    def _new_line(self, sector: Sector, levels: tuple[Level, ...]) -> PaperRow | None:
        name = self._fresh_name(sector)
        return PaperRow(Action.NEW, levels, sector.name, self._fresh_code(), name) if name else None

    def _amended(self, sector: Sector, level: Level, taken: set[str], count: int) -> list[PaperRow]:
        return [
            PaperRow(Action.AMEND, self._open(p.levels), sector.name, p.code, self._maybe_renamed(p.name))
            for p in self._pick(sector, level, taken, count)
        ]

    def _abolished(self, sector: Sector, level: Level, taken: set[str], count: int) -> list[PaperRow]:
        return [
            PaperRow(Action.ABOLISH, self._open(p.levels), sector.name, p.code, p.name)
            for p in self._pick(sector, level, taken, count)
        ]

    def _replaced(self, sector: Sector, level: Level, taken: set[str], count: int) -> list[PaperRow]:
        lines = []
        for p in self._pick(sector, level, taken, count):
            name = self._fresh_name(sector) or self._unique(f"{p.name} theo quy trình rút gọn")
            if name:
                code = self._fresh_code()
                lines.append(
                    PaperRow(
                        Action.REPLACE,
                        self._open(p.levels),
                        sector.name,
                        code,
                        name,
                        old_code=p.code,
                        old_name=p.name,
                    )
                )
        return lines

    @staticmethod
    def _open(levels: tuple[Level, ...]) -> tuple[Level, ...]:
        return levels

    def _fresh_name(self, sector: Sector) -> str | None:
        for name in self.pools[sector.name]:
            if unique := self._unique(name):
                return unique
        return None

    def _unique(self, name: str) -> str | None:
        if name.lower() in self.used_names:
            return None
        self.used_names.add(name.lower())
        return name

    def _maybe_renamed(self, name: str) -> str:
        if self.rng.random() > 0.3:
            return name
        for tail in self.rng.sample(_TAILS, k=len(_TAILS)):
            if name.endswith(tail):
                return name
            if found := self._unique(name + tail):
                return found
        return name

    def _fresh_code(self) -> str:
        while True:
            kind = self.rng.choices(("1.0", "2.00", "3.000"), (70, 25, 5))[0]
            code = kind + str(self.rng.randrange(10 ** (8 - len(kind)))).zfill(8 - len(kind))
            if code not in self.used_codes:
                self.used_codes.add(code)
                return code


_TIMES = (
    ("Trong ngày làm việc", "Trong ngày làm việc"),
    ("03 ngày làm việc", "02 ngày làm việc"),
    ("05 ngày làm việc", "04 ngày làm việc"),
    ("07 ngày làm việc", "3,5 ngày làm việc"),
    ("10 ngày làm việc", "07 ngày làm việc"),
    ("15 ngày làm việc", "12 ngày làm việc"),
    ("20 ngày", "15 ngày"),
    ("30 ngày", "25 ngày"),
)
_FEES = (
    *("Không",) * 6,
    "8.000 đồng/bản",
    "10.000 đồng/trường hợp",
    "150.000 đồng/hồ sơ",
    "1.500.000 đồng/hồ sơ",
    "Theo Nghị quyết của Hội đồng nhân dân cấp tỉnh",
)
_TAILS = (" theo phân cấp", " bằng hình thức trực tuyến", " (đã điều chỉnh thành phần hồ sơ)")
_ACTION_WORDS = {
    Action.NEW: "mới ban hành",
    Action.AMEND: "được sửa đổi, bổ sung",
    Action.REPLACE: "được thay thế",
    Action.ABOLISH: "bị bãi bỏ",
}


def _on_course(level: Level, day: date) -> int:
    points = _COURSE[level]
    if day <= points[0][0]:
        return points[0][1]
    for (d0, n0), (d1, n1) in itertools.pairwise(points):
        if day <= d1:
            return round(n0 + (n1 - n0) * (day - d0).days / (d1 - d0).days)
    return points[-1][1]


def _where(issuer_id: str) -> str:
    return {
        "quang-nam": "trên địa bàn tỉnh Quảng Nam",
        "da-nang": "trên địa bàn thành phố Đà Nẵng",
        "binh-dinh": "trên địa bàn tỉnh Bình Định",
    }[issuer_id]


def _place(issuer_id: str, day: date, levels: tuple[Level, ...], reception: tuple[Level, ...]) -> str:
    city = day >= DISTRICTS_END or issuer_id == "da-nang"
    words = {
        T: "Trung tâm Phục vụ hành chính công thành phố Đà Nẵng"
        if city
        else "Trung tâm Phục vụ hành chính công tỉnh Quảng Nam",
        H: "Bộ phận Tiếp nhận và Trả kết quả của UBND cấp huyện",
        X: "Trung tâm Phục vụ hành chính công cấp xã"
        if city
        else "Bộ phận Tiếp nhận và Trả kết quả của UBND cấp xã",
    }
    if issuer_id == "binh-dinh":
        words[T] = "Trung tâm Phục vụ hành chính công tỉnh Bình Định"
    return "; ".join(words[level] for level in Level if level in levels or level in reception)


def _agency(levels: tuple[Level, ...], sector: Sector) -> str:
    words = {T: sector.department, H: "UBND cấp huyện", X: "UBND cấp xã"}
    return "; ".join(words[level] for level in Level if level in levels and level in words)


def _whose(sectors: Sequence[str], levels: Sequence[Level]) -> str:
    words = []
    if T in levels:
        words += list(dict.fromkeys(sector_named(name).department for name in sectors))
    words += [f"UBND {LEVEL_WORDS[level]}" for level in (H, X) if level in levels]
    return ", ".join(words)


def _subject(sectors: Sequence[str]) -> str:
    if len(sectors) > 3:
        return "một số lĩnh vực"
    return "lĩnh vực " + "; ".join(sectors)


def _title(issuer_id: str, actions: Sequence[Action], sectors: Sequence[str], levels: Sequence[Level]) -> str:
    words = [_ACTION_WORDS[action] for action in dict.fromkeys(sorted(actions, key=list(Action).index))]
    return (
        f"Về việc công bố Danh mục thủ tục hành chính {'; '.join(words)} {_subject(sectors)} thuộc thẩm quyền giải quyết "
        f"của {_whose(sectors, levels)} {_where(issuer_id)}"
    )


def _articles(
    issuer_id: str, lines: Sequence[PaperRow], sectors: Sequence[str], levels: Sequence[Level]
) -> tuple[str, ...]:
    counts = [
        f"{sum(line.action is action for line in lines):02d} thủ tục hành chính {words}"
        for action, words in _ACTION_WORDS.items()
        if any(line.action is action for line in lines)
    ]
    return (
        f"Điều 1. Công bố kèm theo Quyết định này Danh mục {', '.join(counts)} {_subject(sectors)} thuộc thẩm quyền giải "
        f"quyết của {_whose(sectors, levels)} {_where(issuer_id)}.",
    )


def _effect_clause(source: EffectSource, effective_on: date, until: date | None, tail: str = "") -> str:
    if source is EffectSource.DEFAULT_SIGNED:
        return ""
    if source is EffectSource.SIGNING_CLAUSE:
        return f"Quyết định này có hiệu lực thi hành kể từ ngày ký{tail}."
    if until is not None:
        last = until - timedelta(days=1)
        return (
            f"Quyết định này có hiệu lực thi hành từ ngày {short_date(effective_on)} đến hết ngày "
            f"{last.day:02d}/{last.month:02d}/{last.year}{tail}."
        )
    return f"Quyết định này có hiệu lực thi hành kể từ ngày {short_date(effective_on)}{tail}."


def write_script() -> tuple[ScriptedDecision, ...]:
    """All decisions of the province, the scenario's among them, in order of signing; the same every time."""
    return Writer().write()


def script_of(scenes: Sequence[Scene]) -> tuple[ScriptedDecision, ...]:
    """The decisions of a story of its own, with the details that every paper of the script has."""
    writer = Writer()
    return tuple(writer.of_story(scene) for scene in scenes)
