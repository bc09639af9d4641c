"""`niemyet explain` and `niemyet report` over the worked scenario (DOMAIN §7.3, §8)."""

import json

import pytest
from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from tests.support.scenario import Nights

#: The worker that runs the nights of the scenario (`tests/scenarios/test_scenario.py`) shows them, too.
pytestmark = pytest.mark.xdist_group("scenario")


@pytest.fixture(scope="module")
def nights(scenario_nights: Nights) -> Nights:
    return scenario_nights


def explain(nights: Nights, *given: str) -> str:
    wide = CliRunner(env={"COLUMNS": "200"})
    result = wide.invoke(niemyet, ["explain", *nights.options, *given], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_answer_comes_first(nights: Nights) -> None:
    lines = explain(nights, "1.012568").splitlines()
    assert lines[0].startswith("1.012568 ")
    assert "còn hiệu lực ở cấp xã từ 01/07/2025, theo Quyết định số 58/QĐ-UBND ngày 01/7/2025" in lines[1]
    assert lines[2] == "Trước đó: 1.001612 → 1.010881 → 1.012568"


def test_one_entry_for_each_decision_with_what_it_did_since_when_and_where_it_is_printed(
    nights: Nights,
) -> None:
    text = explain(nights, "1.001193")
    entries = [line[4:].split(":")[0] for line in text.splitlines() if line[2:4] == ". "]
    assert entries == [
        f"Quyết định số {one}"
        for one in (
            "3600/QĐ-UBND ngày 15/12/2021",
            "512/QĐ-UBND ngày 04/3/2022",
            "698/QĐ-UBND ngày 21/3/2022",
            "1020/QĐ-UBND ngày 15/4/2022",
        )
    ]
    assert "có hiệu lực từ 21/03/2022, biết từ 10/05/2022" in text
    assert "thời hạn: “02 ngày làm việc” → “Trong ngày”" in text
    assert "A/I dòng 1" in text
    assert "nhận được muộn" in text


def test_as_known_on_a_day(nights: Nights) -> None:
    before = explain(nights, "1.001193", "--as-of", "2022-03-25", "--known", "2022-05-01")
    assert "698/QĐ-UBND" not in before
    assert "theo Quyết định số 512/QĐ-UBND" in before
    after = explain(nights, "1.001193", "--as-of", "2022-03-25", "--known", "2022-05-11")
    assert "theo Quyết định số 698/QĐ-UBND" in after


def test_what_became_of_it(nights: Nights) -> None:
    text = explain(nights, "1.001612")
    assert "không còn hiệu lực ở cấp nào; cấp huyện thôi thực hiện từ 15/06/2022" in text
    assert "Nay là: 1.001612 → 1.010881 → 1.012568" in text


def test_a_misprint_never_was(nights: Nights) -> None:
    text = explain(nights, "1.010811")
    assert "chưa từng có hiệu lực" in text
    assert "đính chính mã in sai này thành 1.010881" in text
    then = explain(nights, "1.010811", "--as-of", "2022-06-16", "--known", "2022-06-17")
    assert "còn hiệu lực ở cấp huyện từ 15/06/2022" in then


def test_a_limited_effect_and_what_comes_back_after_it(nights: Nights) -> None:
    text = explain(nights, "1.002407", "--as-of", "2026-01-01")
    assert "cấp xã chỉ tiếp nhận; đến trước 01/03/2027" in " ".join(text.split())
    assert "sẽ có hiệu lực từ 01/03/2027, theo Quyết định số 3600/QĐ-UBND" in " ".join(text.split())
    assert text.count("nơi tiếp nhận: không ghi → cấp xã") == 1
    assert "cấp xã → không ghi" not in text


def test_a_move_between_levels_is_no_unknown_history(nights: Nights) -> None:
    text = explain(nights, "3.000154")
    assert "chuyển từ cấp khác sang theo chính quyết định này" in text
    assert "chưa nhận được quyết định công bố trước đó" not in text


def test_rows_for_programs(nights: Nights) -> None:
    rows = json.loads(explain(nights, "1.001193", "--format", "json").split("\nNgày")[0])
    assert [row["known_on"] for row in rows] == ["2021-12-17", "2022-03-08", "2022-05-10", "2022-04-18"]
    assert {"decision", "changes", "evidence", "sha256", "page", "part", "row_no"} <= set(rows[0])


def test_in_english(nights: Nights) -> None:
    text = explain(nights, "1.001193", "--lang", "en")
    assert "in force at commune level since 2022-04-15, by decision 1020/QĐ-UBND of 2022-04-15" in text
    assert "valid from 2022-03-21, known since 2022-05-10" in text


# ---- report -------------------------------------------------------------------------------------------------


def report(nights: Nights, *given: str) -> dict[tuple[str, str | None, str | None], str]:
    result = CliRunner().invoke(
        niemyet,
        ["report", *nights.options, "--format", "json", "--lang", "en", *given],
        catch_exceptions=False,
    )
    assert result.exit_code == 0, result.output
    rows = json.loads(result.stdout)
    found = {(row["figure"], row["level"], row["unit_id"]): str(row["value"]) for row in rows}
    assert len(found) == len(rows)
    return found


def test_the_figures_of_a_year(nights: Nights) -> None:
    found = report(nights, "--from", "2022-01-01", "--to", "2022-12-31")
    posted = {key[2]: value for key, value in found.items() if key[0] == "procedures to post"}
    assert posted == {"t0": "1", "h0": "3", "x1": "3", "x2": "3", "x3": "3"}
    changed = {
        (figure.removeprefix("in the period: "), level): value
        for (figure, level, _), value in found.items()
        if figure.startswith("in the period")
    }
    # District: 3.000154 new, two replaced (1.001612, 1.010881), 2.000720 abolished.
    assert [changed[one, "district"] for one in ("new", "amended", "replaced", "abolished")] == [
        "1",
        "0",
        "2",
        "1",
    ]
    # Commune: 2.002409 new and abolished, 1.001193 amended, 1.000775 abolished by its name.
    assert [changed[one, "commune"] for one in ("new", "amended", "replaced", "abolished")] == [
        "1",
        "1",
        "0",
        "2",
    ]


def test_the_score_of_a_quarter_by_what_the_national_database_was_seen_to_show(nights: Nights) -> None:
    found = report(nights, "--from", "2022-04-01", "--to", "2022-06-30")
    assert found["1.2 made public in time", None, None].endswith(" %")
    assert found["1.1 announced in time", None, None] == "N/A"
    assert found["boards right", None, None] == "N/A"
    assert found["decisions with a stated effect", None, None] == "66.67 %"  # a correction states none


def test_one_units_figures(nights: Nights) -> None:
    found = report(nights, "--from", "2022-01-01", "--to", "2022-12-31", "--unit", "x3")
    assert found["procedures to post", "commune", "x3"] == "3"
    assert ("1.1 announced in time", None, None) not in found


def test_a_period_that_ends_before_it_begins_is_wrong_usage(nights: Nights) -> None:
    result = CliRunner().invoke(
        niemyet, ["report", *nights.options, "--from", "2023-01-01", "--to", "2022-01-01"]
    )
    assert result.exit_code != 0
