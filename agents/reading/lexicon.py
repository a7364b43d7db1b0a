"""All phrases of the reader in one graph over tokens, found in one pass over a document.

Phrases stand in layers. Within a layer the longest phrase wins and hides what it contains: "pulmonary hypertension"
is no hypertension, "no relief" is no negation. Layers do not disturb each other.

Small words that change no meaning may stand between the words of a phrase: "unable to use the walker" is "unable to use
walker". What stands in a phrase itself must stand in the text. A phrase may leave a gap ("in person … for … diabetes"):
three words and a date may stand in it, no sign and no denial.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import Any, NamedTuple

from agents.reading.graph import GAP, Graph, Node
from agents.reading.tables import phrases
from agents.reading.text import Tokens, fold, words_in
from priorauth.collecting import nothing_collected
from priorauth.vocabulary import alternatives

__all__ = ["GAP", "Hit", "Hits", "Layer", "Lexicon", "Phrase"]
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
    """A phrase and what it means. A phrase in capitals only matches only as capitals.

    One that does not hide lets a phrase be found that it ends in: "severe low back pain" is low back pain too.
    """

    words: str
    layer: Layer
    meaning: Any
    hides: bool = True


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


_NONE: Sequence[Node] = ()
_SMALL_WORDS = frozenset(
    {"the", "a", "an", "his", "her", "their", "this", "currently", "still", "also", "now", "safely"}
)


class _Behind:
    """The places that phrases reach over their gaps, by the token that leads there."""

    def __init__(self, tokens: Tokens, breaks: Collection[int]) -> None:
        self._tokens, self._breaks = tokens, breaks
        self.waits: dict[int, tuple[list[Node], list[Node]]] = {}

    def open(self, exact: Sequence[Node], loose: Sequence[Node], last: int) -> None:
        """Open the gaps behind a token that was reached as written, or as a plural."""
        for nodes, is_loose in ((exact, False), (loose, True)):
            for gap in (gap for node in nodes for gap in node.gaps):
                for place in self._places(last):
                    word = self._tokens.words[place]
                    written, plural = self.waits.setdefault(place, ([], []))
                    (plural if is_loose else written).extend(gap.following.get(word, _NONE))
                    plural.extend(gap.plurals.get(word, _NONE))

    def join(self, exact: list[Node], loose: list[Node], last: int) -> None:
        """Add the places that a token leads to."""
        written, plural = self.waits.pop(last, ((), ()))
        exact += written
        loose += plural

    def _places(self, index: int) -> Iterator[int]:
        """The tokens at which a gap that opens after a token may end."""
        words = 0
        for place in range(index + 1, len(self._tokens.words)):
            word = self._tokens.words[place]
            if self._tokens.starts[place] in self._breaks:
                return
            yield place
            words += word[0].isalpha()
            is_sign = not word[0].isalnum() and word != "/" and self._tokens.words[place - 1] not in _TITLES
            if words > _WIDEST_GAP or word in _ENDS_A_GAP or is_sign:
                return


@dataclass(frozen=True)
class Hits:
    """The hits of one layer in a text, in order; each begins and ends behind the one before it."""

    hits: Sequence[Hit]
    starts: Sequence[int]
    ends: Sequence[int]


class Lexicon:
    """Phrases compiled for one pass."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        with nothing_collected():
            self._root = self._built(list(phrases))

    def _built(self, known: Sequence[Phrase]) -> Node:
        graph = Graph()
        self._clear = frozenset(id(phrase.meaning) for phrase in known if not phrase.hides)
        plain = [phrase for phrase in known if "|" not in phrase.words]
        folded = fold("\n".join(phrase.words.replace("\n", " ") for phrase in plain))
        for phrase, words in zip(plain, folded.split("\n"), strict=True):
            graph.add(words_in(words)).end(phrase.layer, phrase.meaning, capitals=phrase.words.isupper())
        for phrase in known:
            if "|" in phrase.words:
                _add_choices(graph, phrase)
        graph.finish()
        return graph.root

    def scan(self, text: str, tokens: Tokens, breaks: Collection[int] = ()) -> Mapping[Layer, Hits]:
        """Every phrase in the text, by layer, the longest ones only; no phrase runs over an offset of ``breaks``."""
        found: dict[Layer, list[Hit]] = {layer: [] for layer in Layer}
        first, plurals = self._root.following, self._root.plurals
        for index, (word, following) in enumerate(pairwise((*tokens.words, ""))):
            exact, loose = first.get(word, _NONE), plurals.get(word, _NONE)
            if (exact or loose) and (
                following in _SMALL_WORDS
                or any(
                    node.shouted or node.gaps or following in node.following or following in node.plurals
                    for node in (*exact, *loose)
                )
            ):
                self._walk(exact, loose, text, tokens, index, breaks, found)
        return {
            layer: Hits(hits, [hit.start for hit in hits], [hit.end for hit in hits]) for layer, hits in found.items()
        }

    def _walk(
        self,
        exact: Sequence[Node],
        loose: Sequence[Node],
        text: str,
        tokens: Tokens,
        index: int,
        breaks: Collection[int],
        found: dict[Layer, list[Hit]],
    ) -> None:
        """Add the longest phrase of each layer that begins at a token.

        ``exact`` are the token's nodes, ``loose`` those that it reaches as a plural; a phrase as written goes first.
        """
        start = tokens.starts[index]
        longest: dict[int, tuple[int, tuple[Any, ...]]] = {}
        last = index
        waiting, waiting_loose = exact, loose
        behind = _Behind(tokens, breaks)
        while exact or loose or waiting or waiting_loose or behind.waits:
            end = tokens.ends[last]
            written = {layer for layer, (stop, _) in longest.items() if stop == end}
            for node in exact:
                written |= _keep(longest, node, text, start, end, frozenset())
            for node in loose:
                _keep(longest, node, text, start, end, frozenset(written))
            behind.open(exact, loose, last)
            last += 1
            if last >= len(tokens.words) or tokens.starts[last] in breaks:
                break
            word = tokens.words[last]
            exact = [after for node in waiting for after in node.following.get(word, _NONE)]
            loose = [after for node in waiting for after in node.plurals.get(word, _NONE)]
            for node in waiting_loose:
                loose += (*node.following.get(word, _NONE), *node.plurals.get(word, _NONE))
            behind.join(exact, loose, last)
            kept = word in _SMALL_WORDS
            waiting = [*exact, *waiting] if kept else exact
            waiting_loose = [*loose, *waiting_loose] if kept else loose
        for layer, (end, meanings) in longest.items():
            hits = found[Layer(layer)]
            if not hits or hits[-1].end < end or (hits[-1].end == end and self._shows(hits[-1], meanings)):
                hits.append(Hit(start, end, meanings))

    def _shows(self, hit: Hit, meanings: tuple[Any, ...]) -> bool:
        """Whether a phrase lets what it ends in be found: it does not hide, and means something else."""
        own = {id(meaning) for meaning in hit.meanings}
        return not self._clear.isdisjoint(own) and own.isdisjoint(map(id, meanings))


def _keep(
    longest: dict[int, tuple[int, tuple[Any, ...]]], node: Node, text: str, start: int, end: int, but: Collection[int]
) -> set[int]:
    """Keep what the phrases mean that end at a node, beside what others of the same words mean; tells the layers."""
    if not node.shouted:
        return set()
    endings = node.shouted if node.shouted is node.endings or text[start:end].isupper() else node.endings
    layers = set(endings) - set(but)
    for layer in layers:
        known = longest.get(layer)
        before = known[1] if known is not None and known[0] == end else ()
        longest[layer] = (end, (*before, *(meaning for meaning in endings[layer] if meaning not in before)))
    return layers


def _add_choices(graph: Graph, phrase: Phrase) -> None:
    """Add a phrase with alternatives; each of its wordings is in capitals only, or not, for itself."""
    groups = alternatives(phrase.words)
    words = [[words_in(fold(words)) for words in group] for group in groups]
    shouts = [[words.isupper() if words.upper() != words.lower() else None for words in group] for group in groups]
    for capitals, nodes in graph.add_choices(words, shouts).items():
        for node in nodes:
            node.end(phrase.layer, phrase.meaning, capitals=capitals)
