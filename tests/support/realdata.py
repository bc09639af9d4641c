"""Real material beside the project; where it is absent its tests skip and say so."""

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("NIEMYET_REALDATA", Path(__file__).parents[3] / "shared" / "data"))


def real(name: str) -> Path:
    """Path of a piece of real material, or skip with the reason printed."""
    path = ROOT / name
    if not path.exists():
        pytest.skip(f"real material is not here: {path} (set NIEMYET_REALDATA to its folder)")
    return path
