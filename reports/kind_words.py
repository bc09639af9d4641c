"""Kinds of question, kinds of notice and flags as people read them; files for machines keep the words of the model."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from niemyet.model.messages import Message, day_words, msg
from niemyet.model.words import ReviewKind, ReviewState
from niemyet.reports.site.labels import KINDS as DECISIONS
from niemyet.reports.words import ACTIONS, LEVELS
from niemyet.transforms.language.text import fold
from niemyet.transforms.law.answers import ALL, NONE, choice_word, issuer_word
from niemyet.transforms.law.review_kinds import KINDS as QUESTIONS
from niemyet.transforms.law.review_kinds import Takes

KINDS: dict[ReviewKind, Message] = {
    ReviewKind.ACTION_UNKNOWN: msg("what the rows do is not said"),
    ReviewKind.ACTION_CONTRADICTED: msg("what the rows do is said in two ways"),
    ReviewKind.LEVEL_UNKNOWN: msg("level is not said"),
    ReviewKind.LEVEL_CONTRADICTED: msg("level is said in two ways"),
    ReviewKind.ABOLISH_WORDS: msg("words that may abolish"),
    ReviewKind.ROW_DOUBTFUL: msg("a row that may not count"),
    ReviewKind.SEVERAL_CODES: msg("several codes in one row"),
    ReviewKind.CODE_UNCLEAR: msg("code cannot be read"),
    ReviewKind.REPLACED_UNKNOWN: msg("what is replaced is not named"),
    ReviewKind.REPLACED_UNCLEAR: msg("the replaced code cannot be read"),
    ReviewKind.ROW_EFFECT_UNCLEAR: msg("rows with a day of their own"),
    ReviewKind.CORRECTION_UNCLEAR: msg("what is corrected is not clear"),
    ReviewKind.OCR_CODE: msg("code on a scan"),
    ReviewKind.OCR_NAME: msg("name on a scan"),
    ReviewKind.OCR_SENTENCE: msg("sentence on a scan"),
    ReviewKind.OCR_HEADING: msg("heading on a scan"),
    ReviewKind.OCR_TITLE: msg("title on a scan"),
    ReviewKind.OCR_NUMBER: msg("number on a scan"),
    ReviewKind.OCR_SIGNED_ON: msg("day of signing on a scan"),
    ReviewKind.OCR_EFFECT: msg("day of effect on a scan"),
    ReviewKind.OCR_ROW: msg("row on a scan"),
    ReviewKind.OCR_JOINED: msg("rows joined on a scan"),
    ReviewKind.EFFECT_UNSTATED: msg("no day of effect stated"),
    ReviewKind.NO_EFFECT_CLAUSE: msg("day of effect to be confirmed"),
    ReviewKind.EFFECT_INDIRECT: msg("effect by another paper"),
    ReviewKind.EFFECT_UNREAD: msg("clause of effect cannot be read"),
    ReviewKind.EFFECT_END_UNCLEAR: msg("end of effect is not a full day"),
    ReviewKind.DRAFT: msg("draft or issued"),
    ReviewKind.GROUND_UNCLEAR: msg("where it holds is not clear"),
    ReviewKind.GROUND_BEFORE_MERGER: msg("where it holds after the merger is not clear"),
    ReviewKind.EXCEPTION_UNCLEAR: msg("what is left out is not clear"),
    ReviewKind.EFFECT_UNKNOWN: msg("day of effect is not proven"),
    ReviewKind.KIND_UNCLEAR: msg("kind of decision is not clear"),
    ReviewKind.ISSUER_UNKNOWN: msg("issuer is not known"),
    ReviewKind.NUMBER_UNKNOWN: msg("number is not known"),
    ReviewKind.SIGNING_DATE_UNKNOWN: msg("day of signing is not known"),
    ReviewKind.OWN_NUMBER_CONFLICT: msg("two numbers in one paper"),
    ReviewKind.OWN_DATE_CONFLICT: msg("two days in one paper"),
    ReviewKind.SCOPE_UNKNOWN: msg("what an act concerns is not said"),
    ReviewKind.BODY_MISSING: msg("annex without its decision"),
    ReviewKind.LEFT_OVER_CODE: msg("a code that was not read"),
    ReviewKind.RECEPTION_LIST: msg("a list of what is received only"),
    ReviewKind.CITED_NEARLY: msg("cited with a slip"),
    ReviewKind.LEFT_OVER_LIST: msg("a list that was not read"),
    ReviewKind.LEFT_OVER_TABLE: msg("a table that was not read"),
    ReviewKind.LEFT_OVER_COLUMN: msg("a column that was not read"),
    ReviewKind.LEFT_OVER_TEXT: msg("text that was not read"),
    ReviewKind.LEFT_OVER_NOTE: msg("a note that was put to no row"),
    ReviewKind.LEFT_OVER_PICTURE: msg("a picture that was not read"),
    ReviewKind.LEFT_OVER_HEADING: msg("a heading that is not understood"),
    ReviewKind.LEFT_OVER_DATE: msg("a day that was not taken"),
    ReviewKind.LEFT_OVER_COUNT: msg("a count that no list meets"),
    ReviewKind.NOT_A_DECISION: msg("is this a decision"),
    ReviewKind.NOT_YET_READ: msg("file that cannot be read"),
    ReviewKind.SAME_NUMBER: msg("several contents of one number"),
    ReviewKind.TITLE_MISMATCH: msg("another title on another portal"),
    ReviewKind.COPIES_DIFFER: msg("copies that differ"),
    ReviewKind.NAME_UNCLEAR: msg("name that is not one procedure's"),
    ReviewKind.REFERENCE_ROW_UNCLEAR: msg("cited row is not clear"),
    ReviewKind.REFERENCE_NOT_RECEIVED: msg("cited decision was not received"),
    ReviewKind.REFERENCE_NOT_IN_FORCE: msg("cited procedure is not in force"),
    ReviewKind.CORRECTION_PENDING: msg("corrected row is not clear"),
    ReviewKind.NOT_IN_FORCE: msg("abolished without being in force"),
    ReviewKind.REPLACED_NOT_IN_FORCE: msg("replaced without being in force"),
    ReviewKind.LEVEL_ADDED: msg("moved, or another level too"),
    ReviewKind.LEVEL_NOT_HELD: msg("ended, and no level holds it"),
    ReviewKind.LEVEL_ENDED: msg("district level after its end"),
    ReviewKind.VOID_LEVEL: msg("the district's, not taken up"),
    ReviewKind.AMENDED_AFTER_END: msg("amended after its end"),
    ReviewKind.SAME_DECISION: msg("rows of one decision that differ"),
    ReviewKind.OVERTAKEN: msg("what was signed later is overtaken"),
    ReviewKind.SAME_NAME: msg("one procedure or two"),
    ReviewKind.ORPHANED: msg("only an annulled decision decides it"),
    ReviewKind.CORRECTION_ANNULLED: msg("correction that was annulled"),
    ReviewKind.SUSPENDED: msg("decision is suspended"),
    ReviewKind.ACT_DATE_UNCLEAR: msg("day of an act cannot be read"),
    ReviewKind.DATE_IMPLAUSIBLE: msg("day that is hard to believe"),
    ReviewKind.CODE_AND_NAME: msg("code and name disagree"),
    ReviewKind.NOT_IN_LIST: msg("left out of a standardised list"),
    ReviewKind.PARTIAL_REPEAL: msg("a part is repealed"),
    ReviewKind.ROW_UNCLEAR: msg("repealed row cannot be read"),
    ReviewKind.REVERT: msg("limited in time"),
    ReviewKind.ADOPTED_NOT_LISTED: msg("in one list, not in another"),
    ReviewKind.ADOPTED_LEVEL: msg("level of a list against decisions"),
    ReviewKind.ADOPTED_NAME: msg("names of two lists"),
    ReviewKind.FILES_NOT_ALLOWED: msg("files on another host"),
    ReviewKind.NO_DOCUMENT: msg("posted without a file"),
    ReviewKind.DOCUMENT_LOST: msg("every file was lost"),
    ReviewKind.SOURCE_WITHOUT_DOCUMENTS: msg("source without files"),
    ReviewKind.PAGES_NOT_READ: msg("pages that cannot be read"),
    ReviewKind.LISTING_SHRANK: msg("listing far smaller"),
    ReviewKind.FEE_UNCLEAR: msg("fee of which procedure"),
    ReviewKind.ADOPTED_ENDED: msg("in a list, ended by a decision"),
    ReviewKind.ANNEX_MISSING: msg("no rows in this file"),
    ReviewKind.ITEMS_FROM_PORTAL: msg("list taken from the portal"),
    ReviewKind.FILE_LOST: msg("file that could not be fetched"),
    ReviewKind.SECTION_OUT_OF_ORDER: msg("headings out of order"),
    ReviewKind.ROW_NUMBERS_JUMP: msg("row numbers jump"),
    ReviewKind.HEADER_UNRESOLVED: msg("header of a table not resolved"),
    ReviewKind.TABLE_UNREAD: msg("table without known columns"),
    ReviewKind.ROW_UNREAD: msg("row that is no procedure"),
    ReviewKind.CONTROL_TOTAL_MISMATCH: msg("counts differ from the rows"),
    ReviewKind.DELEGATION: msg("delegation"),
    ReviewKind.CITED_NOT_RECEIVED: msg("decision acted on was not received"),
    ReviewKind.NAME_TAKEN: msg("name of another procedure"),
    ReviewKind.ACT_TOO_LATE: msg("postponed too late"),
    ReviewKind.MIXED_TERRITORIES: msg("published by two provinces"),
    ReviewKind.NOTHING_SUSPENDED: msg("suspends what is not in force"),
    ReviewKind.WITHDRAWN: msg("no longer shown by its source"),
    ReviewKind.UNIT_WITHOUT_BOARD: msg("unit without a rule"),
}
REVIEW_STATES = {ReviewState.OPEN: msg("not answered yet"), ReviewState.RESOLVED: msg("answered")}
#: What a reading or the law found out about a document or row; a flag is no question, though many have one beside them.
FLAGS: dict[str, Message] = {
    "abolish_weak": msg("abolished by weaker words"),
    "abolish_words": msg("words that may abolish"),
    "action_contradicted": msg("what the rows do is said in two ways"),
    "action_unknown": msg("what the rows do is not said"),
    "adopted_void": msg("row of an adopted list set aside"),
    "amended_after_end": msg("amended after its end"),
    "annex_date_mismatch": msg("annex of another day"),
    "annex_missing": msg("no rows in this file"),
    "annex_number_mismatch": msg("annex of another number"),
    "answered": msg("answered by a person"),
    "as_above": msg("“as above” was filled in"),
    "attachment_not_read": msg("an attachment was not read"),
    "attachments_not_had": msg("attachments were not had"),
    "basis_in_name": msg("legal basis taken out of the name"),
    "basis_later": msg("its legal basis is in force later"),
    "body_missing": msg("annex without its decision"),
    "case_in_name": msg("case taken out of the name"),
    "cases_differ": msg("cases of one row differ"),
    "chunk_not_read": msg("a part was not read"),
    "code_differs_in_name": msg("another code in the name"),
    "code_from_number": msg("code stood as a number"),
    "code_over_page": msg("code parted by a page"),
    "code_repaired": msg("printed code was repaired"),
    "code_twice": msg("one code at two names"),
    "code_unclear": msg("code cannot be read"),
    "control_total_mismatch": msg("counts differ from the rows"),
    "correction_unclear": msg("what is corrected is not clear"),
    "cue_typo": msg("misprint in a heading"),
    "date_implausible": msg("day that is hard to believe"),
    "date_unclear": msg("day cannot be read"),
    "date_unread": msg("no day where one should stand"),
    "delegation": msg("delegation"),
    "detail_not_had": msg("page was not had"),
    "doc_structure_doubtful": msg("structure of the DOC file is doubtful"),
    "draft": msg("draft or issued"),
    "draft_mark": msg("bears the mark of a draft"),
    "effect_default_signed": msg("day of signing taken as effect"),
    "effect_end_unclear": msg("end of effect is not a full day"),
    "embedded_object": msg("an object inside was not read"),
    "embedded_sheet": msg("holds a sheet inside"),
    "exception_unclear": msg("what is left out is not clear"),
    "file_number_mismatch": msg("file name has another number"),
    "foreign_issuer": msg("another issuer's"),
    "foreign_posting": msg("posting of another issuer"),
    "from_portal_list": msg("list taken from the portal"),
    "ground_unclear": msg("where it holds is not clear"),
    "hidden": msg("hidden in the file"),
    "history_unknown": msg("publication was not received"),
    "issuer_from_annex": msg("issuer taken from the annex"),
    "issuer_mismatch": msg("issuer is said in two ways"),
    "issuer_unknown": msg("issuer is not known"),
    "joined": msg("a text below may go on with the name"),
    "kind_unclear": msg("kind of decision is not clear"),
    "late_arrival": msg("received late"),
    "left_over": msg("something was not read"),
    "level_added": msg("moved, or another level too"),
    "level_contradicted": msg("level is said in two ways"),
    "level_ended": msg("district level after its end"),
    "level_from_agency": msg("level by the agency that settles"),
    "level_from_name": msg("level by the name"),
    "level_from_note": msg("level by the note"),
    "level_moved": msg("moved from another level"),
    "level_unknown": msg("level is not said"),
    "local_code": msg("a code of the unit's own"),
    "maybe_truncated": msg("may be cut off"),
    "name_cut": msg("name is cut off"),
    "name_goes_on": msg("name that may go on below"),
    "name_missing": msg("no name"),
    "never_opens": msg("ended before it took effect"),
    "new_in_force": msg("was in force before"),
    "no_code": msg("no code"),
    "no_code_column": msg("no column of codes"),
    "no_document": msg("posted without a file"),
    "no_effect_clause": msg("day of effect to be confirmed"),
    "no_name": msg("no name"),
    "no_row_number": msg("no row number"),
    "not_in_force": msg("abolished without being in force"),
    "comment_acts": msg("a comment takes the row out, or lets it go on"),
    "note_acts": msg("a note gives the row up, holds it back or doubts it"),
    "note_doubts": msg("a note leaves it open that the sheet hangs or holds"),
    "note_effect_unclear": msg("a note of effect without a day"),
    "number_doubt": msg("number not surely recognised"),
    "number_from_annex": msg("number taken from the annex"),
    "number_missing": msg("no number"),
    "ocr_doubt": msg("not surely recognised"),
    "of_annex": msg("of the annex of a decision"),
    "old_online_level": msg("level of online service of before"),
    "online_level_conflict": msg("level of online service is said in two ways"),
    "overlapped": msg("texts lie over each other"),
    "pale": msg("drawn paler than the other rows"),
    "picture_not_read": msg("a picture was not read"),
    "procedures_not_had": msg("list of the portal was not had"),
    "replaced_unclear": msg("the replaced code cannot be read"),
    "replaced_unknown": msg("what is replaced is not named"),
    "review_scope": msg("what an act concerns is not said"),
    "row_doubtful": msg("a row that may not count"),
    "row_effect_unclear": msg("rows with a day of their own"),
    "row_from_text": msg("row taken from a sentence"),
    "row_of_list": msg("row of an earlier list"),
    "row_reference": msg("names a row of an earlier list"),
    "rows_missing": msg("rows are missing"),
    "same_decision": msg("rows of one decision that differ"),
    "overtaken": msg("takes the place of what was signed later"),
    "scanned": msg("scanned"),
    "section_out_of_order": msg("headings out of order"),
    "sectors_not_had": msg("sectors were not had"),
    "several_codes": msg("several codes in one row"),
    "signed_on_doubt": msg("signing date not surely recognised"),
    "signed_on_from_annex": msg("day taken from the annex"),
    "signed_on_missing": msg("no day of signing"),
    "spaces_mended": msg("torn syllables were joined"),
    "stated_ended": msg("listed as over"),
    "stated_not_posted": msg("listed as not posted"),
    "struck": msg("struck through"),
    "subset": msg("extract of a list"),
    "switched_off": msg("switched off by a mark without words"),
    "title_date_mismatch": msg("title names another day"),
    "title_number_mismatch": msg("title names another number"),
    "two_names": msg("names of two procedures in one cell"),
    "uncomputed": msg("formula without a value"),
    "unmarked": msg("without the mark of other rows"),
    "unnumbered": msg("name without number and code"),
}


def kind_word(kind: str, lang: str) -> str:
    """A kind of question or notice as people read it; one of another version stands as it is."""
    word = {one.value: told for one, told in KINDS.items()}.get(kind)
    return word.text(lang) if word is not None else kind


def kinds_of(word: str) -> frozenset[str]:
    """The kinds that a person names: by the word of the model, as they read it, or as the ids of their questions begin."""
    said = fold(word)
    return frozenset(
        kind.value
        for kind in ReviewKind
        if said
        in {kind.value, QUESTIONS[kind].family, *(fold(KINDS[kind].text(lang)) for lang in ("vi", "en"))}
    )


def flag_words(flags: Iterable[str], lang: str) -> tuple[str, ...]:
    """Flags as people read them, each once; one that stands for its question is called as that is.

    One of another version, or that carries a value, stands as it is.
    """
    said = (FLAGS[flag].text(lang) if flag in FLAGS else kind_word(flag, lang) for flag in flags)
    return tuple(dict.fromkeys(said))


#: Gives the names of units by their ids; asked only where a value is of units.
UnitNames = Callable[[], Mapping[str, str]]


def said_as(kind: str, value: str, lang: str, units: UnitNames = dict) -> str:
    """A candidate or answer as a person reads it: a day, a level, an action, a choice in words, also row by row."""
    if kind in QUESTIONS and QUESTIONS[kind].takes is Takes.GROUND and value not in {NONE, ALL}:
        names = units()
        parts = value.split(", ")
        if all(part in names for part in parts):
            return ", ".join(f"{names[part]} ({part})" for part in parts)
    rows = [one.partition(": ") for one in value.split("; ")]
    if all(row and rest for row, _, rest in rows):
        return "; ".join(f"{row}: {_said(kind, rest, lang)}" for row, _, rest in rows)
    return _said(kind, value, lang)


#: Answers of kinds that offer no choices, in Vietnamese.
_ALONE = {NONE: "không", ALL: "tất cả"}
#: What none is where it is one of something.
_NONE_OF: dict[Takes | None, str] = {
    Takes.ASIDE: "không phải quyết định",
    Takes.DECISION: "không phải quyết định",
    Takes.LEVELS_NONE: "không cấp nào",
}


def _said(kind: str, value: str, lang: str) -> str:
    column = 0 if lang == "vi" else 1
    if (day := _day_of(value)) is not None:
        return day_words(day, lang)
    entry = QUESTIONS.get(kind)
    if entry is not None and entry.takes is Takes.ISSUER:
        return issuer_word(value)
    chosen = next((one for one in entry.choices if one.value == value), None) if entry else None
    if chosen is not None:
        return choice_word(chosen) if lang == "vi" else chosen.value
    if column == 0 and value in _ALONE:
        takes = entry.takes if entry is not None and value == NONE else None
        return _NONE_OF.get(takes, _ALONE[value])
    known = {one.value: names for one, names in [*LEVELS.items(), *ACTIONS.items(), *DECISIONS.items()]}
    parts = value.split(", ")
    return ", ".join(known[part][column] for part in parts) if all(part in known for part in parts) else value


def _day_of(value: str) -> date | None:
    """The day that a value is; answers of earlier versions may name one that no calendar has."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value) is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
