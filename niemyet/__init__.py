"""niemyet: from a province's announcements of administrative procedures to the work list of every counter.

The rooms of the package are the folders at the top of the tree, linked here: `model`, `extractors`, `transforms`,
`storage`, `reports`, `flows`, `demo` (docs/architecture.md).
"""

__version__ = "0.1.0"
