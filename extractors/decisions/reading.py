"""The reading of decisions: Document → Reading. Nothing here comes from a portal, a file's name, or a clock.

`layout` parts the document, `header` reads whose it is, `effect` and `relations` read the articles, `annex` the
lists: its columns in `columns` and `table_columns`, its headings in `heading_patterns`, `headings_in_lines`,
`headings_in_rows` and `sections`, its rows in `plain_rows`, `continuations`, `cells` and `rows`; `listed` the lists that
are text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from typing import TypeVar

from niemyet.extractors.decisions.account import Taken, account_for
from niemyet.extractors.decisions.acts import own_words
from niemyet.extractors.decisions.agencies import DISTRICTS_END
from niemyet.extractors.decisions.annex import read_annex
from niemyet.extractors.decisions.annex_records import Annex
from niemyet.extractors.decisions.annexes_named import annexes_named
from niemyet.extractors.decisions.basis_days import abolished_before_basis
from niemyet.extractors.decisions.correction_tables import TableCorrections, read_tables, without_corrections
from niemyet.extractors.decisions.corrections import corrected_decisions, in_one_sentence, read_corrections
from niemyet.extractors.decisions.drafts import FLAG as DRAFT
from niemyet.extractors.decisions.drafts import read_draft
from niemyet.extractors.decisions.effect import (
    Effect,
    RowEffect,
    days_stand_with_rows,
    effect_clause,
    read_effect,
    with_full_years,
)
from niemyet.extractors.decisions.evidence import weigh
from niemyet.extractors.decisions.header import Header, belonging, read_header, title_matter
from niemyet.extractors.decisions.heading_patterns import (
    Heading,
    article_count,
    authority_levels,
    heading_of,
    levels_named,
    names_several_sectors,
    parted_from_receivers,
    sectors_listed,
)
from niemyet.extractors.decisions.headings_in_lines import acting_point, opens_with_an_act
from niemyet.extractors.decisions.layout import Layout, lay_out, lines_of
from niemyet.extractors.decisions.limits import read_limits
from niemyet.extractors.decisions.listed import ArticleList, lists_in, points_apart
from niemyet.extractors.decisions.lists_as_rows import with_lists_as_rows
from niemyet.extractors.decisions.notes import Noted, put_notes
from niemyet.extractors.decisions.ocr_agreement import agreed
from niemyet.extractors.decisions.ocr_doubts import (
    Unsure,
    doubt_acts,
    doubted_effect,
    doubted_header,
    unsure_lines,
)
from niemyet.extractors.decisions.ocr_reviews import FLAG as DOUBTED
from niemyet.extractors.decisions.ocr_reviews import Doubt, ask
from niemyet.extractors.decisions.plain_signs import mended_and_plain
from niemyet.extractors.decisions.receiving import as_received, receiving_levels, without_receivers
from niemyet.extractors.decisions.relations import Acts, read_acts, with_replaced_in_doubt
from niemyet.extractors.decisions.said_of_decision import held_back
from niemyet.extractors.decisions.sections import APART, ListScope
from niemyet.extractors.decisions.sentences import Sentence, sentences_of
from niemyet.extractors.decisions.several import decisions_in
from niemyet.extractors.decisions.totals import check_totals
from niemyet.extractors.decisions.unknown_matters import unknown_matters
from niemyet.extractors.decisions.unread_acts import unread_acts, unread_letter
from niemyet.extractors.decisions.unread_days import unread_days
from niemyet.model.in_memory import kept_in_memory
from niemyet.model.records import (
    Accounted,
    Citation,
    Document,
    Question,
    Reading,
    Relation,
    Table,
    TracedRow,
    fields,
)
from niemyet.model.tables import ReadItem
from niemyet.model.words import Action, DecisionKind, Level, RelationType, ReviewKind
from niemyet.transforms.language.citations import find_citations
from niemyet.transforms.language.codes import find_codes
from niemyet.transforms.language.sector_words import words_matched
from niemyet.transforms.language.text import clean, fold
from niemyet.transforms.law.kinds import kind_of_title

#: Kinds whose tables hold no public procedure (DOMAIN §2.4).
_NO_ITEMS = frozenset({DecisionKind.INTERNAL, DecisionKind.PROCESS, DecisionKind.DELEGATION})
#: Kinds whose rows are kept as they are and change nothing by themselves.
_CHANGE_NOTHING = frozenset({DecisionKind.MINISTRY, DecisionKind.OTHER})
_LONGEST_ARTICLE_TITLE = 80  # letters: "Điều 1. Ban hành kèm theo Quyết định này" is a sentence that went on
#: Kinds that publish a list: without one, something is missing.
_LISTS = frozenset(
    {
        DecisionKind.PUBLIC_LIST,
        DecisionKind.PUBLIC_FULL,
        DecisionKind.NORMALISED,
        DecisionKind.SUBSET,
        DecisionKind.REPLACEMENT_GROUP,
        DecisionKind.MIXED,
    }
)


def read_decision(document: Document) -> Reading:
    """What one document says. Pure and total: what cannot be proven is a flag and a question, never an error."""
    return _read(document, explained=False).reading


def explain_decision(document: Document) -> tuple[Reading, tuple[TracedRow, ...]]:
    """What one document says, and what each row of each table became, in reading order."""
    whole = read_whole(document)
    return whole.reading, whole.trace


@dataclass(frozen=True, slots=True)
class Whole:
    """A reading with its trace and its account; `document` is what both count in: its lists are a row a procedure."""

    reading: Reading
    trace: tuple[TracedRow, ...]
    account: tuple[Accounted, ...]
    document: Document


def read_whole(document: Document) -> Whole:
    """What one document says, what each row became, and what became of everything that is printed in it.

    Headings and rows that are paragraphs are told with `table_no` 0 and their place in the blocks of `Whole.document`. Another
    decision in the same file is a reading of its own (`Reading.others`).
    """
    return _read(document, explained=True)


def has_articles(document: Document) -> bool:
    """Whether it has the articles of a decision, as `Reading.has_articles` says it, without reading what they say."""
    with kept_in_memory():
        (_, first), *_ = decisions_in(agreed(mended_and_plain(document)))
        return bool(lay_out(first).articles)


def _read(document: Document, *, explained: bool) -> Whole:
    """A reading; where nobody asks for them, without its trace and with what its account asks alone."""
    with kept_in_memory():
        document = with_lists_as_rows(agreed(mended_and_plain(document)))
        parts = decisions_in(document)
        first, *rest = [(start, _read_one(part, explained=explained)) for start, part in parts]
    if not rest:
        return first[1]
    trace = [
        replace(one, row=one.row + (0 if one.table_no else at))
        for at, whole in (first, *rest)
        for one in whole.trace
    ]
    return Whole(
        replace(first[1].reading, others=tuple(whole.reading for _, whole in rest)),
        tuple(trace),
        tuple(one for _, whole in (first, *rest) for one in whole.account),
        document,
    )


def _read_one(document: Document, *, explained: bool) -> Whole:
    layout = lay_out(document)
    unsure = unsure_lines(document)
    header = doubted_header(read_header(layout), belonging(layout), unsure)
    kind = _kind(header, layout)
    articles = in_one_sentence(points_apart(layout.articles))
    lists = () if kind in _NO_ITEMS else lists_in(articles)
    heads = _heads_of_tables(layout)
    sentences = [
        one
        for one in sentences_of(articles)
        if not (_is_listed(one, lists) or any(head.endswith(one.text) for head in heads))
    ]
    matter = _matter(layout, header, lists)
    scope, scope_question = _scope(matter, kind, unsure)
    receivers = receiving_levels(matter, kind)
    scope = replace(
        without_receivers(scope, receivers),
        spoken=(header.title or "", *(text for one in layout.articles for text in one.paragraphs)),
        words_of_rows=cache(partial(_words_of_rows, document)),
        no_districts=header.signed_on is not None and header.signed_on >= DISTRICTS_END,
        of_annexes=annexes_named(_sure_of_first(layout, unsure)),
    )
    acts = read_acts(
        title_matter(header.title) if header.title else None,
        sentences,
        (header.number, header.signed_on),
        scope.levels,
        header.issuer_name,
    )
    own = with_full_years(own_words(sentences, acts.acting), header.signed_on)
    effect = doubted_effect(read_effect(own, header.signed_on), unsure, effect_clause(own))
    doubt_acts(acts, unsure)
    annex, corrections = _annexes(layout, scope, kind, header, lists, acts)
    with_replaced_in_doubt(acts, lists=bool(annex.items))
    changes_nothing = (
        kind in _CHANGE_NOTHING and header.title is not None
    )  # a list alone may be of any decision
    items, item_questions = _items(annex, acts, sentences, scope, kind, corrections)
    acts.relations += corrected_decisions(sentences, acts.relations) if kind not in _NO_ITEMS else ()
    counting, declared = _declared(layout, header, lists)
    if annex.items or annex.sections:
        declared = check_totals(annex, declared, counting)
    noted = put_notes(items, annex.item_notes, document.notes, annex.lines, header.signed_on)
    item_questions = [*_asked_of_notes(item_questions, noted), *noted.contradicted, *noted.pinned]
    items, effect = _with_days(noted.items, effect, item_questions, days_stand_with_rows(own))
    items, more = weigh(items, kind, matter, len(annex.items))
    item_questions += more
    beside = [line.text for line in annex.lines if line.place not in noted.lines]
    limits = read_limits(
        title_matter(header.title or ""), own, annex.headings, items, header.issuer_name, beside
    )
    items = limits.items
    item_questions += limits.item_questions
    items, item_questions = as_received(items, item_questions, kind, receivers)
    questions = [*header.questions, *effect.questions, *acts.questions, *limits.questions, *annex.questions]
    questions += unread_acts(sentences, acts.relations, items, header.number)
    if kind not in _NO_ITEMS:
        questions += unread_days(own, effect, items, acts.relations, questions, header.signed_on)
    flags = [*document.flags, *header.flags, *effect.flags, *acts.flags, *limits.flags, *annex.flags]
    for question, flag in ((read_draft(document, layout), DRAFT), (scope_question, DOUBTED)):
        if question is not None:
            questions.append(question)
            flags.append(flag)
    if kind is DecisionKind.OTHER and annex.items and not layout.articles and belonging(layout) is not None:
        flags.append("body_missing")
        questions.append(_body_missing(annex))
    only_acts = bool(acts.relations) and _acts_first(sentences, acts)
    _say_of_whole(
        kind,
        [] if _attaches_what_is_not_there(layout, annex, lists) else items,
        annex,
        questions,
        flags,
        only_acts=only_acts,
    )
    # Rows that change nothing here are not worth a person's time.
    of_items = [] if changes_nothing else item_questions
    asked = [*questions, *(replace(question, item=index) for index, question in of_items)]
    taken = Taken(
        items=items,
        relations=acts.relations,
        asked=asked,
        own_effects=[code for own in effect.rows for code in own.codes],
        dated=[own.text for own in effect.rows if own.text and any(map(own.covers, items))],
        notes=noted.notes,
        lines=noted.lines,
        sentences=sentences,
        lists=kind not in _NO_ITEMS and not changes_nothing,
        of_processes=kind is DecisionKind.PROCESS,
    )
    account = account_for(document, layout, annex, taken, explained=explained)
    of_other = header.title if kind is DecisionKind.OTHER else None
    left = [*unknown_matters(of_other, sentences, asked)] if changes_nothing else [*account.questions]
    left += _of_a_letter(document, layout, items, [*asked, *left])
    if taken.lists and not limits.questions:
        left += held_back((*matter, *annex.headings) if annex.items else (), own, [*asked, *left])
    asked = _without_vain([*asked, *left])
    flags += ["left_over"] if left else []
    reading = Reading(
        media=document.media,
        issuer_name=header.issuer_name,
        number=header.number,
        symbol=header.symbol,
        number_text=header.number_text,
        signed_on=header.signed_on,
        effective_on=effect.effective_on,
        effective_until=effect.effective_until,
        effect_source=effect.source,
        title=header.title,
        kind=kind,
        sectors=_sectors(items, matter, layout),
        basis=_basis(layout),
        relations=_relations(acts),
        declared_items=declared,
        items=tuple(items),
        questions=tuple(asked),
        flags=tuple(dict.fromkeys(flags)),
        signed=document.signed,
        list_action=scope.action,
        list_levels=scope.levels or scope.all_levels,
        list_sector=scope.sector,
        has_articles=bool(layout.articles),
    )
    trace = _whole_trace(document, annex, kind) if explained else ()
    return Whole(reading, trace, account.entries, document)


def _whole_trace(document: Document, annex: Annex, kind: DecisionKind) -> tuple[TracedRow, ...]:
    """The trace of the annexes, and of the tables that hold no list, in reading order."""
    told = {
        (one.table_no, one.row): one for one in annex.trace
    }  # a heading that went on is told once, at its end
    why = f"loại văn bản {kind} không có danh mục" if kind in _NO_ITEMS else "ngoài phụ lục"
    trace: list[TracedRow] = []
    for place, block in enumerate(document.blocks):
        if isinstance(block, Table):
            number = block.number
            for row, held in enumerate(block.rows):
                one = told.get((number, row))
                trace.append(one or TracedRow(number, row, held.page, "ignored", why))
        elif (0, place) in told:
            trace.append(told[0, place])
    return tuple(trace)


def _is_listed(sentence: Sentence, lists: Sequence[ArticleList]) -> bool:
    """Whether a sentence is a point of a list that an article publishes: a row, and no act, whatever its first words."""
    return any(
        sentence.article == one.article and any(sentence.text in clean(point) for point in one.points)
        for one in lists
    )


#: Who has to post or carry out the list holds none of its procedures: "Giao UBND các huyện niêm yết công khai …".
_TASK = re.compile(
    r"(?:^|(?<=[.;,])|(?<= và)|(?<= để))\s*(?:(?:giao|yêu cầu|đề nghị|để)\b|(?:các )?(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\b)"
    r"(?![^.;]*\bthẩm quyền\b)[^.;]*?\b(?:niêm yết|(?:có|chịu) trách nhiệm|(?:tổ chức|triển khai) (?:triển khai )?thực hiện"
    r"|công khai|cập nhật|phối hợp)\b[^.;]*[.;]?",
    re.IGNORECASE,
)


def _heads_of_tables(layout: Layout) -> list[str]:
    """Lines of articles that are the headings of tables, and of nothing else: what they cite is acted on besides."""
    leads = (one for lead in layout.leads.values() for one in lead if not find_citations(one))
    openings = {one.paragraphs[0] for one in layout.articles}
    return [one for one in leads if acting_point(one) or (one in openings and opens_with_an_act(one))]


def _matter(layout: Layout, header: Header, lists: Sequence[ArticleList]) -> tuple[str, ...]:
    """Title and Điều 1: what speaks of the whole list. An Điều 1 with a list of its own speaks of that alone."""
    first = "" if any(one.article == 1 for one in lists) else _TASK.sub("", _first_words(layout))
    return tuple(text for text in (title_matter(header.title or ""), first) if text)


def _words_of_rows(document: Document) -> frozenset[str]:
    """The words of all rows of tables that have cells beside each other, and of lines with a code: no heading has either."""
    said: set[str] = set()
    for block in document.blocks:
        if not isinstance(block, Table):
            said.update(words_matched(block.text) if find_codes(block.text) else ())
            continue
        for row in block.rows:
            texts = [cell.text for cell in row.cells if cell.text and not cell.merged]
            if len(texts) > _CELLS_OF_A_HEADING:
                said.update(word for text in texts for word in words_matched(text))
    return frozenset(said)


_CELLS_OF_A_HEADING = 2  # its mark and its words, by definition of a heading in rows


def _kind(header: Header, layout: Layout) -> DecisionKind:
    """By the title; where it says nothing of procedures, by the first words of Điều 1."""
    kind = kind_of_title(header.title, header.symbol)
    if kind is not DecisionKind.OTHER or not layout.articles:
        return kind
    return kind_of_title(_first_words(layout), header.symbol)


def _sure_of_first(layout: Layout, unsure: Unsure) -> list[str]:
    """The paragraphs of Điều 1 that were surely recognised."""
    paragraphs = layout.articles[0].paragraphs if layout.articles else ()
    return [text for text in paragraphs if unsure.about(text) is None]


def _first_words(layout: Layout) -> str:
    """The first sentence of Điều 1; where the article has a title of its own ("Nội dung công bố"), what follows it."""
    if not layout.articles:
        return ""
    title, *rest = layout.articles[0].paragraphs
    titled = rest and len(title) < _LONGEST_ARTICLE_TITLE and title[-1:] not in {".", ";", ":", ","}
    return rest[0] if titled and not find_codes(rest[0]) else title


def _scope(matter: tuple[str, ...], kind: DecisionKind, unsure: Unsure) -> tuple[ListScope, Question | None]:
    """What title and Điều 1 say of the whole list; what only a doubtful one says is not taken, but asked about."""
    headings = [heading_of(text) for text in matter]
    doubts = [unsure.about(text) for text in matter]
    holding = [parted_from_receivers(fold(text))[0] for text in matter]
    named = [authority_levels(text) or levels_named(text) for text in holding]
    action, action_lost = _first([h.actions[0] if len(h.actions) == 1 else None for h in headings], doubts)
    levels, levels_lost = _first([found or None for found in named], doubts)
    several = any(names_several_sectors(text) for text in matter)
    sector, _ = (None, False) if several else _first([h.sector for h in headings][::-1], doubts[::-1])
    if _say_otherwise(headings):
        action = None
    if kind is DecisionKind.NORMALISED:
        action, action_lost = Action.LIST, False
    everything = tuple(level for level in Level if any(level in found for found in named))
    scope = ListScope(
        action=action,
        levels=levels if levels and len(levels) == 1 else (),
        all_levels=everything if len(everything) > 1 and not levels_lost else (),
        sector=sector,
        forced_action={DecisionKind.SUBSET: Action.LIST, DecisionKind.CORRECTION: Action.CORRECT}.get(kind),
    )
    doubt = next((one for one in doubts if one), None)
    lost = doubt is not None and (action_lost or levels_lost)
    return scope, ask(ReviewKind.OCR_TITLE, doubt) if doubt and lost else None


def _say_otherwise(headings: Sequence[Heading]) -> bool:
    """Whether title and Điều 1 each say one act, and not the same: neither speaks for the list then (RULINGS 29)."""
    said = {one.actions[0] for one in headings if len(one.actions) == 1}
    return len(said & APART) > 1


_Said = TypeVar("_Said")


def _first(values: list[_Said | None], doubts: list[Doubt | None]) -> tuple[_Said | None, bool]:
    """The first value that is surely said, or that two doubtful texts say alike; and whether a doubtful one is left out."""
    said = [(value, doubt) for value, doubt in zip(values, doubts, strict=True) if value is not None]
    sure = next((value for value, doubt in said if doubt is None), None)
    if sure is not None or not said:
        return sure, False
    alike = len(said) > 1 and all(value == said[0][0] for value, _ in said)
    return (said[0][0], False) if alike else (None, True)


def _annexes(
    layout: Layout,
    scope: ListScope,
    kind: DecisionKind,
    header: Header,
    lists: Sequence[ArticleList],
    acts: Acts,
) -> tuple[Annex, TableCorrections]:
    """The annexes, and the corrections that stand in tables: these list no procedures."""
    if kind in _NO_ITEMS:
        return Annex(), TableCorrections()
    listed, tables = without_corrections(layout) if _corrects(kind, acts) else (layout, ())
    annex = read_annex(listed, scope, header.signed_on, lists)
    corrections = read_tables(tables, scope.levels)
    annex.trace += [
        replace(one, item=one.item + len(annex.items) + len(acts.items)) if one.item is not None else one
        for one in corrections.trace
    ]
    return annex, corrections


def _items(
    annex: Annex,
    acts: Acts,
    sentences: list[Sentence],
    scope: ListScope,
    kind: DecisionKind,
    tables: TableCorrections,
) -> tuple[list[ReadItem], list[tuple[int, Question]]]:
    """Rows of the annexes, then sentences of the articles; questions with the index of their item."""
    if kind in _NO_ITEMS:
        return [], []
    corrected, unclear = read_corrections(sentences, scope.levels) if _corrects(kind, acts) else ([], [])
    items = [*annex.items, *acts.items, *tables.items, *corrected]
    after_annex, after_acts = len(annex.items), len(annex.items) + len(acts.items)
    after_tables = after_acts + len(tables.items)
    asked = [
        *annex.item_questions,
        *((index + after_annex, question) for index, question in acts.item_questions),
        *((index + after_acts, question) for index, question in tables.questions),
        *((index + after_tables, question) for index, question in unclear),
    ]
    return items, asked


def _corrects(kind: DecisionKind, acts: Acts) -> bool:
    return kind is DecisionKind.CORRECTION or any(one.type is RelationType.CORRECTS for one in acts.relations)


def _asked_of_notes(asked: Sequence[tuple[int, Question]], noted: Noted) -> list[tuple[int, Question]]:
    """Questions of rows once their notes are put to them: a level that a note tells is no question any more."""
    kept = [
        (index, question)
        for index, question in asked
        if index not in noted.settled or question.kind is not ReviewKind.LEVEL_UNKNOWN
    ]
    return [*kept, *((index, _unread_effect(noted.items[index], why)) for index, why in noted.unclear)]


#: "1. Ban hành mới 01 thủ tục …; 2. Bãi bỏ các thủ tục …": what is counted there is not the whole.
_UNCOUNTED = re.compile(
    r"\b(?:ban hanh moi|bo sung|bai bo|huy bo|thay the) (?:danh muc )?cac (?:thu tuc|tthc)\b"
)


def _declared(layout: Layout, header: Header, lists: Sequence[ArticleList]) -> tuple[str, int | None]:
    """How many procedures Điều 1 says that there are, else the title; and the words in which it stands."""
    if lists or len({label for label, _ in layout.inner_tables}) > 1:
        return "", None  # a list in an article has a count of its own
    article, title = _first_article(layout), title_matter(header.title or "")
    if layout.inner_tables and layout.articles:
        article = layout.articles[0].paragraphs[0]  # so have the points above its tables
    declared = article_count(fold(article)) if _UNCOUNTED.search(fold(article)) is None else None
    return (article, declared) if declared is not None else (title, article_count(fold(title)))


def _first_article(layout: Layout) -> str:
    return " ".join(layout.articles[0].paragraphs) if layout.articles else ""


def _with_days(
    items: list[ReadItem], effect: Effect, asked: list[tuple[int, Question]], by_row: str | None
) -> tuple[list[ReadItem], Effect]:
    """Give rows the effect of their own; an abolition before the text on which it rests is in force waits for a person.

    `by_row`: the clause that leaves the days to the rows, of which then one must have one.
    """
    dated, effect = _with_row_effects(items, effect, asked)
    if by_row and items and not any(one.effective_on or one.effective_until for one in dated):
        effect.flags.append("row_effect_unclear")
        effect.questions.append(Question(ReviewKind.ROW_EFFECT_UNCLEAR, fields(text=by_row[:300])))
    dated, early = abolished_before_basis(dated, effect.effective_on)
    asked += early
    return dated, effect


def _with_row_effects(
    items: list[ReadItem], effect: Effect, asked: list[tuple[int, Question]]
) -> tuple[list[ReadItem], Effect]:
    """Give rows the effect of their own that the clause names; a clause that fits no row is a question.

    Rows whose own effect is named without a full day wait for a person.
    """
    out = list(items)
    for own in effect.rows:
        met = [index for index, item in enumerate(out) if own.covers(item)]
        if not met or (own.rows and len(met) > len(own.rows)):
            effect.flags.append("row_effect_unclear")
            effect.questions.append(_row_effect_question(own))
            continue
        for index in met:
            if own.unread:
                out[index] = replace(out[index], flags=(*out[index].flags, "row_doubtful"))
                asked.append((index, _unread_effect(out[index])))
            else:
                out[index] = _with_effect(out[index], own)
    return out, effect


def _unread_effect(item: ReadItem, why: str = "effect_clause_unread") -> Question:
    words = fields(name=item.name or item.code, why=why)
    return Question(ReviewKind.ROW_DOUBTFUL, words, ("valid", "void"))


def _with_effect(item: ReadItem, own: RowEffect) -> ReadItem:
    """A row with its own dates; "hết hiệu lực từ" dates an abolition, and ends anything else."""
    acts_on = own.effective_on or (own.ends_on if item.action is Action.ABOLISH else None)
    ends = own.effective_until or (own.ends_on if item.action is not Action.ABOLISH else None)
    return replace(
        item, effective_on=acts_on or item.effective_on, effective_until=ends or item.effective_until
    )


def _row_effect_question(own: RowEffect) -> Question:
    meant = ", ".join(own.codes) or " ".join(
        part
        for part in (
            f"số thứ tự {', '.join(own.rows)}" if own.rows else "",
            f"mục {own.section.upper()}" if own.section else "",
            f"phần {own.part.upper()}" if own.part else "",
            f"phụ lục {own.annex.removeprefix('pl ').upper()}" if own.annex else "",
            "; ".join(own.names),
            f"lĩnh vực {own.sector}" if own.sector else "",
        )
        if part
    )
    return Question(
        ReviewKind.ROW_EFFECT_UNCLEAR,
        fields(on=own.effective_on, until=own.effective_until, text=meant),
    )


def _body_missing(annex: Annex) -> Question:
    """An annex in a file of its own, without the decision that it belongs to (RULINGS 36)."""
    kinds = ("public_list", "subset", "other")
    return Question(ReviewKind.BODY_MISSING, fields(count=len(annex.items)), kinds)


#: The list that Điều 1 publishes stands behind the articles, not in them.
_ATTACHES = re.compile(
    r"\bcong bo kem theo quyet dinh nay\b[^.;]*?\b(?:danh muc|\d{1,3} (?:\([^()]*\) )?(?:thu tuc|tthc))\b"
)


def _attaches_what_is_not_there(layout: Layout, annex: Annex, lists: Sequence[object]) -> bool:
    """Whether Điều 1 publishes an attached list of which nothing was read, though other articles act on rows."""
    if annex.items or lists or not layout.articles:
        return False
    return _ATTACHES.search(fold(layout.articles[0].paragraphs[0])) is not None


def _of_a_letter(
    document: Document, layout: Layout, items: Sequence[ReadItem], asked: Sequence[Question]
) -> Iterator[Question]:
    """What a paper without articles and rows puts right."""
    if not layout.articles and not items:
        yield from unread_letter(chain.from_iterable(map(lines_of, document.blocks)), asked)


#: "Bãi bỏ toàn bộ các Quyết định sau đây của Chủ tịch UBND tỉnh:"
_OPENS_ACTS = re.compile(
    r"(?:bai bo|huy bo|thu hoi|thay the|dinh chi|tam (?:dung|ngung))\b[^:]*\bquyet dinh\b[^:]*:$"
)


def _acts_first(sentences: Sequence[Sentence], acts: Acts) -> bool:
    """Whether the first sentence of the articles acts on another decision, or opens a list of such acts."""
    if 0 in acts.acting.get(0, ()):
        return True
    return 1 in acts.acting and _OPENS_ACTS.match(sentences[0].folded.strip()) is not None


def _say_of_whole(
    kind: DecisionKind,
    items: list[ReadItem],
    annex: Annex,
    questions: list[Question],
    flags: list[str],
    *,
    only_acts: bool,
) -> None:
    """What concerns the document as a whole; one that only acts on others (`only_acts`) lacks no annex."""
    if kind is DecisionKind.SUBSET:
        flags.append("subset")
    if kind is DecisionKind.DELEGATION:
        flags.append("delegation")
        questions.append(Question(ReviewKind.DELEGATION))
    if kind is DecisionKind.OTHER and annex.items and "body_missing" not in flags:
        flags.append("kind_unclear")
        questions.append(
            Question(
                ReviewKind.KIND_UNCLEAR,
                fields(count=len(annex.items)),
                ("public_list", "subset", "other"),
            )
        )
    if kind in _LISTS and not items and not only_acts:
        flags.append("annex_missing")
        questions.append(
            Question(
                ReviewKind.ANNEX_MISSING,
            )
        )
    if annex.items and all(item.code is None for item in annex.items):
        flags.append("no_code_column")


#: What is printed of a list that was not read: then the list is not missing, and is asked about by itself.
_PRINTED = frozenset(
    {
        *(ReviewKind.LEFT_OVER_CODE, ReviewKind.LEFT_OVER_LIST, ReviewKind.LEFT_OVER_TABLE),
        *(ReviewKind.TABLE_UNREAD, ReviewKind.HEADER_UNRESOLVED),
    }
)


def _without_vain(asked: list[Question]) -> list[Question]:
    """Questions without "is the annex missing?", where another one shows what is printed of it."""
    if not any(one.kind in _PRINTED for one in asked):
        return asked
    return [one for one in asked if one.kind is not ReviewKind.ANNEX_MISSING]


def _sectors(items: list[ReadItem], matter: tuple[str, ...], layout: Layout) -> tuple[str, ...]:
    """Sectors of the items in their order; without items those that Điều 1 or the title names."""
    found = tuple(dict.fromkeys(item.sector for item in items if item.sector))
    if found:
        return found
    texts = [*(" ".join(article.paragraphs) for article in layout.articles[:1]), *reversed(matter)]
    return next((named for text in texts if (named := sectors_listed(text))), ())


def _basis(layout: Layout) -> tuple[Citation, ...]:
    """Decisions that the căn cứ lines cite; never this decision's own number."""
    cited = (one for line in layout.basis for one in find_citations(line) if one.number is not None)
    return tuple(dict.fromkeys(one for one in cited if one.symbol))


def _relations(acts: Acts) -> tuple[Relation, ...]:
    """A relation of the title without scope goes, where an article gives the same one with its scope."""
    scoped = {(one.type, one.target.number) for one in acts.relations if one.scope}
    kept = [
        one
        for one in acts.relations
        if one.scope or (one.type, one.target.number) not in scoped or one.type is not RelationType.CORRECTS
    ]
    return tuple(kept)
