"""The docs as a site: every page is in it, every link leads somewhere, and a reader's browser asks nobody else."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.site_hooks import on_page_markdown

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built anew; a warning (a page outside the navigation, a link to nothing, a docstring that cannot be read) is an error."""
    out = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(out)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return out


def test_every_page_of_the_docs_is_a_page_of_the_site(site: Path) -> None:
    pages = {file.stem for file in (ROOT / "docs").glob("*.md")}
    assert pages == {file.stem for file in site.glob("*.html")} - {"404"}
    assert (site / "notebooks" / "changes.ipynb").is_file()


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for file in site.glob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert re.findall(r"<(?:script|img|iframe)[^>]+src=\"(?:https?:)?//[^\"]+", text) == [], file.name
        assert re.findall(r"<link[^>]+stylesheet[^>]+href=\"(?:https?:)?//[^\"]+", text) == [], file.name


def test_the_reference_of_python_has_every_method_with_its_columns(site: Path) -> None:
    text = (site / "python.html").read_text(encoding="utf-8")
    for method in ("boards", "updates", "changes", "panel", "feed"):
        assert f'id="niemyet.flows.published.Data.{method}"' in text
    assert "sector_printed" in text


def test_what_leads_out_of_the_docs_is_named_and_code_is_no_markup() -> None:
    assert on_page_markdown("see [the rules](../CONTRIBUTING.md#rules).") == "see `CONTRIBUTING.md`."
    assert on_page_markdown("[a](b.md)") == "[a](b.md)"
    assert on_page_markdown("`(?<![a])`") == "<code>&#40;&#63;&#60;&#33;&#91;a&#93;&#41;</code>"


def test_the_project_names_no_address_at_which_nothing_is() -> None:
    assert "[project.urls]" not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
