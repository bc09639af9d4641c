"""What is carried on from the night before was made by the same code, not only under the same version."""

from pathlib import Path

import pytest

from niemyet.flows.program import code_hash
from niemyet.storage.release import is_of_one_program


def test_a_hash_over_the_code_is_another_when_a_file_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ("model", "transforms", "storage", "flows", "transforms/__pycache__"):
        (tmp_path / room).mkdir()
    file = tmp_path / "transforms" / "rule.py"
    file.write_text("A = 1\n", encoding="utf-8")
    monkeypatch.setattr("niemyet.__file__", str(tmp_path / "__init__.py"))

    def told() -> str:
        code_hash.cache_clear()
        return code_hash()

    first = told()
    (tmp_path / "transforms" / "__pycache__" / "rule.pyc").write_bytes(b"compiled")
    assert told() == first
    file.write_text("A = 2\n", encoding="utf-8")
    second = told()
    assert second != first
    file.rename(tmp_path / "transforms" / "other.py")
    assert told() not in {first, second}
    monkeypatch.undo()
    code_hash.cache_clear()


def test_releases_are_of_one_program_where_version_and_code_are_the_same() -> None:
    made = {"version": "niemyet 1, pyarrow 1", "code": "a"}
    assert is_of_one_program(made, {**made, "as_of": "2022-03-01"})
    assert not is_of_one_program(made, {**made, "code": "b"})
    assert not is_of_one_program(made, {"version": made["version"]}), "from before it was noted"
