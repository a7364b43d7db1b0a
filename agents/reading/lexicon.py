"""All phrases of the reader in one graph over tokens, found in one pass over a document.

Phrases stand in layers. Within a layer the longest phrase wins and hides what it contains: "pulmonary hypertension"
is no hypertension, "no relief" is no negation. Layers do not disturb each other.

Small words that change no meaning may stand between the words of a phrase: "unable to use the walker" is "unable to use
walker". What stands in a phrase itself must stand in the text. A phrase may leave a gap ("in person … for … diabetes"):
three words and a date may stand in it, no sign and no denial.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any, NamedTuple

from agents.reading.gaps import Gapped
from agents.reading.graph import GAP, Graph
from agents.reading.states import NOWHERE, State, States
from agents.reading.text import Tokens, fold, words_in
from priorauth.vocabulary import alternatives

__all__ = ["GAP", "Hit", "Hits", "Layer", "Lexicon", "Phrase"]


class Layer(IntEnum):
    """What a phrase speaks of: a concept, how something is asserted, or under which conditions it was measured.

    Concepts in phrases with a gap have a layer of their own, since such a phrase may run over other concepts.
    """

    CONCEPT = 0
    CONTEXT = 1
    SETTING = 2
    GAPPED = 3


class Phrase(NamedTuple):
    """A phrase and what it means. A phrase in capitals only matches only as capitals.

    One that does not hide lets a phrase be found that it ends in: "severe low back pain" is low back pain too.
    """

    words: str
    layer: Layer
    meaning: Any
    hides: bool = True


@dataclass(eq=False, slots=True)
class Hit:
    """A phrase that stands in a text. ``meanings`` holds every meaning of the phrase in its layer."""

    start: int
    end: int
    meanings: tuple[Any, ...]

    @property
    def meaning(self) -> Any:
        """The only or first meaning."""
        return self.meanings[0]


@dataclass(frozen=True)
class Hits:
    """The hits of one layer in a text, in order; each begins and ends behind the one before it."""

    hits: Sequence[Hit]
    starts: Sequence[int]
    ends: Sequence[int]


class Lexicon:
    """Phrases compiled for one pass."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        known = list(phrases)
        self._clear = frozenset(id(phrase.meaning) for phrase in known if not phrase.hides)
        self.states = States(_graph(phrase for phrase in known if phrase.layer is not Layer.GAPPED).root)
        self._gapped = Gapped(_graph(phrase for phrase in known if phrase.layer is Layer.GAPPED))

    def scan(self, text: str, tokens: Tokens, breaks: Collection[int] = ()) -> Mapping[Layer, Hits]:
        """Every phrase in the text, by layer, the longest ones only; no phrase runs over an offset of ``breaks``."""
        found: dict[int, list[Hit]] = {layer: [] for layer in Layer}
        states, words, starts = self.states, tokens.words, tokens.starts
        opening, last = states.opening(tokens.distinct), len(words) - 1
        for index, word in enumerate(words):
            if word not in opening:
                continue
            state = opening[word]
            if state.shouted or (index < last and words[index + 1] in state.after):
                longest = self._longest(state, text, tokens, index, breaks)
                if longest:
                    self._keep(found, starts[index], longest)
        for start, end, meanings in self._gapped.scan(text, tokens, breaks, Layer.GAPPED):
            self._keep(found, start, {Layer.GAPPED: (end, meanings)})
        return {
            layer: Hits(hits, [hit.start for hit in hits], [hit.end for hit in hits])
            for layer, hits in ((layer, found[layer]) for layer in Layer)
        }

    def _longest(
        self, state: State, text: str, tokens: Tokens, index: int, breaks: Collection[int]
    ) -> Mapping[int, tuple[int, tuple[Any, ...]]]:
        """The longest phrase of each layer that begins at a token, which leads to ``state``."""
        words, starts, ends, make = tokens.words, tokens.starts, tokens.ends, self.states.make
        longest: dict[int, tuple[int, tuple[Any, ...]]] = {}
        start, count = starts[index], len(words)
        while True:
            if state.shouted:
                end = ends[index]
                is_same = state.shouted is state.ends
                endings = state.shouted if is_same or text[start:end].isupper() else state.ends
                for layer, meanings in endings.items():
                    longest[layer] = (end, meanings)
            index += 1
            if index >= count or starts[index] in breaks:
                return longest
            after = state.after.get(words[index], NOWHERE)
            if after is NOWHERE:
                return longest
            state = after or make(state, words[index])

    def _keep(
        self, found: Mapping[int, list[Hit]], start: int, longest: Mapping[int, tuple[int, tuple[Any, ...]]]
    ) -> None:
        """Keep the phrases that begin at a place, but those that lie inside one that began before."""
        for layer, (end, meanings) in longest.items():
            hits = found[layer]
            if not hits or hits[-1].end < end or (hits[-1].end == end and self._shows(hits[-1], meanings)):
                hits.append(Hit(start, end, meanings))

    def _shows(self, hit: Hit, meanings: tuple[Any, ...]) -> bool:
        """Whether a phrase lets what it ends in be found: it does not hide, and means something else."""
        own = {id(meaning) for meaning in hit.meanings}
        return not self._clear.isdisjoint(own) and own.isdisjoint(map(id, meanings))


def _graph(phrases: Iterable[Phrase]) -> Graph:
    """The graph of some phrases."""
    graph = Graph()
    known = list(phrases)
    plain = [phrase for phrase in known if "|" not in phrase.words]
    folded = fold("\n".join(phrase.words.replace("\n", " ") for phrase in plain))
    for phrase, words in zip(plain, folded.split("\n") if plain else (), strict=True):
        graph.add(words_in(words)).end(phrase.layer, phrase.meaning, capitals=phrase.words.isupper())
    read = cache(_alternative)
    for phrase in known:
        if "|" in phrase.words:
            _add_choices(graph, phrase, read)
    return graph


_Alternative = tuple[Sequence[str], bool | None]
"""The words of an alternative, and whether they are in capitals, None where they hold no letter."""


def _alternative(written: str) -> _Alternative:
    return words_in(fold(written)), written.isupper() if written.upper() != written.lower() else None


def _add_choices(graph: Graph, phrase: Phrase, read: Callable[[str], _Alternative]) -> None:
    """Add a phrase with alternatives; each of its wordings is in capitals only, or not, for itself."""
    groups = [[read(written) for written in group] for group in alternatives(phrase.words)]
    words = [[words for words, _ in group] for group in groups]
    shouts = [[shout for _, shout in group] for group in groups]
    for capitals, nodes in graph.add_choices(words, shouts).items():
        for node in nodes:
            node.end(phrase.layer, phrase.meaning, capitals=capitals)
