"""Arrow's functions on columns, imported when the first one is called: they take 30 ms and 8 MB, and a crawl needs none.

Used as `pyarrow.compute` is: `from niemyet.storage import computing as pc`.
"""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    """A function of `pyarrow.compute`, found once."""
    found = getattr(import_module("pyarrow.compute"), name)
    globals()[name] = found
    return found
