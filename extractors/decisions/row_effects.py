"""The days from and until which a row counts, as its own columns and notes say (RULINGS 38)."""

from datetime import date, timedelta

from niemyet.extractors.decisions.columns import Column
from niemyet.extractors.decisions.row_days import RowDays, days_of_row
from niemyet.extractors.decisions.row_drafts import Draft

#: Columns that may give a row an effect of its own.
OF_EFFECT = frozenset({Column.EFFECT, Column.NOTE, Column.CHANGE, Column.EFFECT_LAST, Column.EFFECT_END})


def effect_of_row(draft: Draft) -> RowDays:
    """The first day with effect and the first one without that columns or notes of the row name."""
    if OF_EFFECT.isdisjoint(draft.values):
        return draft.context.days
    said = [days_of_row(draft.text(column) or "") for column in (Column.EFFECT, Column.NOTE)]
    changed = days_of_row(draft.text(Column.CHANGE) or "")  # what is unclear in it is no clause of the row's
    begins = next((one.begins for one in (*said, changed) if one.begins), None)
    ends = _ends_by_column(draft)
    ends += [one.until for one in (*said, changed) if one.until]
    unclear = any(one.unclear for one in said)
    if begins is None and not ends and not unclear:
        return draft.context.days
    return RowDays(begins, next(iter(ends), None), unclear=unclear)


def _ends_by_column(draft: Draft) -> list[date]:
    """The first day without effect by columns of their own: of the last day, of the first one without."""
    last = days_of_row(draft.text(Column.EFFECT_LAST) or "")
    end = days_of_row(draft.text(Column.EFFECT_END) or "")
    days = [last.begins + timedelta(days=1) if last.begins else last.until, end.begins or end.until]
    return [day for day in days if day is not None]
