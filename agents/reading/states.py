"""The places of a graph that words lead to, taken together: one look-up for each word of a text.

After some words, a text stands at several places of the graph at once. A state is all of them. It is made when a text
first comes there, and kept, so that a state holds words of phrases only and nothing of what was read.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from agents.reading.graph import Endings, Node

_MOST_STATES = 200_000
"""More than the vocabulary needs. A text that makes more is read all the same, with states that are made anew."""
SMALL_WORDS = frozenset(
    {"the", "a", "an", "his", "her", "their", "this", "currently", "still", "also", "now", "safely"}
)
"""Words that may stand between the words of a phrase."""
_NOTHING_ENDS: Mapping[int, tuple[Any, ...]] = {}


class State:
    """What may follow, and what ends here: ``ends`` in any text, ``shouted`` in a text in capitals.

    ``after`` tells the state after each word that leads on, None where it is not made yet.
    """

    __slots__ = ("after", "ends", "loose", "shouted", "waiting")

    def __init__(self, waiting: Sequence[Node], loose: Sequence[Node]) -> None:
        self.waiting, self.loose = waiting, loose
        self.ends = self.shouted = _NOTHING_ENDS
        self.after: dict[str, State | None] = {}


NOWHERE = State((), ())
"""The state from which nothing leads on."""


class States:
    """The states of one graph. Several threads may walk it: a state is shown to the others when it is whole."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._restart()

    def _restart(self) -> None:
        self._known: dict[tuple[tuple[int, ...], ...], State] = {}
        start = State((self._root,), ())
        start.after = dict.fromkeys(_words_after((self._root,), ()))
        self.start = start

    def opening(self, words: Iterable[str]) -> Mapping[str, State]:
        """The state after each of some words that a phrase begins with."""
        after = self.start.after
        return {word: after[word] or self.make(self.start, word) for word in words if word in after}

    def make(self, state: State, word: str) -> State:
        """The state after a word of ``state.after`` that was not made yet."""
        kept = word in SMALL_WORDS and state is not self.start
        if len(self._known) >= _MOST_STATES:
            self._restart()
        exact = [after for node in state.waiting for after in node.following.get(word, ())]
        loose = [after for node in state.waiting for after in node.plurals.get(word, ())]
        for node in state.loose:
            loose += (*node.following.get(word, ()), *node.plurals.get(word, ()))
        made = self._state(exact, loose, state if kept else NOWHERE)
        state.after[word] = made
        return made

    def _state(self, exact: Sequence[Node], loose: Sequence[Node], kept: State) -> State:
        """The state of the places that were reached as written or as a plural, beside those that a small word keeps."""
        places = (exact, loose, (*exact, *kept.waiting), (*loose, *kept.loose))
        unique = [tuple(dict.fromkeys(nodes)) for nodes in places]
        key = tuple(tuple(map(id, nodes)) for nodes in unique)
        known = self._known.get(key)
        if known is not None:
            return known
        written, plural, waiting, waiting_loose = unique
        state = State(waiting, waiting_loose)
        state.ends = _meanings([node.endings for node in written], [node.endings for node in plural])
        state.shouted = _meanings([node.shouted for node in written], [node.shouted for node in plural])
        if state.shouted == state.ends:
            state.shouted = state.ends
        words = _words_after(waiting, waiting_loose)
        if words:
            state.after = dict.fromkeys((*words, *SMALL_WORDS))
        self._known[key] = state
        return state


def _words_after(waiting: Sequence[Node], loose: Sequence[Node]) -> Mapping[str, None]:
    """The words that lead on from some places."""
    for node in (*waiting, *loose):
        node.gather()
    return dict.fromkeys(word for node in (*waiting, *loose) for word in (*node.following, *node.plurals))


def _meanings(written: Collection[Endings], plural: Collection[Endings]) -> Mapping[int, tuple[Any, ...]]:
    """All that the phrases mean that end at some places, by layer. A phrase as written goes before a plural."""
    found: dict[int, tuple[Any, ...]] = {}
    for endings in written:
        _add(found, endings)
    more: dict[int, tuple[Any, ...]] = {}
    for endings in plural:
        _add(more, endings)
    return {**more, **found} or _NOTHING_ENDS


def _add(found: dict[int, tuple[Any, ...]], endings: Endings) -> None:
    for layer, meanings in endings.items():
        before = found.get(layer, ())
        found[layer] = (*before, *(meaning for meaning in meanings if meaning not in before))
