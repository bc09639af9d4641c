"""Stories that still come out silently wrong, by name, with the reason; a test holds both sides."""

KNOWN: dict[str, str] = {
    "codes: amended under a code that nobody knows and its own name": "two codes of one name are lawful, and what was published "
    "before anything was received is amended every day: nothing tells a misprint from it",
    "codes: replaced, its old code that of another": "the printed name of an old code is not kept with the row",
}
