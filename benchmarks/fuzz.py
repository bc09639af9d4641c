"""Documents broken on purpose: whatever is done to a file, its reading ends in a document or in a clear refusal.

python -m benchmarks fuzz                              2,000 broken files of every format
python -m benchmarks fuzz --count 200 --formats docx,doc
python -m benchmarks fuzz --show docx 17               what comes of one file; it is left in /tmp/fuzz

Every file is the same on every machine: its number is the random state. Files are read in processes with bounded
memory and time; one that dies, hangs or lets another error than DocumentError out is a failure.
"""

import argparse
import io
import os
import resource
import struct
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from benchmarks.measure import machine
from benchmarks.truth.cases import make_case
from benchmarks.truth.renderers import to_docx, to_html, to_reportlab_pdf, to_xlsx
from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.extractors.documents.archives import is_archive, open_archive
from niemyet.model.errors import DocumentError
from niemyet.model.records import Limits
from niemyet.reports.text_table import text_table

COUNT = 2_000
SEEDS = (3, 11, 24)  # made-up decisions that are broken
FORMATS = ("docx", "xlsx", "doc", "xls", "html", "text", "zip", "pdf")
SHOWN = Path("/tmp/fuzz")
LIMITS = Limits(max_seconds=60, max_unpacked_mb=100, max_cells=400_000)
_MEMORY_MB = 2_048
_BATCH = 40
_NUMBERS = (
    0,
    1,
    2,
    0x7F,
    0x80,
    0xFF,
    0x100,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFE,
    0xFFFFFFFF,
)
_WORDS = (b"0", b"-1", b"1", b"999999999", b"4294967296", b"", b"restart", b"x" * 300, b"%1", b"A1:XFD1048576", b"1e308",
          b"\xff", b"\xe1\xbb\x87", b"&#0;", b"NaN", b".VnTimeH")  # fmt: skip
Mutator = Callable[[bytes, Random], bytes]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one broken file."""

    number: int
    said: str  # read, refused, or the failure
    seconds: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Break, read, count."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks fuzz", description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=COUNT, help="broken files of each format")
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--show", nargs=2, metavar=("FORMAT", "NUMBER"))
    options = parser.parse_args(arguments)
    forms = [options.show[0]] if options.show else options.formats.split(",")
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        samples = {form: make_samples(form, Path(folder)) for form in forms}
    if options.show:
        _show(forms[0], samples[forms[0]], int(options.show[1]))
        return
    print(machine())
    rows, failures = [], []
    for form in forms:
        outcomes = run(form, samples[form], options.count, options.workers)
        rows.append(_summary(form, outcomes))
        failures += [(form, one) for one in outcomes if one.said not in {"read", "refused"}]
        print(f"{form}: {len(outcomes)} broken files read", file=sys.stderr)
    print(
        text_table(
            rows,
            ["format", "broken files", "read", "refused", "failures", "slowest", "half within"],
            room=140,
        )
    )
    for form, one in failures:
        print(f"{form} {one.number}: {one.said} ({one.seconds:.1f} s)")
    if failures:
        raise SystemExit(1)


def _summary(form: str, outcomes: Sequence[Outcome]) -> list[str]:
    counts = Counter(one.said for one in outcomes)
    slowest = max(outcomes, key=lambda one: one.seconds)
    seconds = sorted(one.seconds for one in outcomes)
    failed = len(outcomes) - counts["read"] - counts["refused"]
    return [
        form,
        str(len(outcomes)),
        str(counts["read"]),
        str(counts["refused"]),
        str(failed),
        f"{slowest.seconds:.2f} s (number {slowest.number})",
        f"{seconds[len(seconds) // 2] * 1000:.0f} ms",
    ]


# ---- samples ----------------------------------------------------------------------------------------------------


def make_samples(form: str, folder: Path) -> list[bytes]:
    """A few whole files of a format."""
    cases = [make_case(seed) for seed in SEEDS]
    direct = {"docx": to_docx, "xlsx": to_xlsx, "html": to_html, "pdf": to_reportlab_pdf}
    if form in direct:
        return [direct[form](case) for case in cases]
    if form == "text":
        return [_as_text(to_html(case)) for case in cases]
    if form == "zip":
        return [_zipped({"a.docx": to_docx(case), "b/c.html": to_html(case)}) for case in cases]
    source, ending = (to_xlsx, "xlsx") if form == "xls" else (to_docx, "docx")
    files = [folder / f"{form}-{number}.{ending}" for number in range(len(cases))]
    for path, case in zip(files, cases, strict=True):
        path.write_bytes(source(case))
    _converted(files, {"doc": "doc:MS Word 97", "xls": "xls:MS Excel 97"}[form], folder)
    return [path.with_suffix(f".{form}").read_bytes() for path in files]


def _converted(files: Sequence[Path], target: str, folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        target,
        "--outdir",
        str(folder),
        *map(str, files),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=300)


def _as_text(page: bytes) -> bytes:
    document = read_document(page, None)
    lines: list[str] = []
    for block in document.blocks:
        rows = getattr(block, "rows", None)
        lines += [block.text] if rows is None else [" | ".join(c.raw for c in row.cells) for row in rows]  # type: ignore[union-attr]
    return "\n\n".join(lines).encode()


def _zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


# ---- breaking ---------------------------------------------------------------------------------------------------


def broken(form: str, samples: Sequence[bytes], number: int) -> bytes:
    """The broken file of this number."""
    rng = Random(f"{form}/{number}")
    data = rng.choice(samples)
    mutators: list[Mutator] = [_flip, _overwrite, _cut, _drop, _repeat, _fill, partial(_splice, samples)]
    if form in {"docx", "xlsx", "zip"}:
        mutators += [_member] * 14 + [_members] * 2
    if form in {"doc", "xls"}:
        mutators += [_number_at_content] * 8
    if form in {"html", "text"}:
        mutators += [_markup] * 7
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        data = rng.choice(mutators)(data, rng)
    return data


def _flip(data: bytes, rng: Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 2, 8, 64))):
        if out:
            out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def _overwrite(data: bytes, rng: Random) -> bytes:
    out = bytearray(data)
    at = rng.randrange(max(len(out), 1))
    value = struct.pack("<I", rng.choice(_NUMBERS))[: rng.choice((1, 2, 4))]
    out[at : at + len(value)] = value
    return bytes(out)


def _number_at_content(data: bytes, rng: Random) -> bytes:
    """A number where there is something: most of an OLE2 container is padding."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        at = rng.randrange(len(out)) if out else 0
        for _ in range(40):
            if not out or out[at]:
                break
            at = rng.randrange(len(out))
        value = struct.pack("<I", rng.choice((*_NUMBERS, rng.getrandbits(32))))[: rng.choice((1, 2, 4))]
        out[at : at + len(value)] = value
    return bytes(out)


def _cut(data: bytes, rng: Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _piece(data: bytes, rng: Random) -> tuple[int, int]:
    at = rng.randrange(len(data) + 1)
    return at, min(at + rng.choice((1, 4, 64, 512, 4096)), len(data))


def _drop(data: bytes, rng: Random) -> bytes:
    first, last = _piece(data, rng)
    return data[:first] + data[last:]


def _repeat(data: bytes, rng: Random) -> bytes:
    first, last = _piece(data, rng)
    return data[:last] + data[first:last] * rng.choice((1, 2, 50)) + data[last:]


def _fill(data: bytes, rng: Random) -> bytes:
    first, last = _piece(data, rng)
    return data[:first] + rng.choice((b"\0", b"\xff", b"A", b"<")) * (last - first) + data[last:]


def _splice(samples: Sequence[bytes], data: bytes, rng: Random) -> bytes:
    other = rng.choice(samples)
    first, last = _piece(other, rng)
    at = rng.randrange(len(data) + 1)
    return data[:at] + other[first:last] + data[at + (last - first) * rng.randrange(2) :]


def _markup(data: bytes, rng: Random) -> bytes:
    """XML and HTML by their tags: an element left out, repeated, wrapped, renamed, a value replaced."""
    tags = [at for at, sign in enumerate(data) if sign == 0x3C]
    if not tags:
        return _flip(data, rng)
    at = rng.choice(tags)
    end = data.find(b">", at) + 1 or len(data)
    tag = data[at:end]
    kind = rng.randrange(7)
    if kind == 0:
        return data[:at] + data[end:]
    if kind == 1:
        return data[:at] + tag * rng.choice((2, 3, 300, 5000)) + data[end:]
    if kind == 2:
        other = rng.choice(tags)
        return data[:at] + data[other : data.find(b">", other) + 1] + data[end:]
    if kind == 3:
        later = rng.choice(tags)
        first, last = min(at, later), max(at, later)
        return (
            data[:last] + data[first:last] * rng.choice((1, 1, 3)) + data[last:]
            if last - first < 50_000
            else data
        )
    if kind == 4:
        quote = data.find(b'"', at, end)
        until = data.find(b'"', quote + 1, end)
        return data if quote < 0 or until < 0 else data[: quote + 1] + rng.choice(_WORDS) + data[until:]
    if kind == 5:
        return data[:end] + rng.choice(_WORDS) + data[end:]
    name = tag[1:].split(b" ")[0].split(b">")[0].strip(b"/")
    return data[:at] + b"<" + name + b">" + data[at:]


def _member(data: bytes, rng: Random) -> bytes:
    """One part of a package broken, the package itself whole."""
    parts = _parts(data)
    if not parts:
        return _flip(data, rng)
    names = sorted(
        parts, key=lambda name: (not name.startswith(("word/document", "xl/worksheets", "xl/shared")), name)
    )
    name = names[0] if rng.random() < 0.5 else rng.choice(names)
    change = rng.choice((_markup, _markup, _markup, _flip, _overwrite, _cut, _drop, _repeat, _fill))
    parts[name] = change(parts[name], rng)
    return _zipped(parts)


def _members(data: bytes, rng: Random) -> bytes:
    """A part left out, renamed, exchanged with another."""
    parts = _parts(data)
    if not parts:
        return _flip(data, rng)
    name, other = rng.choice(sorted(parts)), rng.choice(sorted(parts))
    kind = rng.randrange(3)
    if kind == 0:
        del parts[name]
    elif kind == 1:
        parts[rng.choice(("../x", "word/document.xml", name.upper(), "a\\b", "x" * 500))] = parts.pop(name)
    else:
        parts[name], parts[other] = parts[other], parts[name]
    return _zipped(parts)


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return {name: package.read(name) for name in package.namelist()}
    except Exception:  # noqa: BLE001 - broken before: then it is broken as bytes
        return {}


# ---- reading ----------------------------------------------------------------------------------------------------


def run(form: str, samples: Sequence[bytes], count: int, workers: int) -> list[Outcome]:
    """Outcomes of all broken files of a format; a process that dies costs the file that killed it."""
    batches = [range(first, min(first + _BATCH, count)) for first in range(0, count, _BATCH)]
    outcomes = _run(form, samples, batches, workers)
    lost = sorted(set(range(count)) - {one.number for one in outcomes})
    alone = _run(form, samples, [range(number, number + 1) for number in lost], workers)
    missing = set(lost) - {one.number for one in alone}
    died = [
        Outcome(number, "FAILURE: its process died or ran out of time", LIMITS.max_seconds)
        for number in missing
    ]
    return sorted([*outcomes, *alone, *died], key=lambda one: one.number)


def _run(form: str, samples: Sequence[bytes], batches: Sequence[range], workers: int) -> list[Outcome]:
    from multiprocessing import get_context

    from pebble import ProcessExpired, ProcessPool

    outcomes: list[Outcome] = []
    with ProcessPool(max_workers=workers, initializer=_confine, context=get_context("spawn")) as pool:
        waiting = [
            pool.schedule(
                _read_batch,
                args=(form, samples, batch),
                timeout=LIMITS.max_seconds * max(len(batch) // 10, 1),
            )
            for batch in batches
        ]
        for one in waiting:
            try:
                outcomes += one.result()
            except (ProcessExpired, TookTooLong, MemoryError):
                continue
    return outcomes


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_MB << 20, _MEMORY_MB << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ["OMP_THREAD_LIMIT"] = "1"
    os.environ["RUST_BACKTRACE"] = "0"


def _read_batch(form: str, samples: Sequence[bytes], numbers: range) -> list[Outcome]:
    outcomes = []
    for number in numbers:
        data = broken(form, samples, number)
        begun = time.perf_counter()
        said = _read(data)
        outcomes.append(Outcome(number, said, time.perf_counter() - begun))
    return outcomes


def _read(data: bytes) -> str:
    try:
        if is_archive(data):
            for member in open_archive(data, None, LIMITS).members:
                said = _read(member.data)
                if said not in {"read", "refused"}:
                    return said
        else:
            read_decision(read_document(data, None, LIMITS))
    except DocumentError:
        return "refused"
    except Exception as error:  # noqa: BLE001 - exactly what this looks for
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"FAILURE: {type(error).__name__}: {str(error)[:120]} ({Path(where.filename).name}:{where.lineno})"
    return "read"


def _show(form: str, samples: Sequence[bytes], number: int) -> None:
    data = broken(form, samples, number)
    SHOWN.mkdir(exist_ok=True)
    path = SHOWN / f"{number}.{form}"
    path.write_bytes(data)
    print(path)
    print(_read(data))
    read_document(data, None, LIMITS)


if __name__ == "__main__":
    main()
