"""Files as people send them: PDFs and Word documents, made for a test."""

import io
from collections.abc import Iterable, Sequence

from docx import Document
from PIL import Image
from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

SCAN = None
"""A page that is nothing but a picture."""


def a_pdf(pages: Iterable[str | None], password: str | None = None, filled: str | None = None) -> bytes:
    """A PDF with a line of text on each page; ``SCAN`` makes a page a picture. ``filled`` stands in a form's field."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=letter, encrypt=password)
    for text in pages:
        if text is SCAN:
            canvas.drawImage(_picture(), 0, 0, *letter)
        else:
            canvas.drawString(72, 700, text)
        if filled:
            canvas.acroForm.textfield(name="field", value=filled, x=72, y=600, width=200)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _picture() -> ImageReader:
    file = io.BytesIO()
    Image.new("RGB", (60, 80), (220, 220, 220)).save(file, "PNG")
    file.seek(0)
    return ImageReader(file)


def a_docx(paragraphs: Sequence[str], table: Sequence[Sequence[str]] = (), header: str = "") -> bytes:
    """A Word document: paragraphs, a table after the first of them, and a header."""
    document = Document()
    for place, text in enumerate(paragraphs):
        document.add_paragraph(text)
        if place == 0 and table:
            rows = document.add_table(len(table), len(table[0])).rows
            for row, texts in zip(rows, table, strict=True):
                for cell, words in zip(row.cells, texts, strict=True):
                    cell.text = words
    document.sections[0].header.paragraphs[0].text = header
    return saved(document)


def saved(document: object) -> bytes:
    """The bytes of a document."""
    file = io.BytesIO()
    document.save(file)  # pyright: ignore[reportAttributeAccessIssue]
    return file.getvalue()
