"""Lines that hold words which are read from right to left, in the order in which they are seen.

Lines are broken in the order of reading and turned one by one, by the Unicode Bidirectional Algorithm (UAX 9).
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from bidi import algorithm

from orchestrator.documents.rendering.line_breaking import Line, Piece
from orchestrator.documents.rendering.typefaces import runs_right_to_left


def seen(line: Line) -> Line:
    """The line in the order of sight, each letter in the style that it had."""
    return list(_turned(line)) if any(runs_right_to_left(piece.text) for piece in line) else line


def _turned(line: Line) -> Iterator[Piece]:
    for number, letters in groupby(_in_order(line), key=lambda letter: letter["piece"]):
        yield Piece("".join(letter["ch"] for letter in letters), *line[number][1:])


def _in_order(line: Line) -> Sequence[dict[str, Any]]:
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = 0, "L"
    marked = [(number, text) for number, piece in enumerate(line) for text in _marked(piece)]
    algorithm.get_embedding_levels("".join(text for _, text in marked), storage)
    owners = (number for number, text in marked for _ in text)
    for letter, owner in zip(storage["chars"], owners, strict=True):
        letter["piece"] = owner
    for step in _STEPS:
        step(storage, False)
    algorithm.apply_mirroring(storage, False)
    return storage["chars"]


def _marked(piece: Piece) -> Sequence[str]:
    """The text; between marks that the algorithm takes away again where it is read from right to left as a whole."""
    return (_LEFTWARD, piece.text, _END) if piece.leftward else (piece.text,)


_LEFTWARD, _END = "\u202b", "\u202c"
_STEPS = (
    algorithm.explicit_embed_and_overrides,
    algorithm.resolve_weak_types,
    algorithm.resolve_neutral_types,
    algorithm.resolve_implicit_levels,
    algorithm.reorder_resolved_levels,
)
