"""What earlier versions published is made again from their facts; where it is otherwise, a rule changed, and it stands here."""

import shutil
from pathlib import Path

import pytest

from tests.support.rebuild_hashes import STORED, compared, main

#: Tables 1.3 name a row by what it means, no longer by its place (docs/contract.md); RULINGS 46 made never observed a state.
_IDS = {
    "decision_items": ("item_id",),
    "procedures": ("opened_by",),
    "procedure_history": ("opened_by",),
    "boards": ("item_id",),
    "listing_updates": ("update_id", "item_id", "state", "exposed_days"),
}
_IDS_ONCE_ENDED = {"procedures": ("opened_by", "closed_by"), "procedure_history": ("opened_by", "closed_by")}
FIRST, SECOND = "2022-03-01T130000.000000Z", "2022-03-02T130000.000000Z"
KNOWN = {
    **{(version, FIRST): _IDS for version in ("1.0", "1.1", "1.2")},
    **{(version, SECOND): _IDS | _IDS_ONCE_ENDED for version in ("1.0", "1.1", "1.2")},
}


@pytest.mark.parametrize("version", sorted(path.name for path in STORED.iterdir()))
def test_a_release_of_an_earlier_version_differs_in_what_is_known_alone(version: str) -> None:
    found: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
    for one in compared(STORED / version):
        differing = found.setdefault((Path(one.folder).name, one.release), {})
        assert one.rows_then == one.rows_now, one
        if not one.is_equal:
            differing[one.table] = one.columns
    assert found == {(version, release): KNOWN.get((version, release), {}) for release in (FIRST, SECOND)}


def test_the_command_tells_every_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    newest = max(STORED.iterdir())
    shutil.copytree(newest, tmp_path / newest.name, symlinks=True)
    assert main([str(tmp_path / newest.name)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == sum(1 for _ in compared(newest))
    assert all(line.endswith(" equal") for line in lines)
