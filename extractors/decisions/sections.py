"""Headings of an annex as a stack (DOMAIN §2.3, R-SEC-1 to 3): what they set holds until one of their rank follows.

A heading that was not surely recognised sets nothing: what it may have said is unknown below it, until a sure heading
says it again.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile

from niemyet.extractors.decisions.heading_patterns import (
    BELONGS_TO,
    Heading,
    actions_named,
    rank_by_words,
    rank_of,
    split_mark,
)
from niemyet.extractors.decisions.ocr_headings import Settled, is_alike, remarked, settled
from niemyet.extractors.decisions.ocr_reviews import FLAG, Doubt, ask, joined
from niemyet.extractors.decisions.row_days import NOTHING, RowDays, days_of_row, is_of_another
from niemyet.extractors.decisions.row_drafts import Context
from niemyet.extractors.decisions.row_notes import bracket_tells
from niemyet.model.records import Question, fields
from niemyet.model.words import Action, Level, ReviewKind
from niemyet.transforms.language.sector_words import tells_of_change, words_beyond_names
from niemyet.transforms.language.text import fold, key
from niemyet.transforms.law.kinds import is_of_ways, is_subset

#: Behind a heading that is printed again: "(tiếp theo)", "(tiếp)".
_GOES_ON = re.compile(r"\s*[(\[–-]\s*tiếp(?: theo)?\s*[)\].]*$", re.IGNORECASE)
_NAMES_DISTRICTS = re.compile(r"\b(?:huyen|quan|thi xa|phong)\b")
_EVERYTHING = ("action", "levels", "sector")
#: Acts that exclude each other: what is replaced may as well be called new or amended.
APART = frozenset({Action.NEW, Action.AMEND, Action.ABOLISH})


@dataclass(frozen=True, slots=True)
class ListScope:
    """What title and Điều 1 say of the whole list; sections say otherwise where they speak."""

    action: Action | None
    levels: tuple[Level, ...]  # one level that the whole list belongs to, or none
    all_levels: tuple[Level, ...]  # every level named, for "dùng chung" without a list of its own (R-SEC-3)
    sector: str | None
    spoken: tuple[str, ...] = ()  # what title and articles say, in which fields may be named
    words_of_rows: Callable[[], frozenset[str]] = (
        frozenset  # of all rows of all lists; asked for by rare headings alone
    )
    of_annexes: Mapping[str, Heading] = field(default_factory=dict)  # what Điều 1 says of each, by its number
    no_districts: bool = False  # it was signed when there were none any more
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
    unsaid: int = 0  # of them that are struck through or not seen: a counter may leave them out
    marked: bool = False  # it is struck through, or not seen: what it says is asked about (RULINGS 37)
    unknown: tuple[str, ...] = ()  # what it may have said, where it was not surely recognised
    narrowed: tuple[
        str, ...
    ] = ()  # all that its doubtful words can have said, where the rest of it is proven
    was_title: bool = False  # it reads like the title of a list, and stands within one

    @property
    def is_miscounted(self) -> bool:
        """Whether its counter is neither that of all its rows nor that of those which are plainly said."""
        return self.heading.count is not None and self.heading.count not in {
            self.items,
            self.items - self.unsaid,
        }

    @property
    def sets(self) -> tuple[str, ...]:
        """What it says of the rows below it."""
        said = (len(self.heading.actions) == 1, bool(self.levels), bool(self.heading.sector))
        return tuple(name for name, is_said in zip(_EVERYTHING, said, strict=True) if is_said)

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

    scope: ListScope
    name_annexes: bool  # several annexes: their marks belong to the address of a row
    all: list[Section] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    _stack: list[Section] = field(default_factory=list)
    _before: list[Section] = field(default_factory=list)  # the stack before the last heading opened
    _unknown: dict[str, Doubt] = field(default_factory=dict)  # what a doubtful heading may have said
    _known_before: dict[str, Doubt] = field(default_factory=dict)
    #: The context that was asked for last and what for: rows share it until a heading opens or ends.
    _told: tuple[tuple[str | None, Action | None, bool], Context] | None = None

    @property
    def last(self) -> Section | None:
        """The heading nearest above."""
        return self._stack[-1] if self._stack else None

    @property
    def silent(self) -> bool:
        """Whether no procedures are listed here."""
        return bool(self._stack) and self._stack[-1].silent

    def open(self, heading: Heading, doubt: Doubt | None = None, seen: Doubt | None = None) -> Section:
        """Put a heading on the stack, ending those of its rank and below.

        `seen` is the heading on the picture of a scan: there a mark that contradicts the headings above is as good as
        one that was not read.
        """
        self._told = None
        self._before, self._known_before = list(self._stack), dict(self._unknown)
        narrowed: tuple[str, ...] = ()
        if doubt is not None:
            proven = settled(heading, doubt.words, *self._standing())
            if proven is not None and self._is_known_sector(heading, proven.unknown):
                proven = Settled(replace(proven.heading, sector=heading.sector))
            if proven is not None:
                heading, narrowed = proven.heading, proven.unknown
                doubt = doubt if narrowed else None
        if seen is not None and self._marks_one_again(heading):
            pass  # "1. Cấp xã", "1. Lĩnh vực …": the first, below which nothing stands yet, was I
        elif seen is not None and doubt is None:
            heading = remarked(heading, *self._standing())
            doubt = seen if self._says_again(heading) else None
        if heading.is_annex:
            if doubt is None and self._leaves_annexes_out(heading):
                self._say_out_of_order(heading)
            self._stack.clear()
            self._unknown.clear()
        above = next((s for s in self._stack if _is_parent(s.heading, heading)), None)
        if above is not None:  # A1.1 stands below A1, whatever was read between
            self._end(self._stack.index(above) + 1, heading, None if doubt else heading)
        elif doubt is None and self._contradicts(heading):
            doubt = seen
            self._say_out_of_order(heading)
        understood = self._understood(heading, doubt)
        heading = self._placed(understood)
        ended = next((s for s in self._stack if s.heading.rank == heading.rank), None)
        if heading.mark is None and len(heading.actions) == 1:
            # A list of new ones is over when an unnumbered heading speaks of abolished ones, "Danh mục" or not.
            others = (
                s
                for s in self._stack
                if s.heading.rank == "title" and len(s.heading.actions) == 1 and s.items
            )
            ended = next((s for s in others if s.heading.actions != heading.actions), ended)
        if ended is not None:
            self._end(self._stack.index(ended), heading, None if doubt else heading)
        silent = heading.no_procedures or self.silent
        levels, heading = _said_by_one(ended, heading, self._levels_of(heading))
        section = Section(heading, levels, len(self._stack), silent, doubt, narrowed=narrowed)
        section.was_title = heading.rank != understood.rank
        self._stack.append(section)
        self.all.append(section)
        self._know(section, ended)
        return section

    def _is_known_sector(self, heading: Heading, unknown: tuple[str, ...]) -> bool:
        """Whether a heading whose sector alone is doubtful reads like one that was surely read before."""
        return unknown == ("sector",) and any(
            s.doubt is None and s.heading.sector and key(s.heading.sector) == key(heading.sector or "")
            for s in self.all
        )

    def _understood(self, heading: Heading, doubt: Doubt | None) -> Heading:
        """A heading whose words nobody foresaw says something strange, unless the decision speaks so of its fields."""
        named = (
            self.scope.of_annexes.get((heading.mark or "").removeprefix("PL ")) if heading.is_annex else None
        )
        if named is not None and not heading.no_procedures:
            heading = _as_named(heading, named)
        if self._article_one_says_another_act(heading):
            return replace(heading, actions=(), strange=True)
        if heading.actions and Action.ABOLISH not in heading.actions and _waits(heading):
            return replace(heading, actions=(), strange=True)
        if self.scope.forced_action is None and not heading.actions and is_subset(heading.text):
            if is_of_ways(heading.text) and doubt is None and self._stands_beside_a_list(heading):
                return replace(heading, no_procedures=True)
            return replace(heading, strange=True)  # a list of how they are received publishes none of them
        if (
            not heading.unforeseen
            or doubt is not None
            or self._is_spoken(heading)
            or self._is_of_rows(heading)
        ):
            return heading
        listed = self.scope.forced_action is not None or heading.rank == "opening"
        if (listed or self._divides_an_act(heading)) and not tells_of_change(heading.text):
            return heading
        return replace(heading, strange=True, sector=heading.sector if heading.says_sector else None)

    def _article_one_says_another_act(self, heading: Heading) -> bool:
        """Whether Điều 1 gives an annex by its number another act than its title does: weaker evidence, that is asked about
        and not passed over (RULINGS 29)."""
        above = self._stack[-1] if self._stack else None
        titles = above is not None and above.heading.is_annex and not above.items and heading.mark is None
        annex = heading if heading.is_annex else above.heading if titles and above is not None else None
        named = (
            self.scope.of_annexes.get((annex.mark or "").removeprefix("PL ")) if annex is not None else None
        )
        if named is None or not len(named.actions) == len(heading.actions) == 1:
            return False
        return len(APART.intersection((*named.actions, *heading.actions))) > 1

    def _stands_beside_a_list(self, heading: Heading) -> bool:
        """Whether a list that says what is done to its rows was read before, and the heading stands beside it, not within:
        then the ways by which procedures are received, printed in an annex of their own, change none of them."""
        acting = next((at for at, s in enumerate(self.all) if len(s.heading.actions) == 1), None)
        if acting is None or not any(section.items for section in self.all[acting:]):
            return False
        above = takewhile(lambda s: s.heading.rank != heading.rank, self._stack)
        return not any(section.heading.actions for section in above)

    def _is_of_rows(self, heading: Heading) -> bool:
        """Whether the rare words of a heading are those of rows too: "Khinh khí cầu" above "Cấp phép bay khinh khí cầu" names
        their field. What is done to rows is not said in their names."""
        if heading.sector is None or tells_of_change(heading.text):
            return False
        rare = words_beyond_names(heading.sector)
        return bool(rare) and rare <= self.scope.words_of_rows()

    def _divides_an_act(self, heading: Heading) -> bool:
        """Whether a marked heading stands below one that has a mark of another rank and an act of its own: what divides
        "B. Được sửa đổi" into I and II names fields, however rare; only what stands beside B may say another act."""
        if heading.mark is None:
            return False
        for section in self._stack:
            above = section.heading
            if above.rank == heading.rank:
                return False
            if (
                above.mark is not None
                and not above.is_annex
                and len(above.actions) == 1
                and section.doubt is None
            ):
                return True
        return False

    def _is_spoken(self, heading: Heading) -> bool:
        """Whether title or articles name a heading as a field of theirs: "các lĩnh vực: Hộ tịch; Yến sào"."""
        named = f" {key(heading.sector)} " if heading.sector else ""
        if not named.strip() or tells_of_change(heading.text):
            return False
        return any(named in f" {key(text)} " for text in self.scope.spoken)

    def _marks_one_again(self, heading: Heading) -> bool:
        """Whether "1" stands right below another "1" that speaks of something else, and no roman mark above them: then the
        upper one is I, as it is from now on."""
        above = self._stack[-1] if self._stack else None
        if above is None or heading.mark != "1" or above.heading.mark != "1" or above.items:
            return False
        if is_alike(above.heading, heading) or any(s.heading.rank == "R" for s in self._stack):
            return False
        above.heading = replace(above.heading, mark="I", rank="R")
        return True

    def _says_again(self, heading: Heading) -> bool:
        """Whether a heading of a scan bears the mark of the one that it would end, and speaks of something else: one of
        the two was misread ("1. Cấp xã", "1. Lĩnh vực …": the first was I)."""
        if heading.mark is None or heading.is_annex or not heading.sets_anything:
            return False
        open_one = next((s.heading for s in self._stack if s.heading.rank == heading.rank), None)
        return open_one is not None and open_one.mark == heading.mark and not is_alike(open_one, heading)

    def goes_on(self, text: str) -> bool:
        """Whether a line is a heading above once more, over the page on which its list goes on: "DANH MỤC … (tiếp theo)"."""
        bare = _GOES_ON.sub("", text)
        if bare == text or not bare:
            return False
        mark, _, words = split_mark(bare)
        alike = [s.heading for s in self._stack if mark is None or s.heading.mark == mark]
        return any(fold(split_mark(one.text)[2]).startswith(fold(words)) for one in alike)

    def leave(self) -> None:
        """End all headings: the list that they stood above is over."""
        self._told = None
        self._before, self._known_before = [], {}
        self._stack.clear()
        self._unknown.clear()

    def _placed(self, heading: Heading) -> Heading:
        """A second "Danh mục …" without rows below the first is a section of it, not another title."""
        first = next((s for s in self._stack if s.heading.rank == "title"), None)
        if heading.rank != "title" or first is None or heading.no_procedures or first.silent:
            return heading
        # "A. Cấp tỉnh", "Danh mục TTHC sửa đổi", its rows, "Danh mục TTHC bãi bỏ": still A; the same below B.
        within = self.all[self.all.index(first) :]
        beside = next((s for s in within if s.was_title and _begins_alike(s.heading, heading)), None)
        if beside is not None:
            return replace(heading, rank=beside.heading.rank)
        return heading if first.items else replace(heading, rank=rank_by_words(heading))

    def _standing(self) -> tuple[list[Heading], set[str | None]]:
        """The headings that are open, and the marks of those without rows."""
        empty = {s.heading.mark for s in self._stack if not s.items}
        return [section.heading for section in self._stack], empty

    def _end(self, place: int, by: Heading, sure: Heading | None) -> None:
        """End the headings from a place on. What a doubtful one may have said ends with it, if it ended for sure."""
        for section in self._stack[place:]:
            if section.doubt is None or sure is None:
                continue
            if _follows(section.heading, by) or _is_next_unmarked(section.heading, by):
                for name in [name for name, doubt in self._unknown.items() if doubt is section.doubt]:
                    del self._unknown[name]
        del self._stack[place:]

    def _contradicts(self, heading: Heading) -> bool:
        """Whether a mark of several parts begins otherwise than the headings above: A2 below B."""
        own = _parts(heading.mark)
        if len(own) < 2 or heading.is_annex:
            return False
        first = rank_of(own[0])
        return any(
            section.heading.mark is not None
            and not section.heading.is_annex
            and rank_of(section.heading.mark) == first
            and section.heading.mark != own[0]
            for section in self._stack
        )

    def _leaves_annexes_out(self, heading: Heading) -> bool:
        """Whether the annex before has a number that is not the one right before: an annex was not read, or is not there."""
        before = next((s.heading for s in reversed(self.all) if s.heading.is_annex), None)
        one, other = (
            _ordinal((each.mark or "").removeprefix("PL ")) if each else None for each in (before, heading)
        )
        return one is not None and other is not None and other > one + 1

    def _say_out_of_order(self, heading: Heading) -> None:
        if "section_out_of_order" not in self.flags:
            self.flags.append("section_out_of_order")
            said = fields(heading=f"{heading.mark}. {heading.text[:120]}")
            self.questions.append(Question(ReviewKind.SECTION_OUT_OF_ORDER, said))

    def reopen(self, heading: Heading, doubt: Doubt | None = None) -> Section:
        """The heading that opened last goes on: read it anew as a whole."""
        last = self.all.pop()
        self._stack, self._unknown = list(self._before), dict(self._known_before)
        if last.doubt is not None:
            self.questions.pop()
        again = self.open(heading, joined(last.doubt, doubt))  # what is doubtful in a part is so in the whole
        again.marked = last.marked
        return again

    def _know(self, section: Section, before: Section | None) -> None:
        """Keep account of what is unknown since a doubtful heading. `before` is the heading that it ended."""
        if section.doubt is not None:
            section.unknown = self._may_have_said(section, before)
            for name in section.unknown:
                self._unknown[name] = section.doubt
            self.questions.append(ask(ReviewKind.OCR_HEADING, section.doubt))
            if FLAG not in self.flags:
                self.flags.append(FLAG)
            return
        for name in section.sets if self._unknown else ():
            self._unknown.pop(name, None)

    def _may_have_said(self, section: Section, before: Section | None) -> tuple[str, ...]:
        """What a doubtful heading may have said of the rows below it."""
        heading = section.heading
        names: tuple[str, ...] = _EVERYTHING
        if section.narrowed:
            names = section.narrowed
        elif heading.says_sector and not (heading.actions or section.levels is not None):
            names = ("sector",)  # a heading that begins with "Lĩnh vực" is about nothing else
        elif before is not None and _follows(before.heading, heading):
            names = before.unknown or before.sets or _EVERYTHING  # the next of its kind: II after I
        known = self._has_sector_of_whole(heading)
        return tuple(
            name for name in names if not (self._said_of_whole(name) or (name == "sector" and known))
        )

    def _has_sector_of_whole(self, heading: Heading) -> bool:
        """Whether a heading above a whole list can name no sector but the one that title or Điều 1 surely name."""
        above_all = heading.is_annex or heading.rank == "title"
        whole = self.scope.sector
        return above_all and whole is not None and key(heading.sector or whole) == key(whole)

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
        if self.scope.no_districts and not _NAMES_DISTRICTS.search(fold(heading.text)):
            named = tuple(level for level in named if level is not Level.DISTRICT)  # only between two levels
        of_whole_list = heading.is_annex or heading.rank in {"title", "opening"} or bool(heading.authority)
        if of_whole_list and len(named) > 1:
            return None  # the list holds rows of each; a section below says which
        return named

    @property
    def marked(self) -> bool:
        """Whether a heading above is struck through or not seen."""
        return any(section.marked for section in self._stack)

    @property
    def joint(self) -> Section | None:
        """The heading of these rows that names several levels as those who resolve, where none below it names one."""
        for section in self._stack[::-1]:
            if section.levels is not None:
                return None
            if _parts_rows(section.heading) and len(section.heading.authority) > 1:
                return section
        return None

    def holds_each(self, joint: Section) -> bool:
        """Whether the rows of a heading of several levels belong to each of them.

        "II. … thuộc thẩm quyền của UBND cấp tỉnh, UBND cấp xã" beside "I. … của UBND cấp tỉnh": what one level alone
        holds stands elsewhere (RULINGS 30). Without such a heading the rows may be of one level or the other.
        """
        return any(
            _parts_rows(other.heading)
            and other.heading.rank == joint.heading.rank
            and other.doubt is None
            and other.levels
            and set(other.levels) < set(joint.heading.authority)
            for other in self.all
        )

    def context(self, base: str | None, fallback: Action | None, *, own_sectors: bool = False) -> Context:
        """What holds for a row here. `fallback` is the action that the labels of its table speak of; where the table has a
        column of sectors (`own_sectors`) that of the whole decision holds for no row by itself."""
        of = base, fallback, own_sectors
        if self._told is None or self._told[0] != of:
            self._told = of, self._context(base, fallback, own_sectors=own_sectors)
        return self._told[1]

    def _context(self, base: str | None, fallback: Action | None, *, own_sectors: bool) -> Context:
        newest = self._stack[::-1]
        acting = next((s for s in newest if len(s.heading.actions) == 1 or _leaves_open(s.heading)), None)
        strange = acting is not None and _leaves_open(acting.heading)
        of_whole_list = None if self._captioned_apart() else self.scope.action
        action = acting.heading.actions[0] if acting and not strange else of_whole_list or fallback
        if (
            strange
        ):  # what it says of its rows is not understood, so that nothing above speaks for them (RULINGS 31)
            action, acting = None, None
        of_levels = next((s for s in newest if s.levels is not None), None)
        levels = of_levels.levels if of_levels is not None else None
        of_whole = None if own_sectors else self.scope.sector
        sector = next((s.heading.sector for s in newest if s.heading.sector), of_whole)
        forced = self.scope.forced_action
        unknown = tuple(name for name in _EVERYTHING if name in self._unknown) if self._unknown else ()
        return Context(
            action=forced or (None if "action" in unknown else action),
            levels=() if "levels" in unknown else self.scope.levels if levels is None else levels,
            levels_stated=levels is not None,
            received=of_levels.heading.received if of_levels is not None and "levels" not in unknown else (),
            sector=None if "sector" in unknown else sector,
            part=self._path(base),
            unknown=unknown,
            typo=acting is not None and acting.heading.typo and forced is None and "action" not in unknown,
            weak=acting.heading.text
            if acting is not None and acting.heading.weak and forced is None
            else None,
            heading=acting.heading.text[:200] if acting is not None else "",
            days=next((days for s in newest if (days := _days_of(s.heading.text)) is not NOTHING), NOTHING),
        )

    def _captioned_apart(self) -> bool:
        """Whether the caption of this list names acts that exclude each other: title and Điều 1, the weaker evidence, do not
        say then which of them is meant of a row (RULINGS 29)."""
        captions = [
            s.heading for s in self._stack if s.heading.is_annex or s.heading.rank in {"title", "action"}
        ]
        return any(len(APART.intersection(one.actions)) > 1 for one in captions)

    @property
    def strange(self) -> list[Section]:
        """Headings that say something of their rows which is not understood, and have rows."""
        return [section for section in self.all if section.heading.strange and section.items]

    @property
    def path(self) -> str | None:
        """The address of what stands here."""
        return self._path(None)

    def _path(self, base: str | None) -> str | None:
        marks = [
            s.heading.mark
            for s in self._stack
            if s.heading.mark and (self.name_annexes or not s.heading.is_annex)
        ]
        return "/".join([base, *marks] if base else marks) or None

    def count(self, items: int = 1, *, unsaid: bool) -> None:
        """So many more items stand below the headings that are open; `unsaid`: they are struck through or not seen."""
        for section in self._stack:
            section.items += items
            section.unsaid += items * unsaid


@lru_cache(maxsize=1 << 10)
def _days_of(text: str) -> RowDays:
    """The effect that a heading gives its rows: "B. Thủ tục được sửa đổi (áp dụng từ ngày 01/7/2026)" (RULINGS 38)."""
    belongs = BELONGS_TO.search(fold(text))
    said = text[: belongs.start()] if belongs and len(fold(text)) == len(text) else text
    days = NOTHING if is_of_another(said) else days_of_row(said)
    return NOTHING if days == NOTHING else days  # one for all that say none


def _waits(heading: Heading) -> bool:
    """Whether a bracket behind a heading takes back what it says of its rows: "… MỚI BAN HÀNH (CHỜ HƯỚNG DẪN CỦA BỘ)"."""
    text = heading.text.lower()
    named = set(actions_named(fold(text[text.rfind("(") :])))
    return bracket_tells(text) and not (named and named <= set(heading.actions))


def _as_named(heading: Heading, named: Heading) -> Heading:
    """The heading of an annex with what Điều 1 says of that annex, where it does not say so itself."""
    says_levels = heading.levels or heading.authority or heading.shared
    return replace(
        heading,
        actions=heading.actions or named.actions,
        levels=heading.levels if says_levels else named.levels,
        sector=heading.sector or named.sector,
    )


def _stand_together(before: Section, heading: Heading) -> bool:
    """Whether a heading without a mark ends another one that no row stands below."""
    unmarked = before.heading.mark is None and heading.mark is None
    parts = _parts_rows(before.heading) and _parts_rows(heading)
    return (
        unmarked
        and parts
        and before.doubt is None
        and not (before.silent or before.items or before.heading.count == 0)
    )


def _said_by_one(
    before: Section | None, heading: Heading, levels: tuple[Level, ...] | None
) -> tuple[tuple[Level, ...] | None, Heading]:
    """What two headings that stand together say of the rows below them: of what they say otherwise, neither says it.

    "Cấp tỉnh" right above "Cấp xã", "Mới ban hành" above "Bãi bỏ": they may be one list's, or the rows of the first are lost.
    """
    if before is None or not _stand_together(before, heading):
        return levels, heading
    if before.levels and levels and before.levels != levels:
        levels = ()
    acts = APART.intersection((*before.heading.actions, *heading.actions))
    single = len(before.heading.actions) == len(heading.actions) == 1
    if single and len(acts) > 1:
        heading = replace(heading, actions=(), strange=True)
    return levels, heading


def _leaves_open(heading: Heading) -> bool:
    """Whether a heading speaks of what is done to its rows without saying it of each: strange words, or two acts."""
    several = len(heading.actions) > 1 and heading.mark is not None and _parts_rows(heading)
    return heading.strange or several


def _parts_rows(heading: Heading) -> bool:
    """Whether a heading parts the rows of a list, as no title of the whole does."""
    return not heading.is_annex and heading.rank not in {"title", "opening"}


# ---- marks -----------------------------------------------------------------------------------------------

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


@lru_cache(maxsize=1 << 10)
@lru_cache(maxsize=1 << 10)
def _parts(mark: str | None) -> tuple[str, ...]:
    """A mark in its parts: `A1.2` → A, 1, 2."""
    return tuple(re.findall(r"[IVXL]+|[A-ZĐ]|\d+|[a-z]", mark)) if mark else ()


def _is_parent(above: Heading, heading: Heading) -> bool:
    """Whether a mark goes on the one of a heading above: A1 below A, I.2 below I."""
    own = _parts(heading.mark)
    return len(own) > 1 and not above.is_annex and _parts(above.mark) == own[:-1]


def _begins_alike(one: Heading, other: Heading) -> bool:
    """Whether two unmarked headings are of one form: "DANH MỤC TTHC SỬA ĐỔI", "DANH MỤC TTHC BÃI BỎ"."""
    same = key(one.text).split()[:3] == key(other.text).split()[:3]
    return same and one.mark is None and other.mark is None and one.text.isupper() == other.text.isupper()


def _follows(before: Heading, heading: Heading) -> bool:
    """Whether a mark is the next one: II after I, A2 after A1. Only then both were surely read as marks."""
    if before.rank != heading.rank:
        return False
    one, other = _parts(before.mark), _parts(heading.mark)
    if not one or len(one) != len(other) or one[:-1] != other[:-1]:
        return False
    first, second = _ordinal(one[-1]), _ordinal(other[-1])
    return first is not None and second == first + 1


def _is_next_unmarked(before: Heading, heading: Heading) -> bool:
    """Whether one heading without a mark ends another that speaks of the same: "… bị bãi bỏ" after "… được sửa đổi"."""
    unmarked = before.mark is None and heading.mark is None
    return unmarked and before.rank == heading.rank and before.rank not in {"title", "opening"}


def _ordinal(part: str) -> int | None:
    if part.isdigit():
        return int(part)
    if re.fullmatch(r"[IVXL]+", part):
        values = [_ROMAN_VALUES[sign] for sign in part]
        return sum(
            -value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True)
        )
    letters = "ABCDĐEGHIKLMN" if "Đ" in part else "ABCDEFGHIJKLMN"
    return letters.find(part.upper()) + 1 or None
