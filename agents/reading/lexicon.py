"""All phrases of the reader in one trie over tokens, found in one pass over a document.

Phrases stand in layers. Within a layer the longest phrase wins and hides what it contains: "pulmonary hypertension"
is no hypertension, "no relief" is no negation. Layers do not disturb each other.

Small words that change no meaning may stand between the words of a phrase: "unable to use the walker" is "unable to use
walker". What stands in a phrase itself must stand in the text.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Any, NamedTuple

from agents.reading.text import Tokens, fold, words_in


class Layer(IntEnum):
    """What a phrase speaks of: a concept, how something is asserted, or under which conditions it was measured."""

    CONCEPT = 0
    CONTEXT = 1
    SETTING = 2


class Phrase(NamedTuple):
    """A phrase and what it means. A phrase in capitals only matches only as capitals.

    One that does not hide lets a phrase be found that it ends in: "severe low back pain" is low back pain too.
    """

    words: str
    layer: Layer
    meaning: Any
    hides: bool = True

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


Endings = Mapping[Layer, tuple[Any, ...]]
"""What the phrases that end at one word mean, by layer."""
_NO_ENDINGS: Endings = MappingProxyType({})


_SMALL_WORDS = frozenset(
    {"the", "a", "an", "his", "her", "their", "this", "currently", "still", "also", "now", "safely"}
)


class _Node:
    """A word of phrases. ``endings`` are of the phrases that end here, ``shouted`` of those in a text in capitals."""

    __slots__ = ("children", "endings", "shouted")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.endings = self.shouted = _NO_ENDINGS

    def add_plurals(self) -> None:
        """Let every word of three letters or more stand for its plural too, here and below."""
        for node in self.children.values():
            if node.children:
                node.add_plurals()
        for word, node in [item for item in self.children.items() if len(item[0]) > 2]:
            plural = self.children.setdefault(f"{word}s", node)
            if plural is not node:
                plural.take(node)

    def take(self, other: "_Node") -> None:
        """Let what may follow another word follow here too: a phrase that is written in the plural hides no other."""
        self.endings = {**other.endings, **self.endings}
        self.shouted = {**other.shouted, **self.shouted}
        for word, node in other.children.items():
            own = self.children.setdefault(word, node)
            if own is not node:
                own.take(node)

    def end(self, phrase: Phrase) -> None:
        """Let a phrase end here. One in capitals only ends in a text in capitals."""
        alike = self.shouted is self.endings
        self.shouted = _with(self.shouted, phrase)
        if not phrase.capitals:
            self.endings = self.shouted if alike else _with(self.endings, phrase)


def _with(endings: Endings, phrase: Phrase) -> Endings:
    meanings = endings.get(phrase.layer, ())
    if meanings and any(meaning is phrase.meaning for meaning in meanings):
        return endings
    return {**endings, phrase.layer: (*meanings, phrase.meaning)}


@dataclass(frozen=True)
class Hits:
    """The hits of one layer in a text, in order; each begins and ends behind the one before it."""

    hits: Sequence[Hit]
    starts: Sequence[int]
    ends: Sequence[int]


class Lexicon:
    """Phrases compiled for one pass."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._root = _Node()
        known = list(phrases)
        self._clear = frozenset(id(phrase.meaning) for phrase in known if not phrase.hides)
        folded = fold("\n".join(phrase.words.replace("\n", " ") for phrase in known))
        for phrase, words in zip(known, folded.split("\n"), strict=False):
            self._add(phrase, words_in(words))
        self._root.add_plurals()

    def _add(self, phrase: Phrase, words: Sequence[str]) -> None:
        node = self._root
        for word in words:
            following = node.children.get(word)
            if following is None:
                following = node.children[word] = _Node()
            node = following
        node.end(phrase)

    def scan(self, text: str, tokens: Tokens, breaks: Collection[int] = ()) -> Mapping[Layer, Hits]:
        """Every phrase in the text, by layer, the longest ones only; no phrase runs over an offset of ``breaks``."""
        found: dict[Layer, list[Hit]] = {layer: [] for layer in Layer}
        first = self._root.children
        for index, (word, following) in enumerate(pairwise((*tokens.words, ""))):
            node = first.get(word)
            if node is not None and (node.shouted or following in node.children or following in _SMALL_WORDS):
                self._walk(node, text, tokens, index, breaks, found)
        return {
            layer: Hits(hits, [hit.start for hit in hits], [hit.end for hit in hits]) for layer, hits in found.items()
        }

    def _walk(
        self,
        node: _Node,
        text: str,
        tokens: Tokens,
        index: int,
        breaks: Collection[int],
        found: dict[Layer, list[Hit]],
    ) -> None:
        """Add the longest phrase of each layer that begins at a token, whose node is given."""
        start = tokens.starts[index]
        longest: dict[Layer, tuple[int, tuple[Any, ...]]] = {}
        last = index
        reached: list[_Node] = [node]
        waiting: list[_Node] = reached
        while waiting:
            for one in reversed(reached):
                longest |= _endings(one, text, start, tokens.ends[last])
            last += 1
            if last >= len(tokens.words) or tokens.starts[last] in breaks:
                break
            word = tokens.words[last]
            reached = [child for one in waiting if (child := one.children.get(word)) is not None]
            waiting = [*reached, *waiting] if word in _SMALL_WORDS else reached
        for layer, (end, meanings) in longest.items():
            hits = found[layer]
            if not hits or hits[-1].end < end or (hits[-1].end == end and self._shows(hits[-1], meanings)):
                hits.append(Hit(start, end, meanings))

    def _shows(self, hit: Hit, meanings: tuple[Any, ...]) -> bool:
        """Whether a phrase lets what it ends in be found: it does not hide, and means something else."""
        own = {id(meaning) for meaning in hit.meanings}
        return not self._clear.isdisjoint(own) and own.isdisjoint(map(id, meanings))


def _endings(node: _Node, text: str, start: int, end: int) -> dict[Layer, tuple[int, tuple[Any, ...]]]:
    """What the phrases mean that end at a node and stand in a stretch of the text, with that end, by layer."""
    if not node.shouted:
        return {}
    alike = node.shouted is node.endings
    endings = node.endings if alike or not text[start:end].isupper() else node.shouted
    return {layer: (end, meanings) for layer, meanings in endings.items()}
