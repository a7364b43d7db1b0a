from collections.abc import Callable, Iterable

import pytest

from orchestrator.terminal.lines import Line
from orchestrator.terminal.quotes import Shown
from orchestrator.terminal.view import View
from priorauth.evidence import CaseField, Derived, Evidence, LookupAnswer, Span, TextQuote
from priorauth.revision import Revision


@pytest.fixture
def view(build_revision: Callable[..., Revision]) -> View:
    return View(build_revision())


@pytest.fixture
def said(view: View, as_text: Callable[[Iterable[Line]], str]):
    def write(*evidence: Evidence, against: frozenset[Span] = frozenset()) -> list[str]:
        return as_text(Shown(view).lines(evidence, against)).splitlines()

    return write


@pytest.fixture
def span(view: View) -> Callable[[str], Span]:
    text = view.case.documents[0].text

    def find(words: str) -> Span:
        start = text.index(words)
        return Span(document_id="d1", start=start, end=start + len(words), quote=words)

    return find


def test_a_quote_names_its_document_date_and_line(said, span):
    assert said(TextQuote(spans=(span("Seen today."),))) == ["Clinic visit 2026-10-06, line 2: “Seen today.”"]


def test_the_pieces_of_one_quote_stand_on_one_line(said, span):
    both = TextQuote(spans=(span("SpO2 85 %"), span("CLINIC")))
    assert said(both) == ["Clinic visit 2026-10-06, line 3: “SpO2 85 %”; line 1: “CLINIC”"]


def test_no_piece_is_shown_twice(said, span):
    first = TextQuote(spans=(span("SpO2 85 %"), span("CLINIC")))
    second = TextQuote(spans=(span("Seen today."), span("CLINIC")))
    assert said(first, second, first)[1:] == ["Clinic visit 2026-10-06, line 2: “Seen today.”"]


def test_what_speaks_against_comes_last_and_says_so(said, span):
    against = span("Brother had COPD.")
    lines = said(TextQuote(spans=(against,)), TextQuote(spans=(span("Seen today."),)), against=frozenset({against}))
    assert lines[1] == "against: Clinic visit 2026-10-06, line 4: “Brother had COPD.”"


def test_many_quotes_are_counted(said, view: View):
    text = view.case.documents[0].text
    spans = [Span(document_id="d1", start=at, end=at + 1, quote=text[at]) for at in range(6)]
    assert said(*(TextQuote(spans=(one,)) for one in spans))[-1] == "and 2 more of this kind"


def test_a_very_long_quote_loses_its_middle_and_says_so(said):
    words = "begin " + "x " * 400 + "end"
    lines = " ".join(said(TextQuote(spans=(Span(document_id="d9", start=0, end=len(words), quote=words),))))
    assert lines.startswith("d9, character 0: “begin")
    assert " […] " in lines
    assert lines.endswith("end”")


def test_fields_lookups_and_formulas_name_their_source(said):
    field = CaseField(pointer="/diagnoses/0", value="J44.9")
    lookup = LookupAnswer(call_id="c3", statement="Active.")
    derived = Derived(formula="age-on", statement="76 years.", inputs=(field,))
    assert said(lookup, derived) == [
        "npi npi_lookup: Active.",
        "computed by age-on: 76 years.",
        "  request /diagnoses/0: J44.9",
    ]
    assert said(LookupAnswer(call_id="c99", statement="x"))[-1] == "lookup: x"


def test_what_was_shown_above_is_only_named(view: View, span, as_text: Callable[[Iterable[Line]], str]):
    shown, quote = Shown(view), TextQuote(spans=(span("Seen today."),))
    list(shown.lines([quote]))
    field = CaseField(pointer="/member/sex", value="female")
    assert as_text(shown.lines([quote, field])).splitlines() == [
        "request /member/sex: female",
        "as above: Clinic visit 2026-10-06, line 2",
    ]
