"""Asking the national service for what it says of the score. A look: nothing of it is recorded or published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from niemyet.extractors.fetching.politeness import Politeness
from niemyet.extractors.portals.national_score import Metric, ServicePeriod, department_id, score_said
from niemyet.extractors.settings import SourceSettings
from niemyet.flows.probing import client_for_a_look
from niemyet.model.errors import SourceError, UsageError
from niemyet.model.messages import Words, msg
from niemyet.model.records import Clock


@dataclass(frozen=True, slots=True)
class ServiceScore:
    """What the service says: of all procedures together, and of each that was asked about, by code."""

    whole: Mapping[str, Metric] = field(default_factory=dict)
    of_code: Mapping[str, Mapping[str, Metric]] = field(default_factory=dict)
    silent: Mapping[str, Words] = field(default_factory=dict)  # code → why it was not answered


def ask_service(
    source: SourceSettings, period: ServicePeriod, formalities: Iterable[tuple[str, str]], clock: Clock
) -> ServiceScore:
    """What the service says of a period. `formalities`: (code, the service's id) of the procedures to ask about one by one.

    Raises:
        UsageError: the source names no department, or one that the service does not know.
        SourceError: the service does not answer.
    """
    if source.url is None or source.agency_id is None:
        raise UsageError(
            msg("source “{id}”: agency_id is missing, expected the province's code (H17)", id=source.id)
        )
    url = source.url.rstrip("/")
    with client_for_a_look(source, clock, Politeness(clock)) as client:
        department = department_id(client, url, source.agency_id)
        if department is None:
            raise UsageError(
                msg(
                    "source “{id}”: the service knows no one department with the code {code}",
                    id=source.id,
                    code=source.agency_id,
                )
            )
        whole = _by_code(score_said(client, url, department, period))
        of_code: dict[str, Mapping[str, Metric]] = {}
        silent: dict[str, Words] = {}
        for code, formality in formalities:
            try:
                of_code[code] = _by_code(score_said(client, url, department, period, formality))
            except SourceError as error:
                silent[code] = error.told
        return ServiceScore(whole, of_code, silent)


def _by_code(metrics: Iterable[Metric]) -> dict[str, Metric]:
    return {one.code: one for one in metrics}
