"""How long the commands of docs/ten-minutes.md take, copied from the page, each as a process of its own.

python -m benchmarks ten-minutes
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import machine
from niemyet.demo.practice_words import PORT
from niemyet.reports.text_table import text_table

PAGE = Path(__file__).parents[1] / "docs" / "ten-minutes.md"
PROGRAM = str(Path(sys.executable).with_name("niemyet"))


def main(_: Sequence[str]) -> None:
    """Serve the portal as the page says, run the rest in a new folder, print seconds and exit status of each."""
    print(machine())
    serve, *rest = commands_of(PAGE.read_text(encoding="utf-8"))
    begun = time.perf_counter()
    portal = subprocess.Popen([PROGRAM, *serve[1:]], stderr=subprocess.PIPE, text=True)
    try:
        assert portal.stderr is not None
        said = portal.stderr.readline()
        if f":{PORT}" not in said:  # another program has the port: it must not be taken for the portal
            sys.exit(said or "the practice portal did not open")
        rows = [["niemyet demo --serve", f"{time.perf_counter() - begun:.1f}", ""]]
        rows += _run(rest)
    finally:
        portal.terminate()
        portal.communicate()
    print(text_table(rows, ["command", "seconds", "exit status"]))
    print(f"all: {time.perf_counter() - begun:.0f} seconds, on port {PORT}")
    if any(status not in ("", "0", "3") for _, _, status in rows):  # 3: published, and a person is needed
        sys.exit(1)


def commands_of(page: str) -> list[list[str]]:
    """Every command line of a page's shell blocks, in order."""
    blocks = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    return [shlex.split(line, comments=True) for block in blocks for line in block.splitlines() if line]


def _run(commands: Sequence[Sequence[str]]) -> list[list[str]]:
    rows = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for words in commands:
            if words[0] == "mkdir":
                (folder / words[1]).mkdir()
                continue
            if words[0] == "cd":
                folder /= words[1]
                continue
            before = time.perf_counter()
            done = subprocess.run(
                [PROGRAM, *words[1:]], cwd=folder, capture_output=True, env=dict(os.environ), check=False
            )
            rows.append([shlex.join(words), f"{time.perf_counter() - before:.1f}", str(done.returncode)])
    return rows
