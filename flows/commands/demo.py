"""`niemyet demo`: the whole road against the embedded portal, in three acts, with no network."""

import shutil
import tempfile
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from niemyet.demo.practice_words import PORT as PRACTICE_PORT
from niemyet.demo.practice_words import Practice
from niemyet.flows.choices import WordChoice, practice_called
from niemyet.flows.commands.queries import holds
from niemyet.flows.spoken import Command
from niemyet.flows.ui import DAY, ProgressLine, Ui, common, terminal_width
from niemyet.model.errors import UsageError
from niemyet.model.messages import msg
from niemyet.model.words import OPEN_WORK
from niemyet.reports.words import OUTCOMES
from niemyet.reports.work_text import work_text
from niemyet.transforms.language.dates import HO_CHI_MINH

if TYPE_CHECKING:
    from niemyet.flows.run_context import RunResult
    from niemyet.storage.folder import DataFolder

_OF_A_SAMPLE = msg(
    "A sample of niemyet: made without raw/ on purpose, to ask and to learn on. This file tells `niemyet verify` so."
)
PRACTICE_WORDS = [word.value for word in Practice]
NIGHTS = (date(2022, 12, 30), date(2022, 12, 31), date(2026, 11, 20))
#: What the district's report for 2022 counted at its counters (DOMAIN §0); the communes' count is one for each.
COUNTED_ON, DISTRICT, DISTRICT_COUNT, COMMUNE_COUNT = date(2022, 12, 31), "nui-thanh", 261, 114


@click.command(cls=Command)
@click.option("--out", type=click.Path(path_type=Path), default=None, metavar="DIR",
              help="Data folder of the demo; a fresh temporary one by default.")  # fmt: skip
@click.option("--data-only", type=click.Path(path_type=Path), default=None, metavar="DIR",
              help="Leave only data and configuration in this new folder: a sample to ask and to learn on.")  # fmt: skip
@click.option("--serve", is_flag=True,
              help="Only serve the sample portal, to practise nights against; Ctrl+C ends it.")  # fmt: skip
@click.option("--port", type=click.IntRange(1, 65535), default=PRACTICE_PORT, show_default=True,
              help="Port of the served portal.")  # fmt: skip
@click.option("--day", type=DAY, default=None, help="First day of the served portal; 2026-11-05 by default.")
@click.option("--tell", type=WordChoice(PRACTICE_WORDS, practice_called), default=None,
              help="Tell a served portal: next day with news, dark or light, newest document withdrawn or back.")  # fmt: skip
@common
def demo(
    ui: Ui,
    out: Path | None,
    data_only: Path | None,
    serve: bool,
    port: int,
    day: date | None,
    tell: str | None,
) -> None:
    """Run everything against a sample portal on this machine; no network needed.

    Example: niemyet demo

    Example: niemyet demo --data-only mau

    Example: niemyet demo --serve
    """
    from niemyet.storage.folder import DataFolder

    _check_of_a_portal(serve=serve, told=tell is not None, port=port, day=day)
    if serve or tell is not None:
        _practise(ui, serve=serve, port=port, day=day, tell=tell, alone=out is None and data_only is None)
        return
    if data_only is None:
        root = _fresh(out)
        _run(ui, root)
        folder = DataFolder(root / "data")
        _tell_work(ui, folder, NIGHTS[-1])
        _tell_tables(ui, folder, root)
        _tell_site(ui, folder, root)
        _tell_desk(ui, folder, root)
        return
    if out is not None:
        raise UsageError(msg("--out and --data-only are two ways: name one of them."))
    sample = _fresh(data_only, "--data-only")
    with tempfile.TemporaryDirectory(prefix="niemyet-demo-") as place:
        _run(ui, Path(place))
        leave_sample(Path(place), sample)
    ui.tell(msg("The sample is in {folder}: cd there, and every command finds it.", folder=sample))


def _check_of_a_portal(*, serve: bool, told: bool, port: int, day: date | None) -> None:
    """That what is of a portal goes with one; an option is never ignored.

    Raises:
        UsageError: a day without --serve, a port without --serve and --tell.
    """
    if day is not None and not serve:
        raise UsageError(msg("--day is of a served portal: niemyet demo --serve --day {day}", day=day))
    given = click.get_current_context().get_parameter_source("port") is not ParameterSource.DEFAULT
    if given and not serve and not told:
        raise UsageError(
            msg(
                "--port is of a served portal: niemyet demo --serve --port {port}, or with --tell.", port=port
            )
        )


def _practise(ui: Ui, *, serve: bool, port: int, day: date | None, tell: str | None, alone: bool) -> None:
    """Serve the portal, or tell one that is served something.

    Raises:
        UsageError: ways that do not go together; nothing can listen on the port; nobody is there to be told.
    """
    from niemyet.flows.practising import serve_practice, tell_practice

    if not alone or (serve and tell is not None):
        raise UsageError(
            msg("--serve, --tell, --out and --data-only are different things to do: name one of them.")
        )
    if tell is not None:
        tell_practice(ui, tell, port)
    else:
        serve_practice(ui, port, day)


def leave_sample(root: Path, sample: Path) -> None:
    """What can be asked of a demo, without the bytes it was made from: releases, facts behind them, configuration."""
    from niemyet.storage.folder import SAMPLE_NOTE

    for room in ("releases", "lake"):
        shutil.copytree(root / "data" / room, sample / "data" / room)
    (sample / "data" / "latest").symlink_to((root / "data" / "latest").readlink())
    shutil.copy(root / "niemyet.toml", sample / "niemyet.toml")
    (sample / "data" / SAMPLE_NOTE).write_text(_OF_A_SAMPLE.text("vi") + "\n", encoding="utf-8")


def _run(ui: Ui, root: Path) -> None:
    """The nights, each told as it ends."""
    from niemyet.demo.catalogue import demo_catalogue
    from niemyet.demo.config import demo_config
    from niemyet.demo.national import National
    from niemyet.demo.portal import DemoPortal
    from niemyet.demo.world import build_world
    from niemyet.flows.clock import SetClock
    from niemyet.flows.config import load
    from niemyet.flows.pipeline import run_nightly
    from niemyet.storage.folder import DataFolder

    folder = DataFolder(root / "data")
    world = build_world()
    catalogue, _ = demo_catalogue(world, NIGHTS[-1])
    with DemoPortal(world, NIGHTS[0]) as portal, National(catalogue) as national:
        ui.tell(msg("Embedded portal: {url}", url=portal.url))
        for number, night in enumerate(NIGHTS):
            portal.today = night
            config = root / "niemyet.toml"
            # The national service of 2026 is there on the last night only.
            service = national.url if night == NIGHTS[-1] else None
            config.write_text(demo_config(portal.url, day=night, national=service), encoding="utf-8")
            clock = SetClock(datetime.combine(night, time(23, 0), HO_CHI_MINH))
            result = run_nightly(load(config), folder, clock, progress=ProgressLine())
            ProgressLine().clear()
            _tell_night(ui, number, night, result)
            if night == COUNTED_ON:
                _tell_check(ui, folder)
                _tell_work(ui, folder, night)


def _fresh(out: Path | None, option: str = "--out") -> Path:
    """A folder that holds nothing yet.

    Raises:
        UsageError: the folder named has something in it; nothing is ever overwritten.
    """
    if out is None:
        return Path(tempfile.mkdtemp(prefix="niemyet-demo-"))
    if out.exists() and any(out.iterdir()):
        raise UsageError(
            msg(
                "{option} {out}: expected a new or empty folder, found files in it. Name another one.",
                option=option,
                out=out,
            ),
        )
    out.mkdir(parents=True, exist_ok=True)
    return out


def _tell_night(ui: Ui, number: int, night: date, result: "RunResult") -> None:
    release = result.release
    counts = result.counts
    decisions = _count(release, "decisions")
    click.echo(
        ui.say(
            msg(
                "\nNight {number} ({night}): {postings} postings new or changed, {documents} documents read; "
                "{decisions} decisions known.",
                number=number + 1,
                night=night,
                postings=counts.get("receipts", 0),
                documents=counts.get("documents_read", 0),
                decisions=decisions,
            )
        )
    )
    for name, proof in sorted(result.proofs.items()):
        ui.tell(
            msg(
                "  {name}: {outcome}, {rows} rows / {pages} pages",
                name=name,
                outcome=OUTCOMES[proof.outcome],
                rows=proof.rows,
                pages=proof.pages,
            ),
        )


def _tell_check(ui: Ui, folder: "DataFolder") -> None:
    """The reconciliation gate: drift is shown, nothing is ever forced to it."""
    counts, communes = _board_counts(folder)
    ok = counts.get(DISTRICT) == DISTRICT_COUNT and all(
        counts.get(each) == COMMUNE_COUNT for each in communes
    )
    seen = sorted({counts.get(each, 0) for each in communes})
    verdict = ui.say(msg("matches") if ok else msg("DRIFT"))
    click.echo(
        ui.say(
            msg(
                "Check on {COUNTED_ON}: district {districts}/{DISTRICT_COUNT}, {count} communes {figures} of "
                "{COMMUNE_COUNT}: {verdict}.",
                COUNTED_ON=COUNTED_ON,
                districts=counts.get(DISTRICT),
                DISTRICT_COUNT=DISTRICT_COUNT,
                count=len(communes),
                figures="/".join(map(str, seen)),
                COMMUNE_COUNT=COMMUNE_COUNT,
                verdict=verdict,
            ),
        )
    )


def _board_counts(folder: "DataFolder") -> tuple[dict[str, int], list[str]]:
    release = folder.releases.latest()
    assert release is not None, "a night has just published"
    codes: dict[str, set[str]] = {}
    for row in release.table("boards").to_pylist():
        if holds(row, COUNTED_ON):
            codes.setdefault(row["unit_id"], set()).add(row["code"])
    units = release.table("units").to_pylist()
    communes = sorted(row["unit_id"] for row in units if row["parent_unit_id"] == DISTRICT)
    return {unit: len(held) for unit, held in codes.items()}, sorted(set(communes))


def _tell_work(ui: Ui, folder: "DataFolder", night: date) -> None:
    """The work of the units whose listings are looked at; of the others one line."""
    release = folder.releases.latest()
    assert release is not None, "a night has just published"
    units = sorted(release.table("units").to_pylist(), key=lambda row: row["valid_from"] or date.min)
    names = {row["unit_id"]: row["name"] for row in units}
    listings = release.table("listings", ["unit_id", "observed_on"]).to_pylist()
    observed = {row["unit_id"] for row in listings if row["observed_on"] == night}
    rows = [row for row in release.table("listing_updates").to_pylist() if row["state"] in OPEN_WORK]
    mine = [row for row in rows if row["unit_id"] in observed]
    click.echo(ui.say(msg("\nThe work on {night}", night=night)))
    click.echo(work_text(mine, names, lang=ui.lang, room=terminal_width()))
    others = [row for row in rows if row["unit_id"] not in observed]
    if others:
        count = len({row["unit_id"] for row in others})
        click.echo(
            ui.say(
                msg(
                    "\n{count} other units whose boards were not seen today: {count_2} updates (niemyet "
                    "updates).",
                    count=count,
                    count_2=len(others),
                ),
            )
        )


def _tell_tables(ui: Ui, folder: "DataFolder", root: Path) -> None:
    click.echo(ui.say(msg("\nTables: {root}/*.parquet", root=folder.root / "latest")))
    click.echo(
        ui.say(msg("Go on with: "))
        + f"niemyet board nui-thanh --as-of 2022-12-31 --data {folder.root} --config {root / 'niemyet.toml'}"
    )


def _tell_site(ui: Ui, folder: "DataFolder", root: Path) -> None:
    """The public notice board of the last night, and where to open it."""
    from niemyet.flows.commands.site import pictures_for, write_site
    from niemyet.flows.config import load

    release = folder.releases.latest()
    assert release is not None, "a night has just published"
    out = root / "site"
    settings = load(root / "niemyet.toml")
    pictures = pictures_for(release, folder, out, settings.limits)
    write_site(
        release, out, province_name=settings.province.name, address=settings.address, pictures=pictures
    )
    click.echo(
        ui.say(
            msg(
                "Notice board, open it in a browser: {address}",
                address=(out / "index.html").absolute().as_uri(),
            )
        )
    )


def _tell_desk(ui: Ui, folder: "DataFolder", root: Path) -> None:
    """How to go on by hand: the desk on what these nights left."""
    command = f"niemyet desk --data {folder.root} --config {root / 'niemyet.toml'}"
    click.echo(ui.say(msg("Desk, to work on these data in a browser: ")) + command)


def _count(release: Any, table: str) -> int:
    return int(release.table(table, [release.table(table).column_names[0]]).num_rows) if release else 0
