"""Which stems the words of a stretch begin with."""

from typing import NamedTuple

from agents.reading.stems import ALL, FIGURE, Stems
from agents.reading.text import tokenize


class _Stretch(NamedTuple):
    start: int
    end: int


def test_a_stem_is_the_beginning_of_a_word_and_a_short_one_a_whole_word() -> None:
    stems = Stems()
    breath, ct = stems.add(("breath", "sob")), stems.add(("ct", "%"))
    found = stems.of(("breathing", "breast", "sob", "ct", "cts", "%", "7", "7.5", "ob"))
    assert found == {"breathing": breath, "sob": breath, "ct": ct, "%": ct, "7": FIGURE, "7.5": FIGURE}


def test_each_stretch_has_the_bits_of_its_own_words() -> None:
    stems = Stems()
    pain, today = stems.add(("pain",)), stems.add(("today",))
    tokens = tokenize("pain and pain today. painless 3 spain")
    held = stems.held(tokens, [_Stretch(0, 8), _Stretch(9, 20), _Stretch(21, 31), _Stretch(32, 37)])
    assert held == {0: pain, 9: pain | today, 21: pain | FIGURE, 32: 0}


def test_what_stands_between_two_stretches_is_of_neither() -> None:
    stems = Stems()
    stems.add(("pain",))
    assert stems.held(tokenize("a pain b"), [_Stretch(0, 1), _Stretch(7, 8)]) == {0: 0, 7: 0}


def test_a_stretch_that_begins_within_a_word_may_hold_anything() -> None:
    assert Stems().held(tokenize("painless"), [_Stretch(4, 8)]) == {4: ALL}
