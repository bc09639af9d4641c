"""How a person names a list that was handed in."""

from hashlib import sha256
from pathlib import Path

import pytest

from niemyet.flows.named_files import NamedFile

DIGEST = sha256(b"phi").hexdigest()


@pytest.mark.parametrize("named", [DIGEST, DIGEST[:6], "phi.xlsx", "thu-muc/phi.xlsx"])
def test_a_hash_from_six_signs_or_a_name_is_that_list(named: str) -> None:
    assert NamedFile.of(named).is_that(DIGEST, "phi.xlsx")


@pytest.mark.parametrize("named", [DIGEST[:5], "", "xlsx", "phi", DIGEST[1:12]])
def test_less_is_not(named: str) -> None:
    assert not NamedFile.of(named).is_that(DIGEST, "phi.xlsx")


def test_a_file_that_lies_there_is_known_by_its_bytes_alone(tmp_path: Path) -> None:
    path = tmp_path / "phi.xlsx"
    path.write_bytes(b"phi")
    assert NamedFile.of(str(path)).is_that(DIGEST, "khac.xlsx")
    path.write_bytes(b"other")
    assert not NamedFile.of(str(path)).is_that(DIGEST, "phi.xlsx")
