"""What the docs name exists: every path, every link; and every command and option is in them."""

import re
from pathlib import Path

import click
import pytest

from niemyet.extractors.portals.registry import DETAIL_KEYS, LIST_KEYS
from niemyet.flows.config import DayTable, OfficeTable, SiteTable, SourceTable, UnitsTable
from scripts import tables_page
from scripts.commands_page import PAGE, commands, page

ROOT = Path(__file__).parents[2]
PAGES = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
#: Folders of the tree; `data/`, `raw/`, `lake/` and `releases/` are of a data folder.
FOLDERS = (
    "benchmarks|demo|deploy|docs|extractors|flows|model|niemyet|reports|scripts|storage|tests|transforms"
)
PATH = re.compile(rf"(?<![\w./<>-])(?:{FOLDERS})/[\w./-]*(?![\w<*…])")
MODULE = re.compile(r"(?<![\w./<>-])\w+\.py\b")
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


def named(text: str) -> set[str]:
    """Paths from the top of the tree."""
    return {found.rstrip("./") for found in PATH.findall(text)}


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_every_path_that_a_page_names_exists(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    modules = {path.name for folder in FOLDERS.split("|") for path in (ROOT / folder).rglob("*.py")}
    assert sorted(path for path in named(text) if not (ROOT / path).exists()) == []
    assert sorted(set(MODULE.findall(text)) - modules) == []
    assert [to for to in LINK.findall(text) if "://" not in to and not (file.parent / to).exists()] == []


def test_a_path_that_is_gone_would_be_found() -> None:
    assert named(
        "see `flows/nowhere.py`, and storage/. Not data/raw/, not `extractors/portals/<family>.py`."
    ) >= {
        "flows/nowhere.py",
        "storage",
    }
    assert not named("`data/raw/x.py` `releases/<id>/`")


def test_the_page_of_commands_is_what_the_program_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m scripts.commands_page"


def test_the_page_of_tables_is_what_the_row_classes_say() -> None:
    assert tables_page.PAGE.read_text(encoding="utf-8") == tables_page.page(), (
        "run: python -m scripts.tables_page"
    )


def test_every_command_and_option_is_in_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for path, command in commands():
        assert f"\n## {path}\n" in text
        section = text.split(f"\n## {path}\n")[1].split("\n## ")[0] + text.split("\n## niemyet\n")[0]
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.opts[0] in section, f"{path} {option.opts[0]}"
                assert option.help, f"{path} {option.opts[0]} says nothing"


@pytest.mark.parametrize("where", ["docs/adding-a-portal.md", "docs/niemyet.example.toml"])
def test_every_key_of_a_source_is_told(where: str) -> None:
    text = (ROOT / where).read_text(encoding="utf-8")
    keys = {*SourceTable.model_fields, *LIST_KEYS, *DETAIL_KEYS}
    assert sorted(key for key in keys if not re.search(rf"\b{key}\b", text)) == []


def test_every_key_of_the_other_tables_is_in_the_example() -> None:
    text = (ROOT / "docs" / "niemyet.example.toml").read_text(encoding="utf-8")
    tables = (DayTable, UnitsTable, OfficeTable, SiteTable)
    keys = {key for table in tables for key in table.model_fields}
    assert sorted(key for key in keys if not re.search(rf"\b{key} =", text)) == []


def test_the_pages_of_keys_name_none_that_is_gone() -> None:
    """Keys in the first column of the table of keys are keys."""
    text = (
        (ROOT / "docs" / "adding-a-portal.md")
        .read_text(encoding="utf-8")
        .split("## Every key")[1]
        .split("## Recipes")[0]
    )
    told = {
        name
        for row in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
        for name in re.findall(r"`([\w.]+)`", row)
    }
    known = (
        {*SourceTable.model_fields}
        | {f"list.{key}" for key in LIST_KEYS}
        | {f"detail.{key}" for key in DETAIL_KEYS}
    )
    assert told == known - {"list", "detail"}
