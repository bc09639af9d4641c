"""The end of a log as it is told."""

import json
from pathlib import Path

import pytest

from niemyet.flows.log_tail import last_lines


def test_the_last_lines_but_for_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    told = [f"2026-01-01T00:00:00.000Z INFO told pid={pid} text={n}" for n in range(30) for pid in (7, 70)]
    file.write_text("\n".join(told), "utf-8")
    assert [line.split("text=")[1] for line in last_lines(file, but=7)] == [str(n) for n in range(10, 30)]
    objects = [{"at": "x", "level": "info", "event": "told", "pid": pid, "text": "a"} for pid in (7, 70)]
    file.write_text("\n".join(map(json.dumps, objects)), "utf-8")
    assert [json.loads(line)["pid"] for line in last_lines(file, but=7)] == [70]


def test_a_large_file_is_read_from_its_end_and_a_long_line_is_cut(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    file.write_bytes(b"\xc3" * 3_000_000 + b"\nlast " + b"x" * 5000)
    found = last_lines(file, but=1)
    assert found[-1] == "last " + "x" * 595


@pytest.mark.parametrize("file", [None, Path("/nowhere/a.log"), Path("/")])
def test_where_there_is_none_nothing_is_told(file: Path | None) -> None:
    assert last_lines(file, but=1) == []
