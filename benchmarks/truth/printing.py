"""What print makes of a row: codes broken, glued or mistyped, numbers, names that go on in a row of their own."""

from random import Random

from benchmarks.truth.columns import Columns, Item
from benchmarks.truth.plans import A, B, P, Plan, R, pick

_CASES = (
    ("Trường hợp thông thường: 05 ngày làm việc", "Trường hợp phải kiểm tra thực tế: 10 ngày làm việc"),
)


def print_codes(rng: Random, plan: Plan, columns: Columns, item: Item) -> None:
    """Print the code where this column set has it, in the form of the decision, now and then broken."""
    assert item.code is not None
    form = plan.code_form
    shown = {
        "suffix": f"{item.code}.000.00.00.{plan.agency}",
        "short suffix": f"{item.code}.{plan.agency}",
    }.get(form, item.code)
    if columns.id.startswith("C8"):
        _print_new_code(rng, columns, item, shown)
        return
    if form.startswith("in name"):
        _print_in_name(rng, item, shown, form)
        return
    if not columns.holds("code"):
        item.code = None
        item.axes["code form"] = "no column"
        return
    item.axes["code form"] = form
    _print_in_cell(rng, item, shown)


def _print_new_code(rng: Random, columns: Columns, item: Item, shown: str) -> None:
    if columns.holds("new"):
        item.printed["new"] = f"{item.printed['name']} (Mã TTHC: {item.code})"
        item.axes["code form"] = "in the new name"
        return
    item.printed["new_code"] = shown
    item.axes["code form"] = "old and new"
    if rng.random() < 0.15:
        item.printed["new_code"] = _broken(rng, shown)
        item.axes["code form"] = "old and new, broken"


def _print_in_name(rng: Random, item: Item, shown: str, form: str) -> None:
    name = item.printed["name"]
    if item.action is B and rng.random() < 0.15:
        item.code = None
        item.axes["code form"] = "name only"
        return
    item.axes["code form"] = form
    item.printed["name"] = {
        "in name, first": rng.choice((f"{shown} {name}", f"{shown}\n{name}")),
        "in name, dash": rng.choice((f"{shown}- {name}", f"{shown} - {name}", f"{shown}-{name}")),
    }.get(form, rng.choice((f"{name} (Mã TTHC: {shown})", f"{name} ({shown})", f"{name}\n(Mã số: {shown})")))


def _print_in_cell(rng: Random, item: Item, shown: str) -> None:
    code = item.code or ""
    none = 16 if item.action is B else 4
    form = pick(
        rng,
        (
            ("", 100), ("broken", 12), ("spaced", 2), ("comma", 2), ("letters", 2), ("five digits", 2),
            ("seven digits", 1), ("two codes", 1), ("none", none),
        ),
    )  # fmt: skip
    if form:
        item.axes["code form"] = form
    item.printed["code"] = {
        "broken": _broken(rng, shown),
        "spaced": shown.replace(".", ". ", 1),
        "comma": shown.replace(".", ",", 1),
        "letters": f"{code[0]}.{code[2:].replace('0', 'O', 1).replace('1', 'l', 1)}",
        "five digits": code[:-1],
        "seven digits": f"{code}{rng.randint(0, 9)}",
        "two codes": f"{code}\n{rng.choice((1, 2))}.{rng.randint(20_000, 99_999):06d}",
        "none": "",
    }.get(form, shown)
    if form in {"five digits", "seven digits", "two codes"}:
        item.asked.add("code")
    if form == "none":
        item.code = None


def _broken(rng: Random, shown: str) -> str:
    """A code as a narrow cell wraps it: inside the number, or after a dot of its suffix."""
    if len(shown) < 12:
        place = rng.randint(3, 7)
        return f"{shown[:place]}\n{shown[place:]}"
    if shown.count(".") == 2:
        return shown[:9] + "\n" + shown[9:]
    return rng.choice(
        (
            f"{shown[:9]}\n{shown[9:]}",
            f"{shown[:13]}\n{shown[13:]}",
            f"{shown[:9]}\n{shown[9:16]}\n{shown[16:]}",
        )
    )


def print_numbers(rng: Random, plan: Plan, columns: Columns, item: Item, number: int) -> None:
    """Print the number of the row; now and then it is glued to the code."""
    item.printed["stt"] = {"1.": f"{number}.", "01": f"{number:02d}", "1)": f"{number})"}.get(
        plan.stt, str(number)
    )
    plain = item.printed.get("code") == item.code
    if plain and item.code and columns.holds("code") and rng.random() < 0.06:
        glue = rng.choice((".", " ", ". "))
        item.printed["code"] = f"{number}{glue}{item.code}"
        item.printed["stt"] = ""
        item.axes["code form"] = f"number glued with “{glue}”"


def print_rows(rng: Random, columns: Columns, item: Item, *, replaced_said: bool) -> None:
    """What makes more than one row of an item, and what its note says."""
    if item.action is R and not columns.id.startswith("C8"):
        if replaced_said:
            item.printed["note"] = item.printed["replaces"]
        else:
            item.replaces = ()
            item.asked.add("replaces")
            item.axes["replaced"] = "not said"
    if item.action is A and columns.holds("note") and "levels" in item.asked and rng.random() < 0.5:
        item.printed["note"] = "TTHC cấp tỉnh"
        item.levels = (P,)
        item.asked.discard("levels")
        item.axes["level"] = "in a note"
    if columns.id.startswith("C8"):
        item.axes["replaced"] = f"{len(item.replaces)} old"
        return
    if item.action is B:
        for name in (
            "change",
            "fee",
            "time",
            "time_legal",
            "time_local",
            "place",
            "method",
            "online_full",
            "online_partial",
        ):
            if rng.random() < 0.7 and columns.id != "C6":
                item.printed[name] = ""
        if columns.id == "C6" and columns.holds("code") and rng.random() < 0.05:
            item.basis_in_name = item.printed["basis"].splitlines()[0].lstrip("- ").rstrip(";")
            item.printed["basis"] = ""
            item.printed["name"] = f"{item.printed['name']} {item.basis_in_name}"
            item.axes["name"] = "basis running into it"
        return
    _several_rows(rng, columns, item)


def _several_rows(rng: Random, columns: Columns, item: Item) -> None:
    timed = next((name for name in ("time_local", "time") if columns.holds(name)), None)
    drawn = rng.random()
    if timed and drawn < 0.03:
        item.printed[timed], item.more_times = rng.choice(_CASES)
        item.axes["rows"] = "two, name merged"
        return
    parts = item.printed["name"].split(" ")
    if (
        0.03 < drawn < 0.06
        and len(parts) > 9
        and "\n" not in item.printed["name"]
        and "(" not in item.printed["name"]
    ):
        cut = len(parts) // 2
        item.printed["name"], item.carried = " ".join(parts[:cut]), " ".join(parts[cut:])
        item.axes["rows"] = "two, name carried on"
