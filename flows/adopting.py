"""Lists taken as evidence of a day: checked, told what they change, kept, taken back (RULINGS 45)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from niemyet.extractors.adopted_lists import AdoptedSheet, read_adopted
from niemyet.flows.extraction import apart
from niemyet.flows.facts import Inputs, gather
from niemyet.flows.named_files import NamedFile
from niemyet.flows.received import documents_of
from niemyet.flows.run_context import RunContext
from niemyet.model.errors import UsageError
from niemyet.model.messages import msg
from niemyet.model.records import Adoption
from niemyet.model.tables import Procedure
from niemyet.model.words import Level, Proof
from niemyet.storage.codec import dump
from niemyet.storage.lake_rows import AdoptedListRow, AdoptionRow
from niemyet.transforms.answer_effects import AnswerEffects, effects_between
from niemyet.transforms.consolidate import Facts, State, consolidate
from niemyet.transforms.law.adopted import adopted_lists, standing_adoptions
from niemyet.transforms.units.succession import unit_spans

#: Procedures are published by lists since NĐ 63/2010 took effect (DOMAIN §1.1).
_FIRST_DAY = date(2010, 10, 14)


class AdoptionStanding(StrEnum):
    """What a row of a list comes to."""

    ADOPTED = "adopted"  # it stands by this list
    DECISION = "decision"  # a decision holds it already
    OTHER_LIST = "other_list"  # another list that was adopted holds it already
    ENDED = "ended"  # a decision had ended it before the day: the list brings nothing back
    NO_LEVEL = "no_level"


@dataclass(frozen=True, slots=True)
class AdoptionOutcome:
    """One row of the list, with what it comes to: a standing, or why it is left out."""

    row_no: int
    code: str | None
    name: str
    levels: tuple[Level, ...]
    standing: str
    decision_text: str | None


@dataclass(frozen=True, slots=True)
class AdoptionProposal:
    """A list that was read and checked, not yet kept."""

    adoption: Adoption
    sheet: AdoptedSheet
    data: bytes


def propose(
    run: RunContext, path: Path, *, unit_id: str | None, source: str, held_on: date, levels: Sequence[Level]
) -> AdoptionProposal:
    """Read and check a list; nothing is kept.

    Raises UsageError and DocumentError with what was expected, found, and the next step.
    """
    data = path.read_bytes()
    digest = sha256(data).hexdigest()
    _check_day(run, unit_id, held_on)
    _refuse_decisions(run, path, digest)
    sheet = apart(read_adopted, data, path.name, held_on, limits=run.settings.limits)
    if unit_id is None and not levels:
        if not sheet.states_levels:
            raise UsageError(
                msg(
                    "{name}: no row says which level it is of. Say whose inventory it is (--unit), or the level "
                    "(--level), or take a list with a column “Cấp thực hiện”.",
                    name=path.name,
                )
            )
        sheet = sheet.with_levels_only()
    if unit_id is not None and sheet.is_of_all_levels:
        raise UsageError(
            msg(
                "{name}: this is the list of a whole database, with procedures of ministries, not the inventory of "
                "{unit}. Take it without --unit, or take the unit's own inventory.",
                name=path.name,
                unit=unit_id,
            )
        )
    adoption = Adoption(
        source=source.strip(),
        held_on=held_on,
        sha256=digest,
        name=path.name,
        said_at=run.started_at,
        rows=sheet.rows,
        unit_id=unit_id,
        levels=tuple(level for level in Level if level in levels),
    )
    return AdoptionProposal(adoption, sheet, data)


def _check_day(run: RunContext, unit_id: str | None, held_on: date) -> None:
    if held_on > run.today or held_on < _FIRST_DAY:
        raise UsageError(
            msg(
                "--day {day}: expected the day of which the list speaks, from {first} to {today}.",
                day=held_on,
                first=_FIRST_DAY,
                today=run.today,
            )
        )
    if unit_id is None:
        return
    lives = [(unit.valid_from, unit.valid_until) for unit in run.settings.units if unit.unit_id == unit_id]
    if not any((a is None or a <= held_on) and (b is None or held_on < b) for a, b in lives):
        raise UsageError(msg("--day {day}: {unit} was not there on that day.", day=held_on, unit=unit_id))


def _refuse_decisions(run: RunContext, path: Path, digest: str) -> None:
    """A decision proves itself: what was received as one is no list beside it."""
    for held in run.folder.lake.receipts():
        if any(part.sha256 == digest for part in documents_of(held.receipt)):
            raise UsageError(
                msg(
                    "{name}: this file was received as a document of {source}; what it says counts already.",
                    name=path.name,
                    source=held.row.source_id,
                )
            )


# ---- what it changes -------------------------------------------------------------------------------------------------


class Ledger:
    """What is known now, and what a list would change of it."""

    def __init__(self, run: RunContext) -> None:
        self._run = run
        self._inputs = Inputs.of(run.settings)
        self._facts = gather(run.folder.lake, self._inputs)
        self._before = self._state(self._facts)

    def with_list(self, adoption: Adoption) -> State:
        """The state with it; nothing is kept."""
        return self._state(replace(self._facts, adoptions=(*self._facts.adoptions, adoption)))

    def effects(self, after: State) -> AnswerEffects:
        """What differs: procedures, boards, work, questions."""
        return effects_between(self._before, after)

    def outcomes(self, proposal: AdoptionProposal, after: State) -> list[AdoptionOutcome]:
        """Row by row, what the list comes to."""
        one = proposal.adoption
        spans = unit_spans(self._inputs.units, self._inputs.province, self._inputs.successions)
        _, items = adopted_lists((one,), spans, self._inputs.province, self._inputs.renames)
        by_code = {item.code: item for item in items}
        versions: dict[str, list[Procedure]] = {}
        for version in after.procedures:
            versions.setdefault(version.code, []).append(version)
        found = []
        for row in proposal.sheet.rows:
            item = by_code[row.code]
            standing = _standing(item.item_id, item.levels, versions.get(row.code or "", []), one.held_on)
            found.append(
                AdoptionOutcome(row.row_no, row.code, row.name, item.levels, standing, row.decision_text)
            )
        found += [
            AdoptionOutcome(row.row_no, row.code, row.name, row.levels, why, row.decision_text)
            for row, why in proposal.sheet.left_out
        ]
        return sorted(found, key=lambda each: each.row_no)

    def _state(self, facts: Facts) -> State:
        return consolidate(
            facts,
            province=self._inputs.province,
            policy=self._inputs.policy,
            as_of=self._run.today,
            knowledge=self._run.started_at,
        )


def _standing(
    item_id: str, levels: Sequence[Level], versions: Sequence[Procedure], day: date
) -> AdoptionStanding:
    if not levels:
        return AdoptionStanding.NO_LEVEL
    if any(one.opened_by == item_id for one in versions):
        return AdoptionStanding.ADOPTED
    held = [
        one
        for one in versions
        if one.valid_from <= day and (one.valid_until is None or day < one.valid_until)
    ]
    if any(one.proof is not Proof.ADOPTED for one in held):
        return AdoptionStanding.DECISION
    return AdoptionStanding.OTHER_LIST if held else AdoptionStanding.ENDED


# ---- kept, and taken back ---------------------------------------------------------------------------------------------


def keep(run: RunContext, proposal: AdoptionProposal, by: str | None) -> None:
    """The bytes into raw/, then the rows and the fact."""
    one = proposal.adoption
    run.keep_file("adopt", one.name, proposal.data)
    content = sha256(json.dumps([dump(row) for row in one.rows]).encode()).hexdigest()
    known = {row.content for row in run.folder.lake.read("adopted_rows", AdoptedListRow)}
    if content not in known:
        run.append("adopted_rows", [
            AdoptedListRow(
                content, row.row_no, row.code, row.code_text, row.name, row.sector, row.levels, row.decision_text
            )
            for row in one.rows
        ])  # fmt: skip
    run.append("adoptions", [
        AdoptionRow(
            run.run_id, one.source, one.held_on, one.sha256, one.name, one.unit_id, one.levels, content, by,
            run.started_at, withdrawn=False,
        )
    ])  # fmt: skip


def is_kept(run: RunContext, one: Adoption) -> bool:
    """Whether the same was said before and stands."""
    wanted = (one.source, one.held_on, one.sha256, one.unit_id)
    return any(
        (held.source, held.held_on, held.sha256, held.unit_id) == wanted
        for held in standing_adoptions(gather(run.folder.lake, Inputs.of(run.settings)).adoptions)
    )


def withdrawals(
    run: RunContext,
    named: str,
    *,
    source: str | None,
    held_on: date | None,
    unit_id: str | None,
    by: str | None,
) -> list[AdoptionRow]:
    """The fact that takes back a list, by the beginning of its hash, its name, or the file itself.

    Raises UsageError where none fits, or several do.
    """
    file = NamedFile.of(named)
    rows = run.folder.lake.read("adoptions", AdoptionRow)
    last: dict[tuple[object, ...], AdoptionRow] = {}
    for row in sorted(rows, key=lambda each: (each.said_at, each.withdrawn)):
        last[row.source, row.held_on, row.sha256, row.unit_id] = row
    standing = [row for row in last.values() if not row.withdrawn]
    fitting = [
        row
        for row in standing
        if file.is_that(row.sha256, row.name)
        and source in (None, row.source)
        and held_on in (None, row.held_on)
        and unit_id in (None, row.unit_id)
    ]
    if len(fitting) != 1:
        shown = "; ".join(
            f"{row.sha256[:12]} {row.name}, “{row.source}”, {row.held_on}" for row in fitting or standing
        )
        raise UsageError(
            msg(
                "{named}: expected one list that was adopted, found {count}. Adopted and standing: {shown}.",
                named=named,
                count=len(fitting),
                shown=shown or "—",
            )
        )
    return [replace(fitting[0], run_id=run.run_id, said_by=by, said_at=run.started_at, withdrawn=True)]
