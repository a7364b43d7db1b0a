"""Which words of the reader's patterns each statement of a page holds, told by one pass over the page's words.

A statement is asked many questions, and the answer to most is no, since the word that a question turns on does not
stand in it. The words are therefore gathered before anything is asked. A pattern names the stems of which every match
of it holds one, and so has a bit of its own; a statement has the bits of all the stems that its words begin with. Where
the two share no bit the pattern cannot match, and is not tried. To know that costs one look-up for each word of a
page, however many patterns there are.

A stem is the beginning of a word; one of one or two letters, or of a sign, is a whole word. :data:`FIGURE` is the bit
of the words that begin with a figure.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from agents.reading.text import Tokens

FIGURE = 1
ALL = -1
"""The bits of a statement that begins within a word: it may hold anything."""
_KEY = 3
"""How many letters of a stem are looked up."""


class Stretch(Protocol):
    """A statement, of which only its place is asked."""

    @property
    def start(self) -> int:
        """Where it begins."""
        ...

    @property
    def end(self) -> int:
        """Where it ends."""
        ...


class Stems:
    """Stems and the bits of the patterns that wait for them."""

    def __init__(self) -> None:
        self._bits = FIGURE
        self._known: dict[str, list[tuple[str, int]]] = {}

    def add(self, stems: Iterable[str]) -> int:
        """A new bit, which the words have that begin with one of the stems."""
        self._bits <<= 1
        for stem in stems:
            self._known.setdefault(stem[:_KEY], []).append((stem, self._bits))
        return self._bits

    def of(self, words: Iterable[str]) -> Mapping[str, int]:
        """The bits of those words that have any."""
        found: dict[str, int] = {}
        for word in words:
            bits = FIGURE if "0" <= word[0] <= "9" else 0
            for stem, bit in self._known.get(word[:_KEY], ()):
                if word.startswith(stem):
                    bits |= bit
            if bits:
                found[word] = bits
        return found

    def held(self, tokens: Tokens, stretches: Iterable[Stretch]) -> dict[int, int]:
        """The bits of each stretch of a text, by its beginning; the stretches are in order."""
        bits_of = self.of(tokens.distinct)
        words, starts = tokens.words, tokens.starts
        places = [(starts[index], bits_of[word]) for index, word in enumerate(words) if word in bits_of]
        return _gathered(places, tokens, stretches)


def _gathered(places: Sequence[tuple[int, int]], tokens: Tokens, stretches: Iterable[Stretch]) -> dict[int, int]:
    """The bits of the places in each stretch, taken together."""
    held: dict[int, int] = {}
    place, count = 0, len(places)
    for stretch in stretches:
        start, end = stretch.start, stretch.end
        while place < count and places[place][0] < start:
            place += 1
        bits = ALL if tokens.splits(start) else 0
        while place < count and places[place][0] < end:
            bits |= places[place][1]
            place += 1
        held[start] = bits
    return held


STEMS = Stems()
"""The stems of all patterns of the reader; each adds its own when its module is loaded."""
