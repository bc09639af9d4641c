"""What is read changes only with the version of what reads it."""

import pytest

from niemyet.extractors import is_current, portal_reader, reader_of
from niemyet.extractors import reader_versions as versions
from scripts import golden_readings
from tests.golden.corpus import digests


def test_what_is_read_changes_only_with_the_version() -> None:
    changed = golden_readings.changed(digests())
    assert changed == [], (
        f"{', '.join(changed)}: something else is read now. Run `python -m scripts.golden_readings --refresh` "
        "and commit extractors/reader_versions.py: documents of these families are then read again."
    )


def test_another_version_reads_its_own_family_again_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    docx, pdf, postings = reader_of("docx"), reader_of("pdf"), portal_reader()
    monkeypatch.setitem(versions.READERS, "pdf", (versions.READERS["pdf"][0] + 1, ""))
    assert (is_current(docx), is_current(pdf), is_current(postings)) == (True, False, True)
    monkeypatch.setitem(versions.READERS, "decisions", (versions.READERS["decisions"][0] + 1, ""))
    assert (is_current(docx), is_current(pdf), is_current(postings)) == (False, False, True)


@pytest.mark.parametrize("reader", ["2", "waiting", "", None, "docx", "nothing 3.3"])
def test_what_an_earlier_program_read_is_read_again(reader: str | None) -> None:
    assert not is_current(reader)


def test_refreshing_gives_the_changed_families_their_next_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(versions.READERS, "docx", (7, "another digest"))
    text = golden_readings.refreshed({**digests()})
    assert f'"docx": (8, "{digests()["docx"]}")' in text
    assert f'"html": ({versions.READERS["html"][0]}, "{versions.READERS["html"][1]}")' in text
