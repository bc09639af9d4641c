"""Builds `transforms/data/holidays.csv`: what the library `holidays` says of the years that work is about.

    python -m scripts.holidays_table

After an upgrade of the library: a test says where the table is another than the library, and a person looks at the difference.
"""

import csv
import io
from pathlib import Path

from niemyet.transforms.work.calendar import LAST_ANNOUNCED_YEAR, holidays_of

TABLE = Path(__file__).parents[1] / "transforms" / "data" / "holidays.csv"
#: From five years before Nghị định 63/2010 until ten years after the last swaps that were announced. Of others the library is
#: asked when they are.
YEARS = range(2005, LAST_ANNOUNCED_YEAR + 11)


def written() -> str:
    """The table as it is written."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("date", "is_working_day", "name", "source"))
    for year in YEARS:
        for day, told in sorted(holidays_of(year).items()):
            rows.writerow((day, str(told.works).lower(), told.name, told.source))
    return text.getvalue()


if __name__ == "__main__":
    TABLE.write_text(written(), encoding="utf-8")
