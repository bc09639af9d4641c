"""The last lines of a log, for whoever is told that a command failed."""

import re
from pathlib import Path

#: Lines that are told: the end of a night with its reason fits; chosen, not measured.
_LINES = 20
#: Bytes of the file that are read for them, from its end; a line with a trace may have thousands; chosen, not measured.
_BYTES = 256 * 1024
#: Letters of a line that are told; chosen, not measured.
_LETTERS = 600


def last_lines(file: Path | None, *, but: int) -> list[str]:
    """The last lines of a log but for those of process `but`, oldest first; none where there is no log that can be read."""
    if file is None:
        return []
    try:
        with file.open("rb") as opened:
            opened.seek(0, 2)
            opened.seek(max(0, opened.tell() - _BYTES))
            text = opened.read().decode("utf-8", "replace")
    except OSError:
        return []
    own = re.compile(rf'(?:^\S+ \w+ \w+ pid={but}|"pid": {but}[,}}])(?!\d)')
    lines = [line[:_LETTERS] for line in text.splitlines() if line.strip() and not own.search(line)]
    return lines[-_LINES:]
