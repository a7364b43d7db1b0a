"""A paragraph's words on lines of a width, in the order of reading. A line takes each word that it has room for."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from orchestrator.documents.rendering.typefaces import Face, width_of

_WORD = re.compile("[^ ]+")
_SLACK = 1e-6
"""Points: sums of widths differ in their last digits with the order of adding."""


class Piece(NamedTuple):
    """Text in one face and colour, which may link to an address.

    ``leftward``: of a text that is read from right to left as a whole, with the Latin words and figures in it.
    """

    text: str
    face: Face
    colour: Any
    link: str | None = None
    leftward: bool = False


Line = Sequence[Piece]
_Word = tuple[int, int, float]
"""Where a word begins and ends in the paragraph, in letters, and its width in points."""


def joined(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces with one space between words, and neighbours of one style as one piece."""
    made: list[Piece] = []
    for piece in pieces:
        text = piece.text.lstrip(" ") if not made or made[-1].text.endswith(" ") else piece.text
        if made and made[-1][1:] == piece[1:]:
            made[-1] = Piece(made[-1].text + text, *piece[1:])
        elif text:
            made.append(Piece(text, *piece[1:]))
    return made


def broken(pieces: Sequence[Piece], size: float, width: float) -> Sequence[Line]:
    """The lines of joined pieces. A word that is wider than a line begins one, and is broken between its letters."""
    gap = size * max((width_of(" ", piece.face) for piece in pieces), default=0)
    lines: list[Line] = []
    begin = end = 0
    taken = 0.0
    for start, stop, wide in _fitting(pieces, size, width):
        if taken and taken + gap + wide > width + _SLACK:
            lines.append(_between(pieces, begin, end))
            taken = 0.0
        if taken:
            taken += wide + (gap if start > end else 0)
        else:
            begin, taken = start, wide
        end = stop
    return [*lines, _between(pieces, begin, end)] if taken else lines


def _fitting(pieces: Sequence[Piece], size: float, width: float) -> Iterator[_Word]:
    for word in _words(pieces, size):
        if word[2] <= width + _SLACK:
            yield word
        else:
            yield from _parts(pieces, word, size, width)


def _words(pieces: Sequence[Piece], size: float) -> Iterator[_Word]:
    """The words. One whose letters are of several pieces, a bold word before its comma, is one word."""
    start = end = before = 0
    wide = 0.0
    for piece in pieces:
        for found in _WORD.finditer(piece.text):
            if wide and before + found.start() != end:
                yield start, end, wide
                wide = 0.0
            if not wide:
                start = before + found.start()
            wide += width_of(found[0], piece.face) * size
            end = before + found.end()
        before += len(piece.text)
    if wide:
        yield start, end, wide


def _parts(pieces: Sequence[Piece], word: _Word, size: float, width: float) -> Iterator[_Word]:
    """A word in parts that each fit on a line."""
    start, place, taken = word[0], word[0], 0.0
    for piece in _between(pieces, word[0], word[1]):
        for letter in piece.text:
            wide = width_of(letter, piece.face) * size
            if taken and taken + wide > width:
                yield start, place, taken
                start, taken = place, 0.0
            taken += wide
            place += 1
    yield start, place, taken


def _between(pieces: Sequence[Piece], start: int, stop: int) -> Line:
    """The pieces between two places of the paragraph."""
    line: list[Piece] = []
    before = 0
    for piece in pieces:
        after = before + len(piece.text)
        if after > start and before < stop:
            text = piece.text[max(0, start - before) : stop - before]
            line.append(Piece(text, *piece[1:]))
        before = after
    return line
