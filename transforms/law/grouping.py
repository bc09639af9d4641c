"""Which postings and documents speak of one decision (DOMAIN §3.3, §9 trap 16).

Issuer, number, symbol and signing date make a decision. Under one such key, what says the same is one decision;
what says something else is another, and both are told of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from niemyet.model.records import Posting, Reading, Received
from niemyet.model.tables import ReadItem
from niemyet.transforms.language.citations import decision_id
from niemyet.transforms.language.text import fold, key_nospace
from niemyet.transforms.law.decision_sources import Witness, document_order, title_key

#: Stands where no heading, no symbol and no portal says who issued a decision; it binds nobody (RULINGS 16).
UNKNOWN_ISSUER = "khong-ro"

_TRUNCATED_AT_LEAST = 40  # letters of a title that a list cuts off; chosen, not measured

Series = tuple[str, int | None, str | None, date | None]
Signature = tuple[tuple[str, ...], ...]


def group_cases(witnesses: Sequence[Witness]) -> tuple["Case", ...]:
    """The decisions that witnesses speak of, each with its own."""
    groups = sorted(_by_series(witnesses).items(), key=lambda entry: str(entry[0]))
    return tuple(case for series, group in groups for case in _cases(series, group))


def _by_series(witnesses: Sequence[Witness]) -> dict[Series, list[Witness]]:
    """Witnesses by what makes a decision; one that lacks a part takes it from the same bytes seen elsewhere."""
    whole: dict[str, set[Series]] = {}
    for one in witnesses:
        series = _series(one)
        if one.issuer is not None and None not in series:
            for sha in one.shas:
                whole.setdefault(sha, set()).add(series)
    groups: dict[Series, list[Witness]] = {}
    for one in witnesses:
        groups.setdefault(_completed(one, whole), []).append(one)
    return groups


def _series(witness: Witness) -> Series:
    return (witness.issuer or UNKNOWN_ISSUER, witness.number, witness.symbol, witness.signed_on)


def _completed(witness: Witness, whole: dict[str, set[Series]]) -> Series:
    own = (witness.issuer, witness.number, witness.symbol, witness.signed_on)
    if None not in own:
        return _series(witness)
    fitting = {
        series
        for sha in witness.shas
        for series in whole.get(sha, ())
        if all(part in {None, other} for part, other in zip(own, series, strict=True))
    }
    return fitting.pop() if len(fitting) == 1 else _series(witness)


@dataclass(frozen=True)
class Case:
    """The witnesses of one decision, and what is doubtful about their belonging together."""

    decision_id: str
    series: Series
    witnesses: tuple[Witness, ...]
    strangers: tuple[Witness, ...] = ()  # foreign postings whose title says something else
    rivals: tuple[str, ...] = ()  # all decisions under the same number, this one among them

    @cached_property
    def postings(self) -> tuple[Posting, ...]:
        """Its postings, the issuer's own first."""
        return tuple(one.posting for one in self.witnesses if one.posting is not None)

    @cached_property
    def documents(self) -> tuple[Received, ...]:
        """Every copy of its documents, the deciding one first."""
        found = [each for one in self.witnesses for each in one.documents]
        return tuple(sorted(found, key=document_order) if len(found) > 1 else found)

    @cached_property
    def readings(self) -> tuple[tuple[Received, Reading], ...]:
        """Its readable documents, each content once, the deciding one first."""
        found = {
            one.sha256: (one, one.reading) for one in reversed(self.documents) if one.reading is not None
        }
        if len(found) < 2:
            return tuple(found.values())
        return tuple(sorted(found.values(), key=lambda pair: document_order(pair[0])))


def _cases(series: Series, group: Sequence[Witness]) -> Iterator[Case]:
    """Split the witnesses of one number by what they say; a foreign posting never makes a decision of its own."""
    if len(group) == 1:
        yield Case(decision_id(*series), series, tuple(group))
        return
    ordered = sorted(group, key=lambda one: one.order)
    clusters = _clusters([one for one in ordered if _says_something(one)]) or [[]]
    for one in ordered:
        if not _says_something(one):  # no word against any of them: it goes with its bytes, or with the first
            same = (cluster for cluster in clusters if any(one.shas & other.shas for other in cluster))
            next(same, clusters[0]).append(one)
    home = [cluster for cluster in clusters if not all(one.is_foreign for one in cluster)] or clusters[:1]
    strangers = [one for cluster in clusters if cluster not in home for one in cluster]
    base = decision_id(*series)
    names = [base if place == 0 else f"{base}~{place + 1}" for place in range(len(home))]
    # Without a number, nothing says that they are one: then several are no contradiction.
    rivals = tuple(names) if len(names) > 1 and series[1] is not None else ()
    for place, (name, cluster) in enumerate(zip(names, home, strict=True)):
        foreign = tuple(strangers) if place == 0 else ()
        own = sorted(cluster, key=lambda one: one.order)
        yield Case(name, series, (*own, *foreign), foreign, rivals)


def _says_something(witness: Witness) -> bool:
    return bool(_titles(witness) or _signatures(witness))


def _clusters(witnesses: Sequence[Witness]) -> list[list[Witness]]:
    """Witnesses with the same content, in the order of their first."""
    clusters: list[list[Witness]] = []
    for one in witnesses:
        joined = [cluster for cluster in clusters if any(_same_content(one, other) for other in cluster)]
        if not joined:
            clusters.append([one])
            continue
        first, *rest = joined
        first.append(one)
        for other in rest:
            first += other
            clusters.remove(other)
    return clusters


def _same_content(one: Witness, other: Witness) -> bool:
    if one.shas & other.shas or _signatures(one) & _signatures(other):
        return True
    if _is_annex_of(one, other) or _is_annex_of(other, one):
        return True
    return any(_same_title(a, b) for a in _titles(one) for b in _titles(other))


def _is_annex_of(annex: Witness, body: Witness) -> bool:
    """Whether one is an annex in a file of its own and the other a decision without a list (RULINGS 36).

    Both bear the same issuer, number, symbol and day: the annex by its "(Kèm theo Quyết định số …)".
    """
    alone = [reading for _, reading in annex.readings]
    whole = [reading for _, reading in body.readings]
    if not alone or not whole or annex.posting is not None:
        return False
    of_annex = all(not one.has_articles and one.title is None and one.items for one in alone)
    return of_annex and any(one.has_articles and not one.items for one in whole)


def _same_title(one: str, other: str) -> bool:
    """Equal words; or one is the beginning of the other, as portals cut long titles."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _TRUNCATED_AT_LEAST and long.startswith(short))


def _titles(witness: Witness) -> frozenset[str]:
    titles = [witness.posting.title if witness.posting else None, *(one.title for _, one in witness.readings)]
    return frozenset(filter(None, map(title_key, titles)))


def _signatures(witness: Witness) -> frozenset[Signature]:
    return frozenset(signature_of(reading.items) for _, reading in witness.readings if reading.items)


def list_the_same(one: Reading, other: Reading) -> bool:
    """Whether two documents give the same items.

    A recognised scan is held to what decides a board (action, code, levels, replaced codes), and to the toneless
    name of a row without code: signs misread in a name are no second list.
    """
    if "scanned" in one.flags or "scanned" in other.flags:
        return _outline(one.items) == _outline(other.items)
    return signature_of(one.items) == signature_of(other.items)


def _outline(items: Iterable[ReadItem]) -> Signature:
    return tuple(
        sorted(
            (
                item.action.value,
                item.code or fold(item.name).replace(" ", ""),
                ",".join(sorted(level.value for level in item.levels)),
                ",".join(item.replaces),
            )
            for item in items
        )
    )


def signature_of(items: Iterable[ReadItem]) -> Signature:
    """What items come to on a board, whatever their layout and spacing."""
    return tuple(
        sorted(
            (
                item.action.value,
                item.code or "",
                key_nospace(item.name),
                ",".join(sorted(level.value for level in item.levels)),
                ",".join(item.replaces),
                key_nospace(item.time_local or ""),
            )
            for item in items
        )
    )
