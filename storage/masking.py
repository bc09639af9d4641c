"""Texts of a data folder that hold what must not be kept: found, and written anew without it.

The one exception to "nothing is rewritten": names, passwords and keys that earlier versions kept. Each file is written
beside its place first, the chain of notes gets a note with the new hashes, then the files are moved. Killed at any
moment, `finish` ends it: either all of a file's change is there with its note, or none.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from niemyet.model.errors import StorageError
from niemyet.storage.commits import seal_of
from niemyet.storage.files import write_atomic
from niemyet.storage.folder import DataFolder
from niemyet.storage.parquet import reader_of
from niemyet.storage.release import TableFile, files_of
from niemyet.storage.releases import MANIFEST, stated_files

Mask = Callable[[str], str]
"""A text without what must not be kept; the very same text where it holds none."""

_STAGED = "masking"
_READY = f"{_STAGED}/ready"
_LOGS = "raw/exchanges/"
_TORN = ".jsonl.torn"
_TEXTS = (".json", ".jsonl")
_WHERE = ("lake", "releases", "intake", "aside")
_NOTES = ("lake/commits/", "lake/head.json", "lake/manifest.json", "lake/.jobs/")


def holding(folder: DataFolder, mask: Mask, clean: set[bytes] | None = None) -> Iterator[str]:
    """Files, by name, that hold what must not be kept. What cannot be read is damaged, and told as that elsewhere.

    `clean`: hashes of files that this mask changes nothing in; they are not looked into again, and what is found clean is added.
    """
    clean = set() if clean is None else clean
    for run_id in folder.raw.run_ids():
        if any(mask(one) != one for one in map(_decoded, folder.raw.lines(run_id))):
            yield _LOGS + run_id
    for path in _torn(folder):
        if mask(text := _decoded(path.read_bytes())) != text:
            yield _LOGS + path.name
    for name in _files(folder):
        data = folder.place.read(name)
        digest = sha256(data).digest()
        if digest in clean:
            continue
        if _masked(name, data, mask) is not None:
            yield name
        else:
            clean.add(digest)


def begun(folder: DataFolder) -> bool:
    """Whether a masking was interrupted."""
    return bool(folder.place.names(_STAGED))


def mask_files(folder: DataFolder, names: list[str], mask: Mask) -> None:
    """Write files without what must not be kept, with their places in the chain of notes."""
    finish(folder)
    for path in _torn(folder):
        if (
            _LOGS + path.name in names
        ):  # half a line that no log holds any more: in no chain, so there is nothing to note
            write_atomic(path, _encoded(mask(_decoded(path.read_bytes()))))
    for name in names:
        if name.endswith(_TORN):
            continue
        if name.startswith(_LOGS):
            lines = [_encoded(mask(_decoded(line))) for line in folder.raw.lines(name.removeprefix(_LOGS))]
            folder.place.write(f"{_STAGED}/{name}", b"".join(line + b"\n" for line in lines))
            continue
        data = _masked(name, folder.place.read(name), mask)
        if data is not None:
            folder.place.write(f"{_STAGED}/{name}", data)
    _restate_releases(folder)
    folder.place.write(_READY, b"")
    finish(folder)


def finish(folder: DataFolder) -> None:
    """Bring to its end what was begun: nothing of it where it was not ready, all of it where it was."""
    staged = [name for name in folder.place.names(_STAGED) if name != _READY]
    if folder.place.has(_READY):
        files = {name.removeprefix(f"{_STAGED}/"): folder.place.read(name) for name in staged}
        _note(folder, files)
        for name, data in files.items():
            if name.startswith(_LOGS):
                folder.raw.rewrite(name.removeprefix(_LOGS), data.splitlines())
            else:
                folder.place.write(name, data)
    if staged or folder.place.has(_READY):
        folder.place.drop(_STAGED)


def _note(folder: DataFolder, files: Mapping[str, bytes]) -> None:
    seals = folder.lake.commits.seals()
    noted = {
        name: _log_seal(folder, name, data) if name.startswith(_LOGS) else seal_of(data)
        for name, data in files.items()
        if name in seals
    }
    changed = {name: seal for name, seal in noted.items() if seal != (seals[name].size, seals[name].sha256)}
    if changed:
        folder.lake.commits.add(changed, why="masked")


def _log_seal(folder: DataFolder, name: str, data: bytes) -> tuple[int, str]:
    """Size in the store's own measure: a bucket counts lines."""
    run_id, lines = name.removeprefix(_LOGS), data.count(b"\n")
    by_lines = folder.raw.log_sizes().get(run_id) == lines
    return (lines if by_lines else len(data)), sha256(data).hexdigest()


def _restate_releases(folder: DataFolder) -> None:
    """A release's manifest states the hashes of its tables: those of the new ones."""
    staged = [name.removeprefix(f"{_STAGED}/") for name in folder.place.names(f"{_STAGED}/releases")]
    for release in sorted({"/".join(name.split("/")[:2]) for name in staged}):
        own = f"{release}/{MANIFEST}"
        manifest = json.loads(folder.place.read(f"{_STAGED}/{own}" if own in staged else own))
        for each in manifest["resources"]:
            files = [_restated(folder, release, file, staged) for file in files_of(each)]
            each.update(stated_files(files))
        folder.place.write(f"{_STAGED}/{own}", json.dumps(manifest, ensure_ascii=False, indent=1).encode())


def _restated(folder: DataFolder, release: str, file: TableFile, staged: Collection[str]) -> TableFile:
    name = f"{release}/{file.path}"
    if name not in staged:
        return file
    size, digest = seal_of(folder.place.read(f"{_STAGED}/{name}"))
    return replace(file, bytes=size, hash=f"sha256:{digest}")


def _files(folder: DataFolder) -> Iterator[str]:
    for room in _WHERE:
        for name in folder.place.names(room):
            if name.endswith((".parquet", *_TEXTS)) and not name.startswith(_NOTES):
                yield name


def _torn(folder: DataFolder) -> list[Path]:
    """What was set aside of half lines, beside the logs; a bucket has no half lines."""
    if "://" in folder.address:
        return []
    return sorted((Path(folder.address) / _LOGS).glob(f".*{_TORN}"))


def _decoded(line: bytes) -> str:
    return line.decode(errors="surrogateescape")


def _encoded(text: str) -> bytes:
    return text.encode(errors="surrogateescape")


def _masked(name: str, data: bytes, mask: Mask) -> bytes | None:
    """A file's bytes without what must not be kept; None where it holds none, or cannot be read."""
    if name.endswith(_TEXTS):
        text = _decoded(data)
        masked = mask(text)
        return _encoded(masked) if masked != text else None
    try:
        return _masked_parquet(data, mask, is_of_release=name.startswith("releases/"))
    except (pa.ArrowException, OSError, ValueError, StorageError):
        return None


def _masked_parquet(data: bytes, mask: Mask, *, is_of_release: bool) -> bytes | None:
    """The same row groups under the same schema: a file of the lake keeps each append a group of its own."""
    opened = pq.ParquetFile(reader_of(data))
    groups = [opened.read_row_group(place, use_threads=False) for place in range(opened.num_row_groups)]
    masked = [_masked_table(group, mask) for group in groups]
    if all(new is old for new, old in zip(masked, groups, strict=True)):
        return None
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(
        sink, opened.schema_arrow, compression="zstd", write_page_index=is_of_release
    ) as writer:
        for group in masked:
            writer.write_table(group, row_group_size=max(1, group.num_rows))
    found: bytes = sink.getvalue().to_pybytes()
    return found


def _masked_table(table: pa.Table, mask: Mask) -> pa.Table:
    """The very same table where no text changes."""
    whole = table.combine_chunks()
    columns = [column.chunk(0) if column.num_chunks else None for column in whole.columns]
    masked = [_masked_array(column, mask) if column is not None else None for column in columns]
    if all(new is old for new, old in zip(masked, columns, strict=True)):
        return table
    arrays = [
        new if new is not None else whole.column(place)  # a column without rows
        for place, new in enumerate(masked)
    ]
    return pa.Table.from_arrays(arrays, schema=table.schema)


def _masked_array(array: Any, mask: Mask) -> Any:
    kind = array.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        coded = array.dictionary_encode()
        texts = coded.dictionary.to_pylist()
        masked = [mask(text) for text in texts]
        return array if masked == texts else pa.array(masked, kind).take(coded.indices)
    if pa.types.is_dictionary(kind):
        words = _masked_array(array.dictionary, mask)
        if words is array.dictionary:
            return array
        return pa.DictionaryArray.from_arrays(array.indices, words)
    if pa.types.is_list(kind):
        values = _masked_array(array.values, mask)
        if values is array.values or values.equals(array.values):
            return array
        return pa.ListArray.from_arrays(array.offsets, values, type=kind, mask=array.is_null())
    if pa.types.is_struct(kind):
        fields = [array.field(place) for place in range(kind.num_fields)]
        masked = [_masked_array(one, mask) for one in fields]
        if all(new is old for new, old in zip(masked, fields, strict=True)):
            return array
        return pa.StructArray.from_arrays(masked, fields=list(kind), mask=array.is_null())
    return array
