"""Step "publish": everything known → consolidated tables → a release."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from typing import Any

import pyarrow as pa

from niemyet.extractors import READER_VERSION
from niemyet.flows.aliases import former_ids
from niemyet.flows.carrying import (
    CARRIED,
    carried_law,
    facts_read,
    folded,
    leave_work_note,
    note_whole,
    with_carried,
    work_note,
)
from niemyet.flows.config import Settings
from niemyet.flows.facts import (
    Inputs,
    facts_of_release,
    gather,
    gather_seen,
    inputs_of,
    resolutions_of,
)
from niemyet.flows.program import code_hash, made_by
from niemyet.flows.received import documents_taken_back
from niemyet.flows.reporting import named_reports
from niemyet.flows.run_context import RunContext
from niemyet.flows.touching import STAYS, begun, laid, note_of_laid, tables_of
from niemyet.model.errors import StorageError, UsageError
from niemyet.model.in_memory import kept_in_memory
from niemyet.model.messages import msg
from niemyet.model.tables import TABLES, Fetch, Unit
from niemyet.model.words import ReviewState
from niemyet.storage.codec import dump
from niemyet.storage.folder import DataFolder, log_name
from niemyet.storage.grown_rows import GrownRows
from niemyet.storage.lake import Lake
from niemyet.storage.lake_rows import AdoptionRow, ObservationRow
from niemyet.storage.parquet import kept_open
from niemyet.storage.parts import HasParts
from niemyet.storage.release import Release, is_of_one_program
from niemyet.storage.releases import ABOUT_RUNS
from niemyet.transforms.consolidate import Facts, State, carried_on, consolidate, laid_over
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.touched import ReachesFurtherError
from niemyet.transforms.units.succession import unit_spans
from niemyet.transforms.work.updates import Start

log = logging.getLogger("niemyet")


def publish(run: RunContext, *, anew: bool = False) -> Release | None:
    """Consolidate everything known and publish a release; None when it would say nothing new.

    `anew`: nothing is carried on from the release before, all of it is folded and worked out.
    """
    run.folder.take_in()
    _record_fetches(run)
    lake = run.folder.lake
    run.append("confirmations", named_reports(run, run.folder.releases.latest()))
    run.append("aliases", former_ids(run.folder, run.run_id))
    inputs = Inputs.of(run.settings).with_former(_former_units(run))
    text = dump(inputs)
    kept = sha256(text.encode()).hexdigest()[:16]
    lake.keep(kept, text)
    note = run.folder.seal(logs=True)
    with kept_open(), kept_in_memory():  # what was computed is gone again when memory is searched next
        night = _night(run, inputs, {"lake": note, "configuration": kept}, anew=anew)
        release = _released(run, night, _consolidation(night))
    if (
        release is not None
    ):  # a run that publishes once more, and has nothing new to say, has published all the same
        run.result.release = release
    return release


# ---- the three ways to come to a state -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Night:
    """What a night knows before it folds anything."""

    lake: Lake
    latest: Release | None
    inputs: Inputs
    made_from: Mapping[str, str | None]  # note of the lake, hash of the configuration
    program: Mapping[str, str]
    seen: Facts
    read: str  # hash over everything that the fold reads
    as_of: date
    knowledge: datetime
    start: Start
    anew: bool

    @property
    def configuration(self) -> str:
        """The hash of the configuration."""
        return str(self.made_from["configuration"])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Consolidation:
    """A state, and how the tables of its release are come by."""

    state: State
    folded: Mapping[str, Any] | None  # as the manifest has it: what the next night may carry on
    carried: AbstractSet[str]  # tables that are those of the release before
    laid: Mapping[str, HasParts] = field(default_factory=dict)  # tables that are laid over those before

    @property
    def is_law_new(self) -> bool:
        """Whether the law may be another than in the release before."""
        return self.carried != CARRIED

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it was carried on."""
        return not self.carried and (self.state.work is None or not self.state.work.anew)


def _night(run: RunContext, inputs: Inputs, made_from: Mapping[str, str | None], *, anew: bool) -> _Night:
    lake, latest = run.folder.lake, run.folder.releases.latest()
    seen = gather_seen(lake, inputs)
    note = None if anew else work_note(run.folder, latest, run.today)
    program = {"version": made_by(), "code": code_hash()}
    configuration = str(made_from["configuration"])
    return _Night(
        lake=lake,
        latest=latest,
        inputs=inputs,
        made_from=made_from,
        program=program,
        seen=seen,
        read=facts_read(lake, configuration, seen.withdrawn),
        as_of=run.today,
        knowledge=run.started_at,
        start=Start(
            " ".join([*program.values(), configuration]), note.made_from if note is not None else None
        ),
        anew=anew,
    )


def _consolidation(night: _Night) -> _Consolidation:
    if night.anew:
        return _all_folded(night)
    return _law_carried(night) or _law_laid_over(night) or _all_folded(night)


def _law_carried(night: _Night) -> _Consolidation | None:
    """The law is that of the release before; None where something may have changed it."""
    latest = night.latest
    law = carried_law(latest, night.lake, night.read, night.program, night.as_of, night.seen)
    if law is None or latest is None:
        return None
    state = carried_on(
        law,
        night.seen,
        province=night.inputs.province,
        policy=night.inputs.policy,
        as_of=night.as_of,
        knowledge=night.knowledge,
        start=replace(night.start, same_law=True),
    )
    return _Consolidation(state=state, folded=latest.manifest["folded"], carried=CARRIED)


def _law_laid_over(night: _Night) -> _Consolidation | None:
    """What new decisions touch is laid over the law of the release before; None where everything must be folded."""
    lake, inputs, seen = night.lake, night.inputs, night.seen
    try:
        begin = begun(night.latest, lake, night.configuration, night.program, night.as_of, seen)
        facts, said = gather(begin.since, inputs, seen), tuple(resolutions_of(lake))
        found = laid(begin, facts, said, inputs.province, night.as_of, local_day(night.knowledge))
    except ReachesFurtherError as why:
        log.debug("everything is folded: %s", why)
        return None
    state = laid_over(
        found,
        begin.law,
        begin.note.told_on,
        seen,
        province=inputs.province,
        policy=inputs.policy,
        as_of=night.as_of,
        knowledge=night.knowledge,
        start=night.start,
    )
    note = note_of_laid(begin, found, state, night.read, night.as_of)
    spans = unit_spans(seen.units, inputs.province, seen.successions)
    laid_tables = tables_of(begin, found, state.boards, spans)
    return _Consolidation(state=state, folded=note.as_json(), carried=STAYS, laid=laid_tables)


def _all_folded(night: _Night) -> _Consolidation:
    facts = gather(night.lake, night.inputs, night.seen)
    state = _consolidated(facts, night.inputs, night.as_of, night.knowledge, night.start)
    note = folded(state, facts, night.read, night.as_of)
    return _Consolidation(
        state=state, folded=note.as_json() if note is not None else None, carried=frozenset()
    )


def _released(run: RunContext, night: _Night, made: _Consolidation) -> Release | None:
    state, latest = made.state, night.latest
    if made.is_law_new:
        run.result.new_reviews += _new_reviews(run, state)
    of_runs = {"fetches": _requests(night), "runs": night.lake.table("runs")}
    tables = {**_law_and_work(state), **of_runs, **made.laid}
    if latest is not None and state.work is not None and state.work.anew:
        tables["listing_updates"] = with_carried(latest, state.work)
    release = run.folder.releases.publish(
        tables,
        as_of=run.today,
        knowledge=run.started_at,
        about={
            "province": night.inputs.province.province_id,
            "reader": READER_VERSION,
            **night.program,
            "inputs": night.made_from,
            **({"folded": made.folded} if made.folded else {}),
        },
        accepted=run.accepted_release,
        carried=made.carried,
        taken_back=documents_taken_back(night.lake),
    )
    if made.is_whole:
        note_whole(run.folder, run.today)
    if release is not None and state.work is not None and state.work.made_from is not None:
        leave_work_note(run.folder, release, state.work.made_from)
    return release


def _former_units(run: RunContext) -> list[Unit]:
    """Units of the release before that were observed, or whose inventory was adopted.

    A renamed configuration must not stop a province.
    """
    latest = run.folder.releases.latest()
    if latest is None:
        return []
    looks = run.folder.lake.read("observations", ObservationRow)
    lists = run.folder.lake.read("adoptions", AdoptionRow)
    named = {row.unit_id for row in looks} | {row.unit_id for row in lists}
    named -= {before for before, _ in run.settings.renames}
    return [unit for unit in latest.rows("units", Unit) if unit.unit_id in named]


def rebuild(folder: DataFolder, release: Release) -> dict[str, Sequence[object]]:
    """The tables of a release, made again from `raw/` and `lake/` as they were known to it.

    Raises StorageError when what it was made from is not there.
    """
    lake = folder.lake.at(release.manifest["inputs"]["lake"])
    inputs = inputs_of(folder, release)
    state = _consolidated(gather(lake, inputs), inputs, release.as_of, release.knowledge_time)
    return _tables(lake, state)


def as_reported(folder: DataFolder, release: Release) -> State:
    """What the newest release would say today with the reports of work that it does not count yet.

    Nothing else counts that came after it: decisions of a night that is going on, or whose release was refused.
    """
    inputs, now = inputs_of(folder, release), datetime.now(UTC)
    as_of, knowledge = max(release.as_of, local_day(now)), max(now, release.knowledge_time)
    return _consolidated(facts_of_release(folder, inputs, release), inputs, as_of, knowledge)


def state_of(folder: DataFolder, release: Release, as_of: date, knowledge: datetime) -> State:
    """What a release's own configuration says of another day, or as known at another instant; facts as they are now.

    Raises:
        UsageError: the release is from before releases knew what they were made from (tables 1.2).
    """
    if "inputs" not in release.manifest:
        raise UsageError(
            msg(
                "{release} does not know its configuration: it was made before tables 1.2.",
                release=release.release_id,
            )
        )
    inputs = inputs_of(folder, release)
    return _consolidated(gather(folder.lake, inputs), inputs, as_of, knowledge)


def _consolidated(
    facts: Facts, inputs: Inputs, as_of: date, knowledge: datetime, start: Start | None = None
) -> State:
    return consolidate(
        facts,
        province=inputs.province,
        policy=inputs.policy,
        as_of=as_of,
        knowledge=knowledge,
        start=start,
    )


def _tables(lake: Lake, state: State) -> dict[str, Any]:
    return _law_and_work(state) | {name: lake.table(name) for name in ABOUT_RUNS}


def _law_and_work(state: State) -> dict[str, Any]:
    return {name: getattr(state, name) for name in TABLES if name not in ABOUT_RUNS}


def _requests(night: _Night) -> HasParts | pa.Table:
    """All requests that were ever made: those of the release before, and behind them what came since, where that is so."""
    lake, latest, whole = night.lake, night.latest, partial(night.lake.table, "fetches")
    if night.anew or latest is None or latest.as_of.year != night.as_of.year:
        return whole()
    if not is_of_one_program(latest.manifest, night.program) or not latest.is_whole({"fetches"}):
        return whole()
    try:
        then = lake.commits.at(latest.manifest.get("inputs", {}).get("lake", ""))
    except StorageError:
        return whole()  # the chain was mended since
    names = lake.names_in("fetches")
    before = [name for name in names if name in then]
    if names[: len(before)] != before:
        return whole()
    return GrownRows(latest, "fetches", lake.only(names[len(before) :]).table("fetches"), whole)


def _record_fetches(run: RunContext) -> None:
    """Requests of this run, and of runs that were killed before they could note theirs."""
    lake, raw = run.folder.lake, run.folder.raw
    noted = lake.runs_in("fetches")
    sealed = lake.commits.seals()
    for run_id, size in sorted(raw.log_sizes().items()):
        seal = sealed.get(log_name(run_id))
        if seal is not None and seal.size == size and run_id in noted:
            continue  # a log is sealed once what it holds is in the lake
        new = raw.fetches(run_id)[lake.rows_of_run("fetches", run_id) :]
        lake.append("fetches", run_id, _by_source(new, run.settings))


def _by_source(rows: Iterable[Fetch], settings: Settings) -> list[Fetch]:
    """Requests of each source together, in the order of the configuration, listings behind: whoever was asked beside them."""
    places = {source.id: place for place, source in enumerate(settings.sources)}
    return sorted(rows, key=lambda row: places.get(row.source_id, len(places)))


def _new_reviews(run: RunContext, state: State) -> tuple[str, ...]:
    previous = run.folder.releases.latest()
    before = set(previous.table("reviews", ["review_id"]).column(0).to_pylist()) if previous else set()
    asked = (row.review_id for row in state.reviews if row.state is ReviewState.OPEN)
    return tuple(review_id for review_id in asked if review_id not in before)
