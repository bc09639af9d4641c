"""How old the data are that come with this version, and when they were last held against a newer source."""

import csv
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

#: Data that were checked longer ago than this are to be checked again: units changed three times in 2026.
OLD_AFTER_DAYS = 180


@dataclass(frozen=True, slots=True)
class DataAge:
    """A file of data: until when it is known to be right, when that was checked, against what."""

    name: str
    as_of: date
    checked_on: date
    source: str

    def is_old(self, today: date) -> bool:
        """Whether it should be checked again."""
        return (today - self.checked_on).days > OLD_AFTER_DAYS


def data_ages() -> tuple[DataAge, ...]:
    """All of them, in the file's order."""
    text = (files("niemyet.transforms") / "data" / "data_age.csv").read_text(encoding="utf-8")
    return tuple(
        DataAge(
            row["name"],
            date.fromisoformat(row["as_of"]),
            date.fromisoformat(row["checked_on"]),
            row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    )
