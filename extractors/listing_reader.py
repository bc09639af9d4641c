"""What reads listings, in one word: another word when anything that may read them otherwise has changed."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

#: What a listing is read with, beside the rooms of the project.
_WITH = ("beautifulsoup4", "lxml", "olefile", "pypdfium2", "python-calamine")
_ROOMS = ("extractors", "transforms/language", "model")


@cache
def listing_reader() -> str:
    """The sources of the rooms that read a listing, and the versions of what they use, as one short hash.

    Readers of decisions have a version each, held by a corpus; a listing is small, and read again once after each upgrade.
    What recognises scans is not in it: `nightly --full` reads every listing again.
    """
    said = sha256()
    for name in _WITH:
        said.update(f"{name} {version(name)}\n".encode())
    for room in _ROOMS:
        for source in sorted(_sources(files("niemyet").joinpath(room)), key=lambda one: one[0]):
            said.update(f"{room}/{source[0]}\n".encode() + source[1].read_bytes())
    return said.hexdigest()[:16]


def _sources(room: Traversable, within: str = "") -> list[tuple[str, Traversable]]:
    """The modules of a room by their place in it."""
    found: list[tuple[str, Traversable]] = []
    for one in room.iterdir():
        if one.is_dir() and one.name != "__pycache__":
            found += _sources(one, f"{within}{one.name}/")
        elif one.name.endswith((".py", ".json", ".csv")):
            found.append((f"{within}{one.name}", one))
    return found
