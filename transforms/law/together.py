"""Questions of single rows that are one doubt, asked as one; and the answers to them, one for each row again.

A fold leaves a question a row. Where those of a decision agree in all but the row itself (the district's procedures that
nobody took up, rows that cite one decision that was not received), a person answers once for all of them. Within the law
each row keeps its own question and its own answer, so that an answer acts on exactly its rows, holds when there are more
or fewer of them tomorrow, and changes no byte that the same answers one by one would not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from niemyet.model.records import Fields, Meant, Resolution, fields
from niemyet.model.tables import AskedRow, FieldRow, Review
from niemyet.model.words import ReviewKind, ReviewState
from niemyet.transforms.law.questions import field_of, review_id
from niemyet.transforms.law.review_kinds import KINDS, Takes, sentence

#: Rows, codes or places that a sentence about many of them names; chosen, not measured.
_SHOWN = 6
#: Candidates of these forms are one row's own: what may be meant there, and nowhere else.
OWN_CANDIDATES = frozenset({Takes.CODE, Takes.CODES, Takes.CODES_NONE, Takes.MEANT_CODE})
#: Answers that say the same of each of several rows.
_OF_EACH = frozenset({"none", "missing"})
#: Between the rows of an answer that names them.
_PARTED = "; "

_Key = tuple[object, ...]


def put_together(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """Questions of one doubt as one each, sorted by id; what was answered apart from the others stands alone."""
    alike: dict[_Key, list[Review]] = {}
    found: dict[str, Review] = {}
    for one in reviews:
        if (named := _doubt(one)) is None:
            found[one.review_id] = one
        else:
            alike.setdefault(named, []).append(one)
    for together in alike.values():
        asked = _now_asked(together)
        found |= {one.review_id: one for one in together if one not in asked}
        whole = _as_one(asked) if asked else None
        if whole is not None:
            found[whole.review_id] = whole
    return tuple(found[name] for name in sorted(found))


def _doubt(review: Review) -> _Key | None:
    """What questions of one doubt have in common; None for a question that is asked alone."""
    entry = KINDS[review.kind]
    if not entry.own or review.items or review.picture or review.decision_id is None:
        return None
    if entry.takes in OWN_CANDIDATES and review.candidates:
        return None
    shared = tuple((one.name, one.value) for one in review.fields or () if one.name not in entry.own)
    return (review.kind, review.decision_id, shared, () if entry.pooled else review.candidates)


def _now_asked(together: Sequence[Review]) -> list[Review]:
    """The open ones; where none is, those that were answered together last. One alone is no group."""
    asked = [one for one in together if one.state is ReviewState.OPEN]
    if not asked:
        last = max((one.resolved_at, one.resolved_by or "") for one in together if one.resolved_at)
        asked = [one for one in together if (one.resolved_at, one.resolved_by or "") == last]
    return asked if len(asked) > 1 else []


def _as_one(asked: Sequence[Review]) -> Review:
    """Several questions as one, with an id made of the doubt and never of its rows."""
    ordered = sorted(asked, key=lambda one: (one.item_id or "", one.review_id))
    first, entry = ordered[0], KINDS[ordered[0].kind]
    shared = tuple((one.name, one.value) for one in first.fields or () if one.name not in entry.own)
    candidates = tuple(dict.fromkeys(each for one in ordered for each in one.candidates))
    doubt = [f"{name}={value}" for name, value in shared if name != "decision"]
    if not entry.pooled:
        doubt += candidates
    said: Fields = tuple(sorted({**dict(shared), **dict(_those(ordered))}.items()))
    return replace(
        first,
        review_id=review_id(ReviewKind(first.kind), first.decision_id, "together", first.kind, *doubt),
        item_id=None,
        question=sentence(first.kind, said),
        candidates=candidates,
        resolution=_resolution(ordered),
        fields=tuple(FieldRow(name, value) for name, value in said),
        items=tuple(dict.fromkeys(one.item_id for one in ordered if one.item_id)),
        documents=tuple(sorted({sha for one in ordered for sha in one.documents or ()})),
        asked=tuple(AskedRow(one.review_id, one.item_id, one.fields or ()) for one in ordered),
    )


def _those(ordered: Sequence[Review]) -> Fields:
    """How many, and the first of them as a sentence names them."""
    entry = KINDS[ordered[0].kind]
    named = (next(filter(None, (field_of(one, name) for name in entry.own)), "") for one in ordered)
    told = list(dict.fromkeys(filter(None, named)))
    return fields(count=len(ordered), those=", ".join(told[:_SHOWN]) + (" …" if len(told) > _SHOWN else ""))


def _resolution(ordered: Sequence[Review]) -> str | None:
    """What stands as the answer of all: the one, or each row with its own."""
    said = {one.resolution for one in ordered}
    if len(said) == 1:
        return said.pop()
    if KINDS[ordered[0].kind].pooled:
        return next(one for one in sorted(filter(None, said)) if one not in _OF_EACH)
    return _PARTED.join(f"{label(one.kind, one.item_id, _said(one))}: {one.resolution}" for one in ordered)


def _said(review: Review) -> Fields:
    return tuple((one.name, one.value) for one in review.fields or ())


def label(kind: str, item_id: str | None, said: Fields) -> str:
    """How a row is named in an answer that speaks of several: by the code that is asked about, else by its id."""
    known = {name: value for name, value in said if name in KINDS[kind].told_apart}
    return known.get("code") or known.get("codes") or item_id or ""


def by_row(said: str, known: Iterable[str]) -> dict[str, str] | None:
    """`1.001193: commune; 1.001194: province` by row; None for an answer that is for all rows."""
    labels = set(known)
    found: dict[str, str] = {}
    for part in said.split(_PARTED):
        named = next((one for one in labels if part.startswith(f"{one}: ")), None)
        if named is None:
            return None
        found[named] = part[len(named) + 2 :].strip()
    return found


def answers_by_row(resolutions: Iterable[Resolution]) -> Iterator[Resolution]:
    """Every answer to one question as it is, and one to several as an answer to each."""
    for said in resolutions:
        if said.meant is None or not said.meant.parts:
            yield said
        else:
            yield from _each(said, said.meant)


def _each(said: Resolution, meant: Meant) -> Iterator[Resolution]:
    entry = KINDS.get(meant.kind)
    if entry is None:
        return
    names = [label(meant.kind, one.rows[0].item_id if one.rows else None, one.about) for one in meant.parts]
    values = None if said.reopened or entry.pooled else by_row(said.resolution, names)
    for place, (part, name) in enumerate(zip(meant.parts, names, strict=True)):
        value = said.resolution if values is None else values.get(name)
        if value is None:
            continue  # the answer is for other rows
        if entry.pooled and place and value not in _OF_EACH:
            value = "none"
        own = Meant(meant.kind, meant.decision_id, part.rows, meant.documents, part.about)
        yield replace(said, review_id=part.review_id, resolution=value, meant=own)
