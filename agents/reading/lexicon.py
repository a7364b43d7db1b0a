"""All phrases of the reader in one trie over tokens, found in one pass over a document.

Phrases stand in layers. Within a layer the longest phrase wins and hides what it contains: "pulmonary hypertension"
is no hypertension, "no relief" is no negation. Layers do not disturb each other.

A phrase may leave a gap ("in person … for … diabetes"): three words and a date may stand in it, no sign and no denial.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Any, NamedTuple

from agents.reading.tables import phrases
from agents.reading.text import Tokens, fold, words_in

GAP = "…"
"""The sign in a phrase at which other words may stand."""
_WIDEST_GAP = 3
_ENDS_A_GAP = frozenset(
    phrases(
        """
        not|no|never|without|nor|neither|or|but|if|unless|until|rather|less|fewer|will|would|should|could|may|might|pending|planned
        mother|father|brother|sister|mom|dad|family|wife|husband|son|daughter|friend|other
        """
    )
)
"""Words that no gap holds: they would turn what the phrase says."""
_TITLES = frozenset(("mr", "mrs", "ms", "dr"))
"""Titles, whose full stop ends no gap."""


class Layer(IntEnum):
    """What a phrase speaks of: a concept, how something is asserted, or under which conditions it was measured.

    Concepts in phrases with a gap have a layer of their own, since such a phrase may run over other concepts.
    """

    CONCEPT = 0
    CONTEXT = 1
    SETTING = 2
    GAPPED = 3


class Phrase(NamedTuple):
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


Endings = Mapping[Layer, tuple[Any, ...]]
"""What the phrases that end at one word mean, by layer."""
_NO_ENDINGS: Endings = MappingProxyType({})


class _Node:
    """A word of phrases. ``endings`` are of the phrases that end here, ``shouted`` of those in a text in capitals.

    ``gap`` holds what may follow behind other words.
    """

    __slots__ = ("children", "endings", "gap", "shouted")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.gap: _Node | None = None
        self.endings = self.shouted = _NO_ENDINGS

    def add_plurals(self) -> None:
        """Let every word of three letters or more stand for its plural too, here and below."""
        for node in (*self.children.values(), self.gap):
            if node is not None and (node.children or node.gap):
                node.add_plurals()
        plurals = {f"{word}s": node for word, node in self.children.items() if len(word) > 2}
        self.children = plurals | self.children

    def after_gap(self) -> "_Node":
        """The node of what stands behind a gap, made where there is none."""
        if self.gap is None:
            self.gap = _Node()
        return self.gap

    def behind_gap(self, tokens: Tokens, index: int, breaks: Collection[int]) -> Iterator[tuple["_Node", int]]:
        """What follows behind a gap that opens after a token, each with the token that it is."""
        words = 0
        for place in range(index + 1, len(tokens.words)):
            word = tokens.words[place]
            if tokens.starts[place] in breaks:
                return
            following = self.gap.children.get(word) if self.gap is not None else None
            if following is not None:
                yield following, place
            words += word[0].isalpha()
            is_sign = not word[0].isalnum() and word != "/" and tokens.words[place - 1] not in _TITLES
            if words > _WIDEST_GAP or word in _ENDS_A_GAP or is_sign:
                return

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
        folded = fold("\n".join(phrase.words.replace("\n", " ") for phrase in known))
        for phrase, words in zip(known, folded.split("\n"), strict=False):
            self._add(phrase, words_in(words))
        self._root.add_plurals()

    def _add(self, phrase: Phrase, words: Sequence[str]) -> None:
        node = self._root
        for word in words:
            node = node.after_gap() if word == GAP else node.children.setdefault(word, _Node())
        node.end(phrase)

    def scan(self, text: str, tokens: Tokens, breaks: Collection[int] = ()) -> Mapping[Layer, Hits]:
        """Every phrase in the text, by layer, the longest ones only; no phrase runs over an offset of ``breaks``."""
        found: dict[Layer, list[Hit]] = {layer: [] for layer in Layer}
        first = self._root.children
        for index, (word, following) in enumerate(pairwise((*tokens.words, ""))):
            node = first.get(word)
            if node is not None and (node.shouted or following in node.children or node.gap is not None):
                self._walk(node, text, tokens, index, breaks, found)
        return {
            layer: Hits(hits, [hit.start for hit in hits], [hit.end for hit in hits]) for layer, hits in found.items()
        }

    def _walk(
        self,
        first: _Node,
        text: str,
        tokens: Tokens,
        index: int,
        breaks: Collection[int],
        found: dict[Layer, list[Hit]],
    ) -> None:
        """Add the longest phrase of each layer that begins at a token, whose node is given."""
        start = tokens.starts[index]
        longest: dict[Layer, tuple[int, tuple[Any, ...]]] = {}
        waiting: list[tuple[_Node, int]] = [(first, index)]
        while waiting:
            node, last = waiting.pop()
            if node.shouted:
                end = tokens.ends[last]
                alike = node.shouted is node.endings
                endings = node.endings if alike or not text[start:end].isupper() else node.shouted
                for layer, meanings in endings.items():
                    if layer not in longest or longest[layer][0] < end:
                        longest[layer] = (end, meanings)
            if node.gap is not None:
                waiting.extend(node.behind_gap(tokens, last, breaks))
            last += 1
            if last < len(tokens.words) and tokens.starts[last] not in breaks:
                following = node.children.get(tokens.words[last])
                if following is not None:
                    waiting.append((following, last))
        for layer, (end, meanings) in longest.items():
            hits = found[layer]
            if not hits or hits[-1].end < end:
                hits.append(Hit(start, end, meanings))
