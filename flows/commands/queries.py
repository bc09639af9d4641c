"""Questions that a release answers: the work, the boards, the reasons, the figures."""

import textwrap
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from niemyet.flows.choices import WordChoice, states_called
from niemyet.flows.completing import complete_code, complete_unit
from niemyet.flows.meant import code_of_release, unit_of_release
from niemyet.flows.set_fees import fee_line, set_fees
from niemyet.flows.spoken import Command
from niemyet.flows.ui import DAY, Ui, common, terminal_width
from niemyet.flows.unit_days import not_there, spans_of
from niemyet.model.errors import UsageError
from niemyet.model.messages import Both, Message, msg
from niemyet.model.words import (
    OPEN_WORK,
    Channel,
    DecisionKind,
    Proof,
    RelationType,
    ReviewState,
    Scope,
    SheetWitness,
    UpdateState,
)
from niemyet.reports.chain_text import answer_lines, chain_text, changes_of
from niemyet.reports.kind_words import said_as
from niemyet.reports.not_applied import is_waiting, not_applied, questions_about
from niemyet.reports.site.labels import RELATIONS
from niemyet.reports.words import PROOFS, SCOPES
from niemyet.reports.work_text import STATES, by_due, work_text
from niemyet.transforms.behind import ActUpon, acts_upon, items_of_versions
from niemyet.transforms.language.collation import collation_key
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.language.text import key
from niemyet.transforms.law.questions import day_text

if TYPE_CHECKING:
    from niemyet.transforms.consolidate import State

#: Pieces of work of several units that a terminal lists one by one: three screens; chosen, not measured.
_MOST_WORK = 60
#: Gives the rows of a table by its name.
Tables = Callable[[str], list[dict[str, Any]]]


@click.command(cls=Command)
@click.option("--unit", default=None, shell_complete=complete_unit, help="Only this unit.")
@click.option("--state", "states", multiple=True, type=WordChoice([each.value for each in UpdateState], states_called),
              help="planned, due, overdue and unobserved by default.")  # fmt: skip
@click.option("--as-of", type=DAY, default=None, help="Reckon for this day.")
@common
def updates(ui: Ui, unit: str | None, states: tuple[str, ...], as_of: date | None) -> None:
    """The work that makes the posted listings right, by due date; of many units how much each has.

    Example: niemyet updates --unit nui-thanh --state overdue --state due
    """
    unit = unit_of_release(ui, unit)
    rows = work_rows(ui, unit) if as_of is None else tables_at(ui, as_of=as_of, known=None)("listing_updates")
    wanted = states or OPEN_WORK
    rows = [row for row in rows if row["state"] in wanted and unit in (None, row["unit_id"])]
    rows.sort(key=by_due)
    if ui.format != "table":
        ui.print_rows(rows, columns=() if rows else ui.release().schema("listing_updates").names)
    elif unit is None and len(rows) > _MOST_WORK and len({row["unit_id"] for row in rows}) > 1:
        _print_work_by_unit(ui, rows, [state for state in UpdateState if state in wanted])
    else:
        click.echo(work_text(rows, unit_names(ui), lang=ui.lang, room=terminal_width()))
    ui.tell(msg("{count} updates.", count=len(rows)))


def _print_work_by_unit(ui: Ui, rows: Sequence[dict[str, Any]], states: Sequence[UpdateState]) -> None:
    """How much work each unit has, the latest first: nobody reads the work of a province line by line."""
    names = unit_names(ui)
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        counts.setdefault(row["unit_id"], Counter())[row["state"]] += 1
    late_first = [UpdateState.OVERDUE, UpdateState.DUE, UpdateState.UNOBSERVED]
    ordered = sorted(
        counts,
        key=lambda one: (*(-counts[one][state] for state in late_first), collation_key(names.get(one, one))),
    )
    told = [
        {"unit_id": one, "name": names.get(one, one)} | {state.value: counts[one][state] for state in states}
        for one in ordered
    ]
    shown = {"unit_id": ui.say(msg("Code")), "name": ui.say(msg("Unit"))} | {
        state.value: STATES[state.value][ui.lang != "vi"] for state in states
    }
    ui.print_rows(told, shown=shown)
    ui.tell(
        msg("The work of one unit: niemyet updates --unit {unit}; all of it: --format csv.", unit=ordered[0])
    )


@click.command(cls=Command)
@click.argument("unit", shell_complete=complete_unit)
@click.option(
    "--as-of",
    type=DAY,
    default=None,
    help="Day in question; the release's by default.",
)
@click.option("--known", type=DAY, default=None, help="As known at the end of this day.")
@click.option("--seen", is_flag=True, help="Also sheets that were seen to hang and that nothing proves.")
@common
def board(ui: Ui, unit: str, as_of: date | None, known: date | None, seen: bool) -> None:
    """What UNIT must have posted on a day, as known on a day, each row with its degree of proof.

    Example: niemyet board nui-thanh --as-of 2022-12-31
    """
    unit = unit_of_release(ui, unit) or unit
    day = as_of or ui.release().as_of
    if known is None:
        names = {row["procedure_id"] + row["level"] + str(row["version"]): row for row in _procedures(ui)}
        of_unit = ui.release().table("boards", filters=[("unit_id", "=", unit)]).to_pylist()
        by_version = {
            (row["procedure_id"], row["version"], row["opened_by"]): row["name"] for row in names.values()
        }
        listings = _listings_of(ui, unit) if seen else []
    else:
        state = state_at(ui, as_of=day, known=known)
        of_unit = [row for row in _dicts(state.boards) if row["unit_id"] == unit]
        by_version = {(row.procedure_id, row.version, row.opened_by): row.name for row in state.procedures}
        listings = [row for row in _dicts(state.listings) if row["unit_id"] == unit] if seen else []
    rows = [row for row in of_unit if holds(row, day)]
    for row in rows:
        row["name"] = by_version.get((row["procedure_id"], row["version"], row["item_id"]), "")
        row["proof"] = row.get("proof") or Proof.DECISION
    rows.sort(key=lambda row: row["code"])
    proofs = Counter(row["proof"] for row in rows)
    due = len(rows)
    rows += _only_seen(unit, rows, listings, day)
    if ui.format == "table":
        rows = [
            row
            | {
                "scope": SCOPES[Scope(row["scope"])][ui.lang == "en"] if row["scope"] else "",
                "proof": PROOFS[Proof(row["proof"])][ui.lang == "en"],
            }
            for row in rows
        ]
        decided = _decided_by(ui, {row["item_id"] for row in rows} - {None})
        rows = [row | {"decided_by": decided.get(row["item_id"], row["item_id"])} for row in rows]
    shown = {
        "code": ui.say(msg("Code")),
        "name": ui.say(msg("Name")),
        "scope": ui.say(msg("Scope")),
        "valid_from": ui.say(msg("From")),
        "proof": ui.say(msg("Proof")),
        "decided_by": ui.say(msg("Decided by")),
    }
    ui.print_rows(rows, shown=shown)
    ui.tell(
        not_there(unit, spans_of(ui, unit), day)
        or _not_known(unit, of_unit, day)
        or msg("{unit}: {count} procedures must be posted on {day}.", unit=unit, count=due, day=day)
    )
    if proofs[Proof.ADOPTED] or seen:
        ui.tell(
            msg(
                "By a decision: {decided}; by an adopted list: {adopted}; only seen: {observed}.",
                decided=proofs[Proof.DECISION],
                adopted=proofs[Proof.ADOPTED],
                observed=len(rows) - due if seen else "—",
            )
        )


def _decided_by(ui: Ui, items: Collection[str]) -> dict[str, str]:
    """Row of a decision → the decision as a person cites it, or the list that was adopted; of those that the release has."""
    release = ui.release()
    rows = release.find("decision_items", "item_id", sorted(items), ["item_id", "decision_id"])
    columns = ["decision_id", "kind", "title", "number_text", "signed_on", "effective_on"]
    named = sorted({row["decision_id"] for row in rows})
    cited = {
        row["decision_id"]: _cited(row, ui.lang)
        for row in release.find("decisions", "decision_id", named, columns)
    }
    return {row["item_id"]: cited[row["decision_id"]] for row in rows}


def _cited(decision: dict[str, Any], lang: str) -> str:
    """As `_named`, as short as a column of a table must be: “512/QĐ-UBND ngày 04/3/2022”."""
    if decision["kind"] == DecisionKind.ADOPTED or decision["number_text"] is None:
        return named_decision(decision, lang)
    signed = decision["signed_on"]
    if signed is None:
        return str(decision["number_text"])
    return (
        f"{decision['number_text']} ngày {day_text(signed)}"
        if lang == "vi"
        else f"{decision['number_text']} of {signed}"
    )


def _not_known(unit: str, board: Sequence[dict[str, Any]], day: date) -> Message | None:
    """That nothing which was received speaks of a day: no board is known of it, which is no empty one."""
    first = min((row["valid_from"] for row in board), default=None)
    if first is None:
        return msg(
            "{unit}: not known: nothing that was received by then says what it has to post.", unit=unit
        )
    if day < first:
        return msg(
            "{unit}: not known what had to be posted on {day}: what was received speaks of its board from {first} on.",
            unit=unit,
            day=day,
            first=first,
        )
    return None


def _listings_of(ui: Ui, unit: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = ui.release().table("listings", filters=[("unit_id", "=", unit)]).to_pylist()
    return rows


def _only_seen(
    unit: str, board: Sequence[dict[str, Any]], listings: Sequence[dict[str, Any]], day: date
) -> list[dict[str, Any]]:
    """Sheets of the latest look at each channel that are on no board: observed, proven by nothing."""
    due = {row["code"] for row in board}
    names = {key(row["name"]) for row in board}
    found: dict[str, dict[str, Any]] = {}
    for channel in Channel:
        mine = [row for row in listings if row["channel"] == channel and row["observed_on"] <= day]
        last = max((row["observed_on"] for row in mine), default=None)
        for row in mine:
            hangs = row["observed_on"] == last
            known = row["code"] in due if row["code"] else key(row["name"]) in names
            if hangs and not known:
                found.setdefault(row["code"] or key(row["name"]), row)
    return [
        {
            "unit_id": unit,
            "code": row["code"],
            "procedure_id": None,
            "version": None,
            "scope": None,
            "valid_from": row["observed_on"],
            "valid_until": None,
            "item_id": None,
            "proof": Proof.OBSERVED,
            "name": row["name"],
        }
        for _, row in sorted(found.items())
    ]


@click.command(cls=Command)
@click.argument("code", shell_complete=complete_code)
@click.option("--unit", default=None, shell_complete=complete_unit, help="Only the level of this unit.")
@click.option("--as-of", type=DAY, default=None, help="Day in question.")
@click.option("--known", type=DAY, default=None, help="As known at the end of this day.")
@common
def explain(ui: Ui, code: str, unit: str | None, as_of: date | None, known: date | None) -> None:
    """The decisions behind a procedure's state, one on each line, with page and row.

    Example: niemyet explain 1.001193
    """
    code, unit = code_of_release(ui, code), unit_of_release(ui, unit)
    chain = chain_of(ui, code, unit, as_of=as_of, known=known)
    if ui.format != "table":
        ui.print_rows(chain.rows)
        for line in chain.answer:
            click.echo(line, err=True)
        return
    for line in (chain.title, *chain.answer, ""):
        click.echo(textwrap.fill(line, terminal_width(), subsequent_indent="  "))
    click.echo(chain_text(chain.rows, chain.code, lang=ui.lang, room=terminal_width()))


@dataclass(frozen=True, slots=True)
class Chain:
    """Why a procedure is as it is. `answer`: its state on the day; `rows`: items of decisions, oldest effect first."""

    code: str
    title: str
    answer: Sequence[str]
    rows: list[dict[str, Any]]


def chain_of(
    ui: Ui,
    code: str,
    unit: str | None,
    *,
    as_of: date | None,
    known: date | None,
    table: Tables | None = None,
) -> Chain:
    """The decisions behind a procedure's state; with a unit those of its level and ground.

    table: the tables of that day (`tables_at`), where the caller has them already.

    Raises:
        UsageError: no such unit; no decision that was received names the code, or none at the unit's level.
    """
    from niemyet.transforms.language.codes import parse_code

    parsed = parse_code(code)
    wanted = parsed.base if parsed else code
    require_unit(ui, unit)
    table = table or tables_at(ui, as_of=as_of, known=known)
    items = table("decision_items")
    decisions = {row["decision_id"]: row for row in table("decisions")}
    of_versions = items_of_versions(row for row in table("procedures") if row["code"] == wanted)
    mine = [
        row
        for row in items
        if wanted == row["code"] or wanted in row["replaces"] or row["item_id"] in of_versions
    ]
    named_anywhere = bool(mine)
    if unit:
        level = next(
            row["level"] for row in ui.release().table("units").to_pylist() if row["unit_id"] == unit
        )
        mine = [
            row
            for row in mine
            if level in row["levels"] or level in row["reception_levels"] or not row["levels"]
        ]
    if not mine:
        if named_anywhere:
            raise UsageError(
                msg(
                    "decisions name the code {code}, but none at the level of {unit}. "
                    "All of them: niemyet explain {code}",
                    code=wanted,
                    unit=unit,
                )
            )
        if known is None:
            raise UsageError(
                msg(
                    "no decision received names the code {code}. Check the code (like 1.001193) and the day.",
                    code=wanted,
                )
            )
        raise UsageError(
            msg(
                "no decision received by the end of {day} names the code {code}. Check the code (like 1.001193) "
                "and the day.",
                day=known,
                code=wanted,
            )
        )
    day = as_of or ui.release().as_of
    procedures = table("procedures")
    ground = _ground_of(ui, unit, day) if unit else None
    if ground is not None:
        procedures = [row for row in procedures if row["ground"] in (None, ground)]
        elsewhere = _of_other_ground(table("procedures"), ground) - _of_other_ground(procedures, None)
        mine = [row for row in mine if row["item_id"] not in elsewhere]
    if unit:
        here = [row for row in procedures if _holds_for(row, unit)]
        gone = [row for row in procedures if not _holds_for(row, unit)]
        elsewhere = _of_other_ground(gone, None) - _of_other_ground(here, None)
        procedures, mine = here, [row for row in mine if row["item_id"] not in elsewhere]
    versions = [row for row in procedures if row["code"] == wanted]
    named = {row["item_id"]: named_decision(decisions[row["decision_id"]], ui.lang) for row in items}
    rows = [
        _chain_row(row, decisions[row["decision_id"]], ui)
        | {
            "decision": named[row["item_id"]],
            "changes": changes_of(row["item_id"], versions, lang=ui.lang),
            "not_applied": _not_applied(ui, row, decisions[row["decision_id"]], table),
            "act": None,
        }
        for row in mine
    ]
    rows += _act_rows(ui, rows, table)
    rows.sort(key=lambda row: (row["effective_on"] or date.max, row["signed_on"] or date.max, row["item_id"]))
    answer = [
        *answer_lines(wanted, day, procedures, named, lang=ui.lang),
        *(ui.say(fee_line(row)) for row in _set_fees(ui, table, as_of, known) if row["code"] == wanted),
    ]
    title = f"{wanted} {versions[-1]['name']}" if versions else wanted
    return Chain(wanted, title, answer, rows)


def _act_rows(ui: Ui, rows: Sequence[dict[str, Any]], table: Tables) -> list[dict[str, Any]]:
    """What decisions without a row of the procedure do to those that have some, and what people answered about it."""
    if not rows:
        return []
    decisions = {row["decision_id"]: row for row in table("decisions")}
    acts = acts_upon(list(decisions.values()), (row["decision_id"] for row in rows))
    mine = {row["item_id"] for row in rows}
    return [
        dict.fromkeys(rows[0])
        | _act_row(ui, act, decisions)
        | {"changes": _answers_about(ui, act.decision_id, mine, table("reviews"))}
        for act in acts
    ]


def _act_row(ui: Ui, act: ActUpon, decisions: dict[str, dict[str, Any]]) -> dict[str, Any]:
    column = 0 if ui.lang == "vi" else 1
    decision, target = decisions[act.decision_id], decisions.get(act.relation["target_decision_id"])
    upon = named_decision(target, ui.lang) if target else act.relation["target_decision_id"]
    copy = next(iter(decision["copies"]), None)
    return {
        "item_id": "",
        "decision_id": act.decision_id,
        "decision": named_decision(decision, ui.lang),
        "act": f"{RELATIONS[RelationType(act.relation['type'])][column]} {upon}",
        "name": decision["title"],
        "effective_on": act.relation["effective_on"] or decision["effective_on"],
        "effective_until": act.relation["effective_until"] or decision["effective_until"],
        "number_text": decision["number_text"],
        "signed_on": decision["signed_on"],
        "known_on": local_day(decision["received_at"]),
        "sha256": copy["sha256"] if copy else None,
        "evidence": copy["url"] if copy else None,
        "proof": Proof.DECISION,
        "levels": [],
        "reception_levels": [],
        "replaces": [],
        "flags": [],
    }


def _answers_about(
    ui: Ui, decision_id: str, items: Collection[str], reviews: list[dict[str, Any]]
) -> list[str]:
    """What was asked about a decision and these rows: what a person answered, or that nobody has."""
    return [
        ui.say(
            msg("asked, not answered yet: niemyet review show {review_id}", review_id=one["review_id"])
            if one["state"] == ReviewState.OPEN
            else msg(
                "asked; answered “{answer}”: {who}, {day}",
                answer=Both(
                    said_as(one["kind"], one["resolution"], "en"),
                    said_as(one["kind"], one["resolution"], "vi"),
                ),
                who=one["resolved_by"] or "?",
                day=local_day(one["resolved_at"]),
            )
        )
        for one in reviews
        if one["decision_id"] == decision_id and not {one["item_id"], *(one["items"] or ())}.isdisjoint(items)
    ]


def _not_applied(ui: Ui, item: dict[str, Any], decision: dict[str, Any], table: Tables) -> str | None:
    """Why a row changes nothing, with the questions that it waits for; None where it is applied."""
    why = not_applied(item, decision)
    if why is None:
        return None
    asked = questions_about(item, table("reviews")) if is_waiting(item, decision) else []
    if not asked:
        return ui.say(why)
    return ui.say(
        msg("{why}: {commands}", why=why, commands=", ".join(f"niemyet review show {one}" for one in asked))
    )


def _set_fees(ui: Ui, table: Tables, as_of: date | None, known: date | None) -> list[dict[str, Any]]:
    """The fees that resolutions set, of the same tables."""
    if known is None and as_of in (None, ui.release().as_of):
        return set_fees(ui.release())
    return [row for row in table("sheets") if row["witness"] == SheetWitness.RESOLUTION]


def _holds_for(row: dict[str, Any], unit: str) -> bool:
    """Whether a version holds for a unit, where decisions say for which units alone (RULINGS 49)."""
    only, others = row["only_units"], row["not_units"]
    return (only is None or unit in only) and (others is None or unit not in others)


def _ground_of(ui: Ui, unit: str, day: date) -> str | None:
    """The former province on whose ground a unit stands; None where it stands on all of it, or nothing has merged."""
    from niemyet.transforms.units.succession import unit_spans

    settings = ui.settings()
    for span in unit_spans(settings.units, settings.province, settings.successions):
        begun = span.valid_from is None or span.valid_from <= day
        if span.unit_id == unit and begun and (span.valid_until is None or day < span.valid_until):
            return None if span.whole_from is not None and span.whole_from <= day else span.ground
    return None


def _of_other_ground(procedures: Sequence[dict[str, Any]], ground: str | None) -> set[str]:
    """Items that open or end versions of another ground than this, or, without one, any version."""
    return {
        item
        for row in procedures
        if ground is None or row["ground"] not in (None, ground)
        for item in (row["opened_by"], row["closed_by"], row["corrected_by"])
        if item is not None
    }


def named_decision(decision: dict[str, Any], lang: str) -> str:
    """“Quyết định số 512/QĐ-UBND ngày 04/3/2022”; a list that was adopted: “Danh mục “…” ngày 01/9/2026”."""
    if decision["kind"] == DecisionKind.ADOPTED:
        title, day = decision["title"], decision["effective_on"]
        return f"Danh mục “{title}” ngày {day_text(day)}" if lang == "vi" else f"list “{title}” of {day}"
    signed = decision["signed_on"]
    if lang == "vi":
        return f"Quyết định số {decision['number_text']}" + (f" ngày {day_text(signed)}" if signed else "")
    return f"decision {decision['number_text']}" + (f" of {signed}" if signed else "")


def unit_names(ui: Ui) -> dict[str, str]:
    """Unit → name, the newest one."""
    rows = sorted(ui.release().table("units").to_pylist(), key=lambda row: row["valid_from"] or date.min)
    return {row["unit_id"]: row["name"] for row in rows}


def tables_at(ui: Ui, *, as_of: date | None, known: date | None) -> Tables:
    """Gives rows of tables: of the release where it speaks for that day, else computed anew from the lake, once."""
    release = ui.release()
    if known is None and as_of in (None, release.as_of):
        return lambda name: release.table(name).to_pylist()
    state = state_at(ui, as_of=as_of or release.as_of, known=known)
    return lambda name: _dicts(getattr(state, name))


def state_at(ui: Ui, *, as_of: date, known: date | None) -> "State":
    """The state of a day, as known at the end of another, computed anew from the lake."""
    from niemyet.flows.facts import answers_now, facts_of_release
    from niemyet.flows.manual_input import end_of
    from niemyet.transforms.consolidate import consolidate

    settings, folder = ui.settings(), ui.folder()
    knowledge = end_of(known) if known else datetime.now(UTC)
    facts = facts_of_release(folder, settings, ui.release())
    return consolidate(
        replace(facts, resolutions=answers_now(folder)),
        province=settings.province,
        policy=settings.policy,
        as_of=as_of,
        knowledge=knowledge,
    )


def work_rows(ui: Ui, unit: str | None = None) -> list[dict[str, Any]]:
    """The work list, of a unit alone if one is named: the release's, or with the reports that it does not count yet."""
    state = reported_state(ui)
    if state is not None:
        return [row for row in _dicts(state.listing_updates) if unit in (None, row["unit_id"])]
    release, name = ui.release(), "listing_updates"
    if unit is not None:
        return release.find(name, "unit_id", [unit], release.schema(name).names)
    rows: list[dict[str, Any]] = release.table(name).to_pylist()
    return rows


def reported_state(ui: Ui) -> "State | None":
    """The state with reports of work that the release does not count yet, which is said; None where there are none."""
    from niemyet.flows.reporting import changed_by, unpublished

    folder, release = ui.folder(), ui.release()
    waiting = unpublished(folder, release)
    if (
        not waiting or "inputs" not in release.manifest
    ):  # releases before 1.2 do not know what they were made from
        return None
    from niemyet.flows.publishing import as_reported

    if count := changed_by(waiting):
        ui.tell(msg("{count} reports that no release counts yet are counted here.", count=count))
    return as_reported(folder, release)


def _dicts(rows: Sequence[Any]) -> list[dict[str, Any]]:
    from dataclasses import asdict

    return [asdict(row) for row in rows]


def _procedures(ui: Ui) -> list[dict[str, Any]]:
    names = ["procedure_id", "level", "version", "opened_by", "name"]
    rows: list[dict[str, Any]] = ui.release().table("procedures", names).to_pylist()
    return rows


def holds(row: dict[str, Any], day: date) -> bool:
    """Whether a half-open interval holds a day."""
    return row["valid_from"] <= day and (row["valid_until"] is None or day < row["valid_until"])


def require_unit(ui: Ui, unit: str | None) -> None:
    """Nothing when the release knows the unit (or none was named).

    Raises:
        UsageError: it does not; the message proposes near ids.
    """
    if unit is None:
        return
    from niemyet.flows.near_units import near_units

    known = set(ui.release().table("units", ["unit_id"]).column(0).to_pylist())
    if unit in known:
        return
    raise UsageError(msg("unknown unit {unit!r}; nearest: {near}.", unit=unit, near=near_units(unit, known)))


def _chain_row(item: dict[str, Any], decision: dict[str, Any], ui: Ui) -> dict[str, Any]:
    place = [
        ui.say(msg("page {number}", number=item["page"])) if item["page"] else "",
        ui.say(msg("table {number}", number=item["table_no"])) if item["table_no"] else "",
    ]
    number = ui.say(msg("row {number}", number=item["row_no"])) if item["row_no"] else ""
    row = f"{item['part'] or ''} {number}".strip()
    copy = next((each for each in decision["copies"] if each["sha256"] == item["sha256"]), None)
    return {
        **item,
        "proof": Proof.ADOPTED if decision["kind"] == DecisionKind.ADOPTED else Proof.DECISION,
        "number_text": decision["number_text"],
        "signed_on": decision["signed_on"],
        "known_on": local_day(decision["received_at"]),
        "evidence": ", ".join(filter(None, [*place, row, copy["url"] if copy else item["sha256"][:12]])),
    }
