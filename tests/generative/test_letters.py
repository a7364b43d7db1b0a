"""Whatever people write: a letter without a decision never speaks of a denial, and no value becomes markup."""

import re

from hypothesis import given
from hypothesis import strategies as st

from orchestrator.documents.filled_templates import blocks_of
from orchestrator.documents.letters import document_of
from orchestrator.documents.rendering.text import render_text
from priorauth.case import LineOfBusiness
from priorauth.letters.model import LetterKind, LetterRefused
from priorauth.letters.templates import fill, parse_template
from tests.building.letters import a_correspondence, a_letter

MA = LineOfBusiness.MEDICARE_ADVANTAGE
ABOUT_DENIAL = re.compile(r"\bden(y|ied)\b", re.IGNORECASE)
PIECES = st.sampled_from(["deny", "Denied", "denial", "send", "the report", "*", "#", "\n", ".", "{{", "denegado", "a"])
SENTENCES = st.lists(PIECES, min_size=1, max_size=8).map(" ".join).filter(lambda text: bool(text.strip()))
LANGUAGES = st.sampled_from(["en", "es"])


@given(what=SENTENCES, request=SENTENCES, language=LANGUAGES)
def test_a_request_never_speaks_of_a_denial(what: str, request: str, language: str):
    items = [{"what": what, "request": request}]
    try:
        letter = a_letter(LetterKind.INFORMATION_REQUEST, language, items=items)
    except LetterRefused:
        assert re.search("deni|deny|deneg", what + request, re.IGNORECASE)
        return
    assert not ABOUT_DENIAL.search(render_text(document_of(letter, MA, a_correspondence().book)))


@given(value=st.text())
def test_a_value_is_shown_as_it_is(value: str):
    made = blocks_of(fill(parse_template("# Title\n\n{{value}}\n\n- **{{value}}**"), {"value": value}))
    paragraph, listing = made.blocks
    assert [run.text for run in paragraph.runs] == [value]  # pyright: ignore[reportAttributeAccessIssue]
    assert [run.text for run in listing.items[0].runs if run.bold] == [value]  # pyright: ignore[reportAttributeAccessIssue]
