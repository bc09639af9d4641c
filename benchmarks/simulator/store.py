"""The scripted documents of a simulated portal: what can be read on which night, and what changes."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

FIRST_NIGHT = date(2026, 3, 2)
_SECTORS = ("Hộ tịch", "Chứng thực", "Đất đai", "Đường bộ", "Báo chí", "Nuôi con nuôi", "Lâm nghiệp")
_DEEDS = ("mới ban hành", "được sửa đổi, bổ sung", "bị bãi bỏ", "được thay thế")


#: What stands in a file's place until it is there (PORTALS §5 no. 18).
PLACEHOLDER = "Đang cập nhật file đính kèm".encode()


class Form(Enum):
    """Formats that portals hand out, often under another one's name: the end of the name and how the bytes begin."""

    OLE2 = (".doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    OOXML_AS_DOC = (".doc", b"PK\x03\x04\x14\x00\x06\x00\x08\x00")
    OLE2_AS_XLSX = (".xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    ZIP = (".zip", b"PK\x03\x04\x14\x00\x00\x00\x08\x00")
    RAR = (".rar", b"Rar!\x1a\x07\x01\x00")
    PDF_AS_DOCX = (".docx", b"%PDF-1.4\n")
    SCAN = (".pdf", b"%PDF-1.4\n% /XObject /Subtype /Image /Filter /DCTDecode\n")

    def bytes_of(self, text: str) -> bytes:
        """A file of the form that says the text, whole as far as its end shows."""
        end = b"\n%%EOF\n" if b"%PDF" in self.value[1] else _CENTRAL if self.value[1][:2] == b"PK" else b""
        return self.value[1] + text.encode() + b"\0" * 700 + end


#: An empty central directory: by which a ZIP is seen to be whole.
_CENTRAL = b"PK\x05\x06" + b"\0" * 18


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a document. `lost`: announced, but nothing is there; `external`: kept on another host."""

    name: str
    text: str
    lost: bool = False
    external: bool = False
    form: "Form | None" = None  # None: a PDF with text, as its name says

    @property
    def data(self) -> bytes:
        """The bytes: a PDF, or what its form is, as far as a crawler looks."""
        if self.form is not None:
            return self.form.bytes_of(self.text)
        return f"%PDF-1.5\n% {self.text}\n{'x' * 700}\n%%EOF\n".encode()


@dataclass(frozen=True, slots=True)
class Document:
    """One posting on the portal. Nights count from 0; `until` is the night on which it is really withdrawn."""

    id: int
    number: int
    symbol: str
    number_text: str
    title: str
    signed_on: date
    since: int
    until: int | None
    files: tuple[Attached, ...]
    retitled: tuple[int, str] | None = None  # from a night on it bears another title
    replaced: int | None = None  # from this night on its first file has other bytes under its old address
    placeheld: int | None = None  # before this night its first file is a placeholder
    within: int = 0  # it appears (or goes) only after so many list pages of that night: during the paging

    def readable(self, night: int) -> bool:
        """Whether the list shows it on a night."""
        return self.since <= night and (self.until is None or night < self.until)

    def bytes_on(self, night: int, place: int) -> bytes:
        """What one of its files holds on a night."""
        file = self.files[place]
        if place == 0 and self.placeheld is not None and night < self.placeheld:
            return PLACEHOLDER
        is_other = place == 0 and self.replaced is not None and night >= self.replaced
        return replace(file, text=f"{file.text} bản thay").data if is_other else file.data

    def title_on(self, night: int) -> str:
        """The title that the list shows on a night."""
        return self.retitled[1] if self.retitled and night >= self.retitled[0] else self.title


@dataclass(frozen=True, slots=True)
class Store:
    """All documents of one portal, and the night on which it was rebuilt with other ids (None: never)."""

    documents: tuple[Document, ...]
    nights: int

    def on(self, night: int, pages_asked: int = 99) -> list[Document]:
        """What the list shows on a night, newest signing first; what moves during the paging by then only."""
        shown = [one for one in self.documents if _is_shown(one, night, pages_asked)]
        return sorted(shown, key=lambda one: (one.signed_on, one.id), reverse=True)

    def document(self, number: int) -> Document | None:
        """A document by its id."""
        place = (number - 7000) // 3 - 1
        if 0 <= place < len(self.documents) and self.documents[place].id == number:
            return self.documents[place]
        return None


def _is_shown(one: Document, night: int, pages_asked: int) -> bool:
    early = pages_asked < one.within  # what moves tonight has not moved yet
    if one.until == night:
        return early and one.since < night
    return one.readable(night) and not (one.since == night and early)


@dataclass(frozen=True, slots=True)
class Plan:
    """What of the store's events is switched on."""

    backdated: bool = False
    reposted: bool = False
    foreign: bool = False
    moving: bool = False  # inserts and withdrawals during paging
    withdrawn: bool = False
    lost_files: bool = False
    external_files: bool = False
    retitled: bool = False
    replaced: bool = False
    placeholders: bool = False
    formats: bool = False


def write_store(seed: int, nights: int, plan: Plan) -> Store:
    """A portal's story, the same for the same seed."""
    rng = random.Random(f"store {seed}")
    documents: list[Document] = []
    for index in range(34):
        signed = FIRST_NIGHT - timedelta(days=rng.randint(1, 70))
        documents.append(_document(rng, index + 1, signed, 0, plan))
    for night in range(1, nights):
        for _ in range(rng.choice((0, 1, 1, 2))):
            day = FIRST_NIGHT + timedelta(days=night)
            back = rng.randint(30, 75) if plan.backdated and rng.random() < 0.3 else rng.randint(0, 3)
            one = _document(rng, len(documents) + 1, day - timedelta(days=back), night, plan)
            if plan.moving and rng.random() < 0.4:
                one = replace(one, within=rng.choice((1, 2, 3)))
            if plan.reposted and rng.random() < 0.2:
                one = _again(rng.choice(documents), one)
            documents.append(one)
    _befall(rng, documents, nights, plan)
    return Store(tuple(documents), nights)


def _befall(rng: random.Random, documents: list[Document], nights: int, plan: Plan) -> None:
    """What happens to documents that are there: withdrawn, another title, other bytes, a file that comes late."""
    if plan.withdrawn:
        for place in rng.sample(range(30), 2):
            within = rng.choice((1, 2)) if plan.moving else 0
            documents[place] = replace(documents[place], until=rng.randint(4, nights - 2), within=within)
    if plan.retitled:
        place = rng.randrange(30)
        documents[place] = replace(
            documents[place],
            retitled=(rng.randint(3, nights - 2), documents[place].title + " (đã đính chính)"),
        )
    if plan.replaced:
        for place in rng.sample(range(30), 3):
            if documents[place].until is None:
                documents[place] = replace(documents[place], replaced=rng.randint(2, max(2, nights // 3)))
    if plan.placeholders:
        for place in rng.sample(range(30), 4):
            if documents[place].until is None and documents[place].replaced is None:
                documents[place] = replace(documents[place], placeheld=rng.randint(1, max(2, nights // 8)))
    if plan.formats:
        documents = [_in_forms(rng, one) for one in documents]


def long_store(seed: int, count: int, years: int = 12) -> Store:
    """A portal that has been there for long: so many documents over so many years, and nothing that changes."""
    rng = random.Random(f"long store {seed}")
    days = sorted(rng.randint(1, 365 * years) for _ in range(count))
    documents = [
        _document(rng, place, FIRST_NIGHT - timedelta(days=day), 0, Plan())
        for place, day in enumerate(days, start=1)
    ]
    return Store(tuple(documents), 2)


def _document(rng: random.Random, number: int, signed_on: date, since: int, plan: Plan) -> Document:
    foreign = plan.foreign and rng.random() < 0.1
    symbol = "QĐ-BTP" if foreign else "QĐ-UBND"
    own = 100 + number * 7
    sector, deed = rng.choice(_SECTORS), rng.choice(_DEEDS)
    title = f"Công bố danh mục thủ tục hành chính {deed} lĩnh vực {sector} số {own}"
    return Document(
        id=7000 + number * 3,
        number=own,
        symbol=symbol,
        number_text=f"{own}/{symbol}",
        title=title,
        signed_on=signed_on,
        since=since,
        until=None,
        files=_files(rng, own, plan),
    )


def _files(rng: random.Random, own: int, plan: Plan) -> tuple[Attached, ...]:
    files = [Attached(f"{own}.QD.UBND.signed.pdf", f"quyết định {own}")]
    if rng.random() < 0.25:
        files.append(Attached(f"Phu luc {own} (1).pdf", f"phụ lục {own}"))
    if plan.lost_files and rng.random() < 0.12:
        files.append(Attached(f"phu-luc-mat-{own}.pdf", "", lost=True))
    if plan.external_files and rng.random() < 0.1:
        files.append(Attached(f"thu-muc-{own}", "", external=True))
    return tuple(files)


def _in_forms(rng: random.Random, one: Document) -> Document:
    """A document whose own files are of other formats, some under another one's name."""
    forms = [rng.choice((None, *Form)) for _ in one.files]
    return replace(
        one,
        files=tuple(
            file
            if form is None or file.lost or file.external
            else replace(file, name=file.name.removesuffix(".pdf") + form.value[0], form=form)
            for form, file in zip(forms, one.files, strict=True)
        ),
    )


def _again(earlier: Document, one: Document) -> Document:
    """Posted again: another number string and title, the same decision and file (PORTALS §4)."""
    return replace(
        one,
        number=earlier.number,
        symbol=earlier.symbol,
        number_text=f"0{earlier.number_text}." if earlier.id % 2 else f"{earlier.number_text}.",
        title=earlier.title.replace("Công bố", "Quyết định công bố"),
        signed_on=earlier.signed_on,
        files=earlier.files,
    )


def unlike(documents: Sequence[Document]) -> int:
    """How many decisions there are behind so many postings."""
    return len({(one.number, one.symbol, one.signed_on) for one in documents})
