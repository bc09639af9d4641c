"""What the law comes to is carried from night to night where nothing changes it, and is what folding everything comes to."""

import subprocess
import sys
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from niemyet.flows import carrying
from niemyet.flows.carrying import CARRIED, FoldNote
from niemyet.flows.clock import SetClock
from niemyet.flows.pipeline import run_nightly
from niemyet.flows.publishing import rebuild
from niemyet.model.law_rows import LawInMemory
from niemyet.storage.lake_rows import ResolutionRow
from niemyet.storage.law_rows import ReleaseLaw
from niemyet.storage.object_store import FolderPlace
from niemyet.storage.release import Release, files_of
from niemyet.storage.releases import table_files
from tests.support.house import House, build_house, decision

LISTING = 'listings = [{ channel = "counter", path = "niem-yet.html" }]'


@pytest.fixture
def house(tmp_path: Path) -> House:
    found = build_house(tmp_path / "nhà", huyen_listing=LISTING)
    posted(found, "2.000815")
    found.drop("1.md", decision(1, "10/01/2022"))
    found.drop(
        "2.md", decision(2, "12/01/2022", level="CẤP HUYỆN", rows=(("2.000815", "Chứng thực bản sao"),))
    )
    night(found, "2022-03-01")
    return found


def posted(house: House, *codes: str) -> None:
    rows = "".join(
        f"<tr><td>{at}</td><td>{code}</td><td>Chứng thực bản sao</td></tr>"
        for at, code in enumerate(codes, 1)
    )
    head = "<tr><th>STT</th><th>Mã TTHC</th><th>Tên thủ tục hành chính</th></tr>"
    text = f"<html><meta charset='utf-8'><body><table>{head}{rows}</table></body></html>"
    (house.root / "niem-yet.html").write_text(text, encoding="utf-8")


def night(house: House, day: str) -> Release:
    """A night; what it publishes is what everything from nothing comes to, byte for byte."""
    at = datetime.fromisoformat(f"{day}T13:00:00").replace(tzinfo=UTC)
    run_nightly(house.settings, house.folder, SetClock(at))
    release = house.folder.releases.latest()
    assert release is not None
    made = rebuild(house.folder, release)
    for each in release.manifest["resources"]:
        found = {
            path: f"sha256:{sha256(data).hexdigest()}"
            for path, (data, _) in table_files(each["name"], made[each["name"]], release.as_of).items()
        }
        assert {file.path: file.hash for file in files_of(each)} == found, each["name"]
    return release


def was_folded(release: Release) -> bool:
    return FoldNote.of_json(release.manifest["folded"]).on == release.as_of


def test_a_night_without_news_folds_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def folds(*_: object, **__: object) -> None:
        raise AssertionError("it folded")

    with monkeypatch.context() as only:
        only.setattr("niemyet.flows.publishing.consolidate", folds)
        at = datetime(2022, 3, 2, 13, tzinfo=UTC)
        run_nightly(house.settings, house.folder, SetClock(at))
    release = house.folder.releases.latest()
    assert release is not None
    assert (release.as_of, was_folded(release)) == (date(2022, 3, 2), False)
    before = house.folder.releases.open(house.folder.releases.all()[0])
    for name in CARRIED:
        assert (release.folder / f"{name}.parquet").samefile(before.folder / f"{name}.parquet"), name
    assert not (release.folder / "listings.parquet").samefile(before.folder / "listings.parquet")


def test_a_night_without_news_reads_the_law_of_few_codes(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    night(house, "2022-03-02")
    asked: list[frozenset[str]] = []
    of = ReleaseLaw.of

    def noted(law: ReleaseLaw, codes: frozenset[str]) -> LawInMemory:
        asked.append(codes)
        return of(law, codes)

    def reads(_: ReleaseLaw) -> None:
        raise AssertionError("it read all of it")

    with monkeypatch.context() as only:
        only.setattr(ReleaseLaw, "of", noted)
        only.setattr(ReleaseLaw, "procedures", property(reads))
        only.setattr(ReleaseLaw, "items", property(reads))
        night(house, "2022-03-03")
    assert asked == [frozenset()], "what hangs rightly is done, and where nobody looked nothing is late"


def test_what_is_seen_and_reported_counts_though_the_law_is_carried(house: House) -> None:
    (house.root / "niem-yet.html").write_text(
        "<html><meta charset='utf-8'><table><tr><th>STT</th><th>Mã TTHC</th><th>Tên thủ tục hành chính</th></tr>"
        "<tr><td>1</td><td>1.001193</td><td>Đăng ký khai sinh</td></tr></table></html>",
        encoding="utf-8",
    )
    release = night(house, "2022-03-02")
    assert not was_folded(release)
    work = release.table("listing_updates", filters=[("unit_id", "=", "huyen-a"), ("code", "=", "2.000815")])
    assert work.column("state").to_pylist() == ["due"], "it hung yesterday"


def test_a_night_that_brings_an_answer_folds_and_the_next_does_not(house: House) -> None:
    assert not was_folded(night(house, "2022-03-02"))
    answer = ResolutionRow("nhà", "x:0", "none", "Hà", datetime(2022, 3, 2, 14, tzinfo=UTC), None, None)
    house.folder.hand_in("resolutions", "nhà", [answer])
    assert was_folded(night(house, "2022-03-03"))
    assert not was_folded(night(house, "2022-03-04"))


def test_a_day_of_effect_ends_it(house: House) -> None:
    rows = (("1.009999", "Cấp giấy xác nhận"),)
    house.drop("3.md", decision(3, "01/03/2022", rows=rows, effect="kể từ ngày 06/3/2022"))
    first = night(house, "2022-03-02")
    assert FoldNote.of_json(first.manifest["folded"]).until == date(2022, 3, 6)
    assert not was_folded(night(house, "2022-03-05"))
    due = night(house, "2022-03-06")
    assert FoldNote.of_json(due.manifest["folded"]).until == date(2023, 1, 1)
    assert due.table("procedures", filters=[("code", "=", "1.009999")]).column("state").to_pylist() == [
        "in_force"
    ]


def test_a_new_year_ends_it(house: House) -> None:
    assert not was_folded(night(house, "2022-03-07"))
    assert not was_folded(night(house, "2022-03-08")), "held against everything, not folded"
    assert not was_folded(night(house, "2022-12-30"))
    assert was_folded(night(house, "2023-01-01")), "the calendar has another year"


def test_another_configuration_or_program_is_folded(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    file = house.root / "niemyet.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("UBND xã B", "UBND xã Bê"), encoding="utf-8")
    assert was_folded(night(house, "2022-03-02"))
    assert not was_folded(night(house, "2022-03-03"))
    assert not was_folded(night(house, "2022-03-04"))
    monkeypatch.setattr("niemyet.flows.publishing.made_by", lambda: "another")
    assert was_folded(night(house, "2022-03-05"))
    assert not was_folded(night(house, "2022-03-06"))
    monkeypatch.setattr("niemyet.flows.publishing.code_hash", lambda: "of another branch")
    assert was_folded(night(house, "2022-03-07"))


@pytest.mark.parametrize("told", [None, "x", {}, {"facts": "x", "on": "2022-13-01"}, [1]])
def test_a_note_that_nobody_understands_is_none(told: object) -> None:
    assert carrying.note_of(Release("x", FolderPlace(Path()), {"folded": told})) is None


def test_a_carried_table_that_is_hurt_stops_the_night(house: House) -> None:
    latest = house.folder.releases.latest()
    assert latest is not None
    hurt = latest.folder / "sheets.parquet"
    data = hurt.read_bytes()
    hurt.unlink()
    hurt.write_bytes(data[:-1] + b"?")
    release = night(house, "2022-03-02")
    assert was_folded(release), "a release that is hurt is no ground to stand on"


def test_what_is_read_of_the_lake_is_all_that_the_fold_is_given() -> None:
    from niemyet.storage.lake_rows import LAKE_TABLES

    beside = {
        "fetches",
        "runs",
        "notifications",
        "work_notes",
        "crawls",
        "observations",
        "seen_again",
        "observed_rows",
        "confirmations",
    }
    assert set(carrying.READ) | beside == set(LAKE_TABLES), (
        "a new table of facts is read, or told here why not"
    )


def test_no_night_imports_pandas(tmp_path: Path) -> None:
    """0.2 s and 32 MB of each: neither the first, nor one without news, nor one with a decision, nor the one after it."""
    program = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from niemyet.flows.clock import SetClock
from niemyet.flows.pipeline import run_nightly
from tests.support.house import build_house, decision
def nights():
    house = build_house(Path(sys.argv[1]) / "nhà")
    house.drop("1.md", decision(1, "10/01/2022"))
    for day in (1, 2, 3, 4):
        if day == 3:
            house.drop("2.md", decision(2, "01/03/2022", rows=(("1.009999", "Cấp giấy xác nhận"),)))
        run_nightly(house.settings, house.folder, SetClock(datetime(2022, 3, day, 13, tzinfo=UTC)))
        print("pandas" in sys.modules)
if __name__ == "__main__":
    nights()
"""
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # our own module
    assert done.stdout == "False\n" * 4
