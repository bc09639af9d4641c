"""The rules of the field as pure functions: facts, a day and a knowledge time in, rows of tables out.

No files, no network, no clock, no randomness: the same facts give the same rows in whatever order they came. Rooms:
`language` (texts, codes, dates), `law` (what is in force), `units` (offices through time), `work` (boards, what to do).
"""
