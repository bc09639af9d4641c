"""A file that was handed in is taken back as a new fact, and everything said is on record."""

from pathlib import Path

from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from tests.support.house import build_house, decision


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
