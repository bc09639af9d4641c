"""Where facts and releases are kept: raw bytes, the lake's append-only tables, immutable releases; a folder or a bucket.

Knows rows and bytes. What a fact means, and what follows from it, is not known here.
"""
