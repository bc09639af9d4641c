"""Versions of the readers: which families read something else from the golden corpus than they did.

python -m scripts.golden_readings             # tells; status 1 when one does
python -m scripts.golden_readings --refresh   # gives those the next version, in extractors/reader_versions.py
"""

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from niemyet.extractors import reader_versions

_FILE = Path(reader_versions.__file__)


def changed(found: Mapping[str, str]) -> list[str]:
    """Families that read something else than what stands beside their version."""
    return sorted(family for family, digest in found.items() if reader_versions.READERS[family][1] != digest)


def refreshed(found: Mapping[str, str]) -> str:
    """The module of versions, with the next version for the families that changed."""
    text = _FILE.read_text("utf-8")
    for family in changed(found):
        version, known = reader_versions.READERS[family]
        following = version + 1 if known else version  # the first digest of a family says nothing new
        text = re.sub(rf'"{family}": \(\d+, "[^"]*"\)', f'"{family}": ({following}, "{found[family]}")', text)
    return text


def main() -> None:
    """Tell, or refresh."""
    from tests.golden.corpus import digests

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--refresh", action="store_true")
    asked = parser.parse_args()
    found = digests()
    families = changed(found)
    for family in families:
        sys.stdout.write(f"{family}: something else is read\n")
    if asked.refresh:
        _FILE.write_text(refreshed(found), "utf-8")
    elif families:
        sys.exit(1)


if __name__ == "__main__":
    main()
