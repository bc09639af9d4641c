"""A DuckDB script with a view per table of the newest release, and the questions that analysts ask most."""

from collections.abc import Mapping

_QUESTIONS = {
    "boards_today": (
        "what each unit must have posted on the day the release speaks for",
        "SELECT boards.* FROM boards, release WHERE valid_from <= as_of AND (valid_until IS NULL OR valid_until > as_of)",
    ),
    "procedures_today": (
        "procedures in force on the day the release speaks for",
        "SELECT * FROM procedures WHERE state = 'in_force'",
    ),
    "work_open": (
        "work that is planned, due, overdue or unobserved, with the decision behind it",
        "SELECT u.*, d.number_text, d.signed_on FROM listing_updates u LEFT JOIN decisions d USING (decision_id) "
        "WHERE u.state IN ('planned', 'due', 'overdue', 'unobserved')",
    ),
    "work_per_unit": (
        "open work per unit and state",
        "SELECT unit_id, state, count(*) AS updates, min(due_on) AS first_due FROM work_open GROUP BY ALL",
    ),
}


def duckdb_views(base: str, tables: Mapping[str, str]) -> str:
    """The script. `base`: address of the release's folder, or of `latest`; `tables`: name → description."""
    lines = [f"-- niemyet: views over {base}; they follow it when a new release is published."]
    day = "SELECT CAST(as_of AS DATE) AS as_of, schema_version FROM read_json({})"
    lines += _view("release", day.format(_text(f"{base}/datapackage.json")), "the day the release speaks for")
    for name, description in tables.items():
        lines += _view(name, f"FROM read_parquet({_text(f'{base}/{name}.parquet')})", description)
    for name, (description, query) in _QUESTIONS.items():
        lines += _view(name, query, description)
    return "\n".join(lines) + "\n"


def _view(name: str, query: str, description: str) -> list[str]:
    return [f"CREATE OR REPLACE VIEW {name} AS {query};", f"COMMENT ON VIEW {name} IS {_text(description)};"]


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
