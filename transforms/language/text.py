"""Three strings, kept apart (DOMAIN §6): `raw` as extracted, `clean` to be shown, `key` for matching only.

The order is fixed: `repair_legacy` (which needs every byte, the soft hyphen too) → `clean` → `key` or `fold`.
All functions are pure; texts are plain `str` of any length.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from niemyet.transforms.language.syllables import VOWELS, is_syllable, mend_pieces, split_tone

# ---- clean: what is shown ----------------------------------------------------------------------------

#: Invisible in print: removed (T12). The soft hyphen goes too, so TCVN3 must have been repaired before (T8).
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
#: Eth stands for Đ on many keyboards (T4); the hyphens that only forbid a line break are hyphens (T13).
_LETTERS = {"Ð": "Đ", "ð": "đ", "\u2010": "-", "\u2011": "-", "\u2212": "-"}
#: What no text has and no file format may hold (XML 1.0 §2.2): control signs, noncharacters, halves of surrogate
#: pairs; and the signs that turn the direction of writing.
_NO_TEXT = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
)
_CLEAN = str.maketrans({**dict.fromkeys(_INVISIBLE), **_LETTERS})
_UNCLEAN = re.compile(f"[{_INVISIBLE}{''.join(_LETTERS)}{_NO_TEXT}]")
_GONE = re.compile(f"[{_NO_TEXT}]")

_SYMBOL_HEAD = r"(?:QĐ|NĐ|TTLT|TT|NQ|CT|KH|TB|HD|BC|VBHN|QC)"
#: `37/2026/NĐ -CP`, `12/QĐ – UBND`: a symbol after a number, its hyphen wide or long (T13).
_WIDE_SYMBOL = re.compile(rf"(/\s?{_SYMBOL_HEAD})\s?[-–—]\s?(?=TTg|[A-ZĐ]{{2,}})")
_LONG_DASH = re.compile(rf"(/{_SYMBOL_HEAD}-[A-ZĐ&]{{2,}})[–—](?=[A-ZĐ]{{2,}})")
#: `02/2026/TTBYT`: the hyphen forgotten, before a body whose letters leave no doubt.
_GLUED_SYMBOL = re.compile(r"(/(?:QĐ|NĐ|TT|NQ))(?=(?:B[A-ZĐ]{1,6}|CP|UBND|HĐND|VPCP|TTg)(?![\w-]))")


def clean(raw: str) -> str:
    """The text to show: NFC, one plain space where there were any, Đ for Eth, tidy symbols (T1-T4, T12, T13)."""
    return _clean_cached(raw) if len(raw) < _SHORT else _clean(raw)


_SHORT = 400  # cells and headings come again and again, whole pages do not; chosen, not measured


def _clean(raw: str) -> str:
    plain = raw if _is_clean(raw) else _GONE.sub("", raw.translate(_CLEAN))
    text = unicodedata.normalize("NFC", plain)
    if not text.isprintable() or "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(text.split())  # of all spaces only the plain one is printable
    return _with_tidy_symbols(text) if "/" in text else text


def _with_tidy_symbols(text: str) -> str:
    text = _WIDE_SYMBOL.sub(r"\1-", text)
    text = _LONG_DASH.sub(r"\1-", text)
    return _GLUED_SYMBOL.sub(r"\1-", text)


def _is_clean(raw: str) -> bool:
    """Whether a text holds none of these signs, as most do: looking is many times faster than translating.

    All that cleaning takes out is unprintable to Python (other, or a separator); the letters that it puts right are not.
    """
    return not _holds_odd_letters(raw) if raw.isprintable() else _UNCLEAN.search(raw) is None


def _holds_odd_letters(raw: str) -> bool:
    """Whether a text holds one of `_LETTERS`."""
    return "Ð" in raw or "ð" in raw or "\u2010" in raw or "\u2011" in raw or "\u2212" in raw


_clean_cached = lru_cache(maxsize=1 << 13)(_clean)


# ---- fold and slug: toneless ASCII --------------------------------------------------------------------

#: The marks that Vietnamese letters bear, once taken apart; other letters bear others.
_MARKS = re.compile("[\u0300-\u036f]+")


def fold(text: str) -> str:
    """Lower case, no marks, đ as d, single spaces: for cue words, whose tones are often mistyped (T3, T19)."""
    return _fold_cached(text) if len(text) < _SHORT else _fold(text)


def _fold(text: str) -> str:
    shown = clean(text)
    if shown.isascii():
        return shown.lower()
    return " ".join(map(_folded_word, shown.split(" ")))


@lru_cache(maxsize=1 << 15)
def _folded_word(word: str) -> str:
    """Syllables come again and again, and no mark reaches over a space."""
    shown = word.replace("đ", "d").replace("Đ", "D")
    if shown.isascii():
        return shown.lower()
    plain = _MARKS.sub("", unicodedata.normalize("NFD", shown))
    if not plain.isascii():
        plain = "".join(sign for sign in plain if sign.isascii() or unicodedata.category(sign) != "Mn")
    return plain.lower()


_fold_cached = lru_cache(maxsize=1 << 15)(_fold)


def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens: `Bà Rịa - Vũng Tàu` → `ba-ria-vung-tau`."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))


# ---- key: matching only ---------------------------------------------------------------------------------

_WORDS = re.compile(r"[^\W\d_]+|\d+")
_BASE = {"\u0306": "ă", "\u0302": "â"}

#: Written out in keys only (T15); each stands for one thing in the whole field.
_ABBREVIATIONS = {
    "tthc": "thủ tục hành chính",
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "qđ": "quyết định",
    "gcn": "giấy chứng nhận",
    "qsdđ": "quyền sử dụng đất",
    "vbqppl": "văn bản quy phạm pháp luật",
    "bhxh": "bảo hiểm xã hội",
    "bhyt": "bảo hiểm y tế",
    "tnhh": "trách nhiệm hữu hạn",
    "pccc": "phòng cháy chữa cháy",
    "htx": "hợp tác xã",
    "ttpvhcc": "trung tâm phục vụ hành chính công",
}


@lru_cache(maxsize=1 << 15)
def key(text: str) -> str:
    """Words in lower case, tone at the end of each as a digit, lone y as i, abbreviations written out.

    Equal keys mean the same words in the same order, however tones are placed (T5), i and y are chosen (T6)
    or cases and punctuation differ (T16); a leading "Thủ tục" does not count (T17). Names that differ by one
    word have different keys (T18). Never shown.
    """
    keyed = " ".join(filter(None, map(_piece_key, clean(text).split(" "))))
    if not keyed.startswith("thu3 tuc5 "):
        return keyed
    words = _plain_words(text)
    if words[:2] == ["thủ", "tục"] and words[2:4] != ["hành", "chính"]:
        words = words[2:]
    return " ".join(map(_syllable_key, words))


def letters(texts: Iterable[str]) -> list[str]:
    """Letters and digits of texts without marks, y as i, a leading "Thủ tục" left out: texts of one key have the same, most
    others do not.

    All texts in one go, a quarter of what their keys cost: it says which of them are worth making.
    """
    shown = [clean(text) for text in texts]
    if not shown:
        return []
    plain = "\n".join(shown).lower().replace("đ", "d")  # no clean text has a second line
    if any(short in plain for short in _ABBREVIATIONS_UNMARKED):
        plain = "\n".join(map(_written_out, shown, plain.split("\n")))
    found = unicodedata.normalize("NFD", plain).encode("ascii", "ignore").translate(_Y_AS_I, _NO_LETTERS)
    return [_without_thu_tuc(one) for one in found.decode().split("\n")]


_ABBREVIATIONS_UNMARKED = tuple(short.replace("đ", "d") for short in _ABBREVIATIONS)
_Y_AS_I = bytes.maketrans(b"y", b"i")
_NO_LETTERS = bytes(byte for byte in range(256) if not bytes([byte]).isalnum() and byte != b"\n"[0])


def _written_out(shown: str, plain: str) -> str:
    is_short = any(short in plain for short in _ABBREVIATIONS_UNMARKED)
    return " ".join(_plain_words(shown)).replace("đ", "d") if is_short else plain


def _without_thu_tuc(found: str) -> str:
    while found.startswith("thutuc"):  # the key leaves one out, or none
        found = found.removeprefix("thutuc")
    return found


_TONES = re.compile(r"(?<=[^\W\d_])\d+")  # in a key a number is a word of its own


def of_one_key(texts: Iterable[str], keys: Collection[str]) -> set[str]:
    """Those of some texts whose key is one of some keys."""
    wanted, known = {*letters(_TONES.sub("", each) for each in keys)}, [*texts]
    like = (text for text, own in zip(known, letters(known), strict=True) if own in wanted)
    return {text for text in like if key(text) in keys}


@lru_cache(maxsize=1 << 14)
def _piece_key(piece: str) -> str:
    """The key of what stands between two spaces of a clean text: no word reaches over one, and the same come again."""
    return " ".join(map(_syllable_key, _words_in(piece)))


@lru_cache(maxsize=1 << 15)
def key_nospace(text: str) -> str:
    """A second key for texts whose spaces cannot be trusted (T14): equal for "Cấp gi ấy" and "Cấp giấy".

    Spaces are dropped, each run of vowels carries its tones at its end. Weaker than `key`: use it only where
    `key` finds nothing, and only for a unique match.
    """
    joined = "".join(_plain_words(text))
    if joined.startswith("thủtục") and not joined.startswith("thủtụchànhchính") and joined != "thủtục":
        joined = joined.removeprefix("thủtục")
    letters: list[str] = []
    pending: list[str] = []
    for sign in joined:
        letter, tone = split_tone(sign)
        if letter not in VOWELS:
            letters += pending
            pending = []
        if letter == "y" and (not letters or letters[-1] not in VOWELS or letters[-2:] == ["q", "u"]):
            letter = "i"
        letters.append(f"#{letter}" if letter.isdigit() else letter)
        if tone:
            pending.append(tone)
    return "".join(letters + pending)


def _plain_words(text: str) -> list[str]:
    """Lower-case words of letters or of digits, abbreviations written out."""
    return _words_in(clean(text))


def _words_in(shown: str) -> list[str]:
    found: list[str] = _WORDS.findall(shown.lower())
    if _ABBREVIATIONS.keys().isdisjoint(found):
        return found
    words: list[str] = []
    for word in found:
        words += _ABBREVIATIONS.get(word, word).split()
    return words


@lru_cache(maxsize=1 << 14)
def _syllable_key(word: str) -> str:
    """`quý` → `qui1`, `hoà` and `hòa` → `hoa2`, `tay` stays: y is folded only where it is the sole vowel."""
    if word.isascii() and not word.endswith("y"):
        return word  # a number, or letters that bear nothing
    signs = [split_tone(sign) for sign in word]
    letters = "".join(letter for letter, _ in signs)
    if letters.endswith("y") and not any(vowel in letters.removeprefix("qu")[:-1] for vowel in VOWELS):
        letters = letters[:-1] + "i"
    return letters + "".join(tone for _, tone in signs)


@lru_cache(maxsize=1 << 14)
def _word_key(word: str) -> str:
    return key(word) or word


def split_repeated(text: str) -> tuple[str, str | None]:
    """A cell that says its heading and then its case, which begins with the same words (T22).

    Returns (heading, case) when the first three or more words stand twice at the beginning, the second time
    with something after them; otherwise (the whole, None).
    """
    shown = clean(text)
    words = shown.split(" ")
    if not begins_again(words):
        return shown, None  # nearly every name
    keys = list(map(_word_key, words))
    for length in range(len(words) // 2, 2, -1):
        if keys[:length] == keys[length : 2 * length] and len(words) > 2 * length:
            return " ".join(words[:length]).rstrip(" .,;:-"), " ".join(words[length:])
    return shown, None


#: Letters that bear no mark and stand in a key as they are.
CONSONANTS = frozenset("bcdđghklmnpqrstvxBCDĐGHKLMNPQRSTVX")


def begins_again(words: Sequence[str]) -> bool:
    """Whether the first of some words comes again where a repeated heading could begin."""
    return _word_key(words[0]) in map(_word_key, words[3 : len(words) // 2 + 1])


# ---- broken spaces -------------------------------------------------------------------------------------


def mend_spaces(text: str) -> str:
    """Join syllables that a PDF's kerning broke: "gi ấy", "c ủa B ộ" → "giấy", "của Bộ" (T14).

    What could be read in two ways stays as it is; text without broken syllables comes back as `clean` gives it.
    """
    return mend_pieces(clean(text))


_MARKED_VOWEL = "[à-ãè-êìíò-õùúýăĩũơưạ-ỹÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĨŨƠƯẠ-Ỹ]"
#: A first consonant that stands alone before a marked vowel: "v ận", "gi ấy", "TH Ủ".
_LONE_ONSET = re.compile(
    rf"(?<![\w./-])(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx]) (?={_MARKED_VOWEL})",
    re.IGNORECASE,
)
_VOWEL_ALONE = re.compile(
    f" (?={_MARKED_VOWEL})"
)  # few texts in order hold one, and it is found ten times faster


#: Last consonants that stand alone behind a vowel, and are no word and no measure: "hà nh chí nh", where a line broke a word
#: whose blanks do not break.
_LONE_END = re.compile(r" (?<=[aăâeêioôơuưyà-ãè-êìíò-õùúýăĩũơưạ-ỹ] )(?:nh|ng|ch)(?![\w./-])")


def broken_syllables(text: str) -> int:
    """How many syllables of a clean text stand broken beyond doubt: the evidence that a document is kerned (T14)."""
    onsets = sum(1 for _ in _LONE_ONSET.finditer(text)) if _VOWEL_ALONE.search(text) else 0
    return onsets + sum(1 for _ in _LONE_END.finditer(text))


# ---- legacy encodings ---------------------------------------------------------------------------------------

_TCVN3 = str.maketrans(
    dict(
        zip(
            "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
            "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
            strict=True,
        )
    )
)
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI = re.compile(r"([aeouyôö])([ùøûõïâáàåãäêéèúüë])|([ôöñæóòî])", re.IGNORECASE)
#: UTF-8 bytes read as cp1252: a lead sign followed by the right number of continuation signs (T11).
_CP1252 = {bytes([code]).decode("cp1252", "ignore") or chr(code): code for code in range(0x80, 0x100)}
_CONT = "[" + "".join(re.escape(sign) for sign, code in _CP1252.items() if code < 0xC0) + "]"
_MOJIBAKE = re.compile(f"[\u00c2-\u00df]{_CONT}|[\u00e0-\u00ef]{_CONT}{{2}}")
_TOKENS = re.compile(r"[^\s\d.,;:()/\"'“”!?*|-]+")
#: "QÐ", "NĐ" prove no encoding: Ð is é in TCVN3, but never between capitals.
_ACRONYM = re.compile("[A-ZĐÐ]{2,}")


def repair_legacy(raw: str, font: str | None = None) -> str:
    """Text of the encodings before Unicode (TCVN3, VNI) or of a wrong decoding, as Unicode; else unchanged.

    A font name decides (`.VnTime`: TCVN3, and `.VnTimeH` shows capitals, T9; `VNI-Times`: VNI). Without one the
    reading is chosen in which the words with marks are Vietnamese syllables, and only when the text as it
    stands is clearly not Vietnamese (T7, T8, T10, T11). Must run before `clean`, which drops soft hyphens.
    """
    if font is not None and font.startswith(".Vn"):
        text = raw.translate(_TCVN3)
        return text.upper() if font.endswith("H") else text
    if font is not None and font.upper().startswith("VNI"):
        return _from_vni(raw)
    if raw.isascii() or ("\u00ad" in raw and _is_hyphenated(raw)):
        return raw
    if all(_stands(piece) for piece in raw.split() if not piece.isascii()):
        return raw  # nearly every text: its words come again and again
    standing = vietnamese_share(raw)
    if standing > 0.7:  # of words that are Vietnamese: text as it stands; chosen, not measured
        return raw
    readings = [_from_mojibake(raw), raw.translate(_TCVN3), _from_vni(raw)]
    best = max(readings, key=vietnamese_share)  # the first of equals
    share = vietnamese_share(best)
    # Of words that are Vietnamese; chosen, not measured.
    return best if share >= 0.6 and share > standing + 0.2 else raw


def stand_as_they_are(texts: Collection[str]) -> bool:
    """Whether `repair_legacy` and `clean` would change none of some texts without breaks: one look for all of them.

    A space ends a word, and no mark reaches over it nor a symbol over two, so that what is true of the texts in a row is
    true of each.
    """
    joined = " ".join(texts)
    if "  " in joined or joined[:1] == " " or joined[-1:] == " " or "" in texts:
        return False
    if not joined.isprintable() or _holds_odd_letters(joined) or not unicodedata.is_normalized("NFC", joined):
        return False
    apart = "  ".join(texts) if "/" in joined else ""
    if apart and _with_tidy_symbols(apart) != apart:
        return False
    return joined.isascii() or all(_stands(piece) for piece in set(joined.split(" ")) if not piece.isascii())


def _is_hyphenated(raw: str) -> bool:
    """Whether soft hyphens only say where words may break: nothing else speaks for TCVN3, where they are the ư."""
    rest = raw.replace("\u00ad", "")
    if rest.isascii():
        return True
    # Of words that are Vietnamese; chosen, not measured.
    return any(sign > "\u00ff" and sign.isalpha() for sign in rest) and vietnamese_share(rest) > 0.7


def vietnamese_share(text: str) -> float:
    """Share of the words with marks that are Vietnamese syllables; 1 when there is none to judge."""
    said = [_judged(word) for word in _TOKENS.findall(unicodedata.normalize("NFC", text))]
    judged = [each for each in said if each is not None]
    return sum(judged) / len(judged) if judged else 1.0


@lru_cache(maxsize=1 << 14)
def _stands(piece: str) -> bool:
    """Whether nothing in a piece between spaces speaks against the text as it stands."""
    return False not in map(_judged, _TOKENS.findall(unicodedata.normalize("NFC", piece)))


@lru_cache(maxsize=1 << 14)
def _judged(word: str) -> bool | None:
    """Whether a word with marks is a Vietnamese syllable; None of what proves nothing: plain letters, "QĐ", a raised figure."""
    if word.isascii() or word == "¹" or _ACRONYM.fullmatch(word):
        return None
    return is_syllable(word) and _one_case(word)


def _one_case(word: str) -> bool:
    return word.islower() or word.isupper() or word.istitle()


def _from_vni(raw: str) -> str:
    def letter(found: re.Match[str]) -> str:
        base, mark, single = found.groups()
        if single is not None:
            mapped = _VNI_LETTERS[single.lower()]
            return mapped.upper() if single.isupper() else mapped
        base_letter = _VNI_LETTERS.get(base.lower(), base.lower())
        whole = unicodedata.normalize("NFC", base_letter + _VNI_MARKS[mark.lower()])
        return whole.upper() if base.isupper() else whole

    return _VNI.sub(letter, raw)


def _from_mojibake(raw: str) -> str:
    def decode(found: re.Match[str]) -> str:
        signs = found.group()
        try:
            return bytes(_CP1252[sign] for sign in signs).decode("utf-8")
        except (UnicodeDecodeError, KeyError):
            return signs

    return _MOJIBAKE.sub(decode, raw)


def is_said(said: str, form: str) -> bool:
    """Whether an answer is these words, each with its tones or with none: `bai bỏ` is "bãi bỏ", `bãi bọ` is not."""
    words, toned, bare = key(said).split(), key(form).split(), key(fold(form)).split()
    return (
        "?" not in said
        and len(words) == len(toned)
        and all(word in {one, other} for word, one, other in zip(words, toned, bare, strict=True))
    )
