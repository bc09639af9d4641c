"""How many runs of `ingest` end otherwise than they should: `python -m benchmarks.exits [RUNS] [--as-before]`.

Each run is a forked process that takes in a decision of its own, publishes, and ends as a command ends, through the
whole of Python's shutdown; the imports are shared, so that 500 runs take minutes. `--as-before` reads Parquet from
Python's memory, as it was done when 2 of 113 runs published and then died in Arrow's threads (status 134).
"""

import io
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyarrow as pa

CONFIG = """
[province]
id = "quang-nam"
name = "Tỉnh Quảng Nam"

[[unit]]
id = "xa-b"
kind = "commune"
name = "UBND xã B"
"""
DECISION = """ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM

Số: {number}/QĐ-UBND

Quảng Nam, ngày 04 tháng 3 năm 2022

QUYẾT ĐỊNH

Về việc công bố Danh mục thủ tục hành chính ban hành mới lĩnh vực Hộ tịch

Điều 3. Quyết định này có hiệu lực kể từ ngày ký.

THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI CẤP XÃ

| STT | Mã TTHC | Tên thủ tục | Thời hạn giải quyết |
|---|---|---|---|
| 1 | 1.001193 | Đăng ký khai sinh | 05 ngày làm việc |
"""
RUNS = 500
ANEW = 25  # runs in one folder, then a fresh one: a folder that grows would measure consolidation instead


def main() -> None:
    """Run, count, print; ends with 1 when a run ended with anything but 0 or 3."""
    runs = next((int(word) for word in sys.argv[1:] if word.isdigit()), RUNS)
    if "--as-before" in sys.argv:
        _as_before()
    from niemyet.flows import cli
    from niemyet.flows.commands import ingest  # noqa: F401  # imported once for all runs

    ends: Counter[int] = Counter()
    # Removed at the end and not by a `with`: the forked processes leave through here too.
    home = Path(tempfile.mkdtemp(prefix="niemyet-exits-"))
    for number in range(runs):
        room = home / str(number // ANEW)
        room.mkdir(exist_ok=True)
        (room / "niemyet.toml").write_text(CONFIG, encoding="utf-8")
        paper = room / f"{number + 1}.md"
        paper.write_text(DECISION.format(number=number + 1), encoding="utf-8")
        ends[_apart(partial(cli.main, _words(room, paper)))] += 1
    shutil.rmtree(home)
    print(f"{runs} runs; status: {dict(sorted(ends.items()))}")
    sys.exit(0 if set(ends) <= {0, 3} else 1)


def _words(room: Path, paper: Path) -> list[str]:
    return ["ingest", str(paper), "--data", str(room / "data"), "--config", str(room / "niemyet.toml")]


def _apart(act: Callable[[], object]) -> int:
    """The exit status of a forked process that acts and then ends as any command does."""
    told = os.fork()
    if told == 0:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        act()
        sys.exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(told, 0)[1])


def _as_before() -> None:
    from niemyet.storage import parquet  # before what reads with it is imported

    def held_by_python(data: bytes) -> pa.NativeFile:
        return pa.PythonFile(io.BytesIO(data), mode="r")

    parquet.reader_of = held_by_python


if __name__ == "__main__":
    main()
