"""Pictures of a Prefect server with a good, a dark and a failed night: `python -m scripts.prefect_pictures FOLDER`.

The nights run as `niemyet serve` runs them, against a small province of made-up papers, on a server of their own on this
machine; nothing is asked of the network. What an operator sees is looked at as pictures, because no test says whether a page
can be understood.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from niemyet.flows.serving import local_server

_CONFIG = """\
[province]
id = "quang-nam"
name = "Tỉnh Quảng Nam"
successor = {{ id = "da-nang", on = 2025-07-01 }}

[site]
address = "https://niemyet.example"

[[source]]
id = "hop-thu"
kind = "inbox"
path = "inbox"
{more}
[[unit]]
id = "xa-b"
kind = "commune"
name = "UBND xã B"
"""
#: A portal at an address where nothing listens.
_AWAY = """
[[source]]
id = "so-tu-phap"
kind = "html"
url = "http://127.0.0.1:9/van-ban/"
list = { row = "tr", link = "a" }
obey_robots = false
seconds_between_requests = 0.0
"""
_PAPER = """| ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
|---|---|
| Số: {number}/QĐ-UBND | Quảng Nam, ngày {day} tháng 01 năm 2022 |

QUYẾT ĐỊNH

Về việc công bố Danh mục thủ tục hành chính ban hành mới lĩnh vực {sector}

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM

QUYẾT ĐỊNH:

Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính ban hành mới lĩnh vực {sector}.

Điều 2. Quyết định này có hiệu lực thi hành {effect}.

PHỤ LỤC

A. THỦ TỤC HÀNH CHÍNH BAN HÀNH MỚI

| STT | Mã TTHC | Tên thủ tục hành chính | Thời hạn giải quyết |
|---|---|---|---|
| I | THỦ TỤC HÀNH CHÍNH CẤP XÃ | | |
| 1 | 1.0{number}01 | Thủ tục thứ nhất lĩnh vực {sector} | 05 ngày làm việc |
| 2 | 1.0{number}02 | Thủ tục thứ hai lĩnh vực {sector} | 03 ngày làm việc |
"""
_WAIT_SECONDS = 180.0  # for one night to end on a busy machine; chosen, not measured
_OVER = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
_DRAWN_MS = 2500  # for a page of Prefect to draw what it has loaded; chosen, not measured


@dataclass(frozen=True)
class SmallProvince:
    """A small province, the server that watches it, and the schedule that serves it."""

    root: Path
    url: str

    def write(self, *, away: bool) -> None:
        """Its configuration, with or without a portal that does not answer."""
        text = _CONFIG.format(more=_AWAY if away else "")
        (self.root / "niemyet.toml").write_text(text, encoding="utf-8")

    def drop(self, number: int, sector: str, effect: str = "kể từ ngày ký") -> None:
        """A paper comes in."""
        text = _PAPER.format(number=number, day=f"{number % 20 + 1:02d}", sector=sector, effect=effect)
        (self.root / "inbox" / f"{number}-QD-UBND.md").write_text(text, encoding="utf-8")

    def ask(self, path: str, **body: object) -> Any:
        """A question to Prefect's API, asked again while its database is busy with its own beginning."""
        until = time.monotonic() + _WAIT_SECONDS
        while True:
            answer = httpx.post(f"{self.url}/{path}", json=body, timeout=30, trust_env=False)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE or time.monotonic() > until:
                return answer.raise_for_status().json()
            time.sleep(0.5)

    def night(self) -> dict[str, Any]:
        """Run the served night once, now; the flow run as it ended."""
        deployment = self._deployment()
        run_id = self.ask(f"deployments/{deployment}/create_flow_run")["id"]
        until = time.monotonic() + _WAIT_SECONDS
        while time.monotonic() < until:
            (run,) = self.ask("flow_runs/filter", flow_runs={"id": {"any_": [run_id]}})
            if run["state_type"] in _OVER:
                return dict(run)
            time.sleep(0.5)
        raise TimeoutError(f"the night did not end within {_WAIT_SECONDS:.0f} s")

    def _deployment(self) -> str:
        until = time.monotonic() + _WAIT_SECONDS
        while time.monotonic() < until:
            found = self.ask("deployments/filter")
            if found:
                return str(found[0]["id"])
            time.sleep(0.5)
        raise TimeoutError("nothing is served")


@contextmanager
def practice(root: Path) -> Iterator[SmallProvince]:
    """A server and a schedule over a small province, until the block ends."""
    home = {"PREFECT_HOME": str(root / "prefect")}
    (root / "inbox").mkdir(parents=True)
    with local_server(root / "server.log", env=home) as server:
        found = SmallProvince(root, server.url)
        found.write(away=False)
        command = [sys.executable, "-m", "niemyet", "serve", "--cron", "0 2 * * *"]
        command += ["--config", str(root / "niemyet.toml"), "--data", str(root / "data")]
        environment = {
            **os.environ,
            **home,
            "PREFECT_API_URL": server.url,
            "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        }
        with (root / "serve.log").open("wb") as said:
            process = subprocess.Popen(  # noqa: S603  our own interpreter and command
                command, env=environment, stdout=said, stderr=said, start_new_session=True
            )
        try:
            yield found
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def nights(place: SmallProvince) -> dict[str, dict[str, Any]]:
    """A night with news and a question, a quiet one, one with a source in the dark, one that fails: name → flow run."""
    place.drop(512, "Hộ tịch")
    place.drop(513, "Chứng thực", effect="")
    found = {"cần người": place.night(), "yên": place.night()}
    place.write(away=True)
    place.drop(514, "Nuôi con nuôi")
    found["tối"] = place.night()
    place.write(away=False)
    head = next((place.root / "data" / "lake" / "receipts").glob("*.parquet"))
    head.write_bytes(head.read_bytes()[:100])
    found["hỏng"] = place.night()
    return found


def pictures(place: SmallProvince, runs: dict[str, dict[str, Any]], out: Path) -> list[Path]:
    """The pages that an operator looks at, as PNG files."""
    pages = {"cac-luot-chay": "/runs", "bao-cao": f"/artifacts/key/{_key(place)}", "lich": "/deployments"}
    pages |= {f"luot-{number}": f"/runs/flow-run/{run['id']}" for number, run in enumerate(runs.values(), 1)}
    for number, run in enumerate(runs.values(), 1):
        kinds = {one["type"]: one["id"] for one in _artifacts(place, run["id"])}
        pages |= {f"luot-{number}-{kind}": f"/artifacts/artifact/{one}" for kind, one in kinds.items()}
    return _photographed(place.url.removesuffix("/api"), pages, out)


def _key(place: SmallProvince) -> str:
    return str(next(one["key"] for one in place.ask("artifacts/filter") if one["type"] == "markdown"))


def _artifacts(place: SmallProvince, run_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = place.ask("artifacts/filter", artifacts={"flow_run_id": {"any_": [run_id]}})
    return [one for one in found if one["type"] in ("markdown", "table")]


def _photographed(base: str, pages: dict[str, str], out: Path) -> list[Path]:
    from playwright.sync_api import sync_playwright

    out.mkdir(parents=True, exist_ok=True)
    files = []
    with sync_playwright() as playwright:
        # As root, as in CI, Chromium has no sandbox of its own; what it opens is our own server.
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 1240}, locale="vi-VN")
        for name, path in pages.items():
            page.goto(base + path)
            page.wait_for_timeout(_DRAWN_MS)
            files.append(out / f"{name}.png")
            page.screenshot(path=str(files[-1]))
        browser.close()
    return files


def main() -> None:
    """Make the nights and the pictures, and say what each night is called and how it ended."""
    out = Path(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="niemyet-") as root, practice(Path(root) / "tinh") as place:
        runs = nights(place)
        for name, run in runs.items():
            print(f"{name}: {run['name']}: {run['state_name']}: {run['state']['message']}")  # noqa: T201
        for file in pictures(place, runs, out):
            print(file)  # noqa: T201


if __name__ == "__main__":
    main()
