"""The axes on which real decisions differ, each drawn by itself. The first value of each is the usual one.

Sources: the decisions of Quảng Bình 3218/2024, Quảng Ngãi 1351/2022, Bình Thuận 1766/2020, Hải Phòng 2025–26, and the catalogue
of the field's rules (blocks, effect clauses, column sets, section rows, traps).
"""

from collections.abc import Callable
from random import Random

AXES: dict[str, tuple[str, ...]] = {
    # the head
    "letterhead": ("table", "tabs", "bars", "stacked"),
    "motto": ("plain", "wrapped", "hoà", "dashes"),
    "issuer": ("ỦY BAN two lines", "UỶ BAN two lines", "UBND", "one line", "chairman", "centre"),
    "symbol": ("QĐ-UBND", "QÐ-UBND", "QĐ-CTUBND"),
    "number": ("colon", "no colon", "space before slash", "leading zero", "tight"),
    "date": ("words", "slashes", "no leading zeros", "two spaces"),
    "title prefix": ("Về việc", "V/v", "none", "capitals"),
    "title": ("list", "procedures", "list and process", "sector only"),
    "title says levels": ("no", "yes"),
    "basis": ("short", "long", "cites ministry list"),
    "order": ("QUYẾT ĐỊNH:", "spaced letters", "QUYẾT ĐỊNH"),
    # the articles
    "article": ("Điều 1.", "Điều 1:", "ĐIỀU 1.", "own title line"),
    "article count": ("none", "digits", "words"),
    "effect": (
        "signing", "explicit", "explicit long", "until", "applied from", "none", "indirect", "section own", "row own",
    ),
    "earlier decision": ("none", "replaced", "content of it", "rest unchanged"),
    "signature": ("table", "lines", "none"),
    # the annex
    "annex": ("table", "paragraphs", "table and paragraphs", "in articles"),
    "annex word": ("PHỤ LỤC", "Phụ lục I", "DANH MỤC", "Phần I", "none"),
    "caption": ("Kèm theo", "Ban hành kèm theo", "none", "number only"),
    "header words": ("full", "short", "capitals", "other"),
    "header levels": ("one", "two"),
    "header repeated": ("no", "yes"),
    "column numbers": ("no", "yes"),
    "times": ("one", "legal, after", "legal, cut, after", "direct, online"),
    "fee": ("one", "direct, online", "no column"),
    "names": ("one", "old, new"),
    "code": (
        "column", "(Mã TTHC: …)", "dash", "new line", "semicolon", "slash", "before the name", "long suffix", "missing",
    ),
    "column order": ("code first", "name first", "code last"),
    "action by": ("heading", "column", "left cell", "note", "title"),
    "level by": ("heading", "marks", "agency", "article", "title", "column"),
    "nesting": ("action level sector", "level action sector", "level sector action", "action sector level"),
    "marks": ("A I 1", "I 1 a", "Phần", "none", "A. B."),
    "action words": ("usual", "other order", "unusual"),
    "heading count": ("none", "(02 TTHC)", "dash"),
    "heading place": ("merged row", "first cell", "mark and text", "paragraph"),
    "tally": ("none", "line below", "last row"),
    "row numbers": ("by section", "through", "missing", "automatic", "01", "dotted"),
    "merged down": ("none", "place", "time"),
    "row per level": ("none", "merged", "repeated"),
    "note": ("none", "star", "footnote"),
    "process forms": ("none", "behind"),
    "struck row": ("none", "one"),
    "second decision": ("none", "behind"),
    "letters": ("NFC", "NFD", "NBSP", "kerned"),
    "place column": ("yes", "no"),
    "basis column": ("yes", "no"),
    "note column": ("no", "yes"),
    "names with traps": ("no", "yes"),
    "empty rows": ("no", "yes"),
    "shared level": ("no", "dùng chung", "named"),
    "contradiction": ("none", "title against annex"),
    "abolished columns": ("same", "own table"),
    "first digit": ("1 to 3", "to 9"),
    "sectors": ("two", "none", "column"),
}  # fmt: skip
#: How often an axis leaves its usual value: often enough that two meet, seldom enough that a failure has one cause.
OTHER_THAN_USUAL = 0.22
#: What changes what the document says, not only its look, is rarer still.
RARE = {
    "struck row",
    "second decision",
    "contradiction",
    "process forms",
    "note",
    "names",
    "annex",
    "row per level",
}


def draw(seed: int) -> dict[str, str]:
    """The value of every axis, by the seed alone."""
    rng = Random(f"stranger {seed}")
    values = {}
    for axis, choices in AXES.items():
        share = OTHER_THAN_USUAL / 2 if axis in RARE else OTHER_THAN_USUAL
        values[axis] = rng.choice(choices[1:]) if rng.random() < share else choices[0]
    return settled(values)


def settled(values: dict[str, str]) -> dict[str, str]:
    """Values that cannot stand together give way to the usual one."""
    usual = {axis: choices[0] for axis, choices in AXES.items()}
    out = dict(values)

    def reset(*axes: str) -> None:
        out.update({axis: usual[axis] for axis in axes})

    if out["annex"] in {"paragraphs", "in articles"}:
        reset(
            "times",
            "fee",
            "names",
            "note",
            "struck row",
            "merged down",
            "row per level",
            "heading place",
            "tally",
        )
        reset(
            "action by",
            "level by",
            "note column",
            "empty rows",
            "sectors",
            "abolished columns",
            "row numbers",
        )
        reset("header levels", "header repeated", "column numbers")
        if out["code"] in {"column", "long suffix", "missing"}:
            out["code"] = "(Mã TTHC: …)"
    if out["annex"] == "in articles":
        reset("annex word", "caption", "process forms", "shared level", "marks", "heading count", "nesting")
        if out["effect"] in {"section own", "row own"}:
            reset("effect")
    _settle_more(out, reset)
    return out


def _settle_more(out: dict[str, str], reset: Callable[..., None]) -> None:
    if out["heading place"] == "paragraph":
        reset("tally", "header repeated")
    if out["row per level"] != "none":
        out["level by"] = "column"
        reset("shared level", "merged down")
    if out["level by"] != "heading":
        reset("shared level")
    if out["contradiction"] != "none" or out["action by"] == "title":
        reset("title", "row per level", "abolished columns", "effect")
    if out["contradiction"] != "none":
        reset("action by", "action words", "annex", "names")
    if out["names"] != "one" and out["code"] not in {"column", "long suffix", "missing"}:
        reset("code")
    if out["times"] == "one" and out["fee"] != "direct, online":
        reset("header levels")
    if out["action by"] != "heading" or out["heading place"] == "merged row":
        reset("abolished columns")
    if out["marks"] == "none" and out["effect"] == "section own":
        reset("marks")
    if out["action by"] != "heading" and out["effect"] == "section own":
        reset("effect")
    if (not visible_ranks(out) or out["annex"] != "table") and out["effect"] == "section own":
        reset("effect")


def visible_ranks(values: dict[str, str]) -> list[str]:
    """What the headings of the annex say, from the highest rank down."""
    ranks = values["nesting"].split()
    if values["action by"] != "heading":
        ranks.remove("action")
    if values["level by"] != "heading":
        ranks.remove("level")
    if values["sectors"] != "two":
        ranks.remove("sector")
    return ranks
