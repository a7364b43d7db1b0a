"""A long record in parts: nothing of it is lost between two, each is small enough, and quotes find their places."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.models.using import estimated_tokens
from agents.parting import OVERLAP, Part, parts_of
from agents.quotes import Quote
from priorauth.case import Case
from tests.building.cases import a_case, a_document

MOST = 8_000
WORDS = st.sampled_from(["SpO2 ", "85 %. ", "\n", "\n\n", "Plan:\n", "at rest ", "“Nguyễn” ", "ابن ", "x" * 40, '"\\"'])


def told(words: list[str], times: int) -> str:
    return "".join(words) * times


def pieces_of(case: Case, document_id: str = "d1") -> list[tuple[int, str]]:
    """Where each part's text of a document begins, and that text."""
    return [
        (part.starts[document_id], document.text)
        for part in parts_of(case, MOST)
        for document in part.case.documents
        if document.id == document_id
    ]


def of_text(text: str) -> Case:
    return a_case(documents=(a_document(id="d1", text=text),))


@given(st.lists(WORDS, min_size=1, max_size=30), st.integers(1, 4_000), st.integers(0, 10**9), st.integers(1, OVERLAP))
@settings(max_examples=60)
def test_every_passage_as_long_as_the_overlap_stands_whole_in_some_part(
    words: list[str], times: int, at: int, length: int
):
    text = told(words, times)[:120_000]
    pieces = pieces_of(of_text(text))
    start = at % len(text)
    end = min(start + length, len(text))
    assert all(text[begin : begin + len(piece)] == piece for begin, piece in pieces)
    assert any(begin <= start and end <= begin + len(piece) for begin, piece in pieces)
    assert (pieces[0][0], pieces[-1][0] + len(pieces[-1][1])) == (0, len(text))


@given(st.lists(WORDS, min_size=1, max_size=30), st.integers(1, 4_000))
@settings(max_examples=30)
def test_no_part_is_longer_than_it_may_be(words: list[str], times: int):
    for _, piece in pieces_of(of_text(told(words, times)[:120_000])):
        assert estimated_tokens(piece) <= MOST


def test_a_short_record_is_one_part_and_the_case_itself():
    case = a_case()
    (part,) = parts_of(case, MOST)
    assert part.case is case


def test_short_documents_stand_together_and_in_order():
    documents = tuple(a_document(id=f"d{number}", text="word " * 2_000) for number in range(5))
    parts = parts_of(a_case(documents=documents), MOST)
    together = [[document.id for document in part.case.documents] for part in parts]
    assert together == [["d0", "d1"], ["d2", "d3"], ["d4"]]


@pytest.mark.parametrize(
    ("break_", "head"), [("\nAssessment:\n", "Assessment:"), ("\n\n", "word"), ("\n", "word"), (". ", "word")]
)
def test_a_part_ends_at_the_best_place(break_: str, head: str):
    before = "word " * 3_900
    text = before.rstrip() + break_ + "word " * 3_900
    first, *_ = pieces_of(of_text(text))
    assert text[len(first[1]) :].startswith(head)
    assert len(first[1]) == len(before.rstrip()) + len(break_) - (len("Assessment:\n") if head != "word" else 0)


def test_a_quote_is_placed_where_its_own_part_has_it():
    part = Part(of_text("SpO2 85 %. Later SpO2 85 %."), {"d1": 1_000})
    assert part.placed(Quote(document_id="d1", text="SpO2 85 %", start=17)).start == 1_017
    assert part.placed(Quote(document_id="d1", text="spo2  85 %")) == Quote(
        document_id="d1", text="SpO2 85 %", start=1_000
    )
    assert part.placed(Quote(document_id="d1", text="SpO2 84 %", start=3)).start is None
    assert part.placed(Quote(document_id="d9", text="SpO2 85 %", start=3)).start is None
