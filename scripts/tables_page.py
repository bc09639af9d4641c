"""Writes docs/tables.md, the data dictionary, from the row classes: `python -m scripts.tables_page`.

`tests/project/test_docs.py` fails when the page says something else than the classes.
"""

from pathlib import Path

from niemyet.model.column_words import with_zone
from niemyet.model.tables import SCHEMA_VERSION, TABLES
from niemyet.storage.schemas import ColumnEntry, columns, describe, words_of

PAGE = Path(__file__).parents[1] / "docs" / "tables.md"
_HEAD = f"""# Tables and columns

Every table of a release and every column, as `niemyet tables NAME` tells them; the same words stand in the Parquet metadata and
in `datapackage.json`. Version {SCHEMA_VERSION} of the tables. Made from the program: `python -m scripts.tables_page`.

Dates are local days in Asia/Ho_Chi_Minh, instants are UTC, seven hours behind the clock there: what came on 01/8 before 07:00 has
31/7 as its UTC day. Intervals are half-open: the last day is the first one after. Words of a closed list stand in their order;
`niemyet.open` gives them as ordered categories.
"""


def page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for name, row in TABLES.items():
        parts.append(f"## {name}\n\n{describe(row)}\n")
        lists = {column: [one.value for one in words] for column, words in words_of(row).items()}
        rows = [_line(column, lists.get(column.name)) for column in columns(row)]
        parts.append("\n".join(["| column | type | null | |", "|---|---|---|---|", *rows]) + "\n")
    return "\n".join(parts)


def _line(column: ColumnEntry, words: list[str] | None) -> str:
    told = with_zone(column.description, column.type, "en").replace("|", "\\|").replace("<", "&lt;")
    listed = ": " + ", ".join(f"`{word}`" for word in words) if words else ""
    kind = column.type.replace("|", "\\|").replace("<", "&lt;")
    return f"| `{column.name}` | {kind} | {'null' if column.nullable else ''} | {told}{listed} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
