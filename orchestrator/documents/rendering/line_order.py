"""Paragraphs whose lines may hold words that are read from right to left.

Lines are broken in the order of reading and turned into the order of sight when they are drawn, by the Unicode
Bidirectional Algorithm (UAX 9), each line by itself.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from itertools import groupby
from typing import Any

from bidi import algorithm
from reportlab.platypus import Paragraph

from orchestrator.documents.rendering.typefaces import runs_right_to_left


class Lines(Paragraph):
    """A paragraph. The style's ``bar``, where it has one, is the colour of a rule at its left."""

    _broken_for: float | None = None

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Breaks the lines, once for a width: a table asks for it again with every page that it goes over."""
        if self._broken_for != aW or not hasattr(self, "blPara"):
            self._size = super().wrap(aW, aH)
            self._broken_for = aW
        return self._size

    def draw(self) -> None:
        """Draws the lines as they are seen."""
        bar = getattr(self.style, "bar", None)
        if bar is not None:
            self._draw_bar(bar)
        self.blPara = _seen(self.blPara)
        super().draw()

    def _draw_bar(self, colour: Any) -> None:
        padding = self.style.borderPadding
        self.canv.saveState()
        self.canv.setFillColor(colour)
        self.canv.rect(self.style.leftIndent - padding - 3, -padding, 3, self.height + 2 * padding, stroke=0, fill=1)
        self.canv.restoreState()


def _seen(paragraph: Any) -> Any:
    """A broken paragraph with its lines in the order of sight. Of its two kinds, the simple one has words only."""
    if paragraph.kind == 0:
        lines = [(space, _turned_words(words)) for space, words in paragraph.lines]
        return paragraph.clone(lines=lines)
    seen = copy(paragraph)
    seen.lines = [_turned_line(line) for line in paragraph.lines]
    return seen


def _turned_words(words: Sequence[str]) -> Sequence[str]:
    line = " ".join(words)
    return [str(algorithm.get_display(line, base_dir="L"))] if runs_right_to_left(line) else words


def _turned_line(line: Any) -> Any:
    if not runs_right_to_left("".join(piece.text for piece in line.words)):
        return line
    turned = copy(line)
    turned.words = list(_turned_pieces(line.words))
    return turned


def _turned_pieces(pieces: Sequence[Any]) -> Iterator[Any]:
    """Pieces in the order of sight, each letter in the style that it had."""
    for number, letters in groupby(_in_order(pieces), key=lambda letter: letter["piece"]):
        yield pieces[number].clone(text="".join(letter["ch"] for letter in letters))


def _in_order(pieces: Sequence[Any]) -> Sequence[dict[str, Any]]:
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = 0, "L"
    algorithm.get_embedding_levels("".join(piece.text for piece in pieces), storage)
    owners = (number for number, piece in enumerate(pieces) for _ in piece.text)
    for letter, owner in zip(storage["chars"], owners, strict=True):
        letter["piece"] = owner
    for step in _STEPS:
        step(storage, False)
    algorithm.apply_mirroring(storage, False)
    return storage["chars"]


_STEPS = (
    algorithm.explicit_embed_and_overrides,
    algorithm.resolve_weak_types,
    algorithm.resolve_neutral_types,
    algorithm.resolve_implicit_levels,
    algorithm.reorder_resolved_levels,
)
