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


@dataclass(frozen=True, eq=False)
class Hit:
    """A phrase that stands in a text. ``meanings`` holds every meaning of the phrase in its layer."""

    start: int
    end: int
    meanings: tuple[Any, ...]

    @property
    def meaning(self) -> Any:
        """The only or first meaning."""
        return self.meanings[0]


@dataclass
class _Node:
    children: dict[str, "_Node"] = field(default_factory=dict[str, "_Node"])
    phrases: list[Phrase] = field(default_factory=list[Phrase])

    def child(self, word: str) -> "_Node | None":
        """The node after a word, or after its singular."""
        found = self.children.get(word)
        if found is None and len(word) > 3 and word[-1] == "s":
            return self.children.get(word[:-1])
        return found


@dataclass(frozen=True)
class Hits:
    """The hits of one layer in a text, in order."""

    hits: Sequence[Hit]
    starts: Sequence[int]

    def within(self, start: int, end: int) -> Sequence[Hit]:
        """The hits that lie in ``start`` to ``end``."""
        chosen = self.hits[bisect_left(self.starts, start) : bisect_right(self.starts, end)]
        return [hit for hit in chosen if hit.end <= end]


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
        node.phrases.append(phrase)

    def scan(self, text: str, tokens: Tokens, breaks: Collection[int] = ()) -> Mapping[Layer, Hits]:
        """Every phrase in the text, by layer, the longest ones only; no phrase runs over an offset of ``breaks``."""
        found: dict[Layer, list[Hit]] = {layer: [] for layer in Layer}
        first = self._root.children
        for index, word in enumerate(tokens.words):
            if word in first or (len(word) > 3 and word[-1] == "s" and word[:-1] in first):
                self._walk(text, tokens, index, breaks, found)
        return {layer: Hits(hits, [hit.start for hit in hits]) for layer, hits in found.items()}

    def _walk(
        self, text: str, tokens: Tokens, index: int, breaks: Collection[int], found: dict[Layer, list[Hit]]
    ) -> None:
        """Add the longest phrase of each layer that begins at a token."""
        start = tokens.starts[index]
        longest: dict[Layer, tuple[int, list[Any]]] = {}
        node = self._root.child(tokens.words[index])
        last = index
        while node is not None:
            end = tokens.ends[last]
            _collect(node.phrases, text[start:end], end, longest)
            last += 1
            ends = last >= len(tokens.words) or tokens.starts[last] in breaks
            node = None if ends else node.child(tokens.words[last])
        for layer, (end, meanings) in longest.items():
            hits = found[layer]
            if not hits or hits[-1].end < end:
                hits.append(Hit(start, end, tuple(meanings)))


def _collect(phrases: Sequence[Phrase], written: str, end: int, longest: dict[Layer, tuple[int, list[Any]]]) -> None:
    """Note the phrases that end here; a longer one of the same layer replaces a shorter one."""
    for phrase in phrases:
        if phrase.capitals and not written.isupper():
            continue
        if phrase.layer not in longest or longest[phrase.layer][0] != end:
            longest[phrase.layer] = (end, [])
        meanings = longest[phrase.layer][1]
        if all(meaning is not phrase.meaning for meaning in meanings):
            meanings.append(phrase.meaning)
