"""Numbers of decisions, who issued them, and the key that tells one from another (DOMAIN §2.1, §3.3; PORTALS §4)."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from niemyet.model.records import Citation
from niemyet.transforms.language.dates import parse_date
from niemyet.transforms.language.text import clean, fold, slug

# ---- numbers ----------------------------------------------------------------------------------------------

#: `QĐ`, then segments: wide hyphens only around the first, and every segment a run of capitals (or TTg), behind the
#: first also a letter with the number of a department (`QĐ-BCA-C06`).
_SEGMENT = r"(?:TTg|[A-ZĐ&]{2,12})(?![^\W_])"
_DEPARTMENT = rf"(?:{_SEGMENT}|[A-Z]\d{{2}}(?![^\W_]))"
_SYMBOL = rf"[QO][ĐD](?:\s?[-–—]\s?{_SEGMENT}(?:-{_DEPARTMENT}){{0,3}})?(?![^\W_])"
_SMALL_SYMBOL = r"q[đd]-(?:ttg|[a-zđ&]{2,12})(?:-[a-zđ&]{2,12})?(?![^\W_])|Q[đd]-[A-Za-zĐđ&]{2,12}(?![^\W_])"
_YEAR = r"(?:(?P<year>(?:19|20)\d{2})\s?/\s?)?"
_NUMBER = re.compile(
    rf"(?<![\d/.,\w])(?P<number>\d{{1,6}})\s?/\s?{_YEAR}(?P<symbol>{_SYMBOL}|{_SMALL_SYMBOL})"
)
#: A number that was left to be stamped: `Số:      /QĐ-UBND`.
_BLANK_NUMBER = re.compile(rf"(?:^|[\s:.…_/])/?\s?(?P<symbol>{_SYMBOL})")
#: `2851 QĐ-UBND`: a cell without the stroke.
_NO_SLASH = re.compile(
    rf"(?:[Ss]ố\s?:?\s?)?(?P<number>\d{{1,6}})\s?-?\s?(?P<year>)(?P<symbol>{_SYMBOL})\s?\.?"
)
#: `Quyết định số 830 ngày 22/3/2024`: cited without its symbol.
_BARE = re.compile(r"[Qq]uy[ếêe]t [đĐd][ịi]nh (?:[Ss]ố:? ?)?(?P<number>\d{1,5}) (?=ng[àa]y \d)")
#: What may stand between a number and its date: "ngày", "ký ngày", "ngyaf", "của Chủ tịch UBND tỉnh ngày".
_DATE_AFTER = re.compile(
    r"[\s,.(]*(?:(?:cua|do)\s[^;.,\d]{2,90}?\s)?(?:k[yi]\s|ban hanh\s)?(?:ng\w{1,4}\s*:?\s*)?(?P<date>\d.*)"
)


def parse_number(text: str) -> Citation | None:
    """Read a cell or line that holds a decision's own number: `02204/QĐ-UBND.`, `2226/QĐ-UBND ngày 04/12/2025`.

    The number loses its leading zeros, the symbol gets one spelling (`QĐ-UBND`; with the year before it, for
    the separate series of legal documents: `128/2025/QĐ-UBND` has symbol `2025/QĐ-UBND`). A blank number gives
    `number=None`. None when the text holds no decision number.
    """
    shown = clean(text)
    found = _NUMBER.search(shown) or _NO_SLASH.fullmatch(shown)
    if found:
        return _citation(found, shown[found.end() :])
    blank = _BLANK_NUMBER.search(shown)
    if blank is None:
        return None
    symbol = _canonical(blank["symbol"])
    return Citation(number=None, symbol=symbol, number_text=f"/{symbol}", signed_on=None)


#: Other papers that portals show among decisions: `12/KH-UBND`, `44/2025/TT-BYT`, `61/2018/NĐ-CP`.
_OTHER_NUMBER = re.compile(
    rf"(?<![\d/.,\w])(?P<number>\d{{1,6}})\s?/\s?{_YEAR}"
    r"(?P<symbol>[A-ZĐ][A-ZĐa-z]{1,5}(?:\s?[-–]\s?(?:TTg|[A-ZĐ&]{2,12})(?![^\W_])){1,3})"
)


def parse_any_number(text: str) -> Citation | None:
    """As `parse_number`, and also the numbers of papers that are no decisions; their symbol says so."""
    own = parse_number(text)
    if own is not None and own.number is not None:
        return own
    shown = clean(text)
    found = _OTHER_NUMBER.search(shown)
    return _citation(found, shown[found.end() :]) if found else own


def is_decision_symbol(symbol: str) -> bool:
    """Whether a symbol is that of a decision: `QĐ-UBND`, `2025/QĐ-UBND`, not `KH-UBND`."""
    return symbol.rpartition("/")[2].startswith("QĐ")


#: As most sheets name their decision, read in a quarter of the time: `1045/QĐ-UBND ngày 29/03/2024`, and nothing else.
_ALONE = re.compile(r"(?P<number>[0-9]{1,6})/QĐ-UBND ngày (?P<date>[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})")


def find_citations(text: str) -> tuple[Citation, ...]:
    """Every decision that a text names, each once, in its order; the date is the one that follows its number.

    Reads lists ("các Quyết định: Số 2196/QĐ-UBND ngày …, số 1741/QĐ-UBND ngày …"). A blank or missing day is
    None; it is never taken from a neighbour. One that is named twice is whose it is once said to be.
    """
    if (alone := _ALONE.fullmatch(text)) is not None and (day := parse_date(alone["date"])) is not None:
        return (Citation(int(alone["number"]), "QĐ-UBND", f"{alone['number']}/QĐ-UBND", day),)
    shown = clean(text)
    found = sorted([*_NUMBER.finditer(shown), *_BARE.finditer(shown)], key=lambda match: match.start())
    if not found:
        return ()
    ends = [*(match.start() for match in found[1:]), len(shown)]
    gaps = [shown[match.end() : end] for match, end in zip(found, ends, strict=True)]
    from niemyet.transforms.language.cited_issuers import issuers_said  # it needs the ids that are made here

    cited = [
        _citation(match, gap, issuer)
        for match, gap, issuer in zip(
            found, gaps, issuers_said([shown[: found[0].start()], *gaps]), strict=True
        )
    ]
    return with_issuers(cited, cited)


def with_issuers(cited: Iterable[Citation], said: Iterable[Citation]) -> tuple[Citation, ...]:
    """Citations with the issuers that the same decisions bear in a longer text; each once."""
    known = {(one.number, one.symbol, one.signed_on): one.issuer for one in said if one.issuer is not None}
    if not known:
        return tuple(dict.fromkeys(cited))
    return tuple(
        dict.fromkeys(
            one
            if one.issuer is not None
            else replace(one, issuer=known.get((one.number, one.symbol, one.signed_on)))
            for one in cited
        )
    )


def _citation(found: re.Match[str], after: str, issuer: str | None = None) -> Citation:
    groups = found.groupdict()
    number = int(groups["number"])
    if groups.get("symbol") is None:
        return Citation(number, None, str(number), _date_after(after), issuer)
    symbol = _canonical(groups["symbol"])
    if groups["year"]:
        symbol = f"{groups['year']}/{symbol}"
    return Citation(number, symbol, f"{groups['number']}/{symbol}", _date_after(after), issuer)


@lru_cache(maxsize=1 << 12)
def _canonical(symbol: str) -> str:
    """One spelling for a symbol: capitals, Đ, plain hyphens without spaces; TTg keeps its small g."""
    joined = re.sub(r"\s?[-–—]\s?", "-", symbol)
    joined = joined.upper() if joined[:1] in "QqO" else joined
    return re.sub(r"^[QO][ĐD]", "QĐ", joined).replace("-TTG", "-TTg")


def _date_after(text: str) -> date | None:
    found = _DATE_AFTER.match(fold(text[:160]))
    if found is None:
        return None
    # Only a date that begins right here, not one of a later sentence.
    first = found["date"][:28]
    return parse_date(first) if re.match(r"\d{1,2}\s?(?:[/.\-]|thang|thag)", first) else None


# ---- who issued it --------------------------------------------------------------------------------------------

#: Persons and offices that sign for the body named after them.
_SIGNERS = re.compile(
    r"^(?:(?:kt|tm|tl|tuq|q)\s|(?:pho )?chu tich\s|(?:pho )?giam doc\s|bo truong (?=bo )|thu truong (?=bo )"
    r"|chanh van phong\s|(?:ubnd|uy ban nhan dan|van phong|vp)\s|(?:tt|trung tam )(?:pvhcc|phuc vu hanh chinh cong)\s"
    r"|trung tam phuc vu hanh chinh cong\s)"
)
_WHOLE_NAMES = ("van phong chinh phu", "van phong trung uong", "van phong quoc hoi", "chu tich nuoc")
_TERRITORY = re.compile(r"^(?:tinh|thanh pho|tp|t p)\s+(?=\S)")
_OTHER_NAMES = {
    "hcm": "ho-chi-minh",
    "tphcm": "ho-chi-minh",
    "dac-lac": "dak-lak",
    "dak-lac": "dak-lak",
    "daklak": "dak-lak",
    "dac-nong": "dak-nong",
    "bac-can": "bac-kan",
    "kontum": "kon-tum",
    "thua-thien-hue": "hue",  # one province, which has this name since 2025-01-01 (Nghị quyết 175/2024/QH15)
    "ngan-hang-nha-nuoc": "ngan-hang-nha-nuoc-viet-nam",
    "bao-hiem-xa-hoi": "bao-hiem-xa-hoi-viet-nam",
    "bo-nong-nghiep-va-ptnt": "bo-nong-nghiep-va-phat-trien-nong-thon",
    "bo-nn-ptnt": "bo-nong-nghiep-va-phat-trien-nong-thon",
}


@lru_cache(maxsize=1 << 12)
def issuer_id(name: str) -> str:
    """A stable ASCII id from an issuer's name: `UBND tỉnh Quảng Nam` → `quang-nam`, `Bộ Y tế` → `bo-y-te`.

    The people's committee, its chairman, its office and its service centre are one issuer, the province. Raises
    ValueError for a name without a letter: there is no default issuer.
    """
    words = " ".join(re.findall(r"[a-z0-9]+", fold(name)))
    if not words:
        raise ValueError(f"expected an issuer's name, found {name!r}; leave the issuer open instead")
    if not words.startswith(_WHOLE_NAMES):
        while (rest := _SIGNERS.sub("", words)) != words:
            words = rest
    rest = _TERRITORY.sub("", words)
    identity = slug(rest)
    return _OTHER_NAMES.get(identity, identity)


#: Symbols of central bodies → their ids.
MINISTRIES = {
    "BCA": "bo-cong-an",
    "BCT": "bo-cong-thuong",
    "BDTTG": "bo-dan-toc-va-ton-giao",
    "BGDĐT": "bo-giao-duc-va-dao-tao",
    "BGTVT": "bo-giao-thong-van-tai",
    "BKHCN": "bo-khoa-hoc-va-cong-nghe",
    "BKHĐT": "bo-ke-hoach-va-dau-tu",
    "BLĐTBXH": "bo-lao-dong-thuong-binh-va-xa-hoi",
    "LĐTBXH": "bo-lao-dong-thuong-binh-va-xa-hoi",
    "BNG": "bo-ngoai-giao",
    "BNN": "bo-nong-nghiep-va-phat-trien-nong-thon",
    "BNNPTNT": "bo-nong-nghiep-va-phat-trien-nong-thon",
    "BNN&PTNT": "bo-nong-nghiep-va-phat-trien-nong-thon",
    "BNNMT": "bo-nong-nghiep-va-moi-truong",
    "BNV": "bo-noi-vu",
    "BQP": "bo-quoc-phong",
    "BTC": "bo-tai-chinh",
    "BTNMT": "bo-tai-nguyen-va-moi-truong",
    "BTP": "bo-tu-phap",
    "BTTTT": "bo-thong-tin-va-truyen-thong",
    "BVHTTDL": "bo-van-hoa-the-thao-va-du-lich",
    "BXD": "bo-xay-dung",
    "BYT": "bo-y-te",
    "BHXH": "bao-hiem-xa-hoi-viet-nam",
    "NHNN": "ngan-hang-nha-nuoc-viet-nam",
    "TTCP": "thanh-tra-chinh-phu",
    "UBDT": "uy-ban-dan-toc",
    "VPCP": "van-phong-chinh-phu",
    "TTg": "thu-tuong-chinh-phu",
    "CTN": "chu-tich-nuoc",
    "CP": "chinh-phu",
}
#: Bodies of a province that begin with B too: Ban chỉ đạo, Ban quản lý, Ban Dân tộc, Ban Thi đua …
_NOT_MINISTRIES = ("BCĐ", "BCH", "BQL", "BDT", "BTĐ", "BTV", "BTG")


@lru_cache(maxsize=1 << 12)
def ministry_of(symbol: str) -> str | None:
    """The central body that a symbol belongs to: `QĐ-BYT` → `bo-y-te`; None for a province's (`QĐ-UBND`, `QĐ-VP`).

    A `QĐ-B…` that the table lacks is a ministry by the shape of its name: `bo-` and its letters.
    """
    segments = _canonical(clean(symbol)).rpartition("/")[2].split("-")[1:]
    if not segments:
        return None
    body = segments[0]
    if body in MINISTRIES:
        return MINISTRIES[body]
    if len(body) > 2 and body.startswith("B") and not body.startswith(_NOT_MINISTRIES):
        return f"bo-{slug(body[1:])}"
    return None


def decision_id(issuer: str, number: int | None, symbol: str | None, signed_on: date | None) -> str:
    """The key of a decision (DOMAIN §3.3): `quang-nam/512-QD-UBND/2022-03-04`; numbers restart every year.

    What is missing is said: `khong-so` for the number, `khong-ngay` for the day.
    """
    name = "khong-so" if number is None else str(number)
    if symbol:
        name = f"{name}-{slug(symbol).upper()}"
    return f"{issuer}/{name}/{signed_on.isoformat() if signed_on else 'khong-ngay'}"


_ID = re.compile(r"[^/]+/(\d+)-?([A-Z0-9-]*)/(\d{4}-\d{2}-\d{2})")


_KEYED = re.compile(r"[^/]+/0*(\d+)(?:-[^/]*)?(?:/(?P<day>\d{4}-\d{2}-\d{2}))?")


def number_of_id(value: str) -> tuple[int | None, date | None]:
    """Number and day that a key names, as far as it names any; also where it lacks a symbol or is one of several of a number."""
    found = _KEYED.match(value)
    if found is None:
        return None, None
    try:
        return int(found[1]), date.fromisoformat(found["day"]) if found["day"] else None
    except ValueError:  # a day that no calendar has
        return int(found[1]), None


def cited_by_id(value: str) -> tuple[str, date] | None:
    """Number with symbol and day that such a key stands for: `512/QĐ-UBND`; None where it lacks one of them."""
    found = _ID.fullmatch(value)
    if found is None:
        return None
    symbol = found[2].replace("QD", "QĐ")
    try:
        return (f"{found[1]}/{symbol}" if symbol else found[1]), date.fromisoformat(found[3])
    except ValueError:  # a day that no calendar has
        return None
