"""Phrases with a gap: what may stand in it, and what it hides."""

import pytest

from agents.reading.lexicon import Hit, Layer, Lexicon, Phrase
from agents.reading.text import fold, tokenize

LEXICON = Lexicon(
    [
        Phrase("in person … for … diabetes", Layer.GAPPED, "visit"),
        Phrase("in … for … diabetes clinic", Layer.GAPPED, "clinic"),
        Phrase("type 1 diabetes", Layer.CONCEPT, "type 1"),
    ]
)


def _found(text: str, layer: Layer, breaks: tuple[int, ...] = ()) -> list[tuple[str, str]]:
    def said(hit: Hit) -> tuple[str, str]:
        return text[hit.start : hit.end], hit.meaning

    return [said(hit) for hit in LEXICON.scan(text, tokenize(fold(text)), breaks)[layer].hits]


@pytest.mark.parametrize(
    "text",
    [
        "in person for diabetes",
        "in person on Monday for her diabetes",
        "in person here last Monday for her long standing diabetes",
    ],
)
def test_up_to_three_words_may_stand_in_a_gap(text: str) -> None:
    assert _found(text, Layer.GAPPED) == [(text, "visit")]


@pytest.mark.parametrize(
    "text",
    [
        "in person on the same Monday for diabetes",
        "in person, for diabetes",
        "in person not for diabetes",
        "in person for her mother diabetes",
        "in person",
        "in person for",
    ],
)
def test_more_words_a_sign_and_a_denial_do_not(text: str) -> None:
    assert _found(text, Layer.GAPPED) == []


def test_no_phrase_runs_on_into_the_next_statement() -> None:
    assert _found("in person for diabetes", Layer.GAPPED, (10,)) == []
    assert _found("in person for diabetes", Layer.GAPPED, (14,)) == []


def test_the_longest_of_two_ways_counts() -> None:
    assert _found("in person for diabetes clinic", Layer.GAPPED) == [("in person for diabetes clinic", "clinic")]


def test_a_phrase_with_a_gap_hides_nothing() -> None:
    assert _found("in person for type 1 diabetes", Layer.CONCEPT) == [("type 1 diabetes", "type 1")]
