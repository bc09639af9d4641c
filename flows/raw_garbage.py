"""Garbage of the raw archive: bytes that nothing names. It is only listed; a person deletes."""

from niemyet.storage.folder import DataFolder
from niemyet.storage.lake_rows import AdoptionRow, FeeListRow, MemberRow, ObservationRow, ReadingRow


def unused(folder: DataFolder) -> list[str]:
    """SHA-256 of objects that no request, receipt, archive, reading, observation, adopted list or list of fees names, sorted."""
    raw, lake = folder.raw, folder.lake
    named = {stored.sha256 for run_id in raw.run_ids() for stored in raw.exchanges(run_id)}
    for held in lake.receipts():
        named |= {part.sha256 for part in held.receipt.parts}
    named |= {row.sha256 for row in lake.read("members", MemberRow) if row.sha256}
    named |= {row.sha256 for row in lake.read("readings", ReadingRow)}
    named |= {row.sha256 for row in lake.read("observations", ObservationRow)}
    named |= {row.sha256 for row in lake.read("adoptions", AdoptionRow)}
    named |= {row.sha256 for row in lake.read("fee_lists", FeeListRow)}
    return [digest for digest in raw.digests() if digest not in named]
