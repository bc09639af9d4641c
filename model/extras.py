"""What is installed only where it is wanted (`[project.optional-dependencies]`): what for, and how it is told.

Most customers read text documents into a folder of one machine; recognition, a bucket and a cluster are large
and for few. What is missing is said where it is needed, with the command, and by `niemyet doctor`.
"""

from enum import StrEnum
from importlib.util import find_spec

from niemyet.model.messages import Message, msg


class Extra(StrEnum):
    """A part that is installed by its name: `pip install 'niemyet[scans]'`."""

    SCANS = "scans"
    S3 = "s3"
    CLUSTER = "cluster"
    POLARS = "polars"
    DUCKDB = "duckdb"
    PLOTS = "plots"


_MODULES = {
    Extra.SCANS: ("cv2", "tesserocr"),
    Extra.S3: ("obstore",),
    Extra.CLUSTER: ("prefect_dask", "distributed"),
    Extra.POLARS: ("polars",),
    Extra.DUCKDB: ("duckdb",),
    Extra.PLOTS: ("matplotlib",),
}
_PURPOSES = {
    Extra.SCANS: msg("scans and pictures (OCR)"),
    Extra.S3: msg("a data folder in a bucket (s3://…)"),
    Extra.CLUSTER: msg("reading documents on a Dask cluster"),
    Extra.POLARS: msg("tables as frames of polars"),
    Extra.DUCKDB: msg("tables in DuckDB"),
    Extra.PLOTS: msg("plots in reports and notebooks"),
}


def is_installed(extra: Extra) -> bool:
    """Whether all of a part is there; imports none of it."""
    return all(find_spec(module) is not None for module in _MODULES[extra])


def purpose_of(extra: Extra) -> Message:
    """What a part is for."""
    return _PURPOSES[extra]


def command_for(extra: Extra) -> str:
    """The command that installs a part."""
    return f"pip install 'niemyet[{extra.value}]'"


def lack_of(extra: Extra) -> Message | None:
    """Why something cannot be done without a part, and the command; None where it is there."""
    if is_installed(extra):
        return None
    return msg(
        "{purpose}: not installed. Install it with: {command}",
        purpose=purpose_of(extra),
        command=command_for(extra),
    )
