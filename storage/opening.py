"""The place of an address: a folder or a bucket. Below it, neither of them knows the other."""

from pathlib import Path

from niemyet.storage.object_store import FolderPlace, ObjectStore


def object_store_at(address: str | Path) -> ObjectStore:
    """The place of an address: a path, or `s3://bucket/prefix`."""
    if isinstance(address, str) and "://" in address:
        from niemyet.storage.bucket import BucketPlace  # its client is loaded where there is a bucket

        return BucketPlace(address)
    return FolderPlace(Path(address))
