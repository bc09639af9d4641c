"""Tesseract in this process: a picture of a line or a block → words with their confidence.

The engine is made once a process and kept. Its language data are Debian's (`apt-get install tesseract-ocr-vie`).
"""

import os
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from niemyet.extractors.documents.picture import DPI, Picture
from niemyet.model.errors import ProgramMissingError
from niemyet.model.messages import Message, msg

# Read by OpenMP when Tesseract is loaded: with its own threads a page takes three times as long, and ten times when
# the other cores are busy, as they are here: documents are read on all cores.
os.environ["OMP_THREAD_LIMIT"] = "1"

from tesserocr import OEM, PSM, RIL, PyTessBaseAPI, iterate_level

_LANGUAGE: Final = "vie"
#: Another model than the one that read first: the first that is there. `Vietnamese` (tesseract-ocr-script-viet) knows
#: Vietnamese words too; `eng`, which Debian installs with the program, only digits and letters without marks.
_SECOND: Final = ("Vietnamese", "eng")
_PLACES: Final = (
    "/usr/share/tesseract-ocr",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/usr/local/share/tesseract-ocr",
)
_INSTALL: Final = "apt-get install tesseract-ocr-vie"
_CODE_SIGNS: Final = "0123456789.HG"


class Shape(IntEnum):
    """What a picture shows, as far as that is known."""

    BLOCK = int(PSM.SINGLE_BLOCK)
    LINE = int(PSM.SINGLE_LINE)
    WORD = int(PSM.SINGLE_WORD)
    SIGN = int(PSM.SINGLE_CHAR)


@dataclass(frozen=True, slots=True)
class RecognisedWord:
    """One word as it was recognised; its place in pixels of the picture it was read from."""

    text: str
    confidence: float  # 0 to 1
    line: int  # counted from 0 in its picture
    left: int
    top: int
    right: int
    bottom: int


def recognition_ready() -> Message | None:
    """None when scans can be read; else what is missing and the command that installs it."""
    if _data_folder(_LANGUAGE) is not None:
        return None
    return msg(
        "the data to recognise Vietnamese are missing (Tesseract's vie.traineddata). Install them with "
        "“{command}”, or let TESSDATA_PREFIX name the folder that holds them, then read the document again.",
        command=_INSTALL,
    )


def read_words(picture: Picture, shape: Shape) -> tuple[RecognisedWord, ...]:
    """The words of a picture (grey values, paper 255, about 300 dots per inch), line by line from left to right.

    Raises ProgramMissingError when the language data are not installed.
    """
    return _words(_LANGUAGE, picture, shape)


def read_words_again(picture: Picture, shape: Shape) -> tuple[RecognisedWord, ...]:
    """The words of a picture as a second model that knows Vietnamese reads them; none where there is no such model."""
    return _words(_SECOND[0], picture, shape) if second_reader() else ()


def second_reader() -> bool:
    """Whether a second model that knows Vietnamese is there (`apt-get install tesseract-ocr-script-viet`)."""
    return _second() == _SECOND[0]


@lru_cache(maxsize=1)
def _second() -> str | None:
    return next((name for name in _SECOND if _data_folder(name) is not None), None)


def _words(language: str, picture: Picture, shape: Shape) -> tuple[RecognisedWord, ...]:
    engine = _engine(language)
    if not picture.size:
        return ()
    engine.SetPageSegMode(int(shape))
    _show(engine, picture)
    engine.Recognize()
    found = engine.GetIterator()
    if found is None:
        return ()
    words: list[RecognisedWord] = []
    line = -1
    for place in iterate_level(found, RIL.WORD):
        if place.IsAtBeginningOf(RIL.TEXTLINE):
            line += 1
        box = place.BoundingBox(RIL.WORD)
        text = (place.GetUTF8Text(RIL.WORD) or "").strip() if box else ""
        if not box or not text:
            continue
        words.append(RecognisedWord(text, place.Confidence(RIL.WORD) / 100, max(line, 0), *box))
    return tuple(words)


def read_again(picture: Picture, shape: Shape, *, codes: bool) -> str:
    """A second opinion on codes and numbers, by another model than the one that read first.

    `codes`: it may answer with digits, dots and the letters of agencies only.
    """
    if not picture.size:
        return ""
    engine = _engine(_second() or _LANGUAGE, _CODE_SIGNS if codes else "")
    engine.SetPageSegMode(int(shape))
    _show(engine, picture)
    return str(engine.GetUTF8Text()).strip()


def _show(engine: PyTessBaseAPI, picture: Picture) -> None:
    height, width = picture.shape
    engine.SetImageBytes(np.ascontiguousarray(picture).tobytes(), width, height, 1, width)
    engine.SetSourceResolution(DPI)


@lru_cache(maxsize=8)
def _engine(language: str, signs: str = "") -> PyTessBaseAPI:
    folder = _data_folder(language)
    if folder is None:
        raise ProgramMissingError(
            recognition_ready() or msg("the data to recognise “{language}” are missing.", language=language)
        )
    engine = PyTessBaseAPI(path=str(folder), lang=language, oem=OEM.LSTM_ONLY, psm=PSM.SINGLE_BLOCK)
    if signs:
        engine.SetVariable("tessedit_char_whitelist", signs)
    return engine


def _data_folder(language: str) -> Path | None:
    """The first folder that holds a language's data: the one in TESSDATA_PREFIX, then Debian's and the usual ones."""
    named = os.environ.get("TESSDATA_PREFIX")
    roots = [Path(named)] if named else []
    roots += [Path(place) for place in _PLACES]
    for root in roots:
        for folder in (root, root / "tessdata", *sorted(root.glob("*/tessdata"), reverse=True)):
            if (folder / f"{language}.traineddata").is_file():
                return folder
    return None
