"""Headings of an annex as a stack (DOMAIN §2.3, R-SEC-1 to 3): what they set holds until one of their rank follows.

A heading that was not surely recognised sets nothing: what it may have said is unknown below it, until a sure heading
says it again.
"""

from dataclasses import dataclass, field

from extractors.decisions.cues import Heading
from extractors.decisions.doubts import Doubt, ask
from extractors.decisions.rows import Context
from model.records import Question
from model.words import Action, Level

_EVERYTHING = ("action", "levels", "sector")


@dataclass(frozen=True, slots=True)
class Scope:
    """What title and Điều 1 say of the whole list; sections say otherwise where they speak."""

    action: Action | None
    levels: tuple[Level, ...]  # one level that the whole list belongs to, or none
    all_levels: tuple[Level, ...]  # every level named, for "dùng chung" without a list of its own (R-SEC-3)
    sector: str | None
    forced_action: Action | None = None  # a subset lists, a correction corrects, whatever the sections say


@dataclass(slots=True)
class Section:
    """An open heading, and how many items stand below it."""

    heading: Heading
    levels: tuple[Level, ...] | None  # None: it does not speak of levels
    depth: int
    silent: bool  # no procedures are listed below it
    doubt: Doubt | None = None
    items: int = 0

    def described(self) -> str:
        """What it sets, in the words of the tables: `mark=I; action=amend; levels=province; count=14`."""
        heading = self.heading
        levels = ",".join(self.levels) if self.levels is not None else ""
        said = (
            ("mark", heading.mark),
            ("action", ",".join(heading.actions)),
            ("levels", levels or ("shared" if heading.shared else "")),
            ("sector", heading.sector),
            ("count", heading.count),
            ("lists", "none" if self.silent else None),
            ("sure", "no" if self.doubt else None),
        )
        return "; ".join(f"{name}={value}" for name, value in said if value not in {None, ""})


@dataclass(slots=True)
class Sections:
    """The headings above the row at hand."""

    scope: Scope
    name_annexes: bool  # several annexes: their marks belong to the address of a row
    all: list[Section] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    _stack: list[Section] = field(default_factory=list)
    _before: list[Section] = field(default_factory=list)  # the stack before the last heading opened
    _unknown: dict[str, Doubt] = field(default_factory=dict)  # what a doubtful heading may have said
    _known_before: dict[str, Doubt] = field(default_factory=dict)

    @property
    def last(self) -> Section | None:
        """The heading nearest above."""
        return self._stack[-1] if self._stack else None

    @property
    def silent(self) -> bool:
        """Whether no procedures are listed here."""
        return bool(self._stack) and self._stack[-1].silent

    def open(self, heading: Heading, doubt: Doubt | None = None) -> Section:
        """Put a heading on the stack, ending those of its rank and below."""
        self._before, self._known_before = list(self._stack), dict(self._unknown)
        if heading.is_annex:
            self._stack.clear()
            self._unknown.clear()
        for place, section in enumerate(self._stack):
            if section.heading.rank == heading.rank:
                del self._stack[place:]
                break
        silent = heading.no_procedures or self.silent
        section = Section(heading, self._levels_of(heading), len(self._stack), silent, doubt)
        self._stack.append(section)
        self.all.append(section)
        self._know(section)
        return section

    def reopen(self, heading: Heading, doubt: Doubt | None = None) -> Section:
        """The heading that opened last goes on: read it anew as a whole."""
        last = self.all.pop()
        self._stack, self._unknown = list(self._before), dict(self._known_before)
        if last.doubt is not None:
            self.questions.pop()
        return self.open(heading, doubt or last.doubt)

    def _know(self, section: Section) -> None:
        """Keep account of what is unknown since a doubtful heading."""
        heading = section.heading
        if section.doubt is not None:
            # A heading that begins with "Lĩnh vực" is about nothing else; any other may have said anything.
            only_sector = heading.sector is not None and not (heading.actions or section.levels is not None)
            for name in ("sector",) if only_sector and heading.says_sector else _EVERYTHING:
                if not self._said_of_whole(name):
                    self._unknown[name] = section.doubt
            self.questions.append(ask(section.doubt, "Tiêu đề mục"))
            if "ocr_doubt" not in self.flags:
                self.flags.append("ocr_doubt")
            return
        if len(heading.actions) == 1:
            self._unknown.pop("action", None)
        if section.levels:
            self._unknown.pop("levels", None)
        if heading.sector:
            self._unknown.pop("sector", None)

    def _said_of_whole(self, name: str) -> bool:
        """Whether title or Điều 1 say it of every row, so that no heading can say otherwise."""
        if name == "action":
            return (self.scope.forced_action or self.scope.action) is not None
        return name == "levels" and bool(self.scope.levels)

    def _levels_of(self, heading: Heading) -> tuple[Level, ...] | None:
        """Levels that a heading sets; () when it speaks of sharing without saying between whom; None: silent."""
        if heading.shared:
            return heading.levels or self.scope.all_levels
        named = heading.authority or heading.levels
        if not named:
            return None
        of_whole_list = heading.is_annex or heading.rank == "title" or bool(heading.authority)
        if of_whole_list and len(named) > 1:
            return None  # the list holds rows of each; a section below says which
        return named

    def context(self, base: str | None, fallback: Action | None) -> Context:
        """What holds for a row here. `fallback` is the action that the labels of its table speak of."""
        newest = self._stack[::-1]
        acting = next((s for s in newest if len(s.heading.actions) == 1), None)
        action = acting.heading.actions[0] if acting else self.scope.action or fallback
        levels = next((s.levels for s in newest if s.levels is not None), None)
        sector = next((s.heading.sector for s in newest if s.heading.sector), self.scope.sector)
        forced = self.scope.forced_action
        unknown = tuple(name for name in _EVERYTHING if name in self._unknown)
        return Context(
            action=forced or (None if "action" in unknown else action),
            levels=() if "levels" in unknown else self.scope.levels if levels is None else levels,
            levels_stated=levels is not None,
            sector=None if "sector" in unknown else sector,
            part=self._path(base),
            unknown=unknown,
            typo=acting is not None and acting.heading.typo and forced is None,
        )

    def _path(self, base: str | None) -> str | None:
        marks = [
            s.heading.mark
            for s in self._stack
            if s.heading.mark and (self.name_annexes or not s.heading.is_annex)
        ]
        return "/".join([base, *marks] if base else marks) or None

    def count(self) -> None:
        """One more item stands below the headings that are open."""
        for section in self._stack:
            section.items += 1
