"""What documents would ask once they are handed in: the questions that are there with them and not without. Nothing is kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from niemyet.flows.config import Settings
from niemyet.flows.explaining import LookedAt
from niemyet.flows.facts import Inputs, gather
from niemyet.flows.reading import is_of_another_province
from niemyet.flows.received import no_longer_shown
from niemyet.flows.ui import Ui
from niemyet.model.messages import Message, msg
from niemyet.model.records import Received, TakenBack
from niemyet.model.tables import Review
from niemyet.model.words import ReviewState
from niemyet.reports.reading_rows import questions
from niemyet.storage.folder import DataFolder
from niemyet.transforms.consolidate import Facts, consolidate
from niemyet.transforms.language.dates import local_day
from niemyet.transforms.law.review_kinds import sentence


def asked_by(ui: Ui, looks: Sequence[LookedAt]) -> tuple[Message, list[tuple[str, str]]]:
    """Kind and sentence of each question, under a line that says by what they are asked.

    Without a data folder they are those that the documents ask of themselves.
    """
    vi = ui.lang == "vi"
    if ui.config.is_file() and ui.folder().exists():
        found = foreseen(ui.folder(), ui.settings(), looks, datetime.now(UTC))
        told = [
            (one.kind, sentence(one.kind, tuple((each.name, each.value) for each in one.fields or ()), vi=vi))
            for one in found
        ]
        return msg("Handed in, it asks {count} questions:", count=len(told)), told
    read = [one for look in looks if look.explained for one in questions(look.explained, vi=vi)]
    head = msg(
        "By itself it asks {count} questions; beside decisions that were received it may ask more:",
        count=len(read),
    )
    return head, [(str(one["kind"]), str(one["question"])) for one in read]


def of_another_province(ui: Ui, look: LookedAt) -> Message | None:
    """That a document would change no board here, because another province issued it; None without a configuration."""
    if look.explained is None or not ui.config.is_file():
        return None
    province, reading = ui.settings().province, look.explained.reading
    if not is_of_another_province(province, reading):
        return None
    return msg(
        "{label}: issued by {issuer}, not by {province}: it changes no board here.",
        label=look.name,
        issuer=reading.issuer_name,
        province=province.name,
    )


def foreseen(
    folder: DataFolder, settings: Settings, looks: Sequence[LookedAt], now: datetime
) -> list[Review]:
    """Open questions that `ingest` would leave, those on a document that is there already among them.

    A reading alone asks less: whether a code is in force, who the issuer is, which day holds, is seen beside all that is known.
    """
    inputs = Inputs.of(settings)
    facts = gather(folder.lake, inputs, _asked_about(folder, inputs))
    shas = {sha256(look.data).hexdigest(): look for look in looks if look.explained is not None}
    held = {one.sha256 for one in facts.received}
    fresh = [
        Received(sha, "ingest", look.name, now, reading)
        for sha, look in shas.items()
        if sha not in held and look.explained is not None
        for reading in (look.explained.reading, *look.explained.reading.others)
    ]
    archives = {one.archive for one in facts.received if one.archive and one.sha256 in shas}
    again = tuple(TakenBack(sha, now, again=True) for sha in sorted(archives | shas.keys()))
    without = replace(facts, received=tuple(one for one in facts.received if one.sha256 not in shas))
    beside = replace(facts, received=(*facts.received, *fresh), taken_back=(*facts.taken_back, *again))
    before = {one.review_id for one in _open(without, inputs, now)}
    return [one for one in _open(beside, inputs, now) if one.review_id not in before]


def _asked_about(folder: DataFolder, inputs: Inputs) -> Facts:
    """What questions of the law rest on beside documents; no looks or reports, from which only work is made."""
    return Facts(
        withdrawn=no_longer_shown(folder.lake),
        units=inputs.units,
        successions=inputs.successions,
        renames=inputs.renames,
    )


def _open(facts: Facts, inputs: Inputs, now: datetime) -> list[Review]:
    state = consolidate(
        facts, province=inputs.province, policy=inputs.policy, as_of=local_day(now), knowledge=now
    )
    return [one for one in state.reviews if one.state is ReviewState.OPEN]
