"""Letters as documents: golden texts, values as data, and words that may not stand in them."""

import html
import re
import time
from pathlib import Path

import pytest

from orchestrator.documents.blocks import Heading, Listing, Paragraph
from orchestrator.documents.filled_templates import UnknownMarkdown, blocks_of
from orchestrator.documents.letters import document_of, letters_of
from orchestrator.documents.rendering.html import render_html
from orchestrator.documents.rendering.text import render_text
from priorauth.case import LineOfBusiness, Provider
from priorauth.letters.model import LetterKind
from priorauth.letters.templates import Filled
from tests.building.cases import NPI, a_member
from tests.building.letters import a_correspondence, a_letter, a_letter_case

MA, COMMERCIAL = LineOfBusiness.MEDICARE_ADVANTAGE, LineOfBusiness.COMMERCIAL
BOOK = a_correspondence().book
GOLDEN = Path(__file__).parent / "letters"
PENDING = (LetterKind.INFORMATION_REQUEST, LetterKind.EXTENSION, LetterKind.STANDARD_TIME)
HOSTILE = "# [Approved](https://evil.example) <b>**&amp;** | `x` {{plan.name}} \ue0001\ue001"


def text_of(kind: LetterKind, language: str = "en", business: LineOfBusiness = MA, **given: object) -> str:
    case = a_letter_case(line_of_business=business)
    return render_text(document_of(a_letter(kind, language, case, **given), business, BOOK))


@pytest.mark.parametrize(
    ("name", "kind", "language", "business"),
    [
        ("approval-en", LetterKind.APPROVAL, "en", MA),
        ("adverse-en", LetterKind.ADVERSE, "en", COMMERCIAL),
        ("information-request-es", LetterKind.INFORMATION_REQUEST, "es", MA),
    ],
)
def test_a_letter_reads_as_it_was_approved(name: str, kind: LetterKind, language: str, business: LineOfBusiness):
    assert text_of(kind, language, business) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("business", [MA, COMMERCIAL])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_is_written_in_every_language(kind: LetterKind, language: str, business: LineOfBusiness):
    case = a_letter_case(line_of_business=business)
    document = document_of(a_letter(kind, language, case), MA if kind is LetterKind.EXTENSION else business, BOOK)
    said = render_text(document)
    assert document.language == f"{language}-US"
    assert "{{" not in said
    assert "None" not in said
    assert re.search(r"1-800-555-0100 *\(TTY\s+711\)", said)
    assert "Ada Example" in said
    assert "Example Health Plan" in said
    assert "\ue000" not in said
    for unfinished in ("()", " ,", " .\n", "[U+"):
        assert unfinished not in said


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", PENDING)
def test_a_letter_without_a_decision_never_speaks_of_a_denial(kind: LetterKind, language: str):
    said = " ".join(text_of(kind, language).split())
    assert not re.search(r"den(y|ied|ial)|deneg|denieg|rechaz", said, re.IGNORECASE)
    assert {"en": "No decision has been made.", "es": "No se ha tomado ninguna decisión."}[language] in said


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_request_shows_when_the_decision_is_due_with_the_zone(language: str):
    said = " ".join(text_of(LetterKind.INFORMATION_REQUEST, language).split())
    due, stays = {
        "en": ("We will decide by November 25, 2026, 9:05 a.m. Eastern Time.", "does not move that date"),
        "es": (
            "Decidiremos a más tardar el 25 de noviembre de 2026, 9:05 a. m., hora del Este.",
            "no cambia esa fecha",
        ),
    }[language]
    assert due in said
    assert stays in said


@pytest.mark.parametrize(
    ("language", "business", "wanted"),
    [
        (
            "en",
            MA,
            ["by November 25, 2026, 9:05 a.m. Eastern", "an expedited grievance", "within 24 hours", "a doctor"],
        ),
        ("en", COMMERCIAL, ["also called a grievance", "a doctor supports it"]),
        ("es", MA, ["25 de noviembre de 2026", "queja rápida (acelerada)", "dentro de 24 horas", "un médico la apoya"]),
        ("es", COMMERCIAL, ["puede presentar una queja.", "un médico la apoya"]),
    ],
)
def test_a_refused_fast_review_is_told_with_its_rights(language: str, business: LineOfBusiness, wanted: list[str]):
    """42 CFR 422.570(d)(2): the standard time, the grievance and its time, asking again with a physician's support."""
    said = " ".join(text_of(LetterKind.STANDARD_TIME, language, business).split())
    for words in wanted:
        assert words in said
    assert ("24 h" in said) is (business is MA)
    assert "Waiting a week puts neither your life" in said


@pytest.mark.parametrize("kind", [LetterKind.ADVERSE, LetterKind.PARTIAL, LetterKind.APPEAL_ADVERSE])
@pytest.mark.parametrize("business", [MA, COMMERCIAL])
def test_an_adverse_letter_says_the_fact_before_the_criterion(kind: LetterKind, business: LineOfBusiness):
    said = " ".join(text_of(kind, business=business).split())
    assert said.index("shows 4 pauses") < said.index("asks for 5 or more") < said.index("lower than the number")
    assert "NCD-240.4, version 2008" in said
    assert "Ines Castellanos, MD, NPI 2999990015, licensed in OH, TX" in said
    for never in ("medically necessary", "score", "the system", "algorithm", "artificial intelligence"):
        assert never not in said.lower()


def test_the_medicare_form_has_its_sections_in_order_and_says_what_it_is_not():
    document = document_of(a_letter(LetterKind.ADVERSE), MA, BOOK)
    headings = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    assert headings == [
        "Your request was denied",
        "What was denied, and why",
        "Who decided",
        "Share this notice with your doctor",
        "You have the right to appeal our decision",
        "If you want someone else to act for you",
        "There are two kinds of appeal",
        "How to ask for an appeal",
        "What happens next",
        "Get help",
    ]
    assert "Not the official form" in document.subject
    assert "CMS-10003-NDMCP" in document.reference


@pytest.mark.parametrize("kind", LetterKind)
def test_what_a_requester_wrote_is_data(kind: LetterKind):
    case = a_letter_case(member=a_member(name=HOSTILE), providers=(Provider(npi=NPI, name=HOSTILE),))
    usual = document_of(a_letter(kind), MA, BOOK)
    hostile = document_of(a_letter(kind, None, case), MA, BOOK) if kind is not LetterKind.EXTENSION else usual
    assert [type(block) for block in hostile.blocks] == [type(block) for block in usual.blocks]
    written = render_html(hostile)
    assert "<b>" not in written
    assert 'evil.example"' not in written
    if kind is not LetterKind.EXTENSION:
        assert html.escape("# [Approved](https://evil.example) <b>**&amp;** | `x` {{plan.name}}") in written


def test_a_letter_is_issued_as_pdf_html_and_text():
    made = letters_of(a_letter(LetterKind.APPROVAL), MA, BOOK, "initial")
    assert [(one.id, one.media_type.partition(";")[0]) for one in made] == [
        ("letter-initial-pdf", "application/pdf"),
        ("letter-initial-html", "text/html"),
        ("letter-initial-text", "text/plain"),
    ]
    assert {one.title for one in made} == {"Your request was approved"}
    assert made[0].body.startswith(b"%PDF-")


def test_the_same_letter_gives_the_same_bytes():
    first, second = (letters_of(a_letter(LetterKind.ADVERSE), MA, BOOK, "initial") for _ in range(2))
    assert first == second


def test_a_template_has_only_what_a_document_can_show():
    for markdown in ("# A\n\n```\ncode\n```", "# A\n\n---\n\nb", "# A\n\n`code`", "# A\n\n[a](https://b.example)"):
        with pytest.raises(UnknownMarkdown, match="template has no"):
            blocks_of(Filled(markdown, ()))


def test_html_in_a_template_is_text():
    made = blocks_of(Filled("# A\n\n<b>bold</b>", ()))
    (paragraph,) = made.blocks
    assert isinstance(paragraph, Paragraph)
    assert "".join(run.text for run in paragraph.runs) == "<b>bold</b>"


def test_lists_may_stand_in_lists_and_lines_go_on():
    made = blocks_of(Filled("# A\n\n- a\n  b\n  - *c*\n\n## B\n\n| | |\n|---|---|", ()))
    (listing, heading, fields) = made.blocks
    assert isinstance(listing, Listing)
    assert [run.text for run in listing.items[0].runs] == ["a", " ", "b"]
    assert listing.items[0].items[0].runs[0].italic
    assert isinstance(heading, Heading)
    assert fields.pairs == ()  # pyright: ignore[reportAttributeAccessIssue]


def test_a_letter_takes_little_time(capsys: pytest.CaptureFixture[str]):
    letter = a_letter(LetterKind.ADVERSE)
    letters_of(letter, MA, BOOK, "initial")
    begun = time.process_time()
    for _ in range(5):
        letters_of(letter, MA, BOOK, "initial")
    milliseconds = (time.process_time() - begun) * 1000 / 5
    with capsys.disabled():
        print(f"\na letter as PDF, HTML and text: {milliseconds:.0f} ms of CPU")  # noqa: T201 - the measure
    assert milliseconds < 300
