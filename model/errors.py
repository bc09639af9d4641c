"""One class per meaning. Every message says what was expected, what was found, where, and the next step."""

from typing import ClassVar, Self

from niemyet.model.messages import Message, Words, msg
from niemyet.model.words import ReadFault


class NiemyetError(Exception):
    """Root of what this project raises on purpose, with a message: `str(error)` is English, `message(lang)` any language."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.told = message

    def message(self, lang: str) -> str:
        """The sentence in a language (`vi` or `en`)."""
        return self.told.text(lang)


class UsageError(NiemyetError):
    """The command or the configuration is wrong (exit status 2)."""


class UnclearNameError(UsageError):
    """A name of a unit, a procedure or a decision that fits none or several; the message lists them, and so do `candidates`."""

    def __init__(self, message: Message, candidates: tuple[str, ...] = ()) -> None:
        """`candidates`: ids, codes or keys that may be meant; where none fits, the nearest ones."""
        super().__init__(message)
        self.candidates = candidates


class SourceError(NiemyetError):
    """A source could not be read; the run goes on with the others (exit status 3)."""


class FetchError(SourceError):
    """One request did not bring what was asked for."""

    def __init__(self, message: Message, *, url: str, outcome: str, status: int | None = None) -> None:
        super().__init__(message)
        self.url = url
        self.outcome = outcome
        self.status = status


class NotThePageError(SourceError):
    """A page arrived, but it is not the page that was asked for, or its structure broke."""


class DocumentError(NiemyetError):
    """One document cannot be read; it is quarantined with this reason, the run goes on.

    `fault` is what of it a later run acts on; None where only a person can mend it.
    """

    fault: ClassVar[ReadFault | None] = None

    def at(self, where: Words | None) -> Self:
        """The same error with the place before it; where there is none, the error itself."""
        return type(self)(msg("{where}: {error}", where=where, error=self)) if where else self


class NoListingError(DocumentError):
    """A page or file was read whole and shows no listing of procedures."""


class NotYetThereError(DocumentError):
    """A placeholder or an error page was stored where the document should be; the next sweep asks for it again."""

    fault = ReadFault.NOT_YET_THERE


class UnsupportedFormatError(DocumentError):
    """The document is of a format that is kept but not yet read."""


class OverLimitError(DocumentError):
    """The document costs more time, memory, pages or unpacked bytes than the configuration allows."""


class ProgramMissingError(DocumentError):
    """The document needs a program or data that is not installed; read again once it is (`niemyet doctor`)."""

    fault = ReadFault.WAITS_FOR_PROGRAM


class NotifyError(NiemyetError):
    """A message to a person did not go; what it tells stands in the release, and the next run tries again."""


class StorageError(NiemyetError):
    """The data folder is damaged, locked, or not a data folder."""


class BusyError(StorageError):
    """Another process is writing to the data folder; later, the same command will do."""


class LostTurnError(StorageError):
    """This process stood still for so long that another one writes in its place; it writes nothing more."""


class ReleaseRefusedError(StorageError):
    """A release does not hold together, or differs from the one before more than is believed without a person."""
