import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.quotes import Quote, locate, locate_within
from priorauth.evidence import Span

NOTE = "SpO2 86 % on room air.\nSpO2  86 %\non room   air. At rest."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        (Quote(document_id="d1", text="SpO2 86 % on room air."), "SpO2 86 % on room air."),
        (Quote(document_id="d1", text="spo2 86 % ON ROOM AIR. at rest"), "SpO2  86 %\non room   air. At rest"),
        (Quote(document_id="d1", text="86 %", start=29), "86 %"),
        (Quote(document_id="d1", text="At rest.", start=0), "At rest."),
        (Quote(document_id="d1", text="At rest.", start=-5), "At rest."),
    ],
)
def test_a_quote_is_found_where_it_stands_and_keeps_the_records_words(quote: Quote, found: str) -> None:
    span = locate(quote, {"d1": NOTE})

    assert span is not None
    assert (span.quote, NOTE[span.start : span.end]) == (found, found)


def test_a_stated_start_decides_between_equal_words() -> None:
    text = "86 % then 86 %"

    assert [locate(Quote(document_id="d1", text="86 %", start=at), {"d1": text}).start for at in (0, 10)] == [0, 10]  # pyright: ignore[reportOptionalMemberAccess]


@pytest.mark.parametrize(
    "quote",
    [
        Quote(document_id="d2", text="SpO2"),
        Quote(document_id="d1", text="SpO2 84 %"),
        Quote(document_id="d1", text=" \n"),
    ],
)
def test_words_that_the_record_does_not_hold_are_nowhere(quote: Quote) -> None:
    assert locate(quote, {"d1": NOTE.replace(" \n", "")}) is None


@given(text=st.text(max_size=200), quote=st.text(min_size=1, max_size=30), start=st.none() | st.integers(-5, 300))
def test_a_span_always_holds_its_own_words(text: str, quote: str, start: int | None) -> None:
    span = locate(Quote(document_id="d1", text=quote, start=start), {"d1": text})

    assert span is None or text[span.start : span.end] == span.quote


@pytest.mark.parametrize(
    ("text", "found"), [("on room", (16, "on room")), ("ON  ROOM", (16, "on room")), ("at rest", None)]
)
def test_a_quote_is_found_within_words_that_are_known(text: str, found: tuple[int, str] | None) -> None:
    known = Span(document_id="d1", start=11, end=26, quote="86 % on room ai")
    span = locate_within(Quote(document_id="d1", text=text, start=0), [known])
    assert (span and (span.start, span.quote)) == found


def test_a_quote_of_another_document_is_not_found_within() -> None:
    known = Span(document_id="d2", start=0, end=4, quote="86 %")
    assert locate_within(Quote(document_id="d1", text="86 %"), [known]) is None
