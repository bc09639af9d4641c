"""How many questions real decisions leave open, each received alone: what a clerk has to answer for it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from niemyet.flows.cli import niemyet
from niemyet.storage.folder import DataFolder
from tests.support.realdata import real

pytestmark = pytest.mark.realdata


@pytest.mark.parametrize(
    ("name", "province", "received", "most"),
    [
        # no annex came with it, one sentence takes parts of four others back, one is read as nothing
        ("1351-QD-UBND-2022-QuangNgai.md", ("quang-ngai", "Tỉnh Quảng Ngãi"), "2022-12-31", 3),
        # 71 rows, 20 abolitions of what was published before anything was received; those of the former district are one
        ("1766-QD-UBND-2020-BinhThuan.md", ("binh-thuan", "Tỉnh Bình Thuận"), "2020-12-31", 6),
        ("3218-QD-UBND-2024-QuangBinh.txt", ("quang-binh", "Tỉnh Quảng Bình"), "2024-12-31", 1),
    ],
)
def test_one_doubt_is_one_question(
    name: str, province: tuple[str, str], received: str, most: int, tmp_path: Path
) -> None:
    config = tmp_path / "niemyet.toml"
    config.write_text('[province]\nid = "{}"\nname = "{}"\n'.format(*province), encoding="utf-8")
    words = ["ingest", str(real(f"decisions/{name}")), "--received", received]
    told = CliRunner().invoke(niemyet, [*words, "--data", str(tmp_path / "d"), "--config", str(config)])
    assert told.exit_code in {0, 3}, told.output
    release = DataFolder(tmp_path / "d").releases.latest()
    assert release is not None
    asked = [row["kind"] for row in release.table("reviews").to_pylist() if row["state"] == "open"]
    print(f"{name}: {len(asked)} open: {sorted(asked)}")
    assert len(asked) <= most
