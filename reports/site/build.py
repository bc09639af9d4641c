"""All files of the site, in a fixed order, from the tables of one release. Pure: the same tables give the same bytes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jinja2 import Environment

from niemyet.model.words import OPEN_WORK
from niemyet.reports.site.addresses import sector_folder
from niemyet.reports.site.boards import Boards, versions_script
from niemyet.reports.site.changes import LawChange, law_changes
from niemyet.reports.site.facts import Row, SiteFacts, SiteTables
from niemyet.reports.site.feeds import atom, due_calendar, law_entries
from niemyet.reports.site.pages import (
    SitePage,
    UnitLine,
    about_page,
    change_pages,
    decision_pages,
    procedure_pages,
    province_page,
    search_pages,
    sector_pages,
    unit_line,
)
from niemyet.reports.site.quick_codes import code_svg
from niemyet.reports.site.rendering import asset, environment, script
from niemyet.reports.site.tables import table_pages
from niemyet.transforms.language.collation import collation_key
from niemyet.transforms.language.text import clean


@dataclass(frozen=True, slots=True)
class _House:
    """What the parts of the site share."""

    facts: SiteFacts
    templates: Environment
    address: str | None


def site_pages(tables: SiteTables, *, address: str | None = None) -> Iterator[SitePage]:
    """Every file of the site.

    address: where it will be served, without a slash at the end; QR codes need it, feeds have full links with it.
    """
    facts = SiteFacts(tables)
    house = _House(facts, environment(facts), address)
    changes = law_changes(facts)
    units: list[UnitLine] = []
    yield from _assets(facts)
    yield from _units(house, units)
    units.sort(key=lambda unit: (unit.until is not None, collation_key(unit.name), unit.folder))
    yield province_page(facts, house.templates, units, changes)
    yield from procedure_pages(facts, house.templates, address)
    yield from decision_pages(facts, house.templates)
    yield from sector_pages(facts, house.templates)
    yield from change_pages(house.templates, changes)
    yield from search_pages(facts, house.templates, units)
    yield about_page(facts, house.templates)
    yield from table_pages(house.templates, tables.shown)
    yield from _law_feeds(house, changes)


def _assets(facts: SiteFacts) -> Iterator[SitePage]:
    for name in ("site.css", "site.js", "table.js"):
        yield SitePage(f"assets/{name}", asset(name))
    yield SitePage("assets/release.js", script("day", facts.day.isoformat()))
    yield SitePage("assets/versions.js", versions_script(facts))


def _units(house: _House, lines: list[UnitLine]) -> Iterator[SitePage]:
    """Pages of all units; what the first page tells of them goes into `lines`."""
    facts = house.facts
    boards = Boards(facts, house.templates, has_codes=house.address is not None)
    work: dict[str, list[Row]] = {}
    for row in facts.tables.updates:
        if row["state"] in OPEN_WORK:
            work.setdefault(row["unit_id"], []).append(row)
    for unit_id in sorted(facts.units):
        board = boards.of(unit_id)
        line = unit_line(facts, unit_id, board.count, len(board.soon))
        due = due_calendar(unit_id, line.name, work.get(unit_id, ()))
        lines.append(line)
        yield from boards.pages(unit_id, has_due=due is not None)
        title = f"Thay đổi trên bảng niêm yết: {line.name}"
        feed = atom(title, f"unit {unit_id}", boards.entries(unit_id), root="../../", address=house.address)
        yield SitePage(f"{line.folder}/feed.xml", feed)
        if due:
            yield SitePage(f"{line.folder}/due.ics", due)
        if house.address:
            yield from _poster(house, line)


def _poster(house: _House, line: UnitLine) -> Iterator[SitePage]:
    """The sheet to hang beside the board, with the code that leads to its page."""
    address = f"{house.address}/{line.folder}/"
    told = house.templates.get_template("codes.html").render(
        title=f"Mã QR – {clean(line.name)}", root="../../", name=line.name, address=address
    )
    yield SitePage(f"{line.folder}/ma-qr.html", told.encode())
    yield SitePage(f"{line.folder}/ma-qr.svg", code_svg(address))


def _law_feeds(house: _House, changes: Sequence[LawChange]) -> Iterator[SitePage]:
    facts, province = house.facts, house.facts.tables.province_name
    title = f"Thay đổi thủ tục hành chính: {province}"
    entries = law_entries(facts, changes)
    yield SitePage("feed.xml", atom(title, f"province {province}", entries, root="", address=house.address))
    for sector in facts.sectors:
        mine = [one for one in changes if one.sector == sector]
        feed = atom(
            f"Thay đổi lĩnh vực {sector}: {province}", f"sector {sector} {province}", law_entries(facts, mine),
            root="../../", address=house.address,
        )  # fmt: skip
        yield SitePage(f"{sector_folder(sector)}/feed.xml", feed)
