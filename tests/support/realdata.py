"""Real material beside the project; where it is absent its tests skip and say so."""

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("NIEMYET_REALDATA", Path(__file__).parents[3] / "shared" / "data"))


#: Small made-up inputs that were read wrong once, beside the real material.
CASES = ROOT.parent / "cases"


def handed(name: str) -> Path:
    """Path of a handed case, or skip with the reason printed."""
    path = CASES / name
    if not path.exists():
        pytest.skip(f"the handed cases are not here: {path} (they lie beside the folder of NIEMYET_REALDATA)")
    return path


def real(name: str) -> Path:
    """Path of a piece of real material, or skip with the reason printed."""
    path = ROOT / name
    if not path.exists():
        pytest.skip(f"real material is not here: {path} (set NIEMYET_REALDATA to its folder)")
    return path
