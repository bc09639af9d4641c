"""What a house needs for its next night, looked at part by part: each an outcome, what was seen, and the next step.

Nothing is changed, and nothing is asked of a portal unless `online`. A check that cannot be made says so as a warning: an
unknown state is not a good one.
"""

import os
import re
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import httpx

from niemyet.flows.clock import SKEW
from niemyet.flows.config import Settings, load
from niemyet.flows.contacting import reaches_somebody
from niemyet.flows.kept_secret import told_safely
from niemyet.flows.nights import MISSED, begun_night, last_night
from niemyet.flows.old_secrets import mask_of
from niemyet.flows.reading import due_again
from niemyet.model.errors import NiemyetError, StorageError, UsageError
from niemyet.model.messages import Messages, Words, msg
from niemyet.model.system_words import refused_at
from niemyet.model.tables import Run
from niemyet.model.words import Outcome
from niemyet.reports.words import OUTCOMES
from niemyet.storage.damage import damages, told_once
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import CrawlRow
from niemyet.storage.masking import begun, holding
from niemyet.storage.releases import known_until
from niemyet.transforms.data_age import data_ages
from niemyet.transforms.language.dates import HO_CHI_MINH, local_day
from niemyet.transforms.work.calendar import LAST_ANNOUNCED_YEAR


class Health(StrEnum):
    """What comes of a check. `fail`: the next night fails, or what it publishes is wrong. `warn`: a person should look."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class Aspect(StrEnum):
    """What is looked at."""

    CONFIGURATION = "configuration"
    SOURCES = "sources"
    DATA_FOLDER = "data_folder"
    WRITER = "writer"
    DAMAGE = "damage"
    RAW_READERS = "raw_readers"
    SECRETS = "secrets"
    DISK = "disk"
    TIME_ZONE = "time_zone"
    CLOCK = "clock"
    LAST_RUN = "last_run"
    READERS = "readers"
    BACKUP = "backup"
    UNITS = "units"
    CALENDAR = "calendar"
    PREFECT = "prefect"


PARTS: Mapping[Aspect, Words] = {
    Aspect.CONFIGURATION: msg("configuration"),
    Aspect.SOURCES: msg("sources"),
    Aspect.DATA_FOLDER: msg("data folder"),
    Aspect.WRITER: msg("who writes"),
    Aspect.DAMAGE: msg("damage"),
    Aspect.RAW_READERS: msg("who reads raw/"),
    Aspect.SECRETS: msg("kept secrets"),
    Aspect.DISK: msg("disk"),
    Aspect.TIME_ZONE: msg("time zone"),
    Aspect.CLOCK: msg("clock"),
    Aspect.LAST_RUN: msg("last run"),
    Aspect.READERS: msg("readers"),
    Aspect.BACKUP: msg("backup"),
    Aspect.UNITS: msg("units"),
    Aspect.CALENDAR: msg("calendar"),
    Aspect.PREFECT: "Prefect",
}


@dataclass(frozen=True, slots=True)
class LookAt:
    """What was seen of a part. `next`: a command or a step; empty where nothing is to do."""

    part: Aspect
    verdict: Health
    told: Words
    next: Words = ""


#: How a source answers today, by its id; asked only where somebody wants it.
Online = Callable[[Settings], Mapping[str, tuple[Outcome, Words | None]]]


@dataclass(frozen=True, slots=True)
class House:
    """What is looked at. `backup`: where a copy of the data folder is; `free`: bytes left where a path is."""

    config: Path
    folder: DataFolder
    now: datetime
    environment: Mapping[str, str]
    backup: str | None = None
    online: Online | None = None
    free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free

    @property
    def today(self) -> date:
        """The local day."""
        return local_day(self.now)

    @property
    def local(self) -> Path | None:
        """The data folder on this machine; a bucket has none."""
        return None if "://" in self.folder.address else self.folder.root


def findings(house: House) -> Iterator[LookAt]:
    """Every part, in the order in which a night needs them."""
    configured = _configuration(house)
    yield configured[0]
    settings = configured[1]
    place = _data_folder(house)
    yield place
    if place.verdict is not Health.FAIL and house.folder.exists():
        yield from _of_data(house, settings)
    if house.online is not None:  # a portal answers, whatever is here
        yield _looked(Aspect.SOURCES, lambda: _sources(house, settings))
    yield _looked(Aspect.DISK, lambda: _disk(house))
    yield _time_zone(house)
    yield _looked(Aspect.BACKUP, lambda: _backup(house))
    yield _prefect(house)
    yield _units(house, settings)
    yield _calendar(house, settings)


def _of_data(house: House, settings: Settings | None) -> Iterator[LookAt]:
    damage = _damage(house)
    yield _looked(Aspect.WRITER, lambda: _writer(house))
    yield damage
    yield _raw_readers(house)
    if damage.verdict is Health.FAIL:
        return  # nothing in it can be relied on; that is told above
    yield _looked(Aspect.SECRETS, lambda: _secrets(house, settings))
    if house.online is None:
        yield _looked(Aspect.SOURCES, lambda: _sources(house, settings))
    yield _looked(Aspect.CLOCK, lambda: _clock(house))
    yield _looked(Aspect.LAST_RUN, lambda: _last_run(house))
    yield _looked(Aspect.READERS, lambda: _readers(house))


def _looked(part: Aspect, check: Callable[[], LookAt]) -> LookAt:
    """What a check says; of one that met something it could not read, that: the parts after it are looked at all the same."""
    try:
        return check()
    except StorageError as error:
        return LookAt(part, Health.FAIL, error.told, "niemyet repair")
    except NiemyetError as error:
        return LookAt(part, Health.WARN, error.told)
    except OSError as error:
        return LookAt(part, Health.WARN, refused_at(error.filename, error))


def _configuration(house: House) -> tuple[LookAt, Settings | None]:
    part = Aspect.CONFIGURATION
    try:
        if not house.config.exists():
            told = msg("there is none at {file}", file=house.config)
            return LookAt(part, Health.WARN, told, 'niemyet init "Đà Nẵng"'), None
    except OSError:
        pass  # a folder that may not be looked into; loading says so
    try:
        settings = load(house.config)
    except UsageError as error:
        told_of_it = told_safely(error, house.config)
        return LookAt(part, Health.FAIL, told_of_it, msg("mend {file}", file=house.config)), None
    units = len(
        {unit.unit_id for unit in settings.units}
    )  # one that changed has a row for each stretch of time
    told = msg("{sources} sources, {units} units", sources=len(settings.sources), units=units)
    if not settings.sources:
        return LookAt(part, Health.WARN, told, "niemyet sources probe URL"), settings
    if any(one.url is not None for one in settings.sources) and not reaches_somebody(settings.fetch.contact):
        alone = msg("{told}; portals are told no contact by which they can reach you", told=told)
        return LookAt(
            part, Health.WARN, alone, msg("fill in [fetch] contact in {file}", file=house.config)
        ), settings
    if settings.lacks_days:
        kept = msg("{told}; [releases] names weeks or months and no days, so every release stays", told=told)
        return LookAt(
            part, Health.WARN, kept, msg("name days in [releases] of {file}", file=house.config)
        ), settings
    return LookAt(part, Health.OK, told), settings


def _sources(house: House, settings: Settings | None) -> LookAt:
    part = Aspect.SOURCES
    if settings is None:
        return LookAt(part, Health.WARN, msg("not looked at without a configuration"))
    if house.online is not None:
        found: Mapping[str, tuple[Outcome, Words | None]] = house.online(settings)
    else:
        crawls = house.folder.lake.read("crawls", CrawlRow)
        last = {row.source_id: row for row in crawls}
        found = {
            one.id: (last[one.id].outcome, last[one.id].reason) for one in settings.sources if one.id in last
        }
    never = [one.id for one in settings.sources if one.id not in found]
    bad = {name: seen for name, seen in sorted(found.items()) if seen[0] is not Outcome.COMPLETE}
    if not bad and not never:
        return LookAt(part, Health.OK, msg("{count} sources, each read whole", count=len(found)))
    told = [
        msg("{source}: {outcome} ({reason})", source=name, outcome=OUTCOMES[outcome], reason=reason or "")
        for name, (outcome, reason) in bad.items()
    ]
    told += [msg("{source}: never read", source=name) for name in never]
    dark = house.online is not None and any(seen[0] is Outcome.DARK for seen in bad.values())
    return LookAt(
        part, Health.FAIL if dark else Health.WARN, Messages(tuple(told), "; "), "niemyet sources check"
    )


def _data_folder(house: House) -> LookAt:
    part, root = Aspect.DATA_FOLDER, house.local
    try:
        there = house.folder.exists()
    except (OSError, StorageError) as error:
        told = error.told if isinstance(error, StorageError) else str(error)
        return LookAt(part, Health.FAIL, told, msg("mend the place or its address"))
    if root is None:
        told = msg("{address}: answers", address=house.folder.address)
        return LookAt(part, Health.OK, told)
    above = next((one for one in (root, *root.absolute().parents) if one.exists()), root)
    if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        told = msg("{path}: cannot be written", path=above)
        return LookAt(part, Health.FAIL, told, msg("give it to the user that niemyet runs as"))
    if not there:
        return LookAt(part, Health.WARN, msg("{path}: nothing in it yet", path=root), "niemyet nightly")
    return LookAt(part, Health.OK, msg("{path}: can be written", path=root))


#: A writer that has held the folder for so long hangs: a first night over all sources is bounded by `source_deadline`, six
#: hours a source; chosen, not measured.
_HANGS = timedelta(hours=24)


def _writer(house: House) -> LookAt:
    part, since = Aspect.WRITER, house.folder.written_since(house.now)
    if since is None:
        return LookAt(part, Health.OK, msg("nobody"))
    hangs = house.now - since > _HANGS
    told = msg("a run, since {since:%Y-%m-%d %H:%M} (Asia/Ho_Chi_Minh)", since=since.astimezone(HO_CHI_MINH))
    step = msg("look whether it hangs: ps, its log") if hangs else ""
    return LookAt(part, Health.WARN if hangs else Health.OK, told, step)


def _damage(house: House) -> LookAt:
    try:
        found = [one.told for one in told_once(damages(house.folder, whole=False))]
    except StorageError as error:
        found = [error.told]
    if not found:
        return LookAt(
            Aspect.DAMAGE, Health.OK, msg("none at a quick look; niemyet verify looks at every byte")
        )
    if house.folder.is_sample and len(found) == 1:
        return LookAt(
            Aspect.DAMAGE,
            Health.WARN,
            msg("none; this is a sample without raw/, to ask and to learn on: no night runs on it"),
        )
    told = msg("{first} ({count} in all)", first=found[0], count=len(found)) if len(found) > 1 else found[0]
    step = (
        msg("put raw/ back: from the folder or the disk where it is")
        if house.folder.raw.is_empty
        else "niemyet repair"
    )
    return LookAt(Aspect.DAMAGE, Health.FAIL, told, step)


def _raw_readers(house: House) -> LookAt:
    part, root = Aspect.RAW_READERS, house.local
    raw = root / "raw" if root is not None else None
    if raw is None:
        return LookAt(part, Health.OK, msg("whoever may read the bucket"))
    if not raw.exists():
        return LookAt(part, Health.OK, msg("there is none yet"))
    if raw.stat().st_mode & (stat.S_IROTH | stat.S_IXOTH):
        return LookAt(part, Health.WARN, msg("every user of this machine"), f"chmod 700 {raw}")
    return LookAt(part, Health.OK, msg("its owner, or its group"))


def _secrets(house: House, settings: Settings | None) -> LookAt:
    names = list(holding(house.folder, mask_of(settings)))
    if not names and not begun(house.folder):
        return LookAt(Aspect.SECRETS, Health.OK, msg("none"))
    told = [msg("{name}: holds a name, a password or a key of a portal", name=name) for name in names]
    told.append(
        msg(
            "{count} files hold names, passwords or keys that an earlier version kept. Change those, then run "
            "`niemyet repair` (it only lists; --yes masks them).",
            count=len(names),
        )
    )
    return LookAt(Aspect.SECRETS, Health.WARN, Messages(tuple(told), "\n"), "niemyet repair")


#: Below so much a night cannot be sure to end: a source may send 20 GB (`max_source_mb`), a usual first night takes some
#: hundred MB; chosen, not measured.
_LEAST_FREE = 1024**3
#: Days for which the disk should do at the rate of the last weeks; below the second one the next nights are at stake.
#: Chosen, not measured.
_DAYS_WARN, _DAYS_FAIL = 60, 3
#: Days whose files tell the rate; two weekly sweeps are in them; chosen, not measured.
_RATE_DAYS = 14


def _disk(house: House) -> LookAt:
    part, root = Aspect.DISK, house.local
    if root is None:
        return LookAt(part, Health.OK, msg("a bucket: not looked at"))
    above = next((one for one in (root, *root.absolute().parents) if one.exists()), root)
    try:
        free = house.free(above)
    except OSError as error:
        return LookAt(part, Health.WARN, refused_at(above, error))
    a_day = _grown(root, house.now) / _RATE_DAYS
    days = int(free / a_day) if a_day else None
    told = msg(
        "{free:.1f} GB free; {grown:.1f} MB a day were written in the last {days} days",
        free=free / 1e9,
        grown=a_day / 1e6,
        days=_RATE_DAYS,
    )
    step = msg("free space, or keep releases for fewer days ([releases] in niemyet.toml)")
    if free < _LEAST_FREE or (days is not None and days < _DAYS_FAIL):
        return LookAt(part, Health.FAIL, told, step)
    if days is not None and days < _DAYS_WARN:
        return LookAt(part, Health.WARN, told, step)
    return LookAt(part, Health.OK, told)


def _grown(root: Path, now: datetime) -> int:
    """Bytes of the files that were written lately; a file of two names counts once."""
    since = (now - timedelta(days=_RATE_DAYS)).timestamp()
    seen: dict[int, int] = {}
    for folder, _, names in os.walk(root):
        for name in names:
            try:
                found = os.lstat(os.path.join(folder, name))  # noqa: PTH118 - once for each file of the house
            except OSError:
                continue  # a run moves its drafts
            if stat.S_ISREG(found.st_mode) and found.st_mtime >= since:
                seen[found.st_ino] = found.st_blocks * 512
    return sum(seen.values())


def _time_zone(house: House) -> LookAt:
    part = Aspect.TIME_ZONE
    try:
        offset = house.now.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).utcoffset()
    except ZoneInfoNotFoundError:
        told = msg("this machine does not know Asia/Ho_Chi_Minh")
        return LookAt(part, Health.FAIL, told, "apt-get install tzdata")
    own = house.now.astimezone().utcoffset()
    if own == offset:
        return LookAt(part, Health.OK, msg("this machine's is Viet Nam's"))
    told = msg(
        "this machine's is another than Viet Nam's: a line of cron counts in it, timers and `serve` do not"
    )
    return LookAt(part, Health.OK, told)


#: A clock that is off by more is looked at: due days change at midnight, requests to S3 fail at 15 minutes; chosen, not measured.
_SKEW_WARN = timedelta(minutes=2)


def _clock(house: House) -> LookAt:
    part, step = Aspect.CLOCK, msg("let the clock be set from the network: timedatectl set-ntp true")
    last = max((row.started_at for row in house.folder.lake.read("runs", Run)), default=None)
    if last is not None and last - house.now > SKEW:
        told = msg(
            "behind a run of {last:%Y-%m-%d %H:%M} (Asia/Ho_Chi_Minh) that is recorded",
            last=last.astimezone(HO_CHI_MINH),
        )
        return LookAt(part, Health.FAIL, told, step)
    skew = _skew(house.folder)
    if skew is None:
        return LookAt(part, Health.OK, msg("no portal has told its time yet"))
    told = msg("{seconds:+.0f} s against the portals of the last run", seconds=skew.total_seconds())
    if abs(skew) > SKEW:
        return LookAt(part, Health.FAIL, told, step)
    if abs(skew) > _SKEW_WARN:
        return LookAt(part, Health.WARN, told, step)
    return LookAt(part, Health.OK, told)


def _skew(folder: DataFolder) -> timedelta | None:
    """By how much our clock was ahead of what portals said of theirs (`Date`, RFC 9110 §6.6.1) in the last run that asked any."""
    for run_id in sorted(folder.raw.run_ids(), reverse=True):
        try:
            told = [
                _ahead(one.exchange.requested_at, one.exchange.headers)
                for one in folder.raw.exchanges(run_id)
            ]
        except StorageError:
            continue  # told as damage
        known = [one for one in told if one is not None]
        if known:
            return timedelta(seconds=median(known))
    return None


def _ahead(asked: datetime, headers: tuple[tuple[str, str], ...]) -> float | None:
    stated = next((value for name, value in headers if name.lower() == "date"), None)
    if stated is None:
        return None
    try:
        there = parsedate_to_datetime(stated)
    except ValueError:
        return None
    if there.tzinfo is None:
        there = there.replace(tzinfo=UTC)
    return (asked - there).total_seconds()


def _last_run(house: House) -> LookAt:
    part = Aspect.LAST_RUN
    last = last_night(house.folder.lake.read("runs", Run))
    begun = begun_night(house.folder, last)
    if begun is not None and house.folder.written_since(house.now) is None:
        told = msg("the night {run} began and did not end", run=begun)
        return LookAt(part, Health.WARN, told, msg("look at its log: journalctl -u niemyet-nightly"))
    if last is None:
        return LookAt(part, Health.WARN, msg("no night has run to its end"), "niemyet nightly")
    told = msg("ended {at:%Y-%m-%d %H:%M} (Asia/Ho_Chi_Minh)", at=last.finished_at.astimezone(HO_CHI_MINH))
    if house.now - last.finished_at > MISSED:
        step = msg("look at the schedule and the log: systemctl list-timers, journalctl -u niemyet-nightly")
        return LookAt(part, Health.WARN, told, step)
    return LookAt(part, Health.OK, told)


def _readers(house: House) -> LookAt:
    count = due_again(house.folder.lake)
    if not count:
        return LookAt(Aspect.READERS, Health.OK, msg("all was read by those of this version"))
    told = msg(
        "The readers have changed since: {count} documents and postings are read again from the raw archive.",
        count=count,
    )
    return LookAt(Aspect.READERS, Health.WARN, told, "niemyet nightly")


#: A copy that lacks more days of publications is no help against a lost disk; chosen, not measured.
_BACKUP_DAYS = 8


def _backup(house: House) -> LookAt:
    """Whatever is wrong with a copy, the next night publishes without it: a person should look, nothing fails."""
    part, step = (
        Aspect.BACKUP,
        msg("make one (docs/operations.md, Backup), then name it: --backup DIR or NIEMYET_BACKUP"),
    )
    if not house.backup:
        return LookAt(part, Health.WARN, msg("none is named"), step)
    try:
        there = DataFolder(house.backup)
        held, here = there.releases.all(), house.folder.releases.all()
        damaged = next(iter(damages(there, whole=False)), None)
    except (NiemyetError, OSError) as error:
        told = error.told if isinstance(error, NiemyetError) else str(error)
        return LookAt(part, Health.WARN, told, step)
    if not held:
        return LookAt(part, Health.WARN, msg("{place}: no release in it", place=house.backup), step)
    if damaged is not None:
        return LookAt(part, Health.WARN, damaged.error.told, step)
    behind = known_until(max(here)) - known_until(max(held)) if here else timedelta()
    told = msg("{place}: holds release {release}", place=house.backup, release=max(held))
    if behind > timedelta(days=_BACKUP_DAYS):
        return LookAt(part, Health.WARN, told, step)
    return LookAt(part, Health.OK, told)


def _units(house: House, settings: Settings | None) -> LookAt:
    part = Aspect.UNITS
    old = [one for one in data_ages() if one.name != "calendar" and one.is_old(house.today)]
    if old:
        told = msg("{name} was last checked on {day}", name=old[0].name, day=old[0].checked_on)
        return LookAt(part, Health.WARN, told, "niemyet units update FILE")
    newest = max(one.checked_on for one in data_ages() if one.name != "calendar")
    ended = _ended(settings, house.today)
    if ended:
        told = msg("{units} have ended and are still looked at", units=", ".join(ended))
        return LookAt(part, Health.WARN, told, msg("take their listings out of niemyet.toml"))
    return LookAt(part, Health.OK, msg("checked on {day}", day=newest))


def _ended(settings: Settings | None, today: date) -> list[str]:
    """Units with listings of which no part is there any more."""
    if settings is None:
        return []
    looked_at = {one.unit_id for one in settings.listings}
    until: dict[str, date] = {}
    for unit in settings.units:
        until[unit.unit_id] = max(until.get(unit.unit_id, date.min), unit.valid_until or date.max)
    return sorted(name for name in looked_at if until.get(name, date.max) <= today)


#: From this month on due days of the next year are reckoned, and its swaps announced; chosen, not measured.
_NEXT_YEAR_FROM = 12


def _calendar(house: House, settings: Settings | None) -> LookAt:
    part, today = Aspect.CALENDAR, house.today
    own = {day.date.year for day in settings.policy.days} if settings is not None else set[int]()
    wanted = [today.year] + [today.year + 1] * (today.month >= _NEXT_YEAR_FROM)
    lacking = [year for year in wanted if year > LAST_ANNOUNCED_YEAR and year not in own]
    if not lacking:
        told = msg("known until the end of {year}", year=max([LAST_ANNOUNCED_YEAR, *own]))
        return LookAt(part, Health.OK, told)
    told = msg("days off and swaps of {year} are not known: due days follow the law alone", year=lacking[0])
    step = msg("a newer version, or [[day]] in niemyet.toml once they are announced")
    return LookAt(part, Health.FAIL if today.year in lacking else Health.WARN, told, step)


_PATIENCE = 3.0  # a server that is there answers in tenths of a second; chosen, not measured
_NEEDED = re.compile(r"^prefect\s*==\s*([\w.]+)")


def _prefect(house: House) -> LookAt:
    part = Aspect.PREFECT
    try:
        own = metadata.version("prefect")
    except metadata.PackageNotFoundError:
        return LookAt(part, Health.FAIL, msg("it is not installed"), "pip install niemyet")
    wanted = [match[1] for one in metadata.requires("niemyet") or () if (match := _NEEDED.match(one))]
    if wanted and own not in wanted:
        told = msg("{own} is installed, {wanted} fits", own=own, wanted=wanted[0])
        return LookAt(part, Health.WARN, told, f"pip install prefect=={wanted[0]}")
    url = house.environment.get("PREFECT_API_URL", "").strip()
    if not url:
        return LookAt(part, Health.OK, msg("{own}; no server is named (PREFECT_API_URL)", own=own))
    return _server(url.rstrip("/"), own, house.environment.get("PREFECT_API_AUTH_STRING", ""))


def _server(url: str, own: str, word: str) -> LookAt:
    part, step = Aspect.PREFECT, "systemctl status niemyet-prefect"
    name, _, password = word.partition(":")
    try:
        answer = httpx.get(
            f"{url}/admin/version",
            timeout=_PATIENCE,
            auth=(name, password) if word else None,
            trust_env=False,
        )
        said = str(answer.json()) if answer.status_code == 200 else ""
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        told = msg("{url}: {why}; nights run without it", url=url, why=type(error).__name__)
        return LookAt(part, Health.WARN, told, step)
    if answer.status_code in (401, 403):
        told = msg("{url}: it does not know the word in PREFECT_API_AUTH_STRING", url=url)
        return LookAt(part, Health.WARN, told, msg("the same word for both in niemyet.env"))
    if answer.status_code != 200:
        told = msg("{url}: {why}; nights run without it", url=url, why=f"HTTP {answer.status_code}")
        return LookAt(part, Health.WARN, told, step)
    if said.split(".")[:2] != own.split(".")[:2]:
        told = msg("the server is {said}, here is {own}", said=said, own=own)
        return LookAt(part, Health.WARN, told, msg("the same version for both"))
    return LookAt(part, Health.OK, msg("{own}; {url} answers", own=own, url=url))


def status_of(found: list[LookAt]) -> int:
    """Exit status: 1 where the next night would fail, 3 where a person should look, else 0."""
    verdicts = {one.verdict for one in found}
    if Health.FAIL in verdicts:
        return 1
    return 3 if Health.WARN in verdicts else 0
