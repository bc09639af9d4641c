"""Templates and their filters. Escaped by default; nothing printed keeps a control sign or turns the direction of writing."""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from niemyet.model.messages import number_words
from niemyet.model.words import Level, OnlineLevel, Proof
from niemyet.reports.site.addresses import decision_folder, procedure_folder, sector_folder, segment
from niemyet.reports.site.changes import LawChange
from niemyet.reports.site.facts import SiteFacts
from niemyet.reports.words import ACTIONS, LEVELS, ONLINE, PROOFS
from niemyet.transforms.language.codes import is_own_code
from niemyet.transforms.language.text import clean

MENU = (
    ("index.html", "Đơn vị", "Units"),
    ("s/index.html", "Lĩnh vực", "Sectors"),
    ("decisions/index.html", "Quyết định", "Decisions"),
    ("changes/index.html", "Thay đổi", "Changes"),
    ("about/index.html", "Về dữ liệu", "About the data"),
)
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_HERE = Path(__file__).parent


def asset(name: str) -> bytes:
    """One of the site's own files: its style, its script."""
    return (_HERE / "data" / name).read_bytes()


def day_text(day: date | None) -> str:
    """20/11/2026: one style on all pages; nothing where there is no day."""
    return f"{day:%d/%m/%Y}" if day else ""


def code_text(code: str) -> str:
    """The code; a procedure without one has a surrogate that is not for people."""
    return "chưa có mã" if is_own_code(code) else code


def script(name: str, value: Any) -> bytes:
    """A value as a script that hands it to the site's own: a page opened from a folder may load no JSON.

    `<` and the two line ends that scripts know are escaped, so the text stays a text wherever it is put.
    """
    told = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in ("<", "\u2028", "\u2029"):
        told = told.replace(sign, f"\\u{ord(sign):04x}")
    return f"(window.niemyet = window.niemyet || {{}}).{name} = {told};\n".encode()


def json_bytes(value: Any) -> bytes:
    """A small JSON file for people's programs. Texts are as they were read; what turns the direction of writing is escaped."""
    told = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    return (_TURNING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", told) + "\n").encode()


def told(change: LawChange) -> str:
    """What a change is, in Vietnamese: “thay thế”, “bãi bỏ”, “hết hiệu lực”."""
    return ACTIONS[change.action][0] if change.action else "hết hiệu lực"


def proven(proof: Proof) -> str:
    """What a row rests on where that is less than a decision; nothing where it is one."""
    return "" if proof is Proof.DECISION else f"căn cứ: {PROOFS[proof][0]}"


def environment(facts: SiteFacts) -> Environment:
    """Jinja2 with the filters of the pages."""
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    made.filters |= {
        "day": day_text,
        "iso": lambda day: day.isoformat(),
        "number": lambda count: number_words(count, "vi", ","),
        "code": code_text,
        "segment": segment,
        "procedure": procedure_folder,
        "decision": decision_folder,
        "sector": sector_folder,
        "cited": facts.cited,
        "level": lambda level: LEVELS[Level(level)][0],
        "level_en": lambda level: LEVELS[Level(level)][1],
        "online": lambda level: ONLINE[OnlineLevel(level)][0],
        "told": told,
        "proven": proven,
        "span": _span,
    }
    made.globals |= {"province": facts.tables.province_name, "menu": MENU, "here": ""}
    return made


def _shown(value: Any) -> Any:
    """Texts are cleaned on their way into a page: names come from anybody's document."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _span(row: Mapping[str, Any]) -> str:
    until = row["valid_until"]
    return f"từ {day_text(row['valid_from'])}" + (f" đến trước {day_text(until)}" if until else "")
