"""Garbage of the raw archive: bytes that nothing names. It is only listed; a person deletes."""

from niemyet.model.records import Receipt
from niemyet.storage.codec import load
from niemyet.storage.folder import DataFolder
from niemyet.storage.lake import MemberRow, ObservationRow, ReadingRow, ReceiptRow


def unused(folder: DataFolder) -> list[str]:
    """SHA-256 of objects that no request, receipt, archive, reading or observation names, sorted."""
    raw, lake = folder.raw, folder.lake
    named = {stored.sha256 for run_id in raw.run_ids() for stored in raw.exchanges(run_id)}
    for row in lake.read("receipts", ReceiptRow):
        named |= {part.sha256 for part in load(Receipt, row.receipt).parts}
    named |= {row.sha256 for row in lake.read("members", MemberRow) if row.sha256}
    named |= {row.sha256 for row in lake.read("readings", ReadingRow)}
    named |= {row.sha256 for row in lake.read("observations", ObservationRow)}
    return [digest for digest in raw.digests() if digest not in named]
