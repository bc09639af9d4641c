"""Step "publish": everything known → consolidated tables → a release."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256

from niemyet.extractors import READER_VERSION
from niemyet.flows.aliases import former_ids
from niemyet.flows.carrying import (
    CARRIED,
    carried_law,
    facts_read,
    folded,
    held_against,
    is_the_same_work,
    is_whole_due,
    leave_work_note,
    with_carried,
    work_note,
)
from niemyet.flows.config import Settings
from niemyet.flows.program import code_hash, made_by
from niemyet.flows.received import documents_of, no_longer_shown
from niemyet.flows.reporting import named_reports
from niemyet.flows.run_context import RunContext
from niemyet.flows.touching import (
    STAYS,
    Footing,
    begun,
    laid,
    laid_otherwise,
    note_of_laid,
    tables_of,
)
from niemyet.model.errors import StorageError, UsageError
from niemyet.model.in_memory import kept_in_memory
from niemyet.model.law_rows import LawInMemory, LawRows
from niemyet.model.messages import msg
from niemyet.model.records import (
    AdoptedRow,
    Adoption,
    CatalogueEntry,
    FeeList,
    FeeRow,
    Meant,
    Part,
    Policy,
    Posting,
    Province,
    Reading,
    Received,
    Resolution,
    TakenBack,
)
from niemyet.model.tables import TABLES, Fetch, Unit, UnitSuccession
from niemyet.model.words import ReviewState
from niemyet.storage.codec import dump, load
from niemyet.storage.folder import DataFolder, log_name
from niemyet.storage.lake import (
    AdoptedListRow,
    AdoptionRow,
    AliasRow,
    CatalogueRow,
    ConfirmationRow,
    FeeListedRow,
    FeeListRow,
    HeldReceipt,
    Lake,
    MemberRow,
    ObservationRow,
    PostingRow,
    ResolutionRow,
    TakenBackRow,
    under_todays_ids,
)
from niemyet.storage.parquet import kept_open
from niemyet.storage.parts import HasParts
from niemyet.storage.release import Release
from niemyet.storage.releases import ABOUT_RUNS
from niemyet.transforms.consolidate import (
    Facts,
    Law,
    State,
    boards_touched,
    carried_on,
    consolidate,
    laid_over,
)
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.law.former_ids import said_today
from niemyet.transforms.touched import ReachesFurtherError, Touched
from niemyet.transforms.work.updates import Start

log = logging.getLogger("niemyet")


@dataclass(frozen=True, slots=True)
class Inputs:
    """What of the configuration a release depends on; kept in the lake, so that it can be made again."""

    province: Province
    policy: Policy
    units: tuple[Unit, ...]
    successions: tuple[UnitSuccession, ...]
    renames: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, settings: Settings) -> "Inputs":
        """Those of a configuration."""
        return cls(settings.province, settings.policy, settings.units, settings.successions, settings.renames)

    def with_former(self, units: Iterable[Unit]) -> "Inputs":
        """With units that are no longer configured, as they last stood: what was seen of them stays theirs."""
        held = {unit.unit_id for unit in self.units}
        return replace(self, units=(*self.units, *(unit for unit in units if unit.unit_id not in held)))


def publish(run: RunContext) -> Release | None:
    """Consolidate everything known and publish a release; None when it would say nothing new."""
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
        run.result.release = _released(run, inputs, {"lake": note, "configuration": kept})
    return run.result.release


def _released(run: RunContext, inputs: Inputs, made_from: Mapping[str, str | None]) -> Release | None:
    """Everything known, consolidated and written; what the law comes to is carried on where nothing has changed it."""
    lake, latest = run.folder.lake, run.folder.releases.latest()
    seen = gather_seen(lake, inputs)
    note = work_note(run.folder, latest, run.today)
    program = {"version": made_by(), "code": code_hash()}
    start = Start(
        common=" ".join([*program.values(), str(made_from["configuration"])]),
        before=note.made_from if note is not None and not is_whole_due(note, run.today) else None,
    )
    read = facts_read(lake, str(made_from["configuration"]), seen.withdrawn)
    law = carried_law(latest, lake, read, program, run.today, seen)
    new = _touched(run, inputs, str(made_from["configuration"]), program, seen) if law is None else None
    over = new if new is not None and not new[0].is_whole_due else None
    if law is not None and latest is not None:
        start = replace(start, same_law=True)
        state = _carried_on(law, seen, inputs, run.today, run.started_at, start)
        told, carried = latest.manifest["folded"], CARRIED
    elif over is not None:
        state = _laid_over(*over, seen, inputs, run.today, run.started_at, start)
        run.result.new_reviews = _new_reviews(run, state)
        told, carried = note_of_laid(*over, state, read, run.today).as_json(), STAYS
    else:
        facts = gather(lake, inputs, seen)
        state = _consolidated(facts, inputs, run.today, run.started_at, start)
        run.result.new_reviews = _new_reviews(run, state)
        noted = folded(state, facts, read, run.today)
        told, carried = noted and noted.as_json(), frozenset()
    tables: dict[str, Sequence[object] | HasParts] = {**_tables(lake, state)}
    if over is not None:
        tables |= tables_of(*over, state.boards)
    if latest is not None and state.work is not None and state.work.anew:
        tables["listing_updates"] = with_carried(latest, state.work)
    release = run.folder.releases.publish(
        tables,
        as_of=run.today,
        knowledge=run.started_at,
        about={
            "province": inputs.province.province_id,
            "reader": READER_VERSION,
            **program,
            "inputs": made_from,
            **({"folded": told} if told else {}),
        },
        accepted=run.accepted_release,
        carried=carried,
    )
    _tell_of_wrong(held_against(latest, release))
    if new is not None and over is None:
        boards = boards_touched(new[1], seen, inputs.province)
        _tell_of_wrong(laid_otherwise(*new, boards, release))
    if release is None or state.work is None or state.work.made_from is None:
        return release
    if start.before is None and note is not None and latest is not None:
        again = replace(start, before=note.made_from)  # all of it was worked out, as once a week
        touched = frozenset[str]() if start.same_law else None
        rows = law.rows if law is not None else _rows_of(over, state)
        held = _carried_on(
            Law(rows, state.misprints, state.told_on, touched), seen, inputs, run.today, run.started_at, again
        ).work
        if held is not None and not is_the_same_work(latest, with_carried(latest, held), release):
            _tell_of_wrong(["listing_updates"])
    whole_on = note.whole_on if note is not None and state.work.anew else run.today
    leave_work_note(run.folder, release, whole_on, state.work.made_from)
    return release


def _touched(
    run: RunContext, inputs: Inputs, configuration: str, program: Mapping[str, str], seen: Facts
) -> tuple[Footing, Touched] | None:
    """What new decisions make of the law of the release before; None where everything must be folded."""
    lake, day = run.folder.lake, local_day(run.started_at)
    try:
        begin = begun(run.folder.releases.latest(), lake, configuration, program, run.today, seen)
        facts, said = gather(begin.since, inputs, seen), tuple(_resolutions(lake))
        return begin, laid(begin, facts, said, inputs.province, run.today, day)
    except ReachesFurtherError as why:
        log.debug("everything is folded: %s", why)
        return None


def _laid_over(
    begin: Footing,
    found: Touched,
    seen: Facts,
    inputs: Inputs,
    as_of: date,
    knowledge: datetime,
    start: Start,
) -> State:
    return laid_over(
        found,
        begin.law,
        begin.note.told_on,
        seen,
        province=inputs.province,
        policy=inputs.policy,
        as_of=as_of,
        knowledge=knowledge,
        start=start,
    )


def _tell_of_wrong(wrong: Sequence[str]) -> None:
    """Say it where all of it comes to something else than what was carried: the new release is right, an old one was not."""
    if wrong:
        log.error(
            "%s",
            msg(
                "{tables}: what was carried on since the last whole fold is not what everything comes to. The new release is "
                "right; please report this with the folder's datapackage.json.",
                tables=", ".join(wrong),
            ),
        )


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
    inputs = _inputs_of(folder, release)
    state = _consolidated(gather(lake, inputs), inputs, release.as_of, release.knowledge_time)
    return _tables(lake, state)


def _carried_on(
    law: Law, seen: Facts, inputs: Inputs, as_of: date, knowledge: datetime, start: Start
) -> State:
    return carried_on(
        law,
        seen,
        province=inputs.province,
        policy=inputs.policy,
        as_of=as_of,
        knowledge=knowledge,
        start=start,
    )


def _rows_of(over: tuple[Footing, Touched] | None, state: State) -> LawRows:
    """The law of a state; of one that was laid over the law before it has only what is another."""
    if over is None:
        return LawInMemory(state.decisions, state.decision_items, state.procedures)
    begin, found = over
    return found.over(begin.law)


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


def gather_seen(lake: Lake, settings: Inputs | Settings) -> Facts:
    """What was seen on boards and in the lists of sources, what was reported of work, and the units: no document is decoded."""
    return Facts(
        listings=lake.listings(dict(settings.renames)),
        doubted=tuple(lake.doubted(dict(settings.renames))),
        confirmations=lake.reports(dict(settings.renames)),
        withdrawn=no_longer_shown(lake),
        units=settings.units,
        successions=settings.successions,
        renames=settings.renames,
    )


def gather(lake: Lake, settings: Inputs | Settings, seen: Facts | None = None) -> Facts:
    """The facts of a lake, as consolidation takes them. `seen`: those of `gather_seen`, where they are there already."""
    receipts = lake.receipts()
    return replace(
        seen or gather_seen(lake, settings),
        postings=tuple(_postings(lake, receipts)),
        received=tuple(_received(lake, receipts)),
        resolutions=tuple(_resolutions(lake)),
        taken_back=tuple(
            TakenBack(row.sha256, row.said_at, row.again) for row in lake.read("taken_back", TakenBackRow)
        ),
        adoptions=adoptions_of(lake),
        fee_lists=fee_lists_of(lake),
        catalogue=tuple(
            load(CatalogueEntry, row.entry)
            for row in {row.receipt_id: row for row in lake.read("catalogue", CatalogueRow)}.values()
            if row.entry is not None
        ),
    )


def as_reported(folder: DataFolder, release: Release) -> State:
    """What the newest release would say today with the reports of work that it does not count yet.

    Nothing else counts that came after it: decisions of a night that is going on, or whose release was refused.
    """
    inputs, now = _inputs_of(folder, release), datetime.now(UTC)
    as_of, knowledge = max(release.as_of, local_day(now)), max(now, release.knowledge_time)
    try:
        facts = gather(folder.lake.at(release.manifest["inputs"]["lake"]), inputs)
    except StorageError:  # the chain was mended since: what came when is not told apart any more
        facts = gather(folder.lake, inputs)
    kept = folder.lake.read("confirmations", ConfirmationRow)
    reports = under_todays_ids([*kept, *folder.handed_in("confirmations")], dict(inputs.renames))
    said = tuple(row.as_report() for row in reports)
    return _consolidated(replace(facts, confirmations=said), inputs, as_of, knowledge)


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
    inputs = _inputs_of(folder, release)
    return _consolidated(gather(folder.lake, inputs), inputs, as_of, knowledge)


def facts_now(folder: DataFolder, inputs: Inputs | Settings) -> Facts:
    """The facts of a folder with what was handed in and is not yet in its lake."""
    facts = gather(folder.lake, inputs)
    reports = under_todays_ids(folder.handed_in("confirmations"), dict(inputs.renames))
    waiting = (row.as_report() for row in reports)
    answers = (resolution_of(row) for row in folder.handed_in("resolutions"))
    return replace(
        facts, confirmations=(*facts.confirmations, *waiting), resolutions=(*facts.resolutions, *answers)
    )


def _inputs_of(folder: DataFolder, release: Release) -> Inputs:
    return load(Inputs, folder.lake.kept(release.manifest["inputs"]["configuration"]))


def _resolutions(lake: Lake) -> Iterator[Resolution]:
    """Answers; those of before ids rested on what is meant with what they meant, one for each question of today."""
    former: dict[str, list[Meant]] = {}
    for alias in lake.read("aliases", AliasRow):
        former.setdefault(alias.review_id, []).append(load(Meant, alias.meant))
    for row in lake.read("resolutions", ResolutionRow):
        said = resolution_of(row)
        if said.meant is not None or row.review_id not in former:
            yield said
            continue
        for meant in former[row.review_id]:
            yield replace(said, resolution=said_today(said.resolution, meant), meant=meant, is_former=True)


def resolution_of(row: ResolutionRow) -> Resolution:
    """An answer as it was kept."""
    return Resolution(
        row.review_id,
        row.resolution,
        row.resolved_by,
        row.resolved_at,
        load(Meant, row.meant) if row.meant else None,
        bool(row.reopened),
    )


def adoptions_of(lake: Lake) -> tuple[Adoption, ...]:
    """What people said of lists taken as evidence, with the rows of each."""
    rows: dict[str, dict[int, AdoptedRow]] = {}
    for one in lake.read("adopted_rows", AdoptedListRow):
        rows.setdefault(one.content, {})[one.row_no] = AdoptedRow(
            one.row_no, one.code, one.code_text, one.name, one.sector, one.levels, one.decision_text
        )
    return tuple(
        Adoption(
            source=said.source,
            held_on=said.held_on,
            sha256=said.sha256,
            name=said.name,
            said_at=said.said_at,
            rows=tuple(row for _, row in sorted(rows.get(said.content, {}).items())),
            unit_id=said.unit_id,
            levels=said.levels,
            withdrawn=said.withdrawn,
        )
        for said in lake.read("adoptions", AdoptionRow)
    )


def fee_lists_of(lake: Lake) -> tuple[FeeList, ...]:
    """What people said of the fees of resolutions, with the rows of each."""
    rows: dict[str, dict[int, FeeRow]] = {}
    for one in lake.read("fee_rows", FeeListedRow):
        rows.setdefault(one.content, {})[one.place] = FeeRow(
            one.row_no, one.page, one.code, one.name, one.fee, one.conditions
        )
    return tuple(
        FeeList(
            paper=said.paper,
            effective_on=said.effective_on,
            effective_until=said.effective_until,
            sha256=said.sha256,
            name=said.name,
            said_at=said.said_at,
            rows=tuple(row for _, row in sorted(rows.get(said.content, {}).items())),
            withdrawn=said.withdrawn,
        )
        for said in lake.read("fee_lists", FeeListRow)
    )


def _tables(lake: Lake, state: State) -> dict[str, Sequence[object]]:
    tables: dict[str, Sequence[object]] = {
        name: getattr(state, name) for name in TABLES if name not in ABOUT_RUNS
    }
    return tables | {"fetches": lake.table("fetches"), "runs": lake.table("runs")}


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


def _newest(rows: Sequence[HeldReceipt]) -> list[HeldReceipt]:
    """Per posting its newest receipt, in the order of source and key."""
    newest = {(held.row.source_id, held.row.key): held for held in rows}
    return [newest[key] for key in sorted(newest)]


def _postings(lake: Lake, receipts: Sequence[HeldReceipt]) -> Iterable[Posting]:
    first: dict[tuple[str, str], datetime] = {}
    for row in (held.row for held in receipts):
        key = (row.source_id, row.key)
        first[key] = min(first.get(key, row.received_at), row.received_at)
    read = {row.receipt_id: row for row in lake.read("postings", PostingRow)}
    for held in _newest(receipts):
        found = read.get(held.receipt_id)
        if found is None or found.posting is None or held.receipt.kind == "inbox":
            continue
        yield replace(load(Posting, found.posting), received_at=first[held.row.source_id, held.row.key])


def _received(lake: Lake, receipts: Sequence[HeldReceipt]) -> Iterable[Received]:
    members = _members(lake)
    first: dict[tuple[str, str], datetime] = {}
    for held in receipts:
        for part, _ in _opened(documents_of(held.receipt), members):
            key = (held.row.source_id, part.sha256)
            first[key] = min(first.get(key, held.row.received_at), held.row.received_at)
    readings = lake.newest_readings()
    decoded: dict[str, Reading] = {}  # one document comes from several sources
    for held in _newest(receipts):
        receipt = held.receipt
        for part, unread in _opened(documents_of(receipt), members):
            found = readings.get(part.sha256)
            read = found.reading if found is not None else None
            one = Received(
                sha256=part.sha256,
                source_id=receipt.source_id,
                url=part.url,
                received_at=first[receipt.source_id, part.sha256],
                reading=_decoded(decoded, part.sha256, read),
                error=unread or (found.error if found is not None else None),
                posting_key=receipt.key if receipt.kind != "inbox" else None,
            )
            yield one
            yield from (replace(one, reading=other) for other in (one.reading.others if one.reading else ()))


def _decoded(decoded: dict[str, Reading], digest: str, text: str | None) -> Reading | None:
    """A document's reading, decoded once."""
    if text is not None and digest not in decoded:
        decoded[digest] = load(Reading, text)
    return decoded.get(digest)


def _members(lake: Lake) -> dict[str, dict[str, MemberRow]]:
    """Archive → path → what was there; of an archive opened again the newest."""
    found: dict[str, dict[str, MemberRow]] = {}
    for row in lake.read("members", MemberRow):
        found.setdefault(row.archive, {})[row.path] = row
    return found


def _opened(
    parts: Iterable[Part], members: Mapping[str, Mapping[str, MemberRow]]
) -> Iterable[tuple[Part, str | None]]:
    """Documents, archives replaced by what they hold; with it why a part of an archive could not be had."""
    for part in parts:
        inside = members.get(part.sha256)
        if inside is None:
            yield part, None
            continue
        for path, row in sorted(inside.items()):
            if row.sha256 is not None:
                yield replace(part, sha256=row.sha256, url=f"{part.url}#{path}", filename=path), None
        lost = [f"{path}: {row.reason}" for path, row in sorted(inside.items()) if row.sha256 is None]
        if lost:
            yield part, "; ".join(lost)
