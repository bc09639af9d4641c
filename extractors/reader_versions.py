"""The version of each family of readers, and what it reads from the golden corpus. Written by a command.

    python -m scripts.golden_readings             # which families read something else than what stands here
    python -m scripts.golden_readings --refresh   # those get the next version, and their new digest

A document is read again when the version of its own family, or that of the decisions layer, is another than the one
that read it; so a change in the PDF reader does not read every DOCX again. A family without a digest (recognition of
scans depends on the programs of the machine) is given its next version by hand.
"""

#: Family → (version, digest of what it reads from tests/golden).
READERS: dict[str, tuple[int, str]] = {
    "text": (8, "34ac7753a6860b8f"),
    "html": (10, "2a84ad1fd298c9c7"),
    "docx": (12, "22a0e035ab5fc0b7"),
    "doc": (5, ""),
    "sheet": (15, "34421bef6f6d8603"),
    "pdf": (15, "01eaf26af58e27c1"),
    "scan": (11, ""),
    "other": (3, ""),
    "decisions": (64, "52a32e0c4879d718"),
    "portals": (10, ""),
}
