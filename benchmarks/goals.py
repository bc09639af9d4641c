"""What is aimed at, a line each, in the order of the overview on the page of measurements. Whether it is met, the figure says."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import ge, gt, le, lt

_SIGNS: dict[str, Callable[[float, float], bool]] = {"≤": le, "<": lt, "≥": ge, ">": gt}
_FORMS = {"≤": "at most", "<": "under", "≥": "at least", ">": "over"}


@dataclass(frozen=True, slots=True)
class Goal:
    """A limit for a figure of a part. `key`: its short name in tables; `part`: the measurement that gives the figure."""

    key: str
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
        if not self.limit:
            return "none"
        return f"{_FORMS[self.sign]} {self.limit:g}{self.unit if self.unit in '×%' else f' {self.unit}'}"

    @property
    def said(self) -> str:
        """What stands before the word in a table."""
        return f"{self.key}: {self.wanted}, "


#: Ratios of the country are times, so less is better; of readers and the crawl speeds, so more is. What shall cost the same has
#: a tenth more: under that two turns of the same differ.
GOALS = (
    Goal("fold", "country: fold, of the time of the SQL", "country", "≤", 1.0),
    Goal("boards", "country: boards, of the time of the SQL", "country", "≤", 0.35),
    Goal("work", "country: work, of the time of the SQL", "country", "≤", 1.0),
    Goal("country", "country: all, of the time of the SQL", "country", "≤", 1.0),
    Goal("memory", "country: peak memory", "country", "<", 1000, "MB"),
    Goal("one territory", "ten decisions in one territory, of a full run", "country", "≤", 1, "%"),
    Goal("ten territories", "ten decisions in ten territories, of a full run", "country", "≤", 5, "%"),
    Goal("done", "one `done` in 1,000 communes × 300, of the same without", "reported", "≤", 1.1),
    Goal("html", "HTML, 120 rows, read and understood, beside the peer's cells", "documents", "≥", 1.0),
    Goal("html, long", "HTML, 500 rows, read and understood, beside the peer's cells", "documents", "≥", 1.0),
    Goal("docx", "DOCX, 120 rows, read and understood, beside the peer's cells", "documents", "≥", 2.0),
    Goal("pdf", "PDF, read and understood, beside the peer's cells", "documents", "≥", 10.0),
    Goal("crawl", "crawl, one request at a time, beside Scrapy", "crawl", "≥", 1.0),
    Goal("start", "start of a crawl, until it could ask", "startup", "<", 0.3, "s"),
    Goal("nights", "nights, plain: the last tenth, of the first; the weekly check apart", "nights", "≤", 1.1),
    Goal(
        "releases",
        "nights, plain: what a year leaves, releases kept as `niemyet init` says",
        "nights",
        "<",
        100,
        "MB",
    ),
    Goal(
        "clerks",
        "nights, clerks re-post and report: the last tenth, of the first; the weekly check apart",
        "clerks",
        "≤",
        1.1,
    ),
    Goal("old, news", "a night of four times the past, with five decisions", "old", "≤", 1.1),
    Goal("old, quiet", "a night of four times the past, nothing changed", "old", "≤", 1.1),
    Goal("equal", "random histories with a difference to a full run", "equal", "≤", 0, ""),
    Goal("growth", "the fold with twice the past, of what grows evenly", "growth", "≤", 1.1),
)
_BY_KEY = {goal.key: goal for goal in GOALS}


def judged(key: str, value: float) -> str:
    """What a table says of a goal, of the figure as it is shown; the overview finds it by its key."""
    goal = _BY_KEY[key]
    return f"{goal.said}{'met' if goal.met(round(value, 2)) else '**not met**'}"
