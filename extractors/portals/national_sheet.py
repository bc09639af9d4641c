"""What the national service says of a procedure for the sheet at the counter (NĐ 63/2010/NĐ-CP, Đ.8.2), as text.

Pure. Only what its answers are known to hold (docs/portals.md §2B): the order of steps and the requirements have no known
place there and are left out, a fee of 0 is a default and no fee, `profileComponents` at the top is always empty (the cases
hold them), a period without its unit says nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import Any

from niemyet.model.messages import number_words
from niemyet.model.words import SheetComponent
from niemyet.transforms.language.text import clean, fold

_WAYS = {
    "DIRECT": "trực tiếp",
    "ONLINE": "trực tuyến",
    "POST": "dịch vụ bưu chính",
    "POSTAL": "dịch vụ bưu chính",
}
_UNITS = {"WORKING_DAY": "ngày làm việc", "DAY": "ngày", "HOUR": "giờ", "MONTH": "tháng", "YEAR": "năm"}


def sheet_of(said: Mapping[str, Any]) -> tuple[tuple[SheetComponent, str], ...]:
    """Component → text, in the order of the article; what is not said is not there."""
    methods = [one for one in _items(said.get("executionMethods")) if isinstance(one, dict)]
    told = {
        SheetComponent.WAYS: _lines(_way(one) for one in methods),
        SheetComponent.DOSSIER: _lines(_dossier(said)),
        SheetComponent.TIME: _lines([*(_period(one) for one in methods), *_case_periods(said)]),
        SheetComponent.SUBJECTS: _names(said.get("subjectTypesDetails")),
        SheetComponent.AGENCY: _names(said.get("departmentsExecuting"))
        or _names(said.get("unitGroupsExecuting")),
        SheetComponent.RESULT: _names(said.get("resultsDetails")),
        SheetComponent.FEE: _lines(_fee(one, fee) for one in methods for fee in _items(one.get("fees"))),
        SheetComponent.FORMS: _lines(_forms(said)),
        SheetComponent.LEGAL_BASIS: _lines(_basis(one) for one in _items(said.get("legalBasisesDetails"))),
    }
    return tuple((component, told[component]) for component in SheetComponent if told.get(component))


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return clean(str(value)) if isinstance(value, str) or isfinite(value) else ""


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _names(value: object) -> str:
    return _lines(_text(one.get("name")) for one in _items(value) if isinstance(one, dict))


def _way(method: Mapping[str, Any]) -> str:
    word = _text(method.get("submissionMethod"))
    return _WAYS.get(word.upper(), word)


def _number(value: object) -> str:
    """A quantity that comes as 5, 5.0 or "5"; nothing where it is none, or 0."""
    try:
        number = float(_text(value).replace(",", "."))
    except ValueError:
        return ""
    return f"{number:g}".replace(".", ",") if isfinite(number) and number > 0 else ""


def _period(method: Mapping[str, Any]) -> str:
    number, unit = (
        _number(method.get("processingTime")),
        _UNITS.get(_text(method.get("processingTimeUnit")).upper()),
    )
    return f"{_way(method)}: {number} {unit}".removeprefix(": ") if number and unit else ""


def _case_periods(said: Mapping[str, Any]) -> Iterator[str]:
    for case in _items(said.get("cases")):
        day = case.get("processingDay") if isinstance(case, dict) else None
        if not isinstance(day, dict):
            continue
        number, unit = _number(day.get("qty")), _UNITS.get(_text(day.get("type")).upper())
        if number and unit:
            yield f"{_text(case.get('name'))}: {number} {unit}".removeprefix(": ")


def _components(said: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(case, component) of all cases; the list at the top is always empty."""
    for case in _items(said.get("executionCases")):
        if isinstance(case, dict):
            for one in _items(case.get("profileComponents")):
                if isinstance(one, dict):
                    yield _text(case.get("name")), one


def _dossier(said: Mapping[str, Any]) -> Iterator[str]:
    cases = {case for case, _ in _components(said)}
    for case, one in _components(said):
        copies = [
            f"{word}: {number}"
            for word, name in (("bản chính", "originalQty"), ("bản sao", "copyQty"))
            if (number := _number(one.get(name)))
        ]
        name = _text(one.get("name"))
        if name:
            yield (
                (f"{case}: " if len(cases) > 1 and case else "")
                + name
                + (f" ({', '.join(copies)})" if copies else "")
            )


def _forms(said: Mapping[str, Any]) -> Iterator[str]:
    for _, one in _components(said):
        for form in _items(one.get("attachments")):
            yield _text(form.get("name") or form.get("fileName")) if isinstance(form, dict) else _text(form)


def _fee(method: Mapping[str, Any], fee: object) -> str:
    amount = fee.get("amount") if isinstance(fee, dict) else fee
    if (
        not isinstance(amount, (int, float))
        or isinstance(amount, bool)
        or not isfinite(amount)
        or amount <= 0
    ):
        return ""
    shown = number_words(amount, "vi", ",.0f") + " đồng"
    name = _text(fee.get("name")) if isinstance(fee, dict) else ""
    return ": ".join(part for part in (_way(method), name, shown) if part)


def _basis(one: object) -> str:
    """Code and name, which are swapped or doubled at times: each once, as they stand."""
    if not isinstance(one, dict):
        return ""
    code, name = _text(one.get("code")), _text(one.get("name"))
    return name if fold(code) in fold(name) else code if fold(name) in fold(code) else f"{code} {name}"
