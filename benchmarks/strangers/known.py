"""Documents that are still read silently wrong, by name and format, with the reason.

A test holds both sides: a silent one that is not here fails, and so does one here that is silent no more.
"""

KNOWN: dict[tuple[str, str], str] = {}
