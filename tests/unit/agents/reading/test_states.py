"""States of the phrases' graph: what a text leaves in them, and what happens when there are too many."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from agents.reading import states
from agents.reading.graph import Node
from agents.reading.lexicon import Hit, Layer, Lexicon, Phrase
from agents.reading.states import NOWHERE, State
from agents.reading.text import fold, tokenize

PHRASES = [
    Phrase("walker", Layer.CONCEPT, "walker"),
    Phrase("unable to use walker", Layer.CONCEPT, "cannot walk"),
    Phrase("<severe|marked> knee pain", Layer.CONCEPT, "knee pain"),
    Phrase("OSA", Layer.CONCEPT, "sleep apnea"),
    Phrase("no", Layer.CONTEXT, "denied"),
]
NOTE = "No OSA, no osa. She is unable to use the walkers now, with marked knee pains after Zanzibar."


def _found(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    def said(hit: Hit) -> tuple[str, str]:
        return text[hit.start : hit.end], hit.meaning

    return [said(hit) for hit in lexicon.scan(text, tokenize(fold(text)))[Layer.CONCEPT].hits]


def test_small_words_plurals_choices_and_capitals() -> None:
    assert _found(Lexicon(PHRASES), NOTE) == [
        ("OSA", "sleep apnea"),
        ("unable to use the walkers", "cannot walk"),
        ("marked knee pains", "knee pain"),
    ]


def test_no_word_of_a_text_stays_that_is_none_of_a_phrase() -> None:
    lexicon = Lexicon(PHRASES)
    _found(lexicon, NOTE)
    words = {word for state in _made(lexicon.states.start) for word in state.after}
    assert {"walkers", "knee"} <= words
    assert words.isdisjoint({"she", "is", "with", "after", "zanzibar"})


def _made(state: State) -> Iterator[State]:
    yield state
    for after in state.after.values():
        if after is not None and after is not NOWHERE and after is not state:
            yield from _made(after)


@pytest.mark.parametrize("step", range(12))
def test_who_reads_while_a_state_is_made_finds_it_whole_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Another thread may come at any step: here, when a part of a state is computed."""
    expected = _found(Lexicon(PHRASES), NOTE)
    lexicon, meanings = Lexicon(PHRASES), states._meanings
    steps, meanwhile = count(), list[list[tuple[str, str]]]()

    def interrupted(*nodes: Any) -> Any:
        if next(steps) == step:
            meanwhile.append(_found(lexicon, NOTE))
        return meanings(*nodes)

    monkeypatch.setattr(states, "_meanings", interrupted)
    assert _found(lexicon, NOTE) == expected
    assert meanwhile == [expected]


def test_a_place_says_that_it_is_gathered_when_its_plurals_are() -> None:
    class Watched(Node):
        def __setattr__(self, name: str, value: Any) -> None:
            if name == "following" and value:
                assert self.plurals
            super().__setattr__(name, value)

    place = Watched()
    place.children = {"walker": Node()}
    place.gather()
    assert (list(place.following), list(place.plurals)) == (["walker"], ["walkers"])


def test_states_beyond_the_most_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = _found(Lexicon(PHRASES), NOTE)
    monkeypatch.setattr(states, "_MOST_STATES", 2)
    lexicon = Lexicon(PHRASES)
    assert [_found(lexicon, NOTE) for _ in range(3)] == [expected] * 3
