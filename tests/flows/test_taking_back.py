"""A file that was handed in is taken back as a new fact, and everything said is on record."""

import re
import shlex
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from niemyet.flows.cli import niemyet
from niemyet.model.errors import ReleaseRefusedError
from niemyet.model.tables import ListingUpdate, Procedure, Review
from tests.support.house import (
    BASE_ROWS,
    House,
    add_a_unit,
    build_house,
    decision,
    lose_a_unit,
    without_level,
)
from tests.support.named_commands import named_in


def test_a_file_is_taken_back_and_everything_said_is_on_record(tmp_path: Path) -> None:
    house = build_house(tmp_path / "nhà")
    runner = CliRunner()
    first, second = house.root / "1.md", house.root / "2.md"
    first.write_text(decision(1, "10/01/2022"), encoding="utf-8")
    second.write_text(decision(2, "20/02/2022", section="BỊ BÃI BỎ"), encoding="utf-8")

    def board() -> list[str]:
        release = house.folder.releases.latest()
        assert release is not None
        return sorted(
            row["code"] for row in release.table("boards").to_pylist() if row["valid_until"] is None
        )

    def run(*words: str) -> str:
        result = runner.invoke(niemyet, [*words, *house.options])
        assert result.exit_code in {0, 3}, (result.output, result.exception)
        return result.output

    run("ingest", str(first))
    before = board()
    assert before
    run("ingest", str(second), "--by", "Lan")
    assert board() == []
    run("ingest", "--withdraw", "2.md", "--by", "Lan")
    assert board() == before
    run("ingest", str(second), "--by", "Hoa")
    assert board() == [], "handed in again it counts again"
    told = run("log")
    for word in ("nhận tệp", "rút tệp", "nhận lại tệp", "Lan", "Hoa"):
        assert word in told, told
    unknown = runner.invoke(niemyet, ["ingest", "--withdraw", "3.md", *house.options])
    assert "3.md" in str(unknown.exception)


def test_what_a_person_said_outlives_every_kind_of_run(tmp_path: Path) -> None:
    """Answers and reports hold after reading again, a backfill, and another copy of the same decision."""
    house = build_house(tmp_path / "nhà")
    runner = CliRunner()
    silent = decision(1, "10/01/2022", rows=BASE_ROWS).replace(
        "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.", "Điều 2. Giao các cơ quan thực hiện."
    )
    vague = without_level(decision(2, "20/02/2022", rows=(("1.300001", "Cấp thẻ"), ("1.300002", "Đổi thẻ"))))
    house.drop("1.md", silent)
    house.drop("2.md", vague)

    def run(*words: str) -> None:
        result = runner.invoke(niemyet, [*words, *house.options])
        assert result.exit_code in {0, 3}, (words, result.output, result.exception)

    def said() -> tuple[object, ...]:
        release = house.folder.releases.latest()
        assert release is not None
        reviews = [(one.kind, one.state, one.resolution) for one in release.rows("reviews", Review)]
        done = [one.code for one in release.rows("listing_updates", ListingUpdate) if one.done_by == "Hoa"]
        in_force = {(one.code, one.level, one.valid_from) for one in release.rows("procedures", Procedure)}
        return sorted(reviews), sorted(str(code) for code in done), sorted(in_force)

    run("nightly")
    run("review", "resolve", "--kind", "level_unknown", "cấp xã", "--by", "Lan")
    run("review", "resolve", "--kind", "no_effect_clause", "01/02/2022", "--by", "Lan")
    release = house.folder.releases.latest()
    assert release is not None
    work = next(one for one in release.rows("listing_updates", ListingUpdate) if one.code == "1.300001")
    run("done", work.update_id, "--by", "Hoa", "--publish")
    before = said()
    assert {state for _, state, _ in before[0]} == {"resolved"}  # type: ignore[attr-defined]
    assert before[1] == ["1.300001"]

    copy = house.root / "ban-khac.md"
    copy.write_text(vague + "\n\nNơi nhận: lưu.\n", encoding="utf-8")
    for words in (
        ("reprocess",),
        ("backfill", "--from", "2022-01-01", "--to", "2022-12-31"),
        ("ingest", str(house.root / "inbox" / "1.md")),
        ("ingest", str(copy), "--received", "2022-02-21"),
        ("nightly", "--full"),
    ):
        run(*words)
        assert said() == before, words


def _house_of_thirty(tmp_path: Path) -> tuple[House, list[str]]:
    """A house that was handed in thirty decisions, and their files."""
    house = build_house(tmp_path / "nhà")
    add_a_unit(house)
    files = []
    for number in range(1, 31):
        rows = ((f"1.4{number:05d}", f"Cấp thẻ {number}"),)
        house.drop(f"{number}.md", decision(number, "10/01/2022", rows=rows))
        files.append(str(house.root / "inbox" / f"{number}.md"))
    assert CliRunner().invoke(niemyet, ["ingest", *files, *house.options]).exit_code in {0, 3}
    return house, files


def _decisions(house: House) -> int:
    release = house.folder.releases.latest()
    assert release is not None
    return release.table("decisions").num_rows


def test_taking_back_most_of_what_is_known_is_published_at_once(tmp_path: Path) -> None:
    """Whoever takes twenty files of thirty back means to."""
    house, files = _house_of_thirty(tmp_path)
    gone = [word for name in files[:20] for word in ("--withdraw", name)]
    runner = CliRunner()
    done = runner.invoke(niemyet, ["ingest", *gone, "--by", "Lan", *house.options])
    assert done.exit_code in {0, 3}, (done.output, done.exception)
    assert _decisions(house) == 10
    told = " ".join(runner.invoke(niemyet, ["nightly", *house.options]).output.split())
    assert told.count("đã rút lại") <= 1, "twenty files that lie in the inbox are told in one line"
    again = runner.invoke(niemyet, ["ingest", *gone, *house.options])
    assert again.exit_code in {0, 3}, again.output
    assert re.search(r"1\.md.*đã rút lại.*Lan", again.output), again.output
    assert _decisions(house) == 10


def test_a_loss_beside_what_was_taken_back_is_refused_and_accepted_where_it_was_made(tmp_path: Path) -> None:
    house, files = _house_of_thirty(tmp_path)
    lose_a_unit(house)
    refused = CliRunner().invoke(niemyet, ["ingest", "--withdraw", files[0], *house.options])
    assert refused.exit_code == 1
    assert "--accept-release" in str(refused.exception)
    assert _decisions(house) == 30
    words = ["ingest", files[29], "--accept-release", "xã C không còn", *house.options]
    assert CliRunner().invoke(niemyet, words).exit_code in {0, 3}
    assert _decisions(house) == 29


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_next_step_after_a_refused_release_publishes_it(tmp_path: Path, lang: str) -> None:
    """What was taken back is on record when the release is refused: the same command again has nothing to take back."""
    house, files = _house_of_thirty(tmp_path)
    lose_a_unit(house)
    refused = CliRunner().invoke(niemyet, ["ingest", "--withdraw", files[0], *house.options])
    assert refused.exit_code == 1
    assert isinstance(refused.exception, ReleaseRefusedError)
    (step,) = named_in(refused.exception.message(lang))
    again = CliRunner().invoke(niemyet, [*shlex.split(step.line), *house.options])
    assert again.exit_code in {0, 3}, again.output
    assert _decisions(house) == 29


def test_an_archive_is_taken_back_with_what_it_holds(tmp_path: Path) -> None:
    """By its name, by the name of a file within it; what came by another way too still counts."""
    house = build_house(tmp_path / "nhà")
    archive = house.root / "gói.zip"
    texts = {f"{number}.md": decision(number, f"{number}0/01/2022") for number in (1, 2, 3)}
    with ZipFile(archive, "w") as file:
        for name, text in texts.items():
            file.writestr(name, text)
    alone = house.root / "3.md"
    alone.write_text(texts["3.md"], encoding="utf-8")

    def run(*words: str) -> int:
        result = CliRunner().invoke(niemyet, ["ingest", *words, *house.options])
        assert result.exit_code in {0, 3}, (words, result.output, result.exception)
        return _decisions(house)

    assert run(str(archive), str(alone)) == 3
    assert run("--withdraw", str(archive), "--by", "Lan") == 1, "3.md was handed in by itself too"
    assert run(str(archive), "--by", "Lan") == 3
    assert run("--withdraw", "gói.zip#1.md", "--by", "Lan") == 2
    assert run("--withdraw", "2.md", "--by", "Lan") == 1
    assert run(str(archive), "--by", "Lan") == 3, "handed in again all of it counts again"


def test_a_file_that_was_taken_back_and_lies_in_the_inbox_is_told(tmp_path: Path) -> None:
    """Whoever puts it back there means it to count, and it does not."""
    house = build_house(tmp_path / "nhà")
    runner = CliRunner()

    def run(*words: str) -> Result:
        return runner.invoke(niemyet, [*words, *house.options])

    def decisions() -> int:
        release = house.folder.releases.latest()
        assert release is not None
        return release.table("decisions").num_rows

    house.drop("1.md", decision(1, "10/01/2022"))
    house.drop("2 bản sao.md", decision(2, "20/02/2022"))
    place = house.root / "inbox" / "2 bản sao.md"
    run("nightly")
    kept = place.read_bytes()
    place.unlink()
    assert run("ingest", "--withdraw", place.name, "--by", "Lan", "--accept-release", "thử").exit_code in {
        0,
        3,
    }
    assert place.name not in run("nightly").output, "it lies there no more"
    place.write_bytes(kept)
    told = run("nightly")
    assert told.exit_code == 3
    assert "2 bản sao.md đã rút lại" in told.output
    assert "Lan" in told.output
    assert decisions() == 1
    (step,) = [one for one in named_in(" ".join(told.output.split())) if one.line.startswith("ingest")]
    assert run(*shlex.split(step.line)).exit_code in {0, 3}
    assert decisions() == 2
    assert "đã rút lại" not in run("nightly").output
