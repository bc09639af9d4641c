"""The peer: the same country by hand-written SQL in DuckDB, on two threads, in a process of its own.

It folds the same rows into versions in valid time and in knowledge time, spreads them over the units with their
scopes, makes every row of work that niemyet makes (what was superseded when it was received is none; swaps, opening lists,
new heads, ends of boards; what is done by sight and what hangs wrongly, each with its id, its days and its proof), and holds
the boards of the day against what was seen. It knows the forms that the made-up country has (new, amended, replaced,
abolished; late arrivals; the end of the district level), one channel and no reports, and neither corrections, nor limited
effects, nor names without codes, nor questions. `country.py` compares what both find, row by row of work.
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
    WHERE i.code IS NOT NULL
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
       min(coalesce(valid_from, DATE '0001-01-01')) AS since,
       max(CASE WHEN begins = 0 THEN valid_from END) AS rehead_on,  -- it goes on under another parent
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
       any_value(known_from) AS known_from, any_value(closed_by) AS closed_by, any_value(successor) AS successor,
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
-- What all units of one level and one stretch of time have to do at each change of their board.
CREATE TABLE plans AS
SELECT *, row_number() OVER (ORDER BY territory, level, since, until, rehead_on) AS plan
FROM (SELECT DISTINCT territory, level, since, until, rehead_on FROM spans);

CREATE TABLE own AS
SELECT p.plan, p.territory, p.level, p.since AS born, p.until AS ends, p.rehead_on,
       e.code, e.version, e.name, e.sector, e.item_id, e.decision_id, e.known_from, e.closed_by, e.successor,
       greatest(e.since, p.since) AS since, least(e.until, p.until) AS until
FROM plans p JOIN entries e USING (territory, level)
WHERE greatest(e.since, p.since) < least(e.until, p.until);

CREATE TABLE told AS
WITH turned AS (
    SELECT *, lag(until) OVER turn AS was_until, lag(item_id) OVER turn AS was_item, lead(since) OVER turn AS next_on
    FROM own WINDOW turn AS (PARTITION BY plan, code ORDER BY since)
), work AS (
    SELECT plan, territory, code, version, name, sector, item_id, decision_id, known_from AS received_on,
           since AS effective_on, NULL::VARCHAR AS successor,
           CASE WHEN was_until = since THEN 'replace_sheet' WHEN since = born THEN 'opening_list' ELSE 'post' END AS kind
    FROM turned WHERE was_until IS DISTINCT FROM since OR was_item <> item_id
    UNION ALL BY NAME
    SELECT t.plan, t.territory, t.code, t.version, t.name, t.sector, i.item_id, i.decision_id,
           CAST(d.received_at + INTERVAL 7 HOUR AS DATE) AS received_on, t.until AS effective_on, successor, 'remove' AS kind
    FROM turned t
    JOIN items i ON i.territory = t.territory AND i.item_id = coalesce(t.closed_by, t.item_id)
    JOIN decisions d ON d.territory = t.territory AND d.decision_id = i.decision_id
    WHERE t.until < DATE '9999-12-31' AND t.until <> t.ends AND next_on IS DISTINCT FROM t.until
), dated AS (
    SELECT w.*, greatest(k.plus5, f.first) AS due_on,
           min(CASE WHEN effective_on <= DATE '2025-06-30' THEN greatest(received_on, effective_on) END) OVER (
               PARTITION BY plan, code ORDER BY effective_on ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
           ) AS superseded,
           sum(CASE WHEN kind = 'replace_sheet' THEN 0 ELSE 1 END) OVER (
               PARTITION BY plan, code ORDER BY effective_on ROWS UNBOUNDED PRECEDING) AS stay,
           first_value(kind) OVER (PARTITION BY plan, code ORDER BY effective_on ROWS UNBOUNDED PRECEDING) AS opening
    FROM work w JOIN workdays k ON k.day = w.received_on JOIN workdays f ON f.day = w.effective_on
)
-- What was superseded when it was received is no work; the first sheet that is work is the one to post.
SELECT * EXCLUDE (kind, opening, superseded),
       CASE WHEN kind = 'replace_sheet' AND row_number() OVER stays = 1 THEN begun ELSE kind END AS kind
FROM (SELECT *, first_value(kind) OVER (PARTITION BY plan, code, stay ORDER BY effective_on) AS begun FROM dated)
WHERE superseded IS NULL OR superseded > received_on
WINDOW stays AS (PARTITION BY plan, code, stay ORDER BY effective_on);

-- A code that comes where its predecessors leave on the same day is one swap.
CREATE TABLE swaps AS
SELECT n.plan, n.code, n.effective_on, list(o.code ORDER BY o.code) AS olds
FROM told n JOIN told o ON o.plan = n.plan AND o.successor = n.code AND o.effective_on = n.effective_on AND o.kind = 'remove'
WHERE n.kind IN ('post', 'replace_sheet') GROUP BY ALL;

CREATE TABLE dues AS
SELECT p.plan, day, greatest(w.first, coalesce(max(t.due_on), w.first)) AS due_on
FROM (SELECT plan, since AS day FROM plans WHERE since > DATE '0001-01-01'
      UNION SELECT plan, rehead_on FROM plans WHERE rehead_on IS NOT NULL) p
JOIN workdays w USING (day)
LEFT JOIN told t ON t.plan = p.plan AND t.effective_on = p.day AND t.received_on <= w.plus5
GROUP BY p.plan, day, w.first;

CREATE TABLE steps AS
WITH kinds AS (
    SELECT t.* EXCLUDE (due_on, kind),
           CASE WHEN t.kind = 'opening_list' THEN greatest(t.due_on, d.due_on) ELSE t.due_on END AS due_on,
           CASE WHEN s.olds IS NULL THEN t.kind ELSE 'swap' END AS kind, coalesce(s.olds, []) AS replaces,
           t.kind = 'remove' AND EXISTS (SELECT 1 FROM swaps w WHERE w.plan = t.plan AND w.effective_on = t.effective_on
                                         AND list_contains(w.olds, t.code)) AS within_swap
    FROM told t LEFT JOIN swaps s USING (plan, code, effective_on)
    LEFT JOIN dues d ON d.plan = t.plan AND d.day = t.effective_on
)
SELECT * EXCLUDE (stay), sum(CASE WHEN kind = 'remove' THEN 1 ELSE 0 END) OVER turn AS stay,
       effective_on <= DATE '2025-06-30' AND coalesce(lead(effective_on) OVER turn > DATE '2025-06-30', TRUE) AS current
FROM kinds WINDOW turn AS (PARTITION BY plan, code ORDER BY effective_on);

-- Rows that no look changes: taken over, yet to come, new heads, the end of a board.
CREATE TABLE aside AS
SELECT plan, territory, kind, code, replaces, name, sector, decision_id, item_id, effective_on, due_on,
       CASE WHEN effective_on > DATE '2025-06-30' THEN 'planned' ELSE 'cancelled' END AS state,
       code || '|' || decision_id || '|' AS identity
FROM steps WHERE NOT current AND NOT within_swap
UNION ALL BY NAME
SELECT o.plan, o.territory, 'rehead' AS kind, code, [] AS replaces, name, sector, decision_id, item_id,
       rehead_on AS effective_on, d.due_on, 'planned' AS state, code || '|' || decision_id || '|rehead:' || rehead_on AS identity
FROM own o JOIN dues d ON d.plan = o.plan AND d.day = o.rehead_on
WHERE since < rehead_on AND rehead_on < until
  AND NOT EXISTS (SELECT 1 FROM steps s WHERE s.plan = o.plan AND s.code = o.code AND s.effective_on = o.rehead_on)
UNION ALL BY NAME
SELECT plan, territory, 'close_board' AS kind, NULL AS code, list(code ORDER BY code) AS replaces,
       'Toàn bộ danh mục niêm yết' AS name, NULL AS sector, NULL AS decision_id, NULL AS item_id, ends AS effective_on,
       any_value(w.first) AS due_on, 'planned' AS state, 'close:' || ends AS identity
FROM own JOIN workdays w ON w.day = ends WHERE until = ends AND since < ends AND ends < DATE '9999-12-31'
GROUP BY plan, territory, ends;

-- What hangs on the day, as each unit shows it.
CREATE TABLE looks AS
WITH cited AS (
    SELECT *, CAST(regexp_extract(decision_text, '^(\\d+)/', 1) AS INTEGER) AS cited_number,
           CAST(strptime(regexp_extract(decision_text, '(\\d\\d/\\d\\d/\\d{4})', 1), '%d/%m/%Y') AS DATE) AS cited_on
    FROM listings
)
SELECT c.*, d.effective_on AS spoke_on, d.decision_id AS said_by
FROM cited c LEFT JOIN decisions d ON d.territory = c.territory AND d.number = c.cited_number AND d.signed_on = c.cited_on;

CREATE TABLE current AS
WITH on_the_day AS (
    SELECT o.plan, o.code, o.version, o.since, v.valid_from, o.name AS held_name
    FROM own o JOIN versions v ON v.territory = o.territory AND v.code = o.code AND v.level = o.level AND v.version = o.version
    WHERE o.since <= DATE '2025-06-30' AND DATE '2025-06-30' < o.until
), opened AS (
    -- The step with which the code last came onto the board.
    SELECT plan, code, stay, min_by(due_on, effective_on) AS opened_due, min(effective_on) AS opened_on
    FROM steps WHERE kind <> 'remove' GROUP BY ALL
)
SELECT s.*, valid_from, held_name, opened_due, opened_on
FROM steps s LEFT JOIN on_the_day USING (plan, code) LEFT JOIN opened USING (plan, code, stay) WHERE s.current;

CREATE TABLE verdicts AS
SELECT s.unit_id, c.plan, c.territory, c.code, c.kind, c.replaces, c.name, c.sector, c.decision_id, c.item_id,
       c.effective_on, c.due_on, c.within_swap, c.opened_due, c.opened_on, n.row_no, n.sha256, n.spoke_on,
       CASE WHEN c.kind = 'remove' THEN CASE WHEN n.code IS NULL THEN 'right' ELSE 'leftover' END
            WHEN n.code IS NULL THEN 'missing'
            WHEN n.spoke_on IS NULL THEN 'unknown decision'
            WHEN n.spoke_on < c.valid_from THEN 'stale'
            WHEN lower(n.name) <> lower(c.held_name) THEN 'other name' ELSE 'right' END AS verdict
FROM spans s JOIN plans p ON p.territory = s.territory AND p.level = s.level AND p.since = s.since AND p.until = s.until
     AND p.rehead_on IS NOT DISTINCT FROM s.rehead_on
JOIN current c ON c.plan = p.plan
LEFT JOIN looks n ON n.unit_id = s.unit_id AND n.code = c.code AND n.territory = c.territory
WHERE s.since <= DATE '2025-06-30' AND DATE '2025-06-30' < s.until;

CREATE TABLE updates AS
WITH stale AS (
    -- Due since the first change that the sheet missed: after the version that it shows.
    SELECT v.unit_id, v.code, min(m.due_on) AS due_on, min(m.effective_on) AS since
    FROM verdicts v JOIN steps m ON m.plan = v.plan AND m.code = v.code AND m.kind <> 'remove'
    WHERE v.verdict = 'stale' AND m.effective_on <= v.effective_on
      AND m.effective_on > (SELECT max(o.valid_from) FROM versions o JOIN plans p ON p.plan = v.plan
                            WHERE o.territory = v.territory AND o.code = v.code AND o.level = p.level
                              AND o.valid_from <= v.spoke_on)
    GROUP BY v.unit_id, v.code
), rows AS (
    SELECT s.territory, s.unit_id, a.kind, NULL AS channel, a.code, a.replaces, a.name, a.sector, a.decision_id, a.item_id,
           a.effective_on, a.due_on, a.state, a.effective_on AS exposed_since, NULL::DATE AS done_on, NULL AS evidence, a.identity
    FROM spans s JOIN plans p ON p.territory = s.territory AND p.level = s.level AND p.since = s.since AND p.until = s.until
         AND p.rehead_on IS NOT DISTINCT FROM s.rehead_on
    JOIN aside a ON a.plan = p.plan
    UNION ALL BY NAME
    SELECT v.territory, v.unit_id,
           CASE v.verdict WHEN 'missing' THEN CASE WHEN v.kind = 'opening_list' THEN v.kind ELSE 'post' END
                WHEN 'leftover' THEN 'remove' WHEN 'right' THEN v.kind WHEN 'unknown decision' THEN 'review'
                ELSE 'replace_sheet' END AS kind,
           'counter' AS channel, v.code, CASE WHEN v.verdict = 'right' THEN v.replaces ELSE [] END AS replaces,
           v.name, v.sector, v.decision_id, v.item_id, v.effective_on,
           CASE v.verdict WHEN 'missing' THEN v.opened_due WHEN 'stale' THEN coalesce(t.due_on, v.due_on)
                ELSE v.due_on END AS due_on,
           CASE WHEN v.verdict = 'right' THEN 'done'
                WHEN CASE v.verdict WHEN 'missing' THEN v.opened_due WHEN 'stale' THEN coalesce(t.due_on, v.due_on)
                     ELSE v.due_on END < DATE '2025-06-30' THEN 'overdue' ELSE 'due' END AS state,
           CASE v.verdict WHEN 'missing' THEN v.opened_on WHEN 'stale' THEN coalesce(t.since, v.effective_on)
                ELSE v.effective_on END AS exposed_since,
           CASE WHEN v.verdict = 'right' THEN DATE '2025-06-30' END AS done_on,
           'quan sát tại nơi tiếp nhận ngày 30/6/2025'
           || CASE WHEN v.row_no IS NULL THEN '' ELSE ', dòng ' || v.row_no || ', tệp ' || left(v.sha256, 12) END AS evidence,
           v.code || '|' || v.decision_id || '|' AS identity
    FROM verdicts v LEFT JOIN stale t USING (unit_id, code)
    WHERE NOT (v.within_swap AND v.verdict = 'right')
)
SELECT left(sha256(unit_id || '|' || kind || '|' || identity || '|' || coalesce(channel, '')), 16) AS update_id,
       rows.* EXCLUDE (identity),
       CASE kind WHEN 'post' THEN 'Công bố mới tại ' WHEN 'remove' THEN 'Bãi bỏ tại '
            ELSE 'Sửa đổi, bổ sung tại ' END || coalesce(decision_id, '') AS reason,
       CASE WHEN state = 'overdue' THEN date_diff('day', due_on, DATE '2025-06-30') ELSE 0 END AS days_overdue,
       greatest(0, date_diff('day', exposed_since, coalesce(done_on, DATE '2025-06-30'))) AS exposed_days
FROM rows ORDER BY unit_id, code, update_id;

CREATE TABLE difference AS
SELECT unit_id, unnest([code]) AS code, verdict FROM verdicts;
"""


def main(folder: Path) -> None:
    """Load the facts, run each part, write what it found and what it took beside the facts."""
    base = duckdb.connect(config={"threads": 2})
    for table in (*TABLES, "workdays"):
        base.execute(f"CREATE TABLE {table} AS SELECT * FROM read_parquet('{folder}/{table}*.parquet')")
    seconds = {}
    for name, statements in (("fold", _FOLD), ("boards", _BOARDS), ("updates", _UPDATES)):
        begun = time.process_time()
        base.execute(statements)
        seconds[name] = time.process_time() - begun
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
    base.execute(
        "COPY (SELECT territory, kind, state, count(*) AS rows, CAST(sum(digits) AS BIGINT) AS ids, "
        "CAST(sum(digits * date_diff('day', DATE '2010-01-01', due_on)) AS BIGINT) AS days FROM ("
        "SELECT *, CAST('0x' || left(update_id, 8) AS BIGINT) AS digits FROM updates) GROUP BY ALL) "
        f"TO '{folder}/sums.parquet'"
    )
    (folder / "peer.json").write_text(json.dumps({"seconds": seconds, "rows": rows, "peak": peak_mb()}))


def _one(base: duckdb.DuckDBPyConnection, query: str) -> int:
    found = base.execute(query).fetchone()
    assert found is not None
    return int(found[0])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
