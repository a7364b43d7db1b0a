"""Phrases as a graph over words. What a graph finds is told by :mod:`agents.reading.lexicon`.

A plain phrase is a path in a tree that it shares with the others. A phrase with alternatives has nodes of its own, one
for each word of each alternative, so that ten choices of ten words cost as much as a hundred words and not as their
product.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

Endings = Mapping[int, tuple[Any, ...]]
"""What the phrases that end at one word mean, by layer."""
NO_ENDINGS: Endings = MappingProxyType({})
GAP = "…"
"""The sign in a phrase at which other words may stand."""
Choices = Sequence[Sequence[Sequence[str]]]
"""Groups of alternatives, each the words of one; a group may hold an alternative without words."""


_NOTHING_FOLLOWS: Mapping[str, "Sequence[Node]"] = MappingProxyType({})


class Node:
    """A place after a word. ``endings`` are of the phrases that end here, ``shouted`` of those in a text in capitals.

    Once it is gathered, ``following`` holds the nodes after each word, ``plurals`` those after its plural. ``gaps`` are
    places that are reached over other words.
    """

    __slots__ = ("children", "endings", "following", "gaps", "plurals", "private", "shouted")

    def __init__(self) -> None:
        self.children: dict[str, Node] = {}
        self.private: list[tuple[str, Node]] | None = None
        self.gaps: tuple[Node, ...] = ()
        self.following = self.plurals = _NOTHING_FOLLOWS
        self.endings = self.shouted = NO_ENDINGS

    def lead(self, word: str, to: "Node") -> None:
        """Let a word of a phrase of its own, or a gap, lead to a place."""
        if word == GAP:
            self.gaps = (*self.gaps, to)
        elif self.private is None:
            self.private = [(word, to)]
        else:
            self.private.append((word, to))

    def end(self, layer: int, meaning: Any, *, capitals: bool) -> None:
        """Let a phrase end here. One in capitals only ends in a text in capitals."""
        shared = self.shouted is self.endings
        self.shouted = _with(self.shouted, layer, meaning)
        if not capitals:
            self.endings = self.shouted if shared else _with(self.endings, layer, meaning)

    def gather(self) -> None:
        """Gather what follows; every word of three letters or more stands for its plural too.

        What says that it was gathered is set last: another thread may ask meanwhile.
        """
        if self.following is not _NOTHING_FOLLOWS or not (self.children or self.private):
            return
        following: dict[str, list[Node]] = {}
        for word, node in (*self.children.items(), *(self.private or ())):
            following.setdefault(word, []).append(node)
        self.plurals = {f"{word}s": nodes for word, nodes in following.items() if len(word) > 2}
        self.following = following


def _with(endings: Endings, layer: int, meaning: Any) -> Endings:
    if not endings:
        return {layer: (meaning,)}
    meanings = endings.get(layer, ())
    if any(known is meaning for known in meanings):
        return endings
    return {**endings, layer: (*meanings, meaning)}


class Graph:
    """Phrases under one root."""

    def __init__(self) -> None:
        self.root = Node()

    def add(self, words: Sequence[str]) -> Node:
        """The node at which a plain phrase ends."""
        node = self.root
        for word in words:
            following = node.children.get(word)
            if following is None:
                following = node.children[word] = Node()
                if word == GAP:
                    node.gaps = (*node.gaps, following)
            node = following
        return node

    def add_choices(self, groups: Choices, shouts: Sequence[Sequence[bool | None]]) -> Mapping[bool, Sequence[Node]]:
        """The nodes at which a phrase with alternatives ends: those reached by capitals only, and the others.

        ``shouts`` says of each alternative whether it is in capitals, None where it holds no letter.
        """
        places: dict[bool | None, list[Node]] = {None: [self.root]}
        for group, loud in zip(groups, shouts, strict=True):
            places = _through(places, group, loud)
        return {True: places.get(True, []), False: [*places.get(False, []), *places.get(None, [])]}

    def gather(self) -> None:
        """Gather what follows each place."""
        for node in list(self._nodes()):
            node.gather()

    def _nodes(self) -> Iterator[Node]:
        waiting, seen = [self.root], {id(self.root)}
        while waiting:
            node = waiting.pop()
            yield node
            for other in (*node.children.values(), *node.gaps, *(one for _, one in node.private or ())):
                if id(other) not in seen:
                    seen.add(id(other))
                    waiting.append(other)


def _through(
    places: Mapping[bool | None, Sequence[Node]], group: Sequence[Sequence[str]], loud: Sequence[bool | None]
) -> dict[bool | None, list[Node]]:
    """The places behind a group of alternatives: one new node for each state of capitals, and those that skip it."""
    after: dict[bool | None, list[Node]] = {}
    exits: dict[bool | None, Node] = {}
    for state, nodes in places.items():
        for words, shout in zip(group, loud, strict=True):
            then = state if shout is None else shout if state is None else state and shout
            if not words:
                after.setdefault(then, []).extend(nodes)
                continue
            if then not in exits:
                exits[then] = Node()
                after.setdefault(then, []).append(exits[then])
            for node in nodes:
                _chain(node, words, exits[then])
    return after


def _chain(node: Node, words: Sequence[str], end: Node) -> None:
    for word in words[:-1]:
        between = Node()
        node.lead(word, between)
        node = between
    node.lead(words[-1], end)
