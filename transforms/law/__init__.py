"""Law: from what papers say to what is in force: identity, events, timelines, corrections, references, resolutions.

Knows procedures and levels; no units, no boards, no listings.
"""
