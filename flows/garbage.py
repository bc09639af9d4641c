"""How often Python looks for garbage."""

import gc

#: How many more objects there are each time before Python looks for unreachable ones; 700 where nobody says. What is imported
#: is none of that, and looking through it again and again took 45 of the 436 ms before a crawl's first request (least of
#: nine turns, in alternation); a whole demo takes the same time and memory with either.
_LOOK_AFTER = 50_000


def look_less_often() -> None:
    """Said first by every command."""
    gc.set_threshold(_LOOK_AFTER)
