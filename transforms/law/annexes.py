"""The items of one decision: which of its copies gives them, and the ids that they bear.

Documents go before a portal's own list; articles and annexes that came as files of their own are one list;
copies that list different things are told of, never mixed.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from niemyet.model.records import Posting, Reading, Received
from niemyet.model.tables import Decision, DecisionItem, ReadItem
from niemyet.model.words import EffectSource
from niemyet.transforms.language.codes import parse_code
from niemyet.transforms.language.text import clean, key, key_nospace
from niemyet.transforms.law.decision_sources import document_order, natural
from niemyet.transforms.law.grouping import Case, list_the_same, signature_of
from niemyet.transforms.law.items import of_decision

#: The code that the national service shows for procedures whose own code it does not tell.
_NO_CODE_OF_PORTAL = "9.999999"


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a decision and where they come from."""

    items: tuple[ReadItem, ...]
    shas: tuple[str, ...]  # of the document or answer that proves each
    parts: tuple[tuple[Received, Reading], ...] = ()  # the documents that hold them, in their order
    flags: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()  # documents that give different items


def items_of(case: Case) -> Items:
    """The items of the deciding copy; where no document has any, the list that a portal itself shows."""
    listings = [listing for one in case.witnesses if (listing := _listing(one.readings)) is not None]
    listings = [one for one in listings if not _is_draft(one)] or listings
    if not listings:
        return _shown_by_portal(case)
    listings = [_under_body(listing, case) for listing in listings]
    if len(listings) == 1:
        only = listings[0]
        return replace(only, flags=_differ(only.others)) if only.others else only
    best = min(listings, key=lambda listing: min(document_order(document) for document, _ in listing.parts))
    signature = signature_of(best.items)
    used = {document.sha256 for document, _ in best.parts}
    differing = set(best.others)
    for listing in listings:
        if signature_of(listing.items) != signature:
            differing |= {document.sha256 for document, _ in listing.parts} - used
    return replace(best, flags=_differ(differing), others=tuple(sorted(differing)))


def _is_draft(listing: Items) -> bool:
    """Whether it is that of a draft: what was issued counts where both were received."""
    return any("draft" in reading.flags for _, reading in listing.parts)


def _under_body(listing: Items, case: Case) -> Items:
    """Rows of an annex in a file of its own, under what the decision itself says of its list (RULINGS 36)."""
    body = next((one for _, one in case.readings if one.has_articles and not one.items), None)
    if body is None or any(reading.has_articles for _, reading in listing.parts):
        return listing
    return replace(listing, items=tuple(_said_of_list(item, body) for item in listing.items))


def _said_of_list(item: ReadItem, body: Reading) -> ReadItem:
    settled: set[str] = set()
    action, levels = item.action, item.levels
    if "action_unknown" in item.flags and body.list_action is not None:
        action = body.list_action
        settled.add("action_unknown")
    if "level_unknown" in item.flags and body.list_levels:
        levels = body.list_levels
        settled.add("level_unknown")
    flags = tuple(flag for flag in item.flags if flag not in settled)
    sector = item.sector or body.list_sector
    return replace(item, action=action, levels=levels, sector=sector, flags=flags)


def _listing(readings: Sequence[tuple[Received, Reading]]) -> Items | None:
    """What the documents of one copy list together: one of them, or the articles and the annexes beside them."""
    listing = [pair for pair in readings if pair[1].items]
    listing = [pair for pair in listing if "draft" not in pair[1].flags] or listing
    if not listing:
        return None
    if len(listing) == 1:
        return Items(listing[0][1].items, (listing[0][0].sha256,) * len(listing[0][1].items), tuple(listing))
    parts = [listing[0]]
    others = []
    taken = _rows_named(listing[0][1])
    for pair in listing[1:]:
        rows = _rows_named(pair[1])
        whole = [part for part in (*parts, pair) if has_articles(part[1])]
        if not rows & taken and len(whole) <= 1:
            parts.append(pair)
            taken |= rows
        elif not list_the_same(pair[1], listing[0][1]):
            others.append(pair[0].sha256)
    parts.sort(key=lambda pair: (not has_articles(pair[1]), natural(pair[0].url), pair[0].sha256))
    return Items(
        items=tuple(item for _, reading in parts for item in reading.items),
        shas=tuple(document.sha256 for document, reading in parts for _ in reading.items),
        parts=tuple(parts),
        others=tuple(others),
    )


def _rows_named(reading: Reading) -> set[str]:
    return {item.code or key(item.name) for item in reading.items}


def has_articles(reading: Reading) -> bool:
    """Whether it is the decision itself, not an annex that came as a file of its own."""
    unstated = {None, EffectSource.DEFAULT_SIGNED}
    return reading.effect_source not in unstated or bool(reading.relations or reading.basis)


def _shown_by_portal(case: Case) -> Items:
    shown = [posting for posting in case.postings if posting.procedures]
    if not shown:
        return Items((), ())
    items = tuple(_posted_item(shown[0]))
    signature = signature_of(items)
    others = tuple(one.sha256 for one in shown[1:] if signature_of(_posted_item(one)) != signature)
    shas = tuple(one.sha256 for one in shown[0].procedures)
    return Items(items, shas, flags=_differ(others) | {"from_portal_list"}, others=others)


def _differ(others: Collection[str]) -> frozenset[str]:
    return frozenset({"copies_differ"}) if others else frozenset()


def _posted_item(posting: Posting) -> Iterator[ReadItem]:
    for row in posting.procedures:
        printed = clean(row.code_text) if row.code_text else None
        code = parse_code(printed) if printed else None
        if code is not None and code.base == _NO_CODE_OF_PORTAL:
            code = None
        flags = ("from_portal_list",) if code else ("from_portal_list", "no_code")
        yield ReadItem(
            action=row.action,
            name=clean(row.name),
            code=code.base if code else None,
            code_text=printed,
            code_repaired=code is not None and code.repaired,
            replaces=(),
            levels=row.levels,
            reception_levels=(),
            sector=None,
            part=row.action.value,  # the portal's lists are its sections
            row_no=row.row_no,
            raw_text=row.raw_text,
            flags=flags,
        )


def _meant(item: ReadItem) -> str:
    """What a row is about: its code, or its name; never where it was read, which a better reader tells otherwise."""
    if item.code is not None:
        return item.code
    named = key_nospace(item.name) or key_nospace(item.raw_text)
    return f"n-{sha256(named.encode()).hexdigest()[:10]}"


def rows_of(decision: Decision, source: Items) -> Iterator[DecisionItem]:
    """Rows of `decision_items`; ids from what each row means, told apart in reading order."""
    used: set[str] = set()
    for item, proof in zip(source.items, source.shas, strict=True):
        base = item_id = f"{decision.decision_id}#{_meant(item)}"
        again = 1
        while item_id in used:
            again += 1
            item_id = f"{base}:{again}"
        used.add(item_id)
        yield of_decision(item, decision, item_id, proof)
