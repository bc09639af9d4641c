"""Stories that still come out silently wrong, by name, with the reason; a test holds both sides."""

KNOWN: dict[str, str] = {}
