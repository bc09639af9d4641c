"""niemyet: from a province's announcements of administrative procedures to the work list of every counter.

`niemyet.open("data")` gives the tables of a release as data frames (docs/analysts.md). The rooms of the package are the
folders at the top of the tree, linked here: `model`, `extractors`, `transforms`, `storage`, `reports`, `flows`, `demo`
(docs/architecture.md).
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from niemyet.flows.published import Data
    from niemyet.flows.published import open_data as open

__version__ = "0.3.0"
__all__ = ["Data", "__version__", "open"]


def __getattr__(name: str) -> Any:
    """What reads tables is imported when it is asked for: `import niemyet` costs nothing."""
    if name not in {"Data", "open"}:
        raise AttributeError(f"module 'niemyet' has no attribute {name!r}")
    from niemyet.flows import published

    return {"Data": published.Data, "open": published.open_data}[name]
