"""Which words the boxes of a form tick, and which prompts nobody answered."""

import pytest

from agents.reading.boxes import Box, labels_of
from agents.reading.forms import mask_forms
from agents.reading.page import blank
from agents.reading.questions import unanswered, unlettered


def _kept(line: str) -> str:
    return " ".join(mask_forms(line).split())


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("copd [x]   stroke [ ]", "copd"),
        ("[x] copd   [ ] stroke", "copd"),
        ("class i [ ] ii [ ] iii [x] iv [ ]", "class iii"),
        ("stroke: [ ]", ":"),
        ("copd yes [x] no [ ]", "copd yes"),
        ("copd yes [ ] no [ ]", ""),
        ("grade 0 ___ 1 _x_ 2 ___", "grade 1"),
        ("known copd. stroke [ ]", "known copd."),
        ("which: [ ] copd [x] stroke", "which: stroke"),
    ],
)
def test_keeps_what_is_ticked(line: str, kept: str) -> None:
    assert _kept(line) == kept


@pytest.mark.parametrize("line", ["copd [x]   stroke [ ]", "grade 0 ___ 1 _x_", "[ ] a [x] b"])
def test_a_masked_line_is_as_long_as_it_was(line: str) -> None:
    assert len(mask_forms(line)) == len(line)


def test_a_box_behind_its_words_names_what_stands_directly_before_it() -> None:
    line = "level:  k2 ( )  k3 (x)"
    labels = labels_of(line, [Box(11, 14, ticked=False), Box(19, 22, ticked=True)])
    assert [line[label.start : label.end] for label in labels] == ["k2", "k3"]


@pytest.mark.parametrize(
    ("text", "prompts"),
    [
        ("Stroke ........", ["Stroke ........"]),
        ("  Heart failure .....\nnext", ["Heart failure ....."]),
        ("COPD .... no    Stroke ......", ["Stroke ......"]),
        ("GERD ......    OSA ..... X", ["GERD ......"]),
        ("Stroke ..... no", []),
        ("BMI .....\n  43.2", []),
        ("He said so...", []),
    ],
)
def test_dots_that_lead_to_nothing_ask_only(text: str, prompts: list[str]) -> None:
    assert [text[start:end] for start, end in unanswered(text)] == prompts


def test_stretches_that_overlap_are_blanked_once() -> None:
    assert blank("abc\ndef", [(4, 6), (1, 5), (2, 3)]) == "a  \n  f"


def test_an_answer_below_its_question_stands_on_its_line() -> None:
    text = "Q: BMI?\nA: 43.2\nQ: COPD?\nA:\n"
    shown = unlettered(text)
    assert len(shown) == len(text)
    assert shown.split("\n")[0].split() == ["BMI:", "43.2"]
    assert "Q: COPD?\n" in shown
