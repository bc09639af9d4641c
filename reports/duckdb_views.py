"""A DuckDB script with a view per table of the newest release, and the questions that analysts ask most.

Views whose name ends in `_named` have the names of units, of those above and of decisions joined; `sector_key` is what two
spellings of a sector have in common as far as SQL can tell (`niemyet.open` tells also where a tone is put otherwise).
"""

from collections.abc import Collection, Mapping

#: What the queries below write short.
_SHORT = {
    "$SECTOR_KEY": "lower(trim(regexp_replace(nfc_normalize(sector), '^\\s*lĩnh vực\\s+', '', 'i'))) AS sector_key",
    "$CITED": "d.number_text || coalesce(strftime(d.signed_on, ', %d/%m/%Y'), '') AS decision",
    "$OPEN": "('planned', 'due', 'overdue', 'unobserved')",
    "$NEWEST": "(SELECT * FROM units QUALIFY row_number() OVER (PARTITION BY unit_id ORDER BY valid_from DESC NULLS LAST) = 1)",
}

_QUESTIONS = {
    "unit_names": (
        "one row a unit, as it is called now, with the name of the one above",
        "SELECT u.unit_id, u.name AS unit_name, p.name AS parent_name, u.level, u.valid_from, u.valid_until FROM "
        "$NEWEST u LEFT JOIN $NEWEST p ON p.unit_id = u.parent_unit_id",
    ),
    "boards_today": (
        "what each unit must have posted on the day the release speaks for",
        "SELECT boards.* FROM boards, release WHERE valid_from <= as_of AND (valid_until IS NULL OR valid_until > as_of)",
    ),
    "procedures_today": (
        "procedures in force on the day the release speaks for",
        "SELECT * FROM procedures WHERE state = 'in_force'",
    ),
    "boards_named": (
        "what each unit must have posted and when, with names: of the unit now, the procedure, its sector, the decision",
        "SELECT b.*, n.unit_name, n.parent_name, n.level, p.name AS procedure_name, p.sector, "
        "p.sector_key, p.time_local, p.fee, i.decision_id, $CITED FROM boards b "
        "JOIN unit_names n USING (unit_id) "
        "LEFT JOIN (SELECT DISTINCT ON (procedure_id, version, opened_by) *, $SECTOR_KEY FROM procedures) p "
        "ON (p.procedure_id, p.version, p.opened_by) = (b.procedure_id, b.version, b.item_id) "
        "LEFT JOIN decision_items i ON i.item_id = b.item_id LEFT JOIN decisions d ON d.decision_id = i.decision_id",
    ),
    "updates_named": (
        "the work, with the names of the unit now and of the one above, and the decision as people cite it",
        "SELECT u.*, n.unit_name, n.parent_name, n.level, $SECTOR_KEY, $CITED "
        "FROM listing_updates u JOIN unit_names n USING (unit_id) LEFT JOIN decisions d USING (decision_id)",
    ),
    "work_open": (
        "work that is planned, due, overdue or unobserved, with the decision behind it",
        "SELECT u.*, d.number_text, d.signed_on FROM listing_updates u LEFT JOIN decisions d USING (decision_id) "
        "WHERE u.state IN $OPEN",
    ),
    "work_per_unit": (
        "open work per unit and state",
        "SELECT unit_id, unit_name, parent_name, state, count(*) AS updates, min(due_on) AS first_due, "
        "max(days_overdue) AS days_overdue FROM updates_named WHERE state IN $OPEN GROUP BY ALL",
    ),
    "work_per_month": (
        "unit x month x state: pieces of work by the month in which they fall due; unobserved is neither late nor in time",
        "SELECT unit_id, unit_name, parent_name, level, date_trunc('month', due_on) AS month, state, count(*) AS updates "
        "FROM updates_named WHERE due_on IS NOT NULL GROUP BY ALL",
    ),
}
_MACROS = {
    "boards_on(day)": (
        "what each unit must have posted on a day: FROM boards_on('2022-12-31')",
        "SELECT * FROM boards_named WHERE valid_from <= CAST(day AS DATE) "
        "AND (valid_until IS NULL OR valid_until > CAST(day AS DATE))",
    ),
    "procedures_on(day)": (
        "procedures in force on a day, at every level",
        "SELECT * FROM procedures WHERE valid_from <= CAST(day AS DATE) "
        "AND (valid_until IS NULL OR valid_until > CAST(day AS DATE))",
    ),
}


def duckdb_views(base: str, tables: Mapping[str, str], folders: Collection[str] = ()) -> str:
    """The script. `base`: address of the release's folder, or of `latest`; `tables`: name → description.

    `folders`: tables whose files must be asked for as those of a folder; on a disk DuckDB finds that out itself.
    """
    lines = [f"-- niemyet: views over {base}; they follow it when a new release is published."]
    day = "SELECT CAST(as_of AS DATE) AS as_of, schema_version FROM read_json({})"
    lines += _view("release", day.format(_text(f"{base}/datapackage.json")), "the day the release speaks for")
    for name, description in tables.items():
        path = f"{base}/{name}.parquet" + ("/*.parquet" if name in folders else "")
        lines += _view(name, f"FROM read_parquet({_text(path)})", description)
    for name, (description, query) in _QUESTIONS.items():
        lines += _view(name, _long(query), description)
    for call, (description, query) in _MACROS.items():
        lines += [f"-- {description}", f"CREATE OR REPLACE MACRO {call} AS TABLE {_long(query)};"]
    return "\n".join(lines) + "\n"


def _long(query: str) -> str:
    for short, long in _SHORT.items():
        query = query.replace(short, long)
    return query


def _view(name: str, query: str, description: str) -> list[str]:
    return [f"CREATE OR REPLACE VIEW {name} AS {query};", f"COMMENT ON VIEW {name} IS {_text(description)};"]


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
