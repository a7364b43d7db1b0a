"""All phrases of the reader in one trie over tokens, found in one pass over a document.

Phrases stand in layers. Within a layer the longest phrase wins and hides what it contains: "pulmonary hypertension"
is no hypertension, "no relief" is no negation. Layers do not disturb each other.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from agents.reading.text import Tokens, fold, tokenize


class Layer(IntEnum):
    """What a phrase speaks of: a concept, how something is asserted, or under which conditions it was measured."""

    CONCEPT = 0
    CONTEXT = 1
    SETTING = 2


@dataclass(frozen=True)
class Phrase:
    """A phrase and what it means. A phrase in capitals only matches only as capitals."""

    words: str
    layer: Layer
    meaning: Any

    @property
    def capitals(self) -> bool:
        """Whether the phrase holds letters, and all of them are capitals."""
        return self.words.isupper()


@dataclass(frozen=True, eq=False, slots=True)
class Hit:
    """A phrase that stands in a text. ``meanings`` holds every meaning of the phrase in its layer."""

    start: int
    end: int
    meanings: tuple[Any, ...]

    @property
    def meaning(self) -> Any:
        """The only or first meaning."""
        return self.meanings[0]


Endings = dict[Layer, tuple[Any, ...]]
"""What the phrases that end at one word mean, by layer."""


@dataclass(slots=True)
class _Node:
    """A word of phrases. ``endings`` are of the phrases that end here, ``shouted`` of those in a text in capitals."""

    children: dict[str, "_Node"] = field(default_factory=dict[str, "_Node"])
    endings: Endings = field(default_factory=dict[Layer, tuple[Any, ...]])
    shouted: Endings = field(default_factory=dict[Layer, tuple[Any, ...]])

    def child(self, word: str) -> "_Node | None":
        """The node after a word, or after its singular."""
        found = self.children.get(word)
        if found is None and len(word) > 3 and word[-1] == "s":
            return self.children.get(word[:-1])
        return found

    def end(self, phrase: Phrase) -> None:
        """Let a phrase end here. One in capitals only ends in a text in capitals."""
        for endings in (self.shouted,) if phrase.capitals else (self.endings, self.shouted):
            meanings = endings.get(phrase.layer, ())
            if all(meaning is not phrase.meaning for meaning in meanings):
                endings[phrase.layer] = (*meanings, phrase.meaning)


@dataclass(frozen=True)
class Hits:
    """The hits of one layer in a text, in order; each begins and ends behind the one before it."""

    hits: Sequence[Hit]
    starts: Sequence[int]
    ends: Sequence[int]

    def within(self, start: int, end: int) -> Sequence[Hit]:
        """The hits that lie in ``start`` to ``end``."""
        return self.hits[bisect_left(self.starts, start) : bisect_right(self.ends, end)]


class Lexicon:
    """Phrases compiled for one pass."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._root = _Node()
        for phrase in phrases:
            self._add(phrase)

    def _add(self, phrase: Phrase) -> None:
        node = self._root
        for word in tokenize(fold(phrase.words)).words:
            node = node.children.setdefault(word, _Node())
        node.end(phrase)

    def scan(self, text: str, tokens: Tokens, breaks: Collection[int] = ()) -> Mapping[Layer, Hits]:
        """Every phrase in the text, by layer, the longest ones only; no phrase runs over an offset of ``breaks``."""
        found: dict[Layer, list[Hit]] = {layer: [] for layer in Layer}
        first = self._root.children
        for index, word in enumerate(tokens.words):
            if word in first or (word[-1] == "s" and len(word) > 3 and word[:-1] in first):
                self._walk(text, tokens, index, breaks, found)
        return {
            layer: Hits(hits, [hit.start for hit in hits], [hit.end for hit in hits]) for layer, hits in found.items()
        }

    def _walk(
        self, text: str, tokens: Tokens, index: int, breaks: Collection[int], found: dict[Layer, list[Hit]]
    ) -> None:
        """Add the longest phrase of each layer that begins at a token."""
        start = tokens.starts[index]
        longest: dict[Layer, tuple[int, tuple[Any, ...]]] = {}
        node = self._root.child(tokens.words[index])
        last = index
        while node is not None:
            if node.shouted:
                end = tokens.ends[last]
                endings = node.shouted if text[start:end].isupper() else node.endings
                for layer, meanings in endings.items():
                    longest[layer] = (end, meanings)
            last += 1
            ends = not node.children or last >= len(tokens.words) or tokens.starts[last] in breaks
            node = None if ends else node.child(tokens.words[last])
        for layer, (end, meanings) in longest.items():
            hits = found[layer]
            if not hits or hits[-1].end < end:
                hits.append(Hit(start, end, meanings))
