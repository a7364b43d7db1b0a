"""Letters as documents: each as PDF, HTML and text, from one letter's model."""

from orchestrator.documents.blocks import Document
from orchestrator.documents.filled_templates import blocks_of
from orchestrator.documents.rendering.html import render_html
from orchestrator.documents.rendering.pdf import render_pdf
from orchestrator.documents.rendering.text import render_text
from orchestrator.store.issued import Made
from priorauth.case import LineOfBusiness
from priorauth.letters.book import LetterBook
from priorauth.letters.model import Letter

PDF = "application/pdf"
HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


def document_of(letter: Letter, business: LineOfBusiness | None, book: LetterBook) -> Document:
    """A letter as blocks. At the foot of each page: the case, and which version of which text wrote it."""
    header = book.template(letter.kind, letter.language, business).header
    made = blocks_of(book.write(letter, business))
    written_by = f"{header.form or letter.kind.value.replace('_', ' ')}, {header.version} ({letter.language.value})"
    return Document(
        title=made.title,
        subject=header.subject,
        reference=f"{letter.case_id} · {written_by}",
        large=True,
        language=f"{letter.language.value}-US",
        blocks=made.blocks,
    )


def letters_of(letter: Letter, business: LineOfBusiness | None, book: LetterBook, about: str) -> tuple[Made, ...]:
    """A letter as PDF, HTML and text. ``about`` names it within the case: ``initial``, or an act's number.

    The documents' ids are ``letter-<about>-pdf``, ``-html`` and ``-text``.
    """
    document = document_of(letter, business, book)
    formats = (
        ("pdf", PDF, render_pdf(document)),
        ("html", HTML, render_html(document).encode()),
        ("text", TEXT, render_text(document).encode()),
    )
    return tuple(Made(f"letter-{about}-{name}", document.title, kind, body) for name, kind, body in formats)
