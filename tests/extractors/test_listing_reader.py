"""What reads listings is another word after any change of what may read them otherwise."""

import re
from pathlib import Path

import pytest

from niemyet.extractors import listing_reader as module
from niemyet.extractors.listing_reader import listing_reader


def test_it_follows_the_sources_and_the_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in ("extractors", "transforms/language", "model"):
        (tmp_path / room / "within").mkdir(parents=True)
        (tmp_path / room / "within" / "a.py").write_text("one = 1", encoding="utf-8")
    monkeypatch.setattr(module, "files", lambda _: tmp_path)
    found = []
    for change in (
        lambda: None,
        lambda: None,
        lambda: (tmp_path / "model" / "within" / "a.py").write_text("one = 2", encoding="utf-8"),
        lambda: (tmp_path / "extractors" / "within" / "a.py").rename(
            tmp_path / "extractors" / "within" / "b.py"
        ),
        lambda: monkeypatch.setattr(module, "version", lambda name: f"{name} 99"),
    ):
        change()
        listing_reader.cache_clear()
        found.append(listing_reader())
    listing_reader.cache_clear()
    assert found[0] == found[1]
    assert len(set(found[1:])) == 4
    assert re.fullmatch(r"[0-9a-f]{16}", listing_reader())
