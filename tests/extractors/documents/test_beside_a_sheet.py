# ruff: noqa: E501 - rows of cases
"""What a sheet keeps beside its cells, and what is said where scans cannot be read."""

from typing import Any

import pytest
from lxml import etree

from niemyet.extractors.apart import here
from niemyet.extractors.documents import scanning
from niemyet.extractors.documents.sheet_beside import external_addresses, link_of, margin_lines, read_beside
from niemyet.model.errors import ProgramMissingError
from niemyet.model.messages import Message

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006/relationships"


@pytest.mark.parametrize(("text", "lines"), [
    ('&C&"Arial,Bold"&10DỰ THẢO', ["DỰ THẢO"]), ("&LTrang &P/&N&R&KFF0000Mã 1.000001", None), ("", []), ("&D&T", []), ("a && b", None),
])  # fmt: skip
def test_headers_are_lines_without_the_codes_of_their_layout(text: str, lines: list[str] | None) -> None:
    found = margin_lines(text)
    assert all("&" not in one.replace("&&", "") and one.strip() == one for one in found)
    if lines is not None:
        assert found == lines


def test_only_addresses_outside_the_file_are_links() -> None:
    relations = etree.fromstring(
        f'<Relationships xmlns="{P}"><Relationship Id="r1" TargetMode="External" Target="https://x.example/a"/>'
        f'<Relationship Id="r2" Target="../drawings/d.xml"/></Relationships>'
    )
    addresses = external_addresses(relations)
    assert addresses == {"r1": "https://x.example/a"}
    assert (
        link_of(etree.fromstring(f'<hyperlink xmlns:r="{R}" r:id="r1"/>'), addresses) == "https://x.example/a"
    )
    assert link_of(etree.fromstring(f'<hyperlink xmlns:r="{R}" r:id="r2"/>'), addresses) is None
    assert external_addresses(None) == {}


def test_a_sheet_without_parts_keeps_nothing_beside() -> None:
    def nothing(name: str) -> Any:
        raise AssertionError(name)

    beside = read_beside(nothing, {}, lambda reference: None)
    assert (beside.comments, beside.links, beside.boxes, beside.pictures, beside.margins) == (
        {},
        {},
        [],
        [],
        [],
    )


def test_where_recognition_is_missing_the_document_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "lack_of", lambda extra: None)
    scanning.require_scans()
    monkeypatch.setattr(scanning, "lack_of", lambda extra: Message(f"thiếu {extra}"))
    with pytest.raises(ProgramMissingError, match="thiếu scans"):
        scanning.require_scans()


def test_here_calls_in_this_process_and_hands_errors_on() -> None:
    assert here(int, "12") == 12
    with pytest.raises(ZeroDivisionError):
        here(lambda: 1 // 0)
