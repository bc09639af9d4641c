"""Atom feeds (RFC 4287) of real changes, and the due dates of a unit as a calendar (RFC 5545).

An entry is a decision and what it changes; its identifier and its dates come from the decision alone, so building the
site again says nothing new.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from niemyet.reports.site.addresses import decision_folder
from niemyet.reports.site.changes import BoardChange, LawChange, Turn
from niemyet.reports.site.facts import Row, SiteFacts
from niemyet.reports.site.rendering import code_text, day_text, told
from niemyet.reports.words import LEVELS
from niemyet.transforms.language.text import clean

_ATOM = "http://www.w3.org/2005/Atom"
_MOST = 50  # entries: a reader asks daily, and the pages have the rest; chosen, not measured
_MOST_LINES = 60  # of one entry: an opening list has hundreds; chosen, not measured
_UNIT_TURNS = {Turn.UP: "niêm yết mới", Turn.OTHER: "thay bản niêm yết", Turn.DOWN: "gỡ xuống"}


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One message of a feed."""

    subject: str  # what it is about, for its identifier
    title: str
    path: str | None  # below the site's folder
    known_on: date
    lines: tuple[str, ...]


def law_entries(facts: SiteFacts, changes: Iterable[LawChange]) -> list[FeedEntry]:
    """A message for each decision that changed something."""
    ordered = sorted((one for one in changes if one.decision_id), key=lambda one: one.decision_id or "")
    entries = []
    for decision_id, mine in groupby(ordered, key=lambda one: one.decision_id or ""):
        lines = [
            f"{day_text(one.on)}: {told(one)}, {LEVELS[one.level][0]}: {code_text(one.code)} {one.name}"
            for one in mine
        ]
        entries.append(_entry(facts, decision_id, lines))
    return entries


def board_entries(facts: SiteFacts, changes: Iterable[BoardChange], since: date | None) -> list[FeedEntry]:
    """A message for each decision that changed the board, and one for each day on which it changed without one: the day
    on which the unit began, the day on which its level or the unit itself ended.

    since: first day of the unit, on which its whole board goes up at once.
    """
    opening = [one for one in changes if one.on == since]
    later = [one for one in changes if one.on != since]
    decided = sorted(
        (one for one in later if one.decision_id), key=lambda one: (one.decision_id or "", one.on)
    )
    entries = [
        _entry(facts, decision_id, [_board_line(one) for one in mine])
        for decision_id, mine in groupby(decided, key=lambda one: one.decision_id or "")
    ]
    undecided = sorted((one for one in later if not one.decision_id), key=lambda one: one.on)
    for on, group in groupby(undecided, key=lambda one: one.on):
        lines = [_board_line(one) for one in group]
        title = f"Không còn niêm yết tại đơn vị: {len(lines)} thủ tục"
        entries.append(FeedEntry(f"ended {on}", title, None, on, _bounded(lines)))
    if since and opening:
        entries.append(FeedEntry(f"opening {since}", f"Mở bảng: {len(opening)} thủ tục", None, since, ()))
    return entries


def _board_line(change: BoardChange) -> str:
    version = change.version
    return f"{day_text(change.on)}: {_UNIT_TURNS[change.turn]}: {code_text(version.code)} {version.name}"


def _entry(facts: SiteFacts, decision_id: str, lines: Sequence[str]) -> FeedEntry:
    path = f"{decision_folder(decision_id)}/index.html"
    title = f"Quyết định số {facts.cited(decision_id)}: {len(lines)} thay đổi"
    return FeedEntry(decision_id, title, path, facts.received(decision_id), _bounded(lines))


def _bounded(lines: Sequence[str]) -> tuple[str, ...]:
    more = [f"… và {len(lines) - _MOST_LINES} thay đổi khác"] if len(lines) > _MOST_LINES else []
    return (*lines[:_MOST_LINES], *more)


def atom(title: str, about: str, entries: Iterable[FeedEntry], *, root: str, address: str | None) -> bytes:
    """The feed's bytes. `about` names it for good; links are below `address`, else relative to the feed by `root`."""
    newest = sorted(entries, key=lambda one: (one.known_on, one.subject), reverse=True)[:_MOST]
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", "vi")
    _text(feed, "title", title)
    _text(feed, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, f'niemyet {about}')}")
    _text(feed, "updated", _instant(newest[0].known_on if newest else date(1970, 1, 1)))
    author = etree.SubElement(feed, f"{{{_ATOM}}}author")
    _text(author, "name", "niemyet")
    below = f"{address}/" if address else root
    for one in newest:
        entry = etree.SubElement(feed, f"{{{_ATOM}}}entry")
        _text(entry, "title", one.title)
        _text(entry, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, f'niemyet {about} {one.subject}')}")
        _text(entry, "updated", _instant(one.known_on))
        if one.path:
            etree.SubElement(entry, f"{{{_ATOM}}}link", href=below + one.path)
        _text(entry, "content", "\n".join(one.lines) or one.title)
    made: bytes = etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return made


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}{name}").text = clean(text) if name != "content" else text


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00+07:00"


def due_calendar(unit_id: str, name: str, rows: Iterable[Row]) -> bytes | None:
    """Days on which a unit's open work is due, one entry a day; None where nothing is due."""
    dated = sorted(
        (row for row in rows if row["due_on"]),
        key=lambda row: (row["due_on"], row["code"] or "", row["kind"]),
    )
    if not dated:
        return None
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//niemyet//vi")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Hạn niêm yết – {name}")
    for due, group in groupby(dated, key=lambda row: row["due_on"]):
        mine = list(group)
        event = Event()
        event.add("uid", str(uuid5(NAMESPACE_URL, f"niemyet {unit_id} due {due}")))
        # The day it speaks of, not the moment of writing: the same work gives the same bytes.
        event.add("dtstamp", datetime(due.year, due.month, due.day, tzinfo=UTC))
        event.add("dtstart", due)
        event.add("dtend", due + timedelta(days=1))
        event.add("summary", f"Hạn niêm yết: {len(mine)} việc – {name}")
        event.add(
            "description",
            "\n".join(f"{row['code'] or ''} {clean(row['name'])}".strip() for row in mine[:_MOST_LINES]),
        )
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
