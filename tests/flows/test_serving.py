"""The nightly run on a schedule: what can be seen without a server."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from niemyet.flows.serving import serve_nightly
from niemyet.model.errors import UsageError
from tests.support.refusals import refused


@pytest.mark.parametrize(
    "cron", ["", "2 * * *", "0 2 * * * *", "hai giờ sáng mỗi ngày", "@daily", "0 2 * * $"]
)
def test_a_cron_that_is_none_is_wrong_usage(cron: str) -> None:
    with refused(UsageError, "năm trường"):
        serve_nightly(cron, command=["true"])


def test_a_command_is_needed() -> None:
    with refused(UsageError, "rỗng"):
        serve_nightly(command=[])


def test_the_exit_status_of_the_command_comes_back() -> None:
    code = (
        "import sys; from niemyet.flows.nightly_flow import run_shown;"
        "sys.exit(run_shown([sys.executable, '-c', 'raise SystemExit(3)'], 'en').status)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=240).returncode == 3


def test_a_run_that_is_stopped_stops_its_command(tmp_path: Path) -> None:
    started, ended = tmp_path / "started", tmp_path / "ended"
    inner = (
        "import pathlib, signal, sys, time;"
        f"signal.signal(signal.SIGTERM, lambda *_: (pathlib.Path({str(ended)!r}).touch(), sys.exit(0)));"
        f"pathlib.Path({str(started)!r}).touch(); time.sleep(60)"
    )
    code = (
        "import signal, sys; from niemyet.flows.nightly_flow import run_shown;"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(9));"
        f"run_shown([sys.executable, '-c', {inner!r}], 'en')"
    )
    process = subprocess.Popen([sys.executable, "-c", code])
    try:
        until = time.monotonic() + 240
        while not started.exists() and time.monotonic() < until:
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(120) == 9
        assert ended.exists()
    finally:
        process.kill()


def test_a_command_that_says_much_ends_although_nobody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    # It brings Prefect: at the top of the file, each worker would import that while it collects.
    from niemyet.flows.nightly_flow import run_shown

    class Gone:
        def write(self, text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("sys.stderr", Gone())
    loud = "import sys\nfor _ in range(3000): print('x' * 80, file=sys.stderr)\nsys.exit(3)"  # more than a pipe holds
    ran = run_shown([sys.executable, "-c", loud], "en")
    assert (ran.status, ran.said[-3:]) == (3, "xxx")


def test_what_a_caller_chooses_is_one_word_of_the_served_command(tmp_path: Path) -> None:
    said = tmp_path / "said.json"
    served = [
        sys.executable,
        "-c",
        "import json, sys; json.dump(sys.argv[2:], open(sys.argv[1], 'w'))",
        str(said),
    ]
    code = (
        "from niemyet.flows.nightly_flow import nightly;"
        "nightly.fn(full=True, accept_count=['cổng=--config=/etc/passwd'], accept_release='--data /tmp; touch x')"
    )
    environment = os.environ | {"NIEMYET_SERVED_COMMAND": json.dumps(served)}
    subprocess.run([sys.executable, "-c", code], check=True, timeout=240, env=environment)
    assert json.loads(said.read_text(encoding="utf-8")) == [
        "--full",
        "--accept-count=cổng=--config=/etc/passwd",
        "--accept-release=--data /tmp; touch x",
    ]


def test_without_a_served_command_nothing_runs() -> None:
    code = "from niemyet.flows.nightly_flow import nightly; nightly.fn()"
    environment = {name: value for name, value in os.environ.items() if name != "NIEMYET_SERVED_COMMAND"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        timeout=240,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "NIEMYET_SERVED_COMMAND" in done.stderr


def test_how_a_served_night_ended_is_told_with_its_reason() -> None:
    """Never an exit status alone: what the command said itself goes before what its status means."""
    code = """
from niemyet.flows.engine import Ending
from niemyet.flows.journal import Over
from niemyet.flows.nightly_flow import Ran, run_shown, state_of_run
from niemyet.flows.prefect_engine import _worst
import sys

def told(*ran):
    state = state_of_run(Ran(*ran), "vi")
    print(state.type.value, state.name, state.message, sep="|")

dark = Over(Ending.SOURCE_DARK, "tối: a", "", ())
told(3, dark, "")
told(0, None, "")
told(3, None, "")
told(1, Over(Ending.FAILED, "đĩa đầy", "", ()), "dòng khác")
told(2, None, "niemyet.toml: sai")
told(-9, dark, "")
both = _worst([("A", Over(Ending.DONE, "xong", "", ())), ("B", dark), ("C", Over(Ending.NEEDS_PERSON, "hỏi", "", ()))])
told(3, both, "")
said = "import sys; sys.stderr.write('Dùng: x\\\\n\\\\nThiếu y\\\\nở z\\\\n'); sys.exit(2)"
ran = run_shown([sys.executable, "-c", said], "vi")
told(ran.status, ran.over, ran.said)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, timeout=240, capture_output=True, text=True
    )
    assert done.stdout == (
        "COMPLETED|SourceDark|tối: a\n"
        "COMPLETED|Completed|Đã xong.\n"
        "COMPLETED|NeedsPerson|Đã công bố, nhưng có việc cần người xem.\n"
        "FAILED|Failed|đĩa đầy\n"
        "FAILED|Failed|Sai lệnh hoặc sai cấu hình: niemyet.toml: sai\n"
        "CRASHED|Crashed|lượt chạy bị dừng bởi SIGKILL\n"
        "COMPLETED|SourceDark|A: xong; B: tối: a; C: hỏi\n"
        "FAILED|Failed|Sai lệnh hoặc sai cấu hình: Thiếu y\nở z\n"
    )
