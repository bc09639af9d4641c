"""The peer: the same country by hand-written SQL in DuckDB, on two threads, in a process of its own.

It folds the same rows into versions in valid time and in knowledge time, spreads them over the units with their
scopes, makes a row of work with its id and its due day for every change of every board, and holds the boards of
the day against what was seen. It knows the forms that the made-up country has (new, amended, replaced, abolished;
late arrivals; the end of the district level), and neither corrections, nor limited effects, nor names without
codes, nor questions. `country.py` compares what both find.
"""

import json
import sys
import time
from pathlib import Path

import duckdb

from benchmarks.measure import peak_mb

#: Facts written by `country.py`, a file per territory.
TABLES = ("decisions", "items", "units", "listings")

_FOLD = """
CREATE TABLE events AS
WITH dated AS (
    SELECT i.*, d.issuer_id, d.signed_on, d.number,
           d.effective_on, d.effective_until,
           CAST(d.received_at + INTERVAL 7 HOUR AS DATE) AS known_from
    FROM items i JOIN decisions d USING (territory, decision_id)
), levelled AS (SELECT *, unnest(levels) AS level FROM dated)
SELECT * FROM (
    SELECT * EXCLUDE (levels, replaces), action <> 'abolish' AS opens, NULL::VARCHAR AS successor FROM levelled
    UNION ALL BY NAME
    SELECT * EXCLUDE (levels, replaces, code) REPLACE ('replace' AS action), unnest(replaces) AS code,
           FALSE AS opens, code AS successor
    FROM levelled WHERE len(replaces) > 0
)
WHERE NOT (level = 'district' AND effective_on >= DATE '2025-07-01');

-- At each day of knowledge of a key, its versions.
CREATE TABLE folded AS
WITH known AS (SELECT DISTINCT territory, code, level, known_from AS known_on FROM events),
seen AS (
    SELECT e.*, k.known_on
    FROM events e JOIN known k USING (territory, code, level) WHERE e.known_from <= k.known_on
), staying AS (
    SELECT *,
           sum(CASE WHEN opens AND action IN ('amend', 'list') THEN 0 ELSE 1 END) OVER turn AS stay,
           lead(effective_on) OVER turn AS next_on,
           lead(item_id) OVER turn AS next_item,
           lead(action) OVER turn AS next_action,
           lead(successor) OVER turn AS next_successor
    FROM seen
    WINDOW turn AS (PARTITION BY territory, code, level, known_on
                    ORDER BY effective_on, signed_on, number, part, row_no)
)
SELECT territory, code, level, known_on,
       row_number() OVER opened AS version,
       last_value(name IGNORE NULLS) OVER carried AS name,
       last_value(sector IGNORE NULLS) OVER carried AS sector,
       last_value(time_local IGNORE NULLS) OVER carried AS time_local,
       last_value(fee IGNORE NULLS) OVER carried AS fee,
       effective_on AS valid_from,
       CASE WHEN level = 'district' THEN coalesce(least(next_on, DATE '2025-07-01'), DATE '2025-07-01')
            ELSE next_on END AS valid_until,
       item_id AS opened_by, next_item AS closed_by, next_action AS end_action, next_successor AS successor,
       issuer_id, decision_id, known_from
FROM staying WHERE opens
WINDOW opened AS (PARTITION BY territory, code, level, known_on ORDER BY effective_on, signed_on, number),
       carried AS (PARTITION BY territory, code, level, known_on, stay
                   ORDER BY effective_on, signed_on, number ROWS UNBOUNDED PRECEDING);

CREATE TABLE versions AS
SELECT * EXCLUDE (known_on) FROM folded
WHERE known_on = (SELECT max(known_on) FROM folded f WHERE f.territory = folded.territory
                  AND f.code = folded.code AND f.level = folded.level);

-- The same row on days of knowledge that follow each other is one row of history.
CREATE TABLE history AS
WITH days AS (
    SELECT territory, code, level, known_on,
           row_number() OVER turn AS place, lead(known_on) OVER turn AS known_otherwise
    FROM (SELECT DISTINCT territory, code, level, known_from AS known_on FROM events)
    WINDOW turn AS (PARTITION BY territory, code, level ORDER BY known_on)
), islands AS (
    SELECT f.*, known_otherwise, place - row_number() OVER (
               PARTITION BY f.territory, f.code, f.level, version, opened_by, closed_by, valid_from, valid_until
               ORDER BY f.known_on) AS island
    FROM folded f JOIN days USING (territory, code, level, known_on)
)
SELECT territory, code, level, version, opened_by, closed_by, valid_from, valid_until,
       any_value(name) AS name, any_value(sector) AS sector, any_value(time_local) AS time_local,
       any_value(fee) AS fee, any_value(end_action) AS end_action, any_value(successor) AS successor,
       any_value(issuer_id) AS province_id,
       min(known_on) AS known_from,
       CASE WHEN bool_or(known_otherwise IS NULL) THEN NULL ELSE max(known_otherwise) END AS known_until
FROM islands
GROUP BY territory, code, level, version, opened_by, closed_by, valid_from, valid_until, island;
"""

_BOARDS = """
CREATE TABLE spans AS
WITH marked AS (
    SELECT *, CASE WHEN lag(valid_until) OVER turn = valid_from AND lag(level) OVER turn = level
              THEN 0 ELSE 1 END AS begins
    FROM units WINDOW turn AS (PARTITION BY unit_id ORDER BY valid_from NULLS FIRST)
), numbered AS (
    SELECT *, sum(begins) OVER (PARTITION BY unit_id ORDER BY valid_from NULLS FIRST) AS stretch FROM marked
)
SELECT territory, unit_id, level,
       coalesce(min(coalesce(valid_from, DATE '0001-01-01'))) AS since,
       max(coalesce(valid_until, DATE '9999-12-31')) AS until
FROM numbered GROUP BY territory, unit_id, level, stretch;

CREATE TABLE entries AS
WITH ended AS (SELECT *, coalesce(valid_until, DATE '9999-12-31') AS until FROM versions),
cuts AS (
    SELECT territory, code, level, version, valid_from AS day FROM ended
    UNION
    SELECT v.territory, v.code, v.level, v.version, unnest([o.valid_from, o.until]) AS day
    FROM ended v JOIN ended o USING (territory, code) WHERE o.level <> v.level
), pieces AS (
    SELECT v.*, c.day AS since, lead(c.day, 1, v.until) OVER (
               PARTITION BY territory, code, level, version ORDER BY c.day) AS piece_until
    FROM ended v JOIN cuts c USING (territory, code, level, version)
    WHERE c.day >= v.valid_from AND c.day < v.until
), scoped AS (
    SELECT p.*, EXISTS (SELECT 1 FROM ended o WHERE o.territory = p.territory AND o.code = p.code
                        AND o.level <> p.level AND o.valid_from <= p.since AND p.since < o.until) AS shared
    FROM pieces p
), islands AS (
    SELECT *, row_number() OVER (PARTITION BY territory, code, level, version ORDER BY since)
            - row_number() OVER (PARTITION BY territory, code, level, version, shared ORDER BY since) AS island
    FROM scoped
)
SELECT territory, code, level, version, shared, any_value(opened_by) AS item_id,
       any_value(decision_id) AS decision_id, any_value(name) AS name, any_value(sector) AS sector,
       any_value(known_from) AS known_from, any_value(closed_by) AS closed_by,
       min(since) AS since, max(piece_until) AS until
FROM islands GROUP BY territory, code, level, version, shared, island;

CREATE TABLE boards AS
SELECT s.unit_id, e.code, e.territory, e.version, CASE WHEN e.shared THEN 'shared' ELSE 'authority' END AS scope,
       greatest(s.since, e.since) AS valid_from,
       CASE WHEN least(s.until, e.until) = DATE '9999-12-31' THEN NULL ELSE least(s.until, e.until) END AS valid_until,
       e.item_id
FROM spans s JOIN entries e USING (territory, level)
WHERE greatest(s.since, e.since) < least(s.until, e.until)
ORDER BY unit_id, code, valid_from;
"""

_UPDATES = """
-- The work of a whole level at each change, with its day and its words; then of each unit, with its id.
CREATE TABLE changes AS
WITH turned AS (
    SELECT *, lag(until) OVER turn AS was_until, lag(item_id) OVER turn AS was_item, lead(since) OVER turn AS next_on
    FROM entries WINDOW turn AS (PARTITION BY territory, code, level ORDER BY since)
), work AS (
    SELECT territory, level, code, name, sector, item_id, decision_id, known_from, since AS effective_on, next_on,
           CASE WHEN was_until = since THEN 'replace_sheet' ELSE 'post' END AS kind
    FROM turned WHERE was_until IS NULL OR was_until <> since OR was_item <> item_id
    UNION ALL BY NAME
    SELECT t.territory, t.level, t.code, t.name, t.sector, t.closed_by AS item_id, i.decision_id,
           CAST(d.received_at + INTERVAL 7 HOUR AS DATE) AS known_from, t.until AS effective_on, next_on,
           'remove' AS kind
    FROM turned t JOIN items i ON i.territory = t.territory AND i.item_id = t.closed_by
    JOIN decisions d ON d.territory = t.territory AND d.decision_id = i.decision_id
    WHERE t.until < DATE '9999-12-31' AND (next_on IS NULL OR next_on > t.until)
)
SELECT w.*, greatest(k.plus5, f.first) AS due_on,
       CASE WHEN next_on <= DATE '2025-06-30' THEN 'cancelled'
            WHEN w.effective_on > DATE '2025-06-30' THEN 'planned'
            WHEN greatest(k.plus5, f.first) < DATE '2025-06-30' THEN 'overdue' ELSE 'due' END AS state,
       CASE kind WHEN 'post' THEN 'Công bố mới tại ' WHEN 'remove' THEN 'Bãi bỏ tại '
            ELSE 'Sửa đổi, bổ sung tại ' END || 'Quyết định số ' || d.number_text || ' ngày '
            || strftime(d.signed_on, '%d/%m/%Y') AS reason
FROM work w JOIN decisions d USING (territory, decision_id)
JOIN workdays k ON k.day = w.known_from JOIN workdays f ON f.day = w.effective_on;

CREATE TABLE updates AS
SELECT left(sha256(s.unit_id || '|' || kind || '|' || code || '|' || item_id || '|'), 16) AS update_id,
       s.unit_id, kind, code, name, sector, decision_id, item_id, reason, effective_on, due_on, state,
       greatest(0, date_diff('day', due_on, DATE '2025-06-30')) AS days_overdue,
       greatest(0, date_diff('day', effective_on, DATE '2025-06-30')) AS exposed_days
FROM changes c JOIN spans s USING (territory, level)
WHERE effective_on >= s.since AND effective_on < s.until;

CREATE TABLE difference AS
WITH today AS (
    SELECT s.unit_id, s.territory, e.code, e.name, e.since, e.item_id
    FROM spans s JOIN entries e USING (territory, level)
    WHERE s.since <= DATE '2025-06-30' AND DATE '2025-06-30' < s.until
      AND e.since <= DATE '2025-06-30' AND DATE '2025-06-30' < e.until
), cited AS (
    SELECT *, CAST(regexp_extract(decision_text, '^(\\d+)/', 1) AS INTEGER) AS cited_number,
           CAST(strptime(regexp_extract(decision_text, '(\\d\\d/\\d\\d/\\d{4})', 1), '%d/%m/%Y') AS DATE) AS cited_on
    FROM listings
), named AS (
    SELECT c.*, d.effective_on AS spoke_on
    FROM cited c LEFT JOIN decisions d
      ON d.territory = c.territory AND d.number = c.cited_number AND d.signed_on = c.cited_on
), version_of AS (SELECT territory, code, level, valid_from, decision_id FROM versions)
SELECT coalesce(t.unit_id, n.unit_id) AS unit_id, coalesce(t.code, n.code) AS code,
       CASE WHEN n.code IS NULL THEN 'missing' WHEN t.code IS NULL THEN 'leftover'
            WHEN n.spoke_on IS NULL THEN 'unknown decision'
            WHEN n.spoke_on < v.valid_from THEN 'stale'
            WHEN lower(n.name) <> lower(t.name) THEN 'other name' ELSE 'right' END AS verdict,
       'dòng ' || n.row_no || ', tệp ' || left(n.sha256, 12) AS evidence
FROM today t FULL JOIN named n ON n.unit_id = t.unit_id AND n.code = t.code
LEFT JOIN versions v ON v.territory = t.territory AND v.opened_by = t.item_id AND v.code = t.code
     AND v.level = (SELECT any_value(level) FROM spans s WHERE s.unit_id = t.unit_id AND s.since <= DATE '2025-06-30'
                    AND DATE '2025-06-30' < s.until);
"""


def main(folder: Path) -> None:
    """Load the facts, run each part, write what it found and what it took beside the facts."""
    base = duckdb.connect(config={"threads": 2})
    for table in (*TABLES, "workdays"):
        base.execute(f"CREATE TABLE {table} AS SELECT * FROM read_parquet('{folder}/{table}*.parquet')")
    seconds = {}
    for name, statements in (("fold", _FOLD), ("boards", _BOARDS), ("updates", _UPDATES)):
        begun = time.perf_counter()
        base.execute(statements)
        seconds[name] = time.perf_counter() - begun
    rows = {
        table: _one(base, f"SELECT count(*) FROM {table}")
        for table in ("versions", "history", "boards", "updates", "difference")
    }
    rows["on the day"] = _one(
        base,
        "SELECT count(*) FROM boards WHERE valid_from <= DATE '2025-06-30' "
        "AND (valid_until IS NULL OR valid_until > DATE '2025-06-30')",
    )
    base.execute(
        f"COPY (SELECT unit_id, code FROM difference WHERE verdict <> 'right' ORDER BY ALL) "
        f"TO '{folder}/difference.parquet'"
    )
    (folder / "peer.json").write_text(json.dumps({"seconds": seconds, "rows": rows, "peak": peak_mb()}))


def _one(base: duckdb.DuckDBPyConnection, query: str) -> int:
    found = base.execute(query).fetchone()
    assert found is not None
    return int(found[0])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
