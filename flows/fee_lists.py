"""Lists of fees: read, held against what was handed in before, kept, taken back."""

import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from niemyet.extractors.fee_lists import FeeSheet, read_fee_list
from niemyet.flows.extraction import apart
from niemyet.flows.facts import Inputs, fee_lists_of, gather
from niemyet.flows.named_files import NamedFile
from niemyet.flows.run_context import RunContext
from niemyet.model.errors import UsageError
from niemyet.model.messages import msg
from niemyet.model.records import FeeList
from niemyet.storage.codec import dump
from niemyet.storage.lake_rows import FeeListedRow, FeeListRow
from niemyet.transforms.consolidate import consolidate
from niemyet.transforms.work.fees import Fees, fees_of, standing_fee_lists


@dataclass(frozen=True, slots=True)
class FeeProposal:
    """A list that was read and checked, not yet kept."""

    told: FeeList
    sheet: FeeSheet
    data: bytes


def propose_fees(run: RunContext, path: Path, *, paper: str | None, since: date | None) -> FeeProposal:
    """Read and check a list of fees; nothing is kept.

    Raises UsageError where paper or day is missing or contradicted, or another paper sets another fee from the same day.
    """
    data = path.read_bytes()
    sheet = apart(read_fee_list, data, path.name, limits=run.settings.limits)
    if since is not None and sheet.effective_on is not None and since != sheet.effective_on:
        raise UsageError(
            msg(
                "--from {day}: the resolution says of itself that it has effect from {own}. Leave --from away, or check "
                "the file.",
                day=since,
                own=sheet.effective_on,
            )
        )
    effective, named = sheet.effective_on or since, (paper or "").strip() or sheet.paper
    if effective is None or named is None:
        raise UsageError(
            msg(
                "{name}: the file does not state its resolution and from which day the fees hold. Add --paper "
                '"Nghị quyết số …/NQ-HĐND ngày …" and --from YYYY-MM-DD, as the resolution\'s articles say.',
                name=path.name,
            )
        )
    told = FeeList(
        paper=named,
        effective_on=effective,
        effective_until=sheet.effective_until,
        sha256=sha256(data).hexdigest(),
        name=path.name,
        said_at=run.started_at,
        rows=sheet.rows,
    )
    _refuse_rivals(run, told)
    return FeeProposal(told, sheet, data)


def _refuse_rivals(run: RunContext, told: FeeList) -> None:
    """Two lists of one day that set one code's fee otherwise cannot both hold: a person takes one back first."""
    for other in standing_fee_lists(fee_lists_of(run.folder.lake)):
        if other.effective_on != told.effective_on or other.sha256 == told.sha256:
            continue
        said = {(row.code or row.name, row.conditions): row.fee for row in other.rows}
        for row in told.rows:
            before = said.get((row.code or row.name, row.conditions))
            if before is not None and before != row.fee:
                raise UsageError(
                    msg(
                        "{name}, row {row}: {code} costs {fee}; {other} ({paper}), which holds from the same day, says "
                        "{before}. Take one back: niemyet ingest --fees --withdraw {quoted}.",
                        name=told.name,
                        row=row.row_no,
                        code=row.code or row.name,
                        fee=row.fee,
                        other=other.name,
                        quoted=shlex.quote(other.name),
                        paper=other.paper,
                        before=before,
                    )
                )


def fees_with(run: RunContext, told: FeeList) -> Fees:
    """What holds by this list alone, and what would be asked of it."""
    inputs = Inputs.of(run.settings)
    facts = gather(run.folder.lake, inputs)
    state = consolidate(
        facts, province=inputs.province, policy=inputs.policy, as_of=run.today, knowledge=run.started_at
    )
    return fees_of([told], state.procedures, facts.resolutions)


def keep_fees(run: RunContext, proposal: FeeProposal, by: str | None) -> None:
    """The bytes into raw/, then the rows and the fact."""
    told = proposal.told
    run.keep_file("ingest", told.name, proposal.data)
    content = sha256(json.dumps([dump(row) for row in told.rows]).encode()).hexdigest()
    if content not in {row.content for row in run.folder.lake.read("fee_rows", FeeListedRow)}:
        run.append(
            "fee_rows",
            [
                FeeListedRow(
                    content, place, row.row_no, row.page, row.code, row.name, row.fee, row.conditions
                )
                for place, row in enumerate(told.rows, start=1)
            ],
        )
    run.append(
        "fee_lists",
        [
            FeeListRow(
                run.run_id, told.paper, told.effective_on, told.effective_until, told.sha256, told.name, content,
                by, run.started_at, withdrawn=False,
            )
        ],
    )  # fmt: skip


def fees_taken_back(run: RunContext, named: Sequence[str], by: str | None) -> list[FeeListRow]:
    """The facts that take back lists, each by the beginning of its hash, its name, or the file itself.

    Raises UsageError where none fits, or several do.
    """
    last = {
        (row.sha256, row.paper, row.effective_on): row
        for row in run.folder.lake.read("fee_lists", FeeListRow)
    }
    standing = [row for row in last.values() if not row.withdrawn]
    found = []
    for one in named:
        file = NamedFile.of(one)
        fitting = [row for row in standing if file.is_that(row.sha256, row.name)]
        if len(fitting) != 1:
            shown = "; ".join(f"{row.sha256[:12]} {row.name}, {row.paper}" for row in fitting or standing)
            raise UsageError(
                msg(
                    "{named}: expected one list of fees, found {count}. Handed in and standing: {shown}.",
                    named=one,
                    count=len(fitting),
                    shown=shown or "—",
                )
            )
        found.append(
            replace(fitting[0], run_id=run.run_id, said_by=by, said_at=run.started_at, withdrawn=True)
        )
    return found
