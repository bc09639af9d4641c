"""Pictures of the desk for docs/desk.md, from the demo's folder: `python -m scripts.desk_pictures DEMO OUT`.

DEMO is what `niemyet demo --out DEMO` left. The desk opens on it as a person opens it, on this machine alone.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

#: The pages, and how wide and high a screen shows them.
_PAGES = {
    "ban-lam-viec": ("/u/xa-nui-thanh", (1200, 760)),
    "cau-hoi": ("/review?kind=name_unclear", (1200, 820)),
}
_COLOURS = 64  # text on white; with fewer the red of what is late turns grey


@contextmanager
def desk(demo: Path) -> Iterator[str]:
    """The address with the ticket, as long as the block lasts."""
    command = [sys.executable, "-m", "niemyet", "desk", "--by", "Nguyễn Thị A", "--port", "8799"]
    command += ["--data", str(demo / "data"), "--config", str(demo / "niemyet.toml")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:  # noqa: S603  our own interpreter and command
        assert process.stdout is not None
        try:
            yield next(
                found[0] for line in process.stdout if (found := re.search(r"http://\S+ticket=\S+", line))
            )
        finally:
            process.terminate()


def photographed(address: str, out: Path) -> list[Path]:
    """The pages as PNG files; of questions the first one."""
    out.mkdir(parents=True, exist_ok=True)
    files = []
    with sync_playwright() as playwright:
        # As root, as in CI, Chromium has no sandbox of its own; what it opens is our own server.
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu", "--lang=vi-VN"]
        )
        page = browser.new_page(locale="vi-VN")
        page.goto(address)
        base = address.split("/login", maxsplit=1)[0]
        for name, (path, (width, height)) in _PAGES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.goto(base + path)
            if (first := page.query_selector("ol.questions a")) is not None:
                first.click()
            files.append(out / f"{name}.png")
            page.screenshot(path=str(files[-1]))
        browser.close()
    return files


def main() -> None:
    """Photograph the desk, and say how large each picture became."""
    demo, out = Path(sys.argv[1]), Path(sys.argv[2])
    with desk(demo) as address:
        for file in photographed(address, out):
            with Image.open(file) as drawn:
                drawn.convert("RGB").quantize(_COLOURS).save(file, optimize=True)
            print(f"{file}: {file.stat().st_size} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
