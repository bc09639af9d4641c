"""What a decision does to earlier ones, and the sentences of articles that act on procedures (DOMAIN §2.2, W2-W9).

Only a verb that acts counts: at the beginning of a sentence or clause, with an object of the field after it.
"được sửa đổi, bổ sung", "bị bãi bỏ" inside a name or a title act on nothing.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from niemyet.extractors.decisions.heading_patterns import levels_named
from niemyet.extractors.decisions.sentences import Sentence, aligned_fold
from niemyet.model.records import Citation, Question, ReadItem, Relation, fields
from niemyet.model.words import Action, Level, RelationType, ReviewKind
from niemyet.transforms.language.citations import find_citations
from niemyet.transforms.language.codes import find_codes, split_code_name
from niemyet.transforms.language.text import clean, fold

_VERB = re.compile(
    r"\b(?P<replace>thay the)\b|\b(?P<repeal>bai bo|huy bo)\b|\b(?P<correct>dinh chinh)\b"
    r"|\b(?P<amend>sua doi(?:,? bo sung)?|bo sung)\b"
)
_BEFORE_VERB = re.compile(
    r"(?:^|\bva |[,;:] ?(?:dong thoi )?|\bdong thoi |\bnay |\bky |\bhanh |\bve viec |\d{4} )$"
)
_OBJECT = re.compile(
    r"^ ?(?:toan bo |cac |mot (?:so |phan )|noi dung|nhung )*"
    r"(?:quyet dinh|qd\b|noi dung|danh muc|thu tuc|tthc|phu luc|quy trinh|khoan|diem\b|muc\b|so thu tu|stt|so \d|dieu \d|ma\b"
    r"|\d|[“\"]|thoi (?:han|gian)|ten\b|phi\b|le phi|dia diem|can cu)"
)
_CITED = re.compile(
    r"\b(?:toan bo )?(?:cac )?(?:quyet dinh|qd)\b(?! nay)(?:[^;.\d]|\.(?! )){0,90}?\d{1,6} ?/ ?(?:\d{4} ?/ ?)?[qo]d"
)
_CITED_BARE = re.compile(r"\bso \d{1,6} ?/ ?(?:\d{4} ?/ ?)?[qo]d")
_PUBLISHED_TAIL = re.compile(
    r"[,\s]*(?:(?:da )?(?:duoc|do)(?: (?:quyen )?(?:chu tich )?(?:ubnd|uy ban nhan dan)[^,;“”]{0,40}?)?|da)?"
    r"(?: ?(?:cong bo|ban hanh|phe duyet))?(?: (?:kem theo|tai|theo|trong|o|cua))*$"
)
_NEXT_OBJECT = re.compile(r"(?:[;,]| va) (?P<object>(?:cac |noi dung )?(?:thu tuc|tthc|danh muc|noi dung)\b)")
_WHOLE = frozenset({"", "toan bo", "toan bo noi dung", "cac"})
_VAGUE = re.compile(r"(?:cac |mot so |mot phan |toan bo cac )?noi dung(?: da)?$|mot phan$")
_ROW = re.compile(
    r"\b(?:stt|so thu tu)\s*:?\s*(?:tu )?\d|\bso\s*:?\s*\d{1,3}[\s,;]+(?:thuoc |tai |o )?(?:muc|phan)\b"
)
_ROWS = re.compile(
    r"\b(?:stt|so thu tu)\s*:?\s*(?P<rows>(?:tu )?\d{1,3}(?:(?:, ?| va | den |,? va )\d{1,3}(?![\d/]))*)"
)
_LAPSES = re.compile(r"\bhet hieu luc\b")
_QUOTED = re.compile(r"[“\"]([^”\"]{4,}?)[”\"]")
_NAMED = re.compile(r"^(?:thu tuc hanh chinh|tthc|thu tuc)\b[\s:]*")
_NOT_A_NAME = re.compile(
    r"^(?:trong|thuoc|tai|duoc|bi|linh vuc|so|muc|do|co|sau|da|cua|va|cap (?:tinh|huyen|xa|bo)|ban hanh|sua doi|moi"
    r"|nay)\b|^(?:\d|$)"
)
_MANY = re.compile(r"^(?:toan bo |cac |nhung |danh muc |mot so |\d{1,3}\b|noi dung )")
_TYPES = {
    "replace": (RelationType.REPLACES_DOC, RelationType.REPLACES_PART),
    "repeal": (RelationType.REPEALS_DOC, RelationType.REPEALS_PART),
    "correct": (RelationType.CORRECTS, RelationType.CORRECTS),
    "amend": (RelationType.AMENDS, RelationType.AMENDS),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One verb with its object and the decisions it aims at."""

    verb: str  # replace, repeal, correct, amend
    scope: str  # its object, in the words of the document; empty is the whole
    targets: tuple[Citation, ...]
    sentence: Sentence
    whole: str  # the clause from the verb on


@dataclass(slots=True)
class Acts:
    """Everything the articles do."""

    relations: list[Relation] = field(default_factory=list)
    items: list[ReadItem] = field(default_factory=list)
    item_questions: list[tuple[int, Question]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)


def read_acts(
    title: str | None,
    sentences: list[Sentence],
    own: tuple[int | None, date | None],
    levels: tuple[Level, ...],
) -> Acts:
    """Relations and acting sentences. `own` number and day are never a target; `levels` are those of the scope."""
    acts = Acts()
    if title:
        heading = Sentence(0, title, fold(title) if len(fold(title)) == len(title) else title.lower(), False)
        for act in _acts_of(heading):
            if act.verb == "correct":
                _relate(acts, act, own)
    carried: Act | None = None
    for sentence in sentences:
        found = _acts_of(sentence)
        if (
            not found
            and carried is not None
            and (sentence.listed or sentence.folded.startswith(("quyet dinh", "thu tuc")))
        ):
            found = [_carried(carried, sentence)]
        elif not found:
            carried = None
        for act in found:
            _relate(acts, act, own)
            if act.verb == "repeal":
                _abolish(acts, act, levels)
        if found and sentence.text.rstrip().endswith(":"):
            carried = found[-1]
    acts.relations = list(dict.fromkeys(acts.relations))
    return acts


def _acts_of(sentence: Sentence) -> list[Act]:
    text, folded = sentence.text, sentence.folded
    if len(text) != len(folded):
        return []
    lapses = _LAPSES.search(folded)
    if lapses and (targets := find_citations(text[: lapses.start()])):
        return [Act("repeal", "", targets, sentence, text)]
    if lapses and text.rstrip().endswith(":"):
        return [Act("repeal", "", (), sentence, text)]
    starts = []
    for verb in _VERB.finditer(folded):
        acting = _BEFORE_VERB.search(folded[: verb.start()]) and _OBJECT.match(folded[verb.end() :])
        if acting and not _inside_quotes(text, verb.start()):
            starts.append(verb)
    if not starts:
        return []
    ends = [*(verb.start() for verb in starts[1:]), len(text)]
    acts = []
    for verb, end in zip(starts, ends, strict=True):
        for start, stop in _objects(text, folded, verb.end(), end):
            clause, clause_folded = text[start:stop], folded[start:stop]
            cited = _first_cited(clause, clause_folded)
            scope = clause[: cited.start()] if cited else clause
            acts.append(
                Act(
                    verb=verb.lastgroup or "",
                    scope=_trimmed(scope) if cited else scope.strip(" :.;,/"),
                    targets=find_citations(clause[cited.start() :]) if cited else (),
                    sentence=sentence,
                    whole=f"{text[verb.start() : verb.end()]} {text[start:stop].strip(' ;,')}",
                )
            )
    return acts


def _objects(text: str, folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """A verb may have several objects, each with its decision: "thủ tục “…” tại Quyết định A và thủ tục “…” tại B"."""
    spans = []
    while cited := _first_cited(text, folded, start, end, patterns=(_CITED,)):
        after = _NEXT_OBJECT.search(folded, cited.end(), end)
        while after and _inside_quotes(text, after.start("object")):
            after = _NEXT_OBJECT.search(folded, after.end(), end)
        if after is None:
            break
        spans.append((start, after.start()))
        start = after.start("object")
    return [*spans, (start, end)]


def _first_cited(
    text: str,
    folded: str,
    start: int = 0,
    end: int | None = None,
    patterns: tuple[re.Pattern[str], ...] = (_CITED, _CITED_BARE),
) -> re.Match[str] | None:
    """The first decision that a clause cites; what stands in quotes is a name."""
    last = len(folded) if end is None else end
    for pattern in patterns:
        place = start
        while found := pattern.search(folded, place, last):
            if not _inside_quotes(text, found.start()):
                return found
            place = found.start() + 1
    return None


def _inside_quotes(text: str, place: int) -> bool:
    before = text[:place]
    return before.count("“") > before.count("”")


def _trimmed(scope: str) -> str:
    """The object without "được Chủ tịch UBND tỉnh công bố tại"."""
    folded = fold(scope)
    lead = len(scope) - len(scope.lstrip())
    found = _PUBLISHED_TAIL.search(folded)
    end = found.start() + lead if found and found.group() else len(scope)
    return clean(scope[:end]).strip(" ,;:")


def _carried(act: Act, sentence: Sentence) -> Act:
    """A point of a list below "Bãi bỏ các Quyết định sau:" does what its opening says."""
    text, folded = sentence.text, sentence.folded
    cited = _first_cited(text, folded)
    if cited is None:
        return Act(act.verb, text.strip(" ;,./"), act.targets, sentence, text)
    scope = _trimmed(text[: cited.start()])
    return Act(act.verb, scope, find_citations(text[cited.start() :]), sentence, text)


def _relate(acts: Acts, act: Act, own: tuple[int | None, date | None]) -> None:
    targets = [one for one in act.targets if one.number is not None and not _is_own(one, own)]
    folded = fold(act.scope)
    whole, part = _TYPES[act.verb]
    for target in targets:
        if act.verb == "repeal" and _ROW.search(folded):
            acts.relations.append(Relation(RelationType.REPEALS_ROW, target, act.scope))
        elif folded in _WHOLE:
            acts.relations.append(Relation(whole, target, None))
        elif _VAGUE.match(folded):
            acts.relations.append(Relation(part, target, None))
            if part is not whole and "review_scope" not in acts.flags:
                acts.flags.append("review_scope")
                acts.questions.append(
                    Question(
                        ReviewKind.SCOPE_UNKNOWN,
                        fields(text=act.whole[:300], target=target.number_text),
                    )
                )
        else:
            acts.relations.append(Relation(part, target, act.scope))


def _is_own(target: Citation, own: tuple[int | None, date | None]) -> bool:
    return target.number == own[0] and target.signed_on in {own[1], None}


def _abolish(acts: Acts, act: Act, levels: tuple[Level, ...]) -> None:
    """Items of "Bãi bỏ thủ tục “…”", "Bãi bỏ TTHC số thứ tự 2 mục II phần A …", "Bãi bỏ thủ tục … (mã số 1.00…)"."""
    folded = fold(act.scope)
    named = levels_named(fold(_QUOTED.sub(" ", act.scope))) or levels
    if _ROW.search(folded):
        if act.targets:
            _abolish_rows(acts, act, named)
        return
    quoted = [clean(name).strip(" .,;") for name in _QUOTED.findall(act.scope)]
    codes = find_codes(act.scope)
    if quoted and len(codes) <= 1:
        for name in quoted:
            _add(acts, act, name, codes[0].base if codes else None, named)
        return
    if len(codes) == 1:
        code, name = split_code_name(act.scope)
        bare = name[m.end() :] if (m := _NAMED.match(fold(name))) else name
        _add(
            acts,
            act,
            re.sub(r"[\s(]*(?:có )?(?:mã|Mã)[^()]*$", "", bare).strip(" ,.;:–-()") or name,
            codes[0].base,
            named,
        )
        return
    if codes:
        for code in codes:
            _add(acts, act, code.base, code.base, named, name_missing=True)
        return
    opening = _NAMED.match(folded)
    if opening and not act.sentence.text.rstrip().endswith(":") and not _MANY.match(folded):
        name = act.scope[opening.end() :] if len(folded) == len(act.scope) else ""
        if name and not _NOT_A_NAME.match(fold(name)) and act.targets:
            _add(acts, act, name.strip(' “”".,;:'), None, named)


def _abolish_rows(acts: Acts, act: Act, levels: tuple[Level, ...]) -> None:
    """One item for each row that is named: "số thứ tự 3, 4 mục II", "STT từ 3 đến 5 phần A"."""
    folded = aligned_fold(act.whole)
    found = list(_ROWS.finditer(folded))
    rows = _row_numbers(found[0]["rows"]) if len(found) == 1 else []
    if len(rows) < 2:
        _add(acts, act, act.scope, None, levels)
        return
    start, end = found[0].span("rows")
    for row in rows:
        # The address of one row, in the words of the clause: a list of rows is no address.
        one = replace(act, whole=f"{act.whole[:start]}{row}{act.whole[end:]}")
        _add(acts, one, f"{act.scope} ({row})", None, levels, of_list=True)


def _row_numbers(text: str) -> list[int]:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if "den" in text and len(numbers) == 2 and 0 < numbers[1] - numbers[0] < 500:
        return list(range(numbers[0], numbers[1] + 1))
    return list(dict.fromkeys(numbers))


def _add(
    acts: Acts,
    act: Act,
    name: str,
    code: str | None,
    levels: tuple[Level, ...],
    *,
    name_missing: bool = False,
    of_list: bool = False,
) -> None:
    cited = "; ".join(
        f"Quyết định số {one.number_text}" + (f" ngày {one.signed_on:%d/%m/%Y}" if one.signed_on else "")
        for one in act.targets
    )
    flags = [] if code else ["no_code"]
    if _ROW.search(fold(act.scope)):
        flags.append("row_reference")
    if of_list:
        flags.append("row_of_list")
    if name_missing:
        flags.append("name_missing")
    if not levels:
        flags.append("level_unknown")
        if code:  # a reference takes its levels from the row it names
            acts.item_questions.append((len(acts.items), level_question(name)))
    acts.items.append(
        ReadItem(
            action=Action.ABOLISH,
            name=name,
            code=code,
            code_text=code,
            code_repaired=False,
            replaces=(),
            levels=levels,
            reception_levels=(),
            sector=None,
            part=f"Điều {act.sentence.article}",
            row_no=None,
            raw_text=act.whole,  # the clause alone: other decisions that the sentence cites are not its scope
            note=f"được công bố tại {cited}" if cited else None,
            flags=tuple(flags),
        )
    )


def level_question(name: str) -> Question:
    """Asked for every item whose level no heading states; it changes no board until answered."""
    return Question(
        ReviewKind.LEVEL_UNKNOWN,
        fields(name=name),
        tuple(level.value for level in Level),
    )
