"""Run the measurements and print one table.

python -m benchmarks all        every figure of docs/measurements.md, and writes them there (its own options: --help)
python -m benchmarks            those of a minute
python -m benchmarks reading    only those whose name holds the word
python -m benchmarks accuracy   how well made-up decisions are read (its own options: --help)
python -m benchmarks strangers  documents of a second generator, written from the field's rules (its own options: --help)
python -m benchmarks stories    decisions that act on decisions, their boards written from the rulings (its own options: --help)
python -m benchmarks done       what a report of work done costs among 3 million rows of work
python -m benchmarks fuzz       documents broken on purpose, 2,000 of every format (its own options: --help)
python -m benchmarks country    the whole country since 2010 beside SQL (its own options: --help)
python -m benchmarks growth     what the fold costs with twice the past, questions included (its own options: --help)
python -m benchmarks crawling   hostile portals, simulated (its own options: --help)
python -m benchmarks questions  what a clerk has to answer for real decisions (its own options: --help)
python -m benchmarks quiet-night  what a night without news costs
python -m benchmarks nights     what each of 400 nights costs, and the slope; --from-night: of a province that is years old
python -m benchmarks equal      random histories: each night beside a full run, and run twice (its own options: --help)
python -m benchmarks hosts      a night over several slow hosts, side by side (its own options: --help)
python -m benchmarks kills      nights and backfills killed at random instants
python -m benchmarks cluster    2,000 documents on Dask workers, one of them killed (its own options: --help)
python -m benchmarks store      raw, lake and releases of the country, analysts' filters (its own options: --help)
python -m benchmarks site       the notice board of 330 units, beside a plain write of the same files
python -m benchmarks ten-minutes  the commands of docs/ten-minutes.md, timed
python -m benchmarks scrapy     the crawl beside Scrapy, which is installed apart (--scrapy-python)
"""

import sys

from benchmarks import (
    accuracy,
    cluster,
    country,
    crawling,
    documents,
    done,
    equal,
    everything,
    fuzz,
    growth,
    hosts,
    kills,
    night,
    nights,
    questions,
    quiet,
    reading,
    reported,
    scrapy_side,
    site,
    startup,
    store,
    ten_minutes,
)
from benchmarks.measure import Line, machine, show
from benchmarks.stories import run as stories
from benchmarks.strangers import run as strangers

_OF_THEIR_OWN = {
    "accuracy": accuracy.main,
    "all": everything.main,
    "cluster": cluster.main,
    "country": country.main,
    "crawling": crawling.main,
    "done": done.main,
    "equal": equal.main,
    "fuzz": fuzz.main,
    "growth": growth.main,
    "hosts": hosts.main,
    "kills": kills.main,
    "nights": nights.main,
    "questions": questions.main,
    "quiet-night": quiet.main,
    "scrapy": scrapy_side.main,
    "site": site.main,
    "store": store.main,
    "stories": stories.main,
    "strangers": strangers.main,
    "ten-minutes": ten_minutes.main,
}


def main() -> None:
    """Measure, print, nothing else: no wall time is asserted anywhere."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    if wanted in _OF_THEIR_OWN:
        _OF_THEIR_OWN[wanted](sys.argv[2:])
        return
    print(machine())
    lines: list[Line] = []
    for part in (reading, documents, startup, night, reported):
        if wanted in part.__name__:
            lines += part.measure()
    print(show(lines))


if __name__ == "__main__":
    main()
