"""What a table is about, before its rows are read: procedures, acts, codes."""

from niemyet.extractors.decisions.columns import Column, header_at
from niemyet.model.records import Table
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.sector_words import tells_of_change

_ROWS_OF_A_HEAD = 3  # rows of a table among which its header begins; chosen, not measured
#: Columns by which a list of ways would do more than say the ways.
_OF_ACTS = frozenset(
    {
        *(
            Column.ACTION,
            Column.ACTION_NEW,
            Column.ACTION_AMEND,
            Column.ACTION_REPLACE,
            Column.ACTION_ABOLISH,
        ),
        *(
            Column.CHANGE,
            Column.EFFECT,
            Column.EFFECT_LAST,
            Column.EFFECT_END,
            Column.OLD_CODE,
            Column.NEW_CODE,
        ),
    }
)


def tells_of_acts(table: Table) -> bool:
    """Whether a table says of its rows, in a column of acts or a note, that something is done to them."""
    header = next(
        (
            one
            for place in range(min(len(table.rows), _ROWS_OF_A_HEAD))
            if (one := header_at(table.rows, place))
        ),
        None,
    )
    columns = header.columns if header is not None and header.columns is not None else ()
    notes = [place for place, column in enumerate(columns) if column is Column.NOTE]
    told = (row.cells[place].text for row in table.rows for place in notes if place < len(row.cells))
    return not _OF_ACTS.isdisjoint(columns) or any(map(tells_of_change, filter(None, told)))


def lists_procedures(table: Table) -> bool:
    """Whether a table lists procedures: by a header, or by codes where it goes on with the one before."""
    if any(header_at(table.rows, place) for place in range(min(len(table.rows), _ROWS_OF_A_HEAD))):
        return True
    return any(find_codes(cell.text) for row in table.rows for cell in row.cells)


def codes_in(table: Table) -> int:
    """How many rows of a table have a code."""
    return sum(any(find_codes(cell.text) for cell in row.cells) for row in table.rows)
