"""`niemyet report`: figures of a period; with --score procedure by procedure, beside what the national service says."""

import json

import pytest
from click.testing import CliRunner, Result

from niemyet.demo.national import Formality, National
from niemyet.extractors.portals.national_score import ServicePeriod
from niemyet.flows.cli import niemyet
from niemyet.flows.clock import SystemClock
from niemyet.flows.commands.report import national_looks
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.scoring import ask_service
from niemyet.flows.ui import Ui
from niemyet.model.errors import UsageError
from tests.support.house import House, build_house, decision
from tests.support.loopback import source

ROWS = (("1.001193", "Đăng ký khai sinh"), ("2.000815", "Chứng thực bản sao từ bản chính"))
CATALOGUE = (
    Formality("1.001193", "Đăng ký khai sinh"),
    Formality("1.000999", "Không ai công bố", subjects=()),
)
#: The service takes the first for late, and says nothing of the other.
SCORED = {
    "PUBLIC_UPDATE_ON_TIME": {"1.001193": False},
    "PUBLIC_CONTENT_FULL": {"1.001193": True, "1.000999": False},
}


@pytest.fixture(scope="module")
def service():
    with National(CATALOGUE, scored=SCORED) as made:
        yield made


@pytest.fixture(scope="module")
def house(service: National, tmp_path_factory: pytest.TempPathFactory) -> House:
    told = f'[[source]]\nid = "quoc-gia"\nkind = "dvc-2026"\nurl = "{service.url}"\nagency_id = "H47"\n'
    made = build_house(tmp_path_factory.mktemp("x") / "nhà", more=told + "seconds_between_requests = 0.0\n")
    made.drop("512.md", decision(512, "04/03/2022", rows=ROWS))
    made.at("2022-12-01T13:00:00")
    run_nightly(made.settings, made.folder, made.clock)
    return made


def run(house: House, *words: str) -> Result:
    return CliRunner().invoke(niemyet, ["--lang", "en", "report", *words, *house.options])


def test_each_procedure_has_its_limits_and_the_service_stands_beside(house: House) -> None:
    told = run(house, "--score", "--from", "2022-01-01", "--ask", "--format", "json")
    assert told.exit_code == 0, told.output
    rows = {(row["indicator"], row["code"]): row for row in json.loads(told.stdout)}
    missed = rows["made_public", "2.000815"]
    assert (missed["verdict"], missed["score_limit"], missed["comparison"]) == (
        "missed",
        "2022-03-11",
        "not_asked",
    )
    assert missed["decision"].startswith("512/QĐ-UBND")
    unseen = rows["made_public", "1.001193"]
    assert (unseen["verdict"], unseen["service_share"], unseen["comparison"]) == (
        "unobserved",
        "0/1",
        "not_counted",
    )
    assert unseen["points"] is None
    assert rows["complete", "1.000999"]["lacking"] != ""
    assert rows["complete", "1.001193"]["verdict"] == "in_time"
    assert "1.3 complete in its parts: 1/2, 1.00 of 2 points" in told.stderr


def test_the_table_has_the_parts_and_what_is_to_be_looked_at(house: House) -> None:
    told = run(house, "--score", "--from", "2022-01-01", "--ask")
    assert told.exit_code == 0, told.output
    parts, procedures = told.stdout.split("\n\n")
    assert "1/2" in parts
    assert "2.000815" in procedures
    assert "1.001193" not in procedures, "what nobody saw is counted apart, above"
    assert "1.000999" in procedures


def test_only_so_many_procedures_are_asked_about_and_the_rest_is_told(
    house: House, service: National
) -> None:
    service.asked.clear()
    told = run(house, "--score", "--from", "2022-01-01", "--ask", "--at-most", "0", "--format", "json")
    assert told.exit_code == 0, told.output
    assert not [one for one in service.asked if "formalityId" in one]
    assert "1 procedures were not asked about" in told.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--ask"], "--ask goes with --score"),
        (["--score", "--unit", "xa-b"], "leave out --unit"),
        (["--score", "--to", "html"], "leave out --score"),
        (["--to", "html", "--to", "xlsx"], "one form"),
        (["--out", "x.html"], "--out goes with"),
        (["--score", "--ask", "--from", "2022-02-03"], "months, quarters and years"),
        (["--from", "2022-02-03", "--to", "2022-01-01"], "is after"),
    ],
)
def test_wrong_use_says_what_is_right(house: House, words: list[str], why: str) -> None:
    told = run(house, *words)
    assert isinstance(told.exception, UsageError)
    assert why in told.exception.message("en")


def test_a_source_without_a_code_or_with_an_unknown_one_is_told(service: National) -> None:
    for code, why in ((None, "agency_id is missing"), ("H99", "H99")):
        with pytest.raises(UsageError, match=why):
            ask_service(
                source("dvc-2026", service.url, agency_id=code), ServicePeriod(2022), [], SystemClock()
            )


def test_the_figures_of_a_period_are_as_before(house: House) -> None:
    told = run(house, "--from", "2022-01-01", "--format", "json")
    assert told.exit_code == 0, told.output
    assert (
        national_looks(Ui(str(house.folder.root), house.root / "niemyet.toml", "en", "table")) == frozenset()
    )
    figures = {row["figure"]: row["value"] for row in json.loads(told.stdout)}
    assert figures["1.2 made public in time"] == "N/A"


def test_what_is_no_day_and_no_form_is_told_with_both() -> None:
    said = CliRunner().invoke(niemyet, ["report", "--to", "pdf"])
    assert (said.exit_code, "hoặc dạng tệp: html, xlsx, docx" in said.stderr) == (2, True)
