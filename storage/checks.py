"""What must hold before a release is let out: keys, references, and no sudden loss against the one before."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from niemyet.model.messages import Message, Words, msg
from niemyet.model.words import DecisionKind, Proof
from niemyet.storage import computing as pc
from niemyet.storage.columns import any_among, is_among, numbers_of_ids, texts
from niemyet.storage.release import Release, is_of_one_program


@dataclass(frozen=True, slots=True)
class Check:
    """What was checked, over how many things, and what was found wrong."""

    name: Message
    checked: int
    wrong: tuple[Words, ...] = ()
    is_acceptable: bool = False  # a person may say that it is right all the same

    @property
    def passed(self) -> bool:
        """Nothing wrong, and something was looked at."""
        return not self.wrong


#: (table, column, table it refers to, column there); null refers to nothing.
_REFERENCES = (
    ("decision_items", "decision_id", "decisions", "decision_id"),
    ("procedures", "opened_by", "decision_items", "item_id"),
    ("procedures", "closed_by", "decision_items", "item_id"),
    ("procedures", "corrected_by", "decision_items", "item_id"),
    ("boards", "unit_id", "units", "unit_id"),
    ("boards", "item_id", "decision_items", "item_id"),
    ("boards", "procedure_id", "procedures", "procedure_id"),
    ("listing_updates", "unit_id", "units", "unit_id"),
    ("listing_updates", "item_id", "decision_items", "item_id"),
    ("listing_updates", "decision_id", "decisions", "decision_id"),
    ("listings", "unit_id", "units", "unit_id"),
    ("reviews", "item_id", "decision_items", "item_id"),
)
_KEYS = {
    "decisions": ("decision_id",),
    "decision_items": ("item_id",),
    "listing_updates": ("update_id",),
    "reviews": ("review_id",),
    "procedures": ("procedure_id", "level", "version"),
    "units": ("unit_id", "valid_from"),
}


#: Tables that only grow, or nearly: fewer rows than this share of the release before are not believed. What units
#: hand in is judged listing by listing when it comes in (flows/observing.py) and stops nobody else.
_BANDS = {
    "decisions": 0.95,
    "decision_items": 0.9,
    "procedures": 0.9,
    "procedure_history": 0.9,
    "boards": 0.8,
    "units": 0.9,
}
#: What is filled in a release must stay filled: the share may not fall by more than so much.
_FILLED = {
    "decisions": ("number", "symbol", "signed_on", "effective_on"),
    "decision_items": ("code", "sector", "page", "effective_on"),
    "procedures": ("sector", "valid_from"),
}
#: Share of filled values that a column may lose from one release to the next; chosen, not measured.
_FALL = 0.1
_FEW = 30  # rows; below that a share says nothing; chosen, not measured


def release_checks(
    draft: Release, previous: Release | None, taken_back: Collection[str] = ()
) -> Iterator[Check]:
    """Keys, references and, against the release before, row counts and how much is filled in.

    What was checked of the release before and speaks of nothing but tables that are the same files here is not checked again.
    `taken_back`: hashes of documents that a person took back; what goes with them is no loss.
    """
    if previous is None:
        yield from keys(draft)
        yield from references(draft)
        return
    same, checked = _same_tables(draft, previous), _checked(previous, draft)
    yield from keys(draft, but=same, checked=checked)
    yield from references(draft, but=same, checked=checked)
    gone = _taken_away(previous, draft, taken_back)
    before, after = _Side(previous, _lists(previous), gone), _Side(draft, _lists(draft), gone)
    yield from _counts(before, after)
    yield from _fill_rates(before, after, same)


def _same_tables(draft: Release, previous: Release) -> frozenset[str]:
    """Tables that hold the bytes that they held in a release of the same program, whose checks were these."""
    if not is_of_one_program(draft.manifest, previous.manifest):
        return frozenset()
    before = {each["name"]: each["hash"] for each in previous.manifest["resources"]}
    return frozenset(
        each["name"] for each in draft.manifest["resources"] if before.get(each["name"]) == each["hash"]
    )


@dataclass(frozen=True, slots=True)
class _TakenAway:
    """What went because a person took back the files that it rests on."""

    decisions: frozenset[str]
    procedures: frozenset[str]  # that rows of those decisions opened, ended or corrected


@dataclass(frozen=True, slots=True)
class _Side:
    """A release that is held against another, the lists taken as evidence among its decisions, and what was taken away."""

    release: Release
    lists: pa.Array | None
    gone: _TakenAway | None

    @property
    def is_whole(self) -> bool:
        """Whether every row counts."""
        return self.lists is None and self.gone is None

    def rows(self, table: str, wanted: Sequence[str]) -> pa.Table:
        """Some columns of a table without the rows that a person takes away at will, on either side."""
        gone = self.gone or _TakenAway(frozenset(), frozenset())
        if table in _OF_DECISIONS:
            lists = self.lists.to_pylist() if self.lists is not None else []
            return self._without(table, wanted, "decision_id", [*lists, *gone.decisions])
        if self.lists is None:  # an old release has no column that says so
            return self._without(table, wanted, "procedure_id", gone.procedures)
        rows = self._without(table, [*wanted, "proof"], "procedure_id", gone.procedures)
        is_list = pc.equal(pc.cast(rows.column("proof"), pa.string()), texts(Proof.ADOPTED)[0])
        return rows.filter(pc.invert(is_list)).select([name for name in wanted if name in rows.column_names])

    def _without(self, table: str, wanted: Sequence[str], column: str, values: Collection[str]) -> pa.Table:
        had = [name for name in wanted if name in self.release.schema(table).names]
        rows = self.release.table(table, [*had, *({column} - set(had))])
        return rows.filter(pc.invert(is_among(pc.cast(rows.column(column), pa.string()), values)))


_OF_DECISIONS = frozenset({"decisions", "decision_items"})
_OF_PROCEDURES = ("procedures", "procedure_history")
_BY_ITEM = ("opened_by", "closed_by", "corrected_by")


def _taken_away(previous: Release, draft: Release, taken_back: Collection[str]) -> _TakenAway | None:
    """Decisions of the release before that are gone and rest on nothing but files that were taken back; None: there are none."""
    if not taken_back:
        return None
    known = previous.unordered("decisions", ["decision_id"]).column(0)
    still = draft.unordered("decisions", ["decision_id"]).column(0)
    lost = known.filter(pc.invert(pc.is_in(known, value_set=still))).to_pylist()
    if not lost:
        return None
    decisions = {
        row["decision_id"]
        for row in previous.find("decisions", "decision_id", lost, ["decision_id", "copies"])
        if row["copies"] and all(copy["sha256"] in taken_back for copy in row["copies"])
    }
    if not decisions:
        return None
    items = previous.table("decision_items", ["decision_id", "item_id"])
    ids = items.filter(is_among(items.column("decision_id"), decisions)).column("item_id").to_pylist()
    return _TakenAway(frozenset(decisions), frozenset(_procedures_of(previous, ids)))


def _procedures_of(release: Release, items: Collection[str]) -> Iterator[str]:
    """Procedures of which some items open, end or correct a version."""
    for table in _OF_PROCEDURES:
        by = [name for name in _BY_ITEM if name in release.schema(table).names]
        rows = release.table(table, ["procedure_id", *by])
        touched = any_among((rows.column(name), items) for name in by)
        yield from rows.filter(touched).column("procedure_id").to_pylist()


def _counts(previous: _Side, draft: _Side) -> Iterator[Check]:
    for table, least in _BANDS.items():
        had, has = _count(previous, table), _count(draft, table)
        lost = had >= _FEW and has < least * had
        told = msg(
            "{had} rows before, {has} now, at least {least:.0%} expected", had=had, has=has, least=least
        )
        name = msg("{table}: as many rows as before", table=table)
        yield Check(name, has, (told,) if lost else (), is_acceptable=True)


def _count(side: _Side, table: str) -> int:
    if side.is_whole or table == "units":
        return side.release.rows_of(table)
    counted: int = side.rows(table, ["decision_id" if table in _OF_DECISIONS else "procedure_id"]).num_rows
    return counted


def _lists(release: Release) -> pa.Array | None:
    """Ids of the lists taken as evidence among the decisions; None where there are none."""
    kinds = release.unordered("decisions", ["decision_id", "kind"])
    is_list = pc.equal(pc.cast(kinds.column("kind"), pa.string()), texts(DecisionKind.ADOPTED)[0])
    found = kinds.column("decision_id").filter(is_list)
    return found.combine_chunks() if len(found) else None  # to combine nothing imports pandas


def _fill_rates(previous: _Side, draft: _Side, same: Collection[str]) -> Iterator[Check]:
    for table, names in _FILLED.items():
        if table in same and previous.lists == draft.lists:
            continue  # and so the same rows are left out of it
        before, after = _filled(previous, table, names), _filled(draft, table, names)
        for name in names:
            if before is None or after is None or name not in before:
                continue
            fell = before[name] - after[name] > _FALL
            told = msg("{before:.0%} filled before, {after:.0%} now", before=before[name], after=after[name])
            title = msg("{column}: filled as before", column=f"{table}.{name}")
            yield Check(title, 1, (told,) if fell else (), is_acceptable=True)


def _filled(side: _Side, table: str, names: tuple[str, ...]) -> dict[str, float] | None:
    release = side.release
    wanted = [name for name in names if name in release.schema(table).names]
    if side.is_whole:
        count = release.rows_of(table)
        return {name: 1 - release.nulls(table, name) / count for name in wanted} if count >= _FEW else None
    rows = side.rows(table, wanted)
    if rows.num_rows < _FEW:
        return None
    return {name: 1 - rows.column(name).null_count / rows.num_rows for name in rows.column_names}


def keys(release: Release, but: Collection[str] = (), checked: "_Checked | None" = None) -> Iterator[Check]:
    """One row per key, in all tables but some.

    `checked`: a release whose keys differ; of files that it has too no key is read, unless others bring keys that are new.
    """
    for table, key in _KEYS.items():
        if table in but:
            continue
        named = msg("{table} has one row per {key}", table=table, key=", ".join(key))
        if checked is not None and _new_keys_differ(release, checked, table, key):
            yield Check(named, release.rows_of(table))
            continue
        rows = release.unordered(table, key)
        if _all_differ(_as_texts(rows)):  # a group each imports Arrow's datasets, and pandas
            yield Check(named, rows.num_rows)
            continue
        counted = rows.group_by(list(key)).aggregate([([], "count_all")])
        twice = counted.filter(pc.greater(counted["count_all"], 1)).to_pylist()
        wrong = tuple(json.dumps(each, default=str, ensure_ascii=False) for each in twice[:20])
        yield Check(named, rows.num_rows, wrong)


def _new_keys_differ(release: Release, checked: "_Checked", table: str, key: Sequence[str]) -> bool:
    """Whether the files that are new hold each key once, and none that a file that stays holds too.

    What the files held in whose place they stand is in none of those: all of the keys before differed.
    """
    new = checked.beside(release, table)
    stay = [each.path for each in release.files(table) if each.path not in new]
    if not stay:
        return False  # nothing is spared
    after = _as_texts(release.unordered(table, key, new))
    if not _all_differ(after):
        return False
    before = _as_texts(checked.release.unordered(table, key, checked.gone(table)))
    fresh = after.filter(pc.invert(pc.is_in(after, value_set=before)))
    if not len(fresh):
        return True
    return not any(_has_any(_as_texts(release.unordered(table, key, [path])), fresh) for path in stay)


def _has_any(values: pa.ChunkedArray, wanted: pa.ChunkedArray) -> bool:
    return bool(pc.any(pc.is_in(values, value_set=wanted)).as_py())


def _all_differ(values: pa.ChunkedArray) -> bool:
    """Whether no two texts are the same."""
    numbers = numbers_of_ids(values)
    if numbers is not None:
        numbers.sort()
        if (numbers[1:] != numbers[:-1]).all():
            return True
    return len(pc.unique(values)) == len(values)


def _as_texts(rows: pa.Table) -> pa.ChunkedArray:
    """Each row as one text."""
    none, between = texts("", "\0")
    columns = [
        column
        if column.type == pa.string() and not column.null_count
        else pc.coalesce(pc.cast(column, pa.string()), none)
        for column in rows.columns
    ]
    return columns[0] if len(columns) == 1 else pc.binary_join_element_wise(*columns, between)


@dataclass(frozen=True, slots=True)
class _Checked:
    """The release before, of the same program: what its files name was looked for when they were written."""

    release: Release
    files: frozenset[tuple[str, str]]  # path and hash of each
    draft: frozenset[tuple[str, str]]  # of the release that is checked

    def beside(self, draft: Release, table: str) -> list[str]:
        """The files of a table that the release before has not."""
        return [each.path for each in draft.files(table) if (each.path, each.hash) not in self.files]

    def gone(self, table: str) -> list[str]:
        """The files of a table that are not there any more, or hold something else."""
        return [each.path for each in self.release.files(table) if (each.path, each.hash) not in self.draft]

    def lost(self, target: str, column: str, held: pa.ChunkedArray) -> bool:
        """Whether a target that was there then is not there any more."""
        before = self.release.distinct(target, column, self.gone(target))
        return not pc.all(pc.is_in(before, value_set=held)).as_py() if len(before) else False


def _checked(previous: Release, draft: Release) -> _Checked | None:
    if not is_of_one_program(draft.manifest, previous.manifest):
        return None
    return _Checked(previous, _files_of(previous), _files_of(draft))


def _files_of(release: Release) -> frozenset[tuple[str, str]]:
    return frozenset((each.path, each.hash) for each in release.files())


def references(
    release: Release, but: Collection[str] = (), checked: _Checked | None = None
) -> Iterator[Check]:
    """Every identifier that a table names leads to a row of the table it is of; of pairs of some tables it is known.

    `checked`: a release of which it is known of every file; then what files name that it has too leads on, unless something
    that was there is not there any more.
    """
    targets: dict[tuple[str, str], tuple[pa.ChunkedArray, bool]] = {}
    for table, column, target, target_column in _REFERENCES:
        if table in but and target in but:
            continue
        place = (target, target_column)
        if place not in targets:
            held = release.unordered(target, [target_column]).column(0)
            targets[place] = held, checked is None or checked.lost(target, target_column, held)
        held, all_of_it = targets[place]
        files = None if checked is None or all_of_it else checked.beside(release, table)
        values = release.distinct(table, column, files)
        lost = values.filter(pc.invert(pc.is_in(values, value_set=held)))
        wrong = tuple(sorted(str(value) for value in lost.to_pylist())[:20])
        yield Check(
            msg("{column} leads to {target}", column=f"{table}.{column}", target=target), len(values), wrong
        )
