"""A real browser for pages: Debian's Chromium through Playwright; where it is absent the tests skip and say so."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DESKTOP, TELEPHONE = (1200, 900), (360, 740)


@contextmanager
def chromium() -> "Iterator[Browser]":
    """A headless browser that reaches nothing but files and this machine."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # As root, as in CI, Chromium has no sandbox of its own; what it opens are our own files.
        browser = playwright.chromium.launch(
            executable_path=program,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        try:
            yield browser
        finally:
            browser.close()


class Opened:
    """One page in the browser, and what went wrong in it."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda told: self.wrong.append(told.text) if told.type == "error" else None)
        page.on("dialog", lambda dialog: self.wrong.append(f"a dialog: {dialog.message}"))
        page.on("request", self._asked)

    def _asked(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith(("file:", "data:", "http://127.0.0.1")):
            self.wrong.append(f"asked for {url}")


@contextmanager
def opened(browser: "Browser", *, size: tuple[int, int] = DESKTOP, scripts: bool = True) -> Iterator[Opened]:
    """A fresh page; whatever goes wrong in it fails the test."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts, locale="vi-VN"
    )
    context.set_default_timeout(
        120_000
    )  # milliseconds; 30 seconds are not much where several browsers share a core
    told = Opened(context.new_page())
    yield told
    context.close()
    assert told.wrong == [], told.wrong


def address_of(file: Path, query: str = "") -> str:
    """The address of a file, as a double click opens it."""
    return file.as_uri() + query
