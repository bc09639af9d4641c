"""What rows of a listing say that cannot be: the person who keeps the list is told, and the rest of them counts."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from niemyet.extractors.listings import FLAG_DATE_UNCLEAR, FLAG_DATE_UNREAD
from niemyet.model.messages import Both, Message, Messages, msg
from niemyet.model.records import ListingRow
from niemyet.model.words import Channel
from niemyet.reports.work_text import CHANNELS
from niemyet.transforms.language.codes import is_misprint

#: A letter that a charset did not have, within a word: "Công nh?n"; what a reader could not read itself.
_LOST = re.compile(r"(?<=[^\W\d_])\?+(?=[^\W\d_])|\ufffd")
_NAMED = 5  # rows of a list that are named; chosen, not measured


def channel_words(channel: Channel) -> Both:
    """Where a list hangs, for a sentence."""
    vi, en = CHANNELS[channel]
    return Both(en, vi)


def listing_doubts(unit_id: str, channel: Channel, rows: Sequence[ListingRow], on: date) -> list[Message]:
    """What is said of a list that was looked at on a day: what cannot be, and letters that it lost."""
    return [*_impossible(unit_id, channel, rows, on), *_lost_letters(unit_id, channel, rows)]


def _lost_letters(unit_id: str, channel: Channel, rows: Sequence[ListingRow]) -> Iterator[Message]:
    lost = [row.name for row in rows if _LOST.search(row.name)]
    if lost:
        yield msg(
            "{unit_id} ({channel}): letters are lost in {count} names (“{name}”): the list was saved in a charset without "
            "Vietnamese letters. Save it as XLSX or “CSV UTF-8” and hand it in again; until then those names are told to be "
            "wrong.",
            unit_id=unit_id,
            channel=channel_words(channel),
            count=len(lost),
            name=lost[0][:60],
        )


def _impossible(unit_id: str, channel: Channel, rows: Sequence[ListingRow], on: date) -> list[Message]:
    said = [
        msg(
            "row {row} ({code} {name}): {doubt}",
            row=row.row_no,
            code=row.code or "?",
            name=row.name[:60],
            doubt=doubt,
        )
        for row in rows
        for doubt in _doubts(row, on)
    ]
    if not said:
        return []
    more = len(said) - _NAMED
    named = [*said[:_NAMED], *([msg("{count} more", count=more)] if more > 0 else [])]
    return [
        msg(
            "{unit_id} ({channel}): the list says what cannot be: {rows}. The rows count, those days and codes do not; where the "
            "list is wrong, mend it and hand it in again.",
            unit_id=unit_id,
            channel=channel_words(channel),
            rows=Messages(tuple(named), "; "),
        )
    ]


def _doubts(row: ListingRow, on: date) -> Iterator[Message]:
    if row.code is None and is_misprint(row.code_text or ""):
        yield msg("“{text}” is no code of a procedure", text=row.code_text)
    if FLAG_DATE_UNREAD in row.flags:
        yield msg("what stands where a day should is no day")
    if FLAG_DATE_UNCLEAR in row.flags:
        yield msg("which is the day and which the month of its date cannot be told")
    if row.posted_on is not None and row.posted_on > on:
        yield msg("posted on {day}, after the day of the look ({on})", day=row.posted_on, on=on)
