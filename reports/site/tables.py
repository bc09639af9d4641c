"""Tables of the release, to be looked through in the page: filtered, ordered, counted, taken along as CSV.

A page that is opened from a folder may read no file beside it, a Parquet file neither; a table is therefore handed to its page
as a script of its own, which only that page loads.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from jinja2 import Environment

from niemyet.reports.site.facts import ShownTable
from niemyet.reports.site.pages import SitePage
from niemyet.reports.site.rendering import script
from niemyet.transforms.language.text import clean

#: Rows of a table that a page takes: 15 MB, the first filter of a column after 0.7 s, the next after 0.05 (docs/measurements.md).
MOST_ROWS = 50_000
_MOST_BYTES = 16_000_000  # of its script: 1 to 2 MB with gzip; chosen, not measured
_FIRST = 30  # rows that stand in the page itself, for readers without scripts; chosen, not measured


def shown_table(resource: Mapping[str, Any], rows: Iterable[Mapping[str, Any]], download: str) -> ShownTable:
    """A table of the release. Columns that hold records are left to the file: a cell cannot show them."""
    rows = list(rows)
    fields = resource["schema"]["fields"]
    kept = [each for each in fields if not any(_has_records(row[each["name"]]) for row in rows)]
    return ShownTable(
        resource["name"],
        resource["description"],
        tuple((each["name"], each["description"]) for each in kept),
        [tuple(_plain(row[each["name"]]) for each in kept) for row in rows],
        download,
    )


def table_pages(templates: Environment, tables: Sequence[ShownTable]) -> Iterator[SitePage]:
    """data/<table>/ for each that a page can take, with its rows beside it."""
    template = templates.get_template("table.html")
    for table in tables:
        rows = script("table", {"columns": [name for name, _ in table.columns], "rows": table.rows})
        if len(rows) > _MOST_BYTES:
            rows = b""
        told = template.render(
            title=f"Bảng {table.name}", root="../../", table=table, first=table.rows[:_FIRST], is_whole=bool(rows),
        )  # fmt: skip
        yield SitePage(f"data/{table.name}/index.html", told.encode())
        if rows:
            yield SitePage(f"data/{table.name}/rows.js", rows)


def _has_records(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(one, dict) for one in value)
    )


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(str(_plain(one)) for one in value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _cleaned(value)
    return value


@lru_cache(maxsize=1 << 16)
def _cleaned(text: str) -> str:
    return clean(text)
