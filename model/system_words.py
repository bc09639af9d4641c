"""What the system says of a place that cannot be read or written, in words that each language knows."""

import errno
import os

from niemyet.model.messages import Message, Messages, Words, msg

#: English as the system says it, so that a log and a message agree.
_REASONS: dict[int, Message] = {
    errno.ENOENT: msg("No such file or directory"),
    errno.EACCES: msg("Permission denied"),
    errno.EPERM: msg("Operation not permitted"),
    errno.ENOSPC: msg("No space left on device"),
    errno.EROFS: msg("Read-only file system"),
    errno.EISDIR: msg("Is a directory"),
    errno.ENOTDIR: msg("Not a directory"),
    errno.EEXIST: msg("File exists"),
    errno.ENAMETOOLONG: msg("File name too long"),
    errno.EIO: msg("Input/output error"),
    errno.EADDRINUSE: msg("Address already in use"),
}


def system_reason(error: OSError) -> Words:
    """Why the system refused; what it seldom says stands as it says it."""
    known = _REASONS.get(error.errno or 0)
    if known is not None and error.strerror in {None, known.msgid, os.strerror(error.errno or 0)}:
        return known
    return error.strerror or str(error)


def refused_at(place: object, error: OSError) -> Messages:
    """The same behind the place that it was about."""
    return Messages((str(place), system_reason(error)), ": ")
