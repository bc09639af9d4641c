"""The name and the code of a row, and what was wrong with them."""

import re
from dataclasses import dataclass, replace

from niemyet.extractors.decisions.columns import Column
from niemyet.extractors.decisions.ocr_reviews import Doubt
from niemyet.extractors.decisions.row_drafts import Draft
from niemyet.transforms.language.codes import Code, codes_of, find_codes, parse_code, split_code_name
from niemyet.transforms.language.codes_in_names import codes_out_of, is_of_another
from niemyet.transforms.language.names import may_hold_basis, split_basis
from niemyet.transforms.language.text import clean, split_repeated
from niemyet.transforms.language.two_names import holds_two_names

_NEW_CODE_TAIL = re.compile(r"\s*[(\[]\s*[Mm]ã\s*(?:số\s*)?(?:TTHC|thủ tục)?[^()\[\]]*[)\]]\s*")


@dataclass(frozen=True, slots=True)
class Named:
    """A name, its code and what was wrong with them."""

    name: str
    code: Code | None
    code_text: str | None
    replaces: tuple[str, ...] = ()
    case: str | None = None
    candidates: tuple[str, ...] = ()
    unclear: str | None = None  # digits that may be a code of those that are replaced
    repaired: bool = False  # one of those that are replaced was broken


#: Letters of a name: what has fewer names nothing; chosen, not measured.
SHORTEST_NAME = 2


def is_nameless(text: str) -> bool:
    """Whether a text has fewer letters than any name."""
    if len(text) >= SHORTEST_NAME and text[:SHORTEST_NAME].isalpha():
        return False  # nearly every text: its first signs are letters
    return sum(map(str.isalpha, text)) < SHORTEST_NAME


#: "1.001193 (mã cũ: 2.000321)": of a cell with both the new code is the row's (RULINGS 34).
_OLD_CODE_BESIDE = re.compile(
    r"[\s,;]*[(\[]\s*(?:mã\s*)?(?:số\s*|TTHC\s*)?cũ\s*(?:là)?\s*:?\s*(?P<code>[1-9]\.\d{6})[^()\[\]]*[)\]]",
    re.IGNORECASE,
)


def _without_old_code(draft: Draft) -> str | None:
    """The cell of codes without an old one in brackets, which is asked about: the row may replace it."""
    cell = draft.read(Column.CODE)
    old = _OLD_CODE_BESIDE.search(cell) if cell and "c" in cell.lower() else None
    if cell is None or old is None or len(find_codes(cell)) != 2:
        return cell
    draft.put_beside("Mã cũ", old["code"])
    draft.old_codes.append(old["code"])
    return clean(cell[: old.start()] + cell[old.end() :])


_BULLETS = "-–—+•*· "


def named_alone(draft: Draft) -> Named:
    """Name and code of a row of one procedure: code from its column, its name or a link; several that differ are candidates."""
    cell = _without_old_code(draft)
    name = draft.text(Column.NAME, Column.NEW_NAME, Column.NEW, Column.OLD_NAME, Column.OLD) or ""
    if name[:1] in _BULLETS and not holds_two_names(name):
        name = name.lstrip(_BULLETS)
    if Column.CODE in draft.doubts:
        heading, case = _heading(split_code_name(name)[1])
        return Named(heading, None, cell, case=case)
    code = parse_code(cell) if cell else None
    if code is None and cell:
        several = tuple(dict.fromkeys(found.base for found in find_codes(cell)))
        if len(several) > 1:
            return Named(_heading(name)[0], None, cell, candidates=several)
    bare, own = codes_out_of(name)
    linked = tuple(one for link in draft.links for one in find_codes(link))
    bases = tuple(dict.fromkeys(one.base for one in (*((code,) if code else ()), *own, *linked)))
    glued, without = split_code_name(name) if not own else (None, bare)
    if glued is not None:  # a broken code at the beginning
        own, bare, bases = (glued,), without, bases or (glued.base,)
    heading, case = _heading(bare)
    if len(bases) > 1:
        return Named(heading if code is None else _heading(bare)[0], None, cell, case=case, candidates=bases)
    if code is not None:
        return Named(heading, code, code.text, case=case)
    found = next(iter((*own, *linked)), None)
    if found is not None and is_of_another(name, found.text):
        return Named(heading, None, cell or found.text, case=case)  # asked: it may be another procedure's
    if found is None:
        return Named(heading, None, cell, case=case)
    doubt = draft.doubts.get(Column.NAME)
    if doubt is not None and not _is_beside(doubt, found.text):
        return Named(heading, None, found.text, case=case)
    return Named(heading, found, found.text, case=case)


def _is_beside(doubt: Doubt, code: str) -> bool:
    """Whether the words that are doubtful in a name are none with digits: the code beside them was surely read."""
    return bool(doubt.words) and code in doubt.text and not any(map(str.isdigit, "".join(doubt.words)))


def without_basis(name: str, basis: str | None) -> tuple[str, str | None, bool]:
    """(name, legal basis, whether they ran together). Parted only with proof; the column of the basis goes first."""
    own, rest = split_basis(name)
    if rest is None:
        return name, basis, may_hold_basis(name)
    return own, basis or rest, True


_NUMBERED = re.compile(r"0*(?P<number>\d{1,3})[.)]\s+(?=[^\W\d_]{2})")


def number_of_name(name: str) -> str | None:
    """The number of a row that has none in a column, where its name begins with one: "2. Đăng ký kết hôn"."""
    found = _NUMBERED.match(name)
    return found["number"] if found else None


def without_number(name: str, number: str | None) -> str:
    """A name without the number of its row, which some print before it again: "2 | 2. Đăng ký kết hôn"."""
    found = _NUMBER_AGAIN.match(name) if number is not None and number.isdigit() else None
    is_again = found is not None and int(found["number"]) == int(number or "")
    return name[found.end() :] if found is not None and is_again else name


#: Of any number, and read once: an expression of its own for each row took a third of the reading of a long list.
_NUMBER_AGAIN = re.compile(r"(?P<number>\d+)[.)]\s+(?=[^\W\d_])")


def _heading(name: str) -> tuple[str, str | None]:
    heading, case = split_repeated(name)
    return heading.strip(" .;,:"), case


def named_in_pair(draft: Draft) -> Named:
    """Old codes and the new procedure of one row; the new code may stand only in the new name (C8)."""
    replaced, rest = _replaced(draft)
    named = _new_of_pair(draft)
    if not named.name:
        # Whether the new one bears the name of the old one is nowhere said.
        if "stays" not in draft.wrong:
            draft.put_wrong("nameless")
        old, _ = codes_out_of(draft.read(Column.OLD_NAME, Column.OLD) or "")
        named = replace(named, name=old or draft.read(Column.OLD_CODE) or "")
    return replace(
        named,
        replaces=tuple(dict.fromkeys(code.base for code in replaced)),
        unclear=rest,
        repaired=any(code.repaired for code in replaced),
    )


def named_as_ended(draft: Draft) -> Named:
    """The procedure that a list of abolished ones names beside the one that takes its place."""
    cell = draft.read(Column.OLD_CODE)
    bare, in_name = codes_out_of(draft.read(Column.OLD_NAME, Column.OLD) or "")
    heading, case = _heading(bare)
    if not {Column.OLD_CODE, Column.OLD_NAME, Column.OLD}.isdisjoint(draft.doubts):
        return Named(heading, None, cell, case=case)
    printed = (*(codes_of(cell)[0] if cell else ()), *in_name)
    bases = tuple(dict.fromkeys(code.base for code in printed))
    if len(bases) != 1:
        return Named(heading, None, cell, case=case, candidates=bases)
    return Named(heading, printed[0], printed[0].text, case=case)


def _replaced(draft: Draft) -> tuple[tuple[Code, ...], str | None]:
    """Codes that are replaced, and what may be another one that cannot be read; none from a doubtful cell."""
    codes: tuple[Code, ...] = ()
    unclear = None
    for column in (Column.OLD_CODE, Column.OLD_NAME, Column.OLD):
        text = draft.read(column)
        if text is None or column in draft.doubts:
            continue
        if column is Column.OLD_CODE:
            found, rest = codes_of(text)
        else:
            found, rest = find_codes(text), None
            if column is Column.OLD and not codes and not found:
                found, rest = codes_of(text)
        codes += found
        unclear = unclear or rest
    return codes, unclear


def _new_of_pair(draft: Draft) -> Named:
    cell = draft.read(Column.NEW_CODE)
    name = draft.read(Column.NEW_NAME, Column.NEW) or draft.read(Column.NAME) or ""
    in_name = find_codes(name)
    own, bare = split_code_name(name)
    if own is None and in_name:
        bare = clean(_NEW_CODE_TAIL.sub(" ", name))
    heading, case = _heading(bare)
    if {Column.NEW_CODE, Column.NEW, *([] if cell else [Column.NEW_NAME])} & draft.doubts.keys():
        return Named(heading, None, cell or (in_name[0].text if in_name else None), case=case)
    code = parse_code(cell) if cell else None
    if code is None and not cell:
        code = own or (in_name[0] if len({found.base for found in in_name}) == 1 else None)
    several = tuple(dict.fromkeys(found.base for found in (*in_name, *(codes_of(cell)[0] if cell else ()))))
    candidates = several if code is None and len(several) > 1 else ()
    return Named(heading, code, code.text if code else cell, case=case, candidates=candidates)
