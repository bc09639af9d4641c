"""`niemyet evidence`: everything that proves a procedure's state, in one file for an inspection."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from niemyet.flows.beside import require_folder
from niemyet.flows.commands.queries import Chain, Tables, chain_of, tables_at
from niemyet.flows.completing import complete_code, complete_unit
from niemyet.flows.meant import code_of_release, unit_of_release
from niemyet.flows.spoken import Command
from niemyet.flows.ui import DAY, Ui, common, plain
from niemyet.model.messages import msg
from niemyet.reports.chain_text import chain_text
from niemyet.storage.files import write_atomic

#: ZIP holds no earlier day; a fixed one, so that the same release gives the same bytes; by definition of its format.
_DAY = (1980, 1, 1, 0, 0, 0)
#: Columns of the text: a page of A4 in a fixed font.
_ROOM = 100


@click.command(cls=Command)
@click.argument("code", shell_complete=complete_code)
@click.option(
    "--unit", default=None, shell_complete=complete_unit, help="Its board and what was seen posted there too."
)
@click.option("--as-of", type=DAY, default=None, help="Day in question; the release's by default.")
@click.option("--known", type=DAY, default=None, help="As known at the end of this day.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=None, metavar="FILE",
              help="Where to; the code's name by default.")  # fmt: skip
@common
def evidence(
    ui: Ui, code: str, unit: str | None, as_of: date | None, known: date | None, out: Path | None
) -> None:
    """One ZIP that proves a procedure's state: the chain of decisions, each document as received, and check sums.

    Example: niemyet evidence 1.001193 --unit tam-hai
    """
    if out is not None:
        require_folder(out)
    code, unit = code_of_release(ui, code), unit_of_release(ui, unit)
    chain, files = _gathered(ui, code, unit, as_of=as_of, known=known)
    target = out or Path(f"{chain.code}.zip")
    write_atomic(target, zipped(files))
    ui.tell(msg("{out}: {count} files of {code}.", out=target, count=len(files), code=chain.code))


def evidence_of(ui: Ui, code: str, unit: str) -> bytes:
    """The ZIP of a code at a unit, for the newest release.

    Raises:
        UsageError: no such unit; no decision that was received names the code.
    """
    return zipped(_gathered(ui, code, unit, as_of=None, known=None)[1])


def _gathered(
    ui: Ui, code: str, unit: str | None, *, as_of: date | None, known: date | None
) -> tuple[Chain, dict[str, bytes]]:
    """The chain, and what goes in by name; the tables of another day are reckoned once for both."""
    table = tables_at(ui, as_of=as_of, known=known)
    chain = chain_of(ui, code, unit, as_of=as_of, known=known, table=table)
    beside = _of_unit(unit, chain.code, table) if unit else {}
    return chain, dict(_files(ui, chain, beside))


def _of_unit(unit: str, code: str, table: Tables) -> dict[str, list[dict[str, Any]]]:
    """What a unit must have posted of a code, and what was seen there, oldest first."""
    mine = {
        name: [row for row in table(name) if row["unit_id"] == unit and row["code"] == code]
        for name in ("boards", "listings")
    }
    mine["listings"].sort(key=lambda row: (row["observed_on"], row["channel"], row["row_no"] or 0))
    return mine


def _files(ui: Ui, chain: Chain, beside: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, bytes]]:
    """Each file with its name. Documents bear the beginning of their hash, which the rows hold whole."""
    from niemyet.extractors.documents.sniff import suffix_of

    release = ui.release()
    named = msg(
        "Release {release}, state of {day}. The rows say which document (sha256), page and row each stands on; "
        "the documents are as they were received. To check them: sha256sum -c SHA256SUMS",
        release=release.release_id,
        day=release.as_of,
    )
    text = chain_text(chain.rows, chain.code, lang=ui.lang, room=_ROOM)
    yield (
        "README.txt",
        "\n".join([chain.title, *chain.answer, "", text, "", ui.say(named), ""]).encode(),
    )
    yield "chain.json", _json(chain.rows)
    for name, rows in beside.items():
        yield f"{name}.json", _json(rows)
    documents = {row["sha256"] for row in [*chain.rows, *beside.get("listings", ())] if row["sha256"]}
    raw = ui.folder().raw
    for digest in sorted(documents):
        data = raw.get(digest)
        yield f"documents/{digest[:16]}{suffix_of(data)}", data


def _json(rows: list[dict[str, Any]]) -> bytes:
    return json.dumps(rows, ensure_ascii=False, indent=1, default=plain).encode() + b"\n"


def zipped(files: dict[str, bytes]) -> bytes:
    """The files as one ZIP with their check sums; the same files give the same bytes."""
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [*files.items(), ("SHA256SUMS", sums.encode())]:
            archive.writestr(zipfile.ZipInfo(name, _DAY), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
