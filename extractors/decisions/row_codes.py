"""What is asked about the codes of a row, and about all in it that was not surely recognised."""

import re
from dataclasses import replace

from niemyet.extractors.decisions.columns import Column
from niemyet.extractors.decisions.ocr_reviews import FLAG as DOUBTED
from niemyet.extractors.decisions.ocr_reviews import ask
from niemyet.extractors.decisions.row_drafts import CODES, KEPT, Draft
from niemyet.extractors.decisions.row_names import Named
from niemyet.model.records import Question, fields
from niemyet.model.words import ReviewKind
from niemyet.transforms.language.codes import codes_of

#: What may be a code in a name although it is not written as one: "1004108", "1. 004109", "1,004110".
_BROKEN_CODE = re.compile(
    r"(?<![\d.,-])(?<!\d/)[1-9]\s?(?:[.,]?\s?\d{6}|[.,]\s?\d(?:\s?\d){5})(?![\d/]|[.,]\d)"
)
#: Codes of Đề án 30 (to 2017): "T-QNA-276123-TT" of a province, "B-BTP-…", "BNN-288349" of a ministry (DOMAIN §3.1).
_OLD_CODE = re.compile(
    r"(?:[TB]\s?[-–]\s?[A-ZĐ]{2,5}\s?[-–]\s?\d{5,7}|B[A-ZĐ]{2,5}\s?[-–]\s?\d{6})(?:\s?[-–]\s?TT)?"
)


def _is_broken(printed: str) -> bool:
    """Whether what stands in place of a code was one: "0" is what a formula makes of an empty cell that it looked up."""
    # Three digits are a number of the list; chosen, not measured.
    return sum(map(str.isdigit, printed)) > 3 or printed.strip() == "0"


def about_codes(draft: Draft, named: Named) -> tuple[list[str], list[Question]]:
    """(flags, questions) about the codes of a row, and about all in it that was not surely recognised."""
    flags: list[str] = []
    questions: list[Question] = []
    if named.candidates:
        flags.append("several_codes")
        questions.append(_several_codes(draft, named))
    elif named.code is None:
        flags.append("no_code")
        broken = _BROKEN_CODE.search(named.name)
        if broken is not None and not CODES & draft.doubts.keys():
            flags.append("code_unclear")
            said = fields(name=named.name, code_text=broken.group())
            candidate = re.sub(r"\D", "", broken.group())
            questions.append(Question(ReviewKind.CODE_UNCLEAR, said, (f"{candidate[0]}.{candidate[1:]}",)))
        elif _OLD_CODE.fullmatch(named.code_text or ""):
            pass  # of the time before codes of the nation: the procedure is known by its name
        elif named.code_text and _is_broken(named.code_text) and not CODES & draft.doubts.keys():
            flags.append("code_unclear")
            said = fields(name=named.name, code_text=named.code_text)
            questions.append(Question(ReviewKind.CODE_UNCLEAR, said, (named.code_text,)))
        elif draft.local_code is not None:
            flags.append("code_unclear")
            said = fields(name=named.name, code_text=draft.local_code)
            questions.append(Question(ReviewKind.CODE_UNCLEAR, said, (draft.local_code,)))
    elif named.code.repaired:
        flags.append("code_repaired")
    if named.repaired and "code_repaired" not in flags:
        flags.append("code_repaired")
    if named.unclear is not None:
        flags.append("replaced_unclear")
        said = fields(name=named.name, code_text=named.unclear)
        questions.append(Question(ReviewKind.REPLACED_UNCLEAR, said, (named.unclear,)))
    if draft.doubts:
        flags.append(DOUBTED)
        questions += _doubts(draft, named.name)
    return flags, questions


def _several_codes(draft: Draft, named: Named) -> Question:
    """Which code a row bears; of a row that may not count, one of whose codes is struck, say, whether it does too."""
    if not draft.wrong:
        return Question(ReviewKind.SEVERAL_CODES, fields(name=named.name), named.candidates)
    said = fields(name=named.name, why=draft.what_is_wrong)
    return Question(ReviewKind.SEVERAL_CODES, said, (*named.candidates, "void"))


def _doubts(draft: Draft, name: str) -> list[Question]:
    """One question for each code or name that was not surely read, one for all other cells of the row."""
    questions: list[Question] = []
    others: list[Column] = []
    for column, doubt in draft.doubts.items():
        if column in CODES:
            read = draft.read(column) or doubt.text
            bases = tuple(dict.fromkeys(code.base for code in codes_of(read)[0]))
            questions.append(ask(ReviewKind.OCR_CODE, doubt, *(bases or (read,)), name=name, column=column))
        elif column in KEPT:
            questions.append(ask(ReviewKind.OCR_NAME, doubt, draft.read(column) or doubt.text))
        elif column is not Column.NUMBER:
            others.append(column)
    if others:
        said = "; ".join(f"{column}: {draft.read(column)}" for column in others)
        first = draft.doubts[others[0]]
        questions.append(ask(ReviewKind.OCR_ROW, replace(first, text=said), name=name))
    return questions
