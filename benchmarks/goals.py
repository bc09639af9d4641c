"""What is aimed at, a line each, in the order of the overview on the page of measurements. Whether it is met, the figure says."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import ge, gt, le, lt

_SIGNS: dict[str, Callable[[float, float], bool]] = {"≤": le, "<": lt, "≥": ge, ">": gt}
_FORMS = {"≤": "at most", "<": "under", "≥": "at least", ">": "over"}


@dataclass(frozen=True, slots=True)
class Goal:
    """A limit for a figure of a part. `part`: the name of the measurement that gives it."""

    name: str
    part: str
    sign: str
    limit: float
    unit: str = "×"

    def met(self, value: float) -> bool:
        """Whether a figure meets it."""
        return _SIGNS[self.sign](value, self.limit)

    @property
    def wanted(self) -> str:
        """The limit in words."""
        return f"{_FORMS[self.sign]} {self.limit:g}{self.unit if self.unit in '×%' else f' {self.unit}'}"


#: Ratios of the country are times, so less is better; of readers and the crawl speeds, so more is. What shall cost the same has
#: a tenth more: under that two turns of the same differ. All limits are those of the work on nights that stay flat, except
#: where a comment says otherwise.
GOALS = (
    Goal("country: fold, of the time of the SQL", "country", "≤", 1.0),
    Goal("country: boards, of the time of the SQL", "country", "≤", 0.35),
    Goal("country: work, of the time of the SQL", "country", "≤", 1.0),
    Goal("country: all, of the time of the SQL", "country", "≤", 1.0),
    Goal("country: peak memory", "country", "<", 1000, "MB"),
    Goal("ten decisions in one territory, of a full run", "country", "≤", 1, "%"),
    Goal("ten decisions in ten territories, of a full run", "country", "≤", 5, "%"),
    Goal("one `done` in 1,000 communes × 300, of the same without", "reported", "≤", 1.1),
    Goal("HTML, 120 rows, read and understood, beside the peer's cells", "documents", "≥", 1.0),
    Goal("HTML, 500 rows, read and understood, beside the peer's cells", "documents", "≥", 1.0),
    Goal("DOCX, 120 rows, read and understood, beside the peer's cells", "documents", "≥", 2.0),
    Goal("PDF, read and understood, beside the peer's cells", "documents", "≥", 10.0),
    Goal("crawl, one request at a time, beside Scrapy", "crawl", "≥", 1.0),
    Goal("start of a crawl, until it could ask", "startup", "<", 0.3, "s"),
    Goal("nights, plain: the last tenth, of the first", "nights", "≤", 1.1),
    Goal("nights, plain: releases of a year, as the last nights are", "nights", "<", 100, "MB"),
    Goal("nights, clerks re-post and report: the last tenth, of the first", "clerks", "≤", 1.1),
    Goal("a night of four times the past, with five decisions", "old", "≤", 1.1),
    Goal("a night of four times the past, nothing changed", "old", "≤", 1.1),
    Goal("random histories: runs that differ from a full one", "equal", "≤", 0, "of all"),
    Goal("the fold with twice the past, of what grows evenly", "growth", "≤", 1.1),
)
_BY_NAME = {goal.name: goal for goal in GOALS}


def judged(name: str, value: float) -> str:
    """What a table says of a goal."""
    goal = _BY_NAME[name]
    return f"{name}, {goal.wanted}: {'met' if goal.met(value) else '**not met**'}"
