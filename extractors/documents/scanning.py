"""Whether scans can be read here: recognition is a part that is installed where it is wanted."""

from niemyet.model.errors import ProgramMissingError
from niemyet.model.extras import Extra, lack_of


def require_scans() -> None:
    """Go on only where OpenCV and Tesseract are installed.

    Raises:
        ProgramMissingError: they are not; the document is read once they are.
    """
    lack = lack_of(Extra.SCANS)
    if lack is not None:
        raise ProgramMissingError(lack)
