"""The sheet of open questions: one a row, with a column to fill in; it comes back through `niemyet review import`."""

import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from niemyet.model.messages import msg

#: The columns that are read when the sheet comes back, in whichever language it went out.
ID, ANSWER = msg("Question id"), msg("Your answer")
_COLUMNS = (
    (msg("Decision"), "decision", 30),
    (msg("Kind"), "kind", 18),
    (msg("Question"), "question", 70),
    (msg("As printed"), "printed", 50),
    (msg("Candidates"), "candidates", 50),
    (msg("Answers taken"), "accepted", 34),
    (ANSWER, "", 26),
    (ID, "review_id", 36),
)


def question_sheet(rows: Iterable[Mapping[str, Any]], lang: str = "vi") -> bytes:
    """Open questions as XLSX; the same rows give the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties(
        {
            "title": msg("Questions").text(lang),
            "created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None),
        }
    )
    head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#DDE6F0", "border": 1})
    text = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"})
    sheet = book.add_worksheet(msg("Questions").text(lang))
    sheet.freeze_panes(1, 0)
    for place, (name, _, width) in enumerate(_COLUMNS):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name.text(lang), head)
    for line, row in enumerate(rows, start=1):
        for place, (_, column, _) in enumerate(_COLUMNS):
            sheet.write_string(line, place, _shown(row.get(column)) if column else "", text)
    book.close()
    return out.getvalue()


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return str(value)
