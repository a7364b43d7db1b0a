"""Phrases that leave a gap: "in person … for … diabetes". Up to three words and a date may stand in it, no denial."""

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

from agents.reading.graph import Graph, Node
from agents.reading.states import SMALL_WORDS
from agents.reading.tables import phrases
from agents.reading.text import Tokens

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
_NONE: Sequence[Node] = ()
Longest = tuple[int, int, tuple[Any, ...]]
"""Where a phrase begins and ends, and what it means."""


class Gapped:
    """The phrases with a gap."""

    def __init__(self, graph: Graph) -> None:
        graph.gather()
        self._first, self._plurals = graph.root.following, graph.root.plurals
        last = cache(_last_words)
        self._last = {
            word: frozenset[str]().union(*map(last, self._nodes(word))) for word in (*self._first, *self._plurals)
        }
        self._next = {word: _next_words(self._nodes(word)) for word in self._last}

    def _nodes(self, word: str) -> Sequence[Node]:
        return (*self._first.get(word, _NONE), *self._plurals.get(word, _NONE))

    def _may_open(self, tokens: Tokens) -> Mapping[str, frozenset[str]]:
        """The words of a text that open a phrase of which a last word stands in it too, with all such last words."""
        known, distinct = self._last, tokens.distinct
        return {word: known[word] for word in distinct if word in known and not known[word].isdisjoint(distinct)}

    def scan(self, text: str, tokens: Tokens, breaks: Collection[int], layer: int) -> Iterator[Longest]:
        """The longest phrase of a layer that begins at each token of a text; none runs over an offset of ``breaks``."""
        words, starts, last = tokens.words, tokens.starts, self._may_open(tokens)
        if not last:
            return
        limits, limit = [*sorted(breaks), sys.maxsize], 0
        for index, word in enumerate(words):
            if word not in last:
                continue
            if index >= limit:
                limit = bisect_left(starts, limits[bisect_right(limits, starts[index])])
            rest = words[index + 1 : limit]
            if last[word].isdisjoint(rest):
                continue
            adjacent, beyond = self._next[word]
            if rest[0] not in adjacent and beyond.isdisjoint(rest):
                continue
            exact, loose = self._first.get(word, _NONE), self._plurals.get(word, _NONE)
            longest = _Walk(text, tokens, breaks, layer, index).along(exact, loose)
            if longest is not None:
                yield longest


def _last_words(node: Node) -> frozenset[str]:
    """The words that phrases end with which go on from a place."""
    waiting, seen, last = [node], {id(node)}, set[str]()
    while waiting:
        node = waiting.pop()
        for word, after in node.following.items():
            if any(one.shouted for one in after):
                last.add(word)
                if len(word) > 2:
                    last.add(f"{word}s")
        for one in chain(node.gaps, *node.following.values()):
            if id(one) not in seen:
                seen.add(id(one))
                waiting.append(one)
    return frozenset(last)


def _next_words(nodes: Iterable[Node]) -> tuple[frozenset[str], frozenset[str]]:
    """The words that may stand directly behind some places, and those that may stand behind their gaps."""
    adjacent, beyond = set(SMALL_WORDS), set[str]()
    for node in nodes:
        adjacent.update(node.following, node.plurals)
        for gap in node.gaps:
            beyond.update(gap.following, gap.plurals)
    return frozenset(adjacent), frozenset(beyond)


class _Walk:
    """One way along the phrases that begin at a token."""

    def __init__(self, text: str, tokens: Tokens, breaks: Collection[int], layer: int, index: int) -> None:
        self._text, self._tokens, self._breaks, self._layer = text, tokens, breaks, layer
        self._index = index
        self._longest: Longest | None = None
        self._waits: dict[int, tuple[list[Node], list[Node]]] = {}

    def along(self, exact: Sequence[Node], loose: Sequence[Node]) -> Longest | None:
        """The longest phrase. ``exact`` are the first token's nodes, ``loose`` those that it reaches as a plural."""
        tokens, last = self._tokens, self._index
        waiting, waiting_loose = exact, loose
        while exact or loose or waiting or waiting_loose or self._waits:
            if not self._keep(exact, last):
                self._keep(loose, last)
            self._open(exact, loose, last)
            last += 1
            if last >= len(tokens.words) or tokens.starts[last] in self._breaks:
                break
            word = tokens.words[last]
            written = [after for node in waiting for after in node.following.get(word, _NONE)]
            plural = [after for node in waiting for after in node.plurals.get(word, _NONE)]
            for node in waiting_loose:
                plural += (*node.following.get(word, _NONE), *node.plurals.get(word, _NONE))
            beyond, beyond_loose = self._waits.pop(last, ((), ()))
            exact, loose = [*written, *beyond], [*plural, *beyond_loose]
            kept = word in SMALL_WORDS
            waiting = [*exact, *waiting] if kept else exact
            waiting_loose = [*loose, *waiting_loose] if kept else loose
        return self._longest

    def _keep(self, nodes: Sequence[Node], last: int) -> bool:
        """Keep what the phrases mean that end after a token; tells whether any does."""
        start, end = self._tokens.starts[self._index], self._tokens.ends[last]
        meanings = list[Any]()
        for node in nodes:
            if not node.shouted:
                continue
            in_any = node.shouted is node.endings or not self._text[start:end].isupper()
            endings = node.endings if in_any else node.shouted
            meanings += [meaning for meaning in endings.get(self._layer, ()) if meaning not in meanings]
        if meanings:
            self._longest = (start, end, tuple(meanings))
        return bool(meanings)

    def _open(self, exact: Sequence[Node], loose: Sequence[Node], last: int) -> None:
        """Open the gaps behind a token that was reached as written, or as a plural."""
        opened = [(gap, False) for node in exact for gap in node.gaps]
        opened += [(gap, True) for node in loose for gap in node.gaps]
        places = [(place, self._tokens.words[place]) for place in self._places(last)] if opened else ()
        for gap, is_loose in opened:
            for place, word in places:
                if word in gap.following or word in gap.plurals:
                    written, plural = self._waits.setdefault(place, ([], []))
                    (plural if is_loose else written).extend(gap.following.get(word, _NONE))
                    plural.extend(gap.plurals.get(word, _NONE))

    def _places(self, index: int) -> Iterator[int]:
        """The tokens at which a gap that opens after a token may end."""
        words = 0
        for place in range(index + 1, len(self._tokens.words)):
            word = self._tokens.words[place]
            if self._tokens.starts[place] in self._breaks:
                return
            yield place
            words += word[0].isalpha()
            if words > _WIDEST_GAP or word in _ENDS_A_GAP or self._is_sign(place):
                return

    def _is_sign(self, place: int) -> bool:
        """Whether a token is a sign that parts a sentence; those of a date, of a range and of a percentage do not."""
        words = self._tokens.words
        word, before = words[place], words[place - 1]
        if word[0].isalnum() or word == "/" or before in _TITLES:
            return False
        after = words[place + 1] if place + 1 < len(words) else " "
        return not (before[0].isdigit() and (word == "%" or (word == "-" and after[0].isdigit())))
