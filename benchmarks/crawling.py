"""Can a portal fool the crawl? Simulated portals, hostile behaviours, many nights, and what was known at the end.

Each line is one behaviour (PORTALS §5) with every family that it concerns, the last ones are random mixtures of all.
A play is one portal over so many nights, crawled as `niemyet nightly` crawls, with a clock that only jumps:

- struck: how often requests were refused, cut off or answered with something else (what is always so is not counted);
- recall: documents handed over by the second night after they became readable on which the site could be read at all;
- false: documents handed over that are not there, or again though nothing had changed, or said to be withdrawn;
- first night: what was readable on it and handed over then; a first read that misses something must not be `complete`;
- unsaid: attachments that could not be had and were not reported as lost;
- outcome: nights whose proof is wrong (dark where the site was shut, complete where all was well, never complete where
  something readable was missed);
- too fast: requests closer together than allowed; robots: requests that robots.txt forbids.

    python -m benchmarks crawling [--combinations 200] [--nights 30] [--seed 0] [--only WORDS] [--mixtures]
"""

import argparse
import random
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from benchmarks.measure import machine
from benchmarks.simulator.configuration import configuration
from benchmarks.simulator.site import SimulatedPortal
from benchmarks.simulator.skins import SKINS, Skin
from benchmarks.simulator.store import FIRST_NIGHT, Document, Plan, write_store
from benchmarks.simulator.switches import SHUT, Switch, Weather, weather
from niemyet.flows.clock import SetClock
from niemyet.flows.config import Settings, load
from niemyet.flows.crawling import LOOK_AGAIN_DAYS, SWEEP_DAYS, crawl, nightly_window
from niemyet.flows.reading import read_new
from niemyet.flows.received import sightings
from niemyet.flows.run_context import RunContext
from niemyet.model.records import CrawlProof, Receipt, Window
from niemyet.model.words import Outcome
from niemyet.reports.text_table import text_table
from niemyet.storage.codec import load as load_record
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import ReceiptRow
from niemyet.transforms.completeness import withdrawn
from niemyet.transforms.language.dates import HO_CHI_MINH

#: Behaviours of lists or addresses that only some families have.
_ONLY = {
    Switch.WRAPS: {"nukeviet-laws", "webcenter"},
    Switch.NEW_INSTANCE: {"liferay"},
    Switch.ALIASES: {"liferay"},
    Switch.MALFORMED: {"html", "cms14"},
    Switch.IN_VIEWER: {"html", "vnpt-documents", "vnpt-articles", "liferay", "cms14", "webcenter"},
    Switch.RENAMED: {"html", "liferay", "cms14", "vnpt-articles"},
}
_PLANS = {
    Switch.BACKDATED: "backdated",
    Switch.REPOSTED: "reposted",
    Switch.FOREIGN: "foreign",
    Switch.MOVES: "moving",
    Switch.WITHDRAWN: "withdrawn",
    Switch.HTML_FOR_FILE: "lost_files",
    Switch.DRIVE: "external_files",
    Switch.RETITLED: "retitled",
    Switch.REPLACED: "replaced",
    Switch.PLACEHOLDER: "placeholders",
    Switch.FORMATS: "formats",
}
#: Behaviours after which a night may rightly be incomplete.
_TROUBLE = frozenset(
    {Switch.RESETS, Switch.CUT_SHORT, Switch.SOFT_404, Switch.RATE_LIMIT, Switch.MOVES, Switch.HTML_FOR_FILE}
    | {Switch.SHRUNK, Switch.IGNORES_PAGE, Switch.STALE}
)


@dataclass(slots=True)
class Score:
    """Counts of one play, or of several together."""

    plays: int = 0
    nights: int = 0
    requests: int = 0
    documents: int = 0
    recalled: int = 0
    false: int = 0
    lost: int = 0
    unsaid: int = 0
    outcome: int = 0
    too_fast: int = 0
    robots: int = 0
    struck: int = 0
    first_there: int = 0  # readable on the first night
    first_had: int = 0  # … and handed over on it
    first_whole: int = 0  # plays whose first night is complete
    notes: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Count another play in."""
        for one in fields(self):
            if one.name == "notes":
                self.notes += other.notes
            else:
                setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))

    @property
    def clean(self) -> bool:
        """Whether nothing was missed, invented or rude."""
        wrong = (self.false, self.unsaid, self.outcome, self.too_fast, self.robots)
        return self.recalled == self.documents and not any(wrong)


def main(arguments: Sequence[str]) -> None:
    """Play all of them and print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks crawling")
    parser.add_argument("--combinations", type=int, default=200)
    parser.add_argument("--nights", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="behaviours whose line holds these words")
    parser.add_argument("--mixtures", action="store_true", help="the random mixtures alone")
    options = parser.parse_args(arguments)
    print(machine())
    rows = []
    with ProcessPoolExecutor(2) as pool:
        settings = _plays(options.combinations, options.seed, options.only)
        for label, plays in settings:
            if options.mixtures and not label.startswith("mixtures"):
                continue
            total = Score()
            for score in pool.map(_play, plays, [options.nights] * len(plays)):
                total.add(score)
            rows.append(_line(label, total))
            for note in total.notes[:3]:
                print(f"{label}: {note}")
    print(text_table(rows, _HEAD, room=150))


_HEAD = [
    "behaviour",
    "plays",
    "requests",
    "struck",
    "recall",
    "first night: had, complete",
    "false",
    "lost, unsaid",
    "outcome",
    "too fast",
    "robots",
]


def _line(label: str, score: Score) -> list[str]:
    share = 100 * score.recalled / score.documents if score.documents else 100.0
    return [
        label,
        str(score.plays),
        f"{score.requests:,}",
        str(score.struck) if score.struck else "",
        f"{share:.2f} %",
        f"{score.first_had} of {score.first_there}, {score.first_whole} of {score.plays}",
        str(score.false),
        f"{score.lost}, {score.unsaid}",
        str(score.outcome),
        str(score.too_fast),
        str(score.robots),
    ]


Setting = tuple[int, tuple[Switch, ...], int]


def _plays(combinations: int, seed: int, only: str) -> Iterable[tuple[str, list[Setting]]]:
    if not only:
        yield "no hostile behaviour", [(place, (), seed) for place in range(len(SKINS))]
    for switch in Switch:
        if only in switch.value:
            fit = [place for place, skin in enumerate(SKINS) if fits(skin, switch)]
            yield switch.value, [(place, (switch,), seed + place) for place in fit]
    if only:
        return
    mixed = [combination(seed + number) for number in range(combinations)]
    for place, skin in enumerate(SKINS):
        yield f"mixtures: {skin.kind}", [one for one in mixed if one[0] == place]


def fits(skin: Skin, switch: Switch) -> bool:
    """Whether a behaviour concerns a family."""
    return skin.kind in _ONLY.get(switch, {skin.kind})


def combination(seed: int) -> Setting:
    """A family and a random mixture of what may befall it."""
    rng = random.Random(f"combination {seed}")
    place = rng.randrange(len(SKINS))
    switches = [one for one in Switch if fits(SKINS[place], one) and rng.random() < 0.35]
    return place, tuple(switches), seed


def _play(setting: Setting, nights: int) -> Score:
    place, switches, seed = setting
    return play(SKINS[place], switches, seed, nights)


# ---- one play ----------------------------------------------------------------------------------------------


def play(skin: Skin, switches: Sequence[Switch], seed: int, nights: int) -> Score:
    """Crawl one portal night after night, and hold what was handed over against the truth."""
    plan = Plan(**{_PLANS[one]: True for one in switches if one in _PLANS})
    store = write_store(seed, nights, plan)
    skies = weather(switches, seed, nights)
    clock = SetClock(datetime.combine(FIRST_NIGHT, time(19), HO_CHI_MINH))
    score = Score(plays=1, nights=nights)
    where = f"{skin.kind} seed {seed}"
    with (
        tempfile.TemporaryDirectory() as root,
        SimulatedPortal(skin, store, skies, clock) as portal,
    ):
        settings = _settings(Path(root), skin, portal)
        folder = DataFolder(Path(root) / "data")
        watch = _Watch(store.documents, skies, score, where)
        for number in range(nights):
            portal.night = number
            clock = SetClock(datetime.combine(FIRST_NIGHT + timedelta(days=number), time(19), HO_CHI_MINH))
            portal.clock = clock
            run = RunContext(settings, folder, clock, command="nightly", asked={})
            source = settings.sources[0]
            began = len(portal.log.at)
            window = nightly_window(run, source.id)
            proof = crawl(run, source, window)
            watch.night(number, window, proof, _receipts(folder, run.run_id))
            if Switch.PLACEHOLDER in switches:
                read_new(run)  # a note in a file's place is known by reading it
            watch.pace(number, portal.log.at[began:])
            watch.gone(number, withdrawn(sightings(folder.lake).get(source.id, [])))
        watch.end(nights, portal.log.lost)
        score.requests = sum(portal.log.requests.values())
        score.robots = len(portal.log.disallowed)
        score.struck = sum(portal.log.struck.values())
        score.robots += portal.trusted  # as rude as what robots.txt forbids: an answer that is to be refused
    return score


def _settings(root: Path, skin: Skin, portal: SimulatedPortal) -> Settings:
    path = root / "niemyet.toml"
    path.write_text(configuration(skin.kind, portal.url, more=portal.allowed + skin.how), encoding="utf-8")
    return load(path)


def _receipts(folder: DataFolder, run_id: str) -> list[Receipt]:
    rows = folder.lake.read("receipts", ReceiptRow)
    return [load_record(Receipt, row.receipt) for row in rows if row.run_id == run_id]


class _Watch:
    """Holds each night's result against what the store and the weather say is true."""

    def __init__(self, documents: Sequence[Document], skies: Weather, score: Score, where: str) -> None:
        self._documents = {one.id: one for one in documents}
        self._skies = skies
        self._score = score
        self._where = where
        self._had: dict[int, tuple[int, bool, str]] = {}  # document → night, whole, title then
        self._bytes: dict[int, set[str]] = {}  # document → hashes of its files, of all nights
        self._first: dict[int, int] = {}  # document → night on which its page was first had
        self._lost: set[str] = set()
        self._gone: set[int] = set()

    def night(self, number: int, window: Window, proof: CrawlProof, receipts: Sequence[Receipt]) -> None:
        """What one night handed over."""
        for receipt in receipts:
            self._handed(number, receipt)
        shut = self._skies.shut(number)
        calm = not any(self._skies.strikes(one, number) for one in _TROUBLE | SHUT)
        missed = [
            one.id
            for one in self._documents.values()
            if one.readable(number)
            and window.holds(one.signed_on)
            and not (one.since == number and one.within)
            and one.id not in self._first
        ]
        if number == 0:
            there = [
                one for one in self._documents.values() if one.readable(0) and window.holds(one.signed_on)
            ]
            self._score.first_there = len(there)
            self._score.first_had = len([one for one in there if one.id in self._first])
            self._score.first_whole = int(proof.outcome is Outcome.COMPLETE)
        shrunk = self._skies.strikes(Switch.SHRUNK, number) and proof.outcome is Outcome.COMPLETE
        wrong = (
            shrunk
            or (shut and proof.outcome is not Outcome.DARK)
            or (calm and proof.outcome is not Outcome.COMPLETE)
            or (proof.outcome is Outcome.COMPLETE and bool(missed))
        )
        if wrong:
            self._score.outcome += 1
            self._note(f"night {number}: {proof.outcome}, {proof.reason}; missed {missed[:3]}")

    def _handed(self, number: int, receipt: Receipt) -> None:
        for part in receipt.lost:
            self._lost.add(unquote(part.url))
        found = re.search(r"(\d{4,})(?:\.html)?$", receipt.key)
        one = self._documents.get(int(found.group(1))) if found else None
        if one is None or not (one.readable(number) or one.until == number):
            self._score.false += 1
            self._note(f"night {number}: {receipt.key} is not on the portal")
            return
        whole = any(part.role == "detail" for part in receipt.parts)
        had = len([part for part in receipt.parts if part.role == "attachment"])
        whole = whole and had + len([1 for file in one.files if file.lost or file.external]) >= len(one.files)
        before = self._had.get(one.id)
        title = one.title_on(number)
        held = self._bytes.setdefault(one.id, set())
        brought = {part.sha256 for part in receipt.parts if part.role == "attachment"}
        if before is not None and before[1] and before[2] == title and brought <= held:
            self._score.false += 1
            self._note(f"night {number}: {receipt.key} again, had on night {before[0]}")
        held |= brought
        self._had[one.id] = (number, whole, title)
        if any(part.role == "detail" for part in receipt.parts):
            self._first.setdefault(one.id, number)

    def gone(self, number: int, said: Mapping[str, date]) -> None:
        """What is said to be withdrawn must be."""
        for key in said:
            found = re.search(r"(\d{4,})(?:\.html)?$", key)
            one = self._documents.get(int(found.group(1))) if found else None
            if one is None or one.readable(number):
                self._score.false += 1
                self._note(f"night {number}: {key} is said to be withdrawn")
            else:
                self._gone.add(one.id)

    def pace(self, number: int, at: Sequence[datetime]) -> None:
        """Requests of one night: none closer to the one before than robots.txt and the configuration allow."""
        least = 5.0 if self._skies.strikes(Switch.ROBOTS_DELAY, number) else 3.0
        for earlier, later in pairwise(at):
            if (later - earlier).total_seconds() < least - 1e-6:
                self._score.too_fast += 1
                self._note(f"night {number}: {(later - earlier).total_seconds()} s between two requests")

    def end(self, nights: int, lost: set[tuple[int, str]]) -> None:
        """Recall, and what was lost without a word."""
        for one in self._documents.values():
            open_nights = [
                night
                for night in range(one.since, min(one.until or nights, nights))
                if not self._skies.shut(night)
                and not any(
                    self._skies.strikes(one, night)
                    for one in (Switch.SOFT_404, Switch.SHRUNK, Switch.IGNORES_PAGE, Switch.STALE)
                )
            ]
            if one.within and open_nights and open_nights[0] == one.since:
                open_nights = open_nights[1:]  # it came while the list was being read
            if len(open_nights) < 2:
                continue
            self._score.documents += 1
            if self._first.get(one.id, nights) <= open_nights[1]:
                self._score.recalled += 1
            else:
                self._note(f"{one.id} readable from night {one.since}, had on {self._first.get(one.id)}")
        self._replaced(nights)
        self._came_late(nights)
        self._of_all_forms()
        self._score.lost = len(lost)
        for number, name in sorted(lost):
            if not any(str(number) in url and name in url for url in self._lost):
                self._score.unsaid += 1
                self._note(f"{name} of {number} lost without a word")

    def _replaced(self, nights: int) -> None:
        """Other bytes under an old address count as a document of their own, to be had by the second calm look."""
        for one in self._documents.values():
            if one.replaced is None or one.replaced + 2 * LOOK_AGAIN_DAYS > nights or self._hidden(one):
                continue
            self._score.documents += 1
            wanted = sha256(one.bytes_on(nights, 0)).hexdigest()
            if wanted in self._bytes.get(one.id, set()):
                self._score.recalled += 1
            else:
                self._note(f"{one.id}: other bytes since night {one.replaced} were not seen")

    def _came_late(self, nights: int) -> None:
        """A file that came in a placeholder's place: to be had by the second sweep after it."""
        for one in self._documents.values():
            if one.placeheld is None or one.placeheld + 2 * SWEEP_DAYS > nights or self._hidden(one):
                continue
            self._file(one, 0, nights, f"the file since night {one.placeheld} was not had")

    def _of_all_forms(self) -> None:
        """Files of other formats, of documents that were had whole, count as documents of their own."""
        for one in self._documents.values():
            for place, file in enumerate(one.files):
                is_handed_out = Switch.HTML_FOR_FILE not in self._skies.on or (one.id + place) % 11
                if file.form is not None and one.id in self._first and is_handed_out:
                    self._file(
                        one, place, 0 if one.placeheld is None else one.placeheld, f"{file.name} not had"
                    )

    def _file(self, one: Document, place: int, night: int, lack: str) -> None:
        self._score.documents += 1
        if sha256(one.bytes_on(night, place)).hexdigest() in self._bytes.get(one.id, set()):
            self._score.recalled += 1
        else:
            self._note(f"{one.id}: {lack}")

    def _hidden(self, one: Document) -> bool:
        """Whether its first file is never handed out."""
        return Switch.HTML_FOR_FILE in self._skies.on and one.id % 11 == 0

    def _note(self, text: str) -> None:
        self._score.notes.append(f"{self._where}: {text}")
