"""What a folder knows, as consolidation takes it: the facts of its lake, and the configuration they are read by."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from niemyet.flows.config import Settings
from niemyet.flows.received import documents_of, no_longer_shown
from niemyet.model.errors import StorageError
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
from niemyet.model.tables import Unit, UnitSuccession
from niemyet.storage.codec import load
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake import Lake
from niemyet.storage.lake_rows import (
    AdoptedListRow,
    AdoptionRow,
    AliasRow,
    CatalogueRow,
    ConfirmationRow,
    FeeListedRow,
    FeeListRow,
    HeldReceipt,
    MemberRow,
    PostingRow,
    ResolutionRow,
    TakenBackRow,
)
from niemyet.storage.looks import under_todays_ids
from niemyet.storage.release import Release
from niemyet.transforms.consolidate import Facts
from niemyet.transforms.law.former_ids import said_today


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
        resolutions=tuple(resolutions_of(lake)),
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


def facts_of_release(folder: DataFolder, inputs: Inputs | Settings, release: Release) -> Facts:
    """What a release was made from, with the reports that came since.

    Decisions of a night that is going on, or whose release was refused, count for nobody yet.
    """
    facts = gather(_lake_of(folder, release), inputs)
    kept = [*folder.lake.read("confirmations", ConfirmationRow), *folder.handed_in("confirmations")]
    reports = under_todays_ids(kept, dict(inputs.renames))
    return replace(facts, confirmations=tuple(row.as_report() for row in reports))


def answers_now(folder: DataFolder) -> tuple[Resolution, ...]:
    """All that people ever answered, with what was handed in and is not yet in the lake."""
    waiting = (resolution_of(row) for row in folder.handed_in("resolutions"))
    return (*resolutions_of(folder.lake), *waiting)


def _lake_of(folder: DataFolder, release: Release) -> Lake:
    """The lake as a release knew it; as it is where nobody knows that any more."""
    if "inputs" not in release.manifest:  # a release from before tables 1.2
        return folder.lake
    try:
        return folder.lake.at(release.manifest["inputs"]["lake"])
    except StorageError:  # the chain was mended since: what came when is not told apart any more
        return folder.lake


def inputs_of(folder: DataFolder, release: Release) -> Inputs:
    """What of the configuration a release was made by."""
    return load(Inputs, folder.lake.kept(release.manifest["inputs"]["configuration"]))


def resolutions_of(lake: Lake) -> Iterator[Resolution]:
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
        for part, *_ in _opened(documents_of(held.receipt), members):
            key = (held.row.source_id, part.sha256)
            first[key] = min(first.get(key, held.row.received_at), held.row.received_at)
    readings = lake.newest_readings()
    decoded: dict[str, Reading] = {}  # one document comes from several sources
    for held in _newest(receipts):
        receipt = held.receipt
        for part, archive, unread in _opened(documents_of(receipt), members):
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
                archive=archive,
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
) -> Iterable[tuple[Part, str | None, str | None]]:
    """Documents, archives replaced by what they hold; with it the archive's hash, and why a part of it could not be had."""
    for part in parts:
        inside = members.get(part.sha256)
        if inside is None:
            yield part, None, None
            continue
        for path, row in sorted(inside.items()):
            if row.sha256 is not None:
                yield (
                    replace(part, sha256=row.sha256, url=f"{part.url}#{path}", filename=path),
                    part.sha256,
                    None,
                )
        lost = [f"{path}: {row.reason}" for path, row in sorted(inside.items()) if row.sha256 is None]
        if lost:
            yield part, None, "; ".join(lost)
