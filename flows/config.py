"""`niemyet.toml`: read and validated as a whole before anything runs (CONTRACT §2).

Every error names the file, the key, what was expected and what was found. No secrets in the file:
`${NAME}` reads the environment.
"""

import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails

from niemyet.extractors.fetching.addresses import is_address
from niemyet.extractors.fetching.credentials import NO_CREDENTIALS, Credentials, set_apart
from niemyet.extractors.settings import FetchSettings, SourceSettings
from niemyet.flows.config_text import Place, Wrong, read_toml, wrong_config
from niemyet.model.errors import UsageError
from niemyet.model.messages import Message, Words, msg
from niemyet.model.records import Limits, OwnDay, Policy, Province
from niemyet.model.tables import Unit, UnitSuccession
from niemyet.model.words import Channel, Level, NewsKind, SuccessionKind, UnitKind
from niemyet.transforms.retention import Retention
from niemyet.transforms.units.changes import UnitChange, read_changes
from niemyet.transforms.units.resolution import Roster, Wanted, roster

#: Changes of units that a house knows before its version of niemyet does (`niemyet units update`).
UNIT_CHANGES = "unit_changes.csv"

_Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
_Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Day = date  # a field may bear the name of its type only so


class _Part(BaseModel):
    # The whole file is validated by one schema: that of each table alone is built where it is used alone.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Successor(_Part):
    """The province that takes over, and from when."""

    id: _Id
    on: date


class ProvinceTable(_Part):
    """`[province]`."""

    id: _Id
    name: _Filled
    agency_id: str | None = None
    predecessors: tuple[_Id, ...] = ()
    successor: Successor | None = None


class PolicyTable(_Part):
    """`[policy]`."""

    post_within_working_days: int = Field(5, ge=0, le=60)
    short_within_working_days: int = Field(2, ge=0, le=60)
    timezone: Literal["Asia/Ho_Chi_Minh"] = "Asia/Ho_Chi_Minh"


class FetchTable(_Part):
    """`[fetch]`, and what a source overrides of it."""

    contact: str = ""
    seconds_between_requests: float = Field(3.0, ge=0)
    max_concurrency_per_host: int = Field(1, ge=1, le=8)
    hosts_at_once: int = Field(4, ge=1, le=32)
    max_response_mb: int = Field(50, ge=1, le=2000)
    obey_robots: bool = True
    connect_timeout: float = Field(10, gt=0)
    read_timeout: float = Field(60, gt=0)
    total_timeout: float = Field(120, gt=0)
    retries: int = Field(3, ge=0, le=10)
    source_deadline: float = Field(6 * 3600, gt=0)
    max_source_mb: int = Field(20_000, ge=1)
    ca_bundle: str | None = None
    allow_private: tuple[str, ...] = ()


class LimitsTable(_Part):
    """`[limits]`: what one document may cost (model.records.Limits)."""

    max_seconds: int = Field(300, ge=1)
    max_text_seconds: int = Field(60, ge=1)
    max_memory_mb: int = Field(2_048, ge=256)
    max_pages: int = Field(2_000, ge=1)
    max_scanned_pages: int = Field(150, ge=0)
    max_cells: int = Field(2_000_000, ge=1)
    max_unpacked_mb: int = Field(500, ge=1)
    max_files: int = Field(500, ge=1)
    max_depth: int = Field(3, ge=1, le=20)
    workers: int = Field(0, ge=0)


class ClusterTable(_Part):
    """`[cluster]`: where batches of documents are read, when not on this machine."""

    dask: str | None = Field(None, pattern=r"^(tcp|tls)://.+:\d+$")  # the scheduler's address


class ReleasesTable(_Part):
    """`[releases]`: how long they are kept; where no days are named, until `releases prune` is called."""

    days: int | None = Field(None, ge=1)
    weeks: int = Field(0, ge=0)
    months: int = Field(36, ge=1)

    @property
    def lacks_days(self) -> bool:
        """Whether weeks or months are named and no days, without which they say nothing."""
        return self.days is None and bool(self.model_fields_set & {"weeks", "months"})


class SourceTable(_Part):
    """`[[source]]`."""

    id: _Id
    kind: str
    url: str | None = None
    path: str | None = None
    agency_id: str | None = None
    list: Mapping[str, str] = Field(default_factory=dict)
    detail: Mapping[str, str] = Field(default_factory=dict)
    allowed_hosts: tuple[str, ...] = ()
    seconds_between_requests: float | None = Field(None, ge=0)
    max_response_mb: int | None = Field(None, ge=1)
    obey_robots: bool | None = None
    ca_bundle: str | None = None
    allow_private: tuple[str, ...] | None = None
    trust_end: bool = False


class ListingTable(_Part):
    """One entry of a unit's `listings`."""

    channel: Channel
    url: str | None = None
    path: str | None = None
    kind: Literal["html", "xlsx", "csv", "json"] | None = None


class OfficeTable(_Part):
    """`[office]` for all units, `office` of a unit over it: what stands on paper that a unit issues (NĐ 30/2020)."""

    superior: str | None = None
    issuer: str | None = None
    place: str | None = None
    symbol: str | None = None
    authority: str | None = None
    title: str | None = None
    signer: str | None = None
    recipients: tuple[str, ...] | None = None
    complaints: str | None = None


class SiteTable(_Part):
    """`[site]`: where the public notice board is served."""

    address: str | None = Field(None, pattern=r"^https?://[^\s/]\S*$")


class NotifyTable(_Part):
    """`[[notify]]`: who is told of a night, by mail (`smtp`, `from`, `to`) or by a POST to `webhook`.

    Addresses are checked where they cannot be printed: they may hold a password.
    """

    id: _Id
    units: tuple[_Id, ...] = ()
    about: tuple[NewsKind, ...] = tuple(NewsKind)
    smtp: str | None = None
    sender: str | None = Field(None, alias="from")
    to: tuple[str, ...] = ()
    webhook: str | None = None


class UnitTable(_Part):
    """`[[unit]]`: the columns of `units`; `id` may be written `unit_id`. A level alone implies the usual kind.

    With a name and a kind it is taken as written; otherwise the units table gives what is left out.
    """

    id: _Id = Field(validation_alias=AliasChoices("id", "unit_id"))
    kind: UnitKind | None = None
    level: Level | None = None
    name: _Filled | None = None
    gso_code: str | None = None
    agency_id: str | None = None
    department_id: _Filled | None = None
    parent_unit_id: _Id | None = None
    province_id: _Id | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    listings: tuple[ListingTable, ...] = ()
    office: OfficeTable | None = None


def _all_levels(value: object) -> object:
    """`all = true` is every level, `all = "commune"` the list of one."""
    if isinstance(value, bool):
        return ("province", "district", "commune") if value else ()
    return (value,) if isinstance(value, str) else value


class UnitsTable(_Part):
    """`[units]`: what to take of the units table besides the units that are named one by one."""

    all: Annotated[tuple[Literal["province", "district", "commune"], ...], BeforeValidator(_all_levels)] = ()
    since: date | None = None
    changes: str | None = (
        None  # a file of changes; `unit_changes.csv` beside the configuration is read without it
    )


class DayTable(_Part):
    """`[[day]]`: a day of the house's own calendar, a swap that was announced or a local holiday."""

    date: Day
    works: bool
    name: _Filled
    source: _Filled


class SuccessionTable(_Part):
    """`[[succession]]`."""

    from_unit_id: _Id
    to_unit_id: _Id
    kind: SuccessionKind
    on_date: date


class RenameTable(_Part):
    """`[[rename]]`: a unit whose id in this file is another than the one under which it was observed."""

    from_unit_id: _Id = Field(validation_alias=AliasChoices("from", "from_unit_id"))
    to_unit_id: _Id = Field(validation_alias=AliasChoices("to", "to_unit_id"))


class ConfigFile(_Part):
    """The whole file."""

    province: ProvinceTable
    policy: PolicyTable = Field(default_factory=lambda: PolicyTable.model_validate({}))
    fetch: FetchTable = Field(default_factory=lambda: FetchTable.model_validate({}))
    limits: LimitsTable = Field(default_factory=lambda: LimitsTable.model_validate({}))
    cluster: ClusterTable = Field(default_factory=lambda: ClusterTable.model_validate({}))
    releases: ReleasesTable = Field(default_factory=lambda: ReleasesTable.model_validate({}))
    office: OfficeTable = Field(default_factory=lambda: OfficeTable.model_validate({}))
    site: SiteTable = Field(default_factory=lambda: SiteTable.model_validate({}))
    source: tuple[SourceTable, ...] = ()
    units: UnitsTable = Field(default_factory=lambda: UnitsTable.model_validate({}))
    unit: tuple[UnitTable, ...] = ()
    succession: tuple[SuccessionTable, ...] = ()
    rename: tuple[RenameTable, ...] = ()
    notify: tuple[NotifyTable, ...] = ()
    day: tuple[DayTable, ...] = ()


@dataclass(frozen=True, slots=True)
class ListingSource:
    """Where a unit's listing can be looked at."""

    unit_id: str
    channel: Channel
    url: str | None
    path: Path | None
    credentials: Credentials = NO_CREDENTIALS


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who is told of a night: a mail box or a webhook, of which units' work (all, if empty), about what."""

    id: str
    units: tuple[str, ...] = ()
    about: tuple[NewsKind, ...] = tuple(NewsKind)
    smtp: str | None = None  # with name and password; never shown
    sender: str = ""
    to: tuple[str, ...] = ()
    webhook: str | None = None  # its path is a secret; never shown


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration in the words of the model."""

    file: Path
    province: Province
    policy: Policy
    fetch: FetchSettings
    limits: Limits
    sources: tuple[SourceSettings, ...]
    units: tuple[Unit, ...]
    successions: tuple[UnitSuccession, ...]
    listings: tuple[ListingSource, ...]
    cluster: str | None = None  # address of a Dask scheduler
    renames: tuple[tuple[str, str], ...] = ()  # units' ids: before, today
    office: Mapping[str, Any] = field(
        default_factory=dict
    )  # what all units' paper says, by OfficeTable's names
    offices: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # what a unit's own says, by unit
    address: str | None = None  # of the public notice board, without a slash at its end
    receivers: tuple[Receiver, ...] = ()  # who is told of a night
    retention: Retention | None = None  # how long releases are kept; None: until somebody prunes them
    lacks_days: bool = False  # weeks or months of releases are named and no days: then every release stays

    def source(self, source_id: str) -> SourceSettings:
        """The source of that id.

        Raises:
            UsageError: there is none.
        """
        for source in self.sources:
            if source.id == source_id:
                return source
        known = ", ".join(source.id for source in self.sources) or "none"
        raise UsageError(
            msg(
                "{file}: no [[source]] with id {source_id!r}; there are: {known}.",
                file=self.file,
                source_id=source_id,
                known=known,
            ),
        )

    def require_unit(self, unit_id: str) -> str:
        """The unit's id, if it is configured.

        Raises:
            UsageError: it is not; the message proposes near ids.
        """
        known = {unit.unit_id for unit in self.units}
        if unit_id in known:
            return unit_id
        from niemyet.flows.near_units import near_units

        raise UsageError(
            msg(
                "unknown unit {unit_id!r}: {file} has no unit with that id. Nearest: {near}.",
                unit_id=unit_id,
                file=self.file,
                near=near_units(unit_id, known),
            ),
        )


def load(file: Path) -> Settings:
    """Read and validate a configuration file.

    Raises:
        UsageError: the file is missing, may not be read, is no TOML, or a key is missing, misspelt or of a wrong value;
            all wrong keys are named at once.
    """
    raw = read_toml(file)
    lacking = list(_wrong_paths(raw, ()))
    given = _from_environment(raw, (), lacking)
    if lacking:
        raise wrong_config(file, lacking)
    try:
        config = ConfigFile.model_validate(given)
    except ValidationError as error:
        raise wrong_config(file, [Wrong(each["loc"], _told(each, raw)) for each in error.errors()]) from error
    units = _roster(file, config)
    _check_whole(file, config, units)
    return _settings(file, config, units)


def _settings(file: Path, config: ConfigFile, units: Roster) -> Settings:
    return Settings(
        file=file,
        province=_province(config.province),
        policy=Policy(
            config.policy.post_within_working_days,
            config.policy.short_within_working_days,
            tuple(sorted((OwnDay(**one.model_dump()) for one in config.day), key=lambda one: one.date)),
            tuple(sorted((unit.id, unit.department_id) for unit in config.unit if unit.department_id)),
        ),
        fetch=_fetch(config.fetch),
        limits=Limits(**config.limits.model_dump()),
        sources=tuple(_source(file, config, source) for source in config.source),
        units=units.units,
        successions=units.successions,
        listings=tuple(_listing(file, unit.id, listing) for unit in config.unit for listing in unit.listings),
        cluster=config.cluster.dask,
        renames=tuple((one.from_unit_id, one.to_unit_id) for one in config.rename),
        office=config.office.model_dump(exclude_none=True),
        offices={unit.id: unit.office.model_dump(exclude_none=True) for unit in config.unit if unit.office},
        address=config.site.address.rstrip("/") if config.site.address else None,
        receivers=tuple(_receiver(one) for one in config.notify),
        retention=_retention(config.releases),
        lacks_days=config.releases.lacks_days,
    )


def _province(table: ProvinceTable) -> Province:
    successor = table.successor
    return Province(
        province_id=table.id,
        name=table.name,
        predecessors=table.predecessors,
        successor_id=successor.id if successor else None,
        successor_on=successor.on if successor else None,
    )


def _retention(table: ReleasesTable) -> Retention | None:
    return Retention(table.days, table.months, table.weeks) if table.days else None


def _receiver(table: NotifyTable) -> Receiver:
    return Receiver(
        id=table.id,
        units=table.units,
        about=table.about,
        smtp=table.smtp,
        sender=table.sender or "",
        to=table.to,
        webhook=table.webhook,
    )


def _fetch(table: FetchTable) -> FetchSettings:
    return FetchSettings(**table.model_dump())


def _source(file: Path, config: ConfigFile, source: SourceTable) -> SourceSettings:
    overrides = ("seconds_between_requests", "max_response_mb", "obey_robots", "ca_bundle", "allow_private")
    given = {name: getattr(source, name) for name in overrides if getattr(source, name) is not None}
    url, credentials = set_apart(source.url, os.environ) if source.url else (source.url, NO_CREDENTIALS)
    return SourceSettings(
        id=source.id,
        kind=source.kind,
        url=url,
        credentials=credentials,
        path=str(file.parent / source.path) if source.path else None,
        agency_id=source.agency_id,
        list=dict(source.list),
        detail=dict(source.detail),
        allowed_hosts=source.allowed_hosts,
        trust_end=source.trust_end,
        fetch=_fetch(config.fetch.model_copy(update=given)),
    )


def _listing(file: Path, unit_id: str, listing: ListingTable) -> ListingSource:
    url, credentials = set_apart(listing.url, os.environ) if listing.url else (listing.url, NO_CREDENTIALS)
    path = file.parent / listing.path if listing.path else None
    return ListingSource(unit_id, listing.channel, url, path, credentials)


def kept_changes(file: Path, named: str | None = None) -> tuple[UnitChange, ...]:
    """The changes of units that are kept beside a configuration; none where there is no such file."""
    path = file.parent / (named or UNIT_CHANGES)
    if named is None and not path.is_file():
        return ()
    try:
        return read_changes(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(msg("{path}: cannot be read: {error}", path=path, error=error)) from error


def _roster(file: Path, config: ConfigFile) -> Roster:
    """The units that the file means, written out or looked up in the units table (RULINGS 28)."""
    wanted = [
        Wanted(
            unit_id=unit.id,
            **unit.model_dump(exclude={"id", "listings", "office", "department_id"}, by_alias=False),
        )
        for unit in config.unit
    ]
    return roster(
        _province(config.province),
        wanted,
        [UnitSuccession(**succession.model_dump()) for succession in config.succession],
        agency_id=config.province.agency_id,
        levels=[Level(each) for each in config.units.all],
        since=config.units.since,
        changes=kept_changes(file, config.units.changes),
    )


def _check_whole(file: Path, config: ConfigFile, units: Roster) -> None:
    """What no single key shows.

    Raises:
        UsageError: all that is wrong, at once.
    """
    wrong = [*_wrong_sources(config), *_wrong_units(config, units), *_wrong_receivers(config, units)]
    if wrong:
        raise wrong_config(file, wrong)


_SMTP = re.compile(r"(smtp|smtps|smtp\+starttls)://[^\s/?#]+")
#: The same with a name and password that hold what ends an address: it was meant, and has to be written otherwise.
_SMTP_CUT = re.compile(r"(smtp|smtps|smtp\+starttls)://\S*[\s/?#]\S*@[^\s/?#@]+")
_MAILBOX = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+")


def _wrong_receivers(config: ConfigFile, units: Roster) -> Iterator[Wrong]:
    """What is wrong with `[[notify]]`; no address is printed."""
    known = {unit.unit_id for unit in units.units}
    seen: set[str] = set()
    for number, one in enumerate(config.notify):
        key = f"notify {one.id}"
        if one.id in seen:
            yield Wrong(
                ("notify", number, "id"),
                msg("{key}: this id stands twice; what was told is kept by it", key=key),
            )
        seen.add(one.id)
        if (one.smtp is None) == (one.webhook is None):
            yield Wrong(
                ("notify", number),
                msg("{key}: expected smtp (with from and to) or webhook, one of them", key=key),
            )
        if one.smtp is not None and _SMTP_CUT.fullmatch(one.smtp):
            yield Wrong(
                ("notify", number, "smtp"),
                msg(
                    "{key}.smtp: a sign in the name or password ends the address there. Write it as its code: %2F for /, "
                    "%3F for ?, %23 for #, %40 for @, %25 for %",
                    key=key,
                ),
            )
        elif one.smtp is not None and not _SMTP.fullmatch(one.smtp):
            yield Wrong(
                ("notify", number, "smtp"),
                msg("{key}.smtp: expected smtp://, smtps:// or smtp+starttls:// with a host", key=key),
            )
        if one.smtp is not None and not (
            one.to and all(map(_MAILBOX.fullmatch, (one.sender or "", *one.to)))
        ):
            yield Wrong(
                ("notify", number),
                msg("{key}: smtp needs `from` and `to`, mail addresses like ten@tinh.example", key=key),
            )
        if one.webhook is not None and not is_address(one.webhook):
            yield Wrong(
                ("notify", number, "webhook"),
                msg("{key}.webhook: expected an address that begins with https://", key=key),
            )
        for unit in one.units:
            if unit not in known:
                from niemyet.flows.near_units import near_units

                yield Wrong(
                    ("notify", number, "units"),
                    msg(
                        "{key}.units: there is no unit {unit}; nearest: {near}",
                        key=key,
                        unit=unit,
                        near=near_units(unit, known),
                    ),
                )


def _wrong_sources(config: ConfigFile) -> Iterator[Wrong]:
    from niemyet.extractors.portals.registry import KINDS, unread_keys

    kinds = tuple(sorted(KINDS))
    seen: set[str] = set()
    for number, source in enumerate(config.source):
        key = f"source[{number}] ({source.id})"
        for table, name, known in unread_keys(source.kind, source.list, source.detail):
            if source.kind in kinds:
                yield Wrong(
                    ("source", number, table, name),
                    msg(
                        "{key}.{table}.{name}: a source of kind {kind} reads no such key{near}",
                        key=key,
                        table=table,
                        name=name,
                        kind=source.kind,
                        near=_nearest(name, known),
                    ),
                )
        if source.id in seen:
            yield Wrong(
                ("source", number, "id"),
                msg("{key}.id: expected an id of its own, found {found!r} twice", key=key, found=source.id),
            )
        seen.add(source.id)
        if source.kind not in kinds:
            near = _nearest(source.kind, kinds)
            yield Wrong(
                ("source", number, "kind"),
                msg(
                    "{key}.kind: expected one of {kinds}, found {found!r}{near}",
                    key=key,
                    kinds=", ".join(kinds),
                    found=source.kind,
                    near=near,
                ),
            )
        elif source.kind == "inbox" and not source.path:
            yield Wrong(
                ("source", number, "path"),
                msg("{key}.path: expected the folder of this inbox, found nothing", key=key),
            )
        elif source.ca_bundle and not Path(source.ca_bundle).is_file():
            yield Wrong(
                ("source", number, "ca_bundle"),
                msg(
                    "{key}.ca_bundle: expected a file of certificates, found none at {found!r}",
                    key=key,
                    found=source.ca_bundle,
                ),
            )
        elif source.kind == "dvc-2026" and source.path and not source.url:
            continue  # its list as a workbook that somebody downloads; a night on which it is missing says so
        elif source.kind != "inbox" and not is_address(source.url or ""):
            yield Wrong(
                ("source", number, "url"),
                msg(
                    "{key}.url: expected an http(s) address, found {found!r}", key=key, found=source.url or ""
                ),
            )


def _wrong_renames(config: ConfigFile, known: Collection[str]) -> Iterator[Wrong]:
    seen: set[str] = set()
    for number, rename in enumerate(config.rename):
        key = f"rename[{number}]"
        if rename.from_unit_id in known or rename.from_unit_id in seen:
            yield Wrong(
                ("rename", number, "from"),
                msg(
                    "{key}.from: expected an id that no unit bears any more, named once; found {found!r}",
                    key=key,
                    found=rename.from_unit_id,
                ),
            )
        if rename.to_unit_id not in known:
            yield Wrong(
                ("rename", number, "to"),
                msg(
                    "{key}.{name}: expected the id of a [[unit]], found {found!r}",
                    key=key,
                    name="to",
                    found=rename.to_unit_id,
                ),
            )
        seen.add(rename.from_unit_id)


def _wrong_units(config: ConfigFile, units: Roster) -> Iterator[Wrong]:
    for wrong in units.wrong:
        where = "units" if wrong.number is None else f"unit[{wrong.number}] ({config.unit[wrong.number].id})"
        yield Wrong(
            ("units", wrong.key) if wrong.number is None else ("unit", wrong.number, wrong.key),
            msg("{where}.{key}: {wrong}", where=where, key=wrong.key, wrong=wrong.message),
        )
    known = {unit.id for unit in config.unit} | {unit.unit_id for unit in units.units}
    for number, unit in enumerate(config.unit):
        key = f"unit[{number}] ({unit.id})"
        if unit.parent_unit_id and unit.parent_unit_id not in known:
            yield Wrong(
                ("unit", number, "parent_unit_id"),
                msg(
                    "{key}.{name}: expected the id of a [[unit]], found {found!r}",
                    key=key,
                    name="parent_unit_id",
                    found=unit.parent_unit_id,
                ),
            )
        for place, listing in enumerate(unit.listings):
            if listing.url and not listing.path and not is_address(listing.url):
                yield Wrong(
                    ("unit", number, "listings", place, "url"),
                    msg(
                        "{key}.url: expected an http(s) address, found {found!r}",
                        key=f"{key}.listings[{place}]",
                        found=listing.url,
                    ),
                )
            if bool(listing.url) == bool(listing.path):
                yield Wrong(
                    ("unit", number, "listings", place),
                    msg(
                        "{key}.listings[{place}]: expected either url or path, found {found}",
                        key=key,
                        place=place,
                        found=msg("both") if listing.url else msg("neither"),
                    ),
                )
    yield from _wrong_renames(config, {unit.unit_id for unit in units.units})
    for number, succession in enumerate(config.succession):
        for name in ("from_unit_id", "to_unit_id"):
            if getattr(succession, name) not in known:
                yield Wrong(
                    ("succession", number, name),
                    msg(
                        "{key}.{name}: expected the id of a [[unit]], found {found!r}",
                        key=f"succession[{number}]",
                        name=name,
                        found=getattr(succession, name),
                    ),
                )


_NAMED = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def _from_environment(value: Any, place: Place, lacking: list[Wrong]) -> Any:
    """Replace `${NAME}` in every string; in an address's query it stays, as what is kept instead of the value.

    What the environment does not have is noted, all of it.
    """
    if isinstance(value, dict):
        return {name: _from_environment(inner, (*place, name), lacking) for name, inner in value.items()}
    if isinstance(value, list):
        return [_from_environment(inner, (*place, number), lacking) for number, inner in enumerate(value)]
    if not isinstance(value, str):
        return value

    def read(match: re.Match[str]) -> str:
        found = os.environ.get(match[1])
        if found is None:
            told = msg(
                "{key}: expected the environment variable {name}, found none. Set it and run again.",
                key=_key(place),
                name=match[1],
            )
            lacking.append(Wrong(place, told))
        return found or ""

    found = _NAMED.sub(read, value)
    if place[1:][-1:] != ("url",):
        return found
    before, mark, query = value.partition("?")
    return _NAMED.sub(lambda match: os.environ.get(match[1], ""), before) + mark + query


#: Keys whose value is a place on this machine.
_PATHS = ("path", "ca_bundle", "changes")
#: Signs that steer a terminal: a place may have letters, blanks (also ones that do not break) and marks of every kind.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def _wrong_paths(value: Any, place: Place) -> Iterator[Wrong]:
    """Places with a sign that no place has: `"D:\\thu"` is a tab between quotation marks that read backslashes."""
    if isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _wrong_paths(inner, (*place, number))
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _wrong_paths(inner, (*place, name))
    if isinstance(value, str) and place[-1] in _PATHS and _CONTROL.search(value):
        told = msg(
            "{key}: expected a path, found one in which \\ made another sign. Write it with /, or between single "
            "quotation marks: 'D:\\thu'",
            key=_key(place),
        )
        yield Wrong(place, told)


def _told(error: ErrorDetails, raw: Any) -> Message:
    key = _key(error["loc"])
    if error["type"] == "extra_forbidden":
        return msg(
            "{key}: unknown key{near}",
            key=key,
            near=_nearest(str(error["loc"][-1]), _keys_at(error["loc"][:-1])),
        )
    if error["type"] == "missing" and len(error["loc"]) == 1:
        return msg(
            "{key}: expected the table [{key}], found nothing{near}",
            key=key,
            near=_misspelt(error["loc"], raw),
        )
    if error["type"] == "missing":
        return msg(
            "{key}: expected this key, found nothing{near}", key=key, near=_misspelt(error["loc"], raw)
        )
    if len(error["loc"]) == 1 and isinstance(error["input"], dict):
        return msg(
            "{key}: there may be several, so each begins with two brackets: [[{key}]], found [{key}]", key=key
        )
    if len(error["loc"]) == 1 and isinstance(error["input"], list):
        return msg("{key}: there is one of it, in one pair of brackets: [{key}], found [[{key}]]", key=key)
    return msg(
        "{key}: {expected}, found {found}", key=key, expected=_expected(error), found=_found(error["input"])
    )


def _expected(error: ErrorDetails) -> Words:
    """What a value should have been."""
    limits = error.get("ctx", {})
    match error["type"]:
        case "literal_error" | "enum":
            return msg("expected one of {words}", words=str(limits.get("expected", "")).replace(" or ", ", "))
        case "greater_than":
            return msg("expected more than {limit}", limit=f"{limits['gt']:g}")
        case "greater_than_equal":
            return msg("expected {limit} or more", limit=f"{limits['ge']:g}")
        case "less_than_equal":
            return msg("expected at most {limit}", limit=f"{limits['le']:g}")
        case "string_pattern_mismatch":
            return _PATTERNS.get(limits["pattern"], msg("expected another form"))
        case other:
            return _KINDS.get(other.partition("_")[0], msg("expected another value"))


#: What a value must be, by the first word of the library's name for what is wrong.
_KINDS = {
    "int": msg("expected a whole number"),
    "float": msg("expected a number"),
    "bool": msg("expected true or false"),
    "string": msg("expected a text in quotation marks that is not empty"),
    "list": msg("expected a list in square brackets"),
    "tuple": msg("expected a list in square brackets"),
    "date": msg("expected a day like 2022-12-31"),
    "model": msg("expected a table with keys of its own: {{ key = value }}"),
    "dict": msg("expected a table with keys of its own: {{ key = value }}"),
    "mapping": msg("expected a table with keys of its own: {{ key = value }}"),
}
#: What a text must look like, in words.
_PATTERNS = {
    r"^[a-z0-9][a-z0-9-]*$": msg("expected small letters without marks, digits and hyphens, like nui-thanh"),
    r"^(tcp|tls)://.+:\d+$": msg("expected an address like tcp://10.0.0.5:8786"),
    r"^https?://[^\s/]\S*$": msg("expected an address that begins with https://"),
}


def _found(value: object) -> Words:
    """A value as the file has it; of a whole table or list only that it is one."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return msg("a table")
    if isinstance(value, list):
        return msg("a list")
    return repr(value) if isinstance(value, str) else str(value)


def _key(location: Place) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")


def _nearest(found: str, expected: list[str] | tuple[str, ...]) -> Words:
    import difflib

    near = difflib.get_close_matches(found, expected, n=1)
    if near:
        return msg("; did you mean {near!r}?", near=near[0])
    return msg("; known: {known}", known=", ".join(expected)) if expected else ""


def _misspelt(location: Place, raw: Any) -> Words:
    """A given key beside the missing one that looks like it."""
    import difflib

    table: Any = raw
    for part in location[:-1]:
        table = table.get(part, {}) if isinstance(table, dict) else table[int(part)]
    near = difflib.get_close_matches(str(location[-1]), list(table) if isinstance(table, dict) else [], n=1)
    return msg(" ({near!r} is there: misspelt?)", near=near[0]) if near else ""


def _keys_at(location: Place) -> list[str]:
    """The keys that the table at a place may have."""
    model: Any = ConfigFile
    for part in location:
        if isinstance(part, int):
            continue
        annotation = model.model_fields[part].annotation
        inner = list(_models_in(annotation))
        if not inner:
            return []
        model = inner[0]
    return list(model.model_fields)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models_in(inner)
