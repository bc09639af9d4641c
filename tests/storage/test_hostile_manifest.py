"""A release's manifest from strange hands names no file outside the release."""

import json

import pytest

from niemyet.model.errors import StorageError
from niemyet.storage.release import manifest_of


def manifest(name: str, path: str) -> bytes:
    table = {"name": name, "path": path, "hash": "sha256:0", "rows": 0, "bytes": 0}
    return json.dumps(
        {"as_of": "2022-03-01", "knowledge_time": "2022-03-01T00:00:00+00:00", "resources": [table]}
    ).encode()


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("units", "../../../etc/passwd"),
        ("units", "/etc/passwd"),
        ("../x", "../x.parquet"),
        ("units", "boards.parquet"),
    ],
)
def test_a_table_lies_in_its_release(name: str, path: str) -> None:
    assert manifest_of(manifest("units", "units.parquet"), "here")
    with pytest.raises(StorageError, match="damaged"):
        manifest_of(manifest(name, path), "here")
