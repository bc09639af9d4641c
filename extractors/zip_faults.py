"""What is wrong with a ZIP, in words of ours: Python's library says it in English only."""

import re
import zipfile
import zlib

from niemyet.model.messages import Message, Words, msg

#: What `zipfile` says of an archive, as patterns; beside each what it means to the one who has the file.
_SAID: tuple[tuple[str, Message], ...] = (
    (r"File is not a zip file", msg("its end is missing")),
    (
        r"Bad magic number|Bad offset|Truncated|Corrupt extra field|Corrupt zip64",
        msg("its list of parts is damaged"),
    ),
    (r"Bad CRC-32|Overlapped entries|There is no item", msg("a part is damaged")),
    (r"(?i)encrypted|bad password", msg("it is locked by a password")),
    (
        r"compression|patched data|strong encryption|zip file version|multiple disks",
        msg("it is packed in an unknown way"),
    ),
)


def zip_fault(error: Exception) -> Words:
    """The fault that an error of reading a ZIP tells; as the library says it where it is rarer."""
    if isinstance(error, EOFError | zlib.error):
        return msg("a part is damaged")
    said = str(error)
    if not isinstance(error, zipfile.BadZipFile | NotImplementedError | RuntimeError):
        return said
    return next((meant for pattern, meant in _SAID if re.search(pattern, said)), said)
