"""Which decision a person means by its number: with its symbol or without, with its day or without, as its key.

Nothing is chosen between two that fit: numbers begin anew every year, so the caller gets all of them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from niemyet.model.records import Citation
from niemyet.transforms.language.citations import parse_any_number
from niemyet.transforms.language.text import fold


@dataclass(frozen=True, slots=True)
class CalledDecision:
    """A decision by what it is called. `decision_id`: null where others name it and it was not received."""

    decision_id: str | None
    number_text: str | None
    signed_on: date | None


#: A number alone, as people say it: `745`, `số 745`, `QĐ 745`, `Quyết định số 745`; folded.
_ALONE = re.compile(r"(?:quyet dinh |qd )?(?:so ?)?0*(\d{1,6})")


def decisions_called(wanted: str, decisions: Iterable[CalledDecision]) -> tuple[CalledDecision, ...]:
    """All that a person may mean, each once; sorted by key, number and day.

    In this order, the first that fits anything: the key; the number as it is printed; number and symbol, and the day where one
    was named; the number alone.
    """
    rows = sorted(
        set(decisions), key=lambda one: (one.decision_id or "", one.number_text or "", str(one.signed_on))
    )
    said = " ".join(wanted.split())
    cited, alone = parse_any_number(said), _ALONE.fullmatch(fold(said).replace(":", ""))
    for fits in (
        [one for one in rows if one.decision_id == said],
        [one for one in rows if one.number_text == said],
        [one for one in rows if cited is not None and cited.number is not None and _is_cited(one, cited)],
        [one for one in rows if alone is not None and _number(one) == int(alone[1])],
    ):
        if fits:
            return tuple(fits)
    return ()


def _is_cited(one: CalledDecision, cited: Citation) -> bool:
    own = parse_any_number(one.number_text or "")
    if own is None or own.number != cited.number or fold(own.symbol or "") != fold(cited.symbol or ""):
        return False
    return None in (cited.signed_on, one.signed_on) or cited.signed_on == one.signed_on


def _number(one: CalledDecision) -> int | None:
    own = parse_any_number(one.number_text or "")
    return own.number if own is not None else None
