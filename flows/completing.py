"""What a shell proposes while a command line is typed: commands and options by click, units and codes from the newest release.

A shell waits for it at each Tab, so the words of a release are kept beside its id in the user's cache, and nothing heavy is
loaded while they are fresh. It never fails: where nothing can be read, nothing is proposed.
"""

import json
import os
import tomllib
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from niemyet.model.errors import NiemyetError
from niemyet.transforms.language.text import fold

#: Proposals at one Tab: as many as a terminal shows without asking (readline asks from 100 on).
_MOST = 99
Word = tuple[str, str]  # what is put there, what it is called


def complete_unit(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Units whose id begins so, or else whose name has these letters in it."""
    return _proposed(_words(ctx)["units"], incomplete)


def complete_code(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Codes that begin so, or else whose procedure's name has these letters in it."""
    return _proposed(_words(ctx)["codes"], incomplete)


def _proposed(words: Iterable[Sequence[str]], incomplete: str) -> list[CompletionItem]:
    known = [(value, told) for value, told in words]
    fits = [one for one in known if one[0].startswith(incomplete)]
    plain = fold(incomplete)
    fits = fits or [one for one in known if plain in fold(one[1])]
    return [CompletionItem(value, help=told) for value, told in fits[:_MOST]]


def _words(ctx: click.Context) -> dict[str, list[Word]]:
    """Units and codes of the newest release; without one, the units that the configuration names."""
    data, config = str(ctx.params.get("data") or "./data"), Path(ctx.params.get("config") or "./niemyet.toml")
    none: dict[str, list[Word]] = {"units": [], "codes": []}
    if "://" in data:
        return none  # a bucket takes longer than a person waits
    latest = Path(data) / "latest"
    try:
        release = latest.resolve(strict=True).name
        kept = _cache_of(latest)
        found = _kept(kept, release)
        if found is None:
            found = _of_release(Path(data))
            _keep(kept, {"release": release, **found})
    except (OSError, ValueError, KeyError, NiemyetError):
        return {**none, "units": _of_configuration(config)}
    return found


def _cache_of(latest: Path) -> Path:
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "niemyet" / f"words-{sha256(str(latest.absolute()).encode()).hexdigest()[:16]}.json"


def _kept(file: Path, release: str) -> dict[str, list[Word]] | None:
    """The words that were kept of a release; None where they are of another, or cannot be read."""
    try:
        kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return {"units": kept["units"], "codes": kept["codes"]} if kept["release"] == release else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(file: Path, words: dict[str, Any]) -> None:
    """For the next Tab; where it cannot be kept, that one reads again."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}")
        part.write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        part.replace(file)
    except OSError:
        return


def _of_release(data: Path) -> dict[str, list[Word]]:
    from niemyet.storage.folder import DataFolder

    release = DataFolder(data).releases.latest()
    if release is None:
        raise FileNotFoundError(data)
    units = release.table("units", ["unit_id", "name"]).to_pylist()
    codes = release.table("procedures", ["code", "name"]).to_pylist()
    return {
        "units": sorted({row["unit_id"]: row["name"] for row in units}.items()),
        "codes": sorted({row["code"]: row["name"] for row in codes}.items()),
    }


def _of_configuration(file: Path) -> list[Word]:
    try:
        units = tomllib.loads(file.read_text(encoding="utf-8-sig")).get("unit", [])
        return sorted((str(one["id"]), str(one.get("name", ""))) for one in units)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
