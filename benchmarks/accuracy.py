"""How well made-up decisions are read, format by format, axis by axis.

python -m benchmarks accuracy                             500 decisions in every format, scans of the first 60
python -m benchmarks accuracy --seeds 0:40 --formats html,docx
python -m benchmarks accuracy --show 17 docx              what differs in one file; the file is left in /tmp/truth
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import machine
from benchmarks.truth.cases import Case, make_case
from benchmarks.truth.renderers import convert, to_docx, to_docx_for_pdf, to_html, to_reportlab_pdf, to_xlsx
from benchmarks.truth.scans import scanned
from benchmarks.truth.score import GRAVE, Difference, Score, score
from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.errors import DocumentError
from niemyet.model.records import Reading
from niemyet.reports.text_table import text_table
from niemyet.transforms.law.review_kinds import sentence

SEEDS = 500
SCANS = 60
DIRECT: dict[str, Callable[[Case], bytes]] = {
    "html": to_html,
    "docx": to_docx,
    "xlsx": to_xlsx,
    "pdf-reportlab": to_reportlab_pdf,
}
OFFICE: dict[str, tuple[Callable[[Case], bytes], str]] = {
    "doc": (to_docx, "doc"),
    "pdf-office": (to_docx_for_pdf, "pdf"),
}
FORMATS = ("html", "docx", "doc", "xlsx", "pdf-reportlab", "pdf-office", "scan")
SHOWN = Path("/tmp/truth")
_BATCH = 25  # files in one call of soffice


def main(arguments: Sequence[str] | None = None) -> None:
    """Generate, read, compare, print."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # one core a page: two at once are twice as fast
    options = _options(arguments)
    if options.show:
        seed, form = options.show
        show(int(seed), form)
        return
    first, _, last = options.seeds.rpartition(":")
    seeds = range(int(first or 0), int(last))
    print(machine())
    with tempfile.TemporaryDirectory(prefix="truth-") as folder:
        scores = run(
            seeds, options.formats.split(","), Path(folder), scans=options.scans, workers=options.workers
        )
    print(report(scores, every=options.every))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks accuracy", description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", default=str(SEEDS), help="a number, or FIRST:LAST (half-open)")
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--scans", type=int, default=SCANS, help="so many of the seeds are scanned")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--every", action="store_true", help="print every difference, the flagged ones too")
    parser.add_argument("--show", nargs=2, metavar=("SEED", "FORMAT"))
    return parser.parse_args(arguments)


# ---- running ------------------------------------------------------------------------------------------------


def run(seeds: Sequence[int], forms: Iterable[str], folder: Path, *, scans: int, workers: int) -> list[Score]:
    """Scores of every seed in every format."""
    wanted = list(forms)
    unknown = set(wanted) - set(FORMATS)
    if unknown:
        raise SystemExit(f"unknown formats {sorted(unknown)}; known: {', '.join(FORMATS)}")
    scanned = list(seeds)[:scans] if "scan" in wanted else []
    with ProcessPoolExecutor(workers) as pool:
        scores = list(
            pool.map(
                _direct, ((seed, form) for form in wanted if form in DIRECT for seed in seeds), chunksize=4
            )
        )
        _say(f"{len(scores)} files read")
        for form in OFFICE:
            needed = list(seeds) if form in wanted else scanned if form == "pdf-office" else []
            if not needed:
                continue
            list(pool.map(_write_for_office, ((seed, form, folder) for seed in needed), chunksize=4))
            batches = [needed[place : place + _BATCH] for place in range(0, len(needed), _BATCH)]
            list(pool.map(_convert, ((batch, form, folder) for batch in batches)))
            _say(f"{len(needed)} files converted: {form}")
            if form in wanted:
                scores += pool.map(_office, ((seed, form, folder) for seed in needed), chunksize=4)
        scores += pool.map(_scan, ((seed, folder) for seed in scanned))
    return scores


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _direct(job: tuple[int, str]) -> Score:
    seed, form = job
    case = make_case(seed)
    return scored(case, form, DIRECT[form](case))


def _write_for_office(job: tuple[int, str, Path]) -> None:
    seed, form, folder = job
    path = folder / f"{form}-from" / f"{seed}.docx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(OFFICE[form][0](make_case(seed)))


def _convert(job: tuple[list[int], str, Path]) -> None:
    seeds, form, folder = job
    files = [folder / f"{form}-from" / f"{seed}.docx" for seed in seeds]
    convert(files, OFFICE[form][1], folder / form, folder / f"profile-{os.getpid()}")


def _office(job: tuple[int, str, Path]) -> Score:
    seed, form, folder = job
    data = (folder / form / f"{seed}.{OFFICE[form][1]}").read_bytes()
    return scored(make_case(seed), form, data)


def _scan(job: tuple[int, Path]) -> Score:
    seed, folder = job
    case = replace(make_case(seed), kerning="none", nfd=False)
    pdf = to_reportlab_pdf(case) if seed % 2 else (folder / "pdf-office" / f"{seed}.pdf").read_bytes()
    return scored(case, "scan", scanned(pdf, seed))


def scored(case: Case, form: str, data: bytes) -> Score:
    """Read the bytes and compare; a file that cannot be read loses all its items, and says so."""
    begun = time.perf_counter()
    try:
        reading = read_decision(read_document(data, None))
    except (DocumentError, NotImplementedError, ImportError) as error:
        seconds = time.perf_counter() - begun
        return Score(
            case.seed, form, len(case.expected), 0, 0, (), (), 0, 0, (), 0, (), (), seconds,
            f"{type(error).__name__}: {str(error)[:200]}",
        )  # fmt: skip
    return score(case, form, reading, time.perf_counter() - begun)


# ---- telling ------------------------------------------------------------------------------------------------


def report(scores: Sequence[Score], *, every: bool = False) -> str:
    """The table by format, the confusion by axis, and every silent difference."""
    forms = [form for form in FORMATS if any(one.form == form for one in scores)]
    parts = [_by_format(scores, forms)]
    errors = Counter((one.form, one.error) for one in scores if one.error)
    parts += [f"{form}: {count} files not read: {error}" for (form, error), count in errors.most_common(12)]
    read = [one for one in scores if one.error is None]
    parts.append(_by_axis(read, forms))
    parts.append(_by_field(read, forms))
    words = Counter(word for one in read for word in one.unknown_words)
    if words:
        parts.append(
            f"flags and questions that the score does not know (taken to concern the whole item): {dict(words)}"
        )
    shown = [d for one in read for d in (*one.differences, *one.head) if every or d.how == "silent"]
    parts.append("\n".join((f"{'' if every else 'silent '}differences: {len(shown)}", *map(_line, shown))))
    return "\n\n".join(part for part in parts if part)


def _by_format(scores: Sequence[Score], forms: Sequence[str]) -> str:
    """Found and right by items; differences by how they stand. `silent`: what a clerk acts on, and nothing says so."""
    rows = []
    for form in forms:
        mine = [one for one in scores if one.form == form]
        hows = Counter(d.how for one in mine for d in one.differences)
        silent = [d.field for one in mine for d in one.differences if d.how == "silent"]
        grave = sum(field in GRAVE for field in silent)
        items = sum(one.expected for one in mine)
        rest = sum(one.rest_compared for one in mine)
        rows.append(
            [
                form, str(len(mine)), str(items), _percent(sum(one.found for one in mine), items),
                _percent(sum(one.right for one in mine), items), str(hows["flagged"]), str(hows["document"]),
                str(grave), str(len(silent) - grave),
                str(sum(len(one.head) for one in mine)),
                _percent(sum(one.rest_right for one in mine), rest), str(sum(one.asked_in_vain for one in mine)),
                f"{sum(one.seconds for one in mine) / max(1, len(mine)):.3f}",
            ]
        )  # fmt: skip
    heads = [
        "format", "documents", "items", "found %", "right %", "flagged", "document only", "silent", "silent name/sector", "head",
        "other columns %", "asked in vain", "s/document",
    ]  # fmt: skip
    return text_table(rows, heads, room=180)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}" if whole else "-"


def _by_axis(scores: Sequence[Score], forms: Sequence[str]) -> str:
    """Items of each value of each axis: how many, and of those that are not right: silent/document/flagged."""
    counts: dict[tuple[str, str], dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for one in scores:
        for axes, outcome in one.item_axes:
            for pair in dict(axes).items():
                counts[pair][one.form][outcome] += 1
    rows = []
    for (axis, value), by_form in sorted(counts.items()):
        cells = []
        for form in forms:
            found = by_form[form]
            wrong = found["silent"] + found["document"] + found["flagged"]
            cells.append(f"{found['silent']}/{found['document']}/{found['flagged']}" if wrong else "·")
        total = max(sum(by_form[form].values()) for form in forms)
        rows.append([axis, value, str(total), *cells])
    legend = "items that are not right, by axis: silent/document only/flagged; · none"
    return f"{legend}\n{text_table(rows, ['axis', 'value', 'items', *forms], room=200)}" if rows else ""


def _by_field(scores: Sequence[Score], forms: Sequence[str]) -> str:
    counts: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for one in scores:
        for difference in (*one.differences, *one.head):
            counts[difference.field][one.form, difference.how] += 1
        for name, _, _ in one.rest_wrong:
            counts[f"other: {name}"][one.form, "silent"] += 1
    rows = [
        [name, *(f"{c[form, 'silent']}/{c[form, 'document']}/{c[form, 'flagged']}" for form in forms)]
        for name, c in sorted(counts.items())
    ]
    return (
        f"differences by field: silent/document only/flagged\n{text_table(rows, ['field', *forms], room=200)}"
        if rows
        else ""
    )


def _line(one: Difference) -> str:
    own = "; ".join(
        f"{name.removeprefix('row: ')}={value}" for name, value in one.axes if name.startswith("row: ")
    )
    return f"  {one.form} {one.seed} {one.how} {one.field}: {one.expected!r} → {one.got!r} | {one.name[:70]} | {own}"


# ---- one file -------------------------------------------------------------------------------------------------


def show(seed: int, form: str) -> None:
    """Print what differs in one file, and leave the file in /tmp/truth for people to look at."""
    SHOWN.mkdir(exist_ok=True)
    case = make_case(seed)
    data, ending = _file_of(case, form)
    path = SHOWN / f"{seed}.{ending}"
    path.write_bytes(data)
    print(path)
    print("axes: " + "; ".join(f"{name}={value}" for name, value in case.axes.items()))
    result = scored(case, form, data)
    if result.error:
        print(result.error)
        return
    reading = read_decision(read_document(data, None))
    print(f"flags: {', '.join(reading.flags)}")
    for line in _questions(reading):
        print(line)
    print(f"{result.expected} items, {result.found} found, {result.right} right")
    for difference in (*result.differences, *result.head):
        print(_line(difference))
    for name, wanted, got in result.rest_wrong:
        print(f"  other column {name}: {wanted!r} → {got!r}")


def _questions(reading: Reading) -> Iterator[str]:
    for one in reading.questions:
        print_of = "document" if one.item is None else f"item {one.item}"
        yield f"question of {print_of}: {one.kind}: {sentence(one.kind, one.fields)[:160]}"


def _file_of(case: Case, form: str) -> tuple[bytes, str]:
    if form in DIRECT:
        return DIRECT[form](case), form.split("-", maxsplit=1)[0]
    with tempfile.TemporaryDirectory(prefix="truth-") as name:
        folder = Path(name)
        if form == "scan":
            case = replace(case, kerning="none", nfd=False)
            pdf = to_reportlab_pdf(case) if case.seed % 2 else _by_office(case, "pdf-office", folder)
            return scanned(pdf, case.seed), "scan.pdf"
        return _by_office(case, form, folder), OFFICE[form][1]


def _by_office(case: Case, form: str, folder: Path) -> bytes:
    make, ending = OFFICE[form]
    source = folder / f"{case.seed}.docx"
    source.write_bytes(make(case))
    convert([source], ending, folder / "out", folder / "profile")
    return (folder / "out" / f"{case.seed}.{ending}").read_bytes()
