"""The public notice board as static pages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from niemyet.flows.commands.drift import gaps_in
from niemyet.flows.set_fees import set_fees
from niemyet.flows.spoken import Command
from niemyet.flows.ui import Ui, common
from niemyet.model.errors import UsageError
from niemyet.model.messages import msg
from niemyet.model.records import Limits

if TYPE_CHECKING:
    from niemyet.flows.row_pictures import SitePictures
    from niemyet.reports.site.facts import Hanging, ShownTable, SiteTables
    from niemyet.storage.folder import DataFolder
    from niemyet.storage.release import Release
    from niemyet.storage.site_folder import Written

#: What the public may load down: the state of the law and the boards, not who does which work at a counter.
PUBLIC = (
    "decisions", "decision_items", "procedures", "procedure_history", "units", "unit_successions", "boards", "calendar",
)  # fmt: skip


@click.command(cls=Command)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, metavar="DIR",
              help="Folder of the pages; replaced whole, in one step.")  # fmt: skip
@click.option(
    "--address",
    default=None,
    metavar="URL",
    help="Where the pages will be served; [site] address by default. QR codes and full links in feeds need it.",
)
@click.option("--pictures", type=click.IntRange(0), default=None, metavar="N",
              help="Rows shown as cut from their page, the newest decisions first; 5000 by default, 0 for none.")  # fmt: skip
@common
def site(ui: Ui, out: Path, address: str | None, pictures: int | None) -> None:
    """Write the public notice board of the newest release as static pages: no server, no network.

    Example: niemyet site --out bang --address https://niemyet.example.gov.vn
    """
    if address is not None and not address.startswith(("https://", "http://")):
        raise UsageError(
            msg("--address {address!r}: expected an address that begins with https://.", address=address)
        )
    settings = ui.settings() if ui.config.is_file() else None
    name = settings.province.name if settings else None
    served = address or (settings.address if settings else None)
    release = ui.release()
    cut = pictures_for(release, ui.folder(), out, settings.limits if settings else Limits(), pictures)
    written = write_site(release, out, province_name=name, address=served, pictures=cut)
    click.echo(str(out / "index.html"))
    ui.tell(
        msg(
            "{files} pages and files, {megabytes:.1f} MB: {changed} show something new, {removed} removed.",
            files=written.files, megabytes=written.bytes / 1e6, changed=written.changed, removed=written.removed,
        )
    )  # fmt: skip


def pictures_for(
    release: "Release", folder: "DataFolder", out: Path, limits: Limits, most: int | None = None
) -> "SitePictures":
    """Pictures of the rows that prove steps, the newest decisions first; those that `out` holds are taken from there."""
    from niemyet.flows.row_pictures import MOST_PICTURES, site_pictures

    decisions = release.table("decisions", ["decision_id", "signed_on", "flags"]).to_pylist()
    signed = {row["decision_id"]: row["signed_on"] or date.min for row in decisions}
    scanned = {row["decision_id"] for row in decisions if "scanned" in row["flags"]}
    items = release.table("decision_items").to_pylist()
    items.sort(key=lambda row: signed[row["decision_id"]], reverse=True)  # of one decision: as in the table
    most = MOST_PICTURES if most is None else most
    return site_pictures(folder, items, out, limits, scanned=scanned, most=most)


def write_site(
    release: "Release",
    out: Path,
    *,
    province_name: str | None,
    address: str | None,
    pictures: "SitePictures | None" = None,
) -> "Written":
    """The pages of a release into a folder, at once or not at all.

    Raises:
        UsageError: the folder holds something else.
    """
    from niemyet.reports.site.build import site_pages
    from niemyet.storage.site_folder import replace_site

    tables = replace(site_tables(release, province_name), pictures=pictures.of_item if pictures else {})
    pages = site_pages(tables, address=address.rstrip("/") if address else None)
    files = pictures.files.items() if pictures else ()
    return replace_site(out, chain(_with_downloads(release, tables, pages), files))


def _with_downloads(release: "Release", tables: "SiteTables", pages: Any) -> Iterator[tuple[str, bytes]]:
    import json

    yield from pages
    resources = []
    for each in release.manifest["resources"]:
        if each["name"] in tables.downloads:
            resource, data = _as_one_file(release, each)
            resources.append(resource)
            yield tables.downloads[each["name"]], data
    own = {"inputs", "folded", "code"}  # what a data folder is carried on by says nothing to the public
    told = {key: value for key, value in release.manifest.items() if key not in own} | {
        "resources": resources
    }
    yield "data/datapackage.json", json.dumps(told, ensure_ascii=False, indent=1).encode()


def _as_one_file(release: "Release", resource: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """A table for downloading: one file, also where the release has it in several."""
    from niemyet.storage.release import TableFile, hash_of
    from niemyet.storage.releases import stated_files, table_bytes

    if "parts" not in resource:
        return resource, release.place.read(resource["path"])
    data, rows = table_bytes(resource["name"], release.table(resource["name"]))
    told = {key: value for key, value in resource.items() if key != "parts"}
    one = TableFile(f"{resource['name']}.parquet", rows, len(data), hash_of(data))
    return told | stated_files([one]), data


def site_tables(release: "Release", province_name: str | None) -> "SiteTables":
    """The tables of a release as the pages want them."""
    from niemyet.reports.site.facts import SiteTables

    def rows(name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = release.table(name).to_pylist()
        return found

    return SiteTables(
        manifest=release.manifest,
        province_name=province_name or str(release.manifest.get("province", "")),
        as_of=release.as_of,
        decisions=rows("decisions"),
        items=rows("decision_items"),
        procedures=rows("procedures"),
        units=rows("units"),
        successions=rows("unit_successions"),
        boards=_boards(release),
        reviews=rows("reviews"),
        fetches=rows("fetches"),
        runs=rows("runs"),
        updates=rows("listing_updates"),
        drift=gaps_in(release),
        fees=set_fees(release),
        downloads={name: f"data/{name}.parquet" for name in PUBLIC if release.has(name)},
        shown=list(_shown(release)),
    )


def _shown(release: "Release") -> Iterator["ShownTable"]:
    """The public tables that are small enough to be looked through in a page; of the others the file is offered alone."""
    from niemyet.reports.site.tables import MOST_ROWS, shown_table

    for resource in release.manifest["resources"]:
        name = resource["name"]
        if name in PUBLIC and resource["rows"] <= MOST_ROWS:
            yield shown_table(resource, release.table(name).to_pylist(), f"data/{name}.parquet")


def _boards(release: "Release") -> dict[str, list["Hanging"]]:
    """Rows of `boards` by unit, as tuples: a province has a million of them."""
    from niemyet.reports.site.facts import Hanging

    names = ["unit_id", *Hanging._fields]
    table = release.table("boards", names)
    found: dict[str, list[Hanging]] = {}
    for unit, *row in zip(*(table.column(name).to_pylist() for name in names), strict=True):
        found.setdefault(unit, []).append(Hanging(*row))
    return found
