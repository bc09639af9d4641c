"""Looks at listings joined with what they showed: columns as they lie in the lake, rows where somebody looks at them.

A unit's page that changes each week shows 300 rows 100 times a year, first and last look of each stretch. The work needs the
newest look; the table needs columns. Neither needs a million records.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import groupby, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from niemyet.model.listed_rows import ListedRows, Stretches, Words
from niemyet.model.tables import Listing
from niemyet.model.words import Channel
from niemyet.storage.columns import numbers_in, of_numbers
from niemyet.storage.schemas import MakesTable, table_schema, to_arrow

if TYPE_CHECKING:
    from niemyet.storage.lake_rows import ObservationRow

#: Columns of the table that the look says; what hung says the others.
_OF_THE_LOOK = ("unit_id", "channel", "observed_on", "url", "sha256")
_OF_THE_ROW = ("code", "code_text", "name", "decision_text", "posted_on", "row_no", "effective_on")
#: Those that are read on a sheet, in the order of `model.listed_rows.Words`.
_WORDS = ("code", "code_text", "decision_text", "name")
#: Columns that say the same again and again, for each look that shows it: read as dictionaries.
NUMBERED = ("content", *_WORDS)
Numbers = NDArray[np.int32]


class ShownRows:
    """What listings showed: the rows of each content in their order, each number once (the last that was written counts)."""

    def __init__(self, rows: pa.Table) -> None:
        """`rows`: the table `observed_rows` of the lake; columns of texts may be dictionaries."""
        self._distinct: dict[str, tuple[Numbers, list[Any]]] = {}
        self._naming: dict[frozenset[str], NDArray[np.bool_]] = {}
        self._others: dict[frozenset[str], NDArray[np.bool_]] = {}
        content, names = _numbers_of(rows.column("content"))
        number = numbers_in(rows.column("row_no"))
        same = content[1:] == content[:-1]
        if np.all(np.where(same, number[1:] > number[:-1], content[1:] > content[:-1])):
            self.rows = rows.combine_chunks()  # as nearly always: each content was written once, in order
        else:
            order = np.lexsort((number, content))  # stable: of one number the one written last stands last
            content, number = content[order], number[order]
            last = np.append((content[1:] != content[:-1]) | (number[1:] != number[:-1]), True)
            self.rows, content = rows.take(of_numbers(order[last])).combine_chunks(), content[last]
        begins = np.flatnonzero(np.append(True, content[1:] != content[:-1])).tolist() if len(content) else []
        self.spans: Mapping[str, tuple[int, int]] = {
            names[content[begin]]: (begin, end) for begin, end in pairwise([*begins, len(content)])
        }

    def count(self, content: str) -> int:
        """How many rows a content has."""
        begin, end = self.spans.get(content, (0, 0))
        return end - begin

    def of(self, content: str, but: frozenset[str] = frozenset()) -> Iterator[tuple[Any, ...]]:
        """The values of each row that bears none of some codes, as `_OF_THE_ROW` names them."""
        return self._columns_of(self._rows_of(content, but), _OF_THE_ROW)

    def words(self, content: str) -> list[Words]:
        """What is read on each of its rows."""
        return list(self._columns_of(self._rows_of(content), _WORDS))

    def put_up(self, content: str) -> Iterator[tuple[int, date]]:
        """Number and day of each row that says when its sheet was put up."""
        if not self._says_when_put_up:
            return iter(())
        told = self._columns_of(self._rows_of(content), ("row_no", "posted_on"))
        return ((row_no, day) for row_no, day in told if day is not None)

    @cached_property
    def _says_when_put_up(self) -> bool:
        column = self.rows.column("posted_on")
        return bool(column.null_count < len(column))

    def _rows_of(self, content: str, but: frozenset[str] = frozenset()) -> "slice | NDArray[np.intp]":
        """The places of its rows, but of those that bear some codes."""
        begin, end = self.spans.get(content, (0, 0))
        if not but:
            return slice(begin, end)
        codes = self.distinct("code")[0][begin:end]
        return begin + np.flatnonzero(self._bears_none_of(but)[codes])

    def _bears_none_of(self, codes: frozenset[str]) -> NDArray[np.bool_]:
        """Of the number of each code whether it is none of some."""
        if codes not in self._others:
            self._others[codes] = np.array([code not in codes for code in self.distinct("code")[1]], bool)
        return self._others[codes]

    def _columns_of(
        self, rows: "slice | NDArray[np.intp]", names: Sequence[str]
    ) -> Iterator[tuple[Any, ...]]:
        """Values of each row; what several rows say is there once for all of them."""
        return zip(*(self._values(name, rows) for name in names), strict=True)

    def _values(self, name: str, rows: "slice | NDArray[np.intp]") -> list[Any]:
        if name == "row_no":
            places: list[Any] = self._row_numbers[rows].tolist()
            return places
        numbers, said = self.distinct(name)
        return [said[at] for at in numbers[rows].tolist()]

    @cached_property
    def _row_numbers(self) -> NDArray[Any]:
        return numbers_in(self.rows.column("row_no"))

    def row_of_words(self, content: str) -> Mapping[int, int]:
        """By the number of its words (`numbers`) the number of the first row that bears them."""
        begin, end = self.spans.get(content, (0, 0))
        backwards = slice(end - 1, begin - 1 if begin else None, -1)  # so that the first row stays
        numbers = self._numbered[0][backwards].tolist()
        return dict(zip(numbers, self._row_numbers[backwards].tolist(), strict=True))

    @cached_property
    def number_of_code(self) -> Mapping[str, int]:
        """Codes, and the number of each (`distinct`)."""
        return {code: number for number, code in enumerate(self.distinct("code")[1]) if code is not None}

    @cached_property
    def number_of(self) -> Mapping[Words, int]:
        """Words that some row bears, and their number (`numbers`)."""
        numbers, many = self._numbered
        bearing = np.zeros(many, np.int64)
        bearing[numbers] = np.arange(len(numbers))
        told = (self.distinct(name) for name in _WORDS)
        columns = [[said[at] for at in each[bearing].tolist()] for each, said in told]
        return {words: number for number, words in enumerate(zip(*columns, strict=True))}

    def numbers(self, content: str) -> Numbers:
        """Its words as numbers: rows that bear the same words have the same one."""
        begin, end = self.spans.get(content, (0, 0))
        return self._numbered[0][begin:end]

    def by_code(self, content: str) -> dict[int, list[int]]:
        """By the number of a code the numbers of what its rows say, in their order."""
        begin, end = self.spans.get(content, (0, 0))
        found: dict[int, list[int]] = {}
        codes = self.distinct("code")[0][begin:end].tolist()
        for code, said in zip(codes, self._said[begin:end].tolist(), strict=True):
            found.setdefault(code, []).append(said)
        return found

    def that_name(self, texts: frozenset[str]) -> NDArray[np.bool_]:
        """Which rows name a decision by one of these texts."""
        if texts not in self._naming:
            numbers, said = self.distinct("decision_text")
            self._naming[texts] = np.array([text in texts for text in said], bool)[numbers]
        return self._naming[texts]

    def distinct(self, column: str) -> tuple[Numbers, list[Any]]:
        """A column as numbers, and what each of them says."""
        if column not in self._distinct:
            self._distinct[column] = _numbers_of(self.rows.column(column))
        return self._distinct[column]

    @property
    def wordings(self) -> int:
        """How many different words there are."""
        return self._numbered[1]

    @cached_property
    def _numbered(self) -> tuple[Numbers, int]:
        return self._numbers_of(_WORDS)

    @cached_property
    def _said(self) -> Numbers:
        """What each row says, as a number: its words and its days."""
        return self._numbers_of((*_WORDS, "posted_on", "effective_on"))[0]

    def _numbers_of(self, columns: Iterable[str]) -> tuple[Numbers, int]:
        """What rows say in some columns, as numbers, and how many there are."""
        told, many = np.zeros(self.rows.num_rows, np.int64), 1
        for name in columns:
            numbers, values = self.distinct(name)
            if many * len(values) > _MOST:
                told, many = _in_turn(told)
            told, many = told * len(values) + numbers, many * len(values)
        told, many = _in_turn(told)
        return told.astype(np.int32), many


def _numbers_of(column: pa.ChunkedArray) -> tuple[Numbers, list[Any]]:
    """A column as numbers, and what each of them says; of a dictionary perhaps also what no row says."""
    held = column.combine_chunks()
    if not pa.types.is_dictionary(held.type):
        held = held.dictionary_encode(null_encoding="encode")
    values: list[Any] = held.dictionary.to_pylist()
    if not held.null_count:
        return numbers_in(held.indices).astype(np.int32), values
    none = of_numbers(np.array([len(values)], np.int32))[0]
    return numbers_in(held.indices.cast(pa.int32()).fill_null(none)).astype(np.int32), [*values, None]


#: Numbers that 64 bits tell apart.
_MOST = 2**63 - 1


def _in_turn(told: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """Numbers from nought on for what is told apart, and how many there are. It sorts: once for several columns."""
    different, number = np.unique(told, return_inverse=True)
    return number, len(different)


class RowsOfLooks(ListedRows, MakesTable):
    """Rows of looks, look after look."""

    def __init__(
        self,
        looks: Sequence["ObservationRow"],
        shown: ShownRows,
        looked_on: Mapping[tuple[str, Channel], Sequence[date]] | None = None,
    ) -> None:
        """Looks joined with what they showed.

        `looks`: those of one unit and channel by day; of what was seen of nothing there is no row.
        `looked_on`: days of these looks, and of those between them that showed what both of their neighbours show.
        """
        self._looks = [look for look in looks if shown.count(look.content)]
        self._shown = shown
        self._looked_on = looked_on or {}

    def in_order(self) -> "RowsOfLooks | None":
        """See ListedRows. Of pages of one day with the same bytes rows stand by number, not by page."""
        told = sorted(self._looks, key=_place)
        if any(_place(one) == _place(other) for one, other in pairwise(told)):
            return None
        return RowsOfLooks(told, self._shown, self._looked_on)

    def up_to(self, day: date) -> "RowsOfLooks":
        """See ListedRows."""
        return RowsOfLooks(
            [look for look in self._looks if look.observed_on <= day], self._shown, self._looked_on
        )

    def stretches(self, day: date) -> Mapping[tuple[str, Channel], Stretches]:
        """See ListedRows."""
        found: dict[tuple[str, Channel], list[ObservationRow]] = {}
        for look in self.up_to(day)._looks:
            found.setdefault((look.unit_id, look.channel), []).append(look)
        return {
            place: _LookStretches(looks, self._shown, self._days_of(place, looks, day))
            for place, looks in found.items()
        }

    def decision_texts(self) -> Collection[str]:
        """See ListedRows: of all contents that there are."""
        return {text for text in self._shown.distinct("decision_text")[1] if text is not None}

    def _days_of(
        self, place: tuple[str, Channel], looks: Sequence["ObservationRow"], day: date
    ) -> Sequence[date]:
        """The days up to a day on which a channel was looked at and its look counts."""
        told = self._looked_on.get(place) or [look.observed_on for look in looks]
        return sorted({each for each in told if each <= day})

    def table(self) -> pa.Table:
        """The table `listings`, no row of it made."""
        schema = table_schema("listings")
        counts = np.array([self._shown.count(look.content) for look in self._looks], np.int64)
        begins = np.array([self._shown.spans[look.content][0] for look in self._looks], np.int64)
        look = of_numbers(np.repeat(np.arange(len(counts), dtype=np.int64), counts))
        row = of_numbers(
            np.arange(self._ends[-1]) + np.repeat(begins - np.array(self._ends[:-1], np.int64), counts)
        )
        looks = to_arrow(self._looks, pa.schema([schema.field(name) for name in _OF_THE_LOOK]))
        columns = [
            looks.column(field.name).combine_chunks().take(look)
            if field.name in _OF_THE_LOOK
            else self._shown.rows.column(field.name).combine_chunks().take(row).cast(field.type)
            for field in schema
        ]
        return pa.Table.from_arrays(columns, schema=schema)

    @property
    def shared(self) -> Sequence["ObservationRow"]:
        """What rows have in common: the looks."""
        return self._looks

    def parted(self, label: NDArray[Any]) -> dict[int, "RowsOfLooks"]:
        """The looks of each part. `label`: the number of the part of each look."""
        parts: dict[int, list[ObservationRow]] = {}
        for look, number in zip(self._looks, label.tolist(), strict=True):
            parts.setdefault(number, []).append(look)
        return {number: RowsOfLooks(looks, self._shown) for number, looks in sorted(parts.items())}

    def made_of(self) -> str:
        """A hash over what the table is made of; the name of what a look showed is a hash of its rows."""
        said = sha256()
        for one in self._looks:
            said.update(
                f"{one.unit_id}\0{one.channel}\0{one.observed_on}\0{one.url}\0{one.sha256}\0{one.content}\n".encode()
            )
        return said.hexdigest()

    @cached_property
    def _ends(self) -> list[int]:
        """Where the rows of each look end, after a nought."""
        ends = [0]
        for look in self._looks:
            ends.append(ends[-1] + self._shown.count(look.content))
        return ends

    def __len__(self) -> int:
        return self._ends[-1]

    @overload
    def __getitem__(self, where: int) -> Listing: ...

    @overload
    def __getitem__(self, where: slice) -> tuple[Listing, ...]: ...

    def __getitem__(self, where: int | slice) -> Listing | tuple[Listing, ...]:
        return tuple(self)[where]

    def __iter__(self) -> Iterator[Listing]:
        for look in self._looks:
            yield from rows_of_look(look, self._shown)


class _LookStretches:
    """The looks at one channel of a unit; what they showed stays numbers."""

    def __init__(
        self, looks: Sequence["ObservationRow"], shown: ShownRows, looked_on: Sequence[date]
    ) -> None:
        """`looked_on`: the days of all looks, in order; of those that show the same only the first and last are in `looks`."""
        self._shown = shown
        self._looked_on = looked_on
        self._stretches: list[list[ObservationRow]] = []
        self._newest: list[ObservationRow] = []
        self._made_of: dict[date, str] = {}
        before: list[str] = []
        for _, look in groupby(
            sorted(looks, key=attrgetter("observed_on", "url")), attrgetter("observed_on")
        ):
            self._newest = pages = list(look)
            contents = [page.content for page in pages]
            if contents != before:
                self._stretches.append(pages)
                before = contents

    @cached_property
    def days(self) -> Sequence[date]:
        """See Stretches."""
        return [pages[0].observed_on for pages in self._stretches]

    @property
    def newest(self) -> date:
        """See Stretches."""
        return self._newest[0].observed_on

    def shown(self, but: frozenset[str] = frozenset()) -> Sequence[Listing]:
        """See Stretches."""
        return [row for page in self._newest for row in rows_of_look(page, self._shown, but)]

    def files(self) -> Collection[str]:
        """See Stretches."""
        return sorted({page.sha256 for page in self._newest})

    def put_up(self) -> Sequence[tuple[int, date]]:
        """See Stretches."""
        pages = sorted(self._newest, key=attrgetter("sha256"))
        return [told for page in pages for told in self._shown.put_up(page.content)]

    def lines(self) -> str:
        """See Stretches. The name of what a page showed is a hash of its rows."""
        return self._lines

    @cached_property
    def _lines(self) -> str:
        said = (f"{page.sha256} {page.content}" for page in self._newest)
        return sha256("\n".join(said).encode()).hexdigest()

    def first_look(self, day: date) -> date | None:
        """See Stretches."""
        at = bisect_left(self._looked_on, day)
        return self._looked_on[at] if at < len(self._looked_on) else None

    def begun(self, words: Words) -> int:
        """See Stretches."""
        return int(self._begun[self._shown.number_of[words]])

    def place_in(self, stretch: int) -> Callable[[Words], tuple[int, str]]:
        """See Stretches."""
        pages, number_of = self._stretches[stretch], self._shown.number_of
        told = (self._shown.row_of_words(page.content) for page in pages)
        rows = [(each, page.sha256) for each, page in zip(told, pages, strict=True)]
        if len(rows) == 1:
            first, digest = rows[0]
            return lambda words: (first[number_of[words]], digest)

        def place_of(words: Words) -> tuple[int, str]:
            number = number_of[words]
            return min((each[number], digest) for each, digest in rows if number in each)

        return place_of

    def words_on(self, stretch: int) -> Sequence[Words]:
        """See Stretches."""
        return [words for page in self._stretches[stretch] for words in self._shown.words(page.content)]

    def codes_beside(self, texts: frozenset[str]) -> Collection[str | None]:
        """See Stretches."""
        numbers, codes = self._shown.distinct("code")
        told = self._shown.that_name(texts)
        found: set[int] = set()
        for page in {page.content: page for stretch in self._stretches for page in stretch}.values():
            begin, end = self._shown.spans[page.content]
            found.update(numbers[begin:end][told[begin:end]].tolist())
        return {codes[at] for at in found}

    def codes_since(self, day: date) -> Collection[str | None] | None:
        """See Stretches."""
        begin = max(bisect_right(self.days, day) - 1, 0)
        looks = self._stretches[begin:]
        if any(len(pages) > 1 for pages in looks):
            return None
        codes = self._shown.distinct("code")[1]
        told = [self._shown.by_code(page.content) for (page,) in looks]
        return {
            codes[code]
            for before, after in pairwise(told)
            for code in before.keys() | after.keys()
            if before.get(code) != after.get(code)
        }

    def made_of(self, day: date) -> str:
        """See Stretches. The name of what a page showed is a hash of its rows."""
        if day not in self._made_of:
            pages = [page for stretch in self._stretches for page in stretch if page.observed_on <= day]
            said = [f"{page.observed_on} {page.sha256} {page.content}" for page in pages]
            looked_on = self._looked_on[: bisect_right(self._looked_on, day)]
            self._made_of[day] = sha256("\n".join([*said, *map(str, looked_on)]).encode()).hexdigest()
        return self._made_of[day]

    def last_with(self, codes: Sequence[str]) -> Sequence[int]:
        """See Stretches."""
        number_of = self._shown.number_of_code
        last: list[int] = self._last_with_code[[number_of.get(code, -1) for code in codes]].tolist()
        return last

    @cached_property
    def _last_with_code(self) -> Numbers:
        """By the number of a code; behind them that of one that nobody ever showed."""
        numbers, codes = self._shown.distinct("code")
        return np.append(self._last(numbers, len(codes)), np.int32(-1))

    def last_with_name(self, *, coded: bool) -> Mapping[str, int]:
        """See Stretches."""
        of_code, codes = self._shown.distinct("code")
        numbers, names = self._shown.distinct("name")
        none = codes.index(None) if None in codes else -1
        if none < 0 and not coded:
            return {}
        last = self._last(numbers, len(names), (of_code != none) if coded else (of_code == none))
        return {names[at]: int(last[at]) for at in np.flatnonzero(last >= 0)}

    def _last(self, numbers: Numbers, count: int, only: NDArray[np.bool_] | None = None) -> Numbers:
        """By number the last stretch that shows it; -1: none."""
        last = np.full(count, -1, np.int32)
        for at, pages in enumerate(self._stretches):
            for page in pages:
                begin, end = self._shown.spans[page.content]
                part = numbers[begin:end]
                last[part if only is None else part[only[begin:end]]] = at
        return last

    @cached_property
    def _begun(self) -> Numbers:
        """By words the stretch from which on every look shows them."""
        last = np.full(self._shown.wordings, -2, np.int32)
        begun = np.zeros(self._shown.wordings, np.int32)
        for at, pages in enumerate(self._stretches):
            numbers = np.concatenate([self._shown.numbers(page.content) for page in pages])
            begun[numbers[last[numbers] != at - 1]] = at
            last[numbers] = at
        return begun


def _place(look: "ObservationRow") -> tuple[str, str, date, str]:
    return look.unit_id, str(look.channel), look.observed_on, look.sha256


def rows_of_look(
    look: "ObservationRow", shown: ShownRows, but: frozenset[str] = frozenset()
) -> Iterator[Listing]:
    """What a look has shown, but rows of some codes. By place: a province makes some 100,000 of them a night."""
    unit_id, channel, day, url, digest = look.unit_id, look.channel, look.observed_on, look.url, look.sha256
    for code, code_text, name, decision_text, posted_on, row_no, effective_on in shown.of(look.content, but):
        yield Listing(
            unit_id, channel, day, code, code_text, name, decision_text, posted_on, url, digest, row_no, effective_on
        )  # fmt: skip
