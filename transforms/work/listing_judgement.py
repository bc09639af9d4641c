"""What a unit was seen to have posted, held against what must hang: one verdict for each code.

The latest observation of a channel, whole, says what is posted there (RULINGS 20). It proves a sheet wrong by
what it shows; a column that a listing does not have proves nothing either way.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from operator import attrgetter

from niemyet.model.listed_rows import Stretches
from niemyet.model.records import Citation
from niemyet.model.tables import Decision, Listing, Procedure
from niemyet.model.words import Channel, Proof
from niemyet.transforms.language.citations import find_citations, parse_number
from niemyet.transforms.language.codes import is_misprint, is_own_code, parse_code
from niemyet.transforms.language.text import key, key_nospace
from niemyet.transforms.law.citing import DecisionIndex, is_provincial
from niemyet.transforms.law.questions import day_text, decision_text
from niemyet.transforms.work.boards import BoardEntry
from niemyet.transforms.work.sights import Sight, Sights
from niemyet.transforms.work.transitions import Profile, Track

CHANNEL_NAMES = {Channel.COUNTER: "tại nơi tiếp nhận", Channel.PORTAL: "trên cổng thông tin"}


@dataclass(slots=True)
class Seen:
    """What one channel of a unit shows."""

    channel: Channel
    day: date
    sights: Sights  # since when it has shown that
    posted: dict[str, list[Listing]] = field(default_factory=dict)  # by code of the profile, or as printed
    unmatched: list[Listing] = field(default_factory=list)  # no code, and no procedure of that name
    ambiguous: dict[str, list[Listing]] = field(default_factory=dict)  # by name: fewer rows than procedures
    unclear_codes: set[str] = field(default_factory=set)  # codes that an ambiguous name may mean
    leftovers: dict[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # missing code → predecessors that hang
    paired: set[str] = field(default_factory=set)  # those predecessors
    named: dict[str, list[int]] = field(
        default_factory=dict
    )  # by code the rows that are of it by name or misprint


@dataclass(frozen=True, slots=True)
class WrongSheet:
    """What a listing shows wrong of a code that must hang: since which version, and in words."""

    reason: str
    row: Listing | None
    shown: Procedure | None = None  # the earlier version that the sheet is of
    misprint: str | None = None  # a corrected code that still hangs
    replaceable: bool = True  # False: a person has to look, no sheet is known to be wrong


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What sheets are judged by."""

    indexed: Callable[[], DecisionIndex]  # all decisions; few sheets name one
    named_in: Mapping[str, Mapping[str, date]]  # code → decisions that list it, and since when
    decision_of: Mapping[str, str]  # item → decision
    misprints: Mapping[str, str]  # misprinted code → right code
    _meant: dict[str, Sequence[Decision] | None] = field(default_factory=dict)

    def meant(self, text: str) -> Sequence[Decision] | None:
        """Decisions that a sheet may mean, of those received; None: it names none. Sheets of many codes name the same."""
        if text not in self._meant:
            cited = named_decisions(text)
            found = [decision for one in cited for decision in self.indexed().named(one)]
            self._meant[text] = found if cited else None
        return self._meant[text]


class NamesOn:
    """Codes by the key of their name, worked out when a sheet is first asked for by its name: most bear a code."""

    def __init__(self, profile: Profile, day: date) -> None:
        """`day`: on which the names of `current` hang."""
        self._tracks = profile.tracks
        self._day = day

    @cached_property
    def current(self) -> Mapping[str, Sequence[str]]:
        """Of what hangs on the day."""
        day = self._day
        return self._of(
            lambda one: one.valid_from <= day and (one.valid_until is None or day < one.valid_until)
        )

    @cached_property
    def ever(self) -> Mapping[str, Sequence[str]]:
        """Of everything that ever hung."""
        return self._of(lambda _: True)

    def _of(self, is_meant: Callable[[BoardEntry], bool]) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for code in sorted(self._tracks):
            entries = filter(is_meant, self._tracks[code].entries)
            for name_key in dict.fromkeys(key(entry.procedure.name) for entry in entries):
                names.setdefault(name_key, []).append(code)
        return names


def see(
    channel: Channel, looks: Stretches, profile: Profile, names: NamesOn, misprints: Mapping[str, str]
) -> Seen:
    """Sort the rows of the newest look at a channel by what they show: by base code, else by name within the board.

    Of a code of the board that nothing is asked of, and that is no misprint nor has any, no row is looked at.
    """
    seen = Seen(channel, looks.newest, Sights(looks, profile.tracks, misprints))
    by_name: dict[str, list[Listing]] = {}
    for row in sorted(looks.shown(profile.unasked), key=_by_row):
        code = row.code
        if code is not None:
            code = misprints.get(code, code)
            if code in profile.codes or not _surrogates(names.current, row):
                seen.posted.setdefault(code, []).append(row)
                if code != row.code:
                    seen.named.setdefault(code, []).append(row.row_no)
                continue
        by_name.setdefault(key(row.name), []).append(row)
    for name_key, same in by_name.items():
        _see_by_name(seen, name_key, same, names)
    return seen


_by_row = attrgetter("row_no", "sha256")


def _surrogates(current: Mapping[str, Sequence[str]], row: Listing) -> bool:
    """Whether the board has procedures of that name that were published without a code."""
    return any(is_own_code(code) for code in current.get(key(row.name), ()))


def _see_by_name(
    seen: Seen,
    name_key: str,
    rows: list[Listing],
    names: NamesOn,
) -> None:
    codes = names.current.get(name_key) or names.ever.get(name_key) or []
    if not codes:
        seen.unmatched.extend(rows)
    elif len(rows) >= len(codes):
        for place, row in enumerate(rows):
            code = codes[min(place, len(codes) - 1)]
            seen.posted.setdefault(code, []).append(row)
            seen.named.setdefault(code, []).append(row.row_no)
    else:
        seen.ambiguous[name_key] = rows
        seen.unclear_codes.update(codes)


def judge(
    rows: list[Listing], track: Track, procedure: Procedure, know: Knowledge, day: date
) -> WrongSheet | None:
    """What is wrong with the sheets of one code; None when one of them shows the right state and none an old one."""
    if len(rows) == 1:
        return _judged(rows[0], track, procedure, know, day)
    verdicts = [_judged(row, track, procedure, know, day) for row in rows]
    stale = [one for one in verdicts if one is not None and one.shown is not None]
    if stale:
        return stale[0]
    if any(one is None for one in verdicts):
        return None
    return verdicts[0]


def _judged(
    row: Listing, track: Track, procedure: Procedure, know: Knowledge, day: date
) -> WrongSheet | None:
    """As `_judge_row`; many units post the same words, which are judged once."""
    words = (procedure.opened_by, procedure.version, row.code, row.code_text, row.decision_text, row.name)
    if words not in track.verdicts:
        track.verdicts[words] = _judge_row(row, track, procedure, know, day)
    verdict: WrongSheet | None = track.verdicts[words]
    return None if verdict is None else replace(verdict, row=row)


def _judge_row(
    row: Listing, track: Track, procedure: Procedure, know: Knowledge, day: date
) -> WrongSheet | None:
    if procedure.proof is Proof.ADOPTED:
        return _judge_by_list(row, procedure)
    if row.code is not None and row.code != procedure.code and row.code in know.misprints:
        return WrongSheet(f"còn ghi mã in sai {row.code}", row, misprint=row.code)
    return (
        _judge_code(row, procedure)
        or _judge_decision(row, track, procedure, know, day)
        or _judge_name(row, track, procedure)
    )


def _judge_code(row: Listing, procedure: Procedure) -> WrongSheet | None:
    """A row that was known by its name, beside a code that is none: the sheet may be wrong, or only the list of sheets."""
    if row.code is not None or not row.code_text or is_own_code(procedure.code):
        return None
    if not is_misprint(row.code_text):
        return None
    return WrongSheet(f"ghi mã “{row.code_text}”, mã đúng là {procedure.code}", row, replaceable=False)


def _judge_by_list(row: Listing, procedure: Procedure) -> WrongSheet | None:
    """A list taken as evidence proves no sheet wrong: another name is asked about (RULINGS 45)."""
    if not row.name or _is_case(row) or _same_name(row.name, procedure.name):
        return None
    return WrongSheet(
        f"mang tên “{row.name}”, khác tên “{procedure.name}” của danh mục", row, replaceable=False
    )


# ---- the decision that a sheet names -----------------------------------------------------------------------------


@lru_cache(maxsize=1 << 14)
def named_decisions(text: str) -> tuple[Citation, ...]:
    """Decisions of a province that a sheet names; a ministry's is a basis and says nothing of the version."""
    cited = find_citations(text)
    if not cited:
        own = parse_number(text)
        cited = (own,) if own is not None and own.number is not None else ()
    return tuple(one for one in cited if is_provincial(one))


def _judge_decision(
    row: Listing, track: Track, procedure: Procedure, know: Knowledge, day: date
) -> WrongSheet | None:
    found = know.meant(row.decision_text) if row.decision_text else None
    if found is None:
        return None
    if not found:
        return WrongSheet(f"ghi {row.decision_text}, quyết định chưa nhận được", row, replaceable=False)
    own = know.decision_of[procedure.opened_by]
    if procedure.valid_from <= day and any(decision.decision_id == own for decision in found):
        return None  # the decision of this very version, as on most sheets
    spoke = spoke_on(track, procedure.code, know)
    days = [since for decision in found for since in spoke.get(decision.decision_id, ())]
    if not days:
        return WrongSheet(f"ghi {decision_text(found[0])}, quyết định này không công bố thủ tục", row)
    past = [since for since in days if since <= day]
    if not past:
        return WrongSheet(f"ghi {row.decision_text}, quyết định chưa có hiệu lực", row, replaceable=False)
    if max(past) >= procedure.valid_from:
        return None
    older = next(one for one in found if one.decision_id in spoke)
    return WrongSheet(f"còn theo {decision_text(older)}", row, shown=_version_on(track, max(past)))


def spoke_on(track: Track, code: str, know: Knowledge) -> dict[str, list[date]]:
    """Decisions that ever decided, corrected or repeated the code, and from when each spoke."""
    if track.spoke_on is None:
        spoke: dict[str, list[date]] = {}
        for entry in track.entries:
            procedure = entry.procedure
            for item_id in (procedure.opened_by, procedure.corrected_by):
                if item_id is not None:
                    spoke.setdefault(know.decision_of[item_id], []).append(procedure.valid_from)
        for decision_id, since in know.named_in.get(code, {}).items():
            spoke.setdefault(decision_id, []).append(since)
        track.spoke_on = spoke
    return track.spoke_on


def _version_on(track: Track, day: date) -> Procedure:
    """The version that hung on a day, else the first."""
    shown = track.entries[0].procedure
    for entry in track.entries:
        if entry.valid_from <= day:
            shown = entry.procedure
    return shown


# ---- the name on a sheet --------------------------------------------------------------------------------------------


def _judge_name(row: Listing, track: Track, procedure: Procedure) -> WrongSheet | None:
    if not row.name or row.name == procedure.name or _is_case(row) or _same_name(row.name, procedure.name):
        return None
    for entry in reversed(track.entries):
        older = entry.procedure
        if older.valid_from < procedure.valid_from and _same_name(row.name, older.name):
            return WrongSheet(f"còn mang tên cũ “{row.name}”", row, shown=older)
    return WrongSheet(f"mang tên “{row.name}”, khác tên đã công bố “{procedure.name}”", row)


def _is_case(row: Listing) -> bool:
    """A case of a procedure (`2.000815.01`) has a name of its own (DOMAIN §3.1)."""
    code = parse_code(row.code_text) if row.code_text else None
    return code is not None and code.case is not None


_CUT_SHORT = re.compile(r"\s*(?:\.{2,}|…)\s*$")


def _same_name(posted: str, published: str) -> bool:
    if key(posted) == key(published) or key_nospace(posted) == key_nospace(published):
        return True
    whole = _CUT_SHORT.sub("", posted)
    return whole != posted and key(published).startswith(key(whole))


def seen_text(seen: Seen, row: Listing | None) -> str:
    """Where and when something was seen, for `evidence`."""
    shown = look_text(seen.channel, seen.day)
    if row is None:
        return shown
    return sheet_text(shown, row.row_no, row.sha256)


@lru_cache(maxsize=1 << 12)
def look_text(channel: Channel, day: date) -> str:
    """The same of a look that showed no sheet."""
    return f"quan sát {CHANNEL_NAMES[channel]} ngày {day_text(day)}"


def sight_text(channel: Channel, sight: Sight) -> str:
    """The same of the first look that showed the sheet which hangs."""
    return sheet_text(look_text(channel, sight.day), sight.row_no, sight.sha256)


def sheet_text(look: str, row_no: int, sha256: str) -> str:
    """The same of a sheet, its look in words."""
    return f"{look}, dòng {row_no}, tệp {sha256[:12]}"
