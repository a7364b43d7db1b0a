"""States of the phrases' graph: what a text leaves in them, and what happens when there are too many."""

from collections.abc import Iterator

import pytest

from agents.reading import states
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


def test_states_beyond_the_most_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = _found(Lexicon(PHRASES), NOTE)
    monkeypatch.setattr(states, "_MOST_STATES", 2)
    lexicon = Lexicon(PHRASES)
    assert [_found(lexicon, NOTE) for _ in range(3)] == [expected] * 3
