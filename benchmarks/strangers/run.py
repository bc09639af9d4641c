"""Documents of strangers: written from the rules of the field alone, read, judged.

python -m benchmarks strangers --documents 100 --formats docx,html --seed 0
python -m benchmarks strangers --set crossed --seed 3    layouts crossed with what makes a row doubtful
python -m benchmarks strangers --set papers              papers of a kind each
python -m benchmarks strangers --show 17 docx        the file is left in /tmp/strangers
python -m benchmarks strangers --set crossed --show "cards/struck/name" html
"""

import argparse
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from benchmarks.measure import machine
from benchmarks.strangers.cases import Case, make_case
from benchmarks.strangers.crossed import crossings
from benchmarks.strangers.known import KNOWN
from benchmarks.strangers.papers import papers
from benchmarks.strangers.properties import AXES
from benchmarks.strangers.score import Score, score
from benchmarks.strangers.writers import ALL, SHOWS, to_docx, to_html, to_pdf, to_scan, to_xlsx
from benchmarks.truth.renderers import convert
from niemyet.extractors.decisions.reading import read_decision
from niemyet.extractors.documents import read_document
from niemyet.model.errors import DocumentError
from niemyet.reports.text_table import text_table
from niemyet.transforms.law.review_kinds import sentence

WRITERS: dict[str, Callable[[Case], bytes]] = {
    "docx": to_docx,
    "html": to_html,
    "xlsx": to_xlsx,
    "pdf": to_pdf,
}
OFFICE = {"doc": "doc", "pdf-office": "pdf"}
FORMATS = (*WRITERS, *OFFICE, "scan")
SETS = ("drawn", "crossed", "papers")
SHOWN = Path("/tmp/strangers")
#: A file, its truth and its format.
File = tuple[Case, str, bytes]
OUTCOMES = ("right", "doubted", "asked", "silent")


def main(arguments: Sequence[str] | None = None) -> None:
    """Write, read, judge, print."""
    options = _options(arguments)
    forms = _forms(options)
    if options.show:
        show(next(_named(options.set, options.seed, *options.show)))
        return
    print(machine())
    if options.set == "drawn":
        seeds = range(options.seed, options.seed + options.documents)
        scores = [
            judged(case, form, data)
            for form in forms
            for case, data in files(seeds if form != "scan" else seeds[: options.scans], form)
        ]
    else:
        scores = [judged(*file) for file in _set(options.set, options.seed, forms, options.only)]
        if not scores:
            raise SystemExit(_no_such(options.set, options.seed, options.only))
    print(report(scores, forms, listed=options.listed))


def _forms(options: argparse.Namespace) -> list[str]:
    known = FORMATS if options.set == "drawn" else tuple(SHOWS)
    usual = "docx,html,xlsx,pdf" if options.set == "drawn" else ",".join(SHOWS)
    forms = (options.formats or usual).split(",")
    unknown = set(forms) - set(known)
    if unknown:
        raise SystemExit(f"unknown formats {sorted(unknown)}; known for this set: {', '.join(known)}")
    return forms


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks strangers", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--set", choices=SETS, default="drawn", help="which documents")
    parser.add_argument("--documents", type=int, default=100, help="so many seeds of the drawn ones")
    parser.add_argument("--formats", help="by commas; of the drawn ones docx,html,xlsx,pdf")
    parser.add_argument("--only", default="", help="crossings or papers whose name holds this")
    parser.add_argument("--seed", type=int, default=0, help="the first one")
    parser.add_argument("--scans", type=int, default=12, help="so many of the documents are scanned")
    parser.add_argument("--listed", type=int, default=40, help="so many silent differences are printed")
    parser.add_argument("--show", nargs=2, metavar=("SEED_OR_NAME", "FORMAT"))
    return parser.parse_args(arguments)


def files(seeds: Sequence[int], form: str) -> Iterator[tuple[Case, bytes]]:
    """Each case with its file in that format; those of LibreOffice in one call."""
    cases = [make_case(seed) for seed in seeds]
    if form in OFFICE:
        yield from zip(cases, _office(cases, OFFICE[form]), strict=True)
        return
    for case in cases:
        yield case, to_scan(to_pdf(case), case.seed) if form == "scan" else WRITERS[form](case)


def _set(name: str, seed: int, forms: Sequence[str], only: str = "") -> Iterator[File]:
    """The files of a set in these formats; `only`: those whose name holds it."""
    if name == "papers":
        yield from (file for file in papers(seed, forms) if only in file[0].name)
        return
    for case, shown in crossings(seed):
        if only in case.name:
            yield from ((case, form, ALL[form](case)) for form in forms if form in shown)


def _named(name: str, seed: int, called: str, form: str) -> Iterator[File]:
    """The one file that is called so.

    Raises SystemExit: there is none, with those that are near.
    """
    if name == "drawn":
        if not called.isdecimal() or form not in FORMATS:
            raise SystemExit(
                f"expected a seed and one of {', '.join(FORMATS)}, found {called!r} and {form!r}"
            )
        case, data = next(files(range(int(called), int(called) + 1), form))
        yield case, form, data
        return
    yield from (file for file in _set(name, seed, (form,), called) if file[0].name == called)
    raise SystemExit(_no_such(name, seed, called))


def _no_such(name: str, seed: int, called: str) -> str:
    held = papers(seed) if name == "papers" else ((case, "", b"") for case, _ in crossings(seed))
    every = list(dict.fromkeys(case.name for case, _, _ in held))
    near = get_close_matches(called, every, 8, 0.3) or every[:8]
    return f"no document {called!r} in the set {name} of seed {seed}; {len(every)} are there, for example: {'; '.join(near)}"


def _office(cases: Sequence[Case], ending: str) -> list[bytes]:
    with tempfile.TemporaryDirectory(prefix="strangers-") as name:
        folder = Path(name)
        sources = [folder / f"{case.seed}.docx" for case in cases]
        for case, source in zip(cases, sources, strict=True):
            source.write_bytes(to_docx(case))
        convert(sources, ending, folder / "out", folder / "profile")
        return [(folder / "out" / f"{case.seed}.{ending}").read_bytes() for case in cases]


def judged(case: Case, form: str, data: bytes) -> Score:
    """The score of one file; a file that cannot be read says so, and loses everything."""
    try:
        reading = read_decision(read_document(data, None))
    except (DocumentError, NotImplementedError) as error:
        count = len(case.wanted) + (len(case.second.wanted) if case.second else 0)
        return Score(
            case.seed,
            form,
            case.axes,
            ("asked",) * count,
            (),
            1,
            (),
            f"{type(error).__name__}: {error}",
            case.name,
        )
    return score(case, form, reading)


# ---- telling -------------------------------------------------------------------------------------------------


def report(scores: Sequence[Score], forms: Sequence[str], *, listed: int) -> str:
    """The table by format, the silent by axis, the first silent differences."""
    silent = [(one, miss) for one in scores for miss in one.silent]
    lines = [
        f"  {one.form} {one.called} {miss.field}: {miss.wanted!r} → {miss.got!r} | {miss.name[:50]}"
        f"{' | known: ' + KNOWN[one.called, one.form] if (one.called, one.form) in KNOWN else ''}"
        for one, miss in silent
    ]
    errors = [f"{one.form} {one.called} not read: {one.error}" for one in scores if one.error]
    kinds = Counter(kind for one in scores for kind in one.kinds)
    asked = "documents with a question of the kind: " + ", ".join(
        f"{k} {n}" for k, n in kinds.most_common(25)
    )
    shown = "\n".join([f"silent differences: {len(silent)}", *lines[:listed]])
    return "\n\n".join([by_format(scores, forms), by_axis(scores), asked, *errors, shown])


def by_format(scores: Sequence[Score], forms: Sequence[str]) -> str:
    """right: found and right without a question; doubted: right, yet asked about; grave: code, action, level, effect, missed."""
    rows = []
    for form in forms:
        mine = [one for one in scores if one.form == form]
        counts = Counter(outcome for one in mine for outcome in one.outcomes)
        total = sum(counts.values()) or 1
        silent = [miss for one in mine for miss in one.silent]
        fields = Counter(miss.field for miss in silent)
        rows.append(
            [
                form, str(len(mine)), str(total), *(f"{100 * counts[outcome] / total:.1f}" for outcome in OUTCOMES),
                str(sum(miss.grave for miss in silent)), str(sum(not miss.grave for miss in silent)),
                f"{sum(one.questions for one in mine) / max(1, len(mine)):.2f}",
                ", ".join(f"{name} {count}" for name, count in fields.most_common()),
            ]
        )  # fmt: skip
    heads = [
        "format",
        "documents",
        "items",
        "right %",
        "doubted %",
        "asked %",
        "SILENT %",
        "grave",
        "mild",
        "questions/document",
    ]
    return text_table(rows, [*heads, "silent by field"], room=220)


def by_axis(scores: Sequence[Score]) -> str:
    """Values of axes whose documents have silent differences more often than all documents do."""
    whole: Counter[tuple[str, str]] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    fields: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in scores:
        for pair in one.axes.items():
            whole[pair] += 1
            wrong[pair] += bool(one.silent)
            fields[pair].update(miss.field for miss in one.silent)
    usual = {(axis, values[0]) for axis, values in AXES.items()}
    mean = sum(bool(one.silent) for one in scores) / max(1, len(scores))
    ranked = sorted(
        (pair for pair in wrong if wrong[pair] and pair not in usual), key=lambda p: -wrong[p] / whole[p]
    )
    rows = [
        [axis, value, str(whole[axis, value]), f"{100 * wrong[axis, value] / whole[axis, value]:.0f}",
         ", ".join(f"{name} {count}" for name, count in fields[axis, value].most_common(4))]
        for axis, value in ranked if wrong[axis, value] / whole[axis, value] > mean
    ]  # fmt: skip
    title = f"axes above the mean: documents with something silent, in % (all: {100 * mean:.0f})"
    return (
        f"{title}\n{text_table(rows[:40], ['axis', 'value', 'documents', 'silent %', 'fields'], room=200)}"
        if rows
        else title
    )


_ENDINGS = {"scan": "pdf", "pdf-office": "pdf", "text": "txt", "markdown": "md"}


def _as_file(case: Case) -> str:
    return re.sub(r"[^\w.]+", "-", case.name).strip("-") if case.name else str(case.seed)


def show(file: File) -> None:
    """Everything about one file, which is left in /tmp/strangers."""
    SHOWN.mkdir(exist_ok=True)
    case, form, data = file
    path = SHOWN / f"{_as_file(case)}.{_ENDINGS.get(form, form)}"
    path.write_bytes(data)
    print(path)
    print(
        "axes: "
        + "; ".join(
            f"{axis}={value}" for axis, value in case.axes.items() if value != AXES.get(axis, ("",))[0]
        )
    )
    found = judged(case, form, data)
    if found.error:
        print(found.error)
        return
    reading = read_decision(read_document(data, None))
    print(
        f"{reading.number_text} {reading.signed_on} {reading.issuer_name} {reading.kind} from {reading.effective_on}"
    )
    for question in reading.questions:
        place = question.section if question.item is None else f"item {question.item}"
        print(
            f"question of {place or 'the document'}: {question.kind}: {sentence(question.kind, question.fields)[:150]}"
        )
    for number, item in enumerate(reading.items):
        print(
            f"  {number} {item.code} {item.action} {'/'.join(item.levels)} {item.time_local} | {item.part} | {item.name[:60]}"
        )
    print(f"outcomes: {dict(Counter(found.outcomes))}")
    for miss in found.misses:
        print(
            f"{'asked ' if miss.asked else 'SILENT'} {miss.field}: {miss.wanted!r} → {miss.got!r} | {miss.name[:60]}"
        )
