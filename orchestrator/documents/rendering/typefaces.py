"""The letters of the PDF documents: DejaVu Sans, embedded as the subset that a document uses.

It has the Latin letters (with those of Vietnamese), Cyrillic, Greek and Arabic. A letter that it has not, Chinese for
one, is shown as its code point.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from arabic_reshaper import ArabicReshaper
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from orchestrator.documents.rendering.legible import code_point

FONTS = Path(__file__).resolve().parent.parent / "fonts"


class Face(StrEnum):
    """A cut of the typeface, by its name in a PDF."""

    REGULAR = "DejaVuSans"
    BOLD = "DejaVuSans-Bold"
    OBLIQUE = "DejaVuSans-Oblique"


_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")


class _Font(TTFont):
    """A font that measures a word once, and does not look up each letter of what is plain ASCII."""

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        """The text in the codes of a document's subsets. The first subset has ASCII at its own codes."""
        if text and text.isascii() and text.isprintable() and doc in self.state:
            return [(0, text.encode("ascii"))]
        return super().splitString(text, doc, encoding)

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        """The width in points."""
        return width_of(text, Face(self.fontName)) * size


@lru_cache(maxsize=20_000)
def width_of(text: str, face: Face) -> float:
    """The width of a text in one point, in points."""
    cut = _registered()[face]
    widths, default = cut.charWidths, cut.defaultWidth
    return 0.001 * sum(widths.get(ord(character), default) for character in text)


@cache
def _registered() -> Mapping[Face, Any]:
    """The faces, read once in a process."""
    fonts = {face: _Font(face.value, str(FONTS / f"{face.value}.ttf")) for face in Face}
    for font in fonts.values():
        pdfmetrics.registerFont(font)
    return {face: font.face for face, font in fonts.items()}


def face_of(*, bold: bool, italic: bool) -> Face:
    """The face of a style; bold prevails, for there is no bold oblique."""
    return Face.BOLD if bold else Face.OBLIQUE if italic else Face.REGULAR


def runs_right_to_left(text: str) -> bool:
    """Whether letters of the text are read from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def reads_leftward(text: str) -> bool:
    """Whether most letters of the text are read from right to left, so that the others are words within it."""
    if text.isascii():
        return False
    letters = [character for character in text if character.isalpha()]
    return 2 * sum(map(runs_right_to_left, letters)) > len(letters)


def pieces(text: str, wanted: Face) -> Iterator[tuple[Face, str]]:
    """The text in pieces, each in a face that has its letters: the wanted one, or else the regular one."""
    if text.isascii():
        yield wanted, text
        return
    shaped = _shaped(unicodedata.normalize("NFC", text))
    if _registered()[wanted].charToGlyph.keys() >= {*map(ord, shaped)}:
        yield wanted, shaped
        return
    placed = ((face, said) for character in shaped for face, said in (_placed(character, wanted),))
    for face, run in groupby(placed, key=lambda one: one[0]):
        yield face, "".join(said for _, said in run)


def _placed(character: str, wanted: Face) -> tuple[Face, str]:
    cuts = _registered()
    for face in (wanted, Face.REGULAR):
        if ord(character) in cuts[face].charToGlyph:
            return face, character
    return wanted, code_point(character)


@cache
def _reshaper() -> ArabicReshaper:
    return ArabicReshaper({"delete_harakat": False, "support_ligatures": True, "ARABIC LIGATURE ALLAH": False})


def _shaped(text: str) -> str:
    """Arabic letters in the forms that they have beside their neighbours; they are still in the order of reading."""
    return _reshaper().reshape(text) if _ARABIC.search(text) else text


def check_fonts() -> tuple[str, ...]:
    """The names of the font files that are missing or cannot be read; none where documents can be made."""
    return tuple(f"{face.value}.ttf" for face in Face if not _is_readable(FONTS / f"{face.value}.ttf"))


def _is_readable(path: Path) -> bool:
    try:
        TTFont(path.stem, str(path))
    except (OSError, TTFError):
        return False
    return True
